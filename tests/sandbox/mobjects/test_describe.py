"""What describeMObject says of the four object types."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from mktows_bindings.v2_7 import types as v2_7

from mktows.codec import Codec
from mktows.contract import KNOWN_VERSIONS, contract
from mktows.sandbox.emulator import Emulator
from mktows.server.backend import Call
from mktows.server.refusals import Refusal

NOW = datetime(2014, 2, 13, 12, 0, tzinfo=UTC)
STAMP = "2010-01-01T00:00:00+00:00"


@pytest.fixture
def backend() -> Iterator[Emulator]:
    made = Emulator()
    yield made
    made.close()


def reply(backend: Emulator, name: str | None, types: Any = v2_7) -> Any:
    params = types.ParamsDescribeMObject(object_name=name)
    return backend.answer(Call("describeMObject", types, "user", None, NOW), params)


def fields(backend: Emulator, name: str) -> dict[str, Any]:
    listed = reply(backend, name).result.metadata.field_list.field_value
    assert len({each.name for each in listed}) == len(listed)
    return {each.name: each for each in listed}


# name, source object, data type, size, name of the record, its key: as documented
DESCRIPTIONS = {
    "id": "Unique system id of Event",
    "activityDateTime": "Event timestamp",
    "activityType": "Name of Event",
    "mktgAssetName": "Name of email, landing page, or object field",
    "activityAttributes": "Array of name / value pairs of dynamic event attributes",
    "campaign": "Name of Campaign that caused the Event",
    "personName": "Name of Lead that owns the Event",
    "mktPersonId": "Unique system id of Lead",
    "foreignSysId": "Unique foreign system id of Lead",
    "orgName": "Name of Company associated to the Lead",
    "foreignSysOrgId": "Unique foreign system id of Company",
}
ACTIVITY = [
    ("id", "Event", "integer", 10, False, True),
    ("activityDateTime", "Event", "dateTime", None, False, False),
    ("activityType", "Event", "string", 255, True, False),
    ("mktgAssetName", "Event", "string", 255, False, False),
    ("activityAttributes", "Event", "Array", None, False, False),
    ("campaign", "Campaign", "string", 255, False, False),
    ("personName", "Lead", "string", 255, False, False),
    ("mktPersonId", "Lead", "integer", 10, False, False),
    ("foreignSysId", "Lead", "string", 50, False, False),
    ("orgName", "Company", "string", 255, False, False),
    ("foreignSysOrgId", "Company", "string", 50, False, False),
]


def test_activity_record_is_the_documented_table(backend: Emulator) -> None:
    metadata = reply(backend, "ActivityRecord").result.metadata
    assert (metadata.name, metadata.is_custom, metadata.is_virtual) == (
        "ActivityRecord",
        False,
        True,
    )
    assert metadata.description == (
        "Composite object composed of fields from Event, Campaign, Lead, and Company"
    )
    listed = metadata.field_list.field_value
    assert [
        (
            each.name,
            each.source_object,
            each.data_type,
            each.size,
            each.is_name,
            each.is_primary_key,
        )
        for each in listed
    ] == ACTIVITY
    for each in listed:
        assert (each.is_readonly, each.is_update_blocked) == (True, True)
        assert (each.is_custom, each.is_dynamic) == (False, False)
        assert (each.display_name, each.dynamic_field_ref) == (None, None)
        assert each.description == DESCRIPTIONS[each.name]
        assert str(each.updated_at) == str(metadata.updated_at)


@pytest.mark.parametrize("version", KNOWN_VERSIONS)
def test_every_member_is_written_and_nil_where_it_has_no_value(
    backend: Emulator, version: str
) -> None:
    contract_ = contract(version)
    message = reply(backend, "ActivityRecord", contract_.bindings)
    text = Codec(contract_).encode("successDescribeMObject", message, service=True).text
    first = text.partition("<field>")[2].partition("</field>")[0]
    assert first == (
        "<name>id</name><description>Unique system id of Event</description>"
        '<displayName xsi:nil="true"/><sourceObject>Event</sourceObject>'
        "<dataType>integer</dataType><size>10</size><isReadonly>true</isReadonly>"
        "<isUpdateBlocked>true</isUpdateBlocked><isName>false</isName>"
        "<isPrimaryKey>true</isPrimaryKey><isCustom>false</isCustom>"
        '<isDynamic>false</isDynamic><dynamicFieldRef xsi:nil="true"/>'
        f"<updatedAt>{STAMP}</updatedAt>"
    )
    assert text.endswith(
        f"<updatedAt>{STAMP}</updatedAt></metadata></result></ns1:successDescribeMObject>"
    )


def test_lead_fields_are_described_as_recorded(backend: Emulator) -> None:
    shown = fields(backend, "LeadRecord")
    first = shown["FirstName"]
    assert (first.source_object, first.display_name, first.data_type) == (
        "Lead",
        "First Name",
        "string",
    )
    assert (first.is_dynamic, first.dynamic_field_ref) == (True, "leadAttributeList")
    assert (first.is_name, first.size, first.description) == (None, None, None)
    assert (first.is_readonly, first.is_update_blocked, first.is_custom) == (False, False, False)
    assert shown["LeadScore"].data_type == "integer"
    assert shown["Website"].data_type == "string"
    assert shown["AnnualRevenue"].is_readonly
    assert shown["AnnualRevenue"].is_update_blocked


def test_lead_fields_use_only_the_recorded_data_types(backend: Emulator) -> None:
    dynamic = [each for each in fields(backend, "LeadRecord").values() if each.is_dynamic]
    assert {each.data_type for each in dynamic} == {
        "integer",
        "string",
        "datetime",
        "boolean",
        "float",
    }
    assert [each.name for each in dynamic] == sorted(each.name for each in dynamic)


def test_every_field_of_the_instance_is_described(backend: Emulator) -> None:
    with backend.store.reading() as data:
        known = data.leads.fields()
    shown = fields(backend, "LeadRecord")
    assert known.keys() <= shown.keys()
    members = shown.keys() - {name for name, each in shown.items() if each.is_dynamic}
    assert members == {"Id", "Email", "ForeignSysPersonId", "ForeignSysType", "leadAttributeList"}
    assert {name for name, each in shown.items() if each.is_primary_key} == {"Id"}
    for name, each in known.items():
        assert shown[name].is_custom is each.custom
        assert shown[name].display_name == each.display_name


@pytest.mark.parametrize("kind", ["Opportunity", "OpportunityPersonRole"])
def test_objects_are_described_from_their_attributes(backend: Emulator, kind: str) -> None:
    with backend.store.reading() as data:
        known = data.mobjects.fields(kind)
    metadata = reply(backend, kind).result.metadata
    assert (metadata.is_custom, metadata.is_virtual) == (False, False)
    shown = fields(backend, kind)
    assert [*shown] == ["id", "createdAt", "updatedAt", *known]
    assert all(shown[name].dynamic_field_ref == "attribList" for name in known)
    assert {name for name, each in shown.items() if each.is_name} == (
        {"Name"} if kind == "Opportunity" else set()
    )


def test_letter_case_of_the_name_does_not_count(backend: Emulator) -> None:
    assert reply(backend, "leadrecord").result.metadata.name == "LeadRecord"


@pytest.mark.parametrize("name", ["Program", "Lead", "x"])
def test_an_unknown_name_is_refused(backend: Emulator, name: str) -> None:
    with pytest.raises(Refusal) as refused:
        reply(backend, name)
    assert (refused.value.code, refused.value.message) == (
        20110,
        "Object name is not valid (20110)",
    )


def test_a_missing_name_is_refused(backend: Emulator) -> None:
    with pytest.raises(Refusal) as refused:
        reply(backend, None)
    assert refused.value.code == 20109
