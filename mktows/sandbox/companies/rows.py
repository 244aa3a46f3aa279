"""Rows of companies and of sales persons: the SQL of one transaction."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Table, delete, insert, select, update

from mktows.database.chunks import chunks
from mktows.parameters.scalars import MAX_ID


@dataclass(slots=True)
class Party:
    """One company or sales person.

    Attributes:
        id: Its id; 0 before it has one.
        external_id: The id that callers gave it; unique.
        attributes: Its other values, by the names of the REST API; none is empty.
    """

    id: int
    external_id: str = field(repr=False)
    created_at: int
    updated_at: int
    attributes: dict[str, str] = field(default_factory=dict, repr=False)


class PartyRows:
    """The companies, or the sales persons, of one transaction.

    Args:
        connection: The transaction.
        table: Their table.
        searched: The attribute that they are found by.
    """

    def __init__(self, connection: Connection, table: Table, searched: str) -> None:
        self._connection = connection
        self._table = table
        self._searched = searched

    def all(self) -> list[Party]:
        """Return all, by their ids."""
        rows = self._connection.execute(select(self._table).order_by(self._table.c.id))
        return [_party(row) for row in rows]

    def by_id(self, ids: Collection[int]) -> dict[int, Party]:
        """Return those with some ids, by these."""
        storable = [each for each in ids if 0 < each <= MAX_ID]
        return {each.id: each for each in self._find(self._table.c.id, storable)}

    def by_external_id(self, values: Collection[str]) -> dict[str, Party]:
        """Return those with some external ids, by these."""
        return {each.external_id: each for each in self._find(self._table.c.external_id, values)}

    def ids_by_search(self, values: Collection[str]) -> set[int]:
        """Return the ids of those with some names or addresses, in any letter case (inferred)."""
        keys = {each.casefold() for each in values}
        return {each.id for each in self._find(self._table.c.search_key, keys)}

    def put(self, party: Party) -> None:
        """Write one; if it is new it gets an id, unless it came with one."""
        key = party.attributes.get(self._searched)
        values: dict[str, object] = {
            "external_id": party.external_id,
            "search_key": None if key is None else key.casefold(),
            "attributes": json.dumps(party.attributes, ensure_ascii=False),
            "created_at": party.created_at,
            "updated_at": party.updated_at,
        }
        if not party.id:
            made = insert(self._table).values(values).returning(self._table.c.id)
            party.id = int(self._connection.scalars(made).one())
        else:
            self._connection.execute(
                update(self._table).where(self._table.c.id == party.id).values(values)
            )

    def load(self, party: Party) -> None:
        """Write one with the id that it comes with, or a new one."""
        if party.id:
            row = {"id": party.id, "external_id": party.external_id, "attributes": "{}"}
            self._connection.execute(
                insert(self._table).values(
                    **row, created_at=party.created_at, updated_at=party.updated_at
                )
            )
        self.put(party)

    def delete(self, ids: Collection[int]) -> None:
        """Delete those with some ids."""
        for chunk in chunks(ids):
            self._connection.execute(delete(self._table).where(self._table.c.id.in_(chunk)))

    def _find(self, column: ColumnElement[Any], values: Collection[Any]) -> list[Party]:
        return [
            _party(row)
            for chunk in chunks(values)
            for row in self._connection.execute(select(self._table).where(column.in_(chunk)))
        ]


def _party(row: Row[Any]) -> Party:
    return Party(
        row.id, row.external_id, row.created_at, row.updated_at, json.loads(row.attributes)
    )
