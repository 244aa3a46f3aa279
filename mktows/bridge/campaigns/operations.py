"""Answers getCampaignsForSource, requestCampaign and scheduleCampaign."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from mktows.bridge.context import Context
from mktows.bridge.fields import EMAIL as EMAIL_FIELD
from mktows.bridge.lead_keys import find_leads
from mktows.bridge.names import (
    CAMPAIGNS,
    LISTS,
    NAMES_SECONDS,
    Named,
    by_name,
    find_campaign,
    forget_name,
)
from mktows.bridge.operation import Operation
from mktows.facts.key_types import CRM_KEY_FIELDS, EMAIL, IDNUM, LEAD_OWNER_EMAIL
from mktows.facts.rest_errors import (
    CLONES_TOO_MANY,
    DATA_BAD,
    OBJECT_EXISTS,
    OBJECT_UNKNOWN,
    RULE_VIOLATED,
    RUN_AT_BAD,
)
from mktows.facts.rest_limits import (
    EARLIEST_RUN_SECONDS,
    LATEST_RUN_DAYS,
    LEADS_PER_TRIGGER,
    REST_CLONES_PER_DAY,
)
from mktows.parameters.campaigns import (
    CLONE_NAME_TAKEN,
    CampaignName,
    CampaignRequest,
    CampaignRun,
    CampaignsAsked,
    campaign_unknown,
    leads_of_keys,
    read_campaign_leads,
    read_tokens,
)
from mktows.parameters.campaigns import (
    CLONES_TOO_MANY as CLONES_USED_UP,
)
from mktows.parameters.keys import email_key
from mktows.parameters.scalars import id_number
from mktows.replies import campaigns as replies
from mktows.rest.errors import InvalidError, NotFoundError, RestError

REQUESTABLE = "requestable campaigns"
"""The kind of campaigns by their ids that this API may request; of the empty name all of them."""
_ALL = ""
_SALES = "SALES"
_BATCH = "batch"
_DOUBTFUL = (OBJECT_UNKNOWN, DATA_BAD)
"""Codes of a campaign that is not there any more, or is of another kind by now."""
_EARLIEST, _LATEST = timedelta(seconds=EARLIEST_RUN_SECONDS), timedelta(days=LATEST_RUN_DAYS)


def get_campaigns_for_source(context: Context, params: Any) -> object:
    """Return the campaigns that requestCampaign takes, in one reply."""
    asked = CampaignsAsked.read(params)
    _refuse_sales(context, asked.source)
    shown = [each for each in _requestable(context) if _is_asked_for(asked, each)]
    if not shown:
        # It may be activated at any moment.
        context.instance.forget(REQUESTABLE, _ALL)
    return replies.for_source(
        context.types, [(each.id, each.shown, each.description) for each in shown]
    )


def request_campaign(context: Context, params: Any) -> object:
    """Run leads through a trigger campaign; an unknown lead stops all."""
    asked = CampaignRequest.read(context.call, params)
    _refuse_sales(context, asked.source)

    def request() -> None:
        campaign = _requested(context, asked)
        leads = leads_of_keys(
            read_campaign_leads(params.lead_list), functools.partial(_newest, context)
        )
        tokens = read_tokens(params.program_token_list)
        if len(tokens) > LEADS_PER_TRIGGER:
            raise context.not_available(f"more than {LEADS_PER_TRIGGER} tokens")
        with context.once():
            context.rest.trigger_campaign(campaign, leads, tokens=tokens)

    by_name(
        request,
        forget=lambda: _forget_campaigns(context),
        unknown=asked.unknown,
        doubtful=_DOUBTFUL,
    )
    return replies.requested(context.types)


def schedule_campaign(context: Context, params: Any) -> object:
    """Have a batch campaign run, soon or later, in its program or in a clone of it."""
    named = CampaignRun.read_campaign(params)

    def schedule() -> None:
        campaign = find_campaign(context, named.name, program=named.program)
        if campaign is None:
            raise named.unknown()
        if campaign.kind != _BATCH:
            raise named.unknown("batch campaign")
        _schedule(context, campaign.id, CampaignRun.read(context.call, params, context.zone))

    by_name(
        schedule,
        forget=lambda: forget_name(context, CAMPAIGNS, named.name),
        unknown=named.unknown,
        doubtful=_DOUBTFUL,
    )
    return replies.scheduled(context.types)


def _refuse_sales(context: Context, source: str) -> None:
    """Refuse the other source: REST neither tells its campaigns nor requests them.

    Raises:
        Refusal: 20110.
    """
    if source == _SALES:
        raise context.not_available(f"source {_SALES}")


def _requestable(context: Context) -> list[Named]:
    """All campaigns that can be requested, sorted as SOAP shows them: by name, then by id."""

    def fetch() -> list[dict[str, Any]]:
        try:
            return [Named.kept(each) for each in context.rest.iter_campaigns(is_triggerable=True)]
        except NotFoundError:
            return []

    def read(rows: Sequence[dict[str, Any]]) -> list[Named]:
        found = [Named.read(each) for each in rows]
        return sorted(found, key=lambda each: (each.shown.casefold(), each.id))

    return context.remembered(REQUESTABLE, _ALL, NAMES_SECONDS, fetch, read)


def _is_asked_for(asked: CampaignsAsked, campaign: Named) -> bool:
    if asked.name is None:
        return True
    shown, name = campaign.shown.casefold(), asked.name.casefold()
    return shown == name if asked.exact else name in shown


def _requested(context: Context, asked: CampaignRequest) -> int:
    """Return the id of the campaign that is to be requested.

    Raises:
        Refusal: 20113, there is none, or it cannot be requested by this API.
    """
    named = asked.campaign
    if isinstance(named, CampaignName):
        found = find_campaign(context, named.name, program=named.program)
        if found is not None and _is_requestable(context, found.id):
            return found.id
    else:
        if named > 0 and _is_requestable(context, named):
            return named
        found = _find(context, named)
    if found is None:
        raise asked.unknown()
    # To this caller it is not there, as it is not in getCampaignsForSource (inferred).
    raise campaign_unknown("campaign for this source", found.name)


def _is_requestable(context: Context, campaign_id: int) -> bool:
    def fetch() -> bool:
        try:
            return bool(context.rest.get_campaigns(ids=[campaign_id], is_triggerable=True).result)
        except NotFoundError:
            return False

    found = context.remembered(REQUESTABLE, str(campaign_id), NAMES_SECONDS, fetch, bool)
    if not found:
        # It may be activated at any moment.
        context.instance.forget(REQUESTABLE, str(campaign_id))
    return found


def _find(context: Context, campaign_id: int) -> Named | None:
    if campaign_id <= 0:
        return None
    try:
        return Named.read(context.rest.get_campaign(campaign_id))
    except NotFoundError:
        return None


def _forget_campaigns(context: Context) -> None:
    for kind in (CAMPAIGNS, REQUESTABLE):
        context.instance.forget(kind)


def _newest(context: Context, key_type: str, values: Sequence[str]) -> dict[str, int]:
    """Return the lead added last for each key of one type that names any."""
    if key_type == IDNUM:
        numbers = {value: id_number(value) for value in values}
        ids = {int(lead["id"]) for lead in find_leads(context, key_type, values)}
        return {value: number for value, number in numbers.items() if number in ids}
    field = _field(context, key_type)
    if field is None and key_type != LEAD_OWNER_EMAIL:
        return {}
    distinct = list(dict.fromkeys(values))
    if field is None or len(distinct) == 1:
        # Which lead was found by which key cannot be told.
        each_found = {value: find_leads(context, key_type, [value]) for value in distinct}
        return {value: int(leads[-1]["id"]) for value, leads in each_found.items() if leads}
    newest = {
        _compared(key_type, str(lead.get(field))): int(lead["id"])
        for lead in find_leads(context, key_type, distinct, [field])
    }
    compared = {value: newest.get(_compared(key_type, value)) for value in distinct}
    return {value: lead_id for value, lead_id in compared.items() if lead_id is not None}


def _field(context: Context, key_type: str) -> str | None:
    """Return the REST name of the field with a key; None for one of the owner's."""
    if key_type == LEAD_OWNER_EMAIL:
        return None
    name = EMAIL_FIELD if key_type == EMAIL else CRM_KEY_FIELDS[key_type]
    known = context.soap_fields.get(name)
    return None if known is None else known.rest_name


