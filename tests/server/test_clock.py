"""The clock of a sandbox."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from mktows import Client
from mktows.sandbox import Sandbox
from mktows.server.clock import Clock

REAL = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
THEN = datetime(2013, 8, 5, 9, 57, 10, tzinfo=UTC)


class Ticking:
    """A clock that moves on by a second whenever it is looked at."""

    def __init__(self) -> None:
        self.moment = REAL

    def __call__(self) -> datetime:
        self.moment += timedelta(seconds=1)
        return self.moment


def test_it_tells_the_real_time_until_it_is_set() -> None:
    clock = Clock(lambda: REAL)
    assert (clock.now(), clock.is_real) == (REAL, True)


def test_a_clock_that_is_set_stands_still() -> None:
    clock = Clock(Ticking())
    clock.set(THEN)
    assert [clock.now(), clock.now(), clock.is_real] == [THEN, THEN, False]
    clock.advance(timedelta(minutes=1))
    assert clock.now() == THEN + timedelta(minutes=1)


def test_a_clock_that_is_set_running_runs() -> None:
    clock = Clock(Ticking())
    clock.set(THEN, running=True)
    first = clock.now()
    assert clock.now() - first == timedelta(seconds=1)
    assert THEN < first < THEN + timedelta(seconds=5)


def test_a_running_clock_can_be_moved_and_let_go() -> None:
    clock = Clock(lambda: REAL)
    clock.advance(timedelta(days=1))
    assert clock.now() == REAL + timedelta(days=1)
    clock.reset()
    assert (clock.now(), clock.is_real) == (REAL, True)


def test_a_moment_without_offset_is_refused() -> None:
    clock = Clock(lambda: REAL)
    with pytest.raises(ValueError, match="a moment with an offset"):
        clock.set(datetime(2013, 8, 5))
    assert clock.is_real


@pytest.mark.parametrize("stands", [False, True])
def test_a_span_out_of_range_changes_nothing(stands: bool) -> None:
    clock = Clock(lambda: REAL)
    if stands:
        clock.set(THEN)
    before = clock.now()
    with pytest.raises(OverflowError):
        clock.advance(timedelta(days=10_000_000))
    assert clock.now() == before


def test_calls_arrive_by_it(sandbox: Sandbox) -> None:
    sandbox.clock.set(THEN)
    Client(sandbox.config(), transport=sandbox, now=lambda: THEN).list_mobjects()
    assert sandbox.calls()[0].at == THEN


def test_the_window_can_be_set() -> None:
    with Sandbox(now=lambda: THEN, window=timedelta(days=5_000)) as sandbox:
        Client(sandbox.config(), transport=sandbox, now=lambda: REAL).list_mobjects()
