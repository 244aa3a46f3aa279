"""Calls as the logs of toolkits and tools write them, after the form of each."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

TYPE = "text/xml; charset=UTF-8"
URL = "http://localhost/soap/mktows/2_7"
_STATUS = {200: "200 OK", 500: "500 Internal Server Error"}


@dataclass(frozen=True)
class Exchange:
    """One call: what was sent, and what came back with which status."""

    action: str
    request: str
    reply: str
    status: int = 200

    @property
    def soap_action(self) -> str:
        """The value of the header."""
        return f'"{self.action}"'

    @property
    def request_head(self) -> list[str]:
        """The request line and the headers."""
        length = f"Content-Length: {len(self.request.encode())}"
        return [
            "POST /soap/mktows/2_7 HTTP/1.1",
            "Host: localhost",
            f"Content-Type: {TYPE}",
            f"SOAPAction: {self.soap_action}",
            length,
        ]

    @property
    def reply_head(self) -> list[str]:
        """The status line and the headers."""
        return [
            f"HTTP/1.1 {_STATUS[self.status]}",
            "Date: Mon, 05 Aug 2013 16:57:10 GMT",
            f"Content-Type: {TYPE}",
        ]


def http(each: Exchange) -> str:
    """The bytes of a connection, as proxies and packet sniffers write them."""
    return _http(each, "\r\n")


def _http(each: Exchange, end: str) -> str:
    return "".join(
        f"{end.join(head)}{end}{end}{body}\n\n"
        for head, body in ((each.request_head, each.request), (each.reply_head, each.reply))
    )


def curl(each: Exchange) -> str:
    """`curl -v`: marks in front of the lines of heads."""
    sent = "\n".join(f"> {line}" for line in (*each.request_head, ""))
    got = "\n".join(f"< {line}" for line in (*each.reply_head, ""))
    return f"{sent}\n{each.request}\n{got}\n{each.reply}\n"


def curl_command(each: Exchange) -> str:
    """A command for a shell, with the body in single quotes, and the answer behind it."""
    body = each.request.replace("'", "'\\''")
    return (
        f"curl -s -H 'Content-Type: {TYPE}' -H 'SOAPAction: {each.soap_action}' -d '{body}' {URL}\n"
        f"{each.reply}\n"
    )


def apache_wire(each: Exchange) -> str:
    """Apache HttpClient's wire log."""
    return _wire(each, chunk=None)


def apache_wire_in_chunks(each: Exchange) -> str:
    """The same, where bodies go in chunks."""
    return _wire(each, chunk=2048)


def _wire(each: Exchange, *, chunk: int | None) -> str:
    lines: list[str] = []
    for mark, head, text in (
        (">>", each.request_head, each.request),
        ("<<", each.reply_head, each.reply),
    ):
        body = text.encode()
        if chunk:
            parts = [body[place : place + chunk] for place in range(0, len(body), chunk)]
            body = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"
        wire = "\r\n".join((*head, "", "")).encode() + body
        for line in re.findall(rb"[^\n]*\n|[^\n]+", wire):
            shown = "".join(
                {"\r": "[\\r]", "\n": "[\\n]"}.get(chr(byte), chr(byte))
                if byte < 0x80
                else f"[0x{byte:x}]"
                for byte in line
            )
            stamp = f"2013-08-05 09:57:10,{len(lines):03}"
            lines.append(f'{stamp} DEBUG wire - http-outgoing-0 {mark} "{shown}"')
    return "\n".join(lines) + "\n"


def jaxws(each: Exchange) -> str:
    """The dump of the JAX-WS reference implementation."""
    sent = "\n".join(each.request_head[1:4])
    got = "\n".join(each.reply_head[1:])
    return (
        f"---[HTTP request - {URL}]---\n{sent}\n{each.request}--------------------\n\n"
        f"---[HTTP response - {URL} - {each.status}]---\nnull: {each.reply_head[0]}\n{got}\n"
        f"{each.reply}--------------------\n\n"
    )


