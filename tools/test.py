"""Prepare .venv, run every check and every test; arguments go to pytest, and skip the checks.

    python3 tools/test.py [--fast] [ARGUMENT ...]

With --fast, tests that take seconds (marked slow) are left out, and those with
random input try fewer: the quick loop, which shows most mistakes.
"""

from __future__ import annotations

import subprocess
import sys

import bootstrap

FAST = "--fast"
# Each file runs in one process: what it prepares for its tests is prepared once.
_SHARED = ("-n", "auto", "--dist", "loadfile")


def main(argv: list[str]) -> int:
    """Return 0 only when everything passed."""
    code = bootstrap.main([])
    if code:
        return code
    python = str(bootstrap.BIN / "python")
    environment = bootstrap.environment()
    # Without bytecode each of the hundreds of processes that tests start compiles all it imports.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    if fast := FAST in argv:
        argv = [each for each in argv if each != FAST]
        environment = {"HYPOTHESIS_PROFILE": "quick", **environment}

    def run(*command: str) -> int:
        return subprocess.run(command, cwd=bootstrap.ROOT, env=environment, check=False).returncode

    checked = 0 if argv or fast else run(python, "tools/check.py")
    if not argv and not fast:
        run(python, "tools/peers.py")  # tests of what cannot be installed are skipped
    quick = ("-m", "not slow") if fast else ()
    tested = run(python, "-m", "pytest", *(() if argv else _SHARED), *quick, *argv)
    return checked or tested


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
