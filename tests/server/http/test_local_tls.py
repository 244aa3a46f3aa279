"""TLS made on the spot: the authority that is kept, and what it can be used for."""

from __future__ import annotations

import dataclasses
import logging
import os
import re
import socket
import ssl
import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
from cryptography import x509

from mktows.errors import ConfigError
from mktows.sandbox import Sandbox
from mktows.sandbox.tls import LocalTls, local_tls, tls_context
from mktows.server.http.certificates import AUTHORITY_LIFE, SERVER_LIFE, Authority, read_hosts
from mktows.server.http.server import ThreadedServer

NAME = "sandbox.test"


class Clock:
    """A clock that stands until it is moved on."""

    def __init__(self) -> None:
        self.moment = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.moment


def served_certificate(context: ssl.SSLContext) -> bytes:
    """The certificate that a server with a context shows, in a handshake within memory."""
    trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = trusting.wrap_bio(to_client, to_server)
    server = context.wrap_bio(to_server, to_client, server_side=True)
    for side in (client, server, client, server):
        try:
            side.do_handshake()
        except ssl.SSLWantReadError:
            continue
    shown = client.getpeercert(binary_form=True)
    assert shown is not None
    return shown


def test_a_client_that_trusts_the_authority_is_answered(tmp_path: Path) -> None:
    tls = local_tls(tmp_path)
    with Sandbox() as sandbox, ThreadedServer(sandbox, tls=tls.context) as server:
        for url in (server.url, server.url.replace("127.0.0.1", "localhost")):
            assert requests.get(f"{url}/healthz", verify=str(tls.authority)).text == "ok\n"
        with pytest.raises(requests.exceptions.SSLError, match="CERTIFICATE_VERIFY_FAILED"):
            requests.get(f"{server.url}/healthz")


def verified(context: ssl.SSLContext, authority: bytes, name: str) -> None:
    """Verify strictly that a server with this context is one of that name.

    Raises:
        ssl.SSLCertVerificationError: It is not.
    """
    ours = ssl.create_default_context(cadata=authority.decode())
    ours.verify_flags |= ssl.VERIFY_X509_STRICT
    with Sandbox() as sandbox, ThreadedServer(sandbox, tls=context) as server:
        parts = urlsplit(server.url)
        with (
            socket.create_connection((parts.hostname, parts.port), timeout=20) as plain,
            ours.wrap_socket(plain, server_hostname=name),
        ):
            pass


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "::1", NAME, "192.0.2.7", "fe80::1"])
def test_the_certificate_is_for_each_name(tmp_path: Path, name: str) -> None:
    tls = local_tls(tmp_path, [NAME.upper(), "192.0.2.7", "fe80::1%eth0"])
    verified(tls.context, tls.authority.read_bytes(), name)


def forged(authority: Authority, host: str, folder: Path) -> ssl.SSLContext:
    """A server for some host, by who has stolen the authority's key."""
    (each,) = read_hosts([host])
    path = folder / "forged.pem"
    path.write_bytes(dataclasses.replace(authority, hosts=frozenset({each})).issue(NOW).pem)
    return tls_context(path, path)


NOW = datetime.now(UTC)


@pytest.mark.parametrize("host", ["www.example.com", "192.0.2.8", "2001:db8::1"])
def test_a_stolen_key_is_of_no_use_for_other_names(tmp_path: Path, host: str) -> None:
    authority = Authority.make([NAME, "192.0.2.7"], NOW)
    with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree violation"):
        verified(forged(authority, host, tmp_path), authority.certificate_pem(), host)
    verified(forged(authority, NAME, tmp_path), authority.certificate_pem(), NAME)


def test_the_authority_is_made_once_for_each_set_of_names(tmp_path: Path) -> None:
    def fingerprint(*hosts: str) -> str:
        return local_tls(tmp_path, hosts).fingerprint

    first = fingerprint()
    assert re.fullmatch(r"([0-9A-F]{2}:){31}[0-9A-F]{2}", first)
    assert fingerprint("LOCALHOST", "127.0.0.1", "0:0:0:0:0:0:0:1") == first
    other = fingerprint(NAME, "192.0.2.7")
    assert other != first
    assert fingerprint("192.0.2.7", NAME.upper()) == other
    many = [f"{'long' * 10}{number}.test" for number in range(3)]
    assert len({first, other, fingerprint(*many), fingerprint(*many[:2], "another.test")}) == 4
    assert fingerprint(*reversed(many)) == fingerprint(*many)


def test_an_authority_that_another_process_has_just_made_is_used(tmp_path: Path) -> None:
    made: list[LocalTls] = []

    def now() -> datetime:
        if not made:  # between the look for an authority and the making of one
            made.append(local_tls(tmp_path))
        return datetime.now(UTC)

    assert local_tls(tmp_path, now=now).fingerprint == made[0].fingerprint
    assert [each.name for each in tmp_path.iterdir()] == ["localhost"]


