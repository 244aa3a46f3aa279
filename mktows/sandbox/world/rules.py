"""Judges a world beyond the types of its values: names, ids, references, fitness."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from mktows.facts.activity_types import ACTIVITY_TYPES
from mktows.facts.lead_fields import DEFAULT_FIELDS, SOAP_FIELDS, LeadField
from mktows.facts.mobjects import (
    CHANNEL,
    CREATED_AT,
    OPPORTUNITY,
    OPPORTUNITY_FIELDS,
    ROLE_FIELDS,
    UPDATED_AT,
)
from mktows.facts.rest_limits import ATTRIBUTES_PER_ACTIVITY_TYPE
from mktows.facts.rest_objects import (
    COMPANY_FIELDS,
    EXTERNAL_COMPANY,
    EXTERNAL_OPPORTUNITY,
    EXTERNAL_SALES_PERSON,
    SALES_PERSON_FIELDS,
    RestField,
)
from mktows.facts.rest_programs import (
    CHANNEL_TYPES,
    DEFAULT_TYPE,
    EMAIL,
    ENGAGEMENT,
    LOCKED,
    PROGRAM_TYPES,
    TOKEN_TYPES,
    UNLOCKED,
)
from mktows.parameters.custom_types import FIELD_TYPES, BadKey, CustomObjectField, CustomObjectType
from mktows.parameters.scalars import fits, moment
from mktows.sandbox.activities.types import DATA_TYPES, is_api_name
from mktows.sandbox.instance.settings import DEFAULT_WORKSPACE
from mktows.sandbox.world.world import (
    Path,
    World,
    WorldActivityAttribute,
    WorldCustomObjectType,
    WorldField,
    WorldLead,
    WorldList,
    WorldParty,
    WorldProgram,
)

MAX_ROW_ID = 2**31 - 1
"""The greatest id: replies carry most ids as xs:int."""

_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_REST_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_FOREIGN_TYPES = ("CUSTOM", "SFDC", "NETSUITE")
CAMPAIGN_KINDS = ("trigger", "batch")
_SOURCES = ("MKTOWS", "SALES")
_STATUSES = {ENGAGEMENT: ("on", "off"), EMAIL: (LOCKED, UNLOCKED)}
# The keys of a lead, and what the rows know by themselves.
_NO_ATTRIBUTES = frozenset({"Id", "Email", CREATED_AT, UPDATED_AT})
_ROLE_LINKS = frozenset({"OpportunityId", "PersonId"})

Problem = tuple[Path, str]


def lead_field(given: WorldField) -> LeadField:
    """Return a custom lead field as the store keeps it."""
    return LeadField(
        given.name,
        given.display_name or given.name,
        given.type,
        writable=given.writable,
        custom=True,
        lookup=given.external_key,
        rest_name=given.rest_name or given.name,
    )


def custom_object_type(given: WorldCustomObjectType) -> CustomObjectType:
    """Return a custom object type as the store keeps it.

    Raises:
        ValueError: It cannot be.
    """
    return CustomObjectType(
        given.name,
        given.description,
        given.link,
        tuple(
            CustomObjectField(each.name, each.type, each.key, each.display_name or each.name)
            for each in given.fields
        ),
        given.display_name or given.name,
    )


def list_name(program: WorldProgram | None, given: WorldList) -> str:
    """Return how calls name a list."""
    return given.name if program is None else f"{program.name}.{given.name}"


def workspaces_of(world: World) -> list[str]:
    """Return the names of all workspaces; the one called Default is always there."""
    names = world.instance.workspaces
    return list(dict.fromkeys([DEFAULT_WORKSPACE, *names]))


def problems_of(world: World) -> Iterator[Problem]:
    """Yield everything that is wrong with a world: where, and why. No text shows a value."""
    fields = {each.name: each for each in SOAP_FIELDS}
    yield from _fields(("lead_fields",), world.lead_fields, fields)
    yield from _rest_names(world.lead_fields)
    fields.update((each.name, lead_field(each)) for each in world.lead_fields)
    yield from _instance(world, fields)
    yield from _fields(("opportunity_fields",), world.opportunity_fields, OPPORTUNITY_FIELDS)
    yield from _tags_and_channels(world)
    yield from _programs(world)
    yield from _lists_and_campaigns(world)
    leads = {each.id for each in world.leads}
    yield from _leads(world, fields)
    for index, each in enumerate(world.custom_objects):
        yield from _custom_objects(("custom_objects", index), each, leads)
    yield from _twice(
        (("custom_objects", index, "name"), each.name.casefold())
        for index, each in enumerate(world.custom_objects)
    )
    yield from _opportunities(world, fields, leads)
    yield from _activity_types(world)
    yield from _parties("companies", world.companies, COMPANY_FIELDS, EXTERNAL_COMPANY)
    yield from _parties(
        "sales_persons", world.sales_persons, SALES_PERSON_FIELDS, EXTERNAL_SALES_PERSON
    )
    yield from _activities(world, leads)


def _twice(values: Iterator[tuple[Path, object]]) -> Iterator[Problem]:
    """Yield what stands in more than one place; nothing given counts for none."""
    seen: set[object] = set()
    for path, value in values:
        if value in seen:
            yield path, "this is taken already; it must be unique"
        elif value is not None:
            seen.add(value)


def _ids(values: Iterator[tuple[Path, int | None]]) -> Iterator[Problem]:
    given = list(values)
    for path, value in given:
        if value is not None and not 0 < value <= MAX_ROW_ID:
            yield path, f"an id is 1 to {MAX_ROW_ID}"
    yield from _twice(iter(given))


def _moments(path: Path, **texts: str | None) -> Iterator[Problem]:
    for name, text in texts.items():
        if text is not None and moment(text, UTC) is None:
            yield (*path, name), "this is no moment like 2013-07-09T16:44:28-05:00"


def _one_of(path: Path, value: str, known: Collection[str], what: str) -> Iterator[Problem]:
    if value not in known:
        listed = f"; known: {', '.join(known)}" if len(known) <= len(FIELD_TYPES) else ""
        yield path, f"this is no {what}{listed}"


def _fields(path: Path, given: Sequence[WorldField], known: Collection[str]) -> Iterator[Problem]:
    for index, each in enumerate(given):
        here = (*path, index)
        if '"' in each.name or not each.name.isprintable() or not each.name:
            yield (*here, "name"), "a name holds printable characters and no quotation mark"
        if each.name in known:
            yield (*here, "name"), "every instance has this field already"
        yield from _one_of((*here, "type"), each.type, FIELD_TYPES, "data type")
    yield from _twice(
        ((*path, index, "name"), each.name.casefold()) for index, each in enumerate(given)
    )


def _rest_names(given: Sequence[WorldField]) -> Iterator[Problem]:
    own = {each.name for each in given}
    taken = {each.rest_name for each in DEFAULT_FIELDS if each.name not in own}
    for index, each in enumerate(given):
        if each.rest_name is None:
            continue
        if not _REST_NAME.fullmatch(each.rest_name):
            yield (
                ("lead_fields", index, "rest_name"),
                "a name in the REST API begins with a letter, and holds letters, digits and _",
            )
        if each.rest_name in taken:
            yield ("lead_fields", index, "rest_name"), "every instance has this field already"
    yield from _twice(
        (("lead_fields", index, "rest_name"), each.rest_name or each.name)
        for index, each in enumerate(given)
    )


def _instance(world: World, fields: Collection[str]) -> Iterator[Problem]:
    settings = world.instance
    try:
        ZoneInfo(settings.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield ("instance", "zone"), "this is no IANA time zone, such as America/Chicago"
    if settings.import_seconds < 0:
        yield ("instance", "import_seconds"), "this must not be negative"
    yield from _twice(
        (("instance", "workspaces", index), name.casefold())
        for index, name in enumerate(settings.workspaces)
    )
    workspaces = dict.fromkeys(workspaces_of(world))
    for index, rule in enumerate(settings.assignment_rules):
        here = ("instance", "assignment_rules", index)
        yield from _one_of((*here, "field"), rule.field, fields, "lead field")
        yield from _one_of((*here, "workspace"), rule.workspace, workspaces, "workspace")


def _tags_and_channels(world: World) -> Iterator[Problem]:
    for kind, values in world.tags.items():
        if kind == CHANNEL:
            yield ("tags", kind), "channels stand under channels, with their statuses"
        yield from _twice((("tags", kind, n), value) for n, value in enumerate(values))
    for index, channel in enumerate(world.channels):
        for number, status in enumerate(channel.statuses):
            if len(status.extra) > 1:
                yield ("channels", index, "statuses", number, "extra"), "one pair is the most"
        yield from _twice(
            (("channels", index, "statuses", number, "name"), status.name)
            for number, status in enumerate(channel.statuses)
        )
        if channel.program_type is not None:
            path: Path = ("channels", index, "program_type")
            yield from _one_of(path, channel.program_type, CHANNEL_TYPES, "type of programs")
        yield from _moments(("channels", index), created=channel.created)
    yield from _ids((("channels", n, "id"), each.id) for n, each in enumerate(world.channels))
    yield from _twice(
        (("channels", index, "name"), each.name.casefold())
        for index, each in enumerate(world.channels)
    )
    for index, each in enumerate(world.tag_types):
        if each.name not in world.tags:
            yield ("tag_types", index, "name"), "tags has no such type"
        for number, kind in enumerate(each.program_types):
            path = ("tag_types", index, "program_types", number)
            yield from _one_of(path, kind, CHANNEL_TYPES, "type of programs")
    yield from _twice((("tag_types", n, "name"), t.name) for n, t in enumerate(world.tag_types))


def _programs(world: World) -> Iterator[Problem]:
    channels = {each.name: None for each in world.channels}
    workspaces = dict.fromkeys(workspaces_of(world))
    tags = {(kind, value) for kind, values in world.tags.items() for value in values}
    for index, each in enumerate(world.programs):
        here = ("programs", index)
        yield from _one_of((*here, "channel"), each.channel, channels, "channel")
        yield from _one_of((*here, "workspace"), each.workspace, workspaces, "workspace")
        if each.folder and not each.folder.startswith("/"):
            yield (*here, "folder"), "a folder begins with /"
        for kind, value in each.tags.items():
            if (kind, value) not in tags:
                yield (*here, "tags", kind), "tags has no such type with such a value"
        for name, kind in each.token_types.items():
            path: Path = (*here, "token_types", name)
            if name not in each.tokens:
                yield path, "the program has no such token"
            yield from _one_of(path, kind, TOKEN_TYPES, "type of tokens")
        if each.status is not None:
            statuses = _STATUSES.get(PROGRAM_TYPES.get(each.type, DEFAULT_TYPE), ())
            yield from _one_of((*here, "status"), each.status, statuses, "status of such a program")
        yield from _moments(here, created=each.created, updated=each.updated)
        for number, cost in enumerate(each.costs):
            if not _MONTH.fullmatch(cost.month):
                yield (*here, "costs", number, "month"), "a month is written like 2013-06"
    yield from _ids((("programs", n, "id"), each.id) for n, each in enumerate(world.programs))
    yield from _twice(
        (("programs", index, "name"), each.name.casefold())
        for index, each in enumerate(world.programs)
    )
    yield from _ids(
        (("programs", index, "costs", number, "id"), cost.id)
        for index, each in enumerate(world.programs)
        for number, cost in enumerate(each.costs)
    )


def _lists_and_campaigns(world: World) -> Iterator[Problem]:
    owners: list[tuple[Path, WorldProgram | None]] = [((), None)]
    owners += [(("programs", index), each) for index, each in enumerate(world.programs)]
    for path, owner in owners:
        for number, each in enumerate(world.lists if owner is None else owner.lists):
            yield from _list((*path, "lists", number), each, workspaces_of(world))
    lists = [
        ((*path, "lists", number), list_name(owner, each), each.id)
        for path, owner in owners
        for number, each in enumerate(world.lists if owner is None else owner.lists)
    ]
    yield from _ids(((*path, "id"), list_id) for path, _, list_id in lists)
    yield from _twice(((*path, "name"), name.casefold()) for path, name, _ in lists)
    known = {name.casefold() for _, name, _ in lists}
    campaigns = [
        ((*path, "campaigns", number), each)
        for path, owner in owners
        for number, each in enumerate(world.campaigns if owner is None else owner.campaigns)
    ]
    yield from _ids(((*path, "id"), each.id) for path, each in campaigns)
    workspaces = dict.fromkeys(workspaces_of(world))
    for path, campaign in campaigns:
        yield from _one_of((*path, "kind"), campaign.kind, CAMPAIGN_KINDS, "kind of campaign")
        for number, source in enumerate(campaign.sources):
            yield from _one_of((*path, "sources", number), source, _SOURCES, "source")
        yield from _one_of((*path, "workspace"), campaign.workspace, workspaces, "workspace")
        yield from _moments(path, created=campaign.created, updated=campaign.updated)
        yield from _ids(iter([((*path, "folder"), campaign.folder)]))
        if campaign.list is not None and campaign.list.casefold() not in known:
            yield (*path, "list"), "there is no such list"
    for index, lead in enumerate(world.leads):
        for number, name in enumerate(lead.lists):
            if name.casefold() not in known:
                yield ("leads", index, "lists", number), "there is no such list"


def _list(path: Path, given: WorldList, workspaces: Sequence[str]) -> Iterator[Problem]:
    yield from _one_of(
        (*path, "workspace"), given.workspace, dict.fromkeys(workspaces), "workspace"
    )
    yield from _moments(path, created=given.created, updated=given.updated)
    yield from _ids(iter([((*path, "folder"), given.folder)]))


def _leads(world: World, fields: Mapping[str, LeadField]) -> Iterator[Problem]:
    workspaces = dict.fromkeys(workspaces_of(world))
    for index, each in enumerate(world.leads):
        here: Path = ("leads", index)
        for name, text in each.attributes.items():
            path: Path = (*here, "attributes", name)
            if name in _NO_ATTRIBUTES:
                yield path, "this is no attribute; it has a place of its own, or none"
            elif name not in fields:
                yield path, "there is no such lead field"
            elif not fits(fields[name].data_type, text):
                yield path, f"the value is not of type {fields[name].data_type}"
        yield from _one_of((*here, "workspace"), each.workspace, workspaces, "workspace")
        for number, foreign in enumerate(each.foreign_ids):
            path = (*here, "foreign_ids", number, "type")
            yield from _one_of(path, foreign.type, _FOREIGN_TYPES, "type")
        yield from _moments(here, created=each.created, updated=each.updated)
        yield from _memberships((*here, "programs"), each, world)
    yield from _ids((("leads", index, "id"), each.id) for index, each in enumerate(world.leads))
    yield from _twice(
        (("leads", index, "cookies", number), cookie)
        for index, each in enumerate(world.leads)
        for number, cookie in enumerate(each.cookies)
    )
    yield from _twice(
        (("leads", index, "foreign_ids", number, "id"), (foreign.type, foreign.id))
        for index, each in enumerate(world.leads)
        for number, foreign in enumerate(each.foreign_ids)
    )


def _memberships(path: Path, lead: WorldLead, world: World) -> Iterator[Problem]:
    programs = {each.name.casefold(): each for each in world.programs} if lead.programs else {}
    for index, each in enumerate(lead.programs):
        program = programs.get(each.program.casefold())
        if program is None:
            yield (*path, index, "program"), "there is no such program"
            continue
        channels = [known for known in world.channels if known.name == program.channel]
        statuses = [status.name for known in channels for status in known.statuses]
        if statuses and each.status not in statuses:
            yield (*path, index, "status"), "the program's channel has no such status"
        yield from _moments((*path, index), since=each.since, updated=each.updated)
    yield from _twice(
        ((*path, index, "program"), each.program.casefold())
        for index, each in enumerate(lead.programs)
    )


def _custom_objects(
    path: Path, given: WorldCustomObjectType, leads: Collection[int]
) -> Iterator[Problem]:
    try:
        kind = custom_object_type(given)
    except ValueError as error:
        linked = given.link in {each.name for each in given.fields}
        yield (*path, "fields" if linked else "link"), str(error)
        return
    keys: list[tuple[Path, str]] = []
    for index, record in enumerate(given.records):
        here = (*path, "records", index)
        found: dict[str, str] = {}
        for name, text in record.items():
            known = kind.field(name)
            if known is None or known.name != name:
                yield (*here, name), "the type has no such field"
                continue
            try:
                if known.key or name == kind.link_field:
                    found[name] = kind.key_value(known, text)
            except BadKey as error:
                yield (*here, name), str(error)
            else:
                if not fits(known.data_type, text):
                    yield (*here, name), f"the value is not of type {known.data_type}"
        wanted = {each.name for each in kind.keys}
        if kind.link_field:
            wanted.add(kind.link_field)
        for name in sorted(wanted - record.keys()):
            yield here, f"{name} is missing"
        if kind.link_field in found and int(found[kind.link_field]) not in leads:
            yield (*here, kind.link_field), "there is no such lead"
        if wanted <= found.keys():
            keys.append((here, kind.key_text(found)))
    yield from _twice(iter(keys))


def _opportunities(
    world: World, fields: Mapping[str, LeadField], leads: Collection[int]
) -> Iterator[Problem]:
    known = {
        *OPPORTUNITY_FIELDS,
        EXTERNAL_OPPORTUNITY,
        *(each.name for each in world.opportunity_fields),
    }
    keys = {name for name, each in fields.items() if each.custom}
    for index, each in enumerate(world.opportunities):
        here = ("opportunities", index)
        # Their values are not checked: the service took `80%` for a number (documented).
        for name in each.attributes.keys() - known:
            yield (*here, "attributes", name), f"there is no such field of {OPPORTUNITY}"
        if each.company is not None:
            path: Path = (*here, "company", "field")
            yield from _one_of(path, each.company.field, keys, "custom lead field")
        for number, role in enumerate(each.roles):
            path = (*here, "roles", number)
            if role.lead not in leads:
                yield (*path, "lead"), "there is no such lead"
            for name in role.attributes.keys() - (ROLE_FIELDS.keys() - _ROLE_LINKS):
                yield (*path, "attributes", name), "a role has no such attribute here"
    yield from _ids(
        (("opportunities", index, "id"), each.id) for index, each in enumerate(world.opportunities)
    )
    yield from _ids(
        (("opportunities", index, "roles", number, "id"), role.id)
        for index, each in enumerate(world.opportunities)
        for number, role in enumerate(each.roles)
    )


def _activity_types(world: World) -> Iterator[Problem]:
    for index, each in enumerate(world.activity_types):
        here: Path = ("activity_types", index)
        if not is_api_name(each.api_name):
            yield (*here, "api_name"), "letters and digits were expected, and one letter at least"
        if each.name in ACTIVITY_TYPES:
            yield (*here, "name"), "this is a type of the service's own"
        if len(each.attributes) > ATTRIBUTES_PER_ACTIVITY_TYPE:
            yield (*here, "attributes"), f"{ATTRIBUTES_PER_ACTIVITY_TYPE} attributes are the most"
        attributes: list[tuple[Path, WorldActivityAttribute]] = [((*here, "primary"), each.primary)]
        attributes += [((*here, "attributes", n), given) for n, given in enumerate(each.attributes)]
        for path, attribute in attributes:
            yield from _one_of((*path, "type"), attribute.type, DATA_TYPES, "data type")
        yield from _twice(
            ((*path, "api_name"), attribute.api_name.casefold()) for path, attribute in attributes
        )
        yield from _moments(here, created=each.created, updated=each.updated)
    types = world.activity_types
    yield from _ids((("activity_types", n, "id"), each.id) for n, each in enumerate(types))
    for member in ("api_name", "name"):
        yield from _twice(
            (("activity_types", n, member), getattr(each, member).casefold())
            for n, each in enumerate(types)
        )


def _parties(
    name: str, given: Sequence[WorldParty], fields: Sequence[RestField], key: str
) -> Iterator[Problem]:
    # The external id has a place of its own.
    known = {each.stored: each for each in fields if each.stored and each.name != key}
    for index, each in enumerate(given):
        for field, text in each.attributes.items():
            path = (name, index, "attributes", field)
            if field not in known:
                yield path, "there is no such field"
            elif not fits(known[field].data_type, text):
                yield path, f"the value is not of type {known[field].data_type}"
        if not each.external_id:
            yield (name, index, "external_id"), "this must not be empty"
    yield from _ids(((name, index, "id"), each.id) for index, each in enumerate(given))
    yield from _twice(
        ((name, index, "external_id"), each.external_id) for index, each in enumerate(given)
    )


def _activities(world: World, leads: Collection[int]) -> Iterator[Problem]:
    for index, each in enumerate(world.activities):
        here = ("activities", index)
        if each.lead not in leads:
            yield (*here, "lead"), "there is no such lead"
        yield from _moments(here, at=each.at)
        if not each.type:
            yield (*here, "type"), "a type is a display name such as Visit Webpage"
    yield from _ids(
        (("activities", index, "id"), each.id) for index, each in enumerate(world.activities)
    )
