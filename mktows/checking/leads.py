"""Requests that write leads: their records and attributes."""

from __future__ import annotations

import re

from mktows.checking.findings import Findings, shown_name
from mktows.checking.items import Item
from mktows.checking.lead_keys import check_cookie
from mktows.checking.rule import Example, Rule
from mktows.facts.lead_fields import READ_ONLY
from mktows.numerals import read_whole

# `Id` may be sent as an attribute, too (recorded); being a key, it changes nothing.
_IGNORED = frozenset(re.sub(r"[\W_]", "", name).lower() for name in READ_ONLY - {"Id"})


def check_sync(item: Item, found: Findings) -> None:
    """Look through a syncLead request."""
    for record in item.each("leadRecord"):
        by_cookie = item.has("marketoCookie")
        _check_record(record, found, keyed=by_cookie)
        keyed = any(record.has(name) for name in ("Id", "ForeignSysPersonId", "Email"))
        if by_cookie and not keyed and not record.each("leadAttributeList", "attribute"):
            found.add(LEAD_DETAIL_MISSING, record.line, record.path)
    for cookie in item.each("marketoCookie"):
        check_cookie(cookie, found)


LEAD_DETAIL_MISSING = Rule(
    "lead-detail-missing",
    "error",
    "documented",
    "A lead of which nothing is said is refused (20104), also beside a cookie.",
    "the record has neither key nor attribute",
    "add what is known of the lead",
    example=Example(
        body=(
            "<ns1:paramsSyncLead><leadRecord></leadRecord><returnLead>false</returnLead>"
            "<marketoCookie>id:561-HYG-937&amp;token:_mch-marketo.com-1258067434006-50277"
            "</marketoCookie></ns1:paramsSyncLead>"
        )
    ),
)

EMAIL_NOT_CHANGED = Rule(
    "email-not-changed",
    "note",
    "documented",
    "Next to Id or foreign id, syncMultipleLeads takes Email as a key and does not change it.",
    "Email stands next to another key, so it is not changed",
    "to change it, put Email into leadAttributeList too",
    example=Example(
        body=(
            "<ns1:paramsSyncMultipleLeads><leadRecordList><leadRecord><Id>7</Id>"
            "<Email>t@t.com</Email><leadAttributeList><attribute>"
            "<attrName>FirstName</attrName>"
            "<attrValue>George</attrValue></attribute></leadAttributeList></leadRecord>"
            "</leadRecordList>"
            "<dedupEnabled>true</dedupEnabled></ns1:paramsSyncMultipleLeads>"
        )
    ),
)

DEDUP_DISABLED = Rule(
    "dedup-disabled",
    "warning",
    "recorded",
    "With dedupEnabled false, a record without Id and foreign id always makes a new lead.",
    "dedupEnabled is false: {count} of the records make new leads, also where one exists",
    "send dedupEnabled true",
    example=Example(
        body=(
            "<ns1:paramsSyncMultipleLeads><leadRecordList><leadRecord><Email>t@t.com</Email>"
            "<leadAttributeList><attribute><attrName>FirstName</attrName>"
            "<attrValue>George</attrValue></attribute></leadAttributeList></leadRecord>"
            "</leadRecordList>"
            "<dedupEnabled>false</dedupEnabled></ns1:paramsSyncMultipleLeads>"
        )
    ),
)


def check_sync_multiple(item: Item, found: Findings) -> None:
    """Look through a syncMultipleLeads request."""
    check_batch(item, "leadRecordList", "leadRecord", found)
    records = item.each("leadRecordList", "leadRecord")
    for record in records:
        _check_record(record, found, keyed=False)
        names = {each.text("attrName") for each in record.each("leadAttributeList", "attribute")}
        keyed = record.counts("Id") or record.counts("ForeignSysPersonId")
        if keyed and record.counts("Email") and "Email" not in names:
            found.add(EMAIL_NOT_CHANGED, record.line, f"{record.path}.Email")
    without = [
        record for record in records if not (record.has("Id") or record.has("ForeignSysPersonId"))
    ]
    if without and item.said("dedupEnabled").lower() in ("false", "0"):
        path = f"{item.path}.dedupEnabled"
        line = item.each("dedupEnabled")[0].line
        found.add(DEDUP_DISABLED, line, path, count=len(without))


