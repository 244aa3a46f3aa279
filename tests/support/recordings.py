"""Requests of every operation, as a program that ran against the old service sent them."""

from __future__ import annotations

from collections.abc import Iterable

from support.envelopes import NAMESPACE

USER = "old_program_1"
SIGNATURE = "0737b707c4022bb90122e7a1dbc79a2dbfbcd5ca"
MONDAY = "2026-03-02T09:00:00-06:00"

_KEY = "<leadKey><keyType>{}</keyType><keyValue>{}</keyValue></leadKey>"


def _attribute(name: str, value: str) -> str:
    return (
        f"<attribute><attrName>{name}</attrName><attrType>string</attrType>"
        f"<attrValue>{value}</attrValue></attribute>"
    )


def lead_key(kind: str, value: str) -> str:
    return _KEY.format(kind, value)


REQUESTS: dict[str, str] = {
    "getLead": lead_key("EMAIL", "ann@example.com"),
    "getMultipleLeads": (
        '<leadSelector xsi:type="m:LeadKeySelector"><keyType>IDNUM</keyType><keyValues>'
        "<stringItem>7</stringItem><stringItem>8</stringItem></keyValues></leadSelector>"
        "<batchSize>100</batchSize><includeAttributes><stringItem>DateofBirth</stringItem>"
        "<stringItem>Company</stringItem></includeAttributes>"
    ),
    "syncLead": (
        "<leadRecord><Email>ann@example.com</Email><leadAttributeList>"
        f"{_attribute('FirstName', 'Ann')}{_attribute('SICCode', '7')}{_attribute('Shoe', '39')}"
        "</leadAttributeList></leadRecord><returnLead>false</returnLead>"
    ),
    "syncMultipleLeads": (
        "<leadRecordList><leadRecord><Email>ann@example.com</Email><leadAttributeList>"
        f"{_attribute('LastName', 'Noone')}</leadAttributeList></leadRecord>"
        "<leadRecord><Email>bob@example.com</Email><leadAttributeList>"
        f"{_attribute('LastName', 'Some')}</leadAttributeList></leadRecord></leadRecordList>"
        "<dedupEnabled>true</dedupEnabled>"
    ),
    "mergeLeads": (
        f"<winningLeadKeyList>{_attribute('IDNUM', '7')}</winningLeadKeyList>"
        f"<losingLeadKeyLists><keyList>{_attribute('IDNUM', '8')}</keyList></losingLeadKeyLists>"
    ),
    "listOperation": (
        "<listOperation>ADDTOLIST</listOperation><listKey><keyType>MKTOLISTNAME</keyType>"
        "<keyValue>Guests</keyValue></listKey><listMemberList>"
        f"{lead_key('IDNUM', '7')}</listMemberList><strict>false</strict>"
    ),
    "importToList": (
        "<programName>Spring</programName><importFileHeader>Email Address,First Name"
        "</importFileHeader><importFileRows><stringItem>ann@example.com,Ann</stringItem>"
        "</importFileRows><importListMode>UPSERTLEADS</importListMode><listName>Guests</listName>"
    ),
    "getImportToListStatus": "<programName>Spring</programName><listName>Guests</listName>",
    "getCampaignsForSource": "<source>MKTOWS</source>",
    "requestCampaign": (
        "<source>MKTOWS</source><campaignId>12</campaignId><leadList>"
        f"{lead_key('IDNUM', '7')}</leadList>"
    ),
    "scheduleCampaign": "<programName>Spring</programName><campaignName>Invite</campaignName>",
    "getLeadActivity": (
        f"{lead_key('IDNUM', '7')}<activityFilter><includeTypes><activityType>VisitWebpage"
        "</activityType></includeTypes></activityFilter><batchSize>10</batchSize>"
    ),
    "getLeadChanges": (
        "<startPosition><oldestCreatedAt>2026-03-01T00:00:00-06:00</oldestCreatedAt>"
        "</startPosition><activityNameFilter><stringItem>Visit Webpage</stringItem>"
        "</activityNameFilter><batchSize>10</batchSize>"
    ),
    "getCustomObjects": (
        "<objTypeName>Car_c</objTypeName><customObjKeyList>"
        f"{_attribute('VIN', 'A1')}</customObjKeyList>"
    ),
    "syncCustomObjects": (
        "<objTypeName>Car_c</objTypeName><customObjList><customObj><customObjKeyList>"
        f"{_attribute('MKTOID', '7')}{_attribute('VIN', 'A1')}</customObjKeyList>"
        f"<customObjAttributeList>{_attribute('Colour', 'red')}</customObjAttributeList>"
        "</customObj></customObjList><operation>UPSERT</operation>"
    ),
    "deleteCustomObjects": (
        "<objTypeName>Car_c</objTypeName><customObjKeyLists><keyList>"
        f"{_attribute('VIN', 'A1')}</keyList></customObjKeyLists>"
    ),
    "getMObjects": (
        "<type>Program</type><mObjCriteriaList><mObjCriteria><attrName>Id</attrName>"
        "<comparison>EQ</comparison><attrValue>12</attrValue></mObjCriteria></mObjCriteriaList>"
    ),
    "syncMObjects": (
        "<mObjectList><mObject><type>Opportunity</type><attribList><attrib><name>Name</name>"
        "<value>Big deal</value></attrib></attribList></mObject></mObjectList>"
        "<operation>INSERT</operation>"
    ),
    "deleteMObjects": (
        "<mObjectList><mObject><type>Opportunity</type><id>12</id></mObject></mObjectList>"
    ),
    "describeMObject": "<objectName>LeadRecord</objectName>",
    "listMObjects": "",
    "getChannels": "",
    "getTags": "",
}


def message(operation: str, members: str | None = None) -> str:
    name = f"params{operation[:1].upper()}{operation[1:]}"
    inner = REQUESTS[operation] if members is None else members
    return f"<m:{name}>{inner}</m:{name}>"


def envelope(
    operation: str,
    members: str | None = None,
    *,
    user: str = USER,
    at: str = MONDAY,
    more: str = "",
) -> str:
    """One request, in one line."""
    return (
        '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        f'xmlns:m="{NAMESPACE}"><e:Header><m:AuthenticationHeader><mktowsUserId>{user}'
        f"</mktowsUserId><requestSignature>{SIGNATURE}</requestSignature><requestTimestamp>{at}"
        f"</requestTimestamp></m:AuthenticationHeader>{more}</e:Header><e:Body>"
        f"{message(operation, members)}</e:Body></e:Envelope>"
    )


def log(envelopes: Iterable[str]) -> bytes:
    """A log with requests in it."""
    return "\n".join(["start", *(f"DEBUG sent {each}" for each in envelopes), "end"]).encode()
