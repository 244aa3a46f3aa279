"""Answers getLead and getMultipleLeads: leads by key, and pages of leads."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from mktows.sandbox.context import Context
from mktows.sandbox.emulated import Emulated
from mktows.sandbox.faults import refusal
from mktows.sandbox.lead_keys import find_leads, named_leads, read_key_type
from mktows.sandbox.lead_records import shown
from mktows.sandbox.positions import LeadPosition
from mktows.sandbox.store_leads import Lead
from mktows.sandbox.values import seconds, trimmed, wire_moment

# All documented; the larger of two contradicting page sizes (a guess).
MAX_BATCH_SIZE = 1000
DEFAULT_BATCH_SIZE = 100
MAX_KEYS = 100
MAX_RANGE = timedelta(days=30)


def get_lead(context: Context, params: Any) -> object:
    """Return every lead that has a key, the newest first (recorded)."""
    types = context.types
    ids = named_leads(context.data.leads, params.lead_key)
    leads = context.data.leads.load(ids)[::-1]
    records = shown(context, leads, context.data.leads.fields())
    return types.SuccessGetLead(
        result=types.ResultGetLead(
            count=len(records), lead_record_list=types.ArrayOfLeadRecord(lead_record=records)
        )
    )


def get_multiple_leads(context: Context, params: Any) -> object:
    """Return a page of leads chosen by keys, by a static list, or by time of last change."""
    types = context.types
    text = trimmed(params.stream_position)
    position = None if text is None else LeadPosition.parse(text)
    size = params.batch_size
    limit = DEFAULT_BATCH_SIZE if size is None or size < 1 else min(size, MAX_BATCH_SIZE)
    selector = params.lead_selector
    # Each version has classes of its own, so a selector is told by its name.
    kind = type(selector).__name__
    oldest = latest = 0
    if kind == "LeadKeySelector":
        page, remaining = _by_keys(context, selector, position)
    elif kind == "StaticListSelector":
        page, remaining = _by_list(selector)
    elif kind == "LastUpdateAtSelector" or params.last_updated_at is not None:
        oldest, latest = _range(context, selector, params.last_updated_at)
        if position is not None:
            # The first page fixed "until now"; later ones must not move it.
            oldest, latest = position.oldest, position.latest
        page, remaining = context.data.leads.updated_between(
            oldest, latest, after=position.last_id if position else 0, limit=limit
        )
    else:
        raise refusal(20109, "leadSelector is required")
    following = ""
    if remaining:
        returned = (position.returned if position else 0) + len(page)
        following = str(LeadPosition(page[-1].id, oldest, latest, returned, remaining))
    records = shown(context, page, context.data.leads.fields(), _included(params))
    return types.SuccessGetMultipleLeads(
        result=types.ResultGetMultipleLeads(
            return_count=len(records),
            remaining_count=remaining,
            new_stream_position=following,
            lead_record_list=types.ArrayOfLeadRecord(lead_record=records) if records else None,
        )
    )


def _by_keys(
    context: Context, selector: Any, position: LeadPosition | None
) -> tuple[list[Lead], int]:
    """Return the leads of a LeadKeySelector, each once, in ascending order.

    The batch size has no effect: the reply is sized to the keys (recorded). Only addresses
    shared by a great many leads make more than one page.
    """
    key_type = read_key_type(selector.key_type)
    if selector.key_values is None:
        raise refusal(20109, "keyValues is required")
    given = selector.key_values.string_item[:MAX_KEYS]
    values = [value for each in given if (value := trimmed(each)) is not None]
    after = position.last_id if position else 0
    ids = sorted(each for each in find_leads(context.data.leads, key_type, values) if each > after)
    page = context.data.leads.load(ids[:MAX_BATCH_SIZE])
    return page, len(ids) - len(page)


def _by_list(selector: Any) -> tuple[list[Lead], int]:
    """Return the members of a static list; an unknown list is an empty one (recorded)."""
    if selector.static_list_id is None and trimmed(selector.static_list_name) is None:
        raise refusal(20109, "staticListName or staticListId is required")
    return [], 0


def _range(context: Context, selector: Any, last_updated_at: object) -> tuple[int, int]:
    """Return the bounds of the last change, both inclusive, in seconds since 1970.

    `lastUpdatedAt` alone is the old form of the selector (inferred).
    """
    from_selector = type(selector).__name__ == "LastUpdateAtSelector"
    given = (selector.oldest_updated_at, selector.latest_updated_at) if from_selector else None
    oldest_given, latest_given = given or (last_updated_at, None)
    if oldest_given is None:
        raise refusal(20109, "oldestUpdatedAt is required")
    oldest = wire_moment(oldest_given, context.zone)
    latest = context.call.now
    if latest_given is not None and trimmed(latest_given) is not None:
        stated = wire_moment(latest_given, context.zone)
        if stated is None:
            raise refusal(20110, "latestUpdatedAt is not valid")
        latest = stated
    if oldest is None:
        raise refusal(20110, "oldestUpdatedAt is not valid")
    if latest - oldest > MAX_RANGE:
        raise refusal(20022)
    return seconds(oldest), seconds(latest)


def _included(params: Any) -> set[str] | None:
    """Return the names to show; absent and empty both mean all (recorded)."""
    listed = params.include_attributes
    names = {name for each in (listed.string_item if listed else ()) if (name := trimmed(each))}
    return names or None


OPERATIONS = {
    "getLead": Emulated(get_lead, "by every key", ("documented", "recorded")),
    "getMultipleLeads": Emulated(
        get_multiple_leads,
        "by keys, static list or time of change, in pages",
        ("documented", "recorded", "inferred"),
        ("pages hold up to 1000 leads; one document said 100",),
    ),
}
