"""Rows of opportunities, roles and programs: the SQL of one transaction."""

from __future__ import annotations

import json
import operator
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    UnaryExpression,
    and_,
    bindparam,
    delete,
    func,
    insert,
    literal,
    literal_column,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.sql.operators import custom_op

from mktows.database.chunks import chunks
from mktows.facts.mobjects import (
    OPPORTUNITY,
    OPPORTUNITY_FIELDS,
    PROGRAM,
    ROLE,
    ROLE_FIELDS,
    ObjectField,
)
from mktows.parameters.scalars import MAX_ID
from mktows.sandbox.mobjects.tables import mobject, mobject_counter, mobject_field
from mktows.sandbox.programs.tables import program_tag

Key = tuple[str, str]  # an external key: name, value

# Objects are not looked for by these alone; all other fields have an index.
_STANDARD = {OPPORTUNITY: OPPORTUNITY_FIELDS, ROLE: ROLE_FIELDS}
_FEW = 1000  # objects that are sorted by id rather than looked for in the order of ids

_OPERATORS: dict[str, Callable[[Any, Any], ColumnElement[bool]]] = {
    "EQ": operator.eq,
    "NE": operator.ne,
    "LT": operator.lt,
    "LE": operator.le,
    "GT": operator.gt,
    "GE": operator.ge,
}


