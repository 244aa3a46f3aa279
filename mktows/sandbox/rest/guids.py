"""The GUIDs of objects whose ids are numbers.

A GUID is computed from the object's type and id, and holds both in a form that nobody guesses, so
that no table keeps it, and an object is found by it as fast as by its id.
"""

from __future__ import annotations

import hashlib
import hmac
import uuid

from mktows.sandbox.rest.context import RestContext

_CHECK_BITS, _ID_BITS = 59, 63  # together all bits of a UUID that are not fixed
_LOW, _MIDDLE = 62, 12  # bits behind the variant, and between it and the version


class Guids:
    """The GUIDs of one type of object in one instance.

    Args:
        instance: What tells the instance from others.
        kind: The type.
    """

    def __init__(self, instance: str, kind: str) -> None:
        self._key = f"{instance}\n{kind}".encode()

    def of(self, object_id: int) -> str:
        """Return the GUID of an object."""
        check = self._digest(b"check", object_id, _CHECK_BITS)
        hidden = object_id ^ self._digest(b"hidden", check, _ID_BITS)
        bits = check << _ID_BITS | hidden
        high, rest = bits >> (_LOW + _MIDDLE), bits & ((1 << (_LOW + _MIDDLE)) - 1)
        middle, low = rest >> _LOW, rest & ((1 << _LOW) - 1)
        return str(uuid.UUID(int=high << 80 | 4 << 76 | middle << 64 | 2 << 62 | low))

    def id(self, guid: str) -> int | None:
        """Return the id of the object that a GUID means; None where it means none."""
        try:
            number = uuid.UUID(guid.strip()).int
        except ValueError:
            return None
        high, middle = number >> 80, number >> 64 & ((1 << _MIDDLE) - 1)
        bits = high << (_LOW + _MIDDLE) | middle << _LOW | number & ((1 << _LOW) - 1)
        check, hidden = bits >> _ID_BITS, bits & ((1 << _ID_BITS) - 1)
        object_id = hidden ^ self._digest(b"hidden", check, _ID_BITS)
        return object_id if self.of(object_id) == str(uuid.UUID(int=number)) else None

    def _digest(self, purpose: bytes, number: int, bits: int) -> int:
        digest = hmac.digest(self._key, purpose + number.to_bytes(8, "big"), hashlib.sha256)
        return int.from_bytes(digest[:8], "big") & ((1 << bits) - 1)


def guids(context: RestContext, kind: str) -> Guids:
    """Return the GUIDs of a type: an instance that began with another world has others."""
    return Guids(context.data.instance.world() or "", kind)
