# Made from wsdl/*.wsdl by tools/regenerate.py. Do not edit: change those and run it.
"""Entries of the contract of every version since 2_7."""

from __future__ import annotations

from mktows_bindings.contract import Types

TYPES: Types = {
    "MObjStatus": (
        None,
        False,
        (
            ("id", "id", "int", 1, False, True),
            ("externalKey", "external_key", "Attrib", 0, False, False),
            ("status", "status", "MObjStatusEnum", 1, False, False),
            ("error", "error", "string", 0, False, False),
        ),
    ),
    "ParamsMergeLeads": (
        None,
        False,
        (
            ("winningLeadKeyList", "winning_lead_key_list", "ArrayOfAttribute", 1, False, False),
            ("losingLeadKeyLists", "losing_lead_key_lists", "ArrayOfKeyList", 1, False, False),
            ("mergeInSales", "merge_in_sales", "boolean", 0, False, False),
        ),
    ),
}
