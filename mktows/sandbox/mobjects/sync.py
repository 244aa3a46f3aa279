"""Answers syncMObjects: writes opportunities and roles, and costs and tags of programs."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from mktows.facts.faults import BAD_PARAMETER, LEAD_NOT_FOUND, PARAMETER_REQUIRED
from mktows.facts.key_types import IDNUM
from mktows.facts.limits import MOBJECTS_PER_SYNC
from mktows.facts.mobjects import COMPANY, OPPORTUNITY, PROGRAM, ROLE
from mktows.sandbox.context import Context
from mktows.sandbox.mobjects.changes import target_of, write
from mktows.sandbox.mobjects.references import References
from mktows.sandbox.mobjects.rows import StoredObject
from mktows.sandbox.mobjects.rules import (
    EXTERNAL_KEY_UNKNOWN,
    OBJECT_ID_MISSING,
    associations,
    is_external_key,
    key_pair,
    listed_objects,
    object_type,
    status_entry,
)
from mktows.sandbox.operation import Operation
from mktows.sandbox.scalars import enum_text, id_number, is_number, trimmed
from mktows.server.refusals import Reason, Refusal

OBJECTS_TOO_MANY = Reason(
    "objects-too-many",
    BAD_PARAMETER,
    "mObjectList holds more than {most} objects",
    "documented",
    "The limit is documented; that the whole call is refused, and the code, are a guess.",
    "message",
)
SYNC_MODE_MISSING = Reason(
    "sync-mode-missing",
    PARAMETER_REQUIRED,
    "operation is required",
    "documented",
    "The WSDL requires operation; the code follows its title.",
    "message",
)
OBJECT_FIELD_UNKNOWN = Reason(
    "object-field-unknown",
    BAD_PARAMETER,
    "{operation} operation failed: unknown fields for import: {names}",
    "inferred",
    "Modelled on the recorded refusal of unknown lead fields; the object alone fails.",
    "instance",
)
ASSOCIATION_IMPOSSIBLE = Reason(
    "association-impossible",
    BAD_PARAMETER,
    "{type} has no association {other}",
    "documented",
    "Prose says what may be associated with what; the code is a guess.",
    "message",
)
ASSOCIATED_UNKNOWN = Reason(
    "associated-unknown",
    BAD_PARAMETER,
    "associated {type} not found",
    "inferred",
    "An association refers to an object that exists; code and text are a guess.",
    "instance",
)
ASSOCIATED_LEAD_UNKNOWN = Reason(
    "associated-lead-unknown",
    LEAD_NOT_FOUND,
    "associated Lead not found",
    "inferred",
    "An association refers to a lead that exists; the code follows its title.",
    "instance",
)
OPPORTUNITY_UNKNOWN = Reason(
    "opportunity-unknown",
    BAD_PARAMETER,
    "No Opportunity found with Id = {value}",
    "inferred",
    "OpportunityId names an opportunity that exists; code and text are modelled on leads.",
    "instance",
)
ROLE_PERSON_UNKNOWN = Reason(
    "role-person-unknown",
    LEAD_NOT_FOUND,
    "No lead found with {type} = {value}",
    "inferred",
    "PersonId is documented as a lead's id; code and text are those recorded for getLead.",
    "instance",
)
ROLE_WITH_EXTERNAL_KEY = Reason(
    "role-with-external-key",
    BAD_PARAMETER,
    "{type} has no external key",
    "documented",
    "Prose says that no external-key field can be added to a role; the code is a guess.",
    "message",
)
ROLE_INCOMPLETE = Reason(
    "role-incomplete",
    PARAMETER_REQUIRED,
    "{name} is required",
    "documented",
    "Prose requires both ends of a role; the code follows its title.",
    "message",
)
PROGRAM_NOT_UPDATED = Reason(
    "program-not-updated",
    BAD_PARAMETER,
    "{type} allows UPDATE only",
    "documented",
    "Prose allows UPDATE alone for programs; the code is a guess.",
    "message",
)
PROGRAM_DETAIL_UNKNOWN = Reason(
    "program-detail-unknown",
    BAD_PARAMETER,
    "{name} of {type} cannot be written",
    "inferred",
    "Prose says how to write costs and tags, and nothing of others.",
    "message",
)
PROGRAM_DETAIL_INCOMPLETE = Reason(
    "program-detail-incomplete",
    PARAMETER_REQUIRED,
    "{names} of {type} are required",
    "documented",
    "Prose requires these members of a cost and of a tag; the code follows its title.",
    "message",
)
COST_MONTH_UNREADABLE = Reason(
    "cost-month-unreadable",
    BAD_PARAMETER,
    "Month of Cost is not YYYY-MM",
    "documented",
    "Prose gives the form of a month; the code is a guess.",
    "message",
)
COST_AMOUNT_UNREADABLE = Reason(
    "cost-amount-unreadable",
    BAD_PARAMETER,
    "Amount of Cost is not a number",
    "inferred",
    "Amounts are documented as numbers; the code is a guess.",
    "message",
)
COST_UNKNOWN = Reason(
    "cost-unknown",
    BAD_PARAMETER,
    "No Cost found with Id = {value}",
    "inferred",
    "An Id names a cost that the program has; code and text are a guess.",
    "instance",
)
TAG_UNKNOWN = Reason(
    "tag-unknown",
    BAD_PARAMETER,
    "Tag {type} has no value {value}",
    "documented",
    "Prose says that types and values must exist, and that the API makes none.",
    "instance",
)

_WRITABLE = (OPPORTUNITY, ROLE, PROGRAM)
# The documented form, or the one in which replies carry a month (inferred).
_MONTH = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])(?:-01)?")

Outcome = tuple[int | None, str]  # id, status
Change = Callable[[], None]


def sync_mobjects(context: Context, params: Any) -> object:
    """Write objects in the order given; one that fails leaves no trace, the others go on."""
    types = context.types
    given = listed_objects(params.m_object_list)
    if len(given) > MOBJECTS_PER_SYNC:
        raise OBJECTS_TOO_MANY.refusal(most=MOBJECTS_PER_SYNC)
    mode = enum_text(params.operation)
    if mode is None:
        raise SYNC_MODE_MISSING.refusal()
    kinds = [object_type(each.type_value, _WRITABLE) for each in given]
    references = References(context)
    references.prefetch(zip(kinds, given, strict=True))
    statuses = []
    for kind, each in zip(kinds, given, strict=True):
        try:
            # Nothing is changed before all of the object is known to be in order.
            object_id, status = _SYNCED[kind](context, references, each, mode)
            statuses.append(status_entry(context, each, object_id, status))
        except Refusal as failure:
            statuses.append(status_entry(context, each, each.id, "FAILED", failure.message))
    return types.SuccessSyncMObjects(
        result=types.ResultSyncMObjects(
            m_obj_status_list=types.ArrayOfMObjStatus(m_obj_status=statuses)
        )
    )


def _sync_opportunity(context: Context, references: References, given: Any, mode: str) -> Outcome:
    pair = key_pair(given.external_key)
    if pair is not None and not is_external_key(context, OPPORTUNITY, pair[0]):
        raise EXTERNAL_KEY_UNKNOWN.refusal(name=pair[0], type=OPPORTUNITY)
    stored = _existing(context, OPPORTUNITY, given.id, pair)
    # The key is an attribute too; it need not be repeated in the list.
    values = {} if pair is None else dict([pair])
    values.update(_attributes(context, OPPORTUNITY, given))
    target = target_of(context, OPPORTUNITY, stored)
    for each in associations(given):
        object_type_of = trimmed(each.m_obj_type) or ""
        if object_type_of.casefold() != "company":
            raise ASSOCIATION_IMPOSSIBLE.refusal(type=OPPORTUNITY, other=object_type_of)
        target.company = _company(references, each)
    if (skipped := _skipped(stored, given, mode)) is not None:
        return skipped
    return _written(context, target, values, new=stored is None)


def _sync_role(context: Context, references: References, given: Any, mode: str) -> Outcome:
    if key_pair(given.external_key) is not None:
        raise ROLE_WITH_EXTERNAL_KEY.refusal(type=ROLE)
    stored = _existing(context, ROLE, given.id, None)
    values = dict(_attributes(context, ROLE, given))
    target = target_of(context, ROLE, stored)
    for each in associations(given):
        kind = (trimmed(each.m_obj_type) or "").casefold()
        if kind == OPPORTUNITY.casefold():
            opportunity = references.opportunity(each)
            if opportunity is None:
                raise ASSOCIATED_UNKNOWN.refusal(type=OPPORTUNITY)
            target.opportunity_id = opportunity.id
        elif kind == "lead":
            target.lead_id = references.lead(each)
            if target.lead_id is None:
                raise ASSOCIATED_LEAD_UNKNOWN.refusal()
        else:
            raise ASSOCIATION_IMPOSSIBLE.refusal(type=ROLE, other=each.m_obj_type)
    # Stored as references, not as attributes: what an attribute says goes before an association.
    if "OpportunityId" in values:
        text = values.pop("OpportunityId")
        number = id_number(text)
        if number is None or context.data.mobjects.get(OPPORTUNITY, number) is None:
            raise OPPORTUNITY_UNKNOWN.refusal(value=text)
        target.opportunity_id = number
    if "PersonId" in values:
        text = values.pop("PersonId")
        number = id_number(text)
        if number is None or not references.has_lead(number):
            raise ROLE_PERSON_UNKNOWN.refusal(type=IDNUM, value=text)
        target.lead_id = number
    if (skipped := _skipped(stored, given, mode)) is not None:
        return skipped
    if target.opportunity_id is None:
        raise ROLE_INCOMPLETE.refusal(name="OpportunityId")
    if target.lead_id is None:
        raise ROLE_INCOMPLETE.refusal(name="PersonId")
    return _written(context, target, values, new=stored is None)


def _sync_program(context: Context, _: References, given: Any, mode: str) -> Outcome:
    """Write costs and tags; a program's own attributes cannot be written and are passed over."""
    if mode != "UPDATE":
        raise PROGRAM_NOT_UPDATED.refusal(type=PROGRAM)
    if given.id is None:
        raise OBJECT_ID_MISSING.refusal()
    stored = context.data.mobjects.get(PROGRAM, given.id)
    groups = () if given.type_attrib_list is None else given.type_attrib_list.type_attrib
    changes: list[Change] = []
    for group in groups:
        kind = (trimmed(group.attr_type) or "").casefold()
        listed = () if group.attr_list is None else group.attr_list.attrib
        members = {trimmed(each.name) or "": trimmed(each.value) for each in listed}
        if kind == "cost":
            changes.append(_cost(context, given.id, members))
        elif kind == "tag":
            changes.append(_tag(context, given.id, members))
        else:
            raise PROGRAM_DETAIL_UNKNOWN.refusal(name=group.attr_type, type=PROGRAM)
    if stored is None:
        return given.id, "SKIPPED"
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
    """Return the outcome where the mode forbids the action (a guess).

    Asked once the object is known to be in order: what is wrong with it is said in either mode.
    """
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
        raise OBJECT_FIELD_UNKNOWN.refusal(operation=context.call.operation, names=names)
    return values


