"""Every operation has its method; each builds the message that the contract describes."""

from __future__ import annotations

import inspect
import itertools
import re
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from mktows import Client, Config, HttpRequest, HttpResponse, RequestError, Secret
from mktows.codec import Codec
from mktows.contract import KNOWN_VERSIONS, LATEST_VERSION, contract
from mktows.facts import limits
from mktows.json_messages import to_json
from mktows.soap import read_envelope, write_envelope

MOMENT = datetime(2013, 8, 3, 21, 39, 34, tzinfo=UTC)


class Echo:
    """Answers each operation with its smallest reply, and keeps the request message."""

    def __init__(self, version: str) -> None:
        self._contract = contract(version)
        self._codec = Codec(self._contract)
        self.params: Any = None
        self.request = ""

    def send(self, request: HttpRequest) -> HttpResponse:
        operation = self._contract.operations[request.operation]
        self.request = operation.request
        node = read_envelope(request.body).body
        assert node is not None
        self.params = self._codec.decode(node, operation.request)
        (child,) = self._contract.types[operation.reply_type].fields
        body = f"<ns1:{operation.reply}><{child.element}/></ns1:{operation.reply}>"
        return HttpResponse(200, {}, write_envelope(namespace=self._contract.namespace, body=body))


def client_of(version: str) -> tuple[Client, Echo]:
    echo = Echo(version)
    config = Config(f"https://a.mktoapi.com/soap/mktows/{version}", "user", Secret("0123456789"))
    return Client(config, transport=echo), echo


CALLS: dict[str, Callable[[Client], object]] = {
    "deleteMObjects": lambda c: c.delete_mobjects([("Opportunity", 4), ("Opportunity", 7)]),
    "describeMObject": lambda c: c.describe_mobject("LeadRecord"),
    "getMObjects": lambda c: c.get_mobjects(
        "Program",
        criteria=[("Id", "LE", 1010), ("Name", "NE", "elizprogramtest")],
        external_key=("opportunityId", "Opportunity_4"),
        include_details=True,
    ),
    "syncMObjects": lambda c: c.sync_mobjects(
        [c.contract.bindings.MObject(type_value="Program", id=1970)], operation="UPDATE"
    ),
    "getCampaignsForSource": lambda c: c.get_campaigns_for_source(name="Trigger", exact_name=False),
    "getImportToListStatus": lambda c: c.get_import_to_list_status(program_name="P", list_name="L"),
    "getLead": lambda c: c.get_lead(("IDNUM", "1089965")),
    "getLeadActivity": lambda c: c.get_lead_activity(
        email="lead@company.com", include_types=["VisitWebpage", "FillOutForm"], batch_size=10
    ),
    "getLeadChanges": lambda c: c.get_lead_changes(
        since=MOMENT, exclude_types=["NewLead"], batch_size=10
    ),
    "getMultipleLeads": lambda c: c.get_multiple_leads(
        emails=["joe@marketo.com"], batch_size=100, include_attributes=["FirstName"]
    ),
    "importToList": lambda c: c.import_to_list(
        program_name="P", list_name="L", header="Email Address", rows=["a@example.com"]
    ),
    "listMObjects": lambda c: c.list_mobjects(),
    "listOperation": lambda c: c.list_operation(
        "ISMEMBEROFLIST", list_name="Trav-Test-List", members=[87710, ("IDNUM", "1089946")],
        strict=False,
    ),
    "requestCampaign": lambda c: c.request_campaign(
        program_name="P", campaign_name="C", leads=[("EMAIL", "lead@company.com")],
        tokens={"{{my.conversationtopic}}": "x"},
    ),
    "scheduleCampaign": lambda c: c.schedule_campaign(
        program_name="P", campaign_name="C", run_at=MOMENT, tokens={"{{my.message}}": "x"}
    ),
    "syncLead": lambda c: c.sync_lead(
        {"Email": "t@t.com", "FirstName": "George"}, marketo_cookie="id:561-HYG-937&token:_mch",
        workspace="Default",
    ),
    "syncMultipleLeads": lambda c: c.sync_multiple_leads([{"Email": "t@t.com"}]),
    "syncCustomObjects": lambda c: c.sync_custom_objects(
        "RoadShow", [({"MKTOID": 1090177, "rid": "rid1"}, {"city": "SanMateo"})], operation="UPSERT"
    ),
    "deleteCustomObjects": lambda c: c.delete_custom_objects("RoadShow", [{"MKTOID": 1}]),
    "getCustomObjects": lambda c: c.get_custom_objects("RoadShow", keys={"MKTOID": 1090177}),
    "mergeLeads": lambda c: c.merge_leads({"IDNUM": 2}, [{"IDNUM": 15}, {"IDNUM": 16}]),
    "getChannels": lambda c: c.get_channels(["Webinar", "Blog"]),
    "getTags": lambda c: c.get_tags({"Content Channel": ["SEM", "Email"]}),
}  # fmt: skip


