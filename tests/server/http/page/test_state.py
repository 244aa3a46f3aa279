"""The state on the page, and what its forms change where the service is steered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from support.bridge_pair import TENANT
from support.page import Seen, seen
from support.served_bridge import served_pair

from mktows import NO_RETRY, Client, ServiceFault
from mktows.sandbox import Limits, Rate, Sandbox
from mktows.sandbox.control import Control
from mktows.sandbox.rest.settings import RestSettings
from mktows.server.fault_injection import Failure
from mktows.server.http.page.site import Site
from mktows.server.http.server import ThreadedServer
from mktows.server.page.state import words_for

STATE = "/_page/state"
LIMITS = Limits(quota=100, rate=Rate(50, 20), concurrency=5)


@pytest.fixture
def steered() -> Iterator[tuple[Sandbox, str]]:
    """A sandbox with limits and REST, whose page steers it."""
    with Sandbox(limits=LIMITS, rest=RestSettings(limits=Limits(quota=7))) as sandbox:
        control = Control(sandbox)
        site = Site(sandbox, control=control)
        with ThreadedServer(sandbox, site=site, control=control) as running:
            yield sandbox, running.url


def posted(url: str, name: str, **form: str) -> Seen:
    return seen(url, f"{STATE}/{name}", form={"token": seen(url, STATE).token, **form})


def facts(page: Seen) -> dict[str, str]:
    return dict(zip(page.texts("//dt"), page.texts("//dd"), strict=True))


def test_limits_are_shown_with_what_is_used(steered: tuple[Sandbox, str]) -> None:
    sandbox, url = steered
    client = Client(sandbox.config(), transport=sandbox)
    for _ in range(3):
        client.list_mobjects()
    page = seen(url, STATE)
    assert facts(page)["Calls of the day"] == "0 of 7"  # REST's, which stands last
    assert [*page.texts("//dd")][2:5] == ["3 of 100", "3 of 50", "0 of 5"]
    assert page.texts("//h2")[:2] == ["Limits of SOAP", "Limits of REST"]
    sandbox.clock.advance(timedelta(days=2))
    assert [*seen(url, STATE).texts("//dd")][2:4] == ["0 of 100", "0 of 50"]


def test_without_limits_it_says_so(sandbox: Sandbox) -> None:
    with ThreadedServer(sandbox, site=Site(sandbox)) as running:
        page = seen(running.url, STATE)
    assert page.texts("//main/p") == ["There are none.", "None."]


def test_the_clock_is_shown_and_set(steered: tuple[Sandbox, str]) -> None:
    sandbox, url = steered
    assert facts(seen(url, STATE))["It is"] == "the real time"
    led = posted(url, "clock", set="2013-08-05T09:57:00-07:00")
    assert (led.status, led.headers["location"]) == (303, f"{STATE}?done=clock")
    page = seen(url, led.headers["location"])
    assert page.texts("//p[@role='status']") == ["The clock was set."]
    assert facts(page) | {"It is": "set by a test", "Clock, UTC": "2013-08-05 16:57:00.000"} == (
        facts(page)
    )
    posted(url, "clock", advance="90.5")
    assert sandbox.clock.now() == datetime(2013, 8, 5, 16, 58, 30, 500_000, tzinfo=UTC)
    posted(url, "clock", set="2013-08-05T09:57:00-07:00", running="1")
    assert sandbox.clock.now() > datetime(2013, 8, 5, 16, 57, tzinfo=UTC)
    posted(url, "clock", real="1")
    assert sandbox.clock.is_real


def test_failures_are_asked_for_and_shown_until_they_come(steered: tuple[Sandbox, str]) -> None:
    sandbox, url = steered
    posted(url, "fail-next", operation="getTags", code="20011", message="<x>", times="2")
    posted(url, "fail-next", way="drop", delay="0.5", processed="1", times="1")
    posted(url, "rest/fail-next", endpoint="sync_leads", code="611", times="3")
    rows = seen(url, STATE).document.xpath("//main//tbody/tr")
    assert [[cell.text_content() for cell in row] for row in rows] == [
        ["SOAP", "getTags", "code 20011: <x>", "2"],
        [
            "SOAP",
            "any",
            "no answer, the connection is closed, a delay of 0.5 s, after it is carried out",
            "1",
        ],
        ["REST", "sync_leads", "code 611", "3"],
    ]
    sandbox.reset()
    sandbox.fail_next("getTags", code=20011, times=2)
    with pytest.raises(ServiceFault):
        Client(sandbox.config(), transport=sandbox, retry=NO_RETRY).get_tags()
    rows = seen(url, STATE).document.xpath("//main//tbody/tr")
    assert [row[3].text_content() for row in rows] == ["1"]


@pytest.mark.parametrize(
    ("name", "form", "problem"),
    [
        ("fail-next", {"code": "1"}, "1 is no code of the service"),
        ("fail-next", {"times": "1"}, "give a failure"),
        ("fail-next", {"times": "many", "way": "drop"}, "times must be a number"),
        ("fail-next", {"status": "1e3"}, "status must be a number"),
        ("fail-next", {"delay": "nan"}, "delay must be from 0 to"),
        ("fail-next", {"odd": "<b>", "way": "drop"}, "unknown member 'odd'"),
        ("fail-next", {"operation": "dance", "way": "cut"}, "'dance' is no operation"),
        ("rest/fail-next", {"endpoint": "dance", "way": "cut"}, "'dance' is no endpoint"),
        ("clock", {"set": "soon"}, "set must be a moment in ISO 8601"),
        ("clock", {}, "give one of set, advance and real"),
        ("clock", {"advance": "1e300"}, ""),
        ("seed", {"world": "leads: 7"}, "1:8: a list was expected"),
        ("seed", {"world": "{", "form": "json"}, "this cannot be read"),
    ],
)
def test_what_cannot_be_done_is_told(
    steered: tuple[Sandbox, str], name: str, form: dict[str, str], problem: str
) -> None:
    sandbox, url = steered
    page = posted(url, name, **form)
    assert page.status == 400
    (said,) = page.texts("//p[@role='alert']")
    assert said.startswith("Nothing was done: ")
    assert problem in said
    assert sandbox.pending_failures == 0
    assert sandbox.clock.is_real


def test_a_world_is_put_in(steered: tuple[Sandbox, str]) -> None:
    sandbox, url = steered
    assert (
        posted(url, "seed", world="leads: [{id: 7, email: t@t.com}]\n", form="yaml").status == 303
    )
    client = Client(sandbox.config(), transport=sandbox)
    assert client.find(7) == {"Id": 7, "Email": "t@t.com"}
    refused = posted(url, "seed", world='{"leads": [{"id": 8}]}', form="json")
    assert refused.status == 400
    posted(url, "reset")
    assert posted(url, "seed", world='{"leads": [{"id": 8}]}', form="json").status == 303
    assert client.find(8) == {"Id": 8}


def test_all_is_reset(steered: tuple[Sandbox, str]) -> None:
    sandbox, url = steered
    client = Client(sandbox.config(), transport=sandbox)
    client.sync_lead({"Email": "a@example.com"})
    sandbox.fail_next(code=20011)
    assert posted(url, "reset").status == 303
    assert sandbox.calls() == []
    assert sandbox.pending_failures == 0


def test_where_nothing_steers_there_are_no_forms(sandbox: Sandbox) -> None:
    control = Control(sandbox)  # of the server, and not of the page
    with ThreadedServer(sandbox, site=Site(sandbox), control=control) as running:
        page = seen(running.url, STATE)
        assert not page.document.xpath("//main//form")
        token = seen(running.url, "/").token
        for name in ("reset", "clock", "fail-next", "seed", "rest/fail-next"):
            assert seen(running.url, f"{STATE}/{name}", form={"token": token}).status == 404
    assert not sandbox.calls()


@pytest.mark.parametrize("name", ["nothing", "calls", "runs", "rest/nothing"])
def test_nothing_else_can_be_done(steered: tuple[Sandbox, str], name: str) -> None:
    assert posted(steered[1], name).status == 404


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Host": "evil.example"},
    ],
    ids=str,
)
def test_others_do_not_steer_even_with_the_token(
    steered: tuple[Sandbox, str], headers: dict[str, str]
) -> None:
    sandbox, url = steered
    sandbox.fail_next(code=20011)
    form = {"token": seen(url, STATE).token}
    for name in ("reset", "clock", "seed", "fail-next"):
        assert seen(url, f"{STATE}/{name}", form=form, headers=headers).status == 403
        assert seen(url, f"{STATE}/{name}", form={"token": "x"}).status == 403
    assert sandbox.pending_failures == 1


def test_a_bridge_tells_of_its_tenants() -> None:
    with (
        served_pair() as (_, bridge),
        ThreadedServer(bridge.service, site=Site(bridge.service)) as running,
    ):
        bridge.client_of_service().list_mobjects()
        with pytest.raises(ServiceFault):
            bridge.client_of_service().get_lead(email="nobody@example.com")
        page = seen(running.url, STATE)
    assert f"Tenant {TENANT}" in page.texts("//h2")
    told = facts(page)
    assert int(told["REST calls of the day, by bridges on this state"].split()[0]) > 0
    assert told["Age of the token"].endswith(" s")
    assert told["Calls of which nobody knows what became"] == "0"


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (Failure(status=503), "HTTP status 503"),
        (Failure(body=b"x"), "HTTP status 200"),
        (Failure(cut=True), "the connection is closed in the middle of the answer"),
        (Failure(truncate=True), "the answer's message breaks off"),
        (Failure(delay=2), "a delay of 2 s"),
    ],
)
def test_each_way_to_fail_has_words(failure: Failure, words: str) -> None:
    assert words_for(failure) == words
