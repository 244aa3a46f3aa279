"""Calls that are answered in the event loop, and those that are given to another thread."""

from __future__ import annotations

import asyncio
import gzip
import logging
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.envelopes import GOOD, code_of, request, signed

from mktows import Client, Config, HttpRequest, HttpResponse, ServiceFault, TransportError
from mktows.contract import KNOWN_VERSIONS, LATEST_VERSION
from mktows.sandbox import Sandbox
from mktows.sandbox.instance.settings import Instance
from mktows.sandbox.world.world import World, WorldChannel, WorldList, WorldProgram
from mktows.server.exchange import Exchange
from mktows.server.http.application import SHORT_BYTES, Application
from mktows.server.http.callers import Callers
from mktows.server.http.server import ThreadedServer
from mktows.server.http.streams import Stream
from mktows.server.limiting.limits import Limits
from mktows.server.service import Service

COMMON = "common@example.com"


@pytest.fixture(scope="module")
def peopled() -> Iterator[Sandbox]:
    """A sandbox with leads of their own address, and some with a common one."""
    with Sandbox() as made:
        client = Client(made.config(), transport=made)
        for number in range(3):
            client.sync_lead({"Email": f"lead{number}@example.com", "LastName": "Ünï <&>"})
        client.sync_multiple_leads([{"Email": COMMON}] * 11, dedup_enabled=False)
        for version in KNOWN_VERSIONS:
            made.send(get_lead(version=version))
        yield made


def lead_key(kind: str, value: str) -> str:
    return (
        f"<m:paramsGetLead><leadKey><keyType>{kind}</keyType>"
        f"<keyValue>{escape(value)}</keyValue></leadKey></m:paramsGetLead>"
    )


def get_lead(
    kind: str = "EMAIL", value: str = "lead1@example.com", version: str = LATEST_VERSION
) -> HttpRequest:
    return request(signed(lead_key(kind, value)), version)


def asked_over_http(service: Service, asked: HttpRequest) -> tuple[HttpResponse, bool]:
    """The answer of the application, and whether it came from the event loop."""
    application = Application(service, None, Callers())

    async def ask() -> tuple[HttpResponse, bool]:
        found = application.answer(asked)
        assert not isinstance(found, Stream)
        if isinstance(found, HttpResponse):
            return found, True
        return await found, False

    try:
        return asyncio.run(ask())
    finally:
        application.close()


def in_the_loop(service: Service, asked: HttpRequest) -> bool:
    return asked_over_http(service, asked)[1]


@given(
    kind=st.sampled_from(["EMAIL", "EMAIL", "IDNUM", "IDNUM", "COOKIE", "LEADOWNEREMAIL", "FAX"]),
    value=st.sampled_from(["LEAD1@example.com", "lead2@example.com ", COMMON, "", " ", "x"])
    | st.sampled_from([-1, 0, 1, 2, 20, 2**31, 2**63, 2**70]).map(str),
    version=st.sampled_from(KNOWN_VERSIONS),
)
def test_an_answer_is_the_same_in_the_loop_in_a_thread_and_in_process(
    peopled: Sandbox, kind: str, value: str, version: str
) -> None:
    asked = get_lead(kind, value, version)
    found, in_loop = asked_over_http(peopled, asked)
    assert found == peopled.send(asked)
    assert in_loop == (kind in ("EMAIL", "IDNUM"))


@pytest.mark.parametrize("kind", ["EMAIL", "IDNUM"])
def test_a_lead_by_its_id_or_address_is_found_in_the_loop(peopled: Sandbox, kind: str) -> None:
    value = {"EMAIL": "lead1@example.com", "IDNUM": "2"}[kind]
    found, in_loop = asked_over_http(peopled, get_lead(kind, value))
    assert in_loop
    assert found.status == 200
    assert "<Id>2</Id>".lower().encode() in found.body.lower()


def test_all_leads_with_an_address_are_answered(peopled: Sandbox) -> None:
    found, _ = asked_over_http(peopled, get_lead(value=COMMON))
    assert found.body.count(b"<leadRecord>") == 11


def test_what_may_take_long_is_given_to_a_thread_and_done_and_written_down_once(
    sandbox: Sandbox,
) -> None:
    sandbox.send(get_lead())
    write = (
        "<m:paramsSyncLead><leadRecord><Email>a@example.com</Email></leadRecord>"
        "<returnLead>false</returnLead></m:paramsSyncLead>"
    )
    long = request(signed(lead_key("EMAIL", "x" * SHORT_BYTES)))
    packed = replace(
        get_lead(),
        headers={"content-type": "text/xml", "content-encoding": "gzip"},
        body=gzip.compress(get_lead().body),
    )
    wsdl = HttpRequest("http://localhost/soap/mktows/2_7?WSDL", {}, b"", "GET")
    for asked in (request(signed(write)), request(signed(GOOD)), wsdl, long, packed):
        assert not in_the_loop(sandbox, asked)
    assert [each.code for each in sandbox.calls()] == [20103, None, None, 20103, 20103]
    created = sandbox.send(get_lead(value="a@example.com"))
    assert created.body.count(b"<leadRecord>") == 1


