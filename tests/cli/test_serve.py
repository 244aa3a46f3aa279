"""`mktows sandbox`: serves, says where, and stops cleanly."""

from __future__ import annotations

import errno
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from mktows import NO_RETRY, AuthenticationFault, Client, Config, InternalFault, LimitFault, Secret
from mktows.sandbox import SAMPLE_KEY, SAMPLE_USER_ID

RUN = "from mktows.cli.main import run; run()"
GONE = "mktows: its data is gone at the end (--database FILE keeps it)"


class Served:
    """A serving process."""

    def __init__(self, process: subprocess.Popen[str], log: Path) -> None:
        self.process = process
        self.log = log

    def lines(self) -> list[str]:
        return self.log.read_text().splitlines()

    def stopped_by(self, number: signal.Signals) -> tuple[int, str, list[str]]:
        self.process.send_signal(number)
        out, _ = self.process.communicate(timeout=20)
        return self.process.returncode, out, self.lines()


@contextmanager
def served(environment: dict[str, str], folder: Path, *argv: str) -> Iterator[tuple[Served, str]]:
    """Serve on a free port; give the process and its endpoint."""
    log = folder / "stderr"
    with (
        log.open("w") as file,
        subprocess.Popen(
            [sys.executable, "-W", "error", "-c", RUN, "sandbox", "--port", "0", *argv],
            env=environment,
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=file,
            text=True,
        ) as process,
    ):
        try:
            server = Served(process, log)
            until = time.monotonic() + 30
            while len(server.lines()) < 3:
                assert process.poll() is None, server.lines()
                assert time.monotonic() < until, server.lines()
                time.sleep(0.02)
            first = server.lines()[0]
            found = re.fullmatch(r"mktows: the sandbox is at (http://\S+/soap/mktows/3_1)", first)
            assert found, first
            yield server, found[1]
        finally:
            process.kill()


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_it_answers_until_it_is_told_to_stop(
    environment: dict[str, str], tmp_path: Path, number: signal.Signals
) -> None:
    with served(environment, tmp_path) as (server, endpoint):
        with Client(Config(endpoint, SAMPLE_USER_ID, Secret(SAMPLE_KEY))) as client:
            assert client.list_mobjects().objects
        with urllib.request.urlopen(f"{endpoint}?WSDL") as wsdl:
            assert b"definitions" in wsdl.read()
        code, out, lines = server.stopped_by(number)
    assert (code, out) == (0, "")
    assert lines == [
        f"mktows: the sandbox is at {endpoint}",
        f"mktows: its WSDL is at {endpoint}?WSDL",
        f"mktows: user id {SAMPLE_USER_ID}, credentials of the vendor's public samples",
        GONE,
        f"mktows: its page is at {endpoint.removesuffix('/soap/mktows/3_1')}/",
        "mktows: stopped",
    ]


def test_the_credentials_of_the_environment_are_the_ones_accepted(
    environment: dict[str, str], tmp_path: Path
) -> None:
    settings = environment | {"MKTOWS_USER_ID": "someone", "MKTOWS_ENCRYPTION_KEY": "canary key"}
    with served(settings, tmp_path, "--database", "my.db") as (server, endpoint):
        with Client(Config(endpoint, "someone", Secret("canary key"))) as client:
            client.sync_lead({"Email": "a@example.com"})
        with (
            Client(Config(endpoint, SAMPLE_USER_ID, Secret(SAMPLE_KEY))) as client,
            pytest.raises(AuthenticationFault),
        ):
            client.list_mobjects()
        code, out, lines = server.stopped_by(signal.SIGTERM)
    assert code == 0
    assert "mktows: user id someone, credentials of the environment" in lines
    assert GONE not in lines
    assert "canary" not in out + "".join(lines)
    assert (tmp_path / "my.db").exists()


def test_half_of_the_credentials_is_told(environment: dict[str, str], tmp_path: Path) -> None:
    settings = environment | {"MKTOWS_ENCRYPTION_KEY": "canary key"}
    with served(settings, tmp_path) as (server, _):
        assert server.lines()[2] == (
            f"mktows: user id {SAMPLE_USER_ID}, credentials of the vendor's public samples, for "
            "MKTOWS_USER_ID is not set"
        )


@pytest.mark.parametrize(("option", "status"), [((), 200), (("--no-page",), 404)])
def test_there_is_a_page_unless_it_is_switched_off(
    environment: dict[str, str], tmp_path: Path, option: tuple[str, ...], status: int
) -> None:
    with served(environment, tmp_path, *option) as (_, endpoint):
        parts = urlsplit(endpoint)
        connection = http.client.HTTPConnection(parts.netloc, timeout=20)
        connection.request("GET", "/")
        assert connection.getresponse().status == status
        connection.close()


