"""A run: whatever its calls end in, each record has one outcome, and it is true."""

from __future__ import annotations

import threading
import time
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktows.batches.outcomes import BatchOutcome, Fate, Status, answered
from mktows.batches.run import GIVE_UP_AFTER, BatchRun
from mktows.errors import (
    ConnectionFailed,
    Fault,
    LimitReached,
    MktowsError,
    RequestError,
    RequestTimeout,
    fault_error,
)
from mktows.facts.faults import AUTHENTICATION_FAILED, LEAD_NOT_FOUND, LIST_NOT_FOUND


@dataclass(frozen=True)
class Record:
    """A record of the tests' own service."""

    number: int
    key: int
    wrong: str = ""  # "for us", "for the service", or for the whole "batch" it is in


@dataclass
class Service:
    """Carries out calls as a script of failures has it.

    Attributes:
        script: For each call what it ends in: "ok", "lost" (carried out, and no answer), "never"
            (no answer, and not carried out) or "refused" (by a limit).
    """

    script: list[str] = field(default_factory=list)
    most: int = 10
    delay: float = 0.0
    written: list[Record] = field(default_factory=list)
    calls: int = 0
    in_flight: int = 0
    busiest: int = 0
    keys_in_flight: list[Hashable] = field(default_factory=list)
    clashes: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def prepare(self, item: Record) -> Record:
        return item

    def keys(self, record: Record) -> Iterator[Hashable]:
        yield record.key

    def check(self, record: Record) -> None:
        if record.wrong == "for us":
            raise RequestError("cannot be sent")

    def send(self, records: Sequence[Record]) -> list[Status]:
        for each in records:
            self.check(each)
        with self.lock:
            end = self.script[self.calls] if self.calls < len(self.script) else "ok"
            self.calls += 1
            self.in_flight += 1
            self.busiest = max(self.busiest, self.in_flight)
            mine = {each.key for each in records}
            self.clashes += not mine.isdisjoint(self.keys_in_flight)
            self.keys_in_flight += mine
        try:
            time.sleep(self.delay)
            return self._answer(records, end)
        finally:
            with self.lock:
                self.in_flight -= 1
                for key in mine:
                    self.keys_in_flight.remove(key)

    def _answer(self, records: Sequence[Record], end: str) -> list[Status]:
        if end == "refused":
            raise LimitReached("too many")
        if end == "never":
            raise RequestTimeout("no answer")
        if any(each.wrong == "batch" for each in records):
            raise fault(LEAD_NOT_FOUND)
        with self.lock:
            self.written += [each for each in records if not each.wrong]
        if end == "lost":
            raise ConnectionFailed("no answer")
        return [
            Status(Fate.FAILED, "FAILED", error="wrong")
            if each.wrong
            else Status(Fate.WRITTEN, "CREATED", each.number)
            for each in records
        ]


def gathered(run: BatchRun[Record, Record]) -> list[BatchOutcome]:
    """The outcomes of a run that ends in an error which is none of ours."""
    outcomes: list[BatchOutcome] = []
    with pytest.raises(ZeroDivisionError):
        outcomes.extend(run)
    return outcomes


def fault(code: int) -> MktowsError:
    return fault_error(Fault("SOAP-ENV:Client", f"{code} - x", service_code=code))


records = st.lists(
    st.tuples(
        st.integers(0, 12),
        st.sampled_from(["", "", "", "", "", "for us", "for the service", "batch"]),
    ),
    max_size=60,
).map(lambda items: [Record(number, key, wrong) for number, (key, wrong) in enumerate(items)])


@given(
    items=records,
    script=st.lists(st.sampled_from(["ok", "ok", "ok", "lost", "never", "refused"]), max_size=12),
    size=st.integers(1, 10),
    workers=st.integers(1, 10),
)
def test_every_record_has_one_outcome_and_it_is_true(
    items: list[Record], script: list[str], size: int, workers: int
) -> None:
    service = Service(script)
    outcomes = list(BatchRun(service, iter(items), batch_size=size, workers=workers))
    assert [each.index for each in outcomes] == [*range(len(items))]
    assert service.clashes == 0
    assert service.busiest <= workers
    for item, outcome in zip(items, outcomes, strict=True):
        times = service.written.count(item)
        if outcome.fate is Fate.UNKNOWN:
            assert times <= 1
        else:
            assert times == (outcome.fate is Fate.WRITTEN)
        assert outcome.written == (outcome.error is None)
        if item.wrong:
            assert not outcome.written
    for key in {each.key for each in items}:
        order = [each.number for each in service.written if each.key == key]
        assert order == sorted(order)


