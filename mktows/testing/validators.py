"""The validators of an envelope: its SOAP, its header, and its body by the schema.

The body is judged by two unrelated XSD validators, xmlschema and libxml2; it passes only where both
accept it. What they say may quote values, so what is wrong is told as findings of
`mktows.checking`: their paths and reasons hold names, never a lead's data.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from mktows.checking import Finding, Rule, check_message
from mktows.checking.elements import line_of
from mktows.checking.envelopes import (
    ENVELOPE_ATTRIBUTE,
    ENVELOPE_BODY_CROWDED,
    ENVELOPE_BODY_EMPTY,
    ENVELOPE_BODY_MISSING,
    ENVELOPE_HEADER_BEHIND_BODY,
    ENVELOPE_NAMESPACE,
    ENVELOPE_NOT_FOUND,
    ENVELOPE_PART_REPEATED,
    ENVELOPE_PART_UNKNOWN,
    ENVELOPE_SOAP12,
    ENVELOPE_TEXT,
    MESSAGE_NAMESPACE,
    MESSAGE_UNKNOWN,
    MESSAGE_UNQUALIFIED,
    SOAP12_NAMESPACE,
    XML_INSTRUCTION,
    as_finding,
)
from mktows.checking.faults import (
    FAULT_CODE_UNKNOWN,
    FAULT_DETAIL_MISSING,
    FAULT_EXCEPTION_MEMBER,
    FAULT_MEMBER_MISSING,
    FAULT_MEMBER_QUALIFIED,
)
from mktows.checking.findings import finding, shown_namespace
from mktows.checking.headers import (
    AUTH_HEADER_MISSING,
    AUTH_HEADER_REPEATED,
    CONTEXT,
    CONTEXT_HEADER_UNUSED,
    HEADER_MUST_UNDERSTAND,
    HEADER_UNKNOWN,
)
from mktows.checking.messages import SCHEMA_REFUSED
from mktows.checking.nodes import XML_PREFIX_UNDECLARED, XML_TOO_LARGE, UnreadableXml, read
from mktows.checking.signatures import form_of, is_right, mistake_of
from mktows.checking.surroundings import unexpected
from mktows.contract import LATEST_VERSION, Contract, contract
from mktows.errors import RefusedXml
from mktows.signing import Secret
from mktows.soap import SOAP_NAMESPACE, parse_xml, split_name
from mktows.testing.schemas import judge

_SOAP = f"{{{SOAP_NAMESPACE}}}"
_MUST_UNDERSTAND = f"{_SOAP}mustUnderstand"
_FAULT_MEMBERS = ("faultcode", "faultstring", "faultactor", "detail")
_EXCEPTION_MEMBERS = ("name", "message", "code", "cause")


class InvalidEnvelope(AssertionError):
    """An envelope is not one of the contract; its text lists the findings.

    Attributes:
        findings: All of them, in the order of the document.
    """

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("\n".join(_as_line(each) for each in findings))
        self.findings = findings

    @property
    def violations(self) -> list[Finding]:
        """The former name of `findings`."""
        warnings.warn("violations is now called findings", DeprecationWarning, stacklevel=2)
        return self.findings


def _as_line(found: Finding) -> str:
    where = f"{found.path}: " if found.path else ""
    return f"{where}{found.reason} ({found.rule})"


def validate_request(
    data: bytes,
    *,
    version: str = LATEST_VERSION,
    operation: str | None = None,
    encryption_key: str | Secret | None = None,
) -> None:
    """Check that an envelope is a request of the contract.

    Args:
        data: The envelope as it is sent.
        version: Of the contract, such as `2_3`.
        operation: The operation that is meant; by default any.
        encryption_key: Where given, the signature must verify with it.

    Raises:
        InvalidEnvelope: It is not; the error tells each path, reason and rule.

    Example:
        >>> from mktows import Client
        >>> from mktows.testing import request_findings, sample_config, validate_request
        >>> client = Client(sample_config("2_3"))
        >>> params = client.contract.bindings.ParamsListMObjects()
        >>> validate_request(client.build_request(params).body, version="2_3")
        >>> request_findings(b"<Envelope/>", version="2_3")[0].rule
        'envelope-namespace'
    """
    _raise(
        request_findings(data, version=version, operation=operation, encryption_key=encryption_key)
    )


def validate_reply(
    data: bytes, *, version: str = LATEST_VERSION, operation: str | None = None
) -> None:
    """Check that an envelope is a reply of the contract, and no fault.

    Raises:
        InvalidEnvelope: It is not; the error tells each path, reason and rule.
    """
    _raise(reply_findings(data, version=version, operation=operation))


def validate_fault(data: bytes, *, version: str = LATEST_VERSION) -> None:
    """Check that an envelope is a SOAP 1.1 fault whose detail is in the service's form.

    Raises:
        InvalidEnvelope: It is not; the error tells each path, reason and rule.
    """
    _raise(fault_findings(data, version=version))


def request_findings(
    data: bytes,
    *,
    version: str = LATEST_VERSION,
    operation: str | None = None,
    encryption_key: str | Secret | None = None,
) -> list[Finding]:
    """The findings that `validate_request` would raise for; empty for a valid request."""
    table = contract(version)
    parts = _parts(data)
    found = parts.findings
    if parts.body is not None:
        found += _header(table, parts, encryption_key)
        wanted = {item.request: item.name for item in table.operations.values()}
        found += _message(table, parts.body, wanted, operation, "request")
    return found


def reply_findings(
    data: bytes, *, version: str = LATEST_VERSION, operation: str | None = None
) -> list[Finding]:
    """The findings that `validate_reply` would raise for; empty for a valid reply."""
    table = contract(version)
    parts = _parts(data)
    found = parts.findings
    if parts.body is not None:
        found += _not_understood(parts.blocks)
        wanted = {item.reply: item.name for item in table.operations.values()}
        found += _message(table, parts.body, wanted, operation, "reply")
    return found


def fault_findings(data: bytes, *, version: str = LATEST_VERSION) -> list[Finding]:
    """The findings that `validate_fault` would raise for; empty for a valid fault."""
    parts = _parts(data)
    found = parts.findings
    if parts.body is not None:
        found += _not_understood(parts.blocks)
        crowd = _alone(parts.body)
        if crowd is not None:
            found.append(crowd)
        elif parts.body[0].tag != f"{_SOAP}Fault":
            found.append(unexpected(parts.body[0], "a Fault of SOAP 1.1"))
        else:
            found += _in_fault(parts.body[0], contract(version).namespace)
    return found


def _raise(found: list[Finding]) -> None:
    if found:
        raise InvalidEnvelope(found)


def _at(node: etree._Element, rule: Rule, path: str, **details: object) -> Finding:
    return finding(rule, line_of(node), path, of_reply=False, **details)


# The envelope


@dataclass
class _Parts:
    """The parts of an envelope; there is no body where nothing further can be judged."""

    blocks: list[etree._Element]
    body: etree._Element | None
    findings: list[Finding]


def _parts(data: bytes) -> _Parts:
    try:
        root = parse_xml(data)
    except RefusedXml as error:
        return _Parts([], None, [_refused(data, error)])
    if root.tag != f"{_SOAP}Envelope":
        return _Parts([], None, [_no_envelope(root)])
    found = [*_instructions(data), *_own(root, "Envelope")]
    header, body = root.find(f"{_SOAP}Header"), root.find(f"{_SOAP}Body")
    if body is None:
        return _Parts([], None, [*found, _at(root, ENVELOPE_BODY_MISSING, "Envelope")])
    found += _arrangement(root)
    for part in (header, body):
        if part is not None:
            found += _own(part, f"Envelope.{split_name(part)[1]}")
    return _Parts(list(header) if header is not None else [], body, found)


def _refused(data: bytes, error: RefusedXml) -> Finding:
    try:
        read(data)
    except UnreadableXml as unread:
        return as_finding(unread)
    return finding(XML_TOO_LARGE, 1, "", what=str(error))  # libxml2's bounds are closer


def _no_envelope(root: etree._Element) -> Finding:
    namespace, name = split_name(root)
    if name != "Envelope":
        return _at(root, ENVELOPE_NOT_FOUND, "")
    if namespace == SOAP12_NAMESPACE:
        return _at(root, ENVELOPE_SOAP12, name)
    return _at(root, ENVELOPE_NAMESPACE, name, namespace=shown_namespace(namespace))


def _instructions(data: bytes) -> Iterator[Finding]:
    """SOAP 1.1 forbids them; the document was parsed safely once, so no DTD is in it."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    tree = etree.fromstring(data, parser).getroottree()
    if tree.xpath("boolean(//processing-instruction())"):
        yield finding(XML_INSTRUCTION, 1, "")


