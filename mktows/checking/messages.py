"""A parsed message held against the schema: libxml2 decides, the walk tells what is wrong."""

from __future__ import annotations

import contextlib

from lxml import etree

from mktows.checking.elements import node_of
from mktows.checking.findings import Enough, Finding, Findings
from mktows.checking.rule import Example, Rule
from mktows.checking.structure import walk
from mktows.contract import Contract

MOST_FINDINGS = 100
"""Findings of one message that are told; a hostile one may have millions."""

SCHEMA_REFUSED = Rule(
    "schema-refused",
    "error",
    "inferred",
    "What a validator of XML Schema refuses is not of the contract.",
    "it is not valid against the schema for {judges}",
    "compare it with the WSDL",
    example=Example(),
)


def check_message(contract: Contract, node: etree._Element, element: str) -> list[Finding]:
    """The findings of the schema in a message or header block, up to `MOST_FINDINGS`.

    It is in order where libxml2 finds it valid against the WSDL's schema; only others are walked
    through. What libxml2 refuses and the walk does not explain is one finding. None shows
    a value, not even a word: findings come into journals and into the logs of tests.

    Args:
        contract: The version's contract.
        node: The message element.
        element: The global element whose type it has; its own name is the caller's affair.
    """
    declared = element in contract.declared and node.tag == f"{{{contract.namespace}}}{element}"
    if declared and contract.schema.validate(node):
        return []
    reply = any(element == each.reply for each in contract.operations.values())
    found = Findings(most=MOST_FINDINGS, shows_values=False, of_reply=reply)
    copy = node_of(node)
    with contextlib.suppress(Enough):
        walk(contract, copy, contract.elements[element], found, reply=reply)
        if declared and not found.found and not _is_valid_alone(contract, node):
            found.add(SCHEMA_REFUSED, copy.line, copy.name, judges="libxml2")
    return found.found


def _is_valid_alone(contract: Contract, node: etree._Element) -> bool:
    """Ask libxml2 once more: inside an envelope it does not see the prefixes declared there."""
    return contract.schema.validate(etree.fromstring(etree.tostring(node, with_tail=False)))