@pytest.mark.parametrize("version", KNOWN_VERSIONS)
@pytest.mark.parametrize("operation", sorted(CALLS))
def test_each_operation_is_called_by_its_method_in_every_version(
    operation: str, version: str
) -> None:
    client, echo = client_of(version)
    result = CALLS[operation](client)
    request_type = contract(version).operations[operation].request_type
    assert type(echo.params).__name__ == request_type
    assert type(echo.params) is getattr(contract(version).bindings, request_type)
    expected = (
        "LeadActivityList"
        if operation == "getLeadActivity"
        else f"Result{operation[0].upper()}{operation[1:]}"
    )
    assert type(result).__name__ == expected
    assert type(result) is getattr(contract(version).bindings, expected)


@pytest.mark.parametrize("version", KNOWN_VERSIONS)
def test_no_operation_is_without_a_method(version: str) -> None:
    assert set(CALLS) == set(contract(version).operations)


@pytest.mark.parametrize("operation", contract("2_7").operations.values(), ids=lambda o: o.name)
def test_each_method_promises_the_type_that_it_returns(operation: Any) -> None:
    promised = inspect.signature(getattr(Client, operation.method)).return_annotation
    (child,) = contract("2_7").types[operation.reply_type].fields
    assert promised == f"b.{child.type_name}"


def leads(*keys: tuple[str, str]) -> dict[str, object]:
    return {"leadKey": [{"keyType": key_type, "keyValue": value} for key_type, value in keys]}


def attributes(**values: str) -> dict[str, object]:
    return {"attribute": [{"attrName": name, "attrValue": value} for name, value in values.items()]}


def attribs(**values: str) -> dict[str, object]:
    return {"attrib": [{"name": name, "value": value} for name, value in values.items()]}


