"""Mistakes about MObjects and custom objects."""

from __future__ import annotations

import re

from mktows import HttpRequest, HttpResponse
from wrong_endpoints.mistakes import (
    Mistake,
    Wrong,
    accepting,
    matches,
    of_reply,
    of_request,
    one_more,
    recoded,
    refusing,
    reversed_items,
    sub,
    success,
    without,
)
from wrong_endpoints.runs import Send

_DESCRIBE, _SYNC, _GET = "describeMObject", "syncMObjects", "getMObjects"
_SYNC_CUSTOM, _GET_CUSTOM = "syncCustomObjects", "getCustomObjects"
_UNKNOWN = "2147483646"
_PROGRAM = (
    "<result><mObjStatusList><mObjStatus><id>1</id><status>CREATED</status></mObjStatus>"
    "</mObjStatusList></result>"
)


def _deletes_in_name_only(operation: str, one: str, written: str) -> Mistake:
    """Says of every object that it is deleted, and the next time that it is gone.

    Args:
        operation: What is answered so.
        one: How a request names one object, with a group.
        written: How a reply tells its status, with {0} for the group and {1} for the status.
    """

    def mistake(send: Send) -> Send:
        gone: set[str] = set()

        def wrong(request: HttpRequest) -> HttpResponse:
            if not matches(request, operation):
                return send(request)
            told = []
            for key in re.findall(one, request.body.decode(), re.DOTALL):
                told.append(written.format(key, "UNCHANGED" if key in gone else "DELETED"))
                gone.add(key)
            return success(operation, f"<result>{''.join(told)}</result>")

        return wrong

    return mistake


MISTAKES = {
    "MK-MOBJ-1": Wrong(of_reply(reversed_items("objects"), "listMObjects")),
    "MK-MOBJ-2": Wrong(refusing(20110, _DESCRIBE, ">OpportunityPersonRole<")),
    "MK-MOBJ-3": Wrong(recoded(20110, 20103, _DESCRIBE)),
    "MK-MOBJ-4": Wrong(of_reply(sub("<name>orgName<", "<name>org<"), _DESCRIBE)),
    "MK-MOBJ-5": Wrong(of_reply(sub(">leadAttributeList<", ">attributeList<"), _DESCRIBE)),
    "MK-MOBJ-6": Wrong(of_reply(sub(">CREATED<", ">UPDATED<"), _SYNC, "<operation>UPSERT<")),
    "MK-MOBJ-7": Wrong(of_reply(sub(">501.00<", ">501<"), _GET)),
    "MK-MOBJ-8": Wrong(of_reply(sub(">UPDATED<", ">UNCHANGED<"), _SYNC)),
    "MK-MOBJ-9": Wrong(
        of_reply(sub("<status>[A-Z]*<", "<status>UPDATED<"), _SYNC, f">{_UNKNOWN}<")
    ),
    "MK-MOBJ-10": Wrong(refusing(20110, _SYNC, "NoSuchFieldAtAll")),
    "MK-MOBJ-11": Wrong(of_reply(sub(">UNCHANGED<", ">DELETED<"), "deleteMObjects")),
    "MK-MOBJ-12": Wrong(
        _deletes_in_name_only(
            "deleteMObjects",
            "<mObject><type>Opportunity</type><id>([0-9]+)</id>",
            "<mObjStatusList><mObjStatus><id>{0}</id><status>{1}</status></mObjStatus>"
            "</mObjStatusList>",
        )
    ),
    "MK-MOBJ-13": Wrong(recoded(10001, 20109, _GET)),
    "MK-MOBJ-14": Wrong(
        of_request(sub("</mObjCriteria><mObjCriteria>.*</mObjCriteria>", "</mObjCriteria>"), _GET)
    ),
    "MK-MOBJ-15": Wrong(
        accepting(
            "<result><returnCount>0</returnCount><hasMore>false</hasMore><newStreamPosition>x"
            "</newStreamPosition></result>",
            _GET,
            "<mObjAssociation>",
        )
    ),
    "MK-MOBJ-16": Wrong(of_reply(one_more("returnCount"), _GET, "</type><id>")),
    "MK-MOBJ-17": Wrong(accepting(_PROGRAM, _SYNC, "<type>Program<")),
    "MK-MOBJ-18": Wrong(of_reply(sub("<value>Channel<", "<value>Medium<"), _GET)),
    "MK-COBJ-1": Wrong(recoded(20110, 20114, _SYNC_CUSTOM)),
    "MK-COBJ-2": Wrong(of_reply(sub(">UPDATED<", ">CREATED<"), _SYNC_CUSTOM)),
    "MK-COBJ-3": Wrong(of_reply(sub("é", "?"), _GET_CUSTOM)),
    "MK-COBJ-4": Wrong(of_reply(reversed_items("attribute"), _GET_CUSTOM)),
    "MK-COBJ-5": Wrong(
        of_request(
            sub("<includeAttributes/>", "<includeAttributes/><batchSize>1</batchSize>"),
            _GET_CUSTOM,
            "<customObjKeyList>(?:(?!</attribute>).)*</attribute></customObjKeyList>"
            "<includeAttributes/></",
        )
    ),
    "MK-COBJ-6": Wrong(refusing(20110, _GET_CUSTOM, "<objTypeName>[A-Z]+<")),
    "MK-COBJ-7": Wrong(refusing(20110, _SYNC_CUSTOM, "</customObj><customObj>.*NoSuchFieldAtAll")),
    "MK-COBJ-8": Wrong(of_reply(without(": NoSuchFieldAtAll"), _SYNC_CUSTOM)),
    "MK-COBJ-9": Wrong(of_reply(sub(">UNCHANGED<", ">DELETED<"), "deleteCustomObjects")),
    "MK-COBJ-10": Wrong(
        _deletes_in_name_only(
            "deleteCustomObjects",
            "<keyList>(.*?)</keyList>",
            "<deleteCustomObjStatusList><syncCustomObjStatus><objTypeName>SuiteVisit</objTypeName>"
            "<customObjKeyList>{0}</customObjKeyList><status>{1}</status></syncCustomObjStatus>"
            "</deleteCustomObjStatusList>",
        )
    ),
    "MK-COBJ-11": Wrong(of_reply(sub(">SKIPPED<", ">UNCHANGED<"), _SYNC_CUSTOM)),
    "MK-COBJ-12": Wrong(of_reply(sub("<attrName>visit<", "<attrName>key<"), _SYNC_CUSTOM)),
}
