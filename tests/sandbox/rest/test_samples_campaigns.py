"""The vendor's sample calls for campaigns, sent to a world that has them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from support.rest_service import RestService
from support.sample_calls import SampleCall, differences, needs_samples, sample_call

from mktows.sandbox import Sandbox
from mktows.sandbox.world import World, WorldCampaign

pytestmark = needs_samples
ASSET = "/rest/asset/v1/smartCampaign"
# Ids of what the sandbox does not keep, and the address of a page that it does not have.
OWN = ("result[].computedUrl: value", "result[].flowId: value", "result[].smartListId: value")


@contextmanager
def service(*campaigns: WorldCampaign, at: str | None = None) -> Iterator[RestService]:
    with Sandbox(world=World(campaigns=campaigns), rest=True) as sandbox:
        if at is not None:
            sandbox.clock.set(datetime.fromisoformat(at))
        yield RestService(sandbox)


def check(sample: SampleCall, answer: dict[str, Any], *allowed: str) -> None:
    assert differences(sample, answer) == set(allowed), answer


def campaign(shown: Mapping[str, Any]) -> WorldCampaign:
    return WorldCampaign(
        id=shown["id"],
        name=shown["name"],
        kind=shown["type"],
        description=shown["description"],
        active=shown["isActive"],
        created=shown["createdAt"].removesuffix("+0000"),
        updated=shown["updatedAt"].removesuffix("+0000"),
        folder=shown["folder"]["id"] if "folder" in shown else None,
    )


def test_by_name() -> None:
    sample = sample_call("GET", f"{ASSET}/byName.json")
    with service(*map(campaign, sample.answer["result"])) as rest:
        check(sample, sample.send(rest), *OWN)


def test_by_update() -> None:
    sample = sample_call("GET", "/rest/asset/v1/smartCampaigns.json")
    others = (WorldCampaign(id=1, name="Old", kind="batch", created="2001-01-01"),)
    with service(*map(campaign, sample.answer["result"]), *others) as rest:
        # Here the ids that the sandbox does not keep are those of the campaigns, too.
        check(sample, sample.send(rest), OWN[0])


def test_a_clone() -> None:
    sample = sample_call("POST", f"{ASSET}/{{id}}/clone.json")
    (shown,) = sample.answer["result"]
    last = WorldCampaign(id=shown["id"] - 1, name="Original", kind=shown["type"])
    with service(last, at=shown["createdAt"].removesuffix("+0000")) as rest:
        check(sample, sample.send(rest, last.id), *OWN)


@pytest.mark.parametrize(
    ("action", "active", "allowed"),
    [
        ("delete", False, ()),
        # Answers about other assets list their warnings.
        ("activate", False, ("warnings: more",)),
        ("deactivate", True, ("warnings: more",)),
    ],
)
def test_changes(action: str, active: bool, allowed: tuple[str, ...]) -> None:
    sample = sample_call("POST", f"{ASSET}/{{id}}/{action}.json")
    (shown,) = sample.answer["result"]
    with service(WorldCampaign(id=shown["id"], name="C", kind="trigger", active=active)) as rest:
        check(sample, sample.send(rest, shown["id"]), *allowed)


def test_a_schedule() -> None:
    sample = sample_call("POST", "/rest/v1/campaigns/{id}/schedule.json")
    (shown,) = sample.answer["result"]
    before = datetime.fromisoformat(sample.body["input"]["runAt"]) - timedelta(hours=1)
    given = WorldCampaign(id=shown["id"], name="C", kind="batch")
    with service(given, at=before.isoformat()) as rest:
        check(sample, sample.send(rest, shown["id"]))
