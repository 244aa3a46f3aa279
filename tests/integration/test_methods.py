"""Every operation has its method; each builds the message that the contract describes."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from mktows import Client, Config, HttpRequest, HttpResponse, RequestError, Secret
from mktows.operations import KNOWN_VERSIONS, contract
from mktows.soap import read_envelope, write_envelope
from mktows.wire import Codec

MOMENT = datetime(2013, 8, 3, 21, 39, 34, tzinfo=UTC)


class Echo:
    """Answers each operation with its smallest reply, and keeps the request message."""

    def __init__(self, version: str) -> None:
        self._contract = contract(version)
        self._codec = Codec(self._contract)
        self.params: Any = None

    def send(self, request: HttpRequest) -> HttpResponse:
        operation = self._contract.operations[request.operation]
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
    assert type(echo.params).__name__ == contract(version).operations[operation].request_type
    assert type(echo.params).__module__.startswith(f"mktows_bindings.v{version}")
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
        (lambda c: c.request_campaign(leads=[("EMAIL", "a")] * 101, campaign_id=1), "100th"),
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


def test_a_hundred_keys_are_sent() -> None:
    client, echo = client_of("2_7")
    client.get_multiple_leads(ids=range(100))
    assert len(echo.params.lead_selector.key_values.string_item) == 100


def test_clearlist_is_known_to_2_1_only() -> None:
    client, echo = client_of("2_1")
    client.list_operation("CLEARLIST", list_name="L", members=[], skip_activity_log=True)
    assert echo.params.skip_activity_log is True


def test_a_field_of_another_version_is_refused() -> None:
    client, _ = client_of("2_3")
    with pytest.raises(RequestError, match="no merge_in_sales in version 2_3"):
        client.merge_leads({"IDNUM": 1}, [], merge_in_sales=True)
    with pytest.raises(RequestError, match="no skip_activity_log in version 2_3"):
        client.list_operation("ADDTOLIST", list_name="L", members=[1], skip_activity_log=True)


def test_a_workspace_goes_with_sync_lead_only() -> None:
    client, _ = client_of("2_7")
    params = client.contract.bindings.ParamsListMObjects()
    with pytest.raises(RequestError, match="listMObjects takes no workspace"):
        client.build_request(params, workspace="Default")


def test_the_partner_id_stands_behind_the_timestamp() -> None:
    config = Config(
        "https://a.mktoapi.com/soap/mktows/2_7", "user", Secret("0123456789"), partner_id="a&b"
    )
    request = Client(config, transport=Echo("2_7")).build_request(
        contract("2_7").bindings.ParamsListMObjects()
    )
    assert (
        b"</requestTimestamp><partnerId>a&amp;b</partnerId></ns1:AuthenticationHeader>"
        in request.body
    )


def test_a_message_that_is_no_request_is_refused() -> None:
    client, _ = client_of("2_7")
    with pytest.raises(RequestError, match="LeadRecord is no request message of 2_7"):
        client.call(contract("2_7").bindings.LeadRecord())
