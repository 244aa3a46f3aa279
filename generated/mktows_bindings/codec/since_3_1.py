# Made from wsdl/*.wsdl by tools/regenerate.py. Do not edit: change those and run it.
"""Writes and reads types of every version since 3_1."""

from __future__ import annotations

from typing import Any

from lxml.etree import _Element

from mktows_bindings.codec import Readers, Writers
from mktows_bindings.codec.since_2_1 import (
    read_ArrayOfAttrib,
    read_ArrayOfAttribute,
    read_LeadRecord,
    read_StreamPosition,
    write_ArrayOfAttrib,
    write_ArrayOfAttribute,
    write_LeadRecord,
    write_StreamPosition,
)
from mktows_bindings.runtime import (
    Reading,
    bare,
    boolean_text,
    date_time_text,
    element,
    int_text,
    listed,
    long_text,
    namesake,
    read_again,
    read_boolean,
    read_date_time,
    read_int,
    read_long,
    read_member,
    read_string,
    text,
    unqualified,
)
from mktows_bindings.types.since_3_1 import (
    ActivityRecord,
    ArrayOfActivityRecord,
    ArrayOfLeadChangeRecord,
    AuthenticationHeaderInfo,
    LeadActivityList,
    LeadChangeRecord,
    ParamsScheduleCampaign,
    ParamsSyncLead,
    ResultGetLeadChanges,
    SuccessGetLeadActivity,
    SuccessGetLeadChanges,
)


def write_ActivityRecord(v: ActivityRecord, nil: bool) -> str:
    if v.__class__ is not ActivityRecord:
        v = namesake(v, ActivityRecord)
    id = v.id
    id_xml = ('<id xsi:nil="true"/>' if nil else "") if id is None else f"<id>{long_text(id)}</id>"
    marketo_guid = v.marketo_guid
    if (
        not marketo_guid.isprintable()
        or "&" in marketo_guid
        or "<" in marketo_guid
        or ">" in marketo_guid
    ):
        marketo_guid = text(marketo_guid)
    activity_date_time = v.activity_date_time
    activity_type = v.activity_type
    if (
        not activity_type.isprintable()
        or "&" in activity_type
        or "<" in activity_type
        or ">" in activity_type
    ):
        activity_type = text(activity_type)
    mktg_asset_name = v.mktg_asset_name
    mktg_asset_name_xml = (
        "" if mktg_asset_name is None else f"<mktgAssetName>{text(mktg_asset_name)}</mktgAssetName>"
    )
    activity_attributes = v.activity_attributes
    activity_attributes_xml = (
        ('<activityAttributes xsi:nil="true"/>' if nil else "")
        if activity_attributes is None
        else element("activityAttributes", write_ArrayOfAttribute(activity_attributes, nil))
    )
    campaign = v.campaign
    campaign_xml = (
        ('<campaign xsi:nil="true"/>' if nil else "")
        if campaign is None
        else f"<campaign>{text(campaign)}</campaign>"
    )
    person_name = v.person_name
    person_name_xml = (
        ('<personName xsi:nil="true"/>' if nil else "")
        if person_name is None
        else f"<personName>{text(person_name)}</personName>"
    )
    mkt_person_id = v.mkt_person_id
    if (
        not mkt_person_id.isprintable()
        or "&" in mkt_person_id
        or "<" in mkt_person_id
        or ">" in mkt_person_id
    ):
        mkt_person_id = text(mkt_person_id)
    foreign_sys_id = v.foreign_sys_id
    foreign_sys_id_xml = (
        ('<foreignSysId xsi:nil="true"/>' if nil else "")
        if foreign_sys_id is None
        else f"<foreignSysId>{text(foreign_sys_id)}</foreignSysId>"
    )
    org_name = v.org_name
    org_name_xml = (
        ('<orgName xsi:nil="true"/>' if nil else "")
        if org_name is None
        else f"<orgName>{text(org_name)}</orgName>"
    )
    foreign_sys_org_id = v.foreign_sys_org_id
    foreign_sys_org_id_xml = (
        ('<foreignSysOrgId xsi:nil="true"/>' if nil else "")
        if foreign_sys_org_id is None
        else f"<foreignSysOrgId>{text(foreign_sys_org_id)}</foreignSysOrgId>"
    )
    return (
        f"{id_xml}"
        f"<marketoGUID>{marketo_guid}</marketoGUID>"
        f"<activityDateTime>{date_time_text(activity_date_time)}</activityDateTime>"
        f"<activityType>{activity_type}</activityType>"
        f"{mktg_asset_name_xml}"
        f"{activity_attributes_xml}"
        f"{campaign_xml}"
        f"{person_name_xml}"
        f"<mktPersonId>{mkt_person_id}</mktPersonId>"
        f"{foreign_sys_id_xml}"
        f"{org_name_xml}"
        f"{foreign_sys_org_id_xml}"
    )


