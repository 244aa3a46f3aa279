"""Errors of the command line itself, besides the library's own."""

from __future__ import annotations

from mktows.errors import MktowsError


class UsageError(MktowsError):
    """The arguments do not go together.

    Attributes:
        hint: What to do about it, empty where the message says so.
    """

    not_carried_out = True

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class InputError(MktowsError):
    """An input cannot be read, or is not what it should be. Nothing of it was sent."""

    not_carried_out = True


class OutputLost(MktowsError):
    """Standard output was closed, or cannot be written."""
