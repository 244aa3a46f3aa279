# Made from wsdl/*.wsdl by tools/regenerate.py. Do not edit: change those and run it.
"""Writes and reads types of every version since 2_1."""

from __future__ import annotations

from typing import Any

from lxml.etree import _Element

from mktows_bindings.codec import Readers, Writers
from mktows_bindings.runtime import (
    Reading,
    Unreadable,
    Unwritable,
    any_text,
    bare,
    base64_text,
    boolean_text,
    date_time_text,
    element,
    enum_text,
    int_text,
    integer_text,
    listed,
    named_type,
    namesake,
    read_again,
    read_base64,
    read_boolean,
    read_date_time,
    read_enum,
    read_int,
    read_integer,
    read_member,
    read_string,
    text,
    unqualified,
)
from mktows_bindings.types.since_2_1 import (
    ActivityType,
    ActivityTypeFilter,
    ArrayOfActivityType,
    ArrayOfAttrib,
    ArrayOfAttribute,
    ArrayOfBase64Binary,
    ArrayOfCampaignRecord,
    ArrayOfCustomObj,
    ArrayOfInteger,
    ArrayOfKeyList,
    ArrayOfLeadKey,
    ArrayOfLeadRecord,
    ArrayOfLeadStatus,
    ArrayOfMObjAssociation,
    ArrayOfMObjCriteria,
    ArrayOfMObjFieldMetadata,
    ArrayOfMObject,
    ArrayOfProgressionStatus,
    ArrayOfString,
    ArrayOfSyncCustomObjStatus,
    ArrayOfSyncStatus,
    ArrayOfTag,
    ArrayOfTagStatus,
    ArrayOfTypeAttrib,
    ArrayOfVersionedItem,
    Attrib,
    Attribute,
    CampaignRecord,
    ComparisonEnum,
    CustomObj,
    ForeignSysType,
    ImportToListModeEnum,
    ImportToListStatusEnum,
    LastUpdateAtSelector,
    LeadKey,
    LeadKeyRef,
    LeadKeySelector,
    LeadMergeStatusEnum,
    LeadRecord,
    LeadStatus,
    LeadSyncStatus,
    ListKey,
    ListKeyType,
    MObjAssociation,
    MObjCriteria,
    MObjFieldMetadata,
    MObject,
    MObjectMetadata,
    MergeStatus,
    MktowsContextHeaderInfo,
    ParamsDeleteCustomObjects,
    ParamsDeleteMObjects,
    ParamsDescribeMObject,
    ParamsGetCampaignsForSource,
    ParamsGetChannels,
    ParamsGetCustomObjects,
    ParamsGetImportToListStatus,
    ParamsGetLead,
    ParamsGetLeadActivity,
    ParamsGetMObjects,
    ParamsGetMultipleLeads,
    ParamsGetTags,
    ParamsImportToList,
    ParamsListMObjects,
    ParamsRequestCampaign,
    ParamsSyncCustomObjects,
    ParamsSyncMObjects,
    ParamsSyncMultipleLeads,
    ProgressionStatus,
    ReqCampSourceType,
    ResultDeleteCustomObjects,
    ResultDescribeMObject,
    ResultGetCampaignsForSource,
    ResultGetChannels,
    ResultGetCustomObjects,
    ResultGetImportToListStatus,
    ResultGetLead,
    ResultGetMObjects,
    ResultGetMultipleLeads,
    ResultGetTags,
    ResultImportToList,
    ResultListMObjects,
    ResultListOperation,
    ResultMergeLeads,
    ResultRequestCampaign,
    ResultScheduleCampaign,
    ResultSyncCustomObjects,
    ResultSyncLead,
    ResultSyncMultipleLeads,
    StaticListSelector,
    StreamPosition,
    SuccessDeleteCustomObjects,
    SuccessDescribeMObject,
    SuccessGetCampaignsForSource,
    SuccessGetChannels,
    SuccessGetCustomObjects,
    SuccessGetImportToListStatus,
    SuccessGetLead,
    SuccessGetMObjects,
    SuccessGetMultipleLeads,
    SuccessGetTags,
    SuccessImportToList,
    SuccessListMObjects,
    SuccessListOperation,
    SuccessMergeLeads,
    SuccessRequestCampaign,
    SuccessScheduleCampaign,
    SuccessSyncCustomObjects,
    SuccessSyncLead,
    SuccessSyncMultipleLeads,
    SyncCustomObjStatus,
    SyncOperationEnum,
    SyncStatus,
    SyncStatusEnum,
    Tag,
    TagStatus,
    TypeAttrib,
    VersionedItem,
)


def write_ArrayOfString(v: ArrayOfString, nil: bool) -> str:
    if v.__class__ is not ArrayOfString:
        v = namesake(v, ArrayOfString)
    string_item_xml = "".join(
        [f"<stringItem>{text(item)}</stringItem>" for item in listed(v.string_item)]
    )
    return f"{string_item_xml}"


def read_ArrayOfString(node: _Element, reading: Reading) -> Any:
    string_item: list[Any] = []
    for child in node:
        tag = child.tag
        if tag == "stringItem":
            if (item := read_string(child, reading)) is not None:
                string_item.append(item)
        elif tag[0] == "{":
            return read_ArrayOfString(unqualified(node), reading)
        else:
            reading.unknown(child)
    made: Any = bare(ArrayOfString)
    made.string_item = string_item
    return made


def write_ArrayOfInteger(v: ArrayOfInteger, nil: bool) -> str:
    if v.__class__ is not ArrayOfInteger:
        v = namesake(v, ArrayOfInteger)
    integer_item_xml = "".join(
        [f"<integerItem>{int_text(item)}</integerItem>" for item in listed(v.integer_item)]
    )
    return f"{integer_item_xml}"


def read_ArrayOfInteger(node: _Element, reading: Reading) -> Any:
    integer_item: list[Any] = []
    for child in node:
        tag = child.tag
        if tag == "integerItem":
            if (item := read_int(child, reading)) is not None:
                integer_item.append(item)
        elif tag[0] == "{":
            return read_ArrayOfInteger(unqualified(node), reading)
        else:
            reading.unknown(child)
    made: Any = bare(ArrayOfInteger)
    made.integer_item = integer_item
    return made


def write_ArrayOfActivityType(v: ArrayOfActivityType, nil: bool) -> str:
    if v.__class__ is not ArrayOfActivityType:
        v = namesake(v, ArrayOfActivityType)
    activity_type_xml = "".join(
        [
            f"<activityType>{enum_text(item, ActivityType)}</activityType>"
            for item in listed(v.activity_type)
        ]
    )
    return f"{activity_type_xml}"


def read_ArrayOfActivityType(node: _Element, reading: Reading) -> Any:
    activity_type: list[Any] = []
    for child in node:
        tag = child.tag
        if tag == "activityType":
            if (item := read_enum(child, reading, ActivityType)) is not None:
                activity_type.append(item)
        elif tag[0] == "{":
            return read_ArrayOfActivityType(unqualified(node), reading)
        else:
            reading.unknown(child)
    made: Any = bare(ArrayOfActivityType)
    made.activity_type = activity_type
    return made


def write_ActivityTypeFilter(v: ActivityTypeFilter, nil: bool) -> str:
    if v.__class__ is not ActivityTypeFilter:
        v = namesake(v, ActivityTypeFilter)
    include_types = v.include_types
    include_types_xml = (
        ""
        if include_types is None
        else element("includeTypes", write_ArrayOfActivityType(include_types, nil))
    )
    exclude_types = v.exclude_types
    exclude_types_xml = (
        ""
        if exclude_types is None
        else element("excludeTypes", write_ArrayOfActivityType(exclude_types, nil))
    )
    return f"{include_types_xml}{exclude_types_xml}"


def read_ActivityTypeFilter(node: _Element, reading: Reading) -> Any:
    include_types: Any = ...
    exclude_types: Any = ...
    for child in node:
        tag = child.tag
        if tag == "includeTypes":
            if include_types is ...:
                include_types = read_member(child, reading, read_ArrayOfActivityType)
            else:
                include_types = read_again(
                    child, reading, include_types, read_member, read_ArrayOfActivityType
                )
        elif tag == "excludeTypes":
            if exclude_types is ...:
                exclude_types = read_member(child, reading, read_ArrayOfActivityType)
            else:
                exclude_types = read_again(
                    child, reading, exclude_types, read_member, read_ArrayOfActivityType
                )
        elif tag[0] == "{":
            return read_ActivityTypeFilter(unqualified(node), reading)
        else:
            reading.unknown(child)
    if include_types is ...:
        include_types = None
    if exclude_types is ...:
        exclude_types = None
    made: Any = bare(ActivityTypeFilter)
    made.include_types = include_types
    made.exclude_types = exclude_types
    return made


def write_Attrib(v: Attrib, nil: bool) -> str:
    if v.__class__ is not Attrib:
        v = namesake(v, Attrib)
    name = v.name
    if not name.isprintable() or "&" in name or "<" in name or ">" in name:
        name = text(name)
    value = v.value
    if not value.isprintable() or "&" in value or "<" in value or ">" in value:
        value = text(value)
    return f"<name>{name}</name><value>{value}</value>"


def read_Attrib(node: _Element, reading: Reading) -> Any:
    name: Any = None
    value: Any = None
    for child in node:
        tag = child.tag
        if tag == "name":
            if name is None:
                said = child.text
                name = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
                if name is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "value":
            if value is None:
                said = child.text
                value = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
                if value is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag[0] == "{":
            return read_Attrib(unqualified(node), reading)
        else:
            reading.unknown(child)
    if name is None:
        reading.missing(node, "name")
    if value is None:
        reading.missing(node, "value")
    made: Any = bare(Attrib)
    made.name = name
    made.value = value
    return made


def write_ArrayOfAttrib(v: ArrayOfAttrib, nil: bool) -> str:
    if v.__class__ is not ArrayOfAttrib:
        v = namesake(v, ArrayOfAttrib)
    attrib_xml = "".join(
        [f"<attrib>{write_Attrib(item, nil)}</attrib>" for item in listed(v.attrib)]
    )
    return f"{attrib_xml}"


def read_ArrayOfAttrib(node: _Element, reading: Reading) -> Any:
    attrib: list[Any] = []
    for child in node:
        tag = child.tag
        if tag == "attrib":
            attrib.append(read_Attrib(child, reading))
        elif tag[0] == "{":
            return read_ArrayOfAttrib(unqualified(node), reading)
        else:
            reading.unknown(child)
    made: Any = bare(ArrayOfAttrib)
    made.attrib = attrib
    return made


def write_Attribute(v: Attribute, nil: bool) -> str:
    if v.__class__ is not Attribute:
        v = namesake(v, Attribute)
    attr_name = v.attr_name
    if not attr_name.isprintable() or "&" in attr_name or "<" in attr_name or ">" in attr_name:
        attr_name = text(attr_name)
    attr_type = v.attr_type
    attr_type_xml = (
        ('<attrType xsi:nil="true"/>' if nil else "")
        if attr_type is None
        else f"<attrType>{text(attr_type)}</attrType>"
    )
    attr_value = v.attr_value
    if not attr_value.isprintable() or "&" in attr_value or "<" in attr_value or ">" in attr_value:
        attr_value = text(attr_value)
    return f"<attrName>{attr_name}</attrName>{attr_type_xml}<attrValue>{attr_value}</attrValue>"


def read_Attribute(node: _Element, reading: Reading) -> Any:
    attr_name: Any = None
    attr_type: Any = ...
    attr_value: Any = None
    for child in node:
        tag = child.tag
        if tag == "attrName":
            if attr_name is None:
                said = child.text
                attr_name = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
                if attr_name is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "attrType":
            if attr_type is ...:
                said = child.text
                attr_type = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
            else:
                attr_type = read_again(child, reading, attr_type, read_string)
        elif tag == "attrValue":
            if attr_value is None:
                said = child.text
                attr_value = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
                if attr_value is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag[0] == "{":
            return read_Attribute(unqualified(node), reading)
        else:
            reading.unknown(child)
    if attr_name is None:
        reading.missing(node, "attrName")
    if attr_type is ...:
        attr_type = None
    if attr_value is None:
        reading.missing(node, "attrValue")
    made: Any = bare(Attribute)
    made.attr_name = attr_name
    made.attr_type = attr_type
    made.attr_value = attr_value
    return made


def write_ArrayOfAttribute(v: ArrayOfAttribute, nil: bool) -> str:
    if v.__class__ is not ArrayOfAttribute:
        v = namesake(v, ArrayOfAttribute)
    attribute_xml = "".join(
        [f"<attribute>{write_Attribute(item, nil)}</attribute>" for item in listed(v.attribute)]
    )
    return f"{attribute_xml}"


def read_ArrayOfAttribute(node: _Element, reading: Reading) -> Any:
    attribute: list[Any] = []
    for child in node:
        tag = child.tag
        if tag == "attribute":
            attribute.append(read_Attribute(child, reading))
        elif tag[0] == "{":
            return read_ArrayOfAttribute(unqualified(node), reading)
        else:
            reading.unknown(child)
    made: Any = bare(ArrayOfAttribute)
    made.attribute = attribute
    return made


def write_TypeAttrib(v: TypeAttrib, nil: bool) -> str:
    if v.__class__ is not TypeAttrib:
        v = namesake(v, TypeAttrib)
    attr_type = v.attr_type
    if not attr_type.isprintable() or "&" in attr_type or "<" in attr_type or ">" in attr_type:
        attr_type = text(attr_type)
    attr_list = v.attr_list
    attr_list_xml = (
        "" if attr_list is None else element("attrList", write_ArrayOfAttrib(attr_list, nil))
    )
    return f"<attrType>{attr_type}</attrType>{attr_list_xml}"


def read_TypeAttrib(node: _Element, reading: Reading) -> Any:
    attr_type: Any = None
    attr_list: Any = ...
    for child in node:
        tag = child.tag
        if tag == "attrType":
            if attr_type is None:
                said = child.text
                attr_type = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
                if attr_type is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "attrList":
            if attr_list is ...:
                attr_list = read_member(child, reading, read_ArrayOfAttrib)
            else:
                attr_list = read_again(child, reading, attr_list, read_member, read_ArrayOfAttrib)
        elif tag[0] == "{":
            return read_TypeAttrib(unqualified(node), reading)
        else:
            reading.unknown(child)
    if attr_type is None:
        reading.missing(node, "attrType")
    if attr_list is ...:
        attr_list = None
    made: Any = bare(TypeAttrib)
    made.attr_type = attr_type
    made.attr_list = attr_list
    return made


def write_ArrayOfTypeAttrib(v: ArrayOfTypeAttrib, nil: bool) -> str:
    if v.__class__ is not ArrayOfTypeAttrib:
        v = namesake(v, ArrayOfTypeAttrib)
    type_attrib_xml = "".join(
        [
            f"<typeAttrib>{write_TypeAttrib(item, nil)}</typeAttrib>"
            for item in listed(v.type_attrib)
        ]
    )
    return f"{type_attrib_xml}"


def read_ArrayOfTypeAttrib(node: _Element, reading: Reading) -> Any:
    type_attrib: list[Any] = []
    for child in node:
        tag = child.tag
        if tag == "typeAttrib":
            type_attrib.append(read_TypeAttrib(child, reading))
        elif tag[0] == "{":
            return read_ArrayOfTypeAttrib(unqualified(node), reading)
        else:
            reading.unknown(child)
    made: Any = bare(ArrayOfTypeAttrib)
    made.type_attrib = type_attrib
    return made


def write_ArrayOfKeyList(v: ArrayOfKeyList, nil: bool) -> str:
    if v.__class__ is not ArrayOfKeyList:
        v = namesake(v, ArrayOfKeyList)
    key_list_xml = "".join(
        [element("keyList", write_ArrayOfAttribute(item, nil)) for item in listed(v.key_list)]
    )
    return f"{key_list_xml}"


def read_ArrayOfKeyList(node: _Element, reading: Reading) -> Any:
    key_list: list[Any] = []
    for child in node:
        tag = child.tag
        if tag == "keyList":
            key_list.append(read_ArrayOfAttribute(child, reading))
        elif tag[0] == "{":
            return read_ArrayOfKeyList(unqualified(node), reading)
        else:
            reading.unknown(child)
    made: Any = bare(ArrayOfKeyList)
    made.key_list = key_list
    return made


def write_LeadRecord(v: LeadRecord, nil: bool) -> str:
    if v.__class__ is not LeadRecord:
        v = namesake(v, LeadRecord)
    id = v.id
    id_xml = ('<Id xsi:nil="true"/>' if nil else "") if id is None else f"<Id>{int_text(id)}</Id>"
    email = v.email
    email_xml = (
        ('<Email xsi:nil="true"/>' if nil else "")
        if email is None
        else f"<Email>{text(email)}</Email>"
    )
    foreign_sys_person_id = v.foreign_sys_person_id
    foreign_sys_person_id_xml = (
        ('<ForeignSysPersonId xsi:nil="true"/>' if nil else "")
        if foreign_sys_person_id is None
        else f"<ForeignSysPersonId>{text(foreign_sys_person_id)}</ForeignSysPersonId>"
    )
    foreign_sys_type = v.foreign_sys_type
    foreign_sys_type_xml = (
        ('<ForeignSysType xsi:nil="true"/>' if nil else "")
        if foreign_sys_type is None
        else f"<ForeignSysType>{enum_text(foreign_sys_type, ForeignSysType)}</ForeignSysType>"
    )
    lead_attribute_list = v.lead_attribute_list
    lead_attribute_list_xml = (
        ('<leadAttributeList xsi:nil="true"/>' if nil else "")
        if lead_attribute_list is None
        else element("leadAttributeList", write_ArrayOfAttribute(lead_attribute_list, nil))
    )
    return (
        f"{id_xml}"
        f"{email_xml}"
        f"{foreign_sys_person_id_xml}"
        f"{foreign_sys_type_xml}"
        f"{lead_attribute_list_xml}"
    )


def read_LeadRecord(node: _Element, reading: Reading) -> Any:
    id: Any = ...
    email: Any = ...
    foreign_sys_person_id: Any = ...
    foreign_sys_type: Any = ...
    lead_attribute_list: Any = ...
    for child in node:
        tag = child.tag
        if tag == "Id":
            if id is ...:
                id = read_int(child, reading)
            else:
                id = read_again(child, reading, id, read_int)
        elif tag == "Email":
            if email is ...:
                said = child.text
                email = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
            else:
                email = read_again(child, reading, email, read_string)
        elif tag == "ForeignSysPersonId":
            if foreign_sys_person_id is ...:
                said = child.text
                foreign_sys_person_id = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
            else:
                foreign_sys_person_id = read_again(
                    child, reading, foreign_sys_person_id, read_string
                )
        elif tag == "ForeignSysType":
            if foreign_sys_type is ...:
                foreign_sys_type = read_enum(child, reading, ForeignSysType)
            else:
                foreign_sys_type = read_again(
                    child, reading, foreign_sys_type, read_enum, ForeignSysType
                )
        elif tag == "leadAttributeList":
            if lead_attribute_list is ...:
                lead_attribute_list = read_member(child, reading, read_ArrayOfAttribute)
            else:
                lead_attribute_list = read_again(
                    child, reading, lead_attribute_list, read_member, read_ArrayOfAttribute
                )
        elif tag[0] == "{":
            return read_LeadRecord(unqualified(node), reading)
        else:
            reading.unknown(child)
    if id is ...:
        id = None
    if email is ...:
        email = None
    if foreign_sys_person_id is ...:
        foreign_sys_person_id = None
    if foreign_sys_type is ...:
        foreign_sys_type = None
    if lead_attribute_list is ...:
        lead_attribute_list = None
    made: Any = bare(LeadRecord)
    made.id = id
    made.email = email
    made.foreign_sys_person_id = foreign_sys_person_id
    made.foreign_sys_type = foreign_sys_type
    made.lead_attribute_list = lead_attribute_list
    return made


def write_ArrayOfLeadRecord(v: ArrayOfLeadRecord, nil: bool) -> str:
    if v.__class__ is not ArrayOfLeadRecord:
        v = namesake(v, ArrayOfLeadRecord)
    lead_record_xml = "".join(
        [element("leadRecord", write_LeadRecord(item, nil)) for item in listed(v.lead_record)]
    )
    return f"{lead_record_xml}"


def read_ArrayOfLeadRecord(node: _Element, reading: Reading) -> Any:
    lead_record: list[Any] = []
    for child in node:
        tag = child.tag
        if tag == "leadRecord":
            lead_record.append(read_LeadRecord(child, reading))
        elif tag[0] == "{":
            return read_ArrayOfLeadRecord(unqualified(node), reading)
        else:
            reading.unknown(child)
    made: Any = bare(ArrayOfLeadRecord)
    made.lead_record = lead_record
    return made


def write_CampaignRecord(v: CampaignRecord, nil: bool) -> str:
    if v.__class__ is not CampaignRecord:
        v = namesake(v, CampaignRecord)
    id = v.id
    name = v.name
    if not name.isprintable() or "&" in name or "<" in name or ">" in name:
        name = text(name)
    description = v.description
    if (
        not description.isprintable()
        or "&" in description
        or "<" in description
        or ">" in description
    ):
        description = text(description)
    return f"<id>{int_text(id)}</id><name>{name}</name><description>{description}</description>"


def read_CampaignRecord(node: _Element, reading: Reading) -> Any:
    id: Any = None
    name: Any = None
    description: Any = None
    for child in node:
        tag = child.tag
        if tag == "id":
            if id is None:
                id = read_int(child, reading)
                if id is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "name":
            if name is None:
                said = child.text
                name = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
                if name is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "description":
            if description is None:
                said = child.text
                description = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
                if description is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag[0] == "{":
            return read_CampaignRecord(unqualified(node), reading)
        else:
            reading.unknown(child)
    if id is None:
        reading.missing(node, "id")
    if name is None:
        reading.missing(node, "name")
    if description is None:
        reading.missing(node, "description")
    made: Any = bare(CampaignRecord)
    made.id = id
    made.name = name
    made.description = description
    return made


def write_ArrayOfCampaignRecord(v: ArrayOfCampaignRecord, nil: bool) -> str:
    if v.__class__ is not ArrayOfCampaignRecord:
        v = namesake(v, ArrayOfCampaignRecord)
    campaign_record_xml = "".join(
        [
            f"<campaignRecord>{write_CampaignRecord(item, nil)}</campaignRecord>"
            for item in listed(v.campaign_record)
        ]
    )
    return f"{campaign_record_xml}"


