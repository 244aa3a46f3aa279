"""The HTTP headers around an envelope, where a log has them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mktows.checking.findings import Findings
from mktows.checking.rule import Example, Rule
from mktows.contract import Operation

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_SAME = {"utf8": "utf-8", "latin1": "iso-8859-1", "latin-1": "iso-8859-1"}


@dataclass(frozen=True, slots=True)
class Transfer:
    """The HTTP message that carried an envelope; None for what is not known of it.

    Attributes:
        action: The SOAPAction header's value.
        content_type: The Content-Type header's value.
        status: The status of a response.
        lines: The line of each, under the attribute's name.
    """

    action: str | None
    content_type: str | None
    status: int | None
    lines: dict[str, int]


FAULT_STATUS = Rule(
    "fault-status",
    "warning",
    "recorded",
    "A fault comes with HTTP status 500, anything else with 200.",
    "{what} came with HTTP status {status}",
    "answer with {expected}",
    example=Example(
        body=(
            "<s:Fault><faultcode>SOAP-ENV:Client</faultcode>"
            "<faultstring>20103 - Lead not found</faultstring><detail>"
            '<ns1:serviceException xmlns:ns1="http://www.marketo.com/mktows/">'
            "<name>mktServiceException</name>"
            "<message>No lead found with IDNUM = 1 (20103)</message>"
            "<code>20103</code></ns1:serviceException></detail></s:Fault>"
        ),
        before="HTTP/1.1 200 OK\r\n\r\n",
    ),
)


def check_transfer(
    transfer: Transfer,
    *,
    declared: str,
    operation: Operation | None,
    answered: bool,
    fault: bool,
    line: int,
    found: Findings,
) -> None:
    """Compare the HTTP headers with the envelope that they came with.

    Args:
        transfer: The headers.
        declared: The encoding in the XML declaration, empty where there is none.
        operation: What a request asks for; None for a reply.
        answered: Whether it is a reply or a fault.
        fault: Whether it is a fault.
        line: The envelope's line.
        found: Takes what is found.
    """
    if operation is not None and transfer.action is not None:
        check_action(transfer.action, operation, transfer.lines.get("action", line), found)
    if transfer.content_type is not None:
        _check_content_type(transfer, declared, line, found)
    if answered and transfer.status is not None and (transfer.status == 500) is not fault:
        found.add(
            FAULT_STATUS,
            transfer.lines.get("status", line),
            "Envelope",
            what="a fault" if fault else "a reply",
            status=transfer.status,
            expected=500 if fault else 200,
        )


SOAP_ACTION_MISMATCH = Rule(
    "soap-action-mismatch",
    "note",
    "recorded",
    "SOAPAction names the operation; the service goes by the message and ignores it.",
    "SOAPAction does not name {operation}",
    "send {expected}",
    example=Example(
        before=(
            "POST /soap/mktows/2_7 HTTP/1.1\r\nHost: localhost\r\nSOAPAction:"
            ' "http://www.marketo.com/mktows/getLeads"\r\n\r\n'
        )
    ),
)

SOAP_ACTION_UNQUOTED = Rule(
    "soap-action-unquoted",
    "note",
    "recorded",
    "Recorded clients send SOAPAction in double quotes, as SOAP 1.1 has it.",
    "SOAPAction is not in double quotes",
    "send {expected}",
    example=Example(
        before=(
            "POST /soap/mktows/2_7 HTTP/1.1\r\nHost: localhost\r\nSOAPAction:"
            " http://www.marketo.com/mktows/getLead\r\n\r\n"
        )
    ),
)


def check_action(sent: str, operation: Operation, line: int, found: Findings) -> None:
    """Compare a SOAPAction with the operation's; an empty one was accepted live.

    Args:
        sent: The header's value.
        operation: The operation that the message asks for.
        line: The header's line.
        found: Takes what is found.
    """
    said = sent.strip()
    plain = said.strip("\"'")
    expected = f'"{operation.action}"'
    if plain and plain != operation.action:
        name = operation.name
        found.add(SOAP_ACTION_MISMATCH, line, "Envelope", operation=name, expected=expected)
    elif said and said != f'"{plain}"':
        found.add(SOAP_ACTION_UNQUOTED, line, "Envelope", expected=expected)


CONTENT_TYPE_NOT_XML = Rule(
    "content-type-not-xml",
    "warning",
    "recorded",
    "SOAP 1.1 goes over HTTP as text/xml.",
    "Content-Type is not text/xml",
    "declare text/xml;charset=UTF-8",
    example=Example(
        before=(
            "POST /soap/mktows/2_7 HTTP/1.1\r\nHost: localhost\r\nContent-Type:"
            " application/soap+xml; charset=utf-8\r\n\r\n"
        )
    ),
)

CONTENT_TYPE_CHARSET = Rule(
    "content-type-charset",
    "warning",
    "inferred",
    "The charset of Content-Type overrules the XML declaration.",
    "charset is not the encoding that the XML declares",
    "declare text/xml;charset=UTF-8, and write UTF-8",
    example=Example(
        before=(
            "POST /soap/mktows/2_7 HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/xml;"
            " charset=ISO-8859-1\r\n\r\n"
        )
    ),
)


def _check_content_type(transfer: Transfer, declared: str, line: int, found: Findings) -> None:
    said = transfer.content_type or ""
    where = transfer.lines.get("content_type", line)
    if said.partition(";")[0].strip().lower() != "text/xml":
        found.add(CONTENT_TYPE_NOT_XML, where, "Envelope")
        return
    charset = _CHARSET.search(said)
    if charset and declared:
        name = charset[1].lower()
        if _SAME.get(name, name) != _SAME.get(declared, declared):
            found.add(CONTENT_TYPE_CHARSET, where, "Envelope")
