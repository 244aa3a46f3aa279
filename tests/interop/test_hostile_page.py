"""The page in a browser, with texts and sites that mean harm: nothing of them runs or gets out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import quote
from xml.sax.saxutils import escape

import pytest
from support.browser import REBOUND, needs_browser, opened, strange_site
from support.envelopes import header_at, request, signed
from support.page import seen

from mktows import Client
from mktows.rest import RestClient
from mktows.sandbox import Sandbox
from mktows.server.http.page.site import Site
from mktows.server.http.server import ThreadedServer
from mktows.server.page.texts import visible

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [needs_browser, pytest.mark.slow]

HARM = (
    "<script>alert(1)</script>",
    "</template><img src=x onerror=alert(1)>",
    "\"><svg onload='alert(1)'>",
    "</script><script src=http://elsewhere.example/></script>",
    "javascript:alert(1)//{{7*7}}",
    "\u202egnp.exe\u2066\x9b",
)
ALL = " ".join(HARM)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(rest=True) as running:
        yield running


@pytest.fixture
def url(sandbox: Sandbox) -> Iterator[str]:
    with ThreadedServer(sandbox, site=Site(sandbox)) as running:
        yield running.url


def do_harm(url: str, sandbox: Sandbox) -> None:
    """Make calls that hold it in every place."""
    client = Client(sandbox.config(), transport=sandbox)
    names = ("FirstName", "LastName", "Company", "City", "Title")
    client.sync_lead({"Email": "lead@example.com", **dict(zip(names, HARM, strict=False))})
    client.sync_lead({"Email": "long@example.com", "Address": "<b>" * 3_000_000})
    for body in (
        ALL.encode(),
        f"<a>{ALL}".encode(),
        b"<a>\xed\xa0\x80</a>",
        signed(header=header_at(datetime.now(UTC), "u" + escape(HARM[0]))),
        signed(
            f"<m:paramsGetLead><x a='{escape(HARM[1])}'>{escape(HARM[2])}</x></m:paramsGetLead>"
        ),
    ):
        sandbox.send(request(body))
    rest = RestClient(sandbox.rest().config(), transport=sandbox)
    rest.sync_leads([{"email": "rest@example.com", "firstName": HARM[0]}])
    for path in (f"/rest/v1/{quote(HARM[1])}.json", f"/rest/v1/x.json?{quote(HARM[0])}"):
        seen(url, path, headers={"User-Agent": HARM[0], "X-Odd": HARM[1]})


def test_nothing_that_was_sent_runs(sandbox: Sandbox, url: str, browser: Browser) -> None:
    with opened(browser, f"{url}/") as page:
        page.get_by_text("Live", exact=True).wait_for()
        do_harm(url, sandbox)  # the script shows it in the list
        page.locator("#calls tbody tr").nth(10).wait_for()
        assert page.locator("main svg, main img, main script").count() == 0
        for call in sandbox.calls():
            page.goto(f"{url}/_page/calls/{call.id}")
            assert page.locator("main svg, main img, main script").count() == 0
        page.goto(f"{url}/_page/data/leads")
        links = page.locator("main tbody a").all()
        for path in [each.get_attribute("href") for each in links]:
            page.goto(f"{url}{path}")
            assert page.locator("main svg, main img, main script").count() == 0


def test_it_is_shown_as_text(sandbox: Sandbox, url: str, browser: Browser) -> None:
    text = f"said: {ALL}"
    sandbox.send(request(text.encode()))
    with opened(browser, f"{url}/_page/calls/1") as page:
        assert page.locator("#request ~ .scroll code").inner_text() == visible(text)
        page.goto(f"{url}/")
        page.get_by_label("Text").fill(HARM[2])
        page.get_by_label("Text").press("Enter")
        page.get_by_text("Shown are calls whose").wait_for()
        assert page.get_by_label("Text").input_value() == HARM[2]
        assert page.locator("#calls tbody tr").count() == 1


# What another site may try; each tells how it ended.
STRANGE = """<!doctype html><meta charset=utf-8><title>working</title><body><script>
const tries = {
  read: () => fetch("HERE/"),
  readLive: () => fetch("HERE/_page/live?after=0"),
  post: () => fetch("HERE/_page/calls/search", {method: "POST", credentials: "include",
    body: new URLSearchParams({operation: "x"})}),
  blind: () => fetch("HERE/_page/calls/search", {method: "POST", mode: "no-cors",
    body: new URLSearchParams({operation: "x"})}),
  call: () => fetch("HERE/soap/mktows/3_1", {method: "POST", mode: "no-cors", body: "<a/>"}),
  events: () => new Promise((done, failed) => {
    const source = new EventSource("HERE/_page/live?after=0");
    source.onopen = done;
    source.onerror = () => { source.close(); failed(); };
  }),
  script: () => loaded("script", "src", "HERE/_page/script.js"),
  style: () => loaded("link", "href", "HERE/_page/style.css"),
  picture: () => loaded("img", "src", "HERE/_page/icon.svg"),
};
function loaded(name, attribute, address) {
  return new Promise((done, failed) => {
    const made = document.createElement(name);
    made.onload = done;
    made.onerror = failed;
    made.rel = "stylesheet";
    made[attribute] = address;
    document.body.append(made);
  });
}
(async () => {
  const ended = window.ended = {};
  for (const [name, attempt] of Object.entries(tries)) {
    ended[name] = await attempt().then(() => "done", () => "failed");
  }
  document.title = "ended";
})();
</script>
<iframe name=inner src="HERE/"></iframe>
<form method=post action="HERE/_page/calls/search"><input name=operation value=x>
<button>Post</button></form><a href="HERE/">Link</a>
"""


def test_another_site_reads_nothing_and_posts_nothing(
    sandbox: Sandbox, url: str, browser: Browser
) -> None:
    Client(sandbox.config(), transport=sandbox).sync_lead({"Email": "secret@example.com"})
    with (
        strange_site(STRANGE.replace("HERE", url)) as strange,
        opened(browser, strange, clean=False) as page,
    ):
        page.wait_for_function("document.title == 'ended'")
        ended = page.evaluate("window.ended")
        # The browser tells such a site nothing of an answer that is sent blindly: a refusal is one.
        assert {name for name, how in ended.items() if how == "done"} == {"blind", "call"}, ended
        assert len(ended) == 9
        assert len(sandbox.calls()) == 1
        inner = page.frame("inner")
        assert inner is not None
        assert "secret" not in inner.content()
        assert "Calls" not in inner.content()
        with page.expect_navigation() as posted:
            page.get_by_role("button", name="Post").click()
        assert posted.value is not None
        assert posted.value.status == 403
        page.goto(strange)
        with page.expect_navigation() as led:
            page.get_by_role("link", name="Link").click()
        assert led.value is not None
        assert led.value.status == 403
        assert page.locator("#calls").count() == 0


def test_a_name_that_was_made_to_point_here_is_refused(url: str, browser: Browser) -> None:
    rebound = url.replace("127.0.0.1", REBOUND)
    assert rebound != url
    with opened(browser, f"{rebound}/", clean=False) as page:
        assert page.locator("#calls").count() == 0
        assert f"not known as {REBOUND}" in page.content()
        answer = page.goto(f"{rebound}/_page/data")
        assert answer is not None
        assert answer.status == 403