def _arrangement(root: etree._Element) -> Iterator[Finding]:
    """A Header at most, then the one Body; behind it only what has a namespace of its own."""
    seen: set[str] = set()
    for part in root:
        namespace, name = split_name(part)
        path = f"Envelope.{name}"
        if namespace == SOAP_NAMESPACE and name in ("Header", "Body"):
            if name in seen:
                yield _at(part, ENVELOPE_PART_REPEATED, path, name=name)
            elif "Body" in seen:
                yield _at(part, ENVELOPE_HEADER_BEHIND_BODY, path)
            seen.add(name)
        elif namespace in ("", SOAP_NAMESPACE) or "Body" not in seen:
            yield _at(part, ENVELOPE_PART_UNKNOWN, path, name=name)


def _own(node: etree._Element, path: str) -> Iterator[Finding]:
    """Attributes without namespace, and text between the elements, of a part of the envelope."""
    name = split_name(node)[1]
    if any(etree.QName(key).namespace is None for key in node.attrib):
        yield _at(node, ENVELOPE_ATTRIBUTE, path, name=name)
    texts = [node.text, *(child.tail for child in node)]
    if any(text and text.strip(" \t\r\n") for text in texts):
        yield _at(node, ENVELOPE_TEXT, path, name=name)


# The header


