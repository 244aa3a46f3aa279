"""Background work of a serving bridge: to get ready, and to ask for the calls of the day."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self

from mktows.bridge.instance import Instance
from mktows.rest.errors import RestError

SECONDS = 900.0
"""Seconds between two questions for the calls of the day; each is a call itself."""
_DEADLINE = 60.0

_LOG = logging.getLogger("mktows.bridge")


class Upkeep:
    """Learns the lead fields once, and now and then how many calls the service has counted.

    Args:
        instances: The instances, by the names of the tenants.
        seconds: Seconds between two rounds.

    Attributes:
        counted: The calls of the day by all who share the instance, by tenant; not known before
            the service has told them.
    """

    def __init__(self, instances: Mapping[str, Instance], *, seconds: float = SECONDS) -> None:
        self.counted: dict[str, int] = {}
        self._instances = instances
        self._seconds = seconds
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="mktows-upkeep", daemon=True)

    def round(self) -> None:
        """Do for each tenant what is to be done."""
        for name, instance in self._instances.items():
            client = instance.client.with_options(deadline=_DEADLINE, background=True)
            try:
                instance.fields(client)
                total = calls_of_day(client.get_daily_usage())
            except RestError as error:
                _LOG.warning(
                    "%s: the calls of the day cannot be asked for (%s %s)",
                    name,
                    type(error).__name__,
                    error.code or "",
                )
            else:
                if total is not None:
                    self.counted[name] = total

    def _run(self) -> None:
        while not self._ended.is_set():
            try:
                self.round()
            except Exception as error:
                if self._ended.is_set():
                    return  # the bridge is closed meanwhile
                # Its text may hold anything.
                _LOG.error("the upkeep failed (%s)", type(error).__name__)
            self._ended.wait(self._seconds)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        # A call that waits is not waited for: the thread ends with the process.
        self._ended.set()


def calls_of_day(usage: list[Mapping[str, Any]] | list[dict[str, Any]]) -> int | None:
    """Return the calls that the service has counted today; None where it does not say."""
    for each in usage:
        total = each.get("total")
        if isinstance(total, int):
            return total
    return None
