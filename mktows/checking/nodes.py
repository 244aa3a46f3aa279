"""XML read with expat into a light tree, in which every element knows its line.

libxml2 counts lines to 65535 in some versions; expat counts on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.parsers import expat

from mktows.checking.rule import Example, Rule, Words
from mktows.prolog import BadProlog, Problem, read_prolog
from mktows.soap import MAX_TOKEN_BYTES, TokenTooLong, feed

MAX_BYTES = 32 * 1024 * 1024
"""Largest envelope that is read; 300 leads of 200 attributes take about 10 megabytes."""
MAX_ELEMENTS = 1_000_000
"""Most elements in one envelope; a reply of 1000 leads with 200 attributes has 800,000."""
MAX_DEPTH = 256
"""Deepest nesting; messages of the contract need less than 20."""

LINES = range(1, 2**31)
"""The lines of a document that is a file of its own."""

_SEPARATOR = " "
_BUFFER = 1024 * 1024  # a long text comes in few pieces, since joining them copies what there is
MIXED = 1000
"""Text kept between elements, of which there may be very many."""
_ENDS_TOO_EARLY = frozenset(
    expat.errors.codes[message]
    for message in (
        expat.errors.XML_ERROR_NO_ELEMENTS,
        expat.errors.XML_ERROR_UNCLOSED_TOKEN,
        expat.errors.XML_ERROR_PARTIAL_CHAR,
        expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
    )
)
_UNBOUND_PREFIX = expat.errors.codes[expat.errors.XML_ERROR_UNBOUND_PREFIX]


XML_TRUNCATED = Rule(
    "xml-truncated",
    "error",
    "recorded",
    "An envelope ends with its last tag; a request without it is answered Bad Request.",
    "it breaks off: {what}",
    "send the whole envelope; Content-Length counts bytes, not characters",
    example=Example(edit=("</s:Body>\n</s:Envelope>", "")),
    of_reply=Words(
        "it breaks off: {what}",
        "write the whole envelope; Content-Length counts bytes, not characters",
    ),
)

XML_DTD = Rule(
    "xml-dtd",
    "error",
    "inferred",
    "SOAP 1.1 forbids a document type declaration in a message.",
    "it declares a document type",
    "leave <!DOCTYPE out",
    example=Example(edit=("<s:Envelope", "<!DOCTYPE s:Envelope><s:Envelope")),
)

XML_TOO_LARGE = Rule(
    "xml-too-large",
    "error",
    "inferred",
    "No message of the contract comes near the bounds that this check reads within.",
    "{what}",
    "split the records over several calls",
    example=Example(
        body=(
            "<ns1:paramsGetLead><leadKey><keyType>EMAIL</keyType><keyValue>"
            "<a>@marketo.com</keyValue></leadKey></ns1:paramsGetLead>"
        ),
        repeat=("<a>", 300),
    ),
    of_reply=Words("{what}", "give fewer records in one reply"),
)

_RULES = {
    Problem.DOCUMENT_TYPE: XML_DTD,
    Problem.TOO_LONG: XML_TOO_LARGE,
    Problem.TRUNCATED: XML_TRUNCATED,
}
NONE: Mapping[str, str] = {}
"""The attributes of an element that has none."""


@dataclass(frozen=True, slots=True, eq=False)
class Scope:
    """Prefixes that one element declares, and the scope around it: no element copies the others'.

    Attributes:
        declared: Namespace by prefix; the default one under "".
        around: What is declared above; None at the root.
    """

    declared: Mapping[str, str]
    around: Scope | None

    def namespace(self, prefix: str) -> str:
        """The namespace of a prefix here; empty for none."""
        scope: Scope | None = self
        while scope is not None:
            if prefix in scope.declared:
                return scope.declared[prefix]
            scope = scope.around
        return ""


_OUTSIDE = Scope(NONE, None)


@dataclass(slots=True, eq=False)
class Node:
    """One element.

    Attributes:
        namespace: Empty for none.
        name: Its local name.
        attributes: Value by name, `{namespace}name` where the name is qualified.
        scope: The prefixes that are declared here and above.
        line: Where its start tag stands, from 1.
        text: All text directly in it, comments and CDATA marks taken out; of an element that
            holds elements, enough to tell that there is some.
        children: The elements in it.
        before: How many characters of the text stand before the first element in it.
    """

    namespace: str
    name: str
    attributes: Mapping[str, str]
    scope: Scope
    line: int
    text: str = ""
    children: Sequence[Node] = ()
    before: int = 0

    @property
    def first_text(self) -> str:
        """The text up to the first element in it, which is all that a service reads of a value."""
        return self.text[: self.before] if self.children else self.text

    def get(self, name: str) -> str | None:
        """The value of an attribute, None where it is absent."""
        return self.attributes.get(name)

    def child(self, name: str) -> Node | None:
        """The first child of a local name."""
        return next((child for child in self.children if child.name == name), None)


class UnreadableXml(Exception):
    """A document that cannot be read as XML, or is refused.

    Attributes:
        rule: The rule that it breaks.
        line: Where.
        details: What the rule's templates are filled with; never of the document's text.
    """

    def __init__(self, rule: Rule, line: int, **details: object) -> None:
        super().__init__(rule)
        self.rule = rule
        self.line = line
        self.details = details


@dataclass(frozen=True, slots=True)
class Document:
    """A document that was read.

    Attributes:
        root: Its outermost element.
        encoding: What its XML declaration says, in lower case; empty where it says nothing.
        instruction: The line of its first processing instruction, None where it has none.
    """

    root: Node
    encoding: str
    instruction: int | None = None


def read(data: bytes, *, is_utf8: bool = False, lines: Sequence[int] = LINES) -> Document:
    """Read a document.

    Args:
        data: Its bytes.
        is_utf8: Whether they are UTF-8, whatever the declaration says.
        lines: The line of a file that each of theirs stands in.

    Raises:
        UnreadableXml: They are malformed, hostile or beyond the bounds.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableXml(XML_TOO_LARGE, lines[0], what=f"it has more than {MAX_BYTES} bytes")
    try:
        document = read_prolog(data, is_utf8=is_utf8)
    except BadProlog as bad:
        raise _unread(bad, lines) from None
    reader = _Reader(lines)
    try:
        feed(reader.parser, document.data)
    except TokenTooLong:
        what = f"a tag or a comment has more than {MAX_TOKEN_BYTES} bytes"
        raise UnreadableXml(XML_TOO_LARGE, reader.here(), what=what) from None
    except expat.ExpatError as error:
        raise _refusal(error, reader) from None
    if not document.whole:
        what = "it ends within a character"
        raise UnreadableXml(XML_TRUNCATED, reader.here(), what=what)
    return Document(reader.opened[0], document.declared.lower(), reader.instruction)


