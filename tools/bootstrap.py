"""Prepare .venv with everything the project needs, then run a command in it, if one is given.

    python3 tools/bootstrap.py [COMMAND [ARGUMENT ...]]

Needs Python 3.11 or later and a package index; nothing else. What is installed are the versions of
tools/constraints/newest.txt. A prepared environment is used again until pyproject.toml or those
change.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
BIN = ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin")
CONSTRAINTS = ROOT / "tools" / "constraints" / "newest.txt"
_STAMP = ENVIRONMENT / "prepared"
# The first pip that knows dependency groups is 25.1; the one a new environment brings may not.
_PIP = "pip==26.3"
# What builds the package is installed apart from what it needs, and has constraints of its own.
_CONSTRAINED = ("--constraint", str(CONSTRAINTS), "--build-constraint", str(CONSTRAINTS))


def prepare() -> None:
    """Create the environment, or bring it up to date with pyproject.toml and the constraints."""
    wanted = fingerprint(ROOT / "pyproject.toml", CONSTRAINTS)
    if _STAMP.exists() and _STAMP.read_text() == wanted:
        return
    print("preparing .venv (once; about a minute)", file=sys.stderr)
    _run(sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT))
    # Bytecode is written of what is imported, as it is imported: half of the time is saved.
    install = (str(BIN / "python"), "-m", "pip", "install", "--quiet", "--no-compile")
    _run(*install, _PIP)
    _run(
        *install,
        *_CONSTRAINED,
        "--group",
        "dev",
        "--editable",
        ".[bridge,cli,parquet,postgres,testing,tls]",
    )
    _STAMP.write_text(wanted)


def fingerprint(*inputs: Path) -> str:
    """What an environment depends on, as a short text: some files and the Python that runs."""
    digest = hashlib.sha256(sys.version.encode())
    for path in inputs:
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def environment() -> dict[str, str]:
    """The variables of a process that runs inside the environment."""
    path = os.pathsep.join([str(BIN), os.environ.get("PATH", "")])
    variables = {**os.environ, "VIRTUAL_ENV": str(ENVIRONMENT), "PATH": path}
    # Without bytecode each of the hundreds of processes that tests start compiles all it imports.
    variables.pop("PYTHONDONTWRITEBYTECODE", None)
    return variables


def _run(*command: str) -> None:
    # What pip says goes to stderr, so that a command's own output stays clean.
    subprocess.run(command, cwd=ROOT, check=True, stdout=sys.stderr)


def main(argv: list[str]) -> int:
    """Prepare, run the command, return its exit code."""
    if sys.version_info < (3, 11):  # noqa: UP036  (this file is what an older Python meets first)
        print(f"bootstrap: needs Python 3.11 or later, this is {sys.version}", file=sys.stderr)
        return 2
    try:
        prepare()
    except subprocess.CalledProcessError as error:
        print(f"bootstrap: {' '.join(error.cmd[1:])} failed, see above", file=sys.stderr)
        return 2
    if not argv:
        return 0
    program = BIN / argv[0]
    command = [str(program) if program.exists() else argv[0], *argv[1:]]
    return subprocess.run(command, env=environment(), check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
