"""Help, version, what is loaded when, exit codes, and errors that no verb expects."""

from __future__ import annotations

import errno
import importlib.metadata
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from mktows.cli.output import one_line

VERBS = ("sync", "export", "call", "sign", "diff", "check", "migrate", "sandbox", "bridge")
COMMANDS = [
    (),
    *((verb,) for verb in VERBS),
    *(
        ("export", kind)
        for kind in ("leads", "activities", "changes", "mobjects", "custom-objects")
    ),
    *(("sandbox", verb) for verb in ("calls", "export", "schema")),
    *(("bridge", verb) for verb in ("serve", "check", "snapshot", "calls", "unknown")),
]
EXIT_CODES = ("0", "1", "2", "3", "4", "5", "6", "70", "130")

BAD_MESSAGE = b"""<m:paramsGetLead xmlns:m="http://www.marketo.com/mktows/">
<leadKey><keyType>EMAIL</keyType></leadKey></m:paramsGetLead>"""


def test_help_names_verbs_and_exit_codes(cli: Any) -> None:
    result = cli("--help")
    assert (result.code, result.err) == (0, "")
    assert " mktows " in result.out.splitlines()[0]
    assert re.findall(r"^  ([a-z]+) {2,}\S", result.out, re.MULTILINE) == [*VERBS]
    assert tuple(re.findall(r"^    (\d+) ", result.out, re.MULTILINE)) == EXIT_CODES
    assert "\x1b" not in result.out
    assert cli("-h").out == result.out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_and_runs_nothing_for_it(
    cli: Any, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setenv("MKTOWS_ENDPOINT", "malformed: whatever ran would say so")
    result = cli(*command, "--help")
    assert (result.code, result.err) == (0, "")
    assert f" {' '.join(('mktows', *command))} " in result.out.splitlines()[0]


def test_the_version_is_the_packages(cli: Any) -> None:
    result = cli("--version")
    # As it was installed: what the wheel says and what the package says are one fact.
    installed = importlib.metadata.version("mktows")
    assert (result.code, result.out, result.err) == (0, f"mktows {installed}\n", "")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("argv", "code", "out", "err"),
    [
        (
            ["sync", "--sandbox", "leads.csv"],
            0,
            "leads.csv: 1 created, 0 updated, 0 failed\n",
            "sandbox",
        ),
        (["sync", "--sandbox", "broken.csv"], 6, "", "broken.csv:2: "),
        (["call", "--sandbox", "listMObjects"], 0, '"objects"', "sandbox"),
        (["call", "--sandbox", "getLead", "none.json"], 6, "", "none.json"),
        (["sign"], 3, "", "MKTOWS_USER_ID"),
        (["diff", "2_1", "2_1", "--json"], 0, '"findings": []', ""),
        (["diff", "2_7", "2_1", "--fail-on", "breaking"], 1, "2_1", ""),
        (["check", "good.xml"], 0, "", "0 errors"),
        (["check", "bad.xml"], 6, "error element-missing", "1 error"),
        (["check", "bad.xml", "--json"], 6, '"element-missing"', "1 error"),
        (["check", "bad.xml", "--sarif"], 6, '"element-missing"', "1 error"),
        (["sandbox", "--limits", "none"], 2, "", "--limits"),
        (["sandbox", "calls", "--database", "none.db"], 3, "", "none.db"),
    ],
)
def test_every_command_does_its_work(
    process: Any, tmp_path: Path, argv: list[str], code: int, out: str, err: str
) -> None:
    """Whatever reads the arguments, in whichever version, must not end a command that did not run.

    Help and version end with 0 too, so each command is asked for something that only its own work
    can show.
    """
    (tmp_path / "leads.csv").write_text("Email\nt@t.com\n")
    (tmp_path / "broken.csv").write_text('Email\n"t@t.com\n')
    (tmp_path / "bad.xml").write_bytes(BAD_MESSAGE)
    (tmp_path / "good.xml").write_bytes(
        BAD_MESSAGE.replace(b"</keyType>", b"</keyType><keyValue>t@t.com</keyValue>")
    )
    result = process(*argv)
    assert result.code == code, result.err
    assert out in result.out
    assert bool(result.out) == bool(out)
    assert err in result.err


