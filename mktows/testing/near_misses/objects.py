"""Near misses of requests about MObjects and custom objects."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from mktows.contract import Contract
from mktows.facts.mobjects import TAG_TYPE
from mktows.testing.near_misses.makers import (
    Maker,
    NearMiss,
    enveloped,
    in_json,
    only,
    without,
)
from mktows.testing.valid_messages.realistic import Json, Objects
from mktows.testing.valid_messages.requests.mobjects import opportunities, programs, roles


def _searched(type_name: str, *criteria: tuple[str, str]) -> Maker:
    items = [{"attrName": name, "comparison": "EQ", "attrValue": value} for name, value in criteria]
    found: Json = {"type": type_name}
    if items:
        found["mObjCriteriaList"] = {"mObjCriteria": items}
    return enveloped(lambda *_: st.just(found))


def _written(
    operation: str, item: Callable[[Contract], Objects], change: Callable[[Json], None]
) -> Maker:
    """A syncMObjects of one object that is changed."""

    def changed(draw: DrawFn, request: Json) -> None:
        del draw
        change(request["mObjectList"]["mObject"][0])

    def make(table: Contract, _: str) -> Objects:
        return item(table).map(
            lambda found: {"mObjectList": {"mObject": [found]}, "operation": operation}
        )

    return in_json(changed, make)


def _insert_opportunity(table: Contract) -> Objects:
    return opportunities(table, "INSERT")


def _insert_role(table: Contract) -> Objects:
    return roles(table, "INSERT")


def _associated(type_name: str, **key: int) -> Callable[[Json], None]:
    def change(item: Json) -> None:
        item["associationList"] = {"mObjAssociation": [{"mObjType": type_name, **key}]}

    return change


def _detail(kind: str, *pairs: tuple[str, str]) -> Callable[[Json], None]:
    attribs = [{"name": name, "value": value} for name, value in pairs]

    def change(item: Json) -> None:
        group = {"attrType": kind, "attrList": {"attrib": attribs}}
        item["typeAttribList"] = {"typeAttrib": [group]}

    return change


def _put(**members: Any) -> Callable[[Json], None]:
    def change(item: Json) -> None:
        item.update(members)

    return change


def _without_ends(item: Json) -> None:
    item.pop("associationList", None)
    item["attribList"] = {"attrib": [{"name": "Role", "value": "Influencer"}]}


def _unknown_type(draw: DrawFn, request: Json) -> None:
    wrong = draw(st.sampled_from(("OpportunityLeadRole", "Lead", "Oppurtunity")))
    if "objectName" in request:
        request["objectName"] = wrong
    elif "type" in request:
        request["type"] = wrong
    else:
        request["mObjectList"]["mObject"][0]["type"] = wrong


def _no_key(draw: DrawFn, request: Json) -> None:
    del draw
    del request["mObjectList"]["mObject"][0]["id"]


def _no_custom_keys(draw: DrawFn, request: Json) -> None:
    del draw
    if "customObjList" in request:
        request["customObjList"]["customObj"][0].pop("customObjKeyList")
    else:
        request["customObjKeyLists"]["keyList"][0] = {"attribute": []}


_tag_twice = [(TAG_TYPE, "Channel"), (TAG_TYPE, "Region")]


OBJECT_NEAR_MISSES: Mapping[str, NearMiss] = {
    "mobject-type-unknown": only(in_json(_unknown_type), "describeMObject", "deleteMObjects"),
    "mobject-criteria-missing": only(_searched("Opportunity"), "getMObjects"),
    "mobject-criterion-unknown": only(_searched("Opportunity", ("Role", "x")), "getMObjects"),
    "mobject-criterion-repeated": only(_searched("Program", *_tag_twice), "getMObjects"),
    "mobject-association-type": only(
        _written("INSERT", _insert_opportunity, _associated("Lead", id=3)), "syncMObjects"
    ),
    "mobject-association-key": only(
        _written("INSERT", _insert_opportunity, _associated("Company")), "syncMObjects"
    ),
    "mobject-key-missing": only(in_json(_no_key), "deleteMObjects"),
    "mobject-read-only": only(
        _written("INSERT", _insert_opportunity, _put(updatedAt="2014-02-12T11:51:08+00:00")),
        "syncMObjects",
    ),
    "program-operation": only(_written("UPSERT", programs, _put()), "syncMObjects"),
    "program-detail-missing": only(
        _written("UPDATE", programs, _detail("Cost", ("Month", "2013-06"))), "syncMObjects"
    ),
    "program-detail-unknown": only(
        _written("UPDATE", programs, _detail("Token", ("Name", "x"), ("Value", "y"))),
        "syncMObjects",
    ),
    "program-month-form": only(
        _written("UPDATE", programs, _detail("Cost", ("Month", "June"), ("Amount", "1"))),
        "syncMObjects",
    ),
    "role-external-key": only(
        _written("INSERT", _insert_role, _put(externalKey={"name": "x", "value": "y"})),
        "syncMObjects",
    ),
    "role-ends-missing": only(_written("INSERT", _insert_role, _without_ends), "syncMObjects"),
    "custom-object-key-missing": only(
        in_json(_no_custom_keys), "syncCustomObjects", "deleteCustomObjects"
    ),
    "custom-object-operation-missing": only(in_json(without("operation")), "syncCustomObjects"),
}
"""Rules about objects beyond the schema, and how each is broken."""
