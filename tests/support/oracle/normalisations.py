"""What the answers of the two sides may differ in, each with its reason, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Literal
from zoneinfo import ZoneInfo

from lxml import etree

from mktows.facts.activity_types import ADD_TO_LIST, CHANGE_DATA_VALUE, REMOVE_FROM_LIST
from mktows.facts.lead_fields import SOAP_FIELDS
from mktows.moments import read_moment
from support.oracle.aliases import OBJECT_TYPES, Aliases, object_ids
from support.oracle.world import BOOLEAN_FIELDS, FIELDS, FOREIGN_FIELD, NUMBER_FIELDS, ZONE


@dataclass
class Exchanged:
    """One call, what both sides answered, and what both have shown before.

    Attributes:
        operation: As in the WSDL.
        request: The message that was sent to the sandbox.
        sandbox: The sandbox's answer, without its envelope.
        bridge: The bridge's.
        aliases: Names of what each side gave ids to: the sandbox, the bridge.
        stored: Whether both answers tell what the stores hold, the bridge's being that behind it.
    """

    operation: str
    request: etree._Element
    sandbox: etree._Element
    bridge: etree._Element
    aliases: tuple[Aliases, Aliases]
    stored: bool = False

    @property
    def sides(self) -> tuple[tuple[etree._Element, Aliases], tuple[etree._Element, Aliases]]:
        """Each answer with its names."""
        return (self.sandbox, self.aliases[0]), (self.bridge, self.aliases[1])


@dataclass(frozen=True)
class Normalisation:
    """One thing that the answers may differ in.

    Attributes:
        id: Its name.
        operations: The operations whose calls need it.
        reason: Why the bridge cannot do otherwise.
        apply: Changes the answers, and tells whether it hid a difference.
        answers: The answers that it touches, where these are others than those to the operations.
    """

    id: str
    operations: frozenset[str]
    reason: str
    apply: Callable[[Exchanged], bool]
    answers: frozenset[str] | None = None

    @property
    def touches(self) -> frozenset[str]:
        """The answers that it touches: to operations, and what is read at the end."""
        return self.operations if self.answers is None else self.answers


Select = Callable[[etree._Element], Iterable[etree._Element]]
Rewrite = Callable[[etree._Element, Aliases], None]


def _rewriting(
    select: Select, rewrite: Rewrite, only: Literal["sandbox", "bridge"] | None = None
) -> Callable[[Exchanged], bool]:
    """Rewrite some elements of the answers; a difference that is gone was hidden.

    Args:
        select: Finds the elements.
        rewrite: Rewrites one.
        only: The side that is rewritten to what the other must show, but in what the stores hold.
    """

    def apply(exchanged: Exchanged) -> bool:
        before, after = [], []
        for side, (content, aliases) in zip(("sandbox", "bridge"), exchanged.sides, strict=True):
            chosen = [(node, node.getparent()) for node in select(content)]
            before.append([_text(node) for node, _ in chosen])
            for node, _ in chosen:
                if only in (None, side) or exchanged.stored:
                    rewrite(node, aliases)
            after.append([_text(node) for node, parent in chosen if node.getparent() is parent])
        return before[0] != before[1] and after[0] == after[1]

    return apply


def _text(node: etree._Element) -> str:
    return etree.tostring(node, encoding="unicode", with_tail=False)


def _remove(node: etree._Element) -> None:
    """Take out an element; a list that is empty then is nil, as in replies."""
    parent = node.getparent()
    assert parent is not None
    parent.remove(node)
    if len(parent) == 0:
        parent.set("{http://www.w3.org/2001/XMLSchema-instance}nil", "true")


# Attributes of leads


def _lead_attributes(*types: str) -> Select:
    def select(content: etree._Element) -> Iterator[etree._Element]:
        for record in content.iter("leadRecord"):
            for each in record.iter("attribute"):
                if each.findtext("attrType") in types:
                    yield each

    return select


_UNKNOWN = re.compile(r"(No Opportunity found with Id = )([1-9][0-9]*)")
_NUMBERS = ("integer", "score", "float", "currency")
_MOMENTS = ("date", "datetime")
_SPELT = ("boolean", *_NUMBERS, *_MOMENTS, "email")


def _spelt(data_type: str, text: str) -> str:
    """A value of a field in the one spelling that the bridge shows it in."""
    match data_type:
        case "boolean":
            return {"true": "1", "false": "0"}.get(text.lower(), text)
        case _ if data_type in _NUMBERS:
            try:
                digits = f"{Decimal(text):f}"
            except InvalidOperation:
                return text
            shortest = digits.rstrip("0").rstrip(".") if "." in digits else digits
            return "0" if shortest == "-0" else shortest
        case "date":
            day = read_moment(text)
            return text if day is None else day.date().isoformat()
        case "email":
            return text.lower()
        case "datetime":
            moment = read_moment(text)
            if moment is None:
                return text
            known = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(ZONE))
            # By way of UTC: an hour that the clock skips has a name of its own.
            return known.astimezone(UTC).astimezone(ZoneInfo(ZONE)).isoformat(timespec="seconds")
    return text


def _one_spelling(attribute: etree._Element, _: Aliases) -> None:
    value = attribute.find("attrValue")
    assert value is not None
    value.text = _spelt(attribute.findtext("attrType") or "", value.text or "")


def _one_boolean(attribute: etree._Element, aliases: Aliases) -> None:
    _one_spelling(attribute, aliases)
    if attribute.findtext("attrValue") == "0":
        _remove(attribute)


def _one_address(node: etree._Element, _: Aliases) -> None:
    if node.text:
        node.text = node.text.lower()


def _custom_values(names: Collection[str]) -> Select:
    """The values of some fields of custom objects: attributes say nothing of their type."""

    def select(content: etree._Element) -> Iterator[etree._Element]:
        for record in content.iter("customObj"):
            for each in record.iter("attribute"):
                if each.findtext("attrName") in names:
                    yield from each.iter("attrValue")

    return select


def _spelt_boolean(value: etree._Element, _: Aliases) -> None:
    value.text = {"true": "1", "false": "0"}.get(value.text or "", value.text)


def _spelt_number(value: etree._Element, _: Aliases) -> None:
    value.text = _spelt("integer", value.text or "")


def _foreign_field(exchanged: Exchanged) -> bool:
    """Take out the bridge's field of foreign ids, where it says what the record does."""
    found = [
        each
        for record in exchanged.bridge.iter("leadRecord")
        for each in record.iter("attribute")
        if each.findtext("attrName") == FOREIGN_FIELD
        and each.findtext("attrValue") == record.findtext("ForeignSysPersonId")
    ]
    for each in found:
        _remove(each)
    return bool(found)


