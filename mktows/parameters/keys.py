"""Reads lead keys; the faults for keys that are bad, and for keys that name nobody."""

from __future__ import annotations

from typing import Any

from mktows.facts.faults import (
    LEAD_KEY_BAD,
    LEAD_KEY_REQUIRED,
    LEAD_NOT_FOUND,
    LEAD_OWNER_NOT_FOUND,
    PARAMETER_REQUIRED,
)
from mktows.facts.key_types import LEAD_KEY_TYPES, OWNER_KEY_TYPES
from mktows.facts.limits import KEYS_PER_SELECTOR
from mktows.parameters.scalars import enum_text, trimmed
from mktows.server.refusals import Reason, Refusal

LEAD_KEY_MISSING = Reason(
    "lead-key-missing",
    LEAD_KEY_REQUIRED,
    "",
    "documented",
    "The vendor's table of errors has this code for a missing LeadKey.",
    "message",
)
KEY_TYPE_MISSING = Reason(
    "key-type-missing",
    LEAD_KEY_BAD,
    "",
    "documented",
    "The vendor's table of errors has this code for a LeadKeyType that is not valid.",
    "message",
)
KEY_VALUE_MISSING = Reason(
    "key-value-missing",
    LEAD_KEY_REQUIRED,
    "",
    "inferred",
    "A key without a value is taken for a missing one.",
    "message",
)
SELECTOR_KEYS_MISSING = Reason(
    "selector-keys-missing",
    PARAMETER_REQUIRED,
    "keyValues is required",
    "documented",
    "The WSDL requires keyValues; the code follows its title.",
    "message",
)
OWNER_UNKNOWN = Reason(
    "owner-unknown",
    LEAD_OWNER_NOT_FOUND,
    "No lead owner found with {type} = {value}",
    "documented",
    "The vendor's table of errors has this code; the text is modelled on that for leads.",
    "instance",
)
LEAD_UNKNOWN = Reason(
    "lead-unknown",
    LEAD_NOT_FOUND,
    "No lead found with {type} = {value}",
    "recorded",
    "Code and text are recorded.",
    "instance",
)

MAX_LEAD_ID = 2**31 - 1
"""The greatest id of a lead: replies carry it as xs:int."""


def email_key(email: str) -> str:
    """Return the form in which addresses are compared: letter case does not count (inferred)."""
    return email.casefold()


def read_key_type(value: object) -> str:
    """Return the type of a lead key; types are compared exactly (a guess).

    Raises:
        Refusal: 20102.
    """
    key_type = enum_text(value)
    if key_type not in LEAD_KEY_TYPES:
        raise KEY_TYPE_MISSING.refusal()
    return key_type


def read_key(lead_key: Any) -> tuple[str, str]:
    """Return type and value of a leadKey.

    Raises:
        Refusal: 20101 without a key or its value; 20102 for a type that is none.
    """
    if lead_key is None:
        raise LEAD_KEY_MISSING.refusal()
    key_type = read_key_type(lead_key.key_type)
    value = trimmed(lead_key.key_value)
    if value is None:
        raise KEY_VALUE_MISSING.refusal()
    return key_type, value


def read_selector_keys(selector: Any) -> tuple[str, list[str]]:
    """Return type and values of a LeadKeySelector; keys past the limit are ignored (documented).

    Raises:
        Refusal: 20102 for a type that is none, 20109 without keys.
    """
    key_type = read_key_type(selector.key_type)
    if selector.key_values is None:
        raise SELECTOR_KEYS_MISSING.refusal()
    given = selector.key_values.string_item[:KEYS_PER_SELECTOR]
    return key_type, [value for each in given if (value := trimmed(each)) is not None]


def no_match(key_type: str, value: object) -> Refusal:
    """Return the fault for a key that names nobody; owners have one of their own (documented)."""
    if key_type in OWNER_KEY_TYPES:
        return OWNER_UNKNOWN.refusal(type=key_type, value=value)
    return lead_not_found(key_type, value)


def lead_not_found(key_type: str, value: object) -> Refusal:
    """No lead has this key (recorded text)."""
    return LEAD_UNKNOWN.refusal(type=key_type, value=value)
