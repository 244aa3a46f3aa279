"""Answers calls for custom objects: lists and describes types, reads and writes records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from mktows.facts.rest_errors import LEAD_UNKNOWN, OBJECT_UNKNOWN, VALUE_BAD, VALUE_MISSING
from mktows.facts.rest_objects import CREATED, GUID, UPDATED
from mktows.parameters.custom_types import BadKey, CustomObjectField, CustomObjectType, lead_id_of
from mktows.sandbox.custom_objects.drafts import TypeDraft, is_lead
from mktows.sandbox.custom_objects.records import CustomObject, placed
from mktows.sandbox.rest.answers import Answer
from mktows.sandbox.rest.context import Handler, RestContext
from mktows.sandbox.rest.custom_object_forms import field_descriptions, rest_fields, type_summary
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
    keyed,
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


def _list(context: RestContext) -> Answer:
    names = {each.casefold() for each in context.call.values("names")}
    return Answer(
        [
            type_summary(context, each, "relatedTo")
            for each in context.data.custom_objects.types()
            if not names or each.name.casefold() in names
        ]
    )


def _describe(context: RestContext) -> Answer:
    kind = _type(context)
    told = type_summary(context, kind, context.habits.related)
    return Answer([{**told, "fields": field_descriptions(kind)}])


class _Records:
    """The records of a type that one call reads or writes."""

    def __init__(self, context: RestContext) -> None:
        self.context = context
        self.rows = context.data.custom_objects
        self.kind = _type(context)
        self.guids = guids(context, f"custom object {self.kind.name}")
        self.key_names = [each.name for each in self.kind.keys]
        draft = TypeDraft.of(self.kind)
        self.fields = {each.name: each for each in rest_fields(draft)}
        # What refers to leads by another field than their id, and that field.
        self.parents = {
            each.name: each.related[1]
            for each in draft.fields
            if each.related is not None
            and is_lead(each.related[0])
            and each.name != self.kind.link_field
        }
        self.searched = {each.name for each in draft.fields if each.related is not None}
        if len(self.kind.keys) == 1:
            self.searched.add(self.kind.keys[0].name)
        self._by_key: dict[str, CustomObject] = {}
        self._by_id: dict[int, CustomObject] = {}

    def found(self, chosen: Filter) -> Iterable[int]:
        """Return the ids of what a call chooses; there is no read without a choice (documented).

        Raises:
            RestRefusal: It cannot be chosen so.
        """
        name = chosen.name
        if name in (ID, GUID):
            ids = map(self.guids.id, one_guid(chosen))
            return self.rows.by_id(self.kind, [each for each in ids if each is not None])
        if name == DEDUPE:
            keys = {
                self.kind.key_text(self._kept(dict(zip(self.key_names, values, strict=True))))
                for values in keyed(chosen, *self.key_names)
            }
            return [each.id for each in self.rows.by_key_text(self.kind, keys).values()]
        field = self.kind.field(name)
        if field is None or field.name not in self.searched:
            raise unsearchable(name, self.fields)
        values = {self._value(field, value) for (value,) in keyed(chosen, name)}
        return self.rows.ids_by_field(self.kind, field.name, values)

    def named(self, records: Iterable[Record], *, by_id: bool) -> None:
        """Look up what the records of a batch name, all at once."""
        if by_id:
            ids = (self.guids.id(str(each.get(GUID))) for each in records)
            held = self.rows.by_id(self.kind, [each for each in ids if each is not None])
            self._by_id = held
            self._by_key = {self.key_of(each): each for each in held.values()}
            return
        keys = set()
        for each in records:
            given = {key.name: text_of(each.get(key.name)) for key in self.kind.keys}
            try:
                keys.add(
                    self.kind.key_text(
                        {
                            key.name: self.kind.key_value(key, given[key.name] or "")
                            for key in self.kind.keys
                        }
                    )
                )
            except BadKey:
                continue  # its row says so
        self._by_key = self.rows.by_key_text(self.kind, keys)

    def keys(self, record: Record) -> dict[str, str]:
        """Return the keys of a record in kept form.

        Raises:
            RestRefusal: One is missing, or is not of its type.
        """
        return self._kept({each.name: required(record, each.name) for each in self.kind.keys})

    def target(self, record: Record, *, by_id: bool) -> CustomObject | None:
        """Return what a record names, None where there is no such.

        Raises:
            RestRefusal: It names nothing.
        """
        if by_id:
            return self._by_id.get(self.guids.id(required(record, GUID)) or 0)
        return self._by_key.get(self.kind.key_text(self.keys(record)))

    def keep(self, record: CustomObject) -> None:
        """Know a record by its key from now on."""
        self._by_key[self.key_of(record)] = record

    def forget(self, record: CustomObject) -> None:
        """Know a record no more."""
        self._by_key.pop(self.key_of(record), None)
        self._by_id.pop(record.id, None)

    def key_of(self, record: CustomObject) -> str:
        """Return the keys of a record as the rows compare them."""
        return self.kind.key_text(record.shown(self.kind))

    def shown(self, ids: list[int], names: Sequence[str]) -> list[Json]:
        """Return records as answers show them."""
        held = self.rows.by_id(self.kind, ids)
        return [
            {name: self._shown(held[each], name) for name in names} for each in ids if each in held
        ]

    def _shown(self, record: CustomObject, name: str) -> Json:
        match name:
            case "marketoGUID":
                return self.guids.of(record.id)
            case "createdAt":
                return utc_text(record.created_at)
            case "updatedAt":
                return utc_text(record.updated_at)
        text = record.shown(self.kind).get(name)
        return json_value(self.fields[name].data_type, text, self.context.zone)

    def _kept(self, given: Mapping[str, str]) -> dict[str, str]:
        return {each.name: self._value(each, given[each.name]) for each in self.kind.keys}

    def _value(self, field: CustomObjectField, text: str) -> str:
        try:
            return self.kind.key_value(field, text)
        except BadKey:
            raise refusal(VALUE_BAD, value=text, type=field.data_type) from None


def _get(context: RestContext) -> Answer:
    given, chosen = _Records(context), read_filter(context.call)
    # The default fields (documented); those that are asked for come beside id and key.
    times = () if chosen.fields else (CREATED, UPDATED)
    names = shown_fields(chosen, given.fields, (GUID, *given.key_names, *times))
    return page(context.call, given.found(chosen), lambda ids: given.shown(ids, names))


class _Leads:
    """The leads that the records of a batch refer to."""

    def __init__(self, given: _Records, records: Sequence[Record]) -> None:
        self._given = given
        leads = given.context.data.leads
        link = given.kind.link_field
        ids = {number for each in records if (number := _lead_number(link, each)) is not None}
        self._ids = leads.existing(ids)
        known = leads.rest_fields()
        self._found: dict[str, dict[str, int]] = {}
        for name, field in given.parents.items():
            values = {text for each in records if (text := text_of(each.get(name)))}
            stored = known.get(field)
            self._found[name] = (
                {} if stored is None else leads.newest_by_attribute(stored.name, values)
            )

    def of(self, values: Mapping[str, str]) -> int | None:
        """Return the lead that the values of a record refer to, None where they refer to none.

        Raises:
            RestRefusal: There is no such lead.
        """
        link = self._given.kind.link_field
        if values.get(link):
            try:
                number = lead_id_of(link, values[link])
            except BadKey:
                raise refusal(VALUE_BAD, value=values[link], type="integer") from None
            if number not in self._ids:
                raise refusal(LEAD_UNKNOWN)
            return number
        for name, found in self._found.items():
            if values.get(name):
                if values[name] not in found:
                    raise refusal(LEAD_UNKNOWN)
                return found[values[name]]
        return None


def _sync(context: RestContext) -> Answer:
    given, writing = _Records(context), read_writing(context.call)
    given.named(writing.records, by_id=writing.by_id)
    leads, link = _Leads(given, writing.records), given.kind.link_field
    written: dict[str, CustomObject] = {}

    def treat(record: Record) -> Row:
        stored = given.target(record, by_id=writing.by_id)
        check_action(writing.action, there=stored is not None)
        values = texts(record, given.fields, passed=(GUID,))
        if link and not values.get(link) and (stored is None or link in record):
            raise refusal(VALUE_MISSING, name=link)  # as in SOAP, a record has a lead
        # Keys stay as they are, and a record that is named by its id need not repeat them.
        keys = {} if writing.by_id else given.keys(record)
        lead = None if writing.by_id and link in given.key_names else leads.of(values)
        target = placed(given.kind, stored, keys, lead, context.now)
        for name in (link, *given.key_names):
            values.pop(name, None)
        target.change(values, context.now)
        given.keep(target)
        key = given.key_of(target)
        written[key] = target
        return "created" if stored is None else "updated", {GUID: key}

    answer = rows(writing.records, treat)
    given.rows.put(given.kind, list(written.values()))
    # Ids are given out when records are written.
    ids = {key: each.id for key, each in given.rows.by_key_text(given.kind, written).items()}
    for row in answer.result or ():
        if GUID in row:
            row[GUID] = given.guids.of(ids[row[GUID]])
    return answer


def _delete(context: RestContext) -> Answer:
    given, deleting = _Records(context), read_deleting(context.call)
    given.named(deleting.records, by_id=deleting.by_id)
    gone: list[str] = []

    def treat(record: Record) -> Row:
        stored = given.target(record, by_id=deleting.by_id)
        if stored is None:
            raise refusal(OBJECT_UNKNOWN)
        gone.append(given.key_of(stored))
        given.forget(stored)
        return "deleted", {GUID: given.guids.of(stored.id)}

    answer = rows(deleting.records, treat)
    given.rows.delete(given.kind, gone)
    return answer


def _lead_number(link: str, record: Record) -> int | None:
    text = text_of(record.get(link))
    try:
        return lead_id_of(link, text) if text else None
    except BadKey:
        return None


def _type(context: RestContext) -> CustomObjectType:
    """Return the type that a path names, in any letter case.

    Raises:
        RestRefusal: There is no such type, or it was never approved.
    """
    found = context.data.custom_objects.type(context.call.variables["customObjectName"])
    if found is None:
        raise refusal(OBJECT_UNKNOWN)
    return found


HANDLERS: Mapping[str, Handler] = {
    "list_custom_objects": _list,
    "describe_custom_object": _describe,
    "get_custom_objects": _get,
    "sync_custom_objects": _sync,
    "delete_custom_objects": _delete,
}
