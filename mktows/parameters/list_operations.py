"""Reads what listOperation asks for: the list, what to do with it, and the leads."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from mktows.facts.faults import (
    BAD_PARAMETER,
    LEAD_KEY_BAD,
    LEAD_KEY_REQUIRED,
    LIST_NOT_FOUND,
    PARAMETER_REQUIRED,
)
from mktows.facts.key_types import IDNUM
from mktows.facts.limits import MEMBERS_PER_LIST_OPERATION
from mktows.parameters.keys import MAX_LEAD_ID
from mktows.parameters.scalars import enum_text, id_number, trimmed
from mktows.server.refusals import Reason, Refusal

LIST_OPERATION_MISSING = Reason(
    "list-operation-missing",
    PARAMETER_REQUIRED,
    "listOperation is required",
    "documented",
    "The WSDL requires listOperation; the code follows its title.",
    "message",
)
LIST_MEMBERS_MISSING = Reason(
    "list-members-missing",
    LEAD_KEY_REQUIRED,
    "listMemberList names no lead",
    "inferred",
    "The WSDL requires the list; that an empty one is refused, and the code, follow the title.",
    "message",
)
LIST_MEMBERS_TOO_MANY = Reason(
    "list-members-too-many",
    BAD_PARAMETER,
    "listMemberList holds {count} leads, at most {most}",
    "documented",
    "The limit is documented; that the whole call is refused, and the code, are a guess.",
    "message",
)
LIST_KEY_INCOMPLETE = Reason(
    "list-key-incomplete",
    PARAMETER_REQUIRED,
    "listKey needs a keyType and a keyValue",
    "documented",
    "The WSDL requires listKey with both members; the code follows its title.",
    "message",
)
LIST_UNKNOWN = Reason(
    "list-unknown",
    LIST_NOT_FOUND,
    "No list found with {type} = {value}",
    "documented",
    "The vendor's table of errors has this code; lists in programs are left to importToList.",
    "instance",
)
LIST_MEMBER_NOT_BY_ID = Reason(
    "list-member-not-by-id",
    LEAD_KEY_BAD,
    "listMemberList/leadKey[{place}]: keyType must be {type}",
    "recorded",
    "A maintainer found that keys of type EMAIL did not work; the code is inferred.",
    "message",
)
LIST_MEMBER_NO_ID = Reason(
    "list-member-no-id",
    LEAD_KEY_BAD,
    "listMemberList/leadKey[{place}]: keyValue must be an int",
    "recorded",
    "Recorded for nil and for the text null, and for a number beyond int without the code.",
    "message",
)

ADD = "ADDTOLIST"
REMOVE = "REMOVEFROMLIST"
TEST = "ISMEMBEROFLIST"
CLEAR = "CLEARLIST"


@dataclass(frozen=True, slots=True)
class ListOperation:
    """A listOperation call, apart from its leads.

    Attributes:
        operation: What is asked for, such as `ADDTOLIST`.
        key_type: Type of the list's key.
        key_value: The key.
        strict: Whether all leads or none are to be added or removed (documented).
    """

    operation: str
    key_type: str
    key_value: str
    strict: bool

    @classmethod
    def read(cls, params: Any) -> ListOperation:
        """Read the parameters of a listOperation call, but for its leads.

        Raises:
            Refusal: 20109 without an operation or a list.
        """
        operation = enum_text(params.list_operation)
        if operation is None:
            raise LIST_OPERATION_MISSING.refusal()
        key = params.list_key
        key_type = enum_text(key.key_type) if key else None
        value = trimmed(key.key_value) if key else None
        if key_type is None or value is None:
            raise LIST_KEY_INCOMPLETE.refusal()
        return cls(operation, key_type, value, bool(params.strict))

    @property
    def list_name(self) -> str | None:
        """The name of the list; None for a key of sales users, who have no lists (inferred)."""
        return self.key_value if self.key_type == "MKTOLISTNAME" else None

    def no_list(self) -> Refusal:
        """The fault for a key that names no list."""
        return LIST_UNKNOWN.refusal(type=self.key_type, value=self.key_value)


@dataclass(frozen=True, slots=True)
class ListMember:
    """A lead of a listOperation call.

    Attributes:
        key: Its key as the call has it, which the reply repeats.
        id: Its id, which may be nobody's.
    """

    key: Any = field(repr=False)
    id: int

    @classmethod
    def read_all(cls, params: Any) -> list[ListMember]:
        """Read the leads of a call, which are read once its list is known.

        Raises:
            Refusal: 20101 without leads, 20110 for too many, 20102 for a key that is no id.
        """
        keys = params.list_member_list.lead_key if params.list_member_list else ()
        if not keys:
            raise LIST_MEMBERS_MISSING.refusal()
        if len(keys) > MEMBERS_PER_LIST_OPERATION:
            raise LIST_MEMBERS_TOO_MANY.refusal(count=len(keys), most=MEMBERS_PER_LIST_OPERATION)
        return [cls(key, _lead_id(key, place)) for place, key in enumerate(keys, 1)]


def _lead_id(key: Any, place: int) -> int:
    """Return the lead id a key names, which may be nobody's.

    Recorded: keys of another type do not work, nil and the text `null` are refused with 20102,
    and so is, with a code that was not kept, an id beyond the range of an int.
    """
    if enum_text(key.key_type) != IDNUM:
        raise LIST_MEMBER_NOT_BY_ID.refusal(place=place, type=IDNUM)
    number = id_number(trimmed(key.key_value))
    if number is None or abs(number) > MAX_LEAD_ID:
        raise LIST_MEMBER_NO_ID.refusal(place=place)
    return number
