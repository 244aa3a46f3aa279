"""Campaigns: which may be run, what runs they had, and copies of their programs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from support.sandbox_model import leads, world
from support.sandbox_model.state import (
    Campaign,
    Fault,
    Object,
    Pairs,
    Reply,
    Run,
    State,
    StaticList,
)

SOURCES = {"MKTOWS": "Web service API", "SALES": "Sales Insight"}


def shown_name(state: State, campaign: Campaign) -> str:
    if campaign.program is None:
        return campaign.name
    return f"{state.programs[campaign.program].values['Name']}.{campaign.name}"


def for_source(state: State, source: str, name: str | None, exact: bool | None) -> Reply:
    """Trigger campaigns by name, whose letter case does not count."""
    found = []
    for each in state.campaigns.values():
        shown = shown_name(state, each)
        fits = name is None or (
            shown.casefold() == name.casefold() if exact else name.casefold() in shown.casefold()
        )
        if each.kind == "trigger" and source in each.sources and fits:
            found.append({"id": each.id, "name": shown, "description": each.description})
    found.sort(key=lambda each: (str(each["name"]).casefold(), each["id"]))
    reply: Reply = {"return_count": len(found)}
    return {**reply, "campaign_record_list": found} if found else reply


def request(
    state: State,
    source: str,
    keys: Pairs,
    *,
    campaign_id: int | None = None,
    names: tuple[str, str] | None = None,
    tokens: dict[str, str] | None = None,
) -> Reply:
    """An unknown lead stops all; a key of several leads means the newest."""
    if names is not None:
        campaign = _in_program(state, *names)
    else:
        found = state.campaigns.get(campaign_id or 0)
        if found is None:
            raise Fault(20113)
        campaign = found
    if campaign.kind != "trigger" or source not in campaign.sources:
        raise Fault(20113)
    if any(key_type == "COOKIE" for key_type, _ in keys):
        raise Fault(20102)
    if not keys:
        raise Fault(20101)
    targets = list(dict.fromkeys(max(leads.named(state, *key)) for key in keys))
    run = Run(campaign.id, state.now, tokens or {})
    state.runs.append(run)
    do_run(state, run, targets)
    attributes = [("Campaign ID", str(campaign.id)), ("Source", SOURCES[source])]
    for each in targets:
        state.log(each, "Request Campaign", shown_name(state, campaign), attributes)
    return {"success": True}


def schedule(
    state: State,
    program: str,
    name: str,
    run_at: int | None,
    clone_as: str | None,
    tokens: dict[str, str],
) -> Reply:
    """A batch campaign runs now or later, in its program or in a copy of it."""
    campaign = _in_program(state, program, name)
    if campaign.kind != "batch":
        raise Fault(20113)
    if clone_as is not None:
        if sum(_day(each) == _day(state.now) for each in state.clones) >= 10:
            raise Fault(20015)
        if _program_named(state, clone_as) is not None:
            raise Fault(20110)
        state.clones.append(state.now)
        _clone(state, campaign.program or 0, clone_as)
        campaign = _in_program(state, clone_as, name)
    due_at = state.now if run_at is None else max(run_at, state.now)
    run = Run(campaign.id, due_at, tokens)
    state.runs.append(run)
    if due_at > state.now:
        state.waiting.append((due_at, run))
    else:
        do_run(state, run)
    return {"success": True}


def do_run(state: State, run: Run, targets: list[int] | None = None) -> None:
    """Values of the lead go before those of the call, and these before the program's."""
    campaign = state.campaigns[run.campaign]
    per_lead, campaign.lead_tokens = campaign.lead_tokens, {}
    own = state.program_tokens[campaign.program] if campaign.program is not None else {}
    shared = {**{f"{{{{my.{name}}}}}": value for name, value in own.items()}, **run.tokens}
    if targets is None and campaign.list_id is not None:
        targets = sorted(state.lists[campaign.list_id].members)
    over = per_lead if targets is None else targets
    run.leads = {each: {**shared, **per_lead.get(each, {})} for each in over}
    run.ended_at = run.run_at


def _in_program(state: State, program: str, name: str) -> Campaign:
    number = _program_named(state, program)
    found = [
        each
        for each in state.campaigns.values()
        if each.program == number and each.name.casefold() == name.casefold()
    ]
    if number is None or not found:
        raise Fault(20113)
    return found[-1]


def _program_named(state: State, name: str) -> int | None:
    named = [
        each.id
        for each in state.programs.values()
        if each.values["Name"].casefold() == name.casefold()
    ]
    return max(named, default=None)


def _clone(state: State, program: int, name: str) -> None:
    """Tags, tokens, campaigns and lists are copied; members and costs are not."""
    given = state.programs[program]
    number = max(state.programs) + 1
    old = given.values["Name"]
    path = given.values["Tree Path"].removesuffix(old) + name
    values = {**given.values, "Name": name, "Tree Path": path}
    state.programs[number] = Object(number, state.now, state.now, values)
    state.program_tags[number] = dict(state.program_tags[program])
    state.program_tokens[number] = dict(state.program_tokens[program])
    state.program_costs[number] = []
    copies: dict[int, int] = {}
    for each in [each for each in state.lists.values() if each.program == program]:
        made = max(state.lists) + 1
        copies[each.id] = made
        own_name = each.name.removeprefix(f"{old}.")
        state.lists[made] = StaticList(made, f"{name}.{own_name}", number)
    for campaign in [each for each in state.campaigns.values() if each.program == program]:
        made = max(state.campaigns) + 1
        list_id = copies.get(campaign.list_id or 0, campaign.list_id)
        state.campaigns[made] = replace(
            campaign, id=made, program=number, list_id=list_id, lead_tokens={}
        )


def _day(moment: int) -> object:
    """The day of a moment where the instance is."""
    return datetime.fromtimestamp(moment, UTC).astimezone(ZoneInfo(world.ZONE)).date()
