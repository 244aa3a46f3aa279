"""Answers calls for bulk exports: their jobs, and the files that come of them."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from typing import Any

from mktows.facts.rest_errors import (
    DATA_BAD,
    FIELD_UNKNOWN,
    FILTER_UNSUPPORTED,
    JOBS_TOO_MANY,
    OBJECT_UNKNOWN,
    VALUE_BAD,
    VALUE_MISSING,
)
from mktows.facts.rest_limits import (
    EXPORT_LISTED_DAYS,
    EXPORT_WINDOW_DAYS,
    EXPORTS_QUEUED,
    EXPORTS_RUNNING,
)
from mktows.parameters.scalars import MAX_ID, moment, seconds
from mktows.sandbox.rest.answers import Answer, FilePart
from mktows.sandbox.rest.context import Handler, RestContext
from mktows.sandbox.rest.export_files import ACTIVITY_COLUMNS, DELIMITERS, EXPORT_JOB
from mktows.sandbox.rest.lead_values import PARTITION
from mktows.sandbox.rest.lists import known_list
from mktows.sandbox.rest.moments import utc_text
from mktows.sandbox.rest.paging import page_size, row_position
from mktows.sandbox.rest.refusals import RestRefusal, refusal
from mktows.sandbox.rest.rows_exports import DAY, Export, Kind

_MEDIA_TYPES: Mapping[str, str] = {
    "CSV": "text/csv;charset=UTF-8",
    "TSV": "text/tab-separated-values;charset=UTF-8",
    "SSV": "text/plain;charset=UTF-8",
}
_CREATED, _UPDATED, _LIST_ID, _LIST_NAME = (
    *("createdAt", "updatedAt"),
    *("staticListId", "staticListName"),
)
_SMART_LISTS = ("smartListId", "smartListName")
_LEAD_FILTERS = (_CREATED, _UPDATED, _LIST_ID, _LIST_NAME, *_SMART_LISTS)
_TYPES, _VALUES, _VALUE_IDS = (
    *("activityTypeIds", "primaryAttributeValues"),
    "primaryAttributeValueIds",
)
_RESULT = "actionResult"
"""A column of activities that the description alone has, and that has no values here."""
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)
_MEGABYTE = 1024 * 1024
_AT_ONCE = 64
_NOT_SATISFIABLE, _NOT_FOUND = 416, 404  # statuses of HTTP


def _create_leads(context: RestContext) -> Answer:
    body = _members(context)
    fields = _texts(body, "fields")
    known = context.data.leads.rest_fields()
    if not fields:
        raise refusal(VALUE_MISSING, name="fields")
    for each in fields:
        if each not in known and each != PARTITION:
            raise refusal(FIELD_UNKNOWN, name=each)
    return _create(context, "leads", body, fields, {"filter": _lead_filter(context, body)})


def _create_activities(context: RestContext) -> Answer:
    body = _members(context)
    fields = _texts(body, "fields")
    for each in fields:
        if each not in (*ACTIVITY_COLUMNS, _RESULT):
            raise refusal(FIELD_UNKNOWN, name=each)
    given = _filter(body, _CREATED, _TYPES, _VALUES, _VALUE_IDS)
    if given.get(_CREATED) is None:
        raise refusal(VALUE_MISSING, name=_CREATED)
    chosen = {
        _CREATED: _window(context, given, _CREATED),
        "types": _numbers(given, _TYPES),
        "values": _texts(given, _VALUES),
        "value_ids": _numbers(given, _VALUE_IDS),
    }
    habits = context.habits
    request = {
        "filter": chosen,
        "attributes": habits.export_attributes,
        "empty": habits.empty_attributes,
        "times": habits.activity_times,
    }
    return _create(context, "activities", body, fields or list(ACTIVITY_COLUMNS), request)


def _create(
    context: RestContext,
    kind: Kind,
    body: Mapping[str, Any],
    fields: list[str],
    request: Mapping[str, Any],
) -> Answer:
    given = body.get("format")
    format = "CSV" if given in (None, "") else given.upper() if isinstance(given, str) else ""
    if format not in DELIMITERS:
        raise refusal(VALUE_BAD, value=given, type=" or ".join(DELIMITERS))
    _check_quota(context)
    exports = context.data.exports
    exports.forget(context.now)
    made = Export(
        id=0,
        export_id=str(uuid.uuid4()),
        kind=kind,
        format=format,
        request={**request, "fields": fields, "names": _column_names(body)},
        created_at=context.now,
    )
    exports.add(made)
    return Answer([_told(made, context.now)])


def _list(context: RestContext, kind: Kind) -> Answer:
    """Return a page of the exports of the last days, in the order in which they were made."""
    call, position, size = context.call, row_position(context.call), page_size(context.call)
    # A status is spelled in two ways (description).
    wanted = {each.lower() for each in call.values("status")}

    def found() -> Iterator[Export]:
        after = position.after_id
        oldest = context.now - EXPORT_LISTED_DAYS * DAY
        while some := context.data.exports.since(kind, oldest, after=after, limit=_AT_ONCE):
            for each in some:
                if not wanted or each.status(context.now).lower() in wanted:
                    yield each
            after = some[-1].id

    listed = list(islice(found(), size + 1))
    page = listed[:size]
    return Answer(
        [_told(each, context.now) for each in page],
        next_page_token=position.token(page[-1].id) if len(page) < len(listed) else None,
    )


def _enqueue(context: RestContext, kind: Kind) -> Answer:
    export, now = _known(context, kind), context.now
    status = export.status(now)
    if status in ("Queued", "Processing"):
        raise RestRefusal(JOBS_TOO_MANY, "Export job is already in the queue")
    if status != "Created":
        raise refusal(DATA_BAD, problem=f"Export job is {status}")
    _check_quota(context)
    others = context.data.exports.unfinished(now)
    if len(others) >= EXPORTS_QUEUED:
        raise refusal(JOBS_TOO_MANY)
    _plan(context, export, now, [each.due_at or now for each in others])
    return Answer([{**_told(export, now), "status": "Queued", "queuedAt": utc_text(now)}])


def _plan(context: RestContext, export: Export, queued_at: int, ends: list[int]) -> int:
    """Have the file of an export be made as soon as there is room, and return when.

    Args:
        context: The call.
        export: The export.
        queued_at: When it was enqueued.
        ends: When those end that come before it.
    """
    data, now = context.data, context.now
    started_at = now if len(ends) < EXPORTS_RUNNING else sorted(ends)[-EXPORTS_RUNNING]
    due_at = started_at + context.instance.import_seconds
    job_id = data.jobs.add(EXPORT_JOB, due_at, {"id": export.id})
    data.exports.plan(
        export.id, queued_at=queued_at, started_at=started_at, due_at=due_at, job_id=job_id
    )
    return due_at


def _cancel(context: RestContext, kind: Kind) -> Answer:
    """Cancel an export; what waits moves up. One that is cancelled stays so (a guess)."""
    export, data, now = _known(context, kind), context.data, context.now
    if export.status(now) in ("Completed", "Failed"):
        raise refusal(DATA_BAD, problem=f"Export job is {export.status(now)}")
    if export.job_id is not None:
        data.jobs.remove(export.job_id)
    data.exports.cancel(export.id)
    ends: list[int] = []
    for each in data.exports.unfinished(now):
        if each.status(now) == "Queued" and each.job_id is not None:
            data.jobs.remove(each.job_id)
            ends.append(_plan(context, each, each.queued_at or now, ends))
        else:
            ends.append(each.due_at or now)
    return Answer([{**_told(export, now), "status": "Cancelled"}])


def _status(context: RestContext, kind: Kind) -> Answer:
    return Answer([_told(_known(context, kind), context.now)])


def _file(context: RestContext, kind: Kind) -> Answer:
    """Return a file, or the part of it that the call asks for."""
    export = _known(context, kind)
    size = export.size
    if size is None or not export.has_file(context.now):
        # So do clients tell that a file is gone (recorded).
        raise RestRefusal(OBJECT_UNKNOWN, "Export file not found", _NOT_FOUND)
    part = _part(context.call.part, size)
    first, last = (0, size - 1) if part is None else part[:2]
    content = context.data.exports.read(export.id, first, last)
    return Answer(file=(content, _MEDIA_TYPES[export.format]), part=part)


def _part(text: str, size: int) -> FilePart | None:
    """Return the part that a `Range` header means; None where it is none, as RFC 9110 has it.

    Raises:
        RestRefusal: The file has no such part.
    """
    match = _RANGE.fullmatch(text.strip())
    if match is None or match[1] == match[2] == "":
        return None
    if match[1] == "":
        first, last = max(0, size - int(match[2])), size - 1
    else:
        first = int(match[1])
        last = min(int(match[2]), size - 1) if match[2] else size - 1
        if match[2] and int(match[2]) < first:
            return None
    if first >= size:
        raise RestRefusal(DATA_BAD, "Requested range not satisfiable", _NOT_SATISFIABLE)
    return FilePart(first, last, size)


def _known(context: RestContext, kind: Kind) -> Export:
    found = context.data.exports.find(kind, context.call.variables["exportId"])
    if found is None:
        raise refusal(OBJECT_UNKNOWN)
    return found


def _told(export: Export, now: int) -> dict[str, Any]:
    """Return an export as answers show it; what is not known yet is left out (samples)."""
    status = export.status(now)
    started = status in ("Processing", "Completed", "Failed")
    ended = status in ("Completed", "Failed")
    told = {
        "exportId": export.export_id,
        "format": export.format,
        "status": status,
        "createdAt": utc_text(export.created_at),
        "queuedAt": None if export.queued_at is None else utc_text(export.queued_at),
        "startedAt": utc_text(export.started_at) if started and export.started_at else None,
        "finishedAt": utc_text(export.due_at) if ended and export.due_at else None,
        "numberOfRecords": export.records,
        "fileSize": export.size,
        "fileChecksum": None if export.checksum is None else f"sha256:{export.checksum}",
        "errorMsg": "Export failed" if status == "Failed" else None,
    }
    return {name: value for name, value in told.items() if value is not None}


def _check_quota(context: RestContext) -> None:
    """Check that the files of the day leave room; both calls are refused else (a guess).

    Raises:
        RestRefusal: They do not.
    """
    most, now = context.habits.export_megabytes, context.now
    today = datetime.fromtimestamp(now, UTC).astimezone(context.zone)
    midnight = seconds(today.replace(hour=0, minute=0, second=0, microsecond=0))
    if context.data.exports.bytes_between(midnight, now) >= most * _MEGABYTE:
        raise RestRefusal(JOBS_TOO_MANY, f"Export daily quota {most}MB exceeded.")


def _members(context: RestContext) -> Mapping[str, Any]:
    return context.call.members("fields", "filter", "format", "columnHeaderNames")


def _filter(body: Mapping[str, Any], *known: str) -> Mapping[str, Any]:
    """Return the filter of a call, without what says nothing.

    Raises:
        RestRefusal: There is none, or it has a member that is not known.
    """
    given = body.get("filter")
    if given in (None, {}, ""):
        raise refusal(VALUE_MISSING, name="filter")
    if not isinstance(given, Mapping):
        raise refusal(VALUE_BAD, value="filter", type="Object")
    for name in given:
        if name not in known:
            raise refusal(DATA_BAD, problem=f"Invalid filter type '{name}'")
    return {name: value for name, value in given.items() if value not in (None, "", [])}


def _lead_filter(context: RestContext, body: Mapping[str, Any]) -> dict[str, Any]:
    """Return which leads are wanted: one kind of filter alone can say it (description)."""
    given = _filter(body, *_LEAD_FILTERS)
    if len(given) != 1:
        raise refusal(DATA_BAD, problem="One filter type is needed, and no more")
    ((name, value),) = given.items()
    if name in _SMART_LISTS or (name == _UPDATED and not context.habits.export_updated):
        raise refusal(FILTER_UNSUPPORTED)
    if name == _LIST_NAME:
        found = context.data.lists.find_by_name(str(value))
        if found is None:
            raise refusal(OBJECT_UNKNOWN)
        return {_LIST_ID: found.id}
    if name == _LIST_ID:
        (list_id,) = _numbers({name: [value]}, name)
        return {_LIST_ID: known_list(context, list_id).id}
    return {name: _window(context, given, name)}


def _window(context: RestContext, given: Mapping[str, Any], name: str) -> list[int]:
    """Return the first and the last second of a range; both count (a guess)."""
    value = given[name]
    if not isinstance(value, Mapping):
        raise refusal(VALUE_BAD, value=name, type="Date range")
    ends = []
    for each in ("startAt", "endAt"):
        text = value.get(each)
        if text in (None, ""):
            raise refusal(VALUE_MISSING, name=f"{name}.{each}")
        when = moment(text, context.zone) if isinstance(text, str) else None
        if when is None:
            raise refusal(VALUE_BAD, value=text, type="DateTime")
        ends.append(seconds(when))
    oldest, latest = ends
    if latest < oldest:
        raise refusal(DATA_BAD, problem=f"{name}: endAt is before startAt")
    if latest - oldest > EXPORT_WINDOW_DAYS * DAY:
        raise refusal(DATA_BAD, problem=f"{name} spans more than {EXPORT_WINDOW_DAYS} days")
    return ends


def _texts(given: Mapping[str, Any], name: str) -> list[str]:
    values = _listed(given, name)
    if not all(isinstance(each, str) for each in values):
        raise refusal(VALUE_BAD, value=name, type="String")
    return list(dict.fromkeys(values))


def _numbers(given: Mapping[str, Any], name: str) -> list[int]:
    found = []
    for each in _listed(given, name):
        text = str(each)
        if isinstance(each, bool) or not text.isascii() or not text.isdigit():
            raise refusal(VALUE_BAD, value=text, type="Integer")
        found.append(min(int(text[:20]), MAX_ID))
    return found


def _listed(given: Mapping[str, Any], name: str) -> list[Any]:
    values = given.get(name)
    if values is None:
        return []
    if not isinstance(values, list):
        raise refusal(VALUE_BAD, value=name, type="Array")
    return values


def _column_names(body: Mapping[str, Any]) -> dict[str, str]:
    """Return what columns are called: an object by their names, or a list of names and values.

    The description has the first in its words, and the second in its schema.
    """
    given = body.get("columnHeaderNames")
    if given is None:
        return {}
    if isinstance(given, Mapping):
        return {str(name): str(value) for name, value in given.items()}
    if isinstance(given, list) and all(isinstance(each, Mapping) for each in given):
        return {str(each.get("name")): str(each.get("value")) for each in given}
    raise refusal(VALUE_BAD, value="columnHeaderNames", type="Object")


def _handlers() -> Iterator[tuple[str, Handler]]:
    kinds: tuple[tuple[str, Kind], ...] = (("lead", "leads"), ("activity", "activities"))
    for word, kind in kinds:
        yield f"get_{word}_exports", partial(_list, kind=kind)
        yield f"enqueue_{word}_export", partial(_enqueue, kind=kind)
        yield f"cancel_{word}_export", partial(_cancel, kind=kind)
        yield f"get_{word}_export_status", partial(_status, kind=kind)
        yield f"get_{word}_export_file", partial(_file, kind=kind)


HANDLERS: Mapping[str, Handler] = {
    "create_lead_export": _create_leads,
    "create_activity_export": _create_activities,
    **dict(_handlers()),
}
