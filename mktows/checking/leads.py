"""Requests about leads: their keys, records, selectors, filters and merging."""

from __future__ import annotations

import re

from mktows.checking.findings import Findings, listed, nearest, shown_name, shown_value
from mktows.checking.items import Item
from mktows.checking.rule import Example, Rule
from mktows.facts.activity_types import ENUMERATION, ENUMERATION_BY_DISPLAY_NAME, display_name
from mktows.facts.key_types import COOKIE, EMAIL, IDNUM, LEAD_KEY_TYPES, MERGE_KEY_TYPES
from mktows.facts.lead_fields import READ_ONLY

_COOKIE = re.compile(r"id:[^&\s]+&token:\S+")
_INT = re.compile(r"[+-]?0*[0-9]{1,10}", re.ASCII)
# A lead field that stands where a key type belongs.
_MERGE_FIELDS = {"id": IDNUM, "leadid": IDNUM, "emailaddress": EMAIL}
# `Id` may be sent as an attribute, too (recorded); being a key, it changes nothing.
_IGNORED = frozenset(re.sub(r"[\W_]", "", name).lower() for name in READ_ONLY - {"Id"})


def check_keys(keys: list[Item], found: Findings) -> None:
    """Look through lead keys for values that no lead can have."""
    for key in keys:
        value = key.member("keyValue")
        if value is not None:
            check_key_value(key.text("keyType"), value, found)


KEY_VALUE_EMPTY = Rule(
    "key-value-empty",
    "error",
    "recorded",
    "A lead key without value is refused (20102).",
    "the {type} key has no value",
    "fill keyValue, or leave the key out",
    example=Example(
        body=(
            "<ns1:paramsGetLead><leadKey><keyType>EMAIL</keyType>"
            "<keyValue> </keyValue></leadKey></ns1:paramsGetLead>"
        )
    ),
)

KEY_VALUE_NOT_ID = Rule(
    "key-value-not-id",
    "error",
    "recorded",
    "An IDNUM that is no number, or beyond the range of int, is refused.",
    "the value of an IDNUM key is no lead id",
    "send the lead's Id, a whole number",
    example=Example(
        body=(
            "<ns1:paramsListOperation><listOperation>ADDTOLIST</listOperation><listKey>"
            "<keyType>MKTOLISTNAME</keyType><keyValue>Trav-Test-List</keyValue></listKey>"
            "<listMemberList><leadKey><keyType>IDNUM</keyType>"
            "<keyValue>null</keyValue></leadKey></listMemberList>"
            "<strict>false</strict></ns1:paramsListOperation>"
        )
    ),
)


def check_key_value(kind: str, value: Item, found: Findings) -> None:
    """Look at the value of a key of some type."""
    if value.node.children:
        return
    if not value.value:
        shown = kind if kind in LEAD_KEY_TYPES else "lead"
        found.add(KEY_VALUE_EMPTY, value.line, value.path, type=shown)
    elif kind == IDNUM and not _is_id(value.value):
        found.add(KEY_VALUE_NOT_ID, value.line, value.path)
    elif kind == COOKIE:
        _check_cookie(value, found)


def _is_id(text: str) -> bool:
    return bool(_INT.fullmatch(text)) and -(2**31) <= int(text) < 2**31


COOKIE_FORM = Rule(
    "cookie-form",
    "warning",
    "documented",
    "A cookie is the whole value of _mkto_trk: id:, the account, &token: and the token.",
    "{name} has not the form of a cookie",
    "send the value of the browser's _mkto_trk, its & escaped",
    example=Example(
        body=(
            "<ns1:paramsGetLead><leadKey><keyType>COOKIE</keyType>"
            "<keyValue>rufus@marketo.com</keyValue></leadKey></ns1:paramsGetLead>"
        )
    ),
)


def _check_cookie(value: Item, found: Findings) -> None:
    if value.value and not _COOKIE.fullmatch(value.value):
        found.add(COOKIE_FORM, value.line, value.path, name=value.node.name)


def check_lead_key(item: Item, found: Findings) -> None:
    """Look through a request that names one lead by key."""
    check_keys(item.each("leadKey"), found)


# Selectors and filters


SELECTOR_MISSING = Rule(
    "selector-missing",
    "error",
    "documented",
    "getMultipleLeads needs a leadSelector.",
    "there is no leadSelector",
    "add one of LeadKeySelector, StaticListSelector and LastUpdateAtSelector",
    example=Example(
        body=("<ns1:paramsGetMultipleLeads><batchSize>100</batchSize></ns1:paramsGetMultipleLeads>")
    ),
)

