"""Limits as settings: a rate and whole numbers, read from texts."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mktows.errors import ConfigError

_RATE = re.compile(r"([0-9]{1,4})/([0-9]{1,4})")


def parse_rate(text: str | None, name: str, default: tuple[int, int]) -> tuple[int, int]:
    """Read calls and seconds of a rate; the default for none.

    Args:
        text: Such as `45/20`.
        name: The setting's name, for errors.
        default: Calls and seconds where there is no text.

    Raises:
        ConfigError: It is no rate.
    """
    if not text:
        return default
    match = _RATE.fullmatch(text.strip())
    if match is None:
        raise ConfigError(f"{name} must be CALLS/SECONDS, such as 45/20")
    return int(match[1]), int(match[2])


def whole_number(environ: Mapping[str, str], name: str) -> int | None:
    """Read a setting that is a whole number; None where it is not set.

    Raises:
        ConfigError: It is something else.
    """
    text = environ.get(name, "").strip()
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise ConfigError(f"{name} must be a whole number")
    return int(text)
