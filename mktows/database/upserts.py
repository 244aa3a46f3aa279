"""Writes rows by their key, whether they are there or not, in any of the databases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def upsert(
    connection: Connection,
    table: Table,
    values: Mapping[str, Any] | Sequence[Mapping[str, Any]],
    *,
    keys: Sequence[str],
    changes: Mapping[str, ColumnElement[Any]] | None = None,
) -> None:
    """Write rows; those whose keys are there are changed.

    Args:
        connection: The transaction.
        table: The table.
        values: The row, by names of columns, or several, all of the same columns.
        keys: The columns that a row is known by: the primary key, or another unique one.
        changes: What becomes of a row that is there; by default, the columns that are given are
            replaced.
    """
    rows = [values] if isinstance(values, Mapping) else values
    if not rows:
        return
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table)
    changed = changes or {name: statement.excluded[name] for name in rows[0] if name not in keys}
    if changed:
        statement = statement.on_conflict_do_update(index_elements=keys, set_=changed)
    else:
        statement = statement.on_conflict_do_nothing(index_elements=keys)
    connection.execute(statement, rows)
