"""The HTTP headers around an envelope, where a log has them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mktows.checking.findings import Findings
from mktows.contract import Operation

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_SAME = {"utf8": "utf-8", "latin1": "iso-8859-1", "latin-1": "iso-8859-1"}


@dataclass(frozen=True, slots=True)
class Transfer:
    """What is known of the HTTP message that carried an envelope; None for what is not.

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
        _check_action(transfer, operation, line, found)
    if transfer.content_type is not None:
        _check_content_type(transfer, declared, line, found)
    if answered and transfer.status is not None and (transfer.status == 500) is not fault:
        found.add(
            "fault-status",
            transfer.lines.get("status", line),
            "Envelope",
            what="a fault" if fault else "a reply",
            status=transfer.status,
            expected=500 if fault else 200,
        )


def _check_action(transfer: Transfer, operation: Operation, line: int, found: Findings) -> None:
    said = (transfer.action or "").strip()
    plain = said.strip("\"'")
    where = transfer.lines.get("action", line)
    details = {"operation": operation.name, "expected": f'"{operation.action}"'}
    if plain and plain != operation.action:
        found.add("soap-action-mismatch", where, "Envelope", **details)
    elif plain and not (said.startswith('"') and said.endswith('"')):
        found.add("soap-action-unquoted", where, "Envelope", **details)


def _check_content_type(transfer: Transfer, declared: str, line: int, found: Findings) -> None:
    said = transfer.content_type or ""
    where = transfer.lines.get("content_type", line)
    if said.partition(";")[0].strip().lower() != "text/xml":
        found.add("content-type-not-xml", where, "Envelope")
        return
    charset = _CHARSET.search(said)
    if charset and declared:
        name = charset[1].lower()
        if _SAME.get(name, name) != _SAME.get(declared, declared):
            found.add("content-type-charset", where, "Envelope")
