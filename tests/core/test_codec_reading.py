"""What the codec makes of replies that are not written as we would write them."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from mktows_bindings.runtime import DocumentedSyncStatus
from support.contract_schemas import open_codec, open_contract
from support.exact import exact
from xsdata.models.datatype import XmlDateTime

from mktows.checking import Finding, check_message
from mktows.contract import contract
from mktows.errors import ProtocolError
from mktows.soap import XSI_NAMESPACE, parse_xml, path_of, read_envelope, write_envelope
from mktows.testing.any_values import type_names, values_of, versions

TABLE = contract("2_7")
NAMESPACE = TABLE.namespace
B: Any = TABLE.bindings
DECLARED = f'xmlns:mk="{NAMESPACE}" xmlns:xsi="{XSI_NAMESPACE}" xmlns:o="urn:other"'


def parsed(type_name: str, inner: str) -> etree._Element:
    return parse_xml(f"<mk:{type_name} {DECLARED}>{inner}</mk:{type_name}>".encode())


def read(type_name: str, inner: str) -> Any:
    return open_codec("2_7").decode(parsed(type_name, inner), type_name)


def findings(type_name: str, inner: str) -> list[Finding]:
    """What is found in a message that can be read."""
    read(type_name, inner)
    return check_message(open_contract("2_7"), parsed(type_name, inner), type_name)


def noted(type_name: str, inner: str) -> list[tuple[str, str]]:
    return [(item.path, item.rule) for item in findings(type_name, inner)]


# Order, prefixes, namespaces

LEAD = "<Id>7</Id><Email>a</Email><ForeignSysPersonId>b</ForeignSysPersonId>"


def test_children_are_read_in_any_order() -> None:
    inner = "<keyValue>a@example.com</keyValue><keyType>EMAIL</keyType>"
    assert read("LeadKey", inner) == B.LeadKey(
        key_type=B.LeadKeyRef.EMAIL, key_value="a@example.com"
    )
    assert noted("LeadKey", inner) == [("LeadKey.keyType", "element-order")]


@given(data=st.data(), version=versions(), seed=st.integers())
def test_no_order_of_children_changes_what_is_read(
    data: st.DataObject, version: str, seed: int
) -> None:
    type_name = data.draw(type_names(version))
    value = data.draw(values_of(type_name, version=version))
    codec = open_codec(version)
    encoded = codec.encode(type_name, value)
    envelope = write_envelope(namespace=NAMESPACE, body=encoded.text, xsi=encoded.xsi)
    body = read_envelope(envelope).body
    assert body is not None
    shuffle(body, random.Random(seed))
    assert exact(codec.decode(body, type_name)) == exact(value)


def shuffle(node: etree._Element, order: random.Random) -> None:
    """Give the children another order; those of one name keep theirs, as a list's items must."""
    children = list(node)
    ranks = {child.tag: order.random() for child in children}
    for child in sorted(children, key=lambda child: ranks[child.tag]):
        node.append(child)
        shuffle(child, order)


def test_items_of_a_list_need_not_stand_together() -> None:
    inner = "<x/><stringItem>a</stringItem><x/><stringItem>b</stringItem>"
    assert read("ArrayOfString", inner).string_item == ["a", "b"]


@pytest.mark.parametrize("namespace", [NAMESPACE, "urn:other", "http://example.com/"])
def test_qualified_children_are_read_and_noted(namespace: str) -> None:
    inner = f'<q:Email xmlns:q="{namespace}">a</q:Email>'
    assert read("LeadRecord", inner).email == "a"
    assert noted("LeadRecord", inner) == [("LeadRecord.Email", "element-qualified")]


def test_children_in_a_default_namespace_are_read_and_noted() -> None:
    inner = f'<Email xmlns="{NAMESPACE}">a</Email>'
    assert read("LeadRecord", inner).email == "a"
    assert noted("LeadRecord", inner) == [("LeadRecord.Email", "element-qualified")]


