"""Runs the suite's tests of some clauses in this process, against a transport."""

from __future__ import annotations

import importlib
import inspect
import itertools
import uuid
from collections.abc import Callable, Collection, Iterator
from datetime import timedelta
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

import mktows.testing.suite
from mktows.contract import LATEST_VERSION
from mktows.testing.suite.endpoint import Endpoint
from mktows.testing.suite.expectations import ClauseBroken
from mktows.testing.suite.own_sandbox import OwnSandbox
from mktows.testing.suite.report import Failure, Tests
from mktows.transport import HttpRequest, HttpResponse

Send = Callable[[HttpRequest], HttpResponse]
_LAST = "test_replies"  # it judges what the others received


class Through:
    """A transport that sends by a function."""

    def __init__(self, send: Send) -> None:
        self.send = send


def run(
    clauses: Collection[str], wrong: Callable[[Send], Send], version: str = LATEST_VERSION
) -> dict[str, Tests]:
    """Test some clauses against the suite's own sandbox, with something wrong before it.

    The tests run in the suite's order; to wait is to move the sandbox's clock on.

    Args:
        clauses: Their ids.
        wrong: What stands before the sandbox.
        version: The version of the contract.

    Returns:
        What came of each clause.

    Raises:
        pytest.exit.Exception: The endpoint does not answer in SOAP.
    """
    own = OwnSandbox()
    try:
        endpoint = Endpoint(
            own.sandbox.config(version),
            Through(wrong(own.sandbox.send)),
            uuid.uuid4().hex[:10],
            own.known,
            sleep=lambda seconds: own.sandbox.clock.advance(timedelta(seconds=seconds)),
        )
        return told_of(endpoint, clauses)
    finally:
        own.close()


def told_of(endpoint: Endpoint, clauses: Collection[str]) -> dict[str, Tests]:
    """Test some clauses against an endpoint, in the suite's order; see `run`."""
    endpoint.probe()
    told: dict[str, Tests] = {}
    for clause, name, test in all_tests():
        if clause in clauses:
            _note(told.setdefault(clause, Tests()), name, test, endpoint)
    return told


@cache
def all_tests() -> tuple[tuple[str, str, Callable[[Endpoint], None]], ...]:
    """Return clause, name and function of every test, in the order in which they run."""
    folder = Path(inspect.getfile(mktows.testing.suite)).parent
    names = sorted((path.stem for path in folder.glob("test_*.py")), key=lambda n: (n == _LAST, n))
    modules = [importlib.import_module(f"mktows.testing.suite.{name}") for name in names]
    return tuple(test for module in modules for test in _tests_of(module))


def _tests_of(module: ModuleType) -> Iterator[tuple[str, str, Callable[[Endpoint], None]]]:
    for name, function in vars(module).items():
        marks: list[pytest.Mark] = getattr(function, "pytestmark", [])
        clause = next((each.args[0] for each in marks if each.name == "mktows_clause"), None)
        if clause is None:
            continue
        for given in _parameters(marks):
            shown = f"{name}[{', '.join(map(str, given.values()))}]" if given else name
            yield clause, shown, _with(function, given)


def _with(function: Callable[..., None], given: dict[str, object]) -> Callable[[Endpoint], None]:
    return lambda endpoint: function(endpoint, **given)


def _parameters(marks: list[pytest.Mark]) -> Iterator[dict[str, object]]:
    choices: list[list[dict[str, object]]] = []
    for mark in marks:
        if mark.name == "parametrize":
            names, values = mark.args[0], mark.args[1]
            listed = (
                [each.strip() for each in names.split(",")] if isinstance(names, str) else names
            )
            choices.append(
                [
                    dict(zip(listed, [each] if len(listed) == 1 else each, strict=True))
                    for each in values
                ]
            )
    for combination in itertools.product(*choices):
        yield {name: value for each in combination for name, value in each.items()}


def _note(tests: Tests, name: str, test: Callable[[Endpoint], None], endpoint: Endpoint) -> None:
    tests.chosen += 1
    try:
        test(endpoint)
    except ClauseBroken as error:
        tests.failures.append(Failure(name, error.expected, error.found))
    except pytest.skip.Exception as error:
        tests.reasons.append(str(error.msg))
    else:
        tests.passed += 1
