"""Where calls go: the endpoint of the environment, or the sandbox in this process."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mktows.cli.failures import UsageError
from mktows.client import Client
from mktows.config import Config
from mktows.errors import ConfigError
from mktows.operations import LATEST_VERSION
from mktows.signing import Secret

if TYPE_CHECKING:
    from mktows.sandbox import Sandbox

_LOCAL = f"http://localhost/soap/mktows/{LATEST_VERSION}"
_CREDENTIALS = ("MKTOWS_USER_ID", "MKTOWS_ENCRYPTION_KEY")


@dataclass(frozen=True, slots=True)
class Target:
    """What answers the calls of one command.

    Attributes:
        config: Settings of a client.
        embedded: Whether that is the sandbox in this process.
        database: The file that this sandbox keeps its data in.
        notice: What the user should know about it before the first call; may be empty.
    """

    config: Config
    embedded: bool
    database: str | None = None
    notice: str = ""

    @contextmanager
    def connect(self) -> Iterator[Client]:
        """A client for the block.

        Raises:
            ConfigError: The sandbox's database file cannot serve.
        """
        if not self.embedded:
            with Client(self.config) as client:
                yield client
            return
        with opened_sandbox(self.database) as sandbox:
            yield Client(self.config, transport=sandbox)


def target(database: str | None, environ: Mapping[str, str] = os.environ) -> Target:
    """What the environment names: an endpoint, else the sandbox in this process.

    Raises:
        ConfigError: A setting is missing or malformed.
        UsageError: A database was named, but there is an endpoint.
    """
    if environ.get("MKTOWS_ENDPOINT"):
        if database is not None:
            raise UsageError(
                "--database is for the embedded sandbox, but MKTOWS_ENDPOINT is set",
                hint="leave --database out, or unset MKTOWS_ENDPOINT",
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
    return Target(_sample_config(), embedded=True, database=database, notice=notice)


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
def opened_sandbox(database: str | None, **options: Any) -> Iterator[Sandbox]:
    """A sandbox for the block, with the options of its class.

    Raises:
        ConfigError: The database file cannot serve.
    """
    from mktows.sandbox import Sandbox

    with Sandbox(database=database, **options) as sandbox:
        yield sandbox


def _sample_config() -> Config:
    from mktows.sandbox import SAMPLE_KEY, SAMPLE_USER_ID

    return Config(_LOCAL, SAMPLE_USER_ID, Secret(SAMPLE_KEY))
