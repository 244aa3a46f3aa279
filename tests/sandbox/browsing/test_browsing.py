"""A sandbox shows all that it holds: in pages, by search, and record by record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktows import Client
from mktows.sandbox import Sandbox
from mktows.sandbox.browsing import browser as browsing
from mktows.sandbox.browsing import rows
from mktows.sandbox.world.files import demo_world, parse_world
from mktows.sandbox.world.world import World, WorldLead, WorldParty
from mktows.server.browsing import Browser, Choice, Link, Record, TooMuch

COMPANY = WorldParty(external_id="acme", attributes={"company": "ACME"})
PERSON = WorldParty(external_id="p1", attributes={"email": "p@example.com"})


@pytest.fixture(scope="module")
def demo() -> Iterator[Sandbox]:
    """The demo world, with a company and a sales person."""
    world = replace(demo_world(), companies=(COMPANY,), sales_persons=(PERSON,))
    with Sandbox(world=world) as made:
        yield made


def browser_of(sandbox: Sandbox) -> Browser:
    found = sandbox.browser()
    assert found is not None
    return found


def ids(sandbox: Sandbox, collection: str, **choice: object) -> list[int]:
    """All that fit, page by page."""
    found: list[int] = []
    before = None
    while True:
        page = browser_of(sandbox).listing(
            collection,
            Choice(**{"before": before, "limit": 7, **choice}),  # type: ignore[arg-type]
        )
        assert page is not None
        found += [each.id for each in page.rows]
        assert [each for each in page.rows if len(each.cells) != len(page.columns)] == []
        before = page.before
        if before is None:
            return found


def links(record: Record) -> list[Link]:
    cells = [value for _, value in record.facts]
    cells += [cell for part in record.sections for row in part.rows for cell in row]
    return [each for each in cells if isinstance(each, Link)]


def test_each_record_of_each_collection_opens_and_its_links_lead_on(demo: Sandbox) -> None:
    shown = browser_of(demo)
    names = [each.name for each in shown.collections()]
    assert names[:3] == ["leads", "lists", "activities"]
    assert "custom-objects-Roadshow" in names
    for name in names:
        found = ids(demo, name)
        assert found, name
        assert found == sorted(found, reverse=True)
        for number in found:
            record = shown.record(name, number)
            assert record is not None
            for part in record.sections:
                assert [row for row in part.rows if len(row) != len(part.columns)] == []
            for link in links(record):
                assert shown.record(link.collection, link.id) is not None, link


def test_it_shows_what_the_world_holds(demo: Sandbox) -> None:
    world = demo_world()
    assert sorted(ids(demo, "leads")) == sorted(each.id for each in world.leads)
    assert len(ids(demo, "activities")) == len(world.activities)
    assert sorted(ids(demo, "programs")) == sorted(each.id for each in world.programs)
    assert sorted(ids(demo, "opportunities")) == sorted(each.id for each in world.opportunities)
    roles = [role.id for each in world.opportunities for role in each.roles]
    assert ids(demo, "roles") == sorted(roles, reverse=True)
    for lead in world.leads:
        record = browser_of(demo).record("leads", lead.id)
        assert record is not None
        assert dict(record.facts)["Email"] == (lead.email or "")
        (attributes,) = (each for each in record.sections if each.title == "Attributes")
        assert {name: value for name, _, value in attributes.rows} == dict(lead.attributes)


def test_what_is_not_there_is_none(demo: Sandbox) -> None:
    shown = browser_of(demo)
    assert shown.listing("nothing", Choice()) is None
    assert shown.record("nothing", 1) is None
    for each in shown.collections():
        for number in (0, -1, 10**9, 10**30):
            assert shown.record(each.name, number) is None
        page = shown.listing(each.name, Choice(before=10**30, lead=10**30))
        assert page is not None
        assert not page.rows


@pytest.mark.parametrize(
    ("collection", "search", "found"),
    [
        ("leads", "1089965", [1089965]),
        ("leads", "rufus@", [1089965]),
        ("leads", "RUFUS@MARKETO.COM", [1089965]),
        ("leads", "travis", [1089965]),
        ("leads", "%", []),
        ("leads", "_", None),  # stands in some address, and is no wildcard
        ("leads", "no such text", []),
        ("lists", "trav-test", [6927, 6926]),
        ("lists", "program.trav", [6927]),
        ("opportunities", "opportunity 3 for", [39]),
        ("roles", "Influencer", [10]),
        ("companies", "acme", [1]),
    ],
)
def test_a_search_finds_what_holds_the_text(
    demo: Sandbox, collection: str, search: str, found: list[int] | None
) -> None:
    if found is None:
        assert 0 < len(ids(demo, collection, search=search)) < len(ids(demo, collection))
    else:
        assert ids(demo, collection, search=search) == found


def test_a_lead_is_found_by_foreign_id_and_cookie(sandbox: Sandbox, client: Client) -> None:
    lead = client.sync_lead(
        {
            "Email": "a@example.com",
            "Company": "ACME",
            "ForeignSysPersonId": "crm-7",
            "ForeignSysType": "SFDC",
        },
        marketo_cookie="id:1&token:_mch-x",
    ).lead_id
    client.sync_lead({"Email": "b@example.com"})
    record = browser_of(sandbox).record("leads", lead or 0)
    assert record is not None
    facts = dict(record.facts)
    assert facts["Foreign id, SFDC"] == "crm-7"
    for search in ("crm-7", facts["Cookie"], "A@EXAMPLE"):
        assert ids(sandbox, "leads", search=search) == [lead]
    assert ids(sandbox, "leads", search="crm-") == []  # a foreign id is found as a whole


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=5)


@given(TEXTS, TEXTS)
def test_every_part_of_a_value_is_found(before: str, part: str) -> None:
    value = f"{before}{part}"
    world = World(leads=(WorldLead(id=7, attributes={"Company": value}), WorldLead(id=8)))
    if not value.strip() or not part.strip():
        return
    with Sandbox(world=world) as made:
        assert 7 in ids(made, "leads", search=part)


def test_records_of_one_lead(demo: Sandbox) -> None:
    of_lead = [each.lead for each in demo_world().activities]
    busiest = max(set(of_lead), key=of_lead.count)
    assert len(ids(demo, "activities", lead=busiest)) == of_lead.count(busiest)
    assert ids(demo, "roles", lead=6) == [10]
    assert ids(demo, "leads", lead=6) == []  # a lead is of no lead


def test_a_search_stops_early_and_goes_on(demo: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "MOST_SEARCHED", 3)
    all_leads = ids(demo, "leads")
    page = browser_of(demo).listing("leads", Choice(search="no such text"))
    assert page is not None
    assert (page.rows, page.before, page.is_partial) == ([], all_leads[2], True) or not page.rows
    assert page.before == all_leads[2]
    assert page.is_partial
    assert ids(demo, "leads", search="rufus@") == [1089965]
    assert ids(demo, "leads", search="marketo", limit=1) == ids(demo, "leads", search="marketo")


def test_a_lead_with_very_much_is_shown_in_part(sandbox: Sandbox, client: Client) -> None:
    lead = client.sync_lead({"Email": "a@example.com"}).lead_id
    assert lead
    for number in range(60):
        client.sync_lead({"Id": lead, "Company": f"Company {number}"})
    record = browser_of(sandbox).record("leads", lead)
    assert record is not None
    (happened,) = (each for each in record.sections if each.title == "Activities")
    assert (len(happened.rows), happened.is_cut, happened.more) == (50, True, "activities")
    assert len(ids(sandbox, "activities", lead=lead)) > 60


def test_what_is_due_is_done_before_it_is_looked_at() -> None:
    now = datetime.now(UTC)
    world = parse_world(
        "instance: {import_seconds: 60}\nchannels: [{name: C}]\n"
        "programs: [{id: 1, name: P, channel: C, lists: [{name: L}]}]\n"
    )
    with Sandbox(world=world) as made:
        made.clock.set(now)
        Client(made.config(), transport=made).import_to_list(
            program_name="P", list_name="L", header="Email Address", rows=["late@example.com"]
        )
        assert ids(made, "leads") == []
        made.clock.set(now + timedelta(seconds=61))
        assert len(ids(made, "leads")) == 1


def test_an_export_is_a_world_that_holds_the_same(demo: Sandbox) -> None:
    for json in (True, False):
        text = browser_of(demo).export(json=json).decode()
        with Sandbox(world=parse_world(text, json=json)) as made:
            names = [each.name for each in browser_of(demo).collections()]
            for name in names:
                assert ids(made, name) == ids(demo, name)


def test_an_export_tells_what_it_leaves_out(sandbox: Sandbox, client: Client) -> None:
    sandbox.seed(demo_world())
    client.request_campaign(leads=[1089965], campaign_id=4496)
    text = browser_of(sandbox).export(json=False).decode()
    assert text.startswith("# Without runs of campaigns (1).\n")
    parse_world(text)


def test_an_export_that_would_be_too_large_is_refused(
    demo: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browsing, "MOST_EXPORTED", 5)
    with pytest.raises(TooMuch, match="more than 5 leads: use mktows sandbox export"):
        browser_of(demo).export(json=True)


def test_no_repr_shows_a_lead(demo: Sandbox) -> None:
    shown = browser_of(demo)
    choice = Choice(search="rufus@marketo.com")
    seen = [choice, shown.listing("leads", choice), shown.record("leads", 1089965)]
    assert "rufus" not in repr(seen)
    assert "Travis" not in repr(seen)
