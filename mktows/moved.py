"""Modules and names that moved: the former place forwards to the new one, with a warning."""

from __future__ import annotations

import importlib
import warnings
from collections.abc import Callable, Mapping
from typing import Any


def moved(here: str, names: Mapping[str, str]) -> Callable[[str], Any]:
    """Return the `__getattr__` of a module whose names have moved.

    Args:
        here: The module's name.
        names: Each name with where it is now, in full.
    """

    def forward(name: str) -> Any:
        now = names.get(name)
        if now is None:
            raise AttributeError(f"module {here!r} has no attribute {name!r}")
        warnings.warn(f"{here}.{name} is now {now}", DeprecationWarning, stacklevel=2)
        module, _, own = now.rpartition(".")
        return getattr(importlib.import_module(module), own)

    return forward
