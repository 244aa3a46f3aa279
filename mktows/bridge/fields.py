"""The lead fields of an instance, with their names in both APIs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from functools import cached_property
from typing import Any

from mktows.facts.lead_fields import SERVICE_FIELDS, STANDARD_FIELDS, LeadField

# SOAP has no word of its own for these.
_SOAP_TYPES = {"textarea": "text", "reference": "string", "score": "integer", "percent": "integer"}
_KEPT = ("name", "display_name", "data_type", "writable", "rest_name", "in_soap")
ID, EMAIL = "Id", "Email"
"""The SOAP names of the fields that are members of a record besides."""


class LeadFields:
    """Fields of leads; those that both APIs know have a name in each.

    Args:
        fields: The fields. SOAP does not know those with `in_soap` false, REST does not know those
            without `rest_name`.
        names_told: Whether the names in SOAP were told, and not made of those in REST.
    """

    def __init__(self, fields: Iterable[LeadField], *, names_told: bool = True) -> None:
        self._fields = tuple(fields)
        self.names_told = names_told

    @classmethod
    def described(cls, described: Iterable[Mapping[str, Any]]) -> LeadFields:
        """Read the answer of REST's describe.

        An entry may lack `rest` or `soap`, or have null for it (recorded). Where none has `soap`
        any more, the standard fields have their names of old, and other fields their REST names.
        The fields that the service keeps for itself are known to SOAP, which passes over what is
        written to them; describe tells no SOAP name for some (documented).
        """
        entries = list(described)
        names_told = any(_name(each, "soap") for each in entries)
        standard = {each.rest_name: each.name for each in STANDARD_FIELDS}
        found = []
        for each in entries:
            rest, soap = _name(each, "rest"), _name(each, "soap")
            if soap is None and rest is not None and not names_told:
                soap = standard.get(rest, rest)
            if rest is None and soap is None:
                continue
            data_type = str(each.get("dataType") or "string").lower()
            found.append(
                LeadField(
                    name=soap or rest or "",
                    display_name=str(each.get("displayName") or soap or rest),
                    data_type=_SOAP_TYPES.get(data_type, data_type),
                    writable=not _is_read_only(each),
                    rest_name=rest,
                    in_soap=soap is not None,
                )
            )
        told = {each.name for each in found if each.in_soap}
        untold = [each for each in SERVICE_FIELDS if each.name not in told]
        return cls(
            (*found, *(replace(each, rest_name=None) for each in untold)), names_told=names_told
        )

    @classmethod
    def read(cls, content: Iterable[Mapping[str, Any]]) -> LeadFields:
        """Read what `written` has made."""
        return cls(LeadField(**each) for each in content)

    def written(self) -> list[dict[str, Any]]:
        """Return the fields as JSON."""
        return [
            {name: value for name, value in asdict(each).items() if name in _KEPT}
            for each in self._fields
        ]

    def merged(self, newer: LeadFields) -> LeadFields:
        """Return these fields and newer ones: a SOAP name that was known once is kept."""
        known = {each.rest_name: each for each in self._fields if each.rest_name and each.in_soap}
        given = {each.name for each in known.values()}
        # Those that SOAP does not know, as it was told when names were told.
        without = {each.rest_name for each in self._fields if each.rest_name and not each.in_soap}
        if newer.names_told:
            without = set()
        result = []
        for each in newer._fields:
            before = known.get(each.rest_name or "")
            own = each.rest_name
            # A name that was given to another field means that one alone.
            if before is None and own and (each.name in given or own in without):
                result.append(replace(each, name=own, in_soap=False))
                continue
            if before is None:
                result.append(each)
                continue
            result.append(
                LeadField(
                    name=before.name,
                    display_name=each.display_name,
                    data_type=each.data_type,
                    writable=each.writable,
                    rest_name=each.rest_name,
                )
            )
        names = {each.rest_name for each in result} | {each.name for each in result}
        gone = [
            each
            for each in self._fields
            if (each.rest_name or each.name) not in names and each.name not in names
        ]
        return LeadFields((*result, *gone))

    @property
    def fields(self) -> tuple[LeadField, ...]:
        """All fields."""
        return self._fields

    @cached_property
    def by_soap(self) -> dict[str, LeadField]:
        """The fields that SOAP knows, by their names there."""
        return {each.name: each for each in self._fields if each.in_soap}

    @cached_property
    def by_rest(self) -> dict[str, LeadField]:
        """The fields that both know, by their names in REST."""
        return {each.rest_name: each for each in self._fields if each.in_soap and each.rest_name}

    @cached_property
    def shown(self) -> tuple[str, ...]:
        """The REST names of all that a SOAP reply shows."""
        return tuple(self.by_rest)


def _name(entry: Mapping[str, Any], side: str) -> str | None:
    part = entry.get(side)
    name = part.get("name") if isinstance(part, Mapping) else None
    return name if isinstance(name, str) and name else None


def _is_read_only(entry: Mapping[str, Any]) -> bool:
    for side in ("soap", "rest"):
        part = entry.get(side)
        if isinstance(part, Mapping) and part.get("readOnly"):
            return True
    return not isinstance(entry.get("rest"), Mapping)
