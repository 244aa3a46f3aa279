"""The CSV reader: what it reads, what it refuses, and where it says that is."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktows.transfer.csv_rows import Problem, Row, read_rows
from mktows.transfer.leads import LeadRow, read_leads

WINDOWS = "; it may be cp1252, of Windows: --encoding cp1252"


def rows(data: bytes) -> list[Row | Problem]:
    return list(read_rows(io.BytesIO(data)))


def leads(data: bytes, *, clear_empty: bool = False) -> list[LeadRow | Problem]:
    return list(read_leads(io.BytesIO(data), clear_empty=clear_empty))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(b"a,b\n", [Row(1, ["a", "b"])], id="LF"),
        pytest.param(b"a,b\r\nc,d\r\n", [Row(1, ["a", "b"]), Row(2, ["c", "d"])], id="CRLF"),
        pytest.param(b"a,b", [Row(1, ["a", "b"])], id="no last line end"),
        pytest.param(b'"a"', [Row(1, ["a"])], id="no line end behind a quote"),
        pytest.param(b"a,\n", [Row(1, ["a", ""])], id="last cell empty"),
        pytest.param(b'"a",\r\n', [Row(1, ["a", ""])], id="last cell empty behind a quoted one"),
        pytest.param(b",\n", [Row(1, ["", ""])], id="all cells empty"),
        pytest.param(b'""\n', [Row(1, [""])], id="a quoted empty cell is no empty line"),
        pytest.param(b"\n\r\na\n\n", [Row(3, ["a"])], id="empty lines"),
        pytest.param(b'"a ""b"" c",d\n', [Row(1, ['a "b" c', "d"])], id="doubled quotes"),
        pytest.param(b'"""",""\n', [Row(1, ['"', ""])], id="nothing but a quote"),
        pytest.param(b'"a,b",c\n', [Row(1, ["a,b", "c"])], id="a comma in quotes"),
        pytest.param(
            b'"a\nb\r\nc"\nd\n', [Row(1, ["a\nb\r\nc"]), Row(4, ["d"])], id="line ends in quotes"
        ),
        pytest.param(b'"a\rb"\nc', [Row(1, ["a\rb"]), Row(2, ["c"])], id="CR in quotes"),
        pytest.param(b'"\n\n"\nx\n', [Row(1, ["\n\n"]), Row(4, ["x"])], id="empty lines in quotes"),
        pytest.param(b"\xef\xbb\xbfa\n", [Row(1, ["a"])], id="byte order mark"),
        pytest.param(b'\xef\xbb\xbf"a"\n', [Row(1, ["a"])], id="byte order mark, then a quote"),
        pytest.param("é,字\n".encode(), [Row(1, ["é", "字"])], id="not ASCII"),
        pytest.param(b"", [], id="nothing"),
    ],
)
def test_rows_are_read(data: bytes, expected: list[Row]) -> None:
    assert rows(data) == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(
            b'a\nb"c\nd\n',
            [Row(1, ["a"]), Row(2, ['b"c']), Row(3, ["d"])],
            id="quote in a plain cell, which the csv module takes as it is",
        ),
        pytest.param(
            b'"a\n"b\nc\n',
            [
                Problem(1, "text behind a closing quote: write a quote inside as two"),
                Row(3, ["c"]),
            ],
            id="text behind a quoted cell",
        ),
        pytest.param(
            b'a\n"b\nc\n',
            [Row(1, ["a"]), Problem(2, "a quote opened in this row is never closed")],
            id="open quote",
        ),
        pytest.param(
            b"a\rb\n",
            [Problem(1, "a carriage return without a line feed: lines must end in LF or CRLF")],
            id="CR",
        ),
        pytest.param(
            b'"x",a\rb\nc\n',
            [
                Problem(1, "a carriage return without a line feed: lines must end in LF or CRLF"),
                Row(2, ["c"]),
            ],
            id="CR beside a quoted cell",
        ),
        pytest.param(
            b'"x\ny",a\rb\nc\n',
            [
                Problem(1, "a carriage return without a line feed: lines must end in LF or CRLF"),
                Row(3, ["c"]),
            ],
            id="CR behind a cell of two lines",
        ),
        pytest.param(
            b'"x\ry\rz"a\nc\n',
            [
                Problem(1, "text behind a closing quote: write a quote inside as two"),
                Row(2, ["c"]),
            ],
            id="text behind a quoted cell with CR",
        ),
        pytest.param(
            b'"x\ny\rz"a\r\nc\n',
            [
                Problem(1, "text behind a closing quote: write a quote inside as two"),
                Row(3, ["c"]),
            ],
            id="text behind a quoted cell of two lines with CR",
        ),
        pytest.param(
            b"a\nb\xe9c\nd\n",
            [
                Row(1, ["a"]),
                Problem(
                    2,
                    f"not UTF-8: byte 0xE9 at position 2{WINDOWS}",
                ),
                Row(3, ["d"]),
            ],
            id="Latin-1",
        ),
        pytest.param(
            b'"a\n\xff"\n',
            [
                Problem(
                    2,
                    f"not UTF-8: byte 0xFF at position 1{WINDOWS}",
                )
            ],
            id="not UTF-8 in quotes",
        ),
    ],
)
def test_broken_rows_are_problems_of_their_line(data: bytes, expected: list[Row | Problem]) -> None:
    assert rows(data) == expected


