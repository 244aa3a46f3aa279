"""Leads of REST as the leadRecords of SOAP."""

from __future__ import annotations

from collections.abc import Collection

from mktows.bridge.context import Context
from mktows.bridge.fields import EMAIL, ID
from mktows.bridge.lead_keys import Lead
from mktows.bridge.values import soap_text
from mktows.parameters.lead_records import ForeignId
from mktows.replies import leads as replies


def shown_fields(context: Context, include: Collection[str] | None = None) -> list[str]:
    """Return the REST names to ask for, so that `record` can show a lead.

    Args:
        context: The call.
        include: SOAP names to show; None shows all.
    """
    fields = context.lead_fields
    names = [
        known.rest_name
        for name, known in fields.by_soap.items()
        if known.rest_name and (include is None or name in include)
    ]
    return ["id", *dict.fromkeys((*names, *context.tenant.foreign_fields.values()))]


def record(context: Context, lead: Lead, include: Collection[str] | None = None) -> object:
    """Return a lead as a leadRecord.

    The attributes stand in the order of their names. Id is always filled (recorded); the address
    only where it is among the names.

    Args:
        context: The call.
        lead: The lead.
        include: SOAP names to show; None shows all.
    """
    tenant = context.tenant
    shown = {}
    for rest_name, known in context.lead_fields.by_rest.items():
        if known.name in (ID, EMAIL) or not (include is None or known.name in include):
            continue
        text = soap_text(
            known.data_type, lead.get(rest_name), context.zone, show_false=tenant.show_false
        )
        if text is not None:
            shown[known.name] = (known.attr_type, text)
    return replies.record(
        context.types,
        int(lead["id"]),
        email=lead.get("email") or None,
        foreign_id=_foreign_id(context, lead),
        attributes=[(name, *each) for name, each in sorted(shown.items())],
        include=include,
    )


def _foreign_id(context: Context, lead: Lead) -> ForeignId | None:
    """The foreign id in the fields that the settings name, the first that holds one."""
    for kind, name in context.tenant.foreign_fields.items():
        if value := lead.get(name):
            return kind, str(value)
    return None
