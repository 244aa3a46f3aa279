"""Near misses of requests about leads: keys, attributes, selectors, filters, merging."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from mktows.contract import KNOWN_VERSIONS, Contract
from mktows.facts.key_types import COOKIE, EMAIL, IDNUM
from mktows.testing.near_misses.makers import (
    Maker,
    NearMiss,
    ValidMessages,
    enveloped,
    in_json,
    only,
    setting,
    without,
)
from mktows.testing.near_misses.structure import lead_by, one_lead
from mktows.testing.valid_messages import realistic
from mktows.testing.valid_messages.realistic import Json, Objects, object_of

_LEADS = ("syncLead", "syncMultipleLeads")
_SINCE_NAMES = tuple(each for each in KNOWN_VERSIONS if each >= "2_3")


def _lead_with(*attributes: tuple[str, str], **keys: SearchStrategy[Any]) -> ValidMessages:
    """A lead with some attributes and keys."""
    items = [{"attrName": name, "attrValue": value} for name, value in attributes]

    def requests(table: Contract, operation: str) -> Objects:
        fixed = st.just({"attribute": items})
        record = object_of(table, "LeadRecord", {**keys, "leadAttributeList": fixed})
        return one_lead(table, operation, record)

    return requests


_not_deduped = in_json(
    setting(leadRecordList={"leadRecord": [{"Email": "t@t.com"}]}, dedupEnabled=False)
)
_read_only = st.sampled_from(
    ("CreatedAt", "UpdatedAt", "Urgency", "Priority", "MarketoSFDCId", "SFDCType")
)


def _read_only_field(table: Contract, operation: str) -> Objects:
    def record(email: str, name: str, value: str) -> Json:
        attribute = {"attrName": name, "attrValue": value}
        return {"Email": email, "leadAttributeList": {"attribute": [attribute]}}

    return one_lead(
        table, operation, st.builds(record, realistic.emails, _read_only, realistic.texts)
    )


_bad_cookies = st.sampled_from(("x", "_mch-marketo.com-1258067434006-50277", "id:561-HYG-937"))


def _lead_key(key_type: SearchStrategy[str], value: SearchStrategy[str]) -> Maker:
    key = st.fixed_dictionaries({"keyType": key_type, "keyValue": value})
    return in_json(setting(leadKey=key))


def _bad_cookie(table: Contract, operation: str) -> SearchStrategy[bytes]:
    if operation == "syncLead":
        return in_json(setting(marketoCookie=_bad_cookies))(table, operation)
    return _lead_key(st.just(COOKIE), _bad_cookies)(table, operation)


_key_types = st.sampled_from(tuple(realistic.KEY_VALUES))
_blank = st.sampled_from(("", " ", "\n"))


def _selecting(**selector: Any) -> Maker:
    return in_json(setting(leadSelector=st.fixed_dictionaries(selector)))


def _without_keys(draw: DrawFn, request: Json) -> None:
    empty = {"@type": "LeadKeySelector", "keyType": EMAIL, "keyValues": {}}
    setting(leadSelector=empty)(draw, request)
    without("batchSize")(draw, request)  # with keys it has no effect


_old_form = enveloped(
    lambda table, _: object_of(
        table, "ParamsGetMultipleLeads", {"lastUpdatedAt": realistic.request_times}
    )
)


def _both_filters(_: DrawFn, request: Json) -> None:
    request["activityFilter"] = {
        "includeTypes": {"activityType": ["VisitWebpage"]},
        "excludeTypes": {"activityType": ["NewLead"]},
    }


_included_types = {"includeTypes": {"activityType": ["NewLead"]}}
_EMPTY_LISTS = {
    "syncMultipleLeads": "leadRecordList",
    "listOperation": "listMemberList",
    "importToList": "importFileRows",
    "syncMObjects": "mObjectList",
    "deleteMObjects": "mObjectList",
    "syncCustomObjects": "customObjList",
    "deleteCustomObjects": "customObjKeyLists",
}


def _empty_batch(table: Contract, operation: str) -> SearchStrategy[bytes]:
    return in_json(setting(**{_EMPTY_LISTS[operation]: {}}))(table, operation)


def _merging(winner: Json, *losers: Json) -> Maker:
    return in_json(setting(winningLeadKeyList=winner, losingLeadKeyLists={"keyList": list(losers)}))


def named_key(name: str, value: str) -> Json:
    """The keys of a lead in mergeLeads: one, by a name."""
    return {"attribute": [{"attrName": name, "attrValue": value}]}


def numbered_key(number: int) -> Json:
    """The keys of a lead in mergeLeads: its id."""
    return named_key(IDNUM, str(number))


SAMPLE_COOKIE = "id:561-HYG-937&token:_mch-marketo.com-1258067434006-50277"


LEAD_NEAR_MISSES: Mapping[str, NearMiss] = {
    "lead-key-missing": only(enveloped(lead_by()), *_LEADS),
    "foreign-id-without-type": only(
        enveloped(lead_by(ForeignSysPersonId=realistic.words)), *_LEADS
    ),
    "foreign-type-without-id": only(
        enveloped(lead_by(Email=realistic.emails, ForeignSysType=st.just("SFDC"))), *_LEADS
    ),
    "email-not-changed": only(
        enveloped(lead_by(Id=realistic.ids, Email=realistic.emails)), "syncMultipleLeads"
    ),
    "dedup-disabled": only(_not_deduped, "syncMultipleLeads"),
    "attribute-repeated": only(
        enveloped(_lead_with(("City", "A"), ("City", "B"), Email=realistic.emails)), *_LEADS
    ),
    "attribute-value-empty": only(
        enveloped(_lead_with(("City", ""), ("Title", "B"), Email=realistic.emails)), *_LEADS
    ),
    "attribute-read-only": only(enveloped(_read_only_field), *_LEADS),
    "cookie-form": only(_bad_cookie, "syncLead", "getLead", "getLeadActivity"),
    "key-value-empty": only(_lead_key(_key_types, _blank), "getLead", "getLeadActivity"),
    "key-value-not-id": only(
        _lead_key(st.just(IDNUM), st.sampled_from(("null", "1.0", "2147483648", "t@t.com"))),
        "getLead",
        "getLeadActivity",
    ),
    "selector-missing": only(in_json(without("leadSelector")), "getMultipleLeads"),
    "selector-keys-empty": only(in_json(_without_keys), "getMultipleLeads"),
    "selector-deprecated": only(_old_form, "getMultipleLeads"),
    "static-list-missing": only(
        in_json(setting(leadSelector={"@type": "StaticListSelector"})), "getMultipleLeads"
    ),
    "static-list-twice": only(
        _selecting(
            **{"@type": st.just("StaticListSelector")},
            staticListName=realistic.names,
            staticListId=realistic.ids,
        ),
        "getMultipleLeads",
    ),
    "include-attributes-without-email": only(
        in_json(setting(includeAttributes={"stringItem": ["FirstName"]})), "getMultipleLeads"
    ),
    "filter-both-types": only(in_json(_both_filters), "getLeadActivity"),
    "filter-include-deprecated": only(
        in_json(setting(activityFilter=_included_types)), "getLeadChanges", versions=_SINCE_NAMES
    ),
    "activity-name-not-display": only(
        in_json(setting(activityNameFilter={"stringItem": ["VisitWebpage"]})),
        "getLeadChanges",
        versions=_SINCE_NAMES,
    ),
    "batch-empty": only(_empty_batch, *_EMPTY_LISTS),
    "merge-key-missing": only(_merging({"attribute": []}, numbered_key(3)), "mergeLeads"),
    "merge-key-cookie": only(
        _merging(named_key(COOKIE, SAMPLE_COOKIE), numbered_key(3)), "mergeLeads"
    ),
    "merge-key-unknown": only(_merging(numbered_key(2), named_key("Id", "3")), "mergeLeads"),
    "merge-key-crowded": only(
        _merging(
            numbered_key(2),
            {"attribute": numbered_key(3)["attribute"] + numbered_key(4)["attribute"]},
        ),
        "mergeLeads",
    ),
    "merge-same-lead": only(
        _merging(numbered_key(2), numbered_key(3), numbered_key(2)), "mergeLeads"
    ),
}
"""Rules about leads beyond the schema, and how each is broken."""
