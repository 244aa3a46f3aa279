"""Answers getLeadActivity and getLeadChanges: what happened to one lead, and to all of them."""

from __future__ import annotations

import functools
from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from xsdata.models.datatype import XmlDateTime

from mktows.facts.activity_types import display_name, known_spelling
from mktows.facts.faults import (
    ACTIVITY_KEY_BAD,
    BAD_PARAMETER,
    BAD_STREAM_POSITION,
    PARAMETER_REQUIRED,
)
from mktows.facts.limits import (
    ACTIVITIES_PER_PAGE,
    CHANGES_PER_PAGE,
    KEYS_PER_SELECTOR,
)
from mktows.sandbox.activities.pages import Activity, ActivityQuery, Place
from mktows.sandbox.context import Context
from mktows.sandbox.leads.keys import (
    SELECTOR_KEYS_MISSING,
    find_leads,
    named_leads,
    read_key_type,
)
from mktows.sandbox.leads.selectors import read_range, selected_list
from mktows.sandbox.operation import Operation
from mktows.sandbox.positions import ActivityOffset, page_size
from mktows.sandbox.scalars import enum_text, seconds, trimmed, wire_moment, wire_stamp
from mktows.server.refusals import Reason

START_POSITION_MISSING = Reason(
    "start-position-missing",
    PARAMETER_REQUIRED,
    "startPosition is required",
    "documented",
    "The WSDL requires startPosition, though it may be empty; the code follows its title.",
    "message",
)
START_MOMENT_UNREADABLE = Reason(
    "start-moment-unreadable",
    BAD_STREAM_POSITION,
    "",
    "inferred",
    "The WSDL declares a time, and this is none of the calendar.",
    "message",
)
ACTIVITY_NEVER_WAS = Reason(
    "activity-never-was",
    BAD_STREAM_POSITION,
    "",
    "inferred",
    "An offset names the last record of a page; the code follows its title.",
    "instance",
)
ACTIVITY_TYPE_UNKNOWN = Reason(
    "activity-type-unknown",
    ACTIVITY_KEY_BAD,
    "Activity type {value} is not valid",
    "documented",
    "The vendor's table of errors has this code for a bad type in an activity filter.",
    "message",
)
BOTH_TYPE_FILTERS = Reason(
    "both-type-filters",
    BAD_PARAMETER,
    "includeTypes and excludeTypes exclude each other",
    "documented",
    "Prose allows one of the two; the code is inferred.",
    "message",
)
SELECTOR_KEYS_TOO_MANY = Reason(
    "selector-keys-too-many",
    BAD_PARAMETER,
    "More than {most} keyValues",
    "documented",
    "Prose says that getLeadChanges refuses them as a bad parameter.",
    "message",
)

# The caps are documented; what holds without a batch size is a guess.


def get_lead_activity(context: Context, params: Any) -> object:
    """Return a page of one lead's history, the newest first (recorded).

    A key that several leads have means the newest of them, as it does for writing (a guess).
    """
    types = context.types
    lead_id = max(named_leads(context.data.leads, params.lead_key))
    start = _Start.read(context, params.start_position)
    query = ActivityQuery(
        lead_ids=(lead_id,),
        included=_included(params.activity_filter),
        excluded=_excluded(params.activity_filter),
        oldest=start.oldest_second,
        latest=start.latest_second,
    )
    page, remaining = _page(
        context,
        query,
        start,
        newest_first=True,
        limit=page_size(params.batch_size, ACTIVITIES_PER_PAGE),
    )
    return types.SuccessGetLeadActivity(
        lead_activity_list=types.LeadActivityList(
            return_count=len(page),
            remaining_count=remaining,
            new_start_position=_new_position(context, start, page),
            activity_record_list=types.ArrayOfActivityRecord(
                activity_record=[_activity_record(context, each) for each in page]
            )
            if page
            else None,
        )
    )


def get_lead_changes(context: Context, params: Any) -> object:
    """Return a page of what happened to any leads, the oldest first (recorded)."""
    types = context.types
    if params.start_position is None:
        raise START_POSITION_MISSING.refusal()
    start = _Start.read(context, params.start_position, since=True)
    query = ActivityQuery(
        included=_both(
            _included(params.activity_filter),
            _named(getattr(params, "activity_name_filter", None)),
        ),
        excluded=_excluded(params.activity_filter),
        oldest=start.oldest_second,
        latest=start.latest_second,
    )
    # Neither the names nor the selector were in the first versions' messages.
    query = _selected(context, query, getattr(params, "lead_selector", None))
    page, remaining = _page(
        context,
        query,
        start,
        newest_first=False,
        limit=page_size(params.batch_size, CHANGES_PER_PAGE),
    )
    return types.SuccessGetLeadChanges(
        result=types.ResultGetLeadChanges(
            return_count=len(page),
            remaining_count=remaining,
            new_start_position=_new_position(context, start, page),
            lead_change_record_list=types.ArrayOfLeadChangeRecord(
                lead_change_record=[_change_record(context, each) for each in page]
            )
            if page
            else None,
        )
    )