@pytest.mark.parametrize("command", COMMANDS)
def test_an_unknown_option_is_refused_by_every_command(cli: Any, command: tuple[str, ...]) -> None:
    result = cli(*command, "--no-such-option")
    assert (result.code, result.out) == (2, "")
    assert "--no-such-option" in result.err
    assert result.err.endswith(f"\n  hint: {' '.join(('mktows', *command))} --help\n")


def test_without_arguments_help_is_shown_and_nothing_is_done(cli: Any) -> None:
    result = cli()
    assert (result.code, result.out) == (2, "")
    assert result.err == f"{cli('--help').out}\nmktows: no command was given\n"


@pytest.mark.parametrize("argv", [["--help"], ["--version"], ["sync", "--help"], ["nothing"]])
def test_neither_sandbox_nor_bindings_are_loaded_for_it(process: Any, argv: list[str]) -> None:
    program = (
        "import sys; from mktows.cli.main import main; main(); "
        "print([name for name in sys.modules if name.startswith(('mktows.sandbox', "
        "'mktows_bindings.', 'sqlalchemy', 'h11', 'starlette', 'rich.progress'))])"
    )
    assert process(*argv, program=program).out.endswith("[]\n")


@pytest.mark.parametrize(
    ("argv", "named", "hint"),
    [
        (["synk"], "synk", "mktows --help"),
        (["sync"], "LEADS", "mktows sync --help"),
        (["sync", "a", "extra"], "extra", "mktows sync --help"),
        (["sync", "a", "--batch-size", "301"], "--batch-size", "mktows sync --help"),
        (["sync", "a", "--batch-size", "many"], "--batch-size", "mktows sync --help"),
        (["sign", "--key", "x"], "--key", "mktows sign --help"),
        (["diff", "2_7"], "NEW", "mktows diff --help"),
        (["check"], "FILE", "mktows check --help"),
        (["sandbox", "--port", "65536"], "--port", "mktows sandbox --help"),
        (["sandbox", "--window", "-1"], "--window", "mktows sandbox --help"),
        (["sandbox", "calls", "0"], "ID", "mktows sandbox calls --help"),
        (["sandbox", "calls", "--last", "1001"], "--last", "mktows sandbox calls --help"),
    ],
)
def test_a_usage_error_is_one_line_and_a_hint(
    cli: Any, argv: list[str], named: str, hint: str
) -> None:
    result = cli(*argv)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("mktows: ")
    assert named in result.err.splitlines()[0]
    assert result.err.endswith(f"\n  hint: {hint}\n")
    assert result.err.count("\n") == 2


@pytest.mark.parametrize(
    ("missing", "argv", "message"),
    [
        ("click", ["--help"], "click is not installed: install mktows[cli]"),
        ("sqlalchemy", ["sandbox"], "sqlalchemy is not installed: install mktows[sandbox]"),
        ("h11", ["sandbox"], "h11 is not installed: install mktows[sandbox]"),
        (
            "sqlalchemy",
            ["call", "--sandbox", "listMObjects"],
            "sqlalchemy is not installed: install mktows[sandbox]",
        ),
    ],
)
def test_a_missing_extra_is_named(
    process: Any, missing: str, argv: list[str], message: str
) -> None:
    # A None in sys.modules makes the import fail as that of a package that is not installed.
    program = f"import sys; sys.modules[{missing!r}] = None; from mktows.cli.main import run; run()"
    result = process(*argv, program=program)
    assert (result.code, result.out) == (3, "")
    assert result.err.splitlines()[-1] == f"mktows: {message}"


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (["call", "--sandbox", "getLead", "none.json"], 6),
        (["synk"], 2),
        (["--no-such-option"], 2),
        (["sync", "leads.csv", "--batch-size", "0"], 2),
    ],
)
def test_debug_adds_the_traceback(cli: Any, argv: list[str], code: int) -> None:
    plain = cli(*argv)
    result = cli("--debug", *argv)
    assert result.code == plain.code == code
    assert result.err.startswith("Traceback (most recent call last):\n")
    assert result.err.endswith(f"\n{plain.err}")


