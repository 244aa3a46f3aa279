"""Records of a file, whatever its form: headers, rows of texts, and problems, by line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, BinaryIO, NamedTuple

from mktows.errors import RequestError
from mktows.transfer.csv_rows import MAX_ROW_BYTES, UTF_8, Problem, Recoded, Row, read_rows
from mktows.transfer.failures import InputError
from mktows.transfer.forms import Form
from mktows.values import attribute_text

_PARQUET_ROWS = 2048
_MAX_SHAPES = 512
_BOM = "\ufeff"


class Header(NamedTuple):
    """The columns of the rows that follow, and the line that names them."""

    line: int
    columns: tuple[str, ...]


def read_records(stream: BinaryIO, form: Form) -> Iterator[Header | Row | Problem]:
    """Read a file record by record: a header before the first row, and where columns change.

    Args:
        stream: The file.
        form: Its form.

    Raises:
        InputError: A Parquet file cannot be read.
    """
    if form.kind == "csv":
        return _csv(stream, form)
    return _json(stream, form) if form.kind == "json" else _parquet(stream, form)


def _csv(stream: BinaryIO, form: Form) -> Iterator[Header | Row | Problem]:
    shape: _Shape | None = None
    for item in read_rows(stream, encoding=form.encoding, delimiter=form.delimiter):
        if isinstance(item, Problem):
            yield item
        elif shape is None:
            shape = _Shape(item.line, item.cells, form)
            yield from shape.problems
            if shape.problems:
                return
            yield Header(item.line, shape.columns)
        else:
            yield shape.row(item)


def _json(stream: BinaryIO, form: Form) -> Iterator[Header | Row | Problem]:
    shapes: dict[tuple[str, ...], _Shape] = {}
    last: _Shape | None = None
    for item in _objects(stream, form.encoding):
        if isinstance(item, Problem):
            yield item
            continue
        line, members = item
        names = tuple(members)
        shape = shapes.get(names)
        if shape is None:
            if len(shapes) == _MAX_SHAPES:
                yield Problem(line, f"more than {_MAX_SHAPES} different sets of members")
                return
            shape = shapes[names] = _Shape(line, list(names), form, partial=True)
        if shape is not last:
            yield Header(line, shape.columns)
            last = shape
        try:
            cells = [_text(value, name) for name, value in members.items()]
        except RequestError as error:
            yield Problem(line, str(error))
        else:
            yield shape.row(Row(line, cells))


def _objects(stream: BinaryIO, encoding: str) -> Iterator[tuple[int, dict[str, Any]] | Problem]:
    source: BinaryIO | Recoded = stream
    if encoding.startswith("utf-16"):
        source, encoding = Recoded(stream, encoding), UTF_8
    number = 0
    while True:
        number += 1
        try:
            data = source.readline(MAX_ROW_BYTES + 1)
            if not data:
                return
            text = data.decode(encoding).strip().removeprefix(_BOM)
        except UnicodeDecodeError:
            yield Problem(number, f"not {encoding}")
            if source is not stream:
                return
            continue
        if len(data) > MAX_ROW_BYTES:
            yield Problem(number, f"the line is longer than {MAX_ROW_BYTES} bytes")
            return
        if not text:
            continue
        try:
            found = json.loads(
                text, parse_float=Decimal, parse_constant=_no_number, object_pairs_hook=_members
            )
        except (ValueError, RecursionError) as error:
            twice = isinstance(error, _Twice)
            yield Problem(number, "a member stands twice" if twice else "the line is no JSON")
            continue
        if isinstance(found, dict):
            yield number, found
        else:
            yield Problem(number, "the line is no JSON object")


def _parquet(stream: BinaryIO, form: Form) -> Iterator[Header | Row | Problem]:
    import pyarrow
    import pyarrow.parquet

    try:
        file = pyarrow.parquet.ParquetFile(stream)
        names = [str(name) for name in file.schema_arrow.names]
        shape = _Shape(1, names, form)
        yield from shape.problems
        if shape.problems:
            return
        yield Header(1, shape.columns)
        number = 0
        for batch in file.iter_batches(batch_size=_PARQUET_ROWS):
            columns = [column.to_pylist() for column in batch.columns]
            for values in zip(*columns, strict=True):
                number += 1
                try:
                    cells = [_text(value, name) for name, value in zip(names, values, strict=True)]
                except RequestError as error:
                    yield Problem(number, str(error))
                else:
                    yield shape.row(Row(number, cells))
    except (pyarrow.ArrowException, OSError) as error:
        raise InputError(f"the Parquet file cannot be read ({type(error).__name__})") from None


class _Shape:
    """The columns of some rows, renamed, and without those that are left out."""

    def __init__(self, line: int, names: list[str], form: Form, *, partial: bool = False) -> None:
        renamed = [form.renamed.get(name, name) for name in names]
        missing = [] if partial else sorted({*form.renamed} - {*names})
        self.problems = [Problem(line, f"there is no column {each!r} to map") for each in missing]
        # Not those that have no name to begin with, which is a problem.
        self._places = [
            place for place, name in enumerate(names) if renamed[place] or name not in form.renamed
        ]
        self._width = len(names)
        self._whole = len(self._places) == len(names)
        self.columns = tuple(renamed[place] for place in self._places)

    def row(self, row: Row) -> Row | Problem:
        if len(row.cells) != self._width:
            return Problem(
                row.line, f"the row has {_counted(len(row.cells))}, the header {self._width}"
            )
        if self._whole:
            return row
        return Row(row.line, [row.cells[place] for place in self._places])


def _text(value: object, name: str) -> str:
    """A value as the text of a cell; none is an empty one."""
    if value is None:
        return ""
    if isinstance(value, float):
        value = Decimal(repr(value))
    return attribute_text(value, name)


class _Twice(ValueError):
    """A member stands twice in an object."""


def _counted(cells: int) -> str:
    return f"{cells} cell" if cells == 1 else f"{cells} cells"


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise _Twice
    return members


def _no_number(_text: str) -> None:
    raise ValueError
