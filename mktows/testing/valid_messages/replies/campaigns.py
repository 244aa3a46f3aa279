"""Valid replies about campaigns, channels and tags."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import strategies as st

from mktows.contract import Contract
from mktows.testing.valid_messages import realistic
from mktows.testing.valid_messages.realistic import Builder, Json, Objects, listed, object_of
from mktows.testing.valid_messages.replies.parts import few, page, result


def _get_campaigns_for_source(table: Contract) -> Objects:
    campaign = object_of(
        table,
        "CampaignRecord",
        {
            "id": realistic.ids,
            "name": realistic.names,
            "description": st.one_of(st.just(""), realistic.texts),
        },
    )
    campaigns = few(campaign, by=lambda item: item["id"]).map(
        lambda found: sorted(found, key=lambda item: (item["name"], item["id"]))
    )
    return page("campaignRecordList", "campaignRecord", campaigns, "returnCount").map(result)


def _done(_: Contract) -> Objects:
    return st.just(result({"success": True}))


def _get_channels(table: Contract) -> Objects:
    def status(step: int, name: str, success: bool) -> Json:
        pairs = {"Status": name, "Step": str(step), "Success": "true" if success else "false"}
        attribs = [{"name": key, "value": value} for key, value in pairs.items()]
        return {"progressionStatus": {"attrib": attribs}}

    statuses = few(st.builds(status, st.integers(0, 100), realistic.names, realistic.booleans))
    channel = object_of(
        table,
        "TagStatus",
        {"tagValue": realistic.names, "statusList": listed("progressionStatusItem", statuses)},
    )
    return listed("tagStatus", few(channel)).map(lambda found: result({"tags": found}))


def _get_tags(table: Contract) -> Objects:
    values = listed("stringItem", st.lists(realistic.names, max_size=4))
    tag = object_of(table, "Tag", {"type": realistic.names, "values": values})
    return listed("tag", few(tag)).map(lambda found: result({"tagList": found}))


REPLIES: Mapping[str, Builder] = {
    "getCampaignsForSource": _get_campaigns_for_source,
    "getChannels": _get_channels,
    "getTags": _get_tags,
    "requestCampaign": _done,
    "scheduleCampaign": _done,
}
