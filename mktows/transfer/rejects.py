"""The file of rejects: rows that were not written, with reasons, to be corrected and fed back."""

from __future__ import annotations

import contextlib
import csv
import hashlib
import io
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from mktows.transfer.csv_rows import Problem, Row
from mktows.transfer.failures import InputError
from mktows.transfer.forms import Form
from mktows.transfer.harmless import harmless
from mktows.transfer.journal import FAILED, FATES, UNKNOWN, Journal
from mktows.transfer.leads import ADDED_COLUMNS, LINE_COLUMN, OUTCOME_COLUMN, REASON_COLUMN
from mktows.transfer.records import Header, read_records


def rejects_path(source: Path, kind: str) -> Path:
    """The place of the rejects of an input."""
    suffix = ".jsonl" if kind == "json" else ".csv"
    return source.with_name(f"{source.stem}.rejects{suffix}")


def write_rejects(stream: BinaryIO, form: Form, journal: Journal, path: Path) -> Path | None:
    """Write the rows that failed or of which it is not known, in the form of the input.

    A file that is there and is not, as it is, the one written last, is left alone: somebody is
    correcting it. Then another name is taken. The file is whole, or it is not there.

    Returns:
        The file; None where there are no such rows, and then none is left of an earlier time.

    Raises:
        InputError: The file cannot be written, or the input not be read again.
    """
    try:
        with contextlib.suppress(FileNotFoundError):
            if journal.rejects is not None and _digest(path) == journal.rejects:
                path.unlink()
        if not journal.count(FAILED) and not journal.count(UNKNOWN):
            return None
        number = 1
        free = path
        while free.exists():
            number += 1
            free = path.with_name(f"{path.stem}-{number}{path.suffix}")
        temporary = free.with_name(f".{free.name}.part")
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            for piece in _pieces(stream, form, journal):
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(free)
        journal.note_rejects(_digest(free))
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror}") from error
    return free


def _pieces(stream: BinaryIO, form: Form, journal: Journal) -> Iterator[bytes]:
    columns: tuple[str, ...] = ()
    kept: list[int] = []
    number = -1
    begun = False
    for item in read_records(stream, form):
        if isinstance(item, Header):
            columns = item.columns
            kept = [place for place, name in enumerate(columns) if name not in ADDED_COLUMNS]
            if form.kind != "json" and not begun:
                yield _csv_line([*(columns[place] for place in kept), *ADDED_COLUMNS], form)
                begun = True
            continue
        number += 1
        if isinstance(item, Problem) or number >= len(journal.letters):
            raise InputError("the input changed while it was read: there is no file of rejects")
        letter = journal.letters[number]
        if letter in (FAILED, UNKNOWN):
            added = [str(FATES[letter]), journal.reason(number), str(item.line)]
            yield _line(item, columns, kept, added, form)


def _line(
    row: Row, columns: tuple[str, ...], kept: list[int], added: list[str], form: Form
) -> bytes:
    if form.kind == "json":
        members: dict[str, str] = {columns[place]: row.cells[place] for place in kept}
        names = (OUTCOME_COLUMN, REASON_COLUMN, LINE_COLUMN)
        members.update(zip(names, added, strict=True))
        return f"{json.dumps(members, ensure_ascii=False)}\n".encode()
    # What came from the input goes back as it was; the service's words may be anybody's.
    cells = [*(row.cells[place] for place in kept), added[0], harmless(added[1]), added[2]]
    return _csv_line(cells, form)


def _csv_line(cells: list[str], form: Form) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=form.delimiter, lineterminator="\n").writerow(cells)
    return text.getvalue().encode()


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(1024 * 1024):
            digest.update(piece)
    return digest.hexdigest()
