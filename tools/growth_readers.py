"""Every reader of foreign input, as a program that can be given a text, and its limit.

A frame is what stands around a hostile text, so that it comes to the place that is meant.
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeAlias
from urllib.parse import urlsplit

from mktows import Client, Config, HttpRequest, HttpResponse, MktowsError, Secret, soap
from mktows.checking import check
from mktows.checking.nodes import MAX_BYTES as MAX_DOCUMENT_BYTES
from mktows.checking.reports import as_json, as_line, as_sarif
from mktows.checking.sources import check_file
from mktows.cli.check import MAX_FILE_BYTES
from mktows.config import MAX_REPLY_BYTES
from mktows.contract import KNOWN_VERSIONS, contract
from mktows.diffing.compare import compare
from mktows.diffing.document import MAX_BYTES as MAX_WSDL_BYTES
from mktows.diffing.reader import read_contract
from mktows.facts.lead_fields import DEFAULT_FIELDS
from mktows.json_messages import from_json, parse
from mktows.parameters.import_rows import BadRow, read_header, read_row
from mktows.sandbox import SAMPLE_KEY, SAMPLE_USER_ID, Sandbox
from mktows.sandbox.control import Control
from mktows.sandbox.world.files import MAX_WORLD_BYTES, parse_world
from mktows.server.http.server import ThreadedServer
from mktows.server.journal.kept import LONGEST_ENVELOPE
from mktows.server.journal.masking import masked
from mktows.server.refusals import Refusal
from mktows.server.request_body import MAX_REQUEST_BYTES, BadBody, read_body
from mktows.signing import sign, timestamp
from mktows.transfer.csv_rows import MAX_ROW_BYTES
from mktows.transfer.leads import read_leads

Call: TypeAlias = Callable[[bytes], object]
Opened: TypeAlias = Callable[[], contextlib.AbstractContextManager[Call]]
Frames: TypeAlias = Mapping[str, tuple[str, str]]

MIB = 1024 * 1024
VERSION = KNOWN_VERSIONS[-1]
_NAMESPACE = contract(VERSION).namespace
_XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
_BEGIN = (
    '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" '
    f'xmlns:m="{_NAMESPACE}" {_XSI}>'
)
_END = "</e:Envelope>"
_LEADS = "<m:paramsSyncMultipleLeads><leadRecordList>"
_LEAD = "<leadRecord><Email>a@example.com</Email><leadAttributeList>"
_IMPORT = (
    "<m:paramsImportToList><programName>P</programName><importFileHeader>Email</importFileHeader>"
    "<importFileRows>"
)


@dataclass(frozen=True, slots=True)
class Reader:
    """One reader of foreign input.

    Attributes:
        name: What tables call it.
        limit: The most bytes that it reads.
        rule: What sets this limit.
        frames: What stands around a hostile text, by name.
        opened: Prepares it, and gives what reads one input; bad input raises nothing there.
    """

    name: str
    limit: int
    rule: str
    frames: Frames
    opened: Opened


def _plainly(read: Call, *expected: type[Exception]) -> Opened:
    """A reader that needs no preparation, and the errors that its refusals are."""

    @contextmanager
    def opened() -> Iterator[Call]:
        def call(data: bytes) -> None:
            with contextlib.suppress(*expected):
                read(data)

        yield call

    return opened


def _header() -> str:
    now = timestamp(datetime.now(UTC))
    signature = sign(user_id=SAMPLE_USER_ID, key=Secret(SAMPLE_KEY), timestamp=now)
    return (
        f"<m:AuthenticationHeader><mktowsUserId>{SAMPLE_USER_ID}</mktowsUserId>"
        f"<requestSignature>{signature}</requestSignature>"
        f"<requestTimestamp>{now}</requestTimestamp></m:AuthenticationHeader>"
    )


def _around(message: str, end: str, header: str = "") -> tuple[str, str]:
    begin = f"{_BEGIN}<e:Header>{header}</e:Header><e:Body>{message}"
    return begin, f"{end}</e:Body>{_END}"


def _envelope_frames(header: str = "") -> dict[str, tuple[str, str]]:
    return {
        "alone": ("", ""),
        "before the root": ("", f"{_BEGIN}<e:Body/>{_END}"),
        "in the root's tag": (_BEGIN[:-1] + " ", f"><e:Body/>{_END}"),
        "in the envelope": (_BEGIN, f"<e:Header>{header}</e:Header><e:Body/>{_END}"),
        "in the header": (
            f"{_BEGIN}<e:Header>{header}",
            f"</e:Header><e:Body><m:paramsListMObjects/></e:Body>{_END}",
        ),
        "in a header block": (
            f"{_BEGIN}<e:Header>{header}<m:AuthenticationHeader>",
            f"</m:AuthenticationHeader></e:Header><e:Body><m:paramsListMObjects/></e:Body>{_END}",
        ),
        "in the body": _around("", "", header),
        "in a message": _around("<m:paramsGetLead>", "</m:paramsGetLead>", header),
        "in a value": _around(
            "<m:paramsGetLead><leadKey><keyType>EMAIL</keyType><keyValue>",
            "</keyValue></leadKey></m:paramsGetLead>",
            header,
        ),
        "among leads": _around(_LEADS, "</leadRecordList></m:paramsSyncMultipleLeads>", header),
        "in a lead": _around(
            _LEADS + _LEAD,
            "</leadAttributeList></leadRecord></leadRecordList></m:paramsSyncMultipleLeads>",
            header,
        ),
        "in rows": _around(_IMPORT, "</importFileRows></m:paramsImportToList>", header),
        "in a position": _around(
            "<m:paramsGetLeadChanges><startPosition><offset>",
            "</offset></startPosition></m:paramsGetLeadChanges>",
            header,
        ),
        "in a fault": _around(
            "<e:Fault><faultcode>x</faultcode><faultstring>",
            "</faultstring></e:Fault>",
        ),
        "in a reply": _around("<m:successGetLead><result>", "</result></m:successGetLead>"),
    }


_LOG_FRAMES = {
    **_envelope_frames(),
    "in front of an envelope": ("log ", f" {_around('', '')[0]}{_around('', '')[1]}\n"),
    "behind an envelope": ("log " + "".join(_around("", "")) + "\n", ""),
    "on every line of an envelope": (f"12:00 x {_BEGIN}\n12:00 x <e:Body>", "</e:Body>" + _END),
    "in a JSON string": ('{"sent": "' + _BEGIN.replace('"', '\\"'), _END + '"}'),
    "in escaped XML": (_BEGIN.replace("<", "&lt;"), _END.replace("<", "&lt;").replace(">", "&gt;")),
}


@contextmanager
def _no_log() -> Iterator[None]:
    """Leave the cost of log lines out: how many there are is up to who reads the log."""
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


@contextmanager
def _sandbox() -> Iterator[Call]:
    with _no_log(), Sandbox() as sandbox:
        url = f"http://localhost/soap/mktows/{VERSION}"

        def call(data: bytes) -> None:
            sandbox.send(HttpRequest(url, {"Content-Type": "text/xml"}, data))

        yield call


@contextmanager
def _strict_sandbox() -> Iterator[Call]:
    """Also the journal's work, and a signed header wherever the frame asks for one."""
    with _no_log(), Sandbox(strict=False) as sandbox:
        url = f"http://localhost/soap/mktows/{VERSION}"

        def call(data: bytes) -> None:
            signed = data.replace(b"<m:Signed/>", _header().encode(), 1)
            sandbox.send(HttpRequest(url, {"Content-Type": "text/xml"}, signed))
            sandbox.calls(last=1)

        yield call


