"""The fields of opportunities and roles, with their names in both APIs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from mktows.bridge.context import Context
from mktows.bridge.names import TYPES_SECONDS
from mktows.facts.mobjects import (
    OPPORTUNITY,
    OPPORTUNITY_FIELDS,
    ROLE,
    ROLE_FIELDS,
    ROLE_OPPORTUNITY_ID,
    ROLE_PERSON_ID,
    ObjectField,
)
from mktows.facts.rest_objects import EXTERNAL_OPPORTUNITY, GUID, rest_name

_STANDARD: Mapping[str, Mapping[str, str]] = {OPPORTUNITY: OPPORTUNITY_FIELDS, ROLE: ROLE_FIELDS}
_REFERENCES = (ROLE_OPPORTUNITY_ID, ROLE_PERSON_ID)
# REST's own, which SOAP has as members, as associations, or not at all.
_REST_ALONE = frozenset(
    {
        *("marketoguid", "createdat", "updatedat", "leadid", "externalcompanyid"),
        *("externalsalespersonid", EXTERNAL_OPPORTUNITY.casefold()),
    }
)
DESCRIBED = "objects"
"""The kind of what is remembered of descriptions."""


@dataclass(frozen=True)
class ObjectFields:
    """The fields of one type that both APIs know.

    Attributes:
        fields: The fields by their SOAP names, in the order of replies.
        rest_names: The names in REST, by those of SOAP; references of roles have none.
        searched: REST names of the fields that objects are searched by, one at a time.
    """

    fields: Mapping[str, ObjectField]
    rest_names: Mapping[str, str]
    searched: Collection[str] = field(default=())

    @classmethod
    def read(cls, kind: str, described: Mapping[str, Any]) -> ObjectFields:
        """Read REST's description of a type.

        SOAP's names are not told: those of the standard fields follow from SOAP's own, and other
        fields are taken to have one name in both. External keys are not told either: a field of
        the instance's own that is searched by is taken for one.
        """
        entries = {str(each.get("name")): each for each in described.get("fields") or ()}
        listed = described.get("searchableFields") or ()
        searched = [names[0] for names in listed if len(names) == 1]
        by_key = {name.casefold(): name for name in entries}
        fields: list[ObjectField] = []
        names: dict[str, str] = {}
        for name, data_type in _STANDARD[kind].items():
            known = by_key.pop(rest_name(name).casefold(), None)
            if known is not None:
                names[name] = known
            if known is not None or name in _REFERENCES:
                fields.append(ObjectField(kind, name, len(fields), data_type))
        if kind == OPPORTUNITY:
            key = ObjectField(kind, EXTERNAL_OPPORTUNITY, len(fields), external_key=True)
            fields.append(key)
            names[EXTERNAL_OPPORTUNITY] = EXTERNAL_OPPORTUNITY
            for folded, name in by_key.items():
                if folded not in _REST_ALONE:
                    is_key = name in searched
                    data_type = str(entries[name].get("dataType") or "string").lower()
                    fields.append(ObjectField(kind, name, len(fields), data_type, is_key))
                    names[name] = name
        return cls({each.name: each for each in fields}, names, searched)

    @cached_property
    def shown(self) -> list[str]:
        """The REST names of all that a SOAP reply shows, and what identifies an object."""
        own = ["createdAt", "updatedAt", GUID]
        return list(dict.fromkeys((*own, EXTERNAL_OPPORTUNITY, *self.rest_names.values())))

    def of(self, names: Iterable[str]) -> dict[str, str]:
        """Return REST names by SOAP names."""
        return {name: self.rest_names[name] for name in names if name in self.rest_names}


def object_fields(context: Context, kind: str) -> ObjectFields:
    """Return the fields of opportunities or roles; they are asked for once an hour."""
    rest = context.rest

    def fetch() -> Any:
        if kind == ROLE:
            return rest.describe_opportunity_role()
        return rest.describe_opportunity()

    def read(described: Any) -> ObjectFields:
        return ObjectFields.read(kind, described)

    return context.remembered(DESCRIBED, kind, TYPES_SECONDS, fetch, read)