def test_the_first_call_of_a_version_is_given_to_a_thread_since_it_imports(
    sandbox: Sandbox,
) -> None:
    for version in KNOWN_VERSIONS[:2]:
        asked = get_lead(version=version)
        assert [in_the_loop(sandbox, asked) for _ in range(2)] == [False, True]


@pytest.mark.parametrize(
    "asked",
    [
        HttpRequest("http://localhost/elsewhere", {}, b"x"),
        HttpRequest(f"http://localhost/soap/mktows/{LATEST_VERSION}", {}, b"no XML"),
        request(b"<not-soap/>", LATEST_VERSION),
    ],
)
def test_what_cannot_be_read_is_refused_in_the_loop(sandbox: Sandbox, asked: HttpRequest) -> None:
    sandbox.send(get_lead())
    found, in_loop = asked_over_http(sandbox, asked)
    assert in_loop
    assert found == sandbox.send(asked)


def test_limits_hold_for_calls_that_could_be_answered_in_the_loop() -> None:
    with Sandbox(limits=Limits(quota=1)) as limited:
        assert code_of(limited.send(get_lead()).body) == 20103
        found, in_loop = asked_over_http(limited, get_lead())
        assert not in_loop
        assert code_of(found.body) == 20015


def test_a_failure_waits_for_a_call_that_could_be_answered_in_the_loop(sandbox: Sandbox) -> None:
    sandbox.send(get_lead())
    sandbox.fail_next("getLead", code=20015)
    found, in_loop = asked_over_http(sandbox, get_lead())
    assert not in_loop
    assert code_of(found.body) == 20015
    found, in_loop = asked_over_http(sandbox, get_lead())
    assert in_loop
    assert code_of(found.body) == 20103


def test_a_connection_that_was_to_break_just_now_breaks_in_the_loop_too(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    sandbox.send(get_lead())
    monkeypatch.setattr(sandbox, "is_short", lambda _exchange: True)
    sandbox.fail_next("getLead", drop=True)
    with pytest.raises(TransportError):
        asked_over_http(sandbox, get_lead())


def test_what_was_due_before_is_done_first() -> None:
    now = datetime.now(UTC)
    world = World(
        instance=Instance(import_seconds=60),
        channels=(WorldChannel(name="C"),),
        programs=(WorldProgram(id=1, name="P", channel="C", lists=(WorldList(name="L"),)),),
    )
    with Sandbox(world=world) as made:
        made.clock.set(now)
        client = Client(made.config(), transport=made)
        client.import_to_list(
            program_name="P", list_name="L", header="Email Address", rows=["late@example.com"]
        )
        early, in_loop = asked_over_http(made, get_lead(value="late@example.com"))
        made.clock.set(now + timedelta(seconds=61))
        assert in_loop
        assert code_of(early.body) == 20103
        late, in_loop = asked_over_http(made, get_lead(value="late@example.com"))
        assert not in_loop
        assert late.status == 200


def test_what_is_found_in_a_call_that_is_handed_over_is_logged_once(
    sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    asked = request(signed(lead_key("COOKIE", "x").replace("</leadKey>", "</leadKey><x/>")))
    with caplog.at_level(logging.INFO, logger="mktows.server"):
        assert not in_the_loop(sandbox, asked)
    assert [each.message for each in caplog.records] == [
        "getLead: paramsGetLead.x: element-unknown"
    ]


def test_a_call_that_is_handed_over_is_written_down_once(sandbox: Sandbox, client: Client) -> None:
    with pytest.raises(ServiceFault):
        client.get_lead(email="nobody@example.com")
    assert not in_the_loop(sandbox, get_lead("COOKIE", "x"))
    assert in_the_loop(sandbox, get_lead())
    assert len(sandbox.calls()) == 3


def over_http(server: ThreadedServer, sandbox: Sandbox) -> Config:
    return replace(sandbox.config(), endpoint=server.endpoint("2_7"))


def test_a_thread_works_on_no_tree_that_another_one_has_parsed(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: dict[int, int] = {}
    met: list[tuple[int, int]] = []
    receive, answer = Service.receive, Service.answer

    def received(self: Service, asked: HttpRequest) -> Exchange | HttpResponse:
        exchange = receive(self, asked)
        threads[id(exchange)] = threading.get_ident()
        kept.append(exchange)
        return exchange

    def answered(self: Service, exchange: Exchange) -> HttpResponse:
        met.append((threads[id(exchange)], threading.get_ident()))
        return answer(self, exchange)

    kept: list[object] = []
    monkeypatch.setattr(Service, "receive", received)
    monkeypatch.setattr(Service, "answer", answered)
    with ThreadedServer(sandbox) as server, Client(over_http(server, sandbox)) as client:
        client.sync_lead({"Email": "a@b.example"})
        client.sync_lead({"Email": "a@b.example"})
        client.get_lead(email="a@b.example")
    assert len(met) == 3
    assert all(parsed == worked for parsed, worked in met)
    assert len({worked for _, worked in met}) > 1
