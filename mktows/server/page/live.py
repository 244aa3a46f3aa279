"""Calls that come in, as an open page is told of them: events of a text/event-stream; pure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields

from mktows.server.journal.queries import CallSummary
from mktows.server.page.calls import CallRow, row_of

_PARTS = tuple(each.name for each in fields(CallRow))
ALIVE = b":\n\n"
"""A comment, by which either side notices that the other is gone."""
RESET = b"event: reset\ndata: {}\n\n"
"""Tells a page that the journal begins anew, so that what it shows is gone."""


def calls_event(last: int, calls: Sequence[CallSummary], *, all_of_them: bool) -> bytes:
    """Return the event that tells of calls.

    Args:
        last: The number of the newest call, also where that one does not fit: a page that is
            connected anew goes on from there.
        calls: The calls that fit, the newest first.
        all_of_them: Whether these are all that came; else the page leaves out what it shows.
    """
    rows = [{name: getattr(row, name) for name in _PARTS} for row in map(row_of, calls)]
    # Plain ASCII without line breaks, so that no text can end the event.
    data = json.dumps({"rows": rows, "all": all_of_them})
    return f"id: {last}\nevent: calls\ndata: {data}\n\n".encode()
