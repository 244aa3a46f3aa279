"""Worlds: what the data of a sandbox begins with."""

from mktows.moved import moved

__getattr__ = moved(
    __name__,
    {
        "WorldError": "mktows.sandbox.world.world",
        "WorldField": "mktows.sandbox.world.world",
        "WorldStatus": "mktows.sandbox.world.world",
        "WorldChannel": "mktows.sandbox.world.world",
        "WorldCost": "mktows.sandbox.world.world",
        "WorldList": "mktows.sandbox.world.world",
        "WorldCampaign": "mktows.sandbox.world.world",
        "WorldProgram": "mktows.sandbox.world.world",
        "WorldCustomObjectType": "mktows.sandbox.world.world",
        "WorldForeignId": "mktows.sandbox.world.world",
        "WorldLead": "mktows.sandbox.world.world",
        "WorldCompany": "mktows.sandbox.world.world",
        "WorldRole": "mktows.sandbox.world.world",
        "WorldOpportunity": "mktows.sandbox.world.world",
        "WorldActivity": "mktows.sandbox.world.world",
        "World": "mktows.sandbox.world.world",
    },
)
