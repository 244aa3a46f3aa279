"""The form of a fault, as the service wrote it."""

from __future__ import annotations

import re

from mktows.checking.findings import Findings
from mktows.checking.nodes import Node
from mktows.checking.rule import Example, Rule
from mktows.errors import FAULT_CLASSES
from mktows.facts.faults import SEVERE_INTERNAL_ERROR

_PATH = "Envelope.Body.Fault"
_MEMBERS = ("faultcode", "faultstring", "detail")
_IN_FRONT = re.compile(r"(\d+) - .")
_BEHIND = re.compile(r"\((\d+)\)$")
# The MObject back end writes this one without codes in its texts.
_BARE = (str(SEVERE_INTERNAL_ERROR), "Parameter required")


FAULT_MEMBER_MISSING = Rule(
    "fault-member-missing",
    "error",
    "recorded",
    "A fault has faultcode and faultstring.",
    "{name} is missing",
    "add it",
    example=Example(
        body=(
            "<s:Fault><faultstring>20103 - Lead not found</faultstring><detail>"
            '<ns1:serviceException xmlns:ns1="http://www.marketo.com/mktows/">'
            "<name>mktServiceException</name>"
            "<message>No lead found with IDNUM = 1 (20103)</message>"
            "<code>20103</code></ns1:serviceException></detail></s:Fault>"
        )
    ),
)

FAULT_MEMBER_UNKNOWN = Rule(
    "fault-member-unknown",
    "warning",
    "recorded",
    "A fault has faultcode, faultstring and detail.",
    "a fault has no {name}",
    "leave it out",
    example=Example(
        body=(
            "<s:Fault><faultcode>SOAP-ENV:Client</faultcode>"
            "<faultstring>20103 - Lead not found</faultstring><faultactor>x</faultactor>"
            '<detail><ns1:serviceException xmlns:ns1="http://www.marketo.com/mktows/">'
            "<name>mktServiceException</name>"
            "<message>No lead found with IDNUM = 1 (20103)</message>"
            "<code>20103</code></ns1:serviceException></detail></s:Fault>"
        )
    ),
)

FAULT_MEMBER_QUALIFIED = Rule(
    "fault-member-qualified",
    "warning",
    "recorded",
    "The members of a fault are in no namespace.",
    "{name} is qualified",
    "put it into no namespace",
    example=Example(
        body=(
            "<s:Fault><s:faultcode>SOAP-ENV:Client</s:faultcode>"
            "<faultstring>20103 - Lead not found</faultstring><detail>"
            '<ns1:serviceException xmlns:ns1="http://www.marketo.com/mktows/">'
            "<name>mktServiceException</name>"
            "<message>No lead found with IDNUM = 1 (20103)</message>"
            "<code>20103</code></ns1:serviceException></detail></s:Fault>"
        )
    ),
)

FAULT_CLIENT = Rule(
    "fault-client",
    "note",
    "recorded",
    "The faultcode is SOAP-ENV:Client in every recording.",
    "faultcode is not Client",
    "write SOAP-ENV:Client",
    example=Example(
        body=(
            "<s:Fault><faultcode>SOAP-ENV:Server</faultcode>"
            "<faultstring>20103 - Lead not found</faultstring><detail>"
            '<ns1:serviceException xmlns:ns1="http://www.marketo.com/mktows/">'
            "<name>mktServiceException</name>"
            "<message>No lead found with IDNUM = 1 (20103)</message>"
            "<code>20103</code></ns1:serviceException></detail></s:Fault>"
        )
    ),
)

FAULT_DETAIL_MISSING = Rule(
    "fault-detail-missing",
    "warning",
    "recorded",
    "Every fault but Bad Request has a serviceException in its detail.",
    "there is no serviceException",
    "add it to the detail",
    example=Example(
        body=(
            "<s:Fault><faultcode>s:Client</faultcode>"
            "<faultstring>20103 - Lead not found</faultstring></s:Fault>"
        )
    ),
)