def read_ArrayOfCampaignRecord(node: _Element, reading: Reading) -> Any:
    campaign_record: list[Any] = []
    for child in node:
        tag = child.tag
        if tag == "campaignRecord":
            campaign_record.append(read_CampaignRecord(child, reading))
        elif tag[0] == "{":
            return read_ArrayOfCampaignRecord(unqualified(node), reading)
        else:
            reading.unknown(child)
    made: Any = bare(ArrayOfCampaignRecord)
    made.campaign_record = campaign_record
    return made


def write_LeadKey(v: LeadKey, nil: bool) -> str:
    if v.__class__ is not LeadKey:
        v = namesake(v, LeadKey)
    key_type = v.key_type
    key_value = v.key_value
    if not key_value.isprintable() or "&" in key_value or "<" in key_value or ">" in key_value:
        key_value = text(key_value)
    return f"<keyType>{enum_text(key_type, LeadKeyRef)}</keyType><keyValue>{key_value}</keyValue>"


def read_LeadKey(node: _Element, reading: Reading) -> Any:
    key_type: Any = None
    key_value: Any = None
    for child in node:
        tag = child.tag
        if tag == "keyType":
            if key_type is None:
                key_type = read_enum(child, reading, LeadKeyRef)
                if key_type is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "keyValue":
            if key_value is None:
                said = child.text
                key_value = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
                if key_value is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag[0] == "{":
            return read_LeadKey(unqualified(node), reading)
        else:
            reading.unknown(child)
    if key_type is None:
        reading.missing(node, "keyType")
    if key_value is None:
        reading.missing(node, "keyValue")
    made: Any = bare(LeadKey)
    made.key_type = key_type
    made.key_value = key_value
    return made


def write_ArrayOfLeadKey(v: ArrayOfLeadKey, nil: bool) -> str:
    if v.__class__ is not ArrayOfLeadKey:
        v = namesake(v, ArrayOfLeadKey)
    lead_key_xml = "".join(
        [f"<leadKey>{write_LeadKey(item, nil)}</leadKey>" for item in listed(v.lead_key)]
    )
    return f"{lead_key_xml}"


def read_ArrayOfLeadKey(node: _Element, reading: Reading) -> Any:
    lead_key: list[Any] = []
    for child in node:
        tag = child.tag
        if tag == "leadKey":
            lead_key.append(read_LeadKey(child, reading))
        elif tag[0] == "{":
            return read_ArrayOfLeadKey(unqualified(node), reading)
        else:
            reading.unknown(child)
    made: Any = bare(ArrayOfLeadKey)
    made.lead_key = lead_key
    return made


def write_LeadStatus(v: LeadStatus, nil: bool) -> str:
    if v.__class__ is not LeadStatus:
        v = namesake(v, LeadStatus)
    lead_key = v.lead_key
    status = v.status
    return (
        f"<leadKey>{write_LeadKey(lead_key, nil)}</leadKey><status>{boolean_text(status)}</status>"
    )


def read_LeadStatus(node: _Element, reading: Reading) -> Any:
    lead_key: Any = None
    status: Any = None
    for child in node:
        tag = child.tag
        if tag == "leadKey":
            if lead_key is None:
                lead_key = read_member(child, reading, read_LeadKey)
                if lead_key is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "status":
            if status is None:
                status = read_boolean(child, reading)
                if status is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag[0] == "{":
            return read_LeadStatus(unqualified(node), reading)
        else:
            reading.unknown(child)
    if lead_key is None:
        reading.missing(node, "leadKey")
    if status is None:
        reading.missing(node, "status")
    made: Any = bare(LeadStatus)
    made.lead_key = lead_key
    made.status = status
    return made


def write_ArrayOfLeadStatus(v: ArrayOfLeadStatus, nil: bool) -> str:
    if v.__class__ is not ArrayOfLeadStatus:
        v = namesake(v, ArrayOfLeadStatus)
    lead_status_xml = "".join(
        [
            f"<leadStatus>{write_LeadStatus(item, nil)}</leadStatus>"
            for item in listed(v.lead_status)
        ]
    )
    return f"{lead_status_xml}"


def read_ArrayOfLeadStatus(node: _Element, reading: Reading) -> Any:
    lead_status: list[Any] = []
    for child in node:
        tag = child.tag
        if tag == "leadStatus":
            lead_status.append(read_LeadStatus(child, reading))
        elif tag[0] == "{":
            return read_ArrayOfLeadStatus(unqualified(node), reading)
        else:
            reading.unknown(child)
    made: Any = bare(ArrayOfLeadStatus)
    made.lead_status = lead_status
    return made


def write_ListKey(v: ListKey, nil: bool) -> str:
    if v.__class__ is not ListKey:
        v = namesake(v, ListKey)
    key_type = v.key_type
    key_value = v.key_value
    if not key_value.isprintable() or "&" in key_value or "<" in key_value or ">" in key_value:
        key_value = text(key_value)
    return f"<keyType>{enum_text(key_type, ListKeyType)}</keyType><keyValue>{key_value}</keyValue>"


def read_ListKey(node: _Element, reading: Reading) -> Any:
    key_type: Any = None
    key_value: Any = None
    for child in node:
        tag = child.tag
        if tag == "keyType":
            if key_type is None:
                key_type = read_enum(child, reading, ListKeyType)
                if key_type is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "keyValue":
            if key_value is None:
                said = child.text
                key_value = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
                if key_value is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag[0] == "{":
            return read_ListKey(unqualified(node), reading)
        else:
            reading.unknown(child)
    if key_type is None:
        reading.missing(node, "keyType")
    if key_value is None:
        reading.missing(node, "keyValue")
    made: Any = bare(ListKey)
    made.key_type = key_type
    made.key_value = key_value
    return made


def write_MObject(v: MObject, nil: bool) -> str:
    if v.__class__ is not MObject:
        v = namesake(v, MObject)
    type_value = v.type_value
    if not type_value.isprintable() or "&" in type_value or "<" in type_value or ">" in type_value:
        type_value = text(type_value)
    id = v.id
    id_xml = "" if id is None else f"<id>{int_text(id)}</id>"
    external_key = v.external_key
    external_key_xml = (
        ""
        if external_key is None
        else f"<externalKey>{write_Attrib(external_key, nil)}</externalKey>"
    )
    created_at = v.created_at
    created_at_xml = (
        "" if created_at is None else f"<createdAt>{date_time_text(created_at)}</createdAt>"
    )
    updated_at = v.updated_at
    updated_at_xml = (
        "" if updated_at is None else f"<updatedAt>{date_time_text(updated_at)}</updatedAt>"
    )
    attrib_list = v.attrib_list
    attrib_list_xml = (
        "" if attrib_list is None else element("attribList", write_ArrayOfAttrib(attrib_list, nil))
    )
    type_attrib_list = v.type_attrib_list
    type_attrib_list_xml = (
        ""
        if type_attrib_list is None
        else element("typeAttribList", write_ArrayOfTypeAttrib(type_attrib_list, nil))
    )
    association_list = v.association_list
    association_list_xml = (
        ""
        if association_list is None
        else element("associationList", write_ArrayOfMObjAssociation(association_list, nil))
    )
    return (
        f"<type>{type_value}</type>"
        f"{id_xml}"
        f"{external_key_xml}"
        f"{created_at_xml}"
        f"{updated_at_xml}"
        f"{attrib_list_xml}"
        f"{type_attrib_list_xml}"
        f"{association_list_xml}"
    )


def read_MObject(node: _Element, reading: Reading) -> Any:
    type_value: Any = None
    id: Any = ...
    external_key: Any = ...
    created_at: Any = ...
    updated_at: Any = ...
    attrib_list: Any = ...
    type_attrib_list: Any = ...
    association_list: Any = ...
    for child in node:
        tag = child.tag
        if tag == "type":
            if type_value is None:
                said = child.text
                type_value = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
                if type_value is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "id":
            if id is ...:
                id = read_int(child, reading)
            else:
                id = read_again(child, reading, id, read_int)
        elif tag == "externalKey":
            if external_key is ...:
                external_key = read_member(child, reading, read_Attrib)
            else:
                external_key = read_again(child, reading, external_key, read_member, read_Attrib)
        elif tag == "createdAt":
            if created_at is ...:
                created_at = read_date_time(child, reading)
            else:
                created_at = read_again(child, reading, created_at, read_date_time)
        elif tag == "updatedAt":
            if updated_at is ...:
                updated_at = read_date_time(child, reading)
            else:
                updated_at = read_again(child, reading, updated_at, read_date_time)
        elif tag == "attribList":
            if attrib_list is ...:
                attrib_list = read_member(child, reading, read_ArrayOfAttrib)
            else:
                attrib_list = read_again(
                    child, reading, attrib_list, read_member, read_ArrayOfAttrib
                )
        elif tag == "typeAttribList":
            if type_attrib_list is ...:
                type_attrib_list = read_member(child, reading, read_ArrayOfTypeAttrib)
            else:
                type_attrib_list = read_again(
                    child, reading, type_attrib_list, read_member, read_ArrayOfTypeAttrib
                )
        elif tag == "associationList":
            if association_list is ...:
                association_list = read_member(child, reading, read_ArrayOfMObjAssociation)
            else:
                association_list = read_again(
                    child, reading, association_list, read_member, read_ArrayOfMObjAssociation
                )
        elif tag[0] == "{":
            return read_MObject(unqualified(node), reading)
        else:
            reading.unknown(child)
    if type_value is None:
        reading.missing(node, "type")
    if id is ...:
        id = None
    if external_key is ...:
        external_key = None
    if created_at is ...:
        created_at = None
    if updated_at is ...:
        updated_at = None
    if attrib_list is ...:
        attrib_list = None
    if type_attrib_list is ...:
        type_attrib_list = None
    if association_list is ...:
        association_list = None
    made: Any = bare(MObject)
    made.type_value = type_value
    made.id = id
    made.external_key = external_key
    made.created_at = created_at
    made.updated_at = updated_at
    made.attrib_list = attrib_list
    made.type_attrib_list = type_attrib_list
    made.association_list = association_list
    return made


def write_ArrayOfMObject(v: ArrayOfMObject, nil: bool) -> str:
    if v.__class__ is not ArrayOfMObject:
        v = namesake(v, ArrayOfMObject)
    m_object_xml = "".join(
        [f"<mObject>{write_MObject(item, nil)}</mObject>" for item in listed(v.m_object)]
    )
    return f"{m_object_xml}"


def read_ArrayOfMObject(node: _Element, reading: Reading) -> Any:
    m_object: list[Any] = []
    for child in node:
        tag = child.tag
        if tag == "mObject":
            m_object.append(read_MObject(child, reading))
        elif tag[0] == "{":
            return read_ArrayOfMObject(unqualified(node), reading)
        else:
            reading.unknown(child)
    made: Any = bare(ArrayOfMObject)
    made.m_object = m_object
    return made


def write_MObjAssociation(v: MObjAssociation, nil: bool) -> str:
    if v.__class__ is not MObjAssociation:
        v = namesake(v, MObjAssociation)
    m_obj_type = v.m_obj_type
    if not m_obj_type.isprintable() or "&" in m_obj_type or "<" in m_obj_type or ">" in m_obj_type:
        m_obj_type = text(m_obj_type)
    id = v.id
    id_xml = "" if id is None else f"<id>{int_text(id)}</id>"
    external_key = v.external_key
    external_key_xml = (
        ""
        if external_key is None
        else f"<externalKey>{write_Attrib(external_key, nil)}</externalKey>"
    )
    return f"<mObjType>{m_obj_type}</mObjType>{id_xml}{external_key_xml}"


def read_MObjAssociation(node: _Element, reading: Reading) -> Any:
    m_obj_type: Any = None
    id: Any = ...
    external_key: Any = ...
    for child in node:
        tag = child.tag
        if tag == "mObjType":
            if m_obj_type is None:
                said = child.text
                m_obj_type = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
                if m_obj_type is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "id":
            if id is ...:
                id = read_int(child, reading)
            else:
                id = read_again(child, reading, id, read_int)
        elif tag == "externalKey":
            if external_key is ...:
                external_key = read_member(child, reading, read_Attrib)
            else:
                external_key = read_again(child, reading, external_key, read_member, read_Attrib)
        elif tag[0] == "{":
            return read_MObjAssociation(unqualified(node), reading)
        else:
            reading.unknown(child)
    if m_obj_type is None:
        reading.missing(node, "mObjType")
    if id is ...:
        id = None
    if external_key is ...:
        external_key = None
    made: Any = bare(MObjAssociation)
    made.m_obj_type = m_obj_type
    made.id = id
    made.external_key = external_key
    return made


def write_ArrayOfMObjAssociation(v: ArrayOfMObjAssociation, nil: bool) -> str:
    if v.__class__ is not ArrayOfMObjAssociation:
        v = namesake(v, ArrayOfMObjAssociation)
    m_obj_association_xml = "".join(
        [
            f"<mObjAssociation>{write_MObjAssociation(item, nil)}</mObjAssociation>"
            for item in listed(v.m_obj_association)
        ]
    )
    return f"{m_obj_association_xml}"


def read_ArrayOfMObjAssociation(node: _Element, reading: Reading) -> Any:
    m_obj_association: list[Any] = []
    for child in node:
        tag = child.tag
        if tag == "mObjAssociation":
            m_obj_association.append(read_MObjAssociation(child, reading))
        elif tag[0] == "{":
            return read_ArrayOfMObjAssociation(unqualified(node), reading)
        else:
            reading.unknown(child)
    made: Any = bare(ArrayOfMObjAssociation)
    made.m_obj_association = m_obj_association
    return made


def write_MObjCriteria(v: MObjCriteria, nil: bool) -> str:
    if v.__class__ is not MObjCriteria:
        v = namesake(v, MObjCriteria)
    attr_name = v.attr_name
    if not attr_name.isprintable() or "&" in attr_name or "<" in attr_name or ">" in attr_name:
        attr_name = text(attr_name)
    comparison = v.comparison
    attr_value = v.attr_value
    return (
        f"<attrName>{attr_name}</attrName>"
        f"<comparison>{enum_text(comparison, ComparisonEnum)}</comparison>"
        f"<attrValue>{any_text(attr_value)}</attrValue>"
    )


def read_MObjCriteria(node: _Element, reading: Reading) -> Any:
    attr_name: Any = None
    comparison: Any = None
    attr_value: Any = None
    for child in node:
        tag = child.tag
        if tag == "attrName":
            if attr_name is None:
                said = child.text
                attr_name = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
                if attr_name is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "comparison":
            if comparison is None:
                comparison = read_enum(child, reading, ComparisonEnum)
                if comparison is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "attrValue":
            if attr_value is None:
                said = child.text
                attr_value = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
                if attr_value is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag[0] == "{":
            return read_MObjCriteria(unqualified(node), reading)
        else:
            reading.unknown(child)
    if attr_name is None:
        reading.missing(node, "attrName")
    if comparison is None:
        reading.missing(node, "comparison")
    if attr_value is None:
        reading.missing(node, "attrValue")
    made: Any = bare(MObjCriteria)
    made.attr_name = attr_name
    made.comparison = comparison
    made.attr_value = attr_value
    return made


def write_ArrayOfMObjCriteria(v: ArrayOfMObjCriteria, nil: bool) -> str:
    if v.__class__ is not ArrayOfMObjCriteria:
        v = namesake(v, ArrayOfMObjCriteria)
    m_obj_criteria_xml = "".join(
        [
            f"<mObjCriteria>{write_MObjCriteria(item, nil)}</mObjCriteria>"
            for item in listed(v.m_obj_criteria)
        ]
    )
    return f"{m_obj_criteria_xml}"


def read_ArrayOfMObjCriteria(node: _Element, reading: Reading) -> Any:
    m_obj_criteria: list[Any] = []
    for child in node:
        tag = child.tag
        if tag == "mObjCriteria":
            m_obj_criteria.append(read_MObjCriteria(child, reading))
        elif tag[0] == "{":
            return read_ArrayOfMObjCriteria(unqualified(node), reading)
        else:
            reading.unknown(child)
    made: Any = bare(ArrayOfMObjCriteria)
    made.m_obj_criteria = m_obj_criteria
    return made


def write_MObjectMetadata(v: MObjectMetadata, nil: bool) -> str:
    if v.__class__ is not MObjectMetadata:
        v = namesake(v, MObjectMetadata)
    name = v.name
    if not name.isprintable() or "&" in name or "<" in name or ">" in name:
        name = text(name)
    description = v.description
    description_xml = (
        '<description xsi:nil="true"/>'
        if description is None
        else f"<description>{text(description)}</description>"
    )
    is_custom = v.is_custom
    is_virtual = v.is_virtual
    field_list = v.field_list
    updated_at = v.updated_at
    return (
        f"<name>{name}</name>"
        f"{description_xml}"
        f"<isCustom>{boolean_text(is_custom)}</isCustom>"
        f"<isVirtual>{boolean_text(is_virtual)}</isVirtual>"
        f"{element('fieldList', write_ArrayOfMObjFieldMetadata(field_list, nil))}"
        f"<updatedAt>{date_time_text(updated_at)}</updatedAt>"
    )


def read_MObjectMetadata(node: _Element, reading: Reading) -> Any:
    name: Any = None
    description: Any = ...
    is_custom: Any = None
    is_virtual: Any = None
    field_list: Any = None
    updated_at: Any = None
    for child in node:
        tag = child.tag
        if tag == "name":
            if name is None:
                said = child.text
                name = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
                if name is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "description":
            if description is ...:
                said = child.text
                description = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
            else:
                description = read_again(child, reading, description, read_string)
        elif tag == "isCustom":
            if is_custom is None:
                is_custom = read_boolean(child, reading)
                if is_custom is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "isVirtual":
            if is_virtual is None:
                is_virtual = read_boolean(child, reading)
                if is_virtual is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "fieldList":
            if field_list is None:
                field_list = read_member(child, reading, read_ArrayOfMObjFieldMetadata)
                if field_list is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "updatedAt":
            if updated_at is None:
                updated_at = read_date_time(child, reading)
                if updated_at is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag[0] == "{":
            return read_MObjectMetadata(unqualified(node), reading)
        else:
            reading.unknown(child)
    if name is None:
        reading.missing(node, "name")
    if description is ...:
        description = None
        reading.missing(node, "description")
    if is_custom is None:
        reading.missing(node, "isCustom")
    if is_virtual is None:
        reading.missing(node, "isVirtual")
    if field_list is None:
        reading.missing(node, "fieldList")
    if updated_at is None:
        reading.missing(node, "updatedAt")
    made: Any = bare(MObjectMetadata)
    made.name = name
    made.description = description
    made.is_custom = is_custom
    made.is_virtual = is_virtual
    made.field_list = field_list
    made.updated_at = updated_at
    return made


def write_MObjFieldMetadata(v: MObjFieldMetadata, nil: bool) -> str:
    if v.__class__ is not MObjFieldMetadata:
        v = namesake(v, MObjFieldMetadata)
    name = v.name
    if not name.isprintable() or "&" in name or "<" in name or ">" in name:
        name = text(name)
    description = v.description
    description_xml = (
        '<description xsi:nil="true"/>'
        if description is None
        else f"<description>{text(description)}</description>"
    )
    display_name = v.display_name
    display_name_xml = (
        '<displayName xsi:nil="true"/>'
        if display_name is None
        else f"<displayName>{text(display_name)}</displayName>"
    )
    source_object = v.source_object
    source_object_xml = (
        '<sourceObject xsi:nil="true"/>'
        if source_object is None
        else f"<sourceObject>{text(source_object)}</sourceObject>"
    )
    data_type = v.data_type
    if not data_type.isprintable() or "&" in data_type or "<" in data_type or ">" in data_type:
        data_type = text(data_type)
    size = v.size
    size_xml = '<size xsi:nil="true"/>' if size is None else f"<size>{int_text(size)}</size>"
    is_readonly = v.is_readonly
    is_update_blocked = v.is_update_blocked
    is_name = v.is_name
    is_name_xml = (
        '<isName xsi:nil="true"/>'
        if is_name is None
        else f"<isName>{boolean_text(is_name)}</isName>"
    )
    is_primary_key = v.is_primary_key
    is_custom = v.is_custom
    is_dynamic = v.is_dynamic
    dynamic_field_ref = v.dynamic_field_ref
    dynamic_field_ref_xml = (
        '<dynamicFieldRef xsi:nil="true"/>'
        if dynamic_field_ref is None
        else f"<dynamicFieldRef>{text(dynamic_field_ref)}</dynamicFieldRef>"
    )
    updated_at = v.updated_at
    return (
        f"<name>{name}</name>"
        f"{description_xml}"
        f"{display_name_xml}"
        f"{source_object_xml}"
        f"<dataType>{data_type}</dataType>"
        f"{size_xml}"
        f"<isReadonly>{boolean_text(is_readonly)}</isReadonly>"
        f"<isUpdateBlocked>{boolean_text(is_update_blocked)}</isUpdateBlocked>"
        f"{is_name_xml}"
        f"<isPrimaryKey>{boolean_text(is_primary_key)}</isPrimaryKey>"
        f"<isCustom>{boolean_text(is_custom)}</isCustom>"
        f"<isDynamic>{boolean_text(is_dynamic)}</isDynamic>"
        f"{dynamic_field_ref_xml}"
        f"<updatedAt>{date_time_text(updated_at)}</updatedAt>"
    )


