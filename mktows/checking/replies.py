"""The service's own habits in its replies, beyond what the schema says."""

from __future__ import annotations

import re
from collections.abc import Callable

from mktows.checking.findings import Findings, shown_name
from mktows.checking.items import Item

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
                found.add("reply-last-position", result.line, f"{result.path}.newStreamPosition")


def _check_forms(item: Item, found: Findings) -> None:
    for name, form in _FORMS.get(item.type_name, {}).items():
        written = "as an empty element" if form == "empty" else form
        members = item.members.get(name, ())
        if not members and form != "absent":
            rule, advice = "reply-element-absent", "nil" if form == "nil" else written
            found.add(rule, item.line, f"{item.path}.{name}", name=name, form=advice)
        for member in members:
            empty = not member.node.text.strip() and not member.node.children
            actual = "nil" if member.nil else "empty" if empty else ""
            if actual and actual != form:
                advice = "only where it has a value" if form == "absent" else written
                found.add(
                    "reply-empty-form",
                    member.line,
                    member.path,
                    name=name,
                    found=actual,
                    form=advice,
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
        found.add("reply-count", count.line, count.path, name=name, count=number)


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
            found.add("reply-attribute-empty", value.line, value.path, name=shown)
        # Whether letter case counts in their order is not known.
        if sorted_so_far and name < before and name.lower() < before.lower():
            sorted_so_far = False
            found.add(
                "reply-attribute-order",
                attribute.line,
                attribute.path,
                name=shown_name(name),
                other=shown_name(before),
            )
        before = name


def _check_attribute_type(attribute: Item, found: Findings, *, filled: bool) -> None:
    has = attribute.has("attrType")
    if has is not filled:
        found.add(
            "reply-attribute-type",
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
                            "reply-empty-form",
                            kind.line,
                            kind.path,
                            name="attrType",
                            found="empty",
                            form="nil",
                        )

    return check


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
            found.add("reply-time-form", item.line, item.path, name=name, what=what)


def _check_boolean(item: Item, found: Findings) -> None:
    if item.value in ("0", "1"):
        found.add("reply-boolean-form", item.line, item.path, name=item.node.name)


def _check_synced(item: Item, found: Findings) -> None:
    outer = item.text("leadId")
    inner = [status.text("leadId") for status in item.each("syncStatus")]
    if outer and inner and inner[0] and outer != inner[0]:
        found.add("reply-lead-id", item.line, f"{item.path}.leadId")


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
            "reply-list-success",
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
