"""What each operation takes amiss, row by row: each fact about the service is written out here."""

from __future__ import annotations

import itertools
import re

import pytest
from lxml import etree
from support.check_examples import (
    BY_NAME,
    LIST_SELECTOR,
    MEMBER,
    OPPORTUNITY,
    PROGRAM,
    REQUESTS,
    ROLE,
    SELECTOR,
    UPDATED_SELECTOR,
    attrib,
    attribute,
    key,
    lead,
    objects,
    reply,
    request,
)

from mktows.checking import check, check_message
from mktows.contract import KNOWN_VERSIONS, contract
from mktows.facts.activity_types import ENUMERATION, ENUMERATION_BY_DISPLAY_NAME


def rules(document: str | bytes, version: str = "2_7") -> list[str]:
    data = document if isinstance(document, bytes) else document.encode()
    return [each.rule for each in check(data, version=version)]


def said(document: str) -> list[tuple[str, str]]:
    return [(each.rule, f"{each.reason}; {each.correction}") for each in check(document.encode())]


def changed(operation: str, old: str, new: str) -> str:
    document = request(operation)
    assert old in document
    return document.replace(old, new, 1)


# How much

COUNTS = [
    ("syncMultipleLeads", lead(("FirstName", "George")), 300, "limit-sync-leads"),
    ("listOperation", MEMBER, 1000, "limit-list-members"),
    ("requestCampaign", key("EMAIL", "lead@company.com"), 100, "limit-campaign-leads"),
    ("syncMObjects", PROGRAM, 100, "limit-mobjects"),
    (
        "deleteMObjects",
        "<mObject><type>Opportunity</type><id>4</id></mObject>",
        300,
        "limit-batch",
    ),
    (
        "syncCustomObjects",
        re.findall("<customObj>.*</customObj>", REQUESTS["syncCustomObjects"])[0],
        100,
        "limit-custom-objects",
    ),
    (
        "deleteCustomObjects",
        f"<keyList>{attribute('MKTOID', '1090177')}</keyList>",
        300,
        "limit-batch",
    ),
    ("mergeLeads", f"<keyList>{attribute('IDNUM', '15')}</keyList>", 300, "limit-batch"),
]


@pytest.mark.parametrize(("operation", "item", "most", "rule"), COUNTS)
def test_more_than_an_operation_takes_breaks_its_own_rule(
    operation: str, item: str, most: int, rule: str
) -> None:
    assert rules(changed(operation, item, item * most)) == []
    assert rules(changed(operation, item, item * (most + 1))) == [rule]


@pytest.mark.parametrize(
    ("operation", "before", "rule"),
    [
        ("getMultipleLeads", "", "limit-selector-keys-ignored"),
        ("getLeadChanges", REQUESTS["getLeadChanges"], "limit-selector-keys-refused"),
    ],
)
def test_selections_are_bounded(operation: str, before: str, rule: str) -> None:
    def of(count: int) -> list[str]:
        item = "<stringItem>t@t.com</stringItem>"
        selector = SELECTOR.replace(item, item * count)
        return rules(request(operation, before + selector))

    assert of(100) == []
    assert of(101) == [rule]


@pytest.mark.parametrize(
    ("oldest", "latest", "reversed_"),
    [
        ("2013-08-01T00:00:00+00:00", "2013-08-02T00:00:00+00:00", False),
        ("2013-08-02T00:00:00+00:00", "2013-08-02T00:00:00+00:00", False),
        ("2013-08-02T00:00:01+00:00", "2013-08-02T00:00:00+00:00", True),
        ("2013-08-02T00:00:00+00:00", "2013-08-02T00:00:00-01:00", False),
        ("2013-08-02T00:00:00", "2013-08-01T00:00:00+00:00", False),  # not to be compared
    ],
)
def test_a_range_of_positions_ends_after_it_begins(
    oldest: str, latest: str, reversed_: bool
) -> None:
    position = (
        f"<startPosition><latestCreatedAt>{latest}</latestCreatedAt>"
        f"<oldestCreatedAt>{oldest}</oldestCreatedAt></startPosition>"
    )
    for operation in ("getLeadChanges", "getLeadActivity"):
        inner = position if operation == "getLeadChanges" else key("EMAIL", "t@t.com") + position
        expected = ["time-range-reversed"] * reversed_
        assert rules(request(operation, inner)) == expected


def test_only_get_multiple_leads_bounds_a_span() -> None:
    long = UPDATED_SELECTOR.replace("2014-02-12T", "2013-02-12T")
    assert rules(request("getMultipleLeads", long)) == ["limit-time-range"]
    assert rules(request("getLeadChanges", REQUESTS["getLeadChanges"] + long)) == []


# Lead keys

KEY_TYPES = (
    "IDNUM",
    "COOKIE",
    "EMAIL",
    "LEADOWNEREMAIL",
    "SFDCACCOUNTID",
    "SFDCCONTACTID",
    "SFDCLEADID",
    "SFDCLEADOWNERID",
    "SFDCOPPTYID",
)
COOKIE = "id:561-HYG-937&amp;token:_mch-marketo.com-1258067434006-50277"
VALUES = {"IDNUM": "7", "COOKIE": COOKIE}


@pytest.mark.parametrize("kind", KEY_TYPES)
def test_each_type_of_key_is_taken_where_it_may_stand(kind: str) -> None:
    one = key(kind, VALUES.get(kind, "t@t.com"))
    assert rules(request("getLead", one)) == []
    campaign = changed("requestCampaign", key("EMAIL", "lead@company.com"), one)
    assert rules(campaign) == (["campaign-key-cookie"] if kind == "COOKIE" else [])
    member = changed("listOperation", MEMBER, one)
    assert rules(member) == ([] if kind == "IDNUM" else ["list-member-key"])
    winner = attribute(kind, VALUES.get(kind, "t@t.com"))
    merge = changed("mergeLeads", attribute("IDNUM", "2"), winner)
    assert rules(merge) == (["merge-key-cookie"] if kind == "COOKIE" else [])


