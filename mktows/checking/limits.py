"""The limits of one call: counts, page sizes and spans of time."""

from __future__ import annotations

from datetime import timedelta

from mktows.checking.findings import Findings
from mktows.checking.items import Item
from mktows.checking.rule import Example, Rule
from mktows.facts.limits import (
    ACTIVITIES_PER_PAGE,
    CHANGES_PER_PAGE,
    CUSTOM_OBJECTS_PER_PAGE,
    CUSTOM_OBJECTS_PER_SYNC,
    KEYS_PER_SELECTOR,
    LEADS_PER_CAMPAIGN_REQUEST,
    LEADS_PER_PAGE,
    LEADS_PER_SYNC,
    LONGEST_TIME_RANGE,
    MEMBERS_PER_LIST_OPERATION,
    MOBJECTS_PER_SYNC,
    RECORDS_PER_BATCH,
)
from mktows.moments import read_moment

LIMIT_CAMPAIGN_LEADS = Rule(
    "limit-campaign-leads",
    "warning",
    "documented",
    "requestCampaign passes over all leads after the 100th without a word.",
    "{count} leads: all after the 100th are passed over",
    "send 100 leads in one call",
    example=Example(
        body=(
            "<ns1:paramsRequestCampaign><source>MKTOWS</source><campaignId>4496</campaignId>"
            "<leadList><leadKey><keyType>EMAIL</keyType>"
            "<keyValue>lead@company.com</keyValue></leadKey></leadList>"
            "</ns1:paramsRequestCampaign>"
        ),
        repeat=(
            "<leadKey><keyType>EMAIL</keyType><keyValue>lead@company.com</keyValue></leadKey>",
            101,
        ),
    ),
)

LIMIT_SYNC_LEADS = Rule(
    "limit-sync-leads",
    "warning",
    "documented",
    "syncMultipleLeads with more than 300 leads is processed, but not supported.",
    "{count} leads: more than 300 may time out",
    "send 300 leads in one call",
    example=Example(
        body=(
            "<ns1:paramsSyncMultipleLeads><leadRecordList><leadRecord><Email>t@t.com</Email>"
            "<leadAttributeList><attribute><attrName>FirstName</attrName>"
            "<attrValue>George</attrValue></attribute></leadAttributeList></leadRecord>"
            "</leadRecordList>"
            "<dedupEnabled>true</dedupEnabled></ns1:paramsSyncMultipleLeads>"
        ),
        repeat=(
            "<leadRecord><Email>t@t.com</Email><leadAttributeList><attribute>"
            "<attrName>FirstName</attrName>"
            "<attrValue>George</attrValue></attribute></leadAttributeList></leadRecord>",
            301,
        ),
    ),
)

LIMIT_LIST_MEMBERS = Rule(
    "limit-list-members",
    "error",
    "documented",
    "listOperation takes at most 1000 leads.",
    "{count} leads, more than 1000",
    "send 1000 leads in one call",
    example=Example(
        body=(
            "<ns1:paramsListOperation><listOperation>ADDTOLIST</listOperation><listKey>"
            "<keyType>MKTOLISTNAME</keyType><keyValue>Trav-Test-List</keyValue></listKey>"
            "<listMemberList><leadKey><keyType>IDNUM</keyType>"
            "<keyValue>89</keyValue></leadKey></listMemberList>"
            "<strict>false</strict></ns1:paramsListOperation>"
        ),
        repeat=("<leadKey><keyType>IDNUM</keyType><keyValue>89</keyValue></leadKey>", 1001),
    ),
)

LIMIT_MOBJECTS = Rule(
    "limit-mobjects",
    "error",
    "documented",
    "syncMObjects takes at most 100 objects.",
    "{count} objects, more than 100",
    "send 100 objects in one call",
    example=Example(
        body=(
            "<ns1:paramsSyncMObjects><mObjectList><mObject><type>Program</type><id>1970</id>"
            "<typeAttribList><typeAttrib><attrType>Cost</attrType><attrList><attrib>"
            "<name>Month</name><value>2013-06</value></attrib><attrib><name>Amount</name>"
            "<value>2000</value></attrib></attrList></typeAttrib></typeAttribList></mObject>"
            "</mObjectList>"
            "<operation>UPDATE</operation></ns1:paramsSyncMObjects>"
        ),
        repeat=(
            "<mObject><type>Program</type><id>1970</id><typeAttribList><typeAttrib>"
            "<attrType>Cost</attrType><attrList><attrib><name>Month</name>"
            "<value>2013-06</value></attrib><attrib><name>Amount</name>"
            "<value>2000</value></attrib></attrList></typeAttrib></typeAttribList></mObject>",
            101,
        ),
    ),
)

