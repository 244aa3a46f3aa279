"""The outcome of one record: what is certain of it, by the rule that decides on repeating; pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum

from mktows.errors import (
    AuthenticationFault,
    ExpiredFault,
    LimitFault,
    MktowsError,
    RequestError,
    SoapFault,
)


class Fate(StrEnum):
    """The fate of a record, as far as that is certain.

    `WRITTEN`: the service said so, or that nothing had to be written. `FAILED`: the service, or the
    contract, refuses the record: correct it. `NOT_SENT`: nothing was done with it, and it may be
    sent as it is. `UNKNOWN`: it may have been written: look before it is sent again.
    """

    WRITTEN = "written"
    FAILED = "failed"
    NOT_SENT = "not sent"
    UNKNOWN = "unknown"


FATES = {
    "CREATED": Fate.WRITTEN,
    "UPDATED": Fate.WRITTEN,
    "DELETED": Fate.WRITTEN,
    "UNCHANGED": Fate.WRITTEN,
    "SKIPPED": Fate.FAILED,
    "FAILED": Fate.FAILED,
}
"""The fate that each documented status of the service stands for; any other is unknown."""


@dataclass(frozen=True, slots=True)
class Status:
    """The knowledge of one record of a call.

    Attributes:
        fate: What became of it.
        status: The service's own word; None where none came.
        id: Its id; 0 where none came.
        error: Why it failed or was not sent, or why that is not known; None where it was written.
        cause: The error of its call; None where the call succeeded.
    """

    fate: Fate
    status: str | None = None
    id: int = 0
    error: str | None = field(default=None, repr=False)
    cause: BaseException | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class BatchOutcome:
    """The outcome of one record.

    Attributes:
        index: Its place in the input, from 0.
        fate: `written`, `failed`, `not sent` or `unknown`; see `Fate`.
        status: The service's own word, such as `CREATED`; None where none came.
        id: Its Marketo id; 0 where none came.
        error: Why it failed or was not sent, or why that is not known; None where it was written.
            The service's own text may hold a lead's data.
        cause: The error that its call ended in; None where the call succeeded.
    """

    index: int
    fate: Fate
    status: str | None = None
    id: int = 0
    error: str | None = field(default=None, repr=False)
    cause: BaseException | None = field(default=None, repr=False, compare=False)

    @property
    def written(self) -> bool:
        """True where the record was certainly written."""
        return self.fate is Fate.WRITTEN


def answered(
    status: str | None, id: int, error: str | None, *, listed: Collection[str] = FATES
) -> Status:
    """The status of a record that the service answered about.

    Args:
        status: The service's word.
        id: The record's id.
        error: The service's reason.
        listed: The words that the operation's contract has.
    """
    fate = FATES[status] if status is not None and status in listed else Fate.UNKNOWN
    if fate is Fate.UNKNOWN:
        error = error or "the contract does not list this status; look at the record"
    return Status(fate, status, id, None if fate is Fate.WRITTEN else error or "no reason given")


def fate_of(error: BaseException) -> Fate:
    """The fate of the records of a call that ended in an error.

    What certainly was not carried out was refused for what it is, or was not sent; of all else
    nothing is certain.
    """
    if not isinstance(error, MktowsError) or not error.not_carried_out:
        return Fate.UNKNOWN
    if isinstance(error, RequestError):
        return Fate.FAILED
    refused = isinstance(error, SoapFault) and not isinstance(
        error, AuthenticationFault | ExpiredFault | LimitFault
    )
    return Fate.FAILED if refused else Fate.NOT_SENT


def ended_in(error: BaseException) -> Status:
    """The status of each record of a call that ended in an error."""
    words = str(error) if isinstance(error, MktowsError) else f"unexpected {type(error).__name__}"
    return Status(fate_of(error), error=words, cause=error)
