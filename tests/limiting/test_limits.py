"""The decision whether a call may begin."""

from __future__ import annotations

import heapq
import math
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given, settings
from hypothesis import strategies as st

from mktows.facts.limits import CALLS_IN_FLIGHT, CALLS_PER_SPAN, SPAN_SECONDS
from mktows.limiting.limits import (
    Admitted,
    Closed,
    Limits,
    State,
    Wait,
    closed,
    decide,
    next_day,
    paused,
    quota_zone,
    released,
)

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC).timestamp()
ZONE = quota_zone()
LIMITS = Limits(3, 20.0, 2)


def ask(
    state: State, now: float, lease: str = "x", limits: Limits = LIMITS
) -> Admitted | Wait | Closed:
    return decide(limits, state, now, lease=lease, lease_seconds=60, zone=ZONE)


def admitted(state: State, now: float, lease: str, limits: Limits = LIMITS) -> State:
    found = ask(state, now, lease, limits)
    assert isinstance(found, Admitted)
    return found.state


def over(state: State, now: float, lease: str, *, counted: bool = True) -> State:
    return released(state, now, lease, counted=counted, day=state.day)


def test_the_rate_holds_in_any_span() -> None:
    limits = Limits(3, 20.0, 10)
    state = State()
    for place, moment in enumerate((0.0, 5.0, 10.0)):
        state = admitted(state, NOW + moment, str(place), limits)
        state = over(state, NOW + moment + 1, str(place))
    assert ask(state, NOW + 11, limits=limits) == Wait(10.0)
    state = admitted(state, NOW + 21.5, "next", limits)
    found = ask(state, NOW + 21.5, limits=limits)
    assert isinstance(found, Wait)
    assert found.seconds == 4.5


def test_what_is_in_flight_counts_however_long_it_takes() -> None:
    limits = Limits(2, 20.0, 10)
    state = admitted(admitted(State(), NOW, "long", limits), NOW, "short", limits)
    state = over(state, NOW + 1, "short")
    assert ask(state, NOW + 20, limits=limits) == Wait(1.0)
    state = admitted(state, NOW + 21.5, "next", limits)
    found = ask(state, NOW + 40, limits=limits)
    assert isinstance(found, Wait)
    assert found.for_place


@given(
    calls=st.lists(
        st.tuples(st.floats(0, 8), st.floats(0, 30), st.floats(0, 1)), min_size=5, max_size=40
    )
)
def test_no_span_has_more_arrivals_than_are_allowed(
    calls: list[tuple[float, float, float]],
) -> None:
    """Each call pauses, takes its time, and arrives somewhere on its way."""
    limits, state, now = Limits(3, 20.0, 100), State(), NOW
    arrivals: list[float] = []
    flying: dict[str, float] = {}
    for place, (pause, duration, part) in enumerate(calls):
        now += pause
        while True:
            for lease, end in sorted(flying.items(), key=lambda item: item[1]):
                if end <= now:
                    state = over(state, end, lease)
                    del flying[lease]
            found = ask(state, now, str(place), limits)
            if isinstance(found, Admitted):
                break
            assert isinstance(found, Wait)
            assert found.seconds > 0
            now = min(now + found.seconds + 0.001, *flying.values(), NOW + 1e9)
        state = found.state
        flying[str(place)] = now + duration
        arrivals.append(now + part * duration)
    arrivals.sort()
    for first, last in zip(arrivals, arrivals[3:], strict=False):
        assert last - first >= 20 - 1e-6  # the last digits of such moments


@settings(max_examples=25)
@given(st.lists(st.floats(0.05, 1.0), min_size=30, max_size=60))
def test_those_who_wait_use_nine_tenths_of_the_rate(durations: list[float]) -> None:
    """By the documented limits, with callers who all wait, and calls of up to a second."""
    limits = Limits(CALLS_PER_SPAN, SPAN_SECONDS, CALLS_IN_FLIGHT)
    spans = 10
    state, now, begun = State(), NOW, 0
    flying: list[tuple[float, str]] = []
    while now < NOW + spans * limits.seconds:
        while flying and flying[0][0] <= now:
            end, lease = heapq.heappop(flying)
            state = over(state, end, lease)
        found = ask(state, now, str(begun), limits)
        if isinstance(found, Admitted):
            state = found.state
            heapq.heappush(flying, (now + durations[begun % len(durations)], str(begun)))
            begun += 1
        else:
            assert isinstance(found, Wait)
            now = min([now + found.seconds + 0.001, *(end for end, _ in flying)])
    assert begun >= 0.9 * spans * limits.calls


