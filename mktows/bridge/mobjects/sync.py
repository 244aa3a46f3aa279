"""Answers syncMObjects: opportunities and roles, and costs and tags of programs."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from mktows.bridge.context import Context
from mktows.bridge.mobjects.object_writes import ObjectWrites, Result, Write
from mktows.bridge.mobjects.opportunities import (
    OWN_KEY,
    Held,
)
from mktows.bridge.mobjects.opportunity_fields import object_fields
from mktows.bridge.mobjects.program_objects import PROGRAMS, program_by_id
from mktows.bridge.mobjects.references import References
from mktows.bridge.operation import Operation
from mktows.bridge.refusals import refusal_of_sent
from mktows.bridge.values import json_value
from mktows.facts.mobjects import COST, OPPORTUNITY, PROBABILITY, PROGRAM, ROLE, ROLE_OPPORTUNITY_ID
from mktows.facts.rest_objects import EXTERNAL_OPPORTUNITY, GUID, LEAD, ROLE_NAME
from mktows.parameters.mobject_changes import (
    CostChange,
    ObjectsToSync,
    OpportunityChange,
    ProgramChange,
    RoleChange,
    TagChange,
    check_ends,
)
from mktows.parameters.mobjects import Key, associations, key_pair
from mktows.parameters.scalars import fits, id_number, trimmed
from mktows.replies.mobjects import outcome, synced
from mktows.rest.base import CREATE_ONLY, CREATE_OR_UPDATE, UPDATE_ONLY
from mktows.rest.errors import RestError
from mktows.server.refusals import Refusal

_ROLE, _NAME = "Role", "Name"


def sync_mobjects(context: Context, params: Any) -> object:
    """Write objects in the order given; one that fails leaves no trace, the others go on."""
    asked = ObjectsToSync.read(params)
    results = _Syncing(context, asked).results()
    statuses = []
    for (_, given), result in zip(asked.objects, results, strict=True):
        if isinstance(result, Refusal):
            statuses.append(outcome(context.types, given, given.id, "FAILED", result.message))
        else:
            statuses.append(outcome(context.types, given, *result))
    return synced(context.types, statuses)


def may_repeat(_: Context, params: Any) -> bool:
    """Tell whether a call may be carried out twice: costs and nameless opportunities may not."""
    try:
        asked = ObjectsToSync.read(params)
    except Refusal:
        return True
    return not any(_is_new_each_time(kind, given, asked) for kind, given in asked.objects)


def _is_new_each_time(kind: str, given: Any, asked: ObjectsToSync) -> bool:
    if kind == PROGRAM:
        groups = () if given.type_attrib_list is None else given.type_attrib_list.type_attrib
        return any((trimmed(each.attr_type) or "").casefold() == COST.casefold() for each in groups)
    is_named = given.id is not None or key_pair(given.external_key) is not None
    return kind == OPPORTUNITY and not is_named and not asked.skips(there=False)


class _Syncing:
    """Carries out one call."""

    def __init__(self, context: Context, asked: ObjectsToSync) -> None:
        self._context = context
        self._asked = asked
        self._references = References(context)
        self._writes = ObjectWrites(context, asked.mode, self._references)

    def results(self) -> list[Result]:
        """Write all objects, and return what became of each."""
        self._references.prefetch(self._asked.objects)
        for place, (kind, given) in enumerate(self._asked.objects):
            if self._writes.failed is not None:
                self._writes.results[place] = self._writes.failed
                continue
            try:
                if kind == PROGRAM:
                    self._program(place, given)
                elif kind == ROLE:
                    self._role(place, given)
                else:
                    self._opportunity(place, given)
            except Refusal as failure:
                self._writes.results[place] = failure
        self._writes.flush()
        return [self._writes.results[place] for place in range(len(self._asked.objects))]

    def _opportunity(self, place: int, given: Any) -> None:
        self._writes.settle(_named(OPPORTUNITY, given))
        change = OpportunityChange.read(self._context.call, given, self._references)
        held = self._references.held(OPPORTUNITY, given.id, change.key)
        if self._skipped(place, given, held):
            return
        if change.company is not None:
            raise self._context.not_available("the company of an opportunity")
        if change.values.get(_NAME) == "":
            raise self._context.not_available("an opportunity without a name")
        record = self._document(OPPORTUNITY, change.values)
        keys = [
            (name, text)
            for name, text in change.values.items()
            if self._references.is_external_key(OPPORTUNITY, name)
        ]
        if held is None:
            if not record.get(EXTERNAL_OPPORTUNITY):
                # REST tells opportunities apart by it alone, and SOAP's may come without.
                record[EXTERNAL_OPPORTUNITY] = f"{OWN_KEY}{uuid.uuid4().hex}"
            self._writes.add(Write(place, OPPORTUNITY, CREATE_ONLY, record, keys=keys))
            return
        if record.pop(EXTERNAL_OPPORTUNITY, held.external) != held.external:
            raise self._context.not_available(f"another {EXTERNAL_OPPORTUNITY}")
        record[GUID] = held.guid
        self._writes.add(Write(place, OPPORTUNITY, UPDATE_ONLY, record, held, keys))

    def _role(self, place: int, given: Any) -> None:
        self._writes.settle(_named(ROLE, given))
        change = RoleChange.read(self._context.call, given, self._references)
        held = self._references.held(ROLE, given.id)
        if self._skipped(place, given, held):
            return
        record = self._document(ROLE, change.values)
        owner = None
        if change.opportunity_id is not None:
            owner = self._references.held(OPPORTUNITY, change.opportunity_id)
        if held is None:
            check_ends(change.opportunity_id, change.lead_id)
            if owner is None or owner.external is None:
                raise self._context.not_available(f"an opportunity without {EXTERNAL_OPPORTUNITY}")
            if not record.get(ROLE_NAME):
                raise self._context.not_available("a role without a name")
            record |= {EXTERNAL_OPPORTUNITY: owner.external, LEAD: change.lead_id}
            action = CREATE_ONLY if self._asked.mode == "INSERT" else CREATE_OR_UPDATE
            self._writes.add(Write(place, ROLE, action, record))
            return
        # These three are the key, which REST does not change.
        same = owner is None or owner.external == held.external
        same = same and change.lead_id in (None, held.lead_id)
        if not same or record.pop(ROLE_NAME, held.name) != held.name:
            raise self._context.not_available("another opportunity, lead or name of a role")
        record[GUID] = held.guid
        self._writes.add(Write(place, ROLE, UPDATE_ONLY, record, held))

    def _program(self, place: int, given: Any) -> None:
        context = self._context
        change = ProgramChange.read(self._asked.mode, given, self._references)
        try:
            there = 0 < change.id < _MOST_ID and program_by_id(context, change.id) is not None
            if there and change.changes:
                self._write_program(change)
                self._writes.told = True
        except RestError as error:
            self._writes.fail(error)
            self._writes.results[place] = refusal_of_sent(error, context.call.operation)
            return
        self._writes.results[place] = change.id, "UPDATED" if there else "SKIPPED"

    def _write_program(self, change: ProgramChange) -> None:
        """Write tags and costs by one call; costs would be there twice, so it is made once."""
        context = self._context
        costs = [_cost(context, each) for each in change.changes if isinstance(each, CostChange)]
        # A program has one value of a type: the last one counts.
        tags = {each.kind: each.value for each in change.changes if isinstance(each, TagChange)}
        given = [{"tagType": kind, "tagValue": value} for kind, value in tags.items()]
        with context.once():
            context.rest.update_program(change.id, tags=given or None, costs=costs or None)
        context.instance.forget(PROGRAMS)

    def _skipped(self, place: int, given: Any, held: Held | None) -> bool:
        skipped = self._asked.skips(there=held is not None)
        if skipped:
            self._writes.results[place] = given.id if held is None else held.id, "SKIPPED"
        return skipped

    def _document(self, kind: str, values: Mapping[str, str]) -> dict[str, Any]:
        fields = object_fields(self._context, kind)
        record = {}
        for name, rest_name in fields.of(values).items():
            text, data_type = values[name], fields.fields[name].data_type
            if name == PROBABILITY and fits(data_type, number := text.removesuffix("%").rstrip()):
                text = number
            # SOAP takes any text; REST says so where one is not of the field's type.
            good = not text or fits(data_type, text)
            record[rest_name] = json_value(data_type if good else "string", text, self._zone)
        return record

    @property
    def _zone(self) -> Any:
        return self._context.zone


_MOST_ID = 2**31


def _named(kind: str, given: Any) -> tuple[set[int], set[Key]]:
    """Return ids and external keys of all objects that an object of a request names."""
    ids = set() if given.id is None else {given.id}
    keys = {key} if (key := key_pair(given.external_key)) is not None else set()
    for each in associations(given):
        ids |= set() if each.id is None else {each.id}
        key = key_pair(each.external_key)
        keys |= set() if key is None else {key}
    listed = () if given.attrib_list is None else given.attrib_list.attrib
    for each in listed:
        name, text = trimmed(each.name) or "", trimmed(each.value)
        if kind == ROLE and name == ROLE_OPPORTUNITY_ID:
            number = id_number(text)
            ids |= set() if number is None else {number}
        elif kind == OPPORTUNITY and text is not None:
            keys.add((name, text))
    return ids, keys


def _cost(context: Context, change: CostChange) -> dict[str, Any]:
    amount = Decimal(change.amount)
    if amount != amount.to_integral_value():
        raise context.not_available("a cost that is no whole number")
    note = {} if change.note is None else {"note": change.note}
    return {"startDate": change.day, "cost": int(amount), **note}


OPERATIONS = {
    "syncMObjects": Operation(
        sync_mobjects,
        "approximate",
        "write",
        "1 for each type and action, and 1 for each kind of key that is looked up; programs 2 each",
        "opportunities, roles; costs and tags of programs",
        (
            "an opportunity that comes without externalOpportunityId gets one, which SOAP does not "
            "show",
            "a second role of one lead with the same name in one opportunity changes the first",
            "another opportunity, lead or name of a role that is there, roles without a name, and "
            "opportunities whose name is cleared",
            "the company of an opportunity; the channel of a program; costs by their ids, and such "
            "that are no whole numbers",
            "the percent sign of a probability: REST has a number",
            "values that are not of their field's type, which SOAP took, fail their record",
            "instances whose opportunities come from a CRM refuse to write them with 20019",
        ),
        repeatable=may_repeat,
    ),
}