@contextmanager
def _client() -> Iterator[Call]:
    class Scripted:
        body = b""

        def send(self, _request: HttpRequest) -> HttpResponse:
            return HttpResponse(200, {"content-type": "text/xml"}, self.body)

    transport = Scripted()
    config = Config(f"http://localhost/soap/mktows/{VERSION}", SAMPLE_USER_ID, Secret(SAMPLE_KEY))
    client = Client(config, transport=transport)
    types = client.contract.bindings
    key = types.LeadKey(key_type=types.LeadKeyRef.EMAIL, key_value="a@example.com")
    request = client.build_request(types.ParamsGetLead(lead_key=key))

    def call(data: bytes) -> None:
        transport.body = data
        with contextlib.suppress(MktowsError):
            client.send(request)

    yield call


@contextmanager
def _control() -> Iterator[Call]:
    with Sandbox() as sandbox:
        control = Control(sandbox)

        def call(data: bytes) -> None:
            for action in ("fail-next", "clock", "seed"):
                url = f"http://localhost/_control/{action}"
                headers = {"Content-Type": "application/json"}
                control.answer(HttpRequest(url, headers, data))

        yield call


@contextmanager
def _http() -> Iterator[Call]:
    with _no_log(), Sandbox() as sandbox, ThreadedServer(sandbox) as server:
        parts = urlsplit(server.url)
        address = str(parts.hostname), parts.port or 0

        def call(data: bytes) -> None:
            with contextlib.suppress(OSError), socket.create_connection(address, 20) as connection:
                connection.settimeout(20)
                connection.sendall(data)
                connection.shutdown(socket.SHUT_WR)
                while connection.recv(65536):
                    pass

        yield call


