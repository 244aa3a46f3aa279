"""The way in which each record of syncMultipleLeads is written, decided before the first write."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any, Literal

from mktows.bridge.context import Context
from mktows.bridge.fields import EMAIL as EMAIL_NAME
from mktows.bridge.lead_keys import Lead, find_by, find_leads
from mktows.bridge.leads.batch_plans import Step
from mktows.bridge.leads.values import foreign_filter, keeps_address, rest_record
from mktows.bridge.leads.writes import EMAIL, ID, Record, Row, pick, picked_by
from mktows.facts.key_types import IDNUM
from mktows.parameters.keys import email_key, lead_not_found
from mktows.parameters.lead_records import (
    RECORD_KEY_MISSING,
    ForeignId,
    Incoming,
    check_record,
)
from mktows.server.refusals import Refusal

Way = Literal["by id", "by address", "by foreign id", "to another address", "anew"]
Kind = tuple[Way, str]
"""A way to write records, and the REST name of the field that tells their leads."""
BY_ID: Kind = ("by id", ID)
BY_ADDRESS: Kind = ("by address", EMAIL)
TO_ANOTHER: Kind = ("to another address", EMAIL)
ANEW: Kind = ("anew", EMAIL)
_COMMA = ","


class Reading:
    """Decides how the records of one call are written.

    Args:
        context: The call.
        records: The records.
        dedup: Whether a lead with an address is looked for before one is made.
    """

    def __init__(self, context: Context, records: Sequence[Incoming], *, dedup: bool) -> None:
        self._context = context
        self._records = records
        self._dedup = dedup
        self._steps: list[Step[Kind]] = []
        self._sent: dict[int, Record] = {}
        self._rows: dict[int, Row] = {}
        self._holders: dict[ForeignId, list[Lead]] = {}
        # The addresses that a lead had, or gets within the call.
        self._addresses: dict[int, set[str]] = {}
        # Addresses and foreign ids that leads certainly have by then.
        self._known: set[Hashable] = set()

    def read(self) -> tuple[list[Step[Kind]], dict[int, Record], dict[int, Row]]:
        """Return the steps, what is sent for each, and the rows of those that fail as they are.

        It looks up who has the foreign ids, and the addresses of leads that are named by id where
        others are named by address: one call for each kind.

        Raises:
            RestError: A look-up failed.
        """
        for place, incoming in enumerate(self._records):
            try:
                # All checks come before the first write, so a failed record leaves no trace.
                check_record(self._context.call, incoming, self._context.soap_fields)
                if not incoming.has_key:
                    raise RECORD_KEY_MISSING.refusal()
                self._check_keys(incoming)
            except Refusal as refusal:
                self._rows[place] = Row(refusal=refusal)
        left = {p: each for p, each in enumerate(self._records) if p not in self._rows}
        self._look_up(list(left.values()))
        for place, incoming in left.items():
            try:
                self._steps.append(self._step(place, incoming))
            except Refusal as refusal:
                self._rows[place] = Row(refusal=refusal)
        return self._steps, self._sent, self._rows

    def _check_keys(self, incoming: Incoming) -> None:
        if incoming.id is not None:
            if incoming.id < 1:
                raise lead_not_found(IDNUM, incoming.id)
            return
        asked = incoming.foreign_id[1] if incoming.foreign_id is not None else ""
        if incoming.foreign_id is not None:
            foreign_filter(self._context, incoming.foreign_id)
        if incoming.email is not None and not keeps_address(incoming):
            asked += incoming.email
        if _COMMA in asked:
            raise self._context.not_available("a key with a comma")

    def _look_up(self, records: Sequence[Incoming]) -> None:
        context = self._context
        foreign = [each.foreign_id for each in records if each.id is None and each.foreign_id]
        ids = [each.id for each in records if each.id is not None]
        by_address = self._dedup and any(each.id is None and each.email for each in records)
        # Where nothing else can mean the same lead, REST tells by itself who has a foreign id.
        if ids or any(each.email for each in records) or self._only_found(foreign):
            values: dict[str, list[str]] = {}
            for each in dict.fromkeys(foreign):
                values.setdefault(foreign_filter(context, each), []).append(each[1])
            for name, some in values.items():
                fields = list(dict.fromkeys((*picked_by(context), EMAIL, name)))
                for lead in find_by(context, name, some, fields):
                    for each in foreign:
                        if each[1] == str(lead.get(name)) and foreign_filter(context, each) == name:
                            holders = self._holders.setdefault(each, [])
                            holders += [] if lead in holders else [lead]
        if ids and by_address:
            for lead in find_leads(context, IDNUM, [str(each) for each in ids], [EMAIL]):
                self._note_address(lead)
        for holders in self._holders.values():
            for lead in holders:
                self._note_address(lead)

    def _only_found(self, foreign: Sequence[ForeignId]) -> bool:
        """Tell whether there is a foreign id that REST finds leads by, and does not write."""
        return any(kind not in self._context.tenant.foreign_fields for kind, _ in foreign)

    def _note_address(self, lead: Lead) -> None:
        if address := lead.get(EMAIL):
            self._addresses.setdefault(int(lead[ID]), set()).add(email_key(str(address)))

    def _step(self, place: int, incoming: Incoming) -> Step[Kind]:
        if incoming.id is not None:
            return self._by_id(place, incoming, incoming.id)
        foreign = incoming.foreign_id
        if foreign is not None:
            holder = pick(self._context, self._holders.get(foreign, ()))
            if holder is not None:
                return self._by_id(place, incoming, int(holder[ID]))
            if incoming.email is None or foreign in self._known:
                name = foreign_filter(self._context, foreign)
                sent = rest_record(self._context, incoming)
                return self._told(place, incoming, ("by foreign id", name), sent, {foreign})
        key = email_key(str(incoming.email))
        if not self._dedup:
            sent = rest_record(self._context, incoming, new_email=incoming.email)
            return self._told(place, incoming, ANEW, sent, set())
        if keeps_address(incoming):
            sent = rest_record(self._context, incoming, new_email=incoming.email)
            return self._told(place, incoming, BY_ADDRESS, sent, {key})
        step = self._told(place, incoming, TO_ANOTHER, rest_record(self._context, incoming), {key})
        self._known.discard(key)
        return step

    def _by_id(self, place: int, incoming: Incoming, lead_id: int) -> Step[Kind]:
        foreign = incoming.foreign_id
        writes = foreign is not None and (
            incoming.id is not None or foreign[0] in self._context.tenant.foreign_fields
        )
        sent = {ID: lead_id, **rest_record(self._context, incoming, foreign=writes)}
        if foreign is not None:
            # Whoever had it before, a later record means this lead by it.
            self._holders[foreign] = [{ID: lead_id}]
        addresses = self._addresses.setdefault(lead_id, set())
        step = self._told(place, incoming, BY_ID, sent, set(addresses), lead_id)
        now = {email_key(str(sent[EMAIL]))} if sent.get(EMAIL) else set()
        if EMAIL in sent:
            self._known -= addresses - now
        addresses |= now
        return step

    def _told(
        self,
        place: int,
        incoming: Incoming,
        kind: Kind,
        sent: Record,
        keys: set[Any],
        lead_id: int | None = None,
    ) -> Step[Kind]:
        """Note what is sent for a record, and what leads have behind it."""
        makes = kind != BY_ID and (kind == ANEW or self._known.isdisjoint(keys))
        touches: set[Hashable] = set(keys)
        if incoming.foreign_id is not None:
            touches.add(incoming.foreign_id)
        named = incoming.values.get(EMAIL_NAME)
        if named:
            touches.add(email_key(named))
        self._known |= touches
        self._sent[place] = sent
        return Step(place, kind, frozenset(touches), lead_id, makes)