@pytest.mark.skipif(os.name != "posix", reason="there are no such rights")
def test_the_key_is_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "tls"
    local_tls(folder)
    key = folder / "localhost" / "issuer.pem"
    modes = [stat.S_IMODE(each.stat().st_mode) for each in (folder, folder / "localhost", key)]
    assert modes == [0o700, 0o700, 0o600]
    key.chmod(0o640)
    with pytest.raises(ConfigError, match=r"issuer\.pem can be read by others: .*chmod 600"):
        local_tls(folder)


def _key_of(issuer: bytes) -> bytes:
    return issuer[issuer.index(b"-----BEGIN PRIVATE") :]


def test_what_cannot_be_used_is_told(tmp_path: Path) -> None:
    place = tmp_path / "localhost"
    local_tls(tmp_path)
    local_tls(tmp_path, [NAME])
    certificate, key = place / "ca.pem", place / "issuer.pem"
    proper, other = key.read_bytes(), (tmp_path / NAME / "issuer.pem").read_bytes()
    wrong: list[tuple[bytes, str]] = [
        (other, "they are no authority and its issuer, in PEM"),
        (b"", "they are no authority and its issuer, in PEM"),
        (proper[: proper.index(b"-----BEGIN PRIV")] + _key_of(other), "the key is not that of the"),
        (certificate.read_bytes(), "they are no authority and its issuer, in PEM"),
    ]
    for content, said in wrong:
        key.write_bytes(content)
        with pytest.raises(ConfigError, match=f"cannot be used: {said}.*. Remove that folder"):
            local_tls(tmp_path)
    key.write_bytes(proper)
    place.rename(tmp_path / "other.test")
    with pytest.raises(ConfigError, match="the authority was made for other names"):
        local_tls(tmp_path, ["other.test"])
    (tmp_path / "other.test" / "ca.pem").unlink()
    with pytest.raises(ConfigError, match=r"ca\.pem cannot be read: No such file"):
        local_tls(tmp_path, ["other.test"])
    (tmp_path / "file").write_text("")
    with pytest.raises(
        ConfigError, match=r"no authority can be kept in .*: .*; use another folder"
    ):
        local_tls(tmp_path / "file")


@pytest.mark.parametrize(
    "host", ["", "a..b", ".", "-a.test", "256.256.256.256", "a" * 64, "ü.test"]
)
def test_what_is_no_name_is_told(tmp_path: Path, host: str) -> None:
    with pytest.raises(ValueError, match="cannot stand in a certificate"):
        local_tls(tmp_path, [host])
    assert not [*tmp_path.iterdir()]


def test_an_authority_that_has_ended_is_told(tmp_path: Path) -> None:
    clock = Clock()
    local_tls(tmp_path, now=clock)
    clock.moment += AUTHORITY_LIFE
    with pytest.raises(ConfigError, match=r"has ended on \d{4}-\d\d-\d\d: remove that folder"):
        local_tls(tmp_path, now=clock)


@pytest.fixture
def folder_for_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


def test_a_server_renews_its_certificate(
    tmp_path: Path, folder_for_keys: Path, caplog: pytest.LogCaptureFixture
) -> None:
    clock = Clock()
    context = local_tls(tmp_path, now=clock).context
    first = served_certificate(context)
    clock.moment += SERVER_LIFE / 2 - timedelta(minutes=1)
    assert served_certificate(context) == first
    clock.moment += timedelta(minutes=1)
    second = served_certificate(context)
    assert second != first
    assert served_certificate(context) == second
    assert not [*folder_for_keys.iterdir()]  # no key is left behind
    # Where it cannot be renewed, it serves on, and tries again after a while.
    folder_for_keys.rmdir()
    clock.moment += SERVER_LIFE / 2
    with caplog.at_level(logging.WARNING):
        assert [served_certificate(context), served_certificate(context)] == [second, second]
    assert [each.levelname for each in caplog.records] == ["WARNING"]
    folder_for_keys.mkdir()
    clock.moment += timedelta(hours=1)
    assert served_certificate(context) not in (first, second)


def test_no_certificate_outlives_its_authority(tmp_path: Path) -> None:
    clock = Clock()
    local_tls(tmp_path, now=clock)
    clock.moment += AUTHORITY_LIFE - timedelta(hours=1)
    tls = local_tls(tmp_path, now=clock)
    shown = served_certificate(tls.context)
    authority = x509.load_pem_x509_certificate(tls.authority.read_bytes())
    assert (
        x509.load_der_x509_certificate(shown).not_valid_after_utc == authority.not_valid_after_utc
    )
    assert served_certificate(tls.context) == shown


def test_no_key_is_shown() -> None:
    authority = Authority.make([], NOW)
    shown: list[Callable[[], str]] = [lambda: repr(authority), lambda: repr(authority.issue(NOW))]
    for each in shown:
        assert "key" not in each().lower()
