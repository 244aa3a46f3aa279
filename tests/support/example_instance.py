"""The demo world's definitions without its people: what the documented calls need to be there."""

from __future__ import annotations

import atexit
import sqlite3
from contextlib import closing
from dataclasses import replace
from functools import cache

from mktows.sandbox.store import Store
from mktows.sandbox.world.files import demo_world
from mktows.sandbox.world.seeding import seed
from support.copies import copy_into

STAMP = 1_262_304_000  # 2010-01-01T00:00:00+00:00, before anything that tests do


def define_examples(store: Store) -> None:
    """Give a new database the example fields, tags, channels and programs."""
    copy_into(store, _seeded())


@cache
def _seeded() -> sqlite3.Connection:
    """A database with the examples, of which the others are copies: seeding takes long."""
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
    kept = sqlite3.connect(":memory:", check_same_thread=False)
    atexit.register(kept.close)
    with closing(Store()) as store:
        seed(store, bare, now=STAMP)
        with closing(sqlite3.connect(store.database.path)) as made:
            made.backup(kept)
    return kept
