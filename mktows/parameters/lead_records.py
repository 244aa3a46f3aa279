"""Reads the lead records that syncLead and syncMultipleLeads write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from mktows.facts.faults import (
    BAD_PARAMETER,
    LEAD_ATTRIBUTE_BAD,
    LEAD_DETAIL_REQUIRED,
    LEAD_KEY_REQUIRED,
)
from mktows.facts.lead_fields import LeadField
from mktows.parameters.scalars import enum_text, fits, id_number, trimmed
from mktows.server.backend import Call
from mktows.server.refusals import Reason

ForeignId = tuple[str, str]
"""Type and value of a foreign id."""
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

LEAD_RECORD_MISSING = Reason(
    "lead-record-missing",
    LEAD_DETAIL_REQUIRED,
    "",
    "documented",
    "The vendor's table of errors has this code for a missing LeadRecord.",
    "message",
)
LEAD_RECORD_EMPTY = Reason(
    "lead-record-empty",
    LEAD_DETAIL_REQUIRED,
    "",
    "inferred",
    "A record without key and attributes is taken for a missing one.",
    "message",
)
LEAD_RECORDS_MISSING = Reason(
    "lead-records-missing",
    LEAD_DETAIL_REQUIRED,
    "",
    "guess",
    "The WSDL requires the list; nothing says what an empty one does.",
    "message",
)
RECORD_KEY_MISSING = Reason(
    "record-key-missing",
    LEAD_KEY_REQUIRED,
    "",
    "documented",
    "Prose wants Id, foreign id or Email in each record; the code follows its title.",
    "message",
)
RECORD_KEY_AS_ATTRIBUTE = Reason(
    "record-key-as-attribute",
    LEAD_KEY_REQUIRED,
    "",
    "guess",
    "Prose wants a key member; clients that could write none worked so for years.",
    "message",
    noted_as="lead-key-as-attribute",
)
LEAD_IN_OTHER_WORKSPACE = Reason(
    "lead-in-other-workspace",
    BAD_PARAMETER,
    "Lead {lead} is not in workspace {workspace}",
    "documented",
    "Prose calls it an error; the code is a guess.",
    "instance",
)
WORKSPACE_UNKNOWN = Reason(
    "workspace-unknown",
    BAD_PARAMETER,
    "Workspace {workspace} is not valid",
    "documented",
    "Without workspaces only Default may be named; for others, and in the code, it is a guess.",
    "instance",
)
DEFAULT_FOREIGN_TYPE = "CUSTOM"  # a guess: a documented example sends no type


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


@dataclass(frozen=True, slots=True)
class LeadToSync:
    """The lead record of a syncLead call.

    Attributes:
        record: The record.
        cookie: The cookie that it belongs to.
    """

    record: Incoming
    cookie: str | None = field(repr=False)

    @classmethod
    def read(cls, call: Call, params: Any) -> LeadToSync:
        """Read the parameters of a syncLead call.

        Raises:
            Refusal: 20104 without a record, 20101 for one that names no lead.
        """
        if params.lead_record is None:
            raise LEAD_RECORD_MISSING.refusal()
        record = Incoming.read(params.lead_record, _emails(call).get("leadRecord"))
        cookie = trimmed(params.marketo_cookie)
        if cookie is None:
            record = record.keyed()
        if not record.has_key and not record.values:
            raise LEAD_RECORD_EMPTY.refusal()
        if not record.has_key and cookie is None:
            raise RECORD_KEY_MISSING.refusal()
        return cls(record, cookie)


@dataclass(frozen=True, slots=True)
class LeadsToSync:
    """The lead records of a syncMultipleLeads call.

    Attributes:
        records: The records, in the order given.
        dedup: Whether a lead with an address is looked for before one is made.
    """

    records: list[Incoming]
    dedup: bool

    @classmethod
    def read(cls, call: Call, params: Any) -> LeadsToSync:
        """Read the parameters of a syncMultipleLeads call.

        Raises:
            Refusal: 20104 without records.
        """
        if params.lead_record_list is None or not params.lead_record_list.lead_record:
            raise LEAD_RECORDS_MISSING.refusal()
        emails = _emails(call)
        return cls(
            [
                Incoming.read(each, emails.get(f"leadRecordList.leadRecord[{place}]")).keyed()
                for place, each in enumerate(params.lead_record_list.lead_record)
            ],
            # Absent means true: duplicates take an explicit wish (a guess).
            params.dedup_enabled is None or params.dedup_enabled,
        )


def check_record(call: Call, record: Incoming, fields: Mapping[str, LeadField]) -> None:
    """Check one record against the fields of the instance; see `Incoming`.

    Raises:
        Refusal: 20105 for attributes that do not exist; more where the service is a strict one.
    """
    if record.by_attribute:
        call.tolerate(RECORD_KEY_AS_ATTRIBUTE)
    record.check_names(call.operation, fields)
    if call.strict:
        record.check_values(call.operation, fields)


def _emails(call: Call) -> dict[str, str]:
    """Return the addresses of `Email` in other letter case by the paths of their records."""
    found: dict[str, str] = {}
    for path, text in call.undeclared.items():
        holder, _, name = path.rpartition(".")
        if name.lower() == "email":
            found.setdefault(holder, text)
    return found
