"""Valid replies of getLead, getMultipleLeads, syncLead, syncMultipleLeads and mergeLeads."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from mktows.contract import Contract
from mktows.testing.valid_messages import realistic
from mktows.testing.valid_messages.realistic import Builder, Json, Objects, listed, object_of
from mktows.testing.valid_messages.replies.parts import few, page, result

TYPED = {name: realistic.FIELD_TYPES.get(name, "string") for name in realistic.LEAD_FIELDS}


def _typed_attributes(found: Json) -> Json:
    typed = [{**item, "attrType": TYPED[item["attrName"]]} for item in found["attribute"]]
    return {"attribute": sorted(typed, key=lambda item: item["attrName"])}


_shown_attributes = realistic.lead_attributes.map(_typed_attributes)


def _shown_leads(table: Contract) -> Objects:
    foreign = {
        "ForeignSysPersonId": realistic.words,
        "ForeignSysType": st.sampled_from(("CUSTOM", "SFDC", "NETSUITE")),
    }
    optional = {"Email": realistic.emails, "leadAttributeList": _shown_attributes}
    return st.one_of(
        object_of(table, "LeadRecord", {"Id": realistic.ids}, optional),
        object_of(table, "LeadRecord", {"Id": realistic.ids, **foreign}, optional),
    )


def _lead_list(table: Contract) -> SearchStrategy[list[Json]]:
    leads = few(_shown_leads(table), by=lambda lead: lead["Id"])
    return leads.map(lambda found: sorted(found, key=lambda lead: lead["Id"]))


def _get_lead(table: Contract) -> Objects:
    # No match is a fault, so there is one lead at least; the newest comes first.
    leads = st.lists(
        _shown_leads(table), min_size=1, max_size=3, unique_by=lambda lead: lead["Id"]
    ).map(lambda found: sorted(found, key=lambda lead: -lead["Id"]))
    return page("leadRecordList", "leadRecord", leads, "count").map(result)


def _get_multiple_leads(table: Contract) -> Objects:
    def positioned(page: Json, left: int) -> Json:
        done = page["returnCount"]
        left = left if done else 0
        position = f"id:1089965:to:1392234668:tl:1392321068:os:{done}:rc:{left}" if left else ""
        return result({**page, "remainingCount": left, "newStreamPosition": position})

    pages = page("leadRecordList", "leadRecord", _lead_list(table), "returnCount")
    return st.builds(positioned, pages, st.integers(0, 10_000))


def _sync_lead(table: Contract) -> Objects:
    def answered(lead: Json, status: str, shown: bool) -> Json:
        content: Json = {
            "leadId": lead["Id"],
            "syncStatus": {"leadId": lead["Id"], "status": status},
        }
        return result({**content, **({"leadRecord": lead} if shown else {})})

    return st.builds(
        answered, _shown_leads(table), st.sampled_from(("CREATED", "UPDATED")), realistic.booleans
    )


def _sync_multiple_leads(table: Contract) -> Objects:
    done = object_of(
        table,
        "SyncStatus",
        {"leadId": realistic.ids, "status": st.sampled_from(("CREATED", "UPDATED"))},
    )
    failed = object_of(
        table,
        "SyncStatus",
        {"leadId": st.just(0), "status": st.just("FAILED"), "error": realistic.texts},
    )
    statuses = st.lists(st.one_of(done, done, failed), min_size=1, max_size=5)
    return listed("syncStatus", statuses).map(lambda found: result({"syncStatusList": found}))


def _merge_leads(table: Contract) -> Objects:
    done = object_of(
        table,
        "MergeStatus",
        {
            "winningLeadId": realistic.ids,
            "losingLeadIdList": listed(
                "integerItem", st.lists(realistic.ids, min_size=1, max_size=4)
            ),
            "status": st.just("MERGED"),
        },
    )
    failed = object_of(
        table, "MergeStatus", {"status": st.just("FAILED"), "error": realistic.texts}
    )
    return st.one_of(done, failed).map(lambda found: result({"mergeStatus": found}))


REPLIES: Mapping[str, Builder] = {
    "getLead": _get_lead,
    "getMultipleLeads": _get_multiple_leads,
    "mergeLeads": _merge_leads,
    "syncLead": _sync_lead,
    "syncMultipleLeads": _sync_multiple_leads,
}
