"""Activities of REST as SOAP tells them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import tzinfo
from functools import partial

from mktows.bridge.activities.activity import Activity
from mktows.bridge.activities.types import ActivityTypes, Kind
from mktows.bridge.context import Context
from mktows.bridge.names import CAMPAIGNS, NAMES_SECONDS, Named
from mktows.facts.activity_types import ATTRIBUTE_NAME
from mktows.facts.rest_endpoints import RECORDS_PER_CALL
from mktows.rest.errors import NotFoundError
from mktows.rest.times import read_time

_BY_ID = f"{CAMPAIGNS} by id"


@dataclass(frozen=True, slots=True)
class Told:
    """An activity as SOAP tells it; see `mktows.replies.activities.Happened`."""

    id: int
    lead_id: int
    at: int
    type: str
    asset: str = field(repr=False)
    attributes: Sequence[tuple[str, str]] = field(repr=False)
    campaign: str


def told(context: Context, page: Sequence[Activity]) -> list[Told]:
    """Return a page of activities as SOAP tells them.

    The primary attribute stands before all others (recorded). The names of all campaigns are looked
    up together.
    """
    types, zone = ActivityTypes.of(context), context.zone
    ids = {each.campaign_id for each in page if each.campaign_id is not None}
    campaigns = _campaign_names(context, ids)
    result = []
    for each in page:
        kind = types.kind(each.type_id)
        others = [(name, _text(kind, name, value, zone)) for name, value in each.attributes]
        result.append(
            Told(
                *(each.id, each.lead_id, each.at, kind.name, each.asset),
                attributes=[*_primary(kind, each), *others],
                campaign=campaigns.get(each.campaign_id or 0, ""),
            )
        )
    return result


def _primary(kind: Kind, happened: Activity) -> Iterable[tuple[str, str]]:
    """Return the primary attribute, which REST tells apart from the others.

    Its value is the number of what the activity is about; of a field it is the name (recorded).
    """
    if kind.primary == ATTRIBUTE_NAME:
        yield kind.primary, happened.asset
    elif kind.primary and happened.asset_id is not None:
        yield kind.primary, str(happened.asset_id)


def _text(kind: Kind, name: str, value: str, zone: tzinfo) -> str:
    """Return the value of an attribute: a time in it is the instance's own, without offset."""
    if kind.data_types.get(name) != "datetime":
        return value
    try:
        return f"{read_time(value).astimezone(zone):%Y-%m-%d %H:%M:%S}"
    except ValueError:
        return value


def _campaign_names(context: Context, ids: Iterable[int]) -> dict[int, str]:
    """Return the names that SOAP shows of campaigns; one that is gone has none."""
    wanted = sorted(ids)
    fetched: dict[int, str] | None = None

    def fetch(campaign_id: int) -> str:
        # All of a page are asked for together, as soon as one of them is not known.
        nonlocal fetched
        if fetched is None:
            fetched = {}
            for start in range(0, len(wanted), RECORDS_PER_CALL):
                some = wanted[start : start + RECORDS_PER_CALL]
                with suppress(NotFoundError):  # all of them are gone
                    for each in map(Named.read, context.rest.iter_campaigns(ids=some)):
                        fetched[each.id] = each.shown
        return fetched.get(campaign_id, "")

    return {
        each: context.remembered(_BY_ID, str(each), NAMES_SECONDS, partial(fetch, each), str)
        for each in wanted
    }
