"""getLeadActivity and getLeadChanges through the bridge: as the sandbox answers, but for counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import ModuleType
from typing import Any

import pytest
from mktows_bindings.v2_1 import types as v2_1
from mktows_bindings.v3_1 import types as v3_1
from support.bridge_pair import NOW, Pair
from xsdata.models.datatype import XmlDateTime

from mktows import Client
from mktows.errors import Fault
from mktows.sandbox.world.world import (
    World,
    WorldActivity,
    WorldCampaign,
    WorldChannel,
    WorldLead,
    WorldList,
    WorldProgram,
)

TYPES: dict[str, ModuleType] = {"2_1": v2_1, "3_1": v3_1}
FIRST = datetime(2026, 2, 1, 8, 0, 0, tzinfo=UTC)
VISITS = "Visit Webpage"


def _at(hours: float) -> str:
    return (FIRST + timedelta(hours=hours)).isoformat()


def _activities() -> Iterator[WorldActivity]:
    """Activities of six types; several of them in one second, in many an order of ids."""
    for number in range(60):
        lead = 7 + number % 3
        at, asset = _at(number // 4), f"Page {number % 5}"
        match number % 6:
            case 0:
                about = {
                    "Webpage ID": str(number + 1),
                    "Webpage URL": "/a?<b>",
                    "User Agent": "\u00c4",
                }
                yield WorldActivity(lead=lead, at=at, type=VISITS, asset=asset, attributes=about)
            case 1:
                about = {"Source Type": "API", "Created Date": "2026-02-01"}
                yield WorldActivity(lead=lead, at=at, type="New Lead", attributes=about)
            case 2:
                about = {
                    **{"Attribute Name": "Lead Score", "Old Value": "1", "New Value": "2"},
                    "Reason": "SOAP API",
                }
                yield WorldActivity(
                    lead=lead, at=at, type="Change Data Value", asset="Lead Score",
                    attributes=about, campaign="Spring.Score",
                )  # fmt: skip
            case 3:
                yield WorldActivity(lead=lead, at=at, type="Open Email", asset=asset)
            case 4:
                about = {"List ID": "5", "Source": "SOAP API"}
                yield WorldActivity(
                    lead=lead, at=at, type="Add to List", asset="Members", attributes=about
                )
            case _:
                about = {"Step": str(number)}
                yield WorldActivity(
                    lead=lead, at=at, type="A type of their own", asset=asset, attributes=about
                )


WORLD = World(
    leads=(
        WorldLead(id=7, email="a@example.com", lists=("Members",)),
        WorldLead(id=8, email="b@example.com"),
        WorldLead(id=9, email="b@example.com", lists=("Members",)),
        WorldLead(id=10, email="c@example.com"),
    ),
    lists=(WorldList(id=5, name="Members"), WorldList(id=6, name="Nobody")),
    channels=(WorldChannel(name="Blog"),),
    programs=(
        WorldProgram(
            id=3,
            name="Spring",
            channel="Blog",
            campaigns=(WorldCampaign(id=31, name="Score", kind="trigger"),),
        ),
    ),
    activities=tuple(_activities()),
)


def told(answer: Any) -> Any:
    """An answer without what the two sides tell apart: the text of the offset, and the count."""
    if isinstance(answer, Fault):
        return answer
    start = answer.new_start_position
    start = replace(start, offset=None if start.offset is None else "there is one")
    return replace(answer, new_start_position=start, remaining_count=min(answer.remaining_count, 1))


def start(version: str = "3_1", offset: str | None = None, **moments: datetime) -> Any:
    dates = {name: XmlDateTime.from_datetime(each) for name, each in moments.items()}
    return TYPES[version].StreamPosition(offset=offset, **dates)


def pages(client: Client, ask: Callable[[Client, Any], Any], first: Any) -> list[Any]:
    """All pages of a stream."""
    found, position = [], first
    while True:
        found.append(ask(client, position))
        if not found[-1].remaining_count:
            return found
        assert len(found) < 100
        position = found[-1].new_start_position


HISTORIES: dict[str, dict[str, Any]] = {
    "all": {"id": 7},
    "the newest of two": {"email": "b@example.com"},
    "nothing happened": {"id": 10},
    "nobody": {"id": 99},
    "a bad key": {"key": ("IDNUM", "x")},
    "some types": {"id": 7, "include_types": ["VisitWebpage", "ChangeDataValue"]},
    "a type that never was": {"id": 7, "include_types": ["SFDCActivity"]},
    "without some": {"id": 8, "exclude_types": ["OpenEmail"]},
    "from a moment": {"id": 7, "start_position": {"oldest_created_at": FIRST}},
    "up to a moment": {
        "id": 7,
        "start_position": {
            "oldest_created_at": FIRST + timedelta(hours=3),
            "latest_created_at": FIRST + timedelta(hours=6),
        },
    },
    "the wrong way around": {
        "id": 7,
        "start_position": {"oldest_created_at": NOW, "latest_created_at": FIRST},
    },
    "behind some": {"id": 7, "start_position": {"offset": "4"}, "batch_size": 3},
    "behind all": {"id": 7, "start_position": {"offset": "400"}},
    "a bad position": {"id": 7, "start_position": {"offset": "gibberish"}},
    "two": {"id": 7, "batch_size": 2},
}


@pytest.mark.parametrize("version", ["2_1", "3_1"])
@pytest.mark.parametrize("name", HISTORIES)
def test_a_history_is_the_sandboxes(two_ways: Callable[..., Pair], name: str, version: str) -> None:
    given = dict(HISTORIES[name])
    if "start_position" in given:
        given["start_position"] = start(version, **given["start_position"])
    old, new = two_ways(WORLD).both(lambda client: client.get_lead_activity(**given), version)
    assert told(new) == told(old)
    if not isinstance(old, Fault):
        # All was read, so that the count is exact.
        assert new.remaining_count == old.remaining_count


CHANGES: dict[str, dict[str, Any]] = {
    "all": {},
    "since a moment": {"start": {"oldest_created_at": FIRST + timedelta(hours=2)}},
    "since, by the other member": {
        "start": {"activity_created_at": FIRST + timedelta(hours=2)},
    },
    "since now": {"start": {"activity_created_at": NOW}},
    "up to": {"start": {"latest_created_at": FIRST + timedelta(hours=2)}},
    "five": {"batch_size": 5},
    "types": {"include_types": ["VisitWebpage", "AddToList"]},
    "others": {"exclude_types": ["VisitWebpage", "AddToList"]},
    "behind some": {"start": {"offset": "11"}, "batch_size": 7},
    "a bad position": {"start": {"offset": "ID:x"}},
}
LATER: dict[str, dict[str, Any]] = {
    "names": {"activity_names": ["visit webpage", "A type of their own", "no such type"]},
    "no such name": {"activity_names": ["no such type"]},
    "keys": {"selector": v3_1.LeadKeySelector(
        key_type=v3_1.LeadKeyRef.EMAIL,
        key_values=v3_1.ArrayOfString(string_item=["b@example.com", "nobody@example.com"]),
    )},
    "nobody's keys": {"selector": v3_1.LeadKeySelector(
        key_type=v3_1.LeadKeyRef.IDNUM, key_values=v3_1.ArrayOfString(string_item=["99"])
    )},
    "a list": {"selector": v3_1.StaticListSelector(static_list_name="Members")},
    "a list by id": {"selector": v3_1.StaticListSelector(static_list_id=5)},
    "an empty list": {"selector": v3_1.StaticListSelector(static_list_name="Nobody")},
    "no such list": {"selector": v3_1.StaticListSelector(static_list_name="No such list")},
    "no list of that id": {"selector": v3_1.StaticListSelector(static_list_id=77)},
    "a list without a name": {"selector": v3_1.StaticListSelector()},
    "a range": {"selector": v3_1.LastUpdateAtSelector(
        oldest_updated_at=XmlDateTime.from_datetime(FIRST + timedelta(hours=1)),
        latest_updated_at=XmlDateTime.from_datetime(FIRST + timedelta(hours=5)),
    )},
    "too long a range": {"selector": v3_1.LastUpdateAtSelector(
        oldest_updated_at=XmlDateTime.from_datetime(FIRST - timedelta(days=90)),
    )},
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "version"),
    [*((each, "2_1") for each in CHANGES), *((each, "3_1") for each in {**CHANGES, **LATER})],
)
def test_changes_are_the_sandboxes(two_ways: Callable[..., Pair], name: str, version: str) -> None:
    given = dict({**CHANGES, **LATER}[name])
    given["start_position"] = start(version, **given.pop("start", {}))
    old, new = two_ways(WORLD).both(lambda client: client.get_lead_changes(**given), version)
    assert told(new) == told(old)


def test_too_many_keys_are_refused_as_by_the_sandbox(two_ways: Callable[..., Pair]) -> None:
    # The client's own method refuses so many.
    keys = v3_1.ArrayOfString(string_item=["1"] * 101)
    params = v3_1.ParamsGetLeadChanges(
        start_position=start("3_1"),
        lead_selector=v3_1.LeadKeySelector(key_type=v3_1.LeadKeyRef.IDNUM, key_values=keys),
    )
    old, new = two_ways(WORLD).both(lambda client: client.call(params), "3_1")
    assert isinstance(old, Fault)
    assert told(new) == told(old)


@pytest.mark.parametrize("size", [1, 3, 7])
def test_pages_follow_one_another(two_ways: Callable[..., Pair], size: int) -> None:
    pair = two_ways(WORLD)

    def history(client: Client, position: Any) -> Any:
        return client.get_lead_activity(id=8, start_position=position, batch_size=size)

    def changes(client: Client, position: Any) -> Any:
        return client.get_lead_changes(
            start_position=position, batch_size=4 * size, exclude_types=["NewLead"]
        )

    for ask in (history, changes):
        old, new = (
            pages(pair.soap(side), ask, start(oldest_created_at=FIRST + timedelta(hours=2)))
            for side in ("sandbox", "bridge")
        )
        assert [told(each) for each in new] == [told(each) for each in old]
        assert len(new) > 1


def test_two_filters_are_refused(two_ways: Callable[..., Pair]) -> None:
    def listed(name: str) -> Any:
        return v3_1.ArrayOfActivityType(activity_type=[v3_1.ActivityType(name)])

    params = v3_1.ParamsGetLeadActivity(
        lead_key=v3_1.LeadKey(key_type=v3_1.LeadKeyRef.IDNUM, key_value="8"),
        activity_filter=v3_1.ActivityTypeFilter(
            include_types=listed("NewLead"), exclude_types=listed("OpenEmail")
        ),
    )
    old, new = two_ways(WORLD).both(lambda client: client.call(params))
    assert isinstance(old, Fault)
    assert new == old
