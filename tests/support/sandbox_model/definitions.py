"""What no call changes: channels, tags, and the descriptions of object types."""

from __future__ import annotations

from collections.abc import Collection

from support.sandbox_model import world
from support.sandbox_model.state import Fault, Reply

TYPES = ["ActivityRecord", "LeadRecord", "Opportunity", "OpportunityPersonRole"]


def channels(names: Collection[str] | None) -> list[Reply]:
    """Channels by name with their statuses by name; names in any letter case choose some."""
    wanted = {name.casefold() for name in names or ()}
    return [
        {"tag_value": name, "status_list": [{"progression_status": each} for each in statuses]}
        for name, statuses in world.CHANNELS.items()
        if not wanted or name.casefold() in wanted
    ]


def tags(asked: dict[str, list[str]] | None) -> list[Reply]:
    """Tag types with their values as defined; a type without values asks for all of them."""
    shown = []
    for kind, values in world.TAGS.items():
        fitting = [
            {value.casefold() for value in wanted}
            for name, wanted in (asked or {}).items()
            if name.casefold() == kind.casefold()
        ]
        chosen = [
            value
            for value in values
            if not asked or any(not wanted or value.casefold() in wanted for wanted in fitting)
        ]
        if chosen:
            shown.append({"type_value": kind, "values": chosen})
    return shown


def described_fields(name: str) -> dict[str, Reply]:
    """What describing a type says of the fields that the world defines."""
    if name not in TYPES:
        raise Fault(20110)
    if name == "LeadRecord":
        return {
            field: {
                "display_name": known.display,
                "is_readonly": not known.writable,
                "is_update_blocked": not known.writable,
                "is_custom": known.custom,
                "is_dynamic": True,
                "dynamic_field_ref": "leadAttributeList",
            }
            for field, known in world.FIELDS.items()
            if field != "Email"  # a member of the record
        }
    if name == "ActivityRecord":
        always = {"is_readonly": True, "is_update_blocked": True, "is_custom": False}
        names = [
            *("id", "activityDateTime", "activityType", "mktgAssetName", "activityAttributes"),
            *("campaign", "personName", "mktPersonId", "foreignSysId", "orgName"),
            "foreignSysOrgId",
        ]
        return {field: {**always, "is_dynamic": False} for field in names}
    written = {"is_readonly": False, "is_dynamic": True}
    return {field: dict(written) for field in world.OBJECT_FIELDS[name]}
