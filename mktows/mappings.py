"""Records of replies as plain mappings: leads, activities, MObjects, custom objects."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypedDict

from mktows.errors import ProtocolError
from mktows.facts.mobjects import COST, TAG, TOKEN
from mktows.values import LEAD_KEYS

if TYPE_CHECKING:
    from mktows_bindings import v3_1 as b
    from xsdata.models.datatype import XmlDateTime


class ActivityMapping(TypedDict):
    """An activity of a lead. Names are the contract's; None is what did not come.

    Attributes:
        id: Its number; None where the service gave none, as since 3_1.
        marketoGUID: Its other name; None before 3_1.
        mktPersonId: The lead's Marketo id, as text.
        attributes: The activity's own values, in the reply's order.
    """

    id: int | None
    marketoGUID: str | None
    activityDateTime: datetime | None
    activityType: str
    mktgAssetName: str | None
    attributes: dict[str, str]
    campaign: str | None
    mktPersonId: str
    personName: str | None
    foreignSysId: str | None
    orgName: str | None
    foreignSysOrgId: str | None


class AssociationMapping(TypedDict):
    """An object that an MObject is associated with, by id or external key."""

    type: str
    id: int | None
    externalKey: dict[str, str] | None


class MObjectMapping(TypedDict):
    """An opportunity, a role or a program. `Client.sync_mobjects` takes it, too.

    Attributes:
        externalKey: One name with its value.
        tags: `Type` and `Value` of each.
        costs: `Id`, `Month`, `Amount` and `Note` of each.
        tokens: `Name` and `Value` of each; they can be read alone.
        others: Details of any other kind that came, by kind; likewise.
    """

    type: str
    id: int | None
    externalKey: dict[str, str] | None
    createdAt: datetime | None
    updatedAt: datetime | None
    attributes: dict[str, str]
    associations: list[AssociationMapping]
    tags: list[dict[str, str]]
    costs: list[dict[str, str]]
    tokens: list[dict[str, str]]
    others: dict[str, list[dict[str, str]]]


class CustomObjectMapping(TypedDict):
    """A custom object. `Client.sync_custom_objects` takes it, too."""

    keys: dict[str, str]
    attributes: dict[str, str]


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
    return mapping | _attributes(record.lead_attributes)


def lead_mappings(
    result: b.ResultGetLead | b.ResultGetMultipleLeads,
) -> list[dict[str, object]]:
    """The leads of a reply as plain mappings, in the reply's order."""
    return [lead_mapping(record) for record in result.lead_records]


def activity_mapping(record: b.ActivityRecord | b.LeadChangeRecord) -> ActivityMapping:
    """An activity record as a plain mapping.

    Raises:
        ProtocolError: Its moment is beyond what Python's datetime holds.
    """

    def member(name: str) -> Any:
        return getattr(record, name, None)  # not every version and reply has all

    return {
        "id": record.id,
        "marketoGUID": member("marketo_guid"),
        "activityDateTime": python_moment(record.activity_date_time),
        "activityType": record.activity_type,
        "mktgAssetName": record.mktg_asset_name,
        "attributes": _attributes(record.attributes),
        "campaign": record.campaign,
        "mktPersonId": record.mkt_person_id,
        "personName": member("person_name"),
        "foreignSysId": member("foreign_sys_id"),
        "orgName": member("org_name"),
        "foreignSysOrgId": member("foreign_sys_org_id"),
    }


def mobject_mapping(record: b.MObject) -> MObjectMapping:
    """An MObject record as a plain mapping.

    Raises:
        ProtocolError: A moment is beyond what Python's datetime holds.
    """
    details: dict[str, list[dict[str, str]]] = {}
    for detail in record.type_attribs:
        details.setdefault(detail.attr_type, []).append(_attribs(detail.attrs))
    return {
        "type": record.type_value,
        "id": record.id,
        "externalKey": _external_key(record.external_key),
        "createdAt": python_moment(record.created_at),
        "updatedAt": python_moment(record.updated_at),
        "attributes": _attribs(record.attribs),
        "associations": [
            {
                "type": each.m_obj_type,
                "id": each.id,
                "externalKey": _external_key(each.external_key),
            }
            for each in record.associations
        ],
        "tags": details.pop(TAG, []),
        "costs": details.pop(COST, []),
        "tokens": details.pop(TOKEN, []),
        "others": details,
    }


def custom_object_mapping(record: b.CustomObj) -> CustomObjectMapping:
    """A custom object record as a plain mapping."""
    return {
        "keys": _attributes(record.custom_obj_keys),
        "attributes": _attributes(record.custom_obj_attributes),
    }


def python_moment(value: XmlDateTime | datetime | None) -> datetime | None:
    """A moment of a record as Python's datetime, without an offset where it came without one.

    Raises:
        ProtocolError: It is beyond what a datetime holds.
    """
    if value is None or isinstance(value, datetime):
        return value
    try:
        return value.to_datetime()
    except (ValueError, OverflowError):
        raise ProtocolError("a moment is beyond what a datetime holds") from None


def _attributes(pairs: Iterable[b.Attribute]) -> dict[str, str]:
    return {pair.attr_name: pair.attr_value for pair in pairs}


def _attribs(pairs: Iterable[b.Attrib]) -> dict[str, str]:
    return {pair.name: pair.value for pair in pairs}


def _external_key(pair: b.Attrib | None) -> dict[str, str] | None:
    return None if pair is None else {pair.name: pair.value}
