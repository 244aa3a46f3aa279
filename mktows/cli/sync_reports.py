"""The reports of `mktows sync` on stdout: lines of text, one JSON document, or events."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from mktows.batches.outcomes import BatchOutcome, Fate
from mktows.cli import output


@dataclass
class Result:
    """The end of the rows of a file, by a run and those before that it went on from.

    Attributes:
        total: Rows of the file.
        done: The spans of lines of this run that were written or refused.
        unknown_lines: The spans of lines of this run whose outcome is not known.
        rejects: The file of rejects, where one was written.
        journal: The journal, where it was kept.
    """

    total: int
    created: int = 0
    updated: int = 0
    failed: int = 0
    unknown: int = 0
    not_sent: int = 0
    done: list[dict[str, Any]] = field(default_factory=list)
    unknown_lines: list[dict[str, Any]] = field(default_factory=list)
    rejects: str | None = None
    journal: str | None = None

    def members(self) -> dict[str, object]:
        """The result as members of JSON."""
        members: dict[str, object] = {
            "created": self.created,
            "updated": self.updated,
            "failed": self.failed,
            "unknown": self.unknown,
            "not_sent": self.not_sent,
        }
        if self.unknown or self.not_sent:
            members["done_lines"] = self.done
            members["unknown_lines"] = self.unknown_lines
        for name, value in (("rejects", self.rejects), ("journal", self.journal)):
            if value is not None:
                members[name] = value
        return members


class Report(Protocol):
    """The report of a run on stdout."""

    def failure(self, line: int, outcome: BatchOutcome) -> None:
        """Report one lead that failed, or whose status is not listed, as soon as it is known."""

    def progress(self, done: int, total: int, per_second: float) -> None:
        """Report how far the run is."""

    def end(self, result: Result) -> None:
        """Report how the rows of the file ended."""


class TextReport:
    """A line for each failure, and a line with the counts."""

    def __init__(self, name: str) -> None:
        self._name = name

    def failure(self, line: int, outcome: BatchOutcome) -> None:
        """See `Report.failure`."""
        status = "FAILED"
        if outcome.fate is Fate.UNKNOWN:
            status = output.one_line(outcome.status or "") or "no status"
        output.line(f"{self._name}:{line}: {status}: {_reason(outcome)}")

    def progress(self, done: int, total: int, per_second: float) -> None:
        """See `Report.progress`."""

    def end(self, result: Result) -> None:
        """See `Report.end`."""
        counts = f"{result.created} created, {result.updated} updated, {result.failed} failed"
        if result.unknown:
            counts += f", {result.unknown} not known"
        if result.not_sent:
            counts += f", {result.not_sent} not sent"
        output.line(f"{self._name}: {counts}")


class JsonReport:
    """One document, whose failures are written as they come."""

    def __init__(self, target: str) -> None:
        self._target = target
        self._document = output.JsonDocument("failures")

    def failure(self, line: int, outcome: BatchOutcome) -> None:
        """See `Report.failure`."""
        self._document.add(_failure(line, outcome))

    def progress(self, done: int, total: int, per_second: float) -> None:
        """See `Report.progress`."""

    def end(self, result: Result) -> None:
        """See `Report.end`."""
        self._document.end({"target": self._target, **result.members()})


class EventReport:
    """A line of JSON for each event, as it comes."""

    def __init__(self, name: str, target: str, leads: int) -> None:
        _event("begin", {"input": name, "target": target, "leads": leads})

    def failure(self, line: int, outcome: BatchOutcome) -> None:
        """See `Report.failure`."""
        _event("failure", _failure(line, outcome))

    def progress(self, done: int, total: int, per_second: float) -> None:
        """See `Report.progress`."""
        _event("progress", {"done": done, "of": total, "per_second": round(per_second, 1)})

    def end(self, result: Result) -> None:
        """See `Report.end`."""
        _event("end", result.members())


def _event(name: str, members: Mapping[str, object]) -> None:
    text = json.dumps({"event": name, **members}, ensure_ascii=False)
    output.utf8(f"{text}\n".encode())


def _failure(line: int, outcome: BatchOutcome) -> dict[str, object]:
    unlisted = outcome.fate is Fate.UNKNOWN
    status = {"status": output.one_line(outcome.status or "")} if unlisted else {}
    return {"line": line, "lead_id": outcome.id, **status, "error": _reason(outcome)}


def _reason(outcome: BatchOutcome) -> str:
    return output.one_line(outcome.error or "")
