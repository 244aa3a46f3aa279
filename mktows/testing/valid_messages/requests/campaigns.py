"""Valid requests about campaigns, channels and tags."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import strategies as st

from mktows.contract import Contract
from mktows.facts import limits
from mktows.testing.valid_messages import realistic
from mktows.testing.valid_messages.realistic import Builder, Objects, listed, object_of, some

_sources = st.sampled_from(("MKTOWS", "SALES"))


def _get_campaigns_for_source(table: Contract) -> Objects:
    source = {"source": _sources}
    named = {**source, "name": realistic.names}
    exact = {"exactName": realistic.booleans}
    return st.one_of(
        object_of(table, "ParamsGetCampaignsForSource", source),
        object_of(table, "ParamsGetCampaignsForSource", named, exact),
    )


def _request_campaign(table: Contract) -> Objects:
    leads = some(
        realistic.lead_keys(*realistic.MEMBER_KEYS),
        numbered=realistic.id_key,
        most=limits.LEADS_PER_CAMPAIGN_REQUEST,
        by=realistic.key_of,
    )
    common = {"source": _sources, "leadList": listed("leadKey", leads)}
    by_id = {"campaignId": realistic.ids}
    by_name = {
        "programName": realistic.names,
        "campaignName": realistic.names,
        "programTokenList": realistic.tokens,
    }
    return st.one_of(
        *(object_of(table, "ParamsRequestCampaign", {**common, **way}) for way in (by_id, by_name))
    )


def _schedule_campaign(table: Contract) -> Objects:
    return object_of(
        table,
        "ParamsScheduleCampaign",
        {"programName": realistic.names, "campaignName": realistic.names},
        {
            "campaignRunAt": realistic.request_times,
            "cloneToProgramName": realistic.names,
            "programTokenList": realistic.tokens,
        },
    )


_values = listed("stringItem", st.lists(realistic.names, max_size=4, unique=True))


def _get_channels(table: Contract) -> Objects:
    tag = object_of(table, "Tag", {}, {"values": _values})
    return object_of(table, "ParamsGetChannels", {}, {"tag": tag})


def _get_tags(table: Contract) -> Objects:
    tags = st.lists(
        object_of(table, "Tag", {"type": realistic.names}, {"values": _values}), max_size=3
    )
    return object_of(table, "ParamsGetTags", {}, {"tagList": listed("tag", tags)})


REQUESTS: Mapping[str, Builder] = {
    "getCampaignsForSource": _get_campaigns_for_source,
    "getChannels": _get_channels,
    "getTags": _get_tags,
    "requestCampaign": _request_campaign,
    "scheduleCampaign": _schedule_campaign,
}
