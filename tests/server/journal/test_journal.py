"""The journal: what is written down of each call, and how much."""

from __future__ import annotations

import logging
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.envelopes import request, signature_at, signed

from mktows import Client, HttpRequest, NotFoundFault
from mktows.checking import RULES, check_file
from mktows.sandbox import SAMPLE_KEY, SAMPLE_USER_ID, Sandbox
from mktows.server import exchange as exchange_module
from mktows.server.journal.journal import BATCH_CALLS, Bounds

NOW = datetime(2026, 3, 1, 12, 0, 0, 250_000, tzinfo=UTC)


def test_a_call_is_written_down_whole(sandbox: Sandbox, client: Client) -> None:
    sandbox.clock.set(datetime.now(UTC))
    with pytest.raises(NotFoundFault):
        client.get_lead(email="nobody@example.com")
    (call,) = sandbox.calls()
    assert (call.id, call.operation, call.version) == (1, "getLead", "3_1")
    assert (call.status, call.code, call.fault) == (500, 20103, "20103 - Lead not found")
    assert call.user_id == SAMPLE_USER_ID
    assert abs((call.at - sandbox.clock.now()).total_seconds()) < 0.001
    assert call.findings == ()
    assert call.milliseconds > 0
    assert "<keyValue>nobody@example.com</keyValue>" in call.request
    assert "No lead found with EMAIL" in call.reply
    assert (call.failed, call.outcome) == (True, "20103 - Lead not found")


def test_a_success_is_ok(sandbox: Sandbox, client: Client) -> None:
    client.list_mobjects()
    (call,) = sandbox.calls()
    assert (call.failed, call.outcome, call.status, call.code) == (False, "ok", 200, None)


def test_neither_signature_nor_key_is_kept(sandbox: Sandbox, client: Client) -> None:
    client.list_mobjects()
    text = "2026-03-01T12:00:00+00:00"
    mixed_up = signed(
        header=f"<m:AuthenticationHeader><mktowsUserId>{signature_at(text)}</mktowsUserId>"
        f"<requestSignature>{signature_at(text)}</requestSignature>"
        f"<requestTimestamp>{SAMPLE_KEY}</requestTimestamp></m:AuthenticationHeader>"
    )
    sandbox.send(request(mixed_up))
    first, second = sandbox.calls()
    assert "<requestSignature>***</requestSignature>" in first.request
    assert second.user_id == "***"
    assert signature_at(text) not in second.request
    assert SAMPLE_KEY not in second.request


def test_what_reading_passes_over_is_a_finding(sandbox: Sandbox) -> None:
    sandbox.send(request(signed("<m:paramsListMObjects><x/></m:paramsListMObjects>")))
    (call,) = sandbox.calls()
    (found,) = call.findings
    assert (found.rule, found.path) == ("element-unknown", "paramsListMObjects.x")
    assert found in check_file(call.request.encode())


def test_findings_are_still_had_under_their_former_name(sandbox: Sandbox) -> None:
    sandbox.send(request(signed("<m:paramsListMObjects><x/></m:paramsListMObjects>")))
    (call,) = sandbox.calls()
    with pytest.warns(DeprecationWarning, match="findings"):
        assert call.departures == call.findings


def test_every_finding_written_down_is_of_a_rule(sandbox: Sandbox) -> None:
    inner = "<m:paramsListMObjects a='b'>x<x/></m:paramsListMObjects>"
    sandbox.send(request(signed(inner, more="<x/>"), action="x", content_type="x"))
    (call,) = sandbox.calls()
    assert {each.rule for each in call.findings} == {
        "content-type-not-xml",
        "element-unknown",
        "header-unknown",
        "soap-action-mismatch",
        "text-unexpected",
        "xml-attribute-unknown",
    }
    assert all(each.severity == RULES[each.rule].severity for each in call.findings)


