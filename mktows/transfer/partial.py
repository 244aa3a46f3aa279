"""An export that is not yet whole: its records so far and how to go on, beside the file to be.

`FILE.part` has the records as JSON Lines, whatever the form of the file to be: it goes on where it
was cut, and columns are known once all have come. `FILE.part.journal` has a line of JSON for each
page that is whole: the first says what the export is of; `[source, position, rows, bytes]` where
the next page begins and what is in the part by then, written once that is on the disk. A last line
that broke off is dropped, and the part is cut to the length that is noted.
"""

from __future__ import annotations

import contextlib
import filecmp
import io
import json
import os
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from mktows.streams import LONGEST_POSITION
from mktows.transfer.failures import InputError
from mktows.transfer.held import hold_alone

_FORMAT = 1
_LONGEST_LINE = 2 * LONGEST_POSITION


class PartialExport:
    """The records of an export so far, and where the next page begins.

    One process has it at a time. What is not noted is forgotten when it is opened again.

    Args:
        target: The file to be.
        subject: What must be the same when the export goes on.
        settled: What is settled as the export begins, and then stays.
        sources: Streams that follow each other.
        restart: Whether what is there of it is forgotten.
        overwrite: Whether the file to be may replace one.

    Attributes:
        resumed: Whether it goes on where another run ended.
        settled: What was settled when it began.
        source: The stream of the next record; their number once all have ended.
        position: Where that stream goes on; None for its beginning.
        rows: Records so far.
        noted: Records that are not forgotten.

    Raises:
        InputError: The files cannot be written, another process has them, they are damaged or of
            another export; or the file to be is there already.
    """

    def __init__(
        self,
        target: Path,
        subject: Mapping[str, Any],
        settled: Mapping[str, str],
        *,
        sources: int = 1,
        restart: bool = False,
        overwrite: bool = False,
    ) -> None:
        self.target = target
        self.path = target.with_name(f"{target.name}.part")
        self.journal = target.with_name(f"{self.path.name}.journal")
        self.settled = dict(settled)
        self.resumed = False
        self.source, self.rows, self.noted = 0, 0, 0
        self.position: str | None = None
        self._sources = sources
        self._overwrite = overwrite
        self._bytes = 0
        self._placed = False
        self._part: IO[bytes] = io.BytesIO()
        with self._refused():
            if not self.journal.exists() and self.path.exists():
                raise InputError(f"{self.path}: this is of no export that could go on: move it")
            if not self.journal.exists():
                self._look_at_target()
            descriptor = os.open(self.journal, os.O_RDWR | os.O_CREAT, 0o600)
        self._file: IO[bytes] = os.fdopen(descriptor, "r+b")
        try:
            hold_alone(self._file, self.journal)
            with self._refused():
                self._start(subject, restart=restart)
                self._open()
        except BaseException:
            self.close()
            raise

    @property
    def over(self) -> bool:
        """True where all records are there."""
        return self.source == self._sources

    def write(self, record: Mapping[str, object]) -> None:
        """Add a record, whose values are those of JSON, or datetimes."""
        line = json.dumps(record, ensure_ascii=False, separators=(",", ":"), default=_moment_text)
        data = f"{line}\n".encode()
        with self._refused():
            self._part.write(data)
        self._bytes += len(data)
        self.rows += 1

    def note(self, position: str | None, *, next_source: bool = False) -> None:
        """Note where the next record comes from; on return that, and what came, is on the disk."""
        self.source += next_source
        self.position = position
        with self._refused():
            self._part.flush()
            os.fsync(self._part.fileno())
            self._append([self.source, position, self.rows, self._bytes])
        self.noted = self.rows

    def records(self) -> Iterator[dict[str, Any]]:
        """The records so far, from the first one on."""
        with self.path.open("rb") as file:
            for line in file:
                yield json.loads(line)

    def finish(self, write: Callable[[IO[bytes]], None] | None) -> None:
        """Put the file where it shall be, whole or not at all, and remove what was beside it.

        Args:
            write: Writes its bytes; None where they are those of the part.

        Raises:
            InputError: It cannot be written, or another file is in its place meanwhile.
        """
        with self._refused():
            self._part.close()
            if not self._placed:
                made = self.path if write is None else self._made(write)
                if not self._replaceable(made):
                    raise self._in_the_way()
                made.replace(self.target)
            self.path.unlink(missing_ok=True)
            self.journal.unlink()
        self.close()

    def discard(self) -> None:
        """Remove what is beside the file to be: there is nothing to go on with."""
        self.close()
        with self._refused():
            self.path.unlink(missing_ok=True)
            self.journal.unlink()

    def close(self) -> None:
        """Let go of the files, which stay as they are."""
        with contextlib.suppress(OSError):  # what is not noted does not count
            self._part.close()
        self._file.close()

    def _start(self, subject: Mapping[str, Any], *, restart: bool) -> None:
        wanted = {"mktows": _FORMAT, "export": dict(subject)}
        first = self._file.readline(_LONGEST_LINE)
        if first and not first.startswith(b'{"mktows"'):
            raise InputError(f"{self.journal}: this is no journal of mktows")
        if restart or not first.endswith(b"\n"):
            self._look_at_target()
            self._file.seek(0)
            self._file.truncate()
            self._append({**wanted, "settled": self.settled})
            return
        try:
            found = json.loads(first)
            settled = found.pop("settled")
            earlier = found.pop("export")
        except (ValueError, LookupError, AttributeError):
            raise self._damaged() from None
        if found != {"mktows": _FORMAT}:
            raise InputError(f"{self.journal}: this is of another version of mktows")
        other = sorted(
            name for name in {*subject, *earlier} if earlier.get(name) != subject.get(name)
        )
        if other:
            raise InputError(
                f"{self.journal}: the export was begun with another {', '.join(other)}: go on as "
                "it was begun, or begin anew with --restart"
            )
        self.settled, self.resumed = settled, True
        self._read()
        if not self.over:
            self._look_at_target()

    def _read(self) -> None:
        end = self._file.tell()
        while (line := self._file.readline(_LONGEST_LINE)).endswith(b"\n"):
            try:
                self.source, self.position, self.rows, self._bytes = json.loads(line)
            except (ValueError, TypeError):
                raise self._damaged() from None
            end += len(line)
        numbers = (self.source, self.rows, self._bytes)
        sound = all(type(each) is int and each >= 0 for each in numbers)
        if not sound or self.source > self._sources:
            raise self._damaged()
        self.noted = self.rows
        self._file.seek(end)
        self._file.truncate()

    def _open(self) -> None:
        if not self.path.exists():
            if self.over and self.target.exists():
                self._placed = True  # it was killed between the last two steps of finishing
                return
            if self._bytes:
                raise self._damaged()
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        self._part = os.fdopen(descriptor, "r+b")
        if os.fstat(descriptor).st_size < self._bytes:
            raise self._damaged()
        self._part.truncate(self._bytes)
        self._part.seek(self._bytes)

    def _made(self, write: Callable[[IO[bytes]], None]) -> Path:
        made = self.path.with_name(f"{self.path.name}.made")
        descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        return made

    def _append(self, entry: object) -> None:
        self._file.write(json.dumps(entry, separators=(",", ":")).encode() + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())

    def _look_at_target(self) -> None:
        if self.target.exists() and not self._overwrite:
            raise self._in_the_way()

    def _replaceable(self, made: Path) -> bool:
        return (
            self._overwrite
            or not self.target.exists()
            or filecmp.cmp(made, self.target, shallow=False)
        )

    def _in_the_way(self) -> InputError:
        return InputError(
            f"{self.target}: is there already; --overwrite replaces it, once the export is whole"
        )

    def _damaged(self) -> InputError:
        return InputError(
            f"{self.journal}: it and {self.path.name} do not go together; --restart begins anew"
        )

    @contextlib.contextmanager
    def _refused(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise InputError(f"{self.target}: cannot be written: {error.strerror}") from error


def _moment_text(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)
