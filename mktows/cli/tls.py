"""The options of TLS, and what a server tells of it."""

from __future__ import annotations

import ssl
from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

import click

from mktows.cli import output
from mktows.cli.failures import UsageError
from mktows.server.http.tls import tls_context


@dataclass(frozen=True, slots=True)
class Tls:
    """TLS as a server speaks it.

    Attributes:
        context: The server's context.
        told: Lines about it for whoever starts the server.
    """

    context: ssl.SSLContext
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TlsOptions:
    """The options of TLS; the help explains each."""

    made: bool = False
    folder: str | None = None
    certificate: str | None = None
    key: str | None = None

    @property
    def asked(self) -> bool:
        """True where an option of TLS is given."""
        return self != TlsOptions()

    def opened(self, host: str, hosts: Collection[str], hint: str) -> Tls | None:
        """TLS as it is asked for; None where it is not.

        Args:
            host: Where the server listens.
            hosts: Under which further names it is reached.
            hint: The command that explains the options.

        Raises:
            ConfigError: A certificate, a key or an authority cannot be used.
            UsageError: The options do not go together.
        """
        if (self.certificate is None) != (self.key is None):
            raise UsageError("--tls-cert and --tls-key go together", hint=hint)
        if self.made and self.certificate is not None:
            raise UsageError("--tls makes a certificate: leave out --tls-cert", hint=hint)
        if self.folder is not None and not self.made:
            raise UsageError("--tls-folder goes with --tls", hint=hint)
        if self.certificate is not None and self.key is not None:
            return Tls(tls_context(Path(self.certificate), Path(self.key)))
        return self._local(host, hosts, hint) if self.made else None

    def _local(self, host: str, hosts: Collection[str], hint: str) -> Tls:
        from mktows.server.http.local_tls import local_tls

        folder = self.folder or Path(click.get_app_dir("mktows")) / "tls"
        reached = hosts if _listens_everywhere(host) else (host, *hosts)
        try:
            local = local_tls(folder, reached)
        except ValueError as error:
            raise UsageError(f"--tls: {error}", hint=hint) from error
        return Tls(
            local.context,
            (
                f"clients have to trust the authority in {output.one_line(str(local.authority))}",
                f"its SHA-256 fingerprint is {local.fingerprint}",
            ),
        )


def _listens_everywhere(host: str) -> bool:
    try:
        return ip_address(host).is_unspecified
    except ValueError:
        return False