def test_a_value_that_stops_the_reading_is_a_finding_too(sandbox: Sandbox) -> None:
    key = "<leadKey><keyType>FAX</keyType><keyValue>1</keyValue></leadKey>"
    sandbox.send(request(signed(f"<m:paramsGetLead>{key}</m:paramsGetLead>")))
    (call,) = sandbox.calls()
    assert call.code == 20102
    assert [each.path for each in call.findings] == ["paramsGetLead.leadKey.keyType"]


@pytest.mark.parametrize(
    "member", ["latestCreatedAt", "oldestCreatedAt", "activityCreatedAt", "offset"]
)
def test_a_position_that_cannot_be_read_is_a_bad_position(sandbox: Sandbox, member: str) -> None:
    position = f"<startPosition><{member}>soon</{member}></startPosition>"
    sandbox.send(request(signed(f"<m:paramsGetLeadChanges>{position}</m:paramsGetLeadChanges>")))
    (call,) = sandbox.calls()
    assert (call.code, call.fault) == (20122, "20122 - Bad Stream Position")


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        (lambda: b"hello", "Bad Request"),
        (lambda: b"<x/>", "20012 - Request Not Understood"),
        (lambda: signed(header=""), "20014 - Authentication failed"),
        (lambda: signed("<m:paramsDance/>"), "20019 - Unsupported Operation"),
    ],
    ids=["text", "XML", "no header", "no operation"],
)
def test_what_is_refused_early_is_written_down(
    sandbox: Sandbox, body: Callable[[], bytes], outcome: str
) -> None:
    sandbox.send(request(body()))
    (call,) = sandbox.calls()
    assert call.outcome == outcome
    assert call.operation in ("", "listMObjects")


def test_other_addresses_are_no_calls(sandbox: Sandbox) -> None:
    sandbox.send(HttpRequest("http://localhost/", {}, b""))
    sandbox.send(HttpRequest("http://localhost/soap/mktows/2_7?WSDL", {}, b"", method="GET"))
    assert sandbox.calls() == []


def test_calls_can_be_chosen(sandbox: Sandbox, client: Client) -> None:
    client.list_mobjects()
    with pytest.raises(NotFoundFault):
        client.get_lead(id=1)
    sandbox.send(request(signed(header="")))
    assert [c.operation for c in sandbox.calls(operation="getLead")] == ["getLead"]
    assert [c.id for c in sandbox.calls(failed=True)] == [2, 3]
    assert [c.id for c in sandbox.calls(user_id=SAMPLE_USER_ID)] == [1, 2]
    assert [c.id for c in sandbox.calls(last=2)] == [2, 3]
    found = sandbox.call(2)
    assert found is not None
    assert found.operation == "getLead"
    assert sandbox.call(4) is None


def test_no_repr_shows_an_envelope(sandbox: Sandbox, client: Client) -> None:
    client.sync_lead({"Email": "canary@example.com"})
    assert "canary" not in repr(sandbox.calls())


@pytest.mark.parametrize(("kept", "expected"), [(3, [8, 9, 10]), (1, [10]), (0, [])])
def test_the_oldest_calls_go_first(kept: int, expected: list[int]) -> None:
    with Sandbox(journal=Bounds(calls=kept)) as sandbox:
        client = Client(sandbox.config(), transport=sandbox)
        for _ in range(10):
            client.list_mobjects()
            sandbox.calls()
        assert [call.id for call in sandbox.calls()] == expected


def test_the_size_is_bounded_too() -> None:
    with Sandbox(journal=Bounds(size=10_000)) as sandbox:
        client = Client(sandbox.config(), transport=sandbox)
        for _ in range(30):
            client.list_mobjects()
            sandbox.calls()
        calls = sandbox.calls()
        assert 1 < len(calls) < 30
        assert calls[-1].id == 30
        assert sum(len(call.request) + len(call.reply) for call in calls) <= 10_000


