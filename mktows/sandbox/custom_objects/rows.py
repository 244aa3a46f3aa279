"""Rows of custom objects and their types: the SQL of one transaction."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    delete,
    func,
    insert,
    literal_column,
    select,
)
from sqlalchemy.dialects.sqlite import insert as upsert

from mktows.sandbox.custom_objects.tables import (
    custom_object,
    custom_object_field,
    custom_object_type,
)
from mktows.sandbox.custom_objects.types import CustomObject, CustomObjectField, CustomObjectType

T = TypeVar("T")

_CHUNK = 500  # values in one IN list; the oldest SQLite libraries allow 999 variables


class CustomObjectRows:
    """The custom objects of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def define(self, kind: CustomObjectType) -> None:
        """Make a type; its name must be new, whatever the letter case."""
        self._connection.execute(
            insert(custom_object_type).values(
                name=kind.name,
                name_key=kind.name.casefold(),
                description=kind.description,
                link_field=kind.link_field,
            )
        )
        self._connection.execute(
            insert(custom_object_field),
            [
                {
                    "type": kind.name,
                    "name": each.name,
                    "position": position,
                    "data_type": each.data_type,
                    "key": each.key,
                }
                for position, each in enumerate(kind.fields)
            ],
        )
        for each in kind.keys:
            if each.name != kind.link_field:
                # Types that have a key of the same name share its index.
                title = each.name.replace('"', '""')
                self._connection.exec_driver_sql(
                    f'CREATE INDEX IF NOT EXISTS "custom_object_by_{title}" '
                    f"ON custom_object (type, {_value(each.name)}, key_text)"
                )

    def type(self, name: str) -> CustomObjectType | None:
        """Return a type, whatever the letter case asked with (documented)."""
        row = self._connection.execute(
            select(custom_object_type).where(custom_object_type.c.name_key == name.casefold())
        ).first()
        if row is None:
            return None
        fields = custom_object_field.c
        rows = self._connection.execute(
            select(fields.name, fields.data_type, fields.key)
            .where(fields.type == row.name)
            .order_by(fields.position)
        )
        return CustomObjectType(
            row.name,
            row.description,
            row.link_field,
            tuple(CustomObjectField(**each._mapping) for each in rows),
        )

    def by_key_text(self, kind: CustomObjectType, keys: Collection[str]) -> dict[str, CustomObject]:
        """Return the records that have these keys, each as `CustomObjectType.key_text`."""
        return {
            row.key_text: _object(row)
            for chunk in _chunks(keys)
            for row in self._connection.execute(
                select(custom_object).where(
                    custom_object.c.type == kind.name, custom_object.c.key_text.in_(chunk)
                )
            )
        }

    def find(
        self,
        kind: CustomObjectType,
        keys: Mapping[str, str],
        *,
        after: str | None = None,
        offset: int = 0,
        limit: int,
    ) -> tuple[list[CustomObject], int]:
        """Return a page of records in the order of their keys, and how many follow it.

        Args:
            kind: Their type.
            keys: Values, in their kept form, of some of the key fields; empty for all records.
            after: The key text behind which the page begins, if any.
            offset: Records to pass over from there.
            limit: Records of a page.
        """
        rows = custom_object.c
        chosen: list[ColumnElement[bool]] = [rows.type == kind.name]
        for name, value in keys.items():
            if name == kind.link_field:
                chosen.append(rows.lead_id == int(value))
            else:
                column: ColumnElement[str] = literal_column(_value(name))
                chosen.append(column == value)
        if after is not None:
            chosen.append(rows.key_text > after)
        found = self._connection.execute(
            select(custom_object).where(*chosen).order_by(rows.key_text).limit(limit).offset(offset)
        )
        page = [_object(row) for row in found]
        if len(page) < limit:
            return page, 0
        left = self._connection.scalar(
            select(func.count()).select_from(custom_object).where(*chosen)
        )
        return page, (left or 0) - offset - len(page)

    def put(self, kind: CustomObjectType, objects: Sequence[CustomObject]) -> None:
        """Write records; one whose key is there already takes that one's place."""
        if not objects:
            return
        statement = upsert(custom_object)
        self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=[custom_object.c.type, custom_object.c.key_text],
                set_={
                    name: statement.excluded[name]
                    for name in ("lead_id", "attributes", "created_at", "updated_at")
                },
            ),
            [
                {
                    "type": kind.name,
                    "key_text": kind.key_text(each.shown(kind)),
                    "lead_id": each.lead_id,
                    "attributes": json.dumps(
                        each.values, ensure_ascii=False, separators=(",", ":")
                    ),
                    "created_at": each.created_at,
                    "updated_at": each.updated_at,
                }
                for each in objects
            ],
        )

    def delete(self, kind: CustomObjectType, keys: Collection[str]) -> None:
        """Delete the records that have these keys, each as `CustomObjectType.key_text`."""
        for chunk in _chunks(keys):
            self._connection.execute(
                delete(custom_object).where(
                    custom_object.c.type == kind.name, custom_object.c.key_text.in_(chunk)
                )
            )

    def reassign(self, losers: Collection[int], winner: int) -> None:
        """Give the losers' records to the winner.

        Where that makes two records with one key, the winner's own stays, else the one of the
        lead that comes first among the losers.
        """
        taken: dict[str, list[tuple[int, CustomObject]]] = {}
        for chunk in _chunks(losers):
            for row in self._connection.execute(
                select(custom_object).where(custom_object.c.lead_id.in_(chunk))
            ):
                taken.setdefault(row.type, []).append((row.lead_id, _object(row)))
        for chunk in _chunks(losers):
            self._connection.execute(
                delete(custom_object).where(custom_object.c.lead_id.in_(chunk))
            )
        rank = {lead_id: position for position, lead_id in enumerate(losers)}
        for kind in filter(None, map(self.type, taken)):
            moved: dict[str, CustomObject] = {}
            for _, each in sorted(taken[kind.name], key=lambda pair: rank[pair[0]]):
                each.lead_id = winner
                moved.setdefault(kind.key_text(each.shown(kind)), each)
            held = self.by_key_text(kind, moved)
            self.put(kind, [each for key, each in moved.items() if key not in held])


def _chunks(values: Collection[T]) -> Iterator[Sequence[T]]:
    listed = list(values)
    return (listed[start : start + _CHUNK] for start in range(0, len(listed), _CHUNK))


def _value(name: str) -> str:
    """Return the SQL for one field; written out so that an index on it can serve."""
    path = f'$."{name}"'.replace("'", "''")
    return f"json_extract(attributes, '{path}')"


def _object(row: Any) -> CustomObject:
    return CustomObject(row.lead_id, json.loads(row.attributes), row.created_at, row.updated_at)
