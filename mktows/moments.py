"""Times as text, in the forms that the service was seen to accept."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

_LONGEST = 120
_WIDEST = timedelta(hours=14)  # an offset of xs:dateTime
_OFFSET = re.compile(r"\s+(?=(?:[+-]\d\d:?\d\d|[Zz])$)", re.ASCII)
_NAMED = re.compile(r"\s+(?:UTC|GMT)$")


def read_moment(text: str) -> datetime | None:
    """Read a time in any form that the service accepted; None when it is in none of them.

    Besides that of ISO 8601: a space for the `T`, a space before the offset, an offset without
    colon, `UTC` for the offset, fractions, and no offset at all.
    """
    text = text.strip()
    if len(text) > _LONGEST:
        return None
    for form in (text, _OFFSET.sub("", _NAMED.sub("Z", text))):
        try:
            return datetime.fromisoformat(form)
        except ValueError:
            pass
    return None


def date_time_form(text: str) -> str | None:
    """Return a time as xs:dateTime writes it; None for a text that is none, or that it cannot."""
    moment = read_moment(text)
    offset = None if moment is None else moment.utcoffset()
    if offset is not None and (offset % timedelta(minutes=1) or abs(offset) > _WIDEST):
        return None
    return None if moment is None else moment.isoformat()
