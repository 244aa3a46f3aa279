"""One envelope or bare message, looked through from its root down."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from mktows.checking import faults, limits, replies, requests
from mktows.checking.findings import Finding, Findings, finding, nearest, shown_namespace
from mktows.checking.headers import Credentials, check_headers
from mktows.checking.log_transfers import direction_of
from mktows.checking.masks import with_masks_as_text
from mktows.checking.nodes import LINES, Document, Node, UnreadableXml, read
from mktows.checking.rule import Example, Rule
from mktows.checking.structure import ELEMENT_MISSING, ENVELOPE_ENCODING_STYLE, walk
from mktows.checking.transfers import Transfer, check_transfer
from mktows.contract import KNOWN_VERSIONS, Contract, Operation
from mktows.contract import contract as contract_of
from mktows.signing import Secret
from mktows.soap import SOAP_NAMESPACE

SOAP12_NAMESPACE = "http://www.w3.org/2003/05/soap-envelope"
"""The namespace of SOAP 1.2, which the service does not speak."""
_PARTS = ("Header", "Body")
_WHITE = " \t\r\n"
_OF_SERVICE = re.compile(r"success[A-Z]")


def check(
    document: bytes,
    *,
    version: str | None = None,
    key: Secret | None = None,
    user_id: str | None = None,
) -> list[Finding]:
    """Check one envelope, or one message of the contract without an envelope.

    It may be a request, a reply or a fault, of any toolkit. Everything against the
    contract, or against what is known of the service, is a finding; nothing is sent anywhere.

    Args:
        document: The message, in any encoding that XML declares.
        version: The contract to check against, one of `mktows.contract.KNOWN_VERSIONS`; by default
            the latest, and for a reply that lacks what older ones do not have, the newest of these.
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
    contract = None if version is None else contract_of(version)
    return check_document(document, contract, credentials=credentials)


def check_document(
    data: bytes,
    contract: Contract | None,
    *,
    credentials: Credentials | None = None,
    transfer: Transfer | None = None,
    is_utf8: bool = False,
    lines: Sequence[int] = LINES,
) -> list[Finding]:
    """Check one envelope or message of a file.

    Args:
        data: Its bytes.
        contract: The version's contract; None where it is not known.
        credentials: What to verify the signature with, where there is anything.
        transfer: The HTTP headers that came with it, where they are known.
        is_utf8: Whether the bytes are UTF-8, whatever the declaration says.
        lines: The line of the file that each of theirs stands in.
    """
    data = with_masks_as_text(data)
    try:
        document = read(data, is_utf8=is_utf8, lines=lines)
    except UnreadableXml as refused:
        return [as_finding(refused, of_reply=direction_of(data) == "reply")]
    return check_read(document, data, contract, credentials=credentials, transfer=transfer)


def check_read(
    document: Document,
    data: bytes,
    contract: Contract | None,
    *,
    credentials: Credentials | None = None,
    transfer: Transfer | None = None,
) -> list[Finding]:
    """Check an envelope or message that was read from some bytes; else as `check_document`."""
    of_reply = is_reply(document.root)
    versions = reversed(KNOWN_VERSIONS) if contract is None else (contract.version,)
    judged = None
    for each in versions:
        spoken = contract_of(each) if contract is None else contract
        look = _Look(spoken, data, credentials, Findings(of_reply=of_reply))
        look.root(document, transfer)
        found = look.found.in_order()
        judged = found if judged is None else judged
        # A server sends what its version has: nothing says that this is the latest.
        if not of_reply or not any(one.rule == ELEMENT_MISSING.id for one in found):
            return found
    return judged or []


def is_message(root: Node) -> bool:
    """Tell whether a document is an envelope or a message, by the name of its root."""
    contract = contract_of(KNOWN_VERSIONS[-1])
    known = root.name in contract.elements or root.name in contract.operations
    return known or root.name in ("Envelope", "Fault")


def is_reply(root: Node) -> bool:
    """Tell whether a document is what the service writes, by the name of its first message."""
    body = root.child("Body") if root.name == "Envelope" else None
    message = next(iter(body.children), None) if body else root
    return message is not None and is_reply_name(message.name)


def is_reply_name(name: str) -> bool:
    """Tell whether a message of a name is what the service writes."""
    return name == "Fault" or bool(_OF_SERVICE.match(name))


def as_finding(refused: UnreadableXml, *, of_reply: bool = False) -> Finding:
    """The finding of a document that could not be read."""
    return finding(refused.rule, refused.line, "", of_reply=of_reply, **refused.details)


ENVELOPE_NOT_FOUND = Rule(
    "envelope-not-found",
    "error",
    "inferred",
    "A call is a SOAP 1.1 envelope, or at least one of the contract's messages.",
    "it holds no envelope and no message of the contract",
    "give a captured envelope, a message element, or a log that holds envelopes",
    example=Example(text="nothing of interest"),
)