def _check_file(data: bytes) -> None:
    found = {"file": check_file(data, key=Secret(SAMPLE_KEY))}
    json.dumps(as_json(found))
    json.dumps(as_sarif(found, version="1"))
    for each in found["file"]:
        as_line("file", each)


def _mask(data: bytes) -> None:
    for well_formed in (True, False):
        masked(data, well_formed=well_formed, longest=LONGEST_ENVELOPE)


def _import(data: bytes) -> None:
    header, _, rows = data.decode("utf-8", "replace").partition("\n")
    columns = ["Email"]
    with contextlib.suppress(Refusal):
        columns = read_header(header, DEFAULT_FIELDS)
    for row in rows.split("\n"):
        with contextlib.suppress(BadRow):
            read_row(row, columns)


def _body(data: bytes) -> None:
    head, _, body = data.partition(b"\n\n")
    text = head.decode("latin-1")
    for headers in ({"content-type": text}, {"content-encoding": text}):
        with contextlib.suppress(BadBody):
            read_body(body, headers, [])


def _message(data: bytes) -> None:
    value = parse(data, "input")
    for type_name in ("ParamsSyncMultipleLeads", "ParamsGetMultipleLeads"):
        with contextlib.suppress(MktowsError):
            from_json(contract(VERSION), type_name, value)


_OTHER = read_contract("the newest", contract(VERSION).wsdl())


def _wsdl(data: bytes) -> None:
    compare(_OTHER, read_contract("input", data))


