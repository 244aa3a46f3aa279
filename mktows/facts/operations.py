"""The operations that only read."""

from __future__ import annotations

READS = frozenset(
    {
        "describeMObject",
        "getCampaignsForSource",
        "getChannels",
        "getCustomObjects",
        "getImportToListStatus",
        "getLead",
        "getLeadActivity",
        "getLeadChanges",
        "getMObjects",
        "getMultipleLeads",
        "getTags",
        "listMObjects",
    }
)
"""Operations that only read; all others write. listOperation can do either."""
