"""A SQLite database with one schema: its file, its version and its transactions."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import time
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection

from mktows.database.connections import BUSY_TIMEOUT_MS, DatabaseConnections
from mktows.database.failures import LOCKED, DatabaseFailed, FailureLog, UnusableDatabase
from mktows.database.files import make_for_owner, make_with_content
from mktows.database.marks import Place, require_marks
from mktows.database.schema import Schema
from mktows.database.temporary import TemporaryFolder


class Database:
    """One database: a named file that lasts, or a private temporary one.

    Both are files, so the process does not grow with the data. Safe to use from several
    threads and, for a named file, from several processes: each transaction has a connection
    of its own, readers see one consistent state and never wait, writers take turns.

    A new one is a copy of a file that was made once for its schema. It has its name only when it
    is complete, so what is broken off leaves none behind.

    Args:
        schema: Its tables, marks and first rows.
        path: The named file; None for a private one.
        quiet: Whether failures are raised alone; by default each is logged once, too.

    Raises:
        UnusableDatabase: The file is not ours, or newer than this code, or cannot be opened.
    """

    def __init__(
        self, schema: Schema, path: str | Path | None = None, *, quiet: bool = False
    ) -> None:
        self._schema = schema
        folder = None
        if path is None:
            folder = TemporaryFolder()
            self._path = folder.path / "sandbox.db"
        else:
            self._path = Path(path).absolute()
        self._place = Place(str(self._path), "file", "the path of a new file or of one")
        try:
            self._is_new = self._make_file(private=folder is not None)
        except BaseException:
            if folder is not None:
                folder.delete()
            raise
        # One writer of this process at a time: waiting here is fair and immediate, while
        # SQLite's own waiting polls. Other processes are met by the busy timeout.
        self._writer = threading.Lock()
        self._connections = DatabaseConnections(self._path, durable=folder is None)
        # Runs on close(), and at the latest when the database is collected or Python ends.
        self._release = weakref.finalize(self, _release, self._connections, folder)
        try:
            self._prepare(quiet)
        except BaseException:
            self.close()
            raise

    def reading(self) -> AbstractContextManager[Connection]:
        """Open a transaction that sees one state of the database and changes nothing."""
        return self._connections.reading()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a transaction that commits at the end, or writes nothing when it raises."""
        with self._turn(), self._connections.writing() as connection:
            yield connection

    def glancing(self) -> AbstractContextManager[Connection]:
        """Hold a connection for a look that decides nothing but how a call is answered."""
        return self._connections.glancing()

    def require_writing(self) -> None:
        """Make sure that the database may be written at all; nothing is.

        Raises:
            UnusableDatabase: It may not.
        """
        if self._is_new:
            return  # it was written just now
        try:
            with self.writing() as connection:
                self._schema.touch(connection)
        except DatabaseFailed as error:
            raise self._unusable(str(error)) from error

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    def clock(self) -> float:
        """Return the moment in seconds since 1970, by the clock that its processes share."""
        return time.time()

    def reset(self) -> None:
        """Make the database as it was when it was new."""
        with self.writing() as connection:
            self._schema.renew(connection)

    def close(self) -> None:
        """Close the file; a temporary one is deleted. May be called twice."""
        self._release()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Hold this process's right to write; nobody waits for it longer than for the file."""
        if not self._writer.acquire(timeout=BUSY_TIMEOUT_MS / 1000):
            raise self._connections.failed(
                DatabaseFailed("database is locked: another call writes for too long", LOCKED),
                writing=True,
            )
        try:
            yield
        finally:
            self._writer.release()

    def _make_file(self, *, private: bool) -> bool:
        """Make the file, for its owner alone, unless it is there; tell whether it is complete.

        An empty one is left where its copy cannot be put in place, as on a disk that is full or
        where no file has two names: SQLite makes it then, or says why not.
        """
        try:
            if private:
                make_for_owner(self._path)
                self._path.write_bytes(self._schema.template().content)  # nobody else sees it
                return True
            self._check_file()
            if not self._path.exists():
                with contextlib.suppress(OSError, DatabaseFailed):
                    if make_with_content(self._path, self._schema.template().content):
                        return True
            make_for_owner(self._path)
        except OSError as error:
            raise self._unusable(str(error.strerror)) from error
        except DatabaseFailed as error:
            raise self._unusable(str(error)) from error
        return False

    def _prepare(self, quiet: bool) -> None:
        try:
            if not self._is_new:
                with self.writing() as connection:
                    # Looked at again: another process may have made the tables meanwhile.
                    if not self._is_made(connection.exec_driver_sql):
                        self._schema.create(connection)
            failures = None if quiet else FailureLog(self._place.name)
            self._connections.watch(failures, self._schema.owner)
        except DatabaseFailed as error:
            raise self._unusable(str(error)) from error

    def _check_file(self) -> None:
        """Refuse a file that is not ours, before anything could write to it."""
        path = self._path
        if path.name == ":memory:":
            # SQLite's own spelling would become a file of that name here.
            raise UnusableDatabase(
                f"{self._schema.owner} keeps no database in memory; give none for a private "
                "temporary one"
            )
        if path.is_dir():
            raise self._unusable("it is a directory")
        if not path.parent.is_dir():
            raise self._unusable("its directory does not exist")
        if not path.exists():
            return
        if not path.is_file():
            raise self._unusable("it is no regular file")
        if path.stat().st_size == 0:
            return
        # A plain reader of a WAL database would leave two files beside it. `immutable` does not,
        # but sees no log: where there is one, the files exist already.
        log = Path(f"{path.resolve()}-wal")
        access = "mode=ro" if log.exists() else "immutable=1"
        try:
            with contextlib.closing(
                sqlite3.connect(f"{path.as_uri()}?{access}", uri=True)
            ) as connection:
                self._is_made(connection.execute)
        except sqlite3.Error as error:
            raise self._unusable(str(error)) from error

    def _is_made(self, query: Callable[[str], _Rows]) -> bool:
        """Tell whether the database is made already, and not an empty one.

        Raises:
            UnusableDatabase: It is not ours, of another version, or damaged.
        """
        ((owner,),) = query("PRAGMA application_id").fetchall()
        ((version,),) = query("PRAGMA user_version").fetchall()
        there = {name for (name,) in query("SELECT name FROM sqlite_master").fetchall()}
        if owner == 0 and version == 0 and not there:
            return False  # such as a creation that was broken off leaves behind
        require_marks(self._schema, self._place, owner, version, there)
        return True

    def _unusable(self, reason: str) -> UnusableDatabase:
        return self._place.unusable(self._schema, reason)


class _Rows(Protocol):
    """The result of a query, by SQLAlchemy or by the driver."""

    def fetchall(self) -> Sequence[Sequence[Any]]: ...


def _release(connections: DatabaseConnections, folder: TemporaryFolder | None) -> None:
    connections.close()
    if folder is not None:
        folder.delete()
