"""Answers importToList and getImportToListStatus, and does the imports in the background."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mktows.parameters.import_rows import ImportRow, read_header
from mktows.parameters.imports import (
    UPSERT,
    ListImport,
    ProgramList,
    as_record,
    import_summary,
    read_rows,
)
from mktows.parameters.scalars import wire_stamp
from mktows.sandbox.context import Context, Scope
from mktows.sandbox.instance.settings import DEFAULT_WORKSPACE
from mktows.sandbox.leads.records import create, write
from mktows.sandbox.leads.rows import Lead
from mktows.sandbox.lists import members as list_members
from mktows.sandbox.lists.rows import Outcome, StaticList
from mktows.sandbox.operation import Operation

SOURCE = "List import"
"""The source that activities name (inferred)."""

CHUNK = 1000
"""Rows that are looked up and written together."""
_JOB = "import"


def import_to_list(context: Context, params: Any) -> object:
    """Take an import on; it is done in the background, and the reply is always PROCESSING."""
    types, data, now = context.types, context.data, context.now
    asked = ListImport.read(params)
    target = _target(context, asked.target)
    columns = read_header(asked.header, data.leads.fields().values())
    campaign_id = None
    if asked.campaign is not None:
        campaign = data.campaigns.find(asked.campaign, program_id=target.program_id)
        if campaign is None:
            raise asked.no_campaign()
        campaign_id = campaign.id
    asked.check_campaign(columns)
    due_at = now + context.instance.import_seconds
    run_id = data.lists.start_import(target.id, started_at=now, due_at=due_at, rows=len(asked.rows))
    data.jobs.add(
        _JOB,
        due_at,
        {
            "run_id": run_id,
            "list_id": target.id,
            "campaign_id": campaign_id,
            "mode": asked.mode,
            "clear": asked.clear,
            "strict": context.call.strict,
            "columns": columns,
            "rows": asked.rows,
        },
    )
    return types.SuccessImportToList(
        result=types.ResultImportToList(import_status=types.ImportToListStatusEnum.PROCESSING)
    )


def get_import_to_list_status(context: Context, params: Any) -> object:
    """Tell how the list's latest import stands; zeros for a list without one (a guess)."""
    types, zone = context.types, context.zone
    latest = context.data.lists.latest_import(_target(context, ProgramList.read(params)).id)
    if latest is None:
        result = types.ResultGetImportToListStatus(
            status=types.ImportToListStatusEnum.COMPLETE,
            estimated_rows=0,
            rows_imported=0,
            rows_failed=0,
            rows_ignored=0,
        )
        return types.SuccessGetImportToListStatus(result=result)
    ended_at, outcome = latest.ended_at, latest.outcome
    status = types.ImportToListStatusEnum.COMPLETE
    if outcome is None and context.now < latest.due_at:
        status = types.ImportToListStatusEnum.PROCESSING
        # All rows count as ignored until they are looked at (recorded).
        outcome = Outcome(0, 0, latest.rows, "")
    elif outcome is None:
        # Due work is done before any call is answered: this broke off, and has changed nothing.
        status = types.ImportToListStatusEnum.FAILED
        ended_at, outcome = latest.due_at, Outcome(0, latest.rows, 0, "Import failed")
    return types.SuccessGetImportToListStatus(
        result=types.ResultGetImportToListStatus(
            status=status,
            started_time=wire_stamp(latest.started_at, zone),
            ended_time=None if ended_at is None else wire_stamp(ended_at, zone),
            estimated_time=None,
            estimated_rows=latest.rows,
            rows_imported=outcome.imported,
            rows_failed=outcome.failed,
            rows_ignored=outcome.ignored,
            import_summary=outcome.summary or None,
        )
    )


def do_import(scope: Scope, content: dict[str, Any]) -> None:
    """Do one import; its rows are handled in order, so a later one sees an earlier one's effect."""
    target = scope.data.lists.find_by_id(content["list_id"])
    if target is None:
        return
    if content["clear"]:
        list_members.clear(scope, target, source=SOURCE)
    rows, columns = content["rows"], content["columns"]
    fields = scope.data.leads.fields()
    imported = 0
    problems: list[str] = []
    for start in range(0, len(rows), CHUNK):
        lines = rows[start : start + CHUNK]
        read, failed = read_rows(lines, columns, fields, strict=content["strict"], first=start + 1)
        problems += failed
        known = import_rows(scope, content["mode"], read)
        imported += len(known)
        list_members.join(scope, target, {lead.id for lead, _ in known}, source=SOURCE)
        if content["campaign_id"] is not None:
            tokens = {lead.id: row.tokens for lead, row in known}
            scope.data.campaigns.set_lead_tokens(content["campaign_id"], tokens)
        scope.data.flush()
    scope.data.lists.end_import(
        content["run_id"], scope.now, _outcome(len(rows), imported, problems)
    )


def _outcome(rows: int, imported: int, problems: list[str]) -> Outcome:
    failed = len(problems)
    ignored = rows - imported - failed
    return Outcome(imported, failed, ignored, import_summary(imported, failed, ignored, problems))


def import_rows(
    scope: Scope, mode: str, rows: Sequence[ImportRow], *, workspace: str = DEFAULT_WORKSPACE
) -> list[tuple[Lead, ImportRow]]:
    """Find or make the leads of some rows; a row that means no lead is left out.

    What the modes do beyond their names is inferred, also that a row without an address makes a
    lead.
    """
    leads = scope.data.leads
    fields = leads.fields()
    leads.prefetch(emails=[row.email for row in rows if row.email is not None])
    known: list[tuple[Lead, ImportRow]] = []
    for row in rows:
        target = None if row.email is None else leads.newest_by_email(row.email)
        if mode == UPSERT:
            if target is None:
                target = create(scope, as_record(row), fields, workspace=workspace, source=SOURCE)
            else:
                write(scope, target, as_record(row), fields, reason=SOURCE)
        if target is not None:
            known.append((target, row))
    return known


def _target(context: Context, asked: ProgramList) -> StaticList:
    found = context.data.lists.find_by_name(asked.full_name)
    if found is None or found.program_id is None:
        raise asked.unknown()
    return found


OPERATIONS = {
    "importToList": Operation(
        import_to_list,
        "both modes, `clearList`, token columns, in the background",
        ("documented", "recorded", "inferred"),
        (
            "an unknown program is an unknown list: fault 20111",
            "a column that names no field refuses the call: fault 20110",
            "an empty cell clears its field, and logs nothing where there was no value",
            "every writable field can be imported; some kinds could not",
        ),
        writes=True,
    ),
    "getImportToListStatus": Operation(
        get_import_to_list_status,
        "the latest import into a list, in progress and done",
        ("documented", "recorded", "inferred"),
        (
            "imports into one list are all done, in order; CANCELED never occurs",
            "the text of `importSummary` is our own",
            "`estimatedTime` is always nil",
        ),
    ),
}
JOBS = {_JOB: do_import}
