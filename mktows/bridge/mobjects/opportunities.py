"""Opportunities and roles, looked up by REST, with the numbers that SOAP has for them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from mktows.bridge.context import Context
from mktows.bridge.mobjects.opportunity_fields import ObjectFields, object_fields
from mktows.bridge.values import soap_text
from mktows.facts.mobjects import OPPORTUNITY, ROLE
from mktows.facts.rest_endpoints import RECORDS_PER_CALL
from mktows.facts.rest_objects import CREATED, EXTERNAL_OPPORTUNITY, GUID, LEAD, ROLE_NAME, UPDATED
from mktows.parameters.mobjects import Key
from mktows.parameters.scalars import seconds, wire_stamp
from mktows.replies.mobjects import ShownObject, with_ends
from mktows.rest.errors import NotFoundError
from mktows.rest.reading import Record
from mktows.rest.times import read_time

OWN_KEY = "mktows-"
"""The beginning of external ids that the bridge made for opportunities that came without."""
_COMMA = ","


@dataclass(frozen=True, slots=True)
class Held:
    """An opportunity or a role that REST has.

    Attributes:
        kind: Its type.
        id: Its number in SOAP.
        guid: Its id in REST.
        record: What REST shows of it.
    """

    kind: str
    id: int
    guid: str
    record: Record = field(repr=False)

    @property
    def external(self) -> str | None:
        """The external id of the opportunity, or of that of the role."""
        text = self.record.get(EXTERNAL_OPPORTUNITY)
        return None if text is None else str(text)

    @property
    def lead_id(self) -> int | None:
        """The lead of a role."""
        number = self.record.get(LEAD)
        return None if number is None else int(number)

    @property
    def name(self) -> str | None:
        """The name of a role."""
        text = self.record.get(ROLE_NAME)
        return None if text is None else str(text)

    @property
    def created(self) -> datetime:
        """The moment at which it was made."""
        return read_time(str(self.record[CREATED]))


def find_objects(
    context: Context, kind: str, name: str, values: Collection[str | int]
) -> list[Held]:
    """Return all objects that have one of some values in a field, the oldest first.

    It takes one call for 300 values, and one for 300 objects.

    Args:
        context: The call.
        kind: Their type.
        name: The REST name of the field.
        values: The values.

    Raises:
        Refusal: 20110, a value cannot be sent.
    """
    if any(_COMMA in str(each) for each in values):
        raise context.not_available("a key with a comma")
    fields, rest = object_fields(context, kind), context.rest
    read = rest.iter_opportunities if kind == OPPORTUNITY else rest.iter_opportunity_roles
    records: dict[str, Record] = {}
    wanted = list(values)
    for start in range(0, len(wanted), RECORDS_PER_CALL):
        some = wanted[start : start + RECORDS_PER_CALL]
        try:
            for each in read(name, some, fields=fields.shown):
                if guid := guid_of(each):
                    records[guid] = each
        except NotFoundError:
            continue
    numbers = numbers_of(context, kind, list(records))
    found = [Held(kind, numbers[guid], guid, each) for guid, each in records.items()]
    return sorted(found, key=lambda each: each.created)


def guid_of(record: Mapping[str, Any]) -> str:
    """Return the id of an object in REST, whose samples have a blank behind it; may be empty."""
    return str(record.get(GUID) or "").strip()


def objects_by_id(context: Context, kind: str, ids: Iterable[int]) -> dict[int, Held]:
    """Return the objects that numbers stand for, and that are there."""
    with context.instance.store.reading(context.instance.name) as rows:
        guids = rows.guids(kind, [each for each in ids if each > 0])
    if not guids:
        return {}
    return {each.id: each for each in find_objects(context, kind, GUID, list(guids.values()))}


def numbers_of(context: Context, kind: str, guids: Sequence[str]) -> dict[str, int]:
    """Return the numbers of objects; new ones get one, which they keep."""
    with context.instance.store.writing(context.instance.name) as rows:
        return rows.numbers(kind, guids)


def shown_objects(context: Context, held: Sequence[Held]) -> list[ShownObject]:
    """Return objects as replies show them; the opportunities of roles take a call."""
    roles = [each for each in held if each.kind == ROLE]
    owners = opportunities_of(context, roles) if roles else {}
    return [
        shown
        for each in held
        if (shown := _shown(context, each, owners.get(each.external or ""))) is not None
    ]


def opportunities_of(context: Context, roles: Iterable[Held]) -> dict[str, Held]:
    """Return the opportunities of roles by their external ids."""
    wanted = {each.external for each in roles if each.external}
    if not wanted:
        return {}
    found = find_objects(context, OPPORTUNITY, EXTERNAL_OPPORTUNITY, sorted(wanted))
    return {each.external or "": each for each in found}


def soap_values(
    context: Context, fields: ObjectFields, record: Mapping[str, Any]
) -> dict[str, str]:
    """Return the attributes of a record by their SOAP names, without empty ones."""
    found = {}
    for name, rest_name in fields.rest_names.items():
        data_type = fields.fields[name].data_type
        text = soap_text(data_type, record.get(rest_name), context.zone)
        if text is not None and not (name == EXTERNAL_OPPORTUNITY and text.startswith(OWN_KEY)):
            found[name] = text
    return found


def _shown(context: Context, held: Held, owner: Held | None) -> ShownObject | None:
    fields = object_fields(context, held.kind)
    values = soap_values(context, fields, held.record)
    shown = ShownObject(held.kind, held.id, {})
    if held.kind == ROLE:
        if owner is None or held.lead_id is None:
            return None  # without an opportunity that has an external id, SOAP cannot show it
        values.pop(EXTERNAL_OPPORTUNITY, None)
        values = with_ends(values, owner.id, held.lead_id)
        shown.opportunity_id, shown.lead_id = owner.id, held.lead_id
    shown.attributes = {name: values[name] for name in fields.fields if name in values}
    shown.key = _key(fields, values)
    shown.created_at = wire_stamp(seconds(held.created), context.zone)
    shown.updated_at = wire_stamp(seconds(read_time(str(held.record[UPDATED]))), context.zone)
    return shown


def _key(fields: ObjectFields, values: Mapping[str, str]) -> Key | None:
    found = None
    for name, each in fields.fields.items():
        if each.external_key and name in values:
            found = (name, values[name])
    return found
