"""A world: all that an instance can hold before the first call, as plain values.

A world file is YAML or JSON in UTF-8, of 64 MiB and 20 levels at most; YAML's anchors, aliases
and tags are not allowed. It holds the members of `World`, and those hold the members of their
classes. Every value is read as it stands: `no` and `2013-06` are texts; only where a number or
true or false is expected, it is read as such, and stands without quotes. An empty text is
written `""`.

Ids are 1 to 2147483647, and unique among what is of one kind; what comes without one is given a
higher one than all that come with one. Names of fields and attributes are API names, spelled as
they are defined; names of fields, lists, programs, channels, workspaces and custom objects are
unique without regard to letter case. Moments are in ISO 8601, without an offset in the instance's
time zone. All that is referred to stands in the world too.

Each line: the member, its type, and after `=` its default where it may be left out.

World
    instance: Instance = as in a new instance
    lead_fields: list of WorldField = none. Beyond the standard ones.
    opportunity_fields: list of WorldField = none. Likewise.
    tags: names with lists of texts = none. `Channel` is none of them.
    tag_types: list of WorldTagType = none. Of those with values, what the REST API says besides.
    channels: list of WorldChannel = none
    programs: list of WorldProgram = none
    lists: list of WorldList = none
    campaigns: list of WorldCampaign = none
    custom_objects: list of WorldCustomObjectType = none
    leads: list of WorldLead = none
    opportunities: list of WorldOpportunity = none
    companies: list of WorldParty = none. Of the REST API alone.
    sales_persons: list of WorldParty = none. Likewise.
    activity_types: list of WorldActivityType = none. Custom ones, beyond the service's own.
    activities: list of WorldActivity = none

Instance
    zone: text = America/Chicago. An IANA time zone, in which replies state times.
    workspaces: list of texts = none. Beyond `Default`; none where the feature is off.
    assignment_rules: list of AssignmentRule = none. The first that fits a new lead decides.
    import_seconds: number = 0. From 0: how long imports into lists, and exports, take.

AssignmentRule
    field: text. A lead field.
    value: text. Compared without regard to letter case.
    workspace: text

WorldField
    name: text. Printable, without `"`; no standard field.
    display_name: text = the name
    type: text = string. Also boolean, currency, date, datetime, email, float, integer, phone,
        text, url.
    writable: true or false = true. Whether calls may write it; of leads only.
    external_key: true or false = false. Whether objects are found by it; leads and opportunities.
    key: true or false = false. Whether it is a key; of custom objects only.
    rest_name: text = the name. The name in the REST API; lead fields only.

WorldTagType
    name: text
    required: true or false = false. Whether programs of these types must have such a tag.
    program_types: list of texts = all. Of email_batch, event, nurture, program and webinar.

WorldChannel
    name: text
    statuses: list of WorldStatus = none. Their names are unique in it.
    id: number = given out
    program_type: text = by what its statuses say besides. As of tag types; in the REST API.
    created: moment = when the world is loaded

WorldStatus
    name: text
    step: number
    success: true or false
    extra: names with texts = none. One pair at most, such as `Webinar Behavior: Attended`.

WorldProgram
    id: number
    name: text
    channel: text
    type: text = Marketing Program
    folder: text = at the top. Begins with `/`.
    workspace: text = Default
    archived: true or false = false
    start: text = none. Shown as it stands.
    end: text = none. Likewise.
    tags: names with texts = none. A value of that type.
    costs: list of WorldCost = none
    tokens: names with texts = none. Without `my.` and braces.
    campaigns: list of WorldCampaign = none
    lists: list of WorldList = none. Calls name one `Program.List`.
    token_types: names with texts = text. Of tokens: date, number, rich text, score, sfdc campaign.
    description: text = empty
    status: text = by the type. Of engagement programs on, off; of e-mail programs locked, unlocked.
    sfdc_id: text = none. The CRM Id.
    sfdc_name: text = none
    created: moment = when the world is loaded
    updated: moment = when it was created

WorldCost
    month: text. Such as `2013-06`.
    amount: text
    note: text = none
    id: number = given out

WorldList
    name: text
    id: number = given out
    description: text = empty
    workspace: text = Default. Of a list in a program, the program's.
    created: moment = when the world is loaded
    updated: moment = when it was created
    folder: number = 1. Of a list in no program.

WorldCampaign
    name: text
    kind: text. `trigger`, for requestCampaign, or `batch`, for scheduleCampaign.
    sources: list of texts = MKTOWS. Also SALES, both, or nobody: `[]`.
    description: text = empty
    id: number = given out
    list: text = none. Over whose members a batch campaign runs; as calls name it.
    active: true or false = true. Whether a trigger campaign listens.
    workspace: text = Default. Of a campaign in a program, the program's.
    created: moment = when the world is loaded
    updated: moment = when it was created
    folder: number = none. Of a campaign in no program.

WorldCustomObjectType
    name: text
    fields: list of WorldField. One key at least, and 50 that are neither key nor link at most.
    link: text = none. The field that holds the lead's id.
    display_name: text = the name
    description: text = empty
    records: list of names with texts = none. Link and keys always; keys are unique.

WorldLead
    id: number
    email: text = none
    attributes: names with texts = none. Values fit the fields' types; no Id, no Email.
    foreign_ids: list of WorldForeignId = none. Replies show the last.
    cookies: list of texts = none. Values of `_mkto_trk`; each of one lead.
    workspace: text = Default
    created: moment = when the world is loaded
    updated: moment = when it was created. Activities are updates, too.
    lists: list of texts = none. As calls name them.
    programs: list of WorldMembership = none. One for each program.

WorldMembership
    program: text. The program's name.
    status: text. Of the program's channel, where that has any.
    since: moment = when the world is loaded
    updated: moment = when it became a member
    acquired: true or false = false. Whether the lead came by this program.
    exhausted: true or false = false. Whether it has had all content of the program.

WorldForeignId
    id: text. Of one lead, by type.
    type: text = CUSTOM. Or SFDC, NETSUITE.

WorldOpportunity
    id: number
    attributes: names with texts = none. Values are not checked, as by the service (documented).
    company: WorldCompany = none
    roles: list of WorldRole = none

WorldCompany
    field: text. A custom lead field.
    value: text

WorldRole
    id: number. Unique among all roles.
    lead: number. The lead's id.
    attributes: names with texts = none. Role, ExternalCreatedDate and IsPrimary.

WorldActivityType
    api_name: text. Letters and digits, with one letter at least.
    name: text. What activities have as their type; no type of the service's own.
    primary: WorldActivityAttribute
    attributes: list of WorldActivityAttribute = none. 20 at most.
    description: text = empty
    trigger_name: text = the name
    filter_name: text = the name
    approved: true or false = true. Whether activities can be added; else it is a draft.
    created: moment = when the world is loaded
    updated: moment = as created
    id: number = given out

WorldActivityAttribute
    api_name: text. Unique in its type.
    name: text
    type: text = string. As of a field, but `link` for `url`.
    description: text = empty

WorldParty
    external_id: text. Unique among companies, and among sales persons.
    attributes: names with texts = none. By the names of the REST API; the times are none of them.
    id: number = given out

WorldActivity
    lead: number. The lead's id.
    at: moment
    type: text. The display name, such as `Visit Webpage`.
    asset: text = empty
    attributes: names with texts = none. In the order of replies, without `Lead ID`.
    campaign: text = empty
    id: number = given out
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mktows.errors import ConfigError
from mktows.facts.rest_programs import CHANNEL_TYPES
from mktows.sandbox.instance.settings import Instance

Path = tuple[str | int, ...]
"""A place in a world, such as `("leads", 3, "email")`."""


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
        rest_name: The name in the REST API, by default the API name; lead fields only.
    """

    name: str
    display_name: str | None = None
    type: str = "string"
    writable: bool = True
    external_key: bool = False
    key: bool = False
    rest_name: str | None = None


