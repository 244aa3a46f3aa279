# Made from wsdl/*.wsdl by tools/regenerate.py. Do not edit: change those and run it.
"""Entries of the contract of every version since 3_1."""

from __future__ import annotations

from mktows_bindings.contract import Types

TYPES: Types = {
    "ActivityRecord": (
        None,
        False,
        (
            ("id", "id", "long", 0, False, True),
            ("marketoGUID", "marketo_guid", "string", 1, False, False),
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
            ("id", "id", "long", 0, False, True),
            ("marketoGUID", "marketo_guid", "string", 1, False, False),
            ("activityDateTime", "activity_date_time", "dateTime", 1, False, False),
            ("activityType", "activity_type", "string", 1, False, False),
            ("mktgAssetName", "mktg_asset_name", "string", 0, False, True),
            ("activityAttributes", "activity_attributes", "ArrayOfAttribute", 0, False, True),
            ("campaign", "campaign", "string", 0, False, False),
            ("mktPersonId", "mkt_person_id", "string", 1, False, False),
        ),
    ),
    "ParamsScheduleCampaign": (
        None,
        False,
        (
            ("programName", "program_name", "string", 1, False, False),
            ("cloneToProgramName", "clone_to_program_name", "string", 0, False, True),
            ("campaignName", "campaign_name", "string", 1, False, False),
            ("campaignRunAt", "campaign_run_at", "dateTime", 0, False, True),
            ("programTokenList", "program_token_list", "ArrayOfAttrib", 0, False, True),
        ),
    ),
    "ParamsSyncLead": (
        None,
        False,
        (
            ("leadRecord", "lead_record", "LeadRecord", 1, False, False),
            ("returnLead", "return_lead", "boolean", 1, False, False),
            ("marketoCookie", "marketo_cookie", "string", 0, False, True),
            ("moveCookie", "move_cookie", "boolean", 0, False, True),
        ),
    ),
    "AuthenticationHeaderInfo": (
        None,
        False,
        (
            ("mktowsUserId", "mktows_user_id", "string", 1, False, False),
            ("requestSignature", "request_signature", "string", 1, False, False),
            ("requestTimestamp", "request_timestamp", "string", 1, False, False),
            ("partnerId", "partner_id", "string", 0, False, False),
            ("audit", "audit", "string", 0, False, False),
            ("mode", "mode", "int", 0, False, False),
        ),
    ),
}