SELECTOR_DEPRECATED = Rule(
    "selector-deprecated",
    "note",
    "documented",
    "lastUpdatedAt is the deprecated form of LastUpdateAtSelector.",
    "lastUpdatedAt is deprecated",
    "send a leadSelector of type LastUpdateAtSelector",
    example=Example(
        body=(
            "<ns1:paramsGetMultipleLeads><lastUpdatedAt>2014-02-12T11:51:08Z</lastUpdatedAt>"
            "<batchSize>100</batchSize></ns1:paramsGetMultipleLeads>"
        )
    ),
)

INCLUDE_ATTRIBUTES_WITHOUT_EMAIL = Rule(
    "include-attributes-without-email",
    "note",
    "recorded",
    "With includeAttributes, Email comes back nil unless it is named there.",
    "includeAttributes does not name Email, so it comes back nil",
    "add Email if it is needed",
    example=Example(
        body=(
            '<ns1:paramsGetMultipleLeads><leadSelector xsi:type="ns1:LeadKeySelector">'
            "<keyType>EMAIL</keyType><keyValues>"
            "<stringItem>t@t.com</stringItem></keyValues></leadSelector>"
            "<batchSize>100</batchSize><includeAttributes>"
            "<stringItem>FirstName</stringItem></includeAttributes></ns1:paramsGetMultipleLeads>"
        )
    ),
)


def check_multiple(item: Item, found: Findings) -> None:
    """Look through a getMultipleLeads request."""
    _check_selector(item, found)
    for old in item.each("lastUpdatedAt"):
        found.add(SELECTOR_DEPRECATED, old.line, old.path)
    if not item.members.get("leadSelector") and not item.has("lastUpdatedAt"):
        found.add(SELECTOR_MISSING, item.line, item.path)
    for names in item.each("includeAttributes"):
        wanted = {each.value for each in names.each("stringItem")} - {""}
        if wanted and "Email" not in wanted:
            found.add(INCLUDE_ATTRIBUTES_WITHOUT_EMAIL, names.line, names.path)


SELECTOR_KEYS_EMPTY = Rule(
    "selector-keys-empty",
    "error",
    "inferred",
    "A LeadKeySelector needs keys.",
    "keyValues holds no keys",
    "add a stringItem for each key",
    example=Example(
        body=(
            '<ns1:paramsGetMultipleLeads><leadSelector xsi:type="ns1:LeadKeySelector">'
            "<keyType>EMAIL</keyType><keyValues></keyValues></leadSelector>"
            "<batchSize>100</batchSize></ns1:paramsGetMultipleLeads>"
        )
    ),
)

STATIC_LIST_MISSING = Rule(
    "static-list-missing",
    "error",
    "recorded",
    "A StaticListSelector without name and id is refused.",
    "the selector names no list",
    "add staticListName or staticListId",
    example=Example(
        body=(
            '<ns1:paramsGetMultipleLeads><leadSelector xsi:type="ns1:StaticListSelector">'
            "<staticListName></staticListName></leadSelector></ns1:paramsGetMultipleLeads>"
        )
    ),
)

STATIC_LIST_TWICE = Rule(
    "static-list-twice",
    "warning",
    "documented",
    "A StaticListSelector takes the list's name or its id, one of the two.",
    "the selector has both staticListName and staticListId",
    "send one of them",
    example=Example(
        body=(
            '<ns1:paramsGetMultipleLeads><leadSelector xsi:type="ns1:StaticListSelector">'
            "<staticListName>Trav-Test-List</staticListName>"
            "<staticListId>6926</staticListId></leadSelector></ns1:paramsGetMultipleLeads>"
        )
    ),
)


def _check_selector(item: Item, found: Findings) -> None:
    for selector in item.each("leadSelector"):
        if selector.type_name == "LeadKeySelector":
            for values in selector.each("keyValues"):
                keys = values.each("stringItem")
                if not keys:
                    found.add(SELECTOR_KEYS_EMPTY, values.line, values.path)
                for key in keys:
                    check_key_value(selector.text("keyType"), key, found)
        elif selector.type_name == "StaticListSelector":
            given = [selector.has(name) for name in ("staticListName", "staticListId")]
            if not any(given):
                found.add(STATIC_LIST_MISSING, selector.line, selector.path)
            elif all(given):
                found.add(STATIC_LIST_TWICE, selector.line, selector.path)