@dataclass(frozen=True, kw_only=True)
class WorldStatus:
    """A status that members of a channel's programs can reach.

    Attributes:
        extra: What the channel says besides, such as `Webinar Behavior`; one pair at most.
    """

    name: str
    step: int
    success: bool
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class WorldChannel:
    """A channel with its statuses.

    Attributes:
        program_type: The type of programs that it is for, as the REST API calls it.
        created: When it was made; by default when the world is loaded.
    """

    name: str
    statuses: tuple[WorldStatus, ...] = ()
    id: int | None = None
    program_type: str | None = None
    created: str | None = None


@dataclass(frozen=True, kw_only=True)
class WorldTagType:
    """A tag type as the REST API tells of it.

    Attributes:
        required: Whether programs of these types must have such a tag.
        program_types: The types of programs that may have one.
    """

    name: str
    required: bool = False
    program_types: tuple[str, ...] = CHANNEL_TYPES


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
    """A static list; inside a program, calls name it `Program.List`.

    Attributes:
        workspace: Where it is, unless it is in a program.
        created: When it was made; by default when the world is loaded.
        updated: When it was changed last; by default when it was made.
        folder: The id of the folder that it is in, unless it is in a program.
    """

    name: str
    id: int | None = None
    description: str = ""
    workspace: str = "Default"
    created: str | None = None
    updated: str | None = None
    folder: int = 1