@pytest.mark.parametrize(
    ("inner", "name", "rule"),
    [
        ("<marketoGUID>x</marketoGUID>", "marketoGUID", "lead-attribute-as-element"),
        ("<id>7</id>", "id", "lead-id-misnamed"),
        (
            "<foreignSysPersonId>x</foreignSysPersonId>",
            "foreignSysPersonId",
            "element-prose-name",
        ),
        ("<email/>", "email", "lead-email-case"),
        ("<o:unknown><Id>8</Id></o:unknown>", "unknown", "lead-attribute-as-element"),
    ],
)
def test_unknown_and_mis_cased_elements_are_passed_over_and_noted(
    inner: str, name: str, rule: str
) -> None:
    assert read("LeadRecord", LEAD + inner) == read("LeadRecord", LEAD)
    assert noted("LeadRecord", LEAD + inner) == [(f"LeadRecord.{name}", rule)]


def test_an_element_that_stands_twice_is_read_once_and_noted() -> None:
    inner = "<Id>7</Id><Id>8</Id>"
    assert read("LeadRecord", inner).id == 7
    assert noted("LeadRecord", inner) == [("LeadRecord.Id", "element-repeated")]


def test_comments_and_white_space_between_elements_do_not_matter() -> None:
    inner = "\n  <Id>7</Id>\n <!-- x --> <?y?> <Email>a</Email> "
    assert read("LeadRecord", inner) == B.LeadRecord(id=7, email="a")


def test_comments_instructions_and_cdata_inside_a_text_do_not_cut_it() -> None:
    inner = "<Email>a<!-- x -->b<![CDATA[<c>]]><?y z?>d&#13;</Email>"
    assert read("LeadRecord", inner).email == "ab<c>d\r"


def test_attributes_do_not_matter() -> None:
    assert read("LeadRecord", '<Id x="1" o:y="2">7</Id>').id == 7


def test_elements_where_text_was_expected_are_noted() -> None:
    inner = "<Email>a<b>c</b>d</Email>"
    assert read("LeadRecord", inner).email == "a"
    assert noted("LeadRecord", inner) == [("LeadRecord.Email", "elements-unexpected")]


def test_an_unknown_element_alone_is_an_empty_record() -> None:
    assert read("LeadRecord", "<unknown/>") == B.LeadRecord()


def test_a_finding_never_repeats_a_value() -> None:
    canary = "ada.canary@example.com"
    inner = f"<email>{canary}</email><Id>1</Id><Id>{canary}</Id><Email>x<y>{canary}</y></Email>"
    found = findings("LeadRecord", inner)
    assert len(found) == 4
    assert canary not in repr(found)


def test_a_finding_deep_inside_names_its_path() -> None:
    inner = "<result><leadRecordList><leadRecord><id>1</id></leadRecord></leadRecordList></result>"
    assert noted("SuccessGetLead", inner) == [
        (
            "SuccessGetLead.result.leadRecordList.leadRecord[0].id",
            "lead-id-misnamed",
        ),
        ("SuccessGetLead.result", "element-missing"),
    ]


@pytest.mark.parametrize("value", DocumentedSyncStatus)
def test_a_status_documented_beside_the_schema_is_read_and_written_but_departs(
    value: DocumentedSyncStatus,
) -> None:
    inner = f"<objTypeName>T</objTypeName><status>{value.name}</status>"
    found = read("SyncCustomObjStatus", inner)
    assert found.status is value
    assert noted("SyncCustomObjStatus", inner) == [
        ("SyncCustomObjStatus.status", "value-enumeration")
    ]
    text = open_codec("2_7").encode("SyncCustomObjStatus", found).text
    assert f"<status>{value.name}</status>" in text


def test_no_other_status_and_no_other_enumeration_is_open() -> None:
    for type_name, status in (("SyncCustomObjStatus", "skipped"), ("SyncStatus", "SKIPPED")):
        with pytest.raises(ProtocolError, match="not a valid"):
            read(type_name, f"<status>{status}</status>")


# Nothing