BATCH_EMPTY = Rule(
    "batch-empty",
    "error",
    "guess",
    "Nothing says what a list without records does.",
    "{name} is empty",
    "leave the call out when there is nothing to send",
    example=Example(
        body=(
            "<ns1:paramsListOperation><listOperation>ADDTOLIST</listOperation><listKey>"
            "<keyType>MKTOLISTNAME</keyType><keyValue>Trav-Test-List</keyValue></listKey>"
            "<listMemberList></listMemberList>"
            "<strict>false</strict></ns1:paramsListOperation>"
        )
    ),
)


def check_batch(item: Item, name: str, record: str, found: Findings) -> None:
    """Look whether a list has any records."""
    for batch in item.each(name):
        if (
            all(each.nil for each in batch.members.get(record, ()))
            and "href" not in batch.node.attributes
        ):
            found.add(BATCH_EMPTY, batch.line, batch.path, name=name)


LEAD_KEY_MISSING = Rule(
    "lead-key-missing",
    "error",
    "documented",
    "Each record carries Id, ForeignSysPersonId or Email; syncLead takes a cookie instead.",
    "the record has no key",
    "add Id, ForeignSysPersonId with ForeignSysType, or Email",
    example=Example(
        body=(
            "<ns1:paramsSyncLead><leadRecord><leadAttributeList><attribute>"
            "<attrName>FirstName</attrName><attrValue>George</attrValue></attribute>"
            "<attribute><attrName>LastName</attrName>"
            "<attrValue>of the Jungle</attrValue></attribute></leadAttributeList></leadRecord>"
            "<returnLead>false</returnLead></ns1:paramsSyncLead>"
        )
    ),
)

LEAD_KEY_AS_ATTRIBUTE = Rule(
    "lead-key-as-attribute",
    "warning",
    "guess",
    "Clients that could write no key member named leads by the attribute Email for years.",
    "the record has no key but the attribute {name}",
    "add {name} as an element of leadRecord",
    example=Example(
        body=(
            "<ns1:paramsSyncLead><leadRecord><leadAttributeList><attribute>"
            "<attrName>Email</attrName><attrValue>t@t.com</attrValue></attribute>"
            "<attribute><attrName>LastName</attrName>"
            "<attrValue>of the Jungle</attrValue></attribute></leadAttributeList></leadRecord>"
            "<returnLead>false</returnLead></ns1:paramsSyncLead>"
        )
    ),
)

FOREIGN_ID_WITHOUT_TYPE = Rule(
    "foreign-id-without-type",
    "warning",
    "documented",
    "ForeignSysPersonId goes with a ForeignSysType, though an example without was accepted.",
    "ForeignSysPersonId has no ForeignSysType",
    "add ForeignSysType: CUSTOM, SFDC or NETSUITE",
    example=Example(
        body=(
            "<ns1:paramsSyncLead><leadRecord><Email>t@t.com</Email>"
            "<ForeignSysPersonId>7</ForeignSysPersonId><leadAttributeList><attribute>"
            "<attrName>FirstName</attrName><attrValue>George</attrValue></attribute>"
            "<attribute><attrName>LastName</attrName>"
            "<attrValue>of the Jungle</attrValue></attribute></leadAttributeList></leadRecord>"
            "<returnLead>false</returnLead></ns1:paramsSyncLead>"
        )
    ),
)

FOREIGN_TYPE_WITHOUT_ID = Rule(
    "foreign-type-without-id",
    "warning",
    "guess",
    "A ForeignSysType alone tells nothing.",
    "ForeignSysType stands without ForeignSysPersonId",
    "add ForeignSysPersonId, or leave the type out",
    example=Example(
        body=(
            "<ns1:paramsSyncLead><leadRecord><Email>t@t.com</Email>"
            "<ForeignSysType>SFDC</ForeignSysType><leadAttributeList><attribute>"
            "<attrName>FirstName</attrName><attrValue>George</attrValue></attribute>"
            "<attribute><attrName>LastName</attrName>"
            "<attrValue>of the Jungle</attrValue></attribute></leadAttributeList></leadRecord>"
            "<returnLead>false</returnLead></ns1:paramsSyncLead>"
        )
    ),
)

