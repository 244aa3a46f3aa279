"""Raw XML to a sandbox and back: the parameters as they stand in a body, the answer likewise."""

from __future__ import annotations

import re

from mktows import HttpRequest, Secret, sign, timestamp
from mktows.contract import contract
from mktows.sandbox import SAMPLE_KEY, SAMPLE_USER_ID, Sandbox
from support.sandbox_service import Service

_BODY = re.compile(r"<SOAP-ENV:Body>(.*)</SOAP-ENV:Body>", re.DOTALL)


def exchange(service: Service, operation: str, params: str) -> str:
    """Send the XML of the parameters, signed, and return the content of the reply's body."""
    version = service.types.__name__.split(".")[1].removeprefix("v")
    element = contract(version).operations[operation].request
    text = timestamp(service.now)
    signature = sign(user_id=SAMPLE_USER_ID, key=Secret(SAMPLE_KEY), timestamp=text)
    envelope = (
        '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        f' xmlns:m="{contract(version).namespace}"><e:Header><m:AuthenticationHeader>'
        f"<mktowsUserId>{SAMPLE_USER_ID}</mktowsUserId>"
        f"<requestSignature>{signature}</requestSignature>"
        f"<requestTimestamp>{text}</requestTimestamp></m:AuthenticationHeader></e:Header>"
        f"<e:Body><m:{element}>{params}</m:{element}></e:Body></e:Envelope>"
    )
    sandbox = Sandbox(backend=service.backend, now=lambda: service.now)
    url = f"http://localhost/soap/mktows/{version}"
    answer = sandbox.send(HttpRequest(url, {}, envelope.encode())).body.decode()
    found = _BODY.search(answer)
    assert found is not None, answer
    return found[1]
