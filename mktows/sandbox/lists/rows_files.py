"""Rows of imports of leads from files: the SQL of one transaction."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, delete, insert, select, update

from mktows.parameters.scalars import MAX_ID
from mktows.sandbox.lists.tables_files import file_import

Noted = Sequence[Sequence[str]]
"""Rows of a file, each with a reason as its last cell."""


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """The outcome of an import; its repr hides the rows, which are about people.

    Attributes:
        imported: The number of rows that made or changed a lead.
        members: The number of those rows whose lead is in the list now; None without a list.
        failures: The rows that did not.
        warnings: Those of the imported rows that were not taken whole.
    """

    imported: int
    members: int | None
    failures: Noted = field(repr=False)
    warnings: Noted = field(repr=False)


@dataclass(frozen=True, slots=True)
class FileImport:
    """An import of leads from a file.

    Attributes:
        started_at: When it was asked for, in seconds since 1970.
        begins_at: When it begins, since only some run at a time.
        due_at: When it is to be done.
        delimiter: The character between the cells of its file.
        header: The names in the file's first row.
        outcome: None before it is done, and for good if it broke off.
    """

    id: int
    started_at: int
    begins_at: int
    due_at: int
    delimiter: str
    header: Sequence[str]
    outcome: FileOutcome | None = field(repr=False)


class FileImportRows:
    """The imports from files of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def under_way(self, now: int) -> list[int]:
        """Return when the imports that are not done yet will be, in ascending order."""
        rows = self._connection.scalars(
            select(file_import.c.due_at)
            .where(file_import.c.due_at > now)
            .order_by(file_import.c.due_at)
        )
        return list(rows)

    def is_under_way(self, list_id: int, now: int) -> bool:
        """Tell whether an import into a list is not done yet."""
        row = select(file_import.c.id).where(
            file_import.c.list_id == list_id, file_import.c.due_at > now
        )
        return self._connection.scalar(row.limit(1)) is not None

    def start(
        self,
        *,
        list_id: int | None,
        started_at: int,
        begins_at: int,
        due_at: int,
        delimiter: str,
        header: Sequence[str],
    ) -> int:
        """Note an import, and return its id."""
        row = insert(file_import).values(
            list_id=list_id,
            started_at=started_at,
            begins_at=begins_at,
            due_at=due_at,
            delimiter=delimiter,
            header=_text(header),
        )
        return int(self._connection.scalars(row.returning(file_import.c.id)).one())

    def end(self, import_id: int, ended_at: int, outcome: FileOutcome) -> None:
        """Note how an import ended."""
        self._connection.execute(
            update(file_import)
            .where(file_import.c.id == import_id)
            .values(
                ended_at=ended_at,
                imported=outcome.imported,
                members=outcome.members,
                failures=_text(outcome.failures),
                warnings=_text(outcome.warnings),
            )
        )

    def find(self, import_id: int) -> FileImport | None:
        """Return an import."""
        if not 0 < import_id <= MAX_ID:
            return None
        row = self._connection.execute(
            select(file_import).where(file_import.c.id == import_id)
        ).first()
        if row is None:
            return None
        outcome = None
        if row.ended_at is not None:
            outcome = FileOutcome(
                row.imported, row.members, json.loads(row.failures), json.loads(row.warnings)
            )
        return FileImport(
            row.id,
            row.started_at,
            row.begins_at,
            row.due_at,
            row.delimiter,
            json.loads(row.header),
            outcome,
        )

    def forget_before(self, moment: int) -> None:
        """Forget the imports that were asked for before a moment and are done."""
        self._connection.execute(
            delete(file_import).where(
                file_import.c.started_at < moment, file_import.c.due_at < moment
            )
        )


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
