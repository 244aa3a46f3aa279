"""Whatever is changed in a contract is found, by its rule and nothing else."""

from __future__ import annotations

import functools

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject
from lxml import etree
from support.contract_schemas import as_body, open_codec
from support.wsdl_edits import (
    NOTHING,
    WHOLE,
    WITHIN,
    Editing,
    directions,
    edited,
    remove_field,
    some,
)

from mktows.contract import KNOWN_VERSIONS, contract
from mktows.diffing.compare import compare
from mktows.diffing.findings import Finding
from mktows.diffing.model import Contract
from mktows.diffing.reader import read_contract
from mktows.diffing.rules import RULES
from mktows.testing.any_values import values_of
from mktows.testing.schemas import XS, schema_of

_PROFILE = settings.get_profile(settings.get_current_profile_name())
FEWER = settings(max_examples=max(10, _PROFILE.max_examples // 4))
"""For tests that are run once for each kind of edit."""
VERSIONS = st.sampled_from(KNOWN_VERSIONS)


@functools.cache
def shipped(version: str) -> Contract:
    return read_contract(version, contract(version).wsdl())


def found(findings: list[Finding]) -> set[tuple[str, str]]:
    return {(finding.rule.id, finding.path) for finding in findings}


@pytest.mark.slow
@pytest.mark.parametrize("edit", WITHIN + WHOLE, ids=lambda edit: edit.__name__)
@FEWER
@given(data=st.data())
def test_one_change_is_found_and_nothing_else(edit: Editing, data: DataObject) -> None:
    version = data.draw(VERSIONS)
    wsdl, made = data.draw(edited(version, (edit,)))
    etree.XMLSchema(schema_of(wsdl))  # what was made is a schema
    old, new = shipped(version), read_contract("edited", wsdl)
    expected = made[0].findings
    assert found(compare(old, new)) == expected
    assert found(compare(new, old)) == {(RULES[rule].reverse, path) for rule, path in expected}
    assert compare(new, new) == []


@given(data=st.data())
def test_several_changes_are_all_found(data: DataObject) -> None:
    version = data.draw(VERSIONS)
    # Without a field other types may not be on the wire any more.
    kinds = tuple(edit for edit in WITHIN if edit is not remove_field)
    wsdl, made = data.draw(edited(version, data.draw(some(kinds, 6))))
    # Two changes in one place are another change.
    assume(len({edit.type_name for edit in made}) == len(made))
    expected = frozenset().union(*(edit.findings for edit in made))
    assert found(compare(shipped(version), read_contract("edited", wsdl))) == expected


@pytest.mark.parametrize("edit", NOTHING, ids=lambda edit: edit.__name__)
@FEWER
@given(data=st.data())
def test_what_no_message_shows_is_no_change(edit: Editing, data: DataObject) -> None:
    version = data.draw(VERSIONS)
    wsdl, _ = data.draw(edited(version, (edit,)))
    assert wsdl != contract(version).wsdl()
    new = read_contract("edited", wsdl)
    assert compare(shipped(version), new) == compare(new, shipped(version)) == []


@pytest.mark.parametrize("version", KNOWN_VERSIONS)
def test_a_prefix_is_no_part_of_the_contract(version: str) -> None:
    wsdl = contract(version).wsdl()
    other = wsdl.replace(b"tns:", b"m:").replace(b"xmlns:tns=", b"xmlns:m=")
    other = other.replace(b"xs:", b"s:").replace(b"xmlns:xs=", b"xmlns:s=")
    assert compare(shipped(version), read_contract("edited", other)) == []


@pytest.mark.parametrize("version", KNOWN_VERSIONS)
def test_the_namespace_is_one_finding(version: str) -> None:
    wsdl = contract(version).wsdl().replace(b'"http://www.marketo.com/mktows/"', b'"urn:other"')
    findings = compare(shipped(version), read_contract("edited", wsdl))
    assert found(findings) == {("namespace-changed", "contract")}


@pytest.mark.slow
@pytest.mark.parametrize("edit", WITHIN, ids=lambda edit: edit.__name__)
@FEWER
@given(data=st.data())
def test_what_a_validator_refuses_is_found_for_whom_it_concerns(
    edit: Editing, data: DataObject
) -> None:
    version = data.draw(VERSIONS)
    table = contract(version)
    wsdl, (made,) = data.draw(edited(version, (edit,)))
    holder = made.type_name
    if holder in table.enumerations:
        types = table.types.values()
        held = [item.name for item in types if holder in {f.type_name for f in item.fields}]
        assume(held)
        holder = data.draw(st.sampled_from(held))
    message = open_codec(version).encode(holder, data.draw(values_of(holder, version=version)))
    body = etree.fromstring(etree.tostring(as_body(version, message), with_tail=False))
    schema = schema_of(wsdl)
    if holder not in table.elements:
        etree.SubElement(schema, XS + "element", name=holder, type=f"tns:{holder}")
    if etree.XMLSchema(schema).validate(body):
        return
    # The sender made for the old contract meets a receiver made for the new one.
    findings = compare(shipped(version), read_contract("edited", wsdl))
    for direction, sender in (("request", "caller"), ("reply", "server")):
        if direction in directions(table, made.type_name):
            levels = {f.rule.level(sender) for f in findings if f.rule.direction == direction}
            assert levels & {"attention", "breaking"}
