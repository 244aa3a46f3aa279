"""Reads which custom objects a call asks for, writes or deletes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mktows.facts.faults import BAD_PARAMETER, PARAMETER_REQUIRED
from mktows.facts.limits import CUSTOM_OBJECTS_PER_PAGE, CUSTOM_OBJECTS_PER_SYNC
from mktows.parameters.custom_types import BadKey, CustomObjectType, lead_id_of
from mktows.parameters.pages import page_size
from mktows.parameters.scalars import enum_text, fits, trimmed
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


@dataclass(slots=True)
class CustomRecord:
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


@dataclass(frozen=True, slots=True)
class CustomObjectsToGet:
    """The records of a getCustomObjects call.

    Attributes:
        keys: The key values that they have all, in kept form and key order; empty for all records.
        position: The stream position.
        limit: How many there are on a page.
        included: The fields to show; None for all.
    """

    keys: Mapping[str, str] = field(repr=False)
    position: str | None = field(repr=False)
    limit: int
    included: set[str] | None

    @classmethod
    def read(cls, kind: CustomObjectType, params: Any) -> CustomObjectsToGet:
        """Read the parameters of a getCustomObjects call, for records of a type.

        Raises:
            Refusal: 20110 for what is no key, or no value of one.
        """
        return cls(
            _asked(kind, _pairs(params.custom_obj_key_list)),
            trimmed(params.stream_position),
            page_size(params.batch_size, CUSTOM_OBJECTS_PER_PAGE),
            _included(kind, params.include_attributes),
        )


@dataclass(frozen=True, slots=True)
class CustomObjectsToSync:
    """The records of a syncCustomObjects call.

    Attributes:
        mode: INSERT, UPDATE or UPSERT.
        records: The records, in the order given.
    """

    mode: str
    records: list[CustomRecord]

    @classmethod
    def read(cls, kind: CustomObjectType, params: Any) -> CustomObjectsToSync:
        """Read the parameters of a syncCustomObjects call, for records of a type.

        Raises:
            Refusal: 20109 without records or operation, 20110 for too many records.
        """
        objects = () if params.custom_obj_list is None else params.custom_obj_list.custom_obj
        if not objects:
            raise CUSTOM_OBJECTS_MISSING.refusal()
        if len(objects) > CUSTOM_OBJECTS_PER_SYNC:
            raise CUSTOM_OBJECTS_TOO_MANY.refusal(most=CUSTOM_OBJECTS_PER_SYNC)
        mode = enum_text(params.operation)
        if mode is None:
            raise CUSTOM_OBJECT_MODE_MISSING.refusal()
        return cls(
            mode,
            [
                _read(
                    kind, _pairs(each.custom_obj_key_list), _pairs(each.custom_obj_attribute_list)
                )
                for each in objects
            ],
        )


@dataclass(frozen=True, slots=True)
class CustomObjectsToDelete:
    """The records of a deleteCustomObjects call.

    Attributes:
        records: The records, in the order given; they have keys alone.
    """

    records: list[CustomRecord]

    @classmethod
    def read(cls, kind: CustomObjectType, params: Any) -> CustomObjectsToDelete:
        """Read the parameters of a deleteCustomObjects call, for records of a type.

        Raises:
            Refusal: 20109 without records.
        """
        lists = () if params.custom_obj_key_lists is None else params.custom_obj_key_lists.key_list
        if not lists:
            raise CUSTOM_KEY_LISTS_MISSING.refusal()
        return cls([_read(kind, _pairs(each), []) for each in lists])


def type_name(params: Any) -> str:
    """Return the name of the type that a call is about.

    Raises:
        Refusal: 20109, there is none.
    """
    name = trimmed(params.obj_type_name)
    if name is None:
        raise CUSTOM_TYPE_MISSING.refusal()
    return name


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


def _read(
    kind: CustomObjectType, keys: list[tuple[str, str]], attributes: list[tuple[str, str]]
) -> CustomRecord:
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
    read = CustomRecord({each.name: given[each.name] for each in kind.keys if each.name in given})
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


def _read_attribute(kind: CustomObjectType, read: CustomRecord, name: str, text: str) -> None:
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
