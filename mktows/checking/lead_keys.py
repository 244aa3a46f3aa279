"""Keys that name a lead: their values, and cookies."""

from __future__ import annotations

import re

from mktows.checking.findings import Findings
from mktows.checking.items import Item
from mktows.checking.masks import is_masked
from mktows.checking.rule import Example, Rule
from mktows.facts.key_types import COOKIE, IDNUM, LEAD_KEY_TYPES

_COOKIE = re.compile(r"id:[^&\s]+&token:\S+")
_INT = re.compile(r"[+-]?0*[0-9]{1,10}", re.ASCII)


def check_keys(keys: list[Item], found: Findings) -> None:
    """Look through lead keys for values that no lead can have."""
    for key in keys:
        value = key.member("keyValue")
        if value is not None:
            check_key_value(key.text("keyType"), value, found)


KEY_VALUE_EMPTY = Rule(
    "key-value-empty",
    "error",
    "recorded",
    "A lead key without value is refused (20102).",
    "the {type} key has no value",
    "fill keyValue, or leave the key out",
    example=Example(
        body=(
            "<ns1:paramsGetLead><leadKey><keyType>EMAIL</keyType>"
            "<keyValue> </keyValue></leadKey></ns1:paramsGetLead>"
        )
    ),
)

KEY_VALUE_NOT_ID = Rule(
    "key-value-not-id",
    "error",
    "recorded",
    "An IDNUM that is no number, or beyond the range of int, is refused.",
    "the value of an IDNUM key is no lead id",
    "send the lead's Id, a whole number",
    example=Example(
        body=(
            "<ns1:paramsListOperation><listOperation>ADDTOLIST</listOperation><listKey>"
            "<keyType>MKTOLISTNAME</keyType><keyValue>Trav-Test-List</keyValue></listKey>"
            "<listMemberList><leadKey><keyType>IDNUM</keyType>"
            "<keyValue>null</keyValue></leadKey></listMemberList>"
            "<strict>false</strict></ns1:paramsListOperation>"
        )
    ),
)


def check_key_value(kind: str, value: Item, found: Findings, *, refused: bool = True) -> None:
    """Look at the value of a key of some type.

    Args:
        kind: The type.
        value: The value.
        found: Takes what is found.
        refused: Whether a call is refused for it; else it just matches nothing.
    """
    if value.node.children or is_masked(value.value):
        return
    if not value.value:
        shown = kind if kind in LEAD_KEY_TYPES else "lead"
        rule = KEY_VALUE_EMPTY if refused else KEY_VALUE_EMPTY.at("warning")
        found.add(rule, value.line, value.path, type=shown)
    elif kind == IDNUM and not _is_id(value.value):
        rule = KEY_VALUE_NOT_ID if refused else KEY_VALUE_NOT_ID.at("warning")
        found.add(rule, value.line, value.path)
    elif kind == COOKIE:
        check_cookie(value, found)


def _is_id(text: str) -> bool:
    return bool(_INT.fullmatch(text)) and -(2**31) <= int(text) < 2**31


COOKIE_FORM = Rule(
    "cookie-form",
    "warning",
    "documented",
    "A cookie is the whole value of _mkto_trk: id:, the account, &token: and the token.",
    "{name} has not the form of a cookie",
    "send the value of the browser's _mkto_trk, its & escaped",
    example=Example(
        body=(
            "<ns1:paramsGetLead><leadKey><keyType>COOKIE</keyType>"
            "<keyValue>rufus@marketo.com</keyValue></leadKey></ns1:paramsGetLead>"
        )
    ),
)


def check_cookie(value: Item, found: Findings) -> None:
    """Look at the value of a cookie."""
    if value.value and not is_masked(value.value) and not _COOKIE.fullmatch(value.value):
        found.add(COOKIE_FORM, value.line, value.path, name=value.node.name)


def check_lead_key(item: Item, found: Findings) -> None:
    """Look through a request that names one lead by key."""
    check_keys(item.each("leadKey"), found)
