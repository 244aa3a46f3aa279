"""Reads what calls for MObjects share: types, keys, associations; and what is deleted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from mktows.facts.faults import BAD_PARAMETER, PARAMETER_REQUIRED
from mktows.facts.mobjects import DELETED, DESCRIBED
from mktows.parameters.scalars import trimmed
from mktows.server.refusals import Reason

Key = tuple[str, str]
"""Name and value of an external key."""

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
DESCRIBED_NAME_MISSING = Reason(
    "described-name-missing",
    PARAMETER_REQUIRED,
    "objectName is required",
    "documented",
    "The WSDL requires objectName; the code follows its title.",
    "message",
)
DESCRIBED_NAME_UNKNOWN = Reason(
    "described-name-unknown",
    BAD_PARAMETER,
    "Object name is not valid",
    "documented",
    "Prose names four types; code and text are those recorded for custom objects.",
    "message",
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


def key_pair(external_key: Any) -> Key | None:
    """Return name and value of an externalKey; None where either is missing."""
    if external_key is None:
        return None
    name, value = trimmed(external_key.name), trimmed(external_key.value)
    return None if name is None or value is None else (name, value)


def associations(given: Any) -> Sequence[Any]:
    """Return the associations of an object of a request."""
    listed = given.association_list
    return () if listed is None else tuple(listed.m_obj_association)


def described_name(params: Any) -> str:
    """Return the proper name of what a describeMObject call is about.

    Letter case does not count (inferred).

    Raises:
        Refusal: No name is given, or another than the four.
    """
    text = trimmed(params.object_name)
    if text is None:
        raise DESCRIBED_NAME_MISSING.refusal()
    for known in DESCRIBED:
        if known.casefold() == text.casefold():
            return known
    raise DESCRIBED_NAME_UNKNOWN.refusal()


@dataclass(frozen=True, slots=True)
class ObjectsToDelete:
    """The objects of a deleteMObjects call.

    Attributes:
        objects: Their types, and the objects as the request has them, in the order given.
    """

    objects: list[tuple[str, Any]] = field(repr=False)

    @classmethod
    def read(cls, params: Any) -> ObjectsToDelete:
        """Read the parameters of a deleteMObjects call.

        Raises:
            Refusal: There are no objects, or one of a type that cannot be deleted.
        """
        return cls(typed_objects(params.m_object_list, DELETED))


def typed_objects(listed: Any, allowed: Sequence[str]) -> list[tuple[str, Any]]:
    """Return the objects of a call behind their types.

    Raises:
        Refusal: There are none, or one of a type that this operation does not know.
    """
    return [(object_type(each.type_value, allowed), each) for each in listed_objects(listed)]