@given(st.floats(0, 1e6), st.floats(0.001, 60))
def test_a_call_that_ended_a_span_ago_is_not_waited_for(start: float, span: float) -> None:
    """Rounding makes no wait of 0 s, which would be asked again and again."""
    limits = Limits(1, span, 1)
    state = over(admitted(State(), NOW + start, "x", limits), NOW + start, "x")
    for now in (NOW + start + span, math.nextafter(NOW + start + span, 0)):
        found = ask(state, now, "y", limits)
        assert isinstance(found, Admitted) or (isinstance(found, Wait) and found.seconds > 0)


def test_places_in_flight_come_free_at_their_end_and_by_themselves() -> None:
    state = admitted(admitted(State(), NOW, "a"), NOW, "b")
    found = ask(state, NOW + 1)
    assert isinstance(found, Wait)
    assert found.for_place
    assert isinstance(ask(over(state, NOW + 1, "a"), NOW + 1), Admitted)
    # A process was killed: nobody gave them back.
    assert isinstance(ask(state, NOW + 61), Admitted)


def test_the_day_ends_at_midnight_in_us_central_time() -> None:
    limits = Limits(100, 20.0, 10, daily=1)
    before = datetime(2026, 3, 2, 5, 59, 59, tzinfo=UTC).timestamp()
    state = admitted(State(), before, "a", limits)
    assert ask(state, before + 0.5, limits=limits) == Closed(before + 1)
    assert admitted(state, before + 1, "b", limits).today == 1
    assert next_day(before, ZONE) == before + 1
    # In summer, with another offset.
    summer = datetime(2026, 7, 2, 4, 59, 59, tzinfo=UTC).timestamp()
    assert next_day(summer, ZONE) == summer + 1
    # The day on which the clocks are put forward has 23 hours.
    change = datetime(2026, 3, 8, 6, 0, tzinfo=UTC).timestamp()
    assert next_day(change, ZONE) == change + 23 * 3600


def test_without_time_zones_the_day_ends_by_standard_time() -> None:
    standard = timezone(timedelta(hours=-6))
    summer = datetime(2026, 7, 2, 5, 59, 59, tzinfo=UTC).timestamp()
    assert next_day(summer, standard) == summer + 1


def test_a_call_that_does_not_count_is_given_back_to_its_day() -> None:
    state = admitted(State(), NOW, "a")
    assert over(state, NOW + 1, "a").today == 1
    assert over(state, NOW + 1, "a", counted=False).today == 0
    assert released(state, NOW + 1, "a", counted=False, day="2020-01-01").today == 1


def test_the_service_can_say_that_there_are_too_many() -> None:
    state = paused(State(), NOW + 5)
    assert ask(state, NOW) == Wait(5)
    assert isinstance(ask(state, NOW + 5), Admitted)
    state = closed(State(), NOW + 3600)
    assert ask(state, NOW) == Closed(NOW + 3600)
    assert isinstance(ask(state, NOW + 3600), Admitted)


def test_a_clock_that_is_put_back_blocks_nobody() -> None:
    state = State()
    for place in range(3):
        state = admitted(state, NOW + 7200, str(place), Limits(3, 20.0, 10))
    state = over(over(state, NOW + 7200, "0"), NOW + 7200, "1")
    state = paused(closed(state, NOW + 3 * 86_400), NOW + 7200)
    assert isinstance(ask(state, NOW, limits=Limits(3, 20.0, 10)), Admitted)


def test_a_pause_longer_than_the_span_holds() -> None:
    found = ask(paused(State(), NOW + 15), NOW, limits=Limits(3, 2.0, 2))
    assert found == Wait(15)


def test_a_pause_told_by_a_clock_that_was_ahead_does_not() -> None:
    assert isinstance(ask(paused(State(), NOW + 3600), NOW), Admitted)


@given(
    steps=st.lists(st.tuples(st.floats(0, 5), st.floats(0, 3)), max_size=30),
    concurrency=st.integers(1, 4),
)
def test_whoever_waits_as_long_as_told_gets_in_soon(
    steps: list[tuple[float, float]], concurrency: int
) -> None:
    """No wait is told that is over and lets nobody in: that would be asked for ever."""
    limits, state, now = Limits(3, 20.0, concurrency), State(), NOW
    for number, (pause, duration) in enumerate(steps):
        now += pause
        found = ask(state, now, str(number), limits)
        for _ in range(len(steps) + 2):
            if isinstance(found, Wait):
                now += found.seconds + 0.001
                found = ask(state, now, str(number), limits)
        assert isinstance(found, Admitted)
        state = found.state
        if duration < 2:  # the others are never given back
            state = over(state, now + duration, str(number))
