"""A sandbox with a REST face for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from support.rest_service import RestService

from mktows.sandbox import Sandbox


@pytest.fixture
def rest() -> Iterator[RestService]:
    with Sandbox(rest=True) as sandbox:
        yield RestService(sandbox)
