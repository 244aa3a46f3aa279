"""Drafts of custom object types: definitions that no record knows of before they are approved."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from mktows.parameters.custom_types import CustomObjectField, CustomObjectType

LEAD_OBJECT, LEAD_ID = "Lead", "id"


@dataclass(frozen=True, slots=True)
class TypeDraft:
    """A type as it is to become; unlike a type, it need not make sense yet.

    The members are those of a type, but for the field that links records to leads: it is the one
    that refers to their id.
    """

    name: str
    display_name: str
    plural_name: str = ""
    description: str = ""
    in_leads: bool = False
    fields: tuple[CustomObjectField, ...] = field(default=())

    @classmethod
    def of(cls, kind: CustomObjectType) -> TypeDraft:
        """Return a draft that changes nothing of a type."""
        return cls(
            kind.name,
            kind.display_name or kind.name,
            kind.plural_name,
            kind.description,
            kind.in_leads,
            tuple(replace(each, related=relation(kind, each)) for each in kind.fields),
        )

    @classmethod
    def read(cls, text: str) -> TypeDraft:
        """Return what `text` says."""
        given: dict[str, Any] = json.loads(text)
        fields = [
            CustomObjectField(
                **{**each, "related": None if each["related"] is None else tuple(each["related"])}
            )
            for each in given.pop("fields")
        ]
        return cls(**given, fields=tuple(fields))

    def text(self) -> str:
        """Return it as a text."""
        return json.dumps(asdict(self), ensure_ascii=False)

    def with_fields(self, fields: Iterable[CustomObjectField]) -> TypeDraft:
        """Return it with other fields."""
        return replace(self, fields=tuple(fields))

    def by_name(self) -> Mapping[str, CustomObjectField]:
        """Return its fields by their names, casefolded."""
        return {each.name.casefold(): each for each in self.fields}

    def approved(self, *, created_at: int, now: int) -> CustomObjectType:
        """Return the type that it becomes.

        Raises:
            ValueError: It makes no sense.
        """
        links = [each.name for each in self.fields if each.related and is_lead_id(each.related)]
        return CustomObjectType(
            self.name,
            self.description,
            links[0] if links else "",
            self.fields,
            self.display_name,
            self.plural_name,
            self.in_leads,
            created_at,
            now,
        )


def is_lead(name: str) -> bool:
    """Tell whether a name is that of leads, in any letter case (documented by example)."""
    return name.casefold() == LEAD_OBJECT.casefold()


def is_lead_id(related: tuple[str, str]) -> bool:
    """Tell whether a field refers to the ids of leads."""
    return is_lead(related[0]) and related[1].casefold() == LEAD_ID


def relation(kind: CustomObjectType, given: CustomObjectField) -> tuple[str, str] | None:
    """Return the object and the field that a field of a type refers to, if it does to one."""
    if given.related is None and given.name == kind.link_field:
        return LEAD_OBJECT, LEAD_ID
    return given.related
