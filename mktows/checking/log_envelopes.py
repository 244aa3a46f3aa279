"""The text of an envelope as it was before a log wrote it: unescaped, and without the log's own."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from mktows.checking.log_strings import unescaped

START = re.compile(
    rb"(?:<\?xml[^<>]{0,200}\?>(?:\s|\\[nrt]|[\"'`]\s*\+\s*[\"'`])*)?"
    rb"(?P<open><|&lt;|\\u003[cC])(?:[\w.-]+:)?Envelope(?=[\s>/&\\])"
)
"""The beginning of an envelope, with the XML declaration in front of it."""

_END = re.compile(rb"<\\?/(?:[\w.-]+:)?Envelope\s*>")
_END_IN_STRING = re.compile(rb"(?:<|\\+u003[cC])\\*/(?:[\w.-]+:)?Envelope\s*(?:>|\\+u003[eE])")
_ESCAPED_END = re.compile(rb"&lt;/(?:[\w.-]+:)?Envelope\s*&gt;")
_PIECES = rb"[\"'`]\s*\+[ \t]*\r?\n\s*[\"'`]"
_JOINED = re.compile(_PIECES)
_IN_STRING = {
    quote: re.compile(rb"(?:" + _PIECES + rb"|[^\\\r\n" + quote + rb"]|\\.)*")
    for quote in (b'"', b"'", b"`")
}
_DEEPEST = 3
"""Strings within strings: JSON that holds JSON, or that a shell quotes."""
_LINE_END = re.compile(rb"\r\n?|\n")
_DIGITS = re.compile(rb"\d+")
_PREFIX = 1000
"""Longest text that a log may write in front of each line."""
# How Apache's HttpClient ends a line of its wire log, and how it writes bytes that are no ASCII.
_WIRE_END = re.compile(rb"((?:\[\\n\])?)\"[ \t\r]*\Z")
_SPELLED_END = re.compile(rb"\[\\n\]\"[ \t\r]*\Z")
_WIRE_BYTE = re.compile(rb"\[0x([0-9a-f]{1,2})\]")
_CHUNK_SIZE = re.compile(rb"[0-9A-Fa-f]{1,8}(?:;[^\r\n]*)?\r?\n")
_CHUNK_BEFORE = re.compile(
    rb"(?:(?:\A|\n)[0-9A-Fa-f]{1,8}\r?\n|\"[0-9A-Fa-f]{1,8}\[\\r\]\[\\n\]\"\r?\n[^\n]*)"
    rb"(?:<\?xml[^\n]*\n[^\n]*)?\Z"
)


class Written(NamedTuple):
    """An envelope as it was written.

    Attributes:
        data: Its bytes, empty where it breaks off.
        lines: The line of the log that each of its lines stands in.
        end: The index behind it.
        last_line: The line of the log in which it ends.
    """

    data: bytes
    lines: Sequence[int]
    end: int
    last_line: int


def cut(text: bytes, start: re.Match[bytes], limit: int, line: int) -> Written:
    """Cut an envelope out of a log.

    Args:
        text: The log.
        start: Where the envelope begins, as `START` finds it.
        limit: Where the next one begins.
        line: The line that it begins in.
    """
    first = start.start()
    if start["open"] == b"&lt;":
        end = _ESCAPED_END.search(text, first, limit)
        if end is None:
            return _broken(text, first, limit, line)
        pieces = [(_from_html(piece), at) for piece, at in _numbered(text[first : end.end()], line)]
        return _written(pieces, end.end(), pieces[-1][1])
    quote = _quote(text, start, limit)
    if quote:
        return _cut_string(text, start, quote, limit, line)
    end = _END.search(text, first, limit)
    chunked = _CHUNK_BEFORE.search(text, max(0, first - _PREFIX), first) is not None
    if end is None and not chunked:
        return _broken(text, first, limit, line)
    # The end of a chunk may part the last tag too.
    return _cut_lines(text, first, end.end() if end else limit, line, chunked=chunked)


def _broken(text: bytes, first: int, limit: int, line: int) -> Written:
    return Written(b"", (line,), limit, line + text.count(b"\n", first, limit))


def _from_html(data: bytes) -> bytes:
    return html.unescape(data.decode("utf-8", "replace")).encode("utf-8", "replace")


def _quote(text: bytes, start: re.Match[bytes], limit: int) -> bytes:
    """The quote of the string that an envelope is written in, empty where it is in none."""
    tag = text[start.start("open") : text.find(b">", start.end(), limit) + 1]
    if start["open"] != b"<" or b'\\"' in tag or b"\\u0022" in tag:
        return b'"'
    quote = text[max(0, start.start() - 1) : start.start()]
    if quote not in (b"'", b"`"):
        return b""
    string = _IN_STRING[quote].match(text, start.start(), limit)
    # Else its line ends belong to it, as where a shell quotes it, and so does a backslash.
    whole = string is not None and _END.search(text, start.start(), string.end()) is not None
    return quote if whole else b""


def _cut_string(
    text: bytes, start: re.Match[bytes], quote: bytes, limit: int, line: int
) -> Written:
    """An envelope in a string, which ends with its line or is joined from one in each line."""
    first = start.start("open") if quote == b'"' else start.start()
    string = _IN_STRING[quote].match(text, first, limit)
    end = string.end() if string else first
    pieces = []
    at = line + text.count(b"\n", start.start(), first)
    begin = first
    for joint in _JOINED.finditer(text, first, end):
        pieces.append((text[begin : joint.start()], at))
        at += joint[0].count(b"\n")
        begin = joint.end()
    pieces.append((text[begin:end], at))
    plain = b""
    for _ in range(_DEEPEST):
        pieces = [(unescaped(piece), place) for piece, place in pieces]
        plain = b"".join(piece for piece, _ in pieces)
        tag = plain[: plain.find(b">") + 1]
        if b'\\"' not in tag and not plain.startswith(b"\\u003"):
            break
    closed = _END.search(plain)
    if closed is None:
        return _broken(text, first, end, line)
    # Behind it the string may go on: an outer one holds the next envelope too.
    written = _END_IN_STRING.search(text, first, end)
    end = written.end() if written else end
    at = line + text.count(b"\n", start.start(), end)
    left = closed.end()
    kept = []
    for piece, place in pieces:
        kept.append((piece[:left], place))
        left -= len(kept[-1][0])
    return _written(kept, end, at)


def _cut_lines(text: bytes, first: int, end: int, line: int, *, chunked: bool) -> Written:
    """An envelope that stands there as it is, apart from what a log writes around each line."""
    begin = text.rfind(b"\n", max(0, first - _PREFIX), first) + 1
    prefix = text[begin:first] if first - begin < _PREFIX else b""
    prefixed = bool(prefix.strip()) and b"\n" in text[first:end]
    if not prefixed and not chunked:
        last = line + text.count(b"\n", first, end)
        return Written(text[first:end], range(line, 2**31), end, last)
    # Of the last line the end that a wire log writes is taken too.
    stop = text.find(b"\n", end)
    whole = text[first : len(text) if stop < 0 else stop]
    pieces = list(_unprefixed(whole, prefix, line) if prefixed else _numbered(whole, line))
    if chunked:
        pieces = list(_without_chunk_sizes(pieces))
    data, lines = _joined(pieces)
    closed = _END.search(data)
    if closed is None:
        return _broken(text, first, end, line)
    data = data[: closed.end()]
    last = lines[len(_LINE_END.findall(data))]
    behind = _END.search(text, first, end)
    if behind is None:  # parted by the end of a chunk
        end = first
        for _ in range(last - line + 1):
            end = text.find(b"\n", end) + 1 or len(text)
    return Written(data, lines, end, last)


def _unprefixed(data: bytes, prefix: bytes, line: int) -> Iterator[tuple[bytes, int]]:
    """Lines without what a log writes in front of each, and without the ends of a wire log."""
    alike = re.compile(_DIGITS.sub(rb"\\d+", re.escape(prefix.rstrip())))
    lines = data.split(b"\n")
    wire = prefix.endswith(b'"')
    spelled = any(_SPELLED_END.search(each) for each in lines)
    for place, raw in enumerate(lines):
        opened = alike.match(raw) if place else None
        plain = raw[opened.end() :] if opened else raw
        if wire and (opened is not None or not place):
            yield _from_wire(plain, spelled=spelled), line + place
        else:
            yield plain + b"\n", line + place


def _from_wire(line: bytes, *, spelled: bool) -> bytes:
    """A line of a wire log as it was on the wire; where ends are spelled, nothing else ends it."""
    end = _WIRE_END.search(line)
    if end is None:
        return line + b"\n"
    plain = line[: end.start()].replace(b"[\\r]", b"\r")
    written = b"\n" * bool(end[1] or not spelled)
    return _WIRE_BYTE.sub(lambda byte: bytes([int(byte[1], 16)]), plain) + written


def _numbered(data: bytes, line: int) -> Iterator[tuple[bytes, int]]:
    lines = data.split(b"\n")
    for place, each in enumerate(lines):
        yield each + b"\n" * (place < len(lines) - 1), line + place


def _without_chunk_sizes(pieces: Iterable[tuple[bytes, int]]) -> Iterator[tuple[bytes, int]]:
    """Lines without those that tell the size of the next chunk, and the line ends before them."""
    before: tuple[bytes, int] | None = None
    for piece, place in pieces:
        if before and before[0].endswith(b"\n") and _CHUNK_SIZE.fullmatch(piece):
            yield before[0].removesuffix(b"\n").removesuffix(b"\r"), before[1]
            before = None
            continue
        if before:
            yield before
        before = piece, place
    if before:
        yield before


def _written(pieces: Iterable[tuple[bytes, int]], end: int, last_line: int) -> Written:
    data, lines = _joined(pieces)
    return Written(data, lines, end, last_line)


def _joined(pieces: Iterable[tuple[bytes, int]]) -> tuple[bytes, list[int]]:
    """Pieces put together, and the line that each line of the whole begins in."""
    parts: list[bytes] = []
    lines: list[int] = []
    begins = True
    for piece, place in pieces:
        if not piece:
            continue
        if begins:
            lines.append(place)
        ends = [end.end() for end in _LINE_END.finditer(piece)]
        begins = bool(ends) and ends[-1] == len(piece)
        lines += [place] * (len(ends) - begins)
        parts.append(piece)
    return b"".join(parts), lines
