"""Static lists as assets of the REST face."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from support.rest_service import RestService

from mktows.sandbox import Sandbox
from mktows.sandbox.world.world import World, WorldChannel, WorldLead, WorldList, WorldProgram

LISTS = "/rest/asset/v1/staticLists.json"
WORLD = World(
    channels=(WorldChannel(name="Online"),),
    programs=(
        WorldProgram(
            id=9, name="Launch", channel="Online", lists=(WorldList(name="Guests", id=30),)
        ),
    ),
    lists=(
        WorldList(
            name="Friends",
            id=20,
            created="2017-07-27T01:38:33Z",
            updated="2017-07-27T01:39:26Z",
            folder=13,
        ),
    ),
    leads=(WorldLead(id=1, lists=("Friends",)),),
)


@pytest.fixture
def rest() -> Iterator[RestService]:
    with Sandbox(world=WORLD, rest=True) as sandbox:
        yield RestService(sandbox)


def path(list_id: int, action: str = "") -> str:
    return f"/rest/asset/v1/staticList/{list_id}{action}.json"


def ids(answer: dict[str, Any]) -> list[int]:
    return [each["id"] for each in answer.get("result", ())]


def test_a_list_is_told(rest: RestService) -> None:
    answer = rest.get(path(20))
    (told,) = answer["result"]
    assert told.pop("computedUrl").endswith("#ST20A1")
    assert told == {
        "id": 20,
        "name": "Friends",
        "createdAt": "2017-07-27T01:38:33Z+0000",
        "updatedAt": "2017-07-27T01:39:26Z+0000",
        "folder": {"id": 13, "type": "Folder"},
    }
    assert answer["errors"] == []
    (guests,) = rest.get("/rest/asset/v1/staticList/byName.json", name="guests")["result"]
    assert (guests["name"], guests["folder"]) == ("Guests", {"id": 9, "type": "Program"})
    assert rest.error("GET", path(99)) == 702
    answer = rest.get("/rest/asset/v1/staticList/byName.json", name="Foes")
    assert "result" not in answer
    assert answer["warnings"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, [20, 30]),
        ({"maxReturn": 1}, [20]),
        ({"maxReturn": 1, "offset": 1}, [30]),
        ({"offset": 2}, []),
        ({"folder": '{"id":13,"type":"Folder"}'}, [20]),
        ({"folder": '{"id":9,"type":"Program"}'}, [30]),
        ({"folder": '{"id":9,"type":"Folder"}'}, []),
        ({"latestUpdatedAt": "2018-01-01T00:00:00Z"}, [20]),
        ({"earliestUpdatedAt": "2018-01-01T00:00:00-05:00"}, [30]),
        ({"earliestUpdatedAt": "2017-07-27T01:39:26Z+0000"}, [20, 30]),
    ],
)
def test_lists_are_browsed(rest: RestService, query: dict[str, object], found: list[int]) -> None:
    assert ids(rest.get(LISTS, **query)) == found


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"maxReturn": 201}, 1003),
        ({"offset": -1}, 1003),
        ({"folder": "13"}, 1003),
        ({"folder": '{"id":13,"type":"Drawer"}'}, 711),
        ({"earliestUpdatedAt": "yesterday"}, 1001),
    ],
)
def test_browsing_is_refused(rest: RestService, query: dict[str, object], code: int) -> None:
    assert rest.error("GET", LISTS, query) == code


def test_a_list_is_made_changed_and_deleted(rest: RestService) -> None:
    form: dict[str, object] = {"name": "New", "folder": '{"id":9,"type":"Program"}'}
    (made,) = rest.call("POST", LISTS, form=form)["result"]
    assert (made["name"], made["folder"]) == ("New", {"id": 9, "type": "Program"})
    assert "description" not in made
    added = rest.call("POST", f"/rest/v1/lists/{made['id']}/leads.json", {"id": "1"})
    assert added["result"][0]["status"] == "added"
    rest.sandbox.clock.advance(timedelta(seconds=5))
    (changed,) = rest.call("POST", path(made["id"]), form={"description": "Of all"})["result"]
    assert (changed["name"], changed["description"]) == ("New", "Of all")
    assert changed["createdAt"] == made["createdAt"]
    assert changed["updatedAt"] > made["updatedAt"]
    (renamed,) = rest.call("POST", path(made["id"]), form={"name": "Newer"})["result"]
    assert (renamed["name"], renamed["description"]) == ("Newer", "Of all")
    assert rest.get("/rest/v1/lists.json", programName="Launch", name="Newer")["result"]
    assert rest.call("POST", path(made["id"], "/delete"))["result"] == [{"id": made["id"]}]
    assert rest.error("GET", path(made["id"])) == 702
    assert rest.get("/rest/v1/lead/1.json")


def test_a_folder_may_come_as_json(rest: RestService) -> None:
    body = {"name": "New", "folder": {"id": 13, "type": "Folder"}, "description": "x"}
    (made,) = rest.post(LISTS, body)["result"]
    assert made["folder"] == {"id": 13, "type": "Folder"}


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"folder": '{"id":13,"type":"Folder"}'}, 1002),
        ({"name": "New"}, 1002),
        ({"name": " ", "folder": '{"id":13,"type":"Folder"}'}, 701),
        ({"name": "x" * 256, "folder": '{"id":13,"type":"Folder"}'}, 709),
        ({"name": "FRIENDS", "folder": '{"id":13,"type":"Folder"}'}, 709),
        ({"name": "guests", "folder": '{"id":9,"type":"Program"}'}, 709),
        ({"name": "New", "folder": '{"id":8,"type":"Program"}'}, 710),
        ({"name": "New", "folder": '{"id":0,"type":"Folder"}'}, 710),
        ({"name": "New", "folder": '{"id":true,"type":"Folder"}'}, 1003),
    ],
)
def test_a_list_that_cannot_be_is_refused(
    rest: RestService, form: dict[str, object], code: int
) -> None:
    assert rest.error("POST", LISTS, form=form) == code
    assert ids(rest.get(LISTS)) == [20, 30]


def test_names_stay_unique(rest: RestService) -> None:
    rest.call("POST", LISTS, form={"name": "New", "folder": '{"id":13,"type":"Folder"}'})
    assert rest.error("POST", path(20), form={"name": "new"}) == 709
    assert rest.call("POST", path(20), form={"name": "FRIENDS"})["success"]
    assert rest.error("POST", path(99), form={"name": "x"}) == 702
    assert rest.error("POST", path(99, "/delete")) == 702
