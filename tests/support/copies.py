"""Copies of databases that were filled once: filling one takes ten times as long."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from mktows.sandbox import Sandbox
from mktows.sandbox.store import Store


def copy_into(given: Sandbox | Store, filled: sqlite3.Connection) -> None:
    """Give a new sandbox or store all that a database holds."""
    store = given if isinstance(given, Store) else given._emulator.store  # type: ignore[union-attr]
    with closing(sqlite3.connect(store.database.path)) as target:
        filled.backup(target)
