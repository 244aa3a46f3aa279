"""The replies of the operations on campaigns."""

from __future__ import annotations

from collections.abc import Iterable
from types import ModuleType


def for_source(types: ModuleType, shown: Iterable[tuple[int | None, str, str]]) -> object:
    """Return the reply of getCampaignsForSource: ids, names and descriptions."""
    records = [
        types.CampaignRecord(id=number, name=name, description=description)
        for number, name, description in shown
    ]
    return types.SuccessGetCampaignsForSource(
        result=types.ResultGetCampaignsForSource(
            return_count=len(records),
            campaign_record_list=types.ArrayOfCampaignRecord(campaign_record=records)
            if records
            else None,
        )
    )


def requested(types: ModuleType) -> object:
    """Return the reply of requestCampaign."""
    return types.SuccessRequestCampaign(result=types.ResultRequestCampaign(success=True))


def scheduled(types: ModuleType) -> object:
    """Return the reply of scheduleCampaign."""
    return types.SuccessScheduleCampaign(result=types.ResultScheduleCampaign(success=True))
