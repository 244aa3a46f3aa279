"""The envelopes of a file: one document, or a log in which envelopes stand between other lines."""

from __future__ import annotations

import codecs
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from mktows.checking.envelopes import (
    ENVELOPE_NOT_FOUND,
    as_finding,
    check_document,
    check_read,
    is_message,
)
from mktows.checking.findings import Finding, finding
from mktows.checking.headers import Credentials
from mktows.checking.log_envelopes import START, Written, cut
from mktows.checking.log_strings import unescaped
from mktows.checking.log_transfers import Direction, direction_of, transfer_of
from mktows.checking.masks import with_masks_as_text
from mktows.checking.nodes import (
    LINES,
    XML_DTD,
    XML_TOO_LARGE,
    XML_TRUNCATED,
    Document,
    UnreadableXml,
    read,
)
from mktows.checking.rule import Example, Rule
from mktows.checking.transfers import Transfer
from mktows.contract import contract as contract_of
from mktows.signing import Secret

_DOCUMENT_TYPE = re.compile(rb"<!DOCTYPE[^<>\[]*(?:\[[^\]]*\]\s*)?>\s*$")
# How the sandbox's journal ends a text that is longer than it keeps.
_JOURNAL_CUT = re.compile(rb"\.\.\. \(cut: (?P<count>[0-9]{1,9}) more characters\)\s*\Z")
_LONGEST_CUT = 100
_GAP = 16 * 1024
"""Characters in front of an envelope, and behind it, in which its HTTP headers are looked for."""
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)


def check_file(
    data: bytes,
    *,
    version: str | None = None,
    key: Secret | None = None,
    user_id: str | None = None,
) -> list[Finding]:
    """Check every envelope of a file: a captured message, or a log that holds any number.

    In a log, an envelope may follow other text on its line, run over lines that begin alike, and
    be escaped as JSON or XML; HTTP headers in front of it are checked too. Lines are those of the
    file.

    Args:
        data: The file's content.
        version: The contract to check against, one of `mktows.contract.KNOWN_VERSIONS`; by default
            the latest, and for a reply that lacks what older ones do not have, the newest of these.
        key: The encryption key; with it signatures are verified.
        user_id: Whose key that is; signatures of others are then not verified.

    Returns:
        The findings, envelope by envelope; empty where all is in order.
    """
    return list(findings_of(data, version=version, key=key, user_id=user_id))


ENVELOPE_CUT = Rule(
    "envelope-cut",
    "note",
    "inferred",
    "The sandbox's journal keeps the beginning of a long message.",
    "the journal cut {count} characters off its end",
    "check the message where it was sent",
    example=Example(
        text=(
            'log\n<?xml version="1.0" encoding="UTF-8"?>\n<s:Envelope'
            ' xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"'
            ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
            ' xmlns:ns1="http://www.marketo.com/mktows/">\n<s:Header>'
            "<ns1:AuthenticationHeader>"
            "<mktowsUserId>demo17_1_809934544BFABAE58E5D27</mktowsUserId>"
            "<re... (cut: 321 more characters)"
        )
    ),
)


def findings_of(
    data: bytes, *, version: str | None, key: Secret | None, user_id: str | None
) -> Iterator[Finding]:
    """The findings of `check_file` as they are found, for a log may have any number."""
    contract = None if version is None else contract_of(version)
    data = with_masks_as_text(data)
    credentials = None if key is None else Credentials(key, user_id)
    document, refused = _read(data)
    text = _as_utf8(data)
    if document and (is_message(document.root) or not START.search(text)):
        yield from check_read(document, data, contract, credentials=credentials)
        return
    several = len(list(itertools.islice(START.finditer(text), 2)))
    marked = text.lstrip().startswith(b"<")
    if (
        refused
        and marked
        and (not several or (refused.rule in (XML_DTD, XML_TOO_LARGE) and several == 1))
    ):
        yield as_finding(refused, of_reply=direction_of(text) == "reply")
        return
    if not several:
        yield finding(ENVELOPE_NOT_FOUND, 1, "")
        return
    for envelope in envelopes_in(text):
        if envelope.data:
            yield from check_document(
                _as_utf8(envelope.data),
                contract,
                credentials=credentials,
                transfer=envelope.transfer,
                is_utf8=True,
                lines=envelope.lines,
            )
        elif envelope.cut_off:
            yield finding(ENVELOPE_CUT, envelope.lines[0], "", count=envelope.cut_off)
        else:
            what = "there is no end tag of its Envelope"
            of_reply = envelope.direction == "reply"
            yield finding(XML_TRUNCATED, envelope.lines[0], "", of_reply=of_reply, what=what)


