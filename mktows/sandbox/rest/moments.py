"""Times as answers of the REST API write them, and as its calls give them; pure."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

from mktows.facts.rest_errors import VALUE_BAD
from mktows.parameters.scalars import moment, seconds
from mktows.sandbox.rest.refusals import refusal
from mktows.sandbox.rest.request import RestCall


def utc_text(stamp: int) -> str:
    """Return a moment as the lead database shows it: `2015-05-07T11:47:30Z`."""
    return f"{datetime.fromtimestamp(stamp, UTC):%Y-%m-%dT%H:%M:%SZ}"


def asset_text(stamp: int) -> str:
    """Return a moment as assets show it: `2015-05-07T11:47:30Z+0000`."""
    return f"{utc_text(stamp)}+0000"


def activity_text(stamp: int, end: str) -> str:
    """Return a moment as activities show it: `2015-05-07T11:47:30`, and its end, as habits say."""
    return f"{datetime.fromtimestamp(stamp, UTC):%Y-%m-%dT%H:%M:%S}{end}"


def moment_given(call: RestCall, name: str, zone: tzinfo) -> int | None:
    """Return a parameter that is a time, in seconds since 1970.

    Raises:
        RestRefusal: It is none.
    """
    text = call.text(name)
    return None if text is None else read_moment(text, zone)


def read_moment(text: str, zone: tzinfo) -> int:
    """Return a time in seconds since 1970.

    Raises:
        RestRefusal: The text is none.
    """
    found = moment(text.removesuffix("+0000") if text.endswith("Z+0000") else text, zone)
    if found is None:
        raise refusal(VALUE_BAD, value=text, type="DateTime")
    return seconds(found)
