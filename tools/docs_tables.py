"""Tables of Markdown, and the parts of docstrings that fill them."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Sequence

_MEMBER = re.compile(r"^ {4}(\w+): (.*)$")


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; a `|` within a cell is escaped.

    Raises:
        ValueError: It would have no row: what it is made from is not where it was.
    """
    filled = list(rows)
    if not filled:
        raise ValueError(f"no row for the table of {', '.join(headings)}")
    lines = [headings, ["---"] * len(headings), *filled]
    return "\n".join(f"| {' | '.join(map(_cell, cells))} |" for cells in lines)


def anchored(name: str, *anchors: str) -> str:
    """A name as code, which links lead to by anchors; by default that is the name."""
    return "".join(f'<a id="{each}"></a>' for each in anchors or (name,)) + f"`{name}`"


def first_line(item: object) -> str:
    """The first line of a docstring."""
    return (inspect.getdoc(item) or "").partition("\n")[0]


def described(item: object, section: str) -> list[tuple[str, str]]:
    """The members that a section of a docstring describes, such as `Args`, with their text."""
    _, _, text = (inspect.getdoc(item) or "").partition(f"\n{section}:\n")
    found: list[tuple[str, str]] = []
    for line in text.splitlines():
        member = _MEMBER.match(line)
        if member is not None:
            found.append((member[1], member[2]))
        elif line.startswith(" " * 8):
            name, text = found[-1]
            found[-1] = (name, f"{text} {line.strip()}")
        else:
            break
    return found


def _cell(text: str) -> str:
    return text.replace("|", r"\|")
