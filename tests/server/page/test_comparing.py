"""Two messages side by side: each line is there, and what is equal stands together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mktows.server.page.comparing import MOST_COMPARED, compared

LINES = st.lists(st.sampled_from(["a", "b", "c", "d"]), max_size=30)


@given(LINES, LINES)
def test_no_line_is_lost_and_none_is_there_twice(left: list[str], right: list[str]) -> None:
    found = compared("\n".join(left), "\n".join(right))
    assert found.same == ("\n".join(left) == "\n".join(right))
    if found.same:
        assert not found.pairs
        return
    shown: tuple[list[str], list[str]] = ([], [])
    for each in found.pairs:
        if each.change == "gap":
            assert each.count >= 2
            for side in shown:
                side += [""] * each.count
            continue
        if each.change != "right":
            shown[0].append(each.left)
        if each.change != "left":
            shown[1].append(each.right)
        assert (each.change == "same") == (each.left == each.right)
    for given_lines, side in zip((left, right), shown, strict=True):
        assert len(side) == len(given_lines or [""]) - (not given_lines)
        assert all(mine in ("", line) for mine, line in zip(side, given_lines, strict=False))


def test_equal_lines_far_from_what_differs_are_left_out() -> None:
    lines = [str(number) for number in range(30)]
    other = [*lines[:10], "x", *lines[11:]]
    found = compared("\n".join(lines), "\n".join(other)).pairs
    assert [(each.change, each.count) for each in found] == [
        ("gap", 7),
        *[("same", 0)] * 3,
        ("changed", 0),
        *[("same", 0)] * 3,
        ("gap", 16),
    ]


def test_messages_are_compared_as_they_are_shown() -> None:
    found = compared("<a><b>1</b><c/></a>", "<a>\n<b>2</b></a>").pairs
    assert [(each.change, each.left, each.right) for each in found] == [
        ("same", "<a>", "<a>"),
        ("changed", "  <b>1</b>", "  <b>2</b>"),
        ("left", "  <c/>", ""),
        ("same", "</a>", "</a>"),
    ]


def test_long_messages_are_compared_in_part_and_in_bounded_time() -> None:
    # Each line stands as often as it may without being passed over for its number.
    many = [str(number % 150) for number in range(5000)]
    found = compared("\n".join(many), "\n".join(reversed(many)))
    assert not found.is_whole
    assert len(found.pairs) <= 2 * MOST_COMPARED
