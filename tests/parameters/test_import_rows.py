"""The header and the rows of an import, read on their own."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.sandbox_service import refused

from mktows.facts.lead_fields import DEFAULT_FIELDS
from mktows.parameters.import_rows import BadRow, ImportRow, read_header, read_row

TITLES = [each.display_name for each in DEFAULT_FIELDS]
COLUMNS = ["Email", "LastName", "{{my.message}}"]


def line(cells: list[str]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="").writerow(cells)
    return written.getvalue()


def header(text: str) -> list[str]:
    return read_header(text, DEFAULT_FIELDS)


def test_display_names_are_told_apart() -> None:
    assert len({title.casefold() for title in TITLES}) == len(TITLES)


@given(st.lists(st.sampled_from(DEFAULT_FIELDS), min_size=1, unique=True))
def test_a_header_has_display_names_in_any_order(fields: list[object]) -> None:
    chosen = [each for each in DEFAULT_FIELDS if each in fields]
    assert header(line([each.display_name for each in chosen])) == [each.name for each in chosen]


def test_letter_case_and_blanks_of_a_title_do_not_count() -> None:
    assert header(' last name, "EMAIL Address" ') == ["LastName", "Email"]


@pytest.mark.parametrize("token", ["{{my.message}}", "{{my.other token}}", "{{my. x }}"])
def test_a_token_is_a_column(token: str) -> None:
    assert header(f"Email Address,{token}") == ["Email", token]


@pytest.mark.parametrize(
    "title",
    ["FirstName", "pants", "", "{{my.}}", "{{my. }}", "{{lead.First Name}}", "{my.x}", "{{my.x}}}"],
)
def test_an_unknown_column_is_named(title: str) -> None:
    with refused(20110, f"column '{title}' is neither"):
        header(f"Last Name,{title}")


@pytest.mark.parametrize("title", ["Last Name", "last name", "{{my.x}}"])
def test_a_column_stands_once(title: str) -> None:
    with refused(20110, f"column '{title}' is named twice"):
        header(f"Last Name,{{{{my.x}}}},{title}")


@pytest.mark.parametrize("text", ['"Last Name', 'Last Name,"a"b', "Last Name\nFirst Name"])
def test_a_header_is_one_line_of_csv(text: str) -> None:
    with refused(20110, "importFileHeader: not a line of CSV"):
        header(text)


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0")) | st.sampled_from(
    ['say "hi"', "a, b", "two\nlines", "two\r\nlines", "ﬀ", "{{my.x}}"]
)


@given(st.tuples(CELLS, CELLS, CELLS))
def test_any_text_fits_into_quotes(cells: tuple[str, str, str]) -> None:
    quoted = ",".join('"' + cell.replace('"', '""') + '"' for cell in cells)
    email, name, token = (cell.strip() for cell in cells)
    expected = ImportRow(email or None, {"LastName": name}, {"{{my.message}}": token})
    assert read_row(quoted, COLUMNS) == (expected if email or name or token else None)


def test_blanks_around_a_cell_do_not_count() -> None:
    assert read_row(' t@t.com , "of the, Jungle",\r\n', COLUMNS) == ImportRow(
        "t@t.com", {"LastName": "of the, Jungle"}, {"{{my.message}}": ""}
    )


@pytest.mark.parametrize("blank", ["", " ", "\n", ",,", ' , "",', ",", ",,,,"])
def test_a_row_of_blanks_says_nothing(blank: str) -> None:
    assert read_row(blank, COLUMNS) is None


@pytest.mark.parametrize(("row", "count"), [("t@t.com", 1), ("t@t.com,x", 2), ("a,b,c,d", 4)])
def test_a_row_has_the_columns_of_the_header(row: str, count: int) -> None:
    with pytest.raises(BadRow, match=f"^{count} columns instead of 3$"):
        read_row(row, COLUMNS)


@pytest.mark.parametrize("row", ['t@t.com,"x,y', 'a,"b"c,d', "a,b,c\nd,e,f"])
def test_a_row_is_one_line_of_csv(row: str) -> None:
    with pytest.raises(BadRow, match="not a line of CSV") as caught:
        read_row(row, COLUMNS)
    assert "t@t.com" not in str(caught.value)


def test_the_repr_of_a_row_hides_the_person() -> None:
    row = read_row("t@t.com,Kaufman,hello", COLUMNS)
    assert not any(text in repr(row) for text in ("t@t", "Kaufman", "hello"))
