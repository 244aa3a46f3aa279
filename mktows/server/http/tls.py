"""TLS of a server, by the files of its certificate and key."""

from __future__ import annotations

import ssl
from pathlib import Path

from mktows.errors import ConfigError

HANDSHAKE_SECONDS = 20.0
"""Seconds that a handshake may take."""
CLOSING_SECONDS = 5.0
"""Seconds that a client may take to answer the end of a connection."""


def tls_context(certificate: Path, key: Path) -> ssl.SSLContext:
    """Return the context of a server: TLS 1.2 or later.

    Args:
        certificate: The file of the certificate, in PEM, with those that lead to its authority.
        key: The file of the private key, in PEM and without a password.

    Raises:
        ConfigError: A file cannot be read, or they do not belong together.
    """
    for path, what in ((certificate, "certificate"), (key, "private key")):
        try:
            with path.open("rb"):
                pass
        except OSError as error:
            raise ConfigError(f"the {what} {path} cannot be read: {error.strerror}") from None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        # Without a function for it, a password would be asked for at the terminal.
        context.load_cert_chain(certificate, key, password=_no_password)
    except _Encrypted:
        raise ConfigError(f"the private key {key} has a password: take it off") from None
    except ssl.SSLError:
        raise ConfigError(
            f"{certificate} and {key} must be a certificate and its private key, in PEM"
        ) from None
    return context


class _Encrypted(Exception):
    """The key needs a password."""


def _no_password() -> str:
    raise _Encrypted
