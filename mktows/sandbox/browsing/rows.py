"""Rows that are looked at: pages of ids, searched by text: the SQL of one transaction."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Table, false, func, or_, select

from mktows.facts.mobjects import OPPORTUNITY, PROGRAM, ROLE
from mktows.parameters.scalars import MAX_ID
from mktows.sandbox.activities.pages import Activity
from mktows.sandbox.activities.tables import activity
from mktows.sandbox.campaigns.tables import campaign
from mktows.sandbox.companies.tables import company, sales_person
from mktows.sandbox.custom_objects.tables import custom_object
from mktows.sandbox.leads.tables import lead, lead_cookie, lead_foreign_id
from mktows.sandbox.lists.tables import list_member, static_list
from mktows.sandbox.mobjects.tables import mobject
from mktows.server.browsing import Choice

MOST_SEARCHED = 50_000
"""Records that one search looks through; it can go on from there."""


@dataclass(frozen=True, slots=True)
class Source:
    """The rows of a collection.

    Attributes:
        table: Their table.
        texts: Columns that hold texts.
        objects: Columns that hold JSON.
        lead_id: The column of the lead that they are of; None for none.
        type: The type that they are of, where the table has several.
    """

    table: Table
    texts: tuple[Column[Any], ...] = ()
    objects: tuple[Column[Any], ...] = ()
    lead_id: Column[Any] | None = None
    type: str | None = None


_MOBJECT = mobject.c
SOURCES: Mapping[str, Source] = {
    "leads": Source(lead, (lead.c.email,), (lead.c.attributes,)),
    "lists": Source(static_list, (static_list.c.name, static_list.c.description)),
    "activities": Source(
        activity,
        (activity.c.type, activity.c.asset, activity.c.campaign),
        (activity.c.attributes,),
        activity.c.lead_id,
    ),
    "campaigns": Source(campaign, (campaign.c.shown_name, campaign.c.description)),
    "programs": Source(mobject, (), (_MOBJECT.attributes,), None, PROGRAM),
    "opportunities": Source(
        mobject, (_MOBJECT.company_value,), (_MOBJECT.attributes,), None, OPPORTUNITY
    ),
    "roles": Source(mobject, (), (_MOBJECT.attributes,), _MOBJECT.lead_id, ROLE),
    "companies": Source(company, (company.c.external_id,), (company.c.attributes,)),
    "sales-persons": Source(
        sales_person, (sales_person.c.external_id,), (sales_person.c.attributes,)
    ),
}
"""The rows of each collection but those of custom objects, by its name."""


def custom_objects(kind: str) -> Source:
    """Return the rows of a custom object type."""
    held = custom_object.c
    return Source(custom_object, (), (held.attributes,), held.lead_id, kind)


@dataclass(frozen=True, slots=True)
class FoundIds:
    """A page of ids.

    Attributes:
        ids: The ids, the highest first.
        before: The id in front of which there may be more; None where there are none.
        is_partial: Whether the search has stopped early.
    """

    ids: list[int] = field(default_factory=list)
    before: int | None = None
    is_partial: bool = False


class BrowsedRows:
    """The rows of one transaction, as they are looked at."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def page(self, source: Source, choice: Choice) -> FoundIds:
        """Return the ids of the records that fit, the highest first.

        A search looks through `MOST_SEARCHED` records, so that its time does not grow with all.
        """
        held = source.table.c
        rows = select(*held).where(*self._conditions(source, choice)).order_by(held.id.desc())
        if not choice.search:
            found = self._ids(select(rows.limit(choice.limit + 1).subquery().c.id))
            return _page(found, choice.limit)
        looked = rows.limit(MOST_SEARCHED).subquery()
        fits = select(looked.c.id).where(self._fits(source, looked.c, choice.search))
        found = self._ids(fits.order_by(looked.c.id.desc()).limit(choice.limit + 1))
        page = _page(found, choice.limit)
        if page.before is not None:
            return page
        last = self._ids(select(rows.offset(MOST_SEARCHED - 1).limit(1).subquery().c.id))
        return FoundIds(page.ids, last[0], is_partial=True) if last else page

    def count(self, source: Source, most: int) -> int:
        """Return how many records there are, but no more than some number."""
        rows = select(source.table.c.id).where(*self._conditions(source, Choice())).limit(most)
        return self._connection.scalar(select(func.count()).select_from(rows.subquery())) or 0

    def lists_of(self, lead_id: int, limit: int) -> list[tuple[int, str]]:
        """Return static lists that a lead is in, with their names."""
        rows = self._connection.execute(
            select(static_list.c.id, static_list.c.name)
            .join(list_member, list_member.c.list_id == static_list.c.id)
            .where(list_member.c.lead_id == lead_id)
            .order_by(static_list.c.id)
            .limit(limit)
        )
        return [(row.id, row.name) for row in rows]

    def activities(self, ids: Collection[int]) -> list[Activity]:
        """Return the activities with some ids, the highest first."""
        held = activity.c
        rows = self._connection.execute(
            select(activity).where(held.id.in_(ids)).order_by(held.id.desc())
        )
        return [
            Activity(
                row.id, row.lead_id, row.at, row.type, row.asset,
                [(name, value) for name, value in json.loads(row.attributes)], row.campaign,
            )
            for row in rows
        ]  # fmt: skip

    def _ids(self, query: Any) -> list[int]:
        return list(self._connection.scalars(query))

    @staticmethod
    def _conditions(source: Source, choice: Choice) -> list[ColumnElement[bool]]:
        held = source.table.c
        conditions: list[ColumnElement[bool]] = []
        if source.type is not None:
            conditions.append(held.type == source.type)
        if choice.lead is not None:
            of_lead = source.lead_id
            conditions.append(false() if of_lead is None else of_lead == _storable(choice.lead))
        if choice.before is not None:
            conditions.append(held.id < _storable(choice.before))
        return conditions

    @staticmethod
    def _fits(source: Source, held: Any, search: str) -> ColumnElement[bool]:
        """Return the SQL for a text that stands in a record, in any letter case of ASCII."""
        within = json.dumps(search, ensure_ascii=False)[1:-1]
        fits = [held[each.name].icontains(search, autoescape=True) for each in source.texts]
        fits += [held[each.name].icontains(within, autoescape=True) for each in source.objects]
        if search.isascii() and search.isdigit() and int(search) <= MAX_ID:
            fits.append(held.id == int(search))
        if source.table is lead:
            for table, column in ((lead_foreign_id, "foreign_id"), (lead_cookie, "cookie")):
                owners = select(table.c.lead_id).where(table.c[column] == search)
                fits.append(held.id.in_(owners))
        return or_(*fits)


def _page(found: list[int], limit: int) -> FoundIds:
    more = len(found) > limit
    return FoundIds(found[:limit], found[limit - 1] if more else None)


def _storable(number: int) -> int:
    return min(number, MAX_ID)
