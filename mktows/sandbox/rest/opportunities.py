"""Answers calls for opportunities and for the roles that leads have in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from mktows.exact_json import number_text
from mktows.facts.mobjects import OPPORTUNITY, ROLE
from mktows.facts.rest_errors import (
    LEAD_UNKNOWN,
    OBJECT_UNKNOWN,
    SALES_PERSON_UNKNOWN,
    VALUE_BAD,
    VALUE_MISSING,
)
from mktows.facts.rest_objects import (
    CREATED,
    EXTERNAL_COMPANY,
    EXTERNAL_OPPORTUNITY,
    EXTERNAL_SALES_PERSON,
    GUID,
    LEAD,
    OPPORTUNITY_OBJECT,
    OPPORTUNITY_REST_FIELDS,
    ROLE_NAME,
    ROLE_OBJECT,
    ROLE_REST_FIELDS,
    UPDATED,
    RestField,
    field_of,
)
from mktows.parameters.scalars import id_number
from mktows.sandbox.mobjects.changes import target_of, write
from mktows.sandbox.mobjects.rows import StoredObject
from mktows.sandbox.rest.answers import Answer
from mktows.sandbox.rest.context import Handler, RestContext
from mktows.sandbox.rest.crm import check_reads, check_writes
from mktows.sandbox.rest.guids import guids
from mktows.sandbox.rest.lead_values import json_value, text_of
from mktows.sandbox.rest.moments import utc_text
from mktows.sandbox.rest.objects import (
    DEDUPE,
    ID,
    Filter,
    Json,
    Record,
    Row,
    check_action,
    description,
    keyed,
    one_field,
    one_guid,
    page,
    read_deleting,
    read_filter,
    read_writing,
    required,
    rows,
    shown_fields,
    texts,
    unsearchable,
)
from mktows.sandbox.rest.refusals import refusal

_ROLE_KEY = (EXTERNAL_OPPORTUNITY, LEAD, ROLE_NAME)
_ROLE = "Role"  # the attribute of that name
_SEARCHED_TYPES = ("string", "integer")


class Opportunities:
    """The opportunities that one call reads or writes."""

    def __init__(self, context: RestContext) -> None:
        self.context = context
        self.rows = context.data.mobjects
        self.guids = guids(context, OPPORTUNITY)
        standard = {each.stored for each in OPPORTUNITY_REST_FIELDS}
        self.own = [
            replace(field_of(each.name, each.data_type), name=each.name, display_name=each.name)
            for each in self.rows.fields(OPPORTUNITY).values()
            if each.name not in standard
        ]
        self.fields = {each.name: each for each in (*OPPORTUNITY_REST_FIELDS, *self.own)}

    @property
    def searched(self) -> list[str]:
        """The fields of the instance's own that calls may choose by (documented)."""
        return [each.name for each in self.own if each.data_type in _SEARCHED_TYPES]

    def found(self, chosen: Filter) -> set[int]:
        """Return the ids of what a call chooses.

        Raises:
            RestRefusal: It cannot be chosen so.
        """
        name = chosen.name
        if name in (ID, GUID):
            keys = one_guid(chosen)
            return {each for each in map(self.guids.id, keys) if each is not None}
        if name == DEDUPE:
            name = EXTERNAL_OPPORTUNITY
        elif name != EXTERNAL_OPPORTUNITY and name not in self.searched:
            raise unsearchable(name, self.fields)
        values = [value for (value,) in keyed(chosen, name)]
        return self.rows.ids_by_attribute(OPPORTUNITY, name, values)

    def named(self, records: Iterable[Record], *, by_id: bool) -> None:
        """Look up what the records of a batch name, all at once."""
        if by_id:
            ids = (self.guids.id(str(each.get(GUID))) for each in records)
            self.rows.prefetch(OPPORTUNITY, ids=(each for each in ids if each is not None))
        else:
            keys = (text_of(each.get(EXTERNAL_OPPORTUNITY)) for each in records)
            self.rows.prefetch(OPPORTUNITY, keys=((EXTERNAL_OPPORTUNITY, k) for k in keys if k))

    def target(self, record: Record, *, by_id: bool) -> StoredObject | None:
        """Return what a record names, None where there is no such.

        Raises:
            RestRefusal: It names nothing.
        """
        if not by_id:
            key = required(record, EXTERNAL_OPPORTUNITY)
            return self.rows.newest_by_key(OPPORTUNITY, EXTERNAL_OPPORTUNITY, key)
        number = self.guids.id(required(record, GUID))
        return None if number is None else self.rows.get(OPPORTUNITY, number)

    def shown(self, ids: list[int], names: Sequence[str], *, filled: bool) -> list[Json]:
        """Return opportunities as answers show them; `filled`: with all that they have."""
        self.rows.prefetch(OPPORTUNITY, ids)
        zone, text_amounts = self.context.zone, self.context.habits.amounts == "text"
        found = filter(None, (self.rows.get(OPPORTUNITY, each) for each in ids))
        told = []
        for each in found:
            values = {
                name: self._value(each, known, zone, text_amounts)
                for name, known in self.fields.items()
                if filled or name in names
            }
            if filled:
                values.pop(CREATED), values.pop(UPDATED)
                values = {
                    name: value
                    for name, value in values.items()
                    if value is not None or name in names
                }
            told.append(values)
        return told

    def _value(self, stored: StoredObject, known: RestField, zone: Any, text_amounts: bool) -> Json:
        match known.name:
            case "marketoGUID":
                return self.guids.of(stored.id)
            case "createdAt":
                return utc_text(stored.created_at)
            case "updatedAt":
                return utc_text(stored.updated_at)
            case "externalCompanyId":
                return company_of(stored)
        value = json_value(known.data_type, stored.attributes.get(known.stored), zone)
        if known.data_type == "currency" and text_amounts and isinstance(value, Decimal):
            return number_text(value)  # as samples write it
        return value


