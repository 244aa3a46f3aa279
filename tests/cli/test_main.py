"""Help, version, what is loaded when, exit codes, and errors that no verb expects."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from mktows.cli import main as entry
from mktows.cli.app import EPILOG
from mktows.cli.output import MAX_MESSAGE, one_line

VERBS = ("sync", "call", "sign", "diff", "sandbox")


def test_help_names_verbs_and_exit_codes(cli: Any) -> None:
    result = cli("--help")
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("Usage: mktows [OPTIONS] COMMAND [ARGS]...\n")
    for verb in VERBS:
        assert f"\n  {verb} " in result.out
    for text in EPILOG.replace("\b\n", "").splitlines():
        assert text in result.out
    for code in {code for _, code in entry._CODES} | {0, entry.BUG, entry.INTERRUPTED}:
        assert f"\n    {code} " in result.out
    assert "\x1b" not in result.out
    assert cli("-h").out == result.out


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help(cli: Any, verb: str) -> None:
    result = cli(verb, "--help")
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith(f"Usage: mktows {verb} [OPTIONS]")


def test_the_version_is_the_packages(cli: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.metadata.version", lambda name: f"1.2.3 of {name}")
    result = cli("--version")
    assert (result.code, result.out, result.err) == (0, "mktows 1.2.3 of mktows\n", "")


@pytest.mark.parametrize("argv", [["--help"], ["--version"], ["sync", "--help"], ["nothing"]])
def test_neither_sandbox_nor_bindings_are_loaded_for_it(process: Any, argv: list[str]) -> None:
    program = (
        "import sys; from mktows.cli.main import main; main(); "
        "print([name for name in sys.modules if name.startswith(('mktows.sandbox', "
        "'mktows_bindings.v', 'sqlalchemy', 'uvicorn', 'starlette', 'rich.progress'))])"
    )
    assert process(*argv, program=program).out.endswith("[]\n")


@pytest.mark.parametrize(
    ("argv", "message", "hint"),
    [
        ([], "Missing command.", "mktows --help"),
        (["synk"], "No such command 'synk'.", "mktows --help"),
        (["sync"], "Missing argument 'LEADS.csv'.", "mktows sync --help"),
        (["sync", "a", "b"], "Got unexpected extra argument", "mktows sync --help"),
        (["sign", "--key", "x"], "No such option", "mktows sign --help"),
    ],
)
def test_a_usage_error_is_one_line_and_a_hint(
    cli: Any, argv: list[str], message: str, hint: str
) -> None:
    result = cli(*argv)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(f"mktows: {message}")
    assert result.err.endswith(f"\n  hint: {hint}\n")
    assert result.err.count("\n") == 2


@pytest.mark.parametrize(
    ("missing", "argv", "message"),
    [
        ("typer", ["--help"], "typer is not installed: install mktows[cli]"),
        ("sqlalchemy", ["sandbox"], "sqlalchemy is not installed: install mktows[sandbox]"),
        ("uvicorn", ["sandbox"], "uvicorn is not installed: install mktows[sandbox]"),
        ("h11", ["sandbox"], "h11 is not installed: install mktows[sandbox]"),
        ("sqlalchemy", ["call", "x"], "sqlalchemy is not installed: install mktows[sandbox]"),
    ],
)
def test_a_missing_extra_is_named(
    process: Any, missing: str, argv: list[str], message: str
) -> None:
    # A None in sys.modules makes the import fail as that of a package that is not installed.
    program = f"import sys; sys.modules[{missing!r}] = None; from mktows.cli.main import run; run()"
    result = process(*argv, program=program)
    assert (result.code, result.out, result.err) == (3, "", f"mktows: {message}\n")


def test_debug_adds_the_traceback(cli: Any) -> None:
    plain = cli("call", "getLead", "none.json")
    result = cli("--debug", "call", "getLead", "none.json")
    assert result.code == plain.code == 6
    assert result.err.startswith("Traceback (most recent call last):\n")
    assert result.err.endswith(f"\n{plain.err}")


def test_ctrl_c_ends_with_130(cli: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: str) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr("mktows.cli.inputs.read_all", interrupted)
    result = cli("call", "getLead", "-")
    assert (result.code, result.out, result.err) == (130, "", "mktows: interrupted\n")


def test_a_bug_shows_no_data(cli: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: str) -> bytes:
        raise ZeroDivisionError("canary")

    monkeypatch.setattr("mktows.cli.inputs.read_all", broken)
    result = cli("call", "getLead", "-")
    assert (result.code, result.out) == (70, "")
    assert result.err == "mktows: unexpected ZeroDivisionError\n  hint: --debug shows where\n"


def test_a_reader_that_goes_away_is_no_traceback(
    environment: dict[str, str], tmp_path: Path
) -> None:
    rows = "".join(f"{n}\n" for n in range(1, 20_001))
    (tmp_path / "leads.csv").write_text(f"Id\n{rows}")
    ours, theirs = os.pipe()
    os.close(ours)
    with subprocess.Popen(
        [sys.executable, "-c", "from mktows.cli.main import run; run()", "sync", "leads.csv"],
        env=environment,
        cwd=tmp_path,
        stdout=theirs,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        os.close(theirs)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "what follows line 301 (19700 leads): not sent\n" in err
    assert err.endswith("mktows: standard output cannot be written: Broken pipe\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="has no /dev/full")
def test_a_full_disk_is_told(environment: dict[str, str], tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [
                sys.executable,
                "-c",
                "from mktows.cli.main import run; run()",
                "call",
                "listMObjects",
            ],
            env=environment,
            cwd=tmp_path,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.endswith("cannot be written: No space left on device\n")


def test_text_of_others_is_one_harmless_line() -> None:
    assert one_line(" a\n b\tc\x1b[31m\u202e é ") == "a b c\\u001b[31m\\u202e é"
    assert one_line("x" * 1000) == "x" * MAX_MESSAGE + "..."


def test_the_module_runs_as_a_program(environment: dict[str, str], tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "mktows.cli.main", "sign"],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3
    assert done.stderr == "mktows: not set: MKTOWS_USER_ID, MKTOWS_ENCRYPTION_KEY\n"
