"""Answers calls for companies and for sales persons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mktows.facts.rest_errors import FIELD_UNKNOWN, OBJECT_UNKNOWN, SALES_PERSON_UNKNOWN
from mktows.facts.rest_objects import (
    COMPANY_FIELDS,
    COMPANY_OBJECT,
    CREATED,
    EXTERNAL_COMPANY,
    EXTERNAL_SALES_PERSON,
    SALES_PERSON_FIELDS,
    SALES_PERSON_OBJECT,
    UPDATED,
    RestField,
)
from mktows.parameters.scalars import id_number
from mktows.sandbox.companies.rows import Party, PartyRows
from mktows.sandbox.rest.answers import Answer
from mktows.sandbox.rest.context import Handler, RestContext
from mktows.sandbox.rest.crm import check_reads, check_writes
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
from mktows.sandbox.rest.paging import page_size, row_position
from mktows.sandbox.rest.refusals import RestRefusal, refusal

_TIMES = (CREATED, UPDATED)
_ENCODED = ("string", "url", "text", "email")
_NOT_FOUND = "Record not found"  # a sample's text, where others say that of an object


@dataclass(frozen=True, slots=True)
class _Kind:
    """Companies, or sales persons.

    Attributes:
        name: The name by which their description goes.
        key: The field that callers name them by.
        searched: The field that they are found by besides.
        fields: All fields.
        searchable: The order in which the description lists what they are found by.
    """

    name: str
    key: str
    searched: str
    fields: Mapping[str, RestField]
    searchable: Sequence[str]

    def rows(self, context: RestContext) -> PartyRows:
        """Return the rows of a call's transaction."""
        data = context.data
        return data.companies if self.name == COMPANY_OBJECT else data.sales_persons


_COMPANIES = _Kind(
    COMPANY_OBJECT,
    EXTERNAL_COMPANY,
    "company",
    {each.name: each for each in COMPANY_FIELDS},
    (EXTERNAL_COMPANY, "id", "company"),
)
_SALES_PERSONS = _Kind(
    SALES_PERSON_OBJECT,
    EXTERNAL_SALES_PERSON,
    "email",
    {each.name: each for each in SALES_PERSON_FIELDS},
    ("email", "id", EXTERNAL_SALES_PERSON),
)


def _describe(context: RestContext, kind: _Kind) -> Answer:
    check_reads(context)
    told = description(
        kind.name,
        kind.fields.values(),
        id_field="id",
        dedupe=[kind.key],
        searchable=[[each] for each in kind.searchable],
    )
    return Answer([told])


def _get(context: RestContext, kind: _Kind) -> Answer:
    check_reads(context)
    chosen, held = read_filter(context.call), kind.rows(context)
    names = shown_fields(chosen, kind.fields, ("id", kind.key))

    def load(ids: list[int]) -> list[Json]:
        found = held.by_id(ids)
        return [_shown(context, kind, found[each], names, filled=not chosen.fields) for each in ids]

    return page(context.call, _found(held, kind, chosen), load)


def _found(held: PartyRows, kind: _Kind, chosen: Filter) -> Iterable[int]:
    name = {DEDUPE: kind.key, ID: "id"}.get(chosen.name, chosen.name)
    if name not in ("id", kind.key, kind.searched):
        raise unsearchable(name, kind.fields)
    values = [value for (value,) in keyed(chosen, name)]
    if name == "id":
        return held.by_id([each for each in map(id_number, values) if each is not None])
    if name == kind.key:
        return [each.id for each in held.by_external_id(values).values()]
    return held.ids_by_search(values)


def _shown(
    context: RestContext, kind: _Kind, party: Party, names: Sequence[str], *, filled: bool
) -> dict[str, Json]:
    own: dict[str, Json] = {
        "id": party.id,
        kind.key: party.external_id,
        CREATED: utc_text(party.created_at),
        UPDATED: utc_text(party.updated_at),
    }
    told = {}
    for name, known in kind.fields.items():
        value = own.get(name) or json_value(
            known.data_type, party.attributes.get(name), context.zone
        )
        if name in names or (filled and value is not None and name not in _TIMES):
            told[name] = value
    return told


