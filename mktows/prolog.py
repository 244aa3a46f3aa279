"""The beginning of an XML document, read before any parser sees it: its encoding and its prolog.

A document type declaration stands in front of the root element, or nowhere. So the prolog is
looked through here, in one pass, and a parser gets only UTF-8 in which the root is known to begin.
"""

from __future__ import annotations

import codecs
import enum
import re
from typing import NamedTuple

MAX_PROLOG_BYTES = 64 * 1024
"""Bytes, in UTF-8, that the root element must begin within: declaration, white space, comments
and processing instructions. Toolkits write a declaration at most, people a licence (a guess)."""

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF8, "utf-8"),
)
# How the first character of a document without a mark looks in UTF-16.
_UNMARKED = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
# Encodings that programs declare. Python knows more, and some of those take quadratic time.
_DECLARABLE = re.compile(
    r"utf-?8|us-ascii|ascii|iso[-_]?8859-?\d{1,2}|latin-?\d|(?:windows-|cp)12\d\d|koi8-[ru]"
    r"|shift[-_]jis|windows-31j|cp9(?:32|49|50)|euc[-_](?:jp|kr)|gb2312|gbk|gb18030|big5",
    re.IGNORECASE,
)
_DECLARATION = re.compile(
    rb"""<\?xml
    [ \t\r\n]{1,99}version[ \t\r\n]{0,9}=[ \t\r\n]{0,9}(?:"1\.[0-9]{1,9}"|'1\.[0-9]{1,9}')
    (?:[ \t\r\n]{1,99}encoding[ \t\r\n]{0,9}=[ \t\r\n]{0,9}
        (?P<quote>["'])(?P<encoding>[A-Za-z][A-Za-z0-9._-]{0,39})(?P=quote))?
    (?:[ \t\r\n]{1,99}standalone[ \t\r\n]{0,9}=[ \t\r\n]{0,9}(?:"(?:yes|no)"|'(?:yes|no)'))?
    [ \t\r\n]{0,99}\?>""",
    re.VERBOSE,
)
# What nearly every program writes, told first: it is UTF-8, and nothing is in front of the root.
_USUAL = re.compile(
    rb"""(?:<\?xml\ version=["']1\.0["'](?:\ encoding=["']([Uu][Tt][Ff]-8)["'])?\s?\?>\s{0,8})?
    <[A-Za-z]""",
    re.VERBOSE,
)
_BEGINS_DECLARATION = re.compile(rb"<\?xml[ \t\r\n]")
_WHITE = re.compile(rb"[ \t\r\n]*")
_LINE_END = re.compile(rb"\r\n?|\n")
_START_TAG = re.compile(rb"<[A-Za-z_:\x80-\xff]")
_PASSED_OVER = ((b"<!--", b"-->"), (b"<?", b"?>"))
_DOCUMENT_TYPE = b"<!DOCTYPE"


class Problem(enum.Enum):
    """Why a document is given to no parser."""

    DOCUMENT_TYPE = "a document type declaration is refused"
    TOO_LONG = f"its root element does not begin within {MAX_PROLOG_BYTES} bytes"
    MALFORMED = "no element begins here"
    DECLARATION = "the XML declaration is malformed"
    ENCODING = "its encoding is not known, or not the one that it declares"
    TRUNCATED = "it ends before its root element begins"


class BadProlog(Exception):
    """A document is given to no parser.

    Attributes:
        problem: Why.
        line: Where, from 1.
    """

    def __init__(self, problem: Problem, line: int = 1) -> None:
        super().__init__(problem.value)
        self.problem = problem
        self.line = line


class Plain(NamedTuple):
    """A document in which no document type can be declared any more.

    Attributes:
        data: The document in UTF-8, without a byte order mark. An XML declaration that names
            another encoding is taken out of it, but for its line ends.
        declared: The encoding that the XML declaration names; empty where it names none.
        whole: False where the document breaks off within a character, which is left out.
    """

    data: bytes
    declared: str
    whole: bool


