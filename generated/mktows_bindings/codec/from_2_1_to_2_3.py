# Made from wsdl/*.wsdl by tools/regenerate.py. Do not edit: change those and run it.
"""Writes and reads types of the versions 2_1 to 2_3."""

from __future__ import annotations

from typing import Any

from lxml.etree import _Element

from mktows_bindings.codec import Readers, Writers
from mktows_bindings.codec.since_2_1 import (
    read_ArrayOfAttribute,
    read_ArrayOfKeyList,
    read_Attrib,
    read_StreamPosition,
    write_ArrayOfAttribute,
    write_ArrayOfKeyList,
    write_Attrib,
    write_StreamPosition,
)
from mktows_bindings.runtime import (
    Reading,
    bare,
    date_time_text,
    element,
    enum_text,
    int_text,
    listed,
    namesake,
    read_again,
    read_date_time,
    read_enum,
    read_int,
    read_member,
    read_string,
    text,
    unqualified,
)
from mktows_bindings.types.from_2_1_to_2_3 import (
    ArrayOfMObjStatus,
    MObjStatus,
    ParamsMergeLeads,
    ResultDeleteMObjects,
    ResultSyncMObjects,
    SuccessDeleteMObjects,
    SuccessSyncMObjects,
)
from mktows_bindings.types.from_2_1_to_2_7 import (
    ActivityRecord,
    ArrayOfActivityRecord,
    ArrayOfLeadChangeRecord,
    LeadActivityList,
    LeadChangeRecord,
    ResultGetLeadChanges,
    SuccessGetLeadActivity,
    SuccessGetLeadChanges,
)
from mktows_bindings.types.since_2_1 import MObjStatusEnum


def write_ActivityRecord(v: ActivityRecord, nil: bool) -> str:
    if v.__class__ is not ActivityRecord:
        v = namesake(v, ActivityRecord)
    id = v.id
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
        f"<id>{int_text(id)}</id>"
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
    id: Any = None
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
            if id is None:
                id = read_int(child, reading)
                if id is None:
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
    if id is None:
        reading.missing(node, "id")
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
        f"<id>{int_text(id)}</id>"
        f"<activityDateTime>{date_time_text(activity_date_time)}</activityDateTime>"
        f"<activityType>{activity_type}</activityType>"
        f"{mktg_asset_name_xml}"
        f"{activity_attributes_xml}"
        f"{campaign_xml}"
        f"<mktPersonId>{mkt_person_id}</mktPersonId>"
    )


def read_LeadChangeRecord(node: _Element, reading: Reading) -> Any:
    id: Any = None
    activity_date_time: Any = None
    activity_type: Any = None
    mktg_asset_name: Any = ...
    activity_attributes: Any = ...
    campaign: Any = ...
    mkt_person_id: Any = None
    for child in node:
        tag = child.tag
        if tag == "id":
            if id is None:
                id = read_int(child, reading)
                if id is None:
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
    if id is None:
        reading.missing(node, "id")
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


def write_MObjStatus(v: MObjStatus, nil: bool) -> str:
    if v.__class__ is not MObjStatus:
        v = namesake(v, MObjStatus)
    id = v.id
    external_key = v.external_key
    external_key_xml = (
        ""
        if external_key is None
        else f"<externalKey>{write_Attrib(external_key, nil)}</externalKey>"
    )
    status = v.status
    error = v.error
    error_xml = "" if error is None else f"<error>{text(error)}</error>"
    return (
        f"<id>{int_text(id)}</id>"
        f"{external_key_xml}"
        f"<status>{enum_text(status, MObjStatusEnum)}</status>"
        f"{error_xml}"
    )


def read_MObjStatus(node: _Element, reading: Reading) -> Any:
    id: Any = None
    external_key: Any = ...
    status: Any = None
    error: Any = ...
    for child in node:
        tag = child.tag
        if tag == "id":
            if id is None:
                id = read_int(child, reading)
                if id is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "externalKey":
            if external_key is ...:
                external_key = read_member(child, reading, read_Attrib)
            else:
                external_key = read_again(child, reading, external_key, read_member, read_Attrib)
        elif tag == "status":
            if status is None:
                status = read_enum(child, reading, MObjStatusEnum)
                if status is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "error":
            if error is ...:
                said = child.text
                error = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
            else:
                error = read_again(child, reading, error, read_string)
        elif tag[0] == "{":
            return read_MObjStatus(unqualified(node), reading)
        else:
            reading.unknown(child)
    if id is None:
        reading.missing(node, "id")
    if external_key is ...:
        external_key = None
    if status is None:
        reading.missing(node, "status")
    if error is ...:
        error = None
    made: Any = bare(MObjStatus)
    made.id = id
    made.external_key = external_key
    made.status = status
    made.error = error
    return made


