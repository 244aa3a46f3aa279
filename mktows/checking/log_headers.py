"""The HTTP headers that a log has in front of an envelope, in the forms that logs write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

# The name of a header that matters, and whatever stands between it and its value: `Name: value` as
# in HTTP, `"Name": "value"` or `'Name': 'value'` as JSON and Python write a mapping, `Name=[value]`
# as Java does.
_NAME = re.compile(
    rb"(?:(?<![\w-])|(?<=\\[nrt]))(?P<name>SOAPAction|Content-Type)"
    rb"(?P<quoted>[\"']?)[ \t]*[:=][ \t]*\[?",
    re.IGNORECASE,
)
_IN_QUOTES = {
    b'"': re.compile(rb'"((?:[^"\\\r\n]|\\.)*)"'),
    b"'": re.compile(rb"'((?:[^'\\\r\n]|\\.)*)'"),
}
_ESCAPED = re.compile(rb"\\([\"'\\/])")
# A value ends where its own grammar does: what follows may be the next header, the end of the
# line, written out too (`\r\n`, `[\r][\n]`), or what the log puts around a header.
_VALUES = {
    b"soapaction": re.compile(rb"\\?\"[^\"\\\r\n]*\\?\"|'[^'\r\n]*'|[\"']?[^\s,;\"'\\\[\]{}()|]*"),
    b"content-type": re.compile(
        rb"[\w.+*-]+/[\w.+*-]+"
        rb"(?:\s*;\s*[\w-]+\s*=\s*(?:\\?\"[^\"\\\r\n]*\\?\"|'[^'\r\n]*'|[\w.:/+-]+))*"
        rb"|[^\r\n,\"'\\\[\]{}]*"
    ),
}


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
        value = _value(text, named.end(), name, mapping=bool(named["quoted"]))
        if value is not None:
            yield Header(name.decode(), value.decode("utf-8", "replace").strip(), named.start())


def _value(text: bytes, start: int, name: bytes, *, mapping: bool) -> bytes | None:
    if not mapping:
        plain = _VALUES[name].match(text, start)
        return _ESCAPED.sub(rb"\1", plain[0]) if plain else None
    # The value is what stands between its quotes; where there are none, it is no header.
    quotes = _IN_QUOTES.get(text[start : start + 1])
    inside = quotes.match(text, start) if quotes else None
    return _ESCAPED.sub(rb"\1", inside[1]) if inside else None
