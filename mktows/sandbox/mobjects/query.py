"""Reads what getMObjects asks for into a query of the store."""

from __future__ import annotations

from collections import Counter
from typing import Any

from mktows.facts.faults import BAD_PARAMETER, PARAMETER_REQUIRED
from mktows.facts.mobjects import (
    ATTRIBUTE_CRITERIA,
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
    is_external_key,
    key_pair,
    object_type,
)
from mktows.sandbox.scalars import boolean, enum_text, id_number, moment, simple_text, trimmed
from mktows.server.refusals import no_criteria, refusal

# Criteria on columns, for every type.
_COLUMNS = {ID: "id", CREATED_AT: "created_at", UPDATED_AT: "updated_at"}
_TAG_MEMBERS = {TAG_TYPE: "type", TAG_VALUE: "value"}
_COMPARISONS = frozenset({"EQ", "NE", "LT", "LE", "GT", "GE"})


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
        raise no_criteria()
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
        raise refusal(BAD_PARAMETER, f"{name} is not an external key of {kind}")
    found = context.data.mobjects.newest_by_key(kind, name, value)
    return [] if found is None else [found.id]


def _check_repeats(names: list[str]) -> None:
    """Hold to how often a criterion may be given (documented)."""
    count = Counter(names)
    for name in _TAG_MEMBERS:
        if count[name] > 1:
            raise refusal(BAD_PARAMETER, f"{name} is given more than once")
    if count[WORKSPACE_ID] + count[WORKSPACE_NAME] > 1:
        raise refusal(BAD_PARAMETER, "more than one workspace is given")


def _add_criterion(context: Context, query: ObjectQuery, criterion: Any) -> None:
    name = trimmed(criterion.attr_name)
    comparison = enum_text(criterion.comparison)
    if name is None or comparison is None:
        raise refusal(PARAMETER_REQUIRED, "attrName and comparison are required")
    if comparison not in _COMPARISONS:
        raise refusal(BAD_PARAMETER, "comparison is not valid")
    value = simple_text(criterion.attr_value)
    if value is None:
        raise refusal(PARAMETER_REQUIRED, f"attrValue of {name} is required")
    if name == ID:
        number = id_number(value)
        if number is None:
            raise refusal(BAD_PARAMETER, "attrValue of Id is not valid")
        query.columns.append(Comparison(_COLUMNS[ID], comparison, number))
    elif name in _COLUMNS:
        when = moment(value, context.zone)
        if when is None:
            raise refusal(BAD_PARAMETER, f"attrValue of {name} is not valid")
        query.columns.append(Comparison(_COLUMNS[name], comparison, when.timestamp()))
    elif name in ATTRIBUTE_CRITERIA[query.type]:
        query.attributes.append(Comparison(name, comparison, value))
    elif query.type == PROGRAM and name in _TAG_MEMBERS:
        query.tag.append(Comparison(_TAG_MEMBERS[name], comparison, value))
    elif query.type == PROGRAM and name == INCLUDE_ARCHIVE:
        query.archived = boolean(value) or False
    else:
        raise refusal(BAD_PARAMETER, f"{name} is not a criterion of {query.type}")


def _add_association(context: Context, query: ObjectQuery, association: Any) -> None:
    """Add a condition; a type that refers to nothing of the kind has no object that fits."""
    references = References(context)
    kind = object_type(association.m_obj_type, SEARCHED_BY)
    pair = key_pair(association.external_key)
    if association.id is None and pair is None:
        raise refusal(PARAMETER_REQUIRED, f"id or externalKey of {kind} is required")
    if kind == OPPORTUNITY:
        found = references.opportunity(association)
        query.opportunity_ids.append([] if found is None else [found.id])
    elif kind == LEAD:
        lead_id = references.lead(association)
        query.lead_ids.append([] if lead_id is None else [lead_id])
    elif pair is not None and association.id is None:
        if not references.is_lead_key(pair[0]):
            raise refusal(BAD_PARAMETER, f"{pair[0]} is not an external key of Company")
        query.companies.append(pair)
    else:
        # Companies have no rows of their own here, so no id names one.
        query.ids.append([])
