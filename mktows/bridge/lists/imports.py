"""Answers importToList and getImportToListStatus, by bulk imports of REST."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from mktows.bridge.context import Context
from mktows.bridge.lead_keys import find_leads
from mktows.bridge.lists.operations import add, clear
from mktows.bridge.names import LISTS, Named, by_name, find_campaign, find_program_list, forget_name
from mktows.bridge.operation import Operation
from mktows.bridge.refusals import OUTCOME_UNKNOWN, refusal_for
from mktows.bridge.values import is_written, rest_value
from mktows.exact_json import number_text
from mktows.facts.key_types import EMAIL as EMAIL_KEY
from mktows.facts.lead_fields import LeadField
from mktows.facts.rest_limits import BATCH_DAYS
from mktows.parameters.import_rows import EMAIL, ImportRow, is_token, read_header
from mktows.parameters.imports import UPSERT, ListImport, ProgramList, import_summary, read_rows
from mktows.parameters.scalars import seconds, wire_stamp
from mktows.rest.errors import NotFoundError, RestError
from mktows.rest.writing import MOST_IMPORT

KEPT = timedelta(days=BATCH_DAYS + 1)
"""Time for which an import is remembered: a day longer than REST does."""
_BEGINNING, _UNDER_WAY, _UNKNOWN = "beginning", "under way", "unknown"
_COMPLETE, _FAILED = "complete", "failed"
_LONGEST_CALL = 120
"""Seconds after which a call that began an import has ended, or its process has."""
_MOST_FILE = MOST_IMPORT - 4096  # the rest is what stands around it
_DONE, _BROKE_OFF = "Complete", "Failed"


@dataclass(frozen=True, slots=True)
class Job:
    """An import into a list, as it is remembered.

    Attributes:
        started_at: When it was asked for, in seconds since 1970.
        rows: How many rows it has.
        unreadable: Why rows failed that were not even sent.
        state: How it stands, as far as is known.
        batch: Its id in REST.
        imported: How many rows were imported, once that is known.
        failed: How many failed.
        ended_at: When it was seen to be over, in seconds since 1970.
    """

    started_at: int
    rows: int
    unreadable: list[str] = field(default_factory=list)
    state: str = _BEGINNING
    batch: int = 0
    imported: int = 0
    failed: int = 0
    ended_at: int = 0

    def ended(self, state: str, now: int, *, imported: int = 0, failed: int = 0) -> Job:
        """The import when it is over."""
        return replace(self, state=state, imported=imported, failed=failed, ended_at=now)


def import_to_list(context: Context, params: Any) -> object:
    """Take an import on; it is done in the background, and the reply is always PROCESSING."""
    types = context.types
    asked = ListImport.read(params)
    by_name(
        lambda: _start(context, asked),
        forget=lambda: forget_name(context, LISTS, asked.target.name),
        unknown=asked.target.unknown,
    )
    return types.SuccessImportToList(
        result=types.ResultImportToList(import_status=types.ImportToListStatusEnum.PROCESSING)
    )


def get_import_to_list_status(context: Context, params: Any) -> object:
    """Tell how the list's latest import stands."""
    job = _seen(context, _target(context, ProgramList.read(params)))
    types, zone = context.types, context.zone
    status = types.ImportToListStatusEnum.PROCESSING
    # All rows count as ignored until they are looked at (recorded).
    imported, failed, ignored, summary = 0, 0, job.rows, ""
    if job.state == _COMPLETE:
        status = types.ImportToListStatusEnum.COMPLETE
        imported, failed = job.imported, job.failed
        ignored = max(job.rows - imported - failed, 0)
        summary = import_summary(imported, failed, ignored, job.unreadable)
    elif job.state == _FAILED:
        status = types.ImportToListStatusEnum.FAILED
        failed, ignored, summary = job.rows, 0, "Import failed"
    return types.SuccessGetImportToListStatus(
        result=types.ResultGetImportToListStatus(
            status=status,
            started_time=wire_stamp(job.started_at, zone),
            ended_time=wire_stamp(job.ended_at, zone) if job.ended_at else None,
            estimated_time=None,
            estimated_rows=job.rows,
            rows_imported=imported,
            rows_failed=failed,
            rows_ignored=ignored,
            import_summary=summary or None,
        )
    )


