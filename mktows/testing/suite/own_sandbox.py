"""A sandbox of the suite's own, for runs that name no endpoint."""

from __future__ import annotations

from mktows.sandbox import Sandbox
from mktows.sandbox.world.world import (
    World,
    WorldCampaign,
    WorldChannel,
    WorldCustomObjectType,
    WorldField,
    WorldList,
    WorldProgram,
    WorldStatus,
)
from mktows.testing.suite.instance import CustomType, Known

_PROGRAM, _LIST, _BATCH = "Suite Program", "Suite List", "Suite Batch"
_CAMPAIGN = 700_001
_CUSTOM = CustomType("SuiteVisit", "MKTOID", "visit", ("place", "note"))
WORLD = World(
    channels=(
        WorldChannel(
            name="Suite Channel",
            statuses=(
                WorldStatus(name="Invited", step=10, success=False),
                WorldStatus(name="Came", step=20, success=True),
            ),
        ),
        WorldChannel(
            name="Another Channel",
            statuses=(
                WorldStatus(name="Seen", step=10, success=True, extra={"Check-in Status": "None"}),
            ),
        ),
    ),
    tags={"Suite Tag": ("One", "Two")},
    lists=(WorldList(name=_LIST),),
    programs=(
        WorldProgram(
            id=900_001,
            name=_PROGRAM,
            channel="Suite Channel",
            lists=(WorldList(name=_LIST),),
            campaigns=(
                WorldCampaign(name="Suite Request", kind="trigger", id=_CAMPAIGN),
                WorldCampaign(name="Suite Again", kind="trigger"),
                WorldCampaign(name=_BATCH, kind="batch"),
            ),
        ),
    ),
    custom_objects=(
        WorldCustomObjectType(
            name=_CUSTOM.name,
            link=_CUSTOM.link,
            fields=(
                WorldField(name=_CUSTOM.link, type="integer", key=True),
                WorldField(name=_CUSTOM.key, key=True),
                *(WorldField(name=name) for name in _CUSTOM.fields),
            ),
        ),
    ),
)
"""Everything that a clause needs."""
KNOWN = Known(_LIST, (_PROGRAM, _LIST), str(_CAMPAIGN), (_PROGRAM, _BATCH), _CUSTOM)
"""The options that name it."""


class OwnSandbox:
    """A sandbox in memory with everything that a clause needs.

    Attributes:
        sandbox: What answers.
        known: What it holds.
    """

    def __init__(self) -> None:
        self.sandbox = Sandbox(world=WORLD)
        self.known = KNOWN

    def close(self) -> None:
        """Close the sandbox; its data is gone."""
        self.sandbox.close()
