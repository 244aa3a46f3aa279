"""Answers getLeadActivity: what happened to one lead, the newest first.

REST has activities in the order of time alone, the oldest first, and looks through those of all
leads. Where that goes quickly, all that the lead has is read. Where it does not, spans of time are
read, the latest before the earlier ones, until a page is full.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from mktows.bridge.activities.activity import Activity, Place, read_activities
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
from mktows.bridge.lead_keys import named_leads
from mktows.bridge.operation import Operation
from mktows.facts.limits import ACTIVITIES_PER_PAGE
from mktows.parameters.activities import TypeFilter
from mktows.parameters.activity_positions import StartPosition
from mktows.parameters.pages import page_size
from mktows.parameters.scalars import seconds
from mktows.replies.activities import ActivityReply
from mktows.rest.errors import InvalidError

_DAY = 24 * 3600
_AGES = (_DAY, 7 * _DAY, 30 * _DAY, 120 * _DAY, 480 * _DAY)
"""Seconds before the end at which spans begin; the last span begins where all does."""

Span = tuple[int, int]
"""The first and the last second, both inclusive."""


def get_lead_activity(context: Context, params: Any) -> object:
    """Return a page of one lead's history, the newest first (recorded).

    A key that several leads have means the newest of them, as it does for writing (a guess).
    """
    lead_id = int(named_leads(context, params.lead_key)[-1]["id"])
    start = StartPosition.read(params.start_position, context.zone)
    behind = Behind.read(context, start)
    kinds = ActivityTypes.of(context).wanted(TypeFilter.read(params))
    limit = page_size(params.batch_size, ACTIVITIES_PER_PAGE)
    oldest, latest, now = start.oldest_second, start.latest_second, seconds(context.now)
    asked = _History(
        lead_id,
        kinds,
        EARLIEST if oldest is None else oldest,
        # Types are read one after another: what happens meanwhile would be seen of the last alone.
        now if latest is None else min(latest, now),
        latest,
    )
    page, remaining = _page(context, behind, asked, limit)
    reply = ActivityReply(context.types, context.zone)
    position = behind.following(context, start, page)
    return reply.history(told(context, page), remaining=remaining, position=position)


@dataclass(frozen=True, slots=True)
class _History:
    """The activities that a call asks for: of a lead, of some types, between two seconds.

    Attributes:
        stated: The last second as the caller has it; None where it is now.
    """

    lead_id: int
    kinds: Sequence[int]
    oldest: int
    latest: int
    stated: int | None

    @property
    def is_empty(self) -> bool:
        """Nothing can match."""
        return not self.kinds or self.latest < self.oldest

    def streams(self) -> list[Stream]:
        """Return the streams of one span."""
        return streams(self.kinds, [self.lead_id])


def _cut(span: Span) -> list[Span]:
    """Cut a span into several, the latest first."""
    first, last = span
    begins = [begin for age in _AGES if (begin := last - age) > first]
    ends = [last, *(begin - 1 for begin in begins)]
    return list(zip([*begins, first], ends, strict=True))


@dataclass(slots=True)
class _Reading:
    """A history as far as it was read.

    Attributes:
        spans: The spans that are not read yet; the first is being read.
        parts: The streams of the first span.
        found: What was found in the spans that are read, the newest first.
        coming: What was found in the first span.
        in_spans: Whether time was cut into spans.
        answered: Whether the caller has got some of it.
    """

    spans: list[Span]
    parts: list[Stream]
    found: list[Activity] = field(default_factory=list)
    coming: list[Activity] = field(default_factory=list)
    in_spans: bool = False
    answered: bool = False

    @classmethod
    def new(cls, asked: _History, place: Place | None) -> _Reading:
        """Return one of which nothing is read, and of which nothing before a place is wanted."""
        if place is None:
            return cls([(asked.oldest, asked.latest)], asked.streams())
        asked = replace(asked, latest=min(asked.latest, place.at))
        return cls([(asked.oldest, asked.latest)], asked.streams(), answered=True)

    def packed(self) -> list[Any]:
        """Return it as JSON."""
        return [
            self.spans,
            [each.packed() for each in self.parts],
            [each.packed() for each in self.found],
            [each.packed() for each in self.coming],
            *(self.in_spans, self.answered),
        ]

    @classmethod
    def unpacked(cls, content: Sequence[Any]) -> _Reading:
        """Read what `packed` has made."""
        spans, parts, found, coming, in_spans, answered = content
        return cls(
            [(first, last) for first, last in spans],
            [Stream(**each) for each in parts],
            [Activity.unpacked(each) for each in found],
            [Activity.unpacked(each) for each in coming],
            *(in_spans, answered),
        )


def _page(
    context: Context, behind: Behind, asked: _History, limit: int
) -> tuple[list[Activity], int]:
    """Return a page and how many follow: exactly, where all is read by then, else one.

    What was read of later pages is kept for them.

    Raises:
        Refusal: 20011, nothing is certain yet; the next call goes on.
    """
    if asked.is_empty:
        return [], 0
    progress = Progress(context, [asked.lead_id, asked.kinds, asked.oldest, asked.stated])
    kept = progress.read()
    reading = None if kept is None else _Reading.unpacked(kept)
    if reading is None or (reading.answered and behind.place is None):
        # A caller that begins wants what is new, too.
        reading = _Reading.new(asked, behind.place)
    stopped = False
    try:
        _read(context, asked, reading, behind, limit)
    except ScanStopped:
        stopped = True
    except InvalidError:
        progress.forget()  # the tokens may be too old: the next call begins anew
        raise
    following = _behind(reading, behind)
    page, rest = following[:limit], following[limit:]
    if stopped and not page:
        progress.keep(reading.packed())
        raise SCAN_UNFINISHED.refusal()
    remaining = max(len(rest), 1) if reading.spans else len(rest)
    reading.answered = True
    if remaining:
        progress.keep(reading.packed())
    elif kept is not None:
        progress.forget()
    return page, remaining


def _behind(reading: _Reading, behind: Behind) -> list[Activity]:
    """Return what is certain behind the page before."""
    place = behind.place
    following = [each for each in reading.found if place is None or each.place < place]
    return following[behind.returned :]


def _read(context: Context, asked: _History, reading: _Reading, behind: Behind, limit: int) -> None:
    """Read spans until a page is certain, or all is read.

    Raises:
        ScanStopped: No call is left before that.
    """
    scan = Scan(context, len(reading.parts))
    while reading.spans and len(_behind(reading, behind)) < limit:
        first, last = reading.spans[0]
        scan.begin(reading.parts, first)
        for part in reading.parts:
            while not part.ended:
                records, is_slow = scan.read_page(part, last)
                if is_slow and not reading.in_spans and len(spans := _cut((first, last))) > 1:
                    # The service looks through many activities of others for each of this lead.
                    reading.spans, reading.in_spans, reading.coming = spans, True, []
                    break
                read = read_activities(context, records)
                reading.coming += [each for each in read if each.at >= first]
            if not part.ended:
                break
        else:
            reading.found += sorted(reading.coming, key=lambda each: each.place, reverse=True)
            reading.coming = []
            del reading.spans[0]
        reading.parts = asked.streams()


OPERATIONS = {
    "getLeadActivity": Operation(
        get_lead_activity,
        "approximate",
        "read",
        "1 for the lead, 1, and 1 for 300 activities, for each ten types of all that are asked "
        "for; on a busy instance many more, since REST looks through the activities of all leads",
        "types, bounds of time, pages, the newest first",
        (
            "`remainingCount` is exact where all is read, else 1 or more while more may follow",
            "attributes that REST leaves out, such as those without a value, and the name of a "
            "campaign that is gone",
            "what is not read by the REST calls that one call may make is read by the next one: "
            "until a page is certain the answer is 20011, and what was read is kept for an hour; "
            "a page may be shorter than asked for",
            "activities of before 2006, and with a time that is still to come, are not looked for",
            "of a type that was made within the last hour, activities may be passed over",
            "an `offset` of the service itself is refused with 20122",
        ),
    ),
}
