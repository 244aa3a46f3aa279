"""Every test of the suite has its clause, and the catalogue has every clause."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from mktows.contract import LATEST_VERSION, contract
from mktows.testing.clauses import CLAUSES

ROOT = Path(__file__).parent.parent.parent
SUITE = ROOT / "mktows" / "testing" / "suite"


def marked() -> dict[str, list[str]]:
    """The clauses of every test of the suite, read off its source."""
    found: dict[str, list[str]] = {}
    for path in sorted(SUITE.glob("test_*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                marks = [ast.unparse(each) for each in node.decorator_list]
                found[f"{path.name}::{node.name}"] = [
                    hit[1] for mark in marks if (hit := re.match(r"clause\('([^']+)', ", mark))
                ]
    return found


def test_every_test_is_of_one_clause() -> None:
    """A mistake in one of two would be reported as a mistake in both."""
    assert {name: ids for name, ids in marked().items() if len(ids) != 1} == {}


def test_every_clause_has_a_test_and_every_mark_a_clause() -> None:
    assert {each for ids in marked().values() for each in ids} == {each.id for each in CLAUSES}


def test_clauses_are_told_apart() -> None:
    ids, claims = [each.id for each in CLAUSES], [each.claim for each in CLAUSES]
    assert len(set(ids)) == len(ids)
    assert len(set(claims)) == len(claims)


def test_a_clause_is_a_sentence_about_operations_of_the_contract() -> None:
    known = contract(LATEST_VERSION).operations
    for clause in CLAUSES:
        assert re.fullmatch(r"(MK|S11)-[A-Z]+-[1-9][0-9]*", clause.id)
        assert not clause.claim.endswith(".")
        assert "\n" not in clause.claim
        assert clause.strength in ("documented", "recorded", "inferred")
        assert set(clause.operations) <= set(known), clause.id


def test_every_operation_has_a_clause() -> None:
    contract_ = {name for clause in CLAUSES for name in clause.operations}
    assert contract_ == set(contract(LATEST_VERSION).operations)