@dataclass(slots=True)
class StoredObject:
    """One opportunity, role or program as stored.

    Attributes:
        opportunity_id: The opportunity a role belongs to.
        lead_id: The lead a role belongs to.
        company: Field and value by which an opportunity names its company.
    """

    type: str
    id: int
    created_at: int
    updated_at: int
    attributes: dict[str, str] = field(default_factory=dict, repr=False)
    opportunity_id: int | None = None
    lead_id: int | None = None
    company: tuple[str, str] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One condition on an attribute or on a column; `operator` is the name on the wire."""

    name: str
    operator: str
    value: str | int | float


@dataclass(slots=True)
class ObjectQuery:
    """A choice of MObjects, as getMObjects makes it; all conditions must hold.

    Attributes:
        ids: The object is one of these.
        columns: Conditions on `id`, `created_at`, `updated_at`.
        attributes: Conditions on attributes; letter case does not count (inferred).
        tag: Conditions on `type` and `value` of one and the same tag of a program.
        lead_ids: Has (or is) a role of one of these leads.
        opportunity_ids: Is a role in one of these opportunities.
        companies: Names, or has an opportunity that names, one of these companies.
        archived: Whether archived programs are wanted too.
    """

    type: str
    ids: list[Collection[int]] = field(default_factory=list)
    columns: list[Comparison] = field(default_factory=list)
    attributes: list[Comparison] = field(default_factory=list)
    tag: list[Comparison] = field(default_factory=list)
    lead_ids: list[Collection[int]] = field(default_factory=list)
    opportunity_ids: list[Collection[int]] = field(default_factory=list)
    companies: list[tuple[str, str]] = field(default_factory=list)
    archived: bool = False

    @property
    def is_selective(self) -> bool:
        """Tell whether a condition with an index that ignores the type leaves few objects."""
        named = any(each.name == "Name" and each.operator == "EQ" for each in self.attributes)
        return bool(named or self.opportunity_ids or self.companies) or (
            self.type == ROLE and bool(self.lead_ids)
        )


class MObjectRows:
    """The opportunities, roles and programs of one transaction.

    What was looked up is kept, and what was changed is held back and written in bulk by
    `flush`, so that a batch costs a few statements. A lookup that cannot be answered from
    what is kept writes first: a later object always sees an earlier one's effect. Objects
    handed out must not be changed in place; `update` takes a changed copy.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._fields: dict[str, dict[str, ObjectField]] = {}
        self._objects: dict[tuple[str, int], StoredObject | None] = {}
        self._newest: dict[tuple[str, str, str], int | None] = {}
        self._last_ids: dict[str, int] = {}
        self._made: dict[tuple[str, int], StoredObject] = {}
        self._changed: dict[tuple[str, int], StoredObject] = {}

    def fields(self, kind: str) -> dict[str, ObjectField]:
        """Return the attributes a type has, by name, in the order of replies."""
        if kind not in self._fields:
            rows = self._connection.execute(
                select(mobject_field)
                .where(mobject_field.c.type == kind)
                .order_by(mobject_field.c.position)
            )
            self._fields[kind] = {row.name: ObjectField(**row._mapping) for row in rows}
        return self._fields[kind]

    def define_field(self, defined: ObjectField) -> None:
        """Give opportunities or roles a field, or define one of this name anew.

        No operation does that: the vendor did on request (documented).

        Raises:
            ValueError: Only opportunities can have an external key (documented).
        """
        if defined.external_key and defined.type != OPPORTUNITY:
            raise ValueError(f"{defined.name!r}: {defined.type} cannot have an external key")
        self._connection.execute(
            insert(mobject_field).prefix_with("OR REPLACE").values(asdict(defined))
        )
        self._fields.pop(defined.type, None)
        if defined.external_key or defined.name not in _STANDARD[defined.type]:
            path = _attribute(defined.name)
            title = defined.name.replace('"', '""')
            self._connection.exec_driver_sql(
                f'CREATE INDEX IF NOT EXISTS "mobject_by_attribute_{title}" ON mobject ({path}) '
                f"WHERE {path} IS NOT NULL"
            )

    def prefetch(self, kind: str, ids: Iterable[int] = (), keys: Iterable[Key] = ()) -> None:
        """Look up the objects of a whole batch at once, by id and by external key."""
        self.flush()
        wanted = set(ids)
        names: dict[str, set[str]] = {}
        for name, value in keys:
            names.setdefault(name, set()).add(value)
            self._newest[kind, name, value] = None
        for name, values in names.items():
            column: ColumnElement[str] = literal_column(_attribute(name))
            for chunk in chunks(values):
                for value, newest in self._connection.execute(
                    select(column, func.max(mobject.c.id))
                    .where(_loose(mobject.c.type) == kind, column.in_(chunk))
                    .group_by(column)
                ):
                    self._newest[kind, name, value] = newest
                    wanted.add(newest)
        missing = [each for each in _storable(wanted) if (kind, each) not in self._objects]
        self._objects.update(dict.fromkeys((kind, each) for each in missing))
        for some in chunks(missing):
            for row in self._connection.execute(
                select(mobject).where(mobject.c.type == kind, mobject.c.id.in_(some))
            ):
                self._objects[kind, row.id] = _object(row)

    def get(self, kind: str, object_id: int) -> StoredObject | None:
        """Return one object."""
        if not 0 < object_id <= MAX_ID:
            return None
        if (kind, object_id) not in self._objects:
            self.prefetch(kind, ids=[object_id])
        return self._objects[kind, object_id]

    def newest_by_key(self, kind: str, name: str, value: str) -> StoredObject | None:
        """Return the object added last among those with this external key."""
        if (kind, name, value) not in self._newest:
            self.prefetch(kind, keys=[(name, value)])
        found = self._newest[kind, name, value]
        return None if found is None else self.get(kind, found)

    def ids_by_attribute(self, kind: str, name: str, values: Collection[str]) -> set[int]:
        """Return the objects that have one of some values in a field of the instance's own."""
        self.flush()
        column: ColumnElement[str] = literal_column(_attribute(name))
        return {
            each
            for chunk in chunks(values)
            for each in self._connection.scalars(
                select(mobject.c.id).where(_loose(mobject.c.type) == kind, column.in_(chunk))
            )
        }

    def role_ids(
        self, *, leads: Collection[int] = (), opportunities: Collection[int] = ()
    ) -> set[int]:
        """Return the roles of some leads, and those in some opportunities."""
        self.flush()
        return {
            each
            for column, wanted in (
                (mobject.c.lead_id, leads),
                (mobject.c.opportunity_id, opportunities),
            )
            for chunk in chunks(_storable(wanted))
            for each in self._connection.scalars(
                select(mobject.c.id).where(_loose(mobject.c.type) == ROLE, column.in_(chunk))
            )
        }

    def insert(self, made: StoredObject) -> int:
        """Add a new object and return its id, which was never used before."""
        if made.type not in self._last_ids:
            last = self._connection.scalar(
                select(mobject_counter.c.last_id).where(mobject_counter.c.type == made.type)
            )
            self._last_ids[made.type] = last or 0
        made.id = self._last_ids[made.type] = self._last_ids[made.type] + 1
        self._made[made.type, made.id] = made
        self._objects[made.type, made.id] = made
        for key in self._keys(made):
            self._newest[made.type, *key] = made.id  # ids grow
        return made.id

    def load(self, given: StoredObject) -> None:
        """Write an object with the id it comes with, which then counts as used."""
        self.flush()
        self._connection.execute(insert(mobject), _row(given))
        last = max(self._last_ids.pop(given.type, 0), given.id)
        self._count_as_used(given.type, last)
        self._keep(given)

    def update(self, changed: StoredObject) -> None:
        """Have an object's new content written."""
        here = (changed.type, changed.id)
        (self._made if here in self._made else self._changed)[here] = changed
        self._keep(changed)

    def delete(self, kind: str, ids: Collection[int]) -> set[int]:
        """Delete objects, opportunities with their roles, and return those that were there."""
        self.flush()
        self._objects.clear()
        self._newest.clear()
        gone: set[int] = set()
        for chunk in chunks(_storable(ids)):
            chosen = mobject.c.type == kind, mobject.c.id.in_(chunk)
            gone.update(
                self._connection.scalars(delete(mobject).where(*chosen).returning(mobject.c.id))
            )
            if kind == OPPORTUNITY:
                self._connection.execute(
                    delete(mobject).where(
                        _loose(mobject.c.type) == ROLE, mobject.c.opportunity_id.in_(chunk)
                    )
                )
        return gone

    def reassign(self, losers: Collection[int], winner: int) -> None:
        """Have the roles of some leads be those of another; a role they share stays twice."""
        self.flush()
        self._objects.clear()
        for chunk in chunks(losers):
            self._connection.execute(
                update(mobject)
                .where(_loose(mobject.c.type) == ROLE, mobject.c.lead_id.in_(chunk))
                .values(lead_id=winner)
            )

    def find(self, query: ObjectQuery, *, after: int, limit: int) -> list[StoredObject]:
        """Return the objects that meet a query, in ascending order of id, behind one id."""
        self.flush()
        kind: ColumnElement[Any] = mobject.c.type
        behind: ColumnElement[Any] = mobject.c.id
        if query.is_selective:
            kind, behind = _loose(kind), _loose(behind)
        elif query.ids or query.lead_ids or self._changed_lately(query):
            behind = _loose(behind)
        rows = self._connection.execute(
            select(mobject)
            .where(kind == query.type, behind > after, _meets(query))
            .order_by(behind)
            .limit(limit)
        )
        return [_object(row) for row in rows]

    def flush(self) -> None:
        """Write what was changed; the leads of roles must be written before."""
        if self._made:
            self._connection.execute(insert(mobject), [_row(each) for each in self._made.values()])
            self._made = {}
            for kind, last in self._last_ids.items():
                self._count_as_used(kind, last)
        if self._changed:
            rows = [
                {**_row(each), "changed_type": each.type, "changed_id": each.id}
                for each in self._changed.values()
            ]
            self._connection.execute(
                update(mobject).where(
                    mobject.c.type == bindparam("changed_type"),
                    mobject.c.id == bindparam("changed_id"),
                ),
                rows,
            )
            self._changed = {}

    def _changed_lately(self, query: ObjectQuery) -> bool:
        """Tell whether a range of update times leaves few objects, which are cheap to sort."""
        times = [
            _compared(mobject.c.updated_at, each)
            for each in query.columns
            if each.name == "updated_at" and each.operator != "NE"
        ]
        if not times:
            return False
        some = select(literal(1)).where(mobject.c.type == query.type, *times).limit(_FEW)
        count = self._connection.scalar(select(func.count()).select_from(some.subquery()))
        return (count or 0) < _FEW

    def _count_as_used(self, kind: str, last_id: int) -> None:
        self._connection.execute(
            upsert(mobject_counter)
            .values(type=kind, last_id=last_id)
            .on_conflict_do_update(
                index_elements=[mobject_counter.c.type],
                set_={"last_id": func.max(mobject_counter.c.last_id, last_id)},
            )
        )

    def _keep(self, stored: StoredObject) -> None:
        """Keep the lookups right: another object may be the newest under a changed key now."""
        before = self._objects.get((stored.type, stored.id))
        self._objects[stored.type, stored.id] = stored
        old = set() if before is None else self._keys(before)
        for key in old ^ self._keys(stored):
            self._newest.pop((stored.type, *key), None)

    def _keys(self, stored: StoredObject) -> set[Key]:
        return {
            (name, stored.attributes[name])
            for name, each in self.fields(stored.type).items()
            if each.external_key and name in stored.attributes
        }


