"""The state of a bridge for load balancers: whether it could answer a call now."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping

from mktows.bridge.instance import Instance
from mktows.rest.errors import RestError

SECONDS = 10.0
"""Seconds for which an answer is good: who asks often causes no calls."""
_TOKEN_SECONDS = 5.0  # seconds that a token may take to come


class Readiness:
    """Tells what a bridge lacks. Threads share it.

    Args:
        instances: The instances, by the names of the tenants.
        clock: The monotonic clock.
    """

    def __init__(
        self, instances: Mapping[str, Instance], *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._instances = instances
        self._clock = clock
        self._lock = threading.Lock()
        self._found: list[str] = []
        self._good_until = -1.0

    def missing(self) -> list[str]:
        """Return what each tenant lacks, one line each; nothing where all could be called."""
        with self._lock:
            if self._clock() >= self._good_until:
                self._found = [
                    f"{name}: {what}"
                    for name, instance in self._instances.items()
                    for what in [_missing(instance)]
                    if what
                ]
                self._good_until = self._clock() + SECONDS
            return self._found


def _missing(instance: Instance) -> str:
    try:
        # It counts against no limit, and asks only where the token at hand is about to end.
        instance.client.with_options(deadline=_TOKEN_SECONDS).identity()
    except RestError as error:
        return f"no token ({type(error).__name__})"
    if instance.known_fields() is None:
        return "the lead fields are not known yet"
    if instance.client.daily_calls().closed:
        return "the calls of the day are used up"
    return ""
