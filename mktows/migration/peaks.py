"""The most calls in 20 seconds and in a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from mktows.facts.limits import SPAN_SECONDS

_QUARTER = 900  # seconds; the offsets of all zones change at such a moment


@dataclass(frozen=True, slots=True)
class Peaks:
    """The most calls.

    Attributes:
        in_span: In any span of 20 seconds.
        in_day: In a day.
        day: That day; the first of several.
    """

    in_span: int
    in_day: int
    day: str


def peaks_of(calls: Sequence[tuple[int, int]], zone: tzinfo) -> Peaks | None:
    """The most calls; None where no call has a time.

    Args:
        calls: Seconds since 1970, in order, and how much each call counts.
        zone: The zone that days are counted in.
    """
    if not calls:
        return None
    most = held = start = 0
    days: Counter[int] = Counter()
    for second, weight in calls:
        held += weight
        while calls[start][0] <= second - SPAN_SECONDS:
            held -= calls[start][1]
            start += 1
        most = max(most, held)
        days[second // _QUARTER] += weight
    by_day: Counter[str] = Counter()
    for quarter, count in sorted(days.items()):
        moment = datetime.fromtimestamp(quarter * _QUARTER, UTC).astimezone(zone)
        by_day[moment.date().isoformat()] += count
    day, count = max(by_day.items(), key=lambda each: each[1])
    return Peaks(most, count, day)
