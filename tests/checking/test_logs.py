"""Envelopes in logs: each way in which a log writes them, and how far is looked for what."""

from __future__ import annotations

import codecs
import html
import json

import pytest
from support.check_examples import FAULT, NAMESPACE, body_envelope, request

from mktows.checking import check_file, nodes
from mktows.checking.nodes import UnreadableXml, read

BROKEN = request("getLead").replace("<leadKey>", "\n<colour/><leadKey>")
PLAIN = BROKEN.partition("?>\n")[2]
"""The same without its XML declaration."""
LINE = PLAIN[: PLAIN.index("<colour")].count("\n") + 1


def found(data: str | bytes) -> list[tuple[int, str]]:
    content = data.encode() if isinstance(data, str) else data
    return [(each.line, each.rule) for each in check_file(content)]


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
        (b"", "utf-8"),
        (b"", "latin-1"),
    ],
)
def test_a_log_may_be_in_any_form_of_unicode_or_in_latin_1(mark: bytes, encoding: str) -> None:
    log = f"é log\n{PLAIN.replace('rufus', 'rüfus')}\nend"
    assert found(mark + log.encode(encoding)) == [(LINE + 1, "element-unknown")]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_log_without_mark_is_known_by_its_first_character(encoding: str) -> None:
    log = f"<log>\n{PLAIN}\n</log>\n{PLAIN}"
    expected = [(LINE + 1, "element-unknown"), (LINE + PLAIN.count("\n") + 3, "element-unknown")]
    assert found(log.encode(encoding)) == expected


@pytest.mark.parametrize("prefix", ["s", "soap-env", "SOAP_1.1"])
def test_the_prefix_of_an_envelope_may_be_any(prefix: str) -> None:
    envelope = PLAIN.replace("s:Header", f"{prefix}:Header").replace("s:Body", f"{prefix}:Body")
    envelope = envelope.replace("s:Envelope", f"{prefix}:Envelope")
    envelope = envelope.replace("xmlns:s=", f"xmlns:{prefix}=")
    assert found(f"log\n{envelope}\n") == [(LINE + 1, "element-unknown")]


@pytest.mark.parametrize(
    "text", ["<s:EnvelopeX>", "<Envelopes/>", "<s:envelope>", "Envelope", "<-Envelope"]
)
def test_what_only_looks_like_an_envelope_is_none(text: str) -> None:
    assert found(f"log {text} log") == [(1, "envelope-not-found")]


ESCAPES = {
    "as XML": html.escape(PLAIN),
    "as JSON": json.dumps(PLAIN),
    "as JSON with slashes": json.dumps(PLAIN).replace("/", "\\/"),
    "as JSON without signs": json.dumps(PLAIN).replace("<", "\\u003c").replace(">", "\\u003e"),
    "as JSON in upper case": json.dumps(PLAIN).replace("<", "\\u003C").replace(">", "\\u003E"),
    "as JSON without quotes": json.dumps(PLAIN).replace('\\"', "\\u0022").replace("<s:E", "<s:E"),
    "as Python's bytes": repr(PLAIN.encode()),
    "as Python's bytes with a tab": repr(PLAIN.replace("\n", "\r\n\t").encode()),
}


@pytest.mark.parametrize("way", ESCAPES)
def test_an_escaped_envelope_is_read(way: str) -> None:
    text = ESCAPES[way]
    line = LINE + 1 if way == "as XML" else 2
    assert found(f"log\n{text}\nmore {text}\n") == [
        (line, "element-unknown"),
        (line + text.count("\n") + 1, "element-unknown"),
    ]


@pytest.mark.parametrize("way", ESCAPES)
def test_an_escaped_envelope_that_breaks_off_is_told(way: str) -> None:
    text = ESCAPES[way]
    cut = text[: text.index("colour")]
    rules = [rule for _, rule in found(f"log\n{cut}\n")]
    assert rules == ["xml-truncated"]


def test_every_truncated_envelope_says_why() -> None:
    (finding,) = check_file(f"log\n{PLAIN[:200]}".encode())
    assert finding.reason == "it breaks off: there is no end tag of its Envelope"
    assert finding.line == 2