@pytest.mark.parametrize("verb", [("sandbox",), ("bridge", "serve")])
def test_a_page_for_hosts_needs_a_page_and_hosts(cli: Any, verb: tuple[str, ...]) -> None:
    for more in ((), ("--no-page", "--allow-host", "x.test")):
        result = cli(*verb, "--page-for-hosts", *more)
        assert result.code == 2
        assert "--page-for-hosts" in result.err


def test_an_address_in_use_is_told_in_one_line(cli: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = cli("sandbox", "--port", str(port))
    assert (result.code, result.out) == (3, "")
    assert result.err == (
        f"mktows: cannot listen on 127.0.0.1, port {port}: {os.strerror(errno.EADDRINUSE)}\n"
    )


@pytest.mark.parametrize("host", ["256.256.256.256", "a..b", "192.0.2.1"])
def test_an_address_that_is_not_ours_is_told_in_one_line(cli: Any, host: str) -> None:
    result = cli("sandbox", "--host", host, "--port", "0")
    assert (result.code, result.out) == (3, "")
    assert result.err.startswith("mktows: cannot listen on ")
    assert result.err.count("\n") == 1


@pytest.mark.parametrize("port", ["-1", "65536", "x"])
def test_a_port_that_is_none_is_a_usage_error(cli: Any, port: str) -> None:
    assert cli("sandbox", "--port", port).code == 2


def test_a_database_that_is_none_is_a_configuration_error(cli: Any, tmp_path: Path) -> None:
    (tmp_path / "my.db").write_text("not a database, but long enough to be taken for one" * 20)
    result = cli("sandbox", "--port", "0", "--database", "my.db")
    assert (result.code, result.out) == (3, "")
    assert result.err.count("\n") == 1


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (
            ["--limits", "quota"],
            "--limits: 'quota' is no limit: give real, or some of quota=CALLS, rate=CALLS/SECONDS "
            "and concurrency=CALLS, with commas in between",
        ),
        (
            ["--clock", "2013-08-05T09:57:10"],
            "--clock: give a moment with an offset, such as 2013-08-05T09:57:10-07:00",
        ),
    ],
)
def test_an_option_that_is_no_setting_is_a_usage_error(
    cli: Any, argv: list[str], message: str
) -> None:
    result = cli("sandbox", "--port", "0", *argv)
    assert (result.code, result.out) == (2, "")
    assert result.err == f"mktows: {message}\n  hint: mktows sandbox --help\n"


def test_the_options_reach_the_sandbox(environment: dict[str, str], tmp_path: Path) -> None:
    clock = ["--clock", "2013-08-05T09:57:10-07:00", "--window", "600"]
    rest = ["--strict", "--limits", "quota=2", "--seed-data", "--journal", "1", "--control"]
    with served(environment, tmp_path, *clock, *rest) as (server, endpoint):
        url = endpoint.removesuffix("/soap/mktows/3_1")
        now = lambda: datetime(2013, 8, 5, 10, 0, tzinfo=UTC)  # noqa: E731
        config = Config(endpoint, SAMPLE_USER_ID, Secret(SAMPLE_KEY))
        with Client(config, now=now, retry=NO_RETRY) as client:
            client.list_mobjects()
            (deal,) = client.get_mobjects("Opportunity", id=4).m_object_list.m_object  # type: ignore[union-attr]
            # Made when the clock began.
            assert str(deal.created_at)[:16] == "2013-08-05T11:57"
            with pytest.raises(LimitFault):
                client.list_mobjects()
        with urllib.request.urlopen(f"{url}/_control/calls") as answer:
            (call,) = json.loads(answer.read())
        code, _, lines = server.stopped_by(signal.SIGTERM)
    assert (call["code"], call["at"][:10]) == (20015, "2013-08-05")
    assert code == 0
    assert f"mktows: tests steer it at {url}/_control/" in lines


def _status(endpoint: str, path: str, host: str) -> int:
    parts = urlsplit(endpoint)
    connection = http.client.HTTPConnection(parts.netloc, timeout=20)
    connection.request("GET", path, headers={"Host": host})
    status = connection.getresponse().status
    connection.close()
    return status


