"""What each operation refuses, passes over or takes amiss, beyond what the schema says."""

from __future__ import annotations

from collections.abc import Callable

from mktows.checking import campaigns, leads, objects
from mktows.checking.findings import Findings
from mktows.checking.items import Item
from mktows.contract import Contract

_CHECKS: dict[str, Callable[[Item, Findings], None]] = {
    "getLead": leads.check_lead_key,
    "getMultipleLeads": leads.check_multiple,
    "getLeadActivity": leads.check_activity,
    "getLeadChanges": leads.check_changes,
    "syncLead": leads.check_sync,
    "syncMultipleLeads": leads.check_sync_multiple,
    "mergeLeads": leads.check_merge,
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


def check_request(spoken: Contract, operation: str, item: Item, found: Findings) -> None:
    """Look through a request for what its operation takes amiss."""
    _check_nils(spoken, item, found)
    if operation in _CHECKS:
        _CHECKS[operation](item, found)
    names_known = any(
        field.element == "activityNameFilter" for field in spoken.types[item.type_name].fields
    )
    for types in item.each("activityFilter", "includeTypes") if names_known else ():
        if types.members:
            found.add("filter-include-deprecated", types.line, types.path)


def _check_nils(spoken: Contract, item: Item, found: Findings) -> None:
    for each in item.all():
        for field in spoken.types[each.type_name].fields if each.members else ():
            for member in each.members.get(field.element, ()):
                if member.nil and field.nillable and not field.required:
                    found.add("nil-for-absent", member.line, member.path, name=field.element)
