"""Records as rows of a table: which columns there are, and what stands in each; pure."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mktows.transfer.failures import InputError
from mktows.transfer.harmless import harmless

MAX_COLUMNS = 8192
"""Most columns of a table; an instance has some hundreds of fields."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The way in which records become rows.

    Attributes:
        first: Columns that there are whatever comes, in their order. Those of other members follow,
            in the order in which they come.
        spread: Members whose own members are columns; others that hold members are JSON in a cell.
        numbers: Columns of whole numbers.
    """

    first: tuple[str, ...]
    spread: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()

    def flat(self, record: Mapping[str, object]) -> dict[str, object]:
        """The values of a record by column.

        A member that is spread has its owner's name in front where the name is taken.
        """
        row = {name: value for name, value in record.items() if name not in self.spread}
        for owner in self.spread:
            held = record.get(owner)
            for name, value in held.items() if isinstance(held, Mapping) else ():
                column = name
                while column in row:
                    column = f"{owner}.{column}"
                row[column] = value
        return row

    def columns(self, records: Iterable[Mapping[str, object]]) -> tuple[str, ...]:
        """All columns that records need.

        Raises:
            InputError: They are more than a table can have.
        """
        found = dict.fromkeys(self.first)
        for record in records:
            found.update(dict.fromkeys(self.flat(record)))
            if len(found) > MAX_COLUMNS:
                raise InputError(
                    f"the records have more than {MAX_COLUMNS} columns: export JSON Lines"
                )
        return tuple(found)


def cell(value: object) -> str:
    """A value as the text of a cell; nothing, and what holds nothing, is an empty one."""
    if isinstance(value, str):
        return value
    if value is None or value in ({}, []):
        return ""
    return json.dumps(value, ensure_ascii=False)


def csv_lines(
    rows: Iterable[Mapping[str, object]], columns: Sequence[str], *, delimiter: str, plain: bool
) -> Iterator[bytes]:
    """Rows as lines of CSV in UTF-8, the header first.

    Args:
        rows: Values by column.
        columns: The columns.
        delimiter: Stands between cells.
        plain: Whether cells stay as they are that spreadsheets would run.
    """
    text = io.StringIO()
    # Where lines end in CRLF, every Python quotes both characters in a cell.
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    shown = (lambda each: each) if plain else harmless
    writer.writerow([shown(name) for name in columns])
    for row in rows:
        writer.writerow([shown(cell(row.get(name))) for name in columns])
        yield text.getvalue().encode()
        text.seek(0)
        text.truncate()
    yield text.getvalue().encode()
