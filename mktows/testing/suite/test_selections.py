"""Clauses about getMultipleLeads, but for its pages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from mktows.signing import timestamp
from mktows.testing.suite.endpoint import Endpoint, attributes_of, keys_selector, strings
from mktows.testing.suite.exchanges import Exchange, Item
from mktows.testing.suite.expectations import accepted, equal, expect, needed, not_tried, refused


def _by_ids(endpoint: Endpoint, *ids: str, more: str = "") -> Exchange:
    return endpoint.call("getMultipleLeads", keys_selector("IDNUM", ids) + more)


def _include(*names: str) -> str:
    return f"<includeAttributes>{strings(names)}</includeAttributes>"


def _only(reply: Exchange) -> Item:
    records = needed(reply).all("leadRecordList/leadRecord")
    return records[0] if len(records) == 1 else not_tried(f"{len(records)} leads for one key")


@pytest.mark.mktows_clause("MK-MULTI-1")
def test_leads_of_keys_come_by_id(endpoint: Endpoint) -> None:
    made = endpoint.leads(3)
    ids = sorted((each.id for each in made), key=int)
    reply = _by_ids(endpoint, *reversed(ids))
    found = [each.value("Id") for each in accepted(reply).all("leadRecordList/leadRecord")]
    equal(reply, "ids", ids, found)


@pytest.mark.mktows_clause("MK-MULTI-2")
def test_keys_that_match_nothing_are_no_fault(endpoint: Endpoint) -> None:
    reply = endpoint.call("getMultipleLeads", keys_selector("EMAIL", [endpoint.address()]))
    result = accepted(reply)
    counts = (result.value("returnCount"), result.value("remainingCount"))
    equal(reply, "returnCount and remainingCount", ("0", "0"), counts)


@pytest.mark.mktows_clause("MK-MULTI-3")
def test_return_count_is_the_number_of_leads(endpoint: Endpoint) -> None:
    made = endpoint.leads(2)
    reply = _by_ids(endpoint, *(each.id for each in made))
    result = needed(reply)
    listed = len(result.all("leadRecordList/leadRecord"))
    equal(reply, "returnCount", str(listed), result.value("returnCount"))


@pytest.mark.mktows_clause("MK-MULTI-4")
def test_only_the_attributes_asked_for_come(endpoint: Endpoint) -> None:
    lead = endpoint.lead(FirstName="A", LastName="B")
    reply = _by_ids(endpoint, lead.id, more=_include("FirstName"))
    equal(reply, "attributes", {"FirstName": "A"}, attributes_of(_only(reply)))


@pytest.mark.mktows_clause("MK-MULTI-5")
def test_an_address_that_is_not_asked_for_does_not_come(endpoint: Endpoint) -> None:
    lead = endpoint.lead(FirstName="A")
    reply = _by_ids(endpoint, lead.id, more=_include("FirstName"))
    equal(reply, "Email", None, _only(reply).value("Email") or None)


@pytest.mark.mktows_clause("MK-MULTI-6")
def test_an_address_that_is_asked_for_stands_in_its_member(endpoint: Endpoint) -> None:
    lead = endpoint.lead()
    reply = _by_ids(endpoint, lead.id, more=_include("Email"))
    record = _only(reply)
    equal(reply, "Email", lead.email, record.value("Email"))
    expect(
        "Email" not in attributes_of(record),
        reply,
        expected="no attribute Email",
        found="one",
    )


@pytest.mark.mktows_clause("MK-MULTI-7")
def test_the_id_comes_always(endpoint: Endpoint) -> None:
    lead = endpoint.lead()
    reply = _by_ids(endpoint, lead.id, more=_include("LastName"))
    equal(reply, "Id", lead.id, _only(reply).value("Id"))


@pytest.mark.mktows_clause("MK-MULTI-8")
def test_more_than_thirty_days_are_refused(endpoint: Endpoint) -> None:
    now = datetime.now(UTC)
    reply = endpoint.call(
        "getMultipleLeads",
        '<leadSelector xsi:type="m:LastUpdateAtSelector">'
        f"<latestUpdatedAt>{timestamp(now)}</latestUpdatedAt>"
        f"<oldestUpdatedAt>{timestamp(now - timedelta(days=31))}</oldestUpdatedAt>"
        "</leadSelector>",
    )
    refused(reply, 20022)


@pytest.mark.mktows_clause("MK-MULTI-9")
def test_an_unknown_list_is_an_empty_one(endpoint: Endpoint) -> None:
    reply = endpoint.call(
        "getMultipleLeads",
        '<leadSelector xsi:type="m:StaticListSelector">'
        f"<staticListName>{endpoint.word()}</staticListName></leadSelector>",
    )
    equal(reply, "returnCount", "0", accepted(reply).value("returnCount"))


@pytest.mark.mktows_clause("MK-MULTI-10")
def test_a_selector_is_required(endpoint: Endpoint) -> None:
    reply = endpoint.call("getMultipleLeads", "<batchSize>1</batchSize>")
    expect(reply.fault is not None, reply, expected="a fault", found=reply.outcome)


@pytest.mark.mktows_clause("MK-MULTI-11")
def test_keys_behind_the_hundredth_are_ignored(endpoint: Endpoint) -> None:
    first, last = endpoint.lead(), endpoint.lead()
    unknown = [str(2_147_000_000 + number) for number in range(99)]
    reply = _by_ids(endpoint, first.id, *unknown, last.id)
    found = [each.value("Id") for each in accepted(reply).all("leadRecordList/leadRecord")]
    equal(reply, "ids", [first.id], found)


@pytest.mark.mktows_clause("MK-MULTI-12")
def test_a_changed_lead_is_in_the_range_of_its_change(endpoint: Endpoint) -> None:
    lead = endpoint.lead()
    now = datetime.now(UTC)
    bounds = (
        f"<latestUpdatedAt>{timestamp(now - timedelta(days=20))}</latestUpdatedAt>"
        f"<oldestUpdatedAt>{timestamp(now - timedelta(days=21))}</oldestUpdatedAt>"
    )
    selector = '<leadSelector xsi:type="m:LastUpdateAtSelector">{}</leadSelector>'
    # An endpoint that takes no notice of the range may have many leads.
    reply = endpoint.call(
        "getMultipleLeads", f"{selector.format(bounds)}<batchSize>1000</batchSize>"
    )
    found = [each.value("Id") for each in accepted(reply).all("leadRecordList/leadRecord")]
    expect(
        lead.id not in found,
        reply,
        expected="no lead that was made today among those of three weeks ago",
        found=f"the lead {lead.id}",
    )
