"""Every message of every operation and version, and what the wire is known to look like."""

from __future__ import annotations

import dataclasses
import itertools
from datetime import datetime
from enum import Enum
from types import ModuleType
from typing import Any, cast

import pytest
from support.contract_schemas import as_body, codec, open_codec, violations
from support.exact import exact
from xsdata.models.datatype import XmlDateTime

from mktows.checking import check_message
from mktows.codec import Encoded
from mktows.contract import KNOWN_VERSIONS, contract
from mktows.errors import RequestError
from mktows.soap import XSI_NAMESPACE, split_name
from mktows.testing.samples import MOMENT, minimal, samples

B: ModuleType = contract("2_7").bindings
NAMESPACE = contract("2_7").namespace
OPERATIONS = [
    pytest.param(version, name, id=f"{version}-{name}")
    for version in KNOWN_VERSIONS
    for name in contract(version).operations
]
SIDES = pytest.mark.parametrize("side", ["request", "reply"])


def element_of(version: str, operation: str, side: str) -> str:
    item = contract(version).operations[operation]
    return item.request if side == "request" else item.reply


# Every operation of every version


@pytest.mark.slow
@SIDES
@pytest.mark.parametrize(("version", "operation"), OPERATIONS)
def test_minimal_and_full_messages_are_valid_for_two_validators(
    version: str, operation: str, side: str
) -> None:
    element = element_of(version, operation, side)
    for message in samples(element, version=version):
        encoded = codec(version).encode(element, message, service=side == "reply")
        assert violations(version, as_body(version, encoded)) == []


@SIDES
@pytest.mark.parametrize(("version", "operation"), OPERATIONS)
def test_minimal_and_full_messages_read_back_as_they_were(
    version: str, operation: str, side: str
) -> None:
    element = element_of(version, operation, side)
    for message in samples(element, version=version):
        encoded = codec(version).encode(element, message, service=side == "reply")
        node = as_body(version, encoded)
        assert check_message(contract(version), node, element) == []
        assert exact(codec(version).decode(node, element)) == exact(message)


@pytest.mark.parametrize("version", KNOWN_VERSIONS)
@pytest.mark.parametrize("element", ["AuthenticationHeader", "MktowsContextHeader"])
def test_headers_are_valid_and_read_back_as_they_were(version: str, element: str) -> None:
    for header in samples(element, version=version):
        body = as_body(version, codec(version).encode(element, header))
        assert violations(version, body) == []
        assert exact(codec(version).decode(body, element)) == exact(header)


@SIDES
@pytest.mark.parametrize(("version", "operation"), OPERATIONS)
def test_only_the_message_element_is_qualified(version: str, operation: str, side: str) -> None:
    element = element_of(version, operation, side)
    for message in samples(element, version=version):
        body = as_body(version, codec(version).encode(element, message))
        assert split_name(body) == (NAMESPACE, element)
        assert {split_name(node)[0] for node in body.iterdescendants()} <= {""}


@pytest.mark.parametrize(("version", "operation"), OPERATIONS)
def test_a_minimal_request_holds_the_required_elements_and_no_others(
    version: str, operation: str
) -> None:
    table = contract(version)
    element = table.operations[operation].request
    message = minimal(table, table.elements[element])
    body = as_body(version, codec(version).encode(element, message))
    required = [f.element for f in table.types[table.elements[element]].fields if f.required]
    assert [node.tag for node in body] == required


@pytest.mark.parametrize("version", KNOWN_VERSIONS)
def test_the_samples_use_every_type_and_enumeration_value_that_messages_can_hold(
    version: str,
) -> None:
    table = contract(version)
    used: set[object] = set()

    def walk(value: object) -> None:
        if dataclasses.is_dataclass(value):
            used.add(type(value).__name__)
            for field in dataclasses.fields(value):
                walk(getattr(value, field.name))
        elif isinstance(value, list):
            for item in value:
                walk(item)
        elif type(value).__name__ in table.enumerations:
            used.add(value)

    for element in table.elements:
        for message in samples(element, version=version):
            walk(message)
    # These are in no message: an abstract type, and what no operation uses.
    unused = {"LeadSelector", "ArrayOfBase64Binary", "ArrayOfVersionedItem", "VersionedItem"}
    enumerations = table.enumerations - {"MObjectTypeEnum"}
    members = itertools.chain.from_iterable(
        cast("type[Enum]", table.binding(name)) for name in enumerations
    )
    assert used == {*table.types, *members} - unused


