"""Valid messages to check, what makes edits of them, and the example of each rule."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import hmac
from dataclasses import dataclass

from lxml import etree

from mktows.checking import RULES, Finding, check_file, check_message
from mktows.checking.messages import SCHEMA_REFUSED
from mktows.checking.surroundings import MESSAGE_UNEXPECTED, unexpected
from mktows.contract import LATEST_VERSION, contract
from mktows.signing import Secret
from mktows.soap import read_envelope

USER_ID = "demo17_1_809934544BFABAE58E5D27"
KEY = "27272727aa"
TIMESTAMP = "2013-08-05T09:57:10-07:00"
SIGNATURE = "0737b707c4022bb90122e7a1dbc79a2dbfbcd5ca"
NAMESPACE = "http://www.marketo.com/mktows/"
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
HEADER = (
    f"<ns1:AuthenticationHeader><mktowsUserId>{USER_ID}</mktowsUserId>"
    f"<requestSignature>{SIGNATURE}</requestSignature>"
    f"<requestTimestamp>{TIMESTAMP}</requestTimestamp></ns1:AuthenticationHeader>"
)


def body_envelope(body: str) -> str:
    """An envelope without Header."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<s:Envelope xmlns:s="{SOAP}" {XSI}'
        f' xmlns:ns1="{NAMESPACE}">\n<s:Body>{body}</s:Body>\n</s:Envelope>'
    )


def envelope(body: str, header: str = HEADER) -> str:
    """A request's envelope."""
    return body_envelope(body).replace("<s:Body>", f"<s:Header>{header}</s:Header>\n<s:Body>", 1)


def upper_first(name: str) -> str:
    return name[0].upper() + name[1:]


def lead(*attributes: tuple[str, str], keys: str = "<Email>t@t.com</Email>") -> str:
    listed = "".join(
        f"<attribute><attrName>{name}</attrName><attrValue>{value}</attrValue></attribute>"
        for name, value in attributes
    )
    return f"<leadRecord>{keys}<leadAttributeList>{listed}</leadAttributeList></leadRecord>"


def key(kind: str, value: str) -> str:
    return f"<leadKey><keyType>{kind}</keyType><keyValue>{value}</keyValue></leadKey>"


def attribute(name: str, value: str) -> str:
    return f"<attribute><attrName>{name}</attrName><attrValue>{value}</attrValue></attribute>"


def attrib(name: str, value: str) -> str:
    return f"<attrib><name>{name}</name><value>{value}</value></attrib>"


SELECTOR = (
    '<leadSelector xsi:type="ns1:LeadKeySelector"><keyType>EMAIL</keyType>'
    "<keyValues><stringItem>t@t.com</stringItem></keyValues></leadSelector>"
)
UPDATED_SELECTOR = (
    '<leadSelector xsi:type="ns1:LastUpdateAtSelector">'
    "<latestUpdatedAt>2014-02-13T11:51:08.710-08:00</latestUpdatedAt>"
    "<oldestUpdatedAt>2014-02-12T11:51:08.713-08:00</oldestUpdatedAt></leadSelector>"
)
LIST_SELECTOR = (
    '<leadSelector xsi:type="ns1:StaticListSelector">'
    "<staticListName>Trav-Test-List</staticListName></leadSelector>"
)
COST = (
    "<typeAttribList><typeAttrib><attrType>Cost</attrType><attrList>"
    f"{attrib('Month', '2013-06')}{attrib('Amount', '2000')}</attrList></typeAttrib>"
    "</typeAttribList>"
)
PROGRAM = f"<mObject><type>Program</type><id>1970</id>{COST}</mObject>"
COMPANY = "<mObjAssociation><mObjType>Company</mObjType><id>3</id></mObjAssociation>"
OPPORTUNITY = (
    f"<mObject><type>Opportunity</type><attribList>{attrib('Name', 'Q1 2014')}</attribList>"
    f"<associationList>{COMPANY}</associationList></mObject>"
)
ROLE = (
    "<mObject><type>OpportunityPersonRole</type><attribList>"
    f"{attrib('OpportunityId', '64')}{attrib('PersonId', '19')}</attribList></mObject>"
)
MEMBER = key("IDNUM", "89")
CUSTOM = (
    f"<customObj><customObjKeyList>{attribute('MKTOID', '1090177')}</customObjKeyList>"
    f"<customObjAttributeList>{attribute('city', 'SanMateo')}</customObjAttributeList></customObj>"
)

