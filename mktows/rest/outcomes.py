"""The outcome of each record of a call that writes many, matched by its place; pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from mktows.errors import RequestError
from mktows.facts.rest_endpoints import RECORDS_PER_CALL
from mktows.rest.errors import BadAnswerError, RestError
from mktows.rest.reading import Answer, read_code

SKIPPED = "skipped"
"""The service's status of a record that it did not carry out."""
UNKNOWN, NOT_SENT, NOT_DONE = "unknown", "not sent", "not done"
"""Statuses of ours: it may have been carried out; it was never sent; the whole call was refused."""

_REASONS = ("reasons", "reason", "errors")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of one record.

    Attributes:
        index: Its place in what was given, from 0.
        status: The service's word, such as `created`, `updated`, `skipped`; or one of `unknown`,
            `not sent` and `not done`.
        code: The service's code where it was skipped, else None.
        text: The service's reason; it may name leads.
        record: The whole row of the answer, with the `id` or `marketoGUID`.
        repeated: See `Answer.repeated`.
    """

    index: int
    status: str
    code: int | None = None
    text: str = field(default="", repr=False)
    record: Mapping[str, Any] = field(default_factory=dict, repr=False)
    repeated: bool = False


def read_outcomes(
    name: str, answer: Answer, sent: int, first: int, *, ids: Sequence[object] = ()
) -> list[Outcome]:
    """Read the rows of an answer as the outcomes of what was sent.

    A row that was skipped may name no key at all: its place alone tells whose it is, unless rows
    say by `seq` or `id` that they stand in another order.

    Args:
        name: The endpoint's name.
        answer: The answer.
        sent: The number of records that the call had.
        first: The place of its first record in what was given.
        ids: The ids of the records, None for one that has none; empty where records have none.

    Raises:
        BadAnswerError: There are more or fewer rows than records, one is no row, or which belongs
            to which cannot be told.
    """
    if len(answer.result) != sent:
        raise BadAnswerError(
            f"sent {sent} records and got {len(answer.result)} rows: which belongs to which "
            "cannot be told",
            endpoint=name,
            request_id=answer.request_id,
        )
    if not all(isinstance(row, dict) for row in answer.result):
        raise BadAnswerError("a row is no object", endpoint=name, request_id=answer.request_id)
    rows = _in_order(answer.result, ids)
    if rows is None:
        raise BadAnswerError(
            "the rows belong to other records than those that were sent",
            endpoint=name,
            request_id=answer.request_id,
        )
    found = []
    for index, row in enumerate(rows, first):
        status = row.get("status")
        code, text = _reason(row)
        if not isinstance(status, str):
            # What runs a campaign answers with ids alone; a row with a reason was not carried out.
            status = SKIPPED if code is not None else ""
        found.append(Outcome(index, status, code, text, row, answer.repeated))
    return found


def rest_of(error: RestError, done: Sequence[Outcome], sent: int, total: int) -> list[Outcome]:
    """The outcomes of all records when a call failed: done, failed, and never sent.

    Args:
        error: What the call failed with.
        done: The outcomes of the calls before.
        sent: The number of records of the call that failed.
        total: The number of all records.
    """
    status = NOT_DONE if error.not_carried_out else UNKNOWN
    failed = [
        Outcome(len(done) + place, status, error.code, error.service_text) for place in range(sent)
    ]
    started = len(done) + sent
    return [*done, *failed, *(Outcome(index, NOT_SENT) for index in range(started, total))]


def cut(
    items: Iterable[T],
    size: Callable[[T], int],
    *,
    room: int,
    most: int = RECORDS_PER_CALL,
    where: str = "",
) -> Iterator[list[T]]:
    """Cut items into batches, by count and by size.

    Args:
        items: What to cut.
        size: Tells the bytes of one.
        room: Bytes that a batch may have.
        most: Items that a batch may have.
        where: What the error names.

    Raises:
        RequestError: One alone is too large.
    """
    batch: list[T] = []
    used = 0
    for place, item in enumerate(items):
        needed = size(item) + 1
        if needed > room:
            raise RequestError(f"record {place} alone is larger than a call may be", where)
        if batch and (len(batch) == most or used + needed > room):
            yield batch
            batch, used = [], 0
        batch.append(item)
        used += needed
    if batch:
        yield batch


def _in_order(
    rows: Sequence[Mapping[str, Any]], ids: Sequence[object]
) -> Sequence[Mapping[str, Any]] | None:
    """Return rows in the order of what was sent; None where they do not belong to it."""
    numbers = [read_code(row.get("seq")) for row in rows]
    places = [each for each in numbers if each is not None]
    if len(places) == len(rows) and places:
        by_place = dict(zip(places, rows, strict=True))
        expected = range(min(places), min(places) + len(rows))
        return [by_place[each] for each in expected] if {*places} == {*expected} else None
    sent = [None if each is None else str(each) for each in ids]
    if len(sent) != len(rows):
        return rows
    told = [None if row.get("id") is None else str(row["id"]) for row in rows]
    if all(None in pair or pair[0] == pair[1] for pair in zip(sent, told, strict=True)):
        return rows
    by_id = dict(zip(told, rows, strict=True))
    if None in by_id or by_id.keys() != {*sent}:
        return None
    return [by_id[each] for each in sent]


def _reason(row: Mapping[str, Any]) -> tuple[int | None, str]:
    """The first reason of a row, in any of its three spellings."""
    for name in _REASONS:
        given = row.get(name)
        for each in given if isinstance(given, list) else [given]:
            if isinstance(each, dict):
                text = each.get("message")
                return read_code(each.get("code")), text if isinstance(text, str) else ""
    return None, ""
