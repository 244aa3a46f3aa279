"""Endpoints that give the same answer to every call."""

from __future__ import annotations

from mktows.contract import LATEST_VERSION, contract
from mktows.facts.faults import SHORT_TEXTS
from mktows.service_faults import write_service_fault
from mktows.soap import write_envelope
from mktows.transport import HttpRequest, HttpResponse
from wrong_endpoints.runs import Send

_XML = {"content-type": "text/xml; charset=utf-8"}
_CONTRACT = contract(LATEST_VERSION)


def always(response: HttpResponse) -> Send:
    """The same answer for every call."""
    return lambda _: response


def fault(code: int | None) -> Send:
    """The same fault of the service for every call; without a code it is a Bad Request."""
    title = "Bad Request" if code is None else SHORT_TEXTS[code]
    body = write_service_fault(
        namespace=_CONTRACT.namespace,
        string=title if code is None else f"{code} - {title}",
        code=code,
        message=f"{title} ({code})",
    )
    return always(HttpResponse(500, _XML, body))


def success(inner: str) -> Send:
    """A success of the operation that is called, with the same content for every call."""

    def send(request: HttpRequest) -> HttpResponse:
        operation = _CONTRACT.operations.get(request.operation)
        name = "successGetNothing" if operation is None else operation.reply
        body = write_envelope(
            namespace=_CONTRACT.namespace, body=f"<ns1:{name}>{inner}</ns1:{name}>", xsi=True
        )
        return HttpResponse(200, _XML, body)

    return send
