"""The world that a recorded call needs: what it names is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from mktows.facts.key_types import (
    COOKIE,
    CRM_KEY_FIELDS,
    EMAIL,
    IDNUM,
    LEAD_OWNER_EMAIL,
    MERGE_KEY_TYPES,
    SFDC_LEAD_OWNER_ID,
)
from mktows.facts.lead_fields import DEFAULT_FIELDS, LeadField
from mktows.facts.mobjects import ID, PROGRAM
from mktows.migration.fields import LEAD, fields_of
from mktows.migration.recorded import Recorded
from mktows.migration.shapes import children, member, text_of
from mktows.numerals import read_whole
from mktows.sandbox.world import (
    World,
    WorldCampaign,
    WorldChannel,
    WorldCustomObjectType,
    WorldField,
    WorldLead,
    WorldList,
    WorldParty,
    WorldProgram,
    WorldStatus,
)
from mktows.soap import split_name

FOREIGN_FIELD = "rehearsalForeignId"
"""The field that holds foreign ids, as the settings of a bridge may name one."""
_PROGRAM, _CHANNEL, _KEY, _LINK = "Rehearsal program", "Rehearsal channel", "rehearsalKey", "MKTOID"
_LIST = "Rehearsal list"
# Ids of what a call names by its name alone; they are higher than most that a call names.
_FIRST_LEAD, _FIRST_PROGRAM = 2_000_000_001, 2_100_000_001
_MOST_ID = 2**31 - 1
_MOST_LEADS = 2000
_KINDS = {"requestCampaign": "trigger", "getCampaignsForSource": "trigger"}


def world_for(recorded: Recorded, known: Mapping[str, LeadField]) -> World:
    """The world in which a call finds what it names.

    Args:
        recorded: The call, with a message.
        known: The lead fields of the instance, by their SOAP names.
    """
    message = message_of(recorded)
    programs, campaigns, lists = _named(recorded.operation, message)
    found = _leads(message, tuple(each.name for each in lists))
    return World(
        lead_fields=tuple(_lead_fields(recorded, known)),
        leads=tuple(found.leads.values()),
        lists=tuple(lists),
        campaigns=tuple(campaigns),
        programs=tuple(programs),
        channels=(_channel(),),
        custom_objects=tuple(_custom_objects(recorded.operation, message)),
        sales_persons=tuple(
            WorldParty(external_id=identity, attributes={"email": address})
            for address, identity in found.owners.items()
        ),
    )


def message_of(recorded: Recorded) -> etree._Element:
    """The message of a call: only such calls are rehearsed as have one."""
    if recorded.message is None:
        raise ValueError("a call without a message cannot be rehearsed")
    return recorded.message


def plain_world(recorded: Recorded, known: Mapping[str, LeadField]) -> World:
    """A world with the fields of a call alone, where it names what cannot be."""
    return World(lead_fields=tuple(_lead_fields(recorded, known)), channels=(_channel(),))


def has_foreign_id(message: etree._Element) -> bool:
    """Tell whether a call names a lead by a foreign id."""
    return any(
        split_name(each)[1] == "ForeignSysPersonId" and text_of(each)
        for each in message.iter(etree.Element)
    )


def _channel() -> WorldChannel:
    status = WorldStatus(name="Member", step=1, success=True)
    return WorldChannel(name=_CHANNEL, statuses=(status,))


@dataclass(slots=True)
class _Found:
    """The leads that a call names, and the sales persons."""

    leads: dict[tuple[str, str], WorldLead] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)


def _leads(message: etree._Element, lists: tuple[str, ...]) -> _Found:
    found = _Found()
    ids: set[int] = set()
    for number, (kind, value) in enumerate(dict.fromkeys(_keys(message))):
        if number >= _MOST_LEADS:
            break
        identity = _FIRST_LEAD + number
        made: WorldLead | None = None
        if kind == IDNUM:
            said = _id(value)
            made = WorldLead(id=said, lists=lists) if said and said not in ids else None
        elif kind == EMAIL:
            made = WorldLead(id=identity, email=value, lists=lists)
        elif kind == COOKIE:
            made = WorldLead(id=identity, cookies=(value,), lists=lists)
        elif kind == LEAD_OWNER_EMAIL:
            owner = found.owners.setdefault(value, f"owner-{number}")
            attributes = {CRM_KEY_FIELDS[SFDC_LEAD_OWNER_ID]: owner}
            made = WorldLead(id=identity, attributes=attributes, lists=lists)
        elif kind in CRM_KEY_FIELDS:
            attributes = {CRM_KEY_FIELDS[kind]: value}
            made = WorldLead(id=identity, attributes=attributes, lists=lists)
        if made is not None:
            ids.add(made.id)
            found.leads[kind, value] = made
    if not found.leads:
        found.leads["", ""] = WorldLead(id=_FIRST_LEAD, lists=lists)
    return found


def _keys(message: etree._Element) -> Iterator[tuple[str, str]]:
    """The key types and values by which a call names leads that are there already."""
    for each in message.iter(etree.Element):
        name = split_name(each)[1]
        if name == "leadKey" or name == "keyList" or name == "winningLeadKeyList":
            if keyed := member(each, "keyType"):
                yield keyed, member(each, "keyValue")
            for attribute in children(each, "attribute"):
                if (kind := member(attribute, "attrName")) in MERGE_KEY_TYPES:
                    yield kind, member(attribute, "attrValue")
        elif name in ("leadRecord", "mObjAssociation"):
            if number := member(each, "Id") or member(each, "id"):
                yield IDNUM, number
        elif name == "attribute" and member(each, "attrName") == _LINK:
            yield IDNUM, member(each, "attrValue")


def _id(text: str) -> int | None:
    number = read_whole(text)
    return number if number is not None and 0 < number <= _MOST_ID else None


def _named(
    operation: str, message: etree._Element
) -> tuple[list[WorldProgram], list[WorldCampaign], list[WorldList]]:
    """The programs, campaigns and lists that a call names."""
    program, campaign = member(message, "programName"), member(message, "campaignName")
    kind = _KINDS.get(operation, "batch")
    inside = [WorldCampaign(name=campaign, kind=kind)] if campaign else []
    lists = [WorldList(name=name)] if (name := member(message, "listName")) else []
    programs = []
    if operation in ("getMObjects", "syncMObjects"):
        programs = [*_programs(message)]
    elif program or inside or lists:
        programs = [
            WorldProgram(
                id=_FIRST_PROGRAM,
                name=program or _PROGRAM,
                channel=_CHANNEL,
                campaigns=tuple(inside),
                lists=tuple(lists),
            )
        ]
    outside = []
    if (number := _id(member(message, "campaignId"))) is not None:
        outside.append(WorldCampaign(name="Rehearsal campaign", kind=kind, id=number))
    if operation == "getCampaignsForSource":
        outside.append(WorldCampaign(name=member(message, "name") or "Campaign", kind=kind))
    return programs, outside, [*_lists(message)]


def _lists(message: etree._Element) -> Iterator[WorldList]:
    """The lists that a call names outside of programs."""
    for each in message.iter(etree.Element):
        name, text = split_name(each)[1], text_of(each)
        if name == "staticListName" and text:
            yield WorldList(name=text)
        elif name == "staticListId" and (number := _id(text)) is not None:
            yield WorldList(name=_LIST, id=number)
        elif name == "listKey" and (value := member(each, "keyValue")):
            yield WorldList(name=value)


def _programs(message: etree._Element) -> Iterator[WorldProgram]:
    """The programs that objects or criteria name, at least one."""
    ids = [
        _id(member(each, "id"))
        for each in message.iter(etree.Element)
        if split_name(each)[1] == "mObject" and member(each, "type") == PROGRAM
    ]
    ids.append(_id(member(message, "id")))
    names = []
    for each in message.iter(etree.Element):
        if split_name(each)[1] == "mObjCriteria":
            value = member(each, "attrValue")
            if member(each, "attrName") == ID:
                ids.append(_id(value))
            elif member(each, "attrName") == "Name" and value:
                names.append(value)
    numbers = dict.fromkeys(each for each in ids if each is not None)
    for place, number in enumerate(numbers or {_FIRST_PROGRAM: None}):
        name = names[0] if names and not place else f"{_PROGRAM} {number}"
        yield WorldProgram(id=number, name=name, channel=_CHANNEL)


def _custom_objects(operation: str, message: etree._Element) -> Iterator[WorldCustomObjectType]:
    """The type of custom objects that a call names."""
    name = member(message, "objTypeName")
    if not name:
        return
    keys, others = [], []
    for each in message.iter(etree.Element):
        own = [text for one in children(each, "attribute") if (text := member(one, "attrName"))]
        if split_name(each)[1] in ("customObjKeyList", "keyList"):
            keys += own
        elif split_name(each)[1] == "customObjAttributeList":
            others += own
    if operation == "getCustomObjects":
        for held in children(message, "includeAttributes"):
            others += [text_of(one) for one in children(held, "stringItem")]
    keys, others = _distinct(keys) or [_KEY], _distinct(others)
    taken = {each.lower() for each in keys}
    others = [each for each in others if each and each.lower() not in taken]
    fields = [_custom_field(each, key=True) for each in keys]
    fields += [_custom_field(each, key=False) for each in others]
    link = _LINK if _LINK in (*keys, *others) else ""
    yield WorldCustomObjectType(name=name, fields=tuple(fields), link=link)


def _custom_field(name: str, *, key: bool) -> WorldField:
    return WorldField(name=name, type="integer" if name == _LINK else "string", key=key)


def _distinct(names: Iterable[str]) -> list[str]:
    return [*{name.lower(): name for name in names}.values()]


def _lead_fields(recorded: Recorded, known: Mapping[str, LeadField]) -> Iterator[WorldField]:
    """The fields of a call that a new instance has not."""
    standard = {name.lower() for each in DEFAULT_FIELDS for name in _names(each)}
    message = message_of(recorded)
    kinds = {kind for kind, _ in _keys(message)}
    if LEAD_OWNER_EMAIL in kinds:
        kinds.add(SFDC_LEAD_OWNER_ID)
    for each in sorted(CRM_KEY_FIELDS[kind] for kind in kinds & CRM_KEY_FIELDS.keys()):
        yield WorldField(name=each, rest_name=each[:1].lower() + each[1:])
        standard.add(each.lower())
    if has_foreign_id(message):
        yield WorldField(name=FOREIGN_FIELD)
    for name in _distinct(used.name for used in fields_of(recorded) if used.kind == LEAD):
        if name.lower() not in standard and name.isprintable() and '"' not in name:
            described = known.get(name)
            rest_name = None if described is None else described.rest_name
            yield WorldField(name=name, rest_name=rest_name)


def _names(each: LeadField) -> list[str]:
    return [each.name, each.display_name, each.rest_name or each.name]