LIMIT_CUSTOM_OBJECTS = Rule(
    "limit-custom-objects",
    "error",
    "documented",
    "syncCustomObjects takes at most 100 records.",
    "{count} records, more than 100",
    "send 100 records in one call",
    example=Example(
        body=(
            "<ns1:paramsSyncCustomObjects><objTypeName>RoadShow</objTypeName><customObjList>"
            "<customObj><customObjKeyList><attribute><attrName>MKTOID</attrName>"
            "<attrValue>1090177</attrValue></attribute></customObjKeyList>"
            "<customObjAttributeList><attribute><attrName>city</attrName>"
            "<attrValue>SanMateo</attrValue></attribute></customObjAttributeList></customObj>"
            "</customObjList>"
            "<operation>UPSERT</operation></ns1:paramsSyncCustomObjects>"
        ),
        repeat=(
            "<customObj><customObjKeyList><attribute><attrName>MKTOID</attrName>"
            "<attrValue>1090177</attrValue></attribute></customObjKeyList>"
            "<customObjAttributeList><attribute><attrName>city</attrName>"
            "<attrValue>SanMateo</attrValue></attribute></customObjAttributeList></customObj>",
            101,
        ),
    ),
)

LIMIT_BATCH = Rule(
    "limit-batch",
    "warning",
    "documented",
    "More than 300 records in one call are not supported, whatever the operation.",
    "{count} records: more than 300 may time out",
    "send 300 records in one call",
    example=Example(
        body=(
            "<ns1:paramsDeleteMObjects><mObjectList><mObject><type>Opportunity</type>"
            "<id>4</id></mObject></mObjectList></ns1:paramsDeleteMObjects>"
        ),
        repeat=("<mObject><type>Opportunity</type><id>4</id></mObject>", 301),
    ),
)

# Operation: the list that is counted, how many it may hold, and the rule.
_COUNTS: dict[str, tuple[tuple[str, ...], int, Rule]] = {
    "syncMultipleLeads": (("leadRecordList", "leadRecord"), LEADS_PER_SYNC, LIMIT_SYNC_LEADS),
    "listOperation": (
        ("listMemberList", "leadKey"),
        MEMBERS_PER_LIST_OPERATION,
        LIMIT_LIST_MEMBERS,
    ),
    "requestCampaign": (("leadList", "leadKey"), LEADS_PER_CAMPAIGN_REQUEST, LIMIT_CAMPAIGN_LEADS),
    "syncMObjects": (("mObjectList", "mObject"), MOBJECTS_PER_SYNC, LIMIT_MOBJECTS),
    "deleteMObjects": (("mObjectList", "mObject"), RECORDS_PER_BATCH, LIMIT_BATCH),
    "syncCustomObjects": (
        ("customObjList", "customObj"),
        CUSTOM_OBJECTS_PER_SYNC,
        LIMIT_CUSTOM_OBJECTS,
    ),
    "deleteCustomObjects": (("customObjKeyLists", "keyList"), RECORDS_PER_BATCH, LIMIT_BATCH),
    "mergeLeads": (("losingLeadKeyLists", "keyList"), RECORDS_PER_BATCH, LIMIT_BATCH),
}
LIMIT_SELECTOR_KEYS_IGNORED = Rule(
    "limit-selector-keys-ignored",
    "warning",
    "documented",
    "getMultipleLeads passes over all keys after the 100th without a word.",
    "{count} keys: all after the 100th are passed over",
    "ask for 100 keys in one call",
    example=Example(
        body=(
            '<ns1:paramsGetMultipleLeads><leadSelector xsi:type="ns1:LeadKeySelector">'
            "<keyType>EMAIL</keyType><keyValues>"
            "<stringItem>t@t.com</stringItem></keyValues></leadSelector>"
            "</ns1:paramsGetMultipleLeads>"
        ),
        repeat=("<stringItem>t@t.com</stringItem>", 101),
    ),
)

LIMIT_SELECTOR_KEYS_REFUSED = Rule(
    "limit-selector-keys-refused",
    "error",
    "documented",
    "getLeadChanges refuses more than 100 keys.",
    "{count} keys: the call is refused",
    "ask for 100 keys in one call",
    example=Example(
        body=(
            "<ns1:paramsGetLeadChanges><startPosition>"
            "<oldestCreatedAt>2013-08-01T00:13:13+00:00</oldestCreatedAt></startPosition>"
            "<activityNameFilter><stringItem>Visit Webpage</stringItem></activityNameFilter>"
            '<batchSize>10</batchSize><leadSelector xsi:type="ns1:LeadKeySelector">'
            "<keyType>EMAIL</keyType><keyValues>"
            "<stringItem>t@t.com</stringItem></keyValues></leadSelector>"
            "</ns1:paramsGetLeadChanges>"
        ),
        repeat=("<stringItem>t@t.com</stringItem>", 101),
    ),
)

_SELECTOR_KEYS = {
    "getMultipleLeads": LIMIT_SELECTOR_KEYS_IGNORED,
    "getLeadChanges": LIMIT_SELECTOR_KEYS_REFUSED,
}
_BATCH_SIZES = {
    "getMultipleLeads": LEADS_PER_PAGE,
    "getLeadActivity": ACTIVITIES_PER_PAGE,
    "getLeadChanges": CHANGES_PER_PAGE,
    "getCustomObjects": CUSTOM_OBJECTS_PER_PAGE,
}


