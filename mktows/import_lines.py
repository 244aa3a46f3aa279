"""Rows of an import as the lines of CSV that importToList takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from mktows.errors import RequestError
from mktows.values import attribute_text, items_of

Row = str | Mapping[str, object] | Sequence[object]
"""A line as it is, values by column, or values in the order of the columns."""


def import_lines(header: str | Iterable[str] | None, rows: Iterable[Row]) -> tuple[str, list[str]]:
    """The header line of an import, and a line for each row.

    Args:
        header: The header line or the names of the columns; None for those of the first row, which
            then is a mapping.
        rows: The rows. None is an empty value.

    Raises:
        RequestError: A row has another column, or another number of values, or a value with a line
            break; or there is no header.
    """
    columns = None if header is None or isinstance(header, str) else list(header)
    lines: list[str] = []
    for number, row in enumerate(items_of(rows, "rows"), 1):
        if columns is None and header is None and isinstance(row, Mapping):
            columns = list(row)
        lines.append(_line(row, columns, f"row {number}"))
    if isinstance(header, str):
        return header, lines
    if columns is None:
        raise RequestError("give a header: the rows are no mappings that name the columns")
    return _joined(columns, columns, "the header"), lines


def _line(row: Row, columns: Sequence[str] | None, where: str) -> str:
    if isinstance(row, str):
        return row
    if columns is None:
        raise RequestError(f"{where}: give the columns as a list, so that values find theirs")
    if isinstance(row, Mapping):
        for name in row:
            if name not in columns:
                raise RequestError(f"{where} has a column that the header does not: {name!r}")
        return _joined([row.get(name) for name in columns], columns, where)
    if len(row) != len(columns):
        raise RequestError(f"{where} has {len(row)} values for {len(columns)} columns")
    return _joined(row, columns, where)


def _joined(values: Iterable[object], columns: Iterable[str], where: str) -> str:
    return ",".join(
        "" if value is None else _cell(attribute_text(value, f"{where}, {name}"), where)
        for value, name in zip(values, columns, strict=True)
    )


def _cell(text: str, where: str) -> str:
    """A value, quoted where it would be read as another one (quoting is inferred)."""
    if "\n" in text or "\r" in text:
        raise RequestError(f"{where} has a value with a line break, and a row is one line")
    if text != text.strip() or not text or "," in text or '"' in text:
        return '"' + text.replace('"', '""') + '"'
    return text
