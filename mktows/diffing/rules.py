"""The catalogue of the rules, collected from the modules that find them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from mktows.diffing import compare, compare_types
from mktows.diffing.rule import Kind, Rule

_Found = TypeVar("_Found", Kind, Rule)


def _of(sort: type[_Found]) -> Iterator[_Found]:
    for module in (compare_types, compare):
        yield from (value for value in vars(module).values() if isinstance(value, sort))


def collect() -> dict[str, Rule]:
    """Every rule by its id.

    Raises:
        ValueError: Two rules have one id.
    """
    found: dict[str, Rule] = {}
    for rule in (*(rule for kind in _of(Kind) for rule in kind.rules), *_of(Rule)):
        if found.setdefault(rule.id, rule) is not rule:
            raise ValueError(f"two rules are called {rule.id}")
    return found


RULES = collect()
"""Every rule by its id."""
KINDS = frozenset(kind.name for kind in _of(Kind))
"""Kinds that are found in requests and replies apart: two rules each, `request-` and `reply-`."""
