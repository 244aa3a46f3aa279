"""The open connections to a sandbox's SQLite file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import cast

from sqlalchemy import Connection, NullPool, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

BUSY_TIMEOUT_MS = 15_000
KEPT = 8  # connections that wait for the next transaction; more are opened when need be


class StoreConnections:
    """Connections to one file, each for one transaction at a time. Safe to use from threads.

    Those that are free are kept, and transactions are begun and ended by the driver itself:
    SQLAlchemy's pool and its own transactions take longer than what a call reads.

    Args:
        path: The file.
        durable: Whether what is committed outlasts a crash of the machine.
    """

    def __init__(self, path: Path, *, durable: bool) -> None:
        self.engine = create_engine(
            URL.create("sqlite+pysqlite", database=str(path)),
            # The text of a database error must not carry lead data.
            hide_parameters=True,
            poolclass=NullPool,
            connect_args={"timeout": BUSY_TIMEOUT_MS / 1000},
        )
        synchronous = "FULL" if durable else "OFF"
        self._free: list[tuple[Connection, sqlite3.Connection]] = []
        self._closed = False

        @event.listens_for(self.engine, "connect")
        def _set_up(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
            # The driver must not begin transactions by itself: `_transaction` below does.
            connection.isolation_level = None
            cursor = connection.cursor()
            cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
            cursor.execute("PRAGMA foreign_keys = ON")
            cursor.execute("PRAGMA journal_mode = WAL")
            cursor.execute(f"PRAGMA synchronous = {synchronous}")
            cursor.close()

    def reading(self) -> AbstractContextManager[Connection]:
        """Hold a connection in a transaction that takes no lock until it writes."""
        return self._transaction("BEGIN")

    def writing(self) -> AbstractContextManager[Connection]:
        """Hold a connection in a transaction that has the file's write lock from its beginning.

        Taken later, another process's commit in between would break the transaction off.
        """
        return self._transaction("BEGIN IMMEDIATE")

    def glancing(self) -> AbstractContextManager[Connection]:
        """Hold a connection for statements that are transactions by themselves."""
        return self._transaction("")

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[Connection]:
        if self._closed:
            raise RuntimeError("the sandbox's database is closed")
        try:
            connection, driver = self._free.pop()
        except IndexError:
            connection = self.engine.connect()
            driver = cast("sqlite3.Connection", connection.connection.driver_connection)
        try:
            if begin:
                driver.execute(begin)
            yield connection
            if connection.in_transaction():
                connection.commit()  # what SQLAlchemy takes for its own transaction is this one
            elif begin:
                driver.execute("COMMIT")
        except BaseException:
            # Nobody knows what state it is in; SQLite takes back what is not committed.
            connection.close()
            raise
        if len(self._free) < KEPT:
            self._free.append((connection, driver))
        else:
            connection.close()
        if self._closed:
            self._close_free()

    def close(self) -> None:
        """Close the free connections, and each other one when its transaction ends."""
        self._closed = True
        self._close_free()
        self.engine.dispose()

    def _close_free(self) -> None:
        while self._free:
            try:
                connection, _ = self._free.pop()
            except IndexError:  # another thread had it
                break
            connection.close()
