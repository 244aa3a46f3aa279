"""Statements that are compiled once, and then given to the driver as they are."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Connection, Insert, ScalarSelect, Select, bindparam, func, select
from sqlalchemy.dialects.sqlite import dialect


class Prepared:
    """A statement for the calls that programs make most.

    Building, looking up and unwrapping a statement takes SQLAlchemy ten times as long as SQLite
    takes to run one of these. In PostgreSQL, where the way to the server takes longer, it is an
    ordinary one.

    Args:
        statement: The statement; its parameters are bound by name.
    """

    def __init__(self, statement: Select[Any] | Insert) -> None:
        self._statement = statement
        compiled = statement.compile(dialect=dialect(paramstyle="named"))
        self._text, self._constants = str(compiled), compiled.params

    def rows(self, connection: Connection, **values: object) -> list[tuple[Any, ...]]:
        """Run a query in a transaction, and return all rows as tuples of its columns."""
        if connection.dialect.name != "sqlite":
            return [tuple(row) for row in connection.execute(self._statement, values)]
        if self._constants:
            values = {**self._constants, **values}
        return _driver(connection).execute(self._text, values).fetchall()

    def run_many(self, connection: Connection, rows: Sequence[Mapping[str, object]]) -> None:
        """Run the statement in a transaction once for each row; each gives all parameters."""
        if connection.dialect.name != "sqlite":
            connection.execute(self._statement, rows)
            return
        _driver(connection).executemany(self._text, rows)


def _driver(connection: Connection) -> sqlite3.Connection:
    return cast("sqlite3.Connection", connection.connection.driver_connection)


def one_of(name: str) -> ScalarSelect[Any]:
    """The members of a JSON list that is bound by name: what IN takes, whatever their number."""
    listed = func.json_each(bindparam(name)).table_valued("value")
    return select(listed.c.value).scalar_subquery()


def as_list(values: Iterable[str | int]) -> str:
    """Return values as the JSON list that `one_of` reads."""
    return json.dumps(list(values))