@pytest.mark.parametrize(
    "inner",
    [
        "<leadRecord/>",
        "<returnLead>true</returnLead><leadRecord/>",
        "<leadRecord><id>7</id></leadRecord><returnLead>true</returnLead>",
        "<leadRecord><Id>seven</Id></leadRecord><returnLead>true</returnLead>",
        "<leadRecord xsi:nil='true'/><returnLead>true</returnLead>",
        "<ns1:leadRecord/><returnLead>true</returnLead>",
    ],
    ids=["incomplete", "out of order", "unknown element", "no number", "nil", "qualified"],
)
def test_each_of_the_two_validators_refuses_what_is_invalid(inner: str) -> None:
    text = f"<ns1:paramsSyncLead>{inner}</ns1:paramsSyncLead>"
    found = violations("2_7", as_body("2_7", Encoded(text, xsi=True)))
    assert {line.partition(":")[0] for line in found} == {"libxml2", "xmlschema"}


# What a client writes


def request(element: str, message: object, version: str = "2_7") -> str:
    return codec(version).encode(element, message).text


def sync_lead(**fields: Any) -> str:
    lead = B.LeadRecord(**fields)
    return request("paramsSyncLead", B.ParamsSyncLead(lead_record=lead, return_lead=False))


def test_a_lead_with_an_email_only_is_sent_with_an_email_only() -> None:
    assert sync_lead(email="ada@example.com") == (
        "<ns1:paramsSyncLead><leadRecord><Email>ada@example.com</Email></leadRecord>"
        "<returnLead>false</returnLead></ns1:paramsSyncLead>"
    )


def test_unset_optional_is_not_sent_as_nil() -> None:
    assert "nil" not in sync_lead(email="ada@example.com")
    assert "xsi" not in sync_lead()


def test_a_service_sends_what_is_unset_and_may_be_nil_as_nil() -> None:
    status = B.SyncStatus(lead_id=1, status=B.LeadSyncStatus.UPDATED)
    encoded = open_codec("2_7").encode("SyncStatus", status, service=True)
    assert encoded.text == (
        "<ns1:SyncStatus><leadId>1</leadId><status>UPDATED</status>"
        '<error xsi:nil="true"/></ns1:SyncStatus>'
    )


def test_a_service_leaves_out_what_is_unset_and_may_not_be_nil() -> None:
    status = B.MObjStatus(id=1970, status=B.MObjStatusEnum.UPDATED)
    encoded = open_codec("2_7").encode("MObjStatus", status, service=True)
    assert encoded.text == (
        "<ns1:MObjStatus><id>1970</id><status>UPDATED</status></ns1:MObjStatus>"
    )


def import_to_list(campaign_name: str | None) -> Any:
    return B.ParamsImportToList(
        program_name="P",
        import_file_header="Email",
        import_file_rows=B.ArrayOfString(),
        import_list_mode=B.ImportToListModeEnum.UPSERTLEADS,
        list_name="L",
        clear_list=False,
        campaign_name=campaign_name,
    )


def test_required_nillable_without_a_value_is_sent_as_nil() -> None:
    text = request("paramsImportToList", import_to_list(None))
    assert text.endswith('<campaignName xsi:nil="true"/></ns1:paramsImportToList>')


def test_required_nillable_with_an_empty_value_is_sent_empty() -> None:
    text = request("paramsImportToList", import_to_list(""))
    assert text.endswith("<campaignName></campaignName></ns1:paramsImportToList>")


def test_the_id_of_a_status_may_be_nil_since_2_7() -> None:
    status = B.MObjStatus(id=None, status=B.MObjStatusEnum.FAILED)
    assert '<id xsi:nil="true"/>' in open_codec("2_7").encode("MObjStatus", status).text
    with pytest.raises(RequestError, match="a required value is missing") as caught:
        open_codec("2_3").encode("MObjStatus", status)
    assert caught.value.path == "MObjStatus.id"


SELECTORS = [
    B.LeadKeySelector(
        key_type=B.LeadKeyRef.EMAIL, key_values=B.ArrayOfString(string_item=["a@example.com"])
    ),
    B.StaticListSelector(static_list_name="Program.List"),
    B.LastUpdateAtSelector(oldest_updated_at=MOMENT),
]


