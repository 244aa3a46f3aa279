"""The demo world's definitions without its people: what the documented calls need to be there."""

from __future__ import annotations

from dataclasses import replace

from mktows.sandbox.store import Store
from mktows.sandbox.world.files import demo_world
from mktows.sandbox.world.seeding import seed

STAMP = 1_262_304_000  # 2010-01-01T00:00:00+00:00, before anything that tests do


def define_examples(store: Store) -> None:
    """Give a new database the example fields, tags, channels and programs."""
    demo = demo_world()
    wanted = [program for program in demo.programs if program.name != "ER Demo"]
    bare = replace(
        demo,
        programs=tuple(replace(each, campaigns=(), lists=()) for each in wanted),
        lists=(),
        campaigns=(),
        custom_objects=(),
        leads=(),
        opportunities=(),
        activities=(),
    )
    seed(store, bare, now=STAMP)
