"""Strategies for envelopes that are valid but for one thing, named by the rule that it breaks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from mktows.checking import RULES, Rule, check
from mktows.contract import KNOWN_VERSIONS, LATEST_VERSION, contract
from mktows.facts.samples import SAMPLE_KEY
from mktows.signing import Secret
from mktows.testing.near_misses.authentication import AUTHENTICATION_NEAR_MISSES
from mktows.testing.near_misses.envelopes import ENVELOPE_NEAR_MISSES
from mktows.testing.near_misses.leads import LEAD_NEAR_MISSES
from mktows.testing.near_misses.limits import LIMIT_NEAR_MISSES
from mktows.testing.near_misses.lists import LIST_NEAR_MISSES
from mktows.testing.near_misses.makers import NearMiss
from mktows.testing.near_misses.objects import OBJECT_NEAR_MISSES
from mktows.testing.near_misses.replies import FAULT_NEAR_MISSES, REPLY_NEAR_MISSES
from mktows.testing.near_misses.structure import STRUCTURE_NEAR_MISSES

WRITTEN: Mapping[str, NearMiss] = {
    **ENVELOPE_NEAR_MISSES,
    **AUTHENTICATION_NEAR_MISSES,
    **STRUCTURE_NEAR_MISSES,
    **LIMIT_NEAR_MISSES,
    **LEAD_NEAR_MISSES,
    **LIST_NEAR_MISSES,
    **OBJECT_NEAR_MISSES,
    **REPLY_NEAR_MISSES,
    **FAULT_NEAR_MISSES,
}
"""Near misses that are written for their rule; a rule without any is broken by its example."""
UNBREAKABLE: Mapping[str, str] = {
    "envelope-cut": "it is about what a journal kept of an envelope",
    "findings-cut": "it tells of a message in which very much is wrong",
    "message-unexpected": "it depends on the operation that is expected",
    "schema-refused": "it tells of what no other rule explains",
    "user-id-other": "it depends on whose key the check is given",
    "soap-action-mismatch": "it is about the HTTP headers",
    "soap-action-unquoted": "it is about the HTTP headers",
    "content-type-not-xml": "it is about the HTTP headers",
    "content-type-charset": "it is about the HTTP headers",
    "fault-status": "it is about the HTTP status",
}
"""Rules of `mktows check` that one envelope alone cannot break, and why."""

_MESSAGE = re.compile(r"<(?:\w+:)?((?:params|success)\w+)")


def by_example(rule: Rule) -> NearMiss:
    """The near miss that a rule's example is, in its operation and the versions that it is of."""
    data = rule.example.document
    named = {*_MESSAGE.findall(data.decode())}
    operations = [
        each.name
        for each in contract(LATEST_VERSION).operations.values()
        if named & {each.request, each.reply}
    ]
    versions = [
        version
        for version in KNOWN_VERSIONS
        if [each.rule for each in check(data, version=version, key=Secret(SAMPLE_KEY))] == [rule.id]
    ]
    return NearMiss(
        lambda _table, _operation: st.just(data), frozenset(operations) or None, frozenset(versions)
    )


def collected(written: Mapping[str, NearMiss], rules: Iterable[Rule]) -> dict[str, NearMiss]:
    """The near miss of each rule that one envelope can break."""
    others = (each for each in rules if each.id not in {*written, *UNBREAKABLE})
    return {**written, **{each.id: by_example(each) for each in others}}


_NEAR_MISSES = collected(WRITTEN, RULES.values())


def near_miss_rules(operation: str, *, version: str = LATEST_VERSION) -> tuple[str, ...]:
    """The rules of `mktows check` that `near_misses` can break in an operation.

    Example:
        >>> "dedup-disabled" in near_miss_rules("syncMultipleLeads")
        True
    """
    contract(version).operations[operation]
    return tuple(
        rule for rule, near_miss in _NEAR_MISSES.items() if near_miss.fits(version, operation)
    )


def near_misses(
    operation: str, *, version: str = LATEST_VERSION, rule: str | None = None
) -> SearchStrategy[tuple[str, bytes]]:
    """Envelopes that are valid but for exactly one thing, with the id of the rule that it breaks.

    For testing what judges envelopes: a gateway, a mock, a server. They are requests of the
    operation, or replies or faults where the rule is about those, signed with the vendor's public
    sample credentials; `mktows check`, given that key, finds in each its rule and no other.

    Args:
        operation: As in the WSDL, such as `syncMultipleLeads`.
        version: Of the contract, such as `2_3`.
        rule: The rule to break, one of `near_miss_rules`; by default any of them.

    Raises:
        ValueError: The rule cannot be broken in this operation.

    Example:
        >>> from hypothesis import given, settings
        >>> @settings(max_examples=10)
        ... @given(near_miss=near_misses("syncMultipleLeads", version="2_3", rule="dedup-disabled"))
        ... def test(near_miss):
        ...     rule, data = near_miss
        ...     assert rule == "dedup-disabled" and b"<dedupEnabled>false<" in data
        >>> test()
    """
    table = contract(version)
    possible = near_miss_rules(operation, version=version)
    if rule is None:
        return st.sampled_from(possible).flatmap(
            lambda each: near_misses(operation, version=version, rule=each)
        )
    if rule not in possible:
        raise ValueError(f"{rule} cannot be broken in {operation} of {version}")
    return _NEAR_MISSES[rule].maker(table, operation).map(lambda data: (rule, data))
