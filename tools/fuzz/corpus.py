"""Inputs to start from, and inputs that once failed."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

FUZZ = Path(__file__).resolve().parent
TARGETS = tuple(
    sorted(path.stem for path in (FUZZ / "targets").glob("*.py") if path.stem != "__init__")
)
_TESTS = FUZZ.parent.parent / "tests" / "data"
# Samples that tests have too: other toolkits' dialects, logs, a WSDL of every construct.
_SAMPLES = {
    "requests": ("toolkits/*.xml", "documented_*_request.xml"),
    "replies": ("documented_*_reply.xml",),
    "logs": ("toolkits/*.log",),
    "wsdl": ("*.wsdl",),
}


@dataclass(frozen=True, slots=True)
class Target:
    """What is fuzzed.

    Attributes:
        name: Its module in `targets`.
        run: Takes an input; raises when something does not hold.
        form: What its inputs look like, for `mutation.mutate`.
        corpus: The folders that its seeds are in.
    """

    name: str
    run: Callable[[bytes], None]
    form: str
    corpus: Sequence[str]


@functools.cache
def target(name: str) -> Target:
    """Load a target; only now what it fuzzes is imported."""
    module = importlib.import_module(f"fuzz.targets.{name}")
    return Target(name, module.target, module.FORM, module.CORPUS)


def seeds(of: Target) -> list[Path]:
    """The files to start from, with those that once failed."""
    return [*starting(of), *regressions(of.name)]


def starting(of: Target) -> list[Path]:
    """The files to start from."""
    found: list[Path] = []
    for folder in of.corpus:
        found += (FUZZ / "corpus" / folder).glob("*")
        for pattern in _SAMPLES.get(folder, ()):
            found += _TESTS.glob(pattern)
    return sorted(found)


def regressions(name: str) -> list[Path]:
    """The minimised inputs that once failed, named by what was wrong."""
    return sorted((_TESTS / "fuzz" / name).glob("*"))
