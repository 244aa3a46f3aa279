"""The header blocks of a request: who calls, signed how and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mktows.checking import signatures, timestamps
from mktows.checking.findings import Findings, shown_namespace
from mktows.checking.items import Item
from mktows.checking.masks import is_masked
from mktows.checking.nodes import Node
from mktows.checking.rule import Example, Rule, Verdict
from mktows.checking.signatures import SIGNATURE_LENGTH, SIGNATURE_MASKED, SIGNATURE_WRONG
from mktows.checking.structure import HEADER_FIELDS, walk
from mktows.contract import Contract, Operation
from mktows.facts.request_fields import HEADER_FIELDS_WITHOUT_EFFECT
from mktows.signing import Secret

AUTHENTICATION = "AuthenticationHeader"
CONTEXT = "MktowsContextHeader"


@dataclass(frozen=True, slots=True)
class Credentials:
    """The key that signatures are verified with.

    Attributes:
        key: The encryption key.
        user_id: Whose key it is; None for anyone's.
    """

    key: Secret
    user_id: str | None = None


AUTH_HEADER_MISSING = Rule(
    "auth-header-missing",
    "error",
    "inferred",
    "Every call carries an AuthenticationHeader; without one it is refused (20014).",
    "there is no AuthenticationHeader",
    "add it to the Header: mktowsUserId, requestSignature, requestTimestamp",
    example=Example(header=""),
)

AUTH_HEADER_MISNAMED = Rule(
    "auth-header-misnamed",
    "error",
    "inferred",
    "A header block counts by its exact name.",
    "{name} is not AuthenticationHeader",
    "name it AuthenticationHeader",
    example=Example(
        header=(
            "<ns1:authenticationHeader>"
            "<mktowsUserId>demo17_1_809934544BFABAE58E5D27</mktowsUserId>"
            "<requestSignature>0737b707c4022bb90122e7a1dbc79a2dbfbcd5ca</requestSignature>"
            "<requestTimestamp>2013-08-05T09:57:10-07:00</requestTimestamp>"
            "</ns1:authenticationHeader>"
        )
    ),
)

AUTH_HEADER_NAMESPACE = Rule(
    "auth-header-namespace",
    "error",
    "documented",
    "Header blocks are qualified with the contract's namespace.",
    "{name} is in {namespace}",
    "qualify it with http://www.marketo.com/mktows/",
    example=Example(
        edit=("<ns1:AuthenticationHeader", '<ns1:AuthenticationHeader xmlns:ns1="urn:x"')
    ),
)

AUTH_HEADER_REPEATED = Rule(
    "auth-header-repeated",
    "warning",
    "inferred",
    "A header block of one name counts once.",
    "{name} stands more than once",
    "send one",
    example=Example(
        timestamp=(
            "2013-08-05T09:57:10-07:00</requestTimestamp></ns1:AuthenticationHeader>"
            "<ns1:AuthenticationHeader>"
            "<mktowsUserId>demo17_1_809934544BFABAE58E5D27</mktowsUserId>"
            "<requestSignature>0737b707c4022bb90122e7a1dbc79a2dbfbcd5ca</requestSignature>"
            "<requestTimestamp>2013-08-05T09:57:10-07:00"
        )
    ),
)

CONTEXT_HEADER_UNUSED = Rule(
    "context-header-unused",
    "note",
    "documented",
    "Only syncLead declares MktowsContextHeader; other operations pass over it.",
    "{operation} does not declare MktowsContextHeader",
    "send it with syncLead only",
    example=Example(
        body="<ns1:paramsListMObjects></ns1:paramsListMObjects>",
        more=(
            "<ns1:MktowsContextHeader>"
            "<targetWorkspace>Default</targetWorkspace></ns1:MktowsContextHeader>"
        ),
    ),
)


CONTEXT_HEADER_EMPTY = Rule(
    "context-header-empty",
    "note",
    "inferred",
    "JAX-WS writes a header that is null as a nil block, which says no more than none.",
    "MktowsContextHeader is empty",
    "leave it out",
    example=Example(
        body=(
            "<ns1:paramsSyncLead><leadRecord><Email>t@t.com</Email><leadAttributeList>"
            "<attribute><attrName>FirstName</attrName>"
            "<attrValue>George</attrValue></attribute></leadAttributeList></leadRecord>"
            "<returnLead>false</returnLead></ns1:paramsSyncLead>"
        ),
        more='<ns1:MktowsContextHeader xsi:nil="true"/>',
    ),
)


def check_headers(
    contract: Contract,
    blocks: Sequence[Node],
    envelope: Node,
    operation: Operation | None,
    document: bytes,
    credentials: Credentials | None,
    found: Findings,
) -> None:
    """Look through the header blocks of a request.

    Args:
        contract: The version's contract.
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
            found.add(AUTH_HEADER_MISNAMED, block.line, path, name=block.name)
        if block.namespace != contract.namespace:
            namespace = shown_namespace(block.namespace)
            found.add(AUTH_HEADER_NAMESPACE, block.line, path, name=block.name, namespace=namespace)
        if name in seen:
            found.add(AUTH_HEADER_REPEATED, block.line, path, name=name)
            continue
        seen.add(name)
        if name == CONTEXT and not block.children and not block.text.strip():
            found.add(CONTEXT_HEADER_EMPTY, block.line, path)
            continue
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
        item = walk(contract, plain, contract.elements[name], found, reply=False)
        if name == AUTHENTICATION:
            found.passed_over = tuple(f"{each}." for each in item.misnamed())
            check_authentication(item, document, credentials, found)
            found.passed_over = ()
        elif operation is not None and CONTEXT not in operation.headers:
            found.add(CONTEXT_HEADER_UNUSED, block.line, path, operation=operation.name)
    if AUTHENTICATION not in seen:
        found.add(AUTH_HEADER_MISSING, envelope.line, "Envelope.Header")


