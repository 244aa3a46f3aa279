"""Rows of the calls that were answered: the SQL of one transaction."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    Connection,
    Row,
    bindparam,
    cast,
    delete,
    func,
    insert,
    or_,
    select,
)

from mktows.checking import RULES, Finding
from mktows.database.prepared import Prepared
from mktows.server.exchange import RecordedCall
from mktows.server.journal.kept import Kept
from mktows.server.journal.queries import CallQuery, CallSummary
from mktows.server.journal.tables import call

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_AT_A_TIME = 50
_SUMMARY = frozenset(
    {
        *("id", "at", "operation", "version", "user_id"),
        *("status", "code", "fault", "milliseconds"),
    }
)
_FAILED = or_(call.c.status.is_distinct_from(200), call.c.code.is_not(None))

# Every call adds a row.
_LAST = Prepared(select(call.c.written).order_by(call.c.id.desc()).limit(1))
_ADD = Prepared(
    insert(call).values({each.name: bindparam(each.name) for each in call.c if each.name != "id"})
)


class JournalRows:
    """The recorded calls of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, kept: Sequence[Kept], *, calls: int, size: int) -> None:
        """Write calls down, and forget the oldest.

        Args:
            kept: The calls.
            calls: How many calls are kept.
            size: How many bytes their envelopes and notes may have; the newest call is always
                kept.
        """
        last = _LAST.rows(self._connection)
        written = last[0][0] if last else 0
        rows = []
        for each in kept:
            listed = json.dumps(each.notes) if each.notes else "[]"
            written += _size(each.request) + _size(each.reply) + len(listed)
            rows.append(
                {
                    "at": (each.at - _EPOCH) // _MILLISECOND,
                    "operation": each.operation,
                    "version": each.version,
                    "user_id": each.user_id,
                    "status": each.status,
                    "code": each.code,
                    "fault": each.fault,
                    "findings": _written(each.findings),
                    "milliseconds": each.milliseconds,
                    "written": written,
                    "notes": listed,
                    "request": each.request,
                    "reply": each.reply,
                }
            )
        _ADD.run_many(self._connection, rows)
        newest = self._connection.scalars(select(func.max(call.c.id))).one()
        too_old = newest - calls
        if written > size:
            # All envelopes behind this one fit into the size, but not with this one.
            first = select(call.c.id).where(call.c.written >= written - size)
            too_old = max(
                too_old,
                self._connection.scalars(first.order_by(call.c.written).limit(1)).one(),
            )
        self._connection.execute(delete(call).where(call.c.id <= min(too_old, newest - 1)))

    def select(
        self, *, operation: str | None, user_id: str | None, failed: bool, last: int | None
    ) -> list[RecordedCall]:
        """Return the calls that fit, in their order; of more than `last`, the last ones."""
        query = select(call).order_by(call.c.id.desc())
        if operation is not None:
            query = query.where(call.c.operation == operation)
        if user_id is not None:
            query = query.where(call.c.user_id == user_id)
        if failed:
            query = query.where(_FAILED)
        if last is not None:
            query = query.limit(last)
        found = [_recorded(row) for row in self._connection.execute(query)]
        found.reverse()
        return found

    def summaries(
        self,
        query: CallQuery,
        *,
        before: int | None = None,
        after: int | None = None,
        limit: int,
        oldest: bool = False,
    ) -> list[CallSummary]:
        """Return calls that fit, the newest first, without reading their envelopes.

        Args:
            query: Which calls.
            before: Only calls that are older than this one.
            after: Only calls that are newer than this one.
            limit: At most so many, the newest ones.
            oldest: Whether it is the oldest ones instead.
        """
        count = func.json_array_length(self._json(call.c.findings)).label("findings")
        rows = select(*(each for each in call.c if each.name in _SUMMARY), count)
        rows = rows.where(*_conditions(query)).limit(limit)
        if before is not None:
            rows = rows.where(call.c.id < before)
        if after is not None:
            rows = rows.where(call.c.id > after)
        rows = rows.order_by(call.c.id if oldest else call.c.id.desc())
        found = [_summary(row) for row in self._connection.execute(rows)]
        return found[::-1] if oldest else found

    def last_id(self) -> int:
        """Return the number of the newest call; 0 where there is none."""
        return self._connection.scalars(select(func.max(call.c.id))).one() or 0

    def _json(self, column: ColumnElement[str]) -> ColumnElement[Any]:
        """Return a column that holds JSON as what the database's functions of JSON take."""
        return column if self._connection.dialect.name == "sqlite" else cast(column, JSON)

    def each(self) -> Iterator[RecordedCall]:
        """The calls in their order, a few at a time: they may be too many to hold."""
        after = 0
        while True:
            query = select(call).where(call.c.id > after).order_by(call.c.id).limit(_AT_A_TIME)
            rows = self._connection.execute(query).all()
            if not rows:
                return
            yield from map(_recorded, rows)
            after = rows[-1].id

    def get(self, call_id: int) -> RecordedCall | None:
        """Return the call with an id, unless it is forgotten."""
        row = self._connection.execute(select(call).where(call.c.id == call_id)).first()
        return None if row is None else _recorded(row)

    def clear(self) -> None:
        """Forget all calls."""
        self._connection.execute(delete(call))


def _conditions(query: CallQuery) -> Iterator[ColumnElement[bool]]:
    if query.operation:
        yield call.c.operation.icontains(query.operation, autoescape=True)
    if query.user_id:
        yield call.c.user_id.icontains(query.user_id, autoescape=True)
    if query.outcome == "ok":
        yield ~_FAILED
    elif query.outcome == "failed":
        yield _FAILED
    elif query.outcome == "findings":
        yield call.c.findings != "[]"
    if query.text:
        places = (call.c.fault, call.c.notes, call.c.request, call.c.reply)
        yield or_(*(each.icontains(query.text, autoescape=True) for each in places))


def _summary(row: Any) -> CallSummary:
    return CallSummary(
        id=row.id,
        at=_EPOCH + row.at * _MILLISECOND,
        operation=row.operation,
        version=row.version,
        user_id=row.user_id,
        status=row.status,
        code=row.code,
        fault=row.fault,
        milliseconds=row.milliseconds,
        findings=row.findings,
    )


def _size(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode())


def _written(findings: Sequence[Finding]) -> str:
    if not findings:
        return "[]"
    return json.dumps(
        [[each.rule, each.line, each.path, each.reason, each.correction] for each in findings]
    )


def _finding(rule: str, line: int, path: str, reason: str, correction: str) -> Finding:
    return Finding(rule, RULES[rule].severity, line, path, reason, correction)


def _recorded(row: Row[Any]) -> RecordedCall:
    return RecordedCall(
        id=row.id,
        at=_EPOCH + row.at * _MILLISECOND,
        operation=row.operation,
        version=row.version,
        user_id=row.user_id,
        status=row.status,
        code=row.code,
        fault=row.fault,
        findings=tuple(_finding(*each) for each in json.loads(row.findings)),
        milliseconds=row.milliseconds,
        request=row.request,
        reply=row.reply,
        notes=tuple(json.loads(row.notes)),
    )
