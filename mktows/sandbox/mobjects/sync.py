"""Answers syncMObjects: writes opportunities and roles, and costs and tags of programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from mktows.facts.mobjects import OPPORTUNITY, PROGRAM, ROLE
from mktows.parameters.mobject_changes import (
    CostChange,
    ObjectsToSync,
    OpportunityChange,
    ProgramChange,
    RoleChange,
    check_ends,
)
from mktows.parameters.mobjects import Key
from mktows.replies.mobjects import outcome, synced
from mktows.sandbox.context import Context
from mktows.sandbox.mobjects.changes import target_of, write
from mktows.sandbox.mobjects.references import References
from mktows.sandbox.mobjects.rows import StoredObject
from mktows.sandbox.operation import Operation
from mktows.server.refusals import Refusal

Outcome = tuple[int | None, str]  # id, status


def sync_mobjects(context: Context, params: Any) -> object:
    """Write objects in the order given; one that fails leaves no trace, the others go on."""
    types = context.types
    asked = ObjectsToSync.read(params)
    references = References(context)
    references.prefetch(asked.objects)
    statuses = []
    for kind, each in asked.objects:
        try:
            # Nothing is changed before all of the object is known to be in order.
            object_id, status = _SYNCED[kind](context, references, each, asked)
            statuses.append(outcome(types, each, object_id, status))
        except Refusal as failure:
            statuses.append(outcome(types, each, each.id, "FAILED", failure.message))
    return synced(types, statuses)


def _sync_opportunity(
    context: Context, references: References, given: Any, asked: ObjectsToSync
) -> Outcome:
    change = OpportunityChange.read(context.call, given, references)
    stored = _existing(context, OPPORTUNITY, given.id, change.key)
    if asked.skips(there=stored is not None):
        return given.id if stored is None else stored.id, "SKIPPED"
    target = target_of(context, OPPORTUNITY, stored)
    if change.company is not None:
        target.company = change.company
    return _written(context, target, change.values, new=stored is None)


def _sync_role(
    context: Context, references: References, given: Any, asked: ObjectsToSync
) -> Outcome:
    change = RoleChange.read(context.call, given, references)
    stored = _existing(context, ROLE, given.id, None)
    if asked.skips(there=stored is not None):
        return given.id if stored is None else stored.id, "SKIPPED"
    target = target_of(context, ROLE, stored)
    if change.opportunity_id is not None:
        target.opportunity_id = change.opportunity_id
    if change.lead_id is not None:
        target.lead_id = change.lead_id
    check_ends(target.opportunity_id, target.lead_id)
    return _written(context, target, change.values, new=stored is None)


def _sync_program(
    context: Context, references: References, given: Any, asked: ObjectsToSync
) -> Outcome:
    change = ProgramChange.read(asked.mode, given, references)
    stored = context.data.mobjects.get(PROGRAM, change.id)
    if stored is None:
        return change.id, "SKIPPED"
    rows = context.data.programs
    for each in change.changes:
        if not isinstance(each, CostChange):
            rows.set_tag(stored.id, each.kind, each.value)
        elif each.id is None:
            rows.add_cost(stored.id, month=each.day, amount=each.amount, note=each.note)
        else:
            rows.change_cost(each.id, month=each.day, amount=each.amount, note=each.note)
    if change.changes:
        context.data.mobjects.update(replace(stored, updated_at=context.now))
    return stored.id, "UPDATED"


_SYNCED: dict[str, Callable[[Context, References, Any, ObjectsToSync], Outcome]] = {
    OPPORTUNITY: _sync_opportunity,
    ROLE: _sync_role,
    PROGRAM: _sync_program,
}


def _existing(
    context: Context, kind: str, object_id: int | None, key: Key | None
) -> StoredObject | None:
    """Return the object meant: by id (documented), else by external key (by example)."""
    rows = context.data.mobjects
    if object_id is not None:
        return rows.get(kind, object_id)
    return None if key is None else rows.newest_by_key(kind, *key)


def _written(
    context: Context, target: StoredObject, values: Mapping[str, str], *, new: bool
) -> Outcome:
    return write(context, target, values, new=new), "CREATED" if new else "UPDATED"


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
