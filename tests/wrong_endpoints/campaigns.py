"""Mistakes about campaigns, channels and tags."""

from __future__ import annotations

from wrong_endpoints.mistakes import (
    Wrong,
    accepting,
    of_reply,
    of_request,
    one_more,
    recoded,
    refusing,
    reversed_items,
    sub,
    without,
    without_last,
)

_GET, _REQUEST, _SCHEDULE = "getCampaignsForSource", "requestCampaign", "scheduleCampaign"
_UNKNOWN = "2147483646"
_ONE_LEAD = "<leadList><leadKey>(?:(?!<leadKey>).)*</leadList>"
_DONE = "<result><success>true</success></result>"
_TAG = "<tag><type>Channel</type><values><stringItem>A</stringItem></values></tag>"

MISTAKES = {
    "MK-CAMP-1": Wrong(of_reply(reversed_items("campaignRecord"), _GET)),
    "MK-CAMP-2": Wrong(of_reply(one_more("returnCount"), _GET)),
    "MK-CAMP-3": Wrong(
        accepting(
            '<result><returnCount>0</returnCount><campaignRecordList xsi:nil="true"/></result>',
            _GET,
            "<name>[^<]*</name></m:params",
        )
    ),
    "MK-CAMP-4": Wrong(of_request(without("<exactName>true</exactName>"), _GET)),
    "MK-CAMP-5": Wrong(recoded(20113, 20110, _REQUEST)),
    "MK-CAMP-6": Wrong(
        of_request(
            without("<programName>.*</campaignName>"), _REQUEST, "</campaignId><programName>"
        )
    ),
    "MK-CAMP-7": Wrong(of_reply(sub(">true<", ">false<"), _REQUEST, _ONE_LEAD)),
    "MK-CAMP-8": Wrong(
        accepting(_DONE, _REQUEST, f"<leadList><leadKey>(?:(?!</leadKey>).)*{_UNKNOWN}")
    ),
    "MK-CAMP-9": Wrong(refusing(20110, _REQUEST, "(?:<leadKey>.*?</leadKey>){101}")),
    "MK-CAMP-10": Wrong(recoded(20113, 20110, _SCHEDULE)),
    "MK-CAMP-11": Wrong(of_reply(sub(">true<", ">false<"), _SCHEDULE)),
    "MK-TAG-1": Wrong(of_reply(reversed_items("tagStatus"), "getChannels")),
    "MK-TAG-2": Wrong(of_request(without("<tag><values>.*</values></tag>"), "getChannels")),
    "MK-TAG-3": Wrong(of_reply(reversed_items("attrib"), "getChannels")),
    "MK-TAG-4": Wrong(of_reply(reversed_items("progressionStatusItem"), "getChannels")),
    "MK-TAG-5": Wrong(
        of_reply(sub("</tagList>", f"{_TAG}</tagList>"), "getTags", "^(?!.*<tagList>)")
    ),
    "MK-TAG-6": Wrong(of_reply(without_last("stringItem"), "getTags", "<tag><type>")),
}