OPTIONAL = {
    "int": ("LeadRecord", "Id"),
    "enumeration": ("LeadRecord", "ForeignSysType"),
    "dateTime": ("StreamPosition", "latestCreatedAt"),
    "boolean": ("ParamsListOperation", "strict"),
}


def member(type_name: str, element: str, inner: str) -> Any:
    field = {field.element: field for field in TABLE.types[type_name].fields}[element]
    return getattr(read(type_name, inner), field.attribute)


@pytest.mark.parametrize(("type_name", "element"), OPTIONAL.values(), ids=OPTIONAL)
@pytest.mark.parametrize(
    "inner",
    ["", "<{}/>", "<{}></{}>", "<{}>  \n</{}>", '<{} xsi:nil="true"/>', '<{} xsi:nil="1"/>'],
    ids=["absent", "empty", "empty pair", "blank", "nil", "nil as 1"],
)
def test_absent_empty_and_nil_are_all_read_as_nothing(
    type_name: str, element: str, inner: str
) -> None:
    assert member(type_name, element, inner.replace("{}", element)) is None


def test_a_text_is_nothing_when_absent_or_nil_but_not_when_empty() -> None:
    assert read("LeadRecord", "").email is None
    assert read("LeadRecord", '<Email xsi:nil="true"/>').email is None
    assert read("LeadRecord", "<Email/>").email == ""
    assert read("LeadRecord", "<Email>  </Email>").email == "  "


def test_a_list_is_nothing_when_absent_or_nil_but_not_when_empty() -> None:
    assert read("LeadRecord", "").lead_attribute_list is None
    assert read("LeadRecord", '<leadAttributeList xsi:nil="true"/>').lead_attribute_list is None
    assert read("LeadRecord", "<leadAttributeList/>").lead_attribute_list == B.ArrayOfAttribute()


@pytest.mark.parametrize("nil", ["false", "0", ""])
def test_a_nil_that_says_false_is_none(nil: str) -> None:
    assert read("LeadRecord", f'<Email xsi:nil="{nil}">a</Email>').email == "a"
    assert read("LeadRecord", f'<Email xsi:nil="{nil}"/>').email == ""
    assert read("LeadRecord", f'<Id xsi:nil="{nil}">7</Id>').id == 7
    empty = read("LeadRecord", f'<leadAttributeList xsi:nil="{nil}"/>').lead_attribute_list
    assert empty == B.ArrayOfAttribute()


@pytest.mark.parametrize("nil", [" true ", "\n1"])
def test_white_space_around_nil_does_not_matter(nil: str) -> None:
    # xs:boolean, the type of xsi:nil, collapses it.
    assert read("LeadRecord", f'<Email xsi:nil="{nil}"/>').email is None


def test_a_nil_where_none_may_be_is_read_as_nothing_and_noted() -> None:
    inner = '<keyType xsi:nil="true"/>'
    assert read("LeadKey", inner).key_type is None
    assert noted("LeadKey", inner) == [
        ("LeadKey.keyType", "nil-not-allowed"),
        ("LeadKey", "element-missing"),
    ]


def test_nothing_in_a_list_is_left_out() -> None:
    inner = "<integerItem>1</integerItem><integerItem/><integerItem>2</integerItem>"
    assert read("ArrayOfInteger", inner).integer_item == [1, 2]


def test_a_reply_that_lacks_required_elements_is_read_without_them() -> None:
    read_back = read("SuccessGetLead", "<result/>").result
    assert (read_back.count, read_back.lead_record_list) == (None, None)


# Scalars


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *[(text, True) for text in ("true", "True", "TRUE", "1", " true ")],
        *[(text, False) for text in ("false", "False", "FALSE", "0", "\nfalse")],
    ],
)
def test_booleans_are_read_in_every_spelling_the_service_takes(text: str, expected: bool) -> None:
    value = member("ParamsListOperation", "strict", f"<strict>{text}</strict>")
    assert value is expected


