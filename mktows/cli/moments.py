"""Moments of arguments."""

from __future__ import annotations

from datetime import datetime

from mktows.cli.failures import UsageError


def moment(text: str, option: str, hint: str) -> datetime:
    """The moment that an option gives.

    Raises:
        UsageError: It is none, or has no offset.
    """
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.utcoffset() is None:
        raise UsageError(
            f"{option}: give a moment with an offset, such as 2013-08-05T09:57:10-07:00", hint=hint
        )
    return found
