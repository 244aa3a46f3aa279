"""A bridge as its operator sees it: metrics, readiness, upkeep and one line a call."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from typing import Any

import pytest
from support.bridge_pair import TENANT, USER, Pair, outcome

from mktows.bridge.operating.metrics import Metrics
from mktows.bridge.operating.pages import pages
from mktows.bridge.operating.readiness import SECONDS, Readiness
from mktows.bridge.operating.upkeep import Upkeep, calls_of_day
from mktows.sandbox.world.world import World, WorldLead

WORLD = World(leads=(WorldLead(id=7, email="a@example.com"),))


class Watched:
    """A bridge with its metrics."""

    def __init__(self, pair: Pair) -> None:
        self.pair = pair
        self.upkeep = Upkeep(pair.bridge.instances)
        self.metrics = Metrics(pair.bridge.instances, self.upkeep)
        pair.bridge.watch(self.metrics.count)

    def call(self, lead: int = 7) -> Any:
        return outcome(lambda: self.pair.soap("bridge").get_lead(id=lead))

    def value(self, name: str, **labels: str) -> float | None:
        """A metric's value; None where there is none."""
        for line in self.metrics.page().body.decode().splitlines():
            found = re.fullmatch(r"(\w+)(?:\{(.*)\})? (\S+)", line)
            if found is None or found[1] != f"mktows_bridge_{name}":
                continue
            if dict(re.findall(r'(\w+)="([^"]*)"', found[2] or "")) == labels:
                return float(found[3])
        return None


@pytest.fixture
def watched(two_ways: Callable[..., Pair]) -> Watched:
    return Watched(two_ways(WORLD))


def test_calls_are_counted(watched: Watched) -> None:
    for lead in (7, 7, 8):
        watched.call(lead)
    soap = {"operation": "getLead", "user": USER}
    assert watched.value("soap_calls_total", code="ok", **soap) == 2
    assert watched.value("soap_calls_total", code="20103", **soap) == 1
    rest = {"tenant": TENANT, "method": "GET", "code": "ok"}
    assert watched.value("rest_calls_total", path="/rest/v1/leads.json", **rest) == 3
    assert watched.value("rest_calls_total", path="/rest/v1/leads/describe.json", **rest) == 1
    assert watched.value("rest_calls_per_soap_call_sum", operation="getLead") == 4
    assert watched.value("rest_calls_per_soap_call_count", operation="getLead") == 3
    assert watched.value("soap_seconds_count", operation="getLead") == 3


def test_a_failed_attempt_is_counted_by_its_code(watched: Watched) -> None:
    watched.call()
    watched.pair.face.fail_next("get_leads", code=604)
    watched.call()
    found = watched.value(
        "rest_calls_total", tenant=TENANT, method="GET", path="/rest/v1/leads.json", code="604"
    )
    assert found == 1


def test_waiting_for_the_limits_is_counted(watched: Watched) -> None:
    watched.call()
    assert watched.value("limiter_wait_seconds_total", tenant=TENANT) == 0
    watched.pair.client._caller.limiter.pause(7)
    watched.call()
    waited = watched.value("limiter_wait_seconds_total", tenant=TENANT)
    assert waited == pytest.approx(7, abs=0.1)


def test_the_state_of_each_tenant_is_shown(watched: Watched) -> None:
    assert watched.value("token_age_seconds", tenant=TENANT) is None
    assert watched.value("counted_calls_of_day", tenant=TENANT) is None
    watched.call()
    assert watched.value("token_age_seconds", tenant=TENANT) == pytest.approx(0, abs=1)
    assert watched.value("own_calls_of_day", tenant=TENANT) == 2
    assert watched.value("quota_closed", tenant=TENANT) == 0
    watched.upkeep.round()
    assert watched.value("counted_calls_of_day", tenant=TENANT) == 2
    assert watched.value("unknown_outcomes", tenant=TENANT) == 0
    with watched.pair.bridge.store.writing(TENANT) as rows:
        rows.begin("x", "requestCampaign", "me", seconds=60, kept=600)
        rows.end("x", "me", unknown=True, kept=600)
    assert watched.value("unknown_outcomes", tenant=TENANT) == 1
    watched.pair.client._caller.limiter.close_day()
    assert watched.value("quota_closed", tenant=TENANT) == 1


def test_it_is_ready_once_token_and_fields_are_known(two_ways: Callable[..., Pair]) -> None:
    pair = two_ways(WORLD)
    now = 0.0
    readiness = Readiness(pair.bridge.instances, clock=lambda: now)
    assert readiness.missing() == ["main: the lead fields are not known yet"]
    Upkeep(pair.bridge.instances).round()
    assert readiness.missing()  # an answer is good for a while, so that asking costs nothing
    now += SECONDS
    assert readiness.missing() == []
    pair.client._caller.limiter.close_day()
    now += SECONDS
    assert readiness.missing() == ["main: the calls of the day are used up"]
    asked = pages(pair.bridge)["/ready"].answer()
    assert (asked.status, asked.body) == (503, b"main: the calls of the day are used up\n")


def test_without_a_token_it_is_not_ready(two_ways: Callable[..., Pair]) -> None:
    pair = two_ways(WORLD)
    pair.face.fail_next("identity", status=502, times=50)
    assert Readiness(pair.bridge.instances).missing() == ["main: no token (UnavailableError)"]


def test_upkeep_that_fails_is_told_by_its_code(
    two_ways: Callable[..., Pair], caplog: pytest.LogCaptureFixture
) -> None:
    pair = two_ways(WORLD)
    pair.face.fail_next("get_daily_usage", code=603)
    upkeep = Upkeep(pair.bridge.instances)
    with caplog.at_level(logging.WARNING, "mktows.bridge"):
        upkeep.round()
    assert [each.getMessage() for each in caplog.records if each.name == "mktows.bridge"] == [
        "main: the calls of the day cannot be asked for (AccessError 603)"
    ]
    assert upkeep.counted == {}


@pytest.mark.parametrize(
    ("usage", "calls"),
    [
        ([], None),
        ([{"date": "x"}], None),
        ([{"date": "x", "total": 5}], 5),
        ([{"total": "5"}], None),
    ],
)
def test_the_calls_of_the_day_are_read(usage: list[dict[str, Any]], calls: int | None) -> None:
    assert calls_of_day(usage) == calls


def test_each_call_has_one_line(watched: Watched, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "mktows.bridge"):
        watched.call()
        watched.call(8)
    first, second = (each.getMessage() for each in caplog.records if each.name == "mktows.bridge")
    assert re.fullmatch(
        rf"getLead by {USER}: ok in \d+ ms, 2 REST calls \(\S+#\S+, \S+#\S+\)", first
    )
    assert second.startswith(f"getLead by {USER}: 20103 in ")


def test_only_the_metrics_are_kept_to_this_machine(watched: Watched) -> None:
    made = pages(watched.pair.bridge, watched.metrics.page)
    assert {path: page.local for path, page in made.items()} == {
        "/health": False, "/ready": False, "/metrics": True,
    }  # fmt: skip
    shown = pages(watched.pair.bridge, watched.metrics.page, metrics_for_all=True)
    assert not shown["/metrics"].local
