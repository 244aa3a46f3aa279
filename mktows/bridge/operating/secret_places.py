"""The places outside the settings file that hold its secrets: variables, files, credentials."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mktows.errors import ConfigError
from mktows.rest.settings import read_secret
from mktows.signing import Secret

CREDENTIALS = "CREDENTIALS_DIRECTORY"
"""The variable that systemd names the folder of a unit's credentials by."""
CONTAINER_SECRETS = Path("/run/secrets")
"""The folder in which containers find their secrets."""
_VARIABLE = re.compile("[A-Z][A-Z0-9]*(_[A-Z0-9]+)+")
HOW = (
    'name the place that holds it: { env = "VARIABLE" }, { file = "PATH" } of mode 0600, or '
    '{ credential = "NAME" } of systemd or the container'
)
"""The ways to name a place, for errors."""


def secret_of(
    given: Any, what: str, *, folder: Path, environ: Mapping[str, str], containers: Path
) -> Secret:
    """Return the secret that stands in a place.

    Args:
        given: The place, as the settings file names it.
        what: The name of the setting, for errors.
        folder: Where relative paths begin.
        environ: The environment.
        containers: Where a container's secrets are.

    Raises:
        ConfigError: There is none in that place, or the settings file holds the secret itself.
    """
    if not isinstance(given, Mapping):
        raise ConfigError(f"{what}: secrets do not stand in this file: {HOW}")
    if len(given) != 1 or not given.keys() <= {"env", "file", "credential"}:
        raise ConfigError(f"{what}: {HOW}; one of them, and nothing else")
    ((kind, name),) = given.items()
    if not isinstance(name, str) or not name:
        raise ConfigError(f"{what}: {kind} must be a text, such as in {HOW}")
    if kind == "env":
        text = environ.get(name)
        if not text:
            # What does not look like a variable may be the secret itself.
            shown = name if _VARIABLE.fullmatch(name) else "that env names"
            raise ConfigError(f"{what}: the variable {shown} is not set: set it")
        return Secret(text)
    if kind == "file":
        path = folder / name
        return _read(path, what, private=True)
    return _read(_credential(name, what, environ, containers), what, private=False)


def _credential(name: str, what: str, environ: Mapping[str, str], containers: Path) -> Path:
    """The file of a credential. Whoever started this process has seen to who may read it."""
    if Path(name).name != name:
        raise ConfigError(f"{what}: a credential is a name, without a folder")
    folders = [Path(environ[CREDENTIALS])] if environ.get(CREDENTIALS) else []
    folders.append(containers)
    for each in folders:
        if (each / name).is_file():
            return each / name
    raise ConfigError(
        f"{what}: there is no such credential in {' or '.join(map(str, folders))}: give it to the "
        "unit (LoadCredential=) or the container"
    )


def _read(path: Path, what: str, *, private: bool) -> Secret:
    try:
        secret = read_secret(path, "secret", private=private)
    except ConfigError as error:
        raise ConfigError(f"{what}: {error}") from None
    if not secret:
        raise ConfigError(f"{what}: the file of the secret is empty")
    return secret
