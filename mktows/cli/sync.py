"""`mktows sync`: leads of a file to the service, in batches, and on again where it stopped."""

from __future__ import annotations

import contextlib
import hashlib
import os
import signal
import threading
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from types import FrameType
from typing import Any, BinaryIO

from mktows.batches.calls import SyncLeads
from mktows.batches.outcomes import BatchOutcome, Fate
from mktows.batches.run import BatchRun
from mktows.cli import inputs, output, settings
from mktows.cli.dry_run import told
from mktows.cli.failures import INTERRUPTED, InputError, OutputLost, UsageError
from mktows.cli.progress import Progress, progress
from mktows.cli.sync_reports import EventReport, JsonReport, Report, Result, TextReport
from mktows.client import Client
from mktows.errors import MktowsError, RequestError
from mktows.transfer.csv_rows import Problem
from mktows.transfer.forms import Form, recognise
from mktows.transfer.journal import CREATED, FAILED, NOT_SENT, UNKNOWN, UPDATED, Journal, Ledger
from mktows.transfer.leads import KEY_COLUMNS, LeadRow, read_leads
from mktows.transfer.rejects import rejects_path, write_rejects

MAX_PROBLEMS = 20
"""Problems of a file that are listed; the others are counted."""
MAX_SPANS = 20
"""Spans of lines that are listed; the others are counted."""
MAX_PIPED_BYTES = 1024 * 1024 * 1024
"""Most that is copied of a pipe, to read it twice; a file may be of any size."""
_REMEDY = "save it as a file, or split it"
_PIECE = 1024 * 1024
_LOOK_EACH = 256  # rows after which it is looked whether the file is still the same


@dataclass(frozen=True, slots=True)
class Source:
    """The options about the file.

    Attributes:
        path: The file, or `-`.
        encoding: Its encoding; None to recognise it.
        delimiter: Its delimiter; None to recognise it.
        renamed: Pairs such as `Email Address=Email`.
        clear_empty: Whether empty cells clear their fields.
    """

    path: str
    encoding: str | None = None
    delimiter: str | None = None
    renamed: tuple[str, ...] = ()
    clear_empty: bool = False


@dataclass(frozen=True, slots=True)
class Sending:
    """The options about how leads are sent.

    Attributes:
        batch_size: Leads of a call.
        workers: Calls in flight.
        dedup: Whether leads are looked for by their address.
        retry_failed: Whether rows are sent again that failed.
        retry_unknown: Whether rows are sent again whose outcome is not known.
        restart: Whether all rows are sent, whatever the journal says.
        journal: The file of the journal; None for one beside the input.
        no_journal: Whether none is kept.
    """

    batch_size: int
    workers: int
    dedup: bool = True
    retry_failed: bool = False
    retry_unknown: bool = False
    restart: bool = False
    journal: str | None = None
    no_journal: bool = False


