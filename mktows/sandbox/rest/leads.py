"""Answers calls that read, delete and merge leads, and that let browsers belong to them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from mktows.facts.activity_types import ACTIVITY_TYPES, DELETE_LEAD
from mktows.facts.key_types import CRM_KEY_FIELDS
from mktows.facts.lead_fields import LeadField
from mktows.facts.rest_errors import (
    COOKIE_BAD,
    DATA_BAD,
    FIELD_UNKNOWN,
    FIELD_UNSUPPORTED,
    LEAD_UNKNOWN,
    VALUE_BAD,
    VALUE_MISSING,
)
from mktows.facts.rest_limits import LEADS_PER_FILTER
from mktows.parameters.scalars import id_number
from mktows.sandbox.leads.cookies import attach
from mktows.sandbox.leads.merging import merge
from mktows.sandbox.leads.records import SOURCE
from mktows.sandbox.leads.removal import remove
from mktows.sandbox.leads.rows import Lead
from mktows.sandbox.rest.answers import Answer
from mktows.sandbox.rest.context import Handler, RestContext
from mktows.sandbox.rest.lead_values import PARTITION, Shown, partitions
from mktows.sandbox.rest.moments import activity_text
from mktows.sandbox.rest.paging import DatePosition, date_position, page_size, row_position
from mktows.sandbox.rest.records import lead_ids, skipped
from mktows.sandbox.rest.refusals import reason, refusal
from mktows.sandbox.rest.request import RestCall

COOKIE = "cookies"
"""The name for the browsers of a lead."""
SOCIAL = ("facebookId", "linkedInId", "twitterId")
"""Ids of other sites, by which calls may choose leads even where no lead has one (documented)."""
CRM: Mapping[str, str] = {
    name[0].lower() + name[1:]: name
    for key_type, name in CRM_KEY_FIELDS.items()
    if key_type.startswith("SFDC")
}
"""The lead field that holds a key of a CRM, by what calls name it."""
SEARCHED_TYPES = frozenset({"string", "email", "integer"})
"""The types of custom fields by which calls may choose leads (documented)."""

_FOREIGN_KEYS = ("sfdcContactId", "sfdcLeadId")
_FOREIGN_TYPE = "SFDC"
_COOKIE = re.compile(r"id:[^&]+&token:.+")


def searched(fields: Mapping[str, LeadField]) -> list[str]:
    """Return the names by which calls may choose leads."""
    custom = [name for name, each in fields.items() if is_searched(each)]
    return ["id", "email", COOKIE, *SOCIAL, PARTITION, *CRM, *custom]


def is_searched(field: LeadField) -> bool:
    """Tell whether calls may choose leads by a custom field."""
    return field.custom and field.data_type in SEARCHED_TYPES


def found_by(context: RestContext, kind: str, values: Collection[str]) -> set[int]:
    """Return the ids of the leads that have one of some values.

    Raises:
        RestRefusal: There is no such field, calls may not choose by it, or a value cannot be one.
    """
    leads = context.data.leads
    if kind == "id":
        return leads.existing(_numbers(values))
    if kind == "email":
        return leads.ids_by_email(values)
    if kind == COOKIE:
        return leads.ids_by_cookie(values)
    if kind == PARTITION:
        names = partitions(context.instance)
        wanted = {names[each - 1] for each in _numbers(values) if 0 < each <= len(names)}
        return leads.ids_by_workspace(wanted, limit=LEADS_PER_FILTER + 1)
    fields = leads.rest_fields()
    known = fields.get(kind)
    if kind in CRM:
        found = leads.ids_by_foreign_id(_FOREIGN_TYPE, values) if kind in _FOREIGN_KEYS else set()
        known = known or leads.fields().get(CRM[kind])
        return found if known is None else found | leads.ids_by_attribute(known.name, values)
    if known is None:
        if kind in SOCIAL:
            return set()
        raise refusal(FIELD_UNKNOWN, name=kind)
    if kind not in SOCIAL and not is_searched(known):
        raise refusal(FIELD_UNSUPPORTED, name=kind)
    return leads.ids_by_attribute(known.name, values)


def _get_leads(context: RestContext) -> Answer:
    call, position = context.call, row_position(context.call)
    shown = Shown.asked(context)
    kind = call.text("filterType") or ""
    found = found_by(context, kind, call.values("filterValues"))
    if len(found) > LEADS_PER_FILTER:
        raise refusal(DATA_BAD, problem="Too many results match the filter")
    after = position.after_id
    ids = sorted(each for each in found if each > after)
    page = ids[: page_size(call)]
    return Answer(
        shown.records(context.data.leads.load(page)),
        next_page_token=position.token(page[-1]) if len(page) < len(ids) else None,
    )


def _get_lead(context: RestContext) -> Answer:
    shown = Shown.asked(context)
    found = context.data.leads.load([context.call.number_in_path("leadId")])
    if not found:
        raise refusal(LEAD_UNKNOWN)
    return Answer(shown.records(found))


def _delete_leads(context: RestContext) -> Answer:
    ids = lead_ids(context.call)
    there = {each.id: each for each in context.data.leads.load(ids)}
    result = []
    gone: set[int] = set()
    for each in ids:
        if each in there and each not in gone:
            result.append({"id": each, "status": "deleted"})
            gone.add(each)
        else:
            result.append(skipped(context, reason(LEAD_UNKNOWN), id=each))
    remove(context, there.values())
    return Answer(result)


def _merge_leads(context: RestContext) -> Answer:
    call = context.call
    winner = call.number_in_path("leadId")
    one = call.number("leadId")
    losers = list(dict.fromkeys([*([] if one is None else [one]), *call.numbers("leadIds")]))
    if not losers:
        raise refusal(VALUE_MISSING, name="leadIds")
    if winner in losers:
        raise refusal(DATA_BAD, problem="A lead cannot be merged into itself")
    if len(context.data.leads.existing([winner, *losers])) <= len(losers):
        raise refusal(LEAD_UNKNOWN)
    # There is no CRM to merge in; that nothing comes of `mergeInCRM` then is a guess.
    merge(context, winner, losers, source=SOURCE)
    return Answer()


def _associate_lead(context: RestContext) -> Answer:
    target = context.data.leads.get(context.call.number_in_path("leadId"))
    if target is None:
        raise refusal(LEAD_UNKNOWN)
    attach_cookie(context, target, _cookie(context.call))
    return Answer()


def attach_cookie(context: RestContext, target: Lead, cookie: str) -> None:
    """Let a browser belong to a lead.

    Raises:
        RestRefusal: This is no value of the cookie.
    """
    if not _COOKIE.fullmatch(cookie):
        raise refusal(COOKIE_BAD, value=cookie)
    attach(context, target, cookie)


def _cookie(call: RestCall) -> str:
    """Return the cookie of a call; one whose `&` was not escaped is put together again."""
    given = call.text("cookie") or ""
    rest = [name for name in call.parameters if name.startswith("token:")]
    return f"{given}&{rest[0]}" if rest and "&" not in given else given


def _get_lead_partitions(context: RestContext) -> Answer:
    names = partitions(context.instance)
    return Answer(
        [
            {"id": number, "name": name, "description": f"Leads of the workspace {name}"}
            for number, name in enumerate(names, 1)
        ]
    )


def _get_deleted_leads(context: RestContext) -> Answer:
    position, size = date_position(context.call), page_size(context.call)
    found = context.data.deleted_leads.since(position.at, after=position.after, limit=size + 1)
    page = found[:size]
    following = DatePosition(page[-1].deleted_at, page[-1].id) if page else position
    result: list[Any] = [
        {
            "id": each.id,
            "marketoGUID": str(each.id),
            "leadId": each.lead_id,
            "activityDate": activity_text(each.deleted_at, context.habits.activity_times),
            "activityTypeId": ACTIVITY_TYPES[DELETE_LEAD].id,
            "primaryAttributeValueId": each.lead_id,
            "primaryAttributeValue": each.name,
            "attributes": [],
        }
        for each in page
    ]
    return Answer(result, next_page_token=following.token(), more_result=len(page) < len(found))


def _numbers(values: Collection[str]) -> set[int]:
    numbers = {each: id_number(each) for each in values}
    for text, number in numbers.items():
        if number is None:
            raise refusal(VALUE_BAD, value=text, type="Integer")
    return {each for each in numbers.values() if each is not None}


HANDLERS: Mapping[str, Handler] = {
    "get_leads": _get_leads,
    "get_lead": _get_lead,
    "delete_leads": _delete_leads,
    "delete_leads_by_former_method": _delete_leads,
    "merge_leads": _merge_leads,
    "associate_lead": _associate_lead,
    "get_lead_partitions": _get_lead_partitions,
    "get_deleted_leads": _get_deleted_leads,
}
