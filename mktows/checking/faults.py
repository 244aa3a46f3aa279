"""The form of a fault, as the service wrote it."""

from __future__ import annotations

import re

from mktows.checking.findings import Findings
from mktows.checking.nodes import Node
from mktows.errors import FAULT_CLASSES

_PATH = "Envelope.Body.Fault"
_MEMBERS = ("faultcode", "faultstring", "detail")
_IN_FRONT = re.compile(r"(\d+) - .")
_BEHIND = re.compile(r"\((\d+)\)$")
# The MObject back end writes this one without codes in its texts.
_BARE = ("10001", "Parameter required")


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
            found.add("fault-member-unknown", child.line, path, name=child.name)
        elif child.namespace:
            found.add("fault-member-qualified", child.line, path, name=child.name)
    code, string, detail = (node.child(name) for name in _MEMBERS)
    for name, member in (("faultcode", code), ("faultstring", string)):
        if member is None or not member.text.strip():
            found.add("fault-member-missing", node.line, _PATH, name=name)
    said = code.text.strip() if code else ""
    if code is not None and said and said.rpartition(":")[2] != "Client":
        found.add("fault-client", code.line, f"{_PATH}.faultcode")
    exception = detail.child("serviceException") if detail else None
    said = string.text.strip() if string else ""
    if exception is not None:
        _check_exception(exception, string, namespace, found)
    elif said != "Bad Request":
        where = detail or node
        found.add("fault-detail-missing", where.line, f"{_PATH}.detail")


def _check_exception(node: Node, string: Node | None, namespace: str, found: Findings) -> None:
    path = f"{_PATH}.detail.serviceException"
    if node.namespace != namespace:
        found.add("fault-detail-namespace", node.line, path)
    members = {name: node.child(name) for name in ("name", "message", "code")}
    for missing, member in members.items():
        if member is None or not member.text.strip():
            found.add("fault-exception-member", node.line, path, name=missing)
    name, message, code = members["name"], members["message"], members["code"]
    if name is not None and name.text.strip() not in ("", "mktServiceException"):
        found.add("fault-exception-name", name.line, f"{path}.name")
    number = code.text.strip() if code else ""
    if code is None or not number:
        return
    if not re.fullmatch(r"[0-9]{5}", number) or int(number) not in FAULT_CLASSES:
        found.add("fault-code-unknown", code.line, f"{path}.code")
    if string is None or (number, string.text.strip()) == _BARE:
        return
    for text, pattern, rule, where in (
        (string, _IN_FRONT, "fault-string-form", f"{_PATH}.faultstring"),
        (message, _BEHIND, "fault-message-form", f"{path}.message"),
    ):
        if text is None or not text.text.strip():
            continue
        in_text = pattern.search(text.text.strip())
        if in_text is None or (pattern is _IN_FRONT and in_text.start()):
            found.add(rule, text.line, where)
        elif in_text[1] != number:
            found.add("fault-code-unlike", text.line, where, name=text.name)