@pytest.mark.parametrize("kind", KEY_TYPES)
def test_a_key_without_value_is_told_with_its_type(kind: str) -> None:
    empty = [
        ("key-value-empty", f"the {kind} key has no value; fill keyValue, or leave the key out")
    ]
    assert said(request("getLead", key(kind, " "))) == empty
    assert rules(request("getLeadActivity", key(kind, " "))) == ["key-value-empty"]
    assert "key-value-empty" in rules(changed("listOperation", MEMBER, key(kind, " ")))
    assert "key-value-empty" in rules(
        changed("requestCampaign", key("EMAIL", "lead@company.com"), key(kind, " "))
    )
    selector = SELECTOR.replace("EMAIL", kind).replace("t@t.com", " ")
    assert rules(request("getMultipleLeads", selector)) == ["key-value-empty"]


@pytest.mark.parametrize(
    ("text", "is_id"),
    [
        ("7", True),
        ("+7", True),
        ("-7", True),
        ("007", True),
        ("2147483647", True),
        ("-2147483648", True),
        ("2147483648", False),
        ("-2147483649", False),
        ("99999999999", False),
        ("7.0", False),
        ("7a", False),
        ("\u0667", False),
        ("null", False),
    ],
)
def test_an_idnum_is_a_whole_number(text: str, is_id: bool) -> None:
    expected = [] if is_id else ["key-value-not-id"]
    assert rules(request("getLead", key("IDNUM", text))) == expected
    assert (
        rules(changed("mergeLeads", attribute("IDNUM", "2"), attribute("IDNUM", text))) == expected
    )
    selector = SELECTOR.replace("EMAIL", "IDNUM").replace("t@t.com", text)
    assert rules(request("getMultipleLeads", selector)) == expected


@pytest.mark.parametrize(
    ("text", "right"),
    [
        (COOKIE, True),
        ("id:1&amp;token:2", True),
        ("id:561-HYG-937", False),
        ("token:_mch-marketo.com-1258067434006-50277", False),
        ("561-HYG-937&amp;token:_mch", False),
        ("id:561 HYG&amp;token:_mch", False),
        ("id:561-HYG-937&amp;token:", False),
        (f"{COOKIE} x", False),
    ],
)
def test_a_cookie_has_one_form(text: str, right: bool) -> None:
    expected = [] if right else ["cookie-form"]
    assert rules(request("getLead", key("COOKIE", text))) == expected
    sync = changed(
        "syncLead", "</returnLead>", f"</returnLead><marketoCookie>{text}</marketoCookie>"
    )
    assert rules(sync) == expected


# Records of leads


@pytest.mark.parametrize(
    ("keys", "found"),
    [
        ("<Id>7</Id>", []),
        ("<Email>t@t.com</Email>", []),
        (
            "<ForeignSysPersonId>7</ForeignSysPersonId><ForeignSysType>SFDC</ForeignSysType>",
            [],
        ),
        ("<ForeignSysPersonId>7</ForeignSysPersonId>", ["foreign-id-without-type"]),
        (
            "<ForeignSysType>SFDC</ForeignSysType>",
            ["lead-key-missing", "foreign-type-without-id"],
        ),
        ("", ["lead-key-missing"]),
        ("<Email/>", ["lead-key-missing"]),
    ],
)
def test_a_record_needs_a_key(keys: str, found: list[str]) -> None:
    record = lead(("FirstName", "George"), keys=keys)
    assert rules(request("syncLead", f"{record}<returnLead>false</returnLead>")) == found
    batch = f"<leadRecordList>{record}</leadRecordList><dedupEnabled>true</dedupEnabled>"
    assert rules(request("syncMultipleLeads", batch)) == found
    with_cookie = f"{record}<returnLead>false</returnLead><marketoCookie>{COOKIE}</marketoCookie>"
    without = [each for each in found if each != "lead-key-missing"]
    assert rules(request("syncLead", with_cookie)) == without


@pytest.mark.parametrize(
    ("attributes", "rule", "name"),
    [
        ([("Email", "7")], "lead-key-as-attribute", "Email"),
        ([("Id", "7")], "lead-key-as-attribute", "Id"),
        ([("Id", "7"), ("Email", "7")], "lead-key-as-attribute", "Email"),
        ([("Id", "x")], "lead-key-missing", ""),
        ([("FirstName", "7")], "lead-key-missing", ""),
    ],
)
def test_an_attribute_is_a_key_where_there_is_no_other(
    attributes: list[tuple[str, str]], rule: str, name: str
) -> None:
    record = lead(*attributes, keys="")
    ((found, text),) = said(request("syncLead", f"{record}<returnLead>false</returnLead>"))
    assert found == rule
    assert not name or f"no key but the attribute {name};" in text
    keyed = lead(*attributes, keys="<ForeignSysPersonId>F</ForeignSysPersonId>")
    told = rules(request("syncLead", f"{keyed}<returnLead>false</returnLead>"))
    assert rule not in told


