"""Calls for objects of all kinds: how they choose, write and describe records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from mktows.facts.mobjects import METADATA_STAMP
from mktows.facts.rest_errors import (
    BODY_NOT_JSON,
    DATA_BAD,
    FIELD_UNKNOWN,
    FIELD_UNSUPPORTED,
    OBJECT_EXISTS,
    OBJECT_UNKNOWN,
    VALUE_BAD,
    VALUE_MISSING,
)
from mktows.facts.rest_objects import GUID, RestField
from mktows.parameters.scalars import fits
from mktows.sandbox.rest.answers import Answer
from mktows.sandbox.rest.lead_values import text_of
from mktows.sandbox.rest.moments import utc_text
from mktows.sandbox.rest.paging import page_size, row_position
from mktows.sandbox.rest.records import records
from mktows.sandbox.rest.refusals import RestRefusal, refusal
from mktows.sandbox.rest.request import RestCall

DEDUPE, ID = "dedupeFields", "idField"
CREATE_OR_UPDATE, CREATE_ONLY, UPDATE_ONLY = "createOrUpdate", "createOnly", "updateOnly"
_ACTIONS = (CREATE_OR_UPDATE, CREATE_ONLY, UPDATE_ONLY)

Json = Any
Record = Mapping[str, Json]
Row = tuple[str, Mapping[str, Json]]
"""The status of a record, and what tells which one it is."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Filter:
    """The choice that a read makes.

    Attributes:
        name: The field, `dedupeFields` or `idField`.
        values: The values of that field.
        keys: What is given in place of values where a key has several fields.
        fields: The fields to show; none for those that are shown by default.
    """

    name: str
    values: list[str] = field(repr=False)
    keys: list[Record] = field(repr=False)
    fields: list[str]


@dataclass(frozen=True, slots=True)
class Writing:
    """The records that a call writes or deletes.

    Attributes:
        action: Which ones may be written.
        by_id: Whether they are named by the id that the service gave them.
        records: The records.
    """

    action: str
    by_id: bool
    records: list[Record] = field(repr=False)


def read_filter(call: RestCall) -> Filter:
    """Read the choice of a call, which stands in its query, or in a body for long keys.

    Raises:
        RestRefusal: There is none, or it has too many values.
    """
    if not isinstance(call.document, Mapping):
        values = call.values("filterValues")
        return Filter(call.text("filterType") or "", values, [], call.values("fields"))
    body = call.members("filterType", "fields", "input", "batchSize", "nextPageToken")
    name, fields = body.get("filterType"), body.get("fields") or []
    if not isinstance(name, str) or not name:
        raise refusal(VALUE_MISSING, name="filterType")
    if not isinstance(fields, list) or not all(isinstance(each, str) for each in fields):
        raise refusal(BODY_NOT_JSON)
    return Filter(name, [], records(body), fields)


def keyed(chosen: Filter, *names: str) -> list[tuple[str, ...]]:
    """Return the values of these fields by which records are chosen, as texts.

    Raises:
        RestRefusal: A key lacks one of them, or one is no value; or there are several fields, and
            values are given for one.
    """
    if not chosen.keys and len(names) == 1:
        return [(each,) for each in chosen.values]
    if not chosen.keys:
        raise refusal(DATA_BAD, problem=f"{DEDUPE} are {', '.join(names)}: give them in a body")
    return [tuple(required(each, name) for name in names) for each in chosen.keys]


def one_field(chosen: Filter) -> list[str]:
    """Return the values of the one field by which records are chosen."""
    return [value for (value,) in keyed(chosen, chosen.name)]


def one_guid(chosen: Filter) -> list[str]:
    """Return the GUIDs by which records are chosen."""
    if chosen.keys:
        return [required(each, GUID) for each in chosen.keys]
    return one_field(chosen)


def unsearchable(name: str, fields: Mapping[str, RestField]) -> RestRefusal:
    """Return the refusal of a filter by a field that is not searched by (codes inferred)."""
    return refusal(FIELD_UNSUPPORTED if name in fields else FIELD_UNKNOWN, name=name)


def shown_fields(
    chosen: Filter, fields: Mapping[str, RestField], always: Sequence[str]
) -> list[str]:
    """Return the fields that a call asks for, behind those that are always shown.

    Raises:
        RestRefusal: There is no such field.
    """
    for each in chosen.fields:
        if each not in fields:
            raise refusal(FIELD_UNKNOWN, name=each)
    return list(dict.fromkeys((*always, *chosen.fields)))