def write_ArrayOfMObjStatus(v: ArrayOfMObjStatus, nil: bool) -> str:
    if v.__class__ is not ArrayOfMObjStatus:
        v = namesake(v, ArrayOfMObjStatus)
    m_obj_status_xml = "".join(
        [
            f"<mObjStatus>{write_MObjStatus(item, nil)}</mObjStatus>"
            for item in listed(v.m_obj_status)
        ]
    )
    return f"{m_obj_status_xml}"


def read_ArrayOfMObjStatus(node: _Element, reading: Reading) -> Any:
    m_obj_status: list[Any] = []
    for child in node:
        tag = child.tag
        if tag == "mObjStatus":
            m_obj_status.append(read_MObjStatus(child, reading))
        elif tag[0] == "{":
            return read_ArrayOfMObjStatus(unqualified(node), reading)
        else:
            reading.unknown(child)
    made: Any = bare(ArrayOfMObjStatus)
    made.m_obj_status = m_obj_status
    return made


def write_ParamsMergeLeads(v: ParamsMergeLeads, nil: bool) -> str:
    if v.__class__ is not ParamsMergeLeads:
        v = namesake(v, ParamsMergeLeads)
    winning_lead_key_list = v.winning_lead_key_list
    losing_lead_key_lists = v.losing_lead_key_lists
    return (
        f"{element('winningLeadKeyList', write_ArrayOfAttribute(winning_lead_key_list, nil))}"
        f"{element('losingLeadKeyLists', write_ArrayOfKeyList(losing_lead_key_lists, nil))}"
    )


def read_ParamsMergeLeads(node: _Element, reading: Reading) -> Any:
    winning_lead_key_list: Any = None
    losing_lead_key_lists: Any = None
    for child in node:
        tag = child.tag
        if tag == "winningLeadKeyList":
            if winning_lead_key_list is None:
                winning_lead_key_list = read_member(child, reading, read_ArrayOfAttribute)
                if winning_lead_key_list is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "losingLeadKeyLists":
            if losing_lead_key_lists is None:
                losing_lead_key_lists = read_member(child, reading, read_ArrayOfKeyList)
                if losing_lead_key_lists is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag[0] == "{":
            return read_ParamsMergeLeads(unqualified(node), reading)
        else:
            reading.unknown(child)
    if winning_lead_key_list is None:
        reading.missing(node, "winningLeadKeyList")
    if losing_lead_key_lists is None:
        reading.missing(node, "losingLeadKeyLists")
    made: Any = bare(ParamsMergeLeads)
    made.winning_lead_key_list = winning_lead_key_list
    made.losing_lead_key_lists = losing_lead_key_lists
    return made


def write_ResultDeleteMObjects(v: ResultDeleteMObjects, nil: bool) -> str:
    if v.__class__ is not ResultDeleteMObjects:
        v = namesake(v, ResultDeleteMObjects)
    m_obj_status_list = v.m_obj_status_list
    return f"{element('mObjStatusList', write_ArrayOfMObjStatus(m_obj_status_list, nil))}"


def read_ResultDeleteMObjects(node: _Element, reading: Reading) -> Any:
    m_obj_status_list: Any = None
    for child in node:
        tag = child.tag
        if tag == "mObjStatusList":
            if m_obj_status_list is None:
                m_obj_status_list = read_member(child, reading, read_ArrayOfMObjStatus)
                if m_obj_status_list is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag[0] == "{":
            return read_ResultDeleteMObjects(unqualified(node), reading)
        else:
            reading.unknown(child)
    if m_obj_status_list is None:
        reading.missing(node, "mObjStatusList")
    made: Any = bare(ResultDeleteMObjects)
    made.m_obj_status_list = m_obj_status_list
    return made


def write_ResultSyncMObjects(v: ResultSyncMObjects, nil: bool) -> str:
    if v.__class__ is not ResultSyncMObjects:
        v = namesake(v, ResultSyncMObjects)
    m_obj_status_list = v.m_obj_status_list
    return f"{element('mObjStatusList', write_ArrayOfMObjStatus(m_obj_status_list, nil))}"


def read_ResultSyncMObjects(node: _Element, reading: Reading) -> Any:
    m_obj_status_list: Any = None
    for child in node:
        tag = child.tag
        if tag == "mObjStatusList":
            if m_obj_status_list is None:
                m_obj_status_list = read_member(child, reading, read_ArrayOfMObjStatus)
                if m_obj_status_list is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag[0] == "{":
            return read_ResultSyncMObjects(unqualified(node), reading)
        else:
            reading.unknown(child)
    if m_obj_status_list is None:
        reading.missing(node, "mObjStatusList")
    made: Any = bare(ResultSyncMObjects)
    made.m_obj_status_list = m_obj_status_list
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


