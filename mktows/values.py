"""Plain Python values to the contract's records, and lead records back to plain mappings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any, cast

from mktows.contract import Contract
from mktows.errors import RequestError
from mktows.facts.key_types import EMAIL, IDNUM
from mktows.signing import timestamp

if TYPE_CHECKING:
    from mktows_bindings import v3_1 as b

LEAD_KEYS = ("Id", "Email", "ForeignSysPersonId", "ForeignSysType")
"""The members of a lead record that are not attributes, in the contract's order and spelling."""

_MISSPELT = {
    "id": "Id",
    "leadid": "Id",
    "email": "Email",
    "foreignsyspersonid": "ForeignSysPersonId",
    "foreignsystype": "ForeignSysType",
}


class Records:
    """Builds records of one version of the contract."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract

    def make(self, type_name: str, /, **values: object) -> Any:
        """Build a complex type; what is not given is unset.

        Raises:
            RequestError: This version's type has no such field.
        """
        fields = self._contract.types[type_name].fields
        complete: dict[str, object] = {f.attribute: [] if f.many else None for f in fields}
        for name, value in values.items():
            if name in complete:
                complete[name] = value
            elif value is not None:
                raise RequestError(f"{type_name} has no {name} in version {self._contract.version}")
        return self._contract.binding(type_name)(**complete)

    def choice(self, type_name: str, value: object) -> Any:
        """A member of an enumeration, given as such or by its text.

        Raises:
            RequestError: It is not one of the enumeration's values.
        """
        text = value.value if isinstance(value, Enum) else value
        enumeration = cast("type[Enum]", self._contract.binding(type_name))
        try:
            return enumeration(text)
        except ValueError:
            known = ", ".join(str(member.value) for member in enumeration)
            raise RequestError(f"not a {type_name}; known are {known}") from None

    def lead(self, lead: b.LeadRecord | Mapping[str, object]) -> Any:
        """A lead record from a mapping of key members and attributes; a record stays as it is.

        `Id`, `Email`, `ForeignSysPersonId` and `ForeignSysType` are the record's own members, every
        other key is an attribute. None is not sent. Texts go as they are, booleans as `true` and
        `false`, dates and aware datetimes in ISO form.

        Raises:
            RequestError: A key member is misspelt, which the service would silently ignore and
                create a duplicate, or a value has no text form.
        """
        if not isinstance(lead, Mapping):
            return lead
        own: dict[str, object] = {}
        attributes = []
        for name, value in lead.items():
            if value is None:
                continue
            if name in LEAD_KEYS:
                own[name] = value
                continue
            meant = _MISSPELT.get(name.lower())
            if meant is not None:
                raise RequestError(
                    f"write {meant}, not {name}: the service ignores other spellings"
                )
            attributes.append(
                self.make("Attribute", attr_name=name, attr_value=attribute_text(value, name))
            )
        foreign_type = own.get("ForeignSysType")
        return self.make(
            "LeadRecord",
            id=own.get("Id"),
            email=own.get("Email"),
            foreign_sys_person_id=own.get("ForeignSysPersonId"),
            foreign_sys_type=foreign_type and self.choice("ForeignSysType", foreign_type),
            lead_attribute_list=self.make("ArrayOfAttribute", attribute=attributes)
            if attributes
            else None,
        )

    def lead_key(
        self, key: b.LeadKey | tuple[object, str] | None, *, email: str | None, id: int | None
    ) -> Any:
        """A lead key from exactly one of a key, an email address and a Marketo id.

        Raises:
            RequestError: None of them is given, or several.
        """
        given = [value for value in (key, email, id) if value is not None]
        if len(given) != 1:
            raise RequestError("give exactly one of key, email and id")
        if email is not None:
            return self.key_pair("LeadKeyRef", (EMAIL, email), "LeadKey")
        if id is not None:
            return self.key_pair("LeadKeyRef", (IDNUM, str(id)), "LeadKey")
        return self.key_pair("LeadKeyRef", key, "LeadKey")

    def key_pair(self, reference: str, key: object, type_name: str) -> Any:
        """A key type and value; a record stays as it is."""
        if not isinstance(key, tuple):
            return key
        key_type, value = key
        return self.make(type_name, key_type=self.choice(reference, key_type), key_value=str(value))

    def attributes(self, values: b.ArrayOfAttribute | Mapping[str, object]) -> Any:
        """An attribute list from a mapping; a list stays as it is."""
        if not isinstance(values, Mapping):
            return values
        items = [
            self.make("Attribute", attr_name=name, attr_value=attribute_text(value, name))
            for name, value in values.items()
        ]
        return self.make("ArrayOfAttribute", attribute=items)

    def attribs(self, values: b.ArrayOfAttrib | Mapping[str, object] | None) -> Any:
        """A list of name and value pairs from a mapping; a list, or None, stays as it is."""
        if not isinstance(values, Mapping):
            return values
        items = [self.attrib((name, value)) for name, value in values.items()]
        return self.make("ArrayOfAttrib", attrib=items)

    def attrib(self, pair: b.Attrib | tuple[str, object] | None) -> Any:
        """A name and value; a record, or None, stays as it is."""
        if not isinstance(pair, tuple):
            return pair
        name, value = pair
        return self.make("Attrib", name=name, value=attribute_text(value, name))

    def array(self, type_name: str, items: Iterable[object] | None) -> Any:
        """A list type around its items; None stays None.

        Raises:
            RequestError: A single text was given where several values are meant.
        """
        if items is None:
            return None
        if isinstance(items, str | bytes):
            raise RequestError(f"{type_name}: expected a list of values, got one {_kind(items)}")
        (field,) = self._contract.types[type_name].fields
        return self.make(type_name, **{field.attribute: list(items)})


def attribute_text(value: object, name: str) -> str:
    """The text that stands for an attribute's value.

    Raises:
        RequestError: The value has no agreed text form; a naive datetime has none either.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal) and value.is_finite():
        return f"{value:f}"
    if isinstance(value, datetime):
        return timestamp(value)
    if isinstance(value, date):
        return value.isoformat()
    raise RequestError(f"{name}: a {_kind(value)} has no text form here; give a str")


def lead_mapping(record: b.LeadRecord) -> dict[str, object]:
    """A lead record as a plain mapping: its key members that are set, then its attributes.

    Values are the texts that the service sent, but for `Id`, which is an int, and
    `ForeignSysType`, which is the value's text.
    """
    mapping: dict[str, object] = {}
    foreign_type = record.foreign_sys_type
    for name, value in zip(
        LEAD_KEYS,
        (
            record.id,
            record.email,
            record.foreign_sys_person_id,
            foreign_type.value if foreign_type else None,
        ),
        strict=True,
    ):
        if value is not None:
            mapping[name] = value
    attributes = record.lead_attribute_list
    for attribute in attributes.attribute if attributes else ():
        mapping[attribute.attr_name] = attribute.attr_value
    return mapping


def lead_mappings(
    result: b.ResultGetLead | b.ResultGetMultipleLeads,
) -> list[dict[str, object]]:
    """The leads of a reply as plain mappings, in the reply's order."""
    records = result.lead_record_list
    return [lead_mapping(record) for record in (records.lead_record if records else ())]


def _kind(value: object) -> str:
    return type(value).__name__
