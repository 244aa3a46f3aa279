"""Mistakes of an endpoint, and the common kinds of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from mktows import HttpRequest, HttpResponse, Secret, sign, timestamp
from mktows.contract import LATEST_VERSION, contract
from mktows.facts.faults import SHORT_TEXTS
from mktows.facts.samples import SAMPLE_KEY, SAMPLE_USER_ID
from mktows.service_faults import write_service_fault
from mktows.soap import XSI_NAMESPACE, write_envelope
from wrong_endpoints.runs import Send

Mistake = Callable[[Send], Send]
"""Makes a wrong endpoint of the right one; its memory is that of one run."""
Change = Callable[[str], str]
_XML = {"content-type": "text/xml; charset=utf-8"}
_CONTRACT = contract(LATEST_VERSION)
_NIL = ' xsi:nil="true"'
_XSI = f'xmlns:xsi="{XSI_NAMESPACE}"'


@dataclass(frozen=True)
class Wrong:
    """An endpoint with a mistake.

    Attributes:
        mistake: What is wrong.
        also: The clauses besides its own that it may break.
        first: The clauses whose tests make the calls that show it.
        in_soap: Whether every answer is an envelope: who breaks the transport is wrong about no
            clause but that of envelopes.
    """

    mistake: Mistake
    also: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    in_soap: bool = True


def matches(request: HttpRequest, operation: str, when: str = "") -> bool:
    """Tell whether a request calls an operation, or any, and contains what a pattern describes."""
    text = request.body.decode("utf-8", "replace")
    name = f"params{operation[:1].upper()}{operation[1:]}"
    called = re.search(rf"[<:]{name}\b", text) if operation else re.search("[<:]params", text)
    return called is not None and re.search(when, text, re.DOTALL) is not None


def of_request(change: Change, operation: str = "", when: str = "") -> Mistake:
    """A mistake in reading requests."""

    def mistake(send: Send) -> Send:
        def wrong(request: HttpRequest) -> HttpResponse:
            if operation and not matches(request, operation, when):
                return send(request)
            return send(replace(request, body=change(request.body.decode()).encode()))

        return wrong

    return mistake


def of_reply(change: Change, operation: str = "", when: str = "") -> Mistake:
    """A mistake in writing replies, of one operation or of all."""

    def mistake(send: Send) -> Send:
        def wrong(request: HttpRequest) -> HttpResponse:
            response = send(request)
            if not matches(request, operation, when):
                return response
            text = change(response.body.decode())
            if _NIL in text and _XSI not in text:
                text = text.replace("<SOAP-ENV:Envelope", f"<SOAP-ENV:Envelope {_XSI}", 1)
            return replace(response, body=text.encode())

        return wrong

    return mistake


def answering(response: HttpResponse, operation: str, when: str = "") -> Mistake:
    """A fixed answer to requests that match; see `matches`."""
    return lambda send: (
        lambda request: response if matches(request, operation, when) else send(request)
    )


def refusing(code: int, operation: str, when: str = "") -> Mistake:
    """A fault instead of the right answer to requests that match."""
    return answering(fault(code), operation, when)


def accepting(inner: str, operation: str, when: str = "") -> Mistake:
    """A success with a content instead of the right answer to requests that match."""
    return answering(success(operation, inner), operation, when)


def recoded(code: int, other: int, operation: str = "", when: str = "") -> Mistake:
    """Another code than the right one, at each place of a fault that has it."""

    def mistake(send: Send) -> Send:
        def wrong(request: HttpRequest) -> HttpResponse:
            response = send(request)
            told = f"<code>{code}</code>".encode() in response.body
            if not told or (operation and not matches(request, operation, when)):
                return response
            return fault(other)

        return wrong

    return mistake


def fault(code: int) -> HttpResponse:
    """A fault of the service."""
    body = write_service_fault(
        namespace=_CONTRACT.namespace,
        string=f"{code} - {SHORT_TEXTS[code]}",
        code=code,
        message=f"{SHORT_TEXTS[code]} ({code})",
    )
    return HttpResponse(500, _XML, body)


def success(operation: str, inner: str) -> HttpResponse:
    """A success of an operation."""
    name = _CONTRACT.operations[operation].reply
    body = f"<ns1:{name}>{inner}</ns1:{name}>"
    return HttpResponse(
        200, _XML, write_envelope(namespace=_CONTRACT.namespace, body=body, xsi=True)
    )


def ask(send: Send, operation: str, params: str) -> str:
    """Return the right endpoint's answer to a call that the wrong one makes itself."""
    now = timestamp(datetime.now(UTC))
    name = _CONTRACT.operations[operation].request
    header = (
        f"<ns1:AuthenticationHeader><mktowsUserId>{SAMPLE_USER_ID}</mktowsUserId>"
        f"<requestSignature>{signature_at(now)}</requestSignature>"
        f"<requestTimestamp>{now}</requestTimestamp></ns1:AuthenticationHeader>"
    )
    body = write_envelope(
        namespace=_CONTRACT.namespace, header=header, body=f"<ns1:{name}>{params}</ns1:{name}>"
    )
    url = f"http://localhost/soap/mktows/{LATEST_VERSION}"
    return send(HttpRequest(url, _XML, body, operation=operation)).body.decode()