@pytest.mark.parametrize(
    ("text", "expected"), [("7", 7), ("-7", -7), ("+7", 7), ("007", 7), (" 7\n", 7), ("-0", 0)]
)
def test_integers_are_read_as_xml_schema_writes_them(text: str, expected: int) -> None:
    assert read("LeadRecord", f"<Id>{text}</Id>").id == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2013-07-09T16:44:28-05:00", (2013, 7, 9, 16, 44, 28, 0, -300)),
        ("2013-07-09T16:44:28Z", (2013, 7, 9, 16, 44, 28, 0, 0)),
        ("2013-07-09T16:44:28", (2013, 7, 9, 16, 44, 28, 0, None)),
        ("2014-02-13T11:51:08.710-08:00", (2014, 2, 13, 11, 51, 8, 710_000_000, -480)),
        (" 2013-07-09T16:44:28+05:45\n", (2013, 7, 9, 16, 44, 28, 0, 345)),
    ],
)
def test_moments_are_read_to_the_last_digit(text: str, expected: tuple[int | None, ...]) -> None:
    value = member(
        "StreamPosition", "latestCreatedAt", f"<latestCreatedAt>{text}</latestCreatedAt>"
    )
    assert isinstance(value, XmlDateTime)
    assert tuple(value) == expected


@pytest.mark.parametrize("text", ["AAEC", " AA\nEC ", "A A E C"])
def test_white_space_in_binary_data_does_not_matter(text: str) -> None:
    inner = f"<base64Binary>{text}</base64Binary>"
    assert read("ArrayOfBase64Binary", inner).base64_binary == [b"\x00\x01\x02"]


UNREADABLE = [
    ("LeadRecord", "Id", "int", "seven"),
    ("LeadRecord", "Id", "int", "7.0"),
    ("LeadRecord", "Id", "int", "7_000"),
    ("LeadRecord", "Id", "int", "\u0667"),
    ("LeadRecord", "Id", "int", "2147483648"),
    ("LeadRecord", "Id", "int", "-2147483649"),
    ("LeadRecord", "ForeignSysType", "ForeignSysType", "sfdc"),
    ("LeadRecord", "ForeignSysType", "ForeignSysType", "SAP"),
    ("ActivityRecord", "id", "long", "9223372036854775808"),
    ("VersionedItem", "id", "integer", "9" * 5_000),
    ("ParamsListOperation", "strict", "boolean", "yes"),
    ("ParamsListOperation", "strict", "boolean", "2"),
    ("StreamPosition", "latestCreatedAt", "dateTime", "yesterday"),
    ("StreamPosition", "latestCreatedAt", "dateTime", "2013-07-09"),
    ("StreamPosition", "latestCreatedAt", "dateTime", "2013-07-09 16:44:28"),
    ("StreamPosition", "latestCreatedAt", "dateTime", "2013-13-09T16:44:28Z"),
    ("StreamPosition", "latestCreatedAt", "dateTime", "2013-02-29T16:44:28Z"),
    ("StreamPosition", "latestCreatedAt", "dateTime", "2013-07-09T24:00:01Z"),
    ("StreamPosition", "latestCreatedAt", "dateTime", "2013-07-09T16:44:28+99:99"),
    ("StreamPosition", "latestCreatedAt", "dateTime", "\u0662013-07-09T16:44:28Z"),
    ("ArrayOfBase64Binary", "base64Binary", "base64Binary", "AAE"),
    ("ArrayOfBase64Binary", "base64Binary", "base64Binary", "A$EC"),
    ("ArrayOfBase64Binary", "base64Binary", "base64Binary", "ÄÄEC"),
]


@pytest.mark.parametrize(
    ("type_name", "element", "scalar", "text"),
    UNREADABLE,
    ids=[f"{scalar} {text[:24]}" for _, _, scalar, text in UNREADABLE],
)
def test_a_value_that_cannot_be_read_names_its_path_and_type_but_not_itself(
    type_name: str, element: str, scalar: str, text: str
) -> None:
    with pytest.raises(ProtocolError) as caught:
        read(type_name, f"<{element}>{text}</{element}>")
    error = caught.value
    assert (error.path, error.type_name) == (f"{type_name}.{element}", scalar)
    assert str(error) == f"{type_name}.{element}: the text is not a valid {scalar}"
    assert error.__suppress_context__


