"""The state of a service, in words; pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mktows.server.fault_injection import Failure
from mktows.server.state import LimitUse


@dataclass(frozen=True, slots=True)
class Used:
    """One limit, and how much of it is used."""

    limit: str
    used: str


def limits_of(usage: LimitUse) -> list[Used]:
    """Return the limits of an API that there are."""
    limits, found = usage.limits, []
    if limits.quota is not None:
        found.append(Used("Calls of the day", f"{usage.today} of {limits.quota}"))
    if limits.rate is not None:
        span = f"Calls in {limits.rate.seconds} s"
        found.append(Used(span, f"{usage.lately} of {limits.rate.calls}"))
    if limits.concurrency is not None:
        found.append(Used("Calls in flight", f"{usage.in_flight} of {limits.concurrency}"))
    return found


def words_for(failure: Failure) -> str:
    """Return how a failure fails a call."""
    said = ", ".join(_ways(failure))
    return f"{said}, after it is carried out" if failure.processed else said


def _ways(failure: Failure) -> Iterator[str]:
    if failure.code is not None:
        message = "" if failure.message is None else f": {failure.message}"
        yield f"code {failure.code}{message}"
    if failure.http:
        yield f"HTTP status {200 if failure.status is None else failure.status}"
    if failure.drop:
        yield "no answer, the connection is closed"
    if failure.cut:
        yield "the connection is closed in the middle of the answer"
    if failure.truncate:
        yield "the answer's message breaks off"
    if getattr(failure, "empty", False):
        yield "a page without records"
    if failure.delay:
        yield f"a delay of {failure.delay:g} s"
