"""The calls of REST that write the records of one batch, in the order of SOAP; pure.

SOAP writes one record behind the other, so that a later one sees what an earlier one did. A call of
REST takes records of one kind, and nothing says in which order it writes them. So no call has two
records that may mean the same lead, and of two such records the later one is in a later call.
Records that have nothing to do with each other may change places, but for those that make leads:
ids are given in their order, as far as that takes few calls.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from mktows.facts.rest_endpoints import RECORDS_PER_CALL

_WAVES_FOR_ORDER = 6
"""Waves up to which leads of different kinds are made in order, whatever calls that takes."""
Kind = TypeVar("Kind", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Step(Generic[Kind]):
    """One record to write.

    Attributes:
        place: Its place in the batch.
        kind: The kind of its call: records of one kind may share one.
        touches: All that may tell the lead that it means, before and behind it, besides its id:
            addresses, foreign ids. Two records that share one of these may mean the same lead, if
            not both know its id.
        lead: The id of the lead that it means, as far as that is known.
        makes: Whether it may make a lead.
    """

    place: int
    kind: Kind
    touches: frozenset[Hashable] = field(repr=False)
    lead: int | None = None
    makes: bool = False


@dataclass(frozen=True, slots=True)
class Batch(Generic[Kind]):
    """The records of one call.

    Attributes:
        kind: Their kind.
        places: Their places, in ascending order.
    """

    kind: Kind
    places: tuple[int, ...]


def plan(steps: Sequence[Step[Kind]]) -> list[Batch[Kind]]:
    """Return the calls that write some records, in the order in which they are to be made.

    Args:
        steps: The records, in the order of the batch.
    """
    related = _Related()
    waves: list[dict[Kind, list[int]]] = []
    making: Kind | None = None
    making_wave = 0
    for step in steps:
        wave = related.wave_behind(step)
        if step.makes:
            is_other = making is not None and making != step.kind
            wave = max(wave, making_wave + (is_other and making_wave < _WAVES_FOR_ORDER))
            making, making_wave = step.kind, wave
        related.add(step, wave)
        while len(waves) <= wave:
            waves.append({})
        waves[wave].setdefault(step.kind, []).append(step.place)
    return [
        Batch(kind, tuple(places[start : start + RECORDS_PER_CALL]))
        for wave in waves
        for kind, places in wave.items()
        for start in range(0, len(places), RECORDS_PER_CALL)
    ]


@dataclass(slots=True)
class _Group:
    """Names that may all be those of one lead, and the first waves behind what touched them.

    Attributes:
        names: The names.
        behind_all: Behind all records.
        behind_names: Behind those that did not know the lead's id.
    """

    names: set[Hashable] = field(default_factory=set)
    behind_all: int = 0
    behind_names: int = 0


class _Related:
    """Groups of names that may be those of one lead, and the waves that have touched them."""

    def __init__(self) -> None:
        self._groups: dict[Hashable, _Group] = {}
        self._behind_lead: dict[int, int] = {}

    def wave_behind(self, step: Step[Kind]) -> int:
        """The first wave behind all records that may mean the same lead."""
        wave = 0 if step.lead is None else self._behind_lead.get(step.lead, 0)
        for name in step.touches & self._groups.keys():
            group = self._groups[name]
            wave = max(wave, group.behind_all if step.lead is None else group.behind_names)
        return wave

    def add(self, step: Step[Kind], wave: int) -> None:
        """Note what a record touches: all its names may be those of one lead from now on."""
        if step.lead is not None:
            self._behind_lead[step.lead] = wave + 1
        merged = _Group(set(step.touches), wave + 1, 0 if step.lead is not None else wave + 1)
        for name in step.touches & self._groups.keys():
            group = self._groups[name]
            merged.names |= group.names
            merged.behind_all = max(merged.behind_all, group.behind_all)
            merged.behind_names = max(merged.behind_names, group.behind_names)
        self._groups.update(dict.fromkeys(merged.names, merged))
