"""One envelope or bare message, looked through from its root down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from mktows.checking import faults, limits, replies, requests
from mktows.checking.findings import Finding, Findings, finding, nearest, shown_namespace
from mktows.checking.headers import Credentials, check_headers
from mktows.checking.nodes import Document, Node, UnreadableXml, read
from mktows.checking.structure import walk
from mktows.checking.transfers import Transfer, check_transfer
from mktows.contract import LATEST_VERSION, Contract, Operation, contract
from mktows.signing import Secret
from mktows.soap import SOAP_NAMESPACE

_SOAP12 = "http://www.w3.org/2003/05/soap-envelope"
_PARTS = ("Header", "Body")
_WHITE = " \t\r\n"


def check(
    document: bytes,
    *,
    version: str = LATEST_VERSION,
    key: Secret | None = None,
    user_id: str | None = None,
) -> list[Finding]:
    """Check one envelope, or one message of the contract without an envelope.

    It may be a request, a reply or a fault, of any toolkit. Everything that departs from the
    contract, or from what is known of the service, is a finding; nothing is sent anywhere.

    Args:
        document: The message, in any encoding that XML declares.
        version: The contract to check against, one of `mktows.contract.KNOWN_VERSIONS`.
        key: The encryption key; with it the signature of a request is verified.
        user_id: Whose key that is; signatures of others are then not verified.

    Returns:
        The findings by line; empty where all is in order. Bad input is a finding too.

    Example:
        >>> from mktows.checking import check
        >>> for finding in check(b"<paramsGetLead/>"):
        ...     print(finding.line, finding.severity, finding.rule)
        1 error message-unqualified
        1 error element-missing
    """
    credentials = None if key is None else Credentials(key, user_id)
    return check_document(document, contract(version), credentials=credentials)


def check_document(
    data: bytes,
    spoken: Contract,
    *,
    credentials: Credentials | None = None,
    transfer: Transfer | None = None,
    is_utf8: bool = False,
    line: int = 1,
) -> list[Finding]:
    """Check one envelope or message that begins in a line of a file.

    Args:
        data: Its bytes.
        spoken: The version's contract.
        credentials: What to verify the signature with, where there is anything.
        transfer: The HTTP headers that came with it, where they are known.
        is_utf8: Whether the bytes are UTF-8, whatever the declaration says.
        line: The line that they begin in.
    """
    try:
        document = read(data, is_utf8=is_utf8, line=line)
    except UnreadableXml as refused:
        return [as_finding(refused)]
    return check_read(document, data, spoken, credentials=credentials, transfer=transfer)


def check_read(
    document: Document,
    data: bytes,
    spoken: Contract,
    *,
    credentials: Credentials | None = None,
    transfer: Transfer | None = None,
) -> list[Finding]:
    """Check an envelope or message that was read from some bytes; else as `check_document`."""
    look = _Look(spoken, data, credentials, Findings())
    look.root(document, transfer)
    return look.found.in_order()


def as_finding(refused: UnreadableXml) -> Finding:
    """What is to be said of a document that could not be read."""
    return finding(refused.rule, refused.line, "", **refused.details)


@dataclass(slots=True)
class _Look:
    contract: Contract
    data: bytes
    credentials: Credentials | None
    found: Findings
    operation: Operation | None = None
    fault: bool = False
    reply: bool = False
    stray: list[Node] = field(default_factory=list)

    def root(self, document: Document, transfer: Transfer | None) -> None:
        node = document.root
        if node.name == "Envelope":
            self._envelope(node)
        elif node.name == "Fault" and node.namespace in (SOAP_NAMESPACE, _SOAP12):
            self._fault(node)
        elif not self._message(node, node.name):
            self.found.add("envelope-not-found", node.line, "")
            return
        if transfer is not None:
            check_transfer(
                transfer,
                declared=document.encoding,
                operation=None if self.reply else self.operation,
                answered=self.reply,
                fault=self.fault,
                line=node.line,
                found=self.found,
            )

    def _envelope(self, node: Node) -> None:
        if node.namespace == _SOAP12:
            self.found.add("envelope-soap12", node.line, "Envelope")
        elif node.namespace != SOAP_NAMESPACE:
            namespace = shown_namespace(node.namespace)
            self.found.add("envelope-namespace", node.line, "Envelope", namespace=namespace)
        self._text(node, "Envelope")
        self._encoding_style(node, "Envelope")
        parts = {"Header": self._part(node, "Header"), "Body": self._part(node, "Body")}
        for child in node.children:
            if child.name not in _PARTS:
                path = f"Envelope.{child.name}"
                self.found.add("envelope-part-unknown", child.line, path, name=child.name)
        header, body = parts["Header"], parts["Body"]
        if header and body and node.children.index(header) > node.children.index(body):
            self.found.add("envelope-header-behind-body", header.line, "Envelope.Header")
        if body is None:
            self.found.add("envelope-body-missing", node.line, "Envelope")
        else:
            self._body(body)
        self._header(node, header)

    def _part(self, envelope: Node, name: str) -> Node | None:
        """The first Header or Body of an envelope."""
        parts = [child for child in envelope.children if child.name == name]
        for part in parts:
            path = f"Envelope.{name}"
            if part.namespace != envelope.namespace:
                self.found.add("envelope-part-namespace", part.line, path, name=name)
            self._text(part, path)
            self._encoding_style(part, path)
        for part in parts[1:]:
            self.found.add("envelope-part-repeated", part.line, f"Envelope.{name}", name=name)
        return parts[0] if parts else None

    def _text(self, node: Node, path: str) -> None:
        if node.text.strip(_WHITE):
            self.found.add("envelope-text", node.line, path, name=node.name)

    def _encoding_style(self, node: Node, path: str) -> None:
        if any(name.endswith("}encodingStyle") for name in node.attributes):
            self.found.add("envelope-encoding-style", node.line, path)

    def _header(self, envelope: Node, header: Node | None) -> None:
        blocks: Sequence[Node] = header.children if header else ()
        if self.reply:
            if header is not None:
                self.found.add("reply-header", header.line, "Envelope.Header")
            return
        check_headers(
            self.contract,
            [*blocks, *self.stray],
            envelope,
            self.operation,
            self.data,
            self.credentials,
            self.found,
        )

    def _body(self, body: Node) -> None:
        messages: list[Node] = []
        for child in body.children:
            if child.name in ("AuthenticationHeader", "MktowsContextHeader"):
                path = f"Envelope.Body.{child.name}"
                self.found.add("auth-header-misplaced", child.line, path, name=child.name)
                self.stray.append(child)
            elif child.name == "multiRef":
                continue  # what refers to it is told
            else:
                messages.append(child)
        if not messages:
            self.found.add("envelope-body-empty", body.line, "Envelope.Body")
        elif len(messages) > 1:
            count = len(messages)
            self.found.add("envelope-body-crowded", body.line, "Envelope.Body", count=count)
        for node in messages:
            if node.name == "Fault" and node.namespace == body.namespace:
                self._fault(node)
            elif not self._message(node, node.name):
                self._unknown(node)

    def _fault(self, node: Node) -> None:
        self.fault = self.reply = True
        faults.check_fault(node, self.contract.namespace, self.found)

    def _message(self, node: Node, path: str) -> bool:
        """Look through a message; False where it is none that the contract knows or resembles."""
        if node.name in self.contract.elements:
            element = node.name
        elif node.name in self.contract.operations:
            element = self.contract.operations[node.name].request
            self.found.add("message-rpc-style", node.line, path, name=node.name, expected=element)
        else:
            return False
        if node.namespace != self.contract.namespace:
            rule = "message-namespace" if node.namespace else "message-unqualified"
            namespace = shown_namespace(node.namespace)
            self.found.add(rule, node.line, path, name=node.name, namespace=namespace)
        type_name = self.contract.elements[element]
        for operation in self.contract.operations.values():
            if element in (operation.request, operation.reply):
                self.operation = operation
                self.reply = element == operation.reply
        item = walk(self.contract, node, type_name, self.found, reply=self.reply)
        if self.operation is None:
            return True
        if self.reply:
            replies.check_reply(self.operation.name, item, self.found)
        else:
            limits.check_limits(self.operation.name, item, self.found)
            requests.check_request(self.contract, self.operation.name, item, self.found)
        return True

    def _unknown(self, node: Node) -> None:
        known = [each.request for each in self.contract.operations.values()]
        meant = nearest(node.name, known, cutoff=0.75)
        hint = f"write {meant}" if meant else "ask for one of the operations of the WSDL"
        self.found.add("message-unknown", node.line, node.name, name=node.name, hint=hint)
