"""Calls of the real service, documented by the vendor or recorded, as data."""

from __future__ import annotations

import copy
import functools
import json
from importlib.resources import files
from typing import Any


def documented_calls() -> list[dict[str, Any]]:
    """Return the calls: the members of each are those of `mktows.testing.DocumentedExample`."""
    return copy.deepcopy(_calls())


@functools.cache
def _calls() -> list[dict[str, Any]]:
    text = (files("mktows.facts") / "documented_examples.json").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = json.loads(text)
    return found
