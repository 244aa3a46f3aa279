"""Opportunities, roles, custom objects, companies and sales persons, as they are looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from mktows.facts.mobjects import OPPORTUNITY, ROLE
from mktows.parameters.custom_types import CustomObjectType
from mktows.sandbox.browsing.kinds import MOST_PARTS, Kind, lead_link, moment, pairs, part
from mktows.sandbox.browsing.rows import SOURCES, custom_objects
from mktows.sandbox.companies.rows import PartyRows
from mktows.sandbox.mobjects.rows import ObjectQuery, StoredObject
from mktows.sandbox.store import Transaction
from mktows.server.browsing import Cell, Collection, Link, Record, Row

_CUSTOM = "custom-objects-"
_SHOWN_FIELDS = 4  # of a custom object, in a list


def _opportunity_link(number: int | None) -> Cell:
    return "" if number is None else Link(str(number), "opportunities", number)


def _found(data: Transaction, kind: str, ids: Sequence[int]) -> list[StoredObject]:
    found = data.mobjects.find(ObjectQuery(kind, ids=[ids]), after=0, limit=len(ids))
    return found[::-1]


def _opportunity_rows(data: Transaction, ids: Sequence[int]) -> list[Row]:
    return [
        Row(
            each.id,
            (
                str(each.id),
                *(each.attributes.get(name, "") for name in ("Name", "Stage", "Amount")),
                moment(each.updated_at),
            ),
        )
        for each in _found(data, OPPORTUNITY, ids)
    ]


def _opportunity(data: Transaction, number: int) -> Record | None:
    found = _found(data, OPPORTUNITY, [number])
    if not found:
        return None
    each = found[0]
    roles = data.mobjects.find(
        ObjectQuery(ROLE, opportunity_ids=[[number]]), after=0, limit=MOST_PARTS + 1
    )
    return Record(
        title=f"Opportunity {number}: {each.attributes.get('Name', '')}",
        facts=(
            ("Company", "" if each.company is None else ": ".join(each.company)),
            ("Created", moment(each.created_at)),
            ("Updated", moment(each.updated_at)),
        ),
        sections=(
            pairs("Attributes", each.attributes, ("Name", "Value")),
            part(
                "Roles",
                ("Role", "Lead", "As"),
                [
                    (
                        Link(str(role.id), "roles", role.id),
                        lead_link(role.lead_id),
                        role.attributes.get("Role", ""),
                    )
                    for role in roles
                ],
            ),
        ),
    )


def _role_rows(data: Transaction, ids: Sequence[int]) -> list[Row]:
    return [
        Row(
            each.id,
            (
                str(each.id),
                _opportunity_link(each.opportunity_id),
                lead_link(each.lead_id),
                each.attributes.get("Role", ""),
                moment(each.updated_at),
            ),
        )
        for each in _found(data, ROLE, ids)
    ]


def _role(data: Transaction, number: int) -> Record | None:
    found = _found(data, ROLE, [number])
    if not found:
        return None
    each = found[0]
    return Record(
        title=f"Role {number}",
        facts=(
            ("Opportunity", _opportunity_link(each.opportunity_id)),
            ("Lead", lead_link(each.lead_id)),
            ("Created", moment(each.created_at)),
            ("Updated", moment(each.updated_at)),
        ),
        sections=(pairs("Attributes", each.attributes, ("Name", "Value")),),
    )


def custom_kind(kind: CustomObjectType) -> Kind:
    """Return the records of a custom object type, as they are looked at."""
    keys = [each.name for each in kind.fields if each.key and each.name != kind.link_field]
    others = [each.name for each in kind.fields if not each.key and each.name != kind.link_field]
    shown = [*keys, *others][:_SHOWN_FIELDS]

    def rows(data: Transaction, ids: Sequence[int]) -> list[Row]:
        found = data.custom_objects.by_id(kind, ids)
        return [
            Row(
                number,
                (
                    str(number),
                    lead_link(found[number].lead_id),
                    *(found[number].values.get(name, "") for name in shown),
                ),
            )
            for number in ids
            if number in found
        ]

    def record(data: Transaction, number: int) -> Record | None:
        found = data.custom_objects.by_id(kind, [number]).get(number)
        if found is None:
            return None
        return Record(
            title=f"{kind.display_name or kind.name} {number}",
            facts=(
                ("Lead", lead_link(found.lead_id)),
                ("Created", moment(found.created_at)),
                ("Updated", moment(found.updated_at)),
            ),
            sections=(pairs("Fields", found.shown(kind), ("Name", "Value")),),
        )

    return Kind(
        Collection(
            f"{_CUSTOM}{kind.name}", f"Custom objects: {kind.display_name or kind.name}",
            "id and fields",
        ),
        custom_objects(kind.name),
        ("Record", "Lead", *shown),
        rows,
        record,
    )  # fmt: skip


def _party_kind(
    collection: Collection, one: str, searched: str, rows_of: Callable[[Transaction], PartyRows]
) -> Kind:
    """Return companies or sales persons, as they are looked at."""

    def rows(data: Transaction, ids: Sequence[int]) -> list[Row]:
        found = rows_of(data).by_id(ids)
        return [
            Row(
                number,
                (
                    str(number),
                    found[number].external_id,
                    found[number].attributes.get(searched, ""),
                    moment(found[number].updated_at),
                ),
            )
            for number in ids
            if number in found
        ]

    def record(data: Transaction, number: int) -> Record | None:
        found = rows_of(data).by_id([number]).get(number)
        if found is None:
            return None
        return Record(
            title=f"{one} {number}",
            facts=(
                ("External id", found.external_id),
                ("Created", moment(found.created_at)),
                ("Updated", moment(found.updated_at)),
            ),
            sections=(pairs("Attributes", found.attributes, ("Name", "Value")),),
        )

    return Kind(
        collection,
        SOURCES[collection.name],
        (one, "External id", searched, "Updated"),
        rows,
        record,
    )


OPPORTUNITIES = Kind(
    Collection("opportunities", "Opportunities", "id, company and attributes"),
    SOURCES["opportunities"],
    ("Opportunity", "Name", "Stage", "Amount", "Updated"),
    _opportunity_rows,
    _opportunity,
)
ROLES = Kind(
    Collection("roles", "Roles", "id and attributes"),
    SOURCES["roles"],
    ("Role", "Opportunity", "Lead", "As", "Updated"),
    _role_rows,
    _role,
)
COMPANIES = _party_kind(
    Collection("companies", "Companies", "id, external id and attributes"),
    "Company",
    "company",
    lambda data: data.companies,
)
SALES_PERSONS = _party_kind(
    Collection("sales-persons", "Sales persons", "id, external id and attributes"),
    "Sales person",
    "email",
    lambda data: data.sales_persons,
)
