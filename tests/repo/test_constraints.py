"""The versions that environments are made of fit pyproject.toml, on every Python supported."""

from __future__ import annotations

import importlib.metadata
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import bootstrap
import constraints
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

PROJECT = tomllib.loads(constraints.PROJECT.read_text(encoding="utf-8"))
PYTHONS = [
    each.rpartition(" ")[2]
    for each in PROJECT["project"]["classifiers"]
    if re.fullmatch(r"Programming Language :: Python :: 3\.\d+", each)
]
# Two platforms that differ in what the markers ask for.
PLATFORMS = {
    "linux": {"sys_platform": "linux", "os_name": "posix", "platform_machine": "x86_64"},
    "windows": {"sys_platform": "win32", "os_name": "nt", "platform_machine": "AMD64"},
}
KINDS = {kind.name: kind for kind in constraints.KINDS}


def environment(python: str, platform: str) -> dict[str, str]:
    versions = {"python_version": python, "python_full_version": f"{python}.0", "extra": ""}
    return versions | PLATFORMS[platform] | {"platform_python_implementation": "CPython"}


def applies(requirement: Requirement, where: dict[str, str]) -> bool:
    return requirement.marker is None or requirement.marker.evaluate(where)


def exact(requirement: Requirement) -> bool:
    return any(each.operator in ("==", "===") for each in requirement.specifier)


def grouped() -> Iterator[Requirement]:
    for group in PROJECT["dependency-groups"].values():
        yield from (Requirement(each) for each in group if isinstance(each, str))


@pytest.mark.parametrize("kind", KINDS)
def test_a_line_is_a_name_a_version_and_a_marker(kind: str) -> None:
    lines = KINDS[kind].path.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("# Made from pyproject.toml")
    assert len(lines) > 20
    for line in lines[1:]:
        assert re.fullmatch(r"[a-z0-9-]+==[0-9][a-z0-9.]*( ; [a-zA-Z0-9_ .<>=!'()]+)?", line), line
    assert lines[1:] == sorted(lines[1:], key=lambda line: line.split("==")[0])


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("kind", KINDS)
def test_every_requirement_has_one_version_that_it_allows(
    kind: str, python: str, platform: str
) -> None:
    where = environment(python, platform)
    wanted = constraints.direct_requirements()
    if kind == "newest":
        wanted += grouped()
    pinned: dict[str, Requirement] = {}
    for pin in constraints.pins(KINDS[kind].path.read_text(encoding="utf-8")):
        if applies(pin, where):
            assert pin.name not in pinned, pin
            pinned[pin.name] = pin
    for each in wanted:
        if applies(each, where):
            pin = pinned[canonicalize_name(each.name)]
            (version,) = pin.specifier
            assert each.specifier.contains(version.version), f"{each} and {pin}"


@pytest.mark.parametrize("each", constraints.direct_requirements(), ids=str)
def test_the_lowest_version_of_a_direct_dependency_is_its_lower_bound(each: Requirement) -> None:
    (least,) = (Version(one.version) for one in each.specifier if one.operator == ">=")
    text = KINDS["lowest"].path.read_text(encoding="utf-8")
    found = [pin for pin in constraints.pins(text) if pin.name == canonicalize_name(each.name)]
    assert [Version(one.version) for pin in found for one in pin.specifier] == [least]


def test_what_is_installed_here_has_the_versions_of_the_constraints() -> None:
    installed = {each.name: each.version for each in importlib.metadata.distributions()}
    text = KINDS["newest"].path.read_text(encoding="utf-8")
    assert constraints.unlike_pins(installed, text) == []


def test_a_version_that_the_constraints_do_not_name_is_noticed() -> None:
    text = "# made\ntyping-extensions==4.16.0\nlxml==5.4.0 ; python_version < '3.14'\n"
    installed = {"typing_extensions": "4.16.0", "lxml": "5.4.0", "pip": "1", "mktows": "0.1.0"}
    assert constraints.unlike_pins(installed, text) == []
    changed = installed | {"lxml": "6.0.0", "more": "1.0"}
    assert constraints.unlike_pins(changed, text) == ["lxml 6.0.0", "more 1.0"]


def test_only_the_generators_of_the_bindings_are_exact_in_the_project_file() -> None:
    groups = dict(PROJECT["dependency-groups"])
    assert all(exact(Requirement(each)) for each in groups.pop("codegen"))
    others = [each for group in groups.values() for each in group if isinstance(each, str)]
    named = [Requirement(each) for each in (*others, *PROJECT["build-system"]["requires"])]
    assert named
    assert not [each for each in (*named, *constraints.direct_requirements()) if exact(each)]


def test_an_environment_is_prepared_again_when_a_constraint_changes(tmp_path: Path) -> None:
    project, versions = tmp_path / "pyproject.toml", tmp_path / "newest.txt"
    project.write_text("[project]\n")
    versions.write_text("lxml==6.1.2\n")
    before = bootstrap.fingerprint(project, versions)
    assert bootstrap.fingerprint(project, versions) == before
    versions.write_text("lxml==6.1.3\n")
    changed = bootstrap.fingerprint(project, versions)
    project.write_text("[project]\nname = 'x'\n")
    assert len({before, changed, bootstrap.fingerprint(project, versions)}) == 3


def test_an_environment_is_prepared_with_the_newest_versions(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ran: list[tuple[str, ...]] = []
    monkeypatch.setattr(bootstrap, "_run", lambda *command: ran.append(command))
    monkeypatch.setattr(bootstrap, "_STAMP", tmp_path / "prepared")
    bootstrap.prepare()
    newest = str(KINDS["newest"].path)
    (install,) = (each for each in ran if "--editable" in each)
    for option in ("--constraint", "--build-constraint"):
        assert install[install.index(option) + 1] == newest
    made = len(ran)
    bootstrap.prepare()
    assert len(ran) == made