def read_MObjFieldMetadata(node: _Element, reading: Reading) -> Any:
    name: Any = None
    description: Any = ...
    display_name: Any = ...
    source_object: Any = ...
    data_type: Any = None
    size: Any = ...
    is_readonly: Any = None
    is_update_blocked: Any = None
    is_name: Any = ...
    is_primary_key: Any = None
    is_custom: Any = None
    is_dynamic: Any = None
    dynamic_field_ref: Any = ...
    updated_at: Any = None
    for child in node:
        tag = child.tag
        if tag == "name":
            if name is None:
                said = child.text
                name = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
                if name is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "description":
            if description is ...:
                said = child.text
                description = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
            else:
                description = read_again(child, reading, description, read_string)
        elif tag == "displayName":
            if display_name is ...:
                said = child.text
                display_name = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
            else:
                display_name = read_again(child, reading, display_name, read_string)
        elif tag == "sourceObject":
            if source_object is ...:
                said = child.text
                source_object = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
            else:
                source_object = read_again(child, reading, source_object, read_string)
        elif tag == "dataType":
            if data_type is None:
                said = child.text
                data_type = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
                if data_type is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "size":
            if size is ...:
                size = read_int(child, reading)
            else:
                size = read_again(child, reading, size, read_int)
        elif tag == "isReadonly":
            if is_readonly is None:
                is_readonly = read_boolean(child, reading)
                if is_readonly is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "isUpdateBlocked":
            if is_update_blocked is None:
                is_update_blocked = read_boolean(child, reading)
                if is_update_blocked is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "isName":
            if is_name is ...:
                is_name = read_boolean(child, reading)
            else:
                is_name = read_again(child, reading, is_name, read_boolean)
        elif tag == "isPrimaryKey":
            if is_primary_key is None:
                is_primary_key = read_boolean(child, reading)
                if is_primary_key is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "isCustom":
            if is_custom is None:
                is_custom = read_boolean(child, reading)
                if is_custom is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "isDynamic":
            if is_dynamic is None:
                is_dynamic = read_boolean(child, reading)
                if is_dynamic is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "dynamicFieldRef":
            if dynamic_field_ref is ...:
                said = child.text
                dynamic_field_ref = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
            else:
                dynamic_field_ref = read_again(child, reading, dynamic_field_ref, read_string)
        elif tag == "updatedAt":
            if updated_at is None:
                updated_at = read_date_time(child, reading)
                if updated_at is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag[0] == "{":
            return read_MObjFieldMetadata(unqualified(node), reading)
        else:
            reading.unknown(child)
    if name is None:
        reading.missing(node, "name")
    if description is ...:
        description = None
        reading.missing(node, "description")
    if display_name is ...:
        display_name = None
        reading.missing(node, "displayName")
    if source_object is ...:
        source_object = None
        reading.missing(node, "sourceObject")
    if data_type is None:
        reading.missing(node, "dataType")
    if size is ...:
        size = None
        reading.missing(node, "size")
    if is_readonly is None:
        reading.missing(node, "isReadonly")
    if is_update_blocked is None:
        reading.missing(node, "isUpdateBlocked")
    if is_name is ...:
        is_name = None
        reading.missing(node, "isName")
    if is_primary_key is None:
        reading.missing(node, "isPrimaryKey")
    if is_custom is None:
        reading.missing(node, "isCustom")
    if is_dynamic is None:
        reading.missing(node, "isDynamic")
    if dynamic_field_ref is ...:
        dynamic_field_ref = None
        reading.missing(node, "dynamicFieldRef")
    if updated_at is None:
        reading.missing(node, "updatedAt")
    made: Any = bare(MObjFieldMetadata)
    made.name = name
    made.description = description
    made.display_name = display_name
    made.source_object = source_object
    made.data_type = data_type
    made.size = size
    made.is_readonly = is_readonly
    made.is_update_blocked = is_update_blocked
    made.is_name = is_name
    made.is_primary_key = is_primary_key
    made.is_custom = is_custom
    made.is_dynamic = is_dynamic
    made.dynamic_field_ref = dynamic_field_ref
    made.updated_at = updated_at
    return made


def write_ArrayOfMObjFieldMetadata(v: ArrayOfMObjFieldMetadata, nil: bool) -> str:
    if v.__class__ is not ArrayOfMObjFieldMetadata:
        v = namesake(v, ArrayOfMObjFieldMetadata)
    field_value_xml = "".join(
        [f"<field>{write_MObjFieldMetadata(item, nil)}</field>" for item in listed(v.field_value)]
    )
    return f"{field_value_xml}"


def read_ArrayOfMObjFieldMetadata(node: _Element, reading: Reading) -> Any:
    field_value: list[Any] = []
    for child in node:
        tag = child.tag
        if tag == "field":
            field_value.append(read_MObjFieldMetadata(child, reading))
        elif tag[0] == "{":
            return read_ArrayOfMObjFieldMetadata(unqualified(node), reading)
        else:
            reading.unknown(child)
    made: Any = bare(ArrayOfMObjFieldMetadata)
    made.field_value = field_value
    return made


def write_StreamPosition(v: StreamPosition, nil: bool) -> str:
    if v.__class__ is not StreamPosition:
        v = namesake(v, StreamPosition)
    latest_created_at = v.latest_created_at
    latest_created_at_xml = (
        ('<latestCreatedAt xsi:nil="true"/>' if nil else "")
        if latest_created_at is None
        else f"<latestCreatedAt>{date_time_text(latest_created_at)}</latestCreatedAt>"
    )
    oldest_created_at = v.oldest_created_at
    oldest_created_at_xml = (
        ('<oldestCreatedAt xsi:nil="true"/>' if nil else "")
        if oldest_created_at is None
        else f"<oldestCreatedAt>{date_time_text(oldest_created_at)}</oldestCreatedAt>"
    )
    activity_created_at = v.activity_created_at
    activity_created_at_xml = (
        ('<activityCreatedAt xsi:nil="true"/>' if nil else "")
        if activity_created_at is None
        else f"<activityCreatedAt>{date_time_text(activity_created_at)}</activityCreatedAt>"
    )
    offset = v.offset
    offset_xml = (
        ('<offset xsi:nil="true"/>' if nil else "")
        if offset is None
        else f"<offset>{text(offset)}</offset>"
    )
    return f"{latest_created_at_xml}{oldest_created_at_xml}{activity_created_at_xml}{offset_xml}"


def read_StreamPosition(node: _Element, reading: Reading) -> Any:
    latest_created_at: Any = ...
    oldest_created_at: Any = ...
    activity_created_at: Any = ...
    offset: Any = ...
    for child in node:
        tag = child.tag
        if tag == "latestCreatedAt":
            if latest_created_at is ...:
                latest_created_at = read_date_time(child, reading)
            else:
                latest_created_at = read_again(child, reading, latest_created_at, read_date_time)
        elif tag == "oldestCreatedAt":
            if oldest_created_at is ...:
                oldest_created_at = read_date_time(child, reading)
            else:
                oldest_created_at = read_again(child, reading, oldest_created_at, read_date_time)
        elif tag == "activityCreatedAt":
            if activity_created_at is ...:
                activity_created_at = read_date_time(child, reading)
            else:
                activity_created_at = read_again(
                    child, reading, activity_created_at, read_date_time
                )
        elif tag == "offset":
            if offset is ...:
                said = child.text
                offset = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
            else:
                offset = read_again(child, reading, offset, read_string)
        elif tag[0] == "{":
            return read_StreamPosition(unqualified(node), reading)
        else:
            reading.unknown(child)
    if latest_created_at is ...:
        latest_created_at = None
    if oldest_created_at is ...:
        oldest_created_at = None
    if activity_created_at is ...:
        activity_created_at = None
    if offset is ...:
        offset = None
    made: Any = bare(StreamPosition)
    made.latest_created_at = latest_created_at
    made.oldest_created_at = oldest_created_at
    made.activity_created_at = activity_created_at
    made.offset = offset
    return made


def write_SyncStatus(v: SyncStatus, nil: bool) -> str:
    if v.__class__ is not SyncStatus:
        v = namesake(v, SyncStatus)
    lead_id = v.lead_id
    status = v.status
    error = v.error
    error_xml = (
        ('<error xsi:nil="true"/>' if nil else "")
        if error is None
        else f"<error>{text(error)}</error>"
    )
    return (
        f"<leadId>{int_text(lead_id)}</leadId>"
        f"<status>{enum_text(status, LeadSyncStatus)}</status>"
        f"{error_xml}"
    )


def read_SyncStatus(node: _Element, reading: Reading) -> Any:
    lead_id: Any = None
    status: Any = None
    error: Any = ...
    for child in node:
        tag = child.tag
        if tag == "leadId":
            if lead_id is None:
                lead_id = read_int(child, reading)
                if lead_id is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "status":
            if status is None:
                status = read_enum(child, reading, LeadSyncStatus)
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
            return read_SyncStatus(unqualified(node), reading)
        else:
            reading.unknown(child)
    if lead_id is None:
        reading.missing(node, "leadId")
    if status is None:
        reading.missing(node, "status")
    if error is ...:
        error = None
    made: Any = bare(SyncStatus)
    made.lead_id = lead_id
    made.status = status
    made.error = error
    return made


def write_ArrayOfSyncStatus(v: ArrayOfSyncStatus, nil: bool) -> str:
    if v.__class__ is not ArrayOfSyncStatus:
        v = namesake(v, ArrayOfSyncStatus)
    sync_status_xml = "".join(
        [
            f"<syncStatus>{write_SyncStatus(item, nil)}</syncStatus>"
            for item in listed(v.sync_status)
        ]
    )
    return f"{sync_status_xml}"


def read_ArrayOfSyncStatus(node: _Element, reading: Reading) -> Any:
    sync_status: list[Any] = []
    for child in node:
        tag = child.tag
        if tag == "syncStatus":
            sync_status.append(read_SyncStatus(child, reading))
        elif tag[0] == "{":
            return read_ArrayOfSyncStatus(unqualified(node), reading)
        else:
            reading.unknown(child)
    made: Any = bare(ArrayOfSyncStatus)
    made.sync_status = sync_status
    return made


def write_ArrayOfBase64Binary(v: ArrayOfBase64Binary, nil: bool) -> str:
    if v.__class__ is not ArrayOfBase64Binary:
        v = namesake(v, ArrayOfBase64Binary)
    base64_binary_xml = "".join(
        [f"<base64Binary>{base64_text(item)}</base64Binary>" for item in listed(v.base64_binary)]
    )
    return f"{base64_binary_xml}"


def read_ArrayOfBase64Binary(node: _Element, reading: Reading) -> Any:
    base64_binary: list[Any] = []
    for child in node:
        tag = child.tag
        if tag == "base64Binary":
            if (item := read_base64(child, reading)) is not None:
                base64_binary.append(item)
        elif tag[0] == "{":
            return read_ArrayOfBase64Binary(unqualified(node), reading)
        else:
            reading.unknown(child)
    made: Any = bare(ArrayOfBase64Binary)
    made.base64_binary = base64_binary
    return made


def write_VersionedItem(v: VersionedItem, nil: bool) -> str:
    if v.__class__ is not VersionedItem:
        v = namesake(v, VersionedItem)
    id = v.id
    name = v.name
    if not name.isprintable() or "&" in name or "<" in name or ">" in name:
        name = text(name)
    type_value = v.type_value
    type_value_xml = (
        ('<type xsi:nil="true"/>' if nil else "")
        if type_value is None
        else f"<type>{text(type_value)}</type>"
    )
    description = v.description
    description_xml = (
        ('<description xsi:nil="true"/>' if nil else "")
        if description is None
        else f"<description>{text(description)}</description>"
    )
    timestamp = v.timestamp
    return (
        f"<id>{integer_text(id)}</id>"
        f"<name>{name}</name>"
        f"{type_value_xml}"
        f"{description_xml}"
        f"<timestamp>{date_time_text(timestamp)}</timestamp>"
    )


def read_VersionedItem(node: _Element, reading: Reading) -> Any:
    id: Any = None
    name: Any = None
    type_value: Any = ...
    description: Any = ...
    timestamp: Any = None
    for child in node:
        tag = child.tag
        if tag == "id":
            if id is None:
                id = read_integer(child, reading)
                if id is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "name":
            if name is None:
                said = child.text
                name = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
                if name is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "type":
            if type_value is ...:
                said = child.text
                type_value = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
            else:
                type_value = read_again(child, reading, type_value, read_string)
        elif tag == "description":
            if description is ...:
                said = child.text
                description = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
            else:
                description = read_again(child, reading, description, read_string)
        elif tag == "timestamp":
            if timestamp is None:
                timestamp = read_date_time(child, reading)
                if timestamp is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag[0] == "{":
            return read_VersionedItem(unqualified(node), reading)
        else:
            reading.unknown(child)
    if id is None:
        reading.missing(node, "id")
    if name is None:
        reading.missing(node, "name")
    if type_value is ...:
        type_value = None
    if description is ...:
        description = None
    if timestamp is None:
        reading.missing(node, "timestamp")
    made: Any = bare(VersionedItem)
    made.id = id
    made.name = name
    made.type_value = type_value
    made.description = description
    made.timestamp = timestamp
    return made


def write_ArrayOfVersionedItem(v: ArrayOfVersionedItem, nil: bool) -> str:
    if v.__class__ is not ArrayOfVersionedItem:
        v = namesake(v, ArrayOfVersionedItem)
    versioned_item_xml = "".join(
        [
            f"<versionedItem>{write_VersionedItem(item, nil)}</versionedItem>"
            for item in listed(v.versioned_item)
        ]
    )
    return f"{versioned_item_xml}"


def read_ArrayOfVersionedItem(node: _Element, reading: Reading) -> Any:
    versioned_item: list[Any] = []
    for child in node:
        tag = child.tag
        if tag == "versionedItem":
            versioned_item.append(read_VersionedItem(child, reading))
        elif tag[0] == "{":
            return read_ArrayOfVersionedItem(unqualified(node), reading)
        else:
            reading.unknown(child)
    made: Any = bare(ArrayOfVersionedItem)
    made.versioned_item = versioned_item
    return made


def write_CustomObj(v: CustomObj, nil: bool) -> str:
    if v.__class__ is not CustomObj:
        v = namesake(v, CustomObj)
    custom_obj_key_list = v.custom_obj_key_list
    custom_obj_key_list_xml = (
        ('<customObjKeyList xsi:nil="true"/>' if nil else "")
        if custom_obj_key_list is None
        else element("customObjKeyList", write_ArrayOfAttribute(custom_obj_key_list, nil))
    )
    custom_obj_attribute_list = v.custom_obj_attribute_list
    custom_obj_attribute_list_xml = (
        ('<customObjAttributeList xsi:nil="true"/>' if nil else "")
        if custom_obj_attribute_list is None
        else element(
            "customObjAttributeList", write_ArrayOfAttribute(custom_obj_attribute_list, nil)
        )
    )
    return f"{custom_obj_key_list_xml}{custom_obj_attribute_list_xml}"


def read_CustomObj(node: _Element, reading: Reading) -> Any:
    custom_obj_key_list: Any = ...
    custom_obj_attribute_list: Any = ...
    for child in node:
        tag = child.tag
        if tag == "customObjKeyList":
            if custom_obj_key_list is ...:
                custom_obj_key_list = read_member(child, reading, read_ArrayOfAttribute)
            else:
                custom_obj_key_list = read_again(
                    child, reading, custom_obj_key_list, read_member, read_ArrayOfAttribute
                )
        elif tag == "customObjAttributeList":
            if custom_obj_attribute_list is ...:
                custom_obj_attribute_list = read_member(child, reading, read_ArrayOfAttribute)
            else:
                custom_obj_attribute_list = read_again(
                    child, reading, custom_obj_attribute_list, read_member, read_ArrayOfAttribute
                )
        elif tag[0] == "{":
            return read_CustomObj(unqualified(node), reading)
        else:
            reading.unknown(child)
    if custom_obj_key_list is ...:
        custom_obj_key_list = None
    if custom_obj_attribute_list is ...:
        custom_obj_attribute_list = None
    made: Any = bare(CustomObj)
    made.custom_obj_key_list = custom_obj_key_list
    made.custom_obj_attribute_list = custom_obj_attribute_list
    return made


def write_ArrayOfCustomObj(v: ArrayOfCustomObj, nil: bool) -> str:
    if v.__class__ is not ArrayOfCustomObj:
        v = namesake(v, ArrayOfCustomObj)
    custom_obj_xml = "".join(
        [element("customObj", write_CustomObj(item, nil)) for item in listed(v.custom_obj)]
    )
    return f"{custom_obj_xml}"


def read_ArrayOfCustomObj(node: _Element, reading: Reading) -> Any:
    custom_obj: list[Any] = []
    for child in node:
        tag = child.tag
        if tag == "customObj":
            custom_obj.append(read_CustomObj(child, reading))
        elif tag[0] == "{":
            return read_ArrayOfCustomObj(unqualified(node), reading)
        else:
            reading.unknown(child)
    made: Any = bare(ArrayOfCustomObj)
    made.custom_obj = custom_obj
    return made


def write_SyncCustomObjStatus(v: SyncCustomObjStatus, nil: bool) -> str:
    if v.__class__ is not SyncCustomObjStatus:
        v = namesake(v, SyncCustomObjStatus)
    obj_type_name = v.obj_type_name
    if (
        not obj_type_name.isprintable()
        or "&" in obj_type_name
        or "<" in obj_type_name
        or ">" in obj_type_name
    ):
        obj_type_name = text(obj_type_name)
    custom_obj_key_list = v.custom_obj_key_list
    custom_obj_key_list_xml = (
        ('<customObjKeyList xsi:nil="true"/>' if nil else "")
        if custom_obj_key_list is None
        else element("customObjKeyList", write_ArrayOfAttribute(custom_obj_key_list, nil))
    )
    status = v.status
    error = v.error
    error_xml = (
        ('<error xsi:nil="true"/>' if nil else "")
        if error is None
        else f"<error>{text(error)}</error>"
    )
    return (
        f"<objTypeName>{obj_type_name}</objTypeName>"
        f"{custom_obj_key_list_xml}"
        f"<status>{enum_text(status, SyncStatusEnum)}</status>"
        f"{error_xml}"
    )


def read_SyncCustomObjStatus(node: _Element, reading: Reading) -> Any:
    obj_type_name: Any = None
    custom_obj_key_list: Any = ...
    status: Any = None
    error: Any = ...
    for child in node:
        tag = child.tag
        if tag == "objTypeName":
            if obj_type_name is None:
                said = child.text
                obj_type_name = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
                if obj_type_name is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "customObjKeyList":
            if custom_obj_key_list is ...:
                custom_obj_key_list = read_member(child, reading, read_ArrayOfAttribute)
            else:
                custom_obj_key_list = read_again(
                    child, reading, custom_obj_key_list, read_member, read_ArrayOfAttribute
                )
        elif tag == "status":
            if status is None:
                status = read_enum(child, reading, SyncStatusEnum)
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
            return read_SyncCustomObjStatus(unqualified(node), reading)
        else:
            reading.unknown(child)
    if obj_type_name is None:
        reading.missing(node, "objTypeName")
    if custom_obj_key_list is ...:
        custom_obj_key_list = None
    if status is None:
        reading.missing(node, "status")
    if error is ...:
        error = None
    made: Any = bare(SyncCustomObjStatus)
    made.obj_type_name = obj_type_name
    made.custom_obj_key_list = custom_obj_key_list
    made.status = status
    made.error = error
    return made


def write_ArrayOfSyncCustomObjStatus(v: ArrayOfSyncCustomObjStatus, nil: bool) -> str:
    if v.__class__ is not ArrayOfSyncCustomObjStatus:
        v = namesake(v, ArrayOfSyncCustomObjStatus)
    sync_custom_obj_status_xml = "".join(
        [
            f"<syncCustomObjStatus>{write_SyncCustomObjStatus(item, nil)}</syncCustomObjStatus>"
            for item in listed(v.sync_custom_obj_status)
        ]
    )
    return f"{sync_custom_obj_status_xml}"


def read_ArrayOfSyncCustomObjStatus(node: _Element, reading: Reading) -> Any:
    sync_custom_obj_status: list[Any] = []
    for child in node:
        tag = child.tag
        if tag == "syncCustomObjStatus":
            sync_custom_obj_status.append(read_SyncCustomObjStatus(child, reading))
        elif tag[0] == "{":
            return read_ArrayOfSyncCustomObjStatus(unqualified(node), reading)
        else:
            reading.unknown(child)
    made: Any = bare(ArrayOfSyncCustomObjStatus)
    made.sync_custom_obj_status = sync_custom_obj_status
    return made


def write_MergeStatus(v: MergeStatus, nil: bool) -> str:
    if v.__class__ is not MergeStatus:
        v = namesake(v, MergeStatus)
    winning_lead_id = v.winning_lead_id
    winning_lead_id_xml = (
        ('<winningLeadId xsi:nil="true"/>' if nil else "")
        if winning_lead_id is None
        else f"<winningLeadId>{int_text(winning_lead_id)}</winningLeadId>"
    )
    losing_lead_id_list = v.losing_lead_id_list
    losing_lead_id_list_xml = (
        ('<losingLeadIdList xsi:nil="true"/>' if nil else "")
        if losing_lead_id_list is None
        else element("losingLeadIdList", write_ArrayOfInteger(losing_lead_id_list, nil))
    )
    status = v.status
    error = v.error
    error_xml = (
        ('<error xsi:nil="true"/>' if nil else "")
        if error is None
        else f"<error>{text(error)}</error>"
    )
    return (
        f"{winning_lead_id_xml}"
        f"{losing_lead_id_list_xml}"
        f"<status>{enum_text(status, LeadMergeStatusEnum)}</status>"
        f"{error_xml}"
    )


def read_MergeStatus(node: _Element, reading: Reading) -> Any:
    winning_lead_id: Any = ...
    losing_lead_id_list: Any = ...
    status: Any = None
    error: Any = ...
    for child in node:
        tag = child.tag
        if tag == "winningLeadId":
            if winning_lead_id is ...:
                winning_lead_id = read_int(child, reading)
            else:
                winning_lead_id = read_again(child, reading, winning_lead_id, read_int)
        elif tag == "losingLeadIdList":
            if losing_lead_id_list is ...:
                losing_lead_id_list = read_member(child, reading, read_ArrayOfInteger)
            else:
                losing_lead_id_list = read_again(
                    child, reading, losing_lead_id_list, read_member, read_ArrayOfInteger
                )
        elif tag == "status":
            if status is None:
                status = read_enum(child, reading, LeadMergeStatusEnum)
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
            return read_MergeStatus(unqualified(node), reading)
        else:
            reading.unknown(child)
    if winning_lead_id is ...:
        winning_lead_id = None
    if losing_lead_id_list is ...:
        losing_lead_id_list = None
    if status is None:
        reading.missing(node, "status")
    if error is ...:
        error = None
    made: Any = bare(MergeStatus)
    made.winning_lead_id = winning_lead_id
    made.losing_lead_id_list = losing_lead_id_list
    made.status = status
    made.error = error
    return made


def write_any_LeadSelector(tag: str, v: Any, nil: bool) -> str:
    name = v.__class__.__name__
    if name == "LastUpdateAtSelector":
        return element(tag, write_LastUpdateAtSelector(v, nil), "LastUpdateAtSelector")
    if name == "StaticListSelector":
        return element(tag, write_StaticListSelector(v, nil), "StaticListSelector")
    if name == "LeadKeySelector":
        return element(tag, write_LeadKeySelector(v, nil), "LeadKeySelector")
    if name == "LeadSelector":
        raise Unwritable("LeadSelector is abstract: use a type derived from it")
    raise Unwritable(f"expected LeadSelector, got {name}")


