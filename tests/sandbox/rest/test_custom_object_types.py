"""Types of custom objects that are made, changed and approved over the REST face."""

from __future__ import annotations

from typing import Any

import pytest
from support.rest_service import RestService

from mktows import Client, ServiceFault
from mktows.sandbox import Sandbox
from mktows.sandbox.world.world import World, WorldField, WorldLead

SCHEMA = "/rest/v1/customobjects/schema.json"
CAR = "/rest/v1/customobjects/car.json"
LINK = {"name": "id", "displayName": "Owner", "dataType": "link"}
FIELDS: list[dict[str, Any]] = [
    {
        "name": "leadID",
        "displayName": "Lead",
        "dataType": "link",
        "relatedTo": {"name": "lead", "field": "id"},
    },
    {"name": "vin", "displayName": "VIN", "dataType": "string", "isDedupeField": True},
    {"name": "year", "displayName": "Year", "dataType": "integer", "description": "Of making"},
]


@pytest.fixture
def rest(rest: RestService) -> RestService:
    rest.post("/rest/v1/leads.json", {"input": [{"email": "a@x.org"}]})
    return rest


def path(action: str, name: str = "car") -> str:
    return f"/rest/v1/customobjects/schema/{name}/{action}.json"


def make(rest: RestService, *fields: dict[str, Any], name: str = "car", **more: Any) -> None:
    answer = rest.post(SCHEMA, {"apiName": name, "displayName": "Car", **more})
    assert answer["result"] == []
    if fields:
        rest.post(path("addField", name), {"input": list(fields)})


def approve(rest: RestService, name: str = "car") -> None:
    assert rest.call("POST", path("approve", name))["result"] == []


def described(rest: RestService, **query: object) -> dict[str, Any]:
    (told,) = rest.get(path("describe"), **query)["result"]
    assert isinstance(told, dict)
    return told


def names(told: dict[str, Any]) -> list[str]:
    return [each["name"] for each in told["fields"]][3:]


def test_a_type_is_used_once_it_is_approved(rest: RestService) -> None:
    make(rest, *FIELDS)
    record = {"vin": "V", "leadID": 1, "year": 2003}
    assert rest.error("POST", CAR, body={"input": [record]}) == 1013
    assert rest.get("/rest/v1/customobjects.json")["result"] == []
    client: Any = Client(rest.sandbox.config(), transport=rest.sandbox)
    with pytest.raises(ServiceFault):
        client.get_custom_objects("car", keys={"vin": "V"})
    approve(rest)
    assert rest.post(CAR, {"input": [record]})["result"][0]["status"] == "created"
    found = client.get_custom_objects("car", keys={"vin": "V"}).custom_obj_list.custom_obj
    told = found[0].custom_obj_attribute_list.attribute
    assert {each.attr_name: each.attr_value for each in told} == {"leadID": "1", "year": "2003"}
    (data,) = rest.get("/rest/v1/customobjects/car/describe.json")["result"]
    (year,) = [each for each in data["fields"] if each["name"] == "year"]
    assert (year["displayName"], year["description"]) == ("Year", "Of making")
    assert data["searchableFields"] == [["vin"], ["marketoGUID"], ["leadID"]]


def test_a_type_has_a_state(rest: RestService) -> None:
    make(rest, *FIELDS)
    assert described(rest)["state"] == "draft"
    assert described(rest)["createdAt"] is None
    assert rest.error("GET", path("describe"), {"state": "approved"}) == 1013
    approve(rest)
    assert described(rest)["state"] == "approved"
    assert rest.error("GET", path("describe"), {"state": "draft"}) == 1013
    rest.post(path("addField"), {"input": [{**FIELDS[2], "name": "more"}]})
    assert described(rest)["state"] == "approvedWithDraft"
    assert names(described(rest)) == ["leadID", "vin", "year"]
    assert names(described(rest, state="draft")) == ["leadID", "vin", "year", "more"]
    for state, count in (("draft", 0), ("approved", 0), ("approvedWithDraft", 1)):
        assert len(rest.get(SCHEMA, state=state)["result"]) == count
    approve(rest)
    assert names(described(rest)) == ["leadID", "vin", "year", "more"]
    assert rest.error("POST", path("approve")) == 1003


