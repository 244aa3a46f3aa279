"""The list of calls: newest first, in pages, filtered by what no address tells."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from support.envelopes import request, signed
from support.page import Seen, seen

from mktows import Client, ServiceFault
from mktows.sandbox import Sandbox
from mktows.server.http.page import calls
from mktows.server.http.page.searches import MOST_SEARCHES, Searches
from mktows.server.http.page.site import Site
from mktows.server.http.server import ThreadedServer

IDS = "//table[@id='calls']/tbody/tr/td[1]"


@pytest.fixture
def url(sandbox: Sandbox) -> Iterator[str]:
    with ThreadedServer(sandbox, site=Site(sandbox)) as running:
        yield running.url


def fail(client: Client, times: int) -> None:
    for number in range(times):
        with pytest.raises(ServiceFault):
            client.get_lead(email=f"nobody{number}@example.com")


def searched(url: str, **form: str) -> Seen:
    """What a search leads to."""
    token = seen(url, "/").token
    led = seen(url, "/_page/calls/search", form={"token": token, **form})
    assert led.status == 303
    return seen(url, led.headers["location"])


def test_before_the_first_call_it_says_so(url: str) -> None:
    page = seen(url, "/")
    assert page.status == 200
    assert page.texts("//p[@class='empty']") == ["No call has come yet."]


def test_a_call_stands_in_a_line(sandbox: Sandbox, client: Client, url: str) -> None:
    fail(client, 1)
    sandbox.send(request(signed("<m:paramsListMObjects><x/></m:paramsListMObjects>")))
    sandbox.send(request(b"no XML"))
    (call, _, _) = sandbox.calls()
    rows = [each.split() for each in seen(url, "/").texts("//table[@id='calls']/tbody/tr")]
    assert [row[0] for row in rows] == ["3", "2", "1"]
    assert rows[2][3:] == [
        *("getLead,", "call", "1", "3_1", call.user_id, "20103", "-", "Lead", "not", "found"),
        f"{call.milliseconds:.1f}",
    ]
    assert rows[1][3:9] == ["listMObjects,", "call", "2", "2_7", call.user_id, "ok"]
    assert rows[1][-1] == "1"
    assert rows[0][3:10] == ["(none),", "call", "3", "2_7", "(none)", "Bad", "Request"]


def test_pages_join_and_leave_out_nothing(
    client: Client, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "PAGE_CALLS", 4)
    fail(client, 11)
    met, path = [], "/"
    while True:
        page = seen(url, path)
        met.append(page.texts(IDS))
        older = page.document.xpath("//a[@rel='next']/@href")
        if not older:
            break
        path = older[0]
    assert met == [["11", "10", "9", "8"], ["7", "6", "5", "4"], ["3", "2", "1"]]
    newer = seen(url, path).document.xpath("//a[@rel='prev']/@href")[0]
    assert seen(url, newer).texts(IDS) == met[1]
    newest = seen(url, newer).document.xpath("//a[@rel='prev']/@href")[0]
    assert seen(url, newest).texts(IDS) == met[0]
    assert not seen(url, newest).document.xpath("//a[@rel='prev']")


@pytest.mark.parametrize(
    ("form", "found"),
    [
        ({"operation": "getLead"}, ["2", "1"]),
        ({"operation": "LEAD"}, ["2", "1"]),
        ({"operation": "get%ead"}, []),
        ({"user_id": "DEMO17"}, ["4", "3", "2", "1"]),
        ({"user_id": "nobody"}, []),
        ({"outcome": "ok"}, ["4", "3"]),
        ({"outcome": "failed"}, ["5", "2", "1"]),
        ({"outcome": "findings"}, ["4"]),
        ({"text": "nobody1@example.com"}, ["2"]),
        ({"text": "NOBODY"}, ["2", "1"]),
        ({"text": "lead not found"}, ["2", "1"]),
        ({"text": "successListMObjects", "outcome": "ok"}, ["4", "3"]),
        ({"text": "nobody1", "outcome": "ok"}, []),
        ({"outcome": "something else"}, ["5", "4", "3", "2", "1"]),
        ({"operation": " "}, ["5", "4", "3", "2", "1"]),
    ],
)
def test_a_search_finds_what_fits(
    sandbox: Sandbox, client: Client, url: str, form: dict[str, str], found: list[str]
) -> None:
    fail(client, 2)
    client.list_mobjects()
    sandbox.send(request(signed("<m:paramsListMObjects><x/></m:paramsListMObjects>")))
    sandbox.send(request(b"no XML"))
    page = searched(url, **form)
    assert page.texts(IDS) == found
    if not found:
        assert page.texts("//p[@class='empty']") == ["No call fits."]


def test_no_address_tells_what_is_searched_for(client: Client, url: str) -> None:
    fail(client, 3)
    page = searched(url, text="nobody1@example.com", operation="getLead", user_id="demo17")
    led = seen(url, "/_page/calls/search", form={"token": page.token, "text": "nobody1"})
    addresses = [*page.links(), led.headers["location"]]
    assert [each for each in addresses if "search=" in each]
    assert not [each for each in addresses if "nobody" in each or "demo17" in each]
    assert page.document.xpath("//input[@name='text']/@value") == ["nobody1@example.com"]


def test_the_pages_of_a_search_are_its_own(
    client: Client, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "PAGE_CALLS", 2)
    for _ in range(3):
        fail(client, 1)
        client.list_mobjects()
    page = searched(url, outcome="failed")
    assert page.texts(IDS) == ["5", "3"]
    older = page.document.xpath("//a[@rel='next']/@href")[0]
    assert seen(url, older).texts(IDS) == ["1"]


def test_a_search_that_is_forgotten_is_told(client: Client, url: str) -> None:
    fail(client, 1)
    page = seen(url, "/?search=gone")
    assert page.texts(IDS) == ["1"]
    assert "not kept any more" in page.texts("//p[@class='notice']")[0]


def test_searches_are_bounded_and_those_in_use_stay() -> None:
    searches: Searches[int] = Searches()
    first = searches.keep(0)
    second = searches.keep(1)
    for number in range(MOST_SEARCHES - 1):
        searches.get(first)
        searches.keep(number)
    assert searches.get(first) == 0
    assert searches.get(second) is None


@pytest.mark.parametrize("query", ["before=x", "before=-1", f"after={10**30}", "before=1.5"])
def test_a_page_that_is_none_is_not_found(url: str, query: str) -> None:
    assert seen(url, f"/?{query}").status == 404


def test_the_address_of_the_list_holds_no_trace_of_the_server(url: str) -> None:
    for path in seen(url, "/").links():
        assert not urlsplit(path).netloc
