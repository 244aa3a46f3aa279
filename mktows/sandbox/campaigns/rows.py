"""Rows of campaigns, their runs and tokens: the SQL of one transaction."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    delete,
    func,
    insert,
    not_,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import insert as upsert

from mktows.database.chunks import chunks
from mktows.facts.mobjects import PROGRAM, WORKSPACE_NAME
from mktows.parameters.scalars import MAX_ID
from mktows.sandbox.campaigns.tables import campaign, campaign_run, lead_token, run_lead
from mktows.sandbox.instance.settings import DEFAULT_WORKSPACE
from mktows.sandbox.mobjects.tables import mobject

TRIGGER, BATCH, DEFAULT = "trigger", "batch", "default"
MKTOWS, SALES = "MKTOWS", "SALES"

_IN_PROGRAM = and_(mobject.c.type == PROGRAM, mobject.c.id == campaign.c.program_id)
_PROGRAM_NAME = func.json_extract(mobject.c.attributes, "$.Name")
_WORKSPACE = func.coalesce(
    func.json_extract(mobject.c.attributes, f'$."{WORKSPACE_NAME}"'), campaign.c.workspace
)

Tokens = Mapping[str, str]  # names in full, such as {{my.message}}


@dataclass(frozen=True, slots=True)
class Campaign:
    """A smart campaign, as far as calls can tell.

    Attributes:
        name: Its own name, without that of its program.
        kind: `trigger`, for requestCampaign; `batch`, for scheduleCampaign; `default`, for neither:
            it has no rules yet, as one that a call has made.
        program_id: The program it lives in; None for one of the lead database.
        sources: Who may request a trigger campaign: `MKTOWS`, `SALES`, both or nobody.
        description: May be empty.
        id: Its id; None has one given out.
        list_id: The static list whose members a batch campaign runs over. Its smart list cannot
            be seen through this API; without a list here, it runs over the leads that an import
            gave tokens for.
        created_at: When it was made, in seconds since 1970.
        updated_at: When it was changed last.
        active: Whether a trigger campaign listens; nothing of the others.
        workspace: Where it is, unless it is in a program.
        folder_id: The folder that it is in, unless it is in a program; None for none that is known.
    """

    name: str
    kind: str
    program_id: int | None = None
    sources: tuple[str, ...] = (MKTOWS,)
    description: str = ""
    id: int | None = None
    list_id: int | None = None
    created_at: int = 0
    updated_at: int = 0
    active: bool = True
    workspace: str = DEFAULT_WORKSPACE
    folder_id: int | None = None

    def is_for(self, source: str) -> bool:
        """Tell whether leads can be sent through it from a source."""
        return self.kind == TRIGGER and self.active and source in self.sources


@dataclass(frozen=True, slots=True)
class ListedCampaign:
    """A campaign with what lists of campaigns tell of it.

    Attributes:
        program: The name of its program, if it has one.
        workspace: Where it is, which its program decides.
        has_run: Whether it ran at least once.
    """

    campaign: Campaign
    id: int
    program: str | None
    workspace: str
    has_run: bool


@dataclass(frozen=True, slots=True)
class CampaignQuery:
    """A choice of campaigns; all conditions must hold, and None is none.

    Attributes:
        names: Their own names, in any letter case (a guess).
        programs: The names of their programs, likewise.
        workspaces: The names of their workspaces, likewise.
        program_id: The program that they are in.
        folder_id: The folder that they are in.
        source: A source from which leads can be sent through them.
        active: Whether they are trigger campaigns that listen.
        earliest: They were changed then or later.
        latest: They were changed then or earlier.
    """

    ids: Collection[int] | None = None
    names: Collection[str] | None = None
    programs: Collection[str] | None = None
    workspaces: Collection[str] | None = None
    program_id: int | None = None
    folder_id: int | None = None
    source: str | None = None
    active: bool | None = None
    earliest: int | None = None
    latest: int | None = None


@dataclass(frozen=True, slots=True)
class CampaignRun:
    """One run of a campaign; its repr hides values, which may be about persons.

    Attributes:
        campaign: The campaign as replies name it, such as `Program.Campaign`.
        operation: The operation that asked for it.
        requested_at: When it was asked for, in seconds since 1970.
        run_at: The moment it was asked for.
        ended_at: When it ran; None while it waits.
        tokens: What the call gave.
        leads: Whom it went over, each with the tokens as they were resolved.
    """

    id: int
    campaign_id: int
    campaign: str
    operation: str
    requested_at: int
    run_at: int
    ended_at: int | None
    tokens: dict[str, str] = field(repr=False)
    leads: dict[int, dict[str, str]] = field(repr=False)


class CampaignRows:
    """The campaigns of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, given: Campaign) -> int:
        """Define a campaign and return its id.

        Raises:
            ValueError: It is of no known kind or source, or its program is not there.
        """
        if given.kind not in (TRIGGER, BATCH, DEFAULT):
            raise ValueError(f"campaign {given.name!r}: there is no such kind")
        if not set(given.sources) <= {MKTOWS, SALES}:
            raise ValueError(f"campaign {given.name!r}: sources must be of {MKTOWS}, {SALES}")
        row = insert(campaign).values(
            id=given.id,
            program_id=given.program_id,
            kind=given.kind,
            sources=" ".join(given.sources),
            list_id=given.list_id,
            created_at=given.created_at,
            workspace=given.workspace,
            folder_id=given.folder_id,
            **self._changing(given),
        )
        return int(self._connection.scalars(row.returning(campaign.c.id)).one())

    def change(self, changed: Campaign) -> None:
        """Write another name or description of a campaign, and whether it is active.

        Raises:
            ValueError: Its program is gone.
        """
        values = self._changing(changed)
        self._connection.execute(update(campaign).where(campaign.c.id == changed.id).values(values))

    def delete(self, campaign_id: int) -> None:
        """Delete a campaign with its runs."""
        self._connection.execute(delete(campaign).where(campaign.c.id == campaign_id))

    def _changing(self, given: Campaign) -> dict[str, object]:
        """Return the columns of what can be changed."""
        shown = given.name
        if given.program_id is not None:
            program = self._connection.scalar(
                select(_PROGRAM_NAME).where(
                    mobject.c.type == PROGRAM, mobject.c.id == given.program_id
                )
            )
            if program is None:
                raise ValueError(f"campaign {given.name!r}: there is no program {given.program_id}")
            shown = f"{program}.{given.name}"
        return {
            "name": given.name,
            "name_key": given.name.casefold(),
            "shown_name": shown,
            "shown_key": shown.casefold(),
            "description": given.description,
            "active": given.active,
            "updated_at": given.updated_at,
        }

    def find(self, name: str, *, program_id: int | None = None) -> Campaign | None:
        """Return the campaign of a program, or of the lead database; the newest of one name.

        Letter case does not count (inferred).
        """
        return self._first(
            select(campaign)
            .where(campaign.c.program_id.is_(program_id), campaign.c.name_key == name.casefold())
            .order_by(campaign.c.id.desc())
        )

    def find_by_id(self, campaign_id: int) -> Campaign | None:
        """Return a campaign."""
        if not 0 < campaign_id <= MAX_ID:
            return None
        return self._first(select(campaign).where(campaign.c.id == campaign_id))

    def ids_by_shown_name(self, names: Collection[str]) -> dict[str, int]:
        """Return ids by the names in replies; of several campaigns of one name the newest's."""
        keys = {name.casefold(): name for name in names}
        held = campaign.c
        return {
            keys[key]: newest
            for chunk in chunks(list(keys))
            for key, newest in self._connection.execute(
                select(held.shown_key, func.max(held.id))
                .where(held.shown_key.in_(chunk))
                .group_by(held.shown_key)
            )
        }

    def shown_name(self, stored: Campaign) -> str:
        """Return how replies name a campaign: with its program, if it has one (recorded)."""
        shown = select(campaign.c.shown_name).where(campaign.c.id == stored.id)
        return str(self._connection.scalars(shown).one())

    def of_program(self, program_id: int) -> list[Campaign]:
        """Return the campaigns of a program, in the order of their ids."""
        rows = self._connection.execute(
            select(campaign).where(campaign.c.program_id == program_id).order_by(campaign.c.id)
        )
        return [_campaign(row) for row in rows]

    def requestable(
        self, source: str, name: str | None = None, *, exact: bool = False
    ) -> list[tuple[str, Campaign]]:
        """Return the trigger campaigns a source may request, each with its name in replies.

        They are sorted by that name, equal names by id (recorded); letter case does not count
        (inferred).
        """
        shown = campaign.c.shown_key
        query = select(campaign).where(campaign.c.kind == TRIGGER, campaign.c.active)
        if name is not None:
            key = name.casefold()
            query = query.where(shown == key if exact else func.instr(shown, key) > 0)
        rows = self._connection.execute(query.order_by(shown, campaign.c.id))
        found = [(str(row.shown_name), _campaign(row)) for row in rows]
        return [(shown_name, each) for shown_name, each in found if source in each.sources]

    def listed(
        self, query: CampaignQuery, *, after: int = 0, skip: int = 0, limit: int
    ) -> list[ListedCampaign]:
        """Return campaigns behind an id, in ascending order; `skip` passes over some of them."""
        has_run = (
            select(campaign_run.c.id)
            .where(
                campaign_run.c.campaign_id == campaign.c.id, campaign_run.c.ended_at.is_not(None)
            )
            .exists()
        )
        rows = self._connection.execute(
            select(
                campaign,
                _PROGRAM_NAME.label("program"),
                _WORKSPACE.label("shown_workspace"),
                has_run.label("has_run"),
            )
            .select_from(campaign.outerjoin(mobject, _IN_PROGRAM))
            .where(campaign.c.id > after, *_conditions(query))
            .order_by(campaign.c.id)
            .offset(skip)
            .limit(limit)
        )
        return [
            ListedCampaign(
                _campaign(row), row.id, row.program, row.shown_workspace, bool(row.has_run)
            )
            for row in rows
        ]

    # Tokens per lead

    def set_lead_tokens(self, campaign_id: int, tokens: Mapping[int, Tokens]) -> None:
        """Keep values per lead for the campaign's next run; they replace earlier ones."""
        rows = [
            {"campaign_id": campaign_id, "lead_id": lead_id, "name": name, "value": value}
            for lead_id, values in tokens.items()
            for name, value in values.items()
        ]
        if rows:
            statement = upsert(lead_token)
            self._connection.execute(
                statement.on_conflict_do_update(
                    index_elements=[
                        lead_token.c.campaign_id,
                        lead_token.c.lead_id,
                        lead_token.c.name,
                    ],
                    set_={"value": statement.excluded.value},
                ),
                rows,
            )

    def take_lead_tokens(self, campaign_id: int) -> dict[int, dict[str, str]]:
        """Return the values kept per lead and forget them: a run uses them once (documented)."""
        kept: dict[int, dict[str, str]] = {}
        of_campaign = lead_token.c.campaign_id == campaign_id
        for row in self._connection.execute(
            select(lead_token).where(of_campaign).order_by(lead_token.c.lead_id, lead_token.c.name)
        ):
            kept.setdefault(row.lead_id, {})[row.name] = row.value
        self._connection.execute(delete(lead_token).where(of_campaign))
        return kept

    # Runs

    def add_run(
        self,
        stored: Campaign,
        operation: str,
        *,
        requested_at: int,
        run_at: int,
        tokens: Tokens,
        cloned: bool = False,
    ) -> int:
        """Note that a campaign is to run, and return the run's id."""
        row = insert(campaign_run).values(
            campaign_id=stored.id,
            operation=operation,
            requested_at=requested_at,
            run_at=run_at,
            tokens=_text(tokens),
            cloned=cloned,
        )
        return int(self._connection.scalars(row.returning(campaign_run.c.id)).one())

    def add_run_leads(self, run_id: int, leads: Mapping[int, Tokens]) -> None:
        """Note whom a run goes over, and with which tokens."""
        if leads:
            self._connection.execute(
                insert(run_lead),
                [
                    {"run_id": run_id, "lead_id": lead_id, "tokens": _text(tokens)}
                    for lead_id, tokens in leads.items()
                ],
            )

    def end_run(self, run_id: int, ended_at: int) -> None:
        """Note that a run is over."""
        self._connection.execute(
            update(campaign_run).where(campaign_run.c.id == run_id).values(ended_at=ended_at)
        )

    def runs(self, campaign_id: int | None = None) -> list[CampaignRun]:
        """Return the runs of a campaign, or all, in the order they were asked for."""
        query = select(campaign_run, campaign.c.shown_name).join(campaign)
        if campaign_id is not None:
            query = query.where(campaign_run.c.campaign_id == campaign_id)
        return self._runs(query)

    def find_run(self, run_id: int) -> CampaignRun | None:
        """Return a run."""
        query = select(campaign_run, campaign.c.shown_name).join(campaign)
        return next(iter(self._runs(query.where(campaign_run.c.id == run_id))), None)

    def clones_since(self, moment: int) -> int:
        """Count the calls that cloned a program since a moment."""
        return int(
            self._connection.scalars(
                select(func.count())
                .select_from(campaign_run)
                .where(campaign_run.c.cloned, campaign_run.c.requested_at >= moment)
            ).one()
        )

    def reassign(self, losers: Collection[int], winner: int) -> None:
        """Give leads' tokens and places in runs to another lead, which keeps what it has."""
        for table in (lead_token, run_lead):
            for chunk in chunks(losers):
                of_losers = table.c.lead_id.in_(chunk)
                self._connection.execute(
                    update(table).prefix_with("OR IGNORE").where(of_losers).values(lead_id=winner)
                )
                self._connection.execute(delete(table).where(of_losers))

    def _first(self, query: Select[Any]) -> Campaign | None:
        row = self._connection.execute(query.limit(1)).first()
        return None if row is None else _campaign(row)

    def _runs(self, query: Select[Any]) -> list[CampaignRun]:
        rows = self._connection.execute(query.order_by(campaign_run.c.id)).all()
        leads: dict[int, dict[int, dict[str, str]]] = {row.id: {} for row in rows}
        for chunk in chunks(leads):
            for each in self._connection.execute(
                select(run_lead).where(run_lead.c.run_id.in_(chunk)).order_by(run_lead.c.lead_id)
            ):
                leads[each.run_id][each.lead_id] = json.loads(each.tokens)
        return [
            CampaignRun(
                id=row.id,
                campaign_id=row.campaign_id,
                campaign=row.shown_name,
                operation=row.operation,
                requested_at=row.requested_at,
                run_at=row.run_at,
                ended_at=row.ended_at,
                tokens=json.loads(row.tokens),
                leads=leads[row.id],
            )
            for row in rows
        ]