# XML has no surrogates, no control characters, and neither of the last two of the plane.
XML_TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
)


@given(data=st.data(), text=XML_TEXTS)
def test_no_text_whatever_raises_anything_but_a_protocol_error(
    data: st.DataObject, text: str
) -> None:
    type_name, element, _, sample = data.draw(st.sampled_from(UNREADABLE))
    node = etree.Element(type_name)
    etree.SubElement(node, element).text = data.draw(st.sampled_from([text, sample + text]))
    try:
        open_codec("2_7").decode(node, type_name)
    except ProtocolError as error:
        assert error.path == f"{type_name}.{element}"  # noqa: PT017 - it need not be raised


# The names of types


def selecting(attribute: str, inner: str = "") -> str:
    return f"<leadSelector {attribute}>{inner}</leadSelector>"


def selector(attribute: str, inner: str = "") -> Any:
    return read("ParamsGetMultipleLeads", selecting(attribute, inner)).lead_selector


@pytest.mark.parametrize("prefix", ["mk:", " mk:", "o:", "undeclared:", ""])
def test_a_selector_is_read_after_the_name_of_its_type(prefix: str) -> None:
    inner = "<keyValues/><keyType>IDNUM</keyType>"
    assert selector(f'xsi:type="{prefix}LeadKeySelector"', inner) == B.LeadKeySelector(
        key_type=B.LeadKeyRef.IDNUM, key_values=B.ArrayOfString()
    )


@pytest.mark.parametrize(("prefix", "wrong"), [("mk:", False), ("o:", True), ("", True)])
def test_a_type_in_another_namespace_is_noted(prefix: str, wrong: bool) -> None:
    found = noted("ParamsGetMultipleLeads", selecting(f'xsi:type="{prefix}StaticListSelector"'))
    rules = ["xsi-type-unresolvable"] if wrong else []
    assert [rule for _, rule in found] == rules


@pytest.mark.parametrize(
    ("attribute", "reason"),
    [
        ("", "LeadSelector needs an xsi:type"),
        ('xsi:type="mk:LeadSelector"', "xsi:type names no LeadSelector"),
        ('xsi:type="mk:LeadKey"', "xsi:type names no LeadSelector"),
        ('xsi:type="mk:Unknown"', "xsi:type names no LeadSelector"),
        ('xsi:type=""', "xsi:type names no LeadSelector"),
    ],
)
def test_a_selector_of_no_concrete_type_cannot_be_read(attribute: str, reason: str) -> None:
    with pytest.raises(ProtocolError) as caught:
        selector(attribute)
    assert caught.value.path == "ParamsGetMultipleLeads.leadSelector"
    assert str(caught.value) == f"ParamsGetMultipleLeads.leadSelector: {reason}"


def test_a_type_name_that_repeats_the_declared_one_is_fine() -> None:
    inner = '<result xsi:type="mk:ResultGetLead"><count>1</count></result>'
    assert read("SuccessGetLead", inner).result.count == 1
    assert noted("SuccessGetLead", inner) == []


def test_a_type_name_that_does_not_fit_is_passed_over_and_noted() -> None:
    inner = '<result xsi:type="mk:LeadKey"><count>1</count></result>'
    assert read("SuccessGetLead", inner).result.count == 1
    assert noted("SuccessGetLead", inner) == [("SuccessGetLead.result", "xsi-type-mismatch")]


# Paths


def test_a_path_begins_below_the_body() -> None:
    envelope = write_envelope(namespace=NAMESPACE, body="<ns1:a><b><c/></b></ns1:a>")
    body = read_envelope(envelope).body
    assert body is not None
    assert path_of(body[0][0]) == "a.b.c"


def test_a_path_in_a_document_without_an_envelope_begins_at_its_root() -> None:
    assert path_of(etree.fromstring("<a><b/></a>")[0]) == "a.b"
