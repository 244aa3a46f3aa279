"""Leads: which one a record or a key means, and what writing and merging makes of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from support.sandbox_model import world
from support.sandbox_model.state import Fault, Lead, Pairs, RecordFailed, Reply, State, without

# Keys of a CRM are kept in lead fields; this instance has one of them.
KEY_FIELDS = {"LEADOWNEREMAIL": "LeadOwnerEmail", "SFDCLEADID": None, "SFDCLEADOWNERID": None}
OWNER_KEYS = ("LEADOWNEREMAIL", "SFDCLEADOWNERID")


@dataclass(frozen=True)
class Given:
    """A lead record of a request."""

    id: int | None = None
    email: str | None = None
    foreign_id: str | None = None
    foreign_type: str | None = None
    values: dict[str, str] = field(default_factory=dict)

    @property
    def foreign(self) -> tuple[str, str] | None:
        return None if self.foreign_id is None else (self.foreign_type or "CUSTOM", self.foreign_id)

    @property
    def has_key(self) -> bool:
        return (self.id, self.email, self.foreign_id) != (None, None, None)

    def keyed(self) -> Given:
        """Itself, with the attribute Email as its key where it has no other."""
        email = self.values.get("Email")
        return replace(self, email=email) if email and not self.has_key else self


# Finding


def with_email(state: State, email: str) -> list[int]:
    return [each.id for each in state.leads.values() if each.email_key == email.casefold()]


def with_key(state: State, key_type: str, value: str) -> list[int]:
    """All leads that a lead key names, the oldest first."""
    if key_type == "IDNUM":
        return [int(value)] if value.isdecimal() and int(value) in state.leads else []
    if key_type == "EMAIL":
        return with_email(state, value)
    if key_type == "COOKIE":
        return [state.cookies[value]] if value in state.cookies else []
    name = KEY_FIELDS[key_type]
    return [
        each.id
        for each in state.leads.values()
        if name is not None and each.values.get(name, "").casefold() == value.casefold()
    ]


def named(state: State, key_type: str, value: str) -> list[int]:
    found = with_key(state, key_type, value)
    if not found:
        raise Fault(20108 if key_type in OWNER_KEYS else 20103)
    return found


# Writing


def sync_lead(state: State, given: Given, returned: bool, cookie: str | None) -> Reply:
    """Id goes before foreign id, before cookie, before Email."""
    given = given.keyed() if cookie is None else given
    if not given.has_key and not given.values:
        raise Fault(20104)
    if not given.has_key and cookie is None:
        raise Fault(20101)
    if given.values.keys() - world.FIELDS.keys():
        raise Fault(20105)
    target, email = _match(state, given, cookie)
    if target is None:
        status, target = "CREATED", create(state, given)
    else:
        status = "UPDATED"
        write(state, target, given, email=email)
    # A record without attributes does not attach its cookie.
    if cookie is not None and given.values and state.cookies.get(cookie) != target.id:
        state.cookies[cookie] = target.id
        target.updated_at = state.now
    return without(
        {
            "lead_id": target.id,
            "sync_status": {"lead_id": target.id, "status": status},
            "lead_record": shown(state, target.id) if returned else None,
        }
    )


def _match(state: State, given: Given, cookie: str | None) -> tuple[Lead | None, str | None]:
    """The lead, and the address that it is to get."""
    if given.id is not None:
        if given.id not in state.leads:
            raise Fault(20103)
        return state.leads[given.id], given.email
    if given.foreign in state.foreign_ids:
        return state.leads[state.foreign_ids[given.foreign]], given.email
    known = [] if given.email is None else with_email(state, given.email)
    if cookie in state.cookies:
        owner = state.leads[state.cookies[cookie]]
        if given.email is None:
            return owner, None
        if owner.email is None and not known:
            return owner, given.email  # a visitor becomes known
        if owner.email_key == given.email.casefold():
            return owner, None
    return (state.leads[max(known)], None) if known else (None, None)


def sync_multiple(state: State, records: Iterable[Given], dedup: bool | None) -> Reply:
    """As syncLead, without cookies; Email beside another key changes nothing."""
    statuses = []
    for given in map(Given.keyed, records):
        try:
            target = _batch_match(state, given, dedup is not False)
        except RecordFailed as failure:
            failed = {"lead_id": given.id or 0, "status": "FAILED", "error": failure.code}
            statuses.append(failed)
            continue
        if target is None:
            statuses.append({"lead_id": create(state, given).id, "status": "CREATED"})
        else:
            write(state, target, given)
            statuses.append({"lead_id": target.id, "status": "UPDATED"})
    return {"sync_status_list": statuses}


def _batch_match(state: State, given: Given, dedup: bool) -> Lead | None:
    if given.values.keys() - world.FIELDS.keys():
        raise RecordFailed(20105)
    if not given.has_key:
        raise RecordFailed(20101)
    if given.id is not None:
        if given.id not in state.leads:
            raise RecordFailed(20103)
        return state.leads[given.id]
    if given.foreign in state.foreign_ids:
        return state.leads[state.foreign_ids[given.foreign]]
    known = with_email(state, given.email) if given.email is not None and dedup else []
    return state.leads[max(known)] if known else None


def create(state: State, given: Given, source: str = "Web service API") -> Lead:
    state.leads_made += 1
    made = Lead(state.leads_made, state.now, given.email)
    state.leads[made.id] = made
    _write(state, made, given, None)
    if made.email and "Website" not in given.values:
        domain = made.email.rpartition("@")[2]
        if domain != made.email:
            made.values["Website"] = domain
    day = datetime.fromtimestamp(state.now, UTC).astimezone(ZoneInfo(world.ZONE)).date()
    state.log(
        made.id,
        "New Lead",
        "",
        [("Source Type", source), ("Source Info", source), ("Created Date", day.isoformat())],
    )
    return made


def write(
    state: State, target: Lead, given: Given, *, email: str | None = None, reason: str = "SOAP API"
) -> None:
    """Each field that really changes is logged."""
    for name, old, new in _write(state, target, given, email):
        display = world.FIELDS[name].display
        attributes = [("Attribute Name", display), ("Old Value", old), ("New Value", new)]
        state.log(target.id, "Change Data Value", display, [*attributes, ("Reason", reason)])


def _write(
    state: State, target: Lead, given: Given, email: str | None
) -> list[tuple[str, str, str]]:
    changes = []
    values = given.values if email is None else {"Email": email, **given.values}
    for name, text in values.items():
        new = text.strip()
        # What cannot be written is passed over in silence.
        if not world.FIELDS[name].writable or not _fits(world.FIELDS[name].type, new):
            continue
        if name == "Email":
            old, target.email = target.email or "", new or None
        else:
            old = target.values.pop(name, "")
            if new:
                target.values[name] = new
        if old != new:
            changes.append((name, old, new))
    if given.foreign is not None:
        if state.foreign_ids.pop(given.foreign, None) != target.id:
            target.updated_at = state.now
        state.foreign_ids[given.foreign] = target.id
    return changes


def _fits(data_type: str, text: str) -> bool:
    try:
        if text and data_type == "integer":
            int(text)
        if text and data_type == "date":
            date.fromisoformat(text)
    except ValueError:
        return False
    return True


# Merging


def merge(state: State, winner_keys: Pairs, loser_keys: list[Pairs]) -> Reply:
    """All that the losers have goes to the winner, which keeps what it has."""
    winner = _of_keys(state, winner_keys)
    losers = list(dict.fromkeys(_of_keys(state, keys) for keys in loser_keys))
    status: Reply = {"winning_lead_id": winner, "losing_lead_id_list": losers, "status": "MERGED"}
    if winner in losers:
        return {"merge_status": {**status, "status": "FAILED", "error": 20110}}
    won = state.leads[winner]
    for loser in losers:
        lost = state.leads.pop(loser)
        won.email = won.email or lost.email
        won.values = {**lost.values, **won.values}
    _give_belongings(state, winner, losers)
    about = [("Merge IDs", ",".join(map(str, losers))), ("Merge Source", "SOAP API")]
    state.log(winner, "Merge Leads", "", about)
    return {"merge_status": status}


def _of_keys(state: State, keys: Pairs) -> int:
    """The newest lead that has all keys."""
    if any(key_type == "COOKIE" for key_type, _ in keys):
        raise Fault(20102)
    found = [set(with_key(state, *key)) for key in keys]
    common = set.intersection(*found)
    if common:
        return max(common)
    for (key_type, _), ids in zip(keys, found, strict=True):
        if not ids and key_type in OWNER_KEYS:
            raise Fault(20108)
        if not ids:
            break
    raise Fault(20103)


def _give_belongings(state: State, winner: int, losers: list[int]) -> None:
    own = [key for key, holder in state.foreign_ids.items() if holder == winner]
    for foreign, holder in state.foreign_ids.items():
        state.foreign_ids[foreign] = winner if holder in losers else holder
    for cookie, holder in state.cookies.items():
        state.cookies[cookie] = winner if holder in losers else holder
    for foreign in own:  # its own stays the one that is shown
        state.foreign_ids[foreign] = state.foreign_ids.pop(foreign)
    for activity in state.activities:
        if activity.lead in losers:
            activity.lead = winner
    for each in state.lists.values():
        if each.members & set(losers):
            each.members = each.members - set(losers) | {winner}
    for role in state.roles.values():
        if role.lead in losers:
            role.lead = winner
    for run in state.runs:
        for loser in losers:
            if loser in run.leads:
                run.leads.setdefault(winner, run.leads[loser])
                del run.leads[loser]
    for campaign in state.campaigns.values():
        for loser in losers:
            kept = campaign.lead_tokens.pop(loser, None)
            if kept is not None:
                own_tokens = campaign.lead_tokens.get(winner, {})
                campaign.lead_tokens[winner] = {**kept, **own_tokens}
    for kind in world.RECORD_KINDS.values():
        records = state.records[kind.name]
        for loser in losers:
            for key in [key for key, record in records.items() if record.lead == loser]:
                record = records.pop(key)
                record.lead = winner
                if kind.link in kind.keys:
                    place = kind.keys.index(kind.link)
                    key = (*key[:place], str(winner), *key[place + 1 :])
                records.setdefault(key, record)


# Reading


def shown(state: State, lead_id: int, include: Collection[str] | None = None) -> Reply:
    """A lead record; `include` names what to show beside the id, None shows all."""
    lead = state.leads[lead_id]
    own = [key for key, holder in state.foreign_ids.items() if holder == lead_id]
    kind, foreign = own[-1] if own else (None, None)
    attributes = [
        (name, _shown_type(name), value)
        for name, value in sorted(lead.values.items())
        if not include or name in include
    ]
    with_foreign = not include or "ForeignSysPersonId" in include
    with_type = with_foreign or "ForeignSysType" in (include or ())
    return without(
        {
            "id": lead_id,
            "email": lead.email if not include or "Email" in include else None,
            "foreign_sys_person_id": foreign if with_foreign else None,
            "foreign_sys_type": kind if with_type else None,
            "lead_attribute_list": attributes or None,
        }
    )


def _shown_type(name: str) -> str:
    data_type = world.FIELDS[name].type
    return "string" if data_type == "email" else data_type


def get_lead(state: State, key_type: str, value: str) -> Reply:
    """All leads with the key, the newest first."""
    found = sorted(named(state, key_type, value), reverse=True)
    return {"count": len(found), "lead_record_list": [shown(state, each) for each in found]}


def chosen(state: State, key_type: str, values: Iterable[str]) -> list[int]:
    """The leads that a LeadKeySelector chooses, each once."""
    return sorted({found for value in values for found in with_key(state, key_type, value)})


def updated_between(state: State, oldest: int, latest: int) -> list[int]:
    return [each.id for each in state.leads.values() if oldest <= each.updated_at <= latest]
