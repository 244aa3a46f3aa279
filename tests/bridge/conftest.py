"""A sandbox and a bridge on equal data, for all tests of the bridge."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from support.bridge_pair import Pair


@pytest.fixture
def two_ways() -> Iterator[Callable[..., Pair]]:
    """Makes pairs, which are closed behind the test."""
    made: list[Pair] = []

    def make(*args: Any, **settings: Any) -> Pair:
        made.append(Pair(*args, **settings))
        return made[-1]

    yield make
    for each in made:
        each.close()
