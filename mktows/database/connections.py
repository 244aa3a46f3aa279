"""The open connections to a SQLite file."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import cast

from sqlalchemy import Connection, NullPool, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from mktows.database.failures import DatabaseFailed, FailureLog, failure_of
from mktows.database.files import OpenFiles

BUSY_TIMEOUT_MS = 15_000
_WRITE = "BEGIN IMMEDIATE"
KEPT = 8  # connections that wait for the next transaction; more are opened when need be


class DatabaseConnections:
    """Connections to one file, each for one transaction at a time. Safe to use from threads.

    Those that are free are kept, and transactions are begun and ended by the driver itself:
    SQLAlchemy's pool and its own transactions take longer than what a call reads.

    Args:
        path: The file, which is there.
        durable: Whether what is committed outlasts a crash of the machine.
    """

    def __init__(self, path: Path, *, durable: bool) -> None:
        # Never made here: in place of one that was deleted, an empty one would be.
        address = f"{path.as_uri()}?mode=rw"
        self.engine = create_engine(
            "sqlite+pysqlite://",
            creator=lambda: sqlite3.connect(
                address, uri=True, timeout=BUSY_TIMEOUT_MS / 1000, check_same_thread=False
            ),
            # The text of a database error must not carry lead data.
            hide_parameters=True,
            poolclass=NullPool,
        )
        self._path = path
        self._held: Connection | None = None
        self._files: OpenFiles | None = None
        self._failures: FailureLog | None = None
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

    def watch(self, failures: FailureLog | None) -> None:
        """From now on, refuse to go on with a file that is not there any more, and log failures.

        Args:
            failures: What takes note of them, if anything does.

        Raises:
            DatabaseFailed: The database cannot be read.
        """
        try:
            # Open until the end, so that the log stays the same file.
            self._held = self.engine.connect()
            self._held.exec_driver_sql("SELECT count(*) FROM sqlite_schema").scalar_one()
            self._held.rollback()
        except Exception as error:
            raise failure_of(error) or error from None
        self._files = OpenFiles(self._path)
        self._failures = failures

    def failed(self, failure: DatabaseFailed, *, writing: bool) -> DatabaseFailed:
        """Take note of a failure, and return it."""
        if self._failures is not None:
            self._failures.failed(failure, writing=writing)
        return failure

    def reading(self) -> AbstractContextManager[Connection]:
        """Hold a connection in a transaction that takes no lock until it writes."""
        return self._transaction("BEGIN")

    def writing(self) -> AbstractContextManager[Connection]:
        """Hold a connection in a transaction that has the file's write lock from its beginning.

        Taken later, another process's commit in between would break the transaction off.
        """
        return self._transaction(_WRITE)

    def glancing(self) -> AbstractContextManager[Connection]:
        """Hold a connection for a look whose answer no caller gets, without a transaction.

        The file may be gone: the transaction that follows says so.
        """
        return self._transaction("")

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[Connection]:
        if self._closed:
            raise RuntimeError("the sandbox's database is closed")
        writing = begin == _WRITE
        connection: Connection | None = None
        try:
            if begin and self._files is not None:
                self._files.check()
            connection, driver = self._take()
            if begin:
                driver.execute(begin)
            yield connection
            if connection.in_transaction():
                connection.commit()  # what SQLAlchemy takes for its own transaction is this one
            elif begin:
                driver.execute("COMMIT")
            if writing and self._files is not None:
                self._files.check()  # what was written to a file that is gone is lost
        except BaseException as error:
            if connection is not None:
                # Nobody knows what state it is in; SQLite takes back what is not committed.
                _drop(connection)
            failure = failure_of(error) if isinstance(error, Exception) else None
            if failure is None:
                raise
            raise self.failed(failure, writing=writing) from None
        if self._failures is not None:
            self._failures.worked(writing=writing)
        if len(self._free) < KEPT:
            self._free.append((connection, driver))
        else:
            _drop(connection)
        if self._closed:
            self._close_free()

    def _take(self) -> tuple[Connection, sqlite3.Connection]:
        """A connection that is free, or a new one."""
        try:
            return self._free.pop()
        except IndexError:
            connection = self.engine.connect()
            return connection, cast("sqlite3.Connection", connection.connection.driver_connection)

    def close(self) -> None:
        """Close the free connections, and each other one when its transaction ends."""
        self._closed = True
        self._close_free()
        if self._held is not None:
            _drop(self._held)
            self._held = None
        self.engine.dispose()

    def _close_free(self) -> None:
        while self._free:
            try:
                connection, _ = self._free.pop()
            except IndexError:  # another thread had it
                break
            _drop(connection)


def _drop(connection: Connection) -> None:
    """Close a connection; on a disk that fails, that may fail, too."""
    with contextlib.suppress(DBAPIError, sqlite3.Error):
        connection.close()
