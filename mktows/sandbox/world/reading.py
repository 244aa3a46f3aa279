"""Reads a world out of a database: what a new sandbox must begin with to hold the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from mktows.facts.lead_fields import DEFAULT_FIELDS
from mktows.facts.mobjects import CHANNEL, CRM_ID, OPPORTUNITY, PROGRAM, ROLE, WORKSPACE_NAME
from mktows.facts.rest_programs import STATUS_EXTRAS
from mktows.sandbox.activities.pages import ActivityQuery
from mktows.sandbox.campaigns.rows import Campaign, CampaignQuery
from mktows.sandbox.companies.rows import PartyRows
from mktows.sandbox.lists.rows import StaticList
from mktows.sandbox.mobjects.default_fields import DEFAULT_OBJECT_FIELDS
from mktows.sandbox.mobjects.rows import ObjectQuery, StoredObject
from mktows.sandbox.store import Transaction
from mktows.sandbox.world.rules import CAMPAIGN_KINDS
from mktows.sandbox.world.world import (
    World,
    WorldActivity,
    WorldActivityAttribute,
    WorldActivityType,
    WorldCampaign,
    WorldChannel,
    WorldCompany,
    WorldCost,
    WorldCustomObjectType,
    WorldField,
    WorldForeignId,
    WorldLead,
    WorldList,
    WorldMembership,
    WorldOpportunity,
    WorldParty,
    WorldProgram,
    WorldRole,
    WorldStatus,
    WorldTagType,
)

ROWS_READ_AT_ONCE = 512
"""Rows of a table that are held at the same time."""
_LONG_AGO, _FAR_AHEAD = -(2**62), 2**62


def read_out(data: Transaction) -> tuple[World, list[str]]:
    """The world that a database holds, and words for what no world file can say.

    Not told are the moments of opportunities, roles, custom objects, companies and sales persons,
    and ids that were given out and are no longer used: a world never has them.
    """
    reader = _Reader(data)
    return reader.world(), reader.left_out


class _Reader:
    def __init__(self, data: Transaction) -> None:
        self._data = data
        self.left_out: list[str] = []
        self._programs = {each.id: each for each in self._objects(PROGRAM, archived=True)}
        self._lists = list(data.lists.all())
        self._names = {each.id: each.name for each in self._lists}
        rules = CampaignQuery()
        listed = data.campaigns.listed(rules, limit=_FAR_AHEAD)
        self._campaigns = [each.campaign for each in listed]

    def world(self) -> World:
        data = self._data
        world = World(
            instance=data.instance.settings(),
            lead_fields=tuple(self._lead_fields()),
            opportunity_fields=tuple(self._opportunity_fields()),
            tags={name: tuple(values) for name, values in data.programs.tags().items()},
            tag_types=tuple(
                WorldTagType(
                    name=each.name, required=each.required, program_types=each.program_types
                )
                for each in data.program_assets.tag_types().values()
            ),
            channels=tuple(self._channels()),
            programs=tuple(self._program(each) for each in self._programs.values()),
            lists=tuple(self._static_lists(None)),
            campaigns=tuple(self._smart_campaigns(None)),
            custom_objects=tuple(self._custom_objects()),
            leads=tuple(self._leads()),
            opportunities=tuple(self._opportunities()),
            companies=_parties(data.companies),
            sales_persons=_parties(data.sales_persons),
            activity_types=tuple(self._activity_types()),
            activities=tuple(self._activities()),
        )
        self._note(len(data.campaigns.runs()), "runs of campaigns")
        return world

    def _note(self, count: int, what: str) -> None:
        if count:
            self.left_out.append(f"{what} ({count})")

    def _objects(self, kind: str, *, archived: bool = False) -> Iterator[StoredObject]:
        query, after = ObjectQuery(kind, archived=archived), 0
        while page := self._data.mobjects.find(query, after=after, limit=ROWS_READ_AT_ONCE):
            yield from page
            after = page[-1].id

    def _lead_fields(self) -> Iterator[WorldField]:
        leads = self._data.leads
        known = {each.name for each in DEFAULT_FIELDS}
        for each in sorted(
            {**leads.rest_fields(), **leads.fields()}.values(), key=lambda each: each.number
        ):
            if each.name in known:
                continue
            known.add(each.name)
            yield WorldField(
                name=each.name,
                display_name=_unless(each.display_name, each.name),
                type=each.data_type,
                writable=each.writable,
                external_key=each.lookup,
                rest_name=_unless(each.rest_name, each.name),
            )

    def _opportunity_fields(self) -> Iterator[WorldField]:
        known = {each.name for each in DEFAULT_OBJECT_FIELDS if each.type == OPPORTUNITY}
        for each in self._data.mobjects.fields(OPPORTUNITY).values():
            if each.name not in known:
                yield WorldField(
                    name=each.name, type=each.data_type, external_key=each.external_key
                )

    def _channels(self) -> Iterator[WorldChannel]:
        statuses = self._data.programs.channels()
        for channel in self._data.program_assets.channels():
            yield WorldChannel(
                name=channel.name,
                id=channel.id,
                program_type=channel.program_type,
                created=_moment(channel.created_at),
                statuses=tuple(_status(dict(each)) for each in statuses.get(channel.name, ())),
            )

    def _program(self, stored: StoredObject) -> WorldProgram:
        held = stored.attributes
        details = self._data.programs.details([stored.id])[stored.id]
        asset = self._data.program_assets.assets([stored.id]).get(stored.id)
        workspace, name = held[WORKSPACE_NAME], held["Name"]
        folder = held["Tree Path"].removeprefix(f"/Marketing Activities/{workspace}")
        tags = dict(details.tags)
        return WorldProgram(
            id=stored.id,
            name=name,
            channel=tags.pop(CHANNEL, ""),
            type=held["Type"],
            folder=folder.removesuffix(f"/{name}"),
            workspace=workspace,
            archived=held["Is Archived"] == "true",
            start=held.get("Start Date"),
            end=held.get("End Date"),
            tags=tags,
            costs=tuple(
                WorldCost(month=each.month[:7], amount=each.amount, note=each.note, id=each.id)
                for each in details.costs
            ),
            tokens=dict(details.tokens),
            token_types=details.token_types,
            campaigns=tuple(self._smart_campaigns(stored)),
            lists=tuple(self._static_lists(stored)),
            description="" if asset is None else asset.description,
            status=None if asset is None else asset.status or None,
            sfdc_id=held.get(CRM_ID),
            sfdc_name=None if asset is None else asset.sfdc_name,
            created=_moment(stored.created_at),
            updated=_moment(stored.updated_at),
        )

    def _static_lists(self, program: StoredObject | None) -> Iterator[WorldList]:
        for each in self._lists:
            if each.program_id == (None if program is None else program.id):
                yield self._list(each, program)

    @staticmethod
    def _list(stored: StaticList, program: StoredObject | None) -> WorldList:
        name = stored.name
        if program is not None:
            name = name.removeprefix(f"{program.attributes['Name']}.")
        return WorldList(
            name=name,
            id=stored.id,
            description=stored.description,
            workspace=stored.workspace,
            created=_moment(stored.created_at),
            updated=_moment(stored.updated_at),
            folder=stored.folder_id,
        )

    def _smart_campaigns(self, program: StoredObject | None) -> Iterator[WorldCampaign]:
        without_rules = 0
        for each in self._campaigns:
            if each.program_id != (None if program is None else program.id):
                continue
            if each.kind in CAMPAIGN_KINDS:
                yield self._campaign(each)
            else:
                without_rules += 1
        self._note(without_rules, "campaigns without rules")

    def _campaign(self, stored: Campaign) -> WorldCampaign:
        return WorldCampaign(
            name=stored.name,
            kind=stored.kind,
            sources=stored.sources,
            description=stored.description,
            id=stored.id,
            list=None if stored.list_id is None else self._names[stored.list_id],
            active=stored.active,
            workspace=stored.workspace,
            created=_moment(stored.created_at),
            updated=_moment(stored.updated_at),
            folder=stored.folder_id,
        )

    def _custom_objects(self) -> Iterator[WorldCustomObjectType]:
        rows = self._data.custom_objects
        for kind in rows.types():
            records: list[Mapping[str, str]] = []
            while True:
                page, left = rows.find(kind, {}, offset=len(records), limit=ROWS_READ_AT_ONCE)
                records += [each.shown(kind) for each in page]
                if not left:
                    break
            yield WorldCustomObjectType(
                name=kind.name,
                fields=tuple(
                    WorldField(
                        name=each.name,
                        type=each.data_type,
                        key=each.key,
                        display_name=_unless(each.display_name, each.name),
                    )
                    for each in kind.fields
                ),
                link=kind.link_field,
                display_name=_unless(kind.display_name, kind.name),
                description=kind.description,
                records=tuple(records),
            )

    def _leads(self) -> Iterator[WorldLead]:
        rows, after = self._data.leads, 0
        while page := rows.created_between(
            _LONG_AGO, _FAR_AHEAD, after=after, limit=ROWS_READ_AT_ONCE
        ):
            ids = [each.id for each in page]
            foreign, cookies = rows.all_foreign_ids(ids), rows.cookies(ids)
            for each in page:
                yield WorldLead(
                    id=each.id,
                    email=each.email,
                    attributes=dict(each.attributes),
                    foreign_ids=tuple(
                        WorldForeignId(id=value, type=kind)
                        for kind, value in foreign.get(each.id, ())
                    ),
                    cookies=tuple(cookies.get(each.id, ())),
                    workspace=each.workspace,
                    created=_moment(each.created_at),
                    updated=_moment(each.updated_at),
                    lists=self._lists_of(each.id),
                    programs=tuple(self._memberships(each.id)),
                )
            after = ids[-1]

    def _lists_of(self, lead_id: int) -> tuple[str, ...]:
        found = self._data.lists.of_lead(lead_id, before=None, limit=_FAR_AHEAD)
        return tuple(each.name for each in reversed(found))

    def _memberships(self, lead_id: int) -> Iterator[WorldMembership]:
        for each in self._data.program_members.of_lead(lead_id):
            yield WorldMembership(
                program=self._programs[each.program_id].attributes["Name"],
                status=each.status,
                since=_moment(each.member_since),
                updated=_moment(each.updated_at),
                acquired=each.acquired,
                exhausted=each.exhausted,
            )

    def _opportunities(self) -> Iterator[WorldOpportunity]:
        roles: dict[int, list[WorldRole]] = {}
        for each in self._objects(ROLE):
            if each.opportunity_id is not None and each.lead_id is not None:
                roles.setdefault(each.opportunity_id, []).append(
                    WorldRole(id=each.id, lead=each.lead_id, attributes=each.attributes)
                )
        for each in self._objects(OPPORTUNITY):
            company = (
                None
                if each.company is None
                else WorldCompany(field=each.company[0], value=each.company[1])
            )
            yield WorldOpportunity(
                id=each.id,
                attributes=each.attributes,
                company=company,
                roles=tuple(roles.pop(each.id, ())),
            )
        self._note(sum(map(len, roles.values())), "roles of opportunities that are gone")

    def _activity_types(self) -> Iterator[WorldActivityType]:
        changed = 0
        for each in self._data.activities.types.custom():
            version = each.live or each.newest
            changed += each.live is not None and each.draft is not None
            primary, *attributes = (
                WorldActivityAttribute(
                    api_name=given.api_name,
                    name=given.name,
                    type=given.data_type,
                    description=given.description,
                )
                for given in (version.primary, *version.attributes)
            )
            yield WorldActivityType(
                api_name=each.api_name,
                name=version.name,
                primary=primary,
                attributes=tuple(attributes),
                description=version.description,
                trigger_name=version.trigger_name,
                filter_name=version.filter_name,
                approved=each.live is not None,
                created=_moment(each.created_at),
                updated=_moment(each.updated_at),
                id=each.id,
            )
        self._note(changed, "drafts of activity types")

    def _activities(self) -> Iterator[WorldActivity]:
        rows, after = self._data.activities, None
        while page := rows.first(ActivityQuery(), after=after, limit=ROWS_READ_AT_ONCE):
            for each in page:
                yield WorldActivity(
                    lead=each.lead_id,
                    at=_moment(each.at),
                    type=each.type,
                    asset=each.asset,
                    attributes=dict(each.attributes),
                    campaign=each.campaign,
                    id=each.id,
                )
            after = (page[-1].at, page[-1].id)


def _status(shown: dict[str, str]) -> WorldStatus:
    return WorldStatus(
        name=shown["Status"],
        step=int(shown["Step"]),
        success=shown["Success"] == "true",
        extra={name: text for name, text in shown.items() if name in STATUS_EXTRAS},
    )


def _parties(rows: PartyRows) -> tuple[WorldParty, ...]:
    return tuple(
        WorldParty(external_id=each.external_id, attributes=each.attributes, id=each.id)
        for each in rows.all()
    )


def _unless(text: str | None, default: str) -> str | None:
    return None if text == default else text


def _moment(stamp: int) -> str:
    return datetime.fromtimestamp(stamp, UTC).isoformat()
