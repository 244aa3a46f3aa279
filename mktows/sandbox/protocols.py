"""Backends that can more than answer calls: be given a world, tell of campaign runs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol, runtime_checkable

from mktows.sandbox.campaigns.rows import CampaignRun
from mktows.sandbox.world.world import World


@runtime_checkable
class Seedable(Protocol):
    """A backend that can be given a world to begin with."""

    def seed(self, world: World, now: datetime) -> object:
        """Put a world where there is none yet.

        Args:
            world: What is to be there.
            now: The moment at which it comes to be there.

        Raises:
            WorldError: Something is there, or the world contradicts itself; nothing was changed.
        """


@runtime_checkable
class RunsCampaigns(Protocol):
    """A backend that knows what campaigns were run."""

    def campaign_runs(self) -> Sequence[CampaignRun]:
        """Return the runs that calls asked for, in the order they were asked for."""