def _company(references: References, association: Any) -> tuple[str, str]:
    """Return how an opportunity names its company.

    Companies live on their leads, so a company exists when a lead carries its key (inferred).
    """
    pair = key_pair(association.external_key)
    if association.id is not None or pair is None:
        raise ASSOCIATED_UNKNOWN.refusal(type=COMPANY)
    name = pair[0]
    if not references.is_lead_key(name):
        raise EXTERNAL_KEY_UNKNOWN.refusal(name=name, type=COMPANY)
    if references.lead_by_key(pair) is None:
        raise ASSOCIATED_UNKNOWN.refusal(type=COMPANY)
    return pair


def _written(
    context: Context, target: StoredObject, values: Mapping[str, str], *, new: bool
) -> Outcome:
    return write(context, target, values, new=new), "CREATED" if new else "UPDATED"


def _cost(context: Context, program_id: int, members: Mapping[str, str | None]) -> Change:
    """Check a cost, and return what writes it."""
    month, amount, cost_id = members.get("Month"), members.get("Amount"), members.get("Id")
    if month is None or amount is None:
        raise PROGRAM_DETAIL_INCOMPLETE.refusal(names="Month and Amount", type="Cost")
    if not _MONTH.fullmatch(month):
        raise COST_MONTH_UNREADABLE.refusal()
    if not is_number(amount):
        raise COST_AMOUNT_UNREADABLE.refusal()
    # The day is what is read back (recorded).
    day, note, rows = f"{month[:7]}-01", members.get("Note"), context.data.programs
    if cost_id is None:
        return lambda: rows.add_cost(program_id, month=day, amount=amount, note=note)
    number = id_number(cost_id)
    if number is None or not rows.has_cost(program_id, number):
        raise COST_UNKNOWN.refusal(value=cost_id)
    return lambda: rows.change_cost(number, month=day, amount=amount, note=note)


def _tag(context: Context, program_id: int, members: Mapping[str, str | None]) -> Change:
    """Check a tag, and return what sets it."""
    kind, value = members.get("Type"), members.get("Value")
    if kind is None or value is None:
        raise PROGRAM_DETAIL_INCOMPLETE.refusal(names="Type and Value", type="Tag")
    rows = context.data.programs
    known = rows.known_tag(kind, value)
    if known is None:
        raise TAG_UNKNOWN.refusal(type=kind, value=value)
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
