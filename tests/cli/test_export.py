"""`mktows export`: what it writes, and that a run which is killed comes to the same file."""

from __future__ import annotations

import csv
import dataclasses
import functools
import json
import signal
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from mktows import Client
from mktows.facts.samples import SAMPLE_KEY, SAMPLE_USER_ID
from mktows.sandbox import Sandbox
from mktows.server.http.server import ThreadedServer
from mktows.transfer.harmless import original
from mktows.transfer.partial import PartialExport

SINCE = "2013-01-01T00:00:00+00:00"
WORLD: Mapping[str, Any] = {
    "lists": [{"name": "All"}],
    "leads": [
        {
            "id": number,
            "email": f"lead{number}@example.com",
            "attributes": {"FirstName": "=cmd()", "LeadScore": -number}
            if number % 2
            else {"LastName": "Ä\r\nB"},
            "lists": ["All"],
        }
        for number in range(1, 8)
    ],
    "opportunities": [
        {"id": 1, "attributes": {"Name": "Big"}, "roles": [{"id": 1, "lead": 2}]},
        {"id": 2, "attributes": {"Amount": "7"}},
    ],
    "custom_objects": [
        {
            "name": "Visit",
            "fields": [
                {"name": "Person", "type": "integer"},
                {"name": "Day", "key": True},
                {"name": "City"},
            ],
            "link": "Person",
            "records": [{"Person": 1, "Day": f"{day:03}", "City": "-x"} for day in range(230)],
        }
    ],
    "activities": [
        {
            "lead": 1 + number % 2,
            "at": f"2013-07-03T17:{number:02}:00Z",
            "type": "Visit Webpage",
            "asset": "@Demo",
        }
        for number in range(50)
    ],
}  # fmt: skip