def cxf(each: Exchange) -> str:
    """CXF's LoggingOutInterceptor and LoggingInInterceptor."""
    line = "-" * 38
    return (
        "Aug 05, 2013 9:57:10 AM org.apache.cxf.interceptor.LoggingOutInterceptor\n"
        f"INFO: Outbound Message\n{line[:27]}\nID: 1\nAddress: {URL}\nEncoding: UTF-8\n"
        f"Http-Method: POST\nContent-Type: text/xml\n"
        f"Headers: {{Accept=[*/*], SOAPAction=[{each.soap_action}]}}\n"
        f"Payload: {each.request}\n{line}\n"
        "Aug 05, 2013 9:57:11 AM org.apache.cxf.interceptor.LoggingInInterceptor\n"
        f"INFO: Inbound Message\n{line[:28]}\nID: 1\nResponse-Code: {each.status}\n"
        f"Encoding: UTF-8\nContent-Type: {TYPE}\n"
        f"Headers: {{content-type=[{TYPE}], Date=[Mon, 05 Aug 2013 16:57:10 GMT]}}\n"
        f"Payload: {each.reply}\n{line}\n"
    )


def cxf_events(each: Exchange) -> str:
    """CXF's newer LoggingFeature."""
    return (
        "Aug 05, 2013 9:57:10 AM org.apache.cxf.services.MktowsPort.REQ_OUT\nINFO: REQ_OUT\n"
        f"    Address: {URL}\n    HttpMethod: POST\n    Content-Type: text/xml\n"
        f"    ExchangeId: 5f0c1d1e\n    ServiceName: MktMktowsApiService\n"
        f"    Headers: {{SOAPAction={each.soap_action}, Accept=*/*, Connection=Keep-Alive}}\n"
        f"    Payload: {each.request}\n\n"
        "Aug 05, 2013 9:57:11 AM org.apache.cxf.services.MktowsPort.RESP_IN\nINFO: RESP_IN\n"
        f"    Content-Type: {TYPE}\n    ResponseCode: {each.status}\n    ExchangeId: 5f0c1d1e\n"
        f"    Headers: {{content-type={TYPE}, Date=Mon, 05 Aug 2013 16:57:10 GMT}}\n"
        f"    Payload: {each.reply}\n\n"
    )


def savon(each: Exchange) -> str:
    """Savon's log."""
    info, debug = (
        f"{level[0]}, [2013-08-05T09:57:10.123456 #4711] {level:>5} -- : "
        for level in ("INFO", "DEBUG")
    )
    return (
        f"{info}SOAP request: {URL}\n"
        f"{info}SOAPAction: {each.soap_action}, Content-Type: {TYPE.replace(' ', '')},"
        f" Content-Length: {len(each.request.encode())}\n"
        f"{debug}{each.request}\n"
        f"{debug}HTTPI POST request to localhost (net_http)\n"
        f"{info}SOAP response (status {each.status})\n{debug}{each.reply}\n"
    )


def ruby_wire(each: Exchange) -> str:
    """Net::HTTP's debug output."""
    heads = [_quoted("\r\n".join((*head, "", ""))) for head in (each.request_head, each.reply_head)]
    return (
        f"<- {heads[0]}\n<- {_quoted(each.request)}\n-> {heads[1]}\n"
        f"reading {len(each.reply.encode())} bytes...\n-> {_quoted(each.reply)}\n"
    )


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("#{", "\\#{").replace("\x7f", "\\x7F")


def node_inspect(each: Exchange) -> str:
    """What node prints of an object, long strings in pieces."""
    return (
        f"{{\n  request: {_inspected(each.request)},\n  headers: {{\n    Host: 'localhost',\n"
        f"    'Content-Type': '{TYPE}',\n    SOAPAction: '{each.soap_action}'\n  }},\n"
        f"  response: {_inspected(each.reply)},\n  status: {each.status},\n"
        f"  responseHeaders: {{ date: 'Mon, 05 Aug 2013', 'content-type': '{TYPE}' }}\n}}\n"
    )


def _inspected(text: str) -> str:
    quote = next((mark for mark in "'\"`" if mark not in text), "'")
    escapes = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\\": "\\\\", quote: f"\\{quote}"}
    pieces = [
        "".join(escapes.get(char, char) for char in piece)
        for piece in re.findall(r"[^\n]*\n|[^\n]+", text)
    ]
    return " +\n    ".join(f"{quote}{piece}{quote}" for piece in pieces)


def python_headers(each: Exchange) -> str:
    """Headers as a mapping, envelopes as bytes."""
    return (
        f"DEBUG sending headers={ {'Content-Type': TYPE, 'SOAPAction': each.soap_action}!r}"
        f" body={each.request.encode()!r}\n"
        f"DEBUG received {each.status} headers={ {'Content-Type': TYPE, 'Date': 'Mon'}!r}"
        f" body={each.reply.encode()!r}\n"
    )


