"""Plain Python values to the contract's records."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeVar, cast

from mktows.contract import Contract
from mktows.errors import RequestError
from mktows.exact_json import number_text
from mktows.facts.key_types import EMAIL, IDNUM
from mktows.facts.limits import KEYS_PER_SELECTOR
from mktows.facts.mobjects import COST, TAG
from mktows.signing import timestamp

if TYPE_CHECKING:
    from mktows_bindings import v3_1 as b

LEAD_KEYS = ("Id", "Email", "ForeignSysPersonId", "ForeignSysType")
"""The members of a lead record that are not attributes, in the contract's order and spelling."""

ASSOCIATION_MEMBERS = ("type", "id", "externalKey")
"""The members of a mapping that stands for an association of an MObject."""
MOBJECT_MEMBERS = (
    *ASSOCIATION_MEMBERS,
    *("createdAt", "updatedAt", "attributes", "associations", "tags", "costs", "tokens", "others"),
)
"""The members of a mapping that stands for an MObject."""
CUSTOM_OBJECT_MEMBERS = ("keys", "attributes")
"""The members of a mapping that stands for a custom object."""

T = TypeVar("T")

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

    def lead_key(self, key: Any = None, *, email: str | None = None, id: int | None = None) -> Any:
        """A lead key from exactly one of a key, an email address and a Marketo id.

        A key is a Marketo id, an email address, a pair of key type and value, a `LeadKey`, or a
        lead, as a record or a mapping, that has an Id or an Email.

        Raises:
            RequestError: None of them is given, or several, or it names no lead.
        """
        _exactly_one(key=key, email=email, id=id)
        if email is not None:
            key = (EMAIL, email)
        elif id is not None:
            key = (IDNUM, id)
        return self._key_record(key)

    def lead_keys(self, keys: Iterable[Any]) -> list[Any]:
        """Lead keys, each given in any form that `lead_key` takes."""
        return [self._key_record(key) for key in items_of(keys, "ArrayOfLeadKey")]

    def _key_record(self, key: Any) -> Any:
        kind = _kind(key)
        if isinstance(key, tuple):
            if len(key) != 2:
                raise RequestError("a lead key is a pair of key type and value")
            return self.key_pair("LeadKeyRef", key, "LeadKey")
        if isinstance(key, Mapping) or kind == "LeadRecord":
            return self.key_pair("LeadKeyRef", self._key_of_lead(key), "LeadKey")
        if isinstance(key, int) and not isinstance(key, bool):
            return self.key_pair("LeadKeyRef", (IDNUM, key), "LeadKey")
        if isinstance(key, str):
            if "@" not in key:
                raise RequestError(
                    "a key that is a text must be an email address; an id is a number, and of "
                    'anything else give the type too, such as ("SFDCLEADID", …)'
                )
            return self.key_pair("LeadKeyRef", (EMAIL, key), "LeadKey")
        if kind != "LeadKey":
            raise RequestError(f"a {kind} is no lead key: give an id, an email address or a pair")
        return key

    def _key_of_lead(self, lead: Any) -> tuple[object, object]:
        if not isinstance(lead, Mapping):
            lead = {"Id": lead.id, "Email": lead.email}
        for name, key_type in (("Id", IDNUM), ("Email", EMAIL)):
            if lead.get(name) is not None:
                return key_type, lead[name]
        if len(lead) != 1:
            raise RequestError("a lead without Id and Email is no lead key")
        ((key_type, value),) = lead.items()
        return key_type, value

    def key_list(self, key: Any) -> Any:
        """A lead key as mergeLeads takes it: a list of key types with values.

        A mapping without Id and Email holds key types itself; a list stays as it is.
        """
        if _kind(key) == "ArrayOfAttribute":
            return key
        if isinstance(key, Mapping) and key.get("Id") is None and key.get("Email") is None:
            return self.attributes(key)
        found = self._key_record(key)
        return self.attributes({found.key_type.value: found.key_value})

    def selector(
        self,
        selector: b.LeadSelector | None,
        *,
        keys: Iterable[Any] | None = None,
        list_name: str | None = None,
        since: Any = None,
        until: Any = None,
    ) -> Any:
        """A selector from exactly one of itself, lead keys, a list's name and a time range.

        Raises:
            RequestError: None of them is given, or several, or more keys than the service reads,
                or keys of several types.
        """
        _exactly_one(selector=selector, keys=keys, list_name=list_name, since=since)
        if until is not None and since is None:
            raise RequestError("until goes with since")
        if list_name is not None:
            return self.make("StaticListSelector", static_list_name=list_name)
        if since is not None:
            return self.make(
                "LastUpdateAtSelector", oldest_updated_at=since, latest_updated_at=until
            )
        if keys is not None:
            selector = self._key_selector(keys)
        values = getattr(selector, "key_values", None)
        if values is not None:
            at_most(values.string_item, KEYS_PER_SELECTOR, "keys of a selector")
        return selector

    def _key_selector(self, keys: Iterable[Any]) -> Any:
        given = self.lead_keys(at_most(keys, KEYS_PER_SELECTOR, "keys of a selector"))
        kinds = {key.key_type for key in given} or {self.choice("LeadKeyRef", IDNUM)}
        if len(kinds) > 1:
            raise RequestError("the keys of one call must be of one type")
        return self.make(
            "LeadKeySelector",
            key_type=kinds.pop(),
            key_values=self.array("ArrayOfString", [key.key_value for key in given]),
        )

    def key_pair(self, reference: str, key: object, type_name: str) -> Any:
        """A key type and value; a record stays as it is."""
        if not isinstance(key, tuple):
            return key
        key_type, value = key
        return self.make(type_name, key_type=self.choice(reference, key_type), key_value=str(value))

    def mobject(self, item: Any) -> Any:
        """An MObject from a mapping, or from a pair of type and id; a record stays as it is.

        A mapping has a `type`, and may have an `id`, an `externalKey`, `attributes`,
        `associations`, `tags` and `costs`. What is the service's own in a mapping that was read,
        `createdAt` and `updatedAt`, is not sent. Booleans are written as 1 and 0 (documented).

        Raises:
            RequestError: It has no type, or a member that is not known or cannot be written.
        """
        if isinstance(item, tuple):
            type_name, id = item
            return self.make("MObject", type_value=type_name, id=id)
        if not isinstance(item, Mapping):
            return _record(item, "MObject")
        _only(item, MOBJECT_MEMBERS, "an MObject")
        if not isinstance(item.get("type"), str):
            raise RequestError("an MObject needs a type, such as Opportunity or Program")
        if item.get("tokens") or item.get("others"):
            raise RequestError("of an MObject's details, tags and costs alone can be written")
        tags = item.get("tags") or ()
        if isinstance(tags, Mapping):
            tags = [{"Type": name, "Value": value} for name, value in tags.items()]
        details = [
            self.make("TypeAttrib", attr_type=kind, attr_list=self._mobject_attribs(each))
            for kind, listed in ((TAG, tags), (COST, item.get("costs") or ()))
            for each in listed
        ]
        attributes = item.get("attributes")
        return self.make(
            "MObject",
            type_value=item["type"],
            id=item.get("id"),
            external_key=self.external_key(item.get("externalKey")),
            attrib_list=self._mobject_attribs(attributes) if attributes else None,
            type_attrib_list=self.array("ArrayOfTypeAttrib", details) if details else None,
            association_list=self.associations(item.get("associations") or None),
        )

    def _mobject_attribs(self, values: Any) -> Any:
        if not isinstance(values, Mapping):
            raise RequestError(f"attributes of an MObject: expected a mapping, got {_kind(values)}")
        return self.attribs(
            {
                name: int(value) if isinstance(value, bool) else value
                for name, value in values.items()
                if value is not None
            }
        )

    def external_key(self, key: Any) -> Any:
        """A name and value, from a pair or a mapping of one; a record, or None, stays as it is."""
        if isinstance(key, Mapping):
            if len(key) != 1:
                raise RequestError(f"an external key has one name and value, not {len(key)}")
            ((name, value),) = key.items()
            key = (name, value)
        return self.attrib(key)

    def associations(self, given: Any) -> Any:
        """A list of associations from a mapping, or from several items; None stays None.

        A mapping has types with keys, such as `{"Lead": 6}`; an item is such a pair, a mapping
        with the members of an association, or a record. A key is an id or an external key.
        """
        if given is None:
            return None
        pairs = given.items() if isinstance(given, Mapping) else given
        listed = [self._association(each) for each in items_of(pairs, "ArrayOfMObjAssociation")]
        return self.array("ArrayOfMObjAssociation", listed)

    def _association(self, item: Any) -> Any:
        if isinstance(item, Mapping):
            _only(item, ASSOCIATION_MEMBERS, "an association")
            kind, id, key = item.get("type"), item.get("id"), item.get("externalKey")
        elif isinstance(item, tuple) and len(item) == 2:
            kind, named = item
            is_id = isinstance(named, int) and not isinstance(named, bool)
            id, key = (named, None) if is_id else (None, named)
        else:
            return _record(item, "MObjAssociation")
        if key is not None and not isinstance(key, Mapping | tuple):
            _record(key, "Attrib")
        return self.make(
            "MObjAssociation", m_obj_type=kind, id=id, external_key=self.external_key(key)
        )

    def custom_object(self, item: Any) -> Any:
        """A custom object from a mapping, or from a pair of keys and attributes.

        A mapping has `keys` and `attributes`; a record stays as it is.
        """
        if isinstance(item, tuple):
            keys, values = item
        elif isinstance(item, Mapping):
            _only(item, CUSTOM_OBJECT_MEMBERS, "a custom object")
            keys, values = item.get("keys"), item.get("attributes")
        else:
            return _record(item, "CustomObj")
        return self.make(
            "CustomObj",
            custom_obj_key_list=None if keys is None else self.attributes(keys),
            custom_obj_attribute_list=None if values is None else self._set_attributes(values),
        )

    def _set_attributes(self, values: Any) -> Any:
        """An attribute list of what is not None; a list stays as it is."""
        if isinstance(values, Mapping):
            values = {name: value for name, value in values.items() if value is not None}
        return self.attributes(values)

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
        (field,) = self._contract.types[type_name].fields
        return self.make(type_name, **{field.attribute: list(items_of(items, type_name))})


