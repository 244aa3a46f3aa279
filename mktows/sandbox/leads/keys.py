"""Lead keys of requests: what they are, and which leads they name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mktows.facts.faults import (
    LEAD_KEY_BAD,
    LEAD_KEY_REQUIRED,
    LEAD_NOT_FOUND,
    LEAD_OWNER_NOT_FOUND,
    PARAMETER_REQUIRED,
)
from mktows.facts.key_types import (
    COOKIE,
    CRM_KEY_FIELDS,
    EMAIL,
    IDNUM,
    LEAD_KEY_TYPES,
    OWNER_KEY_TYPES,
)
from mktows.sandbox.leads.rows import Lead, LeadRows
from mktows.sandbox.scalars import enum_text, id_number, trimmed
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


def find_leads(leads: LeadRows, key_type: str, values: Sequence[str]) -> set[int]:
    """Return the ids of all leads with one of these keys.

    A key of a CRM matches the field that holds it; without such a field it matches nothing.
    """
    if key_type == IDNUM:
        numbers = {number for value in values if (number := id_number(value)) is not None}
        return leads.existing(numbers)
    if key_type == EMAIL:
        return leads.ids_by_email(values)
    if key_type == COOKIE:
        return leads.ids_by_cookie(values)
    name = CRM_KEY_FIELDS[key_type]
    return leads.ids_by_attribute(name, values) if name in leads.fields() else set()


def named_leads(leads: LeadRows, lead_key: Any) -> set[int]:
    """Return the ids of the leads that a leadKey names, at least one.

    Raises:
        Refusal: 20101 or 20102 for a bad key, 20103 or 20108 for one that names nobody.
    """
    key_type, value = read_key(lead_key)
    found = find_leads(leads, key_type, [value])
    if not found:
        raise no_match(key_type, value)
    return found


def load_named(leads: LeadRows, lead_key: Any) -> list[Lead]:
    """Return the leads that a leadKey names, at least one, in ascending order of their ids.

    Ids and addresses, which most calls name, take one statement.

    Raises:
        Refusal: As for `named_leads`.
    """
    key_type, value = read_key(lead_key)
    if key_type == EMAIL:
        found = leads.with_email(value)
    elif key_type == IDNUM:
        number = id_number(value)
        found = [] if number is None else leads.load([number])
    else:
        return leads.load(named_leads(leads, lead_key))
    if not found:
        raise no_match(key_type, value)
    return found


def no_match(key_type: str, value: object) -> Refusal:
    """Return the fault for a key that names nobody; owners have one of their own (documented)."""
    if key_type in OWNER_KEY_TYPES:
        return OWNER_UNKNOWN.refusal(type=key_type, value=value)
    return lead_not_found(key_type, value)


def lead_not_found(key_type: str, value: object) -> Refusal:
    """No lead has this key (recorded text)."""
    return LEAD_UNKNOWN.refusal(type=key_type, value=value)