def check_activity(item: Item, found: Findings) -> None:
    """Look through a getLeadActivity request."""
    check_lead_key(item, found)
    _check_filter(item, found)


ACTIVITY_NAME_NOT_DISPLAY = Rule(
    "activity-name-not-display",
    "warning",
    "inferred",
    "activityNameFilter takes display names; another name matches nothing, without a fault.",
    "{name} holds a name of the enumeration ({shown})",
    "write {expected}",
    example=Example(
        body=(
            "<ns1:paramsGetLeadChanges><startPosition>"
            "<oldestCreatedAt>2013-08-01T00:13:13+00:00</oldestCreatedAt></startPosition>"
            "<activityNameFilter><stringItem>VisitWebpage</stringItem></activityNameFilter>"
            "<batchSize>10</batchSize></ns1:paramsGetLeadChanges>"
        )
    ),
)


def check_changes(item: Item, found: Findings) -> None:
    """Look through a getLeadChanges request."""
    _check_selector(item, found)
    _check_filter(item, found)
    for name in item.each("activityNameFilter", "stringItem"):
        if name.value in ENUMERATION and name.value not in ENUMERATION_BY_DISPLAY_NAME:
            found.add(
                ACTIVITY_NAME_NOT_DISPLAY,
                name.line,
                name.path,
                name="activityNameFilter",
                shown=name.value,
                expected=display_name(name.value),
            )


FILTER_BOTH_TYPES = Rule(
    "filter-both-types",
    "error",
    "documented",
    "includeTypes and excludeTypes exclude each other.",
    "includeTypes and excludeTypes stand together",
    "send one of them",
    example=Example(
        body=(
            "<ns1:paramsGetLeadActivity><leadKey><keyType>EMAIL</keyType>"
            "<keyValue>t@t.com</keyValue></leadKey><activityFilter><includeTypes>"
            "<activityType>VisitWebpage</activityType></includeTypes><excludeTypes>"
            "<activityType>NewLead</activityType></excludeTypes></activityFilter>"
            "<batchSize>10</batchSize></ns1:paramsGetLeadActivity>"
        )
    ),
)


def _check_filter(item: Item, found: Findings) -> None:
    for wanted in item.each("activityFilter"):
        if wanted.has("includeTypes") and wanted.has("excludeTypes"):
            found.add(FILTER_BOTH_TYPES, wanted.line, wanted.path)


# Records


def check_sync(item: Item, found: Findings) -> None:
    """Look through a syncLead request."""
    for record in item.each("leadRecord"):
        _check_record(record, found, keyed=item.has("marketoCookie"))
    for cookie in item.each("marketoCookie"):
        _check_cookie(cookie, found)


EMAIL_NOT_CHANGED = Rule(
    "email-not-changed",
    "note",
    "documented",
    "Next to Id or foreign id, syncMultipleLeads takes Email as a key and does not change it.",
    "Email stands next to another key, so it is not changed",
    "to change it, put Email into leadAttributeList too",
    example=Example(
        body=(
            "<ns1:paramsSyncMultipleLeads><leadRecordList><leadRecord><Id>7</Id>"
            "<Email>t@t.com</Email><leadAttributeList><attribute>"
            "<attrName>FirstName</attrName>"
            "<attrValue>George</attrValue></attribute></leadAttributeList></leadRecord>"
            "</leadRecordList>"
            "<dedupEnabled>true</dedupEnabled></ns1:paramsSyncMultipleLeads>"
        )
    ),
)

DEDUP_DISABLED = Rule(
    "dedup-disabled",
    "warning",
    "recorded",
    "With dedupEnabled false, a record without Id and foreign id always makes a new lead.",
    "dedupEnabled is false: {count} of the records make new leads, also where one exists",
    "send dedupEnabled true",
    example=Example(
        body=(
            "<ns1:paramsSyncMultipleLeads><leadRecordList><leadRecord><Email>t@t.com</Email>"
            "<leadAttributeList><attribute><attrName>FirstName</attrName>"
            "<attrValue>George</attrValue></attribute></leadAttributeList></leadRecord>"
            "</leadRecordList>"
            "<dedupEnabled>false</dedupEnabled></ns1:paramsSyncMultipleLeads>"
        )
    ),
)


