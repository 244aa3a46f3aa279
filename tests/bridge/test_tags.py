"""getChannels and getTags through the bridge, as the sandbox answers them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import pytest
from support.bridge_pair import Pair

from mktows.sandbox.world.world import World, WorldChannel, WorldStatus

WORLD = World(
    tags={"Season": ("Winter", "Summer"), "Region": ("North America", "EMEA"), "Empty": ()},
    channels=(
        WorldChannel(
            name="webinar",
            statuses=(
                WorldStatus(name="Registered", step=20, success=False),
                WorldStatus(name="Attended", step=30, success=True),
                WorldStatus(name="absent", step=25, success=False),
            ),
        ),
        WorldChannel(name="Blog"),
        WorldChannel(
            name="Trade Show", statuses=(WorldStatus(name="Met", step=10, success=False),)
        ),
    ),
)


@pytest.mark.parametrize("version", ["2_1", "3_1"])
@pytest.mark.parametrize(
    "names", [None, ["Blog"], ["WEBINAR", "Trade Show"], ["None"], ["Blog", "None"]], ids=str
)
def test_channels_are_those_of_the_sandbox(
    two_ways: Callable[..., Pair], names: Iterable[str] | None, version: str
) -> None:
    pair = two_ways(WORLD)
    old, new = pair.both(lambda client: client.get_channels(names), version)
    assert old == new


@pytest.mark.parametrize("version", ["2_1", "3_1"])
@pytest.mark.parametrize(
    "asked",
    [
        None,
        {},
        {"Season": []},
        {"season": ["WINTER"]},
        {"Season": ["Summer", "None"], "Region": []},
        {"None": []},
        {"": ["EMEA", "Summer"]},
        {"Region": ["None"]},
    ],
    ids=str,
)
def test_tags_are_those_of_the_sandbox(
    two_ways: Callable[..., Pair], asked: Mapping[str, Iterable[str]] | None, version: str
) -> None:
    pair = two_ways(WORLD)
    old, new = pair.both(lambda client: client.get_tags(asked), version)
    assert old == new


def test_what_is_asked_for_once_is_known_for_a_while(two_ways: Callable[..., Pair]) -> None:
    pair = two_ways(WORLD)
    assert pair.rest_calls(lambda client: client.get_channels()) == 1
    assert pair.rest_calls(lambda client: client.get_channels(["Blog"])) == 0
    assert pair.rest_calls(lambda client: client.get_tags({"Season": []})) == 2
    assert pair.rest_calls(lambda client: client.get_tags({"season": ["Winter"]})) == 0
    assert pair.rest_calls(lambda client: client.get_tags()) == 1
