"""Programs, channels, tags, folders and tokens over the REST face, and over both."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from support.rest_service import RestService

from mktows import Client
from mktows.sandbox import Sandbox
from mktows.sandbox.instance.settings import Instance
from mktows.sandbox.rest.settings import Habits, RestSettings
from mktows.sandbox.world.world import (
    World,
    WorldCampaign,
    WorldChannel,
    WorldCost,
    WorldError,
    WorldLead,
    WorldList,
    WorldMembership,
    WorldProgram,
    WorldStatus,
    WorldTagType,
)

ASSETS = "/rest/asset/v1"
NO_ASSETS = ["No assets found for the given search criteria."]
WEBINAR = WorldChannel(
    name="Webinar",
    statuses=(
        WorldStatus(name="Seen", step=20, success=True, extra={"Webinar Behavior": "Attended"}),
        WorldStatus(name="Asked", step=10, success=False),
    ),
)
WORLD = World(
    instance=Instance(zone="UTC", workspaces=("Europe",)),
    tags={"Region": ("North", "South"), "Owner": ("David",), "Kind": ("A",)},
    tag_types=(WorldTagType(name="Kind", required=True, program_types=("event", "webinar")),),
    channels=(WorldChannel(name="Online"), WEBINAR, WorldChannel(name="Blog", id=3)),
    programs=(
        WorldProgram(
            id=10,
            name="Launch",
            channel="Online",
            folder="/Spring",
            description="For all",
            tags={"Region": "North", "Kind": "A"},
            costs=(WorldCost(month="2013-06", amount="1000", note="Ads"),),
            tokens={"speaker": "George", "day": "2015-04-01"},
            token_types={"day": "date"},
            created="2015-05-21T22:45:13Z",
            updated="2015-06-21T22:45:13Z",
            lists=(WorldList(name="Guests", id=30),),
            campaigns=(WorldCampaign(name="Go", kind="trigger", id=40),),
        ),
        WorldProgram(
            id=11, name="Drip", channel="Blog", type="Nurture Program", workspace="Europe"
        ),
        WorldProgram(
            id=12, name="Mail", channel="Blog", type="Email Batch Program", folder="/Spring"
        ),
        WorldProgram(
            id=13,
            name="Fair",
            channel="Webinar",
            type="Marketing Event",
            start="2011-08-01 11:00:00",
            sfdc_id="701",
            sfdc_name="Fair 2011",
        ),
    ),
    leads=(WorldLead(id=1, programs=(WorldMembership(program="Launch", status="Member"),)),),
)


@pytest.fixture
def rest() -> Iterator[RestService]:
    with Sandbox(world=WORLD, rest=True) as sandbox:
        yield RestService(sandbox)


def program(rest: RestService, number: int = 10) -> dict[str, Any]:
    (told,) = rest.get(f"{ASSETS}/program/{number}.json")["result"]
    assert isinstance(told, dict)
    return told


def ids(answer: dict[str, Any]) -> list[int]:
    return [each["id"] for each in answer.get("result", ())]


def listed(rest: RestService, **query: object) -> list[int]:
    return ids(rest.get(f"{ASSETS}/programs.json", **query))


def change(rest: RestService, number: int = 10, **form: object) -> dict[str, Any]:
    path = f"{ASSETS}/program/{number}.json"
    answer = rest.call("POST", path, form=form)
    assert answer["success"], answer
    assert answer["result"] == [program(rest, number)]
    (told,) = answer["result"]
    assert isinstance(told, dict)
    return told


def refused(rest: RestService, **form: object) -> int:
    before = program(rest)
    code = rest.error("POST", f"{ASSETS}/program/10.json", form=form)
    assert program(rest) == before
    return code


def soap_program(rest: RestService, number: int = 10) -> Any:
    client: Any = Client(rest.sandbox.config(), transport=rest.sandbox)
    found = client.get_mobjects("Program", id=number, include_details=True).m_object_list
    return None if found is None else found.m_object[0]


def groups(rest: RestService) -> list[dict[str, str]]:
    found = soap_program(rest).type_attrib_list.type_attrib
    return [
        {"": each.attr_type, **{one.name: one.value for one in each.attr_list.attrib}}
        for each in found
    ]


def test_a_program_is_told(rest: RestService) -> None:
    told = program(rest)
    folder = told.pop("folder")
    assert (folder["type"], folder["folderName"]) == ("Folder", "Spring")
    assert told == {
        "id": 10,
        "name": "Launch",
        "description": "For all",
        "createdAt": "2015-05-21T22:45:13Z+0000",
        "updatedAt": "2015-06-21T22:45:13Z+0000",
        "url": "https://app.sandbox.example/#PG10A1",
        "type": "Default",
        "channel": "Online",
        "status": "",
        "workspace": "Default",
        "headStart": False,
        "tags": [
            {"tagType": "Region", "tagValue": "North"},
            {"tagType": "Kind", "tagValue": "A"},
        ],
        "costs": [{"startDate": "2013-06-01", "cost": 1000, "note": "Ads"}],
    }
    drip, mail, fair = (program(rest, each) for each in (11, 12, 13))
    assert [each["type"] for each in (drip, mail, fair)] == ["Engagement", "Email", "Event"]
    assert [each["status"] for each in (drip, mail, fair)] == ["on", "unlocked", ""]
    assert (drip["tags"], drip["costs"], drip["workspace"]) == (None, None, "Europe")
    assert mail["folder"] == folder
    assert (fair["sfdcId"], fair["sfdcName"]) == ("701", "Fair 2011")
    assert fair["startDate"] == "2011-08-01T11:00:00Z+0000"


def test_the_member_of_a_folder_is_a_habit() -> None:
    settings = RestSettings(habits=Habits(program_folder="id"))
    with Sandbox(world=WORLD, rest=settings) as sandbox:
        folder = program(RestService(sandbox))["folder"]
        assert folder.keys() == {"id", "type"}


def test_what_is_not_there_is_a_success_with_a_warning(rest: RestService) -> None:
    for path, query in (
        ("program/99.json", {}),
        ("program/byName.json", {"name": "nothing"}),
        ("program/byTag.json", {"tagType": "Region", "tagValue": "South"}),
        ("programs.json", {"offset": 4}),
        ("channel/byName.json", {"name": "nothing"}),
        ("tagType/byName.json", {"name": "nothing"}),
        ("folder/99.json", {"type": "Folder"}),
        ("folder/99.json", {"type": "Program"}),
        ("folder/11/tokens.json", {"folderType": "Program"}),
    ):
        answer = rest.call("GET", f"{ASSETS}/{path}", query)
        assert answer["success"] is True
        assert "result" not in answer
        assert answer["warnings"] == NO_ASSETS


def test_a_program_is_found_by_its_name(rest: RestService) -> None:
    path = f"{ASSETS}/program/byName.json"
    (told,) = rest.get(path, name="launch")["result"]
    assert told["id"] == 10
    assert (told["tags"], told["costs"]) == (None, None)
    (told,) = rest.get(path, name="Launch", includeTags="True", includeCosts="true")["result"]
    assert told == program(rest)


def test_programs_are_listed_by_name_in_pages(rest: RestService) -> None:
    assert listed(rest) == [11, 13, 10, 12]
    for size in (1, 2, 3, 4, 200):
        seen: list[int] = []
        while page := listed(rest, maxReturn=size, offset=len(seen)):
            seen += page
        assert seen == [11, 13, 10, 12]
    assert rest.error("GET", f"{ASSETS}/programs.json", {"maxReturn": 201}) == 1003


def test_programs_are_chosen(rest: RestService) -> None:
    assert listed(rest, filterType="id", filterValues="10,12,99") == [10, 12]
    assert listed(rest, filterType="programId", filterValues="13") == [13]
    assert listed(rest, filterType="workspace", filterValues="Europe") == [11]
    folder = program(rest)["folder"]["value"]
    assert listed(rest, filterType="folderId", filterValues=folder) == [10, 12]
    assert listed(rest, status="unlocked") == [12]
    assert listed(rest, latestUpdatedAt="2015-06-21T22:45:13Z") == [10]
    assert listed(rest, latestUpdatedAt="2015-06-21T22:45:12Z") == []
    assert listed(rest, earliestUpdatedAt="2015-06-21T22:45:14Z") == [11, 13, 12]
    path = f"{ASSETS}/programs.json"
    assert rest.get(path)["result"][0].keys().isdisjoint({"tags", "costs"})
    assert rest.error("GET", path, {"filterType": "id"}) == 1002
    assert rest.error("GET", path, {"filterType": "name", "filterValues": "x"}) == 1001
    assert rest.error("GET", path, {"earliestUpdatedAt": "soon"}) == 1001
    by_tag = rest.get(f"{ASSETS}/program/byTag.json", tagType="region", tagValue="north")
    assert ids(by_tag) == [10]


def test_a_program_is_renamed_with_what_is_in_it(rest: RestService) -> None:
    rest.sandbox.clock.set(datetime(2020, 1, 1, tzinfo=UTC))
    rest.authorize()
    told = change(rest, name="Start", description="For some")
    assert (told["name"], told["description"]) == ("Start", "For some")
    assert told["updatedAt"] == "2020-01-01T00:00:00Z+0000"
    rest.sandbox.clock.reset()
    rest.authorize()
    attributes = {each.name: each.value for each in soap_program(rest).attrib_list.attrib}
    assert attributes["Name"] == "Start"
    assert attributes["Tree Path"] == "/Marketing Activities/Default/Spring/Start"
    (campaign,) = rest.get("/rest/v1/campaigns.json", id=40)["result"]
    assert (campaign["name"], campaign["programName"]) == ("Go", "Start")
    with rest.sandbox._emulator.store.reading() as data:  # type: ignore[union-attr]
        assert data.lists.find_by_name("Start.Guests") is not None
    assert refused(rest, name="drip") == 709
    assert refused(rest, name=" ") == 701
    assert change(rest, name="START")["name"] == "START"


def test_costs_are_added_or_replaced(rest: RestService) -> None:
    more = json.dumps([{"startDate": "2016-01-15", "cost": 200, "note": "Words"}])
    told = change(rest, costs=more)
    assert told["costs"][1:] == [{"startDate": "2016-01-01", "cost": 200, "note": "Words"}]
    assert [each["Amount"] for each in groups(rest) if each[""] == "Cost"] == ["1000", "200"]
    told = change(rest, costs=more.replace("200", "20"), costsDestructiveUpdate="true")
    assert [each["cost"] for each in told["costs"]] == [20]
    assert change(rest, costsDestructiveUpdate="true")["costs"] is None
    for costs, code in (
        ("[", 1003),
        ("{}", 1003),
        ('["x"]', 1003),
        ('[{"cost": 1}]', 1002),
        ('[{"startDate": "soon", "cost": 1}]', 704),
        ('[{"startDate": "2016-13-01", "cost": 1}]', 704),
        ('[{"startDate": "2016-01-01", "cost": "much"}]', 1001),
        ('[{"startDate": "2016-01-01", "cost": 20.5}]', 1001),
    ):
        assert refused(rest, costs=costs, name="Else", description="Other") == code


def test_costs_of_soap_are_told_as_exactly_as_they_are() -> None:
    spent = tuple(WorldCost(month="2013-06", amount=each) for each in ("20.50", "much", "7"))
    given = WorldProgram(id=77, name="A", channel="Blog", costs=spent)
    world = World(channels=(WorldChannel(name="Blog"),), programs=(given,))
    with Sandbox(world=world, rest=True) as sandbox:
        costs = program(RestService(sandbox), 77)["costs"]
        assert [each["cost"] for each in costs] == [Decimal("20.5"), "much", 7]


def test_tags_are_given_and_taken(rest: RestService) -> None:
    told = change(rest, tags='[{"tagType": "region", "tagValue": "SOUTH"}]')
    assert {"tagType": "Region", "tagValue": "South"} in told["tags"]
    tag = {"tagValue": "David"}
    answer = rest.call("POST", f"{ASSETS}/program/10/tag/Owner.json", tag)
    assert answer["result"] == [{"id": 10}]
    assert {"": "Tag", "Type": "Owner", "Value": "David"} in groups(rest)
    assert rest.call("POST", f"{ASSETS}/program/10/tag/Owner/delete.json")["result"] == [{"id": 10}]
    assert all(each.get("Type") != "Owner" for each in groups(rest))
    for path, query, code in (
        ("program/10/tag/Owner.json", {"tagValue": "Nobody"}, 709),
        ("program/10/tag/Channel.json", {"tagValue": "Blog"}, 709),
        ("program/10/tag/Owner.json", {}, 1002),
        ("program/99/tag/Owner.json", tag, 702),
        ("program/10/tag/Owner/delete.json", {}, 702),
        ("program/10/tag/Channel/delete.json", {}, 702),
        ("program/10/tag/Kind/delete.json", {}, 709),
    ):
        assert rest.error("POST", f"{ASSETS}/{path}", query) == code
    assert refused(rest, tags='[{"tagType": "Region", "tagValue": "West"}]') == 709


def test_a_body_may_be_json(rest: RestService) -> None:
    body = {"description": "Now", "costs": [{"startDate": "2016-02-01", "cost": 1}]}
    answer = rest.call("POST", f"{ASSETS}/program/10.json", body=body)
    assert answer["result"][0]["costs"][-1]["cost"] == 1
    assert rest.error("POST", f"{ASSETS}/program/99.json", body=body) == 702


def test_only_mail_is_approved(rest: RestService) -> None:
    for action, status in (("approve", "locked"), ("unapprove", "unlocked")):
        answer = rest.call("POST", f"{ASSETS}/program/12/{action}.json")
        assert answer["result"] == [{"id": 12}]
        assert program(rest, 12)["status"] == status
        assert rest.error("POST", f"{ASSETS}/program/10/{action}.json") == 709
        assert rest.error("POST", f"{ASSETS}/program/99/{action}.json") == 702


def test_a_program_is_deleted_with_what_is_in_it(rest: RestService) -> None:
    assert rest.call("POST", f"{ASSETS}/program/10/delete.json")["result"] == [{"id": 10}]
    assert rest.error("POST", f"{ASSETS}/program/10/delete.json") == 702
    assert soap_program(rest) is None
    assert listed(rest) == [11, 13, 12]
    assert rest.get("/rest/v1/campaigns.json", id=40)["result"] == []
    assert rest.get("/rest/v1/lists.json", id=30)["result"] == []
    assert rest.get("/rest/v1/leads/1/programMembership.json")["result"] == []


def test_channels_are_told_with_their_statuses(rest: RestService) -> None:
    blog, online, webinar = rest.get(f"{ASSETS}/channels.json")["result"]
    assert [each["name"] for each in (blog, online, webinar)] == ["Blog", "Online", "Webinar"]
    assert [each["id"] for each in (blog, online, webinar)] == [3, 4, 5]
    assert (online["applicableProgramType"], webinar["applicableProgramType"]) == (
        *("program", "webinar"),
    )
    steps = webinar["progressionStatuses"]
    assert [each["name"] for each in steps] == ["Not in Program", "Asked", "Seen"]
    assert steps[2] == {
        "name": "Seen",
        "step": 20,
        "description": None,
        "hidden": False,
        "success": True,
        "type": "Attended",
    }
    assert ids(rest.get(f"{ASSETS}/channels.json", offset=1, maxReturn=1)) == [4]
    for spelling in ("name", "Name"):
        assert rest.get(f"{ASSETS}/channel/byName.json", **{spelling: "blog"})["result"] == [blog]
    assert rest.error("GET", f"{ASSETS}/channel/byName.json") == 1002


def test_a_strict_face_knows_both_spellings() -> None:
    with Sandbox(world=WORLD, rest=True, strict=True) as sandbox:
        service = RestService(sandbox)
        for spelling in ("name", "Name"):
            assert service.get(f"{ASSETS}/channel/byName.json", **{spelling: "blog"})["result"]
        assert service.error("GET", f"{ASSETS}/channels.json", {"name": "x"}) == 1003


def test_tag_types_are_told(rest: RestService) -> None:
    types = rest.get(f"{ASSETS}/tagTypes.json")["result"]
    assert [each["tagType"] for each in types] == ["Region", "Owner", "Kind"]
    assert [each["required"] for each in types] == [False, False, True]
    assert types[2]["applicableProgramTypes"] == "[event,webinar]"
    (region,) = rest.get(f"{ASSETS}/tagType/byName.json", name="region")["result"]
    assert region == {**types[0], "allowableValues": "[North, South]"}


def test_folders_are_told(rest: RestService) -> None:
    folder_id = program(rest)["folder"]["value"]
    (spring,) = rest.get(f"{ASSETS}/folder/{folder_id}.json", type="Folder")["result"]
    assert spring["path"] == "/Marketing Activities/Default/Spring"
    assert (spring["name"], spring["workspace"], spring["accessZoneId"]) == ("Spring", "Default", 1)
    parent = spring["parent"]["id"]
    (zone,) = rest.get(f"{ASSETS}/folder/{parent}.json", type="folder")["result"]
    assert (zone["name"], zone["folderType"]) == ("Default", "Zone")
    (root,) = rest.get(f"{ASSETS}/folder/{zone['parent']['id']}.json", type="Folder")["result"]
    assert (root["path"], root["parent"]) == ("/Marketing Activities", None)
    (told,) = rest.get(f"{ASSETS}/folder/11.json", type="Program")["result"]
    assert told["folderType"] == "Nurture Program"
    assert told["path"] == "/Marketing Activities/Europe/Drip"
    assert told["accessZoneId"] == 2
    assert rest.error("GET", f"{ASSETS}/folder/11.json") == 1002
    assert rest.error("GET", f"{ASSETS}/folder/11.json", {"type": "List"}) == 1001


def tokens(rest: RestService, number: int, kind: str) -> dict[str, tuple[str, str]]:
    answer = rest.get(f"{ASSETS}/folder/{number}/tokens.json", folderType=kind)
    if "result" not in answer:
        return {}
    (told,) = answer["result"]
    assert told["folder"] == {"type": kind, "value": number}
    return {each["name"]: (each["type"], each["value"]) for each in told["tokens"]}


def test_tokens_of_a_program_are_those_of_soap(rest: RestService) -> None:
    assert tokens(rest, 10, "Program") == {
        "speaker": ("text", "George"),
        "day": ("date", "2015-04-01"),
    }
    path = f"{ASSETS}/folder/10/tokens.json"
    form = {"name": "{{my.room}}", "type": "number", "value": "7", "folderType": "Program"}
    (told,) = rest.call("POST", path, form=form)["result"]
    assert [(each["name"], each["value"]) for each in told["tokens"]] == [("room", "7")]
    rest.call("POST", path, form={**form, "name": "speaker", "type": "text", "value": "Ann"})
    named = {each["Name"]: each["Value"] for each in groups(rest) if each[""] == "Token"}
    assert named == {"speaker": "Ann", "day": "2015-04-01", "room": "7"}
    away = f"{ASSETS}/folder/10/tokens/delete.json"
    gone = {"name": "day", "type": "date", "folderType": "Program"}
    assert rest.call("POST", away, form=gone)["result"] == [{"id": 10}]
    assert rest.error("POST", away, form=gone) == 702
    assert rest.error("POST", away, form={**gone, "name": "room"}) == 702
    assert tokens(rest, 10, "Program").keys() == {"speaker", "room"}


def test_folders_have_tokens_of_their_own(rest: RestService) -> None:
    number = program(rest)["folder"]["value"]
    path = f"{ASSETS}/folder/{number}/tokens.json"
    form = {"name": "x", "type": "date", "value": "2015-04-01", "folderType": "Folder"}
    rest.call("POST", path, form=form)
    rest.call("POST", path, form={**form, "value": "2016-04-01"})
    assert tokens(rest, number, "Folder") == {"x": ("date", "2016-04-01")}
    away = f"{ASSETS}/folder/{number}/tokens/delete.json"
    assert rest.call("POST", away, form=form)["result"] == [{"id": number}]
    assert tokens(rest, number, "Folder") == {}
    for changed, code in (
        ({"name": ""}, 701),
        ({"type": "html"}, 1001),
        ({"folderType": "List"}, 711),
        ({"folderType": ""}, 1002),
    ):
        assert rest.error("POST", path, form={**form, **changed}) == code
    assert rest.error("POST", path, form={"folderType": "Folder", "name": "x"}) == 1002
    assert rest.error("POST", f"{ASSETS}/folder/99/tokens.json", form=form) == 710


def test_a_cloned_program_is_in_the_same_folder() -> None:
    schedule = {"input": {"cloneToProgramName": "Copy"}}
    with Sandbox(
        world=World(
            channels=WORLD.channels,
            tags=WORLD.tags,
            programs=(
                WorldProgram(
                    id=1,
                    name="One",
                    channel="Blog",
                    folder="/In",
                    description="d",
                    tokens={"day": "2015-04-01"},
                    token_types={"day": "date"},
                    campaigns=(WorldCampaign(name="Go", kind="batch", id=5),),
                ),
            ),
        ),
        rest=True,
    ) as sandbox:
        service = RestService(sandbox)
        service.post("/rest/v1/campaigns/5/schedule.json", schedule)
        (made,) = service.get(f"{ASSETS}/program/byName.json", name="Copy")["result"]
        one = program(service, 1)
        assert made["folder"] == one["folder"]
        assert made["description"] == "d"
        assert tokens(service, made["id"], "Program") == {"day": ("date", "2015-04-01")}


@pytest.mark.parametrize(
    "more",
    [
        {"tag_types": (WorldTagType(name="No"),)},
        {"tag_types": (WorldTagType(name="Kind", program_types=("x",)),)},
        {"tag_types": (WorldTagType(name="Kind"), WorldTagType(name="Kind"))},
        {"channels": (WorldChannel(name="A", program_type="x"),)},
        {"channels": (WorldChannel(name="A", id=1), WorldChannel(name="B", id=1))},
        {"channels": (WorldChannel(name="A", created="x"),)},
    ],
)
def test_a_world_that_contradicts_itself_is_refused(more: dict[str, Any]) -> None:
    with pytest.raises(WorldError):
        Sandbox(world=World(**{"tags": WORLD.tags, **more}))


@pytest.mark.parametrize(
    "more",
    [
        {"status": "on"},
        {"token_types": {"x": "date"}},
        {"tokens": {"x": ""}, "token_types": {"x": "html"}},
        {"created": "soon"},
    ],
)
def test_a_world_with_a_bad_program_is_refused(more: dict[str, Any]) -> None:
    bad = WorldProgram(id=1, name="A", channel="Blog", **more)
    with pytest.raises(WorldError):
        Sandbox(world=World(channels=(WorldChannel(name="Blog"),), programs=(bad,)))
