"""The service's own habits in its replies, beyond what the schema says."""

from __future__ import annotations

import re
from collections.abc import Callable

from mktows.checking.findings import Findings, shown_name
from mktows.checking.items import Item
from mktows.checking.rule import Example, Rule

# How the service writes an element that has no value (recorded). What is nil or empty is always
# there; what is absent is there only with a value.
_FORMS: dict[str, dict[str, str]] = {
    "LeadRecord": {
        "Email": "nil",
        "ForeignSysPersonId": "nil",
        "ForeignSysType": "nil",
        "leadAttributeList": "nil",
    },
    "SyncStatus": {"error": "nil"},
    "MergeStatus": {"error": "nil"},
    "SyncCustomObjStatus": {"error": "nil"},
    "ResultSyncLead": {"leadRecord": "nil"},
    "ResultListOperation": {"statusList": "nil"},
    "StreamPosition": {
        "latestCreatedAt": "nil",
        "oldestCreatedAt": "nil",
        "activityCreatedAt": "nil",
        "offset": "nil",
    },
    "ActivityRecord": {
        "mktgAssetName": "empty",
        "campaign": "empty",
        "personName": "nil",
        "foreignSysId": "nil",
        "orgName": "nil",
        "foreignSysOrgId": "nil",
    },
    "LeadChangeRecord": {"campaign": "absent"},
    "CampaignRecord": {"description": "empty"},
    "ResultGetImportToListStatus": {
        "endedTime": "nil",
        "estimatedTime": "nil",
        "importSummary": "nil",
    },
    "MObject": {
        "externalKey": "absent",
        "createdAt": "absent",
        "updatedAt": "absent",
        "typeAttribList": "absent",
        "associationList": "absent",
    },
    "MObjStatus": {"externalKey": "absent", "error": "absent"},
    "MObjFieldMetadata": {"displayName": "nil", "dynamicFieldRef": "nil"},
    "ResultGetCustomObjects": {"customObjList": "empty"},
}
_COUNTS: dict[str, tuple[str, str, str]] = {
    "ResultGetLead": ("count", "leadRecordList", "leadRecord"),
    "ResultGetMultipleLeads": ("returnCount", "leadRecordList", "leadRecord"),
    "LeadActivityList": ("returnCount", "activityRecordList", "activityRecord"),
    "ResultGetLeadChanges": ("returnCount", "leadChangeRecordList", "leadChangeRecord"),
    "ResultGetCampaignsForSource": ("returnCount", "campaignRecordList", "campaignRecord"),
    "ResultGetMObjects": ("returnCount", "mObjectList", "mObject"),
    "ResultGetCustomObjects": ("returnCount", "customObjList", "customObj"),
}
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?P<fraction>\.\d+)?(?P<zone>Z|[+-]\d\d:\d\d)?")


REPLY_LAST_POSITION = Rule(
    "reply-last-position",
    "note",
    "recorded",
    "getMultipleLeads gives an empty position with its last page.",
    "newStreamPosition is filled, though remainingCount is 0",
    "leave it empty",
    example=Example(
        body=(
            "<ns1:successGetMultipleLeads><result><returnCount>1</returnCount>"
            "<remainingCount>0</remainingCount>"
            "<newStreamPosition>id:1937:to:1383674338:tl:1383760738:os:1:rc:0</newStreamPosition>"
            "<leadRecordList><leadRecord><Id>1089965</Id><Email>t@t.com</Email>"
            '<ForeignSysPersonId xsi:nil="true"/><ForeignSysType xsi:nil="true"/>'
            "<leadAttributeList><attribute><attrName>FirstName</attrName>"
            "<attrType>string</attrType><attrValue>George</attrValue></attribute><attribute>"
            "<attrName>LeadScore</attrName><attrType>integer</attrType>"
            "<attrValue>62</attrValue></attribute></leadAttributeList></leadRecord>"
            "</leadRecordList></result></ns1:successGetMultipleLeads>"
        )
    ),
)


