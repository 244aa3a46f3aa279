"""Answers getCampaignsForSource, requestCampaign and scheduleCampaign."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from mktows.facts.key_types import CRM_KEY_FIELDS, EMAIL, IDNUM
from mktows.facts.limits import CLONES_PER_DAY
from mktows.facts.mobjects import PROGRAM
from mktows.parameters.campaigns import (
    CLONE_NAME_TAKEN,
    CLONES_TOO_MANY,
    CampaignName,
    CampaignRequest,
    CampaignRun,
    CampaignsAsked,
    campaign_unknown,
    leads_of_keys,
    read_campaign_leads,
    read_tokens,
)
from mktows.parameters.scalars import id_number, seconds
from mktows.replies import campaigns as replies
from mktows.sandbox.campaigns import runs as campaign_runs
from mktows.sandbox.campaigns.rows import BATCH, Campaign
from mktows.sandbox.context import Context
from mktows.sandbox.mobjects.rows import StoredObject
from mktows.sandbox.operation import Operation
from mktows.sandbox.programs.clone import clone_program

# Who asked, as the activity names it: the first is what recorded activities call this API, the
# second is a guess.
_SOURCES = {"MKTOWS": "Web service API", "SALES": "Sales Insight"}


def get_campaigns_for_source(context: Context, params: Any) -> object:
    """Return the campaigns that requestCampaign takes, in one reply."""
    asked = CampaignsAsked.read(params)
    found = context.data.campaigns.requestable(asked.source, asked.name, exact=asked.exact)
    return replies.for_source(
        context.types, [(each.id, shown, each.description) for shown, each in found]
    )


def request_campaign(context: Context, params: Any) -> object:
    """Run leads through a trigger campaign; an unknown lead stops all."""
    asked = CampaignRequest.read(context.call, params)
    campaign = _requested(context, asked)
    if not campaign.is_for(asked.source):
        # To this caller it is not there, as it is not in getCampaignsForSource (inferred).
        raise campaign_unknown("campaign for this source", campaign.name)
    leads = leads_of_keys(
        read_campaign_leads(params.lead_list), functools.partial(_newest, context)
    )
    campaign_runs.request(
        context,
        campaign,
        leads,
        operation=context.call.operation,
        tokens=read_tokens(params.program_token_list),
        source=_SOURCES[asked.source],
    )
    return replies.requested(context.types)


def schedule_campaign(context: Context, params: Any) -> object:
    """Have a batch campaign run, at once or later, in its program or in a clone of it."""
    named = CampaignRun.read_campaign(params)
    program, campaign = _in_program(context, named)
    if campaign.kind != BATCH:
        raise named.unknown("batch campaign")
    asked = CampaignRun.read(context.call, params, context.zone)
    if asked.clone_name is not None:
        _clone(context, program, asked.clone_name)
        campaign = _in_program(context, replace(named, program=asked.clone_name))[1]
    # A past moment means now, as none does.
    run_at = context.now if asked.run_at is None else max(seconds(asked.run_at), context.now)
    campaign_runs.schedule(
        context,
        campaign,
        run_at,
        operation=context.call.operation,
        tokens=asked.tokens,
        cloned=asked.clone_name is not None,
    )
    return replies.scheduled(context.types)


def _requested(context: Context, asked: CampaignRequest) -> Campaign:
    if isinstance(asked.campaign, CampaignName):
        return _in_program(context, asked.campaign)[1]
    found = context.data.campaigns.find_by_id(asked.campaign)
    if found is None:
        raise asked.unknown()
    return found


def _in_program(context: Context, named: CampaignName) -> tuple[StoredObject, Campaign]:
    program_id = context.data.programs.find(named.program)
    program = None if program_id is None else context.data.mobjects.get(PROGRAM, program_id)
    campaign = context.data.campaigns.find(named.name, program_id=program_id) if program else None
    if program is None or campaign is None:
        raise named.unknown()
    return program, campaign


def _newest(context: Context, key_type: str, values: Sequence[str]) -> dict[str, int]:
    """Return the lead added last for each key of one type that names any."""
    leads = context.data.leads
    if key_type == IDNUM:
        numbers = {value: id_number(value) for value in values}
        known = leads.existing({number for number in numbers.values() if number is not None})
        return {value: number for value, number in numbers.items() if number in known}
    if key_type == EMAIL:
        leads.prefetch(emails=values)
        newest = {value: leads.newest_by_email(value) for value in values}
        return {value: lead.id for value, lead in newest.items() if lead is not None}
    name = CRM_KEY_FIELDS[key_type]
    return leads.newest_by_attribute(name, values) if name in leads.fields() else {}


def _clone(context: Context, program: StoredObject, name: str) -> None:
    if campaign_runs.clones_today(context) >= CLONES_PER_DAY:
        raise CLONES_TOO_MANY.refusal(most=CLONES_PER_DAY)
    if context.data.programs.find(name) is not None:
        raise CLONE_NAME_TAKEN.refusal(name=name)
    clone_program(context, program, name)


OPERATIONS = {
    "getCampaignsForSource": Operation(
        get_campaigns_for_source,
        "trigger campaigns by source and name",
        ("documented", "recorded", "inferred"),
    ),
    "requestCampaign": Operation(
        request_campaign,
        "by id or by names with tokens; the run is noted and leads get an activity",
        ("documented", "inferred"),
        (
            "what a campaign's flow does with a lead cannot be seen through this API, so it does "
            "nothing; the attributes of the activity Request Campaign are a guess",
            "a key that several leads share means the newest of them",
        ),
        writes=True,
    ),
    "scheduleCampaign": Operation(
        schedule_campaign,
        "now or later, with tokens, in a clone of the program if asked",
        ("documented", "inferred"),
        (
            "a batch campaign's smart list cannot be seen through this API: it runs over the "
            "static list set for it or, without one, over the leads that an import gave tokens "
            "for, and its flow does nothing",
            "cloneToProgramName is declared in 3_1 alone; it is understood in every version. A "
            "clone's lists are empty and it has no costs",
        ),
        writes=True,
    ),
}
