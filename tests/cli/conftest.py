"""How the tests run command lines: in this process, or in one of their own."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from mktows.cli.main import main

ROOT = Path(__file__).parents[2]
RUN = "from mktows.cli.main import run; run()"


@dataclass(frozen=True)
class Result:
    """What a command line did."""

    code: int
    out: str
    err: str


Cli = Callable[..., Result]


@pytest.fixture(autouse=True)
def settings_of_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting but those that the test makes."""
    for name in [name for name in os.environ if name.startswith("MKTOWS_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Cli:
    """Run a command line in this process, in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def run(*argv: str, stdin: bytes = b"") -> Result:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = main(argv)
        captured = capsys.readouterr()
        return Result(code, captured.out, captured.err)

    return run


@pytest.fixture
def environment() -> dict[str, str]:
    """The environment of a process that knows the project and no setting."""
    return os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'generated'}"}


@pytest.fixture
def process(environment: dict[str, str], tmp_path: Path) -> Cli:
    """Run a command line in a process of its own, in an empty folder."""

    def run(*argv: str, program: str = RUN, **settings: str) -> Result:
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", program, *argv],
            env=environment | settings,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return Result(done.returncode, done.stdout, done.stderr)

    return run