def test_a_draft_is_discarded(rest: RestService) -> None:
    make(rest, *FIELDS)
    assert rest.error("POST", path("discardDraft")) == 1048
    approve(rest)
    assert rest.error("POST", path("discardDraft")) == 1048
    rest.post(SCHEMA, {"apiName": "CAR", "displayName": "Vehicle"})
    assert described(rest)["displayName"] == "Car"
    rest.call("POST", path("discardDraft"))
    assert described(rest)["state"] == "approved"
    assert described(rest)["displayName"] == "Car"


def test_records_live_through_a_change_of_their_type(rest: RestService) -> None:
    make(rest, *FIELDS)
    approve(rest)
    (made,) = rest.post(CAR, {"input": [{"vin": "V", "leadID": 1, "year": 2003}]})["result"]
    rest.post(path("year/updateField"), {"displayName": "Model year", "dataType": "string"})
    asked = {"filterType": "vin", "filterValues": "V", "fields": "year"}
    assert rest.get(CAR, **asked)["result"][0]["year"] == 2003
    approve(rest)
    (found,) = rest.get(CAR, **asked)["result"]
    assert (found["year"], found["marketoGUID"]) == ("2003", made["marketoGUID"])
    rest.post(path("deleteField"), {"input": [{"name": "year"}]})
    approve(rest)
    assert rest.error("GET", CAR, asked) == 1006
    # What is gone is gone, also if a field of that name comes again.
    rest.post(path("addField"), {"input": [FIELDS[2]]})
    approve(rest)
    assert rest.get(CAR, **asked)["result"][0]["year"] is None


def test_what_tells_records_apart_stays(rest: RestService) -> None:
    make(rest, *FIELDS)
    # A draft may still change it.
    rest.post(path("vin/updateField"), {"isDedupeField": False})
    rest.post(path("vin/updateField"), {"isDedupeField": True})
    approve(rest)
    for changed in ({"isDedupeField": False}, {"dataType": "integer"}):
        assert rest.error("POST", path("vin/updateField"), body=changed) == 1003
    for name in ("vin", "leadID"):
        assert rest.error("POST", path("deleteField"), body={"input": [{"name": name}]}) == 1003


def test_the_action_decides(rest: RestService) -> None:
    given = {"apiName": "car", "displayName": "Car"}
    assert rest.error("POST", SCHEMA, body={**given, "action": "updateOnly"}) == 1013
    rest.post(SCHEMA, {**given, "action": "createOnly", "pluralName": "Cars"})
    assert rest.error("POST", SCHEMA, body={**given, "action": "createOnly"}) == 1017
    rest.post(SCHEMA, {"apiName": "car", "action": "updateOnly", "description": "Fast"})
    told = described(rest)
    assert (told["displayName"], told["pluralName"], told["description"]) == ("Car", "Cars", "Fast")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"displayName": "Car"}, 1002),
        ({"apiName": "car"}, 1002),
        ({"apiName": "my car", "displayName": "Car"}, 1003),
        ({"apiName": "car", "displayName": "Car", "action": "upsert"}, 1003),
        ({"apiName": "car", "displayName": 1}, 1001),
        ({"apiName": "car", "displayName": "Car", "showInLeadDetail": "no"}, 1001),
    ],
)
def test_a_bad_type_is_refused(rest: RestService, body: Any, code: int) -> None:
    assert rest.error("POST", SCHEMA, body=body) == code
    assert rest.get(SCHEMA)["result"] == []


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ({"displayName": "X", "dataType": "string"}, 1002),
        ({"name": "x", "dataType": "string"}, 1002),
        ({"name": "x", "displayName": "X"}, 1002),
        ({"name": "x", "displayName": "X", "dataType": "blob"}, 1001),
        ({"name": "x y", "displayName": "X", "dataType": "text"}, 1003),
        ({"name": "VIN", "displayName": "X", "dataType": "text"}, 1017),
        ({"name": "x", "displayName": "X", "dataType": "link"}, 1002),
        ({**LINK, "relatedTo": {"name": "Lead", "field": "colour"}}, 1006),
        ({**LINK, "relatedTo": {"name": "Boat", "field": "id"}}, 1013),
        ({**LINK, "relatedTo": {"name": "Lead", "field": "Id"}}, 1003),
    ],
)
def test_a_bad_field_is_refused_with_all_of_the_call(
    rest: RestService, field: Any, code: int
) -> None:
    make(rest, *FIELDS)
    good = {"name": "good", "displayName": "Good", "dataType": "text"}
    assert rest.error("POST", path("addField"), body={"input": [good, field]}) == code
    assert names(described(rest)) == ["leadID", "vin", "year"]


