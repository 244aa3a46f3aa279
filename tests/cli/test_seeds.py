"""`--seed-data` and `--seed-file`: what a sandbox of the command line begins with."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path
from typing import Any

import pytest

from mktows.sandbox.world.schema import world_schema

KEPT = "mktows: kept.db was seeded with this before: its data is kept"


def lead(cli: Any, email: str, *options: str) -> Any:
    key = {"leadKey": {"keyType": "EMAIL", "keyValue": email}}
    return cli("call", "--sandbox", "getLead", "-", *options, stdin=json.dumps(key).encode())


def test_the_demo_world_is_there(cli: Any) -> None:
    done = lead(cli, "rufus@marketo.com", "--seed-data")
    assert done.code == 0
    (record,) = json.loads(done.out)["result"]["leadRecordList"]["leadRecord"]
    assert record["Id"] == 1089965
    assert lead(cli, "rufus@marketo.com").code == 5


@pytest.mark.parametrize(
    ("name", "text"),
    [("world.yaml", "leads:\n- {id: 7, email: a@x.com}\n"), ("w.JSON", '{"leads":\t[{"id": 7}]}')],
)
def test_a_file_is_synced_into_its_world(cli: Any, tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    (tmp_path / "leads.csv").write_text("Id,Email\n7,a@x.com\n8,b@x.com\n")
    done = cli("sync", "leads.csv", "--seed-file", name, "--json")
    assert (done.code, json.loads(done.out)["updated"]) == (1, 1)


def test_the_same_command_again_goes_on_with_the_data(cli: Any) -> None:
    again = ("--seed-data", "--database", "kept.db")
    (first, second) = (lead(cli, "rufus@marketo.com", *again) for _ in "12")
    assert (first.code, second.code) == (0, 0)
    assert first.out == second.out
    assert KEPT not in first.err.splitlines()
    assert second.err.splitlines()[-1] == KEPT


def test_a_database_that_began_otherwise_is_refused(cli: Any, tmp_path: Path) -> None:
    (tmp_path / "world.yaml").write_text("lists: [{name: L}]")
    assert lead(cli, "rufus@marketo.com", "--seed-data", "--database", "kept.db").code == 0
    done = lead(cli, "a@x.com", "--seed-file", "world.yaml", "--database", "kept.db")
    assert done.code == 3
    assert done.err.splitlines()[-1] == (
        "mktows: a world is loaded into a new database only, and this one has been used: "
        "give another file, or leave the world out"
    )


@pytest.mark.parametrize("verb", [("sandbox",), ("call", "getTags"), ("sync", "leads.csv")])
def test_every_problem_of_a_file_is_told_with_its_place(
    cli: Any, tmp_path: Path, verb: tuple[str, ...]
) -> None:
    (tmp_path / "world.yaml").write_text("leads:\n  - {id: 1, lsts: []}\n  - {id: x}\n")
    done = cli(*verb, "--seed-file", "world.yaml", "--database", "new.db")
    assert (done.code, done.out) == (6, "")
    assert done.err.splitlines() == [
        "world.yaml:2:13: 'lsts' is not known here; did you mean lists?",
        "world.yaml:3:10: a whole number was expected",
        "mktows: world.yaml is no world to begin with",
    ]
    assert not (tmp_path / "new.db").exists()


def test_a_file_that_is_not_there_is_told(cli: Any) -> None:
    done = cli("sandbox", "--seed-file", "none.yaml")
    assert (done.code, done.err.splitlines()[0]) == (
        6,
        f"cannot read none.yaml: {os.strerror(errno.ENOENT)}",
    )


def test_one_world_is_the_most(cli: Any) -> None:
    done = cli("sandbox", "--seed-file", "world.yaml", "--seed-data")
    assert (done.code, done.err) == (2, "mktows: give one of --seed-data and --seed-file\n")


@pytest.mark.parametrize("option", [("--seed-data",), ("--seed-file", "w.yaml")])
def test_a_world_is_not_for_an_endpoint(
    cli: Any, monkeypatch: pytest.MonkeyPatch, option: tuple[str, ...]
) -> None:
    monkeypatch.setenv("MKTOWS_ENDPOINT", "https://example.com/soap/mktows/2_7")
    done = cli("call", "getTags", *option)
    assert done.code == 2
    assert f"{option[0]} is for the embedded sandbox" in done.err


def test_the_schema_of_worlds_is_printed(cli: Any) -> None:
    done = cli("sandbox", "schema")
    assert done.code == 0
    assert json.loads(done.out) == world_schema()


@pytest.mark.parametrize("name", ["world.yaml", "world.json"])
def test_a_sandbox_is_exported_as_a_world_file_that_another_begins_with(
    cli: Any, tmp_path: Path, name: str
) -> None:
    lead = '{"leadRecord": {"Email": "new@example.com"}, "returnLead": false}'
    assert (
        cli("call", "syncLead", "-", "--seed-data", "--database", "a.db", stdin=lead.encode()).code
        == 0
    )
    run = cli("sandbox", "export", name, "--database", "a.db")
    assert (run.code, run.err) == (0, "")
    assert run.out == f"{name}: 20 leads, 22 activities\n"
    assert (tmp_path / name).stat().st_mode & 0o777 == 0o600
    before = (tmp_path / name).read_bytes()
    refused = cli("sandbox", "export", name, "--database", "a.db")
    assert (refused.code, "--overwrite" in refused.err) == (6, True)
    asked = '{"leadKey": {"keyType": "EMAIL", "keyValue": "new@example.com"}}'
    found = cli(
        "call", "getLead", "-", "--seed-file", name, "--database", "b.db", stdin=asked.encode()
    )
    assert (found.code, "new@example.com" in found.out) == (0, True)
    assert cli("sandbox", "export", name, "--database", "b.db", "--overwrite").code == 0
    assert (tmp_path / name).read_bytes() == before


def test_what_is_no_database_is_not_exported(cli: Any, tmp_path: Path) -> None:
    (tmp_path / "text.db").write_bytes(b"no database" * 500)
    for database in ("none.db", "text.db"):
        run = cli("sandbox", "export", "w.yaml", "--database", database)
        assert (run.code, run.out) == (3, "")
        assert database in run.err
    assert [each.name for each in tmp_path.iterdir()] == ["text.db"]
