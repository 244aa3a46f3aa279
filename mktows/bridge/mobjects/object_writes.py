"""Opportunities and roles that a call writes: gathered, written by few calls, and told of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any

from mktows.bridge.batches import create, made_since, refusal_of_outcome, write_in_order
from mktows.bridge.context import Context
from mktows.bridge.mobjects.opportunities import (
    OWN_KEY,
    Held,
    find_objects,
    guid_of,
    numbers_of,
)
from mktows.bridge.mobjects.references import References
from mktows.bridge.refusals import OUTCOME_UNKNOWN, refusal_of_sent, refusal_of_unsent
from mktows.facts.mobjects import OPPORTUNITY, ROLE
from mktows.facts.rest_errors import OBJECT_EXISTS, OBJECT_UNKNOWN
from mktows.facts.rest_objects import EXTERNAL_OPPORTUNITY, GUID, LEAD, ROLE_NAME
from mktows.parameters.mobjects import Key
from mktows.rest.base import CREATE_ONLY, CREATE_OR_UPDATE, DEDUPE_FIELDS, ID_FIELD, UPDATE_ONLY
from mktows.rest.errors import RestError
from mktows.rest.outcomes import Outcome
from mktows.server.refusals import Refusal

Result = tuple[int | None, str] | Refusal
"""The number and the status of an object, or why it failed."""


@dataclass(slots=True)
class Write:
    """An opportunity or a role that waits to be written.

    Attributes:
        place: Its place in the request.
        kind: Its type.
        action: The action of REST.
        record: What is sent.
        held: What is there already.
        keys: External keys that it has from then on.
    """

    place: int
    kind: str
    action: str
    record: dict[str, Any] = field(repr=False)
    held: Held | None = None
    keys: Sequence[Key] = field(default=(), repr=False)


class ObjectWrites:
    """Writes the opportunities and roles of one call.

    They are gathered as long as none refers to one that waits, so that a call goes for each type
    and action; what is gathered is written before an object that needs its effect.

    Args:
        context: The call.
        mode: What the caller asks for: INSERT, UPDATE or UPSERT.
        references: The objects that the call refers to, which learn of what is written.

    Attributes:
        results: What became of each object, by its place in the request.
        failed: Why nothing more is written; None as long as all goes well.
        told: Whether anything was written.
    """

    def __init__(self, context: Context, mode: str, references: References) -> None:
        self.results: dict[int, Result] = {}
        self.failed: Refusal | None = None
        self.told = False
        self._context = context
        self._mode = mode
        self._references = references
        self._waiting: list[Write] = []

    def add(self, write: Write) -> None:
        """Have an object wait to be written."""
        self._waiting.append(write)

    def settle(self, named: tuple[set[int], set[Key]]) -> None:
        """Write what waits if an object that waits is among those that are named."""
        ids, keys = named
        if any(
            (each.held is not None and each.held.id in ids) or not keys.isdisjoint(each.keys)
            for each in self._waiting
        ):
            self.flush()

    def flush(self) -> None:
        """Write what waits: opportunities, and then roles, by a call for each action."""
        waiting, self._waiting = self._waiting, []
        for kind in (OPPORTUNITY, ROLE):
            for action in (UPDATE_ONLY, CREATE_ONLY, CREATE_OR_UPDATE):
                some = [each for each in waiting if (each.kind, each.action) == (kind, action)]
                if some and self.failed is None:
                    self._send(kind, action, some)
                if self.failed is not None:
                    failed = dict.fromkeys((each.place for each in some), self.failed)
                    self.results = {**failed, **self.results}

    def _send(self, kind: str, action: str, writes: list[Write]) -> None:
        rest = self._context.rest
        send = rest.sync_opportunities if kind == OPPORTUNITY else rest.sync_opportunity_roles
        dedupe = ID_FIELD if action == UPDATE_ONLY else DEDUPE_FIELDS

        def write(some: Sequence[Write]) -> Sequence[Outcome]:
            def call() -> list[Outcome]:
                return send([each.record for each in some], action=action, dedupe_by=dedupe)

            told, again = create(call) if action == CREATE_ONLY else (call(), False)
            self._note(kind, action, some, told, again=again)
            return told

        # What REST knows by such a key alone would be there twice.
        new_each_time = any(
            str(each.record.get(EXTERNAL_OPPORTUNITY)).startswith(OWN_KEY) for each in writes
        )
        try:
            with self._context.once() if new_each_time and action == CREATE_ONLY else nullcontext():
                told = write_in_order(self._context, writes, _identity, write)
        except RestError as error:
            self.fail(error)
            sent = refusal_of_sent(error, self._context.call.operation)
            self.results |= {each.place: sent for each in writes[: len(error.outcomes)]}
            return
        except Refusal as refused:
            self.failed = refused
            return
        for each, result in zip(writes, told, strict=True):
            if isinstance(result, Refusal):
                self.results[each.place] = self.failed = result

    def _note(
        self,
        kind: str,
        action: str,
        writes: Sequence[Write],
        told: Sequence[Outcome],
        *,
        again: bool,
    ) -> None:
        """Note what became of some objects, and know them by it from now on."""
        self.told = True
        made = self._made_before(kind, writes, told, again=again)
        guids = {
            each.index: guid
            for each in told
            if each.status in ("created", "updated") and (guid := guid_of(each.record))
        }
        numbers = numbers_of(self._context, kind, list(guids.values()))
        for each in told:
            write = writes[each.index]
            found = made.get(each.index)
            if each.index in made and found is None:
                self.results[write.place] = OUTCOME_UNKNOWN.refusal()
            elif found is not None:
                self.results[write.place] = found.id, "CREATED"
                self._references.changed(found, write.keys, new=True)
            elif each.index in guids:
                guid = guids[each.index]
                new = each.status == "created"
                before = {} if write.held is None else write.held.record
                held = Held(kind, numbers[guid], guid, {**before, **write.record})
                self.results[write.place] = held.id, "CREATED" if new else "UPDATED"
                self._references.changed(held, write.keys, new=new)
            elif each.code == OBJECT_EXISTS and action == CREATE_ONLY and kind == ROLE:
                self.results[write.place] = None, "SKIPPED"
            elif each.code == OBJECT_UNKNOWN and self._mode == "UPDATE":
                gone = None if write.held is None else write.held.id
                self.results[write.place] = gone, "SKIPPED"
            else:
                self.results[write.place] = refusal_of_outcome(self._context, each)

    def _made_before(
        self, kind: str, writes: Sequence[Write], told: Sequence[Outcome], *, again: bool
    ) -> dict[int, Held | None]:
        """Find out which objects this call made, although its last answer says otherwise.

        None stands for one of which nobody knows whether it was there before.
        """
        unsure = [
            each.index
            for each in told
            if (again and each.code == OBJECT_EXISTS)
            or (
                each.repeated
                and each.status == "updated"
                and writes[each.index].action == CREATE_OR_UPDATE
            )
        ]
        if not unsure:
            return {}
        values = sorted({str(writes[index].record[EXTERNAL_OPPORTUNITY]) for index in unsure})
        try:
            there = find_objects(self._context, kind, EXTERNAL_OPPORTUNITY, values)
        except (RestError, Refusal):
            self._context.note_unknown(f"{self._context.call.operation}, a part of it")
            # What REST has updated is written in any case.
            return dict.fromkeys(i for i in unsure if told[i].status != "updated")
        found = {
            _key_of(kind, each.record): each
            for each in there
            if made_since(each.record, self._context.now)
        }
        keys = {index: _key_of(kind, writes[index].record) for index in unsure}
        return {index: found[key] for index, key in keys.items() if key in found}

    def fail(self, error: RestError) -> None:
        """Have what is left fail, or the whole call where nothing was written.

        Raises:
            RestError: Nothing was.
        """
        if not self.told:
            raise error
        if not error.not_carried_out:
            self._context.note_unknown(f"{self._context.call.operation}, a part of it")
        self.failed = refusal_of_unsent(error, self._context.call.operation)


def _identity(write: Write) -> object:
    """Tell which object is written."""
    return write.record.get(GUID) or _key_of(write.kind, write.record)


def _key_of(kind: str, record: Mapping[str, Any]) -> tuple[str, ...]:
    more = (LEAD, ROLE_NAME) if kind == ROLE else ()
    names = (EXTERNAL_OPPORTUNITY, *more)
    return tuple(str(record.get(name)) for name in names)