def read_ActivityRecord(node: _Element, reading: Reading) -> Any:
    id: Any = ...
    marketo_guid: Any = None
    activity_date_time: Any = None
    activity_type: Any = None
    mktg_asset_name: Any = ...
    activity_attributes: Any = ...
    campaign: Any = ...
    person_name: Any = ...
    mkt_person_id: Any = None
    foreign_sys_id: Any = ...
    org_name: Any = ...
    foreign_sys_org_id: Any = ...
    for child in node:
        tag = child.tag
        if tag == "id":
            if id is ...:
                id = read_long(child, reading)
            else:
                id = read_again(child, reading, id, read_long)
        elif tag == "marketoGUID":
            if marketo_guid is None:
                said = child.text
                marketo_guid = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
                if marketo_guid is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "activityDateTime":
            if activity_date_time is None:
                activity_date_time = read_date_time(child, reading)
                if activity_date_time is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "activityType":
            if activity_type is None:
                said = child.text
                activity_type = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
                if activity_type is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "mktgAssetName":
            if mktg_asset_name is ...:
                said = child.text
                mktg_asset_name = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
            else:
                mktg_asset_name = read_again(child, reading, mktg_asset_name, read_string)
        elif tag == "activityAttributes":
            if activity_attributes is ...:
                activity_attributes = read_member(child, reading, read_ArrayOfAttribute)
            else:
                activity_attributes = read_again(
                    child, reading, activity_attributes, read_member, read_ArrayOfAttribute
                )
        elif tag == "campaign":
            if campaign is ...:
                said = child.text
                campaign = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
            else:
                campaign = read_again(child, reading, campaign, read_string)
        elif tag == "personName":
            if person_name is ...:
                said = child.text
                person_name = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
            else:
                person_name = read_again(child, reading, person_name, read_string)
        elif tag == "mktPersonId":
            if mkt_person_id is None:
                said = child.text
                mkt_person_id = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
                if mkt_person_id is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "foreignSysId":
            if foreign_sys_id is ...:
                said = child.text
                foreign_sys_id = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
            else:
                foreign_sys_id = read_again(child, reading, foreign_sys_id, read_string)
        elif tag == "orgName":
            if org_name is ...:
                said = child.text
                org_name = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
            else:
                org_name = read_again(child, reading, org_name, read_string)
        elif tag == "foreignSysOrgId":
            if foreign_sys_org_id is ...:
                said = child.text
                foreign_sys_org_id = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
            else:
                foreign_sys_org_id = read_again(child, reading, foreign_sys_org_id, read_string)
        elif tag[0] == "{":
            return read_ActivityRecord(unqualified(node), reading)
        else:
            reading.unknown(child)
    if id is ...:
        id = None
    if marketo_guid is None:
        reading.missing(node, "marketoGUID")
    if activity_date_time is None:
        reading.missing(node, "activityDateTime")
    if activity_type is None:
        reading.missing(node, "activityType")
    if mktg_asset_name is ...:
        mktg_asset_name = None
    if activity_attributes is ...:
        activity_attributes = None
    if campaign is ...:
        campaign = None
    if person_name is ...:
        person_name = None
    if mkt_person_id is None:
        reading.missing(node, "mktPersonId")
    if foreign_sys_id is ...:
        foreign_sys_id = None
    if org_name is ...:
        org_name = None
    if foreign_sys_org_id is ...:
        foreign_sys_org_id = None
    made: Any = bare(ActivityRecord)
    made.id = id
    made.marketo_guid = marketo_guid
    made.activity_date_time = activity_date_time
    made.activity_type = activity_type
    made.mktg_asset_name = mktg_asset_name
    made.activity_attributes = activity_attributes
    made.campaign = campaign
    made.person_name = person_name
    made.mkt_person_id = mkt_person_id
    made.foreign_sys_id = foreign_sys_id
    made.org_name = org_name
    made.foreign_sys_org_id = foreign_sys_org_id
    return made


