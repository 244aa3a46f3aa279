"""Stream positions: they carry all that the next page needs, signed."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import zlib
from collections.abc import Mapping
from typing import Any

from mktows.facts.faults import BAD_STREAM_POSITION
from mktows.server.refusals import Reason

POSITION_NOT_OURS = Reason(
    "position-not-ours",
    BAD_STREAM_POSITION,
    "",
    "documented",
    "The vendor's table of errors has this code for a position that is not understood.",
    "instance",
)
POSITION_OF_ANOTHER_CALL = Reason(
    "position-of-another-call",
    BAD_STREAM_POSITION,
    "",
    "inferred",
    "All other parameters are to be repeated with a position; the code follows its title.",
    "instance",
)
_SIGNATURE = 12  # bytes
_LONGEST = 64 * 1024
_MOST_UNPACKED = 256 * 1024


class Positions:
    """Writes and reads positions of one tenant. Any process that has the key goes on from them.

    Args:
        key: The key that they are signed with.
        tenant: The tenant, which a position belongs to.
    """

    def __init__(self, key: bytes, tenant: str) -> None:
        self._key = key
        self._tenant = tenant

    def write(self, operation: str, asked: object, state: Mapping[str, Any]) -> str:
        """Return the position for a state, as plain ASCII.

        Args:
            operation: The operation.
            asked: What else the call asks for, as JSON; a position goes with it alone.
            state: What the next page needs, as JSON.
        """
        packed = zlib.compress(json.dumps(state, separators=(",", ":")).encode())
        signed = self._signature(operation, asked, packed) + packed
        return base64.urlsafe_b64encode(signed).decode().rstrip("=")

    def read(self, operation: str, asked: object, text: str) -> dict[str, Any]:
        """Read a position back.

        Raises:
            Refusal: 20122, it is none of ours, or belongs to another call.
        """
        if len(text) > _LONGEST or not text.isascii():
            raise POSITION_NOT_OURS.refusal()
        try:
            signed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            raise POSITION_NOT_OURS.refusal() from None
        signature, packed = signed[:_SIGNATURE], signed[_SIGNATURE:]
        if not hmac.compare_digest(signature, self._signature(operation, asked, packed)):
            raise POSITION_OF_ANOTHER_CALL.refusal()
        # What is signed was made here, so that unpacking it is harmless; bounded all the same.
        state = json.loads(zlib.decompressobj().decompress(packed, _MOST_UNPACKED))
        if not isinstance(state, dict):
            raise POSITION_NOT_OURS.refusal()
        return state

    def _signature(self, operation: str, asked: object, packed: bytes) -> bytes:
        belongs = json.dumps([self._tenant, operation, asked], sort_keys=True).encode()
        digest = hashlib.sha256(belongs).digest()
        return hmac.digest(self._key, digest + packed, "sha256")[:_SIGNATURE]
