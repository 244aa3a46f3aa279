"""What is public is what is exported, and importing it costs no more than it must."""

from __future__ import annotations

import subprocess
import sys
from types import ModuleType

import pytest

import mktows
import mktows.sandbox
import mktows.testing
import mktows.types


@pytest.mark.parametrize("package", [mktows, mktows.testing], ids=lambda p: p.__name__)
def test_all_is_what_is_there(package: ModuleType) -> None:
    public = {
        name
        for name, item in vars(package).items()
        if not name.startswith("_") and not isinstance(item, ModuleType)
    }
    assert set(package.__all__) == public
    assert len(set(package.__all__)) == len(package.__all__)


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
        "print([n for n in sys.modules if n.startswith('mktows_bindings.v')])\n"
    )
    shown = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=True
    )
    assert shown.stdout.strip() == "[]"
