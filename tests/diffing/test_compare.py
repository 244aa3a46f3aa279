"""Every kind of difference, made in a small contract and found by its rule; and its reverse."""

from __future__ import annotations

import pytest
from support.contract_cases import CASES, CIRCLE, COUNT, NOTE, TEXT, changed, found, read

from mktows.contract import contract as shipped
from mktows.diffing.compare import compare
from mktows.diffing.reader import read_contract
from mktows.diffing.rules import RULES


@pytest.mark.parametrize("name", CASES)
def test_a_change_is_found_by_its_rule_and_nothing_else(name: str) -> None:
    case = CASES[name]
    assert found(compare(read(TEXT), changed(*case.edits))) == case.findings


@pytest.mark.parametrize("name", CASES)
def test_the_reverse_change_is_found_by_the_reverse_rule(name: str) -> None:
    case = CASES[name]
    expected = {(RULES[rule].reverse, path) for rule, path in case.findings}
    assert found(compare(changed(*case.edits), read(TEXT))) == expected


@pytest.mark.parametrize("name", CASES)
def test_a_contract_does_not_differ_from_itself(name: str) -> None:
    edits = CASES[name].edits
    assert compare(changed(*edits), changed(*edits)) == []


def test_the_namespace_of_the_messages_is_one_finding() -> None:
    other = read(TEXT.replace("urn:every", "urn:other"))
    assert found(compare(read(TEXT), other)) == {
        ("namespace-changed", "contract"),
        ("soap-action-changed", "ask"),
        ("soap-action-changed", "tell"),
    }


def test_another_namespace_of_qualified_fields_is_another_name_for_each() -> None:
    # The type is found in its new namespace, so that only its content can tell.
    other = read(TEXT.replace("urn:more", "urn:less"))
    assert found(compare(read(TEXT), other)) == {
        ("reply-type-changed", "ask/reply/amount"),
        ("reply-optional-field-removed", "ask/reply/{urn:more}extra"),
        ("reply-optional-field-added", "ask/reply/{urn:less}extra"),
        ("unused-element-removed", "element {urn:more}extra"),
        ("unused-element-added", "element {urn:less}extra"),
        ("type-removed", "type {urn:more}Amount"),
        ("type-added", "type {urn:less}Amount"),
    }


def test_every_rule_is_shown_at_work() -> None:
    rules = {rule for case in CASES.values() for rule, _ in case.findings} | {"namespace-changed"}
    rules |= {RULES[rule].reverse for rule in rules}
    alone = {RULES[rule].opposite for rule in rules} - {None}
    assert rules | alone == RULES.keys()


def test_declarations_may_stand_in_any_order() -> None:
    contract = read(TEXT)
    moved = TEXT.replace(CIRCLE, "").replace(
        "</xs:schema>\n    <xs:schema", f"{CIRCLE}</xs:schema><xs:schema"
    )
    assert moved != TEXT
    assert compare(contract, read(moved)) == []


def test_a_change_in_old_and_new_is_told() -> None:
    (finding, _) = compare(read(TEXT), changed((COUNT, COUNT.replace("int", "long"))))
    assert (finding.old, finding.new) == ("xs:int", "xs:long")


def test_a_likely_rename_is_a_hint_on_both_findings() -> None:
    renamed = changed((NOTE, NOTE.replace("note", "remark")))
    hints = {(finding.path, finding.hint) for finding in compare(read(TEXT), renamed)}
    assert hints == {
        ("type Both/note", "perhaps remark now"),
        ("type Both/remark", "perhaps note before"),
    }


def test_a_likely_rename_of_a_type_and_of_an_operation_is_a_hint() -> None:
    findings = compare(read(TEXT), changed(*CASES["a type is renamed"].edits))
    assert {f.hint for f in findings if "type-" in f.rule.id} >= {
        "perhaps T now",
        "perhaps Tell before",
    }
    renamed = TEXT.replace('operation name="tell"', 'operation name="say"')
    hints = {(f.rule.id, f.path, f.hint) for f in compare(read(TEXT), read(renamed))}
    assert hints == {
        ("operation-removed", "tell", "perhaps say now"),
        ("operation-added", "say", "perhaps tell before"),
    }


def test_a_fingerprint_is_the_same_whatever_else_changed() -> None:
    (alone,) = compare(read(TEXT), changed(("urn:every/tell", "urn:tell")))
    among = compare(read(TEXT), changed(("urn:every/tell", "urn:tell"), (NOTE, "")))
    assert alone.fingerprint in {finding.fingerprint for finding in among}
    assert len({finding.fingerprint for finding in among}) == 3
    (other,) = compare(read(TEXT), changed(("urn:every/tell", "urn:say")))
    assert other.fingerprint != alone.fingerprint


# The versions that we ship

KNOWN: dict[tuple[str, str], set[tuple[str, str, str | None, str | None]]] = {
    ("2_1", "2_2"): {
        (
            "request-enumeration-value-removed",
            "type ListOperationType/CLEARLIST",
            "CLEARLIST",
            None,
        ),
        (
            "request-optional-field-added",
            "getLeadChanges/request/leadSelector",
            None,
            "LeadSelector",
        ),
    },
    ("2_2", "2_3"): {
        (
            "request-optional-field-added",
            "getLeadChanges/request/activityNameFilter",
            None,
            "ArrayOfString",
        ),
        (
            "request-optional-field-removed",
            "listOperation/request/skipActivityLog",
            "xs:boolean",
            None,
        ),
    },
    ("2_3", "2_7"): {
        ("reply-type-widened", "type ActivityRecord/id", "xs:int", "xs:long"),
        ("reply-type-widened", "type LeadChangeRecord/id", "xs:int", "xs:long"),
        ("reply-nillable-added", "type MObjStatus/id", "not nillable", "nillable"),
        ("request-optional-field-added", "mergeLeads/request/mergeInSales", None, "xs:boolean"),
    },
}


@pytest.mark.parametrize(("old", "new"), KNOWN)
def test_our_versions_differ_in_what_is_known(old: str, new: str) -> None:
    place = "service MktMktowsApiService/MktowsApiSoapPort"
    url = "https://example.mktoapi.com/soap/mktows/"
    address = ("address-changed", place, f"{url}{old}", f"{url}{new}")
    before, after = (read_contract(each, shipped(each).wsdl()) for each in (old, new))
    findings = compare(before, after)
    assert {(f.rule.id, f.path, f.old, f.new) for f in findings} == KNOWN[old, new] | {address}
    assert len(findings) == len(KNOWN[old, new]) + 1
