"""The places of findings: the lines that they are about, as a message is shown; pure."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence

from mktows.checking import Finding
from mktows.server.page.xml_lines import Element

_OUTER = 3  # a path begins at the root, or at what is at most so deep in it
_ALIKE = 1000  # elements of one name that are looked at
_STEP = re.compile(r"(.+?)(?:\[([0-9]{1,9})\])?")


class Places:
    """Finds the line that a finding is about.

    A finding tells the path of an element, and the line of the file. The path leads to the element,
    or to the innermost of those around it that are there, since one that is missing is in none.
    Where the path leads to nothing, the line counts, unless it is the first: many programs send one
    line, and then it tells nothing.

    Args:
        text: The message as it was sent.
        elements: Its elements.
    """

    def __init__(self, text: str, elements: Sequence[Element]) -> None:
        self._elements = elements
        breaks = [found.start() for found in re.finditer("\n", text)] if elements else []
        self._lines = [bisect.bisect_left(breaks, each.start) + 1 for each in elements]
        self._starts: dict[str, list[int]] = {}
        depths: list[int] = []
        for number, each in enumerate(elements):
            depths.append(0 if each.parent < 0 else depths[each.parent] + 1)
            if depths[number] < _OUTER:
                self._starts.setdefault(each.name, []).append(number)

    def line_of(self, finding: Finding) -> int | None:
        """Return the number of a line, from 0; None for a finding about none of them."""
        first, *steps = finding.path.split(".")
        starts = self._starts.get(first, ())[:_ALIKE]
        exact = [each for each in starts if self._lines[each] == finding.line]
        reached = None
        for start in exact or starts:
            number, left = self._down(start, steps, finding.line)
            reached = number if reached is None or not left else reached
            if not left:
                break
        if reached is not None:
            return self._elements[reached].line
        if finding.line > 1:
            number = bisect.bisect_left(self._lines, finding.line)
            return self._elements[number].line if number < len(self._elements) else None
        return None

    def _down(self, start: int, steps: Sequence[str], line: int) -> tuple[int, Sequence[str]]:
        """Follow a path as far as it leads; return where, and what is left of it."""
        at = start
        for done, step in enumerate(steps):
            found = _STEP.fullmatch(step)
            name, place = (step, None) if found is None else found.groups()
            alike = self._elements[at].children.get(name, [])
            if place is not None:
                alike = alike[int(place) : int(place) + 1]
            elif done == len(steps) - 1:
                alike = alike[:_ALIKE]
                alike = [each for each in alike if self._lines[each] == line] or alike
            if not alike:
                return at, steps[done:]
            at = alike[0]
        return at, ()
