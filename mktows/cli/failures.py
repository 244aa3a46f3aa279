"""Errors of the command line itself, besides the library's own."""

from __future__ import annotations

from mktows.errors import MktowsError
from mktows.transfer.failures import InputError

__all__ = ["INTERRUPTED", "InputError", "OutputLost", "UsageError"]


INTERRUPTED = 130
"""The exit code of what was told to stop."""


class UsageError(MktowsError):
    """The arguments do not go together.

    Attributes:
        hint: What to do about it, empty where the message says so.
    """

    not_carried_out = True

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class OutputLost(MktowsError):
    """Standard output was closed, or cannot be written."""
