"""Calls that are answered in no more time than a few rows take, and those that are not."""

from __future__ import annotations

import gzip
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.envelopes import GOOD, code_of, request, signed

from mktows import Client, HttpRequest, ServiceFault
from mktows.contract import KNOWN_VERSIONS
from mktows.sandbox import Sandbox
from mktows.sandbox.instance.settings import Instance
from mktows.sandbox.leads.rows_glance import FEW_LEADS
from mktows.sandbox.world.world import World, WorldChannel, WorldList, WorldProgram
from mktows.server.limiting.limits import Limits
from mktows.server.service import SHORT_BYTES

COMMON = "common@example.com"


@pytest.fixture(scope="module")
def peopled() -> Iterator[Sandbox]:
    """A sandbox with leads of their own address, and as many with a common one as are few."""
    with Sandbox() as made:
        client = Client(made.config(), transport=made)
        for number in range(3):
            client.sync_lead({"Email": f"lead{number}@example.com", "LastName": "Ünï <&>"})
        namesakes(client, FEW_LEADS)
        yield made


def namesakes(client: Client, count: int) -> None:
    """Make leads with one address."""
    client.sync_multiple_leads([{"Email": COMMON}] * count, dedup_enabled=False)


def lead_key(kind: str, value: str) -> str:
    return (
        f"<m:paramsGetLead><leadKey><keyType>{kind}</keyType>"
        f"<keyValue>{escape(value)}</keyValue></leadKey></m:paramsGetLead>"
    )


def get_lead(kind: str = "EMAIL", value: str = "lead1@example.com") -> HttpRequest:
    return request(signed(lead_key(kind, value)))


@given(
    kind=st.sampled_from(["EMAIL", "EMAIL", "IDNUM", "IDNUM", "COOKIE", "LEADOWNEREMAIL", "FAX"]),
    value=st.sampled_from(["LEAD1@example.com", "lead2@example.com ", COMMON, "", " ", "x"])
    | st.sampled_from([-1, 0, 1, 2, 20, 2**31, 2**63, 2**70]).map(str),
    version=st.sampled_from(KNOWN_VERSIONS),
)
def test_an_answer_at_once_is_the_answer(
    peopled: Sandbox, kind: str, value: str, version: str
) -> None:
    asked = request(signed(lead_key(kind, value)), version)
    found = peopled.send_at_once(asked)
    assert found in (None, peopled.send(asked))
    if kind in ("EMAIL", "IDNUM"):
        assert found is not None


@pytest.mark.parametrize("kind", ["EMAIL", "IDNUM"])
def test_a_lead_by_its_id_or_address_is_found_at_once(peopled: Sandbox, kind: str) -> None:
    value = {"EMAIL": "lead1@example.com", "IDNUM": "2"}[kind]
    found = peopled.send_at_once(get_lead(kind, value))
    assert found is not None
    assert found.status == 200
    assert "<Id>2</Id>".lower().encode() in found.body.lower()


def test_many_leads_with_an_address_take_longer(sandbox: Sandbox, client: Client) -> None:
    namesakes(client, FEW_LEADS + 1)
    assert sandbox.send_at_once(get_lead(value=COMMON)) is None
    assert sandbox.send(get_lead(value=COMMON)).body.count(b"<leadRecord>") == FEW_LEADS + 1


def test_what_takes_longer_is_neither_done_nor_written_down(sandbox: Sandbox) -> None:
    write = (
        "<m:paramsSyncLead><leadRecord><Email>a@example.com</Email></leadRecord>"
        "<returnLead>false</returnLead></m:paramsSyncLead>"
    )
    wsdl = HttpRequest("http://localhost/soap/mktows/2_7?WSDL", {}, b"", "GET")
    long = request(signed(lead_key("EMAIL", "x" * SHORT_BYTES)))
    packed = replace(
        get_lead(),
        headers={"content-type": "text/xml", "content-encoding": "gzip"},
        body=gzip.compress(get_lead().body),
    )
    for asked in (request(signed(write)), request(signed(GOOD)), wsdl, long, packed):
        assert sandbox.send_at_once(asked) is None
    assert not sandbox.calls()
    assert [sandbox.send(each).status for each in (long, packed)] == [500, 500]
    assert [each.code for each in sandbox.calls()] == [20103, 20103]


def test_limits_hold_for_calls_that_could_be_answered_at_once() -> None:
    with Sandbox(limits=Limits(quota=1)) as limited:
        assert code_of(limited.send(get_lead()).body) == 20103
        assert limited.send_at_once(get_lead()) is None
        assert code_of(limited.send(get_lead()).body) == 20015


def test_a_trouble_befalls_a_call_that_could_be_answered_at_once(sandbox: Sandbox) -> None:
    sandbox.send(get_lead())
    sandbox.fail_next("getLead", code=20015)
    assert sandbox.send_at_once(get_lead()) is None
    assert code_of(sandbox.send(get_lead()).body) == 20015
    refused = sandbox.send_at_once(get_lead())
    assert refused is not None
    assert code_of(refused.body) == 20103


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
        early = made.send_at_once(get_lead(value="late@example.com"))
        made.clock.set(now + timedelta(seconds=61))
        assert early is not None
        assert code_of(early.body) == 20103
        assert made.send_at_once(get_lead(value="late@example.com")) is None
        assert made.send(get_lead(value="late@example.com")).status == 200


def test_what_a_call_that_is_handed_over_departs_in_is_logged_once(
    sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    asked = request(signed(lead_key("COOKIE", "x").replace("</leadKey>", "</leadKey><x/>")))
    with caplog.at_level(logging.INFO, logger="mktows.sandbox"):
        assert sandbox.send_at_once(asked) is None
        sandbox.send(asked)
    assert [each.message for each in caplog.records] == [
        "getLead: paramsGetLead.x: ParamsGetLead has no such element"
    ]


def test_a_call_that_is_handed_over_is_written_down_once(sandbox: Sandbox, client: Client) -> None:
    with pytest.raises(ServiceFault):
        client.get_lead(email="nobody@example.com")
    asked = get_lead("COOKIE", "x")
    assert sandbox.send_at_once(asked) is None
    sandbox.send(asked)
    assert len(sandbox.calls()) == 2
