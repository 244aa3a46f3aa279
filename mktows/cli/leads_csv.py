"""The CSV reader of `mktows sync`: a stream of bytes to lead records and problems, by line."""

from __future__ import annotations

import itertools
import re
from collections.abc import Generator, Iterable, Iterator
from typing import BinaryIO, NamedTuple

from mktows.text import impossible_character

MAX_ROW_BYTES = 1024 * 1024
"""Largest row; a lead of 200 attributes takes a few kilobytes."""
KEY_COLUMNS = ("Id", "Email", "ForeignSysPersonId")
"""The columns that say which lead is meant; every row needs one of them."""
FOREIGN_TYPES = ("CUSTOM", "SFDC", "NETSUITE")

_MAX_ID = 2**31 - 1
_ID = re.compile(r"[0-9]{1,10}")
_SEPARATORS = re.compile(r"[\s_-]+")
_BOM = b"\xef\xbb\xbf"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_OWN_COLUMNS = {
    "id": "Id",
    "leadid": "Id",
    "email": "Email",
    "foreignsyspersonid": "ForeignSysPersonId",
    "foreignsystype": "ForeignSysType",
}


class Problem(NamedTuple):
    """Why a line cannot be used; it never repeats a cell, which may be a person's data."""

    line: int
    reason: str


class Row(NamedTuple):
    """The cells of one record, and the line that it begins in."""

    line: int
    cells: list[str]


class LeadRow(NamedTuple):
    """One lead, as `Client.sync_multiple_leads` takes it, and the line that it begins in."""

    line: int
    lead: dict[str, object]


def read_leads(stream: BinaryIO, *, clear_empty: bool = False) -> Iterator[LeadRow | Problem]:
    """Read leads row by row, in the memory that one row takes.

    An empty cell is left out of its lead. With `clear_empty` it becomes "", which clears the
    field, unless its column is one of the record's keys.

    Args:
        stream: UTF-8, with or without a byte order mark; lines end in LF or CRLF.
        clear_empty: Whether empty cells clear their fields.
    """
    rows = read_rows(stream)
    columns: list[str] | None = None
    for item in rows:
        if isinstance(item, Problem):
            yield item
        elif columns is None:
            columns = item.cells
            problems = list(_header_problems(item))
            if problems:
                # Without its header no row can be judged.
                yield from problems
                return
        else:
            yield from _lead(item, columns, clear_empty)
    if columns is None:
        yield Problem(1, "there is no header line, such as Email,FirstName,LastName")


def _header_problems(header: Row) -> Iterator[Problem]:
    names = header.cells
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
        yield Problem(
            header.line, f"the header names no key: it needs one of {_listed(KEY_COLUMNS)}{hint}"
        )


def _lead(row: Row, columns: list[str], clear_empty: bool) -> Iterator[LeadRow | Problem]:
    if len(row.cells) != len(columns):
        yield Problem(
            row.line, f"the row has {_counted(len(row.cells))}, the header {len(columns)}"
        )
        return
    reasons: list[str] = []
    lead: dict[str, object] = {}
    for name, cell in zip(columns, row.cells, strict=True):
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
        yield LeadRow(row.line, lead)


def read_rows(stream: BinaryIO) -> Iterator[Row | Problem]:
    """Read CSV after RFC 4180, strictly, and without lines that are entirely empty.

    Every input gives rows and problems, never an exception of its own. A row with a problem is
    left out; reading stops where what follows could not be trusted.
    """
    lines = _numbered_lines(stream)
    for line in lines:
        if isinstance(line, Problem):
            yield line
        elif line.text not in ("\n", "\r\n"):
            yield from _row(line, lines)


class _Line(NamedTuple):
    number: int
    text: str
    size: int


_Lines = Generator[_Line | Problem, None, None]


def _numbered_lines(stream: BinaryIO) -> _Lines:
    for number in itertools.count(1):
        data = stream.readline(MAX_ROW_BYTES + 1)
        if number == 1:
            if data.startswith(_UTF_16):
                yield Problem(1, "the file is UTF-16: save it as UTF-8")
                return
            data = data.removeprefix(_BOM)
        if not data:
            return
        if len(data) > MAX_ROW_BYTES:
            yield _too_long(number)
            return
        try:
            text = data.decode()
        except UnicodeDecodeError as error:
            yield Problem(
                number, f"not UTF-8: byte 0x{data[error.start]:02X} at position {error.start + 1}"
            )
            text = data.decode(errors="replace")
        yield _Line(number, text, len(data))


def _too_long(line: int) -> Problem:
    return Problem(
        line, f"the row is longer than {MAX_ROW_BYTES} bytes: is a quote open? Reading stopped here"
    )


def _row(first: _Line, lines: _Lines) -> Iterator[Row | Problem]:
    """Read the record that begins with a line, taking the lines that its quotes reach into."""
    cells: list[str] = []
    quoted: list[str] | None = None
    size = first.size
    current, position, end = first.text, 0, _end(first.text)
    if '"' not in current:
        # The common case, apart because it is much faster.
        if "\r" in current[:end]:
            yield Problem(first.number, _BARE_RETURN)
        else:
            yield Row(first.number, current[:end].split(","))
        return
    number = first.number
    while True:
        if quoted is not None:
            quote = current.find('"', position)
            if quote < 0:
                quoted.append(current[position:])
                for problem in lines:
                    if not isinstance(problem, Problem):
                        following = problem
                        break
                    yield problem
                else:
                    yield Problem(first.number, "a quote opened in this row is never closed")
                    return
                size += following.size
                if size > MAX_ROW_BYTES:
                    yield _too_long(first.number)
                    lines.close()
                    return
                number, current = following.number, following.text
                position, end = 0, _end(current)
                continue
            quoted.append(current[position:quote])
            if current.startswith('"', quote + 1):
                quoted.append('"')
                position = quote + 2
                continue
            cells.append("".join(quoted))
            quoted = None
            position = quote + 1
            if position < end and current[position] != ",":
                yield Problem(number, "text behind a closing quote: write a quote inside as two")
                return
        elif position < end and current[position] == '"':
            quoted = []
            position += 1
            continue
        else:
            comma = current.find(",", position, end)
            stop = comma if comma >= 0 else end
            cell = current[position:stop]
            if '"' in cell:
                yield Problem(number, "a quote inside a cell that is not quoted")
                return
            if "\r" in cell:
                yield Problem(number, _BARE_RETURN)
                return
            cells.append(cell)
            position = stop
        if position >= end:
            yield Row(first.number, cells)
            return
        position += 1  # behind the comma


_BARE_RETURN = "a carriage return without a line feed: lines must end in LF or CRLF"


def _end(text: str) -> int:
    """Where a line's text ends and its line end begins."""
    if text.endswith("\r\n"):
        return len(text) - 2
    return len(text) - 1 if text.endswith("\n") else len(text)


def _code_point(text: str) -> str:
    index = impossible_character(text)
    character = "\0" if index is None else text[index]
    return "NUL byte" if character == "\0" else f"U+{ord(character):04X}"


def _listed(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}"


def _counted(cells: int) -> str:
    return f"{cells} cell" if cells == 1 else f"{cells} cells"


def _is_or_are(names: list[str]) -> str:
    return "is" if len(names) == 1 else "are"