@dataclass(frozen=True, kw_only=True)
class WorldCampaign:
    """A smart campaign.

    Attributes:
        kind: `trigger`, for requestCampaign, or `batch`, for scheduleCampaign.
        sources: Who may request a trigger campaign: MKTOWS, SALES, both or nobody.
        list: The static list whose members a batch campaign runs over, as calls name it.
        active: Whether a trigger campaign listens.
        workspace: Where it is, unless it is in a program.
        created: When it was made; by default when the world is loaded.
        updated: When it was changed last; by default when it was made.
        folder: The id of the folder that it is in, unless it is in a program.
    """

    name: str
    kind: str
    sources: tuple[str, ...] = ("MKTOWS",)
    description: str = ""
    id: int | None = None
    list: str | None = None
    active: bool = True
    workspace: str = "Default"
    created: str | None = None
    updated: str | None = None
    folder: int | None = None


@dataclass(frozen=True, kw_only=True)
class WorldProgram:
    """A program.

    Attributes:
        folder: Where it is in the tree, below the workspace; empty for the top.
        start: Such as `2011-08-01 11:00:00`, for events; shown as it stands.
        end: Likewise.
        tags: Values by tag type; the channel is told apart.
        tokens: Values by name, without `my.` and braces.
        token_types: The types of tokens that are no text, by name.
        status: Of engagement programs `on` or `off`, of e-mail programs `locked` or `unlocked`.
        sfdc_id: The campaign of Salesforce that it is synchronised with.
        created: When it was made; by default when the world is loaded.
        updated: When it was changed last; by default when it was made.
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
    token_types: Mapping[str, str] = field(default_factory=dict)
    description: str = ""
    status: str | None = None
    sfdc_id: str | None = None
    sfdc_name: str | None = None
    created: str | None = None
    updated: str | None = None


@dataclass(frozen=True, kw_only=True)
class WorldCustomObjectType:
    """A custom object type with its records.

    Attributes:
        link: The field that holds the lead's id; empty where its records belong to no lead.
        display_name: What people see; by default the name.
        records: Values by field, the link among them.
    """

    name: str
    fields: tuple[WorldField, ...]
    link: str = ""
    display_name: str | None = None
    description: str = ""
    records: tuple[Mapping[str, str], ...] = field(default=(), repr=False)


@dataclass(frozen=True, kw_only=True)
class WorldForeignId:
    """A lead's id in another system; the type is CUSTOM, SFDC or NETSUITE."""

    id: str = field(repr=False)
    type: str = "CUSTOM"


