"""TLS by certificate files: calls, their end, and what is wrong with files."""

from __future__ import annotations

import socket
import ssl
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mktows import Client, Config, Secret
from mktows.errors import ConfigError
from mktows.sandbox import SAMPLE_KEY, SAMPLE_USER_ID, Sandbox
from mktows.server.http.certificates import Authority
from mktows.server.http.server import ThreadedServer
from mktows.server.http.tls import tls_context

PASSWORD = b"canary"


@pytest.fixture
def authority() -> Authority:
    return Authority.make([], datetime.now(UTC))


def files_of(authority: Authority, folder: Path) -> tuple[Path, Path]:
    issued = authority.issue(datetime.now(UTC)).pem
    begin = issued.index(b"-----BEGIN PRIVATE KEY")
    certificate, key = folder / "cert.pem", folder / "key.pem"
    certificate.write_bytes(issued[:begin])
    key.write_bytes(issued[begin:])
    return certificate, key


def test_calls_are_answered_over_tls(
    authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusted = tmp_path / "authority.pem"
    trusted.write_bytes(authority.certificate_pem())
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(trusted))
    context = tls_context(*files_of(authority, tmp_path))
    with Sandbox() as sandbox, ThreadedServer(sandbox, tls=context) as server:
        assert server.url.startswith("https://127.0.0.1:")
        with Client(Config(server.endpoint("3_1"), SAMPLE_USER_ID, Secret(SAMPLE_KEY))) as client:
            for _ in range(3):
                assert client.list_mobjects().objects
        # The service is told the scheme: its WSDL leads back to it.
        ours = ssl.create_default_context(cafile=str(trusted))
        host, port = server.url.removeprefix("https://").split(":")
        with (
            socket.create_connection((host, int(port)), timeout=20) as plain,
            ours.wrap_socket(plain, server_hostname=host) as connection,
        ):
            asked = f"GET /soap/mktows/3_1?WSDL HTTP/1.1\r\nHost: {host}:{port}\r\n"
            connection.sendall(f"{asked}Connection: close\r\n\r\n".encode())
            answer = b""
            while piece := connection.recv(65536):
                answer += piece
        assert f'location="{server.url}/soap/mktows/3_1"'.encode() in answer


def test_who_speaks_no_tls_is_hung_up_on(authority: Authority, tmp_path: Path) -> None:
    context = tls_context(*files_of(authority, tmp_path))
    with Sandbox() as sandbox, ThreadedServer(sandbox, tls=context) as server:
        host, port = server.url.removeprefix("https://").split(":")
        with socket.create_connection((host, int(port)), timeout=20) as connection:
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
            answer = b""
            try:
                while piece := connection.recv(65536):
                    answer += piece
            except ConnectionResetError:
                pass
        assert b"ok" not in answer


def test_files_that_do_not_serve_are_told(authority: Authority, tmp_path: Path) -> None:
    certificate, key = files_of(authority, tmp_path)
    (tmp_path / "other").mkdir()
    _, other_key = files_of(authority, tmp_path / "other")
    with pytest.raises(ConfigError, match=r"the certificate .*none\.pem cannot be read: No such"):
        tls_context(tmp_path / "none.pem", key)
    with pytest.raises(ConfigError, match=r"the private key .* cannot be read"):
        tls_context(certificate, tmp_path / "none.pem")
    for one, another in ((certificate, other_key), (key, certificate)):
        with pytest.raises(ConfigError, match="must be a certificate and its private key, in PEM"):
            tls_context(one, another)


def test_a_key_with_a_password_is_told(authority: Authority, tmp_path: Path) -> None:
    from cryptography.hazmat.primitives import serialization as kinds

    certificate, key = files_of(authority, tmp_path)
    read = kinds.load_pem_private_key(key.read_bytes(), None)
    key.write_bytes(
        read.private_bytes(
            kinds.Encoding.PEM,
            kinds.PrivateFormat.PKCS8,
            kinds.BestAvailableEncryption(PASSWORD),
        )
    )
    with pytest.raises(ConfigError, match="has a password: take it off"):
        tls_context(certificate, key)
