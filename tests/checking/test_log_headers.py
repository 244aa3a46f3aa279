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
BYTES = ACTION.encode()
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
    "Python's mapping of texts": f"Headers: {{'Content-Type': '{TYPE}', 'SOAPAction': '{ACTION}'}}",
    "Python's mapping with bytes": f"{{'Content-Type': '{TYPE}', 'SOAPAction': b'{ACTION}'}}",
    "Python's mapping of bytes": repr({b"Content-Type": TYPE.encode(), b"SOAPAction": BYTES}),
    "Ruby's mapping": f'headers: {{"SOAPAction"=>"\\"{BARE}\\"", "Content-Type"=>"{TYPE}"}}',
    "Ruby's newer mapping": f'{{"SOAPAction" => "\\"{BARE}\\"", "Content-Type" => "{TYPE}"}}',
    "Ruby's lists": f'{{"soapaction"=>["\\"{BARE}\\""], "content-type"=>["{TYPE}"]}}',
    "Ruby's wire": f'<- "POST / HTTP/1.1\\r\\nContent-Type: {TYPE}\\r\\n'
    f'Soapaction: \\"{BARE}\\"\\r\\n"',
    "curl's options": f'curl -H "Content-Type: {TYPE}" -H "SOAPAction: \\"{BARE}\\""'
    ' -H "Accept: */*"',
    "curl's options in quotes": f"curl -H 'SOAPAction: {ACTION}' -H 'Content-Type: {TYPE}' -d x",
    "curl's long options": f"--header 'SOAPAction: {ACTION}' \\\n"
    f" --header 'Content-Type: {TYPE}' \\\n",
    "node's inspect": f"{{\n  'Content-Type': '{TYPE}',\n  SOAPAction: '{ACTION}'\n}}",
    "node's inspect on a line": f"{{ 'Content-Type': '{TYPE}', SOAPAction: '{ACTION}', A: 1 }}",
    "node's raw headers": f"[ 'Content-Type', '{TYPE}', 'SOAPAction', '{ACTION}' ]",
    "node's request": f"_header: 'POST / HTTP/1.1\\r\\n' +\n  'Content-Type: {TYPE}\\r\\n' +\n"
    f"  'SOAPAction: {ACTION}\\r\\n'",
    "PHP's dump": f'["Content-Type"]=>\n  string({len(TYPE)}) "{TYPE}"\n'
    f'  ["SOAPAction"]=>\n  string({len(ACTION)}) "{ACTION}"\n',
    "PHP's export": f"'Content-Type' => '{TYPE}',\n  'SOAPAction' => '{ACTION}',\n",
    "PHP's print": f"    [Content-Type] => {TYPE}\n    [SOAPAction] => {ACTION}\n",
    "PHP's server": f"    [CONTENT_TYPE] => {TYPE}\n    [HTTP_SOAPACTION] => {ACTION}\n",
    "PHP's JSON": json.dumps(f"Content-Type: {TYPE}\r\nSOAPAction: {ACTION}\r\n").replace(
        "/", "\\/"
    ),
    "JSON in JSON": json.dumps(json.dumps({"SOAPAction": ACTION, "Content-Type": TYPE})),
    "JSON of lists": json.dumps({"SOAPAction": [ACTION], "Content-Type": [TYPE]}),
    "HAR": json.dumps(
        [{"name": "SOAPAction", "value": ACTION}, {"name": "Content-Type", "value": TYPE}]
    ),
    "HAR with the value first": json.dumps(
        [{"value": ACTION, "name": "SOAPAction"}, {"value": TYPE, "name": "Content-Type"}], indent=1
    ),
    "HAR over lines": json.dumps(
        [{"name": "Content-Type", "value": TYPE}, {"name": "SOAPAction", "value": ACTION}], indent=1
    ),
    "WCF": f"<WebHeaders><Content-Type>{TYPE}</Content-Type>"
    f"<SOAPAction>{ACTION}</SOAPAction></WebHeaders>",
    "XML pairs": f"<header><name>SOAPAction</name><value>{ACTION}</value></header>"
    f"<header><name>Content-Type</name><value>{TYPE}</value></header>",
    "XML attributes": f"<header name='SOAPAction' value='{ACTION}'/>"
    f'<header name="Content-Type" value="{TYPE}"/>',
    "escaped for XML": f"Content-Type: {TYPE}\nSOAPAction: &quot;{BARE}&quot;\n",
    "Go's map": f"map[Content-Type:[{TYPE}] Soapaction:[{ACTION}] User-Agent:[x]]",
    "CXF's map": f"{{SOAPAction={ACTION}, Accept=*/*, Content-Type={TYPE}, Host=x}}",
    "CXF's map of lists": f"{{Accept=[*/*], SOAPAction=[{ACTION}], Content-Type=[{TYPE}]}}",
    "HttpClient's end without return": f'>> "Content-Type: {TYPE}[\\n]"\n'
    f'>> "SOAPAction: {ACTION}[\\n]"\n',
    "HttpClient's headers": f">> Content-Type: {TYPE}\n>> SOAPAction: {ACTION}\n",
    "savon": f"SOAPAction: {ACTION}, Content-Type: {TYPE}, Content-Length: 7",
    "arrows": f"Content-Type -> {TYPE}, SOAPAction -> {ACTION}",
    "a list of names before": f'Access-Control-Allow-Headers: "Content-Type", "SOAPAction", "x"\n'
    f"Content-Type: {TYPE}\nSOAPAction: {ACTION}\n",
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
        ('-H "SOAPAction: " -H "Content-Type: text/xml"', ["", "text/xml"]),
        ("-H 'SOAPAction: ' -H 'Content-Type: text/xml'", ["", "text/xml"]),
        ('-H "SOAPAction:" -H "Content-Type: text/xml"', ["", "text/xml"]),
        ('-H "SOAPAction: \\"\\"" -H "Content-Type: text/xml"', ['""', "text/xml"]),
        ('"SOAPAction: ""[\\r][\\n]"', ['""']),
        ('"SOAPAction: [\\r][\\n]"', [""]),
        ('"Content-Type: nonsense[\\n]"', ["nonsense"]),
        ("{ SOAPAction: 'getLead' }", ["getLead"]),
        ("{ SOAPAction: undefined, 'Content-Type': null }", []),
        ("Content-Type: null\nSOAPAction: [FILTERED]", []),
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
