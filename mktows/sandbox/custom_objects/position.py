"""The stream position of getCustomObjects as text: where the next page begins."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from mktows.facts.faults import BAD_STREAM_POSITION
from mktows.parameters.scalars import MAX_ID
from mktows.server.refusals import Reason

CUSTOM_POSITION_UNREADABLE = Reason(
    "custom-position-unreadable",
    BAD_STREAM_POSITION,
    "",
    "documented",
    "The vendor's table of errors has this code for a position that is not understood.",
    "instance",
)


@dataclass(frozen=True, slots=True)
class CustomObjectPosition:
    """The state of a stream of custom objects, in the recorded form and one member more.

    The recorded form has the key values asked for and the number of records returned. A number
    alone would lose its place when records are written or deleted between two pages, so as long
    as something is left the position also names the key of the last record returned.

    Attributes:
        asked: The key values asked for, in the order of the keys.
        returned: Records returned so far.
        last: All key values of the last record returned; None where nothing is left.
    """

    asked: tuple[str, ...] = field(repr=False)
    returned: int = 0
    last: tuple[str, ...] | None = field(default=None, repr=False)

    def __str__(self) -> str:
        members: dict[str, object] = {"ky": self.asked, "os": self.returned}
        if self.last is not None:
            members["af"] = self.last
        return json.dumps(members, separators=(",", ":"))

    @classmethod
    def parse(cls, text: str, asked: Sequence[str]) -> CustomObjectPosition:
        """Read a position back, for a call that asks for the same key values.

        Raises:
            Refusal: 20122, the text is no position, or one of another stream.
        """
        try:
            members = json.loads(text)
        except (ValueError, RecursionError):
            raise CUSTOM_POSITION_UNREADABLE.refusal() from None
        if not isinstance(members, dict) or not {"ky", "os"} <= members.keys() <= {
            "ky",
            "os",
            "af",
        }:
            raise CUSTOM_POSITION_UNREADABLE.refusal()
        returned, last = members["os"], members.get("af")
        if members["ky"] != list(asked) or type(returned) is not int:
            raise CUSTOM_POSITION_UNREADABLE.refusal()
        if not 0 <= returned <= MAX_ID or not (last is None or _texts(last)):
            raise CUSTOM_POSITION_UNREADABLE.refusal()
        return cls(tuple(asked), returned, None if last is None else tuple(last))


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)