def python_wire(each: Exchange) -> str:
    """http.client's debug output; it does not show what comes back, so that is printed."""
    head = "\r\n".join((*each.request_head, "", "")).encode()
    headers = "\n".join(f"header: {line}" for line in each.reply_head[1:])
    return (
        f"send: {head!r}\nsend: {each.request.encode()!r}\n"
        f"reply: '{each.reply_head[0]}\\r\\n'\n{headers}\n{each.reply}\n"
    )


def php_dump(each: Exchange) -> str:
    """PHP's var_dump of what SoapClient kept."""
    heads = ["\r\n".join((*head, "", "")) for head in (each.request_head, each.reply_head)]
    parts = (heads[0], each.request, heads[1], each.reply)
    return "".join(f'string({len(part.encode())}) "{part}"\n' for part in parts)


def php_json(each: Exchange) -> str:
    """The same by json_encode."""
    heads = ["\r\n".join((*head, "", "")) for head in (each.request_head, each.reply_head)]
    return json.dumps([heads[0], each.request, heads[1], each.reply]).replace("/", "\\/") + "\n"


def json_line(each: Exchange) -> str:
    """One line of JSON for each call, as log collectors keep them."""
    return (
        json.dumps(
            {
                "level": "debug",
                "request": {"headers": {"SOAPAction": each.soap_action, "Content-Type": TYPE}},
                "body": each.request,
                "response": {"status": each.status, "headers": {"Content-Type": TYPE}},
                "answer": each.reply,
            }
        )
        + "\n"
    )


def json_in_json(each: Exchange) -> str:
    """The same as the text of an outer record."""
    return json.dumps({"log": json_line(each), "stream": "stdout"}) + "\n"


def apache_error_log(each: Exchange) -> str:
    """What a program prints to Apache's error log: one line, with C's escapes."""

    def shown(text: str) -> str:
        escaped = text.replace("\\", "\\\\").replace('"', '\\"')
        escaped = escaped.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
        return "".join(
            char if ord(char) < 0x7F else "".join(f"\\x{byte:02x}" for byte in char.encode())
            for char in escaped
        )

    start = "[Mon Aug 05 09:57:10.123456 2013] [php:notice] [pid 4711] [client 127.0.0.1:50000] "
    sent = "\r\n".join((*each.request_head, "", ""))
    got = "\r\n".join((*each.reply_head, "", ""))
    parts = (sent, each.request, got, each.reply)
    return "".join(f"{start}{shown(part)}\n" for part in parts)


def prefixed(each: Exchange) -> str:
    """A logger that writes its own in front of each line."""
    lines = _http(each, "\n").rstrip("\n").split("\n")
    return "".join(
        f"2013-08-05 09:57:{place % 60:02},{place % 1000:03} DEBUG [main] client - {line}\n"
        for place, line in enumerate(lines)
    )


def har(exchanges: Sequence[Exchange]) -> str:
    """The archive that browsers, proxies and API tools export."""

    def headers(lines: list[str]) -> list[dict[str, str]]:
        pairs = (line.partition(": ") for line in lines)
        return [{"name": name, "value": value} for name, _, value in pairs]

    entries = [
        {
            "startedDateTime": "2013-08-05T09:57:10.123-07:00",
            "request": {
                "method": "POST",
                "url": URL,
                "httpVersion": "HTTP/1.1",
                "headers": headers(each.request_head[1:]),
                "postData": {"mimeType": TYPE, "text": each.request},
            },
            "response": {
                "status": each.status,
                "statusText": _STATUS[each.status].partition(" ")[2],
                "httpVersion": "HTTP/1.1",
                "headers": headers(each.reply_head[1:]),
                "content": {"size": 1, "mimeType": TYPE, "text": each.reply},
            },
        }
        for each in exchanges
    ]
    log = {"version": "1.2", "creator": {"name": "x", "version": "1"}, "entries": entries}
    return json.dumps({"log": log}, indent=2) + "\n"


def wcf(exchanges: Sequence[Exchange]) -> str:
    """WCF's message log (.svclog): one event of XML behind another."""
    return "".join(
        _wcf_event("TransportSend", _wcf_request(each), each.request)
        + _wcf_event("TransportReceive", _wcf_reply(each), each.reply)
        for each in exchanges
    )


def _wcf_request(each: Exchange) -> str:
    return (
        f"<HttpRequest><Method>POST</Method><QueryString></QueryString><WebHeaders>"
        f"<SOAPAction>{each.soap_action}</SOAPAction><Content-Type>{TYPE}</Content-Type>"
        "</WebHeaders></HttpRequest>"
    )


