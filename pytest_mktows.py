"""The pytest plugin of mktows: fixtures with a sandbox behind them, and where else to call.

It stands beside the package, not in it, and imports nothing of it before a fixture is asked for:
every pytest run where mktows is installed loads it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, NoReturn

import pytest

if TYPE_CHECKING:
    from mktows import Client, Config
    from mktows.sandbox import Sandbox


_SUITE_OPTIONS = (
    ("--mktows-list", "NAME", "a static list to put leads into and to take them out of"),
    ("--mktows-program-list", "PROGRAM.LIST", "a list in a program to import leads into"),
    ("--mktows-campaign", "ID", "a campaign to request for leads of the suite"),
    ("--mktows-batch-campaign", "PROGRAM.CAMPAIGN", "a batch campaign to schedule"),
    (
        "--mktows-custom-object",
        "TYPE:LINK,KEY:FIELD,FIELD",
        "a custom object type to write records of: its name, the key that holds the lead's id, "
        "the other key, and two fields of text",
    ),
    ("--mktows-report", "FILE", "write what came of each clause to this file, as JSON"),
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Register the options."""
    group = parser.getgroup("mktows")
    group.addoption(
        "--mktows-endpoint",
        metavar="URL",
        help="let the fixture mktows_endpoint name this endpoint, with the credentials in "
        "MKTOWS_USER_ID and MKTOWS_ENCRYPTION_KEY, instead of serving a sandbox; the suite "
        "mktows.testing.suite tests it",
    )
    for option, metavar, text in _SUITE_OPTIONS:
        group.addoption(option, metavar=metavar, help=f"for mktows.testing.suite: {text}")
    group.addoption(
        "--mktows-allow-remote",
        action="store_true",
        help="for mktows.testing.suite: write leads to an endpoint that is not on this machine",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker."""
    config.addinivalue_line(
        "markers", "mktows_clause(id): the clause of mktows.testing.clauses that a test tests"
    )


@pytest.fixture
def mktows_sandbox() -> Iterator[Sandbox]:
    """An empty sandbox in this process, which accepts the vendor's public sample credentials."""
    try:
        from mktows.sandbox import Sandbox
    except ImportError as error:
        _lacks_the_sandbox(error)
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def mktows_client(mktows_sandbox: Sandbox) -> Client:
    """A client of `mktows_sandbox`, without a socket."""
    from mktows import Client

    return Client(mktows_sandbox.config(), transport=mktows_sandbox)


@pytest.fixture
def mktows_endpoint(request: pytest.FixtureRequest) -> Iterator[Config]:
    """Where a program in another process calls, and as whom.

    `endpoint`, `user_id` and `encryption_key.reveal()` are what the program needs. By default it is
    `mktows_sandbox`, served over HTTP on a free port of loopback; with `--mktows-endpoint` it is
    the one named there.
    """
    url = request.config.getoption("--mktows-endpoint")
    if url:
        yield _named_endpoint(url)
        return
    sandbox: Sandbox = request.getfixturevalue("mktows_sandbox")
    try:
        from mktows.sandbox.server import ThreadedServer
    except ImportError as error:
        _lacks_the_sandbox(error)
    import dataclasses

    config = sandbox.config()
    with ThreadedServer(sandbox) as server:
        yield dataclasses.replace(config, endpoint=server.endpoint(config.version))


def _named_endpoint(url: str) -> Config:
    from mktows import Config, ConfigError

    try:
        return Config.from_env({**os.environ, "MKTOWS_ENDPOINT": url})
    except ConfigError as error:
        pytest.fail(f"--mktows-endpoint: {error}", pytrace=False)


def _lacks_the_sandbox(error: ImportError) -> NoReturn:
    pytest.fail(
        f"this fixture needs the sandbox, but {error.name or 'a part of it'} is not installed: "
        'pip install "mktows[sandbox]"',
        pytrace=False,
    )
