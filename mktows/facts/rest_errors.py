"""The codes of the vendor's REST API: the text of each, and whether the call may be repeated.

Codes and texts are the vendor's (documented). What may be repeated follows from what a code says of
the call; the vendor's own column and well-known clients differ among each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Again = Literal["renew", "soon", "later", "if harmless", "no"]
"""The moment at which a refused call can be made again.

`renew`: with a new token; nothing was executed. `soon`: after a short wait; nothing was executed.
`later`: once a limit allows it, which may be hours; nothing was executed. `if harmless`: it may
have been executed. `no`: the same call would be refused again."""


@dataclass(frozen=True, slots=True)
class RestCode:
    """A code in an answer, of the whole call or of one record.

    Attributes:
        code: The code; answers carry it as text.
        text: The text that goes with it; what is particular to a call stands in braces.
        again: When the call can be made again.
        counted: Whether such a call counts against quota and rate.
    """

    code: int
    text: str
    again: Again = "no"
    counted: bool = True


BAD_GATEWAY, INTERNAL_ERROR = 502, 500
TOKEN_INVALID, TOKEN_EXPIRED, ACCESS_DENIED = 601, 602, 603
TIMED_OUT, METHOD_UNSUPPORTED, RATE_EXCEEDED, QUOTA_REACHED = 604, 605, 606, 607
UNAVAILABLE, BODY_NOT_JSON, RESOURCE_UNKNOWN, SYSTEM_ERROR = 608, 609, 610, 611
CONTENT_TYPE_BAD, MULTIPART_BAD, SUBSCRIPTION_BAD, CONCURRENCY_REACHED = 612, 613, 614, 615
BLANK, NOTHING_FOUND, DATE_BAD, RULE_VIOLATED, TRANSIENT = 701, 702, 704, 709, 713
FOLDER_UNKNOWN, FOLDER_INCOMPATIBLE = 710, 711
SALES_PERSON_UNKNOWN = 718
FIELDS_TOO_MANY, DRAFT_KEPT = 1028, 1048
VALUE_BAD, VALUE_MISSING, DATA_BAD, LEAD_UNKNOWN, LEAD_EXISTS = 1001, 1002, 1003, 1004, 1005
FIELD_UNKNOWN, LEADS_MATCH = 1006, 1007
PARTITION_DENIED, PARTITION_NEEDED, PARTITION_FIXED = 1008, 1009, 1010
FIELD_UNSUPPORTED, COOKIE_BAD, OBJECT_UNKNOWN, OBJECT_NOT_MADE = 1011, 1012, 1013, 1014
LEAD_NOT_IN_LIST, IMPORTS_TOO_MANY, OBJECT_EXISTS, CRM_ENABLED = 1015, 1016, 1017, 1018
IMPORT_IN_PROGRESS, CLONES_TOO_MANY, COMPANY_FIXED = 1019, 1020, 1021
JOBS_TOO_MANY, OBJECT_REPEATED, RUN_AT_BAD, LOSERS_TOO_MANY = 1029, 1036, 1042, 1080
SUBSCRIPTION_TYPE_BAD, FEATURE_DISABLED, LOCK_WAIT, PROGRAM_STATUS_UNKNOWN = 616, 703, 719, 1025
CUSTOM_OBJECTS_DISABLED, FILTER_UNSUPPORTED = 1026, 1035
ACTIVITY_TYPES_TOO_MANY, ATTRIBUTES_TOO_MANY, ACTIVITY_TOO_LONG = 1027, 1028, 1049

_CODES = (
    RestCode(INTERNAL_ERROR, "Internal error", "if harmless"),
    RestCode(BAD_GATEWAY, "Bad Gateway", "if harmless"),
    RestCode(TOKEN_INVALID, "Access token invalid", "renew", counted=False),
    RestCode(TOKEN_EXPIRED, "Access token expired", "renew", counted=False),
    RestCode(ACCESS_DENIED, "Access denied"),
    RestCode(TIMED_OUT, "Request time-out", "if harmless", counted=False),
    RestCode(METHOD_UNSUPPORTED, "HTTP Method not supported", counted=False),
    RestCode(RATE_EXCEEDED, "Max rate limit '{most}' exceeded with in '{seconds}' secs", "soon"),
    RestCode(QUOTA_REACHED, "Daily quota reached", "later"),
    RestCode(UNAVAILABLE, "API Temporarily Unavailable", "soon", counted=False),
    RestCode(BODY_NOT_JSON, "Invalid JSON"),
    RestCode(RESOURCE_UNKNOWN, "Requested resource not found"),
    RestCode(SYSTEM_ERROR, "System error", "if harmless", counted=False),
    RestCode(CONTENT_TYPE_BAD, "Invalid Content Type"),
    RestCode(MULTIPART_BAD, "Invalid Multipart Request"),
    RestCode(SUBSCRIPTION_BAD, "Invalid Subscription", "soon"),
    RestCode(CONCURRENCY_REACHED, "Concurrent access limit reached", "soon"),
    RestCode(SUBSCRIPTION_TYPE_BAD, "Invalid subscription type"),
    RestCode(BLANK, "{name} cannot be blank"),
    RestCode(NOTHING_FOUND, "No data found for a given search scenario"),
    RestCode(FEATURE_DISABLED, "The feature is not enabled for the subscription"),
    RestCode(DATE_BAD, "Invalid date format"),
    RestCode(RULE_VIOLATED, "{problem}"),
    RestCode(FOLDER_UNKNOWN, "Parent Folder Not Found"),
    RestCode(FOLDER_INCOMPATIBLE, "Incompatible Folder Type"),
    RestCode(712, "Merge to person Account operation is invalid"),
    RestCode(TRANSIENT, "Transient Error", "soon"),
    RestCode(714, "Unable to find the default record type"),
    RestCode(SALES_PERSON_UNKNOWN, "ExternalSalesPersonID not found"),
    RestCode(LOCK_WAIT, "Lock wait timeout exception"),
    RestCode(VALUE_BAD, "Invalid value '{value}'. Required of type '{type}'"),
    RestCode(VALUE_MISSING, "Missing value for required parameter '{name}'"),
    RestCode(DATA_BAD, "{problem}"),
    RestCode(LEAD_UNKNOWN, "Lead not found"),
    RestCode(LEAD_EXISTS, "Lead already exists"),
    RestCode(FIELD_UNKNOWN, "Field '{name}' not found"),
    RestCode(LEADS_MATCH, "Multiple leads match lookup criteria"),
    RestCode(PARTITION_DENIED, "Access to partition '{name}' has been denied"),
    RestCode(PARTITION_NEEDED, "Partition name must be specified"),
    RestCode(PARTITION_FIXED, "Partition update not allowed"),
    RestCode(FIELD_UNSUPPORTED, "Field '{name}' not supported"),
    RestCode(COOKIE_BAD, "Invalid cookie value '{value}'"),
    RestCode(OBJECT_UNKNOWN, "Object not found"),
    RestCode(OBJECT_NOT_MADE, "Failed to create Object"),
    RestCode(LEAD_NOT_IN_LIST, "Lead not in list"),
    RestCode(IMPORTS_TOO_MANY, "Too many imports", "later"),
    RestCode(OBJECT_EXISTS, "Object already exists"),
    RestCode(CRM_ENABLED, "CRM Enabled"),
    RestCode(IMPORT_IN_PROGRESS, "Import in progress", "later"),
    RestCode(CLONES_TOO_MANY, "Too many clones to program", "later"),
    RestCode(COMPANY_FIXED, "Company update not allowed"),
    RestCode(1022, "Object in use"),
    RestCode(PROGRAM_STATUS_UNKNOWN, "Program status not found"),
    RestCode(CUSTOM_OBJECTS_DISABLED, "Custom objects not enabled"),
    RestCode(ACTIVITY_TYPES_TOO_MANY, "Max activity type limit reached"),
    RestCode(ATTRIBUTES_TOO_MANY, "Max field limit reached"),
    RestCode(JOBS_TOO_MANY, "Too many jobs in queue", "later"),
    RestCode(FILTER_UNSUPPORTED, "Unsupported filter type for target subscription"),
    RestCode(OBJECT_REPEATED, "Duplicate object found in input"),
    RestCode(1037, "Lead was skipped"),
    RestCode(RUN_AT_BAD, "Invalid runAt date"),
    RestCode(DRAFT_KEPT, "Custom Object Discard Draft Failed"),
    RestCode(ACTIVITY_TOO_LONG, "Failed to Create Activity"),
    RestCode(1076, "Merge leads call with mergeInCRM flag is failed due to a duplicate"),
    RestCode(1077, "Merge leads call failed due to the field length"),
    RestCode(1078, "Merge leads call failed: entity deleted, or no lead or contact"),
    RestCode(1079, "Merge leads call failed: personalised URLs conflict"),
    RestCode(LOSERS_TOO_MANY, "More than {most} leadIds"),
)

CODES: Mapping[int, RestCode] = {each.code: each for each in _CODES}
"""The codes of the service, by their number."""
MERGE_REFUSED = frozenset({712, 714, 1076, 1077, 1078, 1079})
"""Codes of a merge that is refused for what the leads are."""

DAILY_QUOTA_WORDS = ("quota",)
"""In the text of a 1029: the day's amount of exports is used up, which no wait of minutes mends
(recorded in clients)."""
NO_ASSETS = "No assets found for the given search criteria."
"""The warning of a search for assets that finds none; it is a success (recorded)."""
