"""The CSV reader of `mktows sync`: a stream of bytes to lead records and problems, by line."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO, NamedTuple

from mktows.text import impossible_character

MAX_ROW_BYTES = 128 * 1024
"""Largest row, which is also the csv module's largest cell; a lead of 200 attributes takes a few
kilobytes."""
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
            if columns is None:
                # Without its header no row can be judged.
                return
        elif columns is None:
            columns = item.cells
            problems = list(_header_problems(item))
            if problems:
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
    """Read CSV as the csv module does when it is strict, without lines that are entirely empty.

    Every input gives rows and problems, never an exception of its own. A row with a problem is
    left out; reading stops where what follows could not be trusted.
    """
    lines = _Lines(stream)
    rows = csv.reader(lines, strict=True)
    while not lines.broken:
        first = lines.begin_row()
        cells: list[str] = []
        try:
            cells = next(rows)
        except StopIteration:
            yield from lines.problems
            return
        except csv.Error:
            if not lines.broken:
                lines.problems.append(Problem(first, lines.why_refused()))
        yield from lines.problems
        if cells and not lines.problems:
            yield Row(first, cells)


class _Lines:
    """A stream's lines as text, with what is wrong with them and the size of the row so far."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._size = 0
        self._number = 0
        self._first = 1
        self._text = ""
        self._ended = False
        self.problems: list[Problem] = []
        self.broken = False

    def begin_row(self) -> int:
        """Forget the row before; return the number of the line that comes next."""
        self._size = 0
        self.problems = []
        self._first = self._number + 1
        return self._first

    def why_refused(self) -> str:
        """Why the csv module refused the row; its own words differ between Pythons."""
        if self._ended:
            return "a quote opened in this row is never closed"
        # A reader that is not strict takes text behind a quote, but no carriage return.
        within_quotes = '"' if self._number > self._first else ""
        try:
            list(csv.reader([within_quotes + self._text]))
        except csv.Error:
            return "a carriage return without a line feed: lines must end in LF or CRLF"
        return "text behind a closing quote: write a quote inside as two"

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        data = b"" if self.broken else self._stream.readline(MAX_ROW_BYTES + 1)
        self._number += 1
        if self._number == 1:
            if data.startswith(_UTF_16):
                self._stop("the file is UTF-16: save it as UTF-8")
            data = data.removeprefix(_BOM)
        self._size += len(data)
        if self._size > MAX_ROW_BYTES:
            self._stop(
                f"the row is longer than {MAX_ROW_BYTES} bytes: is a quote open? "
                "Reading stopped here"
            )
        if not data or self.broken:
            self._ended = True
            raise StopIteration
        self._text = self._decoded(data)
        return self._text

    def _decoded(self, data: bytes) -> str:
        try:
            return data.decode()
        except UnicodeDecodeError as error:
            self.problems.append(
                Problem(
                    self._number,
                    f"not UTF-8: byte 0x{data[error.start]:02X} at position {error.start + 1}",
                )
            )
            return data.decode(errors="replace")

    def _stop(self, reason: str) -> None:
        self.problems.append(Problem(self._first, reason))
        self.broken = True


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
