"""Records of custom objects over the REST face, and over both."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from support.rest_service import RestService

from mktows import Client
from mktows.sandbox import Sandbox
from mktows.sandbox.instance.settings import Instance
from mktows.sandbox.rest.settings import Habits, RestSettings
from mktows.sandbox.world.world import World, WorldCustomObjectType, WorldField, WorldLead

ROADSHOW, CAR = "/rest/v1/customobjects/roadshow.json", "/rest/v1/customobjects/Car.json"
WORLD = World(
    instance=Instance(zone="UTC"),
    custom_objects=(
        WorldCustomObjectType(
            name="Roadshow",
            description="Visits",
            link="MKTOID",
            fields=(
                WorldField(name="MKTOID", type="integer", key=True),
                WorldField(name="rid", key=True),
                WorldField(name="city", display_name="City"),
                WorldField(name="seats", type="integer"),
                WorldField(name="paid", type="boolean"),
                WorldField(name="price", type="currency"),
                WorldField(name="day", type="datetime"),
            ),
            records=({"MKTOID": "1", "rid": "old", "city": "Bern", "seats": "2"},),
        ),
        WorldCustomObjectType(
            name="Car",
            link="owner",
            fields=(WorldField(name="owner", type="integer"), WorldField(name="vin", key=True)),
        ),
    ),
    leads=tuple(WorldLead(id=each) for each in range(1, 10)),
)


@pytest.fixture
def rest() -> Iterator[RestService]:
    with Sandbox(world=WORLD, rest=True) as sandbox:
        yield RestService(sandbox)


def soap(rest: RestService) -> Any:
    return Client(rest.sandbox.config(), transport=rest.sandbox)


def sync(rest: RestService, *records: dict[str, Any], path: str = ROADSHOW, **more: str) -> Any:
    return rest.post(path, {"input": list(records), **more})["result"]


def outcomes(result: list[dict[str, Any]]) -> list[object]:
    assert [each["seq"] for each in result] == list(range(len(result)))
    return [
        int(each["reasons"][0]["code"]) if each["status"] == "skipped" else each["status"]
        for each in result
    ]


def get(rest: RestService, kind: str, values: object, path: str = ROADSHOW, **more: object) -> Any:
    return rest.get(path, filterType=kind, filterValues=values, **more)["result"]


def by_keys(rest: RestService, *keys: dict[str, Any], **more: Any) -> Any:
    body = {"filterType": "dedupeFields", "input": list(keys), **more}
    return rest.post(ROADSHOW, body, _method="GET")["result"]


def in_soap(rest: RestService, lead: object, kind: str = "Roadshow") -> list[dict[str, str]]:
    found = soap(rest).get_custom_objects(
        kind, keys={"MKTOID" if kind == "Roadshow" else "vin": lead}
    )
    told = []
    for each in found.custom_obj_list.custom_obj:
        listed = (each.custom_obj_key_list, each.custom_obj_attribute_list)
        told.append({a.attr_name: a.attr_value for one in listed if one for a in one.attribute})
    return told


def test_what_rest_writes_soap_reads(rest: RestService) -> None:
    visit = {"MKTOID": 2, "rid": "r", "city": "Rome", "seats": 3, "paid": True, "price": 9.5}
    (made,) = sync(rest, visit)
    assert made["status"] == "created"
    assert in_soap(rest, 2) == [
        {"MKTOID": "2", "rid": "r", "city": "Rome", "seats": "3", "paid": "1", "price": "9.5"}
    ]
    assert outcomes(sync(rest, {"MKTOID": "2", "rid": "r", "city": None, "seats": 0})) == [
        "updated"
    ]
    assert in_soap(rest, 2) == [
        {"MKTOID": "2", "rid": "r", "seats": "0", "paid": "1", "price": "9.5"}
    ]


def test_what_soap_writes_rest_reads(rest: RestService) -> None:
    made = soap(rest).sync_custom_objects(
        "Roadshow", [({"MKTOID": 3, "rid": "s"}, {"city": "Oslo", "paid": "0"})], operation="UPSERT"
    )
    assert made.sync_custom_obj_status_list.sync_custom_obj_status[0].status.value == "CREATED"
    (found,) = get(rest, "MKTOID", 3, fields="city,paid,seats")
    guid = found.pop("marketoGUID")
    assert found == {
        "seq": 0,
        "MKTOID": 3,
        "rid": "s",
        "city": "Oslo",
        "paid": False,
        "seats": None,
    }
    assert get(rest, "idField", guid)[0]["rid"] == "s"


def test_the_default_fields_are_those_that_tell_which_it_is(rest: RestService) -> None:
    (found,) = get(rest, "MKTOID", 1)
    assert found.keys() == {"seq", "marketoGUID", "MKTOID", "rid", "createdAt", "updatedAt"}
    (found,) = get(rest, "MKTOID", 1, fields="city")
    assert found.keys() == {"seq", "marketoGUID", "MKTOID", "rid", "city"}
    asked = {"filterType": "MKTOID", "filterValues": "1", "fields": "colour"}
    assert rest.error("GET", ROADSHOW, asked) == 1006


def test_records_are_chosen_by_what_is_searchable(rest: RestService) -> None:
    assert [each["rid"] for each in by_keys(rest, {"MKTOID": 1, "rid": "old"})] == ["old"]
    assert by_keys(rest, {"MKTOID": 2, "rid": "old"}) == []
    assert by_keys(rest, {"MKTOID": 1, "rid": "old"}, fields=["seats"])[0]["seats"] == 2
    for kind, code in (("city", 1011), ("rid", 1011), ("colour", 1006), ("dedupeFields", 1003)):
        assert rest.error("GET", ROADSHOW, {"filterType": kind, "filterValues": "1"}) == code
    assert rest.error("GET", ROADSHOW, {"filterType": "MKTOID", "filterValues": "x"}) == 1001
    assert rest.error("GET", ROADSHOW) == 1002  # there is no read of all
    body = {"filterType": "dedupeFields", "input": [{"MKTOID": 1}]}
    assert rest.error("POST", ROADSHOW, {"_method": "GET"}, body=body) == 1002
    sync(rest, {"vin": "V", "owner": 1}, path=CAR)
    for kind in ("vin", "dedupeFields"):
        assert [each["vin"] for each in get(rest, kind, "V,W", CAR)] == ["V"]
    assert [each["vin"] for each in get(rest, "owner", "1,2", CAR)] == ["V"]


def test_the_action_decides(rest: RestService) -> None:
    old, new = {"MKTOID": 1, "rid": "old"}, {"MKTOID": 1, "rid": "new"}
    assert outcomes(sync(rest, old, new, action="createOnly")) == [1017, "created"]
    assert outcomes(sync(rest, old, {**old, "rid": "no"}, action="updateOnly")) == ["updated", 1013]
    guid = {"marketoGUID": get(rest, "MKTOID", 1)[0]["marketoGUID"]}
    by_id = {"action": "updateOnly", "dedupeBy": "idField"}
    changed = {**guid, "city": "Lima", "rid": "other"}
    assert outcomes(sync(rest, changed, {"marketoGUID": "x"}, {}, **by_id)) == [
        *("updated", 1013, 1002)
    ]
    # Keys stay as they are.
    assert by_keys(rest, old, fields=["city"])[0]["city"] == "Lima"
    assert rest.error("POST", ROADSHOW, body={"input": [guid], "dedupeBy": "idField"}) == 1003


@pytest.mark.parametrize(
    ("record", "code"),
    [
        ({"rid": "x"}, 1002),
        ({"MKTOID": 1}, 1002),
        ({"MKTOID": 99, "rid": "x"}, 1004),
        ({"MKTOID": "me", "rid": "x"}, 1001),
        ({"MKTOID": 1, "rid": "x", "colour": "red"}, 1006),
        ({"MKTOID": 1, "rid": "x", "seats": "many"}, 1001),
        ({"MKTOID": 1, "rid": "x", "paid": []}, 1001),
    ],
)
def test_a_bad_record_is_skipped_alone(rest: RestService, record: Any, code: int) -> None:
    assert outcomes(sync(rest, record, {"MKTOID": 9, "rid": "good"})) == [code, "created"]
    assert [each["rid"] for each in get(rest, "MKTOID", "1,9")] == ["old", "good"]


def test_a_record_has_a_lead(rest: RestService) -> None:
    assert outcomes(sync(rest, {"vin": "V"}, path=CAR)) == [1002]
    assert outcomes(sync(rest, {"vin": "V", "owner": 1}, {"vin": "V"}, path=CAR)) == [
        *("created", "updated")
    ]
    assert outcomes(sync(rest, {"vin": "V", "owner": None}, path=CAR)) == [1002]
    assert outcomes(sync(rest, {"vin": "V", "owner": 99}, path=CAR)) == [1004]
    assert outcomes(sync(rest, {"vin": "V", "owner": 2}, path=CAR)) == ["updated"]
    assert get(rest, "owner", 1, CAR) == []
    assert in_soap(rest, "V", "Car") == [{"vin": "V", "owner": "2"}]


def test_a_later_record_sees_an_earlier_one(rest: RestService) -> None:
    one = {"MKTOID": 1, "rid": "x"}
    result = sync(rest, {**one, "city": "a", "seats": 1}, {**one, "city": "b"})
    assert outcomes(result) == ["created", "updated"]
    assert result[0]["marketoGUID"] == result[1]["marketoGUID"]
    (found,) = by_keys(rest, one, fields=["city", "seats"])
    assert (found["city"], found["seats"]) == ("b", 1)


def test_records_are_deleted_by_either_key(rest: RestService) -> None:
    path = ROADSHOW.replace(".json", "/delete.json")
    old, new = {"MKTOID": 1, "rid": "old"}, {"MKTOID": 1, "rid": "new"}
    (made,) = sync(rest, new)
    assert outcomes(rest.post(path, {"input": [old, old, {"MKTOID": 1}]})["result"]) == [
        *("deleted", 1013, 1002)
    ]
    guid = {"marketoGUID": made["marketoGUID"]}
    by_id = {"deleteBy": "idField", "input": [guid, guid]}
    assert outcomes(rest.post(path, by_id)["result"]) == ["deleted", 1013]
    assert in_soap(rest, 1) == []
    # Who comes again is another one.
    assert sync(rest, new)[0]["marketoGUID"] != made["marketoGUID"]


@pytest.mark.parametrize("size", [1, 2, 5, 300])
def test_pages_show_each_one_once(rest: RestService, size: int) -> None:
    names = [f"r{each}" for each in range(6)]
    sync(rest, *({"MKTOID": 2 + number % 3, "rid": each} for number, each in enumerate(names)))
    asked = {"filterType": "MKTOID", "filterValues": "2,3,4", "batchSize": size}
    answer = rest.get(ROADSHOW, **asked)
    seen = [each["rid"] for each in answer["result"]]
    while "nextPageToken" in answer:
        answer = rest.get(ROADSHOW, **asked, nextPageToken=answer["nextPageToken"])
        seen += [each["rid"] for each in answer["result"]]
    assert seen == names
    # The same, where the keys stand in a body.
    body: dict[str, Any] = {
        "filterType": "dedupeFields",
        "batchSize": size,
        "input": [{"MKTOID": 2 + number % 3, "rid": name} for number, name in enumerate(names)],
    }
    answer = rest.post(ROADSHOW, body, _method="GET")
    seen = [each["rid"] for each in answer["result"]]
    while "nextPageToken" in answer:
        token = {"nextPageToken": answer["nextPageToken"]}
        answer = rest.post(ROADSHOW, {**body, **token}, _method="GET")
        seen += [each["rid"] for each in answer["result"]]
    assert seen == names


def test_a_batch_has_an_end(rest: RestService) -> None:
    visits = [{"MKTOID": 1, "rid": str(each)} for each in range(301)]
    assert rest.error("POST", ROADSHOW, body={"input": visits}) == 1003
    assert outcomes(sync(rest, *visits[:300])) == ["created"] * 300
    body: dict[str, Any] = {"filterType": "dedupeFields", "input": visits}
    assert rest.error("POST", ROADSHOW, {"_method": "GET"}, body=body) == 1003
    assert len(get(rest, "MKTOID", 1)) == 300


def test_a_record_keeps_its_guid_when_its_lead_is_merged(rest: RestService) -> None:
    (old,) = get(rest, "MKTOID", 1)
    rest.call("POST", "/rest/v1/leads/2/merge.json", {"leadId": 1})
    (moved,) = get(rest, "MKTOID", 2)
    assert moved["marketoGUID"] == old["marketoGUID"]


def test_types_are_listed_and_described(rest: RestService) -> None:
    listed = rest.get("/rest/v1/customobjects.json")["result"]
    assert [each["name"] for each in listed] == ["Car", "Roadshow"]
    (one,) = rest.get("/rest/v1/customobjects.json", names="roadshow")["result"]
    (told,) = rest.get("/rest/v1/customobjects/ROADSHOW/describe.json")["result"]
    fields = told.pop("fields")
    assert told == one
    assert told["searchableFields"] == [["MKTOID", "rid"], ["marketoGUID"], ["MKTOID"]]
    assert told["relationships"] == [
        {"field": "MKTOID", "type": "parent", "relatedTo": {"name": "Lead", "field": "id"}}
    ]
    names = [each["name"] for each in fields]
    assert names[:5] == ["marketoGUID", "createdAt", "updatedAt", "MKTOID", "rid"]
    assert [each["displayName"] for each in fields if each["name"] == "city"] == ["City"]
    for path in ("describe.json", "delete.json"):
        method = "GET" if path == "describe.json" else "POST"
        given: Any = None if method == "GET" else {"input": [{}]}
        assert rest.error(method, f"/rest/v1/customobjects/Boat/{path}", body=given) == 1013


def test_names_of_members_are_habits() -> None:
    habits = Habits(object_name="apiName", related="object")
    with Sandbox(world=WORLD, rest=RestSettings(habits=habits)) as sandbox:
        (told,) = RestService(sandbox).get("/rest/v1/customobjects/car/describe.json")["result"]
        assert told["apiName"] == "Car"
        assert told["relationships"][0]["object"] == {"name": "Lead", "field": "id"}
