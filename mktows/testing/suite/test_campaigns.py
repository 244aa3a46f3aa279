"""Clauses about getCampaignsForSource, requestCampaign and scheduleCampaign."""

from __future__ import annotations

from mktows.facts.faults import (
    BAD_PARAMETER,
    CAMPAIGN_NOT_FOUND,
    LEAD_NOT_FOUND,
    OTHER_BAD_PARAMETER,
)
from mktows.facts.limits import LEADS_PER_CAMPAIGN_REQUEST
from mktows.testing.suite.clause import clause
from mktows.testing.suite.endpoint import Endpoint
from mktows.testing.suite.exchanges import Exchange
from mktows.testing.suite.expectations import (
    accepted,
    equal,
    expect,
    needed,
    not_tried,
    refused,
    seen,
)
from mktows.text import escape

_RECORDS = "campaignRecordList/campaignRecord"


def _campaigns(endpoint: Endpoint, more: str = "") -> Exchange:
    return endpoint.call("getCampaignsForSource", f"<source>MKTOWS</source>{more}")


def _some_name(endpoint: Endpoint) -> str:
    found = needed(_campaigns(endpoint)).value(f"{_RECORDS}/name")
    return found or not_tried("the instance has no campaign to request")


def _request(endpoint: Endpoint, *leads: str, campaign: str) -> Exchange:
    keys = "".join(
        f"<leadKey><keyType>IDNUM</keyType><keyValue>{each}</keyValue></leadKey>" for each in leads
    )
    return endpoint.call(
        "requestCampaign", f"<source>MKTOWS</source>{campaign}<leadList>{keys}</leadList>"
    )


def _by_id(campaign: str) -> str:
    return f"<campaignId>{campaign}</campaignId>"


@clause("MK-CAMP-1", "Campaigns come by name and id", "recorded", "getCampaignsForSource")
def test_campaigns_come_by_name_and_id(endpoint: Endpoint) -> None:
    reply = _campaigns(endpoint)
    found = [
        (each.value("name") or "", int(each.value("id") or "0"))
        for each in accepted(reply).all(_RECORDS)
    ]
    if len(found) < 2:
        not_tried("the instance has fewer than two campaigns to request")
    folded = [(name.casefold(), number) for name, number in found]
    expect(
        found == sorted(found) or folded == sorted(folded),
        reply,
        expected="campaigns in the order of name and id",
        found=found,
    )


@clause(
    "MK-CAMP-2",
    "The returnCount of getCampaignsForSource is the number of its campaigns",
    "documented",
    "getCampaignsForSource",
)
def test_the_return_count_is_the_number_of_campaigns(endpoint: Endpoint) -> None:
    reply = _campaigns(endpoint)
    result = needed(reply)
    listed = len(result.all(_RECORDS)) or not_tried("the instance has no campaign to request")
    equal(reply, "returnCount", str(listed), result.value("returnCount"))


@clause("MK-CAMP-3", "A part of a name finds campaigns", "documented", "getCampaignsForSource")
def test_a_part_of_a_name_finds_campaigns(endpoint: Endpoint) -> None:
    name = _some_name(endpoint)
    reply = _campaigns(endpoint, f"<name>{escape(name[1:-1])}</name>")
    found = [each.value("name") for each in accepted(reply).all(_RECORDS)]
    expect(name in found, reply, expected=f"{name} among them", found=found)


@clause("MK-CAMP-4", "An exact name finds that name alone", "documented", "getCampaignsForSource")
def test_an_exact_name_finds_that_name_alone(endpoint: Endpoint) -> None:
    name = _some_name(endpoint)
    exact = "<exactName>true</exactName>"
    reply = _campaigns(endpoint, f"<name>{escape(name)}</name>{exact}")
    found = {(each.value("name") or "").casefold() for each in accepted(reply).all(_RECORDS)}
    equal(reply, "names", {name.casefold()}, found)
    part = _campaigns(endpoint, f"<name>{escape(name[1:-1])}</name>{exact}")
    listed = [each.value("name") for each in accepted(part).all(_RECORDS)]
    expect(name not in listed, part, expected=f"no {name} for a part of it", found=listed)


