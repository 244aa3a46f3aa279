"""Requests of each operation that keep every documented rule, as strategies of their JSON form."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from mktows.contract import Contract
from mktows.testing.valid_messages import realistic as p
from mktows.testing.valid_messages.realistic import Drafts, Json, listed, object_of, some

KEYS_IN_SELECTOR = 100
LEADS_IN_SYNC = 300
MEMBERS_IN_LIST_OPERATION = 300  # 1000 are allowed, but no batch of more than 300 is supported
LEADS_IN_CAMPAIGN = 100
OBJECTS_IN_SYNC = 100
ROWS_IN_IMPORT = 300
PAGE_OF_LEADS = 1000
PAGE_OF_ACTIVITIES = 100
PAGE_OF_CHANGES = 1000
PAGE_OF_CUSTOM_OBJECTS = 100
DESCRIBED = ("ActivityRecord", "LeadRecord", "Opportunity", "OpportunityPersonRole")
CRITERIA: Mapping[str, Mapping[str, SearchStrategy[str]]] = {
    "Program": {
        "Id": p.ids.map(str),
        "Name": p.texts,
        "CRM Id": p.crm_ids,
        "Tag Type": p.names,
        "Tag Value": p.names,
        "Workspace Id": p.ids.map(str),
        "Include Archive": st.sampled_from(("true", "false")),
    },
    "Opportunity": {"Name": p.texts, "Type": p.texts, "Stage": p.texts},
    "OpportunityPersonRole": {"Role": p.texts},
}
"""What objects of each type can be searched by, besides times."""
OPPORTUNITY_FIELDS: Mapping[str, SearchStrategy[str]] = {
    "Name": p.texts,
    "Amount": st.integers(0, 10**9).map(lambda cents: f"{cents // 100}.{cents % 100:02}"),
    "CloseDate": p.LEAD_FIELDS["Date_of_purchase"],
    "IsWon": st.sampled_from(("1", "0")),
    "IsClosed": st.sampled_from(("1", "0")),
    "Stage": p.texts,
    "Description": p.texts,
    "Probability": st.integers(0, 100).map(str),
}


def request_draft(table: Contract, operation: str) -> Drafts:
    """Requests of an operation that keep every documented rule, in the members of a version."""
    return _DRAFTS[operation](table)


# Leads


def _get_lead(table: Contract) -> Drafts:
    return object_of(table, "ParamsGetLead", {"leadKey": p.lead_keys()})


def _typed(table: Contract, name: str, required: Any, optional: Any = None) -> Drafts:
    return object_of(table, name, {"@type": st.just(name), **required}, optional)


def _numbered_value(key_type: str) -> Callable[[int], str]:
    forms = {
        "IDNUM": "{}",
        "EMAIL": "{}@many.example",
        "LEADOWNEREMAIL": "{}@many.example",
        "COOKIE": "id:561-HYG-937&token:_mch-many.example-1258067434006-{}",
    }
    return forms.get(key_type, "{:015}").format


def _key_selector(table: Contract, key_type: str) -> Drafts:
    values = some(
        p.KEY_VALUES[key_type],
        numbered=_numbered_value(key_type),
        most=KEYS_IN_SELECTOR,
        by=lambda value: value,
    )
    required = {"keyType": st.just(key_type), "keyValues": listed("stringItem", values)}
    return _typed(table, "LeadKeySelector", required)


def _key_selectors(table: Contract) -> Drafts:
    """Up to a hundred different keys of one type."""
    return st.one_of(*(_key_selector(table, name) for name in p.KEY_VALUES))


def _list_selectors(table: Contract) -> Drafts:
    """A static list by its name, which for a program's list has a dot, or by its id."""
    program_list = st.builds(lambda program, name: f"{program}.{name}", p.names, p.names)
    return st.one_of(
        _typed(table, "StaticListSelector", {"staticListName": p.names | program_list}),
        _typed(table, "StaticListSelector", {"staticListId": p.ids}),
    )


