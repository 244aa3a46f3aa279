"""Rules stand beside the code that finds them, are collected whole, and are filled in exactly."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from support.check_examples import findings_of

from mktows.checking import RULES, Rule, findings, rules

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted((ROOT / "mktows").rglob("*.py"))
CHECKING = ROOT / "mktows" / "checking"
NAMES = {rule.id.upper().replace("-", "_"): rule for rule in RULES.values()}
# A call that fills in a rule, and where in it the details begin.
FILLING = {"add": 3, "_note": 3, "finding": 3, "UnreadableXml": 2}


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")


def _made(path: Path) -> list[tuple[str, str]]:
    """The rules that a module makes: the constant, and the id."""
    made = []
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            (target,) = node.targets
            if _name(node.value.func) == "Rule" and isinstance(node.value.args[0], ast.Constant):
                made.append((_name(target), str(node.value.args[0].value)))
    return made


@pytest.mark.parametrize("path", sorted(CHECKING.glob("*.py")), ids=lambda path: path.name)
def test_a_rule_is_a_constant_of_its_own_name_and_in_the_catalogue(path: Path) -> None:
    for constant, rule in _made(path):
        assert constant == rule.upper().replace("-", "_")
        module = importlib.import_module(f"mktows.checking.{path.stem}")
        assert RULES[rule] is getattr(module, constant)


def test_every_rule_is_made_once() -> None:
    made = [rule for path in CHECKING.glob("*.py") for _, rule in _made(path)]
    assert sorted(made) == list(RULES)


@pytest.mark.parametrize(
    "path",
    [path for path in MODULES if path.parent.name not in ("checking", "diffing")],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_no_rule_of_messages_is_made_elsewhere(path: Path) -> None:
    calls = [node for node in ast.walk(_tree(path)) if isinstance(node, ast.Call)]
    assert "Rule" not in {_name(call.func) for call in calls}


def test_one_id_is_one_rule() -> None:
    one, other = ModuleType("one"), ModuleType("other")
    one.FIRST = RULES["xml-dtd"]  # type: ignore[attr-defined]
    other.IMPORTED = one.FIRST  # type: ignore[attr-defined]
    assert rules.collect((one, other)) == {"xml-dtd": one.FIRST}
    first = one.FIRST
    other.SECOND = Rule("xml-dtd", "note", "guess", "A.", "b", "c", first.example)  # type: ignore[attr-defined]
    with pytest.raises(ValueError, match="two rules are called xml-dtd"):
        rules.collect((one, other))


def _fillings(path: Path) -> Iterator[tuple[ast.Call, Rule, set[str]]]:
    """The calls that name a rule, with the details that they give."""
    for node in ast.walk(_tree(path)):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        function = _name(node.func)
        chosen = node.args[0]
        options = [chosen.body, chosen.orelse] if isinstance(chosen, ast.IfExp) else [chosen]
        for rule in filter(None, (NAMES.get(_name(option)) for option in options)):
            if function in FILLING:
                given = {str(keyword.arg) for keyword in node.keywords}
            elif function in ("Verdict", "Meaning"):
                given = _keys(node.args[-1])
            else:
                continue
            yield node, rule, given


def _keys(node: ast.expr) -> set[str]:
    """The keys of a mapping that is written out, `**within` standing for its two."""
    if not isinstance(node, ast.Dict):
        return {"?"}
    keys: set[str] = set()
    for key in node.keys:
        keys |= {str(key.value)} if isinstance(key, ast.Constant) else {"name", "parent"}
    return keys


@pytest.mark.parametrize("path", sorted(CHECKING.glob("*.py")), ids=lambda path: path.name)
def test_each_call_gives_the_details_that_its_rule_needs(path: Path) -> None:
    for node, rule, given in _fillings(path):
        if not given & {"?", "None"}:
            assert given - {"of_reply"} == rule.details, f"{path.name}:{node.lineno}"


@pytest.mark.parametrize("rule", RULES)
def test_each_finding_is_given_the_details_that_its_rule_needs(
    rule: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = findings.finding
    filled: list[tuple[Rule, set[str]]] = []

    def noted(
        used: Rule, line: int, path: str, *, of_reply: bool = False, **details: object
    ) -> findings.Finding:
        filled.append((used, set(details)))
        return plain(used, line, path, of_reply=of_reply, **details)

    for module in [findings, *rules.MODULES]:
        if hasattr(module, "finding"):
            monkeypatch.setattr(module, "finding", noted)
    findings_of(rule)
    assert rule in [used.id for used, _ in filled]
    for used, given in filled:
        assert given == used.details
