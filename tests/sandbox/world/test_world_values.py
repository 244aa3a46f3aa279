"""Worlds from Python's own values."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from support.worlds import as_json, worlds

from mktows import Client
from mktows.sandbox import Sandbox
from mktows.sandbox.world.files import as_world, parse_world
from mktows.sandbox.world.world import World, WorldError


def test_a_world_is_given_as_itself_a_path_or_a_mapping(tmp_path: Path) -> None:
    file = tmp_path / "world.yaml"
    file.write_text("leads: [{id: 7, email: t@t.com}]", encoding="utf-8")
    values = {"leads": [{"id": 7, "email": "t@t.com"}]}
    world = as_world(values)
    assert as_world(world) is world
    for each in (world, values, file, str(file)):
        assert as_world(each) == world
        with Sandbox(world=each) as sandbox:
            client = Client(sandbox.config(), transport=sandbox)
            assert client.find(7) == {"Id": 7, "Email": "t@t.com"}
            client.sync_lead({"Id": 7, "City": "Lyon"})
            sandbox.reset()
            assert client.find(7) == {"Id": 7, "Email": "t@t.com"}
        with Sandbox() as sandbox:
            assert sandbox.seed(each)
            assert Client(sandbox.config(), transport=sandbox).find(7) is not None


@settings(max_examples=25)
@given(worlds())
def test_a_mapping_is_read_as_a_file_with_the_same_content(world: World) -> None:
    text = as_json(world)
    assert as_world(json.loads(text)) == parse_world(text, json=True) == world


def test_values_of_python_stand_for_their_texts() -> None:
    values: dict[str, object] = {
        "instance": {"import_seconds": 5},
        "lead_fields": ({"name": "Day", "type": "date", "writable": False},),
        "leads": [
            {
                "id": 7,
                "email": None,
                "created": datetime(2013, 8, 1, tzinfo=UTC),
                "attributes": {"Day": date(2013, 8, 1), "LeadScore": 5},
            }
        ],
    }
    world = as_world(values)
    assert world.instance.import_seconds == 5
    assert world.lead_fields[0].writable is False
    (lead,) = world.leads
    assert (lead.email, lead.created) == (None, "2013-08-01T00:00:00+00:00")
    assert lead.attributes == {"Day": "2013-08-01", "LeadScore": "5"}


ENDLESS: dict[str, Any] = {}
ENDLESS["leads"] = [ENDLESS]


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"leads": [{"id": 7}, {"id": "7"}]}, "leads[1].id: a whole number was expected"),
        ({"leads": [{}]}, "leads[0]: id is missing"),
        ({"lead": []}, "the world: 'lead' is not known here; did you mean leads?"),
        ({"leads": [{"id": 7, "lists": ["L"]}]}, "leads[0].lists[0]: "),
        ({"leads": [{"id": 7, "email": 7.5}]}, "leads[0].email: a float is nothing that a world"),
        ({7: []}, "the world: a key must be a text"),
        (ENDLESS, "this is nested too deep"),
    ],
)
def test_a_problem_is_told_with_its_path(values: Any, problem: str) -> None:
    with pytest.raises(WorldError) as caught:
        as_world(values)
    assert problem in str(caught.value)


def test_a_path_that_is_none_is_told() -> None:
    with pytest.raises(WorldError, match=r"cannot read none\.yaml"):
        Sandbox(world="none.yaml")
