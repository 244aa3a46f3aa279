"""The walk through a message: everything that the schema refuses, with what was meant."""

from __future__ import annotations

import functools
import importlib
import re
from collections.abc import Callable, Sequence
from typing import Any

from mktows.checking.findings import MAX_FINDINGS, Findings, listed, nearest, shown_value
from mktows.checking.items import Item
from mktows.checking.names import Meaning, meaning_of, unknown
from mktows.checking.nodes import Node
from mktows.checking.rule import Example, Rule
from mktows.contract import KNOWN_VERSIONS, ComplexType, Contract, Field
from mktows.contract import contract as contract_of
from mktows.facts.activity_types import ENUMERATION_BY_DISPLAY_NAME
from mktows.soap import SOAP_NAMESPACE, XSI_NAMESPACE

HEADER_FIELDS = ("mktowsUserId", "requestSignature", "requestTimestamp")
"""The fields of an AuthenticationHeader that a caller must send."""

_XSI = f"{{{XSI_NAMESPACE}}}"
_XS_NAMESPACE = "http://www.w3.org/2001/XMLSchema"
_ALWAYS_ALLOWED = frozenset(
    _XSI + name for name in ("type", "nil", "schemaLocation", "noNamespaceSchemaLocation")
)
_ENCODING_STYLE = f"{{{SOAP_NAMESPACE}}}encodingStyle"
_WHITE = " \t\r\n"
_NUMBER = re.compile(r"[+-]?[0-9]+")
_RANGES = {"int": (-(2**31), 2**31 - 1), "long": (-(2**63), 2**63 - 1)}
_FORMS = {
    "boolean": "true or false",
    "int": "a whole number",
    "long": "a whole number",
    "integer": "a whole number",
    "dateTime": "it like 2013-07-09T16:44:28-05:00",
    "base64Binary": "it in Base64",
}
_MAX_NAMES = 1000  # unknown names that are thought about; more are no mistakes of spelling
AUTH_FIELD_MISSING = Rule(
    "auth-field-missing",
    "error",
    "documented",
    "User id, signature and timestamp are all needed.",
    "{field} is missing",
    "add {field}",
    example=Example(edit=("<mktowsUserId>demo17_1_809934544BFABAE58E5D27</mktowsUserId>", "")),
)

IMPORT_PARAMETER_MISSING = Rule(
    "import-parameter-missing",
    "note",
    "documented",
    "The vendor's prose calls clearList and campaignName optional; the schema requires them.",
    "{name} is missing",
    "add {name}, for strict checks refuse an import without",
    example=Example(
        body=(
            "<ns1:paramsImportToList><programName>Trav-Demo-Program</programName>"
            "<importFileHeader>Last Name,Email Address</importFileHeader><importFileRows>"
            "<stringItem>Awesomesauce,dawesomesauce@marketo.com</stringItem></importFileRows>"
            "<importListMode>UPSERTLEADS</importListMode><listName>Trav-Test-List</listName>"
            "<campaignName>Batch Campaign Example</campaignName></ns1:paramsImportToList>"
        )
    ),
)

_IMPORT_PARAMETERS = frozenset(
    {("ParamsImportToList", "clearList"), ("ParamsImportToList", "campaignName")}
)


def walk(contract: Contract, node: Node, type_name: str, found: Findings, *, reply: bool) -> Item:
    """Look through a message or header block, and return it as it was meant.

    Args:
        contract: The version's contract.
        node: The element, whose own name is the caller's affair.
        type_name: The type of it.
        found: Takes what is found.
        reply: Whether the service wrote it, which is held to its own habits.
    """
    return _Walk(contract, found, reply).complex(node, node.name, contract.types[type_name], ())


