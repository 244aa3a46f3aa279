"""Why a signature does not verify: the known mistakes of those who compute one."""

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

from mktows.signing import Secret

_HEX = re.compile(r"[0-9A-Fa-f]+")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]+={0,2}")
# What logs write in place of a secret, or of a part of it: a run of one sign, or a word for it.
_MASK = re.compile(
    r"[^A-Za-z0-9\s]{0,3}(?P<sign>[*x#?_.•●█-])(?P=sign){2,}[^A-Za-z0-9\s]{0,3}"
    r"|[0-9a-f]{0,39}(?:[*#•●█.]{3,}|…)[0-9a-f]{0,39}"
    r"|[^A-Za-z0-9\s]{0,3}(?:[a-z0-9]{1,20}[ _-]){0,3}"
    r"(?:masked|redacted|hidden|removed|filtered|omitted|secret|sanitized|censored|suppressed|"
    r"protected|scrubbed|stripped)"
    r"(?:[ _-][a-z0-9]{1,20}){0,3}[^A-Za-z0-9\s]{0,3}",
    re.IGNORECASE,
)
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


class Verdict(NamedTuple):
    """A rule that a signature breaks, and what its templates are filled with."""

    rule: str
    details: dict[str, object]


class Form(NamedTuple):
    """How a signature is written.

    Attributes:
        verdicts: The rules that its form breaks.
        digest: What it says, None where that cannot be told.
    """

    verdicts: list[Verdict]
    digest: bytes | None


def form_of(text: str) -> Form:
    """Judge a signature by its looks."""
    plain = "".join(text.split())
    if _MASK.fullmatch(text.strip()):
        return Form([Verdict("signature-masked", {})], None)
    verdicts = [Verdict("signature-padded", {})] if plain != text else []
    if _HEX.fullmatch(plain):
        if len(plain) != 40:
            hint = f", as {_LENGTHS[len(plain)]} has" if len(plain) in _LENGTHS else ""
            verdicts.append(Verdict("signature-length", {"count": len(plain), "hint": hint}))
        elif plain != plain.lower():
            verdicts.append(Verdict("signature-uppercase", {}))
        return Form(verdicts, bytes.fromhex(plain) if len(plain) % 2 == 0 else None)
    decoded = _from_base64(plain)
    if decoded is None:
        return Form([*verdicts, Verdict("signature-not-hex", {})], None)
    return Form([*verdicts, Verdict("signature-base64", {})], decoded)


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
    """Whether a digest is the one that the service computes."""
    expected = _hmac(_bytes(key.reveal()), _bytes(timestamp + user_id))
    return hmac.compare_digest(digest, expected)


def mistake_of(
    digest: bytes, *, user_id: str, timestamp: str, key: Secret, document: bytes
) -> Verdict:
    """The mistake that explains a wrong digest, or the verdict that none does."""
    for verdict, candidate in _candidates(user_id, timestamp, key.reveal(), document):
        if hmac.compare_digest(candidate, digest):
            return verdict
    return Verdict("signature-wrong", {})


def _candidates(
    user_id: str, timestamp: str, key: str, document: bytes
) -> Iterator[tuple[Verdict, bytes]]:
    message = _bytes(timestamp + user_id)
    secret = _bytes(key)
    for encoding, decoded in _decoded_keys(key):
        details: dict[str, object] = {"encoding": encoding}
        yield Verdict("signature-key-decoded", details), _hmac(decoded, message)
    for change, changed in _changed_keys(key):
        yield Verdict("signature-key-changed", {"change": change}), _hmac(changed, message)
    for rule, what, text in _messages(user_id, timestamp):
        yield Verdict(rule, {"what": what}), _hmac(secret, _bytes(text))
    for text in _other_texts(timestamp):
        yield Verdict("signature-timestamp-text", {}), _hmac(secret, _bytes(text + user_id))
    yield Verdict("signature-roles-swapped", {}), _hmac(message, secret)
    for name, shown in _DIGESTS.items():
        verdict = Verdict("signature-digest", {"digest": f"HMAC-{shown}"})
        yield verdict, hmac.digest(secret, message, name)
    for name, shown in (_DIGESTS | {"sha1": "SHA-1"}).items():
        verdict = Verdict("signature-digest", {"digest": f"{shown} instead of an HMAC"})
        for signed in (message, secret + message, message + secret):
            yield verdict, hashlib.new(name, signed, usedforsecurity=False).digest()
    for part in _bodies(document):
        for signed in (part, message + part, part + message):
            yield Verdict("signature-body-signed", {}), _hmac(secret, signed)


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


def _messages(user_id: str, timestamp: str) -> Iterator[tuple[str, str, str]]:
    yield "signature-message-order", "", user_id + timestamp
    for separator, what in _SEPARATORS.items():
        yield "signature-message-separator", what, f"{timestamp}{separator}{user_id}"
    for end in ("\n", "\r\n"):
        yield "signature-message-separator", "a line end behind them", timestamp + user_id + end
    yield "signature-message-partial", "timestamp", timestamp
    yield "signature-message-partial", "user id", user_id
    both = timestamp + user_id
    yield "signature-message-case", "lower", both.lower()
    yield "signature-message-case", "upper", both.upper()


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