def test_the_newest_call_is_kept_even_if_it_is_large() -> None:
    with Sandbox(journal=Bounds(size=10)) as sandbox:
        Client(sandbox.config(), transport=sandbox).list_mobjects()
        assert len(sandbox.calls()) == 1


def test_a_huge_envelope_is_cut(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange_module, "LONGEST_ENVELOPE", 2_000)
    sandbox.send(request(signed(f"<m:paramsListMObjects>{' ' * 5_000}</m:paramsListMObjects>")))
    (call,) = sandbox.calls()
    assert len(call.request) < 2_100
    assert "<requestSignature>***</requestSignature>" in call.request


def test_calls_of_a_burst_are_all_there_in_order(sandbox: Sandbox) -> None:
    count = BATCH_CALLS * 3 + 7
    for number in range(count):
        sandbox.send(request(f"<n{number}/>".encode()))
    assert [call.request for call in sandbox.calls()] == [f"<n{n}/>" for n in range(count)]


def test_calls_of_many_threads_are_all_there(sandbox: Sandbox) -> None:
    def work() -> None:
        for _ in range(50):
            sandbox.send(request(b"<x/>"))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(sandbox.calls()) == 400


def test_closing_writes_everything_down(tmp_path: Path) -> None:
    with Sandbox(database=tmp_path / "my.db") as sandbox:
        for _ in range(5):
            Client(sandbox.config(), transport=sandbox).list_mobjects()
    with Sandbox(database=tmp_path / "my.db") as again:
        assert len(again.calls()) == 5


def test_a_sandbox_that_is_dropped_writes_everything_down(tmp_path: Path) -> None:
    sandbox = Sandbox(database=tmp_path / "my.db")
    Client(sandbox.config(), transport=sandbox).list_mobjects()
    del sandbox
    with Sandbox(database=tmp_path / "my.db") as again:
        assert len(again.calls()) == 1


KILLED = """
import os, signal, sys
from mktows import Client
from mktows.sandbox import Sandbox
sandbox = Sandbox(database="my.db")
client = Client(sandbox.config(), transport=sandbox)
client.list_mobjects()
sandbox.calls()
client.list_mobjects()
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_killed_process_loses_its_last_instants_at_most(tmp_path: Path) -> None:
    path = os.pathsep.join(p for p in sys.path if p)
    done = subprocess.run(
        [sys.executable, "-c", KILLED],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": path},
        timeout=60,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
    with Sandbox(database=tmp_path / "my.db") as again:
        assert 1 <= len(again.calls()) <= 2


def test_a_journal_that_cannot_be_written_fails_no_call_and_says_so_once(
    sandbox: Sandbox,
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def full(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("database or disk is full: canary@example.com")

    with monkeypatch.context() as broken:
        broken.setattr("mktows.server.journal.rows.JournalRows.add", full)
        with caplog.at_level(logging.INFO):
            for _ in range(3):
                client.sync_lead({"Email": "canary@example.com"})
                sandbox.calls()
    assert [r.message for r in caplog.records if r.levelno >= logging.ERROR] == [
        "calls cannot be written down (OperationalError)"
    ]
    assert "canary" not in caplog.text
    # What waited is written once that is possible again.
    assert len(sandbox.calls()) == 3


def test_what_waits_for_a_broken_database_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError

    with Sandbox(journal=Bounds(calls=5)) as sandbox:
        with monkeypatch.context() as broken:
            broken.setattr("mktows.server.journal.rows.JournalRows.add", full)
            for number in range(20):
                sandbox.send(request(f"<n{number}/>".encode()))
        assert [call.request for call in sandbox.calls()] == [f"<n{n}/>" for n in range(15, 20)]


def test_what_waits_for_a_busy_database_is_bounded() -> None:
    with Sandbox(journal=Bounds(calls=5)) as sandbox, sandbox._journal._writing:
        for number in range(BATCH_CALLS + 20):
            sandbox.send(request(f"<n{number}/>".encode()))
        assert len(sandbox._journal._waiting) <= 5
