"""Clauses about syncMultipleLeads."""

from __future__ import annotations

import pytest

from mktows.facts.key_types import EMAIL
from mktows.testing.suite.clause import clause
from mktows.testing.suite.endpoint import Endpoint, attribute_list, by_email
from mktows.testing.suite.exchanges import Exchange
from mktows.testing.suite.expectations import accepted, equal, needed, not_tried


def _sync(endpoint: Endpoint, *records: str, dedup: str = "") -> Exchange:
    listed = "".join(f"<leadRecord>{each}</leadRecord>" for each in records)
    if dedup:
        dedup = f"<dedupEnabled>{dedup}</dedupEnabled>"
    return endpoint.call("syncMultipleLeads", f"<leadRecordList>{listed}</leadRecordList>{dedup}")


def _told(reply: Exchange, member: str) -> list[str | None]:
    return [each.value(member) for each in accepted(reply).all("syncStatusList/syncStatus")]


@clause("MK-BATCH-1", "Statuses come in the order of the records", "inferred", "syncMultipleLeads")
def test_statuses_come_in_the_order_of_the_records(endpoint: Endpoint) -> None:
    known = [endpoint.lead() for _ in range(3)][::-1]
    reply = _sync(endpoint, *(by_email(each.email) for each in known))
    equal(reply, "leadIds", [each.id for each in known], _told(reply, "leadId"))


@clause("MK-BATCH-2", "With dedup an address finds its lead", "documented", "syncMultipleLeads")
def test_with_dedup_an_address_finds_its_lead(endpoint: Endpoint) -> None:
    lead = endpoint.lead()
    reply = _sync(endpoint, by_email(lead.email), dedup="true")
    equal(reply, "statuses", ["UPDATED"], _told(reply, "status"))


@clause(
    "MK-BATCH-3", "Without dedup an address makes another lead", "recorded", "syncMultipleLeads"
)
def test_without_dedup_an_address_makes_another_lead(endpoint: Endpoint) -> None:
    lead = endpoint.lead()
    reply = _sync(endpoint, by_email(lead.email), dedup="false")
    equal(reply, "statuses", ["CREATED"], _told(reply, "status"))


@clause("MK-BATCH-4", "Dedup is the default", "inferred", "syncMultipleLeads")
def test_dedup_is_the_default(endpoint: Endpoint) -> None:
    lead = endpoint.lead()
    reply = _sync(endpoint, by_email(lead.email))
    equal(reply, "statuses", ["UPDATED"], _told(reply, "status"))


@clause(
    "MK-BATCH-5",
    "A bad record fails alone, and those beside it are written",
    "inferred",
    "syncMultipleLeads",
)
@pytest.mark.parametrize(
    "bad",
    [
        "<Id>2147483646</Id>",
        "<Email>{}</Email>" + attribute_list({"NoSuchFieldAtAll": "1"}),
        attribute_list({"FirstName": "A"}),
    ],
    ids=["unknown id", "unknown attribute", "no key"],
)
def test_a_bad_record_fails_alone(endpoint: Endpoint, bad: str) -> None:
    good = [endpoint.address(), endpoint.address()]
    reply = _sync(
        endpoint, by_email(good[0]), bad.replace("{}", endpoint.address()), by_email(good[1])
    )
    equal(reply, "statuses", ["CREATED", "FAILED", "CREATED"], _told(reply, "status"))


@clause(
    "MK-BATCH-6",
    "In a batch an address beside an Id is not written",
    "documented",
    "syncMultipleLeads",
)
def test_an_address_beside_an_id_is_not_written(endpoint: Endpoint) -> None:
    lead, email = endpoint.lead(), endpoint.address()
    reply = _sync(endpoint, f"<Id>{lead.id}</Id>{by_email(email)}")
    equal(reply, "leadIds", [lead.id], _told(reply, "leadId"))
    equal(reply, "leads at the old address", [lead.id], endpoint.ids(EMAIL, lead.email))


@clause(
    "MK-BATCH-7",
    "In a batch an address among the attributes is written",
    "documented",
    "syncMultipleLeads",
)
def test_an_address_among_the_attributes_is_written(endpoint: Endpoint) -> None:
    lead, email = endpoint.lead(), endpoint.address()
    reply = _sync(endpoint, f"<Id>{lead.id}</Id>{attribute_list({'Email': email})}")
    equal(reply, "leadIds", [lead.id], _told(reply, "leadId"))
    equal(reply, "leads at the new address", [lead.id], endpoint.ids(EMAIL, email))


@clause(
    "MK-BATCH-8",
    "A record of a batch sees what the one before it did",
    "inferred",
    "syncMultipleLeads",
)
def test_a_record_sees_what_the_one_before_did(endpoint: Endpoint) -> None:
    email = endpoint.address()
    reply = _sync(endpoint, by_email(email), by_email(email), dedup="true")
    equal(reply, "statuses", ["CREATED", "UPDATED"], _told(reply, "status"))


@clause(
    "MK-BATCH-9",
    "In a batch the foreign id decides before the address",
    "documented",
    "syncMultipleLeads",
)
def test_the_foreign_id_goes_before_the_address(endpoint: Endpoint) -> None:
    foreign = (
        f"<ForeignSysPersonId>{endpoint.word()}</ForeignSysPersonId>"
        "<ForeignSysType>CUSTOM</ForeignSysType>"
    )
    first = _sync(endpoint, foreign + by_email(endpoint.address()))
    made = needed(first).value("syncStatusList/syncStatus/leadId")
    wanted = made or not_tried("syncMultipleLeads reports no leadId")
    again = _sync(endpoint, foreign + by_email(endpoint.address()))
    equal(again, "leadIds", [wanted], _told(again, "leadId"))
