"""The HTTP message that carried an envelope, told from the text around it in a log."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from mktows.checking.log_headers import headers_in
from mktows.checking.transfers import Transfer

Direction = Literal["request", "reply"]

_TELLS: dict[str, Direction | None] = {"request": "request", "reply": "reply", "blank": None}
_ALL = {
    "request": frozenset({"action", "content_type"}),
    "reply": frozenset({"content_type", "status"}),
}
_FIELDS = {"soapaction": "action", "content-type": "content_type"}
_STATUS = re.compile(rb"\bHTTP\\?/1\.[01] (?P<status>[2-5]\d\d)\b")
# Where the headers of another HTTP message may begin: behind an empty line, with a request line or
# a status line, and with what logs write in place of these.
_EMPTY_LINE = rb"\r?\n[ \t]*\r?\n|\n\r?\n|(?:\\r)?\\n(?:\\r)?\\n|\"(?:\[\\r\])?\[\\n\]\""
_BEGINS = re.compile(
    rb"(?P<blank>" + _EMPTY_LINE + rb")"
    rb"|(?P<request>\b(?:POST|GET|PUT|HEAD|PATCH|DELETE|OPTIONS) [^\s\"']+ HTTP\\?/\d(?:\.\d)?"
    rb"(?!\"? \d)|\bHTTP request\b|[\"'](?:request|req)[\"']\s*:\s*\{)"
    rb"|(?P<reply>\bHTTP\\?/\d(?:\.\d)? [1-5]\d\d\b|\bHTTP response\b"
    rb"|[\"'](?:response|res)[\"']\s*:\s*\{)"
)
_OF_REQUEST = re.compile(
    rb"(?<![\w-])(?:HTTP_)?(?:SOAPAction|User-Agent|Host|Accept(?:-Encoding|-Charset)?|Http-?Method)"
    rb"[\"']?\]?\s*(?:=>|->|[:=>])",
    re.IGNORECASE,
)
_OF_REPLY = re.compile(
    rb"(?<![\w-])(?:Date|Server|Set-Cookie|X-Powered-By|Status|Response-?Code|Code)"
    rb"[\"']?\]?\s*(?:=>|->|[:=>])",
    re.IGNORECASE,
)
_BODY = re.compile(
    rb"<(?:[\w.-]+:)?Body\b[^>]*>\s*<(?:[\w.-]+:)?(?P<reply>success[A-Z]|Fault[\s>])?"
)


class _Part(NamedTuple):
    """A header or status of a text, and the direction of the message that it belongs to."""

    field: str
    value: str
    start: int
    direction: Direction | None


def direction_of(envelope: bytes) -> Direction:
    """Tell a request from a reply by its first element."""
    body = _BODY.search(envelope)
    return "reply" if body and body["reply"] else "request"


def transfer_of(
    direction: Direction, before: bytes, line: int, after: bytes = b"", after_line: int = 1
) -> Transfer:
    """The headers and status of the message that carried an envelope; the last of each counts.

    Args:
        direction: That of the envelope.
        before: The text in front of it, back to the envelope before.
        line: The line in which that ends.
        after: The text behind it, if the headers there may be its own.
        after_line: The line in which that begins.
    """
    found: dict[str, tuple[str, int]] = {}
    for text, first, sure in (
        (before, line - before.count(b"\n"), False),
        (after, after_line, True),
    ):
        if sure and _ALL[direction] <= found.keys():
            continue
        for part in _parts_of(direction, text, sure=sure):
            if sure and part.field in found:
                continue
            found[part.field] = part.value, first + text.count(b"\n", 0, part.start)
    status = found.get("status")
    return Transfer(
        found["action"][0] if "action" in found else None,
        found["content_type"][0] if "content_type" in found else None,
        int(status[0]) if status else None,
        {name: place for name, (_, place) in found.items()},
    )


def _parts_of(direction: Direction, text: bytes, *, sure: bool) -> list[_Part]:
    """The parts of a text that are of a direction; where none say so, those that say nothing."""
    parts = list(_parts(text))
    own = [part for part in parts if part.direction == direction]
    if sure or any(part.field != "status" for part in own):
        return own
    return own + [part for part in parts if part.direction is None]


def _parts(text: bytes) -> Iterator[_Part]:
    begins = list(_BEGINS.finditer(text))
    starts = [match.start() for match in begins]
    told: list[Direction | None] = [None]
    for match in begins:
        told.append(_TELLS.get(match.lastgroup or "", told[-1]))
    groups: dict[int, Direction | None] = {}
    for status in _STATUS.finditer(text):
        yield _Part("status", status["status"].decode(), status.start(), "reply")
    for header in headers_in(text):
        place = bisect.bisect_right(starts, header.start)
        if place not in groups:
            begin, end = ([0, *starts][place], [*starts, len(text)][place])
            groups[place] = told[place] or _by_names(text[begin:end])
        yield _Part(_FIELDS[header.name], header.value, header.start, groups[place])


def _by_names(group: bytes) -> Direction | None:
    """The direction of a group of headers by what else stands there."""
    if _OF_REQUEST.search(group):
        return "request"
    return "reply" if _OF_REPLY.search(group) else None
