"""Activities over REST: types, tokens, pages, changes of fields, and activities that calls add."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.rest_service import RestService

from mktows import Client
from mktows.facts.rest_limits import LONG_LIST
from mktows.sandbox import Sandbox
from mktows.sandbox.instance.settings import Instance
from mktows.sandbox.rest.settings import Habits, RestSettings
from mktows.sandbox.world import (
    World,
    WorldActivity,
    WorldActivityAttribute,
    WorldActivityType,
    WorldCampaign,
    WorldChannel,
    WorldLead,
    WorldList,
    WorldProgram,
)

PAGE = "/rest/v1/activities.json"
CHANGES = "/rest/v1/activities/leadchanges.json"
TYPES = "/rest/v1/activities/types.json"
EXTERNAL = "/rest/v1/activities/external.json"
SINCE = "2000-01-01T00:00:00Z"

GAME = WorldActivityType(
    id=1001,
    api_name="playGame",
    name="Play Game",
    primary=WorldActivityAttribute(api_name="game", name="Game"),
    attributes=(
        WorldActivityAttribute(api_name="uRL", name="URL"),
        WorldActivityAttribute(api_name="points", name="Points", type="integer"),
    ),
)


def visit(lead: int, at: str, **more: Any) -> WorldActivity:
    return WorldActivity(lead=lead, at=at, type="Visit Webpage", **more)


WORLD = World(
    instance=Instance(zone="UTC"),
    channels=(WorldChannel(name="Blog"),),
    programs=(
        WorldProgram(
            id=7,
            name="Launch",
            channel="Blog",
            campaigns=(WorldCampaign(id=70, name="Greet", kind="trigger"),),
            lists=(WorldList(id=71, name="Guests"),),
        ),
    ),
    leads=(
        WorldLead(id=1, email="a@example.com", lists=("Launch.Guests",)),
        WorldLead(id=2, email="b@example.com"),
        WorldLead(id=3, email="c@example.com"),
    ),
    activity_types=(GAME,),
    activities=(
        visit(1, "2014-01-02T10:00:00", id=5, asset="start", attributes={"Webpage ID": "4"}),
        visit(2, "2014-01-02T10:00:00", id=4, asset="news", attributes={"Webpage ID": "9"}),
        visit(3, "2014-01-01T10:00:00", id=9, asset="start", attributes={"Referrer URL": ""}),
        WorldActivity(id=6, lead=2, at="2014-01-03T10:00:00", type="Own Thing", asset="x"),
        WorldActivity(
            id=7,
            lead=1,
            at="2014-01-04T10:00:00",
            type="Change Data Value",
            asset="First Name",
            campaign="Launch.Greet",
            attributes={
                "Attribute Name": "First Name",
                "Old Value": "",
                "New Value": "Ann",
                "Reason": "SOAP API",
            },
        ),
    ),
)


@contextmanager
def service(world: World = WORLD, **habits: Any) -> Iterator[RestService]:
    with Sandbox(world=world, rest=RestSettings(habits=Habits(**habits))) as sandbox:
        yield RestService(sandbox)


def token(rest: RestService, since: str = SINCE) -> str:
    answer = rest.get("/rest/v1/activities/pagingtoken.json", sinceDatetime=since)
    assert answer.keys() == {"requestId", "success", "nextPageToken"}
    return str(answer["nextPageToken"])


def ids(answer: dict[str, Any]) -> list[int]:
    return [each["id"] for each in answer["result"]]


def page(rest: RestService, types: str, since: str = SINCE, **more: object) -> dict[str, Any]:
    return rest.get(PAGE, nextPageToken=token(rest, since), activityTypeIds=types, **more)


def test_a_page_runs_from_the_oldest_on_and_always_has_a_token() -> None:
    with service() as rest:
        answer = page(rest, "1")
        assert ids(answer) == [9, 4, 5]
        assert answer["moreResult"] is False
        again = rest.get(PAGE, nextPageToken=answer["nextPageToken"], activityTypeIds="1")
        assert (again["result"], again["moreResult"]) == ([], False)
        assert again["nextPageToken"]
        assert ids(page(rest, "1", "2014-01-02T10:00:00+0000")) == [4, 5]
        assert ids(page(rest, "1", "2014-01-02T10:00:01Z")) == []


def test_an_activity_is_shown_with_its_ids() -> None:
    with service() as rest:
        first = page(rest, "1", leadIds="1")["result"]
        assert first == [
            {
                "id": 5,
                "marketoGUID": "5",
                "leadId": 1,
                "activityDate": "2014-01-02T10:00:00+0000",
                "activityTypeId": 1,
                "primaryAttributeValueId": 4,
                "primaryAttributeValue": "start",
                "attributes": [],
            }
        ]
        (change,) = page(rest, "13")["result"]
        assert change["campaignId"] == 70
        assert change["primaryAttributeValue"] == "First Name"
        described = rest.get("/rest/v1/leads/describe.json")["result"]
        (number,) = [each["id"] for each in described if each["displayName"] == "First Name"]
        assert change["primaryAttributeValueId"] == number
        assert "Attribute Name" not in [each["name"] for each in change["attributes"]]


def test_attributes_without_a_value_are_a_habit() -> None:
    with service() as rest:
        (shown,) = page(rest, "1", leadIds="3")["result"]
        assert shown["attributes"] == [{"name": "Referrer URL", "value": ""}]
    with service(empty_attributes=False) as rest:
        (shown,) = page(rest, "1", leadIds="3")["result"]
        assert shown["attributes"] == []


def test_the_end_of_times_is_a_habit() -> None:
    for end in ("+0000", "Z"):
        with service(activity_times=end) as rest:
            (shown,) = page(rest, "1", leadIds="3")["result"]
            assert shown["activityDate"] == f"2014-01-01T10:00:00{end}"


def test_activities_are_chosen_by_leads_lists_and_assets() -> None:
    with service() as rest:
        assert ids(page(rest, "1,13", leadIds="1,3")) == [9, 5, 7]
        assert ids(page(rest, "1,13", listId=71)) == [5, 7]
        assert ids(page(rest, "1", assetIds="9")) == [4]
        start = token(rest)
        asked = {"nextPageToken": start, "activityTypeIds": "1"}
        assert rest.error("GET", PAGE, {**asked, "listId": 4711}) == 1013
        both = {**asked, "activityTypeIds": "1,2", "assetIds": "9"}
        assert rest.error("GET", PAGE, both) == 1003
        assert rest.error("GET", PAGE, {"activityTypeIds": "1"}) == 1002
        assert rest.error("GET", PAGE, {"nextPageToken": start}) == 1002
        many = ",".join(map(str, range(1, 12)))
        assert rest.error("GET", PAGE, {**asked, "activityTypeIds": many}) == 1003
        leads = ",".join(map(str, range(1, 32)))
        assert rest.error("GET", PAGE, {**asked, "leadIds": leads}) == 1003
        assert rest.error("GET", PAGE, {**asked, "activityTypeIds": "x"}) == 1001


def test_a_long_list_is_a_habit(monkeypatch: pytest.MonkeyPatch) -> None:
    assert LONG_LIST == 10_000
    monkeypatch.setattr("mktows.sandbox.rest.activities.LONG_LIST", 1)
    with service() as rest:
        asked = {"nextPageToken": token(rest), "activityTypeIds": "1", "listId": 71}
        assert rest.error("GET", PAGE, asked) == 1003
    with service(long_lists=True) as rest:
        assert ids(page(rest, "1", listId=71)) == [5]


@pytest.mark.parametrize(
    "given",
    [
        *("", "x", "MFRGG==="),
        *(
            base64.b32encode(each.encode()).decode()
            for each in (
                "2008-13-06T00:00:00.000+0000,0",
                "2008-11-06T00:00:00.000+0000,-1",
                f"2008-11-06T00:00:00.000+0000,{2**80}",
                "9999-12-31T23:59:59.999-2400,0",
                '["d",1,0,0]',
            )
        ),
    ],
)
def test_a_token_that_was_never_given_out_is_refused(given: str) -> None:
    with service() as rest:
        asked = {"nextPageToken": given, "activityTypeIds": "1"}
        assert rest.error("GET", PAGE, asked) in (1002, 1003)


def test_a_token_of_the_services_older_form_is_read() -> None:
    token = base64.b32encode(b"2008-11-06T00:00:00.000+0000,0").decode()
    with service() as rest:
        types = "1,12,13"
        since = rest.get("/rest/v1/activities/pagingtoken.json", sinceDatetime="2008-11-06")
        pages = [
            rest.get(PAGE, nextPageToken=each, activityTypeIds=types)["result"]
            for each in (token, since["nextPageToken"])
        ]
        assert pages[0] == pages[1] != []


def test_a_moment_that_is_none_is_refused() -> None:
    with service() as rest:
        path = "/rest/v1/activities/pagingtoken.json"
        assert rest.error("GET", path, {"sinceDatetime": "yesterday"}) == 1001
        assert rest.error("GET", path) == 1002


@settings(max_examples=20, deadline=None)
@given(size=st.integers(1, 6), number=st.integers(0, 12), asset=st.sampled_from(["", "1", "2"]))
def test_every_activity_is_shown_once_under_any_batch_size(
    size: int, number: int, asset: str
) -> None:
    activities = tuple(
        visit(1, f"2014-01-01T10:00:0{n % 3}", id=n + 1, attributes={"Webpage ID": str(n % 2 + 1)})
        for n in range(number)
    )
    leads = (WorldLead(id=1),)
    with service(World(leads=leads, activities=activities)) as rest:
        asked: dict[str, object] = {"activityTypeIds": "1", "batchSize": size}
        if asset:
            asked["assetIds"] = asset
        found: list[int] = []
        following, more = token(rest), True
        while more:
            answer = rest.get(PAGE, nextPageToken=following, **asked)
            found += ids(answer)
            following, more = answer["nextPageToken"], answer["moreResult"]
        wanted = [n for n in range(number) if asset in ("", str(n % 2 + 1))]
        assert found == [n + 1 for n in sorted(wanted, key=lambda n: (n % 3, n))]


def test_a_page_of_few_wanted_ones_is_short_or_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mktows.sandbox.rest.activities._PASSED_OVER", 2)
    monkeypatch.setattr("mktows.sandbox.rest.activities.RECORDS_PER_PAGE", 1)
    with service() as rest:
        answer = page(rest, "1", assetIds="4", batchSize=1)
        assert (answer["result"], answer["moreResult"]) == ([], True)
        answer = rest.get(
            PAGE, nextPageToken=answer["nextPageToken"], activityTypeIds="1", assetIds="4"
        )
        assert ids(answer) == [5]


def test_lead_changes_are_of_the_fields_that_are_asked_for() -> None:
    with service() as rest:
        rest.sandbox.clock.advance(timedelta(seconds=1))
        client = Client(rest.sandbox.config(), transport=rest.sandbox)
        made = client.sync_lead({"Email": "new@example.com", "FirstName": "Bob"}).lead_id
        start = token(rest)
        answer = rest.get(CHANGES, nextPageToken=start, fields="firstName,lastName")
        change, new = answer["result"]
        ((field,), name) = change["fields"], "firstName"
        assert (field["name"], field["oldValue"], field["newValue"]) == (name, None, "Ann")
        assert change["activityTypeId"] == 13
        told = {each["name"]: each["value"] for each in change["attributes"]}
        assert told == {"Reason": "SOAP API", "Lead ID": 1}
        assert (new["leadId"], new["activityTypeId"], new["fields"]) == (made, 12, [])
        (only,) = rest.get(CHANGES, nextPageToken=start, fields="lastName")["result"]
        assert only == new
        asked = {"nextPageToken": start, "fields": "firstName,unknown"}
        assert rest.error("GET", CHANGES, asked) == 1006


def test_what_soap_does_rest_tells() -> None:
    with service() as rest:
        rest.sandbox.clock.advance(timedelta(seconds=1))
        client = Client(rest.sandbox.config(), transport=rest.sandbox)
        client.sync_lead({"Id": 2, "LastName": "Roe"})
        client.request_campaign(campaign_id=70, leads=[("IDNUM", "2")])
        change, request = page(rest, "13,47", "2020-01-01T00:00:00Z")["result"]
        assert change["primaryAttributeValue"] == "Last Name"
        assert request["primaryAttributeValue"] == "Launch.Greet"
        assert request["primaryAttributeValueId"] == 70
        rest.post("/rest/v1/lists/71/leads.json", {"input": [{"id": 3}]})
        (joined,) = page(rest, "24")["result"]
        assert joined["primaryAttributeValue"] == "Launch.Guests"
        assert joined["primaryAttributeValueId"] == 71


# Types


def listed(rest: RestService) -> dict[str, Any]:
    return {each["name"]: each for each in rest.get(TYPES)["result"]}


def test_types_are_listed_with_what_is_known_of_them() -> None:
    with service() as rest:
        types = listed(rest)
        assert types["Visit Webpage"]["id"] == 1
        assert types["Change Data Value"]["primaryAttribute"] == {
            "name": "Attribute Name",
            "dataType": "string",
        }
        assert types["Play Game"] == {
            "id": 1001,
            "apiName": "playGame",
            "name": "Play Game",
            "primaryAttribute": {"apiName": "game", "name": "Game", "dataType": "string"},
            "attributes": [
                {"apiName": "uRL", "name": "URL", "dataType": "string"},
                {"apiName": "points", "name": "Points", "dataType": "integer"},
            ],
        }
        # A name that nobody knows has an id of the instance's own.
        assert types["Own Thing"]["id"] > 100_000
        assert ids(page(rest, str(types["Own Thing"]["id"]))) == [6]
        every = [each["id"] for each in types.values()]
        assert len(set(every)) == len(every)
        assert page(rest, "424242")["result"] == []


# Custom types


TYPE = {
    "apiName": "attend",
    "name": "Attend",
    "triggerName": "Attends",
    "filterName": "Attended",
    "primaryAttribute": {"apiName": "event", "name": "Event"},
}
OWN = "/rest/v1/activities/external/type"


def test_a_custom_type_is_a_draft_until_it_is_approved(rest: RestService) -> None:
    (made,) = rest.post(f"{OWN}.json", TYPE)["result"]
    assert made["status"] == "draft"
    assert made["primaryAttribute"]["dataType"] == "string"
    assert "Attend" not in listed(rest)
    (live,) = rest.post(f"{OWN}/attend/approve.json", None)["result"]
    assert live["status"] == "approved"
    assert listed(rest)["Attend"]["id"] == live["id"] == 100_001
    body = {"attributes": [{"apiName": "seats", "name": "Seats", "dataType": "integer"}]}
    (draft,) = rest.post(f"{OWN}/attend/attributes/create.json", body)["result"]
    assert draft["status"] == "approved with draft"
    assert listed(rest)["Attend"]["attributes"] == []
    describe = f"{OWN}/attend/describe.json"
    assert "attributes" not in rest.get(describe)["result"][0]
    assert rest.get(describe, draft="true")["result"] == [draft]
    body = {"attributes": [{"apiName": "seats", "name": "Chairs"}]}
    (draft,) = rest.post(f"{OWN}/attend/attributes/update.json", body)["result"]
    assert draft["attributes"][0]["name"] == "Chairs"
    assert draft["attributes"][0]["dataType"] == "integer"
    (back,) = rest.post(f"{OWN}/attend/discardDraft.json", None)["result"]
    assert (back["status"], "attributes" in back) == ("approved", False)
    (renamed,) = rest.post(f"{OWN}/attend.json", {**TYPE, "name": "Go"})["result"]
    assert (renamed["name"], renamed["status"]) == ("Go", "approved with draft")
    assert [each["name"] for each in rest.get(f"{OWN}s.json")["result"]] == ["Attend"]
    rest.post(f"{OWN}/attend/delete.json", None)
    assert rest.error("GET", describe) == 1013


def test_attributes_are_deleted_but_for_the_primary_one(rest: RestService) -> None:
    rest.post(f"{OWN}.json", TYPE)
    create, delete = (f"{OWN}/attend/attributes/{do}.json" for do in ("create", "delete"))
    rest.post(create, {"attributes": [{"apiName": "seats", "name": "Seats"}]})
    again = {"attributes": [{"apiName": "Seats", "name": "Seats"}]}
    assert rest.error("POST", create, body=again) == 1017
    assert rest.error("POST", delete, body={"attributes": [{"apiName": "event"}]}) == 1003
    assert rest.error("POST", delete, body={"attributes": [{"apiName": "other"}]}) == 1013
    (left,) = rest.post(delete, {"attributes": [{"apiName": "seats"}]})["result"]
    assert "attributes" not in left


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"apiName": None}, 1002),
        ({"triggerName": ""}, 1002),
        ({"apiName": "a b"}, 1003),
        ({"apiName": "123"}, 1003),
        ({"name": "Visit Webpage"}, 1017),
        ({"primaryAttribute": {"apiName": "a", "name": "A", "dataType": "no"}}, 1001),
        ({"primaryAttribute": {"name": "A"}}, 1002),
        ({"primaryAttribute": "a"}, 1001),
        ({"description": 5}, 1001),
    ],
)
def test_a_type_that_cannot_be_is_refused(
    rest: RestService, change: dict[str, object], code: int
) -> None:
    assert rest.error("POST", f"{OWN}.json", body={**TYPE, **change}) == code
    assert rest.get(f"{OWN}s.json")["result"] == []


def test_types_and_their_attributes_are_limited(rest: RestService) -> None:
    for number in range(10):
        named = {"apiName": f"a{number}", "name": f"A {number}"}
        rest.post(f"{OWN}.json", {**TYPE, **named})
    assert rest.error("POST", f"{OWN}.json", body=TYPE) == 1027
    assert rest.error("POST", f"{OWN}.json", body={**TYPE, "apiName": "A1"}) == 1017
    many = [{"apiName": f"b{number}", "name": f"B {number}"} for number in range(21)]
    path = f"{OWN}/a1/attributes/create.json"
    assert rest.error("POST", path, body={"attributes": many}) == 1028
    rest.post(path, {"attributes": many[:20]})


def test_what_needs_a_draft_or_an_approval_is_refused_without(rest: RestService) -> None:
    rest.post(f"{OWN}.json", TYPE)
    assert rest.error("POST", f"{OWN}/attend/discardDraft.json") == 1003
    rest.post(f"{OWN}/attend/approve.json", None)
    assert rest.error("POST", f"{OWN}/attend/approve.json") == 1003
    assert rest.error("POST", f"{OWN}/none/approve.json") == 1013


# Custom activities


def played(lead: object, **more: object) -> dict[str, object]:
    return {
        "leadId": lead,
        "activityDate": "2016-09-26T06:56:35+07:00",
        "activityTypeId": 1001,
        "primaryAttributeValue": "Chess",
        **more,
    }


def test_added_activities_are_read_by_both_faces() -> None:
    with service() as rest:
        attributes = [{"apiName": "points", "value": 7}, {"name": "URL", "value": "http://x"}]
        added = rest.post(
            EXTERNAL, {"input": [played(1, attributes=attributes), played(99), played(2)]}
        )["result"]
        assert added == [
            {"id": 10, "marketoGUID": "10", "status": "added"},
            {"status": "skipped", "errors": [{"code": "1004", "message": "Lead not found"}]},
            {"id": 11, "marketoGUID": "11", "status": "added"},
        ]
        first, second = page(rest, "1001")["result"]
        assert first["activityDate"] == "2016-09-25T23:56:35+0000"
        assert first["primaryAttributeValue"] == "Chess"
        assert first["attributes"] == [
            {"apiName": "uRL", "name": "URL", "value": "http://x"},
            {"apiName": "points", "name": "Points", "value": 7},
        ]
        assert (second["id"], second["attributes"]) == (11, [])
        client = Client(rest.sandbox.config(), transport=rest.sandbox)
        records = client.get_lead_activity(id=1).activity_record_list
        assert records is not None
        shown = records.activity_record[0]
        assert shown.activity_attributes is not None
        assert (shown.activity_type, shown.mktg_asset_name) == ("Play Game", "Chess")
        pairs = {each.attr_name: each.attr_value for each in shown.activity_attributes.attribute}
        assert pairs == {"URL": "http://x", "Points": "7", "Lead ID": "1"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"leadId": None}, "1002"),
        ({"leadId": "x"}, "1001"),
        ({"activityDate": "never"}, "1001"),
        ({"activityDate": "0001-01-01T00:00:00+14:00"}, "1001"),
        ({"activityDate": "9999-12-31T23:59:59-14:00"}, "1001"),
        ({"activityTypeId": 1}, "1013"),
        ({"primaryAttributeValue": ""}, "1002"),
        ({"attributes": [{"apiName": "none", "value": 1}]}, "1006"),
        ({"attributes": [{"apiName": "points", "value": "many"}]}, "1001"),
        ({"attributes": [{"apiName": "uRL", "value": "x" * 70_000}]}, "1049"),
        ({"attributes": {"apiName": "uRL"}}, "1001"),
    ],
)
def test_a_bad_activity_is_passed_over_by_itself(change: dict[str, object], code: str) -> None:
    with service() as rest:
        bad, good = rest.post(EXTERNAL, {"input": [played(1, **change), played(1)]})["result"]
        assert [each["code"] for each in bad["errors"]] == [code]
        assert good["status"] == "added"
        assert len(page(rest, "1001")["result"]) == 1


def test_a_batch_of_activities_is_limited() -> None:
    with service() as rest:
        assert rest.error("POST", EXTERNAL, body={"input": [played(1)] * 301}) == 1003
        assert rest.error("POST", EXTERNAL, body={"input": []}) == 1002
        assert len(rest.post(EXTERNAL, {"input": [played(1)] * 300})["result"]) == 300


def test_a_draft_takes_no_activities(rest: RestService) -> None:
    rest.post("/rest/v1/leads.json", {"input": [{"email": "a@example.com"}]})
    rest.post(f"{OWN}.json", TYPE)
    made = {"input": [played(1, activityTypeId=100_001)]}
    assert rest.post(EXTERNAL, made)["result"][0]["errors"][0]["code"] == "1013"
    rest.post(f"{OWN}/attend/approve.json", None)
    assert rest.post(EXTERNAL, made)["result"][0]["status"] == "added"
