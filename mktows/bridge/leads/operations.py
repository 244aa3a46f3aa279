"""Answers getLead and getMultipleLeads: leads by key, and pages of leads."""

from __future__ import annotations

from typing import Any

from mktows.bridge.context import Context
from mktows.bridge.lead_keys import named_leads
from mktows.bridge.leads.pages import Page, page_by_keys, page_by_list
from mktows.bridge.leads.records import record, shown_fields
from mktows.bridge.leads.updated import page_by_update
from mktows.bridge.operation import Operation
from mktows.facts.limits import LEADS_PER_PAGE
from mktows.parameters.lead_queries import SELECTOR_MISSING, SELECTOR_OF_NO_TYPE, included
from mktows.parameters.pages import page_size
from mktows.parameters.scalars import trimmed
from mktows.parameters.selectors import open_range, read_range
from mktows.replies import leads as replies

_MULTIPLE = "getMultipleLeads"


def get_lead(context: Context, params: Any) -> object:
    """Return every lead that has a key, the newest first (recorded)."""
    found = named_leads(context, params.lead_key, shown_fields(context))
    records = [record(context, each) for each in reversed(found)]
    return replies.found(context.types, records)


def get_multiple_leads(context: Context, params: Any) -> object:
    """Return a page of leads chosen by keys, by a static list, or by time of last change."""
    text = trimmed(params.stream_position)
    position = None if text is None else context.positions.read(_MULTIPLE, None, text)
    limit, include = page_size(params.batch_size, LEADS_PER_PAGE), included(params)
    selector = params.lead_selector
    # Each version has classes of its own, so a selector is told by its name.
    kind = type(selector).__name__
    if kind == "LeadKeySelector":
        page = page_by_keys(context, selector, position, include)
    elif kind == "StaticListSelector":
        page = page_by_list(context, selector, position, limit, include)
    elif kind == "LastUpdateAtSelector":
        page = page_by_update(
            context, lambda now: read_range(selector, context.zone, now), position, limit, include
        )
    elif params.last_updated_at is not None:
        # The old form of the selector; loaders began years back, so it has no longest range.
        since = params.last_updated_at
        page = page_by_update(
            context, lambda now: open_range(since, context.zone, now), position, limit, include
        )
    elif selector is not None:
        raise SELECTOR_OF_NO_TYPE.refusal()
    else:
        context.call.tolerate(SELECTOR_MISSING)
        raise context.not_available("all leads, without a selector")
    return multiple_leads(context, page, include)


def multiple_leads(context: Context, page: Page, include: set[str] | None) -> object:
    """Return the answer to getMultipleLeads that shows a page.

    Args:
        context: The call.
        page: The page.
        include: SOAP names to show; None shows all.
    """
    following = ""
    if page.position:
        following = context.positions.write(_MULTIPLE, None, page.position)
    records = [record(context, each, include) for each in page.leads]
    return replies.page(context.types, records, remaining=page.remaining, position=following)


OPERATIONS = {
    "getLead": Operation(
        get_lead,
        "carried",
        "read",
        "1; 2 by LEADOWNEREMAIL",
        "by every key",
        (
            "foreign ids that no field of REST holds",
            "fields that SOAP alone knew, and formula fields",
            "a key that more than 1000 leads have is refused with 20110",
        ),
    ),
    "getMultipleLeads": Operation(
        get_multiple_leads,
        "approximate",
        "read",
        "1 by keys; 1 for 300 members of a list, and 1 for a list's name; by time of change 1 for "
        "300 leads, and before the first page 1, and 1 for 300 activities of that time, for each "
        "ten types that the instance has",
        "by keys or static list, in pages; by time of change from the activities of that time",
        (
            "by time of change: a lead is found by an activity in that time, and left out where "
            "REST tells that it was changed later",
            "by time of change: what is not read by the REST calls that one call may make is read "
            "by the next one; until all of the time is read the answer is 20011, and what was read "
            "is kept for an hour",
            "by time of change: what happens within the second of the first page, but behind it, "
            "may be missing from the later pages",
            "by time of change: remainingCount is exact where 300 leads or less follow, else those "
            "count that are gone since",
            "all leads, without a selector, are refused with 20110",
            "remainingCount of a list is 1 where members follow, whatever their number",
            "a key that more than 1000 leads have is refused with 20110",
        ),
    ),
}
