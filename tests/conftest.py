"""What every test gets: a clean environment, a hypothesis profile, a sandbox if it asks."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from support.postgres import postgres, shared_place

from mktows import Client
from mktows.sandbox import Sandbox

__all__ = ["clean_environment", "client", "postgres", "sandbox", "shared_place"]

# Where hypothesis keeps its table of characters, which it takes seconds to make: it is the same for
# processes that tests start in folders of their own.
os.environ.setdefault(
    "HYPOTHESIS_STORAGE_DIRECTORY", str(Path(__file__).resolve().parent.parent / ".hypothesis")
)

_SLOW_IS_FINE = (HealthCheck.too_slow,)
settings.register_profile(
    "quick", max_examples=25, deadline=None, suppress_health_check=_SLOW_IS_FINE
)
settings.register_profile(
    "ci", max_examples=30, deadline=None, derandomize=True, suppress_health_check=_SLOW_IS_FINE
)
settings.register_profile(
    "deep", max_examples=1000, deadline=None, suppress_health_check=_SLOW_IS_FINE
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

# Next to nothing of what is collected is garbage, and looking through it each time takes seconds.
gc.disable()


def pytest_collection_finish() -> None:
    """Leave what was collected out of every search for garbage, and search less often."""
    # A class with slots leaves the one that it was made of, which xsdata would take for another.
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000, 20, 20)
    gc.enable()


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting or proxy of the machine reaches a test."""
    for name in [n for n in os.environ if n.startswith("MKTOWS_") or n.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """An empty sandbox that accepts the vendor's public sample credentials."""
    with Sandbox() as running:
        yield running


@pytest.fixture
def client(sandbox: Sandbox) -> Client:
    """A client of the sandbox, in process."""
    return Client(sandbox.config(), transport=sandbox)
