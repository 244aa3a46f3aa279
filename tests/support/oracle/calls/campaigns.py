"""Steps of getCampaignsForSource, requestCampaign, scheduleCampaign, getChannels and getTags."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from support.oracle.drawing import Draw
from support.oracle.messages import Steps
from support.oracle.world import CHANNELS, CROWD, TAGS, TRIGGERS

_NAMES = (*(name for _, name in TRIGGERS), "Welcome", "e", "LAUNCH", "Thank You")
_DAY = timedelta(days=1)
_BATCHES = (
    *(("Launch", "Follow-up"), ("Roadshow 2014", "Reminder")) * 3,
    ("LAUNCH", "follow-up"),
)


def get_campaigns_for_source(draw: Draw) -> Steps:
    t: Any = draw.t
    source = "SALES" if draw.chance(0.04) else "MKTOWS"
    name = draw.maybe(draw.pick(_NAMES), 0.5)
    if draw.chance(0.05):
        name = "None"
    yield draw.call(
        "getCampaignsForSource",
        t.ParamsGetCampaignsForSource(
            source=t.ReqCampSourceType(source),
            name=name,
            exact_name=draw.pick((None, False, False, True)),
        ),
    )


def _tokens(draw: Draw) -> Any:
    names = draw.some(("{{my.message}}", "{{my.speaker}}", "{{my.other token}}"), 0, 2)
    return draw.attribs(
        {each: draw.pick(("x", "Ünï <&>", "", "two words", "a\nb")) for each in names}
    )


def request_campaign(draw: Draw) -> Steps:
    t: Any = draw.t
    kinds: tuple[str, ...] = ("IDNUM", "IDNUM", "IDNUM", "EMAIL", "EMAIL", "SFDCLEADID")
    if draw.chance(0.02):
        kinds = ("COOKIE",)
    leads = [draw.lead_key(kinds, 0.008) for _ in range(draw.rng.randint(1, 8))]
    if draw.is_crowded and draw.chance(0.4):
        leads = [
            t.LeadKey(key_type=t.LeadKeyRef.IDNUM, key_value=str(each))
            for each in draw.some(CROWD, 98, 102)
        ]
    if draw.chance(0.1):
        leads.append(leads[0])
    if draw.chance(0.01):
        leads = []
    params = t.ParamsRequestCampaign(
        source=t.ReqCampSourceType("SALES" if draw.chance(0.03) else "MKTOWS"),
        lead_list=t.ArrayOfLeadKey(lead_key=leads),
    )
    if draw.chance(0.6):
        params.campaign_id = draw.pick([each for each, _ in TRIGGERS])
        if draw.chance(0.08):
            params.campaign_id = draw.pick((99, 204, 205, 207, 208))
        if draw.chance(0.1):
            params.program_token_list = _tokens(draw)
        if draw.chance(0.03):
            params.campaign_name = "Welcome"
    else:
        params.program_name = draw.pick(("Launch", "Launch", "launch"))
        params.campaign_name = draw.pick(("Thank You", "Thank You", "THANK YOU"))
        if draw.chance(0.1):
            params.campaign_name = draw.pick(("None", "Follow-up", "Silent"))
        params.program_token_list = draw.maybe(_tokens(draw), 0.95)
    yield draw.call("requestCampaign", params, wrong=0.06)


def schedule_campaign(draw: Draw) -> Steps:
    t: Any = draw.t
    program, name = draw.pick(_BATCHES)
    if draw.chance(0.08):
        program, name = draw.pick((("Launch", "None"), ("None", "Reminder"), ("Launch", "Silent")))
    params = t.ParamsScheduleCampaign(
        program_name=program,
        campaign_name=name,
        campaign_run_at=draw.maybe(draw.moment(-_DAY, 3 * _DAY), 0.7),
        program_token_list=_tokens(draw) if draw.chance(0.4) else None,
    )
    if draw.has("ParamsScheduleCampaign", "cloneToProgramName") and draw.chance(0.2):
        names = ("Launch", "Copy 1", "Copy 2", "Copy 3", "Copy 4", "Copy 5")
        params.clone_to_program_name = draw.pick(names)
    yield draw.call("scheduleCampaign", params)


def _values(draw: Draw, known: tuple[str, ...]) -> Any:
    names = draw.some(known, 1, 2)
    if draw.chance(0.15):
        names.append(draw.pick(("None", known[0].upper())))
    return draw.strings(names)


def get_channels(draw: Draw) -> Steps:
    t: Any = draw.t
    tag = None
    if draw.chance(0.7):
        values = _values(draw, CHANNELS) if draw.chance(0.8) else None
        tag = t.Tag(type_value=draw.maybe("Channel"), values=values)
    yield draw.call("getChannels", t.ParamsGetChannels(tag=tag))


def get_tags(draw: Draw) -> Steps:
    t: Any = draw.t
    tags = []
    for _ in range(draw.rng.randint(0, 2)):
        kind = draw.pick(tuple(TAGS))
        asked = kind.lower() if draw.chance(0.1) else kind
        if draw.chance(0.08):
            asked = "None"
        values = _values(draw, TAGS[kind]) if draw.chance(0.6) else None
        tags.append(t.Tag(type_value=draw.maybe(asked, 0.85), values=values))
    listed = t.ArrayOfTag(tag=tags) if tags or draw.chance(0.3) else None
    yield draw.call("getTags", t.ParamsGetTags(tag_list=listed))


STEPS = {
    "getCampaignsForSource": get_campaigns_for_source,
    "requestCampaign": request_campaign,
    "scheduleCampaign": schedule_campaign,
    "getChannels": get_channels,
    "getTags": get_tags,
}