def check_reply(operation: str, item: Item, found: Findings) -> None:
    """Look through a reply for what the service writes otherwise."""
    for each in item.all():
        if each.nil:
            continue
        _check_forms(each, found)
        _check_count(each, found)
        if each.type_name in _BY_TYPE:
            _BY_TYPE[each.type_name](each, found)
    if operation == "getMultipleLeads":
        for result in item.each("result"):
            if result.text("remainingCount") == "0" and result.has("newStreamPosition"):
                found.add(REPLY_LAST_POSITION, result.line, f"{result.path}.newStreamPosition")


REPLY_ELEMENT_ABSENT = Rule(
    "reply-element-absent",
    "note",
    "recorded",
    "The service writes some elements even where they have no value.",
    "{name} is absent",
    "write it {form}",
    example=Example(
        body=(
            "<ns1:successSyncLead><result><leadId>7</leadId><syncStatus><leadId>7</leadId>"
            "<status>UPDATED</status></syncStatus>"
            '<leadRecord xsi:nil="true"/></result></ns1:successSyncLead>'
        )
    ),
)

REPLY_EMPTY_FORM = Rule(
    "reply-empty-form",
    "note",
    "recorded",
    "For each element without value the service has one form: nil, empty or absent.",
    "{name} is {found}",
    "write it {form}",
    example=Example(
        body=(
            "<ns1:successSyncLead><result><leadId>7</leadId><syncStatus><leadId>7</leadId>"
            "<status>UPDATED</status><error/></syncStatus>"
            '<leadRecord xsi:nil="true"/></result></ns1:successSyncLead>'
        )
    ),
)


def _check_forms(item: Item, found: Findings) -> None:
    for name, form in _FORMS.get(item.type_name, {}).items():
        written = "as an empty element" if form == "empty" else form
        members = item.members.get(name, ())
        if not members and form != "absent":
            rule, advice = REPLY_ELEMENT_ABSENT, "nil" if form == "nil" else written
            found.add(rule, item.line, f"{item.path}.{name}", name=name, form=advice)
        for member in members:
            empty = not member.node.text.strip() and not member.node.children
            actual = "nil" if member.nil else "empty" if empty else ""
            if actual and actual != form:
                advice = "only where it has a value" if form == "absent" else written
                found.add(
                    REPLY_EMPTY_FORM,
                    member.line,
                    member.path,
                    name=name,
                    found=actual,
                    form=advice,
                )


REPLY_COUNT = Rule(
    "reply-count",
    "warning",
    "recorded",
    "The count of a reply is the number of its records.",
    "{name} is not the number of records, {count}",
    "write {count}",
    example=Example(
        body=(
            "<ns1:successGetLead><result><count>2</count><leadRecordList><leadRecord>"
            '<Id>1089965</Id><Email>t@t.com</Email><ForeignSysPersonId xsi:nil="true"/>'
            '<ForeignSysType xsi:nil="true"/><leadAttributeList><attribute>'
            "<attrName>FirstName</attrName><attrType>string</attrType>"
            "<attrValue>George</attrValue></attribute><attribute>"
            "<attrName>LeadScore</attrName><attrType>integer</attrType>"
            "<attrValue>62</attrValue></attribute></leadAttributeList></leadRecord>"
            "</leadRecordList></result></ns1:successGetLead>"
        )
    ),
)


def _check_count(item: Item, found: Findings) -> None:
    if item.type_name not in _COUNTS:
        return
    name, records, record = _COUNTS[item.type_name]
    count = item.member(name)
    number = sum(len(each.members.get(record, ())) for each in item.each(records))
    if (
        count is not None
        and count.value.isdecimal()
        and count.value.lstrip("0") != (str(number) if number else "")
    ):
        found.add(REPLY_COUNT, count.line, count.path, name=name, count=number)


REPLY_ATTRIBUTE_ORDER = Rule(
    "reply-attribute-order",
    "note",
    "documented",
    "The attributes of a lead record are in alphabetical order.",
    "{name} stands behind {other}",
    "sort the attributes by name",
    example=Example(
        body=(
            "<ns1:successGetLead><result><count>1</count><leadRecordList><leadRecord>"
            '<Id>1089965</Id><Email>t@t.com</Email><ForeignSysPersonId xsi:nil="true"/>'
            '<ForeignSysType xsi:nil="true"/><leadAttributeList><attribute>'
            "<attrName>Phone</attrName><attrType>string</attrType>"
            "<attrValue>George</attrValue></attribute><attribute>"
            "<attrName>LeadScore</attrName><attrType>integer</attrType>"
            "<attrValue>62</attrValue></attribute></leadAttributeList></leadRecord>"
            "</leadRecordList></result></ns1:successGetLead>"
        )
    ),
)

