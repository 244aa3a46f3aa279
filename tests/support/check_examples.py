"""For each rule of `mktows check` a message that breaks it and no other: edits of valid ones."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass

from mktows.contract import LATEST_VERSION
from mktows.signing import Secret

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
    "getMultipleLeads": SELECTOR + "<batchSize>100</batchSize>",
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
    "<activityRecord><id>1030680</id><activityDateTime>2013-07-09T16:44:28-05:00</activityDateTime>"
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
    "<leadChangeRecordList><leadChangeRecord><id>1</id>"
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


def told(operation: str, old: str, new: str) -> Example:
    """A reply with one passage changed."""
    return edited(reply(operation), old, new)


def faulty(old: str, new: str) -> Example:
    """A fault with one passage changed."""
    return edited(body_envelope(FAULT), old, new)


def signed(digest: bytes | str, key: str = KEY) -> Example:
    """A request whose signature is another one, and that is verified."""
    text = digest if isinstance(digest, str) else digest.hex()
    document = request("listMObjects").replace(SIGNATURE, text)
    return Example(document.encode(), key=Secret(key), user_id=USER_ID)


def mac(key: str | bytes, message: str, digest: str = "sha1") -> bytes:
    secret = key.encode() if isinstance(key, str) else key
    return hmac.digest(secret, message.encode(), digest)


def logged(head: str, document: str) -> Example:
    """An envelope behind the lines of an HTTP message."""
    return Example(f"{head}\r\n\r\n{document}".encode())


ACTION = f"{NAMESPACE}getLead"
POST = "POST /soap/mktows/2_7 HTTP/1.1\r\nHost: localhost\r\n"
MESSAGE = TIMESTAMP + USER_ID
ENCODED = "http://schemas.xmlsoap.org/soap/encoding/"
BY_NAME = (
    "<source>MKTOWS</source><leadList>" + key("EMAIL", "lead@company.com") + "</leadList>"
    "<programName>Trav-Demo-Program</programName><campaignName>Trigger</campaignName>"
)


def header_block(block: str) -> Example:
    return edited(request("listMObjects"), HEADER, HEADER + block)


def stamped(timestamp: str) -> Example:
    return asked("listMObjects", TIMESTAMP, timestamp)


def repeated(operation: str, item: str, count: int) -> Example:
    return asked(operation, item, item * count)


def objects(record: str, operation: str = "INSERT") -> Example:
    content = f"<mObjectList>{record}</mObjectList><operation>{operation}</operation>"
    return Example(request("syncMObjects", content).encode())


def changes(selector: str) -> str:
    return request("getLeadChanges", REQUESTS["getLeadChanges"] + selector)


EXAMPLES: dict[str, Example] = {
    # The document
    "xml-malformed": asked("getLead", "rufus@", "rufus & "),
    "xml-truncated": edited(request("getLead"), "</s:Body>\n</s:Envelope>", ""),
    "xml-prefix-undeclared": asked("getLead", "<ns1:params", "<ns2:params"),
    "xml-dtd": asked("getLead", "<s:Envelope", "<!DOCTYPE s:Envelope><s:Envelope"),
    "xml-too-large": asked("getLead", "rufus", "<a>" * 300 + "</a>" * 300),
    "envelope-not-found": Example(b"nothing of interest"),
    "envelope-cut": Example(
        f"log\n{request('getLead')[:300]}... (cut: 321 more characters)".encode()
    ),
    "findings-cut": repeated("syncLead", attribute("LastName", "of the Jungle"), 302),
    # The envelope
    "envelope-soap12": asked("getLead", SOAP, "http://www.w3.org/2003/05/soap-envelope"),
    "envelope-namespace": asked("getLead", SOAP, SOAP.removesuffix("/")),
    "envelope-part-namespace": edited(
        request("getLead").replace("s:Body", "t:Body"), "<t:Body", '<t:Body xmlns:t="urn:t"'
    ),
    "envelope-part-unknown": asked("getLead", "</s:Body>", "</s:Body><s:Trailer/>"),
    "envelope-part-repeated": asked("getLead", "</s:Body>", "</s:Body><s:Body/>"),
    "envelope-header-behind-body": edited(
        body_envelope(request_body("getLead")),
        "</s:Body>",
        f"</s:Body><s:Header>{HEADER}</s:Header>",
    ),
    "envelope-body-missing": edited(envelope(""), "<s:Body></s:Body>", ""),
    "envelope-body-empty": Example(envelope("").encode()),
    "envelope-body-crowded": Example(envelope(request_body("listMObjects") * 2).encode()),
    "envelope-text": asked("getLead", "<s:Header>", "2013-08-05 DEBUG <s:Header>"),
    "envelope-multiref": asked("getLead", "<leadKey>", '<leadKey href="#id1">'),
    "envelope-encoding-style": asked("getLead", "<s:Body", f'<s:Body s:encodingStyle="{ENCODED}"'),
    "message-namespace": asked(
        "getLead", "<ns1:paramsGetLead", f'<ns1:paramsGetLead xmlns:ns1="{NAMESPACE[:-1]}"'
    ),
    "message-unqualified": edited(
        request("getLead").replace("ns1:params", "params"), "<params", "<params"
    ),
    "message-rpc-style": edited(
        request("getLead").replace("ns1:paramsGetLead", "ns1:getLead"), "ns1:getLead", "ns1:getLead"
    ),
    "message-unknown": Example(envelope("<ns1:paramsGetLeed/>").encode()),
    # The header
    "auth-header-missing": asked("getLead", HEADER, ""),
    "auth-header-misnamed": edited(
        request("getLead").replace("AuthenticationHeader>", "authenticationHeader>"), "", ""
    ),
    "auth-header-namespace": asked(
        "getLead", "<ns1:AuthenticationHeader", '<ns1:AuthenticationHeader xmlns:ns1="urn:x"'
    ),
    "auth-header-repeated": header_block(HEADER),
    "auth-header-misplaced": edited(
        envelope(HEADER + request_body("getLead"), header=""), "<s:Body>", "<s:Body>"
    ),
    "auth-field-missing": asked("getLead", f"<mktowsUserId>{USER_ID}</mktowsUserId>", ""),
    "auth-field-empty": asked("getLead", USER_ID, " "),
    "auth-field-unknown": asked("getLead", "<mktowsUserId>", "<x>1</x><mktowsUserId>"),
    "auth-partner-id": asked(
        "getLead", "</requestTimestamp>", "</requestTimestamp><partnerId>x</partnerId>"
    ),
    "auth-mode": asked("getLead", "</requestTimestamp>", "</requestTimestamp><mode>1</mode>"),
    "context-header-unused": header_block(
        "<ns1:MktowsContextHeader><targetWorkspace>Default</targetWorkspace>"
        "</ns1:MktowsContextHeader>"
    ),
    "header-unknown": header_block("<ns1:Session/>"),
    "header-must-understand": header_block('<ns1:Session s:mustUnderstand="1"/>'),
    "user-id-padded": asked("getLead", USER_ID, f"{USER_ID} "),
    "user-id-other": Example(request("getLead").encode(), key=Secret(KEY), user_id="bigcorp1_46"),
    "timestamp-loose": stamped("2014-05-12 10:00:00 -0400"),
    "timestamp-zulu": stamped("2014-05-12T10:00:00Z"),
    "timestamp-fraction": stamped("2014-05-12T10:00:00.123456-04:00"),
    "timestamp-no-offset": stamped("2014-05-12T10:00:00"),
    "timestamp-unreadable": stamped("1399903200"),
    # The signature
    "signature-masked": signed("***"),
    "signature-uppercase": signed(SIGNATURE.upper()),
    "signature-padded": signed(f"{SIGNATURE}\n"),
    "signature-base64": signed(base64.b64encode(mac(KEY, MESSAGE)).decode()),
    "signature-length": asked("getLead", SIGNATURE, SIGNATURE[:39]),
    "signature-not-hex": asked("getLead", SIGNATURE, "z" * 40),
    "signature-key-decoded": signed(mac(bytes.fromhex(KEY), MESSAGE)),
    "signature-key-changed": signed(mac(f"{KEY}\n", MESSAGE)),
    "signature-message-order": signed(mac(KEY, USER_ID + TIMESTAMP)),
    "signature-message-separator": signed(mac(KEY, f"{TIMESTAMP}&{USER_ID}")),
    "signature-message-partial": signed(mac(KEY, TIMESTAMP)),
    "signature-message-case": signed(mac(KEY, MESSAGE.lower())),
    "signature-body-signed": signed(mac(KEY, request_body("listMObjects"))),
    "signature-timestamp-text": signed(mac(KEY, "2013-08-05T16:57:10Z" + USER_ID)),
    "signature-digest": signed(mac(KEY, MESSAGE, "sha256")),
    "signature-roles-swapped": signed(mac(MESSAGE, KEY)),
    "signature-wrong": signed("0" * 40),
    # The structure
    "element-qualified": edited(
        request("getLead").replace("leadKey>", "ns1:leadKey>"), "ns1:leadKey", "ns1:leadKey"
    ),
    "element-order": asked(
        "getLead",
        "<keyType>EMAIL</keyType><keyValue>rufus@marketo.com</keyValue>",
        "<keyValue>rufus@marketo.com</keyValue><keyType>EMAIL</keyType>",
    ),
    "element-unknown": asked("getLead", "<leadKey>", "<colour/><leadKey>"),
    "element-case": edited(
        request("getLead").replace("keyType>", "KeyType>"), "KeyType", "KeyType"
    ),
    "element-prose-name": asked(
        "syncLead",
        "<Email>t@t.com</Email>",
        "<foreignSysPersonId>7</foreignSysPersonId><ForeignSysType>SFDC</ForeignSysType>",
    ),
    "element-misplaced": asked("syncLead", "<Email>", attribute("Company", "Marketo") + "<Email>"),
    "element-other-version": asked(
        "listOperation", "</strict>", "</strict><skipActivityLog>true</skipActivityLog>"
    ),
    "element-documented-only": asked(
        "scheduleCampaign",
        "<programTokenList>",
        "<cloneToProgramName>TestProgramCloneFromSOAP</cloneToProgramName><programTokenList>",
    ),
    "element-repeated": asked(
        "getCampaignsForSource", "<source>MKTOWS</source>", "<source>MKTOWS</source>" * 2
    ),
    "element-missing": asked("syncLead", "<returnLead>false</returnLead>", ""),
    "import-parameter-missing": asked("importToList", "<clearList>false</clearList>", ""),
    "lead-id-misnamed": asked("syncLead", "<Email>", "<id>7</id><Email>"),
    "lead-attribute-as-element": asked(
        "syncLead", "<Email>", "<FirstName>George</FirstName><Email>"
    ),
    "nil-not-allowed": asked(
        "getMultipleLeads", "</batchSize>", '</batchSize><includeAttributes xsi:nil="true"/>'
    ),
    "nil-invalid": asked("getMultipleLeads", "<batchSize>", '<batchSize xsi:nil="no">'),
    "nil-not-empty": asked("importToList", "<campaignName>", '<campaignName xsi:nil="true">'),
    "text-unexpected": asked("getLead", "<leadKey>", "<leadKey>rufus"),
    "elements-unexpected": asked("getLead", "rufus@marketo.com", "<b>rufus</b>"),
    "xml-attribute-unknown": asked("getLead", "<leadKey>", '<leadKey kind="EMAIL">'),
    "xsi-type-missing": asked("getMultipleLeads", ' xsi:type="ns1:LeadKeySelector"', ""),
    "xsi-type-unresolvable": asked("getMultipleLeads", '"ns1:Lead', '"mkt:Lead'),
    "xsi-type-unknown": asked("getMultipleLeads", "LeadKeySelector", "LeadKeysSelector"),
    "xsi-type-abstract": asked("getMultipleLeads", "LeadKeySelector", "LeadSelector"),
    "xsi-type-mismatch": asked("getLead", "<leadKey>", '<leadKey xsi:type="ns1:ListKey">'),
    "value-type": asked("getMultipleLeads", ">100<", ">many<"),
    "value-range": asked("syncLead", "<Email>", "<Id>27672544444444</Id><Email>"),
    "value-empty": asked("getLeadActivity", ">10<", "><"),
    "value-enumeration": asked("getLead", "EMAIL", "EMIAL"),
    "value-boolean-case": asked("syncLead", ">false<", ">False<"),
    "activity-type-display-name": asked("getLeadActivity", "VisitWebpage", "Visit Webpage"),
    # How much
    "limit-selector-keys-ignored": repeated(
        "getMultipleLeads", "<stringItem>t@t.com</stringItem>", 101
    ),
    "limit-selector-keys-refused": edited(
        changes(SELECTOR),
        "<stringItem>t@t.com</stringItem>",
        "<stringItem>t@t.com</stringItem>" * 101,
    ),
    "limit-campaign-leads": repeated("requestCampaign", key("EMAIL", "lead@company.com"), 101),
    "limit-sync-leads": repeated("syncMultipleLeads", lead(("FirstName", "George")), 301),
    "limit-list-members": repeated("listOperation", MEMBER, 1001),
    "limit-mobjects": repeated("syncMObjects", PROGRAM, 101),
    "limit-custom-objects": repeated("syncCustomObjects", CUSTOM, 101),
    "limit-batch": repeated(
        "deleteMObjects", "<mObject><type>Opportunity</type><id>4</id></mObject>", 301
    ),
    "limit-batch-size": asked("getLeadActivity", ">10<", ">101<"),
    "limit-batch-size-low": asked("getLeadActivity", ">10<", ">0<"),
    "limit-time-range": edited(
        request("getMultipleLeads", UPDATED_SELECTOR), "2014-02-12T", "2014-01-12T"
    ),
    "time-range-reversed": edited(
        request("getMultipleLeads", UPDATED_SELECTOR), "2014-02-12T", "2014-02-14T"
    ),
    # Leads
    "lead-key-missing": asked("syncLead", "<Email>t@t.com</Email>", ""),
    "foreign-id-without-type": asked(
        "syncLead", "</Email>", "</Email><ForeignSysPersonId>7</ForeignSysPersonId>"
    ),
    "foreign-type-without-id": asked(
        "syncLead", "</Email>", "</Email><ForeignSysType>SFDC</ForeignSysType>"
    ),
    "email-not-changed": asked("syncMultipleLeads", "<Email>", "<Id>7</Id><Email>"),
    "dedup-disabled": asked("syncMultipleLeads", ">true<", ">false<"),
    "attribute-repeated": asked("syncLead", "LastName", "FirstName"),
    "attribute-value-empty": asked("syncLead", ">George<", "><"),
    "attribute-read-only": asked("syncLead", "LastName", "CreatedAt"),
    "nil-for-absent": asked("syncLead", "<Email>", '<Id xsi:nil="true"/><Email>'),
    "cookie-form": asked("getLead", "EMAIL", "COOKIE"),
    "key-value-empty": asked("getLead", "rufus@marketo.com", " "),
    "key-value-not-id": asked("listOperation", ">89<", ">null<"),
    "selector-missing": asked("getMultipleLeads", SELECTOR, ""),
    "selector-keys-empty": asked("getMultipleLeads", "<stringItem>t@t.com</stringItem>", ""),
    "selector-deprecated": asked(
        "getMultipleLeads", SELECTOR, "<lastUpdatedAt>2014-02-12T11:51:08Z</lastUpdatedAt>"
    ),
    "static-list-missing": edited(request("getMultipleLeads", LIST_SELECTOR), "Trav-Test-List", ""),
    "static-list-twice": edited(
        request("getMultipleLeads", LIST_SELECTOR),
        "</staticListName>",
        "</staticListName><staticListId>6926</staticListId>",
    ),
    "include-attributes-without-email": asked(
        "getMultipleLeads",
        "</batchSize>",
        "</batchSize><includeAttributes><stringItem>FirstName</stringItem></includeAttributes>",
    ),
    "filter-both-types": asked(
        "getLeadActivity",
        "</includeTypes>",
        "</includeTypes><excludeTypes><activityType>NewLead</activityType></excludeTypes>",
    ),
    "filter-include-deprecated": asked(
        "getLeadChanges",
        "<activityNameFilter>",
        "<activityFilter><includeTypes><activityType>NewLead</activityType></includeTypes>"
        "</activityFilter><activityNameFilter>",
    ),
    "activity-name-not-display": asked("getLeadChanges", "Visit Webpage", "VisitWebpage"),
    "batch-empty": asked("listOperation", MEMBER, ""),
    "merge-key-missing": asked("mergeLeads", attribute("IDNUM", "2"), ""),
    "merge-key-cookie": asked("mergeLeads", "IDNUM", "COOKIE"),
    "merge-key-unknown": asked("mergeLeads", "IDNUM", "Id"),
    "merge-key-crowded": asked(
        "mergeLeads", attribute("IDNUM", "15"), attribute("IDNUM", "15") + attribute("IDNUM", "16")
    ),
    "merge-same-lead": asked("mergeLeads", ">15<", ">2<"),
    # Lists, campaigns, objects
    "campaign-id-with-name": asked(
        "requestCampaign", "</leadList>", "</leadList><programName>Trav-Demo-Program</programName>"
    ),
    "campaign-unnamed": asked("requestCampaign", "<campaignId>4496</campaignId>", ""),
    "campaign-tokens-missing": Example(request("requestCampaign", BY_NAME).encode()),
    "campaign-leads-missing": asked("requestCampaign", key("EMAIL", "lead@company.com"), ""),
    "campaign-key-cookie": asked(
        "requestCampaign",
        key("EMAIL", "lead@company.com"),
        key("COOKIE", "id:561-HYG-937&amp;token:_mch-marketo.com-1258067434006-50277"),
    ),
    "token-form": asked("scheduleCampaign", "{{my.message}}", "my.message"),
    "list-member-key": asked("listOperation", MEMBER, key("EMAIL", "t@t.com")),
    "list-in-program": asked("listOperation", "Trav-Test-List", "SMSProgram.listForTesting"),
    "import-tokens-without-campaign": Example(
        request(
            "importToList",
            REQUESTS["importToList"]
            .replace("Last Name,", "{{my.name}},")
            .replace("Batch Campaign Example", ""),
        ).encode()
    ),
    "import-row-columns": asked("importToList", "Awesomesauce,", "Awesomesauce,Code Slinger,"),
    "import-header-api-name": asked("importToList", "Last Name", "LastName"),
    "import-header-repeated": asked("importToList", "Last Name", "Email Address"),
    "import-email-missing": asked("importToList", "Email Address", "First Name"),
    "import-status-unnamed": asked(
        "getImportToListStatus", "<listName>Trav-Test-List</listName>", ""
    ),
    "mobject-type-unknown": asked("describeMObject", "ActivityRecord", "OpportunityLeadRole"),
    "mobject-criteria-missing": Example(
        request("getMObjects", "<type>Opportunity</type>").encode()
    ),
    "mobject-criterion-unknown": asked("getMObjects", "<attrName>Id<", "<attrName>Stage<"),
    "mobject-criterion-repeated": edited(
        request("getMObjects").replace("<attrName>Id<", "<attrName>Tag Type<"),
        "</mObjCriteria>",
        "</mObjCriteria><mObjCriteria><attrName>Tag Type</attrName>"
        "<comparison>NE</comparison><attrValue>Channel</attrValue></mObjCriteria>",
    ),
    "mobject-association-type": objects(OPPORTUNITY.replace("Company", "Lead")),
    "mobject-association-key": objects(OPPORTUNITY.replace("<id>3</id>", "")),
    "mobject-key-missing": asked("deleteMObjects", "<id>4</id>", ""),
    "mobject-read-only": objects(
        OPPORTUNITY.replace(
            "<attribList>", "<createdAt>2014-02-12T11:51:08Z</createdAt><attribList>"
        )
    ),
    "program-operation": asked("syncMObjects", "UPDATE", "UPSERT"),
    "program-detail-missing": asked("syncMObjects", attrib("Amount", "2000"), ""),
    "program-detail-unknown": asked("syncMObjects", "Cost", "Token"),
    "program-month-form": asked("syncMObjects", "2013-06", "June 2013"),
    "role-external-key": objects(
        ROLE.replace(
            "<attribList>", f"{attrib('x', '1').replace('attrib', 'externalKey')}<attribList>"
        )
    ),
    "role-ends-missing": objects(ROLE.replace(attrib("PersonId", "19"), "")),
    "custom-object-key-missing": asked("syncCustomObjects", attribute("MKTOID", "1090177"), ""),
    "custom-object-operation-missing": asked(
        "syncCustomObjects", "<operation>UPSERT</operation>", ""
    ),
    # HTTP
    "soap-action-mismatch": logged(f'{POST}SOAPAction: "{ACTION}s"', request("getLead")),
    "soap-action-unquoted": logged(f"{POST}SOAPAction: {ACTION}", request("getLead")),
    "content-type-not-xml": logged(
        f"{POST}Content-Type: application/soap+xml; charset=utf-8", request("getLead")
    ),
    "content-type-charset": logged(
        f"{POST}Content-Type: text/xml; charset=ISO-8859-1", request("getLead")
    ),
    "fault-status": logged("HTTP/1.1 200 OK", body_envelope(FAULT)),
    # Replies
    "reply-header": Example(reply("getLead").replace("<s:Body>", "<s:Header/><s:Body>").encode()),
    "reply-element-qualified": edited(
        reply("getLead").replace("result>", "ns1:result>"), "ns1:result", "ns1:result"
    ),
    "reply-element-order": edited(
        reply("getLead").replace("<count>1</count>", ""),
        "</leadRecordList>",
        "</leadRecordList><count>1</count>",
    ),
    "reply-element-absent": told("syncLead", '<error xsi:nil="true"/>', ""),
    "reply-empty-form": told("syncLead", '<error xsi:nil="true"/>', "<error/>"),
    "reply-attribute-type": told("getLead", "<attrType>string</attrType>", ""),
    "reply-attribute-order": told("getLead", "FirstName", "Phone"),
    "reply-attribute-empty": told("getLead", ">George<", "><"),
    "reply-time-form": told("getImportToListStatus", "58:10-05:00", "58:10Z"),
    "reply-boolean-form": told("listOperation", "<success>false<", "<success>0<"),
    "reply-count": told("getLead", "<count>1<", "<count>2<"),
    "reply-lead-id": told("syncLead", "<leadId>7<", "<leadId>8<"),
    "reply-list-success": told("listOperation", "<success>false<", "<success>true<"),
    "reply-last-position": told(
        "getMultipleLeads",
        "<newStreamPosition/>",
        "<newStreamPosition>id:1937:to:1383674338:tl:1383760738:os:1:rc:0</newStreamPosition>",
    ),
    # Faults
    "fault-member-missing": faulty("<faultcode>SOAP-ENV:Client</faultcode>", ""),
    "fault-member-unknown": faulty("<detail>", "<faultactor>x</faultactor><detail>"),
    "fault-member-qualified": edited(
        body_envelope(FAULT.replace("faultcode>", "s:faultcode>")), "s:faultcode", "s:faultcode"
    ),
    "fault-client": faulty("SOAP-ENV:Client", "SOAP-ENV:Server"),
    "fault-detail-missing": Example(
        body_envelope(
            "<s:Fault><faultcode>s:Client</faultcode><faultstring>20103 - Lead not found"
            "</faultstring></s:Fault>"
        ).encode()
    ),
    "fault-detail-namespace": faulty(f'xmlns:ns1="{NAMESPACE}"><name', 'xmlns:ns1="urn:x"><name'),
    "fault-exception-member": faulty("<code>20103</code>", ""),
    "fault-exception-name": faulty("mktServiceException", "ServiceException"),
    "fault-code-unknown": edited(body_envelope(FAULT.replace("20103", "20999")), "20999", "20999"),
    "fault-code-unlike": faulty("<code>20103", "<code>20102"),
    "fault-string-form": faulty("20103 - Lead", "Lead"),
    "fault-message-form": faulty(" (20103)", ""),
}
"""A document for each rule."""

SIGNATURE_MISTAKES: dict[str, bytes] = {
    "signature-key-decoded": mac(base64.b64decode("0123456789abcdef"), MESSAGE),
    "signature-digest": hashlib.sha1(("0123456789abcdef" + MESSAGE).encode()).digest(),
}
"""Further wrong digests, made with the key 0123456789abcdef."""
