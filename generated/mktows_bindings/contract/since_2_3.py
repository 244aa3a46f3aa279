# Made from wsdl/*.wsdl by tools/regenerate.py. Do not edit: change those and run it.
"""Entries of the contract of every version since 2_3."""

from __future__ import annotations

from mktows_bindings.contract import Types

TYPES: Types = {
    "ParamsGetLeadChanges": (
        None,
        False,
        (
            ("startPosition", "start_position", "StreamPosition", 1, False, False),
            ("activityFilter", "activity_filter", "ActivityTypeFilter", 0, False, True),
            ("activityNameFilter", "activity_name_filter", "ArrayOfString", 0, False, True),
            ("batchSize", "batch_size", "int", 0, False, True),
            ("leadSelector", "lead_selector", "LeadSelector", 0, False, False),
        ),
    ),
    "ParamsListOperation": (
        None,
        False,
        (
            ("listOperation", "list_operation", "ListOperationType", 1, False, False),
            ("listKey", "list_key", "ListKey", 1, False, False),
            ("listMemberList", "list_member_list", "ArrayOfLeadKey", 1, False, False),
            ("strict", "strict", "boolean", 0, False, True),
        ),
    ),
}
