"""Answers describeMObject: what the four object types consist of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from mktows.facts.faults import BAD_PARAMETER, PARAMETER_REQUIRED
from mktows.facts.mobjects import METADATA_STAMP, OPPORTUNITY, ROLE
from mktows.sandbox.context import Context
from mktows.sandbox.operation import Operation
from mktows.sandbox.scalars import trimmed, wire_stamp
from mktows.server.refusals import Reason

DESCRIBED_NAME_MISSING = Reason(
    "described-name-missing",
    PARAMETER_REQUIRED,
    "objectName is required",
    "documented",
    "The WSDL requires objectName; the code follows its title.",
    "message",
)
DESCRIBED_NAME_UNKNOWN = Reason(
    "described-name-unknown",
    BAD_PARAMETER,
    "Object name is not valid",
    "documented",
    "Prose names four types; code and text are those recorded for custom objects.",
    "message",
)

# How a lead reply's data types are called here: five names are recorded; which of the others
# goes by which is inferred.
_DATA_TYPES = {
    "boolean": "boolean",
    "currency": "float",
    "date": "datetime",
    "datetime": "datetime",
    "email": "string",
    "float": "float",
    "integer": "integer",
    "phone": "string",
    "string": "string",
    "text": "string",
    "url": "string",
}


@dataclass(frozen=True, slots=True)
class _Field:
    """One described field; it can be written unless `fixed`.

    Attributes:
        dynamic: The member whose entry the field is; None for a member of the record itself.
        is_name: None for lead fields (recorded), else whether it names the record.
    """

    name: str
    description: str | None
    source: str
    data_type: str
    size: int | None = None
    display_name: str | None = None
    fixed: bool = False
    custom: bool = False
    dynamic: str | None = None
    is_name: bool | None = False
    is_key: bool = False


# Documented, value by value and word for word.
_ACTIVITY = (
    _Field("id", "Unique system id of Event", "Event", "integer", 10, fixed=True, is_key=True),
    _Field("activityDateTime", "Event timestamp", "Event", "dateTime", fixed=True),
    _Field(
        "activityType",
        "Name of Event",
        "Event",
        "string",
        255,
        fixed=True,
        is_name=True,
    ),
    _Field(
        "mktgAssetName",
        "Name of email, landing page, or object field",
        "Event",
        "string",
        255,
        fixed=True,
    ),
    _Field(
        "activityAttributes",
        "Array of name / value pairs of dynamic event attributes",
        "Event",
        "Array",
        fixed=True,
    ),
    _Field(
        "campaign", "Name of Campaign that caused the Event", "Campaign", "string", 255, fixed=True
    ),
    _Field("personName", "Name of Lead that owns the Event", "Lead", "string", 255, fixed=True),
    _Field("mktPersonId", "Unique system id of Lead", "Lead", "integer", 10, fixed=True),
    _Field("foreignSysId", "Unique foreign system id of Lead", "Lead", "string", 50, fixed=True),
    _Field(
        "orgName", "Name of Company associated to the Lead", "Company", "string", 255, fixed=True
    ),
    _Field(
        "foreignSysOrgId",
        "Unique foreign system id of Company",
        "Company",
        "string",
        50,
        fixed=True,
    ),
)
_ABOUT = {
    "ActivityRecord": "Composite object composed of fields from Event, Campaign, Lead, and Company",
    "LeadRecord": "Leads with the fields of the lead database",
    OPPORTUNITY: "Deals that are being made with companies",
    ROLE: "What part a lead plays in an opportunity",
}
_VIRTUAL = frozenset({"ActivityRecord", "LeadRecord"})  # documented


def describe_mobject(context: Context, params: Any) -> object:
    """Describe one object type; letter case does not count (inferred)."""
    text = trimmed(params.object_name)
    if text is None:
        raise DESCRIBED_NAME_MISSING.refusal()
    name = next((known for known in _ABOUT if known.casefold() == text.casefold()), None)
    if name is None:
        raise DESCRIBED_NAME_UNKNOWN.refusal()
    if name == "ActivityRecord":
        fields: Iterable[_Field] = _ACTIVITY
    elif name == "LeadRecord":
        fields = _lead_fields(context)
    else:
        fields = _object_fields(context, name)
    types = context.types
    return types.SuccessDescribeMObject(
        result=types.ResultDescribeMObject(
            metadata=types.MObjectMetadata(
                name=name,
                description=_ABOUT[name],
                is_custom=False,
                is_virtual=name in _VIRTUAL,
                field_list=types.ArrayOfMObjFieldMetadata(
                    field_value=[_shown(context, each) for each in fields]
                ),
                # Recorded for all metadata; in UTC, whatever the instance's zone.
                updated_at=wire_stamp(METADATA_STAMP, UTC),
            )
        )
    )


def _lead_fields(context: Context) -> list[_Field]:
    """Return the members of a leadRecord, then the instance's lead fields by name.

    Only lead fields are recorded; that the members come first, and what is said of them, is
    inferred. `Id` and `Email` are both and appear once, as members.
    """
    known = context.data.leads.fields()
    titles = {name: each.display_name for name, each in known.items()}
    members = [
        _Field("Id", None, "Lead", "integer", 10, titles.get("Id"), fixed=True, is_key=True),
        _Field("Email", None, "Lead", "string", 255, titles.get("Email")),
        _Field("ForeignSysPersonId", None, "Lead", "string", 50),
        _Field("ForeignSysType", None, "Lead", "string", 50),
        _Field("leadAttributeList", None, "Lead", "Array"),
    ]
    taken = {each.name for each in members}
    return members + [
        _Field(
            each.name,
            None,
            "Lead",
            _DATA_TYPES[each.data_type],
            display_name=each.display_name,
            fixed=not each.writable,
            custom=each.custom,
            dynamic="leadAttributeList",
            is_name=None,
        )
        for each in sorted(known.values(), key=lambda each: each.name)
        if each.name not in taken
    ]


def _object_fields(context: Context, kind: str) -> list[_Field]:
    """Return the fields of opportunities or roles; no such reply is on record (inferred)."""
    members = [
        _Field("id", None, kind, "integer", 10, fixed=True, is_key=True),
        _Field("createdAt", None, kind, "dateTime", fixed=True),
        _Field("updatedAt", None, kind, "dateTime", fixed=True),
    ]
    return members + [
        _Field(
            each.name,
            None,
            kind,
            _DATA_TYPES[each.data_type],
            custom=each.external_key,
            dynamic="attribList",
            is_name=kind == OPPORTUNITY and each.name == "Name",
        )
        for each in context.data.mobjects.fields(kind).values()
    ]


def _shown(context: Context, described: _Field) -> object:
    return context.types.MObjFieldMetadata(
        name=described.name,
        description=described.description,
        display_name=described.display_name,
        source_object=described.source,
        data_type=described.data_type,
        size=described.size,
        is_readonly=described.fixed,
        is_update_blocked=described.fixed,
        is_name=described.is_name,
        is_primary_key=described.is_key,
        is_custom=described.custom,
        is_dynamic=described.dynamic is not None,
        dynamic_field_ref=described.dynamic,
        updated_at=wire_stamp(METADATA_STAMP, UTC),
    )


OPERATIONS = {
    "describeMObject": Operation(
        describe_mobject,
        "the four types, with the instance's own fields",
        ("documented", "recorded", "inferred"),
        ("opportunities, roles and the members of LeadRecord are described by inference",),
    ),
}