def _target(context: Context, asked: ProgramList) -> Named:
    found = find_program_list(context, asked.name, program=asked.program)
    if found is None:
        raise asked.unknown()
    return found


def _start(context: Context, asked: ListImport) -> None:
    target = _target(context, asked.target)
    columns = read_header(asked.header, context.soap_fields.values())
    if (
        asked.campaign is not None
        and find_campaign(context, asked.campaign, program=target.program) is None
    ):
        raise asked.no_campaign()
    asked.check_campaign(columns)
    if any(map(is_token, columns)):
        raise context.not_available("a column of tokens")
    rows, problems = read_rows(asked.rows, columns, context.soap_fields, strict=context.call.strict)
    job = Job(seconds(context.now), len(asked.rows), problems)
    if asked.mode == UPSERT:
        _upsert(context, asked, target, job, _file(context, columns, rows) if rows else b"")
    else:
        _list_only(context, asked, target, job, rows)


def _list_only(
    context: Context, asked: ListImport, target: Named, job: Job, rows: Sequence[ImportRow]
) -> None:
    """Add leads that exist: a call for 300 addresses, and one for 300 leads."""
    emails = list(dict.fromkeys(row.email.casefold() for row in rows if row.email is not None))
    newest = {
        str(lead.get("email")).casefold(): int(lead["id"])
        for lead in (find_leads(context, EMAIL_KEY, emails, ["email"]) if emails else ())
    }
    if asked.clear:
        clear(context, target.id)
    ids = sorted(set(newest.values()))
    added = add(context, target.id, ids) if ids else set()
    imported = sum(
        row.email is not None and newest.get(row.email.casefold()) in added for row in rows
    )
    now = seconds(context.now)
    done = job.ended(_COMPLETE, now, imported=imported, failed=len(job.unreadable))
    _remember(context, target, done)


def _upsert(context: Context, asked: ListImport, target: Named, job: Job, file: bytes) -> None:
    """Have REST import a file; whether it did must not be left open without a word."""
    if len(file) > _MOST_FILE:
        raise context.not_available("an import of more than 10 MB")
    with context.once():
        if asked.clear:
            _clear(context, target.id)
        number = _remember(context, target, job)
        try:
            if file:
                made = context.rest.import_leads(file, list_id=target.id)
                job = replace(job, state=_UNDER_WAY, batch=int(made["batchId"]))
            else:
                now = seconds(context.now)
                job = job.ended(_COMPLETE, now, failed=len(job.unreadable))
        except RestError as error:
            if error.not_carried_out:
                _forget(context, number)
            else:
                _change(context, number, replace(job, state=_UNKNOWN))
            raise
        _change(context, number, job)


def _clear(context: Context, list_id: int) -> None:
    """Take every lead out; where that fails, nothing is in doubt that could not be done again."""
    try:
        clear(context, list_id)
    except NotFoundError:
        raise
    except RestError as error:
        raise refusal_for(error, context.call.operation) from error


def _file(context: Context, columns: Sequence[str], rows: Iterable[ImportRow]) -> bytes:
    """Return the file for REST: its names, and what can be written.

    Raises:
        Refusal: 20110, there is no column of addresses, or REST does not know a field.
    """
    if EMAIL not in columns:
        raise context.not_available("an import without the addresses of the leads")
    fields = [context.soap_fields[name] for name in columns]
    # SOAP passed over what only the service writes (documented).
    written = [each for each in fields if each.writable or each.name == EMAIL]
    file = io.StringIO()
    lines = csv.writer(file, lineterminator="\n")
    lines.writerow([_rest_name(context, each) for each in written])
    for row in rows:
        cells = {**row.values, EMAIL: row.email or ""}
        lines.writerow([_cell(context, each, cells[each.name]) for each in written])
    return file.getvalue().encode()