@pytest.mark.parametrize("selector", SELECTORS, ids=lambda s: type(s).__name__)
def test_a_selector_names_its_type_with_a_prefix_that_is_declared(selector: Any) -> None:
    message = B.ParamsGetMultipleLeads(lead_selector=selector)
    body = as_body("2_7", codec("2_7").encode("paramsGetMultipleLeads", message))
    (node,) = body
    prefix, _, local = str(node.get(f"{{{XSI_NAMESPACE}}}type")).partition(":")
    assert node.nsmap[prefix] == NAMESPACE
    assert local == type(selector).__name__


def test_a_text_that_speaks_of_xsi_has_no_prefix_declared_for_it() -> None:
    for text in (' xsi:nil="true"/>', '<Id xsi:nil="true"/>', '<leadSelector xsi:type="x"'):
        encoded = open_codec("2_7").encode("LeadRecord", B.LeadRecord(email=text))
        assert not encoded.xsi


def test_a_type_that_is_the_declared_one_is_not_named() -> None:
    assert "xsi:type" not in sync_lead(email="ada@example.com")


def test_the_abstract_selector_is_refused() -> None:
    message = B.ParamsGetMultipleLeads(lead_selector=B.LeadSelector())
    with pytest.raises(RequestError, match="LeadSelector is abstract") as caught:
        request("paramsGetMultipleLeads", message)
    assert caught.value.path == "paramsGetMultipleLeads.leadSelector"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param(MOMENT, "2013-07-09T16:44:28-05:00", id="whole seconds"),
        pytest.param(MOMENT.replace(offset=0), "2013-07-09T16:44:28+00:00", id="UTC, never Z"),
        pytest.param(MOMENT.replace(offset=None), "2013-07-09T16:44:28", id="no offset"),
        pytest.param(
            datetime.fromisoformat("2014-02-13T11:51:08.710-08:00"),
            "2014-02-13T11:51:08.710-08:00",
            id="milliseconds",
        ),
        pytest.param(
            datetime.fromisoformat("2014-02-13T11:51:08Z"), "2014-02-13T11:51:08+00:00", id="UTC"
        ),
    ],
)
def test_moments_are_written_with_a_numeric_offset(value: Any, text: str) -> None:
    message = B.ParamsGetMultipleLeads(last_updated_at=value)
    written = request("paramsGetMultipleLeads", message)
    assert f"<lastUpdatedAt>{text}</lastUpdatedAt>" in written


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param("a<b", "a&lt;b", id="text"),
        pytest.param(True, "true", id="boolean"),
        pytest.param(62, "62", id="integer"),
        pytest.param(MOMENT, "2013-07-09T16:44:28-05:00", id="moment"),
    ],
)
def test_a_criterion_takes_any_simple_value(value: object, text: str) -> None:
    criterion = B.MObjCriteria(attr_name="Id", comparison=B.ComparisonEnum.EQ, attr_value=value)
    written = open_codec("2_7").encode("MObjCriteria", criterion).text
    assert f"<attrValue>{text}</attrValue>" in written


def test_a_tuple_serves_as_a_list() -> None:
    items = B.ArrayOfInteger(integer_item=(15, 16))
    assert open_codec("2_7").encode("ArrayOfInteger", items).text == (
        "<ns1:ArrayOfInteger><integerItem>15</integerItem><integerItem>16</integerItem>"
        "</ns1:ArrayOfInteger>"
    )


# Another version's classes


def merge(bindings: ModuleType, **more: Any) -> Any:
    return bindings.ParamsMergeLeads(
        winning_lead_key_list=bindings.ArrayOfAttribute(),
        losing_lead_key_lists=bindings.ArrayOfKeyList(),
        **more,
    )


def test_a_field_that_the_version_does_not_have_is_refused() -> None:
    with pytest.raises(RequestError, match="ParamsMergeLeads has no merge_in_sales in 2_3"):
        request("paramsMergeLeads", merge(B, merge_in_sales=True), version="2_3")


def test_a_later_class_is_written_while_it_says_nothing_new() -> None:
    written = request("paramsMergeLeads", merge(B), version="2_3")
    assert written == request("paramsMergeLeads", merge(contract("2_3").bindings), version="2_3")


def test_an_earlier_class_is_written_though_it_lacks_the_new_field() -> None:
    written = request("paramsMergeLeads", merge(contract("2_3").bindings), version="2_7")
    assert written == request("paramsMergeLeads", merge(B), version="2_7")


