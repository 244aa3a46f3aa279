"""Activities: what happened to leads, as getLeadActivity and getLeadChanges tell it."""

from __future__ import annotations

from collections.abc import Callable

from support.sandbox_model.state import Activity, Reply, State, stamp, without

# Names of the enumeration, which filters use, and the display names of replies.
TYPES = {
    "NewLead": "New Lead",
    "ChangeDataValue": "Change Data Value",
    "AddToList": "Add to List",
    "RemoveFromList": "Remove from List",
    "MergeLeads": "Merge Leads",
    "RequestCampaign": "Request Campaign",
}
Place = tuple[int, int]  # when, and the id among what happened at that moment


def places(state: State, wanted: Callable[[Activity], bool]) -> list[Place]:
    """Where the activities that are wanted stand, the oldest first."""
    return sorted((each.at, each.id) for each in state.activities if wanted(each))


def shown_activity(state: State, place: Place, *, guids: bool) -> Reply:
    happened = state.activities[place[1] - 1]
    # Without a campaign this member is empty here, and absent among changes.
    return {**_shown(happened, guids), "campaign": ""}


def shown_change(state: State, place: Place, *, guids: bool) -> Reply:
    return _shown(state.activities[place[1] - 1], guids)


def _shown(happened: Activity, guids: bool) -> Reply:
    pairs = [*happened.attributes, ("Lead ID", str(happened.lead))]
    return without(
        {
            "id": happened.id,
            "marketo_guid": str(happened.id) if guids else None,
            "activity_date_time": stamp(happened.at),
            "activity_type": happened.type,
            "mktg_asset_name": happened.asset,
            "activity_attributes": [(name, None, value) for name, value in pairs],
            "mkt_person_id": str(happened.lead),
        }
    )
