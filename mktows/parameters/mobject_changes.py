"""Reads the objects that syncMObjects writes."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from mktows.facts.faults import BAD_PARAMETER, LEAD_NOT_FOUND, PARAMETER_REQUIRED
from mktows.facts.key_types import IDNUM
from mktows.facts.limits import MOBJECTS_PER_SYNC
from mktows.facts.mobjects import (
    COMPANY,
    COST,
    LEAD,
    OPPORTUNITY,
    PROGRAM,
    READ,
    ROLE,
    ROLE_OPPORTUNITY_ID,
    ROLE_PERSON_ID,
    TAG,
)
from mktows.parameters.mobject_queries import KnowsKeys
from mktows.parameters.mobjects import (
    EXTERNAL_KEY_UNKNOWN,
    OBJECT_ID_MISSING,
    Key,
    associations,
    key_pair,
    listed_objects,
    object_type,
)
from mktows.parameters.scalars import enum_text, id_number, is_number, trimmed
from mktows.server.backend import Call
from mktows.server.refusals import Reason

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

# The documented form, or the one in which replies carry a month (inferred).
_MONTH = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])(?:-01)?")


class KnowsObjects(KnowsKeys, Protocol):
    """Tells what an instance holds that objects refer to."""

    def attributes(self, kind: str) -> Container[str]:
        """Return the names of the attributes that a type has."""

    def opportunity(self, object_id: int | None, key: Key | None) -> int | None:
        """Return the id of an opportunity, the newest among equal external keys."""

    def lead(self, lead_id: int | None, key: Key | None) -> int | None:
        """Return the id of a lead, the newest among equal external keys."""

    def has_cost(self, program_id: int, cost_id: int) -> bool:
        """Tell whether a program has a cost with an id."""

    def known_tag(self, kind: str, value: str) -> tuple[str, str] | None:
        """Return type and value of a tag as they are defined."""


@dataclass(frozen=True, slots=True)
class ObjectsToSync:
    """The objects of a syncMObjects call.

    Attributes:
        mode: INSERT, UPDATE or UPSERT.
        objects: Their types, and the objects as the request has them, in the order given.
    """

    mode: str
    objects: list[tuple[str, Any]] = field(repr=False)

    @classmethod
    def read(cls, params: Any) -> ObjectsToSync:
        """Read the parameters of a syncMObjects call.

        Raises:
            Refusal: 20109 without objects or operation, 20110 for too many objects or an unknown
                type.
        """
        given = listed_objects(params.m_object_list)
        if len(given) > MOBJECTS_PER_SYNC:
            raise OBJECTS_TOO_MANY.refusal(most=MOBJECTS_PER_SYNC)
        mode = enum_text(params.operation)
        if mode is None:
            raise SYNC_MODE_MISSING.refusal()
        return cls(mode, [(object_type(each.type_value, READ), each) for each in given])

    def skips(self, *, there: bool) -> bool:
        """Tell whether the mode forbids to write an object that is there, or is not (a guess).

        Asked once the object is known to be in order: what is wrong with it is said in any mode.
        """
        return self.mode == ("INSERT" if there else "UPDATE")


@dataclass(frozen=True, slots=True)
class OpportunityChange:
    """The new content of an opportunity.

    Attributes:
        key: Its external key.
        values: Its attributes, the key among them; "" clears one.
        company: The external key of its company, where one is named.
    """

    key: Key | None = field(repr=False)
    values: Mapping[str, str] = field(repr=False)
    company: Key | None = field(repr=False)

    @classmethod
    def read(cls, call: Call, given: Any, instance: KnowsObjects) -> OpportunityChange:
        """Read an opportunity of a request.

        Raises:
            Refusal: It has an attribute that opportunities lack, or refers to what is not there.
        """
        key = key_pair(given.external_key)
        if key is not None and not instance.is_external_key(OPPORTUNITY, key[0]):
            raise EXTERNAL_KEY_UNKNOWN.refusal(name=key[0], type=OPPORTUNITY)
        # The key is an attribute too; it need not be repeated in the list.
        values = {} if key is None else dict([key])
        values.update(_attributes(call, OPPORTUNITY, given, instance))
        company = None
        for each in associations(given):
            kind = trimmed(each.m_obj_type) or ""
            if kind.casefold() != COMPANY.casefold():
                raise ASSOCIATION_IMPOSSIBLE.refusal(type=OPPORTUNITY, other=kind)
            company = _company(each, instance)
        return cls(key, values, company)


@dataclass(frozen=True, slots=True)
class RoleChange:
    """The new content of a role.

    Attributes:
        values: Its attributes, without those that refer to others; "" clears one.
        opportunity_id: The opportunity it belongs to, where one is named.
        lead_id: The lead it belongs to, where one is named.
    """

    values: Mapping[str, str] = field(repr=False)
    opportunity_id: int | None
    lead_id: int | None

    @classmethod
    def read(cls, call: Call, given: Any, instance: KnowsObjects) -> RoleChange:
        """Read a role of a request; what an attribute says goes before an association.

        Raises:
            Refusal: It has an attribute that roles lack, or refers to what is not there.
        """
        if key_pair(given.external_key) is not None:
            raise ROLE_WITH_EXTERNAL_KEY.refusal(type=ROLE)
        values = _attributes(call, ROLE, given, instance)
        opportunity_id = lead_id = None
        for each in associations(given):
            kind = (trimmed(each.m_obj_type) or "").casefold()
            if kind == OPPORTUNITY.casefold():
                opportunity_id = instance.opportunity(each.id, key_pair(each.external_key))
                if opportunity_id is None:
                    raise ASSOCIATED_UNKNOWN.refusal(type=OPPORTUNITY)
            elif kind == LEAD.casefold():
                lead_id = instance.lead(each.id, key_pair(each.external_key))
                if lead_id is None:
                    raise ASSOCIATED_LEAD_UNKNOWN.refusal()
            else:
                raise ASSOCIATION_IMPOSSIBLE.refusal(type=ROLE, other=each.m_obj_type)
        text = values.pop(ROLE_OPPORTUNITY_ID, None)
        if text is not None:
            number = id_number(text)
            opportunity_id = None if number is None else instance.opportunity(number, None)
            if opportunity_id is None:
                raise OPPORTUNITY_UNKNOWN.refusal(value=text)
        text = values.pop(ROLE_PERSON_ID, None)
        if text is not None:
            number = id_number(text)
            lead_id = None if number is None else instance.lead(number, None)
            if lead_id is None:
                raise ROLE_PERSON_UNKNOWN.refusal(type=IDNUM, value=text)
        return cls(values, opportunity_id, lead_id)


def check_ends(opportunity_id: int | None, lead_id: int | None) -> None:
    """Make sure that a role to write has both ends.

    Raises:
        Refusal: 20109, it lacks one.
    """
    if opportunity_id is None:
        raise ROLE_INCOMPLETE.refusal(name=ROLE_OPPORTUNITY_ID)
    if lead_id is None:
        raise ROLE_INCOMPLETE.refusal(name=ROLE_PERSON_ID)


@dataclass(frozen=True, slots=True)
class CostChange:
    """A cost of a program to add or to change.

    Attributes:
        id: The cost to change; None for a new one.
        day: The first day of its month.
        amount: A decimal number.
        note: Its note, where one is given.
    """

    id: int | None
    day: str
    amount: str
    note: str | None


@dataclass(frozen=True, slots=True)
class TagChange:
    """A tag to give to a program, type and value as they are defined."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class ProgramChange:
    """The new costs and tags of a program.

    A program's own attributes cannot be written and are passed over.

    Attributes:
        id: The program, which need not be there.
        changes: What to write, in the order given.
    """

    id: int
    changes: Sequence[CostChange | TagChange]

    @classmethod
    def read(cls, mode: str, given: Any, instance: KnowsObjects) -> ProgramChange:
        """Read a program of a request.

        Raises:
            Refusal: The mode is not UPDATE, it has no id, or a detail of it is not in order.
        """
        if mode != "UPDATE":
            raise PROGRAM_NOT_UPDATED.refusal(type=PROGRAM)
        if given.id is None:
            raise OBJECT_ID_MISSING.refusal()
        groups = () if given.type_attrib_list is None else given.type_attrib_list.type_attrib
        changes: list[CostChange | TagChange] = []
        for group in groups:
            kind = (trimmed(group.attr_type) or "").casefold()
            listed = () if group.attr_list is None else group.attr_list.attrib
            members = {trimmed(each.name) or "": trimmed(each.value) for each in listed}
            if kind == COST.casefold():
                changes.append(_cost(given.id, members, instance))
            elif kind == TAG.casefold():
                changes.append(_tag(members, instance))
            else:
                raise PROGRAM_DETAIL_UNKNOWN.refusal(name=group.attr_type, type=PROGRAM)
        return cls(given.id, changes)


