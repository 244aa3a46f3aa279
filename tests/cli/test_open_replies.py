"""What the commands make of a status that the contract does not list."""

from __future__ import annotations

import json
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from mktows import Client, Config, HttpRequest, HttpResponse, Secret
from mktows.contract import contract
from mktows.soap import write_envelope

REPLY = write_envelope(
    namespace=contract("2_7").namespace,
    body=(
        "<ns1:successSyncMultipleLeads><result><syncStatusList>"
        + "".join(
            f"<syncStatus><leadId>7</leadId><status>{status}</status></syncStatus>"
            for status in ("CREATED", "SKIPPED", "FAILED")
        )
        + "</syncStatusList></result></ns1:successSyncMultipleLeads>"
    ),
)


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> None:
    """A service that skips the second lead of a batch."""

    class Skipping:
        def send(self, _: HttpRequest) -> HttpResponse:
            return HttpResponse(200, {}, REPLY)

    config = Config(
        endpoint="https://example.com/soap/mktows/2_7",
        user_id="user",
        encryption_key=Secret("key"),
    )
    client = Client(config, transport=Skipping())
    monkeypatch.setattr("mktows.cli.settings.Target.connect", lambda _: nullcontext(client))


@pytest.mark.usefixtures("service")
def test_sync_reports_a_status_that_is_not_listed_by_its_text(cli: Any, tmp_path: Path) -> None:
    (tmp_path / "leads.csv").write_text("Email\na@example.com\nb@example.com\nc@example.com\n")
    result = cli("sync", "--sandbox", "leads.csv")
    assert result.code == 1
    assert result.out == (
        "leads.csv:3: SKIPPED: the contract does not list this status; look at the record\n"
        "leads.csv:4: FAILED: no reason given\n"
        "leads.csv: 1 created, 0 updated, 1 failed, 1 not known\n"
    )


@pytest.mark.usefixtures("service")
def test_sync_reports_it_in_json(cli: Any, tmp_path: Path) -> None:
    (tmp_path / "leads.csv").write_text("Email\na@example.com\nb@example.com\nc@example.com\n")
    report = json.loads(cli("sync", "--sandbox", "--json", "leads.csv").out)
    assert {name: report[name] for name in ("created", "updated", "failed", "unknown")} == {
        "created": 1,
        "updated": 0,
        "failed": 1,
        "unknown": 1,
    }
    assert [each.get("status") for each in report["failures"]] == ["SKIPPED", None]
    assert [each["line"] for each in report["failures"]] == [3, 4]


@pytest.mark.usefixtures("service")
def test_call_prints_the_text_and_tells_the_departure(cli: Any, tmp_path: Path) -> None:
    (tmp_path / "leads.json").write_text(json.dumps({"leadRecordList": {"leadRecord": []}}))
    result = cli("call", "--sandbox", "syncMultipleLeads", "leads.json")
    assert result.code == 0
    statuses = json.loads(result.out)["result"]["syncStatusList"]["syncStatus"]
    assert [each["status"] for each in statuses] == ["CREATED", "SKIPPED", "FAILED"]
    told = (
        "mktows: successSyncMultipleLeads.result.syncStatusList.syncStatus[1].status: "
        "the value is not listed in LeadSyncStatus\n"
    )
    assert result.err.endswith(told)
