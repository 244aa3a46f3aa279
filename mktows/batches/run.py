"""A run: an iterable of records to calls, several in flight, and outcomes in input order."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from mktows.batches.outcomes import BatchOutcome, Fate, Status, ended_in
from mktows.errors import MktowsError, RequestError, ServiceFault
from mktows.facts import faults
from mktows.facts.limits import CALLS_IN_FLIGHT

WORKERS = CALLS_IN_FLIGHT // 2
"""Calls in flight, if not said otherwise: half of what all users of an instance share."""
GIVE_UP_AFTER = 3
"""Calls that fail one after the other, and none succeeds in between, before a run stops."""
_AHEAD = 4  # batches whose outcomes wait for those before them, for each worker
_PARTS = 32  # calls at most that look for the records for which a batch is refused
# The codes that one record of several may be to blame for.
_OF_A_RECORD = frozenset(
    {
        faults.LEAD_KEY_REQUIRED,
        faults.LEAD_KEY_BAD,
        faults.LEAD_NOT_FOUND,
        faults.LEAD_DETAIL_REQUIRED,
        faults.LEAD_ATTRIBUTE_BAD,
        faults.LEAD_OWNER_NOT_FOUND,
    }
)
T_contra = TypeVar("T_contra", contravariant=True)
R = TypeVar("R")


class BatchCall(Protocol[T_contra, R]):
    """One operation, as it is called with a batch of records."""

    most: int
    """Records of a call at most."""

    def prepare(self, item: T_contra) -> R:
        """Make the record that is sent of an item.

        Raises:
            RequestError: It cannot be one.
        """

    def keys(self, record: R) -> Iterable[Hashable]:
        """The things that the record may touch; two that share one are never in flight at once."""

    def send(self, records: Sequence[R]) -> list[Status]:
        """Make one call, and tell what became of each record.

        Raises:
            MktowsError: The call failed.
        """

    def check(self, record: R) -> None:
        """Tell whether a record can be sent, by itself.

        Raises:
            RequestError: It cannot.
        """


@dataclass(slots=True)
class _Batch(Generic[R]):
    """Items that go together; one that cannot be sent has its status already."""

    first: int
    records: list[R] = field(default_factory=list)
    statuses: list[Status | None] = field(default_factory=list)
    keys: set[Hashable] = field(default_factory=set)

    def outcomes(self, found: Sequence[Status]) -> list[BatchOutcome]:
        sent = iter(found)
        return [
            BatchOutcome(
                self.first + place, each.fate, each.status, each.id, each.error, each.cause
            )
            for place, each in enumerate(
                next(sent) if status is None else status for status in self.statuses
            )
        ]


@dataclass(slots=True)
class _Flight(Generic[R]):
    batch: _Batch[R]
    future: Future[list[BatchOutcome]]


class BatchRun(Generic[T_contra, R]):
    """A run over an iterable, which is taken from as calls end. It can be iterated once.

    Iterating yields one outcome for each record, in input order. No more records are held than
    are in flight. Records that share a key are sent in their order, each once those before it have
    their outcome. A run stops by itself when a call fails in a way that the next one would, too
    (credentials, limits, no connection), or after three failures without a success between: what
    follows is then `not sent`. An error of the iterable itself is raised once what is in flight
    has ended and was yielded. A run that is left early finishes what is in flight.

    Args:
        call: What makes the calls.
        items: The records.
        batch_size: Records of a call; None for as many as it may have.
        workers: Calls in flight, `CALLS_IN_FLIGHT` at most.
        before: Is told of each batch before it is sent: the place of its first item, and how many.
        after: Is told the outcomes of a batch that was sent, in the thread that sent it, before
            another is sent in its place.

    Attributes:
        stopped_by: The error for which the run stopped by itself; None where it did not.

    Raises:
        RequestError: The batch size or the number of workers is out of range.
    """

    def __init__(
        self,
        call: BatchCall[T_contra, R],
        items: Iterable[T_contra],
        *,
        batch_size: int | None = None,
        workers: int = WORKERS,
        before: Callable[[int, int], None] | None = None,
        after: Callable[[list[BatchOutcome]], None] | None = None,
    ) -> None:
        size = call.most if batch_size is None else batch_size
        if not 1 <= size <= call.most:
            raise RequestError(f"a batch holds 1 to {call.most} records, not {size}")
        if not 1 <= workers <= CALLS_IN_FLIGHT:
            raise RequestError(f"1 to {CALLS_IN_FLIGHT} calls can be in flight, not {workers}")
        self.stopped_by: BaseException | None = None
        self._call = call
        self._items = iter(items)
        self._size = size
        self._workers = workers
        self._before = before
        self._after = after
        self._lock = threading.Lock()
        self._failures = 0
        self._ending = False
        self._broken: Exception | None = None

    def __iter__(self) -> Iterator[BatchOutcome]:
        for outcomes in self.batches():
            yield from outcomes

    def stop(self) -> None:
        """Take no further record; what is in flight is finished, and its outcomes are yielded."""
        self._ending = True

    @property
    def stopping(self) -> bool:
        """True once no further record will be sent."""
        return self._ending or self.stopped_by is not None

    def batches(self) -> Iterator[list[BatchOutcome]]:
        """Yield the outcomes of one call after the other.

        Raises:
            Exception: That of the iterable, or one of a call that is no `MktowsError`.
        """
        flights: deque[_Flight[R]] = deque()
        with ThreadPoolExecutor(self._workers, "mktows-batch") as pool:
            for batch in self._cut():
                yield from self._cleared(flights, batch)
                if batch.records and not self.stopping and self._before is not None:
                    self._before(batch.first, len(batch.statuses))
                flights.append(_Flight(batch, pool.submit(self._flown, batch)))
            while flights:
                yield self._landed(flights)
        if self._broken is not None:
            raise self._broken
        if self.stopped_by is not None and not isinstance(self.stopped_by, MktowsError):
            raise self.stopped_by

    def _cut(self) -> Iterator[_Batch[R]]:
        """The batches of the iterable, until it ends, fails, or the run is stopped."""
        first = 0
        while True:
            batch: _Batch[R] = _Batch(first)
            while len(batch.statuses) < self._size and not self._ending and not self._broken:
                try:
                    item = next(self._items)
                except StopIteration:
                    break
                except Exception as error:
                    self._broken = error
                    break
                self._add(batch, item)
            if not batch.statuses:
                return
            first += len(batch.statuses)
            yield batch

    def _add(self, batch: _Batch[R], item: T_contra) -> None:
        if self.stopped_by is not None:
            batch.statuses.append(self._not_sent())
            return
        try:
            record = self._call.prepare(item)
            keys = set(self._call.keys(record))
        except RequestError as error:
            batch.statuses.append(ended_in(error))
            return
        batch.records.append(record)
        batch.statuses.append(None)
        batch.keys |= keys

    def _cleared(
        self, flights: deque[_Flight[R]], batch: _Batch[R]
    ) -> Iterator[list[BatchOutcome]]:
        """Yield what has ended, until a batch may begin."""
        while True:
            while flights and flights[0].future.done():
                yield self._landed(flights)
            busy = [each for each in flights if not each.future.done()]
            free = len(busy) < self._workers and len(flights) < self._workers * _AHEAD
            if free and all(each.batch.keys.isdisjoint(batch.keys) for each in busy):
                return
            wait([each.future for each in busy], return_when=FIRST_COMPLETED)

    def _landed(self, flights: deque[_Flight[R]]) -> list[BatchOutcome]:
        flight = flights.popleft()
        return flight.future.result()

    def _not_sent(self) -> Status:
        reason = "the run was stopped before"
        if isinstance(self.stopped_by, MktowsError):
            reason += f": {self.stopped_by}"
        return Status(Fate.NOT_SENT, error=reason, cause=self.stopped_by)

    def _flown(self, batch: _Batch[R]) -> list[BatchOutcome]:
        sent = bool(batch.records)
        outcomes = batch.outcomes(self._carried_out(batch.records))
        if sent and self._after is not None:
            try:
                self._after(outcomes)
            except Exception as error:
                self._broken = self._broken or error
        return outcomes

    def _carried_out(self, records: list[R]) -> list[Status]:
        """Send a batch; whatever happens, each record has a status."""
        try:
            if self.stopping:
                return [self._not_sent()] * len(records)
            found = self._sent(records, _Left(_PARTS))
            self._count(found)
            return found
        except BaseException as error:  # also that of a thread that is asked to exit
            self._stop_by(error)
            return [ended_in(error)] * len(records)
        finally:
            # What is in flight is all that is held: the batch lives on for its outcomes.
            records.clear()

    def _sent(self, records: Sequence[R], parts: _Left) -> list[Status]:
        if not records:
            return []
        if self.stopped_by is not None:
            return [self._not_sent()] * len(records)
        try:
            return self._call.send(records)
        except RequestError as error:
            return self._apart(records, error, parts)
        except MktowsError as error:
            if _of_a_record(error) and len(records) > 1 and parts.take():
                middle = len(records) // 2
                return [
                    *self._sent(records[:middle], parts),
                    *self._sent(records[middle:], parts),
                ]
            status = ended_in(error)
            if status.fate is Fate.NOT_SENT:  # nor would the next one be
                self._stop_by(error)
            return [status] * len(records)

    def _apart(self, records: Sequence[R], error: RequestError, parts: _Left) -> list[Status]:
        """Send what can be sent of a batch that cannot be."""
        statuses: list[Status | None] = []
        for record in records:
            try:
                self._call.check(record)
            except RequestError as own:
                statuses.append(ended_in(own))
            else:
                statuses.append(None)
        sound = [record for record, status in zip(records, statuses, strict=True) if status is None]
        if len(sound) == len(records):  # it is none of the records
            self._stop_by(error)
            return [ended_in(error)] * len(records)
        found = iter(self._sent(sound, parts))
        return [next(found) if status is None else status for status in statuses]

    def _count(self, statuses: Sequence[Status]) -> None:
        """Count batches that fail one after the other, and stop where there are too many."""
        errors = [each.cause for each in statuses if not isinstance(each.cause, RequestError)]
        if not errors:
            return  # nothing was sent
        with self._lock:
            self._failures = 0 if None in errors else self._failures + 1
            given_up = self._failures >= GIVE_UP_AFTER
        if given_up and errors[-1] is not None:
            self._stop_by(errors[-1])

    def _stop_by(self, error: BaseException) -> None:
        with self._lock:
            if self.stopped_by is None:
                self.stopped_by = error


class _Left:
    """A number of things that may be taken."""

    def __init__(self, number: int) -> None:
        self._number = number

    def take(self) -> bool:
        self._number -= 1
        return self._number >= 0


def _of_a_record(error: MktowsError) -> bool:
    return (
        isinstance(error, ServiceFault)
        and error.not_carried_out
        and error.service_code in _OF_A_RECORD
    )
