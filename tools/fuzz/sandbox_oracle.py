"""What must hold of every answer of the sandbox, and of the call after it."""

from __future__ import annotations

import atexit
import logging
import re

from lxml import etree

from fuzz.sandbox_instance import TIMESTAMP, instance
from mktows import soap
from mktows.checking import check_message
from mktows.contract import KNOWN_VERSIONS, Contract, contract
from mktows.sandbox import SAMPLE_KEY, SAMPLE_USER_ID, Sandbox
from mktows.signing import Secret, sign
from mktows.transport import HttpRequest, HttpResponse

_LIVES = 500  # requests that one sandbox answers, so that what is stored stays little
_VERSION = re.compile(r"/soap/mktows/(\d_\d)(?![\d_])")
_STATUS = "syncCustomObjStatus"  # has outcomes that only the documents know
_LOG = logging.getLogger("mktows.sandbox")


class _Errors(logging.Handler):
    """Keeps what the sandbox says of exceptions that it did not expect."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(record.getMessage())


class _Running:
    def __init__(self) -> None:
        self.errors = _Errors()
        self.sandbox: Sandbox | None = None
        self.answered = 0
        _LOG.addHandler(self.errors)
        _LOG.propagate = False
        atexit.register(self.close)

    def ready(self) -> Sandbox:
        if self.answered % _LIVES == 0:
            self.close()
            self.sandbox = instance()
        assert self.sandbox is not None
        self.answered += 1
        return self.sandbox

    def close(self) -> None:
        if self.sandbox is not None:
            self.sandbox.close()


_running: _Running | None = None


def judge(request: HttpRequest) -> None:
    """Send a request, then a good call.

    The answer is 200 with a message that is valid in the version called, 4xx with a line of text,
    or 500 with a fault whose code does not say that the sandbox itself failed. The good call
    is answered whatever came before.
    """
    global _running
    if _running is None:
        _running = _Running()
    sandbox = _running.ready()
    _running.errors.texts.clear()
    answer = sandbox.send(request)
    assert not _running.errors.texts, _running.errors.texts[0]
    if answer.status == 200:
        _reply(request, answer)
    elif answer.status == 500:
        fault = soap.read_envelope(answer.body).fault
        assert fault is not None
        assert fault.code
        assert fault.string
        assert fault.service_code != 20011, "the sandbox says that it failed"
    else:
        assert 400 <= answer.status < 500
        assert answer.headers["content-type"].startswith("text/plain")
        assert answer.body.endswith(b"\n") or request.method == "HEAD"
    good = sandbox.send(_GOOD)
    assert good.status == 200, good.body


def _reply(request: HttpRequest, answer: HttpResponse) -> None:
    if request.method != "POST":
        assert answer.body or request.method == "HEAD"
        return
    body = soap.read_envelope(answer.body).body
    assert body is not None
    element = etree.QName(body).localname
    called = _VERSION.search(request.url)
    if called and called[1] in KNOWN_VERSIONS:
        _valid(contract(called[1]), body, element)


def _valid(the_contract: Contract, body: etree._Element, element: str) -> None:
    found = [
        each
        for each in check_message(the_contract, body, element)
        if (each.rule, _STATUS in each.path) != ("value-enumeration", True)
    ]
    assert not found, found


def _good() -> HttpRequest:
    user, key = SAMPLE_USER_ID, Secret(SAMPLE_KEY)
    envelope = soap.write_envelope(
        namespace=contract("2_7").namespace,
        header="<ns1:AuthenticationHeader>"
        f"<mktowsUserId>{user}</mktowsUserId><requestSignature>"
        f"{sign(user_id=user, key=key, timestamp=TIMESTAMP)}</requestSignature>"
        f"<requestTimestamp>{TIMESTAMP}</requestTimestamp></ns1:AuthenticationHeader>",
        body="<ns1:paramsListMObjects/>",
    )
    return HttpRequest("http://localhost/soap/mktows/2_7", {}, envelope)


_GOOD = _good()
