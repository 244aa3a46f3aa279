"""Keys that calls of this process write leads by: no two of them write by one key at a time."""

from __future__ import annotations

import threading
from collections.abc import Collection, Hashable, Iterator
from contextlib import contextmanager


class KeysInUse(Exception):
    """Another call has one of the keys, and had it until the end of the time to wait."""


class HeldKeys:
    """The keys of the calls that write, and of those that wait, in the order in which they came.

    A call takes all of its keys at once, behind all that came before it and share one: so none
    waits for another one in a circle, and none waits for ever. Threads share it.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        # An entry is a call that holds its keys, or waits for them.
        self._entries: dict[object, frozenset[Hashable]] = {}

    @contextmanager
    def hold(self, keys: Collection[Hashable], seconds: float) -> Iterator[None]:
        """Hold some keys in the block.

        Args:
            keys: The keys.
            seconds: Seconds to wait for them at most.

        Raises:
            KeysInUse: Another call has one of them for longer.
        """
        if not keys:
            yield
            return
        entry, wanted = object(), frozenset(keys)
        with self._changed:
            self._entries[entry] = wanted
        try:
            with self._changed:
                if not self._changed.wait_for(lambda: self._is_next(entry, wanted), seconds):
                    raise KeysInUse
            yield
        finally:
            with self._changed:
                del self._entries[entry]
                self._changed.notify_all()

    def _is_next(self, entry: object, wanted: frozenset[Hashable]) -> bool:
        """Tell whether nobody before an entry has one of its keys."""
        for each, keys in self._entries.items():
            if each is entry:
                return True
            if not wanted.isdisjoint(keys):
                return False
        return True
