"""The type that an element names with xsi:type, held against the one declared."""

from __future__ import annotations

from mktows.checking.findings import Findings, listed
from mktows.checking.nodes import Node
from mktows.checking.rule import Example, Rule
from mktows.contract import ComplexType, Contract
from mktows.soap import XSI_NAMESPACE

_TYPE = f"{{{XSI_NAMESPACE}}}type"
_XS_NAMESPACE = "http://www.w3.org/2001/XMLSchema"
_WHITE = " \t\r\n"

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
    "warning",
    "documented",
    "The prefix in xsi:type must stand for the namespace of the type that it names.",
    "xsi:type of {name} does not resolve to {namespace}",
    "declare the prefix for that namespace, and use it in xsi:type",
    example=Example(
        body=(
            '<ns1:paramsGetMultipleLeads><leadSelector xsi:type="mkt:LeadKeySelector">'
            "<keyType>EMAIL</keyType><keyValues>"
            "<stringItem>t@t.com</stringItem></keyValues></leadSelector>"
            "</ns1:paramsGetMultipleLeads>"
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


class TypeCheck:
    """Checks the types that elements of one message name.

    Args:
        contract: The version's contract.
        found: Takes what is found.
    """

    def __init__(self, contract: Contract, found: Findings) -> None:
        self._contract = contract
        self._found = found

    def _note(self, rule: Rule, node: Node, path: str, **details: object) -> None:
        self._found.add(rule, node.line, path, **details)

    def _resolved(self, node: Node) -> tuple[str, str] | None:
        """The type that xsi:type names: namespace and local name, None where there is none."""
        said = node.get(_TYPE)
        if said is None:
            return None
        prefix, _, local = said.strip(_WHITE).rpartition(":")
        return node.scope.namespace(prefix), local

    def actual(self, node: Node, path: str, declared: ComplexType) -> ComplexType:
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

    def check_simple(self, node: Node, path: str, type_name: str) -> None:
        """Look at the type that a simple value names: it may only repeat its own."""
        named = self._resolved(node)
        ours = type_name in self._contract.enumerations
        expected = (self._contract.namespace if ours else _XS_NAMESPACE, type_name)
        if named is not None and named != expected:
            self._note(XSI_TYPE_MISMATCH, node, path, name=node.name, type=type_name)
