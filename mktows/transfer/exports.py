"""The file that an export becomes: JSON Lines, CSV or Parquet."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Any

from mktows.transfer.forms import Kind
from mktows.transfer.partial import PartialExport
from mktows.transfer.tables import Layout, cell, csv_lines

_ROWS_PER_GROUP = 8192
_SUFFIXES: dict[str, Kind] = {
    ".csv": "csv", ".jsonl": "json", ".ndjson": "json", ".parquet": "parquet"
}  # fmt: skip
SUFFIXES = tuple(_SUFFIXES)
"""The ends of names by which a form is known."""


def form_of(name: str) -> Kind | None:
    """The form of a file to be, by its name."""
    found = (form for suffix, form in _SUFFIXES.items() if name.lower().endswith(suffix))
    return next(found, None)


@dataclass(frozen=True, slots=True)
class Export:
    """The form of an export.

    Attributes:
        form: `csv`, `json` for JSON Lines, or `parquet`.
        layout: How records become rows, where it is a table.
        delimiter: Of CSV.
        plain: Whether cells stay as they are that spreadsheets would run.
    """

    form: Kind
    layout: Layout
    delimiter: str = ","
    plain: bool = False

    def finish(self, partial: PartialExport) -> None:
        """Make the file of all records, of which a bounded number is held at a time.

        Raises:
            InputError: It cannot be written, or the records have too many columns.
        """
        if self.form == "json":
            partial.finish(None)
            return
        write = self._csv if self.form == "csv" else self._parquet
        partial.finish(lambda file: write(partial.records, file))

    def _csv(self, records: Callable[[], Iterable[dict[str, Any]]], file: IO[bytes]) -> None:
        columns = self.layout.columns(records())
        rows = map(self.layout.flat, records())
        for line in csv_lines(rows, columns, delimiter=self.delimiter, plain=self.plain):
            file.write(line)

    def _parquet(self, records: Callable[[], Iterable[dict[str, Any]]], file: IO[bytes]) -> None:
        import pyarrow
        import pyarrow.parquet

        columns = self.layout.columns(records())
        numbers = self.layout.numbers
        schema = pyarrow.schema(
            (name, pyarrow.int64() if name in numbers else pyarrow.string()) for name in columns
        )
        rows = map(self.layout.flat, records())
        with pyarrow.parquet.ParquetWriter(file, schema) as writer:
            for group in _groups(rows):
                table = {
                    name: [_value(row.get(name), number=name in numbers) for row in group]
                    for name in columns
                }
                writer.write_table(pyarrow.table(table, schema))


def _value(value: object, *, number: bool) -> object:
    if value is None:
        return None
    return value if number else cell(value)


def _groups(rows: Iterator[dict[str, object]]) -> Iterator[list[dict[str, object]]]:
    while group := list(itertools.islice(rows, _ROWS_PER_GROUP)):
        yield group
