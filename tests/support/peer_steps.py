"""A call of every operation, with the arguments of a SOAP toolkit and what its answer holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from mktows.contract import contract
from support.soap_peers import Peer

LIST = "Trav-Test-List"


def pairs(**values: str) -> dict[str, list[dict[str, str]]]:
    return {"attribute": [{"attrName": name, "attrValue": text} for name, text in values.items()]}


def attribs(**values: str) -> dict[str, list[dict[str, str]]]:
    return {"attrib": [{"name": name, "value": text} for name, text in values.items()]}


def key(kind: str, value: object) -> dict[str, str]:
    return {"keyType": kind, "keyValue": str(value)}


def keys(*ids: int) -> dict[str, list[dict[str, str]]]:
    return {"leadKey": [key("IDNUM", each) for each in ids]}


def strings(*texts: str) -> dict[str, list[str]]:
    return {"stringItem": list(texts)}


def declares(version: str, type_name: str, element: str) -> bool:
    """Tell whether a version's contract has an element in a type."""
    return element in {each.element for each in contract(version).types[type_name].fields}


def holds(expected: Any, actual: Any) -> bool:
    """Whether an answer holds what is expected: more members, and more items before a `...`."""
    if isinstance(expected, dict):
        return isinstance(actual, dict) and all(
            name in actual and holds(value, actual[name]) for name, value in expected.items()
        )
    if isinstance(expected, list):
        *first, last = expected
        if last is ...:
            return all(map(holds, first, actual[: len(first)])) and len(actual) >= len(first)
        return len(expected) == len(actual) and all(map(holds, expected, actual))
    return bool(expected == actual)