def _time_selectors(table: Contract) -> Drafts:
    """A range of thirty days at most."""
    return p.ranges.flatmap(
        lambda found: _typed(
            table,
            "LastUpdateAtSelector",
            {"latestUpdatedAt": st.just(found[1]), "oldestUpdatedAt": st.just(found[0])},
        )
    )


def _selectors(table: Contract) -> Drafts:
    return st.one_of(_key_selectors(table), _list_selectors(table), _time_selectors(table))


_lead_positions = st.builds(
    lambda lead, until, since, done, left: f"id:{lead}:to:{until}:tl:{since}:os:{done}:rc:{left}",
    p.ids,
    st.integers(1_300_000_000, 1_700_000_000),
    st.integers(1_200_000_000, 1_300_000_000),
    st.integers(1, 10_000),
    st.integers(1, 10_000),
)


def _get_multiple_leads(table: Contract) -> Drafts:
    fields = st.lists(st.sampled_from(sorted(p.LEAD_FIELDS)), max_size=4, unique=True)
    # Without Email among them, a reply shows no addresses (recorded).
    included = fields.map(lambda found: [*found, "Email"])
    return object_of(
        table,
        "ParamsGetMultipleLeads",
        {"leadSelector": _selectors(table)},
        {
            "streamPosition": _lead_positions,
            "batchSize": st.integers(1, PAGE_OF_LEADS),
            "includeAttributes": listed("stringItem", included),
        },
    )


def _lead_records(table: Contract) -> Drafts:
    """Lead records with one key, or with a new email next to it."""
    foreign = {
        "ForeignSysPersonId": p.words,
        "ForeignSysType": st.sampled_from(("CUSTOM", "SFDC", "NETSUITE")),
    }
    keys: list[dict[str, SearchStrategy[Any]]] = [{"Id": p.ids}, {"Email": p.emails}, foreign]
    more = {"leadAttributeList": p.lead_attributes}
    return st.one_of(
        *(object_of(table, "LeadRecord", key, more) for key in keys),
        # Next to Id or foreign id an Email is changed only if it is an attribute too (documented).
        *(_with_new_email(table, key) for key in (keys[0], foreign)),
    )


def _with_new_email(table: Contract, key: Mapping[str, SearchStrategy[Any]]) -> Drafts:
    return p.emails.flatmap(
        lambda email: object_of(
            table,
            "LeadRecord",
            {
                **key,
                "Email": st.just(email),
                "leadAttributeList": p.lead_attributes.map(
                    lambda found: {
                        "attribute": [
                            *found["attribute"],
                            {"attrName": "Email", "attrValue": email},
                        ]
                    }
                ),
            },
        )
    )


def _sync_lead(table: Contract) -> Drafts:
    flag = {"returnLead": p.booleans}
    keyed = object_of(
        table,
        "ParamsSyncLead",
        {"leadRecord": _lead_records(table), **flag},
        {"marketoCookie": p.cookies},
    )
    # A cookie is attached only along with an attribute (recorded).
    by_cookie = object_of(
        table,
        "ParamsSyncLead",
        {
            "leadRecord": object_of(table, "LeadRecord", {"leadAttributeList": p.lead_attributes}),
            "marketoCookie": p.cookies,
            **flag,
        },
    )
    return st.one_of(keyed, keyed, by_cookie)


def _lead_identity(record: Json) -> tuple[str, Any]:
    """What makes two lead records of one batch the same."""
    for name in ("Id", "ForeignSysPersonId", "Email"):
        if name in record:
            return name, record[name]
    return "", None


def _numbered_lead(number: int) -> Json:
    attribute = {"attrName": "Company", "attrValue": f"Company {number}"}
    return {"Email": f"{number}@many.example", "leadAttributeList": {"attribute": [attribute]}}


def _sync_multiple_leads(table: Contract) -> Drafts:
    records = some(
        _lead_records(table), numbered=_numbered_lead, most=LEADS_IN_SYNC, by=_lead_identity
    )
    return object_of(
        table,
        "ParamsSyncMultipleLeads",
        {"leadRecordList": listed("leadRecord", records)},
        {"dedupEnabled": st.just(True)},
    )


