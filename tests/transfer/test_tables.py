"""Records as rows of a table."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktows.transfer import tables
from mktows.transfer.failures import InputError
from mktows.transfer.harmless import original
from mktows.transfer.tables import Layout, cell, csv_lines

# No character that XML cannot hold: none is ever read.
TEXT = st.text(
    st.one_of(
        st.sampled_from("=+-@'\"\t\r\n,;"),
        st.characters(exclude_categories=("Cs", "Cc")),
    ),
    max_size=12,
)
NAMES = st.text(st.sampled_from("abcXY. ="), min_size=1, max_size=3)
ATTRIBUTES = st.dictionaries(NAMES, TEXT, max_size=4)
RECORDS = st.lists(
    st.fixed_dictionaries({"a": st.none() | TEXT, "keys": ATTRIBUTES, "attributes": ATTRIBUTES}),
    max_size=6,
)
LAYOUT = Layout(("a", "b"), spread=("keys", "attributes"))


@given(RECORDS)
def test_every_value_of_every_record_stands_in_one_cell(records: list[dict[str, object]]) -> None:
    rows = [LAYOUT.flat(each) for each in records]
    columns = LAYOUT.columns(records)
    assert columns[:2] == LAYOUT.first
    assert len({*columns}) == len(columns)
    for record, row in zip(records, rows, strict=True):
        held = [record["a"]]
        for owner in LAYOUT.spread:
            members = record[owner]
            assert isinstance(members, dict)
            held += members.values()
        assert list(row.values()) == held
        assert {*row} <= {*columns}


@given(RECORDS, st.sampled_from([",", ";", "\t"]))
def test_cells_come_back_and_no_spreadsheet_runs_one(
    records: list[dict[str, object]], delimiter: str
) -> None:
    rows = [LAYOUT.flat(each) for each in records]
    columns = LAYOUT.columns(records)
    expected = [[*columns], *([cell(row.get(name)) for name in columns] for row in rows)]
    for plain in (False, True):
        data = b"".join(csv_lines(rows, columns, delimiter=delimiter, plain=plain)).decode()
        found = list(csv.reader(io.StringIO(data, newline=""), delimiter=delimiter, strict=True))
        if not plain:
            for each in (text for line in found for text in line):
                assert not each.startswith(("=", "@", "\t", "\r"))
                assert not each.startswith(("+", "-")) or each[1:].replace(".", "", 1).isdigit()
            found = [[original(text) for text in line] for line in found]
        assert found == expected


def test_a_value_that_holds_others_is_json_and_nothing_is_empty() -> None:
    held: list[object] = [{}, [], None, "", {"ä": ["x", None]}, 7, True, "[]"]
    assert [cell(each) for each in held] == [
        "",
        "",
        "",
        "",
        '{"ä": ["x", null]}',
        "7",
        "true",
        "[]",
    ]


def test_a_table_has_a_bounded_number_of_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MAX_COLUMNS", 4)
    assert Layout(("x",)).columns([{"a": 1, "b": 2}, {"c": 3}]) == ("x", "a", "b", "c")
    with pytest.raises(InputError, match="export JSON Lines"):
        Layout(("x",)).columns([{"a": 1, "b": 2}, {"c": 3, "d": 4}])
