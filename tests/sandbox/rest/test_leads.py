"""Leads over the REST face: read, deleted, merged, and told by browsers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.rest_service import RestService

from mktows import Client, lead_mappings
from mktows.sandbox import Sandbox
from mktows.sandbox.instance.settings import Instance
from mktows.sandbox.rest.settings import Habits, RestSettings
from mktows.sandbox.world.world import World, WorldField, WorldForeignId, WorldLead

LEADS = "/rest/v1/leads.json"
COOKIE = "id:287-GTJ-838&token:_mch-example.com-1396310362214-46169"
WORLD = World(
    instance=Instance(zone="UTC", workspaces=("Europe",)),
    lead_fields=(
        WorldField(name="Code__c", rest_name="code", external_key=True),
        WorldField(name="Price__c", type="currency", rest_name="price"),
        WorldField(name="Renewed", type="datetime"),
        WorldField(name="Born", type="date"),
        WorldField(name="SfdcContactId"),
    ),
    leads=(
        WorldLead(
            id=1,
            email="a@x.org",
            created="2015-05-07T11:47:30Z",
            attributes={
                "FirstName": "Ada",
                "LastName": "Lovelace",
                "LeadScore": "45",
                "Code__c": "A-1",
                "Price__c": "28970000.10",
                "DoNotCall": "1",
                "Renewed": "2015-05-07 13:47:30 +02:00",
                "Born": "1815-12-10",
                "SfdcContactId": "003A",
            },
            cookies=(COOKIE,),
        ),
        WorldLead(id=2, email="b@x.org", foreign_ids=(WorldForeignId(id="00Q7", type="SFDC"),)),
        WorldLead(id=3, email="b@x.org", workspace="Europe"),
        WorldLead(id=4),
    ),
)


@pytest.fixture
def rest() -> Iterator[RestService]:
    with Sandbox(world=WORLD, rest=True) as sandbox:
        yield RestService(sandbox)


def ids(answer: dict[str, Any]) -> list[int]:
    return [each["id"] for each in answer["result"]]


def soap(rest: RestService) -> Any:
    return Client(rest.sandbox.config(), transport=rest.sandbox)


def test_a_lead_has_the_default_fields(rest: RestService) -> None:
    (lead,) = rest.get("/rest/v1/lead/1.json")["result"]
    assert lead == {
        "id": 1,
        "updatedAt": "2015-05-07T11:47:30Z",
        "lastName": "Lovelace",
        "email": "a@x.org",
        "createdAt": "2015-05-07T11:47:30Z",
        "firstName": "Ada",
    }


def test_values_are_of_their_fields_types(rest: RestService) -> None:
    names = "leadScore,price,doNotCall,Renewed,Born,title,isAnonymous,leadPartitionId"
    (lead,) = rest.get("/rest/v1/lead/1.json", fields=names)["result"]
    assert lead == {
        "id": 1,
        "leadScore": 45,
        "price": Decimal("28970000.10"),
        "doNotCall": True,
        "Renewed": "2015-05-07T11:47:30Z",
        "Born": "1815-12-10",
        "title": None,
        "isAnonymous": False,
        "leadPartitionId": 1,
    }
    (lead,) = rest.get("/rest/v1/lead/4.json", fields=["email", "isAnonymous"])["result"]
    assert lead == {"id": 4, "email": None, "isAnonymous": True}


@pytest.mark.parametrize(
    ("kind", "values", "found"),
    [
        ("id", "3,1,99,1", [1, 3]),
        ("email", "B@X.org", [2, 3]),
        ("email", "nobody@x.org", []),
        ("cookies", COOKIE, [1]),
        ("code", "A-1,A-2", [1]),
        ("sfdcLeadId", "00Q7", [2]),
        ("sfdcContactId", "003A", [1]),
        ("sfdcAccountId", "003A", []),
        ("facebookId", "7", []),
        ("leadPartitionId", "2", [3]),
        ("leadPartitionId", "1,7", [1, 2, 4]),
    ],
)
def test_a_filter_finds(rest: RestService, kind: str, values: str, found: list[int]) -> None:
    answer = rest.get(LEADS, filterType=kind, filterValues=values)
    assert ids(answer) == found
    assert "nextPageToken" not in answer


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"filterType": "nothing", "filterValues": "1"}, 1006),
        ({"filterType": "firstName", "filterValues": "Ada"}, 1011),
        ({"filterType": "price", "filterValues": "1"}, 1011),
        ({"filterType": "id", "filterValues": "one"}, 1001),
        ({"filterType": "id"}, 1002),
        ({"filterValues": "1"}, 1002),
        ({"filterType": "id", "filterValues": "1", "fields": "FirstName"}, 1006),
        ({"filterType": "id", "filterValues": ",".join(map(str, range(301)))}, 1003),
        ({"filterType": "id", "filterValues": "1", "nextPageToken": "ME======"}, 1003),
    ],
)
def test_a_filter_is_refused(rest: RestService, query: dict[str, str], code: int) -> None:
    assert rest.error("GET", LEADS, query) == code


def test_an_unknown_lead_is_refused(rest: RestService) -> None:
    assert rest.error("GET", "/rest/v1/lead/99.json") == 1004
    assert rest.error("GET", "/rest/v1/lead/99999999999999999999.json") == 1004


def test_more_than_a_thousand_matches_are_refused() -> None:
    leads = tuple(WorldLead(id=number, email="same@x.org") for number in range(1, 1002))
    query = {"filterType": "email", "filterValues": "same@x.org"}
    with Sandbox(world=World(leads=leads[:1000]), rest=True) as sandbox:
        assert len(RestService(sandbox).get(LEADS, **query)["result"]) == 300
    with Sandbox(world=World(leads=leads), rest=True) as sandbox:
        assert RestService(sandbox).error("GET", LEADS, query) == 1003


@pytest.fixture(scope="module")
def crowd() -> Iterator[RestService]:
    leads = tuple(WorldLead(id=number, email=f"{number % 3}@x.org") for number in range(1, 41))
    with Sandbox(world=World(leads=leads), rest=True) as sandbox:
        yield RestService(sandbox)


@given(size=st.integers(1, 41), wanted=st.sets(st.integers(0, 3), min_size=1))
@settings(max_examples=15, deadline=None)
def test_pages_hold_each_lead_once(crowd: RestService, size: int, wanted: set[int]) -> None:
    query: dict[str, object] = {
        "filterType": "email",
        "filterValues": ",".join(f"{each}@x.org" for each in sorted(wanted)),
        "batchSize": size,
    }
    seen: list[int] = []
    while True:
        answer = crowd.get(LEADS, **query)
        assert len(answer["result"]) <= size
        assert len(seen) <= 40
        seen += ids(answer)
        if "nextPageToken" not in answer:
            break
        assert len(answer["result"]) == size
        query["nextPageToken"] = answer["nextPageToken"]
    assert seen == [each for each in range(1, 41) if each % 3 in wanted]


def test_a_long_filter_goes_as_a_form(rest: RestService) -> None:
    form = {"filterType": "id", "filterValues": ",".join(["1"] * 300)}
    answer = rest.call("POST", LEADS, {"_method": "GET"}, form=form)
    assert ids(answer) == [1]


def test_a_token_belongs_to_its_query(crowd: RestService) -> None:
    first = crowd.get(LEADS, filterType="id", filterValues="1,2,3", batchSize=2)
    token = first["nextPageToken"]
    other = {"filterType": "id", "filterValues": "1,2,4", "nextPageToken": token}
    assert crowd.error("GET", LEADS, other) == 1003


def test_deleted_leads_are_gone_for_both_apis(rest: RestService) -> None:
    body = {"input": [{"id": 1}, {"id": 99}, {"id": 1}]}
    token = rest.get("/rest/v1/activities/deletedleads.json", nextPageToken=start(rest))[
        "nextPageToken"
    ]
    gone, unknown, again = rest.post("/rest/v1/leads/delete.json", body)["result"]
    assert gone == {"id": 1, "status": "deleted"}
    assert unknown["reasons"] == [{"code": "1004", "message": "Lead not found"}]
    assert (again["id"], again["status"]) == (1, "skipped")
    assert rest.error("GET", "/rest/v1/lead/1.json") == 1004
    assert ids(rest.get(LEADS, filterType="cookies", filterValues=COOKIE)) == []
    with pytest.raises(Exception, match="20103"):
        soap(rest).get_lead(id=1)
    answer = rest.get("/rest/v1/activities/deletedleads.json", nextPageToken=token)
    (told,) = answer["result"]
    assert (told["leadId"], told["activityTypeId"]) == (1, 37)
    assert told["primaryAttributeValue"] == "Ada Lovelace"
    assert answer["moreResult"] is False


def start(rest: RestService) -> str:
    """A token of the moment that the test began at."""
    from mktows.sandbox.rest.paging import DatePosition

    return DatePosition(int(rest.sandbox.clock.now().timestamp())).token()


def test_leads_are_deleted_by_ids_in_the_query(rest: RestService) -> None:
    answer = rest.call("POST", "/rest/v1/leads/delete.json", {"id": [2, 3]})
    assert [each["status"] for each in answer["result"]] == ["deleted", "deleted"]
    assert rest.error("POST", "/rest/v1/leads/delete.json", body={"input": []}) == 1002
    many = {"input": [{"id": each} for each in range(301)]}
    assert rest.error("POST", "/rest/v1/leads/delete.json", body=many) == 1003


def test_leads_are_deleted_by_the_method_of_older_clients(rest: RestService) -> None:
    answer = rest.call("DELETE", LEADS, body={"input": [{"id": 2}, {"id": 99}]})
    assert [each["status"] for each in answer["result"]] == ["deleted", "skipped"]
    assert ids(rest.get(LEADS, filterType="id", filterValues="1,2")) == [1]


@given(size=st.integers(1, 7))
@settings(max_examples=7, deadline=None)
def test_pages_of_deleted_leads_follow_time(size: int) -> None:
    leads = tuple(WorldLead(id=number) for number in range(1, 7))
    with Sandbox(world=World(leads=leads), rest=True) as sandbox:
        rest = RestService(sandbox)
        token = start(rest)
        for pair in ((2, 1), (4, 3), (6, 5)):
            rest.post("/rest/v1/leads/delete.json", {"input": [{"id": each} for each in pair]})
            sandbox.clock.advance(timedelta(seconds=1))
        seen, more = [], True
        while more:
            answer = rest.get(
                "/rest/v1/activities/deletedleads.json", nextPageToken=token, batchSize=size
            )
            seen += [each["leadId"] for each in answer["result"]]
            token, more = answer["nextPageToken"], answer["moreResult"]
        assert seen == [1, 2, 3, 4, 5, 6]


def test_a_merge_is_that_of_soap(rest: RestService) -> None:
    token = start(rest)
    answer = rest.call("POST", "/rest/v1/leads/4/merge.json", {"leadIds": "1,2"})
    assert answer["success"]
    assert "result" not in answer
    (lead,) = lead_mappings(soap(rest).get_lead(id=4))
    assert (lead["Email"], lead["FirstName"]) == ("a@x.org", "Ada")
    assert ids(rest.get(LEADS, filterType="cookies", filterValues=COOKIE)) == [4]
    answer = rest.get("/rest/v1/activities/deletedleads.json", nextPageToken=token)
    assert [each["leadId"] for each in answer["result"]] == [1, 2]
    rest.call("POST", "/rest/v1/leads/4/merge.json", {"leadId": 3, "mergeInCRM": "false"})
    assert rest.error("GET", "/rest/v1/lead/3.json") == 1004


@pytest.mark.parametrize(
    ("path", "query", "code"),
    [
        ("/rest/v1/leads/1/merge.json", {}, 1002),
        ("/rest/v1/leads/1/merge.json", {"leadIds": "1,2"}, 1003),
        ("/rest/v1/leads/1/merge.json", {"leadIds": "2,99"}, 1004),
        ("/rest/v1/leads/99/merge.json", {"leadIds": "2"}, 1004),
        ("/rest/v1/leads/1/merge.json", {"leadIds": ",".join(map(str, range(2, 28)))}, 1080),
    ],
)
def test_a_merge_is_refused_whole(
    rest: RestService, path: str, query: dict[str, str], code: int
) -> None:
    assert rest.error("POST", path, query) == code
    assert ids(rest.get(LEADS, filterType="id", filterValues="1,2,3,4")) == [1, 2, 3, 4]


@pytest.mark.parametrize("escaped", [True, False])
def test_a_browser_belongs_to_a_lead_from_then_on(rest: RestService, escaped: bool) -> None:
    path = "/rest/v1/leads/2/associate.json"
    if escaped:
        answer = rest.call("POST", path, {"cookie": COOKIE})
    else:
        answer = rest.call("POST", f"{path}?cookie={COOKIE}")
    assert answer["success"]
    assert "result" not in answer
    assert ids(rest.get(LEADS, filterType="cookies", filterValues=COOKIE)) == [2]
    (lead,) = lead_mappings(soap(rest).get_lead(("COOKIE", COOKIE)))
    assert lead["Id"] == 2


def test_a_cookie_that_is_none_is_refused(rest: RestService) -> None:
    path = "/rest/v1/leads/2/associate.json"
    assert rest.error("POST", path, {"cookie": "_mch-example.com-1"}) == 1012
    assert rest.error("POST", path) == 1002
    assert rest.error("POST", "/rest/v1/leads/99/associate.json", {"cookie": COOKIE}) == 1004


def test_each_workspace_has_a_partition(rest: RestService) -> None:
    result = rest.get("/rest/v1/leads/partitions.json")["result"]
    assert [(each["id"], each["name"]) for each in result] == [(1, "Default"), (2, "Europe")]


def test_why_a_lead_was_passed_over_is_told_by_habit() -> None:
    habits = Habits(reason="reason")
    with Sandbox(world=WORLD, rest=RestSettings(habits=habits)) as sandbox:
        body = {"input": [{"id": 99}]}
        (told,) = RestService(sandbox).post("/rest/v1/leads/delete.json", body)["result"]
        assert told["reason"] == {"code": "1004", "message": "Lead not found"}
        assert "reasons" not in told


def test_a_strict_face_refuses_a_parameter_that_is_none() -> None:
    with Sandbox(world=WORLD, rest=True, strict=True) as sandbox:
        strict = RestService(sandbox)
        assert strict.error("GET", "/rest/v1/lead/1.json", {"field": "email"}) == 1003
        body = {"input": [{"id": 1}], "other": 1}
        assert strict.error("POST", "/rest/v1/leads/delete.json", body=body) == 1003
