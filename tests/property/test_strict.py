"""Nothing is found in just what two XSD validators accept, also of documents gone wrong."""

from __future__ import annotations

import pytest
from hypothesis import given, target
from hypothesis import strategies as st
from lxml import etree
from support.contract_schemas import as_body, codec, open_codec, open_contract, violations
from support.mutations import mutate

from mktows.checking import check_message
from mktows.checking.rules import STRUCTURE
from mktows.contract import KNOWN_VERSIONS, contract
from mktows.testing.any_values import messages, type_names, values_of, versions


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