REPLY_ATTRIBUTE_EMPTY = Rule(
    "reply-attribute-empty",
    "note",
    "documented",
    "Attributes without value are not in a lead record.",
    "attrValue of {name} is empty",
    "leave the attribute out",
    example=Example(
        body=(
            "<ns1:successGetLead><result><count>1</count><leadRecordList><leadRecord>"
            '<Id>1089965</Id><Email>t@t.com</Email><ForeignSysPersonId xsi:nil="true"/>'
            '<ForeignSysType xsi:nil="true"/><leadAttributeList><attribute>'
            "<attrName>FirstName</attrName><attrType>string</attrType>"
            "<attrValue></attrValue></attribute><attribute><attrName>LeadScore</attrName>"
            "<attrType>integer</attrType>"
            "<attrValue>62</attrValue></attribute></leadAttributeList></leadRecord>"
            "</leadRecordList></result></ns1:successGetLead>"
        )
    ),
)


def _check_lead(item: Item, found: Findings) -> None:
    attributes = item.each("leadAttributeList", "attribute")
    before = ""
    sorted_so_far = True
    for attribute in attributes:
        name = attribute.text("attrName")
        _check_attribute_type(attribute, found, filled=True)
        value = attribute.member("attrValue")
        if value is not None and not value.node.text and not value.node.children:
            shown = shown_name(name)
            found.add(REPLY_ATTRIBUTE_EMPTY, value.line, value.path, name=shown)
        # Whether letter case counts in their order is not known.
        if sorted_so_far and name < before and name.lower() < before.lower():
            sorted_so_far = False
            found.add(
                REPLY_ATTRIBUTE_ORDER,
                attribute.line,
                attribute.path,
                name=shown_name(name),
                other=shown_name(before),
            )
        before = name


REPLY_ATTRIBUTE_TYPE = Rule(
    "reply-attribute-type",
    "note",
    "recorded",
    "attrType is filled in lead records, and nil in activities and custom objects.",
    "attrType is {found}",
    "write it {form}",
    example=Example(
        body=(
            "<ns1:successGetLead><result><count>1</count><leadRecordList><leadRecord>"
            '<Id>1089965</Id><Email>t@t.com</Email><ForeignSysPersonId xsi:nil="true"/>'
            '<ForeignSysType xsi:nil="true"/><leadAttributeList><attribute>'
            "<attrName>FirstName</attrName><attrValue>George</attrValue></attribute>"
            "<attribute><attrName>LeadScore</attrName><attrType>integer</attrType>"
            "<attrValue>62</attrValue></attribute></leadAttributeList></leadRecord>"
            "</leadRecordList></result></ns1:successGetLead>"
        )
    ),
)


def _check_attribute_type(attribute: Item, found: Findings, *, filled: bool) -> None:
    has = attribute.has("attrType")
    if has is not filled:
        found.add(
            REPLY_ATTRIBUTE_TYPE,
            attribute.line,
            f"{attribute.path}.attrType",
            found="filled" if has else "not filled",
            form="as the type of the field" if filled else "nil",
        )


def _check_untyped(*lists: str) -> Callable[[Item, Findings], None]:
    """A check that the attributes of some lists have no type."""

    def check(item: Item, found: Findings) -> None:
        for name in lists:
            for attribute in item.each(name, "attribute"):
                _check_attribute_type(attribute, found, filled=False)
                for kind in attribute.members.get("attrType", ()):
                    if not kind.nil and not kind.value:
                        found.add(
                            REPLY_EMPTY_FORM,
                            kind.line,
                            kind.path,
                            name="attrType",
                            found="empty",
                            form="nil",
                        )

    return check


