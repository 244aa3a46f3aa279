"""Static lists, campaigns and programs, as they are looked at."""

from __future__ import annotations

from collections.abc import Sequence

from mktows.facts.mobjects import CHANNEL, PROGRAM
from mktows.sandbox.browsing.kinds import MOST_PARTS, Kind, lead_link, moment, pairs, part, yes
from mktows.sandbox.browsing.rows import SOURCES
from mktows.sandbox.campaigns.rows import CampaignQuery
from mktows.sandbox.mobjects.rows import ObjectQuery
from mktows.sandbox.store import Transaction
from mktows.server.browsing import Cell, Collection, Link, Record, Row


def _program_link(program_id: int | None) -> Cell:
    return "" if program_id is None else Link(str(program_id), "programs", program_id)


def _list_rows(data: Transaction, ids: Sequence[int]) -> list[Row]:
    found = (data.lists.find_by_id(each) for each in ids)
    return [
        Row(
            each.id,
            (
                str(each.id),
                each.name,
                each.workspace,
                _program_link(each.program_id),
                moment(each.updated_at),
            ),
        )
        for each in found
        if each is not None
    ]


def _list(data: Transaction, number: int) -> Record | None:
    found = data.lists.find_by_id(number)
    if found is None:
        return None
    members, left = data.lists.members(number, limit=MOST_PARTS + 1)
    leads = {each.id: each.email or "" for each in data.leads.load(members)}
    return Record(
        title=f"List {number}: {found.name}",
        facts=(
            ("Name", found.name),
            ("Description", found.description),
            ("Workspace", found.workspace),
            ("Program", _program_link(found.program_id)),
            ("Created", moment(found.created_at)),
            ("Updated", moment(found.updated_at)),
            ("Members", str(len(members) + left)),
        ),
        sections=(
            part(
                "Members",
                ("Lead", "Email"),
                [(lead_link(each), leads.get(each, "")) for each in members],
            ),
        ),
    )


def _campaign_rows(data: Transaction, ids: Sequence[int]) -> list[Row]:
    found = data.campaigns.listed(CampaignQuery(ids=ids), limit=len(ids))
    return [
        Row(
            each.id,
            (
                str(each.id),
                each.campaign.name,
                each.campaign.kind,
                each.program or "",
                yes(each.campaign.active),
                yes(each.has_run),
            ),
        )
        for each in reversed(found)
    ]


def _campaign(data: Transaction, number: int) -> Record | None:
    found = data.campaigns.listed(CampaignQuery(ids=[number]), limit=1)
    if not found:
        return None
    listed, campaign = found[0], found[0].campaign
    return Record(
        title=f"Campaign {number}: {campaign.name}",
        facts=(
            ("Name", campaign.name),
            ("Kind", campaign.kind),
            ("Sources", ", ".join(campaign.sources)),
            ("Description", campaign.description),
            ("Program", _program_link(campaign.program_id)),
            ("Workspace", listed.workspace),
            ("Active", yes(campaign.active)),
            ("Has run", yes(listed.has_run)),
            (
                "Over the list",
                "" if campaign.list_id is None
                else Link(str(campaign.list_id), "lists", campaign.list_id),
            ),
            ("Created", moment(campaign.created_at)),
            ("Updated", moment(campaign.updated_at)),
        ),
    )  # fmt: skip


def _program_rows(data: Transaction, ids: Sequence[int]) -> list[Row]:
    found = data.mobjects.find(
        ObjectQuery(PROGRAM, ids=[ids], archived=True), after=0, limit=len(ids)
    )
    details = data.programs.details([each.id for each in found])
    return [
        Row(
            each.id,
            (
                str(each.id),
                each.attributes.get("Name", ""),
                dict(details[each.id].tags).get(CHANNEL, ""),
                each.attributes.get("Type", ""),
                moment(each.updated_at),
            ),
        )
        for each in reversed(found)
    ]


def _program(data: Transaction, number: int) -> Record | None:
    found = data.mobjects.find(
        ObjectQuery(PROGRAM, ids=[[number]], archived=True), after=0, limit=1
    )
    if not found:
        return None
    program = found[0]
    details = data.programs.details([number])[number]
    members = data.program_members.of_program(number, after=0, limit=MOST_PARTS + 1)
    return Record(
        title=f"Program {number}: {program.attributes.get('Name', '')}",
        facts=(
            ("Created", moment(program.created_at)),
            ("Updated", moment(program.updated_at)),
        ),
        sections=(
            pairs("Attributes", program.attributes, ("Name", "Value")),
            pairs("Tags", dict(details.tags), ("Type", "Value")),
            part(
                "Costs",
                ("Month", "Amount", "Note"),
                [(each.month, each.amount, each.note or "") for each in details.costs],
            ),
            pairs("Tokens", dict(details.tokens), ("Name", "Value")),
            part(
                "Lists",
                ("Name",),
                [(Link(e.name, "lists", e.id),) for e in data.lists.of_program(number)],
            ),
            part(
                "Campaigns",
                ("Name", "Kind"),
                [
                    (Link(each.name, "campaigns", each.id or 0), each.kind)
                    for each in data.campaigns.of_program(number)
                ],
            ),
            part(
                "Members",
                ("Lead", "Status", "Member since"),
                [(lead_link(e.lead_id), e.status, moment(e.member_since)) for e in members],
            ),
        ),
    )


LISTS = Kind(
    Collection("lists", "Lists", "id, name and description"),
    SOURCES["lists"],
    ("List", "Name", "Workspace", "Program", "Updated"),
    _list_rows,
    _list,
)
CAMPAIGNS = Kind(
    Collection("campaigns", "Campaigns", "id, name and description"),
    SOURCES["campaigns"],
    ("Campaign", "Name", "Kind", "Program", "Active", "Has run"),
    _campaign_rows,
    _campaign,
)
PROGRAMS = Kind(
    Collection("programs", "Programs", "id and attributes"),
    SOURCES["programs"],
    ("Program", "Name", "Channel", "Type", "Updated"),
    _program_rows,
    _program,
)
