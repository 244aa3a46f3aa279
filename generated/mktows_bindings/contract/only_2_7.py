# Made from wsdl/*.wsdl by tools/regenerate.py. Do not edit: change those and run it.
"""Entries of the contract of version 2_7 alone."""

from __future__ import annotations

from mktows_bindings.contract import Types

TYPES: Types = {
    "ActivityRecord": (
        None,
        False,
        (
            ("id", "id", "long", 1, False, False),
            ("activityDateTime", "activity_date_time", "dateTime", 1, False, False),
            ("activityType", "activity_type", "string", 1, False, False),
            ("mktgAssetName", "mktg_asset_name", "string", 0, False, False),
            ("activityAttributes", "activity_attributes", "ArrayOfAttribute", 0, False, True),
            ("campaign", "campaign", "string", 0, False, True),
            ("personName", "person_name", "string", 0, False, True),
            ("mktPersonId", "mkt_person_id", "string", 1, False, False),
            ("foreignSysId", "foreign_sys_id", "string", 0, False, True),
            ("orgName", "org_name", "string", 0, False, True),
            ("foreignSysOrgId", "foreign_sys_org_id", "string", 0, False, True),
        ),
    ),
    "LeadChangeRecord": (
        None,
        False,
        (
            ("id", "id", "long", 1, False, False),
            ("activityDateTime", "activity_date_time", "dateTime", 1, False, False),
            ("activityType", "activity_type", "string", 1, False, False),
            ("mktgAssetName", "mktg_asset_name", "string", 0, False, True),
            ("activityAttributes", "activity_attributes", "ArrayOfAttribute", 0, False, True),
            ("campaign", "campaign", "string", 0, False, False),
            ("mktPersonId", "mkt_person_id", "string", 1, False, False),
        ),
    ),
}
