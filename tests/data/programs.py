"""Seven programs that integrations are made of."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from mktows import Client


def upsert(client: Client, rows: Iterable[Mapping[str, object]]) -> None:
    """Create or update leads, and tell which were not written and why."""
    for outcome in client.batch_sync_leads(rows):
        if not outcome.written:
            print("row", outcome.index, outcome.fate, outcome.error)


def changed_since(client: Client, since: datetime) -> None:
    """Read all leads that changed since a moment."""
    for lead in client.iter_leads(since=since, include_attributes=["Email", "FirstName"]):
        print(lead["Id"], lead.get("Email"), lead.get("FirstName"))


def all_activities(client: Client, email: str) -> None:
    """Read all that happened to a lead, newest first."""
    for activity in client.iter_lead_activity(email):
        print(activity["activityDateTime"], activity["activityType"], activity["mktgAssetName"])
        print(activity["attributes"].get("Webpage URL", ""))


def opportunity_and_role(client: Client, lead_id: int) -> None:
    """Create or update an opportunity, and the part that a lead plays in it."""
    key = {"opportunityId": "Opportunity_7"}
    deal = {"type": "Opportunity", "externalKey": key, "attributes": {**key, "Amount": 501.5}}
    links = {"Lead": lead_id, "Opportunity": key}
    role = {"type": "OpportunityPersonRole", "attributes": {"Role": "x"}, "associations": links}
    for status in client.sync_mobjects([deal, role], operation="UPSERT").m_obj_statuses:
        print(status.id, status.status.value, status.error)


def import_and_wait(client: Client, emails: Iterable[str]) -> None:
    """Import leads into a list of a program, and wait until that is done."""
    rows = [{"Email Address": email, "First Name": "New"} for email in emails]
    program, name = "Trav-Demo-Program", "Trav-Test-List"
    client.import_to_list(program_name=program, list_name=name, rows=rows)
    done = client.wait_for_import(program_name=program, list_name=name, timeout=3600)
    print(done.status.value, done.rows_imported, done.rows_failed)


def campaign_with_tokens(client: Client, leads: Iterable[int]) -> None:
    """Run leads, any number of them, through a campaign with a text for this run."""
    tokens = {"{{my.topic}}": "SOAP"}
    done = client.request_campaign_in_batches(
        leads=leads, program_name="ER Demo", campaign_name="Triggered Campaign", tokens=tokens
    )
    print("requested for", done)


def custom_objects(client: Client, lead_id: int) -> None:
    """Create or update a custom object of a lead, and read all that the lead has."""
    visit = {"keys": {"MKTOID": lead_id, "rid": "rid9"}, "attributes": {"city": "Oslo"}}
    client.sync_custom_objects("Roadshow", [visit], operation="UPSERT")
    for each in client.iter_custom_objects("Roadshow", keys={"MKTOID": lead_id}):
        print(each["keys"]["rid"], each["attributes"].get("city"))
