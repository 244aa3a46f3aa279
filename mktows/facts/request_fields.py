"""The fields of every request: what each does, and where one has no effect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from mktows.facts.evidence import Evidence


class RequestField(NamedTuple):
    """A field of a request that has an effect.

    Attributes:
        path: Its place below the message, `[]` behind what may be repeated.
        effect: What it does.
        strength: How strong that is.
    """

    path: str
    effect: str
    strength: Evidence


Circumstance = Literal[
    "with a LeadKeySelector",
    "beside a leadSelector",
    "beside staticListId",
    "without name",
    "unless leads are added or removed",
    "for other types than Program",
    "for a Program",
    "beside id",
    "beside Id",
    "without ForeignSysPersonId",
]
"""The circumstances in which a field that otherwise has an effect has none."""


@dataclass(frozen=True, slots=True)
class WithoutEffect:
    """A field, or a group of fields, of a request that has no effect.

    Attributes:
        operation: The operation.
        path: As that of a RequestField; of a group, the place that it begins at.
        reason: Why it has none.
        strength: How strong that is.
        circumstance: When it has none; None for always.
    """

    operation: str
    path: str
    reason: str
    strength: Evidence
    circumstance: Circumstance | None = None

    @property
    def name(self) -> str:
        """The element's name."""
        return self.path.rpartition(".")[2].removesuffix("[]")

    @property
    def when(self) -> str:
        """The circumstance as the end of `no effect`, empty for always."""
        return f" {self.circumstance}" if self.circumstance else ""


def _pairs(where: str, name: str, value: str, strength: Evidence) -> tuple[RequestField, ...]:
    """The two members of attributes."""
    return (
        RequestField(f"{where}.attrName", name, strength),
        RequestField(f"{where}.attrValue", value, strength),
    )


def _attribs(where: str, name: str, value: str, strength: Evidence) -> tuple[RequestField, ...]:
    """The two members of attribs."""
    return (
        RequestField(f"{where}.name", name, strength),
        RequestField(f"{where}.value", value, strength),
    )


def _keys(where: str, whose: str) -> tuple[RequestField, ...]:
    """The two members of a leadKey."""
    return (
        RequestField(f"{where}.keyType", f"the kind of key that {whose} named by", "documented"),
        RequestField(f"{where}.keyValue", f"the key that {whose} named by", "documented"),
    )


def _associations(where: str, target: str) -> tuple[RequestField, ...]:
    """The members of associations."""
    key = f"the external key of {target}"
    return (
        RequestField(f"{where}.mObjType", f"the type of {target}", "documented"),
        RequestField(f"{where}.id", f"the id of {target}", "documented"),
        *_attribs(f"{where}.externalKey", f"the field of {key}", key, "documented"),
    )


def _records(where: str) -> tuple[RequestField, ...]:
    """The members of a leadRecord."""
    return (
        RequestField(f"{where}.Id", "a key: the lead to update", "documented"),
        RequestField(f"{where}.Email", "a key, or the address to set", "documented"),
        RequestField(f"{where}.ForeignSysPersonId", "a key, or the id to set", "documented"),
        RequestField(f"{where}.ForeignSysType", "the kind of foreign id", "documented"),
        *_pairs(
            f"{where}.leadAttributeList.attribute[]",
            "the lead field to write",
            "what is written to it",
            "documented",
        ),
    )


_LIST_AND_TIMES = (
    RequestField("leadSelector.staticListName", "leads of the list of this name", "documented"),
    RequestField("leadSelector.staticListId", "leads of the list with this id", "documented"),
    RequestField("leadSelector.oldestUpdatedAt", "the lower bound of time", "documented"),
    RequestField("leadSelector.latestUpdatedAt", "the upper bound of time", "documented"),
)
_SELECTOR = (
    RequestField("leadSelector.keyType", "the kind of keys", "documented"),
    RequestField("leadSelector.keyValues.stringItem[]", "leads with these keys", "documented"),
    *_LIST_AND_TIMES,
)
_FILTER = (
    RequestField(
        "activityFilter.includeTypes.activityType[]", "activities of these types", "documented"
    ),
    RequestField(
        "activityFilter.excludeTypes.activityType[]", "no activities of these types", "documented"
    ),
)
_POSITION = (
    RequestField("startPosition.latestCreatedAt", "the upper bound of time", "inferred"),
    RequestField("startPosition.oldestCreatedAt", "the lower bound of time", "recorded"),
    RequestField("startPosition.offset", "goes on behind the page before", "recorded"),
)
_BATCH_SIZE = RequestField("batchSize", "records of a page", "documented")
_STREAM_POSITION = RequestField("streamPosition", "goes on behind the page before", "documented")
_PROGRAM_NAME = RequestField("programName", "the program", "documented")
_CAMPAIGN_NAME = RequestField("campaignName", "the campaign of the program", "documented")
_LIST_NAME = RequestField("listName", "the list of the program", "documented")
_TYPE_NAME = RequestField("objTypeName", "the type of the records", "documented")
_TOKENS = _attribs(
    "programTokenList.attrib[]", "the token to set", "what it holds in this run", "documented"
)
_OBJECT = "mObjectList.mObject[]"
_DELETED_KEY = "the status repeats it; the id alone names the object"

