"""`mktows sync` whose second batch fails for real: its report, beside what the service holds."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mktows import Client, NotFoundFault
from mktows.sandbox import SAMPLE_KEY, SAMPLE_USER_ID, Sandbox
from mktows.server.http.server import ThreadedServer
from mktows.soap import write_fault

BATCH = 3
LEADS = [f"lead{n}@example.com" for n in range(2 * BATCH + 1)]
RUN = "from mktows.cli.main import run; run()"
HEARING = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"

# Codes that the service gives before it has done anything, and those of its own failures, with
# what each must be reported as.
BEFORE = [20012, 20013, 20014, 20015, 20016, 20019, 20023, 20024, 20103, 20109, 20110, 20114]
OF_ITS_OWN = [10001, 20011, 20106]


@pytest.fixture
def sandbox(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Sandbox]:
    """A service whose leads can be looked at, behind the endpoint of the environment."""
    (tmp_path / "leads.csv").write_text("\n".join(["Email", *LEADS, ""]))
    monkeypatch.setattr("mktows.retry.RetryPolicy.wait", lambda *_, **__: None)
    with Sandbox() as sandbox, ThreadedServer(sandbox) as server:
        monkeypatch.setenv("MKTOWS_ENDPOINT", server.endpoint("2_7"))
        monkeypatch.setenv("MKTOWS_USER_ID", SAMPLE_USER_ID)
        monkeypatch.setenv("MKTOWS_ENCRYPTION_KEY", SAMPLE_KEY)
        yield sandbox


def failing(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, **failure: Any) -> None:
    """Have the second batch fail."""
    original = Client.sync_multiple_leads
    calls = []

    def counting(self: Client, *args: Any, **options: Any) -> Any:
        calls.append(1)
        if len(calls) == 2:
            sandbox.fail_next("syncMultipleLeads", **failure)
        return original(self, *args, **options)

    monkeypatch.setattr(Client, "sync_multiple_leads", counting)


def held(sandbox: Sandbox) -> list[bool]:
    """Which of the leads the service has."""
    client = Client(sandbox.config(), transport=sandbox)

    def has(email: str) -> bool:
        try:
            return bool(client.get_lead(email=email))
        except NotFoundFault:
            return False

    return [has(email) for email in LEADS]


def checked_report(result: Any, sandbox: Sandbox) -> str:
    """What is said of the second batch, once it is clear that nothing said is untrue."""
    stopped = json.loads(result.out)["stopped"]
    assert stopped["done"] == {"first_line": 2, "last_line": 4, "leads": BATCH}
    assert stopped["not_sent"] == 1
    second = {"first_line": 5, "last_line": 7, "leads": BATCH}
    said = [each for each in ("not_written", "unknown") if stopped[each] == second]
    assert [stopped[each] for each in ("not_written", "unknown")].count(None) == 1
    there = held(sandbox)
    assert there[:BATCH] == [True] * BATCH
    assert there[2 * BATCH :] == [False]
    if said == ["not_written"]:
        assert "lines 5 to 7 (3 leads): not written\n" in result.err
        assert there[BATCH : 2 * BATCH] == [False] * BATCH
    else:
        assert "lines 5 to 7 (3 leads): the outcome is not known; " in result.err
    return said[0]


def synced(cli: Any) -> Any:
    return cli("sync", "leads.csv", "--batch-size", str(BATCH), "--json")


@pytest.mark.parametrize("code", BEFORE)
def test_a_refusal_wrote_nothing(
    cli: Any, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    failing(sandbox, monkeypatch, code=code)
    result = synced(cli)
    assert result.code == 5
    assert checked_report(result, sandbox) == "not_written"


@pytest.mark.parametrize("code", OF_ITS_OWN)
@pytest.mark.parametrize("processed", [False, True])
def test_a_failure_of_the_service_may_have_written(
    cli: Any, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, code: int, processed: bool
) -> None:
    failing(sandbox, monkeypatch, code=code, processed=processed)
    result = synced(cli)
    assert result.code == 5
    assert checked_report(result, sandbox) == "unknown"
    assert held(sandbox)[BATCH] is processed


def exception(code: int) -> str:
    return (
        '<ns1:serviceException xmlns:ns1="http://www.marketo.com/mktows/">'
        f"<name>mktServiceException</name><message>Broken</message><code>{code}</code>"
        "</ns1:serviceException>"
    )


@pytest.mark.parametrize(
    "body",
    [
        write_fault(string="Bad Request"),
        write_fault(string="Lead not found"),
        write_fault(string="Broken", code="SOAP-ENV:Server"),
        write_fault(string="29999 - New", detail=exception(29999)),
    ],
    ids=["without code", "words alone", "of the server", "unknown code"],
)
@pytest.mark.parametrize("status", [200, 500])
def test_a_fault_that_does_not_say_when_may_have_written(
    cli: Any, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, body: bytes, status: int
) -> None:
    failing(sandbox, monkeypatch, status=status, body=body, processed=True)
    result = synced(cli)
    assert result.code == 5
    assert checked_report(result, sandbox) == "unknown"
    assert held(sandbox)[BATCH] is True


@pytest.mark.parametrize(
    "failure",
    [
        {"drop": True},
        {"drop": True, "processed": True},
        {"cut": True},
        {"truncate": True},
        {"status": 502, "processed": True},
        {"status": 503},
        {"body": b"<html/>", "processed": True},
    ],
    ids=str,
)
def test_no_answer_says_nothing(
    cli: Any, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, failure: dict[str, Any]
) -> None:
    failing(sandbox, monkeypatch, **failure)
    result = synced(cli)
    assert result.code in (4, 6)
    assert checked_report(result, sandbox) == "unknown"


def test_a_call_that_never_left_wrote_nothing(
    cli: Any, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MKTOWS_ENDPOINT", "http://127.0.0.1:1/soap/mktows/2_7")
    result = synced(cli)
    assert result.code == 4
    assert json.loads(result.out)["stopped"]["not_written"]["leads"] == BATCH
    assert held(sandbox) == [False] * len(LEADS)


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_whatever_ends_it_it_reports(
    sandbox: Sandbox, environment: dict[str, str], tmp_path: Path, number: signal.Signals
) -> None:
    process = stopped_in_its_first_call(sandbox, environment, tmp_path, number)
    assert process.returncode == 130
    assert json.loads(process.stdout)["stopped"] == {
        "done": None,
        "not_written": None,
        "unknown": {"first_line": 2, "last_line": 4, "leads": BATCH},
        "not_sent": len(LEADS) - BATCH,
    }
    assert process.stderr.endswith(
        "mktows: leads.csv: no lead is done\n"
        "mktows: leads.csv: lines 2 to 4 (3 leads): the outcome is not known; look before you "
        "send them again\n"
        "mktows: leads.csv: what follows line 4 (4 leads): not sent\n"
        "mktows: interrupted\n"
    )


@pytest.mark.slow
def test_the_report_is_whole_though_the_terminal_is_gone(
    sandbox: Sandbox, environment: dict[str, str], tmp_path: Path
) -> None:
    """A terminal that hangs up takes standard error along, and may say so more than once."""
    process = stopped_in_its_first_call(
        sandbox, environment, tmp_path, signal.SIGHUP, times=3, stderr=Path("/dev/full")
    )
    assert process.returncode == 130
    assert json.loads(process.stdout)["stopped"]["unknown"]["leads"] == BATCH


@pytest.mark.slow
def test_whoever_asked_not_to_hear_of_it_is_not_stopped(
    sandbox: Sandbox, environment: dict[str, str], tmp_path: Path
) -> None:
    program = f"import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN); {RUN}"
    process = stopped_in_its_first_call(
        sandbox, environment, tmp_path, signal.SIGHUP, program=program, delay=1.0
    )
    assert process.returncode == 0
    assert json.loads(process.stdout)["created"] == len(LEADS)


def stopped_in_its_first_call(
    sandbox: Sandbox,
    environment: dict[str, str],
    folder: Path,
    number: signal.Signals,
    *,
    program: str = RUN,
    times: int = 1,
    stderr: Path | None = None,
    delay: float = 3.0,
) -> subprocess.CompletedProcess[str]:
    """Run until the service holds the first batch, and send a signal then."""
    sandbox.fail_next("syncMultipleLeads", delay=delay)
    argv = ["sync", "leads.csv", "--batch-size", str(BATCH), "--json"]
    log = stderr or folder / "stderr"
    with (
        log.open("w") as file,
        subprocess.Popen(
            # Whoever starts tests in the background leaves them deaf to SIGINT.
            [sys.executable, "-W", "error", "-c", f"{HEARING}; {program}", *argv],
            env=environment,
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=file,
            text=True,
        ) as process,
    ):
        try:
            until = time.monotonic() + 30
            while sandbox.pending_failures:
                assert process.poll() is None
                assert time.monotonic() < until
                time.sleep(0.01)
            for _ in range(times):
                process.send_signal(number)
                time.sleep(0.001)
            out, _ = process.communicate(timeout=30)
        finally:
            process.kill()
    shown = "" if stderr else log.read_text()
    return subprocess.CompletedProcess(argv, process.returncode, out, shown)
