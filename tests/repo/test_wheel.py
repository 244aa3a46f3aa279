"""What the wheel ships."""

from __future__ import annotations

import ast
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from packaging.metadata import Metadata
from packaging.requirements import Requirement

import mktows
from mktows.contract import KNOWN_VERSIONS

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (path,) = folder.glob("*.whl")
    return zipfile.ZipFile(path)


@pytest.fixture(scope="module")
def names(wheel: zipfile.ZipFile) -> list[str]:
    return wheel.namelist()


@pytest.fixture(scope="module")
def metadata(wheel: zipfile.ZipFile) -> Metadata:
    (name,) = (each for each in wheel.namelist() if each.endswith(".dist-info/METADATA"))
    return Metadata.from_email(wheel.read(name))


def test_no_other_top_level_name(names: list[str]) -> None:
    tops = {name.partition("/")[0] for name in names}
    ours = {"mktows", "mktows_bindings", "pytest_mktows.py"}
    assert {top for top in tops if not top.endswith(".dist-info")} == ours


def test_types_and_contracts_are_in_it(names: list[str]) -> None:
    assert {"mktows/py.typed", "mktows_bindings/py.typed", "mktows_bindings/GENERATED.json"} <= {
        *names
    }
    assert "mktows/sandbox/world/demo.yaml" in names
    for version in KNOWN_VERSIONS:
        assert f"mktows_bindings/v{version}/contract.wsdl" in names
    assert "mktows/facts/documented_examples.json" in names
    for folder in ("templates", "static"):
        page = (ROOT / "mktows" / "server" / "page" / folder).iterdir()
        assert {f"mktows/server/page/{folder}/{each.name}" for each in page} <= {*names}


def test_its_version_is_that_of_the_package(metadata: Metadata) -> None:
    assert str(metadata.version) == mktows.__version__


def test_it_says_who_it_is_for_and_how_far_it_is(metadata: Metadata) -> None:
    said = {each.partition(" :: ")[0] for each in metadata.classifiers or ()}
    assert {"Development Status", "Intended Audience", "Topic", "Typing"} <= said


def test_it_asks_for_what_is_imported_and_names_the_extra(metadata: Metadata) -> None:
    asked: dict[str | None, set[str]] = {}
    for each in metadata.requires_dist or ():
        extras = [name for name in (None, *(metadata.provides_extra or ())) if needed(each, name)]
        assert extras, each
        # What is always needed is not counted to the extras.
        for extra in extras[:1] if None in extras else extras:
            asked.setdefault(extra, set()).add(each.name)
    assert asked["sandbox"] < asked["cli"]
    assert not asked["testing"] & asked["cli"]
    # As packages are imported, which for one is not as it is called
    spelt = {"pyyaml": "yaml", "prometheus-client": "prometheus_client"}
    modules = {spelt.get(name, name) for names in asked.values() for name in names}
    assert imported() - modules == set()
    assert modules - imported() == {"tzdata"}  # is found by zoneinfo, not imported


def needed(requirement: Requirement, extra: str | None) -> bool:
    return requirement.marker is None or requirement.marker.evaluate({"extra": extra or ""})


def imported() -> set[str]:
    """The top-level names that the package's modules import, but for its own and Python's."""
    found: set[str] = set()
    for path in (ROOT / "mktows").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {each.name.partition(".")[0] for each in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                found.add((node.module or "").partition(".")[0])
    return found - {"mktows", "mktows_bindings"} - sys.stdlib_module_names
