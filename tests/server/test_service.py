"""A service whose backend knows nothing of Marketo's data: it has all that is of the wire."""

from __future__ import annotations

import json
import logging
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from mktows_bindings.v2_7 import types as b
from support.envelopes import GOOD, code_of, request, signed

from mktows import NO_RETRY, Client, HttpRequest, InternalFault, NotFoundFault, RequestsTransport
from mktows.cli.calls import Selection, calls
from mktows.errors import ConnectionFailed
from mktows.facts.samples import SAMPLE_KEY, SAMPLE_USER_ID
from mktows.sandbox import Sandbox
from mktows.sandbox.world.world import World
from mktows.server.backend import Call, NotOffered
from mktows.server.http.control import Control
from mktows.server.http.server import ThreadedServer
from mktows.server.journal.masking import MASK
from mktows.server.limiting.limits import Limits
from mktows.server.notes import LONGEST_NOTE, MOST_NOTES
from mktows.server.refusals import refusal
from mktows.server.service import Service
from mktows.signing import Secret


class Table:
    """Answers every operation from a table of replies."""

    def __init__(self, replies: dict[str, object]) -> None:
        self.replies = replies
        self.calls: list[Call] = []
        self.seconds_left: list[float] = []
        self.takes = 0.0
        self.is_closed = False
        self.notes: list[str] = []

    def answer(self, call: Call, params: object) -> object:
        self.calls.append(call)
        time.sleep(self.takes)
        self.seconds_left.append(call.seconds_left)
        for each in (f"GET /rest/{call.operation}.json: 200", *self.notes):
            call.notes.add(each)
        if call.operation not in self.replies:
            raise refusal(20103, f"none for {type(params).__name__}")
        return self.replies[call.operation]

    def reset(self) -> None:
        self.calls.clear()

    def close(self) -> None:
        self.is_closed = True


@pytest.fixture
def table() -> Table:
    result = b.ResultSyncLead(
        lead_id=7, sync_status=b.SyncStatus(lead_id=7, status=b.LeadSyncStatus.CREATED)
    )
    return Table({"syncLead": b.SuccessSyncLead(result=result)})


@pytest.fixture
def service(table: Table, tmp_path: Path) -> Iterator[Service]:
    with Service(table, database=tmp_path / "calls.db") as made:
        yield made


def client_of(service: Service) -> Client:
    return Client(service.config(), transport=service, retry=NO_RETRY)


def sync(service: Service) -> Any:
    return client_of(service).sync_lead({"Email": "a@example.com"})


def test_its_backend_answers_what_is_in_order(service: Service, table: Table) -> None:
    assert sync(service).lead_id == 7
    with pytest.raises(NotFoundFault) as caught:
        client_of(service).get_lead(email="a@example.com")
    assert caught.value.service_message == "none for ParamsGetLead (20103)"
    assert code_of(service.send(request(signed(header=""))).body) == 20014
    assert [each.operation for each in table.calls] == ["syncLead", "getLead"]
    assert {each.user_id for each in table.calls} == {SAMPLE_USER_ID}
    assert not table.is_closed
    service.close()
    assert table.is_closed


def test_its_file_holds_calls_and_no_leads(service: Service, tmp_path: Path) -> None:
    sync(service)
    assert [each.operation for each in service.calls()] == ["syncLead"]
    with closing(sqlite3.connect(tmp_path / "calls.db")) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        assert {name for (name,) in names} == {
            "call", "call_day", "recent_call", "sqlite_sequence",
        }  # fmt: skip


def test_a_sandbox_before_another_backend_keeps_no_leads_either(
    table: Table, tmp_path: Path
) -> None:
    with Sandbox(backend=table, database=tmp_path / "calls.db") as sandbox:
        assert sync(sandbox).lead_id == 7
        assert len(sandbox.calls()) == 1
        with pytest.raises(NotOffered, match="cannot be seeded"):
            sandbox.seed(World())
        with pytest.raises(NotOffered, match="campaigns"):
            sandbox.campaign_runs()
    with closing(sqlite3.connect(tmp_path / "calls.db")) as connection:
        names = connection.execute("SELECT name FROM sqlite_master")
        assert "lead" not in {name for (name,) in names}


def test_a_versions_bindings_are_imported_when_it_is_called() -> None:
    program = (
        "import sys\n"
        "from mktows import Client\n"
        "from mktows.sandbox import Sandbox\n"
        "def versions():\n"
        "    names = [name.split('.')[1] for name in sys.modules if '.' in name]\n"
        "    return sorted({name for name in names if name.startswith('v2_')})\n"
        "with Sandbox() as sandbox:\n"
        "    print(versions())\n"
        "    Client(sandbox.config('2_2'), transport=sandbox).list_mobjects()\n"
        "    print(versions())\n"
    )
    shown = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert shown.stdout.split() == ["[]", "['v2_2']"]


def test_its_calls_are_kept_for_the_next_one_on_the_file(
    service: Service, table: Table, tmp_path: Path
) -> None:
    sync(service)
    service.close()
    with Service(table, database=tmp_path / "calls.db") as again:
        sync(again)
        assert [each.id for each in again.calls()] == [1, 2]


def test_its_journal_keeps_a_call_masked(service: Service) -> None:
    sync(service)
    (call,) = service.calls()
    assert (call.outcome, call.version, call.user_id) == ("ok", "3_1", SAMPLE_USER_ID)
    assert f"<requestSignature>{MASK}</requestSignature>" in call.request
    assert "<leadId>7</leadId>" in call.reply
    assert service.call(call.id) == call


