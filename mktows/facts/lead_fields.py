"""The lead fields a new database starts with: names, display name, data type, who may write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

# Behind `attrType`, replies were only ever seen to say string, integer, url and date. Phone and
# MobilePhone are on record as "not integer", so a phone number is shown as a string (inferred).
_SHOWN_AS = {"phone": "string", "email": "string"}


@dataclass(frozen=True, slots=True)
class LeadField:
    """One field of the lead database.

    Attributes:
        name: The API name, compared exactly; SOAP's, where SOAP knows the field.
        display_name: What the user interface, imports and activities call it.
        data_type: string, text, email, phone, url, integer, float, currency, boolean, date
            or datetime.
        writable: False for what the service owns: a value sent for it is silently ignored.
        custom: Made for this instance; such a field may serve as an external key.
        lookup: Leads are found by its value, so the database keeps an index on it.
        rest_name: The name in the REST API, by default the API name; None where that API does not
            know the field.
        in_soap: Whether SOAP knows it.
        number: The id in the REST API, which a database gives it; 0 before that.
    """

    name: str
    display_name: str
    data_type: str = "string"
    writable: bool = True
    custom: bool = False
    lookup: bool = False
    rest_name: str | None = ""
    in_soap: bool = True
    number: int = field(default=0, compare=False)

    def __post_init__(self) -> None:
        if self.rest_name == "":
            object.__setattr__(self, "rest_name", self.name)

    @property
    def attr_type(self) -> str:
        """The text of `attrType` in replies."""
        return _SHOWN_AS.get(self.data_type, self.data_type)


# Documented names and display names. The data types of LeadScore, Website and the names a
# recording shows as string are recorded; the others are inferred from what they hold.
_STANDARD = (
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

# Documented: the REST name of a standard field begins with a small letter, but for these.
_REST_NAMES = {
    "DateofBirth": "dateOfBirth",
    "Marketo Jigsaw Contact Id": "jigsawContactId",
    "Marketo Jigsaw Contact Status": "jigsawContactStatus",
    "SICCode": "sicCode",
}


def _rest_name(name: str) -> str:
    return _REST_NAMES.get(name, name[:1].lower() + name[1:])


STANDARD_FIELDS = tuple(replace(each, rest_name=_rest_name(each.name)) for each in _STANDARD)

# Fields the service keeps for itself. Documented as accepted and
# ignored; `Id` may be sent as an attribute too (recorded), and being a key it changes nothing.
SERVICE_FIELDS = (
    LeadField("Id", "Id", "integer", writable=False, rest_name="id"),
    LeadField("Created At", "Created At", "datetime", writable=False, rest_name="createdAt"),
    LeadField("Marketo SFDC ID", "Marketo SFDC ID", writable=False, rest_name=None),
    LeadField("Marketo Unique Code", "Marketo Unique Code", writable=False, rest_name=None),
    LeadField("Priority", "Priority", "integer", writable=False, rest_name="priority"),
    LeadField("SFDC Type", "SFDC Type", writable=False, rest_name=None),
    LeadField(
        "Sales Created Date", "Sales Created Date", "datetime", writable=False, rest_name=None
    ),
    LeadField("Updated At", "Updated At", "datetime", writable=False, rest_name="updatedAt"),
    LeadField("Urgency", "Urgency", "float", writable=False, rest_name="urgency"),
)


def _rest_only(
    name: str, display_name: str, data_type: str = "string", *, writable: bool = False
) -> LeadField:
    return LeadField(name, display_name, data_type, writable=writable, in_soap=False)


# Documented names; that clients write the two about an address, and no other, is inferred.
REST_FIELDS = (
    # Which company and which sales person a lead belongs to.
    _rest_only("externalCompanyId", "External Company Id", writable=True),
    _rest_only("externalSalesPersonId", "External Sales Person Id", writable=True),
    _rest_only("emailInvalid", "Email Invalid", "boolean", writable=True),
    _rest_only("emailInvalidCause", "Email Invalid Cause", writable=True),
    _rest_only("inferredCity", "Inferred City"),
    _rest_only("inferredMetropolitanArea", "Inferred Metropolitan Area"),
    _rest_only("inferredPhoneAreaCode", "Inferred Phone Area Code"),
    _rest_only("inferredPostalCode", "Inferred Postal Code"),
    _rest_only("inferredStateRegion", "Inferred State Region"),
    _rest_only("isAnonymous", "Is Anonymous", "boolean"),
    _rest_only("relativeScore", "Relative Score", "integer"),
)

SOAP_FIELDS = STANDARD_FIELDS + SERVICE_FIELDS
DEFAULT_FIELDS = SOAP_FIELDS + REST_FIELDS

WITHOUT_SOAP_NAME = frozenset(
    {"createdAt", "updatedAt", "priority", "urgency", *(each.name for each in REST_FIELDS)}
)
"""REST names of the fields for which the service tells no SOAP name (documented)."""

FULL_NAME = ("FirstName", "LastName")
"""API names of the fields that a person is called by, in order."""
DISPLAY_NAMES: Mapping[str, str] = {each.name: each.display_name for each in SOAP_FIELDS}
"""Display names by API name of SOAP."""
READ_ONLY = frozenset(each.name for each in SOAP_FIELDS if not each.writable)
"""API names of SOAP of the fields that ignore what is sent for them."""
COMPANY_NAMES = (
    *("Company", "Site", "Website", "MainPhone", "AnnualRevenue", "NumberOfEmployees"),
    *("Industry", "SICCode", "BillingStreet", "BillingCity", "BillingState", "BillingCountry"),
    "BillingPostalCode",
)
"""API names of SOAP of the fields that are those of a lead's company, in order (documented)."""
COMPANY_REST_NAMES = frozenset(map(_rest_name, COMPANY_NAMES))
"""REST names of these fields."""
