"""The fields that requests use, and their names in REST."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from lxml import etree

from mktows.bridge.fields import LeadFields
from mktows.errors import RequestError
from mktows.facts.lead_fields import SOAP_FIELDS, LeadField
from mktows.facts.mobjects import (
    OPPORTUNITY,
    OPPORTUNITY_FIELDS,
    ROLE,
    ROLE_FIELDS,
    ROLE_OPPORTUNITY_ID,
    ROLE_PERSON_ID,
)
from mktows.facts.rest_objects import EXTERNAL_OPPORTUNITY, rest_name
from mktows.facts.rest_objects import LEAD as LEAD_ID
from mktows.migration.recorded import Recorded
from mktows.migration.shapes import children, member, text_of
from mktows.soap import split_name

LEAD = "lead"
CUSTOM_OBJECT = "custom object"
_BRACES = "{{"
Standing = Literal["renamed", "same", "gone", "unknown"]
"""`gone`: REST does not know the field. `unknown`: nothing here tells its REST name."""


class Used(NamedTuple):
    """A field that a request uses.

    Attributes:
        kind: What it is a field of.
        name: Its name in SOAP, or its display name in the header of an import.
    """

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class RestName:
    """A field's name in REST.

    Attributes:
        rest: The name; None where there is none, or none is known.
        standing: How it stands.
        advice: What to do about it; empty for nothing.
    """

    rest: str | None
    standing: Standing
    advice: str = ""


_TAKE_A_SNAPSHOT = "take a snapshot of the fields, and give it with --fields"
_DESCRIBE = "look the name up in the describe call of this object"


class FieldNames:
    """REST names by SOAP names: by a snapshot of an instance where there is one.

    Args:
        snapshot: The lead fields of the instance; None for the standard fields alone.
    """

    def __init__(self, snapshot: LeadFields | None = None) -> None:
        self._certain = snapshot is not None
        known = {each.name: each for each in SOAP_FIELDS}
        if snapshot is not None:
            known |= snapshot.by_soap
        self._by_soap: Mapping[str, LeadField] = known
        self._by_display = {each.display_name: each for each in known.values()}

    @property
    def lead_fields(self) -> Mapping[str, LeadField]:
        """The lead fields that are known, by their SOAP names."""
        return self._by_soap

    def of(self, used: Used) -> RestName:
        """The REST name of a field."""
        if used.kind == LEAD:
            return self._of_lead(used.name)
        if used.kind == OPPORTUNITY and used.name in OPPORTUNITY_FIELDS:
            return _named(used.name, rest_name(used.name))
        if used.kind == ROLE and used.name in ROLE_FIELDS:
            special = {ROLE_PERSON_ID: LEAD_ID, ROLE_OPPORTUNITY_ID: EXTERNAL_OPPORTUNITY}
            return _named(used.name, special.get(used.name, rest_name(used.name)))
        return RestName(None, "unknown", _DESCRIBE)

    def _of_lead(self, name: str) -> RestName:
        known = self._by_soap.get(name) or self._by_display.get(name)
        if known is None:
            advice = "the instance has no such field" if self._certain else _TAKE_A_SNAPSHOT
            return RestName(None, "unknown", advice)
        if known.rest_name is None:
            return RestName(None, "gone", "SOAP alone knows it: leave it out")
        return _named(name, known.rest_name)


def _named(name: str, rest: str) -> RestName:
    return RestName(rest, "same" if rest == name else "renamed")


def read_snapshot(data: bytes) -> LeadFields:
    """Read a file of fields: an answer of the describe call, or what the bridge keeps of one.

    Raises:
        RequestError: It is neither.
    """
    try:
        content = json.loads(data)
        if isinstance(content, dict):
            content = content.get("result", content.get("fields"))
        entries: list[dict[str, Any]] = [dict(each) for each in content]
        if any("rest_name" in each for each in entries):
            return LeadFields.read(entries)
        told = any(
            isinstance(each.get(side), dict) for each in entries for side in ("rest", "soap")
        )
        fields = LeadFields.described(entries if told else ())
    except (ValueError, TypeError, RecursionError, AttributeError):
        raise RequestError("it is no description of lead fields in JSON") from None
    if not told:
        raise RequestError("it describes no field of leads")
    return fields


def fields_of(recorded: Recorded) -> Iterator[Used]:
    """The fields that a request names, as often as it does."""
    message = recorded.message
    if message is None:
        return
    match recorded.operation:
        case "syncLead" | "syncMultipleLeads":
            yield from _attributes(message, LEAD)
        case "getMultipleLeads":
            yield from _included(message, LEAD)
        case "importToList":
            yield from (Used(LEAD, each) for each in columns(member(message, "importFileHeader")))
        case "getCustomObjects" | "syncCustomObjects" | "deleteCustomObjects":
            kind = f"{CUSTOM_OBJECT} {member(message, 'objTypeName')}".strip()
            yield from _attributes(message, kind)
            yield from _included(message, kind)
        case "syncMObjects":
            for each in message.iter(etree.Element):
                if split_name(each)[1] == "mObject":
                    kind = member(each, "type")
                    for held in children(each, "attribList"):
                        yield from (
                            Used(kind, name)
                            for attrib in children(held, "attrib")
                            if (name := member(attrib, "name"))
                        )


def columns(header: str) -> list[str]:
    """The columns that the header of an import names, but those of tokens."""
    try:
        row = next(csv.reader([header.splitlines()[0]] if header.strip() else []), [])
    except csv.Error:
        return []
    return [each.strip() for each in row if each.strip() and _BRACES not in each]


def _attributes(message: etree._Element, kind: str) -> Iterator[Used]:
    for each in message.iter(etree.Element):
        if split_name(each)[1] == "attribute" and (name := member(each, "attrName")):
            yield Used(kind, name)


def _included(message: etree._Element, kind: str) -> Iterator[Used]:
    for held in children(message, "includeAttributes"):
        yield from (Used(kind, text_of(e)) for e in children(held, "stringItem") if text_of(e))