def marked(data: bytes) -> tuple[str, int]:
    """The encoding that the first bytes show, and how many of them are a byte order mark.

    They show none in most files: then the encoding is empty.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding, len(mark)
    for begin, encoding in _UNMARKED:
        if data.startswith(begin):
            return encoding, 0
    return "", 0


def read_prolog(data: bytes, *, is_utf8: bool = False) -> Plain:
    """Look through a document up to its root element, and decode it where it is not UTF-8.

    What the first bytes show of the encoding counts more than what the document declares. The time
    taken grows with the prolog, of other encodings than UTF-8 with the length.

    Args:
        data: The document.
        is_utf8: Whether it is UTF-8, whatever it declares.

    Raises:
        BadProlog: It declares a document type, its root does not begin within
            `MAX_PROLOG_BYTES`, or its encoding is none that programs declare.
    """
    usual = _USUAL.match(data)
    if usual is not None:
        return Plain(data, (usual[1] or b"").decode("ascii"), True)
    encoding, mark = ("utf-8", 0) if is_utf8 else marked(data)
    if encoding and encoding != "utf-8":
        data, whole = _decoded(data[mark:], encoding)
    else:
        data, whole = data[mark:] if mark else data, True
    declaration = _DECLARATION.match(data)
    if declaration is None:
        if _BEGINS_DECLARATION.match(data):
            cut_off = len(data) <= MAX_PROLOG_BYTES and b"?>" not in data
            raise BadProlog(Problem.TRUNCATED if cut_off else Problem.DECLARATION)
        _find_root(data, 0)
        return Plain(data, "", whole)
    declared = (declaration["encoding"] or b"").decode("ascii")
    if declared and declared.lower() != "utf-8":
        if not encoding:
            if not _DECLARABLE.fullmatch(declared):
                raise BadProlog(Problem.ENCODING)
            data, whole = _decoded(data, declared)
        end = declaration.end()
        data = b"".join(_LINE_END.findall(data, 0, end)) + data[end:]
        _find_root(data, 0)
    else:
        _find_root(data, declaration.end())
    return Plain(data, declared, whole)


def _decoded(data: bytes, encoding: str) -> tuple[bytes, bool]:
    """A document in UTF-8, and whether it ends with a whole character."""
    try:
        decoder = codecs.getincrementaldecoder(encoding)()
        return decoder.decode(data).encode(), not decoder.getstate()[0]
    except (LookupError, UnicodeError):
        raise BadProlog(Problem.ENCODING) from None


def _find_root(data: bytes, at: int) -> None:
    """Pass over what may stand in front of the root element; comments are not judged."""
    while True:
        at = _WHITE.match(data, at, MAX_PROLOG_BYTES).end()  # type: ignore[union-attr]  # always
        if at >= MAX_PROLOG_BYTES:
            raise BadProlog(Problem.TOO_LONG, _line(data, at))
        for begin, end in _PASSED_OVER:
            if data.startswith(begin, at):
                found = data.find(end, at + len(begin), MAX_PROLOG_BYTES)
                if found < 0:
                    cut_off = len(data) <= MAX_PROLOG_BYTES
                    problem = Problem.TRUNCATED if cut_off else Problem.TOO_LONG
                    raise BadProlog(problem, _line(data, at))
                at = found + len(end)
                break
        else:
            if _START_TAG.match(data, at):
                return
            raise BadProlog(_no_root(data, at), _line(data, at))


def _no_root(data: bytes, at: int) -> Problem:
    if data.startswith(_DOCUMENT_TYPE, at):
        return Problem.DOCUMENT_TYPE
    rest = data[at : at + len(_DOCUMENT_TYPE)]
    begun = (_DOCUMENT_TYPE, b"<!--") if at else (_DOCUMENT_TYPE, b"<!--", *dict(_MARKS))
    if any(each.startswith(rest) for each in begun):
        return Problem.TRUNCATED
    return Problem.MALFORMED


def _line(data: bytes, at: int) -> int:
    return len(_LINE_END.findall(data, 0, at)) + 1
