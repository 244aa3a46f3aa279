"""One mistake is told once: of what another finding says is not there, nothing else is told."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import pytest
from lxml import etree
from support.check_examples import (
    BY_NAME,
    LIST_SELECTOR,
    OPPORTUNITY,
    REQUESTS,
    ROLE,
    UPDATED_SELECTOR,
    attrib,
    attribute,
    key,
    request,
)

from mktows.checking import check

FOREIGN = "<ForeignSysPersonId>7</ForeignSysPersonId>"
KIND = "<ForeignSysType>SFDC</ForeignSysType>"


def sync(record: str) -> tuple[str, str]:
    return "syncLead", f"<leadRecord>{record}</leadRecord><returnLead>false</returnLead>"


MESSAGES: dict[str, tuple[str, str]] = {
    **{operation: (operation, inner) for operation, inner in REQUESTS.items()},
    "a foreign id and its type": sync(FOREIGN + KIND),
    "a foreign id": sync(f"<Email>t@t.com</Email>{FOREIGN}"),
    "a foreign type": sync(f"<Email>t@t.com</Email>{KIND}"),
    "Id and Email without dedup": (
        "syncMultipleLeads",
        "<leadRecordList><leadRecord><Id>7</Id><Email>t@t.com</Email></leadRecord>"
        "<leadRecord><Email>t@t.com</Email></leadRecord></leadRecordList>"
        "<dedupEnabled>false</dedupEnabled>",
    ),
    "a batchSize too large": (
        "getLeadActivity",
        f"{key('EMAIL', 't@t.com')}<batchSize>100000</batchSize>",
    ),
    "a list's name and id": (
        "getMultipleLeads",
        LIST_SELECTOR.replace("</leadS", "<staticListId>7</staticListId></leadS"),
    ),
    "a range that is reversed": (
        "getMultipleLeads",
        UPDATED_SELECTOR.replace("2014-02-12", "2014-02-15")
        + "<includeAttributes><stringItem>City</stringItem></includeAttributes>",
    ),
    "a campaign by id and name": ("requestCampaign", f"{BY_NAME}<campaignId>7</campaignId>"),
    "an opportunity": (
        "syncMObjects",
        f"<mObjectList>{OPPORTUNITY}</mObjectList><operation>INSERT</operation>",
    ),
    "a role": ("syncMObjects", f"<mObjectList>{ROLE}</mObjectList><operation>INSERT</operation>"),
    "a program that is inserted": (
        "syncMObjects",
        "<mObjectList><mObject><type>Program</type><id>1</id></mObject></mObjectList>"
        "<operation>INSERT</operation>",
    ),
    "the deprecated selector": (
        "getMultipleLeads",
        "<lastUpdatedAt>2014-02-12T11:51:08Z</lastUpdatedAt>",
    ),
    "both kinds of types": (
        "getLeadActivity",
        f"{key('EMAIL', 't@t.com')}<activityFilter><includeTypes><activityType>VisitWebpage"
        "</activityType></includeTypes><excludeTypes><activityType>NewLead</activityType>"
        "</excludeTypes></activityFilter>",
    ),
    "members by Email": (
        "listOperation",
        REQUESTS["listOperation"].replace("IDNUM", "EMAIL").replace("Trav", "Trav.Demo"),
    ),
    "a lead by cookie": ("requestCampaign", REQUESTS["requestCampaign"].replace("EMAIL", "COOKIE")),
    "one lead twice": (
        "mergeLeads",
        f"<winningLeadKeyList>{attribute('IDNUM', '2')}</winningLeadKeyList>"
        f"<losingLeadKeyLists><keyList>{attribute('IDNUM', '2')}</keyList></losingLeadKeyLists>",
    ),
    "a token": (
        "scheduleCampaign",
        REQUESTS["scheduleCampaign"].replace(
            attrib("{{my.message}}", "Updated message"), attrib("message", "x")
        ),
    ),
}


def first(name: str) -> str:
    return name[0].swapcase() + name[1:]


@pytest.mark.parametrize("change", [first, str.upper])
@pytest.mark.parametrize("name", MESSAGES)
def test_a_name_in_other_letters_is_all_that_is_told_of_it(
    name: str, change: Callable[[str], str]
) -> None:
    document = request(*MESSAGES[name]).encode()
    before = Counter(each.rule for each in check(document))
    count = sum(isinstance(node.tag, str) for node in etree.fromstring(document).iter())
    for place in range(count):
        root = etree.fromstring(document)
        node = list(root.iter())[place]
        if node.tag.startswith("{"):
            continue
        node.tag = change(node.tag)
        found = Counter(each.rule for each in check(etree.tostring(root))) - before
        assert found.total() == 1, (node.tag, found)


HARMS = [
    ("a foreign id", "ForeignSysPersonId", "foreign-id-without-type"),
    ("a foreign id", "leadRecord", "foreign-id-without-type"),
    ("a foreign type", "ForeignSysType", "foreign-type-without-id"),
    ("Id and Email without dedup", "Id", "email-not-changed"),
    ("Id and Email without dedup", "leadRecordList", "email-not-changed"),
    ("Id and Email without dedup", "dedupEnabled", "dedup-disabled"),
    ("a batchSize too large", "batchSize", "limit-batch-size"),
    ("a list's name and id", "staticListId", "static-list-twice"),
    ("a list's name and id", "staticListName", "static-list-twice"),
    ("a range that is reversed", "oldestUpdatedAt", "time-range-reversed"),
    ("a range that is reversed", "includeAttributes", "include-attributes-without-email"),
    ("a campaign by id and name", "campaignId", "campaign-id-with-name"),
    ("a program that is inserted", "operation", "program-operation"),
    ("the deprecated selector", "lastUpdatedAt", "selector-deprecated"),
    ("both kinds of types", "includeTypes", "filter-both-types"),
    ("both kinds of types", "activityFilter", "filter-both-types"),
    ("members by Email", "keyType", "list-member-key"),
    ("a lead by cookie", "keyType", "campaign-key-cookie"),
    ("one lead twice", "attrValue", "merge-same-lead"),
    ("a token", "name", "token-form"),
]


@pytest.mark.parametrize(("name", "element", "harm"), HARMS)
def test_an_element_that_does_not_count_does_no_harm(name: str, element: str, harm: str) -> None:
    document = request(*MESSAGES[name])
    assert harm in [each.rule for each in check(document.encode())]
    for change in (first(element), element.upper()):
        renamed = re.sub(f"(</?){element}(?=[ >])", rf"\g<1>{change}", document)
        assert harm not in [each.rule for each in check(renamed.encode())]


def test_a_second_list_of_attributes_is_not_the_first() -> None:
    listed = "<leadAttributeList>" + attribute("City", "Lyon") + "</leadAttributeList>"
    found = check(request(*sync(f"<Email>t@t.com</Email>{listed}{listed}")).encode())
    assert [each.rule for each in found] == ["element-repeated"]


def test_a_month_without_value_has_no_wrong_form() -> None:
    document = request("syncMObjects").replace("<value>2013-06</value>", "")
    assert [each.rule for each in check(document.encode())] == [
        "element-missing-spared",
        "program-detail-missing",
    ]
