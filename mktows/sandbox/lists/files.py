"""Files of leads: rows of cells between delimiters, as they are read and written; pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from mktows.text import impossible_character

DELIMITERS: Mapping[str, str] = {"csv": ",", "tsv": "\t", "ssv": ";"}
"""The character between two cells, by the name of the format (documented)."""


@dataclass(frozen=True, slots=True)
class FileRow:
    """One row of a file; its repr hides it, because rows are about people.

    Attributes:
        cells: Its cells, trimmed; of one that cannot be read, its text.
        problem: Why it cannot be read; empty where it can.
    """

    cells: Sequence[str] = field(repr=False)
    problem: str = ""


def read_rows(text: str, delimiter: str) -> Iterator[FileRow]:
    """Yield the rows of a file that are not blank; quoting as in CSV, also over several lines."""
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=delimiter, strict=True, skipinitialspace=delimiter != "\t")
    while True:
        lines.taken.clear()
        try:
            cells = [each.strip() for each in next(reader)]
        except StopIteration:
            return
        except csv.Error as error:
            yield FileRow(["".join(lines.taken).strip()], f"The row cannot be read ({error})")
            continue
        if any(impossible_character(each) is not None for each in cells):
            yield FileRow(cells, "The row holds a character that is none")
        elif any(cells):
            yield FileRow(cells)


def write_rows(rows: Iterable[Sequence[str]], delimiter: str) -> bytes:
    """Write rows as a file."""
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return written.getvalue().encode("utf-8", "replace")


class _Lines:
    """The lines of a text; `taken` holds those that were asked for since it was cleared."""

    def __init__(self, text: str) -> None:
        self._lines = io.StringIO(text, newline="")
        self.taken: list[str] = []

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.taken.append(line)
        return line
