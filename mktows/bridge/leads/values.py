"""Records of SOAP as leads for REST to write, and the foreign ids in them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Any

from mktows.bridge.context import Context
from mktows.bridge.fields import EMAIL as EMAIL_NAME
from mktows.bridge.lead_keys import Lead, find_by
from mktows.bridge.leads.writes import EMAIL, ID, Record, write_leads
from mktows.bridge.values import is_written, rest_value
from mktows.errors import RequestError
from mktows.parameters.keys import email_key
from mktows.parameters.lead_records import ForeignId, Incoming
from mktows.rest.base import UPDATE_ONLY
from mktows.rest.errors import RestError
from mktows.server.refusals import Refusal

_SFDC = "SFDC"
_CRM_FILTERS = {"00Q": "sfdcLeadId", "003": "sfdcContactId"}
"""The field of REST that has an id of the CRM, by what such ids begin with (documented)."""


def rest_record(
    context: Context, incoming: Incoming, *, new_email: str | None = None, foreign: bool = True
) -> Record:
    """Return what a record of SOAP writes, by REST names.

    What SOAP passes over in silence is not in it.

    Args:
        context: The call.
        incoming: The record; its names are those of fields.
        new_email: The address of the lead that is made, or that it gets.
            An attribute that is an address goes before it.
        foreign: Whether the foreign id is written, too.

    Raises:
        Refusal: 20110, a value cannot be sent.
    """
    written: Record = {}
    if new_email is not None:
        written[EMAIL] = _address(context, new_email)
    for name, text in incoming.values.items():
        known = context.soap_fields[name]
        if not is_written(known, text):
            continue
        if known.data_type == "email":
            _address(context, text)
        try:
            written[known.rest_name or name] = rest_value(known, text, context.zone)
        except ValueError:
            raise context.not_available("a number of so many digits") from None
    if foreign and incoming.foreign_id is not None:
        written |= foreign_value(context, incoming.foreign_id)
    return written


def keeps_address(incoming: Incoming) -> bool:
    """Tell whether a record whose key is an address leaves the lead that address."""
    named = incoming.values.get(EMAIL_NAME, incoming.email)
    return bool(named and incoming.email) and email_key(named or "") == email_key(
        incoming.email or ""
    )


def keys_of(incoming: Incoming) -> set[Hashable]:
    """Return the keys by which a record may make a lead; none where it names one by its id.

    Two records that share one must not be written at once.
    """
    if incoming.id is not None:
        return set()
    addresses = {incoming.email, incoming.values.get(EMAIL_NAME)}
    keys: set[Hashable] = {email_key(each) for each in addresses if each}
    return keys if incoming.foreign_id is None else {*keys, incoming.foreign_id}


def is_found_again(context: Context, incoming: Incoming) -> bool:
    """Tell whether a record that comes again means the lead that it made the first time."""
    foreign = incoming.foreign_id
    if incoming.id is not None or (foreign and foreign[0] in context.tenant.foreign_fields):
        return True
    return keeps_address(incoming)


def foreign_value(context: Context, foreign_id: ForeignId) -> dict[str, Any]:
    """Return the field that holds a foreign id, with its value.

    Raises:
        Refusal: 20110, the settings name no field for its type, or the field cannot hold it.
    """
    kind, value = foreign_id
    name = context.tenant.foreign_fields.get(kind)
    if name is None:
        raise context.not_available("a foreign id, for whose type the settings name no field")
    known = context.lead_fields.by_rest.get(name)
    if known is None:
        return {name: value}
    if not is_written(known, value):
        raise context.not_available("a foreign id that its field cannot hold")
    return {name: rest_value(known, value, context.zone)}


def foreign_filter(context: Context, foreign_id: ForeignId) -> str:
    """Return the REST name of the field by which leads with foreign ids of a type are found.

    Raises:
        Refusal: 20110, there is none.
    """
    kind, value = foreign_id
    name = context.tenant.foreign_fields.get(kind)
    if name is None and kind == _SFDC:
        name = _CRM_FILTERS.get(value[:3])
    if name is None:
        raise context.not_available("a foreign id, for whose type the settings name no field")
    return name


def by_foreign_id(context: Context, foreign_id: ForeignId, fields: Iterable[str]) -> list[Lead]:
    """Return the leads that hold a foreign id, in ascending order of their ids.

    Raises:
        Refusal: 20110, foreign ids of its type cannot be found.
    """
    name = foreign_filter(context, foreign_id)
    return find_by(context, name, [foreign_id[1]], list(dict.fromkeys(("id", *fields))))


def release_foreign_ids(context: Context, held: Mapping[ForeignId, int]) -> None:
    """Take foreign ids off all other leads: one that is given to a lead leaves its former one.

    A failure is only noted, since the leads are written.

    Args:
        context: The call.
        held: The leads that have them from now on.
    """
    fields = context.tenant.foreign_fields
    values: dict[str, dict[str, int]] = {}
    for (kind, value), lead_id in held.items():
        if kind in fields:
            values.setdefault(fields[kind], {})[value] = lead_id
    for name, owners in values.items():
        try:
            former = [
                {ID: int(each[ID]), name: None}
                for each in find_by(context, name, list(owners), [ID, name])
                if owners.get(str(each.get(name)), int(each[ID])) != int(each[ID])
            ]
            if former:
                write_leads(context, former, action=UPDATE_ONLY, lookup=ID)
        except (RestError, Refusal, RequestError):
            context.call.notes.add("a foreign id may be that of two leads now")


def _address(context: Context, address: str) -> str:
    if not address.isascii():
        raise context.not_available("an address with characters beyond ASCII")
    return address