ENVELOPE_SOAP12 = Rule(
    "envelope-soap12",
    "error",
    "documented",
    "The service speaks SOAP 1.1.",
    "the envelope is of SOAP 1.2",
    "use the namespace http://schemas.xmlsoap.org/soap/envelope/",
    example=Example(
        edit=(
            "http://schemas.xmlsoap.org/soap/envelope/",
            "http://www.w3.org/2003/05/soap-envelope",
        )
    ),
)

ENVELOPE_NAMESPACE = Rule(
    "envelope-namespace",
    "error",
    "documented",
    "The service speaks SOAP 1.1, whose namespace is part of the envelope's name.",
    "the Envelope is in {namespace}",
    "use the namespace http://schemas.xmlsoap.org/soap/envelope/",
    example=Example(
        edit=(
            "http://schemas.xmlsoap.org/soap/envelope/",
            "http://schemas.xmlsoap.org/soap/envelope",
        )
    ),
)

ENVELOPE_PART_NAMESPACE = Rule(
    "envelope-part-namespace",
    "error",
    "inferred",
    "Header and Body are in the namespace of the Envelope.",
    "{name} is not in the namespace of the Envelope",
    "give {name} the prefix of the Envelope",
    example=Example(
        edit=(
            "<s:Body><ns1:paramsGetLead><leadKey><keyType>EMAIL</keyType>"
            "<keyValue>rufus@marketo.com</keyValue></leadKey></ns1:paramsGetLead></s:Body>",
            '<t:Body xmlns:t="urn:t"><ns1:paramsGetLead><leadKey><keyType>EMAIL</keyType>'
            "<keyValue>rufus@marketo.com</keyValue></leadKey></ns1:paramsGetLead></t:Body>",
        )
    ),
)

ENVELOPE_PART_UNKNOWN = Rule(
    "envelope-part-unknown",
    "warning",
    "inferred",
    "An Envelope holds a Header and a Body, nothing else.",
    "{name} is neither Header nor Body",
    "leave it out",
    example=Example(edit=("</s:Body>", "</s:Body><s:Trailer/>")),
)

ENVELOPE_PART_REPEATED = Rule(
    "envelope-part-repeated",
    "warning",
    "inferred",
    "An Envelope holds one Body and at most one Header.",
    "there is more than one {name}",
    "put everything into the first {name}",
    example=Example(edit=("</s:Body>", "</s:Body><s:Body/>")),
)

ENVELOPE_HEADER_BEHIND_BODY = Rule(
    "envelope-header-behind-body",
    "warning",
    "inferred",
    "SOAP 1.1 wants the Header in front of the Body.",
    "the Header stands behind the Body",
    "put the Header first",
    example=Example(
        text=(
            '<?xml version="1.0" encoding="UTF-8"?>\n<s:Envelope'
            ' xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"'
            ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
            ' xmlns:ns1="http://www.marketo.com/mktows/">\n<s:Body>'
            "<ns1:paramsGetLead><leadKey><keyType>EMAIL</keyType>"
            "<keyValue>rufus@marketo.com</keyValue></leadKey></ns1:paramsGetLead></s:Body>"
            "<s:Header><ns1:AuthenticationHeader>"
            "<mktowsUserId>demo17_1_809934544BFABAE58E5D27</mktowsUserId>"
            "<requestSignature>0737b707c4022bb90122e7a1dbc79a2dbfbcd5ca</requestSignature>"
            "<requestTimestamp>2013-08-05T09:57:10-07:00</requestTimestamp>"
            "</ns1:AuthenticationHeader></s:Header>\n</s:Envelope>"
        )
    ),
)

ENVELOPE_BODY_MISSING = Rule(
    "envelope-body-missing",
    "error",
    "documented",
    "An envelope that has no Body is not understood (20012).",
    "there is no Body",
    "put the message element into a Body",
    example=Example(body="", edit=("<s:Body></s:Body>", "")),
)

ENVELOPE_BODY_EMPTY = Rule(
    "envelope-body-empty",
    "error",
    "documented",
    "The operation is told by the element in the Body; without one it is not understood.",
    "the Body holds no message",
    "put the message element into it: params and the operation's name",
    example=Example(body=""),
)

ENVELOPE_BODY_CROWDED = Rule(
    "envelope-body-crowded",
    "error",
    "inferred",
    "One call is one message: what holds several is not understood (20012).",
    "the Body holds {count} elements",
    "write one envelope for each message",
    example=Example(
        body=(
            "<ns1:paramsListMObjects></ns1:paramsListMObjects>"
            "<ns1:paramsListMObjects></ns1:paramsListMObjects>"
        )
    ),
)

