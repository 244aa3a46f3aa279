"""Rows of activities: the SQL of one transaction."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Row,
    Select,
    column,
    func,
    insert,
    literal,
    select,
    tuple_,
    update,
)

from mktows.sandbox.store_chunks import chunks
from mktows.sandbox.store_leads import LeadRows
from mktows.sandbox.tables_activities import activity
from mktows.sandbox.tables_lists import list_member

Place = tuple[int, int]
"""Where an activity stands in time: its moment, and its id among those of one moment."""


@dataclass(frozen=True, slots=True)
class NewActivity:
    """Something that happened to a lead; its repr hides what it says about a person.

    Attributes:
        lead_id: Whom it happened to.
        at: When, in seconds since 1970.
        type: The display name, such as `New Lead`.
        asset: What it is about, such as a field's display name; may be empty.
        attributes: Names and values in the order of replies, without the closing `Lead ID`.
        campaign: The campaign that caused it; empty where none did.
        id: The id it comes with; None for one that was never used before.
    """

    lead_id: int
    at: int
    type: str
    asset: str = field(default="", repr=False)
    attributes: Sequence[tuple[str, str]] = field(default=(), repr=False)
    campaign: str = ""
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity as stored; its attributes are those of `NewActivity`."""

    id: int
    lead_id: int
    at: int
    type: str
    asset: str = field(repr=False)
    attributes: Sequence[tuple[str, str]] = field(repr=False)
    campaign: str


@dataclass(frozen=True, slots=True)
class ActivityQuery:
    """Which activities are wanted; all conditions must hold.

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


class ActivityRows:
    """The activities of one transaction; new ones are held back and written by `flush`."""

    def __init__(self, connection: Connection, leads: LeadRows) -> None:
        self._connection = connection
        self._leads = leads
        self._logged: list[NewActivity] = []

    def log(self, happened: NewActivity) -> None:
        """Have an activity written; ids follow the order of logging.

        The lead counts as changed then (documented for reading by time of last update).
        """
        self._logged.append(happened)
        self._leads.touch(happened.lead_id, happened.at)

    def flush(self) -> None:
        """Write what was logged, and before it the leads it happened to."""
        self._leads.flush()
        if self._logged:
            self._connection.execute(
                insert(activity),
                [
                    {
                        "id": each.id,
                        "lead_id": each.lead_id,
                        "at": each.at,
                        "type": each.type,
                        "asset": each.asset,
                        "attributes": json.dumps(
                            each.attributes, ensure_ascii=False, separators=(",", ":")
                        ),
                        "campaign": each.campaign,
                    }
                    for each in self._logged
                ],
            )
            self._logged = []

    def reassign(self, losers: Collection[int], winner: int) -> None:
        """Have everything that happened to some leads have happened to another."""
        self.flush()
        for chunk in chunks(losers):
            self._connection.execute(
                update(activity).where(activity.c.lead_id.in_(chunk)).values(lead_id=winner)
            )

    def place(self, activity_id: int) -> Place | None:
        """Return where an activity stands, or None if there is no such activity."""
        self.flush()
        row = self._connection.execute(
            select(activity.c.at, activity.c.id).where(activity.c.id == activity_id)
        ).first()
        return None if row is None else (row.at, row.id)

    def last_id(self) -> int:
        """Return the greatest id that was ever given to an activity; 0 for none."""
        self.flush()
        last = self._connection.exec_driver_sql(
            "SELECT seq FROM sqlite_sequence WHERE name = 'activity'"
        ).scalar()
        return 0 if last is None else int(last)

    def page(
        self,
        query: ActivityQuery,
        *,
        newest_first: bool,
        after: Place | None = None,
        skip: int = 0,
        limit: int,
    ) -> tuple[list[Activity], int]:
        """Return a page of activities in the order of time, and how many follow the page.

        Args:
            query: Which are wanted.
            newest_first: Whether time runs backwards.
            after: The place behind which the page begins, whatever has come or gone since.
            skip: How many to pass over.
            limit: The size of the page.
        """
        if query.included is not None and not query.included:
            return [], 0
        self.flush()
        place = tuple_(activity.c.at, activity.c.id)
        chosen = list(_conditions(query))
        if after is not None:
            behind = tuple_(*(literal(each) for each in after))
            chosen.append(place < behind if newest_first else place > behind)
        order = [each.desc() if newest_first else each for each in (activity.c.at, activity.c.id)]
        # SQLite would only read on past OFFSET within a LIMIT it was given.
        rows = _hinted(query, select(activity)).where(*chosen).order_by(*order)
        page = [_activity(row) for row in self._connection.execute(rows.offset(skip).limit(limit))]
        if len(page) < limit:
            return page, 0
        count = _hinted(query, select(func.count()).select_from(activity)).where(*chosen)
        return page, int(self._connection.scalars(count).one()) - skip - len(page)


def _conditions(query: ActivityQuery) -> Iterator[ColumnElement[bool]]:
    if query.lead_ids is not None:
        # One variable for any number of leads.
        ids = func.json_each(json.dumps(sorted(query.lead_ids))).table_valued(
            column("value", Integer)
        )
        yield activity.c.lead_id.in_(select(ids.c.value))
    if query.list_id is not None:
        members = select(list_member.c.lead_id).where(list_member.c.list_id == query.list_id)
        yield activity.c.lead_id.in_(members)
    if query.included is not None:
        yield activity.c.type.in_(query.included)
    if query.excluded:
        yield activity.c.type.not_in(query.excluded)
    if query.oldest is not None:
        yield activity.c.at >= query.oldest
    if query.latest is not None:
        yield activity.c.at <= query.latest


def _hinted(query: ActivityQuery, rows: Select[Any]) -> Select[Any]:
    """Name the index to read, since SQLite keeps no statistics here that it could go by."""
    if query.lead_ids is not None or query.list_id is not None:
        return rows.with_hint(activity, "INDEXED BY activity_of_lead", "sqlite")
    if query.included is not None:
        return rows.with_hint(activity, "INDEXED BY activity_by_type", "sqlite")
    return rows


def _activity(row: Row[Any]) -> Activity:
    stored = row._mapping
    pairs = json.loads(stored["attributes"])
    return Activity(**{**stored, "attributes": [(name, value) for name, value in pairs]})
