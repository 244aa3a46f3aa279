"""Scans of activities: their REST calls are bounded, and no call begins at the beginning again."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_DNS, uuid5

import pytest
from mktows_bindings.v3_1 import types as v3_1
from support.bridge_pair import NOW, Pair
from support.rest_stub import unhurried
from xsdata.models.datatype import XmlDateTime

from mktows import Client
from mktows.errors import Fault, InternalFault, SoapFault
from mktows.facts.faults import BAD_STREAM_POSITION, INTERNAL_ERROR
from mktows.rest import RestClient
from mktows.sandbox.rest.settings import Habits, RestSettings
from mktows.sandbox.world.world import World, WorldActivity, WorldLead, WorldList
from mktows.transport import HttpRequest, HttpResponse, Transport

FIRST = datetime(2025, 12, 1, 8, 0, 0, tzinfo=UTC)
OPENED, CLICKED = "Open Email", "Click Link"
MANY = 700


def _at(hours: float) -> str:
    return (FIRST + timedelta(hours=hours)).isoformat()


WORLD = World(
    lists=(WorldList(name="Members"),),
    leads=(WorldLead(id=7, email="a@example.com"), WorldLead(id=8, email="b@example.com")),
    activities=tuple(
        WorldActivity(
            lead=7 + number % 2, at=_at(number // 3), type=CLICKED if number % 7 else OPENED
        )
        for number in range(MANY)
    ),
)


def history(client: Client, position: Any = None, size: int = 100) -> Any:
    return client.get_lead_activity(
        id=7, include_types=["OpenEmail", "ClickLink"], start_position=position, batch_size=size
    )


def changes(client: Client, position: Any = None, size: int = 1000) -> Any:
    position = position or v3_1.StreamPosition()
    return client.get_lead_changes(
        start_position=position, activity_names=[OPENED, CLICKED], batch_size=size
    )


def records(answer: Any) -> list[Any]:
    listed = getattr(answer, "activity_record_list", None) or getattr(
        answer, "lead_change_record_list", None
    )
    if listed is None:
        return []
    found: list[Any] = getattr(listed, "activity_record", None) or listed.lead_change_record
    return found


def stream(client: Client, ask: Callable[..., Any], size: int) -> Iterator[Any]:
    """All records of all pages; what is not finished is asked for again."""
    position = None
    for _ in range(1000):
        try:
            answer = ask(client, position, size)
        except InternalFault as error:
            if error.fault.service_code != INTERNAL_ERROR:
                raise
            continue
        yield from records(answer)
        if not answer.remaining_count:
            return
        position = answer.new_start_position
    raise AssertionError("it never ends")


class Rewriting:
    """Stands before the REST face, and changes calls and answers for activities."""

    def __init__(
        self,
        inner: Transport,
        *,
        page: int | None = None,
        change: Callable[[dict[str, Any]], None] = lambda _: None,
    ) -> None:
        self.inner = inner
        self.page = page
        self.change = change

    def send(self, request: HttpRequest) -> HttpResponse:
        if "/activities.json" not in request.url:
            return self.inner.send(request)
        if self.page is not None:
            url = re.sub(r"batchSize=\d+", f"batchSize={self.page}", request.url)
            request = replace(request, url=url)
        response = self.inner.send(request)
        answer = json.loads(response.body)
        for each in answer.get("result") or ():
            self.change(each)
        return replace(response, body=json.dumps(answer).encode())


def rewriting(**ways: Any) -> Callable[[Any, Transport], RestClient]:
    return lambda config, transport: unhurried(config, Rewriting(transport, **ways))


def test_a_page_of_changes_takes_a_token_and_a_call_for_300(
    two_ways: Callable[..., Pair],
) -> None:
    pair = two_ways(WORLD)
    pair.rest_calls(changes)  # the types are known from here on
    assert pair.rest_calls(lambda client: changes(client, size=100)) == 2
    assert pair.rest_calls(lambda client: changes(client, size=300)) == 3
    assert pair.rest_calls(lambda client: changes(client, size=1000)) == 4
    first = changes(pair.soap("bridge"), size=100)
    following = lambda client: changes(client, first.new_start_position, 100)  # noqa: E731
    assert pair.rest_calls(following) == 2


def test_a_history_takes_the_lead_a_token_and_a_call_for_300(
    two_ways: Callable[..., Pair],
) -> None:
    pair = two_ways(WORLD)
    pair.rest_calls(history)
    assert pair.rest_calls(history) == 4
    first = history(pair.soap("bridge"))
    assert first.remaining_count == MANY // 2 - 100
    # What was read of later pages was kept.
    assert pair.rest_calls(lambda client: history(client, first.new_start_position)) == 1


def test_what_can_match_nothing_takes_no_scan(two_ways: Callable[..., Pair]) -> None:
    pair = two_ways(WORLD)
    pair.rest_calls(changes)
    unknown = lambda client: client.get_lead_changes(  # noqa: E731
        start_position=v3_1.StreamPosition(), activity_names=["no such type"]
    )
    assert pair.rest_calls(unknown) == 0


@pytest.mark.parametrize(("ask", "size"), [(history, 40), (changes, 333)])
def test_a_scan_goes_on_where_the_last_call_stopped(
    two_ways: Callable[..., Pair], ask: Callable[..., Any], size: int, tmp_path: Path
) -> None:
    pair = two_ways(
        WORLD, scan_calls=2, database=tmp_path / "bridge.sqlite", client=rewriting(page=50)
    )
    old = list(stream(pair.soap("sandbox"), ask, size))
    calls = []

    def counted(client: Client, position: Any, size: int) -> Any:
        before = len(pair.watched.requests)
        try:
            return ask(client, position, size)
        finally:
            calls.append(len(pair.watched.requests) - before)

    assert list(stream(pair.soap("bridge"), counted, size)) == old
    # The first call learns the types, and each history looks for the lead.
    assert max(calls) <= 4
    assert len(calls) > 5


def test_a_call_that_may_read_nothing_yet_is_a_fault_that_asks_for_another(
    two_ways: Callable[..., Pair],
) -> None:
    pair = two_ways(WORLD, scan_calls=2, client=rewriting(page=50))
    with pytest.raises(InternalFault) as caught:
        history(pair.soap("bridge"))
    assert "repeat the call" in str(caught.value.fault.service_message)


@pytest.mark.parametrize("code", [502, 608, 611, 713])
def test_a_failure_in_the_middle_loses_nothing(two_ways: Callable[..., Pair], code: int) -> None:
    pair = two_ways(WORLD)
    bridge = pair.soap("bridge")
    old = history(pair.soap("sandbox"))
    history(bridge)
    pair.face.fail_next("get_paging_token", code=code, times=50)
    with pytest.raises(InternalFault):
        history(bridge)
    pair.face.reset()
    assert records(history(bridge)) == records(old)


def test_empty_pages_are_passed(two_ways: Callable[..., Pair]) -> None:
    pair = two_ways(WORLD)
    pair.face.fail_next("get_activities", empty=True, times=3)
    assert records(changes(pair.soap("bridge"))) == records(changes(pair.soap("sandbox")))
    pair.face.fail_next("get_activities", empty=True, times=3)
    assert records(history(pair.soap("bridge"))) == records(history(pair.soap("sandbox")))


def test_a_slow_service_is_asked_for_the_latest_days_first(two_ways: Callable[..., Pair]) -> None:
    pair = two_ways(WORLD, now=FIRST + timedelta(hours=MANY / 3), client=rewriting(page=20))
    bridge = pair.soap("bridge")
    old = list(stream(pair.soap("sandbox"), history, 10))
    history(bridge, size=10)  # the types
    assert pair.rest_calls(lambda client: history(client, size=10)) < 8
    assert list(stream(bridge, history, 10)) == old


def test_a_history_from_its_beginning_has_what_is_new(two_ways: Callable[..., Pair]) -> None:
    pair = two_ways(WORLD)
    for client in (pair.soap("sandbox"), pair.soap("bridge")):
        client.get_lead_activity(id=7, batch_size=3)
    pair.now += timedelta(minutes=1)
    for side in ("sandbox", "behind"):
        pair.soap(side).sync_lead({"Id": 7, "FirstName": "New"})
    old, new = pair.both(lambda client: client.get_lead_activity(id=7, batch_size=3))
    assert new.activity_record_list == old.activity_record_list
    assert new.activity_record_list.activity_record[0].activity_type == "Change Data Value"


def test_ids_that_soap_has_no_room_for_get_numbers_that_stay(
    two_ways: Callable[..., Pair],
) -> None:
    def change(record: dict[str, Any]) -> None:
        record["marketoGUID"] = str(uuid5(NAMESPACE_DNS, record.pop("marketoGUID")))
        del record["id"]

    pair = two_ways(WORLD, client=rewriting(change=change))
    found = list(stream(pair.soap("bridge"), changes, 90))
    ids = [each.id for each in found]
    assert len({*ids}) == len(ids) == MANY
    assert min(ids) > 1_000_000_000
    assert max(ids) < 2**31
    assert {each.id for each in stream(pair.soap("bridge"), history, 100)} <= {*ids}
    assert [each.activity_date_time for each in found] == [
        each.activity_date_time for each in stream(pair.soap("sandbox"), changes, 90)
    ]


def test_both_spellings_of_times_are_read(two_ways: Callable[..., Pair]) -> None:
    pair = two_ways(WORLD, rest=RestSettings(habits=Habits(activity_times="Z")))
    assert records(changes(pair.soap("bridge"))) == records(changes(pair.soap("sandbox")))


def test_a_position_that_was_tampered_with_is_refused(two_ways: Callable[..., Pair]) -> None:
    pair = two_ways(WORLD)
    position = changes(pair.soap("bridge"), size=10).new_start_position
    other = "B" if position.offset.startswith("A") else "A"
    for offset in (position.offset[:-2], other + position.offset[1:], "ID:5"):
        with pytest.raises(SoapFault) as caught:
            changes(pair.soap("bridge"), replace(position, offset=offset))
        assert caught.value.fault.service_code == BAD_STREAM_POSITION
    assert not isinstance(changes(pair.soap("bridge"), position), Fault)


def test_a_position_alone_goes_on(two_ways: Callable[..., Pair]) -> None:
    """Clients were seen to send the offset, and no date."""
    pair = two_ways(WORLD)

    def asked(client: Client) -> Any:
        since = XmlDateTime.from_datetime(FIRST + timedelta(hours=5))
        first = changes(client, v3_1.StreamPosition(oldest_created_at=since), 10)
        offset = first.new_start_position.offset
        return records(changes(client, v3_1.StreamPosition(offset=offset), 10))

    old, new = pair.both(asked)
    assert new == old


def test_a_slow_service_is_not_asked_again_for_the_next_page(two_ways: Callable[..., Pair]) -> None:
    pair = two_ways(WORLD, client=rewriting(page=30))
    first = changes(pair.soap("bridge"), size=100)
    following = lambda client: changes(client, first.new_start_position, 100)  # noqa: E731
    # 20 of it were read for the first page, to tell that something follows.
    assert pair.rest_calls(following) == 3
    old = list(stream(pair.soap("sandbox"), changes, 100))
    assert list(stream(pair.soap("bridge"), changes, 100)) == old


def test_what_happens_between_two_calls_of_a_scan_is_not_lost(
    two_ways: Callable[..., Pair],
) -> None:
    """Types are read one after another, the first of them long before the last."""
    pair = two_ways(WORLD, scan_calls=1, client=rewriting(page=50))
    kept: dict[str, Any] = {"sandbox": [], "bridge": []}
    positions: dict[str, Any] = {"sandbox": None, "bridge": None}

    def poll(side: str) -> None:
        for _ in range(200):
            position = positions[side] or v3_1.StreamPosition()
            try:
                answer = pair.soap(side).get_lead_changes(start_position=position, batch_size=200)
            except InternalFault:
                happen()
                continue
            kept[side] += records(answer)
            positions[side] = answer.new_start_position
            if not answer.remaining_count:
                return
            happen()

    def happen() -> None:
        pair.now += timedelta(seconds=1)
        if pair.now < NOW + timedelta(seconds=40):
            for side in ("sandbox", "behind"):
                client = pair.soap(side)
                client.sync_lead({"Id": 7, "FirstName": f"Name {pair.now.second}"})
                client.sync_lead({"Email": f"new{pair.now.second}@example.com"})
                if pair.now.second % 2:
                    client.list_operation("ADDTOLIST", list_name="Members", members=[8])
                else:
                    client.list_operation("REMOVEFROMLIST", list_name="Members", members=[8])

    poll("bridge")
    pair.now = NOW + timedelta(minutes=10)
    for side in ("bridge", "sandbox"):
        poll(side)
    assert [each.id for each in kept["bridge"]] == [each.id for each in kept["sandbox"]]
    assert len(kept["bridge"]) > MANY


@pytest.mark.parametrize("size", [1, 7])
def test_a_page_may_end_in_the_middle_of_a_second(two_ways: Callable[..., Pair], size: int) -> None:
    """Types that are read apart have their activities of one second in one order of ids."""
    kinds = (OPENED, "A type of their own", "Interesting Moment")
    world = World(
        leads=(WorldLead(id=7, email="a@example.com"),),
        activities=tuple(
            WorldActivity(lead=7, at=_at(number // 15), type=kinds[number % 5 % 3])
            for number in range(45)
        ),
    )
    pair = two_ways(world, client=rewriting(page=2))

    def ask(client: Client, position: Any, size: int) -> Any:
        position = position or v3_1.StreamPosition()
        return client.get_lead_changes(start_position=position, batch_size=size)

    old, new = (list(stream(pair.soap(side), ask, size)) for side in ("sandbox", "bridge"))
    assert new == old


def test_no_second_lies_between_two_spans(two_ways: Callable[..., Pair]) -> None:
    world = World(
        leads=(WorldLead(id=7, email="a@example.com"),),
        activities=tuple(
            WorldActivity(
                lead=7, at=(NOW - timedelta(days=days, seconds=more)).isoformat(), type=OPENED
            )
            for days in (0, 1, 7, 30, 120, 480)
            for more in range(4)
        ),
    )
    pair = two_ways(world, client=rewriting(page=2))
    old, new = (list(stream(pair.soap(side), history, 5)) for side in ("sandbox", "bridge"))
    assert new == old