ENVELOPE_MULTIREF = Rule(
    "envelope-multiref",
    "error",
    "inferred",
    "Messages are document/literal: a value stands in its place, not behind a reference.",
    "{name} refers to a value elsewhere (href)",
    "switch the toolkit from rpc/encoded to document/literal",
    example=Example(
        body=(
            '<ns1:paramsGetLead><leadKey href="#id1"><keyType>EMAIL</keyType>'
            "<keyValue>rufus@marketo.com</keyValue></leadKey></ns1:paramsGetLead>"
        )
    ),
)

ENVELOPE_ENCODING_STYLE = Rule(
    "envelope-encoding-style",
    "note",
    "inferred",
    "Messages are document/literal and need no encodingStyle.",
    "an encodingStyle is declared",
    "switch the toolkit from rpc/encoded to document/literal",
    example=Example(
        edit=("<s:Body", '<s:Body s:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"')
    ),
)

ELEMENT_QUALIFIED = Rule(
    "element-qualified",
    "note",
    "recorded",
    "Children of a message are in no namespace; qualified ones are taken as if they were.",
    "{name} is qualified",
    "put it into no namespace",
    example=Example(
        body=(
            "<ns1:paramsGetLead><ns1:leadKey><keyType>EMAIL</keyType>"
            "<keyValue>rufus@marketo.com</keyValue></ns1:leadKey></ns1:paramsGetLead>"
        )
    ),
)

ELEMENT_ORDER = Rule(
    "element-order",
    "note",
    "recorded",
    "Children stand in the order of the WSDL; any other order is accepted too.",
    "{name} stands behind {other}",
    "put {name} before {other}",
    example=Example(
        body=(
            "<ns1:paramsGetLead><leadKey><keyValue>rufus@marketo.com</keyValue>"
            "<keyType>EMAIL</keyType></leadKey></ns1:paramsGetLead>"
        )
    ),
)

ELEMENT_REPEATED = Rule(
    "element-repeated",
    "error",
    "inferred",
    "An element that the WSDL allows once counts once.",
    "{name} stands more than once",
    "send it once",
    example=Example(
        body=(
            "<ns1:paramsGetCampaignsForSource><source>MKTOWS</source><source>MKTOWS</source>"
            "<name>Trigger</name>"
            "<exactName>false</exactName></ns1:paramsGetCampaignsForSource>"
        )
    ),
)

ELEMENT_MISSING = Rule(
    "element-missing",
    "error",
    "documented",
    "A missing parameter is refused (20109; 20017 where the message is empty).",
    "{name} is missing",
    "add {name}, of type {type}",
    example=Example(
        body=(
            "<ns1:paramsSyncLead><leadRecord><Email>t@t.com</Email><leadAttributeList>"
            "<attribute><attrName>FirstName</attrName>"
            "<attrValue>George</attrValue></attribute><attribute>"
            "<attrName>LastName</attrName>"
            "<attrValue>of the Jungle</attrValue></attribute></leadAttributeList></leadRecord>"
            "</ns1:paramsSyncLead>"
        )
    ),
)

NIL_NOT_ALLOWED = Rule(
    "nil-not-allowed",
    "error",
    "documented",
    "Only what the WSDL calls nillable may be nil.",
    "{name} may not be nil",
    "{hint}",
    example=Example(
        body=(
            '<ns1:paramsGetMultipleLeads><leadSelector xsi:type="ns1:LeadKeySelector">'
            "<keyType>EMAIL</keyType><keyValues>"
            "<stringItem>t@t.com</stringItem></keyValues></leadSelector>"
            "<batchSize>100</batchSize>"
            '<includeAttributes xsi:nil="true"/></ns1:paramsGetMultipleLeads>'
        )
    ),
)

NIL_INVALID = Rule(
    "nil-invalid",
    "error",
    "documented",
    "The value of xsi:nil is true or false.",
    "xsi:nil of {name} is neither true nor false",
    "write true, or leave xsi:nil out",
    example=Example(
        body=(
            '<ns1:paramsGetMultipleLeads><leadSelector xsi:type="ns1:LeadKeySelector">'
            "<keyType>EMAIL</keyType><keyValues>"
            "<stringItem>t@t.com</stringItem></keyValues></leadSelector>"
            '<batchSize xsi:nil="no">100</batchSize></ns1:paramsGetMultipleLeads>'
        )
    ),
)

