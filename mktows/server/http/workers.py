"""Threads that an event loop hands its calls to."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Generic, TypeVar

Answer = TypeVar("Answer")


class Workers(Generic[Answer]):
    """A pool of threads for one event loop, which makes as many as it has calls at a time.

    The standard library's executor does this, too, but its futures belong to threads and to the
    loop at once, and a call that is handed over takes a third longer.
    """

    def __init__(self) -> None:
        self._waiting: SimpleQueue[tuple[Callable[[], Answer], asyncio.Future[Answer]] | None] = (
            SimpleQueue()
        )
        self._threads: list[threading.Thread] = []
        self._in_flight = 0  # only the loop's own thread counts

    def run(self, call: Callable[[], Answer]) -> asyncio.Future[Answer]:
        """Have a thread make a call; the future holds what it returns or raises."""
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._in_flight += 1
        if self._in_flight > len(self._threads):
            thread = threading.Thread(target=self._work, name="mktows-call", daemon=True)
            self._threads.append(thread)
            thread.start()
        future.add_done_callback(self._done)
        self._waiting.put((call, future))
        return future

    def close(self) -> None:
        """Wait until every call that was handed over is done, and end the threads."""
        for _ in self._threads:
            self._waiting.put(None)
        for thread in self._threads:
            thread.join()

    def _done(self, _future: asyncio.Future[Answer]) -> None:
        self._in_flight -= 1

    def _work(self) -> None:
        while (item := self._waiting.get()) is not None:
            call, future = item
            try:
                deliver = functools.partial(future.set_result, call())
            except BaseException as error:
                deliver = functools.partial(future.set_exception, error)
            with contextlib.suppress(RuntimeError):  # the loop has not waited that long
                future.get_loop().call_soon_threadsafe(deliver)
