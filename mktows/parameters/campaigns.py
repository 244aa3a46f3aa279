"""Reads what getCampaignsForSource, requestCampaign and scheduleCampaign ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any

from mktows.facts.faults import (
    BAD_PARAMETER,
    CAMPAIGN_NOT_FOUND,
    LEAD_KEY_BAD,
    LEAD_KEY_REQUIRED,
    PARAMETER_REQUIRED,
    REQUEST_LIMIT_EXCEEDED,
)
from mktows.facts.key_types import COOKIE
from mktows.facts.limits import LEADS_PER_CAMPAIGN_REQUEST
from mktows.parameters.keys import no_match, read_key
from mktows.parameters.scalars import enum_text, trimmed, wire_moment
from mktows.server.backend import Call
from mktows.server.refusals import Reason, Refusal

SOURCE_MISSING = Reason(
    "source-missing",
    PARAMETER_REQUIRED,
    "source is required",
    "documented",
    "The WSDL requires source; the code follows its title.",
    "message",
)
CAMPAIGN_ID_WITH_NAMES = Reason(
    "campaign-id-with-names",
    BAD_PARAMETER,
    "campaignId excludes programName and campaignName",
    "documented",
    "Prose calls every other combination than the two valid ones a bad parameter.",
    "message",
)
CAMPAIGN_ID_WITH_TOKENS = Reason(
    "campaign-id-with-tokens",
    BAD_PARAMETER,
    "campaignId excludes tokens",
    "documented",
    "Prose calls it a bad parameter; a post and a program of the vendor send it with success.",
    "message",
    noted_as="campaign-id-with-tokens",
)
CAMPAIGN_UNNAMED = Reason(
    "campaign-unnamed",
    BAD_PARAMETER,
    "either campaignId, or programName, campaignName and programTokenList",
    "documented",
    "Prose calls every other combination than the two valid ones a bad parameter.",
    "message",
)
CAMPAIGN_UNKNOWN = Reason(
    "campaign-unknown",
    CAMPAIGN_NOT_FOUND,
    "No {what} found with {kind} = {name}",
    "documented",
    "The vendor's table of errors has this code; the text is modelled on that for leads.",
    "instance",
)
TOKEN_UNNAMED = Reason(
    "token-unnamed",
    PARAMETER_REQUIRED,
    "name of a token is required",
    "documented",
    "The WSDL requires the name of a token; the code follows its title.",
    "message",
)
CAMPAIGN_BY_COOKIE = Reason(
    "campaign-by-cookie",
    LEAD_KEY_BAD,
    "",
    "documented",
    "Prose allows every type of key but cookies; the code is inferred.",
    "message",
)
CAMPAIGN_LEADS_MISSING = Reason(
    "campaign-leads-missing",
    LEAD_KEY_REQUIRED,
    "",
    "guess",
    "The leads must exist, so there must be some; the code follows its title.",
    "message",
)
SCHEDULE_UNNAMED = Reason(
    "schedule-unnamed",
    PARAMETER_REQUIRED,
    "programName and campaignName are required",
    "documented",
    "The WSDL requires both names; the code follows its title.",
    "message",
)
RUN_AT_UNREADABLE = Reason(
    "run-at-unreadable",
    BAD_PARAMETER,
    "campaignRunAt is not valid",
    "inferred",
    "The WSDL declares a time, and this is none of the calendar.",
    "message",
)
CLONES_TOO_MANY = Reason(
    "clones-too-many",
    REQUEST_LIMIT_EXCEEDED,
    "cloneToProgramName is allowed {most} times a day",
    "documented",
    "The limit is documented; the code follows its title.",
    "instance",
)
CLONE_NAME_TAKEN = Reason(
    "clone-name-taken",
    BAD_PARAMETER,
    "cloneToProgramName: there is a program {name}",
    "inferred",
    "Programs are found by their names, so two cannot share one.",
    "instance",
)

CLONE_NAME = "cloneToProgramName"
"""The member that asks for a clone; it is documented for all versions, and declared in 3_1."""


@dataclass(frozen=True, slots=True)
class CampaignsAsked:
    """A getCampaignsForSource call.

    Attributes:
        source: Who may request the campaigns.
        name: The name, or a part of it; None for all.
        exact: Whether it is the whole name.
    """

    source: str
    name: str | None
    exact: bool

    @classmethod
    def read(cls, params: Any) -> CampaignsAsked:
        """Read the parameters of a getCampaignsForSource call.

        Raises:
            Refusal: 20109 without a source.
        """
        return cls(read_source(params.source), trimmed(params.name), bool(params.exact_name))


@dataclass(frozen=True, slots=True)
class CampaignName:
    """A campaign by its name, in the program that it belongs to."""

    program: str
    name: str

    def unknown(self, what: str = "campaign") -> Refusal:
        """The fault for one that is not there, or is none of a kind."""
        return campaign_unknown(what, f"{self.program}.{self.name}")


@dataclass(frozen=True, slots=True)
class CampaignRequest:
    """The campaign of a requestCampaign call.

    Its leads and its tokens are read once the campaign is known: by `read_campaign_leads` and
    `read_tokens`.

    Attributes:
        source: Who asks.
        campaign: Its id, or its name.
    """

    source: str
    campaign: int | CampaignName

    @classmethod
    def read(cls, call: Call, params: Any) -> CampaignRequest:
        """Read it: by id, or by both names with a token list (documented).

        Prose wants the id alone; the vendor's own examples send tokens with it.

        Raises:
            Refusal: 20109 without a source, 20110 for another combination.
        """
        source = read_source(params.source)
        program, name = trimmed(params.program_name), trimmed(params.campaign_name)
        listed = params.program_token_list
        if params.campaign_id is not None:
            if (program, name) != (None, None):
                raise CAMPAIGN_ID_WITH_NAMES.refusal()
            # An empty token list says nothing, as an empty name does (inferred).
            if listed is not None and listed.attrib:
                call.tolerate(CAMPAIGN_ID_WITH_TOKENS)
            return cls(source, params.campaign_id)
        if program is None or name is None or listed is None:
            raise CAMPAIGN_UNNAMED.refusal()
        return cls(source, CampaignName(program, name))

    def unknown(self) -> Refusal:
        """The fault for a campaign that is not there."""
        if isinstance(self.campaign, CampaignName):
            return self.campaign.unknown()
        return campaign_unknown("campaign", self.campaign)


@dataclass(frozen=True, slots=True)
class CampaignRun:
    """A scheduleCampaign call.

    Attributes:
        campaign: The campaign.
        run_at: The moment that it is to run at; None for now.
        tokens: The tokens of the call by their names.
        clone_name: Name of the program that is made for the run; None for none.
    """

    campaign: CampaignName
    run_at: datetime | None
    tokens: dict[str, str] = field(repr=False)
    clone_name: str | None

    @classmethod
    def read_campaign(cls, params: Any) -> CampaignName:
        """Read which campaign a scheduleCampaign call means.

        Raises:
            Refusal: 20109 without both names.
        """
        program, name = trimmed(params.program_name), trimmed(params.campaign_name)
        if program is None or name is None:
            raise SCHEDULE_UNNAMED.refusal()
        return CampaignName(program, name)

    @classmethod
    def read(cls, call: Call, params: Any, zone: tzinfo) -> CampaignRun:
        """Read the parameters of a scheduleCampaign call, once its campaign is known.

        Args:
            call: The call.
            params: Its parameters.
            zone: The zone of a time without an offset.

        Raises:
            Refusal: 20110 for what is no time, 20109 for a token without a name.
        """
        run_at = _run_at(params.campaign_run_at, zone)
        tokens = read_tokens(params.program_token_list)
        declared = getattr(params, "clone_to_program_name", None)
        clone_name = trimmed(declared or call.undeclared.get(CLONE_NAME))
        return cls(cls.read_campaign(params), run_at, tokens, clone_name)


def campaign_unknown(what: str, name: object) -> Refusal:
    """The fault for an id or a name that no campaign of a kind has."""
    kind = "ID" if isinstance(name, int) else "NAME"
    return CAMPAIGN_UNKNOWN.refusal(what=what, kind=kind, name=name)


def read_source(value: object) -> str:
    """Return who asks for campaigns.

    Raises:
        Refusal: 20109.
    """
    source = enum_text(value)
    if source is None:
        raise SOURCE_MISSING.refusal()
    return source


def read_tokens(listed: Any) -> dict[str, str]:
    """Return the tokens of a call; of equal names the last one counts (inferred).

    Raises:
        Refusal: 20109, one has no name.
    """
    tokens = {}
    for each in () if listed is None else listed.attrib:
        name = trimmed(each.name)
        if name is None:
            raise TOKEN_UNNAMED.refusal()
        tokens[name] = each.value or ""
    return tokens


def read_campaign_leads(listed: Any) -> list[tuple[str, str]]:
    """Return type and value of the keys; those past the limit are ignored (documented).

    Raises:
        Refusal: There is no key, or one is of no use.
    """
    given = () if listed is None else listed.lead_key[:LEADS_PER_CAMPAIGN_REQUEST]
    keys = [read_key(each) for each in given]
    if any(key_type == COOKIE for key_type, _ in keys):
        raise CAMPAIGN_BY_COOKIE.refusal()
    if not keys:
        raise CAMPAIGN_LEADS_MISSING.refusal()
    return keys


def leads_of_keys(
    keys: Sequence[tuple[str, str]], newest: Callable[[str, list[str]], Mapping[str, int]]
) -> list[int]:
    """Return the leads of the keys, each once; a key of several means the newest (inferred).

    Args:
        keys: Types and values.
        newest: Tells the lead that was added last for each key of one type that names any.

    Raises:
        Refusal: 20103 or 20108, a key names no lead.
    """
    known = {
        kind: newest(kind, [value for key_type, value in keys if key_type == kind])
        for kind in dict.fromkeys(key_type for key_type, _ in keys)
    }
    found: dict[int, None] = {}
    for key_type, value in keys:
        lead_id = known[key_type].get(value)
        if lead_id is None:
            raise no_match(key_type, value)
        found[lead_id] = None
    return list(found)


def _run_at(given: object, zone: tzinfo) -> datetime | None:
    if given is None or trimmed(given) is None:
        return None
    stated = wire_moment(given, zone)
    if stated is None:
        raise RUN_AT_UNREADABLE.refusal()
    return stated
