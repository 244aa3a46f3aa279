"""Answers calls that add activities of custom types to leads."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from datetime import MAXYEAR, MINYEAR
from typing import Any

from mktows.facts.rest_errors import (
    ACTIVITY_TOO_LONG,
    FIELD_UNKNOWN,
    LEAD_UNKNOWN,
    OBJECT_UNKNOWN,
    VALUE_BAD,
    VALUE_MISSING,
)
from mktows.facts.rest_limits import ACTIVITY_ATTRIBUTE_BYTES
from mktows.parameters.scalars import fits, moment, seconds
from mktows.sandbox.activities.rows import NewActivity
from mktows.sandbox.activities.types import CustomActivityType, TypeAttribute, TypeVersion
from mktows.sandbox.rest.answers import Answer
from mktows.sandbox.rest.context import Handler, RestContext
from mktows.sandbox.rest.lead_values import text_of
from mktows.sandbox.rest.records import records
from mktows.sandbox.rest.refusals import Reason, reason

_MEMBERS = (
    *("leadId", "activityDate", "activityTypeId", "primaryAttributeValue", "attributes"),
    *("apiName", "id", "marketoGUID", "status", "errors"),
)
_ATTRIBUTE = ("apiName", "name", "value")


class _Skipped(Exception):
    """A record is passed over."""

    def __init__(self, why: Reason) -> None:
        super().__init__(why.code)
        self.why = why


def _add_custom_activities(context: RestContext) -> Answer:
    """Add activities in the order given; a bad record is passed over by itself."""
    activities = context.data.activities
    types = {each.id: each for each in activities.types.custom() if each.live is not None}
    given = records(context.call.members("input"))
    leads = context.data.leads.existing(
        {lead_id for each in given if (lead_id := _whole(each.get("leadId"))) is not None}
    )
    ids = itertools.count(activities.last_id() + 1)
    result: list[dict[str, Any]] = []
    for each in given:
        try:
            happened = _read(context, each, types, leads)
        except _Skipped as passed:
            # Here the member is `errors`, as in no other answer (a sample).
            told = {"code": str(passed.why.code), "message": passed.why.message}
            result.append({"status": "skipped", "errors": [told]})
        else:
            added = next(ids)
            activities.log(NewActivity(**happened, id=added))
            result.append({"id": added, "marketoGUID": str(added), "status": "added"})
    return Answer(result)


def _read(
    context: RestContext,
    record: Mapping[str, Any],
    types: Mapping[int, CustomActivityType],
    leads: set[int],
) -> dict[str, Any]:
    """Return what a record says happened, as members of an activity.

    Raises:
        _Skipped: It is passed over.
    """
    for name in record:
        if name not in _MEMBERS:
            context.call.note_unknown(f"member {name!r} of an activity")
    for name in ("leadId", "activityDate", "activityTypeId", "primaryAttributeValue"):
        if record.get(name) in (None, ""):
            raise _Skipped(reason(VALUE_MISSING, name=name))
    lead_id, type_id = _whole(record["leadId"]), _whole(record["activityTypeId"])
    for name, number in (("leadId", lead_id), ("activityTypeId", type_id)):
        if number is None:
            raise _Skipped(reason(VALUE_BAD, value=name, type="Integer"))
    if lead_id not in leads:
        raise _Skipped(reason(LEAD_UNKNOWN))
    made = types.get(type_id or 0)
    if made is None or made.live is None:
        raise _Skipped(reason(OBJECT_UNKNOWN))
    at = moment(str(record["activityDate"]), context.zone)
    # In the first and the last year there are moments that no other time zone has.
    if at is None or not MINYEAR < at.year < MAXYEAR:
        raise _Skipped(reason(VALUE_BAD, value="activityDate", type="datetime"))
    return {
        "lead_id": lead_id,
        "at": seconds(at),
        "type": made.stored_name,
        "asset": _text(made.live.primary, record["primaryAttributeValue"]),
        "attributes": _attributes(context, made.live, record.get("attributes")),
    }


def _attributes(
    context: RestContext, version: TypeVersion, given: object
) -> tuple[tuple[str, str], ...]:
    """Return attributes as activities keep them: by their display names, in the type's order."""
    if given is None:
        return ()
    if not isinstance(given, list) or not all(isinstance(each, Mapping) for each in given):
        raise _Skipped(reason(VALUE_BAD, value="attributes", type="Array"))
    known = {each.api_name: each for each in version.attributes}
    by_name = {each.name: each for each in version.attributes}
    found: dict[str, str] = {}
    for each in given:
        for name in each:
            if name not in _ATTRIBUTE:
                context.call.note_unknown(f"member {name!r} of an attribute")
        named = str(each.get("apiName") or each.get("name") or "")
        attribute = known.get(named) or by_name.get(named)
        if attribute is None:
            raise _Skipped(reason(FIELD_UNKNOWN, name=named))
        found[attribute.name] = _text(attribute, each.get("value"))
    return tuple((each.name, found[each.name]) for each in version.attributes if each.name in found)


def _text(attribute: TypeAttribute, given: object) -> str:
    text = text_of(given)
    if text is None or (text and not fits(attribute.data_type, text)):
        raise _Skipped(reason(VALUE_BAD, value=attribute.api_name, type=attribute.data_type))
    if len(text.encode("utf-8", "replace")) > ACTIVITY_ATTRIBUTE_BYTES:
        raise _Skipped(reason(ACTIVITY_TOO_LONG))
    return text


def _whole(given: object) -> int | None:
    """Return an id, which may be a text of digits; None for what cannot be one."""
    text = str(given)
    if isinstance(given, bool) or not text.isascii() or not text.isdigit() or len(text) > 18:
        return None
    return int(text)


HANDLERS: Mapping[str, Handler] = {"add_custom_activities": _add_custom_activities}
