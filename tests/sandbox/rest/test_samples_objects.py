"""The vendor's sample calls for objects, sent to a world that makes them meaningful."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from support.rest_service import RestService
from support.sample_calls import SampleCall, differences, needs_samples, sample_call

from mktows.sandbox import Sandbox
from mktows.sandbox.instance.settings import Instance
from mktows.sandbox.rest.settings import Habits, RestSettings
from mktows.sandbox.world.world import World, WorldField, WorldLead, WorldParty

pytestmark = needs_samples

OPPORTUNITIES = "/rest/v1/opportunities.json"
SOURCE = World(opportunity_fields=(WorldField(name="source"),))
# A GUID says which object it is, so those of a sample are another instance's.
OWN_GUID = "result[].marketoGUID: value"
# What describes an object that every instance has is as old as the service.
OWN_TIMES = ("result[].createdAt: value", "result[].updatedAt: value")


@contextmanager
def service(
    world: World, at: str | None = None, habits: Habits | None = None
) -> Iterator[RestService]:
    """A face on a world, at a moment such as `2018-06-21T04:32:25Z`."""
    settings = RestSettings(habits=habits or Habits())
    with Sandbox(world=replace(world, instance=Instance(zone="UTC")), rest=settings) as sandbox:
        if at is not None:
            sandbox.clock.set(datetime.fromisoformat(at))
        yield RestService(sandbox)


def check(sample: SampleCall, answer: Mapping[str, Any], *allowed: str) -> None:
    """An answer is like that of a sample, but for what is allowed; each of that is needed."""
    assert differences(sample, answer) == set(allowed), answer


def test_opportunities_are_described() -> None:
    sample = sample_call("GET", "/rest/v1/opportunities/describe.json")
    with service(World()) as rest:
        # The sample breaks off behind the first fields.
        check(sample, sample.send(rest), *OWN_TIMES, "result[].fields[]: length")


def test_roles_are_described() -> None:
    sample = sample_call("GET", "/rest/v1/opportunities/roles/describe.json")
    with service(World()) as rest:
        answer = sample.send(rest)
        (told,) = answer["result"]
        # Other samples of such objects have the times, too.
        told["fields"] = [each for each in told["fields"] if not each["name"].endswith("dAt")]
        # The order of the last two fields says nothing.
        told["fields"][-2:] = told["fields"][:-3:-1]
        check(sample, answer, *OWN_TIMES)


def opportunities(rest: RestService) -> list[str]:
    """Create those of the samples, and return their GUIDs."""
    sample = sample_call("POST", OPPORTUNITIES)
    return [each["marketoGUID"] for each in sample.send(rest)["result"]]


def test_opportunities_are_written() -> None:
    for number in (0, 1):
        sample = sample_call("POST", OPPORTUNITIES, number)
        with service(SOURCE) as rest:
            rest.post(OPPORTUNITIES, {"input": sample.body["input"][:1]})
            check(sample, sample.send(rest), OWN_GUID)


@pytest.mark.parametrize("number", [0, 1])
def test_opportunities_are_read(number: int) -> None:
    sample = sample_call("GET", OPPORTUNITIES, number)
    with service(SOURCE) as rest:
        guids = opportunities(rest)
        query = {**sample.query, "filterValues": [",".join(guids)]}
        check(sample, rest.call("GET", OPPORTUNITIES, query), OWN_GUID)


def test_opportunities_are_deleted() -> None:
    sample = sample_call("POST", "/rest/v1/opportunities/delete.json")
    with service(SOURCE) as rest:
        rest.post(OPPORTUNITIES, {"input": sample.body["input"]})
        check(sample, sample.send(rest), OWN_GUID)


def test_roles_are_deleted() -> None:
    sample = sample_call("POST", "/rest/v1/opportunities/roles/delete.json")
    (key,) = sample.body["input"]
    with service(World(leads=(WorldLead(id=key["leadId"]),))) as rest:
        opportunity = {"externalOpportunityId": key["externalOpportunityId"]}
        rest.post(OPPORTUNITIES, {"input": [opportunity]})
        rest.post("/rest/v1/opportunities/roles.json", {"input": [key]})
        check(sample, sample.send(rest), OWN_GUID)


def parties(key: str, sample: SampleCall, count: int) -> tuple[WorldParty, ...]:
    """The first ones that a sample names, with the ids that its answer tells."""
    given = zip(sample.body["input"], sample.answer["result"], strict=True)
    return tuple(
        WorldParty(external_id=named[key], id=told["id"]) for named, told in [*given][:count]
    )


@pytest.mark.parametrize(
    ("path", "key", "member"),
    [
        ("/rest/v1/companies", "externalCompanyId", "companies"),
        ("/rest/v1/salespersons", "externalSalesPersonId", "sales_persons"),
    ],
)
def test_companies_and_sales_persons(path: str, key: str, member: str) -> None:
    world: Any = {}
    sample = sample_call("POST", f"{path}.json")
    world[member] = parties(key, sample, 1)
    with service(World(**world)) as rest:
        # The id of the one that is made is this instance's.
        check(sample, sample.send(rest), "result[].id: value")
    sample = sample_call("POST", f"{path}/delete.json")
    world[member] = parties(key, sample, 2)
    with service(World(**world)) as rest:
        check(sample, sample.send(rest))


def test_fields_of_companies() -> None:
    with service(World()) as rest:
        for path in ("fields.json", "fields/industry.json"):
            sample = sample_call("GET", f"/rest/v1/companies/schema/{path}")
            check(sample, sample.send(rest))


def test_sales_persons_are_described() -> None:
    sample = sample_call("GET", "/rest/v1/salespersons/describe.json")
    with service(World()) as rest:
        check(sample, sample.send(rest), *OWN_TIMES, "result[].fields[]: length")


OBJECTS = "/rest/v1/customobjects/{apiName}"
TYPES = "/rest/v1/customobjects/schema"
CARS = "/rest/v1/customobjects/Car.json"


def define(rest: RestService, described: Mapping[str, Any], **more: str) -> None:
    """Make the type that a sample describes, and approve it."""
    name = described.get("name") or described["apiName"]
    rest.post(
        f"{TYPES}.json",
        {
            "apiName": name,
            "displayName": described["displayName"],
            "description": described["description"],
        },
    )
    related = {
        each["field"]: {"name": "Lead", "field": more.get("field", each["field"])}
        for each in described["relationships"]
    }
    fields = [
        {
            "name": each["name"],
            "displayName": each["displayName"],
            "description": each.get("description"),
            "dataType": "link" if each["name"] in related else each["dataType"].lower(),
            "isDedupeField": each["name"] in described["dedupeFields"],
            "relatedTo": related.get(each["name"]),
        }
        for each in described["fields"]
        if each["name"] not in ("marketoGUID", "createdAt", "updatedAt")
    ]
    rest.post(f"{TYPES}/{name}/addField.json", {"input": fields})
    rest.call("POST", f"{TYPES}/{name}/approve.json")


SIEBEL = World(
    lead_fields=(WorldField(name="siebelId", external_key=True),),
    leads=(
        WorldLead(id=1, attributes={"siebelId": "f2676861b5fb"}),
        WorldLead(id=2, attributes={"siebelId": "f2676861b5fc"}),
    ),
)


@contextmanager
def cars(habits: Habits | None = None) -> Iterator[RestService]:
    """A face that has the type of the samples, made and changed when they say."""
    (described,) = sample_call("GET", f"{OBJECTS}/describe.json").answer["result"]
    with service(SIEBEL, described["createdAt"], habits) as rest:
        define(rest, described)
        rest.sandbox.clock.set(datetime.fromisoformat(described["updatedAt"]))
        rest.post(f"{TYPES}.json", {"apiName": "Car", "displayName": "Car"})
        rest.call("POST", f"{TYPES}/Car/approve.json")
        yield rest


def test_types_of_custom_objects_are_listed() -> None:
    sample = sample_call("GET", "/rest/v1/customobjects.json")
    with cars() as rest:
        check(sample, sample.send(rest))


def test_a_type_of_custom_objects_is_described() -> None:
    sample = sample_call("GET", f"{OBJECTS}/describe.json")
    with cars(Habits(related="object")) as rest:
        # Lengths follow from types here, and one type of the sample is written in capitals.
        allowed = ("result[].fields[].length: value", "result[].fields[].dataType: value")
        check(sample, sample.send(rest, "Car"), *allowed)


def test_custom_objects_are_read() -> None:
    sample = sample_call("GET", f"{OBJECTS}.json")
    shown = sample.answer["result"]
    with cars() as rest:
        body = {"input": [{"vin": each["vin"]} for each in shown]}
        for time in ("createdAt", "updatedAt"):
            rest.sandbox.clock.set(datetime.fromisoformat(shown[0][time]))
            rest.authorize()
            rest.post(CARS, body)
        guids = [each["marketoGUID"] for each in rest.post(CARS, body)["result"]]
        query = {**sample.query, "filterValues": [",".join(guids)]}
        check(sample, rest.call("GET", CARS, query), OWN_GUID)


def test_custom_objects_are_written() -> None:
    sample = sample_call("POST", f"{OBJECTS}.json")
    # The sample asks to update alone, and shows one that was created.
    body = {**sample.body, "action": "createOrUpdate"}
    with cars() as rest:
        rest.post(CARS, {"input": sample.body["input"][:1]})
        check(sample, rest.call("POST", CARS, body=body), OWN_GUID)


def test_custom_objects_are_deleted() -> None:
    sample = sample_call("POST", f"{OBJECTS}/delete.json")
    with cars() as rest:
        rest.post(CARS, {"input": sample.body["input"][:2]})
        check(sample, sample.send(rest, "Car"), OWN_GUID)


def test_fields_of_a_type_are_changed() -> None:
    updated = sample_call("POST", f"{TYPES}/{{apiName}}/{{fieldApiName}}/updateField.json")
    deleted = sample_call("POST", f"{TYPES}/{{apiName}}/deleteField.json")
    text = {"displayName": "Text", "dataType": "string"}
    with service(World()) as rest:
        rest.post(f"{TYPES}.json", {"apiName": "book", "displayName": "Book"})
        fields = [{**text, "name": name} for name in ("title", "author")]
        rest.post(f"{TYPES}/book/addField.json", {"input": fields})
        check(updated, updated.send(rest, "book", "title"))
        check(deleted, deleted.send(rest, "book"))


def test_a_draft_is_made_changed_and_described() -> None:
    made = sample_call("POST", f"{TYPES}.json", 0)
    changed = sample_call("POST", f"{TYPES}.json", 1)
    told = sample_call("GET", f"{TYPES}/transaction/describe.json")
    with service(World()) as rest:
        check(made, made.send(rest))
        check(told, told.send(rest))
        check(changed, changed.send(rest))
        for number in (3, 4):
            sample = sample_call("POST", f"{TYPES}.json", number)
            check(sample, sample.send(rest))
        course = sample_call("POST", f"{TYPES}/course/addField.json")
        check(course, course.send(rest))
        # Nobody can read the body that makes this one as JSON: a comma is missing.
        rest.post(f"{TYPES}.json", {"apiName": "car", "displayName": "Car"})
        car = sample_call("POST", f"{TYPES}/car/addField.json")
        check(car, car.send(rest))


def test_types_are_listed_with_their_state() -> None:
    sample = sample_call("GET", f"{TYPES}.json")
    first = sample.answer["result"][0]
    with service(World(), first["createdAt"]) as rest:
        define(rest, first, field="id")
        rest.sandbox.clock.set(datetime.fromisoformat(first["updatedAt"]))
        rest.post(f"{TYPES}.json", {"apiName": first["apiName"]})
        rest.call("POST", f"{TYPES}/{first['apiName']}/approve.json")
        answer = sample.send(rest)
        # The sample lists another type that was not asked for.
        only = replace(sample, answer={**sample.answer, "result": [first]})
        told = answer["result"][0]
        times = [each for each in told["fields"] if each["name"].endswith("edAt")]
        told["fields"] = [each for each in told["fields"] if each not in times]
        check(
            only,
            answer,
            # In one of the sample's types alone.
            "result[].version: more",
            # The service's own field has one name everywhere else.
            "result[].fields[].displayName: value",
            # A link refers to the id of leads, and has a name of its own.
            "result[].relationships[].relatedTo.field: value",
        )


def test_the_data_types_are_told() -> None:
    sample = sample_call("GET", f"{TYPES}/fieldDataTypes.json")
    with service(World()) as rest:
        check(sample, sample.send(rest))