def test_records_of_one_key_are_sent_one_after_the_other() -> None:
    service = Service(delay=0.05)
    items = [Record(number, number // 4) for number in range(8)]
    assert all(each.written for each in BatchRun(service, items, batch_size=1, workers=8))
    assert service.clashes == 0
    assert service.busiest <= 2


def run_of(service: Service, count: int, **options: Any) -> list[BatchOutcome]:
    items = (Record(number, number) for number in range(count))
    return list(BatchRun(service, items, **options))


def test_a_batch_that_one_record_is_to_blame_for_is_sent_without_it() -> None:
    service = Service(most=300)
    items = [Record(n, n, "batch" if n == 117 else "") for n in range(300)]
    outcomes = list(BatchRun(service, items, workers=1))
    assert [each.index for each in outcomes if not each.written] == [117]
    assert service.calls < 20


def test_what_no_record_is_to_blame_for_is_not_looked_for() -> None:
    class Refusing(Service):
        def _answer(self, records: Sequence[Record], end: str) -> list[Status]:  # noqa: ARG002
            raise fault(LIST_NOT_FOUND)

    service = Refusing()
    outcomes = run_of(service, 100, workers=1)
    assert service.calls == GIVE_UP_AFTER
    assert [each.fate for each in outcomes] == [Fate.FAILED] * 30 + [Fate.NOT_SENT] * 70


def test_looking_for_the_records_to_blame_has_an_end() -> None:
    service = Service(most=300)
    items = [Record(n, n, "batch") for n in range(300)]
    assert {each.fate for each in BatchRun(service, items)} == {Fate.FAILED}
    assert service.calls <= 2 * 32 + 1


def test_a_run_without_credentials_makes_one_call() -> None:
    class Refusing(Service):
        def _answer(self, records: Sequence[Record], end: str) -> list[Status]:  # noqa: ARG002
            raise fault(AUTHENTICATION_FAILED)

    service = Refusing()
    outcomes = run_of(service, 50, workers=1)
    assert service.calls == 1
    assert {each.fate for each in outcomes} == {Fate.NOT_SENT}
    assert all(each.cause is not None for each in outcomes)


def test_a_success_between_failures_lets_a_run_go_on() -> None:
    service = Service(["never", "never", "ok"] * 4)
    outcomes = run_of(service, 150, workers=1)
    assert service.calls == 15
    assert not [each for each in outcomes if each.fate is Fate.NOT_SENT]


def test_no_more_is_taken_than_is_in_flight() -> None:
    """Records that had their call are let go of, also while outcomes wait for those before them."""
    taken = 0

    def items() -> Iterator[Record]:
        nonlocal taken
        for number in range(10_000):
            taken += 1
            yield Record(number, number)

    run = iter(BatchRun(Service(), items(), workers=3))
    for _ in range(10):
        next(run)
    assert taken <= 10 * (1 + 3 * 4 + 1)


def test_calls_overlap() -> None:
    service = Service(delay=0.02)
    run_of(service, 300, workers=10)
    assert service.busiest == 10


def test_a_run_that_is_told_to_stop_finishes_what_is_in_flight() -> None:
    service = Service(delay=0.01)
    run = BatchRun(service, (Record(n, n) for n in range(1000)), workers=4)
    outcomes = []
    for outcome in run:
        outcomes.append(outcome)
        if outcome.index == 25:
            run.stop()
    assert 26 <= len(outcomes) < 200
    assert sum(each.written for each in outcomes) == len(service.written)
    assert run.stopped_by is None


def test_an_input_that_breaks_is_told_of_once_all_is_known() -> None:
    def items() -> Iterator[Record]:
        for number in range(25):
            yield Record(number, number)
        raise ZeroDivisionError

    service = Service()
    outcomes = gathered(BatchRun(service, items()))
    assert len(outcomes) == len(service.written) == 25


def test_a_bug_leaves_no_record_without_an_outcome() -> None:
    class Wrong(Service):
        def _answer(self, records: Sequence[Record], end: str) -> list[Status]:
            super()._answer(records, end)
            raise ZeroDivisionError("what it was about")

    outcomes = gathered(BatchRun(Wrong(), [Record(n, n) for n in range(30)], workers=1))
    assert [each.fate for each in outcomes] == [Fate.UNKNOWN] * 10 + [Fate.NOT_SENT] * 20
    assert outcomes[0].error == "unexpected ZeroDivisionError"


@pytest.mark.parametrize("options", [{"batch_size": 0}, {"batch_size": 11}, {"workers": 0}])
def test_sizes_out_of_range_are_refused(options: dict[str, int]) -> None:
    with pytest.raises(RequestError):
        run_of(Service(), 1, **options)
    with pytest.raises(RequestError):
        run_of(Service(), 1, workers=11)


def test_each_call_is_told_of_before_it_begins() -> None:
    told: list[tuple[int, int]] = []
    service = Service(["ok", "refused"])
    items = (Record(n, n) for n in range(35))
    run = BatchRun(
        service, items, workers=1, before=lambda first, count: told.append((first, count))
    )
    assert len(list(run)) == 35
    assert told[:2] == [(0, 10), (10, 10)]
    assert len(told) == service.calls


@pytest.mark.parametrize("status", ["MOVED", "", None])
def test_a_status_that_is_not_listed_says_nothing_for_certain(status: str | None) -> None:
    found = answered(status, 7, None)
    assert (found.fate, found.id) == (Fate.UNKNOWN, 7)
    assert found.error


def test_outcomes_await_those_before_them_in_bounds() -> None:
    """The first call takes long: the others wait for it before too many of them are taken."""
    go_on = threading.Event()

    class Slow(Service):
        def _answer(self, records: Sequence[Record], end: str) -> list[Status]:
            if records[0].number == 0:
                go_on.wait(10)
            return super()._answer(records, end)

    taken = 0

    def items() -> Iterator[Record]:
        nonlocal taken
        for number in range(2000):
            taken += 1
            if taken > 100:
                go_on.set()
            yield Record(number, number)

    threading.Timer(0.2, go_on.set).start()
    run = iter(BatchRun(Slow(), items(), workers=2))
    next(run)
    assert taken <= 10 * (2 * 4 + 1)
