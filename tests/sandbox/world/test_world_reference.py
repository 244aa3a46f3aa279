"""What the manual says of world files, held against the classes that read them."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from mktows_bindings.v2_7.types import StaticListSelector

from mktows import Client, lead_mappings
from mktows.parameters.custom_types import FIELD_TYPES
from mktows.sandbox import Sandbox
from mktows.sandbox.instance import settings as instance
from mktows.sandbox.world import world
from mktows.sandbox.world.files import read_world

EXAMPLE = Path(__file__).parents[2] / "data" / "world.yaml"
MOMENTS = {
    *(("WorldLead", "created"), ("WorldLead", "updated"), ("WorldActivity", "at")),
    *(("WorldList", "created"), ("WorldList", "updated")),
    *(("WorldProgram", "created"), ("WorldProgram", "updated"), ("WorldChannel", "created")),
    *(("WorldMembership", "since"), ("WorldMembership", "updated")),
    *(("WorldCampaign", "created"), ("WorldCampaign", "updated")),
    *(("WorldActivityType", "created"), ("WorldActivityType", "updated")),
}
CLASSES = {
    each.__name__: each
    for module in (world, instance)
    for each in vars(module).values()
    if dataclasses.is_dataclass(each) and isinstance(each, type)
}
_MEMBER = re.compile(r"    (\w+): ([\w ]+?)(?: = ([^.`]*))?(?:\..*)?")


def documented() -> Iterator[tuple[str, list[tuple[str, str, bool]]]]:
    """Each class of the reference: its members, their types, and whether they have a default."""
    for block in str(world.__doc__).split("\n\n"):
        name, *lines = block.splitlines()
        if name in CLASSES:
            members = [line for line in lines if not line.startswith("     ")]
            found = [_MEMBER.fullmatch(line) for line in members]
            assert all(found), (name, members)
            yield name, [(each[1], each[2], each[3] is not None) for each in found if each]


def contract_(kind: Any) -> str:
    """A type as the reference calls it."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is UnionType:
        return contract_(next(each for each in inner if each is not NoneType))
    if origin is tuple:
        return f"list of {plural(inner[0])}"
    if origin is Mapping:
        return f"names with {plural(inner[1])}"
    names: dict[object, str] = {str: "text", int: "number", bool: "true or false"}
    return names.get(kind) or str(kind.__name__)


def plural(kind: Any) -> str:
    return {"text": "texts", "list of texts": "lists of texts"}.get(
        contract_(kind), contract_(kind)
    )


def test_every_class_is_explained_once() -> None:
    assert sorted(name for name, _ in documented()) == sorted(CLASSES)


@pytest.mark.parametrize(("name", "members"), [*documented()], ids=lambda value: str(value)[:20])
def test_every_member_is_explained_with_its_type(
    name: str, members: list[tuple[str, str, bool]]
) -> None:
    hints = get_type_hints(CLASSES[name])
    expected = []
    for each in dataclasses.fields(CLASSES[name]):
        default = (each.default, each.default_factory) != (dataclasses.MISSING,) * 2
        kind = "moment" if (name, each.name) in MOMENTS else contract_(hints[each.name])
        expected.append((each.name, kind, default))
    assert members == expected


def test_the_small_example_is_what_operations_show() -> None:
    with Sandbox(world=read_world(EXAMPLE)) as sandbox:
        client: Any = Client(sandbox.config(), transport=sandbox)
        guests = StaticListSelector(static_list_name="Launch.Guests")
        assert lead_mappings(client.get_multiple_leads(guests)) == [
            {"Id": 7, "Email": "t@t.com", "FirstName": "George", "Renewal__c": "2014-02-13"}
        ]
        found = client.get_lead_activity(id=7, batch_size=10).activity_record_list
        (visit,) = found.activity_record
        assert str(visit.activity_date_time) == "2014-02-13T09:30:00+01:00"
        client.schedule_campaign(
            program_name="Launch",
            campaign_name="Follow-up",
            tokens={"{{my.speaker}}": "Rufus"},
        )
        (run,) = sandbox.campaign_runs()
        assert run.campaign == "Launch.Follow-up"


def test_every_data_type_is_named() -> None:
    (sentence,) = re.findall(r"Also (boolean.*?)\.", str(world.__doc__), re.DOTALL)
    assert {"string", *re.split(r",\s+", sentence)} == set(FIELD_TYPES)
