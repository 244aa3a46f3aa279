"""Quota, rate and concurrency: what exceeds them, and in which order a call is judged."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.envelopes import code_of, header_at, request, signed

from mktows.sandbox import SAMPLE_USER_ID, Call, Sandbox
from mktows.server.limiting.limits import REAL, Limits, Rate, day_of

# 23:59:50 in the evening of the day before, US Central.
EVENING = datetime(2026, 3, 1, 5, 59, 50, tzinfo=UTC)


def called(sandbox: Sandbox) -> int | None:
    """Make a call that is in order but for the limits; the code it gets."""
    body = signed(header=header_at(sandbox.clock.now()))
    return code_of(sandbox.send(request(body)).body)


def limited(limits: Limits, **options: object) -> Sandbox:
    sandbox = Sandbox(limits=limits, **options)  # type: ignore[arg-type]
    sandbox.clock.set(EVENING)
    return sandbox


def test_real_limits_are_the_documented_ones() -> None:
    assert Limits.parse("real") == REAL == Limits(10_000, Rate(100, 20), 10)


@given(
    quota=st.none() | st.integers(0, 10**9 - 1),
    rate=st.none() | st.builds(Rate, st.integers(0, 10**9 - 1), st.integers(0, 99_999)),
    concurrency=st.none() | st.integers(0, 10**9 - 1),
)
def test_figures_are_read_as_they_are_written(
    quota: int | None, rate: Rate | None, concurrency: int | None
) -> None:
    parts = [
        *([f"quota={quota}"] if quota is not None else []),
        *([f"rate={rate.calls}/{rate.seconds}"] if rate is not None else []),
        *([f"concurrency={concurrency}"] if concurrency is not None else []),
    ]
    if parts:
        assert Limits.parse(", ".join(parts)) == Limits(quota, rate, concurrency)


@pytest.mark.parametrize(
    "text",
    ["", "unreal", "quota", "quota=x", "quota=1/2", "rate=1", "quota=1,quota=2", "quota=-1",
     "quota=1,", "quota=٣"],
)  # fmt: skip
def test_what_is_no_limit_is_told(text: str) -> None:
    with pytest.raises(ValueError, match="is no limit: give real, or some of quota=CALLS"):
        Limits.parse(text)


def test_there_is_no_limit_unless_asked_for(sandbox: Sandbox) -> None:
    for _ in range(150):
        assert called(sandbox) is None


def test_past_the_quota_it_is_20015_until_midnight_in_the_instances_zone() -> None:
    with limited(Limits(quota=3)) as sandbox:
        assert [called(sandbox) for _ in range(5)] == [None, None, None, 20015, 20015]
        sandbox.clock.advance(timedelta(seconds=9))
        assert called(sandbox) == 20015
        sandbox.clock.advance(timedelta(seconds=1))
        assert called(sandbox) is None


def test_a_day_ends_at_midnight_also_when_clocks_change() -> None:
    from zoneinfo import ZoneInfo

    zone = ZoneInfo("America/Chicago")
    assert day_of(datetime(2026, 3, 9, 4, 59, tzinfo=UTC), zone) == "2026-03-08"
    assert day_of(datetime(2026, 3, 9, 5, 0, tzinfo=UTC), zone) == "2026-03-09"


def test_past_the_rate_it_is_20023_until_the_span_is_over() -> None:
    with limited(Limits(rate=Rate(2, 20))) as sandbox:
        assert called(sandbox) is None
        sandbox.clock.advance(timedelta(seconds=15))
        assert [called(sandbox), called(sandbox)] == [None, 20023]
        sandbox.clock.advance(timedelta(seconds=5))
        assert [called(sandbox), called(sandbox)] == [None, 20023]


def test_a_clock_set_back_does_not_exhaust_the_rate() -> None:
    with limited(Limits(rate=Rate(2, 20))) as sandbox:
        sandbox.clock.advance(timedelta(days=1))
        called(sandbox)
        called(sandbox)
        sandbox.clock.set(EVENING)
        assert called(sandbox) is None


def test_the_rate_is_judged_before_the_quota() -> None:
    with limited(Limits(quota=0, rate=Rate(0, 20))) as sandbox:
        assert called(sandbox) == 20023


def test_a_call_that_a_limit_refuses_counts_against_none() -> None:
    with limited(Limits(quota=3, rate=Rate(1, 20))) as sandbox:
        assert [called(sandbox) for _ in range(5)] == [None, *[20023] * 4]
        sandbox.clock.advance(timedelta(hours=1))
        assert called(sandbox) is None
        sandbox.clock.advance(timedelta(hours=1))
        assert called(sandbox) is None


def test_only_calls_that_pass_authentication_count() -> None:
    with limited(Limits(quota=1)) as sandbox:
        for _ in range(3):
            assert code_of(sandbox.send(request(signed(header=""))).body) == 20014
            assert sandbox.send(request(b"hello")).status == 500
        assert called(sandbox) is None


def test_a_refused_call_counts() -> None:
    """Only what stands before the limits keeps a call from being counted."""
    with limited(Limits(quota=1)) as sandbox:
        body = signed("<m:paramsDance/>", header=header_at(sandbox.clock.now()))
        assert code_of(sandbox.send(request(body)).body) == 20019
        assert called(sandbox) == 20015


def test_a_barred_user_is_refused_before_any_limit() -> None:
    with limited(Limits(quota=0), barred=[SAMPLE_USER_ID]) as sandbox:
        assert called(sandbox) == 20013
    with limited(Limits(), barred=[SAMPLE_USER_ID]) as sandbox:
        assert code_of(sandbox.send(request(signed(header=""))).body) == 20014


class Waiting:
    """A backend whose answers wait until they are let go."""

    def __init__(self) -> None:
        self.begun = threading.Semaphore(0)
        self.end = threading.Event()

    def answer(self, call: Call, params: object) -> object:
        del params
        self.begun.release()
        assert self.end.wait(30)
        result = call.types.ResultListMObjects(objects=[])
        return call.types.SuccessListMObjects(result=result)

    def close(self) -> None:
        self.end.set()


def test_past_the_concurrency_it_is_20024() -> None:
    backend = Waiting()
    limits = Limits(quota=2, rate=Rate(2, 20), concurrency=2)
    codes: list[int | None] = []
    with limited(limits, backend=backend) as sandbox:

        def work() -> None:
            codes.append(called(sandbox))

        threads = [threading.Thread(target=work) for _ in range(2)]
        for thread in threads:
            thread.start()
            assert backend.begun.acquire(timeout=30)
        # Concurrency is judged before rate and quota, which are used up as well.
        assert called(sandbox) == 20024
        backend.end.set()
        for thread in threads:
            thread.join()
        assert codes == [None, None]
        assert called(sandbox) == 20023
        sandbox.clock.advance(timedelta(days=1))
        assert called(sandbox) is None


def test_a_call_that_fails_gives_its_place_back() -> None:
    with limited(Limits(concurrency=1)) as sandbox:
        body = signed("<m:paramsDance/>", header=header_at(sandbox.clock.now()))
        for _ in range(3):
            assert code_of(sandbox.send(request(body)).body) == 20019


def test_sandboxes_on_one_file_share_quota_and_rate(tmp_path: Path) -> None:
    limits = Limits(quota=3, rate=Rate(100, 20))
    with (
        limited(limits, database=tmp_path / "my.db") as first,
        limited(limits, database=tmp_path / "my.db") as second,
    ):
        each: list[Callable[[], int | None]] = [lambda: called(first), lambda: called(second)]
        assert [each[n % 2]() for n in range(5)] == [None, None, None, 20015, 20015]


def test_no_call_is_counted_twice_or_lost_between_threads() -> None:
    with limited(Limits(quota=50)) as sandbox:
        codes: list[int | None] = []
        threads = [
            threading.Thread(target=lambda: codes.extend(called(sandbox) for _ in range(10)))
            for _ in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert codes.count(None) == 50
        assert codes.count(20015) == 30
