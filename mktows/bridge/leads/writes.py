"""Leads written by REST, and what became of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from mktows.bridge.batches import made_since
from mktows.bridge.context import Context
from mktows.bridge.lead_keys import Lead, find_by
from mktows.bridge.refusals import OUTCOME_UNKNOWN, REST_FAILED, refusal_for, refusal_of_unsent
from mktows.bridge.values import read_id
from mktows.facts.key_types import IDNUM
from mktows.facts.lead_fields import COMPANY_REST_NAMES
from mktows.facts.rest_errors import COMPANY_FIXED, LEAD_UNKNOWN, LEADS_MATCH
from mktows.parameters.keys import email_key, lead_not_found
from mktows.rest.base import CREATE_OR_UPDATE, UPDATE_ONLY
from mktows.rest.errors import RestError, error_of_code
from mktows.rest.leads import CREATE_DUPLICATE
from mktows.rest.outcomes import NOT_DONE, NOT_SENT, SKIPPED, UNKNOWN, Outcome
from mktows.rest.times import read_time
from mktows.server.refusals import Refusal

ID, EMAIL = "id", "email"
"""The fields by which leads are told, by their REST names."""
CREATED, UPDATED = "created", "updated"
_COMMA = ","
_CREATED_AT, _UPDATED_AT = "createdAt", "updatedAt"
Record = dict[str, Any]
"""A lead to write: REST names to values."""


@dataclass(frozen=True, slots=True)
class Row:
    """The outcome of one lead that was to be written.

    Attributes:
        lead_id: Its id; 0 where it was not written.
        created: Whether it was made.
        refusal: Why it was not written.
        code: The code of REST, where it gave one.
    """

    lead_id: int = 0
    created: bool = False
    refusal: Refusal | None = None
    code: int | None = None


def write_leads(
    context: Context,
    records: Sequence[Record],
    *,
    action: str,
    lookup: str = EMAIL,
    partition: str | None = None,
) -> list[Row]:
    """Write leads, and return what became of each, in their order.

    Several leads with a key, company fields that REST refuses, and calls of which REST answered
    the second attempt alone are settled: each takes two calls more for all records together.

    Args:
        context: The call.
        records: The leads, of which no two may be the same one.
        action: One of the actions of REST.
        lookup: The REST name of the field that tells them apart.
        partition: The partition for new ones.

    Raises:
        RestError: A call failed; `rows_of_error` tells what became of each record.
    """
    outcomes = context.rest.sync_leads(
        records, action=action, lookup_field=lookup, partition_name=partition
    )
    return _settled(context, records, outcomes, action, lookup)


def rows_of_error(
    context: Context, records: Sequence[Record], error: RestError, *, action: str, lookup: str
) -> list[Row]:
    """Return what became of each record of `write_leads` although it failed."""
    outcomes = error.outcomes or [Outcome(place, NOT_DONE) for place in range(len(records))]
    return _settled(context, records, outcomes, action, lookup, error)


def create_leads(
    context: Context, records: Sequence[Record], *, partition: str | None = None
) -> list[Row]:
    """Make leads, whatever others have their addresses; where it is unknown, look for them.

    Raises:
        RestError: As `write_leads`; of some nobody knows whether they were made.
    """
    try:
        return write_leads(context, records, action=CREATE_DUPLICATE, partition=partition)
    except RestError as error:
        outcomes = _made(context, records, error.outcomes)
        error.outcomes = outcomes
        waiting = [each.index for each in outcomes if each.status == NOT_SENT]
        done = len(outcomes) - len(waiting)
        if done == 0 or any(each.status in (UNKNOWN, NOT_DONE) for each in outcomes):
            raise
    rows = _settled(context, records, outcomes[:done], CREATE_DUPLICATE, EMAIL)
    if not waiting:
        return rows
    return rows + create_leads(context, records[done:], partition=partition)


def pick(context: Context, leads: Iterable[Lead]) -> Lead | None:
    """Return the lead that is meant among several; None where there is none.

    They must have been read with the fields of `picked_by`.
    """
    leads = list(leads)
    if len(leads) < 2 or context.tenant.several == "newest":
        return max(leads, key=lambda each: int(each[ID]), default=None)
    return max(leads, key=lambda each: (_updated(each), int(each[ID])))


def _updated(lead: Lead) -> float:
    """Return the moment of a lead's last change; the beginning of time where REST does not tell."""
    try:
        return read_time(str(lead.get(_UPDATED_AT))).timestamp()
    except ValueError:
        return 0.0


def picked_by(context: Context) -> tuple[str, ...]:
    """Return the REST names of the fields that `pick` goes by."""
    return (ID,) if context.tenant.several == "newest" else (ID, _UPDATED_AT)


def _settled(
    context: Context,
    records: Sequence[Record],
    outcomes: Sequence[Outcome],
    action: str,
    lookup: str,
    error: RestError | None = None,
) -> list[Row]:
    rows = [
        _row(context, record, outcome, error)
        for record, outcome in zip(records, outcomes, strict=True)
    ]
    places = [
        place
        for place, outcome in enumerate(outcomes)
        if outcome.code == COMPANY_FIXED
        and context.tenant.company_fields == "drop"
        and not COMPANY_REST_NAMES.isdisjoint(records[place])
    ]
    without = [_without_company(records[place]) for place in places]
    for place, row in zip(places, _retried(context, without, action, lookup), strict=True):
        rows[place] = row
    places = [place for place, outcome in enumerate(outcomes) if outcome.code == LEADS_MATCH]
    shared = [records[place] for place in places]
    for place, row in zip(places, _resolved(context, shared, lookup), strict=True):
        rows[place] = row
    if action == CREATE_OR_UPDATE:
        places = [
            place
            for place, outcome in enumerate(outcomes)
            if outcome.repeated and outcome.status == UPDATED
        ]
        new = _new(context, [rows[place].lead_id for place in places])
        for place in places:
            rows[place] = replace(rows[place], created=rows[place].lead_id in new)
    return rows


