"""`mktows sync` that goes on: after a kill, with what failed, with a corrected file of rejects."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mktows import Client, NotFoundFault, lead_mappings
from mktows.sandbox import SAMPLE_KEY, SAMPLE_USER_ID, Sandbox
from mktows.server.http.server import ThreadedServer

RUN = "from mktows.cli.main import run; run()"


@pytest.fixture
def sandbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    """A service behind the endpoint of the environment, without limits to wait for."""
    with Sandbox() as sandbox, ThreadedServer(sandbox) as server:
        monkeypatch.setenv("MKTOWS_ENDPOINT", server.endpoint("2_7"))
        monkeypatch.setenv("MKTOWS_USER_ID", SAMPLE_USER_ID)
        monkeypatch.setenv("MKTOWS_ENCRYPTION_KEY", SAMPLE_KEY)
        monkeypatch.setenv("MKTOWS_RATE", "9999/1")
        yield sandbox


def there(sandbox: Sandbox, email: str) -> int:
    """How many leads of the sandbox have an address."""
    client = Client(sandbox.config(), transport=sandbox)
    try:
        return len(lead_mappings(client.get_lead(email=email)))
    except NotFoundFault:
        return 0


def write(path: Path, count: int) -> list[str]:
    emails = [f"lead{n}@example.com" for n in range(count)]
    path.write_text("\n".join(["Email,FirstName", *(f"{each},=A" for each in emails), ""]))
    return emails


@pytest.mark.slow
@pytest.mark.parametrize("options", [[], ["--no-dedup"]], ids=["dedup", "no dedup"])
def test_a_sync_that_is_killed_and_begun_again_writes_nothing_twice(
    sandbox: Sandbox, environment: dict[str, str], tmp_path: Path, cli: Any, options: list[str]
) -> None:
    """tools/kill_sync.py does the same at full size."""
    emails = write(tmp_path / "leads.csv", 600)
    argv = ["sync", "leads.csv", "--batch-size", "10", "--workers", "3", *options, "--quiet"]
    kills, chance = 3, random.Random(4)
    for _ in range(kills):
        before = len(sandbox.calls(operation="syncMultipleLeads", last=1000))
        with subprocess.Popen(
            [sys.executable, "-c", RUN, *argv], env=environment, cwd=tmp_path,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        ) as process:  # fmt: skip
            until = time.monotonic() + 30
            while len(sandbox.calls(operation="syncMultipleLeads", last=1000)) < before + 5:
                assert process.poll() is None
                assert time.monotonic() < until
            time.sleep(chance.random() / 50)
            process.kill()
    result = cli(*argv, "--json")
    report = json.loads(result.out)
    assert report["unknown"] <= kills * 3 * 10
    assert report["created"] + report["updated"] + report["unknown"] == len(emails)
    rejects = tmp_path / "leads.rejects.csv"
    unknown = (
        {line.split(",")[0] for line in rejects.read_text().splitlines()[1:]}
        if (report["unknown"])
        else set()
    )
    assert len(unknown) == report["unknown"]
    for email in emails:
        assert there(sandbox, email) in ((0, 1) if email in unknown else (1,))
    if not options:  # then to send them again does no harm
        again = cli(*argv, "--retry-unknown")
        assert again.code == 0
        assert all(there(sandbox, email) == 1 for email in emails)
        assert not (tmp_path / "leads.csv.journal").exists()
        assert not rejects.exists()


def test_what_failed_is_sent_again_when_asked_to(
    cli: Any, sandbox: Sandbox, tmp_path: Path
) -> None:
    (tmp_path / "leads.csv").write_text("Id,Email,City\n,a@example.com,Rome\n4711,,Oslo\n")
    first = cli("sync", "leads.csv")
    assert first.code == 1
    assert first.out.endswith("leads.csv: 1 created, 0 updated, 1 failed\n")
    calls = len(sandbox.calls())
    same = cli("sync", "leads.csv")
    assert (same.code, len(sandbox.calls())) == (1, calls)
    assert "nothing is left to send" in same.err
    retried = cli("sync", "leads.csv", "--retry-failed")
    assert (retried.code, len(sandbox.calls())) == (1, calls + 1)
    rejects = (tmp_path / "leads.rejects.csv").read_text()
    header, row = rejects.splitlines()
    assert header == "Id,Email,City,mktows outcome,mktows reason,mktows line"
    assert row.startswith("4711,,Oslo,failed,")
    assert row.endswith(",3")


def test_a_file_of_rejects_is_corrected_and_fed_back(
    cli: Any, sandbox: Sandbox, tmp_path: Path
) -> None:
    (tmp_path / "leads.csv").write_text("Id;Email;City\n4711;;Rome\n4712;;=Oslo\n")
    assert cli("sync", "leads.csv").code == 1
    rejects = tmp_path / "leads.rejects.csv"
    corrected = (
        rejects.read_text()
        .replace("4711;;", ";a@example.com;")
        .replace("4712;;", ";b@example.com;")
    )
    for number, name in ((4711, "a"), (4712, "b")):
        corrected = corrected.replace(f"{number};;", f";{name}@example.com;")
    rejects.write_text(corrected)
    # Whoever goes on with the first file does not lose the corrections.
    assert cli("sync", "leads.csv", "--retry-failed").code == 1
    assert rejects.read_text() == corrected
    assert (tmp_path / "leads.rejects-2.csv").exists()
    result = cli("sync", "leads.rejects.csv")
    assert (result.code, result.out) == (
        0,
        "leads.rejects.csv: 2 created, 0 updated, 0 failed\n",
    )
    client = Client(sandbox.config(), transport=sandbox)
    (lead,) = lead_mappings(client.get_lead(email="b@example.com"))
    assert lead["City"] == "=Oslo"


def test_rejects_that_are_not_known_are_not_sent_before_somebody_looked(
    cli: Any, sandbox: Sandbox, tmp_path: Path
) -> None:
    (tmp_path / "leads.csv").write_text("Email\na@example.com\n")
    sandbox.fail_next("syncMultipleLeads", drop=True)
    assert cli("sync", "leads.csv", "--no-dedup").code == 1
    calls = len(sandbox.calls())
    held = cli("sync", "leads.rejects.csv", "--no-dedup")
    assert (held.code, len(sandbox.calls())) == (1, calls)
    assert "1 not known" in held.out
    sent = cli("sync", "leads.rejects.csv", "--no-dedup", "--retry-unknown")
    assert (sent.code, len(sandbox.calls())) == (0, calls + 1)


def test_a_changed_file_is_noticed(
    cli: Any, sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "leads.csv"
    emails = write(path, 7)
    argv = ["sync", "leads.csv", "--batch-size", "3", "--workers", "1"]
    monkeypatch.setenv("MKTOWS_DAILY_CALLS", "1")
    stopped = cli(*argv)
    assert (stopped.code, stopped.out) == (
        5,
        "leads.csv: 3 created, 0 updated, 0 failed, 4 not sent\n",
    )
    assert "the same command again goes on" in stopped.err
    monkeypatch.delenv("MKTOWS_DAILY_CALLS")
    kept = path.read_text()
    path.write_text(kept.replace("lead6@", "lead7@"))
    calls = len(sandbox.calls())
    refused = cli(*argv)
    assert (refused.code, len(sandbox.calls())) == (6, calls)
    assert "4 of its 7 rows were not sent" in refused.err
    path.write_text(kept)
    gone_on = cli(*argv)
    assert (gone_on.code, gone_on.out) == (0, "leads.csv: 7 created, 0 updated, 0 failed\n")
    assert [there(sandbox, email) for email in emails] == [1] * 7


def test_json_lines_are_rejected_as_such(cli: Any, tmp_path: Path) -> None:
    line = '{"Id": 4711, "City": "Zürich"}\n'
    (tmp_path / "leads.jsonl").write_text(line, encoding="utf-8")
    assert cli("sync", "leads.jsonl", "--database", "my.db").code == 1
    (found,) = (tmp_path / "leads.rejects.jsonl").read_text(encoding="utf-8").splitlines()
    members = json.loads(found)
    assert (members["Id"], members["City"]) == ("4711", "Zürich")
    assert members["mktows outcome"] == "failed"


def test_a_dry_run_sends_nothing(cli: Any, sandbox: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "leads.csv").write_text(
        "Email,City,NoField,AnnualRevenue\na@example.com,Rome,x,much\nb@example.com,Oslo,,7.5\n"
    )
    result = cli("sync", "leads.csv", "--dry-run")
    assert result.code == 1
    assert "leads.csv: NoField: no field is so named (1 rows)\n" in result.out
    assert result.out.endswith("leads.csv: 2 leads in 1 calls would be sent; nothing was\n")
    assert "much" not in result.out
    assert {each.operation for each in sandbox.calls()} == {"describeMObject"}
    assert [each.name for each in tmp_path.iterdir()] == ["leads.csv"]
