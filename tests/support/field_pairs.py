"""For every field of every request two calls that differ in it alone, and a world to make them in.

A pair is a template with one `¤` in it and the two texts that stand there. Of a field with an
effect they have different outcomes; of one without, the same, the second with the field.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from mktows.contract import Contract
from mktows.sandbox.positions import LeadPosition, object_position
from mktows.sandbox.world import world as w
from support.check_examples import attrib, attribute, key

NOW = datetime(2014, 2, 13, 12, 0, tzinfo=UTC)
Step = tuple[str, str]
"""An operation and the content of its message."""


@dataclass(frozen=True)
class Pair:
    """Two calls that differ in one field.

    Attributes:
        template: The content of the message.
        first: What stands in it; the call succeeds.
        second: What stands in it instead.
        refused: The fault of the second call, where it is one.
        before: Calls that are made first.
        after: Calls that are made then, whose outcomes count too.
    """

    template: str
    first: str
    second: str
    refused: int | None = None
    before: tuple[Step, ...] = ()
    after: tuple[Step, ...] = ()

    @property
    def contents(self) -> tuple[str, str]:
        """The contents of both messages."""
        assert self.template.count("¤") == 1, self.template
        return self.template.replace("¤", self.first), self.template.replace("¤", self.second)


# The world


def _program(number: int, name: str) -> w.WorldProgram:
    return w.WorldProgram(
        id=number,
        name=name,
        channel="Webinar",
        tags={"Region": "North"},
        campaigns=(
            w.WorldCampaign(name="Batch", kind="batch", list=f"{name}.Guests"),
            w.WorldCampaign(name="Other", kind="batch", list=f"{name}.Guests"),
            w.WorldCampaign(name="Trigger", kind="trigger"),
            w.WorldCampaign(name="Second", kind="trigger"),
        ),
        lists=(w.WorldList(name="Guests"), w.WorldList(name="Hosts")),
    )


def _records(name: str) -> w.WorldCustomObjectType:
    return w.WorldCustomObjectType(
        name=name,
        link="MKTOID",
        fields=(
            w.WorldField(name="MKTOID", type="integer", key=True),
            w.WorldField(name="rid", key=True),
            w.WorldField(name="city"),
            w.WorldField(name="zip"),
        ),
        records=tuple(
            {"MKTOID": lead, "rid": rid, "city": f"{name} {lead} {rid}", "zip": "94404"}
            for lead, rid in (("1", "1"), ("1", "2"), ("2", "1"))
        ),
    )


def _lead(number: int, email: str, *lists: str) -> w.WorldLead:
    return w.WorldLead(
        id=number,
        email=email,
        attributes={"FirstName": f"First {number}", "LastName": f"Last {number}",
                    "FSPID": f"F{number}", "cAccountFSID": f"A{number}"},
        foreign_ids=(w.WorldForeignId(id="f", type=("CUSTOM", "SFDC", "NETSUITE")[number - 1]),),
        cookies=(f"cookie {number}",),
        created=f"2014-02-0{number}T12:00:00+00:00",
        lists=lists,
    )  # fmt: skip


WORLD = w.World(
    lead_fields=(
        w.WorldField(name="FSPID", external_key=True),
        w.WorldField(name="cAccountFSID", external_key=True),
    ),
    opportunity_fields=(
        w.WorldField(name="opportunityId", external_key=True),
        w.WorldField(name="otherId", external_key=True),
    ),
    tags={"Region": ("North", "South"), "Product": ("North", "B")},
    channels=(w.WorldChannel(name="Webinar"), w.WorldChannel(name="Blog")),
    programs=(_program(1, "Launch"), _program(2, "Review")),
    lists=(w.WorldList(name="Members", id=10), w.WorldList(name="Others", id=11)),
    campaigns=(
        w.WorldCampaign(name="Call", id=20, kind="trigger"),
        w.WorldCampaign(name="Call again", id=21, kind="trigger", sources=("MKTOWS", "SALES")),
    ),
    custom_objects=(_records("Roadshow"), _records("Visits")),
    # The address of the third is the id of the first, so that the kind of key decides.
    leads=(
        _lead(1, "a@example.com", "Members", "Launch.Guests", "Review.Guests"),
        _lead(2, "b@example.com", "Members", "Others", "Launch.Guests"),
        _lead(3, "1"),
    ),
    opportunities=tuple(
        w.WorldOpportunity(
            id=4 + number,
            attributes={"Name": f"N{number}", "Stage": "Won", "opportunityId": f"O{number}",
                        "otherId": f"O{3 - number}"},
            company=w.WorldCompany(field="cAccountFSID", value=f"A{number}"),
            roles=(w.WorldRole(id=50 + number, lead=number, attributes={"Role": f"R{number}"}),),
        )
        for number in (1, 2)
    ),
    activities=tuple(
        w.WorldActivity(lead=lead, at=f"2014-02-0{day}T12:00:00+00:00", type=kind, asset=kind)
        for lead, day, kind in (
            (1, 5, "Visit Webpage"), (1, 6, "Open Email"), (1, 7, "Visit Webpage"),
            (2, 8, "Click Link"), (3, 9, "Open Email"),
        )
    ),
)  # fmt: skip


# Parts of messages


def pairs_of(path: str, inner: str) -> str:
    """Elements one within the other."""
    names = path.split("/")
    return "".join(f"<{n}>" for n in names) + inner + "".join(f"</{n}>" for n in names[::-1])


def element(name: str, text: str) -> str:
    return f"<{name}>{text}</{name}>"


def selector(kind: str, inner: str) -> str:
    return f'<leadSelector xsi:type="m:{kind}">{inner}</leadSelector>'


def by_keys(kind: str, value: str) -> str:
    values = pairs_of("keyValues/stringItem", value)
    return selector("LeadKeySelector", element("keyType", kind) + values)


def criterion(name: str, comparison: str, value: str) -> str:
    return pairs_of(
        "mObjCriteriaList/mObjCriteria",
        element("attrName", name) + element("comparison", comparison) + element("attrValue", value),
    )


def external_key(name: str, value: str) -> str:
    return element("externalKey", element("name", name) + element("value", value))


def association(kind: str, rest: str) -> str:
    return element("mObjAssociation", element("mObjType", kind) + rest)


def objects(*items: str, operation: str = "") -> str:
    listed = "".join(element("mObject", each) for each in items)
    return element("mObjectList", listed) + (operation and element("operation", operation))


def imported(
    program: str = "Launch",
    header: str = "First Name,Email Address",
    row: str = "New,a@example.com",
    mode: str = "UPSERTLEADS",
    name: str = "Guests",
    clear: str = "false",
    campaign: str = "Batch",
) -> str:
    return (
        element("programName", program)
        + element("importFileHeader", header)
        + pairs_of("importFileRows/stringItem", row)
        + element("importListMode", mode)
        + element("listName", name)
        + element("clearList", clear)
        + element("campaignName", campaign)
    )


def scheduled(program: str = "Launch", campaign: str = "Batch", more: str = "") -> str:
    return element("programName", program) + element("campaignName", campaign) + more


def requested(more: str, source: str = "MKTOWS", leads: str = key("IDNUM", "1")) -> str:
    return element("source", source) + more + element("leadList", leads)


def tokens(name: str = "{{my.a}}", value: str = "x") -> str:
    return element("programTokenList", attrib(name, value))


def record(keys: str, name: str = "FirstName", value: str = "Zoe") -> str:
    return element("leadRecord", keys + pairs_of("leadAttributeList", attribute(name, value)))


def synced(keys: str, name: str = "FirstName", value: str = "Zoe", returned: str = "false") -> str:
    return record(keys, name, value) + element("returnLead", returned)


def batch(*records: str) -> str:
    return element("leadRecordList", "".join(records))


def members(operation: str, ids: str, rest: str = "", name: str = "Members") -> str:
    listed = element("keyType", "MKTOLISTNAME") + element("keyValue", name)
    return (
        element("listOperation", operation)
        + element("listKey", listed)
        + element("listMemberList", ids)
        + rest
    )


def custom_key(lead: str = "1", rid: str = "1", name: str = "rid") -> str:
    return attribute("MKTOID", lead) + attribute(name, rid)


def custom_object(key_list: str, name: str = "city", value: str = "Lyon") -> str:
    return pairs_of(
        "customObjList/customObj",
        element("customObjKeyList", key_list)
        + pairs_of("customObjAttributeList", attribute(name, value)),
    )


def _of_lead_key(rest: str = "") -> dict[str, Pair]:
    whole = f"{key('IDNUM', '1')}{rest}"
    return {
        "leadKey.keyType": Pair(whole.replace("IDNUM", "¤"), "IDNUM", "EMAIL"),
        "leadKey.keyValue": Pair(key("IDNUM", "¤") + rest, "1", "2"),
    }


def _of_selectors(before: str, after: str = "") -> dict[str, Pair]:
    def pair(inner: str, first: str, second: str) -> Pair:
        return Pair(before + inner + after, first, second)

    kind = "LastUpdateAtSelector"
    oldest = element("oldestUpdatedAt", "2014-01-20T00:00:00Z")
    return {
        "leadSelector.keyType": pair(by_keys("¤", "1"), "IDNUM", "EMAIL"),
        "leadSelector.keyValues.stringItem[]": pair(by_keys("IDNUM", "¤"), "1", "2"),
        "leadSelector.staticListName": pair(
            selector("StaticListSelector", element("staticListName", "¤")), "Members", "Others"
        ),
        "leadSelector.staticListId": pair(
            selector("StaticListSelector", element("staticListId", "¤")), "10", "11"
        ),
        "leadSelector.oldestUpdatedAt": pair(
            selector(kind, element("oldestUpdatedAt", "¤")), "2014-02-01T00:00:00Z",
            "2014-02-08T00:00:00Z",
        ),
        "leadSelector.latestUpdatedAt": pair(
            selector(kind, f"¤{oldest}"), "", element("latestUpdatedAt", "2014-02-05T00:00:00Z")
        ),
    }  # fmt: skip


def _of_history(before: str, *others: str) -> dict[str, Pair]:
    """The position and the filter of getLeadActivity and getLeadChanges, and their batchSize."""

    def starting(name: str, value: str) -> Pair:
        return Pair(f"{before}<startPosition>¤</startPosition>", "", element(name, value))

    position = f"{before}<startPosition/>"
    types = "activityFilter/{}/activityType"
    return {
        "startPosition.oldestCreatedAt": starting("oldestCreatedAt", "2014-02-06T18:00:00Z"),
        "startPosition.latestCreatedAt": starting("latestCreatedAt", "2014-02-06T06:00:00Z"),
        "startPosition.offset": starting("offset", "ID:2"),
        **{
            f"startPosition.{name}": starting(name, "2014-02-06T18:00:00Z") for name in others
        },
        "activityFilter.includeTypes.activityType[]": Pair(
            position + pairs_of(types.format("includeTypes"), "¤"), "VisitWebpage", "OpenEmail"
        ),
        "activityFilter.excludeTypes.activityType[]": Pair(
            position + pairs_of(types.format("excludeTypes"), "¤"), "VisitWebpage", "OpenEmail"
        ),
        "batchSize": Pair(position + element("batchSize", "¤"), "1", "2"),
    }  # fmt: skip


def _of_records(where: str, before: str, after: str) -> dict[str, Pair]:
    """The members of a leadRecord."""

    def pair(whole: str, first: str, second: str) -> Pair:
        return Pair(before + whole + after, first, second)

    foreign = "<ForeignSysPersonId>{}</ForeignSysPersonId><ForeignSysType>{}</ForeignSysType>"
    return {
        f"{where}.Id": pair(record(element("Id", "¤")), "1", "2"),
        f"{where}.Email": pair(record(element("Email", "¤")), "a@example.com", "b@example.com"),
        f"{where}.ForeignSysPersonId": pair(record(foreign.format("¤", "SFDC")), "f", "new"),
        f"{where}.ForeignSysType": pair(record(foreign.format("f", "¤")), "CUSTOM", "SFDC"),
        f"{where}.leadAttributeList.attribute[].attrName": pair(
            record("<Id>1</Id>", "¤"), "FirstName", "LastName"
        ),
        f"{where}.leadAttributeList.attribute[].attrValue": pair(
            record("<Id>1</Id>", value="¤"), "Zoe", "Ann"
        ),
    }


_OBJECT = "mObjectList.mObject[]"
_OPPORTUNITY = "<type>Opportunity</type>"
_ROLE = "<type>OpportunityPersonRole</type>"
_NAMED = pairs_of("attribList", attrib("Stage", "Lost"))


def _of_objects() -> dict[str, Pair]:
    """The members of syncMObjects."""

    def opportunity(rest: str, first: str, second: str, operation: str = "UPSERT") -> Pair:
        return Pair(objects(_OPPORTUNITY + rest, operation=operation), first, second)

    def role(*associations: str) -> str:
        listed = element("associationList", "".join(associations))
        return objects(_ROLE + listed, operation="INSERT")

    def detail(kind: str = "Cost", name: str = "Note", value: str = "5") -> str:
        listed = attrib("Month", "2014-01") + attrib("Amount", "7") + attrib(name, value)
        listed += attrib("Type", "Region") + attrib("Value", "South")
        group = element("attrType", kind) + element("attrList", listed)
        program = f"<type>Program</type><id>1</id>{pairs_of('typeAttribList/typeAttrib', group)}"
        return objects(program, operation="UPDATE")

    def keyed(name: str, value: str) -> str:
        return association("Opportunity", external_key(name, value))

    lead = association("Lead", "<id>1</id>")
    links = f"{_OBJECT}.associationList.mObjAssociation[]"
    details = f"{_OBJECT}.typeAttribList.typeAttrib[]"
    return {
        f"{_OBJECT}.type": Pair(
            objects(f"<type>¤</type><id>5</id>{_NAMED}", operation="UPDATE"),
            "Opportunity",
            "OpportunityPersonRole",
        ),
        f"{_OBJECT}.id": opportunity(f"<id>¤</id>{_NAMED}", "5", "6"),
        f"{_OBJECT}.externalKey.name": opportunity(
            external_key("¤", "O1") + _NAMED, "opportunityId", "otherId"
        ),
        f"{_OBJECT}.externalKey.value": opportunity(
            external_key("opportunityId", "¤") + _NAMED, "O1", "O2"
        ),
        f"{_OBJECT}.attribList.attrib[].name": opportunity(
            f"<id>5</id>{pairs_of('attribList', attrib('¤', 'New'))}", "Name", "Stage"
        ),
        f"{_OBJECT}.attribList.attrib[].value": opportunity(
            f"<id>5</id>{pairs_of('attribList', attrib('Name', '¤'))}", "New", "Newer"
        ),
        f"{details}.attrType": Pair(detail("¤"), "Cost", "Tag"),
        f"{details}.attrList.attrib[].name": Pair(detail(name="¤"), "Note", "Other"),
        f"{details}.attrList.attrib[].value": Pair(detail(value="¤"), "5", "6"),
        f"{links}.mObjType": Pair(
            role(lead, association("Opportunity", "<id>5</id>"), association("¤", "<id>2</id>")),
            "Lead",
            "Opportunity",
        ),
        f"{links}.id": Pair(role(lead, association("Opportunity", "<id>¤</id>")), "5", "6"),
        f"{links}.externalKey.name": Pair(
            role(lead, keyed("¤", "O1")), "opportunityId", "otherId"
        ),
        f"{links}.externalKey.value": Pair(
            role(lead, keyed("opportunityId", "¤")), "O1", "O2"
        ),
        "operation": Pair(
            objects(f"{_OPPORTUNITY}<id>5</id>{_NAMED}", operation="¤"), "INSERT", "UPDATE"
        ),
    }  # fmt: skip


_ASSOCIATED = "mObjAssociationList/mObjAssociation"
_LINKS = "mObjAssociationList.mObjAssociation[]"
_START = "<startPosition/>"
_ROADSHOW = "<objTypeName>Roadshow</objTypeName>"
_MERGE = (
    "<winningLeadKeyList>{}</winningLeadKeyList>"
    "<losingLeadKeyLists><keyList>{}</keyList></losingLeadKeyLists>"
)
_LOSER = "losingLeadKeyLists.keyList[].attribute[]"

EFFECTS: dict[str, dict[str, Pair]] = {
    "deleteCustomObjects": {
        "objTypeName": Pair(
            "<objTypeName>¤</objTypeName>"
            + pairs_of("customObjKeyLists/keyList", custom_key()), "Roadshow", "Visits",
        ),
        "customObjKeyLists.keyList[].attribute[].attrName": Pair(
            _ROADSHOW + pairs_of("customObjKeyLists/keyList", custom_key(name="¤")), "rid", "city"
        ),
        "customObjKeyLists.keyList[].attribute[].attrValue": Pair(
            _ROADSHOW + pairs_of("customObjKeyLists/keyList", custom_key(rid="¤")), "1", "2"
        ),
    },
    "deleteMObjects": {
        f"{_OBJECT}.type": Pair(
            objects("<type>¤</type><id>5</id>"), "Opportunity", "OpportunityPersonRole"
        ),
        f"{_OBJECT}.id": Pair(objects(f"{_OPPORTUNITY}<id>¤</id>"), "5", "6"),
        f"{_OBJECT}.externalKey.name": Pair(
            objects(f"{_OPPORTUNITY}<id>5</id>{external_key('¤', 'O1')}"),
            "opportunityId", "otherId",
        ),
        f"{_OBJECT}.externalKey.value": Pair(
            objects(f"{_OPPORTUNITY}<id>5</id>{external_key('opportunityId', '¤')}"), "O1", "O2"
        ),
    },
    "describeMObject": {
        "objectName": Pair("<objectName>¤</objectName>", "Opportunity", "ActivityRecord"),
    },
    "getCampaignsForSource": {
        "source": Pair("<source>¤</source>", "MKTOWS", "SALES"),
        "name": Pair("<source>MKTOWS</source><name>¤</name>", "Call", "Trigger"),
        "exactName": Pair(
            "<source>MKTOWS</source><name>Call</name><exactName>¤</exactName>", "false", "true"
        ),
    },
    "getChannels": {
        "tag.values.stringItem[]": Pair(pairs_of("tag/values/stringItem", "¤"), "Blog", "Webinar"),
    },
    "getCustomObjects": {
        "objTypeName": Pair("<objTypeName>¤</objTypeName>", "Roadshow", "Visits"),
        "customObjKeyList.attribute[].attrName": Pair(
            _ROADSHOW + pairs_of("customObjKeyList", attribute("¤", "1")), "MKTOID", "rid"
        ),
        "customObjKeyList.attribute[].attrValue": Pair(
            _ROADSHOW + pairs_of("customObjKeyList", attribute("MKTOID", "¤")), "1", "2"
        ),
        "includeAttributes.stringItem[]": Pair(
            _ROADSHOW + pairs_of("includeAttributes/stringItem", "¤"), "city", "zip"
        ),
        "batchSize": Pair(f"{_ROADSHOW}<batchSize>¤</batchSize>", "1", "2"),
        "streamPosition": Pair(
            _ROADSHOW + "¤", "", element("streamPosition", '{"ky":[],"os":1}')
        ),
    },
    "getImportToListStatus": {
        "programName": Pair(
            "<programName>¤</programName><listName>Guests</listName>", "Launch", "Review",
            before=(("importToList", imported()),),
        ),
        "listName": Pair(
            "<programName>Launch</programName><listName>¤</listName>", "Guests", "Hosts",
            before=(("importToList", imported()),),
        ),
    },
    "getLead": _of_lead_key(),
    "getLeadActivity": {**_of_lead_key(), **_of_history(key("IDNUM", "1"))},
    "getLeadChanges": {
        **_of_history("", "activityCreatedAt"),
        "activityNameFilter.stringItem[]": Pair(
            _START + pairs_of("activityNameFilter/stringItem", "¤"), "Visit Webpage", "Open Email"
        ),
        **_of_selectors(_START),
    },
    "getMObjects": {
        "type": Pair(
            "<type>¤</type>" + criterion("Id", "GE", "1"), "Opportunity", "OpportunityPersonRole"
        ),
        "id": Pair(f"{_OPPORTUNITY}<id>¤</id>", "5", "6"),
        "externalKey.name": Pair(
            _OPPORTUNITY + external_key("¤", "O1"), "opportunityId", "otherId"
        ),
        "externalKey.value": Pair(_OPPORTUNITY + external_key("opportunityId", "¤"), "O1", "O2"),
        "mObjCriteriaList.mObjCriteria[].attrName": Pair(
            _OPPORTUNITY + criterion("¤", "EQ", "Won"), "Stage", "Name"
        ),
        "mObjCriteriaList.mObjCriteria[].comparison": Pair(
            _OPPORTUNITY + criterion("Name", "¤", "N1"), "EQ", "NE"
        ),
        "mObjCriteriaList.mObjCriteria[].attrValue": Pair(
            _OPPORTUNITY + criterion("Name", "EQ", "¤"), "N1", "N2"
        ),
        f"{_LINKS}.mObjType": Pair(
            _ROLE + element("mObjAssociationList", association("¤", "<id>1</id>")),
            "Lead", "Opportunity",
        ),
        f"{_LINKS}.id": Pair(
            _ROLE + element("mObjAssociationList", association("Lead", "<id>¤</id>")), "1", "2"
        ),
        f"{_LINKS}.externalKey.name": Pair(
            _ROLE + element("mObjAssociationList", association("Lead", external_key("¤", "F1"))),
            "FSPID", "cAccountFSID",
        ),
        f"{_LINKS}.externalKey.value": Pair(
            _ROLE
            + element("mObjAssociationList", association("Lead", external_key("FSPID", "¤"))),
            "F1", "F2",
        ),
        "includeDetails": Pair(
            "<type>Program</type><includeDetails>¤</includeDetails>", "false", "true"
        ),
        "streamPosition": Pair(
            _OPPORTUNITY + criterion("Id", "GE", "1") + "¤", "",
            element("streamPosition", object_position("Opportunity", 5)),
        ),
    },
    "getMultipleLeads": {
        **_of_selectors(""),
        "lastUpdatedAt": Pair(
            "<lastUpdatedAt>¤</lastUpdatedAt>", "2014-02-01T00:00:00Z", "2014-02-08T00:00:00Z"
        ),
        "includeAttributes.stringItem[]": Pair(
            by_keys("IDNUM", "1") + pairs_of("includeAttributes/stringItem", "¤"),
            "FirstName", "LastName",
        ),
        "batchSize": Pair(
            selector("StaticListSelector", "<staticListId>10</staticListId>")
            + "<batchSize>¤</batchSize>", "1", "2",
        ),
        "streamPosition": Pair(
            selector("StaticListSelector", "<staticListId>10</staticListId>") + "¤", "",
            element("streamPosition", str(LeadPosition(1, 10, 0, 1, 1))),
        ),
    },
    "getTags": {
        "tagList.tag[].type": Pair(pairs_of("tagList/tag/type", "¤"), "Region", "Product"),
        "tagList.tag[].values.stringItem[]": Pair(
            pairs_of("tagList/tag", "<type>Region</type>" + pairs_of("values/stringItem", "¤")),
            "North", "South",
        ),
    },
    "importToList": {
        "programName": Pair(imported("¤", row="New,new@example.com"), "Launch", "Review"),
        "importFileHeader": Pair(
            imported(header="¤"), "First Name,Email Address", "Last Name,Email Address"
        ),
        "importFileRows.stringItem[]": Pair(
            imported(row="¤"), "New,a@example.com", "New,b@example.com"
        ),
        "importListMode": Pair(imported(mode="¤"), "UPSERTLEADS", "LISTONLY"),
        "listName": Pair(imported(name="¤"), "Guests", "Hosts"),
        "clearList": Pair(imported(clear="¤"), "false", "true"),
        "campaignName": Pair(
            imported(header="Email Address,{{my.a}}", row="a@example.com,y", campaign="¤"),
            "Batch", "Other", after=(("scheduleCampaign", scheduled()),),
        ),
    },
    "listMObjects": {},
    "listOperation": {
        "listOperation": Pair(members("¤", key("IDNUM", "1")), "ADDTOLIST", "REMOVEFROMLIST"),
        "listKey.keyType": Pair(
            members("ADDTOLIST", key("IDNUM", "3")).replace("MKTOLISTNAME", "¤"),
            "MKTOLISTNAME", "MKTOSALESUSERID", refused=20111,
        ),
        "listKey.keyValue": Pair(
            members("ADDTOLIST", key("IDNUM", "3"), name="¤"), "Members", "Others"
        ),
        "listMemberList.leadKey[].keyType": Pair(
            members("ISMEMBEROFLIST", key("¤", "1")), "IDNUM", "EMAIL", refused=20102
        ),
        "listMemberList.leadKey[].keyValue": Pair(
            members("ISMEMBEROFLIST", key("IDNUM", "¤")), "1", "3"
        ),
        "strict": Pair(
            members("ADDTOLIST", key("IDNUM", "3") + key("IDNUM", "99"), "<strict>¤</strict>"),
            "false", "true",
        ),
    },
    "mergeLeads": {
        "winningLeadKeyList.attribute[].attrName": Pair(
            _MERGE.format(attribute("¤", "1"), attribute("IDNUM", "2")), "IDNUM", "EMAIL"
        ),
        "winningLeadKeyList.attribute[].attrValue": Pair(
            _MERGE.format(attribute("IDNUM", "¤"), attribute("IDNUM", "2")), "1", "3"
        ),
        f"{_LOSER}.attrName": Pair(
            _MERGE.format(attribute("IDNUM", "2"), attribute("¤", "1")), "IDNUM", "EMAIL"
        ),
        f"{_LOSER}.attrValue": Pair(
            _MERGE.format(attribute("IDNUM", "2"), attribute("IDNUM", "¤")), "1", "3"
        ),
    },
    "requestCampaign": {
        "source": Pair(requested("<campaignId>21</campaignId>", "¤"), "MKTOWS", "SALES"),
        "campaignId": Pair(requested("<campaignId>¤</campaignId>"), "20", "21"),
        "leadList.leadKey[].keyType": Pair(
            requested("<campaignId>20</campaignId>", leads=key("¤", "1")), "IDNUM", "EMAIL"
        ),
        "leadList.leadKey[].keyValue": Pair(
            requested("<campaignId>20</campaignId>", leads=key("IDNUM", "¤")), "1", "2"
        ),
        "programName": Pair(requested(scheduled("¤", "Trigger", tokens())), "Launch", "Review"),
        "campaignName": Pair(requested(scheduled("Launch", "¤", tokens())), "Trigger", "Second"),
        "programTokenList.attrib[].name": Pair(
            requested(scheduled("Launch", "Trigger", tokens(name="¤"))), "{{my.a}}", "{{my.b}}"
        ),
        "programTokenList.attrib[].value": Pair(
            requested(scheduled("Launch", "Trigger", tokens(value="¤"))), "x", "y"
        ),
    },
    "scheduleCampaign": {
        "programName": Pair(scheduled("¤"), "Launch", "Review"),
        "cloneToProgramName": Pair(
            scheduled(more="¤"), "", element("cloneToProgramName", "Clone")
        ),
        "campaignName": Pair(scheduled(campaign="¤"), "Batch", "Other"),
        "campaignRunAt": Pair(
            scheduled(more="¤"), "", element("campaignRunAt", "2014-03-01T00:00:00Z")
        ),
        "programTokenList.attrib[].name": Pair(
            scheduled(more=tokens(name="¤")), "{{my.a}}", "{{my.b}}"
        ),
        "programTokenList.attrib[].value": Pair(scheduled(more=tokens(value="¤")), "x", "y"),
    },
    "syncCustomObjects": {
        "objTypeName": Pair(
            "<objTypeName>¤</objTypeName>" + custom_object(custom_key())
            + "<operation>UPSERT</operation>", "Roadshow", "Visits",
        ),
        **{
            f"customObjList.customObj[].{path}": Pair(
                f"{_ROADSHOW}{inner}<operation>UPSERT</operation>", first, second
            )
            for path, inner, first, second in (
                ("customObjKeyList.attribute[].attrName", custom_object(custom_key(name="¤")),
                 "rid", "city"),
                ("customObjKeyList.attribute[].attrValue", custom_object(custom_key(rid="¤")),
                 "1", "9"),
                ("customObjAttributeList.attribute[].attrName",
                 custom_object(custom_key(), "¤"), "city", "zip"),
                ("customObjAttributeList.attribute[].attrValue",
                 custom_object(custom_key(), value="¤"), "Lyon", "Bonn"),
            )
        },
        "operation": Pair(
            f"{_ROADSHOW}{custom_object(custom_key())}<operation>¤</operation>", "INSERT", "UPDATE"
        ),
    },
    "syncLead": {
        **_of_records("leadRecord", "", "<returnLead>false</returnLead>"),
        "returnLead": Pair(synced("<Id>1</Id>", returned="¤"), "false", "true"),
        "marketoCookie": Pair(
            synced("") + "<marketoCookie>¤</marketoCookie>", "cookie 1", "cookie 2"
        ),
    },
    "syncMObjects": _of_objects(),
    "syncMultipleLeads": {
        **_of_records("leadRecordList.leadRecord[]", "<leadRecordList>", "</leadRecordList>"),
        "dedupEnabled": Pair(
            batch(record(element("Email", "a@example.com"))) + "<dedupEnabled>¤</dedupEnabled>",
            "true", "false",
        ),
    },
}  # fmt: skip


def _given(template: str, value: str) -> Pair:
    """Calls without a field and with it."""
    return Pair(template, "", value)


_TYPED = element("attrType", "integer")
_PROGRAM = "<type>Program</type><id>1</id>"
_KEY = "<attribute><attrName>rid</attrName>¤<attrValue>1</attrValue></attribute>"
_ID = "<attribute><attrName>IDNUM</attrName>¤<attrValue>{}</attrValue></attribute>"
_LEAD_FIELD = "<attribute><attrName>City</attrName>¤<attrValue>5</attrValue></attribute>"
_KEYS = attribute("MKTOID", "1") + _KEY
_STAMP = "2001-01-01T00:00:00Z"
_BY_ID = selector("StaticListSelector", "<staticListId>10</staticListId>¤")
_BOTH_KEYS = association("Opportunity", "<id>5</id>¤")

# By operation, and the path as the facts have it.
WITHOUT: dict[str, dict[str, Pair]] = {
    "deleteCustomObjects": {
        "customObjKeyLists.keyList[].attribute[].attrType": _given(
            _ROADSHOW + pairs_of("customObjKeyLists/keyList", _KEYS), _TYPED
        ),
    },
    "deleteMObjects": {
        f"{_OBJECT}.{name}": _given(objects(f"{_OPPORTUNITY}<id>5</id>¤"), value)
        for name, value in {
            "createdAt": element("createdAt", _STAMP),
            "updatedAt": element("updatedAt", _STAMP),
            "attribList": pairs_of("attribList", attrib("Name", "other")),
            "typeAttribList": pairs_of(
                "typeAttribList/typeAttrib",
                "<attrType>Cost</attrType>" + pairs_of("attrList", attrib("Amount", "5")),
            ),
            "associationList": element("associationList", association("Lead", "<id>2</id>")),
        }.items()
    },
    "getCampaignsForSource": {
        "exactName": _given("<source>MKTOWS</source>¤", element("exactName", "true")),
    },
    "getChannels": {
        "tag.type": _given(
            element("tag", "¤" + pairs_of("values/stringItem", "Blog")), element("type", "Region")
        ),
    },
    "getCustomObjects": {
        "customObjKeyList.attribute[].attrType": _given(
            _ROADSHOW + element("customObjKeyList", _KEYS), _TYPED
        ),
    },
    "getLeadActivity": {
        "startPosition.activityCreatedAt": _given(
            key("IDNUM", "1") + "<startPosition>¤</startPosition>",
            element("activityCreatedAt", "2014-02-06T18:00:00Z"),
        ),
    },
    "getLeadChanges": {
        "leadSelector.staticListName": _given(_START + _BY_ID, element("staticListName", "Others")),
    },
    "getMObjects": {
        "includeDetails": _given(
            _OPPORTUNITY + criterion("Id", "GE", "1") + "¤", element("includeDetails", "true")
        ),
        f"{_LINKS}.externalKey": _given(
            _ROLE + element("mObjAssociationList", _BOTH_KEYS), external_key("opportunityId", "O2")
        ),
    },
    "getMultipleLeads": {
        "batchSize": _given(
            selector(
                "LeadKeySelector",
                "<keyType>IDNUM</keyType><keyValues><stringItem>1</stringItem>"
                "<stringItem>2</stringItem></keyValues>",
            )
            + "¤",
            element("batchSize", "1"),
        ),
        "lastUpdatedAt": _given(
            by_keys("IDNUM", "1") + "¤", element("lastUpdatedAt", "2014-02-10T00:00:00Z")
        ),
        "leadSelector.staticListName": _given(_BY_ID, element("staticListName", "Others")),
    },
    "listOperation": {
        "strict": _given(
            members("ISMEMBEROFLIST", key("IDNUM", "1") + key("IDNUM", "3"), "¤"),
            element("strict", "true"),
        ),
        "skipActivityLog": _given(
            members("ADDTOLIST", key("IDNUM", "3"), "¤"), element("skipActivityLog", "true")
        ),
    },
    "mergeLeads": {
        "mergeInSales": _given(
            _MERGE.format(attribute("IDNUM", "1"), attribute("IDNUM", "2")) + "¤",
            element("mergeInSales", "true"),
        ),
        "winningLeadKeyList.attribute[].attrType": _given(
            _MERGE.format(_ID.format("1"), attribute("IDNUM", "2")), _TYPED
        ),
        f"{_LOSER}.attrType": _given(
            _MERGE.format(attribute("IDNUM", "1"), _ID.format("2")), _TYPED
        ),
    },
    "syncCustomObjects": {
        "customObjList.customObj[].customObjKeyList.attribute[].attrType": _given(
            _ROADSHOW + custom_object(_KEYS) + "<operation>UPSERT</operation>", _TYPED
        ),
        "customObjList.customObj[].customObjAttributeList.attribute[].attrType": _given(
            _ROADSHOW
            + custom_object(custom_key()).replace(
                "<attrName>city</attrName>", "<attrName>city</attrName>¤"
            )
            + "<operation>UPSERT</operation>",
            _TYPED,
        ),
    },
    "syncLead": {
        "leadRecord.leadAttributeList.attribute[].attrType": _given(
            pairs_of("leadRecord", "<Id>1</Id>" + element("leadAttributeList", _LEAD_FIELD))
            + "<returnLead>true</returnLead>",
            _TYPED,
        ),
        "leadRecord.ForeignSysType": _given(
            synced("<Id>1</Id>¤", returned="true"), element("ForeignSysType", "SFDC")
        ),
        "moveCookie": _given(
            synced("<Email>b@example.com</Email>") + "<marketoCookie>cookie 1</marketoCookie>¤",
            element("moveCookie", "true"),
        ),
    },
    "syncMObjects": {
        **{
            f"{_OBJECT}.{name}": _given(
                objects(f"{_OPPORTUNITY}<id>5</id>¤{_NAMED}", operation="UPSERT"), value
            )
            for name, value in {
                "createdAt": element("createdAt", _STAMP),
                "updatedAt": element("updatedAt", _STAMP),
                "typeAttribList": pairs_of(
                    "typeAttribList/typeAttrib",
                    "<attrType>Cost</attrType>"
                    + pairs_of("attrList", attrib("Month", "2014-01") + attrib("Amount", "5")),
                ),
            }.items()
        },
        f"{_OBJECT}.attribList": _given(
            objects(f"{_PROGRAM}¤", operation="UPDATE"),
            pairs_of("attribList", attrib("Name", "Other")),
        ),
        f"{_OBJECT}.associationList": _given(
            objects(f"{_PROGRAM}¤", operation="UPDATE"),
            element("associationList", association("Lead", "<id>1</id>")),
        ),
        f"{_OBJECT}.associationList.mObjAssociation[].externalKey": _given(
            objects(
                _ROLE + element("associationList", association("Lead", "<id>1</id>") + _BOTH_KEYS),
                operation="INSERT",
            ),
            external_key("opportunityId", "O2"),
        ),
    },
    "syncMultipleLeads": {
        "leadRecordList.leadRecord[].leadAttributeList.attribute[].attrType": _given(
            batch(pairs_of("leadRecord", "<Id>1</Id>" + element("leadAttributeList", _LEAD_FIELD))),
            _TYPED,
        ),
        "leadRecordList.leadRecord[].ForeignSysType": _given(
            batch(record("<Id>1</Id>¤")), element("ForeignSysType", "SFDC")
        ),
        "leadRecordList.leadRecord[].Email": _given(
            batch(record("<Id>1</Id>¤")), element("Email", "new@example.com")
        ),
    },
}


# The fields of the contract


def leaves(contract_: Contract, operation: str) -> Iterator[str]:
    """The path of every field of a request, as the facts write it."""
    yield from _below(contract_, contract_.operations[operation].request_type, "")


def _below(contract_: Contract, type_name: str, path: str) -> Iterator[str]:
    derived = [
        name
        for name, item in contract_.types.items()
        if contract_.is_a(name, type_name) and not item.abstract
    ]
    for name in derived:
        for field in contract_.types[name].fields:
            place = f"{path}.{field.element}".lstrip(".") + ("[]" if field.many else "")
            if field.type_name in contract_.types:
                yield from _below(contract_, field.type_name, place)
            else:
                yield place