def _merge_leads(table: Contract) -> Drafts:
    keys = st.lists(p.lead_keys(*p.MEMBER_KEYS), min_size=2, max_size=5, unique_by=p.key_of)

    def named(key: Json) -> Json:
        return {"attribute": [{"attrName": key["keyType"], "attrValue": key["keyValue"]}]}

    return keys.flatmap(
        lambda found: object_of(
            table,
            "ParamsMergeLeads",
            {
                "winningLeadKeyList": st.just(named(found[0])),
                "losingLeadKeyLists": st.just({"keyList": [named(key) for key in found[1:]]}),
            },
            {"mergeInSales": p.booleans},
        )
    )


# Activities


def _positions(**dates: SearchStrategy[str]) -> Drafts:
    offset = st.one_of(p.ids.map(lambda number: f"ID:{number}"), st.integers(1, 999).map(str))
    return st.fixed_dictionaries({}, optional={"offset": offset, **dates})


def _type_filters(table: Contract, *members: str) -> Drafts:
    members_of: Any = table.binding("ActivityType")
    types = st.lists(
        st.sampled_from([item.value for item in members_of]), min_size=1, max_size=5, unique=True
    )
    return st.one_of(
        *(
            object_of(table, "ActivityTypeFilter", {name: listed("activityType", types)})
            for name in members
        )
    )


def _get_lead_activity(table: Contract) -> Drafts:
    return object_of(
        table,
        "ParamsGetLeadActivity",
        {"leadKey": p.lead_keys()},
        {
            "activityFilter": _type_filters(table, "includeTypes", "excludeTypes"),
            "startPosition": _positions(latestCreatedAt=p.request_times),
            "batchSize": st.integers(1, PAGE_OF_ACTIVITIES),
        },
    )


ACTIVITY_NAMES = (
    "Visit Webpage", "Fill Out Form", "Click Link", "Send Email", "Open Email", "New Lead",
    "Change Data Value", "Add to List", "Remove from List", "Add to Nurture", "Share Content",
    "Interesting Moment", "Change Score",
)  # fmt: skip
"""Some of the documented display names."""


def _get_lead_changes(table: Contract) -> Drafts:
    shown = st.lists(st.sampled_from(ACTIVITY_NAMES), min_size=1, max_size=4, unique=True)
    return object_of(
        table,
        "ParamsGetLeadChanges",
        {"startPosition": _positions(oldestCreatedAt=p.request_times)},
        {
            "activityFilter": _type_filters(table, "excludeTypes"),
            "activityNameFilter": listed("stringItem", shown),
            "batchSize": st.integers(1, PAGE_OF_CHANGES),
            "leadSelector": _selectors(table),
        },
    )


# Lists, campaigns, tags


def _list_operation(table: Contract) -> Drafts:
    operations: Any = table.binding("ListOperationType")
    members = some(
        p.lead_keys("IDNUM"), numbered=p.id_key, most=MEMBERS_IN_LIST_OPERATION, by=p.key_of
    )
    keys = {"MKTOLISTNAME": p.names, "MKTOSALESUSERID": p.crm_ids, "SFDCLEADOWNERID": p.crm_ids}
    list_key = st.one_of(
        *(
            st.fixed_dictionaries({"keyType": st.just(name), "keyValue": values})
            for name, values in keys.items()
        )
    )
    return object_of(
        table,
        "ParamsListOperation",
        {
            "listOperation": st.sampled_from([item.value for item in operations]),
            "listKey": list_key,
            "listMemberList": listed("leadKey", members),
        },
        {"strict": p.booleans, "skipActivityLog": p.booleans},
    )


IMPORT_COLUMNS: Mapping[str, SearchStrategy[str]] = {
    "Email Address": p.emails,
    "First Name": p.lines,
    "Last Name": p.lines,
    "Job Title": p.lines,
    "Company Name": p.lines,
    "Lead Score": st.integers(0, 100).map(str),
}
"""Columns of an import by the display names of their fields."""


