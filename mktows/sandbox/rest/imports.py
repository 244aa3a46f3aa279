"""Answers calls that import leads from files, and tells how such imports stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from mktows.facts.rest_errors import (
    DATA_BAD,
    FIELD_UNKNOWN,
    FIELD_UNSUPPORTED,
    IMPORT_IN_PROGRESS,
    IMPORTS_TOO_MANY,
    OBJECT_UNKNOWN,
    PARTITION_DENIED,
    SYSTEM_ERROR,
)
from mktows.facts.rest_limits import BATCH_DAYS, IMPORT_BYTES, IMPORTS_QUEUED, IMPORTS_RUNNING
from mktows.sandbox.lists.file_imports import start_import
from mktows.sandbox.lists.files import DELIMITERS, read_rows, write_rows
from mktows.sandbox.lists.rows_files import FileImport, FileOutcome, Noted
from mktows.sandbox.rest.answers import Answer
from mktows.sandbox.rest.context import Handler, RestContext
from mktows.sandbox.rest.leads import is_searched
from mktows.sandbox.rest.lists import known_list
from mktows.sandbox.rest.refusals import RestRefusal, refusal

_KEPT = int(timedelta(days=BATCH_DAYS).total_seconds())
_LOOKUPS = ("id", "email")
# The names of the column more (recorded in clients).
_FAILURE, _WARNING = "Import Failure Reason", "Import Warning Reason"
_MEDIA_TYPES = {",": "text/csv", "\t": "text/tab-separated-values", ";": "text/plain"}


def _import_leads(context: RestContext) -> Answer:
    call, data = context.call, context.data
    delimiter = DELIMITERS[(call.text("format") or "").lower()]
    list_id = call.number("listId")
    target = None if list_id is None else known_list(context, list_id)
    text = _decoded(call.document)
    header = next(read_rows(text, delimiter), None)
    if header is None or header.problem:
        raise refusal(DATA_BAD, problem="The file has no row of names that can be read")
    fields = data.leads.rest_fields()
    for name in header.cells:
        # As with records of other calls; that it is told at once is a guess.
        if name not in fields:
            raise refusal(FIELD_UNKNOWN, name=name)
    if len(set(header.cells)) < len(header.cells):
        raise refusal(DATA_BAD, problem="The file names a field twice")
    lookup = call.text("lookupField") or "email"
    if lookup not in fields:
        raise refusal(FIELD_UNKNOWN, name=lookup)
    if lookup not in _LOOKUPS and not is_searched(fields[lookup]):
        raise refusal(FIELD_UNSUPPORTED, name=lookup)
    if lookup not in header.cells:
        raise refusal(DATA_BAD, problem=f"The file has no column {lookup}")
    workspace = _workspace(context)
    if len(data.file_imports.under_way(context.now)) >= IMPORTS_QUEUED:
        raise refusal(IMPORTS_TOO_MANY)
    data.file_imports.forget_before(context.now - _KEPT)
    started = start_import(
        context,
        text,
        delimiter=delimiter,
        header=header.cells,
        columns=[fields[name].name for name in header.cells],
        lookup=fields[lookup].name,
        list_id=None if target is None else target.id,
        workspace=workspace,
        at_a_time=IMPORTS_RUNNING,
    )
    return Answer([{"batchId": started, "importId": str(started), "status": "Queued"}])


def _get_import_status(context: RestContext) -> Answer:
    found = _known(context)
    told: dict[str, Any] = {"batchId": found.id, "status": _status(context, found)}
    outcome = found.outcome
    # Failures are not among the leads that were processed (a sample).
    told["numOfLeadsProcessed"] = 0 if outcome is None else outcome.imported
    told["numOfRowsFailed"] = 0 if outcome is None else len(outcome.failures)
    told["numOfRowsWithWarning"] = 0 if outcome is None else len(outcome.warnings)
    if outcome is not None:
        told["message"] = _message(outcome)
    elif told["status"] == "Failed":
        told["message"] = "The import broke off"
    return Answer([told])


def _get_import_failures(context: RestContext) -> Answer:
    return _file(context, _FAILURE, lambda outcome: outcome.failures)


def _get_import_warnings(context: RestContext) -> Answer:
    return _file(context, _WARNING, lambda outcome: outcome.warnings)


def _file(context: RestContext, title: str, noted: Callable[[FileOutcome], Noted]) -> Answer:
    """Return rows of an import's file, each with a reason; without rows the names alone (a guess).

    Raises:
        RestRefusal: There is no such import, or it is not done yet (a guess).
    """
    found = _known(context)
    if found.outcome is None and _status(context, found) != "Failed":
        raise refusal(IMPORT_IN_PROGRESS)
    rows = [] if found.outcome is None else noted(found.outcome)
    content = write_rows([[*found.header, title], *rows], found.delimiter)
    return Answer(file=(content, f"{_MEDIA_TYPES[found.delimiter]};charset=UTF-8"))


def _known(context: RestContext) -> FileImport:
    """Return the import that a path names; its id is known for some days (documented).

    Raises:
        RestRefusal: There is none with this id.
    """
    found = context.data.file_imports.find(context.call.number_in_path("batchId"))
    if found is None or found.started_at < context.now - _KEPT:
        raise refusal(OBJECT_UNKNOWN)
    return found


def _status(context: RestContext, shown: FileImport) -> str:
    if shown.outcome is not None:
        return "Complete"
    if context.now >= shown.due_at:
        # Due work is done before any call is answered: this broke off, and has changed nothing.
        return "Failed"
    return "Importing" if context.now >= shown.begins_at else "Queued"


def _message(outcome: FileOutcome) -> str:
    ended = "with errors" if outcome.failures else "without errors"
    members = "" if outcome.members is None else f" ({outcome.members} members)"
    return (
        f"Import ended {ended}: {outcome.imported} records imported{members}, "
        f"{len(outcome.failures)} failed, {len(outcome.warnings)} with warnings"
    )


def _decoded(content: bytes) -> str:
    if len(content) > IMPORT_BYTES:
        raise RestRefusal(SYSTEM_ERROR, "Request entity too large", 413)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise refusal(DATA_BAD, problem="The file is not UTF-8") from None


def _workspace(context: RestContext) -> str | None:
    named = context.call.text("partitionName")
    if named is None:
        return None
    workspace = context.instance.workspace(named)
    if workspace is None:
        raise refusal(PARTITION_DENIED, name=named)
    return workspace


HANDLERS: Mapping[str, Handler] = {
    "import_leads": _import_leads,
    "get_import_status": _get_import_status,
    "get_import_failures": _get_import_failures,
    "get_import_warnings": _get_import_warnings,
}