def read_writing(call: RestCall) -> Writing:
    """Read the records that a call writes.

    Raises:
        RestRefusal: The action is none, or there are no records, or too many.
    """
    body = call.members("action", "dedupeBy", "input")
    action = body.get("action") or CREATE_OR_UPDATE
    if action not in _ACTIONS:
        raise refusal(DATA_BAD, problem=f"Invalid action '{action}'")
    by_id = _by_id(body, "dedupeBy")
    if by_id and action != UPDATE_ONLY:
        raise refusal(DATA_BAD, problem=f"dedupeBy {ID} is for {UPDATE_ONLY} alone")
    return Writing(action, by_id, records(body))


def read_deleting(call: RestCall) -> Writing:
    """Read the records that a call deletes.

    Raises:
        RestRefusal: There are none, or too many.
    """
    body = call.members("deleteBy", "input")
    return Writing("", _by_id(body, "deleteBy"), records(body))


def rows(given: Iterable[Record], treat: Callable[[Record], Row]) -> Answer:
    """Treat the records of a batch one after the other, and tell what became of each.

    Args:
        given: The records.
        treat: Returns what was done with one, or raises `RestRefusal` and has changed nothing.
    """
    told: list[dict[str, Json]] = []
    for seq, each in enumerate(given):
        try:
            status, members = treat(each)
        except RestRefusal as refused:
            reason = {"code": str(refused.code), "message": refused.message}
            told.append({"seq": seq, "status": "skipped", "reasons": [reason]})
        else:
            told.append({"seq": seq, "status": status, **members})
    return Answer(told)


def check_action(action: str, *, there: bool) -> None:
    """Make sure that an action may write a record that is there, or is not.

    Raises:
        RestRefusal: It may not.
    """
    if there and action == CREATE_ONLY:
        raise refusal(OBJECT_EXISTS)
    if not there and action == UPDATE_ONLY:
        raise refusal(OBJECT_UNKNOWN)


def required(record: Record, name: str) -> str:
    """Return the text of a member that a record must have.

    Raises:
        RestRefusal: It has none, or that is no value.
    """
    given = record.get(name)
    text = text_of(given)
    if text is None:
        raise refusal(VALUE_BAD, value="…", type="string")
    if not text:
        raise refusal(VALUE_MISSING, name=name)
    return text


def texts(
    record: Record, fields: Mapping[str, RestField], passed: Iterable[str] = ()
) -> dict[str, str]:
    """Return the values of a record by the names under which they are stored; "" clears one.

    Args:
        record: The record.
        fields: The fields that there are.
        passed: Members that are no values, or are read otherwise.

    Raises:
        RestRefusal: There is no such field, or a value is not of its type.
    """
    found = {}
    for name, given in record.items():
        if name in passed:
            continue
        known = fields.get(name)
        if known is None:
            raise refusal(FIELD_UNKNOWN, name=name)
        if not known.stored:
            continue  # what the service owns is passed over, as of leads
        text = text_of(given)
        if text is None or (text and not fits(known.data_type, text)):
            raise refusal(VALUE_BAD, value="…" if text is None else text, type=known.data_type)
        found[known.stored] = text
    return found


def page(call: RestCall, ids: Iterable[int], load: Callable[[list[int]], list[Json]]) -> Answer:
    """Return a page of records in the order of their ids.

    Args:
        call: The call.
        ids: The ids of all records that it chooses.
        load: Returns the records of some ids as they are shown.
    """
    position = row_position(call)
    behind = sorted(each for each in set(ids) if each > position.after_id)
    some = behind[: page_size(call)]
    more = len(some) < len(behind)
    return Answer(
        [{"seq": seq, **each} for seq, each in enumerate(load(some))],
        next_page_token=position.token(some[-1]) if more else None,
        more_result=True if more else None,
    )


def description(
    name: str,
    fields: Iterable[RestField],
    *,
    id_field: str,
    dedupe: Sequence[str],
    searchable: Sequence[Sequence[str]],
    display_name: str | None = None,
) -> dict[str, Json]:
    """Return what describes a kind of object that every instance has."""
    stamp = utc_text(METADATA_STAMP)
    return {
        "name": name,
        **({} if display_name is None else {"displayName": display_name}),
        "createdAt": stamp,
        "updatedAt": stamp,
        "idField": id_field,
        "dedupeFields": list(dedupe),
        "searchableFields": [list(each) for each in searchable],
        "fields": [described(each) for each in fields],
    }


def described(shown: RestField) -> dict[str, Json]:
    """Return what describes one field."""
    return {
        "name": shown.name,
        "displayName": shown.display_name,
        "dataType": shown.data_type,
        **({} if shown.length is None else {"length": shown.length}),
        "updateable": shown.updateable,
    }


def _by_id(body: Record, name: str) -> bool:
    given = body.get(name) or DEDUPE
    if given not in (DEDUPE, ID):
        raise refusal(DATA_BAD, problem=f"Invalid {name} '{given}'")
    return bool(given == ID)
