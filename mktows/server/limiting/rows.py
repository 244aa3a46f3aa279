"""Counts of calls, which the limits are judged by: the SQL of one transaction."""

from __future__ import annotations

from datetime import datetime, tzinfo

from sqlalchemy import Connection, delete, func, insert, or_, select
from sqlalchemy.dialects.sqlite import insert as upsert

from mktows.server.limiting.limits import Limits, day_of
from mktows.server.limiting.tables import call_day, recent_call

_AHEAD_MS = 1000  # another process's clock reading may be a little ahead of ours


class LimitRows:
    """The counts of one transaction, which is a writing one: counting and judging are one step."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def admit(self, limits: Limits, now: datetime, zone: tzinfo) -> int | None:
        """Count a call, or return the code of the limit that keeps it from being counted."""
        day = day_of(now, zone)
        today = self._connection.scalar(select(call_day.c.calls).where(call_day.c.day == day)) or 0
        at = int(now.timestamp() * 1000)
        lately = 0 if limits.rate is None else self._lately(at, limits.rate.seconds * 1000)
        code = limits.exceeded(today=today, lately=lately)
        if code is None:
            counted = upsert(call_day).values(day=day, calls=1)
            self._connection.execute(
                counted.on_conflict_do_update(
                    index_elements=[call_day.c.day], set_={"calls": call_day.c.calls + 1}
                )
            )
            if limits.rate is not None:
                self._connection.execute(insert(recent_call).values(at=at))
        return code

    def clear(self) -> None:
        """Begin to count anew."""
        self._connection.execute(delete(call_day))
        self._connection.execute(delete(recent_call))

    def _lately(self, at: int, span: int) -> int:
        """Forget the calls outside the span, and count the rest.

        A clock that was set back leaves calls in the future behind: they are forgotten, too.
        """
        outside = or_(recent_call.c.at <= at - span, recent_call.c.at > at + _AHEAD_MS)
        self._connection.execute(delete(recent_call).where(outside))
        return self._connection.scalar(select(func.count()).select_from(recent_call)) or 0
