"""The documented examples as data: exact, sendable, and told apart from what differs."""

from __future__ import annotations

import copy
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from support.contract_schemas import codec

from mktows.contract import KNOWN_VERSIONS, Contract, contract
from mktows.json_messages import from_json
from mktows.service_faults import write_service_fault
from mktows.soap import XSI_NAMESPACE, write_envelope
from mktows.testing import (
    DocumentedExample,
    documented_examples,
    sample_config,
    validate_fault,
    validate_reply,
    validate_request,
)
from mktows.testing.examples import ExampleFault
from mktows.testing.samples import minimal
from mktows.testing.strategies import reply_envelope, signed

ANSWERED = [example for example in documented_examples() if example.reply is not None]
REFUSED = [example for example in documented_examples() if example.fault is not None]
EVERY = pytest.mark.parametrize("example", documented_examples(), ids=lambda e: e.name)
EVERY_ANSWER = pytest.mark.parametrize("example", ANSWERED, ids=lambda e: e.name)
NIL = f"{{{XSI_NAMESPACE}}}nil"
MOMENT = datetime(2013, 8, 1, 18, 22, 30, tzinfo=UTC)


def filled(table: Contract, type_name: str, pattern: Any) -> Any:
    """A pattern with something in place of what was not kept."""
    fields = {field.element: field for field in table.types[type_name].fields}
    made: dict[str, Any] = {}
    for name, expected in pattern.items():
        field = fields[name]
        simple = field.type_name not in table.types

        def one(item: Any, type_name: str = field.type_name, simple: bool = simple) -> Any:
            if item == {"@any": True}:
                samples = {"string": "something", "boolean": False}
                return samples[type_name] if simple else {"attribute": [ATTRIBUTE]}
            return item if simple or item is None else filled(table, type_name, item)

        if expected == {"@empty": True}:
            continue
        items = (
            expected["@some"] if isinstance(expected, dict) and "@some" in expected else expected
        )
        made[name] = [one(item) for item in items] if field.many else one(items)
    if type_name in ("ActivityRecord", "LeadChangeRecord") and "marketoGUID" in fields:
        made["marketoGUID"] = "g"  # the examples are of versions before it
    return made


ATTRIBUTE = {"attrName": "x", "attrValue": "y"}


def answer(example: DocumentedExample, version: str) -> bytes:
    """What a server that behaves as the example answers."""
    table = contract(version)
    if example.fault is not None:
        return write_service_fault(
            namespace=table.namespace,
            string=example.fault.string,
            code=example.fault.code,
            message=example.fault.message or f"not kept ({example.fault.code})",
        )
    type_name = table.operations[example.operation].reply_type
    reply = from_json(table, type_name, filled(table, type_name, example.reply))
    return reply_envelope(example.operation, reply, version)


def test_every_operation_has_an_example() -> None:
    assert {example.operation for example in documented_examples()} == {*contract("2_7").operations}
    names = [example.name for example in documented_examples()]
    assert len(names) == len(set(names))


@EVERY
def test_an_example_ends_in_a_reply_or_in_a_fault(example: DocumentedExample) -> None:
    assert (example.reply is None) != (example.fault is None)
    assert example.strength in ("documented", "recorded")
    assert example.description.endswith(".")


@EVERY
def test_the_request_of_an_example_is_valid_in_its_versions(example: DocumentedExample) -> None:
    for version in example.versions:
        config = sample_config(version)
        data = signed(config, example.params(version), MOMENT, example.workspace)
        validate_request(data, version=version, operation=example.operation)


def test_an_example_is_not_of_a_version_before_its_elements() -> None:
    (example,) = documented_examples("getLeadChanges")
    assert example.versions == ("2_3", "2_7", "3_1")
    with pytest.raises(Exception, match="no such element"):
        example.params("2_2")


@EVERY
def test_an_answer_as_in_the_example_is_valid_and_shows_no_difference(
    example: DocumentedExample,
) -> None:
    # So nil and absent stand in the examples where the service's own form has them.
    for version in example.versions:
        data = answer(example, version)
        if example.fault is not None:
            validate_fault(data, version=version)
        else:
            validate_reply(data, version=version, operation=example.operation)
        assert example.differences(data, version=version) == []


def closed(root: etree._Element, example: DocumentedExample) -> list[etree._Element]:
    """The leaves that the example tells, each alone."""
    pattern = str(example.reply)
    if "@some" in pattern:
        return root.findall(".//tagList/tag/type")
    made = {"something", ATTRIBUTE["attrName"], ATTRIBUTE["attrValue"]}
    unknown = set(re.findall(r"'(\w+)': {'@(?:any|empty)'", pattern)) & {
        "success",
        "leadRecordList",
    }
    return [
        node
        for node in root.iter()
        if not len(node)
        and node.text not in made
        and node.tag not in unknown
        and node.getparent().findtext("attrName") != ATTRIBUTE["attrName"]  # type: ignore[union-attr] # no leaf is the root
    ]