@functools.cache
def database() -> bytes:
    """The database of a sandbox with the world."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "my.db"
        with Sandbox(world=WORLD, database=path):
            pass
        return path.read_bytes()


def seeded(folder: Path) -> None:
    (folder / "my.db").write_bytes(database())


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def objects(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def as_json(record: object) -> Any:
    return json.loads(json.dumps(record, default=lambda moment: moment.isoformat()))


def streams(client: Client) -> list[tuple[list[str], Iterable[object]]]:
    """Arguments of an export, and the records it must hold."""
    return [
        (["leads", "--list", "All"], client.iter_leads(list_name="All")),
        (
            ["leads", "--key", "3", "--key", "lead4@example.com", "--key", "IDNUM=5"],
            client.iter_leads(keys=[3, 4, 5]),
        ),
        (
            ["activities", "--key", "1", "--key", "2"],
            [*client.iter_lead_activity(1), *client.iter_lead_activity(2)],
        ),
        (
            ["changes", "--since", SINCE, "--type", "VisitWebpage"],
            client.iter_lead_changes(
                since=datetime.fromisoformat(SINCE), include_types=["VisitWebpage"]
            ),
        ),
        (
            ["mobjects", "Opportunity", "--where", "Id", "GT", "1"],
            client.iter_mobjects("Opportunity", criteria=[("Id", "GT", 1)]),
        ),
        (
            ["mobjects", "OpportunityPersonRole", "--with", "Lead=2"],
            client.iter_mobjects("OpportunityPersonRole", associations={"Lead": 2}),
        ),
        (
            ["custom-objects", "Visit", "--key", "Day=007", "--field", "City"],
            client.iter_custom_objects("Visit", keys={"Day": "007"}, include_attributes=["City"]),
        ),
    ]


def test_json_lines_are_the_records_of_the_streams(cli: Any, tmp_path: Path) -> None:
    seeded(tmp_path)
    with Sandbox(database=tmp_path / "my.db") as sandbox:
        client = Client(sandbox.config(), transport=sandbox)
        expected = [
            (words, [as_json(each) for each in stream]) for words, stream in streams(client)
        ]
    for words, records in expected:
        run = cli("export", *words, "x.jsonl", "--database", "my.db", "--overwrite", "--json")
        assert run.code == 0, run.err
        assert json.loads(run.out) == {
            "target": "sandbox:",
            "file": "x.jsonl",
            "records": len(records),
        }
        assert objects(tmp_path / "x.jsonl") == records
        assert records
    assert not [*tmp_path.glob("*.part*")]


def test_columns_of_leads_are_keys_and_fields_and_nothing_is_left_out(
    cli: Any, tmp_path: Path
) -> None:
    seeded(tmp_path)
    keys = ["Id", "Email", "ForeignSysPersonId", "ForeignSysType"]
    for words in (["--since", SINCE], ["--list", "All"]):
        run = cli("export", "leads", "l.csv", *words, "--database", "my.db", "--overwrite")
        assert (run.code, run.out) == (0, "l.csv: 7 records\n")
        found = rows(tmp_path / "l.csv")
        assert [*found[0]] == [*keys, "FirstName", "LeadScore", "LastName"]
        assert [each["FirstName"] for each in found[:2]] == ["'=cmd()", ""]
        assert [each["LeadScore"] for each in found[:2]] == ["-1", ""]
        assert [each["LastName"] for each in found[:2]] == ["", "Ä\r\nB"]
    asked = [word for name in ("Phone", "Email", "FirstName") for word in ("--field", name)]
    cli("export", "leads", "f.csv", "--list", "All", *asked, "--database", "my.db",
        "--delimiter", "semicolon", "--plain")  # fmt: skip
    text = (tmp_path / "f.csv").read_bytes().decode()
    assert text.startswith(
        "Id;Phone;Email;FirstName\r\n1;;lead1@example.com;=cmd()\r\n2;;lead2@example.com;\r\n"
    )


def test_tables_of_the_other_records(cli: Any, tmp_path: Path) -> None:
    seeded(tmp_path)
    for words in (
        ["changes", "c.csv", "--since", SINCE, "--type", "VisitWebpage"],
        ["mobjects", "Opportunity", "o.csv", "--where", "Id", "GT", "0"],
        ["custom-objects", "Visit", "v.csv"],
    ):
        assert cli("export", *words, "--database", "my.db").code == 0
    changes = rows(tmp_path / "c.csv")
    assert len(changes) == 50
    assert {each["mktgAssetName"] for each in changes} == {"'@Demo"}
    assert all(json.loads(original(each["attributes"])) for each in changes)
    first, second = rows(tmp_path / "o.csv")
    assert (first["type"], first["id"], first["Name"], second["Amount"]) == (
        "Opportunity", "1", "Big", "7"
    )  # fmt: skip
    visits = rows(tmp_path / "v.csv")
    assert [each["Day"] for each in visits] == [f"{day:03}" for day in range(230)]
    assert {(each["Person"], each["City"]) for each in visits} == {("1", "'-x")}


def test_a_lead_export_syncs_back_when_it_is_plain(cli: Any, tmp_path: Path) -> None:
    seeded(tmp_path)
    arguments = ("export", "leads", "--list", "All", "--database", "my.db", "--plain")
    assert cli(*arguments, "l.csv").code == 0
    assert cli("sync", "l.csv", "--database", "my.db").out == (
        "l.csv: 0 created, 7 updated, 0 failed\n"
    )
    assert cli(*arguments, "m.csv").code == 0
    assert (tmp_path / "m.csv").read_bytes() == (tmp_path / "l.csv").read_bytes()


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["leads", "x"], 2, "give one of --list, --since, --key and --keys-from"),
        (["leads", "x.csv"], 2, "give one of --list, --since, --key and --keys-from"),
        (["leads", "x.csv", "--list", "All", "--keys-from", "-"], 2, "give one of --list"),
        (["leads", "x.csv", "--keys-from", "-"], 6, "<stdin>: there is no key"),
        (["leads", "x.csv", "--key", "1", "--keys-from", "-"], 2, "one of --key and --keys-from"),
        (["leads", "x.csv", "--keys-from", "no.txt"], 6, "no.txt: cannot be read"),
        (["activities", "x.csv"], 2, "give --key or --keys-from"),
        (["leads", "x.txt", "--key", "1"], 2, "or give --form"),
        (["leads", "x.csv", "--key", "1", "--until", SINCE], 2, "--until goes with --since"),
        (["leads", "x.csv", "--since", "2013-01-01"], 2, "with an offset"),
        (["leads", "x.jsonl", "--key", "1", "--plain"], 2, "go with CSV"),
        (["leads", "x.csv", "--key", "1", "--delimiter", "ab"], 2, "one character"),
        (["leads", "x\0.csv", "--key", "1"], 2, "NUL"),
        (["leads", "no/x.csv", "--key", "1"], 6, "cannot be written"),
        (["leads", "my.db", "--form", "csv", "--key", "1"], 6, "is there already"),
        (["activities", "x.csv", "--key", "1", "--type", "A", "--without-type", "B"], 2, "one of"),
        (["activities", "x.csv", "--key", "1", "--type", "A"], 6, "A"),
        (["activities", "x.csv", "--key", "99"], 5, "Lead not found"),
        (["changes", "x.csv", "--since", SINCE, "--type", "A", "--without-type", "B"], 2, "one of"),
        (["mobjects", "Opportunity", "x.csv"], 5, "Parameter required"),
        (["mobjects", "Opportunity", "x.csv", "--with", "Lead"], 2, "TYPE=ID"),
        (["custom-objects", "Visit", "x.csv", "--key", "Person"], 2, "NAME=VALUE"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_left(
    cli: Any, tmp_path: Path, words: list[str], code: int, said: str
) -> None:
    seeded(tmp_path)
    run = cli("export", *words, "--database", "my.db")
    assert run.code == code, run.err
    assert said in run.err
    assert run.out == ""
    assert not [each.name for each in tmp_path.iterdir() if not each.name.startswith("my.db")]


def test_leads_that_are_not_there_are_told_and_stop_no_others(cli: Any, tmp_path: Path) -> None:
    seeded(tmp_path)
    words = ("export", "activities", "a.jsonl", "--database", "my.db")
    run = cli(*words, "--key", "99", "--key", "1", "--key", "gone@example.com", "--key", "2")
    assert (run.code, run.out) == (1, "a.jsonl: 50 records\n")
    assert run.err.splitlines()[1:] == [
        "mktows: --key number 1: there is no such lead",
        "mktows: --key number 3: there is no such lead",
    ]
    assert {each["mktPersonId"] for each in objects(tmp_path / "a.jsonl")} == {"1", "2"}


def test_leads_are_named_by_a_file_of_keys(cli: Any, tmp_path: Path) -> None:
    seeded(tmp_path)
    keys = tmp_path / "keys.txt"
    keys.write_bytes(b"\xef\xbb\xbf1\r\n\r\n gone@example.com\r\nlead2@example.com\r\nIDNUM=99")
    words = ("export", "activities", "a.jsonl", "--database", "my.db")
    run = cli(*words, "--keys-from", "keys.txt")
    assert (run.code, run.out) == (1, "a.jsonl: 50 records\n")
    assert run.err.splitlines()[1:] == [
        "mktows: keys.txt, line 3: there is no such lead",
        "mktows: keys.txt, line 5: there is no such lead",
    ]
    assert {each["mktPersonId"] for each in objects(tmp_path / "a.jsonl")} == {"1", "2"}

    options = ("--field", "Email", "--database", "my.db", "--keys-from", "keys.txt")
    assert cli("export", "leads", "l.csv", *options).code == 0
    text = (tmp_path / "l.csv").read_text()
    assert text == "Id,Email\n1,lead1@example.com\n2,lead2@example.com\n"


def test_a_file_of_keys_that_cannot_be_read_is_refused_by_its_line(
    cli: Any, tmp_path: Path
) -> None:
    seeded(tmp_path)
    (tmp_path / "keys.txt").write_bytes("7\nä@example.com\n".encode("cp1252"))
    run = cli("export", "leads", "l.csv", "--keys-from", "keys.txt", "--database", "my.db")
    assert run.code == 6
    assert "keys.txt, line 2: this is no UTF-8" in run.err
    assert not (tmp_path / "l.csv").exists()


def test_an_export_does_not_go_on_with_other_keys(
    cli: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seeded(tmp_path)
    (tmp_path / "keys.txt").write_text("1\n2\n")
    words = ("export", "activities", "a.jsonl", "--keys-from", "keys.txt", "--database", "my.db")
    write = PartialExport.write

    def interrupted(self: PartialExport, record: Mapping[str, object]) -> None:
        if self.rows == 30:  # behind the first lead
            raise KeyboardInterrupt
        write(self, record)

    with monkeypatch.context() as patch:
        patch.setattr(PartialExport, "write", interrupted)
        assert cli(*words).code == 130
    (tmp_path / "keys.txt").write_text("1\n3\n")
    other = cli(*words)
    assert (other.code, "begun with another keys" in other.err) == (6, True)
    (tmp_path / "keys.txt").write_text("1\n2\n")
    assert cli(*words).out == "a.jsonl: 50 records\n"


@contextmanager
def served(folder: Path) -> Iterator[dict[str, str]]:
    """The settings that lead to a sandbox of this process."""
    seeded(folder)
    with Sandbox(database=folder / "my.db") as sandbox, ThreadedServer(sandbox) as server:
        yield {
            "MKTOWS_ENDPOINT": server.endpoint("3_1"),
            "MKTOWS_USER_ID": SAMPLE_USER_ID,
            "MKTOWS_ENCRYPTION_KEY": SAMPLE_KEY,
        }


KILLED = """
import os, signal, sys
from mktows.cli.main import run
left, fsync = int(sys.argv.pop(1)), os.fsync
def fsync_and_die(descriptor):
    global left
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
    fsync(descriptor)