def write_LeadChangeRecord(v: LeadChangeRecord, nil: bool) -> str:
    if v.__class__ is not LeadChangeRecord:
        v = namesake(v, LeadChangeRecord)
    id = v.id
    id_xml = ('<id xsi:nil="true"/>' if nil else "") if id is None else f"<id>{long_text(id)}</id>"
    marketo_guid = v.marketo_guid
    if (
        not marketo_guid.isprintable()
        or "&" in marketo_guid
        or "<" in marketo_guid
        or ">" in marketo_guid
    ):
        marketo_guid = text(marketo_guid)
    activity_date_time = v.activity_date_time
    activity_type = v.activity_type
    if (
        not activity_type.isprintable()
        or "&" in activity_type
        or "<" in activity_type
        or ">" in activity_type
    ):
        activity_type = text(activity_type)
    mktg_asset_name = v.mktg_asset_name
    mktg_asset_name_xml = (
        ('<mktgAssetName xsi:nil="true"/>' if nil else "")
        if mktg_asset_name is None
        else f"<mktgAssetName>{text(mktg_asset_name)}</mktgAssetName>"
    )
    activity_attributes = v.activity_attributes
    activity_attributes_xml = (
        ('<activityAttributes xsi:nil="true"/>' if nil else "")
        if activity_attributes is None
        else element("activityAttributes", write_ArrayOfAttribute(activity_attributes, nil))
    )
    campaign = v.campaign
    campaign_xml = "" if campaign is None else f"<campaign>{text(campaign)}</campaign>"
    mkt_person_id = v.mkt_person_id
    if (
        not mkt_person_id.isprintable()
        or "&" in mkt_person_id
        or "<" in mkt_person_id
        or ">" in mkt_person_id
    ):
        mkt_person_id = text(mkt_person_id)
    return (
        f"{id_xml}"
        f"<marketoGUID>{marketo_guid}</marketoGUID>"
        f"<activityDateTime>{date_time_text(activity_date_time)}</activityDateTime>"
        f"<activityType>{activity_type}</activityType>"
        f"{mktg_asset_name_xml}"
        f"{activity_attributes_xml}"
        f"{campaign_xml}"
        f"<mktPersonId>{mkt_person_id}</mktPersonId>"
    )


