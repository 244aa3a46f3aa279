"""Lead records as they come in and go out: what a caller asks to write, and what replies show."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import ModuleType
from typing import Any

from mktows.facts.activity_types import CHANGE_DATA_VALUE, NEW_LEAD
from mktows.facts.faults import LEAD_ATTRIBUTE_BAD
from mktows.facts.lead_fields import LeadField
from mktows.sandbox.activities.rows import NewActivity
from mktows.sandbox.context import Context, Scope
from mktows.sandbox.instance.settings import DEFAULT_WORKSPACE
from mktows.sandbox.leads.rows import ForeignId, Lead
from mktows.sandbox.scalars import enum_text, fits, id_number, trimmed
from mktows.server.refusals import Reason

LEAD_FIELD_UNKNOWN = Reason(
    "lead-field-unknown",
    LEAD_ATTRIBUTE_BAD,
    "{operation} operation failed: unknown fields for import: {names}",
    "recorded",
    "Recorded for syncLead, text and code; in a batch the record alone fails, which is a guess.",
    "instance",
)
LEAD_VALUE_UNFIT = Reason(
    "lead-value-unfit",
    LEAD_ATTRIBUTE_BAD,
    "{operation} operation failed: values of another type: {names}",
    "guess",
    "Only a strict sandbox refuses it, to show a mistake that is passed over otherwise.",
    "instance",
)

DEFAULT_FOREIGN_TYPE = "CUSTOM"  # a guess: a documented example sends no type
SOURCE = "Web service API"  # where a new lead came from (recorded)
REASON = "SOAP API"  # why a value changed (recorded)


@dataclass(frozen=True, slots=True)
class Incoming:
    """One lead record of a request; its repr hides what it says about a person.

    Attributes:
        id: The Marketo id, a key.
        email: The email address, a key; the attribute `Email` is one where there is no other.
        foreign_id: Type and value of the foreign id, a key.
        values: Attribute values by name, trimmed; "" asks to clear the field.
        by_attribute: Whether the key is an attribute, for want of a key member.
    """

    id: int | None
    email: str | None = field(repr=False)
    foreign_id: ForeignId | None = field(repr=False)
    values: Mapping[str, str] = field(repr=False)
    by_attribute: bool = False

    @property
    def has_key(self) -> bool:
        """Tell whether the record names a lead by itself."""
        return self.id is not None or self.email is not None or self.foreign_id is not None

    @classmethod
    def read(cls, record: Any, email: str | None = None) -> Incoming:
        """Read a leadRecord; empty elements count as absent, a type without an id as nothing.

        Args:
            record: The record.
            email: The address of an `Email` in other letter case, which counts where none is in
                the right one: the vendor's own toolkit for Ruby can write no other.
        """
        foreign = trimmed(record.foreign_sys_person_id)
        kind = enum_text(record.foreign_sys_type) or DEFAULT_FOREIGN_TYPE
        listed = record.lead_attribute_list
        return cls(
            id=record.id,
            email=trimmed(record.email) or email,
            foreign_id=None if foreign is None else (kind, foreign),
            values={
                trimmed(each.attr_name) or "": trimmed(each.attr_value) or ""
                for each in (() if listed is None else listed.attribute)
            },
        )

    def keyed(self) -> Incoming:
        """Return it with a key: where it has none, an attribute `Email` is one, or else an `Id`.

        Three families of clients could name a lead in no other way, for years.
        """
        if self.has_key:
            return self
        if email := self.values.get("Email"):
            return replace(self, email=email, by_attribute=True)
        lead_id = id_number(self.values.get("Id"))
        return self if lead_id is None else replace(self, id=lead_id, by_attribute=True)

    def check_names(self, operation: str, fields: Mapping[str, LeadField]) -> None:
        """Refuse attributes the instance does not have (recorded for syncLead).

        Raises:
            Refusal: 20105.
        """
        unknown = [name for name in self.values if name not in fields]
        if unknown:
            names = ", ".join(unknown)
            raise LEAD_FIELD_UNKNOWN.refusal(operation=operation, names=names)

    def check_values(self, operation: str, fields: Mapping[str, LeadField]) -> None:
        """Refuse values that are not of their field's type (a guess, for strict callers).

        Raises:
            Refusal: 20105; it names the fields, not the values.
        """
        unfit = [
            name
            for name, text in self.values.items()
            if text and fields[name].writable and not fits(fields[name].data_type, text)
        ]
        if unfit:
            names = ", ".join(unfit)
            raise LEAD_VALUE_UNFIT.refusal(operation=operation, names=names)


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
    kind, value = foreign_id or (None, None)
    with_foreign = include is None or "ForeignSysPersonId" in include
    with_type = include is None or "ForeignSysType" in include or with_foreign
    return types.LeadRecord(
        id=lead.id,
        email=lead.email if include is None or "Email" in include else None,
        foreign_sys_person_id=value if with_foreign else None,
        foreign_sys_type=types.ForeignSysType(kind) if kind and with_type else None,
        lead_attribute_list=types.ArrayOfAttribute(
            attribute=[
                types.Attribute(
                    attr_name=name,
                    attr_type=fields[name].attr_type,
                    attr_value=lead.attributes[name],
                )
                for name in names
            ]
        )
        if names
        else None,
    )
