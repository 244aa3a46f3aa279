# Made from wsdl/*.wsdl by tools/regenerate.py. Do not edit: change those and run it.
"""Writes and reads types of every version since 2_7."""

from __future__ import annotations

from typing import Any

from lxml.etree import _Element

from mktows_bindings.codec import Readers, Writers
from mktows_bindings.codec.since_2_1 import (
    read_ArrayOfAttribute,
    read_ArrayOfKeyList,
    read_Attrib,
    write_ArrayOfAttribute,
    write_ArrayOfKeyList,
    write_Attrib,
)
from mktows_bindings.runtime import (
    Reading,
    bare,
    boolean_text,
    element,
    enum_text,
    int_text,
    listed,
    namesake,
    read_again,
    read_boolean,
    read_enum,
    read_int,
    read_member,
    read_string,
    text,
    unqualified,
)
from mktows_bindings.types.since_2_1 import MObjStatusEnum
from mktows_bindings.types.since_2_7 import (
    ArrayOfMObjStatus,
    MObjStatus,
    ParamsMergeLeads,
    ResultDeleteMObjects,
    ResultSyncMObjects,
    SuccessDeleteMObjects,
    SuccessSyncMObjects,
)


def write_MObjStatus(v: MObjStatus, nil: bool) -> str:
    if v.__class__ is not MObjStatus:
        v = namesake(v, MObjStatus)
    id = v.id
    id_xml = '<id xsi:nil="true"/>' if id is None else f"<id>{int_text(id)}</id>"
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
        f"{id_xml}{external_key_xml}<status>{enum_text(status, MObjStatusEnum)}</status>{error_xml}"
    )


def read_MObjStatus(node: _Element, reading: Reading) -> Any:
    id: Any = ...
    external_key: Any = ...
    status: Any = None
    error: Any = ...
    for child in node:
        tag = child.tag
        if tag == "id":
            if id is ...:
                id = read_int(child, reading)
            else:
                id = read_again(child, reading, id, read_int)
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
    if id is ...:
        id = None
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
    merge_in_sales = v.merge_in_sales
    merge_in_sales_xml = (
        ""
        if merge_in_sales is None
        else f"<mergeInSales>{boolean_text(merge_in_sales)}</mergeInSales>"
    )
    return (
        f"{element('winningLeadKeyList', write_ArrayOfAttribute(winning_lead_key_list, nil))}"
        f"{element('losingLeadKeyLists', write_ArrayOfKeyList(losing_lead_key_lists, nil))}"
        f"{merge_in_sales_xml}"
    )


def read_ParamsMergeLeads(node: _Element, reading: Reading) -> Any:
    winning_lead_key_list: Any = None
    losing_lead_key_lists: Any = None
    merge_in_sales: Any = ...
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
        elif tag == "mergeInSales":
            if merge_in_sales is ...:
                merge_in_sales = read_boolean(child, reading)
            else:
                merge_in_sales = read_again(child, reading, merge_in_sales, read_boolean)
        elif tag[0] == "{":
            return read_ParamsMergeLeads(unqualified(node), reading)
        else:
            reading.unknown(child)
    if winning_lead_key_list is None:
        reading.missing(node, "winningLeadKeyList")
    if losing_lead_key_lists is None:
        reading.missing(node, "losingLeadKeyLists")
    if merge_in_sales is ...:
        merge_in_sales = None
    made: Any = bare(ParamsMergeLeads)
    made.winning_lead_key_list = winning_lead_key_list
    made.losing_lead_key_lists = losing_lead_key_lists
    made.merge_in_sales = merge_in_sales
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


WRITERS: Writers = {
    "MObjStatus": lambda tag, value, nil: element(tag, write_MObjStatus(value, nil)),
    "ArrayOfMObjStatus": lambda tag, value, nil: element(tag, write_ArrayOfMObjStatus(value, nil)),
    "ParamsMergeLeads": lambda tag, value, nil: element(tag, write_ParamsMergeLeads(value, nil)),
    "ResultDeleteMObjects": lambda tag, value, nil: element(
        tag, write_ResultDeleteMObjects(value, nil)
    ),
    "ResultSyncMObjects": lambda tag, value, nil: element(
        tag, write_ResultSyncMObjects(value, nil)
    ),
    "SuccessDeleteMObjects": lambda tag, value, nil: element(
        tag, write_SuccessDeleteMObjects(value, nil)
    ),
    "SuccessSyncMObjects": lambda tag, value, nil: element(
        tag, write_SuccessSyncMObjects(value, nil)
    ),
}
READERS: Readers = {
    "MObjStatus": read_MObjStatus,
    "ArrayOfMObjStatus": read_ArrayOfMObjStatus,
    "ParamsMergeLeads": read_ParamsMergeLeads,
    "ResultDeleteMObjects": read_ResultDeleteMObjects,
    "ResultSyncMObjects": read_ResultSyncMObjects,
    "SuccessDeleteMObjects": read_SuccessDeleteMObjects,
    "SuccessSyncMObjects": read_SuccessSyncMObjects,
}
