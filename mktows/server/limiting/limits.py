"""The limits on calls: quota, rate and concurrency, and what exceeds them; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Literal

from mktows.facts.limits import CALLS_IN_FLIGHT, CALLS_PER_DAY, CALLS_PER_SPAN, SPAN_SECONDS

Limit = Literal["quota", "rate", "concurrency"]
"""The limits, by their names."""

_PART = re.compile(r"(quota|rate|concurrency)=([0-9]{1,9})(?:/([0-9]{1,5}))?")


@dataclass(frozen=True, slots=True)
class Rate:
    """So many calls in any span of so many seconds."""

    calls: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Limits:
    """The calls that an instance allows all its users together; None where there is no limit.

    Attributes:
        quota: Calls in a day of the instance's time zone.
        rate: Calls in any span of some seconds.
        concurrency: Calls in flight in one process.
    """

    quota: int | None = None
    rate: Rate | None = None
    concurrency: int | None = None

    @classmethod
    def parse(cls, text: str) -> Limits:
        """Read `real`, or figures such as `quota=500,rate=10/20,concurrency=2`.

        Raises:
            ValueError: The text is neither.
        """
        if text == "real":
            return REAL
        found: dict[str, int | Rate] = {}
        for part in text.split(","):
            match = _PART.fullmatch(part.strip())
            if match is None or (match[1] == "rate") != (match[3] is not None) or match[1] in found:
                raise ValueError(
                    f"{part.strip()!r} is no limit: give real, or some of quota=CALLS, "
                    "rate=CALLS/SECONDS and concurrency=CALLS, with commas in between"
                )
            calls = int(match[2])
            found[match[1]] = calls if match[3] is None else Rate(calls, int(match[3]))
        return cls(**found)  # type: ignore[arg-type]  # the pattern decides what each is

    @property
    def counted(self) -> bool:
        """Tell whether calls must be counted over time."""
        return self.quota is not None or self.rate is not None

    def exceeded(self, *, today: int, lately: int) -> Limit | None:
        """The limit that one more call would exceed, the rate before the quota.

        Args:
            today: Calls let through in this day.
            lately: Calls let through in the span of the rate.
        """
        if self.rate is not None and lately >= self.rate.calls:
            return "rate"
        if self.quota is not None and today >= self.quota:
            return "quota"
        return None


REAL = Limits(
    quota=CALLS_PER_DAY, rate=Rate(CALLS_PER_SPAN, SPAN_SECONDS), concurrency=CALLS_IN_FLIGHT
)
"""The limits of an instance (documented)."""


def day_of(moment: datetime, zone: tzinfo) -> str:
    """The day that a moment's quota belongs to: it ends at midnight in the zone (documented)."""
    return moment.astimezone(zone).date().isoformat()
