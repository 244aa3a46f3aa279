"""Opportunities, their roles, and programs: writing, deleting and finding them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from support.sandbox_model import world
from support.sandbox_model.state import (
    Cost,
    Fault,
    Object,
    Pairs,
    RecordFailed,
    Reply,
    State,
    stamp,
    without,
)

OPPORTUNITY, ROLE, PROGRAM = "Opportunity", "OpportunityPersonRole", "Program"
LEAD_KEYS = tuple(name for name, each in world.FIELDS.items() if each.custom)
COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "EQ": eq,
    "NE": ne,
    "LT": lt,
    "LE": le,
    "GT": gt,
    "GE": ge,
}
_ATTRIBUTES = {
    OPPORTUNITY: ("Name", "Type", "Stage"),
    ROLE: ("Role",),
    PROGRAM: ("Name", "Workspace Id", "Workspace Name"),
}


@dataclass(frozen=True)
class Link:
    """An association: the type it points to, and there an id or an external key."""

    kind: str
    id: int | None = None
    key: tuple[str, str] | None = None


@dataclass(frozen=True)
class Given:
    """An object of a request."""

    kind: str
    id: int | None = None
    key: tuple[str, str] | None = None
    values: dict[str, str] = field(default_factory=dict)
    groups: tuple[tuple[str, dict[str, str]], ...] = ()
    links: tuple[Link, ...] = ()


def held(state: State, kind: str) -> dict[int, Object]:
    return {OPPORTUNITY: state.opportunities, ROLE: state.roles, PROGRAM: state.programs}[kind]


def by_key(state: State, key: tuple[str, str]) -> Object | None:
    """Of several opportunities with one external key, the newest."""
    name, value = key
    found = [
        each
        for each in state.opportunities.values()
        if name == world.EXTERNAL_KEY and each.values.get(name) == value
    ]
    return found[-1] if found else None


def _lead_of(state: State, link: Link) -> int | None:
    if link.id is not None:
        return link.id if link.id in state.leads else None
    name, value = link.key or ("", "")
    folded = world.FIELDS[name].type == "email" if name in LEAD_KEYS else False
    found = [
        each.id
        for each in state.leads.values()
        if name in LEAD_KEYS
        and (
            each.values.get(name, "").casefold() == value.casefold()
            if folded
            else each.values.get(name) == value
        )
    ]
    return max(found, default=None)


def _opportunity_of(state: State, link: Link) -> Object | None:
    if link.id is not None:
        return state.opportunities.get(link.id)
    return None if link.key is None else by_key(state, link.key)


# Writing


def sync(state: State, objects: Iterable[Given], mode: str) -> Reply:
    """Objects are handled in order; one that fails leaves no trace, the others go on."""
    writers = {OPPORTUNITY: _sync_opportunity, ROLE: _sync_role, PROGRAM: _sync_program}
    statuses = []
    for given in objects:
        echoed = without({"external_key": given.key})
        try:
            number, status = writers[given.kind](state, given, mode)
        except RecordFailed as failure:
            outcome = {"id": given.id, "status": "FAILED", "error": failure.code}
        else:
            outcome = {"id": number, "status": status}
        statuses.append(without({**outcome, **echoed}))
    return {"m_obj_status_list": statuses}


def _forbidden(given: Given, stored: Object | None, mode: str) -> int | bool | None:
    """The id with which the mode skips the object; False where it allows the action."""
    if mode == "INSERT" and stored is not None:
        return stored.id
    if mode == "UPDATE" and stored is None:
        return given.id
    return False


def _sync_opportunity(state: State, given: Given, mode: str) -> tuple[int | None, str]:
    if given.key is not None and given.key[0] != world.EXTERNAL_KEY:
        raise RecordFailed(20110)
    if given.id is not None:
        stored = state.opportunities.get(given.id)
    else:
        stored = None if given.key is None else by_key(state, given.key)
    values = {**dict([given.key] if given.key else []), **given.values}
    if given.values.keys() - set(world.OBJECT_FIELDS[OPPORTUNITY]):
        raise RecordFailed(20110)
    company = None
    for link in given.links:
        if link.kind != "Company" or link.key is None or _lead_of(state, link) is None:
            raise RecordFailed(20110)
        company = link.key
    skipped = _forbidden(given, stored, mode)
    if skipped is not False:
        return skipped, "SKIPPED"
    target = stored
    if target is None:
        state.opportunities_made += 1
        target = Object(state.opportunities_made, state.now, state.now)
        state.opportunities[target.id] = target
    target.company = company or target.company
    return _write(state, target, values, new=stored is None)


def _sync_role(state: State, given: Given, mode: str) -> tuple[int | None, str]:
    if given.key is not None:
        raise RecordFailed(20110)
    stored = None if given.id is None else state.roles.get(given.id)
    if given.values.keys() - set(world.OBJECT_FIELDS[ROLE]):
        raise RecordFailed(20110)
    opportunity = None if stored is None else stored.opportunity
    lead = None if stored is None else stored.lead
    for link in given.links:
        if link.kind == OPPORTUNITY:
            found = _opportunity_of(state, link)
            if found is None:
                raise RecordFailed(20110)
            opportunity = found.id
        elif link.kind == "Lead":
            lead = _lead_of(state, link)
            if lead is None:
                raise RecordFailed(20103)
        else:
            raise RecordFailed(20110)
    # What an attribute says goes before an association.
    values = dict(given.values)
    if "OpportunityId" in values:
        opportunity = int(values.pop("OpportunityId"))
        if opportunity not in state.opportunities:
            raise RecordFailed(20110)
    if "PersonId" in values:
        lead = int(values.pop("PersonId"))
        if lead not in state.leads:
            raise RecordFailed(20103)
    skipped = _forbidden(given, stored, mode)
    if skipped is not False:
        return skipped, "SKIPPED"
    if opportunity is None or lead is None:
        raise RecordFailed(20109)
    target = stored
    if target is None:
        state.roles_made += 1
        target = Object(state.roles_made, state.now, state.now)
        state.roles[target.id] = target
    target.opportunity, target.lead = opportunity, lead
    return _write(state, target, values, new=stored is None)


def _write(state: State, target: Object, values: dict[str, str], *, new: bool) -> tuple[int, str]:
    target.updated_at = state.now
    for name, text in values.items():
        target.values.pop(name, None)
        if text:
            target.values[name] = text
    return target.id, "CREATED" if new else "UPDATED"


def _sync_program(state: State, given: Given, mode: str) -> tuple[int | None, str]:
    """Costs and tags only; none is written unless all are in order."""
    if mode != "UPDATE":
        raise RecordFailed(20110)
    if given.id is None:
        raise RecordFailed(20109)
    costs = state.program_costs[given.id] if given.id in state.programs else []
    for kind, members in given.groups:
        if kind == "Cost":
            _check_cost(costs, members)
        elif kind == "Tag":
            _check_tag(members)
        else:
            raise RecordFailed(20110)
    if given.id not in state.programs:
        return given.id, "SKIPPED"
    for kind, members in given.groups:
        if kind == "Tag":
            state.program_tags[given.id][members["Type"]] = members["Value"]
            continue
        month, amount, note = members["Month"] + "-01", members["Amount"], members.get("Note")
        if "Id" in members:
            (cost,) = [each for each in costs if each.id == int(members["Id"])]
            cost.month, cost.amount, cost.note = month, amount, note or cost.note
        else:
            state.costs_made += 1
            costs.append(Cost(state.costs_made, month, amount, note))
    if given.groups:
        state.programs[given.id].updated_at = state.now
    return given.id, "UPDATED"


def _check_cost(costs: list[Cost], members: dict[str, str]) -> None:
    if "Month" not in members or "Amount" not in members:
        raise RecordFailed(20109)
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", members["Month"]):
        raise RecordFailed(20110)
    if not re.fullmatch(r"\d+(\.\d+)?", members["Amount"]):
        raise RecordFailed(20110)
    if "Id" in members and int(members["Id"]) not in [each.id for each in costs]:
        raise RecordFailed(20110)


def _check_tag(members: dict[str, str]) -> None:
    if "Type" not in members or "Value" not in members:
        raise RecordFailed(20109)
    known = {**world.TAGS, "Channel": list(world.CHANNELS)}
    if members["Value"] not in known.get(members["Type"], []):
        raise RecordFailed(20110)


def delete(state: State, objects: Iterable[tuple[str, int]]) -> Reply:
    """Roles go with their opportunity."""
    given = list(objects)
    if any(kind not in (OPPORTUNITY, ROLE) for kind, _ in given):
        raise Fault(20110)
    statuses = []
    for kind, number in given:
        gone = held(state, kind).pop(number, None)
        if kind == OPPORTUNITY and gone is not None:
            state.roles = {i: r for i, r in state.roles.items() if r.opportunity != number}
        statuses.append({"id": number, "status": "UNCHANGED" if gone is None else "DELETED"})
    return {"m_obj_status_list": statuses}


# Reading


@dataclass(frozen=True)
class Query:
    """What getMObjects asks for; all conditions must hold."""

    kind: str
    id: int | None = None
    key: tuple[str, str] | None = None
    criteria: tuple[tuple[str, str, str], ...] = ()
    links: tuple[Link, ...] = ()
    details: bool = False


def check(query: Query) -> None:
    """Raise what a query is refused with, whatever is stored."""
    anything = (query.id, query.key, query.criteria, query.links) != (None, None, (), ())
    if not anything and query.kind != PROGRAM:
        raise Fault(10001)
    if query.key is not None and (query.kind, query.key[0]) != (OPPORTUNITY, world.EXTERNAL_KEY):
        raise Fault(20110)
    for name, _, _ in query.criteria:
        known = ("Id", "Created At", "Updated At", *_ATTRIBUTES[query.kind])
        if query.kind == PROGRAM:
            known += ("Include Archive", "Tag Type", "Tag Value")
        if name not in known:
            raise Fault(20110)
    for link in query.links:
        if link.kind not in ("Lead", "Company", OPPORTUNITY):
            raise Fault(20110)
        if link.kind == "Company" and link.key and link.key[0] not in LEAD_KEYS:
            raise Fault(20110)


def find(state: State, query: Query) -> list[int]:
    """The ids of the objects that meet a query, ascending."""
    keyed = None if query.key is None else by_key(state, query.key)
    return [
        each.id
        for each in sorted(held(state, query.kind).values(), key=lambda each: each.id)
        if query.id in (None, each.id)
        and (query.key is None or keyed is each)
        and all(_meets(each, *criterion) for criterion in query.criteria)
        and _has_tag(state, query, each)
        and all(_linked(state, query.kind, each, link) for link in query.links)
        and (
            each.values.get("Is Archived") != "true"
            or ("Include Archive", "EQ", "true") in query.criteria
        )
    ]


def _meets(each: Object, name: str, comparison: str, value: str) -> bool:
    compare = COMPARISONS[comparison]
    if name == "Id":
        return compare(each.id, int(value))
    if name in ("Created At", "Updated At"):
        moment = each.created_at if name == "Created At" else each.updated_at
        return compare(moment, datetime.fromisoformat(value).timestamp())
    if name in ("Include Archive", "Tag Type", "Tag Value"):
        return True  # about the program as a whole, and about one and the same tag
    return compare(each.values.get(name, "").casefold(), value.casefold())


def _has_tag(state: State, query: Query, each: Object) -> bool:
    asked = [criterion for criterion in query.criteria if criterion[0].startswith("Tag ")]
    if not asked:
        return True

    def tagged(asked: Iterable[tuple[str, str, str]]) -> bool:
        return any(
            all(
                COMPARISONS[how](
                    (kind if name == "Tag Type" else value).casefold(), text.casefold()
                )
                for name, how, text in asked
            )
            for kind, value in state.program_tags[each.id].items()
        )

    # A program without such a tag has the empty value.
    empty = [how for _, how, text in asked if not text]
    without = bool(empty) and all(COMPARISONS[how]("", "") for how in empty)
    return tagged(asked) or (without and not tagged([each for each in asked if each[2]]))


def _linked(state: State, kind: str, each: Object, link: Link) -> bool:
    if kind == PROGRAM:
        return False
    if link.kind == OPPORTUNITY:
        found = _opportunity_of(state, link)
        return found is not None and each.opportunity == found.id
    if link.kind == "Lead":
        lead = _lead_of(state, link)
        roles = state.roles.values() if kind == OPPORTUNITY else [each]
        return lead is not None and any(
            role.lead == lead and (role is each or role.opportunity == each.id) for role in roles
        )
    opportunity = each if kind == OPPORTUNITY else state.opportunities[each.opportunity or 0]
    return link.id is None and link.key is not None and opportunity.company == link.key


def shown(state: State, query: Query, number: int) -> Reply:
    each = held(state, query.kind)[number]
    times = query.kind != PROGRAM or query.details
    values = dict(each.values)
    links: list[Reply] = []
    if query.kind == ROLE:
        values |= {"OpportunityId": str(each.opportunity), "PersonId": str(each.lead)}
        links = [
            {"m_obj_type": "Lead", "id": each.lead},
            {"m_obj_type": OPPORTUNITY, "id": each.opportunity},
        ]
    if each.company is not None:
        links.append({"m_obj_type": "Company", "external_key": each.company})
    order = world.OBJECT_FIELDS.get(query.kind, tuple(values))
    key = values.get(world.EXTERNAL_KEY)
    return without(
        {
            "type_value": query.kind,
            "id": number,
            "external_key": None if key is None else (world.EXTERNAL_KEY, key),
            "created_at": stamp(each.created_at) if times else None,
            "updated_at": stamp(each.updated_at) if times else None,
            "attrib_list": [(name, values[name]) for name in order if name in values] or None,
            "type_attrib_list": _groups(state, number) if query.kind == PROGRAM else None,
            "association_list": links or None,
        }
    )


def _groups(state: State, program: int) -> list[Reply]:
    groups: list[tuple[str, Pairs]] = [
        ("Tag", [("Type", kind), ("Value", value)])
        for kind, value in state.program_tags[program].items()
    ]
    for cost in sorted(state.program_costs[program], key=lambda cost: cost.id):
        members = [("Id", str(cost.id)), ("Month", cost.month), ("Amount", cost.amount)]
        groups.append(("Cost", members + ([("Note", cost.note)] if cost.note else [])))
    groups += [
        ("Token", [("Name", name), ("Value", value)])
        for name, value in state.program_tokens[program].items()
    ]
    return [{"attr_type": kind, "attr_list": members} for kind, members in groups]
