"""The last version of the contract: two identifiers of an activity, and clones by the contract."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from mktows import Client, RequestError
from mktows.contract import KNOWN_VERSIONS
from mktows.sandbox import Sandbox
from mktows.sandbox.world.world import World, WorldCampaign, WorldChannel, WorldProgram
from mktows.transport import HttpRequest

NOW = datetime(2017, 10, 4, 16, 7, 16, tzinfo=UTC)
WORLD = World(
    channels=(WorldChannel(name="Webinar"),),
    programs=(
        WorldProgram(
            id=1,
            name="Trav-Demo-Program",
            channel="Webinar",
            campaigns=(WorldCampaign(id=1, name="Nightly", kind="batch"),),
        ),
    ),
)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(world=WORLD, now=lambda: NOW) as made:
        yield made


def client_of(sandbox: Sandbox, version: str) -> Client:
    return Client(sandbox.config(version), transport=sandbox, now=lambda: NOW)


def identities(client: Client, lead: int) -> list[tuple[int | None, str | None]]:
    """Both identifiers of all activities, as both operations tell them."""
    of_lead = client.get_lead_activity(id=lead).activity_record_list
    of_all = client.get_lead_changes(since=NOW.replace(year=2000)).lead_change_record_list
    assert of_lead is not None
    assert of_all is not None
    found = [
        [(each.id, getattr(each, "marketo_guid", None)) for each in records]
        for records in (of_lead.activity_record, of_all.lead_change_record)
    ]
    assert sorted(found[0], key=str) == sorted(found[1], key=str)
    return sorted(found[0], key=str)


def test_an_activity_keeps_its_guid_whoever_asks_and_whatever_becomes_of_its_lead(
    sandbox: Sandbox,
) -> None:
    last = client_of(sandbox, "3_1")
    loser = last.sync_lead({"Email": "a@example.com"}).lead_id
    winner = last.sync_lead({"Email": "b@example.com"}).lead_id
    before = {
        record.marketo_guid: record.id
        for lead in (loser, winner)
        for record in last.get_lead_activity(id=lead).activity_record_list.activity_record  # type: ignore[union-attr]
    }
    assert len(before) == 2
    assert all(before)
    last.merge_leads({"IDNUM": winner}, [{"IDNUM": loser}])
    after = {guid: number for number, guid in identities(last, winner)}
    assert before.items() <= after.items()
    for version in KNOWN_VERSIONS[:-1]:
        told = identities(client_of(sandbox, version), winner)
        assert told == sorted(((number, None) for number in after.values()), key=str)


def test_a_sandbox_can_leave_the_ids_of_activities_nil_and_pages_all_the_same() -> None:
    with Sandbox(now=lambda: NOW, activity_ids=False) as sandbox:
        last, before = (client_of(sandbox, version) for version in ("3_1", "2_7"))
        lead = last.sync_lead({"Email": "a@example.com"}).lead_id
        last.sync_lead({"Id": lead, "FirstName": "Ann", "LastName": "B"})
        assert [number for number, _ in identities(last, lead)] == [None] * 3
        assert [number for number, _ in identities(before, lead)] == [1, 2, 3]
        guids: list[str] = []
        position = None
        for _ in range(3):
            page = last.get_lead_activity(id=lead, batch_size=1, start_position=position)
            assert page.activity_record_list is not None
            guids += [each.marketo_guid for each in page.activity_record_list.activity_record]
            position = page.new_start_position
            assert page.remaining_count == 3 - len(guids)
        assert sorted(guids) == ["1", "2", "3"]
        assert b'<id xsi:nil="true"/><marketoGUID>' in sandbox.calls()[-1].reply.encode()


def test_a_campaign_is_scheduled_in_a_clone_by_the_contract(sandbox: Sandbox) -> None:
    names = {"program_name": "Trav-Demo-Program", "campaign_name": "Nightly"}
    last = client_of(sandbox, "3_1")
    assert last.schedule_campaign(**names, clone_to="Clone").success  # type: ignore[arg-type]
    assert last.schedule_campaign(**names, clone_to="").success  # type: ignore[arg-type]
    assert [run.campaign for run in sandbox.campaign_runs()] == [
        "Clone.Nightly",
        "Trav-Demo-Program.Nightly",
    ]
    for version in KNOWN_VERSIONS[:-1]:
        with pytest.raises(RequestError, match=f"no clone_to_program_name in version {version}"):
            client_of(sandbox, version).schedule_campaign(**names, clone_to="x")  # type: ignore[arg-type]


def test_a_version_without_a_contract_of_its_own_is_told_once_by_both_sides(
    sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    from mktows.client import _tell_version

    _tell_version.cache_clear()
    with caplog.at_level(logging.WARNING):
        for version in ("2_9", "2_7", "2_9", "1_4", "2_9"):
            client = client_of(sandbox, version)
            assert client.list_mobjects().objects
    assert [(each.name, each.getMessage()) for each in caplog.records] == [
        ("mktows", "the endpoint's version 2_9 is spoken with the contract 2_7"),
        ("mktows.server", "version 2_9 is answered by the contract 2_7"),
        ("mktows", "the endpoint's version 1_4 is spoken with the contract 2_1"),
        ("mktows.server", "version 1_4 is answered by the contract 2_1"),
    ]


def test_a_stranger_who_asks_for_many_versions_does_not_fill_the_log(
    sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        for number in range(200):
            url = f"http://localhost/soap/mktows/9_{number}"
            assert sandbox.send(HttpRequest(f"{url}?WSDL", {}, b"", "GET")).status == 200
    assert 0 < len(caplog.records) <= 32
