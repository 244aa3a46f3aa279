"""The table of rules: whole, symmetric, and told in words."""

from __future__ import annotations

import re

import pytest

from mktows.diffing.rules import AUDIENCES, BOTH, KINDS, LEVELS, NONE, RULES, Rule

DIRECTED = {
    "optional-field-added", "optional-field-removed", "required-field-added",
    "required-field-removed", "branch-added", "branch-removed", "min-occurs-lowered",
    "min-occurs-raised", "max-occurs-raised",
    "max-occurs-lowered", "nillable-added", "nillable-removed", "type-widened", "type-narrowed",
    "type-changed", "type-name-changed", "base-changed", "fields-reordered",
    "content-model-changed", "qualification-changed", "default-changed",
    "enumeration-value-added", "enumeration-value-removed", "restriction-loosened",
    "restriction-tightened", "restriction-changed", "abstract-added", "abstract-removed",
    "derived-type-added", "derived-type-removed", "header-added", "header-removed",
    "element-changed",
}  # fmt: skip
SINGLE = {
    "operation-added", "operation-removed", "soap-action-changed", "fault-added", "fault-removed",
    "fault-changed", "style-changed", "transport-changed", "namespace-changed",
    "element-form-default-changed", "type-added", "type-removed", "unused-type-changed",
    "unused-element-added", "unused-element-removed", "service-changed", "address-changed",
    "wsdl-namespace-changed",
}  # fmt: skip
# Rules of one direction without a rule for the other one.
WAIVERS = {
    "soap-action-changed": "replies carry no SOAPAction",
    "fault-added": "a fault is a reply; no request is one",
    "fault-removed": "a fault is a reply; no request is one",
    "fault-changed": "a fault is a reply; no request is one",
}
EVERY_RULE = pytest.mark.parametrize("rule", RULES.values(), ids=RULES)


def test_these_are_the_rules() -> None:
    assert KINDS == DIRECTED
    directed = {f"{direction}-{kind}" for direction in ("request", "reply") for kind in DIRECTED}
    assert set(RULES) == directed | SINGLE


@EVERY_RULE
def test_a_rule_has_words_levels_and_direction(rule: Rule) -> None:
    for text in (rule.purpose, rule.reason):
        assert re.fullmatch(r"[A-Z].*[^.]\.", text), text
    assert {rule.caller, rule.server} <= set(LEVELS)
    assert rule.direction in ("request", "reply", BOTH, NONE)
    assert [rule.level(audience) for audience in AUDIENCES] == [rule.caller, rule.server]


@EVERY_RULE
def test_going_back_the_audiences_change_places(rule: Rule) -> None:
    # What is sent by the old contract and read by the new one is then the other way round.
    reverse = RULES[rule.reverse]
    assert RULES[reverse.reverse] is rule
    assert (reverse.direction, reverse.caller, reverse.server) == (
        rule.direction,
        rule.server,
        rule.caller,
    )
    come_or_gone = re.search("added|removed|raised|lowered|widened|narrowed|ened$", rule.id)
    assert (reverse is rule) == (come_or_gone is None)


@EVERY_RULE
def test_in_the_other_direction_the_audiences_change_places(rule: Rule) -> None:
    if rule.opposite is None:
        assert (rule.id in WAIVERS) == (rule.direction in ("request", "reply"))
        return
    opposite = RULES[rule.opposite]
    assert rule.id not in WAIVERS
    assert RULES[opposite.opposite or ""] is rule
    assert {rule.direction, opposite.direction} == {"request", "reply"}
    assert (opposite.caller, opposite.server) == (rule.server, rule.caller)


@EVERY_RULE
def test_what_no_message_shows_breaks_nobody(rule: Rule) -> None:
    if rule.direction == NONE:
        assert (rule.caller, rule.server) == ("info", "info")
