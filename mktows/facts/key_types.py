"""The types of keys that name a lead (documented)."""

from __future__ import annotations

from collections.abc import Mapping

IDNUM = "IDNUM"
COOKIE = "COOKIE"
EMAIL = "EMAIL"
LEAD_OWNER_EMAIL = "LEADOWNEREMAIL"
SFDC_LEAD_OWNER_ID = "SFDCLEADOWNERID"

# Where the keys of a CRM and of lead owners are kept once such fields are defined. A new database
# has none of them, as an instance without a CRM (names inferred).
CRM_KEY_FIELDS: Mapping[str, str] = {
    LEAD_OWNER_EMAIL: "LeadOwnerEmail",
    "SFDCACCOUNTID": "SfdcAccountId",
    "SFDCCONTACTID": "SfdcContactId",
    "SFDCLEADID": "SfdcLeadId",
    SFDC_LEAD_OWNER_ID: "SfdcLeadOwnerId",
    "SFDCOPPTYID": "SfdcOpptyId",
}
"""The lead field that holds a key, by key type."""

OWNER_KEY_TYPES = frozenset({LEAD_OWNER_EMAIL, SFDC_LEAD_OWNER_ID})
"""Key types that name the leads of an owner."""

MERGE_KEY_TYPES = (
    *(IDNUM, EMAIL, "SFDCLEADID", LEAD_OWNER_EMAIL, "SFDCACCOUNTID", "SFDCCONTACTID"),
    *(SFDC_LEAD_OWNER_ID, "SFDCOPPTYID"),
)
"""Key types of mergeLeads, which takes no cookie, in the vendor's order."""

LEAD_KEY_TYPES = (*MERGE_KEY_TYPES, COOKIE)
"""All key types."""
