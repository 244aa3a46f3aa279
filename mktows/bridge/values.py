"""Values of fields on their way between the texts of SOAP and the JSON of REST; pure."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from datetime import tzinfo
from decimal import Decimal
from functools import cache
from typing import Any

from mktows.exact_json import number_text
from mktows.facts.lead_fields import LeadField
from mktows.moments import read_moment
from mktows.numerals import read_whole
from mktows.parameters.scalars import boolean, fits, moment
from mktows.rest.times import read_time, time_text

TRUE, FALSE = "1", "0"
"""A boolean as SOAP shows it (recorded)."""
# What XML cannot carry, and JSON can.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def read_id(value: object) -> int | None:
    """Return an id of REST, which may come as a text; None for what is none."""
    if isinstance(value, str):
        value = read_whole(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None


def soap_text(data_type: str, value: Any, zone: tzinfo, *, show_false: bool = True) -> str | None:
    """Return a value of REST as SOAP's text; None where there is nothing to show.

    Args:
        data_type: The type of its field.
        value: The value: missing, null and empty are the same (documented).
        zone: The zone that times are shown in.
        show_false: Whether false is shown.
    """
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        if value:
            return TRUE
        return FALSE if show_false else None
    if isinstance(value, int | float | Decimal):
        return _shortest(value if isinstance(value, Decimal) else Decimal(str(value)))
    text = _NOT_XML.sub("", str(value))
    if data_type == "datetime":
        try:
            return time_text(read_time(text).astimezone(zone))
        except ValueError:
            return text
    if data_type == "boolean" and (known := boolean(text)) is not None:
        return soap_text(data_type, known, zone, show_false=show_false)
    return text or None


def _shortest(number: Decimal) -> str:
    """Return a number as SOAP shows it: no exponent, and no zeros behind (recorded)."""
    text = number_text(number)
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def take_off_unfit(message: object) -> None:
    """Take off all texts of a message what XML cannot carry, and JSON can.

    One such character in the name of a campaign would have every page fail that shows it.
    """
    waiting = [message]
    search = _NOT_XML.search
    while waiting:
        each = waiting.pop()
        if isinstance(each, list):
            waiting += [item for item in each if type(item) is not str]
            if any(type(item) is str and search(item) for item in each):
                each[:] = [_NOT_XML.sub("", i) if isinstance(i, str) else i for i in each]
            continue
        kind: Any = type(each)
        for name in _member_names(kind):
            value = getattr(each, name)
            if type(value) is str:
                if search(value):
                    setattr(each, name, _NOT_XML.sub("", value))
            elif value is not None:
                waiting.append(value)


@cache
def _member_names(kind: Any) -> tuple[str, ...]:
    """Return the names of the members of a class of the bindings; none for any other class."""
    return tuple(each.name for each in fields(kind)) if is_dataclass(kind) else ()


def rest_value(field: LeadField, text: str, zone: tzinfo) -> Any:
    """Return a text of SOAP as REST's value; null, which clears the field, for an empty one.

    The text must fit the field; see `is_written`.
    """
    return json_value(field.data_type, text, zone)


def json_value(data_type: str, text: str, zone: tzinfo) -> Any:
    """Return a text of SOAP as the JSON for a field of some type, which it must fit."""
    if not text:
        return None
    match data_type:
        case "integer":
            return read_whole(text)
        case "float" | "currency":
            return Decimal(number_text(Decimal(text)))
        case "boolean":
            return boolean(text)
        case "date":
            day = read_moment(text)
            return text if day is None else day.date().isoformat()
        case "datetime":
            when = moment(text, zone)
            return text if when is None else time_text(when)
    return text


def is_written(field: LeadField, text: str) -> bool:
    """Tell whether SOAP writes a text to a field: what it does not is passed over in silence.

    These are fields that the service owns (documented), those that REST does not know, and values
    that are not of the field's type (a guess).
    """
    if not field.writable or not field.rest_name:
        return False
    return not text or fits(field.data_type, text)