def read_LeadChangeRecord(node: _Element, reading: Reading) -> Any:
    id: Any = ...
    marketo_guid: Any = None
    activity_date_time: Any = None
    activity_type: Any = None
    mktg_asset_name: Any = ...
    activity_attributes: Any = ...
    campaign: Any = ...
    mkt_person_id: Any = None
    for child in node:
        tag = child.tag
        if tag == "id":
            if id is ...:
                id = read_long(child, reading)
            else:
                id = read_again(child, reading, id, read_long)
        elif tag == "marketoGUID":
            if marketo_guid is None:
                said = child.text
                marketo_guid = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
                if marketo_guid is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "activityDateTime":
            if activity_date_time is None:
                activity_date_time = read_date_time(child, reading)
                if activity_date_time is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "activityType":
            if activity_type is None:
                said = child.text
                activity_type = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
                if activity_type is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "mktgAssetName":
            if mktg_asset_name is ...:
                said = child.text
                mktg_asset_name = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
            else:
                mktg_asset_name = read_again(child, reading, mktg_asset_name, read_string)
        elif tag == "activityAttributes":
            if activity_attributes is ...:
                activity_attributes = read_member(child, reading, read_ArrayOfAttribute)
            else:
                activity_attributes = read_again(
                    child, reading, activity_attributes, read_member, read_ArrayOfAttribute
                )
        elif tag == "campaign":
            if campaign is ...:
                said = child.text
                campaign = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
            else:
                campaign = read_again(child, reading, campaign, read_string)
        elif tag == "mktPersonId":
            if mkt_person_id is None:
                said = child.text
                mkt_person_id = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
                if mkt_person_id is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag[0] == "{":
            return read_LeadChangeRecord(unqualified(node), reading)
        else:
            reading.unknown(child)
    if id is ...:
        id = None
    if marketo_guid is None:
        reading.missing(node, "marketoGUID")
    if activity_date_time is None:
        reading.missing(node, "activityDateTime")
    if activity_type is None:
        reading.missing(node, "activityType")
    if mktg_asset_name is ...:
        mktg_asset_name = None
    if activity_attributes is ...:
        activity_attributes = None
    if campaign is ...:
        campaign = None
    if mkt_person_id is None:
        reading.missing(node, "mktPersonId")
    made: Any = bare(LeadChangeRecord)
    made.id = id
    made.marketo_guid = marketo_guid
    made.activity_date_time = activity_date_time
    made.activity_type = activity_type
    made.mktg_asset_name = mktg_asset_name
    made.activity_attributes = activity_attributes
    made.campaign = campaign
    made.mkt_person_id = mkt_person_id
    return made


def write_ArrayOfLeadChangeRecord(v: ArrayOfLeadChangeRecord, nil: bool) -> str:
    if v.__class__ is not ArrayOfLeadChangeRecord:
        v = namesake(v, ArrayOfLeadChangeRecord)
    lead_change_record_xml = "".join(
        [
            f"<leadChangeRecord>{write_LeadChangeRecord(item, nil)}</leadChangeRecord>"
            for item in listed(v.lead_change_record)
        ]
    )
    return f"{lead_change_record_xml}"


def read_ArrayOfLeadChangeRecord(node: _Element, reading: Reading) -> Any:
    lead_change_record: list[Any] = []
    for child in node:
        tag = child.tag
        if tag == "leadChangeRecord":
            lead_change_record.append(read_LeadChangeRecord(child, reading))
        elif tag[0] == "{":
            return read_ArrayOfLeadChangeRecord(unqualified(node), reading)
        else:
            reading.unknown(child)
    made: Any = bare(ArrayOfLeadChangeRecord)
    made.lead_change_record = lead_change_record
    return made


def write_ArrayOfActivityRecord(v: ArrayOfActivityRecord, nil: bool) -> str:
    if v.__class__ is not ArrayOfActivityRecord:
        v = namesake(v, ArrayOfActivityRecord)
    activity_record_xml = "".join(
        [
            f"<activityRecord>{write_ActivityRecord(item, nil)}</activityRecord>"
            for item in listed(v.activity_record)
        ]
    )
    return f"{activity_record_xml}"


def read_ArrayOfActivityRecord(node: _Element, reading: Reading) -> Any:
    activity_record: list[Any] = []
    for child in node:
        tag = child.tag
        if tag == "activityRecord":
            activity_record.append(read_ActivityRecord(child, reading))
        elif tag[0] == "{":
            return read_ArrayOfActivityRecord(unqualified(node), reading)
        else:
            reading.unknown(child)
    made: Any = bare(ArrayOfActivityRecord)
    made.activity_record = activity_record
    return made


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
    clone_to_program_name = v.clone_to_program_name
    clone_to_program_name_xml = (
        ('<cloneToProgramName xsi:nil="true"/>' if nil else "")
        if clone_to_program_name is None
        else f"<cloneToProgramName>{text(clone_to_program_name)}</cloneToProgramName>"
    )
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
        f"{clone_to_program_name_xml}"
        f"<campaignName>{campaign_name}</campaignName>"
        f"{campaign_run_at_xml}"
        f"{program_token_list_xml}"
    )