def test_its_limits_hold(table: Table) -> None:
    with Service(table, limits=Limits(quota=1)) as limited:
        sync(limited)
        assert code_of(limited.send(request(signed())).body) == 20015


def test_a_strict_one_refuses_what_departs_from_the_contract(table: Table) -> None:
    sent = request(signed(GOOD.replace("/>", "><extra/></m:paramsListMObjects>")))
    with Service(table, strict=True) as strict:
        assert code_of(strict.send(sent).body) == 20110
        assert len(strict.calls()[0].findings) == 1
    assert not table.calls


def test_failures_are_injected(service: Service, table: Table) -> None:
    service.fail_next("syncLead", code=20011)
    service.fail_next(drop=True)
    assert service.pending_failures == 2
    with pytest.raises(InternalFault):
        sync(service)
    with pytest.raises(ConnectionFailed):
        sync(service)
    assert service.pending_failures == 0
    assert not table.calls


def test_it_is_served_and_steered_over_http(service: Service, table: Table) -> None:
    with ThreadedServer(service, control=Control(service)) as server:
        config = service.config()
        at = type(config)(server.endpoint("2_7"), SAMPLE_USER_ID, Secret(SAMPLE_KEY))
        with Client(at) as client:
            assert client.sync_lead({"Email": "a@example.com"}).lead_id == 7
        transport = RequestsTransport()

        def ask(method: str, path: str, body: bytes = b"") -> Any:
            headers = {"Content-Type": "application/json"}
            url = f"{server.url}/_control/{path}"
            answer = transport.send(HttpRequest(url, headers, body, method=method))
            return answer.status, json.loads(answer.body)

        status, (call,) = ask("GET", "calls")
        assert (status, call["notes"]) == (200, ["GET /rest/syncLead.json: 200"])
        assert ask("POST", "clock", b'{"set": "2013-08-05T00:00:00+00:00"}')[0] == 200
        assert ask("POST", "fail-next", b'{"code": 20011}') == (200, {"pending": 1})
        assert ask("POST", "reset") == (200, {})
        assert ask("GET", "calls") == (200, [])
        assert ask("POST", "seed", b"{}") == (
            404,
            {"error": "there is no 'seed'; there are calls, clock, fail-next, reset"},
        )
        transport.close()
    assert service.clock.is_real
    assert not table.calls  # it was reset, too


def test_one_whose_backend_cannot_be_reset_says_so(table: Table) -> None:
    class Fixed:
        answer = table.answer
        close = table.close

    with Service(Fixed()) as fixed, pytest.raises(NotOffered, match="cannot be reset"):
        fixed.reset()


# The deadline


def test_its_backend_is_told_how_long_the_answer_is_waited_for(table: Table) -> None:
    with Service(table, timeout=timedelta(seconds=5)) as service:
        sync(service)
    assert 4 < table.seconds_left[0] <= 5


def test_the_deadline_is_a_minute_by_default(service: Service, table: Table) -> None:
    sync(service)
    assert 59 < table.seconds_left[0] <= 60


def test_a_backend_that_overruns_it_is_only_told(table: Table) -> None:
    table.takes = 0.05
    with Service(table, timeout=timedelta(seconds=0.01)) as service:
        assert sync(service).lead_id == 7
        assert service.calls()[0].outcome == "ok"
    assert table.seconds_left == [0.0]


# Notes


def test_what_a_backend_notes_is_in_the_journal(
    service: Service, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sync(service)
    (call,) = service.calls()
    assert call.notes == ("GET /rest/syncLead.json: 200",)
    assert "rest" not in repr(call)
    service.close()
    every = Selection(operation=None, user_id=None, failed=False, last=10)
    calls(every, call_id=1, database=str(tmp_path / "calls.db"), url=None, as_json=False)
    assert "note:         GET /rest/syncLead.json: 200\n" in capsys.readouterr().out


def test_a_call_that_is_refused_keeps_its_notes(service: Service) -> None:
    with pytest.raises(NotFoundFault):
        client_of(service).get_lead(email="a@example.com")
    assert service.calls()[0].notes == ("GET /rest/getLead.json: 200",)


def test_notes_hold_no_secret(
    service: Service, table: Table, caplog: pytest.LogCaptureFixture
) -> None:
    body = signed()
    signature = body.partition(b"<requestSignature>")[2].partition(b"<")[0].decode()
    table.notes = [f"sent {SAMPLE_KEY} and {signature}", "x " * LONGEST_NOTE + SAMPLE_KEY]
    with caplog.at_level(logging.DEBUG):
        service.send(request(body))
    notes = service.calls()[0].notes
    assert notes[1] == f"sent {MASK} and {MASK}"
    assert SAMPLE_KEY not in "".join(notes) + caplog.text
    assert signature not in "".join(notes) + caplog.text


def test_notes_are_bounded_in_number_and_length(service: Service, table: Table) -> None:
    half = f"{'x' * (LONGEST_NOTE - 10)} {SAMPLE_KEY}"  # the cut would go through the key
    table.notes = [half] + ["short"] * (2 * MOST_NOTES)
    sync(service)
    notes = service.calls()[0].notes
    assert len(notes) == MOST_NOTES + 1
    assert notes[1] == f"{'x' * (LONGEST_NOTE - 10)} ... (cut)"
    assert notes[-1] == f"({MOST_NOTES + 2} more notes)"