def read_LeadSelector(node: _Element, reading: Reading) -> Any:
    name = named_type(node)
    if name == "LastUpdateAtSelector":
        return read_LastUpdateAtSelector(node, reading)
    if name == "StaticListSelector":
        return read_StaticListSelector(node, reading)
    if name == "LeadKeySelector":
        return read_LeadKeySelector(node, reading)
    if name is None:
        reason = "LeadSelector needs an xsi:type"
        raise Unreadable(node, "LeadSelector", reason)
    raise Unreadable(node, "LeadSelector", "xsi:type names no LeadSelector")


def write_LastUpdateAtSelector(v: LastUpdateAtSelector, nil: bool) -> str:
    if v.__class__ is not LastUpdateAtSelector:
        v = namesake(v, LastUpdateAtSelector)
    latest_updated_at = v.latest_updated_at
    latest_updated_at_xml = (
        ('<latestUpdatedAt xsi:nil="true"/>' if nil else "")
        if latest_updated_at is None
        else f"<latestUpdatedAt>{date_time_text(latest_updated_at)}</latestUpdatedAt>"
    )
    oldest_updated_at = v.oldest_updated_at
    return (
        f"{latest_updated_at_xml}"
        f"<oldestUpdatedAt>{date_time_text(oldest_updated_at)}</oldestUpdatedAt>"
    )


def read_LastUpdateAtSelector(node: _Element, reading: Reading) -> Any:
    latest_updated_at: Any = ...
    oldest_updated_at: Any = None
    for child in node:
        tag = child.tag
        if tag == "latestUpdatedAt":
            if latest_updated_at is ...:
                latest_updated_at = read_date_time(child, reading)
            else:
                latest_updated_at = read_again(child, reading, latest_updated_at, read_date_time)
        elif tag == "oldestUpdatedAt":
            if oldest_updated_at is None:
                oldest_updated_at = read_date_time(child, reading)
                if oldest_updated_at is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag[0] == "{":
            return read_LastUpdateAtSelector(unqualified(node), reading)
        else:
            reading.unknown(child)
    if latest_updated_at is ...:
        latest_updated_at = None
    if oldest_updated_at is None:
        reading.missing(node, "oldestUpdatedAt")
    made: Any = bare(LastUpdateAtSelector)
    made.latest_updated_at = latest_updated_at
    made.oldest_updated_at = oldest_updated_at
    return made


def write_StaticListSelector(v: StaticListSelector, nil: bool) -> str:
    if v.__class__ is not StaticListSelector:
        v = namesake(v, StaticListSelector)
    static_list_name = v.static_list_name
    static_list_name_xml = (
        ('<staticListName xsi:nil="true"/>' if nil else "")
        if static_list_name is None
        else f"<staticListName>{text(static_list_name)}</staticListName>"
    )
    static_list_id = v.static_list_id
    static_list_id_xml = (
        ('<staticListId xsi:nil="true"/>' if nil else "")
        if static_list_id is None
        else f"<staticListId>{int_text(static_list_id)}</staticListId>"
    )
    return f"{static_list_name_xml}{static_list_id_xml}"


def read_StaticListSelector(node: _Element, reading: Reading) -> Any:
    static_list_name: Any = ...
    static_list_id: Any = ...
    for child in node:
        tag = child.tag
        if tag == "staticListName":
            if static_list_name is ...:
                said = child.text
                static_list_name = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
            else:
                static_list_name = read_again(child, reading, static_list_name, read_string)
        elif tag == "staticListId":
            if static_list_id is ...:
                static_list_id = read_int(child, reading)
            else:
                static_list_id = read_again(child, reading, static_list_id, read_int)
        elif tag[0] == "{":
            return read_StaticListSelector(unqualified(node), reading)
        else:
            reading.unknown(child)
    if static_list_name is ...:
        static_list_name = None
    if static_list_id is ...:
        static_list_id = None
    made: Any = bare(StaticListSelector)
    made.static_list_name = static_list_name
    made.static_list_id = static_list_id
    return made


def write_LeadKeySelector(v: LeadKeySelector, nil: bool) -> str:
    if v.__class__ is not LeadKeySelector:
        v = namesake(v, LeadKeySelector)
    key_type = v.key_type
    key_values = v.key_values
    return (
        f"<keyType>{enum_text(key_type, LeadKeyRef)}</keyType>"
        f"{element('keyValues', write_ArrayOfString(key_values, nil))}"
    )


def read_LeadKeySelector(node: _Element, reading: Reading) -> Any:
    key_type: Any = None
    key_values: Any = None
    for child in node:
        tag = child.tag
        if tag == "keyType":
            if key_type is None:
                key_type = read_enum(child, reading, LeadKeyRef)
                if key_type is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "keyValues":
            if key_values is None:
                key_values = read_member(child, reading, read_ArrayOfString)
                if key_values is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag[0] == "{":
            return read_LeadKeySelector(unqualified(node), reading)
        else:
            reading.unknown(child)
    if key_type is None:
        reading.missing(node, "keyType")
    if key_values is None:
        reading.missing(node, "keyValues")
    made: Any = bare(LeadKeySelector)
    made.key_type = key_type
    made.key_values = key_values
    return made


def write_Tag(v: Tag, nil: bool) -> str:
    if v.__class__ is not Tag:
        v = namesake(v, Tag)
    type_value = v.type_value
    type_value_xml = "" if type_value is None else f"<type>{text(type_value)}</type>"
    values = v.values
    values_xml = "" if values is None else element("values", write_ArrayOfString(values, nil))
    return f"{type_value_xml}{values_xml}"


def read_Tag(node: _Element, reading: Reading) -> Any:
    type_value: Any = ...
    values: Any = ...
    for child in node:
        tag = child.tag
        if tag == "type":
            if type_value is ...:
                said = child.text
                type_value = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
            else:
                type_value = read_again(child, reading, type_value, read_string)
        elif tag == "values":
            if values is ...:
                values = read_member(child, reading, read_ArrayOfString)
            else:
                values = read_again(child, reading, values, read_member, read_ArrayOfString)
        elif tag[0] == "{":
            return read_Tag(unqualified(node), reading)
        else:
            reading.unknown(child)
    if type_value is ...:
        type_value = None
    if values is ...:
        values = None
    made: Any = bare(Tag)
    made.type_value = type_value
    made.values = values
    return made


def write_ArrayOfTag(v: ArrayOfTag, nil: bool) -> str:
    if v.__class__ is not ArrayOfTag:
        v = namesake(v, ArrayOfTag)
    tag__xml = "".join([element("tag", write_Tag(item, nil)) for item in listed(v.tag)])
    return f"{tag__xml}"


def read_ArrayOfTag(node: _Element, reading: Reading) -> Any:
    tag_: list[Any] = []
    for child in node:
        tag = child.tag
        if tag == "tag":
            tag_.append(read_Tag(child, reading))
        elif tag[0] == "{":
            return read_ArrayOfTag(unqualified(node), reading)
        else:
            reading.unknown(child)
    made: Any = bare(ArrayOfTag)
    made.tag = tag_
    return made


def write_ProgressionStatus(v: ProgressionStatus, nil: bool) -> str:
    if v.__class__ is not ProgressionStatus:
        v = namesake(v, ProgressionStatus)
    progression_status = v.progression_status
    progression_status_xml = (
        ""
        if progression_status is None
        else element("progressionStatus", write_ArrayOfAttrib(progression_status, nil))
    )
    return f"{progression_status_xml}"


def read_ProgressionStatus(node: _Element, reading: Reading) -> Any:
    progression_status: Any = ...
    for child in node:
        tag = child.tag
        if tag == "progressionStatus":
            if progression_status is ...:
                progression_status = read_member(child, reading, read_ArrayOfAttrib)
            else:
                progression_status = read_again(
                    child, reading, progression_status, read_member, read_ArrayOfAttrib
                )
        elif tag[0] == "{":
            return read_ProgressionStatus(unqualified(node), reading)
        else:
            reading.unknown(child)
    if progression_status is ...:
        progression_status = None
    made: Any = bare(ProgressionStatus)
    made.progression_status = progression_status
    return made


def write_ArrayOfProgressionStatus(v: ArrayOfProgressionStatus, nil: bool) -> str:
    if v.__class__ is not ArrayOfProgressionStatus:
        v = namesake(v, ArrayOfProgressionStatus)
    progression_status_item_xml = "".join(
        [
            element("progressionStatusItem", write_ProgressionStatus(item, nil))
            for item in listed(v.progression_status_item)
        ]
    )
    return f"{progression_status_item_xml}"


def read_ArrayOfProgressionStatus(node: _Element, reading: Reading) -> Any:
    progression_status_item: list[Any] = []
    for child in node:
        tag = child.tag
        if tag == "progressionStatusItem":
            progression_status_item.append(read_ProgressionStatus(child, reading))
        elif tag[0] == "{":
            return read_ArrayOfProgressionStatus(unqualified(node), reading)
        else:
            reading.unknown(child)
    made: Any = bare(ArrayOfProgressionStatus)
    made.progression_status_item = progression_status_item
    return made


def write_TagStatus(v: TagStatus, nil: bool) -> str:
    if v.__class__ is not TagStatus:
        v = namesake(v, TagStatus)
    tag_value = v.tag_value
    if not tag_value.isprintable() or "&" in tag_value or "<" in tag_value or ">" in tag_value:
        tag_value = text(tag_value)
    status_list = v.status_list
    return (
        f"<tagValue>{tag_value}</tagValue>"
        f"{element('statusList', write_ArrayOfProgressionStatus(status_list, nil))}"
    )


def read_TagStatus(node: _Element, reading: Reading) -> Any:
    tag_value: Any = None
    status_list: Any = None
    for child in node:
        tag = child.tag
        if tag == "tagValue":
            if tag_value is None:
                said = child.text
                tag_value = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
                if tag_value is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "statusList":
            if status_list is None:
                status_list = read_member(child, reading, read_ArrayOfProgressionStatus)
                if status_list is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag[0] == "{":
            return read_TagStatus(unqualified(node), reading)
        else:
            reading.unknown(child)
    if tag_value is None:
        reading.missing(node, "tagValue")
    if status_list is None:
        reading.missing(node, "statusList")
    made: Any = bare(TagStatus)
    made.tag_value = tag_value
    made.status_list = status_list
    return made


def write_ArrayOfTagStatus(v: ArrayOfTagStatus, nil: bool) -> str:
    if v.__class__ is not ArrayOfTagStatus:
        v = namesake(v, ArrayOfTagStatus)
    tag_status_xml = "".join(
        [f"<tagStatus>{write_TagStatus(item, nil)}</tagStatus>" for item in listed(v.tag_status)]
    )
    return f"{tag_status_xml}"


def read_ArrayOfTagStatus(node: _Element, reading: Reading) -> Any:
    tag_status: list[Any] = []
    for child in node:
        tag = child.tag
        if tag == "tagStatus":
            tag_status.append(read_TagStatus(child, reading))
        elif tag[0] == "{":
            return read_ArrayOfTagStatus(unqualified(node), reading)
        else:
            reading.unknown(child)
    made: Any = bare(ArrayOfTagStatus)
    made.tag_status = tag_status
    return made


def write_ParamsDeleteMObjects(v: ParamsDeleteMObjects, nil: bool) -> str:
    if v.__class__ is not ParamsDeleteMObjects:
        v = namesake(v, ParamsDeleteMObjects)
    m_object_list = v.m_object_list
    return f"{element('mObjectList', write_ArrayOfMObject(m_object_list, nil))}"


def read_ParamsDeleteMObjects(node: _Element, reading: Reading) -> Any:
    m_object_list: Any = None
    for child in node:
        tag = child.tag
        if tag == "mObjectList":
            if m_object_list is None:
                m_object_list = read_member(child, reading, read_ArrayOfMObject)
                if m_object_list is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag[0] == "{":
            return read_ParamsDeleteMObjects(unqualified(node), reading)
        else:
            reading.unknown(child)
    if m_object_list is None:
        reading.missing(node, "mObjectList")
    made: Any = bare(ParamsDeleteMObjects)
    made.m_object_list = m_object_list
    return made


def write_ParamsDescribeMObject(v: ParamsDescribeMObject, nil: bool) -> str:
    if v.__class__ is not ParamsDescribeMObject:
        v = namesake(v, ParamsDescribeMObject)
    object_name = v.object_name
    if (
        not object_name.isprintable()
        or "&" in object_name
        or "<" in object_name
        or ">" in object_name
    ):
        object_name = text(object_name)
    return f"<objectName>{object_name}</objectName>"


def read_ParamsDescribeMObject(node: _Element, reading: Reading) -> Any:
    object_name: Any = None
    for child in node:
        tag = child.tag
        if tag == "objectName":
            if object_name is None:
                said = child.text
                object_name = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
                if object_name is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag[0] == "{":
            return read_ParamsDescribeMObject(unqualified(node), reading)
        else:
            reading.unknown(child)
    if object_name is None:
        reading.missing(node, "objectName")
    made: Any = bare(ParamsDescribeMObject)
    made.object_name = object_name
    return made


def write_ParamsGetMObjects(v: ParamsGetMObjects, nil: bool) -> str:
    if v.__class__ is not ParamsGetMObjects:
        v = namesake(v, ParamsGetMObjects)
    type_value = v.type_value
    if not type_value.isprintable() or "&" in type_value or "<" in type_value or ">" in type_value:
        type_value = text(type_value)
    id = v.id
    id_xml = "" if id is None else f"<id>{int_text(id)}</id>"
    external_key = v.external_key
    external_key_xml = (
        ""
        if external_key is None
        else f"<externalKey>{write_Attrib(external_key, nil)}</externalKey>"
    )
    m_obj_criteria_list = v.m_obj_criteria_list
    m_obj_criteria_list_xml = (
        ""
        if m_obj_criteria_list is None
        else element("mObjCriteriaList", write_ArrayOfMObjCriteria(m_obj_criteria_list, nil))
    )
    m_obj_association_list = v.m_obj_association_list
    m_obj_association_list_xml = (
        ""
        if m_obj_association_list is None
        else element(
            "mObjAssociationList", write_ArrayOfMObjAssociation(m_obj_association_list, nil)
        )
    )
    include_details = v.include_details
    include_details_xml = (
        ""
        if include_details is None
        else f"<includeDetails>{boolean_text(include_details)}</includeDetails>"
    )
    stream_position = v.stream_position
    stream_position_xml = (
        ""
        if stream_position is None
        else f"<streamPosition>{text(stream_position)}</streamPosition>"
    )
    return (
        f"<type>{type_value}</type>"
        f"{id_xml}"
        f"{external_key_xml}"
        f"{m_obj_criteria_list_xml}"
        f"{m_obj_association_list_xml}"
        f"{include_details_xml}"
        f"{stream_position_xml}"
    )


def read_ParamsGetMObjects(node: _Element, reading: Reading) -> Any:
    type_value: Any = None
    id: Any = ...
    external_key: Any = ...
    m_obj_criteria_list: Any = ...
    m_obj_association_list: Any = ...
    include_details: Any = ...
    stream_position: Any = ...
    for child in node:
        tag = child.tag
        if tag == "type":
            if type_value is None:
                said = child.text
                type_value = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
                if type_value is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "id":
            if id is ...:
                id = read_int(child, reading)
            else:
                id = read_again(child, reading, id, read_int)
        elif tag == "externalKey":
            if external_key is ...:
                external_key = read_member(child, reading, read_Attrib)
            else:
                external_key = read_again(child, reading, external_key, read_member, read_Attrib)
        elif tag == "mObjCriteriaList":
            if m_obj_criteria_list is ...:
                m_obj_criteria_list = read_member(child, reading, read_ArrayOfMObjCriteria)
            else:
                m_obj_criteria_list = read_again(
                    child, reading, m_obj_criteria_list, read_member, read_ArrayOfMObjCriteria
                )
        elif tag == "mObjAssociationList":
            if m_obj_association_list is ...:
                m_obj_association_list = read_member(child, reading, read_ArrayOfMObjAssociation)
            else:
                m_obj_association_list = read_again(
                    child, reading, m_obj_association_list, read_member, read_ArrayOfMObjAssociation
                )
        elif tag == "includeDetails":
            if include_details is ...:
                include_details = read_boolean(child, reading)
            else:
                include_details = read_again(child, reading, include_details, read_boolean)
        elif tag == "streamPosition":
            if stream_position is ...:
                said = child.text
                stream_position = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
            else:
                stream_position = read_again(child, reading, stream_position, read_string)
        elif tag[0] == "{":
            return read_ParamsGetMObjects(unqualified(node), reading)
        else:
            reading.unknown(child)
    if type_value is None:
        reading.missing(node, "type")
    if id is ...:
        id = None
    if external_key is ...:
        external_key = None
    if m_obj_criteria_list is ...:
        m_obj_criteria_list = None
    if m_obj_association_list is ...:
        m_obj_association_list = None
    if include_details is ...:
        include_details = None
    if stream_position is ...:
        stream_position = None
    made: Any = bare(ParamsGetMObjects)
    made.type_value = type_value
    made.id = id
    made.external_key = external_key
    made.m_obj_criteria_list = m_obj_criteria_list
    made.m_obj_association_list = m_obj_association_list
    made.include_details = include_details
    made.stream_position = stream_position
    return made


def write_ParamsListMObjects(v: ParamsListMObjects, nil: bool) -> str:
    if v.__class__ is not ParamsListMObjects:
        v = namesake(v, ParamsListMObjects)
    return ""


def read_ParamsListMObjects(node: _Element, reading: Reading) -> Any:
    for child in node:
        reading.unknown(child)
    made: Any = bare(ParamsListMObjects)
    return made


def write_ParamsSyncMObjects(v: ParamsSyncMObjects, nil: bool) -> str:
    if v.__class__ is not ParamsSyncMObjects:
        v = namesake(v, ParamsSyncMObjects)
    m_object_list = v.m_object_list
    operation = v.operation
    return (
        f"{element('mObjectList', write_ArrayOfMObject(m_object_list, nil))}"
        f"<operation>{enum_text(operation, SyncOperationEnum)}</operation>"
    )


def read_ParamsSyncMObjects(node: _Element, reading: Reading) -> Any:
    m_object_list: Any = None
    operation: Any = None
    for child in node:
        tag = child.tag
        if tag == "mObjectList":
            if m_object_list is None:
                m_object_list = read_member(child, reading, read_ArrayOfMObject)
                if m_object_list is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "operation":
            if operation is None:
                operation = read_enum(child, reading, SyncOperationEnum)
                if operation is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag[0] == "{":
            return read_ParamsSyncMObjects(unqualified(node), reading)
        else:
            reading.unknown(child)
    if m_object_list is None:
        reading.missing(node, "mObjectList")
    if operation is None:
        reading.missing(node, "operation")
    made: Any = bare(ParamsSyncMObjects)
    made.m_object_list = m_object_list
    made.operation = operation
    return made


def write_ParamsGetCampaignsForSource(v: ParamsGetCampaignsForSource, nil: bool) -> str:
    if v.__class__ is not ParamsGetCampaignsForSource:
        v = namesake(v, ParamsGetCampaignsForSource)
    source = v.source
    name = v.name
    name_xml = (
        ('<name xsi:nil="true"/>' if nil else "") if name is None else f"<name>{text(name)}</name>"
    )
    exact_name = v.exact_name
    exact_name_xml = (
        ('<exactName xsi:nil="true"/>' if nil else "")
        if exact_name is None
        else f"<exactName>{boolean_text(exact_name)}</exactName>"
    )
    return f"<source>{enum_text(source, ReqCampSourceType)}</source>{name_xml}{exact_name_xml}"


def read_ParamsGetCampaignsForSource(node: _Element, reading: Reading) -> Any:
    source: Any = None
    name: Any = ...
    exact_name: Any = ...
    for child in node:
        tag = child.tag
        if tag == "source":
            if source is None:
                source = read_enum(child, reading, ReqCampSourceType)
                if source is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "name":
            if name is ...:
                said = child.text
                name = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
            else:
                name = read_again(child, reading, name, read_string)
        elif tag == "exactName":
            if exact_name is ...:
                exact_name = read_boolean(child, reading)
            else:
                exact_name = read_again(child, reading, exact_name, read_boolean)
        elif tag[0] == "{":
            return read_ParamsGetCampaignsForSource(unqualified(node), reading)
        else:
            reading.unknown(child)
    if source is None:
        reading.missing(node, "source")
    if name is ...:
        name = None
    if exact_name is ...:
        exact_name = None
    made: Any = bare(ParamsGetCampaignsForSource)
    made.source = source
    made.name = name
    made.exact_name = exact_name
    return made


def write_ParamsGetImportToListStatus(v: ParamsGetImportToListStatus, nil: bool) -> str:
    if v.__class__ is not ParamsGetImportToListStatus:
        v = namesake(v, ParamsGetImportToListStatus)
    program_name = v.program_name
    program_name_xml = (
        "" if program_name is None else f"<programName>{text(program_name)}</programName>"
    )
    list_name = v.list_name
    list_name_xml = "" if list_name is None else f"<listName>{text(list_name)}</listName>"
    return f"{program_name_xml}{list_name_xml}"


def read_ParamsGetImportToListStatus(node: _Element, reading: Reading) -> Any:
    program_name: Any = ...
    list_name: Any = ...
    for child in node:
        tag = child.tag
        if tag == "programName":
            if program_name is ...:
                said = child.text
                program_name = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
            else:
                program_name = read_again(child, reading, program_name, read_string)
        elif tag == "listName":
            if list_name is ...:
                said = child.text
                list_name = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
            else:
                list_name = read_again(child, reading, list_name, read_string)
        elif tag[0] == "{":
            return read_ParamsGetImportToListStatus(unqualified(node), reading)
        else:
            reading.unknown(child)
    if program_name is ...:
        program_name = None
    if list_name is ...:
        list_name = None
    made: Any = bare(ParamsGetImportToListStatus)
    made.program_name = program_name
    made.list_name = list_name
    return made


def write_ParamsGetLead(v: ParamsGetLead, nil: bool) -> str:
    if v.__class__ is not ParamsGetLead:
        v = namesake(v, ParamsGetLead)
    lead_key = v.lead_key
    return f"<leadKey>{write_LeadKey(lead_key, nil)}</leadKey>"


def read_ParamsGetLead(node: _Element, reading: Reading) -> Any:
    lead_key: Any = None
    for child in node:
        tag = child.tag
        if tag == "leadKey":
            if lead_key is None:
                lead_key = read_member(child, reading, read_LeadKey)
                if lead_key is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag[0] == "{":
            return read_ParamsGetLead(unqualified(node), reading)
        else:
            reading.unknown(child)
    if lead_key is None:
        reading.missing(node, "leadKey")
    made: Any = bare(ParamsGetLead)
    made.lead_key = lead_key
    return made