def _can_be_requested(endpoint: Endpoint) -> None:
    """Make sure that the endpoint runs the named campaign, or answers where none is named."""
    lead = endpoint.lead()
    endpoint.found(lead)
    if endpoint.known.campaign:
        needed(_request(endpoint, lead.id, campaign=_by_id(endpoint.known.campaign)))


@clause(
    "MK-CAMP-5",
    "A request of an unknown campaign is a fault 20113",
    "documented",
    "requestCampaign",
)
def test_an_unknown_campaign_cannot_be_requested(endpoint: Endpoint) -> None:
    _can_be_requested(endpoint)
    refused(
        _request(endpoint, endpoint.lead().id, campaign=_by_id("2147483646")), CAMPAIGN_NOT_FOUND
    )


@clause(
    "MK-CAMP-6",
    "An id and a name of a campaign together are refused as a bad parameter",
    "documented",
    "requestCampaign",
)
def test_an_id_and_a_name_do_not_go_together(endpoint: Endpoint) -> None:
    _can_be_requested(endpoint)
    word = endpoint.word()
    both = (
        f"{_by_id('2147483646')}<programName>{word}</programName>"
        f"<campaignName>{word}</campaignName>"
    )
    refused(
        _request(endpoint, endpoint.lead().id, campaign=both), BAD_PARAMETER, OTHER_BAD_PARAMETER
    )


@clause("MK-CAMP-7", "A campaign is requested", "documented", "requestCampaign")
def test_a_campaign_is_requested(endpoint: Endpoint) -> None:
    campaign, lead = _by_id(endpoint.known.the_campaign()), endpoint.lead()
    unknown = _request(endpoint, lead.id, campaign=_by_id("2147483646"))
    seen("whether an unknown campaign is refused", True, unknown.fault is not None)
    reply = _request(endpoint, lead.id, campaign=campaign)
    equal(reply, "success", "true", accepted(reply).value("success"))


@clause(
    "MK-CAMP-8", "A request for an unknown lead is a fault 20103", "inferred", "requestCampaign"
)
def test_an_unknown_lead_cannot_be_run(endpoint: Endpoint) -> None:
    campaign = _by_id(endpoint.known.the_campaign())
    _can_be_requested(endpoint)
    refused(_request(endpoint, "2147483646", campaign=campaign), LEAD_NOT_FOUND)


@clause(
    "MK-CAMP-9",
    "Leads of a request behind the hundredth are ignored",
    "documented",
    "requestCampaign",
)
def test_leads_behind_the_hundredth_are_ignored(endpoint: Endpoint) -> None:
    campaign = _by_id(endpoint.known.the_campaign())
    leads = [each.id for each in endpoint.leads(LEADS_PER_CAMPAIGN_REQUEST)]
    alone = _request(endpoint, leads[0], "2147483646", campaign=campaign)
    if alone.fault is None:
        not_tried(f"an unknown lead among the first was answered by {alone.outcome}")
    reply = _request(endpoint, *leads, "2147483646", campaign=campaign)
    equal(reply, "success", "true", accepted(reply).value("success"))


@clause(
    "MK-CAMP-10",
    "Scheduling an unknown campaign is a fault 20113",
    "documented",
    "scheduleCampaign",
)
def test_an_unknown_campaign_cannot_be_scheduled(endpoint: Endpoint) -> None:
    endpoint.found(endpoint.lead())
    if endpoint.known.batch_campaign:
        needed(_schedule(endpoint, *endpoint.known.batch_campaign))
    refused(_schedule(endpoint, endpoint.word(), endpoint.word()), CAMPAIGN_NOT_FOUND)


def _schedule(endpoint: Endpoint, program: str, name: str) -> Exchange:
    return endpoint.call(
        "scheduleCampaign",
        f"<programName>{escape(program)}</programName><campaignName>{escape(name)}</campaignName>",
    )


@clause("MK-CAMP-11", "A campaign is scheduled", "documented", "scheduleCampaign")
def test_a_campaign_is_scheduled(endpoint: Endpoint) -> None:
    known = endpoint.known.the_batch_campaign()
    unknown = _schedule(endpoint, endpoint.word(), endpoint.word())
    seen("whether an unknown campaign is refused", True, unknown.fault is not None)
    reply = _schedule(endpoint, *known)
    equal(reply, "success", "true", accepted(reply).value("success"))
