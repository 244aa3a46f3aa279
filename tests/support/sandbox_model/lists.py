"""Static lists: their members, and imports into the lists of programs."""

from __future__ import annotations

from collections.abc import Iterable

from support.sandbox_model import leads, world
from support.sandbox_model.leads import Given
from support.sandbox_model.state import Fault, Import, Reply, State, StaticList, stamp, without

API, IMPORT = "Web service API", "List import"  # what activities name as their source


def list_operation(
    state: State, operation: str, name: str, members: list[int], strict: bool | None
) -> Reply:
    """Add, remove or test; `success` means that every status is true."""
    target = state.list_named(name)
    if target is None or target.program is not None:
        raise Fault(20111)
    if operation == "CLEARLIST":
        leave(state, target, target.members, API)
        return {"success": True}
    if not members:
        raise Fault(20101)
    true = set(state.leads) if operation == "ADDTOLIST" else target.members
    statuses = [
        {"lead_key": {"key_type": "IDNUM", "key_value": str(each)}, "status": each in true}
        for each in members
    ]
    success = all(each["status"] for each in statuses)
    if success or not strict:
        if operation == "ADDTOLIST":
            join(state, target, true & set(members), API)
        elif operation == "REMOVEFROMLIST":
            leave(state, target, true & set(members), API)
    if success and operation != "ISMEMBEROFLIST":
        return {"success": True}
    return {"success": success, "status_list": statuses}


def join(state: State, target: StaticList, lead_ids: Iterable[int], source: str) -> None:
    for each in sorted(set(lead_ids) - target.members):
        target.members.add(each)
        _log(state, each, "Add to List", target, source)


def leave(state: State, target: StaticList, lead_ids: Iterable[int], source: str) -> None:
    for each in sorted(target.members & set(lead_ids)):
        target.members.remove(each)
        _log(state, each, "Remove from List", target, source)


def _log(state: State, lead: int, type: str, target: StaticList, source: str) -> None:
    state.log(lead, type, target.name, [("List ID", str(target.id)), ("Source", source)])


def import_to_list(
    state: State,
    program: str,
    name: str,
    columns: list[str],
    rows: list[list[str]],
    mode: str,
    clear: bool,
    campaign: str | None,
) -> Reply:
    """The import is done later; the reply says no more than that."""
    target = _of_program(state, program, name)
    tokens = [column for column in columns if _is_token(column)]
    if not {*columns} - {*tokens} <= world.COLUMNS.keys():
        raise Fault(20110)
    number = None
    if campaign is not None:
        fitting = [
            each.id
            for each in state.campaigns.values()
            if each.program == target.program and each.name.casefold() == campaign.casefold()
        ]
        if not fitting:
            raise Fault(20113)
        number = max(fitting)
    elif tokens:
        raise Fault(20109)
    due_at = state.now + state.import_seconds
    asked = Import(target.id, number, mode, clear, columns, rows, state.now, due_at)
    target.latest = asked
    state.waiting.append((due_at, asked))
    return {"import_status": "PROCESSING"}


def do_import(state: State, asked: Import) -> None:
    """Rows are handled in order; each means the newest lead with its address."""
    target = state.lists[asked.list_id]
    if asked.clear:
        target.cleared += 1
        leave(state, target, target.members, IMPORT)
    failed = 0
    known: list[tuple[int, dict[str, str]]] = []
    for cells in (list(map(str.strip, row)) for row in asked.rows):
        if not any(cells):
            continue
        if len(cells) != len(asked.columns):
            failed += 1
            continue
        row = dict(zip(asked.columns, cells, strict=True))
        tokens = {name: value for name, value in row.items() if _is_token(name)}
        values = {world.COLUMNS[name]: row[name] for name in asked.columns if name not in tokens}
        email = values.pop("Email", "") or None
        lead = _import_row(state, asked.mode, Given(email=email, values=values))
        if lead is not None:
            known.append((lead, tokens))
    join(state, target, {lead for lead, _ in known}, IMPORT)
    if asked.campaign is not None:
        kept = state.campaigns[asked.campaign].lead_tokens
        for lead, tokens in known:
            if tokens:
                kept[lead] = {**kept.get(lead, {}), **tokens}
    asked.counts = (len(known), failed, len(asked.rows) - len(known) - failed)


def _import_row(state: State, mode: str, given: Given) -> int | None:
    found = [] if given.email is None else leads.with_email(state, given.email)
    if mode == "LISTONLY":
        return max(found, default=None)
    if not found:
        return leads.create(state, given, source=IMPORT).id
    leads.write(state, state.leads[max(found)], given, reason=IMPORT)
    return max(found)


def import_status(state: State, program: str, name: str) -> Reply:
    latest = _of_program(state, program, name).latest
    if latest is None:
        zeros = ("estimated_rows", "rows_imported", "rows_failed", "rows_ignored")
        return {"status": "COMPLETE", **dict.fromkeys(zeros, 0)}
    done = latest.counts is not None
    # Until they are looked at, all rows count as ignored.
    imported, failed, ignored = latest.counts or (0, 0, len(latest.rows))
    return without(
        {
            "status": "COMPLETE" if done else "PROCESSING",
            "started_time": stamp(latest.started_at),
            "ended_time": stamp(latest.due_at) if done else None,
            "estimated_rows": len(latest.rows),
            "rows_imported": imported,
            "rows_failed": failed,
            "rows_ignored": ignored,
            "import_summary": ... if done else None,  # its wording is nobody's rule
        }
    )


def _is_token(column: str) -> bool:
    return column.startswith("{{my.")


def _of_program(state: State, program: str, name: str) -> StaticList:
    found = state.list_named(f"{program}.{name}")
    if found is None or found.program is None:
        raise Fault(20111)
    return found