NIL_NOT_EMPTY = Rule(
    "nil-not-empty",
    "error",
    "documented",
    "A nil element holds nothing.",
    "{name} is nil, but not empty",
    "leave xsi:nil out, or the content",
    example=Example(
        body=(
            "<ns1:paramsImportToList><programName>Trav-Demo-Program</programName>"
            "<importFileHeader>Last Name,Email Address</importFileHeader><importFileRows>"
            "<stringItem>Awesomesauce,dawesomesauce@marketo.com</stringItem></importFileRows>"
            "<importListMode>UPSERTLEADS</importListMode><listName>Trav-Test-List</listName>"
            "<clearList>false</clearList>"
            '<campaignName xsi:nil="true">Batch Campaign Example</campaignName>'
            "</ns1:paramsImportToList>"
        )
    ),
)

TEXT_UNEXPECTED = Rule(
    "text-unexpected",
    "error",
    "documented",
    "Between the elements of a message stands only white space.",
    "{name} holds text where elements are expected",
    "{hint}",
    example=Example(
        body=(
            "<ns1:paramsGetLead><leadKey>rufus<keyType>EMAIL</keyType>"
            "<keyValue>rufus@marketo.com</keyValue></leadKey></ns1:paramsGetLead>"
        )
    ),
)

ELEMENTS_UNEXPECTED = Rule(
    "elements-unexpected",
    "error",
    "documented",
    "A simple value holds text alone.",
    "{name} holds elements where text is expected",
    "write its value as text; escape markup that belongs to it",
    example=Example(
        body=(
            "<ns1:paramsGetLead><leadKey><keyType>EMAIL</keyType><keyValue>"
            "<b>rufus</b></keyValue></leadKey></ns1:paramsGetLead>"
        )
    ),
)

XML_ATTRIBUTE_UNKNOWN = Rule(
    "xml-attribute-unknown",
    "warning",
    "documented",
    "The contract's elements have no XML attributes of their own.",
    "{name} has the XML attribute {attribute}",
    "leave it out; values stand in elements",
    example=Example(
        body=(
            '<ns1:paramsGetLead><leadKey kind="EMAIL"><keyType>EMAIL</keyType>'
            "<keyValue>rufus@marketo.com</keyValue></leadKey></ns1:paramsGetLead>"
        )
    ),
)

XSI_TYPE_MISSING = Rule(
    "xsi-type-missing",
    "error",
    "documented",
    "The base type of selectors is abstract: without xsi:type a selector means nothing.",
    "{name} has no xsi:type",
    "name one of {types} in xsi:type, with the prefix of the contract's namespace",
    example=Example(
        body=(
            "<ns1:paramsGetMultipleLeads><leadSelector><keyType>EMAIL</keyType><keyValues>"
            "<stringItem>t@t.com</stringItem></keyValues></leadSelector>"
            "<batchSize>100</batchSize></ns1:paramsGetMultipleLeads>"
        )
    ),
)

XSI_TYPE_UNRESOLVABLE = Rule(
    "xsi-type-unresolvable",
    "error",
    "documented",
    "The prefix in xsi:type must stand for the namespace of the type that it names.",
    "xsi:type of {name} does not resolve to {namespace}",
    "declare the prefix for that namespace, and use it in xsi:type",
    example=Example(
        body=(
            '<ns1:paramsGetMultipleLeads><leadSelector xsi:type="mkt:LeadKeySelector">'
            "<keyType>EMAIL</keyType><keyValues>"
            "<stringItem>t@t.com</stringItem></keyValues></leadSelector>"
            "<batchSize>100</batchSize></ns1:paramsGetMultipleLeads>"
        )
    ),
)

