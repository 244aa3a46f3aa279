"""The faults that mutants.py tries can be tried, and it tells what comes of them."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import mutants
import pytest

MUTANTS = mutants.read_mutants(mutants.ROOT)
LEAST = {
    "signing": 6,
    "envelope": 8,
    "codec": 10,
    "transport": 8,
    "client": 6,
    "config": 4,
    "sandbox": 20,
    "checking": 15,
    "cli": 10,
    "diffing": 12,
    "testing": 10,
    "values": 8,
    "writers": 5,
}


@pytest.fixture(autouse=True)
def no_further_plugins(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests of a small project need none, and loading them takes longer than the tests."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")


@pytest.mark.slow
def test_every_mutant_applies_to_the_code_as_it_is() -> None:
    unusable = {}
    for each in sorted(MUTANTS, key=lambda each: each.file):
        try:
            each.applied(mutants.ROOT)
        except mutants.Unusable as error:
            unusable[each.id] = str(error)
    assert unusable == {}


def test_every_mutant_names_tests_that_are_there() -> None:
    files = {test.partition("::")[0] for each in MUTANTS for test in each.tests}
    texts = {file: (mutants.ROOT / file).read_text(encoding="utf-8") for file in files}
    missing = {}
    for each in MUTANTS:
        for test in each.tests:
            file, _, name = test.partition("[")[0].partition("::")
            if name and f"\ndef {name}(" not in texts[file]:
                missing[each.id] = test
    assert missing == {}
    assert [each.id for each in MUTANTS if not each.tests] == []


def test_mutants_have_names_and_each_says_what_a_user_would_see() -> None:
    assert not [each.id for each in MUTANTS if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", each.id)]
    assert not [each.id for each in MUTANTS if not each.fault or each.fault.endswith(".")]
    for said in ("id", "fault"):
        count = Counter(getattr(each, said) for each in MUTANTS)
        assert [name for name, times in count.items() if times > 1] == []


def test_every_area_has_its_mutants() -> None:
    count = Counter(each.area for each in MUTANTS)
    assert {area: count[area] >= least for area, least in LEAST.items()} == dict.fromkeys(
        LEAST, True
    )
    assert len(MUTANTS) >= 60


# A project as small as can be, in which three faults are tried.
CODE = '''"""Adds, and waits for nothing."""


def add(a, b):
    return a + b


def wait():
    return None
'''
TESTS = """from mktows import add, wait


def test_sums():
    assert add(2, 2) == 4


def test_waiting():
    assert wait() is None
"""


def entry(name: str, text: str, replacement: str) -> str:
    return f"""
[[sums]]
id = {json.dumps(name)}
fault = {json.dumps(f"the fault of {name}")}
file = "mktows/__init__.py"
text = {json.dumps(text)}
replacement = {json.dumps(replacement)}
tests = ["tests/unit/test_sums.py"]
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for file, text in {
        "mktows/__init__.py": CODE,
        "mktows/pytest_plugin.py": "",  # where mktows is installed, pytest loads it
        "tests/unit/test_sums.py": TESTS,
        "tests/repo/test_fresh.py": "def test_fresh():\n    assert False\n",
        mutants.LIST: entry("taken-off", "a + b", "a - b")
        + entry("multiplied", "a + b", "a * b")
        + entry("gone", "a ++ b", "a - b")
        + entry("for-ever", "return None", "while True:\n        pass"),
    }.items():
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.slow
def test_a_fault_is_killed_by_a_test_that_notices_it_and_survives_otherwise(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert mutants.main(["--only", "taken-off", "multiplied"], project) == 1
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert [line[0] for line in lines[::2]] == ["killed", "SURVIVED", "2"]
    assert " ".join(lines[0][3:]) == "taken-off: the fault of taken-off"
    assert lines[1] == ["tests/unit/test_sums.py::test_sums"]
    assert lines[3] == ["no", "test", "failed"]
    assert " ".join(lines[4]).startswith("2 mutants: 1 killed (unit 1), 1 survived, 0 unusable;")
    assert (project / "mktows/__init__.py").read_text(encoding="utf-8") == CODE


@pytest.mark.slow
def test_a_fault_that_does_not_end_is_killed(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert mutants.main(["--only", "for-ever"], project, spare=0) == 0
    assert "hangs: no end within" in capsys.readouterr().out


def test_a_fault_whose_text_is_gone_is_an_error(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert mutants.main(["--json", "--only", "gone"], project) == 2
    (told,) = json.loads(capsys.readouterr().out)["mutants"]
    assert (told["id"], told["area"], told["state"]) == ("gone", "sums", "UNUSABLE")
    assert told["reason"] == "the text occurs 0 times in mktows/__init__.py, not once"


@pytest.mark.slow
def test_nothing_is_tried_where_the_tests_fail_without_a_fault(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = project / "tests/unit/test_sums.py"
    file.write_text(TESTS.replace("== 4", "== 5"), encoding="utf-8")
    assert mutants.main(["--only", "taken-off"], project) == 2
    captured = capsys.readouterr()
    assert "tests/unit/test_sums.py::test_sums fails without any fault" in captured.err
    assert "killed" not in captured.out


def test_an_unknown_name_is_an_error(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert mutants.main(["--only", "nothing"], project) == 2
    assert "no such mutant: nothing" in capsys.readouterr().err


def test_the_list_names_every_fault(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert mutants.main(["--list"], project) == 0
    assert [line.split()[1] for line in capsys.readouterr().out.splitlines()] == [
        "taken-off", "multiplied", "gone", "for-ever",
    ]  # fmt: skip
