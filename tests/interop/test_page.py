"""The page in a browser: live, by keyboard, without JavaScript, dark, narrow, and for everybody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

import pytest
from support.bridge_pair import KEY, USER
from support.browser import (
    NARROW,
    barriers,
    needs_browser,
    opened,
    overflow,
    picture,
    size,
)
from support.envelopes import header_at, request, signed
from support.served_bridge import served_pair

from mktows import Client, Config, Secret, ServiceFault
from mktows.cli.page import PageOptions
from mktows.server.http.control import Control
from mktows.server.http.server import ThreadedServer
from mktows.server.service import Service

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [needs_browser, pytest.mark.slow]

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
LEAD = "rufus@marketo.com"
ROWS = "#calls tbody tr"
BAD = (
    "<m:paramsSyncLead><leadRecord><Email>a@example.com</Email><colour>red</colour></leadRecord>"
    "<returnLead>perhaps</returnLead></m:paramsSyncLead>"
)


@dataclass
class Served:
    """A service with its page."""

    service: Service
    server: ThreadedServer
    client: Client = field(init=False)

    def __post_init__(self) -> None:
        self.client = Client(Config(self.server.endpoint("3_1"), USER, Secret(KEY)))

    @property
    def url(self) -> str:
        """Where it is."""
        return self.server.url

    def use(self) -> int:
        """Make calls: two that succeed, one that fails, and the bad one, whose number is told."""
        self.client.list_mobjects()
        self.client.describe_mobject("ActivityRecord")
        with pytest.raises(ServiceFault):
            self.client.get_lead(email="nobody@example.com")
        self.service.send(request(signed(BAD, header=header_at(datetime.now(UTC), USER, KEY))))
        return max(each.id for each in self.service.calls())


@dataclass
class Both:
    """A sandbox and a bridge with their pages, and calls in their journals."""

    sandbox: Served
    bridge: Served
    bad: int
    bridge_failed: int
    lead: int

    def views(self, page: Page) -> list[tuple[str, str]]:
        """All kinds of pages, names and addresses: those of the menu, and what they lead to."""
        links = page.get_by_role("navigation", name="Views").get_by_role("link").all()
        menu = [
            (each.inner_text().lower(), f"{self.sandbox.url}{each.get_attribute('href')}")
            for each in links
        ]
        return [
            *menu,
            ("opened", f"{self.sandbox.url}/_page/calls/{self.bad}"),
            ("gone", f"{self.sandbox.url}/_page/calls/999999"),
            ("listing", f"{self.sandbox.url}/_page/data/leads"),
            ("record", f"{self.sandbox.url}/_page/data/leads/{self.lead}"),
            ("compared", f"{self.sandbox.url}/_page/compare?call={self.bad}&call=1"),
            ("operation", f"{self.sandbox.url}/_page/contract/2_7/syncMObjects"),
            ("migration", f"{self.sandbox.url}/_page/migration"),
            ("bridged", f"{self.bridge.url}/_page/calls/{self.bridge_failed}"),
        ]


@pytest.fixture(scope="module")
def both() -> Iterator[Both]:
    with served_pair() as pair, ExitStack() as stack:
        sandbox, bridge = (
            Served(each.service, stack.enter_context(_served(each.service))) for each in pair
        )
        bad = sandbox.use()
        lead = sandbox.client.get_lead(email=LEAD).lead_records[0].id or 0
        yield Both(sandbox, bridge, bad, bridge.use() - 1, lead)


@contextmanager
def _served(service: Service) -> Iterator[ThreadedServer]:
    control = Control(service)
    # As the command serves it: all that it has is there.
    site = PageOptions().site(service, "", control)
    with ThreadedServer(service, site=site, control=control) as running:
        yield running


def shown(page: Page) -> list[str]:
    """The operations in the list of calls."""
    return page.locator(f"{ROWS} [data-part=operation]").all_inner_texts()


def test_a_call_appears_while_the_page_is_open(both: Both, browser: Browser) -> None:
    with opened(browser, f"{both.sandbox.url}/") as page:
        page.get_by_text("Live", exact=True).wait_for()
        page.evaluate("window.stayed = true")
        before = page.locator(ROWS).count()
        first = page.locator(ROWS).first
        with pytest.raises(ServiceFault):
            both.sandbox.client.get_lead(id=987_654)
        first.get_by_text("20103").wait_for()
        assert "failed" in (first.get_attribute("class") or "")
        both.sandbox.client.list_mobjects()
        first.get_by_text("listMObjects").wait_for()
        assert page.locator(ROWS).count() == before + 2
        assert page.evaluate("window.stayed")
        page.get_by_role("button", name="Pause").click()
        page.get_by_text("Paused").wait_for()
        both.sandbox.client.get_channels()
        page.get_by_role("button", name="Go on").click()
        first.get_by_text("getChannels").wait_for()
        picture(page, "calls")
        first.get_by_role("link").click()
        page.get_by_role("heading", name="getChannels").wait_for()


def test_a_finding_stands_under_its_very_line(both: Both, browser: Browser) -> None:
    with opened(browser, f"{both.sandbox.url}/_page/calls/{both.bad}") as page:
        line = page.locator("#request ~ .scroll li", has_text="<returnLead>perhaps")
        above = line.locator("code").first.bounding_box()
        finding = line.locator(".finding", has_text="value-type").bounding_box()
        after = page.locator("#request ~ .scroll li", has_text="</m:paramsSyncLead>").bounding_box()
        assert above
        assert finding
        assert after
        assert above["y"] + above["height"] <= finding["y"] + 1
        assert finding["y"] + finding["height"] <= after["y"] + 1
        page.locator(".findings-list li", has_text="value-type").get_by_role("link").click()
        assert page.evaluate("document.querySelector(':target').id") == line.get_attribute("id")
        assert "Nothing was carried out." in page.locator(".fault").inner_text()
        picture(page, "finding", height=270)


def test_the_calls_are_filtered_and_no_address_tells_by_what(both: Both, browser: Browser) -> None:
    with opened(browser, f"{both.sandbox.url}/") as page:
        page.get_by_label("Text").fill("nobody@example.com")
        page.get_by_label("Outcome").select_option("failed")
        page.get_by_role("button", name="Filter").click()
        page.get_by_text("Shown are calls whose").wait_for()
        assert set(shown(page)) == {"getLead"}
        assert "nobody" not in page.url
        page.get_by_label("Text").press("Enter")
        page.get_by_role("link", name="Show all").click()
        page.get_by_role("link", name="syncLead").first.wait_for()


def test_the_keyboard_alone_leads_to_a_call_and_back(both: Both, browser: Browser) -> None:
    with opened(browser, f"{both.sandbox.url}/") as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.innerText") == "Skip to the content"
        page.keyboard.press("Enter")
        for _ in range(20):
            page.keyboard.press("Tab")
            if page.evaluate("!!document.activeElement.closest('#calls tbody')"):
                break
        focused = "document.activeElement.closest('tr').rowIndex"
        assert page.evaluate(focused) == 1
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowUp")
        assert page.evaluate(focused) == 2
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        second = shown(page)[1]
        page.keyboard.press("Enter")
        page.get_by_role("heading", name=f": {second}").wait_for()


def test_all_can_be_read_without_javascript(both: Both, browser: Browser) -> None:
    with opened(browser, f"{both.sandbox.url}/", java_script_enabled=False) as page:
        assert not page.get_by_text("Pause").is_visible()
        count = page.locator(ROWS).count()
        page.get_by_label("Outcome").select_option("findings")
        page.get_by_role("button", name="Filter").click()
        assert 0 < page.locator(ROWS).count() < count
        page.goto(f"{both.sandbox.url}/_page/calls/{both.bad}")
        assert page.locator(".finding", has_text="value-type").is_visible()


def test_data_are_searched_and_opened(both: Both, browser: Browser) -> None:
    with opened(browser, f"{both.sandbox.url}/") as page:
        page.get_by_role("navigation", name="Views").get_by_role("link", name="Data").click()
        page.get_by_role("link", name="Leads", exact=True).click()
        first = page.locator("main tbody tr").first.inner_text()
        email = next(each for each in first.split() if "@" in each)
        page.get_by_label("Search in").fill(email.upper())
        page.get_by_role("button", name="Search").click()
        page.get_by_role("link", name="Show all").wait_for()
        assert email not in page.url.lower()
        picture(page, "leads")
        page.locator("main tbody tr a").first.click()
        page.get_by_text(email).first.wait_for()
        picture(page, "lead")


def test_a_bridge_shows_the_rest_calls_that_it_made(both: Both, browser: Browser) -> None:
    with opened(browser, f"{both.bridge.url}/") as page:
        page.get_by_role("link", name=f", call {both.bridge_failed}").click()
        page.get_by_role("heading", name="What was done to answer it").wait_for()
        assert "GET /rest/v1/leads.json" in page.locator(".notes").inner_text()
        picture(page, "bridged")


def test_every_view_can_be_used_by_everybody_light_and_dark(both: Both, browser: Browser) -> None:
    found = {}
    with opened(browser, f"{both.sandbox.url}/", clean=False) as page:
        for name, url in both.views(page):
            page.goto(url)
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                if problems := barriers(page, colours_alone=scheme == "dark"):
                    found[name, scheme] = problems
                picture(page, f"{name}-{scheme}")
    assert not found


def test_dark_is_dark(both: Both, browser: Browser) -> None:
    paper = "getComputedStyle(document.documentElement).backgroundColor"
    seen = []
    for scheme in SCHEMES:
        with opened(browser, f"{both.sandbox.url}/", color_scheme=scheme) as page:
            seen.append(sum(map(int, re.findall(r"[0-9]+", page.evaluate(paper))[:3])))
    assert seen[0] > 600 > 150 > seen[1]


def test_no_view_is_wider_than_a_small_telephone(both: Both, browser: Browser) -> None:
    with opened(browser, f"{both.sandbox.url}/", clean=False, **size(NARROW)) as page:
        for name, url in both.views(page):
            page.goto(url)
            assert overflow(page) <= 0, name
            picture(page, f"{name}-narrow")
