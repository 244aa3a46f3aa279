"""The leads that the keys of a request name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mktows.facts.key_types import COOKIE, CRM_KEY_FIELDS, EMAIL, IDNUM
from mktows.parameters.keys import no_match, read_key
from mktows.parameters.scalars import id_number
from mktows.sandbox.leads.rows import Lead, LeadRows


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
