"""The CSV reader of `mktows sync`."""

from __future__ import annotations

import csv
import io

from mktows.codec import Codec
from mktows.contract import LATEST_VERSION, contract
from mktows.errors import RequestError
from mktows.transfer.csv_rows import Problem, Row, read_rows
from mktows.transfer.leads import LeadRow, read_leads
from mktows.values import Records

FORM = "text"
CORPUS = ("csv",)

_CONTRACT = contract(LATEST_VERSION)
_CODEC = Codec(_CONTRACT)


def target(data: bytes) -> None:
    """Read rows, then leads.

    Nothing is raised. Rows and problems come in the order of lines, and no line has both; of a
    file without problems they are what the csv module reads. Every row but the header is a lead
    or has problems, and every lead can be sent, unless it has what only the contract refuses.
    """
    items = list(read_rows(io.BytesIO(data)))
    rows = [item for item in items if isinstance(item, Row)]
    problems = [item for item in items if isinstance(item, Problem)]
    starts = [row.line for row in rows]
    assert starts == sorted(set(starts))
    last = data.count(b"\n") + 2
    assert all(1 <= item.line <= last for item in items)
    assert not {item.line for item in problems} & set(starts)
    if not problems:
        text = io.StringIO(data.decode("utf-8-sig"), newline="\n")
        assert [row.cells for row in rows] == [row for row in csv.reader(text, strict=True) if row]
    for clear_empty in (False, True):
        _leads(data, rows, problems, clear_empty=clear_empty)


def _leads(data: bytes, rows: list[Row], problems: list[Problem], *, clear_empty: bool) -> None:
    read = list(read_leads(io.BytesIO(data), clear_empty=clear_empty))
    leads = [item for item in read if isinstance(item, LeadRow)]
    bad = {item.line for item in read if isinstance(item, Problem)}
    assert not {lead.line for lead in leads} & bad
    assert len({lead.line for lead in leads}) == len(leads)
    told = {lead.line for lead in leads} | bad
    known = {row.line for row in rows} | {problem.line for problem in problems}
    assert told <= known | {1}
    if leads:
        assert told >= known - {rows[0].line}
    for lead in leads:
        _send(lead.lead)


def _send(lead: dict[str, object]) -> None:
    make = Records(_CONTRACT)
    try:
        record = make.lead(lead)
    except RequestError as error:
        raise AssertionError(f"a lead that cannot be made: {error}") from error
    _CODEC.encode(
        "paramsSyncLead", make.make("ParamsSyncLead", lead_record=record, return_lead=True)
    )
