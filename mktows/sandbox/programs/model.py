"""The parts of a program besides its attributes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cost:
    """One cost row of a program."""

    id: int
    month: str
    amount: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class ProgressionStatus:
    """A status that a member of a program can have in a channel.

    Attributes:
        name: Such as `Registered`.
        step: Its place on the way to success.
        success: Whether reaching it counts as success.
        extra: What some channels say besides: `Check-in Status` or `Webinar Behavior`, with
            its value.
    """

    name: str
    step: int
    success: bool
    extra: tuple[str, str] | None = None
