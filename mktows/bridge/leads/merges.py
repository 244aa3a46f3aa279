"""Answers mergeLeads: what losing leads had goes to the winning one, and they are gone."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

from mktows.bridge.context import Context
from mktows.bridge.lead_keys import Lead, find_by, find_leads
from mktows.bridge.leads.writes import EMAIL, ID, pick, picked_by
from mktows.bridge.operation import Operation
from mktows.bridge.refusals import OUTCOME_UNKNOWN, refusal_for
from mktows.facts.key_types import EMAIL as EMAIL_KEY
from mktows.facts.key_types import IDNUM
from mktows.facts.rest_endpoints import LOSERS_PER_MERGE
from mktows.facts.rest_errors import CODES, MERGE_REFUSED
from mktows.parameters.keys import email_key, no_match
from mktows.parameters.merges import (
    MERGED_INTO_ITSELF,
    Keys,
    LeadsToMerge,
    keys_of,
    no_common_lead,
)
from mktows.parameters.scalars import id_number
from mktows.replies.leads import merged
from mktows.rest.errors import OutcomeUnknown, RestError
from mktows.server.refusals import Refusal


def merge_leads(context: Context, params: Any) -> object:
    """Merge leads, and look for the losers where it is not told what became of them."""
    asked = LeadsToMerge.read(params)
    readable = [each for each in asked.losers if not isinstance(each, Refusal)]
    named = _Named(context, [asked.winner, *readable])
    winner = named.lead(asked.winner)
    losers = list(dict.fromkeys(named.lead(keys_of(each)) for each in asked.losers))
    reply = functools.partial(merged, context.types, winner)
    if winner in losers:
        return reply(losers, MERGED_INTO_ITSELF.refusal(lead=winner).message)
    # 2_7 has it first.
    in_crm = getattr(params, "merge_in_sales", None)
    done: list[int] = []
    with context.once():
        for start in range(0, len(losers), LOSERS_PER_MERGE):
            some = losers[start : start + LOSERS_PER_MERGE]
            try:
                context.rest.merge_leads(winner, some, merge_in_crm=in_crm)
                done += some
            except OutcomeUnknown:
                gone = _gone(context, some)
                done += gone
                if not done:
                    raise
                if len(gone) < len(some):
                    context.note_unknown(context.call.operation)
                    return reply(done, OUTCOME_UNKNOWN.refusal().message)
            except RestError as error:
                if error.code in MERGE_REFUSED:
                    return reply(done, f"{CODES[error.code].text} ({error.code})")
                if not done:
                    raise
                message = refusal_for(error, context.call.operation).message
                return reply(done, message)
    return reply(losers)


def _gone(context: Context, losers: Sequence[int]) -> list[int]:
    """Return those leads that are not there any more; none where that cannot be told."""
    try:
        found = find_by(context, ID, [str(each) for each in losers], [ID])
    except (RestError, Refusal):
        return []
    left = {int(each[ID]) for each in found}
    return [each for each in losers if each not in left]


class _Named:
    """The leads that keys name, looked up with one call for all keys of a type.

    Args:
        context: The call.
        lists: The keys, by the leads that have them.
    """

    def __init__(self, context: Context, lists: Sequence[Keys]) -> None:
        self._context = context
        self._found: dict[tuple[str, str], dict[int, Lead]] = {}
        values: dict[str, list[str]] = {}
        for key_type, value in dict.fromkeys(key for keys in lists for key in keys):
            values.setdefault(key_type, []).append(value)
        for key_type, some in values.items():
            self._look_up(key_type, some)

    def lead(self, keys: Keys) -> int:
        """Return the lead that has all keys of a list, the one that is meant of several.

        Raises:
            Refusal: 20103 or 20108 for a lead that is not there.
        """
        found = [self._found[key] for key in keys]
        common = set.intersection(*(set(each) for each in found))
        lead = pick(self._context, [found[0][each] for each in common])
        if lead is not None:
            return int(lead[ID])
        for (key_type, value), leads in zip(keys, found, strict=True):
            if not leads:
                raise no_match(key_type, value)
        raise no_common_lead(keys)

    def _look_up(self, key_type: str, values: Sequence[str]) -> None:
        fields = [*picked_by(self._context), EMAIL]
        if key_type not in (IDNUM, EMAIL_KEY):
            # What holds such a key is no field of every instance, so each is asked for by itself.
            for value in values:
                self._note(key_type, value, find_leads(self._context, key_type, [value], fields))
            return
        found = find_leads(self._context, key_type, values, fields)
        for value in values:
            self._note(
                key_type,
                value,
                [
                    each
                    for each in found
                    if (
                        int(each[ID]) == id_number(value)
                        if key_type == IDNUM
                        else email_key(str(each.get(EMAIL))) == email_key(value)
                    )
                ],
            )

    def _note(self, key_type: str, value: str, leads: Sequence[Lead]) -> None:
        self._found[key_type, value] = {int(each[ID]): each for each in leads}


OPERATIONS = {
    "mergeLeads": Operation(
        merge_leads,
        "carried",
        "write",
        "1 for each type of key, and 1 for 25 losers",
        "by every key but cookies; a merge whose outcome is unknown is told by its losers",
        (
            "more than 25 losers are merged by several calls; where one fails, FAILED names those "
            "that were merged",
        ),
        repeatable=False,
    ),
}
