"""XML character data: what may stand in it, and how it is escaped."""

from __future__ import annotations

import re

# Not XML 1.0 characters, however they are escaped (XML 1.0, production 2).
_IMPOSSIBLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPECIAL = re.compile("[&<>\r]")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}


def impossible_character(text: str) -> int | None:
    """Index of the first character that XML 1.0 cannot hold, None when all can stand."""
    found = _IMPOSSIBLE.search(text)
    return found.start() if found else None


def escape(text: str) -> str:
    """Escape character data; a carriage return too, since a parser would read it as a line feed."""
    if _SPECIAL.search(text) is None:
        return text
    return _SPECIAL.sub(lambda match: _ESCAPES[match[0]], text)
