"""Answers mergeLeads: what losing leads had goes to the winning one, and they are gone."""

from __future__ import annotations

from typing import Any

from mktows.parameters.keys import no_match
from mktows.parameters.merges import MERGED_INTO_ITSELF, Keys, LeadsToMerge, keys_of, no_common_lead
from mktows.replies import leads as replies
from mktows.sandbox.context import Context
from mktows.sandbox.leads.keys import find_leads
from mktows.sandbox.leads.merging import merge
from mktows.sandbox.leads.records import REASON
from mktows.sandbox.operation import Operation


def merge_leads(context: Context, params: Any) -> object:
    """Merge leads; what becomes of their values and belongings is a guess throughout."""
    asked = LeadsToMerge.read(params)
    winner = _lead(context, asked.winner)
    losers = list(dict.fromkeys(_lead(context, keys_of(each)) for each in asked.losers))
    error = None
    if winner in losers:
        error = MERGED_INTO_ITSELF.refusal(lead=winner).message
    else:
        merge(context, winner, losers, source=REASON)
    return replies.merged(context.types, winner, losers, error)


def _lead(context: Context, pairs: Keys) -> int:
    """Return the lead that has all keys of a list, the newest of several.

    Raises:
        Refusal: 20103 or 20108 for a lead that is not there.
    """
    found = [find_leads(context.data.leads, key_type, [value]) for key_type, value in pairs]
    common = set.intersection(*found)
    if common:
        return max(common)
    for (key_type, value), ids in zip(pairs, found, strict=True):
        if not ids:
            raise no_match(key_type, value)
    raise no_common_lead(pairs)


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
