"""Nothing is found in just what two XSD validators accept, also of documents gone wrong."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, target
from hypothesis import strategies as st
from lxml import etree
from support.contract_schemas import as_body, codec, open_codec, open_contract, violations

from mktows.checking import check_message
from mktows.checking.rules import STRUCTURE
from mktows.contract import KNOWN_VERSIONS, contract
from mktows.soap import XSI_NAMESPACE
from mktows.testing.any_values import messages, type_names, values_of, versions

NAMESPACE = contract("2_7").namespace
NIL, TYPE = (f"{{{XSI_NAMESPACE}}}{name}" for name in ("nil", "type"))
TEXTS = [
    "", " ", "x", "1", "-0", "99999999999", "true", "TRUE", "2013-02-29T00:00:00Z", " EMAIL ",
    "2013-08-01T18:22:30-07:00", "2013-08-01", "AA==", "A", "1_0", "+7", "EMAIL", "CREATED",
]  # fmt: skip
Mutation = Callable[[etree._Element, st.DataObject], None]


def remove(node: etree._Element, data: st.DataObject) -> None:
    del data
    parent = node.getparent()
    assert parent is not None
    parent.remove(node)


def double(node: etree._Element, data: st.DataObject) -> None:
    del data
    node.addnext(etree.fromstring(etree.tostring(node, with_tail=False)))


def move_behind(node: etree._Element, data: st.DataObject) -> None:
    siblings = list(node.itersiblings())
    if siblings:
        data.draw(st.sampled_from(siblings)).addnext(node)


def rename(node: etree._Element, data: st.DataObject) -> None:
    node.tag = data.draw(st.sampled_from(["id", "Id", "x", "keyType", "attribute"]))


def qualify(node: etree._Element, data: st.DataObject) -> None:
    del data
    node.tag = f"{{{NAMESPACE}}}{etree.QName(node).localname}"


def change_text(node: etree._Element, data: st.DataObject) -> None:
    node.text = data.draw(st.sampled_from(TEXTS))


def change_tail(node: etree._Element, data: st.DataObject) -> None:
    node.tail = data.draw(st.sampled_from([" ", "\n", "x"]))


def make_nil(node: etree._Element, data: st.DataObject) -> None:
    node.set(NIL, data.draw(st.sampled_from(["true", "1", "false", " true ", "yes"])))
    if data.draw(st.booleans()):
        for child in list(node):
            node.remove(child)
        node.text = None


def name_type(node: etree._Element, data: st.DataObject) -> None:
    names = ["LeadKeySelector", "LeadSelector", "Attribute", "ArrayOfString", "Nothing"]
    node.set(TYPE, f"ns1:{data.draw(st.sampled_from(names))}")


def add_attribute(node: etree._Element, data: st.DataObject) -> None:
    del data
    node.set("extra", "1")


def add_child(node: etree._Element, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["x", "Email", "attribute", "stringItem", "leadRecord"]))
    node.insert(data.draw(st.integers(0, len(node))), etree.Element(name))


MUTATIONS: list[Mutation] = [
    remove, double, move_behind, rename, qualify, change_text, change_tail, make_nil, name_type,
    add_attribute, add_child,
]  # fmt: skip


def mutate(root: etree._Element, data: st.DataObject) -> int:
    """Change up to three places below the message element; return how many."""
    changed = 0
    for _ in range(data.draw(st.integers(0, 3))):
        below = list(root.iterdescendants(etree.Element))
        if not below:
            break
        data.draw(st.sampled_from(MUTATIONS))(data.draw(st.sampled_from(below)), data)
        changed += 1
    return changed


@given(data=st.data(), version=versions(), service=st.booleans())
def test_the_check_finds_something_in_just_the_invalid_messages(
    data: st.DataObject, version: str, service: bool
) -> None:
    type_name = data.draw(type_names(version))
    value = data.draw(values_of(type_name, version=version))
    node = as_body(version, open_codec(version).encode(type_name, value, service=service))
    target(mutate(node, data))
    found = check_message(open_contract(version), node, type_name)
    said = violations(version, node)
    assert bool(found) == bool(said), (found, said, etree.tostring(node))


@given(data=st.data(), version=versions(), service=st.booleans())
def test_the_check_of_a_message_accepts_what_the_validators_accept(
    data: st.DataObject, version: str, service: bool
) -> None:
    element = data.draw(st.sampled_from(sorted(contract(version).elements)))
    value = data.draw(messages(element, version=version))
    node = as_body(version, codec(version).encode(element, value, service=service))
    mutate(node, data)
    said = violations(version, node)
    found = check_message(contract(version), node, element)
    assert bool(found) == bool(said), (found, said, etree.tostring(node))
    assert "schema-refused" not in {finding.rule for finding in found}
    assert {finding.rule for finding in found} <= STRUCTURE
    assert all(finding.path.split(".")[0] == element for finding in found)


@pytest.mark.parametrize("version", KNOWN_VERSIONS)
def test_what_lenient_reading_passes_over_can_be_asked_before_it(version: str) -> None:
    b = contract(version).bindings
    params = b.ParamsSyncLead(lead_record=b.LeadRecord(email="a@example.com"), return_lead=True)
    node = as_body(version, codec(version).encode("paramsSyncLead", params))
    node.append(etree.Element("unknown"))
    found = check_message(contract(version), node, "paramsSyncLead")
    assert codec(version).decode(node, "paramsSyncLead") == params
    assert [(each.path, each.rule) for each in found] == [
        ("paramsSyncLead.unknown", "element-unknown")
    ]
