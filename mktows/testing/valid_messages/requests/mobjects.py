"""Valid requests of the operations on MObjects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from mktows.contract import Contract
from mktows.facts import limits
from mktows.facts.mobjects import (
    CREATED_AT,
    DESCRIBED,
    INCLUDE_ARCHIVE,
    ROLE,
    TAG_TYPE,
    TAG_VALUE,
    WORKSPACE_ID,
)
from mktows.testing.valid_messages import realistic
from mktows.testing.valid_messages.realistic import Builder, Json, Objects, listed, object_of, some

CRITERIA: Mapping[str, Mapping[str, SearchStrategy[str]]] = {
    "Program": {
        "Id": realistic.ids.map(str),
        "Name": realistic.texts,
        "CRM Id": realistic.crm_ids,
        TAG_TYPE: realistic.names,
        TAG_VALUE: realistic.names,
        WORKSPACE_ID: realistic.ids.map(str),
        INCLUDE_ARCHIVE: st.sampled_from(("true", "false")),
    },
    "Opportunity": {"Name": realistic.texts, "Type": realistic.texts, "Stage": realistic.texts},
    ROLE: {"Role": realistic.texts},
}
"""Criteria for a search of each type, besides times."""
OPPORTUNITY_FIELDS: Mapping[str, SearchStrategy[str]] = {
    "Name": realistic.texts,
    "Amount": st.integers(0, 10**9).map(lambda cents: f"{cents // 100}.{cents % 100:02}"),
    "CloseDate": realistic.LEAD_FIELDS["Date_of_purchase"],
    "IsWon": st.sampled_from(("1", "0")),
    "IsClosed": st.sampled_from(("1", "0")),
    "Stage": realistic.texts,
    "Description": realistic.texts,
    "Probability": st.integers(0, 100).map(str),
}


def _list_mobjects(table: Contract) -> Objects:
    return object_of(table, "ParamsListMObjects", {})


def _describe_mobject(table: Contract) -> Objects:
    return object_of(table, "ParamsDescribeMObject", {"objectName": st.sampled_from(DESCRIBED)})


external_keys = st.fixed_dictionaries({"name": realistic.words, "value": realistic.words})


def _associations(table: Contract, *types: str) -> SearchStrategy[list[Json]]:
    """One association with an object of each of some types."""
    return st.tuples(
        *(
            st.one_of(
                object_of(
                    table, "MObjAssociation", {"mObjType": st.just(name), "id": realistic.ids}
                ),
                object_of(
                    table,
                    "MObjAssociation",
                    {"mObjType": st.just(name), "externalKey": external_keys},
                ),
            )
            for name in types
        )
    ).map(list)


def _criterion(name: str, comparison: str, value: str) -> Json:
    return {"attrName": name, "comparison": comparison, "attrValue": value}


_comparisons = st.sampled_from(("EQ", "NE", "LT", "LE", "GT", "GE"))
_created = realistic.ranges.map(
    lambda found: [
        _criterion(CREATED_AT, "GE", found[0]),
        _criterion(CREATED_AT, "LE", found[1]),
    ]
)


def _criteria(type_name: str) -> Objects:
    """Criteria that objects of a type can be searched by, each once, but times as a range."""
    each = st.one_of(
        *(
            st.builds(_criterion, st.just(name), _comparisons, values)
            for name, values in CRITERIA[type_name].items()
        )
    )
    found = st.lists(each, min_size=1, max_size=3, unique_by=lambda item: item["attrName"])
    return listed("mObjCriteria", st.one_of(found, st.builds(list.__add__, found, _created)))


def _get_mobjects(table: Contract) -> Objects:
    def of(type_name: str, *ways: Mapping[str, SearchStrategy[Any]]) -> Objects:
        details = {"includeDetails": realistic.booleans} if type_name == "Program" else {}
        optional = {**details, "streamPosition": realistic.words}
        required = {"type": st.just(type_name)}
        return st.one_of(
            *(object_of(table, "ParamsGetMObjects", {**required, **way}, optional) for way in ways)
        )

    def related(*types: str) -> Objects:
        return listed("mObjAssociation", _associations(table, *types))

    return st.one_of(
        of("Program", {}, {"id": realistic.ids}, {"mObjCriteriaList": _criteria("Program")}),
        of(
            "Opportunity",
            {"id": realistic.ids},
            {"externalKey": external_keys},
            {"mObjCriteriaList": _criteria("Opportunity")},
            {"mObjAssociationList": related("Company")},
        ),
        of(
            ROLE,
            {"id": realistic.ids},
            {"mObjCriteriaList": _criteria(ROLE)},
            {"mObjAssociationList": related("Lead")},
            {"mObjAssociationList": related("Lead", "Opportunity")},
        ),
    )


months = realistic.moments.map(lambda moment: f"{moment:%Y-%m}")
amounts = st.integers(0, 10**6).map(str)


def _program_details(table: Contract) -> Objects:
    def group(name: str, attribs: Objects) -> Objects:
        return object_of(table, "TypeAttrib", {"attrType": st.just(name), "attrList": attribs})

    cost = realistic.attribs("Month", "Amount", Month=months, Amount=amounts)
    noted = realistic.attribs("Month", "Amount", "Note", Month=months, Amount=amounts)
    known = realistic.attribs(
        "Month", "Amount", "Id", Month=months, Amount=amounts, Id=realistic.ids.map(str)
    )
    tag = realistic.attribs("Type", "Value", Type=realistic.names, Value=realistic.names)
    each = st.one_of(
        *(group("Cost", attribs) for attribs in (cost, noted, known)), group("Tag", tag)
    )
    return listed("typeAttrib", st.lists(each, min_size=1, max_size=3))


def programs(table: Contract) -> Objects:
    """Programs to update: costs and tags, by id."""
    details = _program_details(table)
    return object_of(
        table,
        "MObject",
        {"type": st.just("Program"), "id": realistic.ids, "typeAttribList": details},
    )


_opportunity_fields = st.lists(
    st.one_of(
        *(
            st.fixed_dictionaries({"name": st.just(name), "value": values})
            for name, values in OPPORTUNITY_FIELDS.items()
        )
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda item: item["name"],
)


def opportunities(table: Contract, operation: str) -> Objects:
    """Opportunities to write; what is updated has a key."""
    ways: dict[str, list[dict[str, SearchStrategy[Any]]]] = {
        "INSERT": [{}, {"externalKey": external_keys}],
        "UPDATE": [{"id": realistic.ids}, {"externalKey": external_keys}],
        "UPSERT": [{"id": realistic.ids}, {"externalKey": external_keys}],
    }
    company = listed("mObjAssociation", _associations(table, "Company"))
    return st.one_of(
        *(
            object_of(
                table,
                "MObject",
                {
                    "type": st.just("Opportunity"),
                    **way,
                    "attribList": listed("attrib", _opportunity_fields),
                },
                {"associationList": company},
            )
            for way in ways[operation]
        )
    )


def roles(table: Contract, operation: str) -> Objects:
    """Roles to write, whose ends stand as attributes or as associations."""
    key: dict[str, SearchStrategy[Any]] = {} if operation == "INSERT" else {"id": realistic.ids}
    ends = realistic.attribs(
        "OpportunityId",
        "PersonId",
        "Role",
        OpportunityId=realistic.ids.map(str),
        PersonId=realistic.ids.map(str),
    )
    primary = realistic.attribs("Role", "IsPrimary", IsPrimary=st.sampled_from(("1", "0")))
    related = listed("mObjAssociation", _associations(table, "Lead", "Opportunity"))
    ways: list[dict[str, SearchStrategy[Any]]] = [
        {"attribList": ends},
        {"attribList": primary, "associationList": related},
    ]
    required = {"type": st.just(ROLE), **key}
    return st.one_of(*(object_of(table, "MObject", {**required, **way}) for way in ways))


def _sync_mobjects(table: Contract) -> Objects:
    def of(operation: str, item: Objects) -> Objects:
        return object_of(
            table,
            "ParamsSyncMObjects",
            {
                "mObjectList": listed("mObject", st.lists(item, min_size=1, max_size=4)),
                "operation": st.just(operation),
            },
        )

    others = [
        of(operation, st.one_of(opportunities(table, operation), roles(table, operation)))
        for operation in ("INSERT", "UPDATE", "UPSERT")
    ]
    return st.one_of([of("UPDATE", programs(table)), *others])


def _delete_mobjects(table: Contract) -> Objects:
    types = st.sampled_from(("Opportunity", ROLE))

    def numbered(number: int) -> Json:
        return {"type": "Opportunity", "id": number}

    objects = some(
        object_of(table, "MObject", {"type": types, "id": realistic.ids}),
        numbered=numbered,
        most=limits.MOBJECTS_PER_SYNC,
        by=lambda item: (item["type"], item["id"]),
    )
    required = {"mObjectList": listed("mObject", objects)}
    return object_of(table, "ParamsDeleteMObjects", required)


REQUESTS: Mapping[str, Builder] = {
    "deleteMObjects": _delete_mobjects,
    "describeMObject": _describe_mobject,
    "getMObjects": _get_mobjects,
    "listMObjects": _list_mobjects,
    "syncMObjects": _sync_mobjects,
}
