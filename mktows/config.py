"""Settings of a client, parsed and checked in one place."""

from __future__ import annotations

import difflib
import ipaddress
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from mktows.contract import nearest_version
from mktows.errors import ConfigError
from mktows.facts.limits import CALLS_IN_FLIGHT, CALLS_PER_SPAN, SPAN_SECONDS
from mktows.limiting.limits import Limits
from mktows.limiting.settings import parse_rate, whole_number
from mktows.signing import Secret
from mktows.text import impossible_character

CONNECT_TIMEOUT = 10.0
"""Seconds to wait for a connection."""
READ_TIMEOUT = 90.0
"""Seconds to wait for the next bytes: calls of many tens of seconds are normal."""
LONGEST_TIMEOUT = 86_400.0
"""Seconds that a timeout may have at most: a day. Sockets take no infinite number."""
MAX_REPLY_BYTES = 64 * 1024 * 1024
"""Largest reply read, after decompression; a page of 1000 leads takes a few megabytes."""

SETTINGS = {
    "MKTOWS_ENDPOINT": "https://<instance>/soap/mktows/<version>",
    "MKTOWS_USER_ID": "the access id of the API user",
    "MKTOWS_ENCRYPTION_KEY": "the key that goes with it",
    "MKTOWS_PARTNER_ID": "the technology partner's key, if there is one",
    "MKTOWS_VERSION": "the contract to speak, instead of the endpoint's own",
    "MKTOWS_TIMEOUT": "seconds to wait for an answer",
    "MKTOWS_ALLOW_HTTP": "hosts that may be called without TLS",
    "MKTOWS_RATE": "calls in a span of seconds, such as 100/20",
    "MKTOWS_CONCURRENCY": "calls at the same time",
    "MKTOWS_DAILY_CALLS": "calls of a day at most",
    "MKTOWS_STATE_FILE": "a file by which processes share these limits",
    "MKTOWS_REST_URL": "of the REST API: https://<instance>.mktorest.com, or the Munchkin id",
    "MKTOWS_REST_CLIENT_ID": "the client id of the custom service",
    "MKTOWS_REST_CLIENT_SECRET": "the secret that goes with it",
    "MKTOWS_REST_CLIENT_SECRET_FILE": "a file with that secret, which its owner alone may read",
    "MKTOWS_REST_RATE": "REST calls in a span of seconds, such as 45/20",
    "MKTOWS_REST_CONCURRENCY": "REST calls at the same time",
    "MKTOWS_REST_DAILY_CALLS": "REST calls of a day at most",
    "MKTOWS_REST_STATE_FILE": "a file by which processes share these limits",
}
"""The variables of the environment that set something, and what each means."""

_LIMITS = ("MKTOWS_RATE", "MKTOWS_CONCURRENCY", "MKTOWS_DAILY_CALLS", "MKTOWS_STATE_FILE")

# Variables that nothing but the project's own tests reads.
_OF_TESTS = frozenset(
    {
        "MKTOWS_CRASH_ROUNDS",
        "MKTOWS_HOSTILE",
        "MKTOWS_SCREENSHOTS",
        "MKTOWS_VENDOR_PAGES",
        "MKTOWS_VENDOR_REST",
    }
)

ENDPOINT_PATH = re.compile(r"/soap/mktows/([0-9]{1,3}_[0-9]{1,3})/?")
"""The path of an endpoint, whose group is the version."""


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of a client: the endpoint, who calls, and how long to wait.

    Attributes:
        endpoint: `https://<instance>/soap/mktows/<version>`; a trailing `?WSDL` is dropped.
        user_id: The access id of the API user.
        encryption_key: The key that goes with it.
        partner_id: The technology partner's key, for those who have one.
        version: The version of the contract to speak; by default the one that the endpoint's path
            names. What is not known is spoken with the nearest known one that is not newer, or
            with the oldest; then this is that one.
        connect_timeout: Seconds, at most `LONGEST_TIMEOUT`.
        read_timeout: Seconds without a byte before the call is given up; at most the same.
        max_reply_bytes: Largest reply that is read.
        allow_http: Hosts that may be reached without TLS, each by name. Loopback always may.
        limits: How many calls there may be; None for any number, which the service then refuses.
        state_file: A file by which processes share the limits; None for this process alone.

    Raises:
        ConfigError: A setting is missing or malformed.
    """

    endpoint: str
    user_id: str
    encryption_key: Secret
    partner_id: str | None = None
    version: str = ""
    connect_timeout: float = CONNECT_TIMEOUT
    read_timeout: float = READ_TIMEOUT
    max_reply_bytes: int = MAX_REPLY_BYTES
    allow_http: frozenset[str] = frozenset()
    limits: Limits | None = None
    state_file: Path | None = None

    def __post_init__(self) -> None:
        endpoint, path_version = _checked_endpoint(self.endpoint, self.allow_http)
        object.__setattr__(self, "endpoint", endpoint)
        try:
            version = nearest_version(self.version or path_version)
        except ValueError:
            raise ConfigError("the version must be of the form 2_7") from None
        object.__setattr__(self, "version", version)
        if isinstance(self.encryption_key, str):
            object.__setattr__(self, "encryption_key", Secret(self.encryption_key))
        for name, text in (
            ("user id", self.user_id),
            ("encryption key", self.encryption_key.reveal()),
        ):
            if not text or text != text.strip():
                raise ConfigError(f"the {name} is empty or has white space around it")
        for text in (self.user_id, self.partner_id or "", self.encryption_key.reveal()):
            if impossible_character(text) is not None:
                raise ConfigError(
                    "the user id, encryption key or partner id holds a control character or is "
                    "not UTF-8"
                )
        for seconds in (self.connect_timeout, self.read_timeout):
            check_timeout(seconds)
        if not self.max_reply_bytes > 0:
            raise ConfigError("the reply limit must be greater than 0")

    @property
    def endpoint_version(self) -> str:
        """The version that the endpoint's path names, which need not be the one spoken."""
        return self.endpoint.rpartition("/")[2]

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Config:
        """Read `MKTOWS_ENDPOINT`, `MKTOWS_USER_ID`, `MKTOWS_ENCRYPTION_KEY` and the optional rest.

        The rest: `MKTOWS_PARTNER_ID`, `MKTOWS_VERSION` (the contract to speak),
        `MKTOWS_TIMEOUT` (seconds to wait for bytes), `MKTOWS_ALLOW_HTTP` (hosts, separated by
        commas), and the limits `MKTOWS_RATE`, `MKTOWS_CONCURRENCY`, `MKTOWS_DAILY_CALLS` and
        `MKTOWS_STATE_FILE`. Where one of these is set, those not set are as documented.

        Raises:
            ConfigError: A setting is missing or malformed; the error names it.
        """
        names = ("MKTOWS_ENDPOINT", "MKTOWS_USER_ID", "MKTOWS_ENCRYPTION_KEY")
        missing = [name for name in names if not environ.get(name)]
        if missing:
            raise ConfigError(f"not set: {', '.join(missing)}")
        endpoint, user_id, key = (environ[name] for name in names)
        state_file = environ.get("MKTOWS_STATE_FILE")
        return cls(
            endpoint=endpoint,
            user_id=user_id,
            encryption_key=Secret(key),
            partner_id=environ.get("MKTOWS_PARTNER_ID") or None,
            version=environ.get("MKTOWS_VERSION", ""),
            read_timeout=_seconds(environ.get("MKTOWS_TIMEOUT")),
            allow_http=_hosts(environ.get("MKTOWS_ALLOW_HTTP")),
            limits=limits_from(environ),
            state_file=Path(state_file) if state_file else None,
        )


