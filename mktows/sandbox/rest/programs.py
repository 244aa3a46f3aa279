"""Answers calls for programs: reads, changes, approves, tags and deletes them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date
from typing import Any

from mktows.exact_json import read_json
from mktows.facts.mobjects import CHANNEL, CRM_ID, PROGRAM, WORKSPACE_NAME
from mktows.facts.rest_endpoints import ASSETS_PER_DEFAULT_PAGE, ASSETS_PER_PAGE
from mktows.facts.rest_errors import (
    DATA_BAD,
    DATE_BAD,
    NO_ASSETS,
    NOTHING_FOUND,
    RULE_VIOLATED,
    VALUE_BAD,
    VALUE_MISSING,
)
from mktows.facts.rest_programs import DEFAULT_TYPE, EMAIL, LOCKED, PAGES, PROGRAM_TYPES, UNLOCKED
from mktows.parameters.scalars import moment, seconds
from mktows.sandbox.mobjects.rows import StoredObject
from mktows.sandbox.programs.model import Cost
from mktows.sandbox.programs.rows import ProgramDetails
from mktows.sandbox.programs.rows_assets import Folder, ProgramAsset, ProgramQuery
from mktows.sandbox.rest.answers import Answer
from mktows.sandbox.rest.assets import FOLDER, read_description, read_name
from mktows.sandbox.rest.context import Handler, RestContext
from mktows.sandbox.rest.lead_values import json_value
from mktows.sandbox.rest.moments import asset_text, moment_given
from mktows.sandbox.rest.objects import Json, Record
from mktows.sandbox.rest.paging import offset_page
from mktows.sandbox.rest.refusals import refusal

_HOST = "https://app.sandbox.example/"
_TREE_PATH, _NAME, _TYPE = "Tree Path", "Name", "Type"
_DATES = {"startDate": "Start Date", "endDate": "End Date"}
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class _Shown:
    """The programs that an answer shows, with what is looked up for all of them."""

    def __init__(self, context: RestContext, ids: Sequence[int]) -> None:
        rows, assets = context.data.mobjects, context.data.program_assets
        rows.prefetch(PROGRAM, ids)
        self._context = context
        self._found = [each for each in (rows.get(PROGRAM, one) for one in ids) if each is not None]
        self._details = context.data.programs.details([each.id for each in self._found])
        self._assets = assets.assets([each.id for each in self._found])
        self._folders = assets.folders(each.folder_id for each in self._assets.values())

    def answer(self, *, tags: bool = False, costs: bool = False, browsed: bool = False) -> Answer:
        """Return the answer; it warns where there are none.

        Args:
            tags: Whether the tags are shown; null otherwise (described).
            costs: Likewise.
            browsed: Whether there are no such members at all (described).
        """
        if not self._found:
            return Answer(warnings=[NO_ASSETS])
        told = []
        for each in self._found:
            details = self._details[each.id]
            shown = self._told(each, details)
            if not browsed:
                shown["tags"] = (_tags(details) or None) if tags else None
                spent = [_cost(cost) for cost in details.costs]
                shown["costs"] = (spent or None) if costs else None
            told.append(shown)
        return Answer(told)

    def _told(self, program: StoredObject, details: ProgramDetails) -> dict[str, Json]:
        asset = self._assets.get(program.id) or ProgramAsset(program.id, 0)
        kind, values = type_of(program), program.attributes
        told: dict[str, Json] = {
            "id": program.id,
            "name": values.get(_NAME),
            "description": asset.description,
            "createdAt": asset_text(program.created_at),
            "updatedAt": asset_text(program.updated_at),
            "url": page_of(program),
            "type": kind,
            "channel": dict(details.tags).get(CHANNEL),
            "folder": self._folder(self._folders.get(asset.folder_id)),
            "status": asset.status,
            "workspace": values.get(WORKSPACE_NAME),
            "headStart": False,
        }
        for name, stored in _DATES.items():
            if stored in values:
                told[name] = self._date(values[stored])
        if CRM_ID in values:
            told["sfdcId"] = values[CRM_ID]
            told["sfdcName"] = asset.sfdc_name
        return told

    def _folder(self, folder: Folder | None) -> dict[str, Json] | None:
        if folder is None:
            return None
        if self._context.habits.program_folder == "id":
            return {"id": folder.id, "type": FOLDER}
        return {"type": FOLDER, "value": folder.id, "folderName": folder.name}

    def _date(self, text: str) -> str:
        """Return a date as assets show it; what is none, as it stands."""
        when = moment(text.replace(" ", "T"), self._context.zone)
        return text if when is None else asset_text(seconds(when))


def type_of(program: StoredObject) -> str:
    """Return the type of a program as answers call it."""
    return PROGRAM_TYPES.get(program.attributes.get(_TYPE, ""), DEFAULT_TYPE)


def page_of(program: StoredObject) -> str:
    """Return the address at which people would see a program."""
    return f"{_HOST}#{PAGES[type_of(program)]}{program.id}A1"


def known_program(context: RestContext) -> StoredObject:
    """Return the program that a path names.

    Raises:
        RestRefusal: There is none with this id.
    """
    found = context.data.mobjects.get(PROGRAM, context.call.number_in_path("id"))
    if found is None:
        raise refusal(NOTHING_FOUND)
    return found


def _get_program(context: RestContext) -> Answer:
    shown = _Shown(context, [context.call.number_in_path("id")])
    return shown.answer(tags=True, costs=True)


def _get_program_by_name(context: RestContext) -> Answer:
    call = context.call
    found = context.data.programs.find(call.text("name") or "")
    shown = _Shown(context, [] if found is None else [found])
    tags, costs = call.flag("includeTags"), call.flag("includeCosts")
    return shown.answer(tags=bool(tags), costs=bool(costs))


def _get_programs_by_tag(context: RestContext) -> Answer:
    tag = context.call.text("tagType") or "", context.call.text("tagValue") or ""
    return _listed(context, ProgramQuery(tag=tag), browsed=False)


def _get_programs(context: RestContext) -> Answer:
    call = context.call
    query = ProgramQuery(
        status=call.text("status"),
        earliest=moment_given(call, "earliestUpdatedAt", context.zone),
        latest=moment_given(call, "latestUpdatedAt", context.zone),
    )
    kind = call.text("filterType")
    if kind is not None:
        if not call.values("filterValues"):
            raise refusal(VALUE_MISSING, name="filterValues")
        match kind.lower():
            case "workspace":
                query = replace(query, workspaces=call.values("filterValues"))
            case "folderid":
                query = replace(query, folder_ids=call.numbers("filterValues"))
            case _:
                query = replace(query, ids=call.numbers("filterValues"))
    return _listed(context, query, browsed=True)


def _listed(context: RestContext, query: ProgramQuery, *, browsed: bool) -> Answer:
    offset, size = offset_page(context.call, default=ASSETS_PER_DEFAULT_PAGE, most=ASSETS_PER_PAGE)
    ids = context.data.program_assets.listed(query, skip=offset, limit=size)
    return _Shown(context, ids).answer(browsed=browsed)


def _update_program(context: RestContext) -> Answer:
    form = context.call.members(
        *("name", "description", "tags", "costs", "costsDestructiveUpdate"), *_DATES
    )
    program = known_program(context)
    changed = replace(program, attributes=dict(program.attributes), updated_at=context.now)
    writes = [
        *_renaming(context, changed, form),
        *_retagging(context, program.id, form.get("tags")),
        *_costing(context, program.id, form),
    ]
    for name, stored in _DATES.items():
        if form.get(name) not in (None, ""):
            changed.attributes[stored] = _start(context, str(form[name]))
    # Nothing is changed before all of the call is known to be in order.
    context.data.mobjects.update(changed)
    context.data.mobjects.flush()
    for each in writes:
        each()
    for asset in context.data.program_assets.assets([program.id]).values():
        described = replace(asset, description=read_description(form, asset.description))
        context.data.program_assets.put(described)
    return _Shown(context, [program.id]).answer(tags=True, costs=True)


def _renaming(
    context: RestContext, program: StoredObject, form: Record
) -> Iterable[Callable[[], object]]:
    """Give a program its new name, and return what gives it to all that bears the name, too."""
    if form.get("name") is None:
        return []
    name, before = read_name(form["name"]), program.attributes[_NAME]
    there = context.data.programs.find(name)
    if there not in (None, program.id):
        raise refusal(RULE_VIOLATED, problem="A program of this name already exists")
    program.attributes[_NAME] = name
    path = program.attributes.get(_TREE_PATH, "")
    if path.endswith(f"/{before}"):
        program.attributes[_TREE_PATH] = path.removesuffix(before) + name
    data = context.data

    def rename() -> None:
        for each in data.lists.of_program(program.id):
            own = each.name.removeprefix(f"{before}.")
            data.lists.change(
                each.id, name=f"{name}.{own}", description=each.description, now=each.updated_at
            )
        for campaign in data.campaigns.of_program(program.id):
            data.campaigns.change(campaign)

    return [rename]


def _retagging(context: RestContext, program_id: int, given: object) -> list[Callable[[], object]]:
    return [
        _tagging(context, program_id, _member(each, "tagType"), _member(each, "tagValue"))
        for each in _listed_members(given, "tags")
    ]


def _tagging(context: RestContext, program_id: int, kind: str, value: str) -> Callable[[], object]:
    """Return what gives a program a tag.

    Raises:
        RestRefusal: There is no such tag, or it is the channel, which stays (documented).
    """
    rows = context.data.programs
    if kind.casefold() == CHANNEL.casefold():
        raise refusal(RULE_VIOLATED, problem="The channel of a program cannot be changed")
    known = rows.known_tag(kind, value)
    if known is None:
        raise refusal(RULE_VIOLATED, problem=f"There is no tag '{kind}' with the value '{value}'")
    return lambda: rows.set_tag(program_id, *known)


def _costing(context: RestContext, program_id: int, form: Record) -> list[Callable[[], object]]:
    rows = context.data.programs
    writes: list[Callable[[], object]] = []
    if str(form.get("costsDestructiveUpdate", "")).lower() == "true":
        writes.append(lambda: rows.drop_costs(program_id))
    for each in _listed_members(form.get("costs"), "costs"):
        cost = each.get("cost")
        if isinstance(cost, bool) or not isinstance(cost, int):
            raise refusal(VALUE_BAD, value=cost, type="Integer")
        note, amount = each.get("note"), str(cost)
        month = _month(_member(each, "startDate"))
        writes.append(_added(rows.add_cost, program_id, month, amount, note))
    return writes


def _added(
    add: Callable[..., None], program_id: int, month: str, amount: str, note: object
) -> Callable[[], object]:
    text = None if note in (None, "") else str(note)
    return lambda: add(program_id, month=month, amount=amount, note=text)


def _month(text: str) -> str:
    """Return the first day of a month, by which costs are kept (recorded, in SOAP).

    Raises:
        RestRefusal: The text begins with no date.
    """
    try:
        day = date.fromisoformat(text[:10]) if _DAY.match(text) else None
    except ValueError:
        day = None
    if day is None:
        raise refusal(DATE_BAD)
    return day.replace(day=1).isoformat()


def _start(context: RestContext, text: str) -> str:
    """Return a moment as SOAP shows the beginning of an event (recorded).

    Raises:
        RestRefusal: It is none.
    """
    when = moment(text.removesuffix("+0000") if text.endswith("Z+0000") else text, context.zone)
    if when is None:
        raise refusal(DATE_BAD)
    return f"{when.astimezone(context.zone):%Y-%m-%d %H:%M:%S}"


def _approve_program(context: RestContext) -> Answer:
    return _with_status(context, LOCKED)


def _unapprove_program(context: RestContext) -> Answer:
    return _with_status(context, UNLOCKED)


def _with_status(context: RestContext, status: str) -> Answer:
    """Give an e-mail program a status; others cannot be approved (documented)."""
    program = known_program(context)
    if type_of(program) != EMAIL:
        raise refusal(RULE_VIOLATED, problem="Only email programs can be approved")
    for asset in context.data.program_assets.assets([program.id]).values():
        context.data.program_assets.put(replace(asset, status=status))
    context.data.mobjects.update(replace(program, updated_at=context.now))
    return Answer([{"id": program.id}])


def _delete_program(context: RestContext) -> Answer:
    """Delete a program with what lives in it."""
    gone, data = known_program(context).id, context.data
    for campaign in data.campaigns.of_program(gone):
        data.campaigns.delete(campaign.id or 0)
    for each in data.lists.of_program(gone):
        data.lists.drop(each.id)
    data.programs.remove(gone)
    data.program_members.remove(gone)
    data.program_assets.remove(gone)
    data.mobjects.delete(PROGRAM, [gone])
    return Answer([{"id": gone}])


def _update_program_tag(context: RestContext) -> Answer:
    call, program = context.call, known_program(context)
    _tagging(context, program.id, call.variables["tagType"], call.text("tagValue") or "")()
    context.data.mobjects.update(replace(program, updated_at=context.now))
    return Answer([{"id": program.id}])


def _delete_program_tag(context: RestContext) -> Answer:
    program, wanted = known_program(context), context.call.variables["tagType"].casefold()
    details = context.data.programs.details([program.id])[program.id]
    kinds = [kind for kind, _ in details.tags if kind.casefold() == wanted and kind != CHANNEL]
    if not kinds:
        raise refusal(NOTHING_FOUND)
    known = context.data.program_assets.tag_types().get(kinds[0])
    if known is not None and known.required:
        raise refusal(RULE_VIOLATED, problem=f"The tag '{kinds[0]}' is required")
    context.data.programs.drop_tag(program.id, kinds[0])
    context.data.mobjects.update(replace(program, updated_at=context.now))
    return Answer([{"id": program.id}])


def _tags(details: ProgramDetails) -> list[dict[str, Json]]:
    return [{"tagType": kind, "tagValue": value} for kind, value in details.tags if kind != CHANNEL]


def _cost(cost: Cost) -> dict[str, Json]:
    # A whole number (described); SOAP may have given another one.
    amount = json_value("integer", cost.amount, UTC)
    if isinstance(amount, str):
        amount = json_value("float", cost.amount, UTC)
    note = {} if cost.note is None else {"note": cost.note}
    return {"startDate": cost.month, "cost": amount, **note}


def _listed_members(given: object, name: str) -> list[Mapping[str, Any]]:
    """Return the objects of a list, which a form gives as JSON in a text.

    Raises:
        RestRefusal: It is none.
    """
    if given in (None, ""):
        return []
    try:
        read = read_json(given) if isinstance(given, str) else given
    except ValueError:
        read = None
    if isinstance(read, list) and all(isinstance(each, Mapping) for each in read):
        return read
    raise refusal(DATA_BAD, problem=f"{name} is no JSON list of objects")


def _member(given: Mapping[str, Any], name: str) -> str:
    text = str(given.get(name) or "").strip()
    if not text:
        raise refusal(VALUE_MISSING, name=name)
    return text


HANDLERS: Mapping[str, Handler] = {
    "get_program": _get_program,
    "get_program_by_name": _get_program_by_name,
    "get_programs_by_tag": _get_programs_by_tag,
    "get_programs": _get_programs,
    "update_program": _update_program,
    "approve_program": _approve_program,
    "unapprove_program": _unapprove_program,
    "delete_program": _delete_program,
    "update_program_tag": _update_program_tag,
    "delete_program_tag": _delete_program_tag,
}
