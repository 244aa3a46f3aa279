"""Programs that write leads over REST, as processes that share their limits by a database."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from contextlib import closing, contextmanager
from multiprocessing.connection import Connection
from typing import Any

from mktows.bridge.state.limiter import shared_limiter
from mktows.bridge.state.store import SCHEMA
from mktows.database.shared import open_shared
from mktows.facts.samples import SAMPLE_KEY, SAMPLE_USER_ID
from mktows.limiting.limits import Limits
from mktows.rest import RestClient, RestConfig
from mktows.signing import Secret

# A process that has all modules, and of which each writer is a copy.
_BEGINNING = multiprocessing.get_context("forkserver")
_BEGINNING.set_forkserver_preload(["support.limited_writers", "mktows.database.postgres"])
_PATIENCE = 120


class Writer:
    """A process that writes so many leads, one by one."""

    def __init__(self, url: str, place: str, name: str, count: int, limits: Limits) -> None:
        self._told, theirs = _BEGINNING.Pipe(duplex=False)
        arguments = (url, place, name, count, limits, theirs)
        self.process: Any = _BEGINNING.Process(target=_write, args=arguments, daemon=True)
        self.process.start()
        theirs.close()

    def wait_for(self, count: int) -> None:
        """Wait until so many more leads are written."""
        for _ in range(count):
            assert self._told.poll(_PATIENCE), "nothing is written"
            self._told.recv()

    def ended(self) -> int | None:
        """Wait for its end, and return its exit code."""
        self.process.join(_PATIENCE)
        return int(self.process.exitcode)

    def close(self) -> None:
        """Kill it if it still runs."""
        self.process.kill()
        self.process.join()
        self._told.close()


@contextmanager
def writers(
    url: str, place: str, limits: Limits, counts: dict[str, int]
) -> Iterator[dict[str, Writer]]:
    """Begin writers, each with a name and a number of leads; none is left behind."""
    begun = {name: Writer(url, place, name, count, limits) for name, count in counts.items()}
    try:
        yield begun
    finally:
        for each in begun.values():
            each.close()


def _write(url: str, place: str, name: str, count: int, limits: Limits, told: Connection) -> None:
    with (
        closing(open_shared(SCHEMA, place)) as database,
        closing(shared_limiter(database, limits, url)) as limiter,
        RestClient(RestConfig(url, SAMPLE_USER_ID, Secret(SAMPLE_KEY)), limiter=limiter) as client,
    ):
        for number in range(count):
            lead = {"email": f"{name}-{number}@example.com"}
            client.sync_leads([lead], action="createDuplicate")
            told.send(number)