def _meets(query: ObjectQuery) -> ColumnElement[bool]:
    """Return the SQL of a query; every value is bound, names come from tables of this program."""
    conditions: list[ColumnElement[bool]] = []
    conditions.extend(mobject.c.id.in_(_storable(each)) for each in query.ids)
    for each in query.columns:
        conditions.append(_compared(mobject.c[each.name], each))
    for each in query.attributes:
        if each.name == "Name":
            conditions.append(_named(each))
        else:
            attribute: ColumnElement[str] = literal_column(_attribute(each.name))
            conditions.append(_compared(func.coalesce(attribute, "").collate("NOCASE"), each))
    if query.tag:
        empty = [each for each in query.tag if not each.value]
        tagged = _has_tag(query.tag)
        if empty and all(each.operator in ("EQ", "LE", "GE") for each in empty):
            # The empty value of a program that has no such tag.
            tagged = or_(tagged, ~_has_tag([each for each in query.tag if each.value]))
        conditions.append(tagged)
    if query.type == PROGRAM and not query.archived:
        archived: ColumnElement[str] = literal_column(_attribute("Is Archived"))
        conditions.append(or_(archived.is_(None), archived != "true"))
    other = mobject.alias("other")
    for leads in query.lead_ids:
        if query.type == ROLE:
            conditions.append(mobject.c.lead_id.in_(leads))
        else:
            held = select(other.c.opportunity_id).where(
                _loose(other.c.type) == ROLE, other.c.lead_id.in_(leads)
            )
            conditions.append(mobject.c.id.in_(held))
    conditions.extend(mobject.c.opportunity_id.in_(each) for each in query.opportunity_ids)
    for name, value in query.companies:
        if query.type == ROLE:
            named = select(other.c.id).where(
                _loose(other.c.type) == OPPORTUNITY,
                other.c.company_field == name,
                other.c.company_value == value,
            )
            conditions.append(mobject.c.opportunity_id.in_(named))
        else:
            conditions.append(
                and_(mobject.c.company_field == name, mobject.c.company_value == value)
            )
    return and_(true(), *conditions)


