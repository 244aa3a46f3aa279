"""A kind of records that are looked at, and the words that all kinds share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from mktows.sandbox.browsing.rows import Source
from mktows.sandbox.store import Transaction
from mktows.server.browsing import Cell, Collection, Link, Record, Row, Section

MOST_PARTS = 50
"""Lines of one part of a record that are shown."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of records.

    Attributes:
        collection: What they are called.
        source: Their rows.
        columns: The titles of the columns of a list.
        rows: Returns records in one line each, by their ids.
        record: Returns one record by its id.
    """

    collection: Collection
    source: Source
    columns: Sequence[str]
    rows: Callable[[Transaction, Sequence[int]], Sequence[Row]]
    record: Callable[[Transaction, int], Record | None]


def moment(stamp: int | None) -> str:
    """Return a moment in seconds since 1970 as people read it, in UTC."""
    if stamp is None:
        return ""
    try:
        return datetime.fromtimestamp(stamp, UTC).strftime("%Y-%m-%d %H:%M:%S")
    except (OverflowError, ValueError, OSError):
        return f"{stamp} s"  # no calendar reaches that far


def pairs(title: str, values: Mapping[str, str], names: Sequence[str]) -> Section:
    """Return names and values as a part of a record."""
    return Section(title, names, [(name, value) for name, value in values.items()])


def part(
    title: str, columns: Sequence[str], rows: Sequence[Sequence[Cell]], *, more: str = ""
) -> Section:
    """Return a part of a record, of which there may be one line more than is shown."""
    cut = len(rows) > MOST_PARTS
    return Section(title, columns, rows[:MOST_PARTS], more if cut else "", is_cut=cut)


def lead_link(lead_id: int | None) -> Cell:
    """Return a text that leads to a lead."""
    return "" if lead_id is None else Link(str(lead_id), "leads", lead_id)


def yes(given: bool) -> str:
    """Return yes or no."""
    return "yes" if given else "no"
