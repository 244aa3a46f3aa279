"""Answers calls for static lists as assets: reads, makes, changes and deletes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mktows.exact_json import read_json
from mktows.facts.mobjects import PROGRAM
from mktows.facts.rest_endpoints import ASSETS_PER_DEFAULT_PAGE, ASSETS_PER_PAGE
from mktows.facts.rest_errors import (
    BLANK,
    DATA_BAD,
    FOLDER_INCOMPATIBLE,
    FOLDER_UNKNOWN,
    NO_ASSETS,
    NOTHING_FOUND,
    RULE_VIOLATED,
    VALUE_MISSING,
)
from mktows.sandbox.lists.rows import LIST_FOLDER, StaticList
from mktows.sandbox.rest.answers import Answer
from mktows.sandbox.rest.context import Handler, RestContext
from mktows.sandbox.rest.lists import own_name, program_of
from mktows.sandbox.rest.moments import asset_text, moment_given
from mktows.sandbox.rest.paging import offset_page
from mktows.sandbox.rest.refusals import refusal

_TYPES = ("Folder", "Program")
_LONGEST_NAME = 255
_PAGES = "https://app.sandbox.example/#ST{id}A1"
"""The address at which people would see a list."""


def _get_static_lists(context: RestContext) -> Answer:
    call = context.call
    offset, size = offset_page(call, default=ASSETS_PER_DEFAULT_PAGE, most=ASSETS_PER_PAGE)
    folder = call.text("folder")
    chosen = None if folder is None else _folder(folder)
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
    kind, folder_id = _folder(form.get("folder"))
    name = _given_name(form.get("name"))
    program = None
    if kind == "Program":
        program = context.data.mobjects.get(PROGRAM, folder_id)
        if program is None:
            raise refusal(FOLDER_UNKNOWN)
        name = f"{program.attributes['Name']}.{name}"
    _check_free(context, name)
    made = context.data.lists.add(
        name,
        program_id=None if program is None else program.id,
        created_at=context.now,
        description=_description(form, ""),
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
        name = prefix + _given_name(form["name"])
        if name.casefold() != changed.name.casefold():
            _check_free(context, name)
    context.data.lists.change(
        changed.id,
        name=name,
        description=_description(form, changed.description),
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
        return "Program", shown.program_id
    return "Folder", shown.folder_id


def _folder(given: object) -> tuple[str, int]:
    """Read a folder: JSON as a text, or what it says.

    Raises:
        RestRefusal: It is none.
    """
    if given in (None, ""):
        raise refusal(VALUE_MISSING, name="folder")
    try:
        read = read_json(given) if isinstance(given, str) else given
    except ValueError:
        read = None
    match read:
        case {"id": int(folder_id), "type": str(kind)} if not isinstance(folder_id, bool):
            if kind not in _TYPES:
                raise refusal(FOLDER_INCOMPATIBLE)
            if folder_id < 1:
                raise refusal(FOLDER_UNKNOWN)
            return kind, folder_id
    raise refusal(DATA_BAD, problem="folder is no JSON object with id and type")


def _given_name(given: object) -> str:
    if given is None:
        raise refusal(VALUE_MISSING, name="name")
    name = str(given).strip()
    if not name:
        raise refusal(BLANK, name="name")
    if len(name) > _LONGEST_NAME:
        raise refusal(RULE_VIOLATED, problem=f"name is longer than {_LONGEST_NAME} characters")
    return name


def _check_free(context: RestContext, name: str) -> None:
    if context.data.lists.find_by_name(name) is not None:
        raise refusal(RULE_VIOLATED, problem="A static list of this name already exists")


def _description(form: Mapping[str, Any], default: str) -> str:
    given = form.get("description")
    return default if given is None else str(given)


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
