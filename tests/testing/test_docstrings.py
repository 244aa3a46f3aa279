"""The examples in the docstrings of `mktows.testing` hold."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

FOLDERS = (
    *("", "near_misses.", "valid_messages."),
    *("valid_messages.requests.", "valid_messages.replies."),
)
MODULES = [
    f"mktows.testing.{folder}{item.name}"
    for folder in FOLDERS
    for item in pkgutil.iter_modules(
        importlib.import_module(f"mktows.testing.{folder}".rstrip(".")).__path__
    )
]
WITH_EXAMPLES = {
    *("any_values", "examples", "samples", "strategies", "validators"),
    "near_misses.near_misses",
}


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_a_module_hold(name: str) -> None:
    results = doctest.testmod(importlib.import_module(name))
    assert results.failed == 0
    assert (results.attempted > 0) == (name.removeprefix("mktows.testing.") in WITH_EXAMPLES)