def read_ParamsScheduleCampaign(node: _Element, reading: Reading) -> Any:
    program_name: Any = None
    clone_to_program_name: Any = ...
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
        elif tag == "cloneToProgramName":
            if clone_to_program_name is ...:
                said = child.text
                clone_to_program_name = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
            else:
                clone_to_program_name = read_again(
                    child, reading, clone_to_program_name, read_string
                )
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
    if clone_to_program_name is ...:
        clone_to_program_name = None
    if campaign_name is None:
        reading.missing(node, "campaignName")
    if campaign_run_at is ...:
        campaign_run_at = None
    if program_token_list is ...:
        program_token_list = None
    made: Any = bare(ParamsScheduleCampaign)
    made.program_name = program_name
    made.clone_to_program_name = clone_to_program_name
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
    move_cookie = v.move_cookie
    move_cookie_xml = (
        ('<moveCookie xsi:nil="true"/>' if nil else "")
        if move_cookie is None
        else f"<moveCookie>{boolean_text(move_cookie)}</moveCookie>"
    )
    return (
        f"{element('leadRecord', write_LeadRecord(lead_record, nil))}"
        f"<returnLead>{boolean_text(return_lead)}</returnLead>"
        f"{marketo_cookie_xml}"
        f"{move_cookie_xml}"
    )


def read_ParamsSyncLead(node: _Element, reading: Reading) -> Any:
    lead_record: Any = None
    return_lead: Any = None
    marketo_cookie: Any = ...
    move_cookie: Any = ...
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
        elif tag == "moveCookie":
            if move_cookie is ...:
                move_cookie = read_boolean(child, reading)
            else:
                move_cookie = read_again(child, reading, move_cookie, read_boolean)
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
    if move_cookie is ...:
        move_cookie = None
    made: Any = bare(ParamsSyncLead)
    made.lead_record = lead_record
    made.return_lead = return_lead
    made.marketo_cookie = marketo_cookie
    made.move_cookie = move_cookie
    return made


def write_LeadActivityList(v: LeadActivityList, nil: bool) -> str:
    if v.__class__ is not LeadActivityList:
        v = namesake(v, LeadActivityList)
    return_count = v.return_count
    remaining_count = v.remaining_count
    new_start_position = v.new_start_position
    activity_record_list = v.activity_record_list
    activity_record_list_xml = (
        ('<activityRecordList xsi:nil="true"/>' if nil else "")
        if activity_record_list is None
        else element("activityRecordList", write_ArrayOfActivityRecord(activity_record_list, nil))
    )
    return (
        f"<returnCount>{int_text(return_count)}</returnCount>"
        f"<remainingCount>{int_text(remaining_count)}</remainingCount>"
        f"{element('newStartPosition', write_StreamPosition(new_start_position, nil))}"
        f"{activity_record_list_xml}"
    )


def read_LeadActivityList(node: _Element, reading: Reading) -> Any:
    return_count: Any = None
    remaining_count: Any = None
    new_start_position: Any = None
    activity_record_list: Any = ...
    for child in node:
        tag = child.tag
        if tag == "returnCount":
            if return_count is None:
                return_count = read_int(child, reading)
                if return_count is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "remainingCount":
            if remaining_count is None:
                remaining_count = read_int(child, reading)
                if remaining_count is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "newStartPosition":
            if new_start_position is None:
                new_start_position = read_member(child, reading, read_StreamPosition)
                if new_start_position is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "activityRecordList":
            if activity_record_list is ...:
                activity_record_list = read_member(child, reading, read_ArrayOfActivityRecord)
            else:
                activity_record_list = read_again(
                    child, reading, activity_record_list, read_member, read_ArrayOfActivityRecord
                )
        elif tag[0] == "{":
            return read_LeadActivityList(unqualified(node), reading)
        else:
            reading.unknown(child)
    if return_count is None:
        reading.missing(node, "returnCount")
    if remaining_count is None:
        reading.missing(node, "remainingCount")
    if new_start_position is None:
        reading.missing(node, "newStartPosition")
    if activity_record_list is ...:
        activity_record_list = None
    made: Any = bare(LeadActivityList)
    made.return_count = return_count
    made.remaining_count = remaining_count
    made.new_start_position = new_start_position
    made.activity_record_list = activity_record_list
    return made


