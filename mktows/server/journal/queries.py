"""A choice of recorded calls, and a call without its envelopes, as lists show it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from mktows.server.exchange import has_failed, outcome_of

Outcome = Literal["any", "ok", "failed", "findings"]
"""`ok` and `failed` tell of the call as a whole; `findings`: its request has some."""


@dataclass(frozen=True, slots=True)
class CallQuery:
    """A choice of calls; all that is given must fit. Texts are found in any letter case of ASCII.

    Attributes:
        operation: A part of the operation's name.
        user_id: A part of the user id.
        outcome: How the calls ended.
        text: A part of the request, the reply, the fault or a note. It may name leads.
    """

    operation: str = ""
    user_id: str = ""
    outcome: Outcome = "any"
    text: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class CallSummary:
    """A recorded call without its envelopes, findings and notes; see `RecordedCall`.

    Attributes:
        findings: How many findings there are.
    """

    id: int
    at: datetime
    operation: str
    version: str
    user_id: str
    status: int | None
    code: int | None
    fault: str
    milliseconds: float
    findings: int

    @property
    def failed(self) -> bool:
        """Tell whether the call as a whole had no success."""
        return has_failed(self.status, self.code)

    @property
    def outcome(self) -> str:
        """The outcome in a few words."""
        return outcome_of(self.status, self.fault)
