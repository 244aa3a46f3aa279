"""Statements that are put into words once, and then given to the driver as they are."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from typing import Any, cast

from sqlalchemy import Connection, ScalarSelect, Select, bindparam, func, select
from sqlalchemy.dialects.sqlite import dialect


class Prepared:
    """A query for the calls that programs make most.

    Building, looking up and unwrapping a statement takes SQLAlchemy ten times as long as SQLite
    takes to run one of these.

    Args:
        statement: The query; its parameters are bound by name.
    """

    def __init__(self, statement: Select[Any]) -> None:
        compiled = statement.compile(dialect=dialect(paramstyle="named"))
        self._text, self._constants = str(compiled), compiled.params

    def rows(self, connection: Connection, **values: object) -> list[tuple[Any, ...]]:
        """Run the query in a transaction, and return all rows as tuples of its columns."""
        driver = cast("sqlite3.Connection", connection.connection.driver_connection)
        return driver.execute(self._text, {**self._constants, **values}).fetchall()


def one_of(name: str) -> ScalarSelect[Any]:
    """The members of a JSON list that is bound by name: what IN takes, whatever their number."""
    listed = func.json_each(bindparam(name)).table_valued("value")
    return select(listed.c.value).scalar_subquery()


def as_list(values: Iterable[str | int]) -> str:
    """Return values as the JSON list that `one_of` reads."""
    return json.dumps(list(values))