BINDINGS = contract(LATEST_VERSION).bindings
POSITION = BINDINGS.StreamPosition(offset="ID:7")
# Calls with every argument that a method has, and the whole message that each makes.
MESSAGES: list[tuple[Callable[[Client], object], dict[str, object]]] = [
    (lambda c: c.get_lead(("SFDCLEADID", "00Q")),
     {"leadKey": {"keyType": "SFDCLEADID", "keyValue": "00Q"}}),
    (lambda c: c.get_lead(BINDINGS.LeadKey(key_type=BINDINGS.LeadKeyRef.COOKIE, key_value="id:1")),
     {"leadKey": {"keyType": "COOKIE", "keyValue": "id:1"}}),
    (lambda c: c.get_lead(email="a@b.c"), {"leadKey": {"keyType": "EMAIL", "keyValue": "a@b.c"}}),
    (lambda c: c.get_lead(id=7), {"leadKey": {"keyType": "IDNUM", "keyValue": "7"}}),
    (lambda c: c.get_multiple_leads(emails=["a@b.c"], stream_position="p", batch_size=5,
                                    include_attributes=["City"]),
     {"leadSelector": {"@type": "LeadKeySelector", "keyType": "EMAIL",
                       "keyValues": {"stringItem": ["a@b.c"]}},
      "streamPosition": "p", "batchSize": 5, "includeAttributes": {"stringItem": ["City"]}}),
    (lambda c: c.get_multiple_leads(ids=[7, 8]),
     {"leadSelector": {"@type": "LeadKeySelector", "keyType": "IDNUM",
                       "keyValues": {"stringItem": ["7", "8"]}}}),
    (lambda c: c.get_multiple_leads(keys=[("SFDCLEADID", "7")]),
     {"leadSelector": {"@type": "LeadKeySelector", "keyType": "SFDCLEADID",
                       "keyValues": {"stringItem": ["7"]}}}),
    (lambda c: c.get_multiple_leads(list_name="P.L"),
     {"leadSelector": {"@type": "StaticListSelector", "staticListName": "P.L"}}),
    (lambda c: c.get_multiple_leads(since=MOMENT, until=MOMENT),
     {"leadSelector": {"@type": "LastUpdateAtSelector",
                       "oldestUpdatedAt": "2013-08-03T21:39:34+00:00",
                       "latestUpdatedAt": "2013-08-03T21:39:34+00:00"}}),
    (lambda c: c.get_multiple_leads(BINDINGS.StaticListSelector(static_list_name="L")),
     {"leadSelector": {"@type": "StaticListSelector", "staticListName": "L"}}),
    (lambda c: c.sync_lead({"Id": 7, "Email": "a@b.c", "ForeignSysPersonId": "f",
                            "ForeignSysType": "SFDC", "City": "x"}, return_lead=True,
                           marketo_cookie="id:1", move_cookie=False, workspace="W"),
     {"leadRecord": {"Id": 7, "Email": "a@b.c", "ForeignSysPersonId": "f", "ForeignSysType": "SFDC",
                     "leadAttributeList": attributes(City="x")},
      "returnLead": True, "marketoCookie": "id:1", "moveCookie": False}),
    (lambda c: c.sync_lead({"Email": "a@b.c"}),
     {"leadRecord": {"Email": "a@b.c"}, "returnLead": False}),
    (lambda c: c.sync_multiple_leads([{"Email": "a@b.c"}, {"Id": 7}], dedup_enabled=False),
     {"leadRecordList": {"leadRecord": [{"Email": "a@b.c"}, {"Id": 7}]}, "dedupEnabled": False}),
    (lambda c: c.sync_multiple_leads([{"Id": 7}]),
     {"leadRecordList": {"leadRecord": [{"Id": 7}]}, "dedupEnabled": True}),
    (lambda c: c.merge_leads({"IDNUM": 2}, [{"EMAIL": "a@b.c"}, {"IDNUM": 3}], merge_in_sales=True),
     {"winningLeadKeyList": attributes(IDNUM="2"),
      "losingLeadKeyLists": {"keyList": [attributes(EMAIL="a@b.c"), attributes(IDNUM="3")]},
      "mergeInSales": True}),
    (lambda c: c.get_lead_activity(id=7, include_types=["NewLead"], start_position=POSITION,
                                   batch_size=5),
     {"leadKey": {"keyType": "IDNUM", "keyValue": "7"},
      "activityFilter": {"includeTypes": {"activityType": ["NewLead"]}},
      "startPosition": {"offset": "ID:7"}, "batchSize": 5}),
    (lambda c: c.get_lead_activity(email="a@b.c", exclude_types=["NewLead"]),
     {"leadKey": {"keyType": "EMAIL", "keyValue": "a@b.c"},
      "activityFilter": {"excludeTypes": {"activityType": ["NewLead"]}}}),
    (lambda c: c.get_lead_changes(start_position=POSITION, include_types=["NewLead"],
                                  selector=BINDINGS.StaticListSelector(static_list_id=5),
                                  activity_names=["New Lead"], batch_size=5),
     {"startPosition": {"offset": "ID:7"},
      "activityFilter": {"includeTypes": {"activityType": ["NewLead"]}},
      "activityNameFilter": {"stringItem": ["New Lead"]}, "batchSize": 5,
      "leadSelector": {"@type": "StaticListSelector", "staticListId": 5}}),
    (lambda c: c.get_lead_changes(start_position=POSITION, keys=["a@b.c"]),
     {"startPosition": {"offset": "ID:7"},
      "leadSelector": {"@type": "LeadKeySelector", "keyType": "EMAIL",
                       "keyValues": {"stringItem": ["a@b.c"]}}}),
    (lambda c: c.get_lead_changes(start_position=POSITION, list_name="L"),
     {"startPosition": {"offset": "ID:7"},
      "leadSelector": {"@type": "StaticListSelector", "staticListName": "L"}}),
    (lambda c: c.get_lead_changes(since=MOMENT),
     {"startPosition": {"oldestCreatedAt": "2013-08-03T21:39:34+00:00"}}),
    (lambda c: c.list_operation("ADDTOLIST", list_name="L", members=[7, ("EMAIL", "a@b.c")],
                                strict=True),
     {"listOperation": "ADDTOLIST", "listKey": {"keyType": "MKTOLISTNAME", "keyValue": "L"},
      "listMemberList": leads(("IDNUM", "7"), ("EMAIL", "a@b.c")), "strict": True}),
    (lambda c: c.list_operation("REMOVEFROMLIST", list_key=("MKTOSALESUSERID", "U"), members=[7]),
     {"listOperation": "REMOVEFROMLIST", "listMemberList": leads(("IDNUM", "7")),
      "listKey": {"keyType": "MKTOSALESUSERID", "keyValue": "U"}}),
    (lambda c: c.import_to_list(program_name="P", list_name="L", header="H", rows=["r", "s"],
                                mode="LISTONLY", clear_list=True, campaign_name="C"),
     {"programName": "P", "listName": "L", "importFileHeader": "H",
      "importFileRows": {"stringItem": ["r", "s"]}, "importListMode": "LISTONLY",
      "clearList": True, "campaignName": "C"}),
    (lambda c: c.import_to_list(program_name="P", list_name="L", header="H", rows=["r"]),
     {"programName": "P", "listName": "L", "importFileHeader": "H",
      "importFileRows": {"stringItem": ["r"]}, "importListMode": "UPSERTLEADS",
      "clearList": False}),
    (lambda c: c.get_import_to_list_status(program_name="P", list_name="L"),
     {"programName": "P", "listName": "L"}),
    (lambda c: c.get_campaigns_for_source("SALES", name="N", exact_name=True),
     {"source": "SALES", "name": "N", "exactName": True}),
    (lambda c: c.get_campaigns_for_source(), {"source": "MKTOWS"}),
    (lambda c: c.request_campaign(leads=[("IDNUM", "7")], campaign_id=5, source="SALES"),
     {"source": "SALES", "campaignId": 5, "leadList": leads(("IDNUM", "7"))}),
    (lambda c: c.request_campaign(leads=[("IDNUM", "7")], program_name="P", campaign_name="C"),
     {"source": "MKTOWS", "leadList": leads(("IDNUM", "7")), "programName": "P",
      "campaignName": "C", "programTokenList": {"attrib": []}}),
    (lambda c: c.request_campaign(leads=[("IDNUM", "7")], program_name="P", campaign_name="C",
                                  tokens={"{{my.a}}": 1}),
     {"source": "MKTOWS", "leadList": leads(("IDNUM", "7")), "programName": "P",
      "campaignName": "C", "programTokenList": attribs(**{"{{my.a}}": "1"})}),
    (lambda c: c.schedule_campaign(program_name="P", campaign_name="C", run_at=MOMENT,
                                   tokens={"{{my.a}}": "x"}, clone_to="Q"),
     {"programName": "P", "cloneToProgramName": "Q", "campaignName": "C",
      "campaignRunAt": "2013-08-03T21:39:34+00:00",
      "programTokenList": attribs(**{"{{my.a}}": "x"})}),
    (lambda c: c.list_mobjects(), {}),
    (lambda c: c.describe_mobject("LeadRecord"), {"objectName": "LeadRecord"}),
    (lambda c: c.get_mobjects("Program", id=7, external_key=("n", "v"),
                              criteria=[("Id", "LE", 9)], include_details=True,
                              associations=[BINDINGS.MObjAssociation(m_obj_type="Lead", id=3)],
                              stream_position="p"),
     {"type": "Program", "id": 7, "externalKey": {"name": "n", "value": "v"},
      "mObjCriteriaList": {"mObjCriteria": [{"attrName": "Id", "comparison": "LE",
                                             "attrValue": "9"}]},
      "mObjAssociationList": {"mObjAssociation": [{"mObjType": "Lead", "id": 3}]},
      "includeDetails": True, "streamPosition": "p"}),
    (lambda c: c.sync_mobjects([BINDINGS.MObject(type_value="Program", id=7)], operation="UPDATE"),
     {"mObjectList": {"mObject": [{"type": "Program", "id": 7}]}, "operation": "UPDATE"}),
    (lambda c: c.delete_mobjects([("Opportunity", 4), BINDINGS.MObject(type_value="X", id=7)]),
     {"mObjectList": {"mObject": [{"type": "Opportunity", "id": 4}, {"type": "X", "id": 7}]}}),
    (lambda c: c.get_custom_objects("R", keys={"k": 1}, include_attributes=["city"],
                                    stream_position="p", batch_size=5),
     {"objTypeName": "R", "customObjKeyList": attributes(k="1"), "streamPosition": "p",
      "batchSize": 5, "includeAttributes": {"stringItem": ["city"]}}),
    (lambda c: c.get_custom_objects("R"),
     {"objTypeName": "R", "includeAttributes": {"stringItem": []}}),
    (lambda c: c.sync_custom_objects("R", [({"k": 1}, {"city": "x"})], operation="INSERT"),
     {"objTypeName": "R", "operation": "INSERT",
      "customObjList": {"customObj": [{"customObjKeyList": attributes(k="1"),
                                       "customObjAttributeList": attributes(city="x")}]}}),
    (lambda c: c.sync_custom_objects("R", [({"k": 1}, {"city": "x"})]),
     {"objTypeName": "R",
      "customObjList": {"customObj": [{"customObjKeyList": attributes(k="1"),
                                       "customObjAttributeList": attributes(city="x")}]}}),
    (lambda c: c.delete_custom_objects("R", [{"k": 1}, {"k": 2}]),
     {"objTypeName": "R",
      "customObjKeyLists": {"keyList": [attributes(k="1"), attributes(k="2")]}}),
    (lambda c: c.get_channels(["a", "b"]), {"tag": {"values": {"stringItem": ["a", "b"]}}}),
    (lambda c: c.get_channels(), {}),
    (lambda c: c.get_channels([]), {}),
    (lambda c: c.get_tags({"T": ["a"], "U": []}),
     {"tagList": {"tag": [{"type": "T", "values": {"stringItem": ["a"]}},
                          {"type": "U", "values": {"stringItem": []}}]}}),
    (lambda c: c.get_tags(), {}),
]  # fmt: skip


