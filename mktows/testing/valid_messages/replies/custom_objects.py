"""Valid replies of the operations on custom objects."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import strategies as st

from mktows.contract import Contract
from mktows.testing.valid_messages import realistic
from mktows.testing.valid_messages.realistic import Builder, Json, Objects, listed, object_of
from mktows.testing.valid_messages.replies.parts import few, result
from mktows.testing.valid_messages.requests.custom_objects import custom_object_keys

_keys = st.integers(0, 9999).map(custom_object_keys)


def _custom_statuses(table: Contract, name: str, *done: str) -> Objects:
    fixed = {"objTypeName": st.just("Roadshow"), "customObjKeyList": _keys}
    fine = object_of(table, "SyncCustomObjStatus", {**fixed, "status": st.sampled_from(done)})
    bad = object_of(
        table,
        "SyncCustomObjStatus",
        {**fixed, "status": st.just("FAILED"), "error": realistic.texts},
    )
    found = st.lists(st.one_of(fine, fine, bad), min_size=1, max_size=4)
    return listed("syncCustomObjStatus", found).map(lambda item: result({name: item}))


def _sync_custom_objects(table: Contract) -> Objects:
    return _custom_statuses(table, "syncCustomObjStatusList", "CREATED", "UPDATED")


def _delete_custom_objects(table: Contract) -> Objects:
    return _custom_statuses(table, "deleteCustomObjStatusList", "DELETED")


def _get_custom_objects(table: Contract) -> Objects:
    record = object_of(
        table,
        "CustomObj",
        {
            "customObjKeyList": _keys,
            # In alphabetical order, whatever the order of a request.
            "customObjAttributeList": realistic.attributes("city", "state", "zip"),
        },
    )

    def paged(records: list[Json], left: int) -> Json:
        return result(
            {
                "objTypeName": "Roadshow",
                "returnCount": len(records),
                "remainingCount": left if records else 0,
                "newStreamPosition": f'{{"ky":["1090177"],"os":{len(records)}}}',
                # Without a match it is empty, never nil (recorded).
                "customObjList": {"customObj": records},
            }
        )

    return st.builds(paged, few(record), st.integers(0, 999))


REPLIES: Mapping[str, Builder] = {
    "deleteCustomObjects": _delete_custom_objects,
    "getCustomObjects": _get_custom_objects,
    "syncCustomObjects": _sync_custom_objects,
}
