"""Envelopes are found in files of any toolkit and any log, with the lines of the file."""

from __future__ import annotations

import html
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.check_examples import EXAMPLES, FAULT, KEY, body_envelope, request

from mktows.checking import check_file
from mktows.signing import Secret

FOLDER = Path(__file__).resolve().parents[1] / "data" / "toolkits"
TOOLKITS: dict[str, list[tuple[int, str]]] = {
    "dotnet_wcf_default_namespace_utf16.xml": [(1, "element-qualified")] * 6,
    "dotnet_xml_serializer.xml": [(1, "nil-for-absent")] * 5,
    "java_axis1_multiref.xml": [(12, "envelope-multiref")],
    "java_jaxws.xml": [],
    "log_apache_wire.log": [(16, "element-case"), (22, "fault-status")],
    "log_escaped_xml.log": [(14, "element-case")],
    "log_http_two_calls.log": [
        (4, "soap-action-mismatch"),
        (8, "fault-status"),
        (9, "content-type-not-xml"),
        (16, "xml-truncated"),
    ],
    "log_json_lines.log": [(2, "value-enumeration"), (2, "fault-client")],
    "log_apache_httpclient_chunked.log": [],
    "log_archive.har": [],
    "log_cxf_events.log": [],
    "log_cxf_interceptors.log": [],
    "log_jaxws_dump.log": [(14, "timestamp-zulu"), (28, "timestamp-zulu")],
    "log_node_soap_debug.log": [],
    "log_node_soap_inspect.log": [],
    "log_node_soap_last_request.log": [],
    "log_perl_soap_lite_trace.log": [
        (10, "envelope-encoding-style"),
        (31, "envelope-encoding-style"),
    ],
    "log_php_json.log": [],
    "log_php_sample_sync_mobjects.log": [],
    "log_php_sample_sync_multiple_leads.log": [],
    "log_php_var_dump.log": [],
    "log_php_var_dump_headers_last.log": [],
    "log_php_var_export.log": [],
    "log_python_http_client.log": [],
    "log_savon_filtered.log": [
        (5, "signature-masked"),
        (18, "signature-masked"),
        (31, "signature-masked"),
    ],
    "log_soapui_http.log": [],
    "log_soapui_project.xml": [],
    "log_suds_debug.log": [],
    "log_wcf_messages.svclog": [
        (2, "header-unknown"),
        (7, "header-unknown"),
        (12, "header-unknown"),
    ],
    "log_zeep_debug.log": [],
    "log_zeep_history.log": [],
    "log_prefixed_lines.log": [(13, "element-case")],
    "perl_soap_lite_latin1.xml": [(3, "envelope-encoding-style"), (5, "lead-id-misnamed")],
    "php_rpc_encoded.xml": [
        (2, "envelope-encoding-style"),
        (5, "message-rpc-style"),
        (6, "xsi-type-mismatch"),
        (7, "xsi-type-mismatch"),
    ],
    "php_soap_client.xml": [],
    "ruby_savon.xml": [
        (1, "element-order"),
        (1, "lead-email-case"),
        (1, "field-without-effect"),
        (1, "timestamp-loose"),
    ],
    "ruby_savon_multiple_leads.xml": [
        (1, "lead-email-case"),
        (1, "lead-email-case"),
        (1, "value-boolean-case"),
    ],
    "ruby_savon_repeated_key.xml": [(1, "program-detail-missing")],
}
BROKEN = request("getLead").replace("<leadKey>", "\n<colour/><leadKey>")
LINE = BROKEN[: BROKEN.index("<colour")].count("\n") + 1
"""Where the one wrong element of BROKEN stands."""


def found(data: bytes) -> list[tuple[int, str]]:
    return [(each.line, each.rule) for each in check_file(data)]


def test_every_sample_is_judged() -> None:
    assert {path.name for path in FOLDER.iterdir()} == set(TOOLKITS)


@pytest.mark.parametrize("name", TOOLKITS)
def test_a_sample_has_these_findings_and_its_signatures_verify(name: str) -> None:
    findings = check_file((FOLDER / name).read_bytes(), key=Secret(KEY))
    assert [(each.line, each.rule) for each in findings] == TOOLKITS[name]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_file_may_be_in_any_form_of_unicode(encoding: str) -> None:
    text = BROKEN.replace(' encoding="UTF-8"', "")
    expected = [(LINE, "element-unknown")]
    assert found(text.encode(encoding)) == expected
    log = f"one\ntwo {text}\nthree {text}\n"
    if encoding in ("utf-16-le", "utf-16-be"):
        log = log.replace("one", "<one>")
    last = LINE + 2 + text.count("\n")
    assert found(log.encode(encoding)) == [(LINE + 1, "element-unknown"), (last, "element-unknown")]


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "prefix",
    [
        "",
        "2013-08-05 09:57:10,123 DEBUG [http-8080-exec-1] ",
        "[05/Aug/2013:09:57:10 -0700] >> ",
        "10 -- : ",
        "Aug  5 09:57:10 host app[123]: ",
    ],
)
def test_a_log_may_begin_every_line_alike(prefix: str, ends: str) -> None:
    count = 100
    lines = []
    for line in ["start", *BROKEN.split("\n"), "end", *BROKEN.split("\n"), "end"]:
        count += 7
        lines.append(prefix.replace("10", str(count)) + line)
    second = LINE + BROKEN.count("\n") + 3
    assert found(ends.join(lines).encode()) == [
        (LINE + 1, "element-unknown"),
        (second, "element-unknown"),
    ]