def _meant(block: Node) -> str | None:
    """The header of the contract that a block is meant to be."""
    # The name of its type ends in Info.
    plain = block.name.lower().removeprefix("mktows").removesuffix("info")
    for name in (AUTHENTICATION, CONTEXT):
        if plain == name.lower().removeprefix("mktows"):
            return name
    if {child.name for child in block.children} & set(HEADER_FIELDS):
        return AUTHENTICATION
    return None


HEADER_UNKNOWN = Rule(
    "header-unknown",
    "note",
    "inferred",
    "The contract knows the header blocks AuthenticationHeader and MktowsContextHeader.",
    "{name} is no header of the contract",
    "leave it out",
    example=Example(more="<ns1:Session/>"),
)

HEADER_MUST_UNDERSTAND = Rule(
    "header-must-understand",
    "warning",
    "inferred",
    "SOAP 1.1 wants a call refused whose mandatory header block is not understood.",
    "{name} demands to be understood, but is no header of the contract",
    "leave the block out, or its mustUnderstand",
    example=Example(more='<ns1:Session s:mustUnderstand="1"/>'),
)


# WCF's trace shows what it knows of a message as blocks in this namespace, which it never sends.
_ONLY_IN_TRACES = "http://schemas.microsoft.com/ws/2005/05/addressing/none"


def _unknown(block: Node, envelope: Node, path: str, found: Findings) -> None:
    if block.namespace == _ONLY_IN_TRACES:
        return
    demanded = block.get(f"{{{envelope.namespace}}}mustUnderstand")
    rule = HEADER_MUST_UNDERSTAND if (demanded or "").strip() in ("1", "true") else HEADER_UNKNOWN
    found.add(rule, block.line, path, name=block.name)


AUTH_FIELD_EMPTY = Rule(
    "auth-field-empty",
    "error",
    "inferred",
    "User id, signature and timestamp are all needed.",
    "{field} is empty",
    "fill {field}",
    example=Example(user_id=" "),
)

