"""The types of custom objects, as REST describes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from mktows.bridge.context import Context
from mktows.bridge.names import TYPES_SECONDS
from mktows.errors import RequestError
from mktows.facts.rest_objects import CREATED, GUID, UPDATED
from mktows.parameters.custom_objects import CUSTOM_TYPE_UNKNOWN
from mktows.parameters.custom_types import FIELD_TYPES, CustomObjectField, CustomObjectType
from mktows.rest.errors import NotFoundError
from mktows.rest.reading import Record

TYPES = "custom object types"
"""The kind of what is remembered of types."""
_SUFFIX = "_c"
"""The end that REST gives the name of a type that SOAP knew without (recorded in clients)."""
_OWN = frozenset({GUID, CREATED, UPDATED})


@dataclass(frozen=True)
class KnownType:
    """A type.

    Attributes:
        rest_name: Its name in REST.
        kind: The type as SOAP knows it.
        searched: The fields that records are searched by, one at a time.
    """

    rest_name: str
    kind: CustomObjectType
    searched: frozenset[str]

    @classmethod
    def read(cls, described: Mapping[str, Any]) -> KnownType:
        """Read REST's description of a type.

        Raises:
            ValueError: It has no key field.
        """
        keys = [str(each) for each in described.get("dedupeFields") or ()]
        fields = {
            str(each["name"]): CustomObjectField(
                str(each["name"]),
                _data_type(each),
                str(each["name"]) in keys,
                str(each.get("displayName") or ""),
            )
            for each in described.get("fields") or ()
            if each["name"] not in _OWN
        }
        # SOAP has the keys in their own order.
        ordered = [*(fields.pop(each) for each in keys if each in fields), *fields.values()]
        rest_name = _name(described)
        kind = CustomObjectType(
            rest_name.removesuffix(_SUFFIX),
            str(described.get("description") or ""),
            _link(described),
            tuple(ordered),
        )
        listed = described.get("searchableFields") or ()
        searched = frozenset(names[0] for names in listed if len(names) == 1) - _OWN
        return cls(rest_name, kind, searched)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of all fields."""
        return tuple(each.name for each in self.kind.fields)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The names of the key fields."""
        return tuple(each.name for each in self.kind.keys)


def known_type(context: Context, name: str) -> KnownType:
    """Return a type by its name, whatever the letter case (documented).

    It is described once an hour, by one call; another one lists the types where REST has it by no
    such name.

    Raises:
        Refusal: 20110, there is none.
    """

    def fetch() -> Record | None:
        return _described(context, name) or _listed(context, name)

    def read(described: Any) -> KnownType | None:
        try:
            return None if described is None else KnownType.read(described)
        except ValueError:
            return None

    known = context.remembered(TYPES, name.casefold(), TYPES_SECONDS, fetch, read)
    if known is None:
        raise CUSTOM_TYPE_UNKNOWN.refusal()
    return known


def _described(context: Context, name: str) -> Record | None:
    try:
        return context.rest.describe_custom_object(name)
    except (NotFoundError, RequestError):
        return None


def _listed(context: Context, name: str) -> Record | None:
    """Describe the type that REST has by a name with its suffix, or shows by this name."""
    wanted = name.casefold()
    for each in context.rest.list_custom_objects():
        rest_name = _name(each)
        names = (rest_name.removesuffix(_SUFFIX), str(each.get("displayName") or ""))
        if wanted in (known.casefold() for known in names):
            return _described(context, rest_name)
    return None


def _name(described: Mapping[str, Any]) -> str:
    """The name, in either spelling of the vendor's pages."""
    return str(described.get("name") or described.get("apiName") or "")


def _data_type(field: Mapping[str, Any]) -> str:
    given = str(field.get("dataType") or "string").lower()
    return given if given in FIELD_TYPES else "string"


def _link(described: Mapping[str, Any]) -> str:
    """The field that holds the id of a record's lead; empty where its records belong to none."""
    for each in described.get("relationships") or ():
        related = each.get("relatedTo") or each.get("object") or {}
        refers = (str(related.get("name")).casefold(), str(related.get("field")).casefold())
        if refers == ("lead", "id"):
            return str(each["field"])
    return ""
