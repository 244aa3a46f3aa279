"""Recorded requests: read from captured messages and logs, and from the journal of a service."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from lxml import etree

from mktows.checking.envelopes import is_reply_name
from mktows.checking.sources import messages_of
from mktows.contract import LATEST_VERSION, contract
from mktows.errors import RefusedXml
from mktows.moments import read_moment
from mktows.server.exchange import REST_VERSION, RecordedCall
from mktows.soap import parse_xml, split_name

NO_USER = "(none)"
"""The user of requests that name none."""
UNREADABLE, CUT, UNKNOWN = "unreadable", "cut off", "no operation"
"""Reasons to count a request and no more: it is no XML, breaks off, or asks for nothing known."""
_LONGEST_USER = 200
_DIGEST = re.compile(r"[0-9A-Fa-f]{40}")
_MASK = "***"
_DECLARATION = re.compile(rb"\s*<\?xml[^<>]*\?>")


@dataclass(frozen=True, slots=True)
class Recorded:
    """One recorded request. Its message holds leads, so no repr shows it.

    Attributes:
        user_id: Whose it is.
        operation: Its name in the WSDL; empty where that is not known.
        message: The message, None where it cannot be read.
        at: When it was sent, None where nothing tells.
        version: The version that it was sent to; empty where nothing tells.
        has_workspace: Whether it aims at a workspace.
        trouble: Why it is counted and no more; empty where it can be read.
        size: Bytes of the message with its envelope.
    """

    user_id: str
    operation: str
    message: etree._Element | None = field(default=None, repr=False)
    at: datetime | None = None
    version: str = ""
    has_workspace: bool = False
    trouble: str = ""
    size: int = 0


def requests_in(data: bytes) -> Iterator[Recorded]:
    """The requests of a file: one captured message, or a log; replies are passed over."""
    for each in messages_of(data):
        if each.direction == "reply":
            continue
        if not each.data:
            yield Recorded(NO_USER, "", trouble=CUT)
            continue
        found = _read(each.data)
        if found is not None:
            yield found


def request_of(call: RecordedCall) -> Recorded | None:
    """The request of a call that a journal keeps; None for a REST call.

    Args:
        call: The call: what its row says counts, also where the request was not kept whole.
    """
    if call.version == REST_VERSION:
        return None
    read = _read(call.request.encode("utf-8", "replace"))
    kept = Recorded(NO_USER, "", trouble=CUT) if read is None else read
    return Recorded(
        _shown_user(call.user_id),
        call.operation or kept.operation,
        kept.message,
        call.at,
        call.version,
        kept.has_workspace,
        kept.trouble,
        kept.size,
    )


def _read(data: bytes) -> Recorded | None:
    """One message with or without envelope; None for a reply."""
    try:
        root = parse_xml(_DECLARATION.sub(b"", data, count=1).strip())
    except RefusedXml as refused:
        return Recorded(NO_USER, "", trouble=CUT if refused.truncated else UNREADABLE)
    if split_name(root)[1] != "Envelope":
        return _of_message(root, NO_USER, None, len(data), has_workspace=False)
    parts = {split_name(part)[1]: part for part in reversed(root)}
    body, header = parts.get("Body"), parts.get("Header")
    blocks = {} if header is None else {split_name(each)[1]: each for each in header}
    user, at = _caller(blocks.get("AuthenticationHeader"))
    workspace = blocks.get("MktowsContextHeader")
    has_workspace = workspace is not None and bool("".join(map(str, workspace.itertext())).strip())
    if body is None or not len(body):
        return Recorded(user, "", None, at, trouble=UNKNOWN)
    return _of_message(body[0], user, at, len(data), has_workspace=has_workspace)


def _of_message(
    message: etree._Element, user: str, at: datetime | None, size: int, *, has_workspace: bool
) -> Recorded | None:
    name = split_name(message)[1]
    if is_reply_name(name):
        return None
    operation = operation_of(name)
    if not operation:
        return Recorded(user, "", None, at, trouble=UNKNOWN)
    return Recorded(user, operation, message, at, has_workspace=has_workspace, size=size)


def operation_of(element: str) -> str:
    """The operation that a message's element asks for; empty for none of the contract's."""
    operations = contract(LATEST_VERSION).operations
    for each in operations.values():
        if element in (each.request, each.name):
            return each.name
    return ""


def _caller(header: etree._Element | None) -> tuple[str, datetime | None]:
    """The user and the signed time; the rest of the header is not looked at."""
    told = {} if header is None else {split_name(e)[1]: (e.text or "").strip() for e in header}
    at = read_moment(told.get("requestTimestamp", ""))
    if at is not None and at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    return _shown_user(told.get("mktowsUserId", "")), at


def _shown_user(text: str) -> str:
    """A user id to show; programs were seen to put a signature in its place."""
    text = _DIGEST.sub(_MASK, text.strip())
    return text[:_LONGEST_USER] or NO_USER
