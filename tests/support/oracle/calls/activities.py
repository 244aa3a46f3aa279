"""Steps of getLeadActivity and getLeadChanges."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from support.oracle.calls.leads import sync_lead
from support.oracle.drawing import Draw
from support.oracle.messages import Steps
from support.oracle.world import LEAD_IDS, LISTS

_DAY = timedelta(days=1)
_TYPES = (
    *("VisitWebpage", "FillOutForm", "OpenEmail", "NewLead", "ChangeDataValue", "ChangeScore"),
    *("AddToList", "RemoveFromList", "MergeLeads", "RequestCampaign"),
)
_NAMES = (
    *("Visit Webpage", "Fill Out Form", "Open Email", "New Lead", "Change Data Value"),
    *("Change Score", "Add to List", "Merge Leads", "No Such Type"),
)
_BUSY = LEAD_IDS[:5]


def _filter(draw: Draw) -> Any:
    t: Any = draw.t
    chosen = t.ArrayOfActivityType(
        activity_type=[t.ActivityType(each) for each in draw.some(_TYPES, 1, 5)]
    )
    if draw.chance(0.06):
        return t.ActivityTypeFilter(include_types=chosen, exclude_types=chosen)
    if draw.chance(0.4):
        return t.ActivityTypeFilter(exclude_types=chosen)
    return t.ActivityTypeFilter(include_types=chosen)


def get_lead_activity(draw: Draw) -> Steps:
    t: Any = draw.t
    key = draw.lead_key()
    if draw.chance(0.6):
        value = str(draw.pick(_BUSY))
        key = t.LeadKey(key_type=t.LeadKeyRef.IDNUM, key_value=value)
    start = t.StreamPosition()
    if draw.chance(0.3):
        start.oldest_created_at = draw.moment(-12 * _DAY, -6 * _DAY)
    if draw.chance(0.3):
        start.latest_created_at = draw.moment(-4 * _DAY, timedelta())
    start.offset = draw.resumed("getLeadActivity")
    params = t.ParamsGetLeadActivity(
        lead_key=key,
        activity_filter=_filter(draw) if draw.chance(0.4) else None,
        start_position=draw.maybe(start, 0.8),
        batch_size=draw.maybe(draw.batch_size(2, 20), 0.7),
    )
    call = draw.call("getLeadActivity", params)
    for _ in range(8):
        answer = yield call
        if answer.message is None:
            return
        listed = answer.message.lead_activity_list
        if not listed.remaining_count and not draw.chance(0.1):
            return
        if draw.chance(0.1):
            yield from sync_lead(draw)
        position = draw.position("getLeadActivity", answer.position)
        params.start_position = _following(draw, listed.new_start_position, position)
        call = draw.call("getLeadActivity", params, wrong=0.02)


def get_lead_changes(draw: Draw) -> Steps:
    t: Any = draw.t
    start = t.StreamPosition()
    match draw.rng.randrange(10):
        case 0:
            pass
        case 1 | 2:
            start.activity_created_at = draw.moment(-11 * _DAY, -6 * _DAY)
        case _:
            start.oldest_created_at = draw.moment(-11 * _DAY, -6 * _DAY)
    if draw.chance(0.25):
        start.latest_created_at = draw.moment(-5 * _DAY, timedelta())
    start.offset = draw.resumed("getLeadChanges")
    params = t.ParamsGetLeadChanges(
        start_position=start,
        activity_filter=_filter(draw) if draw.chance(0.4) else None,
        batch_size=draw.maybe(draw.batch_size(15, 60), 0.8),
    )
    if draw.has("ParamsGetLeadChanges", "activityNameFilter") and draw.chance(0.3):
        params.activity_name_filter = draw.strings(draw.some(_NAMES, 1, 3))
    if draw.has("ParamsGetLeadChanges", "leadSelector") and draw.chance(0.4):
        params.lead_selector = _selector(draw)
    call = draw.call("getLeadChanges", params)
    for _ in range(8):
        answer = yield call
        if answer.message is None:
            return
        result = answer.message.result
        if not result.remaining_count and not draw.chance(0.1):
            return
        if draw.chance(0.1):
            yield from sync_lead(draw)
        position = draw.position("getLeadChanges", answer.position)
        params.start_position = _following(draw, result.new_start_position, position)
        call = draw.call("getLeadChanges", params, wrong=0.02)


def _selector(draw: Draw) -> Any:
    t: Any = draw.t
    match draw.rng.randrange(4):
        case 0 | 1:
            ids = [str(draw.lead_id()) for _ in range(draw.rng.randint(1, 40))]
            ids += [str(each) for each in _BUSY]
            return t.LeadKeySelector(key_type=t.LeadKeyRef.IDNUM, key_values=draw.strings(ids))
        case 2:
            chosen = LISTS[-1] if draw.is_crowded else draw.pick(LISTS[:3])
            return t.StaticListSelector(static_list_name=chosen)
        case _:
            return t.LastUpdateAtSelector(
                oldest_updated_at=draw.moment(-11 * _DAY, -6 * _DAY),
                latest_updated_at=draw.maybe(draw.moment(-5 * _DAY, timedelta())),
            )


def _following(draw: Draw, shown: Any, position: str | None) -> Any:
    """The position of the next page: whole, as most clients send it, or its offset alone."""
    following = draw.t.StreamPosition(offset=position)
    if draw.chance(0.7):
        following.latest_created_at = shown.latest_created_at
        following.oldest_created_at = shown.oldest_created_at
    return following


STEPS = {"getLeadActivity": get_lead_activity, "getLeadChanges": get_lead_changes}
