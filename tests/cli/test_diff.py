"""`mktows diff`: what it prints, and how it ends."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path
from typing import Any

import pytest

from mktows.contract import contract
from mktows.diffing.rules import RULES

REPORT = """\
2_3 -> 2_7

breaking:
  type ActivityRecord/id [reply-type-widened; caller breaking, server info]: xs:int -> xs:long
    A caller may get a value that its type lacks; what servers send still fits.
  type LeadChangeRecord/id [reply-type-widened; caller breaking, server info]: xs:int -> xs:long
    A caller may get a value that its type lacks; what servers send still fits.
  type MObjStatus/id [reply-nillable-added; caller breaking, server info]: not nillable -> nillable
    A caller may get nil where it relies on a value; servers need not send nil.

attention:
  mergeLeads/request/mergeInSales [request-optional-field-added; caller info, server attention]: \
added xs:boolean
    Callers need not send it; a server that does not know it ignores or refuses it.

info:
  service MktMktowsApiService/MktowsApiSoapPort [address-changed; caller info, server info]: \
https://example.mktoapi.com/soap/mktows/2_3 -> https://example.mktoapi.com/soap/mktows/2_7
    Callers are configured with the address that they call.

5 differences: caller 3 breaking, 0 attention, 2 info; server 0 breaking, 1 attention, 4 info
"""


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """Version 2_7 with another action for getLead."""
    text = contract("2_7").wsdl().replace(b'mktows/getLead"', b'mktows/getlead"')
    path = tmp_path / "mine.wsdl"
    path.write_bytes(text)
    return path


def test_every_change_between_two_versions_is_shown(cli: Any) -> None:
    result = cli("diff", "2_3", "2_7")
    assert (result.code, result.out, result.err) == (0, REPORT, "")


def test_for_one_audience_the_levels_are_its_own(cli: Any) -> None:
    result = cli("diff", "2_3", "2_7", "--for", "server")
    lines = result.out.splitlines()
    assert [line for line in lines if line.endswith(":")] == ["attention:", "info:"]
    assert lines[3].startswith("  mergeLeads/request/mergeInSales [")
    assert lines[-1] == REPORT.splitlines()[-1]


@pytest.mark.usefixtures("mine")
def test_a_file_is_compared_with_a_shipped_version(cli: Any) -> None:
    result = cli("diff", "2_7", "mine.wsdl")
    assert (result.code, result.err) == (0, "")
    assert result.out == (
        "2_7 -> mine.wsdl\n\nbreaking:\n"
        "  getLead [soap-action-changed; caller breaking, server breaking]:"
        " http://www.marketo.com/mktows/getLead -> http://www.marketo.com/mktows/getlead\n"
        "    Many servers find the operation by it, and know only theirs.\n\n"
        "1 difference: caller 1 breaking, 0 attention, 0 info;"
        " server 1 breaking, 0 attention, 0 info\n"
    )


def test_what_is_the_same_has_no_differences(cli: Any) -> None:
    result = cli("diff", "2_7", "2_7", "--fail-on", "info")
    assert (result.code, result.out, result.err) == (0, "2_7 -> 2_7\n\nno differences\n", "")


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ((), 0),
        (("--fail-on", "breaking"), 1),
        (("--fail-on", "attention"), 1),
        (("--fail-on", "info"), 1),
        (("--fail-on", "breaking", "--for", "caller"), 1),
        (("--fail-on", "breaking", "--for", "server"), 0),
        (("--fail-on", "attention", "--for", "server"), 1),
    ],
)
def test_a_finding_at_the_level_or_above_ends_with_1(
    cli: Any, options: tuple[str, ...], code: int
) -> None:
    text = cli("diff", "2_3", "2_7", *options)
    document = cli("diff", "2_3", "2_7", "--json", *options)
    assert (text.code, text.err) == (document.code, document.err) == (code, "")


def test_json_is_one_document(cli: Any) -> None:
    result = cli("diff", "2_1", "2_2", "--json")
    assert (result.code, result.err) == (0, "")
    document = json.loads(result.out)
    assert document["findings"][0] == {
        "rule": "request-enumeration-value-removed",
        "path": "type ListOperationType/CLEARLIST",
        "caller": "breaking",
        "server": "info",
        "direction": "request",
        "old": "CLEARLIST",
        "new": None,
        "reason": RULES["request-enumeration-value-removed"].reason,
        "hint": None,
        "fingerprint": "8fedd51188a7e2b6",
    }
    assert [finding["rule"] for finding in document["findings"][1:]] == [
        "request-optional-field-added",
        "address-changed",
    ]
    assert {key: value for key, value in document.items() if key != "findings"} == {
        "format": 1,
        "old": "2_1",
        "new": "2_2",
        "summary": {
            "caller": {"breaking": 1, "attention": 0, "info": 2},
            "server": {"breaking": 0, "attention": 1, "info": 2},
        },
    }


def test_text_of_a_contract_cannot_drive_the_terminal(cli: Any, mine: Path) -> None:
    address = b"https://example.mktoapi.com/soap/mktows/2_7"
    assert address in mine.read_bytes()
    mine.write_bytes(mine.read_bytes().replace(address, "\u202e&#x9b;31m&#10;x".encode()))
    result = cli("diff", "2_7", "mine.wsdl")
    assert "-> \\u202e\\u009b31m x\n" in result.out


@pytest.mark.parametrize(
    ("argv", "code", "err"),
    [
        (
            ["2_1", "2_2", "--fail-on", "never"],
            2,
            "mktows: --fail-on takes info, attention or breaking\n  hint: mktows diff --help\n",
        ),
        (
            ["2_1", "2_2", "--for", "me"],
            2,
            "mktows: --for takes caller or server\n  hint: mktows diff --help\n",
        ),
        (
            ["none.wsdl", "2_7"],
            6,
            f"mktows: none.wsdl: cannot be read: {os.strerror(errno.ENOENT)}\n",
        ),
        (
            ["2_7", "2_9"],
            6,
            "mktows: 2_9 is neither a file nor a known version: those are 2_1, 2_2, 2_3, 2_7, "
            "3_1\n",
        ),
    ],
)
def test_what_cannot_be_compared_is_told(cli: Any, argv: list[str], code: int, err: str) -> None:
    result = cli("diff", *argv)
    assert (result.code, result.out, result.err) == (code, "", err)


@pytest.mark.parametrize("argv", [("bad.wsdl", "2_7"), ("2_7", "bad.wsdl")], ids=" ".join)
def test_a_wsdl_that_is_not_modelled_is_refused_with_its_line(
    cli: Any, tmp_path: Path, argv: tuple[str, str]
) -> None:
    text = contract("2_7").wsdl().replace(b"<xs:sequence>", b"<xs:sequence><xs:group/>", 1)
    (tmp_path / "bad.wsdl").write_bytes(text)
    line = text[: text.index(b"<xs:group/>")].count(b"\n") + 1
    result = cli("diff", *argv)
    assert (result.code, result.out) == (6, "")
    assert result.err == f"mktows: bad.wsdl:{line}: group in sequence is not modelled\n"


def test_it_needs_no_sandbox(process: Any) -> None:
    program = (
        "import sys; sys.modules['sqlalchemy'] = None; from mktows.cli.main import main; "
        "code = main(); print(code, [n for n in sys.modules if n.startswith('mktows.sandbox')])"
    )
    assert process("diff", "2_7", "2_7", program=program).out.endswith("\n0 []\n")
