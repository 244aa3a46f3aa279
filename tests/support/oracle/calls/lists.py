"""Steps of listOperation, importToList and getImportToListStatus."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from support.oracle.calls.leads import looked_up
from support.oracle.drawing import NEW_EMAILS, Draw
from support.oracle.messages import Answer, Call, Steps
from support.oracle.world import CROWD, EMAILS, IMPORT_SECONDS, LISTS, MEMBERS, PROGRAM_LISTS

_COLUMNS = {
    "First Name": ("George", "Ärö", '"two, words"', ""),
    "Company Name": ("Example", '"Other, Inc."'),
    "Rank": ("7", "12", "many"),
    "Budget": ("28970000", "1.50"),
    "Agreed": ("true", "0"),
    "Last Seen": ("2014-02-01T10:00:00Z",),
}
_TOO_MANY = "one too many"


def list_operation(draw: Draw) -> Steps:
    t: Any = draw.t
    actions = ["ADDTOLIST", "ADDTOLIST", "REMOVEFROMLIST", "ISMEMBEROFLIST"]
    if draw.version == "2_1" and draw.chance(0.2):
        actions = ["CLEARLIST"]
    action = draw.pick(actions)
    names = (*LISTS, LISTS[0].upper()) if draw.chance(0.2) else LISTS[:3]
    name = draw.pick(("None", "Launch.Guests")) if draw.chance(0.06) else draw.pick(names)
    kind = t.ListKeyType.MKTOLISTNAME
    if draw.chance(0.02):
        kind = t.ListKeyType.SFDCLEADOWNERID
    wrong = 0.04
    ids = [draw.lead_id(wrong) for _ in range(draw.rng.randint(1, 8))]
    if action != "ADDTOLIST" and name in MEMBERS and draw.chance(0.9):
        inside = draw.some(MEMBERS[name], 1, 6)
        ids = inside if draw.chance(0.4) else [*inside, *ids]
    if draw.chance(0.15):
        ids += draw.some(ids, 1, 3)
    if draw.is_crowded and draw.chance(0.3):
        name, ids = draw.pick((*LISTS[:2], *LISTS[3:])), draw.some(CROWD, 95, 310)
    if draw.chance(0.02):
        ids = []
    members = [t.LeadKey(key_type=t.LeadKeyRef.IDNUM, key_value=str(each)) for each in ids]
    if draw.chance(0.03):
        members.append(draw.lead_key(("EMAIL",)))
    params = t.ParamsListOperation(
        list_operation=t.ListOperationType(action),
        list_key=t.ListKey(key_type=kind, key_value=name),
        list_member_list=t.ArrayOfLeadKey(lead_key=members),
        strict=draw.pick((None, False, False, True)),
    )
    yield draw.call("listOperation", params, wrong=0.06)
    if draw.chance(0.3):
        params.list_operation = t.ListOperationType.ISMEMBEROFLIST
        yield draw.call("listOperation", params, wrong=0)


def _import(draw: Draw) -> Call:
    t: Any = draw.t
    program, name = draw.pick(PROGRAM_LISTS)
    if draw.chance(0.06):
        program, name = draw.pick((("Launch", "None"), ("None", "Guests")))
    if draw.chance(0.1):
        program, name = program.upper(), name.lower()
    columns = draw.some(sorted(_COLUMNS), 0, 4)
    rows = []
    for _ in range(draw.rng.randint(1, 10)):
        email = draw.pick(NEW_EMAILS) if draw.chance(0.5) else draw.pick(EMAILS)
        cells = [email, *(draw.pick(_COLUMNS[each]) for each in columns)]
        if draw.chance(0.04):
            cells.append(_TOO_MANY)
        rows.append(",".join(cells))
    if draw.chance(0.1):
        rows.insert(draw.rng.randint(0, len(rows)), draw.pick(("", " ", '""', rows[0].upper())))
    if draw.is_crowded and draw.chance(0.3):
        rows += [f"crowd{n}@example.org" + ",x" * len(columns) for n in range(310)]
    if draw.chance(0.02):
        rows = []
    if draw.chance(0.04):
        columns.append("pants")
    mode, clear = draw.pick(("UPSERTLEADS", "UPSERTLEADS", "LISTONLY")), draw.chance(0.2)
    token = draw.chance(0.06)
    if token:
        columns.append("{{my.message}}")
        rows = [f"{each},hello" for each in rows]
    call = draw.call(
        "importToList",
        t.ParamsImportToList(
            program_name=program,
            import_file_header=",".join(["Email Address", *columns]),
            import_file_rows=draw.strings(rows),
            import_list_mode=t.ImportToListModeEnum(mode),
            list_name=name,
            clear_list=clear,
            campaign_name="Follow-up" if token and program == "Launch" else None,
        ),
        wrong=0.06,
    )
    # REST has nothing that clears a list, or lists leads without making any, in the background:
    # the bridge does both while the call waits. It sends no file without rows, either.
    empty = all(_TOO_MANY in each or not each.strip(' "') for each in rows)
    at_once = clear or mode == "LISTONLY" or empty
    return replace(call, import_seconds=0 if at_once else IMPORT_SECONDS)


def _status(draw: Draw, wrong: float = 0.05) -> Call:
    program, name = draw.pick(PROGRAM_LISTS)
    if draw.chance(wrong):
        program, name = draw.pick((("Launch", "None"), ("None", "Guests"), ("Launch", "")))
    params = draw.t.ParamsGetImportToListStatus(program_name=program, list_name=name)
    return draw.call("getImportToListStatus", params, wrong=wrong)


def _asked_after(draw: Draw, call: Call, answer: Answer) -> Steps:
    if answer.message is None:
        yield _status(draw)
        return
    asked = draw.t.ParamsGetImportToListStatus(
        program_name=call.params.program_name, list_name=call.params.list_name
    )
    for _ in range(draw.rng.randint(1, 3)):
        yield draw.call("getImportToListStatus", asked, wrong=0.03)


def import_to_list(draw: Draw) -> Steps:
    call = _import(draw)
    answer = yield call
    if draw.chance(0.5):
        yield from _asked_after(draw, call, answer)
        yield looked_up(draw, "EMAIL", draw.pick(NEW_EMAILS))
        members = draw.t.StaticListSelector(
            static_list_name=f"{call.params.program_name}.{call.params.list_name}"
        )
        yield draw.call(
            "getMultipleLeads", draw.t.ParamsGetMultipleLeads(lead_selector=members), wrong=0
        )


def get_import_to_list_status(draw: Draw) -> Steps:
    if draw.chance(0.1):
        yield _status(draw, 0.3)
        return
    call = _import(draw)
    answer = yield call
    yield from _asked_after(draw, call, answer)


STEPS = {
    "listOperation": list_operation,
    "importToList": import_to_list,
    "getImportToListStatus": get_import_to_list_status,
}
