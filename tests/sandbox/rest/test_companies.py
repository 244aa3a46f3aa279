"""Companies and sales persons over the REST face."""

from __future__ import annotations

from typing import Any

import pytest
from support.rest_service import RestService

from mktows.sandbox import Sandbox
from mktows.sandbox.world.world import World, WorldError, WorldParty

COMPANIES, PEOPLE = "/rest/v1/companies.json", "/rest/v1/salespersons.json"
KINDS = [(COMPANIES, "externalCompanyId", "company"), (PEOPLE, "externalSalesPersonId", "email")]
kinds = pytest.mark.parametrize(("path", "key", "name"), KINDS)
keys_of_kinds = pytest.mark.parametrize(("path", "key"), [each[:2] for each in KINDS])


def sync(rest: RestService, path: str, *records: dict[str, Any], **more: str) -> list[Any]:
    result: list[Any] = rest.post(path, {"input": list(records), **more})["result"]
    return result


def outcomes(result: list[dict[str, Any]]) -> list[object]:
    return [
        int(each["reasons"][0]["code"]) if each["status"] == "skipped" else each["status"]
        for each in result
    ]


def get(rest: RestService, path: str, kind: str, values: object, **more: object) -> list[Any]:
    answer = rest.get(path, filterType=kind, filterValues=values, **more)
    result: list[Any] = answer["result"]
    return result


@kinds
def test_one_is_created_updated_and_read(rest: RestService, path: str, key: str, name: str) -> None:
    one, two = {key: "A", name: "One@x.org"}, {key: "B"}
    made = sync(rest, path, one, two)
    assert outcomes(made) == ["created", "created"]
    ids = [each["id"] for each in made]
    assert outcomes(sync(rest, path, {key: "A", name: "1@x.org"})) == ["updated"]
    for kind, value in ((key, "A"), ("id", ids[0]), ("idField", ids[0]), ("dedupeFields", "A")):
        assert get(rest, path, kind, value) == [{"seq": 0, "id": ids[0], key: "A", name: "1@x.org"}]
    assert get(rest, path, name, "1@X.org")[0]["id"] == ids[0]
    assert get(rest, path, name, "One@x.org") == []
    (found,) = get(rest, path, "id", ids[1], fields=f"{name},createdAt")
    assert found.keys() == {"seq", "id", key, name, "createdAt"}
    assert found[name] is None


@kinds
def test_the_action_decides(rest: RestService, path: str, key: str, name: str) -> None:
    (made,) = sync(rest, path, {key: "A"})
    assert outcomes(sync(rest, path, {key: "A"}, {key: "B"}, action="createOnly")) == [
        1017,
        "created",
    ]
    assert outcomes(sync(rest, path, {key: "A"}, {key: "C"}, action="updateOnly")) == [
        "updated",
        1013,
    ]
    by_id = {"action": "updateOnly", "dedupeBy": "idField"}
    assert outcomes(sync(rest, path, {"id": made["id"], name: "n"}, {"id": 99}, **by_id)) == [
        "updated",
        1013,
    ]
    assert get(rest, path, key, "A")[0][name] == "n"


@kinds
def test_bad_records_are_skipped(rest: RestService, path: str, key: str, name: str) -> None:
    bad: list[dict[str, Any]] = [{}, {key: "A", "colour": 1}, {key: "A", name: {}}]
    assert outcomes(sync(rest, path, *bad, {key: "A"}, {key: "A"})) == [
        *(1002, 1006, 1001),
        *("created", "updated"),
    ]
    assert rest.error("POST", path, body={"input": [{key: str(n)} for n in range(301)]}) == 1003
    assert rest.error("GET", path, {"filterType": "fax", "filterValues": "1"}) in (1006, 1011)


@keys_of_kinds
def test_one_is_deleted(rest: RestService, path: str, key: str) -> None:
    made = sync(rest, path, {key: "A"}, {key: "B"})
    away = path.replace(".json", "/delete.json")
    assert outcomes(rest.post(away, {"input": [{key: "A"}, {key: "A"}]})["result"]) == [
        "deleted",
        1013,
    ]
    by_id = {"deleteBy": "idField", "input": [{"id": made[1]["id"]}]}
    assert rest.post(away, by_id)["result"] == [
        {"seq": 0, "status": "deleted", "id": made[1]["id"]}
    ]
    assert get(rest, path, key, "A,B") == []
    # An id stays used.
    assert sync(rest, path, {key: "A"})[0]["id"] > made[1]["id"]


