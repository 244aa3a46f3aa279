"""Answers getLeadChanges: what happened to any leads, the oldest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from mktows.bridge.activities.activity import Activity, Place, moment, read_activities
from mktows.bridge.activities.positions import Behind
from mktows.bridge.activities.records import told
from mktows.bridge.activities.scans import (
    EARLIEST,
    SCAN_UNFINISHED,
    Progress,
    Scan,
    ScanStopped,
    Stream,
    streams,
)
from mktows.bridge.activities.types import ActivityTypes
from mktows.bridge.context import Context
from mktows.bridge.lead_keys import find_leads
from mktows.bridge.names import LISTS, find_list
from mktows.bridge.operation import Operation
from mktows.facts.limits import CHANGES_PER_PAGE
from mktows.parameters.activities import (
    START_POSITION_MISSING,
    LeadsChosen,
    TypeFilter,
    earlier,
    later,
)
from mktows.parameters.activity_positions import StartPosition
from mktows.parameters.pages import page_size
from mktows.parameters.scalars import seconds
from mktows.replies.activities import ActivityReply
from mktows.rest.errors import InvalidError, NotFoundError

_FOR_EVER = 2**62


def get_lead_changes(context: Context, params: Any) -> object:
    """Return a page of what happened to any leads, the oldest first (recorded)."""
    if params.start_position is None:
        raise START_POSITION_MISSING.refusal()
    start = StartPosition.read(params.start_position, context.zone, since=True)
    behind = Behind.read(context, start)
    types = TypeFilter.read(params)
    chosen = LeadsChosen.read(params, context.zone, context.now)
    bounds = chosen.bounds or (None, None)
    wanted = _Wanted(
        behind,
        oldest=later(start.oldest_second, bounds[0]),
        latest=earlier(start.latest_second, bounds[1]),
        limit=page_size(params.batch_size, CHANGES_PER_PAGE),
    )
    page, remaining = _page(context, wanted, types, chosen)
    reply = ActivityReply(context.types, context.zone)
    position = behind.following(context, start, page)
    return reply.changes(told(context, page), remaining=remaining, position=position)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The page that is wanted.

    Attributes:
        behind: The end of the page before.
        oldest: The first second, inclusive.
        latest: The last second, inclusive.
        limit: How many activities it has at most.
    """

    behind: Behind
    oldest: int | None
    latest: int | None
    limit: int

    @property
    def since(self) -> int:
        """The second to begin to read at."""
        place = self.behind.place
        return later(self.oldest, None if place is None else place.at) or EARLIEST

    def has(self, each: Activity) -> bool:
        """Tell whether an activity is on this page, or behind it."""
        place = self.behind.place
        is_behind = place is None or each.place > place
        return is_behind and (self.oldest is None or each.at >= self.oldest)


def _streams(context: Context, types: TypeFilter, chosen: LeadsChosen) -> list[Stream]:
    """Return the streams of what is asked for; none where nothing can match.

    An unknown list is an empty one (recorded).
    """
    kinds = ActivityTypes.of(context).wanted(types)
    if not kinds:
        return []
    if chosen.keys is not None:
        leads = [int(each["id"]) for each in find_leads(context, *chosen.keys)]
        return streams(kinds, leads) if leads else []
    if chosen.static_list is not None:
        named = chosen.static_list
        if isinstance(named, int):
            return streams(kinds, static_list=named)
        found = find_list(context, named)
        return [] if found is None else streams(kinds, static_list=found.id)
    return streams(kinds)


@dataclass(slots=True)
class _Part:
    """A stream as far as it was read.

    Attributes:
        stream: The stream.
        found: What it had behind the page before.
        sealed: Nothing of before this second is to come any more.
    """

    stream: Stream
    found: list[Activity] = field(default_factory=list)
    sealed: int = 0

    def packed(self) -> list[Any]:
        """Return it as JSON."""
        return [self.stream.packed(), [each.packed() for each in self.found], self.sealed]

    @classmethod
    def unpacked(cls, content: Sequence[Any]) -> _Part:
        """Read what `packed` has made."""
        stream, found, sealed = content
        return cls(Stream(**stream), [Activity.unpacked(each) for each in found], sealed)


