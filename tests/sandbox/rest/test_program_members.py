"""Members of programs over the REST face."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from support.rest_service import RestService

from mktows import Client
from mktows.sandbox import Sandbox
from mktows.sandbox.instance.settings import Instance
from mktows.sandbox.world.world import (
    World,
    WorldChannel,
    WorldLead,
    WorldMembership,
    WorldProgram,
    WorldStatus,
)

PUSH = "/rest/v1/leads/push.json"
STATUSES = (
    WorldStatus(name="Attended", step=2, success=True),
    WorldStatus(name="Invited", step=1, success=False),
)
WORLD = World(
    instance=Instance(zone="UTC"),
    channels=(WorldChannel(name="Webinar", statuses=STATUSES), WorldChannel(name="Online")),
    programs=(
        WorldProgram(id=9, name="Launch", channel="Webinar"),
        WorldProgram(id=10, name="Site", channel="Online"),
    ),
    leads=(
        WorldLead(
            id=1,
            email="a@x.org",
            programs=(
                WorldMembership(
                    program="launch",
                    status="Invited",
                    since="2020-04-21T16:27:16Z",
                    updated="2020-04-22T16:27:16Z",
                    exhausted=True,
                ),
                WorldMembership(program="Site", status="Clicked", since="2021-04-21T16:27:16Z"),
            ),
        ),
        WorldLead(id=2, programs=(WorldMembership(program="Launch", status="Attended"),)),
        WorldLead(id=3, programs=(WorldMembership(program="Launch", status="Invited"),)),
    ),
)


@pytest.fixture
def rest() -> Iterator[RestService]:
    with Sandbox(world=WORLD, rest=True) as sandbox:
        yield RestService(sandbox)


def programs(rest: RestService, lead_id: int, **query: object) -> list[dict[str, Any]]:
    answer = rest.get(f"/rest/v1/leads/{lead_id}/programMembership.json", **query)
    result: list[dict[str, Any]] = answer["result"]
    return result


def test_a_membership_is_told(rest: RestService) -> None:
    launch = {
        "id": 9,
        "progressionStatus": "Invited",
        "isExhausted": True,
        "acquiredBy": False,
        "reachedSuccess": False,
        "membershipDate": "2020-04-21T16:27:16Z",
        "updatedAt": "2020-04-22T16:27:16Z",
    }
    assert programs(rest, 1)[0] == launch
    first, second, _ = rest.get("/rest/v1/leads/programs/9.json", fields="email")["result"]
    assert first == {
        "id": 1,
        "email": "a@x.org",
        "membership": {**launch, "progressionStatusType": "Invited"},
    }
    assert second["membership"]["reachedSuccess"] is True


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, [9, 10]),
        ({"filterType": "programId", "filterValues": "10,11"}, [10]),
        ({"earliestUpdatedAt": "2020-04-22T16:27:16Z"}, [9, 10]),
        ({"earliestUpdatedAt": "2020-04-22T16:27:17Z"}, [10]),
        ({"latestUpdatedAt": "2020-12-31"}, [9]),
    ],
)
def test_programs_are_chosen(rest: RestService, query: dict[str, object], found: list[int]) -> None:
    assert [each["id"] for each in programs(rest, 1, **query)] == found


@pytest.mark.parametrize("size", [1, 2, 300])
def test_pages_hold_each_once(rest: RestService, size: int) -> None:
    for path, expected in (
        ("/rest/v1/leads/programs/9.json", [1, 2, 3]),
        ("/rest/v1/leads/1/programMembership.json", [9, 10]),
    ):
        query: dict[str, object] = {"batchSize": size}
        seen: list[int] = []
        while True:
            answer = rest.get(path, **query)
            seen += [each["id"] for each in answer["result"]]
            if "nextPageToken" not in answer:
                break
            query["nextPageToken"] = answer["nextPageToken"]
        assert seen == expected


def test_what_is_unknown_is_refused(rest: RestService) -> None:
    assert rest.error("GET", "/rest/v1/leads/programs/11.json") == 1013
    path = "/rest/v1/leads/1/programMembership.json"
    assert rest.error("GET", path, {"filterType": "name", "filterValues": "x"}) == 1003
    assert rest.error("GET", path, {"latestUpdatedAt": "late"}) == 1001
    assert rest.error("GET", "/rest/v1/leads/99/programMembership.json") == 1004


def test_who_is_pushed_becomes_a_member(rest: RestService) -> None:
    body: dict[str, Any] = {"programName": "Launch", "input": [{"email": "new@x.org"}]}
    (made,) = rest.post(PUSH, body)["result"]
    (member,) = programs(rest, made["id"])
    assert (member["progressionStatus"], member["acquiredBy"]) == ("Invited", True)
    rest.sandbox.clock.advance(timedelta(seconds=5))
    for status in ("Attended", None, "Invited"):
        rest.post(PUSH, {**body, **({} if status is None else {"programStatus": status})})
    (now,) = programs(rest, made["id"])
    assert now["progressionStatus"] == "Invited"
    assert now["reachedSuccess"] is True
    assert now["membershipDate"] == member["membershipDate"]
    assert now["updatedAt"] > member["updatedAt"]
    assert rest.error("POST", PUSH, body={**body, "programStatus": "Bored"}) == 1025
    client: Any = Client(rest.sandbox.config(), transport=rest.sandbox)
    found = client.get_lead_activity(id=made["id"], batch_size=20).activity_record_list
    kinds = [each.activity_type for each in found.activity_record]
    assert kinds.count("Change Status in Progression") == 3


def test_a_merge_gives_memberships_to_the_winner(rest: RestService) -> None:
    before = programs(rest, 1)
    rest.call("POST", "/rest/v1/leads/2/merge.json", {"leadIds": "1,3"})
    launch, site = programs(rest, 2)
    assert launch["progressionStatus"] == "Attended"
    assert site == before[1]
    members = rest.get("/rest/v1/leads/programs/9.json")["result"]
    assert [each["id"] for each in members] == [2]
    rest.post("/rest/v1/leads/delete.json", {"input": [{"id": 2}]})
    assert rest.get("/rest/v1/leads/programs/9.json")["result"] == []
