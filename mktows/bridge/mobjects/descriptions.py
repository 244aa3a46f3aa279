"""Answers listMObjects and describeMObject."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from mktows.bridge.context import Context
from mktows.bridge.mobjects.opportunity_fields import object_fields
from mktows.bridge.names import TYPES_SECONDS
from mktows.bridge.operation import Operation
from mktows.facts import described
from mktows.facts.lead_fields import SOAP_FIELDS, WITHOUT_SOAP_NAME, LeadField
from mktows.parameters.mobjects import described_name
from mktows.replies.descriptions import description, object_types
from mktows.rest.errors import AccessError

_STANDARD = frozenset(each.name for each in SOAP_FIELDS)
_UNTOLD = {each.name: each for each in SOAP_FIELDS if each.rest_name in WITHOUT_SOAP_NAME}
"""Fields of SOAP that REST tells no SOAP name of, by their names."""


def list_mobjects(context: Context, _params: Any) -> object:
    """Name the object types; programs call it to see whether they are let in."""
    return object_types(context.types)


def describe_mobject(context: Context, params: Any) -> object:
    """Describe one object type."""
    name = described_name(params)
    if name == "ActivityRecord":
        fields: Iterable[described.DescribedField] = described.ACTIVITY_FIELDS
    elif name == "LeadRecord":
        fields = described.lead_record_fields(described_lead_fields(context))
    else:
        known = object_fields(context, name).fields
        fields = described.object_fields(name, known.values())
    return description(context.types, name, fields)


def described_lead_fields(context: Context) -> dict[str, LeadField]:
    """Return the lead fields, with what REST's schema says of them."""
    custom = _custom_fields(context)
    return {
        name: replace(
            each, custom=name not in _STANDARD if custom is None else each.rest_name in custom
        )
        for name, each in {**_UNTOLD, **context.soap_fields}.items()
    }


def _custom_fields(context: Context) -> set[str] | None:
    """Return the REST names of custom fields; None where the role may not read the schema."""
    rest = context.rest

    def fetch() -> dict[str, Any]:
        try:
            return {"names": [each["name"] for each in rest.iter_lead_fields() if each["isCustom"]]}
        except AccessError:
            return {"names": None}

    def read(content: dict[str, Any]) -> set[str] | None:
        return None if content["names"] is None else set(content["names"])

    return context.remembered("custom fields", "", TYPES_SECONDS, fetch, read)


OPERATIONS = {
    "listMObjects": Operation(list_mobjects, "carried", "read", "0", "the four types"),
    "describeMObject": Operation(
        describe_mobject,
        "carried",
        "read",
        "0; of LeadRecord 1 for 300 fields, of opportunities and roles 1 (kept for an hour)",
        "the four types, with the instance's own fields",
        (
            "a lead field counts as custom where REST's schema says so; where the role may not "
            "read that, where it is no standard field",
            "which fields of an opportunity are external keys: those of the instance's own that "
            "REST searches by are taken for such",
        ),
    ),
}
