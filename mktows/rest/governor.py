"""The limiter that every call passes: threads wait in it, by priority and up to a deadline."""

from __future__ import annotations

import itertools
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from pathlib import Path

from mktows.rest.errors import LimitError, QuotaError
from mktows.rest.limits import (
    Admitted,
    Closed,
    Limits,
    State,
    Wait,
    closed,
    day_of,
    decide,
    next_day,
    paused,
    quota_zone,
    released,
)
from mktows.rest.store import FileStore, MemoryStore, StateStore

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


@dataclass(slots=True)
class Place:
    """A call's place among those in flight.

    Attributes:
        counted: Whether the call counts against the day's quota; its answer may say that not.
    """

    lease: str
    day: str
    counted: bool = True


class Governor:
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
    ) -> Governor:
        """A limiter whose state is in a file, if there is one."""
        store = FileStore(path, instance) if path is not None else None
        return cls(limits, store, monotonic=monotonic)

    @contextmanager
    def place(
        self, name: str, priority: Priority, *, deadline: float, seconds: float
    ) -> Iterator[Place]:
        """Hold a place among the calls in flight during the block.

        Args:
            name: What is called, for errors.
            priority: Its turn among those who wait.
            deadline: When to give up waiting, by the monotonic clock.
            seconds: Seconds that the call may take.

        Raises:
            LimitError: No call could begin before the deadline.
            QuotaError: None can until the next day.
        """
        place = self._enter(name, priority, deadline, seconds)
        try:
            yield place
        finally:
            self._store.change(lambda state: (self._released(state, place), None))
            with self._changed:
                self._changed.notify_all()

    def pause(self, seconds: float) -> None:
        """Let no call begin for some seconds: the service said that there were too many."""
        until = self._clock() + seconds
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

    def close(self) -> None:
        """Let go of the file, if there is one."""
        self._store.close()

    def _enter(self, name: str, priority: Priority, deadline: float, seconds: float) -> Place:
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
                        pause = self._patience(name, found, left)
                    if left <= 0:
                        raise self._late(name)
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

    def _patience(self, name: str, found: Wait | Closed, left: float) -> float:
        """Seconds to wait before asking again.

        Raises:
            LimitError: It is certain that no call can begin in the time that is left.
        """
        if isinstance(found, Closed):
            error = QuotaError(
                "the calls of the day are used up until "
                f"{datetime.fromtimestamp(found.until, UTC):%Y-%m-%d %H:%M} UTC",
                endpoint=name,
            )
            error.until = datetime.fromtimestamp(found.until, UTC)
            raise error
        if found.for_place:
            return min(found.seconds, _POLL) if self._store.shared else found.seconds
        if found.seconds > left:
            raise self._late(name)
        # A moment more: a clock's last digit must not make it ask again and again.
        return found.seconds + 0.001

    def _late(self, name: str) -> LimitError:
        error = LimitError(
            "no call could begin before the deadline, by the limits of this client or the service",
            endpoint=name,
        )
        error.retryable = False  # the waiting is over
        return error
