"""Format, lint, types, fresh bindings, a fresh manual: everything that is not a test."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_PYTHON = Path(sys.executable)
_RUFF = str(_PYTHON.with_name("ruff"))
_MYPY = str(_PYTHON.with_name("mypy"))
_SOURCES = ("mktows", "tools", "tests")
CHECKS: dict[str, tuple[str, ...]] = {
    "format": (_RUFF, "format", "--check", "--quiet", *_SOURCES),
    "lint": (_RUFF, "check", "--quiet", *_SOURCES),
    "types": (_MYPY, *_SOURCES),
    "types of generated": (_MYPY, "generated/mktows_bindings"),
    "generated is fresh": (sys.executable, "tools/regenerate.py", "--check"),
    "manual is fresh": (sys.executable, "tools/docs.py", "--check"),
    "manual is a site": (sys.executable, "tools/build_manual.py", "--check"),
}


def main() -> int:
    """Run every check, also after one failed; 1 when any did."""
    failed = []
    for name, command in CHECKS.items():
        print(f"check: {name}", flush=True)
        if subprocess.run(command, cwd=ROOT, check=False).returncode:
            failed.append(name)
    print(f"check: failed: {', '.join(failed)}" if failed else "check: all passed", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
