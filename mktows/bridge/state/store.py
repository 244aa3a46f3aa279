"""The store of the bridge's state: transactions on its database."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from mktows.bridge.state import tables
from mktows.bridge.state.rows import StateRows
from mktows.database.schema import Schema
from mktows.database.shared import SharedDatabase
from mktows.server.store import PARTS

SCHEMA = Schema(
    owner="the bridge",
    application_id=0x6D6B7462,  # "mktb" in ASCII
    version=1,
    parts=(tables.metadata, *PARTS),
    fill=lambda _connection: None,
)
"""The database of a bridge, which keeps the calls that it answered besides."""

_TIDY_SECONDS = 600.0


class BridgeStore:
    """The state of all tenants. Safe to use from several threads, and processes on one database.

    Args:
        database: The database.
        clock: The clock, in seconds since 1970, that processes have in common; by default the
            database's.
    """

    def __init__(
        self, database: SharedDatabase, *, clock: Callable[[], float] | None = None
    ) -> None:
        self.database = database
        self._clock = clock or database.clock
        self._tidied = 0.0

    @contextmanager
    def reading(self, tenant: str) -> Iterator[StateRows]:
        """Open a transaction that sees one state and changes nothing."""
        with self.database.reading() as connection:
            yield StateRows(connection, tenant, self._clock())

    @contextmanager
    def writing(self, tenant: str) -> Iterator[StateRows]:
        """Open a transaction that commits at the end, or writes nothing when it raises."""
        with self.database.writing() as connection:
            rows = StateRows(connection, tenant, self._clock())
            if self._clock() - self._tidied > _TIDY_SECONDS:
                self._tidied = self._clock()
                rows.tidy()
            yield rows

    def position_key(self) -> bytes:
        """The key that positions are signed with; the first process makes it."""
        with self.writing("") as rows:
            return bytes.fromhex(rows.secret("positions", secrets.token_hex(32)))
