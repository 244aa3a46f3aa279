"""The journal of a run: which rows of an input were begun and how each ended, kept beside it.

A line of JSON for each entry. The first says what the run is about; `["b", ranges]` that rows are
about to be sent, which is on the disk before they are; `["e", ranges, codes]` how they ended, one
letter each; `["r", row, status, reason]` why one was not written. What began and did not end is not
known. A last line that broke off, as when the process was killed, is dropped.
"""

from __future__ import annotations

import contextlib
import json
import os
import threading
from array import array
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from mktows.batches.outcomes import BatchOutcome, Fate
from mktows.transfer.failures import InputError
from mktows.transfer.held import hold_alone

CREATED, UPDATED, FAILED, NOT_SENT, UNKNOWN = b"CUFN?"
"""The letters for how a row ended; 0 stands for a row that was not begun."""
_FATE_LETTERS = {Fate.FAILED: FAILED, Fate.NOT_SENT: NOT_SENT, Fate.UNKNOWN: UNKNOWN}
FATES = {FAILED: Fate.FAILED, NOT_SENT: Fate.NOT_SENT, UNKNOWN: Fate.UNKNOWN}
_FORMAT = 1
_LONGEST_LINE = 1024 * 1024
_LONGEST_REASON = 500
_NO_REASON = "the run ended before its answer"


class Ledger:
    """The way in which each row of an input ended, in memory: a byte for each.

    Args:
        rows: Rows of the input.
    """

    def __init__(self, rows: int) -> None:
        self.letters = bytearray(rows)

    def begin(self, rows: Sequence[int]) -> None:
        """Note that rows are about to be sent."""
        for row in rows:
            self.letters[row] = UNKNOWN

    def hold(self, row: int) -> None:
        """Note that the outcome of a row is not known from an earlier run."""
        self.letters[row] = UNKNOWN

    def end(self, rows: Sequence[int], outcomes: Sequence[BatchOutcome]) -> None:
        """Note how rows ended."""
        for row, outcome in zip(rows, outcomes, strict=True):
            self.letters[row] = _letter(outcome)

    def count(self, letter: int) -> int:
        """The number of rows that ended so."""
        return self.letters.count(letter)

    @property
    def finished(self) -> bool:
        """True where no row is left that may be sent as it is."""
        return not self.count(0) and not self.count(NOT_SENT)

    def close(self) -> None:
        """Let go of what is held."""


