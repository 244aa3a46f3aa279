"""The contract on the page: each operation of each version, as it is answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import pytest
from lxml import etree
from support.page import Seen, seen
from support.served_bridge import served_pair

from mktows import Client
from mktows.bridge.backend import OPERATIONS as CARRIED
from mktows.cli.page import _migrate
from mktows.contract import KNOWN_VERSIONS, LATEST_VERSION, contract
from mktows.facts.examples import documented_calls
from mktows.facts.request_fields import without_effect
from mktows.sandbox import Call, Sandbox
from mktows.sandbox.emulator import OPERATIONS
from mktows.server.exchange import RecordedCall
from mktows.server.http.page.site import Site
from mktows.server.http.server import ThreadedServer
from mktows.server.page.blocks import Block, Code, Heading, Items, Paragraph, Table
from mktows.server.page.examples import examples_of
from mktows.server.service import Service
from mktows.soap import read_envelope

NAMES = sorted(contract(LATEST_VERSION).operations)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with Sandbox() as sandbox, ThreadedServer(sandbox, site=Site(sandbox)) as running:
        yield running.url


def plain(texts: Sequence[str]) -> list[str]:
    return [each.replace("`", "") for each in texts]


@pytest.mark.parametrize("version", KNOWN_VERSIONS)
def test_each_operation_of_a_version_is_listed_and_opens(url: str, version: str) -> None:
    page = seen(url, f"/_page/contract/{version}")
    assert page.texts("//tbody//td[1]") == sorted(contract(version).operations)
    assert page.texts("//nav[@aria-label='Versions']/a") == [*KNOWN_VERSIONS]
    assert page.texts("//nav[@aria-label='Versions']/a[@aria-current]") == [version]
    for link in page.document.xpath("//tbody//a/@href"):
        assert seen(url, link).status == 200


def test_the_newest_version_is_shown_first(url: str) -> None:
    assert seen(url, "/_page/contract").texts("//h1") == [f"Contract {LATEST_VERSION}"]


@pytest.mark.parametrize("name", NAMES)
def test_an_operation_tells_what_the_manual_tells_of_it(url: str, name: str) -> None:
    page = seen(url, f"/_page/contract/{LATEST_VERSION}/{name}")
    covered = OPERATIONS[name]
    said = page.texts("//main")[0].lower()
    assert plain([covered.summary.lower()])[0] in said
    assert ", ".join(covered.strength) in said
    listed = page.texts("//main/ul/li")
    assert listed == plain([*covered.differences, *without_effect(name)])


def test_examples_are_messages_of_the_contract() -> None:
    shown = 0
    for version in KNOWN_VERSIONS:
        for name in contract(version).operations:
            for example in examples_of(name, version):
                message = read_envelope(example.envelope.encode()).body
                assert message is not None
                alone = etree.fromstring(etree.tostring(message))
                assert contract(version).schema.validate(alone), example.name
                shown += version == LATEST_VERSION
    assert shown == len(documented_calls())


def test_an_example_is_shown_line_by_line(url: str) -> None:
    page = seen(url, f"/_page/contract/{LATEST_VERSION}/getLead")
    lines = page.texts("//ol[@class='message'][1]/li")
    assert "<keyType>EMAIL</keyType>" in lines
    assert "<requestSignature>SIGNATURE</requestSignature>" in lines
    workspaces = seen(url, f"/_page/contract/{LATEST_VERSION}/syncLead").texts("//li")
    assert [each for each in workspaces if each.startswith("<targetWorkspace>")]


def test_an_example_that_was_refused_says_so(url: str) -> None:
    refused = {each["operation"]: each["fault"] for each in documented_calls() if "fault" in each}
    for name, fault in refused.items():
        assert fault["string"] in seen(url, f"/_page/contract/3_1/{name}").texts("//q")


def test_the_wsdl_has_the_address_of_the_server(url: str) -> None:
    for version in KNOWN_VERSIONS:
        got = seen(url, f"/_page/contract/{version}.wsdl")
        assert f'filename="mktows_{version}.wsdl"' in got.headers["content-disposition"]
        (address,) = etree.fromstring(got.body).iter("{*}address")
        assert address.get("location") == f"{url}/soap/mktows/{version}"


@pytest.mark.parametrize("path", ["/9_9", "/9_9.wsdl", "/3_1/nothing", "/9_9/getLead", "/3_1/x/y"])
def test_what_is_not_there_is_not_found(url: str, path: str) -> None:
    assert seen(url, f"/_page/contract{path}").status == 404


def test_a_bridge_tells_how_far_rest_carries_each() -> None:
    with (
        served_pair() as (_, bridge),
        ThreadedServer(bridge.service, site=Site(bridge.service)) as running,
    ):
        rows = seen(running.url, "/_page/contract").document.xpath("//tbody/tr")
        told = {each[0].text_content(): each[3].text_content() for each in rows}
        lost = seen(running.url, "/_page/contract/3_1/syncLead").texts("//main/ul/li")
    assert told == {name: each.grade for name, each in CARRIED.items()}
    assert lost == plain(CARRIED["syncLead"].lost)


def test_a_backend_that_tells_nothing_has_the_contract_alone() -> None:
    class Silent:
        def answer(self, call: Call, params: object) -> object:
            raise NotImplementedError

        def close(self) -> None:
            pass

    with Service(Silent()) as service, ThreadedServer(service, site=Site(service)) as running:
        page = seen(running.url, "/_page/contract")
        assert page.texts("//thead//th") == ["Operation", "Kind"]
        assert "How it is answered" not in seen(running.url, "/_page/contract/3_1/getLead").texts(
            "//h2"
        )
        # Nothing makes a report either.
        assert seen(running.url, "/_page/migration").status == 404


# The migration report


def made(page: Seen, url: str) -> Seen:
    led = seen(url, "/_page/migration", form={"token": page.token})
    assert led.status == 303
    return seen(url, led.headers["location"])


def test_the_report_is_made_of_the_calls_so_far(sandbox: Sandbox, client: Client) -> None:
    client.sync_lead({"Email": "canary@example.com"})
    client.get_tags()
    with ThreadedServer(sandbox, site=Site(sandbox, migrate=_migrate)) as running:
        offer = seen(running.url, "/_page/migration")
        assert offer.texts("//button") == ["Make the report"]
        report = made(offer, running.url)
    assert report.texts("//h1") == ["Migration to the REST API"]
    assert {"getTags", "syncLead"} <= {*report.texts("//h3")}
    assert any("POST /rest/v1/leads.json" in each for each in report.texts("//pre"))
    assert b"canary" not in report.body


def test_each_block_of_a_report_is_written_as_what_it_is(sandbox: Sandbox) -> None:
    blocks: list[Block] = [
        *(Heading(1, "<h>"), Paragraph("p & q"), Items(("<i>", "j")), Code("a\n b")),
        Table(("A", "B"), [("1", "<2>")]),
    ]

    def migrate(calls: Iterable[RecordedCall]) -> Sequence[Block]:
        assert not list(calls)
        return blocks

    with ThreadedServer(sandbox, site=Site(sandbox, migrate=migrate)) as running:
        page = made(seen(running.url, "/_page/migration"), running.url)
        assert (
            "not kept"
            in seen(running.url, "/_page/migration?report=x").texts("//main/p[@class='notice']")[0]
        )
        assert seen(running.url, "/_page/migration", form={}).status == 403
    assert page.texts("//h1") == ["<h>"]
    assert page.texts("//main/p") == ["p & q"]
    assert page.texts("//main//ul/li") == ["<i>", "j"]
    assert page.document.xpath("//pre/text()") == ["a\n b"]
    assert page.texts("//th | //td") == ["A", "B", "1", "<2>"]


def test_one_report_is_made_at_a_time(sandbox: Sandbox) -> None:
    def migrate(_calls: Iterable[RecordedCall]) -> Sequence[Block]:
        found.append(seen(running.url, "/_page/migration", form={"token": page.token}).status)
        return [Paragraph("done")]

    found: list[int] = []
    with ThreadedServer(sandbox, site=Site(sandbox, migrate=migrate)) as running:
        page = seen(running.url, "/_page/migration")
        assert made(page, running.url).texts("//main/p") == ["done"]
        assert made(page, running.url).texts("//main/p") == ["done"]
    assert found == [409, 409]
