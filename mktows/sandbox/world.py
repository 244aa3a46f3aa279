"""A world: all that an instance can hold before the first call, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mktows.errors import ConfigError
from mktows.sandbox.instance import Instance

Path = tuple[str | int, ...]
"""Where something stands in a world, such as `("leads", 3, "email")`."""


class WorldError(ConfigError):
    """A world cannot be read or loaded; nothing of it was.

    Attributes:
        problems: A line for each problem; of a file it begins with `file:line:column: `.
    """

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, kw_only=True)
class WorldField:
    """A custom field: of leads, of opportunities, or of a custom object type.

    Attributes:
        name: The API name.
        display_name: What people see; by default the API name.
        type: The data type, such as `string`, `integer` or `date`.
        writable: Whether calls may write it; only lead fields can be otherwise.
        external_key: Whether objects are found by it; lead and opportunity fields only.
        key: Whether it is a key; custom object fields only.
    """

    name: str
    display_name: str | None = None
    type: str = "string"
    writable: bool = True
    external_key: bool = False
    key: bool = False


@dataclass(frozen=True, kw_only=True)
class WorldStatus:
    """What members of a channel's programs can become.

    Attributes:
        extra: What the channel says besides, such as `Webinar Behavior`; one pair at most.
    """

    name: str
    step: int
    success: bool
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class WorldChannel:
    """A channel with its statuses."""

    name: str
    statuses: tuple[WorldStatus, ...] = ()


@dataclass(frozen=True, kw_only=True)
class WorldCost:
    """One cost row of a program.

    Attributes:
        month: Such as `2013-06`.
    """

    month: str
    amount: str
    note: str | None = None
    id: int | None = None


@dataclass(frozen=True, kw_only=True)
class WorldList:
    """A static list; inside a program, calls name it `Program.List`."""

    name: str
    id: int | None = None


@dataclass(frozen=True, kw_only=True)
class WorldCampaign:
    """A smart campaign.

    Attributes:
        kind: `trigger`, for requestCampaign, or `batch`, for scheduleCampaign.
        sources: Who may request a trigger campaign: MKTOWS, SALES, both or nobody.
        list: The static list whose members a batch campaign runs over, as calls name it.
    """

    name: str
    kind: str
    sources: tuple[str, ...] = ("MKTOWS",)
    description: str = ""
    id: int | None = None
    list: str | None = None


@dataclass(frozen=True, kw_only=True)
class WorldProgram:
    """A program.

    Attributes:
        folder: Where it is in the tree, below the workspace; empty for the top.
        start: Such as `2011-08-01 11:00:00`, for events; shown as it stands.
        end: Likewise.
        tags: Values by tag type; the channel is told apart.
        tokens: Values by name, without `my.` and braces.
    """

    id: int
    name: str
    channel: str
    type: str = "Marketing Program"
    folder: str = ""
    workspace: str = "Default"
    archived: bool = False
    start: str | None = None
    end: str | None = None
    tags: Mapping[str, str] = field(default_factory=dict)
    costs: tuple[WorldCost, ...] = ()
    tokens: Mapping[str, str] = field(default_factory=dict)
    campaigns: tuple[WorldCampaign, ...] = ()
    lists: tuple[WorldList, ...] = ()


@dataclass(frozen=True, kw_only=True)
class WorldCustomObjectType:
    """A custom object type with its records.

    Attributes:
        link: The field that holds the lead's id.
        records: Values by field, the link among them.
    """

    name: str
    link: str
    fields: tuple[WorldField, ...]
    description: str = ""
    records: tuple[Mapping[str, str], ...] = field(default=(), repr=False)


@dataclass(frozen=True, kw_only=True)
class WorldForeignId:
    """A lead's id in another system; the type is CUSTOM, SFDC or NETSUITE."""

    id: str = field(repr=False)
    type: str = "CUSTOM"


@dataclass(frozen=True, kw_only=True)
class WorldLead:
    """A lead; its repr shows the id alone.

    Attributes:
        foreign_ids: The last one is the one that replies show.
        cookies: Values of `_mkto_trk` of the browsers that belong to it.
        created: When it was created; by default when the world is loaded.
        lists: The static lists it is in, as calls name them.
    """

    id: int
    email: str | None = field(default=None, repr=False)
    attributes: Mapping[str, str] = field(default_factory=dict, repr=False)
    foreign_ids: tuple[WorldForeignId, ...] = field(default=(), repr=False)
    cookies: tuple[str, ...] = field(default=(), repr=False)
    workspace: str = "Default"
    created: str | None = None
    lists: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class WorldCompany:
    """A company, named by a custom lead field and its value."""

    field: str
    value: str


@dataclass(frozen=True, kw_only=True)
class WorldRole:
    """What part a lead plays in the opportunity it stands in."""

    id: int
    lead: int
    attributes: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, kw_only=True)
class WorldOpportunity:
    """An opportunity with its roles."""

    id: int
    attributes: Mapping[str, str] = field(default_factory=dict, repr=False)
    company: WorldCompany | None = field(default=None, repr=False)
    roles: tuple[WorldRole, ...] = ()


@dataclass(frozen=True, kw_only=True)
class WorldActivity:
    """Something that happened to a lead.

    Attributes:
        at: When, in ISO 8601; without an offset in the instance's time zone.
        type: The display name, such as `Visit Webpage`.
        attributes: In the order of replies, without the closing `Lead ID`.
    """

    lead: int
    at: str
    type: str
    asset: str = field(default="", repr=False)
    attributes: Mapping[str, str] = field(default_factory=dict, repr=False)
    campaign: str = ""
    id: int | None = None


@dataclass(frozen=True, kw_only=True)
class World:
    """Everything; what is left out is as in a new instance.

    Attributes:
        tags: Values by tag type, in the order of getTags.
    """

    instance: Instance = field(default_factory=Instance)
    lead_fields: tuple[WorldField, ...] = ()
    opportunity_fields: tuple[WorldField, ...] = ()
    tags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    channels: tuple[WorldChannel, ...] = ()
    programs: tuple[WorldProgram, ...] = ()
    lists: tuple[WorldList, ...] = ()
    campaigns: tuple[WorldCampaign, ...] = ()
    custom_objects: tuple[WorldCustomObjectType, ...] = ()
    leads: tuple[WorldLead, ...] = ()
    opportunities: tuple[WorldOpportunity, ...] = ()
    activities: tuple[WorldActivity, ...] = ()
