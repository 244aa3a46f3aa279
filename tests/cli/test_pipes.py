"""What one command prints, another reads: each pair that a user would try."""

from __future__ import annotations

import contextlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from support.check_examples import request

from mktows import KNOWN_VERSIONS, Client, HttpRequest, MktowsError
from mktows.sandbox import SAMPLE_KEY, SAMPLE_USER_ID, Sandbox
from mktows.sandbox.control import Control
from mktows.sandbox.world.files import demo_world
from mktows.server.http.server import ThreadedServer
from mktows.server.journal.kept import LONGEST_ENVELOPE

NOW = datetime(2013, 8, 5, 9, 57, 10, tzinfo=UTC)


def some_calls(client: Client) -> None:
    """Reads and writes, answered and refused."""
    client.list_mobjects()
    client.describe_mobject("LeadRecord")
    client.sync_lead({"Email": "t@t.com", "FirstName": 'Zoë "字" <&>'}, return_lead=True)
    client.sync_multiple_leads([{"Email": "a@x.com"}, {"Id": 999}])
    client.get_lead(email="t@t.com")
    client.get_lead_activity(email="t@t.com")
    client.get_campaigns_for_source("MKTOWS")
    for refused in (
        lambda: client.get_lead(email="nobody@x.com"),
        lambda: client.sync_lead({"Email": "t@t.com", "NoSuchField": "x"}),
    ):
        with contextlib.suppress(MktowsError):
            refused()


@pytest.fixture(params=KNOWN_VERSIONS)
def called(tmp_path: Path, request: pytest.FixtureRequest) -> tuple[str, list[str]]:
    """A version, and how the journal of its sandbox is asked for."""
    with Sandbox(database=tmp_path / "my.db", now=lambda: NOW) as sandbox:
        sandbox.seed(demo_world(), if_new=True)
        config = sandbox.config(request.param)
        some_calls(Client(config, transport=sandbox, now=lambda: NOW))
    return request.param, ["sandbox", "calls", "--database", str(tmp_path / "my.db")]


def judged(cli: Any, text: str, *options: str) -> set[str]:
    """The rules that a text breaks, none of them an error."""
    result = cli("check", "-", "--json", *options, stdin=text.encode())
    document = json.loads(result.out)
    found = [each for file in document["files"] for each in file["findings"]]
    assert result.code == 0, found
    return {each["rule"] for each in found}


@pytest.mark.parametrize("key", [None, SAMPLE_KEY])
def test_the_journal_is_checked(
    cli: Any, called: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch, key: str | None
) -> None:
    version, calls = called
    if key is not None:
        monkeypatch.setenv("MKTOWS_ENCRYPTION_KEY", key)
    listed = cli(*calls, "--json")
    assert listed.out.count("Envelope xmlns") == 18
    assert judged(cli, listed.out) == {"signature-masked"}
    assert judged(cli, listed.out, "--version", version) == {"signature-masked"}


def test_one_call_of_the_journal_is_checked(cli: Any, called: tuple[str, list[str]]) -> None:
    _, calls = called
    for number in "12345678":
        for form in ([], ["--json"]):
            shown = cli(*calls, number, *form).out
            assert judged(cli, shown) == {"signature-masked"}


def test_a_journal_that_is_asked_over_http_is_checked(cli: Any) -> None:
    with Sandbox() as sandbox, ThreadedServer(sandbox, control=Control(sandbox)) as server:
        some_calls(Client(sandbox.config(), transport=sandbox))
        listed = cli("sandbox", "calls", "--url", server.url, "--json")
    assert judged(cli, listed.out) == {"signature-masked"}


def test_an_error_in_the_journal_is_found_all_the_same(cli: Any) -> None:
    broken = request("syncLead").replace(">false<", ">no<")
    listed = json.dumps([{"request": broken.replace("0737b7", "***"), "reply": ""}])
    result = cli("check", "-", stdin=listed.encode())
    assert result.code == 6
    assert "value-type" in result.out


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_what_the_journal_cut_is_not_called_broken(
    cli: Any, tmp_path: Path, form: list[str]
) -> None:
    long = [{"Email": f"{n}@x.com", "Company": "y" * 250} for n in range(300)]
    with Sandbox(database=tmp_path / "my.db") as sandbox:
        client = Client(sandbox.config(), transport=sandbox)
        fields = {f"Custom{n}": "x" * 200 for n in range(15)}
        with contextlib.suppress(MktowsError):
            client.sync_multiple_leads([each | fields for each in long])
    shown = cli("sandbox", "calls", "1", "--database", str(tmp_path / "my.db"), *form).out
    assert len(shown) > LONGEST_ENVELOPE
    assert shown.count(" more characters)") == 1
    assert "envelope-cut" in judged(cli, shown)