@pytest.mark.slow
@EVERY_ANSWER
@given(data=st.data())
def test_any_change_of_a_value_is_a_difference(
    example: DocumentedExample, data: st.DataObject
) -> None:
    root = etree.fromstring(answer(example, "2_7"))
    node = data.draw(st.sampled_from(closed(root, example)))
    how = data.draw(st.sampled_from(["text", "nil", "absent", "double"]))
    if how == "text":
        node.text = f"{node.text or ''}1"
        node.attrib.clear()
    elif how == "nil":
        if node.get(NIL):
            del node.attrib[NIL]
        else:
            node.set(NIL, "true")
    elif how == "absent":
        parent = node.getparent()
        assert parent is not None
        parent.remove(node)
    elif "@some" in str(example.reply):
        node.addnext(etree.Element("values"))
    else:
        node.addnext(copy.deepcopy(node))
    assert example.differences(etree.tostring(root))


def test_differences_name_the_place_and_keep_what_was_found_to_themselves() -> None:
    example = next(e for e in documented_examples("getLead") if e.name == "lead by email")
    root = etree.fromstring(answer(example, "2_7"))
    for node in root.iter("attrValue"):
        node.text = "canary"
    found = example.differences(etree.tostring(root))
    place = "successGetLead.result.leadRecordList.leadRecord[0].leadAttributeList"
    assert str(found[0]) == f"{place}.attribute[0].attrValue: expected 172.249.34.240"
    assert found[0].found == "canary"
    assert "canary" not in repr(found)


def test_elements_in_another_order_are_a_difference() -> None:
    example = documented_examples("syncMultipleLeads")[0]
    root = etree.fromstring(answer(example, "2_7"))
    status = next(root.iter("syncStatus"))
    status.append(status[0])
    (difference,) = example.differences(etree.tostring(root))
    assert difference.expected == "its elements in the order of the WSDL"


@pytest.mark.parametrize("example", REFUSED, ids=lambda e: e.name)
def test_a_message_instead_of_a_fault_is_a_difference(example: DocumentedExample) -> None:
    data = answer(documented_examples("requestCampaign")[0], "2_7")
    assert [d.expected for d in example.differences(data)] == ["a fault"]


@EVERY_ANSWER
def test_a_fault_instead_of_a_message_is_a_difference(example: DocumentedExample) -> None:
    data = answer(REFUSED[0], "2_7")
    assert [d.expected for d in example.differences(data)] == ["this message"]


@pytest.mark.parametrize("version", KNOWN_VERSIONS)
def test_a_list_that_was_kept_in_part_may_hold_more(version: str) -> None:
    (example,) = documented_examples("getTags")
    data = answer(example, version)
    more = data.replace(b"<tagList>", b"<tagList><tag><type>Other</type><values/></tag>")
    assert more != data
    assert example.differences(more, version=version) == []
    less = re.sub(rb"<tag><type>Target</type>.*?</tag>", b"", data)
    assert [str(d) for d in example.differences(less, version=version)] == [
        "successGetTags.result.tagList.tag[6]: expected this item among others"
    ]


@pytest.mark.parametrize("form", ["<leadRecordList/>", '<leadRecordList xsi:nil="true"/>', ""])
def test_a_form_that_nobody_kept_may_be_any(form: str) -> None:
    example = next(e for e in documented_examples() if e.name == "leads by unknown keys")
    body = (
        "<ns1:successGetMultipleLeads><result><returnCount>0</returnCount><remainingCount>0"
        f"</remainingCount><newStreamPosition></newStreamPosition>{form}</result>"
        "</ns1:successGetMultipleLeads>"
    )
    data = write_envelope(namespace=contract("2_7").namespace, body=body, xsi=True)
    assert example.differences(data) == []
    full = data.replace(
        b"</newStreamPosition>", b"</newStreamPosition><leadRecordList>x</leadRecordList>"
    )
    assert example.differences(full) != []


def test_the_smallest_reply_differs_from_every_example_that_says_more() -> None:
    table = contract("2_7")
    for example in ANSWERED:
        operation = table.operations[example.operation]
        smallest = minimal(table, operation.reply_type)
        encoded = codec("2_7").encode(operation.reply, smallest, service=True)
        data = write_envelope(namespace=table.namespace, body=encoded.text, xsi=encoded.xsi)
        same = reply_envelope(example.operation, smallest, "2_7") == answer(example, "2_7")
        assert bool(example.differences(data)) != same


# Every kind of difference: what the reply holds instead, and the difference that is told.

