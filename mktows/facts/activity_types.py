"""The two names of each activity type: the enumeration's in filters, the display name elsewhere."""

from __future__ import annotations

import re

NEW_LEAD = "New Lead"
CHANGE_DATA_VALUE = "Change Data Value"
MERGE_LEADS = "Merge Leads"
REQUEST_CAMPAIGN = "Request Campaign"
ADD_TO_LIST = "Add to List"
REMOVE_FROM_LIST = "Remove from List"
CHANGE_STATUS = "Change Status in Progression"

# The enumeration of 2_2 (documented).
ENUMERATION = (
    *("VisitWebpage", "FillOutForm", "ClickLink", "SendEmail", "EmailDelivered", "EmailBounced"),
    *("UnsubscribeEmail", "OpenEmail", "ClickEmail", "NewLead", "ChangeDataValue", "LeadAssigned"),
    *("NewSFDCOpprtnty", "Wait", "RunSubflow", "RemoveFromFlow", "PushLeadToSales", "CreateTask"),
    *("ConvertLead", "ChangeScore", "ChangeOwner", "AddToList", "RemoveFromList", "SFDCActivity"),
    *("EmailBouncedSoft", "PushLeadUpdatesToSales", "DeleteLeadFromSales", "SFDCActivityUpdated"),
    *("SFDCMergeLeads", "MergeLeads", "ResolveConflicts", "AssocWithOpprtntyInSales"),
    *("DissocFromOpprtntyInSales", "UpdateOpprtntyInSales", "DeleteLead", "SendAlert"),
    *("SendSalesEmail", "OpenSalesEmail", "ClickSalesEmail", "AddtoSFDCCampaign"),
    *("RemoveFromSFDCCampaign", "ChangeStatusInSFDCCampaign", "ReceiveSalesEmail"),
    *("InterestingMoment", "RequestCampaign", "SalesEmailBounced", "ChangeLeadPartition"),
    *("ChangeRevenueStage", "ChangeRevenueStageManually", "ComputeDataValue"),
    *("ChangeStatusInProgression", "ChangeFieldInProgram", "EnrichWithDatacom", "ChangeSegment"),
    *("ResolveRuleset", "SmartCampaignTest", "SmartCampaignTestTrigger"),
)
# Three values that later clients know (recorded).
LATER = ("RegisterForEvent", "AttendEvent", "ComputeSegmentation")

# Where the display name is not the enumeration's split at its capitals. The names of the six
# about sales and opportunities, and of ChangeFieldInProgram, are inferred; the others documented.
_EXCEPTIONS = {
    "NewSFDCOpprtnty": "New SFDC Opportunity",
    "PushLeadToSales": "Sync Lead to SFDC",
    "PushLeadUpdatesToSales": "Sync Lead Updates to SFDC",
    "DeleteLeadFromSales": "Delete Lead from SFDC",
    "AssocWithOpprtntyInSales": "Add to Opportunity",
    "DissocFromOpprtntyInSales": "Remove from Opportunity",
    "UpdateOpprtntyInSales": "Update Opportunity",
    "AddToList": ADD_TO_LIST,
    "RemoveFromList": REMOVE_FROM_LIST,
    "RemoveFromFlow": "Remove from Flow",
    "AddtoSFDCCampaign": "Add to SFDC Campaign",
    "RemoveFromSFDCCampaign": "Remove from SFDC Campaign",
    "ChangeStatusInSFDCCampaign": "Change Status in SFDC Campaign",
    "ChangeStatusInProgression": CHANGE_STATUS,
    "ChangeFieldInProgram": "Change Program Data",
    "EnrichWithDatacom": "Enrich with Data.com",
}

FILL_OUT_FORM = "Fill Out Form"
PUSH_LEAD = "Push Lead to Marketo"  # of the REST API alone

# Types that only a name filter can ask for (documented).
WITHOUT_ENUMERATION = (
    *("Add to Nurture", "Add to Segment", "Add to Smart Campaign", "Assign Nurture Content"),
    *("Capture Campaign Membership History", "Capture List Membership History"),
    *("Change Account Owner", "Change Attribute Datatype", "Change CRM User"),
    *("Change Custom Object", "Change Nurture Cadence", "Change Nurture Exhausted"),
    *("Change Nurture Track", "Click Shared Link", "Nurture Deploy"),
    *("Received Forward to Friend Email", "Reward Test Group Variant", "Segmentation Approval"),
    *("Sent Forward to Friend Email", "Share Content"),
)

_WORD_BOUNDARY = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")

# A run of capitals is one word.
_DISPLAY_NAMES = {
    value: _EXCEPTIONS.get(value) or _WORD_BOUNDARY.sub(" ", value)
    for value in (*ENUMERATION, *LATER)
}
ENUMERATION_BY_DISPLAY_NAME = {_DISPLAY_NAMES[value]: value for value in sorted(ENUMERATION)}
"""The enumeration's name by display name."""

_BY_FOLDED_NAME = {
    name.casefold(): name for name in (*_DISPLAY_NAMES.values(), *WITHOUT_ENUMERATION)
}


def display_name(value: str) -> str | None:
    """Return the display name of an enumeration value; None if there is no such value.

    Values are compared exactly (a guess).
    """
    return _DISPLAY_NAMES.get(value)


def known_spelling(name: str) -> str:
    """Return a display name in its own letter case, which does not count in filters (a guess).

    A name that nobody documented stays as it is, and finds what has that very name.
    """
    return _BY_FOLDED_NAME.get(name.casefold(), name)