# One request for each operation in which nothing is to be found.
REQUESTS = {
    "getLead": key("EMAIL", "rufus@marketo.com"),
    "getMultipleLeads": LIST_SELECTOR + "<batchSize>100</batchSize>",
    "getLeadActivity": key("EMAIL", "t@t.com")
    + "<activityFilter><includeTypes><activityType>VisitWebpage</activityType>"
    "</includeTypes></activityFilter><batchSize>10</batchSize>",
    "getLeadChanges": "<startPosition><oldestCreatedAt>2013-08-01T00:13:13+00:00</oldestCreatedAt>"
    "</startPosition><activityNameFilter><stringItem>Visit Webpage</stringItem>"
    "</activityNameFilter><batchSize>10</batchSize>",
    "syncLead": lead(("FirstName", "George"), ("LastName", "of the Jungle"))
    + "<returnLead>false</returnLead>",
    "syncMultipleLeads": f"<leadRecordList>{lead(('FirstName', 'George'))}</leadRecordList>"
    "<dedupEnabled>true</dedupEnabled>",
    "mergeLeads": f"<winningLeadKeyList>{attribute('IDNUM', '2')}</winningLeadKeyList>"
    f"<losingLeadKeyLists><keyList>{attribute('IDNUM', '15')}</keyList></losingLeadKeyLists>",
    "listOperation": "<listOperation>ADDTOLIST</listOperation><listKey>"
    "<keyType>MKTOLISTNAME</keyType><keyValue>Trav-Test-List</keyValue></listKey>"
    f"<listMemberList>{MEMBER}</listMemberList><strict>false</strict>",
    "importToList": "<programName>Trav-Demo-Program</programName>"
    "<importFileHeader>Last Name,Email Address</importFileHeader><importFileRows>"
    "<stringItem>Awesomesauce,dawesomesauce@marketo.com</stringItem></importFileRows>"
    "<importListMode>UPSERTLEADS</importListMode><listName>Trav-Test-List</listName>"
    "<clearList>false</clearList><campaignName>Batch Campaign Example</campaignName>",
    "getImportToListStatus": "<programName>Trav-Demo-Program</programName>"
    "<listName>Trav-Test-List</listName>",
    "getCampaignsForSource": "<source>MKTOWS</source><name>Trigger</name>"
    "<exactName>false</exactName>",
    "requestCampaign": "<source>MKTOWS</source><campaignId>4496</campaignId>"
    f"<leadList>{key('EMAIL', 'lead@company.com')}</leadList>",
    "scheduleCampaign": "<programName>Trav-Demo-Program</programName>"
    "<campaignName>Batch Campaign Example</campaignName><programTokenList>"
    f"{attrib('{{my.message}}', 'Updated message')}</programTokenList>",
    "listMObjects": "",
    "describeMObject": "<objectName>ActivityRecord</objectName>",
    "getMObjects": "<type>Program</type><mObjCriteriaList><mObjCriteria><attrName>Id</attrName>"
    "<comparison>LE</comparison><attrValue>1010</attrValue></mObjCriteria></mObjCriteriaList>",
    "syncMObjects": f"<mObjectList>{PROGRAM}</mObjectList><operation>UPDATE</operation>",
    "deleteMObjects": "<mObjectList><mObject><type>Opportunity</type><id>4</id></mObject>"
    "</mObjectList>",
    "getCustomObjects": "<objTypeName>RoadShow</objTypeName><customObjKeyList>"
    f"{attribute('MKTOID', '1090177')}</customObjKeyList><includeAttributes/>",
    "syncCustomObjects": f"<objTypeName>RoadShow</objTypeName><customObjList>{CUSTOM}"
    "</customObjList><operation>UPSERT</operation>",
    "deleteCustomObjects": "<objTypeName>RoadShow</objTypeName><customObjKeyLists><keyList>"
    f"{attribute('MKTOID', '1090177')}</keyList></customObjKeyLists>",
    "getChannels": "<tag><values><stringItem>Webinar</stringItem></values></tag>",
    "getTags": "<tagList><tag><type>Content Channel</type></tag></tagList>",
}

