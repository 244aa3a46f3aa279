"""`mktows call`: JSON in, JSON out, and the signed envelope instead."""

from __future__ import annotations

import errno
import hashlib
import hmac
import json
import os
from pathlib import Path
from typing import Any

import pytest

from mktows import soap
from mktows.codec import Codec
from mktows.contract import contract
from mktows.sandbox import SAMPLE_KEY, SAMPLE_USER_ID, Sandbox
from mktows.server.http.server import ThreadedServer

KEPT = "mktows: using the embedded sandbox; its data is kept in my.db\n"


def asked(cli: Any, operation: str, request: object, *options: str) -> Any:
    """Call with a request from stdin, and read the reply."""
    stdin = json.dumps(request).encode()
    result = cli("call", operation, "-", "--database", "my.db", *options, stdin=stdin)
    assert (result.code, result.err) == (0, KEPT)
    return json.loads(result.out)


LEAD = {
    "Email": "a@example.com",
    "leadAttributeList": {"attribute": {"attrName": "FirstName", "attrValue": "Zoë 字"}},
}


def test_a_lead_is_written_and_read(cli: Any) -> None:
    written = asked(cli, "syncLead", {"leadRecord": LEAD, "returnLead": False})
    lead_id = written["result"]["leadId"]
    assert written == {
        "result": {
            "leadId": lead_id,
            "syncStatus": {"leadId": lead_id, "status": "CREATED", "error": None},
            "leadRecord": None,
        }
    }
    found = asked(cli, "getLead", {"leadKey": {"keyType": "EMAIL", "keyValue": "a@example.com"}})
    (record,) = found["result"]["leadRecordList"]["leadRecord"]
    assert record["Id"] == lead_id
    assert {"attrName": "FirstName", "attrType": "string", "attrValue": "Zoë 字"} in (
        record["leadAttributeList"]["attribute"]
    )


def test_lists_and_selectors_are_understood(cli: Any) -> None:
    records = [{**LEAD, "Email": f"{n}@example.com"} for n in range(3)]
    request = {"leadRecordList": {"leadRecord": records}, "dedupEnabled": True}
    written = asked(cli, "syncMultipleLeads", request)
    statuses = written["result"]["syncStatusList"]["syncStatus"]
    assert [each["status"] for each in statuses] == ["CREATED"] * 3
    selector = {
        "@type": "LeadKeySelector",
        "keyType": "EMAIL",
        "keyValues": {"stringItem": ["0@example.com", "2@example.com"]},
    }
    found = asked(cli, "getMultipleLeads", {"leadSelector": selector})
    assert found["result"]["returnCount"] == 2


def test_a_request_may_be_left_out_or_a_file(cli: Any, tmp_path: Path) -> None:
    listed = cli("call", "--sandbox", "listMObjects")
    assert listed.code == 0
    assert "LeadRecord" in json.loads(listed.out)["result"]["objects"]
    (tmp_path / "request.json").write_text('{"objectName": "LeadRecord"}')
    described = cli("call", "--sandbox", "describeMObject", "request.json", "--dry-run")
    assert (described.code, described.err) == (0, "")
    assert "<objectName>LeadRecord</objectName>" in described.out


def test_json_is_utf8_whatever_the_terminal_says(process: Any, tmp_path: Path) -> None:
    (tmp_path / "request.json").write_text(json.dumps({"leadRecord": LEAD, "returnLead": True}))
    result = process("call", "--sandbox", "syncLead", "request.json", PYTHONIOENCODING="ascii")
    assert result.code == 0
    assert "Zoë 字" in result.out


def test_a_fault_ends_with_5_and_is_data(cli: Any) -> None:
    request = b'{"leadKey": {"keyType": "EMAIL", "keyValue": "none@example.com"}}'
    result = cli("call", "getLead", "-", "--database", "my.db", stdin=request)
    assert result.code == 5
    assert json.loads(result.out) == {
        "fault": {
            "code": "SOAP-ENV:Client",
            "string": "20103 - Lead not found",
            "actor": None,
            "service_code": 20103,
            "service_name": "mktServiceException",
            "service_message": "No lead found with EMAIL = none@example.com (20103)",
        }
    }
    assert result.err == f"{KEPT}mktows: 20103 - Lead not found\n"


def envelope_of(text: str) -> soap.Envelope:
    return soap.read_envelope(text.removesuffix("\n").encode())


@pytest.mark.parametrize("version", ["2_1", "2_7"])
def test_a_dry_run_prints_an_envelope_that_reads_back_and_verifies(
    cli: Any, monkeypatch: pytest.MonkeyPatch, version: str
) -> None:
    monkeypatch.setenv("MKTOWS_ENDPOINT", f"https://example.com/soap/mktows/{version}")
    monkeypatch.setenv("MKTOWS_USER_ID", "someone")
    monkeypatch.setenv("MKTOWS_ENCRYPTION_KEY", "some key")
    request = json.dumps({"leadRecord": LEAD, "returnLead": False}).encode()
    result = cli("call", "syncLead", "-", "--dry-run", "--workspace", "W & X", stdin=request)
    assert (result.code, result.err) == (0, "")
    verify(result.out, "someone", "some key")
    contract_ = contract(version)
    envelope = envelope_of(result.out)
    assert envelope.body is not None
    params = Codec(contract_).decode(envelope.body, "paramsSyncLead")
    assert params.lead_record.lead_attribute_list.attribute[0].attr_value == "Zoë 字"
    workspace = envelope.headers[(contract_.namespace, "MktowsContextHeader")]
    assert workspace[0].text == "W & X"