RECORD = "successListOperation.result"
SHOWN = DocumentedExample(
    "shown",
    "listOperation",
    "recorded",
    "A reply of one status.",
    {},
    reply={
        "result": {
            "success": False,
            "statusList": {
                "leadStatus": [
                    {"leadKey": {"keyType": "IDNUM", "keyValue": "7"}, "status": {"@any": True}}
                ]
            },
        }
    },
)
KEY = "<leadKey><keyType>IDNUM</keyType><keyValue>7</keyValue></leadKey>"
STATUS = f"<leadStatus>{KEY}<status>true</status></leadStatus>"
RESULT = f"<success>false</success><statusList>{STATUS}</statusList>"
ITEM = f"{RECORD}.statusList.leadStatus"
DIFFERENCES = {
    "nothing": ("", "", []),
    "another value": ("false", "true", [(f"{RECORD}.success", "false", "true")]),
    "no value": ("false", "", [(f"{RECORD}.success", "false", "an empty element")]),
    "absent": ("<success>false</success>", "",
               [(f"{RECORD}.success", "false", "nothing: it is absent")]),
    "twice": ("<success>false</success>", "<success>false</success><success>false</success>",
              [(f"{RECORD}.success", "one such element", "2")]),
    "nil": ("<success>false<", '<success xsi:nil="true"><',
            [(f"{RECORD}.success", "false", "nil")]),
    "nil, as 1": ("<success>false<", '<success xsi:nil="1"><',
                  [(f"{RECORD}.success", "false", "nil")]),
    "unknown": ("<success>", "<other/><success>",
                [(f"{RECORD}.other", "it to be absent", "an element")]),
    "text": ("<success>", "x<success>", [(RECORD, "no text between its elements", "text")]),
    "text behind": ("</statusList>", "</statusList>x",
                    [(RECORD, "no text between its elements", "text")]),
    "another order": (RESULT, f"<statusList>{STATUS}</statusList><success>false</success>",
                      [(RECORD, "its elements in the order of the WSDL", "another order")]),
    "one item less": (STATUS, "", [(ITEM, "1 items", "0 items")]),
    "one item more": (STATUS, STATUS * 2, [(ITEM, "1 items", "2 items")]),
    "another item": (">7<", ">8<", [(f"{ITEM}[0].leadKey.keyValue", "7", "8")]),
    "anything but nil": ("<status>true<", '<status xsi:nil="true"><',
                         [(f"{ITEM}[0].status", "content", "nil")]),
    "anything": ("<status>true<", "<status>false<", []),
    "content missing": (KEY, "", [(f"{ITEM}[0].leadKey", "content", "nothing: it is absent")]),
}  # fmt: skip


@pytest.mark.parametrize("name", DIFFERENCES)
def test_a_difference_says_what_was_expected_and_what_was_found(name: str) -> None:
    old, new, expected = DIFFERENCES[name]
    body = RESULT.replace(old, new) if old else RESULT
    data = write_envelope(
        namespace=contract("2_7").namespace,
        body=f"<ns1:successListOperation><result>{body}</result></ns1:successListOperation>",
        xsi=True,
    )
    assert [(d.path, d.expected, d.found) for d in SHOWN.differences(data)] == expected


def test_a_value_where_nil_is_expected_is_told_so() -> None:
    example = DocumentedExample(
        "nil", "getMultipleLeads", "recorded", "A page without a list.", {},
        reply={"result": {"returnCount": 0, "leadRecordList": None}},
    )  # fmt: skip
    body = "<result><returnCount>0</returnCount><leadRecordList>x</leadRecordList></result>"
    data = write_envelope(
        namespace=contract("2_7").namespace,
        body=f"<ns1:successGetMultipleLeads>{body}</ns1:successGetMultipleLeads>",
    )
    (found,) = example.differences(data)
    assert (found.path.rpartition(".")[2], found.expected, found.found) == (
        "leadRecordList", "nil", "content",
    )  # fmt: skip


FAULT_DIFFERENCES: dict[str, tuple[dict[str, Any], tuple[str, str, str]]] = {
    "string": ({"string": "x"}, ("Fault.faultstring", "20103 - Lead not found", "x")),
    "message": (
        {"message": "x"},
        ("Fault.detail.serviceException.message", "No lead found (20103)", "x"),
    ),
    "code": ({"code": 20104}, ("Fault.detail.serviceException.code", "20103", "20104")),
}


@pytest.mark.parametrize("name", FAULT_DIFFERENCES)
def test_a_difference_of_a_fault_says_what_was_expected_and_found(name: str) -> None:
    fault = ExampleFault(20103, "20103 - Lead not found", "No lead found (20103)")
    example = DocumentedExample("f", "getLead", "recorded", "A fault.", {}, fault=fault)
    change, expected = FAULT_DIFFERENCES[name]
    said: dict[str, Any] = {"string": fault.string, "message": fault.message, "code": fault.code}

    def differences(answered: dict[str, Any]) -> list[tuple[str, str, str]]:
        data = write_service_fault(namespace=contract("2_7").namespace, **answered)
        return [(d.path, d.expected, d.found) for d in example.differences(data)]

    assert differences(said) == []
    assert differences({**said, **change}) == [expected]