LOGGABLE = sorted(
    rule
    for rule, example in EXAMPLES.items()
    if example.document.startswith(b"<?xml")
    and b"<s:Envelope" in example.document
    and rule not in ("xml-too-large", "xml-truncated", "xml-malformed")
)


@given(st.sampled_from(LOGGABLE), st.integers(0, 3), st.sampled_from(["", "DEBUG >> "]))
def test_an_envelope_in_a_log_has_the_findings_that_it_has_alone(
    rule: str, above: int, prefix: str
) -> None:
    example = EXAMPLES[rule]
    text = example.document.decode()
    how = {"version": example.version, "key": example.key, "user_id": example.user_id}
    alone = check_file(example.document, **how)  # type: ignore[arg-type]  # as given
    log = "some\n" * above + "x\n" + prefix + text + "\nend\n"
    inside = check_file(log.encode(), **how)  # type: ignore[arg-type]  # as given
    expected = [(each.line + above + 1, each.rule, each.path) for each in alone]
    assert [(each.line, each.rule, each.path) for each in inside] == expected


def test_an_envelope_in_a_json_string_is_found_on_its_line() -> None:
    log = f"{json.dumps({'a': 1})}\n{json.dumps({'sent': BROKEN, 'got': body_envelope(FAULT)})}\n"
    assert found(log.encode()) == [(2, "element-unknown")]
    slashes = log.replace("/", "\\/").replace("<", "\\u003c").replace(">", "\\u003E")
    assert found(slashes.encode()) == [(2, "element-unknown")]


def test_an_escaped_envelope_is_found_with_its_lines() -> None:
    log = f"one\n<entry>{html.escape(BROKEN)}</entry>\n"
    assert found(log.encode()) == [(LINE + 1, "element-unknown")]


def test_an_envelope_that_python_wrote_as_bytes_is_found_on_its_line() -> None:
    sent = BROKEN.replace("rufus", "r\xfcfus 'n\\").encode()
    log = f"DEBUG: sending\nmessage:\n{sent!r}\n"
    assert found(log.encode()) == [(3, "element-unknown")]


def test_an_envelope_that_breaks_off_hides_none_behind_it() -> None:
    log = f"a {BROKEN[:300]}\nb {BROKEN}\nc {BROKEN[:200]}"
    cut = BROKEN[:300].count("\n") + 1
    last = cut + BROKEN.count("\n") + 1
    assert found(log.encode()) == [
        (1, "xml-truncated"),
        (cut + LINE, "element-unknown"),
        (last + 1, "xml-truncated"),
    ]


def test_a_document_type_in_front_of_an_envelope_in_a_log_is_found() -> None:
    hostile = BROKEN.replace("<s:Envelope", '<!DOCTYPE a [<!ENTITY x "y">]>\n<s:Envelope')
    assert [rule for _, rule in found(f"log\n{hostile}\n".encode())] == ["xml-dtd"]


@pytest.mark.parametrize("text", ["", " \n", "no envelope here", "{}", "<html/>", "<a><b/></a>"])
def test_a_file_without_envelope_is_told(text: str) -> None:
    ((_, rule),) = found(text.encode())
    assert rule == "envelope-not-found"


def test_lines_are_right_beyond_the_count_of_old_parsers() -> None:
    far = "\n" * 70_000 + "<colour/><leadKey>"
    document = request("getLead").replace("<leadKey>", far)
    assert found(document.encode()) == [(70_000 + LINE - 1, "element-unknown")]


def test_headers_in_front_of_an_envelope_are_those_of_its_own_call() -> None:
    head = (
        "POST /soap/mktows/2_7 HTTP/1.1\nContent-Type: text/xml\n"
        'SOAPAction: "http://www.marketo.com/mktows/{}"\n\n'
    )
    log = head.format("getLead") + request("getLead") + "\n\n"
    log += head.format("listMObjects") + request("listMObjects") + "\n"
    assert found(log.encode()) == []
    assert [rule for _, rule in found(log.replace("mktows/getLead", "mktows/x").encode())] == [
        "soap-action-mismatch"
    ]
