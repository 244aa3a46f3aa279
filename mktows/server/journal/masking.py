"""Envelopes made fit to keep: their signatures are masked; pure."""

from __future__ import annotations

import codecs
import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from mktows.errors import RefusedXml
from mktows.server.request_body import MAX_REQUEST_ELEMENTS
from mktows.soap import parse_xml, split_name
from mktows.text import escape

MASK = "***"
SHORTEST_SECRET = 8
"""A shorter text is no secret, and is likely to stand elsewhere by chance."""
MOST_SECRETS = 100
"""Different texts that are masked in one request; each is looked for everywhere in it."""
_NOT_KEPT = "(not kept: "
NOT_KEPT = f"{_NOT_KEPT}it cannot be read, so a signature in it could not be masked)"

_MENTION = re.compile("signature", re.IGNORECASE)
# A tag from its first character on; the three alternatives begin differently, so it is linear.
_TAG = re.compile(r"""<(?:[^<>"']|"[^"<]*"|'[^'<]*')*>""")
_START_TAG = re.compile(r"<([^\s<>/!?]+)(\s[^<>]*)?>")
_DECLARED = re.compile(rb"""<\?xml[^>]{1,80}encoding\s*=\s*["']([^"']{1,40})["']""")
_ASCII_SUPERSETS = frozenset({b"utf-8", b"utf8", b"us-ascii", b"ascii"})
# What a signature looks like, for texts whose structure cannot be relied on.
_DIGEST = re.compile(r"(?<![0-9A-Za-z])[0-9A-Fa-f]{40}(?![0-9A-Za-z])")
TOO_MANY = f"{_NOT_KEPT}there is more in it that looks like a signature than can be masked)"
_CUT = re.compile(r"\.\.\. \(cut: [0-9]+ more characters\)$")


@dataclass(frozen=True, slots=True)
class Masked:
    """An envelope without its signatures, and the texts that stood in their place.

    Attributes:
        left: How many characters there are behind the beginning that was masked.
    """

    text: str
    hidden: frozenset[str]
    left: int = 0


# The one place of a signature, between its two tags, in what most programs send.
_PLAIN = re.compile(r"<((?:[A-Za-z0-9_.-]+:)?requestSignature)>([0-9A-Za-z]{8,100})</\1>")


def masked(body: bytes, *, well_formed: bool, longest: int) -> Masked:
    """Mask the signature of a request, whatever state the request is in.

    Every element whose name mentions a signature loses its content, and each text that stood
    there is masked wherever else it stands. Where tags cannot tell, as with comments, character
    data sections and encodings other than UTF-8, the parsed document is masked and written anew.
    What is not well-formed besides loses whatever looks like a signature; where even that cannot
    be relied on, nothing is kept.

    Args:
        body: The request.
        well_formed: Whether `soap.parse_xml` accepts it.
        longest: Bytes of the request that matter, from its beginning.
    """
    declared = _DECLARED.match(body.removeprefix(b"\xef\xbb\xbf"))
    if declared is None or declared[1].lower() in _ASCII_SUPERSETS:
        try:
            text = body.decode() if len(body) <= longest else _beginning(body[:longest])
        except UnicodeDecodeError:
            text = "\0"
        found = None if "\0" in text else _by_tags(text)
        if found is not None:
            text = found.text if well_formed else _DIGEST.sub(MASK, found.text)
            return Masked(text, found.hidden, len(body[longest:].decode("utf-8", "replace")))
    if well_formed:
        try:
            return _by_structure(parse_xml(body, max_elements=MAX_REQUEST_ELEMENTS))
        except RefusedXml:
            pass
    return Masked(NOT_KEPT, frozenset())


def hide(text: str, hidden: Iterable[str]) -> str:
    """Mask texts, also in the form that they have in XML."""
    for each in hidden:
        text = text.replace(each, MASK)
        if not each.isalnum():
            text = text.replace(escape(each), MASK)
    return text


def cut(text: str, longest: int, left: int = 0) -> str:
    """Shorten a text that is too long, and say by how much, with what was left out before."""
    left += max(len(text) - longest, 0)
    return f"{text[:longest]}... (cut: {left} more characters)" if left else text


def is_whole(text: str) -> bool:
    """Tell whether what is kept of an envelope is all of it, masks aside."""
    return not text.startswith(_NOT_KEPT) and _CUT.search(text) is None


def _by_tags(text: str) -> Masked | None:
    """Mask by reading the tags that mention a signature; None where they do not tell."""
    if "<!" in text or text.find("<?", 1) > 0:
        return None
    plain = _PLAIN.match(text, text.rfind("<", 0, max(text.find("requestSignature>"), 0)))
    if plain is not None and _mentions(text) == 2:
        # Of letters and digits alone, it is written the same wherever it stands.
        return Masked(text.replace(plain[2], MASK), frozenset((plain[2],)))
    kept: list[str] = []
    hidden: set[str] = set()
    done = 0
    searched = 0
    while (mention := _MENTION.search(text, searched)) is not None:
        start = text.rfind("<", searched, mention.start())
        tag = _TAG.match(text, start) if start >= 0 else None
        if start < 0 or (tag is not None and tag.end() <= mention.start()):
            searched = mention.end()  # character data
            continue
        named = None if tag is None else _START_TAG.fullmatch(tag[0])
        if named is None or not _MENTION.search(named[1]) or _MENTION.search(named[2] or ""):
            return None
        end = start + len(named[0])
        if named[0].endswith("/>"):
            searched = end
            continue
        close = text.find("<", end)
        content = text[end:] if close < 0 else text[end:close]
        if "&" in content:
            return None
        kept += [text[done:end], MASK if content.strip() else content]
        hidden.add(content.strip())
        if close < 0:
            done = len(text)
            break
        closing = f"</{named[1]}"
        if not text.startswith(closing, close) and text[close:] != closing[: len(text) - close]:
            return None
        done, searched = close, min(close + len(closing), len(text))
    kept.append(text[done:])
    return _without("".join(kept), hidden)


def _mentions(text: str) -> int:
    if text.isascii():
        return text.lower().count("signature")
    return len(_MENTION.findall(text))


def _beginning(body: bytes) -> str:
    """Decode what may be cut in the middle of a character."""
    return codecs.getincrementaldecoder("utf-8")().decode(body)


def _by_structure(root: etree._Element) -> Masked:
    hidden: set[str] = set()
    named = taken = 0  # attributes that were masked, elements that were taken out
    for node in list(root.iter(etree.Element)):
        # Names alone: for a value, libxml2 looks through all attributes in front of it.
        for name in [each for each in node.attrib if _MENTION.search(str(each))]:
            hidden.add(node.get(name, "").strip())
            named += 1
            if named > MOST_SECRETS:
                return Masked(TOO_MANY, frozenset())
            node.set(name, MASK)
        if _MENTION.search(split_name(node)[1]):
            # To take an element out, libxml2 looks through all the prefixes around it.
            inner = list(itertools.islice(node.iterdescendants(), MOST_SECRETS + 1))
            taken += len(inner)
            if taken > MOST_SECRETS:
                return Masked(TOO_MANY, frozenset())
            hidden.add("".join(str(part) for part in node.itertext()).strip())
            for child in list(node):
                node.remove(child)
            node.text = MASK
    return _without(etree.tostring(root, encoding="unicode"), hidden)


def _without(text: str, hidden: set[str]) -> Masked:
    secrets = frozenset(each for each in hidden if len(each) >= SHORTEST_SECRET)
    if len(secrets) > MOST_SECRETS:
        return Masked(TOO_MANY, frozenset())
    return Masked(hide(text, secrets), secrets)
