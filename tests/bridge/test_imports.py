"""Imports through the bridge: done and told as by the sandbox, by one bulk import of REST."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from mktows_bindings.v3_1 import types as v3_1
from support.bridge_pair import Pair

from mktows import Client
from mktows.errors import Fault
from mktows.facts.faults import BAD_PARAMETER, CONCURRENCY_LIMIT_EXCEEDED, INTERNAL_ERROR
from mktows.sandbox.instance.settings import Instance
from mktows.sandbox.world.world import (
    World,
    WorldCampaign,
    WorldChannel,
    WorldField,
    WorldLead,
    WorldList,
    WorldProgram,
)

SECONDS = 60
PROGRAM, LIST = "SMSProgram", "listForTesting"
MEMBERS = f"{PROGRAM}.{LIST}"
WORLD = World(
    instance=Instance(import_seconds=SECONDS),
    channels=(WorldChannel(name="Email"),),
    lead_fields=(
        WorldField(name="Rank__c", display_name="Rank, own", type="integer", rest_name="rank"),
        WorldField(name="Fixed", writable=False),
    ),
    leads=(
        WorldLead(id=1, email="1@one.example", attributes={"FirstName": "A"}, lists=(MEMBERS,)),
        WorldLead(id=2, email="2@one.example", lists=(MEMBERS,)),
        WorldLead(id=3, email="3@one.example"),
        WorldLead(id=4, email="TWICE@one.example"),
        WorldLead(id=5, email="twice@one.example"),
    ),
    programs=(
        WorldProgram(
            id=4000,
            name=PROGRAM,
            channel="Email",
            campaigns=(WorldCampaign(name="Weekly", kind="batch"),),
            lists=(WorldList(name=LIST, id=71), WorldList(name="Other, List", id=72)),
        ),
    ),
    lists=(WorldList(name=LIST, id=70), WorldList(name="Plain")),
)
Call = Callable[[Client], Any]
Pairs = Callable[..., Pair]
HEADER = 'Email Address,First Name,"Rank, own"'
ROWS = (
    '3@one.example,"Mc ""X"", Jr",12',
    "new@one.example,Äö 😀,",
    "1@one.example,,not a number",
    "",
    " , , ",
    "Twice@One.example,T,-1",
    "too,few",
    '"open,B,1',
    "new@one.example,Last,7",
)


def start(*rows: str, header: str = HEADER, name: str = LIST, **more: Any) -> Call:
    return lambda client: client.import_to_list(
        **{"program_name": PROGRAM, "list_name": name, "header": header, "rows": rows} | more
    )


def status(client: Client) -> Any:
    return client.get_import_to_list_status(program_name=PROGRAM, list_name=LIST)


def held(client: Client) -> Any:
    """The members of the list with all that they have, but for their times."""
    selector = v3_1.StaticListSelector(static_list_name=MEMBERS)
    found = client.get_multiple_leads(selector, batch_size=1000).lead_record_list
    return found.lead_record if found else []


DONE: dict[str, Call] = {
    "rows of all kinds": start(*ROWS),
    "into an emptied list": start(*ROWS, clear_list=True),
    "columns that only the service writes": start(
        "3@one.example,x,C", header="Email Address,Fixed,First Name"
    ),
    "titles in another letter case": start("3@one.example,C", header="EMAIL ADDRESS,first name"),
    "with a campaign": start("3@one.example,C,1", campaign_name="weekly"),
    "nothing that can be read": start("", "a,b"),
    "names in another letter case": start(
        "3@one.example,C,1", program_name=PROGRAM.lower(), list_name=LIST.upper()
    ),
    "of those that there are": start(*ROWS, mode="LISTONLY"),
    "of those that there are into an emptied list": start(*ROWS, mode="LISTONLY", clear_list=True),
    "of those that there are, without addresses": start("C", header="First Name", mode="LISTONLY"),
    "more problems than are told": start(*["a"] * 15),
}
REFUSED: dict[str, Call] = {
    "an unknown list": start("a,b,c", name="Nowhere"),
    "an unknown program": start("a,b,c", program_name="Nowhere"),
    "a list of the lead database": start("a,b,c", name="Plain"),
    "no name": start("a,b,c", name=" "),
    "no header": start("a,b,c", header=" "),
    "no rows": start(),
    "an unknown column": start("a,b", header="Email Address,Shoe Size"),
    "a column twice": start("a,b", header="Email Address,email address"),
    "no CSV": start("a,b", header='"Email Address'),
    "an unknown campaign": start("a,b,c", campaign_name="Nowhere"),
    "an unknown list before an unknown column": start("a", header="Shoe Size", name="Nowhere"),
    "a token without a campaign": start("a,b", header="Email Address,{{my.message}}"),
    "the status of an unknown list": lambda client: client.get_import_to_list_status(
        program_name=PROGRAM, list_name="Nowhere"
    ),
    "the status of a list without name": lambda client: client.get_import_to_list_status(
        program_name=PROGRAM, list_name=" "
    ),
}


@pytest.fixture(scope="module")
def unchanged() -> Iterator[Pair]:
    """A pair for calls that change nothing."""
    with Pair(WORLD) as pair:
        yield pair


@pytest.mark.parametrize("name", DONE)
def test_an_import_is_done_and_told_as_by_the_sandbox(two_ways: Pairs, name: str) -> None:
    pair = two_ways(WORLD)
    old, new = pair.both(DONE[name])
    assert old == new
    assert not isinstance(new, Fault)
    old, new = pair.both(status)
    # With nothing for REST to do in the background the bridge is done before.
    if new.status.value == "PROCESSING":
        assert old == new
    pair.now += timedelta(seconds=SECONDS)
    old, new = pair.both(status)
    assert dataclasses.replace(old, ended_time=None) == dataclasses.replace(new, ended_time=None)
    assert new.status.value == "COMPLETE"
    old, new = pair.data(held)
    assert old == new


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_has_the_same_fault(unchanged: Pair, name: str) -> None:
    old, new = unchanged.both(REFUSED[name])
    assert old == new
    assert isinstance(new, Fault)


def test_the_end_is_the_moment_at_which_it_was_seen(two_ways: Pairs) -> None:
    pair = two_ways(WORLD)
    pair.both(start(*ROWS))
    pair.now += timedelta(seconds=SECONDS + 5)
    seen = pair.now
    assert pair.both(status)[1].ended_time.to_datetime() == seen
    pair.now += timedelta(hours=1)
    assert pair.both(status)[1].ended_time.to_datetime() == seen


def test_a_row_without_an_address_fails(two_ways: Pairs) -> None:
    pair = two_ways(WORLD)
    pair.both(start(",Nobody,1", "3@one.example,C,1"))
    pair.now += timedelta(seconds=SECONDS)
    told = pair.both(status)[1]
    assert (told.rows_imported, told.rows_failed, told.rows_ignored) == (1, 1, 0)
    assert told.import_summary == "Rows imported: 1, failed: 1, ignored: 0"


def test_a_strict_service_fails_rows_that_do_not_fit(two_ways: Pairs) -> None:
    pair = two_ways(WORLD, strict=True)
    old, new = pair.both(start("3@one.example,C,none", "1@one.example,D,1"))
    assert old == new
    pair.now += timedelta(seconds=SECONDS)
    old, new = pair.both(status)
    assert old == new
    assert "values of another type" in new.import_summary


@pytest.mark.parametrize(
    "call",
    [
        start("3@one.example,x", header="Email Address,{{my.m}}", campaign_name="Weekly"),
        start("C", header="First Name"),
        start(*[f"3@one.example,{'x' * 100_000},1"] * 105, clear_list=True),
        status,
    ],
)
def test_what_rest_has_nothing_for_is_refused(two_ways: Pairs, call: Call) -> None:
    pair = two_ways(WORLD)
    refused = pair.both(call)[1]
    assert refused.service_code == BAD_PARAMETER
    assert refused.service_message.startswith("Not available through the bridge: ")
    assert [each.id for each in pair.data(held)[1]] == [1, 2]


def test_an_import_is_known_no_longer_than_rest_knows_it(two_ways: Pairs) -> None:
    pair = two_ways(WORLD)
    pair.both(start(*ROWS))
    pair.now += timedelta(days=7, seconds=1)
    assert pair.both(status)[1].service_code == BAD_PARAMETER


@pytest.mark.parametrize(
    ("call", "first", "later"),
    [
        (start(*ROWS), 2, 1),
        (start(*ROWS, clear_list=True), 4, 3),
        (start(*ROWS, mode="LISTONLY"), 3, 2),
        (start("", "a,b"), 1, 0),
        (start(*ROWS, campaign_name="Weekly"), 3, 1),
    ],
)
def test_rest_calls(two_ways: Pairs, call: Call, first: int, later: int) -> None:
    pair = two_ways(WORLD)
    pair.rest_calls(lambda client: client.get_lead(id=1))  # the fields are known
    assert pair.rest_calls(call) == first
    pair.now += timedelta(seconds=SECONDS + 1)
    assert pair.rest_calls(call) == later


def test_a_status_takes_a_call_until_it_is_done(two_ways: Pairs) -> None:
    pair = two_ways(WORLD)
    pair.both(start(*ROWS))
    assert pair.rest_calls(status) == 1
    pair.now += timedelta(seconds=SECONDS)
    assert pair.rest_calls(status) == 1
    assert pair.rest_calls(status) == 0


def test_another_list_and_the_import_before_are_told_apart(two_ways: Pairs) -> None:
    pair = two_ways(WORLD)
    pair.both(start("3@one.example,A,1"))
    pair.both(start("1@one.example,A,1", "2@one.example,A,1", name="Other, List"))
    pair.now += timedelta(seconds=SECONDS)
    assert pair.both(status)[1].estimated_rows == 1
    pair.both(start("a,b,c", "4@one.example,A,1", "5@one.example,A,1"))
    assert pair.both(status)[1].estimated_rows == 3


@pytest.mark.parametrize("processed", [True, False])
def test_an_import_whose_outcome_is_unknown_is_not_begun_again(
    two_ways: Pairs, processed: bool
) -> None:
    pair = two_ways(WORLD)
    pair.face.fail_next("import_leads", code=604, processed=processed)
    call = start("new@one.example,N,1")
    unknown = pair.both(call)[1]
    assert unknown.service_code == INTERNAL_ERROR
    assert pair.both(status)[1] == unknown
    sent = len(pair.watched.requests)
    pair.now += timedelta(seconds=1)
    assert pair.both(call)[1] == unknown
    assert len(pair.watched.requests) == sent
    pair.now += timedelta(seconds=SECONDS)
    assert len(pair.data(held)[1]) == (3 if processed else 2)


def test_an_import_that_was_not_begun_is_forgotten(two_ways: Pairs) -> None:
    pair = two_ways(WORLD)
    pair.both(start("3@one.example,A,1"))
    pair.now += timedelta(seconds=SECONDS)
    pair.face.fail_next("import_leads", code=1016, times=99)
    refused = pair.both(start("1@one.example,A,1", "2@one.example,A,1"))[1]
    assert refused.service_code == CONCURRENCY_LIMIT_EXCEEDED
    assert pair.both(status)[1].estimated_rows == 1


def test_an_import_that_broke_off_is_told(two_ways: Pairs) -> None:
    pair = two_ways(WORLD)
    pair.both(start("3@one.example,A,1"))
    assert pair.both(status)[1].status.value == "PROCESSING"
    answer = b'{"requestId":"a#1","success":true,"result":[{"batchId":1,"status":"Failed"}]}'
    pair.face.fail_next("get_import_status", status=200, body=answer)
    told = pair.both(status)[1]
    assert (told.status.value, told.rows_failed, told.import_summary) == (
        "FAILED",
        1,
        "Import failed",
    )


def test_a_list_is_not_cleared_for_an_import_that_may_have_been_begun(two_ways: Pairs) -> None:
    pair = two_ways(WORLD)
    call = start("new@one.example,N,1", clear_list=True)
    pair.face.fail_next("import_leads", code=604, processed=True)
    assert pair.both(call)[1].service_code == INTERNAL_ERROR
    pair.now += timedelta(seconds=SECONDS)
    assert pair.both(call)[1].service_code == INTERNAL_ERROR
    assert [each.email for each in pair.data(held)[1]] == ["new@one.example"]


def test_an_import_whose_list_could_not_be_cleared_can_be_made_again(two_ways: Pairs) -> None:
    pair = two_ways(WORLD)
    call = start("new@one.example,N,1", clear_list=True)
    pair.face.fail_next("get_leads_of_list", code=611, times=99)
    assert pair.both(call)[1].service_code == INTERNAL_ERROR
    pair.face.reset()
    pair.now += timedelta(seconds=1)
    assert pair.both(call)[1].import_status.value == "PROCESSING"


def test_the_state_holds_nothing_of_leads(two_ways: Pairs, tmp_path: Path) -> None:
    pair = two_ways(WORLD, database=tmp_path / "bridge.db")
    pair.both(start("secret@one.example,Secret Name,1", "secret,x", '"secret'))
    with pair.bridge.store.reading("main") as state:
        found = state.newest_import(PROGRAM.casefold(), LIST.casefold())
    assert found is not None
    assert "ecret" not in repr(found)


class Killed(BaseException):
    """The process ends."""


def test_an_import_within_which_the_process_was_killed_is_in_doubt(
    two_ways: Pairs, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = two_ways(WORLD)
    pair.both(start("3@one.example,A,1"))
    pair.now += timedelta(seconds=SECONDS)
    call = start("1@one.example,A,1", "new@one.example,A,1")

    def kill(_: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(pair.watched, "send", kill)
        with pytest.raises(Killed):
            call(pair.soap("bridge"))
    told = pair.both(status)[1]
    assert (told.status.value, told.estimated_rows) == ("PROCESSING", 2)
    pair.now += timedelta(minutes=5)
    assert pair.both(status)[1].service_code == INTERNAL_ERROR
    assert pair.both(call)[1].service_code == INTERNAL_ERROR


@pytest.mark.parametrize(
    ("typed", "given", "sent"),
    [
        ("boolean", "1", "true"),
        ("boolean", "perhaps", "perhaps"),
        ("integer", "007", "7"),
        ("currency", "1e3", "1000"),
        ("datetime", "2014-02-01 10:00:00", "2014-02-01T10:00:00-06:00"),
        ("string", "1", "1"),
    ],
)
def test_values_are_sent_as_rest_writes_them(
    two_ways: Pairs, typed: str, given: str, sent: str
) -> None:
    world = dataclasses.replace(WORLD, lead_fields=(WorldField(name="Own", type=typed),))
    pair = two_ways(world)
    pair.both(start(f"3@one.example,{given}", header="Email Address,Own"))
    assert f"3@one.example,{sent}\n".encode() in pair.watched.requests[-1].body