def list_operation(bindings: ModuleType, operation: str) -> Any:
    return bindings.ParamsListOperation(
        list_operation=bindings.ListOperationType[operation],
        list_key=bindings.ListKey(key_type=bindings.ListKeyType.MKTOLISTNAME, key_value="L"),
        list_member_list=bindings.ArrayOfLeadKey(),
    )


def test_another_versions_enumeration_is_written_by_its_value() -> None:
    old = contract("2_1").bindings
    assert old.ListOperationType is not B.ListOperationType
    message = list_operation(old, "ADDTOLIST")
    written = request("paramsListOperation", message, version="2_7")
    assert "<listOperation>ADDTOLIST</listOperation>" in written
    mixed = list_operation(B, "ADDTOLIST")
    mixed.list_operation = old.ListOperationType.ADDTOLIST
    assert request("paramsListOperation", mixed, version="2_7") == written


def test_an_enumeration_value_that_the_version_does_not_have_is_refused() -> None:
    message = list_operation(contract("2_1").bindings, "CLEARLIST")
    assert "CLEARLIST" in request("paramsListOperation", message, version="2_1")
    with pytest.raises(RequestError, match=r"ListOperationType\.CLEARLIST") as caught:
        request("paramsListOperation", message, version="2_2")
    assert caught.value.path == "paramsListOperation.listOperation"


# What cannot be written names its path


def lead_list(*attributes: Any) -> Any:
    lead = B.LeadRecord(lead_attribute_list=B.ArrayOfAttribute(attribute=list(attributes)))
    return B.ParamsSyncMultipleLeads(
        lead_record_list=B.ArrayOfLeadRecord(lead_record=[B.LeadRecord(), lead])
    )


def attribute(**members: Any) -> Any:
    return B.Attribute(**{"attr_name": "Company", "attr_value": "x", **members})


INSIDE = "paramsSyncMultipleLeads.leadRecordList.leadRecord[1]"
REFUSED = [
    pytest.param(
        lead_list(attribute(), attribute(attr_value=7)),
        f"{INSIDE}.leadAttributeList.attribute[1].attrValue",
        "expected str, got int",
        id="wrong simple type",
    ),
    pytest.param(
        lead_list(attribute(attr_value="ab\x00")),
        f"{INSIDE}.leadAttributeList.attribute[0].attrValue",
        "U+0000 at index 2 cannot stand in XML",
        id="control character",
    ),
    pytest.param(
        lead_list(attribute(attr_value="\ud83d")),
        f"{INSIDE}.leadAttributeList.attribute[0].attrValue",
        "U+D83D at index 0 cannot stand in XML",
        id="lone surrogate",
    ),
    pytest.param(
        lead_list(attribute(attr_name=None)),
        f"{INSIDE}.leadAttributeList.attribute[0].attrName",
        "a required value is missing",
        id="missing required value",
    ),
    pytest.param(
        lead_list(B.LeadKey(key_type=B.LeadKeyRef.EMAIL, key_value="x")),
        f"{INSIDE}.leadAttributeList.attribute[0]",
        "expected Attribute, got LeadKey",
        id="wrong complex type",
    ),
    pytest.param(
        lead_list(None),
        f"{INSIDE}.leadAttributeList.attribute[0]",
        "expected Attribute, got NoneType",
        id="nothing in a list",
    ),
    pytest.param(
        B.ParamsSyncMultipleLeads(lead_record_list=None),
        "paramsSyncMultipleLeads.leadRecordList",
        "a required value is missing",
        id="missing required list",
    ),
    pytest.param(
        B.ParamsSyncMultipleLeads(lead_record_list=B.ArrayOfLeadRecord(lead_record="abc")),
        "paramsSyncMultipleLeads.leadRecordList.leadRecord",
        "expected a list, got str",
        id="no list",
    ),
    pytest.param(
        B.ParamsSyncMultipleLeads(lead_record_list=B.ArrayOfLeadRecord(), dedup_enabled=1),
        "paramsSyncMultipleLeads.dedupEnabled",
        "expected bool, got int",
        id="a number for a boolean",
    ),
    pytest.param(
        B.LeadRecord(),
        "paramsSyncMultipleLeads",
        "expected ParamsSyncMultipleLeads, got LeadRecord",
        id="wrong message",
    ),
    pytest.param(
        {"leadRecordList": []},
        "paramsSyncMultipleLeads",
        "expected ParamsSyncMultipleLeads, got dict",
        id="no binding",
    ),
]


