"""Answers syncLead: which lead a record means, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any

from mktows.bridge.context import Context
from mktows.bridge.lead_keys import Lead, find_leads
from mktows.bridge.leads.records import record, shown_fields
from mktows.bridge.leads.values import (
    by_foreign_id,
    is_found_again,
    keeps_address,
    keys_of,
    release_foreign_ids,
    rest_record,
)
from mktows.bridge.leads.writes import (
    EMAIL,
    ID,
    Record,
    Row,
    create_leads,
    pick,
    picked_by,
    write_leads,
)
from mktows.bridge.names import NAMES_SECONDS
from mktows.bridge.operation import Operation
from mktows.bridge.refusals import OUTCOME_UNKNOWN
from mktows.errors import RequestError
from mktows.facts.key_types import COOKIE, IDNUM
from mktows.facts.key_types import EMAIL as EMAIL_KEY
from mktows.facts.rest_errors import COOKIE_BAD, PARTITION_FIXED
from mktows.parameters.keys import email_key, lead_not_found
from mktows.parameters.lead_records import (
    LEAD_IN_OTHER_WORKSPACE,
    WORKSPACE_UNKNOWN,
    Incoming,
    LeadToSync,
    check_record,
)
from mktows.parameters.scalars import trimmed
from mktows.replies import leads as replies
from mktows.rest.base import CREATE_OR_UPDATE, UPDATE_ONLY
from mktows.rest.errors import InvalidError, RestError
from mktows.rest.leads import CREATE_DUPLICATE
from mktows.server.refusals import Refusal

_DEFAULT_WORKSPACE = "Default"
_PARTITION, _PARTITIONS = "leadPartitionId", "partitions"
_NO_COOKIE = "the cookie was not attached: REST does not take it for one"


def sync_lead(context: Context, params: Any) -> object:
    """Create or update one lead, and let a browser belong to it."""
    workspace = _Workspace.aimed_at(context)
    asked = LeadToSync.read(context.call, params)
    incoming, cookie = asked.record, asked.cookie
    check_record(context.call, incoming, context.soap_fields)
    held = keys_of(incoming) | ({(COOKIE, cookie)} if cookie is not None else set())
    with context.holding(held):
        write = _decide(context, incoming, cookie, workspace)
        makes = write.action == CREATE_DUPLICATE
        with context.once() if makes else nullcontext():
            row = _carried_out(context, write, workspace)
            if row.refusal is not None:
                raise row.refusal
    returned = None
    try:
        if cookie is not None and incoming.values:
            # A record without attributes does not attach its cookie (recorded).
            _associate(context, row.lead_id, cookie)
        if incoming.id is not None and incoming.foreign_id is not None:
            release_foreign_ids(context, {incoming.foreign_id: row.lead_id})
        if params.return_lead:
            for lead in find_leads(context, IDNUM, [str(row.lead_id)], shown_fields(context)):
                returned = record(context, lead)
    except (RestError, Refusal) as error:
        # The lead is written all the same.
        context.note_unknown(f"{context.call.operation}, a part of it")
        raise OUTCOME_UNKNOWN.refusal() from error
    return replies.synced(context.types, row.lead_id, created=row.created, returned=returned)


def may_repeat(context: Context, params: Any) -> bool:
    """Tell whether a call may be carried out twice: one that makes a lead each time may not."""
    try:
        return is_found_again(context, LeadToSync.read(context.call, params).record)
    except Refusal:
        return True  # nothing is carried out


@dataclass(frozen=True, slots=True)
class _Workspace:
    """The workspace that a caller aims at.

    Attributes:
        name: Its name; None where none was named.
        partition: The partition of REST that stands for it; None where none does.
    """

    name: str | None = None
    partition: str | None = None

    @classmethod
    def aimed_at(cls, context: Context) -> _Workspace:
        """Read it, in any letter case (recorded).

        Raises:
            Refusal: 20110, the settings know no such workspace.
        """
        named = trimmed(context.call.workspace)
        if named is None:
            return cls()
        for name, partition in context.tenant.workspaces.items():
            if name.casefold() == named.casefold():
                return cls(name, partition)
        if named.casefold() == _DEFAULT_WORKSPACE.casefold():
            return cls(_DEFAULT_WORKSPACE)
        raise WORKSPACE_UNKNOWN.refusal(workspace=named)

    def check(self, context: Context, lead: Lead) -> None:
        """Check that a lead is in it; it must have been read with `fields`.

        Raises:
            Refusal: 20110, it is in another one.
        """
        if self.partition is None:
            return
        number = str(lead.get(_PARTITION))
        if number not in _partitions(context):
            context.instance.forget(_PARTITIONS)  # it is new
        if _partitions(context).get(number) != self.partition:
            raise LEAD_IN_OTHER_WORKSPACE.refusal(lead=int(lead[ID]), workspace=self.name)

    @property
    def fields(self) -> tuple[str, ...]:
        """The REST names of the fields that `check` goes by."""
        return () if self.partition is None else (_PARTITION,)


@dataclass(frozen=True, slots=True)
class _Write:
    """The one record that is written, and how."""

    record: Record = field(repr=False)
    action: str
    lookup: str = EMAIL


def _decide(
    context: Context, incoming: Incoming, cookie: str | None, workspace: _Workspace
) -> _Write:
    """Decide what to write: by which key, or as a new lead.

    Id goes before foreign id before cookie before email (documented; the cookie's place a guess).
    A foreign id that is new leaves the choice to the keys behind it. An address beside another key
    replaces the lead's address (documented, and recorded for the id).
    """
    fields = (*picked_by(context), *workspace.fields)
    if incoming.id is not None:
        if incoming.id < 1:
            raise lead_not_found(IDNUM, incoming.id)
        if workspace.fields:
            _found(find_leads(context, IDNUM, [str(incoming.id)], fields), context, workspace)
        return _update(context, incoming.id, incoming, incoming.email)
    if incoming.foreign_id is not None:
        name = context.tenant.foreign_fields.get(incoming.foreign_id[0])
        if name and incoming.email is None and cookie is None and not workspace.fields:
            # REST tells by itself whether there is such a lead.
            return _Write(rest_record(context, incoming), CREATE_OR_UPDATE, name)
        holder = _found(by_foreign_id(context, incoming.foreign_id, fields), context, workspace)
        if holder is not None:
            lead_id = int(holder[ID])
            return _update(context, lead_id, incoming, incoming.email, foreign=name is not None)
    if cookie is not None:
        owners = find_leads(context, COOKIE, [cookie], (*fields, EMAIL))
        owner = pick(context, owners)
        if owner is not None:
            address = owner.get(EMAIL) or None
            if incoming.email is None:
                workspace.check(context, owner)
                return _update(context, int(owner[ID]), incoming, None)
            if address is None and not find_leads(context, EMAIL_KEY, [incoming.email]):
                # An anonymous visitor makes himself known (documented).
                workspace.check(context, owner)
                return _update(context, int(owner[ID]), incoming, incoming.email)
            if address is not None and email_key(str(address)) == email_key(incoming.email):
                workspace.check(context, owner)
                return _update(context, int(owner[ID]), incoming, None)
    # Whoever used this browser before, the address decides (a guess).
    if incoming.email is not None:
        if keeps_address(incoming):
            sent = rest_record(context, incoming, new_email=incoming.email)
            return _Write(sent, CREATE_OR_UPDATE)
        known = pick(context, find_leads(context, EMAIL_KEY, [incoming.email], picked_by(context)))
        if known is not None:
            return _update(context, int(known[ID]), incoming, None)
    return _Write(rest_record(context, incoming, new_email=incoming.email), CREATE_DUPLICATE)


def _update(
    context: Context,
    lead_id: int,
    incoming: Incoming,
    new_email: str | None,
    *,
    foreign: bool = True,
) -> _Write:
    sent = rest_record(context, incoming, new_email=new_email, foreign=foreign)
    return _Write({ID: lead_id, **sent}, UPDATE_ONLY, ID)


def _found(leads: Iterable[Lead], context: Context, workspace: _Workspace) -> Lead | None:
    """Return the lead that is meant, once it is known to be in the workspace."""
    lead = pick(context, leads)
    if lead is not None:
        workspace.check(context, lead)
    return lead


def _carried_out(context: Context, write: _Write, workspace: _Workspace) -> Row:
    if write.action == CREATE_DUPLICATE:
        (row,) = create_leads(context, [write.record], partition=workspace.partition)
        return row
    partition = workspace.partition if write.action == CREATE_OR_UPDATE else None
    (row,) = write_leads(
        context, [write.record], action=write.action, lookup=write.lookup, partition=partition
    )
    if row.code == PARTITION_FIXED and partition is not None:
        # By its address a lead is found wherever it is; the workspace is for new ones.
        (row,) = write_leads(context, [write.record], action=write.action, lookup=write.lookup)
    return row


def _associate(context: Context, lead_id: int, cookie: str) -> None:
    """Let a browser belong to a lead; SOAP took any text for a cookie, REST does not."""
    try:
        context.rest.associate_lead(lead_id, cookie)
    except RequestError:
        context.call.notes.add(_NO_COOKIE)
    except InvalidError as error:
        if error.code != COOKIE_BAD:
            raise
        context.call.notes.add(_NO_COOKIE)


def _partitions(context: Context) -> dict[str, str]:
    """The names of the lead partitions by their ids."""
    return context.remembered(
        _PARTITIONS,
        "",
        NAMES_SECONDS,
        lambda: [[each["id"], each["name"]] for each in context.rest.get_lead_partitions()],
        lambda content: {str(number): str(name) for number, name in content},
    )


OPERATIONS = {
    "syncLead": Operation(
        sync_lead,
        "carried",
        "write",
        "1; 1 more for a foreign id beside another key, a cookie, returnLead; 2 more where several "
        "leads have the address",
        "all keys and their precedence, cookies, workspaces as lead partitions",
        (
            "foreign ids need a field of REST that holds them, and one lead has one of each type",
            "the letter case of an address that is the key is written, where it is another one",
            "addresses with characters beyond ASCII are refused with 20110",
            "fields of a lead's company are left out where REST refuses to write them",
            "a cookie that REST does not take for one is not attached",
        ),
        repeatable=may_repeat,
    ),
}
