"""A bridge for one command, by its settings file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mktows.bridge.bridge import Bridge
from mktows.bridge.operating.settings_file import read_settings
from mktows.cli.failures import UsageError


@contextmanager
def opened_bridge(config: str) -> Iterator[Bridge]:
    """A bridge for the block, on the state of the one that serves.

    Raises:
        ConfigError: The settings are wrong, or the database cannot serve.
    """
    with Bridge(read_settings(Path(config))) as bridge:
        yield bridge


def tenant_of(bridge: Bridge, given: str | None) -> str:
    """Return the tenant that is meant: the one that is named, or the only one.

    Raises:
        UsageError: There is no such tenant, or none is named and there are several.
    """
    names = ", ".join(bridge.instances)
    if given is None:
        if len(bridge.instances) != 1:
            raise UsageError(f"name one with --tenant: {names}")
        return next(iter(bridge.instances))
    if given not in bridge.instances:
        raise UsageError(f"there is no tenant {given!r}: there are {names}")
    return given
