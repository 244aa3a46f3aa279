"""Counts of calls, which the limits are judged by: the SQL of one transaction."""

from __future__ import annotations

from datetime import datetime, tzinfo

from sqlalchemy import Connection, delete, func, insert, or_, select

from mktows.database.upserts import upsert
from mktows.server.limiting.limits import Limit, Limits, day_of
from mktows.server.limiting.tables import call_day, recent_call

_AHEAD_MS = 1000  # another process's clock reading may be a little ahead of ours


class LimitRows:
    """The counts of one transaction, which is a writing one: counting and judging are one step."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def admit(self, service: str, limits: Limits, now: datetime, zone: tzinfo) -> Limit | None:
        """Count a call, or return the limit that keeps it from being counted.

        Args:
            service: The API that is called: each counts for itself.
            limits: What it allows.
            now: When the call arrived.
            zone: The time zone in which its day ends.
        """
        day = day_of(now, zone)
        of_day = (call_day.c.service == service, call_day.c.day == day)
        today = self._connection.scalar(select(call_day.c.calls).where(*of_day)) or 0
        at = int(now.timestamp() * 1000)
        lately = 0 if limits.rate is None else self._lately(service, at, limits.rate.seconds * 1000)
        exceeded = limits.exceeded(today=today, lately=lately)
        if exceeded is None:
            upsert(
                self._connection,
                call_day,
                {"service": service, "day": day, "calls": 1},
                keys=["service", "day"],
                changes={"calls": call_day.c.calls + 1},
            )
            if limits.rate is not None:
                self._connection.execute(insert(recent_call).values(service=service, at=at))
        return exceeded

    def counts(self, service: str, limits: Limits, now: datetime, zone: tzinfo) -> tuple[int, int]:
        """Return the calls that count at a moment: those of the day, and those of the span."""
        of_day = (call_day.c.service == service, call_day.c.day == day_of(now, zone))
        today = self._connection.scalar(select(call_day.c.calls).where(*of_day)) or 0
        if limits.rate is None:
            return today, 0
        at = int(now.timestamp() * 1000)
        lately = select(func.count()).where(
            recent_call.c.service == service,
            recent_call.c.at > at - limits.rate.seconds * 1000,
            recent_call.c.at <= at + _AHEAD_MS,
        )
        return today, self._connection.scalar(lately) or 0

    def clear(self) -> None:
        """Begin to count anew."""
        self._connection.execute(delete(call_day))
        self._connection.execute(delete(recent_call))

    def _lately(self, service: str, at: int, span: int) -> int:
        """Forget the calls outside the span, and count the rest.

        A clock that was set back leaves calls in the future behind: they are forgotten, too.
        """
        outside = or_(recent_call.c.at <= at - span, recent_call.c.at > at + _AHEAD_MS)
        ours = recent_call.c.service == service
        self._connection.execute(delete(recent_call).where(ours, outside))
        return (
            self._connection.scalar(select(func.count()).select_from(recent_call).where(ours)) or 0
        )
