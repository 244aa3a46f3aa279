"""Writes the records of a batch by REST, in SOAP's order."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from datetime import datetime
from typing import Any, TypeVar

from mktows.bridge.context import Context
from mktows.bridge.refusals import (
    OUTCOME_UNKNOWN,
    refusal_of_row,
    refusal_of_sent,
    refusal_of_unsent,
)
from mktows.rest.errors import OutcomeUnknown, RestError
from mktows.rest.outcomes import NOT_DONE, NOT_SENT, SKIPPED, UNKNOWN, Outcome
from mktows.rest.times import read_time
from mktows.server.refusals import Refusal

_NOT_TOLD = (UNKNOWN, NOT_SENT, NOT_DONE)
T = TypeVar("T")


def write_in_order(
    context: Context,
    records: Sequence[T],
    key: Callable[[T], Hashable],
    write: Callable[[Sequence[T]], Sequence[Outcome]],
) -> list[Outcome | Refusal]:
    """Write records by as few calls as SOAP's order allows, and tell what became of each.

    A record sees the effect of those before it: one whose key stood before begins another call.
    Once a call fails, the records that were not told of fail, and nothing more is sent.

    Args:
        context: The call.
        records: The records.
        key: Tells which object a record means.
        write: Writes some of them.

    Raises:
        RestError: A call failed, and nothing was written before.
    """
    told: list[Outcome | Refusal] = []
    for run in _runs(records, key):
        try:
            told += write(run)
        except RestError as error:
            done = [each for each in error.outcomes if each.status not in _NOT_TOLD]
            if not told and not done:
                raise
            if not error.not_carried_out:
                context.note_unknown(f"{context.call.operation}, a part of it")
            sent = [each for each in error.outcomes if each.status != NOT_SENT]
            told += done
            told += [refusal_of_sent(error, context.call.operation)] * (len(sent) - len(done))
            unsent = refusal_of_unsent(error, context.call.operation)
            return [*told, *[unsent] * (len(records) - len(told))]
    return told


def create(write: Callable[[], Sequence[Outcome]]) -> tuple[Sequence[Outcome], bool]:
    """Write what may only be new, a second time where the first one's outcome is not known.

    That does no harm: what the first one made is there, and stays as it is.

    Returns:
        What became of each record, and whether there was a first time.
    """
    try:
        return write(), False
    except OutcomeUnknown as unknown:
        try:
            return write(), True
        except RestError as error:
            raise unknown if error.not_carried_out else error from unknown


def refusal_of_outcome(context: Context, told: Outcome) -> Refusal:
    """Return the failure of a record whose row does not tell that it was carried out.

    Only one that REST has passed over was certainly not.
    """
    if told.status == SKIPPED:
        return refusal_of_row(told.code, context.call.operation)
    context.note_unknown(f"{context.call.operation}, a part of it")
    return OUTCOME_UNKNOWN.refusal()


def made_since(record: Any, began: datetime) -> bool:
    """Tell by its `createdAt`, in whole seconds, whether something was made since a call began."""
    try:
        return read_time(str(record.get("createdAt"))) >= began.replace(microsecond=0)
    except ValueError:
        return False


def _runs(records: Sequence[T], key: Callable[[T], Hashable]) -> Iterator[list[T]]:
    run: list[T] = []
    keys: set[Hashable] = set()
    for each in records:
        if key(each) in keys:
            yield run
            run, keys = [], set()
        run.append(each)
        keys.add(key(each))
    if run:
        yield run