def _foreign_ids_kept(exchanged: Exchanged) -> bool:
    """Have what the bridge keeps in a field stand where the sandbox keeps it."""
    shown: list[list[str]] = []
    for content, _ in exchanged.sides:
        held = []
        for record in content.iter("leadRecord"):
            kept = None
            for each in list(record.iter("attribute")):
                if each.findtext("attrName") == FOREIGN_FIELD:
                    kept = each.findtext("attrValue")
                    _remove(each)
            foreign, kind = record.find("ForeignSysPersonId"), record.find("ForeignSysType")
            assert foreign is not None
            assert kind is not None
            if content is exchanged.bridge:
                foreign.text, kind.text = kept, None if kept is None else "CUSTOM"
            for node in (foreign, kind):
                node.attrib.clear()
            held.append(f"{foreign.text} {kept}")
        shown.append(held)
    return shown[0] != shown[1]


# Positions and counts


def _named(*names: str) -> Select:
    def select(content: etree._Element) -> Iterator[etree._Element]:
        return content.iter(*names)

    return select


def _one_position(node: etree._Element, _: Aliases) -> None:
    if node.text:
        node.text = "a position"


def _one_flag(node: etree._Element, _: Aliases) -> None:
    if node.text != "0":
        node.text = "more"


def _ended_time(exchanged: Exchanged) -> bool:
    """Take the sandbox's time for the bridge's where that is later."""
    one, other = (content.find(".//endedTime") for content, _ in exchanged.sides)
    if one is None or other is None or not one.text or not other.text:
        return False
    seen = datetime.fromisoformat(other.text) - datetime.fromisoformat(one.text)
    if seen > timedelta():
        other.text = one.text
    return seen > timedelta()