@pytest.mark.parametrize(
    "data",
    [
        b"ok\n" + b"x" * 131_073 + b"\nnever read\n",
        b'ok\n"' + b"x\n" * 65_536 + b'"\nnever read\n',
    ],
    ids=["one line", "many lines in quotes"],
)
def test_a_row_too_long_ends_the_reading(data: bytes) -> None:
    first, *problems = rows(data)
    assert first == Row(1, ["ok"])
    reason = "the row is longer than 131072 bytes: is a quote open? Reading stopped here"
    assert problems == [Problem(2, reason)]


def test_a_row_of_exactly_the_limit_is_read() -> None:
    text = "x" * 131_071
    assert rows(f"{text}\n".encode()) == [Row(1, [text])]


def test_a_lead_holds_what_its_row_says() -> None:
    data = b"Id,Email,ForeignSysPersonId,ForeignSysType,FirstName\n7,a@b.c,f1,SFDC, x \n"
    lead = {
        "Id": 7,
        "Email": "a@b.c",
        "ForeignSysPersonId": "f1",
        "ForeignSysType": "SFDC",
        "FirstName": " x ",
    }
    assert leads(data) == [LeadRow(2, lead)]


def test_an_empty_cell_is_left_out() -> None:
    assert leads(b"Email,City,Title\na@b.c,,x\n") == [LeadRow(2, {"Email": "a@b.c", "Title": "x"})]


def test_an_empty_cell_clears_its_field_if_asked_to_but_never_a_key() -> None:
    data = b"Id,Email,ForeignSysType,City\n7,,,\n"
    assert leads(data, clear_empty=True) == [LeadRow(2, {"Id": 7, "City": ""})]


def test_a_header_alone_is_no_problem() -> None:
    assert leads(b"Email\n") == []


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\n\r\n\n"])
def test_an_empty_file_is_a_problem(data: bytes) -> None:
    reason = "there is no header line, such as Email,FirstName,LastName"
    assert leads(data) == [Problem(1, reason)]


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("Email,City,City", "column 3 has the same name as column 2"),
        ("Email,Email", "column 2 has the same name as column 1"),
        ("Email,,City", "column 2 has no name"),
        ("Email, City", "column 2 has white space around its name"),
        ("Email,a\x00b", "column 2 has a name with a NUL byte, which XML cannot hold"),
        ("Email,a\x0bb", "column 2 has a name with a U+000B, which XML cannot hold"),
        (
            "FirstName,ForeignSysType",
            "the header names no key: it needs one of Id, Email and ForeignSysPersonId",
        ),
        (
            "Email;FirstName",
            "the header names no key: it needs one of Id, Email and ForeignSysPersonId; the file "
            "seems to be separated by semicolons or tabs, not commas",
        ),
    ],
)
def test_a_header_that_cannot_serve_is_a_problem(header: str, reason: str) -> None:
    assert leads(f"\n{header}\nx,y,z\n".encode()) == [Problem(2, reason)]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("id", "Id"),
        ("ID", "Id"),
        ("leadId", "Id"),
        ("Lead Id", "Id"),
        ("email", "Email"),
        ("E-Mail", "Email"),
        ("Email ", "Email"),
        ("foreignSysPersonId", "ForeignSysPersonId"),
        ("foreign_sys_person_id", "ForeignSysPersonId"),
        ("foreignSysType", "ForeignSysType"),
    ],
)
def test_a_misspelt_key_column_is_told_its_spelling(name: str, meant: str) -> None:
    (problem,) = [
        item for item in leads(f"City,{name}\n".encode()) if "names no key" not in str(item)
    ]
    reason = (
        f"column 2 is named {name!r}: write {meant}, for the service would silently ignore "
        "another spelling"
    )
    assert problem == Problem(1, reason)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (b"1,a@b.c,f", "the row has 3 cells, the header 5"),
        (b"x", "the row has 1 cell, the header 5"),
        (b"1,a@b.c,f,SFDC,x,y", "the row has 6 cells, the header 5"),
        (b",,,,x", "the row has no key: Id and Email and ForeignSysPersonId are empty"),
        (b" ,  ,\t,SFDC,x", "the row has no key: Id and Email and ForeignSysPersonId are empty"),
        (b"0,,,,", "Id is not an integer from 1 to 2147483647"),
        (b"-1,,,,", "Id is not an integer from 1 to 2147483647"),
        (b"2147483648,,,,", "Id is not an integer from 1 to 2147483647"),
        (b"1.0,,,,", "Id is not an integer from 1 to 2147483647"),
        (b"1_0,,,,", "Id is not an integer from 1 to 2147483647"),
        ("\u0661,,,,".encode(), "Id is not an integer from 1 to 2147483647"),
        (b"9" * 5000 + b",,,,", "Id is not an integer from 1 to 2147483647"),
        (b",a@b.c,f,sfdc,", "ForeignSysType is not one of CUSTOM, SFDC and NETSUITE"),
        (b",a@b.c,,,a\x00", "City holds a NUL byte, which XML cannot hold"),
        (b",a@b.c,,,a\x1b", "City holds a U+001B, which XML cannot hold"),
        (b",a\xef\xbf\xbf@b.c,,,", "Email holds a U+FFFF, which XML cannot hold"),
    ],
)
def test_a_row_that_cannot_be_sent_is_a_problem(row: bytes, reason: str) -> None:
    data = b"Id,Email,ForeignSysPersonId,ForeignSysType,City\n" + row + b"\n"
    assert leads(data) == [Problem(2, reason)]