def _header(
    table: Contract, parts: _Parts, encryption_key: str | Secret | None
) -> Iterator[Finding]:
    body = parts.body
    assert body is not None  # noqa: S101  # the caller saw to it
    called = split_name(body[0])[1] if len(body) else ""
    ours = [block for block in parts.blocks if split_name(block)[0] == table.namespace]
    yield from _not_understood([block for block in parts.blocks if block not in ours])
    operations = {item.request: item for item in table.operations.values()}
    declared = {"AuthenticationHeader"}
    if called in operations:
        declared |= set(operations[called].headers)
    seen: set[str] = set()
    for block in ours:
        name = split_name(block)[1]
        path = f"Envelope.Header.{name}"
        if name not in declared:
            known = operations.get(called) if name == CONTEXT else None
            if known is None:
                yield _at(block, HEADER_UNKNOWN, path, name=name)
            else:
                yield _at(block, CONTEXT_HEADER_UNUSED, path, operation=known.name)
        elif name in seen:
            yield _at(block, AUTH_HEADER_REPEATED, path, name=name)
        else:
            yield from _by_schema(table, _without_partner(block), name)
            if name == "AuthenticationHeader":
                yield from _signature(block, encryption_key, body)
        seen.add(name)
    if "AuthenticationHeader" not in seen:
        yield _at(body, AUTH_HEADER_MISSING, "Envelope.Header")


def _not_understood(blocks: list[etree._Element]) -> Iterator[Finding]:
    for block in blocks:
        namespace, name = split_name(block)
        path = f"Envelope.Header.{name}"
        if block.get(_MUST_UNDERSTAND, "0").strip() in ("1", "true"):
            yield _at(block, HEADER_MUST_UNDERSTAND, path, name=name)
        elif not namespace:
            yield _at(block, HEADER_UNKNOWN, path, name=name)


def _without_partner(block: etree._Element) -> etree._Element:
    """The block without partnerId, which is documented for all versions, but declared late."""
    copy = etree.fromstring(etree.tostring(block, with_tail=False))
    for child in copy.findall("partnerId"):
        copy.remove(child)
    # SOAP's own attributes may stand on any block.
    for name in [name for name in copy.attrib if str(name).startswith(_SOAP)]:
        del copy.attrib[name]
    return copy


def _signature(
    block: etree._Element, encryption_key: str | Secret | None, body: etree._Element
) -> Iterator[Finding]:
    user_id, signature, timestamp = (
        block.findtext(name, "")
        for name in ("mktowsUserId", "requestSignature", "requestTimestamp")
    )
    form = form_of(signature)
    verdicts = form.verdicts
    if not verdicts and encryption_key is not None and form.digest is not None:
        key = encryption_key if isinstance(encryption_key, Secret) else Secret(encryption_key)
        if not is_right(form.digest, user_id=user_id, timestamp=timestamp, key=key):
            document = etree.tostring(body.getroottree())
            verdicts = [
                mistake_of(
                    form.digest, user_id=user_id, timestamp=timestamp, key=key, document=document
                )
            ]
    for verdict in verdicts:
        path = "AuthenticationHeader.requestSignature"
        yield _at(block, verdict.rule, path, **verdict.details)