ATTRIBUTE_REPEATED = Rule(
    "attribute-repeated",
    "warning",
    "guess",
    "Nothing says which value counts where an attribute is given more than once.",
    "{name} stands more than once in one list",
    "send it once",
    example=Example(
        body=(
            "<ns1:paramsSyncLead><leadRecord><Email>t@t.com</Email><leadAttributeList>"
            "<attribute><attrName>FirstName</attrName>"
            "<attrValue>George</attrValue></attribute><attribute>"
            "<attrName>FirstName</attrName>"
            "<attrValue>of the Jungle</attrValue></attribute></leadAttributeList></leadRecord>"
            "<returnLead>false</returnLead></ns1:paramsSyncLead>"
        )
    ),
)

ATTRIBUTE_VALUE_EMPTY = Rule(
    "attribute-value-empty",
    "note",
    "inferred",
    "An empty attrValue clears the field.",
    "attrValue of {name} is empty, which clears the field",
    "leave the attribute out unless that is meant",
    example=Example(
        body=(
            "<ns1:paramsSyncLead><leadRecord><Email>t@t.com</Email><leadAttributeList>"
            "<attribute><attrName>FirstName</attrName><attrValue></attrValue></attribute>"
            "<attribute><attrName>LastName</attrName>"
            "<attrValue>of the Jungle</attrValue></attribute></leadAttributeList></leadRecord>"
            "<returnLead>false</returnLead></ns1:paramsSyncLead>"
        )
    ),
)

ATTRIBUTE_READ_ONLY = Rule(
    "attribute-read-only",
    "note",
    "documented",
    "Writing a read-only field changes nothing and is reported as UPDATED.",
    "{name} is read-only: the value is passed over",
    "leave it out",
    example=Example(
        body=(
            "<ns1:paramsSyncLead><leadRecord><Email>t@t.com</Email><leadAttributeList>"
            "<attribute><attrName>FirstName</attrName>"
            "<attrValue>George</attrValue></attribute><attribute>"
            "<attrName>CreatedAt</attrName>"
            "<attrValue>of the Jungle</attrValue></attribute></leadAttributeList></leadRecord>"
            "<returnLead>false</returnLead></ns1:paramsSyncLead>"
        )
    ),
)


def _check_record(record: Item, found: Findings, *, keyed: bool) -> None:
    for attributes in record.each("leadAttributeList"):
        _check_attributes(attributes.each("attribute"), found)
    foreign, kind = record.has("ForeignSysPersonId"), record.has("ForeignSysType")
    if not (keyed or foreign or record.has("Id") or record.has("Email")):
        name = _key_attribute(record)
        if name:
            found.add(LEAD_KEY_AS_ATTRIBUTE, record.line, record.path, name=name)
        else:
            found.add(LEAD_KEY_MISSING, record.line, record.path)
    if foreign and not kind and record.counts("ForeignSysPersonId"):
        found.add(FOREIGN_ID_WITHOUT_TYPE, record.line, record.path)
    if kind and not foreign and record.counts("ForeignSysType"):
        found.add(FOREIGN_TYPE_WITHOUT_ID, record.line, record.path)


def _key_attribute(record: Item) -> str:
    """The name of the attribute that names a lead for want of a key; empty for none."""
    values = {
        each.text("attrName"): each.text("attrValue")
        for each in record.each("leadAttributeList", "attribute")
    }
    if values.get("Email"):
        return "Email"
    return "" if read_whole(values.get("Id", "")) is None else "Id"


def _check_attributes(attributes: list[Item], found: Findings) -> None:
    seen: set[str] = set()
    for attribute in attributes:
        name = attribute.text("attrName")
        shown = shown_name(name)
        if name in seen:
            found.add(ATTRIBUTE_REPEATED, attribute.line, attribute.path, name=shown)
        seen.add(name)
        if re.sub(r"[\W_]", "", name).lower() in _IGNORED:
            found.add(ATTRIBUTE_READ_ONLY, attribute.line, attribute.path, name=shown)
        value = attribute.member("attrValue")
        if value is not None and not value.node.text and not value.node.children:
            found.add(ATTRIBUTE_VALUE_EMPTY, value.line, value.path, name=shown)
