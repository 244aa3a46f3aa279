"""The world that a database holds, written as a world file."""

from __future__ import annotations

from dataclasses import dataclass, field

from mktows.sandbox.store import Transaction
from mktows.sandbox.world.files import world_text
from mktows.sandbox.world.reading import read_out
from mktows.sandbox.world.world import World


@dataclass(frozen=True, slots=True)
class Written:
    """A world as a file.

    Attributes:
        world: The world.
        content: What the file holds.
        left_out: Words for what no world file can say.
    """

    world: World = field(repr=False)
    content: bytes = field(repr=False)
    left_out: tuple[str, ...] = ()


def written_world(data: Transaction, *, json: bool) -> Written:
    """Write what a database holds as a world file: YAML, or JSON."""
    world, left_out = read_out(data)
    return Written(world, world_text(world, json=json).encode(), tuple(left_out))