def _offsets(content: etree._Element) -> Iterator[etree._Element]:
    for each in content.iter("newStartPosition"):
        yield from each.iter("offset")


def _remaining_unless_by_key(exchanged: Exchanged) -> bool:
    """Make a flag of the count, but where leads are asked for by their keys."""
    selector = exchanged.request.find("leadSelector")
    if selector is not None and selector.find("keyType") is not None:
        return False
    return _rewriting(_named("remainingCount"), _one_flag)(exchanged)


# Ids


def _activity_ids(content: etree._Element) -> Iterator[etree._Element]:
    for record in content.iter("activityRecord", "leadChangeRecord"):
        yield from record.iter("id", "marketoGUID")


def _one_activity_id(node: etree._Element, aliases: Aliases) -> None:
    if node.text:
        node.text = aliases.name("activity", node.text)


def _cost_ids(content: etree._Element) -> Iterator[etree._Element]:
    for group in content.iter("typeAttrib"):
        if group.findtext("attrType") == "Cost":
            yield from (each for each in group.iter("attrib") if each.findtext("name") == "Id")


def _companies(content: etree._Element) -> Iterator[etree._Element]:
    for each in content.iter("mObjAssociation"):
        if each.findtext("mObjType") == "Company":
            yield each


def _made_ids(content: etree._Element) -> Iterator[etree._Element]:
    """External ids that the bridge made, as attributes and as keys of opportunities."""
    for each in content.iter("attrib", "externalKey"):
        own = each.findtext("name") == "externalOpportunityId"
        if own and (each.findtext("value") or "").startswith("mktows-"):
            yield each


def _take_out(node: etree._Element, _: Aliases) -> None:
    """Take out an element, and the list that is empty then."""
    parent = node.getparent()
    assert parent is not None
    parent.remove(node)
    above = parent.getparent()
    if len(parent) == 0 and above is not None:
        above.remove(parent)


def _object_ids(exchanged: Exchanged) -> bool:
    """Name opportunities and roles by the order in which they are shown."""
    before, after = [], []
    for content, aliases in exchanged.sides:
        chosen = list(object_ids(content))
        chosen += _status_ids(exchanged.request, content)
        before.append([node.text for _, node in chosen])
        for kind, node in chosen:
            if node.text not in (None, "", "0"):
                node.text = aliases.name(kind, node.text or "")
        for error in content.iter("error"):
            found = _UNKNOWN.search(error.text or "")
            if found is not None:
                known = aliases.name("Opportunity", found[2])
                error.text = (
                    f"{found.string[: found.start(2)]}{known}{found.string[found.end(2) :]}"
                )
        after.append([node.text for _, node in chosen])
    return before[0] != before[1] and after[0] == after[1]


def _status_ids(
    request: etree._Element, content: etree._Element
) -> Iterator[tuple[str, etree._Element]]:
    """The ids of outcomes, each with the type of the object in its place of the request."""
    given = request.findall(".//mObject")
    for each, status in zip(given, content.iter("mObjStatus"), strict=False):
        kind = (each.findtext("type") or "").strip()
        if kind in OBJECT_TYPES:
            yield from ((kind, node) for node in status.findall("id"))


# Activities


def _activity_attributes(name: str) -> Select:
    def select(content: etree._Element) -> Iterator[etree._Element]:
        for record in content.iter("activityRecord", "leadChangeRecord"):
            for each in record.iter("attribute"):
                if each.findtext("attrName") == name:
                    yield each

    return select


def _changes_of_foreign_field(content: etree._Element) -> list[etree._Element]:
    return [
        each
        for each in content.iter("leadChangeRecord")
        if each.findtext("activityType") == CHANGE_DATA_VALUE
        and each.findtext("mktgAssetName") == FOREIGN_FIELD
    ]


