"""Programs as MObjects, read from the assets of REST."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from mktows.bridge.context import Context
from mktows.bridge.mobjects.criteria import meets
from mktows.facts.mobjects import (
    CHANNEL,
    COST,
    CREATED_AT,
    CRM_ID,
    ID,
    INCLUDE_ARCHIVE,
    PROGRAM,
    TAG,
    TAG_TYPE,
    TAG_VALUE,
    UPDATED_AT,
    WORKSPACE_ID,
    WORKSPACE_NAME,
)
from mktows.parameters.mobject_queries import ObjectsToGet
from mktows.parameters.scalars import seconds, wire_stamp
from mktows.replies.mobjects import ShownObject, cost_members
from mktows.rest.errors import NotFoundError
from mktows.rest.reading import Record
from mktows.rest.times import read_time

PROGRAMS = "programs"
"""The kind of what is remembered of programs."""
_SECONDS = 3600.0
_ENOUGH = 15.0  # seconds in which a program can surely be looked at
_ARCHIVED = "Is Archived"


@dataclass(frozen=True, slots=True)
class Program:
    """A program with all that replies show of it.

    Attributes:
        id: Its id.
        attributes: Its attributes, in the order of replies.
        created_at: When it was made, in seconds since 1970.
        updated_at: When it was changed last, likewise.
        tags: Types and values of its tags, the channel among them.
        costs: Month, amount and note of its costs.
        tokens: Names and values of its own tokens.
    """

    id: int
    attributes: Mapping[str, str]
    created_at: int
    updated_at: int
    tags: list[tuple[str, str]]
    costs: list[tuple[str, str, str | None]]
    tokens: list[tuple[str, str]] = field(repr=False)

    @property
    def is_archived(self) -> bool:
        """Tell whether it is archived: most callers do not see such."""
        return self.attributes[_ARCHIVED] == "true"

    def shown(self, context: Context, *, with_times: bool) -> ShownObject:
        """Return it as replies show it; createdAt and updatedAt are details (a guess)."""
        shown = ShownObject(PROGRAM, self.id, self.attributes)
        if with_times:
            shown.created_at = wire_stamp(self.created_at, context.zone)
            shown.updated_at = wire_stamp(self.updated_at, context.zone)
        shown.details = [
            *((TAG, [("Type", kind), ("Value", value)]) for kind, value in self.tags),
            *((COST, cost_members(*each, None)) for each in self.costs),
            *(("Token", [("Name", name), ("Value", value)]) for name, value in self.tokens),
        ]
        return shown


def find_programs(
    context: Context, asked: ObjectsToGet, after: int, limit: int
) -> tuple[list[Program], bool]:
    """Return programs that meet every condition, by their ids, and whether there may be more.

    Where time runs out, the page ends early: what was looked at is known when the next one comes.

    Args:
        context: The call.
        asked: The conditions.
        after: The id behind which they begin.
        limit: How many at most.
    """
    if asked.associations:
        return [], False  # programs refer to nothing
    archived = any(each.name == INCLUDE_ARCHIVE and each.value for each in asked.criteria)
    found: list[Program] = []
    records, whole = _candidates(context, asked)
    for record in records:
        if int(record["id"]) <= after or not _may_meet(asked, record):
            continue
        if found and context.call.seconds_left < _ENOUGH:
            return found, True
        program = _program(context, record, whole=whole)
        if (archived or not program.is_archived) and _meets(asked, program):
            if len(found) == limit:
                return found, True
            found.append(program)
    return found, False


def program_by_id(context: Context, program_id: int) -> Record | None:
    """Return the program of an id as REST has it."""
    try:
        return context.rest.get_program(program_id)
    except NotFoundError:
        return None


def _candidates(context: Context, asked: ObjectsToGet) -> tuple[list[Record], bool]:
    """Return the programs to look at, by their ids, and whether they have their tags and costs.

    It is one, or all by a call for 200.
    """
    ids = [] if asked.id is None else [asked.id]
    for each in asked.criteria:
        if each.name == ID and each.comparison == "EQ":
            ids.append(int(each.value))
    if ids:
        found = program_by_id(context, ids[0]) if 0 < ids[0] < 2**31 else None
        return ([] if found is None or {*ids} != {ids[0]} else [found]), True
    for each in asked.criteria:
        if each.name == "Name" and each.comparison == "EQ" and each.value:
            named = context.rest.get_program_by_name(
                str(each.value), include_tags=True, include_costs=True
            )
            return ([] if named is None else [named]), True
    tag = {each.name: each for each in asked.criteria if each.name in (TAG_TYPE, TAG_VALUE)}
    if len(tag) == 2 and all(each.comparison == "EQ" and each.value for each in tag.values()):
        kind, value = str(tag[TAG_TYPE].value), str(tag[TAG_VALUE].value)
        if kind.casefold() != CHANNEL.casefold():
            return sorted(context.rest.iter_programs_by_tag(kind, value), key=_number), False
    return sorted(context.rest.iter_programs(), key=_number), False


def _number(record: Record) -> int:
    return int(record["id"])


def _may_meet(asked: ObjectsToGet, record: Record) -> bool:
    """Tell by what a list of programs has whether one need be looked at closely."""
    values = {"Name": str(record.get("name")), WORKSPACE_NAME: str(record.get("workspace"))}
    stamps = _stamp(record, "createdAt"), _stamp(record, "updatedAt")
    known = [each for each in asked.criteria if each.name in (ID, *values, CREATED_AT, UPDATED_AT)]
    return meets(known, _number(record), *stamps, values)


def _program(context: Context, record: Record, *, whole: bool) -> Program:
    """Return a program with its details: three calls at most, kept until it is changed."""
    number, rest = _number(record), context.rest

    def fetch() -> dict[str, Any]:
        known = record if whole else rest.get_program(number)
        held = rest.get_tokens(number, folder_type="Program")
        costs = [{**each, "cost": str(each["cost"])} for each in known.get("costs") or ()]
        return {
            "program": {**{name: known.get(name) for name in _MEMBERS}, "costs": costs},
            "folder": rest.get_folder(number, folder_type="Program"),
            "tokens": [each for one in held for each in one.get("tokens") or ()],
        }

    def read(content: dict[str, Any]) -> Program:
        return _read(context, content["program"], content["folder"], content["tokens"])

    # A change of the program changes the name.
    name = f"{number} {record.get('updatedAt')}"
    return context.remembered(PROGRAMS, name, _SECONDS, fetch, read)


_MEMBERS = (
    *("id", "name", "createdAt", "updatedAt", "channel", "workspace", "tags"),
    *("startDate", "endDate", "sfdcId"),
)


def _read(context: Context, program: Record, folder: Record, tokens: Iterable[Record]) -> Program:
    path = str(folder.get("path") or "")
    attributes = {
        "Name": str(program["name"]),
        "Type": str(folder.get("folderType") or ""),
        WORKSPACE_ID: str(folder.get("accessZoneId") or ""),
        WORKSPACE_NAME: str(program.get("workspace") or ""),
        "Tree Path": path,
        _ARCHIVED: "true" if folder.get("isArchive") else "false",
    }
    for name, member in (("Start Date", "startDate"), ("End Date", "endDate")):
        if program.get(member):
            when = read_time(str(program[member])).astimezone(context.zone)
            attributes[name] = f"{when:%Y-%m-%d %H:%M:%S}"
    if program.get("sfdcId"):
        attributes[CRM_ID] = str(program["sfdcId"])
    channel = program.get("channel")
    tags = [] if not channel else [(CHANNEL, str(channel))]
    tags += [(str(each["tagType"]), str(each["tagValue"])) for each in program.get("tags") or ()]
    costs = [
        (str(each["startDate"])[:10], each["cost"], each.get("note") or None)
        for each in program.get("costs") or ()
    ]
    return Program(
        _number(program),
        attributes,
        _stamp(program, "createdAt"),
        _stamp(program, "updatedAt"),
        tags,
        costs,
        [(str(each["name"]), str(each["value"])) for each in tokens],
    )


def _stamp(record: Record, name: str) -> int:
    return seconds(read_time(str(record[name])))


def _meets(asked: ObjectsToGet, program: Program) -> bool:
    criteria = [each for each in asked.criteria if each.name not in (*_TAG, INCLUDE_ARCHIVE)]
    stamps = program.created_at, program.updated_at
    tag = [each for each in asked.criteria if each.name in _TAG]
    return meets(criteria, program.id, *stamps, program.attributes) and _is_tagged(tag, program)


_TAG = (TAG_TYPE, TAG_VALUE)


def _is_tagged(tag: list[Any], program: Program) -> bool:
    """Tell whether one tag of a program meets all conditions; see the rules of the sandbox."""
    if not tag:
        return True

    def has(conditions: list[Any]) -> bool:
        return any(
            meets(conditions, 0, 0, 0, {TAG_TYPE: kind, TAG_VALUE: value})
            for kind, value in program.tags
        )

    empty = [each for each in tag if not each.value]
    if empty and all(each.comparison in ("EQ", "LE", "GE") for each in empty):
        # The empty value of a program that has no such tag.
        return has(tag) or not has([each for each in tag if each.value])
    return has(tag)
