"""A world in which a request finds all that it names, so that only its form can be refused."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from lxml import etree

from mktows.facts.key_types import COOKIE, CRM_KEY_FIELDS, EMAIL, IDNUM, LEAD_KEY_TYPES
from mktows.facts.lead_fields import DISPLAY_NAMES
from mktows.facts.mobjects import OPPORTUNITY, OPPORTUNITY_FIELDS, PROGRAM, ROLE
from mktows.facts.tokens import TOKEN
from mktows.sandbox.instance.settings import Instance
from mktows.sandbox.world.world import (
    World,
    WorldCampaign,
    WorldChannel,
    WorldCost,
    WorldCustomObjectType,
    WorldField,
    WorldLead,
    WorldList,
    WorldOpportunity,
    WorldProgram,
    WorldRole,
)

HIGH = 2 * 10**9
"""An id that leaves room for those of what is new, which are higher than all others."""
_CUSTOM_LINK = "MKTOID"


class Impossible(Exception):
    """A world with what the request names would have no room for what is new."""


def world_for(message: etree._Element) -> World:
    """The world for a message, as far as it can be read; anything in it may be wrong.

    Raises:
        Impossible: An id in it is nearly the highest that there is.
    """
    made = _Making(message)
    made.leads_of_keys()
    made.lists_and_campaigns()
    made.objects()
    return made.world()


class _Making:
    def __init__(self, message: etree._Element) -> None:
        self.message = message
        self.leads: dict[int, WorldLead] = {}
        self.by_key: dict[tuple[str, str], int] = {}
        self.lead_fields: dict[str, WorldField] = {}
        self.object_fields: dict[str, WorldField] = {}
        self.lists: dict[str, WorldList] = {}
        self.programs: dict[int, WorldProgram] = {}
        self.campaigns: list[WorldCampaign] = []
        self.opportunities: dict[int, WorldOpportunity] = {}
        self.roles: dict[int, WorldRole] = {}
        self.tags: dict[str, tuple[str, ...]] = {}
        self.channels = {"Webinar": WorldChannel(name="Webinar")}
        self.last = HIGH

    # Leads

    def lead(self, key_type: str, value: str) -> None:
        if key_type == IDNUM:
            number = _id(value)
            if number is not None:
                self.leads.setdefault(number, WorldLead(id=number))
            return
        folded = value.casefold()
        if not value or (key_type, folded) in self.by_key or key_type not in LEAD_KEY_TYPES:
            return
        self.last -= 1
        self.by_key[key_type, folded] = self.last
        if key_type == EMAIL:
            self.leads[self.last] = WorldLead(id=self.last, email=value)
        elif key_type == COOKIE:
            self.leads[self.last] = WorldLead(id=self.last, cookies=(value,))
        else:
            name = CRM_KEY_FIELDS[key_type]
            self.lead_fields[name.casefold()] = WorldField(name=name)
            self.leads[self.last] = WorldLead(id=self.last, attributes={name: value})

    def leads_of_keys(self) -> None:
        for node in self.elements():
            if _has(node, "keyType") and _has(node, "keyValue"):
                self.lead(_said(node, "keyType"), _said(node, "keyValue"))
            if _name(node) == "leadSelector":
                for value in _texts(node, "keyValues"):
                    self.lead(_said(node, "keyType"), value)
            if _name(node) in ("winningLeadKeyList", "keyList"):
                for attribute in node:
                    self.lead(_said(attribute, "attrName"), _said(attribute, "attrValue"))
            if _name(node) == "leadRecord":
                self.lead(IDNUM, _said(node, "Id"))
                for attribute in node.iter("attribute", "{*}attribute"):
                    name = _said(attribute, "attrName")
                    if name == "Id":
                        self.lead(IDNUM, _said(attribute, "attrValue"))
                    elif name != "Email":
                        self.field(name)
            if _name(node) == "attribute" and _said(node, "attrName") == _CUSTOM_LINK:
                self.lead(IDNUM, _said(node, "attrValue"))
        header = _said(self.message, "importFileHeader")
        for number, name in enumerate(next(csv.reader([header]), [])):
            shown = name.strip()
            # An API name is no display name: no field is shown so.
            known = {*DISPLAY_NAMES.values(), *DISPLAY_NAMES, "EmailAddress"}
            if shown and shown not in known and not TOKEN.fullmatch(shown):
                self.field(f"imported{number}", shown)

    def field(self, name: str, shown: str | None = None) -> None:
        if name and '"' not in name and name.isprintable() and name not in DISPLAY_NAMES:
            made = WorldField(name=name, display_name=shown or name)
            self.lead_fields.setdefault(name.casefold(), made)

    # Lists, campaigns, programs

    def program(self, name: str, number: int | None = None) -> int:
        found = next((each.id for each in self.programs.values() if each.name == name), None)
        if found is None:
            self.last -= 1
            found = self.last if number is None else number
            self.programs[found] = WorldProgram(id=found, name=name, channel="Webinar")
        return found

    def lists_and_campaigns(self) -> None:
        for node in self.elements():
            if _name(node) == "listKey" and _said(node, "keyType") == "MKTOLISTNAME":
                name = _said(node, "keyValue")
                if name and "." not in name:
                    self.lists.setdefault(name.casefold(), WorldList(name=name))
        program, listed = _said(self.message, "programName"), _said(self.message, "listName")
        campaign = _said(self.message, "campaignName")
        both = ("MKTOWS", "SALES")
        if program:
            number = self.program(program)
            kind = "trigger" if _name(self.message) == "paramsRequestCampaign" else "batch"
            held = WorldCampaign(name=campaign, kind=kind, sources=both)
            self.programs[number] = WorldProgram(
                id=number,
                name=program,
                channel="Webinar",
                lists=(WorldList(name=listed),) if listed else (),
                campaigns=(held,) if campaign else (),
            )
        named = _id(_said(self.message, "campaignId"))
        if named is not None:
            known = WorldCampaign(id=named, name="Known", kind="trigger", sources=both)
            self.campaigns.append(known)

    # MObjects

    def objects(self) -> None:
        for node in self.elements():
            if _name(node) == "mObject" or node is self.message:
                self.mobject(_said(node, "type"), node)
            if _name(node) == "mObjAssociation":
                self.associated(_said(node, "mObjType"), node)

    def mobject(self, kind: str, node: etree._Element) -> None:
        number = _id(_said(node, "id"))
        key = _child(node, "externalKey")
        attributes = _pairs(node, "attribList")
        kind = kind.casefold()
        if kind == OPPORTUNITY.casefold():
            if number is not None:
                self.opportunities.setdefault(number, WorldOpportunity(id=number))
            if key is not None:
                self.object_field(_said(key, "name"), external=True)
            for name, _ in attributes:
                self.object_field(name)
        elif kind == ROLE.casefold():
            for name, value in attributes:
                if name == "PersonId":
                    self.lead(IDNUM, value)
                elif name == "OpportunityId" and (found := _id(value)) is not None:
                    self.opportunities.setdefault(found, WorldOpportunity(id=found))
            if number is not None:
                self.lead(IDNUM, "1")
                self.roles.setdefault(number, WorldRole(id=number, lead=1))
        elif kind == PROGRAM.casefold() and number is not None:
            costs = []
            for detail in node.iter("typeAttrib", "{*}typeAttrib"):
                values = dict(_pairs(detail, "attrList"))
                if _said(detail, "attrType") == "Tag" and values.get("Type") == "Channel":
                    name = values.get("Value", "")
                    self.channels.setdefault(name, WorldChannel(name=name))
                elif _said(detail, "attrType") == "Tag":
                    tag = values.get("Type", "")
                    self.tags[tag] = (*self.tags.get(tag, ()), values.get("Value", ""))
                elif (cost := _id(values.get("Id", ""))) is not None:
                    costs.append(WorldCost(month="2013-06", amount="1", id=cost))
            unique = {each.id: each for each in costs}
            self.programs[number] = WorldProgram(
                id=number, name=f"Program {number}", channel="Webinar", costs=(*unique.values(),)
            )

    def associated(self, kind: str, node: etree._Element) -> None:
        number, key = _id(_said(node, "id")), _child(node, "externalKey")
        name = "" if key is None else _said(key, "name")
        value = "" if key is None else _said(key, "value")
        kind = kind.casefold()
        if kind == OPPORTUNITY.casefold():
            if number is not None:
                self.opportunities.setdefault(number, WorldOpportunity(id=number))
            if name and value:
                self.object_field(name, external=True)
                self.last -= 1
                self.opportunities[self.last] = WorldOpportunity(
                    id=self.last, attributes={name: value}
                )
        elif number is not None:
            self.lead(IDNUM, str(number))
        if kind in ("lead", "company") and name:
            field = WorldField(name=name, external_key=True)
            self.lead_fields[name.casefold()] = field
            if value:
                self.last -= 1
                self.leads[self.last] = WorldLead(id=self.last, attributes={name: value})

    def object_field(self, name: str, *, external: bool = False) -> None:
        known = self.object_fields.get(name.casefold())
        if not name or name in OPPORTUNITY_FIELDS or not name.isprintable() or '"' in name:
            return
        external = external or (known is not None and known.external_key)
        self.object_fields[name.casefold()] = WorldField(name=name, external_key=external)

    # The whole

    def elements(self) -> Iterator[etree._Element]:
        return self.message.iter(etree.Element)

    def custom_objects(self) -> tuple[WorldCustomObjectType, ...]:
        own = {
            _said(node, "attrName"): None
            for name in ("customObjKeyList", "customObjAttributeList", "keyList")
            for node in self.message.iter(f"{{*}}{name}")
            for node in node
        }
        names = [name for name in own if name.isidentifier() and name not in (_CUSTOM_LINK, "rid")]
        link = WorldField(name=_CUSTOM_LINK, type="integer", key=True)
        fields = (
            link,
            WorldField(name="rid", key=True),
            *(WorldField(name=name) for name in names[:50]),
        )
        return (WorldCustomObjectType(name="Roadshow", link=_CUSTOM_LINK, fields=fields),)

    def world(self) -> World:
        opportunities = dict(self.opportunities)
        if self.roles:
            self.last -= 1
            held = (*self.roles.values(),)
            opportunities[self.last] = WorldOpportunity(id=self.last, roles=held)
        return World(
            instance=Instance(),
            lead_fields=(*self.lead_fields.values(),),
            opportunity_fields=(*self.object_fields.values(),),
            tags={name: tuple(dict.fromkeys(values)) for name, values in self.tags.items()},
            channels=(*self.channels.values(),),
            programs=(*self.programs.values(),),
            lists=(*self.lists.values(),),
            campaigns=(*self.campaigns,),
            custom_objects=self.custom_objects(),
            leads=(*self.leads.values(),),
            opportunities=(*opportunities.values(),),
        )


def _name(node: etree._Element) -> str:
    return etree.QName(node).localname


def _child(node: etree._Element, name: str) -> etree._Element | None:
    return next((each for each in node.iterchildren(etree.Element) if _name(each) == name), None)


def _has(node: etree._Element, name: str) -> bool:
    return _child(node, name) is not None


def _said(node: etree._Element, name: str) -> str:
    child = _child(node, name)
    return "" if child is None else (child.text or "").strip()


def _texts(node: etree._Element, name: str) -> list[str]:
    held = _child(node, name)
    return [] if held is None else [(each.text or "").strip() for each in held]


def _pairs(node: etree._Element, name: str) -> list[tuple[str, str]]:
    held = _child(node, name)
    return [] if held is None else [(_said(each, "name"), _said(each, "value")) for each in held]


def _id(text: str) -> int | None:
    if not (text.isascii() and text.isdigit()) or not 0 < int(text[:12]) < 2**31:
        return None
    if int(text) >= HIGH:
        raise Impossible
    return int(text)