def test_a_type_without_key_is_not_approved(rest: RestService) -> None:
    make(rest, FIELDS[0])
    assert rest.error("POST", path("approve")) == 1003
    assert described(rest)["state"] == "draft"


def test_an_unknown_type_is_refused(rest: RestService) -> None:
    for action in ("approve", "discardDraft", "delete"):
        assert rest.error("POST", path(action)) == 1013
    assert rest.error("GET", path("describe")) == 1013
    make(rest)
    assert rest.error("POST", path("colour/updateField"), body={"dataType": "text"}) == 1006
    assert rest.error("POST", path("deleteField"), body={"input": [{"name": "x"}]}) == 1006


def test_there_are_ten_types_of_fifty_fields(rest: RestService) -> None:
    for number in range(10):
        make(rest, name=f"c{number}")
    body = {"apiName": "more", "displayName": "More"}
    assert rest.error("POST", SCHEMA, body=body) == 1003
    many = [{"name": f"f{n}", "displayName": "F", "dataType": "text"} for n in range(51)]
    assert rest.error("POST", path("addField", "c1"), body={"input": many}) == 1028
    rest.post(path("addField", "c1"), {"input": many[:50]})


def test_a_type_is_deleted_with_its_records(rest: RestService) -> None:
    make(rest, *FIELDS)
    approve(rest)
    rest.post(CAR, {"input": [{"vin": "V", "leadID": 1}]})
    rest.call("POST", path("delete"))
    assert rest.error("GET", CAR, {"filterType": "vin", "filterValues": "V"}) == 1013
    make(rest, *FIELDS)
    approve(rest)
    assert rest.get(CAR, filterType="vin", filterValues="V")["result"] == []


def test_records_may_belong_to_no_lead(rest: RestService) -> None:
    make(rest, FIELDS[1])
    approve(rest)
    assert rest.post(CAR, {"input": [{"vin": "V"}]})["result"][0]["status"] == "created"
    assert [
        each["vin"] for each in rest.get(CAR, filterType="vin", filterValues="V")["result"]
    ] == ["V"]
    client: Any = Client(rest.sandbox.config(), transport=rest.sandbox)
    result = client.sync_custom_objects("car", [({"vin": "S"}, {})], operation="INSERT")
    status = result.sync_custom_obj_status_list.sync_custom_obj_status[0]
    assert status.status.value == "CREATED"
    # One that links two kinds.
    link = {
        "name": "carVin",
        "displayName": "Car",
        "dataType": "link",
        "relatedTo": {"name": "car", "field": "vin"},
    }
    key = {"name": "key", "displayName": "Key", "dataType": "string", "isDedupeField": True}
    make(rest, FIELDS[0], link, key, name="trip")
    approve(rest, "trip")
    trips = "/rest/v1/customobjects/trip.json"
    rest.post(trips, {"input": [{"key": "k", "leadID": 1, "carVin": "V"}]})
    assert len(rest.get(trips, filterType="carVin", filterValues="V")["result"]) == 1


def test_records_may_name_their_lead_by_another_field() -> None:
    world = World(
        lead_fields=(WorldField(name="siebelId", external_key=True),),
        leads=(WorldLead(id=7, attributes={"siebelId": "S"}), WorldLead(id=8)),
    )
    with Sandbox(world=world, rest=True) as sandbox:
        rest = RestService(sandbox)
        link = {**LINK, "name": "owner", "relatedTo": {"name": "lead", "field": "siebelId"}}
        make(rest, FIELDS[1], link)
        approve(rest)
        records = [{"vin": "V", "owner": "S"}, {"vin": "W", "owner": "T"}, {"vin": "X"}]
        result = rest.post(CAR, {"input": records})["result"]
        assert [each["status"] for each in result] == ["created", "skipped", "created"]
        assert result[1]["reasons"][0]["code"] == "1004"
        (found,) = rest.get(CAR, filterType="owner", filterValues="S", fields="owner")["result"]
        assert (found["vin"], found["owner"]) == ("V", "S")


def test_the_data_types_are_told(rest: RestService) -> None:
    told = rest.get("/rest/v1/customobjects/schema/fieldDataTypes.json")["result"]
    assert {"string", "link", "datetime"} <= {*told}
