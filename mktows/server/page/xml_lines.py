"""XML as indented lines: also what is malformed, or breaks off; pure.

It is cut into tags and texts and not parsed, so that each stands as it was sent. The time that this
takes grows with the length of the text and no faster, whatever it holds.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from mktows.server.page.lines import MOST_LINES, Line, split_lines

# No attribute's value holds a `<`, so an attempt ends in front of the next one; nothing is tried
# twice.
_TAG = re.compile(r"""<(/?)([^\s<>/"'=!?]++)((?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+)>""")
_ATTRIBUTE = re.compile(r"""(?<=[\s"'])([^\s="'/]++)(\s*+=\s*+)("[^"]*+"|'[^']*+')""")
_SPECIAL = (("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>"), ("<!", ">"))

_MOST_PARTS = 3 * MOST_LINES
_MOST_PIECES = 7 * MOST_LINES  # of start tags

_Kind = Literal["open", "close", "empty", "text", "other"]


class _Part(NamedTuple):
    kind: _Kind
    text: str
    start: int
    name: str = ""


@dataclass(slots=True)
class Element:
    """An element that was met.

    Attributes:
        name: Its local name.
        parent: The number of the one around it; -1 for none.
        place: How many of its name stand in front of it, in the same element.
        line: The number of the line that it begins in, from 0.
        start: Where it begins in the text.
        children: The numbers of those in it, by name.
    """

    name: str
    parent: int
    place: int
    line: int
    start: int
    children: dict[str, list[int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class XmlLines:
    """A document as lines.

    Attributes:
        lines: The lines.
        elements: The elements, in their order.
        is_whole: Whether these are all lines.
    """

    lines: list[Line]
    elements: list[Element]
    is_whole: bool


def xml_lines(text: str) -> XmlLines:
    """Return the lines of a document, or of what is left of one: `MOST_LINES` at most."""
    writer = _Writer()
    parts = list(itertools.islice(_parts(text), _MOST_PARTS))
    number = 0
    while number < len(parts) and len(writer.lines) < MOST_LINES and writer.pieces < _MOST_PIECES:
        number += writer.write(parts, number)
    is_whole = number >= len(parts) < _MOST_PARTS and len(writer.lines) < MOST_LINES
    return XmlLines(writer.lines, writer.elements, is_whole)


def _parts(text: str) -> Iterator[_Part]:
    """Cut a document into tags, texts and the rest."""
    at, length = 0, len(text)
    while at < length:
        if text[at] != "<":
            end = text.find("<", at)
            end = length if end < 0 else end
            yield _Part("text", text[at:end], at)
        elif text.startswith(("<!", "<?"), at):
            closing = next(last for first, last in _SPECIAL if text.startswith(first, at))
            found = text.find(closing, at)
            end = length if found < 0 else found + len(closing)
            yield _Part("other", text[at:end], at)
        elif (tag := _TAG.match(text, at)) is not None:
            end = tag.end()
            kind: _Kind = "close" if tag[1] else "empty" if tag[3].endswith("/") else "open"
            yield _Part(kind, tag[0], at, tag[2])
        else:  # a `<` that begins no tag
            end = text.find("<", at + 1)
            end = length if end < 0 else end
            yield _Part("text", text[at:end], at)
        at = end


class _Writer:
    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.elements: list[Element] = []
        self.pieces = 0  # of start tags
        self._open: list[tuple[str, int]] = []  # names as they stand in tags, and numbers
        self._names: Counter[str] = Counter()

    def write(self, parts: list[_Part], number: int) -> int:
        """Write a part, and those that stand in one line with it; return how many."""
        part = parts[number]
        if part.kind == "text":
            self._text(part.text)
        elif part.kind == "other":
            self._other(part.text)
        elif part.kind == "close":
            self._close(part)
        elif part.kind == "empty":
            self._begin(part)
        else:
            count = _in_one_line(parts, number)
            line = self._begin(part)
            if count:
                for each in parts[number + 1 : number + count - 1]:
                    _add_text(line, each)
                line.add("tag", parts[number + count - 1].text)
                return count
            self._open.append((part.name, len(self.elements) - 1))
            self._names[part.name] += 1
        return 1

    def _begin(self, part: _Part) -> Line:
        """Write a start tag, and note its element."""
        name = part.name.rpartition(":")[2]
        parent = self._open[-1][1] if self._open else -1
        element = Element(name, parent, 0, len(self.lines), part.start)
        if parent >= 0:
            alike = self.elements[parent].children.setdefault(name, [])
            element.place = len(alike)
            alike.append(len(self.elements))
        self.elements.append(element)
        line = self._line()
        _add_tag(line, part)
        self.pieces += len(line.pieces)
        return line

    def _close(self, part: _Part) -> None:
        # One that closes nothing is shown and no more.
        if self._names[part.name]:
            name = ""
            while name != part.name:
                name, _ = self._open.pop()
                self._names[name] -= 1
        self._line().add("tag", part.text)

    def _text(self, text: str) -> None:
        for each in split_lines(text)[: MOST_LINES - len(self.lines)]:
            if each.strip():
                self._line().add("text", each.strip())

    def _other(self, text: str) -> None:
        kind: Literal["text", "comment"] = "text" if text.startswith("<![CDATA[") else "comment"
        for each in split_lines(text)[: MOST_LINES - len(self.lines)]:
            self._line().add(kind, each)

    def _line(self) -> Line:
        line = Line(len(self._open))
        self.lines.append(line)
        return line


def _in_one_line(parts: list[_Part], number: int) -> int:
    """Return how many parts an element has that holds text alone, without a line break; else 0."""
    at = number + 1
    while at < len(parts) and at < number + 4 and parts[at].kind in ("text", "other"):
        if "\n" in parts[at].text:
            return 0
        at += 1
    closes = at < len(parts) and parts[at].kind == "close" and parts[at].name == parts[number].name
    return at - number + 1 if closes else 0


def _add_text(line: Line, part: _Part) -> None:
    if part.kind == "other" and not part.text.startswith("<![CDATA["):
        line.add("comment", part.text)
    else:
        line.add("text", part.text)


def _add_tag(line: Line, part: _Part) -> None:
    """Add a start tag, with its attributes told apart."""
    done = 0
    for found in _ATTRIBUTE.finditer(part.text, len(part.name) + 1):
        if line.is_full:
            break
        line.add("tag", part.text[done : found.start()])
        line.add("name", found[1] + found[2])
        line.add("value", found[3])
        done = found.end()
    line.add("tag", part.text[done:])