@pytest.mark.parametrize(("message", "path", "reason"), REFUSED)
def test_what_cannot_be_written_is_refused_with_its_path(
    message: object, path: str, reason: str
) -> None:
    with pytest.raises(RequestError) as caught:
        request("paramsSyncMultipleLeads", message)
    assert caught.value.path == path
    assert str(caught.value) == f"{path}: {reason}"


@pytest.mark.parametrize(
    ("type_name", "member", "value", "reason"),
    [
        ("LeadRecord", "id", 2**31, "is beyond the range of xs:int"),
        ("LeadRecord", "id", -(2**31) - 1, "is beyond the range of xs:int"),
        ("LeadRecord", "id", True, "expected int, got bool"),
        ("LeadRecord", "id", "7", "expected int, got str"),
        ("LeadRecord", "id", 7.0, "expected int, got float"),
        ("LeadRecord", "email", b"x", "expected str, got bytes"),
        ("LeadRecord", "email", "\x0b", "U+000B at index 0 cannot stand in XML"),
        ("LeadRecord", "email", "\uffff", "U+FFFF at index 0 cannot stand in XML"),
        ("LeadRecord", "foreign_sys_type", "SFDC", "expected ForeignSysType, got str"),
        (
            "LeadRecord",
            "foreign_sys_type",
            B.LeadKeyRef.EMAIL,
            "expected ForeignSysType, got LeadKeyRef.EMAIL",
        ),
        (
            "StreamPosition",
            "latest_created_at",
            datetime(2013, 8, 1),
            "a datetime needs an offset",
        ),
        (
            "StreamPosition",
            "latest_created_at",
            "2013-08-01T00:00:00Z",
            "expected XmlDateTime or datetime, got str",
        ),
        (
            "ActivityTypeFilter",
            "include_types",
            ["NewLead"],
            "expected ArrayOfActivityType, got list",
        ),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused(
    type_name: str, member: str, value: object, reason: str
) -> None:
    field = {f.attribute: f for f in contract("2_7").types[type_name].fields}[member]
    with pytest.raises(RequestError) as caught:
        open_codec("2_7").encode(type_name, contract("2_7").binding(type_name)(**{member: value}))
    assert str(caught.value) == f"{type_name}.{field.element}: {reason}"


@pytest.mark.parametrize("type_name", ["long", "integer"])
def test_long_has_bounds_and_integer_has_none(type_name: str) -> None:
    element = {"long": "ActivityRecord", "integer": "VersionedItem"}[type_name]
    value = dataclasses.replace(minimal(contract("2_7"), element), id=2**63)
    if type_name == "integer":
        assert f"<id>{2**63}</id>" in open_codec("2_7").encode(element, value).text
        return
    with pytest.raises(RequestError, match="beyond the range of xs:long"):
        open_codec("2_7").encode(element, value)


def test_an_integer_too_long_for_python_to_print_is_refused() -> None:
    value = dataclasses.replace(minimal(contract("2_7"), "VersionedItem"), id=10**5000)
    with pytest.raises(RequestError) as caught:
        open_codec("2_7").encode("VersionedItem", value)
    assert caught.value.path == "VersionedItem.id"


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(XmlDateTime(2020, 13, 1, 0, 0, 0), id="month 13"),
        pytest.param(XmlDateTime(2021, 2, 29, 0, 0, 0), id="29 February of a common year"),
        pytest.param(XmlDateTime(2020, 1, 1, 0, 60, 0), id="minute 60"),
        pytest.param(XmlDateTime(2020, 1, 1, 0, 0, 0, 10**9), id="fraction of a whole second"),
        pytest.param(XmlDateTime(2020, 1, 1, 0, 0, 0, 0, 15 * 60), id="offset of 15 hours"),
    ],
)
def test_a_moment_that_is_none_is_refused(value: XmlDateTime) -> None:
    with pytest.raises(RequestError) as caught:
        request("paramsGetMultipleLeads", B.ParamsGetMultipleLeads(last_updated_at=value))
    assert caught.value.path == "paramsGetMultipleLeads.lastUpdatedAt"


def test_errors_never_repeat_the_value() -> None:
    secret = "ada@example.com"
    for value in (secret.encode(), f"{secret}\x00", [secret]):
        with pytest.raises(RequestError) as caught:
            sync_lead(email=value)
        assert secret not in str(caught.value)
