"""The world the model starts from: what an administrator has defined before the first call."""

from __future__ import annotations

from dataclasses import dataclass

START = 1_392_292_800  # 2014-02-13T12:00:00Z, in seconds since 1970
ZONE = "America/Chicago"


@dataclass(frozen=True)
class Field:
    """A lead field: its display name, its data type, and whether callers may write it."""

    display: str
    type: str = "string"
    writable: bool = True
    custom: bool = False


FIELDS = {
    "AnnualRevenue": Field("Annual Revenue", "currency", writable=False),
    "Company": Field("Company Name"),
    "DateofBirth": Field("Date of Birth", "date"),
    "Email": Field("Email Address", "email"),
    "FirstName": Field("First Name"),
    "LastName": Field("Last Name"),
    "LeadScore": Field("Lead Score", "integer"),
    "Website": Field("Website", "url"),
    # Fields of this instance: they serve as keys of leads, of companies and of owners.
    "AccountKey": Field("Account Key", custom=True),
    "CustomerKey": Field("Customer Key", custom=True),
    "LeadOwnerEmail": Field("Lead Owner Email Address", "email", custom=True),
}
COLUMNS = {field.display: name for name, field in FIELDS.items()}

# Programs by id, each with what getMObjects shows of it.
PROGRAMS: dict[int, dict[str, str]] = {
    5001: {
        "Name": "Launch",
        "Type": "Marketing Program",
        "Workspace Id": "1",
        "Workspace Name": "Default",
        "Tree Path": "/Marketing Activities/Default/Launch",
        "Is Archived": "false",
    },
    5002: {
        "Name": "Old Launch",
        "Type": "Marketing Event",
        "Workspace Id": "1",
        "Workspace Name": "Default",
        "Tree Path": "/Marketing Activities/Default/Old Launch",
        "Is Archived": "true",
        "Start Date": "2011-08-01 11:00:00",
        "End Date": "2011-08-01 12:00:00",
    },
}
PROGRAM_TAGS = {5001: {"Channel": "Stall"}, 5002: {"Channel": "Letter"}}
# Rows of costs: number, month, amount, note; they are numbered for all programs together.
PROGRAM_COSTS: dict[int, list[tuple[int, str, str, str | None]]] = {
    5001: [],
    5002: [(3, "2011-08-01", "10", None)],
}
PROGRAM_TOKENS: dict[int, dict[str, str]] = {
    5001: {"message": "Hello", "sender": "Marketo"},
    5002: {},
}

TAGS = {"Season": ["Winter", "Summer"], "Budget": ["Small", "Large", "None"]}
# Channels with their statuses as replies show them, both in the order of replies.
CHANNELS: dict[str, list[list[tuple[str, str]]]] = {
    "Letter": [],
    "Stall": [
        [("Status", "Came"), ("Step", "20"), ("Check-in Status", "Attended"), ("Success", "true")],
        [("Status", "Invited"), ("Step", "10"), ("Success", "false")],
    ],
}

# Lists by id: name, and the program it lies in.
LISTS: dict[int, tuple[str, int | None]] = {
    11: ("Newsletter", None),
    12: ("Customers", None),
    13: ("Launch.Attendees", 5001),
    14: ("Launch.Absentees", 5001),
}


@dataclass(frozen=True)
class CampaignKind:
    """A smart campaign; the list is the one a batch campaign runs over."""

    name: str
    kind: str
    program: int | None
    sources: tuple[str, ...] = ()
    description: str = ""
    list_id: int | None = None


CAMPAIGNS = {
    21: CampaignKind("Welcome", "trigger", 5001, ("MKTOWS",)),
    22: CampaignKind("Follow up", "trigger", None, ("MKTOWS", "SALES"), "Calls after a week"),
    23: CampaignKind("Internal", "trigger", 5001),
    24: CampaignKind("Mailing", "batch", 5001, list_id=13),
    25: CampaignKind("Letters", "batch", 5001),
}


@dataclass(frozen=True)
class RecordKind:
    """A custom object type: keys in order, link to the lead, other fields with their types."""

    name: str
    keys: tuple[str, ...]
    link: str
    others: dict[str, str]


RECORD_KINDS = {
    "roadshow": RecordKind(
        "Roadshow", ("MKTOID", "rid"), "MKTOID", {"city": "string", "zip": "integer"}
    ),
    # Of the newer kind: the link is no key.
    "car": RecordKind("Car", ("vin",), "MKTOID", {"color": "string"}),
}

# Attributes of objects in the order of replies; an external key finds an object.
OBJECT_FIELDS = {
    "Opportunity": ("Amount", "Name", "Stage", "Type", "dealKey"),
    "OpportunityPersonRole": ("OpportunityId", "PersonId", "Role", "IsPrimary"),
}
EXTERNAL_KEY = "dealKey"
