"""Turns what getMObjects asks for into a query of the store."""

from __future__ import annotations

from mktows.facts.mobjects import (
    CREATED_AT,
    ID,
    INCLUDE_ARCHIVE,
    LEAD,
    OPPORTUNITY,
    TAG_TYPE,
    TAG_VALUE,
    UPDATED_AT,
)
from mktows.parameters.mobject_queries import Association, Criterion, ObjectsToGet
from mktows.sandbox.context import Context
from mktows.sandbox.mobjects.references import References
from mktows.sandbox.mobjects.rows import Comparison, ObjectQuery

# Criteria on columns, for every type.
_COLUMNS = {ID: "id", CREATED_AT: "created_at", UPDATED_AT: "updated_at"}
_TAG_MEMBERS = {TAG_TYPE: "type", TAG_VALUE: "value"}


def query_of(context: Context, asked: ObjectsToGet, references: References) -> ObjectQuery:
    """Return the query."""
    query = ObjectQuery(asked.kind)
    if asked.id is not None:
        query.ids.append([asked.id])
    if asked.key is not None:
        # The one object with this key: the newest, as it is with addresses.
        found = context.data.mobjects.newest_by_key(asked.kind, *asked.key)
        query.ids.append([] if found is None else [found.id])
    for criterion in asked.criteria:
        _add_criterion(query, criterion)
    for association in asked.associations:
        _add_association(references, query, association)
    return query


def _add_criterion(query: ObjectQuery, given: Criterion) -> None:
    if given.name in _COLUMNS:
        query.columns.append(Comparison(_COLUMNS[given.name], given.comparison, given.value))
    elif given.name in _TAG_MEMBERS:
        query.tag.append(Comparison(_TAG_MEMBERS[given.name], given.comparison, given.value))
    elif given.name == INCLUDE_ARCHIVE:
        query.archived = bool(given.value)
    else:
        query.attributes.append(Comparison(given.name, given.comparison, given.value))


def _add_association(references: References, query: ObjectQuery, given: Association) -> None:
    """Add a condition; a type that refers to nothing of the kind has no object that fits."""
    if given.kind == OPPORTUNITY:
        found = references.opportunity(given.id, given.key)
        query.opportunity_ids.append([] if found is None else [found])
    elif given.kind == LEAD:
        lead_id = references.lead(given.id, given.key)
        query.lead_ids.append([] if lead_id is None else [lead_id])
    elif given.key is not None and given.id is None:
        query.companies.append(given.key)
    else:
        # Companies have no rows of their own here, so no id names one.
        query.ids.append([])
