"""Near misses inside a request's message that the schema allows and the service does not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from mktows.contract import Contract
from mktows.testing.near_misses.makers import (
    JsonChange,
    Maker,
    NearMiss,
    ValidMessages,
    enveloped,
    in_json,
    only,
)
from mktows.testing.near_misses.structure import lead_by, one_lead
from mktows.testing.valid_messages import realistic
from mktows.testing.valid_messages.realistic import Json, Objects, object_of
from mktows.testing.valid_messages.requests.custom_objects import custom_object_keys
from mktows.testing.valid_messages.requests.lists import import_with
from mktows.testing.valid_messages.requests.mobjects import opportunities, programs, roles

_LEADS = ("syncLead", "syncMultipleLeads")
_SINCE_NAMES = ("2_3", "2_7")
_SINCE_SELECTOR = ("2_2", "2_3", "2_7")


def _set(**members: Any) -> JsonChange:
    """Sets members of the request, each to a value or to one that a strategy gives."""

    def change(draw: DrawFn, request: Json) -> None:
        for name, value in members.items():
            request[name] = draw(value) if isinstance(value, SearchStrategy) else value

    return change


def _without(*names: str) -> JsonChange:
    def change(_: DrawFn, request: Json) -> None:
        for name in names:
            request.pop(name, None)

    return change


# How much


def _many(least: int, *names: str, item: Callable[[int], Any]) -> JsonChange:
    """Fills the list at the end of a path with more items than are allowed."""

    def change(draw: DrawFn, request: Json) -> None:
        count, start = draw(st.integers(least, least + 20)), draw(st.integers(1, 10**6))
        holder = request
        for name in names[:-1]:
            holder = holder[name]
        holder[names[-1]] = [item(start + n) for n in range(count)]

    return change


def _too_many_keys(_: Contract, operation: str) -> Objects:
    start: Json = {"startPosition": {}} if operation == "getLeadChanges" else {}

    def selecting(first: int, count: int) -> Json:
        keys = [str(first + n) for n in range(count)]
        selector = {
            "@type": "LeadKeySelector",
            "keyType": "IDNUM",
            "keyValues": {"stringItem": keys},
        }
        return {**start, "leadSelector": selector}

    return st.builds(selecting, st.integers(1, 10**6), st.integers(101, 130))


def _numbered_lead(number: int) -> Json:
    return {"Email": f"{number}@many.example"}


def _numbered_program(number: int) -> Json:
    costs = [{"name": "Month", "value": "2013-06"}, {"name": "Amount", "value": "2000"}]
    cost = {"attrType": "Cost", "attrList": {"attrib": costs}}
    return {"type": "Program", "id": number, "typeAttribList": {"typeAttrib": [cost]}}


def _numbered_custom_object(number: int) -> Json:
    return {"customObjKeyList": custom_object_keys(number)}


def _lead_attribute(number: int) -> Json:
    return {"attribute": [{"attrName": "IDNUM", "attrValue": str(number)}]}


def _too_many_losers(draw: DrawFn, request: Json) -> None:
    request["winningLeadKeyList"] = _lead_attribute(2**31 - 1)
    _many(301, "losingLeadKeyLists", "keyList", item=_lead_attribute)(draw, request)


def _too_many_programs(draw: DrawFn, request: Json) -> None:
    request["operation"] = "UPDATE"
    _many(101, "mObjectList", "mObject", item=_numbered_program)(draw, request)


_BATCH_SIZES = {
    "getMultipleLeads": 1000,
    "getLeadActivity": 100,
    "getLeadChanges": 1000,
    "getCustomObjects": 100,
}


def _too_large_pages(table: Contract, operation: str) -> SearchStrategy[bytes]:
    sizes = st.integers(_BATCH_SIZES[operation] + 1, 2**31 - 1)
    return in_json(_set(batchSize=sizes))(table, operation)


def _spanning(seconds: SearchStrategy[int]) -> ValidMessages:
    """GetMultipleLeads of a range of time that is so many seconds long."""

    def requests(_: Contract, __: str) -> Objects:
        def selector(oldest: str, latest: str) -> Json:
            return {
                "leadSelector": {
                    "@type": "LastUpdateAtSelector",
                    "latestUpdatedAt": latest,
                    "oldestUpdatedAt": oldest,
                }
            }

        return realistic.times_apart(seconds).map(lambda found: selector(*found))

    return requests


# Leads


def _lead_with(*attributes: tuple[str, str], **keys: SearchStrategy[Any]) -> ValidMessages:
    """A lead with some attributes and keys."""
    items = [{"attrName": name, "attrValue": value} for name, value in attributes]

    def requests(table: Contract, operation: str) -> Objects:
        fixed = st.just({"attribute": items})
        record = object_of(table, "LeadRecord", {**keys, "leadAttributeList": fixed})
        return one_lead(table, operation, record)

    return requests


_not_deduped = in_json(
    _set(leadRecordList={"leadRecord": [{"Email": "t@t.com"}]}, dedupEnabled=False)
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
    return in_json(_set(leadKey=key))


def _bad_cookie(table: Contract, operation: str) -> SearchStrategy[bytes]:
    if operation == "syncLead":
        return in_json(_set(marketoCookie=_bad_cookies))(table, operation)
    return _lead_key(st.just("COOKIE"), _bad_cookies)(table, operation)


_key_types = st.sampled_from(tuple(realistic.KEY_VALUES))
_blank = st.sampled_from(("", " ", "\n"))


def _selecting(**selector: Any) -> Maker:
    return in_json(_set(leadSelector=st.fixed_dictionaries(selector)))


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
    return in_json(_set(**{_EMPTY_LISTS[operation]: {}}))(table, operation)


def _merging(winner: Json, *losers: Json) -> Maker:
    return in_json(_set(winningLeadKeyList=winner, losingLeadKeyLists={"keyList": list(losers)}))


def _named_key(name: str, value: str) -> Json:
    return {"attribute": [{"attrName": name, "attrValue": value}]}


_COOKIE = "id:561-HYG-937&token:_mch-marketo.com-1258067434006-50277"


# Lists and campaigns


def _campaign(**members: Any) -> Maker:
    """A requestCampaign with leads and the members given, and no others."""
    leads = {"leadKey": [{"keyType": "EMAIL", "keyValue": "lead@company.com"}]}
    fixed = {"source": "MKTOWS", "leadList": leads, **members}

    def requests(_: Contract, __: str) -> Objects:
        return st.fixed_dictionaries(
            {
                name: value if isinstance(value, SearchStrategy) else st.just(value)
                for name, value in fixed.items()
            }
        )

    return enveloped(requests)


def _member(**key: Any) -> Maker:
    return in_json(_set(listMemberList=st.fixed_dictionaries(key).map(lambda k: {"leadKey": [k]})))


_program_lists = st.builds(
    lambda program, name: {"keyType": "MKTOLISTNAME", "keyValue": f"{program}.{name}"},
    realistic.names,
    realistic.names,
)


def _columns(*names: str, campaign: str | None = None) -> Maker:
    return enveloped(lambda table, _: import_with(table, list(names), st.just(campaign)))


def _more_columns(_: DrawFn, request: Json) -> None:
    request["importFileRows"]["stringItem"][-1] += ",x"


_bad_tokens = st.sampled_from(("message", "my.message", "{{message}}", "{my.message}", "{{my.}}"))


# Objects


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


_tag_twice = [("Tag Type", "Channel"), ("Tag Type", "Region")]
_named_campaign = {"programName": realistic.names, "campaignName": realistic.names}

REQUEST_NEAR_MISSES: Mapping[str, NearMiss] = {
    # How much
    "limit-selector-keys-ignored": only(enveloped(_too_many_keys), "getMultipleLeads"),
    "limit-selector-keys-refused": only(
        enveloped(_too_many_keys), "getLeadChanges", versions=_SINCE_SELECTOR
    ),
    "limit-campaign-leads": only(
        in_json(_many(101, "leadList", "leadKey", item=realistic.id_key)), "requestCampaign"
    ),
    "limit-sync-leads": only(
        in_json(_many(301, "leadRecordList", "leadRecord", item=_numbered_lead)),
        "syncMultipleLeads",
    ),
    "limit-list-members": only(
        in_json(_many(1001, "listMemberList", "leadKey", item=realistic.id_key)), "listOperation"
    ),
    "limit-mobjects": only(in_json(_too_many_programs), "syncMObjects"),
    "limit-custom-objects": only(
        in_json(_many(101, "customObjList", "customObj", item=_numbered_custom_object)),
        "syncCustomObjects",
    ),
    "limit-batch": only(in_json(_too_many_losers), "mergeLeads"),
    "limit-batch-size": only(_too_large_pages, *_BATCH_SIZES),
    "limit-batch-size-low": only(in_json(_set(batchSize=st.integers(-(2**31), 0))), *_BATCH_SIZES),
    "limit-time-range": only(
        enveloped(_spanning(st.integers(30 * 86400 + 1, 400 * 86400))), "getMultipleLeads"
    ),
    "time-range-reversed": only(
        enveloped(_spanning(st.integers(-400 * 86400, -1))), "getMultipleLeads"
    ),
    # Leads
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
        _lead_key(st.just("IDNUM"), st.sampled_from(("null", "1.0", "2147483648", "t@t.com"))),
        "getLead",
        "getLeadActivity",
    ),
    "selector-missing": only(in_json(_without("leadSelector")), "getMultipleLeads"),
    "selector-keys-empty": only(
        in_json(
            _set(leadSelector={"@type": "LeadKeySelector", "keyType": "EMAIL", "keyValues": {}})
        ),
        "getMultipleLeads",
    ),
    "selector-deprecated": only(_old_form, "getMultipleLeads"),
    "static-list-missing": only(
        in_json(_set(leadSelector={"@type": "StaticListSelector"})), "getMultipleLeads"
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
        in_json(_set(includeAttributes={"stringItem": ["FirstName"]})), "getMultipleLeads"
    ),
    "filter-both-types": only(in_json(_both_filters), "getLeadActivity"),
    "filter-include-deprecated": only(
        in_json(_set(activityFilter=_included_types)), "getLeadChanges", versions=_SINCE_NAMES
    ),
    "activity-name-not-display": only(
        in_json(_set(activityNameFilter={"stringItem": ["VisitWebpage"]})),
        "getLeadChanges",
        versions=_SINCE_NAMES,
    ),
    "batch-empty": only(_empty_batch, *_EMPTY_LISTS),
    "merge-key-missing": only(_merging({"attribute": []}, _lead_attribute(3)), "mergeLeads"),
    "merge-key-cookie": only(
        _merging(_named_key("COOKIE", _COOKIE), _lead_attribute(3)), "mergeLeads"
    ),
    "merge-key-unknown": only(_merging(_lead_attribute(2), _named_key("Id", "3")), "mergeLeads"),
    "merge-key-crowded": only(
        _merging(
            _lead_attribute(2),
            {"attribute": _lead_attribute(3)["attribute"] + _lead_attribute(4)["attribute"]},
        ),
        "mergeLeads",
    ),
    "merge-same-lead": only(
        _merging(_lead_attribute(2), _lead_attribute(3), _lead_attribute(2)), "mergeLeads"
    ),
    # Lists and campaigns
    "campaign-id-with-name": only(
        _campaign(campaignId=realistic.ids, campaignName=realistic.names), "requestCampaign"
    ),
    "campaign-unnamed": only(_campaign(programName=realistic.names), "requestCampaign"),
    "campaign-tokens-missing": only(_campaign(**_named_campaign), "requestCampaign"),
    "campaign-leads-missing": only(
        _campaign(campaignId=realistic.ids, leadList={}), "requestCampaign"
    ),
    "campaign-key-cookie": only(
        _campaign(
            campaignId=realistic.ids,
            leadList={"leadKey": [{"keyType": "COOKIE", "keyValue": _COOKIE}]},
        ),
        "requestCampaign",
    ),
    "token-form": only(
        in_json(
            _set(
                programTokenList=_bad_tokens.map(
                    lambda name: {"attrib": [{"name": name, "value": "x"}]}
                )
            )
        ),
        "scheduleCampaign",
    ),
    "list-member-key": only(
        _member(keyType=st.just("EMAIL"), keyValue=realistic.emails), "listOperation"
    ),
    "list-in-program": only(in_json(_set(listKey=_program_lists)), "listOperation"),
    "import-tokens-without-campaign": only(
        _columns("Email Address", "{{my.message}}"), "importToList"
    ),
    "import-row-columns": only(in_json(_more_columns), "importToList"),
    "import-header-api-name": only(_columns("Email Address", "LastName"), "importToList"),
    "import-header-repeated": only(
        _columns("Email Address", "Last Name", "Last Name"), "importToList"
    ),
    "import-email-missing": only(_columns("First Name", "Last Name"), "importToList"),
    "import-status-unnamed": only(
        enveloped(
            lambda table, _: object_of(
                table, "ParamsGetImportToListStatus", {"programName": realistic.names}
            )
        ),
        "getImportToListStatus",
    ),
    # Objects
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
    "custom-object-operation-missing": only(in_json(_without("operation")), "syncCustomObjects"),
}
"""Rules beyond the schema, and how each is broken."""
