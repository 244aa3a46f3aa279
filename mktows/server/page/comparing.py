"""Two messages side by side: which lines differ; pure."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from mktows.server.page.bodies import body_of

MOST_COMPARED = 1000
"""Lines of each message that are compared, from its beginning on."""
_AROUND = 3  # equal lines that are shown before and behind those that differ

Change = Literal["same", "changed", "left", "right", "gap"]


@dataclass(frozen=True, slots=True)
class Pair:
    """A line of each of two messages.

    Attributes:
        change: `same`; `changed`; `left` or `right` for a line that only that one has; `gap` for
            equal lines that are not shown.
        left: The line of the first; empty for none.
        right: The line of the second; empty for none.
        count: How many equal lines are not shown.
    """

    change: Change
    left: str = ""
    right: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class Compared:
    """Two messages side by side.

    Attributes:
        pairs: Their lines.
        same: Whether they are equal.
        is_whole: Whether all lines were compared.
    """

    pairs: Sequence[Pair]
    same: bool
    is_whole: bool


def compared(first: str, second: str) -> Compared:
    """Set two messages side by side, indented line by line; of equal ones there are no lines."""
    if first == second:
        return Compared((), same=True, is_whole=True)
    sides = [[line.text for line in body_of(text).lines] for text in (first, second)]
    left, right = (each[:MOST_COMPARED] for each in sides)
    return Compared(
        pairs=tuple(_pairs(left, right)),
        same=False,
        is_whole=all(len(each) <= MOST_COMPARED for each in sides),
    )


def _pairs(left: Sequence[str], right: Sequence[str]) -> Iterator[Pair]:
    groups = difflib.SequenceMatcher(None, left, right).get_opcodes()
    for number, (kind, start, end, other, other_end) in enumerate(groups):
        if kind == "equal":
            first, last = number == 0, number == len(groups) - 1
            yield from _equal(left[start:end], first=first, last=last)
            continue
        for at in range(max(end - start, other_end - other)):
            has_left, has_right = start + at < end, other + at < other_end
            change: Change = (
                "changed" if has_left and has_right else "left" if has_left else "right"
            )
            yield Pair(
                change,
                left[start + at] if has_left else "",
                right[other + at] if has_right else "",
            )


def _equal(lines: Sequence[str], *, first: bool, last: bool) -> Iterator[Pair]:
    """Equal lines; of many, those next to what differs."""
    before = 0 if first else _AROUND
    behind = 0 if last else _AROUND
    hidden = len(lines) - before - behind
    if hidden < 2:
        before, behind, hidden = len(lines), 0, 0
    for line in lines[:before]:
        yield Pair("same", line, line)
    if hidden:
        yield Pair("gap", count=hidden)
    for line in lines[len(lines) - behind :] if behind else ():
        yield Pair("same", line, line)