def _cell(context: Context, known: LeadField, text: str) -> str:
    """Return a value as syncLead has it sent; REST passes over what does not fit, as SOAP did."""
    if not text or not is_written(known, text):
        return text
    value = rest_value(known, text, context.zone)
    if isinstance(value, bool):
        return str(value).lower()
    return number_text(value) if isinstance(value, Decimal) else str(value)


def _rest_name(context: Context, known: LeadField) -> str:
    if known.rest_name is None:
        raise context.not_available(f"the field {known.name}")
    return known.rest_name


def _seen(context: Context, target: Named) -> Job:
    """Return how the latest import into a list stands; REST is asked while it is under way.

    Raises:
        Refusal: 20110 for one that this bridge knows nothing of, 20011 for one of which nobody
            knows what became.
    """
    with context.instance.store.reading(context.instance.name) as state:
        found = state.newest_import(*_key(target))
    if found is None:
        raise context.not_available("an import that did not begin here")
    number, job = found[0], Job(**found[1])
    age = seconds(context.now) - job.started_at
    if job.state == _UNKNOWN or (job.state == _BEGINNING and age > _LONGEST_CALL):
        raise OUTCOME_UNKNOWN.refusal()
    if job.state != _UNDER_WAY:
        return job
    try:
        told = context.rest.get_import_status(job.batch)
    except NotFoundError as error:
        raise context.not_available(f"an import of more than {BATCH_DAYS} days ago") from error
    now = seconds(context.now)
    if told.get("status") == _BROKE_OFF:
        job = job.ended(_FAILED, now)
    elif told.get("status") == _DONE:
        failed = int(told.get("numOfRowsFailed") or 0) + len(job.unreadable)
        imported = int(told.get("numOfLeadsProcessed") or 0)
        job = job.ended(_COMPLETE, now, imported=imported, failed=failed)
    if job.state != _UNDER_WAY:
        _change(context, number, job)
    return job


def _key(target: Named) -> tuple[str, str]:
    return target.program.casefold(), target.name.casefold()


def _remember(context: Context, target: Named, job: Job) -> int:
    with context.instance.store.writing(context.instance.name) as state:
        return state.add_import(*_key(target), asdict(job), KEPT.total_seconds())


def _change(context: Context, number: int, job: Job) -> None:
    with context.instance.store.writing(context.instance.name) as state:
        state.change_import(number, asdict(job))


def _forget(context: Context, number: int) -> None:
    with context.instance.store.writing(context.instance.name) as state:
        state.drop_import(number)


OPERATIONS = {
    "importToList": Operation(
        import_to_list,
        "approximate",
        "run",
        "1, and 1 to find the list, once in ten minutes; with LISTONLY 2 for 300 rows; to clear "
        "the list 2 more for 300 members",
        "both modes, as a bulk import of REST; clearList",
        (
            "columns of tokens are refused with 20110",
            "a file without a column of addresses, or of more than 10 MB, is refused with 20110; "
            "a row without an address fails",
            "the list is cleared before the import begins, not with it",
            "with LISTONLY it is done before the reply, though that says PROCESSING",
        ),
        repeatable=False,
    ),
    "getImportToListStatus": Operation(
        get_import_to_list_status,
        "approximate",
        "read",
        "1 while the import is under way, else none; 1 to find the list, once in ten minutes",
        "the latest import into a list that began through the bridge",
        (
            "an import that began elsewhere, or more than seven days ago, is refused with 20110",
            "endedTime is the moment at which a call found the import done",
            "importSummary explains the rows that could not be read, and counts the others",
        ),
    ),
}
