"""The page as a site: who reads it, what keeps browsers from more, and what leads there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from support.page import seen

from mktows.sandbox import Sandbox
from mktows.server.http.page.site import Site
from mktows.server.http.server import ThreadedServer

STATIC = ["/_page/style.css", "/_page/script.js", "/_page/icon.svg"]
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
ENDPOINT = "/soap/mktows/3_1"


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with Sandbox() as sandbox, ThreadedServer(sandbox, site=Site(sandbox)) as running:
        yield running.url


@pytest.mark.parametrize("path", ["/", "/_page/nothing", "/?before=x", *STATIC])
def test_each_answer_keeps_browsers_from_more(url: str, path: str) -> None:
    headers = seen(url, path).headers
    policy = headers["content-security-policy"].split("; ")
    assert policy[0] == "default-src 'none'"
    assert {"frame-ancestors 'none'", "script-src 'self'", "style-src 'self'"} <= {*policy}
    assert not [each for each in policy if "unsafe" in each or "http" in each or "data:" in each]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"
    assert "access-control-allow-origin" not in headers


def test_nothing_is_loaded_from_elsewhere_nor_stands_in_the_page(url: str) -> None:
    document = seen(url, "/").document
    loaded = document.xpath("//link/@href | //script/@src | //img/@src")
    assert {*loaded} <= {*STATIC}
    assert not document.xpath("//style | //script[not(@src)] | //@style")
    assert not [each for each in document.xpath("//@*") if each.attrname.startswith("on")]


@pytest.mark.parametrize("path", STATIC)
def test_a_file_is_got(url: str, path: str) -> None:
    got = seen(url, path)
    assert (got.status, seen(url, path, method="HEAD").body) == (200, b"")
    assert got.body
    assert seen(url, path, form={}).status in (404, 405)


@pytest.mark.parametrize("path", ["/_page/", "/_page/../x", "/_page/style.css/", "/_page/%2e%2e/"])
def test_there_is_no_other_page(url: str, path: str) -> None:
    assert seen(url, path).status == 404


def test_a_post_without_a_form_of_the_page_is_refused(url: str) -> None:
    search = "/_page/calls/search"
    right = {"token": seen(url, "/").token, "text": "x"}
    assert seen(url, search, form=right).status == 303
    for token in ("", "x", right["token"][:-1], f"{right['token']}x", "ü"):
        assert seen(url, search, form={"token": token, "text": "x"}).status == 403
    assert seen(url, search, form={"text": "x"}).status == 403
    assert seen(url, search, form=right, headers={"Content-Type": "text/plain"}).status == 415
    many = {f"x{number}": "" for number in range(100)}
    assert seen(url, search, form={**right, **many}).status == 400
    assert seen(url, search).status == 405
    assert seen(url, "/", form=right).status == 404  # the service's own answer


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Referer": "http://evil.example/"},
        {"Host": "evil.example"},
        {"X-Forwarded-For": "192.0.2.7"},
    ],
    ids=str,
)
def test_others_neither_read_nor_post(url: str, headers: Mapping[str, str]) -> None:
    token = seen(url, "/").token
    for path in ("/", *STATIC, "/_page/nothing"):
        assert seen(url, path, headers=headers).status == 403
    form = {"token": token, "text": "x"}
    posted = seen(url, "/_page/calls/search", form=form, headers=headers)
    assert posted.status == 403
    assert token.encode() not in posted.body


def test_the_page_itself_reads_and_posts(url: str) -> None:
    own = {"Sec-Fetch-Site": "same-origin", "Origin": url}
    token = seen(url, "/", headers=own).token
    form = {"token": token, "text": "x"}
    assert seen(url, "/_page/calls/search", form=form, headers=own).status == 303
    own = {"Sec-Fetch-Site": "same-origin", "Origin": "null"}
    assert seen(url, "/_page/calls/search", form=form, headers=own).status == 303


def test_what_is_not_the_page_is_as_strict_as_before(url: str) -> None:
    own = {"Sec-Fetch-Site": "same-origin", "Origin": url}
    for path in (ENDPOINT, f"{ENDPOINT}?WSDL", "/_control/calls", "/_pages", "/x"):
        assert seen(url, path, headers=own).status == 403
    assert seen(url, "/", form={}, headers=own).status == 403


@pytest.mark.parametrize("path", [ENDPOINT, f"{ENDPOINT}/", "/soap/mktows/1_0", f"{ENDPOINT}?x"])
def test_an_endpoint_opened_in_a_browser_leads_there(url: str, path: str) -> None:
    led = seen(url, path, headers=BROWSER)
    assert (led.status, led.headers["location"]) == (303, "/")
    assert seen(url, path).status == 405
    assert seen(url, path, headers={"Accept": "text/htmlx, */*"}).status == 405


def test_other_addresses_do_not_lead_there(url: str) -> None:
    assert b"definitions" in seen(url, f"{ENDPOINT}?wsdl", headers=BROWSER).body
    assert seen(url, ENDPOINT, headers={**BROWSER, "X-Forwarded-For": "x"}).status == 405
    assert seen(url, ENDPOINT, headers={**BROWSER, "Origin": url}).status == 403
    assert seen(url, ENDPOINT, headers=BROWSER, method="POST").status == 500  # no envelope


def test_without_a_page_all_is_as_before(sandbox: Sandbox) -> None:
    with ThreadedServer(sandbox) as running:
        assert seen(running.url, "/").status == 404
        assert seen(running.url, "/_page/style.css").status == 404
        assert seen(running.url, ENDPOINT, headers=BROWSER).status == 405


def test_it_is_shown_under_a_given_name_where_that_is_asked_for(sandbox: Sandbox) -> None:
    for for_hosts, status in ((False, 403), (True, 200)):
        site = Site(sandbox, for_hosts=for_hosts)
        with ThreadedServer(sandbox, site=site, hosts=["page.test"]) as running:
            assert seen(running.url, "/", headers={"Host": "page.test"}).status == status
            assert seen(running.url, "/").status == 200
