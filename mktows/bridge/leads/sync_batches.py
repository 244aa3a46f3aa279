"""Answers syncMultipleLeads: each record by itself, in as few calls as that takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from mktows.bridge.context import Context
from mktows.bridge.fields import EMAIL as EMAIL_NAME
from mktows.bridge.lead_keys import Lead, find_leads
from mktows.bridge.leads.batch_plans import plan
from mktows.bridge.leads.batch_reading import ANEW, BY_ID, Kind, Reading
from mktows.bridge.leads.values import (
    is_found_again,
    keys_of,
    release_foreign_ids,
)
from mktows.bridge.leads.writes import (
    EMAIL,
    ID,
    Record,
    Row,
    create_leads,
    pick,
    picked_by,
    rows_of_error,
    write_leads,
)
from mktows.bridge.operation import Operation
from mktows.bridge.refusals import refusal_for, refusal_of_unsent
from mktows.errors import RequestError
from mktows.facts.key_types import EMAIL as EMAIL_KEY
from mktows.parameters.keys import email_key
from mktows.parameters.lead_records import (
    LeadsToSync,
)
from mktows.replies import leads as replies
from mktows.rest.base import CREATE_OR_UPDATE, UPDATE_ONLY
from mktows.rest.errors import RestError
from mktows.rest.leads import CREATE_DUPLICATE
from mktows.server.refusals import Refusal

_Failure = RestError | Refusal | RequestError


def sync_multiple_leads(context: Context, params: Any) -> object:
    """Create or update leads in the order given; a bad record fails by itself."""
    types = context.types
    asked = LeadsToSync.read(context.call, params)
    held = {key for each in asked.records if asked.dedup for key in keys_of(each)}
    with context.holding(held):
        rows = _Writing(context, asked).carry_out()
    return replies.all_synced(
        types,
        [
            replies.status(
                types,
                row.lead_id or incoming.id or 0,
                created=row.created,
                error=None if row.refusal is None else row.refusal.message,
            )
            for incoming, row in zip(asked.records, rows, strict=True)
        ],
    )


def may_repeat(context: Context, params: Any) -> bool:
    """Tell whether a call may be carried out twice: one that makes a lead each time may not."""
    try:
        asked = LeadsToSync.read(context.call, params)
    except Refusal:
        return True  # nothing is carried out
    records = [each for each in asked.records if each.has_key]
    moves = any(each.id is not None and EMAIL_NAME in each.values for each in records)
    by_address = any(each.id is None and each.email is not None for each in records)
    # A lead may lose the address that another record of the call names it by.
    if not asked.dedup or (moves and by_address):
        return False
    return all(is_found_again(context, each) for each in records)


class _Writing:
    """Writes the records of one call.

    Args:
        context: The call.
        asked: The records.
    """

    def __init__(self, context: Context, asked: LeadsToSync) -> None:
        self._context = context
        self._records = asked.records
        self._rows: dict[int, Row] = {}
        # As REST takes it, by place.
        self._sent: dict[int, Record] = {}
        self._dedup = asked.dedup

    def carry_out(self) -> list[Row]:
        """Write all, and return what became of each.

        Raises:
            RestError: A call failed before anything was written.
            Refusal: The outcome of the same call is not known, and nothing was written now.
            RequestError: A record cannot be sent, and nothing was written.
        """
        failure: _Failure | None = None
        reading = Reading(self._context, self._records, dedup=self._dedup)
        steps, self._sent, self._rows = reading.read()
        for batch in plan(steps):
            failure = self._write(batch.kind, batch.places)
            if failure is not None:
                break
        if failure is not None:
            if all(row.refusal is not None for row in self._rows.values()):
                raise failure
            refusal = self._refusal(failure)
            if isinstance(failure, RestError):
                refusal = refusal_of_unsent(failure, self._context.call.operation)
            for place in range(len(self._records)):
                self._rows.setdefault(place, Row(refusal=refusal))
        else:
            release_foreign_ids(
                self._context,
                {
                    each.foreign_id: each.id
                    for place, each in enumerate(self._records)
                    if each.id is not None
                    and each.foreign_id is not None
                    and self._rows[place].refusal is None
                },
            )
        return [self._rows[place] for place in range(len(self._records))]

    def _write(self, kind: Kind, places: Sequence[int]) -> _Failure | None:
        """Write the records of one call, and return why no other is to be made."""
        way, lookup = kind
        if way == "to another address":
            return self._write_to_another(places)
        action = {"by id": UPDATE_ONLY, "anew": CREATE_DUPLICATE}.get(way, CREATE_OR_UPDATE)
        context, records = self._context, [self._sent[place] for place in places]

        def write() -> list[Row]:
            if action != CREATE_DUPLICATE:
                return write_leads(context, records, action=action, lookup=lookup)
            with context.once():
                return create_leads(context, records)

        return self._keep(places, write, action, lookup)

    def _keep(
        self, places: Sequence[int], write: Callable[[], list[Row]], action: str, lookup: str
    ) -> _Failure | None:
        failure: _Failure | None = None
        try:
            rows = write()
        except RestError as error:
            failure = error
            records = [self._sent[place] for place in places]
            rows = rows_of_error(self._context, records, error, action=action, lookup=lookup)
        except (Refusal, RequestError) as error:
            failure = error
            rows = [Row(refusal=self._refusal(error))] * len(places)
        self._rows.update(zip(places, rows, strict=True))
        return failure

    def _write_to_another(self, places: Sequence[int]) -> _Failure | None:
        """Write records that name a lead by one address, and give it another, or none."""
        context = self._context
        keys = {place: str(self._records[place].email) for place in places}
        fields = (*picked_by(context), EMAIL)
        try:
            found = find_leads(context, EMAIL_KEY, list(keys.values()), fields)
        except (RestError, Refusal) as error:
            row = Row(refusal=self._refusal(error))
            self._rows.update(dict.fromkeys(places, row))
            return error
        meant: dict[str, list[Lead]] = {}
        for lead in found:
            meant.setdefault(email_key(str(lead.get(EMAIL))), []).append(lead)
        there: list[int] = []
        new: list[int] = []
        for place, address in keys.items():
            chosen = pick(context, meant.get(email_key(address), ()))
            if chosen is None:
                new.append(place)
            else:
                there.append(place)
                self._sent[place] = {**self._sent[place], ID: int(chosen[ID])}
        failure = self._write(BY_ID, there) if there else None
        return failure or (self._write(ANEW, new) if new else None)

    def _refusal(self, failure: _Failure) -> Refusal:
        """Return what the rows say that a failure took with it."""
        if isinstance(failure, Refusal):
            return failure
        if isinstance(failure, RequestError):
            return self._context.not_available(str(failure))
        if not failure.not_carried_out:
            self._context.note_unknown(self._context.call.operation)
        return refusal_for(failure, self._context.call.operation)


OPERATIONS = {
    "syncMultipleLeads": Operation(
        sync_multiple_leads,
        "carried",
        "write",
        "1 for 300 records and each kind of key; 1 more where a key occurs again, or records name "
        "leads by id and by address; 2 more where several leads have an address",
        "keys, `dedupEnabled`, outcomes per record, in the order of effects of old",
        (
            "foreign ids need a field of REST that holds them, and one lead has one of each type",
            "the letter case of an address that is the key is written, where it is another one",
            "records with addresses beyond ASCII fail",
            "fields of a lead's company are left out where REST refuses to write them",
        ),
        repeatable=may_repeat,
    ),
}