@keys_of_kinds
def test_pages_show_each_one_once(rest: RestService, path: str, key: str) -> None:
    keys = [f"k{each}" for each in range(7)]
    sync(rest, path, *({key: each} for each in keys))
    for size in (1, 3, 7, 300):
        asked = {"filterType": key, "filterValues": ",".join(keys), "batchSize": size}
        answer = rest.get(path, **asked)
        seen = [each[key] for each in answer["result"]]
        while "nextPageToken" in answer:
            answer = rest.get(path, **asked, nextPageToken=answer["nextPageToken"])
            seen += [each[key] for each in answer["result"]]
        assert seen == keys


@kinds
def test_one_is_described(rest: RestService, path: str, key: str, name: str) -> None:
    (told,) = rest.get(path.replace(".json", "/describe.json"))["result"]
    assert (told["idField"], told["dedupeFields"]) == ("id", [key])
    assert sorted(told["searchableFields"]) == sorted([[key], ["id"], [name]])
    fields = {each["name"]: each for each in told["fields"]}
    assert not fields[key]["updateable"]
    assert fields["id"]["dataType"] == "integer"


def test_a_company_names_a_sales_person_that_is_there(rest: RestService) -> None:
    one = {"externalCompanyId": "A", "externalSalesPersonId": "sam"}
    assert outcomes(sync(rest, COMPANIES, one)) == [718]
    sync(rest, PEOPLE, {"externalSalesPersonId": "sam"})
    assert outcomes(sync(rest, COMPANIES, one)) == ["created"]
    opportunity = {"externalOpportunityId": "O", "externalCompanyId": "A"}
    path = "/rest/v1/opportunities.json"
    assert outcomes(sync(rest, path, opportunity)) == ["created"]
    assert get(rest, path, "externalOpportunityId", "O")[0]["externalCompanyId"] == "A"


def test_a_lead_names_its_company_and_its_sales_person(rest: RestService) -> None:
    belongs = {"externalCompanyId": "A", "externalSalesPersonId": "sam"}
    rest.post("/rest/v1/leads.json", {"input": [{"email": "a@x.org", **belongs}]})
    (found,) = get(rest, "/rest/v1/leads.json", "email", "a@x.org", fields=",".join(belongs))
    assert {name: found[name] for name in belongs} == belongs


def test_fields_of_companies_come_in_pages(rest: RestService) -> None:
    path = "/rest/v1/companies/schema/fields.json"
    answer = rest.get(path, batchSize=5)
    seen = answer["result"]
    assert answer["moreResult"] is True
    while "nextPageToken" in answer:
        answer = rest.get(path, batchSize=5, nextPageToken=answer["nextPageToken"])
        seen += answer["result"]
    assert seen == rest.get(path)["result"]
    assert len({each["name"] for each in seen}) == len(seen) > 10
    one = "/rest/v1/companies/schema/fields/{}.json"
    assert rest.get(one.format("industry"))["result"] == [
        each for each in seen if each["name"] == "industry"
    ]
    assert rest.error("GET", one.format("colour")) == 1006


def test_they_can_be_there_from_the_beginning() -> None:
    person = WorldParty(external_id="sam", attributes={"email": "Sam@x.org"}, id=9)
    world = World(
        companies=(
            WorldParty(external_id="A", attributes={"company": "One"}),
            WorldParty(external_id="B", id=7),
        ),
        sales_persons=(person,),
    )
    with Sandbox(rest=True, world=world) as sandbox:
        service = RestService(sandbox)
        assert [each["id"] for each in get(service, COMPANIES, "externalCompanyId", "A,B")] == [
            7,
            8,
        ]
        assert get(service, COMPANIES, "company", "one")[0]["id"] == 8
        assert get(service, PEOPLE, "email", "sam@x.org")[0]["id"] == 9


@pytest.mark.parametrize(
    "given",
    [
        (WorldParty(external_id="A"), WorldParty(external_id="A")),
        (WorldParty(external_id="A", id=1), WorldParty(external_id="B", id=1)),
        (WorldParty(external_id=""),),
        (WorldParty(external_id="A", attributes={"externalCompanyId": "A"}),),
        (WorldParty(external_id="A", attributes={"annualRevenue": "much"}),),
    ],
)
def test_a_world_with_bad_companies_is_refused(given: tuple[WorldParty, ...]) -> None:
    with pytest.raises(WorldError):
        Sandbox(world=World(companies=given))


def test_a_new_database_has_neither() -> None:
    with Sandbox(rest=True) as sandbox:
        service = RestService(sandbox)
        assert get(service, COMPANIES, "externalCompanyId", "A") == []
        sync(service, PEOPLE, {"externalSalesPersonId": "sam"})
        with sandbox._emulator.store.reading() as data:  # type: ignore[union-attr]
            assert not data.is_new()
