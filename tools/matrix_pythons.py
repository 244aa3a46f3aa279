"""The Pythons of this machine: on PATH, and in pyenv's folders."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

WANTED = ("3.11", "3.12", "3.13", "3.14")
"""The Pythons that are looked for."""

# An environment is made with the first two, and the sandbox needs the third.
_ASK = """
import ensurepip, venv, sqlite3, sys
print(sys.implementation.name, ".".join(map(str, sys.version_info[:3])), sys.executable)
"""
_PATIENCE = 30


@dataclass(frozen=True)
class Python:
    """An interpreter that environments can be made with."""

    version: str
    path: Path

    @property
    def series(self) -> str:
        """The version without its last number."""
        return self.version.rpartition(".")[0]


def find_pythons(
    wanted: tuple[str, ...] = WANTED,
    *,
    search: str | None = None,
    pyenv: Path | None = None,
) -> tuple[list[Python], list[str]]:
    """Find one interpreter for each series.

    Args:
        wanted: The series, such as 3.12.
        search: The folders to look into, as in PATH; that of this process by default.
        pyenv: The folder of pyenv, by default that of its variable or in the user's home.

    Returns:
        The interpreters, and the series for which there is none.
    """
    search = os.environ.get("PATH", "") if search is None else search
    pyenv = pyenv or Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    found: dict[str, Python] = {}
    for series in wanted:
        for path in _candidates(series, search, pyenv):
            python = _asked(path)
            if python is not None and python.series == series:
                found[series] = python
                break
    return list(found.values()), [series for series in wanted if series not in found]


def _candidates(series: str, search: str, pyenv: Path) -> Iterator[Path]:
    folders = [Path(folder) for folder in search.split(os.pathsep) if folder]
    for name in (f"python{series}", "python3", "python"):
        for folder in folders:
            yield from _if_program(folder / name)
    releases = (pyenv / "versions").glob(f"{series}.*")
    for release in sorted(releases, key=_numbers, reverse=True):
        yield from _if_program(release / "bin" / "python")


def _if_program(path: Path) -> Iterator[Path]:
    if os.access(path, os.X_OK) and path.is_file():
        yield path.absolute()


def _numbers(release: Path) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", release.name)]


def _asked(path: Path) -> Python | None:
    """What an interpreter says of itself; None for what is none, or one without what is needed.

    pyenv's programs are scripts that look for the interpreter, and may find none.
    """
    try:
        done = subprocess.run(
            [str(path), "-I", "-c", _ASK],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    name, _, rest = done.stdout.strip().partition(" ")
    version, _, executable = rest.partition(" ")
    if done.returncode or name != "cpython" or not executable:
        return None
    return Python(version, Path(executable))
