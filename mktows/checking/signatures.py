"""The known mistakes in computing a signature, found in one that does not verify."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from collections import deque
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from mktows.checking.masks import is_masked_digest
from mktows.checking.rule import Example, Rule, Verdict
from mktows.signing import Secret

_HEX = re.compile(r"[0-9A-Fa-f]+")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]+={0,2}")
_DIGEST_SIZES = frozenset({16, 20, 28, 32, 48, 64})
_LENGTHS = {32: "MD5", 56: "SHA-224", 64: "SHA-256", 96: "SHA-384", 128: "SHA-512"}
_DIGESTS = {"md5": "MD5", "sha224": "SHA-224", "sha256": "SHA-256", "sha384": "SHA-384"} | {
    "sha512": "SHA-512"
}
_SEPARATORS = {
    " ": "a space between them",
    "\n": "a line end between them",
    "&": "& between them",
    "|": "| between them",
    ":": ": between them",
    ";": "; between them",
    ",": ", between them",
    "+": "+ between them",
    "-": "- between them",
    "_": "_ between them",
    "/": "/ between them",
    ".": ". between them",
}
_BODY_BEGINS = re.compile(rb"<(?:[\w.-]+:)?Body\b[^>]*>")
_BODY_ENDS = re.compile(rb"</(?:[\w.-]+:)?Body\s*>")
_LONGEST_TIMESTAMP = 100
_SPACE_BEFORE_OFFSET = re.compile(r"\s+(?=[+-]\d\d:?\d\d$)")


class Form(NamedTuple):
    """The form of a signature.

    Attributes:
        verdicts: The rules that its form breaks.
        digest: What it says, None where that cannot be told.
    """

    verdicts: list[Verdict]
    digest: bytes | None


SIGNATURE_MASKED = Rule(
    "signature-masked",
    "note",
    "inferred",
    "Journals and logs mask secrets; a signature cannot be verified then.",
    "{what} is masked, so the signature was not verified",
    "verify it where it was sent",
    example=Example(signature="***", verified=True),
)

SIGNATURE_UPPERCASE = Rule(
    "signature-uppercase",
    "error",
    "documented",
    "The signature is written in lower-case hexadecimal digits.",
    "requestSignature has upper-case digits",
    "write it in lower case",
    example=Example(signature="0737B707C4022BB90122E7A1DBC79A2DBFBCD5CA", verified=True),
)

SIGNATURE_PADDED = Rule(
    "signature-padded",
    "error",
    "inferred",
    "The signature counts as it was sent.",
    "requestSignature has white space in it",
    "remove the white space; a line end may come from the tool that printed it",
    example=Example(signature="0737b707c4022bb90122e7a1dbc79a2dbfbcd5ca\n", verified=True),
)

SIGNATURE_BASE64 = Rule(
    "signature-base64",
    "error",
    "documented",
    "The signature is written in hexadecimal digits.",
    "requestSignature is in Base64",
    "write the digest as 40 lower-case hexadecimal digits",
    example=Example(signature="Bze3B8QCK7kBIueh28eaLb+81co=", verified=True),
)

SIGNATURE_LENGTH = Rule(
    "signature-length",
    "error",
    "documented",
    "An HMAC-SHA1 has 40 hexadecimal digits.",
    "requestSignature has {count} hexadecimal digits{hint}",
    "sign with HMAC-SHA1 and write all 40 digits",
    example=Example(signature="0737b707c4022bb90122e7a1dbc79a2dbfbcd5c"),
)

SIGNATURE_NOT_HEX = Rule(
    "signature-not-hex",
    "error",
    "documented",
    "The signature is written in hexadecimal digits.",
    "requestSignature is not hexadecimal",
    "write the digest as 40 lower-case hexadecimal digits",
    example=Example(signature="zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"),
)


def form_of(text: str) -> Form:
    """Judge a signature by its looks."""
    plain = "".join(text.split())
    if is_masked_digest(text):
        return Form([Verdict(SIGNATURE_MASKED, {"what": "requestSignature"})], None)
    verdicts = [Verdict(SIGNATURE_PADDED, {})] if plain != text else []
    if _HEX.fullmatch(plain):
        if len(plain) != 40:
            hint = f", as {_LENGTHS[len(plain)]} has" if len(plain) in _LENGTHS else ""
            verdicts.append(Verdict(SIGNATURE_LENGTH, {"count": len(plain), "hint": hint}))
        elif plain != plain.lower():
            verdicts.append(Verdict(SIGNATURE_UPPERCASE, {}))
        return Form(verdicts, bytes.fromhex(plain) if len(plain) % 2 == 0 else None)
    decoded = _from_base64(plain)
    if decoded is None:
        return Form([*verdicts, Verdict(SIGNATURE_NOT_HEX, {})], None)
    return Form([*verdicts, Verdict(SIGNATURE_BASE64, {})], decoded)


def _from_base64(text: str) -> bytes | None:
    """The digest that a text is in Base64, also where its hexadecimal digits were encoded."""
    if not _BASE64.fullmatch(text):
        return None
    try:
        decoded = base64.urlsafe_b64decode(
            text.translate(str.maketrans("+/", "-_")).rstrip("=")
            + "=" * (-len(text.rstrip("=")) % 4)
        )
    except binascii.Error:
        return None
    if len(decoded) in _DIGEST_SIZES:
        digits = decoded.decode("ascii", "replace")
        return bytes.fromhex(digits) if _HEX.fullmatch(digits) else decoded
    digits = decoded.decode("ascii", "replace")
    if len(digits) == 40 and _HEX.fullmatch(digits):
        return bytes.fromhex(digits)
    return None


def is_right(digest: bytes, *, user_id: str, timestamp: str, key: Secret) -> bool:
    """Tell whether a digest is the one that the service computes."""
    expected = _hmac(_bytes(key.reveal()), _bytes(timestamp + user_id))
    return hmac.compare_digest(digest, expected)


SIGNATURE_WRONG = Rule(
    "signature-wrong",
    "error",
    "recorded",
    "A wrong signature is refused (20014).",
    "requestSignature does not verify, and no known mistake explains it",
    "check the key; sign requestTimestamp followed by mktowsUserId with HMAC-SHA1",
    example=Example(signature="0123456789abcdef0123456789abcdef01234567", verified=True),
)


def mistake_of(
    digest: bytes, *, user_id: str, timestamp: str, key: Secret, document: bytes
) -> Verdict:
    """The mistake that explains a wrong digest, or the verdict that none does."""
    for verdict, candidate in _candidates(user_id, timestamp, key.reveal(), document):
        if hmac.compare_digest(candidate, digest):
            return verdict
    return Verdict(SIGNATURE_WRONG, {})


SIGNATURE_KEY_DECODED = Rule(
    "signature-key-decoded",
    "error",
    "documented",
    "The key is the bytes of its text, even where it looks like hexadecimal digits.",
    "requestSignature was made with the key decoded from {encoding}",
    "sign with the key's text as UTF-8",
    example=Example(signature="36914c03c2b11741908babfa453ae3ee5aab40d8", verified=True),
)

SIGNATURE_KEY_CHANGED = Rule(
    "signature-key-changed",
    "error",
    "documented",
    "The key is the bytes of its text.",
    "requestSignature was made with the key {change}",
    "sign with the key exactly as it was given",
    example=Example(signature="b551b2db8668bcc75f85f9cb24b5c4836ac221ea", verified=True),
)

SIGNATURE_BODY_SIGNED = Rule(
    "signature-body-signed",
    "error",
    "documented",
    "The body is not signed.",
    "requestSignature signs the body",
    "sign the timestamp followed by the user id, nothing else",
    example=Example(
        body="<ns1:paramsListMObjects></ns1:paramsListMObjects>",
        signature="06a34f137859363698cfb1b864bddcd097501434",
        verified=True,
    ),
)

SIGNATURE_TIMESTAMP_TEXT = Rule(
    "signature-timestamp-text",
    "error",
    "documented",
    "The timestamp is signed exactly as it is sent.",
    "requestSignature signs another text of the same time",
    "format the timestamp once; sign and send that text",
    example=Example(signature="c4a529d583940b2f24c35ac824f4d60e8c3c9b4c", verified=True),
)

SIGNATURE_DIGEST = Rule(
    "signature-digest",
    "error",
    "documented",
    "The signature is an HMAC-SHA1.",
    "requestSignature was made with {digest}",
    "use HMAC-SHA1",
    example=Example(
        signature="b572a0b90a523e21f20473495ce38b293039ebb4bf94a6421049add0f7c7d079", verified=True
    ),
)

SIGNATURE_ROLES_SWAPPED = Rule(
    "signature-roles-swapped",
    "error",
    "documented",
    "The encryption key is the HMAC's key, timestamp and user id its message.",
    "requestSignature was made with key and message in each other's place",
    "swap the arguments of the HMAC",
    example=Example(signature="b048286371fa67ce36b6fc1d97b471198240c69f", verified=True),
)


def _candidates(
    user_id: str, timestamp: str, key: str, document: bytes
) -> Iterator[tuple[Verdict, bytes]]:
    message = _bytes(timestamp + user_id)
    secret = _bytes(key)
    for encoding, decoded in _decoded_keys(key):
        details: dict[str, object] = {"encoding": encoding}
        yield Verdict(SIGNATURE_KEY_DECODED, details), _hmac(decoded, message)
    for change, changed in _changed_keys(key):
        yield Verdict(SIGNATURE_KEY_CHANGED, {"change": change}), _hmac(changed, message)
    for verdict, text in _messages(user_id, timestamp):
        yield verdict, _hmac(secret, _bytes(text))
    for text in _other_texts(timestamp):
        yield Verdict(SIGNATURE_TIMESTAMP_TEXT, {}), _hmac(secret, _bytes(text + user_id))
    yield Verdict(SIGNATURE_ROLES_SWAPPED, {}), _hmac(message, secret)
    for name, shown in _DIGESTS.items():
        verdict = Verdict(SIGNATURE_DIGEST, {"digest": f"HMAC-{shown}"})
        yield verdict, hmac.digest(secret, message, name)
    for name, shown in (_DIGESTS | {"sha1": "SHA-1"}).items():
        verdict = Verdict(SIGNATURE_DIGEST, {"digest": f"{shown} instead of an HMAC"})
        for signed in (message, secret + message, message + secret):
            yield verdict, hashlib.new(name, signed, usedforsecurity=False).digest()
    for part in _bodies(document):
        for signed in (part, message + part, part + message):
            yield Verdict(SIGNATURE_BODY_SIGNED, {}), _hmac(secret, signed)


def _bodies(document: bytes) -> tuple[bytes, ...]:
    """The Body of an envelope, with its tags and without; from its first tag to the last."""
    begin = _BODY_BEGINS.search(document)
    ends = deque(_BODY_ENDS.finditer(document), maxlen=1)
    if begin is None or not ends or ends[0].start() < begin.end():
        return ()
    end = ends[0]
    return document[begin.start() : end.end()], document[begin.end() : end.start()]


def _decoded_keys(key: str) -> Iterator[tuple[str, bytes]]:
    if _HEX.fullmatch(key) and len(key) % 2 == 0:
        yield "hexadecimal digits", bytes.fromhex(key)
    try:
        yield "Base64", base64.b64decode(key, validate=True)
    except (binascii.Error, ValueError):
        return


def _changed_keys(key: str) -> Iterator[tuple[str, bytes]]:
    for change, text in (
        ("in lower case", key.lower()),
        ("in upper case", key.upper()),
        ("and a line end behind it", f"{key}\n"),
        ("and a line end behind it", f"{key}\r\n"),
        ("and a space behind it", f"{key} "),
        ("and a space before it", f" {key}"),
        ("without the white space around it", key.strip()),
        ("in quotes", f'"{key}"'),
        ("in quotes", f"'{key}'"),
    ):
        if text != key:
            yield change, _bytes(text)
    for change, encoding in (
        ("in UTF-16", "utf-16-le"),
        ("in UTF-16", "utf-16-be"),
        ("in Latin-1", "latin-1"),
    ):
        yield change, key.encode(encoding, "replace")


SIGNATURE_MESSAGE_ORDER = Rule(
    "signature-message-order",
    "error",
    "documented",
    "What is signed is the timestamp followed by the user id.",
    "requestSignature signs the user id followed by the timestamp",
    "put the timestamp first",
    example=Example(signature="faac0901ad0605b3d7774f3c5e4f32875e4fc410", verified=True),
)

SIGNATURE_MESSAGE_SEPARATOR = Rule(
    "signature-message-separator",
    "error",
    "documented",
    "Timestamp and user id are joined without anything between or around them.",
    "requestSignature signs timestamp and user id with {what}",
    "join them directly",
    example=Example(signature="03c184a4e671d3cf586e29b69a8e068fd011ed79", verified=True),
)

SIGNATURE_MESSAGE_PARTIAL = Rule(
    "signature-message-partial",
    "error",
    "documented",
    "Timestamp and user id are both signed.",
    "requestSignature signs the {what} alone",
    "sign the timestamp followed by the user id",
    example=Example(signature="52fba072c56566760accc02e8022b1a6aa7a8a90", verified=True),
)

SIGNATURE_MESSAGE_CASE = Rule(
    "signature-message-case",
    "error",
    "documented",
    "Timestamp and user id are signed in the letters they are sent in.",
    "requestSignature signs them in {what} case",
    "sign the text exactly as it is sent",
    example=Example(signature="e0874b551a56b659885e5728b90e182e74c8a34e", verified=True),
)


def _messages(user_id: str, timestamp: str) -> Iterator[tuple[Verdict, str]]:
    yield Verdict(SIGNATURE_MESSAGE_ORDER, {}), user_id + timestamp
    for separator, what in _SEPARATORS.items():
        verdict = Verdict(SIGNATURE_MESSAGE_SEPARATOR, {"what": what})
        yield verdict, f"{timestamp}{separator}{user_id}"
    verdict = Verdict(SIGNATURE_MESSAGE_SEPARATOR, {"what": "a line end behind them"})
    for end in ("\n", "\r\n"):
        yield verdict, timestamp + user_id + end
    yield Verdict(SIGNATURE_MESSAGE_PARTIAL, {"what": "timestamp"}), timestamp
    yield Verdict(SIGNATURE_MESSAGE_PARTIAL, {"what": "user id"}), user_id
    both = timestamp + user_id
    yield Verdict(SIGNATURE_MESSAGE_CASE, {"what": "lower"}), both.lower()
    yield Verdict(SIGNATURE_MESSAGE_CASE, {"what": "upper"}), both.upper()


def _other_texts(timestamp: str) -> Iterator[str]:
    """The time of a timestamp in other forms."""
    plain = timestamp.strip()
    if plain != timestamp:
        yield plain
    if len(plain) > _LONGEST_TIMESTAMP:
        return
    try:
        moment = datetime.fromisoformat(_SPACE_BEFORE_OFFSET.sub("", plain))
        moments = [moment] if moment.tzinfo is None else [moment, moment.astimezone(UTC)]
    except (ValueError, OverflowError):
        return
    for each in moments:
        offset = each.isoformat()[-6:] if each.tzinfo else ""
        for zone in {offset, offset.replace(":", ""), "Z", ""}:
            for day_and_time in (each.strftime("%Y-%m-%dT%H:%M:%S"), str(each)[:19]):
                yield day_and_time + zone
                yield f"{day_and_time} {zone}"
                yield f"{day_and_time}.{each.microsecond // 1000:03}{zone}"
                yield f"{day_and_time}.{each.microsecond:06}{zone}"
    if moment.tzinfo is not None:
        yield str(int(moment.timestamp()))
        yield str(int(moment.timestamp()) * 1000)


def _hmac(key: bytes, message: bytes) -> bytes:
    return hmac.digest(key, message, "sha1")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")