@pytest.mark.parametrize("missing", ["click", "sqlalchemy", "mktows.checking"])
def test_debug_shows_which_import_failed(process: Any, missing: str) -> None:
    program = f"import sys; sys.modules[{missing!r}] = None; from mktows.cli.main import run; run()"
    argv = ["check", "x"] if missing == "mktows.checking" else ["call", "--sandbox", "listMObjects"]
    plain = process(*argv, program=program)
    result = process("--debug", *argv, program=program)
    assert result.code == plain.code != 0
    assert "Traceback" not in plain.err
    assert "Traceback (most recent call last):\n" in result.err
    assert f"{missing}" in result.err.splitlines()[-2]


def test_debug_behind_a_command_is_not_ours(cli: Any) -> None:
    result = cli("sync", "--debug", "leads.csv")
    assert (result.code, "Traceback" in result.err) == (2, False)


def test_ctrl_c_ends_with_130(cli: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: str, **__: object) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr("mktows.cli.inputs.read_all", interrupted)
    result = cli("call", "--sandbox", "getLead", "-")
    assert (result.code, result.out, result.err) == (130, "", "mktows: interrupted\n")


def test_a_bug_shows_no_data(cli: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: str, **__: object) -> bytes:
        raise ZeroDivisionError("canary")

    monkeypatch.setattr("mktows.cli.inputs.read_all", broken)
    result = cli("call", "--sandbox", "getLead", "-")
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
        [
            sys.executable,
            "-c",
            "from mktows.cli.main import run; run()",
            "sync",
            "--sandbox",
            "leads.csv",
        ],
        env=environment,
        cwd=tmp_path,
        stdout=theirs,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        os.close(theirs)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 1
    found = re.search(r"what follows line ([0-9]+) \(([0-9]+) leads\): not sent\n", err)
    assert found
    line, rest = int(found[1]), int(found[2])
    assert line - 1 + rest == 20_000
    assert rest > 15_000  # what was in flight is finished, and no more is sent
    assert err.endswith(f"mktows: standard output cannot be written: {os.strerror(errno.EPIPE)}\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="has no /dev/full")
@pytest.mark.parametrize("argv", [["call", "--sandbox", "listMObjects"], ["--help"], ["--version"]])
def test_a_full_disk_is_told(environment: dict[str, str], tmp_path: Path, argv: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-c", "from mktows.cli.main import run; run()", *argv],
            env=environment,
            cwd=tmp_path,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.endswith(f"cannot be written: {os.strerror(errno.ENOSPC)}\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="has no /dev/full")
@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (["sync", "--sandbox", "leads.csv"], 0),
        (["call", "nothing"], 3),
        (["synk"], 2),
        (["sign"], 3),
    ],
)
def test_what_is_done_and_its_code_are_the_same_where_nobody_reads_the_notes(
    environment: dict[str, str], tmp_path: Path, argv: list[str], code: int
) -> None:
    (tmp_path / "leads.csv").write_text("Email\nt@t.com\n")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-c", "from mktows.cli.main import run; run()", *argv],
            env=environment,
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=full,
            text=True,
            check=False,
        )
    assert done.returncode == code
    assert done.stdout == ("" if code else "leads.csv: 1 created, 0 updated, 0 failed\n")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("argv", "code"), [(["call", "--sandbox", "listMObjects"], 1), (["--help"], 1), (["synk"], 2)]
)
@pytest.mark.parametrize("closed", ["1>&-", "2>&-", "1>&- 2>&-"])
def test_a_closed_stream_is_no_bug_of_ours(
    environment: dict[str, str], tmp_path: Path, argv: list[str], code: int, closed: str
) -> None:
    done = subprocess.run(
        ["sh", "-c", f'"$@" {closed}', "sh", sys.executable, "-m", "mktows.cli.main", *argv],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == (code if "1>&-" in closed or code == 2 else 0), done.stderr
    assert "Traceback" not in done.stderr


def test_text_of_others_is_one_harmless_line() -> None:
    assert one_line(" a\n b\tc\x1b[31m\u202e é ") == "a b c\\u001b[31m\\u202e é"
    assert one_line("x" * 500) == "x" * 500
    assert one_line("x" * 501) == one_line("x" * 1000) == "x" * 500 + "..."


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
