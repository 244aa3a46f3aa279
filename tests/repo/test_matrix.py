"""The matrix tool finds what is there, names what is not, and is not fooled by an exit code."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import constraints
import matrix
import matrix_trials
import pytest
from matrix_cell import Cell, Done, TrialFailed
from matrix_pythons import Python, find_pythons

NEWEST = constraints.KINDS[0]
HERE = Python("{}.{}.{}".format(*sys.version_info[:3]), Path(sys.executable))
OF_COMMANDS = ("sync", "check", "commands", "sandbox")


def script(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def interpreter(path: Path, version: str, name: str = "cpython") -> Path:
    return script(path, f"echo {name} {version} {path}")


def cell_in(folder: Path) -> Cell:
    return Cell(HERE, NEWEST, Path("mktows-0.1.0-py3-none-any.whl"), folder)


@pytest.fixture
def real(tmp_path: Path) -> Cell:
    """A cell with the environment that the tests run in."""
    return real_in(tmp_path / "cell")


def real_in(folder: Path) -> Cell:
    folder.mkdir()
    made = cell_in(folder)
    made.bin.parent.symlink_to(sys.prefix)
    return made


def wrapped(folder: Path, text: str) -> Cell:
    """A cell whose `mktows` is a shell script; it finds the real one as $mktows."""
    made = cell_in(folder)
    script(made.bin / "mktows", f"mktows={Path(sys.executable).with_name('mktows')}\n{text}")
    return made


def failures(cell: Cell, *trials: str) -> dict[str, str]:
    return matrix.run_cell(cell, trials).failed


def test_pythons_are_found_on_the_path_and_in_the_folders_of_pyenv(tmp_path: Path) -> None:
    path, shims, pyenv = tmp_path / "bin", tmp_path / "shims", tmp_path / "pyenv"
    on_path = interpreter(path / "python3", "3.11.4")
    script(shims / "python3.12", "echo 'pyenv: python3.12: command not found' >&2; exit 127")
    for release in ("3.12.9", "3.12.10"):
        interpreter(pyenv / "versions" / release / "bin" / "python", release)
    script(path / "python3.13", "exit 1")  # cannot make environments
    interpreter(path / "python3.14", "3.14.1", "pypy")
    (path / "python3.15").write_text("not a program")
    found, missing = find_pythons(
        ("3.11", "3.12", "3.13", "3.14", "3.15"), search=f"{shims}{os.pathsep}{path}", pyenv=pyenv
    )
    newest = pyenv / "versions" / "3.12.10" / "bin" / "python"
    assert found == [Python("3.11.4", on_path), Python("3.12.10", newest)]
    assert missing == ["3.13", "3.14", "3.15"]


def test_this_python_is_found() -> None:
    found, missing = find_pythons((HERE.series,))
    assert [each.series for each in found] == [HERE.series]
    assert missing == []


def test_a_python_that_is_missing_is_named_and_has_not_passed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert matrix.main(["--python", "3.99"]) == 1
    assert "Python 3.99: not found." in capsys.readouterr().out.splitlines()


@pytest.mark.slow
def test_trials_pass_where_all_is_well(real: Cell) -> None:
    row = matrix.run_cell(real, ("first program", *OF_COMMANDS))
    assert row.failed == {}
    assert list(row.passed) == ["first program", *OF_COMMANDS]


@pytest.mark.slow
def test_cells_at_the_same_time_do_not_hinder_each_other(tmp_path: Path) -> None:
    cells = [real_in(tmp_path / name) for name in ("one", "other")]
    rows = matrix.run(cells, ["sync"], turn=None, jobs=len(cells))
    assert [each.failed for each in rows] == [{}, {}]


@pytest.mark.parametrize("trial", OF_COMMANDS)
def test_a_command_that_shows_its_version_and_ends_with_0_has_not_passed(
    tmp_path: Path, trial: str
) -> None:
    cell = wrapped(tmp_path, "echo mktows 0.1.0")
    assert list(failures(cell, trial)) == [trial]


@pytest.mark.parametrize("trial", ["install", "first program", *matrix.LONG])
def test_a_python_that_does_nothing_and_ends_with_0_has_not_passed(
    tmp_path: Path, trial: str
) -> None:
    nothing = script(tmp_path / "environment" / "bin" / "python", "echo mktows 0.1.0")
    cell = Cell(Python(HERE.version, nothing), NEWEST, Path("mktows-0.1.0.whl"), tmp_path)
    assert list(failures(cell, trial)) == [trial]


# What a command line that is broken in one place does, and the trial that must notice
BROKEN = {
    "check ends with 0": ('"$mktows" "$@"; exit 0', "check"),
    "check finds nothing": (
        'if [ "$1" = check ]; then "$mktows" check --json good.xml; exit; fi; exec "$mktows" "$@"',
        "check",
    ),
    "sync does not send": (
        'if [ "$1" = sync ]; then echo \'{"failures": [], "created": 12, "updated": 0, '
        '"failed": 0}\'; exit; fi; exec "$mktows" "$@"',
        "sync",
    ),
    "sync keeps nothing": (
        'if [ "$1" = sync ]; then shift; exec "$mktows" sync --json --database "$$" "$1"; fi; '
        'exec "$mktows" "$@"',
        "sync",
    ),
    "unknown options are passed over": (
        'for each; do [ "$each" = --no-such-option ] && exit 0; done; exec "$mktows" "$@"',
        "commands",
    ),
    "a verb runs another": (
        'if [ "$1" = sign ]; then shift; exec "$mktows" call "$@"; fi; exec "$mktows" "$@"',
        "commands",
    ),
    "the sandbox ends at once": (
        'if [ "$1" = sandbox ]; then exit 0; fi; exec "$mktows" "$@"',
        "sandbox",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize(("text", "trial"), BROKEN.values(), ids=BROKEN)
def test_a_broken_command_line_is_noticed(tmp_path: Path, text: str, trial: str) -> None:
    assert list(failures(wrapped(tmp_path, text), trial)) == [trial]


@pytest.mark.slow
def test_a_sandbox_that_says_nothing_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matrix_trials, "_SERVE_PATIENCE", 1)
    cell = wrapped(tmp_path, 'if [ "$1" = sandbox ]; then exec sleep 600; fi; exec "$mktows" "$@"')
    assert failures(cell, "sandbox") == {"sandbox": "the sandbox ended: "}


def test_nothing_else_is_tried_where_it_does_not_install(tmp_path: Path) -> None:
    broken = script(tmp_path / "python", "exit 1")
    cell = Cell(Python("3.11.4", broken), NEWEST, Path("mktows-0.1.0.whl"), tmp_path)
    row = matrix.run_cell(cell, tuple(matrix_trials.TRIALS))
    assert (list(row.failed), row.passed) == (["install"], {})
    assert [row.text(trial) for trial in matrix_trials.TRIALS] == [
        "**failed**",
        *["not tried"] * (len(matrix_trials.TRIALS) - 1),
    ]


def test_what_a_command_started_ends_with_its_time(tmp_path: Path) -> None:
    cell = cell_in(tmp_path)
    slow = script(tmp_path / "slow", "sleep 600 &\nsleep 600")
    with pytest.raises(TrialFailed, match="not done after 0 s"):
        cell.run(slow, room=tmp_path, patience=0.2)


def test_settings_of_this_process_do_not_reach_a_trial(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("MKTOWS_ENDPOINT", "PYTHONPATH", "PYTEST_ADDOPTS", "VIRTUAL_ENV"):
        monkeypatch.setenv(name, "x")
        assert name not in cell_in(tmp_path).environment()


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ('tests="5" failures="0" errors="0" skipped="0"', "5 passed"),
        ('tests="5" failures="0" errors="0" skipped="2"', "3 passed, 2 skipped"),
        ('tests="5" failures="1" errors="0" skipped="0"', None),
        ('tests="5" failures="0" errors="1" skipped="0"', None),
        ('tests="2" failures="0" errors="0" skipped="2"', None),
        ('tests="0" failures="0" errors="0" skipped="0"', None),
    ],
)
def test_what_is_skipped_is_not_called_passed(
    tmp_path: Path, numbers: str, said: str | None
) -> None:
    report = tmp_path / "report.xml"
    report.write_text(f"<testsuites><testsuite {numbers}/></testsuites>")
    done = Done(("pytest",), 0, "", "")
    if said is None:
        with pytest.raises(TrialFailed):
            matrix_trials.counted(done, report)
    else:
        assert matrix_trials.counted(done, report) == said


def test_what_takes_long_runs_in_each_cell_in_its_turn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        matrix,
        "run_cell",
        lambda cell, trials: matrix.Row(
            cell.folder.name, "newest", dict.fromkeys(trials, "passed")
        ),
    )
    cells = [cell_in(tmp_path / str(number)) for number in range(4)]

    others = [name for name in matrix_trials.TRIALS if name not in matrix.LONG]

    def tested(turn: int | None) -> list[tuple[str, str]]:
        rows = list(matrix.run(cells, tuple(matrix_trials.TRIALS), turn=turn, jobs=2))
        assert all([*row.passed][: len(others)] == others for row in rows)
        return [(name, row.python) for row in rows for name in row.passed if name in matrix.LONG]

    every = tested(None)
    assert sorted(every) == sorted((name, str(n)) for name in matrix.LONG for n in range(4))
    taken = [tested(turn) for turn in range(1000, 1000 + len(every))]
    assert all(len(each) == 1 for each in taken)
    assert sorted(each for (each,) in taken) == sorted(every)


def test_a_part_of_a_run_is_not_recorded(capsys: pytest.CaptureFixture[str]) -> None:
    for part in (["--python", "3.11"], ["--versions", "lowest"], ["--trial", "sync"]):
        with pytest.raises(SystemExit) as ended:
            matrix.main(["--record", *part])
        assert ended.value.code == 2
    assert "--record is for a whole run" in capsys.readouterr().err


def test_a_matrix_without_a_row_is_not_good() -> None:
    empty = matrix.Outcome("2026-01-31", [], ["3.11"], {}, {})
    good = matrix.Row("3.11.4", "newest", {"install": "3 packages"})
    bad = matrix.Row("3.12.4", "newest", {"install": "3 packages"}, {"sync": "why"})
    assert not empty.is_good
    assert matrix.Outcome("2026-01-31", [good], [], {}, {}).is_good
    assert not matrix.Outcome("2026-01-31", [good, bad], [], {}, {}).is_good
