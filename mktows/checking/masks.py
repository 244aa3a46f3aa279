"""The texts that logs write in place of a secret."""

from __future__ import annotations

import re

_WORD = (
    r"(?:masked|redacted|hidden|removed|filtered|omitted|secret|sanitized|sanitised|censored|"
    r"suppressed|protected|scrubbed|stripped|obfuscated|anonymi[sz]ed|confidential)"
)
# `<redacted>` in place of a value is no element.
_AS_ELEMENT = re.compile(
    (
        rf"(?P<before><[^<>/][^<>]*>\s*)<(?P<word>{_WORD}(?:[ _-][a-z0-9]{{1,20}}){{0,3}})"
        r"\s*/?>(?=\s*</)"
    ).encode(),
    re.IGNORECASE,
)
_SIGNS = r"(?:[*#•●█.]{3,}|…)"
# A run of one sign, a word for it, or the name of a variable that was not filled in.
_MASK = re.compile(
    r"[^A-Za-z0-9\s]{0,3}(?P<sign>[*x#?_.•●█-])(?P=sign){2,}[^A-Za-z0-9\s]{0,3}"
    r"|[^A-Za-z0-9\s]{0,3}(?:[a-z0-9]{1,20}[ _-]){0,3}"
    rf"{_WORD}(?:[ _-][a-z0-9]{{1,20}}){{0,3}}[^A-Za-z0-9\s]{{0,3}}"
    r"|\$?\{\{?[\w#.: -]{1,60}\}?\}",
    re.IGNORECASE,
)
# A part of the value is shown; of a digest all of it is in hexadecimal digits.
_PART = re.compile(rf"[\w@-]{{0,39}}{_SIGNS}[\w@-]{{0,39}}")
_PART_OF_DIGEST = re.compile(
    rf"[0-9a-f]{{0,39}}(?:{_SIGNS}|x{{4,}})[0-9a-f]{{0,39}}|0{{8,}}", re.IGNORECASE
)


def is_masked(text: str) -> bool:
    """Tell whether a text stands in place of a value that its log does not show."""
    plain = text.strip()
    return bool(_MASK.fullmatch(plain) or _PART.fullmatch(plain))


def is_masked_digest(text: str) -> bool:
    """Tell whether a text stands in place of a digest; nothing but zeros is a mask of it."""
    plain = text.strip()
    return bool(_MASK.fullmatch(plain) or _PART_OF_DIGEST.fullmatch(plain))


def with_masks_as_text(document: bytes) -> bytes:
    """A document in which a mask in angle brackets, which is no element, is text."""
    return _AS_ELEMENT.sub(rb"\g<before>&lt;\g<word>&gt;", document)
