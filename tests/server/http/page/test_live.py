"""Open pages are told of the calls that come in."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from support.page import seen

from mktows import Client, ServiceFault
from mktows.sandbox import Sandbox
from mktows.server.http.page import live
from mktows.server.http.page.site import Site
from mktows.server.http.server import ThreadedServer


@pytest.fixture(autouse=True)
def _looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "LOOK_SECONDS", 0.02)


@pytest.fixture
def url(sandbox: Sandbox) -> Iterator[str]:
    with ThreadedServer(sandbox, site=Site(sandbox)) as running:
        yield running.url


class Events:
    """A page's connection."""

    def __init__(self, url: str, query: str = "after=0", **headers: str) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=20)
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        self._connection.request("GET", f"/_page/live?{query}", headers=told)
        self._answer = self._connection.getresponse()
        self.status = self._answer.status
        self.headers = {name.lower(): value for name, value in self._answer.getheaders()}

    def next(self) -> dict[str, Any]:
        """The next event that is no comment: its fields."""
        fields: dict[str, Any] = {}
        while True:
            line = self._answer.readline().decode().rstrip("\n")
            if line:
                name, _, value = line.partition(": ")
                fields[name] = value
            elif "data" in fields:
                return {**fields, "data": json.loads(fields["data"])}
            else:
                fields = {}

    def ids(self) -> list[str]:
        """The calls of the next event."""
        return [each["id"] for each in self.next()["data"]["rows"]]

    def lines(self, count: int) -> list[bytes]:
        return [self._answer.readline() for _ in range(count)]

    def close(self) -> None:
        self._answer.close()
        self._connection.close()


def test_a_page_is_told_of_each_call_once(client: Client, url: str) -> None:
    client.list_mobjects()
    events = Events(url)
    assert events.status == 200
    assert events.headers["content-type"] == "text/event-stream"
    assert events.headers["cache-control"] == "no-store"
    first = events.next()
    assert (first["event"], first["id"]) == ("calls", "1")
    (row,) = first["data"]["rows"]
    assert (row["operation"], row["outcome"], row["state"]) == ("listMObjects", "ok", "ok")
    assert first["data"]["all"] is True
    for number in range(2, 5):
        client.list_mobjects()
        assert events.ids() == [str(number)]
    events.close()


def test_it_goes_on_from_where_the_page_or_the_browser_says(client: Client, url: str) -> None:
    for _ in range(3):
        client.list_mobjects()
    seen(url, "/")  # all is written down
    for query, headers in (("after=2", {}), ("after=0", {"Last_Event_ID": "2"})):
        events = Events(url, query, **headers)
        assert events.ids() == ["3"]
        events.close()


def test_of_very_many_calls_the_newest_are_told(
    client: Client, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "MOST_ROWS", 3)
    for _ in range(5):
        client.list_mobjects()
    seen(url, "/")
    events = Events(url)
    told = events.next()["data"]
    assert [each["id"] for each in told["rows"]] == ["5", "4", "3"]
    assert told["all"] is False
    events.close()


def test_a_search_is_told_of_what_fits(client: Client, url: str) -> None:
    form = {"token": seen(url, "/").token, "outcome": "failed"}
    led = seen(url, "/_page/calls/search", form=form).headers["location"]
    search = led.partition("?")[2]
    events = Events(url, f"after=0&{search}")
    others = Events(url)
    for _ in range(2):
        client.list_mobjects()
        with pytest.raises(ServiceFault):
            client.get_lead(email="nobody@example.com")
    found: list[str] = []
    while len(found) < 2:
        found = [*found, *reversed(events.ids())]
    assert found == ["2", "4"]
    found = []
    while len(found) < 4:
        found = [*found, *reversed(others.ids())]
    assert found == ["1", "2", "3", "4"]
    events.close()
    others.close()


def test_calls_of_another_process_are_told_too(tmp_path: Path) -> None:
    path = tmp_path / "shared.db"
    with (
        Sandbox(database=path) as sandbox,
        Sandbox(database=path) as other,
        ThreadedServer(sandbox, site=Site(sandbox)) as running,
    ):
        events = Events(running.url)
        Client(other.config(), transport=other).list_mobjects()
        assert events.ids() == ["1"]
        events.close()


