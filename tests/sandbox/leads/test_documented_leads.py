"""The worked examples of the operations on leads, value by value and on the wire."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from support.sandbox_service import Service, refused, values

NIL_FOREIGN = '<ForeignSysPersonId xsi:nil="true"/><ForeignSysType xsi:nil="true"/>'
AT = int(datetime(2014, 2, 13, tzinfo=UTC).timestamp())


@pytest.fixture
def service() -> Iterator[Service]:
    made = Service()
    yield made
    made.backend.close()


def lead(service: Service, lead_id: int, email: str | None = None, **attributes: str) -> None:
    with service.writing() as data:
        data.leads.create(email, AT, lead_id=lead_id).attributes |= attributes


def key(service: Service, key_type: str, value: str) -> Any:
    types = service.types
    return types.ParamsGetLead(
        lead_key=types.LeadKey(key_type=types.LeadKeyRef(key_type), key_value=value)
    )


def shown(record: str, *attributes: tuple[str, str, str]) -> str:
    listed = "".join(
        f"<attribute><attrName>{name}</attrName><attrType>{kind}</attrType>"
        f"<attrValue>{value}</attrValue></attribute>"
        for name, kind, value in attributes
    )
    return f"{record}{NIL_FOREIGN}<leadAttributeList>{listed}</leadAttributeList>"


def test_get_lead_shows_one_lead_with_every_field_that_is_not_empty(service: Service) -> None:
    attributes = [
        ("AnonymousIP", "string", "172.249.34.240"),
        ("Company", "string", "Marketo"),
        ("FirstName", "string", "Travis"),
        ("InferredCompany", "string", "Time Warner Cable"),
        ("InferredCountry", "string", "United States"),
        ("LastName", "string", "Kaufman"),
        ("LeadScore", "integer", "62"),
        ("Website", "url", "gmail.com"),
    ]
    given = {name: value for name, _, value in reversed(attributes)}
    lead(service, 1089965, "rufus@marketo.com", **given)
    assert service.wire("getLead", key(service, "EMAIL", "rufus@marketo.com")) == (
        "<ns1:successGetLead><result><count>1</count><leadRecordList><leadRecord>"
        + shown("<Id>1089965</Id><Email>rufus@marketo.com</Email>", *attributes)
        + "</leadRecord></leadRecordList></result></ns1:successGetLead>"
    )


def test_get_lead_shows_both_leads_of_an_address(service: Service) -> None:
    first = {"Company": "foo", "FirstName": "foo", "LastName": "foo", "LeadStatus": "Inactive"}
    second = {"Company": "The Price is Right", "FirstName": "Bob", "LastName": "Barker"}
    lead(service, 1001081, "foo@example.com", **first)
    lead(service, 1001084, "foo@example.com", **second)
    found = service.get("EMAIL", "foo@example.com")
    assert [(each.id, values(each)) for each in found] == [(1001084, second), (1001081, first)]


def test_get_lead_without_a_match_is_a_fault(service: Service) -> None:
    text = "No lead found with EMAIL = pants@example.com (20103)"
    with refused(20103, text) as caught:
        service.get("EMAIL", "pants@example.com")
    assert (caught.value.string, caught.value.message) == ("20103 - Lead not found", text)


def test_get_multiple_leads_by_address(service: Service) -> None:
    first = [
        ("Company", "string", "Marketo Test"),
        ("FirstName", "string", "FnameForm1"),
        ("LastName", "string", "LnameForm1"),
        ("LeadScore", "integer", "16"),
        ("Website", "url", "marketo.com"),
    ]
    second = [
        ("Company", "string", "Marketo"),
        ("Date_of_purchase", "date", "2012-04-04"),
        ("FirstName", "string", "Joe"),
        ("LastName", "string", "Orante"),
        ("LeadScore", "integer", "11"),
    ]
    lead(service, 65835, "formtest1@marketo.com", **{n: v for n, _, v in first})
    lead(service, 67508, "joe@marketo.com", **{n: v for n, _, v in second})
    params = service.types.ParamsGetMultipleLeads(
        lead_selector=service.keys("EMAIL", "formtest1@marketo.com", "joe@marketo.com"),
        batch_size=100,
    )
    assert service.wire("getMultipleLeads", params) == (
        "<ns1:successGetMultipleLeads><result><returnCount>2</returnCount>"
        "<remainingCount>0</remainingCount><newStreamPosition></newStreamPosition>"
        "<leadRecordList><leadRecord>"
        + shown("<Id>65835</Id><Email>formtest1@marketo.com</Email>", *first)
        + "</leadRecord><leadRecord>"
        + shown("<Id>67508</Id><Email>joe@marketo.com</Email>", *second)
        + "</leadRecord></leadRecordList></result></ns1:successGetMultipleLeads>"
    )


def test_get_multiple_leads_by_time_of_update(service: Service) -> None:
    service.now = datetime(2014, 2, 13, 20, 0, tzinfo=UTC)
    lead(service, 84105, "eimang@marketo.com", FirstName="French", LastName="Lead", Title="x")
    lead(service, 1089965, "t@t.com", FirstName="George", LastName="of the Jungle")
    for number in range(24):
        lead(service, 1089966 + number)
    selector = service.since(
        datetime.fromisoformat("2014-02-12T11:51:08.713-08:00"),
        datetime.fromisoformat("2014-02-13T11:51:08.710-08:00"),
    )
    names = ["FirstName", "LastName", "Email"]
    found = service.page(selector, batch_size=2, include=names)
    assert (found.return_count, found.remaining_count, found.new_stream_position) == (
        *(2, 24),
        "id:1089965:to:1392234668:tl:1392321068:os:2:rc:24",
    )
    assert [(each.id, each.email, values(each)) for each in found.lead_record_list.lead_record] == [
        (84105, "eimang@marketo.com", {"FirstName": "French", "LastName": "Lead"}),
        (1089965, "t@t.com", {"FirstName": "George", "LastName": "of the Jungle"}),
    ]


def test_get_multiple_leads_without_a_match_is_a_success(service: Service) -> None:
    params = service.types.ParamsGetMultipleLeads(
        lead_selector=service.keys("EMAIL", "a@example.com", "b@example.com")
    )
    assert service.wire("getMultipleLeads", params) == (
        "<ns1:successGetMultipleLeads><result><returnCount>0</returnCount>"
        "<remainingCount>0</remainingCount><newStreamPosition></newStreamPosition>"
        '<leadRecordList xsi:nil="true"/></result></ns1:successGetMultipleLeads>'
    )


def test_sync_lead_updates_without_returning_the_lead(service: Service) -> None:
    lead(service, 1089965, "t@t.com")
    params = service.types.ParamsSyncLead(
        lead_record=service.record(email="t@t.com", FirstName="George", LastName="of the Jungle"),
        return_lead=False,
    )
    assert service.wire("syncLead", params) == (
        "<ns1:successSyncLead><result><leadId>1089965</leadId><syncStatus>"
        '<leadId>1089965</leadId><status>UPDATED</status><error xsi:nil="true"/></syncStatus>'
        '<leadRecord xsi:nil="true"/></result></ns1:successSyncLead>'
    )


def test_sync_lead_creates_and_fills_in_the_website(service: Service) -> None:
    lead(service, 1001063)
    params = service.types.ParamsSyncLead(
        lead_record=service.record(
            email="spiderman@example.com", FirstName="Peter", LastName="Parker"
        ),
        return_lead=True,
    )
    assert service.wire("syncLead", params) == (
        "<ns1:successSyncLead><result><leadId>1001064</leadId><syncStatus>"
        '<leadId>1001064</leadId><status>CREATED</status><error xsi:nil="true"/></syncStatus>'
        "<leadRecord>"
        + shown(
            "<Id>1001064</Id><Email>spiderman@example.com</Email>",
            ("FirstName", "string", "Peter"),
            ("LastName", "string", "Parker"),
            ("Website", "url", "example.com"),
        )
        + "</leadRecord></result></ns1:successSyncLead>"
    )


def test_sync_lead_with_an_unknown_attribute_is_a_fault(service: Service) -> None:
    text = "syncLead operation failed: unknown fields for import: pants (20105)"
    with refused(20105, text) as caught:
        service.sync(email="spiderman@example.com", FirstName="Peter", pants="blue")
    assert (caught.value.string, caught.value.message) == ("20105 - Unknown lead field", text)


def test_sync_lead_changes_an_address_and_sets_a_foreign_id(service: Service) -> None:
    lead(service, 1090240, "em1000@etestd.marketo.net")
    lead(service, 6)
    changed = service.sync(id=1090240, email="t@t.com")
    assert (changed.lead_id, changed.sync_status.status.value) == (1090240, "UPDATED")
    assert service.ids("EMAIL", "t@t.com") == [1090240]
    given = {"FSPID": "12346", "cAccountFSID": "C123"}
    record = service.sync(id=6, foreign="12346", attributes=given).lead_record
    assert (record.id, record.foreign_sys_person_id, values(record)) == (6, "12346", given)


@pytest.mark.parametrize("by_id", [False, True], ids=["by-address", "by-id"])
def test_sync_multiple_leads_updates_both(service: Service, by_id: bool) -> None:
    records = []
    for number, lead_id in enumerate((1090240, 1090239)):
        email = f"em100{number}@etestd.marketo.net"
        lead(service, lead_id, email)
        keys: dict[str, Any] = {"email": email}
        if by_id:
            keys = {"id": lead_id, "foreign": f"122419{number + 1}"}
        records.append(
            service.record(**keys, Company=f"Marketo100{number}", Phone=f"650-555-100{number}")
        )
    params = service.types.ParamsSyncMultipleLeads(
        lead_record_list=service.types.ArrayOfLeadRecord(lead_record=records), dedup_enabled=True
    )
    assert service.wire("syncMultipleLeads", params) == (
        "<ns1:successSyncMultipleLeads><result><syncStatusList>"
        '<syncStatus><leadId>1090240</leadId><status>UPDATED</status><error xsi:nil="true"/>'
        "</syncStatus>"
        '<syncStatus><leadId>1090239</leadId><status>UPDATED</status><error xsi:nil="true"/>'
        "</syncStatus></syncStatusList></result></ns1:successSyncMultipleLeads>"
    )