def items_of(items: Iterable[T], type_name: str) -> Iterable[T]:
    """Several values, as they were given.

    Raises:
        RequestError: A single text was given instead.
    """
    if isinstance(items, str | bytes):
        raise RequestError(f"{type_name}: expected a list of values, got one {_kind(items)}")
    return items


def at_most(items: Iterable[T], most: int, name: str) -> list[T]:
    """A list of no more items than one call may have; of an endless iterable one more is taken.

    Raises:
        RequestError: There are more.
    """
    found = list(itertools.islice(items_of(items, name), most + 1))
    if len(found) > most:
        raise RequestError(
            f"more than {most} {name} in one call: the service ignores all after the {most}th, or "
            "does not support them; make several calls"
        )
    return found


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
    if isinstance(value, float) and math.isfinite(value):
        return number_text(value + 0.0).removesuffix(".0")  # there is no number -0
    if isinstance(value, datetime):
        return timestamp(value)
    if isinstance(value, date):
        return value.isoformat()
    raise RequestError(f"{name}: a {_kind(value)} has no text form here; give a str")


def _exactly_one(**values: object) -> None:
    given = [value for value in values.values() if value is not None]
    if len(given) != 1:
        *names, last = values
        raise RequestError(f"give exactly one of {', '.join(names)} and {last}")


def _record(item: Any, type_name: str) -> Any:
    if _kind(item) != type_name:
        raise RequestError(f"expected a mapping or a {type_name}, got {_kind(item)}")
    return item


def _only(item: Mapping[str, object], known: Iterable[str], name: str) -> None:
    for member in item:
        if member not in known:
            raise RequestError(f"{name} has no member {member!r}; known are {', '.join(known)}")


def _kind(value: object) -> str:
    return type(value).__name__
