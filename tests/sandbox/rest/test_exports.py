"""Bulk exports over REST: jobs, their limits, and the files that come of them."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.rest_service import RestService

from mktows import Client, Secret
from mktows.facts.samples import SAMPLE_KEY, SAMPLE_USER_ID
from mktows.sandbox import Sandbox
from mktows.sandbox.instance.settings import Instance
from mktows.sandbox.rest import export_files, rows_exports
from mktows.sandbox.rest.settings import CustomService, Habits, RestSettings
from mktows.sandbox.world import (
    World,
    WorldActivity,
    WorldChannel,
    WorldField,
    WorldLead,
    WorldList,
    WorldProgram,
)
from mktows.transport import HttpResponse

LEADS, ACTIVITIES = "/bulk/v1/leads/export", "/bulk/v1/activities/export"
JANUARY = {"startAt": "2026-01-01T00:00:00Z", "endAt": "2026-01-31T23:59:59Z"}
MINUTE = 60


def visit(lead: int, at: str, **more: Any) -> WorldActivity:
    return WorldActivity(lead=lead, at=at, type="Visit Webpage", **more)


WORLD = World(
    instance=Instance(zone="UTC"),
    lead_fields=(
        WorldField(name="Scale", type="float", rest_name="scale"),
        WorldField(name="Is Fit", type="boolean", rest_name="isFit"),
    ),
    channels=(WorldChannel(name="Blog"),),
    programs=(WorldProgram(id=7, name="Launch", channel="Blog"),),
    lists=(WorldList(id=71, name="Guests"), WorldList(id=72, name="Nobody")),
    leads=(
        WorldLead(
            id=1,
            email="a@example.com",
            attributes={"FirstName": 'A "b", c;\td\ne é', "Scale": "1.50", "Is Fit": "true"},
            created="2026-01-01T00:00:00Z",
            updated="2026-02-01T00:00:00Z",
            lists=("Guests",),
        ),
        WorldLead(id=2, created="2026-01-31T23:59:59Z", lists=("Guests",)),
        WorldLead(id=3, email="c@example.com", created="2026-02-01T00:00:00Z"),
        WorldLead(id=4, email="d@example.com", created="2025-12-31T23:59:59Z"),
    ),
    activities=(
        visit(3, "2026-01-02T10:00:00", id=5, asset="start", attributes={"Webpage ID": "4"}),
        visit(
            3,
            "2026-01-02T10:00:00",
            id=4,
            asset="news",
            attributes={"Webpage ID": "9", "Referrer URL": 'http://x/?"a,b"', "User Agent": ""},
        ),
        visit(3, "2026-01-01T10:00:00", id=9, asset="start"),
        WorldActivity(id=6, lead=3, at="2026-01-03T10:00:00", type="Own Thing", asset="x"),
        visit(3, "2026-02-01T00:00:00", id=10, asset="start"),
    ),
)


@contextmanager
def service(world: World = WORLD, seconds: int = 0, **habits: Any) -> Iterator[RestService]:
    world = World(
        **{
            **vars(world),
            "instance": Instance(zone=world.instance.zone, import_seconds=seconds),
        }
    )
    with Sandbox(world=world, rest=RestSettings(habits=Habits(**habits))) as sandbox:
        sandbox.clock.set(datetime(2026, 3, 1, 12, tzinfo=UTC))
        yield RestService(sandbox)


def create(rest: RestService, path: str = LEADS, **body: Any) -> str:
    if path == LEADS:
        body = {"fields": ["id"], "filter": {"createdAt": JANUARY}, **body}
    else:
        body = {"filter": {"createdAt": JANUARY}, **body}
    (made,) = rest.post(f"{path}/create.json", body)["result"]
    assert made["status"] == "Created"
    return str(made["exportId"])


def act(rest: RestService, export: str, action: str, path: str = LEADS) -> dict[str, Any]:
    answer = rest.call("POST", f"{path}/{export}/{action}.json")
    assert answer["success"], answer
    (told,) = answer["result"]
    assert isinstance(told, dict)
    return told


def told(rest: RestService, export: str, path: str = LEADS) -> dict[str, Any]:
    (found,) = rest.get(f"{path}/{export}/status.json")["result"]
    assert isinstance(found, dict)
    return found


def file(rest: RestService, export: str, path: str = LEADS, part: str = "") -> HttpResponse:
    headers = {"Range": part} if part else {}
    return rest.send("GET", f"{path}/{export}/file.json", headers=headers)


def exported(rest: RestService, path: str = LEADS, **body: Any) -> str:
    """The content of the file of a new job."""
    export = create(rest, path, **body)
    act(rest, export, "enqueue", path)
    response = file(rest, export, path)
    assert response.status == 200
    return response.body.decode()


def table(text: str, delimiter: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text), delimiter=delimiter))


def ids(text: str) -> list[int]:
    return [int(each["id"]) for each in table(text)]


def test_a_job_goes_from_created_to_completed() -> None:
    with service(seconds=2 * MINUTE) as rest:
        export = create(rest)
        assert told(rest, export) == {
            "exportId": export,
            "format": "CSV",
            "status": "Created",
            "createdAt": "2026-03-01T12:00:00Z",
        }
        assert file(rest, export).status == 404
        rest.sandbox.clock.advance(timedelta(seconds=30))
        assert act(rest, export, "enqueue")["status"] == "Queued"
        assert told(rest, export)["status"] == "Processing"
        assert file(rest, export).status == 404
        rest.sandbox.clock.advance(timedelta(minutes=2))
        content = file(rest, export).body
        assert content == b"id\n1\n2\n"
        assert told(rest, export) == {
            "exportId": export,
            "format": "CSV",
            "status": "Completed",
            "createdAt": "2026-03-01T12:00:00Z",
            "queuedAt": "2026-03-01T12:00:30Z",
            "startedAt": "2026-03-01T12:00:30Z",
            "finishedAt": "2026-03-01T12:02:30Z",
            "numberOfRecords": 2,
            "fileSize": len(content),
            "fileChecksum": f"sha256:{hashlib.sha256(content).hexdigest()}",
        }


def test_a_file_shows_the_data_of_the_moment_at_which_it_is_made() -> None:
    with service(seconds=2 * MINUTE) as rest:
        sandbox = rest.sandbox
        client = Client(sandbox.config("3_1"), transport=sandbox, now=sandbox.clock.now)
        export = create(rest, fields=["id", "firstName"], filter={"staticListId": 71})
        act(rest, export, "enqueue")
        client.sync_lead({"Id": 2, "FirstName": "Before"})
        rest.sandbox.clock.advance(timedelta(minutes=2))
        made = file(rest, export).body
        client.sync_lead({"Id": 2, "FirstName": "After"})
        assert file(rest, export).body == made
        assert [each["firstName"] for each in table(made.decode())][1] == "Before"


def test_values_are_written_as_the_columns_have_them() -> None:
    fields = ["email", "firstName", "scale", "isFit", "createdAt", "leadPartitionId", "lastName"]
    with service() as rest:
        for format, delimiter in (("CSV", ","), ("tsv", "\t"), ("SSV", ";")):
            first, second = table(exported(rest, fields=fields, format=format), delimiter)
            assert list(first) == fields
            assert first == {
                "email": "a@example.com",
                "firstName": 'A "b", c;\td\ne é',
                "scale": "1.50",
                "isFit": "true",
                "createdAt": "2026-01-01T00:00:00Z",
                "leadPartitionId": "1",
                "lastName": "null",
            }
            assert second["email"] == second["scale"] == second["isFit"] == "null"


@pytest.mark.parametrize(
    "names", [{"email": "Address"}, [{"name": "email", "value": "Address"}]], ids=["object", "list"]
)
def test_columns_are_called_as_the_call_says(names: object) -> None:
    with service() as rest:
        text = exported(rest, fields=["id", "email"], columnHeaderNames=names)
        assert text.splitlines()[0] == "id,Address"


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({"createdAt": JANUARY}, [1, 2]),
        ({"createdAt": {**JANUARY, "startAt": "2026-01-01T00:00:01Z"}}, [2]),
        ({"createdAt": {**JANUARY, "endAt": "2026-01-31T15:59:58-08:00"}}, [1]),
        (
            {"updatedAt": {"startAt": "2026-02-01T00:00:00Z", "endAt": "2026-02-02T00:00:00Z"}},
            [1, 3],
        ),
        ({"staticListId": 71}, [1, 2]),
        ({"staticListId": "71"}, [1, 2]),
        ({"staticListName": "guests"}, [1, 2]),
        ({"staticListName": "Nobody"}, []),
    ],
)
def test_a_filter_chooses_leads(chosen: dict[str, Any], found: list[int]) -> None:
    with service() as rest:
        assert ids(exported(rest, filter=chosen)) == found


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"filter": {}}, 1002),
        ({"filter": None}, 1002),
        ({"filter": "createdAt"}, 1001),
        ({"filter": {"createdAt": {"startAt": JANUARY["startAt"]}}}, 1002),
        ({"filter": {"createdAt": {**JANUARY, "endAt": "2026-02-01T00:00:01Z"}}}, 1003),
        ({"filter": {"createdAt": {**JANUARY, "endAt": "2025-12-31T00:00:00Z"}}}, 1003),
        ({"filter": {"createdAt": {**JANUARY, "endAt": "soon"}}}, 1001),
        ({"filter": {"createdAt": JANUARY, "staticListId": 71}}, 1003),
        ({"filter": {"other": 1}}, 1003),
        ({"filter": {"staticListId": 1}}, 1013),
        ({"filter": {"staticListName": "planted"}}, 1013),
        ({"filter": {"staticListId": "x"}}, 1001),
        ({"filter": {"smartListId": 1}}, 1035),
        ({"filter": {"smartListName": "x"}}, 1035),
        ({"fields": []}, 1002),
        ({"fields": ["id", "planted"]}, 1006),
        ({"fields": "id"}, 1001),
        ({"format": "XML"}, 1001),
    ],
)
def test_a_job_that_cannot_be_is_refused(body: dict[str, Any], code: int) -> None:
    asked = {"fields": ["id"], "filter": {"createdAt": JANUARY}, **body}
    with service() as rest:
        assert rest.error("POST", f"{LEADS}/create.json", body=asked) == code
        assert rest.get(f"{LEADS}.json")["result"] == []


def test_a_range_of_31_days_is_allowed() -> None:
    with service() as rest:
        window = {"startAt": "2026-01-01T00:00:00Z", "endAt": "2026-02-01T00:00:00Z"}
        assert ids(exported(rest, filter={"createdAt": window})) == [1, 2, 3]


def test_not_every_instance_exports_by_the_time_of_change() -> None:
    body = {"fields": ["id"], "filter": {"updatedAt": JANUARY}}
    with service(export_updated=False) as rest:
        assert rest.error("POST", f"{LEADS}/create.json", body=body) == 1035
        assert create(rest)


def test_activities_are_exported_with_their_columns() -> None:
    with service() as rest:
        text = exported(rest, ACTIVITIES)
        assert text.splitlines()[0] == (
            "marketoGUID,leadId,activityDate,activityTypeId,campaignId,"
            "primaryAttributeValueId,primaryAttributeValue,attributes"
        )
        rows = table(text)
        # The oldest first; deleted leads are not among them, and nothing is left out.
        assert [each["marketoGUID"] for each in rows] == ["9", "4", "5", "6"]
        news = rows[1]
        assert json.loads(news.pop("attributes")) == {
            "Referrer URL": 'http://x/?"a,b"',
            "User Agent": "",
        }
        assert news == {
            "marketoGUID": "4",
            "leadId": "3",
            "activityDate": "2026-01-02T10:00:00+0000",
            "activityTypeId": "1",
            "campaignId": "null",
            "primaryAttributeValueId": "9",
            "primaryAttributeValue": "news",
        }
        assert [each["attributes"] for each in rows if each["marketoGUID"] == "9"] == ["{}"]
        # One story, however it is asked for.
        since = rest.get("/rest/v1/activities/pagingtoken.json", sinceDatetime="2026-01-01")
        answer = rest.get(
            "/rest/v1/activities.json",
            nextPageToken=since["nextPageToken"],
            activityTypeIds="1",
        )
        (same,) = (each for each in answer["result"] if each["marketoGUID"] == "4")
        assert same["primaryAttributeValueId"] == 9
        assert {each["name"]: each["value"] for each in same["attributes"]} == {
            "Referrer URL": 'http://x/?"a,b"',
            "User Agent": "",
        }


def test_the_form_of_attributes_is_a_habit() -> None:
    habits: dict[str, Any] = {
        "export_attributes": "array",
        "empty_attributes": False,
        "activity_times": "Z",
    }
    with service(**habits) as rest:
        fields = ["activityDate", "attributes"]
        rows = table(exported(rest, ACTIVITIES, fields=fields))
        assert list(rows[0]) == fields
        assert rows[0]["activityDate"] == "2026-01-01T10:00:00Z"
        assert [json.loads(each["attributes"]) for each in rows] == [
            [],
            [{"name": "Referrer URL", "value": 'http://x/?"a,b"'}],
            [],
            [],
        ]


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({"activityTypeIds": [1]}, ["9", "4", "5"]),
        ({"activityTypeIds": [1, 12]}, ["9", "4", "5"]),
        ({"activityTypeIds": [99]}, []),
        ({"activityTypeIds": []}, ["9", "4", "5", "6"]),
        ({"primaryAttributeValues": ["start", "x"]}, ["9", "5", "6"]),
        ({"activityTypeIds": [1], "primaryAttributeValueIds": [9]}, ["4"]),
    ],
)
def test_a_filter_chooses_activities(chosen: dict[str, Any], found: list[str]) -> None:
    with service() as rest:
        rows = table(exported(rest, ACTIVITIES, filter={"createdAt": JANUARY, **chosen}))
        assert [each["marketoGUID"] for each in rows] == found


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"filter": {"activityTypeIds": [1]}}, 1002),
        ({"filter": {"createdAt": JANUARY, "activityTypeIds": ["x"]}}, 1001),
        ({"filter": {"createdAt": JANUARY, "activityTypeIds": 1}}, 1001),
        ({"filter": {"createdAt": JANUARY, "updatedAt": JANUARY}}, 1003),
        ({"filter": {"createdAt": JANUARY}, "fields": ["email"]}, 1006),
    ],
)
def test_a_job_for_activities_that_cannot_be_is_refused(body: dict[str, Any], code: int) -> None:
    with service() as rest:
        assert rest.error("POST", f"{ACTIVITIES}/create.json", body=body) == code


# Files


def test_a_part_of_a_file_comes_as_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (rows_exports, export_files):
        monkeypatch.setattr(module, "PIECE_BYTES", 7)
    with service() as rest:
        export = create(rest, fields=["id", "email", "createdAt"], filter={"staticListId": 71})
        act(rest, export, "enqueue")
        whole = file(rest, export).body
        size = len(whole)
        assert size > 40
        assert told(rest, export)["fileSize"] == size
        parts = {
            "bytes=0-0": (0, 0),
            "bytes=6-7": (6, 7),
            "bytes=7-13": (7, 13),
            "bytes=3-30": (3, 30),
            "bytes=20-": (20, size - 1),
            f"bytes={size - 1}-": (size - 1, size - 1),
            "bytes=-9": (size - 9, size - 1),
            "bytes=-9999": (0, size - 1),
            "bytes=30-9999": (30, size - 1),
        }
        for asked, (first, last) in parts.items():
            response = file(rest, export, part=asked)
            assert response.status == 206, asked
            assert response.body == whole[first : last + 1], asked
            assert response.headers["content-range"] == f"bytes {first}-{last}/{size}"
        for nothing in ("bytes=-", "bytes=9-3", "lines=1-2", "bytes=0-1,4-5", "bytes=a-b"):
            response = file(rest, export, part=nothing)
            assert (response.status, response.body) == (200, whole), nothing
        assert file(rest, export, part=f"bytes={size}-").status == 416


@settings(max_examples=20)
@given(piece=st.integers(1, 400), at_once=st.integers(1, 9))
def test_a_file_is_the_same_however_it_is_put_together(piece: int, at_once: int) -> None:
    with pytest.MonkeyPatch.context() as patch, service() as rest:
        for module in (rows_exports, export_files):
            patch.setattr(module, "PIECE_BYTES", piece)
        patch.setattr(export_files, "_AT_ONCE", at_once)
        assert ids(exported(rest)) == [1, 2]
        rows = table(exported(rest, ACTIVITIES))
        assert [each["marketoGUID"] for each in rows] == ["9", "4", "5", "6"]


def test_a_file_is_kept_for_7_days_and_a_status_for_30() -> None:
    with service() as rest:
        export = create(rest)
        act(rest, export, "enqueue")
        assert file(rest, export).status == 200
        for days, status, listed in ((6, 200, True), (1, 404, True), (1, 404, False)):
            rest.sandbox.clock.advance(timedelta(days=days))
            rest.authorize()
            create(rest)
            assert file(rest, export).status == status
            assert told(rest, export)["status"] == "Completed"
            answer = rest.get(f"{LEADS}.json")["result"]
            assert (export in [each["exportId"] for each in answer]) == listed
        rest.sandbox.clock.advance(timedelta(days=22))
        rest.authorize()
        create(rest)
        assert rest.error("GET", f"{LEADS}/{export}/status.json") == 1013


def test_a_job_is_known_by_its_own_kind_alone() -> None:
    with service() as rest:
        export = create(rest)
        assert rest.error("GET", f"{ACTIVITIES}/{export}/status.json") == 1013
        assert rest.error("POST", f"{ACTIVITIES}/{export}/enqueue.json") == 1013
        assert rest.error("POST", f"{LEADS}/nothing/cancel.json") == 1013
        assert rest.get(f"{ACTIVITIES}.json")["result"] == []


# Limits and the order of jobs


def statuses(rest: RestService, exports: list[str]) -> list[str]:
    return [told(rest, each)["status"] for each in exports]


def test_two_jobs_run_and_others_wait_until_one_ends() -> None:
    with service(seconds=2 * MINUTE) as rest:
        exports = [create(rest) for _ in range(5)]
        for each in exports:
            act(rest, each, "enqueue")
            rest.sandbox.clock.advance(timedelta(seconds=10))
        queued = "Queued"
        assert statuses(rest, exports) == ["Processing", "Processing", queued, queued, queued]
        rest.sandbox.clock.advance(timedelta(minutes=1, seconds=15))  # 2:05
        assert statuses(rest, exports) == ["Completed", "Processing", "Processing", queued, queued]
        # What waits moves up.
        assert act(rest, exports[1], "cancel")["status"] == "Cancelled"
        assert statuses(rest, exports) == ["Completed", "Cancelled", *["Processing"] * 2, queued]
        rest.sandbox.clock.advance(timedelta(minutes=2))
        assert statuses(rest, exports)[2:] == ["Completed", "Completed", "Processing"]
        rest.sandbox.clock.advance(timedelta(minutes=2))
        assert statuses(rest, exports)[4] == "Completed"
        assert told(rest, exports[4])["startedAt"] == "2026-03-01T12:04:00Z"


def test_ten_jobs_wait_or_run_at_most() -> None:
    with service(seconds=2 * MINUTE) as rest:
        exports = [create(rest, path) for path in (LEADS, ACTIVITIES) for _ in range(6)]
        paths = [LEADS] * 6 + [ACTIVITIES] * 6
        for export, path in list(zip(exports, paths, strict=True))[:10]:
            act(rest, export, "enqueue", path)
        last = f"{ACTIVITIES}/{exports[10]}/enqueue.json"
        answer = rest.call("POST", last)
        assert [each["code"] for each in answer["errors"]] == ["1029"]
        assert "quota" not in answer["errors"][0]["message"].lower()
        assert told(rest, exports[10], ACTIVITIES)["status"] == "Created"
        act(rest, exports[4], "cancel")
        act(rest, exports[10], "enqueue", ACTIVITIES)
        assert rest.error("POST", f"{ACTIVITIES}/{exports[11]}/enqueue.json") == 1029


def test_a_job_is_enqueued_once() -> None:
    with service(seconds=2 * MINUTE) as rest:
        export = create(rest)
        act(rest, export, "enqueue")
        assert rest.error("POST", f"{LEADS}/{export}/enqueue.json") == 1029
        rest.sandbox.clock.advance(timedelta(minutes=2))
        assert rest.error("POST", f"{LEADS}/{export}/enqueue.json") == 1003
        assert rest.error("POST", f"{LEADS}/{export}/cancel.json") == 1003
        assert told(rest, export)["status"] == "Completed"


def test_a_cancelled_job_makes_no_file() -> None:
    with service(seconds=2 * MINUTE) as rest:
        created, queued = create(rest), create(rest)
        act(rest, queued, "enqueue")
        for each in (created, queued):
            assert act(rest, each, "cancel")["status"] == "Cancelled"
            assert act(rest, each, "cancel")["status"] == "Cancelled"
        rest.sandbox.clock.advance(timedelta(minutes=9))
        for each in (created, queued):
            assert told(rest, each)["status"] == "Cancelled"
            assert file(rest, each).status == 404
            assert rest.error("POST", f"{LEADS}/{each}/enqueue.json") == 1003


def test_the_files_of_a_day_have_a_quota() -> None:
    many = tuple(
        WorldLead(
            id=number,
            email=f"{number}@example.com",
            attributes={"LastName": "x" * 50_000},
            created="2026-01-01T00:00:00Z",
        )
        for number in range(1, 22)
    )
    with service(World(leads=many), export_megabytes=1) as rest:
        waiting = create(rest)
        exported(rest, fields=["id", "lastName"])
        for path, body in (
            (f"{LEADS}/create.json", {"fields": ["id"], "filter": {"createdAt": JANUARY}}),
            (f"{ACTIVITIES}/create.json", {"filter": {"createdAt": JANUARY}}),
            (f"{LEADS}/{waiting}/enqueue.json", None),
        ):
            (error,) = rest.call("POST", path, body=body)["errors"]
            assert (error["code"], error["message"]) == (
                "1029",
                "Export daily quota 1MB exceeded.",
            )
        # The day ends at midnight in the instance's zone, which is six hours behind.
        rest.sandbox.clock.set(datetime(2026, 3, 2, 5, 59, tzinfo=UTC))
        rest.authorize()
        assert rest.error("POST", f"{LEADS}/{waiting}/enqueue.json") == 1029
        rest.sandbox.clock.set(datetime(2026, 3, 2, 6, 0, tzinfo=UTC))
        act(rest, waiting, "enqueue")


def test_jobs_are_listed_in_pages_and_by_status() -> None:
    with service(seconds=2 * MINUTE) as rest:
        exports = [create(rest) for _ in range(7)]
        act(rest, exports[1], "enqueue")
        act(rest, exports[2], "cancel")
        for size in range(1, 9):
            found: list[str] = []
            asked: dict[str, object] = {"batchSize": size}
            while True:
                answer = rest.get(f"{LEADS}.json", **asked)
                found += [each["exportId"] for each in answer["result"]]
                if "nextPageToken" not in answer:
                    break
                asked["nextPageToken"] = answer["nextPageToken"]
            assert found == exports
        for asked_for, wanted in (
            (["Processing", "cancelled"], exports[1:3]),
            (["Created,Processing"], [each for each in exports if each != exports[2]]),
            (["Completed"], []),
        ):
            answer = rest.get(f"{LEADS}.json", status=asked_for)
            assert [each["exportId"] for each in answer["result"]] == wanted
        assert rest.error("GET", f"{LEADS}.json", {"status": "planted"}) == 1001


def test_a_job_that_breaks_off_has_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    with service() as rest:
        export = create(rest)
        act(rest, export, "enqueue")
        monkeypatch.setattr(export_files, "_cell", lambda _: 1 / 0)
        failed = told(rest, export)
        assert (failed["status"], failed["errorMsg"]) == ("Failed", "Export failed")
        assert file(rest, export).status == 404


def test_who_may_read_may_export() -> None:
    reader = CustomService(Secret(SAMPLE_KEY), permissions=frozenset({"Read-Only Lead"}))
    with Sandbox(rest=RestSettings(services={SAMPLE_USER_ID: reader})) as sandbox:
        rest = RestService(sandbox)
        assert exported(rest, filter={"createdAt": JANUARY}) == "id\n"
        body = {"filter": {"createdAt": JANUARY}}
        assert rest.error("POST", f"{ACTIVITIES}/create.json", body=body) == 603