def check_fault(node: Node, namespace: str, found: Findings) -> None:
    """Look through a Fault: its members, and the service's exception in its detail.

    Args:
        node: The Fault element.
        namespace: That of the contract.
        found: Takes what is found.
    """
    for child in node.children:
        path = f"{_PATH}.{child.name}"
        if child.name not in _MEMBERS:
            found.add(FAULT_MEMBER_UNKNOWN, child.line, path, name=child.name)
        elif child.namespace:
            found.add(FAULT_MEMBER_QUALIFIED, child.line, path, name=child.name)
    code, string, detail = (node.child(name) for name in _MEMBERS)
    for name, member in (("faultcode", code), ("faultstring", string)):
        if member is None or not member.text.strip():
            found.add(FAULT_MEMBER_MISSING, node.line, _PATH, name=name)
    said = code.text.strip() if code else ""
    if code is not None and said and said.rpartition(":")[2] != "Client":
        found.add(FAULT_CLIENT, code.line, f"{_PATH}.faultcode")
    exception = detail.child("serviceException") if detail else None
    said = string.text.strip() if string else ""
    if exception is not None:
        _check_exception(exception, string, namespace, found)
    elif said != "Bad Request":
        where = detail or node
        found.add(FAULT_DETAIL_MISSING, where.line, f"{_PATH}.detail")


FAULT_DETAIL_NAMESPACE = Rule(
    "fault-detail-namespace",
    "warning",
    "recorded",
    "serviceException is qualified with the contract's namespace.",
    "serviceException is not in the contract's namespace",
    "qualify it with http://www.marketo.com/mktows/",
    example=Example(
        body=(
            "<s:Fault><faultcode>SOAP-ENV:Client</faultcode>"
            "<faultstring>20103 - Lead not found</faultstring><detail>"
            '<ns1:serviceException xmlns:ns1="urn:x"><name>mktServiceException</name>'
            "<message>No lead found with IDNUM = 1 (20103)</message>"
            "<code>20103</code></ns1:serviceException></detail></s:Fault>"
        )
    ),
)

FAULT_EXCEPTION_MEMBER = Rule(
    "fault-exception-member",
    "warning",
    "recorded",
    "A serviceException has name, message and code.",
    "{name} is missing",
    "add it",
    example=Example(
        body=(
            "<s:Fault><faultcode>SOAP-ENV:Client</faultcode>"
            "<faultstring>20103 - Lead not found</faultstring><detail>"
            '<ns1:serviceException xmlns:ns1="http://www.marketo.com/mktows/">'
            "<name>mktServiceException</name>"
            "<message>No lead found with IDNUM = 1 (20103)</message></ns1:serviceException>"
            "</detail></s:Fault>"
        )
    ),
)

FAULT_EXCEPTION_NAME = Rule(
    "fault-exception-name",
    "note",
    "recorded",
    "The name of a serviceException is always mktServiceException.",
    "name is another",
    "write mktServiceException",
    example=Example(
        body=(
            "<s:Fault><faultcode>SOAP-ENV:Client</faultcode>"
            "<faultstring>20103 - Lead not found</faultstring><detail>"
            '<ns1:serviceException xmlns:ns1="http://www.marketo.com/mktows/">'
            "<name>ServiceException</name>"
            "<message>No lead found with IDNUM = 1 (20103)</message>"
            "<code>20103</code></ns1:serviceException></detail></s:Fault>"
        )
    ),
)

FAULT_CODE_UNKNOWN = Rule(
    "fault-code-unknown",
    "warning",
    "documented",
    "The service has a documented list of codes.",
    "code is none of the service's codes",
    "use a documented code",
    example=Example(
        body=(
            "<s:Fault><faultcode>SOAP-ENV:Client</faultcode>"
            "<faultstring>20999 - Lead not found</faultstring><detail>"
            '<ns1:serviceException xmlns:ns1="http://www.marketo.com/mktows/">'
            "<name>mktServiceException</name>"
            "<message>No lead found with IDNUM = 1 (20999)</message>"
            "<code>20999</code></ns1:serviceException></detail></s:Fault>"
        )
    ),
)