def write_SuccessDeleteMObjects(v: SuccessDeleteMObjects, nil: bool) -> str:
    if v.__class__ is not SuccessDeleteMObjects:
        v = namesake(v, SuccessDeleteMObjects)
    result = v.result
    return f"<result>{write_ResultDeleteMObjects(result, nil)}</result>"


def read_SuccessDeleteMObjects(node: _Element, reading: Reading) -> Any:
    result: Any = None
    for child in node:
        tag = child.tag
        if tag == "result":
            if result is None:
                result = read_member(child, reading, read_ResultDeleteMObjects)
                if result is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag[0] == "{":
            return read_SuccessDeleteMObjects(unqualified(node), reading)
        else:
            reading.unknown(child)
    if result is None:
        reading.missing(node, "result")
    made: Any = bare(SuccessDeleteMObjects)
    made.result = result
    return made


def write_SuccessSyncMObjects(v: SuccessSyncMObjects, nil: bool) -> str:
    if v.__class__ is not SuccessSyncMObjects:
        v = namesake(v, SuccessSyncMObjects)
    result = v.result
    return f"<result>{write_ResultSyncMObjects(result, nil)}</result>"


def read_SuccessSyncMObjects(node: _Element, reading: Reading) -> Any:
    result: Any = None
    for child in node:
        tag = child.tag
        if tag == "result":
            if result is None:
                result = read_member(child, reading, read_ResultSyncMObjects)
                if result is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag[0] == "{":
            return read_SuccessSyncMObjects(unqualified(node), reading)
        else:
            reading.unknown(child)
    if result is None:
        reading.missing(node, "result")
    made: Any = bare(SuccessSyncMObjects)
    made.result = result
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


WRITERS: Writers = {
    "ActivityRecord": lambda tag, value, nil: element(tag, write_ActivityRecord(value, nil)),
    "LeadChangeRecord": lambda tag, value, nil: element(tag, write_LeadChangeRecord(value, nil)),
    "ArrayOfLeadChangeRecord": lambda tag, value, nil: element(
        tag, write_ArrayOfLeadChangeRecord(value, nil)
    ),
    "ArrayOfActivityRecord": lambda tag, value, nil: element(
        tag, write_ArrayOfActivityRecord(value, nil)
    ),
    "MObjStatus": lambda tag, value, nil: element(tag, write_MObjStatus(value, nil)),
    "ArrayOfMObjStatus": lambda tag, value, nil: element(tag, write_ArrayOfMObjStatus(value, nil)),
    "ParamsMergeLeads": lambda tag, value, nil: element(tag, write_ParamsMergeLeads(value, nil)),
    "ResultDeleteMObjects": lambda tag, value, nil: element(
        tag, write_ResultDeleteMObjects(value, nil)
    ),
    "ResultSyncMObjects": lambda tag, value, nil: element(
        tag, write_ResultSyncMObjects(value, nil)
    ),
    "LeadActivityList": lambda tag, value, nil: element(tag, write_LeadActivityList(value, nil)),
    "ResultGetLeadChanges": lambda tag, value, nil: element(
        tag, write_ResultGetLeadChanges(value, nil)
    ),
    "SuccessDeleteMObjects": lambda tag, value, nil: element(
        tag, write_SuccessDeleteMObjects(value, nil)
    ),
    "SuccessSyncMObjects": lambda tag, value, nil: element(
        tag, write_SuccessSyncMObjects(value, nil)
    ),
    "SuccessGetLeadActivity": lambda tag, value, nil: element(
        tag, write_SuccessGetLeadActivity(value, nil)
    ),
    "SuccessGetLeadChanges": lambda tag, value, nil: element(
        tag, write_SuccessGetLeadChanges(value, nil)
    ),
}
READERS: Readers = {
    "ActivityRecord": read_ActivityRecord,
    "LeadChangeRecord": read_LeadChangeRecord,
    "ArrayOfLeadChangeRecord": read_ArrayOfLeadChangeRecord,
    "ArrayOfActivityRecord": read_ArrayOfActivityRecord,
    "MObjStatus": read_MObjStatus,
    "ArrayOfMObjStatus": read_ArrayOfMObjStatus,
    "ParamsMergeLeads": read_ParamsMergeLeads,
    "ResultDeleteMObjects": read_ResultDeleteMObjects,
    "ResultSyncMObjects": read_ResultSyncMObjects,
    "LeadActivityList": read_LeadActivityList,
    "ResultGetLeadChanges": read_ResultGetLeadChanges,
    "SuccessDeleteMObjects": read_SuccessDeleteMObjects,
    "SuccessSyncMObjects": read_SuccessSyncMObjects,
    "SuccessGetLeadActivity": read_SuccessGetLeadActivity,
    "SuccessGetLeadChanges": read_SuccessGetLeadChanges,
}
