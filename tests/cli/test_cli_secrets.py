"""A planted key and a planted lead are looked for in everything that the commands print."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mktows.sandbox import Sandbox
from mktows.server.http.server import ThreadedServer

KEY = "canary-key-0123456789"
NAME = "canary-lead"

COMMANDS: list[tuple[list[str], bytes]] = [
    (["sign"], b""),
    (["sign", "--timestamp", "x"], b""),
    (["sign", "--nothing"], b""),
    (["sync", "-"], b"Id,Email\n999,\n,a@example.com\n"),
    (["sync", "-", "--json"], b"Email,Nothing\na@example.com,x\n"),
    (["sync", "-"], b"Email\n"),
    (["sync", "-"], b"x\n"),
    (["sync", "none.csv"], b""),
    (["sync", "-", "--database", "my.db"], b"Email\n"),
    (["call", "listMObjects"], b""),
    (["call", "listMObjects", "--dry-run"], b""),
    (["call", "getLead", "-"], b"{}"),
    (["call", "getLead", "-"], b'{"leadKey": {"keyType": "EMAIL", "keyValue": "x@example.com"}}'),
    (["call", "nothing"], b""),
    (["sandbox", "--host", "192.0.2.1"], b""),
    (["sandbox", "--port", "x"], b""),
    (["--help"], b""),
]


@pytest.fixture(scope="module")
def endpoints() -> Iterator[dict[str, str]]:
    with (
        Sandbox(users={"someone": KEY}) as right,
        Sandbox(users={"someone": "another key"}) as wrong,
        ThreadedServer(right) as good,
        ThreadedServer(wrong) as bad,
    ):
        yield {
            "embedded": "sandbox:",
            "endpoint": good.endpoint("2_7"),
            "wrong key": bad.endpoint("2_7"),
            "unreachable": "http://127.0.0.1:1/soap/mktows/2_7",
        }


@pytest.mark.parametrize("served", ["embedded", "endpoint", "wrong key", "unreachable"])
@pytest.mark.parametrize(("argv", "stdin"), COMMANDS, ids=[" ".join(c[0]) for c in COMMANDS])
def test_the_key_is_never_printed(
    cli: Any,
    monkeypatch: pytest.MonkeyPatch,
    endpoints: dict[str, str],
    argv: list[str],
    stdin: bytes,
    served: str,
) -> None:
    monkeypatch.setattr("mktows.retry.RetryPolicy.wait", lambda *_, **__: None)
    monkeypatch.setenv("MKTOWS_USER_ID", "someone")
    monkeypatch.setenv("MKTOWS_ENCRYPTION_KEY", KEY)
    monkeypatch.setenv("MKTOWS_ENDPOINT", endpoints[served])
    result = cli("--debug", *argv, stdin=stdin)
    assert KEY not in result.out + result.err


ROWS = [
    f"Email,FirstName\n{NAME}@example.com,{NAME},x\n",
    f'Email,FirstName\n{NAME}@example.com,"{NAME}\n',
    f'Email,FirstName\n{NAME}@example.com,"{NAME}"x\n',
    f"Email,FirstName\n{NAME}@example.com,{NAME}\x01\n",
    f"Id,FirstName\n{NAME},{NAME}\n",
    f"Email,ForeignSysType\n{NAME}@example.com,{NAME}\n",
    f"{NAME},{NAME}@example.com\n",
    f"{NAME}\x01,{NAME}@example.com\n",
    f" {NAME},{NAME}\n",
    f"Email,Nothing\n{NAME}@example.com,{NAME}\n",
]


@pytest.mark.parametrize("text", ROWS)
@pytest.mark.parametrize("debug", [[], ["--debug"]])
def test_a_lead_is_never_printed(cli: Any, text: str, debug: list[str]) -> None:
    result = cli(*debug, "sync", "--sandbox", "-", stdin=text.encode())
    assert result.code in (1, 6)
    assert NAME not in result.out + result.err


@pytest.mark.parametrize(
    "request_",
    [
        {"leadKey": {"keyType": NAME, "keyValue": NAME}},
        {"leadKey": {"keyType": "EMAIL", "keyValue": [NAME]}},
        {"leadKey": {"keyType": "EMAIL", "keyValue": f"{NAME}\x01"}},
        {"leadKey": NAME},
        NAME,
    ],
)
def test_a_bad_request_is_never_repeated(cli: Any, tmp_path: Path, request_: object) -> None:
    (tmp_path / "request.json").write_text(json.dumps(request_))
    result = cli("--debug", "call", "--sandbox", "getLead", "request.json")
    assert result.code == 6
    assert NAME not in result.out + result.err
