"""Every form in which arguments are given, as type checkers and the client must both take it."""

from datetime import UTC, datetime
from decimal import Decimal

from mktows import Client, lead_mappings
from mktows.types import LeadKey, LeadKeyRef, LeadRecord, MObjAssociation, MObject


def calls(client: Client) -> None:
    """Make calls with keys, plain values and records."""
    record = LeadKey(key_type=LeadKeyRef.EMAIL, key_value="t@t.com")
    leads = lead_mappings(client.get_multiple_leads(keys=["t@t.com", ("EMAIL", "a@b.c")]))
    for key in (7, "t@t.com", record, LeadRecord(id=7), {"Id": 7, "Email": "a@b.c"}):
        client.get_lead(key)
        client.get_lead_activity(key, include_types=["NewLead", "MergeLeads"])
    client.get_lead(("SFDCLEADID", "00Q"))
    client.get_lead((LeadKeyRef.SFDCLEADID, "00Q"))
    client.merge_leads(7, [*leads, 8, {"IDNUM": 9}])
    client.list_operation("ADDTOLIST", list_name="L", members=[*leads, 7, "t@t.com"])
    client.list_operation("ADDTOLIST", list_key=("MKTOLISTNAME", "L"), members=range(3))
    client.request_campaign(leads=[record, 7], campaign_id=4)
    client.sync_multiple_leads(leads)
    values = {"Email": "t@t.com", "Score": 7.5, "Amount": Decimal("1.50"), "Day": datetime.now(UTC)}
    client.sync_lead(values)
    client.sync_mobjects([MObject(type_value="Program", id=7)], operation="UPDATE")
    client.sync_mobjects([{"type": "Program", "id": 7, "tags": {"a": "b"}}], operation="UPDATE")
    client.delete_mobjects([("Opportunity", 7), {"type": "Opportunity", "id": 8}])
    client.get_mobjects("Opportunity", external_key={"k": 1}, associations={"Lead": 6})
    client.get_mobjects(
        "Opportunity",
        external_key=("k", 1),
        associations=[("Lead", 6), ("Lead", {"k": "v"}), MObjAssociation(m_obj_type="Lead", id=7)],
        criteria=[("Name", "EQ", "Q1"), ("Id", "LE", 7)],
    )
    pairs = [({"rid": 1}, {"city": "x"}), ({"rid": 2}, {"city": "y"})]
    client.sync_custom_objects("T", pairs, operation="UPSERT")
    client.delete_custom_objects("T", [{"rid": 1}, {"rid": 2}])
    client.import_to_list(program_name="P", list_name="L", header=["A"], rows=[["a"], ("b",)])
    client.import_to_list(program_name="P", list_name="L", header="A", rows=["a"])
    client.get_lead_changes(since=datetime.now(UTC), keys=leads, exclude_types=["NewLead"])
    client.get_campaigns_for_source("SALES")


def what_comes_back(client: Client) -> None:
    """Use what streams and mappings give, as what it is."""
    for deal in client.iter_mobjects("Opportunity", id=7):
        amount: str = deal["attributes"]["Amount"]
        created: datetime | None = deal["createdAt"]
        print(amount, created)
        client.sync_mobjects([deal], operation="UPDATE")
    for each in client.iter_custom_objects("T"):
        client.sync_custom_objects("T", [each])
        client.delete_custom_objects("T", [each["keys"]])
    for lead in client.iter_leads(list_name="L"):
        for activity in client.iter_lead_activity(lead):
            when: datetime | None = activity["activityDateTime"]
            print(when, activity["attributes"].get("Lead ID"))
    for tag in client.get_tags().tags:
        print(tag.type_value, ", ".join(tag.string_items))
