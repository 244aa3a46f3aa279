"""Leads of a file: a stream of bytes to lead records and problems, by line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO, NamedTuple

from mktows.batches.outcomes import Fate
from mktows.text import impossible_character
from mktows.transfer.csv_rows import Problem, Row
from mktows.transfer.forms import CSV, Form
from mktows.transfer.records import Header, read_records

KEY_COLUMNS = ("Id", "Email", "ForeignSysPersonId")
"""The columns that say which lead is meant; every row needs one of them."""
OUTCOME_COLUMN, REASON_COLUMN, LINE_COLUMN = "mktows outcome", "mktows reason", "mktows line"
ADDED_COLUMNS = (OUTCOME_COLUMN, REASON_COLUMN, LINE_COLUMN)
"""The columns that a file of rejects has beside those of its input."""
FOREIGN_TYPES = ("CUSTOM", "SFDC", "NETSUITE")

_MAX_ID = 2**31 - 1
_ID = re.compile(r"[0-9]{1,10}")
_SEPARATORS = re.compile(r"[\s_-]+")
_OWN_COLUMNS = {
    "id": "Id",
    "leadid": "Id",
    "email": "Email",
    "foreignsyspersonid": "ForeignSysPersonId",
    "foreignsystype": "ForeignSysType",
}


class LeadRow(NamedTuple):
    """One lead, as `Client.sync_multiple_leads` takes it, and the line that it begins in.

    Attributes:
        held: Whether it comes from a file of rejects, as one whose outcome is not known.
    """

    line: int
    lead: dict[str, object]
    held: bool = False


def read_leads(
    stream: BinaryIO, *, clear_empty: bool = False, form: Form = CSV
) -> Iterator[LeadRow | Problem]:
    """Read leads row by row, in the memory that one row takes.

    An empty cell is left out of its lead. With `clear_empty` it becomes "", which clears the
    field, unless its column is one of the record's keys. Columns that a file of rejects has added
    are no part of a lead.

    Args:
        stream: The file.
        clear_empty: Whether empty cells clear their fields.
        form: The form of the file.

    Raises:
        InputError: A Parquet file cannot be read.
    """
    columns: tuple[str, ...] = ()
    judged = False
    for item in read_records(stream, form):
        if isinstance(item, Problem):
            yield item
            if not judged and form.kind == "csv":
                return  # without its header no row can be judged
        elif isinstance(item, Header):
            columns, judged = item.columns, True
            problems = list(_header_problems(item, form))
            if problems:
                yield from problems
                if form.kind != "json":
                    return
                columns = ()
        elif columns:
            yield from _lead(item, columns, clear_empty)
    if not judged and form.kind == "csv":
        yield Problem(1, "there is no header line, such as Email,FirstName,LastName")


def _header_problems(header: Header, form: Form) -> Iterator[Problem]:
    names = header.columns
    seen: dict[str, int] = {}
    for column, name in enumerate(names, start=1):
        reason = None
        meant = _OWN_COLUMNS.get(_SEPARATORS.sub("", name).lower())
        if not name:
            reason = "has no name"
        elif impossible_character(name) is not None:
            reason = f"has a name with a {_code_point(name)}, which XML cannot hold"
        elif meant is not None and name != meant:
            reason = f"is named {name!r}: write {meant}, for the service would "
            reason += "silently ignore another spelling"
        elif name != name.strip():
            reason = "has white space around its name"
        elif name in seen:
            reason = f"has the same name as column {seen[name]}"
        if reason is not None:
            yield Problem(header.line, f"column {column} {reason}")
        if meant is not None:
            name = meant
        seen.setdefault(name, column)
    if not any(name in seen for name in KEY_COLUMNS):
        hint = ""
        if len(names) == 1 and re.search("[;\t]", names[0]):
            hint = "; the file seems to be separated by semicolons or tabs, not commas"
        what = "the record" if form.kind == "json" else "the header"
        yield Problem(
            header.line, f"{what} names no key: it needs one of {_listed(KEY_COLUMNS)}{hint}"
        )


def _lead(row: Row, columns: tuple[str, ...], clear_empty: bool) -> Iterator[LeadRow | Problem]:
    reasons: list[str] = []
    lead: dict[str, object] = {}
    held = False
    for name, cell in zip(columns, row.cells, strict=True):
        if name in ADDED_COLUMNS:
            held = held or (name == OUTCOME_COLUMN and cell == Fate.UNKNOWN)
            continue
        own = name in KEY_COLUMNS or name == "ForeignSysType"
        if impossible_character(cell) is not None:
            reasons.append(f"{name} holds a {_code_point(cell)}, which XML cannot hold")
        elif own and not cell.strip():
            continue
        elif name == "Id":
            number = int(cell) if _ID.fullmatch(cell) else 0
            if 1 <= number <= _MAX_ID:
                lead[name] = number
            else:
                reasons.append(f"Id is not an integer from 1 to {_MAX_ID}")
        elif name == "ForeignSysType" and cell not in FOREIGN_TYPES:
            reasons.append(f"ForeignSysType is not one of {_listed(FOREIGN_TYPES)}")
        elif cell or clear_empty:
            lead[name] = cell
    if not reasons and not any(name in lead for name in KEY_COLUMNS):
        keys = [name for name in columns if name in KEY_COLUMNS]
        reasons.append(f"the row has no key: {' and '.join(keys)} {_is_or_are(keys)} empty")
    if reasons:
        yield from (Problem(row.line, reason) for reason in reasons)
    else:
        yield LeadRow(row.line, lead, held)


def _code_point(text: str) -> str:
    index = impossible_character(text)
    character = "\0" if index is None else text[index]
    return "NUL byte" if character == "\0" else f"U+{ord(character):04X}"


def _listed(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}"


def _is_or_are(names: list[str]) -> str:
    return "is" if len(names) == 1 else "are"