def write_ResultGetLeadChanges(v: ResultGetLeadChanges, nil: bool) -> str:
    if v.__class__ is not ResultGetLeadChanges:
        v = namesake(v, ResultGetLeadChanges)
    return_count = v.return_count
    remaining_count = v.remaining_count
    new_start_position = v.new_start_position
    lead_change_record_list = v.lead_change_record_list
    lead_change_record_list_xml = (
        ('<leadChangeRecordList xsi:nil="true"/>' if nil else "")
        if lead_change_record_list is None
        else element(
            "leadChangeRecordList", write_ArrayOfLeadChangeRecord(lead_change_record_list, nil)
        )
    )
    return (
        f"<returnCount>{int_text(return_count)}</returnCount>"
        f"<remainingCount>{int_text(remaining_count)}</remainingCount>"
        f"{element('newStartPosition', write_StreamPosition(new_start_position, nil))}"
        f"{lead_change_record_list_xml}"
    )


def read_ResultGetLeadChanges(node: _Element, reading: Reading) -> Any:
    return_count: Any = None
    remaining_count: Any = None
    new_start_position: Any = None
    lead_change_record_list: Any = ...
    for child in node:
        tag = child.tag
        if tag == "returnCount":
            if return_count is None:
                return_count = read_int(child, reading)
                if return_count is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "remainingCount":
            if remaining_count is None:
                remaining_count = read_int(child, reading)
                if remaining_count is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "newStartPosition":
            if new_start_position is None:
                new_start_position = read_member(child, reading, read_StreamPosition)
                if new_start_position is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "leadChangeRecordList":
            if lead_change_record_list is ...:
                lead_change_record_list = read_member(child, reading, read_ArrayOfLeadChangeRecord)
            else:
                lead_change_record_list = read_again(
                    child,
                    reading,
                    lead_change_record_list,
                    read_member,
                    read_ArrayOfLeadChangeRecord,
                )
        elif tag[0] == "{":
            return read_ResultGetLeadChanges(unqualified(node), reading)
        else:
            reading.unknown(child)
    if return_count is None:
        reading.missing(node, "returnCount")
    if remaining_count is None:
        reading.missing(node, "remainingCount")
    if new_start_position is None:
        reading.missing(node, "newStartPosition")
    if lead_change_record_list is ...:
        lead_change_record_list = None
    made: Any = bare(ResultGetLeadChanges)
    made.return_count = return_count
    made.remaining_count = remaining_count
    made.new_start_position = new_start_position
    made.lead_change_record_list = lead_change_record_list
    return made


def write_SuccessGetLeadActivity(v: SuccessGetLeadActivity, nil: bool) -> str:
    if v.__class__ is not SuccessGetLeadActivity:
        v = namesake(v, SuccessGetLeadActivity)
    lead_activity_list = v.lead_activity_list
    return f"<leadActivityList>{write_LeadActivityList(lead_activity_list, nil)}</leadActivityList>"


def read_SuccessGetLeadActivity(node: _Element, reading: Reading) -> Any:
    lead_activity_list: Any = None
    for child in node:
        tag = child.tag
        if tag == "leadActivityList":
            if lead_activity_list is None:
                lead_activity_list = read_member(child, reading, read_LeadActivityList)
                if lead_activity_list is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag[0] == "{":
            return read_SuccessGetLeadActivity(unqualified(node), reading)
        else:
            reading.unknown(child)
    if lead_activity_list is None:
        reading.missing(node, "leadActivityList")
    made: Any = bare(SuccessGetLeadActivity)
    made.lead_activity_list = lead_activity_list
    return made


def write_SuccessGetLeadChanges(v: SuccessGetLeadChanges, nil: bool) -> str:
    if v.__class__ is not SuccessGetLeadChanges:
        v = namesake(v, SuccessGetLeadChanges)
    result = v.result
    return f"<result>{write_ResultGetLeadChanges(result, nil)}</result>"


