"""A served demo world: one server, as new for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from served_demo import ServedDemo, served_demo


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDemo]:
    with served_demo(tmp_path_factory.mktemp("demo")) as running:
        yield running


@pytest.fixture
def served(server: ServedDemo) -> ServedDemo:
    server.renew()
    return server
