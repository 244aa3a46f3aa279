"""Format, lint, types, fresh bindings, a fresh manual: everything that is not a test."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_PYTHON = Path(sys.executable)
_RUFF = str(_PYTHON.with_name("ruff"))
_MYPY = str(_PYTHON.with_name("mypy"))
_SOURCES = ("mktows", "tools", "tests")
# The types take as long as all others, and have one cache: two rows that run at the same time.
CHECKS: tuple[dict[str, tuple[str, ...]], ...] = (
    {
        "types": (_MYPY, *_SOURCES),
        "types of generated": (_MYPY, "generated/mktows_bindings"),
    },
    {
        "format": (_RUFF, "format", "--check", "--quiet", *_SOURCES),
        "lint": (_RUFF, "check", "--quiet", *_SOURCES),
        "generated is fresh": (sys.executable, "tools/regenerate.py", "--check"),
        "manual is fresh": (sys.executable, "tools/docs.py", "--check"),
        "manual is a site": (sys.executable, "tools/build_manual.py", "--check"),
    },
)


def main() -> int:
    """Run every check, also after one failed; 1 when any did."""
    with ThreadPoolExecutor(len(CHECKS)) as pool:
        failed = [name for row in pool.map(_failed, CHECKS) for name in row]
    print(f"check: failed: {', '.join(failed)}" if failed else "check: all passed", flush=True)
    return 1 if failed else 0


def _failed(checks: dict[str, tuple[str, ...]]) -> list[str]:
    """Run checks, one after the other; the names of those that failed."""
    failed = []
    for name, command in checks.items():
        done = subprocess.run(
            command,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        print(f"check: {name}\n{done.stdout}", end="", flush=True)
        if done.returncode:
            failed.append(name)
    return failed


if __name__ == "__main__":
    sys.exit(main())
