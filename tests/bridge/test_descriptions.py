"""listMObjects and describeMObject through the bridge, as the sandbox answers them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from support.bridge_pair import Pair

from mktows.errors import Fault
from mktows.sandbox.rest.settings import CustomService, RestSettings
from mktows.sandbox.world.world import World, WorldField
from mktows.signing import Secret

WORLD = World(
    lead_fields=(
        WorldField(name="Rank", type="integer"),
        WorldField(name="Code", display_name="A Code", external_key=True),
        WorldField(name="Page__c", type="url", rest_name="page_c"),
        WorldField(name="Frozen", writable=False),
    ),
    opportunity_fields=(
        WorldField(name="DealKey", external_key=True),
        WorldField(name="Margin", type="float"),
    ),
)
NAMES = ["ActivityRecord", "LeadRecord", "Opportunity", "OpportunityPersonRole", "leadrecord"]


def test_types_are_named_without_a_rest_call(two_ways: Callable[..., Pair]) -> None:
    pair = two_ways(WORLD)
    old, new = pair.both(lambda client: client.list_mobjects())
    assert old == new
    assert "LeadRecord" in new.objects
    assert pair.rest_calls(lambda client: client.list_mobjects()) == 0


@pytest.mark.parametrize("version", ["2_1", "3_1"])
@pytest.mark.parametrize("name", [*NAMES, "Program", "None", "", " "])
def test_the_bridge_describes_as_the_sandbox(
    two_ways: Callable[..., Pair], name: str, version: str
) -> None:
    pair = two_ways(WORLD)
    old, new = pair.both(lambda client: client.describe_mobject(name), version)
    assert old == new
    assert isinstance(new, Fault) == (name not in NAMES)


@pytest.mark.parametrize(
    ("name", "first"), [("ActivityRecord", 0), ("LeadRecord", 2), ("Opportunity", 1)]
)
def test_a_description_is_asked_for_once(
    two_ways: Callable[..., Pair], name: str, first: int
) -> None:
    pair = two_ways(WORLD)
    assert pair.rest_calls(lambda client: client.describe_mobject(name)) == first
    assert pair.rest_calls(lambda client: client.describe_mobject(name)) == 0


def test_what_is_custom_follows_from_the_name_where_the_schema_may_not_be_read(
    two_ways: Callable[..., Pair],
) -> None:
    role = CustomService(Secret("s"), permissions=frozenset({"Read-Only Lead"}))
    pair = two_ways(WORLD, rest=RestSettings(services={"c": role}))
    described = pair.soap("bridge").describe_mobject("LeadRecord").metadata.field_list.field_value
    custom = {each.name for each in described if each.is_custom}
    assert custom == {"Rank", "Code", "Page__c", "Frozen"}
