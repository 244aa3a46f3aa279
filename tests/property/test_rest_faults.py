"""REST calls under schedules of faults: nothing is lost, nothing is done twice, pages are whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.rest_faults import FAULTS, Between
from support.rest_stub import unhurried

from mktows.rest import OutcomeUnknown, RestClient, RestError
from mktows.sandbox import Sandbox
from mktows.sandbox.world.world import World, WorldCampaign, WorldLead, WorldList

MEMBERS = 7
WORLD = World(
    lists=(WorldList(name="List", id=1), WorldList(name="Other", id=2)),
    campaigns=(WorldCampaign(name="Campaign", kind="trigger", id=1),),
    leads=tuple(
        WorldLead(id=each, email=f"{each}@example.com", lists=("List",))
        for each in range(1, MEMBERS + 1)
    ),
)
# Each example is many calls.
fewer = settings(max_examples=max(10, settings().max_examples // 2))
schedules = st.lists(st.sampled_from(FAULTS), max_size=3)


@pytest.fixture(scope="module")
def world() -> Iterator[Sandbox]:
    with Sandbox(rest=True, world=WORLD) as sandbox:
        yield sandbox


def client_of(transport: Between) -> RestClient:
    return unhurried(transport.sandbox.rest().config(), transport)


def leads(client: RestClient, email: str) -> list[dict[str, Any]]:
    found = client.iter_leads("email", [email], fields=["id", "email", "firstName"])
    return [dict(each) for each in found]


@dataclass(frozen=True)
class Act:
    """One write, with a number of its own, and how often its effect is there afterwards.

    Attributes:
        harmless: Whether it may be carried out twice.
    """

    name: str
    harmless: bool
    do: Callable[[RestClient, int], object]
    times: Callable[[RestClient, int], int]

    def __repr__(self) -> str:
        return self.name


def _email(number: int) -> str:
    return f"new{number}@example.com"


def _creating(action: str) -> Act:
    return Act(
        action,
        action == "createOrUpdate",
        lambda client, n: client.sync_leads([{"email": _email(n)}], action=action),
        lambda clean, n: len(leads(clean, _email(n))),
    )


def _first_name(clean: RestClient, lead_id: int) -> object:
    return clean.get_lead(lead_id, fields=["firstName"]).get("firstName")


ACTS = [
    *map(_creating, ("createOrUpdate", "createOnly", "createDuplicate")),
    Act(
        "updateOnly",
        True,
        lambda client, n: client.sync_leads(
            [{"id": 1, "firstName": str(n)}], action="updateOnly", lookup_field="id"
        ),
        lambda clean, n: int(_first_name(clean, 1) == str(n)),
    ),
    Act(
        "add_to_list",
        True,
        lambda client, n: client.add_to_list(2, [1 + n % MEMBERS]),
        lambda clean, n: sum(each["id"] == 1 + n % MEMBERS for each in clean.iter_leads_of_list(2)),
    ),
    Act(
        "create_static_list",
        False,
        lambda client, n: client.create_static_list(f"List {n}", {"id": 1, "type": "Folder"}),
        lambda clean, n: len(list(clean.iter_lists(names=[f"List {n}"]))),
    ),
]


@pytest.mark.slow
@fewer
@given(data=st.data(), bare=st.booleans())
def test_each_write_is_there_as_often_as_is_said(data: st.DataObject, bare: bool) -> None:
    with Sandbox(rest=True, world=WORLD) as sandbox:
        between = Between(sandbox, bare)
        client = client_of(between)
        clean = client_of(Between(sandbox, bare=False))
        for number in range(data.draw(st.integers(1, 4), label="acts")):
            act = data.draw(st.sampled_from(ACTS), label="act")
            between.waiting = list(data.draw(schedules, label="schedule"))
            error: RestError | None = None
            try:
                act.do(client, number)
            except RestError as caught:
                error = caught
            between.waiting.clear()
            there = act.times(clean, number)
            if error is None:
                assert there == 1
            elif error.not_carried_out:
                assert there == 0
            else:
                assert there <= 1
                assert isinstance(error, OutcomeUnknown) != act.harmless
        # One token at the beginning, and one for each end of one.
        ends = sum(each.get("code") in (601, 602) for each in between.met)
        assert between.identities == 1 + ends - _unused(client, between)


def _unused(client: RestClient, between: Between) -> int:
    """1 where the last token ended and no call has asked for another."""
    before = between.identities
    client.identity()
    asked = between.identities - before
    between.identities = before
    return asked


@fewer
@given(
    schedule=st.lists(st.sampled_from([*FAULTS, {"empty": True}]), max_size=6),
    size=st.integers(1, MEMBERS + 1),
    bare=st.booleans(),
)
def test_pages_hand_out_each_record_once(
    world: Sandbox, schedule: list[dict[str, Any]], size: int, bare: bool
) -> None:
    between = Between(world, bare)
    client = client_of(between)
    between.waiting = [
        {**each, "endpoint": "get_leads_of_list"} if "empty" in each else each for each in schedule
    ]
    position: str | None = None
    got: list[int] = []
    for _ in range(len(schedule) + 2 * MEMBERS):
        try:
            page = client.get_leads_of_list(1, batch_size=size, position=position)
        except RestError:
            continue  # it goes on from where it was
        got += [each["id"] for each in page.result]
        position = page.next_page_token
        if position is None:
            break
    assert got == list(range(1, MEMBERS + 1))


@given(schedule=st.lists(st.sampled_from([*FAULTS, {"empty": True}]), max_size=4))
def test_an_iterator_goes_on_where_it_failed(
    world: Sandbox, schedule: list[dict[str, Any]]
) -> None:
    between = Between(world, bare=False)
    between.waiting = [
        {**each, "endpoint": "get_leads"} if "empty" in each else each for each in schedule
    ]
    found = client_of(between).iter_leads("id", range(1, MEMBERS + 1), fields=["id"])
    got: list[int] = []
    for _ in range(len(schedule) + 1):
        try:
            got += [each["id"] for each in found]
            break
        except RestError:
            continue
    assert got == list(range(1, MEMBERS + 1))
