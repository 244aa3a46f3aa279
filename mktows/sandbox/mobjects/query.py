"""Reads what getMObjects asks for into a query of the store."""

from __future__ import annotations

from collections import Counter
from typing import Any

from mktows.facts.faults import BAD_PARAMETER, PARAMETER_REQUIRED, SEVERE_INTERNAL_ERROR
from mktows.facts.mobjects import (
    ATTRIBUTE_CRITERIA,
    COMPANY,
    CREATED_AT,
    ID,
    INCLUDE_ARCHIVE,
    LEAD,
    OPPORTUNITY,
    PROGRAM,
    SEARCHED_BY,
    TAG_TYPE,
    TAG_VALUE,
    UPDATED_AT,
    WORKSPACE_ID,
    WORKSPACE_NAME,
)
from mktows.sandbox.context import Context
from mktows.sandbox.mobjects.references import References
from mktows.sandbox.mobjects.rows import Comparison, ObjectQuery
from mktows.sandbox.mobjects.rules import (
    EXTERNAL_KEY_UNKNOWN,
    is_external_key,
    key_pair,
    object_type,
)
from mktows.sandbox.scalars import boolean, enum_text, id_number, moment, simple_text, trimmed
from mktows.server.refusals import Reason

CRITERIA_MISSING = Reason(
    "criteria-missing",
    SEVERE_INTERNAL_ERROR,
    "No selection criteria found in request",
    "recorded",
    "Text and code are recorded for a selection call; that it was getMObjects is inferred.",
    "message",
    disputed="Prose advises to read all programs without a condition, so programs may be.",
    string="Parameter required",
    cause=True,
)
CRITERION_INCOMPLETE = Reason(
    "criterion-incomplete",
    PARAMETER_REQUIRED,
    "attrName and comparison are required",
    "documented",
    "The WSDL requires both; the code follows its title.",
    "message",
)
CRITERION_VALUE_MISSING = Reason(
    "criterion-value-missing",
    PARAMETER_REQUIRED,
    "attrValue of {name} is required",
    "documented",
    "The WSDL requires attrValue; an empty one is a value.",
    "message",
)
CRITERION_VALUE_UNREADABLE = Reason(
    "criterion-value-unreadable",
    BAD_PARAMETER,
    "attrValue of {name} is not valid",
    "inferred",
    "Ids are numbers and Created At and Updated At are times; the code follows its title.",
    "message",
)
CRITERION_UNKNOWN = Reason(
    "criterion-unknown",
    BAD_PARAMETER,
    "{name} is not a criterion of {type}",
    "documented",
    "Prose lists the criteria of each type; the code is a guess.",
    "message",
)
CRITERION_REPEATED = Reason(
    "criterion-repeated",
    BAD_PARAMETER,
    "{name} is given more than once",
    "documented",
    "Prose allows Tag Type and Tag Value once each; the code is a guess.",
    "message",
)
WORKSPACE_CRITERION_REPEATED = Reason(
    "workspace-criterion-repeated",
    BAD_PARAMETER,
    "more than one workspace is given",
    "documented",
    "Prose allows one workspace, by id or by name; the code is a guess.",
    "message",
)
ASSOCIATION_KEY_MISSING = Reason(
    "association-key-missing",
    PARAMETER_REQUIRED,
    "id or externalKey of {type} is required",
    "documented",
    "Prose lets an association refer by id or external key; the code follows its title.",
    "message",
)

# Criteria on columns, for every type.
_COLUMNS = {ID: "id", CREATED_AT: "created_at", UPDATED_AT: "updated_at"}
_TAG_MEMBERS = {TAG_TYPE: "type", TAG_VALUE: "value"}


