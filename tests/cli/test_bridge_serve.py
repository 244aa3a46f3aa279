"""`mktows bridge serve`: answers a SOAP client by REST calls, shows its state, stops cleanly."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import trustme

from mktows import Client, Config, Secret
from mktows.sandbox import Sandbox
from mktows.sandbox.world.world import World, WorldLead
from mktows.server.http.server import ThreadedServer

RUN = "from mktows.cli.main import run; run()"
CLIENT, SECRET, USER, KEY = "client", "planted-client-secret", "old_program", "planted-soap-key"
WORLD = World(leads=(WorldLead(id=7, email="canary@example.com"),))
SETTINGS = """
database = "bridge.db"

[tenants.main]
url = "{url}"
client_id = "client"
client_secret = {{ env = "BRIDGE_SECRET" }}

[users.old_program]
tenant = "main"
key = {{ file = "key" }}
"""


@pytest.fixture
def behind() -> Iterator[tuple[Sandbox, str]]:
    """The instance, whose REST API is served, and where."""
    from mktows.sandbox.rest.settings import CustomService, RestSettings

    rest = RestSettings(services={CLIENT: CustomService(Secret(SECRET))})
    with Sandbox(world=WORLD, rest=rest) as sandbox, ThreadedServer(sandbox) as server:
        yield sandbox, server.url


def settings_in(folder: Path, url: str) -> Path:
    (folder / "key").write_text(KEY)
    (folder / "key").chmod(0o600)
    path = folder / "bridge.toml"
    path.write_text(SETTINGS.format(url=url))
    return path


@contextmanager
def served(
    environment: dict[str, str], folder: Path, *argv: str
) -> Iterator[tuple[subprocess.Popen[str], str, Path]]:
    """Serve on a free port; give the process, its URL and its log."""
    log = folder / "stderr"
    with (
        log.open("w") as file,
        subprocess.Popen(
            [sys.executable, "-W", "error", "-c", RUN, "bridge", "serve", "--port", "0", *argv],
            env=environment | {"BRIDGE_SECRET": SECRET},
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=file,
            text=True,
        ) as process,
    ):
        try:
            until = time.monotonic() + 30
            while (found := re.search(r"asks (http\S+)/health", log.read_text())) is None:
                assert process.poll() is None, log.read_text()
                assert time.monotonic() < until, log.read_text()
                time.sleep(0.02)
            yield process, found[1], log
        finally:
            process.kill()


def page(url: str, path: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"{url}{path}", timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def is_ready(url: str) -> bool:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        if page(url, "/ready")[0] == 200:
            return True
        time.sleep(0.3)
    return False


def test_an_old_program_is_answered_and_the_operator_told(
    environment: dict[str, str], tmp_path: Path, behind: tuple[Sandbox, str]
) -> None:
    settings_in(tmp_path, behind[1])
    with served(environment, tmp_path) as (process, url, log):
        config = Config(f"{url}/soap/mktows/2_7", USER, Secret(KEY))
        with Client(config) as client:
            (lead,) = client.get_lead(id=7).lead_record_list.lead_record  # type: ignore[union-attr]
            assert lead.email == "canary@example.com"
        assert page(url, "/health") == (200, "ok\n")
        assert is_ready(url)
        status, metrics = page(url, "/metrics")
        assert status == 200
        process.send_signal(signal.SIGTERM)
        out, _ = process.communicate(timeout=30)
    lines = log.read_text().splitlines()
    assert (process.returncode, out) == (0, "")
    assert lines[0] == f"mktows: the bridge is at {url}/soap/mktows/3_1"
    assert lines[1] == "mktows: user id old_program: main, read, run, write"
    assert lines[-1] == "mktows: stopped"
    (told,) = (each for each in lines if each.startswith("getLead by old_program: ok in "))
    assert re.fullmatch(r".* ms, [12] REST calls \([0-9a-f]+#[0-9a-f, #]+\)", told)
    assert (
        'mktows_bridge_soap_calls_total{code="ok",operation="getLead",user="old_program"} 1.0'
        in (metrics)
    )
    rest = 'code="ok",method="GET",path="/rest/v1/leads.json",tenant="main"'
    assert f"mktows_bridge_rest_calls_total{{{rest}}} 1.0" in metrics
    everything = "".join((*lines, metrics))
    assert not [each for each in (SECRET, KEY, "canary") if each in everything]


@pytest.mark.slow
def test_it_finishes_the_calls_in_flight(
    environment: dict[str, str], tmp_path: Path, behind: tuple[Sandbox, str]
) -> None:
    sandbox, url_behind = behind
    settings_in(tmp_path, url_behind)
    with served(environment, tmp_path) as (process, url, log):
        sandbox.rest().fail_next("get_leads", delay=2)
        answers: list[Any] = []
        config = Config(f"{url}/soap/mktows/2_7", USER, Secret(KEY))

        def call() -> None:
            with Client(config) as client:
                answers.append(client.get_lead(id=7).count)

        thread = threading.Thread(target=call)
        thread.start()
        until = time.monotonic() + 20
        while sandbox.rest().pending_failures:
            assert time.monotonic() < until
            time.sleep(0.02)
        process.send_signal(signal.SIGTERM)
        thread.join(30)
        process.communicate(timeout=30)
    assert answers == [1]
    assert process.returncode == 0, log.read_text()


def test_tls_is_spoken_by_certificate_files(
    environment: dict[str, str],
    tmp_path: Path,
    behind: tuple[Sandbox, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings_in(tmp_path, behind[1])
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    issued = authority.issue_cert("127.0.0.1")
    issued.private_key_and_cert_chain_pem.write_to_path(tmp_path / "both.pem")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "authority.pem"))
    argv = ("--tls-cert", "both.pem", "--tls-key", "both.pem")
    with served(environment, tmp_path, *argv) as (_, url, _):
        assert url.startswith("https://")
        with Client(Config(f"{url}/soap/mktows/2_7", USER, Secret(KEY))) as client:
            assert client.get_lead(id=7).count == 1


def test_tls_is_spoken_by_a_certificate_made_on_the_spot(
    environment: dict[str, str],
    tmp_path: Path,
    behind: tuple[Sandbox, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings_in(tmp_path, behind[1])
    environment = {**environment, "XDG_CONFIG_HOME": str(tmp_path)}
    with served(environment, tmp_path, "--host", "0.0.0.0", "--tls") as (_, url, log):
        (authority,) = re.findall(r"trust the authority in (\S+)", log.read_text())
        assert Path(authority) == tmp_path / "mktows" / "tls" / "localhost" / "ca.pem"
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", authority)
        endpoint = url.replace("0.0.0.0", "localhost")
        with Client(Config(f"{endpoint}/soap/mktows/2_7", USER, Secret(KEY))) as client:
            assert client.get_lead(id=7).count == 1
    assert "without TLS" not in log.read_text()


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        (("--host", "0.0.0.0"), 2, "is reached from other machines: give --tls-cert"),
        (("--tls-cert", "x"), 2, "--tls-cert and --tls-key go together"),
        (("--tls-key", "x"), 2, "--tls-cert and --tls-key go together"),
        (("--tls-cert", "x", "--tls-key", "x", "--plain-http"), 2, "--plain-http is for a bridge"),
        (("--tls", "--plain-http"), 2, "--plain-http is for a bridge without TLS"),
        (("--tls", "--tls-cert", "x", "--tls-key", "x"), 2, "leave out --tls-cert"),
        (("--tls-folder", "x"), 2, "--tls-folder goes with --tls"),
        (("--tls", "--allow-host", "a..b"), 2, "'a..b' cannot stand in a certificate"),
        (("--tls-cert", "x", "--tls-key", "x"), 3, "the certificate x cannot be read: No such"),
        (("--allow-host", "x:80"), 2, "--allow-host: 'x:80' is no host"),
        ((), 3, "bridge.toml: cannot be read: No such file or directory"),
        (("--config", "other.toml"), 3, "other.toml: cannot be read"),
    ],
)
def test_what_cannot_be_served_is_told(
    cli: Any, argv: tuple[str, ...], code: int, said: str
) -> None:
    result = cli("bridge", "serve", "--port", "0", *argv)
    assert (result.code, result.out) == (code, "")
    assert said in result.err


def test_an_address_that_is_not_ours_is_told(
    cli: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings_in(tmp_path, "http://127.0.0.1:1")
    monkeypatch.setenv("BRIDGE_SECRET", SECRET)
    result = cli("bridge", "serve", "--host", "192.0.2.1", "--plain-http")
    assert result.code == 3
    assert "cannot listen on 192.0.2.1" in result.err
    assert (tmp_path / "bridge.db").stat().st_mode & 0o077 == 0
