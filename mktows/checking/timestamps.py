"""The forms of a `requestTimestamp`, and which of them the real service accepted."""

from __future__ import annotations

import re
from datetime import datetime

from mktows.checking.rule import Example, Rule, Verdict

_FORM = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)(?P<between>[Tt]|\s+)(?P<time>\d\d:\d\d:\d\d)(?P<fraction>[.,]\d+)?"
    r"(?P<space>\s*)(?P<offset>[Zz]|(?<=\s)(?:UTC|GMT)|[+-]\d\d:?\d\d)?",
    re.ASCII,
)


TIMESTAMP_LOOSE = Rule(
    "timestamp-loose",
    "note",
    "recorded",
    "A space before time or offset, and an offset without colon, were accepted live.",
    "requestTimestamp is in a loose form",
    "write it as 2013-06-09T14:04:54-08:00, and sign that very text",
    example=Example(timestamp="2014-05-12 10:00:00 -0400"),
)

TIMESTAMP_ZULU = Rule(
    "timestamp-zulu",
    "note",
    "guess",
    "Timestamps are documented with a numeric offset; nobody recorded what Z does.",
    "requestTimestamp ends in Z",
    "write the offset as +00:00, and sign that very text",
    example=Example(timestamp="2014-05-12T10:00:00Z"),
)

TIMESTAMP_FRACTION = Rule(
    "timestamp-fraction",
    "note",
    "recorded",
    "Fractions of a second were accepted live.",
    "requestTimestamp has fractions of a second",
    "write whole seconds, and sign that very text",
    example=Example(timestamp="2014-05-12T10:00:00.123456-04:00"),
)

TIMESTAMP_NO_OFFSET = Rule(
    "timestamp-no-offset",
    "warning",
    "recorded",
    "A timestamp without offset was accepted live, but tells nobody its age.",
    "requestTimestamp has no offset",
    "add the offset, such as -08:00, and sign that very text",
    example=Example(timestamp="2014-05-12T10:00:00"),
)

TIMESTAMP_UNREADABLE = Rule(
    "timestamp-unreadable",
    "warning",
    "inferred",
    "The service parses the timestamp to judge its age.",
    "requestTimestamp is {what}",
    "write it as 2013-06-09T14:04:54-08:00, and sign that very text",
    example=Example(timestamp="1399903200"),
)


def rules_broken(text: str) -> list[Verdict]:
    """Tell how a timestamp differs from the documented form."""
    plain = text.strip()
    form = _FORM.fullmatch(plain)
    if form is None:
        return [Verdict(TIMESTAMP_UNREADABLE, {"what": _likeness(plain)})]
    offset = form["offset"] or ""
    try:
        zone = "Z" if offset in ("z", "UTC", "GMT") else offset
        datetime.fromisoformat(f"{form['day']}T{form['time']}{zone}")
    except ValueError:
        return [Verdict(TIMESTAMP_UNREADABLE, {"what": "no time of the calendar"})]
    found: list[Verdict] = []
    numeric = offset[:1] in ("+", "-")
    if (
        form["between"] != "T"
        or form["space"]
        or text != plain
        or (numeric and ":" not in offset)
        or offset == "z"
        or len(offset) == len("UTC")
    ):
        found.append(Verdict(TIMESTAMP_LOOSE, {}))
    if form["fraction"]:
        found.append(Verdict(TIMESTAMP_FRACTION, {}))
    if offset in ("Z", "z"):
        found.append(Verdict(TIMESTAMP_ZULU, {}))
    elif not offset:
        found.append(Verdict(TIMESTAMP_NO_OFFSET, {}))
    return found


def _likeness(text: str) -> str:
    if re.fullmatch(r"\d{9,10}(\.\d+)?", text, re.ASCII):
        return "a count of seconds"
    if re.fullmatch(r"\d{12,13}", text, re.ASCII):
        return "a count of milliseconds"
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        return "a day without time"
    return "in no form that the service is known to read"
