"""The front of the REST face: tokens, routes, limits, fault injection, the journal."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from support.rest_service import BASE, RestService

from mktows import Secret, TransportError
from mktows.facts.instance import DEFAULT_ZONE
from mktows.facts.rest_endpoints import ENDPOINTS
from mktows.facts.samples import SAMPLE_KEY, SAMPLE_USER_ID
from mktows.sandbox import Limits, Rate, Sandbox
from mktows.sandbox.rest.settings import CustomService, Habits, RestSettings
from mktows.transport import HttpRequest

USAGE = "/rest/v1/stats/usage.json"


def test_a_token_stays_the_same_until_it_ends(rest: RestService) -> None:
    first = rest.authorize()
    rest.sandbox.clock.advance(timedelta(minutes=59))
    assert rest.authorize() == first
    rest.sandbox.clock.advance(timedelta(minutes=2))
    rest.token = first
    assert rest.error("GET", USAGE) == 602
    assert rest.authorize() != first
    assert rest.get(USAGE)


def test_who_does_not_know_the_secret_gets_no_token(rest: RestService) -> None:
    for asked in (
        f"grant_type=client_credentials&client_id={SAMPLE_USER_ID}&client_secret=planted-secret",
        "grant_type=client_credentials&client_id=nobody&client_secret=x",
        f"grant_type=password&client_id={SAMPLE_USER_ID}&client_secret={SAMPLE_KEY}",
    ):
        url = f"{BASE}/identity/oauth/token"
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        for request in (
            HttpRequest(f"{url}?{asked}", {}, b"", method="GET"),
            HttpRequest(url, form, asked.encode()),
        ):
            response = rest.face.send(request)
            assert response.status == 401
            assert "access_token" not in json.loads(response.body)
            assert b"planted" not in response.body
            assert SAMPLE_KEY.encode() not in response.body


@pytest.mark.parametrize("token", ["", "Bearer", "Bearer x", "Basic x", "Bearer é"])
def test_without_a_good_token_nothing_is_answered(rest: RestService, token: str) -> None:
    assert rest.error("GET", USAGE, headers={"Authorization": token}) == 601


def test_a_token_in_the_query_is_a_habit(rest: RestService) -> None:
    token = rest.authorize()
    asked = {"query": {"access_token": token}, "headers": {"Authorization": ""}}
    assert rest.error("GET", USAGE, **asked) == 601
    with Sandbox(rest=RestSettings(habits=Habits(token_in_query=True))) as sandbox:
        other = RestService(sandbox)
        query = {"access_token": other.authorize()}
        assert other.call("GET", USAGE, query, headers={"Authorization": ""})["success"]


def test_processes_on_one_database_give_out_one_token(tmp_path: Path) -> None:
    path = tmp_path / "sandbox.db"
    with Sandbox(database=path, rest=True) as first, Sandbox(database=path, rest=True) as second:
        services = RestService(first), RestService(second)
        tokens = {each.authorize() for each in services}
        assert len(tokens) == 1
        assert all(each.get(USAGE) for each in services)


@pytest.mark.parametrize(
    ("method", "path", "code"),
    [
        ("GET", "/rest/v1/nothing.json", 610),
        ("GET", "/rest/v1/lead/seven.json", 610),
        ("DELETE", USAGE, 605),
        ("GET", "/rest//v1/stats/usage.json", 610),
    ],
)
def test_what_no_endpoint_is_is_refused(
    rest: RestService, method: str, path: str, code: int
) -> None:
    assert rest.error(method, path) == code


def test_a_long_uri_and_a_large_body_are_refused_by_status(rest: RestService) -> None:
    assert rest.send("GET", USAGE, {"x": "y" * 9000}).status == 414
    body = {"input": [{"email": "x" * 1024 * 1024}]}
    assert rest.send("POST", "/rest/v1/leads.json", body=body).status == 413


def test_usage_is_counted_by_user_and_error(rest: RestService) -> None:
    rest.get(USAGE)
    rest.error("GET", "/rest/v1/nothing.json")
    (day,) = rest.get(USAGE)["result"]
    assert day["total"] == 2
    assert [each["count"] for each in day["users"]] == [2]
    (errors,) = rest.get("/rest/v1/stats/errors.json")["result"]
    assert errors["errors"] == [{"errorCode": "610", "count": 1}]
    rest.sandbox.clock.advance(timedelta(days=2))
    rest.authorize()
    today = rest.sandbox.clock.now().astimezone(ZoneInfo(DEFAULT_ZONE)).date().isoformat()
    assert rest.get(USAGE)["result"] == [{"date": today, "total": 0, "users": []}]
    assert rest.get("/rest/v1/stats/errors.json")["result"] == []
    assert len(rest.get("/rest/v1/stats/usage/last7days.json")["result"]) == 2


def test_limits_are_the_rest_apis_own() -> None:
    limits = Limits(quota=3, rate=Rate(2, 20))
    with Sandbox(rest=RestSettings(limits=limits)) as sandbox:
        rest = RestService(sandbox)
        rest.get(USAGE)
        rest.get(USAGE)
        assert rest.error("GET", USAGE) == 606
        sandbox.clock.advance(timedelta(seconds=21))
        rest.get(USAGE)
        sandbox.clock.advance(timedelta(seconds=21))
        assert rest.error("GET", USAGE) == 607
        rest.authorize()  # not counted


def test_a_permission_that_is_missing_is_told() -> None:
    service = CustomService(Secret(SAMPLE_KEY), permissions=frozenset({"Read-Write Activity"}))
    with Sandbox(rest=RestSettings(services={SAMPLE_USER_ID: service})) as sandbox:
        rest = RestService(sandbox)
        assert rest.error("GET", "/rest/v1/leads/describe.json") == 603
        assert rest.call("GET", "/rest/v1/activities/types.json").get("errors", [{}])[0] != 603


@pytest.mark.parametrize("code", [601, 602])
def test_an_injected_end_of_a_token_is_a_real_one(rest: RestService, code: int) -> None:
    old = rest.authorize()
    rest.face.fail_next(code=code)
    assert rest.error("GET", USAGE) == code
    assert rest.face.pending_failures == 0
    assert rest.error("GET", USAGE) == code
    assert rest.authorize() != old
    assert rest.get(USAGE)


def test_failures_show_as_they_are_asked_for(rest: RestService) -> None:
    rest.face.fail_next("get_daily_usage", code=604, message="slow")
    rest.face.fail_next(status=502)
    rest.face.fail_next(truncate=True)
    rest.face.fail_next(drop=True)
    assert rest.error("GET", "/rest/v1/nothing.json") == 610  # it is not in order itself
    assert rest.call("GET", USAGE)["errors"] == [{"code": "604", "message": "slow"}]
    assert rest.send("GET", USAGE).status == 502
    with pytest.raises(ValueError, match=r"delimiter|Unterminated|Expecting"):
        json.loads(rest.send("GET", USAGE).body)
    with pytest.raises(TransportError):
        rest.send("GET", USAGE)
    assert rest.get(USAGE)


@pytest.mark.parametrize(
    "ways",
    [
        {"code": 20103},
        {"code": 606, "processed": True},
        {"endpoint": "getLead", "code": 604},
        {"endpoint": "get_daily_usage", "empty": True},
        {"endpoint": "get_leads", "empty": True, "code": 604},
        {},
    ],
)
def test_failures_that_make_no_sense_are_refused(
    rest: RestService, ways: dict[str, object]
) -> None:
    with pytest.raises(ValueError, match=r"."):
        rest.face.fail_next(**ways)  # type: ignore[arg-type]


def test_the_journal_keeps_calls_without_credentials(rest: RestService) -> None:
    rest.authorize()
    rest.get(USAGE, access_token=rest.token)
    rest.error("GET", "/rest/v1/nothing.json")
    identity, usage, nothing = rest.sandbox.calls()
    assert identity.operation == "GET /identity/oauth/token"
    assert (usage.operation, usage.version) == (f"GET {USAGE}", "rest")
    assert (usage.user_id, usage.outcome) == (SAMPLE_USER_ID, "ok")
    assert (nothing.code, nothing.failed) == (610, True)
    kept = "".join(f"{each.request}{each.reply}{each.notes}" for each in rest.sandbox.calls())
    assert rest.token not in kept
    assert SAMPLE_KEY not in kept
    assert rest.sandbox.calls(failed=True) == [nothing]


def test_a_strict_face_refuses_what_it_does_not_know() -> None:
    with Sandbox(rest=True, strict=True) as sandbox:
        rest = RestService(sandbox)
        assert rest.error("GET", USAGE, {"unknown": "1"}) == 1003
    with Sandbox(rest=True) as sandbox:
        rest = RestService(sandbox)
        rest.get(USAGE, unknown="1")
        assert "unknown" in " ".join(sandbox.calls()[-1].notes)


def test_the_soap_face_alone_knows_no_rest() -> None:
    with Sandbox() as sandbox:
        response = sandbox.send(HttpRequest(f"{BASE}{USAGE}", {}, b"", method="GET"))
        assert response.status == 404
        assert RestService(sandbox).get(USAGE)  # asked for in process


def test_every_row_of_the_table_has_a_route() -> None:
    from mktows.sandbox.rest.routes import route

    for each in ENDPOINTS.values():
        if each.name == "identity":
            continue
        path = each.path
        for name in each.variables:
            path = path.replace(f"{{{name}}}", "7" if name in each.numbers else "x_y")
        assert route(each.method, path).endpoint is each
