"""The address of a PostgreSQL database, read from a URL; its password is shown nowhere."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from mktows.errors import ConfigError

SCHEMES = ("postgresql://", "postgres://")
_DRIVER = "postgresql+psycopg"
# Of libpq's options, those that choose a server and how to reach it.
_OPTIONS = frozenset(
    {
        *(
            "application_name",
            "channel_binding",
            "connect_timeout",
            "gssencmode",
            "host",
            "options",
        ),
        *("passfile", "password", "port", "service", "sslcert", "sslcrl", "sslkey", "sslmode"),
        *("sslrootcert", "target_session_attrs", "user"),
    }
)


@dataclass(frozen=True, slots=True)
class PostgresAddress:
    """The address of a PostgreSQL database.

    Attributes:
        url: What it is reached by, with the password if it has one.
        label: The same for people, without the password and the options.
    """

    url: URL = field(repr=False)
    label: str


def read_address(text: str) -> PostgresAddress:
    """Read a URL such as `postgresql://user@host:5432/name?sslmode=require`.

    Raises:
        ConfigError: It is not one. The text repeats nothing of it but the name of an option.
    """
    rest = text.partition("://")[2]
    if rest.count("@") > 1:
        # Read on, a part of the password would be taken for the host, which errors name.
        raise ConfigError(
            "the URL of the PostgreSQL database has more than one @; write %40 for one in a user's "
            "name or password"
        )
    try:
        url = make_url(f"{_DRIVER}://{rest}")
    except (ArgumentError, ValueError):
        raise ConfigError(
            "the URL of the PostgreSQL database cannot be read; give one such as "
            "postgresql://user@host:5432/name, with %xx for special characters in the password"
        ) from None
    unknown = sorted(url.query.keys() - _OPTIONS)
    if unknown:
        raise ConfigError(f"the URL of the PostgreSQL database has an unknown option, {unknown[0]}")
    return PostgresAddress(url, _label(url))


def _label(url: URL) -> str:
    shown = URL.create(
        "postgresql", url.username, host=url.host, port=url.port, database=url.database
    )
    return shown.render_as_string()
