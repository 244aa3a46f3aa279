"""The clauses of the contract that the suite tests, each with an id that stays.

What a clause rests on is its strength: `documented` by the vendor or laid down in the WSDL or in
SOAP 1.1, `recorded` from the service, or `inferred`, which an endpoint may well see otherwise.
Of several facts that a clause asserts, the weakest counts.

A clause stands at its test, in `mktows.testing.suite`; here all are collected.
"""

from __future__ import annotations

from mktows.facts.evidence import Strength
from mktows.testing.suite import (
    test_activities,
    test_authentication,
    test_batches,
    test_campaigns,
    test_custom_objects,
    test_forms,
    test_imports,
    test_leads,
    test_lists,
    test_merging,
    test_messages,
    test_objects,
    test_pages,
    test_replies,
    test_selections,
    test_tags,
)
from mktows.testing.suite.clause import Clause, clauses_of

__all__ = ["CLAUSES", "Clause", "Strength"]

_MODULES = (
    *(test_authentication, test_messages, test_leads, test_batches, test_selections, test_pages),
    *(test_merging, test_forms, test_activities, test_lists, test_imports, test_campaigns),
    *(test_objects, test_custom_objects, test_tags, test_replies),
)


def _collected() -> tuple[Clause, ...]:
    """All clauses: by area in the order of the modules, and by number within an area."""
    found = [each for module in _MODULES for each in clauses_of(module)]
    areas = list(dict.fromkeys(_area(each) for each in found))
    return tuple(sorted(found, key=lambda each: (areas.index(_area(each)), _number(each))))


def _area(clause: Clause) -> str:
    return clause.id.rpartition("-")[0]


def _number(clause: Clause) -> int:
    return int(clause.id.rpartition("-")[2])


CLAUSES = _collected()