def check_sync_multiple(item: Item, found: Findings) -> None:
    """Look through a syncMultipleLeads request."""
    check_batch(item, "leadRecordList", "leadRecord", found)
    records = item.each("leadRecordList", "leadRecord")
    for record in records:
        _check_record(record, found, keyed=False)
        names = {each.text("attrName") for each in record.each("leadAttributeList", "attribute")}
        others = (record.member(name) for name in ("Id", "ForeignSysPersonId"))
        # A misspelt one is passed over, so that Email is the key.
        keyed = any(other and other.value and other.node.name[0].isupper() for other in others)
        if keyed and record.has("Email") and "Email" not in names:
            found.add(EMAIL_NOT_CHANGED, record.line, f"{record.path}.Email")
    without = [
        record for record in records if not (record.has("Id") or record.has("ForeignSysPersonId"))
    ]
    if without and item.text("dedupEnabled").lower() in ("false", "0"):
        path = f"{item.path}.dedupEnabled"
        line = item.each("dedupEnabled")[0].line
        found.add(DEDUP_DISABLED, line, path, count=len(without))


BATCH_EMPTY = Rule(
    "batch-empty",
    "warning",
    "guess",
    "Nothing says what a list without records does.",
    "{name} is empty",
    "leave the call out when there is nothing to send",
    example=Example(
        body=(
            "<ns1:paramsListOperation><listOperation>ADDTOLIST</listOperation><listKey>"
            "<keyType>MKTOLISTNAME</keyType><keyValue>Trav-Test-List</keyValue></listKey>"
            "<listMemberList></listMemberList>"
            "<strict>false</strict></ns1:paramsListOperation>"
        )
    ),
)


def check_batch(item: Item, name: str, record: str, found: Findings) -> None:
    """Look whether a list has any records."""
    for batch in item.each(name):
        if not batch.members.get(record) and "href" not in batch.node.attributes:
            found.add(BATCH_EMPTY, batch.line, batch.path, name=name)


LEAD_KEY_MISSING = Rule(
    "lead-key-missing",
    "error",
    "documented",
    "Each record carries Id, ForeignSysPersonId or Email; syncLead takes a cookie instead.",
    "the record has no key{hint}",
    "add Id, ForeignSysPersonId with ForeignSysType, or Email",
    example=Example(
        body=(
            "<ns1:paramsSyncLead><leadRecord><leadAttributeList><attribute>"
            "<attrName>FirstName</attrName><attrValue>George</attrValue></attribute>"
            "<attribute><attrName>LastName</attrName>"
            "<attrValue>of the Jungle</attrValue></attribute></leadAttributeList></leadRecord>"
            "<returnLead>false</returnLead></ns1:paramsSyncLead>"
        )
    ),
)

FOREIGN_ID_WITHOUT_TYPE = Rule(
    "foreign-id-without-type",
    "warning",
    "documented",
    "ForeignSysPersonId goes with a ForeignSysType, though an example without was accepted.",
    "ForeignSysPersonId has no ForeignSysType",
    "add ForeignSysType: CUSTOM, SFDC or NETSUITE",
    example=Example(
        body=(
            "<ns1:paramsSyncLead><leadRecord><Email>t@t.com</Email>"
            "<ForeignSysPersonId>7</ForeignSysPersonId><leadAttributeList><attribute>"
            "<attrName>FirstName</attrName><attrValue>George</attrValue></attribute>"
            "<attribute><attrName>LastName</attrName>"
            "<attrValue>of the Jungle</attrValue></attribute></leadAttributeList></leadRecord>"
            "<returnLead>false</returnLead></ns1:paramsSyncLead>"
        )
    ),
)

FOREIGN_TYPE_WITHOUT_ID = Rule(
    "foreign-type-without-id",
    "warning",
    "guess",
    "A ForeignSysType alone tells nothing.",
    "ForeignSysType stands without ForeignSysPersonId",
    "add ForeignSysPersonId, or leave the type out",
    example=Example(
        body=(
            "<ns1:paramsSyncLead><leadRecord><Email>t@t.com</Email>"
            "<ForeignSysType>SFDC</ForeignSysType><leadAttributeList><attribute>"
            "<attrName>FirstName</attrName><attrValue>George</attrValue></attribute>"
            "<attribute><attrName>LastName</attrName>"
            "<attrValue>of the Jungle</attrValue></attribute></leadAttributeList></leadRecord>"
            "<returnLead>false</returnLead></ns1:paramsSyncLead>"
        )
    ),
)