def sync(
    source: Source,
    sending: Sending,
    *,
    dry_run: bool = False,
    embedded: settings.Embedded,
    version: str | None = None,
    as_json: bool = False,
    events: bool = False,
    quiet: bool = False,
) -> int:
    """Check the whole file, then send it; 0 if every lead was written, else 1.

    A dry run sends nothing, and tells what the service says of the fields.

    Raises:
        InputError: The file or its journal cannot serve; nothing was sent.
        MktowsError: That of the call for which the run stopped.
        KeyboardInterrupt: The run was told to stop.
    """
    if as_json and events:
        raise UsageError("give one of --json and --events")
    target = settings.target(embedded, version=version).within_limits()
    with _checked(source) as file:
        if target.notice:
            output.note(target.notice)
        if dry_run:
            with target.connect() as client:
                size = sending.batch_size
                return told(client, file, clear_empty=source.clear_empty, batch_size=size)
        ledger = _ledger(file, target, source, sending)
        try:
            run = Run(file, ledger, sending, source.clear_empty)

            def report() -> Report:
                if as_json:
                    return JsonReport(target.name)
                return EventReport(file.name, target.name, file.total) if events else text

            text = TextReport(file.name)
            if isinstance(ledger, Journal) and ledger.resumed and not run.any_wanted():
                return run.nothing_left(report())
            with target.connect() as client:
                return run.carried_out(client, report(), quiet=quiet)
        finally:
            ledger.close()


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that holds nothing but leads.

    Attributes:
        name: Its name for messages.
        stream: The file, at its beginning.
        form: Its form.
        total: Leads in it.
        digest: A digest of its bytes.
        path: Where it is; None for standard input, and for what cannot be read twice.
    """

    name: str
    stream: BinaryIO
    form: Form
    total: int
    digest: str
    path: Path | None

    def leads(self, *, clear_empty: bool) -> Iterator[LeadRow | Problem]:
        """Read it from its beginning."""
        self.stream.seek(0)
        return read_leads(self.stream, clear_empty=clear_empty, form=self.form)


@contextmanager
def _checked(source: Source) -> Iterator[CheckedFile]:
    """Read a whole file without sending anything.

    Raises:
        InputError: It has problems; they were reported on stderr by line.
    """
    with inputs.opened(source.path, limit=MAX_PIPED_BYTES, remedy=_REMEDY) as opened:
        name, stream = opened.name, opened.stream
        with inputs.reading(name):
            try:
                form = recognise(
                    stream,
                    source.path,
                    keys=KEY_COLUMNS,
                    encoding=source.encoding,
                    delimiter=source.delimiter,
                    renamed=_renamed(source.renamed),
                )
            except RequestError as error:
                raise UsageError(str(error)) from None
            if form.recognised:
                output.note(f"{name}: read as {form.recognised}")
            # First, for it ends where a file has no end.
            total = _count(name, stream, form)
            stream.seek(0)
            digest = hashlib.sha256()
            while piece := stream.read(_PIECE):
                digest.update(piece)
            stream.seek(0)
        path = Path(source.path) if source.path != inputs.STDIN and not opened.copied else None
        yield CheckedFile(name, stream, form, total, digest.hexdigest(), path)


def _count(name: str, stream: BinaryIO, form: Form) -> int:
    leads = problems = 0
    for item in read_leads(stream, form=form):
        if isinstance(item, Problem):
            problems += 1
            if problems <= MAX_PROBLEMS:
                output.problem(f"{name}:{item.line}: {item.reason}")
        else:
            leads += 1
    if problems > MAX_PROBLEMS:
        output.problem(f"{name}: {problems - MAX_PROBLEMS} more")
    if problems:
        found = "1 problem" if problems == 1 else f"{problems} problems"
        raise InputError(f"{name}: {found}; nothing was sent")
    return leads


def _renamed(pairs: Sequence[str]) -> Mapping[str, str]:
    renamed = {}
    for pair in pairs:
        name, separator, new = pair.rpartition("=")
        if not separator or not name or name in renamed:
            raise UsageError(
                "--map takes COLUMN=NAME, once for a column, such as --map 'Email Address=Email'"
            )
        renamed[name] = new
    return renamed


def _ledger(file: CheckedFile, target: settings.Target, source: Source, sending: Sending) -> Ledger:
    """The journal of a run, or a ledger in memory where none can be kept."""
    path = Path(sending.journal) if sending.journal else None
    kept = target.database is not None or not target.embedded
    if path is None and file.path is not None and kept and not sending.no_journal:
        path = file.path.with_name(f"{file.path.name}.journal")
    if path is None or sending.no_journal:
        asked = (sending.retry_failed, sending.retry_unknown)
        if any(asked):
            raise UsageError("there is no journal that says which rows are to be sent again")
        return Ledger(file.total)
    subject = {
        "input": file.digest,
        "rows": file.total,
        "target": target.name if target.database is None else str(Path(target.database).resolve()),
        "dedup": sending.dedup,
        "clear-empty": source.clear_empty,
        "form": [file.form.kind, file.form.encoding, file.form.delimiter],
        "map": sorted(source.renamed),
    }
    journal = Journal(path, subject, restart=sending.restart)
    if journal.resumed:
        done = journal.count(CREATED) + journal.count(UPDATED)
        output.note(f"{file.name}: goes on by {path}: {done} of {_leads(file.total)} are written")
    return journal


@dataclass
class Run:
    """One run over a file: some of its rows, and how they ended.

    Attributes:
        file: The file.
        ledger: How its rows ended, by this run and those before.
        sending: The options.
        clear_empty: Whether empty cells clear their fields.
    """

    file: CheckedFile
    ledger: Ledger
    sending: Sending
    clear_empty: bool = False
    _pending: deque[tuple[int, int]] = field(default_factory=deque)
    _base: int = 0
    _begun: dict[int, list[int]] = field(default_factory=dict)
    _noted: set[int] = field(default_factory=set)
    _spans: list[_Span] = field(default_factory=list)
    _more_spans: int = 0
    _stopping: threading.Event = field(default_factory=threading.Event)

    def any_wanted(self) -> bool:
        """True where a row is left to be sent."""
        return any(self.ledger.count(letter) for letter in self._wanted())

    def carried_out(self, client: Client, report: Report, *, quiet: bool) -> int:
        """Send what is to be sent, and report; the exit code of the command."""
        sent = sum(self.ledger.count(letter) for letter in self._wanted())
        run = BatchRun(
            SyncLeads(client, dedup_enabled=self.sending.dedup),
            self._leads(),
            batch_size=self.sending.batch_size,
            workers=self.sending.workers,
            before=self._begin,
            after=self._note,
        )
        with (
            progress("sync", sent, quiet=quiet, limiter=client.limiter, report=report) as bar,
            _told_to_stop(run, self._stopping),
        ):
            batches = run.batches()
            try:
                for outcomes in batches:
                    self._end(outcomes, report, bar)
                    if run.stopped_by is not None:
                        self._stopping.set()
            except BaseException as error:
                run.stop()
                with contextlib.suppress(Exception):
                    for outcomes in batches:  # what is in flight still counts
                        self._end(outcomes, None, bar)
                if isinstance(error, OutputLost):
                    self._tell()
                    raise
                with bar.paused():
                    self._finish(report, error)
                raise
        return self._finish(report, run.stopped_by)

    def nothing_left(self, report: Report) -> int:
        """Report a run of which nothing is left to send."""
        output.note(f"{self.file.name}: nothing is left to send; --restart sends all rows again")
        return self._finish(report, None)

    def _wanted(self) -> tuple[int, ...]:
        """The letters of the rows that this run sends."""
        return (
            0,
            NOT_SENT,
            *([FAILED] if self.sending.retry_failed else ()),
            *([UNKNOWN] if self.sending.retry_unknown else ()),
        )

    def _leads(self) -> Iterator[dict[str, object]]:
        """The leads to be sent, remembering the rows they come from.

        Raises:
            InputError: The file is no longer what it was.
        """
        wanted = bytes(self._wanted())
        todo = bytearray(letter in wanted for letter in self.ledger.letters)
        state, line = self._state(), 0
        number = -1
        with inputs.reading(self.file.name):
            for number, item in enumerate(self.file.leads(clear_empty=self.clear_empty)):
                line = item.line
                moved = number % _LOOK_EACH == 0 and self._state() != state
                if moved or isinstance(item, Problem) or number >= self.file.total:
                    raise self._changed(line)
                if self._stopping.is_set():
                    return
                if not todo[number]:
                    continue
                if item.held and not self.sending.retry_unknown:
                    self.ledger.hold(number)
                    continue
                self._pending.append((number, line))
                yield item.lead
        if number + 1 != self.file.total:
            raise self._changed(line)

    def _state(self) -> tuple[int, int]:
        found = os.fstat(self.file.stream.fileno())
        return found.st_size, found.st_mtime_ns

    def _changed(self, line: int) -> InputError:
        return InputError(f"{self.file.name}:{line}: the file changed while it was read")

    def _begin(self, first: int, count: int) -> None:
        place = first - self._base
        rows = [row for row, _ in islice(self._pending, place, place + count)]
        self._begun[first] = rows
        self.ledger.begin(rows)

    def _note(self, outcomes: list[BatchOutcome]) -> None:
        """Note how a call ended, from the thread that made it: what is behind may take longer."""
        rows = self._begun.pop(outcomes[0].index, None)
        if rows is not None:
            self.ledger.end(rows, outcomes)
            self._noted.add(outcomes[0].index)

    def _end(self, outcomes: list[BatchOutcome], report: Report | None, bar: Progress) -> None:
        rows = [self._pending.popleft() for _ in outcomes]
        self._base += len(rows)
        if outcomes[0].index in self._noted:
            self._noted.remove(outcomes[0].index)
        else:
            self.ledger.end([row for row, _ in rows], outcomes)
        for (_, line), outcome in zip(rows, outcomes, strict=True):
            self._span(line, outcome.fate)
        bar.advance(len(rows))
        if report is None:
            return
        told = [
            (line, outcome)
            for (_, line), outcome in zip(rows, outcomes, strict=True)
            if outcome.fate is Fate.FAILED or (outcome.fate is Fate.UNKNOWN and not outcome.cause)
        ]
        if told:
            with bar.paused():
                for line, outcome in told:
                    report.failure(line, outcome)
                output.flush()

    def _span(self, line: int, fate: Fate) -> None:
        kind = "done" if fate in (Fate.WRITTEN, Fate.FAILED) else str(fate)
        if self._spans and self._spans[-1].kind == kind:
            self._spans[-1].last = line
            self._spans[-1].count += 1
        elif len(self._spans) < MAX_SPANS:
            self._spans.append(_Span(kind, line, line, 1))
        else:
            self._more_spans += 1

    def _finish(self, report: Report, error: BaseException | None) -> int:
        """Report the end of a run, and what to do next; the exit code.

        Raises:
            MktowsError: The one for which the run stopped.
            KeyboardInterrupt: The run was told to stop.
        """
        count = self.ledger.count
        result = Result(
            self.file.total,
            created=count(CREATED),
            updated=count(UPDATED),
            failed=count(FAILED),
            unknown=count(UNKNOWN),
            not_sent=count(0) + count(NOT_SENT),
            done=[each.lines() for each in self._spans if each.kind == "done"],
            unknown_lines=[each.lines() for each in self._spans if each.kind == Fate.UNKNOWN],
        )
        stopped = error is not None or result.not_sent > 0
        if stopped or result.unknown:
            self._tell()
        if isinstance(self.ledger, Journal):
            result.rejects, result.journal = self._kept(self.ledger, result)
        report.end(result)
        if isinstance(self.ledger, Journal):
            self._advise(result)
        if error is None and stopped:
            raise KeyboardInterrupt
        if isinstance(error, MktowsError):
            raise error
        return 1 if result.failed or result.unknown else 0

    def _tell(self) -> None:
        """Say on stderr which lines are done and which are not."""
        name = self.file.name
        words = {
            "done": "done",
            str(Fate.UNKNOWN): "the outcome is not known; look before you send them again",
        }
        told = [each for each in self._spans if each.kind in words]
        if not any(each.kind == "done" for each in told):
            output.note(f"{name}: no lead is done")
        for each in told:
            output.note(f"{name}: {each}: {words[each.kind]}")
        if self._more_spans:
            output.note(f"{name}: {_leads(self._more_spans)} more in shorter spans")
        # What is in flight when the run breaks off has no outcome.
        if self._pending and self.ledger.letters[self._pending[0][0]] == UNKNOWN:
            begun = [line for row, line in self._pending if self.ledger.letters[row] == UNKNOWN]
            span = _Span("", begun[0], begun[-1], len(begun))
            output.note(f"{name}: {span}: {words[str(Fate.UNKNOWN)]}")
        rest = self.ledger.count(0) + self.ledger.count(NOT_SENT)
        if rest:
            behind = max((each.last for each in told), default=0)
            where = f"what follows line {behind}" if behind else "all"
            output.note(f"{name}: {where} ({_leads(rest)}): not sent")

    def _kept(self, journal: Journal, result: Result) -> tuple[str | None, str | None]:
        """Write the rejects, and keep the journal where there is something left to do."""
        if result.not_sent < result.total:  # else there is nothing to be remembered
            place = self.file.path or journal.path
            self.file.stream.seek(0)
            written = write_rejects(
                self.file.stream,
                self.file.form,
                journal,
                rejects_path(place, self.file.form.kind),
            )
            if written is not None or result.not_sent:
                return None if written is None else str(written), str(journal.path)
        journal.remove()
        return None, None

    def _advise(self, result: Result) -> None:
        if result.rejects is not None:
            output.note(f"{result.rejects} has the rows that were not written, with the reasons")
        if result.not_sent:
            output.hint("the same command again goes on where this one ended")
        if result.failed:
            output.hint("--retry-failed sends again what failed")
        if result.unknown:
            output.hint("--retry-unknown sends again what is not known: look first")


@dataclass
class _Span:
    """Lines side by side that ended in the same way."""

    kind: str
    first: int
    last: int
    count: int

    def __str__(self) -> str:
        lines = f"line {self.first}" if self.count == 1 else f"lines {self.first} to {self.last}"
        return f"{lines} ({_leads(self.count)})"

    def lines(self) -> dict[str, Any]:
        return {"first_line": self.first, "last_line": self.last, "leads": self.count}


@contextmanager
def _told_to_stop(run: BatchRun[Any, Any], stopping: threading.Event) -> Iterator[None]:
    """Let the first signal during the block end the run in order, and the second break it off."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    told: list[bool] = []

    def stop(_number: int, _frame: FrameType | None) -> None:
        if told:
            # Not by an exception: the calls in flight would still be waited for.
            output.note("broken off: the outcome of what was in flight is not known")
            os._exit(INTERRUPTED)
        told.append(True)
        stopping.set()
        run.stop()
        output.note("stopping: what is in flight is finished; once more breaks it off")

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _leads(count: int) -> str:
    return "1 lead" if count == 1 else f"{count} leads"
