"""The state of the limiter: in this process, or in a file that processes share.

A file is an SQLite database with one row for each instance. One transaction reads and writes it
whole, so the span of the rate, the places in flight and the day's count change together. No library
of limiters does that: those that keep an exact span across processes know no places in flight that
come free when a process was killed, and no day that ends in another time zone.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Protocol, TypeVar

from mktows.errors import ConfigError
from mktows.limiting.limits import State

_PATIENCE = 10.0  # seconds that a process waits for another's transaction
_TABLE = "CREATE TABLE IF NOT EXISTS limiter (instance TEXT PRIMARY KEY, state TEXT NOT NULL)"
_MEMBERS = tuple(each.name for each in fields(State))
_UNUSABLE = "the state file of the limiter cannot be used"
R = TypeVar("R")
Change = Callable[[State], tuple[State | None, R]]
"""Makes a new state of one, None to leave it, and something to hand back."""


class StateStore(Protocol):
    """The place where the limiter's state is kept."""

    shared: bool
    """True where other processes change it too."""

    def change(self, change: Change[R]) -> R:
        """Change the state, with nobody in between."""

    def close(self) -> None:
        """Let go of what is held."""


class MemoryStore:
    """The state in this process."""

    shared = False

    def __init__(self) -> None:
        self._state = State()
        self._lock = threading.Lock()

    def change(self, change: Change[R]) -> R:
        """See `StateStore.change`."""
        with self._lock:
            made, result = change(self._state)
            if made is not None:
                self._state = made
            return result

    def close(self) -> None:
        """See `StateStore.close`."""


class FileStore:
    """The state in a file.

    Args:
        path: The file; it is made, for its owner alone, if it is not there.
        instance: What the state belongs to: several instances may share a file.

    Raises:
        ConfigError: The file cannot serve.
    """

    shared = True

    def __init__(self, path: Path, instance: str) -> None:
        self._path = path
        self._instance = instance
        self._of_parents: list[sqlite3.Connection] = []
        self._open()

    def change(self, change: Change[R]) -> R:
        """See `StateStore.change`.

        Raises:
            ConfigError: The file cannot serve any more.
        """
        if os.getpid() != self._process:
            # A connection must not be used behind a fork, nor closed there.
            self._of_parents.append(self._connection)
            self._open()
        with self._lock:
            try:
                self._connection.execute("BEGIN IMMEDIATE")
            except sqlite3.Error:
                raise ConfigError(_UNUSABLE) from None
            try:
                made, result = change(self._read())
                if made is not None:
                    self._connection.execute(
                        "INSERT INTO limiter VALUES (?, ?) "
                        "ON CONFLICT (instance) DO UPDATE SET state = excluded.state",
                        (self._instance, state_text(made)),
                    )
                self._connection.execute("COMMIT")
            except BaseException as error:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                if isinstance(error, sqlite3.Error):
                    raise ConfigError(_UNUSABLE) from None
                raise
            return result

    def close(self) -> None:
        """See `StateStore.close`."""
        with self._lock:
            self._connection.close()

    def _open(self) -> None:
        self._process = os.getpid()
        self._lock = threading.Lock()
        try:
            self._path.touch(mode=0o600, exist_ok=True)
            self._connection = sqlite3.connect(
                self._path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False
            )
        except (OSError, sqlite3.Error):
            raise ConfigError(_UNUSABLE) from None
        try:
            # Nothing waits for the disk, and a power cut leaves the file in order.
            self._connection.execute("PRAGMA journal_mode=WAL")
            self._connection.execute("PRAGMA synchronous=NORMAL")
            self._connection.execute(_TABLE)
        except sqlite3.Error:
            self._connection.close()
            raise ConfigError(_UNUSABLE) from None

    def _read(self) -> State:
        row = self._connection.execute(
            "SELECT state FROM limiter WHERE instance = ?", (self._instance,)
        ).fetchone()
        return State() if row is None else read_state(row[0])


def state_text(state: State) -> str:
    """Write a state as text."""
    return json.dumps({name: getattr(state, name) for name in _MEMBERS})


def read_state(text: str) -> State:
    """Read what `state_text` wrote.

    Raises:
        ConfigError: It is none.
    """
    try:
        members = json.loads(text)
        return State(**{**members, "ended": tuple(members["ended"])})
    except (ValueError, TypeError, KeyError):
        raise ConfigError("the state of the limiter holds something else") from None
