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
    literal,
    literal_column,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import insert as upsert

from mktows.parameters.custom_types import CustomObjectField, CustomObjectType
from mktows.parameters.scalars import MAX_ID
from mktows.sandbox.custom_objects.drafts import TypeDraft
from mktows.sandbox.custom_objects.records import CustomObject
from mktows.sandbox.custom_objects.tables import (
    custom_object,
    custom_object_draft,
    custom_object_field,
    custom_object_type,
)

T = TypeVar("T")

_CHUNK = 500  # values in one IN list; the oldest SQLite libraries allow 999 variables


class CustomObjectRows:
    """The custom objects of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def define(self, kind: CustomObjectType) -> None:
        """Make a type; its name must be new, whatever the letter case."""
        self._connection.execute(insert(custom_object_type).values(_type_row(kind)))
        self._define_fields(kind)

    def redefine(self, kind: CustomObjectType, before: CustomObjectType) -> None:
        """Change a type; its keys stay, and records lose the values of fields that are gone."""
        fields = custom_object_field.c
        self._connection.execute(delete(custom_object_field).where(fields.type == before.name))
        self._connection.execute(
            update(custom_object_type)
            .where(custom_object_type.c.name == before.name)
            .values(_type_row(kind))
        )
        self._define_fields(kind)
        for each in before.fields:
            if kind.field(each.name) is None:
                path = literal(f'$."{each.name}"')
                self._connection.execute(
                    update(custom_object)
                    .where(custom_object.c.type == kind.name)
                    .values(attributes=func.json_remove(custom_object.c.attributes, path))
                )

    def drop(self, kind: CustomObjectType) -> None:
        """Delete a type with all its records."""
        for table in (custom_object, custom_object_field):
            self._connection.execute(delete(table).where(table.c.type == kind.name))
        self._connection.execute(
            delete(custom_object_type).where(custom_object_type.c.name == kind.name)
        )

    def _define_fields(self, kind: CustomObjectType) -> None:
        self._connection.execute(
            insert(custom_object_field),
            [
                {
                    "type": kind.name,
                    "name": each.name,
                    "position": position,
                    "data_type": each.data_type,
                    "key": each.key,
                    "display_name": each.display_name,
                    "description": each.description,
                    "related_object": None if each.related is None else each.related[0],
                    "related_field": None if each.related is None else each.related[1],
                }
                for position, each in enumerate(kind.fields)
            ],
        )
        for each in kind.fields:
            if each.name != kind.link_field and (each.key or each.related is not None):
                # Types that have a key of the same name share its index.
                title = each.name.replace('"', '""')
                self._connection.exec_driver_sql(
                    f'CREATE INDEX IF NOT EXISTS "custom_object_by_{title}" '
                    f"ON custom_object (type, {_value(each.name)}, key_text)"
                )

    def types(self) -> list[CustomObjectType]:
        """Return all types, by name."""
        names = self._connection.scalars(
            select(custom_object_type.c.name).order_by(custom_object_type.c.name_key)
        )
        return list(filter(None, map(self.type, names.all())))

    def type(self, name: str) -> CustomObjectType | None:
        """Return a type, whatever the letter case asked with (documented)."""
        row = self._connection.execute(
            select(custom_object_type).where(custom_object_type.c.name_key == name.casefold())
        ).first()
        if row is None:
            return None
        fields = custom_object_field.c
        rows = self._connection.execute(
            select(
                fields.name,
                fields.data_type,
                fields.key,
                fields.display_name,
                fields.description,
                fields.related_object,
                fields.related_field,
            )
            .where(fields.type == row.name)
            .order_by(fields.position)
        )
        return CustomObjectType(
            row.name,
            row.description,
            row.link_field,
            tuple(
                CustomObjectField(*each[:-2], None if each[-2] is None else (each[-2], each[-1]))
                for each in rows
            ),
            row.display_name,
            row.plural_name,
            row.in_leads,
            row.created_at,
            row.updated_at,
        )

    def type_names(self) -> set[str]:
        """Return the names of all types and drafts, casefolded."""
        return {
            each
            for column in (custom_object_type.c.name_key, custom_object_draft.c.name_key)
            for each in self._connection.scalars(select(column))
        }

    def draft(self, name: str) -> TypeDraft | None:
        """Return the draft of a type, whatever the letter case asked with."""
        text = self._connection.scalar(
            select(custom_object_draft.c.content).where(
                custom_object_draft.c.name_key == name.casefold()
            )
        )
        return None if text is None else TypeDraft.read(text)

    def put_draft(self, draft: TypeDraft) -> None:
        """Write a draft, in place of another one of the type."""
        row = upsert(custom_object_draft).values(
            name_key=draft.name.casefold(), content=draft.text()
        )
        self._connection.execute(
            row.on_conflict_do_update(
                index_elements=[custom_object_draft.c.name_key],
                set_={"content": row.excluded.content},
            )
        )

    def drop_draft(self, name: str) -> None:
        """Forget the draft of a type."""
        self._connection.execute(
            delete(custom_object_draft).where(custom_object_draft.c.name_key == name.casefold())
        )

    def by_id(self, kind: CustomObjectType, ids: Collection[int]) -> dict[int, CustomObject]:
        """Return the records with some ids, by these."""
        return {
            row.id: _object(row)
            for chunk in _chunks([each for each in ids if 0 < each <= MAX_ID])
            for row in self._connection.execute(
                select(custom_object).where(
                    custom_object.c.type == kind.name, custom_object.c.id.in_(chunk)
                )
            )
        }

    def ids_by_field(self, kind: CustomObjectType, name: str, values: Collection[str]) -> set[int]:
        """Return the ids of the records that have one of some values, in kept form, in a field."""
        rows = custom_object.c
        if name == kind.link_field:
            column: ColumnElement[Any] = rows.lead_id
            wanted: Collection[Any] = [int(each) for each in values]
        else:
            column, wanted = literal_column(_value(name)), values
        return {
            each
            for chunk in _chunks(wanted)
            for each in self._connection.scalars(
                select(rows.id).where(rows.type == kind.name, column.in_(chunk))
            )
        }

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

    def put(
        self, kind: CustomObjectType, objects: Sequence[CustomObject], *, anew: bool = False
    ) -> None:
        """Write records; one whose key is there already takes that one's place.

        Args:
            kind: Their type.
            objects: The records.
            anew: Whether they were deleted before, and get the ids back that they had.
        """
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
                    **({"id": each.id} if anew else {}),
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
            kept = [each for key, each in moved.items() if key not in held]
            self.put(kind, kept, anew=True)


def _chunks(values: Collection[T]) -> Iterator[Sequence[T]]:
    listed = list(values)
    return (listed[start : start + _CHUNK] for start in range(0, len(listed), _CHUNK))


def _value(name: str) -> str:
    """Return the SQL for one field; written out so that an index on it can serve."""
    path = f'$."{name}"'.replace("'", "''")
    return f"json_extract(attributes, '{path}')"


def _object(row: Any) -> CustomObject:
    return CustomObject(
        row.lead_id, json.loads(row.attributes), row.created_at, row.updated_at, row.id
    )


def _type_row(kind: CustomObjectType) -> dict[str, object]:
    return {
        "name": kind.name,
        "name_key": kind.name.casefold(),
        "description": kind.description,
        "link_field": kind.link_field,
        "display_name": kind.display_name or kind.name,
        "plural_name": kind.plural_name,
        "in_leads": kind.in_leads,
        "created_at": kind.created_at,
        "updated_at": kind.updated_at,
    }
