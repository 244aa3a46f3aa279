"""Reads the keys of the leads that mergeLeads merges."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from mktows.facts.faults import BAD_PARAMETER, LEAD_KEY_BAD, LEAD_KEY_REQUIRED
from mktows.facts.key_types import COOKIE
from mktows.parameters.keys import KEY_VALUE_MISSING, lead_not_found, read_key_type
from mktows.parameters.scalars import trimmed
from mktows.server.refusals import Reason, Refusal

Keys = list[tuple[str, str]]
"""Types and values of keys that one lead has all."""

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


@dataclass(frozen=True, slots=True)
class LeadsToMerge:
    """The leads of a mergeLeads call, by their keys.

    Attributes:
        winner: The keys of the lead that stays.
        losers: The keys of each lead that goes, or why they are none. That counts once the leads
            before it are known: `keys_of` raises it.
    """

    winner: Keys = field(repr=False)
    losers: list[Keys | Refusal] = field(repr=False)

    @classmethod
    def read(cls, params: Any) -> LeadsToMerge:
        """Read the parameters of a mergeLeads call.

        Raises:
            Refusal: The winner's key is missing, or bad.
        """
        winner = _keys(params.winning_lead_key_list)
        listed = params.losing_lead_key_lists
        if listed is None or not listed.key_list:
            return cls(winner, [LOSERS_MISSING.refusal()])
        losers: list[Keys | Refusal] = []
        for each in listed.key_list:
            try:
                losers.append(_keys(each))
            except Refusal as refused:
                losers.append(refused)
        return cls(winner, losers)


def keys_of(read: Keys | Refusal) -> Keys:
    """Return keys as they were read.

    Raises:
        Refusal: 20101 for a missing key, 20102 for a bad type (cookies are none here).
    """
    if isinstance(read, Refusal):
        raise read
    return read


def no_common_lead(keys: Keys) -> Refusal:
    """Each key names leads, but no lead has all of them."""
    return lead_not_found(" and ".join(name for name, _ in keys), ", ".join(v for _, v in keys))


def _keys(keys: Any) -> Keys:
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
    return pairs