@dataclass(slots=True)
class _Reader:
    lines: Sequence[int]
    opened: list[Node] = field(default_factory=list)
    elements: int = 0
    depth: int = 0
    new_prefixes: dict[str, str] = field(default_factory=dict)
    instruction: int | None = None
    parser: expat.XMLParserType = field(init=False)

    def __post_init__(self) -> None:
        parser = expat.ParserCreate("utf-8", _SEPARATOR)
        parser.buffer_text = True
        parser.buffer_size = _BUFFER
        parser.StartNamespaceDeclHandler = self._prefix
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.ProcessingInstructionHandler = self._instruction
        self.parser = parser

    def here(self) -> int:
        return _line(self.lines, self.parser.CurrentLineNumber)

    def _prefix(self, prefix: str | None, namespace: str | None) -> None:
        self.new_prefixes[prefix or ""] = namespace or ""

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        namespace, _, name = tag.rpartition(_SEPARATOR)
        above = self.opened[-1] if self.opened else None
        scope = above.scope if above else _OUTSIDE
        if self.new_prefixes:
            scope = Scope(self.new_prefixes, scope)
            self.new_prefixes = {}
        node = Node(
            namespace,
            name,
            {_clark(key): value for key, value in attributes.items()} if attributes else NONE,
            scope,
            self.here(),
        )
        self.elements += 1
        if self.elements > MAX_ELEMENTS:
            what = f"it has more than {MAX_ELEMENTS} elements"
            raise UnreadableXml(XML_TOO_LARGE, node.line, what=what)
        if self.depth >= MAX_DEPTH:
            what = f"its elements are nested more than {MAX_DEPTH} deep"
            raise UnreadableXml(XML_TOO_LARGE, node.line, what=what)
        if above is not None:
            if not above.children:
                above.children = []
                above.before = len(above.text)
            above.children.append(node)  # type: ignore[attr-defined]  # the list set above
        if self.depth or not self.opened:
            self.opened.append(node)
        self.depth += 1

    def _end(self, _tag: str) -> None:
        self.depth -= 1
        if self.depth:
            self.opened.pop()

    def _instruction(self, _target: str, _data: str) -> None:
        if self.instruction is None:
            self.instruction = self.here()

    def _text(self, text: str) -> None:
        node = self.opened[-1]
        if not node.children or (len(node.text) < MIXED and text.strip(" \t\r\n")):
            node.text += text


def _line(lines: Sequence[int], number: int) -> int:
    return lines[min(number, len(lines)) - 1]


def _clark(name: str) -> str:
    namespace, _, local = name.rpartition(_SEPARATOR)
    return f"{{{namespace}}}{local}" if namespace else local


XML_MALFORMED = Rule(
    "xml-malformed",
    "error",
    "recorded",
    "Messages are well-formed XML; a request that is not is answered Bad Request.",
    "not well-formed XML ({what})",
    "write it with an XML library; in text, & is &amp; and < is &lt;",
    example=Example(
        body=(
            "<ns1:paramsGetLead><leadKey><keyType>EMAIL</keyType>"
            "<keyValue>rufus & marketo.com</keyValue></leadKey></ns1:paramsGetLead>"
        )
    ),
)


def _unread(bad: BadProlog, lines: Sequence[int]) -> UnreadableXml:
    rule = _RULES.get(bad.problem, XML_MALFORMED)
    details = {} if rule is XML_DTD else {"what": str(bad)}
    return UnreadableXml(rule, _line(lines, bad.line), **details)


XML_PREFIX_UNDECLARED = Rule(
    "xml-prefix-undeclared",
    "error",
    "inferred",
    "A prefix without declaration makes a message malformed.",
    "a prefix is used that is not declared",
    "declare it with xmlns:prefix on the element or above it",
    example=Example(
        body=(
            "<ns2:paramsGetLead><leadKey><keyType>EMAIL</keyType>"
            "<keyValue>rufus@marketo.com</keyValue></leadKey></ns1:paramsGetLead>"
        )
    ),
)


def _refusal(error: expat.ExpatError, reader: _Reader) -> UnreadableXml:
    line = _line(reader.lines, error.lineno)
    if error.code == _UNBOUND_PREFIX:
        return UnreadableXml(XML_PREFIX_UNDECLARED, line)
    if error.code in _ENDS_TOO_EARLY:
        return UnreadableXml(XML_TRUNCATED, line, what="not every element is closed")
    # expat's words name the kind of error alone; they never quote the document.
    return UnreadableXml(XML_MALFORMED, line, what=f"{expat.ErrorString(error.code)}")
