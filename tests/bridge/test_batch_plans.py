"""The order of calls that write one batch: the effect of one record behind the other."""

from __future__ import annotations

from collections.abc import Hashable

from hypothesis import given
from hypothesis import strategies as st

from mktows.bridge.leads.batch_plans import Batch, Step, plan

TOUCHES = st.frozensets(st.integers(1, 12), min_size=1, max_size=3)
Given = tuple[str, frozenset[int], int | None, bool]
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("id"), TOUCHES, st.integers(1, 4), st.just(False)),
        st.tuples(st.sampled_from(["address", "anew"]), TOUCHES, st.none(), st.booleans()),
    )
)


def steps_of(given: list[Given]) -> list[Step[str]]:
    return [
        Step(place, kind, frozenset[Hashable](touches), lead, makes)
        for place, (kind, touches, lead, makes) in enumerate(given)
    ]


@given(STEPS)
def test_every_record_is_written_once_in_a_call_of_its_kind(
    given: list[Given],
) -> None:
    batches = plan(steps_of(given))
    assert sorted(place for each in batches for place in each.places) == list(range(len(given)))
    assert all(given[place][0] == each.kind for each in batches for place in each.places)
    assert all(list(each.places) == sorted(each.places) for each in batches)


@given(STEPS)
def test_of_two_records_that_may_mean_one_lead_the_later_is_in_a_later_call(
    given: list[Given],
) -> None:
    call = {
        place: number for number, each in enumerate(plan(steps_of(given))) for place in each.places
    }
    for later, (_, touches, lead, _) in enumerate(given):
        for earlier, (_, others, other, _) in enumerate(given[:later]):
            both_known = lead is not None and other is not None
            if lead == other if both_known else touches & others:
                assert call[earlier] < call[later]


@given(STEPS)
def test_leads_of_one_kind_are_made_in_their_order(
    given: list[Given],
) -> None:
    made = [
        place
        for each in plan(steps_of(given))
        if each.kind == "anew"
        for place in each.places
        if given[place][3]
    ]
    assert made == sorted(made)


def test_what_goes_by_two_names_is_told_by_either() -> None:
    # The lead of `a` gets `b`, and then is told by its id, and last by `b`.
    steps = [
        Step(0, "address", frozenset({"a", "b"})),
        Step(1, "id", frozenset({"a"}), lead=5),
        Step(2, "address", frozenset({"b"})),
    ]
    assert [each.places for each in plan(steps)] == [(0,), (1,), (2,)]


def test_a_key_that_occurs_again_takes_one_call_more_for_all() -> None:
    steps = [
        Step(place, "address", frozenset({place // 2}), makes=place % 2 == 0)
        for place in range(200)
    ]
    assert [len(each.places) for each in plan(steps)] == [100, 100]


def test_a_call_has_300_records() -> None:
    steps = [Step(place, "id", frozenset({"shared"}), lead=place) for place in range(301)]
    assert plan(steps) == [Batch("id", tuple(range(300))), Batch("id", (300,))]


def test_leads_that_are_made_in_many_ways_take_few_calls_all_the_same() -> None:
    steps = [Step(place, "ab"[place % 2], frozenset({place}), makes=True) for place in range(300)]
    assert len(plan(steps)) <= 10
