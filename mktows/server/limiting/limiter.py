"""The limiter that a call passes once it is authenticated."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime, tzinfo

from mktows.facts.faults import (
    CONCURRENCY_LIMIT_EXCEEDED,
    RATE_LIMIT_EXCEEDED,
    REQUEST_LIMIT_EXCEEDED,
)
from mktows.server.limiting.limits import Limits
from mktows.server.refusals import Reason
from mktows.server.store import CallStore

CALLS_IN_FLIGHT_TOO_MANY = Reason(
    "calls-in-flight-too-many",
    CONCURRENCY_LIMIT_EXCEEDED,
    "",
    "documented",
    "Limit and code are documented.",
    "instance",
)
CALLS_TOO_FAST = Reason(
    "calls-too-fast",
    RATE_LIMIT_EXCEEDED,
    "",
    "documented",
    "Limit and code are documented.",
    "instance",
)
QUOTA_USED_UP = Reason(
    "quota-used-up",
    REQUEST_LIMIT_EXCEEDED,
    "",
    "documented",
    "Limit and code are documented.",
    "instance",
)


class Limiter:
    """Lets calls through, as far as the limits allow. Safe to use from several threads.

    Quota and rate are counted in the database, so they hold for all processes that serve it;
    concurrency is counted in this process alone. A call that a limit refuses counts against
    none (a guess: otherwise a caller that keeps trying would never get through again).

    Args:
        store: Where calls are counted.
        limits: What is allowed.
        zone: Tells the time zone in which the quota's day ends.
    """

    def __init__(self, store: CallStore, limits: Limits, zone: Callable[[], tzinfo]) -> None:
        self._store = store
        self._limits = limits
        self._zone = zone
        self._open = limits == Limits()
        self._lock = threading.Lock()
        self._in_flight = 0

    @property
    def is_open(self) -> bool:
        """Tell whether there are no limits."""
        return self._open

    def passing(self, now: datetime) -> AbstractContextManager[None]:
        """Hold a place among the calls in flight during the block.

        Raises:
            Refusal: 20024, 20023 or 20015, looked at in this order.
        """
        return nullcontext() if self._open else self._passing(now)

    @contextmanager
    def _passing(self, now: datetime) -> Iterator[None]:
        most = self._limits.concurrency
        with self._lock:
            if most is not None and self._in_flight >= most:
                raise CALLS_IN_FLIGHT_TOO_MANY.refusal()
            self._in_flight += 1
        try:
            if self._limits.counted:
                zone = self._zone()
                with self._store.writing() as data:
                    code = data.limits.admit(self._limits, now, zone)
                if code == RATE_LIMIT_EXCEEDED:
                    raise CALLS_TOO_FAST.refusal()
                if code is not None:
                    raise QUOTA_USED_UP.refusal()
            yield
        finally:
            with self._lock:
                self._in_flight -= 1
