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
    if fast := FAST in argv:
        argv = [each for each in argv if each != FAST]
        environment = {"HYPOTHESIS_PROFILE": "quick", **environment}

    def begun(*command: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(command, cwd=bootstrap.ROOT, env=environment)

    checked = 0
    if not argv and not fast:
        peers = begun(python, "tools/peers.py")  # tests of what cannot be installed are skipped
        checked = begun(python, "tools/check.py").wait()
        peers.wait()
    quick = ("-m", "not slow") if fast else ()
    tested = begun(python, "-m", "pytest", *(() if argv else _SHARED), *quick, *argv).wait()
    return checked or tested


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
