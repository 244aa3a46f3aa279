"""Clauses about getMultipleLeads, but for its pages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from mktows.facts.faults import TIME_RANGE_EXCEEDED
from mktows.facts.key_types import EMAIL, IDNUM
from mktows.signing import timestamp
from mktows.testing.suite.clause import clause
from mktows.testing.suite.endpoint import Endpoint, attributes_of, keys_selector, strings
from mktows.testing.suite.exchanges import Exchange, Item
from mktows.testing.suite.expectations import (
    accepted,
    equal,
    expect,
    needed,
    not_tried,
    refused,
    seen,
)
from mktows.testing.suite.makers import list_members
from mktows.text import escape


def _by_ids(endpoint: Endpoint, *ids: str, more: str = "") -> Exchange:
    return endpoint.call("getMultipleLeads", keys_selector(IDNUM, ids) + more)


def _include(*names: str) -> str:
    return f"<includeAttributes>{strings(names)}</includeAttributes>"


def _only(reply: Exchange) -> Item:
    records = needed(reply).all("leadRecordList/leadRecord")
    return records[0] if len(records) == 1 else not_tried(f"{len(records)} leads for one key")


def _ids(result: Item) -> list[str | None]:
    return [each.value("Id") for each in result.all("leadRecordList/leadRecord")]


def _finds(endpoint: Endpoint) -> None:
    """Make sure that getMultipleLeads finds a lead."""
    lead = endpoint.lead()
    for key_type, value in ((IDNUM, lead.id), (EMAIL, lead.email)):
        reply = endpoint.call("getMultipleLeads", keys_selector(key_type, [value]))
        seen(f"ids by {key_type}", [lead.id], _ids(needed(reply)))


@clause("MK-MULTI-1", "Leads of keys come by id", "inferred", "getMultipleLeads")
def test_leads_of_keys_come_by_id(endpoint: Endpoint) -> None:
    made = endpoint.leads(3)
    ids = sorted((each.id for each in made), key=int)
    reply = _by_ids(endpoint, *reversed(ids))
    found = _ids(accepted(reply))
    equal(reply, "ids", ids, found)


@clause(
    "MK-MULTI-2",
    "Keys that match nothing are a success with counts of 0",
    "recorded",
    "getMultipleLeads",
)
def test_keys_that_match_nothing_are_no_fault(endpoint: Endpoint) -> None:
    _finds(endpoint)
    reply = endpoint.call("getMultipleLeads", keys_selector(EMAIL, [endpoint.address()]))
    result = accepted(reply)
    counts = (result.value("returnCount"), result.value("remainingCount"))
    equal(reply, "returnCount and remainingCount", ("0", "0"), counts)


@clause(
    "MK-MULTI-3",
    "The returnCount of getMultipleLeads is the number of its leads",
    "documented",
    "getMultipleLeads",
)
def test_return_count_is_the_number_of_leads(endpoint: Endpoint) -> None:
    made = endpoint.leads(2)
    reply = _by_ids(endpoint, *(each.id for each in made))
    result = needed(reply)
    listed = len(_ids(result)) or not_tried("no lead comes")
    equal(reply, "returnCount", str(listed), result.value("returnCount"))


@clause("MK-MULTI-4", "Only the attributes asked for come", "documented", "getMultipleLeads")
def test_only_the_attributes_asked_for_come(endpoint: Endpoint) -> None:
    lead = endpoint.lead(FirstName="A", LastName="B")
    seen("LastName", "B", attributes_of(_only(_by_ids(endpoint, lead.id))).get("LastName"))
    reply = _by_ids(endpoint, lead.id, more=_include("FirstName"))
    equal(reply, "attributes", {"FirstName": "A"}, attributes_of(_only(reply)))


@clause(
    "MK-MULTI-5",
    "With includeAttributes, an address that is not named does not come",
    "recorded",
    "getMultipleLeads",
)
def test_an_address_that_is_not_asked_for_does_not_come(endpoint: Endpoint) -> None:
    lead = endpoint.lead(FirstName="A")
    seen("Email", lead.email, _only(_by_ids(endpoint, lead.id)).value("Email"))
    reply = _by_ids(endpoint, lead.id, more=_include("FirstName"))
    equal(reply, "Email", None, _only(reply).value("Email") or None)


@clause(
    "MK-MULTI-6",
    "With includeAttributes, an address that is named stands in Email",
    "recorded",
    "getMultipleLeads",
)
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


@clause("MK-MULTI-7", "With includeAttributes, the Id comes always", "recorded", "getMultipleLeads")
def test_the_id_comes_always(endpoint: Endpoint) -> None:
    lead = endpoint.lead()
    reply = _by_ids(endpoint, lead.id, more=_include("LastName"))
    equal(reply, "Id", lead.id, _only(reply).value("Id"))


@clause(
    "MK-MULTI-8",
    "A range of more than 30 days is refused with 20022",
    "documented",
    "getMultipleLeads",
)
def test_more_than_thirty_days_are_refused(endpoint: Endpoint) -> None:
    now = datetime.now(UTC)
    needed(_between(endpoint, now - timedelta(days=29), now))
    refused(_between(endpoint, now - timedelta(days=31), now), TIME_RANGE_EXCEEDED)


def _between(endpoint: Endpoint, oldest: datetime, latest: datetime) -> Exchange:
    # An endpoint that takes no notice of the range may have many leads.
    return endpoint.call(
        "getMultipleLeads",
        '<leadSelector xsi:type="m:LastUpdateAtSelector">'
        f"<latestUpdatedAt>{timestamp(latest)}</latestUpdatedAt>"
        f"<oldestUpdatedAt>{timestamp(oldest)}</oldestUpdatedAt>"
        "</leadSelector><batchSize>1000</batchSize>",
    )


@clause(
    "MK-MULTI-9",
    "A static list of an unknown name is a success with a count of 0",
    "recorded",
    "getMultipleLeads",
)
def test_an_unknown_list_is_an_empty_one(endpoint: Endpoint) -> None:
    _finds(endpoint)
    if endpoint.known.list:
        name, members = list_members(endpoint)
        listed = _ids(needed(_in_list(endpoint, name)))
        seen("whether members of a known list come", True, set(members) <= set(listed))
    reply = _in_list(endpoint, endpoint.word())
    equal(reply, "returnCount", "0", accepted(reply).value("returnCount"))


def _in_list(endpoint: Endpoint, name: str) -> Exchange:
    return endpoint.call(
        "getMultipleLeads",
        '<leadSelector xsi:type="m:StaticListSelector">'
        f"<staticListName>{escape(name)}</staticListName></leadSelector>"
        "<batchSize>1000</batchSize>",
    )


@clause("MK-MULTI-11", "Keys behind the hundredth are ignored", "documented", "getMultipleLeads")
def test_keys_behind_the_hundredth_are_ignored(endpoint: Endpoint) -> None:
    first, last = endpoint.lead(), endpoint.lead()
    seen("ids", [first.id, last.id], _ids(needed(_by_ids(endpoint, first.id, last.id))))
    unknown = [str(2_147_000_000 + number) for number in range(99)]
    reply = _by_ids(endpoint, first.id, *unknown, last.id)
    found = _ids(accepted(reply))
    equal(reply, "ids", [first.id], found)


@clause(
    "MK-MULTI-12",
    "A lead is not in a range of time before it was made",
    "documented",
    "getMultipleLeads",
)
def test_a_changed_lead_is_in_the_range_of_its_change(endpoint: Endpoint) -> None:
    lead = endpoint.lead()
    now = datetime.now(UTC)
    today = _ids(needed(_between(endpoint, now - timedelta(hours=1), now + timedelta(hours=1))))
    seen("whether it is in the range of today", True, lead.id in today)
    reply = _between(endpoint, now - timedelta(days=21), now - timedelta(days=20))
    found = _ids(accepted(reply))
    expect(
        lead.id not in found,
        reply,
        expected="no lead that was made today among those of three weeks ago",
        found=f"the lead {lead.id}",
    )
