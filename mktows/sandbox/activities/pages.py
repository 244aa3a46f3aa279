"""Pages of activities in the order of time, and how many follow: the SQL of one read."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Row,
    Select,
    and_,
    column,
    func,
    literal,
    not_,
    select,
    tuple_,
    union_all,
)

from mktows.sandbox.activities.tables import activity
from mktows.sandbox.activities.tables_blocks import BLOCK_BITS, activity_block
from mktows.sandbox.lists.tables import list_member

_MIXED_BLOCKS = 16
"""As many blocks whose times lie around a bound are counted one activity at a time."""
_MERGED_TYPES = 100
"""As many types are each read in order; SQLite puts 500 queries together at most."""
_FOR_EVER = 2**62
# Expressions that no index serves: SQLite keeps no statistics here to choose an index by.
_UNINDEXED_AT = activity.c.at + 0
_UNINDEXED_TYPE = activity.c.type.concat("")

Place = tuple[int, int]
"""The place of an activity in time: its moment, and its id among those of one moment."""


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity as stored; its attributes are those of a new one."""

    id: int
    lead_id: int
    at: int
    type: str
    asset: str = field(repr=False)
    attributes: Sequence[tuple[str, str]] = field(repr=False)
    campaign: str


@dataclass(frozen=True, slots=True)
class ActivityQuery:
    """A choice of activities; all conditions must hold.

    Attributes:
        lead_ids: They happened to one of these leads; None for whomever.
        list_id: They happened to a member of this static list.
        included: Their type is one of these; None for any.
        excluded: Their type is none of these.
        oldest: They happened then or later.
        latest: They happened then or earlier.
    """

    lead_ids: Collection[int] | None = None
    list_id: int | None = None
    included: Collection[str] | None = None
    excluded: Collection[str] = ()
    oldest: int | None = None
    latest: int | None = None


def read_page(
    connection: Connection,
    query: ActivityQuery,
    *,
    newest_first: bool,
    after: Place | None = None,
    skip: int = 0,
    limit: int,
) -> tuple[list[Activity], int]:
    """Return a page of activities, and exactly how many follow it.

    Reading costs about the same for any number of activities, unless their times and their ids
    are in different orders.

    Args:
        connection: The transaction's.
        query: Which are wanted.
        newest_first: Whether time runs backwards.
        after: The place behind which the page begins, whatever has come or gone since.
        skip: How many to pass over.
        limit: The size of the page.
    """
    if query.included is not None and not query.included:
        return [], 0
    rows = _ordered(query, after, newest_first=newest_first, most=skip + limit)
    page = [_activity(row) for row in connection.execute(rows.offset(skip).limit(limit))]
    if len(page) < limit:
        return page, 0
    last = (page[-1].at, page[-1].id)
    if not newest_first and query.lead_ids is None and query.list_id is None:
        blocks = _count_by_blocks(connection, query, last)
        if blocks is not None:
            return page, blocks
    count = select(func.count()).select_from(activity)
    behind = _behind(last, newest_first=newest_first)
    return page, _number(connection, count.where(*_conditions(query), *behind))


def first_activities(
    connection: Connection, query: ActivityQuery, *, after: Place | None = None, limit: int
) -> list[Activity]:
    """Return the oldest activities behind a place; see `read_page`."""
    if query.included is not None and not query.included:
        return []
    rows = _ordered(query, after, newest_first=False, most=limit)
    return [_activity(row) for row in connection.execute(rows.limit(limit))]


