"""The main oracle: the bridge over the REST face answers as the sandbox does."""

from __future__ import annotations

import pytest
from support.oracle.calls import STEPS
from support.oracle.run import Run, Tally

from mktows.bridge.backend import OPERATIONS
from mktows.contract import contract

CALLS = 30
# Calls that can go wrong in more ways, and cost less.
MORE_CALLS = dict.fromkeys(("syncLead", "syncMultipleLeads", "getCustomObjects", "getMObjects"), 60)
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def run() -> Run:
    return Run("1")


@pytest.mark.parametrize("operation", sorted(OPERATIONS))
def test_same_answers(run: Run, operation: str) -> None:
    calls = MORE_CALLS.get(operation, CALLS)
    problems = run.operation(operation, calls).problems(calls)
    assert not problems, "\n\n".join(problems)


def test_every_operation_is_compared() -> None:
    assert STEPS.keys() == contract("3_1").operations.keys()


@pytest.mark.parametrize(
    ("tally", "right"),
    [
        (Tally("listMObjects", calls=10, fruitful=6, refused=1), True),
        (Tally("listMObjects", calls=10, fruitful=5), False),
        (Tally("listMObjects", calls=9, fruitful=9), False),
        (Tally("listMObjects", calls=10, fruitful=10, refused=2), False),
        (Tally("scheduleCampaign", calls=10, fruitful=10), False),
        (
            Tally("scheduleCampaign", calls=10, fruitful=10, needed={"name-of-run", "time-of-run"}),
            True,
        ),
    ],
    ids=["right", "faults", "few calls", "refused", "nothing normalised", "normalised"],
)
def test_a_run_that_proves_little_fails(tally: Tally, right: bool) -> None:
    assert bool(tally.problems(10)) is not right
