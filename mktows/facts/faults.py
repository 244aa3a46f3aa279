"""The service's fault codes: their texts, and what each says about the call that it answers."""

from __future__ import annotations

# Short text of each code, as it stands in the faultstring behind "<code> - ". Recorded where a
# recording exists (20014, 20102, 20103, 20105, 20110), else the documented title.
SHORT_TEXTS: dict[int, str] = {
    10001: "Internal Error",
    20011: "Internal Error",
    20012: "Request Not Understood",
    20013: "Access Denied",
    20014: "Authentication failed",
    20015: "Request Limit Exceeded",
    20016: "Request Expired",
    20017: "Invalid Request",
    20019: "Unsupported Operation",
    20022: "Time range specified in query filter exceeded limit",
    20023: "Rate Limit Exceeded",
    20024: "Concurrency Limit Exceeded",
    20101: "Lead Key Required",
    20102: "Input error",
    20103: "Lead not found",
    20104: "Lead Detail Required",
    20105: "Unknown lead field",
    20106: "Lead Sync Failed",
    20107: "Activity Key Bad",
    20108: "Lead Owner Not Found",
    20109: "Parameter Required",
    20110: "Input error",
    20111: "List Not Found",
    20113: "Campaign Not Found",
    20114: "Bad Parameter",
    20122: "Bad Stream Position",
    20123: "Stream at End",
}

# Faultstrings that carry no code (recorded): malformed XML, and a selection without criteria.
STRINGS_WITHOUT_CODE = frozenset({"Bad Request", "Parameter required"})

# A client tested against the live service repeats exactly 10001, 20011, 20023 and 20024, and
# signs anew on 20016; the vendor's list allows one more try for 20106.
RETRYABLE = frozenset({10001, 20011, 20016, 20023, 20024, 20106})

# Codes of failures inside the service, which may come after it has written. 10001 also stands for
# a missing parameter in one back end, but by the code alone the two cannot be told apart. Every
# other documented code refuses the request as a whole: who calls, how often, or what was asked;
# what fails for one record of several is a status in a reply. (Inferred from the documented
# meanings; no recording shows a write behind a fault of another code.)
MAY_FOLLOW_A_WRITE = frozenset({10001, 20011, 20106})
