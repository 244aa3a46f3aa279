"""Streams over pages: nothing is left out, wherever one is broken off and gone on with."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktows import ProtocolError, RequestError
from mktows.streams import LONGEST_POSITION, Page, Part, Stream

NUMBERS = st.lists(
    st.lists(st.lists(st.integers(), max_size=3), min_size=1, max_size=3), max_size=3
)


def numbered(parts: Sequence[Sequence[Sequence[int]]]) -> list[list[list[int]]]:
    """The same pages with a number of its own for each record."""
    count = iter(range(10_000))
    return [[[next(count) for _ in page] for page in pages] for pages in parts]


class Service:
    """Answers with pages; the position of a page is its place, counted from 0."""

    def __init__(self, parts: Sequence[Sequence[Sequence[int]]], follows: bool = False) -> None:
        self.parts = parts
        self.follows = follows
        self.reads: list[tuple[int, str | None]] = []
        self.failing = False

    def part(self, number: int) -> Part[int]:
        def read(at: str | None) -> Page[int]:
            self.reads.append((number, at))
            if self.failing:
                raise ProtocolError("no answer")
            place, pages = int(at or 0), self.parts[number]
            page = pages[place] if place < len(pages) else []
            return Page(page, str(place + 1), place + 1 < len(pages))

        return Part(f"part {number}", read, self.follows)

    def stream(self, position: str | None = None, **more: Any) -> Stream[str]:
        parts = (self.part(number) for number in range(len(self.parts)))
        return Stream(parts, str, str, kind="numbers", position=position, **more)

    @property
    def all(self) -> list[str]:
        return [str(each) for pages in self.parts for page in pages for each in page]


@given(parts=NUMBERS)
def test_each_record_comes_once_and_each_page_is_read_once(
    parts: list[list[list[int]]],
) -> None:
    service = Service(numbered(parts))
    assert list(service.stream()) == service.all
    assert len(service.reads) == sum(map(len, parts))


@given(parts=NUMBERS, steps=st.lists(st.integers(0, 4), max_size=6))
def test_a_position_goes_on_behind_the_last_record_taken(
    parts: list[list[list[int]]], steps: list[int]
) -> None:
    service = Service(numbered(parts))
    taken: list[str] = []
    stream = service.stream()
    for step in steps:
        taken += itertools.islice(stream, step)
        stream = service.stream(stream.position)
        assert service.stream(stream.position).position == stream.position
    assert [*taken, *stream] == service.all
    assert list(service.stream(stream.position)) == []


@given(
    page=st.lists(st.integers(0, 9), unique=True, min_size=1),
    changed=st.lists(st.integers(0, 11), unique=True),
    take=st.integers(0, 10),
)
def test_nothing_of_a_page_that_changed_is_left_out(
    page: list[int], changed: list[int], take: int
) -> None:
    stream = Service([[page, [12]]]).stream()
    taken = [next(stream) for _ in range(min(take, len(page)))]
    rest = [*Service([[changed, [12]]]).stream(stream.position)]
    assert rest[-1] == "12"
    if len(taken) < len(page):
        assert {str(each) for each in changed} <= {*taken, *rest}
        if [*map(str, changed)][: len(taken)] == taken:
            assert taken + rest == [*map(str, changed), "12"]


def test_a_record_that_is_gone_has_its_page_begun_again() -> None:
    stream = Service([[[1, 2, 3, 4]]]).stream()
    assert [next(stream), next(stream)] == ["1", "2"]
    position = stream.position
    assert list(Service([[[1, 3, 4]]]).stream(position)) == ["1", "3", "4"]
    assert list(Service([[[0, 1, 2]]]).stream(position)) == ["0", "1", "2"]
    assert list(Service([[[1, 2]]]).stream(position)) == []
    begun = Service([[[1, 3, 4]]]).stream(position)
    next(begun)
    assert list(Service([[[1, 3, 4]]]).stream(begun.position)) == ["3", "4"]


def test_a_call_that_failed_is_made_again() -> None:
    service = Service([[[1], [2, 3]], [[4]]])
    stream = service.stream()
    taken: list[str] = []
    for _ in range(4):
        service.failing = True
        if not taken or taken[-1] != "2":
            with pytest.raises(ProtocolError, match="no answer"):
                next(stream)
        position = stream.position
        service.failing = False
        assert list(service.stream(position)) == service.all[len(taken) :]
        taken.append(next(stream))
    assert taken == service.all


def test_a_stream_that_follows_goes_on_with_what_came_later() -> None:
    service = Service([[[1, 2], [3]]], follows=True)
    stream = service.stream()
    assert list(stream) == ["1", "2", "3"]
    assert list(stream) == []
    later = Service([[[1, 2], [3], [4], [5]]], follows=True)
    assert list(later.stream(stream.position)) == ["4", "5"]
    assert list(later.stream(later.stream(stream.position).position)) == ["4", "5"]


def test_keys_that_were_added_come_too() -> None:
    stream = Service([[[1]]]).stream()
    assert list(stream) == ["1"]
    assert list(Service([[[1]], [[2]]]).stream(stream.position)) == ["2"]


def circling(turn: Callable[[int], int]) -> Stream[str]:
    def read(at: str | None) -> Page[int]:
        place = int(at or 0)
        return Page([place], str(turn(place)), True)

    return Stream([Part("", read)], str, str, kind="numbers")


@pytest.mark.parametrize("length", range(1, 12))
@pytest.mark.parametrize("start", [0, 1, 5])
def test_a_position_that_moves_in_a_circle_is_refused(start: int, length: int) -> None:
    stream = circling(lambda place: place + 1 if place < start + length else start + 1)
    seen: list[str] = []
    with pytest.raises(ProtocolError, match="does not move"):
        seen.extend(itertools.islice(stream, 200))
    assert len(seen) < 60


@pytest.mark.parametrize("position", [None, ""])
def test_more_without_a_position_is_refused(position: str | None) -> None:
    stream = Stream([Part("", lambda _: Page([1], position, True))], str, str, kind="numbers")
    assert next(stream) == "1"
    with pytest.raises(ProtocolError, match="does not move"):
        next(stream)


def test_a_position_of_something_else_is_refused() -> None:
    position = Service([[[1]], [[2]]]).stream().position
    with pytest.raises(RequestError, match=r"one of 'numbers', not of 'leads'"):
        Stream([Part("part 0", lambda _: Page([], None, False))], str, str, kind="leads",
               position=position)  # fmt: skip
    for other in ("part 1", "x"):
        with pytest.raises(RequestError, match="repeat those that it was made with"):
            Stream([Part(other, lambda _: Page([], None, False))], str, str, kind="numbers",
                   position=position)  # fmt: skip
    later = Service([[[1]], [[2]]])
    stream = later.stream()
    list(stream)
    with pytest.raises(RequestError, match="repeat those"):
        Service([[[1]]]).stream(stream.position)


@given(st.dictionaries(
    st.sampled_from(["part", "question", "at", "taken", "seen", "over"]),
    st.none() | st.booleans() | st.integers(-1, 1) | st.sampled_from(["part 0", "0", "x"]),
))  # fmt: skip
def test_a_damaged_position_is_refused_or_goes_on(members: dict[str, object]) -> None:
    service = Service([[[1, 2]]])
    good = json.loads(service.stream().position)
    try:
        stream = service.stream(json.dumps({**good, **members}))
    except RequestError as error:
        assert "position" in str(error)  # noqa: PT017
    else:
        assert members.get("at") == "x" or {*stream} <= {"1", "2"}


@pytest.mark.parametrize(
    "text", ["", "7", "{}", "[]", "{", "NaN", '{"stream": 7}', " " * (LONGEST_POSITION + 1)]
)
def test_what_is_no_position_is_refused(text: str) -> None:
    with pytest.raises(RequestError, match="no text that a stream gave"):
        Service([[[1]]]).stream(text)


def test_what_was_settled_stands_in_the_position() -> None:
    stream = Service([[[1]]]).stream(fixed={"until": "x"})
    assert json.loads(stream.position)["until"] == "x"
    assert list(Service([]).stream(Service([]).stream().position)) == []