ATTRIBUTE_REPEATED = Rule(
    "attribute-repeated",
    "warning",
    "guess",
    "Nothing says which value counts where an attribute is given more than once.",
    "{name} stands more than once in one list",
    "send it once",
    example=Example(
        body=(
            "<ns1:paramsSyncLead><leadRecord><Email>t@t.com</Email><leadAttributeList>"
            "<attribute><attrName>FirstName</attrName>"
            "<attrValue>George</attrValue></attribute><attribute>"
            "<attrName>FirstName</attrName>"
            "<attrValue>of the Jungle</attrValue></attribute></leadAttributeList></leadRecord>"
            "<returnLead>false</returnLead></ns1:paramsSyncLead>"
        )
    ),
)

ATTRIBUTE_VALUE_EMPTY = Rule(
    "attribute-value-empty",
    "note",
    "inferred",
    "An empty attrValue clears the field.",
    "attrValue of {name} is empty, which clears the field",
    "leave the attribute out unless that is meant",
    example=Example(
        body=(
            "<ns1:paramsSyncLead><leadRecord><Email>t@t.com</Email><leadAttributeList>"
            "<attribute><attrName>FirstName</attrName><attrValue></attrValue></attribute>"
            "<attribute><attrName>LastName</attrName>"
            "<attrValue>of the Jungle</attrValue></attribute></leadAttributeList></leadRecord>"
            "<returnLead>false</returnLead></ns1:paramsSyncLead>"
        )
    ),
)

ATTRIBUTE_READ_ONLY = Rule(
    "attribute-read-only",
    "note",
    "documented",
    "Writing a read-only field changes nothing and is reported as UPDATED.",
    "{name} is read-only: the value is passed over",
    "leave it out",
    example=Example(
        body=(
            "<ns1:paramsSyncLead><leadRecord><Email>t@t.com</Email><leadAttributeList>"
            "<attribute><attrName>FirstName</attrName>"
            "<attrValue>George</attrValue></attribute><attribute>"
            "<attrName>CreatedAt</attrName>"
            "<attrValue>of the Jungle</attrValue></attribute></leadAttributeList></leadRecord>"
            "<returnLead>false</returnLead></ns1:paramsSyncLead>"
        )
    ),
)


def _check_record(record: Item, found: Findings, *, keyed: bool) -> None:
    attributes = record.each("leadAttributeList", "attribute")
    names = [each.text("attrName") for each in attributes]
    foreign, kind = record.has("ForeignSysPersonId"), record.has("ForeignSysType")
    if not (keyed or foreign or record.has("Id") or record.has("Email")):
        hint = "; an attribute is none" if {"Id", "Email"} & set(names) else ""
        found.add(LEAD_KEY_MISSING, record.line, record.path, hint=hint)
    if foreign and not kind:
        found.add(FOREIGN_ID_WITHOUT_TYPE, record.line, record.path)
    elif kind and not foreign:
        found.add(FOREIGN_TYPE_WITHOUT_ID, record.line, record.path)
    seen: set[str] = set()
    for attribute, name in zip(attributes, names, strict=True):
        shown = shown_name(name)
        if name in seen:
            found.add(ATTRIBUTE_REPEATED, attribute.line, attribute.path, name=shown)
        seen.add(name)
        if re.sub(r"[\W_]", "", name).lower() in _IGNORED:
            found.add(ATTRIBUTE_READ_ONLY, attribute.line, attribute.path, name=shown)
        value = attribute.member("attrValue")
        if value is not None and not value.node.text and not value.node.children:
            found.add(ATTRIBUTE_VALUE_EMPTY, value.line, value.path, name=shown)


# Merging


MERGE_KEY_MISSING = Rule(
    "merge-key-missing",
    "error",
    "documented",
    "mergeLeads names each lead with one key.",
    "{name} names no lead",
    "add an attribute whose attrName is a key type, such as IDNUM",
    example=Example(
        body=(
            "<ns1:paramsMergeLeads><winningLeadKeyList></winningLeadKeyList>"
            "<losingLeadKeyLists><keyList><attribute><attrName>IDNUM</attrName>"
            "<attrValue>15</attrValue></attribute></keyList></losingLeadKeyLists>"
            "</ns1:paramsMergeLeads>"
        )
    ),
)

MERGE_KEY_CROWDED = Rule(
    "merge-key-crowded",
    "warning",
    "inferred",
    "Every valid example names a lead with one attribute.",
    "{name} holds {count} keys for one lead",
    "send one attribute for each lead",
    example=Example(
        body=(
            "<ns1:paramsMergeLeads><winningLeadKeyList><attribute><attrName>IDNUM</attrName>"
            "<attrValue>2</attrValue></attribute></winningLeadKeyList><losingLeadKeyLists>"
            "<keyList><attribute><attrName>IDNUM</attrName>"
            "<attrValue>15</attrValue></attribute><attribute><attrName>IDNUM</attrName>"
            "<attrValue>16</attrValue></attribute></keyList></losingLeadKeyLists>"
            "</ns1:paramsMergeLeads>"
        )
    ),
)