def _without_changes_of_foreign_field(exchanged: Exchanged) -> bool:
    found = _changes_of_foreign_field(exchanged.bridge)
    count = exchanged.bridge.find(".//returnCount")
    assert count is not None
    for each in found:
        _remove(each)
    count.text = str(int(count.text or 0) - len(found))
    return bool(found)


def _without_changes(chosen: Callable[[str, str, str], bool]) -> Callable[[Exchanged], bool]:
    """Take out changes of values that are chosen by the field, the old and the new value."""

    def is_chosen(record: etree._Element) -> bool:
        told = {
            each.findtext("attrName"): each.findtext("attrValue") or ""
            for each in record.iter("attribute")
        }
        field = record.findtext("mktgAssetName") or ""
        return record.findtext("activityType") == CHANGE_DATA_VALUE and chosen(
            field, told.get("Old Value", ""), told.get("New Value", "")
        )

    def apply(exchanged: Exchanged) -> bool:
        taken = []
        for content, _ in exchanged.sides:
            found = [each for each in content.iter("leadChangeRecord") if is_chosen(each)]
            count = content.find(".//returnCount")
            assert count is not None
            for each in found:
                _remove(each)
            count.text = str(int(count.text or 0) - len(found))
            taken.append(len(found))
        return taken[0] != taken[1]

    return apply


def _is_change_of_spelling(field: str, old: str, new: str) -> bool:
    data_type = FIELD_TYPES.get(field, "string")
    return data_type in _SPELT and _spelt(data_type, old) == _spelt(data_type, new)


def _by_lead_within_a_second(exchanged: Exchanged) -> bool:
    """Have what happened to each lead in one second stand together, in its order."""
    before, after = [], []
    for content, _ in exchanged.sides:
        records = list(content.iter("leadChangeRecord"))
        before.append([_about(each) for each in records])
        if records:
            parent = records[0].getparent()
            assert parent is not None
            parent[:] = sorted(records, key=lambda each: _about(each)[:2])
        after.append([_about(each) for each in content.iter("leadChangeRecord")])
    return before[0] != before[1] and after[0] == after[1]


def _about(record: etree._Element) -> tuple[str, ...]:
    members = ("activityDateTime", "mktPersonId", "activityType", "mktgAssetName")
    return tuple(record.findtext(each) or "" for each in members)


def _sources_of_members(exchanged: Exchanged) -> bool:
    """Take the bridge for an import, where the sandbox has one in the same place."""
    hidden = False
    both = (_memberships(content) for content, _ in exchanged.sides)
    for one, other in zip(*both, strict=False):
        if (one.text, other.text) == ("List import", "Web service API"):
            other.text = one.text
            hidden = True
    return hidden


def _memberships(content: etree._Element) -> Iterator[etree._Element]:
    """The values that tell by what leads came to lists, or left them."""
    for attribute in _activity_attributes("Source")(content):
        (record,) = attribute.iterancestors("activityRecord", "leadChangeRecord")
        if record.findtext("activityType") in (ADD_TO_LIST, REMOVE_FROM_LIST):
            yield from attribute.iter("attrValue")


def _values_of_changes(content: etree._Element) -> Iterator[etree._Element]:
    for name in ("Old Value", "New Value"):
        yield from _activity_attributes(name)(content)


def _one_value_of_change(attribute: etree._Element, _: Aliases) -> None:
    (record,) = attribute.iterancestors("activityRecord", "leadChangeRecord")
    value = attribute.find("attrValue")
    if value is not None and record.findtext("activityType") == CHANGE_DATA_VALUE:
        data_type = FIELD_TYPES.get(record.findtext("mktgAssetName") or "", "string")
        value.text = _spelt(data_type, value.text or "") or None


def _one_reason(attribute: etree._Element, _: Aliases) -> None:
    value = attribute.find("attrValue")
    if value is not None and value.text == "Web service API":
        value.text = "SOAP API"


# Runs of campaigns, as they are at the end


def _one_operation(node: etree._Element, _: Aliases) -> None:
    node.text = _OPERATIONS_OF_RUNS.get(node.text or "", node.text)


