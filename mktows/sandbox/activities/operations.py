"""Answers getLeadActivity and getLeadChanges: what happened to one lead, and to all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from mktows.facts.faults import BAD_STREAM_POSITION
from mktows.facts.limits import ACTIVITIES_PER_PAGE, CHANGES_PER_PAGE
from mktows.parameters.activities import (
    START_POSITION_MISSING,
    LeadsChosen,
    TypeFilter,
    earlier,
    later,
)
from mktows.parameters.activity_positions import ActivityOffset, StartPosition
from mktows.parameters.pages import page_size
from mktows.replies.activities import ActivityReply
from mktows.sandbox.activities.pages import Activity, ActivityQuery, Place
from mktows.sandbox.context import Context
from mktows.sandbox.leads.keys import find_leads, named_leads
from mktows.sandbox.leads.selectors import named_list
from mktows.sandbox.operation import Operation
from mktows.server.refusals import Reason

ACTIVITY_NEVER_WAS = Reason(
    "activity-never-was",
    BAD_STREAM_POSITION,
    "",
    "inferred",
    "An offset names the last record of a page; the code follows its title.",
    "instance",
)

# The caps are documented; what holds without a batch size is a guess.


def get_lead_activity(context: Context, params: Any) -> object:
    """Return a page of one lead's history, the newest first (recorded).

    A key that several leads have means the newest of them, as it does for writing (a guess).
    """
    lead_id = max(named_leads(context.data.leads, params.lead_key))
    start = StartPosition.read(params.start_position, context.zone)
    offset = _offset(start)
    wanted = TypeFilter.read(params)
    query = ActivityQuery(
        lead_ids=(lead_id,),
        included=wanted.included,
        excluded=wanted.excluded,
        oldest=start.oldest_second,
        latest=start.latest_second,
    )
    page, remaining = _page(
        context,
        query,
        offset,
        newest_first=True,
        limit=page_size(params.batch_size, ACTIVITIES_PER_PAGE),
    )
    position = start.moved(context.types, _next_offset(offset, page))
    return _reply(context).history(page, remaining=remaining, position=position)


def get_lead_changes(context: Context, params: Any) -> object:
    """Return a page of what happened to any leads, the oldest first (recorded)."""
    if params.start_position is None:
        raise START_POSITION_MISSING.refusal()
    start = StartPosition.read(params.start_position, context.zone, since=True)
    offset = _offset(start)
    wanted = TypeFilter.read(params)
    chosen = LeadsChosen.read(params, context.zone, context.call.now)
    query = ActivityQuery(
        included=wanted.included,
        excluded=wanted.excluded,
        oldest=start.oldest_second,
        latest=start.latest_second,
    )
    query = _of_chosen(context, query, chosen)
    page, remaining = _page(
        context,
        query,
        offset,
        newest_first=False,
        limit=page_size(params.batch_size, CHANGES_PER_PAGE),
    )
    position = start.moved(context.types, _next_offset(offset, page))
    return _reply(context).changes(page, remaining=remaining, position=position)


def _reply(context: Context) -> ActivityReply:
    return ActivityReply(context.types, context.zone, context.activity_ids)


def _offset(start: StartPosition) -> ActivityOffset | None:
    return None if start.offset is None else ActivityOffset.parse(start.offset)


def _next_offset(offset: ActivityOffset | None, page: Sequence[Activity]) -> str | None:
    """Return the offset behind a page, in the recorded form of 2013.

    The form of 2017, a count, goes astray when something happens in between.
    """
    if page:
        offset = ActivityOffset(last_id=page[-1].id)
    return None if offset is None else str(offset)


def _page(
    context: Context,
    query: ActivityQuery,
    offset: ActivityOffset | None,
    *,
    newest_first: bool,
    limit: int,
) -> tuple[list[Activity], int]:
    """Return a page of activities and how many follow it.

    Raises:
        Refusal: 20122, the position names an activity that never was.
    """
    activities = context.data.activities
    offset = offset or ActivityOffset()
    after: Place | None = None
    if offset.last_id is not None:
        after = activities.place(offset.last_id)
        if after is None and offset.last_id <= activities.last_id():
            raise ACTIVITY_NEVER_WAS.refusal()
        if after is None:
            return [], 0  # past the end: a loop that asks once more ends quietly (a guess)
    return activities.page(
        query, newest_first=newest_first, after=after, skip=offset.returned, limit=limit
    )


def _of_chosen(context: Context, query: ActivityQuery, chosen: LeadsChosen) -> ActivityQuery:
    """Narrow a query to the leads, or to the time, that a leadSelector chooses."""
    if chosen.keys is not None:
        return replace(query, lead_ids=find_leads(context.data.leads, *chosen.keys))
    if chosen.static_list is not None:
        found = named_list(context, chosen.static_list)
        return replace(query, list_id=found) if found else replace(query, lead_ids=())
    if chosen.bounds is not None:
        # Its bounds stand for those of startPosition (documented); both given, both hold.
        oldest, latest = chosen.bounds
        return replace(
            query, oldest=later(query.oldest, oldest), latest=earlier(query.latest, latest)
        )
    return query


_IDENTITY = (
    "in 3_1 both `id` and `marketoGUID` are written, the second as the text of the first; whether "
    "the service wrote the id there is not known, and an option leaves it nil"
)

OPERATIONS = {
    "getLeadActivity": Operation(
        get_lead_activity,
        "types, bounds of time, pages, the newest first",
        ("documented", "recorded", "inferred"),
        (
            "`remainingCount` is exact with several types too, where it was a mere flag",
            "without `latestCreatedAt` in a request it stays nil; one recording shows the time "
            "of the call there",
            "`offset` is always `ID:` and an id; a recording of 2017 shows a count",
            _IDENTITY,
        ),
    ),
    "getLeadChanges": Operation(
        get_lead_changes,
        "types, names, selectors, bounds of time, pages, the oldest first",
        ("documented", "recorded", "inferred"),
        ("a name filter is honoured; one documented reply seems not to", _IDENTITY),
    ),
}
