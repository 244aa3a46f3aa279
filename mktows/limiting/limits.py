"""The decision whether a call may begin, by the calls before it; pure.

Given moments and a state, it decides. What keeps the state, and who waits, is elsewhere: threads
in `limiter`, processes by the file in `store`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from mktows.errors import ConfigError
from mktows.facts.instance import DEFAULT_ZONE

LONGEST_PAUSE = 60.0
"""Seconds that a pause may lie ahead; what lies further ahead was told by another clock."""


def quota_zone() -> tzinfo:
    """The time zone at whose midnight the day's quota begins anew: US Central.

    Without a database of time zones it is Central Standard Time all the year: in summer, the day
    ends an hour late then.
    """
    try:
        return ZoneInfo(DEFAULT_ZONE)
    except (ZoneInfoNotFoundError, OSError):
        return timezone(timedelta(hours=-6))


@dataclass(frozen=True, slots=True)
class Limits:
    """The calls that are allowed.

    Attributes:
        calls: Calls that may begin in any span of `seconds`.
        seconds: Seconds of that span.
        concurrency: Calls at the same time.
        daily: Calls of a day; None for any number.

    Raises:
        ConfigError: A limit would let no call begin, ever.
    """

    calls: int
    seconds: float
    concurrency: int
    daily: int | None = None

    def __post_init__(self) -> None:
        least = min(self.calls, self.concurrency, 1 if self.daily is None else self.daily)
        if least < 1 or not 0 < self.seconds < math.inf:
            raise ConfigError("limits must allow 1 call or more, in a span of some seconds")


@dataclass(frozen=True, slots=True)
class State:
    """The calls of the last span, those in flight, and those of the day.

    Attributes:
        ended: The moments at which the calls of the last span ended, in seconds, oldest first.
        leases: The places that calls in flight hold, and when each ends by itself.
        day: The day of the quota that is counted, as in `2026-03-01`.
        today: Calls of that day that count.
        paused_until: No call begins before, in seconds: the service said that there were too many.
        closed_until: The same, since the day's quota is used up.
    """

    ended: tuple[float, ...] = ()
    leases: Mapping[str, float] | None = None
    day: str = ""
    today: int = 0
    paused_until: float = 0.0
    closed_until: float = 0.0


@dataclass(frozen=True, slots=True)
class Wait:
    """The call may not begin yet.

    Attributes:
        seconds: Seconds after which it is worth asking again; at most, where a place must come free
            that may do so earlier.
        for_place: Whether it waits for a call in flight to end.
    """

    seconds: float
    for_place: bool = False


@dataclass(frozen=True, slots=True)
class Closed:
    """No call may begin until a moment, in seconds: the quota of the day is used up."""

    until: float


@dataclass(frozen=True, slots=True)
class Admitted:
    """The call may begin; the state holds it."""

    state: State


def decide(
    limits: Limits, state: State, now: float, *, lease: str, lease_seconds: float, zone: tzinfo
) -> Admitted | Wait | Closed:
    """Decide whether a call may begin.

    The service counts a call when it arrives, which is some time between its beginning and its end.
    So one that is in flight counts, and one that has ended counts for a span more: then there are
    no more arrivals in any span than are allowed, however long each call was on its way.

    Args:
        limits: What is allowed.
        state: The calls before.
        now: The moment, in seconds of the system's clock.
        lease: A name for the place that the call will hold.
        lease_seconds: Seconds after which the place comes free if nobody gives it back, as when a
            process was killed.
        zone: Where the day ends.
    """
    state = aged(limits, state, now, zone)
    if now < state.closed_until:
        return Closed(state.closed_until)
    if limits.daily is not None and state.today >= limits.daily:
        return Closed(next_day(now, zone))
    if now < state.paused_until:
        return Wait(state.paused_until - now)
    leases = dict(state.leases or {})
    excess = len(state.ended) + len(leases) - limits.calls
    if 0 <= excess < len(state.ended):
        # The call that must have ended a span ago for one more to begin.
        return Wait(state.ended[excess] + limits.seconds - now)
    if excess >= 0 or len(leases) >= limits.concurrency:
        return Wait(min(leases.values()) - now, for_place=True)
    leases[lease] = now + lease_seconds
    return Admitted(replace(state, leases=leases, today=state.today + 1))


def released(state: State, now: float, lease: str, *, counted: bool, day: str) -> State:
    """The state once a call has ended.

    Args:
        state: The state before.
        now: The moment, in seconds of the system's clock.
        lease: The place that it gives back.
        counted: Whether it counts against the day's quota.
        day: The day on which it began.
    """
    leases = {name: until for name, until in (state.leases or {}).items() if name != lease}
    refund = not counted and state.day == day and state.today > 0
    ended = tuple(sorted((*state.ended, now)))
    return replace(state, ended=ended, leases=leases, today=state.today - refund)


def paused(state: State, until: float) -> State:
    """The state once the service said that there were too many calls."""
    return replace(state, paused_until=max(state.paused_until, until))


def closed(state: State, until: float) -> State:
    """The state once the service said that the day's quota is used up."""
    return replace(state, closed_until=max(state.closed_until, until))


def day_of(now: float, zone: tzinfo) -> str:
    """The day that a moment's quota belongs to."""
    return datetime.fromtimestamp(now, zone).date().isoformat()


def next_day(now: float, zone: tzinfo) -> float:
    """The moment at which the next day of the quota begins."""
    today = datetime.fromtimestamp(now, zone)
    following = today.date() + timedelta(days=1)
    begins = datetime(following.year, following.month, following.day, tzinfo=zone)
    return begins.astimezone(UTC).timestamp()


def aged(limits: Limits, state: State, now: float, zone: tzinfo) -> State:
    """The state without what is over.

    What lies further ahead than it can is dropped too: then the system's clock was put back.
    """
    span = limits.seconds
    leases, over = {}, []
    for name, until in (state.leases or {}).items():
        if until > now:
            leases[name] = until
        else:
            over.append(until)  # nobody gave it back: its call may have arrived until then
    # Written as the wait for it is: what is kept is waited for, and never for no time at all.
    ended = sorted(
        each for each in (*state.ended, *over) if now < each + span and each <= now + span
    )
    day = day_of(now, zone)
    return State(
        ended=tuple(ended),
        leases=leases,
        day=day,
        today=state.today if state.day == day else 0,
        paused_until=state.paused_until if state.paused_until <= now + LONGEST_PAUSE else 0.0,
        closed_until=state.closed_until if state.closed_until <= next_day(now, zone) else 0.0,
    )
