"""Reads scalar values as the service does: trimmed, leniently, and never raising for bad data."""

from __future__ import annotations

from datetime import UTC, date, datetime, tzinfo
from enum import Enum

from xsdata.models.datatype import XmlDateTime

from mktows.moments import read_moment
from mktows.numerals import is_decimal, read_whole

# What an xs:int or a row id can be; anything beyond names no record.
MAX_ID = 2**63 - 1

_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


def trimmed(value: object) -> str | None:
    """Return the text without the blanks around it; None where nothing is left.

    An empty element counts as an absent one (recorded).
    """
    if value is None:
        return None
    return str(value).strip() or None


def enum_text(value: object) -> str | None:
    """Return what an enumeration says on the wire, whatever version's class it is of."""
    return trimmed(value.value if isinstance(value, Enum) else value)


def simple_text(value: object) -> str | None:
    """Return an xs:anySimpleType as text, also when xsi:type made it something else."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return trimmed(value)


def id_number(text: str | None) -> int | None:
    """Return the record id a text names, or None when it cannot be one."""
    return None if text is None else read_whole(text)


def boolean(text: str | None) -> bool | None:
    """Return a boolean in any letter case (documented)."""
    return None if text is None else _BOOLEANS.get(text.lower())


def is_number(text: str) -> bool:
    """Tell whether a text is a decimal number."""
    return is_decimal(text)


def fits(data_type: str, text: str) -> bool:
    """Tell whether a field of this data type can hold the text."""
    match data_type:
        case "integer":
            return read_whole(text) is not None
        case "float" | "currency":
            return is_number(text)
        case "boolean":
            return boolean(text) is not None
        case "date":
            return _is_date(text) or moment(text, UTC) is not None
        case "datetime":
            return moment(text, UTC) is not None
        case _:
            return True


def moment(text: str, zone: tzinfo) -> datetime | None:
    """Return the time a text names; without an offset it is meant in `zone`."""
    parsed = read_moment(text)
    return parsed if parsed is None or parsed.tzinfo else parsed.replace(tzinfo=zone)


def wire_moment(value: object, zone: tzinfo) -> datetime | None:
    """Return an xs:dateTime of a request as an aware datetime, or None when it is none."""
    if not isinstance(value, XmlDateTime):
        text = trimmed(value)
        return moment(text, zone) if text else None
    try:
        parsed = value.to_datetime()
    except ValueError:
        return None
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=zone)


def seconds(when: datetime) -> int:
    """Return whole seconds since 1970: no reply shows a fraction, so none is kept."""
    return int(when.timestamp() // 1)


def wire_stamp(stamp: int, zone: tzinfo) -> XmlDateTime:
    """Return a stored time as replies carry it: whole seconds in the instance's own zone."""
    return XmlDateTime.from_datetime(datetime.fromtimestamp(stamp, zone))


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
