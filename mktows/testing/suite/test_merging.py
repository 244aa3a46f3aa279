"""Clauses about mergeLeads, tried on leads of the suite alone."""

from __future__ import annotations

from mktows.facts.faults import LEAD_NOT_FOUND
from mktows.facts.key_types import IDNUM
from mktows.testing.suite.clause import clause
from mktows.testing.suite.endpoint import Endpoint, attributes_xml
from mktows.testing.suite.exchanges import Exchange
from mktows.testing.suite.expectations import accepted, equal, form, needed, not_tried, refused


def _merge(endpoint: Endpoint, winner: str, *losers: str) -> Exchange:
    lists = "".join(f"<keyList>{attributes_xml({IDNUM: each})}</keyList>" for each in losers)
    return endpoint.call(
        "mergeLeads",
        f"<winningLeadKeyList>{attributes_xml({IDNUM: winner})}</winningLeadKeyList>"
        f"<losingLeadKeyLists>{lists}</losingLeadKeyLists>",
    )


def _merges(endpoint: Endpoint) -> None:
    """Make sure that leads can be merged."""
    needed(_merge(endpoint, endpoint.lead().id, endpoint.lead().id))


@clause("MK-MERGE-1", "A merge tells who won and who lost", "documented", "mergeLeads")
def test_a_merge_tells_who_won_and_who_lost(endpoint: Endpoint) -> None:
    winner, *losers = (endpoint.lead().id for _ in range(3))
    reply = _merge(endpoint, winner, *losers)
    result = accepted(reply)
    equal(reply, "status", "MERGED", result.value("mergeStatus/status"))
    equal(reply, "winningLeadId", winner, result.value("mergeStatus/winningLeadId"))
    told = [each.text for each in result.all("mergeStatus/losingLeadIdList/integerItem")]
    equal(reply, "losingLeadIdList", losers, told)


@clause("MK-MERGE-2", "A loser is gone", "inferred", "mergeLeads")
def test_a_loser_is_gone(endpoint: Endpoint) -> None:
    winner, loser = endpoint.lead(), endpoint.lead()
    endpoint.found(loser)
    reply = _merge(endpoint, winner.id, loser.id)
    accepted(reply)
    equal(reply, "leads with the loser's id", [], endpoint.ids(IDNUM, loser.id))


@clause(
    "MK-MERGE-3", "The winner keeps its values and takes what it lacks", "inferred", "mergeLeads"
)
def test_the_winner_keeps_its_values_and_takes_what_it_lacks(endpoint: Endpoint) -> None:
    winner = endpoint.lead(FirstName="Winner")
    loser = endpoint.lead(FirstName="Loser", LastName="Taken")
    reply = _merge(endpoint, winner.id, loser.id)
    if not reply.succeeded:
        not_tried(f"mergeLeads answered {reply.outcome}")
    found = endpoint.values(winner)
    equal(reply, "names", ("Winner", "Taken"), (found.get("FirstName"), found.get("LastName")))


@clause("MK-MERGE-4", "An unknown loser is a fault 20103", "documented", "mergeLeads")
def test_an_unknown_loser_is_a_fault(endpoint: Endpoint) -> None:
    _merges(endpoint)
    refused(_merge(endpoint, endpoint.lead().id, "2147483646"), LEAD_NOT_FOUND)


@clause(
    "MK-MERGE-5",
    "An unknown winner is a fault 20103, and the losers stay",
    "inferred",
    "mergeLeads",
)
def test_an_unknown_winner_is_a_fault(endpoint: Endpoint) -> None:
    _merges(endpoint)
    loser = endpoint.lead().id
    reply = _merge(endpoint, "2147483646", loser)
    refused(reply, LEAD_NOT_FOUND)
    equal(reply, "leads with the loser's id", [loser], endpoint.ids(IDNUM, loser))


@clause("MK-NIL-25", "The error of a merge without one is nil", "recorded", "mergeLeads")
def test_no_error_of_a_merge_is_nil(endpoint: Endpoint) -> None:
    reply = _merge(endpoint, endpoint.lead().id, endpoint.lead().id)
    form(reply, needed(reply), "mergeStatus/error", "nil")
