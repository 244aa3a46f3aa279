"""The check of a request by its operation: what is refused or passed over beyond the schema."""

from __future__ import annotations

from collections.abc import Callable

from mktows.checking import campaigns, effects, lead_keys, leads, merging, objects, selectors
from mktows.checking.findings import Findings
from mktows.checking.items import Item
from mktows.checking.needs import is_needed, is_told_elsewhere
from mktows.checking.rule import Example, Rule
from mktows.contract import ComplexType, Contract

_CHECKS: dict[str, Callable[[Item, Findings], None]] = {
    "getLead": lead_keys.check_lead_key,
    "getMultipleLeads": selectors.check_multiple,
    "getLeadActivity": selectors.check_activity,
    "getLeadChanges": selectors.check_changes,
    "syncLead": leads.check_sync,
    "syncMultipleLeads": leads.check_sync_multiple,
    "mergeLeads": merging.check_merge,
    "listOperation": campaigns.check_list,
    "importToList": campaigns.check_import,
    "getImportToListStatus": campaigns.check_import_status,
    "requestCampaign": campaigns.check_request,
    "scheduleCampaign": campaigns.check_tokens,
    "describeMObject": objects.check_describe,
    "getMObjects": objects.check_get,
    "syncMObjects": objects.check_sync,
    "deleteMObjects": objects.check_delete,
    "syncCustomObjects": objects.check_custom_sync,
    "deleteCustomObjects": objects.check_custom_delete,
}


FILTER_INCLUDE_DEPRECATED = Rule(
    "filter-include-deprecated",
    "note",
    "documented",
    "In getLeadChanges, activityNameFilter has replaced includeTypes.",
    "includeTypes is deprecated in getLeadChanges",
    "send activityNameFilter with display names",
    example=Example(
        body=(
            "<ns1:paramsGetLeadChanges><startPosition>"
            "<oldestCreatedAt>2013-08-01T00:13:13+00:00</oldestCreatedAt></startPosition>"
            "<activityFilter><includeTypes>"
            "<activityType>NewLead</activityType></includeTypes></activityFilter>"
            "<activityNameFilter><stringItem>Visit Webpage</stringItem></activityNameFilter>"
            "<batchSize>10</batchSize></ns1:paramsGetLeadChanges>"
        )
    ),
)


def check_request(contract: Contract, operation: str, item: Item, found: Findings) -> None:
    """Look through a request for what its operation refuses or passes over."""
    _check_nils(contract, item, found)
    _check_texts(contract, item, (), found)
    if operation in _CHECKS:
        _CHECKS[operation](item, found)
        _check_without_misnamed(operation, item, found)
    effects.check_effects(contract, operation, item.node, found)
    names_known = any(
        field.element == "activityNameFilter" for field in contract.types[item.type_name].fields
    )
    for types in item.each("activityFilter", "includeTypes") if names_known else ():
        if types.members:
            found.add(FILTER_INCLUDE_DEPRECATED, types.line, types.path)


TEXT_MISSING = Rule(
    "text-missing",
    "error",
    "inferred",
    "A required text that is empty, or white space, counts as missing (20109, and its like).",
    "{name} is empty",
    "give it a value",
    example=Example(
        body=(
            "<ns1:paramsScheduleCampaign><programName> </programName>"
            "<campaignName>Batch Campaign Example</campaignName></ns1:paramsScheduleCampaign>"
        )
    ),
)


def _check_texts(
    contract: Contract, item: Item, above: tuple[ComplexType, ...], found: Findings
) -> None:
    """Find the texts that are empty where a call needs them: the schema allows it."""
    declared = contract.types.get(item.type_name)
    if declared is None:
        return
    around = (*above, declared)
    for field in declared.fields:
        for inner in item.members.get(field.element, ()):
            if inner.nil:
                continue
            if field.type_name != "string":
                _check_texts(contract, inner, around, found)
            elif (
                not inner.value
                and not inner.node.children  # of these more is told
                and is_needed(around, item.path, field)
                and not is_told_elsewhere(around, item.path, field)
            ):
                found.add(TEXT_MISSING, inner.line, inner.path, name=inner.node.name)


def _check_without_misnamed(operation: str, item: Item, found: Findings) -> None:
    """Find whether a request is refused for want of what is misnamed, and so is passed over."""
    misnamed = frozenset(item.misnamed())
    if not misnamed:
        return
    known = {each.rule for each in found.found if each.severity == "error"}
    left = Findings()
    _CHECKS[operation](item.as_read(), left)
    if any(each.severity == "error" and each.rule not in known for each in left.found):
        found.regrade("error", misnamed)


NIL_FOR_ABSENT = Rule(
    "nil-for-absent",
    "note",
    "inferred",
    "A nil optional element is taken as absent; nil clears nothing.",
    "{name} is nil, which says no more than leaving it out",
    "leave it out",
    example=Example(
        body=(
            '<ns1:paramsSyncLead><leadRecord><Id xsi:nil="true"/><Email>t@t.com</Email>'
            "<leadAttributeList><attribute><attrName>FirstName</attrName>"
            "<attrValue>George</attrValue></attribute><attribute>"
            "<attrName>LastName</attrName>"
            "<attrValue>of the Jungle</attrValue></attribute></leadAttributeList></leadRecord>"
            "<returnLead>false</returnLead></ns1:paramsSyncLead>"
        )
    ),
)


def _check_nils(contract: Contract, item: Item, found: Findings) -> None:
    for each in item.all():
        for field in contract.types[each.type_name].fields if each.members else ():
            for member in each.members.get(field.element, ()):
                if member.nil and field.nillable and not field.required:
                    found.add(NIL_FOR_ABSENT, member.line, member.path, name=field.element)
