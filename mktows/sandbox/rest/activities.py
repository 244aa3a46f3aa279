"""Answers calls for what happened to leads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from mktows.facts.activity_types import (
    ACTIVITY_TYPES,
    ATTRIBUTE_NAME,
    CHANGE_DATA_VALUE,
    LEAD_ID,
    NEW_LEAD,
    NEW_VALUE,
    OLD_VALUE,
)
from mktows.facts.lead_fields import LeadField
from mktows.facts.rest_endpoints import RECORDS_PER_PAGE
from mktows.facts.rest_errors import DATA_BAD, FIELD_UNKNOWN, VALUE_MISSING
from mktows.facts.rest_limits import LONG_LIST
from mktows.sandbox.activities.pages import Activity, ActivityQuery
from mktows.sandbox.activities.types import CustomActivityType
from mktows.sandbox.context import Scope
from mktows.sandbox.rest.activity_ids import ActivityIds, type_names
from mktows.sandbox.rest.answers import Answer
from mktows.sandbox.rest.context import Handler, RestContext
from mktows.sandbox.rest.lead_values import json_value
from mktows.sandbox.rest.lists import known_list
from mktows.sandbox.rest.moments import activity_text, moment_given
from mktows.sandbox.rest.paging import DatePosition, date_position, page_size
from mktows.sandbox.rest.refusals import refusal

_PASSED_OVER = 10 * RECORDS_PER_PAGE
"""As many activities are looked at for a page: one of few that are wanted is short or empty, as
clients met it."""

# An activity with the ids for it; None where it is not wanted.
_Show = Callable[[Activity, ActivityIds], dict[str, Any] | None]


def _get_paging_token(context: RestContext) -> Answer:
    since = moment_given(context.call, "sinceDatetime", context.zone)
    if since is None:
        raise refusal(VALUE_MISSING, name="sinceDatetime")
    return Answer(next_page_token=DatePosition(since).token())


def _get_activities(context: RestContext) -> Answer:
    """Return a page of activities, the oldest first; an unknown type matches nothing (a guess)."""
    call = context.call
    type_ids = set(call.numbers("activityTypeIds"))
    names = type_names(context, type_ids)
    asset_ids = set(call.numbers("assetIds"))
    if asset_ids and len(type_ids) > 1:
        raise refusal(DATA_BAD, problem="assetIds go with one activityTypeId alone")
    custom, empty = custom_types(context, names.values()), context.habits.empty_attributes

    def show(happened: Activity, ids: ActivityIds) -> dict[str, Any] | None:
        shown = ids.shown(happened)
        if asset_ids and shown.asset_id not in asset_ids:
            return None
        about = {
            "campaignId": shown.campaign_id,
            "primaryAttributeValueId": shown.asset_id,
            "primaryAttributeValue": happened.asset or None,
        }
        attributes = attribute_values(context, happened, shown.attributes, custom, empty=empty)
        return {
            **_told(context, happened, shown.type_id),
            **{name: value for name, value in about.items() if value is not None},
            "attributes": attributes,
        }

    return _page(context, frozenset(names.values()), show)


def _get_lead_changes(context: RestContext) -> Answer:
    """Return a page of new leads and of changes of some fields, the oldest first."""
    known = context.data.leads.rest_fields()
    wanted: dict[str, tuple[str, LeadField]] = {}
    for name in context.call.values("fields"):
        if name not in known:
            raise refusal(FIELD_UNKNOWN, name=name)
        wanted[known[name].display_name] = name, known[name]
    empty = context.habits.empty_attributes

    def show(happened: Activity, ids: ActivityIds) -> dict[str, Any] | None:
        values = dict(happened.attributes)
        fields = []
        if happened.type == CHANGE_DATA_VALUE:
            if happened.asset not in wanted:
                return None
            name, field = wanted[happened.asset]
            fields.append(
                {
                    "id": field.number,
                    "name": name,
                    "newValue": values.get(NEW_VALUE) or None,
                    "oldValue": values.get(OLD_VALUE) or None,
                }
            )
        shown = ids.shown(happened)
        others = [each for each in happened.attributes if each[0] not in _OF_FIELDS]
        attributes = attribute_values(context, happened, others, {}, empty=empty)
        return {
            **_told(context, happened, shown.type_id),
            **({} if shown.campaign_id is None else {"campaignId": shown.campaign_id}),
            "fields": fields,
            # It closes the attributes, as with SOAP (documented).
            "attributes": [*attributes, {"name": LEAD_ID, "value": happened.lead_id}],
        }

    return _page(context, frozenset({NEW_LEAD, CHANGE_DATA_VALUE}), show)


_OF_FIELDS = frozenset({ATTRIBUTE_NAME, OLD_VALUE, NEW_VALUE, LEAD_ID})


def _page(context: RestContext, types: frozenset[str], show: _Show) -> Answer:
    """Return a page of activities of some types behind the place that a token says."""
    position, size = date_position(context.call), page_size(context.call)
    query = _query(context, types)
    after = (position.at, position.after)
    page: list[dict[str, Any]] = []
    looked_at, most, more = 0, size, True
    while more and len(page) < size and looked_at < _PASSED_OVER:
        found = context.data.activities.first(query, after=after, limit=most + 1)
        ids = ActivityIds.of(context, found)
        for each in found[:most]:
            if len(page) == size:
                break
            shown = show(each, ids)
            if shown is not None:
                page.append(shown)
            after = (each.at, each.id)
        more = bool(found) and after != (found[-1].at, found[-1].id)
        looked_at += most
        most = RECORDS_PER_PAGE
    return Answer(page, next_page_token=DatePosition(*after).token(), more_result=more)


def _query(context: RestContext, types: frozenset[str]) -> ActivityQuery:
    """Return which activities a call asks for.

    Raises:
        RestRefusal: The list is unknown, or it has too many members.
    """
    call = context.call
    query = ActivityQuery(included=types)
    lead_ids = call.numbers("leadIds")
    if lead_ids:
        query = replace(query, lead_ids=frozenset(lead_ids))
    list_id = call.number("listId")
    if list_id is not None:
        named = known_list(context, list_id)
        if not context.habits.long_lists and context.data.lists.has_members(named.id, LONG_LIST):
            raise refusal(DATA_BAD, problem=f"List {named.id} has {LONG_LIST} leads or more")
        query = replace(query, list_id=named.id)
    return query


def _told(context: RestContext, happened: Activity, type_id: int) -> dict[str, Any]:
    """Return the members that every activity has; its GUID is the text of its id (samples)."""
    return {
        "id": happened.id,
        "marketoGUID": str(happened.id),
        "leadId": happened.lead_id,
        "activityDate": activity_text(happened.at, context.habits.activity_times),
        "activityTypeId": type_id,
    }


def custom_types(scope: Scope, names: Iterable[str]) -> dict[str, CustomActivityType]:
    """Return the custom types among some, by the names that their activities have."""
    if ACTIVITY_TYPES.keys() >= set(names):
        return {}
    return {each.stored_name: each for each in scope.data.activities.types.custom()}


def attribute_values(
    scope: Scope,
    happened: Activity,
    attributes: Iterable[tuple[str, str]],
    custom: Mapping[str, CustomActivityType],
    *,
    empty: bool,
) -> list[dict[str, Any]]:
    """Return an activity's attributes, as JSON of their type where that is known.

    Args:
        scope: The transaction.
        happened: The activity.
        attributes: Those of its attributes that are shown.
        custom: The custom types, as `custom_types` returns them.
        empty: Whether those without a value are shown, too.
    """
    kinds: dict[str, str] = {}
    api_names: dict[str, str] = {}
    if happened.type in ACTIVITY_TYPES:
        kinds = {each.name: each.data_type for each in ACTIVITY_TYPES[happened.type].attributes}
    elif happened.type in custom:
        known = custom[happened.type].newest.attributes
        kinds = {each.name: each.data_type for each in known}
        api_names = {each.name: each.api_name for each in known}
    return [
        {
            **({"apiName": api_names[name]} if name in api_names else {}),
            "name": name,
            "value": json_value(kinds.get(name, ""), text, scope.zone) if text else "",
        }
        for name, text in attributes
        if text or empty
    ]


HANDLERS: Mapping[str, Handler] = {
    "get_paging_token": _get_paging_token,
    "get_activities": _get_activities,
    "get_lead_changes": _get_lead_changes,
}
