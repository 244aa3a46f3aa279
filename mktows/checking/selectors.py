"""Requests that read leads or activities: their selectors and filters."""

from __future__ import annotations

from mktows.checking.findings import Findings
from mktows.checking.items import Item
from mktows.checking.lead_keys import check_key_value, check_lead_key
from mktows.checking.rule import Example, Rule
from mktows.facts.activity_types import ENUMERATION, ENUMERATION_BY_DISPLAY_NAME, display_name

SELECTOR_MISSING = Rule(
    "selector-missing",
    "warning",
    "guess",
    "Prose wants a leadSelector, the schema does not; without one all leads are meant.",
    "there is no leadSelector: all leads are read",
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
            "<stringItem>t@t.com</stringItem></keyValues></leadSelector><includeAttributes>"
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
    "warning",
    "inferred",
    "A LeadKeySelector needs keys.",
    "keyValues holds no keys",
    "add a stringItem for each key",
    example=Example(
        body=(
            '<ns1:paramsGetMultipleLeads><leadSelector xsi:type="ns1:LeadKeySelector">'
            "<keyType>EMAIL</keyType><keyValues></keyValues></leadSelector>"
            "</ns1:paramsGetMultipleLeads>"
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
                    check_key_value(selector.text("keyType"), key, found, refused=False)
        elif selector.type_name == "StaticListSelector":
            given = [selector.has(name) for name in ("staticListName", "staticListId")]
            if not any(given):
                found.add(STATIC_LIST_MISSING, selector.line, selector.path)
            elif selector.counts("staticListName") and selector.counts("staticListId"):
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
        if wanted.counts("includeTypes") and wanted.counts("excludeTypes"):
            found.add(FILTER_BOTH_TYPES, wanted.line, wanted.path)