@pytest.mark.slow
@pytest.mark.parametrize(
    ("argv", "steered"),
    [
        (["--allow-host", "Sandbox.test", "--allow-host", "other.test"], False),
        (["--allow-host", "sandbox.test", "--control"], True),
        (["--control-host", "sandbox.test"], True),
    ],
)
def test_it_answers_under_the_names_that_are_given(
    environment: dict[str, str], tmp_path: Path, argv: list[str], steered: bool
) -> None:
    wsdl = "/soap/mktows/3_1?WSDL"
    with served(environment, tmp_path, *argv) as (_, endpoint):
        assert _status(endpoint, wsdl, "sandbox.test") == 200
        assert _status(endpoint, wsdl, "evil.test") == 403
        assert _status(endpoint, "/_control/clock", "sandbox.test") == (200 if steered else 404)


def test_a_name_with_a_port_is_a_usage_error(cli: Any) -> None:
    result = cli("sandbox", "--port", "0", "--allow-host", "sandbox.test:80")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("mktows: --allow-host: 'sandbox.test:80' is no host")


def test_a_database_that_is_deleted_is_told_in_one_line(
    environment: dict[str, str], tmp_path: Path
) -> None:
    database = tmp_path / "my.db"
    with served(environment, tmp_path, "--database", "my.db") as (server, endpoint):
        config = Config(endpoint, SAMPLE_USER_ID, Secret(SAMPLE_KEY))
        with Client(config, retry=NO_RETRY) as client:
            client.sync_lead({"Email": "kept@example.com"})
            database.unlink()
            for number in range(25):
                with pytest.raises(InternalFault) as caught:
                    client.sync_lead({"Email": f"canary{number}@example.com"})
                assert caught.value.service_code == 20011
        code, out, lines = server.stopped_by(signal.SIGTERM)
    assert code == 0
    assert [line for line in lines if not line.startswith("mktows: ")] == [
        f"the database {database} cannot be written: it was deleted while in use; "
        "stop the sandbox and start it again"
    ]
    assert "canary" not in out + "".join(lines)
    assert not database.exists()


def _asked(url: str, method: str = "GET", token: str = "", body: bytes | None = None) -> Any:
    request = urllib.request.Request(url, data=body, method=method)
    if token:
        request.add_header("Authorization", f"Bearer {token}")
    if body is not None:
        request.add_header("Content-Type", "application/json")
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


@pytest.mark.slow
def test_it_answers_rest_beside_soap(environment: dict[str, str], tmp_path: Path) -> None:
    own = {"MKTOWS_REST_CLIENT_ID": "own", "MKTOWS_REST_CLIENT_SECRET": SAMPLE_KEY}
    argv = ("--rest", "--rest-limits", "rate=1/20", "--rest-habit", "token_seconds=60", "--control")
    with served(environment | own, tmp_path, *argv) as (server, endpoint):
        base = endpoint.partition("/soap/")[0]
        asked = f"grant_type=client_credentials&client_id=own&client_secret={SAMPLE_KEY}"
        granted = _asked(f"{base}/identity/oauth/token?{asked}")
        assert granted["expires_in"] == 60
        usage = f"{base}/rest/v1/stats/usage.json"
        assert _asked(usage, token=granted["access_token"])["success"] is True
        refused = _asked(usage, token=granted["access_token"])
        assert [each["code"] for each in refused["errors"]] == ["606"]
        failure = json.dumps({"endpoint": "get_daily_usage", "code": 604}).encode()
        pending = _asked(f"{base}/_control/rest/fail-next", "POST", body=failure)
        assert pending == {"pending": 1}
        calls = _asked(f"{base}/_control/calls?operation=GET%20/rest/v1/stats/usage.json")
        assert [each["version"] for each in calls] == ["rest", "rest"]
        with Client(Config(endpoint, SAMPLE_USER_ID, Secret(SAMPLE_KEY))) as client:
            assert client.list_mobjects().objects  # has its own limits
        lines = server.lines()
    assert f"mktows: its REST API is at {base}, for client id own" in lines
    assert SAMPLE_KEY not in "".join(lines)


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("--rest-limits", "real"), "go with --rest"),
        (("--rest", "--rest-limits", "many"), "--rest-limits: 'many' is no limit"),
        (("--rest", "--rest-habit", "x=1"), "'x' is no habit"),
        (("--rest", "--rest-habit", "reason=both"), "reason is reasons or reason, not 'both'"),
        (("--rest", "--rest-habit", "token_seconds=-1"), "token_seconds is a number"),
    ],
)
def test_options_of_rest_that_mean_nothing_are_refused(
    cli: Any, argv: tuple[str, ...], said: str
) -> None:
    result = cli("sandbox", *argv)
    assert result.code == 2
    assert said in result.err


def test_half_of_the_rest_credentials_is_refused(cli: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MKTOWS_REST_CLIENT_ID", "own")
    result = cli("sandbox", "--rest")
    assert result.code == 3
    assert "set both" in result.err
