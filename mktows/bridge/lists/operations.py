"""Answers listOperation: members of a static list of the lead database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from mktows.bridge.context import Context
from mktows.bridge.lead_keys import find_leads
from mktows.bridge.names import LISTS, by_name, find_own_list, forget_name
from mktows.bridge.operation import Operation
from mktows.bridge.refusals import REST_FAILED
from mktows.facts.key_types import IDNUM
from mktows.facts.rest_errors import LEAD_NOT_IN_LIST
from mktows.parameters.list_operations import (
    ADD,
    CLEAR,
    TEST,
    ListMember,
    ListOperation,
)
from mktows.replies import lists as replies
from mktows.rest.outcomes import Outcome
from mktows.rest.pages import next_token

_MEMBER = "memberof"
_DONE = frozenset({"added", "removed", _MEMBER, "notmemberof"})
"""The statuses of leads that are in the list by now, or are not, as it was asked for."""


def list_operation(context: Context, params: Any) -> object:
    """Add, remove or test members; each key is judged by the list as the call found it."""
    asked = ListOperation.read(params)
    name = asked.list_name
    if name is None:
        raise asked.no_list()
    return by_name(
        lambda: _answer(context, asked, name, params),
        forget=lambda: forget_name(context, LISTS, name),
        unknown=asked.no_list,
    )


def add(context: Context, list_id: int, ids: Sequence[int]) -> set[int]:
    """Add leads to a list: a call for 300; return those that there are."""
    return _done(context.rest.add_to_list(list_id, ids), ids)


def clear(context: Context, list_id: int) -> None:
    """Take every lead out of a list: two calls for 300 members.

    Raises:
        RestError: A call failed.
        Refusal: 20011, leads stay in the list, or its pages lead nowhere.
    """
    token: str | None = None
    seen: set[str | None] = {None}
    asked: set[int] = set()
    while True:
        page = context.rest.get_leads_of_list(list_id, fields=["id"], position=token)
        found = {int(each["id"]) for each in page.result}
        following = next_token("get_leads_of_list", page, seen)
        if found & asked:
            raise REST_FAILED.refusal()
        if found:
            context.rest.remove_from_list(list_id, sorted(found))
            asked |= found
        if following is None:
            return
        # What was taken out is on no page any more, so the first one is read again.
        token = None if found else following
        seen.add(token)


def _answer(context: Context, asked: ListOperation, name: str, params: Any) -> object:
    target = find_own_list(context, name)
    if target is None:
        raise asked.no_list()
    if asked.operation == CLEAR:
        clear(context, target.id)
        return replies.cleared(context.types)
    members = ListMember.read_all(params)
    # Other ids are nobody's, and REST need not be asked.
    ids = sorted({each.id for each in members if each.id > 0})
    true = _true(context, asked, target.id, ids) if ids else set()
    return replies.changed(context.types, asked.operation, members, true)


def _true(context: Context, asked: ListOperation, list_id: int, ids: Sequence[int]) -> set[int]:
    """Do what is asked for, and return the leads for which it is true."""
    if asked.operation == TEST:
        return _members(context, list_id, ids)
    if asked.strict:
        # All or nothing (documented): REST can only be asked beforehand.
        if asked.operation == ADD:
            true = {int(each["id"]) for each in find_leads(context, IDNUM, [str(i) for i in ids])}
        else:
            true = _members(context, list_id, ids)
        if not true.issuperset(ids):
            return true
    if asked.operation == ADD:
        return add(context, list_id, ids)
    rows = context.rest.remove_from_list(list_id, ids)
    # Where the call was repeated, the first time may have removed what is not there any more.
    gone = {ids[each.index] for each in rows if each.repeated and each.code == LEAD_NOT_IN_LIST}
    return _done(rows, ids) | gone


def _members(context: Context, list_id: int, ids: Sequence[int]) -> set[int]:
    rows = context.rest.is_member_of_list(list_id, ids)
    return {ids[each.index] for each in rows if each.status == _MEMBER}


def _done(rows: Iterable[Outcome], ids: Sequence[int]) -> set[int]:
    """The leads of rows without a reason: what was so before is no failure (recorded)."""
    return {ids[each.index] for each in rows if each.code is None and each.status in _DONE}


OPERATIONS = {
    "listOperation": Operation(
        list_operation,
        "carried",
        "write",
        "1 for 300 leads; with strict 2",
        "members of lists of the lead database, strict, per-lead outcomes",
        (
            "strict looks first and changes then: what others change between is not seen",
            "CLEARLIST takes two calls for 300 members, and what it has done stays when it fails",
            "a removal whose answer was lost is repeated: a lead that is in the list no more "
            "counts as removed",
            "during an import into the list the call waits for its end, or fails with 20024",
        ),
    ),
}
