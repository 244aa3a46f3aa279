"""What a new database holds besides lead fields: the fields of opportunities and roles."""

from __future__ import annotations

from dataclasses import dataclass

OPPORTUNITY = "Opportunity"
ROLE = "OpportunityPersonRole"
PROGRAM = "Program"

# When what every instance has was made: 2010-01-01T00:00:00+00:00, the stamp that the service's own
# metadata carried (recorded for metadata).
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
}
ROLE_FIELDS = {
    "OpportunityId": "integer",
    "PersonId": "integer",
    "Role": "string",
    "ExternalCreatedDate": "datetime",
    "IsPrimary": "boolean",
}

INITIAL_OBJECT_FIELDS = tuple(
    ObjectField(kind, name, position, data_type)
    for kind, fields in ((OPPORTUNITY, OPPORTUNITY_FIELDS), (ROLE, ROLE_FIELDS))
    for position, (name, data_type) in enumerate(fields.items())
)

CHANNEL = "Channel"  # the tag type every program has


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