def write_ParamsGetLeadActivity(v: ParamsGetLeadActivity, nil: bool) -> str:
    if v.__class__ is not ParamsGetLeadActivity:
        v = namesake(v, ParamsGetLeadActivity)
    lead_key = v.lead_key
    activity_filter = v.activity_filter
    activity_filter_xml = (
        ('<activityFilter xsi:nil="true"/>' if nil else "")
        if activity_filter is None
        else element("activityFilter", write_ActivityTypeFilter(activity_filter, nil))
    )
    start_position = v.start_position
    start_position_xml = (
        ('<startPosition xsi:nil="true"/>' if nil else "")
        if start_position is None
        else element("startPosition", write_StreamPosition(start_position, nil))
    )
    batch_size = v.batch_size
    batch_size_xml = (
        ('<batchSize xsi:nil="true"/>' if nil else "")
        if batch_size is None
        else f"<batchSize>{int_text(batch_size)}</batchSize>"
    )
    return (
        f"<leadKey>{write_LeadKey(lead_key, nil)}</leadKey>"
        f"{activity_filter_xml}"
        f"{start_position_xml}"
        f"{batch_size_xml}"
    )


def read_ParamsGetLeadActivity(node: _Element, reading: Reading) -> Any:
    lead_key: Any = None
    activity_filter: Any = ...
    start_position: Any = ...
    batch_size: Any = ...
    for child in node:
        tag = child.tag
        if tag == "leadKey":
            if lead_key is None:
                lead_key = read_member(child, reading, read_LeadKey)
                if lead_key is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "activityFilter":
            if activity_filter is ...:
                activity_filter = read_member(child, reading, read_ActivityTypeFilter)
            else:
                activity_filter = read_again(
                    child, reading, activity_filter, read_member, read_ActivityTypeFilter
                )
        elif tag == "startPosition":
            if start_position is ...:
                start_position = read_member(child, reading, read_StreamPosition)
            else:
                start_position = read_again(
                    child, reading, start_position, read_member, read_StreamPosition
                )
        elif tag == "batchSize":
            if batch_size is ...:
                batch_size = read_int(child, reading)
            else:
                batch_size = read_again(child, reading, batch_size, read_int)
        elif tag[0] == "{":
            return read_ParamsGetLeadActivity(unqualified(node), reading)
        else:
            reading.unknown(child)
    if lead_key is None:
        reading.missing(node, "leadKey")
    if activity_filter is ...:
        activity_filter = None
    if start_position is ...:
        start_position = None
    if batch_size is ...:
        batch_size = None
    made: Any = bare(ParamsGetLeadActivity)
    made.lead_key = lead_key
    made.activity_filter = activity_filter
    made.start_position = start_position
    made.batch_size = batch_size
    return made


def write_ParamsGetMultipleLeads(v: ParamsGetMultipleLeads, nil: bool) -> str:
    if v.__class__ is not ParamsGetMultipleLeads:
        v = namesake(v, ParamsGetMultipleLeads)
    lead_selector = v.lead_selector
    lead_selector_xml = (
        "" if lead_selector is None else write_any_LeadSelector("leadSelector", lead_selector, nil)
    )
    last_updated_at = v.last_updated_at
    last_updated_at_xml = (
        ""
        if last_updated_at is None
        else f"<lastUpdatedAt>{date_time_text(last_updated_at)}</lastUpdatedAt>"
    )
    stream_position = v.stream_position
    stream_position_xml = (
        ('<streamPosition xsi:nil="true"/>' if nil else "")
        if stream_position is None
        else f"<streamPosition>{text(stream_position)}</streamPosition>"
    )
    batch_size = v.batch_size
    batch_size_xml = (
        ('<batchSize xsi:nil="true"/>' if nil else "")
        if batch_size is None
        else f"<batchSize>{int_text(batch_size)}</batchSize>"
    )
    include_attributes = v.include_attributes
    include_attributes_xml = (
        ""
        if include_attributes is None
        else element("includeAttributes", write_ArrayOfString(include_attributes, nil))
    )
    return (
        f"{lead_selector_xml}"
        f"{last_updated_at_xml}"
        f"{stream_position_xml}"
        f"{batch_size_xml}"
        f"{include_attributes_xml}"
    )


def read_ParamsGetMultipleLeads(node: _Element, reading: Reading) -> Any:
    lead_selector: Any = ...
    last_updated_at: Any = ...
    stream_position: Any = ...
    batch_size: Any = ...
    include_attributes: Any = ...
    for child in node:
        tag = child.tag
        if tag == "leadSelector":
            if lead_selector is ...:
                lead_selector = read_member(child, reading, read_LeadSelector)
            else:
                lead_selector = read_again(
                    child, reading, lead_selector, read_member, read_LeadSelector
                )
        elif tag == "lastUpdatedAt":
            if last_updated_at is ...:
                last_updated_at = read_date_time(child, reading)
            else:
                last_updated_at = read_again(child, reading, last_updated_at, read_date_time)
        elif tag == "streamPosition":
            if stream_position is ...:
                said = child.text
                stream_position = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
            else:
                stream_position = read_again(child, reading, stream_position, read_string)
        elif tag == "batchSize":
            if batch_size is ...:
                batch_size = read_int(child, reading)
            else:
                batch_size = read_again(child, reading, batch_size, read_int)
        elif tag == "includeAttributes":
            if include_attributes is ...:
                include_attributes = read_member(child, reading, read_ArrayOfString)
            else:
                include_attributes = read_again(
                    child, reading, include_attributes, read_member, read_ArrayOfString
                )
        elif tag[0] == "{":
            return read_ParamsGetMultipleLeads(unqualified(node), reading)
        else:
            reading.unknown(child)
    if lead_selector is ...:
        lead_selector = None
    if last_updated_at is ...:
        last_updated_at = None
    if stream_position is ...:
        stream_position = None
    if batch_size is ...:
        batch_size = None
    if include_attributes is ...:
        include_attributes = None
    made: Any = bare(ParamsGetMultipleLeads)
    made.lead_selector = lead_selector
    made.last_updated_at = last_updated_at
    made.stream_position = stream_position
    made.batch_size = batch_size
    made.include_attributes = include_attributes
    return made


def write_ParamsImportToList(v: ParamsImportToList, nil: bool) -> str:
    if v.__class__ is not ParamsImportToList:
        v = namesake(v, ParamsImportToList)
    program_name = v.program_name
    if (
        not program_name.isprintable()
        or "&" in program_name
        or "<" in program_name
        or ">" in program_name
    ):
        program_name = text(program_name)
    import_file_header = v.import_file_header
    if (
        not import_file_header.isprintable()
        or "&" in import_file_header
        or "<" in import_file_header
        or ">" in import_file_header
    ):
        import_file_header = text(import_file_header)
    import_file_rows = v.import_file_rows
    import_list_mode = v.import_list_mode
    list_name = v.list_name
    if not list_name.isprintable() or "&" in list_name or "<" in list_name or ">" in list_name:
        list_name = text(list_name)
    clear_list = v.clear_list
    campaign_name = v.campaign_name
    campaign_name_xml = (
        '<campaignName xsi:nil="true"/>'
        if campaign_name is None
        else f"<campaignName>{text(campaign_name)}</campaignName>"
    )
    return (
        f"<programName>{program_name}</programName>"
        f"<importFileHeader>{import_file_header}</importFileHeader>"
        f"{element('importFileRows', write_ArrayOfString(import_file_rows, nil))}"
        f"<importListMode>{enum_text(import_list_mode, ImportToListModeEnum)}</importListMode>"
        f"<listName>{list_name}</listName>"
        f"<clearList>{boolean_text(clear_list)}</clearList>"
        f"{campaign_name_xml}"
    )


def read_ParamsImportToList(node: _Element, reading: Reading) -> Any:
    program_name: Any = None
    import_file_header: Any = None
    import_file_rows: Any = None
    import_list_mode: Any = None
    list_name: Any = None
    clear_list: Any = None
    campaign_name: Any = ...
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
        elif tag == "importFileHeader":
            if import_file_header is None:
                said = child.text
                import_file_header = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
                if import_file_header is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "importFileRows":
            if import_file_rows is None:
                import_file_rows = read_member(child, reading, read_ArrayOfString)
                if import_file_rows is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "importListMode":
            if import_list_mode is None:
                import_list_mode = read_enum(child, reading, ImportToListModeEnum)
                if import_list_mode is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "listName":
            if list_name is None:
                said = child.text
                list_name = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
                if list_name is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "clearList":
            if clear_list is None:
                clear_list = read_boolean(child, reading)
                if clear_list is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "campaignName":
            if campaign_name is ...:
                said = child.text
                campaign_name = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
            else:
                campaign_name = read_again(child, reading, campaign_name, read_string)
        elif tag[0] == "{":
            return read_ParamsImportToList(unqualified(node), reading)
        else:
            reading.unknown(child)
    if program_name is None:
        reading.missing(node, "programName")
    if import_file_header is None:
        reading.missing(node, "importFileHeader")
    if import_file_rows is None:
        reading.missing(node, "importFileRows")
    if import_list_mode is None:
        reading.missing(node, "importListMode")
    if list_name is None:
        reading.missing(node, "listName")
    if clear_list is None:
        reading.missing(node, "clearList")
    if campaign_name is ...:
        campaign_name = None
        reading.missing(node, "campaignName")
    made: Any = bare(ParamsImportToList)
    made.program_name = program_name
    made.import_file_header = import_file_header
    made.import_file_rows = import_file_rows
    made.import_list_mode = import_list_mode
    made.list_name = list_name
    made.clear_list = clear_list
    made.campaign_name = campaign_name
    return made


def write_ParamsRequestCampaign(v: ParamsRequestCampaign, nil: bool) -> str:
    if v.__class__ is not ParamsRequestCampaign:
        v = namesake(v, ParamsRequestCampaign)
    source = v.source
    campaign_id = v.campaign_id
    campaign_id_xml = (
        ('<campaignId xsi:nil="true"/>' if nil else "")
        if campaign_id is None
        else f"<campaignId>{int_text(campaign_id)}</campaignId>"
    )
    lead_list = v.lead_list
    lead_list_xml = (
        ('<leadList xsi:nil="true"/>' if nil else "")
        if lead_list is None
        else element("leadList", write_ArrayOfLeadKey(lead_list, nil))
    )
    program_name = v.program_name
    program_name_xml = (
        ('<programName xsi:nil="true"/>' if nil else "")
        if program_name is None
        else f"<programName>{text(program_name)}</programName>"
    )
    campaign_name = v.campaign_name
    campaign_name_xml = (
        ('<campaignName xsi:nil="true"/>' if nil else "")
        if campaign_name is None
        else f"<campaignName>{text(campaign_name)}</campaignName>"
    )
    program_token_list = v.program_token_list
    program_token_list_xml = (
        ('<programTokenList xsi:nil="true"/>' if nil else "")
        if program_token_list is None
        else element("programTokenList", write_ArrayOfAttrib(program_token_list, nil))
    )
    return (
        f"<source>{enum_text(source, ReqCampSourceType)}</source>"
        f"{campaign_id_xml}"
        f"{lead_list_xml}"
        f"{program_name_xml}"
        f"{campaign_name_xml}"
        f"{program_token_list_xml}"
    )


def read_ParamsRequestCampaign(node: _Element, reading: Reading) -> Any:
    source: Any = None
    campaign_id: Any = ...
    lead_list: Any = ...
    program_name: Any = ...
    campaign_name: Any = ...
    program_token_list: Any = ...
    for child in node:
        tag = child.tag
        if tag == "source":
            if source is None:
                source = read_enum(child, reading, ReqCampSourceType)
                if source is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "campaignId":
            if campaign_id is ...:
                campaign_id = read_int(child, reading)
            else:
                campaign_id = read_again(child, reading, campaign_id, read_int)
        elif tag == "leadList":
            if lead_list is ...:
                lead_list = read_member(child, reading, read_ArrayOfLeadKey)
            else:
                lead_list = read_again(child, reading, lead_list, read_member, read_ArrayOfLeadKey)
        elif tag == "programName":
            if program_name is ...:
                said = child.text
                program_name = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
            else:
                program_name = read_again(child, reading, program_name, read_string)
        elif tag == "campaignName":
            if campaign_name is ...:
                said = child.text
                campaign_name = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
            else:
                campaign_name = read_again(child, reading, campaign_name, read_string)
        elif tag == "programTokenList":
            if program_token_list is ...:
                program_token_list = read_member(child, reading, read_ArrayOfAttrib)
            else:
                program_token_list = read_again(
                    child, reading, program_token_list, read_member, read_ArrayOfAttrib
                )
        elif tag[0] == "{":
            return read_ParamsRequestCampaign(unqualified(node), reading)
        else:
            reading.unknown(child)
    if source is None:
        reading.missing(node, "source")
    if campaign_id is ...:
        campaign_id = None
    if lead_list is ...:
        lead_list = None
    if program_name is ...:
        program_name = None
    if campaign_name is ...:
        campaign_name = None
    if program_token_list is ...:
        program_token_list = None
    made: Any = bare(ParamsRequestCampaign)
    made.source = source
    made.campaign_id = campaign_id
    made.lead_list = lead_list
    made.program_name = program_name
    made.campaign_name = campaign_name
    made.program_token_list = program_token_list
    return made


def write_ParamsSyncMultipleLeads(v: ParamsSyncMultipleLeads, nil: bool) -> str:
    if v.__class__ is not ParamsSyncMultipleLeads:
        v = namesake(v, ParamsSyncMultipleLeads)
    lead_record_list = v.lead_record_list
    dedup_enabled = v.dedup_enabled
    dedup_enabled_xml = (
        ('<dedupEnabled xsi:nil="true"/>' if nil else "")
        if dedup_enabled is None
        else f"<dedupEnabled>{boolean_text(dedup_enabled)}</dedupEnabled>"
    )
    return (
        f"{element('leadRecordList', write_ArrayOfLeadRecord(lead_record_list, nil))}"
        f"{dedup_enabled_xml}"
    )


def read_ParamsSyncMultipleLeads(node: _Element, reading: Reading) -> Any:
    lead_record_list: Any = None
    dedup_enabled: Any = ...
    for child in node:
        tag = child.tag
        if tag == "leadRecordList":
            if lead_record_list is None:
                lead_record_list = read_member(child, reading, read_ArrayOfLeadRecord)
                if lead_record_list is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "dedupEnabled":
            if dedup_enabled is ...:
                dedup_enabled = read_boolean(child, reading)
            else:
                dedup_enabled = read_again(child, reading, dedup_enabled, read_boolean)
        elif tag[0] == "{":
            return read_ParamsSyncMultipleLeads(unqualified(node), reading)
        else:
            reading.unknown(child)
    if lead_record_list is None:
        reading.missing(node, "leadRecordList")
    if dedup_enabled is ...:
        dedup_enabled = None
    made: Any = bare(ParamsSyncMultipleLeads)
    made.lead_record_list = lead_record_list
    made.dedup_enabled = dedup_enabled
    return made


def write_ParamsSyncCustomObjects(v: ParamsSyncCustomObjects, nil: bool) -> str:
    if v.__class__ is not ParamsSyncCustomObjects:
        v = namesake(v, ParamsSyncCustomObjects)
    obj_type_name = v.obj_type_name
    if (
        not obj_type_name.isprintable()
        or "&" in obj_type_name
        or "<" in obj_type_name
        or ">" in obj_type_name
    ):
        obj_type_name = text(obj_type_name)
    custom_obj_list = v.custom_obj_list
    operation = v.operation
    operation_xml = (
        ('<operation xsi:nil="true"/>' if nil else "")
        if operation is None
        else f"<operation>{enum_text(operation, SyncOperationEnum)}</operation>"
    )
    return (
        f"<objTypeName>{obj_type_name}</objTypeName>"
        f"{element('customObjList', write_ArrayOfCustomObj(custom_obj_list, nil))}"
        f"{operation_xml}"
    )


def read_ParamsSyncCustomObjects(node: _Element, reading: Reading) -> Any:
    obj_type_name: Any = None
    custom_obj_list: Any = None
    operation: Any = ...
    for child in node:
        tag = child.tag
        if tag == "objTypeName":
            if obj_type_name is None:
                said = child.text
                obj_type_name = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
                if obj_type_name is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "customObjList":
            if custom_obj_list is None:
                custom_obj_list = read_member(child, reading, read_ArrayOfCustomObj)
                if custom_obj_list is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "operation":
            if operation is ...:
                operation = read_enum(child, reading, SyncOperationEnum)
            else:
                operation = read_again(child, reading, operation, read_enum, SyncOperationEnum)
        elif tag[0] == "{":
            return read_ParamsSyncCustomObjects(unqualified(node), reading)
        else:
            reading.unknown(child)
    if obj_type_name is None:
        reading.missing(node, "objTypeName")
    if custom_obj_list is None:
        reading.missing(node, "customObjList")
    if operation is ...:
        operation = None
    made: Any = bare(ParamsSyncCustomObjects)
    made.obj_type_name = obj_type_name
    made.custom_obj_list = custom_obj_list
    made.operation = operation
    return made


def write_ParamsDeleteCustomObjects(v: ParamsDeleteCustomObjects, nil: bool) -> str:
    if v.__class__ is not ParamsDeleteCustomObjects:
        v = namesake(v, ParamsDeleteCustomObjects)
    obj_type_name = v.obj_type_name
    if (
        not obj_type_name.isprintable()
        or "&" in obj_type_name
        or "<" in obj_type_name
        or ">" in obj_type_name
    ):
        obj_type_name = text(obj_type_name)
    custom_obj_key_lists = v.custom_obj_key_lists
    return (
        f"<objTypeName>{obj_type_name}</objTypeName>"
        f"{element('customObjKeyLists', write_ArrayOfKeyList(custom_obj_key_lists, nil))}"
    )


def read_ParamsDeleteCustomObjects(node: _Element, reading: Reading) -> Any:
    obj_type_name: Any = None
    custom_obj_key_lists: Any = None
    for child in node:
        tag = child.tag
        if tag == "objTypeName":
            if obj_type_name is None:
                said = child.text
                obj_type_name = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
                if obj_type_name is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "customObjKeyLists":
            if custom_obj_key_lists is None:
                custom_obj_key_lists = read_member(child, reading, read_ArrayOfKeyList)
                if custom_obj_key_lists is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag[0] == "{":
            return read_ParamsDeleteCustomObjects(unqualified(node), reading)
        else:
            reading.unknown(child)
    if obj_type_name is None:
        reading.missing(node, "objTypeName")
    if custom_obj_key_lists is None:
        reading.missing(node, "customObjKeyLists")
    made: Any = bare(ParamsDeleteCustomObjects)
    made.obj_type_name = obj_type_name
    made.custom_obj_key_lists = custom_obj_key_lists
    return made


def write_ParamsGetCustomObjects(v: ParamsGetCustomObjects, nil: bool) -> str:
    if v.__class__ is not ParamsGetCustomObjects:
        v = namesake(v, ParamsGetCustomObjects)
    obj_type_name = v.obj_type_name
    if (
        not obj_type_name.isprintable()
        or "&" in obj_type_name
        or "<" in obj_type_name
        or ">" in obj_type_name
    ):
        obj_type_name = text(obj_type_name)
    stream_position = v.stream_position
    stream_position_xml = (
        ('<streamPosition xsi:nil="true"/>' if nil else "")
        if stream_position is None
        else f"<streamPosition>{text(stream_position)}</streamPosition>"
    )
    batch_size = v.batch_size
    batch_size_xml = (
        ('<batchSize xsi:nil="true"/>' if nil else "")
        if batch_size is None
        else f"<batchSize>{int_text(batch_size)}</batchSize>"
    )
    custom_obj_key_list = v.custom_obj_key_list
    custom_obj_key_list_xml = (
        ('<customObjKeyList xsi:nil="true"/>' if nil else "")
        if custom_obj_key_list is None
        else element("customObjKeyList", write_ArrayOfAttribute(custom_obj_key_list, nil))
    )
    include_attributes = v.include_attributes
    return (
        f"<objTypeName>{obj_type_name}</objTypeName>"
        f"{stream_position_xml}"
        f"{batch_size_xml}"
        f"{custom_obj_key_list_xml}"
        f"{element('includeAttributes', write_ArrayOfString(include_attributes, nil))}"
    )


def read_ParamsGetCustomObjects(node: _Element, reading: Reading) -> Any:
    obj_type_name: Any = None
    stream_position: Any = ...
    batch_size: Any = ...
    custom_obj_key_list: Any = ...
    include_attributes: Any = None
    for child in node:
        tag = child.tag
        if tag == "objTypeName":
            if obj_type_name is None:
                said = child.text
                obj_type_name = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
                if obj_type_name is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "streamPosition":
            if stream_position is ...:
                said = child.text
                stream_position = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
            else:
                stream_position = read_again(child, reading, stream_position, read_string)
        elif tag == "batchSize":
            if batch_size is ...:
                batch_size = read_int(child, reading)
            else:
                batch_size = read_again(child, reading, batch_size, read_int)
        elif tag == "customObjKeyList":
            if custom_obj_key_list is ...:
                custom_obj_key_list = read_member(child, reading, read_ArrayOfAttribute)
            else:
                custom_obj_key_list = read_again(
                    child, reading, custom_obj_key_list, read_member, read_ArrayOfAttribute
                )
        elif tag == "includeAttributes":
            if include_attributes is None:
                include_attributes = read_member(child, reading, read_ArrayOfString)
                if include_attributes is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag[0] == "{":
            return read_ParamsGetCustomObjects(unqualified(node), reading)
        else:
            reading.unknown(child)
    if obj_type_name is None:
        reading.missing(node, "objTypeName")
    if stream_position is ...:
        stream_position = None
    if batch_size is ...:
        batch_size = None
    if custom_obj_key_list is ...:
        custom_obj_key_list = None
    if include_attributes is None:
        reading.missing(node, "includeAttributes")
    made: Any = bare(ParamsGetCustomObjects)
    made.obj_type_name = obj_type_name
    made.stream_position = stream_position
    made.batch_size = batch_size
    made.custom_obj_key_list = custom_obj_key_list
    made.include_attributes = include_attributes
    return made