def _conditions(query: CampaignQuery) -> Iterator[ColumnElement[bool]]:
    if query.ids is not None:
        yield campaign.c.id.in_([each for each in query.ids if each <= MAX_ID])
    if query.names is not None:
        yield campaign.c.name_key.in_([each.casefold() for each in query.names])
    if query.programs is not None:
        yield mobject.c.name_key.in_([each.casefold() for each in query.programs])
    if query.workspaces is not None:
        yield func.lower(_WORKSPACE).in_([each.lower() for each in query.workspaces])
    if query.program_id is not None:
        yield campaign.c.program_id == query.program_id
    if query.folder_id is not None:
        yield campaign.c.program_id.is_(None)
        yield campaign.c.folder_id == query.folder_id
    if query.source is not None:
        yield func.instr(campaign.c.sources, query.source) > 0
    if query.active is not None:
        listens = and_(campaign.c.kind == TRIGGER, campaign.c.active)
        yield listens if query.active else not_(listens)
    if query.earliest is not None:
        yield campaign.c.updated_at >= query.earliest
    if query.latest is not None:
        yield campaign.c.updated_at <= query.latest


def _campaign(row: Row[Any]) -> Campaign:
    return Campaign(
        name=row.name,
        kind=row.kind,
        program_id=row.program_id,
        sources=tuple(row.sources.split()),
        description=row.description,
        id=row.id,
        list_id=row.list_id,
        created_at=row.created_at,
        updated_at=row.updated_at,
        active=row.active,
        workspace=row.workspace,
        folder_id=row.folder_id,
    )


def _text(tokens: Tokens) -> str:
    return json.dumps(dict(tokens), ensure_ascii=False, separators=(",", ":"))
