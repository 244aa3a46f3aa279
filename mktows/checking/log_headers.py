"""The HTTP headers that a log has around an envelope, in the forms that logs write."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

from mktows.checking.log_strings import unescaped
from mktows.checking.masks import is_masked

# The name of a header that matters, also behind a written-out line end and as CGI names it.
_NAME = re.compile(
    rb"(?:(?<![\w-])|(?<=\\[nrt]))(?P<name>SOAPAction|Content-Type|HTTP_SOAPACTION|CONTENT_TYPE)"
    rb"(?![\w-])",
    re.IGNORECASE,
)
_NAMES = {b"http_soapaction": b"soapaction", b"content_type": b"content-type"}
# The text after a name, on its line and the next few; a folded header has two.
_LONGEST = 1000
_OUTER = re.compile(rb"(?:\\*[\"']|`|&quot;|\[)$")
_DEEPEST_QUOTE = 16
_SEPARATOR = re.compile(rb"[ \t]*(?:=>|->|[:=])[ \t]*")
# What stands between a name that is the key of a mapping and the value: `":`, `'=>`, `"]=>`, the
# comma of a list of pairs, and the second key of `{"name": …, "value": …}`.
_MAPS = re.compile(rb"\]?\s*(?:=>|->|[:=])\s*")
_PAIRS = re.compile(rb",\s*(?P<named>[\"']value[\"']\s*:\s*)?", re.IGNORECASE)
_VALUE_FIRST = re.compile(
    rb"\"value\"\s*:\s*(?P<value>\"(?:[^\"\\\r\n]|\\.)*\")\s*,\s*\"name\"\s*:\s*\"$", re.IGNORECASE
)
_OPENED = re.compile(rb"(?:string\(\d+\)\s+|[\[(]\s*|[bBuU](?=[\"']))*")
_STRING = {
    b'"': re.compile(rb'"((?:[^"\\\r\n]|\\.)*)"'),
    b"'": re.compile(rb"'((?:[^'\\\r\n]|\\.)*)'"),
    b"`": re.compile(rb"`([^`\r\n]*)`"),
}
_DUMPED = re.compile(rb'string\(\d+\)\s+"(""|"[^"\r\n]*"|[^"\r\n]*)"')
_ENTITIES = re.compile(rb"&quot;(.*?)&quot;")
_IN_ELEMENT = re.compile(rb">([^<>]*)</")
_NAMED_ELEMENT = re.compile(
    rb"</(?:[\w.-]+:)?(?:name|key)>\s*<(?:[\w.-]+:)?value>([^<>]*)</", re.IGNORECASE
)
_NAMED_ATTRIBUTE = re.compile(rb"[\"']\s+value\s*=\s*(?:\"([^\"<>]*)\"|'([^'<>]*)')", re.IGNORECASE)
# How Apache's HttpClient ends a line of its wire log.
_WIRE_END = re.compile(rb"(?:\[\\r\])?(?:\[\\n\])?\"?[ \t\r]*$")
_WIRE_LINE = re.compile(rb"[^\r\n]*\[\\n\]\"[ \t\r]*(?=\n|\Z)")
# A value ends where its own grammar does: what follows may be the next header, the end of the
# line, written out too (`\r\n`, `[\r][\n]`), or what the log puts around a header.
_PLAIN = {
    b"soapaction": re.compile(
        rb"\\?\"(?:[^\"\\\r\n]|\\/)*\\?\"|[\"']?(?:[^\s,;\"'`\\\[\]{}()|<>]|\\/)*"
    ),
    b"content-type": re.compile(
        rb"[\w.+*-]+\\?/[\w.+*-]+"
        rb"(?:\s*;\s*[\w-]+\s*=\s*(?:\\?\"[^\"\\\r\n]*\\?\"|'[^'\r\n]*'|[\w.:/+-]+))*"
        rb"|[^\r\n,\"'`\\\[\]{}<>]*"
    ),
}
_BEHIND_EMPTY = re.compile(rb"\Z|[\s,;)\]}'|\\]")
_NO_VALUE = frozenset({b"null", b"none", b"nil", b"undefined", b"-"})


class Header(NamedTuple):
    """A header, and where in the text it begins."""

    name: str
    value: str
    start: int


def headers_in(text: bytes) -> Iterator[Header]:
    """The SOAPAction and Content-Type headers of a text, their names in lower case, in order.

    Args:
        text: Any part of a log, one line with all headers or a line for each.
    """
    for named in _NAME.finditer(text):
        name = named["name"].lower()
        name = _NAMES.get(name, name)
        value = _value(text[max(0, named.start() - _LONGEST) : named.start()], named, name)
        if value is None:
            continue
        plain = value.decode("utf-8", "replace").strip()
        if is_masked(plain):
            continue
        yield Header(name.decode(), plain, named.start())


def _value(before: bytes, named: re.Match[bytes], name: bytes) -> bytes | None:
    rest = named.string[named.end() : named.end() + _LONGEST]
    outer = _OUTER.search(before[-_DEEPEST_QUOTE:])
    quote = outer[0] if outer else b""
    if before.endswith((b"<", b"<http:")):
        inside = _IN_ELEMENT.match(rest)
        return _of_xml(inside[1]) if inside else None
    for form in (_NAMED_ELEMENT, _NAMED_ATTRIBUTE):
        inside = form.match(rest)
        if inside:
            return _of_xml(inside[1] or inside[inside.lastindex or 1])
    if quote.startswith(b"\\"):
        # A string within a string: what is around is read first.
        rest = unescaped(rest.partition(b"\n")[0], times=len(quote).bit_length() - 1)
        quote = quote[-1:]
    if quote == b"[":
        # `[Name] => value` as PHP prints it; the value has no quotes but its own.
        quote = b""
        rest = rest.removeprefix(b"]")
    if quote and rest.startswith(quote):
        return _mapped(before, rest[len(quote) :], name)
    separator = _SEPARATOR.match(rest)
    if separator is None:
        return None
    return _stated(rest[separator.end() :], name, quote)


def _mapped(before: bytes, rest: bytes, name: bytes) -> bytes | None:
    """The value behind the key of a mapping, or the second of a pair."""
    separator = _MAPS.match(rest)
    pair = None if separator else _PAIRS.match(rest)
    if pair is not None and not pair["named"]:
        first = _VALUE_FIRST.search(before)
        if first:
            return _quoted(first["value"])
    found = separator or pair
    if found is None:
        first = _VALUE_FIRST.search(before)
        return _quoted(first["value"]) if first else None
    rest = rest[found.end() :]
    dumped = _DUMPED.match(rest)
    if dumped:
        return dumped[1]
    value = _quoted(rest)
    if value is None and separator is not None and not rest.startswith((b'"', b"'", b"`")):
        value = _bare(rest, name)
        return value or None
    if value is not None and pair is not None and not pair["named"]:
        # Names stand in lists too, such as that of the headers that a browser may send.
        likely = b"/" in value if name == b"content-type" else b"/" in value or b'"' in value
        return value if likely else None
    return value


def _stated(rest: bytes, name: bytes, quote: bytes) -> bytes | None:
    """The value behind `Name:`, in a quote that began in front of the name, or in none."""
    wire = _WIRE_LINE.match(rest)
    if wire and quote == b'"':
        return _WIRE_END.sub(b"", wire[0])
    if quote == b'"' and rest.startswith(b'"') and _BEHIND_EMPTY.match(rest[1:]):
        return b""
    if quote in (b'"', b"'", b"`") and rest.startswith(quote) and quote != b'"':
        return b""
    if not quote or rest.startswith((b"[", b"(")):
        value = _quoted(rest)
        if value is not None and not _is_own_quoting(rest, name):
            return value
    return _bare(rest, name)


def _is_own_quoting(rest: bytes, name: bytes) -> bool:
    """Tell whether a value in double quotes is a SOAPAction as HTTP has it."""
    opened = _OPENED.match(rest)
    inside = rest[opened.end() :] if opened else rest
    quoted = inside.startswith(b'"') and not inside.startswith(b'"\\"')
    return quoted and name == b"soapaction" and not re.match(rb"[bBuU]\"", rest)


def _quoted(rest: bytes) -> bytes | None:
    """The content of a string that begins here, behind what opens a list or names its type."""
    entities = _ENTITIES.match(rest)
    if entities:
        return b'"' + entities[1] + b'"'
    opened = _OPENED.match(rest)
    start = opened.end() if opened else 0
    form = _STRING.get(rest[start : start + 1])
    inside = form.match(rest, start) if form else None
    return unescaped(inside[1]) if inside else None


def _bare(rest: bytes, name: bytes) -> bytes | None:
    opened = _OPENED.match(rest)
    value = _PLAIN[name].match(rest, opened.end() if opened else 0)
    if value is None or value[0].strip().lower() in _NO_VALUE:
        return None
    return unescaped(value[0])


def _of_xml(text: bytes) -> bytes:
    return html.unescape(text.decode("utf-8", "replace")).encode("utf-8", "replace")