def write_ParamsGetChannels(v: ParamsGetChannels, nil: bool) -> str:
    if v.__class__ is not ParamsGetChannels:
        v = namesake(v, ParamsGetChannels)
    tag_ = v.tag
    tag__xml = "" if tag_ is None else element("tag", write_Tag(tag_, nil))
    return f"{tag__xml}"


def read_ParamsGetChannels(node: _Element, reading: Reading) -> Any:
    tag_: Any = ...
    for child in node:
        tag = child.tag
        if tag == "tag":
            if tag_ is ...:
                tag_ = read_member(child, reading, read_Tag)
            else:
                tag_ = read_again(child, reading, tag_, read_member, read_Tag)
        elif tag[0] == "{":
            return read_ParamsGetChannels(unqualified(node), reading)
        else:
            reading.unknown(child)
    if tag_ is ...:
        tag_ = None
    made: Any = bare(ParamsGetChannels)
    made.tag = tag_
    return made


def write_ParamsGetTags(v: ParamsGetTags, nil: bool) -> str:
    if v.__class__ is not ParamsGetTags:
        v = namesake(v, ParamsGetTags)
    tag_list = v.tag_list
    tag_list_xml = "" if tag_list is None else element("tagList", write_ArrayOfTag(tag_list, nil))
    return f"{tag_list_xml}"


def read_ParamsGetTags(node: _Element, reading: Reading) -> Any:
    tag_list: Any = ...
    for child in node:
        tag = child.tag
        if tag == "tagList":
            if tag_list is ...:
                tag_list = read_member(child, reading, read_ArrayOfTag)
            else:
                tag_list = read_again(child, reading, tag_list, read_member, read_ArrayOfTag)
        elif tag[0] == "{":
            return read_ParamsGetTags(unqualified(node), reading)
        else:
            reading.unknown(child)
    if tag_list is ...:
        tag_list = None
    made: Any = bare(ParamsGetTags)
    made.tag_list = tag_list
    return made


def write_ResultDescribeMObject(v: ResultDescribeMObject, nil: bool) -> str:
    if v.__class__ is not ResultDescribeMObject:
        v = namesake(v, ResultDescribeMObject)
    metadata = v.metadata
    return f"<metadata>{write_MObjectMetadata(metadata, nil)}</metadata>"


def read_ResultDescribeMObject(node: _Element, reading: Reading) -> Any:
    metadata: Any = None
    for child in node:
        tag = child.tag
        if tag == "metadata":
            if metadata is None:
                metadata = read_member(child, reading, read_MObjectMetadata)
                if metadata is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag[0] == "{":
            return read_ResultDescribeMObject(unqualified(node), reading)
        else:
            reading.unknown(child)
    if metadata is None:
        reading.missing(node, "metadata")
    made: Any = bare(ResultDescribeMObject)
    made.metadata = metadata
    return made


def write_ResultGetMObjects(v: ResultGetMObjects, nil: bool) -> str:
    if v.__class__ is not ResultGetMObjects:
        v = namesake(v, ResultGetMObjects)
    return_count = v.return_count
    has_more = v.has_more
    new_stream_position = v.new_stream_position
    if (
        not new_stream_position.isprintable()
        or "&" in new_stream_position
        or "<" in new_stream_position
        or ">" in new_stream_position
    ):
        new_stream_position = text(new_stream_position)
    m_object_list = v.m_object_list
    m_object_list_xml = (
        ""
        if m_object_list is None
        else element("mObjectList", write_ArrayOfMObject(m_object_list, nil))
    )
    return (
        f"<returnCount>{int_text(return_count)}</returnCount>"
        f"<hasMore>{boolean_text(has_more)}</hasMore>"
        f"<newStreamPosition>{new_stream_position}</newStreamPosition>"
        f"{m_object_list_xml}"
    )


def read_ResultGetMObjects(node: _Element, reading: Reading) -> Any:
    return_count: Any = None
    has_more: Any = None
    new_stream_position: Any = None
    m_object_list: Any = ...
    for child in node:
        tag = child.tag
        if tag == "returnCount":
            if return_count is None:
                return_count = read_int(child, reading)
                if return_count is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "hasMore":
            if has_more is None:
                has_more = read_boolean(child, reading)
                if has_more is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "newStreamPosition":
            if new_stream_position is None:
                said = child.text
                new_stream_position = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
                if new_stream_position is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "mObjectList":
            if m_object_list is ...:
                m_object_list = read_member(child, reading, read_ArrayOfMObject)
            else:
                m_object_list = read_again(
                    child, reading, m_object_list, read_member, read_ArrayOfMObject
                )
        elif tag[0] == "{":
            return read_ResultGetMObjects(unqualified(node), reading)
        else:
            reading.unknown(child)
    if return_count is None:
        reading.missing(node, "returnCount")
    if has_more is None:
        reading.missing(node, "hasMore")
    if new_stream_position is None:
        reading.missing(node, "newStreamPosition")
    if m_object_list is ...:
        m_object_list = None
    made: Any = bare(ResultGetMObjects)
    made.return_count = return_count
    made.has_more = has_more
    made.new_stream_position = new_stream_position
    made.m_object_list = m_object_list
    return made


def write_ResultListMObjects(v: ResultListMObjects, nil: bool) -> str:
    if v.__class__ is not ResultListMObjects:
        v = namesake(v, ResultListMObjects)
    objects_xml = "".join([f"<objects>{text(item)}</objects>" for item in listed(v.objects)])
    return f"{objects_xml}"


def read_ResultListMObjects(node: _Element, reading: Reading) -> Any:
    objects: list[Any] = []
    for child in node:
        tag = child.tag
        if tag == "objects":
            if (item := read_string(child, reading)) is not None:
                objects.append(item)
        elif tag[0] == "{":
            return read_ResultListMObjects(unqualified(node), reading)
        else:
            reading.unknown(child)
    made: Any = bare(ResultListMObjects)
    made.objects = objects
    return made


def write_ResultGetCampaignsForSource(v: ResultGetCampaignsForSource, nil: bool) -> str:
    if v.__class__ is not ResultGetCampaignsForSource:
        v = namesake(v, ResultGetCampaignsForSource)
    return_count = v.return_count
    campaign_record_list = v.campaign_record_list
    campaign_record_list_xml = (
        ('<campaignRecordList xsi:nil="true"/>' if nil else "")
        if campaign_record_list is None
        else element("campaignRecordList", write_ArrayOfCampaignRecord(campaign_record_list, nil))
    )
    return f"<returnCount>{int_text(return_count)}</returnCount>{campaign_record_list_xml}"


def read_ResultGetCampaignsForSource(node: _Element, reading: Reading) -> Any:
    return_count: Any = None
    campaign_record_list: Any = ...
    for child in node:
        tag = child.tag
        if tag == "returnCount":
            if return_count is None:
                return_count = read_int(child, reading)
                if return_count is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "campaignRecordList":
            if campaign_record_list is ...:
                campaign_record_list = read_member(child, reading, read_ArrayOfCampaignRecord)
            else:
                campaign_record_list = read_again(
                    child, reading, campaign_record_list, read_member, read_ArrayOfCampaignRecord
                )
        elif tag[0] == "{":
            return read_ResultGetCampaignsForSource(unqualified(node), reading)
        else:
            reading.unknown(child)
    if return_count is None:
        reading.missing(node, "returnCount")
    if campaign_record_list is ...:
        campaign_record_list = None
    made: Any = bare(ResultGetCampaignsForSource)
    made.return_count = return_count
    made.campaign_record_list = campaign_record_list
    return made


def write_ResultGetImportToListStatus(v: ResultGetImportToListStatus, nil: bool) -> str:
    if v.__class__ is not ResultGetImportToListStatus:
        v = namesake(v, ResultGetImportToListStatus)
    status = v.status
    started_time = v.started_time
    started_time_xml = (
        ('<startedTime xsi:nil="true"/>' if nil else "")
        if started_time is None
        else f"<startedTime>{date_time_text(started_time)}</startedTime>"
    )
    ended_time = v.ended_time
    ended_time_xml = (
        ('<endedTime xsi:nil="true"/>' if nil else "")
        if ended_time is None
        else f"<endedTime>{date_time_text(ended_time)}</endedTime>"
    )
    estimated_time = v.estimated_time
    estimated_time_xml = (
        ('<estimatedTime xsi:nil="true"/>' if nil else "")
        if estimated_time is None
        else f"<estimatedTime>{int_text(estimated_time)}</estimatedTime>"
    )
    estimated_rows = v.estimated_rows
    estimated_rows_xml = (
        ('<estimatedRows xsi:nil="true"/>' if nil else "")
        if estimated_rows is None
        else f"<estimatedRows>{int_text(estimated_rows)}</estimatedRows>"
    )
    rows_imported = v.rows_imported
    rows_imported_xml = (
        ('<rowsImported xsi:nil="true"/>' if nil else "")
        if rows_imported is None
        else f"<rowsImported>{int_text(rows_imported)}</rowsImported>"
    )
    rows_failed = v.rows_failed
    rows_failed_xml = (
        ('<rowsFailed xsi:nil="true"/>' if nil else "")
        if rows_failed is None
        else f"<rowsFailed>{int_text(rows_failed)}</rowsFailed>"
    )
    rows_ignored = v.rows_ignored
    rows_ignored_xml = (
        ('<rowsIgnored xsi:nil="true"/>' if nil else "")
        if rows_ignored is None
        else f"<rowsIgnored>{int_text(rows_ignored)}</rowsIgnored>"
    )
    import_summary = v.import_summary
    import_summary_xml = (
        ('<importSummary xsi:nil="true"/>' if nil else "")
        if import_summary is None
        else f"<importSummary>{text(import_summary)}</importSummary>"
    )
    return (
        f"<status>{enum_text(status, ImportToListStatusEnum)}</status>"
        f"{started_time_xml}"
        f"{ended_time_xml}"
        f"{estimated_time_xml}"
        f"{estimated_rows_xml}"
        f"{rows_imported_xml}"
        f"{rows_failed_xml}"
        f"{rows_ignored_xml}"
        f"{import_summary_xml}"
    )


def read_ResultGetImportToListStatus(node: _Element, reading: Reading) -> Any:
    status: Any = None
    started_time: Any = ...
    ended_time: Any = ...
    estimated_time: Any = ...
    estimated_rows: Any = ...
    rows_imported: Any = ...
    rows_failed: Any = ...
    rows_ignored: Any = ...
    import_summary: Any = ...
    for child in node:
        tag = child.tag
        if tag == "status":
            if status is None:
                status = read_enum(child, reading, ImportToListStatusEnum)
                if status is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "startedTime":
            if started_time is ...:
                started_time = read_date_time(child, reading)
            else:
                started_time = read_again(child, reading, started_time, read_date_time)
        elif tag == "endedTime":
            if ended_time is ...:
                ended_time = read_date_time(child, reading)
            else:
                ended_time = read_again(child, reading, ended_time, read_date_time)
        elif tag == "estimatedTime":
            if estimated_time is ...:
                estimated_time = read_int(child, reading)
            else:
                estimated_time = read_again(child, reading, estimated_time, read_int)
        elif tag == "estimatedRows":
            if estimated_rows is ...:
                estimated_rows = read_int(child, reading)
            else:
                estimated_rows = read_again(child, reading, estimated_rows, read_int)
        elif tag == "rowsImported":
            if rows_imported is ...:
                rows_imported = read_int(child, reading)
            else:
                rows_imported = read_again(child, reading, rows_imported, read_int)
        elif tag == "rowsFailed":
            if rows_failed is ...:
                rows_failed = read_int(child, reading)
            else:
                rows_failed = read_again(child, reading, rows_failed, read_int)
        elif tag == "rowsIgnored":
            if rows_ignored is ...:
                rows_ignored = read_int(child, reading)
            else:
                rows_ignored = read_again(child, reading, rows_ignored, read_int)
        elif tag == "importSummary":
            if import_summary is ...:
                said = child.text
                import_summary = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
            else:
                import_summary = read_again(child, reading, import_summary, read_string)
        elif tag[0] == "{":
            return read_ResultGetImportToListStatus(unqualified(node), reading)
        else:
            reading.unknown(child)
    if status is None:
        reading.missing(node, "status")
    if started_time is ...:
        started_time = None
    if ended_time is ...:
        ended_time = None
    if estimated_time is ...:
        estimated_time = None
    if estimated_rows is ...:
        estimated_rows = None
    if rows_imported is ...:
        rows_imported = None
    if rows_failed is ...:
        rows_failed = None
    if rows_ignored is ...:
        rows_ignored = None
    if import_summary is ...:
        import_summary = None
    made: Any = bare(ResultGetImportToListStatus)
    made.status = status
    made.started_time = started_time
    made.ended_time = ended_time
    made.estimated_time = estimated_time
    made.estimated_rows = estimated_rows
    made.rows_imported = rows_imported
    made.rows_failed = rows_failed
    made.rows_ignored = rows_ignored
    made.import_summary = import_summary
    return made


def write_ResultGetLead(v: ResultGetLead, nil: bool) -> str:
    if v.__class__ is not ResultGetLead:
        v = namesake(v, ResultGetLead)
    count = v.count
    lead_record_list = v.lead_record_list
    lead_record_list_xml = (
        ('<leadRecordList xsi:nil="true"/>' if nil else "")
        if lead_record_list is None
        else element("leadRecordList", write_ArrayOfLeadRecord(lead_record_list, nil))
    )
    return f"<count>{int_text(count)}</count>{lead_record_list_xml}"


def read_ResultGetLead(node: _Element, reading: Reading) -> Any:
    count: Any = None
    lead_record_list: Any = ...
    for child in node:
        tag = child.tag
        if tag == "count":
            if count is None:
                count = read_int(child, reading)
                if count is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "leadRecordList":
            if lead_record_list is ...:
                lead_record_list = read_member(child, reading, read_ArrayOfLeadRecord)
            else:
                lead_record_list = read_again(
                    child, reading, lead_record_list, read_member, read_ArrayOfLeadRecord
                )
        elif tag[0] == "{":
            return read_ResultGetLead(unqualified(node), reading)
        else:
            reading.unknown(child)
    if count is None:
        reading.missing(node, "count")
    if lead_record_list is ...:
        lead_record_list = None
    made: Any = bare(ResultGetLead)
    made.count = count
    made.lead_record_list = lead_record_list
    return made


def write_ResultListOperation(v: ResultListOperation, nil: bool) -> str:
    if v.__class__ is not ResultListOperation:
        v = namesake(v, ResultListOperation)
    success = v.success
    status_list = v.status_list
    status_list_xml = (
        ('<statusList xsi:nil="true"/>' if nil else "")
        if status_list is None
        else element("statusList", write_ArrayOfLeadStatus(status_list, nil))
    )
    return f"<success>{boolean_text(success)}</success>{status_list_xml}"


def read_ResultListOperation(node: _Element, reading: Reading) -> Any:
    success: Any = None
    status_list: Any = ...
    for child in node:
        tag = child.tag
        if tag == "success":
            if success is None:
                success = read_boolean(child, reading)
                if success is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "statusList":
            if status_list is ...:
                status_list = read_member(child, reading, read_ArrayOfLeadStatus)
            else:
                status_list = read_again(
                    child, reading, status_list, read_member, read_ArrayOfLeadStatus
                )
        elif tag[0] == "{":
            return read_ResultListOperation(unqualified(node), reading)
        else:
            reading.unknown(child)
    if success is None:
        reading.missing(node, "success")
    if status_list is ...:
        status_list = None
    made: Any = bare(ResultListOperation)
    made.success = success
    made.status_list = status_list
    return made


def write_ResultGetMultipleLeads(v: ResultGetMultipleLeads, nil: bool) -> str:
    if v.__class__ is not ResultGetMultipleLeads:
        v = namesake(v, ResultGetMultipleLeads)
    return_count = v.return_count
    remaining_count = v.remaining_count
    new_stream_position = v.new_stream_position
    if (
        not new_stream_position.isprintable()
        or "&" in new_stream_position
        or "<" in new_stream_position
        or ">" in new_stream_position
    ):
        new_stream_position = text(new_stream_position)
    lead_record_list = v.lead_record_list
    lead_record_list_xml = (
        ('<leadRecordList xsi:nil="true"/>' if nil else "")
        if lead_record_list is None
        else element("leadRecordList", write_ArrayOfLeadRecord(lead_record_list, nil))
    )
    return (
        f"<returnCount>{int_text(return_count)}</returnCount>"
        f"<remainingCount>{int_text(remaining_count)}</remainingCount>"
        f"<newStreamPosition>{new_stream_position}</newStreamPosition>"
        f"{lead_record_list_xml}"
    )


def read_ResultGetMultipleLeads(node: _Element, reading: Reading) -> Any:
    return_count: Any = None
    remaining_count: Any = None
    new_stream_position: Any = None
    lead_record_list: Any = ...
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
        elif tag == "newStreamPosition":
            if new_stream_position is None:
                said = child.text
                new_stream_position = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
                if new_stream_position is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "leadRecordList":
            if lead_record_list is ...:
                lead_record_list = read_member(child, reading, read_ArrayOfLeadRecord)
            else:
                lead_record_list = read_again(
                    child, reading, lead_record_list, read_member, read_ArrayOfLeadRecord
                )
        elif tag[0] == "{":
            return read_ResultGetMultipleLeads(unqualified(node), reading)
        else:
            reading.unknown(child)
    if return_count is None:
        reading.missing(node, "returnCount")
    if remaining_count is None:
        reading.missing(node, "remainingCount")
    if new_stream_position is None:
        reading.missing(node, "newStreamPosition")
    if lead_record_list is ...:
        lead_record_list = None
    made: Any = bare(ResultGetMultipleLeads)
    made.return_count = return_count
    made.remaining_count = remaining_count
    made.new_stream_position = new_stream_position
    made.lead_record_list = lead_record_list
    return made


def write_ResultImportToList(v: ResultImportToList, nil: bool) -> str:
    if v.__class__ is not ResultImportToList:
        v = namesake(v, ResultImportToList)
    import_status = v.import_status
    return f"<importStatus>{enum_text(import_status, ImportToListStatusEnum)}</importStatus>"


def read_ResultImportToList(node: _Element, reading: Reading) -> Any:
    import_status: Any = None
    for child in node:
        tag = child.tag
        if tag == "importStatus":
            if import_status is None:
                import_status = read_enum(child, reading, ImportToListStatusEnum)
                if import_status is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag[0] == "{":
            return read_ResultImportToList(unqualified(node), reading)
        else:
            reading.unknown(child)
    if import_status is None:
        reading.missing(node, "importStatus")
    made: Any = bare(ResultImportToList)
    made.import_status = import_status
    return made


def write_ResultRequestCampaign(v: ResultRequestCampaign, nil: bool) -> str:
    if v.__class__ is not ResultRequestCampaign:
        v = namesake(v, ResultRequestCampaign)
    success = v.success
    return f"<success>{boolean_text(success)}</success>"


def read_ResultRequestCampaign(node: _Element, reading: Reading) -> Any:
    success: Any = None
    for child in node:
        tag = child.tag
        if tag == "success":
            if success is None:
                success = read_boolean(child, reading)
                if success is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag[0] == "{":
            return read_ResultRequestCampaign(unqualified(node), reading)
        else:
            reading.unknown(child)
    if success is None:
        reading.missing(node, "success")
    made: Any = bare(ResultRequestCampaign)
    made.success = success
    return made


def write_ResultScheduleCampaign(v: ResultScheduleCampaign, nil: bool) -> str:
    if v.__class__ is not ResultScheduleCampaign:
        v = namesake(v, ResultScheduleCampaign)
    success = v.success
    return f"<success>{boolean_text(success)}</success>"


def read_ResultScheduleCampaign(node: _Element, reading: Reading) -> Any:
    success: Any = None
    for child in node:
        tag = child.tag
        if tag == "success":
            if success is None:
                success = read_boolean(child, reading)
                if success is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag[0] == "{":
            return read_ResultScheduleCampaign(unqualified(node), reading)
        else:
            reading.unknown(child)
    if success is None:
        reading.missing(node, "success")
    made: Any = bare(ResultScheduleCampaign)
    made.success = success
    return made


def write_ResultSyncLead(v: ResultSyncLead, nil: bool) -> str:
    if v.__class__ is not ResultSyncLead:
        v = namesake(v, ResultSyncLead)
    lead_id = v.lead_id
    sync_status = v.sync_status
    lead_record = v.lead_record
    lead_record_xml = (
        ('<leadRecord xsi:nil="true"/>' if nil else "")
        if lead_record is None
        else element("leadRecord", write_LeadRecord(lead_record, nil))
    )
    return (
        f"<leadId>{int_text(lead_id)}</leadId>"
        f"<syncStatus>{write_SyncStatus(sync_status, nil)}</syncStatus>"
        f"{lead_record_xml}"
    )


def read_ResultSyncLead(node: _Element, reading: Reading) -> Any:
    lead_id: Any = None
    sync_status: Any = None
    lead_record: Any = ...
    for child in node:
        tag = child.tag
        if tag == "leadId":
            if lead_id is None:
                lead_id = read_int(child, reading)
                if lead_id is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "syncStatus":
            if sync_status is None:
                sync_status = read_member(child, reading, read_SyncStatus)
                if sync_status is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "leadRecord":
            if lead_record is ...:
                lead_record = read_member(child, reading, read_LeadRecord)
            else:
                lead_record = read_again(child, reading, lead_record, read_member, read_LeadRecord)
        elif tag[0] == "{":
            return read_ResultSyncLead(unqualified(node), reading)
        else:
            reading.unknown(child)
    if lead_id is None:
        reading.missing(node, "leadId")
    if sync_status is None:
        reading.missing(node, "syncStatus")
    if lead_record is ...:
        lead_record = None
    made: Any = bare(ResultSyncLead)
    made.lead_id = lead_id
    made.sync_status = sync_status
    made.lead_record = lead_record
    return made


def write_ResultSyncMultipleLeads(v: ResultSyncMultipleLeads, nil: bool) -> str:
    if v.__class__ is not ResultSyncMultipleLeads:
        v = namesake(v, ResultSyncMultipleLeads)
    sync_status_list = v.sync_status_list
    return f"{element('syncStatusList', write_ArrayOfSyncStatus(sync_status_list, nil))}"


def read_ResultSyncMultipleLeads(node: _Element, reading: Reading) -> Any:
    sync_status_list: Any = None
    for child in node:
        tag = child.tag
        if tag == "syncStatusList":
            if sync_status_list is None:
                sync_status_list = read_member(child, reading, read_ArrayOfSyncStatus)
                if sync_status_list is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag[0] == "{":
            return read_ResultSyncMultipleLeads(unqualified(node), reading)
        else:
            reading.unknown(child)
    if sync_status_list is None:
        reading.missing(node, "syncStatusList")
    made: Any = bare(ResultSyncMultipleLeads)
    made.sync_status_list = sync_status_list
    return made


