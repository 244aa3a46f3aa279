"""`mktows sync`: leads of a CSV file to the service, in batches."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple, Protocol

from mktows.batching import Outcome, sync_in_batches
from mktows.cli import inputs, output, settings
from mktows.cli.failures import InputError, OutputLost
from mktows.cli.leads_csv import Problem, read_leads
from mktows.errors import MktowsError

MAX_PROBLEMS = 20
"""Problems of a file that are listed; the others are counted."""
MAX_PIPED_BYTES = 1024 * 1024 * 1024
"""Most that is copied of a pipe, to read it twice; a file may be of any size."""
_UNKNOWN_STATUS = "the contract does not list this status; look at the lead"


def sync(
    path: str,
    *,
    batch_size: int,
    dedup: bool,
    clear_empty: bool,
    embedded: settings.Embedded,
    version: str | None = None,
    as_json: bool,
    quiet: bool,
) -> int:
    """Check the whole file, then send it batch by batch; 0 if every lead was written, else 1."""
    target = settings.target(embedded, version=version)
    remedy = "save it as a file, or split it"
    with inputs.opened(path, limit=MAX_PIPED_BYTES, remedy=remedy) as source:
        total = checked(source)
        source.stream.seek(0)
        if target.notice:
            output.note(target.notice)
        with (
            target.connect() as client,
            output.progress_bar("sync", total, quiet=quiet) as bar,
        ):
            run = Run(source.name, total)
            report: Report = JsonReport(target.name) if as_json else TextReport(source.name)
            batches = sync_in_batches(
                client,
                run.leads(source, clear_empty=clear_empty),
                batch_size=batch_size,
                dedup_enabled=dedup,
            )
            try:
                for outcomes in batches:
                    failures = run.done(outcomes)
                    bar.advance(len(outcomes))
                    if failures:
                        with bar.paused():
                            for failure in failures:
                                report.failure(failure)
                            output.flush()
            except OutputLost as error:
                run.stopped(error)
                raise
            except BaseException as error:
                with bar.paused():
                    report.end(run, run.stopped(error))
                raise
        report.end(run, None)
    return 1 if run.failed or run.other else 0


def checked(source: inputs.Source) -> int:
    """Read a whole file without sending anything; return how many leads it holds.

    Raises:
        InputError: It has problems; they were reported on stderr by line.
    """
    leads = problems = 0
    with inputs.reading(source.name):
        for item in read_leads(source.stream):
            if isinstance(item, Problem):
                problems += 1
                if problems <= MAX_PROBLEMS:
                    output.problem(f"{source.name}:{item.line}: {item.reason}")
            else:
                leads += 1
    if problems > MAX_PROBLEMS:
        output.problem(f"{source.name}: {problems - MAX_PROBLEMS} more")
    if problems:
        found = "1 problem" if problems == 1 else f"{problems} problems"
        raise InputError(f"{source.name}: {found}; nothing was sent")
    return leads


class Failure(NamedTuple):
    """One lead that the service did not take, or of which it is not clear.

    Attributes:
        line: Its line in the file.
        lead_id: The id that came with its status.
        reason: What the service said.
        other: The status where it is not `FAILED`; empty where none came.
    """

    line: int
    lead_id: int
    reason: str
    other: str | None = None


class Fate(Enum):
    """The outcome of the batch that was under way when a run stopped."""

    NOT_WRITTEN = "not written"
    UNKNOWN = "unknown"


@dataclass
class Run:
    """The progress of a run, in lines of its file.

    Attributes:
        name: The file's name.
        total: How many leads it holds.
    """

    name: str
    total: int
    created: int = 0
    updated: int = 0
    failed: int = 0
    other: int = 0
    finished: int = 0
    last_line: int = 0
    first_line: int = 0
    _pending: deque[int] = field(default_factory=deque)

    def leads(self, source: inputs.Source, *, clear_empty: bool) -> Iterator[dict[str, object]]:
        """The leads of a file that was checked, remembering the lines they come from.

        Raises:
            InputError: The file is no longer what it was.
        """
        with inputs.reading(self.name):
            for item in read_leads(source.stream, clear_empty=clear_empty):
                more = self.finished + len(self._pending) >= self.total
                if more or isinstance(item, Problem):
                    raise InputError(f"{self.name}:{item.line}: the file changed while it was read")
                self._pending.append(item.line)
                yield item.lead

    def done(self, outcomes: list[Outcome]) -> list[Failure]:
        """Count a batch that is done, and return its failures."""
        failures = []
        for outcome in outcomes:
            line = self._pending.popleft()
            self.first_line = self.first_line or line
            self.last_line = line
            self.finished += 1
            if outcome.status == "CREATED":
                self.created += 1
            elif outcome.status == "FAILED":
                self.failed += 1
                reason = output.one_line(outcome.error or "") or "no reason given"
                failures.append(Failure(line, outcome.lead_id, reason))
            elif outcome.status == "UPDATED":
                self.updated += 1
            else:
                self.other += 1
                status = output.one_line(outcome.status or "")
                reason = output.one_line(outcome.error or "") or _UNKNOWN_STATUS
                failures.append(Failure(line, outcome.lead_id, reason, status))
        return failures

    def stopped(self, error: BaseException) -> dict[str, object]:
        """Say on stderr which lines are done and which are not; the same as members for JSON."""
        fate = _fate(error)
        pending = list(self._pending)
        rest = self.total - self.finished - len(pending)
        if self.finished:
            output.note(
                f"{self.name}: {_span(self.first_line, self.last_line, self.finished)}: done"
            )
        else:
            output.note(f"{self.name}: no lead is done")
        if pending:
            span = _span(pending[0], pending[-1], len(pending))
            what = (
                "not written"
                if fate is Fate.NOT_WRITTEN
                else "the outcome is not known; look before you send them again"
            )
            output.note(f"{self.name}: {span}: {what}")
        if rest:
            behind = pending[-1] if pending else self.last_line
            where = f"what follows line {behind}" if behind else "all"
            output.note(f"{self.name}: {where} ({_leads(rest)}): not sent")
        return {
            "done": _lines(self.first_line, self.last_line, self.finished),
            "not_written": _lines_of(pending if fate is Fate.NOT_WRITTEN else []),
            "unknown": _lines_of(pending if fate is Fate.UNKNOWN else []),
            "not_sent": rest,
        }


class Report(Protocol):
    """The report of a run on stdout."""

    def failure(self, failure: Failure) -> None:
        """Report one lead that failed, as soon as that is known."""

    def end(self, run: Run, stopped: dict[str, object] | None) -> None:
        """Report the counts, and where a run that did not come to its end stopped."""


class TextReport:
    """A line for each failure, and a line with the counts."""

    def __init__(self, name: str) -> None:
        self._name = name

    def failure(self, failure: Failure) -> None:
        """See `Report.failure`."""
        status = "FAILED" if failure.other is None else failure.other or "no status"
        output.line(f"{self._name}:{failure.line}: {status}: {failure.reason}")

    def end(self, run: Run, stopped: dict[str, object] | None) -> None:
        """See `Report.end`."""
        counts = f"{run.created} created, {run.updated} updated, {run.failed} failed"
        if run.other:
            counts += f", {run.other} with another status"
        open_end = f", {run.total - run.finished} not done" if stopped else ""
        output.line(f"{self._name}: {counts}{open_end}")


class JsonReport:
    """One document, whose failures are written as they come."""

    def __init__(self, target: str) -> None:
        self._target = target
        self._document = output.JsonDocument("failures")

    def failure(self, failure: Failure) -> None:
        """See `Report.failure`."""
        status = {} if failure.other is None else {"status": failure.other}
        self._document.add(
            {"line": failure.line, "lead_id": failure.lead_id, **status, "error": failure.reason}
        )

    def end(self, run: Run, stopped: dict[str, object] | None) -> None:
        """See `Report.end`."""
        members: dict[str, object] = {
            "target": self._target,
            "created": run.created,
            "updated": run.updated,
            "failed": run.failed,
            **({"other": run.other} if run.other else {}),
        }
        self._document.end(members if stopped is None else {**members, "stopped": stopped})


def _fate(error: BaseException) -> Fate:
    """The outcome that an error tells for certain; any other may have come after the write."""
    certain = isinstance(error, MktowsError) and error.not_carried_out
    return Fate.NOT_WRITTEN if certain else Fate.UNKNOWN


def _span(first: int, last: int, count: int) -> str:
    lines = f"line {first}" if first == last else f"lines {first} to {last}"
    return f"{lines} ({_leads(count)})"


def _leads(count: int) -> str:
    return "1 lead" if count == 1 else f"{count} leads"


def _lines(first: int, last: int, count: int) -> dict[str, int] | None:
    return {"first_line": first, "last_line": last, "leads": count} if count else None


def _lines_of(lines: list[int]) -> dict[str, int] | None:
    return _lines(lines[0], lines[-1], len(lines)) if lines else None
