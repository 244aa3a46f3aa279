"""TLS without files of one's own: an authority that is kept, and certificates made on the spot."""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
import ssl
import stat
import tempfile
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from mktows.errors import ConfigError
from mktows.server.http.certificates import LOOPBACK, SERVER_LIFE, Authority, read_hosts
from mktows.server.http.tls import tls_context

_LOG = logging.getLogger("mktows.server")
_CERTIFICATE, _ISSUER = "ca.pem", "issuer.pem"
_LONGEST_FOLDER_NAME = 120
_LONGEST_FILE = 64 * 1024
_TRIED_AGAIN_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class LocalTls:
    """TLS by a certificate made on the spot.

    Attributes:
        context: The context of a server, for `ThreadedServer(tls=…)` and `serve(tls=…)`. It renews
            its certificate while it serves.
        authority: The file of the authority's certificate, in PEM, which clients have to trust.
        fingerprint: The SHA-256 of that certificate, in hexadecimal with colons.
    """

    context: ssl.SSLContext
    authority: Path
    fingerprint: str


def local_tls(
    folder: str | os.PathLike[str],
    hosts: Collection[str] = (),
    *,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> LocalTls:
    """Return TLS for localhost, 127.0.0.1, ::1 and some hosts, by an authority kept in a folder.

    There is one authority for each set of hosts, in a folder of its own within `folder`; it is made
    the first time, and used again afterwards. It is trusted for these hosts and for nothing else.
    It needs the extra `tls`.

    Args:
        folder: Where authorities are kept; it is made, for its owner alone, where there is none.
        hosts: Names and addresses, besides loopback, under which the server is reached.
        now: The clock; it must give aware datetimes.

    Raises:
        ConfigError: The authority cannot be kept, read or used: the error says what to do.
        ValueError: One of the hosts cannot stand in a certificate.

    Example:
        >>> tls = local_tls(tmp_path)  # doctest: +SKIP
        >>> with Sandbox() as sandbox, ThreadedServer(sandbox, tls=tls.context) as server:
        ...     requests.get(f"{server.url}/healthz", verify=tls.authority)
    """
    further = [each for each in hosts if not read_hosts((each,)) <= read_hosts(LOOPBACK)]
    place = Path(folder) / _folder_name(further)
    if not place.exists():
        _keep(Authority.make(further, now()), place)
    authority = _kept(place, further)
    if authority.ends <= now():
        raise ConfigError(
            f"the authority in {place} has ended on {authority.ends:%Y-%m-%d}: remove that folder, "
            "and a new one is made, which clients have to trust anew"
        )
    context = _Renewing(authority, now).context
    return LocalTls(context, (place / _CERTIFICATE).resolve(), authority.fingerprint)


def _folder_name(hosts: Collection[str]) -> str:
    """The name of the folder of these hosts, whatever their order: `localhost` where none are."""
    texts = sorted(str(each) for each in read_hosts(hosts))
    name = "+".join(texts).replace(":", "-") or "localhost"
    if len(name) > _LONGEST_FOLDER_NAME:
        digest = hashlib.sha256(" ".join(texts).encode()).hexdigest()
        name = f"{name[: _LONGEST_FOLDER_NAME - 17]}+{digest[:16]}"
    return name


def _keep(authority: Authority, place: Path) -> None:
    """Put an authority into its folder, unless another process has just made one."""
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=".new-", dir=place.parent))  # for its owner alone
    except OSError as error:
        raise _cannot_be_kept(place, error) from None
    try:
        _write(made / _ISSUER, authority.issuer_pem(), 0o600)
        _write(made / _CERTIFICATE, authority.certificate_pem(), 0o644)
        made.rename(place)  # both files at once; it fails where there is one already
    except OSError as error:
        shutil.rmtree(made, ignore_errors=True)
        if not place.exists():
            raise _cannot_be_kept(place, error) from None


def _cannot_be_kept(place: Path, error: OSError) -> ConfigError:
    return ConfigError(f"no authority can be kept in {place}: {error.strerror}; use another folder")


def _write(path: Path, content: bytes, mode: int) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)


def _kept(place: Path, hosts: Collection[str]) -> Authority:
    """Read the authority in a folder."""
    try:
        certificate = _read(place / _CERTIFICATE)
        return Authority.read(certificate, _read(place / _ISSUER, secret=True), hosts)
    except ValueError as error:
        raise ConfigError(
            f"{_CERTIFICATE} and {_ISSUER} in {place} cannot be used: {error}. Remove that folder, "
            "and a new authority is made, which clients have to trust anew"
        ) from None


def _read(path: Path, *, secret: bool = False) -> bytes:
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            if secret and os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
                raise ConfigError(
                    f"{path} can be read by others: take their rights away (chmod 600), and make a "
                    "new authority if somebody may have taken the key"
                )
            return file.read(_LONGEST_FILE)
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}") from None


class _Renewing:
    """A server's context whose certificate is made anew once half of its life is over.

    Attributes:
        context: The context.
    """

    def __init__(self, authority: Authority, now: Callable[[], datetime]) -> None:
        self._authority = authority
        self._now = now
        self.context = self._latest = self._made()
        # Called for each handshake, also where the client names no server.
        self.context.sni_callback = self._choose

    def _made(self) -> ssl.SSLContext:
        issued = self._authority.issue(self._now())
        with tempfile.TemporaryDirectory(prefix="mktows-") as folder:  # for its owner alone
            path = Path(folder) / "server.pem"
            _write(path, issued.pem, 0o600)
            context = tls_context(path, path)
        self._ends = issued.ends
        self._renewed_from = issued.ends - SERVER_LIFE / 2
        return context

    def _choose(
        self, connection: ssl.SSLSocket | ssl.SSLObject, _name: str | None, _: ssl.SSLContext
    ) -> None:
        now = self._now()
        # The last one ends with the authority: there is none that would end later.
        if now >= self._renewed_from and self._ends < self._authority.ends:
            self._renewed_from = now + _TRIED_AGAIN_AFTER
            try:
                self._latest = self._made()
            except (ConfigError, OSError) as error:
                _LOG.warning("the certificate of this server cannot be renewed: %s", error)
        connection.context = self._latest
