"""Where calls go: the endpoint of the environment, or the sandbox in this process."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from mktows.cli import output
from mktows.cli.failures import InputError, UsageError
from mktows.client import Client
from mktows.config import Config
from mktows.errors import ConfigError
from mktows.operations import LATEST_VERSION
from mktows.signing import Secret

if TYPE_CHECKING:
    from mktows.sandbox import Sandbox
    from mktows.sandbox.world import World

_LOCAL = f"http://localhost/soap/mktows/{LATEST_VERSION}"
_CREDENTIALS = ("MKTOWS_USER_ID", "MKTOWS_ENCRYPTION_KEY")


@dataclass(frozen=True, slots=True)
class Target:
    """What answers the calls of one command.

    Attributes:
        config: Settings of a client.
        embedded: Whether that is the sandbox in this process.
        database: The file that this sandbox keeps its data in.
        world: What this sandbox begins with.
        notice: What the user should know about it before the first call; may be empty.
    """

    config: Config
    embedded: bool
    database: str | None = None
    world: World | None = None
    notice: str = ""

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
    """What a sandbox shall begin with.

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
        from mktows.sandbox.world import WorldError
        from mktows.sandbox.world_files import demo_world, read_world

        if self.file is None:
            return demo_world()
        try:
            return read_world(self.file)
        except WorldError as error:
            for each in error.problems:
                output.problem(output.one_line(each))
            raise InputError(f"{output.one_line(self.file)} is no world to begin with") from error


def target(
    database: str | None, seed: Seed | None = None, environ: Mapping[str, str] = os.environ
) -> Target:
    """What the environment names: an endpoint, else the sandbox in this process.

    Raises:
        ConfigError: A setting is missing or malformed.
        InputError: The world's file is wrong.
        UsageError: A database or a world was named, but there is an endpoint.
    """
    seed = seed or Seed()
    if environ.get("MKTOWS_ENDPOINT"):
        options = {"--database": database, "--seed-data": seed.data, "--seed-file": seed.file}
        for option, value in options.items():
            if value:
                raise UsageError(
                    f"{option} is for the embedded sandbox, but MKTOWS_ENDPOINT is set",
                    hint=f"leave {option} out, or unset MKTOWS_ENDPOINT",
                )
        return Target(Config.from_env(environ), embedded=False)
    notice = "MKTOWS_ENDPOINT is not set: using the embedded sandbox; "
    if database is None:
        notice += "its data is gone at the end (--database FILE keeps it)"
    else:
        notice += f"its data is kept in {database}"
    given = [name for name in _CREDENTIALS if environ.get(name)]
    if given:
        notice += f"; {' and '.join(given)} not used: the sample credentials are"
    return Target(_sample_config(), True, database, seed.world(), notice)


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
        if world is not None and not sandbox.begin_with(world):
            output.note(f"{database} was seeded with this before: its data is kept")
        yield sandbox


def _sample_config() -> Config:
    from mktows.sandbox import SAMPLE_KEY, SAMPLE_USER_ID

    return Config(_LOCAL, SAMPLE_USER_ID, Secret(SAMPLE_KEY))
