"""Bulk exports by the client: jobs, their files, and parts of files."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from support.rest_stub import Stub, answer, client, json_of, ok, refused

from mktows.rest import NotFoundError, OutcomeUnknown, RestClient, exports
from mktows.transport import HttpRequest, HttpResponse

CREATED = {"startAt": "2026-01-01T00:00:00Z", "endAt": "2026-01-31T00:00:00Z"}
CONTENT = b"id,email\n1,a@x.org\n2,{}\n"
CSV = {"content-type": "text/csv;charset=UTF-8"}


def server(content: bytes, *, ranges: bool = True) -> Callable[[HttpRequest], HttpResponse]:
    """A service that has one file, and may know nothing of its parts."""

    def send(request: HttpRequest) -> HttpResponse:
        if "/status.json" in request.url:
            return answer(ok({"exportId": "a-1", "status": "Completed", "fileSize": len(content)}))
        asked = request.headers.get("Range", "")
        if not asked or not ranges:
            return HttpResponse(200, CSV, content)
        first, _, last = asked.removeprefix("bytes=").partition("-")
        end = int(last) + 1 if last else len(content)
        return HttpResponse(206, CSV, content[int(first) : end])

    return send


def test_a_job_is_created_with_what_it_exports() -> None:
    stub = Stub(ok({"exportId": "a-1", "status": "Created"}))
    rest = client(stub)
    made = rest.create_lead_export(
        ["id", "email"], {"createdAt": CREATED}, format="TSV", column_names={"id": "Number"}
    )
    assert made["exportId"] == "a-1"
    assert json_of(stub.requests[0]) == {
        "format": "TSV",
        "filter": {"createdAt": CREATED},
        "fields": ["id", "email"],
        "columnHeaderNames": {"id": "Number"},
    }
    rest.create_activity_export({"createdAt": CREATED, "activityTypeIds": [12]})
    assert json_of(stub.requests[1]) == {
        "format": "CSV",
        "filter": {"createdAt": CREATED, "activityTypeIds": [12]},
    }
    assert stub.requests[1].url.endswith("/bulk/v1/activities/export/create.json")


@pytest.mark.parametrize("ranges", [True, False])
def test_a_part_of_a_file_is_the_part_that_was_asked_for(ranges: bool) -> None:
    rest = client(Stub(server(CONTENT, ranges=ranges)))
    assert rest.get_lead_export_file("a-1") == CONTENT
    for first, last in itertools.combinations(range(len(CONTENT)), 2):
        part = rest.get_lead_export_file("a-1", first=first, last=last)
        assert part == CONTENT[first : last + 1]
    assert rest.get_activity_export_file("a-1", first=9) == CONTENT[9:]


def test_a_file_comes_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "PART_BYTES", 5)
    rest = client(Stub(server(CONTENT)))
    parts = list(rest.iter_lead_export_file("a-1"))
    assert b"".join(parts) == CONTENT
    assert {len(each) for each in parts[:-1]} == {5}
    assert b"".join(rest.iter_activity_export_file("a-1", first=3)) == CONTENT[3:]


@pytest.mark.parametrize(
    "response",
    [
        HttpResponse(404, {}, b""),
        HttpResponse(404, {"content-type": "text/html"}, b"<html>"),
        answer(refused(1013), 404),
    ],
)
def test_a_file_that_is_not_there_is_not_found(response: HttpResponse) -> None:
    with pytest.raises(NotFoundError):
        client(Stub(response)).get_lead_export_file("a-1")


def test_a_job_that_is_not_completed_has_no_parts() -> None:
    stub = Stub(ok({"exportId": "a-1", "status": "Queued", "fileSize": None}))
    with pytest.raises(NotFoundError):
        next(client(stub).iter_lead_export_file("a-1"))


@pytest.mark.parametrize(
    ("act", "sent"),
    [
        # The second time is refused as if nothing had been there: only the status tells.
        (lambda rest: rest.enqueue_lead_export("a-1"), 1),
        (lambda rest: rest.enqueue_activity_export("a-1"), 1),
        (lambda rest: rest.cancel_lead_export("a-1"), 2),
        (lambda rest: rest.create_activity_export({"createdAt": CREATED}), 2),
        (lambda rest: rest.get_lead_export_status("a-1"), 2),
    ],
)
def test_only_what_may_be_done_twice_is_repeated(
    act: Callable[[RestClient], Any], sent: int
) -> None:
    stub = Stub(refused(604), ok({"exportId": "a-1", "status": "Queued"}))
    if sent == 1:
        with pytest.raises(OutcomeUnknown):
            act(client(stub))
    else:
        assert act(client(stub))["exportId"] == "a-1"
    assert len(stub.requests) == sent


def test_the_jobs_of_all_pages_are_listed_by_status() -> None:
    stub = Stub(ok({"exportId": "a"}, nextPageToken="t"), ok({"exportId": "b"}))
    found = list(client(stub).iter_lead_exports(statuses=["created", "queued"]))
    assert [each["exportId"] for each in found] == ["a", "b"]
    assert [each.url.partition("?")[2] for each in stub.requests] == [
        "status=created%2Cqueued",
        "status=created%2Cqueued&nextPageToken=t",
    ]
