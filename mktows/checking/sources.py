"""The envelopes of a file: one document, or a log in which envelopes stand between other lines."""

from __future__ import annotations

import codecs
import html
import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from mktows.checking.envelopes import ENVELOPE_NOT_FOUND, as_finding, check_document, check_read
from mktows.checking.findings import Finding, finding
from mktows.checking.headers import Credentials
from mktows.checking.log_headers import headers_in
from mktows.checking.nodes import XML_DTD, XML_TOO_LARGE, XML_TRUNCATED, UnreadableXml, read
from mktows.checking.rule import Example, Rule
from mktows.checking.transfers import Transfer
from mktows.contract import contract as contract_of
from mktows.signing import Secret

_START = re.compile(
    rb"(?:<\?xml[^<>]{0,200}\?>\s*)?(?P<open><|&lt;|\\u003[cC])(?:[\w.-]+:)?Envelope(?=[\s>/&\\])"
)
_END = re.compile(rb"</(?:[\w.-]+:)?Envelope\s*>")
_ESCAPED_END = re.compile(rb"&lt;/(?:[\w.-]+:)?Envelope\s*&gt;")
_DOCUMENT_TYPE = re.compile(rb"<!DOCTYPE[^<>\[]*(?:\[[^\]]*\]\s*)?>\s*$")
_JSON_TEXT = re.compile(rb'(?:[^"\\\r\n]|\\.)*')
_PYTHON_BYTES = re.compile(rb"\bb['\"](?:<\?xml[^<>]{0,200}\?>(?:\\[nr])*)?$")
_PYTHON_ESCAPE = re.compile(rb"\\(?:x(?P<hex>[0-9a-f]{2})|(?P<char>[nrt\\\"']))")
_DIGITS = re.compile(rb"\d+")
# How Apache's HttpClient ends a line of its wire log.
_WIRE_ENDS = (b'[\\r][\\n]"', b'[\\n]"', b'"')
_STATUS = re.compile(rb"\bHTTP/1\.[01] (?P<status>[1-5]\d\d)\b")
# How the sandbox's journal ends a text that is longer than it keeps.
_JOURNAL_CUT = re.compile(rb"\.\.\. \(cut: (?P<count>[0-9]{1,9}) more characters\)\s*\Z")
_LONGEST_CUT = 100
_GAP = 16 * 1024
"""Characters in front of an envelope in which its HTTP headers are looked for."""
_PREFIX = 1000
"""Longest text that a log may write in front of each line."""
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
    credentials = None if key is None else Credentials(key, user_id)
    try:
        document = read(data)
    except UnreadableXml as error:
        refused = error
    else:
        yield from check_read(document, data, contract, credentials=credentials)
        return
    text = _as_utf8(data)
    several = len(list(itertools.islice(_START.finditer(text), 2)))
    marked = text.lstrip().startswith(b"<")
    if marked and (not several or (refused.rule in (XML_DTD, XML_TOO_LARGE) and several == 1)):
        yield as_finding(refused)
        return
    if not several:
        yield finding(ENVELOPE_NOT_FOUND, 1, "")
        return
    for envelope in _envelopes(text):
        if envelope.data:
            yield from check_document(
                envelope.data,
                contract,
                credentials=credentials,
                transfer=envelope.transfer,
                is_utf8=True,
                line=envelope.line,
            )
        elif envelope.cut_off:
            yield finding(ENVELOPE_CUT, envelope.line, "", count=envelope.cut_off)
        else:
            what = "there is no end tag of its Envelope"
            yield finding(XML_TRUNCATED, envelope.line, "", what=what)


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
class _Envelope:
    """One envelope of a log; without data where it breaks off.

    Attributes:
        cut_off: How many characters the sandbox's journal says that it cut off.
    """

    data: bytes
    line: int
    transfer: Transfer
    cut_off: int = 0


