"""Times as the REST API spells them: four spellings come in, one goes out."""

from __future__ import annotations

from datetime import date, datetime

from mktows.moments import read_moment
from mktows.signing import timestamp

_ASSET_SUFFIX = "Z+0000"


def read_time(text: str) -> datetime:
    """Read a time of an answer: with `Z`, `-08:00`, `+0000`, or `Z+0000` as assets have it.

    Raises:
        ValueError: It is in none of these spellings, or has no offset.

    Example:
        >>> read_time("2015-07-15T11:40:57Z+0000").isoformat()
        '2015-07-15T11:40:57+00:00'
    """
    if text.endswith(_ASSET_SUFFIX):
        text = text.removesuffix("+0000")
    moment = read_moment(text)
    if moment is None or moment.utcoffset() is None or "T" not in text:
        raise ValueError("this is no time with an offset")
    return moment


def time_text(moment: date) -> str:
    """Write a time, with an offset and without parts of seconds, or a date.

    Raises:
        RequestError: A time without an offset, which could be any.

    Example:
        >>> from datetime import UTC
        >>> time_text(datetime(2026, 3, 1, 12, 0, 30, 999, tzinfo=UTC))
        '2026-03-01T12:00:30+00:00'
    """
    return timestamp(moment) if isinstance(moment, datetime) else moment.isoformat()
