"""`mktows sync`: exactly what it prints, and the code it ends with."""

from __future__ import annotations

import errno
import json
import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mktows import Client
from mktows.sandbox import SAMPLE_USER_ID, Sandbox
from mktows.server.http.server import ThreadedServer

SAMPLE = Path(__file__).parents[1] / "data" / "leads.csv"
EMBEDDED = (
    "mktows: using the embedded sandbox; its data is gone at the end (--database FILE keeps it)\n"
)
KEPT = "mktows: using the embedded sandbox; its data is kept in my.db\n"
HEADER = b"Email,FirstName\n"


@pytest.fixture
def write(tmp_path: Path) -> Callable[[bytes], str]:
    def write(data: bytes) -> str:
        (tmp_path / "leads.csv").write_bytes(data)
        return "leads.csv"

    return write


def reason(lead_id: int) -> str:
    """What the service says of a lead that does not exist."""
    with Sandbox() as sandbox:
        client = Client(sandbox.config(), transport=sandbox)
        statuses = client.sync_multiple_leads([{"Id": lead_id}]).sync_status_list
    assert statuses is not None
    assert statuses.sync_status[0].error
    return statuses.sync_status[0].error


def stored(database: Path, email: str) -> dict[str, str]:
    """The attributes of a lead in a sandbox's database."""
    with Sandbox(database=database) as sandbox:
        result = Client(sandbox.config(), transport=sandbox).get_lead(email=email)
    assert result.lead_record_list is not None
    (record,) = result.lead_record_list.lead_record
    assert record.lead_attribute_list is not None
    return {each.attr_name: each.attr_value for each in record.lead_attribute_list.attribute}


def test_the_sample_is_created_and_the_second_time_updated(cli: Any, tmp_path: Path) -> None:
    shutil.copy(SAMPLE, tmp_path)
    first = cli("sync", "leads.csv", "--database", "my.db")
    assert (first.code, first.out, first.err) == (
        0,
        "leads.csv: 12 created, 0 updated, 0 failed\n",
        KEPT,
    )
    second = cli("sync", "leads.csv", "--database", "my.db")
    assert (second.code, second.out) == (0, "leads.csv: 0 created, 12 updated, 0 failed\n")
    lead = stored(tmp_path / "my.db", "lead.two@example.com")
    assert lead["Title"] == "Head of Examples\nand Samples"


def test_without_a_database_nothing_is_kept(cli: Any, write: Any) -> None:
    name = write(HEADER + b"a@example.com,A\n")
    for _ in range(2):
        result = cli("sync", "--sandbox", name)
        assert result.out == "leads.csv: 1 created, 0 updated, 0 failed\n"
        assert result.err == EMBEDDED


def test_a_header_alone_is_done_at_once(cli: Any, write: Any) -> None:
    result = cli("sync", "--sandbox", write(HEADER))
    assert (result.code, result.out) == (0, "leads.csv: 0 created, 0 updated, 0 failed\n")


def test_failed_rows_are_told_by_line_and_reason(cli: Any, write: Any) -> None:
    data = b'Id,Email,FirstName\n,a@example.com,"A\nA"\n999,,B\n,c@example.com,C\n'
    result = cli("sync", "--sandbox", write(data))
    assert result.code == 1
    assert result.out == (
        f"leads.csv:4: FAILED: {reason(999)}\nleads.csv: 2 created, 0 updated, 1 failed\n"
    )
    assert result.err == EMBEDDED


def test_json_is_one_document(cli: Any, write: Any) -> None:
    data = b"Id,Email,FirstName\n999,,B\n,c@example.com,C\n998,,D\n"
    result = cli("sync", "--sandbox", "--json", write(data))
    assert result.code == 1
    assert json.loads(result.out) == {
        "target": "sandbox:",
        "created": 1,
        "updated": 0,
        "failed": 2,
        "failures": [
            {"line": 2, "lead_id": 999, "error": reason(999)},
            {"line": 4, "lead_id": 998, "error": reason(998)},
        ],
        "unknown": 0,
        "not_sent": 0,
    }
    none = cli("sync", "--sandbox", "--json", write(HEADER))
    assert none.out == (
        '{\n  "failures": [],\n  "target": "sandbox:",\n  "created": 0,\n  "updated": 0,\n'
        '  "failed": 0,\n  "unknown": 0,\n  "not_sent": 0\n}\n'
    )


def test_stdin_is_read_under_the_name_of_a_dash(cli: Any) -> None:
    result = cli("sync", "--sandbox", "-", stdin=b"Id,Email\n999,\n,a@example.com\n")
    assert result.code == 1
    assert result.out == (
        f"<stdin>:2: FAILED: {reason(999)}\n<stdin>: 1 created, 0 updated, 1 failed\n"
    )


