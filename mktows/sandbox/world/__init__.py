"""Worlds: the data that a sandbox begins with."""

from mktows.sandbox.world.world import (
    World,
    WorldActivity,
    WorldCampaign,
    WorldChannel,
    WorldCompany,
    WorldCost,
    WorldCustomObjectType,
    WorldError,
    WorldField,
    WorldForeignId,
    WorldLead,
    WorldList,
    WorldOpportunity,
    WorldProgram,
    WorldRole,
    WorldStatus,
)

__all__ = [
    "World",
    "WorldActivity",
    "WorldCampaign",
    "WorldChannel",
    "WorldCompany",
    "WorldCost",
    "WorldCustomObjectType",
    "WorldError",
    "WorldField",
    "WorldForeignId",
    "WorldLead",
    "WorldList",
    "WorldOpportunity",
    "WorldProgram",
    "WorldRole",
    "WorldStatus",
]
