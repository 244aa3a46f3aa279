"""A clause of the contract, as the mark of the test that tries it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType

import pytest

from mktows.facts.evidence import Strength


@dataclass(frozen=True, slots=True)
class Clause:
    """One claim about what an endpoint does.

    Attributes:
        id: Such as `MK-AUTH-1`; `S11` in front for what SOAP 1.1 lays down.
        claim: One sentence.
        strength: What it rests on.
        operations: Those that it is about; empty for all.
    """

    id: str
    claim: str
    strength: Strength
    operations: tuple[str, ...] = ()


def clause(id: str, claim: str, strength: Strength, *operations: str) -> pytest.MarkDecorator:
    """Mark a test with the one clause that it tests; the attributes are those of `Clause`."""
    return pytest.mark.mktows_clause(id, claim=claim, strength=strength, operations=operations)


def clauses_of(module: ModuleType) -> Iterator[Clause]:
    """Yield the clauses of a module's tests, in the order of the tests."""
    for test in vars(module).values():
        for mark in getattr(test, "pytestmark", ()):
            if mark.name == "mktows_clause":
                yield Clause(*mark.args, **mark.kwargs)