def _one_run_time(run: etree._Element, _: Aliases) -> None:
    """Have a run that was scheduled begin five minutes later, where it began before."""
    if run.findtext("operation") != "scheduleCampaign":
        return
    requested, begins = run.find("requested_at"), run.find("run_at")
    assert requested is not None
    assert begins is not None
    begins.text = str(max(int(begins.text or 0), int(requested.text or 0) + _EARLIEST_RUN))
    for ended in run.findall("ended_at"):
        run.remove(ended)


LEADS, CHANGES, CAMPAIGN_RUNS = "leads", "changes", "campaignRuns"
"""What normalisations may touch besides the answers to operations: what is read at the end."""
FIELD_TYPES = {
    **{each.display_name: each.data_type for each in SOAP_FIELDS},
    **{each.display_name or each.name: each.type for each in FIELDS},
}
"""Types of lead fields by their display names."""
_OPERATIONS_OF_RUNS = {
    "trigger_campaign": "requestCampaign",
    "schedule_campaign": "scheduleCampaign",
}
_EARLIEST_RUN = 300
_SHOWING_LEADS = frozenset({"getLead", "getMultipleLeads", "syncLead"})
_ACTIVITIES = frozenset({"getLeadActivity", "getLeadChanges"})
_POSITIONS = frozenset({"getMultipleLeads", "getCustomObjects", "getMObjects"})

