"""Write the parts of README.md that are made from the code; `--check` only compares."""

from __future__ import annotations

import argparse
import ast
import difflib
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import matrix
from mutants import read_mutants

from mktows.contract import KNOWN_VERSIONS, LATEST_VERSION, contract
from mktows.errors import FAULT_CLASSES
from mktows.facts.faults import SHORT_TEXTS
from mktows.sandbox.emulator import OPERATIONS

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
COMMANDS = (
    (),
    ("sync",),
    ("call",),
    ("sign",),
    ("diff",),
    ("check",),
    ("sandbox",),
    ("sandbox", "calls"),
)
_PART = re.compile(r"<!-- made: (\w+) -->\n.*?<!-- end -->", re.DOTALL)


def help_texts() -> str:
    """Every command's `--help`, at a width that does not depend on the terminal."""
    environment = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb"}
    blocks = []
    for command in COMMANDS:
        words = ["mktows", *command, "--help"]
        program = [sys.executable, "-m", "mktows.cli.main", *command, "--help"]
        shown = subprocess.run(program, capture_output=True, text=True, env=environment, check=True)
        lines = [line.rstrip() for line in shown.stdout.strip().splitlines()]
        blocks.append("\n".join(["```console", f"$ {' '.join(words)}", *lines, "```"]))
    return "\n\n".join(blocks)


def modules() -> str:
    """Every module that is shipped with the first line of its docstring."""
    rows = ["| Module | Holds |", "| --- | --- |"]
    package = sorted((ROOT / "mktows").rglob("*.py"), key=_core_first)
    for path in (*package, ROOT / "pytest_mktows.py"):
        text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        rows.append(f"| `{path.relative_to(ROOT).as_posix()}` | {text.splitlines()[0]} |")
    return "\n".join(rows)


def operations() -> str:
    """Every operation with the client's method, and what the sandbox does, on what evidence."""
    rows = [
        "| Operation | Method of `Client` | The sandbox emulates | Evidence | Known differences |",
        "| --- | --- | --- | --- | --- |",
    ]
    for name, operation in sorted(contract(LATEST_VERSION).operations.items()):
        emulated = OPERATIONS.get(name)
        shown = ("**nothing**: fault 20019", "", "")
        if emulated is not None:
            evidence = ", ".join(emulated.strength)
            shown = (emulated.summary, evidence, "; ".join(emulated.differences))
        rows.append(f"| {name} | `{operation.method}` | {' | '.join(shown)} |")
    return "\n".join(rows)


def codes() -> str:
    """Every code of the service with the class that it is raised as."""
    rows = ["| Code | Text | Class |", "| --- | --- | --- |"]
    for code, kind in FAULT_CLASSES.items():
        rows.append(f"| {code} | {SHORT_TEXTS.get(code, '(undocumented)')} | `{kind.__name__}` |")
    return "\n".join(rows)


def versions() -> str:
    """The versions that there are bindings for."""
    return ", ".join(f"`{version}`" for version in KNOWN_VERSIONS)


def contract_tests() -> str:
    """A user's own test file, which runs in a project with the wheel."""
    text = (ROOT / "tests" / "data" / "contract_tests.py").read_text(encoding="utf-8")
    return f"```python\n{text}```"


def world() -> str:
    """A world file, which a test loads."""
    text = (ROOT / "tests" / "data" / "world.yaml").read_text(encoding="utf-8")
    return f"```yaml\n{text}```"


def mutants() -> str:
    """How many named faults there are in each area."""
    areas = Counter(each.area for each in read_mutants(ROOT))
    return ", ".join(f"{area} {count}" for area, count in sorted(areas.items()))


def tried() -> str:
    """What came out when the wheel was tried on several Pythons."""
    return matrix.table(matrix.read_record())


PARTS: dict[str, Callable[[], str]] = {
    "help": help_texts,
    "modules": modules,
    "operations": operations,
    "codes": codes,
    "versions": versions,
    "contract_tests": contract_tests,
    "world": world,
    "matrix": tried,
    "mutants": mutants,
}


def fresh(text: str) -> str:
    """The manual with its made parts made again."""
    return _PART.sub(lambda m: f"<!-- made: {m[1]} -->\n{PARTS[m[1]]()}\n<!-- end -->", text)


def main(argv: list[str] | None = None) -> int:
    """Run the command; 0 done or fresh, 1 stale."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare only; exit 1 when stale")
    options = parser.parse_args(argv)
    old = README.read_text(encoding="utf-8")
    new = fresh(old)
    if not options.check:
        README.write_text(new, encoding="utf-8")
        return 0
    sys.stdout.writelines(
        difflib.unified_diff(old.splitlines(True), new.splitlines(True), "README.md", "fresh", n=1)
    )
    if old != new:
        print("docs: stale: run tools/docs.py", file=sys.stderr)
    return int(old != new)


def _core_first(path: Path) -> tuple[int, str]:
    return len(path.relative_to(ROOT).parts), path.as_posix()


if __name__ == "__main__":
    sys.exit(main())