def _wcf_reply(each: Exchange) -> str:
    word = {200: "OK", 500: "InternalServerError"}[each.status]
    return (
        f"<HttpResponse><StatusCode>{word}</StatusCode><StatusDescription>x</StatusDescription>"
        f"<WebHeaders><Content-Type>{TYPE}</Content-Type>"
        "<Date>Mon, 05 Aug 2013 16:57:10 GMT</Date></WebHeaders></HttpResponse>"
    )


def _wcf_event(source: str, http: str, envelope: str) -> str:
    return (
        '<E2ETraceEvent xmlns="http://schemas.microsoft.com/2004/06/E2ETraceEvent">'
        '<System xmlns="http://schemas.microsoft.com/2004/06/windows/eventlog/system">'
        '<EventID>0</EventID><Type>3</Type><TimeCreated SystemTime="2013-08-05T16:57:10.1234567Z"/>'
        '<Source Name="System.ServiceModel.MessageLogging"/></System><ApplicationData><TraceData>'
        '<DataItem><MessageLogTraceRecord Time="2013-08-05T09:57:10.1234567-07:00"'
        f' Source="{source}" Type="System.ServiceModel.Channels.BufferedMessage"'
        ' xmlns="http://schemas.microsoft.com/2004/06/ServiceModel/Management/MessageTrace">'
        f"{http}{_without_declaration(envelope)}</MessageLogTraceRecord></DataItem></TraceData>"
        "</ApplicationData></E2ETraceEvent>"
    )


def _without_declaration(envelope: str) -> str:
    return re.sub(r"^<\?xml[^>]*\?>\s*", "", envelope)


def soapui(exchanges: Sequence[Exchange]) -> str:
    """A SoapUI project: requests, and replies of its mock service."""
    requests = "".join(
        f'<con:operation name="o" action="{each.action}"><con:call name="Request 1">'
        "<con:settings/><con:encoding>UTF-8</con:encoding>"
        f"<con:endpoint>{URL}</con:endpoint><con:request>{_cdata(each.request)}</con:request>"
        "</con:call></con:operation>\n"
        for each in exchanges
    )
    replies = "".join(
        f"<con:mockResponse><con:responseContent>{_cdata(each.reply)}</con:responseContent>"
        "</con:mockResponse>\n"
        for each in exchanges
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<con:soapui-project name="mktows" xmlns:con="http://eviware.com/soapui/config">\n'
        f"{requests}{replies}</con:soapui-project>\n"
    )


def _cdata(text: str) -> str:
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"


def xml_log(exchanges: Sequence[Exchange]) -> str:
    """A log in XML with the messages escaped in it, well formed as a whole."""
    lines = "".join(
        f"<entry>{html.escape(text)}</entry>\n"
        for each in exchanges
        for text in (f"SOAPAction: {each.soap_action}\n\n{each.request}", each.reply)
    )
    return f"<log>\n{lines}</log>\n"


def _each(render: Callable[[Exchange], str]) -> Callable[[Sequence[Exchange]], str]:
    return lambda exchanges: "start\n" + "".join(render(each) for each in exchanges)


WITH_HEADERS: dict[str, Callable[[Sequence[Exchange]], str]] = {
    "HTTP": _each(http),
    "curl -v": _each(curl),
    "Apache's wire log": _each(apache_wire),
    "Apache's wire log in chunks": _each(apache_wire_in_chunks),
    "JAX-WS": _each(jaxws),
    "CXF": _each(cxf),
    "CXF's events": _each(cxf_events),
    "Ruby's wire": _each(ruby_wire),
    "node's inspect": _each(node_inspect),
    "Python's headers": _each(python_headers),
    "Python's wire": _each(python_wire),
    "PHP's dump": _each(php_dump),
    "PHP's JSON": _each(php_json),
    "JSON lines": _each(json_line),
    "JSON in JSON": _each(json_in_json),
    "Apache's error log": _each(apache_error_log),
    "prefixed lines": _each(prefixed),
    "HAR": har,
    "WCF": wcf,
}
"""The forms that show the headers of requests and of replies."""

FORMS: dict[str, Callable[[Sequence[Exchange]], str]] = {
    **WITH_HEADERS,
    "savon": _each(savon),
    "curl's command": _each(curl_command),
    "SoapUI": soapui,
    "XML": xml_log,
}
"""All of them; the others show the headers of requests alone, or none."""
