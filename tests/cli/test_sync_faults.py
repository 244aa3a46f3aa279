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
from mktows.facts.faults import LEAD_NOT_FOUND
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
HOPELESS = [20013, 20014, 20015, 20016, 20023, 20024]
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
    report, there = json.loads(result.out), held(sandbox)
    assert there[:BATCH] == [True] * BATCH
    assert there[2 * BATCH :] == [report["not_sent"] == 0]
    second = there[BATCH : 2 * BATCH]
    if report["unknown"]:
        span = {"first_line": 5, "last_line": 7, "leads": BATCH}
        assert report["unknown_lines"] == [span]
        assert "lines 5 to 7 (3 leads): the outcome is not known; " in result.err
        assert report["created"] == BATCH + 1
        return "unknown"
    assert second == [False] * BATCH
    if report["failed"]:
        assert [each["line"] for each in report["failures"]] == [5, 6, 7]
        assert report["created"] == BATCH + 1
        return "failed"
    assert (report["created"], report["not_sent"]) == (BATCH, BATCH + 1)
    assert "what follows line 4 (4 leads): not sent\n" in result.err
    return "not sent"


def synced(cli: Any) -> Any:
    return cli("sync", "leads.csv", "--batch-size", str(BATCH), "--workers", "1", "--json")


@pytest.mark.parametrize("code", BEFORE)
def test_a_refusal_wrote_nothing(
    cli: Any, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    failing(sandbox, monkeypatch, code=code)
    result = synced(cli)
    # What one record cannot be to blame for ends the run: the next call would be refused, too.
    hopeless = code in HOPELESS
    if code == LEAD_NOT_FOUND:  # sent again in halves, to find the record
        assert result.code == 0
        assert held(sandbox) == [True] * len(LEADS)
        return
    assert result.code == (5 if hopeless else 1)
    assert checked_report(result, sandbox) == ("not sent" if hopeless else "failed")


@pytest.mark.parametrize("code", OF_ITS_OWN)
@pytest.mark.parametrize("processed", [False, True])
def test_a_failure_of_the_service_may_have_written(
    cli: Any, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, code: int, processed: bool
) -> None:
    failing(sandbox, monkeypatch, code=code, processed=processed)
    result = synced(cli)
    assert result.code == 1
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
    assert result.code == 1
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
    assert result.code == 1
    assert checked_report(result, sandbox) == "unknown"


def test_a_call_that_never_left_wrote_nothing(
    cli: Any, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MKTOWS_ENDPOINT", "http://127.0.0.1:1/soap/mktows/2_7")
    result = synced(cli)
    assert result.code == 4
    assert json.loads(result.out)["not_sent"] == len(LEADS)
    assert not (tmp_path / "leads.csv.journal").exists()
    assert held(sandbox) == [False] * len(LEADS)


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_whatever_ends_it_it_reports(
    sandbox: Sandbox, environment: dict[str, str], tmp_path: Path, number: signal.Signals
) -> None:
    process = stopped_in_its_first_call(sandbox, environment, tmp_path, number)
    assert process.returncode == 130
    assert json.loads(process.stdout) == {
        "failures": [],
        "target": sandbox_url(environment),
        "created": BATCH,
        "updated": 0,
        "failed": 0,
        "unknown": 0,
        "not_sent": len(LEADS) - BATCH,
        "done_lines": [{"first_line": 2, "last_line": 4, "leads": BATCH}],
        "unknown_lines": [],
        "journal": "leads.csv.journal",
    }
    assert process.stderr == (
        "mktows: stopping: what is in flight is finished; once more breaks it off\n"
        "mktows: leads.csv: lines 2 to 4 (3 leads): done\n"
        "mktows: leads.csv: what follows line 4 (4 leads): not sent\n"
        "  hint: the same command again goes on where this one ended\n"
        "mktows: interrupted\n"
    )
    assert held(sandbox) == [True] * BATCH + [False] * (len(LEADS) - BATCH)


@pytest.mark.slow
def test_who_is_told_twice_breaks_off_at_once(
    sandbox: Sandbox, environment: dict[str, str], tmp_path: Path, cli: Any
) -> None:
    process = stopped_in_its_first_call(
        sandbox, environment, tmp_path, signal.SIGINT, times=2, delay=4.0
    )
    assert process.returncode == 130
    assert process.stderr.endswith(
        "mktows: broken off: the outcome of what was in flight is not known\n"
    )
    result = synced(cli)
    assert result.code == 1
    report = json.loads(result.out)
    assert (report["unknown"], report["not_sent"]) == (BATCH, 0)
    assert (tmp_path / "leads.rejects.csv").read_text().count("\n") == BATCH + 1


@pytest.mark.slow
def test_the_report_is_whole_though_the_terminal_is_gone(
    sandbox: Sandbox, environment: dict[str, str], tmp_path: Path
) -> None:
    """A terminal that hangs up takes standard error along, and may say so more than once."""
    process = stopped_in_its_first_call(
        sandbox, environment, tmp_path, signal.SIGHUP, times=3, stderr=Path("/dev/full")
    )
    assert process.returncode == 130
    assert json.loads(process.stdout)["created"] == BATCH


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


def sandbox_url(environment: dict[str, str]) -> str:
    return environment["MKTOWS_ENDPOINT"]


def stopped_in_its_first_call(
    sandbox: Sandbox,
    environment: dict[str, str],
    folder: Path,
    number: signal.Signals,
    *,
    program: str = RUN,
    times: int = 1,
    stderr: Path | None = None,
    delay: float = 1.5,
) -> subprocess.CompletedProcess[str]:
    """Run until the service holds the first batch, and send a signal then."""
    sandbox.fail_next("syncMultipleLeads", delay=delay)
    argv = ["sync", "leads.csv", "--batch-size", str(BATCH), "--workers", "1", "--json"]
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
            for each in range(times):
                time.sleep(0.3 * bool(each))
                process.send_signal(number)
            out, _ = process.communicate(timeout=30)
        finally:
            process.kill()
    shown = "" if stderr else log.read_text()
    return subprocess.CompletedProcess(argv, process.returncode, out, shown)