@pytest.mark.parametrize("name", ["email", "EMAIL", "eMail"])
def test_email_in_other_letter_case_counts_where_no_other_is(name: str) -> None:
    key = f"<{name}>t@t.com</{name}>"
    beside = lead(("FirstName", "x"), keys=f"<Id>7</Id>{key}")
    batch = f"<leadRecordList>{beside}</leadRecordList>"
    assert rules(request("syncMultipleLeads", batch)) == ["lead-email-case", "email-not-changed"]
    both = lead(("FirstName", "x"), keys=f"<Email></Email>{key}")
    told = rules(request("syncLead", f"{both}<returnLead>false</returnLead>"))
    assert "lead-key-missing" not in told
    findings = check(request("syncLead", f"{both}<returnLead>false</returnLead>").encode())
    assert {each.severity for each in findings} <= {"note", "warning"}


READ_ONLY = {
    "AnnualRevenue",
    "CreatedAt",
    "InferredCompany",
    "InferredCountry",
    "UpdatedAt",
    "MarketoSFDCId",
    "MarketoUniqueCode",
    "SFDCType",
    "Urgency",
    "Priority",
    "SalesCreatedDate",
}


@pytest.mark.parametrize(
    "name", [*sorted(READ_ONLY), "Created At", "sales_created_date", "PRIORITY"]
)
def test_a_read_only_field_is_told(name: str) -> None:
    ((rule, text),) = said(changed("syncLead", "LastName", name))
    assert rule == "attribute-read-only"
    # A name with a space in it might be a value in the wrong place.
    assert text.startswith("an attribute is" if " " in name else f"{name} is")


@pytest.mark.parametrize("name", ["FirstName", "Email", "Company", "LeadScore", "Created", "Id"])
def test_another_field_is_not_read_only(name: str) -> None:
    assert rules(changed("syncLead", "LastName", "City").replace("City", name)) == (
        ["attribute-repeated"] if name == "FirstName" else []
    )


@pytest.mark.parametrize(
    ("keys", "names", "found"),
    [
        ("<Id>7</Id><Email>t@t.com</Email>", ["FirstName"], ["email-not-changed"]),
        ("<Id>7</Id><Email>t@t.com</Email>", ["Email"], []),
        ("<Id>7</Id>", ["FirstName"], []),
        ("<Email>t@t.com</Email>", ["FirstName"], []),
        (
            "<Email>t@t.com</Email><ForeignSysPersonId>7</ForeignSysPersonId>"
            "<ForeignSysType>SFDC</ForeignSysType>",
            ["FirstName"],
            ["email-not-changed"],
        ),
    ],
)
def test_email_beside_another_key_is_not_changed(
    keys: str, names: list[str], found: list[str]
) -> None:
    record = lead(*((name, "x") for name in names), keys=keys)
    batch = f"<leadRecordList>{record}</leadRecordList><dedupEnabled>true</dedupEnabled>"
    assert rules(request("syncMultipleLeads", batch)) == found
    assert rules(request("syncLead", f"{record}<returnLead>false</returnLead>")) == []


@pytest.mark.parametrize("dedup", ["false", "False", "0", "true", "1"])
def test_without_deduplication_records_make_new_leads(dedup: str) -> None:
    records = (
        lead(("FirstName", "x"))
        + lead(("FirstName", "x"), keys="<Id>7</Id>")
        + lead(
            ("FirstName", "x"),
            keys="<ForeignSysPersonId>7</ForeignSysPersonId><ForeignSysType>SFDC</ForeignSysType>",
        )
        + lead(("FirstName", "x"), keys="<Email>b@t.com</Email>")
    )
    inner = f"<leadRecordList>{records}</leadRecordList><dedupEnabled>{dedup}</dedupEnabled>"
    told = [
        text for rule, text in said(request("syncMultipleLeads", inner)) if rule == "dedup-disabled"
    ]
    off = dedup.lower() in ("false", "0")
    assert [text.split(": ")[1][:16] for text in told] == ["2 of the records"] * off
    keyed = f"<leadRecordList>{lead(('FirstName', 'x'), keys='<Id>7</Id>')}</leadRecordList>"
    inner = f"{keyed}<dedupEnabled>false</dedupEnabled>"
    assert rules(request("syncMultipleLeads", inner)) == []


# Merging


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("Id", "write IDNUM"),
        ("LEADID", "write IDNUM"),
        ("EmailAddress", "write EMAIL"),
        ("Email", "write EMAIL"),
        ("idnum", "write IDNUM"),
        ("SFDC_LEAD_ID", "write SFDCLEADID"),
        (
            "Phone",
            "write IDNUM, EMAIL, SFDCLEADID, LEADOWNEREMAIL, SFDCACCOUNTID, SFDCCONTACTID,"
            " SFDCLEADOWNERID or SFDCOPPTYID",
        ),
    ],
)
def test_a_merge_by_a_field_is_told_the_key_type(name: str, advice: str) -> None:
    document = changed("mergeLeads", attribute("IDNUM", "15"), attribute(name, "15"))
    shown = f" ({name})" if name.isalpha() else ""
    assert said(document) == [("merge-key-unknown", f"attrName is no key type{shown}; {advice}")]


@pytest.mark.parametrize(
    ("winner", "losers", "found"),
    [
        (("IDNUM", "2"), [("IDNUM", "15")], []),
        (("IDNUM", "2"), [("IDNUM", "15"), ("IDNUM", "2")], ["merge-same-lead"]),
        (("IDNUM", "2"), [("EMAIL", "2")], []),
        (("EMAIL", "a@t.com"), [("EMAIL", "b@t.com")], []),
        (("EMAIL", "a@t.com"), [("EMAIL", "a@t.com")], ["merge-same-lead"]),
    ],
)
def test_a_lead_is_not_merged_into_itself(
    winner: tuple[str, str], losers: list[tuple[str, str]], found: list[str]
) -> None:
    lists = "".join(f"<keyList>{attribute(*each)}</keyList>" for each in losers)
    inner = (
        f"<winningLeadKeyList>{attribute(*winner)}</winningLeadKeyList>"
        f"<losingLeadKeyLists>{lists}</losingLeadKeyLists>"
    )
    assert rules(request("mergeLeads", inner)) == found


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        (attribute("IDNUM", "2"), "", "winningLeadKeyList"),
        (attribute("IDNUM", "15"), "", "keyList"),
        (f"<keyList>{attribute('IDNUM', '15')}</keyList>", "", "losingLeadKeyLists"),
    ],
)
def test_each_end_of_a_merge_is_named(old: str, new: str, where: str) -> None:
    ((rule, text),) = said(changed("mergeLeads", old, new))
    assert rule == "merge-key-missing"
    assert text.startswith(f"{where} ")


