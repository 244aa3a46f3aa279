"""Which module may import which: the architecture, read off the imports."""

from __future__ import annotations

import ast
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PACKAGE = ROOT / "mktows"
MODULES = sorted(PACKAGE.rglob("*.py"))
CORE = "core"
"""The modules directly in `mktows/`."""
PLUGIN = "pytest_plugin"
"""The one of them that stands at the edge: pytest loads it."""


@dataclass(frozen=True)
class Row:
    """The imports that the modules of one folder may have.

    Attributes:
        folders: Folders below `mktows/`, besides its own; with `/**`, also those below it.
        core: Modules directly in `mktows/`; None for all of them but the plugin.
        libraries: What is neither ours nor Python's.
    """

    folders: tuple[str, ...] = ()
    core: tuple[str, ...] | None = ()
    libraries: tuple[str, ...] = ()


def row(*folders: str, core: tuple[str, ...] | None = None, libraries: tuple[str, ...] = ()) -> Row:
    return Row(folders, core, libraries)


_SERVER = ("facts", "checking", "database", "server", "server/journal", "server/limiting")
_SUBJECT = ("facts", "database", "parameters", "replies", "server", "sandbox")
_BRIDGED = ("facts", "limiting", "parameters", "replies", "rest", "server", "bridge")
_SQL = ("sqlalchemy",)
_GENERATED = ("mktows_bindings", "xsdata")

# One row for each folder. The subjects of the sandbox name each other as far as they need to.
ROWS: dict[str, Row] = {
    CORE: row(
        "batches", "facts", "limiting", libraries=("lxml", "requests", "urllib3", *_GENERATED)
    ),
    PLUGIN: row(
        "facts", "limiting", "rest", "sandbox/**", "server/**", "testing/**",
        libraries=("pytest",),
    ),
    "facts": row(core=("errors",), libraries=("mktows_bindings",)),
    "database": row(core=("errors", "extras"), libraries=("psycopg", *_SQL)),
    "checking": row("facts", libraries=("lxml", "mktows_bindings")),
    "diffing": row(core=("errors", "soap"), libraries=("lxml",)),
    "server": row(*_SERVER, libraries=("lxml", *_SQL)),
    "server/journal": row(*_SERVER, libraries=("lxml", *_SQL)),
    "server/limiting": row(*_SERVER, libraries=_SQL),
    "server/http": row(*_SERVER, "server/page", libraries=("cryptography", "h11")),
    "server/page": row("checking", "facts", "server", "server/journal", libraries=("jinja2",)),
    "parameters": row(
        "facts", "server", core=("moments", "numerals"), libraries=("xsdata",)
    ),
    "replies": row("facts", "parameters", core=(), libraries=_GENERATED),
    "batches": row("facts", libraries=("mktows_bindings",)),
    "limiting": row("facts", core=("errors",)),
    "transfer": row("batches", "facts", libraries=("pyarrow",)),
    "rest": Row(
        ("facts", "limiting"),
        ("config", "errors", "exact_json", "moments", "signing", "transport"),
        ("urllib3",),
    ),
    "bridge": row(
        "facts", "database", "limiting", "parameters", "replies", "rest", "server/**", "bridge/**",
        libraries=("xsdata",),
    ),
    "bridge/activities": row(*_BRIDGED),
    "bridge/campaigns": row(*_BRIDGED),
    "bridge/custom_objects": row(*_BRIDGED),
    "bridge/leads": row(*_BRIDGED, "bridge/activities"),
    "bridge/lists": row(*_BRIDGED),
    "bridge/mobjects": row(*_BRIDGED),
    "bridge/operating": row(
        *_BRIDGED, "database", "server/http", libraries=("prometheus_client",)
    ),
    "bridge/state": row(
        "facts", "database", "limiting", "parameters", "rest", "server", core=("errors",),
        libraries=_SQL,
    ),
    "migration": row(
        "facts", "checking", "bridge", "limiting", "rest", "server", "server/page", "migration",
        libraries=("lxml",),
    ),
    "migration/rehearsal": row(
        "facts", "bridge", "limiting", "rest", "migration", "sandbox", "sandbox/world",
        "server/journal",
        libraries=("lxml",),
    ),
    "sandbox": row(
        "facts", "database", "parameters", "server/**", "sandbox/**",
        libraries=("lxml", *_SQL, *_GENERATED),
    ),
    "sandbox/activities": row(
        *_SUBJECT, "sandbox/leads", "sandbox/lists", core=(), libraries=("xsdata", *_SQL)
    ),
    "sandbox/browsing": row(
        *_SUBJECT, "sandbox/activities", "sandbox/campaigns", "sandbox/companies",
        "sandbox/custom_objects", "sandbox/leads", "sandbox/lists", "sandbox/mobjects",
        "sandbox/world", core=(), libraries=_SQL,
    ),
    "sandbox/campaigns": row(
        *_SUBJECT, "sandbox/activities", "sandbox/instance", "sandbox/leads", "sandbox/mobjects",
        "sandbox/programs", core=(), libraries=_SQL,
    ),
    "sandbox/companies": row(*_SUBJECT, core=(), libraries=_SQL),
    "sandbox/custom_objects": row(*_SUBJECT, core=(), libraries=("mktows_bindings", *_SQL)),
    "sandbox/instance": row(*_SUBJECT, core=(), libraries=_SQL),
    "sandbox/leads": row(
        *_SUBJECT, "sandbox/activities", "sandbox/instance", core=(), libraries=("lxml", *_SQL)
    ),
    "sandbox/lists": row(
        *_SUBJECT, "sandbox/activities", "sandbox/instance", "sandbox/leads",
        core=("text",), libraries=_SQL,
    ),
    "sandbox/mobjects": row(*_SUBJECT, "sandbox/programs", core=(), libraries=_SQL),
    "sandbox/programs": row(*_SUBJECT, "sandbox/mobjects", core=(), libraries=_SQL),
    "sandbox/rest": row(
        *_SUBJECT, "rest", "server/journal", "server/limiting", "sandbox/activities",
        "sandbox/campaigns", "sandbox/companies", "sandbox/custom_objects", "sandbox/instance",
        "sandbox/leads", "sandbox/lists", "sandbox/mobjects", "sandbox/programs", libraries=_SQL,
    ),
    "sandbox/world": row(
        "facts", "parameters", "sandbox", "sandbox/activities", "sandbox/campaigns",
        "sandbox/companies",
        "sandbox/custom_objects",
        "sandbox/instance", "sandbox/lists", "sandbox/mobjects", "sandbox/programs",
        core=("errors", "extras", "moved"), libraries=("yaml",),
    ),
    "testing": row(
        "facts", "checking", "testing/**", libraries=("hypothesis", "lxml", "xmlschema", "xsdata")
    ),
    "testing/near_misses": row(
        "facts", "checking", "testing", "testing/valid_messages", libraries=("hypothesis", "lxml")
    ),
    "testing/valid_messages": row("facts", "testing", libraries=("hypothesis",)),
    "testing/suite": Row(
        ("facts", "checking", "diffing", "sandbox/**", "server/**", "testing/**"),
        ("config", "contract", "errors", "pytest_plugin", "signing", "soap", "text", "transport"),
        ("hypothesis", "lxml", "pytest"),
    ),
    "cli": row(
        "facts", "batches", "bridge/**", "checking", "database", "diffing", "limiting",
        "migration/**", "rest",
        "sandbox/**", "server/**", "transfer",
        libraries=("click", "rich"),
    ),
}  # fmt: skip


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
    """The row of a module: `core`, or its folder below mktows, at most two levels deep."""
    if path.stem == PLUGIN:
        return PLUGIN
    return "/".join(path.parent.relative_to(PACKAGE).parts[:2]) or CORE


