"""Valid requests of the operations on custom objects."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import strategies as st

from mktows.contract import Contract
from mktows.facts import limits
from mktows.testing.valid_messages import realistic
from mktows.testing.valid_messages.realistic import Builder, Json, Objects, listed, object_of, some

_type_names = st.sampled_from(("Roadshow", "RoadShow", "roadshow"))


def custom_object_keys(number: int) -> Json:
    """The keys of the n-th record of the documented example's type."""
    return {
        "attribute": [
            {"attrName": "MKTOID", "attrValue": "1090177"},
            {"attrName": "rid", "attrValue": f"rid{number}"},
        ]
    }


def _sync_custom_objects(table: Contract) -> Objects:
    def numbered(number: int) -> Json:
        city = {"attrName": "city", "attrValue": "SanMateo"}
        return {
            "customObjKeyList": custom_object_keys(number),
            "customObjAttributeList": {"attribute": [city]},
        }

    record = object_of(
        table,
        "CustomObj",
        {"customObjKeyList": st.integers(0, 9999).map(custom_object_keys)},
        {"customObjAttributeList": realistic.attributes("city", "zip", "state")},
    )
    records = some(
        record,
        numbered=numbered,
        most=limits.CUSTOM_OBJECTS_PER_SYNC,
        by=lambda item: item["customObjKeyList"]["attribute"][1]["attrValue"],
    )
    return object_of(
        table,
        "ParamsSyncCustomObjects",
        {
            "objTypeName": _type_names,
            "customObjList": listed("customObj", records),
            "operation": st.sampled_from(("INSERT", "UPDATE", "UPSERT")),
        },
    )


def _delete_custom_objects(table: Contract) -> Objects:
    keys = st.lists(st.integers(0, 9999), min_size=1, max_size=4, unique=True)
    lists = keys.map(lambda found: [custom_object_keys(number) for number in found])
    return object_of(
        table,
        "ParamsDeleteCustomObjects",
        {"objTypeName": _type_names, "customObjKeyLists": listed("keyList", lists)},
    )


def _get_custom_objects(table: Contract) -> Objects:
    # Some of the keys do for reading.
    keys = st.integers(0, 9999).map(custom_object_keys).map(_first) | st.integers(0, 9999).map(
        custom_object_keys
    )
    included = st.lists(st.sampled_from(("city", "state", "zip")), max_size=3, unique=True)
    return object_of(
        table,
        "ParamsGetCustomObjects",
        {"objTypeName": _type_names, "includeAttributes": listed("stringItem", included)},
        {
            "customObjKeyList": keys,
            "streamPosition": st.integers(0, 999).map(
                lambda done: f'{{"ky":["1090177"],"os":{done}}}'
            ),
            "batchSize": st.integers(1, limits.CUSTOM_OBJECTS_PER_PAGE),
        },
    )


def _first(keys: Json) -> Json:
    return {"attribute": keys["attribute"][:1]}


REQUESTS: Mapping[str, Builder] = {
    "deleteCustomObjects": _delete_custom_objects,
    "getCustomObjects": _get_custom_objects,
    "syncCustomObjects": _sync_custom_objects,
}