# Selectors and filters


@pytest.mark.parametrize(
    ("inner", "found"),
    [
        ("<staticListName>a</staticListName>", []),
        ("<staticListId>7</staticListId>", []),
        ("", ["static-list-missing"]),
        (
            "<staticListName>a</staticListName><staticListId>7</staticListId>",
            ["static-list-twice"],
        ),
    ],
)
def test_a_static_list_is_named_once(inner: str, found: list[str]) -> None:
    selector = LIST_SELECTOR.replace("<staticListName>Trav-Test-List</staticListName>", inner)
    for operation in ("getMultipleLeads", "getLeadChanges"):
        before = REQUESTS[operation] if operation == "getLeadChanges" else ""
        assert rules(request(operation, before + selector)) == found


@pytest.mark.parametrize(
    ("inner", "found"),
    [
        ("", ["selector-missing"]),
        (SELECTOR, []),
        ("<lastUpdatedAt>2014-02-12T11:51:08Z</lastUpdatedAt>", ["selector-deprecated"]),
        (
            f"{SELECTOR}<lastUpdatedAt>2014-02-12T11:51:08Z</lastUpdatedAt>",
            ["selector-deprecated", "field-without-effect"],
        ),
    ],
)
def test_leads_are_selected(inner: str, found: list[str]) -> None:
    assert rules(request("getMultipleLeads", inner)) == found


@pytest.mark.parametrize(
    ("names", "told"),
    [(["FirstName"], True), (["FirstName", "Email"], False), (["Email"], False), ([], False)],
)
def test_email_comes_where_it_is_named(names: list[str], told: bool) -> None:
    items = "".join(f"<stringItem>{name}</stringItem>" for name in names)
    inner = f"{SELECTOR}<includeAttributes>{items}</includeAttributes>"
    expected = ["include-attributes-without-email"] * told
    assert rules(request("getMultipleLeads", inner)) == expected


@pytest.mark.parametrize("version", ["2_3", "2_7"])
@pytest.mark.parametrize("operation", ["getLeadActivity", "getLeadChanges"])
def test_types_are_included_or_excluded(operation: str, version: str) -> None:
    start = "<startPosition><oldestCreatedAt>2013-08-01T00:13:13+00:00</oldestCreatedAt>"
    kinds = {
        name: f"<{name}><activityType>NewLead</activityType></{name}>"
        for name in ("includeTypes", "excludeTypes")
    }
    for chosen in itertools.chain.from_iterable(
        itertools.combinations(kinds, count) for count in range(3)
    ):
        wanted = f"<activityFilter>{''.join(kinds[name] for name in chosen)}</activityFilter>"
        inner = (
            key("EMAIL", "t@t.com") + wanted
            if operation == "getLeadActivity"
            else f"{start}</startPosition>{wanted}"
        )
        found = rules(request(operation, inner), version)
        assert ("filter-both-types" in found) is (len(chosen) == 2)
        deprecated = operation == "getLeadChanges" and "includeTypes" in chosen
        assert ("filter-include-deprecated" in found) is deprecated


# The display name of each type, where it is not the enumeration's name split at its capitals.
DISPLAYED = {
    "NewSFDCOpprtnty": "New SFDC Opportunity",
    "PushLeadToSales": "Sync Lead to SFDC",
    "PushLeadUpdatesToSales": "Sync Lead Updates to SFDC",
    "DeleteLeadFromSales": "Delete Lead from SFDC",
    "AssocWithOpprtntyInSales": "Add to Opportunity",
    "DissocFromOpprtntyInSales": "Remove from Opportunity",
    "UpdateOpprtntyInSales": "Update Opportunity",
    "AddToList": "Add to List",
    "RemoveFromList": "Remove from List",
    "RemoveFromFlow": "Remove from Flow",
    "AddtoSFDCCampaign": "Add to SFDC Campaign",
    "RemoveFromSFDCCampaign": "Remove from SFDC Campaign",
    "ChangeStatusInSFDCCampaign": "Change Status in SFDC Campaign",
    "ChangeStatusInProgression": "Change Status in Progression",
    "ChangeFieldInProgram": "Change Program Data",
    "EnrichWithDatacom": "Enrich with Data.com",
    "VisitWebpage": "Visit Webpage",
    "NewLead": "New Lead",
    "SFDCActivity": "SFDC Activity",
    "SFDCActivityUpdated": "SFDC Activity Updated",
    "SFDCMergeLeads": "SFDC Merge Leads",
    "Wait": "Wait",
}


@pytest.mark.parametrize("name", ENUMERATION)
def test_either_name_of_an_activity_is_told_where_the_other_belongs(name: str) -> None:
    shown = DISPLAYED.get(name) or re.sub("(?<=.)(?=[A-Z])", " ", name)
    assert ENUMERATION_BY_DISPLAY_NAME[shown] == name
    if shown == name:
        return
    assert rules(changed("getLeadChanges", "Visit Webpage", shown)) == []
    ((rule, text),) = said(changed("getLeadChanges", "Visit Webpage", name))
    assert (rule, text.endswith(f"; write {shown}")) == ("activity-name-not-display", True)
    assert rules(changed("getLeadActivity", "VisitWebpage", name)) == []
    ((rule, text),) = said(changed("getLeadActivity", "VisitWebpage", shown))
    assert (rule, text.endswith(f"; write {name}")) == ("activity-type-display-name", True)