def _row(context: Context, record: Record, outcome: Outcome, error: RestError | None) -> Row:
    operation = context.call.operation
    if outcome.status in (CREATED, UPDATED):
        lead_id = read_id(outcome.record.get(ID, record.get(ID)))
        if lead_id is not None:
            return Row(lead_id, outcome.status == CREATED)
    if outcome.status == UNKNOWN:
        return Row(refusal=OUTCOME_UNKNOWN.refusal())
    if error is not None and outcome.status == NOT_SENT:
        return Row(refusal=refusal_of_unsent(error, operation))
    if error is not None and outcome.status == NOT_DONE:
        return Row(refusal=refusal_for(error, operation))
    if outcome.status != SKIPPED:
        # It is written, or may be.
        context.note_unknown(f"{operation}, a part of it")
        return Row(refusal=OUTCOME_UNKNOWN.refusal())
    if outcome.code == LEAD_UNKNOWN and ID in record:
        return Row(refusal=lead_not_found(IDNUM, record[ID]))
    if outcome.code is None:
        return Row(refusal=REST_FAILED.refusal())
    failure = error_of_code(outcome.code, endpoint="sync_leads")
    return Row(refusal=refusal_for(failure, operation), code=outcome.code)


def _retried(context: Context, records: Sequence[Record], action: str, lookup: str) -> list[Row]:
    """Write records again that were refused; a failure is that of each."""
    if not records:
        return []
    try:
        return write_leads(context, records, action=action, lookup=lookup)
    except RestError as error:
        if not error.not_carried_out:
            context.note_unknown(context.call.operation)
        return rows_of_error(context, records, error, action=action, lookup=lookup)


def _resolved(context: Context, records: Sequence[Record], lookup: str) -> list[Row]:
    """Write records whose keys several leads have, each to the one that is meant."""
    # REST cannot be asked for such a key; it must not hold up the others.
    unasked = [_COMMA in str(each[lookup]) for each in records]
    rows = [Row(refusal=context.not_available("a key with a comma")) for _ in records]
    asked = [each for each, left_out in zip(records, unasked, strict=True) if not left_out]
    told = iter(_resolved_together(context, asked, lookup))
    return [row if left_out else next(told) for row, left_out in zip(rows, unasked, strict=True)]


def _resolved_together(context: Context, records: Sequence[Record], lookup: str) -> list[Row]:
    if not records:
        return []
    keys = [_compared(lookup, each[lookup]) for each in records]
    meant: dict[str, list[Lead]] = {}
    try:
        values = list(dict.fromkeys(str(each[lookup]) for each in records))
        fields = list(dict.fromkeys((*picked_by(context), lookup)))
        for lead in find_by(context, lookup, values, fields):
            meant.setdefault(_compared(lookup, lead.get(lookup)), []).append(lead)
    except RestError as error:
        return [Row(refusal=refusal_for(error, context.call.operation)) for _ in records]
    except Refusal as refusal:
        return [Row(refusal=refusal) for _ in records]
    # Those of none were deleted, or merged, just now.
    chosen = [pick(context, meant.get(key, ())) for key in keys]
    updates = [
        {**{n: v for n, v in record.items() if n != lookup}, ID: int(lead[ID])}
        for lead, record in zip(chosen, records, strict=True)
        if lead is not None
    ]
    told = iter(_retried(context, updates, UPDATE_ONLY, ID))
    return [Row(refusal=REST_FAILED.refusal()) if lead is None else next(told) for lead in chosen]


def _new(context: Context, ids: Sequence[int]) -> set[int]:
    """Return those leads that were made since the call began."""
    try:
        found = _by_ids(context, ids, [ID, _CREATED_AT]) if ids else []
    except RestError:
        return set()
    return {int(each[ID]) for each in found if made_since(each, context.now)}


def _by_ids(context: Context, ids: Sequence[int], fields: Sequence[str]) -> list[Lead]:
    return find_by(context, ID, [str(each) for each in ids], fields)


def _made(
    context: Context, records: Sequence[Record], outcomes: Sequence[Outcome]
) -> list[Outcome]:
    """Look for leads of which nobody knows whether they were made: by address and time."""
    result = list(outcomes)
    wanted: dict[str, list[int]] = {}
    for place, outcome in enumerate(outcomes):
        if outcome.status == UNKNOWN and (address := records[place].get(EMAIL)):
            wanted.setdefault(email_key(address), []).append(place)
    known = {read_id(outcome.record.get(ID)) for outcome in outcomes}
    found: dict[str, list[int]] = {}
    try:
        leads = find_by(context, EMAIL, list(wanted), [ID, EMAIL, _CREATED_AT]) if wanted else []
    except (RestError, Refusal):
        return result
    for lead in leads:
        if made_since(lead, context.now) and int(lead[ID]) not in known:
            found.setdefault(email_key(str(lead.get(EMAIL))), []).append(int(lead[ID]))
    for key, places in wanted.items():
        ids = found.get(key, [])
        if len(ids) >= len(places):
            for place, lead_id in zip(places, ids[-len(places) :], strict=True):
                result[place] = Outcome(place, CREATED, record={ID: lead_id})
    return result


def _without_company(record: Mapping[str, Any]) -> Record:
    return {name: value for name, value in record.items() if name not in COMPANY_REST_NAMES}


def _compared(lookup: str, value: object) -> str:
    """Return the form in which values of a field are compared."""
    return email_key(str(value)) if lookup == EMAIL else str(value)
