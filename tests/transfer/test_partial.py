"""An export that is not yet whole, broken off at every step on the disk and opened again."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import pytest

from mktows.transfer.exports import Export, form_of
from mktows.transfer.failures import InputError
from mktows.transfer.forms import Kind
from mktows.transfer.partial import PartialExport
from mktows.transfer.tables import Layout

PAGES = [
    [{"Id": 1, "Email": "a@example.com"}, {"Id": 2, "Title": "=1+1\r\nä"}],
    [{"Id": 3, "Email": "c@example.com"}],
    [],
    [{"Id": 4, "Born": datetime(2013, 7, 3, tzinfo=UTC)}, {"Id": 5, "Sum": {"a": ["b"]}}],
]
LAYOUT = Layout(("Id", "Email"), numbers=("Id",))
SUBJECT = {"records": "leads"}


class BrokenOff(BaseException):
    """The process ended here."""


def carried_out(path: Path, form: Kind = "csv", **options: Any) -> PartialExport:
    """A run over the pages, in two sources; what it goes on with tells of the page before."""
    partial = PartialExport(path, SUBJECT, {"until": "now"}, sources=2, **options)
    try:
        while not partial.over:
            pages = PAGES[:2] if partial.source == 0 else PAGES[2:]
            for number in range(int(partial.position or 0), len(pages)):
                for record in pages[number]:
                    partial.write(record)
                partial.note(str(number + 1))
            partial.note(None, next_source=True)
        Export(form, LAYOUT).finish(partial)
    finally:
        partial.close()
    return partial


@contextmanager
def ended_at(step: int, *, behind: bool) -> Iterator[list[str]]:
    """End the process at a step on the disk, just before it or just behind it."""
    steps: list[str] = []
    before = (os.fsync, Path.replace, Path.unlink)

    def watched(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            steps.append(name)
            if len(steps) == step and not behind:
                raise BrokenOff
            result = real(*args, **options)
            if len(steps) == step:
                raise BrokenOff
            return result

        return call

    os.fsync = watched("fsync", os.fsync)
    Path.replace = watched("replace", Path.replace)  # type: ignore[method-assign]
    Path.unlink = watched("unlink", Path.unlink)  # type: ignore[method-assign]
    try:
        yield steps
    finally:
        os.fsync, Path.replace, Path.unlink = before  # type: ignore[method-assign]


@pytest.mark.parametrize("form", ["csv", "json"])
def test_broken_off_at_any_step_it_becomes_the_same_file(tmp_path: Path, form: Kind) -> None:
    whole = tmp_path / "whole"
    with ended_at(0, behind=False) as steps:
        carried_out(whole, form)
    assert len(steps) > 15
    assert whole.stat().st_mode & 0o777 == 0o600
    for step in range(1, len(steps) + 1):
        for behind in (False, True):
            path = tmp_path / f"{step}{behind}"
            with ended_at(step, behind=behind), pytest.raises(BrokenOff):
                carried_out(path, form)
            assert not path.exists() or path.read_bytes() == whole.read_bytes()
            if step == len(steps) and behind:
                continue  # nothing was left to do
            assert carried_out(path, form).rows == 5
            assert path.read_bytes() == whole.read_bytes()
            assert sorted(each.name for each in tmp_path.glob(f"{path.name}*")) == [path.name]


@pytest.mark.parametrize("torn", [b"", b"[", b"[1,null,99,9999]", b'[0,"1",2'])
def test_what_is_not_noted_is_cut(tmp_path: Path, torn: bytes) -> None:
    whole, path = tmp_path / "whole.csv", tmp_path / "cut.csv"
    carried_out(whole)
    partial = PartialExport(path, SUBJECT, {"until": "now"}, sources=2)
    partial.write(PAGES[0][0])
    partial.write(PAGES[0][1])
    partial.note("1")
    partial.write({"Id": 99})
    partial.close()
    with (tmp_path / "cut.csv.part.journal").open("ab") as journal:
        journal.write(torn)
    again = PartialExport(path, SUBJECT, {"until": "later"}, sources=2)
    assert (again.resumed, again.rows, again.position) == (True, 2, "1")
    assert again.settled == {"until": "now"}
    again.close()
    carried_out(path)
    assert path.read_bytes() == whole.read_bytes()


def begun(path: Path) -> None:
    partial = PartialExport(path, SUBJECT, {})
    partial.write({"Id": 1})
    partial.note("1")
    partial.close()


def test_another_export_is_refused_and_nothing_of_the_first_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    begun(path)
    before = {each: each.read_bytes() for each in tmp_path.iterdir()}
    with pytest.raises(InputError, match=r"begun with another records: .* --restart"):
        PartialExport(path, {"records": "changes"}, {})
    assert {each: each.read_bytes() for each in tmp_path.iterdir()} == before
    anew = PartialExport(path, {"records": "changes"}, {}, restart=True)
    assert (anew.resumed, anew.rows, anew.path.stat().st_size) == (False, 0, 0)
    anew.close()


HEAD = b'{"mktows":1,"export":{"records":"leads"},"settled":{}}\n'


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv.part", b""),
        ("a.csv.part.journal", b"{}\n"),
        ("a.csv.part.journal", b'{"mktows":2,"export":{},"settled":{}}\n'),
        ("a.csv.part.journal", b'{"mktows":1}\n'),
        ("a.csv.part.journal", HEAD + b"[1]\n"),
        ("a.csv.part.journal", HEAD + b"[0,1,-1,0]\n"),
        ("a.csv.part.journal", HEAD + b"[2,null,0,0]\n"),
    ],
)
def test_files_that_do_not_go_together_are_refused(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / "a.csv"
    begun(path)
    (tmp_path / name).write_bytes(data)
    before = {each: each.read_bytes() for each in tmp_path.iterdir()}
    with pytest.raises(InputError):
        PartialExport(path, SUBJECT, {})
    assert {each: each.read_bytes() for each in tmp_path.iterdir()} == before


def test_a_part_of_nobody_knows_what_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a.csv.part").write_bytes(b"mine")
    with pytest.raises(InputError, match="move it"):
        PartialExport(tmp_path / "a.csv", SUBJECT, {}, restart=True)
    assert (tmp_path / "a.csv.part").read_bytes() == b"mine"


def test_a_file_that_is_there_is_replaced_when_asked_for_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"mine")
    with pytest.raises(InputError, match="--overwrite"):
        carried_out(path)
    assert [each.name for each in tmp_path.iterdir()] == ["a.csv"]
    assert path.read_bytes() == b"mine"
    carried_out(path, overwrite=True)
    assert path.read_bytes().startswith(b"Id,Email")


def test_a_file_that_came_meanwhile_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    partial = PartialExport(path, SUBJECT, {})
    partial.write({"Id": 1})
    partial.note(None, next_source=True)
    path.write_bytes(b"mine")

    def write(file: IO[bytes]) -> None:
        file.write(b"ours")

    with pytest.raises(InputError, match="--overwrite"):
        partial.finish(write)
    partial.close()
    assert path.read_bytes() == b"mine"
    assert partial.path.exists()
    again = PartialExport(path, SUBJECT, {}, overwrite=True)
    assert (again.over, again.rows) == (True, 1)
    again.finish(write)
    assert path.read_bytes() == b"ours"


def test_one_process_has_it_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    partial = PartialExport(path, SUBJECT, {})
    program = (
        "import sys; from pathlib import Path; from mktows.transfer.partial import PartialExport\n"
        "try: PartialExport(Path(sys.argv[1]), {'records': 'leads'}, {}, restart=True)\n"
        "except Exception as error: print(error)\n"
    )
    run = [sys.executable, "-c", program, str(path)]
    said = subprocess.run(run, capture_output=True, text=True, check=True).stdout
    partial.close()
    assert "another process" in said
    assert subprocess.run(run, capture_output=True, text=True, check=True).stdout == ""


def test_a_disk_that_refuses_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"a\.csv: cannot be written: No such file"):
        PartialExport(tmp_path / "nowhere" / "a.csv", SUBJECT, {})


def test_parquet_holds_what_came(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    from pyarrow import parquet

    path = tmp_path / "a.parquet"
    carried_out(path, "parquet")
    table = parquet.read_table(path)
    assert [str(each.type) for each in table.schema] == ["int64", *["string"] * 4]
    assert table.column_names == ["Id", "Email", "Title", "Born", "Sum"]
    rows = [
        {name: value for name, value in row.items() if value is not None}
        for row in table.to_pylist()
    ]
    assert rows == [
        *PAGES[0],
        *PAGES[1],
        {"Id": 4, "Born": "2013-07-03T00:00:00+00:00"},
        {"Id": 5, "Sum": '{"a": ["b"]}'},
    ]


def test_a_form_is_told_by_the_name() -> None:
    names = ["a.csv", "A.CSV", "a.jsonl", "a.ndjson", "a.parquet", "a.csv.gz", "csv", ""]
    assert [form_of(each) for each in names] == [
        "csv",
        "csv",
        "json",
        "json",
        "parquet",
        *[None] * 3,
    ]
