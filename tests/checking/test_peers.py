"""What other programs write is in order: zeep, suds, our client, and the sandbox's answers."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.resources import as_file, files
from typing import Any

import pytest
import suds.client
import zeep
from lxml import etree
from support.check_examples import EXAMPLES, KEY, REQUESTS, SIGNATURE, TIMESTAMP, USER_ID, request

from mktows import Client
from mktows.checking import check
from mktows.codec import Codec
from mktows.contract import KNOWN_VERSIONS, contract
from mktows.sandbox import Sandbox
from mktows.signing import Secret
from mktows.transport import HttpRequest

NOW = datetime.fromisoformat(TIMESTAMP)
HEADER = {
    "mktowsUserId": USER_ID,
    "requestSignature": SIGNATURE,
    "requestTimestamp": TIMESTAMP,
}
LEADS = {
    "leadRecord": [
        {
            "Email": "t@t.com",
            "leadAttributeList": {"attribute": [{"attrName": "FirstName", "attrValue": "George"}]},
        }
    ]
}
CALLS: dict[str, dict[str, Any]] = {
    "getLead": {"leadKey": {"keyType": "EMAIL", "keyValue": "rufus@marketo.com"}},
    "syncMultipleLeads": {"leadRecordList": LEADS, "dedupEnabled": True},
    "listMObjects": {},
}


@pytest.mark.parametrize("version", KNOWN_VERSIONS)
@pytest.mark.parametrize("operation", CALLS)
def test_what_zeep_sends_is_in_order(version: str, operation: str) -> None:
    with as_file(files(contract(version).bindings) / "contract.wsdl") as wsdl:
        client = zeep.Client(str(wsdl))
        header = client.get_element("{http://www.marketo.com/mktows/}AuthenticationHeader")
        message = client.create_message(
            client.service,
            operation,
            _soapheaders={"authentication": header(**HEADER)},
            **CALLS[operation],
        )
    assert check(etree.tostring(message), version=version, key=Secret(KEY)) == []


@pytest.mark.parametrize("operation", CALLS)
def test_what_suds_sends_is_in_order(operation: str) -> None:
    with as_file(files(contract("2_7").bindings) / "contract.wsdl") as wsdl:
        client: Any = suds.client.Client(wsdl.as_uri(), cache=None, nosend=True)
        header = client.factory.create("ns0:AuthenticationHeader")
        for name, value in HEADER.items():
            setattr(header, name, value)
        client.set_options(soapheaders=header)
        sent = getattr(client.service, operation)(**CALLS[operation])
    findings = check(bytes(sent.envelope), key=Secret(KEY))
    assert [each for each in findings if each.severity != "note"] == []


def test_what_our_client_sends_is_in_order() -> None:
    with Sandbox() as sandbox:
        client = Client(sandbox.config(), transport=sandbox)
        codec = Codec(contract("2_7"))
        for operation in contract("2_7").operations.values():
            params = codec.decode(_params(operation.name), operation.request)
            body = client.build_request(params).body
            assert check(body, key=Secret(KEY)) == []


def _params(operation: str) -> etree._Element:
    return etree.fromstring(request(operation).encode())[1][0]


# The sandbox

SENT = {
    **{f"request of {name}": request(name).encode() for name in REQUESTS},
    **{f"example of {rule}": example.document for rule, example in EXAMPLES.items()},
    "nothing": b"",
}


@pytest.mark.parametrize("name", SENT)
def test_what_the_sandbox_answers_is_in_order(name: str) -> None:
    with Sandbox(now=lambda: NOW.astimezone(UTC)) as sandbox:
        created = request("syncMultipleLeads").encode()
        for body in (created, SENT[name], SENT[name]):
            url = "http://localhost/soap/mktows/2_7"
            reply = sandbox.send(HttpRequest(url, {}, body))
            assert check(reply.body) == []