def _compared(key_type: str, value: str) -> str:
    """Return a key as keys are compared: letter case does not count in addresses alone."""
    return email_key(value) if key_type == EMAIL else value


def _schedule(context: Context, campaign_id: int, asked: CampaignRun) -> None:
    run_at = asked.run_at
    if run_at is not None and run_at > context.now + _LATEST:
        raise context.not_available("a run more than two years ahead")
    if run_at is not None and run_at < context.now + _EARLIEST:
        run_at = None  # as soon as REST can
    clone_name = asked.clone_name
    if clone_name is not None and context.rest.get_program_by_name(clone_name) is not None:
        raise CLONE_NAME_TAKEN.refusal(name=clone_name)
    try:
        with context.once():
            _send(context, campaign_id, run_at, asked)
    except RestError as error:
        if clone_name is not None and error.code == CLONES_TOO_MANY:
            raise CLONES_USED_UP.refusal(most=REST_CLONES_PER_DAY) from error
        if clone_name is not None and error.code == OBJECT_EXISTS:
            raise CLONE_NAME_TAKEN.refusal(name=clone_name) from error
        if clone_name is not None and error.code == RULE_VIOLATED:
            raise context.not_available("a clone of this program") from error
        raise
    finally:
        if clone_name is not None:
            _forget_campaigns(context)
            context.instance.forget(LISTS)


def _send(context: Context, campaign_id: int, run_at: datetime | None, asked: CampaignRun) -> None:
    def send(moment: datetime | None) -> None:
        context.rest.schedule_campaign(
            campaign_id,
            run_at=moment,
            tokens=asked.tokens,
            clone_to_program_name=asked.clone_name,
        )

    try:
        send(run_at)
    except InvalidError as error:
        if error.code != RUN_AT_BAD or run_at is None:
            raise
        # It was more than five minutes ahead when the call came, and is not any more.
        send(None)


OPERATIONS = {
    "getCampaignsForSource": Operation(
        get_campaigns_for_source,
        "carried",
        "read",
        "1 for 300 campaigns, once in ten minutes",
        "trigger campaigns by name, for MKTOWS",
        ("campaigns of Sales Insight: SALES is refused with 20110",),
    ),
    "requestCampaign": Operation(
        request_campaign,
        "carried",
        "run",
        "1, and 1 for each type of key; 2 more to find the campaign, once in ten minutes",
        "by id or by names with tokens, for 100 leads",
        (
            "campaigns of Sales Insight: SALES is refused with 20110",
            "more than 100 tokens are refused with 20110",
        ),
        repeatable=False,
    ),
    "scheduleCampaign": Operation(
        schedule_campaign,
        "approximate",
        "run",
        "1, and 1 to find the campaign, once in ten minutes; 1 more with a clone",
        "soon or later, with tokens, in a clone of the program if asked",
        (
            "a run begins five minutes after the call at the earliest, and is refused with 20110 "
            "more than two years ahead",
            "programs with some kinds of assets cannot be cloned: 20110",
            "20 clones a day, not 10",
            "tokens for each lead, which an import would bring",
        ),
        repeatable=False,
    ),
}
