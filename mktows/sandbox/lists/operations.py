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
from mktows.server.refusals import refusal

"""Leads in one call (documented); what happens past it is a guess."""


def list_operation(context: Context, params: Any) -> object:
    """Add, remove or test members; each key is judged by the list as the call found it."""
    types, data = context.types, context.data
    operation = enum_text(params.list_operation)
    if operation is None:
        raise refusal(PARAMETER_REQUIRED, "listOperation is required")
    target = _target(context, params.list_key)
    if operation == "CLEARLIST":
        list_members.clear(context, target, source=SOURCE)
        return types.SuccessListOperation(result=types.ResultListOperation(success=True))
    keys = params.list_member_list.lead_key if params.list_member_list else ()
    if not keys:
        raise refusal(LEAD_KEY_REQUIRED, "listMemberList names no lead")
    if len(keys) > MEMBERS_PER_LIST_OPERATION:
        raise refusal(
            BAD_PARAMETER,
            f"listMemberList holds {len(keys)} leads, at most {MEMBERS_PER_LIST_OPERATION}",
        )
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
        raise refusal(PARAMETER_REQUIRED, "listKey needs a keyType and a keyValue")
    # Nobody's sales users have lists here, so their keys name none (inferred).
    found = context.data.lists.find_by_name(value) if key_type == "MKTOLISTNAME" else None
    # Lists inside programs are for importToList (documented; the code inferred).
    if found is None or found.program_id is not None:
        raise refusal(LIST_NOT_FOUND, f"No list found with {key_type} = {value}")
    return found


def _lead_id(key: Any, place: int) -> int:
    """Return the lead id a key names, which may be nobody's.

    Recorded: keys of another type do not work, nil and the text `null` are refused with 20102,
    and so is, with a code that was not kept, an id beyond the range of an int.
    """
    if enum_text(key.key_type) != IDNUM:
        raise refusal(LEAD_KEY_BAD, f"listMemberList/leadKey[{place}]: keyType must be {IDNUM}")
    number = id_number(trimmed(key.key_value))
    if number is None or abs(number) > MAX_LEAD_ID:
        raise refusal(LEAD_KEY_BAD, f"listMemberList/leadKey[{place}]: keyValue must be an int")
    return number


OPERATIONS = {
    "listOperation": Operation(
        list_operation,
        "members of lists of the lead database, `strict`, per-lead outcomes",
        ("documented", "recorded", "inferred"),
        (
            "`skipActivityLog` is ignored: the activities are logged",
            "what `CLEARLIST` does is inferred: it removes every member, whatever leads are named",
            "MKTOSALESUSERID and SFDCLEADOWNERID name no list: fault 20111",
        ),
        writes=True,
    ),
}
