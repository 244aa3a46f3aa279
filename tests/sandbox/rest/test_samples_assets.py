"""The vendor's sample calls for programs, channels, tags and tokens, sent to such worlds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest
from support.rest_service import RestService
from support.sample_calls import SampleCall, differences, needs_samples, sample_call

from mktows.facts.rest_programs import NOT_IN_PROGRAM, PROGRAM_TYPES
from mktows.sandbox import Sandbox
from mktows.sandbox.instance.settings import Instance
from mktows.sandbox.world.world import (
    World,
    WorldChannel,
    WorldCost,
    WorldProgram,
    WorldStatus,
    WorldTagType,
)

pytestmark = needs_samples

ASSETS = "/rest/asset/v1"
_SOAP_TYPES = {shown: stored for stored, shown in PROGRAM_TYPES.items()}
# The sandbox has no pages for people, so an address of one is its own.
OWN_URL = "result[].url: value"
# Folders are numbered in the order of the programs in them.
OWN_FOLDER = "result[].folder.value: value"


@contextmanager
def service(world: World) -> Iterator[RestService]:
    with Sandbox(world=world, rest=True) as sandbox:
        yield RestService(sandbox)


def check(sample: SampleCall, answer: Mapping[str, Any], *allowed: str) -> None:
    """An answer is like that of a sample, but for what is allowed; each of that is needed."""
    assert differences(sample, answer) == set(allowed), answer


def without_zone(text: str) -> str:
    return text.removesuffix("+0000")


def world_of(shown: Iterable[Mapping[str, Any]], **more: Any) -> World:
    """A world with the programs that an answer shows."""
    shown = list(shown)
    tags: dict[str, tuple[str, ...]] = {}
    for each in shown:
        for tag in each.get("tags") or ():
            tags[tag["tagType"]] = (tag["tagValue"],)
    return World(
        instance=Instance(zone="UTC"),
        tags=tags,
        channels=tuple(WorldChannel(name=name) for name in {each["channel"] for each in shown}),
        programs=tuple(
            WorldProgram(
                id=each["id"],
                name=each["name"],
                description=each["description"],
                channel=each["channel"],
                type=_SOAP_TYPES[each["type"]],
                folder=f"/{each['folder']['folderName']}",
                workspace=each["workspace"],
                status=each["status"] or None,
                created=without_zone(each["createdAt"]),
                updated=without_zone(each["updatedAt"]),
                tags={tag["tagType"]: tag["tagValue"] for tag in each.get("tags") or ()},
                costs=tuple(
                    WorldCost(month=cost["startDate"][:7], amount=str(cost["cost"]))
                    for cost in each.get("costs") or ()
                ),
            )
            for each in shown
        ),
        **more,
    )


def test_a_program_is_told() -> None:
    sample = sample_call("GET", f"{ASSETS}/program/{{id}}.json")
    (shown,) = sample.answer["result"]
    with service(world_of([shown])) as rest:
        check(sample, sample.send(rest, shown["id"]), OWN_URL, OWN_FOLDER)


@pytest.mark.parametrize("number", [0, 1])
def test_programs_are_listed(number: int) -> None:
    sample = sample_call("GET", f"{ASSETS}/programs.json", number)
    with service(world_of(sample.answer["result"])) as rest:
        check(sample, sample.send(rest), OWN_URL, OWN_FOLDER)


def test_a_program_is_updated() -> None:
    sample = sample_call("POST", f"{ASSETS}/program/{{id}}.json")
    (shown,) = sample.answer["result"]
    before = {**shown, "name": "Before", "description": "", "costs": None}
    with service(world_of([before])) as rest:
        rest.sandbox.clock.set(datetime.fromisoformat(without_zone(shown["updatedAt"])))
        answer = sample.send(rest, shown["id"])
        # What is sent and what is shown differ in a letter of the description.
        check(sample, answer, OWN_URL, OWN_FOLDER, "result[].description: value")


MAIL = WorldProgram(id=11062, name="Mail", channel="Online", type="Email Batch Program")


@pytest.mark.parametrize(
    ("path", "more"), [("approve", MAIL), ("delete", None)], ids=["approve", "delete"]
)
def test_programs_are_approved_and_deleted(path: str, more: WorldProgram | None) -> None:
    sample = sample_call("POST", f"{ASSETS}/program/{{id}}/{path}.json")
    number = sample.answer["result"][0]["id"]
    given = more or WorldProgram(id=number, name="Gone", channel="Online")
    world = World(channels=(WorldChannel(name="Online"),), programs=(given,))
    with service(world) as rest:
        check(sample, sample.send(rest, number))


@pytest.mark.parametrize("path", ["tag/{tagType}.json", "tag/{tagType}/delete.json"])
def test_tags_are_given_and_taken(path: str) -> None:
    sample = sample_call("POST", f"{ASSETS}/program/{{id}}/{path}")
    number = sample.answer["result"][0]["id"]
    world = World(
        channels=(WorldChannel(name="Online"),),
        tags={"Owner": ("David", "Other")},
        programs=(
            WorldProgram(id=number, name="Tagged", channel="Online", tags={"Owner": "Other"}),
        ),
    )
    with service(world) as rest:
        check(sample, sample.send(rest, number, "Owner"))


def channel(shown: Mapping[str, Any]) -> WorldChannel:
    """The channel that an answer shows."""
    statuses = [each for each in shown["progressionStatuses"] if each["name"] != NOT_IN_PROGRAM]
    return WorldChannel(
        name=shown["name"],
        id=shown["id"],
        program_type=shown["applicableProgramType"],
        created=without_zone(shown["createdAt"]),
        statuses=tuple(
            WorldStatus(name=each["name"], step=each["step"], success=each["success"])
            for each in statuses
        ),
    )


def test_channels_are_listed() -> None:
    sample = sample_call("GET", f"{ASSETS}/channels.json")
    # Those that the offset of the sample passes over would have smaller ids than there are.
    shown = [{**each, "id": each["id"] + 10} for each in sample.answer["result"]]
    before = tuple(WorldChannel(name=f"before {number}", id=number) for number in range(1, 11))
    with service(World(channels=(*before, *map(channel, shown)))) as rest:
        check(sample, sample.send(rest), "result[].id: value")


def test_a_channel_is_found_by_its_name() -> None:
    sample = sample_call("GET", f"{ASSETS}/channel/byName.json")
    with service(World(channels=tuple(map(channel, sample.answer["result"])))) as rest:
        check(sample, sample.send(rest))


def test_types_of_tags_are_listed() -> None:
    sample = sample_call("GET", f"{ASSETS}/tagTypes.json")
    shown = sample.answer["result"]
    world = World(
        tags={each["tagType"]: ("x",) for each in shown},
        tag_types=tuple(
            WorldTagType(
                name=each["tagType"],
                required=each["required"],
                program_types=tuple(each["applicableProgramTypes"].strip("[]").split(",")),
            )
            for each in shown
        ),
    )
    with service(world) as rest:
        check(sample, sample.send(rest))


def test_tokens_are_made_read_and_deleted() -> None:
    added = sample_call("POST", f"{ASSETS}/folder/{{id}}/tokens.json")
    listed = sample_call("GET", f"{ASSETS}/folder/{{id}}/tokens.json")
    deleted = sample_call("POST", f"{ASSETS}/folder/{{id}}/tokens/delete.json")
    own = ("result[].folder.value: value", "result[].tokens[].computedUrl: value")
    # A token in a program, whose ids the world gives, and one in a folder, which are given out.
    number = deleted.answer["result"][0]["id"]
    place = WorldProgram(id=number, name="Place", channel="Online", folder="/Here")
    with service(World(channels=(WorldChannel(name="Online"),), programs=(place,))) as rest:
        (told,) = rest.get(f"{ASSETS}/program/{number}.json")["result"]
        folder = told["folder"]["value"]
        check(added, added.send(rest, folder), *own)
        ((shown,),) = [each["tokens"] for each in listed.answer["result"]]
        form = {"folderType": "Folder", **{k: v for k, v in shown.items() if k != "computedUrl"}}
        path = f"{ASSETS}/folder/{{}}/tokens"
        gone = {"name": added.form["name"], "type": "date", "folderType": "Folder"}  # type: ignore[index]
        rest.call("POST", path.format(folder) + "/delete.json", form=gone)
        rest.call("POST", path.format(folder) + ".json", form=form)
        check(listed, listed.send(rest, folder), *own)
        rest.call("POST", path.format(number) + ".json", form={**form, "folderType": "Program"})
        check(deleted, deleted.send(rest, number))
