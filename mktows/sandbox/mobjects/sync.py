"""Answers syncMObjects: writes opportunities and roles, and costs and tags of programs."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from mktows.facts.faults import BAD_PARAMETER, LEAD_NOT_FOUND, PARAMETER_REQUIRED
from mktows.facts.key_types import IDNUM
from mktows.facts.mobjects import OPPORTUNITY, PROGRAM, ROLE
from mktows.sandbox.context import Context
from mktows.sandbox.mobjects.references import References
from mktows.sandbox.mobjects.rows import StoredObject
from mktows.sandbox.mobjects.rules import (
    ObjectFailed,
    associations,
    check_count,
    is_external_key,
    key_pair,
    object_type,
    status_entry,
)
from mktows.sandbox.operation import Operation
from mktows.sandbox.scalars import enum_text, id_number, is_number, trimmed
from mktows.server.refusals import refusal

_WRITABLE = (OPPORTUNITY, ROLE, PROGRAM)
_MODES = frozenset({"INSERT", "UPDATE", "UPSERT"})
# The documented form, or the one in which replies carry a month (inferred).
_MONTH = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])(?:-01)?")

Outcome = tuple[int | None, str]  # id, status
Change = Callable[[], None]


def sync_mobjects(context: Context, params: Any) -> object:
    """Write objects in the order given; one that fails leaves no trace, the others go on."""
    types = context.types
    given = () if params.m_object_list is None else params.m_object_list.m_object
    check_count(given)
    mode = enum_text(params.operation)
    if mode is None:
        raise refusal(PARAMETER_REQUIRED, "operation is required")
    if mode not in _MODES:
        raise refusal(BAD_PARAMETER, "operation is not valid")
    kinds = [object_type(each.type_value, _WRITABLE) for each in given]
    references = References(context)
    references.prefetch(zip(kinds, given, strict=True))
    statuses = []
    for kind, each in zip(kinds, given, strict=True):
        try:
            # Nothing is changed before all of the object is known to be in order.
            object_id, status = _SYNCED[kind](context, references, each, mode)
            statuses.append(status_entry(context, each, object_id, status))
        except ObjectFailed as failure:
            statuses.append(status_entry(context, each, each.id, "FAILED", str(failure)))
    return types.SuccessSyncMObjects(
        result=types.ResultSyncMObjects(
            m_obj_status_list=types.ArrayOfMObjStatus(m_obj_status=statuses)
        )
    )


def _sync_opportunity(context: Context, references: References, given: Any, mode: str) -> Outcome:
    pair = key_pair(given.external_key)
    if pair is not None and not is_external_key(context, OPPORTUNITY, pair[0]):
        raise ObjectFailed(BAD_PARAMETER, f"{pair[0]} is not an external key of {OPPORTUNITY}")
    stored = _existing(context, OPPORTUNITY, given.id, pair)
    if (skipped := _skipped(stored, given, mode)) is not None:
        return skipped
    # The key is an attribute too; it need not be repeated in the list.
    values = {} if pair is None else dict([pair])
    values.update(_attributes(context, OPPORTUNITY, given))
    target = _target(context, OPPORTUNITY, stored)
    for each in associations(given):
        object_type_of = trimmed(each.m_obj_type) or ""
        if object_type_of.casefold() != "company":
            raise ObjectFailed(BAD_PARAMETER, f"{OPPORTUNITY} has no association {object_type_of}")
        target.company = _company(references, each)
    return _written(context, target, values, new=stored is None)


def _sync_role(context: Context, references: References, given: Any, mode: str) -> Outcome:
    if key_pair(given.external_key) is not None:
        # Documented: no external-key field can be added to a role.
        raise ObjectFailed(BAD_PARAMETER, f"{ROLE} has no external key")
    stored = _existing(context, ROLE, given.id, None)
    if (skipped := _skipped(stored, given, mode)) is not None:
        return skipped
    values = dict(_attributes(context, ROLE, given))
    target = _target(context, ROLE, stored)
    for each in associations(given):
        kind = (trimmed(each.m_obj_type) or "").casefold()
        if kind == OPPORTUNITY.casefold():
            opportunity = references.opportunity(each)
            if opportunity is None:
                raise ObjectFailed(BAD_PARAMETER, "associated Opportunity not found")
            target.opportunity_id = opportunity.id
        elif kind == "lead":
            target.lead_id = references.lead(each)
            if target.lead_id is None:
                raise ObjectFailed(LEAD_NOT_FOUND, "associated Lead not found")
        else:
            raise ObjectFailed(BAD_PARAMETER, f"{ROLE} has no association {each.m_obj_type}")
    # Stored as references, not as attributes: what an attribute says goes before an association.
    if "OpportunityId" in values:
        text = values.pop("OpportunityId")
        number = id_number(text)
        if number is None or context.data.mobjects.get(OPPORTUNITY, number) is None:
            raise ObjectFailed(BAD_PARAMETER, f"No Opportunity found with Id = {text}")
        target.opportunity_id = number
    if "PersonId" in values:
        text = values.pop("PersonId")
        number = id_number(text)
        if number is None or not references.has_lead(number):
            raise ObjectFailed(LEAD_NOT_FOUND, f"No lead found with {IDNUM} = {text}")
        target.lead_id = number
    if target.opportunity_id is None:
        raise ObjectFailed(PARAMETER_REQUIRED, "OpportunityId is required")
    if target.lead_id is None:
        raise ObjectFailed(PARAMETER_REQUIRED, "PersonId is required")
    return _written(context, target, values, new=stored is None)


def _sync_program(context: Context, _: References, given: Any, mode: str) -> Outcome:
    """Write costs and tags; a program's own attributes cannot be written and are passed over."""
    if mode != "UPDATE":
        raise ObjectFailed(BAD_PARAMETER, f"{PROGRAM} allows UPDATE only")
    if given.id is None:
        raise ObjectFailed(PARAMETER_REQUIRED, "id is required")
    stored = context.data.mobjects.get(PROGRAM, given.id)
    if stored is None:
        return given.id, "SKIPPED"
    groups = () if given.type_attrib_list is None else given.type_attrib_list.type_attrib
    changes: list[Change] = []
    for group in groups:
        kind = (trimmed(group.attr_type) or "").casefold()
        listed = () if group.attr_list is None else group.attr_list.attrib
        members = {trimmed(each.name) or "": trimmed(each.value) for each in listed}
        if kind == "cost":
            changes.append(_cost(context, stored.id, members))
        elif kind == "tag":
            changes.append(_tag(context, stored.id, members))
        else:
            raise ObjectFailed(BAD_PARAMETER, f"{group.attr_type} of {PROGRAM} cannot be written")
    for change in changes:
        change()
    if changes:
        context.data.mobjects.update(replace(stored, updated_at=context.now))
    return stored.id, "UPDATED"


