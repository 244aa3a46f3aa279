"""XML character data: what may stand in it, and how it is escaped."""

from __future__ import annotations

import functools
import re


def impossible_character(text: str) -> int | None:
    """Index of the first character that XML 1.0 cannot hold, None when all can stand."""
    if text.isprintable():
        return None
    found = _impossible().search(text)
    return found.start() if found else None


def escape(text: str) -> str:
    """Escape character data; a carriage return too, since a parser would read it as a line feed."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\r", "&#13;")


@functools.cache
def _impossible() -> re.Pattern[str]:
    """Not XML 1.0 characters, however they are escaped (XML 1.0, production 2).

    Compiled when it is first needed: that takes longer than importing the rest of the library.
    """
    return re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
