"""Stream positions as text: where the next page of a reply begins."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from dataclasses import dataclass

from mktows.facts.faults import BAD_STREAM_POSITION
from mktows.server.refusals import Reason

LEAD_POSITION_UNREADABLE = Reason(
    "lead-position-unreadable",
    BAD_STREAM_POSITION,
    "",
    "documented",
    "The vendor's table of errors has this code for a position that is not understood.",
    "instance",
)
OBJECT_POSITION_UNREADABLE = Reason(
    "object-position-unreadable",
    BAD_STREAM_POSITION,
    "",
    "documented",
    "The vendor's table of errors has this code for a position that is not understood.",
    "instance",
)
OBJECT_POSITION_OF_ANOTHER = Reason(
    "object-position-of-another",
    BAD_STREAM_POSITION,
    "",
    "inferred",
    "All other parameters are to be repeated with a position; the code follows its title.",
    "instance",
)

_LEADS = re.compile(
    r"id:([0-9]{1,18}):to:([0-9]{1,12}):tl:([0-9]{1,12}):os:([0-9]{1,18}):rc:([0-9]{1,18})"
)
_CHECK = 16  # hex digits of the digest that tells a garbled position


@dataclass(frozen=True, slots=True)
class LeadPosition:
    """The state of a stream of leads, in the form recorded for getMultipleLeads.

    Attributes:
        last_id: The last lead returned; the next page begins behind it.
        oldest: Lower bound of the last update, in seconds since 1970; for a static list its id.
        latest: Upper bound; fixed on the first page, so that a stream "until now" can end. 0 for
            a static list and for keys.
        returned: Leads returned so far.
        remaining: Leads that were left.
    """

    last_id: int
    oldest: int
    latest: int
    returned: int
    remaining: int

    def __str__(self) -> str:
        return (
            f"id:{self.last_id}:to:{self.oldest}:tl:{self.latest}"
            f":os:{self.returned}:rc:{self.remaining}"
        )

    @classmethod
    def parse(cls, text: str) -> LeadPosition:
        """Read a position back.

        Raises:
            Refusal: 20122, the text is no such position.
        """
        found = _LEADS.fullmatch(text)
        if found is None:
            raise LEAD_POSITION_UNREADABLE.refusal()
        position = cls(*(int(part) for part in found.groups()))
        if 0 in (position.last_id, position.returned, position.remaining):
            raise LEAD_POSITION_UNREADABLE.refusal()  # no page ended like that
        return position


def object_position(object_type: str, last_id: int) -> str:
    """Return the opaque position of getMObjects; it is never empty (recorded).

    The real one was encrypted. This one carries a digest instead, so that a garbled position
    is refused and not taken for another place in the stream.
    """
    state = json.dumps([object_type, last_id]).encode()
    return base64.b64encode(_digest(state) + state).decode()


def read_object_position(object_type: str, text: str) -> int:
    """Return the id behind which the next page of getMObjects begins.

    Raises:
        Refusal: 20122, the text is no position, or one of another object type.
    """
    try:
        packed = base64.b64decode(text.encode(), validate=True)
    except (binascii.Error, UnicodeError):
        raise OBJECT_POSITION_UNREADABLE.refusal() from None
    digest, state = packed[:_CHECK], packed[_CHECK:]
    if digest != _digest(state):
        raise OBJECT_POSITION_UNREADABLE.refusal()
    stated_type, last_id = json.loads(state)
    if stated_type != object_type:
        raise OBJECT_POSITION_OF_ANOTHER.refusal()
    return int(last_id)


def _digest(state: bytes) -> bytes:
    return hashlib.sha256(b"mktows " + state).hexdigest()[:_CHECK].encode()