class Journal(Ledger):
    """A ledger that is kept in a file, which one process has at a time.

    Threads may share one.

    Args:
        path: The file.
        subject: What the run is about: `rows`, and whatever must be the same when it goes on.
        restart: Whether what the file holds is forgotten.

    Attributes:
        resumed: Whether the file held a run that goes on.

    Raises:
        InputError: Another process has the file, it is no journal, it cannot be written, or it is
            about another input or other options.
    """

    def __init__(self, path: Path, subject: Mapping[str, Any], *, restart: bool = False) -> None:
        super().__init__(int(subject["rows"]))
        self.path = path
        self.resumed = False
        self.rejects: str | None = None
        self._reasons: array[int] | None = None
        self._turn = threading.RLock()
        with _refused(path):
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        self._file: IO[bytes] = os.fdopen(descriptor, "r+b")
        try:
            hold_alone(self._file, path)
            with _refused(path):
                self._start(subject, restart)
        except BaseException:
            self._file.close()
            raise

    def begin(self, rows: Sequence[int]) -> None:
        """Note that rows are about to be sent; on return that is on the disk."""
        with self._turn:
            super().begin(rows)
            self._write(["b", _ranges(rows)])
            with _refused(self.path):
                os.fsync(self._file.fileno())

    def hold(self, row: int) -> None:
        """See `Ledger.hold`."""
        with self._turn:
            super().hold(row)
            self._write(["b", [[row, row]]])

    def end(self, rows: Sequence[int], outcomes: Sequence[BatchOutcome]) -> None:
        """Note how rows ended, and why."""
        with self._turn:
            super().end(rows, outcomes)
            for row, outcome in zip(rows, outcomes, strict=True):
                if not outcome.written:
                    self._set_reason(row)
                    reason = " ".join((outcome.error or "").split())[:_LONGEST_REASON]
                    self._write(["r", row, outcome.status, reason])
            codes = bytes(self.letters[row] for row in rows).decode()
            self._write(["e", _ranges(rows), codes])

    def reason(self, row: int) -> str:
        """The reason why a row was not written."""
        place = -1 if self._reasons is None else self._reasons[row]
        if place < 0:
            return _NO_REASON
        with _refused(self.path):
            self._file.seek(place)
            entry = json.loads(self._file.readline(_LONGEST_LINE))
            self._file.seek(0, os.SEEK_END)
        return str(entry[3])

    def note_rejects(self, digest: str) -> None:
        """Note the file of rejects that was written, by its digest."""
        self.rejects = digest
        self._write(["x", digest])

    def remove(self) -> None:
        """Remove the file, and let go of it: there is nothing left to do."""
        with _refused(self.path):
            self.path.unlink()
        self.close()

    def close(self) -> None:
        """See `Ledger.close`."""
        self._file.close()

    def _start(self, subject: Mapping[str, Any], restart: bool) -> None:
        wanted = {"mktows": _FORMAT, **subject}
        first = b"" if restart else self._file.readline(_LONGEST_LINE)
        if not first.endswith(b"\n"):
            if first and not first.startswith(b'{"mktows"'):
                raise InputError(f"{self.path}: this is no journal of mktows")
            self._begin(wanted)
            return
        found = _header(first)
        if found is None:
            raise InputError(f"{self.path}: this is no journal of mktows")
        same = found.get("input") == subject.get("input")
        if same and found.get("rows") == subject["rows"]:
            other = sorted(name for name in wanted if found.get(name) != wanted[name])
            if other:
                raise InputError(
                    f"{self.path}: the run was begun with another {', '.join(other)}: go on as it "
                    "was begun, or begin anew with --restart"
                )
            self._read()
            self.resumed = True
            return
        rows = found.get("rows")
        earlier = Ledger(rows if isinstance(rows, int) and 0 <= rows <= 2**31 else 0)
        self._replay(earlier.letters)
        if not earlier.finished:
            raise InputError(
                f"{self.path}: the input has changed since this run was begun, and "
                f"{earlier.count(0) + earlier.count(NOT_SENT)} of its {rows} rows were not sent: "
                "put the input back, or begin anew with --restart"
            )
        self._begin(wanted)

    def _begin(self, header: Mapping[str, Any]) -> None:
        self._file.seek(0)
        self._file.truncate()
        self._write(header)

    def _read(self) -> None:
        end = self._replay(self.letters)
        self._file.seek(end)
        self._file.truncate()

    def _replay(self, letters: bytearray) -> int:
        """Read the entries after the first; return where the last whole one ends."""
        ours = letters is self.letters
        end = self._file.tell()
        number = 1
        while line := self._file.readline(_LONGEST_LINE):
            number += 1
            if not line.endswith(b"\n"):
                break
            try:
                entry = json.loads(line)
                if entry[0] == "b":
                    for row in _rows(entry[1]):
                        letters[row] = UNKNOWN
                elif entry[0] == "e":
                    for row, code in zip(_rows(entry[1]), entry[2].encode(), strict=True):
                        letters[row] = code
                elif entry[0] == "r" and ours:
                    self._set_reason(entry[1], end)
                elif entry[0] == "x":
                    self.rejects = entry[1]
            except (ValueError, TypeError, LookupError, AttributeError):
                raise InputError(
                    f"{self.path}:{number}: the journal is damaged; --restart begins anew"
                ) from None
            end += len(line)
        return end

    def _set_reason(self, row: int, place: int | None = None) -> None:
        if self._reasons is None:
            self._reasons = array("q", [-1]) * len(self.letters)
        self._reasons[row] = self._file.tell() if place is None else place

    def _write(self, entry: object) -> None:
        with _refused(self.path):
            self._file.write(json.dumps(entry, separators=(",", ":")).encode() + b"\n")
            self._file.flush()


@contextlib.contextmanager
def _refused(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise InputError(
            f"{path}: the journal cannot be kept: {error.strerror}; --journal FILE puts it "
            "elsewhere, --no-journal does without"
        ) from error


def _header(line: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(line)
    except ValueError:
        return None
    return found if isinstance(found, dict) and found.get("mktows") == _FORMAT else None


def _letter(outcome: BatchOutcome) -> int:
    if outcome.written:
        return CREATED if outcome.status == "CREATED" else UPDATED
    return _FATE_LETTERS[outcome.fate]


def _ranges(rows: Sequence[int]) -> list[list[int]]:
    """Rows in ascending order as first and last of what lies side by side."""
    ranges: list[list[int]] = []
    for row in rows:
        if ranges and ranges[-1][1] == row - 1:
            ranges[-1][1] = row
        else:
            ranges.append([row, row])
    return ranges


def _rows(ranges: Sequence[Sequence[int]]) -> Iterator[int]:
    for first, last in ranges:
        yield from range(first, last + 1)
