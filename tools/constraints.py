"""Write tools/constraints/: the newest and the lowest versions of what the project depends on.

    python tools/constraints.py [--upgrade] [--check]

`newest.txt` is for everything, tools and tests as well; environments are prepared with it.
`lowest.txt` is for what the wheel asks for, its direct dependencies at their lower bounds. Both
hold for every Python supported, by markers. Versions that still fit pyproject.toml stay as they
are; `--upgrade` takes the newest there are. Needs a package index.
"""

from __future__ import annotations

import argparse
import difflib
import os
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PROJECT = ROOT / "pyproject.toml"
FOLDER = ROOT / "tools" / "constraints"
_FIRST_LINE = "# Made from pyproject.toml by tools/constraints.py. Do not edit: run it.\n"
_UV = Path(sys.executable).with_name("uv")


class ConstraintsError(Exception):
    """The versions cannot be resolved; no file was touched."""


@dataclass(frozen=True)
class Kind:
    """A file of constraints: what it is for, and which versions it takes."""

    name: str
    options: tuple[str, ...]
    direct_again: bool
    """Whether direct dependencies are resolved anew whatever the file holds of them."""

    @property
    def path(self) -> Path:
        """The file."""
        return FOLDER / f"{self.name}.txt"


KINDS = (
    Kind("newest", ("--all-extras", "--group", "dev", "--group", "fuzz"), direct_again=False),
    Kind("lowest", ("--all-extras", "--resolution", "lowest-direct"), direct_again=True),
)


def direct_requirements(project: Path = PROJECT) -> list[Requirement]:
    """What the wheel asks for, with any of its extras."""
    table = tomllib.loads(project.read_text(encoding="utf-8"))["project"]
    lists = (table["dependencies"], *table["optional-dependencies"].values())
    found = [Requirement(text) for texts in lists for text in texts]
    return [each for each in found if canonicalize_name(each.name) != table["name"]]


def pins(text: str) -> list[Requirement]:
    """The requirements in a file of constraints."""
    return [Requirement(line) for line in text.splitlines() if line and not line.startswith("#")]


def unlike_pins(installed: Mapping[str, str], text: str) -> list[str]:
    """What is installed in a version that a file of constraints does not name."""
    pinned: dict[str, set[str]] = {}
    for pin in pins(text):
        pinned.setdefault(pin.name, set()).update(each.version for each in pin.specifier)
    # What a new environment brings, and what is developed.
    given = {"pip", "setuptools", "wheel", "mktows"}
    return [
        f"{name} {version}"
        for name, version in installed.items()
        if (known := canonicalize_name(name)) not in given and version not in pinned.get(known, ())
    ]


def resolve(kind: Kind, known: str, *, upgrade: bool = False) -> str:
    """Return the text of a file of constraints.

    Args:
        kind: Which file.
        known: What the file holds; those versions stay that still fit.
        upgrade: Keep none of them.

    Raises:
        ConstraintsError: No versions fit together, or there is no package index.
    """
    lines = [] if upgrade else known.splitlines(keepends=True)
    if kind.direct_again:
        direct = {canonicalize_name(each.name) for each in direct_requirements()}
        lines = [line for line in lines if line.partition("==")[0] not in direct]
    with tempfile.TemporaryDirectory(prefix="mktows-") as folder:
        result = Path(folder) / kind.path.name
        result.write_text("".join(lines), encoding="utf-8")
        command = [
            *(str(_UV), "pip", "compile", PROJECT.name, "--universal", "--quiet"),
            *("--python-version", _oldest_python(), *kind.options),
            *("--no-annotate", "--no-header", "--output-file", str(result)),
        ]
        try:
            done = subprocess.run(
                command, cwd=ROOT, env=_environment(), capture_output=True, text=True, check=False
            )
        except OSError as error:
            raise ConstraintsError(f"{_UV}: {error.strerror}: run tools/bootstrap.py") from None
        if done.returncode:
            raise ConstraintsError(f"{kind.name}: {done.stderr.strip()}")
        return _FIRST_LINE + result.read_text(encoding="utf-8")


def main(argv: list[str] | None = None) -> int:
    """Run the command; 0 done or fresh, 1 stale or not resolved."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="compare only; exit 1 when stale")
    parser.add_argument("--upgrade", action="store_true", help="take the newest versions there are")
    options = parser.parse_args(argv)
    known = {kind: kind.path.read_text() if kind.path.exists() else "" for kind in KINDS}
    try:
        fresh = {kind: resolve(kind, known[kind], upgrade=options.upgrade) for kind in KINDS}
    except ConstraintsError as error:
        print(f"constraints: {error}", file=sys.stderr)
        return 1
    for kind, text in fresh.items():
        old, new = (each.splitlines(keepends=True) for each in (known[kind], text))
        sys.stdout.writelines(difflib.unified_diff(old, new, kind.path.name, "fresh", n=0))
        if not options.check:
            kind.path.write_text(text, encoding="utf-8")
    if options.check and fresh != known:
        print("constraints: stale: run tools/constraints.py", file=sys.stderr)
        return 1
    return 0


def _oldest_python() -> str:
    table = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    (least,) = SpecifierSet(table["requires-python"])
    return least.version


def _environment() -> dict[str, str]:
    """The variables of this process but for those that choose versions in uv."""
    chosen = ("UV_RESOLUTION", "UV_PRERELEASE", "UV_CONSTRAINT", "UV_OVERRIDE", "UV_EXCLUDE_NEWER")
    return {name: value for name, value in os.environ.items() if name not in chosen}


if __name__ == "__main__":
    sys.exit(main())