REQUEST_FIELDS: Mapping[str, tuple[RequestField, ...]] = {
    "deleteCustomObjects": (
        _TYPE_NAME,
        *_pairs(
            "customObjKeyLists.keyList[].attribute[]", "the key field", "its value", "documented"
        ),
    ),
    "deleteMObjects": (
        RequestField(f"{_OBJECT}.type", "the type of the object", "documented"),
        RequestField(f"{_OBJECT}.id", "the object to delete", "documented"),
        *_attribs(f"{_OBJECT}.externalKey", _DELETED_KEY, _DELETED_KEY, "inferred"),
    ),
    "describeMObject": (RequestField("objectName", "the type to describe", "documented"),),
    "getCampaignsForSource": (
        RequestField("source", "campaigns that this source may request", "documented"),
        RequestField("name", "campaigns whose name holds this text", "documented"),
        RequestField("exactName", "whether the whole name must match", "documented"),
    ),
    "getChannels": (RequestField("tag.values.stringItem[]", "these channels", "documented"),),
    "getCustomObjects": (
        _TYPE_NAME,
        *_pairs(
            "customObjKeyList.attribute[]", "the key field", "records with this value", "documented"
        ),
        RequestField("includeAttributes.stringItem[]", "the fields to show", "documented"),
        _BATCH_SIZE,
        _STREAM_POSITION,
    ),
    "getImportToListStatus": (_PROGRAM_NAME, _LIST_NAME),
    "getLead": _keys("leadKey", "leads are"),
    "getLeadActivity": (*_keys("leadKey", "the lead is"), *_FILTER, *_POSITION, _BATCH_SIZE),
    "getLeadChanges": (
        *_POSITION,
        RequestField(
            "startPosition.activityCreatedAt",
            "a lower bound of time; beside another one both hold",
            "documented",
        ),
        *_FILTER,
        RequestField(
            "activityNameFilter.stringItem[]", "activities of these display names", "documented"
        ),
        *_SELECTOR,
        _BATCH_SIZE,
    ),
    "getMObjects": (
        RequestField("type", "the type of the objects", "documented"),
        RequestField("id", "the object with this id", "documented"),
        *_attribs(
            "externalKey", "the field of the external key", "the object with this key", "documented"
        ),
        *_pairs("mObjCriteriaList.mObjCriteria[]", "what is compared", "with what", "documented"),
        RequestField(
            "mObjCriteriaList.mObjCriteria[].comparison", "how it is compared", "documented"
        ),
        *_associations(
            "mObjAssociationList.mObjAssociation[]", "what the objects are associated with"
        ),
        RequestField("includeDetails", "programs with all that is known of them", "documented"),
        _STREAM_POSITION,
    ),
    "getMultipleLeads": (
        *_SELECTOR,
        RequestField("lastUpdatedAt", "the lower bound of time, in the old form", "inferred"),
        RequestField("includeAttributes.stringItem[]", "the fields to show", "documented"),
        _BATCH_SIZE,
        _STREAM_POSITION,
    ),
    "getTags": (
        RequestField("tagList.tag[].type", "tags of this type", "documented"),
        RequestField("tagList.tag[].values.stringItem[]", "these values of it", "documented"),
    ),
    "importToList": (
        _PROGRAM_NAME,
        RequestField("importFileHeader", "the columns", "documented"),
        RequestField("importFileRows.stringItem[]", "a lead for each row", "documented"),
        RequestField("importListMode", "whether missing leads are made", "documented"),
        _LIST_NAME,
        RequestField("clearList", "whether the list is emptied first", "documented"),
        RequestField("campaignName", "the campaign that uses token columns", "documented"),
    ),
    "listMObjects": (),
    "listOperation": (
        RequestField("listOperation", "what is done", "documented"),
        RequestField("listKey.keyType", "the kind of key that the list is named by", "documented"),
        RequestField("listKey.keyValue", "the key that the list is named by", "documented"),
        *_keys("listMemberList.leadKey[]", "leads are"),
        RequestField("strict", "whether all is left as it is if any part fails", "documented"),
    ),
    "mergeLeads": (
        *_pairs(
            "winningLeadKeyList.attribute[]", "the kind of key", "the winner's key", "documented"
        ),
        *_pairs(
            "losingLeadKeyLists.keyList[].attribute[]",
            "the kind of key",
            "a loser's key",
            "documented",
        ),
    ),
    "requestCampaign": (
        RequestField("source", "who requests it", "documented"),
        RequestField("campaignId", "the campaign", "documented"),
        *_keys("leadList.leadKey[]", "leads are"),
        _PROGRAM_NAME,
        _CAMPAIGN_NAME,
        *_TOKENS,
    ),
    "scheduleCampaign": (
        _PROGRAM_NAME,
        RequestField(
            "cloneToProgramName", "the name of a clone, whose campaign is run", "documented"
        ),
        _CAMPAIGN_NAME,
        RequestField("campaignRunAt", "when; at once without", "documented"),
        *_TOKENS,
    ),
    "syncCustomObjects": (
        _TYPE_NAME,
        *_pairs(
            "customObjList.customObj[].customObjKeyList.attribute[]",
            "the key field",
            "its value",
            "documented",
        ),
        *_pairs(
            "customObjList.customObj[].customObjAttributeList.attribute[]",
            "the field to write",
            "what is written to it",
            "documented",
        ),
        RequestField("operation", "whether records are made, changed or both", "documented"),
    ),
    "syncLead": (
        *_records("leadRecord"),
        RequestField("returnLead", "whether the reply shows the lead", "documented"),
        RequestField(
            "marketoCookie", "a key, and the browser that becomes the lead's", "documented"
        ),
    ),
    "syncMObjects": (
        RequestField(f"{_OBJECT}.type", "the type of the object", "documented"),
        RequestField(f"{_OBJECT}.id", "the object to change", "documented"),
        *_attribs(
            f"{_OBJECT}.externalKey",
            "the field of the external key",
            "the object to change, or the key of a new one",
            "documented",
        ),
        *_attribs(
            f"{_OBJECT}.attribList.attrib[]", "the field to write", "what is written", "documented"
        ),
        RequestField(
            f"{_OBJECT}.typeAttribList.typeAttrib[].attrType",
            "the detail of a program to write",
            "documented",
        ),
        *_attribs(
            f"{_OBJECT}.typeAttribList.typeAttrib[].attrList.attrib[]",
            "the member of the detail",
            "what is written to it",
            "documented",
        ),
        *_associations(f"{_OBJECT}.associationList.mObjAssociation[]", "what it belongs to"),
        RequestField("operation", "whether objects are made, changed or both", "documented"),
    ),
    "syncMultipleLeads": (
        *_records("leadRecordList.leadRecord[]"),
        RequestField("dedupEnabled", "whether an Email alone finds its lead", "documented"),
    ),
}
"""The fields that have an effect, by operation; one has it at least in some circumstances."""