os.fsync = fsync_and_die
run()
"""


def test_an_export_that_is_killed_five_times_is_the_file_of_a_run_undisturbed(
    process: Any, tmp_path: Path
) -> None:
    words = ("export", "custom-objects", "Visit", "--quiet")
    with served(tmp_path) as settings:
        assert process(*words, "whole.csv", **settings).code == 0
        for steps in (2, 2, 3, 2, 2):  # a page takes two, and the first run one before
            run = process(str(steps), *words, "killed.csv", program=KILLED, **settings)
            assert run.code == -signal.SIGKILL
            assert not (tmp_path / "killed.csv").exists()
        run = process(*words, "killed.csv", **settings)
    assert (run.code, run.out) == (0, "killed.csv: 230 records\n")
    assert "goes on behind" in run.err
    assert (tmp_path / "killed.csv").read_bytes() == (tmp_path / "whole.csv").read_bytes()
    assert not [*tmp_path.glob("*.part*")]


def test_a_run_that_stops_says_how_to_go_on(
    cli: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seeded(tmp_path)
    words = ("export", "custom-objects", "Visit", "v.jsonl")
    write = PartialExport.write

    def interrupted(self: Any, record: Any) -> None:
        if self.rows == 150:
            raise KeyboardInterrupt
        write(self, record)

    with monkeypatch.context() as patch:
        patch.setattr(PartialExport, "write", interrupted)
        run = cli(*words, "--database", "my.db")
    assert run.code == 130
    assert run.err.splitlines()[1:] == [
        "mktows: v.jsonl.part: 100 records so far",
        "  hint: the same command again goes on where this one ended",
        "mktows: interrupted",
    ]
    other = cli(*words, "--field", "City", "--database", "my.db")
    assert (other.code, "begun with another fields" in other.err) == (6, True)
    again = cli(*words, "--database", "my.db")
    assert (again.code, again.out) == (0, "v.jsonl: 230 records\n")
    assert len({each["keys"]["Day"] for each in objects(tmp_path / "v.jsonl")}) == 230


TARGET = {
    "path": "x",
    "form": None,
    "delimiter": None,
    "plain": False,
    "overwrite": False,
    "restart": False,
}
# Of each verb: what it is given at least, and what each option changes of what is asked for.
VERBS: dict[str, tuple[list[str], list[tuple[list[str], dict[str, Any]]]]] = {
    "leads": (
        ["--since", SINCE],
        [
            (["--until", "2014-01-01T00:00:00Z"], {"until": "2014-01-01T00:00:00Z"}),
            (["--field", "A", "--field", "B"], {"fields": ["A", "B"]}),
        ],
    ),
    "activities": (
        ["--key", "1"],
        [
            (["--key", "a@b.c"], {"keys": ["1", "a@b.c"]}),
            (["--type", "A"], {"types": ["A"]}),
            (["--without-type", "A"], {"without": ["A"]}),
        ],
    ),
    "changes": (
        ["--since", SINCE],
        [
            (["--until", "2014-01-01T00:00:00Z"], {"until": "2014-01-01T00:00:00Z"}),
            (["--list", "L"], {"list": "L"}),
            (["--key", "1"], {"keys": ["1"]}),
            (["--type", "A"], {"types": ["A"]}),
            (["--without-type", "A"], {"without": ["A"]}),
            (["--name", "N"], {"names": ["N"]}),
        ],
    ),
    "mobjects": (
        ["Program"],
        [
            (["--where", "Id", "GT", "1"], {"criteria": [["Id", "GT", "1"]]}),
            (["--with", "Lead=6"], {"associated": ["Lead=6"]}),
            (["--details"], {"details": True}),
        ],
    ),
    "custom-objects": (
        ["Visit"],
        [
            (["--key", "Day=7"], {"keys": {"Day": "7"}}),
            (["--field", "A"], {"fields": ["A"]}),
        ],
    ),
}
FILE: list[tuple[list[str], dict[str, Any]]] = [
    (["--form", "parquet"], {"form": "parquet"}),
    (["--delimiter", "tab"], {"delimiter": "tab"}),
    (["--plain"], {"plain": True}),
    (["--overwrite"], {"overwrite": True}),
    (["--restart"], {"restart": True}),
]


def test_each_option_changes_what_it_says_and_nothing_else(
    cli: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[tuple[Any, Any, dict[str, Any]]] = []

    def run(question: Any, target: Any, **named: Any) -> int:
        calls.append((question, target, named))
        return 17

    monkeypatch.setattr("mktows.cli.export.export", run)

    def asked(verb: str, *words: str) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
        assert cli("export", verb, *words).code == 17
        question, target, named = calls.pop()
        assert question.kind == verb.replace("-", " ")
        named["embedded"] = dataclasses.asdict(named["embedded"])
        return dict(question.arguments), dataclasses.asdict(target), named

    for verb, (least, rows) in VERBS.items():
        words = [*least, "x"]
        question, target, named = asked(verb, *words)
        assert target == TARGET
        for options, changed in rows:
            assert asked(verb, *words, *options) == (question | changed, target, named)
        for options, changed in FILE:
            assert asked(verb, *words, *options) == (question, target | changed, named)
        assert named["embedded"]["database"] is None
        for options, name, value in (
            (["--json"], "as_json", True),
            (["--quiet"], "quiet", True),
            (["--version", "2_3"], "version", "2_3"),
        ):
            assert asked(verb, *words, *options) == (question, target, named | {name: value})
        embedded = named["embedded"]
        for options, changed in (
            (["--sandbox"], {"asked": True}),
            (["--database", "d"], {"database": "d"}),
            (["--seed-data"], {"seed": {"data": True, "file": None}}),
            (["--seed-file", "f"], {"seed": {"data": False, "file": "f"}}),
        ):
            given = named | {"embedded": embedded | changed}
            assert asked(verb, *words, *options) == (question, target, given)