def company_of(stored: StoredObject) -> str | None:
    """Return the external id of an opportunity's company.

    SOAP may name a company by a field of its leads instead, which has no name here.
    """
    if stored.company is None or stored.company[0] != EXTERNAL_COMPANY:
        return None
    return stored.company[1]


def _describe(context: RestContext) -> Answer:
    check_reads(context)
    given = Opportunities(context)
    searched = [[each] for each in given.searched]
    told = description(
        OPPORTUNITY_OBJECT,
        given.fields.values(),
        id_field=GUID,
        dedupe=[EXTERNAL_OPPORTUNITY],
        searchable=[[EXTERNAL_OPPORTUNITY], [GUID], *searched],
        display_name="Opportunity",
    )
    return Answer([told])


def _get(context: RestContext) -> Answer:
    check_reads(context)
    given, chosen = Opportunities(context), read_filter(context.call)
    names = shown_fields(chosen, given.fields, (GUID, EXTERNAL_OPPORTUNITY))
    filled = not chosen.fields  # as samples show it; prose says nothing of it
    return page(
        context.call, given.found(chosen), lambda ids: given.shown(ids, names, filled=filled)
    )


def _sync(context: RestContext) -> Answer:
    check_writes(context)
    given, writing = Opportunities(context), read_writing(context.call)
    given.named(writing.records, by_id=writing.by_id)
    companies = context.data.companies.by_external_id(_named(writing.records, EXTERNAL_COMPANY))
    people = context.data.sales_persons.by_external_id(
        _named(writing.records, EXTERNAL_SALES_PERSON)
    )

    def treat(record: Record) -> Row:
        stored = given.target(record, by_id=writing.by_id)
        check_action(writing.action, there=stored is not None)
        values = texts(record, given.fields, passed=(GUID,))
        if writing.by_id:
            values.pop(EXTERNAL_OPPORTUNITY, None)  # a key stays as it is (a guess)
        if not values.get("Name", "-"):
            raise refusal(VALUE_MISSING, name="name")
        target = target_of(context, OPPORTUNITY, stored)
        if EXTERNAL_COMPANY in values:
            company = values.pop(EXTERNAL_COMPANY)
            if company and company not in companies:
                raise refusal(OBJECT_UNKNOWN)
            target.company = (EXTERNAL_COMPANY, company) if company else None
        if values.get(EXTERNAL_SALES_PERSON) and values[EXTERNAL_SALES_PERSON] not in people:
            raise refusal(SALES_PERSON_UNKNOWN)
        made = write(context, target, values, new=stored is None)
        return _status(stored), {GUID: given.guids.of(made)}

    return rows(writing.records, treat)


