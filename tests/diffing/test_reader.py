"""What the contract diff's reader accepts, and what it refuses, in which line and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from mktows.contract import KNOWN_VERSIONS
from mktows.contract import contract as shipped
from mktows.diffing.compare import compare
from mktows.diffing.document import WsdlError
from mktows.diffing.model import ComplexType, QName
from mktows.diffing.reader import read_contract

TEXT = (Path(__file__).parents[1] / "data" / "every_construct.wsdl").read_text(encoding="utf-8")
QUESTION = '<xs:element name="question" type="xs:string"/>'
TELL = '<xs:complexType name="Tell">'
SIDE = '<xs:element name="side" type="xs:int"/>'
INPUT = '<wsdl:input message="tns:Tell"/>'
PREFIXES = " ".join(f'xmlns:p{number}="u"' for number in range(100))
STYLE = '<soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>'

# What is replaced by what, and what is said; `¶` marks the place whose line is named.
BAD = {
    "not XML": (TELL, f"¶</oops>{TELL}", "not well-formed XML"),
    "a DTD": (
        "<wsdl:definitions",
        "¶<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><wsdl:definitions",
        "a document type declaration is refused",
    ),
    "another root": (TEXT, "¶<html/>", "the root element is not wsdl:definitions"),
    "an import of a WSDL": (
        "<wsdl:types>",
        '¶<wsdl:import namespace="urn:x" location="x.wsdl"/><wsdl:types>',
        "an import is never fetched: put its content into the WSDL",
    ),
    "an import of a schema": (
        '<xs:import namespace="urn:more"/>',
        '¶<xs:import namespace="urn:more" schemaLocation="http://example.com/more.xsd"/>',
        "an import is never fetched: put the schema into the WSDL, without location",
    ),
    "an import of a schema that is not there": (
        '<xs:import namespace="urn:more"/>',
        '¶<xs:import namespace="urn:less"/>',
        "the WSDL holds no schema of urn:less",
    ),
    "an include": (
        TELL, f'¶<xs:include schemaLocation="x.xsd"/>{TELL}', "include in schema is not modelled"
    ),
    "a named group": (
        TELL, f'¶<xs:group name="g"/>{TELL}', "group in schema is not modelled"
    ),
    "a substitution group": (
        '<xs:element name="tell" type="tns:Tell"/>',
        '¶<xs:element name="tell" type="tns:Tell" substitutionGroup="tns:ask"/>',
        "element with substitutionGroup is not modelled",
    ),
    "a key": (QUESTION, f'{QUESTION[:-2]}>¶<xs:key name="k"/></xs:element>',
              "key in element is not modelled"),
    "a policy": (
        "<wsdl:types>",
        '¶<p:Policy xmlns:p="http://schemas.xmlsoap.org/ws/2004/09/policy"/><wsdl:types>',
        "{http://schemas.xmlsoap.org/ws/2004/09/policy}Policy in definitions is not modelled",
    ),
    "an action of WS-Addressing": (
        INPUT,
        '¶<wsdl:input message="tns:Tell" xmlns:a="urn:a" a:Action="x"/>',
        "input with {urn:a}Action is not modelled",
    ),
    "SOAP 1.2": (
        STYLE,
        '¶<s:binding xmlns:s="http://schemas.xmlsoap.org/wsdl/soap12/" style="document"/>',
        "{http://schemas.xmlsoap.org/wsdl/soap12/}binding in binding is not modelled",
    ),
    "no SOAP": (
        f'<wsdl:binding name="Binding" type="tns:PortType">\n    {STYLE}',
        '¶<wsdl:binding name="Binding" type="tns:PortType">',
        "the binding is not one of SOAP 1.1",
    ),
    "two bindings": (
        "<wsdl:service",
        '<wsdl:binding name="B" type="tns:PortType"/><wsdl:service',
        "expected one binding, found 2",
    ),
    "a part by its type": (
        '<wsdl:part name="body" element="tns:tell"/>',
        '¶<wsdl:part name="body" type="tns:Tell"/>',
        "part with type is not modelled",
    ),
    "a body of two parts": (
        '<soap:header message="tns:Ask" part="user" use="literal"/>\n'
        '        <soap:body use="literal" parts="body"/>',
        '<soap:body use="literal"/>',
        "a body of 2 parts is not modelled",
    ),
    "a body of an unknown part": (
        '<soap:header message="tns:Ask" part="user" use="literal"/>\n'
        '        <soap:body use="literal" parts="body"/>',
        '¶<soap:body use="literal" parts="mind"/>',
        "the message has no part 'mind'",
    ),
    "an operation without body": (
        '<wsdl:input>\n        <soap:body use="literal"/>', "¶<wsdl:input>", "no soap:body"
    ),
    "a second body": (
        '<wsdl:input>\n        <soap:body use="literal"/>',
        '<wsdl:input><soap:body use="literal"/>\n        ¶<soap:body use="encoded"/>',
        "a second body in input",
    ),
    "a fault in the port type only": (
        '<wsdl:fault name="other"><soap:fault name="other" use="literal"/></wsdl:fault>',
        "",
        "fault other must stand in both portType and binding",
    ),
    "an unknown message": (
        INPUT, '¶<wsdl:input message="tns:Told"/>', "message='tns:Told': no such message"
    ),
    "an unknown element": (
        'element="tns:tell"', '¶element="tns:told"', "element='tns:told': no such global element"
    ),
    "an unknown type": (QUESTION, QUESTION.replace("<", "¶<").replace("xs:string", "tns:No"),
                        "type='tns:No': no such type"),
    "no type of XML Schema": (QUESTION, QUESTION.replace("<", "¶<").replace("xs:string", "xs:str"),
                              "XML Schema has no type str"),
    "very many prefixes": (
        QUESTION, f"¶<xs:element {PREFIXES} "
        'name="question" type="xs:string"/>', "more than 100 prefixes are declared here and above"
    ),
    "a prefix that is not declared": (
        QUESTION, QUESTION.replace("<", "¶<").replace("xs:string", "no:thing"),
        "type='no:thing': the prefix is not declared",
    ),
    "a type twice": (TELL, f'{TELL}<xs:sequence/></xs:complexType>¶{TELL}',
                     "type Tell is already defined in line"),
    "a field twice": (QUESTION, f"{QUESTION}{QUESTION}",
                      "question stands twice in one content: not modelled"),
    "a field of the base again": (SIDE, SIDE.replace("side", "colour"),
                                  "colour stands in the base type already"),
    "a type derived from itself": (
        '<xs:extension base="tns:Shape">\n            <xs:sequence>\n              ' + SIDE,
        '<xs:extension base="tns:Square">\n            <xs:sequence>\n              ' + SIDE,
        "type Square is derived from itself",
    ),
    "a simple type derived from itself": (
        '<xs:restriction base="xs:int">',
        '<xs:restriction base="tns:Size">',
        "type Size is derived from itself",
    ),
    "a complex type from a simple one": (
        '<xs:extension base="tns:Shape">\n            <xs:sequence>\n              ' + SIDE,
        '¶<xs:extension base="tns:Code">\n            <xs:sequence>\n              ' + SIDE,
        "base='tns:Code' is not a complex type",
    ),
    "a list of a complex type": (
        '<xs:list itemType="xs:int"/>',
        '¶<xs:list itemType="tns:Both"/>',
        "itemType='tns:Both' is not a simple type",
    ),
    "more least than most": (QUESTION, QUESTION.replace("<", "¶<").replace(
        "/>", ' minOccurs="2"/>'), "occurs 2 to 1"),
    "half a time": (QUESTION, QUESTION.replace("<", "¶<").replace("/>", ' minOccurs="0.5"/>'),
                    "occurs 0.5 to 1"),
    "nillable perhaps": (QUESTION, QUESTION.replace("<", "¶<").replace(
        "/>", ' nillable="maybe"/>'), "nillable='maybe' is not one of true, 1, false, 0"),
    "text in a schema": (TELL, f"{TELL}text", "complexType holds text"),
    "an attribute that is forbidden": (
        'type="xs:int" use="required"/>',
        '¶type="xs:int" use="prohibited"/>',
        "use='prohibited' is not one of required, optional",
    ),
    "a schema without namespace": (
        '<xs:schema targetNamespace="urn:more" elementFormDefault="qualified">',
        '¶<xs:schema elementFormDefault="qualified">',
        "a schema without targetNamespace is not modelled",
    ),
    "two schemas of one namespace": (
        '<xs:schema targetNamespace="urn:more" elementFormDefault="qualified">',
        '¶<xs:schema targetNamespace="urn:every" elementFormDefault="qualified">',
        "a second schema of urn:every is not modelled",
    ),
    "a reference to an element of anonymous type": (
        '<xs:element ref="more:extra" minOccurs="0"/>',
        '¶<xs:element ref="tns:ask" minOccurs="0"/>',
        "ask has no named type: not modelled in a reference",
    ),
    "a message without a name": (
        '<wsdl:message name="Tell">', "¶<wsdl:message>", "message without a name"
    ),
    "an element without a name": (
        QUESTION, '¶<xs:element type="xs:string"/>', "element without a name"
    ),
    "an attribute without a name": (
        '<xs:attribute name="lang" type="xs:language"/>', '¶<xs:attribute type="xs:language"/>',
        "attribute without a name",
    ),
    "a part without an element": (
        '<wsdl:part name="body" element="tns:tell"/>', '¶<wsdl:part name="body"/>',
        "part needs the attribute element",
    ),
    "an operation in the port type only": (
        TEXT[TEXT.index('<wsdl:operation name="tell">\n      <soap') :].partition(
            "</wsdl:binding>"
        )[0],
        "",
        "operation tell must stand in both portType and binding",
    ),
    "an unknown port type": (
        'type="tns:PortType"', 'type="tns:Port"', "type='tns:Port': no such portType"
    ),
    "an unknown binding": (
        '<wsdl:port name="Port" binding="tns:Binding">',
        '¶<wsdl:port name="Port" binding="tns:B">', "binding='tns:B': no such binding",
    ),
    "a name of another namespace": (
        '<wsdl:input message="tns:Tell"/>', '¶<wsdl:input message="more:Tell"/>',
        "message='more:Tell': no such message",
    ),
    "an operation without input": (
        '<wsdl:input message="tns:Tell"/>', "", "operation tell has no input"
    ),
    "a header of an unknown part": (
        '<soap:header message="tns:Ask" part="user" use="literal"/>',
        '¶<soap:header message="tns:Ask" part="name" use="literal"/>',
        "the message has no part 'name'",
    ),
    "a fault of two parts": (
        '<wsdl:part name="fault" element="tns:otherProblem"/>',
        '<wsdl:part name="fault" element="tns:otherProblem"/>'
        '<wsdl:part name="more" element="tns:problem"/>',
        "a fault of 2 parts is not modelled",
    ),
    "two groups": (
        TELL, f"{TELL}<xs:sequence/>", "complexType with several groups"
    ),
    "a list of nothing": (
        '<xs:list itemType="xs:int"/>', "¶<xs:list/>", "expected either itemType or one type inside"
    ),
    "a list of two": (
        '<xs:list itemType="xs:int"/>',
        '¶<xs:list itemType="xs:int"><xs:simpleType><xs:list itemType="xs:int"/></xs:simpleType>'
        "</xs:list>",
        "expected either itemType or one type inside",
    ),
    "a simple type of nothing": (
        '<xs:list itemType="xs:int"/>', "", "a simple type needs one restriction, list or union"
    ),
    "a member of a union with an unknown prefix": (
        'memberTypes="xs:int xs:boolean"', 'memberTypes="no:thing xs:boolean"',
        "memberTypes='no:thing': the prefix is not declared",
    ),
    "a complex member of a union": (
        'memberTypes="xs:int xs:boolean"', 'memberTypes="tns:Both"',
        "memberTypes='tns:Both' is not a simple type",
    ),
    "a facet without a value": (
        '<xs:maxLength value="20"/>', "¶<xs:maxLength/>", "maxLength needs the attribute value"
    ),
    "a facet twice": (
        '<xs:maxLength value="20"/>', '<xs:maxLength value="20"/>¶<xs:maxLength value="9"/>',
        "maxLength stands twice",
    ),
    "a value twice": (
        '<xs:enumeration value="B"/>', '¶<xs:enumeration value="A"/>',
        "the enumeration has 'A' twice",
    ),
    "content beside a derivation": (
        "<xs:simpleContent>", "<xs:sequence/><xs:simpleContent>",
        "simpleContent with something beside it",
    ),
    "a derivation of nothing": (
        '<xs:extension base="xs:string">\n            '
        '<xs:attribute name="level" type="tns:Levels"/>\n          </xs:extension>',
        "",
        "simpleContent needs one derivation",
    ),
    "a global element that may be absent": (
        '<xs:element name="tell" type="tns:Tell"/>',
        '¶<xs:element name="tell" type="tns:Tell" minOccurs="0"/>',
        "global element tell with minOccurs, maxOccurs or form",
    ),
    "another form": (
        QUESTION, '¶<xs:element name="question" type="xs:string" form="yes"/>',
        "form='yes' is not one of qualified, unqualified",
    ),
    "a type beside a type": (
        QUESTION,
        '¶<xs:element name="question" type="xs:string"><xs:simpleType>'
        '<xs:list itemType="xs:int"/></xs:simpleType></xs:element>',
        "element question: expected either type or one type inside",
    ),
    "a reference with a type": (
        '<xs:element ref="more:extra" minOccurs="0"/>',
        '¶<xs:element ref="more:extra" type="xs:string"/>',
        "a reference to an element with something beside it",
    ),
    "a reference with a type inside": (
        '<xs:element ref="more:extra" minOccurs="0"/>',
        '¶<xs:element ref="more:extra"><xs:simpleType><xs:list itemType="xs:int"/></xs:simpleType>'
        "</xs:element>",
        "a reference to an element with something beside it",
    ),
    "a reference to no element": (
        '<xs:element ref="more:extra" minOccurs="0"/>', '¶<xs:element ref="more:intra"/>',
        "ref='more:intra': no such global element",
    ),
    "unbounded at least": (
        QUESTION, '¶<xs:element name="question" type="xs:string" minOccurs="unbounded"/>',
        "occurs unbounded to 1",
    ),
    "an attribute of the schema": (
        '<xs:import namespace="urn:more"/>', '¶<xs:import namespace="urn:more" lang="en"/>',
        "import with lang is not modelled",
    ),
    "a long chain of bases": (
        TELL,
        "".join(
            f'<xs:complexType name="T{n}"><xs:complexContent><xs:extension base="tns:T{n + 1}"/>'
            "</xs:complexContent></xs:complexType>"
            for n in range(60)
        )
        + f'<xs:complexType name="T60"/>{TELL}',
        "derived from more than 60 types",
    ),
    "nested too deeply": (
        QUESTION,
        f"{'<xs:sequence>' * 100}{QUESTION}{'</xs:sequence>' * 100}",
        "nested more than 60 deep",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_is_not_modelled_is_refused_with_its_line(name: str) -> None:
    old, new, reason = BAD[name]
    assert TEXT.count(old) == 1
    marked = TEXT.replace(old, new)
    with pytest.raises(WsdlError) as caught:
        read_contract("some.wsdl", marked.replace("¶", "").encode())
    if "¶" in new:
        line = marked[: marked.index("¶")].count("\n") + 1
        assert str(caught.value).startswith(f"some.wsdl:{line}: {reason}")
    else:
        assert str(caught.value).startswith("some.wsdl:")
        assert f": {reason}" in str(caught.value)


def test_what_is_too_large_is_refused_unread() -> None:
    most = 32 * 1024 * 1024
    with pytest.raises(WsdlError, match=r"some\.wsdl:1: larger than 33554432 bytes"):
        read_contract("some.wsdl", b"<" + b" " * most)
    with pytest.raises(WsdlError, match=r"some\.wsdl:1: (?!larger)"):
        read_contract("some.wsdl", b"<" + b" " * (most - 1))


def test_what_ends_within_a_character_is_refused_with_a_line() -> None:
    data = TEXT.replace("UTF-8", "UTF-16").encode("utf-16")
    assert read_contract("some.wsdl", data).operations
    with pytest.raises(WsdlError, match=r"some\.wsdl:1: .* within a character"):
        read_contract("some.wsdl", data[:-1])


def test_an_entity_bomb_is_refused_before_it_is_expanded() -> None:
    entities = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(30))
    bomb = f'<!DOCTYPE x [<!ENTITY e0 "lol">{entities}]><x>&e30;</x>'
    with pytest.raises(WsdlError, match="a document type declaration is refused"):
        read_contract("some.wsdl", bomb.encode())


@pytest.mark.parametrize("version", KNOWN_VERSIONS)
def test_our_contracts_are_read_as_the_generator_reads_them(version: str) -> None:
    # The generator's own reader, and xsdata behind it, made the table.
    table = shipped(version)
    read = read_contract(version, table.wsdl())
    assert read.namespace == table.namespace
    assert {
        each.name: (each.action, each.request, each.reply, each.headers)
        for each in read.operations.values()
    } == {
        name: (
            each.action,
            QName(table.namespace, each.request),
            QName(table.namespace, each.reply),
            tuple(QName(table.namespace, header) for header in each.headers),
        )
        for name, each in table.operations.items()
    }
    complex_types = {
        name.local: [
            (
                field.name,
                read.label(field.type).removeprefix("xs:"),  # type: ignore[arg-type] # named
                field.least > 0,
                field.most is None,
                field.nillable,
            )
            for field, _ in read.whole(item).fields()
        ]
        for name, item in read.types.items()
        if isinstance(item, ComplexType)
    }
    assert complex_types == {
        name: [
            (QName("", field.element), field.type_name, field.required, field.many, field.nillable)
            for field in item.fields
        ]
        for name, item in table.types.items()
    }


def test_a_long_chain_of_types_is_compared_without_recursion() -> None:
    def chain(prefix: str) -> str:
        types = "".join(
            f'<xs:complexType name="{prefix}{n}"><xs:sequence>'
            f'<xs:element name="next" type="tns:{prefix}{n + 1}" minOccurs="0"/>'
            "</xs:sequence></xs:complexType>"
            for n in range(3000)
        )
        text = TEXT.replace(TELL, f'{types}<xs:complexType name="{prefix}3000"/>{TELL}')
        return text.replace(QUESTION, f'<xs:element name="question" type="tns:{prefix}0"/>')

    old, new = (read_contract("some.wsdl", chain(prefix).encode()) for prefix in "ab")
    rules = {f.rule.id for f in compare(old, new) if f.path == "ask/request/question"}
    assert rules == {"request-type-name-changed"}
