"""The exception that refuses a whole request with one of the service's faults."""

from __future__ import annotations

from mktows.facts.faults import SEVERE_INTERNAL_ERROR, SHORT_TEXTS


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
    """The fault for something that is not XML: no code, no detail."""
    return Refusal(None, "Bad Request", "")


def no_criteria() -> Refusal:
    """The MObject back end's own form: no code prefix, no suffix, an empty cause."""
    return Refusal(
        SEVERE_INTERNAL_ERROR,
        "Parameter required",
        "No selection criteria found in request",
        cause=True,
    )
