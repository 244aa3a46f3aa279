"""The target of calls: the endpoint of the environment, or the sandbox in this process."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from mktows.cli import output
from mktows.cli.failures import InputError, UsageError
from mktows.client import Client
from mktows.config import Config
from mktows.contract import LATEST_VERSION
from mktows.errors import ConfigError
from mktows.facts.limits import CALLS_IN_FLIGHT, CALLS_PER_SPAN, SPAN_SECONDS
from mktows.limiting.limits import Limits
from mktows.signing import Secret

if TYPE_CHECKING:
    from mktows.sandbox import Sandbox
    from mktows.sandbox.rest.settings import CustomService
    from mktows.sandbox.world.world import World

SANDBOX = "sandbox:"
"""The value of MKTOWS_ENDPOINT that names the sandbox in the command's process."""

_LOCAL = f"http://localhost/soap/mktows/{LATEST_VERSION}"
_CREDENTIALS = ("MKTOWS_USER_ID", "MKTOWS_ENCRYPTION_KEY")
_CLIENT_CREDENTIALS = ("MKTOWS_REST_CLIENT_ID", "MKTOWS_REST_CLIENT_SECRET")


@dataclass(frozen=True, slots=True)
class Target:
    """The service or sandbox that answers the calls of one command.

    Attributes:
        config: Settings of a client.
        name: The value of MKTOWS_ENDPOINT that leads to it.
        embedded: Whether that is the sandbox in this process.
        database: The file that this sandbox keeps its data in.
        world: What this sandbox begins with.
        notice: What the user should know about this sandbox before the first call.
    """

    config: Config
    name: str
    embedded: bool
    database: str | None = None
    world: World | None = None
    notice: str = ""

    def within_limits(self) -> Target:
        """The target with the documented limits, for long work; what is set stays."""
        if self.embedded or self.config.limits is not None:
            return self
        limits = Limits(CALLS_PER_SPAN, SPAN_SECONDS, CALLS_IN_FLIGHT)
        return replace(self, config=replace(self.config, limits=limits))

    @contextmanager
    def connect(self) -> Iterator[Client]:
        """A client for the block.

        Raises:
            ConfigError: The sandbox's database file cannot serve, or began without the world.
        """
        if not self.embedded:
            with Client(self.config) as client:
                yield client
            return
        with opened_sandbox(self.database, self.world) as sandbox:
            yield Client(self.config, transport=sandbox)


@dataclass(frozen=True, slots=True)
class Seed:
    """The world or file that a sandbox begins with.

    Attributes:
        data: Whether with the demo world.
        file: The world file with whose world.
    """

    data: bool = False
    file: str | None = None

    def world(self) -> World | None:
        """The world that is meant, if any.

        Raises:
            InputError: The file cannot be read, or is wrong; its problems have been written.
            UsageError: Both are given.
        """
        if self.data and self.file is not None:
            raise UsageError("give one of --seed-data and --seed-file")
        if not self.data and self.file is None:
            return None
        from mktows.sandbox.world.files import demo_world, read_world
        from mktows.sandbox.world.world import WorldError

        if self.file is None:
            return demo_world()
        try:
            return read_world(self.file)
        except WorldError as error:
            for each in error.problems:
                output.problem(output.one_line(each))
            raise InputError(f"{output.one_line(self.file)} is no world to begin with") from error


@dataclass(frozen=True, slots=True)
class Embedded:
    """The options of a command about the sandbox in its process.

    Attributes:
        asked: Whether it was asked for by itself.
        database: The file that it shall keep its data in.
        seed: What it shall begin with.
    """

    asked: bool = False
    database: str | None = None
    seed: Seed = Seed()

    def options(self) -> list[str]:
        """The options that were given; any of them asks for this sandbox."""
        given = {
            "--sandbox": self.asked,
            "--database": self.database is not None,
            "--seed-data": self.seed.data,
            "--seed-file": self.seed.file is not None,
        }
        return [option for option, was_given in given.items() if was_given]


