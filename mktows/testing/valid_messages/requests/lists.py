"""Valid requests of listOperation, importToList and getImportToListStatus."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from mktows.contract import Contract
from mktows.facts import limits
from mktows.facts.key_types import IDNUM, SFDC_LEAD_OWNER_ID
from mktows.testing.valid_messages import realistic
from mktows.testing.valid_messages.realistic import Builder, Objects, listed, object_of, some


def _list_operation(table: Contract) -> Objects:
    operations: Any = table.binding("ListOperationType")
    # More are allowed, but no batch of more records is supported.
    members = some(
        realistic.lead_keys(IDNUM),
        numbered=realistic.id_key,
        most=limits.RECORDS_PER_BATCH,
        by=realistic.key_of,
    )
    keys = {
        "MKTOLISTNAME": realistic.names,
        "MKTOSALESUSERID": realistic.crm_ids,
        SFDC_LEAD_OWNER_ID: realistic.crm_ids,
    }
    list_key = st.one_of(
        *(
            st.fixed_dictionaries({"keyType": st.just(name), "keyValue": values})
            for name, values in keys.items()
        )
    )

    def of(names: list[str], optional: Mapping[str, SearchStrategy[Any]]) -> Objects:
        return object_of(
            table,
            "ParamsListOperation",
            {
                "listOperation": st.sampled_from(names),
                "listKey": list_key,
                "listMemberList": listed("leadKey", members),
            },
            optional,
        )

    names = [item.value for item in operations]
    changing = [name for name in names if name in ("ADDTOLIST", "REMOVEFROMLIST")]
    others = [name for name in names if name not in changing]
    # Where nothing is added or removed, strict has no effect.
    return st.one_of(of(changing, {"strict": realistic.booleans}), of(others, {}))


IMPORT_COLUMNS: Mapping[str, SearchStrategy[str]] = {
    "Email Address": realistic.emails,
    "First Name": realistic.lines,
    "Last Name": realistic.lines,
    "Job Title": realistic.lines,
    "Company Name": realistic.lines,
    "Lead Score": st.integers(0, 100).map(str),
}
"""Columns of an import by the display names of their fields."""


def _csv_line(cells: list[str]) -> str:
    """One line of CSV, quoted where it must be."""
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(cells)
    return line.getvalue()


def _import_to_list(table: Contract) -> Objects:
    columns = st.lists(
        st.sampled_from([name for name in IMPORT_COLUMNS if name != "Email Address"]),
        max_size=4,
        unique=True,
    ).map(lambda found: ["Email Address", *found])
    plain = columns.flatmap(lambda found: import_with(table, found, st.none() | realistic.names))
    token = "{{my.message}}"  # noqa: S105 - a program token
    # Token columns need the campaign that uses them.
    with_token = columns.flatmap(lambda found: import_with(table, [*found, token], realistic.names))
    return st.one_of(plain, plain, with_token)


def import_of(table: Contract, campaign: SearchStrategy[str | None]) -> Objects:
    """An import of addresses and names."""
    return import_with(table, ["Email Address", "Last Name"], campaign)


def import_with(
    table: Contract, columns: list[str], campaign: SearchStrategy[str | None]
) -> Objects:
    """An import of some columns, the first of which holds addresses in a long one."""
    row = st.tuples(*(IMPORT_COLUMNS.get(name, realistic.lines) for name in columns))

    def many(number: int) -> str:
        return _csv_line([f"{number}@many.example", *("x" for _ in columns[1:])])

    rows = some(row.map(list).map(_csv_line), numbered=many, most=limits.RECORDS_PER_BATCH)
    return object_of(
        table,
        "ParamsImportToList",
        {
            "programName": realistic.names,
            "importFileHeader": st.just(_csv_line(columns)),
            "importFileRows": listed("stringItem", rows),
            "importListMode": st.sampled_from(("UPSERTLEADS", "LISTONLY")),
            "listName": realistic.names,
            "clearList": realistic.booleans,
            "campaignName": campaign,
        },
    )


def _get_import_to_list_status(table: Contract) -> Objects:
    required = {"programName": realistic.names, "listName": realistic.names}
    return object_of(table, "ParamsGetImportToListStatus", required)


REQUESTS: Mapping[str, Builder] = {
    "getImportToListStatus": _get_import_to_list_status,
    "importToList": _import_to_list,
    "listOperation": _list_operation,
}