def _csv_line(cells: list[str]) -> str:
    """One line of CSV, quoted where it must be."""
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(cells)
    return line.getvalue()


def _import_to_list(table: Contract) -> Drafts:
    columns = st.lists(
        st.sampled_from([name for name in IMPORT_COLUMNS if name != "Email Address"]),
        max_size=4,
        unique=True,
    ).map(lambda found: ["Email Address", *found])
    plain = columns.flatmap(lambda found: import_with(table, found, st.none() | p.names))
    token = "{{my.message}}"  # noqa: S105 - a program token
    # Token columns need the campaign that uses them.
    with_token = columns.flatmap(lambda found: import_with(table, [*found, token], p.names))
    return st.one_of(plain, plain, with_token)


def import_of(table: Contract, campaign: SearchStrategy[str | None]) -> Drafts:
    """An import of addresses and names."""
    return import_with(table, ["Email Address", "Last Name"], campaign)


def import_with(
    table: Contract, columns: list[str], campaign: SearchStrategy[str | None]
) -> Drafts:
    """An import of some columns, the first of which holds addresses in a long one."""
    row = st.tuples(*(IMPORT_COLUMNS.get(name, p.lines) for name in columns))

    def many(number: int) -> str:
        return _csv_line([f"{number}@many.example", *("x" for _ in columns[1:])])

    rows = some(row.map(list).map(_csv_line), numbered=many, most=ROWS_IN_IMPORT)
    return object_of(
        table,
        "ParamsImportToList",
        {
            "programName": p.names,
            "importFileHeader": st.just(_csv_line(columns)),
            "importFileRows": listed("stringItem", rows),
            "importListMode": st.sampled_from(("UPSERTLEADS", "LISTONLY")),
            "listName": p.names,
            "clearList": p.booleans,
            "campaignName": campaign,
        },
    )


def _get_import_to_list_status(table: Contract) -> Drafts:
    required = {"programName": p.names, "listName": p.names}
    return object_of(table, "ParamsGetImportToListStatus", required)


_sources = st.sampled_from(("MKTOWS", "SALES"))


def _get_campaigns_for_source(table: Contract) -> Drafts:
    optional = {"name": p.names, "exactName": p.booleans}
    return object_of(table, "ParamsGetCampaignsForSource", {"source": _sources}, optional)


def _request_campaign(table: Contract) -> Drafts:
    leads = some(
        p.lead_keys(*p.MEMBER_KEYS), numbered=p.id_key, most=LEADS_IN_CAMPAIGN, by=p.key_of
    )
    common = {"source": _sources, "leadList": listed("leadKey", leads)}
    by_id = {"campaignId": p.ids}
    by_name = {"programName": p.names, "campaignName": p.names, "programTokenList": p.tokens}
    return st.one_of(
        *(object_of(table, "ParamsRequestCampaign", {**common, **way}) for way in (by_id, by_name))
    )


def _schedule_campaign(table: Contract) -> Drafts:
    return object_of(
        table,
        "ParamsScheduleCampaign",
        {"programName": p.names, "campaignName": p.names},
        {"campaignRunAt": p.request_times, "programTokenList": p.tokens},
    )


_values = listed("stringItem", st.lists(p.names, max_size=4, unique=True))


def _get_channels(table: Contract) -> Drafts:
    tag = object_of(table, "Tag", {}, {"values": _values})
    return object_of(table, "ParamsGetChannels", {}, {"tag": tag})


def _get_tags(table: Contract) -> Drafts:
    tags = st.lists(object_of(table, "Tag", {"type": p.names}, {"values": _values}), max_size=3)
    return object_of(table, "ParamsGetTags", {}, {"tagList": listed("tag", tags)})


# MObjects


def _list_mobjects(table: Contract) -> Drafts:
    return object_of(table, "ParamsListMObjects", {})


