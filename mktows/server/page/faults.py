"""Explanations of the codes that a call may end with; pure."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from mktows.errors import FAULT_CLASSES, ProtocolError
from mktows.facts.faults import MAY_FOLLOW_A_WRITE, REQUEST_EXPIRED, RETRYABLE, SHORT_TEXTS
from mktows.facts.rest_errors import CODES
from mktows.server.exchange import CONNECTION_CLOSED
from mktows.soap import read_envelope

_AGAIN = {
    "renew": "Nothing was carried out: get a new token, and make it again.",
    "soon": "Nothing was carried out: make it again after a short wait.",
    "later": "Nothing was carried out: make it again once the limit allows it.",
    "if harmless": "It may have been carried out: make it again only if that does no harm.",
    "no": "The same call would be refused again.",
}

_WITHOUT_CODE = (
    "This fault has no code. It is recorded for a request that is no XML, and for a selection "
    "without criteria."
)


@dataclass(frozen=True, slots=True)
class Explained:
    """A fault, explained.

    Attributes:
        title: The code with its text.
        said: The specific text of the reply; empty where it has none. It may name leads.
        meaning: What it means, and what to do.
    """

    title: str
    said: str
    meaning: tuple[str, ...]


def explained(
    *, is_rest: bool, status: int | None, code: int | None, fault: str, reply: str
) -> Explained | None:
    """Explain how a call ended; None where it ended well.

    Args:
        is_rest: Whether it is a call of the REST API.
        status: The HTTP status of the answer; None where there was none.
        code: The vendor's code.
        fault: What went wrong, in a few words.
        reply: The reply.
    """
    if fault == CONNECTION_CLOSED:
        return Explained(
            fault, "", ("It was closed without an answer: the caller cannot know what became.",)
        )
    if code is None and not fault:
        if status in (None, HTTPStatus.OK):
            return None
        return Explained(f"HTTP {status}", "", ("The answer is none of the API, but of HTTP.",))
    if is_rest:
        return _of_rest(code, fault)
    if code is None:
        return Explained(fault, _said(reply), (_WITHOUT_CODE,))
    meaning = []
    kind = FAULT_CLASSES.get(code)
    if kind is not None and kind.__doc__:
        meaning.append(kind.__doc__.splitlines()[0])
    if code == REQUEST_EXPIRED:
        meaning.append("Nothing was carried out: sign it anew, and make it again.")
    elif code in MAY_FOLLOW_A_WRITE:
        meaning.append("It may have been carried out nevertheless: look before you repeat a write.")
    elif code in RETRYABLE:
        meaning.append("Nothing was carried out: the same call may be made again after a wait.")
    elif code in SHORT_TEXTS:
        meaning.append("Nothing was carried out.")
    if code not in SHORT_TEXTS:
        meaning.append("The vendor's documents do not have this code.")
    return Explained(fault or str(code), _said(reply), tuple(meaning))


def _of_rest(code: int | None, fault: str) -> Explained:
    known = None if code is None else CODES.get(code)
    title = fault if code is None else f"{code}: {fault}"
    return Explained(title, "", () if known is None else (_AGAIN[known.again],))


def _said(reply: str) -> str:
    """The specific text of a fault."""
    try:
        fault = read_envelope(reply.encode("utf-8", "replace")).fault
    except ProtocolError:
        return ""
    return "" if fault is None else fault.service_message or ""
