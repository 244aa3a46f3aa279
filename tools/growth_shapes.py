"""Hostile shapes: texts of any length that one unit is repeated in, and chance's mixtures of them.

A shape is meant for every reader: what is a tag to one is plain text to the next.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Part:
    """A unit, repeated between a head and a tail, around whatever follows.

    Attributes:
        head: What stands in front of the first unit.
        unit: What is repeated; `#` in it becomes the number of the repetition.
        tail: What stands behind the last unit.
        closing: What is repeated as often behind all that follows, such as an end tag.
        close: What stands once behind that.
    """

    head: str
    unit: str
    tail: str = ""
    closing: str = ""
    close: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """One or several parts that share the length.

    Attributes:
        name: What tables call it.
        parts: The parts, outermost first.
        encoding: The codec that writes it.
    """

    name: str
    parts: tuple[Part, ...]
    encoding: str = "utf-8"

    def text(self, length: int) -> str:
        """The shape as text of roughly that many characters."""
        opening, closing = [], []
        for part in self.parts:
            share = length // len(self.parts)
            numbered = "#" in part.unit
            digits = len(str(share)) // 2 if numbered else 0
            count = max(1, share // max(1, len(part.unit) + len(part.closing) + digits))
            units = (
                "".join(part.unit.replace("#", str(number)) for number in range(count))
                if numbered
                else part.unit * count
            )
            opening += [part.head, units, part.tail]
            closing.append(part.closing * count + part.close)
        return "".join([*opening, *reversed(closing)])


_UNITS = {
    # Texts
    "text": "x", "spaces": " ", "line ends": "\n", "carriage returns": "\r", "tabs": "\t",
    "zeros": "\0", "digits": "1", "letters of two bytes": "é", "emoji": "\U0001f600",
    "combining marks": "\u0301", "lines": "x\n", "words": "lead ", "spaced digits": "1 ",
    # What regular expressions hate
    "angles": "<", "ampersands": "&", "brackets": "]", "open brackets": "[", "hyphens": "--",
    "quotes": '"', "apostrophes": "'", "backslashes": "\\", "braces": "{", "exclamations": "<!",
    "parentheses": "(", "codes": "(1) ", "colons": ": ", "commas": ",", "questions": "<?",
    "slashes": "/", "end marks": "?>", "escaped angles": "&lt;", "equals": "= ", "percents": "%",
    # Constructs of XML
    "empty comments": "<!---->", "instructions": "<?a?>", "CDATA sections": "<![CDATA[x]]>",
    "elements": "<a/>", "elements with text": "<a>x</a>", "elements of many names": "<a#/>",
    "elements with an attribute": '<a b=""/>', "elements on lines": "<a>\n</a>",
    "elements with a namespace": "<a xmlns='u'/>",
    "elements with a new namespace": "<a xmlns='#'/>",
    "elements with a new prefix": "<p#:a xmlns:p#='u#'/>", "elements in a comment": "<!--<a/>-->",
    "unclosed elements": "<a>", "open tags": "<a ", "end tags": "</a>", "references": "&amp;",
    "numbers of characters": "&#65;", "unknown entities": "&x;", "open sections": "<![CDATA[",
    "open comments": "<!--", "document types": "<!DOCTYPE a>", "open types": "<!DOCTYPE a [",
    "text and elements": "x<a/>", "declarations": "<?xml version='1.0'?>",
    "nil elements": "<a xsi:nil='true'/>", "typed elements": "<a xsi:type='m:Attribute'/>",
    # Constructs of SOAP, of the contract and of logs
    "envelopes": "<e:Envelope/>", "open envelopes": "<e:Envelope ", "begun envelopes": "<Envelope>",
    "envelope ends": "</e:Envelope>", "escaped envelopes": "&lt;Envelope ",
    "escaped ends": "&lt;/e:Envelope&gt;", "envelopes in JSON": '"<Envelope a=\\"1\\"> ',
    "angles in JSON": "\\u003cEnvelope ", "envelopes in Python": "b'<Envelope a> ",
    "declared envelopes": "<?xml version='1.0'?>\n<Envelope>", "half declared": "<?xml ",
    "lines of envelopes": "x <e:Envelope>\n", "closed envelopes": "<Envelope></Envelope>\n",
    "bodies": "<e:Body/>", "headers": "<e:Header/>", "messages": "<m:paramsGetLead/>",
    "blocks": "<m:AuthenticationHeader/>", "faults": "<e:Fault/>", "mentions": "signature ",
    "signatures": "<signature>abcdefgh#</signature>", "open signatures": "<requestSignature>",
    "signature elements": "<requestSignature>abcdefgh</requestSignature>",
    "ends": "requestSignature>",
    "signature tags": "<signature ", "digests": "0123456789012345678901234567890123456789 ",
    "actions": "SOAPAction: x\n", "actions in a line": "SOAPAction: ",
    "types": "Content-Type: text/xml; charset=", "statuses": "HTTP/1.1 200 ",
    "lead records": "<leadRecord><Email>a#@example.com</Email></leadRecord>",
    "attributes of leads": "<attribute><attrName>A#</attrName><attrValue>x</attrValue></attribute>",
    "strings": "<stringItem>a#@example.com</stringItem>", "keys": "<leadKey/>",
    "references of Axis": "<a href='#id0'/><multiRef id='id0'/>", "multiRefs": "<multiRef id='#'/>",
    # Tables
    "cells": "x,", "quoted cells": '"x",', "doubled quotes": '""', "rows": "a#@example.com,x\n",
    "half rows": 'a@example.com,"x\n', "long rows": "a@example.com,x,x,x,x,x\n", "names": "c#,",
    "tokens": "{{my.a#}},", "open tokens": "{{my.", "bad rows": "x\n", "semicolons": ";",
    # WSDL
    "schema elements": "<xs:element name='a#' type='xs:string'/>",
    "simple types": "<xs:simpleType name='a#'><xs:restriction base='xs:string'/></xs:simpleType>",
    "complex types": "<xs:complexType name='a#'/>", "values": "<xs:enumeration value='a#'/>",
    "patterns": "<xs:pattern value='a#'/>", "sequences": "<xs:sequence/>",
    # JSON and YAML
    "members": '"a#":1,', "same members": '"a":1,', "items": "1,", "objects": "{},",
    "texts": '"x",',
    "escapes": "\\u0041", "surrogates": "\\ud83d\\ude00", "half surrogates": "\\ud83d",
    "list items": "- x\n", "dashes": "- ", "question marks": "? ", "mappings": "a#: x\n",
    "same mappings": "a: x\n", "flow mappings": "{a: ", "flow lists": "[a, ", "anchors": "&a ",
    "aliases": "*a ", "tags": "!!a ", "remarks": "# x\n", "blocks of text": "|\n  x\n",
    "dots": "---\n",
    "lead mappings": "- {id: #}\n", "flow items": "{id: #}, ", "exponents": "1e", "minuses": "-",
    # HTTP
    "header lines": "A#: x\r\n", "folded lines": " x\r\n", "chunks": "1\r\nx\r\n",
    "chunk extensions": "1;a=b\r\nx\r\n", "parameters": "a#=1&", "segments": "../",
}  # fmt: skip
_AROUND = {
    "a comment": ("<!--", "-->"),
    "an instruction": ("<?a ", "?>"),
    "a CDATA section": ("<![CDATA[", "]]>"),
    "an attribute": ("<a b='", "'/>"),
    "an element": ("<a>", "</a>"),
    "a name": ("<a", "/>"),
    "a prefix": ("<", ":a/>"),
    "a cell": ('"', '"'),
    "an array": ("[", "1]"),
    "an object": ("{", '"z":1}'),
    "a tag": ("<a ", ">"),
    "a document type": ("<!DOCTYPE a [", "]>"),
    "a flow list": ("[", "]"),
}
_PARTS = {
    "attributes": Part("<a", " a#=''", "/>"),
    "one attribute again": Part("<a", " a=''", "/>"),
    "prefixes": Part("<a", " xmlns:p#='u'", "/>"),
    "namespaces": Part("<a", " xmlns:p#='u#'", "/>"),
    "one prefix again": Part("<a", " xmlns:p='u'", "/>"),
    "attributes in a namespace": Part("<a xmlns:p='u'", " p:a#=''", "/>"),
    "nested elements": Part("", "<a>", "", "</a>"),
    "nested names": Part("", "<a#>"),
    "nested arrays": Part("", "[", "", "]"),
    "nested objects": Part("", '{"a":', "1", "}"),
    "nested flow mappings": Part("", "{a: ", "1", "}"),
    "indented lines": Part("", "a:\n ", "x"),
    "elements under prefixes": Part("<a", " xmlns:p#='u#'", ">", "", "</a>"),
    "elements under attributes": Part("<a", " a#=''", ">", "", "</a>"),
    "elements in elements": Part("<a>", "<a/>", "", "", "</a>"),
    "elements under a deep path": Part("<abcdefghi>" * 100, "x", "", "", "</abcdefghi>" * 100),
}
_OUTER = [part for part in _PARTS.values() if part.close or part.closing]


def shapes() -> Iterator[Shape]:
    """Every shape of the lists: units alone, within one construct, cut off, and in UTF-16."""
    for name, unit in _UNITS.items():
        yield Shape(name, (Part("", unit),))
    for name, unit in _UNITS.items():
        if len(unit) == 1 or unit in ("--", "<!", "<?", "x\n", "&#65;", "&amp;", "]]"):
            for around, (head, tail) in _AROUND.items():
                yield Shape(f"{name} in {around}", (Part(head, unit, tail),))
                if unit == "x":
                    yield Shape(f"{around} that never ends", (Part(head, unit),))
    for name, part in _PARTS.items():
        yield Shape(name, (part,))
        if part.tail:
            yield Shape(f"{name}, cut off", (replace(part, tail="", close="", closing=""),))
    for name in ("elements", "text", "line ends", "attributes of leads"):
        yield Shape(f"{name} in UTF-16", (Part("\ufeff", _UNITS[name]),), "utf-16-le")
    for outer in ("elements under prefixes", "elements under attributes"):
        yield Shape(f"{outer}: fields", (_PARTS[outer], Part("", _UNITS["schema elements"])))
        for name in ("elements", "elements with a new prefix", "typed elements", "nil elements"):
            yield Shape(f"{outer}: {name}", (_PARTS[outer], Part("", _UNITS[name])))


def mixed(chance: random.Random) -> Shape:
    """A shape by chance: units joined, put within something, and put after or within others."""
    names: list[str] = []
    parts: list[Part] = []
    for _ in range(chance.randint(1, 3)):
        if parts and chance.random() < 0.2:
            name = chance.choice(list(_PARTS))
            part = _PARTS[name]
        else:
            joined = chance.sample(sorted(_UNITS), chance.randint(1, 3))
            name = "+".join(joined)
            head, tail = "", ""
            if chance.random() < 0.4:
                around = chance.choice(list(_AROUND))
                head, tail = _AROUND[around]
                name = f"{name} in {around}"
                if chance.random() < 0.3:
                    tail, name = "", f"{name}, cut off"
            part = Part(head, "".join(_UNITS[each] for each in joined), tail)
        names.append(name)
        parts.append(part)
    if chance.random() < 0.2:
        parts.insert(0, chance.choice(_OUTER))
        names.insert(0, "within " + next(n for n, p in _PARTS.items() if p is parts[0]))
    return Shape("; ".join(names), tuple(parts))