def test_a_dry_run_needs_no_endpoint_and_writes_nothing(cli: Any, tmp_path: Path) -> None:
    result = cli("call", "listMObjects", "--dry-run", "--database", "my.db")
    assert (result.code, result.err) == (0, "")
    verify(result.out, SAMPLE_USER_ID, SAMPLE_KEY)
    assert list(tmp_path.iterdir()) == []


def verify(text: str, user_id: str, key: str) -> None:
    (header,) = [block for name, block in envelope_of(text).headers.items() if "Auth" in name[1]]
    values = {soap.split_name(child)[1]: child.text or "" for child in header}
    assert values["mktowsUserId"] == user_id
    signed = (values["requestTimestamp"] + user_id).encode()
    expected = hmac.new(key.encode(), signed, hashlib.sha1).hexdigest()
    assert values["requestSignature"] == expected


@pytest.mark.parametrize("name", sorted(contract("2_7").operations))
def test_every_operation_is_known(cli: Any, name: str) -> None:
    result = cli("call", "--sandbox", name, "-", "--dry-run", stdin=b'{"zzz": 1}')
    assert (result.code, result.out) == (6, "")
    assert result.err.startswith("mktows: zzz: Params")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("get_lead", "did you mean getLead"),
        ("get-multiple-leads", "did you mean getMultipleLeads"),
        ("getleed", "did you mean getLead"),
        ("zzz", "the operations are deleteCustomObjects, deleteMObjects, "),
    ],
)
def test_an_unknown_operation_is_a_usage_error(cli: Any, name: str, hint: str) -> None:
    result = cli("call", "--sandbox", name)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(f"mktows: {name!r} is no operation of version 3_1\n  hint: {hint}")


def test_a_workspace_is_only_for_sync_lead(cli: Any) -> None:
    result = cli("call", "--sandbox", "getLead", "--workspace", "x")
    assert (result.code, result.out) == (2, "")
    assert result.err == "mktows: getLead takes no workspace; only syncLead does\n"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'{"a": 1, "a": 2}', "<stdin>: the member 'a' stands twice in one object"),
        (b'{"leadKey": {"keyType": "EMAL"}}', "leadKey.keyType: not a LeadKeyRef; did you mean "
         "EMAIL?"),
        (b"{}", "paramsGetLead.leadKey: a required value is missing"),
        (
            b'{"leadKey": {"keyType": "EMAIL", "keyValue": "\\u0001"}}',
            "paramsGetLead.leadKey.keyValue: U+0001 at index 0 cannot stand in XML",
        ),
        (
            b'{"leadKey": {"keyType": "EMAIL", "keyValue": "\\ud800"}}',
            "paramsGetLead.leadKey.keyValue: U+D800 at index 0 cannot stand in XML",
        ),
    ],
)  # fmt: skip
def test_a_bad_request_ends_with_6(cli: Any, data: bytes, message: str) -> None:
    result = cli("call", "--sandbox", "getLead", "-", "--dry-run", stdin=data)
    assert (result.code, result.out, result.err) == (6, "", f"mktows: {message}\n")


def test_a_request_that_is_no_json_ends_with_6(cli: Any) -> None:
    result = cli("call", "getLead", "-", "--sandbox", "--dry-run", stdin=b"{")
    assert (result.code, result.out) == (6, "")
    assert result.err.startswith("mktows: <stdin>:1:2: not JSON: ")
    assert result.err.count("\n") == 1


def test_a_request_that_is_not_there_ends_with_6(cli: Any) -> None:
    result = cli("call", "--sandbox", "getLead", "none.json")
    assert (result.code, result.out) == (6, "")
    assert result.err == f"mktows: none.json: cannot be read: {os.strerror(errno.ENOENT)}\n"


def test_the_endpoint_of_the_environment_is_called(
    cli: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Sandbox() as sandbox, ThreadedServer(sandbox) as server:
        monkeypatch.setenv("MKTOWS_ENDPOINT", server.endpoint("2_3"))
        monkeypatch.setenv("MKTOWS_USER_ID", SAMPLE_USER_ID)
        monkeypatch.setenv("MKTOWS_ENCRYPTION_KEY", SAMPLE_KEY)
        result = cli("call", "listMObjects")
        assert (result.code, result.err) == (0, f"mktows: calling {server.endpoint('2_3')}\n")


def test_an_endpoint_that_does_not_answer_ends_with_4(process: Any) -> None:
    # A write, for reads are repeated; nothing listens on port 1.
    result = process(
        "call",
        "listMObjects",
        program=(
            "import mktows.retry, mktows.client; "
            "mktows.client.RetryPolicy = lambda: mktows.retry.NO_RETRY; "
            "from mktows.cli.main import run; run()"
        ),
        MKTOWS_ENDPOINT="http://127.0.0.1:1/soap/mktows/2_7",
        MKTOWS_USER_ID="someone",
        MKTOWS_ENCRYPTION_KEY="some key",
    )
    assert (result.code, result.out) == (4, "")
    assert result.err == (
        "mktows: calling http://127.0.0.1:1/soap/mktows/2_7\n"
        "mktows: no connection could be made: is the endpoint right?\n"
        "  hint: check MKTOWS_ENDPOINT and the network\n"
    )
