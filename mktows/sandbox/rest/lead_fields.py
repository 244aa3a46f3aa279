"""Answers calls that describe lead fields, and make new ones."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from mktows.facts.lead_fields import WITHOUT_SOAP_NAME, LeadField
from mktows.facts.rest_errors import (
    BLANK,
    DATA_BAD,
    FIELD_UNKNOWN,
    OBJECT_EXISTS,
    VALUE_BAD,
    VALUE_MISSING,
)
from mktows.sandbox.leads.rows_fields import FieldNote
from mktows.sandbox.rest.answers import Answer
from mktows.sandbox.rest.context import Handler, RestContext
from mktows.sandbox.rest.leads import SEARCHED_TYPES, searched
from mktows.sandbox.rest.paging import page_size, row_position
from mktows.sandbox.rest.records import records
from mktows.sandbox.rest.refusals import refusal

LENGTHS: Mapping[str, int] = {
    **dict.fromkeys(("string", "email", "phone", "url"), 255),
    "text": 2000,
}
"""Characters that a value has at most, by data type; that of a text is a guess."""

_DATA_TYPES = frozenset(
    {
        *("boolean", "currency", "date", "datetime", "email", "float", "integer", "percent"),
        *("phone", "score", "string", "url"),
    }
)
_STORED_AS = {"score": "integer", "percent": "integer"}
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_FLAGS = {"isHidden": False, "isHtmlEncodingInEmail": True, "isSensitive": False}
_TEXTS = ("displayName", "name", "dataType", "description")
_NO_NOTE = FieldNote()


def _describe_leads(context: RestContext) -> Answer:
    leads = context.data.leads
    everything = {each.number: each for each in leads.rest_fields().values()}
    if context.habits.soap_names:
        everything |= {each.number: each for each in leads.fields().values()}
    shown = {each.number for each in leads.rest_fields().values()}
    result = []
    for number, each in sorted(everything.items()):
        told: dict[str, Any] = {
            "id": number,
            "displayName": each.display_name,
            "dataType": each.data_type,
            **_length(each),
        }
        if number in shown:
            told["rest"] = {"name": each.rest_name, "readOnly": not each.writable}
        if context.habits.soap_names and each.in_soap and each.rest_name not in WITHOUT_SOAP_NAME:
            told["soap"] = {"name": each.name, "readOnly": not each.writable}
        if "rest" in told or "soap" in told:
            result.append(told)
    return Answer(result)


def _describe2_leads(context: RestContext) -> Answer:
    fields = context.data.leads.rest_fields()
    return Answer(
        [
            {
                "name": "API Lead",
                "searchableFields": [[name] for name in searched(fields)],
                "fields": [
                    {
                        "name": name,
                        "displayName": each.display_name,
                        "dataType": each.data_type,
                        **_length(each),
                        "updateable": each.writable,
                        "crmManaged": False,
                    }
                    for name, each in fields.items()
                ],
            }
        ]
    )


def _get_lead_fields(context: RestContext) -> Answer:
    position, size = row_position(context.call), page_size(context.call)
    notes = context.data.leads.field_notes()
    fields = [
        each
        for each in context.data.leads.rest_fields().values()
        if each.number > position.after_id
    ]
    page = fields[:size]
    return Answer(
        [{**_told(each, notes), "isApiCreated": each.name in notes} for each in page],
        next_page_token=position.token(page[-1].number) if len(page) < len(fields) else None,
    )


def _get_lead_field(context: RestContext) -> Answer:
    name = context.call.variables["fieldApiName"]
    known = context.data.leads.rest_fields().get(name)
    if known is None:
        raise refusal(FIELD_UNKNOWN, name=name)
    return Answer([_told(known, context.data.leads.field_notes())])


def _create_lead_fields(context: RestContext) -> Answer:
    leads = context.data.leads
    result = []
    for each in records(context.call.members("input")):
        defined, noted = _read(context, each)
        taken = {name.casefold() for name in (*leads.rest_fields(), *leads.fields())}
        titles = {known.display_name.casefold() for known in leads.rest_fields().values()}
        if defined.name.casefold() in taken or defined.display_name.casefold() in titles:
            raise refusal(OBJECT_EXISTS)
        leads.define_field(defined)
        leads.note_field(defined.name, noted)
        result.append({"name": defined.name, "status": "created"})
    return Answer(result)


def _read(context: RestContext, record: Mapping[str, Any]) -> tuple[LeadField, FieldNote]:
    for name in record:
        if name not in _TEXTS and name not in _FLAGS:
            context.call.note_unknown(f"member {name!r} of a field")
    texts = {name: record.get(name) for name in _TEXTS}
    flags = {name: record.get(name, default) for name, default in _FLAGS.items()}
    for name, given in texts.items():
        if given is None and name != "description":
            raise refusal(VALUE_MISSING, name=name)
        if given is not None and not isinstance(given, str):
            raise refusal(VALUE_BAD, value=name, type="String")
        if given is not None and not given.strip() and name != "description":
            raise refusal(BLANK, name=name)
    for name, given in flags.items():
        if not isinstance(given, bool):
            raise refusal(VALUE_BAD, value=name, type="Boolean")
    kind, name = str(texts["dataType"]), str(texts["name"])
    if kind not in _DATA_TYPES:
        raise refusal(VALUE_BAD, value=kind, type=" or ".join(sorted(_DATA_TYPES)))
    if not _NAME.fullmatch(name):
        problem = "A field's name begins with a letter, and holds letters, digits and _"
        raise refusal(DATA_BAD, problem=problem)
    stored = _STORED_AS.get(kind, kind)
    defined = LeadField(
        name, str(texts["displayName"]).strip(), stored, custom=True, lookup=kind in SEARCHED_TYPES
    )
    return defined, FieldNote(
        texts["description"],
        flags["isHidden"],
        flags["isHtmlEncodingInEmail"],
        flags["isSensitive"],
    )


def _told(field: LeadField, notes: Mapping[str, FieldNote]) -> dict[str, Any]:
    # An address is marked as sensitive (a sample).
    noted = notes.get(field.name, FieldNote(sensitive=field.name == "Email"))
    return {
        "displayName": field.display_name,
        "name": field.rest_name,
        "description": noted.description,
        "dataType": field.data_type,
        **_length(field),
        "isHidden": noted.hidden,
        "isHtmlEncodingInEmail": noted.html_encoded,
        "isSensitive": noted.sensitive,
        "isCustom": field.custom,
    }


def _length(field: LeadField) -> dict[str, int]:
    return {"length": LENGTHS[field.data_type]} if field.data_type in LENGTHS else {}


HANDLERS: Mapping[str, Handler] = {
    "describe_leads": _describe_leads,
    "describe2_leads": _describe2_leads,
    "get_lead_fields": _get_lead_fields,
    "get_lead_field": _get_lead_field,
    "create_lead_fields": _create_lead_fields,
}
