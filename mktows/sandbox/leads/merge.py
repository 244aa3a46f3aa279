"""Answers mergeLeads: what losing leads had goes to the winning one, and they are gone."""

from __future__ import annotations

from typing import Any

from mktows.facts.faults import BAD_PARAMETER, LEAD_KEY_BAD, LEAD_KEY_REQUIRED
from mktows.facts.key_types import COOKIE
from mktows.sandbox.context import Context
from mktows.sandbox.leads.keys import (
    KEY_VALUE_MISSING,
    find_leads,
    lead_not_found,
    no_match,
    read_key_type,
)
from mktows.sandbox.leads.merging import merge
from mktows.sandbox.leads.records import REASON
from mktows.sandbox.operation import Operation
from mktows.sandbox.scalars import trimmed
from mktows.server.refusals import Reason

LOSERS_MISSING = Reason(
    "losers-missing",
    LEAD_KEY_REQUIRED,
    "losingLeadKeyLists names no lead",
    "documented",
    "The WSDL requires losing leads; the code follows its title.",
    "message",
)
MERGE_KEY_MISSING = Reason(
    "merge-key-missing",
    LEAD_KEY_REQUIRED,
    "",
    "documented",
    "The WSDL requires keys of the winner and of each loser; the code follows its title.",
    "message",
)
MERGE_BY_COOKIE = Reason(
    "merge-by-cookie",
    LEAD_KEY_BAD,
    "",
    "documented",
    "Cookies are not among the documented keys of mergeLeads; the code follows its title.",
    "message",
)
MERGED_INTO_ITSELF = Reason(
    "merged-into-itself",
    BAD_PARAMETER,
    "Lead {lead} cannot be merged into itself",
    "guess",
    "Nothing says what becomes of a lead that wins and loses; the merge is FAILED.",
    "instance",
)


def merge_leads(context: Context, params: Any) -> object:
    """Merge leads; what becomes of their values and belongings is a guess throughout."""
    types = context.types
    winner = _lead(context, params.winning_lead_key_list)
    listed = params.losing_lead_key_lists
    if listed is None or not listed.key_list:
        raise LOSERS_MISSING.refusal()
    losers = list(dict.fromkeys(_lead(context, each) for each in listed.key_list))
    status, error = types.LeadMergeStatusEnum.MERGED, None
    if winner in losers:
        status = types.LeadMergeStatusEnum.FAILED
        error = MERGED_INTO_ITSELF.refusal(lead=winner).message
    else:
        merge(context, winner, losers, source=REASON)
    return types.SuccessMergeLeads(
        result=types.ResultMergeLeads(
            merge_status=types.MergeStatus(
                winning_lead_id=winner,
                losing_lead_id_list=types.ArrayOfInteger(integer_item=losers),
                status=status,
                error=error,
            )
        )
    )


def _lead(context: Context, keys: Any) -> int:
    """Return the lead that has all keys of a list, the newest of several.

    Raises:
        Refusal: 20101 for a missing key, 20102 for a bad type (cookies are none here), 20103 or
            20108 for a lead that is not there.
    """
    pairs = []
    for each in keys.attribute if keys else ():
        key_type, value = read_key_type(each.attr_name), trimmed(each.attr_value)
        if key_type == COOKIE:
            raise MERGE_BY_COOKIE.refusal()
        if value is None:
            raise KEY_VALUE_MISSING.refusal()
        pairs.append((key_type, value))
    if not pairs:
        raise MERGE_KEY_MISSING.refusal()
    found = [find_leads(context.data.leads, key_type, [value]) for key_type, value in pairs]
    common = set.intersection(*found)
    if common:
        return max(common)
    for (key_type, value), ids in zip(pairs, found, strict=True):
        if not ids:
            raise no_match(key_type, value)
    raise lead_not_found(" and ".join(name for name, _ in pairs), ", ".join(v for _, v in pairs))


OPERATIONS = {
    "mergeLeads": Operation(
        merge_leads,
        "by every key but cookies; all belongings go to the winner",
        ("documented", "inferred"),
        (
            "the winner keeps its values and takes the losers' where it has none, in their order; "
            "the service's own rules were never stated",
        ),
        writes=True,
    ),
}