_SYNCED: dict[str, Callable[[Context, References, Any, str], Outcome]] = {
    OPPORTUNITY: _sync_opportunity,
    ROLE: _sync_role,
    PROGRAM: _sync_program,
}


def _existing(
    context: Context, kind: str, object_id: int | None, pair: tuple[str, str] | None
) -> StoredObject | None:
    """Return the object meant: by id (documented), else by external key (by example)."""
    rows = context.data.mobjects
    if object_id is not None:
        return rows.get(kind, object_id)
    return None if pair is None else rows.newest_by_key(kind, *pair)


def _skipped(stored: StoredObject | None, given: Any, mode: str) -> Outcome | None:
    """Return the outcome where the mode forbids the action (a guess)."""
    if mode == "INSERT" and stored is not None:
        return stored.id, "SKIPPED"
    if mode == "UPDATE" and stored is None:
        return given.id, "SKIPPED"
    return None


def _attributes(context: Context, kind: str, given: Any) -> dict[str, str]:
    """Return the attributes given, trimmed and otherwise as they are; "" clears one."""
    listed = () if given.attrib_list is None else given.attrib_list.attrib
    values = {trimmed(each.name) or "": trimmed(each.value) or "" for each in listed}
    known = context.data.mobjects.fields(kind)
    unknown = [name for name in values if name not in known]
    if unknown:
        names = ", ".join(unknown)
        raise ObjectFailed(
            BAD_PARAMETER,
            f"{context.call.operation} operation failed: unknown fields for import: {names}",
        )
    return values


