"""Answers calls for campaigns, and has them run."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from mktows.facts.mobjects import PROGRAM
from mktows.facts.rest_errors import (
    CLONES_TOO_MANY,
    DATA_BAD,
    LEAD_UNKNOWN,
    OBJECT_EXISTS,
    OBJECT_UNKNOWN,
    RUN_AT_BAD,
    VALUE_BAD,
    VALUE_MISSING,
)
from mktows.facts.rest_limits import (
    EARLIEST_RUN_SECONDS,
    LATEST_RUN_DAYS,
    LEADS_PER_TRIGGER,
    REST_CLONES_PER_DAY,
)
from mktows.sandbox.campaigns import runs
from mktows.sandbox.campaigns.rows import (
    BATCH,
    MKTOWS,
    TRIGGER,
    Campaign,
    CampaignQuery,
    ListedCampaign,
)
from mktows.sandbox.leads.records import SOURCE
from mktows.sandbox.programs.clone import clone_program
from mktows.sandbox.rest.answers import Answer
from mktows.sandbox.rest.context import Handler, RestContext
from mktows.sandbox.rest.moments import read_moment, utc_text
from mktows.sandbox.rest.paging import page_size, row_position
from mktows.sandbox.rest.records import id_of
from mktows.sandbox.rest.refusals import refusal

_LATEST = timedelta(days=LATEST_RUN_DAYS)


def _get_campaigns(context: RestContext) -> Answer:
    call, position, size = context.call, row_position(context.call), page_size(context.call)
    triggerable = call.flag("isTriggerable")
    query = CampaignQuery(
        ids=call.numbers("id") or None,
        names=call.values("name") or None,
        programs=call.values("programName") or None,
        workspaces=call.values("workspaceName") or None,
        # What `false` asks for is not said: all of them (a guess).
        source=MKTOWS if triggerable else None,
        active=True if triggerable else None,
    )
    found = context.data.campaigns.listed(query, after=position.after_id, limit=size + 1)
    is_last = len(found) <= size
    page = found[:size]
    return Answer(
        [_told(each) for each in page],
        next_page_token=None if is_last else position.token(page[-1].id),
        more_result=not is_last if context.habits.more_result else None,
    )


def _get_campaign(context: RestContext) -> Answer:
    query = CampaignQuery(ids=[context.call.number_in_path("campaignId")])
    found = context.data.campaigns.listed(query, limit=1)
    if not found:
        raise refusal(OBJECT_UNKNOWN)
    return Answer([_told(each) for each in found])


def _trigger_campaign(context: RestContext) -> Answer:
    """Send leads through a campaign; an unknown one stops all, as with SOAP (a guess)."""
    given = _input(context)
    campaign = _known(context)
    if campaign.kind != TRIGGER:
        raise refusal(DATA_BAD, problem="The campaign is no trigger campaign")
    if not campaign.is_for(MKTOWS):
        raise refusal(DATA_BAD, problem="The campaign is not active, or cannot be requested")
    leads = _leads(context, given.get("leads"))
    tokens = _tokens(context, given)
    runs.request(
        context,
        campaign,
        leads,
        operation=context.call.endpoint.name,
        tokens=tokens,
        source=SOURCE,
    )
    return Answer([{"id": campaign.id}])


def _schedule_campaign(context: RestContext) -> Answer:
    given = _input(context) if context.call.document is not None else {}
    campaign = _known(context)
    if campaign.kind != BATCH:
        raise refusal(DATA_BAD, problem="The campaign is no batch campaign")
    run_at = _run_at(context, given.get("runAt"))
    tokens = _tokens(context, given)
    clone_name = _text("cloneToProgramName", given.get("cloneToProgramName"))
    running = campaign
    if clone_name:
        running = _in_clone(context, campaign, clone_name)
    runs.schedule(
        context,
        running,
        run_at,
        operation=context.call.endpoint.name,
        tokens=tokens,
        cloned=bool(clone_name),
    )
    return Answer([{"id": campaign.id}])


def _known(context: RestContext) -> Campaign:
    """Return the campaign that a path names.

    Raises:
        RestRefusal: There is none with this id.
    """
    found = context.data.campaigns.find_by_id(context.call.number_in_path("campaignId"))
    if found is None:
        raise refusal(OBJECT_UNKNOWN)
    return found


def _input(context: RestContext) -> Mapping[str, Any]:
    given = context.call.members("input").get("input")
    if given is None:
        raise refusal(VALUE_MISSING, name="input")
    if not isinstance(given, Mapping):
        raise refusal(VALUE_BAD, value="input", type="Object")
    known = {"leads", "tokens"} if context.call.endpoint.name == "trigger_campaign" else _SCHEDULED
    for name in given:
        if name not in known:
            context.call.note_unknown(f"member {name!r} of input")
    return given


_SCHEDULED = frozenset({"runAt", "tokens", "cloneToProgramName"})


def _listed(name: str, given: object) -> list[Mapping[str, Any]]:
    if given is None:
        return []
    if not isinstance(given, list) or not all(isinstance(each, Mapping) for each in given):
        raise refusal(VALUE_BAD, value=name, type="Array")
    if len(given) > LEADS_PER_TRIGGER:
        raise refusal(DATA_BAD, problem=f"input has more than {LEADS_PER_TRIGGER} {name}")
    return given


def _leads(context: RestContext, given: object) -> list[int]:
    """Return the leads of a call, each once.

    Raises:
        RestRefusal: There are none, or too many, or one does not exist.
    """
    ids = list(dict.fromkeys(id_of(each) for each in _listed("leads", given)))
    if not ids:
        raise refusal(VALUE_MISSING, name="leads")
    if len(context.data.leads.existing(set(ids))) < len(ids):
        raise refusal(LEAD_UNKNOWN)
    return ids


def _tokens(context: RestContext, given: Mapping[str, Any]) -> dict[str, str]:
    """Return the tokens of a call; of equal names the last one counts (inferred)."""
    tokens = {}
    for each in _listed("tokens", given.get("tokens")):
        for member in each:
            if member not in ("name", "value"):
                context.call.note_unknown(f"member {member!r} of a token")
        name = _text("name", each.get("name"))
        if not name:
            raise refusal(VALUE_MISSING, name="name")
        tokens[name] = _text("value", each.get("value"))
    return tokens


def _text(name: str, given: object) -> str:
    if given is None:
        return ""
    if not isinstance(given, str):
        raise refusal(VALUE_BAD, value=name, type="String")
    return given.strip()


def _run_at(context: RestContext, given: object) -> int:
    """Return when a campaign is to run: in five minutes, or later where a call says so.

    Raises:
        RestRefusal: It is too early (a guess), or too late (documented).
    """
    earliest = context.now + EARLIEST_RUN_SECONDS
    text = _text("runAt", given)
    if not text:
        return earliest
    asked = read_moment(text, context.zone)
    if not earliest <= asked <= context.now + int(_LATEST.total_seconds()):
        raise refusal(RUN_AT_BAD)
    return asked


def _in_clone(context: RestContext, campaign: Campaign, name: str) -> Campaign:
    """Clone the program of a campaign, and return the campaign's copy.

    Raises:
        RestRefusal: It is in no program, or the name is taken, or there were too many clones.
    """
    data = context.data
    program = (
        None if campaign.program_id is None else data.mobjects.get(PROGRAM, campaign.program_id)
    )
    if program is None:
        raise refusal(DATA_BAD, problem="The campaign is in no program that could be cloned")
    if runs.clones_today(context) >= REST_CLONES_PER_DAY:
        raise refusal(CLONES_TOO_MANY)
    if data.programs.find(name) is not None:
        raise refusal(OBJECT_EXISTS)
    clone_program(context, program, name)
    copy = data.campaigns.find(campaign.name, program_id=data.programs.find(name))
    return campaign if copy is None else copy


def _told(listed: ListedCampaign) -> dict[str, Any]:
    campaign = listed.campaign
    program = {"programId": campaign.program_id, "programName": listed.program}
    return {
        "id": listed.id,
        "name": campaign.name,
        **({"description": campaign.description} if campaign.description else {}),
        # One without rules has no type of its own here (a guess).
        "type": TRIGGER if campaign.kind == TRIGGER else BATCH,
        **({} if listed.program is None else program),
        "workspaceName": listed.workspace,
        "createdAt": utc_text(campaign.created_at),
        "updatedAt": utc_text(campaign.updated_at),
        "active": campaign.kind == TRIGGER and campaign.active,
    }


HANDLERS: Mapping[str, Handler] = {
    "get_campaigns": _get_campaigns,
    "get_campaign": _get_campaign,
    "trigger_campaign": _trigger_campaign,
    "schedule_campaign": _schedule_campaign,
}
