"""The table of rules: whole, symmetric, and told in words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mktows.diffing.rule import AUDIENCES, BOTH, LEVELS, NONE, Rule
from mktows.diffing.rules import KINDS, RULES

# Rules of one direction without a rule for the other one.
WAIVERS = {
    "soap-action-changed": "replies carry no SOAPAction",
    "fault-added": "a fault is a reply; no request is one",
    "fault-removed": "a fault is a reply; no request is one",
    "fault-changed": "a fault is a reply; no request is one",
}
# Who is hurt by what, written out: for a request and for a reply the level of the caller and of the
# server, both made for the old contract. i: info, a: attention, b: breaking.
LEVELS_OF_KINDS = {
    # kind                      request  reply
    "optional-field-added":      ("ia", "ai"),
    "optional-field-removed":    ("ai", "ia"),
    "required-field-added":      ("ba", "ab"),
    "required-field-removed":    ("ab", "ba"),
    "branch-added":              ("ib", "bi"),
    "branch-removed":            ("bi", "ib"),
    "min-occurs-lowered":        ("ib", "bi"),
    "min-occurs-raised":         ("bi", "ib"),
    "max-occurs-raised":         ("ib", "bi"),
    "max-occurs-lowered":        ("bi", "ib"),
    "nillable-added":            ("ib", "bi"),
    "nillable-removed":          ("bi", "ib"),
    "type-widened":              ("ib", "bi"),
    "type-narrowed":             ("bi", "ib"),
    "type-changed":              ("bb", "bb"),
    "type-name-changed":         ("ii", "ii"),
    "base-changed":              ("ii", "ii"),
    "fields-reordered":          ("bb", "bb"),
    "content-model-changed":     ("bb", "bb"),
    "qualification-changed":     ("bb", "bb"),
    "default-changed":           ("aa", "aa"),
    "enumeration-value-added":   ("ib", "bi"),
    "enumeration-value-removed": ("bi", "ib"),
    "restriction-loosened":      ("ib", "bi"),
    "restriction-tightened":     ("bi", "ib"),
    "restriction-changed":       ("bb", "bb"),
    "abstract-added":            ("bi", "ib"),
    "abstract-removed":          ("ib", "bi"),
    "derived-type-added":        ("ib", "bi"),
    "derived-type-removed":      ("bi", "ib"),
    "header-added":              ("aa", "aa"),
    "header-removed":            ("aa", "aa"),
    "element-changed":           ("bb", "bb"),
}  # fmt: skip
LEVELS_OF_SINGLES = {
    "operation-added":              ("both", "ib"),
    "operation-removed":            ("both", "bi"),
    "soap-action-changed":          ("request", "bb"),
    "fault-added":                  ("reply", "ai"),
    "fault-removed":                ("reply", "ia"),
    "fault-changed":                ("reply", "bb"),
    "style-changed":                ("both", "bb"),
    "transport-changed":            ("both", "bb"),
    "namespace-changed":            ("both", "bb"),
    "element-form-default-changed": ("both", "bb"),
    "type-added":                   ("none", "ii"),
    "type-removed":                 ("none", "ii"),
    "unused-type-changed":          ("none", "ii"),
    "unused-element-added":         ("none", "ii"),
    "unused-element-removed":       ("none", "ii"),
    "service-changed":              ("none", "ii"),
    "address-changed":              ("none", "ii"),
    "wsdl-namespace-changed":       ("none", "ii"),
}  # fmt: skip
# What reports and JSON show of each rule: a program may wait for it, and people read it.
WRITTEN = Path(__file__).resolve().parents[1] / "data" / "diff_rules.txt"
WORDS = {
    block.partition(":")[0]: block.splitlines()
    for block in re.split(r"\n(?! )", WRITTEN.read_text(encoding="utf-8").strip())
    if block and not block.startswith("#")
}
EVERY_RULE = pytest.mark.parametrize("rule", RULES.values(), ids=RULES)


def test_these_are_found_in_requests_and_replies_apart() -> None:
    assert set(LEVELS_OF_KINDS) == KINDS


def test_a_rule_is_as_grave_as_it_is_for_either_audience() -> None:
    expected = {name: (where, levels) for name, (where, levels) in LEVELS_OF_SINGLES.items()}
    for kind, (request, reply) in LEVELS_OF_KINDS.items():
        expected[f"request-{kind}"] = ("request", request)
        expected[f"reply-{kind}"] = ("reply", reply)
    assert {
        name: (rule.direction, rule.caller[0] + rule.server[0]) for name, rule in RULES.items()
    } == expected


def test_every_rule_is_written_down() -> None:
    assert WORDS.keys() == RULES.keys()


@EVERY_RULE
def test_a_rule_says_what_is_written_down(rule: Rule) -> None:
    head = f"{rule.id}: {rule.direction}; {rule.caller}, {rule.server}; {rule.reverse}"
    assert WORDS[rule.id] == [
        f"{head}; {rule.opposite}",
        f"    {rule.purpose}",
        f"    {rule.reason}",
    ]


@EVERY_RULE
def test_a_rule_has_words_levels_and_direction(rule: Rule) -> None:
    for text in (rule.purpose, rule.reason):
        assert re.fullmatch(r"[A-Z].*[^.]\.", text), text
    assert {rule.caller, rule.server} <= {"info", "attention", "breaking"}
    assert rule.direction in ("request", "reply", BOTH, NONE)
    assert [rule.level(audience) for audience in ("caller", "server")] == [rule.caller, rule.server]
    assert AUDIENCES == ("caller", "server")
    assert LEVELS == ("info", "attention", "breaking")


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
