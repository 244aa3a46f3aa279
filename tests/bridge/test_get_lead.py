"""getLead through the bridge: as the sandbox answers it, with one REST call."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from support.bridge_pair import Pair

from mktows.errors import Fault
from mktows.sandbox.world.world import World, WorldField, WorldLead

WORLD = World(
    lead_fields=(
        WorldField(name="Rank", type="integer"),
        WorldField(name="Worth", type="currency"),
        WorldField(name="Agreed", type="boolean"),
        WorldField(name="Seen", type="datetime"),
        WorldField(name="Code", external_key=True),
    ),
    leads=(
        WorldLead(
            id=7,
            email="a@example.com",
            attributes={
                "FirstName": "\u00c4r\u00f6 & <b>",
                "Rank": "12",
                "Worth": "28970000",
                "Agreed": "1",
                "Code": "x",
            },
        ),
        WorldLead(id=9, email="a@example.com"),
        WorldLead(id=11, attributes={"Worth": "0.001"}),
    ),
)
KEYS = [
    ("IDNUM", "7"),
    ("IDNUM", "11"),
    ("EMAIL", "a@example.com"),
    ("EMAIL", "A@EXAMPLE.COM"),
    ("EMAIL", "nobody@example.com"),
    ("IDNUM", "8"),
    ("IDNUM", "x"),
    ("COOKIE", "id:1&token:_mch-none"),
    ("SFDCLEADID", "00Q"),
    ("LEADOWNEREMAIL", "owner@example.com"),
]


@pytest.mark.parametrize("version", ["2_1", "3_1"])
@pytest.mark.parametrize("key", KEYS, ids=str)
def test_the_bridge_answers_as_the_sandbox(
    two_ways: Callable[..., Pair], key: Any, version: str
) -> None:
    pair = two_ways(WORLD)
    old, new = pair.both(lambda client: client.get_lead(key), version)
    assert old == new
    if key in KEYS[:3]:
        assert not isinstance(new, Fault)


def test_one_call_is_enough_once_the_fields_are_known(two_ways: Callable[..., Pair]) -> None:
    pair = two_ways(WORLD)
    pair.soap("bridge").get_lead(id=7)
    assert pair.rest_calls(lambda client: client.get_lead(id=7)) == 1
