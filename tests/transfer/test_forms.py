"""The form of a file: recognised where that is certain, and else said."""

from __future__ import annotations

import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktows.errors import RequestError
from mktows.transfer.csv_rows import Problem
from mktows.transfer.failures import InputError
from mktows.transfer.forms import CSV, Form, recognise
from mktows.transfer.harmless import harmless, original
from mktows.transfer.leads import KEY_COLUMNS, LeadRow, read_leads

TEXT = "Email;FirstName\na@example.com;Zoë\n"


def form_of(data: bytes, name: str = "x.csv", **said: Any) -> Form:
    return recognise(io.BytesIO(data), name, keys=KEY_COLUMNS, **said)


def leads(data: bytes, form: Form) -> list[LeadRow | Problem]:
    return list(read_leads(io.BytesIO(data), form=form))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_what_is_certain_is_recognised(encoding: str, delimiter: str) -> None:
    data = TEXT.replace(";", delimiter).encode(encoding)
    form = form_of(data)
    assert form.delimiter == delimiter
    assert leads(data, form) == [LeadRow(2, {"Email": "a@example.com", "FirstName": "Zoë"})]
    assert ("UTF-16" in form.recognised) == encoding.startswith("utf-16")
    assert ("separated" in form.recognised) == (delimiter != ",")


def test_an_encoding_that_is_not_certain_must_be_said() -> None:
    data = TEXT.encode("cp1252")
    (problem,) = leads(data, form_of(data))
    assert isinstance(problem, Problem)
    assert "--encoding cp1252" in problem.reason
    (lead,) = leads(data, form_of(data, encoding="cp1252"))
    assert isinstance(lead, LeadRow)
    assert lead.lead["FirstName"] == "Zoë"


def test_a_delimiter_inside_a_name_is_none() -> None:
    assert form_of(b"Email,First;Name\n") == CSV
    assert form_of(b"First;Name\n") == CSV


def test_a_key_may_have_its_name_from_a_map() -> None:
    data = b"Email Address;Notes;City\na@example.com;x;Rome\n"
    form = form_of(data, renamed={"Email Address": "Email", "Notes": ""})
    assert leads(data, form) == [LeadRow(2, {"Email": "a@example.com", "City": "Rome"})]
    (problem,) = leads(data, form_of(data, delimiter=";", renamed={"Mail": "Email"}))
    assert problem == Problem(1, "there is no column 'Mail' to map")
    (short,) = leads(
        b"A;B;C\nx;y\n", form_of(b"", delimiter="semicolon", renamed={"A": "Email", "C": ""})
    )
    assert short == Problem(2, "the row has 2 cells, the header 3")


@pytest.mark.parametrize(
    "said",
    [
        {"encoding": "klingon"},
        {"encoding": "utf-32"},
        {"encoding": "base64"},
        {"delimiter": ""},
        {"delimiter": "::"},
        {"delimiter": '"'},
    ],
)
def test_what_cannot_be_is_refused(said: dict[str, str]) -> None:
    with pytest.raises(RequestError):
        form_of(b"Email\n", **said)


def test_lines_of_json_are_leads() -> None:
    lines: list[Any] = [
        {"Email": "a@example.com", "Score": 7, "Open": True, "City": None},
        {"Id": 7, "Revenue": 0.1},
        {"Id": 8, "Revenue": 1e-7},
    ]
    data = "".join(f"{json.dumps(each)}\n\n" for each in lines).encode()
    found = leads(data, form_of(data, "x.JSONL"))
    assert found == [
        LeadRow(1, {"Email": "a@example.com", "Score": "7", "Open": "true"}),
        LeadRow(3, {"Id": 7, "Revenue": "0.1"}),
        LeadRow(5, {"Id": 8, "Revenue": "0.0000001"}),
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "the line is no JSON"),
        ("[" * 100_000, "the line is no JSON"),
        ("7", "the line is no JSON object"),
        ('{"Id": 1, "Id": 2}', "a member stands twice"),
        ('{"Id": NaN}', "the line is no JSON"),
        ('{"Id": 1, "City": {}}', "City: a dict has no text form here; give a str"),
        ('{"City": "x"}', "the record names no key: it needs one of Id, Email and "),
        ('{"id": 1}', "column 1 is named 'id': write Id"),
    ],
)
def test_a_line_that_is_none_is_a_problem_of_its_own(line: str, reason: str) -> None:
    data = f'{line}\n{{"Id": 7}}\n'.encode()
    *problems, lead = leads(data, Form("json"))
    assert isinstance(problems[0], Problem)
    assert problems[0].line == 1
    assert problems[0].reason.startswith(reason)
    assert lead == LeadRow(2, {"Id": 7})


def test_parquet_is_read(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    table = pyarrow.table(
        {"Id": [7, None], "Email": ["", "a@example.com"], "Revenue": [Decimal("1.50"), None]}
    )
    path = tmp_path / "x.parquet"
    parquet.write_table(table, path)
    with path.open("rb") as stream:
        form = recognise(stream, path.name, keys=KEY_COLUMNS)
        assert list(read_leads(stream, form=form)) == [
            LeadRow(1, {"Id": 7, "Revenue": "1.50"}),
            LeadRow(2, {"Email": "a@example.com"}),
        ]
    with pytest.raises(InputError):
        leads(b"PAR1" * 100, form_of(b"PAR1" * 100))


@given(st.text())
def test_a_harmless_cell_is_no_formula_and_is_found_again(cell: str) -> None:
    shown = harmless(cell)
    assert original(shown) == cell
    number = shown[1:].replace(".", "", 1).isdigit()
    assert not shown.startswith(("=", "@", "\t", "\r"))
    assert not shown.startswith(("+", "-")) or number