@dataclass(slots=True)
class _Reading:
    """The streams of a scan, as far as they were read.

    Attributes:
        until: The last second that is read: that of the first call. Streams are read one after
            another, and what happens meanwhile would be seen in the last ones alone.
        parts: The streams.
        is_slow: Whether the service looks through much that is not wanted.
    """

    until: int
    parts: list[_Part]
    is_slow: bool = False

    @property
    def sealed(self) -> int:
        """Nothing of before this second is to come any more, in no stream."""
        return min(each.sealed for each in self.parts)

    @property
    def ended(self) -> bool:
        """All is read."""
        return all(each.stream.ended for each in self.parts)

    def certain(self) -> list[Activity]:
        """Return what nothing can come before any more, in order."""
        sealed = self.sealed
        found = (each for part in self.parts for each in part.found if each.at < sealed)
        return sorted(found, key=lambda each: each.place)

    def drop(self, last: Place) -> None:
        """Forget what was told."""
        for part in self.parts:
            part.found = [each for each in part.found if each.place > last]

    def packed(self) -> list[Any]:
        """Return it as JSON."""
        return [self.until, [each.packed() for each in self.parts], self.is_slow]

    @classmethod
    def unpacked(cls, content: Sequence[Any]) -> _Reading:
        """Read what `packed` has made."""
        until, parts, is_slow = content
        return cls(until, [_Part.unpacked(each) for each in parts], is_slow)


def _page(
    context: Context, wanted: _Wanted, types: TypeFilter, chosen: LeadsChosen
) -> tuple[list[Activity], int]:
    """Return a page and how many follow; those of a list that is gone are none."""
    for _ in range(2):
        try:
            return _read_page(context, wanted, _streams(context, types, chosen))
        except NotFoundError:
            if isinstance(chosen.static_list, int):
                break
            # Another one may have its name by now.
            context.instance.forget(LISTS)
    return [], 0


def _read_page(
    context: Context, wanted: _Wanted, parts: Sequence[Stream]
) -> tuple[list[Activity], int]:
    """Return a page and how many follow: exactly, where all is read by then, else one.

    Raises:
        NotFoundError: There is no such list.
        Refusal: 20011, nothing is certain yet; the next call goes on.
    """
    until = seconds(context.now)
    if wanted.latest is not None:
        until = min(until, wanted.latest)
    if not parts or until < wanted.since:
        return [], 0
    asked = [[each.packed() for each in parts], wanted.latest]
    skip = wanted.behind.returned
    progress = Progress(context, [asked, wanted.since, skip])
    kept = progress.read()
    if kept is None:
        reading = _Reading(until, [_Part(each) for each in parts])
    else:
        reading = _Reading.unpacked(kept)
    stopped = False
    try:
        _read(Scan(context, len(parts)), context, wanted, reading)
    except ScanStopped:
        stopped = True
    except InvalidError:
        progress.forget()  # the tokens may be too old: the next call begins anew
        raise
    found = reading.certain()
    page, rest = found[skip : skip + wanted.limit], found[skip + wanted.limit :]
    if stopped and not page:
        progress.keep(reading.packed())
        raise SCAN_UNFINISHED.refusal()
    if kept is not None:
        progress.forget()
    remaining = len(rest) if reading.ended else 1
    if remaining and reading.is_slow:
        # The next page begins anew at a second: of rare activities all would be read again.
        reading.drop(page[-1].place)
        Progress(context, [asked, page[-1].at, 0]).keep(reading.packed())
    return page, remaining


def _read(scan: Scan, context: Context, wanted: _Wanted, reading: _Reading) -> None:
    """Read until a page is certain, and that something follows it, or until there is no more.

    Raises:
        ScanStopped: No call is left before that.
    """
    scan.begin([each.stream for each in reading.parts], wanted.since)
    enough = wanted.behind.returned + wanted.limit + 1
    while not reading.ended and len(reading.certain()) < enough:
        # What holds the others up comes first.
        open_parts = (each for each in reading.parts if not each.stream.ended)
        part = min(open_parts, key=lambda each: each.sealed)
        records, is_slow = scan.read_page(part.stream, reading.until)
        reading.is_slow |= is_slow
        part.found += [each for each in read_activities(context, records) if wanted.has(each)]
        if part.stream.ended:
            part.sealed = _FOR_EVER
        elif records:
            # More of the last second may be on the next page.
            part.sealed = max(part.sealed, moment(records[-1]))


OPERATIONS = {
    "getLeadChanges": Operation(
        get_lead_changes,
        "approximate",
        "read",
        "1 and 1 for 300 activities, for each ten types of all that are asked for",
        "types, names, selectors, bounds of time, pages, the oldest first",
        (
            "`remainingCount` is exact where all was read for a page, else 1 while more follows",
            "attributes that REST leaves out, such as those without a value, and the name of a "
            "campaign that is gone",
            "a static list of 10,000 leads or more is refused with 20110",
            "what is not read by the REST calls that one call may make is read by the next one: "
            "until a page is certain the answer is 20011, and what was read is kept for an hour; "
            "a page may be shorter than asked for",
            "activities of before 2006, and with a time that is still to come, are not looked for",
            "of a type that was made within the last hour, activities may be passed over",
            "an `offset` of the service itself is refused with 20122",
        ),
    ),
}
