"""What the wheel ships."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from mktows.operations import KNOWN_VERSIONS

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    return zipfile.ZipFile(wheel).namelist()


def test_no_other_top_level_name(names: list[str]) -> None:
    tops = {name.partition("/")[0] for name in names}
    ours = {"mktows", "mktows_bindings", "pytest_mktows.py"}
    assert {top for top in tops if not top.endswith(".dist-info")} == ours


def test_types_and_contracts_are_in_it(names: list[str]) -> None:
    assert {"mktows/py.typed", "mktows_bindings/py.typed", "mktows_bindings/GENERATED.json"} <= {
        *names
    }
    assert "mktows/sandbox/worlds/demo.yaml" in names
    for version in KNOWN_VERSIONS:
        assert f"mktows_bindings/v{version}/contract.wsdl" in names
    assert "mktows/testing/documented_examples.json" in names
