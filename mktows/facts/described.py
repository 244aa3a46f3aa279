"""The fields that describeMObject tells of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mktows.facts.lead_fields import LeadField
from mktows.facts.mobjects import OPPORTUNITY, ROLE, ObjectField

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
class DescribedField:
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
ACTIVITY_FIELDS = (
    DescribedField(
        "id", "Unique system id of Event", "Event", "integer", 10, fixed=True, is_key=True
    ),
    DescribedField("activityDateTime", "Event timestamp", "Event", "dateTime", fixed=True),
    DescribedField(
        "activityType",
        "Name of Event",
        "Event",
        "string",
        255,
        fixed=True,
        is_name=True,
    ),
    DescribedField(
        "mktgAssetName",
        "Name of email, landing page, or object field",
        "Event",
        "string",
        255,
        fixed=True,
    ),
    DescribedField(
        "activityAttributes",
        "Array of name / value pairs of dynamic event attributes",
        "Event",
        "Array",
        fixed=True,
    ),
    DescribedField(
        "campaign", "Name of Campaign that caused the Event", "Campaign", "string", 255, fixed=True
    ),
    DescribedField(
        "personName", "Name of Lead that owns the Event", "Lead", "string", 255, fixed=True
    ),
    DescribedField("mktPersonId", "Unique system id of Lead", "Lead", "integer", 10, fixed=True),
    DescribedField(
        "foreignSysId", "Unique foreign system id of Lead", "Lead", "string", 50, fixed=True
    ),
    DescribedField(
        "orgName", "Name of Company associated to the Lead", "Company", "string", 255, fixed=True
    ),
    DescribedField(
        "foreignSysOrgId",
        "Unique foreign system id of Company",
        "Company",
        "string",
        50,
        fixed=True,
    ),
)
ABOUT = {
    "ActivityRecord": "Composite object composed of fields from Event, Campaign, Lead, and Company",
    "LeadRecord": "Leads with the fields of the lead database",
    OPPORTUNITY: "Deals that are being made with companies",
    ROLE: "What part a lead plays in an opportunity",
}
VIRTUAL = frozenset({"ActivityRecord", "LeadRecord"})  # documented


def lead_record_fields(known: Mapping[str, LeadField]) -> list[DescribedField]:
    """Return the members of a leadRecord, then the instance's lead fields by name.

    Only lead fields are recorded; that the members come first, and what is said of them, is
    inferred. `Id` and `Email` are both and appear once, as members.
    """
    titles = {name: each.display_name for name, each in known.items()}
    members = [
        DescribedField(
            "Id", None, "Lead", "integer", 10, titles.get("Id"), fixed=True, is_key=True
        ),
        DescribedField("Email", None, "Lead", "string", 255, titles.get("Email")),
        DescribedField("ForeignSysPersonId", None, "Lead", "string", 50),
        DescribedField("ForeignSysType", None, "Lead", "string", 50),
        DescribedField("leadAttributeList", None, "Lead", "Array"),
    ]
    taken = {each.name for each in members}
    return members + [
        DescribedField(
            each.name,
            None,
            "Lead",
            _DATA_TYPES.get(each.data_type, "string"),
            display_name=each.display_name,
            fixed=not each.writable,
            custom=each.custom,
            dynamic="leadAttributeList",
            is_name=None,
        )
        for each in sorted(known.values(), key=lambda each: each.name)
        if each.name not in taken
    ]


def object_fields(kind: str, known: Iterable[ObjectField]) -> list[DescribedField]:
    """Return the fields of opportunities or roles; no such reply is on record (inferred)."""
    members = [
        DescribedField("id", None, kind, "integer", 10, fixed=True, is_key=True),
        DescribedField("createdAt", None, kind, "dateTime", fixed=True),
        DescribedField("updatedAt", None, kind, "dateTime", fixed=True),
    ]
    return members + [
        DescribedField(
            each.name,
            None,
            kind,
            _DATA_TYPES.get(each.data_type, "string"),
            custom=each.external_key,
            dynamic="attribList",
            is_name=kind == OPPORTUNITY and each.name == "Name",
        )
        for each in known
    ]
