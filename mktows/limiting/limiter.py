"""The limiter that every call passes: threads wait in it, by priority and up to a deadline."""

from __future__ import annotations

import itertools
import logging
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from pathlib import Path

from mktows.errors import ConfigError, LimitReached, QuotaReached
from mktows.limiting.limits import (
    LONGEST_PAUSE,
    Admitted,
    Closed,
    Limits,
    State,
    Wait,
    aged,
    closed,
    day_of,
    decide,
    next_day,
    paused,
    quota_zone,
    released,
)
from mktows.limiting.store import FileStore, MemoryStore, StateStore

_LOG = logging.getLogger("mktows.limiting")
_MOMENT = 0.001  # seconds that every wait takes at least
_POLL = 0.1  # seconds after which a place in another process may have come free
_LEASE_MARGIN = 30.0  # seconds that a place is held beyond the time that its call may take


class Priority(IntEnum):
    """The order in which callers that wait are let through."""

    WRITE = 0
    READ = 1
    BACKGROUND = 2


@dataclass(frozen=True, slots=True)
class DailyCalls:
    """The calls of the day, as far as this limiter has seen them.

    Attributes:
        day: The day, in US Central time.
        calls: Calls that count.
        most: Calls that the settings allow; None for any number.
        resets: When the next day begins.
        closed: Whether the service has said that its quota is used up.
    """

    day: str
    calls: int
    most: int | None
    resets: datetime
    closed: bool


@dataclass(frozen=True, slots=True)
class Usage:
    """The part of the limits that is used now.

    Attributes:
        recent: Calls that count for the rate.
        in_flight: Calls at the moment.
        pause: Seconds for which no call begins, since the service said that there were too many.
    """

    recent: int
    in_flight: int
    pause: float


@dataclass(slots=True)
class Place:
    """A call's place among those in flight.

    Attributes:
        counted: Whether the call counts against the day's quota; its answer may say that not.
    """

    lease: str
    day: str
    counted: bool = True


class Limiter:
    """Lets calls begin as far as the limits allow. Threads, clients and processes may share one.

    It knows nothing of what is called, so other clients of the same instance can pass it too.

    Args:
        limits: What is allowed.
        store: Where the calls are kept; by default in this process.
        clock: The system's clock, in seconds, which processes have in common.
        monotonic: The clock that deadlines are told by.
        wait: How a thread waits for a change, for some seconds at most.
    """

    def __init__(
        self,
        limits: Limits,
        store: StateStore | None = None,
        *,
        clock: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
        wait: Callable[[threading.Condition, float], object] = threading.Condition.wait,
    ) -> None:
        self.limits = limits
        self._store = store or MemoryStore()
        self._clock = clock
        self._monotonic = monotonic
        self._wait = wait
        self._zone = quota_zone()
        self._changed = threading.Condition()
        self._waiting: list[tuple[int, int]] = []
        self._order = itertools.count()

    @classmethod
    def of_file(
        cls,
        limits: Limits,
        path: Path | None,
        instance: str,
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> Limiter:
        """A limiter whose state is in a file, if there is one."""
        store = FileStore(path, instance) if path is not None else None
        return cls(limits, store, monotonic=monotonic)

    @contextmanager
    def place(self, priority: Priority, *, deadline: float, seconds: float) -> Iterator[Place]:
        """Hold a place among the calls in flight during the block.

        Args:
            priority: Its turn among those who wait.
            deadline: When to give up waiting, by the monotonic clock.
            seconds: Seconds that the call may take.

        Raises:
            LimitReached: No call could begin before the deadline.
            QuotaReached: None can until the next day.
        """
        place = self._enter(priority, deadline, seconds)
        try:
            yield place
        finally:
            try:
                self._store.change(lambda state: (self._released(state, place), None))
            except ConfigError as error:
                # The call was made, and its outcome counts. The place comes free by itself.
                _LOG.warning("a call's place could not be given back: %s", error)
            with self._changed:
                self._changed.notify_all()

    def deadline(self, seconds: float) -> float:
        """The moment some seconds ahead, by the monotonic clock."""
        return self._monotonic() + seconds

    def pause(self, seconds: float) -> None:
        """Let no call begin for some seconds: the service said that there were too many.

        Args:
            seconds: Seconds, of which `LONGEST_PAUSE` count at most.
        """
        until = self._clock() + min(seconds, LONGEST_PAUSE)
        self._store.change(lambda state: (paused(state, until), None))

    def close_day(self) -> datetime:
        """Let no call begin until the next day of the quota, and tell when that is."""
        until = next_day(self._clock(), self._zone)
        self._store.change(lambda state: (closed(state, until), None))
        return datetime.fromtimestamp(until, UTC)

    def daily_calls(self) -> DailyCalls:
        """The calls of the day so far."""
        now = self._clock()
        state: State = self._store.change(lambda state: (None, state))
        day = day_of(now, self._zone)
        return DailyCalls(
            day,
            state.today if state.day == day else 0,
            self.limits.daily,
            datetime.fromtimestamp(next_day(now, self._zone), UTC),
            now < state.closed_until,
        )

    def usage(self) -> Usage:
        """The use of rate and places at the moment."""
        now = self._clock()
        state: State = self._store.change(lambda state: (None, state))
        state = aged(self.limits, state, now, self._zone)
        in_flight = len(state.leases or {})
        return Usage(len(state.ended) + in_flight, in_flight, max(0.0, state.paused_until - now))

    def close(self) -> None:
        """Let go of the file, if there is one."""
        self._store.close()

    def _enter(self, priority: Priority, deadline: float, seconds: float) -> Place:
        ticket = (int(priority), next(self._order))
        lease = uuid.uuid4().hex
        with self._changed:
            self._waiting.append(ticket)
            try:
                while True:
                    left = deadline - self._monotonic()
                    pause: float | None = None  # until the one in front has gone
                    if min(self._waiting) == ticket:
                        found = self._ask(lease, seconds + _LEASE_MARGIN)
                        if isinstance(found, str):
                            return Place(lease, found)
                        pause = self._patience(found, left)
                    if left <= 0:
                        raise _late()
                    self._wait(self._changed, left if pause is None else min(left, pause))
            finally:
                self._waiting.remove(ticket)
                self._changed.notify_all()

    def _released(self, state: State, place: Place) -> State:
        now = self._clock()
        return released(state, now, place.lease, counted=place.counted, day=place.day)

    def _ask(self, lease: str, seconds: float) -> str | Wait | Closed:
        """Ask for a place; the day on which it was had, or why it was not."""

        def change(state: State) -> tuple[State | None, str | Wait | Closed]:
            found = decide(
                self.limits,
                state,
                self._clock(),
                lease=lease,
                lease_seconds=seconds,
                zone=self._zone,
            )
            if isinstance(found, Admitted):
                return found.state, found.state.day
            return None, found

        return self._store.change(change)

    def _patience(self, found: Wait | Closed, left: float) -> float:
        """Seconds to wait before asking again.

        Raises:
            LimitReached: It is certain that no call can begin in the time that is left.
        """
        if isinstance(found, Closed):
            raise QuotaReached(datetime.fromtimestamp(found.until, UTC))
        # A moment more: a clock's last digit must not make it ask again and again.
        seconds = found.seconds + _MOMENT
        if found.for_place:
            return min(seconds, _POLL) if self._store.shared else seconds
        if found.seconds > left:
            raise _late()
        return seconds


def _late() -> LimitReached:
    return LimitReached(
        "no call could begin before the deadline, by the limits of this client or the service"
    )