FAULT_CODE_UNLIKE = Rule(
    "fault-code-unlike",
    "warning",
    "recorded",
    "faultstring, message and code of a fault name one code.",
    "{name} has another code than code",
    "write the same code",
    example=Example(
        body=(
            "<s:Fault><faultcode>SOAP-ENV:Client</faultcode>"
            "<faultstring>20103 - Lead not found</faultstring><detail>"
            '<ns1:serviceException xmlns:ns1="http://www.marketo.com/mktows/">'
            "<name>mktServiceException</name>"
            "<message>No lead found with IDNUM = 1 (20103)</message>"
            "<code>20102</code></ns1:serviceException></detail></s:Fault>"
        )
    ),
)

FAULT_STRING_FORM = Rule(
    "fault-string-form",
    "note",
    "recorded",
    "A faultstring is the code, a dash and a short text.",
    "faultstring does not begin with the code",
    "write it like 20103 - Lead not found",
    example=Example(
        body=(
            "<s:Fault><faultcode>SOAP-ENV:Client</faultcode>"
            "<faultstring>Lead not found</faultstring><detail>"
            '<ns1:serviceException xmlns:ns1="http://www.marketo.com/mktows/">'
            "<name>mktServiceException</name>"
            "<message>No lead found with IDNUM = 1 (20103)</message>"
            "<code>20103</code></ns1:serviceException></detail></s:Fault>"
        )
    ),
)

FAULT_MESSAGE_FORM = Rule(
    "fault-message-form",
    "note",
    "recorded",
    "The message of a serviceException ends in its code in parentheses.",
    "message does not end in the code",
    "write it like No lead found with IDNUM = 1 (20103)",
    example=Example(
        body=(
            "<s:Fault><faultcode>SOAP-ENV:Client</faultcode>"
            "<faultstring>20103 - Lead not found</faultstring><detail>"
            '<ns1:serviceException xmlns:ns1="http://www.marketo.com/mktows/">'
            "<name>mktServiceException</name><message>No lead found with IDNUM = 1</message>"
            "<code>20103</code></ns1:serviceException></detail></s:Fault>"
        )
    ),
)


def _check_exception(node: Node, string: Node | None, namespace: str, found: Findings) -> None:
    path = f"{_PATH}.detail.serviceException"
    if node.namespace != namespace:
        found.add(FAULT_DETAIL_NAMESPACE, node.line, path)
    members = {name: node.child(name) for name in ("name", "message", "code")}
    for missing, member in members.items():
        if member is None or not member.text.strip():
            found.add(FAULT_EXCEPTION_MEMBER, node.line, path, name=missing)
    name, message, code = members["name"], members["message"], members["code"]
    if name is not None and name.text.strip() not in ("", "mktServiceException"):
        found.add(FAULT_EXCEPTION_NAME, name.line, f"{path}.name")
    number = code.text.strip() if code else ""
    if code is None or not number:
        return
    if not re.fullmatch(r"[0-9]{5}", number) or int(number) not in FAULT_CLASSES:
        found.add(FAULT_CODE_UNKNOWN, code.line, f"{path}.code")
    if string is None or (number, string.text.strip()) == _BARE:
        return
    for text, pattern, rule, where in (
        (string, _IN_FRONT, FAULT_STRING_FORM, f"{_PATH}.faultstring"),
        (message, _BEHIND, FAULT_MESSAGE_FORM, f"{path}.message"),
    ):
        if text is None or not text.text.strip():
            continue
        in_text = pattern.search(text.text.strip())
        if in_text is None or (pattern is _IN_FRONT and in_text.start()):
            found.add(rule, text.line, where)
        elif in_text[1] != number:
            found.add(FAULT_CODE_UNLIKE, text.line, where, name=text.name)