MERGE_SAME_LEAD = Rule(
    "merge-same-lead",
    "error",
    "guess",
    "A lead cannot be merged into itself.",
    "a losing lead has the winner's key",
    "leave the winner out of losingLeadKeyLists",
    example=Example(
        body=(
            "<ns1:paramsMergeLeads><winningLeadKeyList><attribute><attrName>IDNUM</attrName>"
            "<attrValue>2</attrValue></attribute></winningLeadKeyList><losingLeadKeyLists>"
            "<keyList><attribute><attrName>IDNUM</attrName>"
            "<attrValue>2</attrValue></attribute></keyList></losingLeadKeyLists>"
            "</ns1:paramsMergeLeads>"
        )
    ),
)


def check_merge(item: Item, found: Findings) -> None:
    """Look through a mergeLeads request."""
    winners = item.each("winningLeadKeyList")
    losers = item.each("losingLeadKeyLists", "keyList")
    for lists in item.each("losingLeadKeyLists"):
        if not lists.members.get("keyList"):
            name = "losingLeadKeyLists"
            found.add(MERGE_KEY_MISSING, lists.line, lists.path, name=name)
    for keys in (*winners, *losers):
        attributes = keys.each("attribute")
        name = keys.node.name
        if not attributes:
            found.add(MERGE_KEY_MISSING, keys.line, keys.path, name=name)
        elif len(attributes) > 1:
            count = len(attributes)
            found.add(MERGE_KEY_CROWDED, keys.line, keys.path, name=name, count=count)
        for attribute in attributes:
            _check_merge_key(attribute, found)
    won = {_pair(each) for keys in winners for each in keys.each("attribute")}
    for keys in losers:
        if {_pair(each) for each in keys.each("attribute")} & won - {("", "")}:
            found.add(MERGE_SAME_LEAD, keys.line, keys.path)


def _pair(attribute: Item) -> tuple[str, str]:
    return attribute.text("attrName"), attribute.text("attrValue")


MERGE_KEY_COOKIE = Rule(
    "merge-key-cookie",
    "error",
    "documented",
    "mergeLeads takes every key type but COOKIE.",
    "COOKIE is no key of mergeLeads",
    "name the lead by IDNUM or EMAIL",
    example=Example(
        body=(
            "<ns1:paramsMergeLeads><winningLeadKeyList><attribute><attrName>COOKIE</attrName>"
            "<attrValue>2</attrValue></attribute></winningLeadKeyList><losingLeadKeyLists>"
            "<keyList><attribute><attrName>IDNUM</attrName>"
            "<attrValue>15</attrValue></attribute></keyList></losingLeadKeyLists>"
            "</ns1:paramsMergeLeads>"
        )
    ),
)

MERGE_KEY_UNKNOWN = Rule(
    "merge-key-unknown",
    "error",
    "documented",
    "In mergeLeads an attrName is a key type, not a lead field.",
    "attrName is no key type{shown}",
    "{hint}",
    example=Example(
        body=(
            "<ns1:paramsMergeLeads><winningLeadKeyList><attribute><attrName>Id</attrName>"
            "<attrValue>2</attrValue></attribute></winningLeadKeyList><losingLeadKeyLists>"
            "<keyList><attribute><attrName>IDNUM</attrName>"
            "<attrValue>15</attrValue></attribute></keyList></losingLeadKeyLists>"
            "</ns1:paramsMergeLeads>"
        )
    ),
)


def _check_merge_key(attribute: Item, found: Findings) -> None:
    name, value = attribute.member("attrName"), attribute.member("attrValue")
    if name is None:
        return
    if name.value == COOKIE:
        found.add(MERGE_KEY_COOKIE, name.line, name.path)
    elif name.value not in MERGE_KEY_TYPES:
        meant = _MERGE_FIELDS.get(name.value.lower()) or nearest(name.value, MERGE_KEY_TYPES)
        hint = f"write {meant}" if meant else f"write {listed(MERGE_KEY_TYPES)}"
        shown = shown_value(name.value)
        found.add(MERGE_KEY_UNKNOWN, name.line, name.path, shown=shown, hint=hint)
    elif value is not None:
        check_key_value(name.value, value, found)
