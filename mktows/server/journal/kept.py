"""A call as it is kept, and the calls that the journal can write down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from mktows.checking import Finding

LONGEST_ENVELOPE = 1024 * 1024
"""Characters of an envelope, or of another body, that are kept; of a longer one, its beginning."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A call made fit to keep; see `RecordedCall` for the members."""

    at: datetime
    operation: str
    version: str
    user_id: str
    status: int | None
    code: int | None
    fault: str
    milliseconds: float
    request: str = field(repr=False)
    reply: str = field(repr=False)
    findings: Sequence[Finding] = ()
    notes: Sequence[str] = field(default=(), repr=False)


class Answered(Protocol):
    """A call that was answered."""

    @property
    def size(self) -> int:
        """Bytes that it takes to keep it."""

    def kept(self, secrets: frozenset[str]) -> Kept:
        """Return what is kept of it.

        Args:
            secrets: Texts that must not be kept, wherever they stand.
        """
