"""Answers getCampaignsForSource, requestCampaign and scheduleCampaign."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mktows.facts.faults import (
    BAD_PARAMETER,
    CAMPAIGN_NOT_FOUND,
    LEAD_KEY_BAD,
    LEAD_KEY_REQUIRED,
    PARAMETER_REQUIRED,
    REQUEST_LIMIT_EXCEEDED,
)
from mktows.facts.key_types import COOKIE, CRM_KEY_FIELDS, EMAIL, IDNUM
from mktows.facts.limits import CLONES_PER_DAY, LEADS_PER_CAMPAIGN_REQUEST
from mktows.facts.mobjects import PROGRAM
from mktows.sandbox.campaigns import runs as campaign_runs
from mktows.sandbox.campaigns.rows import BATCH, Campaign
from mktows.sandbox.context import Context
from mktows.sandbox.leads.keys import no_match, read_key
from mktows.sandbox.mobjects.rows import StoredObject
from mktows.sandbox.operation import Operation
from mktows.sandbox.programs.clone import clone_program
from mktows.sandbox.scalars import enum_text, id_number, seconds, trimmed, wire_moment
from mktows.server.refusals import Reason, Refusal

SOURCE_MISSING = Reason(
    "source-missing",
    PARAMETER_REQUIRED,
    "source is required",
    "documented",
    "The WSDL requires source; the code follows its title.",
    "message",
)
CAMPAIGN_ID_WITH_NAMES = Reason(
    "campaign-id-with-names",
    BAD_PARAMETER,
    "campaignId excludes programName and campaignName",
    "documented",
    "Prose calls every other combination than the two valid ones a bad parameter.",
    "message",
)
CAMPAIGN_ID_WITH_TOKENS = Reason(
    "campaign-id-with-tokens",
    BAD_PARAMETER,
    "campaignId excludes tokens",
    "documented",
    "Prose calls it a bad parameter; a post and a program of the vendor send it with success.",
    "message",
    noted_as="campaign-id-with-tokens",
)
CAMPAIGN_UNNAMED = Reason(
    "campaign-unnamed",
    BAD_PARAMETER,
    "either campaignId, or programName, campaignName and programTokenList",
    "documented",
    "Prose calls every other combination than the two valid ones a bad parameter.",
    "message",
)
CAMPAIGN_UNKNOWN = Reason(
    "campaign-unknown",
    CAMPAIGN_NOT_FOUND,
    "No {what} found with {kind} = {name}",
    "documented",
    "The vendor's table of errors has this code; the text is modelled on that for leads.",
    "instance",
)
TOKEN_UNNAMED = Reason(
    "token-unnamed",
    PARAMETER_REQUIRED,
    "name of a token is required",
    "documented",
    "The WSDL requires the name of a token; the code follows its title.",
    "message",
)
CAMPAIGN_BY_COOKIE = Reason(
    "campaign-by-cookie",
    LEAD_KEY_BAD,
    "",
    "documented",
    "Prose allows every type of key but cookies; the code is inferred.",
    "message",
)
CAMPAIGN_LEADS_MISSING = Reason(
    "campaign-leads-missing",
    LEAD_KEY_REQUIRED,
    "",
    "guess",
    "The leads must exist, so there must be some; the code follows its title.",
    "message",
)
SCHEDULE_UNNAMED = Reason(
    "schedule-unnamed",
    PARAMETER_REQUIRED,
    "programName and campaignName are required",
    "documented",
    "The WSDL requires both names; the code follows its title.",
    "message",
)
RUN_AT_UNREADABLE = Reason(
    "run-at-unreadable",
    BAD_PARAMETER,
    "campaignRunAt is not valid",
    "inferred",
    "The WSDL declares a time, and this is none of the calendar.",
    "message",
)
CLONES_TOO_MANY = Reason(
    "clones-too-many",
    REQUEST_LIMIT_EXCEEDED,
    "cloneToProgramName is allowed {most} times a day",
    "documented",
    "The limit is documented; the code follows its title.",
    "instance",
)
CLONE_NAME_TAKEN = Reason(
    "clone-name-taken",
    BAD_PARAMETER,
    "cloneToProgramName: there is a program {name}",
    "inferred",
    "Programs are found by their names, so two cannot share one.",
    "instance",
)

CLONE_NAME = "cloneToProgramName"
"""The member that asks for a clone; it is documented for all versions, and declared in 3_1."""

# Who asked, as the activity names it: the first is what recorded activities call this API, the
# second is a guess.
_SOURCES = {"MKTOWS": "Web service API", "SALES": "Sales Insight"}


def get_campaigns_for_source(context: Context, params: Any) -> object:
    """Return the campaigns that requestCampaign takes, in one reply."""
    types = context.types
    found = context.data.campaigns.requestable(
        _source(params.source), trimmed(params.name), exact=bool(params.exact_name)
    )
    records = [
        types.CampaignRecord(id=each.id, name=shown, description=each.description)
        for shown, each in found
    ]
    return types.SuccessGetCampaignsForSource(
        result=types.ResultGetCampaignsForSource(
            return_count=len(records),
            campaign_record_list=types.ArrayOfCampaignRecord(campaign_record=records)
            if records
            else None,
        )
    )


def request_campaign(context: Context, params: Any) -> object:
    """Run leads through a trigger campaign; an unknown lead stops all."""
    source = _source(params.source)
    campaign = _requested(context, params)
    if not campaign.is_for(source):
        # To this caller it is not there, as it is not in getCampaignsForSource (inferred).
        raise _not_found("campaign for this source", campaign.name)
    leads = _leads(context, params.lead_list)
    campaign_runs.request(
        context,
        campaign,
        leads,
        operation=context.call.operation,
        tokens=_tokens(params.program_token_list),
        source=_SOURCES[source],
    )
    types = context.types
    return types.SuccessRequestCampaign(result=types.ResultRequestCampaign(success=True))


def schedule_campaign(context: Context, params: Any) -> object:
    """Have a batch campaign run, at once or later, in its program or in a clone of it."""
    program_name, name = trimmed(params.program_name), trimmed(params.campaign_name)
    if program_name is None or name is None:
        raise SCHEDULE_UNNAMED.refusal()
    program, campaign = _in_program(context, program_name, name)
    if campaign.kind != BATCH:
        raise _not_found("batch campaign", f"{program_name}.{name}")
    run_at = _run_at(context, params.campaign_run_at)
    tokens = _tokens(params.program_token_list)
    declared = getattr(params, "clone_to_program_name", None)
    clone_name = trimmed(declared or context.call.undeclared.get(CLONE_NAME))
    if clone_name is not None:
        _clone(context, program, clone_name)
        campaign = _in_program(context, clone_name, name)[1]
    campaign_runs.schedule(
        context,
        campaign,
        run_at,
        operation=context.call.operation,
        tokens=tokens,
        cloned=clone_name is not None,
    )
    types = context.types
    return types.SuccessScheduleCampaign(result=types.ResultScheduleCampaign(success=True))


def _source(value: object) -> str:
    source = enum_text(value)
    if source is None:
        raise SOURCE_MISSING.refusal()
    return source


def _requested(context: Context, params: Any) -> Campaign:
    """Return the campaign meant: by id, or by both names with a token list (documented).

    Prose wants the id alone; the vendor's own examples send tokens with it.
    """
    program_name, name = trimmed(params.program_name), trimmed(params.campaign_name)
    listed = params.program_token_list
    named = (program_name, name)
    if params.campaign_id is not None:
        if named != (None, None):
            raise CAMPAIGN_ID_WITH_NAMES.refusal()
        # An empty token list says nothing, as an empty name does (inferred).
        if listed is not None and listed.attrib:
            context.call.tolerate(CAMPAIGN_ID_WITH_TOKENS)
        found = context.data.campaigns.find_by_id(params.campaign_id)
        if found is None:
            raise _not_found("campaign", params.campaign_id)
        return found
    if program_name is None or name is None or listed is None:
        raise CAMPAIGN_UNNAMED.refusal()
    return _in_program(context, program_name, name)[1]


def _in_program(context: Context, program_name: str, name: str) -> tuple[StoredObject, Campaign]:
    program_id = context.data.programs.find(program_name)
    program = None if program_id is None else context.data.mobjects.get(PROGRAM, program_id)
    campaign = context.data.campaigns.find(name, program_id=program_id) if program else None
    if program is None or campaign is None:
        raise _not_found("campaign", f"{program_name}.{name}")
    return program, campaign


def _not_found(what: str, name: object) -> Refusal:
    kind = "ID" if isinstance(name, int) else "NAME"
    return CAMPAIGN_UNKNOWN.refusal(what=what, kind=kind, name=name)


def _tokens(listed: Any) -> dict[str, str]:
    """Return the tokens of a call; of equal names the last one counts (inferred)."""
    tokens = {}
    for each in () if listed is None else listed.attrib:
        name = trimmed(each.name)
        if name is None:
            raise TOKEN_UNNAMED.refusal()
        tokens[name] = each.value or ""
    return tokens


def _leads(context: Context, listed: Any) -> list[int]:
    """Return the leads of the keys, each once; a key of several means the newest (inferred).

    Raises:
        Refusal: There is no key, or one is of no use, or names no lead.
    """
    given = () if listed is None else listed.lead_key[:LEADS_PER_CAMPAIGN_REQUEST]
    keys = [read_key(each) for each in given]
    if any(key_type == COOKIE for key_type, _ in keys):
        raise CAMPAIGN_BY_COOKIE.refusal()
    if not keys:
        raise CAMPAIGN_LEADS_MISSING.refusal()
    found: dict[int, None] = {}
    known = {
        kind: _newest(context, kind, [value for key_type, value in keys if key_type == kind])
        for kind in {key_type for key_type, _ in keys}
    }
    for key_type, value in keys:
        lead_id = known[key_type].get(value)
        if lead_id is None:
            raise no_match(key_type, value)
        found[lead_id] = None
    return list(found)


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


def _run_at(context: Context, given: object) -> int:
    """Return the moment asked for; a past one means now, as none does."""
    if given is None or trimmed(given) is None:
        return context.now
    stated = wire_moment(given, context.zone)
    if stated is None:
        raise RUN_AT_UNREADABLE.refusal()
    return max(seconds(stated), context.now)


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
