"""Rows of activity types beyond the service's own: the SQL of one transaction."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from mktows.facts.activity_types import CUSTOM_IDS_FROM
from mktows.sandbox.activities.tables_types import activity_type
from mktows.sandbox.activities.types import CustomActivityType, TypeAttribute, TypeVersion

_IS_CUSTOM = activity_type.c.api_key.is_not(None)


class ActivityTypeRows:
    """The activity types of one transaction that an instance has for itself."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._ensured: set[str] = set()

    def ensure(self, names: Iterable[str], now: int) -> None:
        """Give an id to each name that has none yet."""
        missing = set(names) - self._ensured
        if not missing:
            return
        self._ensured |= missing
        known = self._connection.scalars(
            select(activity_type.c.name).where(activity_type.c.name.in_(missing))
        )
        for name in sorted(missing.difference(known)):
            self._insert(id=self._unused_id(), name=name, created_at=now, updated_at=now)

    def named(self) -> list[tuple[int, str]]:
        """Return ids and names of all types: custom ones, and mere names."""
        rows = self._connection.execute(
            select(activity_type.c.id, activity_type.c.name).order_by(activity_type.c.id)
        )
        return [(row.id, row.name) for row in rows]

    def names(self, ids: Collection[int]) -> dict[int, str]:
        """Return the names that activities have, by the types' ids."""
        held = activity_type.c
        rows = self._connection.execute(select(held.id, held.name).where(held.id.in_(ids)))
        return {row.id: row.name for row in rows}

    def custom(self) -> list[CustomActivityType]:
        """Return the custom types in the order of their ids."""
        rows = self._connection.execute(
            select(activity_type).where(_IS_CUSTOM).order_by(activity_type.c.id)
        )
        return [_custom(row) for row in rows]

    def find(self, api_name: str) -> CustomActivityType | None:
        """Return the custom type of an API name, in any letter case (a guess)."""
        row = self._connection.execute(
            select(activity_type).where(activity_type.c.api_key == api_name.casefold())
        ).first()
        return None if row is None else _custom(row)

    def is_taken(self, name: str) -> bool:
        """Tell whether a type of the instance has a name already."""
        found = select(activity_type.c.id).where(activity_type.c.name == name)
        return self._connection.scalar(found) is not None

    def add(self, made: CustomActivityType) -> CustomActivityType:
        """Write a new custom type; id 0 has one given out."""
        made = replace(made, id=made.id or self._unused_id())
        self._insert(**_columns(made))
        return made

    def change(self, changed: CustomActivityType) -> None:
        """Write another state of a custom type."""
        self._connection.execute(
            update(activity_type).where(activity_type.c.id == changed.id).values(_columns(changed))
        )

    def delete(self, type_id: int) -> None:
        """Make a custom type a mere name: its activities stay."""
        self._connection.execute(
            update(activity_type)
            .where(activity_type.c.id == type_id)
            .values(api_name=None, api_key=None, live=None, draft=None)
        )

    def _insert(self, **values: object) -> None:
        self._connection.execute(insert(activity_type).values(values))

    def _unused_id(self) -> int:
        last = self._connection.exec_driver_sql(
            "SELECT seq FROM sqlite_sequence WHERE name = 'activity_type'"
        ).scalar()
        return max(CUSTOM_IDS_FROM, 0 if last is None else last + 1)


def _columns(stored: CustomActivityType) -> dict[str, object]:
    return {
        "id": stored.id,
        "name": stored.stored_name,
        "api_name": stored.api_name,
        "api_key": stored.api_name.casefold(),
        "live": _text(stored.live),
        "draft": _text(stored.draft),
        "created_at": stored.created_at,
        "updated_at": stored.updated_at,
    }


def _text(version: TypeVersion | None) -> str | None:
    return None if version is None else json.dumps(asdict(version), ensure_ascii=False)


def _version(text: str | None) -> TypeVersion | None:
    if text is None:
        return None
    stored = json.loads(text)
    return TypeVersion(
        **{
            **stored,
            "primary": TypeAttribute(**stored["primary"]),
            "attributes": tuple(TypeAttribute(**each) for each in stored["attributes"]),
        }
    )


def _custom(row: Row[Any]) -> CustomActivityType:
    return CustomActivityType(
        id=row.id,
        stored_name=row.name,
        api_name=row.api_name,
        live=_version(row.live),
        draft=_version(row.draft),
        created_at=row.created_at,
        updated_at=row.updated_at,
    )
