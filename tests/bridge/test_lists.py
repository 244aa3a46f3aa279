"""listOperation through the bridge: as the sandbox answers it, with a REST call for 300 leads."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from mktows_bindings.v3_1 import types as v3_1
from support.bridge_pair import Pair

from mktows import Client
from mktows.errors import Fault
from mktows.facts.faults import INTERNAL_ERROR, LIST_NOT_FOUND
from mktows.sandbox.world.world import World, WorldChannel, WorldLead, WorldList, WorldProgram

LIST = "Trav-Test-List"
LEADS = 620
WORLD = World(
    channels=(WorldChannel(name="Email"),),
    leads=tuple(
        WorldLead(
            id=number,
            email=f"{number}@one.example",
            lists=(LIST,) if number in (2, 4, 500) else ("A, B",) if number == 6 else (),
        )
        for number in range(1, LEADS + 1)
    ),
    lists=(WorldList(name=LIST, id=70), WorldList(name="A, B"), WorldList(name="Dotted.Name")),
    programs=(
        WorldProgram(
            id=4000, name="SMSProgram", channel="Email", lists=(WorldList(name="listForTesting"),)
        ),
    ),
)
Call = Callable[[Client], Any]
Pairs = Callable[..., Pair]


def operation(
    kind: str,
    *ids: object,
    name: str = LIST,
    strict: bool | None = None,
    key_type: str = "MKTOLISTNAME",
    types: Any = v3_1,
) -> Call:
    """A call that no client holds against the limits first."""
    keys = [
        each
        if isinstance(each, types.LeadKey)
        else types.LeadKey(key_type=types.LeadKeyRef.IDNUM, key_value=str(each))
        for each in ids
    ]
    params = types.ParamsListOperation(
        list_operation=types.ListOperationType(kind),
        list_key=types.ListKey(key_type=types.ListKeyType(key_type), key_value=name),
        list_member_list=types.ArrayOfLeadKey(lead_key=keys),
        strict=strict,
    )
    return lambda client: client.call(params)


def members(pair: Pair, name: str = LIST) -> tuple[list[int | None], list[int | None]]:
    """The leads of a list, of the sandbox and of the instance behind the bridge."""

    selector = v3_1.StaticListSelector(static_list_name=name)

    def read(client: Client) -> list[int | None]:
        found = client.get_multiple_leads(
            selector, batch_size=1000, include_attributes=["Email"]
        ).lead_record_list
        return [each.id for each in found.lead_record] if found else []

    return pair.data(read)


def answers(pair: Pair, calls: Iterable[Call]) -> list[Any]:
    """The answers of the bridge, which must be those of the sandbox."""
    given = []
    for call in calls:
        old, new = pair.both(call)
        assert old == new
        given.append(new)
    assert members(pair)[0] == members(pair)[1]
    return given


EMAIL = v3_1.LeadKey(key_type=v3_1.LeadKeyRef.EMAIL, key_value="1@one.example")
DONE: dict[str, Call] = {
    "adding": operation("ADDTOLIST", 1, 3),
    "adding a member": operation("ADDTOLIST", 2, 1),
    "adding one of two": operation("ADDTOLIST", 3, 9999),
    "adding twice": operation("ADDTOLIST", 3, 9999, 3),
    "adding strictly": operation("ADDTOLIST", 1, 3, strict=True),
    "adding nothing strictly": operation("ADDTOLIST", 1, 9999, strict=True),
    "adding nobody": operation("ADDTOLIST", 0, -5, 2**31 - 1),
    "removing": operation("REMOVEFROMLIST", 2, 4),
    "removing one of three": operation("REMOVEFROMLIST", 2, 3, 9999),
    "removing strictly": operation("REMOVEFROMLIST", 2, 4, strict=True),
    "removing nothing strictly": operation("REMOVEFROMLIST", 2, 3, strict=True),
    "testing": operation("ISMEMBEROFLIST", 2, 4),
    "testing others": operation("ISMEMBEROFLIST", 1, 2, 9999, -1, 2),
    "testing strictly": operation("ISMEMBEROFLIST", 1, 2, strict=True),
    "many": operation("ADDTOLIST", *range(1, 601)),
    "many testings": operation("ISMEMBEROFLIST", *range(600, 0, -1)),
    "another letter case": operation("ADDTOLIST", 1, name=LIST.upper()),
    "a comma": operation("ISMEMBEROFLIST", 6, 2, name="A, B"),
    "a dot": operation("ADDTOLIST", 6, name="Dotted.Name"),
}
REFUSED: dict[str, Call] = {
    "no leads": operation("ADDTOLIST"),
    "too many": operation("ADDTOLIST", *range(1, 1002)),
    "no id": operation("ADDTOLIST", 1, "null"),
    "too large an id": operation("ADDTOLIST", 2**31),
    "an address": operation("ADDTOLIST", EMAIL),
    "unknown": operation("ADDTOLIST", 1, name="Nowhere"),
    "unknown before too many": operation("ADDTOLIST", *range(1, 1002), name="Nowhere"),
    "blank": operation("ADDTOLIST", 1, name=" "),
    "in a program": operation("ADDTOLIST", 1, name="SMSProgram.listForTesting"),
    "in a program, by its own name": operation("ADDTOLIST", 1, name="listForTesting"),
    "of a sales user": operation("ADDTOLIST", 1, key_type="MKTOSALESUSERID"),
    "of an owner": operation("ADDTOLIST", 1, key_type="SFDCLEADOWNERID"),
}


@pytest.mark.parametrize("name", DONE)
def test_members_are_changed_and_told_as_by_the_sandbox(two_ways: Pairs, name: str) -> None:
    [new] = answers(two_ways(WORLD), [DONE[name]])
    assert not isinstance(new, Fault)


@pytest.fixture(scope="module")
def unchanged() -> Iterator[Pair]:
    """A pair for calls that change nothing."""
    with Pair(WORLD) as pair:
        yield pair


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_has_the_same_fault(unchanged: Pair, name: str) -> None:
    [new] = answers(unchanged, [REFUSED[name]])
    assert isinstance(new, Fault)


def test_one_call_after_the_other_sees_what_the_former_did(two_ways: Pairs) -> None:
    answers(
        two_ways(WORLD),
        [
            operation("ADDTOLIST", 1, 9999),
            operation("ISMEMBEROFLIST", 1, 2, 3),
            operation("REMOVEFROMLIST", 1, 2),
            operation("REMOVEFROMLIST", 1, 2),
            operation("ISMEMBEROFLIST", 1, 2, 4),
        ],
    )


def test_activities_are_those_of_the_sandbox(two_ways: Pairs) -> None:
    pair = two_ways(WORLD)
    answers(pair, [operation("ADDTOLIST", 5, 3, 2), operation("REMOVEFROMLIST", 3, 1)])
    for lead in (3, 5):
        old, new = pair.data(operator.methodcaller("get_lead_activity", id=lead))
        assert old == new


def test_the_former_word_for_emptying_a_list_empties_it(two_ways: Pairs) -> None:
    from mktows_bindings.v2_1 import types as v2_1

    pair = two_ways(WORLD)
    for call in (
        operation("ADDTOLIST", *range(1, 621), types=v2_1),
        operation("CLEARLIST", 1, types=v2_1),
        operation("CLEARLIST", types=v2_1),
    ):
        old, new = pair.both(call, "2_1")
        assert old == new
    assert members(pair) == ([], [])


@pytest.mark.parametrize(
    ("call", "least"),
    [
        (operation("ADDTOLIST", 1, 2), 1),
        (operation("REMOVEFROMLIST", 1, 2), 1),
        (operation("ISMEMBEROFLIST", 1, 2), 1),
        (operation("ISMEMBEROFLIST", *range(1, 1001)), 4),
        (operation("ADDTOLIST", *range(1, 1001)), 4),
        (operation("ADDTOLIST", 1, strict=True), 2),
        (operation("REMOVEFROMLIST", 2, strict=True), 2),
        (operation("REMOVEFROMLIST", 1, strict=True), 1),
        (operation("ADDTOLIST", 0, -1), 0),
        (operation("ADDTOLIST", *range(1, 1002)), 0),
        (operation("ADDTOLIST", 1, key_type="MKTOSALESUSERID"), 0),
        (operation("ADDTOLIST", 1, name="Nowhere"), 1),
        (operation("ADDTOLIST", 1, name="SMSProgram.listForTesting"), 1),
    ],
)
def test_rest_calls_once_the_list_is_known(two_ways: Pairs, call: Call, least: int) -> None:
    pair = two_ways(WORLD)
    assert pair.rest_calls(operation("ISMEMBEROFLIST", 1)) == 2
    assert pair.rest_calls(call) == least


def test_a_list_that_was_made_anew_is_looked_up_again(two_ways: Pairs) -> None:
    pair = two_ways(WORLD)
    assert pair.rest_calls(operation("ADDTOLIST", 1)) == 2
    pair.client.delete_static_list(70)
    gone = pair.both(operation("ADDTOLIST", 1))[1]
    assert gone.service_code == LIST_NOT_FOUND
    pair.client.create_static_list(LIST, folder={"id": 1, "type": "Folder"})
    assert pair.both(operation("ADDTOLIST", 1))[1].result.success
    assert members(pair)[1] == [1]


def test_a_change_whose_answer_is_lost_is_made_again(two_ways: Pairs) -> None:
    pair = two_ways(WORLD)
    for kind, endpoint in (("ADDTOLIST", "add_to_list"), ("REMOVEFROMLIST", "remove_from_list")):
        pair.face.fail_next(endpoint, code=604, processed=True)
        old, new = pair.both(operation(kind, 1, 2))
        assert old == new
        assert members(pair)[0] == members(pair)[1]


def test_a_change_that_fails_midway_is_a_fault_and_can_be_repeated(two_ways: Pairs) -> None:
    pair = two_ways(WORLD)
    call = operation("ADDTOLIST", *range(1, 601))
    sent = len(pair.watched.requests)
    pair.face.fail_next("add_to_list", code=611, times=99)
    fault = pair.both(call)[1]
    assert fault.service_code == INTERNAL_ERROR
    assert len(pair.watched.requests) > sent
    pair.face.reset()
    old, new = pair.both(call)
    assert (old, members(pair)[0]) == (new, members(pair)[1])
