"""The limiter that a call passes once it is authenticated."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime, tzinfo

from mktows.facts.faults import (
    CONCURRENCY_LIMIT_EXCEEDED,
    RATE_LIMIT_EXCEEDED,
    REQUEST_LIMIT_EXCEEDED,
)
from mktows.server.limiting.limits import Limit, Limits
from mktows.server.refusals import Reason
from mktows.server.state import LimitUse
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


_REASONS: Mapping[Limit, Reason] = {
    "concurrency": CALLS_IN_FLIGHT_TOO_MANY,
    "rate": CALLS_TOO_FAST,
    "quota": QUOTA_USED_UP,
}


def soap_refusal(limit: Limit) -> Exception:
    """The refusal of a SOAP call that would exceed a limit."""
    return _REASONS[limit].refusal()


class Limiter:
    """Lets calls through, as far as the limits allow. Safe to use from several threads.

    Quota and rate are counted in the database, so they hold for all processes that serve it;
    concurrency is counted in this process alone. A call that a limit refuses counts against
    none (a guess: otherwise a caller that keeps trying would never get through again).

    Args:
        store: Where calls are counted.
        limits: What is allowed.
        zone: Tells the time zone in which the quota's day ends.
        service: The API that is called: each counts for itself.
        refusal: Returns the error that tells a caller of a limit.
    """

    def __init__(
        self,
        store: CallStore,
        limits: Limits,
        zone: Callable[[], tzinfo],
        *,
        service: str = "soap",
        refusal: Callable[[Limit], Exception] = soap_refusal,
    ) -> None:
        self._store = store
        self._limits = limits
        self._zone = zone
        self._service = service
        self._refusal = refusal
        self._open = limits == Limits()
        self._lock = threading.Lock()
        self._in_flight = 0

    @property
    def is_open(self) -> bool:
        """Tell whether there are no limits."""
        return self._open

    def usage(self, api: str, now: datetime) -> LimitUse:
        """Return how much of what is allowed is used at a moment.

        Args:
            api: The words for the API.
            now: The moment.
        """
        today = lately = 0
        if self._limits.counted:
            with self._store.reading() as data:
                today, lately = data.limits.counts(self._service, self._limits, now, self._zone())
        with self._lock:
            in_flight = self._in_flight
        return LimitUse(api, self._limits, today, lately, in_flight)

    def passing(self, now: datetime) -> AbstractContextManager[None]:
        """Hold a place among the calls in flight during the block.

        Raises:
            Exception: That of the limit exceeded; concurrency is looked at first, then the rate.
        """
        return nullcontext() if self._open else self._passing(now)

    @contextmanager
    def _passing(self, now: datetime) -> Iterator[None]:
        most = self._limits.concurrency
        with self._lock:
            if most is not None and self._in_flight >= most:
                raise self._refusal("concurrency")
            self._in_flight += 1
        try:
            if self._limits.counted:
                zone = self._zone()
                with self._store.writing() as data:
                    exceeded = data.limits.admit(self._service, self._limits, now, zone)
                if exceeded is not None:
                    raise self._refusal(exceeded)
            yield
        finally:
            with self._lock:
                self._in_flight -= 1
