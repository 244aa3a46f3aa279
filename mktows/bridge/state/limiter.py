"""The limiter of an instance of the REST API, for all processes that share the bridge's state."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from mktows.bridge.state.rows_limiter import LimiterRows
from mktows.database.database import Database
from mktows.database.shared import SharedDatabase
from mktows.limiting.limiter import Limiter
from mktows.limiting.limits import Limits
from mktows.limiting.store import Change, FileStore

if TYPE_CHECKING:
    from mktows.database.postgres import PostgresDatabase

R = TypeVar("R")


def shared_limiter(database: SharedDatabase, limits: Limits, instance: str) -> Limiter:
    """Make a limiter that holds for all processes on a database.

    Args:
        database: The bridge's state.
        limits: What is allowed.
        instance: What is called: each has a state of its own.
    """
    if isinstance(database, Database):
        # A third of the time that a transaction of the database takes: nothing waits for the disk.
        return Limiter(limits, FileStore(database.path, instance), clock=database.clock)
    return Limiter(limits, RowStore(database, instance), clock=database.clock)


class RowStore:
    """The state in a row of PostgreSQL.

    Each instance has a turn of its own, so its limiter does not wait for what else is written. A
    lock of the row would not do: there is none at first. After a crash of the server the last
    second may lack.

    Args:
        database: The bridge's state, which is closed by its owner.
        instance: What the state belongs to.
    """

    shared = True

    def __init__(self, database: PostgresDatabase, instance: str) -> None:
        self._database = database
        self._instance = instance

    def change(self, change: Change[R]) -> R:
        """See `StateStore.change`.

        Raises:
            DatabaseFailed: The database cannot be used now.
        """
        with self._database.writing(f"limiter {self._instance}", lasting=False) as connection:
            rows = LimiterRows(connection, self._instance)
            made, result = change(rows.get())
            if made is not None:
                rows.put(made)
            return result

    def close(self) -> None:
        """See `StateStore.close`."""
