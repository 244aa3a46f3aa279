"""The catalogue of the reasons to refuse, collected from the modules that refuse for them."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Mapping
from types import ModuleType

import mktows.parameters
import mktows.sandbox
import mktows.server
from mktows.server.refusals import Reason

_PACKAGES = (mktows.server, mktows.parameters, mktows.sandbox)


@functools.cache
def reasons() -> Mapping[str, Reason]:
    """Every reason by its id, in alphabetical order.

    Raises:
        ValueError: Two reasons have one id.
    """
    found: dict[str, Reason] = {}
    for package in _PACKAGES:
        for each in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            _collect(importlib.import_module(each.name), found)
    return dict(sorted(found.items()))


def _collect(module: ModuleType, found: dict[str, Reason]) -> None:
    for value in vars(module).values():
        # A module may import another's reason.
        if isinstance(value, Reason) and found.setdefault(value.id, value) is not value:
            raise ValueError(f"two reasons are called {value.id}")
