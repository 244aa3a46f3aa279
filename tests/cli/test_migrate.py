"""`mktows migrate`: files and databases in, one report out, and its exit codes."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from support.bridge_pair import NOW, Pair
from support.recordings import REQUESTS, envelope, lead_key, log

from mktows import Client
from mktows.sandbox import Sandbox

COMMA = lead_key("EMAIL", "a,b@example.com")


def report(cli: Any, *argv: str, stdin: bytes = b"") -> dict[str, Any]:
    result = cli("migrate", "--json", *argv, stdin=stdin)
    assert result.code == 0, result.err
    return dict(json.loads(result.out))


def test_a_log_becomes_markdown(cli: Any, tmp_path: Path) -> None:
    (tmp_path / "a.log").write_bytes(log([envelope("getLead"), envelope("getLead", user="u2")]))
    result = cli("migrate", "a.log")
    assert result.code == 0
    assert result.out.startswith("# Migration to the REST API\n")
    assert "old_program_1" in result.out
    assert result.err == "mktows: 2 calls: 2 carried\n"


def test_it_ends_with_1_when_something_is_gone(cli: Any) -> None:
    result = cli("migrate", "-", "--html", stdin=envelope("getLead", COMMA).encode())
    assert result.code == 1
    assert result.out.startswith("<!doctype html>")
    assert "a key with a comma" in result.out


def test_several_files_make_one_report(cli: Any, tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(envelope("getLead"), encoding="utf-8")
    (tmp_path / "b.xml").write_text(envelope("listMObjects"), encoding="utf-8")
    found = report(cli, "a.xml", "b.xml")
    assert [each["name"] for each in found["users"][0]["operations"]] == ["getLead", "listMObjects"]


def test_values_are_shown_on_demand(cli: Any, tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(envelope("getLead"), encoding="utf-8")
    assert "ann@example.com" not in cli("migrate", "a.xml").out
    assert "ann@example.com" in cli("migrate", "a.xml", "--with-values").out


def test_a_file_of_fields_tells_the_names_of_custom_ones(cli: Any, tmp_path: Path) -> None:
    members = (
        '<leadSelector xsi:type="m:LeadKeySelector"><keyType>IDNUM</keyType><keyValues>'
        "<stringItem>7</stringItem></keyValues></leadSelector><includeAttributes>"
        "<stringItem>Shoe</stringItem></includeAttributes>"
    )
    (tmp_path / "a.xml").write_text(envelope("getMultipleLeads", members), encoding="utf-8")
    described = {"rest": {"name": "shoeSize"}, "soap": {"name": "Shoe"}, "dataType": "string"}
    (tmp_path / "fields.json").write_text(json.dumps({"result": [described]}), encoding="utf-8")
    result = cli("migrate", "a.xml", "--json", "--fields", "fields.json")
    (field,) = json.loads(result.out)["fields"]
    assert (field["soap_name"], field["rest_name"]) == ("Shoe", "shoeSize")


@pytest.mark.parametrize(
    ("content", "argv", "said"),
    [
        (None, (), "cannot be read"),
        (b"nothing", (), "no request"),
        (b"SQLite format 3\0" + b"\0" * 200, (), "no database of a sandbox or a bridge"),
        (envelope("getLead").encode(), ("--fields", "absent"), "absent: cannot be read"),
        (envelope("getLead").encode(), ("--fields", "a.log"), "a.log: it is no description"),
    ],
)
def test_bad_input_ends_with_2(
    cli: Any, tmp_path: Path, content: bytes | None, argv: tuple[str, ...], said: str
) -> None:
    if content is not None:
        (tmp_path / "a.log").write_bytes(content)
    result = cli("migrate", "a.log", *argv)
    assert (result.code, result.out) == (2, "")
    assert said in result.err


def test_the_journal_of_a_sandbox_is_read(cli: Any, tmp_path: Path) -> None:
    moment = datetime(2026, 3, 2, 12, tzinfo=UTC)
    with Sandbox(database=tmp_path / "s.db", rest=True, now=lambda: moment) as sandbox:
        for version in ("2_1", "3_1"):
            client = Client(sandbox.config(version), transport=sandbox, now=lambda: moment)
            client.sync_lead({"Email": "ann@example.com", "FirstName": "Ann"})
            client.get_lead(email="ann@example.com")
    result = cli("migrate", "s.db", "--json")
    found = json.loads(result.out)
    assert found["calls"] == 4
    (user,) = found["users"]
    assert {each["name"]: each["calls"] for each in user["operations"]} == {
        "getLead": 2,
        "syncLead": 2,
    }
    assert found["load"]["soap_peaks"] == {"in_20_seconds": 4, "in_a_day": 4, "day": "2026-03-02"}
    assert "example.com" not in result.out


def test_the_journal_of_a_bridge_is_read(cli: Any, shared_place: str) -> None:
    with Pair(database=shared_place) as pair:
        pair.both(lambda client: client.list_mobjects())
        pair.both(lambda client: client.get_lead(email="ann@example.com"))
    found = report(cli, shared_place)
    assert found["calls"] == 2
    assert found["users"][0]["operations"][0]["shapes"][0]["first"] == NOW.isoformat()


def test_the_password_of_a_database_is_not_told(cli: Any) -> None:
    result = cli("migrate", "postgresql://me:planted-password@127.0.0.1:1/none")
    assert (result.code, result.out) == (2, "")
    assert "127.0.0.1" in result.err
    assert "planted" not in result.err


def test_a_request_that_the_journal_has_cut_is_counted_with_its_operation(
    cli: Any, tmp_path: Path
) -> None:
    path = tmp_path / "s.db"
    with Sandbox(database=path) as sandbox:
        Client(sandbox.config(), transport=sandbox).list_mobjects()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE call SET request = substr(request, 1, 200)")
    connection.close()
    found = report(cli, "s.db")
    (operation,) = found["users"][0]["operations"]
    (shape,) = operation["shapes"]
    assert (operation["name"], shape["calls"], shape["reason"]) == ("listMObjects", 1, "cut off")


def test_every_operation_can_be_reported(cli: Any) -> None:
    result = cli("migrate", "-", "--json", stdin=log(envelope(name) for name in REQUESTS))
    found = json.loads(result.out)
    assert found["calls"] == len(REQUESTS)
    assert result.code == (1 if found["grades"]["gone"] else 0)