def signature_at(text: str) -> str:
    """The right signature at a timestamp."""
    return sign(user_id=SAMPLE_USER_ID, key=Secret(SAMPLE_KEY), timestamp=text)


def resigned(text: str) -> str:
    """A request with the right signature for its timestamp."""
    at = found(text, "requestTimestamp")
    return re.sub("<requestSignature>[^<]*", f"<requestSignature>{signature_at(at)}", text)


def found(text: str, name: str) -> str:
    """The text of the first element of a name; empty where there is none."""
    hit = re.search(rf"<{name}>([^<]*)<", text)
    return hit[1] if hit else ""


# Changes of a text


def sub(pattern: str, replacement: str | Callable[[re.Match[str]], str]) -> Change:
    """Replace what a pattern finds."""
    return lambda text: re.sub(pattern, replacement, text, flags=re.DOTALL)


def without(pattern: str) -> Change:
    """Leave out what a pattern finds."""
    return sub(pattern, "")


def nil(name: str, form: str) -> Change:
    """Write a nil element as an `absent`, an `empty` or a `filled` one."""
    instead = {"absent": "", "empty": f"<{name}></{name}>", "filled": f"<{name}>x</{name}>"}[form]
    return lambda text: text.replace(f"<{name}{_NIL}/>", instead)


def empty(name: str, form: str) -> Change:
    """Write an empty element as an `absent`, a `nil` or a `filled` one."""
    instead = {"absent": "", "nil": f"<{name}{_NIL}/>", "filled": f"<{name}>x</{name}>"}[form]
    return sub(f"<{name}></{name}>|<{name}/>", instead)


def reversed_items(name: str) -> Change:
    """Reverse the neighbouring elements of a name."""
    run = re.compile(f"(?:<{name}>.*?</{name}>)+", re.DOTALL)
    one = re.compile(f"<{name}>.*?</{name}>", re.DOTALL)
    return lambda text: run.sub(lambda hit: "".join(one.findall(hit[0])[::-1]), text)


def without_last(name: str) -> Change:
    """Leave out the last element of a name."""

    def change(text: str) -> str:
        start = text.rfind(f"<{name}>")
        end = text.rfind(f"</{name}>")
        return text if start < 0 else text[:start] + text[end + len(name) + 3 :]

    return change


def one_more(name: str) -> Change:
    """Make a count too high by one, unless it is 0."""
    return sub(f"<{name}>([1-9][0-9]*)<", lambda hit: f"<{name}>{int(hit[1]) + 1}<")
