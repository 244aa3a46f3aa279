"""Lead records as they come in and go out: what a caller asks to write, and what replies show."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from types import ModuleType
from typing import Any

from mktows.facts.activity_types import CHANGE_DATA_VALUE, NEW_LEAD
from mktows.facts.lead_fields import LeadField
from mktows.parameters.lead_records import ForeignId, Incoming
from mktows.parameters.scalars import fits
from mktows.replies import leads as replies
from mktows.sandbox.activities.rows import NewActivity
from mktows.sandbox.context import Context, Scope
from mktows.sandbox.instance.settings import DEFAULT_WORKSPACE
from mktows.sandbox.leads.rows import Lead

SOURCE = "Web service API"  # where a new lead came from (recorded)
REASON = "SOAP API"  # why a value changed (recorded)


def create(
    scope: Scope,
    incoming: Incoming,
    fields: Mapping[str, LeadField],
    *,
    workspace: str = DEFAULT_WORKSPACE,
    source: str = SOURCE,
) -> Lead:
    """Make the lead a record describes, and log that it is new.

    Args:
        scope: The transaction and the moment.
        incoming: The record.
        fields: The lead fields.
        workspace: Where the lead goes unless an assignment rule knows better (documented).
        source: Where the lead came from, for the activity.
    """
    leads = scope.data.leads
    made = leads.create(incoming.email, scope.now)
    _write(scope, made, incoming, fields)
    if made.email and "Website" not in incoming.values and "Website" in fields:
        # The service fills it with the domain of the address (recorded).
        _, _, domain = made.email.rpartition("@")
        if domain and domain != made.email:
            made.attributes["Website"] = domain
    known = {**made.attributes, "Email": made.email or ""}
    made.workspace = scope.instance.assigned_workspace(known) or workspace
    leads.mark(made)
    # Recorded attributes; that single fields are not logged besides is inferred.
    scope.data.activities.log(
        NewActivity(
            made.id,
            scope.now,
            NEW_LEAD,
            attributes=(
                ("Source Type", source),
                ("Source Info", source),
                ("Created Date", datetime.fromtimestamp(scope.now, scope.zone).date().isoformat()),
            ),
        )
    )
    return made


def write(
    scope: Scope,
    target: Lead,
    incoming: Incoming,
    fields: Mapping[str, LeadField],
    *,
    new_email: str | None = None,
    reason: str = REASON,
) -> None:
    """Write a record's attributes, its foreign id and, where given, another address to a lead.

    What cannot be written is passed over in silence: fields the service owns (documented) and
    values that are not of the field's type (a guess). Each field that really changed is logged
    (inferred).
    """
    for known, old, new in _write(scope, target, incoming, fields, new_email):
        scope.data.activities.log(
            NewActivity(
                target.id,
                scope.now,
                CHANGE_DATA_VALUE,
                known.display_name,
                (
                    ("Attribute Name", known.display_name),
                    ("Old Value", old),
                    ("New Value", new),
                    ("Reason", reason),
                ),
            )
        )


def _write(
    scope: Scope,
    target: Lead,
    incoming: Incoming,
    fields: Mapping[str, LeadField],
    new_email: str | None = None,
) -> list[tuple[LeadField, str, str]]:
    """Return the fields that changed, each with its value before and after."""
    leads = scope.data.leads
    changes = []
    new_id = False
    given = incoming.values if new_email is None else {"Email": new_email, **incoming.values}
    for name, text in given.items():
        known = fields[name]
        if not known.writable or not (text == "" or fits(known.data_type, text)):
            continue
        if name == "Email":
            old = target.email or ""
            if old != text:
                leads.set_email(target, text or None)
        else:
            old = target.attributes.get(name, "")
            if text:
                target.attributes[name] = text
            else:
                target.attributes.pop(name, None)
        if old != text:
            changes.append((known, old, text))
    if incoming.foreign_id is not None:
        holder = leads.by_foreign_id(incoming.foreign_id)
        new_id = holder is None or holder.id != target.id
        # Set even if it is the lead's already: the one set most recently is the one shown.
        leads.set_foreign_id(target, incoming.foreign_id)
    if changes or new_id:
        target.updated_at = max(target.updated_at, scope.now)
        leads.mark(target)
    return changes


def shown(
    context: Context,
    leads: Sequence[Lead],
    fields: Mapping[str, LeadField],
    include: Collection[str] | None = None,
) -> list[Any]:
    """Return leads as leadRecords.

    Args:
        context: The call.
        leads: The leads, in the order of the reply.
        fields: The lead fields, which give each attribute its type.
        include: Names to show; None shows all. `Id` is always filled (recorded).
    """
    foreign_ids = context.data.leads.foreign_ids([each.id for each in leads])
    return [
        record(context.types, each, foreign_ids.get(each.id), fields, include) for each in leads
    ]


def record(
    types: ModuleType,
    lead: Lead,
    foreign_id: ForeignId | None,
    fields: Mapping[str, LeadField],
    include: Collection[str] | None = None,
) -> object:
    """Return one lead as a leadRecord; see `shown`."""
    # Order by code point; no recording mixes letter cases, so how they sort is inferred.
    # What the REST API alone knows is no attribute here.
    names = sorted(
        name for name in lead.attributes if name in fields and (include is None or name in include)
    )
    return replies.record(
        types,
        lead.id,
        email=lead.email,
        foreign_id=foreign_id,
        attributes=[(name, fields[name].attr_type, lead.attributes[name]) for name in names],
        include=include,
    )
