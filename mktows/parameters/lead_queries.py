"""Reads what getMultipleLeads asks for besides its selector."""

from __future__ import annotations

from typing import Any

from mktows.facts.faults import BAD_STREAM_POSITION, PARAMETER_REQUIRED
from mktows.parameters.scalars import trimmed
from mktows.server.refusals import Reason

SELECTOR_OF_NO_TYPE = Reason(
    "selector-of-no-type",
    PARAMETER_REQUIRED,
    "leadSelector is required",
    "documented",
    "The type of a selector is abstract, so that one without xsi:type says nothing.",
    "message",
)
SELECTOR_MISSING = Reason(
    "selector-missing",
    PARAMETER_REQUIRED,
    "leadSelector is required",
    "guess",
    "Prose wants a selector; the WSDL has it optional, and a gem lists leads without.",
    "message",
    noted_as="selector-missing",
)
LEAD_POSITION_OF_ANOTHER = Reason(
    "lead-position-of-another",
    BAD_STREAM_POSITION,
    "",
    "inferred",
    "All other parameters are to be repeated with a position; the code follows its title.",
    "instance",
)


def included(params: Any) -> set[str] | None:
    """Return the names to show; absent and empty both mean all (recorded)."""
    listed = params.include_attributes
    names = {name for each in (listed.string_item if listed else ()) if (name := trimmed(each))}
    return names or None