def _target(context: Context, kind: str, stored: StoredObject | None) -> StoredObject:
    """Return what to change: a copy, so that an object that fails later leaves no trace."""
    if stored is None:
        return StoredObject(kind, 0, context.now, context.now)
    return replace(stored, attributes=dict(stored.attributes), updated_at=context.now)


def _company(references: References, association: Any) -> tuple[str, str]:
    """Return how an opportunity names its company.

    Companies live on their leads, so a company exists when a lead carries its key (inferred).
    """
    pair = key_pair(association.external_key)
    if association.id is not None or pair is None:
        raise ObjectFailed(BAD_PARAMETER, "associated Company not found")
    name = pair[0]
    if not references.is_lead_key(name):
        raise ObjectFailed(BAD_PARAMETER, f"{name} is not an external key of Company")
    if references.lead_by_key(pair) is None:
        raise ObjectFailed(BAD_PARAMETER, "associated Company not found")
    return pair


def _written(
    context: Context, target: StoredObject, values: Mapping[str, str], *, new: bool
) -> Outcome:
    for name, text in values.items():
        if text:
            target.attributes[name] = text
        else:
            target.attributes.pop(name, None)
    if new:
        return context.data.mobjects.insert(target), "CREATED"
    context.data.mobjects.update(target)
    return target.id, "UPDATED"


def _cost(context: Context, program_id: int, members: Mapping[str, str | None]) -> Change:
    """Check a cost, and return what writes it."""
    month, amount, cost_id = members.get("Month"), members.get("Amount"), members.get("Id")
    if month is None or amount is None:
        raise ObjectFailed(PARAMETER_REQUIRED, "Month and Amount of Cost are required")
    if not _MONTH.fullmatch(month):
        raise ObjectFailed(BAD_PARAMETER, "Month of Cost is not YYYY-MM")
    if not is_number(amount):
        raise ObjectFailed(BAD_PARAMETER, "Amount of Cost is not a number")
    # The day is what is read back (recorded).
    day, note, rows = f"{month[:7]}-01", members.get("Note"), context.data.programs
    if cost_id is None:
        return lambda: rows.add_cost(program_id, month=day, amount=amount, note=note)
    number = id_number(cost_id)
    if number is None or not rows.has_cost(program_id, number):
        raise ObjectFailed(BAD_PARAMETER, f"No Cost found with Id = {cost_id}")
    return lambda: rows.change_cost(number, month=day, amount=amount, note=note)


def _tag(context: Context, program_id: int, members: Mapping[str, str | None]) -> Change:
    """Check a tag, and return what sets it."""
    kind, value = members.get("Type"), members.get("Value")
    if kind is None or value is None:
        raise ObjectFailed(PARAMETER_REQUIRED, "Type and Value of Tag are required")
    rows = context.data.programs
    known = rows.known_tag(kind, value)
    if known is None:
        # Documented: types and values must exist, the API makes none.
        raise ObjectFailed(BAD_PARAMETER, f"Tag {kind} has no value {value}")
    return lambda: rows.set_tag(program_id, *known)


OPERATIONS = {
    "syncMObjects": Operation(
        sync_mobjects,
        "opportunities, roles; costs and tags of programs",
        ("documented", "inferred"),
        (
            "what the mode forbids is SKIPPED, an update that changes nothing is UPDATED; a "
            "program that is not there is SKIPPED",
            "companies have no rows of their own: an opportunity names one by a custom field "
            "that a lead has",
        ),
        writes=True,
    ),
}
