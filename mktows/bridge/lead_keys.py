"""The leads that keys of SOAP name, looked up by REST."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mktows.bridge.context import Context
from mktows.facts.key_types import (
    COOKIE,
    CRM_KEY_FIELDS,
    EMAIL,
    IDNUM,
    LEAD_OWNER_EMAIL,
)
from mktows.facts.rest_endpoints import RECORDS_PER_CALL
from mktows.facts.rest_errors import COOKIE_BAD, DATA_BAD
from mktows.parameters.keys import no_match, read_key
from mktows.parameters.scalars import id_number
from mktows.rest.errors import AccessError, InvalidError, NotFoundError

Lead = Mapping[str, Any]
"""A lead as REST shows it: names of fields to values."""
_COMMA = ","


def find_leads(
    context: Context, key_type: str, values: Sequence[str], fields: Iterable[str] = ()
) -> list[Lead]:
    """Return all leads that have one of these keys, in ascending order of their ids.

    It takes one call for 300 keys, and one for 300 leads found.

    Args:
        context: The call.
        key_type: The type of the keys.
        values: The keys.
        fields: REST names of fields to read besides the id.

    Raises:
        Refusal: 20110, a key cannot be sent, or more leads have it than REST tells.
    """
    asked = ["id", *(name for name in dict.fromkeys(fields) if name != "id")]
    if key_type == IDNUM:
        numbers = {number for value in values if (number := id_number(value)) is not None}
        return find_by(context, "id", [str(each) for each in sorted(numbers) if each > 0], asked)
    if key_type == LEAD_OWNER_EMAIL:
        return _of_owner(context, values, asked)
    filter_type = {EMAIL: "email", COOKIE: "cookies"}.get(key_type) or _crm_filter(key_type)
    return find_by(context, filter_type, list(dict.fromkeys(values)), asked)


def named_leads(context: Context, lead_key: Any, fields: Iterable[str] = ()) -> list[Lead]:
    """Return the leads that a leadKey names, at least one, in ascending order of their ids.

    Raises:
        Refusal: 20101 or 20102 for a bad key, 20103 or 20108 for one that names nobody.
    """
    key_type, value = read_key(lead_key)
    found = find_leads(context, key_type, [value], fields)
    if not found:
        raise no_match(key_type, value)
    return found


def _crm_filter(key_type: str) -> str:
    """The filter of a key of the CRM: the name of its field with a small letter (documented)."""
    name = CRM_KEY_FIELDS[key_type]
    return name[:1].lower() + name[1:]


def find_by(
    context: Context, filter_type: str, values: Sequence[str], fields: Sequence[str]
) -> list[Lead]:
    """Return all leads that have one of some values in a field; see `find_leads`.

    Args:
        context: The call.
        filter_type: The REST name of the field.
        values: The values.
        fields: REST names of the fields to read, `id` among them.

    Raises:
        Refusal: 20110, a value cannot be sent, or more leads have it than REST tells.
    """
    found: dict[int, Lead] = {}
    if any(_COMMA in each for each in values):
        raise context.not_available("a key with a comma")
    parts = [
        values[start : start + RECORDS_PER_CALL]
        for start in range(0, len(values), RECORDS_PER_CALL)
    ]
    while parts:
        some = parts.pop(0)
        try:
            for lead in context.rest.iter_leads(filter_type, some, fields=fields):
                found[int(lead["id"])] = lead
        except NotFoundError:
            continue
        except InvalidError as error:
            if error.code not in (COOKIE_BAD, DATA_BAD):
                raise
            if len(some) == 1:
                if error.code == COOKIE_BAD:
                    continue  # nobody has it
                raise context.not_available("a key that more than 1000 leads have") from error
            # One of them is no cookie, or they have too many leads together: ask in parts.
            middle = len(some) // 2
            parts[:0] = [some[:middle], some[middle:]]
    return [found[each] for each in sorted(found)]


def _of_owner(context: Context, values: Sequence[str], fields: Sequence[str]) -> list[Lead]:
    """The leads of the sales persons that have one of some addresses."""
    try:
        persons = [*context.rest.iter_sales_persons("email", list(dict.fromkeys(values)))]
    except NotFoundError:
        return []
    except AccessError as error:
        raise context.not_available("a key of type LEADOWNEREMAIL") from error
    ids = [str(number) for each in persons if (number := each.get("externalSalesPersonId"))]
    return find_by(context, "sfdcLeadOwnerId", ids, fields) if ids else []