@pytest.mark.parametrize("end", ['[\\r][\\n]"', '[\\n]"', '"'])
def test_the_ends_of_a_wire_log_are_none_of_the_envelope(end: str) -> None:
    lines = PLAIN.split("\n")
    log = "\n".join(f'10:0{n} DEBUG wire - >> "{line}{end}' for n, line in enumerate(lines))
    assert found(log) == [(LINE, "element-unknown")]


@pytest.mark.parametrize("end", ["[\\r][\\n]", "[\\n]"])
@pytest.mark.parametrize("size", [*range(180, 200), 400])
def test_the_sizes_of_chunks_in_a_wire_log_are_none_of_the_envelope(size: int, end: str) -> None:
    ends = {"[\\r][\\n]": "\r\n", "[\\n]": "\n"}[end]
    sent = PLAIN.replace("rufus", "rüfus").replace("\n", ends).encode()
    wire = b"".join(
        b"%x\r\n%s\r\n" % (len(sent[place : place + size]), sent[place : place + size])
        for place in range(0, len(sent), size)
    )
    lines = [
        "".join(chr(byte) if byte < 0x80 else f"[0x{byte:x}]" for byte in line)
        for line in (wire + b"0\r\n\r\n").replace(b"\r", b"[\\r]").split(b"\n")[:-1]
    ]
    log = "\n".join(f'10:0{n} DEBUG wire - >> "{line}[\\n]"' for n, line in enumerate(lines))
    ((line, rule),) = found(f"start\n{log}\n")
    assert rule == "element-unknown"
    assert "<c" in lines[line - 2]


def test_the_sizes_of_chunks_on_the_wire_are_none_of_the_envelope() -> None:
    begin, end = PLAIN[:-150], PLAIN[-150:]
    wire = f"Transfer-Encoding: chunked\r\n\r\n{len(begin):x}\r\n{begin}\r\n96\r\n{end}\r\n0\r\n"
    assert found(wire) == [(LINE + 5, "element-unknown")]  # the size and its end are lines too


@pytest.mark.parametrize("quote", ["'", '"', "`"])
def test_a_string_that_is_joined_from_lines_is_one(quote: str) -> None:
    plain = PLAIN.replace('"', "'") if quote == "'" else PLAIN
    pieces = [line.replace(quote, f"\\{quote}") for line in plain.split("\n")]
    log = f"\\n{quote} +\n   {quote}".join(pieces)
    assert found(f"{{ body:\n  {quote}{log}\\n{quote} }}") == [(LINE + 1, "element-unknown")]


def test_a_raw_envelope_in_quotes_keeps_its_backslashes() -> None:
    sent = PLAIN.replace("rufus", r"r\nu\x01fus")
    for quote in ("'", '"'):
        log = f"curl -d {quote}{sent}{quote} http://localhost"
        assert found(log) == [(LINE, "element-unknown")]


def test_json_in_json_is_read() -> None:
    inner = json.dumps({"sent": PLAIN, "got": body_envelope(FAULT)})
    assert found(f"x\n{json.dumps({'message': inner})}\n") == [(2, "element-unknown")]
    thrice = json.dumps({"log": json.dumps({"message": inner})})
    assert found(f"x\n{thrice}\n") == [(2, "element-unknown")]


def test_the_end_of_a_header_in_a_wire_log_is_none_of_its_value() -> None:
    log = f'DEBUG wire - >> "Content-Type: text/xml[\\r][\\n]"\n{PLAIN}'
    assert found(log) == [(LINE + 1, "element-unknown")]


@pytest.mark.parametrize(("length", "kept"), [(999, True), (1001, False)])
def test_a_log_writes_up_to_a_thousand_characters_in_front_of_a_line(
    length: int, kept: bool
) -> None:
    prefix = "x" * (length - 1) + " "
    log = "\n".join(prefix + line for line in PLAIN.split("\n"))
    rules = {rule for _, rule in found(log)}
    # Beyond that it is taken for text of the envelope.
    assert rules == {"element-unknown"} if kept else {"element-unknown", "envelope-text"} <= rules


@pytest.mark.parametrize(("gap", "seen"), [(16 * 1024 - 200, True), (16 * 1024 + 200, False)])
def test_headers_are_looked_for_in_sixteen_kilobytes(gap: int, seen: bool) -> None:
    header = f'SOAPAction: "{NAMESPACE}wrong"\n'
    log = f"log\n{header}{'x' * (gap - len(header))}\n{PLAIN}"
    rules = [rule for _, rule in found(log)]
    assert ("soap-action-mismatch" in rules) is seen


