"""The vendor's sample calls for usage, tokens and deleted leads; and that all are compared."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from support.rest_service import BASE, RestService
from support.sample_calls import FOLDER, differences, needs_samples, sample_call

from mktows import Secret
from mktows.facts.samples import SAMPLE_KEY
from mktows.sandbox import CustomService, RestSettings, Sandbox
from mktows.sandbox.world.world import World, WorldLead
from mktows.transport import HttpRequest

pytestmark = needs_samples

TESTS = sorted(Path(__file__).parent.glob("test_samples_*.py"))
# The body of the call that makes a type lacks a comma, so it is no call.
NOT_COMPARED = {("POST", "/rest/v1/customobjects/schema.json", 2)}


def called(sandbox: Sandbox, client_id: str, times: int, path: str) -> None:
    """Call as a custom service, so many times."""
    face = sandbox.rest()
    asked = {
        "grant_type": "client_credentials",
        "client_id": client_id,
        "client_secret": SAMPLE_KEY,
    }
    url = f"{BASE}/identity/oauth/token?{urlencode(asked)}"
    token = json.loads(face.send(HttpRequest(url, {}, b"", "GET")).body)["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    for _ in range(times):
        face.send(HttpRequest(f"{BASE}{path}", headers, b"", "GET"))


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T12:00:00-05:00")


def test_usage() -> None:
    sample = sample_call("GET", "/rest/v1/stats/usage.json")
    (shown,) = sample.answer["result"]
    users = {each["userId"]: each["count"] for each in shown["users"]}
    services = {
        f"client{number}": CustomService(Secret(SAMPLE_KEY), user=user)
        for number, user in enumerate(users)
    }
    reader = CustomService(Secret(SAMPLE_KEY), user="reader@example.com")
    settings = RestSettings(services={**services, "reader": reader})
    with Sandbox(rest=settings) as sandbox:
        sandbox.clock.set(at(shown["date"]))
        for client_id, count in zip(services, users.values(), strict=True):
            called(sandbox, client_id, count, "/rest/v1/stats/usage.json")
        rest = RestService(sandbox, client_id="reader")
        answer = sample.send(rest)
        (day,) = answer["result"]
        day["users"].sort(key=lambda each: list(users).index(each["userId"]))
        assert differences(sample, answer) == set()


def test_errors() -> None:
    sample = sample_call("GET", "/rest/v1/stats/errors.json")
    (shown,) = sample.answer["result"]
    with Sandbox(rest=True) as sandbox:
        sandbox.clock.set(at(shown["date"]))
        rest = RestService(sandbox)
        rest.authorize()
        for each in shown["errors"]:
            for _ in range(each["count"]):
                sandbox.rest().fail_next(code=int(each["errorCode"]))
                rest.error("GET", "/rest/v1/activities/types.json")
        # A call that timed out counts against nothing, so the sandbox does not count it here.
        answer = sample.send(rest)
        differing = differences(sample, answer)
        assert differing == {
            *("result[].errors[]: length", "result[].errors[].count: value"),
            *("result[].errors[].errorCode: value", "result[].total: value"),
        }


def test_deleted_leads() -> None:
    sample = sample_call("GET", "/rest/v1/activities/deletedleads.json")
    leads = [
        WorldLead(
            id=each["leadId"],
            attributes=dict(
                zip(("FirstName", "LastName"), each["primaryAttributeValue"].split(), strict=True)
            ),
            created="2010-01-01T00:00:00Z",
        )
        for each in sample.answer["result"]
    ]
    with Sandbox(rest=True, world=World(leads=(*leads, WorldLead(id=99)))) as sandbox:
        rest = RestService(sandbox)
        for each in sample.answer["result"]:
            sandbox.clock.set(datetime.fromisoformat(each["activityDate"]))
            rest.authorize()
            rest.post("/rest/v1/leads/delete.json", {"input": [{"id": each["leadId"]}]})
        sandbox.clock.advance(timedelta(days=1))
        rest.authorize()
        # By the sample's own token, which says a moment.
        answer = sample.send(rest)
        shown = [drop(each, "id", "marketoGUID") for each in answer["result"]]
        expected = [drop(each, "id", "marketoGUID") for each in sample.answer["result"]]
        expected[1]["primaryAttributeValueId"] = expected[1]["leadId"]  # the sample has another
        assert shown == expected
        assert differences(sample, answer) == {
            *("moreResult: value", "result[].id: value", "result[].marketoGUID: value"),
            "result[].primaryAttributeValueId: value",
        }


def drop(record: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name not in names}


def test_a_token_is_of_the_samples_form() -> None:
    given = sample_call("GET", "<Identity").body
    with Sandbox(rest=True) as sandbox:
        rest = RestService(sandbox)
        asked = {
            "grant_type": "client_credentials",
            "client_id": rest.client_id,
            "client_secret": SAMPLE_KEY,
        }
        url = f"{BASE}/identity/oauth/token?{urlencode(asked)}"
        answer = json.loads(sandbox.rest().send(HttpRequest(url, {}, b"", "GET")).body)
    assert {name: type(value) for name, value in answer.items()} == {
        name: type(value) for name, value in given.items()
    }
    assert answer["token_type"] == given["token_type"]
    form = [len(part) for part in given["access_token"].replace(":", "-").split("-")]
    assert [len(part) for part in answer["access_token"].replace(":", "-").split("-")] == form


def test_every_sample_is_compared() -> None:
    """In a process of its own, which runs all tests of samples but this one."""
    program = (
        "import sys, pytest\n"
        "code = pytest.main(['-q', '-p', 'no:cacheprovider', '-p', 'no:xdist', "
        "'-k', 'not every_sample', *sys.argv[1:]])\n"
        "from support.sample_calls import COMPARED, all_samples\n"
        "print('left', sorted(all_samples() - COMPARED))\n"
        "sys.exit(code)\n"
    )
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-c", program, *map(str, TESTS)],
        cwd=root, env={**os.environ, "MKTOWS_VENDOR_REST": str(FOLDER)},
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert done.stdout.splitlines()[-1] == f"left {sorted(NOT_COMPARED)}"
