"""Answers calls for static lists and for the leads in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

from mktows.facts.mobjects import PROGRAM, WORKSPACE_NAME
from mktows.facts.rest_errors import (
    IMPORT_IN_PROGRESS,
    LEAD_NOT_IN_LIST,
    LEAD_UNKNOWN,
    OBJECT_UNKNOWN,
)
from mktows.sandbox.leads.records import SOURCE
from mktows.sandbox.lists.members import join, leave
from mktows.sandbox.lists.rows import StaticList
from mktows.sandbox.rest.answers import Answer
from mktows.sandbox.rest.context import Handler, RestContext
from mktows.sandbox.rest.lead_values import Shown
from mktows.sandbox.rest.moments import utc_text
from mktows.sandbox.rest.paging import page_size, row_position
from mktows.sandbox.rest.records import lead_ids, skipped
from mktows.sandbox.rest.refusals import reason, refusal


def known_list(context: RestContext, list_id: int) -> StaticList:
    """Return a list.

    Raises:
        RestRefusal: There is none with this id.
    """
    found = context.data.lists.find_by_id(list_id)
    if found is None:
        raise refusal(OBJECT_UNKNOWN)
    return found


def program_of(context: RestContext, shown: StaticList) -> tuple[str, str] | None:
    """Return the name and the workspace of the program that a list is in."""
    if shown.program_id is None:
        return None
    program = context.data.mobjects.get(PROGRAM, shown.program_id)
    if program is None:
        return None
    return program.attributes["Name"], program.attributes.get(WORKSPACE_NAME, shown.workspace)


def own_name(shown: StaticList, program: str | None) -> str:
    """Return a list's name without that of its program."""
    return shown.name if program is None else shown.name.removeprefix(f"{program}.")


def _get_lists(context: RestContext) -> Answer:
    call, position, size = context.call, row_position(context.call), page_size(context.call)
    names = {each.casefold() for each in call.values("name")}
    workspaces = {each.casefold() for each in call.values("workspaceName")}
    programs = [context.data.programs.find(each) for each in call.values("programName")]
    chosen = context.data.lists.all(
        ids=call.numbers("id") or None,
        program_ids=[each for each in programs if each is not None] if programs else None,
        after=position.after_id,
    )
    found = _told(context, chosen, names, workspaces)
    page = list(islice(found, size + 1))
    is_last = len(page) <= size
    page = page[:size]
    return Answer(
        page,
        next_page_token=None if is_last else position.token(page[-1]["id"]),
        more_result=not is_last if context.habits.more_result else None,
    )


def _get_list(context: RestContext) -> Answer:
    found = known_list(context, context.call.number_in_path("listId"))
    return Answer(list(_told(context, [found], set(), set())))


def _told(
    context: RestContext, lists: Iterable[StaticList], names: set[str], workspaces: set[str]
) -> Iterable[dict[str, Any]]:
    """Yield what is told of lists, as far as they have one of some names and workspaces."""
    for each in lists:
        program, workspace = program_of(context, each) or (None, each.workspace)
        name = own_name(each, program)
        if names and name.casefold() not in names:
            continue
        if workspaces and workspace.casefold() not in workspaces:
            continue
        yield {
            "id": each.id,
            "name": name,
            **({"description": each.description} if each.description else {}),
            **({"programName": program} if program is not None else {}),
            "workspaceName": workspace,
            "createdAt": utc_text(each.created_at),
            "updatedAt": utc_text(each.updated_at),
        }


def _get_leads_of_list(context: RestContext) -> Answer:
    call, position, size = context.call, row_position(context.call), page_size(context.call)
    shown = Shown.asked(context)
    members = known_list(context, call.number_in_path("listId")).id
    ids = context.data.lists.member_ids(members, after=position.after_id, limit=size + 1)
    page = ids[:size]
    return Answer(
        shown.records(context.data.leads.load(page)),
        next_page_token=position.token(page[-1]) if len(page) < len(ids) else None,
    )


def _add_to_list(context: RestContext) -> Answer:
    target, ids = _target(context)
    there = context.data.leads.existing(ids)
    join(context, target, there, source=SOURCE)
    return Answer([_status(context, each, there, there, "added") for each in ids])


def _remove_from_list(context: RestContext) -> Answer:
    target, ids = _target(context)
    there = context.data.leads.existing(ids)
    members = context.data.lists.contains(target.id, ids)
    leave(context, target, members, source=SOURCE)
    return Answer([_status(context, each, there, members, "removed") for each in ids])


def _is_member_of_list(context: RestContext) -> Answer:
    target = known_list(context, context.call.number_in_path("listId"))
    ids = lead_ids(context.call)
    there = context.data.leads.existing(ids)
    members = context.data.lists.contains(target.id, ids)
    result: list[Any] = [
        {"id": each, "status": "memberof" if each in members else "notmemberof"}
        if each in there
        else skipped(context, reason(LEAD_UNKNOWN), id=each)
        for each in ids
    ]
    return Answer(result)


def _get_lists_of_lead(context: RestContext) -> Answer:
    call, position, size = context.call, row_position(context.call), page_size(context.call)
    lead_id = call.number_in_path("leadId")
    if not context.data.leads.existing([lead_id]):
        raise refusal(LEAD_UNKNOWN)
    # The newest list comes first (a sample).
    lists = context.data.lists.of_lead(lead_id, before=position.after_id or None, limit=size + 1)
    page = lists[:size]
    return Answer(
        [
            {
                "listId": each.id,
                "createdAt": utc_text(each.created_at),
                "updatedAt": utc_text(each.updated_at),
            }
            for each in page
        ],
        next_page_token=position.token(page[-1].id) if len(page) < len(lists) else None,
        more_result=len(page) < len(lists),
    )


def _target(context: RestContext) -> tuple[StaticList, list[int]]:
    """Return the list that is to be changed, and the leads that the call names.

    Raises:
        RestRefusal: There is no such list, an import into it is under way, or the leads cannot be
            read.
    """
    target = known_list(context, context.call.number_in_path("listId"))
    latest = context.data.lists.latest_import(target.id)
    if latest is not None and latest.outcome is None and context.now < latest.due_at:
        raise refusal(IMPORT_IN_PROGRESS)
    if context.data.file_imports.is_under_way(target.id, context.now):
        raise refusal(IMPORT_IN_PROGRESS)
    return target, lead_ids(context.call)


def _status(
    context: RestContext, lead_id: int, there: set[int], done: set[int], word: str
) -> dict[str, object]:
    if lead_id in done:
        return {"id": lead_id, "status": word}
    code = LEAD_NOT_IN_LIST if lead_id in there else LEAD_UNKNOWN
    return skipped(context, reason(code), id=lead_id)


HANDLERS: Mapping[str, Handler] = {
    "get_lists": _get_lists,
    "get_list": _get_list,
    "get_leads_of_list": _get_leads_of_list,
    "get_leads_of_list_by_former_path": _get_leads_of_list,
    "add_to_list": _add_to_list,
    "remove_from_list": _remove_from_list,
    "is_member_of_list": _is_member_of_list,
    "get_lists_of_lead": _get_lists_of_lead,
}
