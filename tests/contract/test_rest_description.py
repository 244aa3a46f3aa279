"""The vendor's description of its REST API, patched, as a judge; and the facts against it."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

import pytest
from support.vendor_rest import (
    FILES,
    FORM,
    Judge,
    NotAsDescribed,
    Sample,
    description,
    json_answer,
    needs_description,
    samples,
    validate_answer,
    validate_call,
    validate_call_once,
)
from support.vendor_rest_patches import PATCHES, Patch

from mktows.facts.rest_endpoints import ENDPOINTS, IDENTITY_PATH, Endpoint
from mktows.transport import HttpRequest, HttpResponse

pytestmark = needs_description

JSON = {"Content-Type": "application/json"}


def get(path: str) -> HttpRequest:
    return HttpRequest(f"https://localhost{path}", {}, b"", "GET")


def post(path: str, document: object) -> HttpRequest:
    return HttpRequest(f"https://localhost{path}", JSON, json.dumps(document).encode())


# What the vendor has in prose alone.
PROSE = [
    Sample(
        "failures",
        get("/bulk/v1/leads/batch/7/failures.json"),
        HttpResponse(200, {"content-type": "text/csv"}, b"email,Import Failure Reason\r\n"),
    ),
    Sample(
        "warnings",
        get("/bulk/v1/leads/batch/7/warnings.json"),
        HttpResponse(200, {"content-type": "text/plain"}, b""),
    ),
    Sample(
        "former-deletion",
        HttpRequest(
            "https://localhost/rest/v1/leads.json", JSON, b'{"input": [{"id": 7}]}', "DELETE"
        ),
        json_answer(
            {"requestId": "1", "success": True, "result": [{"id": 7, "status": "deleted"}]}
        ),
    ),
    Sample(
        "too-large",
        get("/rest/v1/leads/describe.json"),
        HttpResponse(413, {"content-type": "text/html"}, b"<html>"),
    ),
    Sample("exports", get("/bulk/v1/leads/export.json?status=queued,completed"), None),
    Sample(
        "headings",
        post(
            "/bulk/v1/leads/export/create.json",
            {"fields": ["email"], "filter": {}, "columnHeaderNames": {"email": "Address"}},
        ),
        None,
    ),
    Sample(
        "all-fields",
        post("/bulk/v1/activities/export/create.json", {"filter": {"createdAt": {}}}),
        None,
    ),
    Sample(
        "programs",
        get("/rest/asset/v1/programs.json?filterType=id&filterValues=1,2&status=on"),
        None,
    ),
    Sample(
        "refused",
        get("/rest/v1/leads/describe.json"),
        json_answer(
            {"requestId": "1", "success": False, "errors": [{"code": "601", "message": "x"}]}
        ),
    ),
    Sample(
        "credentials",
        HttpRequest(
            f"https://localhost{IDENTITY_PATH}",
            {"Content-Type": FORM},
            b"grant_type=client_credentials&client_id=a&client_secret=b",
        ),
        json_answer({"error": "invalid_client", "error_description": "x"}, 401),
    ),
]


@pytest.mark.parametrize("sample", [*samples(), *PROSE], ids=lambda each: each.name)
def test_a_sample_is_as_described(sample: Sample) -> None:
    validate_call(sample.request)
    if sample.answer is not None:
        validate_answer(sample.request, sample.answer)


def test_most_samples_are_judged_with_their_answers() -> None:
    assert len(samples()) >= 80
    assert sum(each.answer is not None for each in samples()) >= 80


@pytest.mark.slow
@pytest.mark.parametrize("patch", PATCHES, ids=lambda each: each.name)
def test_a_patch_is_needed(patch: Patch) -> None:
    judge = Judge([each for each in PATCHES if each is not patch], patch.files, checked=False)

    def is_as_described(sample: Sample) -> bool:
        try:
            judge.call(sample.request)
            if sample.answer is not None:
                judge.answer(sample.request, sample.answer)
        except NotAsDescribed:
            return False
        except KeyError:
            return True  # of another file
        return True

    assert not all(is_as_described(each) for each in (*PROSE, *samples()))


@pytest.mark.parametrize(
    ("request_", "word"),
    [
        (get("/rest/v1/lead.json"), "PathNotFound"),
        (HttpRequest("https://localhost/rest/v1/leads/7.json", {}, b"", "PUT"), "NotFound"),
        (get("/rest/v1/leads.json?filterType=id"), "filterValues"),
        (get("/rest/v1/leads.json?filterType=id&filterValues=1&filter=x"), "'filter'"),
        (get("/rest/v1/leads.json?filterType=id&filterValues=1&batchSize=x"), "batchSize"),
        (get("/rest/v1/lead/x.json"), "leadId"),
        (get("/rest/v1/activities.json?nextPageToken=x&activityTypeIds=1,x"), "activityTypeIds"),
        (get("/rest/v1/campaigns.json?isTriggerable=1x"), "isTriggerable"),
        (get("/rest/asset/v1/folder/1.json?type=Other"), "type"),
        (post("/rest/v1/leads.json", {"input": []} | {"lookup": "email"}), "'lookup'"),
        (post("/rest/v1/leads.json", {"action": "createOrUpdate"}), "'input'"),
        (post("/rest/v1/leads.json", {"action": "upsert", "input": [{}]}), "'upsert'"),
        (post("/rest/v1/leads.json", {"input": {"email": "a"}}), "array"),
        (
            HttpRequest("https://localhost/rest/v1/leads.json", {}, b'{"input": []}'),
            "MediaTypeNotFound",
        ),
        (
            HttpRequest(
                "https://localhost/rest/v1/leads/describe.json", JSON, b'{"input": []}', "GET"
            ),
            "a body",
        ),
        (
            HttpRequest(
                "https://localhost/rest/v1/leads.json?_method=GET",
                {"Content-Type": FORM},
                b"filterType=id",
            ),
            "filterValues",
        ),
        (
            HttpRequest(
                "https://localhost/rest/asset/v1/staticLists.json",
                {"Content-Type": FORM},
                b"name=a&folder=%7B%22id%22%3A+1%7D",
            ),
            "type",
        ),
        (
            HttpRequest(
                f"https://localhost{IDENTITY_PATH}",
                {"Content-Type": FORM},
                b"grant_type=password&client_id=a&client_secret=b",
            ),
            "grant_type",
        ),
    ],
)
def test_a_broken_call_is_found(request_: HttpRequest, word: str) -> None:
    with pytest.raises(NotAsDescribed, match=re.escape(word)):
        validate_call(request_)


VALID = [
    get("/rest/v1/leads.json?filterType=id&filterValues=1"),
    get("/rest/v1/leads.json?filterType=id&filterValues=1&batchSize=1"),
    get("/rest/v1/activities.json?nextPageToken=x&activityTypeIds=1"),
    get("/rest/v1/campaigns.json?isTriggerable=1"),
    get("/rest/asset/v1/folder/1.json?type=Folder"),
    post("/rest/v1/leads.json", {"action": "createOrUpdate", "input": [{"email": "a"}]}),
    HttpRequest(
        "https://localhost/rest/asset/v1/staticLists.json",
        {"Content-Type": FORM},
        b"name=a&folder=%7B%22id%22%3A+1%2C+%22type%22%3A+%22Folder%22%7D",
    ),
]


@pytest.mark.parametrize(
    "request_",
    [
        get("/rest/v1/leads.json?filterType=id&filterValues=1&filter=x"),
        get("/rest/v1/leads.json?filterType=id&filterValues=1&batchSize=x"),
        get("/rest/v1/activities.json?nextPageToken=x&activityTypeIds=1,x"),
        get("/rest/v1/campaigns.json?isTriggerable=1x"),
        get("/rest/asset/v1/folder/1.json?type=Other"),
        post("/rest/v1/leads.json", {"action": "upsert", "input": [{"email": "a"}]}),
        post("/rest/v1/leads.json", {"action": "createOrUpdate", "input": {"email": "a"}}),
        post("/rest/v1/leads.json", {"action": "createOrUpdate"}),
        HttpRequest(
            "https://localhost/rest/asset/v1/staticLists.json",
            {"Content-Type": FORM},
            b"name=a&folder=%7B%22id%22%3A+1%7D",
        ),
    ],
)
def test_a_broken_call_is_of_another_form_than_a_valid_one(request_: HttpRequest) -> None:
    for each in VALID:
        validate_call_once(each)
    with pytest.raises(NotAsDescribed):
        validate_call_once(request_)


@pytest.mark.parametrize(
    ("path", "document", "word"),
    [
        ("/rest/v1/leads/describe.json", {"success": True}, "requestId"),
        ("/rest/v1/leads/describe.json", {"requestId": "1", "success": "true"}, "boolean"),
        (
            "/rest/v1/leads/describe.json",
            {"requestId": "1", "success": False, "errors": [{"code": 601, "message": "x"}]},
            "601",
        ),
        (
            "/rest/v1/activities.json?nextPageToken=x&activityTypeIds=1",
            {
                "requestId": "1",
                "success": True,
                "result": [
                    {"id": 1, "leadId": 1, "activityTypeId": 1, "attributes": []}
                    | {"activityDate": "2020-01-01 10:00"}
                ],
            },
            "activityDate",
        ),
    ],
)
def test_a_broken_answer_is_found(path: str, document: object, word: str) -> None:
    with pytest.raises(NotAsDescribed, match=word):
        validate_answer(get(path), json_answer(document))


def test_a_long_query_is_judged_as_the_get_that_it_stands_for() -> None:
    validate_call(
        HttpRequest(
            "https://localhost/rest/v1/leads.json?_method=GET",
            {"Content-Type": FORM},
            b"filterType=id&filterValues=1%2C2",
        )
    )
    compound = {"filterType": "dedupeFields", "input": [{"vin": "1"}]}
    validate_call(post("/rest/v1/customobjects/car.json?_method=GET", compound))


# The facts against the description.

DESCRIBED = [each for each in ENDPOINTS.values() if not each.prose_only]


@cache
def operations() -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (method.upper(), path, operation)
        for name in FILES
        for path, methods in description(name)["paths"].items()
        for method, operation in methods.items()
    ]


def operation_of(endpoint: Endpoint) -> dict[str, Any]:
    (found,) = [
        operation
        for method, path, operation in operations()
        if (method, path) == (endpoint.method, endpoint.path)
    ]
    return found


def parameters(endpoint: Endpoint, *places: str) -> dict[str, dict[str, Any]]:
    given = operation_of(endpoint).get("parameters", [])
    return {each["name"]: each for each in given if each["in"] in places}


@pytest.mark.parametrize("endpoint", DESCRIBED, ids=lambda each: each.name)
def test_an_endpoint_is_the_one_described(endpoint: Endpoint) -> None:
    described = parameters(endpoint, "query")
    ours = {each.name: each for each in endpoint.query if not each.prose_only}
    assert set(ours) == set(described)
    for name, each in ours.items():
        assert each.kind == described[name]["type"], name
        assert each.required == described[name].get("required", False), name
        assert each.choices == tuple(described[name].get("enum", ())), name
    in_path = parameters(endpoint, "path")
    assert set(endpoint.variables) == set(in_path)
    assert set(endpoint.numbers) == {n for n, e in in_path.items() if e["type"] == "integer"}


@pytest.mark.parametrize("endpoint", DESCRIBED, ids=lambda each: each.name)
def test_a_body_has_the_form_that_is_described(endpoint: Endpoint) -> None:
    media = operation_of(endpoint).get("consumes")
    if parameters(endpoint, "formData"):
        assert endpoint.body == "file"
    elif parameters(endpoint, "body"):
        assert endpoint.body == ("form" if media == [FORM] else "json")
    else:
        assert endpoint.body == "none"


def test_what_stands_in_prose_alone_is_not_described() -> None:
    known = {(method, path) for method, path, _ in operations()}
    for endpoint in ENDPOINTS.values():
        assert endpoint.prose_only == ((endpoint.method, endpoint.path) not in known)
        if not endpoint.prose_only:
            own = {each.name for each in endpoint.query if each.prose_only}
            assert not own & set(parameters(endpoint, "query"))
