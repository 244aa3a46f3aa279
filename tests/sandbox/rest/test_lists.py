"""Static lists and their members over the REST face, and over both."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from mktows_bindings.v2_7.types import StaticListSelector
from support.rest_service import RestService

from mktows import Client, lead_mappings
from mktows.sandbox import Sandbox
from mktows.sandbox.instance.settings import Instance
from mktows.sandbox.world.world import World, WorldChannel, WorldLead, WorldList, WorldProgram

LISTS = "/rest/v1/lists.json"
WORLD = World(
    instance=Instance(zone="UTC", workspaces=("Europe",)),
    channels=(WorldChannel(name="Online"),),
    programs=(
        WorldProgram(
            id=9,
            name="Launch",
            channel="Online",
            workspace="Europe",
            lists=(WorldList(name="Guests", id=30),),
        ),
    ),
    lists=(
        WorldList(name="Guests", id=10, created="2015-05-07T11:47:30Z"),
        WorldList(name="Friends", id=20, description="Of ours", workspace="Europe"),
    ),
    leads=(
        *(WorldLead(id=each, lists=("Guests",)) for each in range(1, 8)),
        WorldLead(id=8, lists=("Friends", "Launch.Guests", "Guests")),
        WorldLead(id=9),
    ),
)


@pytest.fixture
def rest() -> Iterator[RestService]:
    with Sandbox(world=WORLD, rest=True) as sandbox:
        yield RestService(sandbox)


def ids(answer: dict[str, Any], name: str = "id") -> list[int]:
    return [each[name] for each in answer["result"]]


def outcomes(answer: dict[str, Any]) -> list[tuple[int, object]]:
    return [
        (each["id"], int(each["reasons"][0]["code"]) if "reasons" in each else each["status"])
        for each in answer["result"]
    ]


def test_a_list_is_told(rest: RestService) -> None:
    guests, of_launch = rest.get(LISTS, name="guests")["result"]
    assert guests == {
        **{"id": 10, "name": "Guests", "workspaceName": "Default"},
        **{"createdAt": "2015-05-07T11:47:30Z", "updatedAt": "2015-05-07T11:47:30Z"},
    }
    assert (of_launch["name"], of_launch["programName"]) == ("Guests", "Launch")
    assert of_launch["workspaceName"] == "Europe"
    (friends,) = rest.get("/rest/v1/lists/20.json")["result"]
    assert (friends["description"], friends["workspaceName"]) == ("Of ours", "Europe")
    assert rest.error("GET", "/rest/v1/lists/99.json") == 1013


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, [10, 20, 30]),
        ({"id": "30,10,99"}, [10, 30]),
        ({"id": ["30", "10"]}, [10, 30]),
        ({"name": "Friends,Guests"}, [10, 20, 30]),
        ({"name": "Guests", "id": "30"}, [30]),
        ({"programName": "launch"}, [30]),
        ({"programName": "Lunch"}, []),
        ({"workspaceName": "europe"}, [20, 30]),
    ],
)
def test_lists_are_chosen(rest: RestService, query: dict[str, object], found: list[int]) -> None:
    answer = rest.get(LISTS, **query)
    assert ids(answer) == found
    assert answer["moreResult"] is False


@pytest.mark.parametrize("size", [1, 2, 3, 300])
def test_pages_hold_each_once(rest: RestService, size: int) -> None:
    for path, name, expected in (
        (LISTS, "id", [10, 20, 30]),
        ("/rest/v1/lists/10/leads.json", "id", [*range(1, 9)]),
        ("/rest/v1/list/10/leads.json", "id", [*range(1, 9)]),
        ("/rest/v1/leads/8/listMembership.json", "listId", [30, 20, 10]),
    ):
        query: dict[str, object] = {"batchSize": size}
        seen: list[int] = []
        while True:
            answer = rest.get(path, **query)
            seen += ids(answer, name)
            if "nextPageToken" not in answer:
                assert answer.get("moreResult") in (None, False)
                break
            assert len(answer["result"]) == size
            query["nextPageToken"] = answer["nextPageToken"]
        assert seen == expected


def test_members_have_the_fields_that_are_asked_for(rest: RestService) -> None:
    answer = rest.get("/rest/v1/lists/20/leads.json", fields="email,title")
    assert answer["result"] == [{"id": 8, "email": None, "title": None}]
    assert "firstName" in rest.get("/rest/v1/lists/20/leads.json")["result"][0]
    assert rest.error("GET", "/rest/v1/lists/99/leads.json") == 1013
    assert rest.error("GET", "/rest/v1/lists/20/leads.json", {"fields": "x"}) == 1006


@pytest.mark.parametrize("in_body", [True, False])
def test_members_come_and_go(rest: RestService, in_body: bool) -> None:
    path = "/rest/v1/lists/20/leads.json"

    def call(method: str, *leads: int, way: str = path, **query: object) -> dict[str, Any]:
        if in_body:
            body = {"input": [{"id": each} for each in leads]}
            return rest.call(method, way, query, body=body)
        return rest.call(method, way, {**query, "id": ",".join(map(str, leads))})

    assert outcomes(call("POST", 9, 8, 99)) == [(9, "added"), (8, "added"), (99, 1004)]
    asked = "/rest/v1/lists/20/leads/ismember.json"
    expected = [(9, "memberof"), (1, "notmemberof"), (99, 1004)]
    assert outcomes(call("GET", 9, 1, 99, way=asked)) == expected
    if in_body:
        assert outcomes(call("POST", 9, 1, 99, way=asked, _method="GET")) == expected
    removed = [(9, "removed"), (1, 1015), (99, 1004)]
    assert outcomes(call("DELETE", 9, 1, 99)) == removed
    assert ids(rest.get(path)) == [8]
    client: Any = Client(rest.sandbox.config(), transport=rest.sandbox)
    members = lead_mappings(
        client.get_multiple_leads(StaticListSelector(static_list_name="Friends"))
    )
    assert [each["Id"] for each in members] == [8]
    found = client.get_lead_activity(id=9, batch_size=10).activity_record_list.activity_record
    kinds = [each.activity_type for each in found]
    assert kinds == ["Remove from List", "Add to List"]


def test_a_list_operation_is_refused_whole(rest: RestService) -> None:
    path = "/rest/v1/lists/20/leads.json"
    many = ",".join(map(str, range(1, 302)))
    assert rest.error("POST", "/rest/v1/lists/99/leads.json", {"id": "1"}) == 1013
    assert rest.error("POST", path) == 1002
    assert rest.error("DELETE", path) == 1002
    assert rest.error("POST", path, {"id": many}) == 1003
    assert rest.error("POST", path, {"id": "1,x"}) == 1001
    assert rest.error("POST", path, body={"input": [{"id": True}]}) == 1001
    assert ids(rest.get(path)) == [8]
    assert rest.error("GET", "/rest/v1/leads/99/listMembership.json") == 1004


def test_a_list_that_is_being_imported_to_stays_as_it_is() -> None:
    world = World(
        instance=Instance(import_seconds=60),
        channels=WORLD.channels,
        programs=(
            WorldProgram(
                id=9, name="P", channel="Online", lists=(WorldList(name="Guests", id=30),)
            ),
        ),
        leads=(WorldLead(id=1),),
    )
    with Sandbox(world=world, rest=True) as sandbox:
        client: Any = Client(sandbox.config(), transport=sandbox)
        client.import_to_list(
            program_name="P", list_name="Guests", header="Email Address", rows=["a@x.org"]
        )
        rest = RestService(sandbox)
        assert rest.error("POST", "/rest/v1/lists/30/leads.json", {"id": "1"}) == 1019
        assert rest.error("DELETE", "/rest/v1/lists/30/leads.json", {"id": "1"}) == 1019
