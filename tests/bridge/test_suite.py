"""The contract suite passes through the bridge, but for clauses that its page lists."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.bridge_pair import Pair
from wrong_endpoints.runs import told_of

from mktows.sandbox.world.world import WorldField
from mktows.testing.clauses import CLAUSES
from mktows.testing.suite.endpoint import Endpoint
from mktows.testing.suite.own_sandbox import KNOWN, WORLD
from mktows.testing.suite.report import NOT_TRIED, PASSED

PAGE = Path(__file__).parents[2] / "docs" / "bridge.md"
LISTED = re.compile(r"^\| `(MK-[A-Z]+-\d+)` \| (failed|not tried) \| (.+) \|$", re.MULTILINE)
# REST has no member for foreign ids: the settings name the field that holds them.
FIELD = "foreignId"
HEXADECIMAL = "c0ffee" * 4
OTHER_VERSIONS = re.compile(r"\w+ is not in version [\d_]+ of \w+")


@pytest.mark.slow
@pytest.mark.parametrize("version", ["2_1", "3_1"])
def test_the_suite_passes_but_for_what_is_listed(
    version: str, two_ways: Callable[..., Pair]
) -> None:
    world = dataclasses.replace(WORLD, lead_fields=(WorldField(name=FIELD),))
    # The clock stands, so that all is the same in every run, and goes on where a clause waits.
    pair = two_ways(world, now=datetime.now(UTC), key=HEXADECIMAL, foreign_fields={"CUSTOM": FIELD})

    def sleep(seconds: float) -> None:
        pair.now += timedelta(seconds=seconds)

    endpoint = Endpoint(
        *(pair.bridge.config(version), pair.bridge, "suite", KNOWN),
        sleep=sleep,
        now=lambda: pair.now,
    )
    told = told_of(endpoint, {each.id for each in CLAUSES})
    assert {*told} == {each.id for each in CLAUSES}
    found = {
        id: each.outcome
        for id, each in told.items()
        if each.outcome != PASSED
        and not (each.outcome == NOT_TRIED and OTHER_VERSIONS.fullmatch(each.reason or ""))
    }
    listed = LISTED.findall(PAGE.read_text(encoding="utf-8"))
    failures = {id: each.failures for id, each in told.items() if each.failures}
    assert found == {id: outcome for id, outcome, _ in listed}, failures
