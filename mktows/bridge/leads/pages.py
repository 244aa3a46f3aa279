"""Pages of leads: those that keys name, and the members of a static list."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mktows.bridge.context import Context
from mktows.bridge.lead_keys import Lead, find_leads
from mktows.bridge.leads.records import shown_fields
from mktows.bridge.names import LISTS, find_list
from mktows.facts.limits import LEADS_PER_PAGE
from mktows.facts.rest_endpoints import RECORDS_PER_PAGE
from mktows.parameters.keys import read_selector_keys
from mktows.parameters.lead_queries import LEAD_POSITION_OF_ANOTHER
from mktows.parameters.scalars import MAX_ID
from mktows.parameters.selectors import read_static_list
from mktows.rest.errors import NotFoundError
from mktows.rest.pages import next_token

Position = Mapping[str, Any]
"""The state in a position: `of` tells what it belongs to, the rest where the next page begins."""
_BY_KEYS = "keys"


@dataclass(frozen=True, slots=True)
class Page:
    """A page of leads.

    Attributes:
        leads: The leads.
        remaining: The number of those that follow; of a list 1, whatever that is.
        position: What the position of the next page says; empty where nothing follows.
    """

    leads: Sequence[Lead] = field(default=(), repr=False)
    remaining: int = 0
    position: Position = field(default_factory=dict, repr=False)


def page_by_keys(
    context: Context, selector: Any, position: Position | None, include: Collection[str] | None
) -> Page:
    """Return the leads of a LeadKeySelector, each once, in ascending order of their ids.

    The batch size has no effect: the reply is sized to the keys (recorded). Only addresses
    shared by a great many leads make more than one page.
    """
    key_type, values = read_selector_keys(selector)
    if position is not None and position["of"] != _BY_KEYS:
        raise LEAD_POSITION_OF_ANOTHER.refusal()
    after = position["after"] if position else 0
    found = [
        each
        for each in find_leads(context, key_type, values, shown_fields(context, include))
        if int(each["id"]) > after
    ]
    page = found[:LEADS_PER_PAGE]
    remaining = len(found) - len(page)
    following = {"of": _BY_KEYS, "after": int(page[-1]["id"])} if remaining else {}
    return Page(page, remaining, following)


def page_by_list(
    context: Context,
    selector: Any,
    position: Position | None,
    limit: int,
    include: Collection[str] | None,
) -> Page:
    """Return members of a static list; an unknown list is an empty one (recorded)."""
    named = read_static_list(selector)
    if isinstance(named, int):
        return _members(context, named, position, limit, include) or Page()
    for _ in range(2):
        found = find_list(context, named)
        if found is None:
            break
        page = _members(context, found.id, position, limit, include)
        if page is not None:
            return page
        # It is gone since its name was looked up; there may be another one of that name.
        context.instance.forget(LISTS)
    return Page()


def _members(
    context: Context,
    list_id: int,
    position: Position | None,
    limit: int,
    include: Collection[str] | None,
) -> Page | None:
    """Members of a list by its id; None where there is no such list."""
    if not 0 < list_id <= MAX_ID:
        return None
    try:
        if position is not None and position["of"] != list_id:
            context.rest.get_list(list_id)
            raise LEAD_POSITION_OF_ANOTHER.refusal()
        return _read_members(
            context, list_id, position or _beginning(list_id, limit), limit, include
        )
    except NotFoundError:
        return None


def _beginning(list_id: int, limit: int) -> Position:
    """The state before the first page: pages of REST as large as fit without a rest."""
    calls = math.ceil(limit / RECORDS_PER_PAGE)
    return {"of": list_id, "token": None, "skip": 0, "size": math.ceil(limit / calls)}


def _read_members(
    context: Context, list_id: int, at: Position, limit: int, include: Collection[str] | None
) -> Page:
    """Read on from a state.

    The pages of REST keep the size that they began with, since nothing says that it may change;
    where a page of SOAP ends within one, the next begins with it, and passes over the first.
    """
    fields = shown_fields(context, include)
    token, skip, seen = at["token"], at["skip"], {at["token"]}
    page: list[Lead] = []
    while True:
        answer = context.rest.get_leads_of_list(
            list_id, fields=fields, batch_size=at["size"], position=token
        )
        wanted = limit - len(page)
        rows = answer.result[skip:]
        page += rows[:wanted]
        if len(rows) > wanted:
            return Page(page, 1, {**at, "token": token, "skip": skip + wanted})
        token, skip = next_token("get_leads_of_list", answer, seen), 0
        if token is None:
            return Page(page)
        if len(page) == limit:
            return Page(page, 1, {**at, "token": token, "skip": 0})
        seen.add(token)
