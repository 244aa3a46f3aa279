"""HTTP headers in logs: each value by itself, however many stand in a line, and in which form."""

from __future__ import annotations

import json

import pytest
from support.check_examples import request

from mktows.checking import check_file
from mktows.checking.log_headers import headers_in

ACTION = '"http://www.marketo.com/mktows/getLead"'
BARE = ACTION.strip('"')
TYPE = "text/xml; charset=utf-8"
PLAIN = TYPE.replace(" ", "")

LINES = {
    "a line each": f"Content-Type: {TYPE}\r\nSOAPAction: {ACTION}\r\n",
    "curl": f"> Content-Type: {TYPE}\n> SOAPAction: {ACTION}\n",
    "commas": f"Host: x, Content-Type: {TYPE}, SOAPAction: {ACTION}, Accept: */*",
    "commas, the other way round": f"SOAPAction: {ACTION}, Content-Type: {TYPE}, Accept: */*",
    "semicolons": f"Content-Type: {TYPE}; SOAPAction: {ACTION}; Accept: */*",
    "bars": f"Content-Type: {TYPE} | SOAPAction: {ACTION} | Accept: */*",
    "blanks": f"Host: x Content-Type: {TYPE} SOAPAction: {ACTION} Content-Length: 7",
    "in brackets": f"headers [Content-Type: {TYPE}, SOAPAction: {ACTION}]",
    "a list": f"[[Content-Type: {TYPE}], [SOAPAction: {ACTION}], [Accept: */*]]",
    "Java's HttpHeaders": f"{{Accept=[*/*], Content-Type=[{TYPE}], SOAPAction=[{ACTION}]}}",
    "Java's map": f"{{SOAPAction={ACTION}, Content-Type={TYPE}}}",
    "HttpClient": f'>> "Content-Type: {TYPE}[\\r][\\n]"\n>> "SOAPAction: {ACTION}[\\r][\\n]"\n',
    "Python's bytes": repr(f"POST / HTTP/1.1\r\nContent-Type: {TYPE}\r\nSOAPAction: {ACTION}\r\n"),
    "Python's mapping": repr({"Content-Type": TYPE, "SOAPAction": ACTION, "Accept": "*/*"}),
    "JSON": json.dumps({"SOAPAction": ACTION, "Content-Type": TYPE, "Accept": "*/*"}),
    "a request in JSON": json.dumps(f"Content-Type: {TYPE}\r\nSOAPAction: {ACTION}\r\nAccept: */*"),
    "a folded header": f"Content-Type: text/xml;\r\n\tcharset=utf-8\r\nSOAPAction: {ACTION}\r\n",
    "other letters": f"content-type: {TYPE}, soapaction: {ACTION}, x",
    "headers alike": f"X-Content-Type: no, Content-Type-Options: no\nContent-Type: {TYPE} "
    f"SOAPAction: {ACTION} My-SOAPAction: no",
}


@pytest.mark.parametrize("text", LINES.values(), ids=LINES)
def test_each_value_is_read_by_itself(text: str) -> None:
    values = {each.name: each.value for each in headers_in(text.encode())}
    assert values["soapaction"] == ACTION
    assert values["content-type"].replace(" ", "").replace("\r\n\t", "") == PLAIN
    assert len(values) == len(list(headers_in(text.encode())))


@pytest.mark.parametrize("text", LINES.values(), ids=LINES)
def test_a_log_with_them_is_in_order(text: str) -> None:
    assert check_file(f"log {text}\n{request('getLead')}".encode()) == []


@pytest.mark.parametrize("text", LINES.values(), ids=LINES)
@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ((ACTION, f'"{BARE}s"'), "soap-action-mismatch"),
        ((TYPE, "application/soap+xml; charset=utf-8"), "content-type-not-xml"),
        ((TYPE, "text/xml; charset=iso-8859-1"), "content-type-charset"),
    ],
)
def test_what_is_wrong_in_one_is_found(text: str, wrong: tuple[str, str], rule: str) -> None:
    right, other = wrong
    for old, new in ((right, other), (json.dumps(right)[1:-1], json.dumps(other)[1:-1])):
        changed = text.replace(old, new)
        if changed != text:
            found = check_file(f"log {changed}\n{request('getLead')}".encode())
            assert [each.rule for each in found] == [rule]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("SOAPAction: getLead, Accept: x", ["getLead"]),
        ("SOAPAction: getLead; Accept: x", ["getLead"]),
        ("SOAPAction: getLead\\r\\nAccept: x", ["getLead"]),
        ('"SOAPAction: getLead"', ["getLead"]),
        ('>> "SOAPAction: getLead[\\r][\\n]"', ["getLead"]),
        ('SOAPAction: ""', ['""']),
        ("SOAPAction:", [""]),
        ("{'SOAPAction': ''}", [""]),
        ('{"SOAPAction": null}', []),
        ('{"SOAPAction": "never closed', []),
        ("Content-Type: text/xml, Content-Type: text/html", ["text/xml", "text/html"]),
        (
            'Content-Type: text/xml;charset="utf-8";action="a b", x',
            ['text/xml;charset="utf-8";action="a b"'],
        ),
        ("Content-Type: nonsense; SOAP", ["nonsense; SOAP"]),
        ("no header", []),
    ],
)
def test_a_value_ends_where_it_does(text: str, values: list[str]) -> None:
    assert [each.value for each in headers_in(text.encode())] == values


def test_a_header_begins_where_its_name_does() -> None:
    text = b"\n\nx Content-Type: a/b\n"
    assert [each.start for each in headers_in(text)] == [text.index(b"C")]
