"""Answers calls for static lists as assets: reads, makes, changes and deletes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mktows.facts.mobjects import PROGRAM
from mktows.facts.rest_endpoints import ASSETS_PER_DEFAULT_PAGE, ASSETS_PER_PAGE
from mktows.facts.rest_errors import FOLDER_UNKNOWN, NO_ASSETS, NOTHING_FOUND, RULE_VIOLATED
from mktows.sandbox.lists.rows import LIST_FOLDER, StaticList
from mktows.sandbox.rest.answers import Answer
from mktows.sandbox.rest.assets import (
    FOLDER,
    PROGRAM_FOLDER,
    read_description,
    read_folder,
    read_name,
)
from mktows.sandbox.rest.context import Handler, RestContext
from mktows.sandbox.rest.lists import own_name, program_of
from mktows.sandbox.rest.moments import asset_text, moment_given
from mktows.sandbox.rest.paging import offset_page
from mktows.sandbox.rest.refusals import refusal

_PAGES = "https://app.sandbox.example/#ST{id}A1"
"""The address at which people would see a list."""


def _get_static_lists(context: RestContext) -> Answer:
    call = context.call
    offset, size = offset_page(call, default=ASSETS_PER_DEFAULT_PAGE, most=ASSETS_PER_PAGE)
    folder = call.text("folder")
    chosen = None if folder is None else read_folder(folder)
    earliest = moment_given(call, "earliestUpdatedAt", context.zone)
    latest = moment_given(call, "latestUpdatedAt", context.zone)
    found = [
        each
        for each in context.data.lists.all()
        if (chosen is None or _where(each) == chosen)
        and (earliest is None or each.updated_at >= earliest)
        and (latest is None or each.updated_at <= latest)
    ]
    page = found[offset : offset + size]
    if not page:
        return Answer(warnings=[NO_ASSETS])
    return Answer([_told(context, each) for each in page])


def _get_static_list(context: RestContext) -> Answer:
    return Answer([_told(context, _known(context))])


def _get_static_list_by_name(context: RestContext) -> Answer:
    wanted = (context.call.text("name") or "").casefold()
    found = [each for each in context.data.lists.all() if _name(context, each).casefold() == wanted]
    if not found:
        return Answer(warnings=[NO_ASSETS])
    return Answer([_told(context, each) for each in found])


def _create_static_list(context: RestContext) -> Answer:
    form = context.call.members("name", "folder", "description")
    kind, folder_id = read_folder(form.get("folder"))
    name = read_name(form.get("name"))
    program = None
    if kind == PROGRAM_FOLDER:
        program = context.data.mobjects.get(PROGRAM, folder_id)
        if program is None:
            raise refusal(FOLDER_UNKNOWN)
        name = f"{program.attributes['Name']}.{name}"
    _check_free(context, name)
    made = context.data.lists.add(
        name,
        program_id=None if program is None else program.id,
        created_at=context.now,
        description=read_description(form, ""),
        # Folders of lists are not kept: any id is one (a guess).
        folder_id=LIST_FOLDER if program is not None else folder_id,
    )
    found = context.data.lists.find_by_id(made)
    return Answer([_told(context, found)] if found else [])


def _update_static_list(context: RestContext) -> Answer:
    changed = _known(context)
    form = context.call.members("name", "description")
    name = changed.name
    if form.get("name") is not None:
        prefix = changed.name.removesuffix(_name(context, changed))
        name = prefix + read_name(form["name"])
        if name.casefold() != changed.name.casefold():
            _check_free(context, name)
    context.data.lists.change(
        changed.id,
        name=name,
        description=read_description(form, changed.description),
        now=context.now,
    )
    return Answer([_told(context, _known(context))])


def _delete_static_list(context: RestContext) -> Answer:
    gone = _known(context)
    context.data.lists.drop(gone.id)
    return Answer([{"id": gone.id}])


def _known(context: RestContext) -> StaticList:
    """Return the list that a path names.

    Raises:
        RestRefusal: There is none with this id.
    """
    found = context.data.lists.find_by_id(context.call.number_in_path("id"))
    if found is None:
        raise refusal(NOTHING_FOUND)
    return found


def _name(context: RestContext, named: StaticList) -> str:
    program = program_of(context, named)
    return own_name(named, None if program is None else program[0])


def _where(shown: StaticList) -> tuple[str, int]:
    if shown.program_id is not None:
        return PROGRAM_FOLDER, shown.program_id
    return FOLDER, shown.folder_id


def _check_free(context: RestContext, name: str) -> None:
    if context.data.lists.find_by_name(name) is not None:
        raise refusal(RULE_VIOLATED, problem="A static list of this name already exists")


def _told(context: RestContext, shown: StaticList) -> dict[str, Any]:
    kind, folder_id = _where(shown)
    return {
        "id": shown.id,
        "name": _name(context, shown),
        **({"description": shown.description} if shown.description else {}),
        "createdAt": asset_text(shown.created_at),
        "updatedAt": asset_text(shown.updated_at),
        "folder": {"id": folder_id, "type": kind},
        "computedUrl": _PAGES.format(id=shown.id),
    }


HANDLERS: Mapping[str, Handler] = {
    "get_static_lists": _get_static_lists,
    "get_static_list": _get_static_list,
    "get_static_list_by_name": _get_static_list_by_name,
    "create_static_list": _create_static_list,
    "update_static_list": _update_static_list,
    "delete_static_list": _delete_static_list,
}