def without_null(value: object) -> object:
    if isinstance(value, dict):
        return {name: without_null(item) for name, item in value.items() if item is not None}
    return [without_null(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize(("call", "message"), MESSAGES)
def test_every_argument_stands_where_it_belongs(
    call: Callable[[Client], object], message: dict[str, object]
) -> None:
    client, echo = client_of(LATEST_VERSION)
    call(client)
    assert without_null(to_json(client.contract, echo.params)) == message


def test_every_argument_of_every_method_is_given_in_some_message() -> None:
    written = inspect.getsource(sys.modules[__name__])
    for operation in contract("2_7").operations.values():
        calls = re.findall(rf"c\.{operation.method}\((.*?)\),\n     {{", written, re.DOTALL)
        parameters = inspect.signature(getattr(Client, operation.method)).parameters.values()
        for each in parameters:
            if each.kind is inspect.Parameter.KEYWORD_ONLY and each.name != "skip_activity_log":
                assert any(f"{each.name}=" in call for call in calls), (operation.name, each.name)


def test_messages_hold_what_was_given() -> None:
    client, echo = client_of("2_7")
    CALLS["listOperation"](client)
    assert [key.key_value for key in echo.params.list_member_list.lead_key] == ["87710", "1089946"]
    assert echo.params.list_key.key_type.value == "MKTOLISTNAME"
    assert echo.params.strict is False
    CALLS["getMObjects"](client)
    assert [c.attr_value for c in echo.params.m_obj_criteria_list.m_obj_criteria] == [
        "1010",
        "elizprogramtest",
    ]
    CALLS["scheduleCampaign"](client)
    assert str(echo.params.campaign_run_at) == "2013-08-03T21:39:34Z"
    CALLS["mergeLeads"](client)
    assert [k.attribute[0].attr_value for k in echo.params.losing_lead_key_lists.key_list] == [
        "15",
        "16",
    ]
    CALLS["requestCampaign"](client)
    assert echo.params.program_token_list.attrib[0].name == "{{my.conversationtopic}}"


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda c: c.get_lead(), "exactly one"),
        (lambda c: c.get_lead(email="a", id=1), "exactly one"),
        (lambda c: c.get_lead(("FAX", "1")), "not a LeadKeyRef; known are IDNUM"),
        (lambda c: c.get_multiple_leads(), "exactly one"),
        (lambda c: c.get_multiple_leads(ids=range(101)), "ignores all after the 100th"),
        (lambda c: c.request_campaign(leads=[]), "give either"),
        (lambda c: c.request_campaign(leads=[], campaign_id=1, campaign_name="C", program_name="P"),
         "give either"),
        (lambda c: c.request_campaign(leads=[], campaign_id=1, program_name="P"), "give either"),
        (lambda c: c.request_campaign(leads=[], campaign_id=1, tokens={}), "tokens go with"),
        (lambda c: c.get_multiple_leads(keys=[7], list_name="L"), "exactly one"),
        (lambda c: c.get_multiple_leads(list_name="L", until=MOMENT), "until goes with since"),
        (lambda c: c.get_multiple_leads(keys=[7, "a@b.c"]), "of one type"),
        (lambda c: c.get_multiple_leads(emails=["a"], ids=[7]), "exactly one"),
        (lambda c: c.get_lead("a"), "must be an email address; an id is a number"),
        (lambda c: c.get_lead(True), "a bool is no lead key"),
        (lambda c: c.get_lead(1.5), "a float is no lead key"),
        (lambda c: c.get_lead(("IDNUM",)), "pair of key type and value"),
        (lambda c: c.get_lead({"City": "x", "Zip": "y"}), "no lead key"),
        (lambda c: c.get_lead({"City": "x"}), "not a LeadKeyRef"),
        (lambda c: c.request_campaign(leads="a@b.c", campaign_id=1), "expected a list"),
        (lambda c: c.sync_mobjects([{"Type": "Program"}], operation="UPDATE"), "no member 'Type'"),
        (lambda c: c.sync_mobjects([{"id": 7}], operation="UPDATE"), "needs a type"),
        (lambda c: c.sync_mobjects([{"type": "Program", "tokens": [{}]}], operation="UPDATE"),
         "tags and costs alone"),
        (lambda c: c.sync_mobjects([{"type": "T", "externalKey": {}}], operation="UPDATE"),
         "one name and value, not 0"),
        (lambda c: c.sync_mobjects([{"type": "T", "attributes": [1]}], operation="UPDATE"),
         "expected a mapping, got list"),
        (lambda c: c.sync_mobjects([7], operation="UPDATE"), "a MObject, got int"),
        (lambda c: c.get_mobjects("T", associations={"Lead": True}), "a Attrib, got bool"),
        (lambda c: c.get_mobjects("T", associations=[{"typ": "Lead"}]), "no member 'typ'"),
        (lambda c: c.sync_custom_objects("T", [{"key": {}}]), "no member 'key'"),
        (lambda c: c.sync_custom_objects("T", [7]), "a CustomObj, got int"),
        (lambda c: c.get_lead_changes(), "either since or start_position"),
        (lambda c: c.get_lead_activity(id=1, include_types=[], exclude_types=[]), "exclude each"),
        (lambda c: c.list_operation("ADDTOLIST", members=[]), "either list_name or list_key"),
        (lambda c: c.list_operation("CLEARLIST", list_name="L", members=[]), "known are ADD"),
        (lambda c: c.get_lead_changes(since=datetime(2013, 8, 3)), "needs an offset"),
        (lambda c: c.get_multiple_leads(emails="a@b.c"), "expected a list"),
    ],
)  # fmt: skip
def test_what_the_service_would_refuse_or_ignore_is_refused_before_sending(
    call: Callable[[Client], object], words: str
) -> None:
    client, echo = client_of("2_7")
    with pytest.raises(RequestError, match=words):
        call(client)
    assert echo.params is None


