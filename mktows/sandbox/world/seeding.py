"""Puts a world into a new database, all of it or nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, replace
from itertools import count

from mktows.facts.mobjects import (
    CHANNEL,
    CRM_ID,
    OPPORTUNITY,
    PROGRAM,
    ROLE,
    WORKSPACE_ID,
    WORKSPACE_NAME,
    ObjectField,
)
from mktows.facts.rest_programs import (
    CHANNEL_TYPES,
    DEFAULT_TYPE,
    FIRST_STATUS,
    PROGRAM_TYPES,
    STATUS_EXTRAS,
)
from mktows.parameters.scalars import moment, seconds
from mktows.sandbox.activities.rows import NewActivity
from mktows.sandbox.activities.types import CustomActivityType, TypeAttribute, TypeVersion
from mktows.sandbox.campaigns.rows import Campaign
from mktows.sandbox.companies.rows import Party, PartyRows
from mktows.sandbox.custom_objects.records import CustomObject
from mktows.sandbox.mobjects.rows import StoredObject
from mktows.sandbox.programs.model import Cost, ProgressionStatus
from mktows.sandbox.programs.rows_assets import ProgramAsset, TagType
from mktows.sandbox.programs.rows_members import ProgramMember
from mktows.sandbox.store import Store, Transaction
from mktows.sandbox.world.rules import (
    custom_object_type,
    lead_field,
    list_name,
    problems_of,
    workspaces_of,
)
from mktows.sandbox.world.world import (
    World,
    WorldCampaign,
    WorldCustomObjectType,
    WorldError,
    WorldLead,
    WorldList,
    WorldParty,
    WorldProgram,
)


def seed(store: Store, world: World, *, now: int, if_new: bool = False) -> bool:
    """Fill a new database with a world.

    Args:
        store: The database; nothing was ever put into it.
        world: What it shall hold.
        now: The moment, in seconds since 1970: the age of all that says nothing of its own.
        if_new: Whether a database that began with this very world is left as it has become
            since, not refused.

    Returns:
        Whether the world was put in now.

    Raises:
        WorldError: The world contradicts itself, or the database is not new; nothing was
            written.
    """
    problems = [f"{_shown(path)}: {reason}" for path, reason in problems_of(world)]
    if problems:
        raise WorldError("the world contradicts itself:", *problems)
    digest = hashlib.sha256(json.dumps(asdict(world)).encode()).hexdigest()
    with store.writing() as data:
        if if_new and data.instance.world() == digest:
            return False
        if not data.is_new():
            raise WorldError(
                "a world is loaded into a new database only, and this one has been used: "
                "give another file, or leave the world out"
            )
        data.instance.note_world(digest)
        _Loading(data, world, now).run()
    return True


def _shown(path: Iterable[str | int]) -> str:
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.removeprefix(".")


class _Loading:
    """One world on its way into one transaction."""

    def __init__(self, data: Transaction, world: World, now: int) -> None:
        self._data = data
        self._world = world
        self._now = now
        self._lists: dict[str, int] = {}
        costs = (each.id or 0 for program in world.programs for each in program.costs)
        self._cost_ids = count(max(costs, default=0) + 1)

    def run(self) -> None:
        """Write everything, what is referred to before what refers to it."""
        data, world = self._data, self._world
        data.instance.change(world.instance)
        self._define()
        for program in world.programs:
            self._program(program)
        self._static_lists()
        self._campaigns()
        for lead in world.leads:
            self._lead(lead)
        data.flush()  # what follows refers to leads
        self._members()
        self._memberships()
        for kind in world.custom_objects:
            self._custom_objects(kind)
        self._parties(data.companies, world.companies)
        self._parties(data.sales_persons, world.sales_persons)
        self._opportunities()
        self._activity_types()
        self._activities()

    def _moment(self, text: str | None) -> int:
        found = None if text is None else moment(text, self._world.instance.tzinfo)
        return self._now if found is None else seconds(found)

    def _define(self) -> None:
        data, world = self._data, self._world
        for each in world.lead_fields:
            data.leads.define_field(lead_field(each))
        position = len(data.mobjects.fields(OPPORTUNITY))
        for index, each in enumerate(world.opportunity_fields, position):
            data.mobjects.define_field(
                ObjectField(
                    OPPORTUNITY, each.name, index, each.type, external_key=each.external_key
                )
            )
        for channel in world.channels:
            data.programs.define_channel(
                channel.name,
                [
                    ProgressionStatus(
                        each.name, each.step, each.success, next(iter(each.extra.items()), None)
                    )
                    for each in channel.statuses
                ],
            )
        for channel in sorted(world.channels, key=lambda each: each.id is None):
            extras = (name for each in channel.statuses for name in each.extra)
            types = [STATUS_EXTRAS[name] for name in extras if name in STATUS_EXTRAS]
            data.program_assets.define_channel(
                channel.name,
                channel.program_type or next(iter(types), CHANNEL_TYPES[0]),
                created_at=self._moment(channel.created),
                channel_id=channel.id,
            )
        for kind in world.tag_types:
            data.program_assets.define_tag_type(
                TagType(kind.name, kind.required, kind.program_types)
            )
        for tag, values in world.tags.items():
            data.programs.define_tag(tag, values)

    def _program(self, program: WorldProgram) -> None:
        data = self._data
        workspace_id = workspaces_of(self._world).index(program.workspace) + 1
        folder = f"/Marketing Activities/{program.workspace}{program.folder}"
        # In the order of replies (recorded).
        attributes = {
            "Name": program.name,
            "Type": program.type,
            WORKSPACE_ID: str(workspace_id),
            WORKSPACE_NAME: program.workspace,
            "Tree Path": f"{folder}/{program.name}",
            "Is Archived": "true" if program.archived else "false",
        }
        if program.start is not None:
            attributes["Start Date"] = program.start
        if program.end is not None:
            attributes["End Date"] = program.end
        if program.sfdc_id is not None:
            attributes[CRM_ID] = program.sfdc_id
        created = self._moment(program.created)
        updated = created if program.updated is None else self._moment(program.updated)
        data.mobjects.load(StoredObject(PROGRAM, program.id, created, updated, attributes))
        kind = PROGRAM_TYPES.get(program.type, DEFAULT_TYPE)
        data.program_assets.put(
            ProgramAsset(
                program.id,
                data.program_assets.make_folder(folder, self._now),
                program.description,
                FIRST_STATUS.get(kind, "") if program.status is None else program.status,
                program.sfdc_name,
            )
        )
        data.programs.load(
            program.id,
            tags={CHANNEL: program.channel, **program.tags},
            # A month is read back as its first day (recorded).
            costs=[
                Cost(each.id or next(self._cost_ids), f"{each.month}-01", each.amount, each.note)
                for each in program.costs
            ],
            tokens=program.tokens,
            token_types=program.token_types,
        )

    # What comes with an id goes before what is given one, which is then a higher one.

    def _static_lists(self) -> None:
        lists: list[tuple[WorldProgram | None, WorldList]] = []
        lists += [(None, each) for each in self._world.lists]
        lists += [(program, each) for program in self._world.programs for each in program.lists]
        for program, each in sorted(lists, key=lambda pair: pair[1].id is None):
            name, created = list_name(program, each), self._moment(each.created)
            self._lists[name.casefold()] = self._data.lists.add(
                name,
                program_id=None if program is None else program.id,
                list_id=each.id,
                created_at=created,
                updated_at=created if each.updated is None else self._moment(each.updated),
                description=each.description,
                workspace=each.workspace if program is None else program.workspace,
                folder_id=each.folder,
            )

    def _activity_types(self) -> None:
        for each in sorted(self._world.activity_types, key=lambda each: each.id is None):
            primary, *attributes = (
                TypeAttribute(given.api_name, given.name, given.description, given.type)
                for given in (each.primary, *each.attributes)
            )
            version = TypeVersion(
                name=each.name,
                primary=primary,
                description=each.description,
                trigger_name=each.name if each.trigger_name is None else each.trigger_name,
                filter_name=each.name if each.filter_name is None else each.filter_name,
                attributes=tuple(attributes),
            )
            created = self._moment(each.created)
            self._data.activities.types.add(
                CustomActivityType(
                    id=each.id or 0,
                    stored_name=each.name,
                    api_name=each.api_name,
                    live=version if each.approved else None,
                    draft=None if each.approved else version,
                    created_at=created,
                    updated_at=created if each.updated is None else self._moment(each.updated),
                )
            )

    def _activities(self) -> None:
        for each in sorted(self._world.activities, key=lambda each: each.id is None):
            self._data.activities.log(
                NewActivity(
                    each.lead,
                    self._moment(each.at),
                    each.type,
                    each.asset,
                    tuple(each.attributes.items()),
                    each.campaign,
                    each.id,
                )
            )

    def _campaigns(self) -> None:
        campaigns: list[tuple[int | None, WorldCampaign]] = []
        campaigns += [(None, each) for each in self._world.campaigns]
        for program in self._world.programs:
            campaigns += [(program.id, each) for each in program.campaigns]
        for program_id, each in sorted(campaigns, key=lambda pair: pair[1].id is None):
            created = self._moment(each.created)
            self._data.campaigns.add(
                Campaign(
                    each.name,
                    each.kind,
                    program_id=program_id,
                    sources=each.sources,
                    description=each.description,
                    id=each.id,
                    list_id=None if each.list is None else self._lists[each.list.casefold()],
                    created_at=created,
                    updated_at=created if each.updated is None else self._moment(each.updated),
                    active=each.active,
                    workspace=each.workspace,
                    folder_id=each.folder,
                )
            )

    def _lead(self, given: WorldLead) -> None:
        leads = self._data.leads
        made = leads.create(
            given.email,
            self._moment(given.created),
            lead_id=given.id,
            workspace=given.workspace,
        )
        if given.updated is not None:
            made.updated_at = self._moment(given.updated)
        # As it stands: the world says what the service filled in, and what happened.
        made.attributes.update((name, text) for name, text in given.attributes.items() if text)
        for foreign in given.foreign_ids:
            leads.set_foreign_id(made, (foreign.type, foreign.id))
        for cookie in given.cookies:
            leads.set_cookie(made, cookie)

    def _members(self) -> None:
        members: dict[int, list[int]] = {}
        for lead in self._world.leads:
            for name in lead.lists:
                members.setdefault(self._lists[name.casefold()], []).append(lead.id)
        for list_id, lead_ids in members.items():
            self._data.lists.put(list_id, lead_ids)

    def _memberships(self) -> None:
        programs = {each.name.casefold(): each for each in self._world.programs}
        channels = {each.name: each for each in self._world.channels}
        for lead in self._world.leads:
            for each in lead.programs:
                program = programs[each.program.casefold()]
                statuses = channels[program.channel].statuses
                since = self._moment(each.since)
                self._data.program_members.put(
                    ProgramMember(
                        program.id,
                        lead.id,
                        each.status,
                        member_since=since,
                        updated_at=since if each.updated is None else self._moment(each.updated),
                        acquired=each.acquired,
                        succeeded=any(s.success for s in statuses if s.name == each.status),
                        exhausted=each.exhausted,
                    )
                )

    def _custom_objects(self, given: WorldCustomObjectType) -> None:
        kind = replace(custom_object_type(given), created_at=self._now, updated_at=self._now)
        self._data.custom_objects.define(kind)
        objects = []
        for record in given.records:
            values = {name: text for name, text in record.items() if text and name != given.link}
            for key in kind.keys:
                if key.name != given.link:
                    values[key.name] = kind.key_value(key, record[key.name])
            lead_id = int(record[given.link]) if given.link else None
            objects.append(CustomObject(lead_id, values, self._now, self._now))
        self._data.custom_objects.put(kind, objects)

    def _parties(self, rows: PartyRows, given: Iterable[WorldParty]) -> None:
        for each in sorted(given, key=lambda each: each.id is None):
            values = {name: text for name, text in each.attributes.items() if text}
            rows.load(Party(each.id or 0, each.external_id, self._now, self._now, values))

    def _opportunities(self) -> None:
        for each in self._world.opportunities:
            company = None if each.company is None else (each.company.field, each.company.value)
            self._data.mobjects.load(
                StoredObject(
                    OPPORTUNITY,
                    each.id,
                    self._now,
                    self._now,
                    {name: text for name, text in each.attributes.items() if text},
                    company=company,
                )
            )
            for role in each.roles:
                self._data.mobjects.load(
                    StoredObject(
                        ROLE,
                        role.id,
                        self._now,
                        self._now,
                        {name: text for name, text in role.attributes.items() if text},
                        opportunity_id=each.id,
                        lead_id=role.lead,
                    )
                )