def read_query(context: Context, kind: str, params: Any) -> ObjectQuery:
    """Return the query; all conditions must hold (inferred).

    Raises:
        Refusal: No condition is given (programs alone may be read without: 19 of the open
            questions), or one that makes no sense for this type.
    """
    query = ObjectQuery(kind)
    criteria = (
        () if params.m_obj_criteria_list is None else params.m_obj_criteria_list.m_obj_criteria
    )
    listed = params.m_obj_association_list
    associations = () if listed is None else listed.m_obj_association
    pair = key_pair(params.external_key)
    if kind != PROGRAM and params.id is None and pair is None and not criteria and not associations:
        raise CRITERIA_MISSING.refusal()
    if params.id is not None:
        query.ids.append([params.id])
    if pair is not None:
        query.ids.append(_keyed(context, kind, *pair))
    _check_repeats([trimmed(each.attr_name) or "" for each in criteria])
    for each in criteria:
        _add_criterion(context, query, each)
    for each in associations:
        _add_association(context, query, each)
    return query


def _keyed(context: Context, kind: str, name: str, value: str) -> list[int]:
    """Return the one object with an external key: the newest, as it is with addresses."""
    if not is_external_key(context, kind, name):
        raise EXTERNAL_KEY_UNKNOWN.refusal(name=name, type=kind)
    found = context.data.mobjects.newest_by_key(kind, name, value)
    return [] if found is None else [found.id]


def _check_repeats(names: list[str]) -> None:
    """Hold to how often a criterion may be given (documented)."""
    count = Counter(names)
    for name in _TAG_MEMBERS:
        if count[name] > 1:
            raise CRITERION_REPEATED.refusal(name=name)
    if count[WORKSPACE_ID] + count[WORKSPACE_NAME] > 1:
        raise WORKSPACE_CRITERION_REPEATED.refusal()


def _add_criterion(context: Context, query: ObjectQuery, criterion: Any) -> None:
    name = trimmed(criterion.attr_name)
    comparison = enum_text(criterion.comparison)
    if name is None or comparison is None:
        raise CRITERION_INCOMPLETE.refusal()
    if criterion.attr_value is None:
        raise CRITERION_VALUE_MISSING.refusal(name=name)
    value = simple_text(criterion.attr_value) or ""
    if name == ID:
        number = id_number(value)
        if number is None:
            raise CRITERION_VALUE_UNREADABLE.refusal(name=ID)
        query.columns.append(Comparison(_COLUMNS[ID], comparison, number))
    elif name in _COLUMNS:
        when = moment(value, context.zone)
        if when is None:
            raise CRITERION_VALUE_UNREADABLE.refusal(name=name)
        query.columns.append(Comparison(_COLUMNS[name], comparison, when.timestamp()))
    elif name in ATTRIBUTE_CRITERIA[query.type]:
        query.attributes.append(Comparison(name, comparison, value))
    elif query.type == PROGRAM and name in _TAG_MEMBERS:
        query.tag.append(Comparison(_TAG_MEMBERS[name], comparison, value))
    elif query.type == PROGRAM and name == INCLUDE_ARCHIVE:
        query.archived = boolean(value) or False
    else:
        raise CRITERION_UNKNOWN.refusal(name=name, type=query.type)


def _add_association(context: Context, query: ObjectQuery, association: Any) -> None:
    """Add a condition; a type that refers to nothing of the kind has no object that fits."""
    references = References(context)
    kind = object_type(association.m_obj_type, SEARCHED_BY)
    pair = key_pair(association.external_key)
    if association.id is None and pair is None:
        raise ASSOCIATION_KEY_MISSING.refusal(type=kind)
    if kind == OPPORTUNITY:
        found = references.opportunity(association)
        query.opportunity_ids.append([] if found is None else [found.id])
    elif kind == LEAD:
        lead_id = references.lead(association)
        query.lead_ids.append([] if lead_id is None else [lead_id])
    elif pair is not None and association.id is None:
        if not references.is_lead_key(pair[0]):
            raise EXTERNAL_KEY_UNKNOWN.refusal(name=pair[0], type=COMPANY)
        query.companies.append(pair)
    else:
        # Companies have no rows of their own here, so no id names one.
        query.ids.append([])