def test_the_largest_id_is_one() -> None:
    assert leads(b"Id\n2147483647\n") == [LeadRow(2, {"Id": 2147483647})]


@given(st.binary() | st.text(alphabet='ab,"\n\r\0é').map(str.encode))
def test_any_bytes_give_rows_and_problems_and_no_exception(data: bytes) -> None:
    for item in leads(data) + rows(data):
        assert 1 <= item.line <= data.count(b"\n") + 1


_cells = st.text(
    st.one_of(st.sampled_from('",\n\r ;\té字\U0001f600'), st.characters(exclude_categories=["Cs"]))
)


@given(
    st.lists(st.lists(_cells, min_size=1, max_size=5), max_size=8),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.sampled_from([b"", b"\xef\xbb\xbf"]),
)
def test_what_the_csv_module_writes_is_read_back_with_its_lines(
    table: list[list[str]], line_end: str, quoting: int, mark: bytes
) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator=line_end, quoting=quoting)  # type: ignore[arg-type,unused-ignore]
    expected = []
    for cells in table:
        line = text.getvalue().count("\n") + 1
        # Python's writer leaves a CR alone unless it stands in the line end.
        if line_end == "\n" and quoting == csv.QUOTE_MINIMAL:
            cells = [cell.replace("\r", "") for cell in cells]
        writer.writerow(cells)
        expected.append(Row(line, cells))
    data = text.getvalue().encode()
    # A mark at the start of the text itself is taken for the file's.
    if not mark and data.startswith(b"\xef\xbb\xbf"):
        mark = b"\xef\xbb\xbf"
    assert rows(mark + data) == expected


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1", 1),
        ("2147483647", 2147483647),
        ("0", None),
        ("-1", None),
        ("2147483648", None),
        ("1.0", None),
        ("\u0661", None),
        ("1 2", None),
    ],
)
def test_an_id_is_a_number_that_the_service_can_have(text: str, number: int | None) -> None:
    problem = Problem(2, "Id is not an integer from 1 to 2147483647")
    expected = problem if number is None else LeadRow(2, {"Id": number})
    assert leads(f"Id\n{text}\n".encode()) == [expected]


@pytest.mark.parametrize(
    ("header", "hinted"), [("City", False), ("a;b", True), ("a\tb", True), ("a;b,c", False)]
)
def test_other_separators_are_suspected_where_there_is_one_column(
    header: str, hinted: bool
) -> None:
    (problem,) = leads(f"{header}\n".encode())
    assert isinstance(problem, Problem)
    assert ("separated by semicolons or tabs" in problem.reason) is hinted
