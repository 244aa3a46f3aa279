"""Shows what a sandbox holds; nothing is changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeVar

from mktows.parameters.scalars import MAX_ID
from mktows.sandbox.browsing.activities import ACTIVITIES
from mktows.sandbox.browsing.assets import CAMPAIGNS, LISTS, PROGRAMS
from mktows.sandbox.browsing.kinds import Kind
from mktows.sandbox.browsing.leads import LEADS
from mktows.sandbox.browsing.objects import (
    COMPANIES,
    OPPORTUNITIES,
    ROLES,
    SALES_PERSONS,
    custom_kind,
)
from mktows.sandbox.store import Transaction
from mktows.server.browsing import Choice, Collection, Listing, Record, TooMuch

MOST_EXPORTED = 100_000
"""Leads, and activities, that are exported at once: all of them are in memory meanwhile."""
_KINDS = (
    *(LEADS, LISTS, ACTIVITIES, PROGRAMS, CAMPAIGNS, OPPORTUNITIES, ROLES),
    *(COMPANIES, SALES_PERSONS),
)

Seen = TypeVar("Seen")


class Reading(Protocol):
    """Runs work in a transaction that changes nothing."""

    def __call__(self, work: Callable[[Transaction], Seen], /) -> Seen:
        """Return what work returns."""


class SandboxBrowser:
    """Shows the records of a sandbox. Each answer sees one state of its data.

    Args:
        reading: Runs work in a transaction.
    """

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def collections(self) -> Sequence[Collection]:
        """Return the collections that there are."""
        return self._reading(lambda data: [each.collection for each in _kinds(data)])

    def listing(self, collection: str, choice: Choice) -> Listing | None:
        """Return records of a collection; None where there is no such collection."""

        def listed(data: Transaction) -> Listing | None:
            kind = _kind(data, collection)
            if kind is None:
                return None
            found = data.browsed.page(kind.source, choice)
            rows = kind.rows(data, found.ids) if found.ids else ()
            return Listing(kind.columns, rows, found.before, found.is_partial)

        return self._reading(listed)

    def record(self, collection: str, number: int) -> Record | None:
        """Return a record by its id; None where there is none."""

        def found(data: Transaction) -> Record | None:
            kind = _kind(data, collection)
            if kind is None or not 0 < number <= MAX_ID:
                return None
            return kind.record(data, number)

        return self._reading(found)

    def export(self, *, json: bool) -> bytes:
        """Return all as a world file: YAML, which tells at its top what is left out, or JSON.

        Raises:
            TooMuch: There are too many leads or activities.
        """
        return self._reading(lambda data: _exported(data, json=json))


def _exported(data: Transaction, *, json: bool) -> bytes:
    from mktows.sandbox.world.export import written_world  # which needs the writer of YAML

    for kind in (LEADS, ACTIVITIES):
        if data.browsed.count(kind.source, MOST_EXPORTED + 1) > MOST_EXPORTED:
            raise TooMuch(
                f"There are more than {MOST_EXPORTED} {kind.collection.title.lower()}: use "
                "mktows sandbox export."
            )
    written = written_world(data, json=json)
    notes = "" if json else "".join(f"# Without {each}.\n" for each in written.left_out)
    return notes.encode() + written.content


def _kinds(data: Transaction) -> Iterator[Kind]:
    yield from _KINDS
    yield from map(custom_kind, data.custom_objects.types())


def _kind(data: Transaction, name: str) -> Kind | None:
    return next((each for each in _kinds(data) if each.collection.name == name), None)