REPLY_TIME_FORM = Rule(
    "reply-time-form",
    "note",
    "recorded",
    "Times in replies have whole seconds and a numeric offset, never Z.",
    "{name} {what}",
    "write it like 2013-07-09T16:44:28-05:00",
    example=Example(
        body=(
            "<ns1:successGetImportToListStatus><result><status>PROCESSING</status>"
            '<startedTime>2013-08-05T17:58:10Z</startedTime><endedTime xsi:nil="true"/>'
            '<estimatedTime xsi:nil="true"/><estimatedRows>2</estimatedRows>'
            "<rowsImported>0</rowsImported><rowsFailed>0</rowsFailed>"
            "<rowsIgnored>2</rowsIgnored>"
            '<importSummary xsi:nil="true"/></result></ns1:successGetImportToListStatus>'
        )
    ),
)


def _check_time(item: Item, found: Findings) -> None:
    form = _TIME.fullmatch(item.value)
    if form is None:
        return
    for wrong, what in (
        (form["fraction"], "has fractions of a second"),
        (form["zone"] == "Z", "ends in Z"),
        (form["zone"] is None, "has no offset"),
    ):
        if wrong:
            name = item.node.name
            found.add(REPLY_TIME_FORM, item.line, item.path, name=name, what=what)


REPLY_BOOLEAN_FORM = Rule(
    "reply-boolean-form",
    "note",
    "recorded",
    "Booleans in replies are true and false.",
    "{name} is written as a digit",
    "write true or false",
    example=Example(
        body=(
            "<ns1:successListOperation><result><success>0</success><statusList><leadStatus>"
            "<leadKey><keyType>IDNUM</keyType><keyValue>89</keyValue></leadKey>"
            "<status>false</status></leadStatus></statusList></result></ns1:successListOperation>"
        )
    ),
)


def _check_boolean(item: Item, found: Findings) -> None:
    if item.value in ("0", "1"):
        found.add(REPLY_BOOLEAN_FORM, item.line, item.path, name=item.node.name)


REPLY_LEAD_ID = Rule(
    "reply-lead-id",
    "warning",
    "recorded",
    "leadId and syncStatus/leadId of syncLead are equal.",
    "leadId differs from that of syncStatus",
    "write the same id",
    example=Example(
        body=(
            "<ns1:successSyncLead><result><leadId>8</leadId><syncStatus><leadId>7</leadId>"
            '<status>UPDATED</status><error xsi:nil="true"/></syncStatus>'
            '<leadRecord xsi:nil="true"/></result></ns1:successSyncLead>'
        )
    ),
)


def _check_synced(item: Item, found: Findings) -> None:
    outer = item.text("leadId")
    inner = [status.text("leadId") for status in item.each("syncStatus")]
    if outer and inner and inner[0] and outer != inner[0]:
        found.add(REPLY_LEAD_ID, item.line, f"{item.path}.leadId")


REPLY_LIST_SUCCESS = Rule(
    "reply-list-success",
    "warning",
    "recorded",
    "success of listOperation is true where every status is.",
    "success is {found}, though {what}",
    "write {expected}",
    example=Example(
        body=(
            "<ns1:successListOperation><result><success>true</success><statusList>"
            "<leadStatus><leadKey><keyType>IDNUM</keyType><keyValue>89</keyValue></leadKey>"
            "<status>false</status></leadStatus></statusList></result></ns1:successListOperation>"
        )
    ),
)


def _check_list(item: Item, found: Findings) -> None:
    statuses = [
        status.text("status") in ("true", "1") for status in item.each("statusList", "leadStatus")
    ]
    success = item.member("success")
    if success is None or not statuses:
        return
    said = success.value in ("true", "1")
    if said is not all(statuses):
        found.add(
            REPLY_LIST_SUCCESS,
            success.line,
            success.path,
            found="true" if said else "false",
            what="a status is false" if said else "every status is true",
            expected="false" if said else "true",
        )


_BY_TYPE: dict[str, Callable[[Item, Findings], None]] = {
    "LeadRecord": _check_lead,
    "ActivityRecord": _check_untyped("activityAttributes"),
    "LeadChangeRecord": _check_untyped("activityAttributes"),
    "CustomObj": _check_untyped("customObjKeyList", "customObjAttributeList"),
    "SyncCustomObjStatus": _check_untyped("customObjKeyList"),
    "dateTime": _check_time,
    "boolean": _check_boolean,
    "ResultSyncLead": _check_synced,
    "ResultListOperation": _check_list,
}