def messages_of(data: bytes) -> Iterator[Envelope]:
    """The messages of a file, whether it is one or a log that holds any number.

    A log's text is UTF-8 whatever a message declares; a file that is one message is as it stands.
    """
    data = with_masks_as_text(data)
    text = _as_utf8(data)
    document, _ = _read(data)
    if document is not None and is_message(document.root):
        yield Envelope(text, LINES, Transfer(None, None, None, {}), direction_of(text))
    else:
        yield from envelopes_in(text)


def _read(data: bytes) -> tuple[Document | None, UnreadableXml | None]:
    """A file as XML, or why it cannot be read so."""
    try:
        return read(data), None
    except UnreadableXml as refused:
        return None, refused


def _as_utf8(data: bytes) -> bytes:
    """A text file in UTF-8: UTF-16 is told by its mark, Latin-1 is what is no UTF-8."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, "replace").encode("utf-8", "replace")
    try:
        data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1").encode()
    return data


@dataclass(frozen=True, slots=True)
class Envelope:
    """One envelope of a log; without data where it breaks off.

    Attributes:
        lines: The line of the log that each of its lines stands in.
        transfer: The HTTP headers that came with it.
        direction: Whether it is a request or a reply.
        cut_off: How many characters the sandbox's journal says that it cut off.
    """

    data: bytes
    lines: Sequence[int]
    transfer: Transfer
    direction: Direction
    cut_off: int = 0


class _Found(NamedTuple):
    """An envelope and the text in front of it, back to the envelope before."""

    written: Written
    direction: Direction
    gap: bytes
    line: int
    cut_off: int


def envelopes_in(text: bytes) -> Iterator[Envelope]:
    """The envelopes of a log in UTF-8, in order."""
    found = _found(text)
    each = next(found, None)
    while each is not None:
        following = next(found, None)
        yield _with_headers(each, following, text)
        each = following


def _with_headers(each: _Found, following: _Found | None, text: bytes) -> Envelope:
    written = each.written
    direction = each.direction
    behind, behind_line = b"", written.last_line
    if following is None:
        behind = text[written.end : written.end + _GAP]
    elif following.direction != direction:
        # What stands between a request and its reply may be of either.
        behind = following.gap
        behind_line = following.line - behind.count(b"\n")
    transfer = transfer_of(direction, each.gap, each.line, behind, behind_line)
    declared = _DOCUMENT_TYPE.match(each.gap, max(0, each.gap.rfind(b"<!DOCTYPE")))
    if declared and written.data:
        lines = range(each.line - declared[0].count(b"\n"), 2**31)
        return Envelope(declared[0] + written.data, lines, transfer, direction)
    return Envelope(written.data, written.lines, transfer, direction, each.cut_off)


def _found(text: bytes) -> Iterator[_Found]:
    line, counted, before = 1, 0, 0
    starts = itertools.chain(START.finditer(text), [None])
    for start, following in itertools.pairwise(starts):
        assert start is not None  # noqa: S101  # only the last is
        first = start.start()
        if first < before:
            continue  # inside the one before
        limit = len(text) if following is None else following.start()
        gap = text[max(before, first - _GAP) : first]
        line += text.count(b"\n", counted, first)
        counted = first
        written = cut(text, start, limit, line)
        before = written.end
        ended = None
        if not written.data:
            ended = _JOURNAL_CUT.search(text, max(first, before - _LONGEST_CUT), before)
        direction = direction_of(written.data or unescaped(text[first:before], times=2))
        yield _Found(written, direction, gap, line, int(ended["count"]) if ended else 0)
