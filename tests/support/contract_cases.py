"""Every kind of difference between two contracts: an edit of a small one, and its findings."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from mktows.diffing.findings import Finding
from mktows.diffing.model import Contract
from mktows.diffing.reader import read_contract

TEXT = (Path(__file__).parents[1] / "data" / "every_construct.wsdl").read_text(encoding="utf-8")


def read(text: str) -> Contract:
    return read_contract("some.wsdl", text.encode())


def changed_text(*edits: tuple[str, str]) -> str:
    text = TEXT
    for old, new in edits:
        assert text.count(old) == 1, (text.count(old), old)
        text = text.replace(old, new)
    return text


def changed(*edits: tuple[str, str]) -> Contract:
    return read(changed_text(*edits))


def found(findings: list[Finding]) -> set[tuple[str, str]]:
    return {(finding.rule.id, finding.path) for finding in findings}


class Case(NamedTuple):
    """Edits of the contract, and the rules and paths of what they change."""

    edits: tuple[tuple[str, str], ...]
    findings: set[tuple[str, str]]


def one(old: str, new: str, *findings: tuple[str, str]) -> Case:
    return Case(((old, new),), set(findings))


NOTE = '<xs:element name="note" type="xs:string" minOccurs="0"/>'
COUNT = '<xs:element name="count" type="xs:int" nillable="true"/>'
CODE = '<xs:element name="code" type="tns:Code"/>'
QUESTION = '<xs:element name="question" type="xs:string"/>'
TEXT_FIELD = '<xs:element name="text" type="xs:string"/>'


def declaration(kind: str, name: str) -> str:
    """The text of a named type in the contract."""
    start = TEXT.index(f'<xs:{kind} name="{name}">')
    end = f"</xs:{kind}>"
    return TEXT[start : TEXT.index(end, start)] + end


CIRCLE = declaration("complexType", "Circle")
AMOUNT = declaration("complexType", "Amount")
TELL = declaration("complexType", "Tell")
BOTH_WAYS = ("request", "reply")


def both(kind: str, path: str) -> tuple[tuple[str, str], ...]:
    return tuple((f"{direction}-{kind}", path) for direction in BOTH_WAYS)


CASES = {
    "an optional field": one(NOTE, "", *both("optional-field-removed", "type Both/note")),
    "a required field": one(CODE, "", *both("required-field-removed", "type Both/code")),
    "an optional attribute": one(
        '<xs:attribute name="lang" type="xs:language"/>',
        "",
        *both("optional-field-removed", "type Both/@lang"),
    ),
    "a required attribute": one(
        '<xs:attribute name="version" type="xs:int" use="required"/>',
        "",
        *both("required-field-removed", "type Both/@version"),
    ),
    "a branch of a choice": one(
        '<xs:element name="number" type="xs:long"/>',
        "",
        ("reply-branch-removed", "ask/reply/number"),
    ),
    "all branches of a choice but one": Case(
        (
            ('<xs:element name="number" type="xs:long"/>', ""),
            ('<xs:element name="yes" type="xs:boolean"/>', ""),
            ("<xs:choice>", "<xs:sequence>"),
            ("</xs:choice>", "</xs:sequence>"),
        ),
        {
            ("reply-branch-removed", "ask/reply/number"),
            ("reply-branch-removed", "ask/reply/yes"),
            ("reply-content-model-changed", "ask/reply"),
        },
    ),
    "minOccurs": one(
        NOTE,
        '<xs:element name="note" type="xs:string"/>',
        *both("min-occurs-raised", "type Both/note"),
    ),
    "maxOccurs": one(
        'maxOccurs="3"', 'maxOccurs="2"', ("request-max-occurs-lowered", "ask/request/shape")
    ),
    "maxOccurs that was unbounded": one(
        'minOccurs="0" maxOccurs="unbounded"',
        'minOccurs="0" maxOccurs="9"',
        ("reply-max-occurs-lowered", "ask/reply/*"),
    ),
    "nillable": one(
        COUNT,
        '<xs:element name="count" type="xs:int"/>',
        *both("nillable-removed", "type Both/count"),
    ),
    "int to long": one(
        COUNT, COUNT.replace("int", "long"), *both("type-widened", "type Both/count")
    ),
    "int to string": one(
        COUNT, COUNT.replace("int", "string"), *both("type-widened", "type Both/count")
    ),
    "int to byte": one(
        COUNT, COUNT.replace("int", "byte"), *both("type-narrowed", "type Both/count")
    ),
    "int to unsignedInt": one(
        COUNT, COUNT.replace("int", "unsignedInt"), *both("type-changed", "type Both/count")
    ),
    "int to dateTime": one(
        COUNT, COUNT.replace("int", "dateTime"), *both("type-changed", "type Both/count")
    ),
    "an enumeration to any string": one(
        CODE, CODE.replace("tns:Code", "xs:string"), *both("type-widened", "type Both/code")
    ),
    "an enumeration to a number": one(
        CODE, CODE.replace("tns:Code", "xs:int"), *both("type-changed", "type Both/code")
    ),
    "a simple to a complex type": one(
        CODE, CODE.replace("tns:Code", "tns:Unused"), *both("type-changed", "type Both/code")
    ),
    "a complex type to any type": one(
        '<xs:element name="both" type="tns:Both"/>',
        '<xs:element name="both" type="xs:anyType"/>',
        ("reply-type-widened", "ask/reply/both"),
    ),
    "another complex type": one(
        '<xs:element name="both" type="tns:Both"/>',
        '<xs:element name="both" type="tns:User"/>',
        ("reply-type-changed", "ask/reply/both"),
    ),
    "a type becomes anonymous": one(
        CODE,
        '<xs:element name="code"><xs:simpleType><xs:restriction base="xs:string">'
        '<xs:enumeration value="A"/><xs:enumeration value="B"/>'
        "</xs:restriction></xs:simpleType></xs:element>",
        *both("type-name-changed", "type Both/code"),
    ),
    "a type is renamed": Case(
        (
            ('<xs:element name="tell" type="tns:Tell"/>', '<xs:element name="tell" type="tns:T"/>'),
            ('<xs:complexType name="Tell">', '<xs:complexType name="T">'),
        ),
        {
            ("request-type-name-changed", "tell/request"),
            ("type-removed", "type Tell"),
            ("type-added", "type T"),
        },
    ),
    "a type is renamed around one that changed": Case(
        (
            ('<xs:element name="answer" type="tns:Answer"/>',
             '<xs:element name="answer" type="tns:Reply"/>'),
            ('<xs:complexType name="Answer">', '<xs:complexType name="Reply">'),
            (NOTE, ""),
        ),
        {
            ("reply-type-name-changed", "ask/reply"),
            ("type-removed", "type Answer"),
            ("type-added", "type Reply"),
            *both("optional-field-removed", "type Both/note"),
        },
    ),
    "inside an anonymous type": one(
        '<xs:element name="deep" type="xs:decimal"/>',
        '<xs:element name="deep" type="xs:integer"/>',
        ("request-type-narrowed", "ask/request/inner/deep"),
    ),
    "inside an anonymous simple type": one(
        '<xs:maxLength value="20"/>',
        '<xs:maxLength value="9"/>',
        ("request-restriction-tightened", "header user/name/maxLength"),
    ),
    "a pattern": one(
        "[a-z]*", "[a-y]*", ("request-restriction-changed", "header user/name/pattern")
    ),
    "a facet gone": one(
        '<xs:minInclusive value="0"/>',
        "",
        ("reply-restriction-loosened", "type Size/minInclusive"),
    ),
    "an enumeration gone": one(
        '<xs:enumeration value="A"/>\n          <xs:enumeration value="B"/>',
        "",
        *both("restriction-loosened", "type Code/enumeration"),
    ),
    "an enumeration value": one(
        '<xs:enumeration value="B"/>', "", *both("enumeration-value-removed", "type Code/B")
    ),
    "the base of a simple type": one(
        '<xs:restriction base="xs:int">',
        '<xs:restriction base="xs:long">',
        ("reply-type-widened", "type Size"),
    ),
    "the items of a list": one(
        'itemType="xs:int"', 'itemType="xs:long"', ("reply-type-changed", "type Levels")
    ),
    "text of a type": one(
        '<xs:extension base="xs:string">',
        '<xs:extension base="xs:token">',
        ("reply-type-narrowed", "header trace"),
    ),
    "a simple type becomes complex": Case(
        (
            (
                '<xs:simpleType name="Levels">\n        <xs:list itemType="xs:int"/>\n'
                "      </xs:simpleType>",
                '<xs:complexType name="Levels"><xs:sequence/></xs:complexType>',
            ),
            ('<xs:attribute name="level" type="tns:Levels"/>', ""),
        ),
        {
            ("reply-optional-field-removed", "header trace/@level"),
            ("unused-type-changed", "type Levels"),
        },
    ),
    "order": one(
        f"{CODE}\n          {COUNT}",
        f"{COUNT}\n          {CODE}",
        *both("fields-reordered", "type Both"),
    ),
    "order in a choice": one(
        '<xs:element name="yes" type="xs:boolean"/>\n            '
        '<xs:element name="no" type="xs:boolean"/>',
        '<xs:element name="no" type="xs:boolean"/><xs:element name="yes" type="xs:boolean"/>',
    ),
    "order in all": one(
        '<xs:element name="first" type="xs:string"/>\n          '
        '<xs:element name="second" type="xs:string"/>',
        '<xs:element name="second" type="xs:string"/><xs:element name="first" type="xs:string"/>',
    ),
    "all to sequence": Case(
        (("<xs:all>", "<xs:sequence>"), ("</xs:all>", "</xs:sequence>")),
        {("request-content-model-changed", "tell/request")},
    ),
    "a choice that may be absent": one(
        "<xs:choice>", '<xs:choice minOccurs="0">', ("reply-content-model-changed", "ask/reply")
    ),
    "text between elements": one(
        ' mixed="true"',
        "",
        ("reply-content-model-changed", "type Problem"),
    ),
    "text to elements": Case(
        (
            ("<xs:simpleContent>", "<xs:complexContent>"),
            ('<xs:extension base="xs:string">', '<xs:extension base="xs:anyType">'),
            ("</xs:simpleContent>", "</xs:complexContent>"),
        ),
        {("reply-content-model-changed", "header trace")},
    ),
    "a sequence in a sequence": one(f"{CODE}", f"<xs:sequence>{CODE}</xs:sequence>"),
    "a default": one(' default="7"', "", ("reply-default-changed", "ask/reply/size")),
    "what a wildcard lets pass": one(
        'namespace="##other" processContents="lax"',
        'namespace="##any" processContents="lax"',
        ("reply-default-changed", "ask/reply/*"),
    ),
    "a field's form": one(
        TEXT_FIELD,
        TEXT_FIELD.replace("/>", ' form="qualified"/>'),
        ("reply-qualification-changed", "ask/reply/text"),
    ),
    "the form that holds": one(
        ' elementFormDefault="qualified"',
        "",
        ("element-form-default-changed", "schema urn:more"),
    ),
    "a form said as it holds": one(TEXT_FIELD, TEXT_FIELD.replace("/>", ' form="unqualified"/>')),
    "abstract": one(' abstract="true"', "", ("request-abstract-removed", "type Shape")),
    "a derived type": one(
        CIRCLE,
        "",
        ("request-derived-type-removed", "type Circle"),
        ("type-removed", "type Circle"),
    ),
    "a base that is inlined": one(
        '<xs:extension base="tns:Shape">\n            <xs:sequence>\n'
        '              <xs:element name="side" type="xs:int"/>',
        '<xs:extension base="xs:anyType">\n            <xs:sequence>\n'
        '              <xs:element name="colour" type="xs:string" minOccurs="0"/>\n'
        '              <xs:element name="side" type="xs:int"/>',
        ("unused-type-changed", "type Square"),
        ("request-derived-type-removed", "type Square"),
    ),
    "a base that is split off": Case(
        (
            (
                f'<xs:complexType name="Both">\n        <xs:sequence>\n          {CODE}',
                f'<xs:complexType name="Coded"><xs:sequence>{CODE}</xs:sequence></xs:complexType>'
                '<xs:complexType name="Both"><xs:complexContent><xs:extension base="tns:Coded">'
                "<xs:sequence>",
            ),
            (
                '<xs:attribute name="version" type="xs:int" use="required"/>',
                '<xs:attribute name="version" type="xs:int" use="required"/>'
                "</xs:extension></xs:complexContent>",
            ),
        ),
        {*both("base-changed", "type Both"), ("type-added", "type Coded")},
    ),
    "a choice of one": one(CODE, f"<xs:choice>{CODE}</xs:choice>"),
    "a choice between a field and nothing": one(
        CODE,
        f"<xs:choice>{CODE}<xs:sequence/></xs:choice>",
        *both("content-model-changed", "type Both"),
    ),
    "a facet beside an enumeration": one(
        '<xs:enumeration value="B"/>',
        '<xs:enumeration value="B"/><xs:maxLength value="1"/>',
        *both("restriction-tightened", "type Code/maxLength"),
    ),
    "a facet beside an enumeration, and another name": Case(
        (
            ('<xs:simpleType name="Code">', '<xs:simpleType name="Coded">'),
            (CODE, CODE.replace("tns:Code", "tns:Coded")),
            (
                '<xs:enumeration value="B"/>',
                '<xs:enumeration value="B"/><xs:maxLength value="1"/>',
            ),
        ),
        {
            *both("type-narrowed", "type Both/code"),
            ("type-removed", "type Code"),
            ("type-added", "type Coded"),
        },
    ),
    "a choice instead of a sequence, and another name": Case(
        (
            ('<xs:element name="unused" type="tns:Unused"/>',
             '<xs:element name="unused" type="tns:Person"/>'),
            ('<xs:element name="user" type="tns:User"/>',
             '<xs:element name="user" type="tns:Person"/>'),
            ('<xs:complexType name="User">\n        <xs:sequence>',
             '<xs:complexType name="Person"><xs:choice><xs:sequence/>'),
            ("</xs:simpleType>\n          </xs:element>\n        </xs:sequence>",
             "</xs:simpleType></xs:element></xs:choice>"),
        ),
        {
            ("request-type-changed", "header user"),
            ("unused-type-changed", "element unused"),
            ("type-removed", "type User"),
            ("type-added", "type Person"),
        },
    ),
    "a type of qualified fields in another namespace": Case(
        (
            (AMOUNT, ""),
            ('<xs:complexType name="Tell">',
             AMOUNT.replace('"currency"', '"currency" form="qualified"')
             + '<xs:complexType name="Tell">'),
            ('type="more:Amount"', 'type="tns:Amount"'),
        ),
        {
            ("reply-type-changed", "ask/reply/amount"),
            ("type-removed", "type {urn:more}Amount"),
            ("type-added", "type Amount"),
        },
    ),
    "a type of unqualified fields in another namespace": Case(
        (
            (TELL, ""),
            (AMOUNT, AMOUNT + TELL.replace("/>", ' form="unqualified"/>')),
            ('<xs:element name="tell" type="tns:Tell"/>',
             '<xs:element name="tell" type="more:Tell"/>'),
        ),
        {
            ("request-type-name-changed", "tell/request"),
            ("type-removed", "type Tell"),
            ("type-added", "type {urn:more}Tell"),
        },
    ),
    "a qualified field from a base that is inlined": Case(
        (
            ('<xs:extension base="tns:Shape">\n            <xs:sequence>\n'
             '              <xs:element name="side" type="xs:int"/>',
             '<xs:extension base="more:Amount"><xs:sequence><xs:element name="side" '
             'type="xs:int"/>'),
            ('type="more:Amount"', 'type="tns:Square"'),
        ),
        {
            ("reply-type-changed", "ask/reply/amount"),
            ("unused-type-changed", "type Square"),
            ("unused-type-changed", "type Square/colour"),
            ("unused-type-changed", "type Square/currency"),
            ("request-derived-type-removed", "type Square"),
        },
    ),
    "an attribute's form": one(
        '<xs:attribute name="lang" type="xs:language"/>',
        '<xs:attribute name="lang" type="xs:language" form="qualified"/>',
        *both("qualification-changed", "type Both/@lang"),
    ),
    "the form of attributes that holds": one(
        'attributeFormDefault="unqualified"',
        'attributeFormDefault="qualified"',
        *both("qualification-changed", "type Both/@lang"),
        *both("qualification-changed", "type Both/@version"),
        ("reply-qualification-changed", "header trace/@level"),
    ),
    "a type that others stand in for becomes anonymous": one(
        '<xs:element name="shape" type="tns:Shape" minOccurs="0" maxOccurs="3"/>',
        '<xs:element name="shape" minOccurs="0" maxOccurs="3"><xs:complexType><xs:sequence>'
        '<xs:element name="colour" type="xs:string" minOccurs="0"/>'
        "</xs:sequence></xs:complexType></xs:element>",
        ("request-type-narrowed", "ask/request/shape"),
        ("request-abstract-removed", "ask/request/shape"),
    ),
    "a header of the request": one(
        '<soap:header message="tns:Ask" part="user" use="literal"/>',
        "",
        ("request-header-removed", "ask/request/header user"),
    ),
    "a header of the reply": one(
        '<soap:header message="tns:Answer" part="trace" use="literal"/>',
        "",
        ("reply-header-removed", "ask/reply/header trace"),
    ),
    "the element of a request": one(
        '<wsdl:part name="body" element="tns:tell"/>',
        '<wsdl:part name="body" element="tns:unused"/>',
        ("request-element-changed", "tell/request"),
    ),
    "an empty request": one(
        '<wsdl:part name="body" element="tns:tell"/>',
        "",
        ("request-element-changed", "tell/request"),
    ),
    "the element of a reply": one(
        '<wsdl:part name="body" element="tns:answer"/>',
        '<wsdl:part name="body" element="tns:unused"/>',
        ("reply-element-changed", "ask/reply"),
    ),
    "a one-way operation": Case(
        (
            ('<wsdl:input message="tns:Tell"/>', '<wsdl:input message="tns:Tell"/>'
             '<wsdl:output message="tns:Tell"/>'),
            ('<soap:body use="literal"/>\n      </wsdl:input>',
             '<soap:body use="literal"/></wsdl:input>'
             '<wsdl:output><soap:body use="literal"/></wsdl:output>'),
        ),
        {("reply-element-changed", "tell/reply")},
    ),
    "an operation": Case(
        (
            (
                '<wsdl:operation name="tell">\n      <wsdl:input message="tns:Tell"/>\n'
                "    </wsdl:operation>",
                "",
            ),
            (
                TEXT[TEXT.index('<wsdl:operation name="tell">\n      <soap') :].partition(
                    "</wsdl:binding>"
                )[0],
                "",
            ),
        ),
        {("operation-removed", "tell")},
    ),
    "an action": one("urn:every/tell", "urn:tell", ("soap-action-changed", "tell")),
    "a fault": Case(
        (
            ('<wsdl:fault name="other" message="tns:OtherProblem"/>', ""),
            ('<wsdl:fault name="other"><soap:fault name="other" use="literal"/></wsdl:fault>', ""),
        ),
        {("fault-removed", "ask/fault other")},
    ),
    "a fault's element": one(
        '<wsdl:part name="fault" element="tns:otherProblem"/>',
        '<wsdl:part name="fault" element="tns:problem"/>',
        ("fault-changed", "ask/fault other"),
    ),
    "a fault under another name": Case(
        (
            ('<wsdl:fault name="other" message', '<wsdl:fault name="another" message'),
            ('<wsdl:fault name="other"><soap:fault name="other"',
             '<wsdl:fault name="another"><soap:fault name="another"'),
        ),
        set(),
    ),
    "a fault under another name and with another element": Case(
        (
            ('<wsdl:fault name="other" message', '<wsdl:fault name="another" message'),
            ('<wsdl:fault name="other"><soap:fault name="other"',
             '<wsdl:fault name="another"><soap:fault name="another"'),
            ('<wsdl:part name="fault" element="tns:otherProblem"/>',
             '<wsdl:part name="fault" element="tns:unused"/>'),
        ),
        {("fault-changed", "ask/fault another")},
    ),
    "two faults become one of another name and element": Case(
        (
            ('<wsdl:fault name="problem" message="tns:Problem"/>', ""),
            ('<wsdl:fault name="problem"><soap:fault name="problem" use="literal"/></wsdl:fault>',
             ""),
            ('<wsdl:fault name="other" message', '<wsdl:fault name="z" message'),
            ('<wsdl:fault name="other"><soap:fault name="other"',
             '<wsdl:fault name="z"><soap:fault name="z"'),
            ('<wsdl:part name="fault" element="tns:otherProblem"/>',
             '<wsdl:part name="fault" element="tns:unused"/>'),
        ),
        {("fault-changed", "ask/fault other"), ("fault-removed", "ask/fault problem")},
    ),
    "the style of an operation": one(
        '<soap:operation soapAction="urn:every/tell"/>',
        '<soap:operation soapAction="urn:every/tell" style="rpc"/>',
        ("style-changed", "tell"),
    ),
    "use": one(
        '<soap:fault name="other" use="literal"/>',
        '<soap:fault name="other" use="encoded"/>',
        ("style-changed", "ask"),
    ),
    "a style said as it holds": one(
        '<soap:operation soapAction="urn:every/tell"/>',
        '<soap:operation soapAction="urn:every/tell" style="document"/>',
    ),
    "the transport": one(
        "http://schemas.xmlsoap.org/soap/http", "urn:pigeon", ("transport-changed", "contract")
    ),
    "the namespace of the WSDL only": Case(
        (
            ('targetNamespace="urn:every" xmlns:tns="urn:every"',
             'targetNamespace="urn:wsdl" xmlns:tns="urn:wsdl"'),
            ('<xs:schema targetNamespace="urn:every"',
             '<xs:schema xmlns:tns="urn:every" targetNamespace="urn:every"'),
            *(
                (f'element="tns:{name}"', f'xmlns:e="urn:every" element="e:{name}"')
                for name in ("ask", "user", "answer", "trace", "tell", "problem", "otherProblem")
            ),
        ),
        {("wsdl-namespace-changed", "contract")},
    ),
    "a type that nothing holds": one(
        '<xs:complexType name="Unused">\n        <xs:sequence>',
        '<xs:complexType name="Unused">\n        <xs:sequence minOccurs="0">',
        ("unused-type-changed", "type Unused"),
    ),
    "a union that nothing holds": one(
        '<xs:simpleType name="Either">\n        <xs:union memberTypes="xs:int xs:boolean"/>\n'
        "      </xs:simpleType>",
        "",
        ("type-removed", "type Either"),
    ),
    "an element that nothing holds": one(
        '<xs:element name="unused" type="tns:Unused"/>',
        "",
        ("unused-element-removed", "element unused"),
    ),
    "a service's name": one(
        '<wsdl:service name="Service">', '<wsdl:service name="S">', ("service-changed", "service")
    ),
    "an address": one(
        "https://example.com/soap",
        "https://example.com/",
        ("address-changed", "service Service/Port"),
    ),
    "names that only the WSDL itself uses": Case(
        (
            ('<wsdl:message name="Tell">', '<wsdl:message name="T">'),
            ('<wsdl:input message="tns:Tell"/>', '<wsdl:input message="tns:T"/>'),
            ('<wsdl:binding name="Binding" ', '<wsdl:binding name="B" '),
            ('binding="tns:Binding"', 'binding="tns:B"'),
            ('name="body" element="tns:tell"', 'name="b" element="tns:tell"'),
            ('<wsdl:definitions name="every"', '<wsdl:definitions name="all"'),
        ),
        set(),
    ),
    "documentation": one(
        "<wsdl:portType", "<!-- x --><wsdl:documentation>x</wsdl:documentation><wsdl:portType"
    ),
}  # fmt: skip