def test_a_journal_that_begins_anew_is_told(sandbox: Sandbox, client: Client, url: str) -> None:
    client.list_mobjects()
    events = Events(url)
    assert events.ids() == ["1"]
    sandbox.reset()
    assert events.next()["event"] == "reset"
    client.list_mobjects()
    assert events.ids() == ["1"]
    events.close()


def test_hostile_texts_do_not_leave_their_event(sandbox: Sandbox, url: str) -> None:
    from support.envelopes import request, signed

    header = (
        "<m:AuthenticationHeader><mktowsUserId>a\n\ndata: x\n\nevent: reset &lt;b&gt;\u2028"
        "</mktowsUserId></m:AuthenticationHeader>"
    )
    sandbox.send(request(signed(header=header)))
    events = Events(url)
    told = events.next()
    assert told["event"] == "calls"
    assert told["data"]["rows"][0]["user"] == "a\n\ndata: x\n\nevent: reset <b>\\u2028"
    events.close()


@pytest.mark.parametrize(
    ("query", "status"), [("after=x", 404), ("search=gone", 404), ("after=1", 200)]
)
def test_what_cannot_be_told_is_refused(url: str, query: str, status: int) -> None:
    events = Events(url, query)
    assert events.status == status
    events.close()


@pytest.mark.parametrize(
    "headers", [{"Origin": "http://evil.example"}, {"Sec_Fetch_Site": "cross-site"}, {"Host": "x"}]
)
def test_others_are_told_nothing(url: str, headers: dict[str, str]) -> None:
    events = Events(url, **headers)
    assert events.status == 403
    events.close()


def test_only_so_many_pages_are_told_and_others_take_their_place(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "MOST_STREAMS", 2)
    open_ones = [Events(url) for _ in range(2)]

    def status() -> int:
        events = Events(url)
        events.close()
        return events.status

    assert status() == 503
    assert seen(url, "/").status == 200
    open_ones[0].close()
    assert any(status() == 200 for _ in range(500))
    open_ones[1].close()


def test_a_page_without_news_is_told_that_the_server_is_there(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "ALIVE_SECONDS", 0.01)
    events = Events(url)
    assert events.lines(4) == [b"retry: 2000\n", b"\n", b":\n", b"\n"]
    events.close()


def test_no_thread_is_held_and_nothing_is_looked_for_while_no_page_is_open(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = threading.Event()
    found = sandbox.written_since

    def looking(*given: Any, **more: Any) -> Any:
        looked.set()
        return found(*given, **more)

    monkeypatch.setattr(sandbox, "written_since", looking)
    before = {*threading.enumerate()}  # another test's server may still be ending
    with ThreadedServer(sandbox, site=Site(sandbox)) as running:
        events = Events(running.url)
        assert looked.wait(20)
        threads = {*threading.enumerate()} - before
        assert not [each for each in threads if each.name == "mktows-call"]
        events.close()
        for _ in range(1000):
            looked.clear()
            if not looked.wait(0.1):
                break
        assert not looked.is_set()


def test_a_journal_that_cannot_be_read_for_once_is_read_again(
    sandbox: Sandbox, client: Client, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = sandbox.written_since
    failed: list[int] = []

    def failing(*given: Any, **more: Any) -> Any:
        if len(failed) < 2:
            failed.append(1)
            raise ValueError("canary")
        return found(*given, **more)

    monkeypatch.setattr(sandbox, "written_since", failing)
    client.list_mobjects()
    events = Events(url)
    assert events.ids() == ["1"]
    events.close()


def test_the_list_says_where_it_is_told(client: Client, url: str) -> None:
    assert seen(url, "/").document.xpath("//@data-live") == ["/_page/live?after=0"]
    client.list_mobjects()
    assert seen(url, "/").document.xpath("//@data-live") == ["/_page/live?after=1"]
    assert not seen(url, "/?before=2").document.xpath("//@data-live")
