"""Rules that reading, writing and deleting MObjects share: types, keys, outcomes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields as dataclass_fields
from typing import Any

from mktows.facts.faults import BAD_PARAMETER, PARAMETER_REQUIRED
from mktows.facts.limits import MOBJECTS_PER_SYNC
from mktows.sandbox.context import Context
from mktows.sandbox.scalars import trimmed
from mktows.server.refusals import refusal


class ObjectFailed(Exception):
    """One object of a batch failed; the others go on.

    The text is what its status carries, in the form of a fault's message (inferred).
    """

    def __init__(self, code: int, message: str) -> None:
        super().__init__(f"{message} ({code})")


def object_type(value: object, allowed: Sequence[str]) -> str:
    """Return the type by its proper name; letter case does not count (inferred).

    Raises:
        Refusal: No type is given, or not one this operation knows: the whole call fails.
    """
    text = trimmed(value)
    if text is None:
        raise refusal(PARAMETER_REQUIRED, "type is required")
    for known in allowed:
        if known.casefold() == text.casefold():
            return known
    # Modelled on the recorded "Object name is not valid" of custom objects.
    raise refusal(BAD_PARAMETER, "Object type is not valid")


def check_count(objects: Sequence[object]) -> None:
    """Refuse a call without objects, or with more than the documented 100."""
    if not objects:
        raise refusal(PARAMETER_REQUIRED, "mObjectList is required")
    if len(objects) > MOBJECTS_PER_SYNC:
        raise refusal(BAD_PARAMETER, f"mObjectList holds more than {MOBJECTS_PER_SYNC} objects")


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
