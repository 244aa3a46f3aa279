"""Requests about leads: their keys, records, selectors, filters and merging."""

from __future__ import annotations

import re

from mktows.checking.findings import Findings, listed, nearest, shown_name, shown_value
from mktows.checking.items import Item
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


def check_key_value(kind: str, value: Item, found: Findings) -> None:
    """Look at the value of a key of some type."""
    if value.node.children:
        return
    if not value.value:
        shown = kind if kind in LEAD_KEY_TYPES else "lead"
        found.add("key-value-empty", value.line, value.path, type=shown)
    elif kind == IDNUM and not _is_id(value.value):
        found.add("key-value-not-id", value.line, value.path)
    elif kind == COOKIE:
        _check_cookie(value, found)


def _is_id(text: str) -> bool:
    return bool(_INT.fullmatch(text)) and -(2**31) <= int(text) < 2**31


def _check_cookie(value: Item, found: Findings) -> None:
    if value.value and not _COOKIE.fullmatch(value.value):
        found.add("cookie-form", value.line, value.path, name=value.node.name)


def check_lead_key(item: Item, found: Findings) -> None:
    """Look through a request that names one lead by key."""
    check_keys(item.each("leadKey"), found)


# Selectors and filters


def check_multiple(item: Item, found: Findings) -> None:
    """Look through a getMultipleLeads request."""
    _check_selector(item, found)
    for old in item.each("lastUpdatedAt"):
        found.add("selector-deprecated", old.line, old.path)
    if not item.members.get("leadSelector") and not item.has("lastUpdatedAt"):
        found.add("selector-missing", item.line, item.path)
    for names in item.each("includeAttributes"):
        wanted = {each.value for each in names.each("stringItem")} - {""}
        if wanted and "Email" not in wanted:
            found.add("include-attributes-without-email", names.line, names.path)


def _check_selector(item: Item, found: Findings) -> None:
    for selector in item.each("leadSelector"):
        if selector.type_name == "LeadKeySelector":
            for values in selector.each("keyValues"):
                keys = values.each("stringItem")
                if not keys:
                    found.add("selector-keys-empty", values.line, values.path)
                for key in keys:
                    check_key_value(selector.text("keyType"), key, found)
        elif selector.type_name == "StaticListSelector":
            given = [selector.has(name) for name in ("staticListName", "staticListId")]
            if not any(given):
                found.add("static-list-missing", selector.line, selector.path)
            elif all(given):
                found.add("static-list-twice", selector.line, selector.path)


def check_activity(item: Item, found: Findings) -> None:
    """Look through a getLeadActivity request."""
    check_lead_key(item, found)
    _check_filter(item, found)


def check_changes(item: Item, found: Findings) -> None:
    """Look through a getLeadChanges request."""
    _check_selector(item, found)
    _check_filter(item, found)
    for name in item.each("activityNameFilter", "stringItem"):
        if name.value in ENUMERATION and name.value not in ENUMERATION_BY_DISPLAY_NAME:
            found.add(
                "activity-name-not-display",
                name.line,
                name.path,
                name="activityNameFilter",
                shown=name.value,
                expected=display_name(name.value),
            )


def _check_filter(item: Item, found: Findings) -> None:
    for wanted in item.each("activityFilter"):
        if wanted.has("includeTypes") and wanted.has("excludeTypes"):
            found.add("filter-both-types", wanted.line, wanted.path)


# Records


def check_sync(item: Item, found: Findings) -> None:
    """Look through a syncLead request."""
    for record in item.each("leadRecord"):
        _check_record(record, found, keyed=item.has("marketoCookie"))
    for cookie in item.each("marketoCookie"):
        _check_cookie(cookie, found)


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
            found.add("email-not-changed", record.line, f"{record.path}.Email")
    without = [
        record for record in records if not (record.has("Id") or record.has("ForeignSysPersonId"))
    ]
    if without and item.text("dedupEnabled").lower() in ("false", "0"):
        path = f"{item.path}.dedupEnabled"
        line = item.each("dedupEnabled")[0].line
        found.add("dedup-disabled", line, path, count=len(without))


def check_batch(item: Item, name: str, record: str, found: Findings) -> None:
    """Look whether a list has any records."""
    for batch in item.each(name):
        if not batch.members.get(record) and "href" not in batch.node.attributes:
            found.add("batch-empty", batch.line, batch.path, name=name)


def _check_record(record: Item, found: Findings, *, keyed: bool) -> None:
    attributes = record.each("leadAttributeList", "attribute")
    names = [each.text("attrName") for each in attributes]
    foreign, kind = record.has("ForeignSysPersonId"), record.has("ForeignSysType")
    if not (keyed or foreign or record.has("Id") or record.has("Email")):
        hint = "; an attribute is none" if {"Id", "Email"} & set(names) else ""
        found.add("lead-key-missing", record.line, record.path, hint=hint)
    if foreign and not kind:
        found.add("foreign-id-without-type", record.line, record.path)
    elif kind and not foreign:
        found.add("foreign-type-without-id", record.line, record.path)
    seen: set[str] = set()
    for attribute, name in zip(attributes, names, strict=True):
        shown = shown_name(name)
        if name in seen:
            found.add("attribute-repeated", attribute.line, attribute.path, name=shown)
        seen.add(name)
        if re.sub(r"[\W_]", "", name).lower() in _IGNORED:
            found.add("attribute-read-only", attribute.line, attribute.path, name=shown)
        value = attribute.member("attrValue")
        if value is not None and not value.node.text and not value.node.children:
            found.add("attribute-value-empty", value.line, value.path, name=shown)


# Merging


def check_merge(item: Item, found: Findings) -> None:
    """Look through a mergeLeads request."""
    winners = item.each("winningLeadKeyList")
    losers = item.each("losingLeadKeyLists", "keyList")
    for lists in item.each("losingLeadKeyLists"):
        if not lists.members.get("keyList"):
            name = "losingLeadKeyLists"
            found.add("merge-key-missing", lists.line, lists.path, name=name)
    for keys in (*winners, *losers):
        attributes = keys.each("attribute")
        name = keys.node.name
        if not attributes:
            found.add("merge-key-missing", keys.line, keys.path, name=name)
        elif len(attributes) > 1:
            count = len(attributes)
            found.add("merge-key-crowded", keys.line, keys.path, name=name, count=count)
        for attribute in attributes:
            _check_merge_key(attribute, found)
    won = {_pair(each) for keys in winners for each in keys.each("attribute")}
    for keys in losers:
        if {_pair(each) for each in keys.each("attribute")} & won - {("", "")}:
            found.add("merge-same-lead", keys.line, keys.path)


def _pair(attribute: Item) -> tuple[str, str]:
    return attribute.text("attrName"), attribute.text("attrValue")


def _check_merge_key(attribute: Item, found: Findings) -> None:
    name, value = attribute.member("attrName"), attribute.member("attrValue")
    if name is None:
        return
    if name.value == COOKIE:
        found.add("merge-key-cookie", name.line, name.path)
    elif name.value not in MERGE_KEY_TYPES:
        meant = _MERGE_FIELDS.get(name.value.lower()) or nearest(name.value, MERGE_KEY_TYPES)
        hint = f"write {meant}" if meant else f"write {listed(MERGE_KEY_TYPES)}"
        shown = shown_value(name.value)
        found.add("merge-key-unknown", name.line, name.path, shown=shown, hint=hint)
    elif value is not None:
        check_key_value(name.value, value, found)
