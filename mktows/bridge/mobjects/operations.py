"""Answers getMObjects and deleteMObjects."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import Any

from mktows.bridge.batches import refusal_of_outcome, write_in_order
from mktows.bridge.context import Context
from mktows.bridge.mobjects.criteria import meets
from mktows.bridge.mobjects.opportunities import (
    Held,
    find_objects,
    objects_by_id,
    shown_objects,
    soap_values,
)
from mktows.bridge.mobjects.opportunity_fields import object_fields
from mktows.bridge.mobjects.program_objects import find_programs
from mktows.bridge.mobjects.references import References
from mktows.bridge.operation import Operation
from mktows.bridge.refusals import refusal_of_sent
from mktows.facts.limits import MOBJECTS_PER_PAGE
from mktows.facts.mobjects import COMPANY, ID, LEAD, OPPORTUNITY, PROGRAM, ROLE
from mktows.facts.rest_errors import OBJECT_UNKNOWN
from mktows.facts.rest_objects import EXTERNAL_OPPORTUNITY, GUID, UPDATED
from mktows.facts.rest_objects import LEAD as LEAD_ID
from mktows.parameters.mobject_queries import Association, ObjectsToGet, read_kind
from mktows.parameters.mobjects import OBJECT_ID_MISSING, ObjectsToDelete
from mktows.parameters.scalars import seconds, trimmed
from mktows.replies import mobjects
from mktows.replies.mobjects import outcome
from mktows.rest.base import ID_FIELD
from mktows.rest.errors import RestError
from mktows.rest.times import read_time
from mktows.server.refusals import Refusal

_GET = "getMObjects"


def get_mobjects(context: Context, params: Any) -> object:
    """Return a page of the objects that meet every condition given."""
    kind, text = read_kind(params), trimmed(params.stream_position)
    after = 0 if text is None else int(context.positions.read(_GET, kind, text)["after"])
    references = References(context)
    asked = ObjectsToGet.read(kind, params, references, context.zone)
    if kind == PROGRAM:
        programs, more = find_programs(context, asked, after, MOBJECTS_PER_PAGE)
        page = [each.shown(context, with_times=asked.details) for each in programs]
        following = page[-1].id if page else after
    else:
        found = _found(context, asked, references)
        # Numbers follow the order in which objects were first shown, so their places count.
        page = shown_objects(context, found[after : after + MOBJECTS_PER_PAGE])
        following = min(after + MOBJECTS_PER_PAGE, max(len(found), after))
        more = following < len(found)
    position = context.positions.write(_GET, kind, {"after": following})
    return mobjects.page(context.types, page, more=more, position=position)


def delete_mobjects(context: Context, params: Any) -> object:
    """Delete opportunities, with their roles, and roles."""
    asked = ObjectsToDelete.read(params)
    statuses: list[object] = []
    # What follows on another type sees its effect: roles go with their opportunity.
    for kind, run in groupby(asked.objects, key=itemgetter(0)):
        objects = [each for _, each in run]
        ids = {each.id for each in objects if each.id is not None}
        results: dict[int, str | Refusal] = {}
        try:
            results = _deleted(context, kind, ids)
        except RestError as error:
            if not context.wrote:
                raise
            # Others are gone by now, and that is told.
            results = dict.fromkeys(ids, refusal_of_sent(error, context.call.operation))
        for each in objects:
            result = OBJECT_ID_MISSING.refusal() if each.id is None else results[each.id]
            if isinstance(result, Refusal):
                failure = outcome(context.types, each, each.id, "FAILED", result.message)
                statuses.append(failure)
                continue
            statuses.append(outcome(context.types, each, each.id, result))
            results[each.id] = "UNCHANGED"
    return mobjects.deleted(context.types, statuses)


def _found(context: Context, asked: ObjectsToGet, references: References) -> list[Held]:
    """Return all opportunities or roles that meet every condition, the oldest first.

    Raises:
        Refusal: 20110, REST searches by none of the conditions.
    """
    chosen: list[list[Held]] = []
    numbers = [] if asked.id is None else [asked.id]
    numbers += [int(c.value) for c in asked.criteria if (c.name, c.comparison) == (ID, "EQ")]
    for number in numbers:
        chosen.append([*objects_by_id(context, asked.kind, [number]).values()])
    if asked.key is not None:
        held = references.held(asked.kind, None, asked.key)
        chosen.append([] if held is None else [held])
    for each in asked.associations:
        chosen.append(_associated(context, asked.kind, each, references))
    if not chosen:
        raise context.not_available(f"a search for {asked.kind} by these criteria alone")
    common = set.intersection(*({each.guid for each in some} for some in chosen))
    fields = object_fields(context, asked.kind)
    return [
        each
        for each in chosen[0]
        if each.guid in common
        and meets(
            asked.criteria,
            each.id,
            seconds(each.created),
            seconds(read_time(str(each.record[UPDATED]))),
            soap_values(context, fields, each.record),
        )
    ]


def _associated(
    context: Context, kind: str, given: Association, references: References
) -> list[Held]:
    """Return the objects of a type that belong to another one.

    Raises:
        Refusal: 20110, REST does not search by it.
    """
    if given.kind == COMPANY:
        if given.id is not None:
            return []  # companies have no ids in SOAP
        raise context.not_available("a search by company")
    if given.kind == LEAD:
        lead_id = references.lead(given.id, given.key)
        if lead_id is None:
            return []
        roles = find_objects(context, ROLE, LEAD_ID, [lead_id])
        if kind == ROLE:
            return roles
        wanted = sorted({each.external for each in roles if each.external})
        return find_objects(context, OPPORTUNITY, EXTERNAL_OPPORTUNITY, wanted) if wanted else []
    opportunity = references.held(OPPORTUNITY, given.id, given.key)
    # Opportunities refer to no other.
    if opportunity is None or opportunity.external is None or kind == OPPORTUNITY:
        return []
    return find_objects(context, ROLE, EXTERNAL_OPPORTUNITY, [opportunity.external])


def _deleted(context: Context, kind: str, ids: set[int]) -> dict[int, str | Refusal]:
    """Delete objects, and return what became of each; what is not there is UNCHANGED."""
    with context.instance.store.reading(context.instance.name) as rows:
        guids = rows.guids(kind, sorted(ids))
    rest = context.rest
    delete = rest.delete_opportunities if kind == OPPORTUNITY else rest.delete_opportunity_roles
    told = write_in_order(
        context,
        list(guids),
        lambda number: number,
        lambda some: delete([{GUID: guids[each]} for each in some], delete_by=ID_FIELD),
    )
    results: dict[int, str | Refusal] = dict.fromkeys(ids, "UNCHANGED")
    for number, each in zip(guids, told, strict=True):
        if isinstance(each, Refusal):
            results[number] = each
        # Where the call was repeated, the first time may have deleted what is not there any more.
        elif each.status == "deleted" or (each.repeated and each.code == OBJECT_UNKNOWN):
            results[number] = "DELETED"
        elif each.code != OBJECT_UNKNOWN:
            results[number] = refusal_of_outcome(context, each)
    return results


OPERATIONS = {
    "getMObjects": Operation(
        get_mobjects,
        "approximate",
        "read",
        "opportunities and roles 1 to 3; programs 1 for 200, and 3 for each that is shown (kept "
        "until it is changed)",
        "opportunities and roles by id, external key, lead and opportunity; programs by everything",
        (
            "ids of opportunities and roles that a program learned before: REST has texts, and the "
            "bridge gives numbers of its own",
            "opportunities and roles by other criteria alone are refused with 20110",
            "roles whose opportunity has no externalOpportunityId",
            "the company of an opportunity, and ids of costs",
        ),
    ),
    "deleteMObjects": Operation(
        delete_mobjects,
        "approximate",
        "write",
        "1 for 300 of a type",
        "opportunities with their roles, and roles",
        (
            "ids that a program learned before the bridge are UNCHANGED",
            "a deletion whose answer was lost is repeated: what is not there then counts as gone",
        ),
    ),
}
