"""One call opened over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from support.envelopes import header_at, request, signed
from support.page import seen
from support.served_bridge import served_pair

from mktows import Client, ServiceFault
from mktows.rest import RestClient
from mktows.sandbox import Bounds, Sandbox
from mktows.server.http.page.site import Site
from mktows.server.http.server import ThreadedServer

BAD = (
    "<m:paramsSyncLead><leadRecord><Email>a@example.com</Email><colour>red</colour></leadRecord>"
    "<returnLead>perhaps</returnLead></m:paramsSyncLead>"
)


@pytest.fixture
def url(sandbox: Sandbox) -> Iterator[str]:
    with ThreadedServer(sandbox, site=Site(sandbox)) as running:
        yield running.url


def test_findings_stand_under_the_lines_that_they_are_about(sandbox: Sandbox, url: str) -> None:
    sandbox.send(request(signed(BAD), action="x"))
    page = seen(url, "/_page/calls/1")
    marked = page.document.xpath("//ol[@class='message']/li[@class='marked']")
    at = {each.xpath("string(code)").strip(): each.xpath("p/code/text()") for each in marked}
    assert at["<colour>red</colour>"] == ["lead-attribute-as-element"]
    assert at["<returnLead>perhaps</returnLead>"] == ["value-type"]
    listed = page.document.xpath("//ol[@class='findings-list']/li")
    assert len(listed) == len(sandbox.calls()[0].findings)
    for each in page.document.xpath("//ol[@class='findings-list']//a/@href"):
        assert page.document.xpath(f"//li[@id='{each.removeprefix('#')}']")


def test_what_was_refused_for_its_signature_is_judged_when_it_is_opened(
    sandbox: Sandbox, url: str
) -> None:
    old = header_at(datetime(2013, 8, 5, tzinfo=UTC))
    good = "<m:paramsGetLead><leadKey><keyType>IDNUM</keyType><keyValue>1</keyValue></leadKey>"
    sandbox.send(request(signed(BAD.replace("leadRecord>", "leadrecord>"), header=old)))
    sandbox.send(request(signed(f"{good}</m:paramsGetLead>", header=old)))
    assert [(each.code, each.findings) for each in sandbox.calls()] == [(20016, ())] * 2
    page = seen(url, "/_page/calls/1")
    assert "look at the request now" in page.texts("//p[@class='notice']")[0]
    (marked,) = page.document.xpath("//li[@class='marked'][contains(., '<leadrecord>')]")
    assert marked.xpath("p/code/text()")[0].startswith("element-")
    # Neither what was masked nor the age of the signature is a finding.
    assert not seen(url, "/_page/calls/2").document.xpath("//ol[@class='findings-list']")


def test_the_fault_is_explained(sandbox: Sandbox, url: str) -> None:
    sandbox.send(request(signed(BAD)))
    (said,) = seen(url, "/_page/calls/1").texts("//section[@class='fault']")
    assert "20110 - Input error" in said
    assert "returnLead: the text is not a valid boolean" in said
    assert "Nothing was carried out." in said


def test_request_and_reply_are_given_as_they_are(
    sandbox: Sandbox, client: Client, url: str
) -> None:
    client.list_mobjects()
    sandbox.send(request(b"no XML"))
    for call in sandbox.calls():
        for part in ("request", "reply"):
            got = seen(url, f"/_page/calls/{call.id}/{part}")
            assert got.body.decode() == getattr(call, part)
            assert "attachment" in got.headers["content-disposition"]
            assert got.headers["content-type"] == "application/octet-stream"
    assert (
        'filename="call-1-request.xml"'
        in seen(url, "/_page/calls/1/request").headers["content-disposition"]
    )
    assert (
        'filename="call-2-request.txt"'
        in seen(url, "/_page/calls/2/request").headers["content-disposition"]
    )


def test_the_signature_is_not_shown(client: Client, url: str) -> None:
    client.list_mobjects()
    (line,) = seen(url, "/_page/calls/1").texts("//li[contains(., '<requestSignature>')]")
    assert line == "<requestSignature>***</requestSignature>"


def test_the_calls_beside_it_are_reached_also_in_a_search(client: Client, url: str) -> None:
    for number in range(3):
        with pytest.raises(ServiceFault):
            client.get_lead(id=number + 1)
        client.list_mobjects()

    def beside(path: str) -> list[str]:
        page = seen(url, path)
        return [str(each) for each in page.document.xpath("//main//a[@rel]/@href")]

    assert beside("/_page/calls/3") == ["/_page/calls/4", "/_page/calls/2"]
    assert beside("/_page/calls/1") == ["/_page/calls/2"]
    assert beside("/_page/calls/6") == ["/_page/calls/5"]
    form = {"token": seen(url, "/").token, "operation": "getLead"}
    search = seen(url, "/_page/calls/search", form=form).headers["location"].partition("?")[2]
    assert beside(f"/_page/calls/3?{search}") == [
        f"/_page/calls/5?{search}",
        f"/_page/calls/1?{search}",
    ]
    assert beside("/_page/calls/3?search=x") == ["/_page/calls/4", "/_page/calls/2"]


@pytest.mark.parametrize("number", ["0", "2", "9" * 18, "9" * 30])
def test_a_call_that_is_not_kept_is_not_found(client: Client, url: str, number: str) -> None:
    client.list_mobjects()
    for part in ("", "/request", "/reply"):
        assert seen(url, f"/_page/calls/{number}{part}").status == 404
    assert seen(url, "/_page/calls/1/other").status == 404


def test_a_call_of_rest_is_shown_too() -> None:
    with Sandbox(rest=True) as sandbox, ThreadedServer(sandbox, site=Site(sandbox)) as running:
        client = RestClient(sandbox.rest().config(), transport=sandbox)
        client.sync_leads([{"email": "a@example.com"}])
        page = seen(running.url, f"/_page/calls/{len(sandbox.calls())}")
    assert page.texts("//h1") == ["Call 2: POST /rest/v1/leads.json"]
    shown = page.texts("//section[@aria-labelledby='request']//li")
    assert shown[0].startswith("POST /rest/v1/leads.json")
    assert '"email": "a@example.com"' in shown


def test_the_rest_calls_of_a_bridge_stand_with_the_call() -> None:
    with served_pair() as (_, bridge):
        bridge.client_of_service().list_mobjects()
        with pytest.raises(ServiceFault):
            bridge.client_of_service().get_lead(email="nobody@example.com")
        with ThreadedServer(bridge.service, site=Site(bridge.service)) as running:
            page = seen(running.url, "/_page/calls/2")
            assert "a bridge" in page.texts("//header")[0]
        (_, call) = bridge.service.calls()
    noted = page.texts("//section[@aria-labelledby='notes']//li")
    assert noted == [*call.notes]
    assert any("GET /rest/v1/leads.json" in each for each in noted)


def test_a_call_is_given_as_a_program_that_makes_it_again(client: Client, url: str) -> None:
    client.list_mobjects()
    page = seen(url, "/_page/calls/1")
    for kind, name, start in (
        ("curl", "call-1.sh", "#!/bin/sh\n"),
        ("pytest", "test_call_1.py", '"""Call 1: listMObjects, as it was recorded."""\n'),
    ):
        got = seen(url, f"/_page/calls/1/{kind}")
        assert got.body.decode().startswith(start)
        assert f'filename="{name}"' in got.headers["content-disposition"]
        (shown,) = page.document.xpath(f"//pre[@id='copy-{kind}']")
        assert shown.text_content() == got.body.decode()
    assert f"MKTOWS_ENDPOINT:={url}/soap/mktows/3_1" in page.texts("//pre")[0]


def test_a_call_that_was_not_kept_whole_is_not_given_as_one() -> None:
    with (
        Sandbox(journal=Bounds(bodies=False)) as sandbox,
        ThreadedServer(sandbox, site=Site(sandbox)) as running,
    ):
        Client(sandbox.config(), transport=sandbox).list_mobjects()
        page = seen(running.url, "/_page/calls/1")
        assert page.texts("//section[@aria-labelledby='again']/p") == ["Its request was not kept."]
        assert seen(running.url, "/_page/calls/1/curl").status == 404
        assert seen(running.url, "/_page/calls/1/pytest").status == 404


def test_a_long_call_is_given_and_not_shown(sandbox: Sandbox, url: str) -> None:
    sandbox.send(request(b"<a>" + b"x" * 30_000 + b"</a>"))
    page = seen(url, "/_page/calls/1")
    assert not page.document.xpath("//pre")
    links = page.document.xpath("//section[@aria-labelledby='again']//a/@href")
    assert links == ["/_page/calls/1/curl", "/_page/calls/1/pytest"]
    assert len(seen(url, links[0]).body) > 30_000


def test_two_calls_stand_side_by_side(client: Client, url: str) -> None:
    for number in (1, 2):
        with pytest.raises(ServiceFault):
            client.get_lead(id=number)
    page = seen(url, "/_page/compare?call=1&call=2")
    assert page.texts("//h1") == ["Calls 1 and 2"]
    changed = page.document.xpath("//table[@class='beside']//tr[@class='changed']")
    found = [[" ".join(cell.text_content().split()) for cell in row] for row in changed]
    assert ["changed", "<keyValue>1</keyValue>", "<keyValue>2</keyValue>"] in found
    assert page.texts("//section[1]//tr[@class='gap']")
    same = seen(url, "/_page/compare?call=2&call=2")
    assert same.texts("//section/p") == ["Both are the same.", "Both are the same."]


@pytest.mark.parametrize("query", ["", "?call=1", "?call=1&call=1&call=1", "?call=1&call=x"])
def test_two_calls_must_be_chosen(client: Client, url: str, query: str) -> None:
    client.list_mobjects()
    assert seen(url, f"/_page/compare{query}").status in (400, 404)
    assert seen(url, "/_page/compare?call=1&call=2").status == 404


def test_calls_are_chosen_in_the_list(client: Client, url: str) -> None:
    client.list_mobjects()
    page = seen(url, "/")
    (form,) = page.document.xpath("//form[@id='compare']")
    assert (form.get("method"), form.get("action")) == ("get", "/_page/compare")
    assert page.document.xpath("//table[@id='calls']//input[@form='compare']/@value") == ["1"]
