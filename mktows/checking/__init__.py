"""Checks of messages against the contract and against what is known of the service."""

from mktows.checking.effects import effects_of
from mktows.checking.envelopes import check
from mktows.checking.findings import Finding
from mktows.checking.messages import check_message
from mktows.checking.rule import SEVERITIES, Example, Rule, Severity
from mktows.checking.rules import RULES
from mktows.checking.sources import check_file
from mktows.checking.surroundings import check_surroundings
from mktows.facts.evidence import Evidence

__all__ = [
    "RULES",
    "SEVERITIES",
    "Evidence",
    "Example",
    "Finding",
    "Rule",
    "Severity",
    "check",
    "check_file",
    "check_message",
    "check_surroundings",
    "effects_of",
]
