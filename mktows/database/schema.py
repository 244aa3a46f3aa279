"""The schema of a database: its tables, its marks and what a new one holds."""

from __future__ import annotations

import contextlib
import functools
import sqlite3
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import Connection, MetaData, delete, false

from mktows.database.connections import DatabaseConnections
from mktows.database.files import make_for_owner
from mktows.database.temporary import TemporaryFolder

_MAKING = threading.Lock()
_AROUND = ("BEGIN TRANSACTION;", "COMMIT;")


@dataclass(frozen=True, slots=True, eq=False)
class Schema:
    """The schema of one kind of database.

    Attributes:
        owner: Whose databases they are, as texts for users say it, such as `the sandbox`.
        application_id: The file's `application_id`, which tells it from other programs' files.
        version: The file's `user_version`, which is raised with every change of the tables.
        parts: The tables; those of one part refer to no other part.
        fill: Writes what a new database holds.
    """

    owner: str
    application_id: int
    version: int
    parts: tuple[MetaData, ...]
    fill: Callable[[Connection], None]

    @property
    def tables(self) -> list[str]:
        """The names of the tables."""
        return sorted(name for part in self.parts for name in part.tables)

    def build(self, connection: Connection) -> None:
        """Make the tables and what a new database holds, but no marks."""
        for part in self.parts:
            part.create_all(connection)
        self.fill(connection)

    def create(self, connection: Connection) -> None:
        """Make all that a new file holds."""
        self.build(connection)
        connection.exec_driver_sql(f"PRAGMA application_id = {self.application_id}")
        connection.exec_driver_sql(f"PRAGMA user_version = {self.version}")

    def touch(self, connection: Connection) -> None:
        """Write nothing, where nothing may be written that fails."""
        connection.execute(delete(self.parts[0].sorted_tables[0]).where(false()))

    def renew(self, connection: Connection) -> None:
        """Make the tables anew, with what a new database holds, in place of those that are there.

        Raises:
            DatabaseFailed: There is no room for temporary files.
            OSError: Likewise.
        """
        statements = self.template().statements
        for part in self.parts:
            for table in reversed(part.sorted_tables):
                connection.exec_driver_sql(f"DROP TABLE IF EXISTS {table.name}")
        for statement in statements:
            connection.exec_driver_sql(statement)

    def template(self) -> Template:
        """Return what new databases are copies of; it is made once in a process.

        Raises:
            DatabaseFailed: It cannot be made, since there is no room for temporary files.
            OSError: Likewise.
        """
        with _MAKING:
            return _template(self)


@dataclass(frozen=True, slots=True)
class Template:
    """A new database.

    Attributes:
        content: The content of its file.
        statements: The statements that make it in an empty database.
    """

    content: bytes = field(repr=False)
    statements: tuple[str, ...] = field(repr=False)


@functools.cache
def _template(schema: Schema) -> Template:
    folder = TemporaryFolder()
    try:
        path = folder.path / "template.db"
        make_for_owner(path)
        connections = DatabaseConnections(path, durable=False)
        try:
            with connections.writing() as connection:
                schema.create(connection)
        finally:
            connections.close()  # the last one of a file, which writes its log into it
        with contextlib.closing(sqlite3.connect(path)) as made:
            statements = tuple(each for each in made.iterdump() if each not in _AROUND)
        return Template(path.read_bytes(), statements)
    finally:
        folder.delete()
