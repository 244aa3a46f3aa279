"""The settings of a REST client, parsed and checked in one place."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from mktows.config import CONNECT_TIMEOUT, LONGEST_TIMEOUT, MAX_REPLY_BYTES, is_loopback
from mktows.errors import ConfigError
from mktows.facts.limits import CALLS_IN_FLIGHT, CALLS_PER_SPAN, SPAN_SECONDS
from mktows.facts.rest_limits import ADVISED_CALLS_PER_SPAN, ADVISED_IN_FLIGHT
from mktows.limiting.settings import parse_rate, whole_number
from mktows.signing import Secret

# A little below what is advised: calls drift on their way.
DEFAULT_CALLS = ADVISED_CALLS_PER_SPAN - 5
"""Calls in a span of `SPAN_SECONDS`, if not said otherwise."""
DEFAULT_RATE = (DEFAULT_CALLS, SPAN_SECONDS)
"""Calls and seconds, if not said otherwise."""
_MUNCHKIN_ID = re.compile(r"[0-9]{3}-[A-Za-z]{3}-[0-9]{3}")
_LONGEST_SECRET_FILE = 4096


@dataclass(frozen=True, slots=True)
class RestConfig:
    """The settings of a REST client.

    Attributes:
        base_url: `https://<munchkin id>.mktorest.com`, or the Munchkin id alone. A path of `/rest`
            or `/identity`, as the service's own pages show it, is dropped.
        client_id: The id of the custom service.
        client_secret: The secret that goes with it.
        rate_calls: Calls in any span of `rate_seconds`; at most the service's own limit.
        rate_seconds: Seconds of that span; at least the service's own.
        concurrency: Calls at the same time, at most the service's own limit.
        daily_calls: Calls of a day, None for as many as the service allows.
        state_file: A file by which processes share the limits; None for this process alone.
        deadline: Seconds that a call may take in all, with waiting and repeating; None for what its
            endpoint needs for two attempts and a minute of waiting.
        connect_timeout: Seconds to wait for a connection.
        max_reply_bytes: Largest answer that is read.

    Raises:
        ConfigError: A setting is malformed.
    """

    base_url: str
    client_id: str
    client_secret: Secret = field(repr=False)
    rate_calls: int = DEFAULT_CALLS
    rate_seconds: int = SPAN_SECONDS
    concurrency: int = ADVISED_IN_FLIGHT
    daily_calls: int | None = None
    state_file: Path | None = None
    deadline: float | None = None
    connect_timeout: float = CONNECT_TIMEOUT
    max_reply_bytes: int = MAX_REPLY_BYTES

    def __post_init__(self) -> None:
        object.__setattr__(self, "base_url", _base_url(self.base_url))
        if isinstance(self.client_secret, str):
            object.__setattr__(self, "client_secret", Secret(self.client_secret))
        for name, text in (
            ("client id", self.client_id),
            ("client secret", self.client_secret.reveal()),
        ):
            if not text or not text.isascii() or not text.isprintable() or " " in text:
                raise ConfigError(f"the {name} is empty, or holds blanks or what is not ASCII")
        if not 1 <= self.rate_calls <= CALLS_PER_SPAN or self.rate_seconds < SPAN_SECONDS:
            raise ConfigError(
                f"the rate must be 1 to {CALLS_PER_SPAN} calls in {SPAN_SECONDS} seconds or more"
            )
        if not 1 <= self.concurrency <= CALLS_IN_FLIGHT:
            raise ConfigError(f"there can be 1 to {CALLS_IN_FLIGHT} calls at the same time")
        if self.daily_calls is not None and self.daily_calls < 1:
            raise ConfigError("the calls of a day must be 1 or more")
        for seconds in (self.deadline, self.connect_timeout):
            if seconds is not None and not 0 < seconds <= LONGEST_TIMEOUT:
                raise ConfigError(
                    f"timeouts must be greater than 0 and at most {LONGEST_TIMEOUT:g} s"
                )
        if self.max_reply_bytes < 1:
            raise ConfigError("the reply limit must be greater than 0")

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = os.environ) -> RestConfig:
        """Read the variables `MKTOWS_REST_...`; `mktows.config.SETTINGS` says what each means.

        Raises:
            ConfigError: A setting is missing or malformed, or the file of the secret can be read by
                others than its owner.
        """
        names = ("MKTOWS_REST_URL", "MKTOWS_REST_CLIENT_ID")
        missing = [name for name in names if not environ.get(name)]
        secret, file = (
            environ.get(f"MKTOWS_REST_CLIENT_SECRET{suffix}") for suffix in ("", "_FILE")
        )
        if not secret and not file:
            missing.append("MKTOWS_REST_CLIENT_SECRET or MKTOWS_REST_CLIENT_SECRET_FILE")
        if missing:
            raise ConfigError(f"not set: {', '.join(missing)}")
        if secret and file:
            raise ConfigError(
                "MKTOWS_REST_CLIENT_SECRET and MKTOWS_REST_CLIENT_SECRET_FILE are both set: "
                "set one of them"
            )
        calls, seconds = parse_rate(
            environ.get("MKTOWS_REST_RATE"), "MKTOWS_REST_RATE", DEFAULT_RATE
        )
        state_file = environ.get("MKTOWS_REST_STATE_FILE")
        return cls(
            environ[names[0]],
            environ[names[1]],
            read_secret(Path(file)) if file else Secret(secret or ""),
            rate_calls=calls,
            rate_seconds=seconds,
            concurrency=whole_number(environ, "MKTOWS_REST_CONCURRENCY") or ADVISED_IN_FLIGHT,
            daily_calls=whole_number(environ, "MKTOWS_REST_DAILY_CALLS"),
            state_file=Path(state_file) if state_file else None,
        )


def read_secret(path: Path, what: str = "client secret", *, private: bool = True) -> Secret:
    """Read a secret from a file; a line break at its end is no part of it.

    Args:
        path: The file.
        what: What it holds, for errors.
        private: Whether a file that others than its owner may read is refused.

    Raises:
        ConfigError: The file cannot be read, or others than its owner may read it.
    """
    try:
        with path.open("rb") as file:
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode):
                raise ConfigError(f"the file of the {what} is no ordinary file")
            if private and found.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
                raise ConfigError(
                    f"the file of the {what} can be read by others: take their rights away "
                    "(chmod 600)"
                )
            text = file.read(_LONGEST_SECRET_FILE + 1)
    except OSError as error:
        raise ConfigError(f"the file of the {what}: {error.strerror}") from None
    if len(text) > _LONGEST_SECRET_FILE:
        raise ConfigError(f"the file of the {what} is too long for one")
    try:
        return Secret(text.decode("ascii").rstrip("\r\n"))
    except UnicodeDecodeError:
        raise ConfigError(f"the {what} holds what is not ASCII") from None


def _base_url(text: str) -> str:
    text = text.strip()
    if _MUNCHKIN_ID.fullmatch(text):
        return f"https://{text.lower()}.mktorest.com"
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise ConfigError("the base URL is not a valid URL") from None
    if parts.username is not None or parts.password is not None:
        raise ConfigError("the base URL must not hold a user name or password")
    if parts.scheme not in ("http", "https") or not host:
        raise ConfigError("the base URL must be an https:// URL, or a Munchkin id (123-ABC-456)")
    if parts.scheme == "http" and not is_loopback(host):
        raise ConfigError("the base URL is http://, which would send the secret in the clear")
    if parts.query or parts.fragment:
        raise ConfigError("the base URL must not have a query or fragment")
    # A double slash before rest or bulk is refused by the service.
    path = parts.path.strip("/")
    if path not in ("", "rest", "identity", "bulk"):
        raise ConfigError("the base URL must end with its host: paths are added by the client")
    return f"{parts.scheme}://{parts.netloc}"
