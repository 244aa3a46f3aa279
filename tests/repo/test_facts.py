"""A fact of the service stands once, in mktows/facts: no module has a literal of its own."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from mktows.facts import activity_types, faults, key_types, lead_fields, limits, mobjects, samples

ROOT = Path(__file__).parent.parent.parent
PACKAGE = ROOT / "mktows"
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if PACKAGE / "facts" not in path.parents)


class Literal(NamedTuple):
    """A constant in a module that says what a fact says."""

    line: int
    value: object


def docstrings(tree: ast.AST) -> set[int]:
    """Constants that stand alone as a statement: docstrings, also of attributes."""
    return {id(each.value) for each in ast.walk(tree) if isinstance(each, ast.Expr)}


def conversions(tree: ast.AST) -> set[int]:
    """The thousand that seconds and milliseconds are converted with."""
    return {
        id(each.right)
        for each in ast.walk(tree)
        if isinstance(each, ast.BinOp) and isinstance(each.op, ast.Mult | ast.Div | ast.FloorDiv)
    }


def literals(text: str) -> Iterator[Literal]:
    """All constants of a module but docstrings and conversions of units."""
    tree = ast.parse(text)
    prose = docstrings(tree) | conversions(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in prose:
            yield Literal(node.lineno, node.value)


def numbers_of(module: object) -> set[int]:
    return {
        value
        for name, value in vars(module).items()
        if name.isupper() and isinstance(value, int) and not isinstance(value, bool)
    }


CODES = numbers_of(faults)
# Smaller numbers mean anything.
LIMITS = {each for each in numbers_of(limits) if each >= 100}
# Words that many a text has, such as Name and Address, are no facts by themselves.
NAMES = {
    *(name for name in lead_fields.DISPLAY_NAMES if not name.isalpha() or not name.istitle()),
    *(name for name in lead_fields.DISPLAY_NAMES.values() if " " in name),
    *(name for name in activity_types.ENUMERATION if not name.istitle()),
    *(name for name in activity_types.ENUMERATION_BY_DISPLAY_NAME if " " in name),
    *activity_types.WITHOUT_ENUMERATION,
    *key_types.LEAD_KEY_TYPES,
    *(name for kind in mobjects.CRITERIA.values() for name in kind if " " in name),
    *mobjects.OPPORTUNITY_FIELDS.keys() - {"Name", "Type", "Stage", "Amount", "Description"},
    mobjects.ROLE,
    samples.SAMPLE_KEY,
    samples.SAMPLE_USER_ID,
}

BOUND = "a bound of ours on what is read, kept or tried, which only happens to be the same number"
CHANCE = "a range that example values are drawn from"
HTTP = "a status of HTTP"
# Modules that may have such a literal: which, and why.
EXCEPTIONS: dict[str, dict[object, str]] = {
    "checking/findings.py": {300: BOUND},
    "checking/log_envelopes.py": {1000: BOUND},
    "checking/log_headers.py": {1000: BOUND},
    "checking/messages.py": {100: BOUND},
    "checking/nodes.py": {300: BOUND, 1000: BOUND},
    "checking/signatures.py": {100: BOUND},
    "checking/sources.py": {100: BOUND},
    "checking/structure.py": {1000: BOUND},
    "cli/app.py": {10_000: "the default of --keep-calls"},
    "client.py": {100: BOUND, 300: HTTP},
    "database/files.py": {100: BOUND},
    "diffing/document.py": {100: BOUND},
    "cli/verbs.py": {1000: BOUND},
    "diffing/renames.py": {10_000: BOUND},
    "methods.py": {"MergeLeads": "the name of a message", "RequestCampaign": "the same"},
    "rest/reading.py": {300: HTTP},
    "sandbox/activities/pages.py": {100: BOUND},
    "sandbox/campaigns/runs.py": {10_000: BOUND},
    "sandbox/leads/rows_updates.py": {1000: BOUND},
    "sandbox/lists/imports.py": {1000: BOUND},
    "sandbox/lists/members.py": {10_000: BOUND},
    "sandbox/mobjects/rows.py": {1000: BOUND},
    "sandbox/world/files.py": {1000: BOUND},
    "server/authentication.py": {100: BOUND},
    "server/http/connections.py": {100: HTTP},
    "server/http/control.py": {1000: BOUND},
    "server/http/page/calls.py": {100: BOUND},
    "server/http/page/live.py": {100: BOUND},
    "server/journal/journal.py": {10_000: BOUND},
    "server/journal/masking.py": {100: BOUND},
    "server/limiting/rows.py": {1000: "milliseconds in a second"},
    "server/notes.py": {100: BOUND, 1000: BOUND},
    "server/page/bodies.py": {1000: BOUND},
    "server/page/call.py": {100: BOUND},
    "server/page/lines.py": {100: BOUND},
    "server/page/calls.py": {100: "milliseconds from which on no fraction is shown"},
    "server/page/comparing.py": {1000: BOUND},
    "server/page/places.py": {1000: BOUND},
    "soap.py": {10_000: BOUND},
    "testing/any_values.py": {1000: CHANCE},
    "testing/near_misses/replies.py": {100: CHANCE},
    "testing/samples.py": {300: "minutes of a time zone's offset"},
    "testing/suite/makers.py": {100: BOUND},
    "testing/suite/test_imports.py": {100: BOUND},
    "testing/suite/test_pages.py": {300: BOUND},
    "testing/valid_messages/realistic.py": {300: CHANCE, 1000: CHANCE, 10_000: CHANCE},
    "testing/valid_messages/replies/activities.py": {10_000: CHANCE},
    "testing/valid_messages/replies/campaigns.py": {100: CHANCE},
    "testing/valid_messages/replies/leads.py": {10_000: CHANCE},
    "testing/valid_messages/replies/lists.py": {300: CHANCE},
    "testing/valid_messages/requests/leads.py": {10_000: CHANCE},
    "testing/valid_messages/requests/lists.py": {100: CHANCE},
    "testing/valid_messages/requests/mobjects.py": {100: CHANCE},
}
# What stands in messages there are lead fields, activity types and attributes; codes, key types
# and object types are not among them.
IN_MESSAGES = (
    NAMES
    - {*key_types.LEAD_KEY_TYPES, mobjects.ROLE, samples.SAMPLE_KEY}
    - {samples.SAMPLE_USER_ID}
)


def is_code(value: object) -> bool:
    return (type(value) is int and value in CODES) or (
        isinstance(value, str) and value.isdigit() and int(value) in CODES
    )


def second(text: str) -> list[Literal]:
    """The literals of a module that repeat a fact."""
    return [
        each
        for each in literals(text)
        if is_code(each.value)
        or (isinstance(each.value, str) and each.value in NAMES)
        or (type(each.value) is int and each.value in LIMITS)
    ]


def excepted(module: str) -> set[object]:
    """The literals that a module may have."""
    own: set[object] = {*EXCEPTIONS.get(module, {})}
    return own | IN_MESSAGES if module.startswith("testing/") else own


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_fact_stands_twice(path: Path) -> None:
    found = second(path.read_text(encoding="utf-8"))
    may = excepted(path.relative_to(PACKAGE).as_posix())
    assert [each for each in found if each.value not in may] == []


@pytest.mark.parametrize("module", EXCEPTIONS)
def test_every_exception_is_needed(module: str) -> None:
    there = {each.value for each in second((PACKAGE / module).read_text(encoding="utf-8"))}
    assert {*EXCEPTIONS[module]} <= there


@pytest.mark.parametrize(
    "line",
    [
        "raise refusal(20103)",
        'code == "20103"',
        "if len(keys) > 300: pass",
        'kind = "IDNUM"',
        'type = "Change Data Value"',
        'types = ("VisitWebpage",)',
        'names = {"AnnualRevenue"}',
        'title = "Email Address"',
        'kind = "OpportunityPersonRole"',
        'key = "27272727aa"',
    ],
)
def test_a_second_literal_is_found(line: str) -> None:
    assert len(second(line)) == 1
    assert second(f"'''{line}'''") == []
