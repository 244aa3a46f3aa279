"""The service's faults: the vendor's codes with their texts, and the exception that carries one."""

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


class Refusal(Exception):
    """A whole request is refused: the front writes it as a SOAP fault.

    Attributes:
        code: The vendor's code, or None for `Bad Request`, which has no detail.
        string: The whole faultstring.
        message: The specific text; on the wire it ends in the code in brackets.
    """

    def __init__(self, code: int | None, string: str, message: str, cause: bool = False) -> None:
        super().__init__(string)
        self.code = code
        self.string = string
        self.message = message
        self.cause = cause


def refusal(code: int, message: str | None = None) -> Refusal:
    """A fault of the normal form; `message` is the specific text, without the code behind it."""
    text = SHORT_TEXTS[code]
    return Refusal(code, f"{code} - {text}", f"{message or text} ({code})")


def bad_request() -> Refusal:
    """What the service answers to something that is not XML: no code, no detail."""
    return Refusal(None, "Bad Request", "")


def no_criteria() -> Refusal:
    """The MObject back end's own form: no code prefix, no suffix, an empty cause."""
    return Refusal(
        10001, "Parameter required", "No selection criteria found in request", cause=True
    )
