"""Answers describeMObject: what the four object types consist of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mktows.facts.described import (
    ACTIVITY_FIELDS,
    DescribedField,
    lead_record_fields,
    object_fields,
)
from mktows.parameters.mobjects import described_name
from mktows.replies.descriptions import description
from mktows.sandbox.context import Context
from mktows.sandbox.operation import Operation


def describe_mobject(context: Context, params: Any) -> object:
    """Describe one object type; letter case does not count (inferred)."""
    name = described_name(params)
    if name == "ActivityRecord":
        fields: Iterable[DescribedField] = ACTIVITY_FIELDS
    elif name == "LeadRecord":
        fields = lead_record_fields(context.data.leads.fields())
    else:
        fields = object_fields(name, context.data.mobjects.fields(name).values())
    return description(context.types, name, fields)


OPERATIONS = {
    "describeMObject": Operation(
        describe_mobject,
        "the four types, with the instance's own fields",
        ("documented", "recorded", "inferred"),
        ("opportunities, roles and the members of LeadRecord are described by inference",),
    ),
}
