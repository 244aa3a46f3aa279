"""The two name systems of activities: the enumeration's, and the display names of replies."""

from __future__ import annotations

import re

from mktows.contract import LATEST_VERSION, contract

# Display names that are not the enumeration's name split at its capitals.
_EXCEPTIONS = {
    "NewSFDCOpprtnty": "New SFDC Opportunity",
    "PushLeadToSales": "Sync Lead to SFDC",
    "PushLeadUpdatesToSales": "Sync Lead Updates to SFDC",
    "DeleteLeadFromSales": "Delete Lead from SFDC",
    "AssocWithOpprtntyInSales": "Add to Opportunity",
    "DissocFromOpprtntyInSales": "Remove from Opportunity",
    "UpdateOpprtntyInSales": "Update Opportunity",
    "AddToList": "Add to List",
    "RemoveFromList": "Remove from List",
    "RemoveFromFlow": "Remove from Flow",
    "AddtoSFDCCampaign": "Add to SFDC Campaign",
    "RemoveFromSFDCCampaign": "Remove from SFDC Campaign",
    "ChangeStatusInSFDCCampaign": "Change Status in SFDC Campaign",
    "ChangeStatusInProgression": "Change Status in Progression",
    "ChangeFieldInProgram": "Change Program Data",
    "EnrichWithDatacom": "Enrich with Data.com",
}
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def display_name(name: str) -> str:
    """The display name of a name of the enumeration (documented, with inferred exceptions)."""
    return _EXCEPTIONS.get(name) or _CAPITAL.sub(" ", name)


NAMES: frozenset[str] = frozenset(
    member.value
    for member in contract(LATEST_VERSION).binding("ActivityType")  # type: ignore[attr-defined]  # an Enum
)
"""The names of the enumeration."""

DISPLAY_NAMES: dict[str, str] = {display_name(name): name for name in sorted(NAMES)}
"""The enumeration's name by display name."""