def test_the_last_header_of_a_name_counts_and_its_line_is_told() -> None:
    right, wrong = f'SOAPAction: "{NAMESPACE}getLead"', f'SOAPAction: "{NAMESPACE}wrong"'
    assert found(f"{wrong}\n{right}\n\n{PLAIN}") == [(LINE + 3, "element-unknown")]
    assert found(f"{right}\n\n{wrong}\n\n{PLAIN}")[0] == (3, "soap-action-mismatch")
    status = "HTTP/1.1 200 OK\nHTTP/1.0 404 x\n"
    assert found(f"{status}{body_envelope(FAULT)}") == [(2, "fault-status")]
    assert found(f"HTTP/2 200\nHTTP/1.1 600\n{body_envelope(FAULT)}") == []


def test_headers_before_another_envelope_are_not_those_of_the_next() -> None:
    wrong = f'SOAPAction: "{NAMESPACE}wrong"'
    log = f"{wrong}\n\n{PLAIN}\n{PLAIN}"
    assert [rule for _, rule in found(log)] == [
        "soap-action-mismatch",
        "element-unknown",
        "element-unknown",
    ]


def test_an_envelope_within_an_envelope_is_part_of_it() -> None:
    inner = PLAIN.replace("<colour/>", "")
    nested = PLAIN.replace("<colour/>", f"<![CDATA[{inner}]]>")
    assert len(found(f"log\n{nested}")) >= 1
    assert all(line >= 2 for line, _ in found(f"log\n{nested}"))


# How much is read


def test_thirty_two_megabytes_are_read_and_no_more() -> None:
    most = 32 * 1024 * 1024
    read(b"<a>" + b" " * (most - 7) + b"</a>")
    with pytest.raises(UnreadableXml) as refused:
        read(b"<a>" + b" " * (most - 6) + b"</a>", lines=range(3, 4))
    assert (refused.value.rule.id, refused.value.line) == ("xml-too-large", 3)
    assert refused.value.details == {"what": "it has more than 33554432 bytes"}


def test_a_million_elements_are_read_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    assert nodes.MAX_ELEMENTS == 1_000_000
    monkeypatch.setattr(nodes, "MAX_ELEMENTS", 3)  # as many take seconds
    read(b"<a><b/><b/></a>")
    with pytest.raises(UnreadableXml) as refused:
        read(b"<a><b/><b/><b/></a>")
    assert refused.value.details == {"what": "it has more than 3 elements"}


@pytest.mark.parametrize("rule", ["xml-dtd", "xml-too-large"])
def test_what_is_refused_whole_is_told_once(rule: str) -> None:
    document = {
        "xml-dtd": PLAIN.replace("<s:Envelope", "<!DOCTYPE x>\n<s:Envelope", 1),
        "xml-too-large": PLAIN.replace("<colour/>", "<a>" * 300 + "</a>" * 300),
    }[rule]
    assert [told for _, told in found(document)] == [rule]
    # In a log the others are read all the same.
    log = f"<log/>\n{document}\n{PLAIN}"
    assert [told for _, told in found(log)] == [rule, "element-unknown"]


@pytest.mark.parametrize(
    ("data", "found_rules"),
    [
        (b"<html><body>x</html>", ["xml-malformed"]),
        (b" \n<html><body>", ["xml-truncated"]),
        (b"<html/>", ["envelope-not-found"]),
        (b"x <html/>", ["envelope-not-found"]),
        (b'<?xml version="1.0" encoding="utf-42"?><a/>', ["xml-malformed"]),
    ],
)
def test_a_file_without_envelope_says_what_it_is(data: bytes, found_rules: list[str]) -> None:
    assert [rule for _, rule in found(data)] == found_rules


def test_an_encoding_that_nobody_knows_is_told() -> None:
    (finding,) = check_file(b'<?xml version="1.0" encoding="utf-42"?><a/>')
    assert finding.reason.startswith("not well-formed XML (its encoding is not known")


@pytest.mark.parametrize(
    ("text", "kept"),
    [("x" * 5000, 5000), (" " * 5000, 5000)],
)
def test_the_text_of_a_value_is_kept_whole(text: str, kept: int) -> None:
    assert len(read(f"<a>{text}</a>".encode()).root.text) == kept