def write_ResultSyncCustomObjects(v: ResultSyncCustomObjects, nil: bool) -> str:
    if v.__class__ is not ResultSyncCustomObjects:
        v = namesake(v, ResultSyncCustomObjects)
    sync_custom_obj_status_list = v.sync_custom_obj_status_list
    return f"{element('syncCustomObjStatusList', write_ArrayOfSyncCustomObjStatus(sync_custom_obj_status_list, nil))}"


def read_ResultSyncCustomObjects(node: _Element, reading: Reading) -> Any:
    sync_custom_obj_status_list: Any = None
    for child in node:
        tag = child.tag
        if tag == "syncCustomObjStatusList":
            if sync_custom_obj_status_list is None:
                sync_custom_obj_status_list = read_member(
                    child, reading, read_ArrayOfSyncCustomObjStatus
                )
                if sync_custom_obj_status_list is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag[0] == "{":
            return read_ResultSyncCustomObjects(unqualified(node), reading)
        else:
            reading.unknown(child)
    if sync_custom_obj_status_list is None:
        reading.missing(node, "syncCustomObjStatusList")
    made: Any = bare(ResultSyncCustomObjects)
    made.sync_custom_obj_status_list = sync_custom_obj_status_list
    return made


def write_ResultDeleteCustomObjects(v: ResultDeleteCustomObjects, nil: bool) -> str:
    if v.__class__ is not ResultDeleteCustomObjects:
        v = namesake(v, ResultDeleteCustomObjects)
    delete_custom_obj_status_list = v.delete_custom_obj_status_list
    return f"{element('deleteCustomObjStatusList', write_ArrayOfSyncCustomObjStatus(delete_custom_obj_status_list, nil))}"


def read_ResultDeleteCustomObjects(node: _Element, reading: Reading) -> Any:
    delete_custom_obj_status_list: Any = None
    for child in node:
        tag = child.tag
        if tag == "deleteCustomObjStatusList":
            if delete_custom_obj_status_list is None:
                delete_custom_obj_status_list = read_member(
                    child, reading, read_ArrayOfSyncCustomObjStatus
                )
                if delete_custom_obj_status_list is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag[0] == "{":
            return read_ResultDeleteCustomObjects(unqualified(node), reading)
        else:
            reading.unknown(child)
    if delete_custom_obj_status_list is None:
        reading.missing(node, "deleteCustomObjStatusList")
    made: Any = bare(ResultDeleteCustomObjects)
    made.delete_custom_obj_status_list = delete_custom_obj_status_list
    return made


def write_ResultGetCustomObjects(v: ResultGetCustomObjects, nil: bool) -> str:
    if v.__class__ is not ResultGetCustomObjects:
        v = namesake(v, ResultGetCustomObjects)
    obj_type_name = v.obj_type_name
    if (
        not obj_type_name.isprintable()
        or "&" in obj_type_name
        or "<" in obj_type_name
        or ">" in obj_type_name
    ):
        obj_type_name = text(obj_type_name)
    return_count = v.return_count
    remaining_count = v.remaining_count
    new_stream_position = v.new_stream_position
    if (
        not new_stream_position.isprintable()
        or "&" in new_stream_position
        or "<" in new_stream_position
        or ">" in new_stream_position
    ):
        new_stream_position = text(new_stream_position)
    custom_obj_list = v.custom_obj_list
    custom_obj_list_xml = (
        ('<customObjList xsi:nil="true"/>' if nil else "")
        if custom_obj_list is None
        else element("customObjList", write_ArrayOfCustomObj(custom_obj_list, nil))
    )
    return (
        f"<objTypeName>{obj_type_name}</objTypeName>"
        f"<returnCount>{int_text(return_count)}</returnCount>"
        f"<remainingCount>{int_text(remaining_count)}</remainingCount>"
        f"<newStreamPosition>{new_stream_position}</newStreamPosition>"
        f"{custom_obj_list_xml}"
    )


def read_ResultGetCustomObjects(node: _Element, reading: Reading) -> Any:
    obj_type_name: Any = None
    return_count: Any = None
    remaining_count: Any = None
    new_stream_position: Any = None
    custom_obj_list: Any = ...
    for child in node:
        tag = child.tag
        if tag == "objTypeName":
            if obj_type_name is None:
                said = child.text
                obj_type_name = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
                if obj_type_name is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "returnCount":
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
        elif tag == "newStreamPosition":
            if new_stream_position is None:
                said = child.text
                new_stream_position = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
                if new_stream_position is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "customObjList":
            if custom_obj_list is ...:
                custom_obj_list = read_member(child, reading, read_ArrayOfCustomObj)
            else:
                custom_obj_list = read_again(
                    child, reading, custom_obj_list, read_member, read_ArrayOfCustomObj
                )
        elif tag[0] == "{":
            return read_ResultGetCustomObjects(unqualified(node), reading)
        else:
            reading.unknown(child)
    if obj_type_name is None:
        reading.missing(node, "objTypeName")
    if return_count is None:
        reading.missing(node, "returnCount")
    if remaining_count is None:
        reading.missing(node, "remainingCount")
    if new_stream_position is None:
        reading.missing(node, "newStreamPosition")
    if custom_obj_list is ...:
        custom_obj_list = None
    made: Any = bare(ResultGetCustomObjects)
    made.obj_type_name = obj_type_name
    made.return_count = return_count
    made.remaining_count = remaining_count
    made.new_stream_position = new_stream_position
    made.custom_obj_list = custom_obj_list
    return made


def write_ResultMergeLeads(v: ResultMergeLeads, nil: bool) -> str:
    if v.__class__ is not ResultMergeLeads:
        v = namesake(v, ResultMergeLeads)
    merge_status = v.merge_status
    return f"<mergeStatus>{write_MergeStatus(merge_status, nil)}</mergeStatus>"


def read_ResultMergeLeads(node: _Element, reading: Reading) -> Any:
    merge_status: Any = None
    for child in node:
        tag = child.tag
        if tag == "mergeStatus":
            if merge_status is None:
                merge_status = read_member(child, reading, read_MergeStatus)
                if merge_status is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag[0] == "{":
            return read_ResultMergeLeads(unqualified(node), reading)
        else:
            reading.unknown(child)
    if merge_status is None:
        reading.missing(node, "mergeStatus")
    made: Any = bare(ResultMergeLeads)
    made.merge_status = merge_status
    return made


def write_ResultGetChannels(v: ResultGetChannels, nil: bool) -> str:
    if v.__class__ is not ResultGetChannels:
        v = namesake(v, ResultGetChannels)
    tags = v.tags
    return f"{element('tags', write_ArrayOfTagStatus(tags, nil))}"


def read_ResultGetChannels(node: _Element, reading: Reading) -> Any:
    tags: Any = None
    for child in node:
        tag = child.tag
        if tag == "tags":
            if tags is None:
                tags = read_member(child, reading, read_ArrayOfTagStatus)
                if tags is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag[0] == "{":
            return read_ResultGetChannels(unqualified(node), reading)
        else:
            reading.unknown(child)
    if tags is None:
        reading.missing(node, "tags")
    made: Any = bare(ResultGetChannels)
    made.tags = tags
    return made


def write_ResultGetTags(v: ResultGetTags, nil: bool) -> str:
    if v.__class__ is not ResultGetTags:
        v = namesake(v, ResultGetTags)
    tag_list = v.tag_list
    return f"{element('tagList', write_ArrayOfTag(tag_list, nil))}"


def read_ResultGetTags(node: _Element, reading: Reading) -> Any:
    tag_list: Any = None
    for child in node:
        tag = child.tag
        if tag == "tagList":
            if tag_list is None:
                tag_list = read_member(child, reading, read_ArrayOfTag)
                if tag_list is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag[0] == "{":
            return read_ResultGetTags(unqualified(node), reading)
        else:
            reading.unknown(child)
    if tag_list is None:
        reading.missing(node, "tagList")
    made: Any = bare(ResultGetTags)
    made.tag_list = tag_list
    return made


def write_SuccessDescribeMObject(v: SuccessDescribeMObject, nil: bool) -> str:
    if v.__class__ is not SuccessDescribeMObject:
        v = namesake(v, SuccessDescribeMObject)
    result = v.result
    return f"<result>{write_ResultDescribeMObject(result, nil)}</result>"


def read_SuccessDescribeMObject(node: _Element, reading: Reading) -> Any:
    result: Any = None
    for child in node:
        tag = child.tag
        if tag == "result":
            if result is None:
                result = read_member(child, reading, read_ResultDescribeMObject)
                if result is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag[0] == "{":
            return read_SuccessDescribeMObject(unqualified(node), reading)
        else:
            reading.unknown(child)
    if result is None:
        reading.missing(node, "result")
    made: Any = bare(SuccessDescribeMObject)
    made.result = result
    return made


def write_SuccessGetMObjects(v: SuccessGetMObjects, nil: bool) -> str:
    if v.__class__ is not SuccessGetMObjects:
        v = namesake(v, SuccessGetMObjects)
    result = v.result
    return f"<result>{write_ResultGetMObjects(result, nil)}</result>"


def read_SuccessGetMObjects(node: _Element, reading: Reading) -> Any:
    result: Any = None
    for child in node:
        tag = child.tag
        if tag == "result":
            if result is None:
                result = read_member(child, reading, read_ResultGetMObjects)
                if result is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag[0] == "{":
            return read_SuccessGetMObjects(unqualified(node), reading)
        else:
            reading.unknown(child)
    if result is None:
        reading.missing(node, "result")
    made: Any = bare(SuccessGetMObjects)
    made.result = result
    return made


def write_SuccessListMObjects(v: SuccessListMObjects, nil: bool) -> str:
    if v.__class__ is not SuccessListMObjects:
        v = namesake(v, SuccessListMObjects)
    result = v.result
    return f"{element('result', write_ResultListMObjects(result, nil))}"


def read_SuccessListMObjects(node: _Element, reading: Reading) -> Any:
    result: Any = None
    for child in node:
        tag = child.tag
        if tag == "result":
            if result is None:
                result = read_member(child, reading, read_ResultListMObjects)
                if result is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag[0] == "{":
            return read_SuccessListMObjects(unqualified(node), reading)
        else:
            reading.unknown(child)
    if result is None:
        reading.missing(node, "result")
    made: Any = bare(SuccessListMObjects)
    made.result = result
    return made


def write_SuccessGetCampaignsForSource(v: SuccessGetCampaignsForSource, nil: bool) -> str:
    if v.__class__ is not SuccessGetCampaignsForSource:
        v = namesake(v, SuccessGetCampaignsForSource)
    result = v.result
    return f"<result>{write_ResultGetCampaignsForSource(result, nil)}</result>"


def read_SuccessGetCampaignsForSource(node: _Element, reading: Reading) -> Any:
    result: Any = None
    for child in node:
        tag = child.tag
        if tag == "result":
            if result is None:
                result = read_member(child, reading, read_ResultGetCampaignsForSource)
                if result is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag[0] == "{":
            return read_SuccessGetCampaignsForSource(unqualified(node), reading)
        else:
            reading.unknown(child)
    if result is None:
        reading.missing(node, "result")
    made: Any = bare(SuccessGetCampaignsForSource)
    made.result = result
    return made


def write_SuccessGetImportToListStatus(v: SuccessGetImportToListStatus, nil: bool) -> str:
    if v.__class__ is not SuccessGetImportToListStatus:
        v = namesake(v, SuccessGetImportToListStatus)
    result = v.result
    return f"<result>{write_ResultGetImportToListStatus(result, nil)}</result>"


def read_SuccessGetImportToListStatus(node: _Element, reading: Reading) -> Any:
    result: Any = None
    for child in node:
        tag = child.tag
        if tag == "result":
            if result is None:
                result = read_member(child, reading, read_ResultGetImportToListStatus)
                if result is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag[0] == "{":
            return read_SuccessGetImportToListStatus(unqualified(node), reading)
        else:
            reading.unknown(child)
    if result is None:
        reading.missing(node, "result")
    made: Any = bare(SuccessGetImportToListStatus)
    made.result = result
    return made


def write_SuccessGetLead(v: SuccessGetLead, nil: bool) -> str:
    if v.__class__ is not SuccessGetLead:
        v = namesake(v, SuccessGetLead)
    result = v.result
    return f"<result>{write_ResultGetLead(result, nil)}</result>"


def read_SuccessGetLead(node: _Element, reading: Reading) -> Any:
    result: Any = None
    for child in node:
        tag = child.tag
        if tag == "result":
            if result is None:
                result = read_member(child, reading, read_ResultGetLead)
                if result is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag[0] == "{":
            return read_SuccessGetLead(unqualified(node), reading)
        else:
            reading.unknown(child)
    if result is None:
        reading.missing(node, "result")
    made: Any = bare(SuccessGetLead)
    made.result = result
    return made


def write_SuccessGetMultipleLeads(v: SuccessGetMultipleLeads, nil: bool) -> str:
    if v.__class__ is not SuccessGetMultipleLeads:
        v = namesake(v, SuccessGetMultipleLeads)
    result = v.result
    return f"<result>{write_ResultGetMultipleLeads(result, nil)}</result>"


def read_SuccessGetMultipleLeads(node: _Element, reading: Reading) -> Any:
    result: Any = None
    for child in node:
        tag = child.tag
        if tag == "result":
            if result is None:
                result = read_member(child, reading, read_ResultGetMultipleLeads)
                if result is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag[0] == "{":
            return read_SuccessGetMultipleLeads(unqualified(node), reading)
        else:
            reading.unknown(child)
    if result is None:
        reading.missing(node, "result")
    made: Any = bare(SuccessGetMultipleLeads)
    made.result = result
    return made


def write_SuccessImportToList(v: SuccessImportToList, nil: bool) -> str:
    if v.__class__ is not SuccessImportToList:
        v = namesake(v, SuccessImportToList)
    result = v.result
    return f"<result>{write_ResultImportToList(result, nil)}</result>"


def read_SuccessImportToList(node: _Element, reading: Reading) -> Any:
    result: Any = None
    for child in node:
        tag = child.tag
        if tag == "result":
            if result is None:
                result = read_member(child, reading, read_ResultImportToList)
                if result is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag[0] == "{":
            return read_SuccessImportToList(unqualified(node), reading)
        else:
            reading.unknown(child)
    if result is None:
        reading.missing(node, "result")
    made: Any = bare(SuccessImportToList)
    made.result = result
    return made


def write_SuccessListOperation(v: SuccessListOperation, nil: bool) -> str:
    if v.__class__ is not SuccessListOperation:
        v = namesake(v, SuccessListOperation)
    result = v.result
    return f"<result>{write_ResultListOperation(result, nil)}</result>"


def read_SuccessListOperation(node: _Element, reading: Reading) -> Any:
    result: Any = None
    for child in node:
        tag = child.tag
        if tag == "result":
            if result is None:
                result = read_member(child, reading, read_ResultListOperation)
                if result is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag[0] == "{":
            return read_SuccessListOperation(unqualified(node), reading)
        else:
            reading.unknown(child)
    if result is None:
        reading.missing(node, "result")
    made: Any = bare(SuccessListOperation)
    made.result = result
    return made


def write_SuccessRequestCampaign(v: SuccessRequestCampaign, nil: bool) -> str:
    if v.__class__ is not SuccessRequestCampaign:
        v = namesake(v, SuccessRequestCampaign)
    result = v.result
    return f"<result>{write_ResultRequestCampaign(result, nil)}</result>"


def read_SuccessRequestCampaign(node: _Element, reading: Reading) -> Any:
    result: Any = None
    for child in node:
        tag = child.tag
        if tag == "result":
            if result is None:
                result = read_member(child, reading, read_ResultRequestCampaign)
                if result is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag[0] == "{":
            return read_SuccessRequestCampaign(unqualified(node), reading)
        else:
            reading.unknown(child)
    if result is None:
        reading.missing(node, "result")
    made: Any = bare(SuccessRequestCampaign)
    made.result = result
    return made


def write_SuccessScheduleCampaign(v: SuccessScheduleCampaign, nil: bool) -> str:
    if v.__class__ is not SuccessScheduleCampaign:
        v = namesake(v, SuccessScheduleCampaign)
    result = v.result
    return f"<result>{write_ResultScheduleCampaign(result, nil)}</result>"


def read_SuccessScheduleCampaign(node: _Element, reading: Reading) -> Any:
    result: Any = None
    for child in node:
        tag = child.tag
        if tag == "result":
            if result is None:
                result = read_member(child, reading, read_ResultScheduleCampaign)
                if result is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag[0] == "{":
            return read_SuccessScheduleCampaign(unqualified(node), reading)
        else:
            reading.unknown(child)
    if result is None:
        reading.missing(node, "result")
    made: Any = bare(SuccessScheduleCampaign)
    made.result = result
    return made


def write_SuccessSyncLead(v: SuccessSyncLead, nil: bool) -> str:
    if v.__class__ is not SuccessSyncLead:
        v = namesake(v, SuccessSyncLead)
    result = v.result
    return f"<result>{write_ResultSyncLead(result, nil)}</result>"


def read_SuccessSyncLead(node: _Element, reading: Reading) -> Any:
    result: Any = None
    for child in node:
        tag = child.tag
        if tag == "result":
            if result is None:
                result = read_member(child, reading, read_ResultSyncLead)
                if result is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag[0] == "{":
            return read_SuccessSyncLead(unqualified(node), reading)
        else:
            reading.unknown(child)
    if result is None:
        reading.missing(node, "result")
    made: Any = bare(SuccessSyncLead)
    made.result = result
    return made


def write_SuccessSyncMultipleLeads(v: SuccessSyncMultipleLeads, nil: bool) -> str:
    if v.__class__ is not SuccessSyncMultipleLeads:
        v = namesake(v, SuccessSyncMultipleLeads)
    result = v.result
    return f"<result>{write_ResultSyncMultipleLeads(result, nil)}</result>"


def read_SuccessSyncMultipleLeads(node: _Element, reading: Reading) -> Any:
    result: Any = None
    for child in node:
        tag = child.tag
        if tag == "result":
            if result is None:
                result = read_member(child, reading, read_ResultSyncMultipleLeads)
                if result is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag[0] == "{":
            return read_SuccessSyncMultipleLeads(unqualified(node), reading)
        else:
            reading.unknown(child)
    if result is None:
        reading.missing(node, "result")
    made: Any = bare(SuccessSyncMultipleLeads)
    made.result = result
    return made


def write_SuccessSyncCustomObjects(v: SuccessSyncCustomObjects, nil: bool) -> str:
    if v.__class__ is not SuccessSyncCustomObjects:
        v = namesake(v, SuccessSyncCustomObjects)
    result = v.result
    return f"<result>{write_ResultSyncCustomObjects(result, nil)}</result>"


def read_SuccessSyncCustomObjects(node: _Element, reading: Reading) -> Any:
    result: Any = None
    for child in node:
        tag = child.tag
        if tag == "result":
            if result is None:
                result = read_member(child, reading, read_ResultSyncCustomObjects)
                if result is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag[0] == "{":
            return read_SuccessSyncCustomObjects(unqualified(node), reading)
        else:
            reading.unknown(child)
    if result is None:
        reading.missing(node, "result")
    made: Any = bare(SuccessSyncCustomObjects)
    made.result = result
    return made


def write_SuccessDeleteCustomObjects(v: SuccessDeleteCustomObjects, nil: bool) -> str:
    if v.__class__ is not SuccessDeleteCustomObjects:
        v = namesake(v, SuccessDeleteCustomObjects)
    result = v.result
    return f"<result>{write_ResultDeleteCustomObjects(result, nil)}</result>"


def read_SuccessDeleteCustomObjects(node: _Element, reading: Reading) -> Any:
    result: Any = None
    for child in node:
        tag = child.tag
        if tag == "result":
            if result is None:
                result = read_member(child, reading, read_ResultDeleteCustomObjects)
                if result is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag[0] == "{":
            return read_SuccessDeleteCustomObjects(unqualified(node), reading)
        else:
            reading.unknown(child)
    if result is None:
        reading.missing(node, "result")
    made: Any = bare(SuccessDeleteCustomObjects)
    made.result = result
    return made


def write_SuccessGetCustomObjects(v: SuccessGetCustomObjects, nil: bool) -> str:
    if v.__class__ is not SuccessGetCustomObjects:
        v = namesake(v, SuccessGetCustomObjects)
    result = v.result
    return f"<result>{write_ResultGetCustomObjects(result, nil)}</result>"


def read_SuccessGetCustomObjects(node: _Element, reading: Reading) -> Any:
    result: Any = None
    for child in node:
        tag = child.tag
        if tag == "result":
            if result is None:
                result = read_member(child, reading, read_ResultGetCustomObjects)
                if result is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag[0] == "{":
            return read_SuccessGetCustomObjects(unqualified(node), reading)
        else:
            reading.unknown(child)
    if result is None:
        reading.missing(node, "result")
    made: Any = bare(SuccessGetCustomObjects)
    made.result = result
    return made


def write_SuccessMergeLeads(v: SuccessMergeLeads, nil: bool) -> str:
    if v.__class__ is not SuccessMergeLeads:
        v = namesake(v, SuccessMergeLeads)
    result = v.result
    return f"<result>{write_ResultMergeLeads(result, nil)}</result>"


def read_SuccessMergeLeads(node: _Element, reading: Reading) -> Any:
    result: Any = None
    for child in node:
        tag = child.tag
        if tag == "result":
            if result is None:
                result = read_member(child, reading, read_ResultMergeLeads)
                if result is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag[0] == "{":
            return read_SuccessMergeLeads(unqualified(node), reading)
        else:
            reading.unknown(child)
    if result is None:
        reading.missing(node, "result")
    made: Any = bare(SuccessMergeLeads)
    made.result = result
    return made


def write_SuccessGetChannels(v: SuccessGetChannels, nil: bool) -> str:
    if v.__class__ is not SuccessGetChannels:
        v = namesake(v, SuccessGetChannels)
    result = v.result
    return f"<result>{write_ResultGetChannels(result, nil)}</result>"


