"""The body of a request or a reply as lines, by what it looks like; pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mktows.server.page.json_lines import json_lines
from mktows.server.page.lines import MOST_LINES, Line, plain_lines
from mktows.server.page.xml_lines import Element, xml_lines

Form = Literal["xml", "json", "txt"]
"""The form of a body, as the ending of its file."""


@dataclass(frozen=True, slots=True)
class Body:
    """A body.

    Attributes:
        form: Its form.
        content: Its text, without the first line of a REST request.
        lines: Its lines.
        elements: The elements in it, if it is XML.
        is_whole: Whether these are all lines.
    """

    form: Form
    content: str
    lines: list[Line]
    elements: list[Element]
    is_whole: bool


def body_of(text: str) -> Body:
    """Return a body as lines; of a REST request, its first line stands as it is."""
    head, content = _split(text)
    lines = plain_lines(head) if head else []
    elements: list[Element] = []
    form = form_of(content)
    is_whole = True
    if form == "xml":
        read = xml_lines(content)
        lines += read.lines
        elements, is_whole = read.elements, read.is_whole
    elif form == "json":
        lines += json_lines(content)
    elif content:
        lines += plain_lines(content)
    return Body(form, content, lines, elements, is_whole and len(lines) < MOST_LINES)


def form_of(content: str) -> Form:
    """Tell the form of a body by its first character."""
    first = content[:1000].lstrip()[:1]
    return "xml" if first == "<" else "json" if first and first in "{[" else "txt"


def _split(text: str) -> tuple[str, str]:
    """Return the first line of a REST request, and its body."""
    head, mark, content = text.partition("\n\n")
    return (f"{head}\n", content) if mark and " /" in head[:20] and "\n" not in head else ("", text)
