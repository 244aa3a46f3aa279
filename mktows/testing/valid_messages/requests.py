"""Requests of each operation that keep every documented rule, as strategies of their JSON form."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from mktows.contract import Contract
from mktows.testing.valid_messages import realistic
from mktows.testing.valid_messages.realistic import Json, Objects, listed, object_of, some

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
        "Id": realistic.ids.map(str),
        "Name": realistic.texts,
        "CRM Id": realistic.crm_ids,
        "Tag Type": realistic.names,
        "Tag Value": realistic.names,
        "Workspace Id": realistic.ids.map(str),
        "Include Archive": st.sampled_from(("true", "false")),
    },
    "Opportunity": {"Name": realistic.texts, "Type": realistic.texts, "Stage": realistic.texts},
    "OpportunityPersonRole": {"Role": realistic.texts},
}
"""What objects of each type can be searched by, besides times."""
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


def valid_requests(table: Contract, operation: str) -> Objects:
    """Requests of an operation that keep every documented rule, in the members of a version."""
    return _BUILDERS[operation](table)


# Leads


def _get_lead(table: Contract) -> Objects:
    return object_of(table, "ParamsGetLead", {"leadKey": realistic.lead_keys()})


def _typed(table: Contract, name: str, required: Any, optional: Any = None) -> Objects:
    return object_of(table, name, {"@type": st.just(name), **required}, optional)


def _numbered_value(key_type: str) -> Callable[[int], str]:
    forms = {
        "IDNUM": "{}",
        "EMAIL": "{}@many.example",
        "LEADOWNEREMAIL": "{}@many.example",
        "COOKIE": "id:561-HYG-937&token:_mch-many.example-1258067434006-{}",
    }
    return forms.get(key_type, "{:015}").format


def _key_selector(table: Contract, key_type: str) -> Objects:
    values = some(
        realistic.KEY_VALUES[key_type],
        numbered=_numbered_value(key_type),
        most=KEYS_IN_SELECTOR,
        by=lambda value: value,
    )
    required = {"keyType": st.just(key_type), "keyValues": listed("stringItem", values)}
    return _typed(table, "LeadKeySelector", required)


def _key_selectors(table: Contract) -> Objects:
    """Up to a hundred different keys of one type."""
    return st.one_of(*(_key_selector(table, name) for name in realistic.KEY_VALUES))


def _list_selectors(table: Contract) -> Objects:
    """A static list by its name, which for a program's list has a dot, or by its id."""
    program_list = st.builds(
        lambda program, name: f"{program}.{name}", realistic.names, realistic.names
    )
    return st.one_of(
        _typed(table, "StaticListSelector", {"staticListName": realistic.names | program_list}),
        _typed(table, "StaticListSelector", {"staticListId": realistic.ids}),
    )


def _time_selectors(table: Contract) -> Objects:
    """A range of thirty days at most."""
    return realistic.ranges.flatmap(
        lambda found: _typed(
            table,
            "LastUpdateAtSelector",
            {"latestUpdatedAt": st.just(found[1]), "oldestUpdatedAt": st.just(found[0])},
        )
    )


def _selectors(table: Contract) -> Objects:
    return st.one_of(_key_selectors(table), _list_selectors(table), _time_selectors(table))


_lead_positions = st.builds(
    lambda lead, until, since, done, left: f"id:{lead}:to:{until}:tl:{since}:os:{done}:rc:{left}",
    realistic.ids,
    st.integers(1_300_000_000, 1_700_000_000),
    st.integers(1_200_000_000, 1_300_000_000),
    st.integers(1, 10_000),
    st.integers(1, 10_000),
)


def _get_multiple_leads(table: Contract) -> Objects:
    fields = st.lists(st.sampled_from(sorted(realistic.LEAD_FIELDS)), max_size=4, unique=True)
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


def _lead_records(table: Contract) -> Objects:
    """Lead records with one key, or with a new email next to it."""
    foreign = {
        "ForeignSysPersonId": realistic.words,
        "ForeignSysType": st.sampled_from(("CUSTOM", "SFDC", "NETSUITE")),
    }
    keys: list[dict[str, SearchStrategy[Any]]] = [
        {"Id": realistic.ids},
        {"Email": realistic.emails},
        foreign,
    ]
    more = {"leadAttributeList": realistic.lead_attributes}
    return st.one_of(
        *(object_of(table, "LeadRecord", key, more) for key in keys),
        # Next to Id or foreign id an Email is changed only if it is an attribute too (documented).
        *(_with_new_email(table, key) for key in (keys[0], foreign)),
    )


