"""`mktows sandbox calls`: lists and shows what a sandbox has answered."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from support.envelopes import request

from mktows import Client, NotFoundFault
from mktows.sandbox import SAMPLE_USER_ID, Sandbox
from mktows.sandbox.control import Control
from mktows.server.http.server import ThreadedServer

NOW = datetime(2013, 8, 5, 9, 57, 10, tzinfo=UTC)
HINT = "  hint: mktows sandbox calls --help\n"


@pytest.fixture
def called(tmp_path: Path) -> Path:
    """The database of a sandbox that has answered two calls."""
    with Sandbox(database=tmp_path / "my.db", now=lambda: NOW) as sandbox:
        client = Client(sandbox.config(), transport=sandbox, now=lambda: NOW)
        client.list_mobjects()
        with pytest.raises(NotFoundFault):
            client.get_lead(email="nobody@example.com")
    return tmp_path / "my.db"


def test_calls_are_listed_one_to_a_line(cli: Any, called: Path) -> None:
    result = cli("sandbox", "calls", "--database", str(called))
    assert (result.code, result.err) == (0, "")
    first, second = result.out.splitlines()
    assert first.split() == [
        "1", "2013-08-05T09:57:10.000+00:00", "listMObjects", "3_1", first.split()[4], "ms", "ok",
    ]  # fmt: skip
    assert second.endswith(" ms  20103 - Lead not found")
    assert "nobody@example.com" not in result.out


def test_calls_can_be_chosen(cli: Any, called: Path) -> None:
    def ids(*options: str) -> list[int]:
        result = cli("sandbox", "calls", "--database", str(called), "--json", *options)
        assert result.code == 0
        return [each["id"] for each in json.loads(result.out)]

    assert ids() == [1, 2]
    assert ids("--failed") == [2]
    assert ids("--operation", "listMObjects") == [1]
    assert ids("--user", SAMPLE_USER_ID, "--last", "1") == [2]
    assert ids("--user", "nobody") == []


def test_one_call_is_shown_in_full_and_without_its_signature(cli: Any, called: Path) -> None:
    result = cli("sandbox", "calls", "--database", str(called), "2")
    assert (result.code, result.err) == (0, "")
    lines = result.out.splitlines()
    assert lines[:6] == [
        "id:           2",
        "at:           2013-08-05T09:57:10.000+00:00",
        "operation:    getLead",
        "version:      3_1",
        f"user_id:      {SAMPLE_USER_ID}",
        "outcome:      20103 - Lead not found",
    ]
    assert "<keyValue>nobody@example.com</keyValue>" in result.out
    assert "<requestSignature>***</requestSignature>" in result.out
    shown = json.loads(cli("sandbox", "calls", "--database", str(called), "2", "--json").out)
    assert shown["code"] == 20103


def test_a_database_is_read_while_a_sandbox_has_it_open(cli: Any, tmp_path: Path) -> None:
    with Sandbox(database=tmp_path / "my.db") as sandbox:
        Client(sandbox.config(), transport=sandbox).list_mobjects()
        sandbox.calls()  # so that it is written down
        result = cli("sandbox", "calls", "--database", str(tmp_path / "my.db"))
        assert result.out.endswith(" ok\n")


def test_a_served_sandbox_is_asked(cli: Any) -> None:
    with Sandbox() as sandbox:
        Client(sandbox.config(), transport=sandbox).list_mobjects()
        with ThreadedServer(sandbox, control=Control(sandbox)) as server:
            result = cli("sandbox", "calls", "--url", server.url)
            assert (result.code, result.err) == (0, "")
            assert result.out.endswith(" ok\n")
            one = cli("sandbox", "calls", "--url", f"{server.url}/", "1")
            assert "paramsListMObjects" in one.out
            missing = cli("sandbox", "calls", "--url", server.url, "9")
            assert (missing.code, missing.out) == (6, "")
            assert missing.err == "mktows: the sandbox answered: the journal has no call 9\n"


def test_a_sandbox_without_control_is_told(cli: Any) -> None:
    with Sandbox() as sandbox, ThreadedServer(sandbox) as server:
        result = cli("sandbox", "calls", "--url", server.url)
        message = f"no sandbox with --control answers at {server.url} (HTTP status 404)"
    assert (result.code, result.out, result.err) == (4, "", f"mktows: {message}\n")


@pytest.mark.parametrize(
    ("argv", "code", "message"),
    [
        ([], 2, f"mktows: give one of --database and --url\n{HINT}"),
        (["--database", "a", "--url", "b"], 2, f"mktows: give one of --database and --url\n{HINT}"),
        (["--url", "localhost"], 2,
         "mktows: --url: give the address of a sandbox, such as http://127.0.0.1:8017\n"),
        (["--database", "none.db"], 3,
         "mktows: none.db is no database of a sandbox: there is no such file\n"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told(cli: Any, argv: list[str], code: int, message: str) -> None:
    result = cli("sandbox", "calls", *argv)
    assert (result.code, result.out, result.err) == (code, "", message)
    assert not Path("none.db").exists()


def test_a_call_that_is_not_there_is_told(cli: Any, called: Path) -> None:
    result = cli("sandbox", "calls", "--database", str(called), "3")
    assert (result.code, result.out) == (3, "")
    assert result.err == f"mktows: {called} has no call 3: it may be forgotten\n"


def test_terminal_controls_in_an_envelope_are_shown_as_text(cli: Any, tmp_path: Path) -> None:
    with Sandbox(database=tmp_path / "my.db") as sandbox:
        sandbox.send(request(b"hello\x1b[2Jthere"))
    result = cli("sandbox", "calls", "--database", str(tmp_path / "my.db"), "1")
    assert "hello\\u001b[2Jthere" in result.out


@pytest.mark.parametrize(
    "given",
    [["--strict"], ["--port", "1"], ["--database", "x"], ["--seed-data"], ["--control-host", "x"]],
)
def test_options_of_serving_do_not_go_with_calls(cli: Any, given: list[str]) -> None:
    result = cli("sandbox", *given, "calls")
    assert (result.code, result.out) == (2, "")
    assert result.err == (
        f"mktows: {given[0]} stands before calls\n  hint: mktows sandbox --help\n"
    )


def test_a_damaged_database_is_told_in_one_line(
    cli: Any, called: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with closing(sqlite3.connect(called)) as connection:
        where = "SELECT rootpage FROM sqlite_master WHERE name = 'call'"
        ((page,),) = connection.execute(where).fetchall()
    with called.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xaa" * 4096)
    result = cli("sandbox", "calls", "--database", str(called))
    assert (result.code, result.out) == (3, "")
    assert result.err == (
        f"mktows: cannot read {called}: database disk image is malformed (SQLITE_CORRUPT)\n"
    )
    assert not caplog.records