def meant(name: str) -> tuple[str, str]:
    """The folder and the module of ours that an imported name means."""
    parts = name.split(".")[1:]
    while parts:
        path = PACKAGE.joinpath(*parts)
        if (path / "__init__.py").is_file():
            return "/".join(parts[:2]), "__init__"
        if path.with_suffix(".py").is_file():
            return "/".join(parts[:-1][:2]) or CORE, parts[-1]
        parts.pop()
    return CORE, "__init__"


def forbidden(path: Path) -> set[str]:
    """What a module imports beyond the row of its folder."""
    here = room(path)
    may = ROWS[here]

    def is_allowed(name: str) -> bool:
        top = name.partition(".")[0]
        if top != "mktows":
            return top in may.libraries or top in sys.stdlib_module_names
        folder, module = meant(name)
        if folder == CORE and here != CORE:
            if may.core is None:
                return module != PLUGIN
            return module in may.core
        return folder == here or any(
            folder == each or (folder + "/").startswith(each.removesuffix("**"))
            for each in may.folders
            if folder == each or each.endswith("/**")
        )

    return {name for name in imports(path) if not is_allowed(name)}


def test_each_folder_has_a_row() -> None:
    assert {room(path) for path in MODULES} == set(ROWS)


def test_the_manual_tells_of_each_folder() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    told = set(re.findall(r"^\| `([a-z_/]+)/` \|", page, re.MULTILINE))
    assert told == set(ROWS) - {CORE, PLUGIN} | {"mktows"}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_go_one_way(path: Path) -> None:
    assert not forbidden(path)


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_sql_stands_in_the_database_and_in_rows_and_tables(path: Path) -> None:
    sql = {n for n in imports(path) if n.partition(".")[0] in ("psycopg", "sqlalchemy", "sqlite3")}
    named = path.name.startswith(("rows", "tables", "pages")) or path.name == "store.py"
    assert not sql or named or room(path) == "database", f"SQL outside the store: {sql}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_the_sandbox_and_the_server_are_no_clients(path: Path) -> None:
    if room(path).partition("/")[0] in ("sandbox", "server", "database", "checking", "facts"):
        used = imports(path)
        assert not {n for n in used if n == "mktows.Client" or n.startswith("mktows.client.")}


@pytest.mark.parametrize(
    "name",
    [
        *("signing", "soap", "text", "codec", "retry", "batching", "values", "methods", "errors"),
        *("iterators", "mappings", "streams"),
    ],
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
def test_a_docstring_says_what_a_thing_is_or_does(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    texts = [
        each.value.value
        for each in ast.walk(tree)
        if isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant)
    ]
    first = [text.split(maxsplit=1)[0] for text in texts if isinstance(text, str) and text.strip()]
    assert not {*first} & {"What", "Whether", "How", "Where", "When", "Which", "Who", "Whose"}


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
