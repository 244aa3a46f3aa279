"""Mistakes about getLeadActivity and getLeadChanges."""

from __future__ import annotations

import re

from wrong_endpoints.mistakes import (
    Wrong,
    accepting,
    of_reply,
    of_request,
    one_more,
    recoded,
    reversed_items,
    sub,
    without,
)

_GET, _CHANGES = "getLeadActivity", "getLeadChanges"
_FILTER = "<activityFilter>.*?</activityFilter>"
_NAMES = "<activityNameFilter><stringItem>{}</stringItem></activityNameFilter>"
_WHOLE = "^(?!.*(<batchSize>|<includeTypes>|<startPosition>))"


def _twice_new(text: str) -> str:
    new = re.search(
        "<activityRecord><id>[^<]*</id>(?:<marketoGUID>[^<]*</marketoGUID>)?<activityDateTime>[^<]*</activityDateTime>"
        "<activityType>New Lead<.*?</activityRecord>",
        text,
    )
    return one_more("returnCount")(text.replace(new[0], new[0] * 2)) if new else text


def _one_of_another_type(text: str) -> str:
    record = re.search("<activityRecord>.*?</activityRecord>", text)
    if record is None:
        return text
    other = record[0].replace(">New Lead<", ">Change Data Value<")
    return one_more("returnCount")(text.replace(record[0], record[0] + other))


MISTAKES = {
    "MK-ACT-1": Wrong(of_reply(reversed_items("activityRecord"), _GET)),
    "MK-ACT-2": Wrong(of_reply(_twice_new, _GET, _WHOLE), ("MK-TOL-10",)),
    "MK-ACT-3": Wrong(of_reply(sub(">Web service API<", ">API<"), _GET)),
    "MK-ACT-4": Wrong(of_reply(sub(">Two<", ">One<"), _GET)),
    "MK-ACT-5": Wrong(of_reply(sub(">SOAP API<", ">API<"), _GET)),
    "MK-ACT-6": Wrong(of_reply(reversed_items("attribute"), _GET)),
    "MK-ACT-7": Wrong(of_reply(sub("<mktPersonId>[0-9]*", "<mktPersonId>2147483646"), _GET)),
    "MK-ACT-8": Wrong(of_reply(_one_of_another_type, _GET, ">NewLead<")),
    "MK-ACT-9": Wrong(of_request(without(_FILTER), _GET, "<activityFilter><excludeTypes>")),
    "MK-ACT-10": Wrong(
        of_request(without("<excludeTypes>.*</excludeTypes>"), _GET, "includeTypes")
    ),
    "MK-ACT-11": Wrong(recoded(20107, 20110, _GET)),
    "MK-ACT-12": Wrong(recoded(20103, 20110, _GET)),
    "MK-ACT-13": Wrong(of_reply(one_more("returnCount"), _GET, _WHOLE)),
    "MK-ACT-14": Wrong(of_reply(sub("<marketoGUID>", "<marketoGUID>x"), _CHANGES)),
    "MK-CHG-1": Wrong(of_reply(reversed_items("leadChangeRecord"), _CHANGES)),
    "MK-CHG-2": Wrong(
        of_request(
            without("<leadSelector.*</leadSelector>"),
            _CHANGES,
            "</startPosition><leadSelector(?!.*</stringItem><stringItem>)(?!.*<batchSize>)",
        )
    ),
    "MK-CHG-3": Wrong(of_request(without(_NAMES.format("New Lead")), _CHANGES)),
    "MK-CHG-4": Wrong(of_request(without(_NAMES.format("Read Tea Leaves")), _CHANGES)),
    "MK-CHG-5": Wrong(of_request(without("<stringItem>2147000100</stringItem>"), _CHANGES)),
    "MK-CHG-6": Wrong(
        of_reply(
            sub(r"(<newStartPosition>.*<oldestCreatedAt>[^<+]*)\+00:00", r"\1-00:00"),
            _CHANGES,
            "^(?!.*<batchSize>)",
        )
    ),
    "MK-CHG-7": Wrong(of_reply(one_more("returnCount"), _CHANGES)),
    "MK-CHG-8": Wrong(
        accepting(
            "<result><returnCount>0</returnCount><remainingCount>0</remainingCount>"
            '<newStartPosition><latestCreatedAt xsi:nil="true"/><oldestCreatedAt xsi:nil="true"/>'
            '<activityCreatedAt xsi:nil="true"/><offset>ID:0</offset></newStartPosition>'
            '<leadChangeRecordList xsi:nil="true"/></result>',
            _CHANGES,
            "<m:paramsGetLeadChanges><batchSize>",
        )
    ),
}