def _describe_mobject(table: Contract) -> Drafts:
    return object_of(table, "ParamsDescribeMObject", {"objectName": st.sampled_from(DESCRIBED)})


external_keys = st.fixed_dictionaries({"name": p.words, "value": p.words})


def _associations(table: Contract, *types: str) -> SearchStrategy[list[Json]]:
    """One association with an object of each of some types."""
    return st.tuples(
        *(
            st.one_of(
                object_of(table, "MObjAssociation", {"mObjType": st.just(name), "id": p.ids}),
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
_created = p.ranges.map(
    lambda found: [
        _criterion("Created At", "GE", found[0]),
        _criterion("Created At", "LE", found[1]),
    ]
)


def _criteria(type_name: str) -> Drafts:
    """Criteria that objects of a type can be searched by, each once, but times as a range."""
    each = st.one_of(
        *(
            st.builds(_criterion, st.just(name), _comparisons, values)
            for name, values in CRITERIA[type_name].items()
        )
    )
    found = st.lists(each, min_size=1, max_size=3, unique_by=lambda item: item["attrName"])
    return listed("mObjCriteria", st.one_of(found, st.builds(list.__add__, found, _created)))


def _get_mobjects(table: Contract) -> Drafts:
    def of(type_name: str, *ways: Mapping[str, SearchStrategy[Any]]) -> Drafts:
        details = {"includeDetails": p.booleans} if type_name == "Program" else {}
        optional = {**details, "streamPosition": p.words}
        required = {"type": st.just(type_name)}
        return st.one_of(
            *(object_of(table, "ParamsGetMObjects", {**required, **way}, optional) for way in ways)
        )

    def related(*types: str) -> Drafts:
        return listed("mObjAssociation", _associations(table, *types))

    return st.one_of(
        of("Program", {}, {"id": p.ids}, {"mObjCriteriaList": _criteria("Program")}),
        of(
            "Opportunity",
            {"id": p.ids},
            {"externalKey": external_keys},
            {"mObjCriteriaList": _criteria("Opportunity")},
            {"mObjAssociationList": related("Company")},
        ),
        of(
            "OpportunityPersonRole",
            {"id": p.ids},
            {"mObjCriteriaList": _criteria("OpportunityPersonRole")},
            {"mObjAssociationList": related("Lead")},
            {"mObjAssociationList": related("Lead", "Opportunity")},
        ),
    )


months = p.moments.map(lambda moment: f"{moment:%Y-%m}")
amounts = st.integers(0, 10**6).map(str)


def _program_details(table: Contract) -> Drafts:
    def group(name: str, attribs: Drafts) -> Drafts:
        return object_of(table, "TypeAttrib", {"attrType": st.just(name), "attrList": attribs})

    cost = p.attribs("Month", "Amount", Month=months, Amount=amounts)
    noted = p.attribs("Month", "Amount", "Note", Month=months, Amount=amounts)
    known = p.attribs("Month", "Amount", "Id", Month=months, Amount=amounts, Id=p.ids.map(str))
    tag = p.attribs("Type", "Value", Type=p.names, Value=p.names)
    each = st.one_of(
        *(group("Cost", attribs) for attribs in (cost, noted, known)), group("Tag", tag)
    )
    return listed("typeAttrib", st.lists(each, min_size=1, max_size=3))


def programs(table: Contract) -> Drafts:
    """Programs to update: costs and tags, by id."""
    details = _program_details(table)
    return object_of(
        table, "MObject", {"type": st.just("Program"), "id": p.ids, "typeAttribList": details}
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


def opportunities(table: Contract, operation: str) -> Drafts:
    """Opportunities to write; what is updated has a key."""
    ways: dict[str, list[dict[str, SearchStrategy[Any]]]] = {
        "INSERT": [{}, {"externalKey": external_keys}],
        "UPDATE": [{"id": p.ids}, {"externalKey": external_keys}],
        "UPSERT": [{"id": p.ids}, {"externalKey": external_keys}],
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


def roles(table: Contract, operation: str) -> Drafts:
    """Roles to write, whose ends stand as attributes or as associations."""
    key: dict[str, SearchStrategy[Any]] = {} if operation == "INSERT" else {"id": p.ids}
    ends = p.attribs(
        "OpportunityId", "PersonId", "Role", OpportunityId=p.ids.map(str), PersonId=p.ids.map(str)
    )
    primary = p.attribs("Role", "IsPrimary", IsPrimary=st.sampled_from(("1", "0")))
    related = listed("mObjAssociation", _associations(table, "Lead", "Opportunity"))
    ways: list[dict[str, SearchStrategy[Any]]] = [
        {"attribList": ends},
        {"attribList": primary, "associationList": related},
    ]
    required = {"type": st.just("OpportunityPersonRole"), **key}
    return st.one_of(*(object_of(table, "MObject", {**required, **way}) for way in ways))


def _sync_mobjects(table: Contract) -> Drafts:
    def of(operation: str, item: Drafts) -> Drafts:
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


def _delete_mobjects(table: Contract) -> Drafts:
    types = st.sampled_from(("Opportunity", "OpportunityPersonRole"))

    def numbered(number: int) -> Json:
        return {"type": "Opportunity", "id": number}

    objects = some(
        object_of(table, "MObject", {"type": types, "id": p.ids}),
        numbered=numbered,
        most=OBJECTS_IN_SYNC,
        by=lambda item: (item["type"], item["id"]),
    )
    required = {"mObjectList": listed("mObject", objects)}
    return object_of(table, "ParamsDeleteMObjects", required)


# Custom objects

_type_names = st.sampled_from(("Roadshow", "RoadShow", "roadshow"))


def custom_object_keys(number: int) -> Json:
    """The keys of the n-th record of the documented example's type."""
    return {
        "attribute": [
            {"attrName": "MKTOID", "attrValue": "1090177"},
            {"attrName": "rid", "attrValue": f"rid{number}"},
        ]
    }


def _sync_custom_objects(table: Contract) -> Drafts:
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
        {"customObjAttributeList": p.attributes("city", "zip", "state")},
    )
    records = some(
        record,
        numbered=numbered,
        most=OBJECTS_IN_SYNC,
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


def _delete_custom_objects(table: Contract) -> Drafts:
    keys = st.lists(st.integers(0, 9999), min_size=1, max_size=4, unique=True)
    lists = keys.map(lambda found: [custom_object_keys(number) for number in found])
    return object_of(
        table,
        "ParamsDeleteCustomObjects",
        {"objTypeName": _type_names, "customObjKeyLists": listed("keyList", lists)},
    )


def _get_custom_objects(table: Contract) -> Drafts:
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
            "batchSize": st.integers(1, PAGE_OF_CUSTOM_OBJECTS),
        },
    )


def _first(keys: Json) -> Json:
    return {"attribute": keys["attribute"][:1]}


_DRAFTS: Mapping[str, Callable[[Contract], Drafts]] = {
    "deleteCustomObjects": _delete_custom_objects,
    "deleteMObjects": _delete_mobjects,
    "describeMObject": _describe_mobject,
    "getCampaignsForSource": _get_campaigns_for_source,
    "getChannels": _get_channels,
    "getCustomObjects": _get_custom_objects,
    "getImportToListStatus": _get_import_to_list_status,
    "getLead": _get_lead,
    "getLeadActivity": _get_lead_activity,
    "getLeadChanges": _get_lead_changes,
    "getMObjects": _get_mobjects,
    "getMultipleLeads": _get_multiple_leads,
    "getTags": _get_tags,
    "importToList": _import_to_list,
    "listMObjects": _list_mobjects,
    "listOperation": _list_operation,
    "mergeLeads": _merge_leads,
    "requestCampaign": _request_campaign,
    "scheduleCampaign": _schedule_campaign,
    "syncCustomObjects": _sync_custom_objects,
    "syncLead": _sync_lead,
    "syncMObjects": _sync_mobjects,
    "syncMultipleLeads": _sync_multiple_leads,
}
