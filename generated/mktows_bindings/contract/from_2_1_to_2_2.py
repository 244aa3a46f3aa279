# Made from wsdl/*.wsdl by tools/regenerate.py. Do not edit: change those and run it.
"""Entries of the contract of the versions 2_1 to 2_2."""

from __future__ import annotations

from mktows_bindings.contract import Types

TYPES: Types = {
    "ParamsListOperation": (
        None,
        False,
        (
            ("listOperation", "list_operation", "ListOperationType", 1, False, False),
            ("listKey", "list_key", "ListKey", 1, False, False),
            ("listMemberList", "list_member_list", "ArrayOfLeadKey", 1, False, False),
            ("strict", "strict", "boolean", 0, False, True),
            ("skipActivityLog", "skip_activity_log", "boolean", 0, False, True),
        ),
    ),
}
