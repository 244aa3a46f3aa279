"""The journal: every call is written down, in batches and in the background."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Collection
from dataclasses import dataclass, replace

from mktows.database.failures import DatabaseFailed
from mktows.server.exchange import RecordedCall
from mktows.server.journal.kept import Answered
from mktows.server.journal.masking import SHORTEST_SECRET
from mktows.server.journal.queries import CallQuery, CallSummary
from mktows.server.store import CallStore

_LOG = logging.getLogger("mktows.server")

BATCH_CALLS = 500
BATCH_SECONDS = 0.25


@dataclass(frozen=True, slots=True)
class Bounds:
    """Bounds of the journal: the oldest calls go first.

    Attributes:
        calls: How many calls; 0 keeps none.
        size: How many bytes all their envelopes and notes may have together.
        bodies: Whether the envelopes are kept, which hold leads.
    """

    calls: int = 10_000
    size: int = 64 * 1024 * 1024
    bodies: bool = True


class Journal:
    """Writes calls down without slowing them or failing them. Safe to use from several threads.

    A process that is killed loses the calls of the last quarter of a second; a database that
    cannot be written loses those that the bounds do not cover, and the database logs that once.

    Args:
        store: Where calls are kept.
        bounds: How many of them.
        secrets: Texts that must not be kept, wherever they stand: the users' keys.
    """

    def __init__(self, store: CallStore, bounds: Bounds, secrets: Collection[str] = ()) -> None:
        self._store = store
        self._bounds = bounds
        self._secrets = frozenset(each for each in secrets if len(each) >= SHORTEST_SECRET)
        self._waiting: deque[Answered] = deque()
        self._size = 0
        self._counting = threading.Lock()
        self._writing = threading.Lock()
        self._some = threading.Event()
        self._enough = threading.Event()
        self._thread: threading.Thread | None = None
        self._closed = False
        self._failure_told = False

    def add(self, call: Answered) -> None:
        """Write a call down soon."""
        if not self._bounds.calls:
            return
        with self._counting:
            self._waiting.append(call)
            self._size += call.size
            self._trim()
            count = len(self._waiting)
            if self._thread is None and not self._closed:
                self._thread = threading.Thread(
                    target=self._run, name="mktows-journal", daemon=True
                )
                self._thread.start()
        if count == 1:
            self._some.set()
        elif count >= BATCH_CALLS:
            self._enough.set()

    def flush(self) -> None:
        """Write down all that waits now, and return when that is done."""
        with self._writing:
            # What comes meanwhile waits for the next time: batches of one or two cost too much.
            for _ in range(0, len(self._waiting), BATCH_CALLS):
                batch = self._next_batch()
                try:
                    self._write(batch)
                except Exception as error:
                    self._put_back(batch)
                    self._some.set()  # it is tried again
                    if isinstance(error, DatabaseFailed):
                        return  # the store has logged it
                    if not self._failure_told:
                        self._failure_told = True
                        # The error's text may hold what could not be written.
                        _LOG.error("calls cannot be written down (%s)", type(error).__name__)
                    return
                self._failure_told = False

    def select(
        self,
        *,
        operation: str | None = None,
        user_id: str | None = None,
        failed: bool = False,
        last: int | None = None,
    ) -> list[RecordedCall]:
        """Return the calls that fit, oldest first; of more than `last`, the last ones."""
        self.flush()
        with self._store.reading() as data:
            return data.journal.select(
                operation=operation, user_id=user_id, failed=failed, last=last
            )

    def summaries(
        self,
        query: CallQuery,
        *,
        before: int | None = None,
        after: int | None = None,
        limit: int,
        oldest: bool = False,
    ) -> list[CallSummary]:
        """Return calls that fit, the newest first; see `JournalRows.summaries`."""
        self.flush()
        with self._store.reading() as data:
            return data.journal.summaries(
                query, before=before, after=after, limit=limit, oldest=oldest
            )

    def written_since(
        self, after: int, queries: Collection[CallQuery], *, limit: int
    ) -> tuple[int, list[list[CallSummary]]]:
        """Return the newest call that is written down, and those that came after one.

        What still waits to be written down is left to wait.

        Args:
            after: The one.
            queries: Which calls are meant, each time anew.
            limit: At most so many for each, the newest ones.

        Returns:
            The number of the newest call, 0 where there is none; and for each query what fits.
        """
        with self._store.reading() as data:
            last = data.journal.last_id()
            found = [
                data.journal.summaries(each, after=after, limit=limit) if last > after else []
                for each in queries
            ]
        return last, found

    def get(self, call_id: int) -> RecordedCall | None:
        """Return one call, or None where there is none with this id any more."""
        self.flush()
        with self._store.reading() as data:
            return data.journal.get(call_id)

    def forget(self) -> None:
        """Drop what waits to be written down."""
        with self._writing, self._counting:
            self._waiting.clear()
            self._size = 0

    def close(self) -> None:
        """Write down what waits, and end the thread. May be called twice."""
        self._closed = True
        self._some.set()
        self._enough.set()
        if self._thread is not None:
            self._thread.join()
        self.flush()

    def _run(self) -> None:
        while not self._closed:
            self._some.wait()
            self._enough.wait(BATCH_SECONDS)
            self._some.clear()
            self._enough.clear()
            self.flush()

    def _next_batch(self) -> list[Answered]:
        with self._counting:
            batch = [self._waiting.popleft() for _ in range(min(BATCH_CALLS, len(self._waiting)))]
            self._size -= sum(each.size for each in batch)
        return batch

    def _put_back(self, batch: list[Answered]) -> None:
        with self._counting:
            self._waiting.extendleft(reversed(batch))
            self._size += sum(each.size for each in batch)
            self._trim()

    def _trim(self) -> None:
        """Forget what would be forgotten as soon as it is written."""
        while len(self._waiting) > 1 and (
            len(self._waiting) > self._bounds.calls or self._size > self._bounds.size
        ):
            oldest = self._waiting.popleft()
            self._size -= oldest.size

    def _write(self, batch: list[Answered]) -> None:
        fit = [each.kept(self._secrets) for each in batch]
        if not self._bounds.bodies:
            fit = [replace(each, request="", reply="") for each in fit]
        with self._store.writing() as data:
            data.journal.add(fit, calls=self._bounds.calls, size=self._bounds.size)
