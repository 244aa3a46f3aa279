"""getMultipleLeads through the bridge: pages by keys and by static list, as of the sandbox."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from mktows_bindings.v3_1 import types
from support.bridge_pair import Pair, outcome

from mktows.client import Client
from mktows.errors import Fault
from mktows.sandbox.world.world import World, WorldLead, WorldList

SHARED = 1004
WORLD = World(
    lists=(WorldList(name="Few", id=21), WorldList(name="None", id=22)),
    leads=tuple(
        WorldLead(
            id=number,
            email="odd@example.com" if number % 2 else f"lead{number}@example.com",
            attributes={"FirstName": f"F{number}"},
            lists=("Few",) if number <= 7 else (),
        )
        for number in range(1, 21)
    ),
)
CALLS: dict[str, dict[str, Any]] = {
    "ids": {"ids": [3, 2, 99, 3]},
    "emails": {"emails": ["odd@example.com", "LEAD4@example.com", "nobody@example.com"]},
    "one page whatever the size": {"ids": [5, 6, 7], "batch_size": 1},
    "some attributes": {"ids": [4], "include_attributes": ["FirstName", "Email", "Nonsense"]},
    "no address": {"ids": [4], "include_attributes": ["LastName"]},
    "a position of nobody": {"ids": [4], "stream_position": "nonsense"},
    "a list by name": {"selector": ("StaticListSelector", {"static_list_name": "Few"})},
    "a list by id": {"selector": ("StaticListSelector", {"static_list_id": 21})},
    "an empty list": {"selector": ("StaticListSelector", {"static_list_name": "None"})},
    "an unknown list": {"selector": ("StaticListSelector", {"static_list_name": "Nowhere"})},
    "an unknown id": {"selector": ("StaticListSelector", {"static_list_id": 77})},
    "an id that is none": {"selector": ("StaticListSelector", {"static_list_id": -1})},
    "a list without a name": {"selector": ("StaticListSelector", {"static_list_name": " "})},
}


def call(client: Client, **asked: Any) -> Any:
    made = dict(asked)
    if isinstance(made.get("selector"), tuple):
        name, members = made["selector"]
        made["selector"] = getattr(types, name)(**members)
    return client.get_multiple_leads(**made)


def pages(client: Client, **asked: Any) -> list[list[int]]:
    found, position = [], None
    while True:
        page = call(client, **asked, stream_position=position)
        records = page.lead_record_list.lead_record if page.lead_record_list else []
        found.append([each.id for each in records])
        position = page.new_stream_position
        if not position:
            assert page.remaining_count == 0
            return found
        assert page.remaining_count > 0


@pytest.mark.parametrize("asked", CALLS.values(), ids=CALLS)
def test_the_bridge_answers_as_the_sandbox(
    two_ways: Callable[..., Pair], asked: dict[str, Any]
) -> None:
    old, new = two_ways(WORLD).both(lambda client: call(client, **asked))
    assert old == new


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8])
def test_a_list_comes_in_the_same_pages(two_ways: Callable[..., Pair], size: int) -> None:
    selector = ("StaticListSelector", {"static_list_name": "Few"})
    old, new = two_ways(WORLD).both(
        lambda client: pages(client, selector=selector, batch_size=size)
    )
    assert old == new


def test_a_page_that_ends_within_one_of_rest_goes_on_there(two_ways: Callable[..., Pair]) -> None:
    leads = [WorldLead(id=each, lists=("Many",)) for each in range(1, 1000)]
    pair = two_ways(World(lists=(WorldList(name="Many"),), leads=tuple(leads)))
    selector = ("StaticListSelector", {"static_list_name": "Many"})
    old, new = pair.both(lambda client: pages(client, selector=selector, batch_size=401))
    assert old == new
    assert pair.rest_calls(lambda client: call(client, selector=selector, batch_size=1000)) == 4
    assert pair.rest_calls(lambda client: call(client, selector=selector, batch_size=300)) == 1


def test_keys_take_one_call_and_shared_ones_more_pages(two_ways: Callable[..., Pair]) -> None:
    leads = [
        WorldLead(id=each, email="a@example.com" if each % 2 else "b@example.com")
        for each in range(1, SHARED + 1)
    ]
    pair = two_ways(World(leads=tuple(leads)))
    both = ["a@example.com", "b@example.com"]
    old, new = pair.both(lambda client: pages(client, emails=both))
    assert old == new
    assert len(new) == 2
    assert pair.rest_calls(lambda client: client.get_multiple_leads(ids=range(1, 101))) == 1


def test_a_position_goes_with_its_own_list_alone(two_ways: Callable[..., Pair]) -> None:
    pair = two_ways(WORLD)
    client = pair.soap("bridge")
    few = ("StaticListSelector", {"static_list_name": "Few"})
    position = call(client, selector=few, batch_size=2).new_stream_position
    for asked in ({"ids": [1]}, {"selector": ("StaticListSelector", {"static_list_id": 22})}):
        fault = outcome(lambda: call(client, **asked, stream_position=position))  # noqa: B023
        assert isinstance(fault, Fault)
        assert fault.service_code == 20122


def test_a_list_that_is_made_anew_is_looked_up_again(two_ways: Callable[..., Pair]) -> None:
    pair = two_ways(WORLD)
    few = ("StaticListSelector", {"static_list_name": "Few"})
    first = call(pair.soap("bridge"), selector=few)
    instance = pair.bridge.instances["main"]
    instance.forget("lists")
    instance.remembered(
        "lists", "Few", 600, lambda: [{"id": 999, "name": "Few", "programName": None}], list
    )
    assert call(pair.soap("bridge"), selector=few) == first


def test_what_rest_cannot_choose_is_refused(two_ways: Callable[..., Pair]) -> None:
    _, new = two_ways(WORLD).both(lambda client: client.call(types.ParamsGetMultipleLeads()))
    assert isinstance(new, Fault)
    assert new.service_code == 20110
