"""Searches that are kept, so that an address names one and does not hold what is searched for."""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from typing import Generic, TypeVar

MOST_SEARCHES = 200
"""Searches that are kept; the one that was not used for longest goes first."""

Search = TypeVar("Search")


class Searches(Generic[Search]):
    """Searches by ids that nobody can guess. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, Search] = OrderedDict()

    def keep(self, search: Search) -> str:
        """Keep a search, and return its id."""
        name = secrets.token_urlsafe(9)
        with self._lock:
            self._kept[name] = search
            if len(self._kept) > MOST_SEARCHES:
                self._kept.popitem(last=False)
        return name

    def get(self, name: str) -> Search | None:
        """Return a search by its id; None where it is not kept any more."""
        with self._lock:
            if name in self._kept:
                self._kept.move_to_end(name)
            return self._kept.get(name)