_LEAD_REPLY = (
    "<leadRecord><Id>1089965</Id><Email>t@t.com</Email>"
    '<ForeignSysPersonId xsi:nil="true"/><ForeignSysType xsi:nil="true"/><leadAttributeList>'
    "<attribute><attrName>FirstName</attrName><attrType>string</attrType>"
    "<attrValue>George</attrValue></attribute>"
    "<attribute><attrName>LeadScore</attrName><attrType>integer</attrType>"
    "<attrValue>62</attrValue></attribute></leadAttributeList></leadRecord>"
)
_ACTIVITY_REPLY = (
    "<activityRecord><id>1030680</id><marketoGUID>1030680</marketoGUID>"
    "<activityDateTime>2013-07-09T16:44:28-05:00</activityDateTime>"
    "<activityType>Visit Webpage</activityType><mktgAssetName>ClickDemo</mktgAssetName>"
    "<activityAttributes><attribute><attrName>Webpage ID</attrName>"
    '<attrType xsi:nil="true"/><attrValue>1</attrValue></attribute></activityAttributes>'
    '<campaign/><personName xsi:nil="true"/><mktPersonId>1089965</mktPersonId>'
    '<foreignSysId xsi:nil="true"/><orgName xsi:nil="true"/><foreignSysOrgId xsi:nil="true"/>'
    "</activityRecord>"
)

