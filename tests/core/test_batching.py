"""Pieces of an iterable: order kept, nothing lost, one at a time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mktows.batching import chunks


@given(items=st.lists(st.integers()), size=st.integers(1, 10))
def test_chunks_put_together_are_the_whole(items: list[int], size: int) -> None:
    cut = list(chunks(items, size))
    assert [item for chunk in cut for item in chunk] == items
    assert all(0 < len(chunk) <= size for chunk in cut)


@given(length=st.integers(1, 50), size=st.integers(1, 10))
def test_no_more_than_one_piece_is_taken_ahead(length: int, size: int) -> None:
    items = iter(range(length))
    taken = next(chunks(items, size))
    assert len(taken) + len(list(items)) == length
    assert len(taken) == min(length, size)
