"""Pages of leads by the time of their last change.

REST cannot be asked for them: the activities of the time are read, and the leads that they happened
to. The leads are kept for an hour, so that later pages are had without reading the time again.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from mktows.bridge.activities.activity import moment
from mktows.bridge.activities.scans import (
    SCAN_UNFINISHED,
    Progress,
    Scan,
    ScanStopped,
    Stream,
    streams,
)
from mktows.bridge.activities.types import ActivityTypes
from mktows.bridge.context import Context
from mktows.bridge.lead_keys import Lead, find_leads
from mktows.bridge.leads.pages import Page, Position
from mktows.bridge.leads.records import shown_fields
from mktows.facts.key_types import IDNUM
from mktows.facts.rest_endpoints import RECORDS_PER_CALL
from mktows.parameters.activities import TypeFilter
from mktows.parameters.lead_queries import LEAD_POSITION_OF_ANOTHER
from mktows.parameters.scalars import seconds
from mktows.rest.errors import InvalidError
from mktows.rest.times import read_time

Bounds = tuple[int, int]
"""The first and the last second, both inclusive."""
_BY_UPDATE = "updates"
_UPDATED_AT = "updatedAt"


def page_by_update(
    context: Context,
    read_bounds: Callable[[datetime], Bounds],
    position: Position | None,
    limit: int,
    include: Collection[str] | None,
) -> Page:
    """Return leads that were changed, or that something happened to, in a range of time.

    One that was changed later, too, is none of them: it counts by its last change.

    Args:
        context: The call.
        read_bounds: Reads the range, given the moment at which "until now" ends.
        position: The state in the position.
        limit: How many leads a page has.
        include: SOAP names to show; None shows all.

    Raises:
        Refusal: 20011, the time is not read yet; the next call goes on.
    """
    if position is None:
        oldest, latest = read_bounds(context.now)
        found, latest = _first(context, max(oldest, 0), latest)
        after = 0
    else:
        of_updates = position["of"] == _BY_UPDATE
        # The first page fixed "until now"; later ones must not move it.
        read_bounds(datetime.fromtimestamp(position["latest"], UTC) if of_updates else context.now)
        if not of_updates:
            raise LEAD_POSITION_OF_ANOTHER.refusal()
        oldest, latest, after = (position[each] for each in ("oldest", "latest", "after"))
        found = _again(context, oldest, latest)
    page, remaining = _page(context, found[bisect_right(found, after) :], latest, limit, include)
    if not remaining:
        return Page(page)
    following = {"oldest": max(oldest, 0), "latest": latest, "after": int(page[-1]["id"])}
    if position is None:
        _kept(context, following["oldest"], latest).keep(found)
    return Page(page, remaining, {"of": _BY_UPDATE, **following})


@dataclass(slots=True)
class _Reading:
    """The activities of a range of time, as far as they are read.

    Attributes:
        bounds: The range.
        parts: The streams.
        leads: The ids of the leads that they happened to.
    """

    bounds: Bounds
    parts: list[Stream]
    leads: set[int] = field(default_factory=set)

    def packed(self) -> list[Any]:
        """Return it as JSON."""
        return [self.bounds, [each.packed() for each in self.parts], sorted(self.leads)]

    @classmethod
    def unpacked(cls, content: Sequence[Any]) -> _Reading:
        """Read what `packed` has made."""
        (oldest, latest), parts, leads = content
        return cls((oldest, latest), [Stream(**each) for each in parts], set(leads))


def _kept(context: Context, oldest: int, latest: int) -> Progress:
    """The leads of a range, once all of it is read."""
    return Progress(context, [oldest, latest])


def _first(context: Context, oldest: int, latest: int) -> tuple[list[int], int]:
    """Return the leads of a range, and its end, which is that of the first of several calls."""
    # Such calls have the same message, and another "now".
    reading = _read(context, (oldest, latest), Progress(context, context.call.fingerprint()))
    return sorted(reading.leads), reading.bounds[1]


def _again(context: Context, oldest: int, latest: int) -> list[int]:
    """Return the leads of a range for a later page."""
    kept = _kept(context, oldest, latest)
    found: list[int] | None = kept.read()
    if found is None:
        progress = Progress(context, ["again", oldest, latest])
        found = sorted(_read(context, (oldest, latest), progress).leads)
        kept.keep(found)
    return found


def _read(context: Context, bounds: Bounds, progress: Progress) -> _Reading:
    """Read the activities of a range.

    Raises:
        Refusal: 20011, no call is left before the end; what is read is kept.
    """
    content = progress.read()
    if content is None:
        kinds = ActivityTypes.of(context).wanted(TypeFilter())
        reading = _Reading(bounds, streams(kinds))
    else:
        reading = _Reading.unpacked(content)
    oldest, latest = reading.bounds
    scan = Scan(context, len(reading.parts))
    try:
        if oldest <= latest:
            scan.begin(reading.parts, oldest)
            for part in reading.parts:
                while not part.ended:
                    records, _ = scan.read_page(part, latest)
                    reading.leads |= {
                        int(each["leadId"]) for each in records if moment(each) >= oldest
                    }
    except ScanStopped:
        progress.keep(reading.packed())
        raise SCAN_UNFINISHED.refusal() from None
    except InvalidError:
        progress.forget()  # the tokens may be too old: the next call begins anew
        raise
    if content is not None:
        progress.forget()
    return reading


def _page(
    context: Context, ids: Sequence[int], latest: int, limit: int, include: Collection[str] | None
) -> tuple[list[Lead], int]:
    """Return the first leads of some, and how many follow.

    Those that are gone, or were changed later, do not count, as far as they are read for the page.
    """
    fields = [*shown_fields(context, include), _UPDATED_AT]
    page: list[Lead] = []
    for start in range(0, len(ids), RECORDS_PER_CALL):
        some = ids[start : start + RECORDS_PER_CALL]
        page += [
            each
            for each in find_leads(context, IDNUM, [str(each) for each in some], fields)
            if _changed(each) <= latest
        ]
        behind = len(ids) - start - len(some)
        if len(page) > limit or (len(page) == limit and not behind):
            return page[:limit], len(page) - limit + behind
    return page, 0


def _changed(lead: Mapping[str, Any]) -> int:
    """Return the second of a lead's last change; 0 where REST does not tell it."""
    text = lead.get(_UPDATED_AT)
    return seconds(read_time(str(text))) if text else 0
