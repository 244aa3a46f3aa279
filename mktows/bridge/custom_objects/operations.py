"""Answers getCustomObjects, syncCustomObjects and deleteCustomObjects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mktows.bridge.batches import create, made_since, refusal_of_outcome, write_in_order
from mktows.bridge.context import Context
from mktows.bridge.custom_objects.reads import read_page, soap_values
from mktows.bridge.custom_objects.types import KnownType, known_type
from mktows.bridge.operation import Operation
from mktows.bridge.refusals import OUTCOME_UNKNOWN
from mktows.bridge.values import json_value
from mktows.facts.rest_errors import LEAD_UNKNOWN, OBJECT_EXISTS, OBJECT_UNKNOWN, VALUE_MISSING
from mktows.facts.rest_objects import CREATED
from mktows.parameters.custom_objects import (
    LINK_MISSING,
    LINKED_LEAD_UNKNOWN,
    CustomObjectsToDelete,
    CustomObjectsToGet,
    CustomObjectsToSync,
    CustomRecord,
    type_name,
)
from mktows.replies import custom_objects
from mktows.replies.custom_objects import outcome
from mktows.rest.base import CREATE_ONLY, CREATE_OR_UPDATE, UPDATE_ONLY
from mktows.rest.errors import RestError
from mktows.rest.outcomes import Outcome
from mktows.server.refusals import Refusal

_GET = "getCustomObjects"
_ACTIONS = {"INSERT": CREATE_ONLY, "UPDATE": UPDATE_ONLY, "UPSERT": CREATE_OR_UPDATE}
_CREATED, _UPDATED, _DELETED = "created", "updated", "deleted"


def get_custom_objects(context: Context, params: Any) -> object:
    """Return a page of the records that have some keys."""
    known = known_type(context, type_name(params))
    asked = CustomObjectsToGet.read(known.kind, params)
    belongs = [known.kind.name, list(asked.keys.values())]
    state: dict[str, Any] = {}
    if asked.position is not None:
        state = context.positions.read(_GET, belongs, asked.position)
    page = read_page(context, known, asked, state)
    return custom_objects.page(
        context.types,
        known.kind,
        page.records,
        included=asked.included,
        remaining=page.remaining,
        position=context.positions.write(_GET, belongs, page.state),
    )


def sync_custom_objects(context: Context, params: Any) -> object:
    """Write records in the order given; a bad one fails by itself."""
    types, known = context.types, known_type(context, type_name(params))
    asked = CustomObjectsToSync.read(known.kind, params)
    sent = [each for each in asked.records if each.failure is None]
    writing = _Writing(context, known, asked.mode)
    told = iter(write_in_order(context, sent, _key, writing.write))
    statuses = []
    for each in asked.records:
        result = each.failure or writing.status(each, next(told))
        if isinstance(result, Refusal):
            statuses.append(outcome(types, known.kind, each, "FAILED", result.message))
        else:
            statuses.append(outcome(types, known.kind, each, result))
    return custom_objects.synced(types, statuses)


def delete_custom_objects(context: Context, params: Any) -> object:
    """Delete records by all their keys; one that is not there is UNCHANGED."""
    types, known = context.types, known_type(context, type_name(params))
    given = CustomObjectsToDelete.read(known.kind, params).records
    sent = {each.key_text: each for each in given if each.failure is None}

    def write(records: Sequence[CustomRecord]) -> Sequence[Outcome]:
        keys = [_json(context, known, each.keys) for each in records]
        return context.rest.delete_custom_objects(known.rest_name, keys)

    told = write_in_order(context, list(sent.values()), _key, write)
    results = {key: _deleted(context, each) for key, each in zip(sent, told, strict=True)}
    statuses = []
    for each in given:
        result = each.failure or results[each.key_text]
        if isinstance(result, Refusal):
            statuses.append(outcome(types, known.kind, each, "FAILED", result.message))
            continue
        statuses.append(outcome(types, known.kind, each, result))
        # Once it is gone, it is not there.
        results[each.key_text] = "UNCHANGED"
    return custom_objects.deleted(types, statuses)


class _Writing:
    """Writes the records of one call, and finds out what became of them."""

    def __init__(self, context: Context, known: KnownType, mode: str) -> None:
        self._context = context
        self._known = known
        self._action = _ACTIONS.get(mode, CREATE_OR_UPDATE)
        self._made: set[str] = set()
        # Nobody knows whether these were there before.
        self._unknown: set[str] = set()

    def write(self, records: Sequence[CustomRecord]) -> Sequence[Outcome]:
        """Write records of different keys."""
        documents = [self._document(each) for each in records]

        def send() -> list[Outcome]:
            name, action = self._known.rest_name, self._action
            return self._context.rest.sync_custom_objects(name, documents, action=action)

        told, again = create(send) if self._action == CREATE_ONLY else (send(), False)
        unsure = [
            records[each.index]
            for each in told
            if (again and each.code == OBJECT_EXISTS)
            or (each.repeated and each.status == _UPDATED and self._action == CREATE_OR_UPDATE)
        ]
        if unsure:
            self._look_at(unsure)
        return told

    def status(self, given: CustomRecord, told: Outcome | Refusal) -> str | Refusal:
        """Return the status of a record, or why it failed."""
        if isinstance(told, Refusal):
            return told
        if told.status == _CREATED or (given.key_text in self._made and told.code != LEAD_UNKNOWN):
            return "CREATED"
        if given.key_text in self._unknown and told.status != _UPDATED:
            return OUTCOME_UNKNOWN.refusal()
        if told.status == _UPDATED:
            return "UPDATED"
        link = self._known.kind.link_field
        match self._action, told.code:
            case ("createOnly", code) if code == OBJECT_EXISTS:
                return "SKIPPED"
            case ("updateOnly", code) if code == OBJECT_UNKNOWN:
                return "SKIPPED"
            case (_, code) if code == LEAD_UNKNOWN:
                return LINKED_LEAD_UNKNOWN.refusal(name=link, value=given.lead_id)
            case (_, code) if code == VALUE_MISSING and link and given.lead_id is None:
                return LINK_MISSING.refusal(name=link)
        return refusal_of_outcome(self._context, told)

    def _document(self, given: CustomRecord) -> dict[str, Any]:
        document = _json(self._context, self._known, {**given.values, **given.keys})
        if given.lead_id is not None:
            document[self._known.kind.link_field] = given.lead_id
        return document

    def _look_at(self, records: Sequence[CustomRecord]) -> None:
        """Find out which of some records this call made: their calls were made twice."""
        known, rest = self._known, self._context.rest
        keys = [_json(self._context, known, each.keys) for each in records]
        fields = [*known.keys, CREATED]
        try:
            found = [*rest.iter_custom_objects(known.rest_name, keys=keys, fields=fields)]
        except RestError:
            self._context.note_unknown(f"{self._context.call.operation}, a part of it")
            self._unknown |= {each.key_text for each in records}
            return
        self._made |= {
            known.kind.key_text(soap_values(self._context, known, each))
            for each in found
            if made_since(each, self._context.now)
        }


def _deleted(context: Context, told: Outcome | Refusal) -> str | Refusal:
    if isinstance(told, Refusal):
        return told
    # Where the call was repeated, the first time may have deleted what is not there any more.
    if told.status == _DELETED or (told.repeated and told.code == OBJECT_UNKNOWN):
        return "DELETED"
    if told.code == OBJECT_UNKNOWN:
        return "UNCHANGED"
    return refusal_of_outcome(context, told)


def _json(context: Context, known: KnownType, values: Mapping[str, str]) -> dict[str, Any]:
    types = {each.name: each.data_type for each in known.kind.fields}
    return {name: json_value(types[name], text, context.zone) for name, text in values.items()}


def _key(record: CustomRecord) -> str:
    return record.key_text


OPERATIONS = {
    "getCustomObjects": Operation(
        get_custom_objects,
        "approximate",
        "read",
        "1 for 300 records, and 1 an hour for the type",
        "by whole keys, and by a part of the key that REST searches by",
        (
            "all records of a type, and those with a part of the key that REST does not search by, "
            "are refused with 20110",
            "of more than 300 records the order is REST's, and remainingCount is 1 or 0",
            "numbers, booleans and times come in one spelling",
        ),
    ),
    "syncCustomObjects": Operation(
        sync_custom_objects,
        "carried",
        "write",
        "1; 1 more for each record whose key stood before in the call, 2 more after an unknown "
        "outcome",
        "INSERT, UPDATE, UPSERT, outcomes per record",
        ("numbers, booleans and times are kept in REST's spelling",),
    ),
    "deleteCustomObjects": Operation(
        delete_custom_objects,
        "carried",
        "write",
        "1 for 300 records",
        "by all keys, outcomes per record",
        ("a deletion whose answer was lost is repeated: what is not there then counts as deleted",),
    ),
}
