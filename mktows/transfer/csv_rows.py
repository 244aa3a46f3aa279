"""Rows of CSV: a stream of bytes to cells and problems, by line."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

MAX_ROW_BYTES = 128 * 1024
"""Largest row, which is also the csv module's largest cell; a lead of 200 attributes takes a few
kilobytes."""
UTF_8 = "utf-8"
_BOM = b"\xef\xbb\xbf"


class Problem(NamedTuple):
    """The reason why a line cannot be used; no cell is repeated, which may be a person's data."""

    line: int
    reason: str


class Row(NamedTuple):
    """The cells of one record, and the line that it begins in."""

    line: int
    cells: list[str]


class Recoded:
    """A stream of UTF-16 as one of UTF-8, read by lines.

    Args:
        stream: The bytes.
        encoding: A Python name of UTF-16.
    """

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self._waiting = b""
        self._ended = False

    def readline(self, size: int) -> bytes:
        """Return the next line, or as much of it as is asked for.

        Raises:
            UnicodeDecodeError: It is no UTF-16.
        """
        while not self._ended and b"\n" not in self._waiting and len(self._waiting) < size:
            data = self._stream.read(MAX_ROW_BYTES)
            self._ended = not data
            self._waiting += self._decoder.decode(data, final=self._ended).encode()
        end = self._waiting.find(b"\n") + 1 or len(self._waiting)
        line = self._waiting[: min(end, size)]
        self._waiting = self._waiting[len(line) :]
        return line


def read_rows(
    stream: BinaryIO, *, encoding: str = UTF_8, delimiter: str = ","
) -> Iterator[Row | Problem]:
    """Read CSV as the csv module does when it is strict, without lines that are entirely empty.

    Every input gives rows and problems, never an exception of its own. A row with a problem is
    left out; reading stops where what follows could not be trusted.

    Args:
        stream: Lines that end in LF or CRLF; a byte order mark is no part of the first.
        encoding: Of the bytes: UTF-16, or one in which a line feed is a line feed.
        delimiter: One character.
    """
    lines = _Lines(stream, encoding, delimiter)
    rows = csv.reader(lines, strict=True, delimiter=delimiter)
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

    def __init__(self, stream: BinaryIO, encoding: str, delimiter: str) -> None:
        self._encoding = encoding
        self._delimiter = delimiter
        self._stream: BinaryIO | Recoded = stream
        if encoding.startswith("utf-16"):
            self._stream, self._encoding = Recoded(stream, encoding), UTF_8
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
            list(csv.reader([within_quotes + self._text], delimiter=self._delimiter))
        except csv.Error:
            return "a carriage return without a line feed: lines must end in LF or CRLF"
        return "text behind a closing quote: write a quote inside as two"

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        try:
            data = b"" if self.broken else self._stream.readline(MAX_ROW_BYTES + 1)
        except UnicodeDecodeError:
            self._stop("what follows is not UTF-16")
            data = b""
        self._number += 1
        if self._number == 1:
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
            return data.decode(self._encoding)
        except UnicodeDecodeError as error:
            name = "UTF-8" if self._encoding == UTF_8 else self._encoding
            reason = f"not {name}: byte 0x{data[error.start]:02X} at position {error.start + 1}"
            if self._encoding == UTF_8 and _is_windows(data):
                reason += "; it may be cp1252, of Windows: --encoding cp1252"
            self.problems.append(Problem(self._number, reason))
            return data.decode(self._encoding, errors="replace")

    def _stop(self, reason: str) -> None:
        self.problems.append(Problem(self._first, reason))
        self.broken = True


def _is_windows(data: bytes) -> bool:
    try:
        data.decode("cp1252")
    except UnicodeDecodeError:
        return False
    return True
