"""Doubtful things of a request that the service carried out, found where they stand."""

from __future__ import annotations

from collections.abc import Collection

from lxml import etree

from mktows.checking.elements import node_of
from mktows.checking.findings import Finding, Findings
from mktows.checking.messages import MOST_FINDINGS
from mktows.checking.requests import check_request
from mktows.checking.structure import walk
from mktows.contract import Contract, Operation


def check_doubts(
    message: etree._Element, contract: Contract, operation: Operation, rules: Collection[str]
) -> list[Finding]:
    """The findings of some rules about what is known of the service, up to `MOST_FINDINGS`.

    Args:
        message: The message of a request.
        contract: The version's contract.
        operation: The operation that it asks for.
        rules: The ids of the rules.
    """
    item = walk(contract, node_of(message), operation.request_type, Findings(), reply=False)
    found = Findings(shows_values=False)
    check_request(contract, operation.name, item, found)
    return [each for each in found.in_order() if each.rule in rules][:MOST_FINDINGS]
