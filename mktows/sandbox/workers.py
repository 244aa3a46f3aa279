"""Threads that an event loop hands its calls to."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Generic, TypeVar

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


class Workers(Generic[Asked, Answer]):
    """A pool of threads for one event loop, which makes as many as it has calls at a time.

    The standard library's executor does this, too, but its futures belong to threads and to the
    loop at once, and a call that is handed over takes a third longer.
    """

    def __init__(self) -> None:
        self._waiting: SimpleQueue[
            tuple[Callable[[Asked], Answer], Asked, asyncio.Future[Answer]] | None
        ] = SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._in_flight = 0  # only the loop's own thread counts

    async def run(self, answer: Callable[[Asked], Answer], asked: Asked) -> Answer:
        """Have a thread answer, and wait for it; whatever is raised there is raised here."""
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._in_flight += 1
        if self._in_flight > len(self._threads):
            thread = threading.Thread(target=self._work, name="mktows-call", daemon=True)
            self._threads.append(thread)
            thread.start()
        self._waiting.put((answer, asked, future))
        try:
            return await future
        finally:
            self._in_flight -= 1

    def close(self) -> None:
        """Wait until every call that was handed over is done, and end the threads."""
        for _ in self._threads:
            self._waiting.put(None)
        for thread in self._threads:
            thread.join()

    def _work(self) -> None:
        while (item := self._waiting.get()) is not None:
            answer, asked, future = item
            try:
                deliver = functools.partial(_deliver, future, answer(asked))
            except BaseException as error:
                deliver = functools.partial(_fail, future, error)
            with contextlib.suppress(RuntimeError):  # the loop has not waited that long
                future.get_loop().call_soon_threadsafe(deliver)


def _deliver(future: asyncio.Future[Answer], answer: Answer) -> None:
    if not future.done():  # nobody may be waiting any more
        future.set_result(answer)


def _fail(future: asyncio.Future[Answer], error: BaseException) -> None:
    if not future.done():
        future.set_exception(error)
