"""Answers listOperation: members of a static list of the lead database."""

from __future__ import annotations

from typing import Any

from mktows.parameters.list_operations import ADD, CLEAR, REMOVE, ListMember, ListOperation
from mktows.replies import lists as replies
from mktows.sandbox.context import Context
from mktows.sandbox.leads.records import SOURCE
from mktows.sandbox.lists import members as list_members
from mktows.sandbox.lists.rows import StaticList
from mktows.sandbox.operation import Operation


def list_operation(context: Context, params: Any) -> object:
    """Add, remove or test members; each key is judged by the list as the call found it."""
    data = context.data
    asked = ListOperation.read(params)
    target = _target(context, asked)
    if asked.operation == CLEAR:
        list_members.clear(context, target, source=SOURCE)
        return replies.cleared(context.types)
    members = ListMember.read_all(params)
    ids = [each.id for each in members]
    if asked.operation == ADD:
        true = data.leads.existing(set(ids))
    else:
        true = data.lists.contains(target.id, ids)
    # Strict: all or nothing (documented); what the reply then says of each lead is a guess.
    if true.issuperset(ids) or not asked.strict:
        if asked.operation == ADD:
            list_members.join(context, target, true, source=SOURCE)
        elif asked.operation == REMOVE:
            list_members.leave(context, target, true, source=SOURCE)
    return replies.changed(context.types, asked.operation, members, true)


def _target(context: Context, asked: ListOperation) -> StaticList:
    name = asked.list_name
    found = None if name is None else context.data.lists.find_by_name(name)
    # Lists inside programs are for importToList (documented; the code inferred).
    if found is None or found.program_id is not None:
        raise asked.no_list()
    return found


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
