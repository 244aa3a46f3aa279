"""A database that several processes share: a file of SQLite, or one of PostgreSQL."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from mktows.database.database import Database
from mktows.database.postgres_address import SCHEMES, read_address
from mktows.database.schema import Schema
from mktows.errors import ConfigError
from mktows.extras import named

if TYPE_CHECKING:
    from mktows.database.postgres import PostgresDatabase

SharedDatabase: TypeAlias = "Database | PostgresDatabase"


def open_shared(schema: Schema, place: str | Path | None, *, quiet: bool = False) -> SharedDatabase:
    """Open a database by its place, and make its tables unless they are there.

    Args:
        schema: Its tables, marks and first rows.
        place: The path of a file, or a URL such as `postgresql://user@host/name`; None for a
            private file, which is gone when it is closed.
        quiet: Whether failures are raised alone; by default each is logged once, too.

    Raises:
        UnusableDatabase: It is not ours, or newer than this code, or cannot be opened.
        ConfigError: The URL cannot be read.
        ModuleNotFoundError: The driver of PostgreSQL is not installed.
    """
    if isinstance(place, str):
        if place.startswith(SCHEMES):
            address = read_address(place)
            try:
                from mktows.database.postgres import PostgresDatabase
            except ModuleNotFoundError as error:
                raise named(error) from None
            return PostgresDatabase(schema, address, quiet=quiet)
        scheme, mark, _ = place.partition("://")
        if mark:
            raise ConfigError(
                f"no database can be reached by {scheme}://; give the path of a file, or a URL "
                f"that begins with {SCHEMES[0]}"
            )
    return Database(schema, place, quiet=quiet)
