"""Exports by the REST client from a served sandbox, whole and in parts."""

from __future__ import annotations

import csv
import hashlib
import io
import json

import pytest

from mktows import Secret
from mktows.rest import NotFoundError, OutcomeUnknown, RestClient, RestConfig, exports
from mktows.sandbox import SAMPLE_KEY, SAMPLE_USER_ID, Sandbox
from mktows.sandbox.world import World, WorldActivity, WorldLead
from mktows.server.http.server import ThreadedServer

WINDOW = {"createdAt": {"startAt": "2026-01-01T00:00:00Z", "endAt": "2026-01-31T00:00:00Z"}}
WORLD = World(
    leads=tuple(
        WorldLead(id=each, email=f"é{each}@example.com", created="2026-01-02T00:00:00Z")
        for each in range(1, 400)
    ),
    activities=(
        WorldActivity(
            lead=1, at="2026-01-03T00:00:00Z", type="Visit Webpage", asset='a,"b"', id=5,
            attributes={"Referrer URL": "{}"},
        ),
    ),
)  # fmt: skip


def test_files_come_over_http_whole_and_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "PART_BYTES", 1000)
    with Sandbox(world=WORLD, rest=True) as sandbox, ThreadedServer(sandbox) as server:
        config = RestConfig(server.url, SAMPLE_USER_ID, Secret(SAMPLE_KEY))
        with RestClient(config) as client:
            job = client.create_lead_export(["id", "email"], WINDOW)["exportId"]
            with pytest.raises(NotFoundError):
                client.get_lead_export_file(job)
            # It was enqueued though the answer says that time ran out: the status tells.
            sandbox.rest().fail_next("enqueue_lead_export", code=604, processed=True)
            with pytest.raises(OutcomeUnknown):
                client.enqueue_lead_export(job)
            status = client.get_lead_export_status(job)
            assert (status["status"], status["numberOfRecords"]) == ("Completed", 399)
            whole = client.get_lead_export_file(job)
            assert status["fileChecksum"] == f"sha256:{hashlib.sha256(whole).hexdigest()}"
            assert whole.decode().splitlines()[399] == "399,é399@example.com"
            parts = list(client.iter_lead_export_file(job))
            assert b"".join(parts) == whole
            assert {len(each) for each in parts[:-1]} == {1000}
            assert client.get_lead_export_file(job, first=10, last=19) == whole[10:20]

            job = client.create_activity_export({**WINDOW, "activityTypeIds": [1]})["exportId"]
            client.enqueue_activity_export(job)
            text = b"".join(client.iter_activity_export_file(job)).decode()
            (row,) = csv.DictReader(io.StringIO(text))
            assert (row["marketoGUID"], row["primaryAttributeValue"]) == ("5", 'a,"b"')
            assert json.loads(row["attributes"]) == {"Referrer URL": "{}"}
            (listed,) = client.iter_activity_exports(statuses=["completed"])
            assert listed["exportId"] == job
