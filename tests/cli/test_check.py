"""`mktows check`: files in, findings out, and an exit code that says how grave they are."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path
from typing import Any

import pytest
from support.check_examples import EXAMPLES, KEY, SIGNATURE, USER_ID, request

from mktows.checking import tallies
from mktows.cli import check as verb

WRONG_VALUE = request("syncLead").replace(">false<", ">no<")
WRONG_VALUE_LINE = (
    ":4: error value-type: paramsSyncLead.returnLead: returnLead is not a valid boolean;"
    " write true or false\n"
)
NOTE = EXAMPLES["element-qualified"].document
WARNING = EXAMPLES["dedup-disabled"].document


def test_a_message_in_order_is_passed(cli: Any, tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(request("getLead"))
    result = cli("check", "a.xml")
    assert (result.code, result.out) == (0, "")
    assert result.err == "mktows: 0 errors, 0 warnings, 0 notes in 1 file\n"


def test_an_error_is_told_by_file_and_line(cli: Any, tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(WRONG_VALUE)
    (tmp_path / "b.xml").write_text(request("getLead"))
    result = cli("check", "a.xml", "b.xml")
    assert (result.code, result.out) == (6, f"a.xml{WRONG_VALUE_LINE}")
    assert result.err == "mktows: 1 error, 0 warnings, 0 notes in 2 files\n"


def test_standard_input_is_read_under_a_dash(cli: Any) -> None:
    result = cli("check", "-", stdin=WRONG_VALUE.encode())
    assert (result.code, result.out) == (6, f"<stdin>{WRONG_VALUE_LINE}")


@pytest.mark.parametrize(
    ("document", "fail_on", "code"),
    [
        (NOTE, None, 0),
        (NOTE, "warning", 0),
        (NOTE, "note", 6),
        (WARNING, None, 0),
        (WARNING, "warning", 6),
        (WARNING, "note", 6),
        (WRONG_VALUE.encode(), "error", 6),
    ],
)
def test_the_exit_code_follows_fail_on(
    cli: Any, document: bytes, fail_on: str | None, code: int
) -> None:
    options = [] if fail_on is None else ["--fail-on", fail_on]
    assert cli("check", *options, "-", stdin=document).code == code


def test_the_version_chooses_the_contract(cli: Any) -> None:
    document = EXAMPLES["element-other-version"].document
    assert "element-other-version" in cli("check", "-", stdin=document).out
    known = cli("check", "--version", "2_1", "-", stdin=document).out.splitlines()
    assert [line.split()[2] for line in known] == ["field-without-effect:"]


def test_json_is_one_document(cli: Any) -> None:
    result = cli("check", "--json", "-", stdin=WRONG_VALUE.encode())
    assert result.code == 6
    told = json.loads(result.out)
    assert list(told) == ["files", "errors", "warnings", "notes", "not_shown"]
    assert [each["rule"] for each in told["files"][0]["findings"]] == ["value-type"]


def test_sarif_is_one_document(cli: Any) -> None:
    result = cli("check", "--sarif", "-", stdin=WRONG_VALUE.encode())
    assert result.code == 6
    (run,) = json.loads(result.out)["runs"]
    assert [each["ruleId"] for each in run["results"]] == ["value-type"]


def test_an_unreadable_file_hides_no_other(cli: Any, tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(WRONG_VALUE)
    result = cli("check", "none.xml", "a.xml")
    assert (result.code, result.out) == (6, f"a.xml{WRONG_VALUE_LINE}")
    assert result.err == (
        f"mktows: none.xml: cannot be read: {os.strerror(errno.ENOENT)}\n"
        "mktows: 1 error, 0 warnings, 0 notes in 1 file\n"
    )


def test_an_unreadable_file_alone_fails(cli: Any) -> None:
    assert cli("check", "none.xml").code == 6


def test_a_file_that_is_too_large_is_refused(cli: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verb, "MAX_FILE_BYTES", 100)
    result = cli("check", "-", stdin=request("getLead").encode())
    assert result.code == 6
    assert result.err.startswith(
        "mktows: <stdin>: larger than 100 bytes, the most that is read: split it\n"
    )


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (
            ["--version", "9.9", "-"],
            "mktows: '9.9' is no version of the contract: a version has the form 2_7",
        ),
        (["--fail-on", "never", "-"], "mktows: 'never' is no severity"),
        (["--json", "--sarif", "-"], "mktows: --json and --sarif exclude each other"),
    ],
)
def test_arguments_that_make_no_sense_are_usage(cli: Any, argv: list[str], message: str) -> None:
    result = cli("check", *argv)
    assert (result.code, result.out) == (2, "")
    assert result.err.splitlines()[0] == message


# Signatures


@pytest.fixture
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MKTOWS_ENCRYPTION_KEY", KEY)


def test_without_a_key_no_signature_is_verified(cli: Any) -> None:
    document = request("getLead").replace(SIGNATURE, "0123456789" * 4)
    assert cli("check", "-", stdin=document.encode()).out == ""


@pytest.mark.usefixtures("key")
def test_a_key_in_the_environment_verifies_signatures(cli: Any) -> None:
    assert cli("check", "-", stdin=request("getLead").encode()).out == ""
    document = EXAMPLES["signature-message-order"].document
    result = cli("check", "-", stdin=document)
    assert result.out == (
        "<stdin>:3: error signature-message-order: AuthenticationHeader.requestSignature:"
        " requestSignature signs the user id followed by the timestamp; put the timestamp first\n"
    )
    assert KEY not in result.out + result.err


@pytest.mark.usefixtures("key")
def test_a_user_id_in_the_environment_says_whose_key_it_is(
    cli: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MKTOWS_USER_ID", "bigcorp1_461839624B16E06BA2D663")
    result = cli("check", "-", stdin=request("getLead").encode())
    assert result.code == 0
    assert "warning user-id-other" in result.out
    monkeypatch.setenv("MKTOWS_USER_ID", USER_ID)
    assert cli("check", "-", stdin=request("getLead").encode()).out == ""


def test_controls_in_a_document_do_not_reach_the_terminal(cli: Any) -> None:
    document = request("getLead").replace("<leadKey>", "<a\u202eb/><leadKey>")
    result = cli("check", "-", stdin=document.encode())
    assert result.code == 6
    assert "\u202e" not in result.out


def test_hundreds_of_files_are_one_run(cli: Any, tmp_path: Path) -> None:
    names = [f"{number}.xml" for number in range(200)]
    for name in names:
        (tmp_path / name).write_text(request("listMObjects"))
    result = cli("check", *names)
    assert (result.code, result.out) == (0, "")
    assert result.err == "mktows: 0 errors, 0 warnings, 0 notes in 200 files\n"


@pytest.mark.parametrize("more", [-1, 0, 1, 7])
@pytest.mark.parametrize("form", ["text", "json", "sarif"])
def test_findings_without_end_are_cut_and_counted(
    cli: Any, monkeypatch: pytest.MonkeyPatch, form: str, more: int
) -> None:
    monkeypatch.setattr(tallies, "MAX_SHOWN", 5)
    # Each of these breaks off, which is an error.
    log = b"".join(b"%d <Envelope \n" % n for n in range(5 + more))
    left = max(more, 0)
    options = [] if form == "text" else [f"--{form}"]
    result = cli("check", "-", *options, stdin=log)
    assert result.code == 6
    if form == "text":
        lines = result.out.splitlines()
        errors, cuts = (
            [each for each in lines if f": {kind} " in each] for kind in ("error", "note")
        )
    elif form == "json":
        document = json.loads(result.out)
        (file,) = document["files"]
        assert (document["errors"], document["not_shown"]) == (5 + more, left)
        errors, cuts = (
            [each["reason"] for each in file["findings"] if each["severity"] == kind]
            for kind in ("error", "note")
        )
    else:
        (run,) = json.loads(result.out)["runs"]
        errors, cuts = (
            [each["message"]["text"] for each in run["results"] if each["level"] == kind]
            for kind in ("error", "note")
        )
    assert len(errors) == min(5 + more, 5)
    assert len(cuts) == bool(left)
    assert all(f"{left} more findings of severity error are not shown" in each for each in cuts)
    assert f"mktows: {5 + more} errors, 0 warnings, {len(cuts)} note" in result.err
    assert (f", {left} of them not shown\n" in result.err) is bool(left)


def test_many_notes_hide_no_error(cli: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tallies, "MAX_SHOWN", 2)
    noted = b"%b\n" % NOTE.replace(b"\n", b" ")
    assert cli("check", "-", stdin=noted * 9).code == 0
    result = cli("check", "-", stdin=noted * 9 + b"<Envelope \n")
    assert result.code == 6
    assert "error xml-truncated" in result.out