_DEFINITIONS = (
    '<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" name="x" targetNamespace="u" '
    'xmlns:t="u" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:a="u">'
)
_OWN = contract(VERSION).wsdl().decode()
_PLACE = _OWN.index("</xs:schema>")
_SCHEMA = _DEFINITIONS + '<types><xs:schema targetNamespace="u">'
_JSON_FRAMES = {
    "alone": ("", ""),
    "in a list": ("[", "1]"),
    "in a text": ('{"leadRecordList": {"leadRecord": [{"Email": "', '"}]}}'),
    "in an object": ("{", '"z": 1}'),
    "among leads": ('{"leadRecordList": {"leadRecord": [', "{}]}}"),
    "in a number": ('{"dedupEnabled": ', "}"),
    "behind": ("{}", ""),
}
READERS = {
    reader.name: reader
    for reader in (
        Reader(
            "envelope",
            MAX_REQUEST_BYTES,
            "the caller's: 32 MiB of a request, 64 MiB of a reply",
            _envelope_frames(),
            _plainly(soap.read_envelope, MktowsError),
        ),
        Reader("sandbox, unsigned", MAX_REQUEST_BYTES, "413", _envelope_frames(), _sandbox),
        Reader(
            "sandbox, signed, and journal",
            MAX_REQUEST_BYTES,
            "413",
            _envelope_frames("<m:Signed/>"),
            _strict_sandbox,
        ),
        Reader("client, a reply", MAX_REPLY_BYTES, "ReplyTooLarge", _envelope_frames(), _client),
        Reader(
            "check, a document",
            MAX_DOCUMENT_BYTES,
            "the finding xml-too-large",
            _envelope_frames(),
            _plainly(lambda data: check(data, key=Secret(SAMPLE_KEY))),
        ),
        Reader(
            "check, a log, and its reports",
            MAX_FILE_BYTES,
            "input error",
            _LOG_FRAMES,
            _plainly(_check_file),
        ),
        Reader(
            "diff, a WSDL",
            MAX_WSDL_BYTES,
            "WsdlError",
            {
                "alone": ("", ""),
                "before the root": ("", _DEFINITIONS + "</definitions>"),
                "in the root's tag": (_DEFINITIONS[:-1] + " ", "></definitions>"),
                "in the definitions": (_DEFINITIONS, "</definitions>"),
                "in the schema": (_SCHEMA, "</xs:schema></types></definitions>"),
                "in our own schema": (_OWN[:_PLACE], _OWN[_PLACE:]),
                "in a documentation": (
                    f"{_SCHEMA}<xs:annotation><xs:documentation>",
                    "</xs:documentation></xs:annotation></xs:schema></types></definitions>",
                ),
                "in a complex type": (
                    f'{_SCHEMA}<xs:complexType name="t"><xs:sequence>',
                    "</xs:sequence></xs:complexType></xs:schema></types></definitions>",
                ),
                "in a simple type": (
                    f'{_SCHEMA}<xs:simpleType name="s"><xs:restriction base="xs:string">',
                    "</xs:restriction></xs:simpleType></xs:schema></types></definitions>",
                ),
            },
            _plainly(_wsdl, MktowsError),
        ),
        Reader(
            "sync, a CSV file",
            MAX_FILE_BYTES,
            f"none on the file; {MAX_ROW_BYTES // 1024} KiB on a row",
            {
                "alone": ("", ""),
                "in the header": ("Email,", "\na@example.com,x\n"),
                "in a row": ("Email,FirstName\na@example.com,", "\n"),
                "in a quoted cell": ('Email,FirstName\na@example.com,"', '"\n'),
                "in rows": ("Email,FirstName\n", ""),
            },
            _plainly(lambda data: sum(1 for _ in read_leads(io.BytesIO(data)))),
        ),
        Reader(
            "a world in YAML",
            MAX_WORLD_BYTES,
            "WorldError",
            {
                "alone": ("", ""),
                "in a list": ("leads:\n", ""),
                "in a flow": ("leads: [", "]\n"),
                "in a text": ('leads: [{email: "', '"}]\n'),
                "in a plain text": ("leads:\n- email: ", "\n"),
            },
            _plainly(
                lambda data: parse_world(data.decode("utf-8", "replace")), MktowsError, ValueError
            ),
        ),
        Reader(
            "a world in JSON",
            MAX_WORLD_BYTES,
            "WorldError",
            {
                "alone": ("", ""),
                "in a list": ('{"leads": [', "]}"),
                "in an object": ('{"leads": [{', "}]}"),
                "in a text": ('{"leads": [{"email": "', '"}]}'),
            },
            _plainly(
                lambda data: parse_world(data.decode("utf-8", "replace"), json=True),
                MktowsError,
                ValueError,
            ),
        ),
        Reader("control, JSON", MAX_REQUEST_BYTES, "413", _JSON_FRAMES, _control),
        Reader(
            "call, a message in JSON",
            MAX_REQUEST_BYTES,
            "input error",
            _JSON_FRAMES,
            _plainly(_message, MktowsError),
        ),
        Reader(
            "masking",
            MAX_REQUEST_BYTES,
            f"413; of what is in order, {LONGEST_ENVELOPE // 1024} KiB are kept",
            {
                "alone": ("", ""),
                "in an envelope": _around("", ""),
                "in a signature": (
                    f"{_BEGIN}<requestSignature>",
                    f"</requestSignature><e:Body/>{_END}",
                ),
                "in a tag": (f"{_BEGIN}<requestSignature ", f"/><e:Body/>{_END}"),
            },
            _plainly(_mask),
        ),
        Reader(
            "HTTP, heads and bodies",
            MAX_REQUEST_BYTES,
            "413; 64 KiB of a head",
            {
                "alone": ("", ""),
                "in the target": ("GET /soap/mktows/2_7?", " HTTP/1.1\r\nHost: localhost\r\n\r\n"),
                "in the head": ("GET /healthz HTTP/1.1\r\nHost: localhost\r\n", "\r\n\r\n"),
                "in a header": ("GET / HTTP/1.1\r\nHost: localhost\r\nCookie: ", "\r\n\r\n"),
                "in chunks": (
                    "POST /soap/mktows/2_7 HTTP/1.1\r\nHost: localhost\r\n"
                    "Transfer-Encoding: chunked\r\n\r\n",
                    "0\r\n\r\n",
                ),
            },
            _http,
        ),
        Reader(
            "headers about the body",
            MAX_REQUEST_BYTES,
            "64 KiB of a head, then 413",
            {
                "in the header": ("text/xml; ", "\n\n<a/>"),
                "in a UTF-16 body": ("text/xml; charset=utf-16-le\n\n", ""),
                "in a Big5 body": ("text/xml; charset=big5\n\n", ""),
                "in a declared body": ("text/xml; charset=utf-8\n\n<?xml ", "?>"),
                "in a gzip body": ("gzip\n\n", ""),
            },
            _plainly(_body),
        ),
        Reader(
            "import rows",
            MAX_REQUEST_BYTES,
            "413",
            {
                "in the header": ("Email,", "\n"),
                "in a row": ("Email,First Name\na@example.com,", ""),
                "in rows": ("Email,First Name\n", ""),
            },
            _plainly(_import),
        ),
    )
}
