"""Makes the files of bulk exports, when they are due, from one state of the data."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from mktows.exact_json import number_text, write_json
from mktows.sandbox.activities.pages import Activity, ActivityQuery, Place
from mktows.sandbox.context import Scope
from mktows.sandbox.leads.rows import Lead
from mktows.sandbox.operation import JobHandler
from mktows.sandbox.rest.activities import attribute_values, custom_types
from mktows.sandbox.rest.activity_ids import ActivityIds, type_names
from mktows.sandbox.rest.lead_values import PARTITION, Json, Shown
from mktows.sandbox.rest.moments import activity_text
from mktows.sandbox.rest.rows_exports import PIECE_BYTES, Export, ExportRows

EXPORT_JOB = "export"
ATTRIBUTES = "attributes"
ACTIVITY_COLUMNS = (
    *("marketoGUID", "leadId", "activityDate", "activityTypeId", "campaignId"),
    *("primaryAttributeValueId", "primaryAttributeValue", ATTRIBUTES),
)
"""The columns of a file of activities where a call names none (documented)."""
DELIMITERS: Mapping[str, str] = {"CSV": ",", "TSV": "\t", "SSV": ";"}
"""The text between the columns of a file, by its format."""

_NOTHING = "null"
"""The text for no value, as clients read it (recorded)."""
_AT_ONCE = 512

_Row = Sequence[Json]


class _File:
    """The file of an export while it is written; no more than a piece of it is in memory."""

    def __init__(self, rows: ExportRows, number: int, format: str) -> None:
        self._rows = rows
        self._number = number
        self._text = io.StringIO()
        self._writer = csv.writer(self._text, delimiter=DELIMITERS[format], lineterminator="\n")
        self._waiting = bytearray()
        self._digest = hashlib.sha256()
        self._size = self._pieces = 0

    def add(self, row: _Row) -> None:
        """Write a row."""
        self._writer.writerow([_cell(each) for each in row])
        written = self._text.getvalue().encode()
        self._text.seek(0)
        self._text.truncate()
        self._waiting += written
        self._digest.update(written)
        self._size += len(written)
        while len(self._waiting) >= PIECE_BYTES:
            self._put(bytes(self._waiting[:PIECE_BYTES]))
            del self._waiting[:PIECE_BYTES]

    def end(self, records: int) -> None:
        """Write what is left, and keep what the file is like."""
        self._put(bytes(self._waiting))
        self._rows.finish(
            self._number, size=self._size, records=records, checksum=self._digest.hexdigest()
        )

    def _put(self, piece: bytes) -> None:
        self._rows.write_piece(self._number, self._pieces, piece)
        self._pieces += 1


def _make(scope: Scope, content: dict[str, Any]) -> None:
    """Make the file of one export."""
    export = scope.data.exports.get(content["id"])
    if export is None or export.cancelled:
        return
    columns: list[str] = export.request["fields"]
    names: Mapping[str, str] = export.request["names"]
    file = _File(scope.data.exports, export.id, export.format)
    file.add([names.get(each, each) for each in columns])
    records = 0
    for row in _ROWS[export.kind](scope, export, columns):
        file.add(row)
        records += 1
    file.end(records)


def _leads(scope: Scope, export: Export, columns: Sequence[str]) -> Iterator[_Row]:
    fields = scope.data.leads.rest_fields()
    # A field may have been deleted since.
    names = [each for each in columns if each in fields or each == PARTITION]
    shown = Shown(names, fields, scope.instance)
    after = 0
    while page := _lead_page(scope, export.request["filter"], after):
        for record in shown.records(page):
            yield [record.get(each) for each in columns]
        after = page[-1].id


def _lead_page(scope: Scope, chosen: Mapping[str, Any], after: int) -> Sequence[Lead]:
    """Return the next leads that a filter chooses."""
    leads, lists = scope.data.leads, scope.data.lists
    match chosen:
        case {"createdAt": [oldest, latest]}:
            return leads.created_between(oldest, latest, after=after, limit=_AT_ONCE)
        case {"updatedAt": [oldest, latest]}:
            return leads.updated_between(oldest, latest, after=after, limit=_AT_ONCE)[0]
    return leads.load(lists.member_ids(chosen["staticListId"], after=after, limit=_AT_ONCE))


def _activities(scope: Scope, export: Export, columns: Sequence[str]) -> Iterator[_Row]:
    request = export.request
    chosen = request["filter"]
    oldest, latest = chosen["createdAt"]
    query = ActivityQuery(oldest=oldest, latest=latest)
    if chosen["types"]:
        names = frozenset(type_names(scope, chosen["types"]).values())
        query = ActivityQuery(included=names, oldest=oldest, latest=latest)
    after: Place | None = None
    while page := scope.data.activities.first(query, after=after, limit=_AT_ONCE):
        ids = ActivityIds.of(scope, page)
        custom = custom_types(scope, {each.type for each in page})
        for each in page:
            record = _activity(scope, each, ids, custom, request)
            if _is_about(record, chosen["values"], chosen["value_ids"]):
                yield [record.get(name) for name in columns]
        after = (page[-1].at, page[-1].id)


def _activity(
    scope: Scope,
    happened: Activity,
    ids: ActivityIds,
    custom: Mapping[str, Any],
    request: Mapping[str, Any],
) -> dict[str, Json]:
    shown = ids.shown(happened)
    attributes = attribute_values(scope, happened, shown.attributes, custom, empty=request["empty"])
    told: Json = [{"name": each["name"], "value": each["value"]} for each in attributes]
    if request["attributes"] == "object":
        told = {each["name"]: each["value"] for each in attributes}
    return {
        "marketoGUID": str(happened.id),
        "leadId": happened.lead_id,
        "activityDate": activity_text(happened.at, request["times"]),
        "activityTypeId": shown.type_id,
        "campaignId": shown.campaign_id,
        "primaryAttributeValueId": shown.asset_id,
        "primaryAttributeValue": happened.asset or None,
        ATTRIBUTES: write_json(told).decode(),
    }


def _is_about(record: Mapping[str, Json], values: Collection[str], ids: Collection[int]) -> bool:
    """Tell whether an activity is about one of some things, where any are named."""
    return (not values or record["primaryAttributeValue"] in values) and (
        not ids or record["primaryAttributeValueId"] in ids
    )


def _cell(value: Json) -> str:
    if value is None:
        return _NOTHING
    if isinstance(value, bool):
        return "true" if value else "false"
    return number_text(value) if isinstance(value, Decimal) else str(value)


_ROWS: Mapping[str, Callable[[Scope, Export, Sequence[str]], Iterator[_Row]]] = {
    "leads": _leads,
    "activities": _activities,
}
JOBS: dict[str, JobHandler] = {EXPORT_JOB: _make}
