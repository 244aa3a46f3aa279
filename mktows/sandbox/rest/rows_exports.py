"""Rows of bulk exports and of their files: the SQL of one transaction."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import Connection, delete, func, insert, select, update

from mktows.facts.rest_limits import EXPORT_FILE_DAYS, EXPORT_STATUS_DAYS
from mktows.sandbox.rest.tables import export, export_piece

PIECE_BYTES = 256 * 1024
"""Bytes of each piece that a file is kept in, but for the last one."""
DAY = 24 * 60 * 60

Kind = Literal["leads", "activities"]
_held, _piece = export.c, export_piece.c


@dataclass(frozen=True, slots=True)
class Export:
    """One bulk export. All times are in seconds since 1970.

    Attributes:
        id: Its number.
        export_id: What calls name it by.
        kind: What it exports.
        format: The format of its file.
        request: What is to be in the file; it may hold lead data.
        created_at: When it was made.
        cancelled: Whether it was cancelled.
        queued_at: When it was enqueued; None before that, as all that follows.
        started_at: When it begins to be processed.
        due_at: When its file is made.
        job_id: The work that waits for that.
        size: Bytes of its file; None before it is made, and for good where it could not be.
        records: How many records the file has.
        checksum: The SHA-256 of the file, in hexadecimal digits.
    """

    id: int
    export_id: str
    kind: Kind
    format: str
    request: Mapping[str, Any] = field(repr=False)
    created_at: int
    cancelled: bool = False
    queued_at: int | None = None
    started_at: int | None = None
    due_at: int | None = None
    job_id: int | None = None
    size: int | None = None
    records: int | None = None
    checksum: str | None = None

    def status(self, now: int) -> str:
        """Return how far it is, in the service's words."""
        if self.cancelled:
            return "Cancelled"
        if self.started_at is None or self.due_at is None:
            return "Created"
        if self.size is not None:
            return "Completed"
        if now < self.started_at:
            return "Queued"
        # Due work is done before any call is answered: what is still not there broke off.
        return "Processing" if now < self.due_at else "Failed"

    def has_file(self, now: int) -> bool:
        """Tell whether its file is there."""
        ended_at = self.due_at
        return (
            self.size is not None
            and ended_at is not None
            and now < ended_at + EXPORT_FILE_DAYS * DAY
        )


class ExportRows:
    """The bulk exports of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, made: Export) -> None:
        """Keep a new export; its number is given out here."""
        self._connection.execute(
            insert(export).values(
                export_id=made.export_id,
                kind=made.kind,
                format=made.format,
                request=json.dumps(made.request, ensure_ascii=False),
                created_at=made.created_at,
                cancelled=False,
            )
        )

    def find(self, kind: Kind, export_id: str) -> Export | None:
        """Return the export that a call names."""
        rows = select(export).where(_held.export_id == export_id, _held.kind == kind)
        for row in self._connection.execute(rows):
            return _export(row)
        return None

    def get(self, number: int) -> Export | None:
        """Return the export with a number."""
        for row in self._connection.execute(select(export).where(_held.id == number)):
            return _export(row)
        return None

    def since(self, kind: Kind, oldest: int, *, after: int, limit: int) -> list[Export]:
        """Return exports that were made from a moment on, in the order in which they were made."""
        rows = self._connection.execute(
            select(export)
            .where(_held.kind == kind, _held.created_at >= oldest, _held.id > after)
            .order_by(_held.id)
            .limit(limit)
        )
        return [_export(row) for row in rows]

    def unfinished(self, now: int) -> list[Export]:
        """Return the exports that wait or are processed, in the order in which they begin."""
        rows = self._connection.execute(
            select(export)
            .where(_held.due_at > now, _held.cancelled.is_(False))
            .order_by(_held.started_at, _held.queued_at, _held.id)
        )
        return [_export(row) for row in rows]

    def plan(
        self, number: int, *, queued_at: int, started_at: int, due_at: int, job_id: int
    ) -> None:
        """Keep when an export is processed."""
        self._connection.execute(
            update(export)
            .where(_held.id == number)
            .values(queued_at=queued_at, started_at=started_at, due_at=due_at, job_id=job_id)
        )

    def cancel(self, number: int) -> None:
        """Have an export be cancelled."""
        self._connection.execute(
            update(export).where(_held.id == number).values(cancelled=True, job_id=None)
        )

    def finish(self, number: int, *, size: int, records: int, checksum: str) -> None:
        """Keep what the file of an export is like."""
        self._connection.execute(
            update(export)
            .where(_held.id == number)
            .values(size=size, records=records, checksum=checksum)
        )

    def bytes_between(self, oldest: int, latest: int) -> int:
        """Return how many bytes the files have that were made in a range of time."""
        total = select(func.coalesce(func.sum(_held.size), 0)).where(
            _held.due_at.between(oldest, latest)
        )
        return int(self._connection.scalars(total).one())

    def write_piece(self, number: int, place: int, content: bytes) -> None:
        """Keep a piece of the file of an export."""
        self._connection.execute(
            insert(export_piece).values(export=number, number=place, content=content)
        )

    def read(self, number: int, first: int, last: int) -> bytes:
        """Return the bytes from one to another of the file of an export."""
        begins, ends = first // PIECE_BYTES, last // PIECE_BYTES
        rows = self._connection.scalars(
            select(_piece.content)
            .where(_piece.export == number, _piece.number.between(begins, ends))
            .order_by(_piece.number)
        )
        content = b"".join(rows)
        skipped = begins * PIECE_BYTES
        return content[first - skipped : last + 1 - skipped]

    def forget(self, now: int) -> None:
        """Forget files that are not kept any more, and exports that nothing is told of any more."""
        gone = select(_held.id).where(_held.due_at <= now - EXPORT_FILE_DAYS * DAY)
        self._connection.execute(delete(export_piece).where(_piece.export.in_(gone)))
        self._connection.execute(
            delete(export).where(
                func.coalesce(_held.due_at, _held.created_at) <= now - EXPORT_STATUS_DAYS * DAY
            )
        )


def _export(row: Any) -> Export:
    stored = dict(row._mapping)
    return Export(**{**stored, "request": json.loads(stored["request"])})
