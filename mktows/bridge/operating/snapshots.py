"""Snapshots of lead fields: JSON as they are kept, and a CSV of names that correct them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from mktows.bridge.fields import LeadFields
from mktows.facts.lead_fields import LeadField

HEADER = ("SOAP name", "REST name")


class BadSnapshot(ValueError):
    """A text is neither a snapshot nor a list of names; the message says where."""


def written(fields: LeadFields) -> dict[str, Any]:
    """Return a snapshot as JSON."""
    return {"lead_fields": fields.written()}


def loaded(text: str, known: LeadFields) -> LeadFields:
    """Return the fields that a snapshot or a CSV of names makes of those that are known.

    Args:
        text: The text of the file.
        known: The fields so far.

    Raises:
        BadSnapshot: It is neither, or names a field that is not known.
    """
    if text.lstrip().startswith("{"):
        return _snapshot(text)
    return _renamed(text, known)


def _snapshot(text: str) -> LeadFields:
    try:
        document = json.loads(text)
    except ValueError as error:
        raise BadSnapshot(f"is no JSON: {error}") from None
    rows = document.get("lead_fields") if isinstance(document, dict) else None
    if not isinstance(rows, list):
        raise BadSnapshot("is no snapshot: it lacks lead_fields")
    found = []
    for number, each in enumerate(rows, 1):
        if not isinstance(each, Mapping) or not isinstance(each.get("name"), str):
            raise BadSnapshot(f"lead_fields, entry {number}: it has no name")
        try:
            found.append(LeadField(**each))
        except TypeError:
            raise BadSnapshot(f"lead_fields, entry {number}: a member is not known") from None
    return LeadFields(found)


def _renamed(text: str, known: LeadFields) -> LeadFields:
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    if not rows or tuple(each.strip() for each in rows[0]) != HEADER:
        raise BadSnapshot(f"line 1: the header must be {','.join(HEADER)}")
    by_rest = {each.rest_name: each for each in known.fields if each.rest_name}
    wanted: dict[str, str] = {}
    for line, row in enumerate(rows[1:], 2):
        if not row:
            continue
        if len(row) != len(HEADER) or not all(each.strip() for each in row):
            raise BadSnapshot(f"line {line}: give a name in each of the two columns")
        soap, rest = (each.strip() for each in row)
        if rest not in by_rest:
            raise BadSnapshot(f"line {line}: no lead field has the REST name {rest}")
        if soap in wanted.values() or rest in wanted:
            raise BadSnapshot(f"line {line}: a name stands twice")
        wanted[rest] = soap
    taken = {*wanted.values()}
    result = []
    for each in known.fields:
        if each.rest_name in wanted:
            result.append(replace(each, name=wanted[each.rest_name], in_soap=True))
        elif each.name in taken and each.rest_name is None:
            continue  # the name belongs to a field of both now
        elif each.name in taken:
            result.append(replace(each, name=each.rest_name or each.name, in_soap=False))
        else:
            result.append(each)
    return LeadFields(result)