NORMALISATIONS: tuple[Normalisation, ...] = (
    Normalisation(
        "foreign-id-kept",
        frozenset({"syncLead", "syncMultipleLeads"}),
        "REST has no foreign ids; the bridge keeps them in a field.",
        _foreign_ids_kept,
        frozenset({LEADS}),
    ),
    Normalisation(
        "foreign-id-changed",
        frozenset({"syncLead", "syncMultipleLeads"}),
        "REST has no foreign ids; that the field of the bridge changes is noted as of any field.",
        _without_changes_of_foreign_field,
        frozenset({CHANGES}),
    ),
    Normalisation(
        "spelling-changed",
        frozenset({"syncLead", "syncMultipleLeads"}),
        "REST has typed values, and writes the address that it finds a lead by: what is spelt"
        " otherwise may be a change on one side alone.",
        _without_changes(_is_change_of_spelling),
        frozenset({CHANGES}),
    ),
    Normalisation(
        "order-within-second",
        frozenset({"syncMultipleLeads"}),
        "Records of a batch go in few calls, those in conflict last; for each lead the order is.",
        _by_lead_within_a_second,
        frozenset({CHANGES}),
    ),
    Normalisation(
        "boolean-spelling",
        _SHOWING_LEADS,
        "REST has true and false, not the texts that were stored, and false is left out.",
        _rewriting(_lead_attributes("boolean"), _one_boolean, "sandbox"),
    ),
    Normalisation(
        "number-spelling",
        frozenset({"syncLead"}),
        "REST has numbers, not the texts that were stored: 1.50 is 1.5, and 007 is 7.",
        _rewriting(_lead_attributes(*_NUMBERS), _one_spelling, "sandbox"),
        _SHOWING_LEADS,
    ),
    Normalisation(
        "moment-spelling",
        _SHOWING_LEADS,
        "REST shows whole seconds, in UTC, and days with dashes; the text that was stored is lost.",
        _rewriting(_lead_attributes(*_MOMENTS), _one_spelling, "sandbox"),
    ),
    Normalisation(
        "foreign-field",
        _SHOWING_LEADS,
        "REST has no foreign ids; the bridge keeps them in a field, which is an attribute too.",
        _foreign_field,
    ),
    Normalisation(
        "letter-case-of-address",
        frozenset({"syncLead", "syncMultipleLeads"}),
        "REST writes the address that it finds a lead by, and so its letter case.",
        _rewriting(_named("Email"), _one_address),
        _SHOWING_LEADS,
    ),
    Normalisation(
        "custom-boolean-spelling",
        frozenset({"getCustomObjects"}),
        "REST has true and false, not the texts that were stored.",
        _rewriting(_custom_values(BOOLEAN_FIELDS), _spelt_boolean, "sandbox"),
    ),
    Normalisation(
        "custom-number-spelling",
        frozenset({"syncCustomObjects"}),
        "REST has numbers, not the texts that were stored: 007 is 7.",
        _rewriting(_custom_values(NUMBER_FIELDS), _spelt_number, "sandbox"),
        frozenset({"getCustomObjects"}),
    ),
    Normalisation(
        "value-of-change",
        frozenset({"syncLead", "syncMultipleLeads"}),
        "Old and new values of changes are spelt as REST gives them, as those of leads are.",
        _rewriting(_values_of_changes, _one_value_of_change),
        _ACTIVITIES,
    ),
    Normalisation(
        "reason-of-change",
        frozenset({"syncLead", "syncMultipleLeads"}),
        "The service itself notes why a value changed; by REST it says Web service API.",
        _rewriting(_activity_attributes("Reason"), _one_reason, "bridge"),
        _ACTIVITIES,
    ),
    Normalisation(
        "source-of-membership",
        frozenset({"importToList"}),
        "REST has no import that makes no leads, or clears a list; the bridge does these itself.",
        _sources_of_members,
        _ACTIVITIES,
    ),
    Normalisation(
        "source-of-merge",
        frozenset({"mergeLeads"}),
        "The service itself notes who merged leads; by REST it says Web service API.",
        _rewriting(_activity_attributes("Merge Source"), _one_reason, "bridge"),
        _ACTIVITIES,
    ),
    Normalisation(
        "activity-id",
        frozenset({"syncLead", "syncMultipleLeads"}),
        "REST has ids of its own for activities; their order and that they are distinct is kept.",
        _rewriting(_activity_ids, _one_activity_id),
        _ACTIVITIES,
    ),
    Normalisation(
        "stream-position",
        _POSITIONS,
        "A position is opaque; that of the bridge is signed and names a page of REST.",
        _rewriting(_named("newStreamPosition"), _one_position),
    ),
    Normalisation(
        "start-position",
        _ACTIVITIES,
        "A position is opaque; that of the bridge is signed and names a page of REST.",
        _rewriting(_offsets, _one_position),
    ),
    Normalisation(
        "remaining-flag",
        frozenset({"getMultipleLeads"}),
        "REST tells whether there is more, not how much.",
        _remaining_unless_by_key,
    ),
    Normalisation(
        "time-of-end",
        frozenset({"getImportToListStatus"}),
        "REST does not tell when an import ended; the bridge tells when it saw so first.",
        _ended_time,
    ),
    Normalisation(
        "name-of-run",
        frozenset({"requestCampaign", "scheduleCampaign"}),
        "A store notes what asked for a run: an operation of SOAP, or an endpoint of REST.",
        _rewriting(_named("operation"), _one_operation),
        frozenset({CAMPAIGN_RUNS}),
    ),
    Normalisation(
        "time-of-run",
        frozenset({"scheduleCampaign"}),
        "REST runs no batch campaign within five minutes (documented).",
        _rewriting(_named("run"), _one_run_time),
        frozenset({CAMPAIGN_RUNS}),
    ),
    Normalisation(
        "cost-id",
        frozenset({"getMObjects"}),
        "The costs of REST have no ids.",
        _rewriting(_cost_ids, _take_out, "sandbox"),
    ),
    Normalisation(
        "company-of-opportunity",
        frozenset({"getMObjects"}),
        "SOAP named a company by a field of its leads; REST has no word for that.",
        _rewriting(_companies, _take_out, "sandbox"),
    ),
    Normalisation(
        "made-external-id",
        frozenset({"syncMObjects"}),
        "REST wants an external id of every opportunity; the bridge makes one, and never shows it.",
        _rewriting(_made_ids, _take_out, "bridge"),
        frozenset({"getMObjects"}),
    ),
    Normalisation(
        "object-id",
        frozenset({"getMObjects", "syncMObjects", "deleteMObjects"}),
        "REST knows opportunities and roles by texts; the bridge gives them numbers.",
        _object_ids,
    ),
)
"""In the order in which they are applied: what is taken out goes first."""