class _Batch:
    """The companies or sales persons that a batch names."""

    def __init__(self, context: RestContext, kind: _Kind, records: list[Record], *, by_id: bool):
        self._kind, self._by_id = kind, by_id
        held = kind.rows(context)
        named = [text_of(each.get("id" if by_id else kind.key)) for each in records]
        self._ids: dict[int, Party] = {}
        self._keys: dict[str, Party] = {}
        if by_id:
            self._ids = held.by_id([n for each in named if (n := id_number(each)) is not None])
        else:
            self._keys = held.by_external_id({each for each in named if each})

    def target(self, record: Record) -> Party | None:
        """Return what a record names, None where there is no such.

        Raises:
            RestRefusal: It names nothing.
        """
        if self._by_id:
            return self._ids.get(id_number(required(record, "id")) or 0)
        return self._keys.get(required(record, self._kind.key))

    def keep(self, party: Party) -> None:
        """Know one by its key from now on."""
        self._keys[party.external_id] = party

    def forget(self, party: Party) -> None:
        """Know one no more."""
        self._ids.pop(party.id, None)
        self._keys.pop(party.external_id, None)


def _sync(context: RestContext, kind: _Kind) -> Answer:
    check_writes(context)
    writing, held = read_writing(context.call), kind.rows(context)
    batch = _Batch(context, kind, writing.records, by_id=writing.by_id)
    people = {
        text for each in writing.records if (text := text_of(each.get(EXTERNAL_SALES_PERSON)))
    }
    known = context.data.sales_persons.by_external_id(people) if kind is _COMPANIES else {}

    def treat(record: Record) -> Row:
        stored = batch.target(record)
        check_action(writing.action, there=stored is not None)
        values = texts(record, kind.fields)
        key = values.pop(kind.key, "")
        owner = values.get(EXTERNAL_SALES_PERSON)
        if owner and owner not in known:
            raise refusal(SALES_PERSON_UNKNOWN)
        party = stored or Party(0, key, context.now, context.now)
        party.updated_at = context.now
        for name, text in values.items():
            if text:
                party.attributes[name] = text
            else:
                party.attributes.pop(name, None)
        held.put(party)
        batch.keep(party)
        return "created" if stored is None else "updated", {"id": party.id}

    return rows(writing.records, treat)


def _delete(context: RestContext, kind: _Kind) -> Answer:
    check_writes(context)
    deleting = read_deleting(context.call)
    batch = _Batch(context, kind, deleting.records, by_id=deleting.by_id)
    gone: list[int] = []

    def treat(record: Record) -> Row:
        party = batch.target(record)
        if party is None:
            raise RestRefusal(OBJECT_UNKNOWN, _NOT_FOUND)
        gone.append(party.id)
        batch.forget(party)
        return "deleted", {"id": party.id}

    answer = rows(deleting.records, treat)
    kind.rows(context).delete(gone)
    return answer


# The fields of companies in the form in which fields of leads are told, too.


def _get_company_fields(context: RestContext) -> Answer:
    call = context.call
    told = [_told(each) for each in COMPANY_FIELDS if each.name not in ("id", *_TIMES)]
    # In the order of the sample: what callers name a company by comes last.
    told.sort(key=lambda each: each["name"] in (EXTERNAL_COMPANY, EXTERNAL_SALES_PERSON))
    position = row_position(call)
    start = position.after_id
    behind = told[start : start + page_size(call)]
    end = start + len(behind)
    more = end < len(told)
    return Answer(
        behind,
        next_page_token=position.token(end) if more else None,
        more_result=True if more else None,
    )


def _get_company_field(context: RestContext) -> Answer:
    name = context.call.variables["fieldApiName"]
    known = _COMPANIES.fields.get(name)
    if known is None:
        raise refusal(FIELD_UNKNOWN, name=name)
    return Answer([_told(known)])


def _told(known: RestField) -> dict[str, Any]:
    return {
        "displayName": known.display_name,
        "name": known.name,
        "description": None,
        "dataType": known.data_type,
        **({} if known.length is None else {"length": known.length}),
        "isHidden": False,
        "isHtmlEncodingInEmail": known.data_type in _ENCODED,
        "isSensitive": False,
        "isCustom": False,
        "isApiCreated": False,
    }


HANDLERS: Mapping[str, Handler] = {
    "describe_companies": lambda context: _describe(context, _COMPANIES),
    "get_companies": lambda context: _get(context, _COMPANIES),
    "sync_companies": lambda context: _sync(context, _COMPANIES),
    "delete_companies": lambda context: _delete(context, _COMPANIES),
    "get_company_fields": _get_company_fields,
    "get_company_field": _get_company_field,
    "describe_sales_persons": lambda context: _describe(context, _SALES_PERSONS),
    "get_sales_persons": lambda context: _get(context, _SALES_PERSONS),
    "sync_sales_persons": lambda context: _sync(context, _SALES_PERSONS),
    "delete_sales_persons": lambda context: _delete(context, _SALES_PERSONS),
}
