"""The tool that draws random faults: what it breaks, what it leaves alone, and what it tells."""

from __future__ import annotations

import ast
import itertools
import json
from pathlib import Path

import pytest
import random_faults
from fault_areas import AREAS, Area
from fault_sites import sites
from mutants import ROOT, Unusable


def broken(source: str) -> dict[str, set[str]]:
    """All programs that the faults of a source make, by operator."""
    found: dict[str, set[str]] = {}
    for site in sites(source):
        text = site.applied(source)
        if text is not None:
            found.setdefault(site.operator, set()).add(ast.unparse(ast.parse(text)))
    return found


@pytest.mark.parametrize(
    ("source", "operator", "expected"),
    [
        ("a < b", "comparison", {"a <= b", "a >= b"}),
        ("a == b", "comparison", {"a != b"}),
        ("a in b", "comparison", {"a not in b"}),
        ("a is not b", "comparison", {"a is b"}),
        ("a < b == c", "comparison", {"a <= b == c", "a >= b == c", "a < b != c"}),
        ("not a", "condition negated", {"a"}),
        ("if a:\n    b()", "condition negated", {"if not a:\n    b()"}),
        ("b if a else c", "condition negated", {"b if not a else c"}),
        ("[a for a in b if a]", "condition dropped", {"[a for a in b]"}),
        ("[a for a in b if a]", "condition negated", {"[a for a in b if not a]"}),
        ("(a and b) == c", "and/or", {"(a or b) == c"}),
        ("a or b", "operand dropped", {"a", "b"}),
        ("a = 7", "number", {"a = 6", "a = 8"}),
        ("a = True", "boolean", {"a = False"}),
        ("a = 'abc'", "string", {"a = 'aac'"}),
        ("a = ''", "string", {"a = 'x'"}),
        ("a = 'write this otherwise'", "text emptied", {"a = ''"}),
        ("a = f'{b}abc'", "string", {"a = f'{b}aac'"}),
        ("a = b'abc'", "bytes", {"a = b'abcx'"}),
        ("f()", "statement deleted", {"pass"}),
        ("a += b", "statement deleted", {"pass"}),
        ("raise a", "statement deleted", {"pass"}),
        ("a[0] = b", "statement deleted", {"pass"}),
        ("for a in b:\n    break", "break/continue", {"for a in b:\n    continue"}),
        ("for a in b:\n    continue", "break/continue", {"for a in b:\n    break"}),
        ("f(a, b)", "argument dropped", {"f(a)"}),
        ("f(a, b)", "arguments swapped", {"f(b, a)"}),
        ("f(a, b=1)", "argument dropped", {"f(a)"}),
        ("{a: b, c: d}", "row removed", {"{c: d}", "{a: b}"}),
        ("a in (b, c)", "row removed", {"a in (c,)", "a in (b,)"}),
        ("a[1:b]", "slice", {"a[:b]", "a[1:]", "a[1:b + 1]"}),
        ("a + b", "arithmetic", {"a - b"}),
    ],
)
def test_each_operator_breaks_what_it_says(source: str, operator: str, expected: set[str]) -> None:
    assert broken(source)[operator] == expected


def test_a_return_gives_another_value_of_its_kind() -> None:
    said = "def f(a) -> {}:\n    return a"
    for kind, values in {
        "bool": {"True", "False"},
        "str": {"None", "''"},
        "list[str]": {"None", "[]"},
        "Path": {"None"},
    }.items():
        source = said.format(kind)
        assert broken(source)["return value"] == {
            source.replace("return a", f"return {value}") for value in values
        }


def test_a_handler_does_nothing_or_raises_again() -> None:
    found = broken("try:\n    a()\nexcept B:\n    c()")
    assert found["handler emptied"] == {"try:\n    a()\nexcept B:\n    pass"}
    assert found["handler raises again"] == {"try:\n    a()\nexcept B:\n    raise"}


@pytest.mark.parametrize(
    "source",
    [
        '"""Says what it is."""',
        "from a import b",
        "a: dict[str, int]",
        "def f(a: Literal['x', 'y']) -> 'B':\n    pass",
        "__all__ = ['a', 'b']",
        "if TYPE_CHECKING:\n    a = 1",
        "if __name__ == '__main__':\n    sys.exit(main())",
        "@dataclass(frozen=True, slots=True)\nclass A:\n    b: int",
        "T = TypeVar('T')",
        "Pair = tuple[str, int]",
        "Text = Literal['a', 'b'] | None",
        "a = cast('B', c)",
    ],
)
def test_what_is_no_behaviour_is_left_alone(source: str) -> None:
    assert broken(source) == {}


def test_the_text_of_a_log_line_is_left_alone_but_not_the_line() -> None:
    assert broken("_LOG.info('three words here: %s', a)") == {
        "statement deleted": {"pass"},
        "argument dropped": {"_LOG.info('three words here: %s')"},
    }


def test_a_fault_that_changes_nothing_is_none() -> None:
    (pointless,) = (site for site in sites("def f():\n    return\n") if "deleted" in site.operator)
    assert pointless.applied("def f():\n    return\n") is None


