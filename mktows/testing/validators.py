"""Whether an envelope is one of the contract: its SOAP, its header, and its body by the schema.

The body is judged by two unrelated XSD validators, xmlschema and libxml2; it passes only where both
accept it. What they say may quote values, so a violation is told in words of our own: path and
reason hold names, never a lead's data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from mktows.contract import LATEST_VERSION, Contract, contract
from mktows.departures import departures_of
from mktows.errors import RefusedXml
from mktows.signing import Secret, sign
from mktows.soap import SOAP_NAMESPACE, parse_xml, split_name
from mktows.testing.schemas import judge

_SOAP = f"{{{SOAP_NAMESPACE}}}"
_MUST_UNDERSTAND = f"{_SOAP}mustUnderstand"
_FAULT_MEMBERS = ("faultcode", "faultstring", "faultactor", "detail")
_EXCEPTION_MEMBERS = ("name", "message", "code", "cause")


@dataclass(frozen=True, slots=True)
class Violation:
    """One way in which an envelope is not one of the contract.

    Attributes:
        path: Element names from the envelope's part or the message down, joined by dots; empty for
            the document.
        reason: What is wrong; never a value.
    """

    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}" if self.path else self.reason


class InvalidEnvelope(AssertionError):
    """An envelope is not one of the contract; its text lists the violations.

    Attributes:
        violations: All of them, in the order of the document.
    """

    def __init__(self, violations: list[Violation]) -> None:
        super().__init__("\n".join(str(violation) for violation in violations))
        self.violations = violations


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
        InvalidEnvelope: It is not; the error tells each path and reason.

    Example:
        >>> from mktows import Client
        >>> from mktows.testing import sample_config, validate_request
        >>> client = Client(sample_config("2_3"))
        >>> params = client.contract.bindings.ParamsListMObjects()
        >>> validate_request(client.build_request(params).body, version="2_3")
        >>> validate_request(b"<Envelope/>", version="2_3")
        Traceback (most recent call last):
        ...
        mktows.testing.validators.InvalidEnvelope: Envelope: is not the Envelope of SOAP 1.1
    """
    _raise(
        request_violations(
            data, version=version, operation=operation, encryption_key=encryption_key
        )
    )


def validate_reply(
    data: bytes, *, version: str = LATEST_VERSION, operation: str | None = None
) -> None:
    """Check that an envelope is a reply of the contract, and no fault.

    Raises:
        InvalidEnvelope: It is not; the error tells each path and reason.
    """
    _raise(reply_violations(data, version=version, operation=operation))


def validate_fault(data: bytes, *, version: str = LATEST_VERSION) -> None:
    """Check that an envelope is a SOAP 1.1 fault whose detail is in the service's form.

    Raises:
        InvalidEnvelope: It is not; the error tells each path and reason.
    """
    _raise(fault_violations(data, version=version))


def request_violations(
    data: bytes,
    *,
    version: str = LATEST_VERSION,
    operation: str | None = None,
    encryption_key: str | Secret | None = None,
) -> list[Violation]:
    """What `validate_request` would raise for; empty for a valid request."""
    table = contract(version)
    parts = _parts(data)
    found = parts.violations
    if parts.body is not None:
        found += _header_violations(table, parts, encryption_key)
        wanted = {item.request: item.name for item in table.operations.values()}
        found += _message_violations(table, parts.body, wanted, operation, "request")
    return found


def reply_violations(
    data: bytes, *, version: str = LATEST_VERSION, operation: str | None = None
) -> list[Violation]:
    """What `validate_reply` would raise for; empty for a valid reply."""
    table = contract(version)
    parts = _parts(data)
    found = parts.violations
    if parts.body is not None:
        found += _not_understood(parts.blocks)
        wanted = {item.reply: item.name for item in table.operations.values()}
        found += _message_violations(table, parts.body, wanted, operation, "reply")
    return found


def fault_violations(data: bytes, *, version: str = LATEST_VERSION) -> list[Violation]:
    """What `validate_fault` would raise for; empty for a valid fault."""
    parts = _parts(data)
    found = parts.violations
    if parts.body is not None:
        found += _not_understood(parts.blocks)
        children = list(parts.body)
        if len(children) != 1 or children[0].tag != f"{_SOAP}Fault":
            found.append(Violation("Body", "holds no Fault, or more than that"))
        else:
            found += _in_fault(children[0], contract(version).namespace)
    return found


