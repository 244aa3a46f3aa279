"""For each reason to refuse, a call of the demo world that is refused for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Refused:
    """A call, or a record of one, that is refused.

    Attributes:
        operation: The operation.
        params: The content of its message.
        before: Calls in front of it, of operations with the content of their messages.
        more: A header block behind the authentication header.
        options: Options of the sandbox; without any it is one that the examples share.
        after: Seconds between those calls and this one.
    """

    operation: str
    params: str
    before: tuple[tuple[str, str], ...] = ()
    more: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    after: int = 0


def items(count: int, item: str) -> str:
    return item * count


def record(content: str) -> str:
    return f"<leadRecord>{content}</leadRecord><returnLead>false</returnLead>"


def attributes(name: str, **pairs: str) -> str:
    content = "".join(
        f"<attribute><attrName>{key}</attrName><attrValue>{value}</attrValue></attribute>"
        for key, value in pairs.items()
    )
    return f"<{name}>{content}</{name}>"


def selected(kind: str, content: str, more: str = "") -> str:
    return f'<leadSelector xsi:type="m:{kind}">{content}</leadSelector>{more}'


def key(value: str, kind: str = "EMAIL") -> str:
    return f"<leadKey><keyType>{kind}</keyType><keyValue>{value}</keyValue></leadKey>"


def imported(header: str = "Email Address", **members: str) -> str:
    given = {
        "programName": "Trav-Demo-Program",
        "importFileHeader": header,
        "importFileRows": "<stringItem>a@example.com</stringItem>",
        "importListMode": "UPSERTLEADS",
        "listName": "Trav-Test-List",
        "clearList": "false",
        "campaignName": "",
        **members,
    }
    return "".join(f"<{name}>{text}</{name}>" for name, text in given.items() if text != "-")


def listed(members: str, name: str = "Trav-Test-List", kind: str = "MKTOLISTNAME") -> str:
    return (
        f"<listOperation>ADDTOLIST</listOperation><listKey><keyType>{kind}</keyType>"
        f"<keyValue>{name}</keyValue></listKey><listMemberList>{members}</listMemberList>"
    )


def requested(content: str, leads: str = key("2", "IDNUM")) -> str:
    return f"<source>MKTOWS</source>{content}<leadList>{leads}</leadList>"


def scheduled(content: str = "", campaign: str = "Batch Campaign Example") -> str:
    return (
        "<programName>Trav-Demo-Program</programName>"
        f"<campaignName>{campaign}</campaignName>{content}"
    )


def objects(kind: str, content: str, mode: str = "UPSERT") -> str:
    operation = f"<operation>{mode}</operation>" if mode else ""
    return f"<mObjectList><mObject><type>{kind}</type>{content}</mObject></mObjectList>{operation}"


def attribs(**pairs: str) -> str:
    content = "".join(
        f"<attrib><name>{name}</name><value>{value}</value></attrib>"
        for name, value in pairs.items()
    )
    return f"<attribList>{content}</attribList>"


def linked(kind: str, content: str) -> str:
    return (
        f"<associationList><mObjAssociation><mObjType>{kind}</mObjType>{content}"
        "</mObjAssociation></associationList>"
    )


def detail(kind: str, **pairs: str) -> str:
    content = attribs(**pairs).replace("attribList", "attrList")
    return (
        f"<id>1970</id><typeAttribList><typeAttrib><attrType>{kind}</attrType>{content}"
        "</typeAttrib></typeAttribList>"
    )


def criteria(*given: tuple[str, str | None], kind: str = "Program", comparison: str = "EQ") -> str:
    content = "".join(
        f"<mObjCriteria><attrName>{name}</attrName><comparison>{comparison}</comparison>"
        + ("" if value is None else f"<attrValue>{value}</attrValue>")
        + "</mObjCriteria>"
        for name, value in given
    )
    return f"<type>{kind}</type><mObjCriteriaList>{content}</mObjCriteriaList>"


def custom(keys: str, values: str = "", mode: str = "UPSERT", kind: str = "Roadshow") -> str:
    operation = f"<operation>{mode}</operation>" if mode else ""
    return (
        f"<objTypeName>{kind}</objTypeName><customObjList><customObj>{keys}{values}</customObj>"
        f"</customObjList>{operation}"
    )


def found(keys: str = "", position: str = "") -> str:
    return (
        f"<objTypeName>Roadshow</objTypeName><streamPosition>{position}</streamPosition>{keys}"
        "<includeAttributes/>"
    )


ROADSHOW = attributes("customObjKeyList", MKTOID="2", rid="new")
WHOLE = "<Email>t@t.com</Email>" + attributes("leadAttributeList", FirstName="George")
LATE = "9999999-01-01T00:00:00Z"  # a year that the schema allows, and no calendar of ours has
POSITION_OF_KEYS = "id:1:to:0:tl:0:os:1:rc:1"
LIST = selected("StaticListSelector", "<staticListName>Trav-Test-List</staticListName>")
WORKSPACE = "<m:MktowsContextHeader><targetWorkspace>{}</targetWorkspace></m:MktowsContextHeader>"

EXAMPLES: dict[str, Refused] = {
    # Around the message
    "message-empty": Refused("getLead", ""),
    "value-unreadable": Refused("getMultipleLeads", "<batchSize>many</batchSize>"),
    "key-type-unreadable": Refused("getLead", key("t@t.com", "EMIAL")),
    "filter-type-unreadable": Refused(
        "getLeadActivity",
        key("2", "IDNUM") + "<activityFilter><includeTypes><activityType>Sneeze</activityType>"
        "</includeTypes></activityFilter>",
    ),
    "position-unreadable": Refused(
        "getLeadChanges", "<startPosition><oldestCreatedAt>soon</oldestCreatedAt></startPosition>"
    ),
    "finding-in-message": Refused(
        "getLead", key("t@t.com") + "<colour>red</colour>", options={"strict": True}
    ),
    "finding-around": Refused(
        "getLead",
        key("t@t.com"),
        more="<m:MktowsContextHeader><targetWorkspace>Default</targetWorkspace>"
        "</m:MktowsContextHeader>",
        options={"strict": True},
    ),
    # Leads
    "lead-record-missing": Refused("syncLead", "<returnLead>false</returnLead>"),
    "lead-record-empty": Refused("syncLead", record("")),
    "record-key-missing": Refused("syncLead", record(attributes("leadAttributeList", Title="x"))),
    "record-key-as-attribute": Refused(
        "syncLead",
        record(attributes("leadAttributeList", Email="t@t.com")),
        options={"strict": True},
    ),
    "lead-in-other-workspace": Refused(
        "syncLead",
        record("<Id>2</Id>" + attributes("leadAttributeList", FirstName="x")),
        more=WORKSPACE.format("Asia"),
        options={"workspaces": ("Asia",)},
    ),
    "workspace-unknown": Refused("syncLead", record(WHOLE), more=WORKSPACE.format("Asia")),
    "lead-records-missing": Refused("syncMultipleLeads", "<leadRecordList/>"),
    "lead-field-unknown": Refused(
        "syncLead",
        record("<Email>t@t.com</Email>" + attributes("leadAttributeList", pants="x")),
    ),
    "lead-value-unfit": Refused(
        "syncLead",
        record("<Email>t@t.com</Email>" + attributes("leadAttributeList", LeadScore="many")),
        options={"strict": True},
    ),
    "lead-key-missing": Refused("getLead", "<leadKey xsi:nil='true'/>"),
    "key-type-missing": Refused("getLead", "<leadKey><keyValue>t@t.com</keyValue></leadKey>"),
    "key-value-missing": Refused("getLead", key("")),
    "lead-unknown": Refused("getLead", key("nobody@example.com")),
    "owner-unknown": Refused("getLead", key("nobody@example.com", "LEADOWNEREMAIL")),
    "selector-missing": Refused(
        "getMultipleLeads", "<batchSize>2</batchSize>", options={"strict": True}
    ),
    "selector-keys-missing": Refused(
        "getMultipleLeads", selected("LeadKeySelector", "<keyType>EMAIL</keyType>")
    ),
    "static-list-unnamed": Refused("getMultipleLeads", selected("StaticListSelector", "")),
    "range-without-begin": Refused("getMultipleLeads", selected("LastUpdateAtSelector", "")),
    "range-bound-unreadable": Refused(
        "getMultipleLeads",
        selected("LastUpdateAtSelector", f"<oldestUpdatedAt>{LATE}</oldestUpdatedAt>"),
    ),
    "range-too-long": Refused(
        "getMultipleLeads",
        selected(
            "LastUpdateAtSelector",
            "<latestUpdatedAt>2014-03-01T00:00:00Z</latestUpdatedAt>"
            "<oldestUpdatedAt>2014-01-01T00:00:00Z</oldestUpdatedAt>",
        ),
    ),
    "range-to-now-too-long": Refused(
        "getMultipleLeads",
        selected("LastUpdateAtSelector", "<oldestUpdatedAt>2014-01-01T00:00:00Z</oldestUpdatedAt>"),
    ),
    "lead-position-unreadable": Refused(
        "getMultipleLeads", LIST + "<streamPosition>x</streamPosition>"
    ),
    "lead-position-of-another": Refused(
        "getMultipleLeads", LIST + f"<streamPosition>{POSITION_OF_KEYS}</streamPosition>"
    ),
    "losers-missing": Refused(
        "mergeLeads",
        attributes("winningLeadKeyList", IDNUM="2") + "<losingLeadKeyLists></losingLeadKeyLists>",
    ),
    "merge-key-missing": Refused(
        "mergeLeads",
        "<winningLeadKeyList></winningLeadKeyList><losingLeadKeyLists>"
        + attributes("keyList", IDNUM="15")
        + "</losingLeadKeyLists>",
    ),
    "merge-by-cookie": Refused("mergeLeads", attributes("winningLeadKeyList", COOKIE="id:a")),
    "merged-into-itself": Refused(
        "mergeLeads",
        attributes("winningLeadKeyList", IDNUM="2")
        + f"<losingLeadKeyLists>{attributes('keyList', IDNUM='2')}</losingLeadKeyLists>",
    ),
    # Activities
    "start-position-missing": Refused("getLeadChanges", "<batchSize>1</batchSize>"),
    "start-moment-unreadable": Refused(
        "getLeadChanges",
        f"<startPosition><oldestCreatedAt>{LATE}</oldestCreatedAt></startPosition>",
    ),
    "activity-never-was": Refused(
        "getLeadChanges", "<startPosition><offset>ID:1</offset></startPosition>"
    ),
    "activity-offset-unreadable": Refused(
        "getLeadChanges", "<startPosition><offset>x</offset></startPosition>"
    ),
    "both-type-filters": Refused(
        "getLeadActivity",
        key("2", "IDNUM") + "<activityFilter><includeTypes><activityType>NewLead</activityType>"
        "</includeTypes><excludeTypes><activityType>ClickLink</activityType></excludeTypes>"
        "</activityFilter>",
    ),
    "selector-keys-too-many": Refused(
        "getLeadChanges",
        "<startPosition/>"
        + selected(
            "LeadKeySelector",
            "<keyType>EMAIL</keyType><keyValues>"
            + items(101, "<stringItem>t@t.com</stringItem>")
            + "</keyValues>",
        ),
    ),
    # Lists, and imports into them
    "list-operation-missing": Refused("listOperation", "<strict>false</strict>"),
    "list-key-incomplete": Refused(
        "listOperation", listed(key("2", "IDNUM")).replace("Trav-Test-List", "")
    ),
    "list-unknown": Refused("listOperation", listed(key("2", "IDNUM"), "None")),
    "list-members-missing": Refused("listOperation", listed("")),
    "list-members-too-many": Refused("listOperation", listed(items(1001, key("2", "IDNUM")))),
    "list-member-not-by-id": Refused("listOperation", listed(key("t@t.com"))),
    "list-member-no-id": Refused("listOperation", listed(key("null", "IDNUM"))),
    "import-parameter-missing": Refused("importToList", imported(importListMode="-")),
    "import-campaign-missing": Refused("importToList", imported("Email Address,{{my.message}}")),
    "import-campaign-unknown": Refused("importToList", imported(campaignName="None")),
    "import-list-unnamed": Refused("getImportToListStatus", "<listName>x</listName>"),
    "import-list-unknown": Refused("importToList", imported(listName="None")),
    "import-header-unreadable": Refused("importToList", imported('Email Address,"x')),
    "import-column-unknown": Refused("importToList", imported("Email Address,Shoe Size")),
    "import-column-twice": Refused("importToList", imported("Email Address,Email Address")),
    "import-row-unreadable": Refused(
        "getImportToListStatus",
        "<programName>Trav-Demo-Program</programName><listName>Trav-Test-List</listName>",
        before=(
            (
                "importToList",
                imported(importFileRows="<stringItem>a@example.com,more</stringItem>"),
            ),
        ),
        options={"strict": False},
    ),
    # Campaigns
    "source-missing": Refused("getCampaignsForSource", "<name>x</name>"),
    "campaign-id-with-names": Refused(
        "requestCampaign",
        requested("<campaignId>4496</campaignId><programName>ER Demo</programName>"),
    ),
    "campaign-id-with-tokens": Refused(
        "requestCampaign",
        requested("<campaignId>4496</campaignId>")
        + "<programTokenList><attrib><name>{{my.a}}</name><value>x</value></attrib>"
        "</programTokenList>",
        options={"strict": True},
    ),
    "campaign-unnamed": Refused("requestCampaign", requested("")),
    "campaign-unknown": Refused("requestCampaign", requested("<campaignId>1</campaignId>")),
    "campaign-by-cookie": Refused(
        "requestCampaign", requested("<campaignId>4496</campaignId>", key("id:a", "COOKIE"))
    ),
    "campaign-leads-missing": Refused(
        "requestCampaign", requested("<campaignId>4496</campaignId>", "")
    ),
    "token-unnamed": Refused(
        "scheduleCampaign",
        scheduled(
            "<programTokenList><attrib><name></name><value>x</value></attrib></programTokenList>"
        ),
    ),
    "schedule-unnamed": Refused("scheduleCampaign", "<programName>ER Demo</programName>"),
    "run-at-unreadable": Refused(
        "scheduleCampaign", scheduled(f"<campaignRunAt>{LATE}</campaignRunAt>")
    ),
    "clone-name-taken": Refused(
        "scheduleCampaign", scheduled("<cloneToProgramName>ER Demo</cloneToProgramName>")
    ),
    "clones-too-many": Refused(
        "scheduleCampaign",
        scheduled("<cloneToProgramName>Eleventh</cloneToProgramName>"),
        before=tuple(
            (
                "scheduleCampaign",
                scheduled(f"<cloneToProgramName>Copy {number}</cloneToProgramName>"),
            )
            for number in range(10)
        ),
        options={"strict": False},
    ),
    # MObjects
    "described-name-missing": Refused("describeMObject", "<objectName/>"),
    "described-name-unknown": Refused("describeMObject", "<objectName>Shoe</objectName>"),
    "object-type-missing": Refused("getMObjects", "<id>1</id>"),
    "object-type-unknown": Refused("getMObjects", "<type>Shoe</type>"),
    "objects-missing": Refused("syncMObjects", "<mObjectList/><operation>UPSERT</operation>"),
    "objects-too-many": Refused(
        "syncMObjects",
        "<mObjectList>"
        + items(101, "<mObject><type>Opportunity</type></mObject>")
        + "</mObjectList><operation>UPSERT</operation>",
    ),
    "object-id-missing": Refused("deleteMObjects", objects("Opportunity", "", "")),
    "external-key-unknown": Refused(
        "syncMObjects",
        objects("Opportunity", "<externalKey><name>Name</name><value>x</value></externalKey>"),
    ),
    "sync-mode-missing": Refused("syncMObjects", objects("Opportunity", "", "")),
    "object-field-unknown": Refused("syncMObjects", objects("Opportunity", attribs(pants="x"))),
    "association-impossible": Refused(
        "syncMObjects", objects("Opportunity", linked("Lead", "<id>2</id>"))
    ),
    "associated-unknown": Refused(
        "syncMObjects", objects("Opportunity", linked("Company", "<id>2</id>"))
    ),
    "associated-lead-unknown": Refused(
        "syncMObjects", objects("OpportunityPersonRole", linked("Lead", "<id>999</id>"))
    ),
    "opportunity-unknown": Refused(
        "syncMObjects", objects("OpportunityPersonRole", attribs(OpportunityId="999"))
    ),
    "role-person-unknown": Refused(
        "syncMObjects", objects("OpportunityPersonRole", attribs(PersonId="999"))
    ),
    "role-with-external-key": Refused(
        "syncMObjects",
        objects(
            "OpportunityPersonRole",
            "<externalKey><name>Name</name><value>x</value></externalKey>",
        ),
    ),
    "role-incomplete": Refused(
        "syncMObjects", objects("OpportunityPersonRole", attribs(Role="Champion"))
    ),
    "program-not-updated": Refused("syncMObjects", objects("Program", "<id>1970</id>")),
    "program-detail-unknown": Refused(
        "syncMObjects", objects("Program", detail("Token", Name="a"), "UPDATE")
    ),
    "program-detail-incomplete": Refused(
        "syncMObjects", objects("Program", detail("Cost", Month="2013-06"), "UPDATE")
    ),
    "cost-month-unreadable": Refused(
        "syncMObjects", objects("Program", detail("Cost", Month="June", Amount="1"), "UPDATE")
    ),
    "cost-amount-unreadable": Refused(
        "syncMObjects",
        objects("Program", detail("Cost", Month="2013-06", Amount="much"), "UPDATE"),
    ),
    "cost-unknown": Refused(
        "syncMObjects",
        objects("Program", detail("Cost", Month="2013-06", Amount="1", Id="9"), "UPDATE"),
    ),
    "tag-unknown": Refused(
        "syncMObjects", objects("Program", detail("Tag", Type="Region", Value="x"), "UPDATE")
    ),
    "criteria-missing": Refused("getMObjects", "<type>Opportunity</type>"),
    "criterion-incomplete": Refused("getMObjects", criteria(("", "x"))),
    "criterion-value-missing": Refused("getMObjects", criteria(("Name", None))),
    "criterion-value-unreadable": Refused("getMObjects", criteria(("Id", "x"))),
    "criterion-unknown": Refused("getMObjects", criteria(("Stage", "x"))),
    "criterion-repeated": Refused(
        "getMObjects", criteria(("Tag Type", "Region"), ("Tag Type", "Target"))
    ),
    "workspace-criterion-repeated": Refused(
        "getMObjects", criteria(("Workspace Id", "1"), ("Workspace Name", "Default"))
    ),
    "association-key-missing": Refused(
        "getMObjects",
        "<type>Opportunity</type><mObjAssociationList><mObjAssociation>"
        "<mObjType>Lead</mObjType></mObjAssociation></mObjAssociationList>",
    ),
    "object-position-unreadable": Refused(
        "getMObjects", "<type>Program</type><streamPosition>x</streamPosition>"
    ),
    # Custom objects
    "custom-type-missing": Refused("getCustomObjects", "<includeAttributes/>"),
    "custom-type-unknown": Refused(
        "getCustomObjects", "<objTypeName>Shoe</objTypeName><includeAttributes/>"
    ),
    "custom-objects-missing": Refused(
        "syncCustomObjects", "<objTypeName>Roadshow</objTypeName><customObjList/>"
    ),
    "custom-objects-too-many": Refused(
        "syncCustomObjects",
        "<objTypeName>Roadshow</objTypeName><customObjList>"
        + items(101, "<customObj/>")
        + "</customObjList>",
    ),
    "custom-object-mode-missing": Refused("syncCustomObjects", custom(ROADSHOW, mode="")),
    "custom-key-lists-missing": Refused(
        "deleteCustomObjects", "<objTypeName>Roadshow</objTypeName><customObjKeyLists/>"
    ),
    "searched-by-other-field": Refused(
        "getCustomObjects", found(attributes("customObjKeyList", city="x"))
    ),
    "searched-key-unfit": Refused(
        "getCustomObjects", found(attributes("customObjKeyList", MKTOID="x"))
    ),
    "custom-position-unreadable": Refused("getCustomObjects", found(position="x")),
    "custom-position-of-another": Refused(
        "getCustomObjects", found(position='{"ky":[],"os":1,"af":["1"]}')
    ),
    "custom-field-unknown": Refused(
        "syncCustomObjects", custom(ROADSHOW, attributes("customObjAttributeList", pants="x"))
    ),
    "custom-key-no-key": Refused(
        "syncCustomObjects", custom(attributes("customObjKeyList", city="x"))
    ),
    "custom-key-unfit": Refused(
        "syncCustomObjects", custom(attributes("customObjKeyList", MKTOID="2"))
    ),
    "custom-key-twice": Refused(
        "syncCustomObjects", custom(ROADSHOW, attributes("customObjAttributeList", rid="other"))
    ),
    "linked-lead-unknown": Refused(
        "syncCustomObjects", custom(attributes("customObjKeyList", MKTOID="999", rid="new"))
    ),
}
"""Each stands for what is refused in the same way."""
