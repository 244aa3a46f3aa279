"""Custom object types: which fields there are, and what makes a key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from mktows.parameters.scalars import MAX_ID, fits, id_number

MAX_OWN_FIELDS = 50
"""Fields of a type beside its keys and its link to the lead (documented)."""
FIELD_TYPES = (
    "string",
    "text",
    "email",
    "phone",
    "url",
    "integer",
    "float",
    "currency",
    "boolean",
    "date",
    "datetime",
)

# Neither XML nor YAML can carry it, so it is in no value.
_BETWEEN = "\x01"
_OFFSET = 10**18  # makes integers of up to 18 digits sort as text


class BadKey(ValueError):
    """A key value is missing, or cannot be one; the text says which and never shows it."""


@dataclass(frozen=True, slots=True)
class CustomObjectField:
    """One field of a type.

    Attributes:
        name: The API name; found in any letter case, and shown as it stands here.
        data_type: One of `FIELD_TYPES`.
        key: A key, or dedupe, field: it may stand in customObjKeyList.
        display_name: The name that people see; by default the API name.
        description: What it holds.
        related: The object and its field that it refers to, if it does to one; what links records
            to leads by their id need not say it.
    """

    name: str
    data_type: str = "string"
    key: bool = False
    display_name: str = ""
    description: str = ""
    related: tuple[str, str] | None = None


@dataclass(frozen=True)
class CustomObjectType:
    """A type as the administration interface would define it.

    Attributes:
        name: The name in replies; requests may write it in any letter case (documented).
        description: What the records are.
        link_field: The field that holds the id of the record's lead; empty where its records
            belong to no lead. In newer types it may be no key; then it stands among the
            attributes (documented).
        fields: All fields, with the link; the order of the keys is their order in replies.
        display_name: The name that people see; by default the name.
        plural_name: The name of several; empty where there is none.
        in_leads: Whether the records are shown beside their lead.
        created_at: When it was made, in seconds since 1970.
        updated_at: When it was changed last.

    Raises:
        ValueError: The type cannot be: no key, no such link field, a name that stands twice,
            an unknown data type, or more than 50 own fields.
    """

    name: str
    description: str
    link_field: str
    fields: tuple[CustomObjectField, ...]
    display_name: str = ""
    plural_name: str = ""
    in_leads: bool = False
    created_at: int = 0
    updated_at: int = 0

    def __post_init__(self) -> None:
        if len(self._by_name) < len(self.fields):
            raise ValueError(f"two fields of {self.name} differ in letter case at most")
        if self.link_field and self.link_field not in (each.name for each in self.fields):
            raise ValueError(f"{self.name} has no field {self.link_field} to link it to leads")
        if not self.keys:
            raise ValueError(f"{self.name} has no key field")
        own = [each for each in self.fields if not each.key and each.name != self.link_field]
        if len(own) > MAX_OWN_FIELDS:
            raise ValueError(f"{self.name} has more than {MAX_OWN_FIELDS} own fields")
        for each in self.fields:
            if '"' in each.name or not each.name.isprintable():
                raise ValueError(f"a field's name holds a quotation mark: {each.name!r}")
            if each.data_type not in FIELD_TYPES:
                raise ValueError(f"{each.data_type} is no data type; use {', '.join(FIELD_TYPES)}")

    @cached_property
    def _by_name(self) -> dict[str, CustomObjectField]:
        return {each.name.casefold(): each for each in self.fields}

    @cached_property
    def keys(self) -> tuple[CustomObjectField, ...]:
        """The key fields, in order."""
        return tuple(each for each in self.fields if each.key)

    def field(self, name: str) -> CustomObjectField | None:
        """Return a field, whatever the letter case asked with (inferred)."""
        return self._by_name.get(name.casefold())

    def key_value(self, key: CustomObjectField, text: str) -> str:
        """Return a key value in the one form in which it is kept and compared.

        Raises:
            BadKey: It is empty, or not of the field's type.
        """
        if not text:
            raise BadKey(f"the key {key.name} has no value")
        if key.name == self.link_field:
            return str(lead_id_of(key.name, text))
        if not fits(key.data_type, text):
            raise BadKey(f"the key {key.name} is not of type {key.data_type}")
        return str(int(text)) if key.data_type == "integer" else text

    def key_text(self, values: Mapping[str, str]) -> str:
        """Return all key values, in their kept form, as one text; it sorts as they do.

        Numbers sort by size, everything else by code point (inferred).
        """
        return _BETWEEN.join(
            f"{int(values[each.name]) + _OFFSET:019d}"
            if each.name == self.link_field or each.data_type == "integer"
            else values[each.name]
            for each in self.keys
        )


def lead_id_of(name: str, text: str) -> int:
    """Return the lead id that a link field's text is.

    Raises:
        BadKey: It cannot be one.
    """
    number = id_number(text)
    if number is None or not 0 < number <= MAX_ID:
        raise BadKey(f"{name} is no lead id")
    return number
