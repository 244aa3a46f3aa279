"""The service's faults as it wrote them: the short text of each code, and the envelope."""

from __future__ import annotations

from mktows.soap import write_fault
from mktows.text import escape

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


def write_service_fault(
    *, namespace: str, string: str, code: int | None, message: str = "", cause: bool = False
) -> bytes:
    """Write a fault envelope in the service's form (recorded).

    Args:
        namespace: Of the contract.
        string: The whole faultstring, such as `20103 - Lead not found`.
        code: The vendor's code; without one there is no detail, as in `Bad Request`.
        message: The specific text, which ends in the code in parentheses.
        cause: Whether an empty `cause` stands behind the code, as the MObject back end has it.
    """
    detail = ""
    if code is not None:
        detail = (
            f'<ns1:serviceException xmlns:ns1="{namespace}"><name>mktServiceException</name>'
            f"<message>{escape(message)}</message><code>{code}</code>"
            f"{'<cause/>' if cause else ''}</ns1:serviceException>"
        )
    return write_fault(string=string, detail=detail)
