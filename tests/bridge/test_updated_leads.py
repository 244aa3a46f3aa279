"""getMultipleLeads by time of change: the leads of the sandbox, found by their activities."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from mktows_bindings.v2_1 import types as v2_1
from mktows_bindings.v3_1 import types as v3_1
from support.bridge_pair import Pair, outcome
from xsdata.models.datatype import XmlDateTime

from mktows import Client
from mktows.errors import Fault
from mktows.facts.faults import INTERNAL_ERROR
from mktows.sandbox.world.world import World, WorldActivity, WorldLead

TYPES: dict[str, Any] = {"2_1": v2_1, "3_1": v3_1}
FIRST = datetime(2026, 2, 10, 8, 0, 0, tzinfo=UTC)
NOW = FIRST + timedelta(days=15)
LEADS = 40


def _day(number: float) -> datetime:
    return FIRST + timedelta(days=number)


WORLD = World(
    leads=tuple(
        WorldLead(
            id=number, email=f"lead{number}@example.com", attributes={"FirstName": f"A {number}"},
            created=_day(0).isoformat(),
        )
        for number in range(1, LEADS + 1)
    ),
    activities=tuple(
        WorldActivity(lead=1 + number % LEADS, at=_day(number / 10).isoformat(), type=kind)
        for number, kind in enumerate(["Open Email", "Visit Webpage", "New Lead"] * LEADS)
    ),
)  # fmt: skip


def told(answer: Any) -> Any:
    if isinstance(answer, Fault):
        return answer
    return replace(answer, new_stream_position="there is one" if answer.new_stream_position else "")


def selected(
    version: str,
    oldest: datetime,
    latest: datetime | None = None,
    **more: Any,
) -> Callable[[Client], Any]:
    """A call for the leads of a range."""
    types = TYPES[version]
    selector = types.LastUpdateAtSelector(
        oldest_updated_at=XmlDateTime.from_datetime(oldest),
        latest_updated_at=None if latest is None else XmlDateTime.from_datetime(latest),
    )
    return lambda client: client.get_multiple_leads(selector, **more)


def since(moment: Any, **more: Any) -> Callable[[Client], Any]:
    """A call in the old form."""
    params = v3_1.ParamsGetMultipleLeads(last_updated_at=moment, **more)
    return lambda client: client.call(params).result


RANGES = {
    "some days": (_day(2), _day(5)),
    "until now": (_day(3), None),
    "a moment": (_day(3), _day(3)),
    "nothing": (_day(13), _day(14)),
    "the wrong way around": (_day(5), _day(2)),
    "too long": (_day(-40), _day(2)),
    "too long until now": (_day(-40), None),
}


@pytest.mark.parametrize("size", [None, 7])
@pytest.mark.parametrize("version", ["2_1", "3_1"])
@pytest.mark.parametrize("name", RANGES)
def test_the_leads_are_the_sandboxes(
    two_ways: Callable[..., Pair], name: str, version: str, size: int | None
) -> None:
    oldest, latest = RANGES[name]
    pair = two_ways(WORLD, now=NOW)
    old, new = pair.both(selected(version, oldest, latest, batch_size=size), version)
    assert told(new) == told(old)


@pytest.mark.parametrize("moment", [_day(-900), _day(4), NOW])
def test_the_old_form_has_no_longest_range(two_ways: Callable[..., Pair], moment: datetime) -> None:
    pair = two_ways(WORLD, now=NOW)
    old, new = pair.both(since(XmlDateTime.from_datetime(moment), batch_size=10))
    assert not isinstance(old, Fault)
    assert told(new) == told(old)


def test_pages_follow_one_another_and_their_end_stays(two_ways: Callable[..., Pair]) -> None:
    pair = two_ways(WORLD, now=NOW)
    positions: dict[str, str | None] = {"sandbox": None, "bridge": None}
    found = 0
    for turn in range(20):
        answers = []
        for side, position in positions.items():
            ask = selected("3_1", _day(3), batch_size=6, stream_position=position)
            answers.append(ask(pair.soap(side)))
            positions[side] = answers[-1].new_stream_position
        old, new = answers
        assert told(new) == told(old)
        found += new.return_count
        if turn == 1:
            # What is changed from here on is of a later time, and out of this one.
            pair.now += timedelta(minutes=5)
            for side in ("sandbox", "behind"):
                pair.soap(side).sync_lead({"Id": 30, "FirstName": "New"})
        if not new.remaining_count:
            break
    assert found > 12
    assert not positions["bridge"]


def test_the_time_is_read_once_for_all_pages(two_ways: Callable[..., Pair]) -> None:
    pair = two_ways(WORLD, now=NOW)
    ask = selected("3_1", _day(0), batch_size=5)
    ask(pair.soap("bridge"))  # fields and types are known from here on
    first = pair.rest_calls(ask)
    position = ask(pair.soap("bridge")).new_stream_position
    later = selected("3_1", _day(0), batch_size=5, stream_position=position)
    assert pair.rest_calls(later) == 1
    assert first > 2


def test_what_is_kept_no_more_is_read_again(two_ways: Callable[..., Pair]) -> None:
    pair = two_ways(WORLD, now=NOW)
    ask = selected("3_1", _day(3), batch_size=5)
    positions = [ask(pair.soap(side)).new_stream_position for side in ("sandbox", "bridge")]
    pair.bridge.instances["main"].forget("scan")
    pair.now += timedelta(hours=2)
    old, new = (
        selected("3_1", _day(3), batch_size=5, stream_position=position)(pair.soap(side))
        for side, position in zip(("sandbox", "bridge"), positions, strict=True)
    )
    assert told(new) == told(old)


def test_several_calls_read_one_time_although_now_moves_on(two_ways: Callable[..., Pair]) -> None:
    many = tuple(
        WorldActivity(lead=1 + number % LEADS, at=_day(1 + number / 900).isoformat(), type=kind)
        for number, kind in enumerate(["Open Email", "Visit Webpage"] * 900)
    )
    world = replace(WORLD, activities=(*WORLD.activities, *many))
    pair = two_ways(world, now=NOW, scan_calls=1)
    ask = selected("3_1", _day(0.5))
    old, new = pair.both(ask)
    faults = 0
    while isinstance(new, Fault) and faults < 20:
        assert new.service_code == INTERNAL_ERROR
        faults += 1
        pair.now += timedelta(seconds=3)
        new = outcome(lambda: ask(pair.soap("bridge")))
    assert faults
    assert told(new) == told(old)


def test_a_position_of_another_selector_is_refused(two_ways: Callable[..., Pair]) -> None:
    pair = two_ways(WORLD, now=NOW)

    def by_keys(client: Client) -> Any:
        position = selected("3_1", _day(0), batch_size=5)(client).new_stream_position
        return client.get_multiple_leads(ids=[1, 2], stream_position=position)

    old, new = pair.both(by_keys)
    assert isinstance(old, Fault)
    assert new == old
