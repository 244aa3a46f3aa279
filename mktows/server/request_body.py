"""HTTP requests as they come in: their body made readable, and what is found in their headers."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping

from mktows.checking.findings import Finding, finding
from mktows.checking.transfers import CONTENT_TYPE_CHARSET, CONTENT_TYPE_NOT_XML
from mktows.transport import HttpRequest

MAX_REQUEST_BYTES = 32 * 1024 * 1024
"""Largest request body, also decompressed; 300 leads of 200 attributes take about 10 megabytes."""
MAX_REQUEST_ELEMENTS = 1_000_000
"""Most elements in one request; 300 leads of 800 attributes have 960,000."""

_CHARSET = re.compile(r"""charset\s*=\s*["']?([^\s"';]{1,40})""", re.IGNORECASE)
_DECLARED = re.compile(rb"""<\?xml[^>]{1,80}encoding\s*=\s*["']([^"']{1,40})["']""")
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_UTF_8 = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})
# Encodings that old programs write. Python knows more, and some of those take quadratic time.
_OTHERS = re.compile(
    r"utf-?(?:16|32)(?:-?[bl]e)?|iso-?8859-?\d{1,2}|latin-?\d|(?:windows-|cp)12\d\d|koi8-[ru]"
    r"|shift[-_]jis|euc-(?:jp|kr)|gb2312|gbk|gb18030|big5"
)
_DECLARATION = re.compile(r"\ufeff?\s*<\?xml[^>]*\?>")


class BadBody(Exception):
    """The body cannot be made readable; `status` is the HTTP status that says why."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


def lower_headers(request: HttpRequest) -> Mapping[str, str]:
    """Return a request's headers by their names in lower case."""
    return {name.lower(): value for name, value in request.headers.items()}


def read_body(body: bytes, headers: Mapping[str, str], found: list[Finding]) -> bytes:
    """Return a request's body as XML, and add what is found in its headers.

    Content coded as gzip or deflate is decoded. A byte order mark or the XML declaration tells
    the characters' encoding; the Content-Type's charset counts where neither does, since the
    program that wrote the document knows better than the one that sent it (a guess).

    Raises:
        BadBody: It is too large, coded in another way, or not coded as its headers say.
    """
    if len(body) > MAX_REQUEST_BYTES:
        raise BadBody(413, f"The request is larger than {MAX_REQUEST_BYTES} bytes.")
    coding = headers.get("content-encoding", "")
    if coding:
        body = _decoded(body, coding.strip().lower())
    content_type = headers.get("content-type", "")
    if content_type.partition(";")[0].strip().lower() != "text/xml":
        found.append(finding(CONTENT_TYPE_NOT_XML, 1, "Envelope"))
    charset = _CHARSET.search(content_type)
    return body if charset is None else _in_charset(body, charset[1].lower(), found)


def _decoded(body: bytes, coding: str) -> bytes:
    if coding in ("gzip", "x-gzip"):
        return _inflated(body, 16 + zlib.MAX_WBITS)
    if coding == "deflate":
        # Some send the zlib format, as they should, and some the bare stream.
        try:
            return _inflated(body, zlib.MAX_WBITS)
        except BadBody as error:
            if error.status != 400:
                raise
            return _inflated(body, -zlib.MAX_WBITS)
    if coding == "identity":
        return body
    raise BadBody(415, "The content encoding is not supported: send gzip, deflate or none.")


def _inflated(body: bytes, window: int) -> bytes:
    inflater = zlib.decompressobj(window)
    try:
        plain = inflater.decompress(body, MAX_REQUEST_BYTES + 1)
    except zlib.error:
        raise BadBody(400, "The body is not encoded as Content-Encoding says.") from None
    if len(plain) > MAX_REQUEST_BYTES:
        raise BadBody(413, f"The request is larger than {MAX_REQUEST_BYTES} bytes.")
    if not inflater.eof or inflater.unused_data:
        raise BadBody(400, "The body is not encoded as Content-Encoding says.")
    return plain


def _in_charset(body: bytes, charset: str, found: list[Finding]) -> bytes:
    declared = _DECLARED.match(body)
    if declared is not None:
        said = declared[1].decode("latin-1").lower()
        if said != charset and not {said, charset} <= _UTF_8:
            found.append(finding(CONTENT_TYPE_CHARSET, 1, "Envelope"))
        return body
    if charset in _UTF_8 or body.startswith(_MARKS):
        return body
    try:
        if _OTHERS.fullmatch(charset):
            # What a declaration says is true of the old bytes.
            text = body.decode(charset)
            declaration = _DECLARATION.match(text)
            return (text[declaration.end() :] if declaration else text).encode()
    except (LookupError, UnicodeError):
        pass
    # Without a declaration it is in UTF-8.
    found.append(finding(CONTENT_TYPE_CHARSET, 1, "Envelope"))
    return body