# The body


def _alone(body: etree._Element) -> Finding | None:
    """The finding of a Body that holds another number of elements than one."""
    if len(body) == 0:
        return _at(body, ENVELOPE_BODY_EMPTY, "Envelope.Body")
    if len(body) > 1:
        return _at(body, ENVELOPE_BODY_CROWDED, "Envelope.Body", count=len(body))
    return None


def _message(
    table: Contract,
    body: etree._Element,
    wanted: dict[str, str],
    operation: str | None,
    side: str,
) -> Iterator[Finding]:
    crowd = _alone(body)
    if crowd is not None:
        yield crowd
        return
    message = body[0]
    namespace, name = split_name(message)
    if namespace != table.namespace and name in wanted:
        if not namespace:
            yield _at(message, MESSAGE_UNQUALIFIED, name, name=name)
        else:
            shown = shown_namespace(namespace)
            yield _at(message, MESSAGE_NAMESPACE, name, name=name, namespace=shown)
    elif name in table.elements and name not in wanted:
        yield unexpected(message, f"a {side} of version {table.version}")
    elif name not in wanted:
        hint = f"send a {side} of version {table.version}"
        yield _at(message, MESSAGE_UNKNOWN, name, name=name, hint=hint)
    elif operation is not None and wanted[name] != operation:
        yield unexpected(message, f"the {side} of {operation}")
    else:
        yield from _by_schema(table, message, name)


def _by_schema(table: Contract, node: etree._Element, element: str) -> list[Finding]:
    verdict = judge(table.version, node)
    if not verdict.lines:
        return []
    found = check_message(table, node, element)
    if verdict.libxml2 and verdict.xmlschema and found:
        return found
    judges = [name for name in ("libxml2", "xmlschema") if getattr(verdict, name)]
    return [*found, _at(node, SCHEMA_REFUSED, element, judges=" and ".join(judges))]


# Faults


def _in_fault(fault: etree._Element, namespace: str) -> Iterator[Finding]:
    path = "Envelope.Body.Fault"
    for child in fault:
        space, name = split_name(child)
        if space:
            yield _at(child, FAULT_MEMBER_QUALIFIED, f"{path}.{name}", name=name)
    order = [split_name(child)[1] for child in fault]
    if order != [name for name in _FAULT_MEMBERS if name in order]:
        yield _at(fault, SCHEMA_REFUSED, path, judges="faults of SOAP 1.1")
    for name in ("faultcode", "faultstring"):
        if not (fault.findtext(name) or "").strip():
            yield _at(fault, FAULT_MEMBER_MISSING, path, name=name)
    code = fault.find("faultcode")
    prefix, _, _ = ((code.text if code is not None else "") or "").strip().rpartition(":")
    if code is not None and prefix and code.nsmap.get(prefix) is None:
        yield _at(code, XML_PREFIX_UNDECLARED, f"{path}.faultcode")
    detail = fault.find("detail")
    if detail is not None:
        yield from _in_detail(detail, namespace, f"{path}.detail")


def _in_detail(detail: etree._Element, namespace: str, path: str) -> Iterator[Finding]:
    exception = detail.find(f"{{{namespace}}}serviceException")
    if exception is None:
        yield _at(detail, FAULT_DETAIL_MISSING, path)
        return
    path += ".serviceException"
    order = [str(child.tag) for child in exception]
    missing = [name for name in _EXCEPTION_MEMBERS[:3] if name not in order]
    for name in missing:
        yield _at(exception, FAULT_EXCEPTION_MEMBER, path, name=name)
    if missing:
        return
    if order not in ([*_EXCEPTION_MEMBERS[:3]], [*_EXCEPTION_MEMBERS]):
        yield _at(exception, SCHEMA_REFUSED, path, judges="exceptions of the service")
    elif not re.fullmatch("[0-9]{5}", exception.findtext("code", "")):
        yield _at(exception, FAULT_CODE_UNKNOWN, f"{path}.code")
