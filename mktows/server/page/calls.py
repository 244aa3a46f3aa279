"""Recorded calls as the list shows them; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from mktows.server.journal.queries import CallQuery, CallSummary
from mktows.server.page.texts import short, visible

State = Literal["ok", "failed", "findings"]


@dataclass(frozen=True, slots=True)
class CallRow:
    """One call in one line, each member a text that can be shown as it is.

    Attributes:
        id: Its number.
        at: When it arrived, in ISO 8601.
        date: Its date for people, in UTC.
        clock: Its time of day, likewise.
        operation: Its operation, or words for none.
        version: The contract's version, or `rest`.
        user: Whose it is.
        state: `ok`, `failed`, or `findings` for one that was answered and has some.
        outcome: How it ended.
        milliseconds: How long it took.
        findings: How many findings there are; empty for none.
    """

    id: str
    at: str
    date: str
    clock: str
    operation: str
    version: str
    user: str
    state: State
    outcome: str
    milliseconds: str
    findings: str


def row_of(call: CallSummary) -> CallRow:
    """Return the line of a call."""
    date, _, clock = seen_moment(call.at).partition(" ")
    state: State = "failed" if call.failed else "findings" if call.findings else "ok"
    return CallRow(
        id=str(call.id),
        at=moment(call.at),
        date=date,
        clock=clock,
        operation=visible(short(call.operation)) or "(none)",
        version=visible(call.version),
        user=visible(short(call.user_id)) or "(none)",
        state=state,
        outcome=visible(short(call.outcome)),
        milliseconds=seen_milliseconds(call.milliseconds),
        findings=str(call.findings or ""),
    )


def moment(at: datetime) -> str:
    """Return a moment in ISO 8601, in UTC."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds")


def seen_moment(at: datetime) -> str:
    """Return a moment in UTC as people read it."""
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")[:-3]


def seen_milliseconds(milliseconds: float) -> str:
    """Return a time that something took, without figures that tell nothing."""
    return f"{milliseconds:.1f}" if milliseconds < 100 else f"{milliseconds:.0f}"


def words_for(query: CallQuery) -> list[str]:
    """Return what a choice of calls asks for, in words."""
    said = []
    if query.operation:
        said.append(f"operation has {query.operation!r}")
    if query.user_id:
        said.append(f"user has {query.user_id!r}")
    if query.outcome != "any":
        words = {"ok": "succeeded", "failed": "failed", "findings": "have findings"}
        said.append(words[query.outcome])
    if query.text:
        said.append(f"text has {query.text!r}")
    return said