def test_a_pipe_is_read_twice_too(cli: Any, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with subprocess.Popen(["cp", SAMPLE, tmp_path / "pipe"]):
        result = cli("sync", "--sandbox", "pipe")
    assert (result.code, result.out) == (0, "pipe: 12 created, 0 updated, 0 failed\n")


def test_batches_have_the_size_asked_for(
    cli: Any, write: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes = []
    original = Client.sync_multiple_leads

    def counting(self: Client, leads: list[object], **options: Any) -> object:
        sizes.append(len(leads))
        return original(self, leads, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Client, "sync_multiple_leads", counting)
    name = write(HEADER + b"".join(b"a%d@example.com,A\n" % n for n in range(7)))
    assert cli("sync", "--sandbox", name, "--batch-size", "3").code == 0
    assert sizes == [3, 3, 1]


def test_without_dedup_every_row_is_a_new_lead(cli: Any, write: Any) -> None:
    name = write(HEADER + b"a@example.com,A\n" * 2)
    assert cli("sync", "--sandbox", name).out == "leads.csv: 1 created, 1 updated, 0 failed\n"
    assert (
        cli("sync", "--sandbox", name, "--no-dedup").out
        == "leads.csv: 2 created, 0 updated, 0 failed\n"
    )


def test_an_empty_cell_changes_nothing_unless_asked_to(
    cli: Any, write: Any, tmp_path: Path
) -> None:
    cli("sync", write(HEADER + b"a@example.com,A\n"), "--database", "my.db")
    name = write(HEADER + b"a@example.com,\n")
    cli("sync", name, "--database", "my.db")
    assert stored(tmp_path / "my.db", "a@example.com")["FirstName"] == "A"
    cli("sync", name, "--database", "my.db", "--clear-empty")
    assert "FirstName" not in stored(tmp_path / "my.db", "a@example.com")


BAD = {
    "empty": (b"", ":1: there is no header line, such as Email,FirstName,LastName"),
    "duplicate header": (b"Email,City,City\n", ":1: column 3 has the same name as column 2"),
    "empty header name": (b"Email,\n", ":1: column 2 has no name"),
    "misspelt key": (
        b"Email,leadId\n",
        ":1: column 2 is named 'leadId': write Id, for the service would silently ignore another "
        "spelling",
    ),
    "no key column": (
        b"City\n",
        ":1: the header names no key: it needs one of Id, Email and ForeignSysPersonId",
    ),
    "too few cells": (b"Email,City\na@b.c\n", ":2: the row has 1 cell, the header 2"),
    "row without key": (b"Email,City\n,x\n", ":2: the row has no key: Email is empty"),
    "bad Id": (b"Id\nx\n", ":2: Id is not an integer from 1 to 2147483647"),
    "bad type": (
        b"Email,ForeignSysType\na@b.c,SAP\n",
        ":2: ForeignSysType is not one of CUSTOM, SFDC and NETSUITE",
    ),
    "control character": (
        b"Email,City\na@b.c,\x01\n",
        ":2: City holds a U+0001, which XML cannot hold",
    ),
    "NUL": (b"Email,City\na@b.c,\x00\n", ":2: City holds a NUL byte, which XML cannot hold"),
    "not UTF-8": (
        b"Email\na@b.c\n\xe9@b.c\n",
        ":3: not UTF-8: byte 0xE9 at position 1; it may be cp1252, of Windows: --encoding cp1252",
    ),
    "open quote": (b'Email\n"a@b.c\n', ":2: a quote opened in this row is never closed"),
    "huge cell": (
        b"Email\n" + b"x" * 131_072 + b"\n",
        ":2: the row is longer than 131072 bytes: is a quote open? Reading stopped here",
    ),
}


@pytest.mark.parametrize(("data", "problem"), BAD.values(), ids=BAD)
def test_a_bad_file_is_refused_before_anything_is_sent(
    cli: Any, write: Any, tmp_path: Path, data: bytes, problem: str
) -> None:
    result = cli("sync", write(data), "--database", "my.db")
    assert (result.code, result.out) == (6, "")
    assert result.err == (f"leads.csv{problem}\nmktows: leads.csv: 1 problem; nothing was sent\n")
    assert not (tmp_path / "my.db").exists()


@pytest.mark.parametrize("count", [19, 20, 21, 25])
def test_more_than_20_problems_are_counted(cli: Any, write: Any, count: int) -> None:
    result = cli("sync", "--sandbox", write(b"Id\n" + b"x\n" * count))
    reason = "Id is not an integer from 1 to 2147483647"
    more = f"leads.csv: {count - 20} more\n" if count > 20 else ""
    assert result.err == (
        "".join(f"leads.csv:{line}: {reason}\n" for line in range(2, min(count, 20) + 2))
        + f"{more}mktows: leads.csv: {count} problems; nothing was sent\n"
    )


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("none.csv", f"none.csv: cannot be read: {os.strerror(errno.ENOENT)}"),
        (".", f".: cannot be read: {os.strerror(errno.EISDIR)}"),
        ("a\0b", "a file name holds a NUL byte"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(cli: Any, path: str, reason: str) -> None:
    result = cli("sync", "--sandbox", path)
    assert (result.code, result.out, result.err) == (6, "", f"mktows: {reason}\n")


@pytest.mark.parametrize("size", ["0", "301", "x"])
def test_a_batch_size_out_of_range_is_a_usage_error(cli: Any, write: Any, size: str) -> None:
    result = cli("sync", "--sandbox", write(HEADER), "--batch-size", size)
    assert (result.code, result.out) == (2, "")
    assert "--batch-size" in result.err
    assert result.err.endswith("\n  hint: mktows sync --help\n")


def test_a_database_that_is_none_is_a_configuration_error(
    cli: Any, write: Any, tmp_path: Path
) -> None:
    (tmp_path / "my.db").write_text("not a database, but long enough to be taken for one" * 20)
    result = cli("sync", write(HEADER), "--database", "my.db", "--json")
    assert (result.code, result.out) == (3, "")
    assert result.err.startswith(f"{KEPT}mktows: ")
    assert "my.db" in result.err.removeprefix(KEPT)


def test_the_endpoint_of_the_environment_is_called(
    cli: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        Sandbox(users={"someone": "some key"}) as sandbox,
        ThreadedServer(sandbox) as server,
    ):
        monkeypatch.setenv("MKTOWS_ENDPOINT", server.endpoint("2_7"))
        monkeypatch.setenv("MKTOWS_USER_ID", "someone")
        monkeypatch.setenv("MKTOWS_ENCRYPTION_KEY", "some key")
        result = cli("sync", str(SAMPLE))
        assert (result.code, result.err) == (0, "")
        assert result.out == f"{SAMPLE}: 12 created, 0 updated, 0 failed\n"
        monkeypatch.setenv("MKTOWS_ENCRYPTION_KEY", "another key")
        refused = cli("sync", str(SAMPLE))
    assert refused.code == 5
    assert refused.err.endswith("  hint: check MKTOWS_USER_ID and MKTOWS_ENCRYPTION_KEY\n")


def test_credentials_without_an_endpoint_are_not_used(
    cli: Any, write: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MKTOWS_USER_ID", "someone")
    monkeypatch.setenv("MKTOWS_ENCRYPTION_KEY", "some key")
    result = cli("sync", "--sandbox", write(HEADER))
    assert result.code == 0
    assert result.err == EMBEDDED.removesuffix("\n") + (
        "; MKTOWS_USER_ID and MKTOWS_ENCRYPTION_KEY not used: the sample credentials are\n"
    )
    assert SAMPLE_USER_ID not in result.err


@pytest.mark.parametrize("missing", ["MKTOWS_USER_ID", "MKTOWS_ENCRYPTION_KEY"])
def test_an_endpoint_without_credentials_is_a_configuration_error(
    cli: Any, write: Any, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    monkeypatch.setenv("MKTOWS_ENDPOINT", "https://example.com/soap/mktows/2_7")
    monkeypatch.setenv("MKTOWS_USER_ID", "someone")
    monkeypatch.setenv("MKTOWS_ENCRYPTION_KEY", "some key")
    monkeypatch.delenv(missing)
    result = cli("sync", write(HEADER))
    assert (result.code, result.out, result.err) == (3, "", f"mktows: not set: {missing}\n")


def on_a_terminal(argv: list[str], environment: dict[str, str], folder: Path) -> tuple[int, str]:
    """Run with stdout and stderr on one terminal; return the code and what it showed."""
    ours, theirs = pty.openpty()
    program = "from mktows.cli.main import run; run()"
    with subprocess.Popen(
        [sys.executable, "-c", program, *argv],
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
        env=environment,
        cwd=folder,
    ) as done:
        os.close(theirs)
        shown = b""
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:
                break
            if not piece:
                break
            shown += piece
    os.close(ours)
    return done.returncode, shown.decode()


@pytest.mark.slow
def test_progress_is_shown_on_a_terminal_and_not_when_quiet(
    environment: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "leads.csv").write_bytes(b"Id,Email\n999,\n,a@example.com\n998,\n")
    argv = ["sync", "--sandbox", "leads.csv", "--batch-size", "1"]
    plain = environment | {"TERM": "xterm", "COLUMNS": "80"}
    code, shown = on_a_terminal(argv, plain, tmp_path)
    assert code == 1
    assert "3/3" in shown
    assert f"leads.csv:2: FAILED: {reason(999)}\r\n" in shown
    assert f"leads.csv:4: FAILED: {reason(998)}\r\n" in shown
    assert "\x1b[38" in shown or "\x1b[3" in shown
    code, shown = on_a_terminal(argv, plain | {"NO_COLOR": "1"}, tmp_path)
    assert "3/3" in shown
    assert "\x1b[38" not in shown
    assert "\x1b[32m" not in shown
    code, shown = on_a_terminal([*argv, "--quiet"], plain, tmp_path)
    assert code == 1
    assert "\x1b" not in shown
    assert "3/3" not in shown
