"""Guesses at what was renamed; each stays one thing gone and one thing come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import TypeVar

MAX_PAIRS = 10_000
"""Most pairs that are compared; beyond that nothing is guessed."""

_Thing = TypeVar("_Thing")


def likely_names(
    gone: Mapping[str, _Thing], come: Mapping[str, _Thing], same: Callable[[_Thing, _Thing], bool]
) -> dict[str, str]:
    """Old name to new name, where the two are the same and nothing else is the same as either."""
    if len(gone) * len(come) > MAX_PAIRS:
        return {}
    pairs = [(a, b) for a in gone for b in come if same(gone[a], come[b])]
    firsts, seconds = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    return {a: b for a, b in pairs if firsts[a] == seconds[b] == 1}
