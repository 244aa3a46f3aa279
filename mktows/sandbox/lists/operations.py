"""Answers listOperation: members of a static list of the lead database."""

from __future__ import annotations

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
from mktows.sandbox.context import Context
from mktows.sandbox.leads.records import SOURCE
from mktows.sandbox.leads.rows import MAX_LEAD_ID
from mktows.sandbox.lists import members as list_members
from mktows.sandbox.lists.rows import StaticList
from mktows.sandbox.operation import Operation
from mktows.sandbox.scalars import enum_text, id_number, trimmed
from mktows.server.refusals import Reason

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


def list_operation(context: Context, params: Any) -> object:
    """Add, remove or test members; each key is judged by the list as the call found it."""
    types, data = context.types, context.data
    operation = enum_text(params.list_operation)
    if operation is None:
        raise LIST_OPERATION_MISSING.refusal()
    target = _target(context, params.list_key)
    if operation == "CLEARLIST":
        list_members.clear(context, target, source=SOURCE)
        return types.SuccessListOperation(result=types.ResultListOperation(success=True))
    keys = params.list_member_list.lead_key if params.list_member_list else ()
    if not keys:
        raise LIST_MEMBERS_MISSING.refusal()
    if len(keys) > MEMBERS_PER_LIST_OPERATION:
        raise LIST_MEMBERS_TOO_MANY.refusal(count=len(keys), most=MEMBERS_PER_LIST_OPERATION)
    ids = [_lead_id(key, place) for place, key in enumerate(keys, 1)]
    if operation == "ADDTOLIST":
        true = data.leads.existing(set(ids))
    else:
        true = data.lists.contains(target.id, ids)
    success = true.issuperset(ids)
    # Strict: all or nothing (documented); what the reply then says of each lead is a guess.
    if success or not params.strict:
        if operation == "ADDTOLIST":
            list_members.join(context, target, true, source=SOURCE)
        elif operation == "REMOVEFROMLIST":
            list_members.leave(context, target, true, source=SOURCE)
    statuses = None
    if operation == "ISMEMBEROFLIST" or not success:
        # Once one status is false, all are listed (recorded for one lead, else a guess).
        statuses = types.ArrayOfLeadStatus(
            lead_status=[
                types.LeadStatus(lead_key=key, status=number in true)
                for key, number in zip(keys, ids, strict=True)
            ]
        )
    return types.SuccessListOperation(
        result=types.ResultListOperation(success=success, status_list=statuses)
    )


def _target(context: Context, key: Any) -> StaticList:
    key_type = enum_text(key.key_type) if key else None
    value = trimmed(key.key_value) if key else None
    if key_type is None or value is None:
        raise LIST_KEY_INCOMPLETE.refusal()
    # Nobody's sales users have lists here, so their keys name none (inferred).
    found = context.data.lists.find_by_name(value) if key_type == "MKTOLISTNAME" else None
    # Lists inside programs are for importToList (documented; the code inferred).
    if found is None or found.program_id is not None:
        raise LIST_UNKNOWN.refusal(type=key_type, value=value)
    return found


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


OPERATIONS = {
    "listOperation": Operation(
        list_operation,
        "members of lists of the lead database, `strict`, per-lead outcomes",
        ("documented", "recorded", "inferred"),
        (
            "what `CLEARLIST` does is inferred: it removes every member, whatever leads are named",
            "MKTOSALESUSERID and SFDCLEADOWNERID name no list: fault 20111",
        ),
        writes=True,
    ),
}
