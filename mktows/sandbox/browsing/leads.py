"""Leads, as they are looked at: with all that refers to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mktows.facts.lead_fields import FULL_NAME
from mktows.facts.mobjects import COMPANY, OPPORTUNITY, PROGRAM, ROLE
from mktows.sandbox.browsing.activities import ACTIVITIES
from mktows.sandbox.browsing.kinds import MOST_PARTS, Kind, moment, part, yes
from mktows.sandbox.browsing.objects import custom_kind
from mktows.sandbox.browsing.rows import SOURCES
from mktows.sandbox.leads.rows import Lead
from mktows.sandbox.mobjects.rows import ObjectQuery
from mktows.sandbox.store import Transaction
from mktows.server.browsing import Choice, Collection, Link, Record, Row, Section


def _rows(data: Transaction, ids: Sequence[int]) -> list[Row]:
    return [
        Row(
            each.id,
            (
                str(each.id),
                each.email or "",
                _name(each),
                each.attributes.get(COMPANY, ""),
                moment(each.updated_at),
            ),
        )
        for each in reversed(data.leads.load(ids))
    ]


def _name(lead: Lead) -> str:
    return " ".join(filter(None, (lead.attributes.get(each) for each in FULL_NAME)))


def _record(data: Transaction, number: int) -> Record | None:
    found = data.leads.load([number])
    if not found:
        return None
    lead = found[0]
    foreign = data.leads.all_foreign_ids([number]).get(number, ())
    cookies = data.leads.cookies([number]).get(number, ())
    return Record(
        title=f"Lead {number}",
        facts=(
            ("Id", str(number)),
            ("Email", lead.email or ""),
            ("Name", _name(lead)),
            ("Workspace", lead.workspace),
            ("Created", moment(lead.created_at)),
            ("Updated", moment(lead.updated_at)),
            *((f"Foreign id, {kind}", value) for kind, value in foreign),
            *(("Cookie", value) for value in cookies),
        ),
        sections=tuple(_sections(data, lead)),
    )


def _sections(data: Transaction, lead: Lead) -> Iterator[Section]:
    fields = {**data.leads.rest_fields(), **data.leads.fields()}
    shown = {name: fields[name].display_name for name in lead.attributes if name in fields}
    yield Section(
        "Attributes",
        ("Name", "Display name", "Value"),
        [(name, shown.get(name, ""), value) for name, value in lead.attributes.items()],
    )
    lists = data.browsed.lists_of(lead.id, MOST_PARTS + 1)
    yield part("Lists", ("Name",), [(Link(name, "lists", number),) for number, name in lists])
    members = data.program_members.of_lead(lead.id)[: MOST_PARTS + 1]
    programs = {
        each.id: each.attributes["Name"]
        for each in data.mobjects.find(
            ObjectQuery(PROGRAM, ids=[[each.program_id for each in members]], archived=True),
            after=0,
            limit=len(members),
        )
    } if members else {}  # fmt: skip
    yield part(
        "Programs",
        ("Program", "Status", "Member since", "Acquired by it"),
        [
            (
                Link(programs.get(each.program_id, ""), "programs", each.program_id),
                each.status,
                moment(each.member_since),
                yes(each.acquired),
            )
            for each in members
        ],
    )
    yield _roles(data, lead)
    happened = data.browsed.page(SOURCES["activities"], Choice(lead=lead.id, limit=MOST_PARTS + 1))
    yield part(
        "Activities",
        (ACTIVITIES.columns[0], *ACTIVITIES.columns[2:]),
        [
            (Link(str(row.id), "activities", row.id), *row.cells[2:])
            for row in ACTIVITIES.rows(data, happened.ids)
        ],
        more="activities",
    )
    for each in data.custom_objects.types():
        kind = custom_kind(each)
        records = data.browsed.page(kind.source, Choice(lead=lead.id, limit=MOST_PARTS + 1))
        if records.ids:
            name = kind.collection.name
            yield part(
                kind.collection.title,
                kind.columns,
                [
                    (Link(str(row.id), name, row.id), *row.cells[1:])
                    for row in kind.rows(data, records.ids)
                ],
                more=name,
            )


def _roles(data: Transaction, lead: Lead) -> Section:
    roles = data.mobjects.find(
        ObjectQuery(ROLE, lead_ids=[[lead.id]]), after=0, limit=MOST_PARTS + 1
    )
    held = [each.opportunity_id for each in roles if each.opportunity_id is not None]
    opportunities = {
        each.id: each.attributes.get("Name", "")
        for each in data.mobjects.find(
            ObjectQuery(OPPORTUNITY, ids=[held]), after=0, limit=len(held)
        )
    } if held else {}  # fmt: skip
    return part(
        "Opportunities",
        ("Role", "Opportunity", "As"),
        [
            (
                Link(str(each.id), "roles", each.id),
                ""
                if each.opportunity_id is None
                else Link(
                    opportunities.get(each.opportunity_id) or str(each.opportunity_id),
                    "opportunities",
                    each.opportunity_id,
                ),
                each.attributes.get("Role", ""),
            )
            for each in roles
        ],
    )


LEADS = Kind(
    Collection("leads", "Leads", "id, email address, attributes, foreign ids and cookies"),
    SOURCES["leads"],
    ("Lead", "Email", "Name", "Company", "Updated"),
    _rows,
    _record,
)