@dataclass(frozen=True, slots=True)
class _Start:
    """The place where a caller wants to begin.

    Attributes:
        oldest: The lower bound of time, inclusive.
        latest: The upper bound, inclusive.
        offset: Where a former page ended.
        since: Another lower bound, which getLeadChanges reads from `activityCreatedAt`.
    """

    oldest: datetime | None = None
    latest: datetime | None = None
    offset: ActivityOffset | None = None
    since: datetime | None = None

    @classmethod
    def read(cls, context: Context, position: Any, *, since: bool = False) -> _Start:
        """Read a startPosition; empty members count as absent (documented).

        Args:
            context: The call.
            position: The startPosition.
            since: Whether `activityCreatedAt` counts: in getLeadChanges it is a lower bound
                (documented); what it means in getLeadActivity is not known.

        Raises:
            Refusal: 20122, a member cannot be read.
        """
        if position is None:
            return cls()
        offset = trimmed(position.offset)
        return cls(
            oldest=_moment(context, position.oldest_created_at),
            latest=_moment(context, position.latest_created_at),
            offset=None if offset is None else ActivityOffset.parse(offset),
            since=_moment(context, position.activity_created_at) if since else None,
        )

    @property
    def oldest_second(self) -> int | None:
        """The later of the lower bounds: both hold (inferred)."""
        bounds = [seconds(each) for each in (self.oldest, self.since) if each is not None]
        return max(bounds, default=None)

    @property
    def latest_second(self) -> int | None:
        return None if self.latest is None else seconds(self.latest)


def _moment(context: Context, given: object) -> datetime | None:
    if given is None or trimmed(given) is None:
        return None
    moment = wire_moment(given, context.zone)
    if moment is None:
        raise START_MOMENT_UNREADABLE.refusal()
    return moment.replace(microsecond=0)  # no reply shows a fraction, so none is kept


def _new_position(context: Context, start: _Start, page: Sequence[Activity]) -> object:
    """Return where the next page begins: the caller's dates (recorded) and the last record.

    The dates keep the caller's own offsets (recorded). The form of `offset` is the recorded one
    of 2013, since the one of 2017, a count, goes astray when something happens in between.
    """
    offset = ActivityOffset(last_id=page[-1].id) if page else start.offset
    oldest = start.oldest
    if offset is None and oldest is None:
        # Replies never show activityCreatedAt, and a loop must not begin at the very first
        # activity because none had happened since (a guess).
        oldest = start.since
    return context.types.StreamPosition(
        latest_created_at=_echoed(start.latest),
        oldest_created_at=_echoed(oldest),
        activity_created_at=None,
        offset=None if offset is None else str(offset),
    )


def _echoed(moment: datetime | None) -> XmlDateTime | None:
    return None if moment is None else XmlDateTime.from_datetime(moment)


def _page(
    context: Context, query: ActivityQuery, start: _Start, *, newest_first: bool, limit: int
) -> tuple[list[Activity], int]:
    """Return a page of activities and how many follow it.

    Raises:
        Refusal: 20122, the position names an activity that never was.
    """
    activities = context.data.activities
    offset = start.offset or ActivityOffset()
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


def _types_of(listed: Any) -> frozenset[str] | None:
    """Return the display names of the types in one half of an activityFilter; None for none.

    Raises:
        Refusal: 20107, there is no such type.
    """
    names = set()
    for each in listed.activity_type if listed else ():
        value = enum_text(each)
        name = value and display_name(value)
        if value is not None and name is None:
            raise ACTIVITY_TYPE_UNKNOWN.refusal(value=value)
        if name:
            names.add(name)
    return frozenset(names) or None


def _included(activity_filter: Any) -> frozenset[str] | None:
    """Return the types asked for; None for all of them.

    Raises:
        Refusal: 20107 for a bad type, 20110 where others are to be left out at the same time
            (documented; the code is inferred).
    """
    if activity_filter is None:
        return None
    included = _types_of(activity_filter.include_types)
    if included and _types_of(activity_filter.exclude_types):
        raise BOTH_TYPE_FILTERS.refusal()
    return included


