"""JSON as indented lines: also what is malformed, or breaks off; pure.

It is cut into texts, numbers and marks and not parsed, so that each stands as it was sent.
"""

from __future__ import annotations

import re

from mktows.server.page.lines import MOST_LINES, Kind, Line

_PART = re.compile(
    r"""\s*+(?:("(?:[^"\\]++|\\.)*+")|([\[{])|([\]}])|([,:])|([^\s"\[\]{},:]++))""", re.DOTALL
)
_MOST_PARTS = 3 * MOST_LINES


def json_lines(text: str) -> list[Line]:
    """Return the lines of a document, or of what is left of one: `MOST_LINES` at most."""
    lines = [Line(0)]
    depth = at = 0
    for _ in range(_MOST_PARTS):
        if at >= len(text) or len(lines) >= MOST_LINES:
            break
        found = _PART.match(text, at)
        if found is None:  # a text that does not end, or white space at the end
            lines[-1].add("text", text[at:].strip())
            break
        at = found.end()
        quoted, opening, closing, mark, word = found.groups()
        if opening:
            lines[-1].add("tag", opening)
            depth += 1
            lines.append(Line(depth))
        elif closing:
            depth = max(depth - 1, 0)
            if lines[-1].pieces:
                lines.append(Line(depth))
            lines[-1].depth = depth
            if len(lines) > 1 and lines[-2].pieces[-1].text in ("{", "["):
                lines.pop()  # it is empty
            lines[-1].add("tag", closing)
        elif mark == ",":
            lines[-1].add("tag", mark)
            lines.append(Line(depth))
        elif mark:
            lines[-1].add("tag", ": ")
        elif quoted:
            kind: Kind = "name" if _is_name(text, at) else "value"
            lines[-1].add(kind, quoted)
        else:
            lines[-1].add("number", word)
    return [each for each in lines if each.pieces]


def _is_name(text: str, at: int) -> bool:
    """Tell whether a colon follows."""
    while at < len(text) and text[at] in " \t\r\n":
        at += 1
    return text.startswith(":", at)
