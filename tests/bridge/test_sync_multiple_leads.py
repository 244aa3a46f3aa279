"""syncMultipleLeads through the bridge: the effects in the order of old, in few calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mktows_bindings.v3_1 import types
from support.bridge_pair import Pair, outcome
from support.exact import exact

from mktows.errors import Fault
from mktows.sandbox.rest.settings import Habits, RestSettings
from mktows.sandbox.world.world import World, WorldField, WorldLead

LONG_AGO = "2026-01-01T00:00:00Z"
WORLD = World(
    lead_fields=(
        WorldField(name="Rank", type="integer"),
        WorldField(name="Code", external_key=True),
    ),
    leads=(
        WorldLead(id=1, email="u@example.com", created=LONG_AGO),
        WorldLead(id=2, email="v@example.com", created=LONG_AGO, attributes={"Code": "x"}),
        WorldLead(id=3, email="w@example.com", created=LONG_AGO),
        WorldLead(id=4, email="w@example.com", created=LONG_AGO),
        WorldLead(id=5, created=LONG_AGO),
    ),
)


def record(
    lead_id: int | None = None,
    email: str | None = None,
    foreign: str | None = None,
    **values: str,
) -> types.LeadRecord:
    """A leadRecord, whose attributes may have an address, too."""
    attributes = [
        types.Attribute(attr_name=name, attr_value=value) for name, value in values.items()
    ]
    return types.LeadRecord(
        id=lead_id,
        email=email,
        foreign_sys_person_id=foreign,
        lead_attribute_list=types.ArrayOfAttribute(attribute=attributes) if attributes else None,
    )


BATCHES: dict[str, tuple[Sequence[types.LeadRecord], bool]] = {
    "an address that a lead gives up, and others": (
        [
            record(1, Email="z@example.com"),
            record(email="u@example.com"),
            record(email="new@example.com"),
        ],
        True,
    ),
    "of every kind": (
        [
            record(1, City="A"),
            record(email="v@example.com", City="B"),
            record(email="new@example.com"),
        ],
        True,
    ),
    "an address that becomes another's": (
        [
            record(email="u@example.com", City="A"),
            record(1, Email="z@example.com"),
            record(email="u@example.com", City="B"),
            record(email="z@example.com", City="C"),
        ],
        True,
    ),
    "an address by an address": (
        [
            record(email="u@example.com", Email="z@example.com"),
            record(email="z@example.com", City="C"),
            record(email="u@example.com", City="D"),
            record(1, City="E"),
        ],
        True,
    ),
    "one lead by two keys": (
        [record(1, City="A"), record(email="u@example.com", City="B"), record(1, City="C")],
        True,
    ),
    "the newest of several": (
        [record(email="w@example.com", City="A"), record(3, City="B"), record(4, City="C")],
        True,
    ),
    "rows that fail": (
        [
            record(16, City="A"),
            record(1, Pants="A"),
            record(City="A"),
            record(-1),
            record(email="n@example.com", Rank="many"),
            record(2, Rank="1"),
        ],
        True,
    ),
    "duplicates": (
        [
            record(email="u@example.com", City="A"),
            record(email="u@example.com", City="B"),
            record(1, City="C"),
        ],
        False,
    ),
    "an address beside an id": ([record(1, "other@example.com", City="A")], True),
    "no address any more": ([record(1, Email=""), record(email="u@example.com", City="A")], True),
    "no records": ([], True),
}


def params(
    records: Sequence[types.LeadRecord], dedup: bool | None
) -> types.ParamsSyncMultipleLeads:
    return types.ParamsSyncMultipleLeads(
        lead_record_list=types.ArrayOfLeadRecord(lead_record=list(records)), dedup_enabled=dedup
    )


def compare(pair: Pair, records: Sequence[types.LeadRecord], dedup: bool | None) -> Any:
    """Write on both sides; the answers are equal, and all leads behind them."""
    old, new = pair.both(lambda client: client.call(params(records, dedup)))
    assert exact(old) == exact(new)
    old, new = pair.both(lambda client: client.get_multiple_leads(ids=range(1, 100)))
    assert exact(old) == exact(new)
    return new


@pytest.mark.parametrize(("records", "dedup"), BATCHES.values(), ids=BATCHES)
def test_the_bridge_answers_as_the_sandbox(
    two_ways: Callable[..., Pair], records: Sequence[types.LeadRecord], dedup: bool
) -> None:
    compare(two_ways(WORLD), records, dedup)


ADDRESSES = st.sampled_from(["u@example.com", "v@example.com", "w@example.com", "z@example.com"])
RECORDS = st.one_of(
    st.builds(record, st.integers(1, 6), City=st.sampled_from("ABC")),
    st.builds(record, st.integers(1, 5), Email=ADDRESSES),
    st.builds(record, email=ADDRESSES, City=st.sampled_from("ABC")),
    st.builds(record, email=ADDRESSES, Email=ADDRESSES),
    st.builds(record, st.integers(1, 5), ADDRESSES, LastName=st.sampled_from("ABC")),
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(RECORDS, min_size=2, max_size=8), st.booleans())
def test_any_batch_has_the_effect_of_its_records_in_order(
    records: list[types.LeadRecord], dedup: bool
) -> None:
    with Pair(WORLD) as pair:
        compare(pair, records, dedup)


def many(number: int, **values: Any) -> list[types.LeadRecord]:
    return [record(email=f"lead{each}@example.com", **values) for each in range(number)]


@pytest.mark.parametrize(
    ("records", "calls"),
    [
        (many(300), 1),
        (many(301), 2),
        (many(10) * 2, 2),
        ([*many(150), *(record(each) for each in range(1, 6))], 3),
        ([record(email="w@example.com", City="A"), *many(100)], 3),
        ([record(each, City="A") for each in range(1, 6)], 1),
        ([record(1, Pants="A")], 0),
    ],
)
def test_the_calls_that_it_takes(
    two_ways: Callable[..., Pair], records: Sequence[types.LeadRecord], calls: int
) -> None:
    pair = two_ways(WORLD)
    pair.soap("bridge").get_lead(id=1)
    assert pair.rest_calls(lambda client: client.call(params(records, True))) == calls


def test_company_fields_of_many_take_one_call_more(two_ways: Callable[..., Pair]) -> None:
    pair = two_ways(WORLD, rest=RestSettings(habits=Habits(company_fields=False)))
    pair.soap("bridge").get_lead(id=1)
    records = many(20, Company="C", City="Ulm")
    assert pair.rest_calls(lambda client: client.call(params(records, True))) == 2
    found: Any = pair.soap("bridge").get_lead(email="lead19@example.com")
    shown = found.lead_record_list.lead_record[0].lead_attribute_list.attribute
    assert [(each.attr_name, each.attr_value) for each in shown] == [
        ("City", "Ulm"),
        ("Website", "example.com"),
    ]


def states(result: Any) -> list[tuple[str, str | None]]:
    return [(each.status.value, each.error) for each in result.result.sync_status_list.sync_status]


UNKNOWN = "The outcome of this call is unknown, and it is not made again (20011)"


def test_what_is_written_already_is_told_when_the_rest_fails(
    two_ways: Callable[..., Pair],
) -> None:
    pair = two_ways(WORLD)
    client = pair.soap("bridge")
    records = [record(1, City="A"), record(1, City="B"), record(1, City="C")]
    client.get_lead(id=1)
    pair.face.fail_next("sync_leads", code=1003)
    fault = outcome(lambda: client.call(params(records, True)))
    assert isinstance(fault, Fault)
    seen = 0

    class Failing:
        def send(self, request: Any) -> Any:
            nonlocal seen
            seen += "leads.json" in request.url
            if seen == 2:
                pair.face.fail_next("sync_leads", code=604, processed=True, times=3)
                seen += 1
            return inner.send(request)

    inner, pair.watched.inner = pair.watched.inner, Failing()
    told = states(client.call(params(records, True)))
    assert told[0] == ("UPDATED", None)
    assert [status for status, _ in told[1:]] == ["FAILED", "FAILED"]
    assert all("20011" in str(error) for _, error in told[1:])


@pytest.mark.parametrize("processed", [True, False])
def test_duplicates_are_never_made_twice(two_ways: Callable[..., Pair], processed: bool) -> None:
    pair = two_ways(WORLD)
    client = pair.soap("bridge")
    records = [record(email="u@example.com", City="A"), record(email="q@example.com")]
    pair.face.fail_next("sync_leads", code=604, processed=processed)
    told = outcome(lambda: client.call(params(records, False)))
    if processed:
        assert states(told) == [("CREATED", None)] * 2
    else:
        assert isinstance(told, Fault)
        assert told.service_code == 20011
    found = client.get_multiple_leads(ids=range(1, 100)).return_count
    assert found == len(WORLD.leads) + (2 if processed else 0)


def test_a_duplicate_without_an_address_stays_unknown(two_ways: Callable[..., Pair]) -> None:
    pair = two_ways(WORLD)
    client = pair.soap("bridge")
    records = [record(1, City="A"), record(email="u@example.com", Email="", City="A")]
    pair.face.fail_next("sync_leads", code=604, processed=True)
    fault = outcome(lambda: client.call(params(records[1:], False)))
    assert isinstance(fault, Fault)
    assert fault.service_code == 20011
    again = outcome(lambda: client.call(params(records[1:], False)))
    assert isinstance(again, Fault)
    assert client.get_multiple_leads(ids=range(1, 100)).return_count == len(WORLD.leads) + 1


FOREIGN: dict[str, tuple[Sequence[types.LeadRecord], list[tuple[int, str]]]] = {
    "known and new": (
        [record(foreign="x", City="A"), record(foreign="y", City="B")],
        [(2, "UPDATED"), (6, "CREATED")],
    ),
    "new, and again": (
        [record(foreign="y", City="B"), record(foreign="y", email="u@example.com", City="C")],
        [(6, "CREATED"), (6, "UPDATED")],
    ),
    "a known address": ([record(foreign="y", email="u@example.com")], [(1, "UPDATED")]),
    "given to another lead": (
        [record(1, foreign="x"), record(foreign="x", City="B")],
        [(1, "UPDATED"), (1, "UPDATED")],
    ),
    "the same lead by id": (
        [record(2, City="A"), record(foreign="x", City="B"), record(2, City="C")],
        [(2, "UPDATED"), (2, "UPDATED"), (2, "UPDATED")],
    ),
}


@pytest.mark.parametrize(("records", "expected"), FOREIGN.values(), ids=FOREIGN)
def test_foreign_ids_are_held_by_a_field(
    two_ways: Callable[..., Pair],
    records: Sequence[types.LeadRecord],
    expected: list[tuple[int, str]],
) -> None:
    client = two_ways(WORLD, foreign_fields={"CUSTOM": "Code"}).soap("bridge")
    result = client.call(params(records, True)).result
    told = [(each.lead_id, each.status.value) for each in result.sync_status_list.sync_status]
    assert told == expected
    found: Any = client.get_lead(id=expected[-1][0])
    values = found.lead_record_list.lead_record[0].lead_attribute_list
    last: Mapping[str, str] = {each.attr_name: each.attr_value for each in values.attribute}
    written = records[-1].lead_attribute_list
    for each in written.attribute if written else ():
        assert last[each.attr_name] == each.attr_value