ENVELOPE_TEXT = Rule(
    "envelope-text",
    "warning",
    "inferred",
    "Between the elements of an envelope stands only white space.",
    "{name} holds text between its elements",
    "remove it; a log's own words may have slipped in",
    example=Example(edit=("<s:Header>", "2013-08-05 DEBUG <s:Header>")),
)

MESSAGE_NAMESPACE = Rule(
    "message-namespace",
    "error",
    "documented",
    "Messages are in the namespace http://www.marketo.com/mktows/, its last slash included.",
    "{name} is in {namespace}",
    "use the namespace http://www.marketo.com/mktows/",
    example=Example(
        body=(
            '<ns1:paramsGetLead xmlns:ns1="http://www.marketo.com/mktows"><leadKey>'
            "<keyType>EMAIL</keyType>"
            "<keyValue>rufus@marketo.com</keyValue></leadKey></ns1:paramsGetLead>"
        )
    ),
)

MESSAGE_UNQUALIFIED = Rule(
    "message-unqualified",
    "error",
    "documented",
    "The message element is qualified with the contract's namespace; its children are not.",
    "{name} is in no namespace",
    "qualify it with http://www.marketo.com/mktows/",
    example=Example(
        body=(
            "<paramsGetLead><leadKey><keyType>EMAIL</keyType>"
            "<keyValue>rufus@marketo.com</keyValue></leadKey></paramsGetLead>"
        )
    ),
)

MESSAGE_RPC_STYLE = Rule(
    "message-rpc-style",
    "error",
    "documented",
    "A request's element is named params and the operation, its first letter in upper case.",
    "{name} is the name of the operation, not of its request",
    "name the element {expected}",
    example=Example(
        body=(
            "<ns1:getLead><leadKey><keyType>EMAIL</keyType>"
            "<keyValue>rufus@marketo.com</keyValue></leadKey></ns1:getLead>"
        )
    ),
)

MESSAGE_UNKNOWN = Rule(
    "message-unknown",
    "error",
    "documented",
    "Messages are those of the WSDL; a request for an unknown operation is refused (20019).",
    "{name} is no message of the contract",
    "{hint}",
    example=Example(body="<ns1:paramsGetLeed/>"),
)

AUTH_HEADER_MISPLACED = Rule(
    "auth-header-misplaced",
    "error",
    "inferred",
    "Authentication is read from the Header alone.",
    "{name} stands in the Body",
    "move it into the Header, in front of the Body",
    example=Example(
        body=(
            "<ns1:AuthenticationHeader>"
            "<mktowsUserId>demo17_1_809934544BFABAE58E5D27</mktowsUserId>"
            "<requestSignature>0737b707c4022bb90122e7a1dbc79a2dbfbcd5ca</requestSignature>"
            "<requestTimestamp>2013-08-05T09:57:10-07:00</requestTimestamp>"
            "</ns1:AuthenticationHeader>"
            "<ns1:paramsGetLead><leadKey><keyType>EMAIL</keyType>"
            "<keyValue>rufus@marketo.com</keyValue></leadKey></ns1:paramsGetLead>"
        ),
        header="",
    ),
)

REPLY_HEADER = Rule(
    "reply-header",
    "note",
    "recorded",
    "The service's replies have no Header.",
    "a reply has a Header",
    "leave it out",
    example=Example(
        body=(
            "<ns1:successGetLead><result><count>1</count><leadRecordList><leadRecord>"
            '<Id>1089965</Id><Email>t@t.com</Email><ForeignSysPersonId xsi:nil="true"/>'
            '<ForeignSysType xsi:nil="true"/><leadAttributeList><attribute>'
            "<attrName>FirstName</attrName><attrType>string</attrType>"
            "<attrValue>George</attrValue></attribute><attribute>"
            "<attrName>LeadScore</attrName><attrType>integer</attrType>"
            "<attrValue>62</attrValue></attribute></leadAttributeList></leadRecord>"
            "</leadRecordList></result></ns1:successGetLead>"
        ),
        edit=("<s:Body>", "<s:Header/><s:Body>"),
    ),
)


XML_INSTRUCTION = Rule(
    "xml-instruction",
    "warning",
    "inferred",
    "SOAP 1.1 forbids processing instructions in a message.",
    "it holds a processing instruction",
    "leave it out",
    example=Example(edit=("<s:Body>", "<s:Body><?x y?>")),
)

