"""The catalogue of the rules, collected from the modules that find them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import ModuleType

from mktows.checking import (
    campaigns,
    effects,
    envelopes,
    faults,
    findings,
    headers,
    lead_keys,
    leads,
    limits,
    merging,
    messages,
    names,
    nodes,
    objects,
    replies,
    requests,
    selectors,
    signatures,
    sources,
    structure,
    surroundings,
    timestamps,
    transfers,
    values,
    xsi_types,
)
from mktows.checking.rule import Rule

MODULES = (
    nodes,
    sources,
    findings,
    envelopes,
    headers,
    timestamps,
    signatures,
    structure,
    xsi_types,
    values,
    names,
    messages,
    surroundings,
    limits,
    lead_keys,
    selectors,
    leads,
    merging,
    campaigns,
    objects,
    requests,
    effects,
    transfers,
    replies,
    faults,
)


def collect(modules: Iterable[ModuleType]) -> Mapping[str, Rule]:
    """The rules of some modules by id, in alphabetical order.

    Raises:
        ValueError: Two rules have one id.
    """
    rules: dict[str, Rule] = {}
    for module in modules:
        for value in vars(module).values():
            # A module may import another's rule.
            if isinstance(value, Rule) and rules.setdefault(value.id, value) is not value:
                raise ValueError(f"two rules are called {value.id}")
    return dict(sorted(rules.items()))


RULES: Mapping[str, Rule] = collect(MODULES)
"""Every rule by its id."""

STRUCTURE: frozenset[str] = frozenset(collect((structure, xsi_types, values, names)))
"""The rules that the schema decides: where a message breaks one, an XSD validator refuses it."""
