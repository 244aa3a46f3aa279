"""Requests that merge leads: winner, losers and their keys."""

from __future__ import annotations

from mktows.checking.findings import Findings, listed, nearest, shown_value
from mktows.checking.items import Item
from mktows.checking.lead_keys import check_key_value
from mktows.checking.rule import Example, Rule
from mktows.facts.key_types import COOKIE, EMAIL, IDNUM, MERGE_KEY_TYPES

# A lead field that stands where a key type belongs.
_MERGE_FIELDS = {"id": IDNUM, "leadid": IDNUM, "emailaddress": EMAIL}


MERGE_KEY_MISSING = Rule(
    "merge-key-missing",
    "error",
    "documented",
    "mergeLeads names each lead with one key.",
    "{name} names no lead",
    "add an attribute whose attrName is a key type, such as IDNUM",
    example=Example(
        body=(
            "<ns1:paramsMergeLeads><winningLeadKeyList></winningLeadKeyList>"
            "<losingLeadKeyLists><keyList><attribute><attrName>IDNUM</attrName>"
            "<attrValue>15</attrValue></attribute></keyList></losingLeadKeyLists>"
            "</ns1:paramsMergeLeads>"
        )
    ),
)

MERGE_KEY_CROWDED = Rule(
    "merge-key-crowded",
    "warning",
    "inferred",
    "Every valid example names a lead with one attribute.",
    "{name} holds {count} keys for one lead",
    "send one attribute for each lead",
    example=Example(
        body=(
            "<ns1:paramsMergeLeads><winningLeadKeyList><attribute><attrName>IDNUM</attrName>"
            "<attrValue>2</attrValue></attribute></winningLeadKeyList><losingLeadKeyLists>"
            "<keyList><attribute><attrName>IDNUM</attrName>"
            "<attrValue>15</attrValue></attribute><attribute><attrName>IDNUM</attrName>"
            "<attrValue>16</attrValue></attribute></keyList></losingLeadKeyLists>"
            "</ns1:paramsMergeLeads>"
        )
    ),
)

MERGE_SAME_LEAD = Rule(
    "merge-same-lead",
    "error",
    "guess",
    "A lead cannot be merged into itself.",
    "a losing lead has the winner's key",
    "leave the winner out of losingLeadKeyLists",
    example=Example(
        body=(
            "<ns1:paramsMergeLeads><winningLeadKeyList><attribute><attrName>IDNUM</attrName>"
            "<attrValue>2</attrValue></attribute></winningLeadKeyList><losingLeadKeyLists>"
            "<keyList><attribute><attrName>IDNUM</attrName>"
            "<attrValue>2</attrValue></attribute></keyList></losingLeadKeyLists>"
            "</ns1:paramsMergeLeads>"
        )
    ),
)


def check_merge(item: Item, found: Findings) -> None:
    """Look through a mergeLeads request."""
    winners = item.each("winningLeadKeyList")
    losers = item.each("losingLeadKeyLists", "keyList")
    for lists in item.each("losingLeadKeyLists"):
        if not lists.members.get("keyList"):
            name = "losingLeadKeyLists"
            found.add(MERGE_KEY_MISSING, lists.line, lists.path, name=name)
    for keys in (*winners, *losers):
        attributes = keys.each("attribute")
        name = keys.node.name
        if not attributes:
            found.add(MERGE_KEY_MISSING, keys.line, keys.path, name=name)
        elif len(attributes) > 1:
            count = len(attributes)
            found.add(MERGE_KEY_CROWDED, keys.line, keys.path, name=name, count=count)
        for attribute in attributes:
            _check_merge_key(attribute, found)
    won = {pair for keys in winners for pair in _pairs(keys)}
    for keys in losers:
        if won & _pairs(keys):
            found.add(MERGE_SAME_LEAD, keys.line, keys.path)


def _pairs(keys: Item) -> set[tuple[str, str]]:
    pairs = ((each.said("attrName"), each.said("attrValue")) for each in keys.each("attribute"))
    return {(name, value) for name, value in pairs if value}


MERGE_KEY_COOKIE = Rule(
    "merge-key-cookie",
    "error",
    "documented",
    "mergeLeads takes every key type but COOKIE.",
    "COOKIE is no key of mergeLeads",
    "name the lead by IDNUM or EMAIL",
    example=Example(
        body=(
            "<ns1:paramsMergeLeads><winningLeadKeyList><attribute><attrName>COOKIE</attrName>"
            "<attrValue>2</attrValue></attribute></winningLeadKeyList><losingLeadKeyLists>"
            "<keyList><attribute><attrName>IDNUM</attrName>"
            "<attrValue>15</attrValue></attribute></keyList></losingLeadKeyLists>"
            "</ns1:paramsMergeLeads>"
        )
    ),
)

MERGE_KEY_UNKNOWN = Rule(
    "merge-key-unknown",
    "error",
    "documented",
    "In mergeLeads an attrName is a key type, not a lead field.",
    "attrName is no key type{shown}",
    "{hint}",
    example=Example(
        body=(
            "<ns1:paramsMergeLeads><winningLeadKeyList><attribute><attrName>Id</attrName>"
            "<attrValue>2</attrValue></attribute></winningLeadKeyList><losingLeadKeyLists>"
            "<keyList><attribute><attrName>IDNUM</attrName>"
            "<attrValue>15</attrValue></attribute></keyList></losingLeadKeyLists>"
            "</ns1:paramsMergeLeads>"
        )
    ),
)


def _check_merge_key(attribute: Item, found: Findings) -> None:
    name, value = attribute.member("attrName"), attribute.member("attrValue")
    if name is None:
        return
    if name.value == COOKIE:
        found.add(MERGE_KEY_COOKIE, name.line, name.path)
    elif name.value not in MERGE_KEY_TYPES:
        meant = _MERGE_FIELDS.get(name.value.lower()) or nearest(name.value, MERGE_KEY_TYPES)
        hint = f"write {meant}" if meant else f"write {listed(MERGE_KEY_TYPES)}"
        shown = shown_value(name.value)
        found.add(MERGE_KEY_UNKNOWN, name.line, name.path, shown=shown, hint=hint)
    elif value is not None:
        check_key_value(name.value, value, found)
