"""Which module may import which: the architecture, read off the imports."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
MODULES = sorted((ROOT / "mktows").rglob("*.py"))
EDGES = {"server", "database", "sandbox", "cli", "testing", "diffing", "checking"}


def imports(path: Path) -> set[str]:
    """Full names of everything that a module imports, also inside functions."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def room(path: Path) -> str:
    """`core`, or the folder below mktows that a module is in."""
    parts = path.relative_to(ROOT / "mktows").parts
    if parts == ("pytest_plugin.py",):
        return "testing"  # stands outside that folder, which costs much to import
    return parts[0] if len(parts) > 1 else "core"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_go_one_way(path: Path) -> None:
    used = imports(path)
    here = room(path)
    if here == "core":
        assert not {n for n in used if n.startswith("mktows.") and n.split(".")[1] in EDGES}
    if here != "cli":
        assert not {n for n in used if n.startswith("mktows.cli.")}
    if here not in ("cli", "testing"):
        assert not {n for n in used if n.startswith("mktows.testing")}
    if here == "sandbox":
        assert not {n for n in used if n.startswith(("mktows.client.", "mktows.cli."))}
        assert "mktows.Client" not in used
    if here == "diffing":
        # Nor anything that imports the bindings: they are compared while they are made.
        assert {n.split(".")[1] for n in used if n.startswith("mktows.")} <= {
            "diffing",
            "errors",
            "soap",
        }
    if here == "facts":
        assert {n.split(".")[1] for n in used if n.startswith("mktows.")} <= {"errors", "facts"}
    if here == "checking":
        others = EDGES - {"checking"} | {"client", "transport"}
        assert not {n for n in used if n.startswith("mktows.") and n.split(".")[1] in others}
        assert "mktows.Client" not in used
    sql = {n for n in used if n.startswith("sqlalchemy")}
    may = here == "database" or path.name.startswith(("store", "tables", "rows", "pages"))
    assert not sql or may, f"SQL outside the store: {sql}"


@pytest.mark.parametrize(
    "name", ["signing", "soap", "text", "codec", "retry", "batching", "values", "methods", "errors"]
)
def test_the_centre_owns_no_socket_clock_or_random_source(name: str) -> None:
    assert_pure(ROOT / "mktows" / f"{name}.py")


@pytest.mark.parametrize(
    "path", [p for p in MODULES if room(p) == "diffing"], ids=lambda path: path.name
)
def test_contracts_are_compared_without_touching_the_world(path: Path) -> None:
    assert_pure(path)
    assert not {n for n in imports(path) if n.startswith(("pathlib", "io", "sys", "subprocess"))}


def assert_pure(path: Path) -> None:
    used = imports(path)
    impure = {"socket", "time", "random", "secrets", "os", "requests", "urllib3", "threading"}
    assert not {n.partition(".")[0] for n in used} & impure


@pytest.mark.parametrize(
    "path", [p for p in MODULES if room(p) in ("checking", "facts")], ids=lambda path: path.name
)
def test_messages_are_checked_without_touching_the_world(path: Path) -> None:
    assert_pure(path)


def test_bindings_know_nothing_of_mktows() -> None:
    for path in (ROOT / "generated").rglob("*.py"):
        assert not {n for n in imports(path) if n == "mktows" or n.startswith("mktows.")}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_module_says_in_one_sentence_what_it_holds(path: Path) -> None:
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert text
    assert text.splitlines()[0].endswith(".")


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_library_is_used_by_its_private_names(path: Path) -> None:
    others = {n for n in imports(path) if not n.startswith(("mktows", "__future__"))}
    private = {
        name
        for name in others
        if any(part.startswith("_") for part in name.split("."))
        and name not in {"lxml.etree._Element", "lxml.etree._ElementTree"}
    }
    assert not private