ENVELOPE_ATTRIBUTE = Rule(
    "envelope-attribute",
    "warning",
    "inferred",
    "SOAP 1.1 wants the attributes of Envelope, Header and Body in a namespace.",
    "{name} has an attribute in no namespace",
    "leave the attribute out",
    example=Example(edit=("<s:Body>", '<s:Body id="1">')),
)


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
        if document.instruction is not None:
            self.found.add(XML_INSTRUCTION, document.instruction, "")
        if node.name == "Envelope":
            self._envelope(node)
        elif node.name == "Fault" and node.namespace in (SOAP_NAMESPACE, SOAP12_NAMESPACE):
            self._fault(node)
        elif not self._message(node, node.name):
            self.found.add(ENVELOPE_NOT_FOUND, node.line, "")
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
        if node.namespace == SOAP12_NAMESPACE:
            self.found.add(ENVELOPE_SOAP12, node.line, "Envelope")
        elif node.namespace != SOAP_NAMESPACE:
            namespace = shown_namespace(node.namespace)
            self.found.add(ENVELOPE_NAMESPACE, node.line, "Envelope", namespace=namespace)
        self._text(node, "Envelope")
        self._own_attributes(node, "Envelope")
        parts = {"Header": self._part(node, "Header"), "Body": self._part(node, "Body")}
        for child in node.children:
            if child.name not in _PARTS:
                path = f"Envelope.{child.name}"
                self.found.add(ENVELOPE_PART_UNKNOWN, child.line, path, name=child.name)
        header, body = parts["Header"], parts["Body"]
        if header and body and node.children.index(header) > node.children.index(body):
            self.found.add(ENVELOPE_HEADER_BEHIND_BODY, header.line, "Envelope.Header")
        if body is None:
            self.found.add(ENVELOPE_BODY_MISSING, node.line, "Envelope")
        else:
            self._body(body)
        self._header(node, header)

    def _part(self, envelope: Node, name: str) -> Node | None:
        """The first Header or Body of an envelope."""
        parts = [child for child in envelope.children if child.name == name]
        for part in parts:
            path = f"Envelope.{name}"
            if part.namespace != envelope.namespace:
                self.found.add(ENVELOPE_PART_NAMESPACE, part.line, path, name=name)
            self._text(part, path)
            self._own_attributes(part, path)
        for part in parts[1:]:
            self.found.add(ENVELOPE_PART_REPEATED, part.line, f"Envelope.{name}", name=name)
        return parts[0] if parts else None

    def _text(self, node: Node, path: str) -> None:
        if node.text.strip(_WHITE):
            self.found.add(ENVELOPE_TEXT, node.line, path, name=node.name)

    def _own_attributes(self, node: Node, path: str) -> None:
        if any(not name.startswith("{") for name in node.attributes):
            self.found.add(ENVELOPE_ATTRIBUTE, node.line, path, name=node.name)
        if any(name.endswith("}encodingStyle") for name in node.attributes):
            self.found.add(ENVELOPE_ENCODING_STYLE, node.line, path)

    def _header(self, envelope: Node, header: Node | None) -> None:
        blocks: Sequence[Node] = header.children if header else ()
        if self.reply:
            if header is not None:
                self.found.add(REPLY_HEADER, header.line, "Envelope.Header")
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
                self.found.add(AUTH_HEADER_MISPLACED, child.line, path, name=child.name)
                self.stray.append(child)
            elif child.name == "multiRef":
                continue  # what refers to it is told
            else:
                messages.append(child)
        if not messages:
            self.found.add(ENVELOPE_BODY_EMPTY, body.line, "Envelope.Body")
        elif len(messages) > 1:
            count = len(messages)
            self.found.add(ENVELOPE_BODY_CROWDED, body.line, "Envelope.Body", count=count)
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
            self.found.add(MESSAGE_RPC_STYLE, node.line, path, name=node.name, expected=element)
        else:
            return False
        if node.namespace != self.contract.namespace:
            self._misplaced(node, path)
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
            # Of what a request has under another name one thing is told: that it does not count.
            self.found.passed_over = tuple(f"{each}." for each in item.misnamed())
            limits.check_limits(self.operation.name, item, self.found)
            requests.check_request(self.contract, self.operation.name, item, self.found)
            self.found.passed_over = ()
        return True

    def _misplaced(self, node: Node, path: str) -> None:
        if node.namespace:
            namespace = shown_namespace(node.namespace)
            self.found.add(MESSAGE_NAMESPACE, node.line, path, name=node.name, namespace=namespace)
        else:
            self.found.add(MESSAGE_UNQUALIFIED, node.line, path, name=node.name)

    def _unknown(self, node: Node) -> None:
        operations = self.contract.operations.values()
        if self.found.of_reply:
            self.reply = True
            known = [each.reply for each in operations]
            other = "answer one of the operations of the WSDL"
        else:
            known = [each.request for each in operations]
            other = "ask for one of the operations of the WSDL"
        meant = nearest(node.name, known, cutoff=0.75)
        hint = f"write {meant}" if meant else other
        self.found.add(MESSAGE_UNKNOWN, node.line, node.name, name=node.name, hint=hint)
