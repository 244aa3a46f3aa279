"""The vendor's sample calls for leads and lists, sent to a world that makes them meaningful."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from support.rest_service import RestService
from support.sample_calls import SampleCall, differences, needs_samples, sample_call

from mktows.facts.lead_fields import DEFAULT_FIELDS
from mktows.sandbox import Sandbox
from mktows.sandbox.instance.settings import Instance
from mktows.sandbox.world.world import (
    World,
    WorldChannel,
    WorldField,
    WorldLead,
    WorldList,
    WorldMembership,
    WorldProgram,
)

pytestmark = needs_samples

ZONE = Instance(zone="UTC")
CHANNEL = WorldChannel(name="Online")
_SOAP = {each.rest_name: each.name for each in DEFAULT_FIELDS}
_COMPUTED = ("id", "email", "createdAt", "updatedAt", "membership")


@contextmanager
def service(world: World, at: str | None = None) -> Iterator[RestService]:
    """A face on a world, at a moment such as `2018-06-21T04:32:25Z`."""
    with Sandbox(world=world, rest=True) as sandbox:
        if at is not None:
            sandbox.clock.set(datetime.fromisoformat(at))
        yield RestService(sandbox)


def lead(shown: Mapping[str, Any], **more: Any) -> WorldLead:
    """The lead that an answer shows."""
    return WorldLead(
        id=shown["id"],
        email=shown.get("email"),
        created=shown.get("createdAt"),
        updated=shown.get("updatedAt"),
        attributes={_SOAP[n]: v for n, v in shown.items() if n not in _COMPUTED},
        **more,
    )


def check(sample: SampleCall, answer: Mapping[str, Any], *allowed: str) -> None:
    """An answer is like that of a sample, but for what is allowed; each of that is needed."""
    assert differences(sample, answer) == set(allowed), answer


def test_describe() -> None:
    sample = sample_call("GET", "/rest/v1/leads/describe.json")
    with service(World()) as rest:
        answer = sample.send(rest)
        company = [each for each in answer["result"] if each["id"] == 2]
        check(sample, {**answer, "result": company})


def test_a_lead() -> None:
    sample = sample_call("GET", "/rest/v1/lead/{id}.json")
    (shown,) = sample.answer["result"]
    with service(World(instance=ZONE, leads=(lead(shown),))) as rest:
        check(
            sample,
            sample.send(rest, shown["id"]),
            # Times are told in UTC, as in other samples.
            *("result[].createdAt: value", "result[].updatedAt: value"),
        )


def test_leads() -> None:
    sample = sample_call("GET", "/rest/v1/leads.json")
    world = World(instance=ZONE, leads=tuple(lead(each) for each in sample.answer["result"]))
    with service(world) as rest:
        check(sample, sample.send(rest))


def test_a_field() -> None:
    sample = sample_call("GET", "/rest/v1/leads/schema/fields/{fieldApiName}.json")
    with service(World()) as rest:
        check(sample, sample.send(rest, "email"))


def test_fields_are_made() -> None:
    sample = sample_call("POST", "/rest/v1/leads/schema/fields.json")
    with service(World()) as rest:
        check(sample, sample.send(rest))


def test_leads_are_pushed() -> None:
    sample = sample_call("POST", "/rest/v1/leads/push.json")
    known = sample.body["input"][1]["email"]
    world = World(
        lead_fields=(WorldField(name="jobTitle"),),
        channels=(CHANNEL,),
        programs=(WorldProgram(id=1, name=sample.body["programName"], channel=CHANNEL.name),),
        leads=(WorldLead(id=483893), WorldLead(id=1087425, email=known)),
    )
    with service(world) as rest:
        rest.post("/rest/v1/leads/delete.json", {"input": [{"id": 483893}]})
        check(
            sample,
            sample.send(rest),
            # Warnings that there are none are left out (recorded); ids follow the greatest one; a
            # third answer to two leads can have no counterpart.
            *("warnings: missing", "result[].id: value", "result[]: length"),
        )


def test_a_form_is_submitted() -> None:
    sample = sample_call("POST", "/rest/v1/leads/submitForm.json")
    (form,) = sample.body["input"]
    (shown,) = sample.answer["result"]
    world = World(
        lead_fields=(WorldField(name="pMCFField"),),
        leads=(WorldLead(id=shown["id"], email=form["leadFormFields"]["email"]),),
    )
    with service(world) as rest:
        check(sample, sample.send(rest))


def test_a_browser_is_associated() -> None:
    sample = sample_call("POST", "/rest/v1/leads/{id}/associate.json")
    with service(World(leads=(WorldLead(id=1),))) as rest:
        check(sample, sample.send(rest, 1))


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/rest/v1/lists/{listId}/leads.json", ()),
        (
            "/rest/v1/list/{listId}/leads.json",
            # It shows a field that is none of the default ones, and lacks three that are.
            (
                *("result[].postalCode: missing", "result[].createdAt: more"),
                *("result[].updatedAt: more", "result[].lastName: more"),
            ),
        ),
    ],
)
def test_leads_of_a_list(path: str, allowed: tuple[str, ...]) -> None:
    sample = sample_call("GET", path)
    given = [*sample.answer["result"], {"id": 999_999}]
    world = World(
        instance=ZONE,
        lists=(WorldList(name="List", id=5),),
        leads=tuple(lead(each, lists=("List",)) for each in given),
    )
    with service(world) as rest:
        check(sample, sample.send(rest, 5), *allowed)


def test_lists_of_a_lead() -> None:
    sample = sample_call("GET", "/rest/v1/leads/{id}/listMembership.json")
    shown = [
        (each["listId"], each["createdAt"], each["updatedAt"]) for each in sample.answer["result"]
    ]
    lists = tuple(
        WorldList(name=str(number), id=number, created=created, updated=updated)
        for number, created, updated in [*shown, (1, None, None)]
    )
    world = World(
        instance=ZONE,
        lists=lists,
        leads=(WorldLead(id=7, lists=tuple(each.name for each in lists)),),
    )
    with service(world) as rest:
        check(sample, sample.send(rest, 7))


def membership(shown: Mapping[str, Any]) -> WorldMembership:
    return WorldMembership(
        program=str(shown["id"]),
        status=shown["progressionStatus"],
        since=shown["membershipDate"],
        updated=shown["updatedAt"],
        acquired=shown["acquiredBy"],
        exhausted=shown["isExhausted"],
    )


def test_leads_of_a_program() -> None:
    sample = sample_call("GET", "/rest/v1/leads/programs/{programId}.json")
    given = sample.answer["result"]
    number = given[0]["membership"]["id"]
    more = WorldLead(id=999_999, programs=(membership(given[0]["membership"]),))
    world = World(
        instance=ZONE,
        channels=(CHANNEL,),
        programs=(WorldProgram(id=number, name=str(number), channel=CHANNEL.name),),
        leads=(*(lead(each, programs=(membership(each["membership"]),)) for each in given), more),
    )
    with service(world) as rest:
        check(sample, sample.send(rest, number))


def test_programs_of_a_lead() -> None:
    sample = sample_call("GET", "/rest/v1/leads/{id}/programMembership.json")
    shown = sample.answer["result"]
    world = World(
        instance=ZONE,
        channels=(CHANNEL,),
        programs=tuple(
            WorldProgram(id=each["id"], name=str(each["id"]), channel=CHANNEL.name)
            for each in shown
        ),
        leads=(WorldLead(id=7, programs=tuple(map(membership, shown))),),
    )
    with service(world) as rest:
        check(sample, sample.send(rest, 7))


def test_leads_are_deleted() -> None:
    sample = sample_call("POST", "/rest/v1/leads/delete.json")
    leads = tuple(WorldLead(id=each["id"]) for each in sample.body["input"])
    with service(World(leads=leads)) as rest:
        check(sample, sample.send(rest))


@pytest.mark.parametrize(
    ("method", "path", "there", "members"),
    [
        ("POST", "/rest/v1/lists/{listId}/leads.json", [318594], []),
        ("DELETE", "/rest/v1/lists/{listId}/leads.json", [318603, 318595], [318603, 318595]),
        ("GET", "/rest/v1/lists/{listId}/leads/ismember.json", [309901, 318603], [309901]),
    ],
)
def test_members_of_a_list(method: str, path: str, there: list[int], members: list[int]) -> None:
    sample = sample_call(method, path)
    world = World(
        lists=(WorldList(name="List", id=5),),
        leads=tuple(
            WorldLead(id=each, lists=("List",) if each in members else ()) for each in there
        ),
    )
    with service(world) as rest:
        check(sample, sample.send(rest, 5))


# The sandbox has no pages for people, so an address of one is its own.
OWN_URL = "result[].computedUrl: value"


def listed(shown: Mapping[str, Any], **more: Any) -> World:
    """A world with the list that an answer of assets shows."""
    given = WorldList(
        name=shown["name"],
        id=shown["id"],
        created=shown["createdAt"].removesuffix("+0000"),
        updated=shown["updatedAt"].removesuffix("+0000"),
        **more,
    )
    folder = shown["folder"]
    if folder["type"] == "Folder":
        return World(instance=ZONE, lists=(replace(given, folder=folder["id"]),))
    program = WorldProgram(id=folder["id"], name="P", channel=CHANNEL.name, lists=(given,))
    return World(instance=ZONE, channels=(CHANNEL,), programs=(program,))


def test_a_list_by_its_name() -> None:
    sample = sample_call("GET", "/rest/asset/v1/staticList/byName.json")
    (shown,) = sample.answer["result"]
    with service(listed(shown)) as rest:
        check(sample, sample.send(rest), OWN_URL, "warnings: more")


def test_a_list_is_made() -> None:
    sample = sample_call("POST", "/rest/asset/v1/staticLists.json")
    (shown,) = sample.answer["result"]
    world = listed({**shown, "name": "another", "id": shown["id"] - 1})
    with service(world, shown["createdAt"].removesuffix("+0000")) as rest:
        check(sample, sample.send(rest), OWN_URL, "warnings: more")


def test_a_list_is_changed() -> None:
    sample = sample_call("POST", "/rest/asset/v1/staticList/{id}.json")
    (shown,) = sample.answer["result"]
    with service(listed(shown), shown["updatedAt"].removesuffix("+0000")) as rest:
        check(sample, sample.send(rest, shown["id"]), OWN_URL, "warnings: more")


def test_a_list_is_deleted() -> None:
    sample = sample_call("POST", "/rest/asset/v1/staticList/{id}/delete.json")
    (gone,) = sample.answer["result"]
    with service(World(lists=(WorldList(name="List", id=gone["id"]),))) as rest:
        check(sample, sample.send(rest, gone["id"]), "warnings: more")