def _envelopes(text: bytes) -> Iterator[_Envelope]:
    line, counted, before = 1, 0, 0
    starts = itertools.chain(_START.finditer(text), [None])
    for start, following in itertools.pairwise(starts):
        assert start is not None  # noqa: S101  # only the last is
        first = start.start()
        if first < before:
            continue  # inside the one before
        limit = len(text) if following is None else following.start()
        gap = text[max(before, first - _GAP) : first]
        line += text.count(b"\n", counted, first)
        counted = first
        transfer = _transfer(gap, line)
        declared = _DOCUMENT_TYPE.match(gap, max(0, gap.rfind(b"<!DOCTYPE")))
        data, before = _cut(text, start, limit)
        if data:
            yield _Envelope((declared[0] if declared else b"") + data, line, transfer)
        else:
            ended = _JOURNAL_CUT.search(text, max(first, before - _LONGEST_CUT), before)
            yield _Envelope(b"", line, transfer, int(ended["count"]) if ended else 0)


def _cut(text: bytes, start: re.Match[bytes], limit: int) -> tuple[bytes, int]:
    """The document of an envelope, and the index behind it; empty where it breaks off."""
    first = start.start()
    if start["open"] == b"&lt;":
        end = _ESCAPED_END.search(text, first, limit)
        if end is None:
            return b"", limit
        return html.unescape(text[first : end.end()].decode()).encode("utf-8", "replace"), end.end()
    tag = text[start.start("open") : text.find(b">", start.end(), limit) + 1]
    if start["open"] != b"<" or b'\\"' in tag or b"\\u0022" in tag:
        return _cut_json(text, start.start("open"))
    end = _END.search(text, first, limit)
    if end is None:
        return b"", limit
    if _PYTHON_BYTES.search(text[max(0, first - 300) : first]):
        return _from_python(text[first : end.end()]), end.end()
    line = text.rfind(b"\n", max(0, first - _PREFIX), first) + 1
    prefix = text[line:first] if first - line < _PREFIX else b""
    return _without(prefix, text[first : end.end()]), end.end()


def _cut_json(text: bytes, first: int) -> tuple[bytes, int]:
    """An envelope in a JSON string, which ends with its line."""
    string = _JSON_TEXT.match(text, first)
    end = string.end() if string else first
    try:
        plain = str(json.loads(b'"' + text[first:end] + b'"', strict=False))
    except ValueError:
        return b"", end
    # A line end in it is none of the file's.
    data = re.sub(r"\r\n|\r|\n", " ", plain).encode("utf-8", "replace")
    closed = _END.search(data)
    return (data[: closed.end()] if closed else b""), end


def _from_python(data: bytes) -> bytes:
    """An envelope that was logged as Python writes bytes: on one line, with escapes."""
    return _PYTHON_ESCAPE.sub(_unescaped, data)


def _unescaped(escape: re.Match[bytes]) -> bytes:
    if escape["hex"]:
        return bytes.fromhex(escape["hex"].decode())
    # A line end in it is none of the file's.
    return b" " if escape["char"] in b"nrt" else escape["char"]


def _without(prefix: bytes, data: bytes) -> bytes:
    """An envelope without what a log writes in front of each of its lines."""
    if not prefix.strip() or b"\n" not in data:
        return data
    alike = re.compile(_DIGITS.sub(rb"\\d+", re.escape(prefix.rstrip())))
    lines = data.split(b"\n")
    for place, line in enumerate(lines):
        begin = alike.match(line) if place else None
        plain = line[begin.end() :] if begin else line
        lines[place] = _without_end(plain) if prefix.endswith(b'"') else plain
    return b"\n".join(lines)


def _without_end(line: bytes) -> bytes:
    plain = line.rstrip()
    for end in _WIRE_ENDS:
        if plain.endswith(end):
            return plain.removesuffix(end)
    return line


def _transfer(gap: bytes, line: int) -> Transfer:
    """The HTTP headers in the text in front of an envelope; the last of each name counts."""
    values: dict[str, str] = {}
    places: dict[str, int] = {}
    for header in headers_in(gap):
        name = "action" if header.name == "soapaction" else "content_type"
        values[name] = header.value
        places[name] = header.start
    status = None
    for found in _STATUS.finditer(gap):
        status = int(found["status"])
        places["status"] = found.start()
    lines = {name: line - gap.count(b"\n", place) for name, place in places.items()}
    return Transfer(values.get("action"), values.get("content_type"), status, lines)
