"""Rows of activities: the SQL of one transaction."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, insert, select, update

from mktows.database.chunks import chunks
from mktows.facts.activity_types import ACTIVITY_TYPES
from mktows.sandbox.activities.pages import (
    Activity,
    ActivityQuery,
    Place,
    first_activities,
    read_page,
)
from mktows.sandbox.activities.rows_types import ActivityTypeRows
from mktows.sandbox.activities.tables import activity
from mktows.sandbox.leads.rows import LeadRows

_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


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


class ActivityRows:
    """The activities of one transaction; new ones are held back and written by `flush`.

    Attributes:
        types: The types that the instance has for itself.
    """

    def __init__(self, connection: Connection, leads: LeadRows) -> None:
        self._connection = connection
        self._leads = leads
        self._logged: list[NewActivity] = []
        self.types = ActivityTypeRows(connection)

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
            others = {
                each.type: each.at for each in self._logged if each.type not in ACTIVITY_TYPES
            }
            if others:
                self.types.ensure(others, max(others.values()))
            self._connection.execute(
                insert(activity),
                [
                    {
                        "id": each.id,
                        "lead_id": each.lead_id,
                        "at": each.at,
                        "type": each.type,
                        "asset": each.asset,
                        "attributes": _ENCODE(each.attributes),
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
        """Return a page of activities and how many follow it; see `read_page`."""
        self.flush()
        return read_page(
            self._connection,
            query,
            newest_first=newest_first,
            after=after,
            skip=skip,
            limit=limit,
        )

    def first(
        self, query: ActivityQuery, *, after: Place | None = None, limit: int
    ) -> list[Activity]:
        """Return the oldest activities behind a place, without counting the others."""
        self.flush()
        return first_activities(self._connection, query, after=after, limit=limit)