def _raise(found: list[Violation]) -> None:
    if found:
        raise InvalidEnvelope(found)


# The envelope


@dataclass
class _Parts:
    """The parts of an envelope; there is no body where nothing further can be judged."""

    blocks: list[etree._Element]
    body: etree._Element | None
    violations: list[Violation]


def _parts(data: bytes) -> _Parts:
    try:
        root = parse_xml(data)
    except RefusedXml as error:
        return _Parts([], None, [Violation("", str(error))])
    if root.tag != f"{_SOAP}Envelope":
        wrong = Violation(split_name(root)[1], "is not the Envelope of SOAP 1.1")
        return _Parts([], None, [wrong])
    found = [*_instructions(data), *_unqualified_attributes(root, "Envelope")]
    if _has_text(root):
        found.append(Violation("Envelope", "holds text between its elements"))
    header, body = root.find(f"{_SOAP}Header"), root.find(f"{_SOAP}Body")
    if body is None:
        return _Parts([], None, [*found, Violation("Envelope", "has no Body")])
    found += _arrangement(root, body)
    blocks = list(header) if header is not None else []
    for part in (header, body):
        if part is None:
            continue
        name = split_name(part)[1]
        found += _unqualified_attributes(part, name)
        if _has_text(part):
            found.append(Violation(name, "holds text between its elements"))
    return _Parts(blocks, body, found)