def _has_tag(given: Sequence[Comparison]) -> ColumnElement[bool]:
    """Return the SQL for a program with a tag that meets all conditions."""
    compared = (_compared(program_tag.c[each.name].collate("NOCASE"), each) for each in given)
    here = program_tag.c.program_id == mobject.c.id
    return select(program_tag.c.id).where(here, *compared).exists()


def _named(given: Comparison) -> ColumnElement[bool]:
    """Return the SQL for a condition on the name, which an index serves."""
    key = replace(given, value=str(given.value).casefold())
    if given.operator in ("NE", "LT", "LE") or not given.value:  # no name is an empty one
        return _compared(func.coalesce(mobject.c.name_key, ""), key)
    return _compared(mobject.c.name_key, key)


def _loose(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return the column behind a plus sign, which keeps SQLite from using an index on it.

    It knows no figures of the tables, and would go through all objects of a type rather than
    use the index of another condition.
    """
    return UnaryExpression(column, operator=custom_op("+"), type_=column.type)


def _storable(ids: Collection[int]) -> list[int]:
    return [each for each in ids if 0 < each <= MAX_ID]


def _compared(column: ColumnElement[Any], comparison: Comparison) -> ColumnElement[bool]:
    return _OPERATORS[comparison.operator](column, literal(comparison.value))


def _attribute(name: str) -> str:
    """Return the SQL for one attribute; written out so that an index on it can serve."""
    path = f'$."{name}"'.replace("'", "''")
    return f"json_extract(attributes, '{path}')"


def _row(stored: StoredObject) -> dict[str, object]:
    company_field, company_value = stored.company or (None, None)
    name = stored.attributes.get("Name")
    return {
        "type": stored.type,
        "id": stored.id,
        "attributes": json.dumps(stored.attributes, ensure_ascii=False, separators=(",", ":")),
        "name_key": None if name is None else name.casefold(),
        "opportunity_id": stored.opportunity_id,
        "lead_id": stored.lead_id,
        "company_field": company_field,
        "company_value": company_value,
        "created_at": stored.created_at,
        "updated_at": stored.updated_at,
    }


def _object(row: object) -> StoredObject:
    stored = row._mapping  # type: ignore[attr-defined]
    named = stored["company_field"]
    return StoredObject(
        type=stored["type"],
        id=stored["id"],
        created_at=stored["created_at"],
        updated_at=stored["updated_at"],
        attributes=json.loads(stored["attributes"]),
        opportunity_id=stored["opportunity_id"],
        lead_id=stored["lead_id"],
        company=None if named is None else (named, stored["company_value"]),
    )
