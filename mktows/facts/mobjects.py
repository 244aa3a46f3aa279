"""MObjects: their types and attributes, and what each operation takes of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

OPPORTUNITY = "Opportunity"
ROLE = "OpportunityPersonRole"
PROGRAM = "Program"
LEAD = "Lead"
COMPANY = "Company"


@dataclass(frozen=True, slots=True)
class ObjectField:
    """One attribute an opportunity or a role can have.

    Attributes:
        type: The object type it belongs to.
        name: Its API name.
        position: Its place in replies.
        data_type: What it holds; inferred, and not enforced: the documented examples send
            `80%` as a probability.
        external_key: Objects may be found by its value.
    """

    type: str
    name: str
    position: int
    data_type: str = "string"
    external_key: bool = False


# Types by operation (documented).
DESCRIBED = ("ActivityRecord", "LeadRecord", OPPORTUNITY, ROLE)
READ = (OPPORTUNITY, ROLE, PROGRAM)
DELETED = (OPPORTUNITY, ROLE)

PROBABILITY = "Probability"
"""A percentage of an opportunity: vendor's samples write it as `100` and as `80%`."""
# Names are documented; the data types are inferred from them.
OPPORTUNITY_FIELDS: Mapping[str, str] = {
    "Amount": "currency",
    "CloseDate": "date",
    "Description": "text",
    "ExpectedRevenue": "currency",
    "ExternalCreatedDate": "datetime",
    "Fiscal": "string",
    "FiscalQuarter": "integer",
    "FiscalYear": "integer",
    "ForecastCategoryName": "string",
    "IsClosed": "boolean",
    "IsWon": "boolean",
    "LastActivityDate": "date",
    "LeadSource": "string",
    "Name": "string",
    "NextStep": "string",
    PROBABILITY: "integer",
    "Quantity": "float",
    "Stage": "string",
    "Type": "string",
}
ROLE_OPPORTUNITY_ID = "OpportunityId"
ROLE_PERSON_ID = "PersonId"
ROLE_FIELDS: Mapping[str, str] = {
    ROLE_OPPORTUNITY_ID: "integer",
    ROLE_PERSON_ID: "integer",
    "Role": "string",
    "ExternalCreatedDate": "datetime",
    "IsPrimary": "boolean",
}

# The criteria of getMObjects: documented for Program, inferred for the others.
ID = "Id"
CREATED_AT, UPDATED_AT = "Created At", "Updated At"
TAG_TYPE, TAG_VALUE = "Tag Type", "Tag Value"
CRM_ID = "CRM Id"
WORKSPACE_ID, WORKSPACE_NAME = "Workspace Id", "Workspace Name"
INCLUDE_ARCHIVE = "Include Archive"
ATTRIBUTE_CRITERIA: Mapping[str, tuple[str, ...]] = {
    OPPORTUNITY: ("Name", "Type", "Stage"),
    ROLE: ("Role",),
    PROGRAM: ("Name", CRM_ID, WORKSPACE_ID, WORKSPACE_NAME),
}
"""Attributes that may be compared, by type."""
CRITERIA: Mapping[str, tuple[str, ...]] = {
    **{
        kind: (ID, *ATTRIBUTE_CRITERIA[kind], CREATED_AT, UPDATED_AT)
        for kind in (OPPORTUNITY, ROLE)
    },
    PROGRAM: (
        *(ID, "Name", CRM_ID, CREATED_AT, UPDATED_AT),
        *(TAG_TYPE, TAG_VALUE, WORKSPACE_ID, WORKSPACE_NAME, INCLUDE_ARCHIVE),
    ),
}
"""All criteria, by type."""
ONCE = (TAG_TYPE, TAG_VALUE, WORKSPACE_ID, WORKSPACE_NAME)
"""Criteria that may be given once (documented)."""

SEARCHED_BY = (LEAD, COMPANY, OPPORTUNITY)
"""Types that a search by association may refer to (documented, for all types alike)."""
ASSOCIATED: Mapping[str, tuple[str, ...]] = {OPPORTUNITY: (COMPANY,), ROLE: (LEAD, OPPORTUNITY)}
"""Types that an object may be associated with when it is written (documented)."""

COST, TAG, TOKEN = "Cost", "Tag", "Token"
PROGRAM_DETAILS: Mapping[str, tuple[str, str]] = {
    COST: ("Month", "Amount"),
    TAG: ("Type", "Value"),
}
"""Details of a program that can be written, with the attributes that each needs (documented)."""
CHANNEL = "Channel"
"""The tag type that every program has (documented)."""

METADATA_STAMP = 1_262_304_000
"""2010-01-01T00:00:00+00:00 in seconds since 1970: the stamp of the service's own metadata
(recorded)."""
