"""Does imports of leads from files in the background."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mktows.facts.lead_fields import LeadField
from mktows.parameters.import_rows import EMAIL, ImportRow
from mktows.parameters.imports import UPSERT
from mktows.parameters.keys import email_key
from mktows.parameters.lead_records import Incoming
from mktows.parameters.scalars import fits, id_number
from mktows.sandbox.context import Scope
from mktows.sandbox.instance.settings import DEFAULT_WORKSPACE
from mktows.sandbox.leads.records import create, write
from mktows.sandbox.leads.rows import Lead
from mktows.sandbox.lists import members as list_members
from mktows.sandbox.lists.files import FileRow, read_rows
from mktows.sandbox.lists.imports import CHUNK, SOURCE, import_rows
from mktows.sandbox.lists.rows_files import FileOutcome

FILE_IMPORT = "fileImport"
ID = "Id"
"""API name of the field by which leads are only updated, never made."""


def start_import(
    scope: Scope,
    text: str,
    *,
    delimiter: str,
    header: Sequence[str],
    columns: Sequence[str],
    lookup: str,
    list_id: int | None,
    workspace: str | None,
    at_a_time: int,
) -> int:
    """Take an import on, and return its id.

    Args:
        scope: The transaction and the moment.
        text: The file.
        delimiter: The character between its cells.
        header: The names in its first row, as they are told again.
        columns: The fields that they name, by their API names.
        lookup: The field by which a lead is found.
        list_id: The static list that the leads join.
        workspace: Where new leads go.
        at_a_time: How many imports run together; others wait.
    """
    under_way = scope.data.file_imports.under_way(scope.now)
    begins_at = scope.now if len(under_way) < at_a_time else under_way[-at_a_time]
    due_at = begins_at + scope.instance.import_seconds
    import_id = scope.data.file_imports.start(
        list_id=list_id,
        started_at=scope.now,
        begins_at=begins_at,
        due_at=due_at,
        delimiter=delimiter,
        header=header,
    )
    scope.data.jobs.add(
        FILE_IMPORT,
        due_at,
        {
            "import": import_id,
            "text": text,
            "delimiter": delimiter,
            "columns": list(columns),
            "lookup": lookup,
            "list": list_id,
            "workspace": workspace,
        },
    )
    return import_id


_NO_LEAD = "There is no lead with this id"


@dataclass(frozen=True, slots=True)
class _Importing:
    """An import while it is done.

    Attributes:
        fields: The lead fields by their API names.
        columns: The fields of the file.
        lookup: The field by which a lead is found.
    """

    scope: Scope
    fields: Mapping[str, LeadField]
    columns: Sequence[str]
    lookup: str
    workspace: str

    def read(self, row: FileRow) -> tuple[ImportRow | None, str]:
        """Return what a row says, and why it fails or what of it is passed over."""
        if row.problem:
            return None, row.problem
        if len(row.cells) != len(self.columns):
            return None, f"The row has {len(row.cells)} columns instead of {len(self.columns)}"
        values = dict(zip(self.columns, row.cells, strict=True))
        key = values[self.lookup]
        if not key:
            return None, "The row has no value of the lookup field"
        if not self._fits(self.lookup, key):
            return None, "The value of the lookup field is of another type"
        passed_over = [
            name
            for name, text in values.items()
            if name != self.lookup
            and text
            and not (self.fields[name].writable and self._fits(name, text))
        ]
        email = values.pop(EMAIL, None) if self.lookup == EMAIL else None
        problem = ""
        if passed_over:
            names = ", ".join(self.fields[name].rest_name or name for name in passed_over)
            problem = f"Values were passed over: {names}"
        for name in passed_over:
            del values[name]
        return ImportRow(email, values, {}), problem

    def put(self, rows: Sequence[ImportRow]) -> list[Lead | None]:
        """Make or change the leads of rows; None for a row whose id is nobody's."""
        if self.lookup == EMAIL:
            found = import_rows(self.scope, UPSERT, rows, workspace=self.workspace)
            return [lead for lead, _ in found]
        keys = [self._compared(row.values[self.lookup]) for row in rows]
        known = self._known(keys)
        put: list[Lead | None] = []
        for key, row in zip(keys, rows, strict=True):
            target = self._put(row, known.get(key))
            if target is not None:
                known[key] = target.id
            put.append(target)
        return put

    def _put(self, row: ImportRow, found: int | None) -> Lead | None:
        incoming = Incoming(None, row.values.get(EMAIL) or None, None, row.values)
        target = None if found is None else self.scope.data.leads.get(found)
        if target is not None:
            write(self.scope, target, incoming, self.fields, reason=SOURCE)
            return target
        if self.lookup == ID:
            return None
        return create(self.scope, incoming, self.fields, workspace=self.workspace, source=SOURCE)

    def _known(self, keys: Sequence[str]) -> dict[str, int]:
        """Return the leads with some keys; of several the newest, as with addresses (a guess)."""
        leads = self.scope.data.leads
        if self.lookup == ID:
            ids = leads.existing([int(key) for key in keys])
            leads.prefetch(ids=ids)
            return {str(each): each for each in ids}
        found = leads.newest_by_attribute(self.lookup, keys)
        leads.prefetch(ids=found.values())
        return found

    def _compared(self, key: str) -> str:
        """Return the form in which values of the lookup field are compared."""
        if self.lookup == ID:
            return str(id_number(key))
        return email_key(key) if self.fields[self.lookup].data_type == "email" else key

    def _fits(self, name: str, text: str) -> bool:
        known = self.fields[name]
        if known.data_type == "email" and not text.isascii():
            return False
        return fits(known.data_type, text)


def do_import(scope: Scope, content: dict[str, Any]) -> None:
    """Do one import; its rows are handled in order, so a later one sees an earlier one's effect.

    Values that a field cannot hold, or that nobody may write, are passed over as by syncLead, and
    the row has a warning (a guess).
    """
    data = scope.data
    importing = _Importing(
        scope,
        {each.name: each for each in data.leads.rest_fields().values()},
        content["columns"],
        content["lookup"],
        content["workspace"] or DEFAULT_WORKSPACE,
    )
    target = None if content["list"] is None else data.lists.find_by_id(content["list"])
    rows = itertools.islice(read_rows(content["text"], content["delimiter"]), 1, None)
    failures: list[list[str]] = []
    warnings: list[list[str]] = []
    imported = 0
    while chunk := list(itertools.islice(rows, CHUNK)):
        read = [(each, *importing.read(each)) for each in chunk]
        leads = iter(importing.put([row for _, row, _ in read if row is not None]))
        joining: set[int] = set()
        for each, row, problem in read:
            lead = None if row is None else next(leads)
            if lead is None:
                why = _NO_LEAD if row is not None else problem
                failures.append(_noted(each, content["columns"], why))
                continue
            imported += 1
            joining.add(lead.id)
            if problem:
                warnings.append(_noted(each, content["columns"], problem))
        if target is not None:
            list_members.join(scope, target, joining, source=SOURCE)
        data.flush()
    outcome = FileOutcome(imported, None if target is None else imported, failures, warnings)
    data.file_imports.end(content["import"], scope.now, outcome)


def _noted(row: FileRow, columns: Sequence[str], problem: str) -> list[str]:
    """Return a row with a problem in the column behind the others."""
    return [*row.cells, *[""] * (len(columns) - len(row.cells)), problem]


JOBS = {FILE_IMPORT: do_import}
