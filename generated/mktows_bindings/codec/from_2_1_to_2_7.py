# Made from wsdl/*.wsdl by tools/regenerate.py. Do not edit: change those and run it.
"""Writes and reads types of the versions 2_1 to 2_7."""

from __future__ import annotations

from typing import Any

from lxml.etree import _Element

from mktows_bindings.codec import Readers, Writers
from mktows_bindings.codec.since_2_1 import (
    read_ArrayOfAttrib,
    read_LeadRecord,
    write_ArrayOfAttrib,
    write_LeadRecord,
)
from mktows_bindings.runtime import (
    Reading,
    bare,
    boolean_text,
    date_time_text,
    element,
    int_text,
    namesake,
    read_again,
    read_boolean,
    read_date_time,
    read_int,
    read_member,
    read_string,
    text,
    unqualified,
)
from mktows_bindings.types.from_2_1_to_2_7 import (
    AuthenticationHeaderInfo,
    ParamsScheduleCampaign,
    ParamsSyncLead,
)


def write_ParamsScheduleCampaign(v: ParamsScheduleCampaign, nil: bool) -> str:
    if v.__class__ is not ParamsScheduleCampaign:
        v = namesake(v, ParamsScheduleCampaign)
    program_name = v.program_name
    if (
        not program_name.isprintable()
        or "&" in program_name
        or "<" in program_name
        or ">" in program_name
    ):
        program_name = text(program_name)
    campaign_name = v.campaign_name
    if (
        not campaign_name.isprintable()
        or "&" in campaign_name
        or "<" in campaign_name
        or ">" in campaign_name
    ):
        campaign_name = text(campaign_name)
    campaign_run_at = v.campaign_run_at
    campaign_run_at_xml = (
        ('<campaignRunAt xsi:nil="true"/>' if nil else "")
        if campaign_run_at is None
        else f"<campaignRunAt>{date_time_text(campaign_run_at)}</campaignRunAt>"
    )
    program_token_list = v.program_token_list
    program_token_list_xml = (
        ('<programTokenList xsi:nil="true"/>' if nil else "")
        if program_token_list is None
        else element("programTokenList", write_ArrayOfAttrib(program_token_list, nil))
    )
    return (
        f"<programName>{program_name}</programName>"
        f"<campaignName>{campaign_name}</campaignName>"
        f"{campaign_run_at_xml}"
        f"{program_token_list_xml}"
    )


def read_ParamsScheduleCampaign(node: _Element, reading: Reading) -> Any:
    program_name: Any = None
    campaign_name: Any = None
    campaign_run_at: Any = ...
    program_token_list: Any = ...
    for child in node:
        tag = child.tag
        if tag == "programName":
            if program_name is None:
                said = child.text
                program_name = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
                if program_name is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "campaignName":
            if campaign_name is None:
                said = child.text
                campaign_name = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
                if campaign_name is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "campaignRunAt":
            if campaign_run_at is ...:
                campaign_run_at = read_date_time(child, reading)
            else:
                campaign_run_at = read_again(child, reading, campaign_run_at, read_date_time)
        elif tag == "programTokenList":
            if program_token_list is ...:
                program_token_list = read_member(child, reading, read_ArrayOfAttrib)
            else:
                program_token_list = read_again(
                    child, reading, program_token_list, read_member, read_ArrayOfAttrib
                )
        elif tag[0] == "{":
            return read_ParamsScheduleCampaign(unqualified(node), reading)
        else:
            reading.unknown(child)
    if program_name is None:
        reading.missing(node, "programName")
    if campaign_name is None:
        reading.missing(node, "campaignName")
    if campaign_run_at is ...:
        campaign_run_at = None
    if program_token_list is ...:
        program_token_list = None
    made: Any = bare(ParamsScheduleCampaign)
    made.program_name = program_name
    made.campaign_name = campaign_name
    made.campaign_run_at = campaign_run_at
    made.program_token_list = program_token_list
    return made


def write_ParamsSyncLead(v: ParamsSyncLead, nil: bool) -> str:
    if v.__class__ is not ParamsSyncLead:
        v = namesake(v, ParamsSyncLead)
    lead_record = v.lead_record
    return_lead = v.return_lead
    marketo_cookie = v.marketo_cookie
    marketo_cookie_xml = (
        ('<marketoCookie xsi:nil="true"/>' if nil else "")
        if marketo_cookie is None
        else f"<marketoCookie>{text(marketo_cookie)}</marketoCookie>"
    )
    return (
        f"{element('leadRecord', write_LeadRecord(lead_record, nil))}"
        f"<returnLead>{boolean_text(return_lead)}</returnLead>"
        f"{marketo_cookie_xml}"
    )