def test_the_rest_of_a_file_stays_as_it_is() -> None:
    source = "# before\na = [\n    'ä', b < c,  # beside\n]\nd = 1  # behind\n"
    (fault, _) = (site for site in sites(source) if site.operator == "comparison")
    assert (fault.line, fault.before, fault.after) == (3, "b < c", "b <= c")
    assert fault.applied(source) == source.replace("b < c", "(b <= c)")


def test_a_long_place_is_shown_around_the_difference() -> None:
    source = f"a = {[f'row{number}' for number in range(100)]}"
    removed = [site for site in sites(source) if site.operator == "row removed"]
    assert "'row50'" in removed[50].before
    assert "'row50'" not in removed[50].after
    assert all("'row51'" in each for each in (removed[50].before, removed[50].after))
    assert max(len(removed[50].before), len(removed[50].after)) < 60


@pytest.mark.parametrize("name", AREAS)
def test_an_area_has_files_and_tests(name: str) -> None:
    assert AREAS[name].sources(ROOT)
    assert all(any(ROOT.glob(each)) for stage in AREAS[name].stages for each in stage)


def test_the_tests_named_after_a_file_come_first() -> None:
    checking = AREAS["checking"]
    near, *others = checking.tests(ROOT, "mktows/checking/replies.py")
    assert near == ("tests/checking/test_replies.py",)
    assert [*others] == [*checking.tests(ROOT, "mktows/checking/unheard_of.py")]
    assert "tests/checking" in others[0]
    first, *_ = AREAS["diffing"].tests(ROOT, "mktows/diffing/reader.py")
    assert first == ("tests/diffing/test_reader.py",)


@pytest.mark.slow
def test_every_fault_that_is_drawn_is_another_program() -> None:
    drawing = random_faults.draw(ROOT, 1, {"values": AREAS["values"]})
    for fault in itertools.islice(drawing, 40):
        before = (ROOT / fault.file).read_text(encoding="utf-8")
        assert ast.dump(ast.parse(fault.text)) != ast.dump(ast.parse(before)), fault


# A project as small as can be: one fault in three is noticed.
AREA = {"sums": Area(files=("mktows/*.py",), stages=(("tests/unit",), ("tests/late",)))}
CODE = "def add(a, b):\n    return a + b\n\n\ndef unused():\n    a = 1\n    return a\n"


@pytest.fixture(autouse=True)
def no_further_plugins(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests of a small project need none, and loading them takes longer than the tests."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    imported = "from mktows import add\n\n\n"
    for file, text in {
        "mktows/__init__.py": CODE,
        "mktows/pytest_plugin.py": "",  # where mktows is installed, pytest loads it
        "tests/unit/test_none.py": f"{imported}def test_none():\n    assert add(0, 0) == 0\n",
        "tests/late/test_sums.py": f"{imported}def test_sums():\n    assert add(2, 1) == 3\n",
    }.items():
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(text, encoding="utf-8")
    return tmp_path


def test_the_same_seed_draws_the_same_faults(project: Path) -> None:
    def first(seed: int, number: int) -> list[str]:
        return [
            str(each) for each in itertools.islice(random_faults.draw(project, seed, AREA), number)
        ]

    assert first(1, 3) == first(1, 5)[:3]
    assert len(set(first(1, 5))) == 5
    assert any(first(1, 3) != first(seed, 3) for seed in range(2, 5))


def test_there_is_an_end_of_faults(project: Path) -> None:
    with pytest.raises(Unusable, match="no further"):
        list(random_faults.draw(project, 1, AREA))


@pytest.mark.slow
def test_it_tells_which_fault_was_noticed_and_repeats_one(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert random_faults.main(["--seed", "1", "--number", "5", "--list"], project, areas=AREA) == 0
    listed = capsys.readouterr().out.splitlines()
    assert listed[0] == "seed 1, areas sums"
    places = {
        what: next(place for place, line in enumerate(listed) if what in line)
        for what in ("arithmetic", "number")
    }
    chosen = [str(each) for each in places.values()]
    assert (
        random_faults.main(["--seed", "1", "--json", "--only", *chosen], project, areas=AREA) == 1
    )
    told = json.loads(capsys.readouterr().out)
    assert told["seed"] == 1
    assert told["areas"] == {"sums": {"noticed": 1, "tried": 2}}
    faults = {each["operator"]: each for each in told["faults"]}
    assert faults["arithmetic"]["number"] == places["arithmetic"]
    assert (faults["arithmetic"]["state"], faults["arithmetic"]["reason"]) == (
        "killed",
        "tests/late/test_sums.py::test_sums",  # the second stage
    )
    assert (faults["number"]["file"], faults["number"]["line"]) == ("mktows/__init__.py", 6)
    assert faults["number"]["state"] == "SURVIVED"
    assert (project / "mktows/__init__.py").read_text(encoding="utf-8") == CODE


def test_nothing_is_drawn_where_there_are_no_files(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nothing = {"nothing": Area(files=("absent/*.py",), stages=(("tests",),))}
    assert random_faults.main(["--list"], project, areas=nothing) == 2
    assert "nothing has no files" in capsys.readouterr().err
