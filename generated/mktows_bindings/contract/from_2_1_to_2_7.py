# Made from wsdl/*.wsdl by tools/regenerate.py. Do not edit: change those and run it.
"""Entries of the contract of the versions 2_1 to 2_7."""

from __future__ import annotations

from mktows_bindings.contract import Types

TYPES: Types = {
    "ParamsScheduleCampaign": (
        None,
        False,
        (
            ("programName", "program_name", "string", 1, False, False),
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
        ),
    ),
    "AuthenticationHeaderInfo": (
        None,
        False,
        (
            ("mktowsUserId", "mktows_user_id", "string", 1, False, False),
            ("requestSignature", "request_signature", "string", 1, False, False),
            ("requestTimestamp", "request_timestamp", "string", 1, False, False),
            ("audit", "audit", "string", 0, False, False),
            ("mode", "mode", "int", 0, False, False),
        ),
    ),
}
