"""A PostgreSQL database with one schema, for processes that share no disk."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from sqlalchemy import (
    CheckConstraint,
    Column,
    Connection,
    Engine,
    Integer,
    MetaData,
    Table,
    create_engine,
    event,
    func,
    insert,
    select,
    text,
)
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.pool import ConnectionPoolEntry

from mktows.database.connections import BUSY_TIMEOUT_MS, KEPT
from mktows.database.failures import DatabaseFailed, FailureLog, UnusableDatabase
from mktows.database.marks import Place, require_marks
from mktows.database.postgres_address import PostgresAddress
from mktows.database.postgres_failures import DiscreetCursor, failure_of
from mktows.database.schema import Schema

_MORE = 24  # connections that are opened when need be, besides those that are kept
_PATIENCE = BUSY_TIMEOUT_MS // 1000
# A server that is gone without a word is noticed after as long, not after the kernel's quarter of
# an hour.
_CONNECT = {
    "connect_timeout": _PATIENCE,
    "keepalives_idle": _PATIENCE,
    "tcp_user_timeout": BUSY_TIMEOUT_MS,
    "application_name": "mktows",
    "client_encoding": "utf8",
}
# The second: a process that is stopped, or cut off, in a transaction must not hold the others up.
_SESSION = (
    f"SET lock_timeout = {BUSY_TIMEOUT_MS}; "
    f"SET idle_in_transaction_session_timeout = {BUSY_TIMEOUT_MS}"
)
_LOCK = "SELECT pg_advisory_xact_lock(:owner, :turn), EXTRACT(EPOCH FROM clock_timestamp())"
_TURN = text(_LOCK)
_FLEETING_TURN = text(f"{_LOCK}, set_config('synchronous_commit', 'off', true)")

_marks = MetaData()
_mark = Table(
    "mktows_schema",
    _marks,
    Column("id", Integer, CheckConstraint("id = 1"), primary_key=True, autoincrement=False),
    Column("application_id", Integer, nullable=False),
    Column("version", Integer, nullable=False),
)


class PostgresDatabase:
    """One PostgreSQL database, or rather the first schema of its search path.

    Safe to use from several threads and processes: each transaction has a connection of its own,
    readers see one consistent state and never wait, writers take turns. The turn is an advisory
    lock, had before the first statement reads: so what a writer has read is so until it commits,
    as in a file of SQLite. Isolation `SERIALIZABLE` would promise the same, but break transactions
    off, whose blocks would have to be made to run twice.

    Connections that were lost are opened anew.

    Args:
        schema: Its tables, marks and first rows. The tables are made unless they are there.
        address: The database, which is there.
        quiet: Whether failures are raised alone; by default each is logged once, too.

    Raises:
        UnusableDatabase: It is not ours, or newer than this code, or cannot be reached.
    """

    def __init__(self, schema: Schema, address: PostgresAddress, *, quiet: bool = False) -> None:
        self._schema = schema
        self._place = Place(address.label, "database", "an empty database or one")
        self._failures: FailureLog | None = None
        self._closed = False
        self._process = os.getpid()
        self._namespace = ""
        self._ahead = 0.0  # seconds that the server's clock is ahead of this machine's
        self._engine = _engine(address)
        self._readers = self._engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        try:
            self._prepare()
        except BaseException as error:
            self.close()
            if isinstance(error, DatabaseFailed):
                raise UnusableDatabase(
                    f"cannot use {address.label} as {schema.owner}'s database: {error}"
                ) from None
            raise
        if not quiet:
            self._failures = FailureLog(address.label)

    def reading(self) -> AbstractContextManager[Connection]:
        """Open a transaction that sees one state of the database and changes nothing."""
        return self._transaction(self._readers, writing=False)

    @contextmanager
    def writing(self, turn: str = "", *, lasting: bool = True) -> Iterator[Connection]:
        """Open a transaction that commits at the end, or writes nothing when it raises.

        Args:
            turn: What is written, where that is something apart from all else: writers of the same
                take turns, those of different things do not wait for each other.
            lasting: Whether what is committed outlasts a crash of the server.
        """
        lock = _TURN if lasting else _FLEETING_TURN
        with self._transaction(self._engine, writing=True) as connection:
            key = {"owner": self._schema.application_id, "turn": self._key(turn)}
            now = connection.execute(lock, key).one()[1]
            self._ahead = float(now) - time.time()
            yield connection

    def require_writing(self) -> None:
        """Make sure that the database may be written at all; nothing is.

        Raises:
            UnusableDatabase: It may not.
        """
        try:
            with self.writing() as connection:
                self._schema.touch(connection)
        except DatabaseFailed as error:
            raise self._unusable(str(error)) from None

    def clock(self) -> float:
        """Return the moment in seconds since 1970, by the server's clock.

        The machines that share the database may have clocks that differ. It is compared with the
        server's whenever something is written.
        """
        return time.time() + self._ahead

    def close(self) -> None:
        """Close the connections. May be called twice."""
        self._closed = True
        self._engine.dispose()

    @contextmanager
    def _transaction(self, engine: Engine, *, writing: bool) -> Iterator[Connection]:
        if self._closed:
            raise RuntimeError("the database is closed")
        if os.getpid() != self._process:
            # A connection must not be used behind a fork, nor closed there.
            self._process = os.getpid()
            self._engine.dispose(close=False)
        try:
            with engine.begin() as connection:
                yield connection
        except Exception as error:
            failure = failure_of(error)
            if failure is None:
                raise
            if self._failures is not None:
                self._failures.failed(failure, writing=writing)
            raise failure from None
        if self._failures is not None:
            self._failures.worked(writing=writing)

    def _key(self, turn: str) -> int:
        """The second half of the key of an advisory lock; the first is the schema's owner."""
        digest = hashlib.sha256(f"{self._namespace}/{turn}".encode()).digest()
        return int.from_bytes(digest[:4], "big", signed=True)

    def _prepare(self) -> None:
        """Make the tables, unless they are there.

        Raises:
            UnusableDatabase: It is not ours.
            DatabaseFailed: It cannot be used.
        """
        with self.reading() as connection:
            encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
            namespace = connection.scalar(select(func.current_schema()))
        if encoding != "UTF8":
            raise self._unusable(f"its encoding is {encoding}, not UTF8")
        if not namespace:
            raise self._unusable("no schema of its search path is there")
        self._namespace = str(namespace)
        # One transaction, which leaves nothing where it is broken off.
        with self.writing() as connection:
            if not self._is_made(connection):
                self._schema.build(connection)
                _marks.create_all(connection)
                connection.execute(
                    insert(_mark).values(
                        id=1,
                        application_id=self._schema.application_id,
                        version=self._schema.version,
                    )
                )

    def _is_made(self, connection: Connection) -> bool:
        """Tell whether the tables are there.

        Raises:
            UnusableDatabase: They are not ours, of another version, or damaged.
        """
        found = connection.execute(
            text("SELECT tablename FROM pg_tables WHERE schemaname = :namespace"),
            {"namespace": self._namespace},
        )
        there = set(found.scalars())
        if _mark.name not in there:
            others = sorted(there & set(self._schema.tables))
            if others:
                raise self._unusable(f"its table {others[0]} belongs to another program")
            return False
        try:
            row = connection.execute(select(_mark.c.application_id, _mark.c.version)).first()
        except ProgrammingError as error:
            if failure_of(error) is not None:
                raise
            row = None
        owner, version = row or (0, 0)
        require_marks(self._schema, self._place, owner, version, there)
        return True

    def _unusable(self, reason: str) -> UnusableDatabase:
        return self._place.unusable(self._schema, reason)


def _engine(address: PostgresAddress) -> Engine:
    defaults = {name: each for name, each in _CONNECT.items() if name not in address.url.query}
    engine = create_engine(
        address.url,
        connect_args={**defaults, "cursor_factory": DiscreetCursor},
        isolation_level="READ COMMITTED",
        # The text of a database error must not carry lead data.
        hide_parameters=True,
        pool_pre_ping=True,
        pool_size=KEPT,
        max_overflow=_MORE,
        pool_timeout=_PATIENCE,
        pool_use_lifo=True,
    )

    @event.listens_for(engine, "connect")
    def _set_up(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute(_SESSION)
        cursor.close()
        connection.autocommit = False

    return engine
