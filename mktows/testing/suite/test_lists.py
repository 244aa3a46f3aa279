"""Clauses about listOperation."""

from __future__ import annotations

import pytest

from mktows.facts.faults import LEAD_KEY_BAD, LIST_NOT_FOUND
from mktows.testing.suite.clause import clause
from mktows.testing.suite.endpoint import Endpoint
from mktows.testing.suite.exchanges import Exchange
from mktows.testing.suite.expectations import accepted, equal, needed, not_tried, refused, seen
from mktows.testing.suite.makers import list_call

_UNKNOWN = "2147483646"
_ADD, _REMOVE, _TEST = "ADDTOLIST", "REMOVEFROMLIST", "ISMEMBEROFLIST"


def _call(endpoint: Endpoint, action: str, *members: str, strict: str = "false") -> Exchange:
    return list_call(endpoint, endpoint.known.the_list(), action, *members, strict=strict)


def _statuses(reply: Exchange) -> list[tuple[str | None, str | None]]:
    return [
        (each.value("leadKey/keyValue"), each.value("status"))
        for each in accepted(reply).all("statusList/leadStatus")
    ]


def _membership(endpoint: Endpoint, lead_id: str) -> list[tuple[str | None, str | None]]:
    return _told(_call(endpoint, _TEST, lead_id))


def _told(reply: Exchange) -> list[tuple[str | None, str | None]]:
    needed(reply)
    return _statuses(reply)


def _member(endpoint: Endpoint) -> str:
    """A lead that the list shows as a member."""
    lead = endpoint.lead()
    needed(_call(endpoint, _ADD, lead.id))
    seen("the status of a member", [(lead.id, "true")], _membership(endpoint, lead.id))
    return lead.id


@clause("MK-LIST-1", "A lead that is added is a member", "documented", "listOperation")
def test_a_lead_that_is_added_is_a_member(endpoint: Endpoint) -> None:
    endpoint.known.the_list()
    lead = endpoint.lead()
    seen("the status of no member", [(lead.id, "false")], _membership(endpoint, lead.id))
    reply = _call(endpoint, _ADD, lead.id)
    accepted(reply)
    equal(reply, "membership", [(lead.id, "true")], _membership(endpoint, lead.id))


@clause("MK-LIST-2", "Adding a member again is no failure", "recorded", "listOperation")
def test_adding_a_member_again_is_no_failure(endpoint: Endpoint) -> None:
    member = _member(endpoint)
    reply = _call(endpoint, _ADD, member)
    false = [each for each in _statuses(reply) if each[1] != "true"]
    equal(reply, "statuses that are not true", [], false)


@clause("MK-LIST-3", "A member that is removed is none", "documented", "listOperation")
def test_a_member_that_is_removed_is_none(endpoint: Endpoint) -> None:
    member = _member(endpoint)
    reply = _call(endpoint, _REMOVE, member)
    accepted(reply)
    equal(reply, "membership", [(member, "false")], _membership(endpoint, member))


@clause("MK-LIST-4", "A lead that is no member has a false status", "recorded", "listOperation")
@pytest.mark.parametrize("action", [_REMOVE, _TEST])
def test_a_lead_that_is_no_member_is_told_so(endpoint: Endpoint, action: str) -> None:
    _member(endpoint)
    lead = endpoint.lead()
    reply = _call(endpoint, action, lead.id)
    equal(reply, "statuses", [(lead.id, "false")], _statuses(reply))


@clause(
    "MK-LIST-5", "An unknown lead has a false status, and is no fault", "recorded", "listOperation"
)
@pytest.mark.parametrize("action", [_ADD, _REMOVE, _TEST])
def test_an_unknown_lead_is_a_false_status(endpoint: Endpoint, action: str) -> None:
    _member(endpoint)
    reply = _call(endpoint, action, _UNKNOWN)
    equal(reply, "statuses", [(_UNKNOWN, "false")], _statuses(reply))


@clause(
    "MK-LIST-6",
    "A test of membership tells a status for every key, in the order of the keys",
    "documented",
    "listOperation",
)
def test_statuses_come_in_the_order_of_the_keys(endpoint: Endpoint) -> None:
    member = _member(endpoint)
    stranger = endpoint.lead().id
    for keys in ([stranger, member], [member, stranger]):
        reply = _call(endpoint, _TEST, *keys)
        wanted = [(each, "true" if each == member else "false") for each in keys]
        equal(reply, "statuses", wanted, _statuses(reply))


@clause(
    "MK-LIST-7",
    "The success of listOperation is true where every status is, and false elsewhere",
    "inferred",
    "listOperation",
)
@pytest.mark.parametrize("action", [_ADD, _REMOVE, _TEST])
def test_success_means_that_every_status_is_true(endpoint: Endpoint, action: str) -> None:
    member = _member(endpoint)
    replies = [_call(endpoint, action, *keys) for keys in ([_UNKNOWN], [member, _UNKNOWN])]
    replies.append(_call(endpoint, _TEST, _member(endpoint)))
    for reply in replies:
        result = needed(reply)
        told = [each.value("status") for each in result.all("statusList/leadStatus")]
        if not told:
            not_tried("there are no statuses")
        fine = "true" if set(told) == {"true"} else "false"
        equal(reply, "success", fine, result.value("success"))


@clause("MK-LIST-8", "Without strict, what can be done is done", "documented", "listOperation")
def test_what_can_be_done_is_done(endpoint: Endpoint) -> None:
    endpoint.known.the_list()
    lead = endpoint.lead()
    reply = _call(endpoint, _ADD, lead.id, _UNKNOWN)
    accepted(reply)
    equal(reply, "membership", [(lead.id, "true")], _membership(endpoint, lead.id))


@clause(
    "MK-LIST-9", "With strict, nothing is done unless all can be", "documented", "listOperation"
)
def test_strict_means_all_or_nothing(endpoint: Endpoint) -> None:
    _member(endpoint)
    lead = endpoint.lead()
    reply = _call(endpoint, _ADD, lead.id, _UNKNOWN, strict="true")
    accepted(reply)
    equal(reply, "membership", [(lead.id, "false")], _membership(endpoint, lead.id))


@clause("MK-LIST-10", "An unknown list is a fault 20111", "documented", "listOperation")
def test_an_unknown_list_is_a_fault(endpoint: Endpoint) -> None:
    lead = endpoint.lead()
    if endpoint.known.list:
        _member(endpoint)
    endpoint.found(lead)
    reply = list_call(endpoint, endpoint.word(), _TEST, lead.id)
    refused(reply, LIST_NOT_FOUND)


@clause("MK-LIST-11", "The text null as a key is refused with 20102", "recorded", "listOperation")
def test_a_key_of_no_number_is_bad(endpoint: Endpoint) -> None:
    _member(endpoint)
    refused(_call(endpoint, _TEST, "null"), LEAD_KEY_BAD)


@clause("MK-LIST-12", "A key beyond the range of ids is a fault", "recorded", "listOperation")
def test_a_key_beyond_all_ids_is_a_fault(endpoint: Endpoint) -> None:
    _member(endpoint)
    refused(_call(endpoint, _TEST, "27672544444444"))
