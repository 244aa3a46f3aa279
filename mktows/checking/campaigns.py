"""Requests about lists, imports and campaigns."""

from __future__ import annotations

import csv
import io
import re

from mktows.checking.findings import Findings, listed
from mktows.checking.items import Item
from mktows.checking.leads import check_batch, check_keys
from mktows.facts.key_types import COOKIE, IDNUM, LEAD_KEY_TYPES
from mktows.facts.lead_fields import DISPLAY_NAMES

_TOKEN = re.compile(r"\{\{my\.[^{}]+\}\}")
_EMAIL = DISPLAY_NAMES["Email"]
# Other names than the display name under which a lead field is known.
_API_NAMES = {name: shown for name, shown in DISPLAY_NAMES.items() if name != shown} | {
    "EmailAddress": _EMAIL
}


def check_list(item: Item, found: Findings) -> None:
    """Look through a listOperation request."""
    check_batch(item, "listMemberList", "leadKey", found)
    members = item.each("listMemberList", "leadKey")
    check_keys(members, found)
    for member in members:
        kind = member.text("keyType")
        if kind in LEAD_KEY_TYPES and kind != IDNUM:
            found.add("list-member-key", member.line, member.path, type=kind)
    for key in item.each("listKey"):
        name = key.member("keyValue")
        program, dot, plain = key.text("keyValue").partition(".")
        if name and key.text("keyType") == "MKTOLISTNAME" and program and dot and plain:
            found.add("list-in-program", name.line, name.path)


# Imports


def check_import(item: Item, found: Findings) -> None:
    """Look through an importToList request."""
    check_batch(item, "importFileRows", "stringItem", found)
    header = item.member("importFileHeader")
    columns = _columns(header.node.text) if header else None
    if header is None or columns is None:
        return
    _check_columns(header, [column.strip() for column in columns], found)
    if any(_TOKEN.fullmatch(column.strip()) for column in columns) and not item.has("campaignName"):
        found.add("import-tokens-without-campaign", header.line, header.path)
    for row in item.each("importFileRows", "stringItem"):
        cells = _columns(row.node.text)
        if cells is not None and len(cells) != len(columns):
            count, expected = len(cells), len(columns)
            found.add("import-row-columns", row.line, row.path, count=count, expected=expected)


def check_import_status(item: Item, found: Findings) -> None:
    """Look through a getImportToListStatus request."""
    for name in ("programName", "listName"):
        if not item.has(name):
            found.add("import-status-unnamed", item.line, item.path, name=name)


def _check_columns(header: Item, columns: list[str], found: Findings) -> None:
    for column in columns:
        if column in _API_NAMES:
            found.add(
                "import-header-api-name",
                header.line,
                header.path,
                name=column,
                expected=_API_NAMES[column],
            )
    names = [_API_NAMES.get(column, column).lower() for column in columns]
    if len(set(names)) < len(names):
        found.add("import-header-repeated", header.line, header.path)
    if _EMAIL.lower() not in names:
        found.add("import-email-missing", header.line, header.path)


def _columns(line: str) -> list[str] | None:
    """The cells of a line of CSV, None where it cannot be read."""
    try:
        # Not str.splitlines: it takes U+2028 and others for line ends, which CSV does not.
        return next(csv.reader(io.StringIO(line, newline="")), [])
    except csv.Error:
        return None


# Campaigns


def check_request(item: Item, found: Findings) -> None:
    """Look through a requestCampaign request."""
    by_name = [name for name in ("campaignName", "programName") if item.has(name)]
    tokens = ["programTokenList"] if item.members.get("programTokenList") else []
    if item.has("campaignId"):
        if by_name or item.has("programTokenList"):
            others = listed([*by_name, *tokens], "and")
            found.add("campaign-id-with-name", item.line, item.path, others=others)
    elif len(by_name) < 2:
        missing = {"campaignName", "programName"} - set(by_name)
        name = missing.pop() if len(missing) == 1 else "campaignId"
        found.add("campaign-unnamed", item.line, item.path, missing=name)
    elif not tokens:
        found.add("campaign-tokens-missing", item.line, item.path)
    keys = item.each("leadList", "leadKey")
    if not keys:
        found.add("campaign-leads-missing", item.line, item.path)
    check_keys(keys, found)
    for key in keys:
        if key.text("keyType") == COOKIE:
            found.add("campaign-key-cookie", key.line, key.path)
    check_tokens(item, found)


def check_tokens(item: Item, found: Findings) -> None:
    """Look through the tokens that a campaign is given."""
    for token in item.each("programTokenList", "attrib"):
        name = token.member("name")
        if name is not None and not _TOKEN.fullmatch(name.value):
            found.add("token-form", name.line, name.path)
