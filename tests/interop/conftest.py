"""A served demo world: one server, as new for each test, and what it says of requests."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator

import pytest
from support.served_demo import ServedDemo, served_demo


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDemo]:
    with served_demo(tmp_path_factory.mktemp("demo")) as running:
        yield running


@pytest.fixture
def served(server: ServedDemo) -> ServedDemo:
    server.renew()
    return server


@pytest.fixture
def findings(caplog: pytest.LogCaptureFixture) -> Iterator[Callable[[], list[str]]]:
    """What requests of this test depart in, as the sandbox logs it.

    That a field has no effect is no departure: the contract has it.
    """

    def said() -> list[str]:
        records = caplog.get_records("call")
        logged = [each.getMessage() for each in records if each.name == "mktows.sandbox"]
        return [each for each in logged if not each.endswith(": field-without-effect")]

    with caplog.at_level(logging.INFO, "mktows.sandbox"):
        yield said
