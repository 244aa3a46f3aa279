"""Reads where a page of activities begins, and writes where the next one does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, tzinfo
from types import ModuleType
from typing import Any

from xsdata.models.datatype import XmlDateTime

from mktows.facts.faults import BAD_STREAM_POSITION
from mktows.parameters.scalars import seconds, trimmed, wire_moment
from mktows.server.refusals import Reason

ACTIVITY_OFFSET_UNREADABLE = Reason(
    "activity-offset-unreadable",
    BAD_STREAM_POSITION,
    "",
    "documented",
    "The vendor's table of errors has this code for a position that is not understood.",
    "instance",
)
START_MOMENT_UNREADABLE = Reason(
    "start-moment-unreadable",
    BAD_STREAM_POSITION,
    "",
    "inferred",
    "The WSDL declares a time, and this is none of the calendar.",
    "message",
)

_ACTIVITY_OFFSET = re.compile(r"(ID:)?([0-9]{1,18})")


@dataclass(frozen=True, slots=True)
class ActivityOffset:
    """The state of a stream of activities, in the two forms that `offset` was recorded in.

    Attributes:
        last_id: The last activity returned (`ID:n`); None where the other form was sent.
        returned: How many activities to pass over (plain `n`).
    """

    last_id: int | None = None
    returned: int = 0

    def __str__(self) -> str:
        return str(self.returned) if self.last_id is None else f"ID:{self.last_id}"

    @classmethod
    def parse(cls, text: str) -> ActivityOffset:
        """Read an offset back.

        Raises:
            Refusal: 20122, the text is no such offset.
        """
        found = _ACTIVITY_OFFSET.fullmatch(text)
        if found is None:
            raise ACTIVITY_OFFSET_UNREADABLE.refusal()
        number = int(found[2])
        return cls(last_id=number) if found[1] else cls(returned=number)


@dataclass(frozen=True, slots=True)
class StartPosition:
    """The place where a caller wants to begin.

    Attributes:
        oldest: The lower bound of time, inclusive.
        latest: The upper bound, inclusive.
        offset: Where a former page ended, as it was written then.
        since: Another lower bound, which getLeadChanges reads from `activityCreatedAt`.
    """

    oldest: datetime | None = None
    latest: datetime | None = None
    offset: str | None = None
    since: datetime | None = None

    @classmethod
    def read(cls, position: Any, zone: tzinfo, *, since: bool = False) -> StartPosition:
        """Read a startPosition; empty members count as absent (documented).

        Args:
            position: The startPosition.
            zone: The zone of a time without an offset.
            since: Whether `activityCreatedAt` counts: in getLeadChanges it is a lower bound
                (documented); what it means in getLeadActivity is not known.

        Raises:
            Refusal: 20122, a moment cannot be read.
        """
        if position is None:
            return cls()
        return cls(
            oldest=_moment(position.oldest_created_at, zone),
            latest=_moment(position.latest_created_at, zone),
            offset=trimmed(position.offset),
            since=_moment(position.activity_created_at, zone) if since else None,
        )

    @property
    def oldest_second(self) -> int | None:
        """The later of the lower bounds: both hold (inferred)."""
        bounds = [seconds(each) for each in (self.oldest, self.since) if each is not None]
        return max(bounds, default=None)

    @property
    def latest_second(self) -> int | None:
        """The upper bound."""
        return None if self.latest is None else seconds(self.latest)

    def moved(self, types: ModuleType, offset: str | None) -> object:
        """Return where the next page begins: the caller's dates (recorded) and an offset.

        The dates keep the caller's own offsets (recorded).

        Args:
            types: The bindings of the version that was called.
            offset: Says which records came before; None where none did.
        """
        oldest = self.oldest
        if offset is None and oldest is None:
            # Replies never show activityCreatedAt, and a loop must not begin at the very first
            # activity because none had happened since (a guess).
            oldest = self.since
        return types.StreamPosition(
            latest_created_at=_echoed(self.latest),
            oldest_created_at=_echoed(oldest),
            activity_created_at=None,
            offset=offset,
        )


def _moment(given: object, zone: tzinfo) -> datetime | None:
    if given is None or trimmed(given) is None:
        return None
    moment = wire_moment(given, zone)
    if moment is None:
        raise START_MOMENT_UNREADABLE.refusal()
    return moment.replace(microsecond=0)  # no reply shows a fraction, so none is kept


def _echoed(moment: datetime | None) -> XmlDateTime | None:
    return None if moment is None else XmlDateTime.from_datetime(moment)
