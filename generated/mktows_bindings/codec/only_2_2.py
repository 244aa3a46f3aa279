# Made from wsdl/*.wsdl by tools/regenerate.py. Do not edit: change those and run it.
"""Writes and reads types of version 2_2 alone."""

from __future__ import annotations

from typing import Any

from lxml.etree import _Element

from mktows_bindings.codec import Readers, Writers
from mktows_bindings.codec.since_2_1 import (
    read_ActivityTypeFilter,
    read_ArrayOfLeadKey,
    read_LeadSelector,
    read_ListKey,
    read_StreamPosition,
    write_ActivityTypeFilter,
    write_ArrayOfLeadKey,
    write_ListKey,
    write_StreamPosition,
    write_any_LeadSelector,
)
from mktows_bindings.runtime import (
    Reading,
    bare,
    boolean_text,
    element,
    enum_text,
    int_text,
    namesake,
    read_again,
    read_boolean,
    read_enum,
    read_int,
    read_member,
    unqualified,
)
from mktows_bindings.types.only_2_2 import ParamsGetLeadChanges, ParamsListOperation
from mktows_bindings.types.since_2_2 import ListOperationType


def write_ParamsGetLeadChanges(v: ParamsGetLeadChanges, nil: bool) -> str:
    if v.__class__ is not ParamsGetLeadChanges:
        v = namesake(v, ParamsGetLeadChanges)
    start_position = v.start_position
    activity_filter = v.activity_filter
    activity_filter_xml = (
        ('<activityFilter xsi:nil="true"/>' if nil else "")
        if activity_filter is None
        else element("activityFilter", write_ActivityTypeFilter(activity_filter, nil))
    )
    batch_size = v.batch_size
    batch_size_xml = (
        ('<batchSize xsi:nil="true"/>' if nil else "")
        if batch_size is None
        else f"<batchSize>{int_text(batch_size)}</batchSize>"
    )
    lead_selector = v.lead_selector
    lead_selector_xml = (
        "" if lead_selector is None else write_any_LeadSelector("leadSelector", lead_selector, nil)
    )
    return (
        f"{element('startPosition', write_StreamPosition(start_position, nil))}"
        f"{activity_filter_xml}"
        f"{batch_size_xml}"
        f"{lead_selector_xml}"
    )


def read_ParamsGetLeadChanges(node: _Element, reading: Reading) -> Any:
    start_position: Any = None
    activity_filter: Any = ...
    batch_size: Any = ...
    lead_selector: Any = ...
    for child in node:
        tag = child.tag
        if tag == "startPosition":
            if start_position is None:
                start_position = read_member(child, reading, read_StreamPosition)
                if start_position is None:
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
        elif tag == "batchSize":
            if batch_size is ...:
                batch_size = read_int(child, reading)
            else:
                batch_size = read_again(child, reading, batch_size, read_int)
        elif tag == "leadSelector":
            if lead_selector is ...:
                lead_selector = read_member(child, reading, read_LeadSelector)
            else:
                lead_selector = read_again(
                    child, reading, lead_selector, read_member, read_LeadSelector
                )
        elif tag[0] == "{":
            return read_ParamsGetLeadChanges(unqualified(node), reading)
        else:
            reading.unknown(child)
    if start_position is None:
        reading.missing(node, "startPosition")
    if activity_filter is ...:
        activity_filter = None
    if batch_size is ...:
        batch_size = None
    if lead_selector is ...:
        lead_selector = None
    made: Any = bare(ParamsGetLeadChanges)
    made.start_position = start_position
    made.activity_filter = activity_filter
    made.batch_size = batch_size
    made.lead_selector = lead_selector
    return made


def write_ParamsListOperation(v: ParamsListOperation, nil: bool) -> str:
    if v.__class__ is not ParamsListOperation:
        v = namesake(v, ParamsListOperation)
    list_operation = v.list_operation
    list_key = v.list_key
    list_member_list = v.list_member_list
    strict = v.strict
    strict_xml = (
        ('<strict xsi:nil="true"/>' if nil else "")
        if strict is None
        else f"<strict>{boolean_text(strict)}</strict>"
    )
    skip_activity_log = v.skip_activity_log
    skip_activity_log_xml = (
        ('<skipActivityLog xsi:nil="true"/>' if nil else "")
        if skip_activity_log is None
        else f"<skipActivityLog>{boolean_text(skip_activity_log)}</skipActivityLog>"
    )
    return (
        f"<listOperation>{enum_text(list_operation, ListOperationType)}</listOperation>"
        f"<listKey>{write_ListKey(list_key, nil)}</listKey>"
        f"{element('listMemberList', write_ArrayOfLeadKey(list_member_list, nil))}"
        f"{strict_xml}"
        f"{skip_activity_log_xml}"
    )


def read_ParamsListOperation(node: _Element, reading: Reading) -> Any:
    list_operation: Any = None
    list_key: Any = None
    list_member_list: Any = None
    strict: Any = ...
    skip_activity_log: Any = ...
    for child in node:
        tag = child.tag
        if tag == "listOperation":
            if list_operation is None:
                list_operation = read_enum(child, reading, ListOperationType)
                if list_operation is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "listKey":
            if list_key is None:
                list_key = read_member(child, reading, read_ListKey)
                if list_key is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "listMemberList":
            if list_member_list is None:
                list_member_list = read_member(child, reading, read_ArrayOfLeadKey)
                if list_member_list is None:
                    reading.nothing(child)
            else:
                reading.repeated(child)
        elif tag == "strict":
            if strict is ...:
                strict = read_boolean(child, reading)
            else:
                strict = read_again(child, reading, strict, read_boolean)
        elif tag == "skipActivityLog":
            if skip_activity_log is ...:
                skip_activity_log = read_boolean(child, reading)
            else:
                skip_activity_log = read_again(child, reading, skip_activity_log, read_boolean)
        elif tag[0] == "{":
            return read_ParamsListOperation(unqualified(node), reading)
        else:
            reading.unknown(child)
    if list_operation is None:
        reading.missing(node, "listOperation")
    if list_key is None:
        reading.missing(node, "listKey")
    if list_member_list is None:
        reading.missing(node, "listMemberList")
    if strict is ...:
        strict = None
    if skip_activity_log is ...:
        skip_activity_log = None
    made: Any = bare(ParamsListOperation)
    made.list_operation = list_operation
    made.list_key = list_key
    made.list_member_list = list_member_list
    made.strict = strict
    made.skip_activity_log = skip_activity_log
    return made


WRITERS: Writers = {
    "ParamsGetLeadChanges": lambda tag, value, nil: element(
        tag, write_ParamsGetLeadChanges(value, nil)
    ),
    "ParamsListOperation": lambda tag, value, nil: element(
        tag, write_ParamsListOperation(value, nil)
    ),
}
READERS: Readers = {
    "ParamsGetLeadChanges": read_ParamsGetLeadChanges,
    "ParamsListOperation": read_ParamsListOperation,
}
