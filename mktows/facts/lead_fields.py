"""The lead fields a new database starts with: name, display name, data type, who may write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

# Behind `attrType`, replies were only ever seen to say string, integer, url and date. Phone and
# MobilePhone are on record as "not integer", so a phone number is shown as a string (inferred).
_SHOWN_AS = {"phone": "string", "email": "string"}


@dataclass(frozen=True, slots=True)
class LeadField:
    """One field of the lead database.

    Attributes:
        name: The API name, compared exactly.
        display_name: What the user interface, imports and activities call it.
        data_type: string, text, email, phone, url, integer, float, currency, boolean, date
            or datetime.
        writable: False for what the service owns: a value sent for it is silently ignored.
        custom: Made for this instance; such a field may serve as an external key.
        lookup: Leads are found by its value, so the database keeps an index on it.
    """

    name: str
    display_name: str
    data_type: str = "string"
    writable: bool = True
    custom: bool = False
    lookup: bool = False

    @property
    def attr_type(self) -> str:
        """The text of `attrType` in replies."""
        return _SHOWN_AS.get(self.data_type, self.data_type)


# Documented names and display names. The data types of LeadScore, Website and the names a
# recording shows as string are recorded; the others are inferred from what they hold.
STANDARD_FIELDS = (
    LeadField("Address", "Address"),
    # A field that a CRM owns: documented as one that ignores writes.
    LeadField("AnnualRevenue", "Annual Revenue", "currency", writable=False),
    LeadField("AnonymousIP", "Anonymous IP"),
    LeadField("BillingCity", "Billing City"),
    LeadField("BillingCountry", "Billing Country"),
    LeadField("BillingPostalCode", "Billing Postal Code"),
    LeadField("BillingState", "Billing State"),
    LeadField("BillingStreet", "Billing Address"),
    LeadField("City", "City"),
    LeadField("Company", "Company Name"),
    LeadField("Country", "Country"),
    LeadField("DateofBirth", "Date of Birth", "date"),
    LeadField("Department", "Department"),
    LeadField("DoNotCall", "Do Not Call", "boolean"),
    LeadField("DoNotCallReason", "Do Not Call Reason"),
    LeadField("Email", "Email Address", "email"),
    LeadField("Fax", "Fax Number", "phone"),
    LeadField("FirstName", "First Name"),
    LeadField("Industry", "Industry"),
    # The service infers these two from the visitor's address (writes ignored: inferred).
    LeadField("InferredCompany", "Inferred Company", writable=False),
    LeadField("InferredCountry", "Inferred Country", writable=False),
    LeadField("LastName", "Last Name"),
    LeadField("LeadRole", "Role"),
    LeadField("LeadScore", "Lead Score", "integer"),
    LeadField("LeadSource", "Lead Source"),
    LeadField("LeadStatus", "Lead Status"),
    LeadField("MainPhone", "Main Phone", "phone"),
    LeadField("Marketo Jigsaw Contact Id", "Marketo Data.com ID"),
    LeadField("Marketo Jigsaw Contact Status", "Marketo Data.com Status"),
    LeadField("MiddleName", "Middle Name"),
    LeadField("MobilePhone", "Mobile Phone Number", "phone"),
    LeadField("NumberOfEmployees", "Num Employees", "integer"),
    LeadField("Phone", "Phone Number", "phone"),
    LeadField("PostalCode", "Postal Code"),
    LeadField("Rating", "Lead Rating"),
    LeadField("Salutation", "Salutation"),
    LeadField("SICCode", "SIC Code"),
    LeadField("Site", "Site"),
    LeadField("State", "State"),
    LeadField("Title", "Job Title"),
    LeadField("Unsubscribed", "Unsubscribed", "boolean"),
    LeadField("UnsubscribedReason", "Unsubscribed Reason"),
    LeadField("Website", "Website", "url"),
)

# Fields the service keeps for itself. Documented as accepted and
# ignored; `Id` may be sent as an attribute too (recorded), and being a key it changes nothing.
SERVICE_FIELDS = (
    LeadField("Id", "Id", "integer", writable=False),
    LeadField("Created At", "Created At", "datetime", writable=False),
    LeadField("Marketo SFDC ID", "Marketo SFDC ID", writable=False),
    LeadField("Marketo Unique Code", "Marketo Unique Code", writable=False),
    LeadField("Priority", "Priority", "integer", writable=False),
    LeadField("SFDC Type", "SFDC Type", writable=False),
    LeadField("Sales Created Date", "Sales Created Date", "datetime", writable=False),
    LeadField("Updated At", "Updated At", "datetime", writable=False),
    LeadField("Urgency", "Urgency", "float", writable=False),
)

DEFAULT_FIELDS = STANDARD_FIELDS + SERVICE_FIELDS

DISPLAY_NAMES: Mapping[str, str] = {field.name: field.display_name for field in DEFAULT_FIELDS}
"""Display names by API name."""
READ_ONLY = frozenset(field.name for field in DEFAULT_FIELDS if not field.writable)
"""API names of the fields that ignore what is sent for them."""