def read_SuccessGetChannels(node: _Element, reading: Reading) -> Any:
    result: Any = None
    for child in node:
        tag = child.tag
        if tag == "result":
            if result is None:
                result = read_member(child, reading, read_ResultGetChannels)
                if result is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag[0] == "{":
            return read_SuccessGetChannels(unqualified(node), reading)
        else:
            reading.unknown(child)
    if result is None:
        reading.missing(node, "result")
    made: Any = bare(SuccessGetChannels)
    made.result = result
    return made


def write_SuccessGetTags(v: SuccessGetTags, nil: bool) -> str:
    if v.__class__ is not SuccessGetTags:
        v = namesake(v, SuccessGetTags)
    result = v.result
    return f"<result>{write_ResultGetTags(result, nil)}</result>"


def read_SuccessGetTags(node: _Element, reading: Reading) -> Any:
    result: Any = None
    for child in node:
        tag = child.tag
        if tag == "result":
            if result is None:
                result = read_member(child, reading, read_ResultGetTags)
                if result is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag[0] == "{":
            return read_SuccessGetTags(unqualified(node), reading)
        else:
            reading.unknown(child)
    if result is None:
        reading.missing(node, "result")
    made: Any = bare(SuccessGetTags)
    made.result = result
    return made


def write_MktowsContextHeaderInfo(v: MktowsContextHeaderInfo, nil: bool) -> str:
    if v.__class__ is not MktowsContextHeaderInfo:
        v = namesake(v, MktowsContextHeaderInfo)
    target_workspace = v.target_workspace
    if (
        not target_workspace.isprintable()
        or "&" in target_workspace
        or "<" in target_workspace
        or ">" in target_workspace
    ):
        target_workspace = text(target_workspace)
    return f"<targetWorkspace>{target_workspace}</targetWorkspace>"


def read_MktowsContextHeaderInfo(node: _Element, reading: Reading) -> Any:
    target_workspace: Any = None
    for child in node:
        tag = child.tag
        if tag == "targetWorkspace":
            if target_workspace is None:
                said = child.text
                target_workspace = (
                    said
                    if said and not said.isspace() and not len(child)
                    else read_string(child, reading)
                )
                if target_workspace is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag[0] == "{":
            return read_MktowsContextHeaderInfo(unqualified(node), reading)
        else:
            reading.unknown(child)
    if target_workspace is None:
        reading.missing(node, "targetWorkspace")
    made: Any = bare(MktowsContextHeaderInfo)
    made.target_workspace = target_workspace
    return made


WRITERS: Writers = {
    "ArrayOfString": lambda tag, value, nil: element(tag, write_ArrayOfString(value, nil)),
    "ArrayOfInteger": lambda tag, value, nil: element(tag, write_ArrayOfInteger(value, nil)),
    "ArrayOfActivityType": lambda tag, value, nil: element(
        tag, write_ArrayOfActivityType(value, nil)
    ),
    "ActivityTypeFilter": lambda tag, value, nil: element(
        tag, write_ActivityTypeFilter(value, nil)
    ),
    "Attrib": lambda tag, value, nil: element(tag, write_Attrib(value, nil)),
    "ArrayOfAttrib": lambda tag, value, nil: element(tag, write_ArrayOfAttrib(value, nil)),
    "Attribute": lambda tag, value, nil: element(tag, write_Attribute(value, nil)),
    "ArrayOfAttribute": lambda tag, value, nil: element(tag, write_ArrayOfAttribute(value, nil)),
    "TypeAttrib": lambda tag, value, nil: element(tag, write_TypeAttrib(value, nil)),
    "ArrayOfTypeAttrib": lambda tag, value, nil: element(tag, write_ArrayOfTypeAttrib(value, nil)),
    "ArrayOfKeyList": lambda tag, value, nil: element(tag, write_ArrayOfKeyList(value, nil)),
    "LeadRecord": lambda tag, value, nil: element(tag, write_LeadRecord(value, nil)),
    "ArrayOfLeadRecord": lambda tag, value, nil: element(tag, write_ArrayOfLeadRecord(value, nil)),
    "CampaignRecord": lambda tag, value, nil: element(tag, write_CampaignRecord(value, nil)),
    "ArrayOfCampaignRecord": lambda tag, value, nil: element(
        tag, write_ArrayOfCampaignRecord(value, nil)
    ),
    "LeadKey": lambda tag, value, nil: element(tag, write_LeadKey(value, nil)),
    "ArrayOfLeadKey": lambda tag, value, nil: element(tag, write_ArrayOfLeadKey(value, nil)),
    "LeadStatus": lambda tag, value, nil: element(tag, write_LeadStatus(value, nil)),
    "ArrayOfLeadStatus": lambda tag, value, nil: element(tag, write_ArrayOfLeadStatus(value, nil)),
    "ListKey": lambda tag, value, nil: element(tag, write_ListKey(value, nil)),
    "MObject": lambda tag, value, nil: element(tag, write_MObject(value, nil)),
    "ArrayOfMObject": lambda tag, value, nil: element(tag, write_ArrayOfMObject(value, nil)),
    "MObjAssociation": lambda tag, value, nil: element(tag, write_MObjAssociation(value, nil)),
    "ArrayOfMObjAssociation": lambda tag, value, nil: element(
        tag, write_ArrayOfMObjAssociation(value, nil)
    ),
    "MObjCriteria": lambda tag, value, nil: element(tag, write_MObjCriteria(value, nil)),
    "ArrayOfMObjCriteria": lambda tag, value, nil: element(
        tag, write_ArrayOfMObjCriteria(value, nil)
    ),
    "MObjectMetadata": lambda tag, value, nil: element(tag, write_MObjectMetadata(value, nil)),
    "MObjFieldMetadata": lambda tag, value, nil: element(tag, write_MObjFieldMetadata(value, nil)),
    "ArrayOfMObjFieldMetadata": lambda tag, value, nil: element(
        tag, write_ArrayOfMObjFieldMetadata(value, nil)
    ),
    "StreamPosition": lambda tag, value, nil: element(tag, write_StreamPosition(value, nil)),
    "SyncStatus": lambda tag, value, nil: element(tag, write_SyncStatus(value, nil)),
    "ArrayOfSyncStatus": lambda tag, value, nil: element(tag, write_ArrayOfSyncStatus(value, nil)),
    "ArrayOfBase64Binary": lambda tag, value, nil: element(
        tag, write_ArrayOfBase64Binary(value, nil)
    ),
    "VersionedItem": lambda tag, value, nil: element(tag, write_VersionedItem(value, nil)),
    "ArrayOfVersionedItem": lambda tag, value, nil: element(
        tag, write_ArrayOfVersionedItem(value, nil)
    ),
    "CustomObj": lambda tag, value, nil: element(tag, write_CustomObj(value, nil)),
    "ArrayOfCustomObj": lambda tag, value, nil: element(tag, write_ArrayOfCustomObj(value, nil)),
    "SyncCustomObjStatus": lambda tag, value, nil: element(
        tag, write_SyncCustomObjStatus(value, nil)
    ),
    "ArrayOfSyncCustomObjStatus": lambda tag, value, nil: element(
        tag, write_ArrayOfSyncCustomObjStatus(value, nil)
    ),
    "MergeStatus": lambda tag, value, nil: element(tag, write_MergeStatus(value, nil)),
    "LeadSelector": write_any_LeadSelector,
    "LastUpdateAtSelector": lambda tag, value, nil: element(
        tag, write_LastUpdateAtSelector(value, nil)
    ),
    "StaticListSelector": lambda tag, value, nil: element(
        tag, write_StaticListSelector(value, nil)
    ),
    "LeadKeySelector": lambda tag, value, nil: element(tag, write_LeadKeySelector(value, nil)),
    "Tag": lambda tag, value, nil: element(tag, write_Tag(value, nil)),
    "ArrayOfTag": lambda tag, value, nil: element(tag, write_ArrayOfTag(value, nil)),
    "ProgressionStatus": lambda tag, value, nil: element(tag, write_ProgressionStatus(value, nil)),
    "ArrayOfProgressionStatus": lambda tag, value, nil: element(
        tag, write_ArrayOfProgressionStatus(value, nil)
    ),
    "TagStatus": lambda tag, value, nil: element(tag, write_TagStatus(value, nil)),
    "ArrayOfTagStatus": lambda tag, value, nil: element(tag, write_ArrayOfTagStatus(value, nil)),
    "ParamsDeleteMObjects": lambda tag, value, nil: element(
        tag, write_ParamsDeleteMObjects(value, nil)
    ),
    "ParamsDescribeMObject": lambda tag, value, nil: element(
        tag, write_ParamsDescribeMObject(value, nil)
    ),
    "ParamsGetMObjects": lambda tag, value, nil: element(tag, write_ParamsGetMObjects(value, nil)),
    "ParamsListMObjects": lambda tag, value, nil: element(
        tag, write_ParamsListMObjects(value, nil)
    ),
    "ParamsSyncMObjects": lambda tag, value, nil: element(
        tag, write_ParamsSyncMObjects(value, nil)
    ),
    "ParamsGetCampaignsForSource": lambda tag, value, nil: element(
        tag, write_ParamsGetCampaignsForSource(value, nil)
    ),
    "ParamsGetImportToListStatus": lambda tag, value, nil: element(
        tag, write_ParamsGetImportToListStatus(value, nil)
    ),
    "ParamsGetLead": lambda tag, value, nil: element(tag, write_ParamsGetLead(value, nil)),
    "ParamsGetLeadActivity": lambda tag, value, nil: element(
        tag, write_ParamsGetLeadActivity(value, nil)
    ),
    "ParamsGetMultipleLeads": lambda tag, value, nil: element(
        tag, write_ParamsGetMultipleLeads(value, nil)
    ),
    "ParamsImportToList": lambda tag, value, nil: element(
        tag, write_ParamsImportToList(value, nil)
    ),
    "ParamsRequestCampaign": lambda tag, value, nil: element(
        tag, write_ParamsRequestCampaign(value, nil)
    ),
    "ParamsSyncMultipleLeads": lambda tag, value, nil: element(
        tag, write_ParamsSyncMultipleLeads(value, nil)
    ),
    "ParamsSyncCustomObjects": lambda tag, value, nil: element(
        tag, write_ParamsSyncCustomObjects(value, nil)
    ),
    "ParamsDeleteCustomObjects": lambda tag, value, nil: element(
        tag, write_ParamsDeleteCustomObjects(value, nil)
    ),
    "ParamsGetCustomObjects": lambda tag, value, nil: element(
        tag, write_ParamsGetCustomObjects(value, nil)
    ),
    "ParamsGetChannels": lambda tag, value, nil: element(tag, write_ParamsGetChannels(value, nil)),
    "ParamsGetTags": lambda tag, value, nil: element(tag, write_ParamsGetTags(value, nil)),
    "ResultDescribeMObject": lambda tag, value, nil: element(
        tag, write_ResultDescribeMObject(value, nil)
    ),
    "ResultGetMObjects": lambda tag, value, nil: element(tag, write_ResultGetMObjects(value, nil)),
    "ResultListMObjects": lambda tag, value, nil: element(
        tag, write_ResultListMObjects(value, nil)
    ),
    "ResultGetCampaignsForSource": lambda tag, value, nil: element(
        tag, write_ResultGetCampaignsForSource(value, nil)
    ),
    "ResultGetImportToListStatus": lambda tag, value, nil: element(
        tag, write_ResultGetImportToListStatus(value, nil)
    ),
    "ResultGetLead": lambda tag, value, nil: element(tag, write_ResultGetLead(value, nil)),
    "ResultListOperation": lambda tag, value, nil: element(
        tag, write_ResultListOperation(value, nil)
    ),
    "ResultGetMultipleLeads": lambda tag, value, nil: element(
        tag, write_ResultGetMultipleLeads(value, nil)
    ),
    "ResultImportToList": lambda tag, value, nil: element(
        tag, write_ResultImportToList(value, nil)
    ),
    "ResultRequestCampaign": lambda tag, value, nil: element(
        tag, write_ResultRequestCampaign(value, nil)
    ),
    "ResultScheduleCampaign": lambda tag, value, nil: element(
        tag, write_ResultScheduleCampaign(value, nil)
    ),
    "ResultSyncLead": lambda tag, value, nil: element(tag, write_ResultSyncLead(value, nil)),
    "ResultSyncMultipleLeads": lambda tag, value, nil: element(
        tag, write_ResultSyncMultipleLeads(value, nil)
    ),
    "ResultSyncCustomObjects": lambda tag, value, nil: element(
        tag, write_ResultSyncCustomObjects(value, nil)
    ),
    "ResultDeleteCustomObjects": lambda tag, value, nil: element(
        tag, write_ResultDeleteCustomObjects(value, nil)
    ),
    "ResultGetCustomObjects": lambda tag, value, nil: element(
        tag, write_ResultGetCustomObjects(value, nil)
    ),
    "ResultMergeLeads": lambda tag, value, nil: element(tag, write_ResultMergeLeads(value, nil)),
    "ResultGetChannels": lambda tag, value, nil: element(tag, write_ResultGetChannels(value, nil)),
    "ResultGetTags": lambda tag, value, nil: element(tag, write_ResultGetTags(value, nil)),
    "SuccessDescribeMObject": lambda tag, value, nil: element(
        tag, write_SuccessDescribeMObject(value, nil)
    ),
    "SuccessGetMObjects": lambda tag, value, nil: element(
        tag, write_SuccessGetMObjects(value, nil)
    ),
    "SuccessListMObjects": lambda tag, value, nil: element(
        tag, write_SuccessListMObjects(value, nil)
    ),
    "SuccessGetCampaignsForSource": lambda tag, value, nil: element(
        tag, write_SuccessGetCampaignsForSource(value, nil)
    ),
    "SuccessGetImportToListStatus": lambda tag, value, nil: element(
        tag, write_SuccessGetImportToListStatus(value, nil)
    ),
    "SuccessGetLead": lambda tag, value, nil: element(tag, write_SuccessGetLead(value, nil)),
    "SuccessGetMultipleLeads": lambda tag, value, nil: element(
        tag, write_SuccessGetMultipleLeads(value, nil)
    ),
    "SuccessImportToList": lambda tag, value, nil: element(
        tag, write_SuccessImportToList(value, nil)
    ),
    "SuccessListOperation": lambda tag, value, nil: element(
        tag, write_SuccessListOperation(value, nil)
    ),
    "SuccessRequestCampaign": lambda tag, value, nil: element(
        tag, write_SuccessRequestCampaign(value, nil)
    ),
    "SuccessScheduleCampaign": lambda tag, value, nil: element(
        tag, write_SuccessScheduleCampaign(value, nil)
    ),
    "SuccessSyncLead": lambda tag, value, nil: element(tag, write_SuccessSyncLead(value, nil)),
    "SuccessSyncMultipleLeads": lambda tag, value, nil: element(
        tag, write_SuccessSyncMultipleLeads(value, nil)
    ),
    "SuccessSyncCustomObjects": lambda tag, value, nil: element(
        tag, write_SuccessSyncCustomObjects(value, nil)
    ),
    "SuccessDeleteCustomObjects": lambda tag, value, nil: element(
        tag, write_SuccessDeleteCustomObjects(value, nil)
    ),
    "SuccessGetCustomObjects": lambda tag, value, nil: element(
        tag, write_SuccessGetCustomObjects(value, nil)
    ),
    "SuccessMergeLeads": lambda tag, value, nil: element(tag, write_SuccessMergeLeads(value, nil)),
    "SuccessGetChannels": lambda tag, value, nil: element(
        tag, write_SuccessGetChannels(value, nil)
    ),
    "SuccessGetTags": lambda tag, value, nil: element(tag, write_SuccessGetTags(value, nil)),
    "MktowsContextHeaderInfo": lambda tag, value, nil: element(
        tag, write_MktowsContextHeaderInfo(value, nil)
    ),
}
READERS: Readers = {
    "ArrayOfString": read_ArrayOfString,
    "ArrayOfInteger": read_ArrayOfInteger,
    "ArrayOfActivityType": read_ArrayOfActivityType,
    "ActivityTypeFilter": read_ActivityTypeFilter,
    "Attrib": read_Attrib,
    "ArrayOfAttrib": read_ArrayOfAttrib,
    "Attribute": read_Attribute,
    "ArrayOfAttribute": read_ArrayOfAttribute,
    "TypeAttrib": read_TypeAttrib,
    "ArrayOfTypeAttrib": read_ArrayOfTypeAttrib,
    "ArrayOfKeyList": read_ArrayOfKeyList,
    "LeadRecord": read_LeadRecord,
    "ArrayOfLeadRecord": read_ArrayOfLeadRecord,
    "CampaignRecord": read_CampaignRecord,
    "ArrayOfCampaignRecord": read_ArrayOfCampaignRecord,
    "LeadKey": read_LeadKey,
    "ArrayOfLeadKey": read_ArrayOfLeadKey,
    "LeadStatus": read_LeadStatus,
    "ArrayOfLeadStatus": read_ArrayOfLeadStatus,
    "ListKey": read_ListKey,
    "MObject": read_MObject,
    "ArrayOfMObject": read_ArrayOfMObject,
    "MObjAssociation": read_MObjAssociation,
    "ArrayOfMObjAssociation": read_ArrayOfMObjAssociation,
    "MObjCriteria": read_MObjCriteria,
    "ArrayOfMObjCriteria": read_ArrayOfMObjCriteria,
    "MObjectMetadata": read_MObjectMetadata,
    "MObjFieldMetadata": read_MObjFieldMetadata,
    "ArrayOfMObjFieldMetadata": read_ArrayOfMObjFieldMetadata,
    "StreamPosition": read_StreamPosition,
    "SyncStatus": read_SyncStatus,
    "ArrayOfSyncStatus": read_ArrayOfSyncStatus,
    "ArrayOfBase64Binary": read_ArrayOfBase64Binary,
    "VersionedItem": read_VersionedItem,
    "ArrayOfVersionedItem": read_ArrayOfVersionedItem,
    "CustomObj": read_CustomObj,
    "ArrayOfCustomObj": read_ArrayOfCustomObj,
    "SyncCustomObjStatus": read_SyncCustomObjStatus,
    "ArrayOfSyncCustomObjStatus": read_ArrayOfSyncCustomObjStatus,
    "MergeStatus": read_MergeStatus,
    "LeadSelector": read_LeadSelector,
    "LastUpdateAtSelector": read_LastUpdateAtSelector,
    "StaticListSelector": read_StaticListSelector,
    "LeadKeySelector": read_LeadKeySelector,
    "Tag": read_Tag,
    "ArrayOfTag": read_ArrayOfTag,
    "ProgressionStatus": read_ProgressionStatus,
    "ArrayOfProgressionStatus": read_ArrayOfProgressionStatus,
    "TagStatus": read_TagStatus,
    "ArrayOfTagStatus": read_ArrayOfTagStatus,
    "ParamsDeleteMObjects": read_ParamsDeleteMObjects,
    "ParamsDescribeMObject": read_ParamsDescribeMObject,
    "ParamsGetMObjects": read_ParamsGetMObjects,
    "ParamsListMObjects": read_ParamsListMObjects,
    "ParamsSyncMObjects": read_ParamsSyncMObjects,
    "ParamsGetCampaignsForSource": read_ParamsGetCampaignsForSource,
    "ParamsGetImportToListStatus": read_ParamsGetImportToListStatus,
    "ParamsGetLead": read_ParamsGetLead,
    "ParamsGetLeadActivity": read_ParamsGetLeadActivity,
    "ParamsGetMultipleLeads": read_ParamsGetMultipleLeads,
    "ParamsImportToList": read_ParamsImportToList,
    "ParamsRequestCampaign": read_ParamsRequestCampaign,
    "ParamsSyncMultipleLeads": read_ParamsSyncMultipleLeads,
    "ParamsSyncCustomObjects": read_ParamsSyncCustomObjects,
    "ParamsDeleteCustomObjects": read_ParamsDeleteCustomObjects,
    "ParamsGetCustomObjects": read_ParamsGetCustomObjects,
    "ParamsGetChannels": read_ParamsGetChannels,
    "ParamsGetTags": read_ParamsGetTags,
    "ResultDescribeMObject": read_ResultDescribeMObject,
    "ResultGetMObjects": read_ResultGetMObjects,
    "ResultListMObjects": read_ResultListMObjects,
    "ResultGetCampaignsForSource": read_ResultGetCampaignsForSource,
    "ResultGetImportToListStatus": read_ResultGetImportToListStatus,
    "ResultGetLead": read_ResultGetLead,
    "ResultListOperation": read_ResultListOperation,
    "ResultGetMultipleLeads": read_ResultGetMultipleLeads,
    "ResultImportToList": read_ResultImportToList,
    "ResultRequestCampaign": read_ResultRequestCampaign,
    "ResultScheduleCampaign": read_ResultScheduleCampaign,
    "ResultSyncLead": read_ResultSyncLead,
    "ResultSyncMultipleLeads": read_ResultSyncMultipleLeads,
    "ResultSyncCustomObjects": read_ResultSyncCustomObjects,
    "ResultDeleteCustomObjects": read_ResultDeleteCustomObjects,
    "ResultGetCustomObjects": read_ResultGetCustomObjects,
    "ResultMergeLeads": read_ResultMergeLeads,
    "ResultGetChannels": read_ResultGetChannels,
    "ResultGetTags": read_ResultGetTags,
    "SuccessDescribeMObject": read_SuccessDescribeMObject,
    "SuccessGetMObjects": read_SuccessGetMObjects,
    "SuccessListMObjects": read_SuccessListMObjects,
    "SuccessGetCampaignsForSource": read_SuccessGetCampaignsForSource,
    "SuccessGetImportToListStatus": read_SuccessGetImportToListStatus,
    "SuccessGetLead": read_SuccessGetLead,
    "SuccessGetMultipleLeads": read_SuccessGetMultipleLeads,
    "SuccessImportToList": read_SuccessImportToList,
    "SuccessListOperation": read_SuccessListOperation,
    "SuccessRequestCampaign": read_SuccessRequestCampaign,
    "SuccessScheduleCampaign": read_SuccessScheduleCampaign,
    "SuccessSyncLead": read_SuccessSyncLead,
    "SuccessSyncMultipleLeads": read_SuccessSyncMultipleLeads,
    "SuccessSyncCustomObjects": read_SuccessSyncCustomObjects,
    "SuccessDeleteCustomObjects": read_SuccessDeleteCustomObjects,
    "SuccessGetCustomObjects": read_SuccessGetCustomObjects,
    "SuccessMergeLeads": read_SuccessMergeLeads,
    "SuccessGetChannels": read_SuccessGetChannels,
    "SuccessGetTags": read_SuccessGetTags,
    "MktowsContextHeaderInfo": read_MktowsContextHeaderInfo,
}
