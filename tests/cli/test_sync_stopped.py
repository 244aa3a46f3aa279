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
REST = "mktows: leads.csv: what follows line {} ({} leads): not sent\n"
FAILED = "leads.csv:5: FAILED: no such lead\n"


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
        return cli("sync", "leads.csv", "--batch-size", "4", "--workers", "1", *options)

    return run


FAULT = HttpResponse(500, {}, write_fault(string="20015 - Request Limit Exceeded"))
LIMIT = "mktows: 20015 - Request Limit Exceeded\n  hint: wait, then go on\n"
UNKNOWN = (
    "mktows: leads.csv: lines 6 to 9 (4 leads): the outcome is not known; look before you send "
    "them again\n"
)
KEPT = "mktows: leads.rejects.csv has the rows that were not written, with the reasons\n"
GO_ON = "  hint: the same command again goes on where this one ended\n"
RETRY = "  hint: --retry-failed sends again what failed\n"
LOOK = "  hint: --retry-unknown sends again what is not known: look first\n"


@pytest.mark.parametrize(
    ("end", "message", "code"),
    [
        pytest.param(FAULT, LIMIT, 5, id="fault"),
        pytest.param(
            ConnectionFailed("no connection", sent=False),
            "mktows: no connection\n  hint: check MKTOWS_ENDPOINT and the network\n",
            4,
            id="never sent",
        ),
    ],
)
def test_what_the_next_call_would_meet_ends_the_run(
    broken: Any, end: BaseException | HttpResponse, message: str, code: int
) -> None:
    result = broken(end)
    counts = "leads.csv: 3 created, 0 updated, 1 failed, 6 not sent\n"
    assert (result.code, result.out) == (code, FAILED + counts)
    assert result.err == DONE + REST.format(5, 6) + KEPT + GO_ON + RETRY + message


@pytest.mark.parametrize(
    "end",
    [
        pytest.param(RequestTimeout("too late"), id="no answer"),
        pytest.param(ProtocolError("not the SOAP agreed on"), id="not understood"),
        pytest.param(HttpResponse(200, {}, b"<html><title>Hello</title></html>"), id="a page"),
    ],
)
def test_what_is_not_known_is_told_and_the_run_goes_on(
    broken: Any, end: BaseException | HttpResponse
) -> None:
    result = broken(end)
    counts = "leads.csv: 3 created, 0 updated, 1 failed, 6 not known\n"
    assert (result.code, result.out) == (1, FAILED + counts)
    assert result.err == DONE + UNKNOWN.replace("9 (4", "11 (6") + KEPT + RETRY + LOOK


@pytest.mark.parametrize(
    ("end", "message", "code"),
    [
        pytest.param(KeyboardInterrupt(), "mktows: interrupted\n", 130, id="Ctrl-C"),
        pytest.param(
            ZeroDivisionError("canary"),
            "mktows: unexpected ZeroDivisionError\n  hint: --debug shows where\n",
            70,
            id="a bug",
        ),
    ],
)
def test_a_bug_ends_the_run(broken: Any, end: BaseException, message: str, code: int) -> None:
    result = broken(end)
    counts = "leads.csv: 3 created, 0 updated, 1 failed, 4 not known, 2 not sent\n"
    assert (result.code, result.out) == (code, FAILED + counts)
    told = DONE + UNKNOWN + REST.format(9, 2) + KEPT + GO_ON + RETRY + LOOK
    assert result.err == told + message


def test_json_stays_one_document(broken: Any) -> None:
    result = broken(FAULT, "--json")
    assert result.code == 5
    assert json.loads(result.out) == {
        "target": "https://example.com/soap/mktows/2_7",
        "created": 3,
        "updated": 0,
        "failed": 1,
        "unknown": 0,
        "not_sent": 6,
        "failures": [{"line": 5, "lead_id": 99, "error": "no such lead"}],
        "done_lines": [{"first_line": 2, "last_line": 5, "leads": 4}],
        "unknown_lines": [],
        "rejects": "leads.rejects.csv",
        "journal": "leads.csv.journal",
    }


def test_events_come_one_a_line(broken: Any) -> None:
    result = broken(FAULT, "--events")
    begin, failure, end = (json.loads(line) for line in result.out.splitlines())
    assert begin == {
        "event": "begin",
        "input": "leads.csv",
        "target": "https://example.com/soap/mktows/2_7",
        "leads": 10,
    }
    assert failure == {"event": "failure", "line": 5, "lead_id": 99, "error": "no such lead"}
    assert (end["event"], end["created"], end["not_sent"]) == ("end", 3, 6)


def test_nothing_is_done_when_the_first_call_fails(broken: Any, tmp_path: Path) -> None:
    result = broken(FAULT, good=0)
    assert result.out == "leads.csv: 0 created, 0 updated, 0 failed, 10 not sent\n"
    assert result.err == (
        "mktows: leads.csv: no lead is done\n"
        "mktows: leads.csv: all (10 leads): not sent\n" + GO_ON + LIMIT
    )
    assert [each.name for each in tmp_path.iterdir()] == ["leads.csv"]


def test_one_line_is_told_as_one(broken: Any) -> None:
    result = broken(FAULT, good=2)
    assert "mktows: leads.csv: lines 2 to 9 (8 leads): done\n" in result.err
    assert REST.format(9, 2) in result.err


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
    result = cli("sync", "--sandbox", "leads.csv", "--batch-size", "4", "--workers", "1")
    assert result.code == 6
    assert "the file changed while it was read" in result.err
    assert "not sent" in result.err or before == b"a9@example.com"
