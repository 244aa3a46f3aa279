"""The header blocks of a request: who calls, signed how and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mktows.checking import signatures, timestamps
from mktows.checking.findings import Findings, shown_namespace
from mktows.checking.items import Item
from mktows.checking.nodes import Node
from mktows.checking.structure import HEADER_FIELDS, walk
from mktows.contract import Contract, Operation
from mktows.signing import Secret

_AUTHENTICATION = "AuthenticationHeader"
_CONTEXT = "MktowsContextHeader"


@dataclass(frozen=True, slots=True)
class Credentials:
    """What signatures are verified with.

    Attributes:
        key: The encryption key.
        user_id: Whose key it is; None for anyone's.
    """

    key: Secret
    user_id: str | None = None


def check_headers(
    spoken: Contract,
    blocks: Sequence[Node],
    envelope: Node,
    operation: Operation | None,
    document: bytes,
    credentials: Credentials | None,
    found: Findings,
) -> None:
    """Look through the header blocks of a request.

    Args:
        spoken: The version's contract.
        blocks: The children of the Header.
        envelope: The Envelope, for what is missing.
        operation: What the Body asks for, where that is known.
        document: The envelope's bytes.
        credentials: What to verify the signature with, where there is anything.
        found: Takes what is found.
    """
    seen: set[str] = set()
    for block in blocks:
        path = f"Envelope.Header.{block.name}"
        name = _meant(block)
        if name is None:
            _unknown(block, envelope, path, found)
            continue
        if block.name != name:
            found.add("auth-header-misnamed", block.line, path, name=block.name)
        if block.namespace != spoken.namespace:
            namespace = shown_namespace(block.namespace)
            found.add(
                "auth-header-namespace", block.line, path, name=block.name, namespace=namespace
            )
        if name in seen:
            found.add("auth-header-repeated", block.line, path, name=name)
            continue
        seen.add(name)
        attributes = {
            key: value
            for key, value in block.attributes.items()
            if key.rpartition("}")[0] != f"{{{envelope.namespace}"
        }
        plain = Node(
            block.namespace,
            block.name,
            attributes,
            block.scope,
            block.line,
            block.text,
            block.children,
        )
        item = walk(spoken, plain, spoken.elements[name], found, reply=False)
        if name == _AUTHENTICATION:
            check_authentication(item, document, credentials, found)
        elif operation is not None and _CONTEXT not in operation.headers:
            found.add("context-header-unused", block.line, path, operation=operation.name)
    if _AUTHENTICATION not in seen:
        found.add("auth-header-missing", envelope.line, "Envelope.Header")


def _meant(block: Node) -> str | None:
    """The header of the contract that a block is meant to be."""
    # The name of its type ends in Info.
    plain = block.name.lower().removeprefix("mktows").removesuffix("info")
    for name in (_AUTHENTICATION, _CONTEXT):
        if plain == name.lower().removeprefix("mktows"):
            return name
    if {child.name for child in block.children} & set(HEADER_FIELDS):
        return _AUTHENTICATION
    return None


def _unknown(block: Node, envelope: Node, path: str, found: Findings) -> None:
    demanded = block.get(f"{{{envelope.namespace}}}mustUnderstand")
    rule = "header-must-understand" if demanded in ("1", "true") else "header-unknown"
    found.add(rule, block.line, path, name=block.name)


def check_authentication(
    item: Item, document: bytes, credentials: Credentials | None, found: Findings
) -> None:
    """Look through an AuthenticationHeader: its values, and where there is a key, the signature."""
    texts: dict[str, str] = {}
    for name in HEADER_FIELDS:
        member = item.member(name)
        if member is None or member.node.children:
            continue
        if member.value:
            texts[name] = member.node.text
        else:
            found.add("auth-field-empty", member.line, member.path, field=name)
    for mode in item.each("mode"):
        found.add("auth-mode", mode.line, mode.path)
    user_id, signature, timestamp = (item.member(name) for name in HEADER_FIELDS)
    if user_id and "mktowsUserId" in texts and texts["mktowsUserId"] != user_id.value:
        found.add("user-id-padded", user_id.line, user_id.path)
    if timestamp and "requestTimestamp" in texts:
        for broken in timestamps.rules_broken(texts["requestTimestamp"]):
            found.add(broken.rule, timestamp.line, timestamp.path, what=broken.what)
    if signature and "requestSignature" in texts:
        _check_signature(signature, user_id, texts, document, credentials, found)


def _check_signature(
    signature: Item,
    user_id: Item | None,
    texts: dict[str, str],
    document: bytes,
    credentials: Credentials | None,
    found: Findings,
) -> None:
    form = signatures.form_of(texts["requestSignature"])
    verdicts = form.verdicts
    if credentials and user_id and len(texts) == len(HEADER_FIELDS):
        sent = texts["mktowsUserId"]
        if credentials.user_id not in (None, sent, user_id.value):
            found.add("user-id-other", user_id.line, user_id.path)
        elif form.digest is not None:
            verdicts = _verified(form, texts, document, credentials.key)
    for verdict in verdicts:
        found.add(verdict.rule, signature.line, signature.path, **verdict.details)


def _verified(
    form: signatures.Form, texts: dict[str, str], document: bytes, key: Secret
) -> list[signatures.Verdict]:
    assert form.digest is not None  # noqa: S101  # the caller saw to it
    user_id, timestamp = texts["mktowsUserId"], texts["requestTimestamp"]
    if signatures.is_right(form.digest, user_id=user_id, timestamp=timestamp, key=key):
        return form.verdicts
    mistake = signatures.mistake_of(
        form.digest, user_id=user_id, timestamp=timestamp, key=key, document=document
    )
    long_or_short = [each for each in form.verdicts if each.rule == "signature-length"]
    if mistake.rule == "signature-wrong" and long_or_short:
        return form.verdicts
    return [*(each for each in form.verdicts if each not in long_or_short), mistake]
