"""The JSON schema of world files: it refuses what the reader refuses for its form, no more."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from support.worlds import as_json, worlds

from mktows.sandbox.world.files import as_world, demo_world
from mktows.sandbox.world.schema import world_schema
from mktows.sandbox.world.world import World, WorldError

jsonschema = pytest.importorskip("jsonschema", reason="it is no dependency of the wheel")
ROOT = Path(__file__).parents[3]
SCHEMA: dict[str, Any] = world_schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def test_the_schema_is_one() -> None:
    VALIDATOR.check_schema(SCHEMA)


@settings(max_examples=25)
@given(worlds())
def test_worlds_are_of_the_schema(world: World) -> None:
    VALIDATOR.validate(json.loads(as_json(world)))


@pytest.mark.parametrize("path", ["mktows/sandbox/world/demo.yaml", "tests/data/world.yaml"])
def test_the_examples_are_of_the_schema(path: str) -> None:
    content = yaml.load((ROOT / path).read_text(encoding="utf-8"), yaml.BaseLoader)
    text = as_json(as_world(ROOT / path))
    VALIDATOR.validate(json.loads(text))
    assert {*content} <= {*SCHEMA["$defs"]["World"]["properties"]}


def is_read(values: object) -> bool:
    try:
        as_world(values)  # type: ignore[arg-type]
    except WorldError as error:
        # What only the rules find is beyond a schema.
        forms = ("expected", "missing", "not known here", "no value")
        return not any(word in each for each in error.problems for word in forms)
    return True


def damaged() -> Iterator[Any]:
    """The world of everything, each time with one value of another form, one more, or one less."""
    whole = json.loads(as_json(as_world(ROOT / "tests/data/world.yaml")))

    def places(value: Any, path: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
        if isinstance(value, dict):
            items: Any = value.items()
        else:
            items = enumerate(value) if isinstance(value, list) else ()
        for key, item in items:
            yield (*path, key)
            yield from places(item, (*path, key))

    for path in places(whole, ()):
        values: tuple[Any, ...] = (None, "x", 7, True, [], {}, "gone", "more")
        for value in values:
            copied = copy.deepcopy(whole)
            holder = copied
            for key in path[:-1]:
                holder = holder[key]
            if value == "gone":
                holder.pop(path[-1])
            elif value == "more" and isinstance(holder[path[-1]], dict):
                holder[path[-1]]["nonsense"] = {}
            else:
                holder[path[-1]] = value
            yield copied


def test_the_schema_refuses_what_the_reader_refuses_for_its_form() -> None:
    tried = 0
    for values in damaged():
        tried += 1
        assert VALIDATOR.is_valid(values) is is_read(values), values
    assert tried > 500


def test_the_demo_world_is_of_the_schema() -> None:
    VALIDATOR.validate(json.loads(as_json(demo_world())))
