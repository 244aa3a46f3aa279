"""Tokens that say where the next page begins; pure.

A token is opaque to callers. Like the vendor's it is base32. One of a place in time says what the
vendor's older ones say (a sample): the moment, and a number of the last record; others hold what is
our own. `passed` counts the pages that were empty on the way, so that the token of an empty page is
another one.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from mktows.facts.rest_endpoints import RECORDS_PER_PAGE
from mktows.facts.rest_errors import DATA_BAD
from mktows.parameters.scalars import MAX_ID, seconds
from mktows.sandbox.rest.refusals import refusal
from mktows.sandbox.rest.request import RestCall

_LONGEST = 2000
_DATE_TOKEN = re.compile(
    r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d{4}),(\d{1,18})(?:,(\d{1,9}))?", re.ASCII
)
# These do not choose records, so a caller may change them between two pages.
_FREE = frozenset({"nextPageToken", "batchSize", "access_token", "fields"})


@dataclass(frozen=True, slots=True)
class DatePosition:
    """A place in the order of time: behind all that happened before `at`, and some of that moment.

    Attributes:
        at: The moment, in seconds since 1970.
        after: The id of the last one of this moment that was shown; 0 for none.
        passed: How many empty pages came before.
    """

    at: int
    after: int = 0
    passed: int = 0

    def token(self) -> str:
        """Return the token that says this."""
        moment = datetime.fromtimestamp(self.at, UTC).replace(tzinfo=None)
        written = f"{moment.isoformat(timespec='milliseconds')}+0000"
        passed = f",{self.passed}" if self.passed else ""
        return base64.b32encode(f"{written},{self.after}{passed}".encode()).decode()

    def behind_an_empty_page(self) -> str:
        """Return another token of the same place."""
        return replace(self, passed=self.passed + 1).token()


@dataclass(frozen=True, slots=True)
class RowPosition:
    """A place in the order of ids, or of whatever else a read is sorted by.

    Attributes:
        query: A digest of what the records are chosen by.
        after: What the last record shown is sorted by; None at the beginning.
        passed: How many empty pages came before.
    """

    query: str
    after: int | str | None = None
    passed: int = 0

    @property
    def after_id(self) -> int:
        """The id of the last record shown; 0 at the beginning.

        Raises:
            RestRefusal: The token was made up.
        """
        if self.after is not None and not isinstance(self.after, int):
            raise _unknown()
        return min(self.after or 0, MAX_ID)

    def token(self, after: int | str) -> str:
        """Return the token of the page behind a record."""
        return _encoded(["r", self.query, after, 0])

    def behind_an_empty_page(self) -> str:
        """Return another token of the same place."""
        return _encoded(["r", self.query, self.after, self.passed + 1])


def date_position(call: RestCall) -> DatePosition:
    """Read the token of a call that reads in the order of time.

    Raises:
        RestRefusal: The token is none that was given out.
    """
    match = _DATE_TOKEN.fullmatch(_unpacked(call.text("nextPageToken") or "").decode("latin-1"))
    if match is None:
        raise _unknown()
    try:
        at = seconds(datetime.fromisoformat(match[1]))
    except (ValueError, OverflowError):
        raise _unknown() from None
    return DatePosition(at, min(int(match[2]), MAX_ID), int(match[3] or 0))


def row_position(call: RestCall) -> RowPosition:
    """Read the token of a call, which may have none yet.

    Raises:
        RestRefusal: The token is none that was given out, or was given out for another query.
    """
    query = _digest(call)
    text = call.text("nextPageToken")
    if text is None and isinstance(call.document, Mapping):
        given = call.document.get("nextPageToken")
        text = given if isinstance(given, str) and given else None
    if text is None:
        return RowPosition(query)
    match _decoded(text):
        case ["r", str(digest), (int() | str() | None) as after, int(passed)] if digest == query:
            return RowPosition(query, after, passed)
    raise _unknown()


def page_size(call: RestCall, most: int = RECORDS_PER_PAGE) -> int:
    """Return how many records a page of a call has: `batchSize`, as far as it is allowed.

    A greater one, or one below 1, counts as the greatest (inferred: clients send such).
    """
    asked = call.number("batchSize")
    if asked is None and isinstance(call.document, Mapping):
        given = call.document.get("batchSize")
        asked = given if isinstance(given, int) and not isinstance(given, bool) else None
    return asked if asked is not None and 1 <= asked <= most else most


def offset_page(call: RestCall, *, default: int, most: int) -> tuple[int, int]:
    """Return how many assets a call passes over, and how many it shows at most.

    Raises:
        RestRefusal: One of the numbers is below zero, or more are asked for than a page has.
    """
    offset, size = call.number("offset") or 0, call.number("maxReturn")
    if offset < 0:
        raise refusal(DATA_BAD, problem="offset is below 0")
    if size is not None and not 1 <= size <= most:
        raise refusal(DATA_BAD, problem=f"maxReturn is not from 1 to {most}")
    return offset, default if size is None else size


def _digest(call: RestCall) -> str:
    chosen = sorted(
        (name, list(values)) for name, values in call.parameters.items() if name not in _FREE
    )
    body: Any = None
    if isinstance(call.document, Mapping):
        body = {name: value for name, value in call.document.items() if name not in _FREE}
    text = json.dumps([call.endpoint.path, dict(call.variables), chosen, body], default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _encoded(parts: Sequence[object]) -> str:
    return base64.b32encode(json.dumps(parts, separators=(",", ":")).encode()).decode()


def _decoded(text: str) -> object:
    try:
        return json.loads(_unpacked(text))
    except ValueError:
        raise _unknown() from None


def _unpacked(text: str) -> bytes:
    if not text or len(text) > _LONGEST:
        raise _unknown()
    try:
        return base64.b32decode(text)
    except (binascii.Error, ValueError):
        raise _unknown() from None


def _unknown() -> Exception:
    return refusal(DATA_BAD, problem="Invalid nextPageToken")