# Lists, imports and what campaigns are asked


@pytest.mark.parametrize(
    ("kind", "name", "told"),
    [
        ("MKTOLISTNAME", "Program.List", True),
        ("MKTOLISTNAME", "Program.List.More", True),
        ("MKTOLISTNAME", ".List", False),
        ("MKTOLISTNAME", "Program.", False),
        ("MKTOLISTNAME", "List", False),
        ("MKTOSALESUSERID", "a.b", False),
        ("SFDCLEADOWNERID", "a.b", False),
    ],
)
def test_a_list_of_a_program_is_recognised(kind: str, name: str, told: bool) -> None:
    document = changed("listOperation", "MKTOLISTNAME", kind).replace("Trav-Test-List", name)
    assert rules(document) == ["list-in-program"] * told


API_NAMES = {
    "FirstName": "First Name",
    "LastName": "Last Name",
    "Company": "Company Name",
    "Title": "Job Title",
    "LeadScore": "Lead Score",
    "Email": "Email Address",
    "EmailAddress": "Email Address",
}


@pytest.mark.parametrize("name", API_NAMES)
def test_the_header_of_an_import_takes_display_names(name: str) -> None:
    shown = API_NAMES[name]
    old = "Email Address" if shown == "Email Address" else "Last Name"
    assert said(changed("importToList", old, name)) == [
        (
            "import-header-api-name",
            f"importFileHeader holds the API name {name}; write {shown}",
        )
    ]
    assert rules(changed("importToList", old, shown)) == []
    both = changed("importToList", "Last Name", f"{name},{shown}")
    assert "import-header-repeated" in rules(both)


@pytest.mark.parametrize(
    ("header", "row", "campaign", "found"),
    [
        ("Email Address", "a@t.com", "x", []),
        ("email address", "a@t.com", "x", []),
        (" Email Address ", "a@t.com", "x", []),
        ("Email Address,{{my.a}}", "a@t.com,1", "x", []),
        ("Email Address,{{my.a}}", "a@t.com,1", "", ["import-tokens-without-campaign"]),
        ("Email Address, {{my.a}} ", "a@t.com,1", "", ["import-tokens-without-campaign"]),
        ("Email Address,my.a", "a@t.com,1", "", []),
        ("Email Address,City", "a@t.com", "x", ["import-row-columns"]),
        ("Email Address", "a@t.com,", "x", ["import-row-columns"]),
        ('Email Address,"City, State"', 'a@t.com,"Lyon, Rhone"', "x", []),
        ("Last Name", "a", "x", ["import-email-missing"]),
        ("Email Address,EMAIL ADDRESS", "a,b", "x", ["import-header-repeated"]),
    ],
)
def test_an_import_is_a_table(header: str, row: str, campaign: str, found: list[str]) -> None:
    document = (
        request("importToList")
        .replace("Last Name,Email Address", header)
        .replace("Awesomesauce,dawesomesauce@marketo.com", row)
        .replace("Batch Campaign Example", campaign)
    )
    assert rules(document) == found


@pytest.mark.parametrize("name", ["programName", "listName"])
def test_the_status_of_an_import_is_asked_by_both_names(name: str) -> None:
    document = re.sub(f"<{name}>.*?</{name}>", "", request("getImportToListStatus"))
    assert said(document) == [("import-status-unnamed", f"{name} is missing; add {name}")]


TOKENS = f"<programTokenList>{attrib('{{my.a}}', 'x')}</programTokenList>"
PROGRAM_NAME = "<programName>Trav-Demo-Program</programName>"
CAMPAIGN_NAME = "<campaignName>Trigger</campaignName>"


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ((True, False, False, False), []),
        ((False, True, True, True), []),
        ((False, True, True, False), [("campaign-tokens-missing", "")]),
        ((True, True, False, False), [("campaign-id-with-name", "with programName;")]),
        ((True, False, True, False), [("campaign-id-with-name", "with campaignName;")]),
        ((True, False, False, True), [("campaign-id-with-tokens", "with programTokenList;")]),
        (
            (True, True, True, True),
            [("campaign-id-with-name", "with campaignName and programName;")],
        ),
        ((False, True, False, True), [("campaign-unnamed", "campaignName is missing")]),
        ((False, False, True, True), [("campaign-unnamed", "programName is missing")]),
        ((False, False, False, True), [("campaign-unnamed", "campaignId is missing")]),
    ],
)
def test_a_campaign_is_named_by_id_or_by_names(
    given: tuple[bool, bool, bool, bool], found: list[tuple[str, str]]
) -> None:
    leads = re.findall("<leadList>.*</leadList>", BY_NAME)[0]
    number, program, campaign, tokens = (
        part if there else ""
        for part, there in zip(
            ("<campaignId>7</campaignId>", PROGRAM_NAME, CAMPAIGN_NAME, TOKENS), given, strict=True
        )
    )
    inner = f"<source>MKTOWS</source>{number}{leads}{program}{campaign}{tokens}"
    told = said(request("requestCampaign", inner))
    assert [rule for rule, _ in told] == [rule for rule, _ in found]
    for (_, text), (_, words) in zip(told, found, strict=True):
        assert words in text


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("{{my.a}}", True),
        ("{{my.a b}}", True),
        ("{my.a}", False),
        ("my.a", False),
        ("{{my.}}", False),
        ("{{my. }}", False),  # as in the columns of an import
        ("{{lead.a}}", False),
        ("{{my.a}} ", True),  # white space around a value is none of it
        ("{{my.{a}}}", False),
    ],
)
@pytest.mark.parametrize("operation", ["requestCampaign", "scheduleCampaign"])
def test_a_token_has_one_form(operation: str, name: str, right: bool) -> None:
    tokens = f"<programTokenList>{attrib(name, 'x')}</programTokenList>"
    inner = (
        BY_NAME + tokens
        if operation == "requestCampaign"
        else f"{PROGRAM_NAME}{CAMPAIGN_NAME}{tokens}"
    )
    assert rules(request(operation, inner)) == ([] if right else ["token-form"])