_IGNORED = "the type that a caller gives is passed over"
_READ_ONLY = "the service keeps these times itself"
_DELETE_BY = "type and id name what is deleted"
_NOT_OF_PROGRAMS = "of a program, its costs and tags alone can be written"
_ATTRIBUTES = {
    "deleteCustomObjects": ("customObjKeyLists.keyList[].attribute[]",),
    "getCustomObjects": ("customObjKeyList.attribute[]",),
    "mergeLeads": (
        "winningLeadKeyList.attribute[]",
        "losingLeadKeyLists.keyList[].attribute[]",
    ),
    "syncCustomObjects": (
        "customObjList.customObj[].customObjKeyList.attribute[]",
        "customObjList.customObj[].customObjAttributeList.attribute[]",
    ),
    "syncLead": ("leadRecord.leadAttributeList.attribute[]",),
    "syncMultipleLeads": ("leadRecordList.leadRecord[].leadAttributeList.attribute[]",),
}

WITHOUT_EFFECT: tuple[WithoutEffect, ...] = (
    *(
        WithoutEffect(operation, f"{place}.attrType", _IGNORED, "recorded")
        for operation, places in _ATTRIBUTES.items()
        for place in places
    ),
    *(
        WithoutEffect(operation, f"{_OBJECT}.{name}", _READ_ONLY, "documented")
        for operation in ("deleteMObjects", "syncMObjects")
        for name in ("createdAt", "updatedAt")
    ),
    *(
        WithoutEffect("deleteMObjects", f"{_OBJECT}.{name}", _DELETE_BY, "documented")
        for name in ("attribList", "typeAttribList", "associationList")
    ),
    *(
        WithoutEffect(
            "syncMObjects", f"{_OBJECT}.{name}", _NOT_OF_PROGRAMS, "documented", "for a Program"
        )
        for name in ("attribList", "associationList")
    ),
    WithoutEffect(
        "syncMObjects",
        f"{_OBJECT}.typeAttribList",
        "programs alone have details",
        "documented",
        "for other types than Program",
    ),
    *(
        WithoutEffect(operation, f"{place}.externalKey", "the id decides", "inferred", "beside id")
        for operation, place in (
            ("getMObjects", "mObjAssociationList.mObjAssociation[]"),
            ("syncMObjects", f"{_OBJECT}.associationList.mObjAssociation[]"),
        )
    ),
    WithoutEffect(
        "getMObjects",
        "includeDetails",
        "it is about programs",
        "documented",
        "for other types than Program",
    ),
    WithoutEffect(
        "getLeadActivity",
        "startPosition.activityCreatedAt",
        "no meaning is stated for the history of one lead",
        "inferred",
    ),
    WithoutEffect(
        "getMultipleLeads",
        "batchSize",
        "the reply is as large as the keys ask for",
        "recorded",
        "with a LeadKeySelector",
    ),
    WithoutEffect(
        "getMultipleLeads",
        "lastUpdatedAt",
        "it is the old form of a selector, and the selector decides",
        "inferred",
        "beside a leadSelector",
    ),
    *(
        WithoutEffect(
            operation,
            "leadSelector.staticListName",
            "the id decides",
            "guess",
            "beside staticListId",
        )
        for operation in ("getMultipleLeads", "getLeadChanges")
    ),
    WithoutEffect(
        "getCampaignsForSource",
        "exactName",
        "there is no name to compare",
        "inferred",
        "without name",
    ),
    WithoutEffect("getChannels", "tag.type", "all that is returned are channels", "inferred"),
    WithoutEffect(
        "listOperation",
        "strict",
        "nothing is changed that could be left as it is, or all is removed",
        "inferred",
        "unless leads are added or removed",
    ),
    WithoutEffect(
        "listOperation",
        "skipActivityLog",
        "its meaning is not stated, and later versions do not have it: activities are logged",
        "guess",
    ),
    WithoutEffect(
        "mergeLeads",
        "mergeInSales",
        "no CRM stands behind the sandbox, and no call shows what is in one",
        "inferred",
    ),
    WithoutEffect("syncLead", "moveCookie", "its meaning is stated nowhere", "guess"),
    *(
        WithoutEffect(
            operation,
            f"{place}.ForeignSysType",
            "there is no id that it is the kind of",
            "guess",
            "without ForeignSysPersonId",
        )
        for operation, place in (
            ("syncLead", "leadRecord"),
            ("syncMultipleLeads", "leadRecordList.leadRecord[]"),
        )
    ),
    WithoutEffect(
        "syncMultipleLeads",
        "leadRecordList.leadRecord[].Email",
        "the Id decides, and an address in this place is a key alone",
        "documented",
        "beside Id",
    ),
)
"""The fields that have no effect, always or in some circumstance."""


@dataclass(frozen=True, slots=True)
class HeaderField:
    """A field of the AuthenticationHeader that has no effect.

    Attributes:
        name: The element.
        reason: Why it has none.
        strength: How strong that is.
    """

    name: str
    reason: str
    strength: Evidence


HEADER_FIELDS_WITHOUT_EFFECT = (
    HeaderField("partnerId", "it names a technology partner to the vendor", "documented"),
    HeaderField("audit", "its meaning is stated nowhere", "guess"),
    HeaderField("mode", "it is reserved for the vendor's own use", "documented"),
)
"""The fields of an AuthenticationHeader that change no answer."""


def without_effect(operation: str) -> list[str]:
    """Say of the fields of an operation's request that have no effect why, each name once."""
    facts = (fact for fact in WITHOUT_EFFECT if fact.operation == operation)
    said = (f"`{fact.name}` has no effect{fact.when}: {fact.reason}" for fact in facts)
    return list(dict.fromkeys(said))