def _instructions(data: bytes) -> Iterator[Violation]:
    """SOAP 1.1 forbids them; the document was parsed safely once, so no DTD is in it."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    tree = etree.fromstring(data, parser).getroottree()
    instruction = tree.xpath("boolean(//processing-instruction())")
    if instruction:
        yield Violation("", "holds a processing instruction")


def _arrangement(root: etree._Element, body: etree._Element) -> Iterator[Violation]:
    """A Header at most, then the one Body; behind it only what has a namespace of its own."""
    parts = [split_name(child) for child in root]
    place = root.index(body)
    if parts[:place] not in ([], [(SOAP_NAMESPACE, "Header")]):
        yield Violation("Envelope", "holds more than one Header in front of the Body")
    for namespace, name in parts[place + 1 :]:
        if namespace in ("", SOAP_NAMESPACE):
            yield Violation(f"Envelope.{name}", "may not stand behind the Body")


def _unqualified_attributes(node: etree._Element, path: str) -> Iterator[Violation]:
    if any(etree.QName(name).namespace is None for name in node.attrib):
        yield Violation(path, "has an attribute in no namespace")


def _has_text(node: etree._Element) -> bool:
    texts = [node.text, *(child.tail for child in node)]
    return any(text and text.strip(" \t\r\n") for text in texts)


# The header


def _header_violations(
    table: Contract, parts: _Parts, encryption_key: str | Secret | None
) -> Iterator[Violation]:
    first = parts.body[0] if parts.body is not None and len(parts.body) else None
    called = None if first is None else split_name(first)[1]
    ours = [block for block in parts.blocks if split_name(block)[0] == table.namespace]
    yield from _not_understood([block for block in parts.blocks if block not in ours])
    declared = {"AuthenticationHeader"}
    for item in table.operations.values():
        if item.request == called:
            declared |= set(item.headers)
    seen: set[str] = set()
    for block in ours:
        name = split_name(block)[1]
        if name not in declared:
            yield Violation(name, "is no header of this operation")
        elif name in seen:
            yield Violation(name, "stands more than once")
        else:
            yield from _by_schema(table, _without_partner(block), name)
            if name == "AuthenticationHeader":
                yield from _signature_violations(block, encryption_key)
        seen.add(name)
    if "AuthenticationHeader" not in seen:
        yield Violation("Header", "AuthenticationHeader is missing")


def _not_understood(blocks: list[etree._Element]) -> Iterator[Violation]:
    for block in blocks:
        namespace, name = split_name(block)
        if not namespace:
            yield Violation(name, "must be qualified, as every header block")
        if block.get(_MUST_UNDERSTAND, "0").strip() in ("1", "true"):
            yield Violation(name, "demands to be understood, but the contract does not know it")


def _without_partner(block: etree._Element) -> etree._Element:
    """The block without partnerId, which is documented, but in no schema."""
    copy = etree.fromstring(etree.tostring(block, with_tail=False))
    for child in copy.findall("partnerId"):
        copy.remove(child)
    # SOAP's own attributes may stand on any block.
    for name in [name for name in copy.attrib if str(name).startswith(_SOAP)]:
        del copy.attrib[name]
    return copy


def _signature_violations(
    block: etree._Element, encryption_key: str | Secret | None
) -> Iterator[Violation]:
    user_id, signature, timestamp = (
        block.findtext(name, "")
        for name in ("mktowsUserId", "requestSignature", "requestTimestamp")
    )
    path = "AuthenticationHeader.requestSignature"
    if not re.fullmatch("[0-9a-f]{40}", signature):
        yield Violation(path, "is not 40 lower-case hexadecimal digits")
    elif encryption_key is not None:
        key = encryption_key if isinstance(encryption_key, Secret) else Secret(encryption_key)
        if sign(user_id=user_id, key=key, timestamp=timestamp) != signature:
            yield Violation(path, "does not verify with the key")


# The body


def _message_violations(
    table: Contract,
    body: etree._Element,
    wanted: dict[str, str],
    operation: str | None,
    side: str,
) -> Iterator[Violation]:
    if len(body) != 1:
        yield Violation("Body", f"holds {len(body)} elements, not one")
        return
    namespace, name = split_name(body[0])
    if namespace != table.namespace or name not in wanted:
        yield Violation(name, f"is no {side} of version {table.version}")
    elif operation is not None and wanted[name] != operation:
        yield Violation(name, f"is not the {side} of {operation}")
    else:
        yield from _by_schema(table, body[0], name)


def _by_schema(table: Contract, node: etree._Element, element: str) -> list[Violation]:
    verdict = judge(table.version, node)
    if not verdict.lines:
        return []
    found = [Violation(d.path, d.reason) for d in departures_of(table, node, element)]
    if verdict.libxml2 and verdict.xmlschema and found:
        return found
    judges = [name for name in ("libxml2", "xmlschema") if getattr(verdict, name)]
    return [
        *found,
        Violation(element, f"is not valid against the schema for {' and '.join(judges)}"),
    ]


# Faults


def _in_fault(fault: etree._Element, namespace: str) -> Iterator[Violation]:
    names = [split_name(child) for child in fault]
    if any(space for space, _ in names):
        yield Violation("Fault", "its members must be in no namespace")
    order = [name for _, name in names]
    if order != [name for name in _FAULT_MEMBERS if name in order]:
        yield Violation("Fault", f"holds other members than {', '.join(_FAULT_MEMBERS)}, in order")
    for name in ("faultcode", "faultstring"):
        if not (fault.findtext(name) or "").strip():
            yield Violation(f"Fault.{name}", "is missing or empty")
    code = fault.find("faultcode")
    prefix, _, _ = ((code.text if code is not None else "") or "").strip().rpartition(":")
    if code is not None and prefix and code.nsmap.get(prefix) is None:
        yield Violation("Fault.faultcode", "its prefix is not declared")
    detail = fault.find("detail")
    if detail is not None:
        yield from _in_detail(detail, namespace)


def _in_detail(detail: etree._Element, namespace: str) -> Iterator[Violation]:
    exception = detail.find(f"{{{namespace}}}serviceException")
    if exception is None:
        yield Violation("Fault.detail", "holds no serviceException in the contract's namespace")
        return
    path = "Fault.detail.serviceException"
    order = [str(child.tag) for child in exception]
    if order not in ([*_EXCEPTION_MEMBERS[:3]], [*_EXCEPTION_MEMBERS]):
        yield Violation(path, "does not hold name, message and code, in order")
        return
    if not re.fullmatch("[0-9]{5}", exception.findtext("code", "")):
        yield Violation(f"{path}.code", "is not a number of five digits")
