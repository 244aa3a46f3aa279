"""Refusals: the exception, and the reasons that it is raised for.

A reason is data, and stands beside the code that refuses for it. It says what shows that the
service refused the same: a refusal needs evidence. Where nothing shows it, and callers were seen to
send such a thing, the service carries the call out and takes note; only a strict one refuses it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mktows.facts.evidence import Evidence
from mktows.facts.faults import SHORT_TEXTS

About = Literal["message", "instance"]
"""The thing that decides: the `message` alone, or what the `instance` holds, such as leads, users
and the calls before this one."""


class Refusal(Exception):
    """A whole request, or one record of a batch, is refused.

    The front writes the former as a SOAP fault; the status of a record carries the message.

    Attributes:
        code: The vendor's code, or None for `Bad Request`, which has no detail.
        string: The whole faultstring.
        message: The specific text; on the wire it ends in the code in brackets.
        cause: Whether the fault has an empty `cause`.
        reason: Why, where that is declared.
    """

    def __init__(
        self,
        code: int | None,
        string: str,
        message: str,
        cause: bool = False,
        reason: Reason | None = None,
    ) -> None:
        super().__init__(string)
        self.code = code
        self.string = string
        self.message = message
        self.cause = cause
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason to refuse a call, or one record of it.

    Attributes:
        id: Its stable name.
        code: The vendor's code; None for a text without one.
        text: Template of the specific text, without the code behind it; empty for the code's title.
        strength: How strong the evidence is that the service refused this.
        evidence: What says so, in one sentence.
        about: What decides.
        disputed: What speaks against it, in one sentence.
        noted_as: The rule of `mktows.checking` that finds it, where it is carried out and noted,
            and a strict service alone refuses it.
        string: The whole faultstring, where it has not the form of the code and its title.
        cause: Whether the fault has an empty `cause`.
    """

    id: str
    code: int | None
    text: str
    strength: Evidence
    evidence: str
    about: About
    disputed: str = ""
    noted_as: str = ""
    string: str = ""
    cause: bool = False

    def refusal(self, **details: object) -> Refusal:
        """The refusal for this reason, its template filled in."""
        text = self.text.format(**details)
        if self.string:
            return Refusal(self.code, self.string, text, self.cause, self)
        if self.code is None:
            return Refusal(None, text, text, reason=self)
        title = SHORT_TEXTS[self.code]
        return Refusal(
            self.code, f"{self.code} - {title}", f"{text or title} ({self.code})", reason=self
        )


def refusal(code: int, message: str | None = None) -> Refusal:
    """A fault of the normal form, for backends of others and for faults that a test asked for.

    Args:
        code: The vendor's code.
        message: The specific text, without the code behind it.
    """
    text = SHORT_TEXTS[code]
    return Refusal(code, f"{code} - {text}", f"{message or text} ({code})")
