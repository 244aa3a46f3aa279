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