XSI_TYPE_UNKNOWN = Rule(
    "xsi-type-unknown",
    "error",
    "documented",
    "xsi:type names a type that may stand there.",
    "xsi:type of {name} names no {type}",
    "name {types}",
    example=Example(
        body=(
            '<ns1:paramsGetMultipleLeads><leadSelector xsi:type="ns1:LeadKeysSelector">'
            "<keyType>EMAIL</keyType><keyValues>"
            "<stringItem>t@t.com</stringItem></keyValues></leadSelector>"
            "<batchSize>100</batchSize></ns1:paramsGetMultipleLeads>"
        )
    ),
)

XSI_TYPE_ABSTRACT = Rule(
    "xsi-type-abstract",
    "error",
    "documented",
    "The base type of selectors is abstract: a selector is one of the derived types.",
    "xsi:type of {name} names the abstract {type}",
    "name one of {types}",
    example=Example(
        body=(
            '<ns1:paramsGetMultipleLeads><leadSelector xsi:type="ns1:LeadSelector">'
            "<keyType>EMAIL</keyType><keyValues>"
            "<stringItem>t@t.com</stringItem></keyValues></leadSelector>"
            "<batchSize>100</batchSize></ns1:paramsGetMultipleLeads>"
        )
    ),
)

XSI_TYPE_MISMATCH = Rule(
    "xsi-type-mismatch",
    "note",
    "inferred",
    "Values are read after the WSDL, whatever type a toolkit writes to them.",
    "xsi:type of {name} is not {type}",
    "write {type}, or leave xsi:type out",
    example=Example(
        body=(
            '<ns1:paramsGetLead><leadKey xsi:type="ns1:ListKey"><keyType>EMAIL</keyType>'
            "<keyValue>rufus@marketo.com</keyValue></leadKey></ns1:paramsGetLead>"
        )
    ),
)

VALUE_TYPE = Rule(
    "value-type",
    "error",
    "documented",
    "A value that is not of its type is a bad parameter (20110).",
    "{name} is not a valid {type}",
    "write {form}",
    example=Example(
        body=(
            '<ns1:paramsGetMultipleLeads><leadSelector xsi:type="ns1:LeadKeySelector">'
            "<keyType>EMAIL</keyType><keyValues>"
            "<stringItem>t@t.com</stringItem></keyValues></leadSelector>"
            "<batchSize>many</batchSize></ns1:paramsGetMultipleLeads>"
        )
    ),
)

VALUE_RANGE = Rule(
    "value-range",
    "error",
    "recorded",
    "A number beyond its type's range is refused.",
    "{name} is beyond the range of {type}",
    "write a number from {least} to {most}",
    example=Example(
        body=(
            "<ns1:paramsSyncLead><leadRecord><Id>27672544444444</Id><Email>t@t.com</Email>"
            "<leadAttributeList><attribute><attrName>FirstName</attrName>"
            "<attrValue>George</attrValue></attribute><attribute>"
            "<attrName>LastName</attrName>"
            "<attrValue>of the Jungle</attrValue></attribute></leadAttributeList></leadRecord>"
            "<returnLead>false</returnLead></ns1:paramsSyncLead>"
        )
    ),
)

VALUE_EMPTY = Rule(
    "value-empty",
    "note",
    "recorded",
    "An empty optional element is taken as absent, though its type allows no empty text.",
    "{name} is empty, which is no {type}",
    "leave it out",
    example=Example(
        body=(
            "<ns1:paramsGetLeadActivity><leadKey><keyType>EMAIL</keyType>"
            "<keyValue>t@t.com</keyValue></leadKey><activityFilter><includeTypes>"
            "<activityType>VisitWebpage</activityType></includeTypes></activityFilter>"
            "<batchSize></batchSize></ns1:paramsGetLeadActivity>"
        )
    ),
)

