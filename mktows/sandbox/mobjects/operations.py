"""Answers listMObjects, getMObjects and deleteMObjects."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

from mktows.facts.limits import MOBJECTS_PER_PAGE
from mktows.facts.mobjects import PROGRAM, TOKEN
from mktows.parameters.mobject_queries import ObjectsToGet, read_kind
from mktows.parameters.mobjects import OBJECT_ID_MISSING, ObjectsToDelete
from mktows.parameters.scalars import trimmed, wire_stamp
from mktows.replies import mobjects
from mktows.replies.descriptions import object_types
from mktows.replies.mobjects import ShownObject, cost_members, outcome, with_ends
from mktows.sandbox.context import Context
from mktows.sandbox.mobjects.query import query_of
from mktows.sandbox.mobjects.references import References
from mktows.sandbox.mobjects.rows import StoredObject
from mktows.sandbox.operation import Operation
from mktows.sandbox.positions import object_position, read_object_position
from mktows.sandbox.programs.rows import ProgramDetails


def list_mobjects(context: Context, _params: Any) -> object:
    """Name the object types."""
    return object_types(context.types)


def get_mobjects(context: Context, params: Any) -> object:
    """Return a page of the objects that meet every condition given."""
    kind = read_kind(params)
    text = trimmed(params.stream_position)
    after = 0 if text is None else read_object_position(kind, text)
    references = References(context)
    asked = ObjectsToGet.read(kind, params, references, context.zone)
    query = query_of(context, asked, references)
    found = context.data.mobjects.find(query, after=after, limit=MOBJECTS_PER_PAGE + 1)
    page = found[:MOBJECTS_PER_PAGE]
    details: dict[int, ProgramDetails] = {}
    if kind == PROGRAM:
        details = context.data.programs.details([each.id for each in page])
    # createdAt and updatedAt of programs are details (a guess).
    with_times = kind != PROGRAM or asked.details
    shown = [_shown(context, each, details.get(each.id), with_times) for each in page]
    position = object_position(kind, page[-1].id if page else after)
    return mobjects.page(context.types, shown, more=len(found) > len(page), position=position)


def delete_mobjects(context: Context, params: Any) -> object:
    """Delete opportunities, with their roles, and roles."""
    types, rows = context.types, context.data.mobjects
    asked = ObjectsToDelete.read(params)
    statuses = []
    # What follows on another type sees its effect: roles go with their opportunity.
    for kind, run in groupby(asked.objects, key=itemgetter(0)):
        objects = [each for _, each in run]
        there = rows.delete(kind, {each.id for each in objects if each.id is not None})
        for each in objects:
            if each.id is None:
                failure = OBJECT_ID_MISSING.refusal()
                statuses.append(outcome(types, each, None, "FAILED", failure.message))
            else:
                # Deleting what is not there changes nothing (a guess).
                status = "DELETED" if each.id in there else "UNCHANGED"
                there.discard(each.id)
                statuses.append(outcome(types, each, each.id, status))
    return mobjects.deleted(types, statuses)


def _shown(
    context: Context, stored: StoredObject, details: ProgramDetails | None, with_times: bool
) -> ShownObject:
    shown = ShownObject(stored.type, stored.id, stored.attributes)
    if with_times:
        shown.created_at = wire_stamp(stored.created_at, context.zone)
        shown.updated_at = wire_stamp(stored.updated_at, context.zone)
    if stored.type == PROGRAM:
        shown.details = () if details is None else _groups(details)
        return shown
    # That external keys and associations are shown again is inferred; no reply with an
    # opportunity or a role is on record.
    attributes: Mapping[str, str] = stored.attributes
    if stored.opportunity_id is not None and stored.lead_id is not None:
        attributes = with_ends(attributes, stored.opportunity_id, stored.lead_id)
        shown.opportunity_id, shown.lead_id = stored.opportunity_id, stored.lead_id
    fields = context.data.mobjects.fields(stored.type)
    shown.attributes = {name: attributes[name] for name in fields if name in attributes}
    for name, each in fields.items():
        if each.external_key and name in attributes:
            shown.key = (name, attributes[name])
    shown.company = stored.company
    return shown


def _groups(details: ProgramDetails) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return tags, then costs, then tokens (the order between kinds is inferred in part)."""
    return [
        *(("Tag", [("Type", kind), ("Value", value)]) for kind, value in details.tags),
        *(
            ("Cost", cost_members(each.month, each.amount, each.note, each.id))
            for each in details.costs
        ),
        *((TOKEN, [("Name", name), ("Value", value)]) for name, value in details.tokens),
    ]


OPERATIONS = {
    "listMObjects": Operation(list_mobjects, "the four types", ("documented",)),
    "getMObjects": Operation(
        get_mobjects,
        "by id, key, criteria and associations, in pages",
        ("documented", "recorded", "inferred"),
        (
            "programs may be read without a condition, as one document advises; another calls "
            "for a condition always",
            "createdAt and updatedAt of programs come with includeDetails alone; opportunities "
            "and roles always have them",
            "a position is readable text in base64 with a digest; the real one was encrypted",
        ),
    ),
    "deleteMObjects": Operation(
        delete_mobjects,
        "opportunities with their roles, and roles",
        ("documented", "inferred"),
        ("what is not there is UNCHANGED",),
        writes=True,
    ),
}