def test_a_dry_run_is_checked(cli: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    key = {"leadKey": {"keyType": "EMAIL", "keyValue": "t@t.com"}}
    dry = cli("call", "--sandbox", "getLead", "-", "--dry-run", stdin=json.dumps(key).encode())
    monkeypatch.setenv("MKTOWS_ENCRYPTION_KEY", SAMPLE_KEY)
    assert judged(cli, dry.out) == set()


def test_a_dry_run_can_be_posted(cli: Any) -> None:
    dry = cli("call", "--sandbox", "listMObjects", "--dry-run")
    with Sandbox() as sandbox:
        answer = sandbox.send(
            HttpRequest(sandbox.config().endpoint, {"content-type": "text/xml"}, dry.out.encode())
        )
    assert (answer.status, b"successListMObjects" in answer.body) == (200, True)


def test_what_sign_prints_makes_a_header(cli: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MKTOWS_USER_ID", SAMPLE_USER_ID)
    monkeypatch.setenv("MKTOWS_ENCRYPTION_KEY", SAMPLE_KEY)
    values = json.loads(cli("sign").out)
    header = "".join(f"<{name}>{text}</{name}>" for name, text in values.items())
    before, _, rest = request("getLead").partition("<mktowsUserId>")
    after = rest[rest.index("</ns1:AuthenticationHeader>") :]
    assert judged(cli, f"{before}{header}{after}") == set()


def test_a_lead_that_was_read_can_be_written_back(cli: Any) -> None:
    key = {"leadKey": {"keyType": "EMAIL", "keyValue": "rufus@marketo.com"}}
    demo = ["--database", "my.db", "--seed-data"]
    read = json.loads(cli("call", "getLead", "-", *demo, stdin=json.dumps(key).encode()).out)
    (record,) = read["result"]["leadRecordList"]["leadRecord"]
    values = record["leadAttributeList"]["attribute"]
    writable = [each for each in values if each["attrName"] in ("FirstName", "LastName")]
    record["leadAttributeList"]["attribute"] = writable
    lead = {"leadRecord": record, "returnLead": False}
    written = cli("call", "syncLead", "-", *demo, stdin=json.dumps(lead).encode())
    assert written.code == 0, written.err
    assert json.loads(written.out)["result"]["syncStatus"]["status"] == "UPDATED"


@pytest.mark.parametrize("version", KNOWN_VERSIONS)
def test_the_wsdl_that_is_served_is_compared(cli: Any, version: str) -> None:
    with Sandbox() as sandbox:
        endpoint = sandbox.config(version).endpoint
        served = sandbox.send(HttpRequest(f"{endpoint}?WSDL", {}, b"", method="GET")).body
    result = cli("diff", version, "-", "--fail-on", "attention", stdin=served)
    assert result.code == 0, result.out


@pytest.mark.parametrize(
    "argv",
    [
        ["sync", "leads.csv", "--sandbox", "--json"],
        ["call", "listMObjects", "--sandbox"],
        ["diff", "2_1", "2_7", "--json"],
        ["check", "leads.csv", "--json"],
        ["check", "leads.csv", "--sarif"],
        ["sandbox", "calls", "--database", "my.db"],
        ["sandbox", "calls", "--database", "my.db", "--json"],
    ],
    ids=" ".join,
)
def test_what_holds_no_message_is_not_in_order(cli: Any, tmp_path: Path, argv: list[str]) -> None:
    (tmp_path / "leads.csv").write_text("Email\nt@t.com\n")
    with Sandbox(database=tmp_path / "my.db"):
        pass
    printed = cli(*argv).out
    result = cli("check", "-", stdin=printed.encode())
    assert result.code == 6
    assert "envelope-not-found" in result.out or not printed