def limits_from(environ: Mapping[str, str]) -> Limits | None:
    """The limits that the environment sets; None where it sets none of them.

    Raises:
        ConfigError: A setting is malformed.
    """
    if not any(environ.get(name) for name in _LIMITS):
        return None
    calls, seconds = parse_rate(
        environ.get("MKTOWS_RATE"), "MKTOWS_RATE", (CALLS_PER_SPAN, SPAN_SECONDS)
    )
    concurrency = whole_number(environ, "MKTOWS_CONCURRENCY")
    return Limits(
        calls,
        seconds,
        CALLS_IN_FLIGHT if concurrency is None else concurrency,
        whole_number(environ, "MKTOWS_DAILY_CALLS"),
    )


def check_timeout(seconds: float) -> None:
    """Check a timeout.

    Raises:
        ConfigError: It is not above 0, or longer than `LONGEST_TIMEOUT`.
    """
    if not 0 < seconds <= LONGEST_TIMEOUT:
        raise ConfigError(f"timeouts must be greater than 0 and at most {LONGEST_TIMEOUT:g} s")


def unknown_settings(names: Iterable[str]) -> dict[str, str]:
    """The variables that look like settings and are none, in order, each with the nearest one.

    A misspelt setting is silently without effect otherwise. Upper and lower case count as the same
    in what looks like a setting. Where no setting is near, that is "".
    """
    unknown = {}
    for name in sorted(names):
        if name.upper().startswith("MKTOWS_") and name not in SETTINGS and name not in _OF_TESTS:
            near = difflib.get_close_matches(name.upper(), SETTINGS, n=1)
            unknown[name] = near[0] if near else ""
    return unknown


def is_loopback(host: str) -> bool:
    """Tell whether a host name or address is this machine's own."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _checked_endpoint(text: str, allow_http: frozenset[str]) -> tuple[str, str]:
    """The endpoint without its query, and the version that its path names."""
    try:
        parts: SplitResult = urlsplit(text.strip())
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise ConfigError("the endpoint is not a valid URL") from None
    if parts.username is not None or parts.password is not None:
        raise ConfigError("the endpoint must not hold a user name or password")
    if parts.scheme not in ("http", "https") or not host:
        raise ConfigError("the endpoint must be an https:// URL with a host")
    if parts.scheme == "http" and not is_loopback(host) and host not in allow_http:
        raise ConfigError(
            f"the endpoint is http://, which would send leads and signatures in the clear; use "
            f"https://, or allow http to {host} by name (MKTOWS_ALLOW_HTTP, allow_http)"
        )
    if parts.query.lower() not in ("", "wsdl") or parts.fragment:
        raise ConfigError("the endpoint must not have a query or fragment")
    path = ENDPOINT_PATH.fullmatch(parts.path)
    if path is None:
        raise ConfigError("the endpoint's path must be /soap/mktows/<version>, such as 2_7")
    return f"{parts.scheme}://{parts.netloc}/soap/mktows/{path[1]}", path[1]


def _seconds(text: str | None) -> float:
    if not text:
        return READ_TIMEOUT
    try:
        return float(text)
    except ValueError:
        raise ConfigError("MKTOWS_TIMEOUT must be a number of seconds") from None


def _hosts(text: str | None) -> frozenset[str]:
    return frozenset(host.strip().lower() for host in (text or "").split(",") if host.strip())
