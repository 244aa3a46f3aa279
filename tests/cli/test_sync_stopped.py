"""`mktows sync` that is stopped midway: what it says about which lines."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from mktows import Client, ConnectionFailed, HttpRequest, HttpResponse, ProtocolError
from mktows.cli import settings
from mktows.errors import RequestTimeout
from mktows.sandbox import Sandbox
from mktows.soap import write_fault

DATA = b"Id,Email\n" + b"".join(
    b"%b,%b\n" % ((b"99", b"") if n == 3 else (b"", b"a%d@example.com" % n)) for n in range(10)
)
DONE = "mktows: leads.csv: lines 2 to 5 (4 leads): done\n"
REST = "mktows: leads.csv: what follows line 9 (2 leads): not sent\n"
OUT = "leads.csv:5: FAILED: no such lead\nleads.csv: 3 created, 0 updated, 1 failed, 6 not done\n"


class Breaking:
    """A sandbox whose second call ends in an error or another answer."""

    def __init__(self, sandbox: Sandbox, end: BaseException | HttpResponse, good: int) -> None:
        self._sandbox = sandbox
        self._end = end
        self._good = good

    def send(self, request: HttpRequest) -> HttpResponse:
        if self._good > 0:
            self._good -= 1
            answer = self._sandbox.send(request)
            body = re.sub(b"<error>.*?</error>", b"<error>no such lead</error>", answer.body)
            return HttpResponse(answer.status, answer.headers, body)
        if isinstance(self._end, BaseException):
            raise self._end
        return self._end


@pytest.fixture
def broken(cli: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    (tmp_path / "leads.csv").write_bytes(DATA)

    def run(end: BaseException | HttpResponse, *options: str, good: int = 1) -> Any:
        @contextmanager
        def connect(target: settings.Target) -> Iterator[Client]:
            del target
            with Sandbox() as sandbox:
                transport = Breaking(sandbox, end, good)
                yield Client(sandbox.config(), transport=transport, sleep=lambda _: None)

        monkeypatch.setenv("MKTOWS_ENDPOINT", "https://example.com/soap/mktows/2_7")
        monkeypatch.setenv("MKTOWS_USER_ID", "someone")
        monkeypatch.setenv("MKTOWS_ENCRYPTION_KEY", "some key")
        monkeypatch.setattr(settings.Target, "connect", connect)
        return cli("sync", "leads.csv", "--batch-size", "4", *options)

    return run


FAULT = HttpResponse(500, {}, write_fault(string="20015 - Request Limit Exceeded"))
LIMIT = "mktows: 20015 - Request Limit Exceeded\n  hint: wait, then go on\n"
NOT_WRITTEN = "mktows: leads.csv: lines 6 to 9 (4 leads): not written\n"
UNKNOWN = (
    "mktows: leads.csv: lines 6 to 9 (4 leads): the outcome is not known; look before you send "
    "them again\n"
)


@pytest.mark.parametrize(
    ("end", "fate", "message", "code"),
    [
        pytest.param(FAULT, NOT_WRITTEN, LIMIT, 5, id="fault"),
        pytest.param(
            ConnectionFailed("no connection", sent=False),
            NOT_WRITTEN,
            "mktows: no connection\n  hint: check MKTOWS_ENDPOINT and the network\n",
            4,
            id="never sent",
        ),
        pytest.param(
            RequestTimeout("too late"),
            UNKNOWN,
            "mktows: too late\n  hint: MKTOWS_TIMEOUT allows more seconds\n",
            4,
            id="no answer",
        ),
        pytest.param(
            ProtocolError("not the SOAP agreed on"),
            UNKNOWN,
            "mktows: not the SOAP agreed on\n",
            6,
            id="not understood",
        ),
        pytest.param(
            HttpResponse(200, {}, b"<html><title>Hello</title></html>"),
            UNKNOWN,
            "mktows: the server answered with an HTML page titled 'Hello' instead of SOAP: is the "
            "endpoint right, or a proxy in between?\n",
            6,
            id="a page",
        ),
        pytest.param(KeyboardInterrupt(), UNKNOWN, "mktows: interrupted\n", 130, id="Ctrl-C"),
        pytest.param(
            ZeroDivisionError("canary"),
            UNKNOWN,
            "mktows: unexpected ZeroDivisionError\n  hint: --debug shows where\n",
            70,
            id="a bug",
        ),
    ],
)
def test_it_says_which_lines_are_done(
    broken: Any, end: BaseException | HttpResponse, fate: str, message: str, code: int
) -> None:
    result = broken(end)
    assert (result.code, result.out) == (code, OUT)
    assert result.err == DONE + fate + REST + message


def test_json_stays_one_document(broken: Any) -> None:
    result = broken(FAULT, "--json")
    assert result.code == 5
    assert json.loads(result.out) == {
        "target": "https://example.com/soap/mktows/2_7",
        "created": 3,
        "updated": 0,
        "failed": 1,
        "failures": [{"line": 5, "lead_id": 99, "error": "no such lead"}],
        "stopped": {
            "done": {"first_line": 2, "last_line": 5, "leads": 4},
            "not_written": {"first_line": 6, "last_line": 9, "leads": 4},
            "unknown": None,
            "not_sent": 2,
        },
    }


def test_nothing_is_done_when_the_first_call_fails(broken: Any) -> None:
    result = broken(FAULT, good=0)
    assert result.out == "leads.csv: 0 created, 0 updated, 0 failed, 10 not done\n"
    assert result.err == (
        "mktows: leads.csv: no lead is done\n"
        "mktows: leads.csv: lines 2 to 5 (4 leads): not written\n"
        "mktows: leads.csv: what follows line 5 (6 leads): not sent\n" + LIMIT
    )


def test_one_line_is_told_as_one(broken: Any) -> None:
    result = broken(FAULT, good=2)
    assert "mktows: leads.csv: lines 2 to 9 (8 leads): done\n" in result.err
    assert "mktows: leads.csv: lines 10 to 11 (2 leads): not written\n" in result.err
    assert "not sent" not in result.err


@pytest.mark.parametrize(
    ("before", "after"),
    [(b"a9@example.com", b"a9@example.com\n,b@example.com"), (b"a7@", b"\xff@")],
    ids=["longer", "no longer UTF-8"],
)
def test_a_file_that_changes_meanwhile_is_not_sent_any_further(
    cli: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: bytes, after: bytes
) -> None:
    path = tmp_path / "leads.csv"
    path.write_bytes(DATA)
    original = settings.Target.connect

    def connect(target: settings.Target) -> Any:
        path.write_bytes(DATA.replace(before, after))
        return original(target)

    monkeypatch.setattr(settings.Target, "connect", connect)
    result = cli("sync", "--sandbox", "leads.csv", "--batch-size", "4")
    assert result.code == 6
    assert "the file changed while it was read" in result.err
    assert "not written" in result.err