# Methods that take many records, with how many one call may have.
MANY: list[tuple[int, Callable[[Client, Iterator[int]], object]]] = [
    (limits.KEYS_PER_SELECTOR, lambda c, some: c.get_multiple_leads(keys=some)),
    (limits.KEYS_PER_SELECTOR, lambda c, some: c.get_multiple_leads(ids=some)),
    (limits.KEYS_PER_SELECTOR, lambda c, some: c.get_multiple_leads(emails=map(str, some))),
    (limits.KEYS_PER_SELECTOR, lambda c, some: c.get_lead_changes(since=MOMENT, keys=some)),
    (limits.LEADS_PER_SYNC, lambda c, some: c.sync_multiple_leads({"Id": n} for n in some)),
    (limits.RECORDS_PER_BATCH, lambda c, some: c.merge_leads(7, some)),
    (limits.MEMBERS_PER_LIST_OPERATION,
     lambda c, some: c.list_operation("ADDTOLIST", list_name="L", members=some)),
    (limits.LEADS_PER_CAMPAIGN_REQUEST,
     lambda c, some: c.request_campaign(leads=some, campaign_id=1)),
    (limits.MOBJECTS_PER_SYNC,
     lambda c, some: c.sync_mobjects((("Opportunity", n) for n in some), operation="UPDATE")),
    (limits.RECORDS_PER_BATCH, lambda c, some: c.delete_mobjects(("Opportunity", n) for n in some)),
    (limits.CUSTOM_OBJECTS_PER_SYNC,
     lambda c, some: c.sync_custom_objects("T", ({"keys": {"k": n}} for n in some))),
    (limits.RECORDS_PER_BATCH,
     lambda c, some: c.delete_custom_objects("T", ({"k": n} for n in some))),
]  # fmt: skip