def _excluded(activity_filter: Any) -> frozenset[str]:
    listed = None if activity_filter is None else activity_filter.exclude_types
    return _types_of(listed) or frozenset()


def _named(listed: Any) -> frozenset[str] | None:
    """Return the types a name filter asks for; an unknown name matches nothing (inferred)."""
    names = [text for each in (listed.string_item if listed else ()) if (text := trimmed(each))]
    return frozenset(known_spelling(name) for name in names) or None


def _both(first: Collection[str] | None, second: Collection[str] | None) -> Collection[str] | None:
    """Return what both filters let pass; the types by name and by enumeration (a guess)."""
    if first is None or second is None:
        return second if first is None else first
    return set(first) & set(second)


def _selected(context: Context, query: ActivityQuery, selector: Any) -> ActivityQuery:
    """Narrow a query to the leads, or to the time, that a leadSelector names.

    Raises:
        Refusal: 20022 for more than 30 days, 20102 for a bad key type, 20109 for a selector
            that says nothing, 20110 for more than 100 keys (documented; the code is a guess).
    """
    # Each version has classes of its own, so a selector is told by its name.
    match type(selector).__name__:
        case "LeadKeySelector":
            key_type = read_key_type(selector.key_type)
            if selector.key_values is None:
                raise SELECTOR_KEYS_MISSING.refusal()
            given = selector.key_values.string_item
            if len(given) > KEYS_PER_SELECTOR:
                raise SELECTOR_KEYS_TOO_MANY.refusal(most=KEYS_PER_SELECTOR)
            values = [value for each in given if (value := trimmed(each)) is not None]
            return replace(query, lead_ids=find_leads(context.data.leads, key_type, values))
        case "StaticListSelector":
            found = selected_list(context, selector)
            return replace(query, list_id=found) if found else replace(query, lead_ids=())
        case "LastUpdateAtSelector":
            # Its bounds stand for those of startPosition (documented); both given, both hold.
            oldest, latest = read_range(context, selector)
            return replace(
                query,
                oldest=oldest if query.oldest is None else max(oldest, query.oldest),
                latest=latest if query.latest is None else min(latest, query.latest),
            )
    return query


def _activity_record(context: Context, happened: Activity) -> object:
    # The four members about person and organisation were never seen with a value (recorded).
    return context.types.ActivityRecord(
        **_identity(context, context.types.ActivityRecord, happened),
        activity_date_time=wire_stamp(happened.at, context.zone),
        activity_type=happened.type,
        mktg_asset_name=happened.asset,
        activity_attributes=_attributes(context, happened),
        campaign=happened.campaign,
        mkt_person_id=str(happened.lead_id),
    )


def _change_record(context: Context, happened: Activity) -> object:
    # Without a campaign the member is absent here, where ActivityRecord has it empty (recorded).
    return context.types.LeadChangeRecord(
        **_identity(context, context.types.LeadChangeRecord, happened),
        activity_date_time=wire_stamp(happened.at, context.zone),
        activity_type=happened.type,
        mktg_asset_name=happened.asset,
        activity_attributes=_attributes(context, happened),
        campaign=happened.campaign or None,
        mkt_person_id=str(happened.lead_id),
    )


def _identity(context: Context, record: type, happened: Activity) -> dict[str, Any]:
    """Return the members that identify an activity: since 3_1 these are two.

    Whether replies of 3_1 had the id at all is not known. The text of marketoGUID is that of the
    id, as the vendor's samples of the later API have it (a guess for this one).
    """
    if not _has_guid(record):
        return {"id": happened.id}
    return {
        "id": happened.id if context.activity_ids else None,
        "marketo_guid": str(happened.id),
    }


@functools.cache  # asked for each record, of the same few classes
def _has_guid(record: type) -> bool:
    return any(field.name == "marketo_guid" for field in fields(record))


def _attributes(context: Context, happened: Activity) -> object:
    """Return the attributes as they come; `Lead ID` closes them, and none has a type (recorded)."""
    types = context.types
    pairs = (*happened.attributes, ("Lead ID", str(happened.lead_id)))
    return types.ArrayOfAttribute(
        attribute=[
            types.Attribute(attr_name=name, attr_type=None, attr_value=value)
            for name, value in pairs
        ]
    )


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
