"""Merges leads: what the losing ones had goes to the winning one, and they are gone."""

from __future__ import annotations

from collections.abc import Sequence

from mktows.facts.activity_types import MERGE_LEADS
from mktows.sandbox.activities.rows import NewActivity
from mktows.sandbox.context import Scope
from mktows.sandbox.leads.removal import remove


def merge(scope: Scope, winner_id: int, losers: Sequence[int], *, source: str) -> None:
    """Merge leads into another one, which is none of them; `source` says what did it.

    The winner keeps its values, and takes the losers' where it has none (a guess).
    """
    data = scope.data
    given = {lead.id: lead for lead in data.leads.load(losers)}
    data.reassign(losers, winner_id)
    remove(scope, given.values())
    winner = data.leads.get(winner_id)
    if winner is None:
        raise RuntimeError("the winning lead went away in the middle of a merge")
    for loser in (given[each] for each in losers):
        if winner.email is None:
            data.leads.set_email(winner, loser.email)
        winner.attributes = {**loser.attributes, **winner.attributes}
    data.leads.mark(winner)
    # The attributes are a guess.
    about = (("Merge IDs", ",".join(map(str, losers))), ("Merge Source", source))
    data.activities.log(NewActivity(winner_id, scope.now, MERGE_LEADS, attributes=about))
