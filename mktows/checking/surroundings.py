"""The envelope around a parsed message: its parts and header blocks, held against the contract."""

from __future__ import annotations

from lxml import etree

from mktows.checking.elements import line_of
from mktows.checking.envelopes import ENVELOPE_PART_UNKNOWN
from mktows.checking.findings import Finding, finding, shown_namespace
from mktows.checking.headers import (
    AUTH_HEADER_NAMESPACE,
    AUTH_HEADER_REPEATED,
    AUTHENTICATION,
    CONTEXT,
    CONTEXT_HEADER_EMPTY,
    CONTEXT_HEADER_UNUSED,
    HEADER_UNKNOWN,
)
from mktows.checking.messages import MOST_FINDINGS, check_message
from mktows.checking.names import AUTH_PARTNER_ID
from mktows.checking.rule import Example, Rule
from mktows.checking.structure import ENVELOPE_ENCODING_STYLE, XML_ATTRIBUTE_UNKNOWN
from mktows.contract import Contract, Operation
from mktows.soap import SOAP_NAMESPACE, split_name

_ABOUT_ATTRIBUTES = (XML_ATTRIBUTE_UNKNOWN.id, ENVELOPE_ENCODING_STYLE.id)


def check_surroundings(
    message: etree._Element, contract: Contract, operation: Operation
) -> list[Finding]:
    """The findings of a request's envelope apart from its message, in document order.

    Attributes of SOAP itself, such as `mustUnderstand`, may stand on a block; `partnerId` is
    documented for every version, though declared in the last one alone.

    Args:
        message: The message in its envelope.
        contract: The version's contract.
        operation: The operation that it asks for.
    """
    found: list[Finding] = []
    for part in message.getroottree().getroot():
        if len(found) >= MOST_FINDINGS:
            break
        namespace, name = split_name(part)
        if namespace != SOAP_NAMESPACE or name not in ("Header", "Body"):
            path = f"Envelope.{name}"
            found.append(finding(ENVELOPE_PART_UNKNOWN, line_of(part), path, name=name))
        elif name == "Header":
            found += _blocks(part, contract, operation)
    return found


def _blocks(header: etree._Element, contract: Contract, operation: Operation) -> list[Finding]:
    found: list[Finding] = []
    seen: set[str] = set()
    for block in header:
        if len(found) >= MOST_FINDINGS:
            break
        namespace, name = split_name(block)
        if namespace != contract.namespace or name not in operation.headers:
            found.append(_foreign(block, contract, operation))
            continue
        if name in seen:
            path = f"Envelope.Header.{name}"
            found.append(finding(AUTH_HEADER_REPEATED, line_of(block), path, name=name))
        seen.add(name)
        if name == CONTEXT and not len(block) and not (block.text or "").strip():
            path = f"Envelope.Header.{name}"
            found.append(finding(CONTEXT_HEADER_EMPTY, line_of(block), path))
            continue
        bare = all(str(key).startswith(f"{{{SOAP_NAMESPACE}}}") for key in block.attrib)
        found += [
            each
            for each in check_message(contract, block, name)
            if each.rule != AUTH_PARTNER_ID.id
            and not (bare and each.path == name and each.rule in _ABOUT_ATTRIBUTES)
        ]
    return found


def _foreign(block: etree._Element, contract: Contract, operation: Operation) -> Finding:
    """The finding of a header block that is none of the operation's."""
    namespace, name = split_name(block)
    path, line = f"Envelope.Header.{name}", line_of(block)
    if name == CONTEXT and namespace == contract.namespace:
        return finding(CONTEXT_HEADER_UNUSED, line, path, operation=operation.name)
    if name == AUTHENTICATION:
        shown = shown_namespace(namespace)
        return finding(AUTH_HEADER_NAMESPACE, line, path, name=name, namespace=shown)
    return finding(HEADER_UNKNOWN, line, path, name=name)


MESSAGE_UNEXPECTED = Rule(
    "message-unexpected",
    "error",
    "documented",
    "Each operation has one message for its request, and one for its reply.",
    "{name} is not {expected}",
    "write {expected}",
    example=Example(),
)


def unexpected(message: etree._Element, expected: str) -> Finding:
    """The finding of a message of the contract that is not the one expected there.

    Args:
        message: The message.
        expected: The one that is, such as `the reply of getLead`.
    """
    name = split_name(message)[1]
    return finding(MESSAGE_UNEXPECTED, line_of(message), name, name=name, expected=expected)
