"""What is public is what is exported, and importing it costs no more than it must."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import mktows
import mktows.sandbox
import mktows.testing
import mktows.types
from mktows.extras import named
from mktows.sandbox import Sandbox
from mktows.sandbox.world.world import World


@pytest.mark.parametrize("package", [mktows, mktows.testing], ids=lambda p: p.__name__)
def test_all_is_what_is_there(package: ModuleType) -> None:
    public = {
        name
        for name in dir(package)
        if not name.startswith("_") and not isinstance(getattr(package, name), ModuleType)
    }
    assert set(package.__all__) == public
    assert len(set(package.__all__)) == len(package.__all__)


def test_a_name_is_typed_as_that_of_the_module_that_it_comes_from() -> None:
    tree = ast.parse(Path(mktows.__file__).read_text(encoding="utf-8"))
    typed = {
        alias.name: node.module
        for block in tree.body
        if isinstance(block, ast.If)
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert typed.keys() == {*mktows.__all__}
    for name, module in typed.items():
        assert module
        assert getattr(mktows, name) is getattr(importlib.import_module(module), name)


PLAIN = """
import sys
import mktows
HEAVY = {"lxml", "requests", "urllib3", "xsdata", "mktows_bindings"}
assert not HEAVY & {*sys.modules}
assert not [name for name in sys.modules if name.startswith("mktows.")]
assert {*mktows.__all__} <= {*dir(mktows)}
"""


@pytest.mark.parametrize(
    "program",
    [
        "assert mktows.Client.__module__ == 'mktows.client'",
        "assert mktows.errors.Fault is mktows.Fault",
        "from mktows import *; assert Client and sign and ConfigError",
        "from mktows import Secret; assert not HEAVY & {*sys.modules}",
        "import pickle; assert pickle.loads(pickle.dumps(mktows.ConfigError('x'))).args == ('x',)",
        "assert getattr(mktows, 'Nonsense', None) is None",
        "from mktows import types; assert types.LeadKey",
    ],
)
def test_a_plain_import_loads_nothing_and_every_name_is_there(program: str) -> None:
    command = [sys.executable, "-W", "error", "-c", PLAIN + program]
    subprocess.run(command, check=True)


CORE = sorted(path.stem for path in Path(mktows.__file__).parent.glob("[a-z]*.py"))


@pytest.mark.slow
@pytest.mark.parametrize("name", CORE)
def test_a_module_can_be_the_first_that_is_imported(name: str) -> None:
    subprocess.run([sys.executable, "-W", "error", "-c", f"import mktows.{name}"], check=True)


def test_an_unknown_name_is_told() -> None:
    with pytest.raises(AttributeError, match="module 'mktows' has no attribute 'Nonsense'"):
        mktows.Nonsense  # type: ignore[attr-defined]  # noqa: B018


def test_a_former_name_still_works_and_is_told() -> None:
    with pytest.warns(DeprecationWarning, match="mktows.testing.specimens is samples now"):
        assert mktows.testing.specimens is mktows.testing.samples


def test_types_resolve_to_the_latest_bindings() -> None:
    for name in mktows.types.__all__:
        assert getattr(mktows.types, name).__name__ == name
    with pytest.raises(AttributeError):
        mktows.types.Nonsense  # noqa: B018


@pytest.mark.parametrize(
    ("package", "name"),
    [(package, name) for package in (mktows, mktows.testing) for name in package.__all__],
)
def test_everything_public_is_documented(package: ModuleType, name: str) -> None:
    item = getattr(package, name)
    if callable(item):
        assert item.__doc__


def test_a_plain_import_needs_no_extra_and_loads_no_bindings() -> None:
    program = (
        "import sys\n"
        "for name in ('sqlalchemy', 'h11', 'click', 'rich'):\n"
        "    sys.modules[name] = None\n"
        "import mktows\n"
        "print([n for n in sys.modules if n.startswith('mktows_bindings.')])\n"
    )
    shown = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=True
    )
    assert shown.stdout.strip() == "[]"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("module", "missing", "extra"),
    [
        ("mktows.sandbox", "sqlalchemy", "sandbox"),
        ("mktows.server", "sqlalchemy", "sandbox"),
        ("mktows.server.http.server", "sqlalchemy", "sandbox"),
        ("mktows.server.http.server", "h11", "sandbox"),
        ("mktows.sandbox.tls", "cryptography", "tls"),
        ("mktows.sandbox.world.files", "yaml", "sandbox"),
        ("mktows.testing", "hypothesis", "testing"),
        ("mktows.testing", "xmlschema", "testing"),
        ("mktows.testing.suite", "hypothesis", "testing"),
        ("mktows.testing.strategies", "hypothesis", "testing"),
    ],
)
def test_a_missing_extra_is_named(module: str, missing: str, extra: str) -> None:
    # A None in sys.modules makes the import fail as that of a package that is not installed.
    program = f"import sys; sys.modules[{missing!r}] = None; import {module}"
    shown = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=False
    )
    assert shown.returncode == 1
    assert shown.stderr.splitlines()[-1] == (
        f"ModuleNotFoundError: {missing} is not installed: install mktows[{extra}]"
    )


MOVED = {
    "mktows.operations": ("mktows.contract", ("contract", "KNOWN_VERSIONS")),
    "mktows.sandbox.world_files": (
        "mktows.sandbox.world.files",
        ("demo_world", "parse_world", "read_world"),
    ),
}


@pytest.mark.parametrize(
    ("before", "now", "name"),
    [(before, now, name) for before, (now, names) in MOVED.items() for name in names],
)
def test_a_name_that_moved_is_found_at_its_former_place(before: str, now: str, name: str) -> None:
    former = importlib.import_module(before)
    with pytest.warns(DeprecationWarning, match=f"^{before}.{name} is now {now}.{name}$") as told:
        found = getattr(former, name)
    assert found is getattr(importlib.import_module(now), name)
    assert told[0].filename == __file__
    with pytest.raises(AttributeError, match=f"module '{before}' has no attribute 'nonsense'"):
        former.nonsense  # noqa: B018


@pytest.mark.parametrize(
    ("public", "home", "names"),
    [
        (
            "mktows.sandbox.server",
            "mktows.server.http.server",
            ("ThreadedServer", "base_url", "listen", "serve"),
        ),
        (
            "mktows.sandbox.world",
            "mktows.sandbox.world.world",
            ("World", "WorldError", "WorldLead"),
        ),
    ],
)
def test_a_public_place_has_its_names(public: str, home: str, names: tuple[str, ...]) -> None:
    for name in names:
        assert name in importlib.import_module(public).__all__
        item = getattr(importlib.import_module(public), name)
        assert item is getattr(importlib.import_module(home), name)


def test_former_names_of_the_sandbox_still_serve(sandbox: Sandbox) -> None:
    with pytest.warns(DeprecationWarning, match=r"seed\(world, if_new=True\)"):
        assert sandbox.begin_with(World())
    sandbox.fail_next(drop=True)
    with pytest.warns(DeprecationWarning, match="pending_failures"):
        assert sandbox.pending_troubles == 1


# An installation without a package, whose place in sys.modules pytest itself would trip over.
WITHOUT = """
import sys, pytest
class Without:
    def find_spec(self, name, *_):
        if name.partition(".")[0] == sys.argv[1]:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Without())
sys.exit(pytest.main(["-q", "-x", "-p", "no:cacheprovider", *sys.argv[2:]]))
"""


@pytest.mark.slow
@pytest.mark.parametrize("missing", ["hypothesis", "xmlschema"])
def test_the_suite_names_the_extra_that_it_misses(tmp_path: Path, missing: str) -> None:
    argv = [missing, "--pyargs", "mktows.testing.suite"]
    shown = subprocess.run(
        [sys.executable, "-c", WITHOUT, *argv],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert shown.returncode == pytest.ExitCode.USAGE_ERROR
    assert f"{missing} is not installed: install mktows[testing]" in shown.stderr


def test_another_missing_module_keeps_its_own_words() -> None:
    error = ModuleNotFoundError("No module named 'x'", name="x.y")
    assert named(error) is error