def _delete(context: RestContext) -> Answer:
    check_writes(context)
    given, deleting = Opportunities(context), read_deleting(context.call)
    given.named(deleting.records, by_id=deleting.by_id)
    gone: set[int] = set()

    def treat(record: Record) -> Row:
        stored = given.target(record, by_id=deleting.by_id)
        if stored is None or stored.id in gone:
            raise refusal(OBJECT_UNKNOWN)
        gone.add(stored.id)
        return "deleted", {GUID: given.guids.of(stored.id)}

    answer = rows(deleting.records, treat)
    context.data.mobjects.delete(OPPORTUNITY, gone)
    return answer


class Roles:
    """The roles that one call reads or writes."""

    def __init__(self, context: RestContext) -> None:
        self.context = context
        self.rows = context.data.mobjects
        self.guids = guids(context, ROLE)
        self.fields = {each.name: each for each in ROLE_REST_FIELDS}
        self._by_key: dict[tuple[int, int, str], StoredObject] = {}

    def found(self, chosen: Filter) -> set[int]:
        """Return the ids of what a call chooses.

        Raises:
            RestRefusal: It cannot be chosen so.
        """
        match chosen.name:
            case "idField" | "marketoGUID":
                keys = one_guid(chosen)
                return {each for each in map(self.guids.id, keys) if each is not None}
            case "leadId":
                leads = filter(None, map(id_number, one_field(chosen)))
                return self.rows.role_ids(leads=list(leads))
            case "externalOpportunityId":
                return self.rows.role_ids(opportunities=self._opportunities(one_field(chosen)))
            case "dedupeFields":
                self.named(chosen.keys, by_id=False)
                there = (
                    self.at(external, lead, role)
                    for external, lead, role in keyed(chosen, *_ROLE_KEY)
                )
                return {each.id for each in there if each is not None}
        raise unsearchable(chosen.name, self.fields)

    def named(self, records: Iterable[Record], *, by_id: bool) -> None:
        """Look up what the records of a batch name, all at once."""
        if by_id:
            ids = (self.guids.id(str(each.get(GUID))) for each in records)
            self.rows.prefetch(ROLE, ids=(each for each in ids if each is not None))
            return
        keys = _named(records, EXTERNAL_OPPORTUNITY)
        self.rows.prefetch(OPPORTUNITY, keys=((EXTERNAL_OPPORTUNITY, key) for key in keys))
        there = filter(None, map(self.opportunity, keys))
        roles = self.rows.role_ids(opportunities=[each.id for each in there])
        self.rows.prefetch(ROLE, ids=roles)
        for each in sorted(roles):
            stored = self.rows.get(ROLE, each)
            if stored is not None:
                self.keep(stored)

    def keep(self, stored: StoredObject) -> None:
        """Know a role by its key from now on; the newest of several counts."""
        key = (stored.opportunity_id or 0, stored.lead_id or 0, stored.attributes.get(_ROLE, ""))
        self._by_key[key] = stored

    def opportunity(self, external: str) -> StoredObject | None:
        """Return the opportunity with an external id."""
        return self.rows.newest_by_key(OPPORTUNITY, EXTERNAL_OPPORTUNITY, external)

    def at(self, external: str, lead: str, role: str) -> StoredObject | None:
        """Return the role with a key."""
        opportunity, lead_id = self.opportunity(external), id_number(lead)
        if opportunity is None or lead_id is None:
            return None
        return self._by_key.get((opportunity.id, lead_id, role))

    def target(self, record: Record, *, by_id: bool) -> StoredObject | None:
        """Return what a record names, None where there is no such.

        Raises:
            RestRefusal: It names nothing.
        """
        if not by_id:
            external, lead, role = (required(record, name) for name in _ROLE_KEY)
            return self.at(external, lead, role)
        number = self.guids.id(required(record, GUID))
        return None if number is None else self.rows.get(ROLE, number)

    def shown(self, ids: list[int], names: Sequence[str], *, filled: bool) -> list[Json]:
        """Return roles as answers show them; `filled`: with all that they have."""
        self.rows.prefetch(ROLE, ids)
        found = [each for each in (self.rows.get(ROLE, each) for each in ids) if each is not None]
        self.rows.prefetch(OPPORTUNITY, {each.opportunity_id or 0 for each in found})
        told = []
        for each in found:
            values = {name: self._value(each, known) for name, known in self.fields.items()}
            if filled:
                values.pop(CREATED), values.pop(UPDATED)
            told.append(
                {
                    name: value
                    for name, value in values.items()
                    if name in names or (filled and value is not None)
                }
            )
        return told

    def _value(self, stored: StoredObject, known: RestField) -> Json:
        match known.name:
            case "marketoGUID":
                return self.guids.of(stored.id)
            case "createdAt":
                return utc_text(stored.created_at)
            case "updatedAt":
                return utc_text(stored.updated_at)
            case "leadId":
                return stored.lead_id
            case "externalOpportunityId":
                owner = self.rows.get(OPPORTUNITY, stored.opportunity_id or 0)
                return None if owner is None else owner.attributes.get(EXTERNAL_OPPORTUNITY)
        text = stored.attributes.get(known.stored)
        return json_value(known.data_type, text, self.context.zone)

    def _opportunities(self, values: list[str]) -> set[int]:
        return self.rows.ids_by_attribute(OPPORTUNITY, EXTERNAL_OPPORTUNITY, values)