VALUE_ENUMERATION = Rule(
    "value-enumeration",
    "error",
    "documented",
    "Values count exactly; another is refused (20102 keyType, 20107 activity, 20110 else).",
    "{name} is no {type}{shown}",
    "{hint}",
    example=Example(
        body=(
            "<ns1:paramsGetLead><leadKey><keyType>EMIAL</keyType>"
            "<keyValue>rufus@marketo.com</keyValue></leadKey></ns1:paramsGetLead>"
        )
    ),
)

VALUE_BOOLEAN_CASE = Rule(
    "value-boolean-case",
    "note",
    "documented",
    "Vendor examples write True and False, which the schema does not know.",
    "{name} is a boolean in other letters than true or false",
    "write true or false",
    example=Example(
        body=(
            "<ns1:paramsSyncLead><leadRecord><Email>t@t.com</Email><leadAttributeList>"
            "<attribute><attrName>FirstName</attrName>"
            "<attrValue>George</attrValue></attribute><attribute>"
            "<attrName>LastName</attrName>"
            "<attrValue>of the Jungle</attrValue></attribute></leadAttributeList></leadRecord>"
            "<returnLead>False</returnLead></ns1:paramsSyncLead>"
        )
    ),
)

ACTIVITY_TYPE_DISPLAY_NAME = Rule(
    "activity-type-display-name",
    "error",
    "documented",
    "includeTypes and excludeTypes take names of the enumeration (20107).",
    "{name} holds a display name{shown}",
    "write {expected}",
    example=Example(
        body=(
            "<ns1:paramsGetLeadActivity><leadKey><keyType>EMAIL</keyType>"
            "<keyValue>t@t.com</keyValue></leadKey><activityFilter><includeTypes>"
            "<activityType>Visit Webpage</activityType></includeTypes></activityFilter>"
            "<batchSize>10</batchSize></ns1:paramsGetLeadActivity>"
        )
    ),
)

REPLY_ELEMENT_QUALIFIED = Rule(
    "reply-element-qualified",
    "warning",
    "recorded",
    "Children of a reply are in no namespace.",
    "{name} is qualified",
    "put it into no namespace",
    example=Example(
        body=(
            "<ns1:successGetLead><ns1:result><count>1</count><leadRecordList><leadRecord>"
            '<Id>1089965</Id><Email>t@t.com</Email><ForeignSysPersonId xsi:nil="true"/>'
            '<ForeignSysType xsi:nil="true"/><leadAttributeList><attribute>'
            "<attrName>FirstName</attrName><attrType>string</attrType>"
            "<attrValue>George</attrValue></attribute><attribute>"
            "<attrName>LeadScore</attrName><attrType>integer</attrType>"
            "<attrValue>62</attrValue></attribute></leadAttributeList></leadRecord>"
            "</leadRecordList></ns1:result></ns1:successGetLead>"
        )
    ),
)

REPLY_ELEMENT_ORDER = Rule(
    "reply-element-order",
    "warning",
    "recorded",
    "Replies are always in the order of the WSDL.",
    "{name} stands behind {other}",
    "put {name} before {other}",
    example=Example(
        body=(
            "<ns1:successGetLead><result><leadRecordList><leadRecord><Id>1089965</Id>"
            '<Email>t@t.com</Email><ForeignSysPersonId xsi:nil="true"/>'
            '<ForeignSysType xsi:nil="true"/><leadAttributeList><attribute>'
            "<attrName>FirstName</attrName><attrType>string</attrType>"
            "<attrValue>George</attrValue></attribute><attribute>"
            "<attrName>LeadScore</attrName><attrType>integer</attrType>"
            "<attrValue>62</attrValue></attribute></leadAttributeList></leadRecord>"
            "</leadRecordList>"
            "<count>1</count></result></ns1:successGetLead>"
        )
    ),
)