def read_ParamsSyncLead(node: _Element, reading: Reading) -> Any:
    lead_record: Any = None
    return_lead: Any = None
    marketo_cookie: Any = ...
    for child in node:
        tag = child.tag
        if tag == "leadRecord":
            if lead_record is None:
                lead_record = read_member(child, reading, read_LeadRecord)
                if lead_record is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "returnLead":
            if return_lead is None:
                return_lead = read_boolean(child, reading)
                if return_lead is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "marketoCookie":
            if marketo_cookie is ...:
                said = child.text
                marketo_cookie = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
            else:
                marketo_cookie = read_again(child, reading, marketo_cookie, read_string)
        elif tag[0] == "{":
            return read_ParamsSyncLead(unqualified(node), reading)
        else:
            reading.unknown(child)
    if lead_record is None:
        reading.missing(node, "leadRecord")
    if return_lead is None:
        reading.missing(node, "returnLead")
    if marketo_cookie is ...:
        marketo_cookie = None
    made: Any = bare(ParamsSyncLead)
    made.lead_record = lead_record
    made.return_lead = return_lead
    made.marketo_cookie = marketo_cookie
    return made


def write_AuthenticationHeaderInfo(v: AuthenticationHeaderInfo, nil: bool) -> str:
    if v.__class__ is not AuthenticationHeaderInfo:
        v = namesake(v, AuthenticationHeaderInfo)
    mktows_user_id = v.mktows_user_id
    if (
        not mktows_user_id.isprintable()
        or "&" in mktows_user_id
        or "<" in mktows_user_id
        or ">" in mktows_user_id
    ):
        mktows_user_id = text(mktows_user_id)
    request_signature = v.request_signature
    if (
        not request_signature.isprintable()
        or "&" in request_signature
        or "<" in request_signature
        or ">" in request_signature
    ):
        request_signature = text(request_signature)
    request_timestamp = v.request_timestamp
    if (
        not request_timestamp.isprintable()
        or "&" in request_timestamp
        or "<" in request_timestamp
        or ">" in request_timestamp
    ):
        request_timestamp = text(request_timestamp)
    audit = v.audit
    audit_xml = "" if audit is None else f"<audit>{text(audit)}</audit>"
    mode = v.mode
    mode_xml = "" if mode is None else f"<mode>{int_text(mode)}</mode>"
    return (
        f"<mktowsUserId>{mktows_user_id}</mktowsUserId>"
        f"<requestSignature>{request_signature}</requestSignature>"
        f"<requestTimestamp>{request_timestamp}</requestTimestamp>"
        f"{audit_xml}"
        f"{mode_xml}"
    )


def read_AuthenticationHeaderInfo(node: _Element, reading: Reading) -> Any:
    mktows_user_id: Any = None
    request_signature: Any = None
    request_timestamp: Any = None
    audit: Any = ...
    mode: Any = ...
    for child in node:
        tag = child.tag
        if tag == "mktowsUserId":
            if mktows_user_id is None:
                said = child.text
                mktows_user_id = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
                if mktows_user_id is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "requestSignature":
            if request_signature is None:
                said = child.text
                request_signature = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
                if request_signature is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "requestTimestamp":
            if request_timestamp is None:
                said = child.text
                request_timestamp = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
                if request_timestamp is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "audit":
            if audit is ...:
                said = child.text
                audit = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
            else:
                audit = read_again(child, reading, audit, read_string)
        elif tag == "mode":
            if mode is ...:
                mode = read_int(child, reading)
            else:
                mode = read_again(child, reading, mode, read_int)
        elif tag[0] == "{":
            return read_AuthenticationHeaderInfo(unqualified(node), reading)
        else:
            reading.unknown(child)
    if mktows_user_id is None:
        reading.missing(node, "mktowsUserId")
    if request_signature is None:
        reading.missing(node, "requestSignature")
    if request_timestamp is None:
        reading.missing(node, "requestTimestamp")
    if audit is ...:
        audit = None
    if mode is ...:
        mode = None
    made: Any = bare(AuthenticationHeaderInfo)
    made.mktows_user_id = mktows_user_id
    made.request_signature = request_signature
    made.request_timestamp = request_timestamp
    made.audit = audit
    made.mode = mode
    return made


WRITERS: Writers = {
    "ParamsScheduleCampaign": lambda tag, value, nil: element(
        tag, write_ParamsScheduleCampaign(value, nil)
    ),
    "ParamsSyncLead": lambda tag, value, nil: element(tag, write_ParamsSyncLead(value, nil)),
    "AuthenticationHeaderInfo": lambda tag, value, nil: element(
        tag, write_AuthenticationHeaderInfo(value, nil)
    ),
}
READERS: Readers = {
    "ParamsScheduleCampaign": read_ParamsScheduleCampaign,
    "ParamsSyncLead": read_ParamsSyncLead,
    "AuthenticationHeaderInfo": read_AuthenticationHeaderInfo,
}
