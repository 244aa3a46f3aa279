"""Runs campaigns: tokens are resolved for every lead, and the run is noted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from mktows.facts.activity_types import CAMPAIGN_ID, REQUEST_CAMPAIGN, SOURCE
from mktows.facts.tokens import PREFIX, SUFFIX
from mktows.parameters.scalars import seconds
from mktows.sandbox.activities.rows import NewActivity
from mktows.sandbox.campaigns.rows import Campaign
from mktows.sandbox.context import Scope

CAMPAIGN_RUN = "campaignRun"

_PAGE = 10_000  # leads written together


def full_name(token: str) -> str:
    """Return how a token of a program is named in a call, such as `{{my.message}}`."""
    return f"{PREFIX}{token}{SUFFIX}"


def resolved(*given: Mapping[str, str]) -> dict[str, str]:
    """Return the tokens as a run sees them; of equal names the last one's value counts.

    Letter case does not count in names (inferred); the first spelling is kept.
    """
    spelling: dict[str, str] = {}
    values: dict[str, str] = {}
    for tokens in given:
        for name, value in tokens.items():
            values[spelling.setdefault(name.casefold(), name)] = value
    return values


def run(scope: Scope, run_id: int, leads: Collection[int] | None = None) -> None:
    """Run a campaign that was asked for, and forget the tokens that were for this run only.

    A lead's own tokens, from an import, go before those of the call, and these before the
    program's (documented). What the campaign's flow would do with a lead is out of sight of
    this API, so nothing happens to it.

    Args:
        scope: The transaction and the moment.
        run_id: The run; nothing happens where it is gone.
        leads: Whom it goes over; None for those of the batch campaign.
    """
    rows = scope.data.campaigns
    asked = rows.find_run(run_id)
    campaign = None if asked is None else rows.find_by_id(asked.campaign_id)
    if asked is None or campaign is None:
        return
    per_lead = rows.take_lead_tokens(asked.campaign_id)
    own = {} if campaign.program_id is None else scope.data.programs.tokens(campaign.program_id)
    shared = resolved({full_name(name): value for name, value in own.items()}, asked.tokens)
    if leads is not None:
        pages: Iterable[Collection[int]] = [leads]
    else:
        pages = [per_lead] if campaign.list_id is None else _members(scope, campaign.list_id)
    for page in pages:
        rows.add_run_leads(
            run_id,
            {
                each: resolved(shared, per_lead[each]) if each in per_lead else shared
                for each in page
            },
        )
    rows.end_run(run_id, scope.now)


def request(
    scope: Scope,
    campaign: Campaign,
    leads: Collection[int],
    *,
    operation: str,
    tokens: Mapping[str, str],
    source: str,
) -> None:
    """Send leads through a trigger campaign.

    Args:
        scope: The transaction and the moment.
        campaign: The campaign.
        leads: The leads, which exist.
        operation: The operation that asked for it.
        tokens: What the call gave.
        source: Who asked, as the activities name it.
    """
    rows, now = scope.data.campaigns, scope.now
    run_id = rows.add_run(campaign, operation, requested_at=now, run_at=now, tokens=tokens)
    run(scope, run_id, leads)
    shown = rows.shown_name(campaign)
    # The display name is documented; the campaign's name as asset is inferred, and both
    # attributes are a guess.
    attributes = ((CAMPAIGN_ID, str(campaign.id)), (SOURCE, source))
    for lead_id in leads:
        scope.data.activities.log(NewActivity(lead_id, now, REQUEST_CAMPAIGN, shown, attributes))


def schedule(
    scope: Scope,
    campaign: Campaign,
    run_at: int,
    *,
    operation: str,
    tokens: Mapping[str, str],
    cloned: bool,
) -> None:
    """Have a batch campaign run, at once or later.

    Args:
        scope: The transaction and the moment.
        campaign: The campaign.
        run_at: When it is to run, in seconds since 1970.
        operation: The operation that asked for it.
        tokens: What the call gave.
        cloned: Whether the call made the program that it runs in.
    """
    run_id = scope.data.campaigns.add_run(
        campaign,
        operation,
        requested_at=scope.now,
        run_at=run_at,
        tokens=tokens,
        cloned=cloned,
    )
    if run_at > scope.now:
        scope.data.jobs.add(CAMPAIGN_RUN, run_at, {"run": run_id})
    else:
        run(scope, run_id)


def clones_today(scope: Scope) -> int:
    """Return how many programs calls have cloned since the instance's midnight."""
    today = datetime.fromtimestamp(scope.now, scope.zone).replace(hour=0, minute=0, second=0)
    return scope.data.campaigns.clones_since(seconds(today))


def _members(scope: Scope, list_id: int) -> Iterator[list[int]]:
    """Yield the members of a list in pages, so that a long one takes little memory."""
    last, left = 0, 1
    while left:
        page, left = scope.data.lists.members(list_id, after=last, limit=_PAGE)
        last = max(page, default=last)
        yield page


def _run_later(scope: Scope, content: dict[str, Any]) -> None:
    run(scope, content["run"])


JOBS = {CAMPAIGN_RUN: _run_later}