AUTH_MODE = Rule(
    "auth-mode",
    "note",
    "documented",
    "The header's mode is reserved for the vendor's own use.",
    "mode is not for clients",
    "leave it out",
    example=Example(edit=("</requestTimestamp>", "</requestTimestamp><mode>1</mode>")),
)

AUTH_FIELD_WITHOUT_EFFECT = Rule(
    "auth-field-without-effect",
    "note",
    "inferred",
    "Some fields of the AuthenticationHeader change no answer.",
    "{name} has no effect: {reason} ({strength})",
    "leave it out",
    example=Example(edit=("</requestTimestamp>", "</requestTimestamp><audit>x</audit>")),
)

USER_ID_PADDED = Rule(
    "user-id-padded",
    "error",
    "inferred",
    "The user id counts as it was sent.",
    "mktowsUserId has white space around it",
    "trim it",
    example=Example(user_id="demo17_1_809934544BFABAE58E5D27 "),
)


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
            found.add(AUTH_FIELD_EMPTY, member.line, member.path, field=name)
    for mode in item.each("mode"):
        found.add(AUTH_MODE, mode.line, mode.path)
    for fact in HEADER_FIELDS_WITHOUT_EFFECT:
        # Of an undeclared one another rule tells, and of the mode the one above.
        for field in item.each(fact.name) if fact.name != "mode" else ():
            if field.value:
                found.add(
                    AUTH_FIELD_WITHOUT_EFFECT,
                    field.line,
                    field.path,
                    name=fact.name,
                    reason=fact.reason,
                    strength=fact.strength,
                )
    user_id, signature, timestamp = (item.member(name) for name in HEADER_FIELDS)
    if user_id and "mktowsUserId" in texts and texts["mktowsUserId"] != user_id.value:
        found.add(USER_ID_PADDED, user_id.line, user_id.path)
    if timestamp and "requestTimestamp" in texts and not is_masked(texts["requestTimestamp"]):
        for broken in timestamps.rules_broken(texts["requestTimestamp"]):
            found.add(broken.rule, timestamp.line, timestamp.path, **broken.details)
    if signature and "requestSignature" in texts:
        _check_signature(signature, user_id, texts, document, credentials, found)


USER_ID_OTHER = Rule(
    "user-id-other",
    "warning",
    "documented",
    "An unknown user id is refused (20014).",
    "mktowsUserId is not MKTOWS_USER_ID, so the signature was not verified",
    "send the user id that goes with the key",
    example=Example(key_of="bigcorp1_46", verified=True),
)


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
    masked = [
        name for name in ("mktowsUserId", "requestTimestamp") if is_masked(texts.get(name, ""))
    ]
    if masked and not (form.digest is None and verdicts):
        verdicts = [*verdicts, Verdict(SIGNATURE_MASKED, {"what": masked[0]})]
    elif credentials and user_id and len(texts) == len(HEADER_FIELDS) and not masked:
        sent = texts["mktowsUserId"]
        if credentials.user_id not in (None, sent, user_id.value):
            found.add(USER_ID_OTHER, user_id.line, user_id.path)
        elif form.digest is not None:
            verdicts = _verified(form, texts, document, credentials.key)
    for verdict in verdicts:
        found.add(verdict.rule, signature.line, signature.path, **verdict.details)


def _verified(
    form: signatures.Form, texts: dict[str, str], document: bytes, key: Secret
) -> list[Verdict]:
    assert form.digest is not None  # noqa: S101  # the caller saw to it
    user_id, timestamp = texts["mktowsUserId"], texts["requestTimestamp"]
    if signatures.is_right(form.digest, user_id=user_id, timestamp=timestamp, key=key):
        return form.verdicts
    mistake = signatures.mistake_of(
        form.digest, user_id=user_id, timestamp=timestamp, key=key, document=document
    )
    long_or_short = [each for each in form.verdicts if each.rule is SIGNATURE_LENGTH]
    if mistake.rule is SIGNATURE_WRONG and long_or_short:
        return form.verdicts
    return [*(each for each in form.verdicts if each not in long_or_short), mistake]