def _describe_roles(context: RestContext) -> Answer:
    check_reads(context)
    told = description(
        ROLE_OBJECT,
        ROLE_REST_FIELDS,
        id_field=GUID,
        dedupe=_ROLE_KEY,
        searchable=[_ROLE_KEY, [GUID], [LEAD], [EXTERNAL_OPPORTUNITY]],
        display_name="Opportunity Role",
    )
    return Answer([told])


def _get_roles(context: RestContext) -> Answer:
    check_reads(context)
    given, chosen = Roles(context), read_filter(context.call)
    names = shown_fields(chosen, given.fields, (GUID, *_ROLE_KEY))
    filled = not chosen.fields
    return page(
        context.call, given.found(chosen), lambda ids: given.shown(ids, names, filled=filled)
    )


def _sync_roles(context: RestContext) -> Answer:
    check_writes(context)
    given, writing = Roles(context), read_writing(context.call)
    given.named(writing.records, by_id=writing.by_id)
    wanted = {id_number(each) for each in _named(writing.records, LEAD)}
    leads = context.data.leads.existing([each for each in wanted if each is not None])

    def treat(record: Record) -> Row:
        stored = given.target(record, by_id=writing.by_id)
        check_action(writing.action, there=stored is not None)
        values = texts(record, given.fields, passed=(GUID, *_ROLE_KEY))
        target = target_of(context, ROLE, stored)
        if stored is None:
            external, lead, role = (required(record, name) for name in _ROLE_KEY)
            opportunity, lead_id = given.opportunity(external), id_number(lead)
            if opportunity is None:
                raise refusal(OBJECT_UNKNOWN)
            if lead_id is None:
                raise refusal(VALUE_BAD, value=lead, type="Integer")
            if lead_id not in leads:
                raise refusal(LEAD_UNKNOWN)
            target.opportunity_id, target.lead_id = opportunity.id, lead_id
            values[_ROLE] = role
        made = write(context, target, values, new=stored is None)
        given.keep(target)
        return _status(stored), {GUID: given.guids.of(made)}

    return rows(writing.records, treat)


def _delete_roles(context: RestContext) -> Answer:
    check_writes(context)
    given, deleting = Roles(context), read_deleting(context.call)
    given.named(deleting.records, by_id=deleting.by_id)
    gone: set[int] = set()

    def treat(record: Record) -> Row:
        stored = given.target(record, by_id=deleting.by_id)
        if stored is None or stored.id in gone:
            raise refusal(OBJECT_UNKNOWN)
        gone.add(stored.id)
        return "deleted", {GUID: given.guids.of(stored.id)}

    answer = rows(deleting.records, treat)
    context.data.mobjects.delete(ROLE, gone)
    return answer


def _status(stored: StoredObject | None) -> str:
    return "created" if stored is None else "updated"


def _named(records: Iterable[Record], name: str) -> set[str]:
    return {text for each in records if (text := text_of(each.get(name)))}


HANDLERS: Mapping[str, Handler] = {
    "describe_opportunity": _describe,
    "get_opportunities": _get,
    "sync_opportunities": _sync,
    "delete_opportunities": _delete,
    "describe_opportunity_role": _describe_roles,
    "get_opportunity_roles": _get_roles,
    "sync_opportunity_roles": _sync_roles,
    "delete_opportunity_roles": _delete_roles,
}