def steps(version: str, peer: Peer) -> Iterator[tuple[str, dict[str, Any], Any]]:
    """Every operation with its arguments, and what its answer holds."""
    rufus = key("EMAIL", "rufus@marketo.com")
    record = {"Email": "new@example.com", "leadAttributeList": pairs(FirstName="Zoë <&> co")}
    opportunity = {
        "type": "Opportunity",
        "externalKey": {"name": "opportunityId", "value": "Opportunity_4"},
        "attribList": attribs(opportunityId="Opportunity_4", Name="Opportunity 4 for ACME"),
        "associationList": {
            "mObjAssociation": [
                {"mObjType": "Company", "externalKey": {"name": "cAccountFSID", "value": "C123"}}
            ]
        },
    }
    road_key = pairs(MKTOID="1090177", rid="rid9")
    road = {"customObjKeyList": road_key}
    started = datetime.now(UTC) - timedelta(hours=1)
    yield (
        "syncLead",
        {"leadRecord": record, "returnLead": True},
        {
            "leadId": 1090243,
            "syncStatus": {"leadId": 1090243, "status": "CREATED"},
            "leadRecord": {
                "Id": 1090243,
                "Email": "new@example.com",
                "leadAttributeList": {
                    "attribute": [
                        {"attrName": "FirstName", "attrType": "string", "attrValue": "Zoë <&> co"},
                        {"attrName": "Website", "attrType": "url", "attrValue": "example.com"},
                    ]
                },
            },
        },
    )
    yield (
        "syncMultipleLeads",
        {"leadRecordList": {"leadRecord": [record, {"Id": 77}]}, "dedupEnabled": True},
        [{"leadId": 1090243, "status": "UPDATED"}, {"leadId": 77, "status": "FAILED"}],
    )
    yield (
        "getLead",
        {"leadKey": rufus},
        {"count": 1, "leadRecordList": {"leadRecord": [{"Id": 1089965}]}},
    )
    yield (
        "getMultipleLeads",
        {
            "leadSelector": peer.made(
                "LeadKeySelector", keyType="EMAIL", keyValues=strings("joe@marketo.com", "nobody")
            ),
            "includeAttributes": strings("FirstName"),
        },
        {"returnCount": 1, "remainingCount": 0, "leadRecordList": {"leadRecord": [{"Id": 67508}]}},
    )
    yield (
        "listOperation",
        {
            "listOperation": "ISMEMBEROFLIST",
            "listKey": key("MKTOLISTNAME", LIST),
            "listMemberList": keys(87710, 1089946),
            "strict": False,
        },
        {
            "success": False,
            "statusList": {
                "leadStatus": [
                    {"leadKey": key("IDNUM", 87710), "status": False},
                    {"leadKey": key("IDNUM", 1089946), "status": True},
                ]
            },
        },
    )
    yield (
        "listOperation",
        {
            "listOperation": "ADDTOLIST",
            "listKey": key("MKTOLISTNAME", LIST),
            "listMemberList": keys(87710),
        },
        {"success": True},
    )
    yield (
        "getLeadActivity",
        {
            "leadKey": rufus,
            "activityFilter": {"includeTypes": {"activityType": ["FillOutForm"]}},
            "batchSize": 1,
        },
        {
            "returnCount": 1,
            "remainingCount": 1,
            "activityRecordList": {
                "activityRecord": [
                    {
                        "id": 1030593,
                        "activityDateTime": datetime.fromisoformat("2013-07-09T16:41:29-05:00"),
                        "activityType": "Fill Out Form",
                        "mktgAssetName": "WebHookForm",
                        "mktPersonId": "1089965",
                    }
                ]
            },
        },
    )
    changes: dict[str, Any] = {
        "startPosition": {"oldestCreatedAt": started},
        "activityFilter": {"includeTypes": {"activityType": ["NewLead"]}},
    }
    if declares(version, "ParamsGetLeadChanges", "activityNameFilter"):
        changes["activityNameFilter"] = strings("New Lead")
        del changes["activityFilter"]
    if version != "2_1":
        changes["leadSelector"] = peer.made("LastUpdateAtSelector", oldestUpdatedAt=started)
    yield (
        "getLeadChanges",
        changes,
        {
            "returnCount": 1,
            "remainingCount": 0,
            "leadChangeRecordList": {
                "leadChangeRecord": [{"activityType": "New Lead", "mktPersonId": "1090243"}]
            },
        },
    )
    yield "listMObjects", {}, ["ActivityRecord", "LeadRecord", "Opportunity", ...]
    yield (
        "describeMObject",
        {"objectName": "ActivityRecord"},
        {
            "name": "ActivityRecord",
            "isVirtual": True,
            "fieldList": {"field": [{"name": "id", "size": 10, "isPrimaryKey": True}, ...]},
        },
    )
    yield (
        "syncMObjects",
        {"mObjectList": {"mObject": [opportunity]}, "operation": "UPSERT"},
        [{"id": 40, "externalKey": opportunity["externalKey"], "status": "CREATED"}],
    )
    yield (
        "getMObjects",
        {
            "type": "Program",
            "mObjCriteriaList": {
                "mObjCriteria": [{"attrName": "Id", "comparison": "LE", "attrValue": "1010"}]
            },
        },
        {
            "returnCount": 6,
            "hasMore": False,
            "mObjectList": {
                "mObject": [
                    {"type": "Program", "id": 1001},
                    {
                        "id": 1002,
                        "typeAttribList": {
                            "typeAttrib": [
                                {"attrType": "Tag"},
                                {
                                    "attrType": "Token",
                                    "attrList": attribs(Name="testtoken", Value="<p>Coffee</p>"),
                                },
                            ]
                        },
                    },
                    ...,
                ]
            },
        },
    )
    yield (
        "deleteMObjects",
        {"mObjectList": {"mObject": [{"type": "Opportunity", "id": each} for each in (4, 5)]}},
        [{"id": 4, "status": "DELETED"}, {"id": 5, "status": "UNCHANGED"}],
    )
    yield (
        "syncCustomObjects",
        {
            "objTypeName": "RoadShow",
            "customObjList": {
                "customObj": [
                    {**road, "customObjAttributeList": pairs(city="SanMateo", zip="94404")},
                    {**road, "customObjAttributeList": pairs(nameasdf="x")},
                ]
            },
            "operation": "UPSERT",
        },
        [
            {"objTypeName": "Roadshow", **road, "status": "CREATED"},
            {"status": "FAILED", "error": "Unknown name attribute list: nameasdf"},
        ],
    )
    yield (
        "getCustomObjects",
        {
            "objTypeName": "RoadShow",
            "customObjKeyList": road_key,
            "includeAttributes": strings("city"),
        },
        {
            "objTypeName": "Roadshow",
            "returnCount": 1,
            "customObjList": {
                "customObj": [{**road, "customObjAttributeList": pairs(city="SanMateo")}]
            },
        },
    )
    yield (
        "deleteCustomObjects",
        {"objTypeName": "RoadShow", "customObjKeyLists": {"keyList": [road_key]}},
        [{"objTypeName": "Roadshow", **road, "status": "DELETED"}],
    )
    yield (
        "getCampaignsForSource",
        {"source": "MKTOWS", "name": "Trigger", "exactName": False},
        {
            "returnCount": 13,
            "campaignRecordList": {
                "campaignRecord": [{"id": 3374, "name": "ER Demo.Triggered Campaign"}, ...]
            },
        },
    )
    yield (
        "requestCampaign",
        {"source": "MKTOWS", "campaignId": 4496, "leadList": keys(1090243, 67508)},
        True,
    )
    program = {"programName": "Trav-Demo-Program", "campaignName": "Batch Campaign Example"}
    cloned = {"cloneToProgramName": "A clone"}
    yield (
        "scheduleCampaign",
        {
            **program,
            **(cloned if declares(version, "ParamsScheduleCampaign", *cloned) else {}),
            "campaignRunAt": datetime.now(UTC),
            "programTokenList": attribs(**{"{{my.message}}": "Updated message"}),
        },
        True,
    )
    yield (
        "importToList",
        {
            **program,
            "importFileHeader": "Last Name,First Name,Email Address",
            "importFileRows": strings('Doe,"Jane, née ""X""",jdoe@janeconsulting.com'),
            "importListMode": "UPSERTLEADS",
            "listName": LIST,
            "clearList": False,
        },
        "PROCESSING",
    )
    yield (
        "getImportToListStatus",
        {"programName": "Trav-Demo-Program", "listName": LIST},
        {"status": "COMPLETE", "rowsImported": 1, "rowsFailed": 0, "rowsIgnored": 0},
    )
    yield (
        "getChannels",
        {"tag": {"values": strings("Blog", "Webinar")}},
        [{"tagValue": "Blog"}, {"tagValue": "Webinar"}],
    )
    yield (
        "getTags",
        {"tagList": {"tag": [{"type": "Region"}]}},
        [{"type": "Region", "values": strings("North America", "Region A", "Region B")}],
    )
    merged: dict[str, Any] = {
        "winningLeadKeyList": pairs(IDNUM="2"),
        "losingLeadKeyLists": {"keyList": [pairs(IDNUM="15"), pairs(IDNUM="16")]},
    }
    if declares(version, "ParamsMergeLeads", "mergeInSales"):
        merged["mergeInSales"] = False
    yield (
        "mergeLeads",
        merged,
        {"winningLeadId": 2, "losingLeadIdList": {"integerItem": [15, 16]}, "status": "MERGED"},
    )
