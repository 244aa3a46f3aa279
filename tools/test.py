"""Prepare .venv, run every check and every test; arguments go to pytest, and skip the checks."""

from __future__ import annotations

import subprocess
import sys

import bootstrap


def main(argv: list[str]) -> int:
    """Return 0 only when everything passed."""
    code = bootstrap.main([])
    if code:
        return code
    python = str(bootstrap.BIN / "python")

    def run(*command: str) -> int:
        return subprocess.run(
            command, cwd=bootstrap.ROOT, env=bootstrap.environment(), check=False
        ).returncode

    checked = 0 if argv else run(python, "tools/check.py")
    # Each file runs in one process: what it prepares for its tests is prepared once.
    shared = () if argv else ("-n", "auto", "--dist", "loadfile")
    tested = run(python, "-m", "pytest", *shared, *argv)
    return checked or tested


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