def target(
    embedded: Embedded, environ: Mapping[str, str] = os.environ, *, version: str | None = None
) -> Target:
    """The endpoint that the environment names, or the sandbox in this process if asked for.

    The version that is spoken is the one given, else that of `MKTOWS_VERSION`, else that of the
    endpoint's path, or the latest in a sandbox.

    Nobody gets the sandbox by leaving something out: a job that lost its environment would write
    to it for ever, and seem to succeed.

    Raises:
        ConfigError: A setting is missing or malformed.
        InputError: The world's file is wrong.
        UsageError: The sandbox was asked for, but there is an endpoint.
    """
    endpoint = environ.get("MKTOWS_ENDPOINT")
    version = version or environ.get("MKTOWS_VERSION") or ""
    options = embedded.options()
    if endpoint and endpoint != SANDBOX:
        if options:
            raise UsageError(
                f"{options[0]} is for the embedded sandbox, but MKTOWS_ENDPOINT is set",
                hint=f"leave {options[0]} out, or unset MKTOWS_ENDPOINT",
            )
        config = Config.from_env({**environ, "MKTOWS_VERSION": version})
        return Target(config, config.endpoint, embedded=False)
    if not endpoint and not options:
        raise ConfigError(
            "MKTOWS_ENDPOINT is not set: set it to https://<instance>/soap/mktows/<version>, or "
            "use a sandbox in this process with --sandbox"
        )
    notice = "using the embedded sandbox; "
    if embedded.database is None:
        notice += "its data is gone at the end (--database FILE keeps it)"
    else:
        notice += f"its data is kept in {embedded.database}"
    given = [name for name in _CREDENTIALS if environ.get(name)]
    if given:
        notice += f"; {' and '.join(given)} not used: the sample credentials are"
    config = _sample_config()
    if version:
        config = Config(
            f"{config.endpoint.rpartition('/')[0]}/{version}", config.user_id, config.encryption_key
        )
    return Target(config, SANDBOX, True, embedded.database, embedded.seed.world(), notice)


def credentials(environ: Mapping[str, str] = os.environ) -> Config:
    """The user id and key of the environment, checked, in a config without a real endpoint.

    Raises:
        ConfigError: One is missing or malformed.
    """
    missing = [name for name in _CREDENTIALS if not environ.get(name)]
    if missing:
        raise ConfigError(f"not set: {', '.join(missing)}")
    user_id, key = (environ[name] for name in _CREDENTIALS)
    return Config(_LOCAL, user_id, Secret(key))


def served_credentials(environ: Mapping[str, str] = os.environ) -> tuple[Config, str]:
    """The credentials that a served sandbox accepts, and a word on where they come from.

    Raises:
        ConfigError: The environment's are malformed.
    """
    missing = [name for name in _CREDENTIALS if not environ.get(name)]
    if not missing:
        return credentials(environ), "of the environment"
    if len(missing) == 1:
        return _sample_config(), f"of the vendor's public samples, for {missing[0]} is not set"
    return _sample_config(), "of the vendor's public samples"


def served_services(
    environ: Mapping[str, str] = os.environ,
) -> dict[str, CustomService] | None:
    """The custom service of a served sandbox's REST API; None for those of its SOAP users.

    Raises:
        ConfigError: One of the two variables is set without the other.
    """
    from mktows.sandbox.rest.settings import CustomService

    given = [environ.get(name) or "" for name in _CLIENT_CREDENTIALS]
    if not any(given):
        return None
    if not all(given):
        raise ConfigError(f"set both {' and '.join(_CLIENT_CREDENTIALS)}, or neither")
    client_id, secret = given
    return {client_id: CustomService(Secret(secret))}


@contextmanager
def opened_sandbox(
    database: str | None, world: World | None, clock: datetime | None = None, **options: Any
) -> Iterator[Sandbox]:
    """A sandbox for the block, with the options of its class, and a clock that runs from there.

    Raises:
        ConfigError: The database file cannot serve, or began without the world.
    """
    from mktows.sandbox import Sandbox

    with Sandbox(database=database, **options) as sandbox:
        if clock is not None:
            sandbox.clock.set(clock, running=True)
        if world is not None and not sandbox.seed(world, if_new=True):
            output.note(f"{database} was seeded with this before: its data is kept")
        yield sandbox


def _sample_config() -> Config:
    from mktows.facts.samples import SAMPLE_KEY, SAMPLE_USER_ID

    return Config(_LOCAL, SAMPLE_USER_ID, Secret(SAMPLE_KEY))
