"""The activity types of an instance: their ids, which are each instance's own, by their names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from mktows.bridge.context import Context
from mktows.bridge.names import TYPES_SECONDS
from mktows.facts.activity_types import known_spelling
from mktows.parameters.activities import TypeFilter

_KIND = "activity types"


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of activities.

    Attributes:
        id: Its id in REST.
        name: Its name, which SOAP shows.
        primary: The name of its primary attribute, which SOAP shows among the others; empty where
            it has none.
        data_types: The types of its attributes by their names.
    """

    id: int
    name: str
    primary: str
    data_types: Mapping[str, str]

    @classmethod
    def read(cls, record: Mapping[str, Any]) -> Kind:
        """Read a type of REST."""
        primary = record.get("primaryAttribute")
        return cls(
            int(record["id"]),
            str(record["name"]),
            str(primary["name"]) if isinstance(primary, Mapping) and "name" in primary else "",
            {
                str(each["name"]): str(each.get("dataType") or "")
                for each in record.get("attributes") or ()
                if isinstance(each, Mapping) and "name" in each
            },
        )


class ActivityTypes:
    """The types of an instance."""

    def __init__(self, records: Iterable[Mapping[str, Any]]) -> None:
        self._kinds = {kind.id: kind for kind in map(Kind.read, records)}

    @classmethod
    def of(cls, context: Context) -> ActivityTypes:
        """Return those of a call's instance, by one REST call an hour."""
        return context.remembered(
            _KIND, "", TYPES_SECONDS, lambda: context.rest.get_activity_types(), cls
        )

    def kind(self, type_id: int) -> Kind:
        """Return the type of an id."""
        return self._kinds[type_id]

    def wanted(self, types: TypeFilter) -> list[int]:
        """Return the ids of the types that a filter lets pass, in ascending order."""
        return sorted(
            kind.id
            for kind in self._kinds.values()
            if (types.included is None or _is_in(kind, types.included))
            and not _is_in(kind, types.excluded)
        )


def _is_in(kind: Kind, names: frozenset[str]) -> bool:
    return kind.name in names or known_spelling(kind.name) in names