# Replies as the service writes them.
REPLIES = {
    "getLead": f"<result><count>1</count><leadRecordList>{_LEAD_REPLY}</leadRecordList></result>",
    "getMultipleLeads": "<result><returnCount>1</returnCount><remainingCount>0</remainingCount>"
    f"<newStreamPosition/><leadRecordList>{_LEAD_REPLY}</leadRecordList></result>",
    "getLeadActivity": "<leadActivityList><returnCount>1</returnCount>"
    '<remainingCount>0</remainingCount><newStartPosition><latestCreatedAt xsi:nil="true"/>'
    '<oldestCreatedAt xsi:nil="true"/><activityCreatedAt xsi:nil="true"/><offset>1</offset>'
    f"</newStartPosition><activityRecordList>{_ACTIVITY_REPLY}</activityRecordList>"
    "</leadActivityList>",
    "syncLead": "<result><leadId>7</leadId><syncStatus><leadId>7</leadId><status>UPDATED</status>"
    '<error xsi:nil="true"/></syncStatus><leadRecord xsi:nil="true"/></result>',
    "listOperation": "<result><success>false</success><statusList><leadStatus>"
    f"{MEMBER}<status>false</status></leadStatus></statusList></result>",
    "getImportToListStatus": "<result><status>PROCESSING</status>"
    '<startedTime>2013-08-05T17:58:10-05:00</startedTime><endedTime xsi:nil="true"/>'
    '<estimatedTime xsi:nil="true"/><estimatedRows>2</estimatedRows>'
    "<rowsImported>0</rowsImported><rowsFailed>0</rowsFailed><rowsIgnored>2</rowsIgnored>"
    '<importSummary xsi:nil="true"/></result>',
    "syncMObjects": "<result><mObjStatusList><mObjStatus><id>1970</id><status>UPDATED</status>"
    "</mObjStatus></mObjStatusList></result>",
    "listMObjects": "<result><objects>Opportunity</objects><objects>LeadRecord</objects></result>",
    "syncMultipleLeads": "<result><syncStatusList><syncStatus><leadId>7</leadId>"
    '<status>CREATED</status><error xsi:nil="true"/></syncStatus></syncStatusList></result>',
    "mergeLeads": "<result><mergeStatus><winningLeadId>2</winningLeadId><losingLeadIdList>"
    "<integerItem>15</integerItem></losingLeadIdList><status>MERGED</status>"
    '<error xsi:nil="true"/></mergeStatus></result>',
    "getLeadChanges": "<result><returnCount>1</returnCount><remainingCount>0</remainingCount>"
    '<newStartPosition><latestCreatedAt xsi:nil="true"/>'
    "<oldestCreatedAt>2013-08-01T00:13:13-05:00</oldestCreatedAt>"
    '<activityCreatedAt xsi:nil="true"/><offset>1</offset></newStartPosition>'
    "<leadChangeRecordList><leadChangeRecord><id>1</id><marketoGUID>1</marketoGUID>"
    "<activityDateTime>2013-08-02T16:44:28-05:00</activityDateTime>"
    "<activityType>Change Data Value</activityType><mktgAssetName>City</mktgAssetName>"
    "<activityAttributes><attribute><attrName>New Value</attrName>"
    '<attrType xsi:nil="true"/><attrValue>Lyon</attrValue></attribute></activityAttributes>'
    "<mktPersonId>7</mktPersonId></leadChangeRecord></leadChangeRecordList></result>",
    "getCampaignsForSource": "<result><returnCount>1</returnCount><campaignRecordList>"
    "<campaignRecord><id>4496</id><name>Trigger</name><description/></campaignRecord>"
    "</campaignRecordList></result>",
    "getMObjects": "<result><returnCount>1</returnCount><hasMore>false</hasMore>"
    f"<newStreamPosition/><mObjectList>{PROGRAM}</mObjectList></result>",
    "describeMObject": "<result><metadata><name>LeadRecord</name>"
    '<description xsi:nil="true"/><isCustom>false</isCustom><isVirtual>false</isVirtual>'
    "<fieldList><field><name>City</name>"
    '<description xsi:nil="true"/><displayName xsi:nil="true"/><sourceObject>Lead</sourceObject>'
    "<dataType>string</dataType><size>255</size><isReadonly>false</isReadonly>"
    "<isUpdateBlocked>false</isUpdateBlocked><isName>false</isName>"
    "<isPrimaryKey>false</isPrimaryKey><isCustom>false</isCustom><isDynamic>false</isDynamic>"
    '<dynamicFieldRef xsi:nil="true"/><updatedAt>2013-02-20T18:18:18-06:00</updatedAt>'
    "</field></fieldList><updatedAt>2013-02-20T18:18:18-06:00</updatedAt></metadata></result>",
    "getCustomObjects": "<result><objTypeName>RoadShow</objTypeName><returnCount>1</returnCount>"
    "<remainingCount>0</remainingCount><newStreamPosition/><customObjList><customObj>"
    "<customObjKeyList><attribute><attrName>MKTOID</attrName>"
    '<attrType xsi:nil="true"/><attrValue>1090177</attrValue></attribute></customObjKeyList>'
    "<customObjAttributeList><attribute><attrName>city</attrName>"
    '<attrType xsi:nil="true"/><attrValue>SanMateo</attrValue></attribute>'
    "</customObjAttributeList></customObj></customObjList></result>",
    "syncCustomObjects": "<result><syncCustomObjStatusList><syncCustomObjStatus>"
    "<objTypeName>RoadShow</objTypeName><customObjKeyList><attribute><attrName>MKTOID</attrName>"
    '<attrType xsi:nil="true"/><attrValue>1090177</attrValue></attribute></customObjKeyList>'
    '<status>CREATED</status><error xsi:nil="true"/></syncCustomObjStatus>'
    "</syncCustomObjStatusList></result>",
}

