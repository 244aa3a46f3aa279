"""Answers getCustomObjects, syncCustomObjects and deleteCustomObjects."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from mktows.facts.faults import BAD_STREAM_POSITION
from mktows.parameters.custom_objects import (
    CUSTOM_TYPE_UNKNOWN,
    LINK_MISSING,
    LINKED_LEAD_UNKNOWN,
    CustomObjectsToDelete,
    CustomObjectsToGet,
    CustomObjectsToSync,
    CustomRecord,
    type_name,
)
from mktows.parameters.custom_types import BadKey, CustomObjectType
from mktows.replies import custom_objects
from mktows.replies.custom_objects import outcome
from mktows.sandbox.context import Context
from mktows.sandbox.custom_objects.position import CustomObjectPosition
from mktows.sandbox.custom_objects.records import CustomObject, placed
from mktows.sandbox.operation import Operation
from mktows.server.refusals import Reason, Refusal

CUSTOM_POSITION_OF_ANOTHER = Reason(
    "custom-position-of-another",
    BAD_STREAM_POSITION,
    "",
    "inferred",
    "All other parameters are to be repeated with a position; the code follows its title.",
    "instance",
)


def get_custom_objects(context: Context, params: Any) -> object:
    """Return a page of the records that have some keys, or of all records of a type."""
    kind = _type(context, params)
    asked = CustomObjectsToGet.read(kind, params)
    position = CustomObjectPosition(tuple(asked.keys.values()))
    if asked.position is not None:
        position = CustomObjectPosition.parse(asked.position, position.asked)
    after = None if position.last is None else _key_text(kind, position.last)
    page, remaining = context.data.custom_objects.find(
        kind,
        asked.keys,
        after=after,
        offset=position.returned if after is None else 0,
        limit=asked.limit,
    )
    last = None
    if remaining:
        values = page[-1].shown(kind)
        last = tuple(values[each.name] for each in kind.keys)
    following = CustomObjectPosition(position.asked, position.returned + len(page), last)
    return custom_objects.page(
        context.types,
        kind,
        [each.shown(kind) for each in page],
        included=asked.included,
        remaining=remaining,
        position=str(following),
    )


def sync_custom_objects(context: Context, params: Any) -> object:
    """Write records in the order given; a bad one fails by itself."""
    kind = _type(context, params)
    asked = CustomObjectsToSync.read(kind, params)
    given = asked.records
    rows = context.data.custom_objects
    held = rows.by_key_text(kind, {each.key_text for each in given if each.failure is None})
    wanted = {each.lead_id for each in given if each.lead_id is not None}
    leads = {each.id for each in context.data.leads.load(wanted)}
    written: dict[str, CustomObject] = {}
    statuses = []
    for each in given:
        try:
            record = _target(kind, asked.mode, each, held, leads, context.now)
        except Refusal as failure:
            statuses.append(outcome(context.types, kind, each, "FAILED", failure.message))
            continue
        if record is None:
            statuses.append(outcome(context.types, kind, each, "SKIPPED"))
            continue
        # UPDATED also when nothing changes (a guess, as for leads).
        known = each.key_text in held
        statuses.append(outcome(context.types, kind, each, "UPDATED" if known else "CREATED"))
        record.change(each.values, context.now)
        # A later record of the same call sees this one (inferred).
        held[each.key_text] = written[each.key_text] = record
    rows.put(kind, list(written.values()))
    return custom_objects.synced(context.types, statuses)


def _target(
    kind: CustomObjectType,
    mode: str,
    given: CustomRecord,
    held: Mapping[str, CustomObject],
    leads: Collection[int],
    now: int,
) -> CustomObject | None:
    """Return the record to write, new or not; None where the mode forbids it (documented).

    Raises:
        Refusal: It names no lead, or one that does not exist (texts inferred).
    """
    if given.failure is not None:
        raise given.failure
    found = held.get(given.key_text)
    if mode == ("UPDATE" if found is None else "INSERT"):
        return None
    lead_id = given.lead_id
    if lead_id is None and found is None and kind.link_field:
        raise LINK_MISSING.refusal(name=kind.link_field)
    if lead_id is not None and lead_id not in leads:
        raise LINKED_LEAD_UNKNOWN.refusal(name=kind.link_field, value=lead_id)
    return placed(kind, found, given.keys, lead_id, now)


def delete_custom_objects(context: Context, params: Any) -> object:
    """Delete records by all their keys; one that is not there is UNCHANGED."""
    kind = _type(context, params)
    given = CustomObjectsToDelete.read(kind, params).records
    rows = context.data.custom_objects
    held = set(rows.by_key_text(kind, {each.key_text for each in given if each.failure is None}))
    rows.delete(kind, held)
    statuses = []
    for each in given:
        if each.failure is not None:
            statuses.append(outcome(context.types, kind, each, "FAILED", each.failure.message))
        elif each.key_text in held:
            held.remove(each.key_text)
            statuses.append(outcome(context.types, kind, each, "DELETED"))
        else:
            statuses.append(outcome(context.types, kind, each, "UNCHANGED"))
    return custom_objects.deleted(context.types, statuses)


def _type(context: Context, params: Any) -> CustomObjectType:
    kind = context.data.custom_objects.type(type_name(params))
    if kind is None:
        raise CUSTOM_TYPE_UNKNOWN.refusal()
    return kind


def _key_text(kind: CustomObjectType, values: tuple[str, ...]) -> str:
    """Return a position's last key as the store compares it."""
    if len(values) != len(kind.keys):
        raise CUSTOM_POSITION_OF_ANOTHER.refusal()
    try:
        return kind.key_text(
            {
                each.name: kind.key_value(each, value)
                for each, value in zip(kind.keys, values, strict=True)
            }
        )
    except BadKey:
        raise CUSTOM_POSITION_OF_ANOTHER.refusal() from None


OPERATIONS = {
    "getCustomObjects": Operation(
        get_custom_objects,
        "by some or all keys, in pages that hold their place",
        ("documented", "recorded", "inferred"),
        (
            "a position names the last key beside the recorded offset, so that pages keep their "
            "place while data changes",
        ),
    ),
    "syncCustomObjects": Operation(
        sync_custom_objects,
        "INSERT, UPDATE, UPSERT, outcomes per record",
        ("documented", "recorded", "inferred"),
        (
            "SKIPPED is documented, but the WSDL's enumeration lacks it; a client generated from "
            "it may refuse the reply",
        ),
        writes=True,
    ),
    "deleteCustomObjects": Operation(
        delete_custom_objects,
        "by all keys, outcomes per record",
        ("documented", "inferred"),
        (
            "UNCHANGED is documented, but the WSDL's enumeration lacks it; a client generated "
            "from it may refuse the reply",
        ),
        writes=True,
    ),
}
