"""Timestamp text and HMAC-SHA1 signature of a request."""

from __future__ import annotations

import hmac
from datetime import UTC, datetime

from mktows.errors import RequestError


class Secret:
    """A text that no repr, log line or error shows; `reveal()` is the only way to it."""

    __slots__ = ("__text",)

    def __init__(self, text: str) -> None:
        self.__text = text

    def reveal(self) -> str:
        """The text itself."""
        return self.__text

    def __repr__(self) -> str:
        return "Secret('***')"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        mine, theirs = (s.__text.encode("utf-8", "surrogatepass") for s in (self, other))
        return hmac.compare_digest(mine, theirs)

    def __hash__(self) -> int:
        return hash((Secret, self.__text))

    def __bool__(self) -> bool:
        return bool(self.__text)

    def __reduce__(self) -> str | tuple[object, ...]:
        raise TypeError("a Secret is not pickled: hand over the setting it came from")


def timestamp(moment: datetime) -> str:
    """Return the `requestTimestamp` text for a moment.

    It is what the vendor documents: whole seconds and a numeric offset with a colon, never `Z`.

    Raises:
        RequestError: The moment has no offset, so nobody can tell which instant it is.

    Example:
        >>> from datetime import timedelta, timezone
        >>> timestamp(datetime(2013, 8, 1, 18, 22, 30, tzinfo=timezone(-timedelta(hours=7))))
        '2013-08-01T18:22:30-07:00'
    """
    offset = moment.utcoffset()
    if offset is None:
        raise RequestError("a timestamp needs an offset: use datetime.now(UTC), not datetime.now()")
    if offset.total_seconds() % 60:
        # Local mean times of the nineteenth century have offsets that xs:dateTime cannot write.
        moment = moment.astimezone(UTC)
    return moment.isoformat(timespec="seconds")


def sign(*, user_id: str, key: Secret, timestamp: str) -> str:
    """Return the `requestSignature` for one request: 40 lower-case hexadecimal digits.

    The service recomputes it from the header as sent, so `timestamp` must be that very text, and
    judges its age, so each attempt is signed anew. The key is the UTF-8 bytes of its text; it is
    not hex-decoded, even if it looks like hex. The body is not signed.

    Raises:
        RequestError: One of the texts cannot be written as UTF-8.

    Example:
        >>> sign(
        ...     user_id="demo17_1_809934544BFABAE58E5D27",
        ...     key=Secret("27272727aa"),
        ...     timestamp="2013-08-05T09:57:10-07:00",
        ... )
        '0737b707c4022bb90122e7a1dbc79a2dbfbcd5ca'
    """
    try:
        message = (timestamp + user_id).encode()
        return hmac.digest(key.reveal().encode(), message, "sha1").hex()
    except UnicodeEncodeError:
        # An environment variable that is not UTF-8 comes as such; the error's text would show it.
        raise RequestError("the user id, key or timestamp is no valid Unicode text") from None
