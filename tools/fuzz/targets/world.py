"""The reader of world files."""

from __future__ import annotations

import re

from mktows.sandbox.world.files import parse_world
from mktows.sandbox.world.rules import problems_of
from mktows.sandbox.world.world import WorldError

FORM = "text"
CORPUS = ("worlds",)

_PLACED = re.compile(r"the world:[1-9]\d*:[1-9]\d*: .")


def target(data: bytes) -> None:
    """Read a world, as YAML and as JSON.

    Nothing but WorldError is raised, with a line and a column; what is read breaks no rule, and
    reads the same again.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return
    for json in (False, True):
        try:
            world = parse_world(text, json=json)
        except WorldError as error:
            assert _PLACED.match(str(error.args[0])), error.args[0]
            continue
        assert list(problems_of(world)) == []
        assert parse_world(text, json=json) == world
