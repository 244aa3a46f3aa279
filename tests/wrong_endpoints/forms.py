"""Mistakes about fields without a value: each is written in another form than the service's."""

from __future__ import annotations

from wrong_endpoints.mistakes import Wrong, empty, nil, of_reply, sub

_LEADS, _ACTIVITY, _CHANGES = "getMultipleLeads", "getLeadActivity", "getLeadChanges"
_FIRST_NAME = "<includeAttributes><stringItem>FirstName</stringItem>"
_NO_LAST_NAME = (
    "<attribute><attrName>LastName</attrName><attrType>string</attrType><attrValue></attrValue>"
    "</attribute>"
)


def _empty_last_name(text: str) -> str:
    if "<attrName>LastName<" in text:
        return text
    end = "</attribute></leadAttributeList>"
    return text.replace(end, f"</attribute>{_NO_LAST_NAME}</leadAttributeList>")


MISTAKES = {
    "MK-NIL-1": Wrong(of_reply(nil("ForeignSysPersonId", "absent"), _LEADS)),
    "MK-NIL-2": Wrong(of_reply(nil("Email", "empty"), _LEADS, _FIRST_NAME)),
    "MK-NIL-3": Wrong(of_reply(nil("leadAttributeList", "empty"), _LEADS, _FIRST_NAME)),
    "MK-NIL-4": Wrong(
        of_reply(
            _empty_last_name, _LEADS, "<stringItem>FirstName</stringItem><stringItem>LastName<"
        )
    ),
    "MK-NIL-5": Wrong(
        of_reply(sub("<attrType>[^<]*</attrType>", '<attrType xsi:nil="true"/>'), _LEADS)
    ),
    "MK-NIL-6": Wrong(of_reply(nil("error", "empty"), "syncLead")),
    "MK-NIL-7": Wrong(of_reply(nil("leadRecord", "absent"), "syncLead")),
    "MK-NIL-8": Wrong(of_reply(nil("error", "empty"), "syncMultipleLeads")),
    "MK-NIL-9": Wrong(of_reply(nil("statusList", "absent"), "listOperation")),
    "MK-NIL-10": Wrong(of_reply(empty("newStreamPosition", "nil"), _LEADS), ("MK-XSD-1",)),
    "MK-NIL-11": Wrong(of_reply(nil("leadRecordList", "empty"), _LEADS)),
    "MK-NIL-12": Wrong(of_reply(nil("activityCreatedAt", "absent"), _ACTIVITY)),
    "MK-NIL-13": Wrong(of_reply(empty("campaign", "absent"), _ACTIVITY)),
    "MK-NIL-14": Wrong(of_reply(nil("orgName", "absent"), _ACTIVITY)),
    "MK-NIL-15": Wrong(of_reply(nil("attrType", "filled"), _ACTIVITY)),
    "MK-NIL-16": Wrong(of_reply(nil("activityRecordList", "empty"), _ACTIVITY)),
    "MK-NIL-17": Wrong(
        of_reply(
            sub(
                '(<attrName>Old Value</attrName><attrType xsi:nil="true"/>)<attrValue></attrValue>',
                r'\1<attrValue xsi:nil="true"/>',
            ),
            _ACTIVITY,
        ),
        ("MK-XSD-1",),
    ),
    "MK-NIL-18": Wrong(
        of_reply(sub("<mktPersonId>", "<campaign>none</campaign><mktPersonId>"), _CHANGES)
    ),
    "MK-NIL-19": Wrong(of_reply(nil("leadChangeRecordList", "empty"), _CHANGES)),
    "MK-NIL-20": Wrong(
        of_reply(
            sub("(<returnCount>0<.*)(</result>)", r"\1<mObjectList></mObjectList>\2"), "getMObjects"
        )
    ),
    "MK-NIL-21": Wrong(
        of_reply(
            sub(
                "<hasMore>false</hasMore><newStreamPosition>[^<]*<",
                "<hasMore>false</hasMore><newStreamPosition><",
            ),
            "getMObjects",
        )
    ),
    "MK-NIL-22": Wrong(
        of_reply(sub("(<status>CREATED</status>)", r"\1<error></error>"), "syncMObjects")
    ),
    "MK-NIL-23": Wrong(of_reply(empty("customObjList", "absent"), "getCustomObjects")),
    "MK-NIL-24": Wrong(of_reply(nil("displayName", "absent"), "describeMObject"), ("MK-XSD-1",)),
    "MK-NIL-25": Wrong(of_reply(nil("error", "empty"), "mergeLeads")),
    "MK-NIL-26": Wrong(of_reply(nil("estimatedTime", "absent"), "getImportToListStatus")),
}
