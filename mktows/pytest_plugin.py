"""The pytest plugin of mktows: fixtures with a sandbox or a named endpoint behind them.

Every pytest run where mktows is installed loads it. So it imports nothing before a fixture is asked
for, and does not stand in `mktows.testing`, which needs Hypothesis.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

if TYPE_CHECKING:
    from mktows import Client, Config
    from mktows.rest import RestClient, RestConfig
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
    ("--mktows-report", "FILE", "write the results by clause to this file, as JSON"),
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Register the options."""
    group = parser.getgroup("mktows")
    group.addoption(
        "--mktows-endpoint",
        metavar="URL",
        help="let the fixtures mktows_client and mktows_endpoint call this endpoint instead of a "
        "sandbox, with the credentials in MKTOWS_USER_ID and MKTOWS_ENCRYPTION_KEY or the vendor's "
        "samples; the suite mktows.testing.suite tests it",
    )
    for option, metavar, text in _SUITE_OPTIONS:
        group.addoption(option, metavar=metavar, help=f"for mktows.testing.suite: {text}")
    group.addoption(
        "--mktows-version",
        metavar="VERSION",
        help="speak this version of the contract, such as 2_3, instead of the endpoint's own; "
        "MKTOWS_VERSION does the same",
    )
    group.addoption(
        "--mktows-allow-remote",
        action="store_true",
        help="let tests write leads to an endpoint that is not on this machine",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Register the markers, and name the extra that the suite needs, where it is missing.

    Raises:
        pytest.UsageError: It cannot be imported; pytest would say that there is no such package.
    """
    if config.option.pyargs and any(each.startswith("mktows.testing") for each in config.args):
        try:
            import mktows.testing  # noqa: F401
        except ModuleNotFoundError as error:
            raise pytest.UsageError(str(error)) from error
    config.addinivalue_line(
        "markers",
        "mktows(world, limits, strict, credentials, version): what the fixtures mktows_... are "
        "made with: a World or a file beside the test, Limits or their text, whether to refuse "
        "what departs from the contract, a user id with its key, the version of the contract",
    )
    config.addinivalue_line(
        "markers",
        "mktows_clause(id, claim, strength, operations): the clause that a test of the suite tests",
    )


@pytest.fixture
def mktows_sandbox(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    """A sandbox in this process: empty, and for the vendor's public sample credentials.

    The marker `mktows` asks for another one. With `--mktows-endpoint` there is none, and a test
    that needs one fails.
    """
    if request.config.getoption("--mktows-endpoint"):
        pytest.fail(
            "mktows_sandbox: with --mktows-endpoint there is no sandbox. Use mktows_client and "
            "mktows_endpoint alone, or leave such tests out of this run",
            pytrace=False,
        )
    asked = _asked(request)
    asked.pop("version", None)
    try:
        from mktows import MktowsError
        from mktows.sandbox import Limits, Sandbox
        from mktows.sandbox.world.files import read_world
    except ImportError as error:
        _lacks_the_sandbox(error)
    try:
        if "credentials" in asked:
            user_id, key = asked.pop("credentials")
            asked["users"] = {user_id: key}
        if isinstance(asked.get("world"), str | os.PathLike):
            asked["world"] = read_world(request.path.parent / asked["world"])
        if isinstance(asked.get("limits"), str):
            asked["limits"] = Limits.parse(asked["limits"])
        sandbox = Sandbox(**asked)
    except (ValueError, OSError, MktowsError) as error:
        pytest.fail(f"the marker mktows: {error}", pytrace=False)
    with sandbox:
        yield sandbox


@pytest.fixture
def mktows_client(request: pytest.FixtureRequest) -> Iterator[Client]:
    """A client of `mktows_sandbox` without a socket, or of the endpoint that is named.

    With the sandbox it goes by the sandbox's clock, and instead of waiting moves it on.
    """
    from datetime import timedelta

    from mktows import Client

    named = _named(request)
    if named is not None:
        with Client(named) as client:
            yield client
        return
    sandbox: Sandbox = request.getfixturevalue("mktows_sandbox")
    clock = sandbox.clock
    yield Client(
        sandbox.config(**_version(request)),
        transport=sandbox,
        now=clock.now,
        sleep=lambda seconds: clock.advance(timedelta(seconds=seconds)),
    )


@pytest.fixture
def mktows_endpoint(request: pytest.FixtureRequest) -> Iterator[Config]:
    """Settings for a program in another process: the endpoint and the credentials.

    `endpoint`, `user_id` and `encryption_key.reveal()` are what the program needs. By default it is
    `mktows_sandbox`, served over HTTP on a free port of loopback; with `--mktows-endpoint` it is
    the one named there.
    """
    named = _named(request)
    if named is not None:
        yield named
        return
    sandbox: Sandbox = request.getfixturevalue("mktows_sandbox")
    try:
        from mktows.server.http.server import ThreadedServer
    except ImportError as error:
        _lacks_the_sandbox(error)
    import dataclasses

    config = sandbox.config(**_version(request))
    with ThreadedServer(sandbox) as server:
        yield dataclasses.replace(config, endpoint=server.endpoint(config.endpoint_version))


@pytest.fixture
def mktows_rest_client(mktows_sandbox: Sandbox) -> RestClient:
    """A client of the REST API of `mktows_sandbox`, without a socket.

    It goes by the sandbox's clock, and instead of waiting moves it on.
    """
    from datetime import timedelta

    from mktows.rest import Limiter, RestClient
    from mktows.rest.client import limits_of

    clock, face = mktows_sandbox.clock, mktows_sandbox.rest()
    config = face.config()

    def seconds() -> float:
        return clock.now().timestamp()

    def pause(seconds: float) -> None:
        clock.advance(timedelta(seconds=seconds))

    limiter = Limiter(
        limits_of(config), clock=seconds, monotonic=seconds, wait=lambda _, wait: pause(wait)
    )
    return RestClient(config, transport=face, limiter=limiter, clock=seconds, sleep=pause)


@pytest.fixture
def mktows_rest_endpoint(mktows_sandbox: Sandbox) -> Iterator[RestConfig]:
    """Settings for a program in another process: `mktows_sandbox`, whose REST API is served.

    `base_url`, `client_id` and `client_secret.reveal()` are what the program needs.
    """
    from mktows.server.http.server import ThreadedServer

    face = mktows_sandbox.rest()
    with ThreadedServer(mktows_sandbox) as server:
        yield face.config(server.url)


# What a test asks for


_FOR_SANDBOXES = ("world", "limits", "strict")
_FOR_ALL = ("credentials", "version")


def _asked(request: pytest.FixtureRequest) -> dict[str, Any]:
    """The arguments of all markers `mktows` of a test; those nearest to it count."""
    asked: dict[str, Any] = {}
    for mark in reversed(list(request.node.iter_markers("mktows"))):
        strange = [*map(repr, mark.args), *(set(mark.kwargs) - {*_FOR_SANDBOXES, *_FOR_ALL})]
        if strange:
            pytest.fail(
                f"the marker mktows takes {', '.join((*_FOR_SANDBOXES, *_FOR_ALL))}, each by its "
                f"name, and not {', '.join(sorted(strange))}",
                pytrace=False,
            )
        asked.update(mark.kwargs)
    return asked


def _version(request: pytest.FixtureRequest) -> dict[str, str]:
    version = _asked(request).get("version") or asked_version(request.config)
    return {"version": version} if version else {}


# The endpoint that is named


def _named(request: pytest.FixtureRequest) -> Config | None:
    """The endpoint that the option names, as a test asks for it; None where it names none."""
    url = request.config.getoption("--mktows-endpoint")
    if not url:
        return None
    asked = _asked(request)
    unmet = [name for name in _FOR_SANDBOXES if asked.get(name)]
    if unmet:
        pytest.fail(
            f"the marker mktows asks for {' and '.join(unmet)}, which only a sandbox can be made "
            "with: leave this test out of a run with --mktows-endpoint",
            pytrace=False,
        )
    import dataclasses

    from mktows import ConfigError, Secret

    try:
        config = named_endpoint(request.config, url)
        if "credentials" in asked:
            user_id, key = asked["credentials"]
            config = dataclasses.replace(config, user_id=user_id, encryption_key=Secret(key))
        if "version" in asked:
            version = asked["version"]
            at = f"{config.endpoint.rpartition('/')[0]}/{version}"
            config = dataclasses.replace(config, endpoint=at, version=version)
    except ConfigError as error:
        pytest.fail(f"--mktows-endpoint: {error}", pytrace=False)
    return config


def asked_version(config: pytest.Config) -> str:
    """The version that the run shall speak; empty for that of the endpoint, or the latest."""
    return config.getoption("--mktows-version") or os.environ.get("MKTOWS_VERSION", "")


def named_endpoint(config: pytest.Config, url: str) -> Config:
    """Settings for the endpoint at a URL, as the fixtures and the suite call it.

    Credentials come from `MKTOWS_USER_ID` and `MKTOWS_ENCRYPTION_KEY`; where neither is set, they
    are the vendor's public samples.

    Raises:
        ConfigError: A setting is missing or malformed, or the endpoint is not on this machine and
            the option that allows to write there is not given.
    """
    from urllib.parse import urlsplit

    from mktows import Config, ConfigError
    from mktows.config import is_loopback
    from mktows.facts.samples import SAMPLE_KEY, SAMPLE_USER_ID

    version = asked_version(config)
    settings = {**os.environ, "MKTOWS_ENDPOINT": url, "MKTOWS_VERSION": version}
    credentials = {"MKTOWS_USER_ID": SAMPLE_USER_ID, "MKTOWS_ENCRYPTION_KEY": SAMPLE_KEY}
    if not any(settings.get(name) for name in credentials):
        settings |= credentials
    named = Config.from_env(settings)
    host = urlsplit(named.endpoint).hostname or ""
    if not is_loopback(host) and not config.getoption("--mktows-allow-remote"):
        raise ConfigError(
            f"tests write leads, and {host} is not this machine: give --mktows-allow-remote if "
            "that is meant"
        )
    return named


def _lacks_the_sandbox(error: ImportError) -> NoReturn:
    pytest.fail(
        f"this fixture needs the sandbox, but {error.name or 'a part of it'} is not installed: "
        'pip install "mktows[sandbox]"',
        pytrace=False,
    )