# MObjects

KNOWN_TYPES = {
    "describeMObject": ("ActivityRecord", "LeadRecord", "Opportunity", "OpportunityPersonRole"),
    "getMObjects": ("Opportunity", "OpportunityPersonRole", "Program"),
    "syncMObjects": ("Opportunity", "OpportunityPersonRole", "Program"),
    "deleteMObjects": ("Opportunity", "OpportunityPersonRole"),
}
TYPES = ("ActivityRecord", "LeadRecord", "Opportunity", "OpportunityPersonRole", "Program")


@pytest.mark.parametrize("kind", [*TYPES, "opportunity", "Colour"])
@pytest.mark.parametrize("operation", KNOWN_TYPES)
def test_each_operation_knows_its_types(operation: str, kind: str) -> None:
    documents: dict[str, str | bytes] = {
        "describeMObject": request(operation, f"<objectName>{kind}</objectName>"),
        "getMObjects": request(operation, f"<type>{kind}</type><id>7</id>"),
        "syncMObjects": objects(
            f"<mObject><type>{kind}</type><id>7</id></mObject>", "UPDATE"
        ).document,
        "deleteMObjects": request(
            operation,
            f"<mObjectList><mObject><type>{kind}</type><id>4</id></mObject></mObjectList>",
        ),
    }
    known = KNOWN_TYPES[operation]
    found = [
        each for each in check(_bytes(documents[operation])) if each.rule == "mobject-type-unknown"
    ]
    if kind.lower() in {each.lower() for each in known}:
        assert found == []
        return
    (finding,) = found
    assert finding.reason == f"{operation} does not know this type ({kind})"
    assert finding.correction == f"use {', '.join(known[:-1])} or {known[-1]}"


def _bytes(document: str | bytes) -> bytes:
    return document if isinstance(document, bytes) else document.encode()


ALWAYS = ("Id", "Created At", "Updated At")
CRITERIA = {
    "Opportunity": {*ALWAYS, "Name", "Type", "Stage"},
    "OpportunityPersonRole": {*ALWAYS, "Role"},
    "Program": {
        *ALWAYS,
        "Name",
        "CRM Id",
        "Tag Type",
        "Tag Value",
        "Workspace Id",
        "Workspace Name",
        "Include Archive",
    },
}


def criterion(name: str, value: str | None = None) -> str:
    if value is None:
        value = "2013-08-01" if name in ("Created At", "Updated At") else "1"
    return (
        f"<mObjCriteria><attrName>{name}</attrName><comparison>EQ</comparison>"
        f"<attrValue>{value}</attrValue></mObjCriteria>"
    )


@pytest.mark.parametrize("kind", CRITERIA)
def test_each_type_is_searched_by_its_own_criteria(kind: str) -> None:
    every = sorted({name for names in CRITERIA.values() for name in names} | {"Colour"})
    for name in every:
        inner = f"<type>{kind}</type><mObjCriteriaList>{criterion(name)}</mObjCriteriaList>"
        expected = [] if name in CRITERIA[kind] else ["mobject-criterion-unknown"]
        assert rules(request("getMObjects", inner)) == expected, name


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("Id", "+7", []),
        ("Id", "", ["mobject-criterion-value"]),
        ("Id", "x", ["mobject-criterion-value"]),
        ("Created At", "2013-07-01 23:58:14 -0700", []),
        ("Created At", " ", ["mobject-criterion-value"]),
        ("Updated At", "1", ["mobject-criterion-value"]),
        ("Updated At", "[FILTERED]", []),
        ("Name", "", []),
        ("CRM Id", "", []),
    ],
)
def test_a_criterion_has_a_value_of_its_form(name: str, value: str, found: list[str]) -> None:
    inner = f"<type>Program</type><mObjCriteriaList>{criterion(name, value)}</mObjCriteriaList>"
    assert rules(request("getMObjects", inner)) == found


@pytest.mark.parametrize("name", sorted(CRITERIA["Program"]))
def test_some_criteria_may_stand_once(name: str) -> None:
    inner = f"<type>Program</type><mObjCriteriaList>{criterion(name) * 2}</mObjCriteriaList>"
    once = {"Tag Type", "Tag Value", "Workspace Id", "Workspace Name"}
    told = [rule for rule, text in said(request("getMObjects", inner)) if name in text]
    assert told == ["mobject-criterion-repeated"] * (name in once)


@pytest.mark.parametrize("kind", CRITERIA)
def test_only_programs_are_read_without_criteria(kind: str) -> None:
    asked = f"<type>{kind}</type>"
    told = [] if kind == "Program" else ["mobject-criteria-missing"]
    assert rules(request("getMObjects", asked)) == told
    for condition in (
        "<id>7</id>",
        "<externalKey><name>a</name><value>b</value></externalKey>",
        f"<mObjCriteriaList>{criterion('Id')}</mObjCriteriaList>",
        f"<mObjAssociationList>{association('Lead')}</mObjAssociationList>",
    ):
        assert rules(request("getMObjects", asked + condition)) == [], condition


