"""The activity types: their names in the enumeration, their display names, their ids."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

NEW_LEAD = "New Lead"
CHANGE_DATA_VALUE = "Change Data Value"
MERGE_LEADS = "Merge Leads"
REQUEST_CAMPAIGN = "Request Campaign"
ADD_TO_LIST = "Add to List"
REMOVE_FROM_LIST = "Remove from List"
CHANGE_SCORE = "Change Score"
CHANGE_STATUS = "Change Status in Progression"
DELETE_LEAD = "Delete Lead"

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


@dataclass(frozen=True, slots=True)
class ActivityAttribute:
    """An attribute of activities of one type; `data_type` is the vendor's word."""

    name: str
    data_type: str = "string"


@dataclass(frozen=True, slots=True)
class ActivityType:
    """A type of activities, as the vendor's REST API tells of it.

    Attributes:
        id: Its number.
        name: Its display name.
        description: What such an activity tells; empty where it is not known.
        primary: The attribute that says what it is about, as far as it is known.
        attributes: The others, as far as they are known.
    """

    id: int
    name: str
    description: str = ""
    primary: ActivityAttribute | None = None
    attributes: tuple[ActivityAttribute, ...] = ()


CUSTOM_IDS_FROM = 100_001
"""The least id of a type that an instance makes for itself (a sample of the vendor's)."""
_OTHER_IDS_FROM = 900_001

# The ids that public clients show (recorded). They are each instance's own in principle.
_IDS = {
    **{"Visit Webpage": 1, "Fill Out Form": 2, "Click Link": 3, "Send Email": 6},
    **{"Email Delivered": 7, "Email Bounced": 8, "Unsubscribe Email": 9, "Open Email": 10},
    **{"Click Email": 11, NEW_LEAD: 12, CHANGE_DATA_VALUE: 13, "Sync Lead to SFDC": 19},
    **{"Convert Lead": 21, CHANGE_SCORE: 22, "Change Owner": 23, ADD_TO_LIST: 24},
    **{REMOVE_FROM_LIST: 25, "SFDC Activity": 26, "Email Bounced Soft": 27},
    **{"Delete Lead from SFDC": 29, "SFDC Activity Updated": 30, MERGE_LEADS: 32},
    **{"Add to Opportunity": 34, "Remove from Opportunity": 35, "Update Opportunity": 36},
    **{DELETE_LEAD: 37, "Send Alert": 38, "Send Sales Email": 39, "Open Sales Email": 40},
    **{"Click Sales Email": 41, "Add to SFDC Campaign": 42, "Remove from SFDC Campaign": 43},
    **{"Change Status in SFDC Campaign": 44, "Receive Sales Email": 45},
    **{"Interesting Moment": 46, REQUEST_CAMPAIGN: 47, "Sales Email Bounced": 48},
    **{"Change Lead Partition": 100, "Change Revenue Stage": 101},
    **{"Change Revenue Stage Manually": 102, CHANGE_STATUS: 104},
    **{"Enrich with Data.com": 106, "Change Segment": 108},
}

ATTRIBUTE_NAME, LIST_ID, CAMPAIGN_ID = "Attribute Name", "List ID", "Campaign ID"
"""Names of primary attributes, which SOAP has among the others (recorded for the first)."""
LEAD_ID = "Lead ID"
"""The attribute that closes those of each activity in SOAP (recorded)."""
OLD_VALUE, NEW_VALUE, REASON, SOURCE = "Old Value", "New Value", "Reason", "Source"
SOURCE_TYPE, SOURCE_INFO, CREATED_DATE = "Source Type", "Source Info", "Created Date"

_FIELD = ActivityAttribute(ATTRIBUTE_NAME)
_LIST = ActivityAttribute(LIST_ID, "integer")
_VISIT = ("Client IP Address", "Query Parameters", "Referrer URL", "User Agent")


def _strings(*names: str) -> tuple[ActivityAttribute, ...]:
    return tuple(map(ActivityAttribute, names))


# Primary attributes, and the attributes of the first two, are documented; those of the others are
# what recorded activities have, or what the sandbox writes. The descriptions are our own.
_ATTRIBUTES: Mapping[str, tuple[str, ActivityAttribute, tuple[ActivityAttribute, ...]]] = {
    "Visit Webpage": (
        "A person looks at a page of the web site",
        ActivityAttribute("Webpage ID", "integer"),
        _strings(*_VISIT, "Webpage URL"),
    ),
    "Fill Out Form": (
        "A person sends a form of a web page",
        ActivityAttribute("Webform ID", "integer"),
        (
            ActivityAttribute(_VISIT[0]),
            ActivityAttribute("Form Fields", "text"),
            *_strings(*_VISIT[1:]),
            ActivityAttribute("Webpage ID", "integer"),
        ),
    ),
    CHANGE_DATA_VALUE: (
        "The value of a lead's field changes",
        _FIELD,
        _strings(NEW_VALUE, OLD_VALUE, REASON, SOURCE),
    ),
    CHANGE_SCORE: ("A score of a lead changes", _FIELD, _strings(NEW_VALUE, OLD_VALUE, REASON)),
    ADD_TO_LIST: ("A lead joins a static list", _LIST, _strings(SOURCE)),
    REMOVE_FROM_LIST: ("A lead leaves a static list", _LIST, _strings(SOURCE)),
    CHANGE_STATUS: (
        "A lead's status in a program changes", ActivityAttribute("Program ID", "integer"), (),
    ),
    REQUEST_CAMPAIGN: (
        "A lead is sent through a campaign",
        ActivityAttribute(CAMPAIGN_ID, "integer"),
        _strings(SOURCE),
    ),
    DELETE_LEAD: ("A lead is deleted", ActivityAttribute(LEAD_ID, "integer"), ()),
}  # fmt: skip
_NEW_LEAD = ActivityType(
    _IDS[NEW_LEAD],
    NEW_LEAD,
    "A lead comes to be known",
    None,
    (*_strings(SOURCE_INFO, SOURCE_TYPE), ActivityAttribute(CREATED_DATE, "date")),
)


def _activity_types() -> Iterator[ActivityType]:
    others = itertools.count(_OTHER_IDS_FROM)
    for name in dict.fromkeys((*_DISPLAY_NAMES.values(), *WITHOUT_ENUMERATION, PUSH_LEAD)):
        type_id = _IDS.get(name)
        if type_id is None:
            type_id = next(others)
        if name == NEW_LEAD:
            yield _NEW_LEAD
        else:
            description, primary, attributes = _ATTRIBUTES.get(name, ("", None, ()))
            yield ActivityType(type_id, name, description, primary, attributes)


ACTIVITY_TYPES: Mapping[str, ActivityType] = {each.name: each for each in _activity_types()}
"""The types by display name. Where no id is known, it is one of our own, above 900,000."""
