"""The table of folders in docs/architecture.md, held against what the modules import."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "mktows"
PAGE = ROOT / "docs" / "architecture.md"
CORE = "mktows/"
BINDINGS = "mktows_bindings"
_ROW = re.compile(r"^\| `([\w/]+(?:/|\.py))` \| (.+) \| (.+) \|$", re.MULTILINE)
_NAME = re.compile(r"`([\w/.]+)`")


@dataclass(frozen=True)
class Row:
    """A folder with what the page says of it: the last column as it stands."""

    folder: str
    sentence: str
    may_import: str

    @property
    def names(self) -> list[str]:
        """The folders and modules that the column names, the core among them."""
        core = [CORE] if re.search(r"\bcore\b", self.may_import) else []
        return [*core, *_NAME.findall(self.may_import)]


ROWS = {row[0]: Row(*row) for row in _ROW.findall(PAGE.read_text(encoding="utf-8"))}


def folder_of(module: str) -> str:
    """The row that a module belongs to: its own, or the innermost folder's, else the core."""
    inner = [folder for folder in ROWS if folder != CORE and module.startswith(folder)]
    return max(inner, key=len, default=CORE)


def modules_of(folder: str) -> list[Path]:
    """The modules of a row, without those of rows inside it."""
    return [
        path
        for path in sorted(PACKAGE.rglob("*.py"))
        if folder_of(path.relative_to(PACKAGE).as_posix()) == folder
    ]


def imported(path: Path) -> set[str]:
    """What a module imports of the project: paths below mktows/, and the bindings."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in names:
            top, _, rest = name.partition(".")
            if top == BINDINGS:
                found.add(BINDINGS)
            elif top == "mktows":
                found.add(module_path(rest.split(".") if rest else []))
    return found


def module_path(parts: list[str]) -> str:
    """The path below mktows/ of the module that a dotted name begins with."""
    for length in range(len(parts), 0, -1):
        path = "/".join(parts[:length])
        if (PACKAGE / f"{path}.py").is_file():
            return f"{path}.py"
        if (PACKAGE / path).is_dir():
            return f"{path}/__init__.py"
    return "__init__.py"


def allowed(row: Row, target: str) -> bool:
    """Whether a row may import a module below mktows/, or the bindings."""
    if row.may_import == "all":
        return True
    if row.may_import.startswith("as "):
        (other,) = row.names
        return belongs(target, other) or allowed(ROWS[other], target)
    if folder_of(target) == row.folder and target != BINDINGS:
        return True
    if row.may_import.startswith("all but "):
        return not any(belongs(target, name) for name in row.names)
    # A folder takes its parts together.
    inner = row.folder != CORE and target.startswith(row.folder)
    return inner or any(belongs(target, name) for name in row.names)


def belongs(target: str, name: str) -> bool:
    """Whether a module is one that the column names, or in a folder that it names."""
    if BINDINGS in (target, name):
        return target == name
    if name == CORE:
        return folder_of(target) == CORE
    return target == name or (name.endswith("/") and target.startswith(name))


def test_the_table_is_read() -> None:
    assert CORE in ROWS
    assert len(ROWS) == PAGE.read_text(encoding="utf-8").count("\n| `")
    known = {*ROWS, BINDINGS, *(path.relative_to(PACKAGE).as_posix() for path in modules_of(CORE))}
    for row in ROWS.values():
        assert not {*row.names} - known, f"{row.folder}: names what has no row"
        assert row.names or row.may_import == "all", row.folder
        assert row.sentence.endswith("."), row.folder


@pytest.mark.slow
@pytest.mark.parametrize("folder", ROWS)
def test_a_folder_imports_what_the_page_allows(folder: str) -> None:
    row = ROWS[folder]
    where = PACKAGE if folder == CORE else PACKAGE / folder
    assert where.exists(), f"docs/architecture.md has a row for {folder}, and mktows/ has not"
    modules = modules_of(folder)
    assert modules, f"docs/architecture.md has a row for {folder}, which holds no module"
    wrong = [
        f"{path.relative_to(PACKAGE).as_posix()} imports {target}"
        for path in modules
        for target in sorted(imported(path))
        if not allowed(row, target)
    ]
    assert not wrong, (
        f"docs/architecture.md says of {folder}: may import {row.may_import}. But "
        + "; ".join(wrong)
    )


def test_every_folder_has_a_row() -> None:
    folders = {
        f"{'/'.join(path.parent.relative_to(PACKAGE).parts[:2])}/"
        for path in PACKAGE.rglob("*.py")
        if path.parent != PACKAGE
    }
    assert folders <= {*ROWS}, f"without a row: {', '.join(sorted(folders - {*ROWS}))}"