def read_SuccessGetLeadChanges(node: _Element, reading: Reading) -> Any:
    result: Any = None
    for child in node:
        tag = child.tag
        if tag == "result":
            if result is None:
                result = read_member(child, reading, read_ResultGetLeadChanges)
                if result is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag[0] == "{":
            return read_SuccessGetLeadChanges(unqualified(node), reading)
        else:
            reading.unknown(child)
    if result is None:
        reading.missing(node, "result")
    made: Any = bare(SuccessGetLeadChanges)
    made.result = result
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
    partner_id = v.partner_id
    partner_id_xml = "" if partner_id is None else f"<partnerId>{text(partner_id)}</partnerId>"
    audit = v.audit
    audit_xml = "" if audit is None else f"<audit>{text(audit)}</audit>"
    mode = v.mode
    mode_xml = "" if mode is None else f"<mode>{int_text(mode)}</mode>"
    return (
        f"<mktowsUserId>{mktows_user_id}</mktowsUserId>"
        f"<requestSignature>{request_signature}</requestSignature>"
        f"<requestTimestamp>{request_timestamp}</requestTimestamp>"
        f"{partner_id_xml}"
        f"{audit_xml}"
        f"{mode_xml}"
    )


def read_AuthenticationHeaderInfo(node: _Element, reading: Reading) -> Any:
    mktows_user_id: Any = None
    request_signature: Any = None
    request_timestamp: Any = None
    partner_id: Any = ...
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
        elif tag == "partnerId":
            if partner_id is ...:
                said = child.text
                partner_id = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
            else:
                partner_id = read_again(child, reading, partner_id, read_string)
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
    if partner_id is ...:
        partner_id = None
    if audit is ...:
        audit = None
    if mode is ...:
        mode = None
    made: Any = bare(AuthenticationHeaderInfo)
    made.mktows_user_id = mktows_user_id
    made.request_signature = request_signature
    made.request_timestamp = request_timestamp
    made.partner_id = partner_id
    made.audit = audit
    made.mode = mode
    return made


WRITERS: Writers = {
    "ActivityRecord": lambda tag, value, nil: element(tag, write_ActivityRecord(value, nil)),
    "LeadChangeRecord": lambda tag, value, nil: element(tag, write_LeadChangeRecord(value, nil)),
    "ArrayOfLeadChangeRecord": lambda tag, value, nil: element(
        tag, write_ArrayOfLeadChangeRecord(value, nil)
    ),
    "ArrayOfActivityRecord": lambda tag, value, nil: element(
        tag, write_ArrayOfActivityRecord(value, nil)
    ),
    "ParamsScheduleCampaign": lambda tag, value, nil: element(
        tag, write_ParamsScheduleCampaign(value, nil)
    ),
    "ParamsSyncLead": lambda tag, value, nil: element(tag, write_ParamsSyncLead(value, nil)),
    "LeadActivityList": lambda tag, value, nil: element(tag, write_LeadActivityList(value, nil)),
    "ResultGetLeadChanges": lambda tag, value, nil: element(
        tag, write_ResultGetLeadChanges(value, nil)
    ),
    "SuccessGetLeadActivity": lambda tag, value, nil: element(
        tag, write_SuccessGetLeadActivity(value, nil)
    ),
    "SuccessGetLeadChanges": lambda tag, value, nil: element(
        tag, write_SuccessGetLeadChanges(value, nil)
    ),
    "AuthenticationHeaderInfo": lambda tag, value, nil: element(
        tag, write_AuthenticationHeaderInfo(value, nil)
    ),
}
READERS: Readers = {
    "ActivityRecord": read_ActivityRecord,
    "LeadChangeRecord": read_LeadChangeRecord,
    "ArrayOfLeadChangeRecord": read_ArrayOfLeadChangeRecord,
    "ArrayOfActivityRecord": read_ArrayOfActivityRecord,
    "ParamsScheduleCampaign": read_ParamsScheduleCampaign,
    "ParamsSyncLead": read_ParamsSyncLead,
    "LeadActivityList": read_LeadActivityList,
    "ResultGetLeadChanges": read_ResultGetLeadChanges,
    "SuccessGetLeadActivity": read_SuccessGetLeadActivity,
    "SuccessGetLeadChanges": read_SuccessGetLeadChanges,
    "AuthenticationHeaderInfo": read_AuthenticationHeaderInfo,
}
