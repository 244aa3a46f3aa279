"""Opportunities and roles over the REST face, and over both."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mktows_bindings.v2_7.types import ArrayOfAttrib, Attrib, MObject
from support.rest_service import RestService

from mktows import Client
from mktows.sandbox import Sandbox
from mktows.sandbox.instance.settings import Instance
from mktows.sandbox.rest.guids import Guids
from mktows.sandbox.rest.settings import Habits, RestSettings
from mktows.sandbox.world.world import World, WorldField, WorldLead, WorldOpportunity, WorldRole

OPPORTUNITIES = "/rest/v1/opportunities.json"
ROLES = "/rest/v1/opportunities/roles.json"
WORLD = World(
    instance=Instance(zone="UTC"),
    opportunity_fields=(
        WorldField(name="source"),
        WorldField(name="legacyId", external_key=True),
        WorldField(name="share", type="float"),
    ),
    leads=tuple(WorldLead(id=each) for each in range(1, 6)),
    opportunities=(
        WorldOpportunity(
            id=7,
            attributes={"Name": "Old", "legacyId": "L7", "Amount": "80", "Probability": "80%"},
            roles=(WorldRole(id=3, lead=2, attributes={"Role": "Buyer"}),),
        ),
    ),
)


@pytest.fixture
def rest() -> Iterator[RestService]:
    with Sandbox(world=WORLD, rest=True) as sandbox:
        yield RestService(sandbox)


def soap(rest: RestService) -> Any:
    """A SOAP client of the same sandbox; what it reads may be nil, which these tests see."""
    return Client(rest.sandbox.config(), transport=rest.sandbox)


def sync(
    rest: RestService, *records: dict[str, Any], path: str = OPPORTUNITIES, **more: str
) -> Any:
    return rest.post(path, {"input": list(records), **more})["result"]


def outcomes(result: list[dict[str, Any]]) -> list[object]:
    assert [each["seq"] for each in result] == list(range(len(result)))
    return [
        int(each["reasons"][0]["code"]) if each["status"] == "skipped" else each["status"]
        for each in result
    ]


def get(rest: RestService, kind: str, values: str, path: str = OPPORTUNITIES, **more: str) -> Any:
    return rest.get(path, filterType=kind, filterValues=values, **more)["result"]


def attributes(rest: RestService, object_id: int) -> dict[str, str]:
    (found,) = soap(rest).get_mobjects("Opportunity", id=object_id).m_object_list.m_object
    return {each.name: each.value for each in found.attrib_list.attrib}


def test_what_rest_creates_soap_reads_by_its_key(rest: RestService) -> None:
    (made,) = sync(
        rest, {"externalOpportunityId": "A", "name": "Chairs", "isWon": True, "amount": 5}
    )
    assert made["status"] == "created"
    key = Attrib(name="externalOpportunityId", value="A")
    (found,) = soap(rest).get_mobjects("Opportunity", external_key=key).m_object_list.m_object
    assert (found.external_key.name, found.external_key.value) == ("externalOpportunityId", "A")
    told = {each.name: each.value for each in found.attrib_list.attrib}
    assert told == {"externalOpportunityId": "A", "Name": "Chairs", "IsWon": "1", "Amount": "5"}


def test_what_soap_creates_rest_reads_and_writes(rest: RestService) -> None:
    key = Attrib(name="externalOpportunityId", value="S")
    values = ArrayOfAttrib(attrib=[Attrib(name="CloseDate", value="2014-01-02")])
    given = MObject(type_value="Opportunity", external_key=key, attrib_list=values)
    made = soap(rest).sync_mobjects([given], operation="UPSERT")
    assert made.m_obj_status_list.m_obj_status[0].status.value == "CREATED"
    (found,) = get(rest, "externalOpportunityId", "S")
    assert found["closeDate"] == "2014-01-02"
    assert outcomes(sync(rest, {"externalOpportunityId": "S", "stage": "Won"})) == ["updated"]
    object_id = made.m_obj_status_list.m_obj_status[0].id
    assert attributes(rest, object_id)["Stage"] == "Won"


def test_a_guid_stays_and_names_one_opportunity(rest: RestService) -> None:
    (old,) = get(rest, "legacyId", "L7")
    assert old["marketoGUID"] == get(rest, "idField", old["marketoGUID"])[0]["marketoGUID"]
    other = sync(rest, {"externalOpportunityId": "A"})[0]["marketoGUID"]
    assert other != old["marketoGUID"]
    # A role is no opportunity, whatever its number.
    (role,) = get(rest, "leadId", "2", ROLES)
    assert get(rest, "idField", role["marketoGUID"]) == []
    assert get(rest, "idField", "no guid") == []


@given(st.integers(0, 2**63 - 1), st.text(max_size=5), st.text(max_size=5))
def test_a_guid_holds_an_id_and_nothing_else_is_one(number: int, one: str, other: str) -> None:
    guid = Guids("i", one).of(number)
    assert Guids("i", one).id(guid) == number
    assert one == other or Guids("i", other).id(guid) is None
    spoiled = ("1" if guid[0] == "0" else "0") + guid[1:]
    assert Guids("i", one).id(spoiled) is None


def test_a_world_of_another_kind_has_other_guids(rest: RestService) -> None:
    (old,) = get(rest, "legacyId", "L7")
    with Sandbox(rest=True) as sandbox:
        assert get(RestService(sandbox), "idField", old["marketoGUID"]) == []
        sync(RestService(sandbox), {"externalOpportunityId": "A"})
        assert get(RestService(sandbox), "idField", old["marketoGUID"]) == []


def test_the_action_decides_what_becomes_of_old_and_new_ones(rest: RestService) -> None:
    new, old = {"externalOpportunityId": "new"}, {"externalOpportunityId": "old"}
    sync(rest, old)
    assert outcomes(sync(rest, old, new, action="createOnly")) == [1017, "created"]
    other = {"externalOpportunityId": "other"}
    assert outcomes(sync(rest, old, other, action="updateOnly")) == ["updated", 1013]
    assert outcomes(sync(rest, old, other, action="createOrUpdate")) == ["updated", "created"]
    assert rest.error("POST", OPPORTUNITIES, body={"input": [old], "action": "upsert"}) == 1003


def test_a_later_record_sees_an_earlier_one(rest: RestService) -> None:
    twice = {"externalOpportunityId": "A", "name": "x"}
    assert outcomes(sync(rest, twice, twice)) == ["created", "updated"]
    assert outcomes(
        sync(
            rest,
            {"externalOpportunityId": "B"},
            {"externalOpportunityId": "B"},
            action="createOnly",
        )
    ) == ["created", 1017]


def test_by_guid_only_what_is_there_is_updated(rest: RestService) -> None:
    (old,) = get(rest, "legacyId", "L7")
    guid = {"marketoGUID": old["marketoGUID"]}
    by_id = {"dedupeBy": "idField", "action": "updateOnly"}
    assert outcomes(sync(rest, {**guid, "name": "Newer"}, **by_id)) == ["updated"]
    assert attributes(rest, 7)["Name"] == "Newer"
    assert outcomes(sync(rest, {"marketoGUID": "x"}, {"name": "y"}, **by_id)) == [1013, 1002]
    assert rest.error("POST", OPPORTUNITIES, body={"input": [guid], "dedupeBy": "idField"}) == 1003


@pytest.mark.parametrize(
    ("record", "code"),
    [
        ({}, 1002),
        ({"externalOpportunityId": ""}, 1002),
        ({"externalOpportunityId": ["A"]}, 1001),
        ({"externalOpportunityId": "A", "colour": "red"}, 1006),
        ({"externalOpportunityId": "A", "amount": "much"}, 1001),
        ({"externalOpportunityId": "A", "amount": {"much": 1}}, 1001),
        ({"externalOpportunityId": "A", "closeDate": "soon"}, 1001),
        ({"externalOpportunityId": "A", "name": None}, 1002),
        ({"externalOpportunityId": "A", "externalCompanyId": "nobody"}, 1013),
        ({"externalOpportunityId": "A", "externalSalesPersonId": "nobody"}, 718),
    ],
)
def test_a_bad_record_is_skipped_alone(rest: RestService, record: Any, code: int) -> None:
    good = {"externalOpportunityId": "good"}
    assert outcomes(sync(rest, record, good)) == [code, "created"]
    assert get(rest, "externalOpportunityId", "A") == []


def test_a_value_is_cleared_by_null(rest: RestService) -> None:
    sync(rest, {"externalOpportunityId": "A", "stage": "x", "type": "y"})
    sync(rest, {"externalOpportunityId": "A", "stage": None, "type": ""})
    (found,) = get(rest, "externalOpportunityId", "A", fields="stage,type")
    assert (found["stage"], found["type"]) == (None, None)


def test_values_have_the_types_of_their_fields(rest: RestService) -> None:
    (found,) = get(rest, "legacyId", "L7", fields="amount,probability,isWon,createdAt,legacyId")
    # The store may hold what is not of the type.
    assert (found["amount"], found["probability"], found["isWon"]) == ("80", "80%", None)
    sync(
        rest,
        {
            "externalOpportunityId": "A",
            "amount": 1604.47,
            "share": 1.50,
            "fiscalYear": 2014,
            "externalCreatedDate": "2015-05-07T13:47:30+02:00",
            "isClosed": False,
        },
    )
    (found,) = get(rest, "externalOpportunityId", "A")
    assert found["amount"] == "1604.47"
    assert found["share"] == Decimal("1.5")
    assert (found["fiscalYear"], found["isClosed"]) == (2014, False)
    assert found["externalCreatedDate"] == "2015-05-07T11:47:30Z"


def test_amounts_as_numbers_are_a_habit() -> None:
    with Sandbox(rest=RestSettings(habits=Habits(amounts="number"))) as sandbox:
        rest = RestService(sandbox)
        sync(rest, {"externalOpportunityId": "A", "amount": "1604.47"})
        assert get(rest, "externalOpportunityId", "A")[0]["amount"] == Decimal("1604.47")


def test_fields_that_are_asked_for_are_shown_even_without_value(rest: RestService) -> None:
    (found,) = get(rest, "legacyId", "L7", fields="name,nextStep")
    assert found.keys() == {"seq", "marketoGUID", "externalOpportunityId", "name", "nextStep"}
    assert (found["nextStep"], found["externalOpportunityId"]) == (None, None)
    asked = {"filterType": "legacyId", "filterValues": "L7", "fields": "colour"}
    assert rest.error("GET", OPPORTUNITIES, asked) == 1006


def test_only_some_fields_are_searched_by(rest: RestService) -> None:
    for kind, code in (("name", 1011), ("share", 1011), ("colour", 1006)):
        asked = {"filterType": kind, "filterValues": "1"}
        assert rest.error("GET", OPPORTUNITIES, asked) == code
    assert rest.error("GET", OPPORTUNITIES) == 1002
    sync(rest, {"externalOpportunityId": "A", "source": "web"})
    assert len(get(rest, "source", "web,mail")) == 1
    assert len(get(rest, "dedupeFields", "A")) == 1
    (told,) = rest.get("/rest/v1/opportunities/describe.json")["result"]
    searched = [each for (each,) in told["searchableFields"]]
    assert searched == ["externalOpportunityId", "marketoGUID", "source", "legacyId"]
    names = {each["name"] for each in told["fields"]}
    assert {"marketoGUID", "externalOpportunityId", "name", "closeDate", "source"} <= names
    assert told["dedupeFields"] == ["externalOpportunityId"]


@settings(max_examples=15, deadline=None)
@given(size=st.integers(1, 12), others=st.lists(st.integers(1, 12), max_size=6))
def test_pages_show_each_one_once(size: int, others: list[int]) -> None:
    with Sandbox(rest=True) as sandbox:
        rest = RestService(sandbox)
        names = [f"o{each}" for each in range(10)]
        sync(rest, *({"externalOpportunityId": each} for each in names))
        asked = {"filterType": "externalOpportunityId", "filterValues": ",".join(names)}
        seen, token, sizes = [], None, [size, *others]
        while True:
            more: dict[str, object] = {} if token is None else {"nextPageToken": token}
            answer = rest.get(OPPORTUNITIES, **asked, **more, batchSize=sizes[0])
            seen += [each["externalOpportunityId"] for each in answer["result"]]
            token, sizes = answer.get("nextPageToken"), sizes[1:] or sizes
            assert ("moreResult" in answer) == (token is not None)
            if token is None:
                break
        assert seen == names


def test_a_token_of_another_query_is_refused(rest: RestService) -> None:
    sync(rest, {"externalOpportunityId": "A"}, {"externalOpportunityId": "B"})
    asked: dict[str, object] = {"filterType": "externalOpportunityId", "batchSize": 1}
    token = rest.get(OPPORTUNITIES, **asked, filterValues="A,B")["nextPageToken"]
    assert rest.error("GET", OPPORTUNITIES, {**asked, "filterValues": "A", "nextPageToken": token})
    assert rest.error("GET", OPPORTUNITIES, {**asked, "filterValues": "A,B", "nextPageToken": "x"})


def test_a_batch_has_an_end(rest: RestService) -> None:
    records = [{"externalOpportunityId": str(each)} for each in range(301)]
    assert rest.error("POST", OPPORTUNITIES, body={"input": records}) == 1003
    assert rest.error("POST", OPPORTUNITIES, body={"input": []}) == 1002
    assert outcomes(sync(rest, *records[:300])) == ["created"] * 300


def test_deleted_ones_take_their_roles_with_them(rest: RestService) -> None:
    sync(rest, {"externalOpportunityId": "A"})
    role = {"externalOpportunityId": "A", "leadId": 1, "role": "Buyer"}
    sync(rest, role, path=ROLES)
    gone = rest.post(
        "/rest/v1/opportunities/delete.json",
        {"input": [{"externalOpportunityId": each} for each in ("A", "A", "B")]},
    )["result"]
    assert outcomes(gone) == ["deleted", 1013, 1013]
    assert get(rest, "leadId", "1", ROLES) == []
    (old,) = get(rest, "legacyId", "L7")
    by_id = {"deleteBy": "idField", "input": [{"marketoGUID": old["marketoGUID"]}]}
    answer = rest.post("/rest/v1/opportunities/delete.json", by_id)["result"]
    assert answer == [{"seq": 0, "status": "deleted", "marketoGUID": old["marketoGUID"]}]
    assert soap(rest).get_mobjects("Opportunity", id=7).m_object_list is None


def test_a_role_is_told_by_its_three_fields(rest: RestService) -> None:
    sync(rest, {"externalOpportunityId": "A"}, {"externalOpportunityId": "B"})
    one = {"externalOpportunityId": "A", "leadId": 1, "role": "Buyer"}
    result = sync(rest, one, {**one, "isPrimary": True}, {**one, "leadId": "2"}, path=ROLES)
    assert outcomes(result) == ["created", "updated", "created"]
    assert outcomes(sync(rest, {**one, "role": "User"}, path=ROLES)) == ["created"]
    assert outcomes(sync(rest, one, path=ROLES, action="createOnly")) == [1017]
    assert outcomes(sync(rest, {**one, "leadId": 3}, path=ROLES, action="updateOnly")) == [1013]
    (found,) = [each for each in get(rest, "leadId", "1", ROLES) if each["role"] == "Buyer"]
    assert found["isPrimary"] is True
    body = {"filterType": "dedupeFields", "input": [one, {**one, "leadId": 4}]}
    (same,) = rest.post(ROLES, body, _method="GET")["result"]
    assert same == found
    fields = {**body, "fields": ["updatedAt", "isPrimary"], "batchSize": 1}
    (same,) = rest.post(ROLES, fields, _method="GET")["result"]
    assert same.keys() == {
        *("seq", "marketoGUID", "externalOpportunityId", "leadId", "role"),
        *("updatedAt", "isPrimary"),
    }
    assert len(get(rest, "externalOpportunityId", "A,B", ROLES)) == 3
    assert rest.error("GET", ROLES, {"filterType": "role", "filterValues": "Buyer"}) == 1011


def test_a_role_of_rest_is_one_of_soap(rest: RestService) -> None:
    made = sync(rest, {"externalOpportunityId": "A"})
    sync(rest, {"externalOpportunityId": "A", "leadId": 1, "role": "Buyer"}, path=ROLES)
    found = soap(rest).get_mobjects("OpportunityPersonRole", id=4).m_object_list.m_object[0]
    told = {each.name: each.value for each in found.attrib_list.attrib}
    assert (told["PersonId"], told["Role"]) == ("1", "Buyer")
    assert made[0]["status"] == "created"
    # A role of SOAP whose opportunity has no external id.
    (old,) = get(rest, "leadId", "2", ROLES)
    assert (old["role"], old["leadId"]) == ("Buyer", 2)
    assert old["externalOpportunityId"] is None


@pytest.mark.parametrize(
    ("record", "code"),
    [
        ({"leadId": 1, "role": "x"}, 1002),
        ({"externalOpportunityId": "no", "leadId": 1, "role": "x"}, 1013),
        ({"externalOpportunityId": "A", "leadId": 99, "role": "x"}, 1004),
        ({"externalOpportunityId": "A", "leadId": "me", "role": "x"}, 1001),
        ({"externalOpportunityId": "A", "leadId": 1, "role": ""}, 1002),
        ({"externalOpportunityId": "A", "leadId": 1, "role": "x", "isPrimary": "maybe"}, 1001),
    ],
)
def test_a_bad_role_is_skipped_alone(rest: RestService, record: Any, code: int) -> None:
    sync(rest, {"externalOpportunityId": "A"})
    good = {"externalOpportunityId": "A", "leadId": 5, "role": "x"}
    assert outcomes(sync(rest, record, good, path=ROLES)) == [code, "created"]
    assert len(get(rest, "externalOpportunityId", "A", ROLES)) == 1


def test_roles_are_deleted_by_either_key(rest: RestService) -> None:
    sync(rest, {"externalOpportunityId": "A"})
    key = {"externalOpportunityId": "A", "leadId": 1, "role": "Buyer"}
    sync(rest, key, path=ROLES)
    path = "/rest/v1/opportunities/roles/delete.json"
    assert outcomes(rest.post(path, {"input": [key, key]})["result"]) == ["deleted", 1013]
    (old,) = get(rest, "leadId", "2", ROLES)
    by_id = {"deleteBy": "idField", "input": [{"marketoGUID": old["marketoGUID"]}]}
    assert outcomes(rest.post(path, by_id)["result"]) == ["deleted"]
    assert get(rest, "leadId", "1,2", ROLES) == []


@pytest.mark.parametrize(
    ("habit", "read", "write"), [("read-only", None, 1018), ("disabled", 603, 603)]
)
def test_with_a_crm_less_is_allowed(habit: Any, read: int | None, write: int) -> None:
    with Sandbox(rest=RestSettings(habits=Habits(opportunities=habit))) as sandbox:
        rest = RestService(sandbox)
        kinds = ("opportunities", "opportunities/roles", "companies", "salespersons")
        for path in (f"/rest/v1/{each}.json" for each in kinds):
            describe = path.replace(".json", "/describe.json")
            if read is None:
                rest.get(describe)
            else:
                assert rest.error("GET", describe) == read
            assert rest.error("POST", path, body={"input": [{}]}) == write


def test_a_strict_face_knows_the_members_of_a_body() -> None:
    with Sandbox(rest=True, strict=True) as sandbox:
        body = {"input": [{"externalOpportunityId": "A"}], "lookupField": "x"}
        assert RestService(sandbox).error("POST", OPPORTUNITIES, body=body) == 1003
