"""What the bridge knows for a while; that there is nothing is not kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from mktows_bindings.v3_1 import types as t
from support.bridge_pair import TENANT, Pair
from support.rest_stub import ok, refused
from support.twisted_rest import Twisted

from mktows.sandbox.world.world import (
    World,
    WorldActivity,
    WorldCampaign,
    WorldChannel,
    WorldLead,
    WorldList,
    WorldProgram,
)

LONG_AGO = "2026-02-01T00:00:00Z"
WORLD = World(
    channels=(WorldChannel(name="Email"),),
    tags={"Season": ("Winter",)},
    leads=(WorldLead(id=7, created=LONG_AGO, email="a@example.com", lists=("Plain",)),),
    lists=(WorldList(name="Plain", id=5),),
    programs=(
        WorldProgram(
            id=4000,
            name="Spring",
            channel="Email",
            campaigns=(WorldCampaign(name="Score", kind="trigger", sources=("MKTOWS",)),),
        ),
    ),
    activities=(
        WorldActivity(
            lead=7, at=LONG_AGO, type="Open Email", asset="Mail", campaign="Spring.Score"
        ),
    ),
)
SINCE = datetime(2026, 1, 15, tzinfo=UTC)


@pytest.fixture
def twist() -> Twisted:
    return Twisted()


@pytest.fixture
def pair(two_ways: Callable[..., Pair], twist: Twisted) -> Pair:
    made = two_ways(WORLD, client=twist.client)
    twist.method = "GET"
    return made


def changes(pair: Pair, **asked: Any) -> Any:
    return pair.soap("bridge").get_lead_changes(since=SINCE, **asked)


@pytest.mark.parametrize(("content", "calls"), [(None, 2), ({"a": 1}, 1)])
def test_that_there_is_nothing_is_not_kept(
    pair: Pair, content: Mapping[str, int] | None, calls: int
) -> None:
    asked = []

    def fetch() -> Mapping[str, int] | None:
        asked.append(1)
        return content

    for _ in range(2):
        instance = pair.bridge.instances[TENANT]
        assert instance.remembered("kind", "name", 600, fetch, lambda each: each) == content
    assert len(asked) == calls


def test_a_campaign_that_was_made_a_second_ago_is_found(pair: Pair, twist: Twisted) -> None:
    twist.path, twist.twist = "/campaigns.json", lambda _: ok()
    shown = [pair.soap("bridge").get_campaigns_for_source(name="Score")]
    twist.path = ""
    shown.append(pair.soap("bridge").get_campaigns_for_source(name="Score"))
    assert [each.return_count for each in shown] == [0, 1]


def test_a_campaign_that_is_gone_hides_no_activity(pair: Pair, twist: Twisted) -> None:
    twist.path, twist.twist = "/campaigns.json", lambda _: refused(702)
    assert changes(pair).return_count == 1


def test_a_list_that_was_made_anew_is_read(pair: Pair, twist: Twisted) -> None:
    chosen = t.StaticListSelector(static_list_name="Plain")
    twist.path, twist.twist = "/lists.json", lambda _: ok({"id": 77, "name": "Plain"})
    pair.soap("bridge").get_multiple_leads(chosen)
    pair.bridge.instances[TENANT].forget("lists")
    told = []

    def once(document: dict[str, Any]) -> dict[str, Any]:
        told.append(document)
        return ok({"id": 77, "name": "Plain"}) if len(told) == 1 else document

    twist.twist = once
    assert changes(pair, selector=chosen).return_count == 1
    assert len(told) == 2


def test_a_tag_that_was_made_a_second_ago_is_known(pair: Pair, twist: Twisted) -> None:
    twist.path = "/tagType/byName.json"
    twist.twist = lambda _: ok({"tagType": "Season", "allowableValues": "[Summer]"})
    pair.soap("bridge").get_tags({"Season": []})
    twist.path = ""
    tag = [t.Attrib(name="Type", value="Season"), t.Attrib(name="Value", value="Winter")]
    program = t.MObject(
        type_value="Program",
        id=4000,
        type_attrib_list=t.ArrayOfTypeAttrib(
            type_attrib=[t.TypeAttrib(attr_type="Tag", attr_list=t.ArrayOfAttrib(attrib=tag))]
        ),
    )
    told = pair.soap("bridge").sync_mobjects([program], operation="UPDATE")
    assert [each.status.value for each in told.m_obj_status_list.m_obj_status] == ["UPDATED"]
