"""The forms of a `requestTimestamp`, and which of them the real service accepted."""

from __future__ import annotations

import re
from datetime import datetime
from typing import NamedTuple

_FORM = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)(?P<between>[Tt]|\s+)(?P<time>\d\d:\d\d:\d\d)(?P<fraction>[.,]\d+)?"
    r"(?P<space>\s*)(?P<offset>[Zz]|[+-]\d\d:?\d\d)?",
    re.ASCII,
)


class FormRule(NamedTuple):
    """A rule that a timestamp breaks, and what its templates are filled with."""

    rule: str
    what: str = ""


def rules_broken(text: str) -> list[FormRule]:
    """What a timestamp departs in from the documented form."""
    plain = text.strip()
    form = _FORM.fullmatch(plain)
    if form is None:
        return [FormRule("timestamp-unreadable", _likeness(plain))]
    offset = form["offset"] or ""
    try:
        datetime.fromisoformat(f"{form['day']}T{form['time']}{offset.replace('z', 'Z')}")
    except ValueError:
        return [FormRule("timestamp-unreadable", "no time of the calendar")]
    found = []
    numeric = offset not in ("", "Z", "z")
    if (
        form["between"] != "T"
        or form["space"]
        or text != plain
        or (numeric and ":" not in offset)
        or offset == "z"
    ):
        found.append(FormRule("timestamp-loose"))
    if form["fraction"]:
        found.append(FormRule("timestamp-fraction"))
    if offset in ("Z", "z"):
        found.append(FormRule("timestamp-zulu"))
    elif not offset:
        found.append(FormRule("timestamp-no-offset"))
    return found


def _likeness(text: str) -> str:
    if re.fullmatch(r"\d{9,10}(\.\d+)?", text, re.ASCII):
        return "a count of seconds"
    if re.fullmatch(r"\d{12,13}", text, re.ASCII):
        return "a count of milliseconds"
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        return "a day without time"
    return "in no form that the service is known to read"
