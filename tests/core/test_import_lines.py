"""Rows of an import as lines: what the sandbox reads is what was given."""

from __future__ import annotations

import csv
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mktows import RequestError
from mktows.import_lines import import_lines
from mktows.parameters.import_rows import read_row

COLUMNS = ["{{my.a}}", "{{my.b}}", "{{my.c}}"]
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_characters="\r\n", exclude_categories=["Cc", "Cs"]),
    max_size=6,
)


@example([" x", "y ", ' z" '])
@given(st.lists(TEXTS, min_size=3, max_size=3))
def test_a_row_is_read_as_it_was_given(values: list[str]) -> None:
    header, lines = import_lines(None, [dict(zip(COLUMNS, values, strict=True))])
    assert header == ",".join(COLUMNS)
    assert import_lines(COLUMNS, [values]) == (header, lines)
    trimmed = [line.strip() for line in lines]
    assert list(csv.reader(trimmed, strict=True, skipinitialspace=True)) == [values]
    row = read_row(lines[0], COLUMNS)  # which trims values, and passes over a row without any
    tokens = dict.fromkeys(COLUMNS, "") if row is None else row.tokens
    assert [tokens[name] for name in COLUMNS] == [value.strip() for value in values]


@pytest.mark.parametrize(
    ("header", "rows", "words"),
    [
        (None, [], "give a header"),
        (None, ["a,b"], "give a header"),
        (None, [("a", "b")], "row 1: give the columns as a list"),
        ("A,B", [{"A": 1}], "row 1: give the columns as a list"),
        (["A", "B"], [("a", "b"), ("a",)], "row 2 has 1 values for 2 columns"),
        (["A"], [{"B": 1}], "row 1 has a column that the header does not: 'B'"),
        (None, [{"A": 1}, {"A": 2, "B": 1}], "row 2 has a column"),
        (["A"], [["a\nb"]], "row 1 has a value with a line break"),
        (["A\r"], [], "the header has a value with a line break"),
        (["A"], [[b"x"]], "row 1, A: a bytes has no text form"),
        ("A", "a", "expected a list"),
    ],
)
def test_a_row_that_would_be_read_as_another_is_refused(header: Any, rows: Any, words: str) -> None:
    with pytest.raises(RequestError, match=words):
        import_lines(header, rows)


def test_lines_stay_as_they_are() -> None:
    assert import_lines("A, B", iter(["x, y", "z"])) == ("A, B", ["x, y", "z"])
    assert import_lines(iter(["A", "B"]), ["x, y", {"B": 1}]) == ("A,B", ["x, y", ",1"])
