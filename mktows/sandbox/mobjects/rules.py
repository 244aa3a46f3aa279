"""Rules that reading, writing and deleting MObjects share: types, keys, outcomes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields as dataclass_fields
from typing import Any

from mktows.facts.faults import BAD_PARAMETER, PARAMETER_REQUIRED
from mktows.sandbox.context import Context
from mktows.sandbox.scalars import trimmed
from mktows.server.refusals import Reason

OBJECT_TYPE_MISSING = Reason(
    "object-type-missing",
    PARAMETER_REQUIRED,
    "type is required",
    "documented",
    "The WSDL requires the type; the code follows its title.",
    "message",
)
OBJECT_TYPE_UNKNOWN = Reason(
    "object-type-unknown",
    BAD_PARAMETER,
    "Object type is not valid",
    "documented",
    "Prose names the types of each operation; code and text are modelled on custom objects.",
    "message",
)
OBJECTS_MISSING = Reason(
    "objects-missing",
    PARAMETER_REQUIRED,
    "mObjectList is required",
    "guess",
    "The WSDL requires the list; nothing says what an empty one does.",
    "message",
)
OBJECT_ID_MISSING = Reason(
    "object-id-missing",
    PARAMETER_REQUIRED,
    "id is required",
    "documented",
    "Programs, and what is deleted, are named by id alone; the object alone fails.",
    "message",
)
EXTERNAL_KEY_UNKNOWN = Reason(
    "external-key-unknown",
    BAD_PARAMETER,
    "{name} is not an external key of {type}",
    "documented",
    "An external key is a field that the instance has for it; the code is a guess.",
    "instance",
)


def object_type(value: object, allowed: Sequence[str]) -> str:
    """Return the type by its proper name; letter case does not count (inferred).

    Raises:
        Refusal: No type is given, or not one this operation knows: the whole call fails.
    """
    text = trimmed(value)
    if text is None:
        raise OBJECT_TYPE_MISSING.refusal()
    for known in allowed:
        if known.casefold() == text.casefold():
            return known
    raise OBJECT_TYPE_UNKNOWN.refusal()


def listed_objects(listed: Any) -> Sequence[Any]:
    """Return the objects of a call.

    Raises:
        Refusal: There are none.
    """
    objects: Sequence[Any] = () if listed is None else listed.m_object
    if not objects:
        raise OBJECTS_MISSING.refusal()
    return objects


def key_pair(external_key: Any) -> tuple[str, str] | None:
    """Return name and value of an externalKey; None where either is missing."""
    if external_key is None:
        return None
    name, value = trimmed(external_key.name), trimmed(external_key.value)
    return None if name is None or value is None else (name, value)


def is_external_key(context: Context, kind: str, name: str) -> bool:
    """Tell whether objects of a type may be found by this field."""
    field = context.data.mobjects.fields(kind).get(name)
    return field is not None and field.external_key


def associations(given: Any) -> Sequence[Any]:
    """Return the associations of an object of a request."""
    listed = given.association_list
    return () if listed is None else tuple(listed.m_obj_association)


def status_entry(
    context: Context, given: Any, object_id: int | None, status: str, error: str | None = None
) -> object:
    """Return one mObjStatus; the external key is echoed when one was given (documented)."""
    types = context.types
    pair = key_pair(given.external_key)
    if object_id is None and not _takes_nil_id(types.MObjStatus):
        object_id = 0
    return types.MObjStatus(
        id=object_id,
        external_key=None if pair is None else types.Attrib(name=pair[0], value=pair[1]),
        status=types.MObjStatusEnum[status],
        error=error,
    )


def _takes_nil_id(status_type: Any) -> bool:
    """Tell whether this version's contract lets a failed object go without an id (2_7 does)."""
    return any(
        member.name == "id" and bool(member.metadata.get("nillable"))
        for member in dataclass_fields(status_type)
    )
