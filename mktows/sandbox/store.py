"""The sandbox's SQLite database: its file, its schema version and its transactions."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import weakref
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection, select

from mktows.database.connections import BUSY_TIMEOUT_MS, StoreConnections
from mktows.database.failures import (
    LOCKED,
    DatabaseFailed,
    FailureLog,
    UnusableDatabase,
)
from mktows.database.files import make_for_owner
from mktows.database.temporary import TemporaryFolder
from mktows.facts.lead_fields import DEFAULT_FIELDS
from mktows.facts.mobjects import OPPORTUNITY, ROLE
from mktows.sandbox import tables
from mktows.sandbox.activities.rows import ActivityRows
from mktows.sandbox.campaigns.rows import CampaignRows
from mktows.sandbox.custom_objects.rows import CustomObjectRows
from mktows.sandbox.instance.rows import InstanceRows, JobRows
from mktows.sandbox.instance.settings import Instance
from mktows.sandbox.leads.rows import LeadRows
from mktows.sandbox.leads.rows_fields import KnownFields, LeadFieldRows
from mktows.sandbox.leads.rows_glance import LeadGlances
from mktows.sandbox.lists.rows import ListRows
from mktows.sandbox.mobjects.default_fields import DEFAULT_OBJECT_FIELDS
from mktows.sandbox.mobjects.rows import MObjectRows
from mktows.sandbox.programs.rows import ProgramRows
from mktows.server.journal.rows import JournalRows
from mktows.server.limiting.rows import LimitRows

# Tables with what every new database holds, and with what is kept of calls.
_NO_DATA = frozenset({"instance", "lead_field", "lead_field_revision", "mobject_field"}) | {
    "call",
    "call_day",
    "recent_call",
}


class RefersToLeads(Protocol):
    """Rows that refer to leads: every class of rows with such rows is one."""

    def reassign(self, losers: Collection[int], winner: int) -> None:
        """Have rows of the losing leads refer to the winning one; duplicates collapse."""


class Transaction:
    """The rows one call reads and writes, by subject."""

    def __init__(self, connection: Connection, known_fields: KnownFields) -> None:
        self._connection = connection
        self._known_fields = known_fields

    @cached_property
    def instance(self) -> InstanceRows:
        """The instance's settings."""
        return InstanceRows(self._connection)

    @cached_property
    def jobs(self) -> JobRows:
        """Work that waits for its moment."""
        return JobRows(self._connection)

    @cached_property
    def leads(self) -> LeadRows:
        """Leads with their foreign ids and cookies."""
        return LeadRows(self._connection, LeadFieldRows(self._connection, self._known_fields))

    @cached_property
    def activities(self) -> ActivityRows:
        """What happened to leads."""
        return ActivityRows(self._connection, self.leads)

    @cached_property
    def lists(self) -> ListRows:
        """Static lists, their members and imports."""
        return ListRows(self._connection)

    @cached_property
    def campaigns(self) -> CampaignRows:
        """Campaigns, their runs and tokens."""
        return CampaignRows(self._connection)

    @cached_property
    def mobjects(self) -> MObjectRows:
        """Opportunities, roles and programs."""
        return MObjectRows(self._connection)

    @cached_property
    def programs(self) -> ProgramRows:
        """Channels, tags, costs and tokens of programs."""
        return ProgramRows(self._connection)

    @cached_property
    def custom_objects(self) -> CustomObjectRows:
        """Custom objects and their types."""
        return CustomObjectRows(self._connection)

    @cached_property
    def limits(self) -> LimitRows:
        """Counts of calls, which the limits are judged by."""
        return LimitRows(self._connection)

    @cached_property
    def journal(self) -> JournalRows:
        """The calls that were answered."""
        return JournalRows(self._connection)

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Take back what the block wrote when it raises; the transaction itself goes on."""
        with self._connection.begin_nested():
            yield

    def reassign(self, losers: Collection[int], winner: int) -> None:
        """Give all that some leads have to another one; what both have, it has once."""
        self.flush()
        holders: tuple[RefersToLeads, ...] = (
            *(self.leads, self.activities, self.lists),
            *(self.campaigns, self.mobjects, self.custom_objects),
        )
        for rows in holders:
            rows.reassign(losers, winner)

    def is_new(self) -> bool:
        """Tell whether nothing was ever put in beyond what every new database holds.

        Calls that were answered do not count, only what they have changed.
        """
        others = [each for each in tables.metadata.sorted_tables if each.name not in _NO_DATA]
        # Ids that were given out once are remembered there.
        numbered = self._connection.exec_driver_sql("SELECT name FROM sqlite_sequence").scalars()
        fields = [
            *self.leads.fields(),
            *self.mobjects.fields(OPPORTUNITY),
            *self.mobjects.fields(ROLE),
        ]
        return (
            _NO_DATA.issuperset(numbered)
            and all(
                self._connection.execute(select(each).limit(1)).first() is None for each in others
            )
            and len(fields) == len(DEFAULT_FIELDS) + len(DEFAULT_OBJECT_FIELDS)
            and self.instance.settings() == Instance()
        )

    def flush(self) -> None:
        """Write what is still held back: leads and what happened to them, and MObjects."""
        self.activities.flush()
        self.mobjects.flush()


class Store:
    """One database: a named file that lasts, or a private temporary one.

    Both are files, so the process does not grow with the data. Safe to use from several
    threads and, for a named file, from several processes: each transaction has a connection
    of its own, readers see one consistent state and never wait, writers take turns.

    Args:
        database: The named file; None for a private one.
        quiet: Whether failures are raised alone; by default each is logged once, too.

    Attributes:
        glances: Looks at a few leads, without a transaction around them.

    Raises:
        UnusableDatabase: The file is not ours, or newer than this code, or cannot be opened.
    """

    def __init__(self, database: str | Path | None = None, *, quiet: bool = False) -> None:
        folder = None
        if database is None:
            folder = TemporaryFolder()
            path = folder.path / "sandbox.db"
        else:
            path = Path(database).absolute()
        try:
            if database is not None:
                _check_file(path)
            make_for_owner(path)
        except OSError as error:
            raise _unusable(path, str(error.strerror)) from error
        self._path = path
        # One writer of this process at a time: waiting here is fair and immediate, while
        # SQLite's own waiting polls. Other processes are met by the busy timeout.
        self._writer = threading.Lock()
        self._known_fields: KnownFields = {}
        self._connections = StoreConnections(path, durable=folder is None)
        self.glances = LeadGlances(self._connections, self._known_fields)
        # Runs on close(), and at the latest when the store is collected or Python ends.
        self._release = weakref.finalize(self, _release, self._connections, folder)
        try:
            self._prepare(quiet)
        except BaseException:
            self.close()
            raise

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """Open a transaction that sees one state of the database and changes nothing."""
        with self._connections.reading() as connection:
            yield Transaction(connection, self._known_fields)

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """Open a transaction that commits at the end, or writes nothing when it raises."""
        with self._turn(), self._connections.writing() as connection:
            transaction = Transaction(connection, self._known_fields)
            yield transaction
            transaction.flush()

    def require_writing(self) -> None:
        """Make sure that the database may be written at all; nothing is.

        Raises:
            UnusableDatabase: It may not.
        """
        try:
            with self._turn(), self._connections.writing() as connection:
                connection.exec_driver_sql("DELETE FROM lead WHERE 0")
        except DatabaseFailed as error:
            raise _unusable(self._path, str(error)) from error

    def reset(self) -> None:
        """Make the database as it was when it was new."""
        with self._turn(), self._connections.writing() as connection:
            tables.metadata.drop_all(connection)
            _create(connection)

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

    def _prepare(self, quiet: bool) -> None:
        try:
            with self._writer, self._connections.writing() as connection:
                # Looked at again: another process may have made the tables meanwhile.
                if not _is_made(self._path, connection.exec_driver_sql):
                    _create(connection)
            self._connections.watch(None if quiet else FailureLog(self._path))
        except DatabaseFailed as error:
            raise _unusable(self._path, str(error)) from error


def _release(connections: StoreConnections, folder: TemporaryFolder | None) -> None:
    connections.close()
    if folder is not None:
        folder.delete()


def _check_file(path: Path) -> None:
    """Refuse a file that is not ours, before anything could write to it."""
    if path.name == ":memory:":
        # SQLite's own spelling would become a file of that name here.
        raise UnusableDatabase(
            "the sandbox keeps no database in memory; give none for a private temporary one"
        )
    if path.is_dir():
        raise _unusable(path, "it is a directory")
    if not path.parent.is_dir():
        raise _unusable(path, "its directory does not exist")
    if not path.exists():
        return
    if not path.is_file():
        raise _unusable(path, "it is no regular file")
    if path.stat().st_size == 0:
        return
    # A plain reader of a WAL database would leave two files beside it. `immutable` does not, but
    # sees no log: where there is one, the files exist already.
    log = Path(f"{path.resolve()}-wal")
    access = "mode=ro" if log.exists() else "immutable=1"
    try:
        with contextlib.closing(
            sqlite3.connect(f"{path.as_uri()}?{access}", uri=True)
        ) as connection:
            _is_made(path, connection.execute)
    except sqlite3.Error as error:
        raise _unusable(path, str(error)) from error


class _Rows(Protocol):
    """What a query gives, by SQLAlchemy or by the driver."""

    def fetchall(self) -> Sequence[Sequence[Any]]: ...


def _is_made(path: Path, query: Callable[[str], _Rows]) -> bool:
    """Tell whether a database is made already, and not an empty one.

    Raises:
        UnusableDatabase: It is not ours, of another version, or damaged.
    """
    ((owner,),) = query("PRAGMA application_id").fetchall()
    ((version,),) = query("PRAGMA user_version").fetchall()
    there = {name for (name,) in query("SELECT name FROM sqlite_master").fetchall()}
    if owner == 0 and version == 0 and not there:
        return False  # such as a creation that was broken off leaves behind
    if owner != tables.APPLICATION_ID:
        raise _unusable(path, "it belongs to another program")
    if version < 1:
        raise _unusable(path, f"no version of mktows writes its user_version, {version}")
    if version < tables.SCHEMA_VERSION:
        raise UnusableDatabase(
            f"{path} was written by an older version of mktows (database version {version}, "
            f"this one writes {tables.SCHEMA_VERSION}); it was left as it is: give another file"
        )
    if version > tables.SCHEMA_VERSION:
        raise UnusableDatabase(
            f"{path} was written by a newer version of mktows (database version {version}, "
            f"this one knows {tables.SCHEMA_VERSION}); update mktows or give another file"
        )
    missing = sorted(tables.metadata.tables.keys() - there)
    if missing:
        raise _unusable(path, f"it is damaged: its table {missing[0]} is missing")
    return True


def _unusable(path: Path, reason: str) -> UnusableDatabase:
    return UnusableDatabase(
        f"cannot use {path} as the sandbox's database: {reason}; give the path of a new file "
        "or of one the sandbox made"
    )


def _create(connection: Connection) -> None:
    """Make the tables and what a new database holds."""
    tables.metadata.create_all(connection)
    rows = Transaction(connection, {})
    rows.instance.set_up(Instance())
    for field in DEFAULT_FIELDS:
        rows.leads.define_field(field)
    for each in DEFAULT_OBJECT_FIELDS:
        rows.mobjects.define_field(each)
    connection.exec_driver_sql(f"PRAGMA application_id = {tables.APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {tables.SCHEMA_VERSION}")
