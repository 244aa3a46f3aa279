"""The examples in the docstrings of `mktows.testing` hold."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import mktows.testing

MODULES = [f"mktows.testing.{item.name}" for item in pkgutil.iter_modules(mktows.testing.__path__)]
WITH_EXAMPLES = {"examples", "near_misses", "specimens", "strategies", "validators", "values"}


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_a_module_hold(name: str) -> None:
    results = doctest.testmod(importlib.import_module(name))
    assert results.failed == 0
    assert (results.attempted > 0) == (name.rpartition(".")[2] in WITH_EXAMPLES)