@pytest.mark.parametrize(("most", "call"), MANY)
def test_as_many_as_documented_are_sent_and_one_more_is_refused(
    most: int, call: Callable[[Client, Iterator[int]], object]
) -> None:
    client, echo = client_of("2_7")
    endless = itertools.count(1)
    with pytest.raises(RequestError, match=f"more than {most} .* in one call: .* after the {most}"):
        call(client, endless)
    assert echo.params is None
    assert next(endless) == most + 2
    call(client, iter(range(1, most + 1)))
    assert f">{most}<" in Codec(contract("2_7")).encode(echo.request, echo.params).text


def test_a_selector_of_too_many_keys_is_refused() -> None:
    client, echo = client_of("2_7")
    bindings: Any = contract("2_7").bindings
    keys = bindings.ArrayOfString(string_item=["7"] * 101)
    selector = bindings.LeadKeySelector(key_type=bindings.LeadKeyRef.IDNUM, key_values=keys)
    for call in (client.get_multiple_leads, client.get_lead_changes):
        more: dict[str, Any] = {} if call == client.get_multiple_leads else {"since": MOMENT}
        with pytest.raises(RequestError, match="more than 100 keys"):
            call(selector=selector, **more)
    assert echo.params is None


def test_clearlist_is_known_to_2_1_only() -> None:
    client, echo = client_of("2_1")
    client.list_operation("CLEARLIST", list_name="L", members=[], skip_activity_log=True)
    assert echo.params.skip_activity_log is True


