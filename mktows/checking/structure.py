"""The walk through a message: everything that the schema refuses, with what was meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mktows.checking.findings import Findings
from mktows.checking.items import Item
from mktows.checking.names import Meaning, meaning_of, unknown
from mktows.checking.needs import is_needed
from mktows.checking.nodes import Node
from mktows.checking.rule import Example, Rule
from mktows.checking.values import ValueCheck
from mktows.checking.xsi_types import TypeCheck
from mktows.contract import ComplexType, Contract, Field
from mktows.soap import SOAP_NAMESPACE, XSI_NAMESPACE

HEADER_FIELDS = ("mktowsUserId", "requestSignature", "requestTimestamp")
"""The fields of an AuthenticationHeader that a caller must send."""

_XSI = f"{{{XSI_NAMESPACE}}}"
_ALWAYS_ALLOWED = frozenset(
    _XSI + name for name in ("type", "nil", "schemaLocation", "noNamespaceSchemaLocation")
)
_ENCODING_STYLE = f"{{{SOAP_NAMESPACE}}}encodingStyle"
_WHITE = " \t\r\n"
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
    return _Walk(contract, found, reply).message(node, contract.types[type_name])


ENVELOPE_MULTIREF = Rule(
    "envelope-multiref",
    "warning",
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
    "warning",
    "inferred",
    "An element that the WSDL allows once counts once.",
    "{name} stands more than once",
    "write it once",
    example=Example(
        body=(
            "<ns1:paramsGetCampaignsForSource><source>MKTOWS</source><source>MKTOWS</source>"
            "<name>Trigger</name>"
            "<exactName>false</exactName></ns1:paramsGetCampaignsForSource>"
        )
    ),
)

ELEMENT_MISSING_SPARED = Rule(
    "element-missing-spared",
    "warning",
    "inferred",
    "Some elements are required by the schema, but calls without were carried out.",
    "{name} is missing, though the schema requires it",
    "add {name}, of type {type}",
    example=Example(
        body=(
            "<ns1:paramsSyncLead><leadRecord><Email>t@t.com</Email><leadAttributeList><attribute>"
            "<attrName>FirstName</attrName><attrValue>George</attrValue></attribute>"
            "</leadAttributeList></leadRecord></ns1:paramsSyncLead>"
        )
    ),
)

ELEMENT_MISSING = Rule(
    "element-missing",
    "error",
    "documented",
    "What the WSDL requires is there; a request without is refused (20109, empty: 20017).",
    "{name} is missing",
    "add {name}, of type {type}",
    example=Example(
        body=(
            "<ns1:paramsGetLead><leadKey><keyValue>rufus@marketo.com</keyValue></leadKey>"
            "</ns1:paramsGetLead>"
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
            '<includeAttributes xsi:nil="true"/></ns1:paramsGetMultipleLeads>'
        )
    ),
)

NIL_INVALID = Rule(
    "nil-invalid",
    "warning",
    "documented",
    "The value of xsi:nil is true or false.",
    "xsi:nil of {name} is neither true nor false",
    "write true, or leave xsi:nil out",
    example=Example(
        body=(
            '<ns1:paramsGetMultipleLeads><leadSelector xsi:type="ns1:StaticListSelector">'
            "<staticListName>Trav-Test-List</staticListName></leadSelector>"
            '<batchSize xsi:nil="no">100</batchSize></ns1:paramsGetMultipleLeads>'
        )
    ),
)

NIL_NOT_EMPTY = Rule(
    "nil-not-empty",
    "warning",
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
    "warning",
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

WHITE_SPACE_UNEXPECTED = Rule(
    "white-space-unexpected",
    "note",
    "documented",
    "An element whose type has no members is empty; validators refuse white space in it.",
    "{name} holds white space, though its type holds nothing",
    "close {name} without anything in it",
    example=Example(body="<ns1:paramsListMObjects> </ns1:paramsListMObjects>"),
)

ELEMENTS_UNEXPECTED = Rule(
    "elements-unexpected",
    "warning",
    "documented",
    "A simple value holds text alone.",
    "{name} holds elements where text is expected",
    "write its value as text; escape markup that belongs to it",
    example=Example(
        body=(
            "<ns1:paramsGetLead><leadKey><keyType>EMAIL</keyType><keyValue>"
            "rufus@<b>marketo.com</b></keyValue></leadKey></ns1:paramsGetLead>"
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
        self._found = found
        self._reply = reply
        self._types = TypeCheck(contract, found)
        self._values = ValueCheck(contract, found, reply=reply)
        self._places: dict[str, dict[str, int]] = {}
        self._meanings: dict[tuple[str, ...], Meaning] = {}

    def _note(self, rule: Rule, node: Node, path: str, **details: object) -> None:
        self._found.add(rule, node.line, path, **details)

    def message(self, node: Node, declared: ComplexType) -> Item:
        """Look through a message or header block; its content counts, whatever it says of nil."""
        self._nil(node, node.name, "leave xsi:nil out", nillable=False, needed=self._reply)
        return self.complex(node, node.name, declared, ())

    def complex(
        self, node: Node, path: str, declared: ComplexType, above: Sequence[ComplexType]
    ) -> Item:
        """Look through an element of a complex type."""
        self._attributes(node, path)
        item = self._types.actual(node, path, declared)
        read = Item(node, path, item.name)
        if "href" in node.attributes:
            return read  # what it refers to stands elsewhere
        if node.text and not item.fields and not item.abstract and not node.text.strip(_WHITE):
            self._note(WHITE_SPACE_UNEXPECTED, node, path, name=node.name)
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
        written = {child.name for child in node.children}
        counting = self._counting(node, item, places) if len(written) < len(node.children) else {}
        for child in node.children:
            name = child.name
            place = places.get(name)
            if place is None:
                meaning = self._meaning(item, name, above)
                meant = meaning.member and item.fields[places[meaning.member]]
                lost = (
                    meant
                    and not meant.many
                    and meant.element not in written
                    and not self._reply
                    and is_needed(around, path, meant)
                )
                rule = meaning.rule.at("error") if lost else meaning.rule
                self._note(rule, child, f"{path}.{name}", **meaning.details)
                if meant:
                    self._passed_over(child, f"{path}.{name}", meant, read, around)
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
            if counting.get(name, child) is child:
                self._member(child, here, field, read, around)
            else:
                self._passed_over(child, here, field, Item(child, here, ""), around)
        for field in item.fields:
            if field.required and field.element not in read.members:
                self._missing(node, path, around, field)

    def _counting(
        self, node: Node, item: ComplexType, places: Mapping[str, int]
    ) -> dict[str, Node]:
        """The child that counts of each name that may stand once: the first that says something."""
        first: dict[str, Node] = {}
        saying: dict[str, Node] = {}
        for child in node.children:
            place = places.get(child.name)
            if place is None or item.fields[place].many:
                continue
            first.setdefault(child.name, child)
            nil = (child.get(f"{_XSI}nil") or "").strip(_WHITE) in ("true", "1")
            type_name = item.fields[place].type_name
            may_be_empty = type_name == "string" or type_name in self._contract.types
            if not nil and (may_be_empty or child.text.strip(_WHITE)):
                saying.setdefault(child.name, child)
        return {**first, **saying}

    def _meaning(self, item: ComplexType, name: str, above: Sequence[ComplexType]) -> Meaning:
        key = (item.name, name, *(outer.name for outer in above))
        if key not in self._meanings and len(self._meanings) < _MAX_NAMES:
            self._meanings[key] = meaning_of(self._contract, item, name, above)
        return self._meanings.get(key) or unknown(item, name)

    def _missing(self, node: Node, path: str, around: Sequence[ComplexType], field: Field) -> None:
        name, item = field.element, around[-1]
        if (item.name, name) in _IMPORT_PARAMETERS:
            self._note(IMPORT_PARAMETER_MISSING, node, path, name=name)
        elif item.name == "AuthenticationHeaderInfo" and name in HEADER_FIELDS:
            self._note(AUTH_FIELD_MISSING, node, path, field=name)
        elif not self._reply and not is_needed(around, path, field):
            self._note(ELEMENT_MISSING_SPARED, node, path, name=name, type=field.type_name)
        else:
            self._note(ELEMENT_MISSING, node, path, name=name, type=field.type_name)

    def _passed_over(
        self, node: Node, path: str, field: Field, read: Item, above: Sequence[ComplexType]
    ) -> None:
        """Look through an element that nobody reads: nothing in it makes a call be refused."""
        before = len(self._found.found)
        self._member(node, path, field, read, above)
        if not self._reply:
            self._found.soften(before)

    def _member(
        self, node: Node, path: str, field: Field, read: Item, above: Sequence[ComplexType]
    ) -> None:
        read.members.setdefault(field.element, []).append(self._value(node, path, field, above))

    def _value(self, node: Node, path: str, field: Field, above: Sequence[ComplexType]) -> Item:
        type_name = field.type_name
        inner = self._contract.types.get(type_name)
        hint = f"give it a value of type {type_name}" if field.required else "leave it out"
        is_text = type_name in ("string", "anySimpleType")
        # The content of a text or of a complex type is read whatever it says of nil.
        says = bool(node.first_text.strip(_WHITE) if is_text else inner and node.children)
        says = says and not self._reply
        needed = self._reply or is_needed(above, path.rpartition(".")[0], field)
        if self._nil(node, path, hint, nillable=field.nillable, needed=needed, says=says):
            self._attributes(node, path)
            if node.children or node.text:
                self._note(NIL_NOT_EMPTY, node, path, name=node.name)
            if inner is None:
                self._types.check_simple(node, path, type_name)
            elif node.children:
                return self.complex(node, path, inner, above)
            else:
                before = len(self._found.found)
                self._types.actual(node, path, inner)
                if not self._reply:
                    self._found.soften(before)  # nobody reads what is nil
            if is_text and node.first_text.strip(_WHITE) and not self._reply:
                self._values.check(node, path, field, needed=needed)
                return Item(node, path, type_name)
            return Item(node, path, type_name, nil=True)
        if inner is not None:
            return self.complex(node, path, inner, above)
        self._attributes(node, path)
        self._types.check_simple(node, path, type_name)
        if node.children:
            lost = needed and not self._reply and not node.first_text.strip(_WHITE)
            rule = ELEMENTS_UNEXPECTED.at("error") if lost else ELEMENTS_UNEXPECTED
            self._note(rule, node, path, name=node.name)
        if not node.children or not self._reply:
            self._values.check(node, path, field, needed=needed)
        return Item(node, path, type_name)

    def _nil(
        self,
        node: Node,
        path: str,
        hint: str,
        *,
        nillable: bool,
        needed: bool = True,
        says: bool = False,
    ) -> bool:
        """Tell whether an element is nil; where it may not be, or the value is none, note it."""
        said = node.get(f"{_XSI}nil")
        if said is None:
            return False
        word = said.strip(_WHITE)
        if word not in ("true", "1", "false", "0"):
            self._note(NIL_INVALID, node, path, name=node.name)
        elif not nillable:
            # What a service reads is the content, where there is any; and so it does of no nil.
            lost = needed and word in ("true", "1") and not says
            rule = NIL_NOT_ALLOWED if lost or self._reply else NIL_NOT_ALLOWED.at("warning")
            self._note(rule, node, path, name=node.name, hint=hint)
        return word in ("true", "1")

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