def association(kind: str, refers: str = "<id>3</id>") -> str:
    return f"<mObjAssociation><mObjType>{kind}</mObjType>{refers}</mObjAssociation>"


ASSOCIATED = {
    "a search": {"Lead", "Company", "Opportunity"},
    "Opportunity": {"Company"},
    "OpportunityPersonRole": {"Lead", "Opportunity"},
}


@pytest.mark.parametrize("kind", ["Lead", "Company", "Opportunity", "Program", "company"])
@pytest.mark.parametrize("holder", ASSOCIATED)
def test_each_type_has_its_own_associations(holder: str, kind: str) -> None:
    def document(refers: str) -> bytes:
        listed = association(kind, refers)
        if holder == "a search":
            inner = f"<type>Opportunity</type><mObjAssociationList>{listed}</mObjAssociationList>"
            return request("getMObjects", inner).encode()
        record = f"<type>{holder}</type><id>7</id><associationList>{listed}</associationList>"
        return objects(f"<mObject>{record}</mObject>", "UPDATE").document

    known = kind.lower() in {each.lower() for each in ASSOCIATED[holder]}
    told = [] if known else ["mobject-association-type"]
    assert rules(document("<id>3</id>")) == told
    assert rules(document("<externalKey><name>a</name><value>b</value></externalKey>")) == told
    assert rules(document("")) == [*told, "mobject-association-key"]
    for each in check(document("<id>3</id>")):
        assert each.reason.startswith(f"{holder} cannot be associated like this ({kind})")


@pytest.mark.parametrize("operation", ["INSERT", "UPDATE", "UPSERT"])
@pytest.mark.parametrize(
    "keyed", ["", "<id>7</id>", "<externalKey><name>a</name><value>b</value></externalKey>"]
)
def test_what_is_updated_is_named(operation: str, keyed: str) -> None:
    record = OPPORTUNITY.replace("</type>", f"</type>{keyed}")
    missing = operation == "UPDATE" and not keyed
    found = check(objects(record, operation).document)
    assert [each.rule for each in found] == ["mobject-key-missing"] * missing
    for each in found:
        assert each.reason == "the object has no id or externalKey"


@pytest.mark.parametrize("operation", ["INSERT", "UPDATE", "UPSERT"])
def test_programs_are_only_updated_and_by_id(operation: str) -> None:
    told = [] if operation == "UPDATE" else ["program-operation"]
    assert rules(objects(PROGRAM, operation).document) == told
    without = PROGRAM.replace("<id>1970</id>", "")
    assert rules(objects(without, operation).document) == [*told, "mobject-key-missing"]


@pytest.mark.parametrize("operation", ["INSERT", "UPDATE", "UPSERT"])
@pytest.mark.parametrize("number", ["", "<id>11</id>"])
@pytest.mark.parametrize("opportunity", ["", "attribute", "association"])
@pytest.mark.parametrize("person", ["", "attribute", "association"])
def test_a_new_role_has_two_ends(
    operation: str, number: str, opportunity: str, person: str
) -> None:
    ends = {"OpportunityId": ("Opportunity", opportunity), "PersonId": ("Lead", person)}
    names = [attrib(name, "7") for name, (_, how) in ends.items() if how == "attribute"]
    others = [association(kind) for kind, how in ends.values() if how == "association"]
    record = (
        f"<mObject><type>OpportunityPersonRole</type>{number}"
        f"<attribList>{attrib('Role', 'x')}{''.join(names)}</attribList>"
        + (f"<associationList>{''.join(others)}</associationList>" if others else "")
        + "</mObject>"
    )
    new = operation == "INSERT" or (operation == "UPSERT" and not number)
    expected = ["role-ends-missing"] * (new * ((not opportunity) + (not person)))
    if operation == "UPDATE" and not number:
        expected = ["mobject-key-missing"]
    assert rules(objects(record, operation).document) == expected


def test_a_role_has_no_external_key() -> None:
    keyed = ROLE.replace(
        "</type>", "</type><externalKey><name>a</name><value>b</value></externalKey>"
    )
    for operation in ("INSERT", "UPSERT", "UPDATE"):
        assert rules(objects(keyed, operation).document) == ["role-external-key"]


@pytest.mark.parametrize("name", ["createdAt", "updatedAt"])
def test_times_of_an_object_are_not_written(name: str) -> None:
    stamp = f"<{name}>2014-02-12T11:51:08Z</{name}>"
    record = OPPORTUNITY.replace("<attribList>", f"{stamp}<attribList>")
    ((rule, text),) = said(objects(record).document.decode())
    assert (rule, text.startswith(f"{name} is passed over")) == ("mobject-read-only", True)


@pytest.mark.parametrize(
    ("kind", "names", "missing"),
    [
        ("Cost", ["Month", "Amount"], []),
        ("Cost", ["Month", "Amount", "Note"], []),
        ("Cost", ["Amount"], ["Month"]),
        ("Cost", [], ["Month", "Amount"]),
        ("Tag", ["Type", "Value"], []),
        ("Tag", ["Value"], ["Type"]),
        ("Tag", ["Type"], ["Value"]),
    ],
)
def test_a_detail_of_a_program_has_two_parts(
    kind: str, names: list[str], missing: list[str]
) -> None:
    values = "".join(attrib(name, "20" if name == "Amount" else "2013-06") for name in names)
    detail = (
        f"<typeAttribList><typeAttrib><attrType>{kind}</attrType><attrList>{values}</attrList>"
        "</typeAttrib></typeAttribList>"
    )
    record = f"<mObject><type>Program</type><id>7</id>{detail}</mObject>"
    told = said(objects(record, "UPDATE").document.decode())
    assert told == [
        ("program-detail-missing", f"{kind} lacks {name}; add an attrib named {name}")
        for name in missing
    ]