def test_a_field_of_another_version_is_refused() -> None:
    client, _ = client_of("2_3")
    with pytest.raises(RequestError, match="no merge_in_sales in version 2_3"):
        client.merge_leads({"IDNUM": 1}, [], merge_in_sales=True)
    with pytest.raises(RequestError, match="no clone_to_program_name in version 2_3"):
        client.schedule_campaign(program_name="P", campaign_name="C", clone_to="Q")
    with pytest.raises(RequestError, match="no move_cookie in version 2_3"):
        client.sync_lead({"Email": "a@b.c"}, move_cookie=True)
    with pytest.raises(RequestError, match="no skip_activity_log in version 2_3"):
        client.list_operation("ADDTOLIST", list_name="L", members=[1], skip_activity_log=True)


def test_a_workspace_goes_with_sync_lead_only() -> None:
    client, _ = client_of("2_7")
    params = client.contract.bindings.ParamsListMObjects()
    with pytest.raises(RequestError, match="listMObjects takes no workspace"):
        client.build_request(params, workspace="Default")


@pytest.mark.parametrize("version", KNOWN_VERSIONS)
def test_the_partner_id_stands_behind_the_timestamp(version: str) -> None:
    config = Config(
        f"https://a.mktoapi.com/soap/mktows/{version}",
        "user",
        Secret("0123456789"),
        partner_id="a&b",
    )
    request = Client(config, transport=Echo(version)).build_request(
        contract(version).bindings.ParamsListMObjects()
    )
    assert (
        b"</requestTimestamp><partnerId>a&amp;b</partnerId></ns1:AuthenticationHeader>"
        in request.body
    )


def test_a_message_that_is_no_request_is_refused() -> None:
    client, _ = client_of("2_7")
    with pytest.raises(RequestError, match="LeadRecord is no request message of 2_7"):
        client.call(contract("2_7").bindings.LeadRecord())
