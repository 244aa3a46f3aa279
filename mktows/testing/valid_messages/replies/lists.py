"""Valid replies of listOperation, importToList and getImportToListStatus."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import strategies as st

from mktows.contract import Contract
from mktows.facts.key_types import IDNUM
from mktows.testing.valid_messages import realistic
from mktows.testing.valid_messages.realistic import Builder, Json, Objects, object_of
from mktows.testing.valid_messages.replies.parts import result


def _list_operation(table: Contract) -> Objects:
    """All done, with no list of statuses; or a status for every lead, one false at least."""
    status = object_of(
        table, "LeadStatus", {"leadKey": realistic.lead_keys(IDNUM), "status": realistic.booleans}
    )
    statuses = st.lists(status, min_size=1, max_size=4)

    def told(found: list[Json]) -> Json:
        success = all(item["status"] for item in found)
        return result({"success": success, "statusList": {"leadStatus": found}})

    return st.one_of(st.just(result({"success": True})), statuses.map(told))


def _import_to_list(_: Contract) -> Objects:
    return st.just(result({"importStatus": "PROCESSING"}))


def _get_import_to_list_status(table: Contract) -> Objects:
    counts = st.integers(0, 300)
    rows = dict.fromkeys(("estimatedRows", "rowsImported", "rowsFailed", "rowsIgnored"), counts)
    running = {"status": st.just("PROCESSING"), "startedTime": realistic.reply_times, **rows}
    finished = {
        **running,
        "status": st.sampled_from(("COMPLETE", "FAILED", "CANCELED")),
        "endedTime": realistic.reply_times,
        "importSummary": realistic.texts,
    }
    return st.one_of(
        *(object_of(table, "ResultGetImportToListStatus", way) for way in (running, finished))
    ).map(result)


REPLIES: Mapping[str, Builder] = {
    "getImportToListStatus": _get_import_to_list_status,
    "importToList": _import_to_list,
    "listOperation": _list_operation,
}
