"""The vendor's sample calls for activities and their types, sent to a world that has them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest
from support.rest_service import RestService
from support.sample_calls import SampleCall, differences, needs_samples, sample_call

from mktows.sandbox import Sandbox
from mktows.sandbox.world import (
    World,
    WorldActivity,
    WorldActivityAttribute,
    WorldActivityType,
    WorldLead,
)

pytestmark = needs_samples
TYPE = "/rest/v1/activities/external/type"


@contextmanager
def service(world: World, at: str | None = None) -> Iterator[RestService]:
    with Sandbox(world=world, rest=True) as sandbox:
        if at is not None:
            sandbox.clock.set(datetime.fromisoformat(at))
        yield RestService(sandbox)


def check(sample: SampleCall, answer: dict[str, Any], *allowed: str) -> None:
    assert differences(sample, answer) == set(allowed), answer


def test_types() -> None:
    sample = sample_call("GET", "/rest/v1/activities/types.json")
    with service(World()) as rest:
        answer = sample.send(rest)
        wanted = {each["id"] for each in sample.answer["result"]}
        shown = [each for each in answer["result"] if each["id"] in wanted]
        # Descriptions are in words of our own.
        check(sample, {**answer, "result": shown}, "result[].description: value")


def test_a_type_is_made() -> None:
    sample = sample_call("POST", f"{TYPE}.json")
    with service(World()) as rest:
        check(sample, sample.send(rest))


def attribute(shown: dict[str, Any]) -> WorldActivityAttribute:
    return WorldActivityAttribute(
        api_name=shown["apiName"],
        name=shown["name"],
        type=shown["dataType"],
        description=shown["description"],
    )


@pytest.mark.parametrize("action", ["create", "update", "delete"])
def test_attributes_of_a_type(action: str) -> None:
    sample = sample_call("POST", f"{TYPE}/{{apiName}}/attributes/{action}.json")
    (shown,) = sample.answer["result"]
    named = [] if action == "create" else sample.body["attributes"]
    made = WorldActivityType(
        id=shown["id"],
        api_name=shown["apiName"],
        name=shown["name"],
        description=shown["description"],
        trigger_name=shown["triggerName"],
        filter_name=shown["filterName"],
        created=shown["createdAt"],
        primary=attribute(shown["primaryAttribute"]),
        attributes=tuple(
            WorldActivityAttribute(api_name=each["apiName"], name=each["apiName"]) for each in named
        ),
    )
    with service(World(activity_types=(made,)), at=shown["updatedAt"]) as rest:
        check(sample, sample.send(rest, shown["apiName"]))


def test_activities_are_added() -> None:
    sample = sample_call("POST", "/rest/v1/activities/external.json")
    added = [each for each in sample.answer["result"] if each["status"] == "added"]
    given = sample.body["input"]
    known = [each["leadId"] for each in given[: len(added)]]
    made = WorldActivityType(
        id=given[0]["activityTypeId"],
        api_name="game",
        name="Game",
        primary=WorldActivityAttribute(api_name="name", name="Name"),
        attributes=tuple(
            WorldActivityAttribute(api_name=each["apiName"], name=each["apiName"])
            for each in given[0]["attributes"]
        ),
    )
    world = World(
        leads=tuple(WorldLead(id=each) for each in known),
        activity_types=(made,),
        # The one before, so that the next have the ids of the sample.
        activities=(
            WorldActivity(
                id=added[0]["id"] - 1, lead=known[0], at="2014-01-01", type="Visit Webpage"
            ),
        ),
    )
    with service(world) as rest:
        check(sample, sample.send(rest))
