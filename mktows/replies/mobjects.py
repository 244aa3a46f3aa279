"""The replies of getMObjects, syncMObjects and deleteMObjects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from dataclasses import fields as dataclass_fields
from types import ModuleType
from typing import Any

from xsdata.models.datatype import XmlDateTime

from mktows.facts.mobjects import COMPANY, LEAD, OPPORTUNITY, ROLE_OPPORTUNITY_ID, ROLE_PERSON_ID
from mktows.parameters.mobjects import Key, key_pair

Pairs = Iterable[tuple[str, str]]


@dataclass(slots=True)
class ShownObject:
    """One object as replies show it.

    Attributes:
        kind: Its type.
        id: Its id.
        attributes: Its attributes, in order.
        created_at: When it was made, where that is shown.
        updated_at: When it was changed last, likewise.
        key: Its external key.
        lead_id: The lead that a role belongs to.
        opportunity_id: The opportunity that a role belongs to.
        company: The external key of an opportunity's company.
        details: The repeated groups of a program: the name of each, and its members.
    """

    kind: str
    id: int
    attributes: Mapping[str, str] = field(repr=False)
    created_at: XmlDateTime | None = None
    updated_at: XmlDateTime | None = None
    key: Key | None = field(default=None, repr=False)
    lead_id: int | None = None
    opportunity_id: int | None = None
    company: Key | None = field(default=None, repr=False)
    details: Sequence[tuple[str, Sequence[tuple[str, str]]]] = ()


def with_ends(attributes: Mapping[str, str], opportunity_id: int, lead_id: int) -> dict[str, str]:
    """Return the attributes of a role with those that refer to others."""
    ends = {ROLE_OPPORTUNITY_ID: str(opportunity_id), ROLE_PERSON_ID: str(lead_id)}
    return {**attributes, **ends}


def cost_members(
    month: str, amount: str, note: str | None, number: int | None
) -> list[tuple[str, str]]:
    """Return the members of a cost of a program."""
    members = [] if number is None else [("Id", str(number))]
    members += [("Month", month), ("Amount", amount)]
    return members if note is None else [*members, ("Note", note)]


def page(types: ModuleType, shown: Sequence[ShownObject], *, more: bool, position: str) -> object:
    """Return the reply with a page of objects."""
    objects = [_mobject(types, each) for each in shown]
    return types.SuccessGetMObjects(
        result=types.ResultGetMObjects(
            return_count=len(objects),
            has_more=more,
            new_stream_position=position,
            # Not nillable, so absent when there is nothing (a guess).
            m_object_list=types.ArrayOfMObject(m_object=objects) if objects else None,
        )
    )


def synced(types: ModuleType, statuses: list[object]) -> object:
    """Return the reply with what became of each object that was written."""
    return types.SuccessSyncMObjects(
        result=types.ResultSyncMObjects(
            m_obj_status_list=types.ArrayOfMObjStatus(m_obj_status=statuses)
        )
    )


def deleted(types: ModuleType, statuses: list[object]) -> object:
    """Return the reply with what became of each object that was deleted."""
    return types.SuccessDeleteMObjects(
        result=types.ResultDeleteMObjects(
            m_obj_status_list=types.ArrayOfMObjStatus(m_obj_status=statuses)
        )
    )


def outcome(
    types: ModuleType, given: Any, object_id: int | None, status: str, error: str | None = None
) -> object:
    """Return what became of one object; its external key is echoed (documented).

    Args:
        types: The bindings of the version.
        given: The object as the request has it.
        object_id: Its id, where it has one.
        status: The status.
        error: Why it failed.
    """
    if object_id is None and not _takes_nil_id(types.MObjStatus):
        object_id = 0
    return types.MObjStatus(
        id=object_id,
        external_key=_attrib(types, key_pair(given.external_key)),
        status=types.MObjStatusEnum[status],
        error=error,
    )


def _mobject(types: ModuleType, shown: ShownObject) -> object:
    links = []
    if shown.lead_id is not None:
        links.append(types.MObjAssociation(m_obj_type=LEAD, id=shown.lead_id))
    if shown.opportunity_id is not None:
        links.append(types.MObjAssociation(m_obj_type=OPPORTUNITY, id=shown.opportunity_id))
    if shown.company is not None:
        key = _attrib(types, shown.company)
        links.append(types.MObjAssociation(m_obj_type=COMPANY, external_key=key))
    groups = [
        types.TypeAttrib(attr_type=name, attr_list=_attribs(types, members))
        for name, members in shown.details
    ]
    return types.MObject(
        type_value=shown.kind,
        id=shown.id,
        external_key=_attrib(types, shown.key),
        created_at=shown.created_at,
        updated_at=shown.updated_at,
        attrib_list=_attribs(types, shown.attributes.items()) if shown.attributes else None,
        type_attrib_list=types.ArrayOfTypeAttrib(type_attrib=groups) if groups else None,
        association_list=types.ArrayOfMObjAssociation(m_obj_association=links) if links else None,
    )


def _attribs(types: ModuleType, pairs: Pairs) -> object:
    return types.ArrayOfAttrib(attrib=[_attrib(types, each) for each in pairs])


def _attrib(types: ModuleType, pair: tuple[str, str] | None) -> object:
    return None if pair is None else types.Attrib(name=pair[0], value=pair[1])


def _takes_nil_id(status_type: Any) -> bool:
    """Tell whether this version's contract lets a failed object go without an id (2_7 does)."""
    return any(
        member.name == "id" and bool(member.metadata.get("nillable"))
        for member in dataclass_fields(status_type)
    )
