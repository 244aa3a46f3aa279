"""The rows that the service itself keeps: its journal, and the counts that limits are judged by."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property

from sqlalchemy import Connection

from mktows.database.schema import Schema
from mktows.database.shared import SharedDatabase
from mktows.server.journal import tables as journal_tables
from mktows.server.journal.rows import JournalRows
from mktows.server.limiting import tables as limiting_tables
from mktows.server.limiting.rows import LimitRows

PARTS = (journal_tables.metadata, limiting_tables.metadata)
"""The tables of these rows, which a database of another schema may hold, too."""

SCHEMA = Schema(
    owner="the service",
    application_id=0x6D6B7463,  # "mktc" in ASCII
    version=2,
    parts=PARTS,
    fill=lambda _connection: None,
)
"""A database that holds nothing else."""


class CallTransaction:
    """The rows of calls that one transaction reads and writes."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @cached_property
    def limits(self) -> LimitRows:
        """Counts of calls, which the limits are judged by."""
        return LimitRows(self._connection)

    @cached_property
    def journal(self) -> JournalRows:
        """The calls that were answered."""
        return JournalRows(self._connection)


class CallStore:
    """The calls in a database.

    Args:
        database: A database whose schema has these tables.
    """

    def __init__(self, database: SharedDatabase) -> None:
        self._database = database

    @contextmanager
    def reading(self) -> Iterator[CallTransaction]:
        """Open a transaction that sees one state of the database and changes nothing."""
        with self._database.reading() as connection:
            yield CallTransaction(connection)

    @contextmanager
    def writing(self) -> Iterator[CallTransaction]:
        """Open a transaction that commits at the end, or writes nothing when it raises."""
        with self._database.writing() as connection:
            yield CallTransaction(connection)
