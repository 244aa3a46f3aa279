"""The tally of recorded requests: shapes are counted, and the calls themselves are let go."""

from __future__ import annotations

from array import array
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime

from lxml import etree

from mktows.migration.fields import Used, fields_of
from mktows.migration.recorded import Recorded
from mktows.migration.shapes import OTHER, Shape, shape_of

MOST_SHAPES = 1024
"""Shapes of all users that are told apart; further ones are counted together, by operation."""
MOST_USERS = 500
MOST_FIELDS = 5000
MOST_SAMPLE = 1024 * 1024
"""Bytes of a message at most that is kept as a sample of its shape."""
MOST_SAMPLES = 64 * 1024 * 1024
"""Bytes of all samples."""
OTHER_USERS = "(others)"
OTHER_FIELDS = Used("(others)", "(others)")
_LONGEST_FIELD = 200
_SECONDS = 2**33
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True, eq=False)
class Met:
    """One shape of one user, and how often it was met.

    Attributes:
        number: Its number among all that were met.
        user_id: The user.
        shape: The shape.
        count: Calls of it.
        timed: Those of them that have a time.
        first: The time of the earliest.
        last: The time of the latest.
        sample: The largest message that was kept; empty for none.
        size: Bytes of the sample with its envelope.
        version: The version that the sample was sent to; empty where nothing tells.
        sample_at: When it was sent.
        has_workspace: Whether it aims at a workspace.
    """

    number: int
    user_id: str
    shape: Shape
    count: int = 0
    timed: int = 0
    first: datetime | None = None
    last: datetime | None = None
    sample: bytes = field(default=b"", repr=False)
    size: int = 0
    version: str = ""
    sample_at: datetime | None = None
    has_workspace: bool = False


class Tally:
    """Counts requests, in memory that grows by eight bytes a call.

    Attributes:
        calls: Requests that were added.
        met: What was met, by user and shape.
        fields: How often each field is used, by user and operation.
    """

    def __init__(self) -> None:
        self.calls = 0
        self.met: dict[tuple[str, Shape], Met] = {}
        self.fields: dict[tuple[str, str], Counter[Used]] = {}
        self._users: set[str] = set()
        self._names: set[Used] = set()
        self._sampled = 0
        # The second of each call, and the number of what it belongs to, in one number.
        self._times = array("q")

    def add(self, recorded: Recorded) -> None:
        """Count one request."""
        self.calls += 1
        user = self._user(recorded.user_id)
        met = self._place(user, shape_of(recorded))
        met.count += 1
        if recorded.at is not None:
            self._note_time(met, recorded.at)
        self._keep(met, recorded)
        counted = self.fields.setdefault((user, recorded.operation), Counter())
        for each in fields_of(recorded):
            counted[self._field(each)] += 1

    def moments(self) -> list[tuple[int, int]]:
        """The seconds since 1970 of all calls that have a time, and what each belongs to."""
        return [divmod(each, MOST_SHAPES * 4) for each in sorted(self._times)]

    def _user(self, user_id: str) -> str:
        if user_id not in self._users:
            if len(self._users) >= MOST_USERS:
                return OTHER_USERS
            self._users.add(user_id)
        return user_id

    def _field(self, used: Used) -> Used:
        used = Used(used.kind[:_LONGEST_FIELD], used.name[:_LONGEST_FIELD])
        if used not in self._names:
            if len(self._names) >= MOST_FIELDS:
                return OTHER_FIELDS
            self._names.add(used)
        return used

    def _place(self, user: str, shape: Shape) -> Met:
        found = self.met.get((user, shape))
        if found is None and len(self.met) >= MOST_SHAPES:
            # Of each operation one more at most, for all users.
            user, shape = OTHER_USERS, Shape(shape.operation, (OTHER,), shape.trouble)
            found = self.met.get((user, shape))
        if found is None:
            found = self.met[user, shape] = Met(len(self.met), user, shape)
        return found

    def _note_time(self, met: Met, at: datetime) -> None:
        met.timed += 1
        met.first = at if met.first is None else min(met.first, at)
        met.last = at if met.last is None else max(met.last, at)
        second = min(max(int((at - _EPOCH).total_seconds()), 0), _SECONDS)
        self._times.append(second * MOST_SHAPES * 4 + met.number)

    def _keep(self, met: Met, recorded: Recorded) -> None:
        """Keep the largest message of a shape: it takes the most REST calls."""
        if recorded.message is None or recorded.size <= met.size:
            return
        text = etree.tostring(recorded.message, with_tail=False)
        grown = len(text) - len(met.sample)
        if grown <= 0 or len(text) > MOST_SAMPLE or self._sampled + grown > MOST_SAMPLES:
            return
        self._sampled += grown
        met.sample, met.size = text, recorded.size
        met.version, met.sample_at = recorded.version, recorded.at
        met.has_workspace = recorded.has_workspace