@dataclass(frozen=True, kw_only=True)
class WorldMembership:
    """A lead's membership in a program.

    Attributes:
        program: The program's name.
        status: How far the lead has come, as the program's channel calls it.
        since: When it became a member; by default when the world is loaded.
        updated: When that changed last; by default when it became a member.
        acquired: Whether the lead came by this program.
        exhausted: Whether it has had all content of the program.
    """

    program: str
    status: str
    since: str | None = None
    updated: str | None = None
    acquired: bool = False
    exhausted: bool = False


@dataclass(frozen=True, kw_only=True)
class WorldLead:
    """A lead; its repr shows the id alone.

    Attributes:
        foreign_ids: The last one is the one that replies show.
        cookies: Values of `_mkto_trk` of the browsers that belong to it.
        created: When it was created; by default when the world is loaded.
        updated: When it was changed last, but for its activities; by default when it was created.
        lists: The static lists it is in, as calls name them.
        programs: The programs it is a member of.
    """

    id: int
    email: str | None = field(default=None, repr=False)
    attributes: Mapping[str, str] = field(default_factory=dict, repr=False)
    foreign_ids: tuple[WorldForeignId, ...] = field(default=(), repr=False)
    cookies: tuple[str, ...] = field(default=(), repr=False)
    workspace: str = "Default"
    created: str | None = None
    updated: str | None = None
    lists: tuple[str, ...] = ()
    programs: tuple[WorldMembership, ...] = ()


@dataclass(frozen=True, kw_only=True)
class WorldCompany:
    """A company, named by a custom lead field and its value."""

    field: str
    value: str


@dataclass(frozen=True, kw_only=True)
class WorldRole:
    """The part that a lead plays in an opportunity."""

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
class WorldActivityAttribute:
    """An attribute of a custom activity type."""

    api_name: str
    name: str
    type: str = "string"
    description: str = ""


@dataclass(frozen=True, kw_only=True)
class WorldActivityType:
    """A custom activity type.

    Attributes:
        name: What activities have as their type.
        primary: The attribute that says what an activity is about.
        approved: Whether activities can be added; else it is a draft.
        created: When it was made; by default when the world is loaded.
        updated: When it was last changed; by default when it was made.
    """

    api_name: str
    name: str
    primary: WorldActivityAttribute
    attributes: tuple[WorldActivityAttribute, ...] = ()
    description: str = ""
    trigger_name: str | None = None
    filter_name: str | None = None
    approved: bool = True
    created: str | None = None
    updated: str | None = None
    id: int | None = None


@dataclass(frozen=True, kw_only=True)
class WorldParty:
    """A company or a sales person, as the REST API knows them.

    Attributes:
        external_id: The id that callers gave it.
        attributes: Its other values, by the names of the REST API.
    """

    external_id: str = field(repr=False)
    attributes: Mapping[str, str] = field(default_factory=dict, repr=False)
    id: int | None = None


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
    tag_types: tuple[WorldTagType, ...] = ()
    channels: tuple[WorldChannel, ...] = ()
    programs: tuple[WorldProgram, ...] = ()
    lists: tuple[WorldList, ...] = ()
    campaigns: tuple[WorldCampaign, ...] = ()
    custom_objects: tuple[WorldCustomObjectType, ...] = ()
    leads: tuple[WorldLead, ...] = ()
    opportunities: tuple[WorldOpportunity, ...] = ()
    companies: tuple[WorldParty, ...] = ()
    sales_persons: tuple[WorldParty, ...] = ()
    activity_types: tuple[WorldActivityType, ...] = ()
    activities: tuple[WorldActivity, ...] = ()
