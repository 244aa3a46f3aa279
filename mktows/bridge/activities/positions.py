"""The beginning of a page of activities: behind a place in time, or a number of activities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mktows.bridge.activities.activity import Activity, Place
from mktows.bridge.context import Context
from mktows.parameters.activity_positions import ActivityOffset, StartPosition

# Both operations go on from each other's positions, whatever else is asked for (inferred).
_STREAM = "activities"


@dataclass(frozen=True, slots=True)
class Behind:
    """The end of the page before.

    Attributes:
        place: The place of its last activity; None where that is not told.
        returned: How many activities to pass over (the form of 2017).
    """

    place: Place | None = None
    returned: int = 0

    @classmethod
    def read(cls, context: Context, start: StartPosition) -> Behind:
        """Read the offset of a startPosition.

        Raises:
            Refusal: 20122, it is none of the bridge's, nor a number.
        """
        if start.offset is None:
            return cls()
        if start.offset.isdigit():
            return cls(returned=ActivityOffset.parse(start.offset).returned)
        state = context.positions.read(_STREAM, None, start.offset)
        return cls(Place(state["at"], state["id"]))

    def following(self, context: Context, start: StartPosition, page: Sequence[Activity]) -> object:
        """Return the newStartPosition behind a page."""
        offset = start.offset
        if page:
            last = page[-1].place
            offset = context.positions.write(_STREAM, None, {"at": last.at, "id": last.id})
        return start.moved(context.types, offset)
