"""Answers listMObjects, getMObjects and deleteMObjects."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter
from types import ModuleType
from typing import Any

from mktows.facts.limits import MOBJECTS_PER_PAGE
from mktows.facts.mobjects import OPPORTUNITY, PROGRAM, ROLE
from mktows.sandbox.context import Context
from mktows.sandbox.mobjects.query import read_query
from mktows.sandbox.mobjects.rows import StoredObject
from mktows.sandbox.mobjects.rules import (
    OBJECT_ID_MISSING,
    listed_objects,
    object_type,
    status_entry,
)
from mktows.sandbox.operation import Operation
from mktows.sandbox.positions import object_position, read_object_position
from mktows.sandbox.programs.rows import ProgramDetails
from mktows.sandbox.scalars import trimmed, wire_stamp

# Documented, in this order. Program is not listed, although getMObjects knows it.
_LISTED = ("ActivityRecord", "LeadRecord", OPPORTUNITY, ROLE)
_READABLE = (OPPORTUNITY, ROLE, PROGRAM)
_DELETABLE = (OPPORTUNITY, ROLE)


def list_mobjects(context: Context, _params: Any) -> object:
    """Name the object types."""
    types = context.types
    return types.SuccessListMObjects(result=types.ResultListMObjects(objects=list(_LISTED)))


def get_mobjects(context: Context, params: Any) -> object:
    """Return a page of the objects that meet every condition given."""
    types = context.types
    kind = object_type(params.type_value, _READABLE)
    text = trimmed(params.stream_position)
    after = 0 if text is None else read_object_position(kind, text)
    query = read_query(context, kind, params)
    found = context.data.mobjects.find(query, after=after, limit=MOBJECTS_PER_PAGE + 1)
    page = found[:MOBJECTS_PER_PAGE]
    details: dict[int, ProgramDetails] = {}
    if kind == PROGRAM:
        details = context.data.programs.details([each.id for each in page])
    # createdAt and updatedAt of programs are details (a guess).
    with_times = kind != PROGRAM or bool(params.include_details)
    objects = [_shown(context, each, details.get(each.id), with_times) for each in page]
    return types.SuccessGetMObjects(
        result=types.ResultGetMObjects(
            return_count=len(page),
            has_more=len(found) > len(page),
            new_stream_position=object_position(kind, page[-1].id if page else after),
            # Not nillable, so absent when there is nothing (a guess).
            m_object_list=types.ArrayOfMObject(m_object=objects) if objects else None,
        )
    )


def delete_mobjects(context: Context, params: Any) -> object:
    """Delete opportunities, with their roles, and roles."""
    types, rows = context.types, context.data.mobjects
    given = listed_objects(params.m_object_list)
    kinds = [object_type(each.type_value, _DELETABLE) for each in given]
    statuses = []
    # What follows on another type sees its effect: roles go with their opportunity.
    for kind, run in groupby(zip(kinds, given, strict=True), key=itemgetter(0)):
        objects = [each for _, each in run]
        there = rows.delete(kind, {each.id for each in objects if each.id is not None})
        for each in objects:
            if each.id is None:
                failure = OBJECT_ID_MISSING.refusal()
                statuses.append(status_entry(context, each, None, "FAILED", failure.message))
            else:
                # Deleting what is not there changes nothing (a guess).
                status = "DELETED" if each.id in there else "UNCHANGED"
                there.discard(each.id)
                statuses.append(status_entry(context, each, each.id, status))
    return types.SuccessDeleteMObjects(
        result=types.ResultDeleteMObjects(
            m_obj_status_list=types.ArrayOfMObjStatus(m_obj_status=statuses)
        )
    )


def _shown(
    context: Context, stored: StoredObject, details: ProgramDetails | None, with_times: bool
) -> object:
    types = context.types
    attributes = dict(stored.attributes)
    external_key = None
    links: list[object] = []
    if stored.type != PROGRAM:
        # That external keys and associations are shown again is inferred; no reply with an
        # opportunity or a role is on record.
        fields = context.data.mobjects.fields(stored.type)
        if stored.type == ROLE:
            attributes["OpportunityId"] = str(stored.opportunity_id)
            attributes["PersonId"] = str(stored.lead_id)
            links = [
                types.MObjAssociation(m_obj_type="Lead", id=stored.lead_id),
                types.MObjAssociation(m_obj_type=OPPORTUNITY, id=stored.opportunity_id),
            ]
        attributes = {name: attributes[name] for name in fields if name in attributes}
        for name, each in fields.items():
            if each.external_key and name in attributes:
                external_key = types.Attrib(name=name, value=attributes[name])
        if stored.company is not None:
            name, value = stored.company
            key = types.Attrib(name=name, value=value)
            links.append(types.MObjAssociation(m_obj_type="Company", external_key=key))
    groups = [] if details is None else _groups(types, details)
    return types.MObject(
        type_value=stored.type,
        id=stored.id,
        external_key=external_key,
        created_at=wire_stamp(stored.created_at, context.zone) if with_times else None,
        updated_at=wire_stamp(stored.updated_at, context.zone) if with_times else None,
        attrib_list=_attribs(types, attributes.items()) if attributes else None,
        type_attrib_list=types.ArrayOfTypeAttrib(type_attrib=groups) if groups else None,
        association_list=types.ArrayOfMObjAssociation(m_obj_association=links) if links else None,
    )


def _groups(types: ModuleType, details: ProgramDetails) -> list[object]:
    """Return tags, then costs, then tokens (the order between kinds is inferred in part)."""
    groups = [("Tag", [("Type", kind), ("Value", value)]) for kind, value in details.tags]
    for cost in details.costs:
        members = [("Id", str(cost.id)), ("Month", cost.month), ("Amount", cost.amount)]
        if cost.note is not None:
            members.append(("Note", cost.note))
        groups.append(("Cost", members))
    groups += [("Token", [("Name", name), ("Value", value)]) for name, value in details.tokens]
    return [
        types.TypeAttrib(attr_type=name, attr_list=_attribs(types, members))
        for name, members in groups
    ]


def _attribs(types: ModuleType, pairs: Iterable[tuple[str, str]]) -> object:
    return types.ArrayOfAttrib(
        attrib=[types.Attrib(name=name, value=value) for name, value in pairs]
    )


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