@pytest.mark.parametrize(
    ("month", "right"),
    [
        ("2013-01", True),
        ("2013-12", True),
        ("2013-10", True),
        ("2013-13", False),
        ("2013-00", False),
        ("2013-6", False),
        ("06-2013", False),
        ("2013-06-01", False),
        ("\u0662\u0660\u0661\u0663-06", False),
    ],
)
def test_the_month_of_a_cost_has_one_form(month: str, right: bool) -> None:
    found = rules(objects(PROGRAM.replace("2013-06", month), "UPDATE").document)
    assert found == ([] if right else ["program-month-form"])
    tag = PROGRAM.replace("Cost", "Tag").replace("Month", "Type").replace("Amount", "Value")
    assert rules(objects(tag.replace("2013-06", month), "UPDATE").document) == []


def test_what_is_deleted_is_named_by_id() -> None:
    assert rules(changed("deleteMObjects", "<id>4</id>", "")) == ["mobject-key-missing"]


def test_custom_objects_are_named_by_keys() -> None:
    for operation in ("syncCustomObjects", "deleteCustomObjects"):
        document = changed(operation, attribute("MKTOID", "1090177"), "")
        assert rules(document) == ["custom-object-key-missing"]


# Lists without records

EMPTIED = {
    "syncMultipleLeads": ("leadRecordList", "leadRecord"),
    "listOperation": ("listMemberList", "leadKey"),
    "importToList": ("importFileRows", "stringItem"),
    "syncMObjects": ("mObjectList", "mObject"),
    "deleteMObjects": ("mObjectList", "mObject"),
    "syncCustomObjects": ("customObjList", "customObj"),
    "deleteCustomObjects": ("customObjKeyLists", "keyList"),
}


@pytest.mark.parametrize("operation", EMPTIED)
def test_a_list_without_records_is_told(operation: str) -> None:
    name, record = EMPTIED[operation]
    document = re.sub(f"<{record}>.*</{record}>", "", request(operation))
    ((rule, text),) = said(document)
    assert (rule, text.startswith(f"{name} is empty")) == ("batch-empty", True)


# Names that the last version declares


@pytest.mark.parametrize("version", KNOWN_VERSIONS)
@pytest.mark.parametrize(
    ("operation", "place", "element", "rule"),
    [
        (
            "scheduleCampaign",
            "<campaignName>",
            "cloneToProgramName",
            "element-documented-only",
        ),
        ("getLeadActivity", "<activityDateTime>", "marketoGUID", "element-other-version"),
        ("getLeadChanges", "<activityDateTime>", "marketoGUID", "element-other-version"),
        ("syncLead", "</ns1:params", "moveCookie", "element-other-version"),
    ],
)
def test_an_element_of_the_last_version_is_known_there_and_told_before(
    operation: str, place: str, element: str, rule: str, version: str
) -> None:
    document = reply(operation) if element == "marketoGUID" else request(operation)
    document = re.sub("<marketoGUID>.*?</marketoGUID>", "", document)
    assert place in document
    added = document.replace(place, f"<{element}>1</{element}>{place}", 1)
    declared = ["field-without-effect"] if element == "moveCookie" else []
    assert rules(added, version) == ([rule] if version < "3_1" else declared)


@pytest.mark.parametrize(
    ("operation", "old", "rules"),
    [
        ("listOperation", "<keyValue>89<", []),
        ("getLead", "<keyValue>rufus@marketo.com<", []),
        ("getLead", "<keyType>EMAIL<", ["value-masked"]),
        ("getMultipleLeads", "<batchSize>100<", ["value-masked"]),
        ("syncLead", "<returnLead>false<", ["value-masked"]),
        ("syncLead", "<Email>t@t.com<", []),
    ],
)
@pytest.mark.parametrize("mask", ["***FILTERED***", "[FILTERED]", "xxxx", "****", "(hidden)"])
def test_a_masked_value_is_no_wrong_one(
    operation: str, old: str, rules: list[str], mask: str
) -> None:
    tag = old[: old.index(">") + 1]
    document = request(operation)
    assert old in document
    found = check(document.replace(old, f"{tag}{mask}<").encode())
    assert [each.rule for each in found] == rules


@pytest.mark.parametrize(
    ("year", "rules"),
    [
        ("0000", ["value-year"]),
        ("-0000", ["value-year"]),
        ("9223372036854775808", ["value-year"]),
        ("-9223372036854775808", ["value-year"]),
        ("99999999999999999999", ["value-year"]),
        ("9223372036854775807", []),
        ("-0001", []),
        ("12345", []),
        ("00000", ["value-type"]),
    ],
)
def test_a_year_that_validators_do_not_know_is_told(year: str, rules: list[str]) -> None:
    document = request("getLeadChanges").replace("2013-08-01T", f"{year}-08-01T")
    assert [each.rule for each in check(document.encode())] == rules
    message = etree.fromstring(document.encode())[1][0]
    found = check_message(contract("2_7"), message, "paramsGetLeadChanges")
    assert [each.rule for each in found] == rules


@pytest.mark.parametrize("text", [" ", "\n", "<!-- --> ", "\t<!-- -->"])
def test_white_space_in_a_type_without_members_is_told(text: str) -> None:
    document = request("listMObjects").replace("></ns1:params", f">{text}</ns1:params")
    assert [each.rule for each in check(document.encode())] == ["white-space-unexpected"]
    message = etree.fromstring(document.encode())[1][0]
    found = check_message(contract("2_7"), message, "paramsListMObjects")
    assert [each.rule for each in found] == ["white-space-unexpected"]