def _with_new_email(table: Contract, key: Mapping[str, SearchStrategy[Any]]) -> Objects:
    return realistic.emails.flatmap(
        lambda email: object_of(
            table,
            "LeadRecord",
            {
                **key,
                "Email": st.just(email),
                "leadAttributeList": realistic.lead_attributes.map(
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


def _sync_lead(table: Contract) -> Objects:
    flag = {"returnLead": realistic.booleans}
    keyed = object_of(
        table,
        "ParamsSyncLead",
        {"leadRecord": _lead_records(table), **flag},
        {"marketoCookie": realistic.cookies},
    )
    # A cookie is attached only along with an attribute (recorded).
    by_cookie = object_of(
        table,
        "ParamsSyncLead",
        {
            "leadRecord": object_of(
                table, "LeadRecord", {"leadAttributeList": realistic.lead_attributes}
            ),
            "marketoCookie": realistic.cookies,
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


def _sync_multiple_leads(table: Contract) -> Objects:
    records = some(
        _lead_records(table), numbered=_numbered_lead, most=LEADS_IN_SYNC, by=_lead_identity
    )
    return object_of(
        table,
        "ParamsSyncMultipleLeads",
        {"leadRecordList": listed("leadRecord", records)},
        {"dedupEnabled": st.just(True)},
    )


def _merge_leads(table: Contract) -> Objects:
    keys = st.lists(
        realistic.lead_keys(*realistic.MEMBER_KEYS),
        min_size=2,
        max_size=5,
        unique_by=realistic.key_of,
    )

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
            {"mergeInSales": realistic.booleans},
        )
    )


# Activities


def _positions(**dates: SearchStrategy[str]) -> Objects:
    offset = st.one_of(
        realistic.ids.map(lambda number: f"ID:{number}"), st.integers(1, 999).map(str)
    )
    return st.fixed_dictionaries({}, optional={"offset": offset, **dates})


def _type_filters(table: Contract, *members: str) -> Objects:
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


def _get_lead_activity(table: Contract) -> Objects:
    return object_of(
        table,
        "ParamsGetLeadActivity",
        {"leadKey": realistic.lead_keys()},
        {
            "activityFilter": _type_filters(table, "includeTypes", "excludeTypes"),
            "startPosition": _positions(latestCreatedAt=realistic.request_times),
            "batchSize": st.integers(1, PAGE_OF_ACTIVITIES),
        },
    )


ACTIVITY_NAMES = (
    "Visit Webpage", "Fill Out Form", "Click Link", "Send Email", "Open Email", "New Lead",
    "Change Data Value", "Add to List", "Remove from List", "Add to Nurture", "Share Content",
    "Interesting Moment", "Change Score",
)  # fmt: skip
"""Some of the documented display names."""


def _get_lead_changes(table: Contract) -> Objects:
    shown = st.lists(st.sampled_from(ACTIVITY_NAMES), min_size=1, max_size=4, unique=True)
    return object_of(
        table,
        "ParamsGetLeadChanges",
        {"startPosition": _positions(oldestCreatedAt=realistic.request_times)},
        {
            "activityFilter": _type_filters(table, "excludeTypes"),
            "activityNameFilter": listed("stringItem", shown),
            "batchSize": st.integers(1, PAGE_OF_CHANGES),
            "leadSelector": _selectors(table),
        },
    )


# Lists, campaigns, tags


def _list_operation(table: Contract) -> Objects:
    operations: Any = table.binding("ListOperationType")
    members = some(
        realistic.lead_keys("IDNUM"),
        numbered=realistic.id_key,
        most=MEMBERS_IN_LIST_OPERATION,
        by=realistic.key_of,
    )
    keys = {
        "MKTOLISTNAME": realistic.names,
        "MKTOSALESUSERID": realistic.crm_ids,
        "SFDCLEADOWNERID": realistic.crm_ids,
    }
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
        {"strict": realistic.booleans, "skipActivityLog": realistic.booleans},
    )


IMPORT_COLUMNS: Mapping[str, SearchStrategy[str]] = {
    "Email Address": realistic.emails,
    "First Name": realistic.lines,
    "Last Name": realistic.lines,
    "Job Title": realistic.lines,
    "Company Name": realistic.lines,
    "Lead Score": st.integers(0, 100).map(str),
}
"""Columns of an import by the display names of their fields."""


def _csv_line(cells: list[str]) -> str:
    """One line of CSV, quoted where it must be."""
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(cells)
    return line.getvalue()


def _import_to_list(table: Contract) -> Objects:
    columns = st.lists(
        st.sampled_from([name for name in IMPORT_COLUMNS if name != "Email Address"]),
        max_size=4,
        unique=True,
    ).map(lambda found: ["Email Address", *found])
    plain = columns.flatmap(lambda found: import_with(table, found, st.none() | realistic.names))
    token = "{{my.message}}"  # noqa: S105 - a program token
    # Token columns need the campaign that uses them.
    with_token = columns.flatmap(lambda found: import_with(table, [*found, token], realistic.names))
    return st.one_of(plain, plain, with_token)


def import_of(table: Contract, campaign: SearchStrategy[str | None]) -> Objects:
    """An import of addresses and names."""
    return import_with(table, ["Email Address", "Last Name"], campaign)


def import_with(
    table: Contract, columns: list[str], campaign: SearchStrategy[str | None]
) -> Objects:
    """An import of some columns, the first of which holds addresses in a long one."""
    row = st.tuples(*(IMPORT_COLUMNS.get(name, realistic.lines) for name in columns))

    def many(number: int) -> str:
        return _csv_line([f"{number}@many.example", *("x" for _ in columns[1:])])

    rows = some(row.map(list).map(_csv_line), numbered=many, most=ROWS_IN_IMPORT)
    return object_of(
        table,
        "ParamsImportToList",
        {
            "programName": realistic.names,
            "importFileHeader": st.just(_csv_line(columns)),
            "importFileRows": listed("stringItem", rows),
            "importListMode": st.sampled_from(("UPSERTLEADS", "LISTONLY")),
            "listName": realistic.names,
            "clearList": realistic.booleans,
            "campaignName": campaign,
        },
    )


def _get_import_to_list_status(table: Contract) -> Objects:
    required = {"programName": realistic.names, "listName": realistic.names}
    return object_of(table, "ParamsGetImportToListStatus", required)


_sources = st.sampled_from(("MKTOWS", "SALES"))


def _get_campaigns_for_source(table: Contract) -> Objects:
    optional = {"name": realistic.names, "exactName": realistic.booleans}
    return object_of(table, "ParamsGetCampaignsForSource", {"source": _sources}, optional)


def _request_campaign(table: Contract) -> Objects:
    leads = some(
        realistic.lead_keys(*realistic.MEMBER_KEYS),
        numbered=realistic.id_key,
        most=LEADS_IN_CAMPAIGN,
        by=realistic.key_of,
    )
    common = {"source": _sources, "leadList": listed("leadKey", leads)}
    by_id = {"campaignId": realistic.ids}
    by_name = {
        "programName": realistic.names,
        "campaignName": realistic.names,
        "programTokenList": realistic.tokens,
    }
    return st.one_of(
        *(object_of(table, "ParamsRequestCampaign", {**common, **way}) for way in (by_id, by_name))
    )


def _schedule_campaign(table: Contract) -> Objects:
    return object_of(
        table,
        "ParamsScheduleCampaign",
        {"programName": realistic.names, "campaignName": realistic.names},
        {"campaignRunAt": realistic.request_times, "programTokenList": realistic.tokens},
    )


_values = listed("stringItem", st.lists(realistic.names, max_size=4, unique=True))


def _get_channels(table: Contract) -> Objects:
    tag = object_of(table, "Tag", {}, {"values": _values})
    return object_of(table, "ParamsGetChannels", {}, {"tag": tag})


def _get_tags(table: Contract) -> Objects:
    tags = st.lists(
        object_of(table, "Tag", {"type": realistic.names}, {"values": _values}), max_size=3
    )
    return object_of(table, "ParamsGetTags", {}, {"tagList": listed("tag", tags)})


# MObjects


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
        _criterion("Created At", "GE", found[0]),
        _criterion("Created At", "LE", found[1]),
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
            "OpportunityPersonRole",
            {"id": realistic.ids},
            {"mObjCriteriaList": _criteria("OpportunityPersonRole")},
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
    required = {"type": st.just("OpportunityPersonRole"), **key}
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
    types = st.sampled_from(("Opportunity", "OpportunityPersonRole"))

    def numbered(number: int) -> Json:
        return {"type": "Opportunity", "id": number}

    objects = some(
        object_of(table, "MObject", {"type": types, "id": realistic.ids}),
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
            "batchSize": st.integers(1, PAGE_OF_CUSTOM_OBJECTS),
        },
    )


def _first(keys: Json) -> Json:
    return {"attribute": keys["attribute"][:1]}


_BUILDERS: Mapping[str, Callable[[Contract], Objects]] = {
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
