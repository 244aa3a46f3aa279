"""What a new database holds besides lead fields: object fields, tags, channels, programs."""

from __future__ import annotations

from dataclasses import dataclass

OPPORTUNITY = "Opportunity"
ROLE = "OpportunityPersonRole"
PROGRAM = "Program"

# No clock may be asked while a database is made, so what it starts with carries the stamp that
# the service's own metadata carried: 2010-01-01T00:00:00+00:00 (recorded for metadata).
INITIAL_STAMP = 1_262_304_000


@dataclass(frozen=True, slots=True)
class ObjectField:
    """One attribute an opportunity or a role can have.

    Attributes:
        type: The object type it belongs to.
        name: Its API name.
        position: Its place in replies.
        data_type: What it holds; inferred, and not enforced: the documented examples send
            `80%` as a probability.
        external_key: Objects may be found by its value.
    """

    type: str
    name: str
    position: int
    data_type: str = "string"
    external_key: bool = False


@dataclass(frozen=True, slots=True)
class Cost:
    """One cost row of a program."""

    id: int
    month: str
    amount: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class InitialProgram:
    """One program; its dates and its place follow the documented example."""

    id: int
    name: str
    path: str
    channel: str
    type: str = "Marketing Program"
    dates: tuple[str, str] | None = None
    costs: tuple[Cost, ...] = ()
    tokens: tuple[tuple[str, str], ...] = ()

    def attributes(self) -> dict[str, str]:
        """Return the attributes in the order of replies (recorded)."""
        shown = {
            "Name": self.name,
            "Type": self.type,
            "Workspace Id": "1",
            "Workspace Name": "Default",
            "Tree Path": f"/Marketing Activities/Default{self.path}",
            "Is Archived": "false",
        }
        if self.dates is not None:
            shown["Start Date"], shown["End Date"] = self.dates
        return shown


# Names are documented; the data types are inferred from them.
OPPORTUNITY_FIELDS = {
    "Amount": "currency",
    "CloseDate": "date",
    "Description": "text",
    "ExpectedRevenue": "currency",
    "ExternalCreatedDate": "datetime",
    "Fiscal": "string",
    "FiscalQuarter": "integer",
    "FiscalYear": "integer",
    "ForecastCategoryName": "string",
    "IsClosed": "boolean",
    "IsWon": "boolean",
    "LastActivityDate": "date",
    "LeadSource": "string",
    "Name": "string",
    "NextStep": "string",
    "Probability": "integer",
    "Quantity": "float",
    "Stage": "string",
    "Type": "string",
    "opportunityId": "string",  # the external-key field of the documented example
}
ROLE_FIELDS = {
    "OpportunityId": "integer",
    "PersonId": "integer",
    "Role": "string",
    "ExternalCreatedDate": "datetime",
    "IsPrimary": "boolean",
}

INITIAL_OBJECT_FIELDS = tuple(
    ObjectField(kind, name, position, data_type, external_key=name == "opportunityId")
    for kind, fields in ((OPPORTUNITY, OPPORTUNITY_FIELDS), (ROLE, ROLE_FIELDS))
    for position, (name, data_type) in enumerate(fields.items())
)

CHANNEL = "Channel"  # the tag type every program has

# Tags of the getTags example (documented, a selection of its 25 types).
INITIAL_TAGS = {
    "Regions": ("North", "South", "East", "West", "EMEA", "Africa", "South Africa"),
    "Products": ("Lead Management", "Revenue Cycle Analytics", "Sales Insights"),
    "Cost Center": ("a",),
    "Product Line": ("Apples",),
    "Region": ("North America", "Region A", "Region B"),
    "Objective": ("Demand Gen",),
    "Target": ("NN",),
    "Content Channel": ("SEM", "Email", "Website"),
    "Industry": ("Printing", "Gambling", "Technology", "Marketing"),
}


@dataclass(frozen=True, slots=True)
class ProgressionStatus:
    """What a member of a program can become in a channel.

    Attributes:
        name: Such as `Registered`.
        step: Its place on the way to success.
        success: Whether reaching it counts as success.
        extra: What some channels say besides: `Check-in Status` or `Webinar Behavior`, with
            its value.
    """

    name: str
    step: int
    success: bool
    extra: tuple[str, str] | None = None


def _check_in(name: str, step: int, success: bool, value: str) -> ProgressionStatus:
    return ProgressionStatus(name, step, success, ("Check-in Status", value))


def _webinar(name: str, step: int, success: bool) -> ProgressionStatus:
    return ProgressionStatus(name, step, success, ("Webinar Behavior", name))


# Recorded in the getChannels example; of Content and Email Blast only the names are on record.
INITIAL_CHANNELS: dict[str, tuple[ProgressionStatus, ...]] = {
    "Blog": (
        ProgressionStatus("Visited", 10, False),
        ProgressionStatus("Engaged", 20, True),
        ProgressionStatus("Subscribed", 30, True),
    ),
    "Content": (),
    "Email Blast": (),
    "Tradeshow": (
        _check_in("Invited", 10, False, "None"),
        _check_in("Attended Show", 20, False, "Attended"),
        _check_in("Visited Booth", 30, True, "None"),
        _check_in("Engaged", 40, True, "None"),
    ),
    "Webinar": (
        ProgressionStatus("Downloaded", 5, True),
        ProgressionStatus("Invited", 10, False),
        ProgressionStatus("Pending Approval", 20, False),
        ProgressionStatus("Rejected", 30, False),
        ProgressionStatus("Wait Listed", 30, False),
        _webinar("Registered", 40, False),
        _webinar("No Show", 50, False),
        _webinar("Attended", 70, True),
        _webinar("Attended On-demand", 75, True),
    ),
}

# Recorded in the getMObjects example, but for the text of the HTML token and for all of program
# 1970, of which only the id and its cost row 153 are documented (the rest is inferred).
INITIAL_PROGRAMS = (
    InitialProgram(1001, "Program01", "/Training/Program01", "Content"),
    InitialProgram(
        1002,
        "Coffee Promotion",
        "/Neelesh/Coffee Promotion",
        "Content",
        tokens=(("testtoken", "<p>Coffee</p>"),),
    ),
    InitialProgram(1004, "elizprogramtest2", "/Elizabeth/elizprogramtest2", "Email Blast"),
    InitialProgram(
        1005,
        "elizprogramtest3",
        "/Elizabeth/elizprogramtest3",
        "Email Blast",
        tokens=(("My Token", "2011-12-25"),),
    ),
    InitialProgram(
        1006,
        "Big Launch Webinar",
        "/MKTO Training/MKTO Events/Big Launch Webinar",
        "Webinar",
        type="Marketing Event",
        dates=("2011-08-01 11:00:00", "2011-08-01 02:00:00"),
        costs=(
            Cost(1, "2011-07-01", "3000", "Speaker"),
            Cost(2, "2011-07-01", "1000", "Post-production"),
        ),
    ),
    InitialProgram(1007, "Lead Scoring", "/MKTO Training/MKTO Lead Lifecycle/Lead Scoring", "Blog"),
    InitialProgram(
        1970,
        "Trav-Demo-Program",
        "/Trav-Demo-Program",
        "Content",
        costs=(Cost(153, "2013-06-01", "1000"),),
    ),
)
