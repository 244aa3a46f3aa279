"""Answers getLead and getMultipleLeads: leads by key, and pages of leads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from lxml import etree

from mktows.facts.key_types import EMAIL, IDNUM
from mktows.facts.limits import LEADS_PER_PAGE
from mktows.parameters.keys import read_selector_keys
from mktows.parameters.lead_queries import (
    LEAD_POSITION_OF_ANOTHER,
    SELECTOR_MISSING,
    SELECTOR_OF_NO_TYPE,
    included,
)
from mktows.parameters.pages import page_size
from mktows.parameters.scalars import MAX_ID, trimmed
from mktows.parameters.selectors import open_range, read_range
from mktows.replies import leads as replies
from mktows.sandbox.context import Context
from mktows.sandbox.leads.keys import find_leads, load_named
from mktows.sandbox.leads.records import shown
from mktows.sandbox.leads.rows import Lead
from mktows.sandbox.leads.selectors import selected_list
from mktows.sandbox.operation import Operation
from mktows.sandbox.positions import LeadPosition

# All documented; the larger of two contradicting page sizes (a guess).


def get_lead(context: Context, params: Any) -> object:
    """Return every lead that has a key, the newest first (recorded)."""
    leads = context.data.leads
    found = load_named(leads, params.lead_key)
    records = shown(context, found, leads.fields())
    records.reverse()
    return replies.found(context.types, records)


def names_few_leads(message: etree._Element) -> bool:
    """Tell whether a getLead message has a key that few leads have: an owner has many."""
    return message.findtext("leadKey/keyType") in (EMAIL, IDNUM)


def get_multiple_leads(context: Context, params: Any) -> object:
    """Return a page of leads chosen by keys, by a static list, or by time of last change."""
    text = trimmed(params.stream_position)
    position = None if text is None else LeadPosition.parse(text)
    limit = page_size(params.batch_size, LEADS_PER_PAGE)
    selector = params.lead_selector
    # Each version has classes of its own, so a selector is told by its name.
    kind = type(selector).__name__
    if kind == "LeadKeySelector":
        page = _by_keys(context, selector, position)
    elif kind == "StaticListSelector":
        page = _by_list(context, selector, position, limit)
    elif kind == "LastUpdateAtSelector":
        bounds = read_range(selector, context.zone, _until(context, position))
        page = _by_update(context, bounds, position, limit)
    elif params.last_updated_at is not None:
        # The old form of the selector; loaders began years back, so it has no longest range.
        bounds = open_range(params.last_updated_at, context.zone, _until(context, position))
        page = _by_update(context, bounds, position, limit)
    elif selector is not None:
        raise SELECTOR_OF_NO_TYPE.refusal()
    else:
        context.call.tolerate(SELECTOR_MISSING)
        page = _all(context, position, limit)
    following = ""
    if page.remaining:
        returned = (position.returned if position else 0) + len(page.leads)
        following = str(
            LeadPosition(page.leads[-1].id, *page.bounds, returned, remaining=page.remaining)
        )
    records = shown(context, page.leads, context.data.leads.fields(), included(params))
    return replies.page(context.types, records, remaining=page.remaining, position=following)


@dataclass(frozen=True, slots=True)
class _Page:
    """A page of leads.

    Attributes:
        leads: The leads, in ascending order of id.
        remaining: How many follow.
        bounds: What the position says besides: the bounds of time, or the list's id and 0, or
            zeros for keys and for all leads. So a position tells what it belongs to.
    """

    leads: list[Lead]
    remaining: int
    bounds: tuple[int, int] = (0, 0)


def _by_keys(context: Context, selector: Any, position: LeadPosition | None) -> _Page:
    """Return the leads of a LeadKeySelector, each once.

    The batch size has no effect: the reply is sized to the keys (recorded). Only addresses
    shared by a great many leads make more than one page.
    """
    key_type, values = read_selector_keys(selector)
    after = _after(position, (0, 0))
    ids = sorted(each for each in find_leads(context.data.leads, key_type, values) if each > after)
    page = context.data.leads.load(ids[:LEADS_PER_PAGE])
    return _Page(page, len(ids) - len(page))


def _by_list(context: Context, selector: Any, position: LeadPosition | None, limit: int) -> _Page:
    """Return members of a static list; an unknown list is an empty one (recorded)."""
    list_id = selected_list(context, selector)
    if list_id is None:
        return _Page([], 0)
    bounds = (list_id, 0)
    after = _after(position, bounds)
    ids, remaining = context.data.lists.members(list_id, after=after, limit=limit)
    return _Page(context.data.leads.load(ids), remaining, bounds)


def _by_update(
    context: Context, bounds: tuple[int, int], position: LeadPosition | None, limit: int
) -> _Page:
    """Return leads that were changed, or that something happened to, in a range of time."""
    if position is not None:
        if not position.latest:
            raise LEAD_POSITION_OF_ANOTHER.refusal()
        # The first page fixed "until now"; later ones must not move it.
        bounds = (position.oldest, position.latest)
    oldest, latest = max(bounds[0], 0), bounds[1]
    after = position.last_id if position else 0
    page, remaining = context.data.leads.updated_between(oldest, latest, after=after, limit=limit)
    return _Page(page, remaining, (oldest, latest))


def _all(context: Context, position: LeadPosition | None, limit: int) -> _Page:
    """Return leads of all of them."""
    after = _after(position, (0, 0))
    page, remaining = context.data.leads.updated_between(0, MAX_ID, after=after, limit=limit)
    return _Page(page, remaining)


def _until(context: Context, position: LeadPosition | None) -> datetime:
    """Return the moment that "until now" meant on the first page, however long ago that was."""
    if position is None:
        return context.call.now
    return datetime.fromtimestamp(min(position.latest, context.now), UTC)


def _after(position: LeadPosition | None, bounds: tuple[int, int]) -> int:
    """Return the lead behind which a page begins.

    Raises:
        Refusal: 20122, the position belongs to another selector.
    """
    if position is None:
        return 0
    if (position.oldest, position.latest) != bounds:
        raise LEAD_POSITION_OF_ANOTHER.refusal()
    return position.last_id


OPERATIONS = {
    "getLead": Operation(
        get_lead,
        "by every key",
        ("documented", "recorded"),
        ("keys of a CRM or an owner find leads once fields for them are defined",),
        short=names_few_leads,
    ),
    "getMultipleLeads": Operation(
        get_multiple_leads,
        "by keys, static list or time of change, in pages",
        ("documented", "recorded", "inferred"),
        ("pages hold up to 1000 leads; one document said 100",),
    ),
}
