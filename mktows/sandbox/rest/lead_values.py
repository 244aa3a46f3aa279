"""Leads as JSON: the names and types that calls write and answers show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, tzinfo
from decimal import Decimal
from typing import Any

from mktows.exact_json import number_text
from mktows.facts.lead_fields import LeadField
from mktows.facts.rest_errors import FIELD_UNKNOWN
from mktows.numerals import read_whole
from mktows.parameters.scalars import boolean, is_number, moment, seconds
from mktows.sandbox.instance.settings import DEFAULT_WORKSPACE, Instance
from mktows.sandbox.leads.rows import Lead
from mktows.sandbox.rest.context import RestContext
from mktows.sandbox.rest.moments import utc_text
from mktows.sandbox.rest.refusals import refusal

Json = Any

DEFAULT_NAMES = ("id", "updatedAt", "lastName", "email", "createdAt", "firstName")
"""The fields that are shown where a call names none (documented)."""
PARTITION = "leadPartitionId"
"""A name that calls may ask for, and that no field has (recorded in clients)."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The fields that an answer shows.

    Attributes:
        names: Their names, in order.
        fields: All fields of the instance.
        instance: Its settings.
    """

    names: Sequence[str]
    fields: Mapping[str, LeadField]
    instance: Instance

    @classmethod
    def asked(cls, context: RestContext) -> Shown:
        """Read which fields a call asks for; the id always is (inferred).

        Raises:
            RestRefusal: There is no such field.
        """
        fields = context.data.leads.rest_fields()
        names = context.call.values("fields")
        for each in names:
            if each not in fields and each != PARTITION:
                raise refusal(FIELD_UNKNOWN, name=each)
        chosen = tuple(dict.fromkeys(("id", *names))) if names else DEFAULT_NAMES
        return cls(chosen, fields, context.instance)

    def records(self, leads: Iterable[Lead]) -> list[dict[str, Json]]:
        """Return leads as answers show them; what a lead has no value for is null."""
        return [{name: self._value(each, name) for name in self.names} for each in leads]

    def _value(self, lead: Lead, name: str) -> Json:
        match name:
            case "id":
                return lead.id
            case "email":
                return lead.email
            case "createdAt":
                return utc_text(lead.created_at)
            case "updatedAt":
                return utc_text(lead.updated_at)
            case "isAnonymous":
                return lead.email is None
            case "leadPartitionId":
                return partition_id(self.instance, lead.workspace)
        field = self.fields[name]
        return json_value(field.data_type, lead.attributes.get(field.name), self.instance.tzinfo)


def partitions(instance: Instance) -> list[str]:
    """Return the names of the lead partitions: each workspace has one, of its name (a guess)."""
    return list(dict.fromkeys((DEFAULT_WORKSPACE, *instance.workspaces)))


def partition_id(instance: Instance, workspace: str) -> int:
    """Return the id of a workspace's partition: its place among them."""
    return partitions(instance).index(workspace) + 1


def json_value(data_type: str, text: str | None, zone: tzinfo) -> Json:
    """Return a stored text as its field's type wants it; null for none.

    What is not of the type, which a seeded database may hold, is shown as it stands.
    """
    if not text:
        return None
    match data_type:
        case "integer" | "score" | "percent":
            whole = read_whole(text)
            return text if whole is None else whole
        case "float" | "currency":
            return _number(text)
        case "boolean":
            value = boolean(text)
            return text if value is None else value
        case "datetime":
            when = moment(text, zone)
            return text if when is None else utc_text(seconds(when))
        case "date":
            return _date(text)
    return text


def text_of(value: Json) -> str | None:
    """Return a value of a call as it is stored; empty for null, None for what cannot be one."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"  # as SOAP shows it (recorded)
    if isinstance(value, int | Decimal):
        try:
            return number_text(Decimal(value))
        except ValueError:
            return None  # too long
    return value.strip() if isinstance(value, str) else None


def _number(text: str) -> Decimal | str:
    try:
        return Decimal(number_text(Decimal(text))) if is_number(text) else text
    except ValueError:
        return text  # too long for JSON


def _date(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        when = moment(text, UTC)
        return text if when is None else when.date().isoformat()