def _count_by_blocks(connection: Connection, query: ActivityQuery, after: Place) -> int | None:
    """Return how many follow a place in ascending order, whole blocks at once.

    None where the times of too many blocks lie around a bound: then nothing is saved.
    """
    at, _ = after
    held = activity_block.c
    latest = _FOR_EVER if query.latest is None else query.latest
    blocks = (
        select(
            held.block,
            func.sum(held.activities).label("activities"),
            func.min(held.oldest).label("oldest"),
            func.max(held.newest).label("newest"),
        )
        .where(*_type_conditions(query, held.type))
        .group_by(held.block)
        .subquery()
    )
    whole = and_(blocks.c.oldest > at, blocks.c.newest <= latest)
    in_part = and_(blocks.c.newest >= at, blocks.c.oldest <= latest, not_(whole))
    mixed = connection.scalars(select(blocks.c.block).where(in_part).limit(_MIXED_BLOCKS + 1)).all()
    if len(mixed) > _MIXED_BLOCKS:
        return None
    counted = _number(
        connection, select(func.coalesce(func.sum(blocks.c.activities), 0)).where(whole)
    )
    for block in mixed:
        first = block << BLOCK_BITS
        of_block = activity.c.id.between(first, first + (1 << BLOCK_BITS) - 1)
        counted += _number(
            connection,
            select(func.count())
            .select_from(activity)
            .where(
                of_block,
                *_conditions(query, at=_UNINDEXED_AT, kind=_UNINDEXED_TYPE),
                *_behind(after, newest_first=False, at=_UNINDEXED_AT),
            ),
        )
    return counted


def _number(connection: Connection, count: Select[Any]) -> int:
    return int(connection.scalars(count).one())


def _conditions(
    query: ActivityQuery,
    *,
    at: ColumnElement[int] = activity.c.at,
    kind: ColumnElement[str] = activity.c.type,
) -> Iterator[ColumnElement[bool]]:
    if query.lead_ids is not None or query.list_id is not None:
        kind = _UNINDEXED_TYPE  # a lead's own activities are fewer than those of a type
    if query.lead_ids is not None:
        # One variable for any number of leads.
        ids = func.json_each(json.dumps(sorted(query.lead_ids))).table_valued(
            column("value", Integer)
        )
        yield activity.c.lead_id.in_(select(ids.c.value))
    if query.list_id is not None:
        members = select(list_member.c.lead_id).where(list_member.c.list_id == query.list_id)
        yield activity.c.lead_id.in_(members)
    yield from _type_conditions(query, kind)
    if query.oldest is not None:
        yield at >= query.oldest
    if query.latest is not None:
        yield at <= query.latest


def _type_conditions(
    query: ActivityQuery, kind: ColumnElement[str]
) -> Iterator[ColumnElement[bool]]:
    if query.included is not None:
        yield kind.in_(query.included)
    if query.excluded:
        yield kind.not_in(query.excluded)


def _behind(
    after: Place | None, *, newest_first: bool, at: ColumnElement[int] = activity.c.at
) -> Iterator[ColumnElement[bool]]:
    if after is not None:
        place = tuple_(at, activity.c.id)
        last = tuple_(*(literal(each) for each in after))
        yield place < last if newest_first else place > last


def _ordered(
    query: ActivityQuery, after: Place | None, *, newest_first: bool, most: int
) -> Select[Any]:
    """Return the query of at least the first activities behind a place, in order."""
    kinds = query.included or ()
    if query.lead_ids is None and query.list_id is None and 1 < len(kinds) <= _MERGED_TYPES:
        # Each type is in order already: so many of each are enough, however many there are.
        of_types = (
            _ordered(replace(query, included=(kind,)), after, newest_first=newest_first, most=most)
            for kind in kinds
        )
        merged = union_all(*(select(each.limit(most).subquery()) for each in of_types)).subquery()
        rows, columns = select(merged), (merged.c.at, merged.c.id)
    else:
        rows, columns = select(activity), (activity.c.at, activity.c.id)
        rows = rows.where(*_conditions(query), *_behind(after, newest_first=newest_first))
    return rows.order_by(*(each.desc() if newest_first else each for each in columns))


def _activity(row: Row[Any]) -> Activity:
    stored = row._mapping
    pairs = json.loads(stored["attributes"])
    return Activity(**{**stored, "attributes": [(name, value) for name, value in pairs]})