def _attributes(call: Call, kind: str, given: Any, instance: KnowsObjects) -> dict[str, str]:
    """Return the attributes given, trimmed and otherwise as they are; "" clears one."""
    listed = () if given.attrib_list is None else given.attrib_list.attrib
    values = {trimmed(each.name) or "": trimmed(each.value) or "" for each in listed}
    known = instance.attributes(kind)
    unknown = [name for name in values if name not in known]
    if unknown:
        names = ", ".join(unknown)
        raise OBJECT_FIELD_UNKNOWN.refusal(operation=call.operation, names=names)
    return values


def _company(association: Any, instance: KnowsObjects) -> Key:
    """Return how an opportunity names its company.

    Companies live on their leads, so a company exists when a lead carries its key (inferred).
    """
    key = key_pair(association.external_key)
    if association.id is not None or key is None:
        raise ASSOCIATED_UNKNOWN.refusal(type=COMPANY)
    if not instance.is_lead_key(key[0]):
        raise EXTERNAL_KEY_UNKNOWN.refusal(name=key[0], type=COMPANY)
    if instance.lead(None, key) is None:
        raise ASSOCIATED_UNKNOWN.refusal(type=COMPANY)
    return key


def _cost(program_id: int, members: Mapping[str, str | None], instance: KnowsObjects) -> CostChange:
    month, amount, cost_id = members.get("Month"), members.get("Amount"), members.get("Id")
    if month is None or amount is None:
        raise PROGRAM_DETAIL_INCOMPLETE.refusal(names="Month and Amount", type=COST)
    if not _MONTH.fullmatch(month):
        raise COST_MONTH_UNREADABLE.refusal()
    if not is_number(amount):
        raise COST_AMOUNT_UNREADABLE.refusal()
    number = None
    if cost_id is not None:
        number = id_number(cost_id)
        if number is None or not instance.has_cost(program_id, number):
            raise COST_UNKNOWN.refusal(value=cost_id)
    # The day is what is read back (recorded).
    return CostChange(number, f"{month[:7]}-01", amount, members.get("Note"))


def _tag(members: Mapping[str, str | None], instance: KnowsObjects) -> TagChange:
    kind, value = members.get("Type"), members.get("Value")
    if kind is None or value is None:
        raise PROGRAM_DETAIL_INCOMPLETE.refusal(names="Type and Value", type=TAG)
    known = instance.known_tag(kind, value)
    if known is None:
        raise TAG_UNKNOWN.refusal(type=kind, value=value)
    return TagChange(*known)
