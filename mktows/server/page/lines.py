"""A message as lines of small pieces, each of a kind that has a colour; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Kind = Literal["text", "tag", "name", "value", "comment", "number"]
"""`tag`: markup; `name`: of an attribute or member; `value`: quoted; `number`: also true, null."""

INDENT = "  "
DEEPEST = 30
"""Levels that are indented; what is deeper stands as deep."""
LONGEST_PIECE = 20_000
"""Characters of one piece that are shown; of a longer one, its beginning."""
MOST_PIECES = 100
"""Pieces of one line that are shown."""
MOST_LINES = 30_000
"""Lines of one message that are made; 300 leads of 20 attributes take fewer."""
_REST = "... (the rest of this line is not shown)"
_BREAK = re.compile(r"\r\n|\r|\n")


class Piece(NamedTuple):
    """A piece of a line."""

    kind: Kind
    text: str


@dataclass(slots=True)
class Line:
    """One line.

    Attributes:
        depth: How deep it is nested.
        pieces: What it holds.
    """

    depth: int
    pieces: list[Piece] = field(default_factory=list)

    def add(self, kind: Kind, text: str) -> None:
        """Add a piece; of one that is too long, its beginning, and of too many, the first ones."""
        if not text or len(self.pieces) > MOST_PIECES:
            return
        if len(self.pieces) == MOST_PIECES:
            kind, text = "comment", _REST
        elif len(text) > LONGEST_PIECE:
            text = f"{text[:LONGEST_PIECE]}... ({len(text) - LONGEST_PIECE} more characters)"
        self.pieces.append(Piece(kind, text))

    @property
    def indent(self) -> str:
        """The white space in front of it."""
        return INDENT * min(self.depth, DEEPEST)

    @property
    def is_full(self) -> bool:
        """Tell whether no more pieces are shown."""
        return len(self.pieces) >= MOST_PIECES

    def beginning(self, longest: int) -> Line:
        """Return what stands in the first characters."""
        line, left = Line(self.depth), longest
        for each in self.pieces:
            line.add(each.kind, each.text[:left])
            left -= len(each.text)
            if left <= 0:
                line.add("comment", _REST)
                break
        return line

    @property
    def text(self) -> str:
        """The whole line."""
        return self.indent + "".join(each.text for each in self.pieces)


def plain_lines(text: str) -> list[Line]:
    """The lines of a text that is shown as it stands, `MOST_LINES` at most."""
    lines = []
    for each in split_lines(text)[:MOST_LINES]:
        line = Line(0)
        line.add("text", each)
        lines.append(line)
    return lines


def split_lines(text: str) -> list[str]:
    """Return the lines of a text, by the line breaks that XML and HTTP know.

    What follows `MOST_LINES` lines is one more.
    """
    return _BREAK.split(text, MOST_LINES)
