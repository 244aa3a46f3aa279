"""Data that can be looked at: the words in which a backend shows what it holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, TypeAlias, runtime_checkable


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads to a record.

    Attributes:
        text: The text.
        collection: The collection that the record is in.
        id: Its id.
    """

    text: str = field(repr=False)
    collection: str
    id: int


Cell: TypeAlias = "str | Link"
"""The content of one place of a table."""


@dataclass(frozen=True, slots=True)
class Collection:
    """A collection of records.

    Attributes:
        name: Its name in addresses.
        title: Its name for people.
        searched: What a search looks in, in words.
    """

    name: str
    title: str
    searched: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice of records.

    Attributes:
        search: A text that stands in them; it may be of a lead.
        lead: Only those of this lead, where records have one.
        before: Only those with a lower id.
        limit: At most so many.
    """

    search: str = field(default="", repr=False)
    lead: int | None = None
    before: int | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class Row:
    """A record in one line. It may be of a lead, so no repr shows it.

    Attributes:
        id: Its id.
        cells: As many as there are columns; the first one leads to the record.
    """

    id: int
    cells: Sequence[Cell] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Listing:
    """Records of a collection, those with the highest ids first.

    Attributes:
        columns: The titles of the columns.
        rows: The records.
        before: The id in front of which more may be found; None where nothing more is.
        is_partial: Whether a search has stopped before it had as many as were asked for.
    """

    columns: Sequence[str]
    rows: Sequence[Row]
    before: int | None = None
    is_partial: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a record, as a table.

    Attributes:
        title: Its title.
        columns: The titles of the columns.
        rows: Lines of cells.
        more: The collection that has more of these for this record, which is a lead; empty for
            none.
        is_cut: Whether there are more than are shown.
    """

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]] = field(repr=False)
    more: str = ""
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """A record.

    Attributes:
        title: What it is called.
        facts: Names and values.
        sections: What it holds besides.
    """

    title: str = field(repr=False)
    facts: Sequence[tuple[str, Cell]] = field(repr=False)
    sections: Sequence[Section] = ()


class TooMuch(Exception):
    """There is more than can be given at once; the text says what else to do."""


class Browser(Protocol):
    """Shows what a backend holds."""

    def collections(self) -> Sequence[Collection]:
        """Return the collections that there are."""

    def listing(self, collection: str, choice: Choice) -> Listing | None:
        """Return records of a collection; None where there is no such collection."""

    def record(self, collection: str, number: int) -> Record | None:
        """Return a record by its id; None where there is none."""

    def export(self, *, json: bool) -> bytes:
        """Return all as a file that the backend can begin with: YAML or JSON.

        Raises:
            TooMuch: It would be too large.
        """


@runtime_checkable
class Browsable(Protocol):
    """A backend that shows what it holds."""

    def browser(self, now: datetime) -> Browser:
        """Return what shows the data as they are at a moment."""
