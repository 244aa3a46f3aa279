"""A served demo world: one server, as new for each test, and what it says of requests."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from support.browser import started_browser
from support.reported import Reporter
from support.served_demo import ServedDemo, served_demo

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser without a window; it ends with the module, since its loop holds the thread."""
    with started_browser() as running:
        yield running


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDemo]:
    with served_demo(tmp_path_factory.mktemp("demo")) as running:
        yield running


@pytest.fixture(scope="session")
def reporter() -> Reporter:
    return Reporter()


@pytest.fixture
def served(server: ServedDemo, reporter: Reporter) -> Iterator[ServedDemo]:
    """The server; what programs sent to it can be migrated, so every call has its report."""
    server.renew()
    before = max((each.id for each in server.calls()), default=0)
    yield server
    reporter.report(each for each in server.calls() if each.id > before)


@pytest.fixture
def findings(caplog: pytest.LogCaptureFixture) -> Iterator[Callable[[], list[str]]]:
    """What requests of this test depart in, as the sandbox logs it.

    That a field has no effect is no departure: the contract has it.
    """

    def said() -> list[str]:
        records = caplog.get_records("call")
        logged = [each.getMessage() for each in records if each.name == "mktows.server"]
        return [each for each in logged if not each.endswith(": field-without-effect")]

    with caplog.at_level(logging.INFO, "mktows.server"):
        yield said