class _Walk:
    def __init__(self, contract: Contract, found: Findings, reply: bool) -> None:
        self._contract = contract
        self._runtime: Any = importlib.import_module("mktows_bindings.runtime")
        self._found = found
        self._reply = reply
        self._places: dict[str, dict[str, int]] = {}
        self._meanings: dict[tuple[str, ...], Meaning] = {}

    def _note(self, rule: Rule, node: Node, path: str, **details: object) -> None:
        self._found.add(rule, node.line, path, **details)

    def complex(
        self, node: Node, path: str, declared: ComplexType, above: Sequence[ComplexType]
    ) -> Item:
        """Look through an element of a complex type."""
        self._attributes(node, path)
        item = self._actual(node, path, declared)
        read = Item(node, path, item.name)
        if "href" in node.attributes:
            return read  # what it refers to stands elsewhere
        if node.text.strip(_WHITE):
            first = item.fields[0].element if item.fields else ""
            hint = f"put the text into {first}" if first else "leave the text out"
            self._note(TEXT_UNEXPECTED, node, path, name=node.name, hint=hint)
        if not item.abstract:
            self._children(node, path, item, read, above)
        return read

    def _children(
        self,
        node: Node,
        path: str,
        item: ComplexType,
        read: Item,
        above: Sequence[ComplexType],
    ) -> None:
        places = self._places.get(item.name)
        if places is None:
            places = {field.element: place for place, field in enumerate(item.fields)}
            self._places[item.name] = places
        around = (*above, item)
        reached = 0
        right: set[str] = set()
        for child in node.children:
            name = child.name
            place = places.get(name)
            if place is None:
                meaning = self._meaning(item, name, above)
                self._note(meaning.rule, child, f"{path}.{name}", **meaning.details)
                if meaning.member is not None:
                    field = item.fields[places[meaning.member]]
                    self._member(child, f"{path}.{name}", field, read, around)
                continue
            field = item.fields[place]
            here = f"{path}.{name}"
            if field.many:
                here += f"[{len(read.members.get(name, ()))}]"
            if child.namespace:
                rule = REPLY_ELEMENT_QUALIFIED if self._reply else ELEMENT_QUALIFIED
                self._note(rule, child, here, name=name)
            if name in right and not field.many:
                self._note(ELEMENT_REPEATED, child, here, name=child.name)
            elif place < reached:
                other = item.fields[reached].element
                rule = REPLY_ELEMENT_ORDER if self._reply else ELEMENT_ORDER
                self._note(rule, child, here, name=name, other=other)
            right.add(name)
            reached = max(reached, place)
            self._member(child, here, field, read, around)
        for field in item.fields:
            if field.required and field.element not in read.members:
                self._missing(node, path, item, field)

    def _meaning(self, item: ComplexType, name: str, above: Sequence[ComplexType]) -> Meaning:
        key = (item.name, name, *(outer.name for outer in above))
        if key not in self._meanings and len(self._meanings) < _MAX_NAMES:
            self._meanings[key] = meaning_of(self._contract, item, name, above)
        return self._meanings.get(key) or unknown(item, name)

    def _missing(self, node: Node, path: str, item: ComplexType, field: Field) -> None:
        name = field.element
        if (item.name, name) in _IMPORT_PARAMETERS:
            self._note(IMPORT_PARAMETER_MISSING, node, path, name=name)
        elif item.name == "AuthenticationHeaderInfo" and name in HEADER_FIELDS:
            self._note(AUTH_FIELD_MISSING, node, path, field=name)
        else:
            self._note(ELEMENT_MISSING, node, path, name=name, type=field.type_name)

    def _member(
        self, node: Node, path: str, field: Field, read: Item, above: Sequence[ComplexType]
    ) -> None:
        read.members.setdefault(field.element, []).append(self._value(node, path, field, above))

    def _value(self, node: Node, path: str, field: Field, above: Sequence[ComplexType]) -> Item:
        type_name = field.type_name
        inner = self._contract.types.get(type_name)
        said = node.get(f"{_XSI}nil")
        nil = False
        if said is not None:
            word = said.strip(_WHITE)
            nil = word in ("true", "1")
            if not nil and word not in ("false", "0"):
                self._note(NIL_INVALID, node, path, name=node.name)
            elif not field.nillable:
                hint = f"give it a value of type {type_name}" if field.required else "leave it out"
                self._note(NIL_NOT_ALLOWED, node, path, name=node.name, hint=hint)
        if nil:
            self._attributes(node, path)
            if node.children or node.text:
                self._note(NIL_NOT_EMPTY, node, path, name=node.name)
            if inner is None:
                self._named_type(node, path, type_name)
            else:
                self._actual(node, path, inner)
            return Item(node, path, type_name, nil=True)
        if inner is not None:
            return self.complex(node, path, inner, above)
        self._attributes(node, path)
        self._named_type(node, path, type_name)
        if node.children:
            self._note(ELEMENTS_UNEXPECTED, node, path, name=node.name)
        else:
            self._simple(node, path, field)
        return Item(node, path, type_name)

    def _attributes(self, node: Node, path: str) -> None:
        for name in node.attributes:
            if name in _ALWAYS_ALLOWED:
                continue
            if name == "href":
                self._note(ENVELOPE_MULTIREF, node, path, name=node.name)
            elif name == _ENCODING_STYLE:
                self._note(ENVELOPE_ENCODING_STYLE, node, path)
            else:
                attribute = name.rpartition("}")[2]
                self._note(XML_ATTRIBUTE_UNKNOWN, node, path, name=node.name, attribute=attribute)

    # Types

    def _resolved(self, node: Node) -> tuple[str, str] | None:
        """The type that xsi:type names: namespace and local name, None where there is none."""
        said = node.get(f"{_XSI}type")
        if said is None:
            return None
        prefix, _, local = said.strip(_WHITE).rpartition(":")
        return node.scope.namespace(prefix), local

    def _actual(self, node: Node, path: str, declared: ComplexType) -> ComplexType:
        """The type of an element: the one declared, or what xsi:type makes of it."""
        named = self._resolved(node)
        if named is None and not declared.abstract:
            return declared
        concrete = [
            name
            for name, item in self._contract.types.items()
            if self._contract.is_a(name, declared.name) and not item.abstract
        ]
        types = listed(concrete)
        if named is None:
            self._note(XSI_TYPE_MISSING, node, path, name=node.name, types=types)
            return self._guess(node, declared, concrete)
        namespace, local = named
        known = local in concrete or local == declared.name
        if namespace == self._contract.namespace and known:
            if self._contract.types[local].abstract:
                self._note(
                    XSI_TYPE_ABSTRACT, node, path, name=node.name, type=declared.name, types=types
                )
                return self._guess(node, declared, concrete)
            return self._contract.types[local]
        if not declared.abstract:
            self._note(XSI_TYPE_MISMATCH, node, path, name=node.name, type=declared.name)
            return declared
        if known:
            self._note(
                XSI_TYPE_UNRESOLVABLE,
                node,
                path,
                name=node.name,
                namespace=self._contract.namespace,
            )
            return self._guess(node, self._contract.types[local], concrete)
        self._note(XSI_TYPE_UNKNOWN, node, path, name=node.name, type=declared.name, types=types)
        return self._guess(node, declared, concrete)

    def _guess(self, node: Node, declared: ComplexType, concrete: list[str]) -> ComplexType:
        """The derived type whose elements are there, where the message does not say."""
        if not declared.abstract:
            return declared
        names = {child.name for child in node.children}
        for name in concrete:
            if names & {field.element for field in self._contract.types[name].fields}:
                return self._contract.types[name]
        return declared

    def _named_type(self, node: Node, path: str, type_name: str) -> None:
        """A simple value may only repeat its own type."""
        named = self._resolved(node)
        ours = type_name in self._contract.enumerations
        expected = (self._contract.namespace if ours else _XS_NAMESPACE, type_name)
        if named is not None and named != expected:
            self._note(XSI_TYPE_MISMATCH, node, path, name=node.name, type=type_name)

    # Values

    def _simple(self, node: Node, path: str, field: Field) -> None:
        type_name = field.type_name
        if type_name in ("string", "anySimpleType"):
            return
        text = node.text.strip(_WHITE)
        optional = not field.required and not field.many
        if not text and type_name != "base64Binary" and optional and not self._reply:
            self._note(VALUE_EMPTY, node, path, name=node.name, type=type_name)
        elif type_name in self._contract.enumerations:
            self._enumeration(node, path, type_name)
        elif type_name == "boolean":
            self._boolean(node, path, text)
        elif type_name in _RANGES and _NUMBER.fullmatch(text):
            least, most = _RANGES[type_name]
            if not least <= _number(text) <= most:
                self._note(
                    VALUE_RANGE, node, path, name=node.name, type=type_name, least=least, most=most
                )
        elif not self._reads(node, type_name):
            self._note(
                VALUE_TYPE, node, path, name=node.name, type=type_name, form=_FORMS[type_name]
            )

    def _boolean(self, node: Node, path: str, text: str) -> None:
        if text in ("true", "false", "1", "0"):
            return
        if text.lower() in ("true", "false") and not self._reply:
            self._note(VALUE_BOOLEAN_CASE, node, path, name=node.name)
        else:
            self._note(
                VALUE_TYPE, node, path, name=node.name, type="boolean", form=_FORMS["boolean"]
            )

    def _enumeration(self, node: Node, path: str, type_name: str) -> None:
        values = _values(self._contract.version, type_name)
        text = node.text
        if text in values:
            return
        meant = ENUMERATION_BY_DISPLAY_NAME.get(text) if type_name == "ActivityType" else None
        if meant in values:
            shown = f" ({text})"
            self._note(
                ACTIVITY_TYPE_DISPLAY_NAME, node, path, name=node.name, shown=shown, expected=meant
            )
            return
        few = self._found.counts[VALUE_ENUMERATION.id] < MAX_FINDINGS
        others = [version for version in KNOWN_VERSIONS if text in _values(version, type_name)]
        meant = nearest(text, values) if few else None
        if text.strip() in values:
            hint = "remove the white space around it"
        elif others:
            hint = f"call version {listed(others)}, or write {listed(values)}"
        else:
            hint = f"write {meant or listed(values)}"
        self._note(
            VALUE_ENUMERATION,
            node,
            path,
            name=node.name,
            type=type_name,
            shown=shown_value(text.strip()) if self._found.shows_values else "",
            hint=hint,
        )

    def _reads(self, node: Node, type_name: str) -> bool:
        readers: dict[str, Callable[[Node], object]] = {
            "integer": self._runtime.read_integer,
            "dateTime": self._runtime.read_date_time,
            "base64Binary": self._runtime.read_base64,
        }
        if type_name not in readers:
            return False  # an int or long without digits
        if not node.text.strip(_WHITE):
            return type_name == "base64Binary"
        try:
            readers[type_name](node)
        except self._runtime.Unreadable:
            return False
        return True


@functools.cache
def _values(version: str, type_name: str) -> dict[str, None]:
    """The values of an enumeration, in the order of the WSDL."""
    contract = contract_of(version)
    if type_name not in contract.enumerations:
        return {}
    return {member.value: None for member in contract.binding(type_name)}  # type: ignore[attr-defined]  # an Enum


def _number(text: str) -> int:
    """A whole number; one beyond any range where it is so long that int() may refuse it."""
    digits = text.lstrip("+-").lstrip("0")[:30] or "0"
    return -int(digits) if text.startswith("-") else int(digits)