FAULT = (
    "<s:Fault><faultcode>SOAP-ENV:Client</faultcode><faultstring>20103 - Lead not found"
    f'</faultstring><detail><ns1:serviceException xmlns:ns1="{NAMESPACE}">'
    "<name>mktServiceException</name><message>No lead found with IDNUM = 1 (20103)</message>"
    "<code>20103</code></ns1:serviceException></detail></s:Fault>"
)


def request_body(operation: str, inner: str | None = None) -> str:
    content = REQUESTS[operation] if inner is None else inner
    name = f"ns1:params{upper_first(operation)}"
    return f"<{name}>{content}</{name}>"


def request(operation: str, inner: str | None = None) -> str:
    return envelope(request_body(operation, inner))


def reply(operation: str, inner: str | None = None) -> str:
    name = f"ns1:success{upper_first(operation)}"
    content = REPLIES[operation] if inner is None else inner
    return body_envelope(f"<{name}>{content}</{name}>")


@dataclass(frozen=True)
class Example:
    """A document and how it is checked."""

    document: bytes
    version: str = LATEST_VERSION
    key: Secret | None = None
    user_id: str | None = None


def edited(text: str, old: str, new: str) -> Example:
    """A document with one passage changed, wherever it stands first."""
    assert old in text, old
    return Example(text.replace(old, new, 1).encode())


def asked(operation: str, old: str, new: str) -> Example:
    """A request with one passage changed."""
    return edited(request(operation), old, new)


def signed(digest: bytes | str, key: str = KEY) -> Example:
    """A request whose signature is another one, and that is verified."""
    text = digest if isinstance(digest, str) else digest.hex()
    document = request("listMObjects").replace(SIGNATURE, text)
    return Example(document.encode(), key=Secret(key), user_id=USER_ID)


def mac(key: str | bytes, message: str, digest: str = "sha1") -> bytes:
    secret = key.encode() if isinstance(key, str) else key
    return hmac.digest(secret, message.encode(), digest)


ACTION = f"{NAMESPACE}getLead"
MESSAGE = TIMESTAMP + USER_ID
BY_NAME = (
    "<source>MKTOWS</source><leadList>" + key("EMAIL", "lead@company.com") + "</leadList>"
    "<programName>Trav-Demo-Program</programName><campaignName>Trigger</campaignName>"
)


def repeated(operation: str, item: str, count: int) -> Example:
    return asked(operation, item, item * count)


def objects(record: str, operation: str = "INSERT") -> Example:
    content = f"<mObjectList>{record}</mObjectList><operation>{operation}</operation>"
    return Example(request("syncMObjects", content).encode())


EXAMPLES: dict[str, Example] = {
    rule.id: Example(
        rule.example.document,
        version=rule.example.version or LATEST_VERSION,
        key=rule.example.key,
        user_id=rule.example.key_of if rule.example.key else None,
    )
    for rule in RULES.values()
}
"""A document for each rule."""


class _RefusesAll:
    def validate(self, _node: etree._Element) -> bool:
        return False


def findings_of(rule: str) -> list[Finding]:
    """What is found in the example of a rule."""
    example = EXAMPLES[rule]
    if rule == MESSAGE_UNEXPECTED.id:
        return [unexpected(_message(example), "the request of syncLead")]
    if rule != SCHEMA_REFUSED.id:
        return check_file(
            example.document, version=example.version, key=example.key, user_id=example.user_id
        )
    # No message is known that libxml2 refuses and the walk cannot explain.
    table = dataclasses.replace(contract(LATEST_VERSION))
    vars(table)["schema"] = _RefusesAll()
    return check_message(table, _message(example), "paramsGetLead")


def _message(example: Example) -> etree._Element:
    message = read_envelope(example.document).body
    assert message is not None
    return message


SIGNATURE_MISTAKES: dict[str, bytes] = {
    "signature-key-decoded": mac(base64.b64decode("0123456789abcdef"), MESSAGE),
    "signature-digest": hashlib.sha1(("0123456789abcdef" + MESSAGE).encode()).digest(),
}
"""Further wrong digests, made with the key 0123456789abcdef."""