LIMIT_TIME_RANGE = Rule(
    "limit-time-range",
    "error",
    "documented",
    "A LastUpdateAtSelector over more than 30 days is refused (20022).",
    "the selector spans more than 30 days",
    "ask for 30 days in one call",
    example=Example(
        body=(
            '<ns1:paramsGetMultipleLeads><leadSelector xsi:type="ns1:LastUpdateAtSelector">'
            "<latestUpdatedAt>2014-02-13T11:51:08.710-08:00</latestUpdatedAt>"
            "<oldestUpdatedAt>2014-01-12T11:51:08.713-08:00</oldestUpdatedAt></leadSelector>"
            "</ns1:paramsGetMultipleLeads>"
        )
    ),
)


def check_limits(operation: str, item: Item, found: Findings) -> None:
    """Look through a request for more than its operation takes."""
    if operation in _COUNTS:
        names, most, rule = _COUNTS[operation]
        _count(item, names, most, rule, found)
    if operation in _SELECTOR_KEYS:
        names = ("leadSelector", "keyValues", "stringItem")
        _count(item, names, KEYS_PER_SELECTOR, _SELECTOR_KEYS[operation], found)
    if operation in _BATCH_SIZES:
        _batch_size(item, _BATCH_SIZES[operation], found)
    for selector in item.each("leadSelector"):
        _range(selector, "oldestUpdatedAt", "latestUpdatedAt", found)
        span = _span(selector, "oldestUpdatedAt", "latestUpdatedAt")
        if operation == "getMultipleLeads" and span is not None and span > LONGEST_TIME_RANGE:
            found.add(LIMIT_TIME_RANGE, selector.line, selector.path)
    for position in item.each("startPosition"):
        _range(position, "oldestCreatedAt", "latestCreatedAt", found)


def _count(item: Item, names: tuple[str, ...], most: int, rule: Rule, found: Findings) -> None:
    (*outer, inner) = names
    for holder in item.each(*outer):
        count = sum(each.node.name == inner for each in holder.members.get(inner, ()))
        if count > most:
            found.add(rule, holder.line, holder.path, count=count)


LIMIT_BATCH_SIZE = Rule(
    "limit-batch-size",
    "warning",
    "documented",
    "A batchSize beyond the operation's limit does not make its pages larger.",
    "batchSize is more than {limit}: pages stay at {limit}",
    "ask for {limit} at most, and go on with the position of the reply",
    example=Example(
        body=(
            "<ns1:paramsGetLeadActivity><leadKey><keyType>EMAIL</keyType>"
            "<keyValue>t@t.com</keyValue></leadKey><activityFilter><includeTypes>"
            "<activityType>VisitWebpage</activityType></includeTypes></activityFilter>"
            "<batchSize>101</batchSize></ns1:paramsGetLeadActivity>"
        )
    ),
)

LIMIT_BATCH_SIZE_LOW = Rule(
    "limit-batch-size-low",
    "warning",
    "guess",
    "Nothing says what a batchSize below 1 does.",
    "batchSize is less than 1",
    "leave it out, or ask for 1 to {limit}",
    example=Example(
        body=(
            "<ns1:paramsGetLeadActivity><leadKey><keyType>EMAIL</keyType>"
            "<keyValue>t@t.com</keyValue></leadKey><activityFilter><includeTypes>"
            "<activityType>VisitWebpage</activityType></includeTypes></activityFilter>"
            "<batchSize>0</batchSize></ns1:paramsGetLeadActivity>"
        )
    ),
)


def _batch_size(item: Item, most: int, found: Findings) -> None:
    for size in item.each("batchSize"):
        text = size.value.removeprefix("+")
        if not text.removeprefix("-").isdecimal():
            continue
        if text.startswith("-") or not text.strip("0"):
            found.add(LIMIT_BATCH_SIZE_LOW, size.line, size.path, limit=most)
        elif len(text.lstrip("0")) > 9 or int(text.lstrip("0")) > most:
            found.add(LIMIT_BATCH_SIZE, size.line, size.path, limit=most)


TIME_RANGE_REVERSED = Rule(
    "time-range-reversed",
    "warning",
    "inferred",
    "Nothing lies in a range that ends before it begins.",
    "{oldest} is after {latest}",
    "swap them",
    example=Example(
        body=(
            '<ns1:paramsGetMultipleLeads><leadSelector xsi:type="ns1:LastUpdateAtSelector">'
            "<latestUpdatedAt>2014-02-13T11:51:08.710-08:00</latestUpdatedAt>"
            "<oldestUpdatedAt>2014-02-14T11:51:08.713-08:00</oldestUpdatedAt></leadSelector>"
            "</ns1:paramsGetMultipleLeads>"
        )
    ),
)


def _range(item: Item, oldest: str, latest: str, found: Findings) -> None:
    span = _span(item, oldest, latest)
    if span is not None and span < timedelta(0):
        found.add(TIME_RANGE_REVERSED, item.line, item.path, oldest=oldest, latest=latest)


def _span(item: Item, oldest: str, latest: str) -> timedelta | None:
    """From one time to another, where both are there and can be compared."""
    first, last = (read_moment(item.said(name)) for name in (oldest, latest))
    if first is None or last is None or (first.tzinfo is None) is not (last.tzinfo is None):
        return None
    return last - first
