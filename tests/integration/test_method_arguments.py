"""Every argument of every method, in each form that it takes, and what is sent for it."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from lxml import etree
from xsdata.models.datatype import XmlDateTime

from mktows import Client, Config, HttpRequest, HttpResponse, Secret
from mktows.contract import contract
from mktows.methods import OperationMethods
from mktows.soap import write_envelope

B: Any = contract("2_7").bindings
MOMENT = datetime(2013, 8, 3, 21, 39, 34, tzinfo=timezone(timedelta(hours=-7)))
XML_MOMENT = XmlDateTime(2013, 8, 3, 21, 39, 34, 0, -420)
WRITTEN = "2013-08-03T21:39:34-07:00"


class Kept:
    """Keeps what is sent, and answers with the smallest reply."""

    def __init__(self, version: str) -> None:
        self._contract = contract(version)
        self.body = b""

    def send(self, request: HttpRequest) -> HttpResponse:
        self.body = request.body
        operation = self._contract.operations[request.operation]
        (child,) = self._contract.types[operation.reply_type].fields
        body = f"<ns1:{operation.reply}><{child.element}/></ns1:{operation.reply}>"
        return HttpResponse(200, {}, write_envelope(namespace=self._contract.namespace, body=body))


def sent(call: Callable[[Client], object], version: str) -> str:
    """The content of the message element, without declarations of namespaces."""
    kept = Kept(version)
    config = Config(f"https://a.mktoapi.com/soap/mktows/{version}", "user", Secret("0123456789"))
    call(Client(config, transport=kept))
    message = etree.fromstring(kept.body)[-1][0]
    text = "".join(etree.tostring(child, encoding="unicode") for child in message)
    return re.sub(r' xmlns:[\w-]+="[^"]*"', "", text).strip()


def lead_key(kind: str, value: str) -> str:
    return f"<leadKey><keyType>{kind}</keyType><keyValue>{value}</keyValue></leadKey>"


def attribute(name: str, value: str) -> str:
    return f"<attribute><attrName>{name}</attrName><attrValue>{value}</attrValue></attribute>"


def strings(*values: str) -> str:
    return "".join(f"<stringItem>{value}</stringItem>" for value in values)


def attrib(name: str, value: str) -> str:
    return f"<attrib><name>{name}</name><value>{value}</value></attrib>"


EMAIL_KEY = lead_key("EMAIL", "a@b.c")
SELECTOR = (
    '<leadSelector xsi:type="ns1:LeadKeySelector"><keyType>{}</keyType><keyValues>{}</keyValues>'
    "</leadSelector>"
)
LIST_SELECTOR = (
    '<leadSelector xsi:type="ns1:StaticListSelector"><staticListName>L</staticListName>'
    "</leadSelector>"
)
UPDATED = (
    '<leadSelector xsi:type="ns1:LastUpdateAtSelector">{}'
    f"<oldestUpdatedAt>{WRITTEN}</oldestUpdatedAt></leadSelector>"
)
ROLE = B.MObject(type_value="OpportunityPersonRole", id=7)
ROLE_XML = "<mObject><type>OpportunityPersonRole</type><id>7</id></mObject>"
CUSTOM = B.CustomObj(
    custom_obj_key_list=B.ArrayOfAttribute(attribute=[B.Attribute(attr_name="k", attr_value="1")])
)
CUSTOM_XML = f"<customObj><customObjKeyList>{attribute('k', '1')}</customObjKeyList></customObj>"
PAIRS = B.ArrayOfAttribute(attribute=[B.Attribute(attr_name="IDNUM", attr_value="2")])
POSITION = B.StreamPosition(offset="7")
POSITION_XML = "<startPosition><offset>7</offset></startPosition>"
RECORD = B.LeadRecord(id=7)
RECORD_XML = "<leadRecord><Id>7</Id></leadRecord>"
NAMES = {"program_name": "P", "campaign_name": "C"}
NAMES_XML = "<programName>P</programName><campaignName>C</campaignName>"
NO_LEADS = "<source>MKTOWS</source><campaignId>4</campaignId><leadList/>"
FOREIGN = {"ForeignSysPersonId": "9", "ForeignSysType": "SFDC"}
FOREIGN_XML = "<ForeignSysPersonId>9</ForeignSysPersonId><ForeignSysType>SFDC</ForeignSysType>"


def lead_xml(name: str, value: str) -> str:
    listed = f"<leadAttributeList>{attribute(name, value)}</leadAttributeList>"
    return f"<leadRecord>{listed}</leadRecord>"


def in_import(**changes: str) -> str:
    said = {
        "programName": "P",
        "importFileHeader": "Email Address",
        "importFileRows": strings("a@b.c"),
        "importListMode": "UPSERTLEADS",
        "listName": "L",
        "clearList": "false",
        **changes,
    }
    listed = "".join(f"<{name}>{value}</{name}>" for name, value in said.items())
    # The schema demands it, but lets it be nil.
    return listed if "campaignName" in said else f'{listed}<campaignName xsi:nil="true"/>'


IMPORT = {"program_name": "P", "list_name": "L", "header": "Email Address", "rows": ["a@b.c"]}


def on_list(kind: str = "MKTOLISTNAME", name: str = "L", members: str = "", more: str = "") -> str:
    key = f"<listKey><keyType>{kind}</keyType><keyValue>{name}</keyValue></listKey>"
    listed = f"<listMemberList>{members}</listMemberList>" if members else "<listMemberList/>"
    return f"<listOperation>ADDTOLIST</listOperation>{key}{listed}{more}"


Case = tuple[Callable[[Client], object], str] | tuple[Callable[[Client], object], str, str]
# By method and argument: calls, what each sends, and the version where it is not 2_7.
CASES: dict[str, list[Case]] = {
    "get_lead.key": [
        (
            lambda c: c.get_lead(B.LeadKey(key_type=B.LeadKeyRef.EMAIL, key_value="a@b.c")),
            EMAIL_KEY,
        ),
        (lambda c: c.get_lead(key=("EMAIL", "a@b.c")), EMAIL_KEY),
        (lambda c: c.get_lead((B.LeadKeyRef.EMAIL, "a@b.c")), EMAIL_KEY),
        (lambda c: c.get_lead("a@b.c"), EMAIL_KEY),
        (lambda c: c.get_lead({"Id": None, "Email": "a@b.c", "City": "Lyon"}), EMAIL_KEY),
        (lambda c: c.get_lead(B.LeadRecord(email="a@b.c")), EMAIL_KEY),
        (lambda c: c.get_lead({"EMAIL": "a@b.c"}), EMAIL_KEY),
        *(
            (lambda c, key=key: c.get_lead(key), lead_key("IDNUM", "7"))
            for key in (7, ("IDNUM", 7), {"Id": 7, "Email": "a@b.c"}, RECORD)
        ),
    ],
    "get_lead.email": [(lambda c: c.get_lead(email="a@b.c"), EMAIL_KEY)],
    "get_lead.id": [
        (lambda c: c.get_lead(id=7), lead_key("IDNUM", "7")),
        (lambda c: c.get_lead(id=0), lead_key("IDNUM", "0")),
    ],
    "get_multiple_leads.selector": [
        (lambda c: c.get_multiple_leads(B.StaticListSelector(static_list_name="L")), LIST_SELECTOR)
    ],
    "get_multiple_leads.emails": [
        (
            lambda c: c.get_multiple_leads(emails=iter(["a@b.c", "d@e.f"])),
            SELECTOR.format("EMAIL", strings("a@b.c", "d@e.f")),
        )
    ],
    "get_multiple_leads.ids": [
        (lambda c: c.get_multiple_leads(ids=[7, 8]), SELECTOR.format("IDNUM", strings("7", "8")))
    ],
    "get_multiple_leads.keys": [
        (
            lambda c: c.get_multiple_leads(keys=iter([7, ("IDNUM", "8"), {"Id": 9}])),
            SELECTOR.format("IDNUM", strings("7", "8", "9")),
        ),
        (
            lambda c: c.get_multiple_leads(keys=[("SFDCLEADID", "x")]),
            SELECTOR.format("SFDCLEADID", strings("x")),
        ),
    ],
    "get_multiple_leads.list_name": [
        (lambda c: c.get_multiple_leads(list_name="L"), LIST_SELECTOR)
    ],
    "get_multiple_leads.since": [
        (lambda c, since=since: c.get_multiple_leads(since=since), UPDATED.format(""))
        for since in (MOMENT, XML_MOMENT)
    ],
    "get_multiple_leads.until": [
        (
            lambda c: c.get_multiple_leads(since=MOMENT, until=MOMENT),
            UPDATED.format(f"<latestUpdatedAt>{WRITTEN}</latestUpdatedAt>"),
        )
    ],
    "get_multiple_leads.stream_position": [
        (
            lambda c: c.get_multiple_leads(ids=[7], stream_position="x"),
            SELECTOR.format("IDNUM", strings("7")) + "<streamPosition>x</streamPosition>",
        )
    ],
    "get_multiple_leads.batch_size": [
        (
            lambda c: c.get_multiple_leads(ids=[7], batch_size=5),
            SELECTOR.format("IDNUM", strings("7")) + "<batchSize>5</batchSize>",
        )
    ],
    "get_multiple_leads.include_attributes": [
        (
            lambda c: c.get_multiple_leads(ids=[7], include_attributes=("A", "B")),
            SELECTOR.format("IDNUM", strings("7"))
            + f"<includeAttributes>{strings('A', 'B')}</includeAttributes>",
        ),
        (
            lambda c: c.get_multiple_leads(ids=[7], include_attributes=[]),
            SELECTOR.format("IDNUM", strings("7")) + "<includeAttributes/>",
        ),
    ],
    "sync_lead.lead": [
        (lambda c: c.sync_lead(RECORD), f"{RECORD_XML}<returnLead>false</returnLead>"),
        *(
            (
                lambda c, value=value: c.sync_lead({"City": value}),
                f"{lead_xml('City', text)}<returnLead>false</returnLead>",
            )
            for value, text in (
                ("Lyon", "Lyon"),
                (7, "7"),
                (True, "true"),
                (False, "false"),
                (Decimal("1.50"), "1.50"),
                (MOMENT, WRITTEN),
                (MOMENT.date(), "2013-08-03"),
            )
        ),
        (
            lambda c: c.sync_lead({"Id": 7, "Email": "a@b.c", **FOREIGN, "City": None}),
            f"<leadRecord><Id>7</Id><Email>a@b.c</Email>{FOREIGN_XML}</leadRecord>"
            "<returnLead>false</returnLead>",
        ),
        (
            lambda c: c.sync_lead({**FOREIGN, "ForeignSysType": B.ForeignSysType.SFDC}),
            f"<leadRecord>{FOREIGN_XML}</leadRecord><returnLead>false</returnLead>",
        ),
    ],
    "sync_lead.return_lead": [
        (
            lambda c: c.sync_lead(RECORD, return_lead=True),
            f"{RECORD_XML}<returnLead>true</returnLead>",
        )
    ],
    "sync_lead.marketo_cookie": [
        (
            lambda c: c.sync_lead(RECORD, marketo_cookie="id:1&token:2"),
            f"{RECORD_XML}<returnLead>false</returnLead>"
            "<marketoCookie>id:1&amp;token:2</marketoCookie>",
        )
    ],
    "sync_lead.move_cookie": [
        (
            lambda c: c.sync_lead(RECORD, move_cookie=False),
            f"{RECORD_XML}<returnLead>false</returnLead><moveCookie>false</moveCookie>",
            "3_1",
        )
    ],
    "sync_lead.workspace": [
        (
            lambda c: c.sync_lead(RECORD, workspace="W"),
            f"{RECORD_XML}<returnLead>false</returnLead>",
        )
    ],
    "sync_multiple_leads.leads": [
        (
            lambda c: c.sync_multiple_leads(iter([RECORD, {"City": "Lyon"}])),
            f"<leadRecordList>{RECORD_XML}{lead_xml('City', 'Lyon')}</leadRecordList>"
            "<dedupEnabled>true</dedupEnabled>",
        )
    ],
    "sync_multiple_leads.dedup_enabled": [
        (
            lambda c: c.sync_multiple_leads([RECORD], dedup_enabled=False),
            f"<leadRecordList>{RECORD_XML}</leadRecordList><dedupEnabled>false</dedupEnabled>",
        ),
        (
            lambda c: c.sync_multiple_leads([RECORD], dedup_enabled=None),
            f"<leadRecordList>{RECORD_XML}</leadRecordList>",
        ),
    ],
    "merge_leads.winner": [
        (
            lambda c, winner=winner: c.merge_leads(winner, []),
            f"<winningLeadKeyList>{attribute('IDNUM', '2')}</winningLeadKeyList>"
            "<losingLeadKeyLists/>",
        )
        for winner in ({"IDNUM": 2}, PAIRS, 2, ("IDNUM", "2"), {"Id": 2}, B.LeadRecord(id=2))
    ],
    "merge_leads.losers": [
        (
            lambda c: c.merge_leads(2, iter([15, PAIRS])),
            f"<winningLeadKeyList>{attribute('IDNUM', '2')}</winningLeadKeyList>"
            f"<losingLeadKeyLists><keyList>{attribute('IDNUM', '15')}</keyList>"
            f"<keyList>{attribute('IDNUM', '2')}</keyList></losingLeadKeyLists>",
        )
    ],
    "merge_leads.merge_in_sales": [
        (
            lambda c: c.merge_leads({"IDNUM": 2}, [], merge_in_sales=False),
            f"<winningLeadKeyList>{attribute('IDNUM', '2')}</winningLeadKeyList>"
            "<losingLeadKeyLists/><mergeInSales>false</mergeInSales>",
        )
    ],
    "get_lead_activity.key": [
        (
            lambda c: c.get_lead_activity(
                B.LeadKey(key_type=B.LeadKeyRef.EMAIL, key_value="a@b.c")
            ),
            EMAIL_KEY,
        ),
        (lambda c: c.get_lead_activity(("EMAIL", "a@b.c")), EMAIL_KEY),
    ],
    "get_lead_activity.email": [(lambda c: c.get_lead_activity(email="a@b.c"), EMAIL_KEY)],
    "get_lead_activity.id": [(lambda c: c.get_lead_activity(id=7), lead_key("IDNUM", "7"))],
    "get_lead_activity.include_types": [
        (
            lambda c: c.get_lead_activity(
                email="a@b.c", include_types=iter(["NewLead", B.ActivityType("MergeLeads")])
            ),
            f"{EMAIL_KEY}<activityFilter><includeTypes><activityType>NewLead</activityType>"
            "<activityType>MergeLeads</activityType></includeTypes></activityFilter>",
        )
    ],
    "get_lead_activity.exclude_types": [
        (
            lambda c: c.get_lead_activity(email="a@b.c", exclude_types=["NewLead"]),
            f"{EMAIL_KEY}<activityFilter><excludeTypes><activityType>NewLead</activityType>"
            "</excludeTypes></activityFilter>",
        )
    ],
    "get_lead_activity.start_position": [
        (
            lambda c: c.get_lead_activity(email="a@b.c", start_position=POSITION),
            f"{EMAIL_KEY}{POSITION_XML}",
        )
    ],
    "get_lead_activity.batch_size": [
        (
            lambda c: c.get_lead_activity(email="a@b.c", batch_size=5),
            f"{EMAIL_KEY}<batchSize>5</batchSize>",
        )
    ],
    "get_lead_changes.since": [
        (
            lambda c, since=since: c.get_lead_changes(since=since),
            f"<startPosition><oldestCreatedAt>{WRITTEN}</oldestCreatedAt></startPosition>",
        )
        for since in (MOMENT, XML_MOMENT)
    ],
    "get_lead_changes.start_position": [
        (lambda c: c.get_lead_changes(start_position=POSITION), POSITION_XML)
    ],
    "get_lead_changes.selector": [
        (
            lambda c: c.get_lead_changes(
                start_position=POSITION, selector=B.StaticListSelector(static_list_name="L")
            ),
            POSITION_XML + LIST_SELECTOR,
        )
    ],
    "get_lead_changes.keys": [
        (
            lambda c: c.get_lead_changes(start_position=POSITION, keys=iter(["a@b.c"])),
            POSITION_XML + SELECTOR.format("EMAIL", strings("a@b.c")),
        )
    ],
    "get_lead_changes.list_name": [
        (
            lambda c: c.get_lead_changes(start_position=POSITION, list_name="L"),
            POSITION_XML + LIST_SELECTOR,
        )
    ],
    "get_lead_changes.include_types": [
        (
            lambda c: c.get_lead_changes(start_position=POSITION, include_types=["NewLead"]),
            f"{POSITION_XML}<activityFilter><includeTypes><activityType>NewLead</activityType>"
            "</includeTypes></activityFilter>",
        )
    ],
    "get_lead_changes.exclude_types": [
        (
            lambda c: c.get_lead_changes(
                start_position=POSITION, exclude_types=[B.ActivityType("NewLead")]
            ),
            f"{POSITION_XML}<activityFilter><excludeTypes><activityType>NewLead</activityType>"
            "</excludeTypes></activityFilter>",
        )
    ],
    "get_lead_changes.activity_names": [
        (
            lambda c: c.get_lead_changes(start_position=POSITION, activity_names=("New Lead",)),
            f"{POSITION_XML}<activityNameFilter>{strings('New Lead')}</activityNameFilter>",
        )
    ],
    "get_lead_changes.batch_size": [
        (
            lambda c: c.get_lead_changes(start_position=POSITION, batch_size=5),
            f"{POSITION_XML}<batchSize>5</batchSize>",
        )
    ],
    "list_operation.operation": [
        (
            lambda c, operation=operation: c.list_operation(operation, list_name="L", members=[]),
            on_list(),
        )
        for operation in ("ADDTOLIST", B.ListOperationType.ADDTOLIST)
    ],
    "list_operation.list_name": [
        (lambda c: c.list_operation("ADDTOLIST", list_name="M", members=[]), on_list(name="M"))
    ],
    "list_operation.list_key": [
        (
            lambda c, key=key: c.list_operation("ADDTOLIST", list_key=key, members=[]),
            on_list("MKTOSALESUSERID", "9"),
        )
        for key in (
            ("MKTOSALESUSERID", "9"),
            (B.ListKeyType.MKTOSALESUSERID, "9"),
            B.ListKey(key_type=B.ListKeyType.MKTOSALESUSERID, key_value="9"),
        )
    ],
    "list_operation.members": [
        (
            lambda c: c.list_operation(
                "ADDTOLIST",
                list_name="L",
                members=iter(
                    [
                        7,
                        ("IDNUM", "8"),
                        "a@b.c",
                        B.LeadKey(key_type=B.LeadKeyRef.IDNUM, key_value="9"),
                    ]
                ),
            ),
            on_list(
                members=lead_key("IDNUM", "7")
                + lead_key("IDNUM", "8")
                + EMAIL_KEY
                + lead_key("IDNUM", "9")
            ),
        )
    ],
    "list_operation.strict": [
        (
            lambda c: c.list_operation("ADDTOLIST", list_name="L", members=[], strict=True),
            on_list(more="<strict>true</strict>"),
        )
    ],
    "list_operation.skip_activity_log": [
        (
            lambda c: c.list_operation(
                "ADDTOLIST", list_name="L", members=[], skip_activity_log=True
            ),
            on_list(more="<skipActivityLog>true</skipActivityLog>"),
            "2_2",
        )
    ],
    "import_to_list.program_name": [
        (
            lambda c: c.import_to_list(**{**IMPORT, "program_name": "Q"}),
            in_import(programName="Q"),
        )
    ],
    "import_to_list.list_name": [
        (lambda c: c.import_to_list(**{**IMPORT, "list_name": "M"}), in_import(listName="M"))
    ],
    "import_to_list.header": [
        (lambda c: c.import_to_list(**{**IMPORT, "header": "A"}), in_import(importFileHeader="A")),
        (
            lambda c: c.import_to_list(**{**IMPORT, "header": iter(["A", "B, C"]), "rows": ["x"]}),
            in_import(importFileHeader='A,"B, C"', importFileRows=strings("x")),
        ),
    ],
    "import_to_list.rows": [
        (
            lambda c: c.import_to_list(**{**IMPORT, "rows": iter(["a", "b"])}),
            in_import(importFileRows=strings("a", "b")),
        ),
        (
            lambda c: c.import_to_list(
                program_name="P",
                list_name="L",
                rows=iter([{"A": 1.5, "B": None}, {"B": ' x "y"', "A": True}, {"A": ""}, (1, "z")]),
            ),
            in_import(
                importFileHeader="A,B",
                importFileRows=strings("1.5,", 'true," x ""y"""', '"",', "1,z"),
            ),
        ),
    ],
    "import_to_list.mode": [
        (
            lambda c, mode=mode: c.import_to_list(**IMPORT, mode=mode),
            in_import(importListMode="LISTONLY"),
        )
        for mode in ("LISTONLY", B.ImportToListModeEnum.LISTONLY)
    ],
    "import_to_list.clear_list": [
        (lambda c: c.import_to_list(**IMPORT, clear_list=True), in_import(clearList="true"))
    ],
    "import_to_list.campaign_name": [
        (lambda c: c.import_to_list(**IMPORT, campaign_name="C"), in_import(campaignName="C"))
    ],
    "get_import_to_list_status.program_name": [
        (
            lambda c: c.get_import_to_list_status(program_name="P", list_name="L"),
            "<programName>P</programName><listName>L</listName>",
        )
    ],
    "get_import_to_list_status.list_name": [
        (
            lambda c: c.get_import_to_list_status(program_name="P", list_name="M"),
            "<programName>P</programName><listName>M</listName>",
        )
    ],
    "get_campaigns_for_source.source": [
        (lambda c: c.get_campaigns_for_source(), "<source>MKTOWS</source>"),
        (lambda c: c.get_campaigns_for_source("SALES"), "<source>SALES</source>"),
        (
            lambda c: c.get_campaigns_for_source(B.ReqCampSourceType.SALES),
            "<source>SALES</source>",
        ),
    ],
    "get_campaigns_for_source.name": [
        (
            lambda c: c.get_campaigns_for_source(name="C"),
            "<source>MKTOWS</source><name>C</name>",
        )
    ],
    "get_campaigns_for_source.exact_name": [
        (
            lambda c: c.get_campaigns_for_source(exact_name=False),
            "<source>MKTOWS</source><exactName>false</exactName>",
        )
    ],
    "request_campaign.leads": [
        (
            lambda c: c.request_campaign(
                campaign_id=4,
                leads=iter(
                    [
                        "a@b.c",
                        7,
                        B.LeadKey(key_type=B.LeadKeyRef.IDNUM, key_value="8"),
                    ]
                ),
            ),
            "<source>MKTOWS</source><campaignId>4</campaignId><leadList>"
            f"{EMAIL_KEY}{lead_key('IDNUM', '7')}{lead_key('IDNUM', '8')}</leadList>",
        )
    ],
    "request_campaign.campaign_id": [
        (lambda c: c.request_campaign(leads=[], campaign_id=4), NO_LEADS)
    ],
    "request_campaign.program_name": [
        (
            lambda c: c.request_campaign(leads=[], **NAMES),
            f"<source>MKTOWS</source><leadList/>{NAMES_XML}<programTokenList/>",
        )
    ],
    "request_campaign.campaign_name": [
        (
            lambda c: c.request_campaign(leads=[], program_name="P", campaign_name="D"),
            "<source>MKTOWS</source><leadList/>"
            f"{NAMES_XML.replace('>C<', '>D<')}<programTokenList/>",
        )
    ],
    "request_campaign.tokens": [
        (
            lambda c: c.request_campaign(leads=[], **NAMES, tokens={"{{my.a}}": 7}),
            f"<source>MKTOWS</source><leadList/>{NAMES_XML}"
            f"<programTokenList>{attrib('{{my.a}}', '7')}</programTokenList>",
        )
    ],
    "request_campaign.source": [
        (
            lambda c, source=source: c.request_campaign(leads=[], campaign_id=4, source=source),
            NO_LEADS.replace("MKTOWS", "SALES"),
        )
        for source in ("SALES", B.ReqCampSourceType.SALES)
    ],
    "schedule_campaign.program_name": [(lambda c: c.schedule_campaign(**NAMES), NAMES_XML)],
    "schedule_campaign.campaign_name": [
        (
            lambda c: c.schedule_campaign(program_name="P", campaign_name="D"),
            NAMES_XML.replace(">C<", ">D<"),
        )
    ],
    "schedule_campaign.run_at": [
        (
            lambda c, moment=moment: c.schedule_campaign(**NAMES, run_at=moment),
            f"{NAMES_XML}<campaignRunAt>{WRITTEN}</campaignRunAt>",
        )
        for moment in (MOMENT, XML_MOMENT)
    ],
    "schedule_campaign.tokens": [
        (
            lambda c: c.schedule_campaign(**NAMES, tokens={"{{my.a}}": "x", "{{my.b}}": True}),
            f"{NAMES_XML}<programTokenList>{attrib('{{my.a}}', 'x')}"
            f"{attrib('{{my.b}}', 'true')}</programTokenList>",
        ),
        (
            lambda c: c.schedule_campaign(**NAMES, tokens={}),
            f"{NAMES_XML}<programTokenList/>",
        ),
    ],
    "schedule_campaign.clone_to": [
        (
            lambda c: c.schedule_campaign(
                program_name="P", campaign_name="C", clone_to="Clone & Co"
            ),
            NAMES_XML.replace(
                "<campaignName>",
                "<cloneToProgramName>Clone &amp; Co</cloneToProgramName><campaignName>",
            ),
            "3_1",
        )
    ],
    "describe_mobject.object_name": [
        (lambda c: c.describe_mobject("LeadRecord"), "<objectName>LeadRecord</objectName>")
    ],
    "get_mobjects.type": [(lambda c: c.get_mobjects("Program"), "<type>Program</type>")],
    "get_mobjects.id": [
        (lambda c: c.get_mobjects("Program", id=7), "<type>Program</type><id>7</id>")
    ],
    "get_mobjects.external_key": [
        (
            lambda c, pair=pair: c.get_mobjects("Opportunity", external_key=pair),
            "<type>Opportunity</type><externalKey><name>a</name><value>7</value></externalKey>",
        )
        for pair in (("a", 7), {"a": 7}, B.Attrib(name="a", value="7"))
    ],
    "get_mobjects.criteria": [
        (
            lambda c, criterion=criterion: c.get_mobjects("Program", criteria=iter([criterion])),
            "<type>Program</type><mObjCriteriaList><mObjCriteria><attrName>Id</attrName>"
            "<comparison>LE</comparison><attrValue>7</attrValue></mObjCriteria></mObjCriteriaList>",
        )
        for criterion in (
            ("Id", "LE", "7"),
            ("Id", "LE", 7.0),
            ("Id", B.ComparisonEnum.LE, "7"),
            B.MObjCriteria(attr_name="Id", comparison=B.ComparisonEnum.LE, attr_value="7"),
        )
    ],
    "get_mobjects.associations": [
        *(
            (
                lambda c, given=given: c.get_mobjects("Program", associations=given),
                "<type>Program</type><mObjAssociationList><mObjAssociation><mObjType>Lead</mObjType>"
                "<id>7</id></mObjAssociation></mObjAssociationList>",
            )
            for given in (
                (B.MObjAssociation(m_obj_type="Lead", id=7),),
                {"Lead": 7},
                iter([("Lead", 7)]),
                [{"type": "Lead", "id": 7, "externalKey": None}],
            )
        ),
        *(
            (
                lambda c, given=given: c.get_mobjects("Program", associations=given),
                "<type>Program</type><mObjAssociationList><mObjAssociation><mObjType>Lead</mObjType>"
                "<externalKey><name>a</name><value>7</value></externalKey></mObjAssociation>"
                "</mObjAssociationList>",
            )
            for given in (
                {"Lead": {"a": 7}},
                [("Lead", ("a", "7"))],
                [{"type": "Lead", "externalKey": {"a": "7"}}],
            )
        ),
    ],
    "get_mobjects.include_details": [
        (
            lambda c: c.get_mobjects("Program", include_details=False),
            "<type>Program</type><includeDetails>false</includeDetails>",
        )
    ],
    "get_mobjects.stream_position": [
        (
            lambda c: c.get_mobjects("Program", stream_position="x"),
            "<type>Program</type><streamPosition>x</streamPosition>",
        )
    ],
    "sync_mobjects.objects": [
        (
            lambda c: c.sync_mobjects(iter([ROLE, ROLE]), operation="UPDATE"),
            f"<mObjectList>{ROLE_XML * 2}</mObjectList><operation>UPDATE</operation>",
        ),
        (
            lambda c: c.sync_mobjects(
                [
                    {"type": "OpportunityPersonRole", "id": 7, "createdAt": MOMENT, "tags": []},
                    ("OpportunityPersonRole", 7),
                ],
                operation="UPDATE",
            ),
            f"<mObjectList>{ROLE_XML * 2}</mObjectList><operation>UPDATE</operation>",
        ),
        (
            lambda c: c.sync_mobjects(
                [
                    {
                        "type": "T",
                        "externalKey": {"k": 1},
                        "attributes": {"IsWon": True, "Amount": 501.5, "Day": MOMENT, "No": None},
                        "tags": {"Channel": "Webinar"},
                        "costs": [{"Month": "2013-06", "Amount": 2000, "Note": None}],
                        "associations": {"Company": ("f", "C123")},
                    }
                ],
                operation="UPSERT",
            ),
            "<mObjectList><mObject><type>T</type><externalKey><name>k</name><value>1</value>"
            f"</externalKey><attribList>{attrib('IsWon', '1')}{attrib('Amount', '501.5')}"
            f"{attrib('Day', WRITTEN)}</attribList><typeAttribList><typeAttrib>"
            f"<attrType>Tag</attrType><attrList>{attrib('Type', 'Channel')}"
            f"{attrib('Value', 'Webinar')}</attrList></typeAttrib><typeAttrib>"
            f"<attrType>Cost</attrType><attrList>{attrib('Month', '2013-06')}"
            f"{attrib('Amount', '2000')}</attrList></typeAttrib></typeAttribList><associationList>"
            "<mObjAssociation><mObjType>Company</mObjType><externalKey><name>f</name>"
            "<value>C123</value></externalKey></mObjAssociation></associationList></mObject>"
            "</mObjectList><operation>UPSERT</operation>",
        ),
    ],
    "sync_mobjects.operation": [
        (
            lambda c, operation=operation: c.sync_mobjects([ROLE], operation=operation),
            f"<mObjectList>{ROLE_XML}</mObjectList><operation>INSERT</operation>",
        )
        for operation in ("INSERT", B.SyncOperationEnum.INSERT)
    ],
    "delete_mobjects.objects": [
        (
            lambda c: c.delete_mobjects(
                iter([ROLE, ("OpportunityPersonRole", 7), {"type": ROLE.type_value, "id": 7}])
            ),
            f"<mObjectList>{ROLE_XML * 3}</mObjectList>",
        )
    ],
    "get_custom_objects.type_name": [
        (
            lambda c: c.get_custom_objects("T"),
            "<objTypeName>T</objTypeName><includeAttributes/>",
        )
    ],
    "get_custom_objects.keys": [
        (
            lambda c, keys=keys: c.get_custom_objects("T", keys=keys),
            f"<objTypeName>T</objTypeName><customObjKeyList>{attribute('IDNUM', '2')}"
            "</customObjKeyList><includeAttributes/>",
        )
        for keys in ({"IDNUM": 2}, PAIRS)
    ],
    "get_custom_objects.include_attributes": [
        (
            lambda c: c.get_custom_objects("T", include_attributes=iter(["A"])),
            f"<objTypeName>T</objTypeName><includeAttributes>{strings('A')}</includeAttributes>",
        )
    ],
    "get_custom_objects.stream_position": [
        (
            lambda c: c.get_custom_objects("T", stream_position="x"),
            "<objTypeName>T</objTypeName><streamPosition>x</streamPosition><includeAttributes/>",
        )
    ],
    "get_custom_objects.batch_size": [
        (
            lambda c: c.get_custom_objects("T", batch_size=5),
            "<objTypeName>T</objTypeName><batchSize>5</batchSize><includeAttributes/>",
        )
    ],
    "sync_custom_objects.type_name": [
        (
            lambda c: c.sync_custom_objects("T", []),
            "<objTypeName>T</objTypeName><customObjList/>",
        )
    ],
    "sync_custom_objects.objects": [
        (
            lambda c: c.sync_custom_objects("T", iter([CUSTOM, ({"k": 1}, {"a": True})])),
            f"<objTypeName>T</objTypeName><customObjList>{CUSTOM_XML}<customObj>"
            f"<customObjKeyList>{attribute('k', '1')}</customObjKeyList><customObjAttributeList>"
            f"{attribute('a', 'true')}</customObjAttributeList></customObj></customObjList>",
        ),
        (
            lambda c: c.sync_custom_objects(
                "T", [{"keys": {"k": 1}, "attributes": {"a": True, "b": None}}, {"keys": {"k": 1}}]
            ),
            f"<objTypeName>T</objTypeName><customObjList><customObj><customObjKeyList>"
            f"{attribute('k', '1')}</customObjKeyList><customObjAttributeList>"
            f"{attribute('a', 'true')}</customObjAttributeList></customObj>{CUSTOM_XML}"
            "</customObjList>",
        ),
    ],
    "sync_custom_objects.operation": [
        (
            lambda c, operation=operation: c.sync_custom_objects("T", [], operation=operation),
            "<objTypeName>T</objTypeName><customObjList/><operation>UPSERT</operation>",
        )
        for operation in ("UPSERT", B.SyncOperationEnum.UPSERT)
    ],
    "delete_custom_objects.type_name": [
        (
            lambda c: c.delete_custom_objects("T", []),
            "<objTypeName>T</objTypeName><customObjKeyLists/>",
        )
    ],
    "delete_custom_objects.keys": [
        (
            lambda c: c.delete_custom_objects("T", iter([{"k": 1}, PAIRS])),
            f"<objTypeName>T</objTypeName><customObjKeyLists><keyList>{attribute('k', '1')}"
            f"</keyList><keyList>{attribute('IDNUM', '2')}</keyList></customObjKeyLists>",
        )
    ],
    "get_channels.names": [
        (lambda c: c.get_channels(), ""),
        (lambda c: c.get_channels([]), ""),
        (
            lambda c: c.get_channels(("A", "B")),
            f"<tag><values>{strings('A', 'B')}</values></tag>",
        ),
    ],
    "get_tags.tags": [
        (lambda c: c.get_tags(), ""),
        (
            lambda c: c.get_tags({"T": iter(["A", "B"])}),
            f"<tagList><tag><type>T</type><values>{strings('A', 'B')}</values></tag></tagList>",
        ),
    ],
}
METHODS = [operation.method for operation in contract("2_7").operations.values()]


@pytest.mark.parametrize("argument", CASES)
def test_an_argument_is_sent_as_its_own_element_in_each_form(argument: str) -> None:
    for call, expected, *version in CASES[argument]:
        assert sent(call, version[0] if version else "2_7") == expected


def test_every_argument_of_every_method_is_tried() -> None:
    arguments = {
        f"{method}.{name}"
        for method in METHODS
        for name in inspect.signature(getattr(OperationMethods, method)).parameters
        if name != "self"
    }
    assert set(CASES) == arguments


def test_a_workspace_goes_into_a_header_of_its_own() -> None:
    kept = Kept("2_7")
    config = Config("https://a.mktoapi.com/soap/mktows/2_7", "user", Secret("0123456789"))
    Client(config, transport=kept).sync_lead(RECORD, workspace="W")
    assert b"<targetWorkspace>W</targetWorkspace>" in kept.body


def test_a_moment_in_utc_is_sent_with_a_numeric_offset() -> None:
    assert sent(lambda c: c.get_lead_changes(since=MOMENT.astimezone(UTC)), "2_7") == (
        "<startPosition><oldestCreatedAt>2013-08-04T04:39:34+00:00</oldestCreatedAt></startPosition>"
    )
