"""Answers getCustomObjects, syncCustomObjects and deleteCustomObjects."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from mktows_bindings.runtime import DocumentedSyncStatus

from mktows.facts.faults import BAD_PARAMETER, BAD_STREAM_POSITION, PARAMETER_REQUIRED
from mktows.facts.limits import CUSTOM_OBJECTS_PER_PAGE, CUSTOM_OBJECTS_PER_SYNC
from mktows.sandbox.context import Context
from mktows.sandbox.custom_objects.position import CustomObjectPosition
from mktows.sandbox.custom_objects.types import BadKey, CustomObject, CustomObjectType, lead_id_of
from mktows.sandbox.operation import Operation
from mktows.sandbox.positions import page_size
from mktows.sandbox.scalars import enum_text, fits, trimmed
from mktows.server.refusals import Reason, Refusal

CUSTOM_TYPE_MISSING = Reason(
    "custom-type-missing",
    PARAMETER_REQUIRED,
    "objTypeName is required",
    "documented",
    "The WSDL requires objTypeName; the code follows its title.",
    "message",
)
CUSTOM_TYPE_UNKNOWN = Reason(
    "custom-type-unknown",
    BAD_PARAMETER,
    "Object name is not valid",
    "recorded",
    "Code and text are recorded.",
    "instance",
)
CUSTOM_OBJECTS_MISSING = Reason(
    "custom-objects-missing",
    PARAMETER_REQUIRED,
    "customObjList is required",
    "guess",
    "The WSDL requires the list; nothing says what an empty one does.",
    "message",
)
CUSTOM_OBJECTS_TOO_MANY = Reason(
    "custom-objects-too-many",
    BAD_PARAMETER,
    "customObjList holds more than {most} objects",
    "documented",
    "The limit is documented; that the whole call is refused, and the code, are a guess.",
    "message",
)
CUSTOM_OBJECT_MODE_MISSING = Reason(
    "custom-object-mode-missing",
    PARAMETER_REQUIRED,
    "operation is required",
    "documented",
    "Prose requires operation, which the WSDL has optional; the code follows its title.",
    "message",
)
CUSTOM_KEY_LISTS_MISSING = Reason(
    "custom-key-lists-missing",
    PARAMETER_REQUIRED,
    "customObjKeyLists is required",
    "guess",
    "The WSDL requires the list; nothing says what an empty one does.",
    "message",
)
SEARCHED_BY_OTHER_FIELD = Reason(
    "searched-by-other-field",
    BAD_PARAMETER,
    "{name} is not a key of {type}",
    "documented",
    "Prose lets keys alone stand in customObjKeyList; the code is a guess.",
    "instance",
)
SEARCHED_KEY_UNFIT = Reason(
    "searched-key-unfit",
    BAD_PARAMETER,
    "{problem}",
    "inferred",
    "A key without value, or of another type than its field, finds nothing; the code is a guess.",
    "instance",
)
CUSTOM_POSITION_OF_ANOTHER = Reason(
    "custom-position-of-another",
    BAD_STREAM_POSITION,
    "",
    "inferred",
    "All other parameters are to be repeated with a position; the code follows its title.",
    "instance",
)
CUSTOM_FIELD_UNKNOWN = Reason(
    "custom-field-unknown",
    None,
    "Unknown name attribute list: {names}",
    "recorded",
    "Recorded for one name, whose record alone fails; that several are joined so is inferred.",
    "instance",
)
CUSTOM_KEY_NO_KEY = Reason(
    "custom-key-no-key",
    None,
    "not a key of {type}: {names}",
    "documented",
    "Prose lets keys alone stand in customObjKeyList; the text is a guess.",
    "instance",
)
CUSTOM_KEY_UNFIT = Reason(
    "custom-key-unfit",
    None,
    "{problem}",
    "inferred",
    "A record is named by all its keys; the text is a guess.",
    "instance",
)
CUSTOM_KEY_TWICE = Reason(
    "custom-key-twice",
    None,
    "the key {name} has two values",
    "guess",
    "Nothing says which of two values of a key counts.",
    "instance",
)
LINK_MISSING = Reason(
    "link-missing",
    None,
    "{name} is required",
    "inferred",
    "Each record belongs to a lead; the text is a guess.",
    "instance",
)
LINKED_LEAD_UNKNOWN = Reason(
    "linked-lead-unknown",
    None,
    "No lead found with {name} = {value}",
    "inferred",
    "Each record belongs to a lead; the text is modelled on that for leads.",
    "instance",
)

# Both documented. What happens past the second is a guess.


# Documented, though the enumeration of no version lists them.
_UNLISTED = {each.name: each for each in DocumentedSyncStatus}


@dataclass(slots=True)
class _Given:
    """One record of a request.

    Attributes:
        keys: The key values given, in kept form and key order, as far as they can be told.
        key_text: All key values as one text; empty for a record that failed.
        values: The other values by field; "" asks to clear the field.
        lead_id: The lead its link names, if it has one.
        failure: Why it failed.
    """

    keys: dict[str, str] = field(repr=False)
    key_text: str = field(default="", repr=False)
    values: dict[str, str] = field(default_factory=dict, repr=False)
    lead_id: int | None = None
    failure: Refusal | None = None


def get_custom_objects(context: Context, params: Any) -> object:
    """Return a page of the records that have some keys, or of all records of a type."""
    types = context.types
    kind = _type(context, params.obj_type_name)
    keys = _asked(kind, _pairs(params.custom_obj_key_list))
    text = trimmed(params.stream_position)
    position = CustomObjectPosition(tuple(keys.values()))
    if text is not None:
        position = CustomObjectPosition.parse(text, position.asked)
    after = None if position.last is None else _key_text(kind, position.last)
    limit = page_size(params.batch_size, CUSTOM_OBJECTS_PER_PAGE)
    page, remaining = context.data.custom_objects.find(
        kind,
        keys,
        after=after,
        offset=position.returned if after is None else 0,
        limit=limit,
    )
    last = None
    if remaining:
        values = page[-1].shown(kind)
        last = tuple(values[each.name] for each in kind.keys)
    following = CustomObjectPosition(position.asked, position.returned + len(page), last)
    included = _included(kind, params.include_attributes)
    return types.SuccessGetCustomObjects(
        result=types.ResultGetCustomObjects(
            obj_type_name=kind.name,
            return_count=len(page),
            remaining_count=remaining,
            new_stream_position=str(following),
            # Empty, not nil, when nothing matches (recorded).
            custom_obj_list=types.ArrayOfCustomObj(
                custom_obj=[_record(context, kind, each, included) for each in page]
            ),
        )
    )


def sync_custom_objects(context: Context, params: Any) -> object:
    """Write records in the order given; a bad one fails by itself."""
    kind = _type(context, params.obj_type_name)
    objects = () if params.custom_obj_list is None else params.custom_obj_list.custom_obj
    if not objects:
        raise CUSTOM_OBJECTS_MISSING.refusal()
    if len(objects) > CUSTOM_OBJECTS_PER_SYNC:
        raise CUSTOM_OBJECTS_TOO_MANY.refusal(most=CUSTOM_OBJECTS_PER_SYNC)
    mode = enum_text(params.operation)
    if mode is None:
        raise CUSTOM_OBJECT_MODE_MISSING.refusal()
    given = [
        _read(kind, _pairs(each.custom_obj_key_list), _pairs(each.custom_obj_attribute_list))
        for each in objects
    ]
    rows = context.data.custom_objects
    held = rows.by_key_text(kind, {each.key_text for each in given if each.failure is None})
    wanted = {each.lead_id for each in given if each.lead_id is not None}
    leads = {each.id for each in context.data.leads.load(wanted)}
    written: dict[str, CustomObject] = {}
    statuses = []
    for each in given:
        try:
            record = _target(kind, mode, each, held, leads, context.now)
        except Refusal as failure:
            statuses.append(_status(context, kind, each, "FAILED", failure.message))
            continue
        if record is None:
            statuses.append(_status(context, kind, each, "SKIPPED"))
            continue
        # UPDATED also when nothing changes (a guess, as for leads).
        known = each.key_text in held
        statuses.append(_status(context, kind, each, "UPDATED" if known else "CREATED"))
        record.change(each.values, context.now)
        # A later record of the same call sees this one (inferred).
        held[each.key_text] = written[each.key_text] = record
    rows.put(kind, list(written.values()))
    types = context.types
    return types.SuccessSyncCustomObjects(
        result=types.ResultSyncCustomObjects(
            sync_custom_obj_status_list=types.ArrayOfSyncCustomObjStatus(
                sync_custom_obj_status=statuses
            )
        )
    )


def _target(
    kind: CustomObjectType,
    mode: str,
    given: _Given,
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
    return kind.placed(found, given.keys, lead_id, now)


def delete_custom_objects(context: Context, params: Any) -> object:
    """Delete records by all their keys; one that is not there is UNCHANGED."""
    kind = _type(context, params.obj_type_name)
    lists = () if params.custom_obj_key_lists is None else params.custom_obj_key_lists.key_list
    if not lists:
        raise CUSTOM_KEY_LISTS_MISSING.refusal()
    given = [_read(kind, _pairs(each), []) for each in lists]
    rows = context.data.custom_objects
    held = set(rows.by_key_text(kind, {each.key_text for each in given if each.failure is None}))
    rows.delete(kind, held)
    statuses = []
    for each in given:
        if each.failure is not None:
            statuses.append(_status(context, kind, each, "FAILED", each.failure.message))
        elif each.key_text in held:
            held.remove(each.key_text)
            statuses.append(_status(context, kind, each, "DELETED"))
        else:
            statuses.append(_status(context, kind, each, "UNCHANGED"))
    types = context.types
    return types.SuccessDeleteCustomObjects(
        result=types.ResultDeleteCustomObjects(
            delete_custom_obj_status_list=types.ArrayOfSyncCustomObjStatus(
                sync_custom_obj_status=statuses
            )
        )
    )


def _type(context: Context, name: object) -> CustomObjectType:
    text = trimmed(name)
    if text is None:
        raise CUSTOM_TYPE_MISSING.refusal()
    kind = context.data.custom_objects.type(text)
    if kind is None:
        raise CUSTOM_TYPE_UNKNOWN.refusal()
    return kind


def _pairs(listed: Any) -> list[tuple[str, str]]:
    return [
        (trimmed(each.attr_name) or "", trimmed(each.attr_value) or "")
        for each in (() if listed is None else listed.attribute)
    ]


def _asked(kind: CustomObjectType, pairs: list[tuple[str, str]]) -> dict[str, str]:
    """Return the key values a reader asks for, in key order; all that are given must hold."""
    given: dict[str, str] = {}
    for name, text in pairs:
        known = kind.field(name)
        if known is None or not known.key:
            raise SEARCHED_BY_OTHER_FIELD.refusal(name=name, type=kind.name)
        try:
            given[known.name] = kind.key_value(known, text)
        except BadKey as error:
            raise SEARCHED_KEY_UNFIT.refusal(problem=error) from None
    return {each.name: given[each.name] for each in kind.keys if each.name in given}


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


def _read(
    kind: CustomObjectType, keys: list[tuple[str, str]], attributes: list[tuple[str, str]]
) -> _Given:
    """Read a record; whatever is wrong with it stands in its `failure`."""
    unknown = [name for name, _ in (*keys, *attributes) if kind.field(name) is None]
    given: dict[str, str] = {}
    others: list[str] = []
    for name, text in keys:
        known = kind.field(name)
        if known is not None and known.key:
            given[known.name] = text
        elif known is not None:
            others.append(known.name)
    read = _Given({each.name: given[each.name] for each in kind.keys if each.name in given})
    try:
        if unknown:
            raise CUSTOM_FIELD_UNKNOWN.refusal(names=", ".join(unknown))
        if others:
            raise CUSTOM_KEY_NO_KEY.refusal(type=kind.name, names=", ".join(others))
        for each in kind.keys:
            read.keys[each.name] = kind.key_value(each, read.keys.get(each.name, ""))
        if kind.link_field in read.keys:
            read.lead_id = int(read.keys[kind.link_field])
        for name, text in attributes:
            _read_attribute(kind, read, name, text)
    except BadKey as bad:
        read.failure = CUSTOM_KEY_UNFIT.refusal(problem=bad)
        return read
    except Refusal as failure:
        read.failure = failure
        return read
    read.key_text = kind.key_text(read.keys)
    return read


def _read_attribute(kind: CustomObjectType, read: _Given, name: str, text: str) -> None:
    known = kind.field(name)
    if known is None:
        return
    if known.key:
        # A key that is repeated says nothing new; another value would make another record.
        if kind.key_value(known, text) != read.keys[known.name]:
            raise CUSTOM_KEY_TWICE.refusal(name=known.name)
    elif known.name == kind.link_field:
        read.lead_id = lead_id_of(known.name, text)
    elif text == "" or fits(known.data_type, text):
        # What does not fit is passed over in silence, as for leads (a guess).
        read.values[known.name] = text


def _included(kind: CustomObjectType, listed: Any) -> set[str] | None:
    """Return the fields to show; absent and empty both mean all (recorded)."""
    names = [trimmed(each) for each in (() if listed is None else listed.string_item)]
    asked = [name for name in names if name is not None]
    if not asked:
        return None
    # Unknown names are passed over, as for leads (inferred).
    return {known.name for name in asked if (known := kind.field(name)) is not None}


def _record(
    context: Context, kind: CustomObjectType, record: CustomObject, included: set[str] | None
) -> object:
    values = record.shown(kind)
    keys = {each.name: values.pop(each.name) for each in kind.keys}
    names = sorted(name for name in values if included is None or name in included)
    return context.types.CustomObj(
        custom_obj_key_list=_attributes(context, keys),
        # Nil when none is to be shown, as in lead records (inferred).
        custom_obj_attribute_list=_attributes(context, {name: values[name] for name in names}),
    )


def _status(
    context: Context, kind: CustomObjectType, given: _Given, status: str, error: str | None = None
) -> object:
    types = context.types
    return types.SyncCustomObjStatus(
        obj_type_name=kind.name,
        custom_obj_key_list=_attributes(context, given.keys),
        status=_UNLISTED.get(status) or types.SyncStatusEnum[status],
        error=error,
    )


def _attributes(context: Context, values: Mapping[str, str]) -> object:
    """Return attributes, their type always nil (recorded); None where there is none."""
    types = context.types
    if not values:
        return None
    return types.ArrayOfAttribute(
        attribute=[
            types.Attribute(attr_name=name, attr_type=None, attr_value=value)
            for name, value in values.items()
        ]
    )


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
