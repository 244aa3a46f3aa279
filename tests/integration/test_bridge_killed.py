"""A bridge that is killed within a call loses nothing, and makes nothing happen twice.

`tools/bridge_trouble.py --kills N` kills it as often as it is told to.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from support.bridge_kills import READS, KilledBridge
from support.trouble_acts import ACTS

KILLED = (
    "syncMultipleLeads",
    "syncMultipleLeads duplicates",
    "importToList",
    "requestCampaign",
    "mergeLeads",
)


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KilledBridge]:
    bridge = KilledBridge(tmp_path_factory.mktemp("killed"))
    yield bridge
    bridge.close()


@pytest.mark.slow
def test_what_was_told_is_there_once(killed: KilledBridge) -> None:
    chance = random.Random(4)
    for act in ACTS:
        if repr(act) in KILLED:
            killed.write(act, chance)
    assert killed.kills == len(KILLED)
    assert killed.within >= len(KILLED) - 2


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KilledBridge]:
    bridge = KilledBridge(tmp_path_factory.mktemp("scanned"), seconds=2.0)
    bridge.fill(changes=12, leads=220)
    yield bridge
    bridge.close()


@pytest.mark.slow
@pytest.mark.parametrize("operation", READS)
def test_a_scan_that_is_killed_goes_on_and_passes_nothing_over(
    scanned: KilledBridge, operation: str
) -> None:
    read = READS[operation]
    # What is read is what an undisturbed bridge reads, and that is not more than there is.
    expected = read(scanned.asked)
    assert len(expected) >= 12
    assert {*expected} <= {*scanned.direct(read)}
    before = scanned.within
    assert scanned.read(read, calls=2) == expected
    assert scanned.within > before
