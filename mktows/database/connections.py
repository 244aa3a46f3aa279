"""The open connections to a SQLite file."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import NamedTuple, cast

from sqlalchemy import Connection, NullPool, create_engine
from sqlalchemy.exc import DBAPIError

from mktows.database.failures import DatabaseFailed, FailureLog, failure_of
from mktows.database.files import OpenFiles

BUSY_TIMEOUT_MS = 15_000
_WRITE = "BEGIN IMMEDIATE"
KEPT = 8  # connections that wait for the next transaction; more are opened when need be


class _Opened(NamedTuple):
    """A file for which a connection is opened, and how much of it is synchronous."""

    address: str
    synchronous: str


_opened: ContextVar[_Opened] = ContextVar("_opened")


def _connect() -> sqlite3.Connection:
    opened = _opened.get()
    connection = sqlite3.connect(
        opened.address,
        uri=True,
        timeout=BUSY_TIMEOUT_MS / 1000,
        # The driver must not begin transactions by itself: `_transaction` below does.
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA synchronous = {opened.synchronous}")
    except BaseException:
        connection.close()
        raise
    return connection


# One for all files: what was compiled for one of them is not compiled again for the next.
ENGINE = create_engine(
    "sqlite+pysqlite://",
    creator=_connect,
    # The text of a database error must not carry lead data.
    hide_parameters=True,
    poolclass=NullPool,
    query_cache_size=2_000,
)


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
        self._opened = _Opened(f"{path.as_uri()}?mode=rw", "FULL" if durable else "OFF")
        self._path = path
        self._held: Connection | None = None
        self._files: OpenFiles | None = None
        self._failures: FailureLog | None = None
        self._free: list[tuple[Connection, sqlite3.Connection]] = []
        self._closed = False

    def watch(self, failures: FailureLog | None, owner: str) -> None:
        """From now on, refuse to go on with a file that is not there any more, and log failures.

        Args:
            failures: What takes note of them, if anything does.
            owner: Whose database it is.

        Raises:
            DatabaseFailed: The database cannot be read.
        """
        try:
            # Open until the end, so that the log stays the same file.
            self._held = self._open()
            self._held.exec_driver_sql("SELECT count(*) FROM sqlite_schema").scalar_one()
            self._held.rollback()
        except Exception as error:
            raise failure_of(error) or error from None
        self._files = OpenFiles(self._path, owner)
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
            raise RuntimeError("the database is closed")
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
            connection = self._open()
            return connection, cast("sqlite3.Connection", connection.connection.driver_connection)

    def _open(self) -> Connection:
        token = _opened.set(self._opened)
        try:
            return ENGINE.connect()
        finally:
            _opened.reset(token)

    def close(self) -> None:
        """Close the free connections, and each other one when its transaction ends."""
        self._closed = True
        self._close_free()
        if self._held is not None:
            _drop(self._held)
            self._held = None

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
